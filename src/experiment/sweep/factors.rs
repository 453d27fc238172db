//! The factors of a design: `[design.factors."dotted.path"]`, or the columns of a list of cells.

use std::collections::BTreeMap;

use super::plan::{Factor, Kind, Levels};
use super::read::{Listed, Reading, line};
use crate::experiment::design::Marginal;
use crate::scenario::diagnostics::{Fault, Faults, Place};
use crate::scenario::file::{Table, Value, Written};
use crate::scenario::resolve;
use crate::scenario::template::Override;
use crate::scenario::values::Check;

/// Keys of a factor.
pub(in crate::experiment) const FACTOR: [&str; 8] =
    ["values", "weights", "distribution", "low", "high", "mode", "mean", "deviation"];

/// Words of `distribution`.
pub(in crate::experiment) const DISTRIBUTIONS: [&str; 5] =
    ["uniform", "log_uniform", "triangular", "normal", "categorical"];

/// A field of the list as a value.
fn field(text: &str) -> Value {
    let text = text.trim();
    match (text.parse::<i64>(), text.parse::<f64>(), text.parse::<bool>()) {
        (Ok(whole), _, _) => Value::Whole(Some(whole)),
        (_, Ok(real), _) => Value::Real(real),
        (_, _, Ok(switch)) => Value::Switch(switch),
        _ => Value::Text(text.to_string()),
    }
}

impl Reading<'_, '_> {
    /// `[design.factors]`.
    pub(super) fn factors(&mut self, own: &Table, heading: &Place, kind: Option<Kind>) -> Vec<Factor> {
        let Some(written) = own.get("factors") else {
            let fault = Fault::new("a design needs factors", heading, "");
            self.check
                .faults
                .push(fault.help("for example [design.factors.\"parameters.drive.relax\"] with values = [0.02, 0.04]"));
            return Vec::new();
        };
        let Some(table) = self.check.table("design.factors", written) else { return Vec::new() };
        if table.iter().next().is_none() {
            self.refuse("a design needs factors", &written.key, "there are none");
        }
        table.iter().filter_map(|(path, it)| self.factor(path, it, kind)).collect()
    }

    fn factor(&mut self, path: &str, written: &Written, kind: Option<Kind>) -> Option<Factor> {
        let name = format!("design.factors.\"{path}\"");
        let own = self.check.table(&name, written)?;
        let nested = own.iter().any(|(key, it)| !FACTOR.contains(&key) && matches!(it.value, Value::Table(_)));
        if nested {
            let fault = Fault::new("the path of a factor is one key, in quotation marks", &written.key, "");
            self.check.faults.push(fault.help(format!("as in [design.factors.\"{path}.….…\"]")));
            return None;
        }
        let before = self.check.faults.len();
        self.check.only(&name, own, &FACTOR);
        let parts: Vec<String> = path.split('.').map(str::to_string).collect();
        if ["seed", "replicates", "title", "title_zh", "extends", "output"].contains(&parts[0].as_str()) {
            self.refuse(
                format!("`{}` cannot be a factor", parts[0]),
                &written.key,
                "it changes nothing but chance or files",
            );
            return None;
        }
        let levels = match (own.get("values"), own.get("distribution")) {
            (None, None) => {
                self.refuse(format!("`{path}` needs values or a distribution"), &written.key, "");
                None
            }
            (Some(values), distribution) => {
                let word = distribution.and_then(|it| self.check.choice("distribution", it, &["categorical"]));
                if distribution.is_some() && word.is_none() { None } else { self.categorical(path, own, values, kind) }
            }
            (None, Some(it)) if kind == Some(Kind::Grid) => {
                self.refuse(
                    "a grid takes `values`, not a distribution",
                    &it.key,
                    "or choose kind = \"latin\" or \"sobol\"",
                );
                None
            }
            (None, Some(it)) => self.continuous(own, it, &written.key),
        };
        let Some(levels) = levels else {
            self.attempt_path(parts, &written.key);
            return None;
        };
        let factor = Factor { path: path.to_string(), parts, key: written.key.clone(), levels };
        if self.check.faults.len() == before {
            self.attempt(&factor, own);
        }
        Some(factor)
    }

    fn categorical(&mut self, path: &str, own: &Table, written: &Written, kind: Option<Kind>) -> Option<Levels> {
        let items = self.check.list(&format!("{path}: values"), written, "[0.1, 0.2]")?;
        if items.is_empty() {
            self.refuse(format!("`{path}` has no values"), &written.place, "");
            return None;
        }
        let marginal = match own.get("weights") {
            None => Marginal::kinds(items.len()),
            Some(it) if kind == Some(Kind::Grid) => {
                self.refuse("a grid has no use for weights", &it.key, "it takes every value");
                return None;
            }
            Some(weights) => {
                let list = self.check.list("weights", weights, "[2, 1]")?;
                let numbers: Vec<f64> = list.iter().filter_map(|it| self.number("weights", it)).collect();
                if list.len() != items.len() {
                    let label = format!("{} weights for {} values", list.len(), items.len());
                    self.refuse("there is one weight for each value", &weights.place, label);
                    return None;
                }
                Marginal::Categorical { weights: numbers }
            }
        };
        if let Some(reason) = marginal.fault() {
            self.refuse(format!("the values of `{path}` make no distribution"), &written.place, reason);
            return None;
        }
        let values = items.iter().map(|it| (it.value.clone(), it.place.clone())).collect();
        Some(Levels::Listed { values, marginal })
    }

