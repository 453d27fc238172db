//! Files that are whole or absent: atomic writing, hashes, and the lock of a directory.

use std::fs::{File, OpenOptions, Permissions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

#[cfg(test)]
pub(crate) mod faults;

use tempfile::NamedTempFile;

use crate::text::{Message, message};
use crate::{Error, Result};

/// Ending of a file that is being written; it gets its final name only when it is whole.
pub const PARTIAL: &str = ".partial";

/// Name of the file that a process holds locked while it writes into a directory.
pub const LOCK: &str = ".lock";

/// Names that a message lists at most.
const MOST_NAMED: usize = 3;

/// What is asked of the disk; in tests each can be made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    /// Making a file or a directory.
    Create,
    /// Writing into a file.
    Write,
    /// Making content or names safe on disk.
    Sync,
    /// Giving a file another name.
    Rename,
    /// Removing a file or a directory.
    Remove,
}

/// Stands before every operation; only tests make it refuse.
#[inline]
fn allow(operation: Operation) -> std::io::Result<()> {
    #[cfg(test)]
    faults::allow(operation)?;
    // Outside tests the disk itself is the only one to refuse.
    let _ = operation;
    Ok(())
}

/// A file that is being written under a passing name, to become whole by [`publish`].
///
/// It vanishes when dropped; only a killed process leaves it behind, under a name ending in [`PARTIAL`].
#[derive(Debug)]
pub struct Pending {
    file: NamedTempFile,
}

impl Pending {
    /// Makes the content safe on disk while the file still has its passing name; `path` is the final one.
    ///
    /// # Errors
    /// The system refuses.
    pub fn sync(&self, path: &Path) -> Result<()> {
        sync_file(self.file.as_file()).map_err(|reason| unwritable(path, reason))
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        allow(Operation::Write)?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Opens a file under a passing name in the directory of `path`, to become `path` by [`publish`].
///
/// # Errors
/// The directory cannot be written to.
pub fn begin(path: &Path) -> Result<Pending> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut builder = tempfile::Builder::new();
    let (prefix, directory) = (format!(".{name}."), directory_of(path));
    builder.prefix(&prefix).suffix(PARTIAL);
    // A temporary file is private by default; a result is as open as the user's mask lets it be.
    #[cfg(unix)]
    builder.permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666));
    let begun = allow(Operation::Create).and_then(|()| builder.tempfile_in(directory));
    Ok(Pending { file: begun.map_err(|reason| unwritable(path, reason))? })
}

/// Gives a finished file its final name, after its content and before the name are safe on disk.
///
/// # Errors
/// The system refuses to sync or rename; then nothing stands under the final name that was not there.
pub fn publish(pending: Pending, path: &Path) -> Result<()> {
    pending.sync(path)?;
    give_name(pending, path)?;
    sync_directory(directory_of(path))
}

/// The same for some files of one directory, which get their names when the contents of all are safe.
///
/// # Errors
/// The system refuses to sync or rename; then those files are missing that have no final name yet.
pub fn publish_all(finished: Vec<(Pending, PathBuf)>) -> Result<()> {
    finished.iter().try_for_each(|(pending, path)| pending.sync(path))?;
    let directory = finished.first().map(|(_, path)| directory_of(path).to_path_buf());
    finished.into_iter().try_for_each(|(pending, path)| give_name(pending, &path))?;
    directory.map_or(Ok(()), |it| sync_directory(&it))
}

fn give_name(pending: Pending, path: &Path) -> Result<()> {
    allow(Operation::Rename).map_err(|reason| unwritable(path, reason))?;
    pending.file.persist(path).map(|_| ()).map_err(|failure| unwritable(path, failure.error))
}

/// Gives a file another name in its directory, replacing what bore it.
///
/// # Errors
/// The system refuses.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    let renamed = allow(Operation::Rename).and_then(|()| std::fs::rename(from, to));
    renamed.map_err(|reason| unwritable(to, reason))?;
    sync_directory(directory_of(to))
}

/// Removes a file; one that is not there is as good as removed.
///
/// # Errors
/// The system refuses.
pub fn remove(path: &Path) -> Result<()> {
    match allow(Operation::Remove).and_then(|()| std::fs::remove_file(path)) {
        Err(reason) if reason.kind() != std::io::ErrorKind::NotFound => Err(unwritable(path, reason)),
        _ => Ok(()),
    }
}

/// Makes a directory and those above it.
///
/// # Errors
/// The system refuses.
pub fn create_directory(path: &Path) -> Result<()> {
    let created = allow(Operation::Create).and_then(|()| std::fs::create_dir_all(path));
    created.map_err(|reason| unwritable(path, reason))
}

/// Writes a whole file, or leaves what was there.
///
/// # Errors
/// The file cannot be written.
pub fn write_atomically(path: &Path, content: &[u8]) -> Result<()> {
    let mut file = begin(path)?;
    file.write_all(content).map_err(|reason| unwritable(path, reason))?;
    publish(file, path)
}

