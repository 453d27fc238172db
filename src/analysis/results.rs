//! A result directory open for reading: what it holds, where it comes from, and its tables in memory.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::table::Table;
use crate::output::manifest::{ESTIMATES, Listed, MANIFEST, ManifestFile, SCENARIO, SWEEP};
use crate::output::run_directory::{self, FinishedRun};
use crate::output::study_directory::STUDY;
use crate::output::weekly;
use crate::{Error, Result};

/// What a directory holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One scenario, all its replicates.
    Run,
    /// Policies against a baseline.
    Comparison,
    /// The cells of a design.
    Sweep,
    /// The cells of a design, and which of its factors matter.
    Sensitivity,
}

/// A name with both of its texts, as the directory gives them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Named {
    /// As in tables.
    #[serde(alias = "name")]
    pub id: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// A result directory, every file of which is what was written.
#[derive(Debug, Clone)]
pub struct Results {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds.
    pub kind: Kind,
    /// Name of the scenario, study or design.
    pub name: String,
    /// Titles in English and Chinese; the name where there is none.
    pub title: Named,
    /// Name and version of the program that wrote it.
    pub created_by: String,
    /// BLAKE3 of the resolved scenario.
    pub scenario_hash: String,
    /// Digest of the tables' decoded content.
    pub digest: String,
    /// Seed of all chance.
    pub seed: u32,
    /// Replicates that are whole.
    pub replicates: u32,
    /// Weeks from week 0 on; none where cells may differ in it.
    pub weeks: Option<i32>,
    /// Weeks before week 0.
    pub warmup_weeks: Option<i32>,
    /// Whether all was run that was wanted.
    pub complete: bool,
    /// Policies, contexts and factors by their identities.
    pub names: Vec<Named>,
    /// Every file with its hash.
    pub files: Vec<ManifestFile>,
    /// The run, if it is one.
    pub run: Option<FinishedRun>,
}

/// What a sweep says about itself, as far as it is shown.
#[derive(Debug, Deserialize)]
struct Swept {
    created_by: String,
    design: String,
    replicates: u32,
    seed: u32,
    scenario_hash: String,
    factors: Vec<Named>,
    measures: Vec<Named>,
    digest: String,
    files: Vec<ManifestFile>,
}

impl Results {
    /// Opens a directory that `run`, `compare`, `sweep` or `sensitivity` has finished.
    ///
    /// # Errors
    /// It is no result directory, or a file is not what was written.
    pub fn open(directory: &Path) -> Result<Self> {
        if directory.join(MANIFEST).exists() {
            return Self::of_manifest(run_directory::open_sound(directory)?);
        }
        if directory.join(SWEEP).exists() {
            return Self::of_sweep(directory);
        }
        let shown = directory.display();
        Err(Error::Output(format!(
            "{shown} holds no finished results: neither {MANIFEST} nor {SWEEP} is there; name a directory that `huzhu run`, \
             `compare`, `sweep` or `sensitivity` has finished ({shown} 中没有已完成的结果；请给出 run、compare、sweep 或 \
             sensitivity 完成的目录）"
        )))
    }

    fn of_manifest(run: FinishedRun) -> Result<Self> {
        let manifest = run.manifest.clone();
        let weekly = format!("{}.parquet", weekly::TABLE);
        let kind = if manifest.file(&weekly).is_some() { Kind::Run } else { Kind::Comparison };
        let written = run.path.join(if kind == Kind::Run { SCENARIO } else { STUDY });
        let text = std::fs::read_to_string(&written).map_err(|reason| Error::Read { path: written.clone(), reason })?;
        let scenario: toml::Table = toml::from_str(&text)
            .map_err(|reason| Error::Table { path: written.clone(), reason: reason.message().to_string() })?;
        // A resolved text writes what is empty as nothing.
        let said = |key: &str| {
            let text = scenario.get(key).and_then(toml::Value::as_str).unwrap_or_default();
            let of_study = scenario.get("study").and_then(|it| it.get(key)).and_then(toml::Value::as_str);
            of_study.unwrap_or(text).to_string()
        };
        let or_name = |text: String| if text.is_empty() { manifest.scenario.clone() } else { text };
        let title = Named { id: manifest.scenario.clone(), en: or_name(said("title")), zh: or_name(said("title_zh")) };
        Ok(Results {
            kind,
            title,
            names: names_of_study(&scenario),
            name: manifest.scenario,
            created_by: manifest.created_by,
            scenario_hash: manifest.scenario_hash,
            digest: manifest.digest,
            seed: manifest.seed,
            replicates: manifest.replicates_completed,
            weeks: Some(manifest.weeks),
            warmup_weeks: Some(manifest.warmup_weeks),
            complete: manifest.complete,
            files: manifest.files,
            path: run.path.clone(),
            run: (kind == Kind::Run).then_some(run),
        })
    }

    fn of_sweep(directory: &Path) -> Result<Self> {
        run_directory::refuse_if_damaged(directory)?;
        let path = directory.join(SWEEP);
        let text = std::fs::read(&path).map_err(|reason| Error::Read { path: path.clone(), reason })?;
        let swept: Swept = serde_json::from_slice(&text)
            .map_err(|reason| Error::Table { path: path.clone(), reason: format!("not a sweep of huzhu: {reason}") })?;
        let estimated = directory.join(ESTIMATES).exists();
        let mut files = swept.files;
        if estimated {
            // What was found stands before what it was found in.
            files.splice(0..0, Listed::read(directory, ESTIMATES)?.0.files);
        }
        let title = Named { id: swept.design.clone(), en: swept.design.clone(), zh: swept.design.clone() };
        Ok(Results {
            path: directory.to_path_buf(),
            kind: if estimated { Kind::Sensitivity } else { Kind::Sweep },
            title,
            name: swept.design,
            created_by: swept.created_by,
            scenario_hash: swept.scenario_hash,
            digest: swept.digest,
            seed: swept.seed,
            replicates: swept.replicates,
            weeks: None,
            warmup_weeks: None,
            complete: true,
            names: swept.factors.into_iter().chain(swept.measures).collect(),
            files,
            run: None,
        })
    }

    /// Every table that was written, in the order of the directory; of a run, none: its tables are made of
    /// them by [`super::run_tables`].
    ///
    /// # Errors
    /// A table cannot be read.
    pub fn tables(&self) -> Result<Vec<Table>> {
        if self.kind == Kind::Run {
            return Ok(Vec::new());
        }
        let names = self.files.iter().map(|it| it.name.as_str());
        let tables = names.filter_map(|name| name.strip_suffix(".parquet").map(|table| (table, name)));
        tables.map(|(table, name)| Table::read(table, &self.path.join(name))).collect()
    }
}

/// Baseline, policies and contexts of a study, as its resolved text names them.
fn names_of_study(scenario: &toml::Table) -> Vec<Named> {
    let Some(study) = scenario.get("study").and_then(toml::Value::as_table) else { return Vec::new() };
    let mut names = Vec::new();
    for group in ["policies", "contexts"] {
        let Some(group) = study.get(group).and_then(toml::Value::as_table) else { continue };
        for (id, it) in group {
            let said = |key: &str| it.get(key).and_then(toml::Value::as_str).unwrap_or(id).to_string();
            names.push(Named { id: id.clone(), en: said("en"), zh: said("zh") });
        }
    }
    names
}
