//! What was written becomes what will run: defaults filled in, every value checked, every fault reported.

use std::path::{Path, PathBuf};

use super::area::{CENSUS, DESIGNED, Places};
use super::entries::{BASELINE, Section, entries};
use super::file::{Layers, Origin, Table, Value, Written, read_text};
use super::keys::{self, Key};
use super::output::{OUTPUT, Output};
use super::schema::{MODEL, TOP};
use super::scope::provinces;
use super::values::{Bounds, Check};
use super::{Loaded, Scenario, written};
use crate::diagnostics::{Diagnostic, did_you_mean, nearest};
use crate::error::{Error, Result};
use crate::mechanisms::{self, MECHANISMS, Mechanism};
use crate::parameters::{self, Parameters, TABLE};
use crate::places::{BySetting, Setting, WEEKS_PER_YEAR};
use crate::policy::timeline::Timeline;
use crate::text::{Message, message};

/// Places a community can hold: a slot is a 16-bit number, and some are kept for marks.
const MOST_PLACES: f64 = 60_000.0;

/// Most places of a group: as many as a mask of those present has bits.
const MOST_GROUP_PLACES: f64 = 128.0;
/// Elders above which rows of communities are yearly, and spells those of a share of communities with about as
/// many elders, unless written otherwise.
const MANY_ELDERS: f64 = 1e7;

/// Shares of a whole: their sum may not exceed 1.
const WHOLES: [&[&str]; 9] = [
    &["structure.share_60s", "structure.share_70s"],
    &["structure.education_low", "structure.education_middle"],
    &["structure.entrant_education_low", "structure.entrant_education_middle"],
    &["structure.volunteer_students", "structure.volunteer_working"],
    &["structure.with_children", "structure.alone"],
    &["structure.limited_60", "structure.dependent_60"],
    &["structure.limited_70", "structure.dependent_70"],
    &["structure.limited_80", "structure.dependent_80"],
    &["structure.limited_90", "structure.dependent_90"],
];

/// The scenario that an argument of a command names: an embedded name, or a path when it has a `/` or
/// ends in `.toml`; each of `sets` is a `key=value` that comes last.
///
/// # Errors
/// A file that cannot be read, an unknown name, or all faults of the scenario.
pub fn load(argument: &str, sets: &[String]) -> Result<Loaded> {
    match Origin::of(argument, Path::new("")).map_err(Error::Usage)? {
        Origin::Embedded(it) => {
            resolved(it.name, it.name.into(), it.text.into(), Some(Origin::Embedded(it)), vec![it.name.into()], sets)
        }
        Origin::File(path) => {
            let text = read_text(&path).map_err(|refusal| refusal.error(&path))?;
            let name = name_of(&path);
            let identity = path.canonicalize().unwrap_or_else(|_| path.clone());
            resolved(&name, path.display().to_string(), text, Some(Origin::File(path)), vec![identity], sets)
        }
    }
}

impl Scenario {
    /// The scenario that an argument of a command names: an embedded name, or a path when it has a `/` or ends in
    /// `.toml`; each of `sets` is a `key=value` that comes last.
    ///
    /// # Errors
    /// A file that cannot be read, an unknown name, or all faults of the scenario.
    pub fn load(argument: &str, sets: &[String]) -> Result<Self> {
        Ok(load(argument, sets)?.scenario)
    }

    /// The scenario that a text holds; paths in it count from the current directory.
    ///
    /// # Errors
    /// All faults of the scenario.
    pub fn from_text(name: &str, text: &str, sets: &[String]) -> Result<Self> {
        Ok(from_text(name, text, sets)?.scenario)
    }
}

/// Name of the scenario in a file: the file's without its ending. The scenario that a run left
/// (`DIR/scenario.resolved.toml`, or `study.resolved.toml`) is named after its run.
pub(crate) fn name_of(path: &Path) -> String {
    let left_by_a_run =
        path.file_name().is_some_and(|name| name == "scenario.resolved.toml" || name == "study.resolved.toml");
    let run = path.parent().and_then(Path::file_name).filter(|_| left_by_a_run);
    let name = run.or_else(|| path.file_stem());
    name.map_or("scenario".into(), |name| name.to_string_lossy().into_owned())
}

/// The scenario that a text holds; paths in it count from the current directory.
///
/// # Errors
/// All faults of the scenario.
pub fn from_text(name: &str, text: &str, sets: &[String]) -> Result<Loaded> {
    resolved(name, name.into(), text.into(), None, Vec::new(), sets)
}

