//! Checks whether a result directory still matches its manifest.

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::system;
use crate::files::LOCK;
use crate::text::{Message, message};
use crate::{Error, Result, files};

use super::batches::BATCHES;
use super::contents::Kind;
use super::manifest::{MANIFEST, Manifest, ManifestFile};
use super::parts::CHECKPOINT;
use super::reports::{self, Beside};
use super::timing::{RUN, Timing};

/// Result of a verification, by file name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Whether the run is complete; the files of an interrupted run can be verified too.
    pub complete: bool,
    /// Files that have not changed.
    pub sound: Vec<String>,
    /// Files that have changed, with a description.
    pub damaged: Vec<(String, Message)>,
    /// Files that cannot be read, with the error of the system.
    pub unreadable: Vec<(String, Message)>,
    /// Missing files.
    pub missing: Vec<String>,
    /// Reports in the directory, and whether they were made from these results.
    pub reports: Vec<Beside>,
    /// Files that huzhu did not write; they are no error.
    pub foreign: Vec<String>,
}

impl Verification {
    /// Whether no file of the results is damaged, unreadable or missing.
    pub fn holds(&self) -> bool {
        self.damaged.is_empty() && self.unreadable.is_empty() && self.missing.is_empty()
    }

    /// Whether, in addition, every report was made from these results.
    pub fn agrees(&self) -> bool {
        self.holds() && self.reports.iter().all(|it| it.fault.is_none())
    }
}

/// Compares every file of a directory of results with its manifest, and every report in it with the results.
///
/// # Errors
/// There is no readable manifest, so nothing can be said about the files.
pub fn verify(directory: &Path) -> Result<Verification> {
    let mut found = verify_tables(directory)?;
    let (manifest, _) = Manifest::read(directory)?;
    // Results can be shown without the timing; that it is missing is reported with the other files.
    if !Kind::of(&manifest).is_sweep() && directory.join(RUN).symlink_metadata().is_err() {
        found.missing.push(RUN.to_string());
    }
    (found.reports, found.foreign) = reports::beside(directory, &manifest, found.foreign);
    Ok(found)
}

/// The same without the reports, which count as files that huzhu did not write.
pub(super) fn verify_tables(directory: &Path) -> Result<Verification> {
    let (manifest, sound) = Manifest::read(directory)?;
    let mut found = Verification { complete: manifest.complete, ..Verification::default() };
    let changed = || message!("its text has changed since it was written", "文件内容在写出后被改动");
    if sound {
        found.sound.push(MANIFEST.to_string());
    } else {
        found.damaged.push((MANIFEST.to_string(), changed()));
    }
    match Timing::read(directory) {
        Ok(Some(_)) => found.sound.push(RUN.to_string()),
        Ok(None) => {}
        Err(Error::Read { reason, .. }) => found.unreadable.push((RUN.to_string(), unreadable(&reason))),
        Err(_) => found.damaged.push((RUN.to_string(), changed())),
    }
    let mut ours = BTreeSet::from([MANIFEST, RUN, LOCK, CHECKPOINT, BATCHES]);
    for it in &manifest.files {
        ours.insert(&it.name);
        match files::blake3_of(&directory.join(&it.name)) {
            Ok((blake3, bytes)) if blake3 == it.blake3 && bytes == it.bytes => found.sound.push(it.name.clone()),
            Ok((blake3, bytes)) => found.damaged.push((it.name.clone(), difference(it, &blake3, bytes))),
            Err(Error::Read { reason, .. }) if reason.kind() == std::io::ErrorKind::NotFound => {
                found.missing.push(it.name.clone());
            }
            Err(Error::Read { reason, .. }) => found.unreadable.push((it.name.clone(), unreadable(&reason))),
            Err(error) => return Err(error),
        }
    }
    found.foreign = files::names(directory)?.into_iter().filter(|name| !ours.contains(name.as_str())).collect();
    Ok(found)
}

/// What is wrong with an existing file.
fn difference(written: &ManifestFile, blake3: &str, bytes: u64) -> Message {
    let whole = written.bytes;
    match bytes {
        0 => message!("it is empty; {whole} bytes were written", "文件是空的；写出时为 {whole} 字节"),
        _ if bytes < whole => message!(
            "it was cut short: {bytes} bytes of the {whole} that were written",
            "文件不完整：现有 {bytes} 字节，写出时为 {whole} 字节"
        ),
        _ if bytes > whole => message!(
            "it has grown: {bytes} bytes where {whole} were written",
            "文件变长：现有 {bytes} 字节，写出时为 {whole} 字节"
        ),
        _ => {
            let (now, then) = (start(blake3), start(&written.blake3));
            message!(
                "its content has changed: BLAKE3 {now} where {then} was written",
                "文件内容已改变：现在的 BLAKE3 为 {now}，写出时为 {then}"
            )
        }
    }
}

fn unreadable(reason: &std::io::Error) -> Message {
    let Message { en: reason, zh: reason_zh } = system(reason);
    message!("it cannot be read: {reason}", "无法读取：{reason_zh}")
}

/// The first digits of a hash, enough to distinguish two; a damaged manifest may contain any text here.
fn start(hash: &str) -> String {
    hash.chars().take(16).collect()
}
