//! A study: one baseline, the policies that are compared with it, and the worlds they are tried in.
//!
//! A study file is a scenario file, which is the baseline, with a table `[study]`:
//!
//! - `title`, `title_zh`; `baseline` (an embedded scenario or a file, as `extends`), `seed`, `weeks`;
//! - `replicates = 10`, or `{ least = 5, most = 40 }` when a precision is wanted;
//! - `measures`, keys of figures; `[study.precision]` with half-widths that suffice for a difference,
//!   `{ absolute = 0.01 }` in the unit of the measure or `{ relative = 0.02 }` as a share of the baseline's level;
//! - `attribute`, the policy whose effect is divided among its instruments;
//! - `[study.policies.ID]` with `en`, `zh` and what the policy lays on the baseline: `policy`, `parameters`,
//!   `baseline`, as tables or dotted keys;
//! - `[study.contexts.ID]`, worlds of the same shape, laid under the policies and under the baseline alike.
//!
//! Everything is read and checked before anything runs, and all faults are reported at once.

use std::fmt::Write;
use std::path::Path;

use toml::de::DeTable;

use super::measures;
use crate::analysis::figures::{self, DEFAULT_MEASURES, Figure};
use crate::analysis::stopping::HalfWidth;
use crate::error::{Error, Result};
use crate::places::WEEKS_PER_MONTH;
use crate::policy::DESCRIPTIONS;
use crate::scenario::diagnostics::{Fault, nearest};
use crate::scenario::file::{Origin, Refusal, Table, Value, Written, is_path, read_text};
use crate::scenario::resolve::{self, name_of};
use crate::scenario::values::{Bounds, Check};
use crate::scenario::written::{self, key, quoted};
use crate::scenario::{self, Scenario, embedded};

/// Identity of the baseline among the policies, and of the world as the baseline describes it.
pub const BASELINE: &str = "baseline";

/// Replicates when nothing is written.
const REPLICATES: u32 = 10;
/// Fewest replicates when a precision is wanted and nothing else is written.
const LEAST: u32 = 5;
/// Most replicates when a precision is wanted and nothing else is written.
const MOST: u32 = 50;
/// Most replicates that can be written.
const MOST_REPLICATES: u32 = 100_000;

/// Keys of `[study]` that say what the baseline is; they are laid with it.
const OF_SCENARIO: [&str; 3] = ["baseline", "seed", "weeks"];
/// Other keys of `[study]`.
const KEYS: [&str; 9] =
    ["title", "title_zh", "replicates", "measures", "precision", "policies", "contexts", "effect", "attribute"];
/// What a policy or a context may lay on the baseline.
const LAYERS: [&str; 3] = ["policy", "parameters", "baseline"];

/// A study that was checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Name: the file's without its ending.
    pub name: String,
    /// Title in English.
    pub title: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// Replicates that are always run.
    pub least: u32,
    /// Replicates beyond which none is run.
    pub most: u32,
    /// What is shown and judged.
    pub measures: Vec<Measured>,
    /// Measure of effect that costs are held against.
    pub effect: &'static Figure,
    /// Policy whose effect is divided among its instruments.
    pub attribute: Option<String>,
    /// The world as the baseline describes it, then the contexts.
    pub worlds: Vec<World>,
}

/// A measure of a study.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    /// What is measured.
    pub figure: &'static Figure,
    /// Half-width of the difference that suffices; relative ones are shares of the baseline's level.
    pub precision: Option<HalfWidth>,
}

impl PartialEq for Measured {
    fn eq(&self, other: &Self) -> bool {
        self.figure.key == other.figure.key && self.precision == other.precision
    }
}

/// An identity with its names for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As in files.
    pub id: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// A world and what is tried in it.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// Which it is.
    pub named: Named,
    /// The baseline, then the policies in the order of the file.
    pub cases: Vec<Case>,
}

/// One scenario of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The baseline or a policy.
    pub named: Named,
    /// What runs.
    pub scenario: Scenario,
}

impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// Whether an argument names a study: an embedded one, or a file with a table `[study]`.
pub fn is_study(argument: &str) -> bool {
    if !is_path(argument) {
        return embedded::find_study(argument).is_some();
    }
    let has_study = |text: String| DeTable::parse_recoverable(&text).0.get_ref().contains_key("study");
    read_text(Path::new(argument)).is_ok_and(has_study)
}

