//! Charts of a comparison of policies.

use std::iter;

use super::chart::{Chart, Intervals, Kind, Line, Mark};
use super::numbers::{COMMA, scale};
use super::record::Row;
use super::run::{GAPS, MEMBERSHIPS, YEARS, lasting, line};
use super::source::{BASELINE, Source};
use super::words::{axis, figure};
use crate::analysis::figures::{Better, Form, Scope};
use crate::analysis::interval::Verdict;
use crate::analysis::table::Table;
use crate::text::Label;
use crate::text::Message;

/// Paired differences, one chart per measure: a row for each policy in each context, with urban and rural values.
pub fn forest(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("contrasts") else { return Vec::new() };
    let cases = cases(table);
    let several = table.distinct("context").len() > 1;
    // Where there are only towns or only villages, they are all.
    let settings = [Scope::Urban, Scope::Rural];
    let there = table.distinct("scope");
    let both = settings.iter().all(|it| there.contains(&it.name()));
    let apart: &[Scope] = if both { &settings } else { &[] };
    let chart = |key: &str| {
        let figure = figure(key)?;
        let of = |scope: Scope| {
            let value = |(context, policy): &(&str, &str)| {
                let wanted = [("context", *context), ("policy", policy), ("measure", key), ("scope", scope.name())];
                let row = *table.which(&wanted).first()?;
                mark(source, table, row, "difference", scale(figure.form))
            };
            Intervals { name: scope.label().into(), values: cases.iter().map(value).collect() }
        };
        let name = |(context, policy): &(&str, &str)| {
            let name = source.name(policy);
            let name = if several { name.join(COMMA, &source.context(context)) } else { name };
            let wanted = [("context", *context), ("policy", *policy), ("measure", key), ("scope", Scope::All.name())];
            let row = Row::first(source, "contrasts", &wanted, "difference");
            row.map_or(name.clone(), |row| remarked(name, &row, source.results.replicates))
        };
        let direction = source.name(figure.better.name());
        Some(Chart {
            title: if figure.better == Better::Neither {
                figure.label.into()
            } else {
                Message::from(figure.label).join(COMMA, &direction)
            },
            x: difference_axis(figure.form, figure.unit),
            y: Message::same(""),
            kind: Kind::Intervals {
                rows: cases.iter().map(name).collect(),
                // All elders first: the others are read against them.
                series: iter::once(Scope::All).chain(apart.iter().copied()).map(of).collect(),
            },
        })
    };
    table.distinct("measure").into_iter().filter_map(chart).collect()
}

/// A name with a note if the policy is equal to the baseline or has a value in fewer replicates.
fn remarked(name: Message, row: &Row, replicates: u32) -> Message {
    match (row.verdict(), row.replicates()) {
        (Some(Verdict::Equal), _) => {
            name.join(Label { en: "", zh: "" }, &Message::new(" (equal to the baseline)", "（与基线相同）"))
        }
        (_, Some(of)) if of < replicates => {
            let of = Message::new(
                format!(" ({of} of {replicates} replicates)"),
                format!("（{replicates} 次重复中的 {of} 次）"),
            );
            name.join(Label { en: "", zh: "" }, &of)
        }
        _ => name,
    }
}

/// Context and policy of every row, in the order of the study.
fn cases(table: &Table) -> Vec<(&str, &str)> {
    let contexts = table.distinct("context");
    let policies = table.distinct("policy");
    contexts.into_iter().flat_map(|context| policies.iter().map(move |policy| (context, *policy))).collect()
}

/// A number with its interval, if it has one.
pub(super) fn mark(source: &Source, table: &Table, row: usize, column: &'static str, scale: f64) -> Option<Mark> {
    Some(Mark::of(Row::at(source, table, row, column).estimated(column)?, scale))
}

pub(super) fn difference_axis(form: Form, unit: &str) -> Message {
    if form == Form::Share { Message::new("percentage points", "百分点") } else { axis(form, unit) }
}

/// Trajectories of every measure in the baseline context, one line per policy.
pub fn courses(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("courses") else { return Vec::new() };
    let chart = |key: &str| {
        let figure = figure(key)?;
        let lines: Vec<Line> = table
            .distinct("policy")
            .into_iter()
            .filter_map(|policy| {
                let wanted =
                    [("context", BASELINE), ("policy", policy), ("measure", key), ("scope", Scope::All.name())];
                let rows = by_month(table.which(&wanted));
                let drawn = line(table, &rows, figure.form, Some(source.name(policy)), true);
                (rows.len() > 1).then(|| Line { reference: policy == BASELINE, ..drawn })
            })
            .collect();
        let (title, y) = (figure.label.into(), axis(figure.form, figure.unit));
        (!lines.is_empty()).then(|| Chart { title, x: YEARS.into(), y, kind: Kind::Lines(lines) })
    };
    table.distinct("measure").into_iter().filter_map(chart).collect()
}

