//! Factors: a dotted path of a scenario file, and its possible values. Sweeps and the uncertain contexts of studies
//! share them.

use std::collections::BTreeMap;

use serde_json::json;

use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::parameters;
use crate::places::{Setting, WEEKS_PER_MONTH};
use crate::plan::sampling::Marginal;
use crate::plan::sampling::morris::Steps;
use crate::policy::{DESCRIPTIONS, Kind};
use crate::scenario::area::{CENSUS, DESIGNED};
use crate::scenario::file::{Table, Value, Written};
use crate::scenario::keys::{self, Key, is_key, keys};
use crate::scenario::remarks::Remark;
use crate::scenario::resolve;
use crate::scenario::template::Override;
use crate::scenario::values::{Check, LONGEST_NAME};
use crate::scenario::written::quoted;
use crate::text::{Label, Message, message};

keys! {
    /// Keys of a factor.
    FACTOR;
    values, keys::Kind::Own(|| json!({ "type": "array" })), "Possible values", "可取值";
    weights, keys::Kind::Own(weights), "Probability weight of each value", "权重";
    distribution, keys::Kind::Choice(|| DISTRIBUTIONS.to_vec()), "Distribution", "分布";
    low, keys::Kind::Own(any_number), "Lower bound", "下限";
    high, keys::Kind::Own(any_number), "Upper bound", "上限";
    mode, keys::Kind::Own(any_number), "Most likely value", "众数";
    mean, keys::Kind::Own(any_number), "Mean before truncation", "截断前均值";
    deviation, keys::Kind::Own(any_number), "Standard deviation before truncation", "截断前标准差";
}

keys! {
    /// Further keys of a factor with names of its own.
    NAMES;
    en, keys::Kind::Text, "Name in English", "英文名称";
    zh, keys::Kind::Text, "Name in Chinese", "中文名称";
}

/// The schema of a number without bounds.
pub(crate) fn any_number() -> serde_json::Value {
    json!({ "type": "number" })
}

fn weights() -> serde_json::Value {
    json!({ "type": "array", "items": { "type": "number", "minimum": 0 } })
}

/// Words of `distribution`.
pub(crate) const DISTRIBUTIONS: [&str; 5] = ["uniform", "log_uniform", "triangular", "normal", "categorical"];

/// Maximum number of values that are shown one by one.
const MOST_SHOWN: usize = 12;

/// Maximum number of values that are checked one by one before any run; beyond it, only the minimum and the maximum of
/// numbers are.
const MOST_TRIED: usize = 1_000;

/// Possible values of a factor.
#[derive(Debug, Clone)]
pub(crate) enum Levels {
    /// One of the listed values; the marginal gives its position.
    Listed { values: Vec<(Value, Place)>, marginal: Marginal },
    /// A number.
    Continuous(Marginal),
}

/// A factor of a design or study.
#[derive(Debug, Clone)]
pub struct Factor {
    /// Dotted path in a scenario file.
    pub path: String,
    pub(crate) parts: Vec<String>,
    pub(crate) key: Place,
    /// Names in the file, English and Chinese.
    pub(crate) names: [Option<String>; 2],
    pub(crate) levels: Levels,
}

impl Factor {
    /// Meaning in English: the name in the file, or that of the parameter or field at the path.
    pub fn meaning(&self) -> Option<String> {
        self.names[0].clone().or_else(|| Some(self.told()?.0))
    }

    /// Meaning in Chinese, likewise.
    pub fn meaning_zh(&self) -> Option<String> {
        self.names[1].clone().or_else(|| Some(self.told()?.1))
    }

    /// Meaning of the path in English and Chinese, with its setting or instrument.
    fn told(&self) -> Option<(String, String)> {
        let (Label { en, zh }, _) = self.described()?;
        let parts: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        Some(match parts.as_slice() {
            ["parameters", "urban", ..] => (format!("{en} (urban)"), format!("{zh}（城市）")),
            ["parameters", "rural", ..] => (format!("{en} (rural)"), format!("{zh}（农村）")),
            ["policy" | "baseline", name, ..] => {
                let label = DESCRIPTIONS.iter().find(|it| it.name == *name).map_or(*name, |it| it.label.zh);
                (format!("{}: {en}", name.replace('_', " ")), format!("{label}：{zh}"))
            }
            _ => (en.to_string(), zh.to_string()),
        })
    }

