//! The manifest of a result directory: what was run, every file with its hash, and the meaning of each column.
//!
//! It is written last: a directory without a manifest belongs to a killed process. Its own text is hashed too, without
//! the hash, so that a flipped bit in the manifest is detected like one in a table.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::text::{Message, message};
use crate::{Error, Result, files};

use super::digest;
use super::parquet::CREATED_BY;
use super::schema::{self, Column};
use super::sealed;

/// File name of the manifest.
pub const MANIFEST: &str = "manifest.json";

/// File name of the resolved scenario.
pub const SCENARIO: &str = "scenario.resolved.toml";

/// File name of the resolved study.
pub const STUDY: &str = "study.resolved.toml";

/// One file of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Name within the directory.
    pub name: String,
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 in hexadecimal.
    pub blake3: String,
    /// Number of rows, if it is a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// Columns, if it is a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<Column>,
}

/// The manifest of a result directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Name and version of the program.
    pub created_by: String,
    /// Version of the tables' layout.
    pub schema_version: u32,
    /// Name of the scenario.
    pub scenario: String,
    /// BLAKE3 of the resolved scenario.
    pub scenario_hash: String,
    /// Seed of the random numbers.
    pub seed: u32,
    /// Planned number of replicates.
    pub replicates: u32,
    /// Planned number of weeks, from week 0.
    pub weeks: i32,
    /// Number of warm-up weeks, before week 0.
    pub warmup_weeks: i32,
    /// Whether all that was planned is complete.
    pub complete: bool,
    /// Number of complete replicates.
    pub replicates_completed: u32,
    /// Number of complete weeks of the next replicate, or of each if all are complete.
    pub weeks_completed: i32,
    /// Digest of the tables' decoded content; equal results have equal digests.
    pub digest: String,
    /// Every file except this one and `run.json`, which contains its own hash.
    pub files: Vec<ManifestFile>,
    /// BLAKE3 of this text without these 64 digits.
    pub blake3: String,
}

/// What was planned.
pub struct Planned {
    /// Name of the scenario, study or design.
    pub name: String,
    /// BLAKE3 of its resolved text.
    pub scenario_hash: String,
    /// Seed of the random numbers.
    pub seed: u32,
    /// Number of replicates.
    pub replicates: u32,
    /// Number of weeks from week 0.
    pub weeks: i32,
    /// Number of warm-up weeks, before week 0.
    pub warmup_weeks: i32,
}

/// How much of the plan is complete.
pub struct Done {
    /// Whether all of it is.
    pub complete: bool,
    /// Number of complete replicates.
    pub replicates: u32,
    /// Number of complete weeks of the next replicate, or of each if all are complete.
    pub weeks: i32,
}

impl Manifest {
    /// The manifest of planned and completed work, with the digests of its tables in their order, and all files.
    pub fn new(planned: Planned, done: Done, digests: Vec<blake3::Hash>, files: Vec<ManifestFile>) -> Self {
        Manifest {
            created_by: CREATED_BY.to_string(),
            schema_version: schema::VERSION,
            scenario: planned.name,
            scenario_hash: planned.scenario_hash,
            seed: planned.seed,
            replicates: planned.replicates,
            weeks: planned.weeks,
            warmup_weeks: planned.warmup_weeks,
            complete: done.complete,
            replicates_completed: done.replicates,
            weeks_completed: done.weeks,
            digest: digest::of_run(digests.into_iter()).to_hex().to_string(),
            files,
            blake3: String::new(),
        }
    }

    /// The text of the file, with its own hash filled in.
    pub fn text(&self) -> String {
        let bare = Manifest { blake3: String::new(), ..self.clone() };
        let bare = serde_json::to_string_pretty(&bare).expect("a manifest becomes JSON") + "\n";
        sealed::seal(&bare)
    }

    /// Writes it into a directory, and returns it as read back from there.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, directory: &Path) -> Result<Manifest> {
        files::write_atomically(&directory.join(MANIFEST), self.text().as_bytes())?;
        Ok(Manifest::read(directory)?.0)
    }

    /// Reads the manifest of a directory, and whether its text is unchanged.
    ///
    /// # Errors
    /// There is no manifest, or the file is not one.
    pub fn read(directory: &Path) -> Result<(Manifest, bool)> {
        let path = directory.join(MANIFEST);
        let bytes = std::fs::read(&path).map_err(|reason| Error::Read { path: path.clone(), reason })?;
        Manifest::from_bytes(&bytes).map_err(|reason| Error::Table { path, reason })
    }

    /// Reads a manifest from bytes, and whether its text is unchanged.
    ///
    /// # Errors
    /// The bytes are not a manifest.
    pub fn from_bytes(bytes: &[u8]) -> std::result::Result<(Manifest, bool), Message> {
        if bytes.is_empty() {
            return Err(message!("the manifest is empty", "清单是空的"));
        }
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| {
            message!("not a manifest of huzhu, or damaged: {error}", "不是 huzhu 的清单，或已损坏：{error}")
        })?;
        match manifest.files.iter().find(|it| !is_plain_name(&it.name)) {
            Some(it) => {
                let name = it.name.escape_debug();
                let told =
                    message!("`{name}` is not the name of a file in this directory", "`{name}` 不是此目录中的文件名");
                Err(told)
            }
            None => {
                let sound = sealed::holds(bytes, &manifest.blake3);
                Ok((manifest, sound))
            }
        }
    }

    /// The description of a file.
    pub fn file(&self, name: &str) -> Option<&ManifestFile> {
        self.files.iter().find(|it| it.name == name)
    }
}

/// Describes a file that has been written.
///
/// # Errors
/// It cannot be read.
pub fn describe(directory: &Path, name: &str, table: Option<(u64, Vec<Column>)>) -> Result<ManifestFile> {
    let (blake3, bytes) = files::blake3_of(&directory.join(name))?;
    let (rows, columns) = table.map_or((None, Vec::new()), |(rows, columns)| (Some(rows), columns));
    Ok(ManifestFile { name: name.to_string(), bytes, blake3, rows, columns })
}

/// A manifest may only name files in its own directory, because `--force` removes the files that it names.
fn is_plain_name(name: &str) -> bool {
    let path = PathBuf::from(name);
    !name.contains(['/', '\\', '\0']) && path.file_name().is_some_and(|it| it == name)
}
