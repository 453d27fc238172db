//! A result directory with a manifest, opened for reading.

use std::path::{Path, PathBuf};

use crate::files;
use crate::text::{Message, message};
use crate::{Error, Result};

use super::manifest::{MANIFEST, Manifest};
use super::timing::Timing;
use super::verify::{Verification, verify, verify_tables};

/// A result directory opened for reading.
#[derive(Debug, Clone, PartialEq)]
pub struct FinishedRun {
    /// Path of the directory.
    pub path: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// Its timing, if that file still exists.
    pub timing: Option<Timing>,
}

/// Opens a result directory, complete or interrupted.
///
/// # Errors
/// There is no manifest, or it has been changed.
pub fn open(directory: &Path) -> Result<FinishedRun> {
    let (manifest, sound) = Manifest::read(directory)?;
    if !sound {
        let shown = files::in_command(directory);
        let told = message!(
            "its text has changed since it was written; `huzhu verify {shown}` checks every file",
            "清单在写出后被改动；可用 `huzhu verify {shown}` 逐一核对"
        );
        return Err(Error::Table { path: directory.join(MANIFEST), reason: told });
    }
    let timing = Timing::read(directory)?;
    Ok(FinishedRun { path: directory.to_path_buf(), manifest, timing })
}

impl FinishedRun {
    /// Path of a table.
    pub fn table(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.parquet"))
    }

    /// Checks every file against the manifest.
    ///
    /// # Errors
    /// [`Error::Table`] for the first file that differs or is missing.
    pub fn refuse_if_damaged(&self) -> Result<()> {
        let found = verify_tables(&self.path)?;
        let missing = found.missing.into_iter().map(|name| (name, message!("it is missing", "文件缺失")));
        match found.damaged.into_iter().chain(found.unreadable).chain(missing).next() {
            None => Ok(()),
            Some((name, Message { en: what, zh: what_zh })) => {
                let shown = files::in_command(&self.path);
                let told = message!(
                    "{what}; `huzhu verify {shown}` checks every file",
                    "{what_zh}；可用 `huzhu verify {shown}` 逐一核对"
                );
                Err(Error::Table { path: self.path.join(name), reason: told })
            }
        }
    }

    /// Compares every file with the manifest.
    ///
    /// # Errors
    /// The directory cannot be read.
    pub fn verify(&self) -> Result<Verification> {
        verify(&self.path)
    }
}

/// Opens a result directory; fails if any of its files has changed.
///
/// # Errors
/// There is no manifest, or a file has changed.
pub fn open_sound(directory: &Path) -> Result<FinishedRun> {
    let run = open(directory)?;
    run.refuse_if_damaged()?;
    Ok(run)
}