    /// Unit of its values; empty if unknown.
    pub fn unit(&self) -> String {
        self.described().map_or(String::new(), |it| it.1.to_string())
    }

    /// Its distribution with bounds, or its values, as text.
    pub fn in_words(&self) -> String {
        match &self.levels {
            Levels::Continuous(marginal) => marginal.to_string(),
            Levels::Listed { values, marginal } if values.len() <= MOST_SHOWN => {
                let shown: Vec<String> = values.iter().map(|(it, _)| text(it)).collect();
                format!("{}{}", shown.join(", "), marginal.weights_in_words())
            }
            Levels::Listed { values, .. } => format!("{} values", values.len()),
        }
    }

    /// Meaning and unit of the parameter or field at the path.
    fn described(&self) -> Option<(Label, &'static str)> {
        let parts: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        match parts.as_slice() {
            ["parameters", "urban" | "rural", group, name] | ["parameters", group, name] => {
                let (_, row) = parameters::find(&format!("{group}.{name}"))?;
                Some((Label { en: row.meaning, zh: row.meaning_zh }, row.unit))
            }
            ["policy" | "baseline", instrument, .., name] => {
                let description = DESCRIPTIONS.iter().find(|it| it.name == *instrument)?;
                let field = description.fields.iter().find(|it| it.name == *name).map(|it| (it.meaning, it.unit));
                // Keys of every instrument.
                field.or(match *name {
                    "start_week" => Some((Label { en: "first week in force", zh: "起始周" }, "weeks")),
                    "stop_week" => {
                        Some((Label { en: "first week in which it is no longer in force", zh: "停止周" }, "weeks"))
                    }
                    _ => None,
                })
            }
            _ => None,
        }
    }

    /// The value at a coordinate of the unit interval, and its place in the file for error messages.
    pub(crate) fn at(&self, u: f64) -> (Value, Place) {
        match &self.levels {
            Levels::Listed { values, marginal } => values[marginal.quantile(u) as usize].clone(),
            Levels::Continuous(marginal) => (Value::Real(marginal.quantile(u)), self.key.clone()),
        }
    }

    /// How it moves in Morris' trajectories; `levels` is the number of levels of a continuous factor.
    pub(crate) fn steps(&self, levels: usize) -> Steps {
        let Levels::Listed { values, .. } = &self.levels else { return Steps::Levels(levels) };
        let places = in_order(values).and_then(|ranks| {
            let (low, high) = (ranks.iter().copied().reduce(f64::min)?, ranks.iter().copied().reduce(f64::max)?);
            let range = high - low;
            (range > 0.0 && range.is_finite()).then(|| ranks.iter().map(|it| (it - low) / range).collect())
        });
        places.map_or(Steps::Kinds(values.len()), Steps::Places)
    }

    /// An override that sets the factor to a value.
    pub(crate) fn override_with(&self, (value, place): (Value, Place)) -> Override {
        Override { path: self.parts.clone(), key: self.key.clone(), place, value }
    }

