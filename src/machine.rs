//! What the machine offers and what the process took of it: threads and memory.

/// Threads that can run at once.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Most memory this process has held so far, in bytes; none where the system does not tell.
pub fn peak_memory_bytes() -> Option<u64> {
    bytes_of("VmHWM:", &std::fs::read_to_string("/proc/self/status").ok()?)
}

/// Memory that can be taken without swapping, in bytes; none where the system does not tell.
pub fn available_memory_bytes() -> Option<u64> {
    bytes_of("MemAvailable:", &std::fs::read_to_string("/proc/meminfo").ok()?)
}

/// Value of a line such as `VmHWM:   12345 kB`.
fn bytes_of(key: &str, text: &str) -> Option<u64> {
    let value = text.lines().find_map(|line| line.strip_prefix(key))?;
    let kibibytes: u64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_system_is_read_in_bytes() {
        let text = "VmPeak:\t  999 kB\nVmHWM:\t   12345 kB\nThreads:\t4\n";
        assert_eq!(bytes_of("VmHWM:", text), Some(12_345 * 1024));
        assert_eq!(bytes_of("Threads:", text), None);
        assert_eq!(bytes_of("VmSwap:", text), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_has_taken_some_memory_and_leaves_some() {
        assert!(threads() >= 1);
        assert!(peak_memory_bytes().unwrap() > 1 << 20);
        assert!(available_memory_bytes().unwrap() > 0);
    }
}
