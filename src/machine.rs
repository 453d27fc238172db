//! What the machine offers and what the process took of it: threads, memory, processor.

use std::path::Path;

/// Threads that can run at once.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Most memory this process has held so far, in bytes; none where the system does not tell.
pub fn peak_memory_bytes() -> Option<u64> {
    bytes_of("VmHWM:", &std::fs::read_to_string("/proc/self/status").ok()?)
}

/// Memory that can be taken without swapping, in bytes, within what a container allows; none where the system
/// does not tell.
pub fn available_memory_bytes() -> Option<u64> {
    let free = bytes_of("MemAvailable:", &std::fs::read_to_string("/proc/meminfo").ok()?)?;
    Some(left_by_container(Path::new("/sys/fs/cgroup")).map_or(free, |left| left.min(free)))
}

/// What the control group in a directory still allows, in bytes; none where it sets no limit.
fn left_by_container(group: &Path) -> Option<u64> {
    let number = |name| std::fs::read_to_string(group.join(name)).ok()?.trim().parse::<u64>().ok();
    Some(number("memory.max")?.saturating_sub(number("memory.current")?))
}

/// Bytes that may still be written on the disk of a directory, which need not be there yet; none where the system
/// does not tell.
pub fn free_disk_bytes(directory: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let known = directory.ancestors().map(|it| if it.as_os_str().is_empty() { Path::new(".") } else { it });
        let there = known.chain([Path::new(".")]).find(|it| it.exists())?;
        let disk = rustix::fs::statvfs(there).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = directory;
        None
    }
}

/// Memory this process holds now, in bytes; none where the system does not tell.
pub fn memory_bytes() -> Option<u64> {
    bytes_of("VmRSS:", &std::fs::read_to_string("/proc/self/status").ok()?)
}

/// Processor time that this process has taken so far over all its threads, in seconds; none where the system
/// does not tell.
pub fn processor_seconds() -> Option<f64> {
    seconds_of_stat(&std::fs::read_to_string("/proc/self/stat").ok()?)
}

/// Time of the user and of the system in a line such as `1 (huzhu) S ...`, which counts hundredths of a second.
fn seconds_of_stat(line: &str) -> Option<f64> {
    // The name may hold anything; the fields that count come behind it.
    let (_, fields) = line.rsplit_once(')')?;
    let hundredths = fields.split_whitespace().skip(11).take(2).map(|it| it.parse::<u64>().ok());
    Some(hundredths.sum::<Option<u64>>()? as f64 / 100.0)
}

/// Lets [`peak_memory_bytes`] begin anew from what is held now; does nothing where the system cannot.
pub fn forget_peak_memory() {
    // Refused in some containers; the peak is then that of the whole process, as before.
    _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// Name of the processor; none where the system does not tell.
pub fn processor() -> Option<String> {
    name_of_processor(&std::fs::read_to_string("/proc/cpuinfo").ok()?)
}

/// Value of the first line that begins with `model name`, after its colon.
fn name_of_processor(text: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_string())
}

/// Bytes of the cache of a level (1: of data) of the first core; none where the system does not tell.
pub fn cache_bytes(level: u8) -> Option<u64> {
    let directories = std::fs::read_dir("/sys/devices/system/cpu/cpu0/cache").ok()?;
    let read = |path: &std::path::Path, name: &str| std::fs::read_to_string(path.join(name)).unwrap_or_default();
    directories.flatten().map(|it| it.path()).find_map(|path| {
        let of_data = read(&path, "type").trim() != "Instruction";
        let here = read(&path, "level").trim() == level.to_string();
        let size = read(&path, "size");
        let kibibytes = size.trim().strip_suffix('K').and_then(|it| it.parse::<u64>().ok());
        kibibytes.filter(|_| of_data && here).map(|it| it * 1024)
    })
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

    #[test]
    fn the_processor_is_named_by_its_first_line() {
        let text = "vendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC 9004\nmodel name\t: other\n";
        assert_eq!(name_of_processor(text).as_deref(), Some("AMD EPYC 9004"));
        assert_eq!(name_of_processor("Features : fp asimd\n"), None);
    }

    #[test]
    fn processor_time_is_read_behind_any_name() {
        let line = "7 (a (name) 1 2) S 1 7 7 0 -1 4194304 900 0 0 0 150 25 0 0 20 0 2 0 500";
        assert_eq!(seconds_of_stat(line), Some(1.75));
        assert_eq!(seconds_of_stat("7 (huzhu) S 1 7"), Some(0.0));
        assert_eq!(seconds_of_stat("nothing"), None);
    }

    #[test]
    fn a_container_leaves_what_its_limit_and_its_use_say() {
        let group = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(group.path().join(name), text).unwrap();
        assert_eq!(left_by_container(group.path()), None);
        write("memory.current", "300\n");
        write("memory.max", "max\n");
        assert_eq!(left_by_container(group.path()), None);
        write("memory.max", "1000\n");
        assert_eq!(left_by_container(group.path()), Some(700));
        write("memory.current", "1300\n");
        assert_eq!(left_by_container(group.path()), Some(0));
    }

    #[cfg(unix)]
    #[test]
    fn a_directory_that_is_not_there_yet_lies_on_the_disk_of_the_one_above() {
        let folder = tempfile::tempdir().unwrap();
        let (here, below) = (free_disk_bytes(folder.path()), free_disk_bytes(&folder.path().join("a/b")));
        // Others write meanwhile.
        let (here, below) = (here.unwrap() as f64, below.unwrap() as f64);
        assert!((here - below).abs() < 0.1 * here && free_disk_bytes(Path::new("runs/none")).is_some());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_has_taken_some_memory_and_leaves_some() {
        assert!(threads() >= 1);
        assert!(peak_memory_bytes().unwrap() > 1 << 20);
        assert!(available_memory_bytes().unwrap() > 0);
        assert!(memory_bytes().unwrap() > 1 << 20);
    }
}