    /// The instrument of `[policy]` that the factor changes, if any.
    pub(crate) fn instrument(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [policy, instrument, ..] if policy == "policy" => Some(instrument),
            _ => None,
        }
    }

    /// The table of the factor in TOML, without its heading.
    pub(crate) fn written(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for (key, name) in ["en", "zh"].iter().zip(&self.names) {
            lines.extend(name.as_ref().map(|it| format!("{key} = {}", quoted(it))));
        }
        match &self.levels {
            Levels::Listed { values, marginal } => {
                let values: Vec<String> = values.iter().map(|it| literal(&it.0)).collect();
                lines.push(format!("values = [{}]", values.join(", ")));
                if let Marginal::Categorical { weights } = marginal {
                    let weights: Vec<String> = weights.iter().map(f64::to_string).collect();
                    lines.push(format!("weights = [{}]", weights.join(", ")));
                }
            }
            Levels::Continuous(marginal) => {
                let (word, numbers): (&str, Vec<(&str, f64)>) = match *marginal {
                    Marginal::Uniform { low, high } => ("uniform", vec![("low", low), ("high", high)]),
                    Marginal::LogUniform { low, high } => ("log_uniform", vec![("low", low), ("high", high)]),
                    Marginal::Triangular { low, mode, high } => {
                        ("triangular", vec![("low", low), ("mode", mode), ("high", high)])
                    }
                    Marginal::Normal { mean, deviation, low, high } => {
                        ("normal", vec![("mean", mean), ("deviation", deviation), ("low", low), ("high", high)])
                    }
                    Marginal::Categorical { .. } => ("categorical", Vec::new()),
                };
                lines.push(format!("distribution = \"{word}\""));
                lines.extend(numbers.iter().map(|(key, number)| format!("{key} = {number}")));
            }
        }
        lines.join("\n") + "\n"
    }

    /// Whether every value is a number.
    pub fn is_numeric(&self) -> bool {
        match &self.levels {
            Levels::Continuous(_) => true,
            Levels::Listed { values, .. } => values.iter().all(|(it, _)| number(it).is_some()),
        }
    }
}

/// The number of a value, as in the table of cells; none for other values.
pub(crate) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Whole(whole) => whole.map(|it| it as f64),
        // Adding 0 turns a negative zero into zero.
        Value::Real(real) => Some(*real + 0.0),
        _ => None,
    }
}

/// Ranks of listed values: numbers by size, `false` before `true`. Other values have no order.
fn in_order(values: &[(Value, Place)]) -> Option<Vec<f64>> {
    let all = |of: fn(&Value) -> Option<f64>| values.iter().map(|(it, _)| of(it)).collect::<Option<Vec<f64>>>();
    let switch = |it: &Value| match it {
        Value::Switch(it) => Some(f64::from(u8::from(*it))),
        _ => None,
    };
    all(number).or_else(|| all(switch))
}

/// Sorts listed values with their weights, so that the order in the file does not matter.
fn sorted(values: Vec<(Value, Place)>, weights: Vec<f64>) -> (Vec<(Value, Place)>, Vec<f64>) {
    let ranks = in_order(&values);
    let mut order: Vec<usize> = (0..values.len()).collect();
    match &ranks {
        Some(ranks) => order.sort_by(|a, b| ranks[*a].total_cmp(&ranks[*b])),
        None => order.sort_by_key(|it| literal(&values[*it].0)),
    }
    order.into_iter().map(|it| (values[it].clone(), weights[it])).unzip()
}

/// A value as text.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Text(it) => it.clone(),
        Value::Switch(it) => it.to_string(),
        Value::Whole(it) => it.map_or(String::new(), |it| it.to_string()),
        Value::Real(it) => (it + 0.0).to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|it| text(&it.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(_) | Value::Date => String::new(),
    }
}

/// Whether [`text`] distinguishes values of this kind.
fn can_be_told(value: &Value) -> bool {
    match value {
        Value::Table(_) | Value::Date => false,
        Value::List(items) => items.iter().all(|it| can_be_told(&it.value)),
        _ => true,
    }
}

/// The values to check before any run.
fn worth_trying(values: &[(Value, Place)]) -> Vec<(Value, Place)> {
    let numbers = || values.iter().filter_map(|(it, _)| number(it));
    let (low, high) = (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max));
    let is_inner = |it: &Value| number(it).is_some_and(|it| low < it && it < high);
    let tried = values.iter().enumerate().filter(|(place, (it, _))| *place < MOST_TRIED || !is_inner(it));
    tried.map(|(_, it)| it.clone()).collect()
}

/// The bounds in a factor's table.
fn bounds(own: &Table) -> Option<(f64, f64)> {
    let of = |key: &str| own.get(key).and_then(|it| number(&it.value));
    of("low").zip(of("high"))
}

