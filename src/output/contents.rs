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

/// Name of the file that says what a directory is a sweep of.
pub const PLAN: &str = "plan.json";

/// What results are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One scenario, all its replicates.
    Run,
    /// Policies against a baseline.
    Comparison,
    /// Policies in contexts drawn from what is uncertain.
    Discovery,
    /// The cells of a design.
    Sweep,
    /// The cells of a design, and which of its factors matter.
    Sensitivity,
}

impl Kind {
    /// Of results with that manifest: its tables tell.
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

    /// Whether it is the cells of a design.
    pub const fn is_sweep(self) -> bool {
        matches!(self, Kind::Sweep | Kind::Sensitivity)
    }

    /// What it is called.
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

/// What a directory holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Results of which kind.
    pub kind: Kind,
    /// Name of the scenario, study or design.
    pub name: String,
    /// How much of it there is, once it is complete.
    size: Option<Message>,
}

/// What of a sweep's plan says what it is a sweep of.
#[derive(Deserialize)]
struct PlanHead {
    design: String,
}

impl Contents {
    /// Of a directory; none where huzhu has begun nothing.
    ///
    /// # Errors
    /// The directory or what vouches for its files cannot be read.
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
        // A foreign file may bear the name of a plan.
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

    /// Whether all of it is there that was planned.
    pub const fn is_complete(&self) -> bool {
        self.size.is_some()
    }

    /// What it is, in words that go on a sentence.
    pub fn told(&self) -> Message {
        let (Message { en: noun, zh: noun_zh }, name) = (self.kind.noun(), self.name.escape_debug());
        match &self.size {
            None => message!("an unfinished {noun} of `{name}`", "未完成的{noun_zh} `{name}`"),
            Some(Message { en: size, zh: size_zh }) => {
                message!("a {noun} of `{name}` with {size}", "{noun_zh} `{name}`（共 {size_zh}）")
            }
        }
    }

    /// The command that goes on with what was interrupted.
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

/// Whether results may lie in a directory, so that names of theirs are taken there.
pub fn is_taken(directory: &Path) -> bool {
    [MANIFEST, PLAN, CHECKPOINT, BATCHES].iter().any(|it| directory.join(it).exists())
}

/// Whether a name is one that huzhu gives to a file or folder of results. Some file systems do not tell the case.
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