impl Study {
    /// The study that an argument of a command names; each of `sets` is a `key=value` laid on the baseline.
    ///
    /// # Errors
    /// A file that cannot be read, an unknown name, or all faults of the study.
    pub fn load(argument: &str, sets: &[String]) -> Result<Self> {
        if let Some(it) = embedded::find_study(argument) {
            return read(it.name, it.name, it.text, Some(Origin::Embedded(it)), sets);
        }
        if !is_path(argument) {
            let meant = nearest(argument, embedded::STUDIES.iter().map(|it| it.name));
            let meant = meant.map_or(String::new(), |it| format!(" did you mean `{it}`?"));
            return Err(Error::Usage(format!(
                "no study is called `{argument}`;{meant} `huzhu scenarios` lists all; one file with a [study] table is a study"
            )));
        }
        let path = Path::new(argument);
        let text = read_text(path).map_err(|refusal| match refusal {
            Refusal::System(reason) => Error::Read { path: path.to_path_buf(), reason },
            Refusal::Kind(reason) => Error::Scenario(format!("cannot use {argument}: {reason}")),
        })?;
        read(&name_of(path), argument, &text, Some(Origin::File(path.to_path_buf())), sets)
    }

    /// The study that a text holds; paths in it count from the current directory.
    ///
    /// # Errors
    /// All faults of the study.
    pub fn from_text(name: &str, text: &str, sets: &[String]) -> Result<Self> {
        read(name, name, text, None, sets)
    }

    /// The study of some scenarios, the first being the baseline of the others.
    ///
    /// # Errors
    /// A scenario has faults, or other people, weeks or warm-up than the baseline.
    pub fn of_scenarios(arguments: &[String], sets: &[String]) -> Result<Self> {
        let mut cases: Vec<Case> = Vec::new();
        for argument in arguments {
            let mut scenario = scenario::load(argument, sets)?.scenario;
            let name = scenario.name.clone();
            if let Some(Case { scenario: base, .. }) = cases.first() {
                let same = (&scenario.places, scenario.weeks, scenario.warmup_weeks)
                    == (&base.places, base.weeks, base.warmup_weeks);
                if !same {
                    return Err(Error::Design(format!(
                        "`{argument}` has not the area, weeks and warm-up of the baseline `{}`: a comparison needs the same \
                         people; make them equal in the files, or for all at once with --set, for example --set population.districts=1",
                        base.name
                    )));
                }
                scenario.seed = base.seed;
                if (&scenario.timeline, &scenario.values) == (&base.timeline, &base.values) {
                    return Err(Error::Design(format!(
                        "`{argument}` does not differ from the baseline `{}`",
                        base.name
                    )));
                }
            }
            let twins = cases.iter().filter(|it| it.scenario.name == name).count();
            let id = if twins == 0 { name.clone() } else { format!("{name}-{}", twins + 1) };
            let named = Named { id, en: scenario.title.clone(), zh: scenario.title_zh.clone() };
            cases.push(Case { named, scenario });
        }
        let [base, _, ..] = cases.as_mut_slice() else {
            return Err(Error::Usage(
                "one file with a [study] table is a study; else name two scenarios or more, the baseline first".into(),
            ));
        };
        base.named.id = BASELINE.into();
        let name = base.scenario.name.clone();
        let study = Study {
            title: base.named.en.clone(),
            title_zh: base.named.zh.clone(),
            name: format!("compare-{name}"),
            least: REPLICATES,
            most: REPLICATES,
            measures: default_measures(),
            effect: figures::figure("participants_share"),
            attribute: None,
            worlds: vec![World { named: as_it_is(), cases }],
        };
        study.with_weeks()
    }

    /// A study that ends before anything can be measured is refused.
    fn with_weeks(self) -> Result<Self> {
        match self.base().weeks {
            0 => Err(Error::Design(format!(
                "`weeks` is 0: a comparison needs at least {WEEKS_PER_MONTH} weeks to measure anything"
            ))),
            _ => Ok(self),
        }
    }

    /// The baseline in the world as it is.
    pub fn base(&self) -> &Scenario {
        &self.worlds[0].cases[0].scenario
    }

    /// The policies in the order of the file.
    pub fn policies(&self) -> impl Iterator<Item = &Named> {
        self.worlds[0].cases[1..].iter().map(|it| &it.named)
    }

    /// Exactly so many replicates, whatever the precision.
    pub fn fix_replicates(&mut self, replicates: u32) {
        (self.least, self.most) = (replicates, replicates);
    }