/// Minimum, middle and maximum of a range, rounded to multiples of a step within it.
fn steps(low: f64, high: f64, step: i32) -> String {
    let step = f64::from(step);
    let (first, last) = ((low / step).ceil() * step, (high / step).floor() * step);
    let middle = ((first + last) / 2.0 / step).round() * step;
    let mut values = vec![first, middle, last];
    values.dedup();
    if first > last {
        return "…".into();
    }
    values.iter().map(f64::to_string).collect::<Vec<_>>().join(", ")
}

/// A value as TOML.
fn literal(value: &Value) -> String {
    match value {
        Value::Text(it) => quoted(it),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|it| literal(&it.value)).collect();
            format!("[{}]", items.join(", "))
        }
        other => text(other),
    }
}

/// Kind of value at the path of a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    /// Any number.
    Number,
    /// Multiples of a whole number.
    Whole(i32),
    /// A word, a switch or a list.
    NoNumber,
}

impl Content {
    /// The kind at a dotted path; a number if the path is unknown.
    fn of(path: &[String]) -> Self {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let whole = |is: bool| if is { Content::Whole(1) } else { Content::Number };
        match parts.as_slice() {
            ["weeks" | "warmup_weeks"] => Content::Whole(WEEKS_PER_MONTH),
            ["population", key] if is_key(DESIGNED, key) => Content::Whole(1),
            ["population", "provinces"] | ["parameters", _, "preset"] => Content::NoNumber,
            ["parameters", "urban" | "rural", group, name] | ["parameters", group, name] => {
                whole(parameters::is_whole(&format!("{group}.{name}")))
            }
            ["policy" | "baseline", instrument, .., key] => match *key {
                "start_week" | "stop_week" => Content::Whole(WEEKS_PER_MONTH),
                "enabled" | "setting" | "provinces" | "districts" => Content::NoNumber,
                key => {
                    let description = DESCRIPTIONS.iter().find(|it| it.name == *instrument);
                    match description.and_then(|it| it.fields.iter().find(|field| field.name == key)) {
                        Some(field) if matches!(field.kind, Kind::Choice(_)) => Content::NoNumber,
                        // Payments are for entire months.
                        field => whole(field.is_some_and(|it| it.unit == "months")),
                    }
                }
            },
            _ => Content::Number,
        }
    }
}

/// The paths that a path sets: a parameter of both settings has two.
fn written_at(path: &[String]) -> Vec<Vec<&str>> {
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["parameters", first, rest @ ..] if !Setting::ALL.iter().any(|it| it.name() == *first) => {
            let of = |setting: Setting| {
                let mut whole = vec!["parameters", setting.name(), *first];
                whole.extend(rest);
                whole
            };
            Setting::ALL.map(of).to_vec()
        }
        _ => vec![parts],
    }
}

/// Whether one of two paths would overwrite what the other sets.
fn overlap(one: &[String], other: &[String]) -> bool {
    let (ones, others) = (written_at(one), written_at(other));
    let of_area = |path: &[String], keys: &[Key]| matches!(path, [population, key] if population == "population" && is_key(keys, key));
    let two_areas = |one: &[String], other: &[String]| of_area(one, DESIGNED) && of_area(other, CENSUS);
    two_areas(one, other)
        || two_areas(other, one)
        || ones.iter().any(|one| others.iter().any(|other| one.starts_with(other) || other.starts_with(one)))
}

/// Refuses factors that overwrite each other, since the values of one would never be used.
pub(crate) fn refuse_overlaps<'f>(check: &mut Check, factors: impl Iterator<Item = (&'f str, &'f Place)>) {
    let mut seen: Vec<(&str, Vec<String>, &Place)> = Vec::new();
    for (path, key) in factors {
        let parts: Vec<String> = path.split('.').map(str::to_string).collect();
        if let Some((first, _, place)) = seen.iter().find(|it| overlap(&it.1, &parts)) {
            let title = message!(
                "the factors `{first}` and `{path}` set the same value",
                "因子 `{first}` 与 `{path}` 设定同一个值"
            );
            let fault = Diagnostic::new(title, key, message!("this would overwrite the other", "此处会盖过另一个"));
            let help = message!("keep one of them", "请只保留一个");
            check.faults.push(fault.other(place, message!("the other", "另一个")).help(help));
        }
        seen.push((path, parts, key));
    }
}