fn resolved(
    name: &str,
    shown: String,
    text: String,
    origin: Option<Origin>,
    chain: Vec<PathBuf>,
    sets: &[String],
) -> Result<Loaded> {
    let (scenario, layers) = checked(name, &shown, text, origin, chain, sets);
    if !layers.faults.is_empty() {
        return Err(Error::Scenario(layers.report(&shown)));
    }
    let resolved = written::text(&scenario);
    Ok(Loaded { scenario, resolved })
}

/// The scenario and the layers it was made from, which hold the faults; with faults it is not to be run.
/// `shown` is the name in reports, `chain` the identities of what has been read so far.
pub(super) fn checked(
    name: &str,
    shown: &str,
    text: String,
    origin: Option<Origin>,
    mut chain: Vec<PathBuf>,
    sets: &[String],
) -> (Scenario, Layers) {
    let mut layers = defaults();
    layers.lay_text(shown.into(), text, origin, &mut chain);
    for (number, set) in sets.iter().enumerate() {
        layers.lay_set(number + 1, set);
    }
    let mut check = Check { sources: &layers.sources, faults: Default::default() };
    let scenario = scenario(&mut check, name, &layers.merged);
    let found = check.faults;
    if !layers.broken {
        layers.faults.follow(found, &layers.sources);
    }
    (scenario, layers)
}

/// The lowest layer: what holds where nothing is written.
pub(crate) fn defaults() -> Layers {
    let mut layers = Layers::default();
    let defaults =
        BASELINE.into_iter().map(|(name, field, value)| format!("[baseline.{name}]\n{field} = \"{value}\"\n"));
    layers.lay_defaults(&defaults.collect::<String>());
    layers
}

/// Reads the merged table; what is at fault takes its default, so that reading goes on to the end.
pub(crate) fn scenario(check: &mut Check, name: &str, table: &Table) -> Scenario {
    if let Some(study) = table.get("study") {
        let title = message!("this file is a study, not a scenario", "此文件是研究，不是情景");
        let help = message!(
            "`huzhu compare` runs a study, `huzhu check` checks it",
            "`huzhu compare` 运行研究，`huzhu check` 检查研究"
        );
        check.faults.push(Diagnostic::new(title, &study.key, None).help(help));
    }
    if let Some(design) = table.get("design") {
        let title = message!("this file is a design, not a scenario", "此文件是设计，不是情景");
        let help = message!(
            "`huzhu sweep` runs a design, `huzhu check` checks it",
            "`huzhu sweep` 运行设计，`huzhu check` 检查设计"
        );
        check.faults.push(Diagnostic::new(title, &design.key, None).help(help));
    }
    check.only("", &table.without(&["study", "design"]), &keys::names(TOP));
    let [title, title_zh] = check.titles("", table, [name, name]);
    let seed = check.plain("", table, TOP, "seed").unwrap_or(1);
    let replicates = check.plain("", table, TOP, "replicates").unwrap_or(1);
    let weeks = check.plain("", table, TOP, "weeks").unwrap_or(260);
    let warmup_weeks = check.plain("", table, TOP, "warmup_weeks").unwrap_or(104);

    let mut section = |key: &str| table.get(key).and_then(|it| check.table(key, it));
    let (population, parameters, model) = (section("population"), section("parameters"), section("model"));
    let (baseline, policy, output) = (section("baseline"), section("policy"), section("output"));
    let area = population.map_or(Some(pilot_area()), |table| places(check, table));
    // Where the area is at fault, nothing can be said of places in it.
    let known = area.as_ref();
    let off = model.map_or(Vec::new(), |it| off(check, it));
    let values = values(check, parameters.unwrap_or(&Table::default()), weeks, &off);
    let timeline = Timeline {
        baseline: baseline.map_or(Vec::new(), |it| entries(check, it, Section::Baseline(-warmup_weeks), known)),
        policy: policy.map_or(Vec::new(), |it| entries(check, it, Section::Policy, known)),
    };
    let mut scenario = Scenario {
        name: name.into(),
        title,
        title_zh,
        seed,
        weeks,
        warmup_weeks,
        replicates,
        places: area.unwrap_or_else(pilot_area),
        parameters: BySetting::from_fn(|setting| Parameters::from_values(&values[setting])),
        values,
        timeline,
        output: Output::default(),
    };
    // Rows of communities and spells fill a disk when there are very many of them.
    let elders = scenario.expected_elders();
    if elders > MANY_ELDERS {
        scenario.output.communities_every_months = crate::places::MONTHS_PER_YEAR;
        scenario.output.spells_share = (libm::ceil(MANY_ELDERS / elders * 1000.0) / 1000.0) as f32;
    }
    if let Some(table) = output {
        check.only("output", table, &keys::names(OUTPUT));
        scenario.output.read(|key| check.plain("output", table, OUTPUT, key));
    }
    scenario
}