    /// Leaves only some worlds: the one as it is, and the contexts called so; `all` names every context.
    ///
    /// # Errors
    /// No context is called so.
    pub fn keep_contexts(&mut self, wanted: &[String]) -> Result<()> {
        let known: Vec<&str> = self.worlds[1..].iter().map(|it| it.named.id.as_str()).collect();
        if let Some(unknown) = wanted.iter().find(|it| *it != "all" && !known.contains(&it.as_str())) {
            let meant = nearest(unknown, known.iter().copied());
            let all =
                if known.is_empty() { "the study has none".into() } else { format!("known: {}", known.join(", ")) };
            let meant = meant.map_or(all, |it| format!("did you mean `{it}`?"));
            return Err(Error::Usage(format!("no context is called `{unknown}`; {meant}")));
        }
        let all = wanted.iter().any(|it| it == "all");
        let kept = |it: &World| it.named.id == BASELINE || all || wanted.contains(&it.named.id);
        self.worlds.retain(kept);
        Ok(())
    }

    /// The study as a complete file: every value that runs. Read again, it gives the same study.
    pub fn resolved(&self) -> String {
        let mut text = written::text(self.base());
        self.write(&mut text).expect("a text takes any number of bytes");
        text
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "\n[study]")?;
        writeln!(out, "title = {}\ntitle_zh = {}", quoted(&self.title), quoted(&self.title_zh))?;
        writeln!(out, "replicates = {{ least = {}, most = {} }}", self.least, self.most)?;
        let measures: Vec<String> = self.measures.iter().map(|it| quoted(it.figure.key)).collect();
        writeln!(out, "measures = [{}]", measures.join(", "))?;
        writeln!(out, "effect = {}", quoted(self.effect.key))?;
        if let Some(id) = &self.attribute {
            writeln!(out, "attribute = {}", quoted(id))?;
        }
        writeln!(out, "\n[study.precision]")?;
        for it in &self.measures {
            match it.precision {
                Some(HalfWidth::Absolute(width)) => writeln!(out, "{} = {{ absolute = {width} }}", it.figure.key)?,
                Some(HalfWidth::Relative(width)) => writeln!(out, "{} = {{ relative = {width} }}", it.figure.key)?,
                None => {}
            }
        }
        let policies = self.worlds[0].cases[1..].iter().map(|it| ("policies", &it.named, &it.scenario));
        let contexts = self.worlds[1..].iter().map(|it| ("contexts", &it.named, &it.cases[0].scenario));
        for (section, named, scenario) in policies.chain(contexts) {
            let path = format!("study.{section}.{}", key(&named.id));
            writeln!(out, "\n[{path}]\nen = {}\nzh = {}", quoted(&named.en), quoted(&named.zh))?;
            out.push_str(&written::difference(self.base(), scenario, &path));
        }
        Ok(())
    }
}

fn as_it_is() -> Named {
    Named { id: BASELINE.into(), en: "as in the baseline".into(), zh: "基准情境".into() }
}

fn default_measures() -> Vec<Measured> {
    DEFAULT_MEASURES.iter().map(|key| Measured { figure: figures::figure(key), precision: None }).collect()
}

fn read(name: &str, shown: &str, text: &str, origin: Option<Origin>, sets: &[String]) -> Result<Study> {
    let mut layers = resolve::defaults();
    let mut chain = vec![match &origin {
        Some(Origin::File(path)) => path.canonicalize().unwrap_or_else(|_| path.clone()),
        Some(Origin::Embedded(_)) | None => Default::default(),
    }];
    layers.lay_study(shown.into(), text.into(), origin, &mut chain);
    for (number, set) in sets.iter().enumerate() {
        layers.lay_set(number + 1, set);
    }
    let mut check = Check { sources: &layers.sources, faults: Default::default() };
    let study = study(&mut check, name, &layers.merged);
    let found = check.faults;
    if !layers.broken {
        layers.faults.follow(found, &layers.sources);
    }
    match study {
        Some(study) if layers.faults.is_empty() => study.with_weeks(),
        _ => Err(Error::Scenario(layers.faults.report(shown, &layers.sources))),
    }
}

/// Keys of `[study]`.
pub(super) fn known_keys() -> Vec<&'static str> {
    KEYS.into_iter().chain(OF_SCENARIO).collect()
}

