//! Contents of a directory: kind and name of the results, complete or not, according to their own files.

use std::path::Path;

use serde::Deserialize;

use crate::Result;
use crate::files::{self, LOCK};
use crate::text::{Message, message};

use super::batches::BATCHES;
use super::manifest::{MANIFEST, Manifest, SCENARIO, STUDY};
use super::parts::CHECKPOINT;
use super::resume_info::ResumeInfo;
use super::tables::{CELLS, CONTEXTS, INDICES, STUDY_TABLES, TABLES};
use super::timing::RUN;
use super::weekly;

/// Name of the file with the plan of a sweep.
pub const PLAN: &str = "plan.json";

/// Kinds of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All replicates of one scenario.
    Run,
    /// Policies against a baseline.
    Comparison,
    /// Policies in contexts drawn from uncertain factors.
    Discovery,
    /// The cells of a design.
    Sweep,
    /// The cells of a design with sensitivity indices.
    Sensitivity,
}

impl Kind {
    /// Kind of the results with this manifest, according to its tables.
    pub fn of(manifest: &Manifest) -> Self {
        let holds = |table: &str| manifest.file(&format!("{table}.parquet")).is_some();
        match () {
            () if holds(weekly::TABLE) => Kind::Run,
            () if holds(INDICES) => Kind::Sensitivity,
            () if holds(CELLS) => Kind::Sweep,
            () if holds(CONTEXTS) => Kind::Discovery,
            () => Kind::Comparison,
        }
    }

    /// Whether they are the cells of a design.
    pub const fn is_sweep(self) -> bool {
        matches!(self, Kind::Sweep | Kind::Sensitivity)
    }

    /// Name of the kind in messages.
    pub fn noun(self) -> Message {
        match self {
            Kind::Run => message!("run", "运行"),
            Kind::Comparison => message!("comparison", "政策比较"),
            Kind::Discovery => message!("discovery", "失效情境研究"),
            Kind::Sweep => message!("sweep", "参数扫描"),
            Kind::Sensitivity => message!("sensitivity analysis", "敏感性分析"),
        }
    }
}

/// The contents of a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Kind of the results.
    pub kind: Kind,
    /// Name of the scenario, study or design.
    pub name: String,
    /// Amount of results, if they are complete.
    size: Option<Message>,
}

/// The part of a sweep's plan that identifies the design.
#[derive(Deserialize)]
struct PlanHead {
    design: String,
}

impl Contents {
    /// Contents of a directory; none if huzhu started nothing in it.
    ///
    /// # Errors
    /// The directory or its manifest cannot be read.
    pub fn of(directory: &Path) -> Result<Option<Self>> {
        let present = files::names(directory)?;
        let has = |name: &str| present.iter().any(|it| it == name);
        if has(MANIFEST) {
            let (manifest, _) = Manifest::read(directory)?;
            let kind = Kind::of(&manifest);
            let rows = manifest.file(&format!("{CELLS}.parquet")).and_then(|it| it.rows);
            let size = manifest.complete.then(|| match rows {
                Some(rows) => cells(rows),
                None => replicates(manifest.replicates_completed),
            });
            return Ok(Some(Contents { kind, name: manifest.scenario, size }));
        }
        // A file that huzhu did not write may have the name of a plan.
        if let Some(plan) = std::fs::read(directory.join(PLAN)).ok().and_then(|it| serde_json::from_slice(&it).ok()) {
            let PlanHead { design } = plan;
            return Ok(Some(Contents { kind: Kind::Sweep, name: design, size: None }));
        }
        let begun = [CHECKPOINT, BATCHES].into_iter().find_map(|it| ResumeInfo::find(directory, it));
        Ok(begun.map(|it| {
            let kind = match it.command.as_str() {
                "run" => Kind::Run,
                "discover" => Kind::Discovery,
                _ => Kind::Comparison,
            };
            Contents { kind, name: it.scenario, size: None }
        }))
    }

    /// Whether all that was planned is complete.
    pub const fn is_complete(&self) -> bool {
        self.size.is_some()
    }

    /// Description for the middle of a sentence.
    pub fn told(&self) -> Message {
        let (Message { en: noun, zh: noun_zh }, name) = (self.kind.noun(), self.name.escape_debug());
        match &self.size {
            None => message!("an unfinished {noun} of `{name}`", "未完成的{noun_zh} `{name}`"),
            Some(Message { en: size, zh: size_zh }) => {
                message!("a {noun} of `{name}` with {size}", "{noun_zh} `{name}`（共 {size_zh}）")
            }
        }
    }

    /// The command that resumes what was interrupted.
    pub fn resume(&self, directory: &Path) -> String {
        let shown = files::in_command(directory);
        match self.kind {
            Kind::Run => format!("huzhu run --resume {shown}"),
            Kind::Comparison => format!("huzhu compare --resume {shown}"),
            Kind::Discovery => format!("huzhu discover --resume {shown}"),
            Kind::Sweep | Kind::Sensitivity => format!("huzhu sweep DESIGN --resume --out {shown}"),
        }
    }
}

fn replicates(times: u32) -> Message {
    if times == 1 {
        message!("1 replicate", "1 次重复")
    } else {
        message!("{times} replicates", "{times} 次重复")
    }
}

fn cells(number: u64) -> Message {
    if number == 1 { message!("1 cell", "1 个单元") } else { message!("{number} cells", "{number} 个单元") }
}

/// Whether a directory may contain results, so that their file names are in use there.
pub fn is_taken(directory: &Path) -> bool {
    [MANIFEST, PLAN, CHECKPOINT, BATCHES].iter().any(|it| directory.join(it).exists())
}

/// Whether huzhu uses this name for a file or folder of results. Case is ignored, as some file systems do.
pub fn is_own_name(name: &str) -> bool {
    let others = [MANIFEST, SCENARIO, STUDY, PLAN, RUN, LOCK, CHECKPOINT, BATCHES];
    let tables = TABLES.into_iter().chain(STUDY_TABLES.map(|it| it.0)).chain([CELLS, INDICES]);
    let lower = name.to_ascii_lowercase();
    let stem = [".parquet", ".csv"].iter().find_map(|it| lower.strip_suffix(it));
    others.contains(&lower.as_str()) || stem.is_some_and(|stem| tables.into_iter().any(|it| it == stem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_results_are_known_in_any_case_and_others_are_free() {
        for name in ["weekly.parquet", "Manifest.JSON", "cells.csv", "contrasts.CSV", ".lock", "plan.json"] {
            assert!(is_own_name(name), "{name}");
        }
        for name in ["report.html", "my.csv", "cells.xlsx", "weekly"] {
            assert!(!is_own_name(name), "{name}");
        }
    }
}
