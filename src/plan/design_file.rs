//! The design file: `[design]` is checked completely before any run, and all errors are reported at once with their
//! places.
//!
//! `[design]` says the scenario (`scenario`: an embedded name, a path, or a table as in a scenario file), how
//! points are chosen (`kind` with `runs`, `base`, `trajectories` or `file`), `replicates`, `seed`, and what is
//! measured (`measures`, `scope`). `[design.factors."dotted.path"]` says what a factor can be: `values`, or a
//! `distribution` with its bounds. Each bound and each value is tried in the scenario by itself, so that an error of
//! the scenario is reported at its place in the design.

use std::path::{Path, PathBuf};

use crate::analysis::figures::{Figure, Scope, figure};
use crate::analysis::sensitivity::FEWEST;
use crate::diagnostics::{Diagnostic, Place, Source, nearest, perhaps};
use crate::plan::design::{Design, Kind, Points};
use crate::plan::factors::{Factor, Levels, Tried};
use crate::plan::keys::DESIGN;
use crate::plan::sampling::list::List;
use crate::plan::sampling::morris::LEAST_TRAJECTORIES;
use crate::plan::sampling::saltelli::LEAST_BASE;
use crate::plan::sampling::{self, Grid, Latin, MOST_CELLS, Morris, Saltelli, Sobol};
use crate::plan::{measures, remarks};
use crate::random::Chance;
use crate::scenario::Scenario;
use crate::scenario::embedded::{DESIGNS, SCENARIOS, find_design};
use crate::scenario::encoding::{self, Content};
use crate::scenario::file::{Layers, Origin, Refusal, Table, Value, Written, is_path, read_text};
use crate::scenario::keys;
use crate::scenario::resolve::{self, name_of};
use crate::scenario::template::Template;
use crate::scenario::values::Check;
use crate::text::Label;
use crate::text::{Message, message};
use crate::{Error, Result};

/// Measured when a design names nothing.
const DEFAULT_MEASURES: [&str; 6] =
    ["participants_share", "members_share", "lonely_share", "unmet_share", "wellbeing", "spending_per_elder_year"];

/// Largest list of cells read.
const MOST_LIST_BYTES: u64 = 1 << 30;

/// Levels of Morris' trajectories unless written.
const LEVELS: usize = 4;

/// Keys that say how large a design of a kind is.
fn size_keys(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Grid => &[],
        Kind::List => &["file"],
        Kind::Latin | Kind::Sobol => &["runs"],
        Kind::Saltelli => &["base", "second_order"],
        Kind::Morris => &["trajectories", "levels"],
    }
}

/// Reads and checks the design that an argument of a command names: one of the program's, or a path when it
/// has a `/` or ends in `.toml`.
///
/// # Errors
/// A file that cannot be read, an unknown name, or all faults of the design.
pub fn load(argument: &str) -> Result<Design> {
    if is_path(argument) {
        let path = PathBuf::from(argument);
        let text = read_text(&path).map_err(|refusal| refusal.error(&path))?;
        return read(&name_of(&path), path.display().to_string(), text, Some(path));
    }
    let ready = find_design(argument).ok_or_else(|| {
        let meant = nearest(argument, DESIGNS.iter().map(|it| it.name));
        let Message { en, zh } = perhaps(meant);
        let names: Vec<&str> = DESIGNS.iter().map(|it| it.name).collect();
        let (names, names_zh) = (names.join(", "), names.join("、"));
        let told = message!(
            "there is no design `{argument}`;{en} built-in designs: {names}; write a file as `{argument}.toml` or \
             with a `/`",
            "没有名为 `{argument}` 的设计；{zh}内置设计：{names_zh}；文件须写作 `{argument}.toml` 或带 `/`"
        );
        Error::Usage(told)
    })?;
    read(ready.name, ready.name.into(), ready.text.into(), None)
}

/// Reads and checks the design that a text holds; paths in it count from the current directory.
///
/// # Errors
/// All faults of the design.
pub fn from_text(name: &str, text: &str) -> Result<Design> {
    read(name, name.into(), text.into(), None)
}

