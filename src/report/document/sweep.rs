//! Charts of a sweep and of its sensitivity indices.

use super::chart::{Bars, Chart, Intervals, Kind, Points};
use super::comparison::mark;
use super::numbers::{COMMA, scale};
use super::paragraph::Record;
use super::record::Row;
use super::source::{BASELINE, Source};
use super::words::{axis, figure};
use crate::analysis::figures::{Form, Indicator, Scope};
use crate::analysis::interval::Moments;
use crate::analysis::table::{Cells, Table};
use crate::text::Label;
use crate::text::Message;

/// Charts of cells at most: factors times measures may be many.
const MOST_CHARTS: usize = 24;

/// Points of a chart at most; beyond it they are one cloud, and the page grows.
const MOST_POINTS: usize = 2_000;

/// Parts of the range of a factor within which the line is a mean.
const PARTS: usize = 10;

/// The measure of a column of a sweep, whose name is its key, with the setting behind it if it is of one.
pub fn measure_of(name: &str) -> Option<&'static Indicator> {
    let of_setting = |it: &str| figure(name.strip_suffix(it)?.strip_suffix('_')?);
    figure(name).or_else(|| Scope::ALL.iter().find_map(|it| of_setting(it.name())))
}

/// The record of a number computed from all cells.
pub fn record(source: &Source, name: &str, estimate: f64) -> Record {
    let of_setting = Scope::ALL.into_iter().find(|it| name.ends_with(&format!("_{}", it.name())));
    Record {
        table: "cells".to_string(),
        context: BASELINE.to_string(),
        policy: String::new(),
        measure: name.to_string(),
        factor: String::new(),
        place: of_setting.unwrap_or(Scope::All).name().to_string(),
        estimate: Some(estimate),
        interval: None,
        replicates: Some(source.results.replicates),
        verdict: String::new(),
    }
}

/// Its form and unit.
pub fn form_of(name: &str) -> (Form, &str) {
    measure_of(name).map_or((Form::Level, ""), |it| (it.form, it.unit))
}

/// Factors of a measure in the order of one index.
pub struct Ranking<'a> {
    table: &'a Table,
    /// The measure.
    measure: &'a str,
    /// The index they are ranked by.
    pub index: &'static str,
    /// How it was estimated.
    pub estimator: &'a str,
    /// The factors, the largest first.
    pub factors: Vec<&'a str>,
}

impl<'a> Ranking<'a> {
    fn row(&self, index: &str, place: usize) -> Option<usize> {
        let wanted = [("measure", self.measure), ("index", index), ("estimator", self.estimator)];
        let factor = self.factors.get(place)?;
        self.table.which(&wanted).into_iter().find(|row| self.table.text("factor", *row) == *factor)
    }

    /// Factors by rank: those that the runs cannot distinguish are in one group. Empty if factors are not ranked.
    pub fn groups(&self) -> Vec<Vec<&'a str>> {
        let rank = |place: usize| {
            let row = self.row(self.index, place)?;
            // A factor without effect in every run has a rank and no interval.
            let known = self.table.number("low", row).is_some() || self.value(place) == Some(0.0);
            self.table.number("rank", row).filter(|it| *it > 0.0 && known)
        };
        let ranks: Option<Vec<f64>> = (0..self.factors.len()).map(rank).collect();
        let mut groups: Vec<(f64, Vec<&str>)> = Vec::new();
        for (factor, rank) in self.factors.iter().zip(ranks.unwrap_or_default()) {
            match groups.last_mut().filter(|it| it.0 == rank) {
                Some((_, group)) => group.push(factor),
                None => groups.push((rank, vec![factor])),
            }
        }
        groups.into_iter().map(|it| it.1).collect()
    }

    /// Index of a factor.
    pub fn value(&self, place: usize) -> Option<f64> {
        self.table.number("value", self.row(self.index, place)?)
    }

    /// Index of a factor with its interval.
    pub fn size(&self, place: usize) -> Option<[f64; 3]> {
        let row = self.row(self.index, place)?;
        let number = |column| self.table.number(column, row);
        Some([number("value")?, number("low")?, number("high")?])
    }

    /// The row on which a sentence about a factor is based.
    pub fn record(&self, source: &Source, place: usize) -> Option<Record> {
        Some(Row::at(source, self.table, self.row(self.index, place)?, "value").record())
    }

    /// Whether chance alone can explain the differences between points.
    pub fn is_by_chance(&self) -> bool {
        self.row(self.index, 0).is_some_and(|row| self.table.text("verdict", row) == "chance")
    }
}

