//! Whether a run directory still is what its manifest says.

use std::collections::BTreeSet;
use std::path::Path;

use crate::files::LOCK;
use crate::{Error, Result, files};

use super::batches::BATCHES;
use super::manifest::{MANIFEST, Manifest};
use super::parts::CHECKPOINT;
use super::timing::{RUN, Timing};

/// What was found, by name of file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Whether the run was finished; an interrupted one is sound as far as it goes.
    pub complete: bool,
    /// Files that are as they were written.
    pub sound: Vec<String>,
    /// Files whose bytes have changed, with what was found.
    pub damaged: Vec<(String, String)>,
    /// Files that are gone.
    pub missing: Vec<String>,
    /// Files that the run did not write, such as a report made later; they are no fault.
    pub foreign: Vec<String>,
}

impl Verification {
    /// Whether nothing is damaged or missing.
    pub fn holds(&self) -> bool {
        self.damaged.is_empty() && self.missing.is_empty()
    }
}

/// Compares every file of a run directory with its manifest.
///
/// # Errors
/// There is no readable manifest, so nothing can be said about the files.
pub fn verify(directory: &Path) -> Result<Verification> {
    let (manifest, sound) = Manifest::read(directory)?;
    let mut found = Verification { complete: manifest.complete, ..Verification::default() };
    if sound {
        found.sound.push(MANIFEST.to_string());
    } else {
        found.damaged.push((MANIFEST.to_string(), "its text has changed since it was written".to_string()));
    }
    match Timing::read(directory) {
        Ok(Some(_)) => found.sound.push(RUN.to_string()),
        Ok(None) => {}
        Err(Error::Table { reason, .. }) => found.damaged.push((RUN.to_string(), reason)),
        Err(error) => found.damaged.push((RUN.to_string(), error.to_string())),
    }
    let mut ours = BTreeSet::from([MANIFEST, RUN, LOCK, CHECKPOINT, BATCHES]);
    for it in &manifest.files {
        ours.insert(&it.name);
        match files::blake3_of(&directory.join(&it.name)) {
            Ok((blake3, bytes)) if blake3 == it.blake3 && bytes == it.bytes => found.sound.push(it.name.clone()),
            Ok((_, bytes)) if bytes != it.bytes => {
                let what = format!("{bytes} bytes where {} were written", it.bytes);
                found.damaged.push((it.name.clone(), what));
            }
            Ok((blake3, _)) => {
                let what = format!("BLAKE3 {} where {} was written", start(&blake3), start(&it.blake3));
                found.damaged.push((it.name.clone(), what));
            }
            Err(Error::Read { reason, .. }) if reason.kind() == std::io::ErrorKind::NotFound => {
                found.missing.push(it.name.clone());
            }
            Err(error) => found.damaged.push((it.name.clone(), error.to_string())),
        }
    }
    found.foreign = files::names(directory)?.into_iter().filter(|name| !ours.contains(name.as_str())).collect();
    Ok(found)
}

/// The first digits of a hash, enough to tell two apart; a damaged manifest may hold anything here.
fn start(hash: &str) -> String {
    hash.chars().take(16).collect()
}