/// Where people live when nothing is written.
fn pilot_area() -> Places {
    Places::Designed { districts: 2, urban_communities: 5, rural_communities: 25 }
}

/// `[population]`; none where something is wrong with it.
fn places(check: &mut Check, table: &Table) -> Option<Places> {
    let known = [keys::names(CENSUS), keys::names(DESIGNED)].concat();
    check.only("population", table, &known);
    let first = |keys: &[Key]| keys.iter().find_map(|key| Some((key.name, table.get(key.name)?)));
    let scale = table.get("scale").map_or(Some(1.0), |_| check.plain("population", table, CENSUS, "scale"));
    let rows = table.get("provinces").map_or(Some(None), |it| {
        let help = message!("leave `provinces` out to draw all of them", "去掉 `provinces` 即抽取全部省份");
        let rows = provinces(check, "population.provinces", it, help)?;
        Some(Some(rows.into_iter().map(|(row, _)| row).collect()))
    });
    let mut count = |key: &str, default: u32| {
        table.get(key).map_or(Some(default), |_| check.plain("population", table, DESIGNED, key))
    };
    let districts = count("districts", 1);
    let (urban_communities, rural_communities) = (count("urban_communities", 0), count("rural_communities", 0));
    let places = match (first(CENSUS), first(DESIGNED)) {
        (None, None) => pilot_area(),
        (Some((census, _)), Some((designed, written))) => {
            let title = message!(
                "`population.{designed}` is for a designed area, `population.{census}` for an area drawn from the \
                 census",
                "`population.{designed}` 用于设计的地区，`population.{census}` 用于从普查抽取的地区"
            );
            check.faults.push(Diagnostic::new(
                title,
                &written.key,
                message!("use only one of the two", "二者只能取一"),
            ));
            return None;
        }
        (Some(_), None) => Places::Census { scale: scale?, provinces: rows? },
        (None, Some((_, written))) => {
            let (urban_communities, rural_communities) = (urban_communities?, rural_communities?);
            if urban_communities + rural_communities == 0 {
                refuse_empty_area(check, table, written);
                return None;
            }
            Places::Designed { districts: districts?, urban_communities, rural_communities }
        }
    };
    table.iter().all(|(key, _)| known.contains(&key)).then_some(places)
}

/// An area without a community, where nobody would live; `other` is what is written of it if no number of
/// communities is.
fn refuse_empty_area(check: &mut Check, table: &Table, other: &Written) {
    let title = message!("this area has no community, so it has no people", "该地区没有任何社区，因而没有人口");
    let mut written = ["rural_communities", "urban_communities"].iter().filter_map(|key| table.get(key));
    let mut fault = match written.next() {
        Some(it) => {
            Diagnostic::new(title, &it.place, message!("0 villages or urban communities", "农村与城市社区均为 0"))
        }
        None => Diagnostic::new(title, &other.key, message!("the number of communities is missing", "没有写社区数")),
    };
    if let Some(it) = written.next() {
        fault = fault.other(&it.place, message!("and 0 here", "此处也是 0"));
    }
    let help = message!(
        "write `urban_communities` or `rural_communities` from 1 on; a missing one counts as 0",
        "请写 `urban_communities` 或 `rural_communities`，至少为 1；未写者按 0 计"
    );
    check.faults.push(fault.help(help));
}

/// The mechanisms that `[model]` switches off.
fn off(check: &mut Check, table: &Table) -> Vec<&'static Mechanism> {
    check.only("model", table, &keys::names(MODEL));
    let Some(written) = table.get("off") else { return Vec::new() };
    let list = check.list("model.off", written, "[\"acquaintance\", \"fairness\"]").unwrap_or_default();
    let names: Vec<&str> = MECHANISMS.iter().map(|it| it.name).collect();
    let mut mechanism = |written| {
        let name = check.choice("model.off", written, &names)?;
        mechanisms::find(name)
    };
    list.iter().filter_map(&mut mechanism).collect()
}