/// A value of a factor that was checked alone, and entries of the scenario without effect at this value.
#[derive(Debug)]
pub(crate) struct Tried {
    /// Path of the factor.
    pub path: String,
    /// The value as text.
    pub value: String,
    /// Entries without effect.
    pub remarks: Vec<Remark>,
}

/// Reads factors, and checks their values in the scenario that they change.
pub(crate) struct Reader<'r, 's> {
    pub name: &'r str,
    /// The scenario, with all layers merged.
    pub merged: &'r Table,
    pub check: &'r mut Check<'s>,
    /// Whether the design is a grid: it takes listed values only, in the order of the file.
    pub grid: bool,
    /// Whether weights are allowed.
    pub weighted: bool,
    /// Further keys that are allowed.
    pub more: &'static [Key],
    /// Values checked so far.
    pub tried: &'r mut Vec<Tried>,
}

impl Reader<'_, '_> {
    fn refuse(&mut self, title: Message, place: &Place, label: impl Into<Option<Message>>) {
        self.check.faults.push(Diagnostic::new(title, place, label));
    }

    fn knows(&self, key: &str) -> bool {
        is_key(FACTOR, key) || is_key(self.more, key)
    }

    /// Reads one factor of a section; none if it is invalid.
    pub fn factor(&mut self, section: &str, path: &str, written: &Written) -> Option<Factor> {
        let name = format!("{section}.\"{path}\"");
        let own = self.check.table(&name, written)?;
        let nested = own.iter().any(|(key, it)| !self.knows(key) && matches!(it.value, Value::Table(_)));
        if nested {
            let title = message!("the path of a factor is one key, in quotation marks", "因子的路径是一个键，须加引号");
            let help = message!("as in [{section}.\"{path}.….…\"]", "例如 [{section}.\"{path}.….…\"]");
            self.check.faults.push(Diagnostic::new(title, &written.key, None).help(help));
            return None;
        }
        let before = self.check.faults.len();
        self.check.only(&name, own, &[keys::names(FACTOR), keys::names(self.more)].concat());
        let parts: Vec<String> = path.split('.').map(str::to_string).collect();
        if self.refuses(&parts[0], &written.key) {
            return None;
        }
        let levels = match (own.get("values"), own.get("distribution")) {
            (None, None) => {
                let title = message!("`{path}` needs values or a distribution", "`{path}` 须有取值或分布");
                self.refuse(title, &written.key, None);
                None
            }
            (Some(values), distribution) => {
                let word = distribution.and_then(|it| self.check.choice("distribution", it, &["categorical"]));
                if distribution.is_some() && word.is_none() { None } else { self.categorical(path, own, values) }
            }
            (None, Some(it)) if self.grid => {
                self.refuse(
                    message!("a grid takes `values`, not a distribution", "网格只取 `values`，不取分布"),
                    &it.key,
                    message!("or choose kind = \"latin\" or \"sobol\"", "或选 kind = \"latin\" 或 \"sobol\""),
                );
                None
            }
            (None, Some(it)) => self.continuous(&parts, own, it, &written.key),
        };
        let Some(levels) = levels else {
            let faults = self.faults_of_path(path, &written.key);
            faults.into_iter().for_each(|fault| self.check.faults.push(fault));
            return None;
        };
        let mut name = |key: &str| {
            let written = own.get(key).filter(|_| is_key(self.more, key))?;
            self.check.name(&format!("{section}.\"{path}\".{key}"), written, LONGEST_NAME).map(str::to_string)
        };
        let names = [name("en"), name("zh")];
        let factor = Factor { path: path.to_string(), parts, key: written.key.clone(), names, levels };
        if self.check.faults.len() == before {
            self.attempt(&factor, own);
        }
        Some(factor)
    }

