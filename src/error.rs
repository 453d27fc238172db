//! The one error type: each variant names the place, the value and what would be right.

use std::path::PathBuf;

/// Everything that can go wrong, with the exit code each kind leads to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A scenario, a study or a design has faults; the text lists all of them with file, line and column, each behind
    /// a word of its own that says that it is an error.
    #[error("{0}")]
    Scenario(String),
    /// A file is not what can be read here: a directory, too large, not text.
    #[error("{0}")]
    Input(String),
    /// A file cannot be read.
    #[error("cannot read {path}: {reason} / 无法读取")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {reason} / 无法写入")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A directory for output is there already or cannot be made.
    #[error("{0}")]
    Output(String),
    /// Another process holds what is needed; trying again later may succeed.
    #[error("{0}")]
    Locked(String),
    /// A Parquet file is not what it should be.
    #[error("{path}: {reason}")]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A design or a table of outcomes is not what its estimator needs; the text says what would be right.
    #[error("{0}")]
    Design(String),
    /// What was asked for does not fit this machine.
    #[error("{0}")]
    TooLarge(String),
    /// The command was used wrongly.
    #[error("{0}")]
    Usage(String),
    /// The user or the system interrupted the run.
    #[error("{told}")]
    Interrupted {
        /// How far it came.
        told: String,
        /// Number of the signal.
        signal: u8,
    },
    /// A rule of the model that always holds did not: a bug.
    #[error("{0}")]
    Broken(String),
    /// The answer is no: a check or a validation did not pass.
    #[error("{0}")]
    Negative(String),
}

/// Result with huzhu's error.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// What is printed of it: the word `error` stands before each fault of a list, and else at the beginning.
    pub fn report(&self) -> String {
        match self {
            Error::Scenario(faults) => faults.clone(),
            other => format!("error: {other}"),
        }
    }

    /// Exit code of the process (listed in the README).
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Negative(_) => 1,
            Error::Usage(_) => 2,
            Error::Scenario(_) | Error::Input(_) | Error::Design(_) | Error::TooLarge(_) => 65,
            Error::Table { .. } => 65,
            Error::Broken(_) => 70,
            Error::Output(_) => 73,
            Error::Locked(_) => 75,
            Error::Read { reason, .. } | Error::Write { reason, .. } => {
                if reason.kind() == std::io::ErrorKind::PermissionDenied { 77 } else { 74 }
            }
            Error::Interrupted { signal, .. } => 128 + signal,
        }
    }
}