/// Ranks the factors of a measure by mu* of Morris or by the total index of Sobol.
pub fn ranking<'a>(table: &'a Table, measure: &'a str) -> Ranking<'a> {
    let rows = |index| table.which(&[("measure", measure), ("index", index)]);
    let index = if rows("mu_star").is_empty() { "total" } else { "mu_star" };
    // Of two estimators the one that stands first uses all runs.
    let estimator = rows(index).first().map_or("", |row| table.text("estimator", *row));
    let mut those = table.which(&[("measure", measure), ("index", index), ("estimator", estimator)]);
    let size = |row: &usize| table.number("value", *row).unwrap_or(0.0);
    those.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let factors = those.into_iter().map(|row| table.text("factor", row)).collect();
    Ranking { table, measure, index, estimator, factors }
}

/// Values of a measure in the cells of a sweep.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// How many cells there are.
    pub cells: usize,
    /// Values of the runs that have one.
    pub values: Vec<f64>,
    /// Number of runs without a value.
    pub missing: usize,
    /// Moments of the means of the points that have all their replicates.
    pub points: Option<Moments>,
    /// Number of complete blocks of runs and of all blocks, if the design has blocks.
    pub complete: Option<(usize, usize)>,
}

/// Values of a measure in the table of cells; `block` is the number of points in a block.
pub fn values(source: &Source, measure: &str, block: Option<usize>) -> Option<Values> {
    let table = source.table("cells").filter(|it| it.columns.iter().any(|it| it.name == measure))?;
    let all: Vec<Option<f64>> = (0..table.rows()).map(|row| table.number(measure, row)).collect();
    let ran = |row: &usize| table.text("reason", *row).is_empty();
    let missing = (0..all.len()).filter(|row| all[*row].is_none() && ran(row)).count();
    let complete = block.map(|points| {
        let blocks = all.chunks((points * source.results.replicates as usize).max(1));
        (blocks.clone().filter(|it| it.iter().all(Option::is_some)).count(), blocks.count())
    });
    let replicates = (source.results.replicates as usize).max(1);
    let mean = |runs: &[Option<f64>]| Some(runs.iter().copied().sum::<Option<f64>>()? / runs.len() as f64);
    let points = Moments::of(&all.chunks(replicates).filter_map(mean).collect::<Vec<f64>>());
    Some(Values { cells: all.len(), values: all.into_iter().flatten().collect(), missing, points, complete })
}

/// Number of points in a block: a trajectory of Morris, or a block of Saltelli.
pub fn block(source: &Source, ranking: &Ranking) -> Option<usize> {
    let plan = source.results.plan.as_ref()?;
    let factors = plan.factors.len();
    match ranking.estimator {
        "morris" => Some(factors + 1),
        "saltelli" => Some(factors + 2),
        "all_runs" => Some(2 * factors + 2),
        _ => None,
    }
}

/// Factors by the size of their effect, one chart per measure.
pub fn tornado(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("indices") else { return Vec::new() };
    let chart = |measure: &str| {
        let (form, unit) = form_of(measure);
        let ranking = ranking(table, measure);
        if ranking.factors.is_empty() || ranking.is_by_chance() {
            return None;
        }
        let morris = ranking.index == "mu_star";
        // An effect has the measure's unit, a share of variance has none.
        let scale = if morris { scale(form) } else { scale(Form::Share) };
        let series = [ranking.index, if morris { "mu" } else { "first" }].map(|index| {
            let value = |place| mark(source, table, ranking.row(index, place)?, "value", scale);
            // The same word stands for the whole of a package elsewhere.
            let name = if index == "total" { Message::new("total", "总效应") } else { source.name(index) };
            Intervals { name, values: (0..ranking.factors.len()).map(value).collect() }
        });
        let x = if morris {
            let unit =
                if form == Form::Share { Message::new("percentage points", "百分点") } else { axis(form, unit) };
            unit.join(COMMA, &Message::new("over the whole range of the factor", "因子移动整个范围"))
        } else {
            Message::new("% of the variance", "占方差 %")
        };
        let rows = ranking.factors.iter().map(|it| source.name(it)).collect();
        let kind = Kind::Intervals { rows, series: series.into() };
        Some(Chart { title: source.name(measure), x, y: Message::same(""), kind })
    };
    table.distinct("measure").into_iter().filter_map(chart).collect()
}