fn read(name: &str, shown: String, text: String, path: Option<PathBuf>) -> Result<Design> {
    let folder = path.as_deref().and_then(Path::parent).map(Path::to_path_buf).unwrap_or_default();
    let mut layers = resolve::defaults();
    let mut table = layers.parsed(shown.clone(), text);
    let number = layers.sources.len() - 1;
    lay_scenario(&mut layers, &mut table, path);
    let listed = read_list(&mut layers, &table, &folder);

    let mut check = Check { sources: &layers.sources, faults: Default::default() };
    let mut reading = Reading {
        name,
        merged: &layers.merged,
        check: &mut check,
        start: Place { source: number, span: 0..0 },
        tried: Vec::new(),
    };
    let parts = reading.design(&table, listed);
    let found = check.faults;
    if !layers.broken {
        layers.faults.follow(found, &layers.sources);
    }
    match parts {
        Some(parts) if layers.faults.is_empty() => parts.design(name, layers),
        _ if layers.faults.is_empty() => {
            Err(Error::Design(message!("{shown}: the design cannot be used", "该设计不能使用")))
        }
        _ => Err(Error::Scenario(layers.report(&shown))),
    }
}

/// Lays the scenario that the design changes, and its seed.
fn lay_scenario(layers: &mut Layers, table: &mut Table, path: Option<PathBuf>) {
    let origin = path.map(Origin::File);
    let mut chain: Vec<PathBuf> = origin.iter().map(Origin::identity).collect();
    let Some(design) = table.table_mut("design") else { return };
    match design.remove("scenario") {
        None => {
            let first = &SCENARIOS[0];
            layers.lay_text(first.name.into(), first.text.into(), Some(Origin::Embedded(first)), &mut chain);
        }
        Some(Written { value: Value::Table(own), .. }) => layers.lay_table(own, origin.as_ref(), &mut chain),
        Some(named) => layers.lay_extended(&named, origin.as_ref(), &mut chain),
    }
    if let Some(seed) = design.get("seed") {
        layers.merged.lay(Table::nested(&["seed".to_string()], seed.clone()));
    }
}

/// A list of cells with the number of its source.
pub(crate) struct Listed {
    pub list: List,
    pub source: usize,
}

/// Reads the list of cells that a design of kind `list` names.
fn read_list(layers: &mut Layers, table: &Table, folder: &Path) -> Option<Listed> {
    let written = table.table("design")?.get("file")?;
    let Value::Text(file) = &written.value else { return None };
    let path = folder.join(file);
    let text = match text_of_list(&path) {
        Ok(text) => text,
        Err(refusal) => {
            let title = message!(
                "`design.file` must be a list of cells: a CSV file in UTF-8",
                "`design.file` 必须是单元列表：UTF-8 编码的 CSV 文件"
            );
            let help = message!(
                "in Excel and WPS use Save As, CSV UTF-8; in R use write.csv(…, fileEncoding = \"UTF-8\", row.names \
                 = FALSE)",
                "Excel 与 WPS：另存为“CSV UTF-8（逗号分隔）”；R：write.csv(…, fileEncoding = \"UTF-8\", row.names = FALSE)"
            );
            layers.faults.push(Diagnostic::new(title, &written.place, refusal.told(&path)).help(help));
            return None;
        }
    };
    let source = layers.sources.len();
    let read = List::read(&text, source);
    layers.sources.push(Source { name: path.display().to_string(), text });
    read.map_err(|faults| faults.into_iter().for_each(|fault| layers.faults.push(fault)))
        .ok()
        .map(|list| Listed { list, source })
}

/// The text of a list of cells, with line ends that count as lines.
fn text_of_list(path: &Path) -> std::result::Result<String, Refusal> {
    let kind = std::fs::metadata(path).map_err(Refusal::System)?;
    if kind.is_dir() {
        return Err(Refusal::Kind(message!("it is a directory", "这是目录")));
    }
    if !kind.is_file() {
        return Err(Refusal::Kind(message!("it is not a regular file", "这不是普通文件")));
    }
    let most = MOST_LIST_BYTES >> 20;
    if kind.len() > MOST_LIST_BYTES {
        return Err(Refusal::Kind(message!("it is larger than {most} MiB", "文件超过 {most} MiB")));
    }
    match encoding::content(std::fs::read(path).map_err(Refusal::System)?) {
        Content::Text(text) if text.trim_start().starts_with('<') => {
            Err(Refusal::Kind(message!("it is HTML or XML, not a table", "这是 HTML 或 XML，不是表格")))
        }
        // Old spreadsheets end a line with a carriage return alone.
        Content::Text(text) if !text.contains('\n') => Ok(text.replace('\r', "\n")),
        Content::Text(text) => Ok(text),
        Content::Other(Label { en, zh }) => Err(Refusal::Kind(message!("it is {en}", "这是{zh}"))),
        Content::Encoded(Message { en, zh }) => {
            Err(Refusal::Kind(message!("{en}; save it as UTF-8", "{zh}；请另存为 UTF-8")))
        }
    }
}

