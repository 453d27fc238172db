//! The plan in the directory of a sweep: all that is needed to merge its batches without the design file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::files::{self, names};
use crate::output::batches::BATCHES;
use crate::output::claim::RUNS;
use crate::output::contents::PLAN;
use crate::output::parquet::CREATED_BY;
use crate::plan::design::Design;
use crate::text::{Message, message};
use crate::{Error, Result};

/// Values of the scenario that are named when they differ.
const MOST_NAMED: usize = 5;

/// A factor or a measure as the tables describe it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnOfPlan {
    /// Name of the column.
    pub name: String,
    /// Whether its values are numbers.
    pub numeric: bool,
    /// Unit.
    pub unit: String,
    /// Meaning in English.
    pub en: String,
    /// Meaning in Chinese.
    pub zh: String,
    /// The values of a factor, in words: a distribution with its bounds, or a list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub levels: String,
}

/// The plan of a sweep: all that is needed to merge its batches without the design file.
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
    /// That scenario as a complete file.
    #[serde(default)]
    pub scenario: String,
    /// Weeks of that scenario from week 0 on.
    pub weeks: i32,
    /// Its weeks before week 0.
    pub warmup_weeks: i32,
    /// Factors.
    pub factors: Vec<ColumnOfPlan>,
    /// Measures.
    pub measures: Vec<ColumnOfPlan>,
}