    /// Refuses keys that only change random numbers or files.
    fn refuses(&mut self, key: &str, place: &Place) -> bool {
        let refused = ["seed", "replicates", "title", "title_zh", "extends", "output"].contains(&key);
        if refused {
            self.refuse(
                message!("`{key}` cannot be a factor", "`{key}` 不能作为因子"),
                place,
                message!("it affects only random numbers or files", "它只影响随机数或文件"),
            );
        }
        refused
    }

    /// The path in the heading of a list; none if there is no such key. Capital letters are accepted.
    pub fn path(&mut self, written: &str, key: &Place) -> Option<String> {
        let leads = |path: &str| self.faults_of_path(path, key).is_empty();
        let lower = written.to_lowercase();
        let path = if written != lower && !leads(written) && leads(&lower) { lower } else { written.to_string() };
        let faults = self.faults_of_path(&path, key);
        let found = faults.is_empty() && !self.refuses(path.split('.').next().unwrap_or_default(), key);
        faults.into_iter().for_each(|fault| self.check.faults.push(fault));
        found.then_some(path)
    }

    fn categorical(&mut self, path: &str, own: &Table, written: &Written) -> Option<Levels> {
        let items = self.check.list(&format!("{path}: values"), written, "[0.1, 0.2]")?;
        if items.is_empty() {
            self.refuse(message!("`{path}` has no values", "`{path}` 没有取值"), &written.place, None);
            return None;
        }
        if !self.differ(path, items) {
            return None;
        }
        let weights = match own.get("weights") {
            None => vec![1.0; items.len()],
            Some(it) if !self.weighted => {
                let title =
                    message!("a grid or a Morris screening does not use weights", "全因子网格和 Morris 筛查不用权重");
                self.refuse(title, &it.key, message!("it treats all values alike", "每个值同等对待"));
                return None;
            }
            Some(weights) => {
                let list = self.check.list("weights", weights, "[2, 1]")?;
                let numbers: Vec<f64> = list.iter().filter_map(|it| self.number("weights", it)).collect();
                if list.len() != items.len() {
                    let (given, needed) = (list.len(), items.len());
                    let label = message!("{given} weights for {needed} values", "{given} 个权重，{needed} 个取值");
                    let title = message!("write one weight for each value", "每个取值须有一个权重");
                    self.refuse(title, &weights.place, label);
                    return None;
                }
                // Values that are not numbers were refused above.
                if numbers.len() < list.len() {
                    return None;
                }
                numbers
            }
        };
        let marginal = Marginal::Categorical { weights: weights.clone() };
        let reason = marginal.fault().or_else(|| {
            let possible = weights.iter().filter(|it| **it > 0.0).count();
            (possible < 2).then(|| message!("only one value has a weight above 0", "只有一个取值的权重大于 0"))
        });
        if let Some(reason) = reason {
            let title = message!("the values of `{path}` do not form a distribution", "`{path}` 的取值不构成分布");
            let place = own.get("weights").map_or(&written.place, |it| &it.place);
            self.refuse(title, place, reason);
            return None;
        }
        if let Some(it) = items.iter().find(|it| !can_be_told(&it.value)) {
            self.refuse(
                message!("a value of `{path}` is a table or a date", "`{path}` 有取值是表或日期"),
                &it.place,
                message!("cells cannot distinguish such values", "单元无法区分这样的取值"),
            );
            return None;
        }
        let values = items.iter().map(|it| (it.value.clone(), it.place.clone())).collect();
        let (values, weights) = if self.grid { (values, weights) } else { sorted(values, weights) };
        Some(Levels::Listed { values, marginal: Marginal::Categorical { weights } })
    }