/// Reads the merged table; what is at fault takes its default, so that reading goes on to the end.
fn study(check: &mut Check, name: &str, merged: &Table) -> Option<Study> {
    let base = merged.without(&["study"]);
    let baseline = resolve::scenario(check, name, &base);
    let Some(written) = merged.get("study") else {
        let title = "a study has a table `[study]`, which names its policies".to_owned();
        let fault = Fault { title, place: None, label: String::new(), other: None, notes: Vec::new(), help: None };
        check.faults.push(fault);
        return None;
    };
    let table = check.table("study", written)?;
    for (key, late) in OF_SCENARIO.iter().filter_map(|key| Some((key, table.get(key)?))) {
        let fault = Fault::new(format!("`study.{key}` belongs in the study's own file"), &late.key, "");
        check.faults.push(fault.help(format!("`--set {key}=…` changes that of the baseline")));
    }
    check.only("study", table, &known_keys());
    let title = table.get("title").and_then(|it| check.text("study.title", it)).unwrap_or(&baseline.title).to_owned();
    let title_zh = table.get("title_zh").and_then(|it| check.text("study.title_zh", it));
    let title_zh =
        title_zh.unwrap_or(if table.get("title").is_some() { &title } else { &baseline.title_zh }).to_owned();
    let measures = measured(check, table);
    let precise = measures.iter().any(|it| it.precision.is_some());
    let (least, most) = replicates(check, table, precise);
    let effect = table.get("effect").and_then(|it| effect(check, it));

    let policies = layers(check, table, "policies");
    if policies.is_empty() {
        let fault = Fault::new("a study compares at least one policy", &written.key, "it names none");
        check.faults.push(fault.help("`[study.policies.bank]` with `policy.time_bank.start_week = 0` is a policy"));
    }
    let ids: Vec<&str> = policies.iter().map(|it| it.named.id.as_str()).collect();
    let attribute = table.get("attribute").and_then(|it| check.choice("study.attribute", it, &ids)).map(str::to_owned);
    let mut worlds = vec![(as_it_is(), None)];
    worlds.extend(layers(check, table, "contexts").into_iter().map(|it| (it.named, Some(it.layer))));
    let laid = |below: &Table, layer: &Table| {
        let mut table = below.clone();
        table.lay(layer.clone());
        table
    };
    let worlds: Vec<World> = worlds
        .into_iter()
        .map(|(named, layer)| {
            let world = layer.as_ref().map_or(base.clone(), |it| laid(&base, it));
            let mut case = |named: &Named, table: &Table| Case {
                named: named.clone(),
                scenario: resolve::scenario(check, name, table),
            };
            let own = Named { id: BASELINE.into(), en: "baseline".into(), zh: "基线".into() };
            let mut cases = vec![case(&own, &world)];
            cases.extend(policies.iter().map(|it| case(&it.named, &laid(&world, &it.layer))));
            World { named, cases }
        })
        .collect();
    for (case, policy) in worlds[0].cases[1..].iter().zip(&policies) {
        let unchanged = (&case.scenario.timeline, &case.scenario.values) == (&baseline.timeline, &baseline.values);
        if unchanged && check.faults.is_empty() {
            let title = format!("policy `{}` changes nothing of the baseline", case.named.id);
            check.faults.push(Fault::new(title, policy.header, "all of it is in force there already"));
        }
    }
    let effect = effect.unwrap_or(figures::figure("participants_share"));
    Some(Study { name: name.into(), title, title_zh, least, most, measures, effect, attribute, worlds })
}

/// What a policy or a context lays on the baseline.
struct Layer<'a> {
    named: Named,
    header: &'a crate::scenario::diagnostics::Place,
    layer: Table,
}

/// `[study.policies]` or `[study.contexts]`.
fn layers<'a>(check: &mut Check, table: &'a Table, section: &str) -> Vec<Layer<'a>> {
    let path = format!("study.{section}");
    let Some(table) = table.get(section).and_then(|it| check.table(&path, it)) else { return Vec::new() };
    let mut layers = Vec::new();
    for (id, written) in table.iter() {
        let path = format!("{path}.{id}");
        let Some(table) = check.table(&path, written) else { continue };
        if id == BASELINE {
            check.faults.push(Fault::new(
                "`baseline` is what all are compared with",
                &written.key,
                "choose another word",
            ));
        }
        for (key, wrong) in table.iter().filter(|(key, _)| !LAYERS.contains(key) && !["en", "zh"].contains(key)) {
            let meant = nearest(key, DESCRIPTIONS.iter().map(|it| it.name));
            match meant {
                Some(meant) if matches!(wrong.value, Value::Table(_)) => {
                    let title = format!("an instrument stands under `policy` in `{path}`");
                    let label = format!("write `[{path}.policy.{meant}]`");
                    check.faults.push(Fault::new(title, &wrong.key, label));
                }
                _ => check.unknown(&path, key, wrong, &["en", "zh", "policy", "parameters", "baseline"]),
            }
        }
        let mut label = |key: &str| table.get(key).and_then(|it| check.text(&format!("{path}.{key}"), it));
        let en = label("en").unwrap_or(id).to_owned();
        let zh = label("zh").unwrap_or(&en).to_owned();
        let empty = |key: &&str| table.table(key).is_none_or(|it| it.iter().next().is_none());
        if LAYERS.iter().all(empty) && table.iter().all(|(key, _)| ["en", "zh"].contains(&key) || LAYERS.contains(&key))
        {
            let what = if section == "policies" { "names no instrument" } else { "changes nothing" };
            let fault = Fault::new(format!("`{path}` {what}"), &written.key, "");
            check.faults.push(fault.help(format!(
                "write for example `[{path}.policy.time_bank]`; `huzhu params policy` lists all instruments"
            )));
        }
        let named = Named { id: id.into(), en, zh };
        let others: Vec<&str> = table.iter().map(|it| it.0).filter(|key| !LAYERS.contains(key)).collect();
        layers.push(Layer { named, header: &written.key, layer: table.without(&others) });
    }
    layers
}