impl PlanFile {
    /// The plan of a design.
    pub fn of(design: &Design) -> Self {
        let factor = |it: &crate::plan::factors::Factor| ColumnOfPlan {
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
        let scenario = design.base_text();
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
            scenario_hash: blake3::hash(scenario.as_bytes()).to_hex().to_string(),
            scenario,
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

    /// Differences from an earlier plan, part by part; empty if both plans are equal.
    pub fn differences(&self, earlier: &PlanFile) -> Vec<Message> {
        if self.plan == earlier.plan {
            return Vec::new();
        }
        let changed = |what: Message, was: &str, is: &str| {
            let Message { en, zh } = what;
            (was != is).then(|| message!("{en} (it was {was} and is {is})", "{zh}（原为 {was}，现为 {is}）"))
        };
        let numbers = |it: &PlanFile| [it.seed.to_string(), it.replicates.to_string(), it.points.to_string()];
        let ([seed, replicates, points], [old_seed, old_replicates, old_points]) = (numbers(self), numbers(earlier));
        let mut found: Vec<Message> = [
            changed(message!("the version of the program", "程序版本"), &earlier.created_by, &self.created_by),
            changed(message!("the seed", "种子"), &old_seed, &seed),
            changed(message!("the replicates", "重复次数"), &old_replicates, &replicates),
            changed(message!("the kind of the design", "设计类型"), &earlier.kind, &self.kind),
        ]
        .into_iter()
        .flatten()
        .collect();
        found.extend(scenario_difference(&earlier.scenario, &self.scenario));
        found.extend(columns_difference(&message!("the factors", "因子"), &earlier.factors, &self.factors));
        found.extend(columns_difference(&message!("the measures", "指标"), &earlier.measures, &self.measures));
        let of_points = changed(message!("the number of points", "设计点数"), &old_points, &points);
        if found.is_empty() && of_points.is_none() {
            found.push(message!("the points of the design", "设计点的取值"));
        }
        found.extend(of_points);
        found
    }

    /// The plan in a directory, if there is one.
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
        serde_json::from_slice(&text)
            .map(Some)
            .map_err(|reason| Error::Table { path, reason: Message::same(reason.to_string()) })
    }

    /// The last directory under `runs/` with a sweep of a design, and its plan.
    ///
    /// # Errors
    /// A plan is there and cannot be read.
    pub fn last(design: &str) -> Result<Option<(PathBuf, Self)>> {
        let Ok(entries) = std::fs::read_dir(RUNS) else { return Ok(None) };
        let prefix = format!("{design}-");
        let number = |path: &PathBuf| path.file_name()?.to_str()?.strip_prefix(&prefix)?.parse::<u32>().ok();
        let paths = entries.filter_map(|it| it.ok().map(|it| it.path()));
        let mut found: Vec<(u32, PathBuf)> = paths.filter_map(|it| Some((number(&it)?, it))).collect();
        found.sort();
        for (_, path) in found.into_iter().rev() {
            if let Some(plan) = PlanFile::read(&path)?.filter(|it| it.design == design) {
                return Ok(Some((path, plan)));
            }
        }
        Ok(None)
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

/// Differences between two complete scenarios that affect results; the seed is reported separately.
fn scenario_difference(earlier: &str, now: &str) -> Option<Message> {
    let values = |text: &str| {
        let mut found = BTreeMap::new();
        if let Ok(table) = toml::from_str::<toml::Table>(text) {
            leaves("", &table, &mut found);
        }
        ["title", "title_zh", "seed", "replicates"].into_iter().for_each(|key| _ = found.remove(key));
        found.retain(|key, _| !key.starts_with("output."));
        found
    };
    let (earlier, now) = (values(earlier), values(now));
    let keys: BTreeSet<&String> = earlier.keys().chain(now.keys()).collect();
    let shown = |of: &BTreeMap<String, String>, key: &String| of.get(key).map_or("-", String::as_str).to_owned();
    let changed: Vec<String> = keys
        .into_iter()
        .filter(|key| earlier.get(*key) != now.get(*key))
        .map(|key| format!("{key}: {} → {}", shown(&earlier, key), shown(&now, key)))
        .collect();
    let more = if changed.len() > MOST_NAMED { ", …" } else { "" };
    let list = changed.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ") + more;
    (!changed.is_empty()).then(|| message!("the scenario ({list})", "情景（{list}）"))
}

/// The values of a table under their dotted keys.
fn leaves(within: &str, table: &toml::Table, found: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let path = if within.is_empty() { key.clone() } else { format!("{within}.{key}") };
        match value {
            toml::Value::Table(inner) => leaves(&path, inner, found),
            other => _ = found.insert(path, other.to_string()),
        }
    }
}

/// Columns that are new, removed, or have other values.
fn columns_difference(what: &Message, earlier: &[ColumnOfPlan], now: &[ColumnOfPlan]) -> Option<Message> {
    let named = |list: &[ColumnOfPlan], other: &[ColumnOfPlan]| {
        let absent = |it: &&ColumnOfPlan| !other.iter().any(|column| column.name == it.name);
        let names: Vec<String> = list.iter().filter(absent).map(|it| format!("`{}`", it.name)).collect();
        names.join(", ")
    };
    let (gone, new) = (named(earlier, now), named(now, earlier));
    let changed: Vec<String> = now
        .iter()
        .filter_map(|it| {
            let was = earlier.iter().find(|column| column.name == it.name && column.levels != it.levels)?;
            Some(format!("`{}` {} → {}", it.name, was.levels, it.levels))
        })
        .collect();
    let changed = changed.join(", ");
    let parts = [
        (gone, message!("gone", "去掉")),
        (new, message!("new", "新增")),
        (changed, message!("other values", "取值不同")),
    ];
    let parts = parts.into_iter().filter(|(list, _)| !list.is_empty());
    let (en, zh): (Vec<String>, Vec<String>) =
        parts.map(|(list, part)| (format!("{}: {list}", part.en), format!("{}：{list}", part.zh))).unzip();
    if en.is_empty() {
        return None;
    }
    let (Message { en: what, zh: what_zh }, en, zh) = (what, en.join("; "), zh.join("；"));
    Some(message!("{what} ({en})", "{what_zh}（{zh}）"))
}

/// Refuses a directory that contains something other than this sweep, or this sweep if it is not to be continued.
pub(crate) fn refuse_another(directory: &Path, plan: &PlanFile, resume: bool) -> Result<()> {
    let shown = directory.display();
    let refused = |told| Error::Output { path: directory.to_path_buf(), told };
    match PlanFile::read(directory)? {
        Some(PlanFile { design, .. }) if design != plan.design => {
            let wanted = &plan.design;
            let told = message!(
                "{shown} contains a sweep of `{design}`, not of `{wanted}`; choose another --out",
                "{shown} 中是 `{design}` 的扫描，不是 `{wanted}` 的；请另选 --out"
            );
            Err(refused(told))
        }
        Some(PlanFile { design, .. }) if !resume => {
            let told = message!(
                "{shown} contains a sweep of `{design}`; continue it with --resume, or choose another --out",
                "{shown} 中有 `{design}` 的扫描；请用 --resume 继续，或另选 --out"
            );
            Err(refused(told))
        }
        Some(_) => Ok(()),
        None => {
            // Files with a leading dot and folders are those of a sweep that was killed before its plan was written.
            let in_the_way = |it: &String| !it.starts_with('.') && it != BATCHES;
            match names(directory)?.into_iter().find(in_the_way) {
                None => Ok(()),
                Some(name) => Err(refused(message!(
                    "{shown} contains `{name}` and no sweep; choose another --out",
                    "其中没有扫描，请另选 --out"
                ))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::design_file::from_text;

    fn plan(design: &str, give: &str) -> PlanFile {
        let text = format!(
            "[design]\nkind = \"grid\"\n{design}\n[design.factors.\"parameters.behave.give\"]\nvalues = {give}\n"
        );
        PlanFile::of(&from_text("made-up", &text).unwrap())
    }

    #[test]
    fn a_plan_says_in_which_parts_it_differs_from_an_earlier_one() {
        let earlier = plan("seed = 1", "[-4, -3]");
        let told = |design: &str, give: &str| {
            let found = plan(design, give).differences(&earlier);
            found.into_iter().map(|it| it.en).collect::<Vec<_>>()
        };
        assert!(told("seed = 1", "[-4, -3]").is_empty());
        assert!(told("seed = 1\ntitle = \"other\"", "[-4, -3]").is_empty());
        assert_eq!(told("seed = 2", "[-4, -3]"), ["the seed (it was 1 and is 2)"]);
        assert_eq!(told("seed = 1\nreplicates = 3", "[-4, -3]"), ["the replicates (it was 1 and is 3)"]);
        assert_eq!(
            told("seed = 1", "[-4, -3, -2]"),
            [
                "the factors (other values: `parameters.behave.give` -4, -3 → -4, -3, -2)",
                "the number of points (it was 2 and is 3)"
            ]
        );
        let weeks = told("seed = 1\nscenario = { extends = \"pilot\", weeks = 8 }", "[-4, -3]");
        assert_eq!(weeks, ["the scenario (weeks: 260 → 8)"]);
        let measures = told("seed = 1\nmeasures = [\"trust\"]", "[-4, -3]");
        assert!(measures[0].starts_with("the measures (gone: `participants_share`, "), "{measures:?}");
        assert!(measures[0].ends_with("; new: `trust`)"), "{measures:?}");
        let older = PlanFile { created_by: "huzhu 0.0.9".into(), plan: String::new(), ..earlier.clone() };
        let version = &earlier.differences(&older)[0].en;
        assert!(version.starts_with("the version of the program (it was huzhu 0.0.9 and is huzhu "), "{version}");
    }
}