    /// Whether there are at least two values and no duplicates; otherwise reports the error.
    fn differ(&mut self, path: &str, items: &[Written]) -> bool {
        if let [only] = items {
            let title = message!(
                "the factor `{path}` has only one value, so nothing varies",
                "因子 `{path}` 只有一个取值，没有变化"
            );
            let help = message!(
                "write two values or more, or set the one value in the scenario",
                "请写两个以上的取值，或在情景中设定这一个值"
            );
            self.check.faults.push(Diagnostic::new(title, &only.place, None).help(help));
            return false;
        }
        let mut same = true;
        // A number may be written as 1 and as 1.0.
        let shown = |it: &Value| number(it).map_or_else(|| text(it), |it| it.to_string());
        let mut seen: BTreeMap<String, &Place> = BTreeMap::new();
        for item in items.iter().filter(|it| can_be_told(&it.value)) {
            let value = shown(&item.value);
            if let Some(first) = seen.get(&value) {
                let title = message!(
                    "the factor `{path}` has the value {value} twice",
                    "因子 `{path}` 的取值 {value} 写了两次"
                );
                let fault = Diagnostic::new(title, &item.place, message!("a second time here", "此处是第二次"));
                let help = message!("`weights` make a value more likely", "要使某个值更常出现，请用 `weights`");
                self.check.faults.push(fault.other(first, message!("first here", "此处是第一次")).help(help));
                same = false;
            } else {
                seen.insert(value, &item.place);
            }
        }
        same
    }

    /// Refuses a distribution if the value cannot have a fraction.
    fn refuse_distribution(&mut self, path: &[String], own: &Table, distribution: &Written) -> bool {
        let shown = path.join(".");
        let (title, help) = match Content::of(path) {
            Content::Number => return false,
            Content::NoNumber => (
                message!("`{shown}` is not a number, so it cannot have a distribution", "`{shown}` 不是数，不能有分布"),
                message!("list its possible values: values = […]", "请列出可取的值：values = […]"),
            ),
            Content::Whole(step) => {
                let values = bounds(own).map_or_else(|| "…".to_string(), |(low, high)| steps(low, high, step));
                let title = match step {
                    1 => message!(
                        "`{shown}` is a whole number; a distribution would draw fractions",
                        "`{shown}` 是整数；分布会抽出小数"
                    ),
                    _ => message!(
                        "`{shown}` is a multiple of {step} weeks; a distribution would draw fractions",
                        "`{shown}` 是 {step} 周的倍数；分布会抽出小数"
                    ),
                };
                (
                    title,
                    message!("list its possible values: values = [{values}]", "请列出可取的值：values = [{values}]"),
                )
            }
        };
        self.check.faults.push(Diagnostic::new(title, &distribution.place, None).help(help));
        true
    }