/// A design as read, before its points are drawn.
struct Parts {
    title: String,
    title_zh: String,
    kind: Kind,
    size: Size,
    replicates: u32,
    seed: u32,
    measures: Vec<&'static Figure>,
    scope: Scope,
    factors: Vec<Factor>,
    /// Of a list, point after point.
    rows: Vec<u32>,
    base: Scenario,
    remarks: Vec<Message>,
}

/// How large a design is; what its kind does not use is zero.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    runs: usize,
    base: usize,
    second_order: bool,
    trajectories: usize,
    levels: usize,
}

impl Parts {
    fn design(self, name: &str, layers: Layers) -> Result<Design> {
        let chance = Chance::new(self.seed, 0);
        let (count, size) = (self.factors.len(), self.size);
        let points = match self.kind {
            Kind::Grid => {
                let levels = self.factors.iter().map(|it| match &it.levels {
                    Levels::Listed { values, .. } => values.len(),
                    Levels::Continuous(_) => 0,
                });
                Points::Grid(Grid::new(levels.collect())?)
            }
            Kind::List => Points::Listed(self.rows),
            Kind::Latin => Points::Unit(Box::new(Latin::new(size.runs, count, &chance)?)),
            Kind::Sobol => Points::Unit(Box::new(Sobol::new(size.runs, count, &chance)?)),
            Kind::Saltelli => Points::Unit(Box::new(Saltelli::new(size.base, count, size.second_order, &chance)?)),
            Kind::Morris => {
                let steps = self.factors.iter().map(|it| it.steps(size.levels)).collect();
                Points::Unit(Box::new(Morris::new(size.trajectories, steps, &chance)?))
            }
        };
        Ok(Design {
            name: name.to_string(),
            title: self.title,
            title_zh: self.title_zh,
            kind: self.kind,
            second_order: size.second_order,
            factors: self.factors,
            measures: self.measures,
            scope: self.scope,
            replicates: self.replicates,
            seed: self.seed,
            points,
            remarks: self.remarks,
            template: Template { name: self.base.name.clone(), layers },
            base: self.base,
        })
    }
}

/// The check of a design on its way.
pub(crate) struct Reading<'r, 's> {
    pub name: &'r str,
    /// The scenario, layers on each other.
    pub merged: &'r Table,
    pub check: &'r mut Check<'s>,
    /// Where the file begins, for what is missing.
    start: Place,
    /// The values of factors that were tried.
    pub(crate) tried: Vec<Tried>,
}

impl Reading<'_, '_> {
    pub(crate) fn refuse(&mut self, title: Message, place: &Place, label: impl Into<Option<Message>>) {
        self.check.faults.push(Diagnostic::new(title, place, label));
    }

    /// Everything; none when so much is missing that no design can be made, which is a fault then.
    fn design(&mut self, table: &Table, listed: Option<Listed>) -> Option<Parts> {
        self.check.only("", table, &["design"]);
        let base = resolve::scenario(self.check, self.name, self.merged);
        let start = self.start.clone();
        let Some(written) = table.get("design") else {
            let title = message!("a design file needs a table `[design]`", "设计文件须有一个表 `[design]`");
            let help = message!(
                "name the scenario in it: `scenario = \"pilot\"`, a path, or [design.scenario]",
                "情景写在其中：`scenario = \"pilot\"`、一个路径，或 [design.scenario]"
            );
            self.check.faults.push(Diagnostic::new(title, &start, None).help(help));
            return None;
        };
        let own = self.check.table("design", written)?;
        let kind = self.kind(own, &written.key);
        let [title, title_zh] = self.check.titles("design", own, [self.name; 2]);
        let replicates = self.check.plain("design", own, DESIGN, "replicates").unwrap_or(1);
        let scope = own.get("scope").and_then(|it| self.check.choice("design.scope", it, &Scope::ALL.map(Scope::name)));
        let scope = scope.and_then(|word| Scope::ALL.into_iter().find(|it| it.name() == word)).unwrap_or(Scope::All);
        let measures = self.measures(own);
        let (factors, rows) = match (kind, listed) {
            (Some(Kind::List), Some(listed)) => self.listed(own, listed),
            (Some(Kind::List), None) => (Vec::new(), Vec::new()),
            _ => (self.factors(own, &written.key, kind), Vec::new()),
        };
        self.refuse_empty_scope(own, scope, &base, &factors);
        let remarks = remarks::of_design(&base, &self.tried, &measures);
        let points = rows.len() / factors.len().max(1);
        let size = self.size(own, kind?, &factors, points, replicates, &written.key);
        Some(Parts {
            title,
            title_zh,
            kind: kind?,
            size: size?,
            replicates,
            seed: base.seed,
            measures,
            scope,
            factors,
            rows,
            remarks,
            base,
        })
    }