/// `[parameters]`, already written out by setting: the value of every row of the table. What is not written is the
/// default, or the off value where a mechanism is switched off.
fn values(check: &mut Check, table: &Table, weeks: i32, off: &[&Mechanism]) -> BySetting<Vec<f64>> {
    for (key, written) in table.iter() {
        if key == "preset" {
            let title = message!("`preset` is for one setting only", "`preset` 只属于城市或农村之一");
            let help = message!(
                "`[parameters.urban]` with `preset = \"rural\"` starts from the villages' values",
                "`[parameters.urban]` 下写 `preset = \"rural\"`，即以农村的取值为起点"
            );
            check.faults.push(Diagnostic::new(title, &written.key, None).help(help));
        } else if !Setting::ALL.iter().any(|setting| setting.name() == key) {
            check.unknown("parameters", key, written, &["urban", "rural"]);
        }
    }
    BySetting::from_fn(|setting| {
        let path = format!("parameters.{}", setting.name());
        let empty = Table::default();
        let own = table.get(setting.name()).and_then(|it| check.table(&path, it)).unwrap_or(&empty);
        let preset = own.get("preset").and_then(|it| check.choice(&format!("{path}.preset"), it, &["urban", "rural"]));
        let column = match preset {
            Some("urban") => Setting::Urban,
            Some(_) => Setting::Rural,
            None => setting,
        };
        let mut values: Vec<f64> = TABLE.iter().map(|row| row.default[column.index()]).collect();
        for (row, parameter) in off.iter().flat_map(|it| it.parameters()) {
            values[row] = parameter.off.unwrap_or(values[row]);
        }
        for (group, written) in own.iter().filter(|(key, _)| *key != "preset") {
            let of_group = |key: &str| key.strip_prefix(group).is_some_and(|it| it.starts_with('.'));
            if !TABLE.iter().any(|row| of_group(row.key)) {
                unknown_group(check, group, written);
                continue;
            }
            let Some(group_table) = check.table(&format!("parameters.{group}"), written) else { continue };
            for (name, written) in group_table.iter() {
                let key = format!("{group}.{name}");
                let Some((row, parameter)) = crate::parameters::find(&key) else {
                    unknown_parameter(check, group, name, written);
                    continue;
                };
                let bounds = Bounds::new(*parameter.range.start(), *parameter.range.end()).of_unit(parameter.unit);
                let (en, zh, symbol) = (parameter.meaning, parameter.meaning_zh, parameter.symbol);
                let note = Some(message!("{en}; MODEL: {symbol}", "{zh}；MODEL：{symbol}"));
                let path = format!("parameters.{key}");
                let value = if parameters::is_whole(&key) {
                    check.number_without_fraction(&path, written, bounds, note)
                } else {
                    check.number(&path, written, bounds, note)
                };
                values[row] = value.unwrap_or(values[row]);
            }
        }
        across(check, setting, own, &values, weeks);
        values
    })
}

/// A group nobody knows: its keys may be names of MODEL section 13, whose groups are called differently.
fn unknown_group(check: &mut Check, group: &str, written: &Written) {
    if let Value::Table(table) = &written.value {
        let symbols: Vec<_> = table.iter().filter(|(name, _)| of_symbol(group, name).is_some()).collect();
        if !symbols.is_empty() {
            for (name, written) in table.iter() {
                unknown_parameter(check, group, name, written);
            }
            return;
        }
    }
    let mut groups: Vec<&str> = TABLE.iter().filter_map(|row| row.key.split('.').next()).collect();
    groups.dedup();
    check.unknown("parameters", group, written, &groups);
}

/// The key whose name or symbol in MODEL is `group.name`.
fn of_symbol(group: &str, name: &str) -> Option<&'static str> {
    let whole = format!("{group}.{name}");
    TABLE.iter().find(|row| row.symbol == whole).map(|row| row.key)
}