    fn continuous(&mut self, path: &[String], own: &Table, distribution: &Written, heading: &Place) -> Option<Levels> {
        let word = self.check.choice("distribution", distribution, &DISTRIBUTIONS)?;
        if word != "categorical" && self.refuse_distribution(path, own, distribution) {
            return None;
        }
        let needed: &[&str] = match word {
            "triangular" => &["low", "mode", "high"],
            "normal" => &["mean", "deviation", "low", "high"],
            "categorical" => &["values"],
            _ => &["low", "high"],
        };
        let missing: Vec<String> =
            needed.iter().filter(|key| own.get(key).is_none()).map(|key| format!("`{key}`")).collect();
        if !missing.is_empty() {
            let (en, zh) = (missing.join(" and "), missing.join("、"));
            let title = match word {
                "normal" => message!(
                    "{word} needs {en}; it is truncated at low and high",
                    "{word} 须有 {zh}；它在 low 与 high 处截断"
                ),
                _ => message!("{word} needs {en}", "{word} 须有 {zh}"),
            };
            self.refuse(title, heading, None);
        }
        for (key, it) in own.iter().filter(|(key, _)| *key != "distribution" && !needed.contains(key)) {
            if is_key(FACTOR, key) {
                let (en, zh) = (needed.join(", "), needed.join("、"));
                self.refuse(
                    message!("{word} does not use `{key}`", "{word} 不用 `{key}`"),
                    &it.key,
                    message!("it uses {en}", "它使用 {zh}"),
                );
            }
        }
        let number = |reading: &mut Self, key: &str| own.get(key).and_then(|it| reading.number(key, it));
        let numbers: Option<Vec<f64>> = needed.iter().map(|key| number(self, key)).collect();
        let marginal = match (word, numbers?.as_slice()) {
            ("uniform", [low, high]) => Marginal::Uniform { low: *low, high: *high },
            ("log_uniform", [low, high]) => Marginal::LogUniform { low: *low, high: *high },
            ("triangular", [low, mode, high]) => Marginal::Triangular { low: *low, mode: *mode, high: *high },
            ("normal", [mean, deviation, low, high]) => {
                Marginal::Normal { mean: *mean, deviation: *deviation, low: *low, high: *high }
            }
            _ => return None,
        };
        if let Some(reason) = marginal.fault() {
            // The error is reported at the key that is wrong: a bound, unless the bounds are in order.
            let key = match marginal {
                Marginal::Triangular { low, high, .. } if low < high => "mode",
                Marginal::Normal { deviation, low, high, .. } if low < high && deviation <= 0.0 => "deviation",
                _ => "low",
            };
            let place = own.get(key).map_or(heading, |it| &it.place);
            let title = message!("these numbers do not form a distribution", "这些数不构成分布");
            let fault = Diagnostic::new(title, place, reason);
            let help = match bounds(own) {
                Some((low, high)) if low == high => Some(message!(
                    "a factor must vary; set a fixed value in the scenario",
                    "因子须有变化；固定的值请写在情景中"
                )),
                Some((low, high)) if low > high => {
                    Some(message!("low = {high} and high = {low}?", "是否为 low = {high}、high = {low}？"))
                }
                _ => None,
            };
            self.check.faults.push(Diagnostic { help, ..fault });
            return None;
        }
        Some(Levels::Continuous(marginal))
    }

    /// Any finite number.
    fn number(&mut self, key: &str, written: &Written) -> Option<f64> {
        let number = number(&written.value).filter(|it| it.is_finite());
        if number.is_none() {
            self.refuse(message!("`{key}` must be a number", "`{key}` 必须是数"), &written.place, None);
        }
        number
    }

    /// Checks each value, or both ends of a distribution, in the scenario.
    pub fn attempt(&mut self, factor: &Factor, own: &Table) {
        let tried: Vec<(Value, Place)> = match &factor.levels {
            Levels::Listed { values, .. } => worth_trying(values),
            Levels::Continuous(marginal) => [("low", 0.0), ("high", 1.0)]
                .into_iter()
                .filter_map(|(key, u)| Some((Value::Real(marginal.quantile(u)), own.get(key)?.place.clone())))
                .collect(),
        };
        for (value, place) in tried {
            if self.check.faults.full() {
                return;
            }
            self.attempt_one(factor, value, place);
        }
    }

    /// Errors of a path, before its values are known.
    fn faults_of_path(&self, path: &str, key: &Place) -> Vec<Diagnostic> {
        let place = Place { source: key.source, span: 0..0 };
        let mut merged = self.merged.clone();
        let path = path.split('.').map(str::to_string).collect();
        Override { path, key: key.clone(), place, value: Value::Real(0.0) }.lay_on(&mut merged);
        let mut check = Check { sources: self.check.sources, faults: Diagnostics::default() };
        resolve::scenario(&mut check, self.name, &merged);
        check.faults.iter().filter(|fault| fault.place.as_ref() == Some(key)).cloned().collect()
    }

    fn attempt_one(&mut self, factor: &Factor, value: Value, place: Place) {
        let shown = text(&value);
        let one = factor.override_with((value, place));
        let mut merged = self.merged.clone();
        one.lay_on(&mut merged);
        let scenario = resolve::scenario(self.check, self.name, &merged);
        if self.check.faults.is_empty() {
            let remarks = scenario.remarks();
            self.tried.push(Tried { path: factor.path.clone(), value: shown, remarks });
        }
    }
}