/// BLAKE3 of a file in hexadecimal, and its length in bytes.
///
/// # Errors
/// The file cannot be read.
pub fn blake3_of(path: &Path) -> Result<(String, u64)> {
    let unreadable = |reason| Error::Read { path: path.to_path_buf(), reason };
    let mut file = File::open(path).map_err(unreadable)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).map_err(unreadable)? {
            0 => return Ok((hasher.finalize().to_hex().to_string(), hasher.count())),
            length => hasher.update(&buffer[..length]),
        };
    }
}

/// Names in a directory, sorted.
///
/// # Errors
/// The directory cannot be read.
pub fn names(directory: &Path) -> Result<Vec<String>> {
    let unreadable = |reason| Error::Read { path: directory.to_path_buf(), reason };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        names.push(entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// Whether a name is one that a file with one of those names bears while it is written.
pub fn is_partial_of(name: &str, ours: &[String]) -> bool {
    let inner = name.strip_prefix('.').and_then(|it| it.strip_suffix(PARTIAL));
    inner.is_some_and(|inner| ours.iter().any(|it| inner.starts_with(&format!("{it}."))))
}

/// Names in quotation marks for a message, the first few of many.
pub fn named(names: &[String]) -> Message {
    let named: Vec<String> = names.iter().take(MOST_NAMED).map(|it| format!("`{}`", it.escape_debug())).collect();
    let (en, zh) = (named.join(", "), named.join("、"));
    if names.len() > MOST_NAMED { message!("{en}, …", "{zh}等") } else { message!("{en}", "{zh}") }
}

/// Makes names in a directory survive a power cut.
///
/// # Errors
/// The directory cannot be opened or synced.
pub fn sync_directory(directory: &Path) -> Result<()> {
    // Only Unix lets a directory be opened and synced as a file.
    if cfg!(unix) {
        File::open(directory).and_then(|it| sync_file(&it)).map_err(|reason| unwritable(directory, reason))?;
    }
    Ok(())
}

fn sync_file(file: &File) -> std::io::Result<()> {
    allow(Operation::Sync)?;
    // No test in this process outlives a power cut, and waiting for the disk would be most of its time.
    if cfg!(test) { Ok(()) } else { file.sync_all() }
}

/// The right to write into a directory. It ends with the value, or with the process, however that dies.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a directory.
    ///
    /// # Errors
    /// [`Error::Locked`] when another process holds it, naming that process.
    pub fn take(directory: &Path) -> Result<Self> {
        let path = directory.join(LOCK);
        let fail = |reason| unwritable(&path, reason);
        allow(Operation::Create).map_err(fail)?;
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The holder is told for convenience; a lock that cannot be read is still a lock.
                let _ = file.take(32).read_to_string(&mut holder);
                let holder = if holder.trim().is_empty() { "unknown" } else { holder.trim() };
                let shown = directory.display();
                let told = message!(
                    "{shown} is being written by process {holder}; wait for it or choose another --out",
                    "{shown} 正由进程 {holder} 写入，请等待或另选 --out"
                );
                return Err(Error::Locked { path: directory.to_path_buf(), told });
            }
            Err(TryLockError::Error(reason)) => return Err(fail(reason)),
        }
        allow(Operation::Write).map_err(fail)?;
        file.set_len(0).and_then(|()| file.rewind()).map_err(fail)?;
        writeln!(file, "{}", std::process::id()).map_err(fail)?;
        Ok(Lock { _file: file })
    }
}

/// A path as an argument of a command line: in quotation marks where a shell would take it apart.
pub fn in_command(path: &Path) -> String {
    let shown = path.display().to_string();
    let plain = |it: char| it.is_alphanumeric() || "/._-+,@%".contains(it);
    if shown.chars().all(plain) { shown } else { format!("'{}'", shown.replace('\'', "'\\''")) }
}

/// The directory in which a path lies.
pub fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn unwritable(path: &Path, reason: std::io::Error) -> Error {
    Error::Write { path: PathBuf::from(path), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_whole_under_its_name_or_not_there() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("result");
        let mut unfinished = begin(&path).unwrap();
        unfinished.write_all(b"half").unwrap();
        assert!(!path.exists());
        drop(unfinished);
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
        write_atomically(&path, b"whole").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
    }

    #[test]
    fn the_hash_of_a_file_is_the_hash_of_its_bytes() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("result");
        let content: Vec<u8> = (0..200_000_u32).map(|it| it as u8).collect();
        write_atomically(&path, &content).unwrap();
        assert_eq!(blake3_of(&path).unwrap(), (blake3::hash(&content).to_hex().to_string(), 200_000));
    }

    #[test]
    fn a_second_writer_is_refused_and_told_who_holds_the_directory() {
        let directory = tempfile::tempdir().unwrap();
        let held = Lock::take(directory.path()).unwrap();
        let refused = Lock::take(directory.path()).unwrap_err();
        assert_eq!(refused.exit_code(), 75);
        assert!(refused.to_string().contains(&format!("process {}", std::process::id())), "{refused}");
        drop(held);
        Lock::take(directory.path()).unwrap();
    }
}
