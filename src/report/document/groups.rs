//! Charts of effects by group of elders, by province, and on inequality.

use super::chart::{Chart, Intervals, Kind, Tile};
use super::comparison::{difference_axis, mark};
use super::numbers::{COMMA, scale};
use super::places::PLACES;
use super::source::{BASELINE, Source};
use super::words::figure;
use crate::analysis::figures::Scope;
use crate::text::Message;

/// The grouping that is drawn as a map.
const PROVINCE: &str = "province";

/// Differences by group of elders in the baseline context, one chart per measure.
pub fn groups(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("groups") else { return Vec::new() };
    let groupings = table.distinct("grouping");
    let mut groups: Vec<(&str, &str)> = Vec::new();
    for grouping in groupings.into_iter().filter(|it| *it != PROVINCE) {
        for row in table.which(&[("grouping", grouping)]) {
            let group = (grouping, table.text("group", row));
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
    }
    let chart = |key: &str| {
        let figure = figure(key)?;
        let of = |policy: &str| {
            let value = |(grouping, group): &(&str, &str)| {
                let wanted = [
                    ("context", BASELINE),
                    ("policy", policy),
                    ("measure", key),
                    ("scope", Scope::All.name()),
                    ("grouping", *grouping),
                    ("group", *group),
                ];
                mark(source, table, *table.which(&wanted).first()?, "difference", scale(figure.form))
            };
            Intervals { name: source.name(policy), values: groups.iter().map(value).collect() }
        };
        let series: Vec<Intervals> = table
            .distinct("policy")
            .into_iter()
            .filter(|it| *it != BASELINE)
            .map(of)
            .filter(|it| it.values.iter().any(Option::is_some))
            .collect();
        let name = |(grouping, group): &(&str, &str)| source.name_within(grouping, group);
        (!series.is_empty()).then(|| Chart {
            title: figure.label_in_groups().into(),
            x: difference_axis(figure.form, figure.unit),
            y: Message::same(""),
            kind: Kind::Intervals { rows: groups.iter().map(name).collect(), series },
        })
    };
    if groups.is_empty() { Vec::new() } else { table.distinct("measure").into_iter().filter_map(chart).collect() }
}

/// Differences by province, one map per measure and policy.
pub fn provinces(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("groups") else { return Vec::new() };
    let chart = |key: &str, policy: &str| {
        let figure = figure(key)?;
        let wanted = [
            ("context", BASELINE),
            ("policy", policy),
            ("measure", key),
            ("scope", Scope::All.name()),
            ("grouping", PROVINCE),
        ];
        let rows = table.which(&wanted);
        let value = |province: &str| {
            let row = rows.iter().find(|row| table.text("group", **row) == province)?;
            table.number("difference", *row).map(|it| it * scale(figure.form))
        };
        let tile = |it: &super::places::Place| Tile {
            name: Message::from(it.name),
            short: Message::new(it.code, it.name.zh),
            at: [it.row, it.column],
            value: value(it.name.en),
        };
        let tiles: Vec<Tile> = PLACES.iter().map(tile).collect();
        // One place is no map.
        let several = tiles.iter().filter(|it| it.value.is_some()).count() > 1;
        // A tile has no axis to name the unit.
        let told = Message::from(figure.label).join(COMMA, &difference_axis(figure.form, figure.unit));
        let title = source.name(policy).join(COMMA, &told);
        several.then(|| Chart { title, x: Message::same(""), y: told, kind: Kind::Tiles(tiles) })
    };
    let policies = table.distinct("policy");
    let pairs = table.distinct("measure").into_iter().flat_map(|key| policies.iter().map(move |policy| (key, *policy)));
    pairs.filter_map(|(key, policy)| chart(key, policy)).collect()
}

/// Differences of inequality indices in the baseline context, one chart per distributed quantity.
pub fn equity(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("equity") else { return Vec::new() };
    let chart = |of: &str| {
        let all = table.which(&[("context", BASELINE), ("of", of), ("scope", Scope::All.name())]);
        let mut indices: Vec<&str> = all.iter().map(|row| table.text("index", *row)).collect();
        indices.dedup();
        indices.sort_unstable();
        indices.dedup();
        // A ratio alone repeats the urban and rural differences.
        if indices.len() < 2 {
            return None;
        }
        let series = table.distinct("policy").into_iter().filter(|it| *it != BASELINE).map(|policy| {
            let value = |index: &&str| {
                let row = all
                    .iter()
                    .find(|row| table.text("policy", **row) == policy && table.text("index", **row) == *index)?;
                mark(source, table, *row, "difference", 1.0)
            };
            Intervals { name: source.name(policy), values: indices.iter().map(value).collect() }
        });
        let kind =
            Kind::Intervals { rows: indices.iter().map(|it| source.name(it)).collect(), series: series.collect() };
        let x = Message::new("change of the index", "指数的变化");
        Some(Chart { title: source.name(of), x, y: Message::same(""), kind })
    };
    table.distinct("of").into_iter().filter_map(chart).collect()
}
