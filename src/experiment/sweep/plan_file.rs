//! What a directory is a sweep of: enough to join its batches without the design file.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::plan::Design;
use crate::output::contents::PLAN;
use crate::output::parquet::CREATED_BY;
use crate::{Error, Result, files};

/// A factor or a measure as the tables describe it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnOfPlan {
    /// Name of the column.
    pub name: String,
    /// Whether it holds numbers.
    pub numeric: bool,
    /// Unit.
    pub unit: String,
    /// Meaning in English.
    pub en: String,
    /// Meaning in Chinese.
    pub zh: String,
    /// What a factor can be, in words: a distribution with its bounds, or its values.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub levels: String,
}

/// What a directory is a sweep of: enough to join its batches without the design file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanFile {
    /// Name and version of the program.
    pub created_by: String,
    /// Hash of the plan.
    pub plan: String,
    /// Name of the design.
    pub design: String,
    /// Its title in English.
    pub title: String,
    /// Its title in Chinese.
    pub title_zh: String,
    /// How its points are chosen.
    pub kind: String,
    /// Number of points.
    pub points: u64,
    /// Replicates of each.
    pub replicates: u32,
    /// Seed of points and runs.
    pub seed: u32,
    /// BLAKE3 of the scenario before a factor changes it, complete.
    pub scenario_hash: String,
    /// Weeks of that scenario from week 0 on.
    pub weeks: i32,
    /// Its weeks before week 0.
    pub warmup_weeks: i32,
    /// What is changed.
    pub factors: Vec<ColumnOfPlan>,
    /// What is measured.
    pub measures: Vec<ColumnOfPlan>,
}

impl PlanFile {
    /// Of a design.
    pub fn of(design: &Design) -> Self {
        let factor = |it: &super::Factor| ColumnOfPlan {
            name: it.path.clone(),
            numeric: it.is_numeric(),
            unit: it.unit(),
            en: it.meaning().unwrap_or_else(|| it.path.clone()),
            zh: it.meaning_zh().unwrap_or_else(|| it.path.clone()),
            levels: it.in_words(),
        };
        let scope = design.scope.label();
        let measures = design.columns().into_iter().zip(&design.measures).map(|(name, figure)| ColumnOfPlan {
            name,
            numeric: true,
            unit: figure.unit.to_string(),
            en: format!("{} ({})", figure.label.en, scope.en),
            zh: format!("{}（{}）", figure.label.zh, scope.zh),
            levels: String::new(),
        });
        PlanFile {
            created_by: CREATED_BY.to_string(),
            plan: design.hash(),
            design: design.name.clone(),
            title: design.title.clone(),
            title_zh: design.title_zh.clone(),
            kind: design.kind.name().to_string(),
            points: design.points() as u64,
            replicates: design.replicates,
            seed: design.seed,
            scenario_hash: blake3::hash(design.base_text().as_bytes()).to_hex().to_string(),
            weeks: design.base.weeks,
            warmup_weeks: design.base.warmup_weeks,
            factors: design.factors.iter().map(factor).collect(),
            measures: measures.collect(),
        }
    }

    /// Number of cells.
    pub fn cells(&self) -> u64 {
        self.points * u64::from(self.replicates)
    }

    /// The plan that a directory holds, if it holds one.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn read(directory: &Path) -> Result<Option<Self>> {
        let path = directory.join(PLAN);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(reason) => return Err(Error::Read { path, reason }),
        };
        serde_json::from_slice(&text).map(Some).map_err(|reason| Error::Table { path, reason: reason.to_string() })
    }

    /// Writes it into a directory.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, directory: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).expect("a plan becomes JSON") + "\n";
        files::write_atomically(&directory.join(PLAN), text.as_bytes())
    }
}