/// Every fourth week, which is all that a chart can resolve.
fn by_month(rows: Vec<usize>) -> Vec<usize> {
    rows.into_iter().step_by(4).collect()
}

/// Rural minus urban under every policy, one chart per measure.
pub fn gap(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("courses") else { return Vec::new() };
    let chart = |key: &&str| {
        let figure = figure(key)?;
        let rows = |policy: &str, scope: Scope| {
            let wanted = [("context", BASELINE), ("policy", policy), ("measure", key), ("scope", scope.name())];
            by_month(table.which(&wanted))
        };
        let of = |policy: &str| {
            let [urban, rural] = [Scope::Urban, Scope::Rural]
                .map(|scope| line(table, &rows(policy, scope), figure.form, Some(source.name(policy)), true));
            // Weeks in which only one of them has a value would pair different weeks.
            let both = urban.x.len() > 1 && urban.x == rural.x;
            let gap = |(urban, rural): (&Option<f64>, &Option<f64>)| Some((*rural)? - (*urban)?);
            let y = urban.y.iter().zip(&rural.y).map(gap).collect();
            both.then(|| Line { y, band: None, reference: policy == BASELINE, ..rural })
        };
        let lines: Vec<Line> = table.distinct("policy").into_iter().filter_map(of).collect();
        let (title, y) = (figure.label.into(), difference_axis(figure.form, figure.unit));
        (!lines.is_empty()).then(|| Chart { title, x: YEARS.into(), y, kind: Kind::Lines(lines) })
    };
    GAPS.iter().filter_map(chart).collect()
}

/// Retention curves under every policy: all elders, then urban and rural if there are both.
pub fn retention(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("retention") else { return Vec::new() };
    let chart = |scope: Scope| {
        let of = |policy: &str| {
            let rows = table.which(&[("context", BASELINE), ("policy", policy), ("scope", scope.name())]);
            let drawn = line(table, &rows, Form::Share, Some(source.name(policy)), false);
            (rows.len() > 1).then(|| Line { reference: policy == BASELINE, ..drawn })
        };
        let title = Message::from(MEMBERSHIPS).join(COMMA, &scope.label().into());
        lasting(title, table.distinct("policy").into_iter().filter_map(of).collect())
    };
    let [all, urban, rural] = [Scope::All, Scope::Urban, Scope::Rural].map(chart);
    let apart = urban.zip(rural).map(|(urban, rural)| [urban, rural]);
    all.into_iter().chain(apart.into_iter().flatten()).collect()
}

/// Shapley shares of the instruments of a package, the largest first, one chart per measure.
pub fn tornado(source: &Source) -> Vec<Chart> {
    source.table("attribution").map_or_else(Vec::new, |table| shares(source, table, "instrument", true))
}

/// Shapley shares of the stages, in their own order, one chart per measure.
pub fn stages(source: &Source) -> Vec<Chart> {
    source.table("stages").map_or_else(Vec::new, |table| shares(source, table, "stage", false))
}

/// Shapley shares of the kinds of agents, in their own order, one chart per measure.
pub fn agents(source: &Source) -> Vec<Chart> {
    source.table("agents").map_or_else(Vec::new, |table| shares(source, table, "agent", false))
}

fn shares(source: &Source, table: &Table, player: &str, sorted: bool) -> Vec<Chart> {
    let chart = |(policy, key): (&str, &str)| {
        let figure = figure(key)?;
        let of = |what| table.which(&[("policy", policy), ("measure", key), ("what", what)]);
        let mut rows = of("share");
        if sorted {
            let size = |row: &usize| table.number("value", *row).unwrap_or(0.0).abs();
            rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
        }
        if rows.is_empty() {
            return None;
        }
        // The direct part is not the share of a pathway, but a part of the same effect.
        rows.extend(of("direct"));
        let name = |row: &usize| match table.text(player, *row) {
            "" => source.name(table.text("what", *row)),
            id => source.name(id),
        };
        let values = rows.iter().map(|row| mark(source, table, *row, "value", scale(figure.form))).collect();
        let series = vec![Intervals { name: source.name("share"), values }];
        let kind = Kind::Intervals { rows: rows.iter().map(name).collect(), series };
        let title = source.name(policy).join(COMMA, &figure.label.into());
        Some(Chart { title, x: difference_axis(figure.form, figure.unit), y: Message::same(""), kind })
    };
    let measures = table.distinct("measure");
    let pairs = table.distinct("policy").into_iter().flat_map(|policy| measures.iter().map(move |it| (policy, *it)));
    pairs.filter_map(chart).collect()
}