    fn continuous(&mut self, own: &Table, distribution: &Written, heading: &Place) -> Option<Levels> {
        let word = self.check.choice("distribution", distribution, &DISTRIBUTIONS)?;
        let needed: &[&str] = match word {
            "triangular" => &["low", "mode", "high"],
            "normal" => &["mean", "deviation", "low", "high"],
            "categorical" => &["values"],
            _ => &["low", "high"],
        };
        let missing: Vec<String> =
            needed.iter().filter(|key| own.get(key).is_none()).map(|key| format!("`{key}`")).collect();
        if !missing.is_empty() {
            let note = if word == "normal" { "; it is cut at low and high" } else { "" };
            self.refuse(format!("{word} needs {}{note}", missing.join(" and ")), heading, "");
        }
        for (key, it) in own.iter().filter(|(key, _)| *key != "distribution" && !needed.contains(key)) {
            if FACTOR.contains(&key) {
                self.refuse(
                    format!("{word} has no use for `{key}`"),
                    &it.key,
                    format!("it takes {}", needed.join(", ")),
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
            let place = own.get("low").map_or(heading, |it| &it.place);
            self.refuse("these bounds make no distribution", place, reason);
            return None;
        }
        Some(Levels::Continuous(marginal))
    }

    /// Any finite number.
    fn number(&mut self, key: &str, written: &Written) -> Option<f64> {
        let number = match written.value {
            Value::Whole(Some(whole)) => Some(whole as f64),
            Value::Real(real) => Some(real),
            _ => None,
        };
        let number = number.filter(|it| it.is_finite());
        if number.is_none() {
            self.refuse(format!("`{key}` must be a number"), &written.place, "");
        }
        number
    }

    /// Puts each value, or both ends of a distribution, into the scenario by itself.
    fn attempt(&mut self, factor: &Factor, own: &Table) {
        let tried: Vec<(Value, Place)> = match &factor.levels {
            Levels::Listed { values, .. } => values.clone(),
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

    /// Tells whether a path leads anywhere though there is no value to put there yet.
    fn attempt_path(&mut self, path: Vec<String>, key: &Place) {
        let place = Place { source: key.source, span: 0..0 };
        let mut merged = self.merged.clone();
        Override { path, key: key.clone(), place, value: Value::Real(0.0) }.lay_on(&mut merged);
        let mut check = Check { sources: self.check.sources, faults: Faults::default() };
        resolve::scenario(&mut check, self.name, &merged);
        let of_path = |it: &&Fault| it.place.as_ref() == Some(key);
        check.faults.iter().filter(of_path).for_each(|it| self.check.faults.push(it.clone()));
    }

    fn attempt_one(&mut self, factor: &Factor, value: Value, place: Place) {
        let one = Override { path: factor.parts.clone(), key: factor.key.clone(), place, value };
        let mut merged = self.merged.clone();
        one.lay_on(&mut merged);
        resolve::scenario(self.check, self.name, &merged);
    }

    /// Factors and rows of a list.
    pub(super) fn listed(&mut self, own: &Table, Listed { list, source }: Listed) -> (Vec<Factor>, Vec<Vec<u32>>) {
        if let Some(written) = own.get("factors") {
            self.refuse("the factors of a list are named in its first line", &written.key, "leave this table out");
        }
        let sources = self.check.sources;
        let heading = line(&sources[source], source, 1);
        let mut rows = vec![Vec::with_capacity(list.factors.len()); list.cells.len()];
        let mut factors = Vec::new();
        for (column, path) in list.factors.iter().enumerate() {
            let parts = path.split('.').map(str::to_string).collect();
            let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
            let mut values: Vec<(Value, Place)> = Vec::new();
            for (row, cell) in rows.iter_mut().zip(&list.cells) {
                let text = cell.fields[column].as_str();
                let number = *numbers.entry(text).or_insert_with(|| {
                    values.push((field(text), Place { source, span: cell.line..cell.line }));
                    values.len() as u32 - 1
                });
                row.push(number);
            }
            // Looking for a line costs a pass over the text: only those of distinct values, and not too many.
            for (_, place) in values.iter_mut().take(10_000) {
                *place = line(&sources[source], source, place.span.start);
            }
            values.iter_mut().skip(10_000).for_each(|(_, place)| *place = heading.clone());
            let marginal = Marginal::kinds(values.len());
            let factor =
                Factor { path: path.clone(), parts, key: heading.clone(), levels: Levels::Listed { values, marginal } };
            self.attempt(&factor, own);
            factors.push(factor);
        }
        (factors, rows)
    }
}