/// `measures` and `[study.precision]`; a measure that only a precision names is shown too.
fn measured(check: &mut Check, table: &Table) -> Vec<Measured> {
    let mut measures = match table.get("measures") {
        None => default_measures(),
        Some(written) => {
            let found = measures::listed(check, "study.measures", written);
            found.into_iter().map(|figure| Measured { figure, precision: None }).collect()
        }
    };
    let precision = table.get("precision").and_then(|it| check.table("study.precision", it));
    for (key, written) in precision.into_iter().flat_map(Table::iter) {
        let Some(figure) = measures::known(check, key, &written.key) else { continue };
        let precision = half_width(check, &format!("study.precision.{key}"), written);
        match measures.iter_mut().find(|it| it.figure == figure) {
            Some(it) => it.precision = precision,
            None => measures.push(Measured { figure, precision }),
        }
    }
    measures
}

/// A half-width as written.
fn half_width(check: &mut Check, path: &str, written: &Written) -> Option<HalfWidth> {
    let table = check.table(path, written)?;
    check.only(path, table, &["absolute", "relative"]);
    let bounds = Bounds { low: 1e-9, high: 1e9, unit: "" };
    let mut number = |key: &str| table.get(key).and_then(|it| check.number(&format!("{path}.{key}"), it, bounds, ""));
    match (number("absolute"), number("relative")) {
        (Some(width), None) => Some(HalfWidth::Absolute(width)),
        (None, Some(width)) => Some(HalfWidth::Relative(width)),
        (None, None) if table.iter().next().is_some() => None,
        _ => {
            let title = format!("`{path}` is one half-width: `{{ absolute = 0.01 }}` or `{{ relative = 0.02 }}`");
            check.faults.push(Fault::new(title, &written.key, ""));
            None
        }
    }
}

/// The measure that money is held against.
fn effect(check: &mut Check, written: &Written) -> Option<&'static Figure> {
    let found = measures::written(check, "study.effect", written)?;
    if !found.can_be_effect() {
        let title = format!("`{}` cannot be the effect that money buys", found.key);
        let known: Vec<&str> = figures::measures().filter(|it| it.can_be_effect()).map(|it| it.key).collect();
        check.faults.push(Fault::new(title, &written.place, "").note(format!("these can: {}", known.join(", "))));
    }
    Some(found)
}

/// `replicates`: a number, or the least and the most.
fn replicates(check: &mut Check, table: &Table, precise: bool) -> (u32, u32) {
    let default = if precise { (LEAST, MOST) } else { (REPLICATES, REPLICATES) };
    let Some(written) = table.get("replicates") else { return default };
    let low = if precise { 3 } else { 1 };
    let bounds = Bounds { low: f64::from(low), high: MOST_REPLICATES.into(), unit: "replicates" };
    if !matches!(written.value, Value::Table(_)) {
        let count = check.whole("study.replicates", written, bounds).map(|it| it as u32);
        return count.map_or(default, |it| if precise { (low.min(it), it) } else { (it, it) });
    }
    let Some(table) = check.table("study.replicates", written) else { return default };
    check.only("study.replicates", table, &["least", "most"]);
    let mut number = |key: &str| {
        let written = table.get(key)?;
        check.whole(&format!("study.replicates.{key}"), written, bounds).map(|it| it as u32)
    };
    let (least, most) = (number("least"), number("most"));
    let low = least.unwrap_or(default.0.min(most.unwrap_or(default.0)));
    let high = most.unwrap_or(default.1.max(low));
    if low > high {
        let title = format!("`study.replicates`: the least ({low}) is more than the most ({high})");
        check.faults.push(Fault::new(title, &written.place, ""));
    }
    (low, high.max(low))
}
