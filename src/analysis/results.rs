//! A result directory open for reading: what it holds, where it comes from, and its tables in memory.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::table::Table;
use crate::output::Timing;
use crate::output::contents::{self, Contents, PLAN};
use crate::output::finished::{self, FinishedRun};
use crate::output::manifest::STUDY;
use crate::output::manifest::{MANIFEST, ManifestFile, SCENARIO};
pub use crate::output::mark::Mark;
use crate::text::{Message, message};
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
    /// What a report that is made from them carries.
    pub mark: Mark,
    /// Seed of all chance.
    pub seed: u32,
    /// Replicates that the tables rest on; of a sweep, those of each point.
    pub replicates: u32,
    /// Replicates that were planned.
    pub planned_replicates: u32,
    /// Contexts that a discovery was to draw.
    pub planned_contexts: Option<u32>,
    /// Weeks from week 0 on that the tables hold; none where cells may differ in it.
    pub weeks: Option<i32>,
    /// Weeks from week 0 on that were planned.
    pub planned_weeks: Option<i32>,
    /// Weeks before week 0.
    pub warmup_weeks: Option<i32>,
    /// Whether all was run that was wanted.
    pub complete: bool,
    /// Policies, contexts and factors by their identities.
    pub names: Vec<Named>,
    /// Keys of the measures of a study.
    pub measures: Vec<String>,
    /// Every file with its hash.
    pub files: Vec<ManifestFile>,
    /// How long it took and what it needed, where that was kept.
    pub timing: Option<Timing>,
    /// The run, if it is one.
    pub run: Option<FinishedRun>,
    /// The plan, if it is a sweep.
    pub plan: Option<Plan>,
}

/// What a sweep is one of, as its plan says.
#[derive(Debug, Clone, Deserialize)]
pub struct Plan {
    title: String,
    title_zh: String,
    /// How the points of the design were chosen, the word of its file.
    pub kind: String,
    /// How many there are.
    pub points: u64,
    /// Replicates of each.
    replicates: u64,
    /// What was changed.
    pub factors: Vec<Column>,
    measures: Vec<Column>,
}

/// A factor or a measure.
#[derive(Debug, Clone, Deserialize)]
pub struct Column {
    /// What it is called.
    #[serde(flatten)]
    pub named: Named,
    /// What a factor can be, as its file says it.
    #[serde(default)]
    pub levels: String,
}

impl Results {
    /// Opens a directory that `run`, `compare`, `discover`, `sweep`, `merge` or `sensitivity` has finished.
    ///
    /// # Errors
    /// It is no result directory, or a file is not what was written.
    pub fn open(directory: &Path) -> Result<Self> {
        if !directory.join(MANIFEST).exists() {
            let shown = directory.display();
            let told = message!(
                "{shown} holds no finished results, for there is no {MANIFEST}; name a directory that `huzhu run`, `compare`, \
                 `discover`, `sweep`, `merge` or `sensitivity` has finished",
                "{shown} 中没有已完成的结果；请给出 `huzhu run`、`compare`、`discover`、`sweep`、`merge` 或 `sensitivity` 完成的目录"
            );
            return Err(Error::Output { path: directory.to_path_buf(), told });
        }
        let run = finished::open_sound(directory)?;
        let manifest = run.manifest.clone();
        let mark = Mark::of(&manifest);
        let kind = match contents::Kind::of(&manifest) {
            contents::Kind::Run => Kind::Run,
            contents::Kind::Sensitivity => Kind::Sensitivity,
            contents::Kind::Sweep => Kind::Sweep,
            contents::Kind::Comparison | contents::Kind::Discovery => Kind::Comparison,
        };
        let name = manifest.scenario;
        let titled = |en: String, zh: String| Named { id: name.clone(), en, zh };
        let (mut measures, mut planned_contexts) = (Vec::new(), None);
        let (title, names, plan) = match kind {
            Kind::Run => (title_of(&read_toml(&run.path.join(SCENARIO))?, titled), Vec::new(), None),
            Kind::Comparison => {
                let study = read_toml(&run.path.join(STUDY))?;
                measures = measures_of_study(&study);
                if Contents::of(directory)?.is_some_and(|it| it.kind == contents::Kind::Discovery) {
                    planned_contexts = contexts_of_study(&study);
                }
                (title_of(&study, titled), names_of_study(&study), None)
            }
            Kind::Sweep | Kind::Sensitivity => {
                let path = run.path.join(PLAN);
                let text = std::fs::read(&path).map_err(|reason| Error::Read { path: path.clone(), reason })?;
                let plan: Plan = serde_json::from_slice(&text).map_err(|reason| {
                    let told = message!("not a plan of huzhu: {reason}", "不是 huzhu 的计划：{reason}");
                    Error::Table { path, reason: told }
                })?;
                let names = plan.factors.iter().chain(&plan.measures).map(|it| it.named.clone()).collect();
                (titled(plan.title.clone(), plan.title_zh.clone()), names, Some(plan))
            }
        };
        let cells = matches!(kind, Kind::Sweep | Kind::Sensitivity);
        Ok(Results {
            kind,
            title,
            names,
            measures,
            name,
            created_by: manifest.created_by,
            scenario_hash: manifest.scenario_hash,
            digest: manifest.digest,
            mark,
            seed: manifest.seed,
            // Each point has as many, whether or not all points are finished.
            replicates: if cells { manifest.replicates } else { manifest.replicates_completed },
            planned_replicates: manifest.replicates,
            planned_contexts,
            weeks: (!cells).then_some(manifest.weeks),
            planned_weeks: (!cells).then_some(manifest.weeks),
            warmup_weeks: (!cells).then_some(manifest.warmup_weeks),
            complete: manifest.complete,
            files: manifest.files,
            path: run.path.clone(),
            timing: run.timing.clone(),
            run: (kind == Kind::Run).then_some(run),
            plan,
        })
    }

    /// Of a sweep, how many of its cells are in its table, and how many were planned.
    pub fn cells(&self) -> Option<(u64, u64)> {
        let plan = self.plan.as_ref()?;
        let rows = self.files.iter().find(|it| it.name == "cells.parquet")?.rows?;
        Some((rows, plan.points * plan.replicates))
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

/// Keys of the measures that a study compares.
fn measures_of_study(study: &toml::Table) -> Vec<String> {
    let written = study.get("study").and_then(|it| it.get("measures")).and_then(toml::Value::as_array);
    written.into_iter().flatten().filter_map(|it| it.as_str().map(str::to_string)).collect()
}

/// Contexts that a study draws from what is uncertain.
fn contexts_of_study(study: &toml::Table) -> Option<u32> {
    let contexts = study.get("study")?.get("uncertain")?.get("worlds")?.as_integer()?;
    u32::try_from(contexts).ok()
}

fn read_toml(path: &Path) -> Result<toml::Table> {
    let text = std::fs::read_to_string(path).map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
    toml::from_str(&text)
        .map_err(|reason| Error::Table { path: path.to_path_buf(), reason: Message::same(reason.message()) })
}

/// The titles of a scenario, or those of the study in it; the name where there is none.
fn title_of(scenario: &toml::Table, titled: impl Fn(String, String) -> Named) -> Named {
    let name = titled(String::new(), String::new()).id;
    let said = |key: &str| {
        let of_study = scenario.get("study").and_then(|it| it.get(key));
        let text = of_study.or_else(|| scenario.get(key)).and_then(toml::Value::as_str).unwrap_or_default();
        if text.is_empty() { name.clone() } else { text.to_string() }
    };
    titled(said("title"), said("title_zh"))
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