    /// Measures of a setting of which there is no community have no value in any cell.
    fn refuse_empty_scope(&mut self, own: &Table, scope: Scope, base: &Scenario, factors: &[Factor]) {
        let communities = base.expected_communities();
        let lives = scope.settings().any(|it| communities[it] > 0.0);
        let of_area = |it: &Factor| it.path.starts_with("population.");
        let Some(written) = own.get("scope").filter(|_| !lives && !factors.iter().any(of_area)) else { return };
        let title = match scope {
            Scope::Urban => message!("the scenario has no urban community to measure", "情景中没有可测量的城市社区"),
            _ => message!("the scenario has no village to measure", "情景中没有可测量的农村社区"),
        };
        let help =
            message!("write scope = \"all\", or add some to the scenario", "请写 scope = \"all\"，或在情景中加上");
        self.check.faults.push(Diagnostic::new(title, &written.place, None).help(help));
    }

    /// Whether so few blocks of runs are wanted that no index would have an interval, which is refused.
    fn too_few(&mut self, own: &Table, key: &str, least: usize, runs_of_block: usize) -> bool {
        let Some(it) = own.get(key) else { return false };
        let Value::Whole(Some(size)) = it.value else { return false };
        if size >= least as i64 {
            return false;
        }
        let most = MOST_CELLS / runs_of_block.max(1);
        let title = message!(
            "`design.{key}` must be a whole number from {least} to {most}",
            "`design.{key}` 必须是 {least} 至 {most} 之间的整数"
        );
        let label = match key {
            "base" => {
                let ranked = FEWEST.next_power_of_two();
                message!(
                    "with {size} the indices have no intervals; {ranked} or more are needed to rank factors",
                    "取 {size} 时指数没有区间；至少取 {ranked} 才能给因子排序"
                )
            }
            _ => message!(
                "with {size} the effects have no intervals; {FEWEST} or more are needed to rank factors",
                "取 {size} 时效应没有区间；至少取 {FEWEST} 才能给因子排序"
            ),
        };
        self.refuse(title, &it.place, label);
        true
    }

    /// The kind, and what keys it has no use for.
    fn kind(&mut self, own: &Table, heading: &Place) -> Option<Kind> {
        let names = Kind::ALL.map(Kind::name);
        let Some(written) = own.get("kind") else {
            let words = names.map(|it| format!("`{it}`"));
            let (en, zh) = (words.join(", "), words.join("、"));
            let title = message!("`design.kind` must say how points are chosen", "`design.kind` 须写明如何选点");
            self.refuse(title, heading, message!("write kind = one of {en}", "写 kind = 以下之一：{zh}"));
            return None;
        };
        let word = self.check.choice("design.kind", written, &names)?;
        let kind = Kind::ALL.into_iter().find(|it| it.name() == word)?;
        let own_keys = size_keys(kind);
        let of_kinds = |key: &str| Kind::ALL.into_iter().filter(|it| size_keys(*it).contains(&key)).collect::<Vec<_>>();
        let is_known = |key: &&str| own_keys.contains(key) || of_kinds(key).is_empty();
        let known: Vec<&str> = keys::names(DESIGN).into_iter().filter(is_known).collect();
        for (key, it) in own.iter().filter(|(key, _)| !known.contains(key)) {
            let of: Vec<&str> = of_kinds(key).into_iter().map(Kind::name).collect();
            if of.is_empty() {
                self.check.unknown("design", key, it, &known);
            } else {
                let (en, zh) = (of.join(" and "), of.join("、"));
                let title = message!("`{key}` is for designs of kind {en}", "`{key}` 只用于 {zh} 类设计");
                let (en, zh) = (own_keys.join(" and "), own_keys.join("、"));
                let label = match own_keys {
                    [] => message!(
                        "this design is {word}, which uses only the `values` of factors",
                        "此设计为 {word}，只用因子的 `values`"
                    ),
                    _ => message!("this design is {word}, which uses {en}", "此设计为 {word}，使用 {zh}"),
                };
                self.refuse(title, &it.key, label);
            }
        }
        Some(kind)
    }