fn unknown_parameter(check: &mut Check, group: &str, name: &str, written: &Written) {
    let title = message!("unknown parameter `{group}.{name}`", "未知的参数 `{group}.{name}`");
    let elsewhere = || TABLE.iter().map(|row| row.key).find(|key| key.split('.').nth(1) == Some(name));
    let near = || {
        let whole = format!("{group}.{name}");
        nearest(&whole, TABLE.iter().map(|row| row.key))
    };
    let fault = if let Some(key) = of_symbol(group, name) {
        let label =
            message!("MODEL's `{group}.{name}` is called `{key}` here", "MODEL 中的 `{group}.{name}` 在此称为 `{key}`");
        Diagnostic::new(title, &written.key, label)
    } else if let Some(key) = elsewhere().or_else(near) {
        Diagnostic::new(title, &written.key, did_you_mean(key))
    } else {
        let help =
            message!("`huzhu params {group}` lists the known parameters", "`huzhu params {group}` 列出已知的参数");
        Diagnostic::new(title, &written.key, None).help(help)
    };
    check.faults.push(fault);
}

/// What must hold across parameters of one setting.
fn across(check: &mut Check, setting: Setting, own: &Table, values: &[f64], weeks: i32) {
    let value = |key: &str| crate::parameters::find(key).map_or(0.0, |(row, _)| values[row]);
    let place = |key: &str| key.split_once('.').and_then(|(group, name)| own.table(group)?.get(name));
    for whole in WHOLES {
        let sum: f64 = whole.iter().map(|key| value(key)).sum();
        // Sums of decimal fractions may miss 1 by a rounding error.
        if sum > 1.0 + 1e-9 {
            let mut places = whole.iter().filter_map(|key| place(key));
            let Some(first) = places.next() else { continue };
            let keys: Vec<String> = whole.iter().map(|key| format!("`{key}` = {}", value(key))).collect();
            let (en, zh) = (keys.join(" and "), keys.join(" 与 "));
            let title = message!(
                "{en} are shares of the same total and together exceed 1",
                "{zh} 是同一整体的份额，合计超过 1"
            );
            let mut fault = Diagnostic::new(title, &first.place, among(setting));
            if let Some(second) = places.next() {
                fault = fault.other(&second.place, message!("and this", "以及此处"));
            }
            check.faults.push(fault);
        }
    }
    let keys = [
        "structure.community_size",
        "structure.size_spread",
        "structure.trait_cut",
        "structure.spare_places",
        "life.growth",
    ];
    let [size, spread, cut, spare, growth] = keys.map(value);
    let grown = libm::pow(1.0 + growth, f64::from(weeks) / f64::from(WEEKS_PER_YEAR)).max(1.0);
    let most = size * libm::exp(spread * cut) * grown * (1.0 + spare);
    if most > MOST_PLACES {
        let Some(first) = keys.iter().find_map(|key| place(key)) else { return };
        let title = message!(
            "the largest community would need {most:.0} places; the limit per community is {MOST_PLACES}",
            "最大的社区需要 {most:.0} 个名额；一个社区最多容纳 {MOST_PLACES} 个"
        );
        let note = message!(
            "places: community_size x e^(size_spread x trait_cut) x (1 + growth)^years x (1 + spare_places)",
            "以上为名额的算式，years 为年数"
        );
        check.faults.push(Diagnostic::new(title, &first.place, among(setting)).note(note));
    }
    // Between the smallest and the largest community, the group that rounding leaves largest.
    let group = value("structure.group_size");
    let [smallest, largest] = [-1.0, 1.0].map(|side| size * libm::exp(side * spread * cut) / group);
    let groups = libm::round(smallest).max(1.0);
    let in_group = libm::ceil(largest.min(groups + 0.5) / groups * group * grown * (1.0 + spare)) + 2.0;
    if in_group > MOST_GROUP_PLACES {
        let own = std::iter::once(&"structure.group_size").chain(&keys);
        let Some(first) = own.filter_map(|key| place(key)).next() else { return };
        let title = message!(
            "the largest group would need {in_group:.0} places; the limit per group is {MOST_GROUP_PLACES}",
            "最大的小组需要 {in_group:.0} 个名额；一个小组最多容纳 {MOST_GROUP_PLACES} 个"
        );
        let note = message!(
            "a group grows with its community: group_size x (1 + growth)^years x (1 + spare_places)",
            "小组随社区增长；years 为年数"
        );
        check.faults.push(Diagnostic::new(title, &first.place, among(setting)).note(note));
    }
}

/// Which communities a fault is about.
fn among(setting: Setting) -> Message {
    match setting {
        Setting::Urban => message!("in urban communities", "就城市社区而言"),
        Setting::Rural => message!("in rural communities", "就农村社区而言"),
    }
}