/// Columns of a table of cells that are measures; the columns of the factors come before them.
pub fn measures<'a>(source: &Source, table: &'a Table) -> Vec<&'a str> {
    let named = |name: &str| source.results.names.iter().any(|it| it.id == name);
    let columns = table.columns.iter().map(|it| it.name.as_str());
    columns.filter(|it| named(it) && !form_of(it).1.is_empty()).collect()
}

/// Every measure over every factor.
pub fn points(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("cells") else { return Vec::new() };
    // Trajectories of Morris fill the space too unevenly for means to say anything.
    if source.table("indices").is_some_and(|it| !it.which(&[("index", "mu_star")]).is_empty()) {
        return Vec::new();
    }
    let measures = measures(source, table);
    let is_factor = |name: &&str| !measures.contains(name) && source.results.names.iter().any(|it| it.id == *name);
    let factors: Vec<&str> = table.columns.iter().map(|it| it.name.as_str()).filter(is_factor).collect();
    let pairs = measures.iter().flat_map(|measure| factors.iter().map(move |factor| (*measure, *factor)));
    let chart = |(measure, factor)| of_pair(source, table, measure, factor);
    pairs.filter_map(chart).take(MOST_CHARTS).collect()
}

/// A measure over a factor: a cloud and its means, or bars where the factor is a word.
fn of_pair(source: &Source, table: &Table, measure: &str, factor: &str) -> Option<Chart> {
    let (form, unit) = form_of(measure);
    let (title, y) = (source.name(measure), axis(form, unit));
    let mean = |rows: &[usize]| {
        let values: Vec<f64> = rows.iter().filter_map(|row| table.number(measure, *row)).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64 * scale(form))
    };
    let rows: Vec<usize> = (0..table.rows()).collect();
    let cells = table.columns.iter().find(|it| it.name == factor).map(|it| &it.cells)?;
    let Cells::Numbers(values) = cells else {
        let words = table.distinct(factor);
        let values = words.iter().map(|word| mean(&table.which(&[(factor, word)]))).collect();
        let kind = Kind::Bars {
            rows: words.iter().map(|it| source.name(it)).collect(),
            series: vec![Bars { name: title.clone(), values }],
        };
        let title = title.join(Label { en: " by ", zh: "，按" }, &source.name(factor));
        return Some(Chart { title, x: y, y: Message::same(""), kind });
    };
    // Of an interrupted sweep some replicates of a point may be missing.
    let of_one_point = |a: &usize, b: &usize| table.number("point", *a) == table.number("point", *b);
    let replicates = rows.chunk_by(of_one_point);
    let mut cloud: Vec<[f64; 2]> = replicates.filter_map(|rows| Some([values[*rows.first()?]?, mean(rows)?])).collect();
    cloud.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let (low, high) = (cloud.first()?[0], cloud.last()?[0]);
    if high <= low {
        return None;
    }
    let part = |it: &[f64; 2]| (((it[0] - low) / (high - low) * PARTS as f64) as usize).min(PARTS - 1);
    let means: Vec<[f64; 2]> = cloud
        .chunk_by(|a, b| part(a) == part(b))
        .map(|those| [0, 1].map(|axis| those.iter().map(|it| it[axis]).sum::<f64>() / those.len() as f64))
        .collect();
    let thin = cloud.len().div_ceil(MOST_POINTS).max(1);
    let drawn = cloud.into_iter().step_by(thin).collect();
    let points = |name, at, joined| Points { name, at, labels: Vec::new(), joined };
    let series = vec![
        points(Message::new("points of the design", "设计中的点"), drawn, false),
        points(Message::new("mean", "均值"), means, true),
    ];
    Some(Chart { title, x: source.name(factor), y, kind: Kind::Points(series) })
}