    fn measures(&mut self, own: &Table) -> Vec<&'static Figure> {
        let Some(written) = own.get("measures") else { return DEFAULT_MEASURES.map(figure).to_vec() };
        let before = self.check.faults.len();
        let measures = measures::listed(self.check, "design.measures", written);
        if measures.is_empty() && self.check.faults.len() == before {
            let title =
                message!("`design.measures` must name at least one measure", "`design.measures` 至少写一个指标");
            self.refuse(title, &written.place, None);
        }
        measures
    }

    /// Levels of a screening.
    fn levels(&mut self, own: &Table) -> usize {
        let Some(it) = own.get("levels") else { return LEVELS };
        let levels: usize = self.check.plain("design", own, DESIGN, "levels").unwrap_or(LEVELS);
        if !levels.is_multiple_of(2) {
            let title = message!(
                "`design.levels` must be even: the step of the Morris method requires it",
                "`design.levels` 必须是偶数：Morris 法的步长要求如此"
            );
            self.refuse(title, &it.place, message!("for example 4", "例如 4"));
        }
        levels
    }

    /// How large the design is, if not too large.
    fn size(
        &mut self,
        own: &Table,
        kind: Kind,
        factors: &[Factor],
        rows: usize,
        replicates: u32,
        heading: &Place,
    ) -> Option<Size> {
        let mut size = Size { second_order: true, levels: LEVELS, ..Size::default() };
        let needed = |reading: &mut Self, key: &str| {
            if own.get(key).is_none() {
                let kind = kind.name();
                let title = message!(
                    "`design.{key}` must give the size of a design of kind {kind}",
                    "`design.{key}` 须给出 {kind} 类设计的规模"
                );
                reading.refuse(title, heading, message!("write {key} = …", "写 {key} = …"));
            }
            reading.check.plain("design", own, DESIGN, key).unwrap_or(0)
        };
        let (points, key): (Vec<usize>, &str) = match kind {
            Kind::Grid => {
                let levels = factors.iter().map(|it| match &it.levels {
                    Levels::Listed { values, .. } => values.len(),
                    Levels::Continuous(_) => 1,
                });
                (levels.collect(), "factors")
            }
            Kind::List => {
                if own.get("file").is_none() {
                    let title = message!(
                        "`design.file` must name the table of cells of a list",
                        "`design.file` 须指定列表的单元表"
                    );
                    let label = message!("write file = \"cells.csv\"", "写 file = \"cells.csv\"");
                    self.refuse(title, heading, label);
                } else if let Some(it) = own.get("file") {
                    self.check.text("design.file", it);
                }
                (vec![rows], "file")
            }
            Kind::Latin | Kind::Sobol => {
                size.runs = needed(self, "runs");
                (vec![size.runs], "runs")
            }
            Kind::Saltelli => {
                size.second_order = self.check.plain("design", own, DESIGN, "second_order").unwrap_or(true);
                let block = sampling::saltelli::block(factors.len(), size.second_order);
                let few = self.too_few(own, "base", LEAST_BASE, block * replicates as usize);
                size.base = if few { 0 } else { needed(self, "base") };
                if let Some(it) = own.get("base").filter(|_| size.base > 0 && !size.base.is_power_of_two()) {
                    let above = size.base.checked_next_power_of_two().unwrap_or(size.base);
                    let below = (above / 2).max(1);
                    let title = message!(
                        "`design.base` must be a power of two: only then are Sobol points evenly spread",
                        "`design.base` 必须是二的幂：只有这样 Sobol 点才均匀"
                    );
                    let label = message!("use {below} or {above}", "取 {below} 或 {above}");
                    self.refuse(title, &it.place, label);
                }
                (vec![size.base, block], "base")
            }
            Kind::Morris => {
                let block = factors.len() + 1;
                let few = self.too_few(own, "trajectories", LEAST_TRAJECTORIES, block * replicates as usize);
                size.trajectories = if few { 0 } else { needed(self, "trajectories") };
                size.levels = self.levels(own);
                (vec![size.trajectories, block], "trajectories")
            }
        };
        let place = own.get(key).map_or(heading, |it| &it.place).clone();
        self.is_not_too_large(kind, factors.len(), &points, replicates as usize, &place).then_some(size)
    }

    /// Whether there are points in so many dimensions, and not more cells than can be planned.
    fn is_not_too_large(
        &mut self,
        kind: Kind,
        count: usize,
        points: &[usize],
        replicates: usize,
        place: &Place,
    ) -> bool {
        let dimensions = count * if kind == Kind::Saltelli { 2 } else { 1 };
        if matches!(kind, Kind::Sobol | Kind::Saltelli) && dimensions > sampling::sobol::MOST_FACTORS {
            let most = sampling::sobol::MOST_FACTORS;
            let title = message!(
                "{count} factors need {dimensions} dimensions; Sobol points have at most {most}",
                "{count} 个因子需要 {dimensions} 维；Sobol 点最多 {most} 维"
            );
            let label =
                message!("screen the factors first with kind = \"morris\"", "请先以 kind = \"morris\" 筛选因子");
            self.refuse(title, place, label);
            return false;
        }
        let cells = points.iter().chain([&replicates]).try_fold(1_usize, |all, it| all.checked_mul(*it));
        if cells.is_none_or(|it| it > MOST_CELLS) {
            let title = match cells {
                None => message!(
                    "the design has too many cells to count; the limit is {MOST_CELLS}",
                    "设计的单元多得无法计数；上限为 {MOST_CELLS} 个"
                ),
                Some(cells) => message!(
                    "the design has {cells} cells; the limit is {MOST_CELLS}",
                    "设计有 {cells} 个单元；上限为 {MOST_CELLS} 个"
                ),
            };
            let label = match kind {
                Kind::Grid => message!(
                    "use fewer values, or kind = \"latin\" or \"sobol\" with as many runs as you can afford",
                    "请减少取值，或用 kind = \"latin\" 或 \"sobol\"，次数量力而定"
                ),
                Kind::List => message!("split the table", "请拆分此表"),
                _ => message!("use fewer", "请减少"),
            };
            self.refuse(title, place, label);
            return false;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sampling::morris::Steps;

    const FACTORS: &str = "[design.factors.\"parameters.drive.relax\"]\ndistribution = \"uniform\"\nlow = 0.01\nhigh = 0.05\n\
                           [design.factors.\"policy.recognition.level\"]\nvalues = [0.2, 0.8]\n";

    fn refusal(text: &str) -> String {
        from_text("made-up", text).unwrap_err().to_string()
    }

    #[test]
    fn a_design_is_read_with_its_points_and_the_scenario_of_each() {
        let text = format!("[design]\nkind = \"saltelli\"\nbase = 8\nreplicates = 2\nseed = 5\n{FACTORS}");
        let design = from_text("made-up", &text).unwrap();
        assert_eq!((design.points(), design.cells(), design.seed), (8 * 6, 96, 5));
        assert_eq!((design.cell(0), design.cell(3)), ((0, 0), (1, 1)));
        let scenario = design.scenario(7).unwrap();
        assert_eq!((scenario.seed, scenario.name.as_str()), (5, "made-up"));
        let relax = f64::from(scenario.parameters.urban.drive.relax);
        let data = design.data(7);
        let [crate::plan::design::Datum::Number(first), crate::plan::design::Datum::Number(level)] = data[..] else {
            panic!("{data:?}")
        };
        assert!((first - relax).abs() < 1e-7 && (0.01..0.05).contains(&first), "{first} {relax}");
        assert!(level == 0.2 || level == 0.8);
        assert_eq!(design.columns()[0], "participants_share");
        assert!(design.factors[0].meaning().unwrap().contains("speed") && design.factors[1].meaning_zh().is_some());
    }

    #[test]
    fn a_scenario_may_stand_in_the_design_and_extend_another() {
        let text = "[design]\nkind = \"grid\"\nscope = \"rural\"\n[design.scenario]\nextends = \"rural-baseline\"\nweeks = 52\n\
                    [design.factors.\"population.rural_communities\"]\nvalues = [2, 3, 4]\n";
        let design = from_text("made-up", text).unwrap();
        assert_eq!(
            (design.points(), design.base().weeks, design.columns()[0].as_str()),
            (3, 52, "participants_share_rural")
        );
        assert!(matches!(
            design.scenario(2).unwrap().places,
            crate::scenario::Places::Designed { rural_communities: 4, .. }
        ));
    }

    #[test]
    fn all_faults_are_told_at_once_each_at_its_place() {
        let text = "[design]\nkind = \"latin\"\nruns = 10\ntrajectories = 3\nmeasures = [\"participant_share\"]\n\
                    [design.factors.\"parameters.drive.relaxx\"]\ndistribution = \"uniform\"\nlow = 0.1\nhigh = 0.2\n\
                    [design.factors.\"parameters.drive.relax\"]\ndistribution = \"uniform\"\nlow = 0.5\nhigh = 0.2\n\
                    [design.factors.\"parameters.drive.relax_efficacy\"]\ndistribution = \"uniform\"\nlow = 0.5\nhigh = 3\n\
                    [design.factors.\"policy.recognitoin.level\"]\nvalues = [0, 1]\n\
                    [design.factors.\"policy.recognition.level\"]\ndistribution = \"normal\"\nmean = 0.5\nlow = 0\nhigh = 1\n\
                    [design.factors.\"parameters.behave.giv\"]\ndistribution = \"uniform\"\nlow = 3\nhigh = 1\n";
        let told = refusal(text);
        for (place, words) in [
            ("made-up:4:1", "is for designs of kind morris"),
            ("made-up:5:13", "did you mean `participants_share`?"),
            ("made-up:6:17", "did you mean `drive.relax`?"),
            ("made-up:12:7", "low = 0.5 must lie below high = 0.2"),
            ("made-up:17:8", "3 is too large"),
            ("made-up:18:17", "did you mean `[policy.recognition]`?"),
            ("made-up:20:17", "normal needs `deviation`"),
            ("made-up:25:17", "did you mean `behave.give`?"),
            ("made-up:27:7", "low = 3 must lie below high = 1"),
            ("", "made-up: 9 errors"),
        ] {
            assert!(told.contains(place) && told.contains(words), "{place} {words}\n{told}");
        }
    }

    #[test]
    fn a_thousand_million_cells_are_refused_at_once() {
        let values: Vec<String> = (0..1000).map(|it| (it as f64 / 1e5).to_string()).collect();
        let factor =
            |name: &str| format!("[design.factors.\"parameters.drive.{name}\"]\nvalues = [{}]\n", values.join(", "));
        let text = format!(
            "[design]\nkind = \"grid\"\n{}{}{}",
            factor("relax"),
            factor("relax_efficacy"),
            factor("relax_loneliness")
        );
        let told = refusal(&text);
        let words = ["the design has 1000000000 cells; the limit is 10000000", "made-up:3:9", "use fewer values"];
        assert!(words.iter().all(|it| told.contains(it)), "{told}");
        let told = refusal(&format!("[design]\nkind = \"morris\"\ntrajectories = 100000000\n{FACTORS}"));
        assert!(told.contains("made-up:3:16") && told.contains("cells"), "{told}");
    }

    #[test]
    fn what_is_missing_is_told_with_what_to_write() {
        assert!(refusal("weeks = 4\n").contains("a design file needs a table `[design]`"));
        let told = refusal("[design]\n");
        assert!(
            told.contains("`design.kind` must say how points are chosen") && told.contains("at least one factor"),
            "{told}"
        );
        assert!(refusal(&format!("[design]\nkind = \"sobol\"\n{FACTORS}")).contains("write runs = …"));
        assert!(refusal(&format!("[design]\nkind = \"grid\"\n{FACTORS}")).contains("a grid takes `values`"));
        assert!(refusal(&format!("[design]\nkind = \"saltelli\"\nbase = 1000\n{FACTORS}")).contains("use 512 or 1024"));
        for (size, place, words) in [
            // Of 10,000,000 cells that can be planned, with two factors: blocks of 6, trajectories of 3.
            ("kind = \"saltelli\"\nbase = 1", "made-up:3:8", "a whole number from 2 to 1666666"),
            ("kind = \"saltelli\"\nbase = 0", "made-up:3:8", "8 or more are needed to rank factors"),
            ("kind = \"morris\"\ntrajectories = 1", "made-up:3:16", "a whole number from 2 to 3333333"),
            ("kind = \"morris\"\ntrajectories = -3", "made-up:3:16", "5 or more are needed to rank factors"),
        ] {
            let told = refusal(&format!("[design]\n{size}\n{FACTORS}"));
            assert!(told.contains(place) && told.contains(words), "{told}");
        }
        let unquoted = "[design]\nkind = \"grid\"\n[design.factors.parameters.drive.relax]\nvalues = [0.1]\n";
        assert!(refusal(unquoted).contains("in quotation marks"));
        assert!(load("pilot-screenign").unwrap_err().to_string().contains("did you mean `pilot-screening`?"));
    }

    #[test]
    fn listed_values_stand_in_an_order_that_does_not_depend_on_how_they_are_written() {
        let read = |kind: &str, path: &str, values: &str| {
            let text = format!("[design]\n{kind}\n[design.factors.\"{path}\"]\nvalues = {values}\n");
            let design = from_text("made-up", &text).unwrap();
            (design.factors[0].in_words(), design.factors[0].steps(4))
        };
        let morris = "kind = \"morris\"\ntrajectories = 8";
        for (path, values, order, steps) in [
            (
                "parameters.behave.give",
                "[-3, -4.0, -3.5, -2]",
                "-4, -3.5, -3, -2",
                Steps::Places(vec![0.0, 0.25, 0.5, 1.0]),
            ),
            ("policy.time_bank.start_week", "[16, 4, 0]", "0, 4, 16", Steps::Places(vec![0.0, 0.25, 1.0])),
            ("policy.time_bank.enabled", "[true, false]", "false, true", Steps::Places(vec![0.0, 1.0])),
            ("policy.funding.mode", "[\"stable\", \"none\", \"project\"]", "none, project, stable", Steps::Kinds(3)),
        ] {
            assert_eq!(read(morris, path, values), (order.to_string(), steps));
        }
        // Weights go along; a grid keeps what is written.
        let weighted = read("kind = \"latin\"\nruns = 4", "parameters.behave.give", "[-3, -4]\nweights = [1, 2]");
        assert_eq!(weighted.0, "-4, -3 (weights 2, 1)");
        assert_eq!(read("kind = \"grid\"", "parameters.behave.give", "[-3, -4]").0, "-3, -4");
        let told = refusal(
            "[design]\nkind = \"morris\"\ntrajectories = 8\n[design.factors.\"parameters.behave.give\"]\n\
             values = [-3, -4]\nweights = [1, 2]\n",
        );
        assert!(told.contains("made-up:6:1") && told.contains("does not use weights"), "{told}");
    }

    #[test]
    fn a_list_has_its_cells_from_a_table_and_its_faults_at_their_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("villages.toml");
        std::fs::write(&path, "[design]\nkind = \"list\"\nfile = \"cells.csv\"\n").unwrap();
        let path = path.display().to_string();
        let cells = |text: &str| std::fs::write(folder.path().join("cells.csv"), text).unwrap();
        cells("policy.recognition.level,policy.funding.mode\n0.5,stable\n0.25,project\n0.5,none\n");
        let design = load(&path).unwrap();
        assert_eq!(design.points(), 3);
        assert_eq!(
            design.data(1),
            [crate::plan::design::Datum::Number(0.25), crate::plan::design::Datum::Text("project".into())]
        );
        cells("policy.recognition.level,policy.funding.mod\n0.5,stable\n1.5,project\n");
        let told = load(&path).unwrap_err().to_string();
        assert!(told.contains("cells.csv:1:26") && told.contains("cells.csv:3:1"), "{told}");
        // Of very many numbers those at the ends are tried, and every word.
        let many: Vec<String> = (0..3000).map(|it| format!("{},stable", 0.5 + f64::from(it) / 10_000.0)).collect();
        let text = |last: &str| format!("policy.recognition.level,policy.funding.mode\n{}\n{last}\n", many.join("\n"));
        cells(&text("0.9,none"));
        assert_eq!(load(&path).unwrap().points(), 3001);
        cells(&text("-1,nonne"));
        let told = load(&path).unwrap_err().to_string();
        assert!(
            told.contains("cells.csv:3002:4") && told.contains("did you mean `none`?") && told.contains("2 errors"),
            "{told}"
        );
        std::fs::remove_file(folder.path().join("cells.csv")).unwrap();
        assert!(load(&path).unwrap_err().to_string().contains("cannot read"));
    }

    #[test]
    fn every_design_of_the_program_is_sound() {
        for it in DESIGNS {
            let design = load(it.name).unwrap();
            assert!(design.points() > 0 && design.title != design.title_zh, "{}", it.name);
        }
    }
}
