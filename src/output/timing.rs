//! How long a run took: the one file that differs between two equal runs, which is why it contains its own hash and is
//! not in the manifest.

use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::sealed;
use crate::text::message;
use crate::{Error, Result, files};

/// Name of the file.
pub const RUN: &str = "run.json";

/// Duration of a run, and the resources it used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Seconds from start to the last week, without the final sync of files.
    pub seconds: f64,
    /// Threads used.
    pub threads: usize,
    /// Number of elder-weeks simulated, over all replicates.
    pub elder_weeks: u64,
    /// Elder-weeks per second.
    pub elder_weeks_per_second: f64,
    /// Peak memory, if the system reports it.
    pub peak_memory_bytes: Option<u64>,
}

/// The file: what was measured, and the BLAKE3 of its text with these 64 digits left out.
#[derive(Serialize, Deserialize)]
struct Sealed<T> {
    #[serde(flatten)]
    timing: T,
    blake3: String,
}

impl Timing {
    /// Timing of a run that took `seconds`.
    pub fn new(seconds: f64, threads: usize, elder_weeks: u64, peak_memory_bytes: Option<u64>) -> Self {
        let elder_weeks_per_second = if seconds > 0.0 { elder_weeks as f64 / seconds } else { 0.0 };
        Timing { seconds, threads, elder_weeks, elder_weeks_per_second, peak_memory_bytes }
    }

    /// Writes it into the directory of a run.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn write(&self, directory: &Path) -> Result<()> {
        let bare = Sealed { timing: self, blake3: String::new() };
        let bare = serde_json::to_string_pretty(&bare).expect("times become JSON") + "\n";
        files::write_atomically(&directory.join(RUN), sealed::seal(&bare).as_bytes())
    }

    /// Reads it from a directory; none if there is no such file, which is no error.
    ///
    /// # Errors
    /// It cannot be read, or has changed.
    pub fn read(directory: &Path) -> Result<Option<Timing>> {
        let path = directory.join(RUN);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(reason) if reason.kind() == ErrorKind::NotFound => return Ok(None),
            Err(reason) => return Err(Error::Read { path, reason }),
        };
        let sealed: Option<Sealed<Timing>> = serde_json::from_slice(&bytes).ok();
        match sealed.filter(|it| sealed::holds(&bytes, &it.blake3)) {
            Some(it) => Ok(Some(it.timing)),
            None => {
                let reason = message!("its text has changed since it was written", "文件与写入时不同");
                Err(Error::Table { path, reason })
            }
        }
    }
}
