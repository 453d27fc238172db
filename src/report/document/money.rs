//! Charts of what policies cost and whether it is worth it.

use super::chart::{Bars, Chart, Kind, Line, Points};
use super::numbers::{COMMA, per_cent};
use super::source::{BASELINE, Source};
use super::words::{figure, known};
use crate::analysis::costs::SOURCES;
use crate::analysis::figures::Better;
use crate::analysis::table::Table;
use crate::policy::DESCRIPTIONS;
use crate::text::Message;

/// Whose costs the charts show.
pub(super) const PUBLIC: &str = "public";

/// The cost-effectiveness plane at the chosen discount rate, from the public's perspective, a chart a world.
pub fn plane(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("cost_effectiveness") else { return Vec::new() };
    let chart = |context: &str| {
        let rows: Vec<usize> = table
            .which(&[("context", context), ("perspective", PUBLIC)])
            .into_iter()
            .filter(|row| is_chosen(table, *row))
            .collect();
        let origin = *rows.iter().find(|row| table.text("policy", **row) == BASELINE)?;
        let at = |row: usize| {
            let minus = |name: &str| Some(table.number(name, row)? - table.number(name, origin)?);
            Some([minus("effect")?, minus("cost")?])
        };
        let points = |wanted: &dyn Fn(&str) -> bool, name: Message, joined: bool| {
            let mut those: Vec<([f64; 2], Message)> = rows
                .iter()
                .filter(|row| wanted(table.text("standing", **row)))
                .filter_map(|row| Some((at(*row)?, source.name(table.text("policy", *row)))))
                .collect();
            those.sort_by(|a, b| a.0[0].total_cmp(&b.0[0]));
            let (at, labels) = those.into_iter().unzip();
            Points { name, at, labels, joined }
        };
        let worth = |word: &str| ["reference", "frontier"].contains(&word);
        let frontier = points(&worth, source.name("frontier"), true);
        let rest = points(&|word| !worth(word), Message::new("not on the frontier", "不在前沿上"), false);
        let measure = source.name(table.text("effect_measure", origin));
        let x = if lowered(table, origin) {
            Message::new(
                format!("effect: {} avoided × years an elder", measure.en),
                format!("效果：减少的{} × 年/老年人", measure.zh),
            )
        } else {
            Message::new(
                format!("effect: {} gained × years an elder", measure.en),
                format!("效果：增加的{} × 年/老年人", measure.zh),
            )
        };
        let y = Message::new("yuan more an elder", "每位老年人多花的元");
        let several = table.distinct("context").len() > 1;
        let title = Message::new("Cost-effectiveness plane", "成本效果平面");
        let title = if several { title.join(COMMA, &source.world(context)) } else { title };
        // Clouds first: policies then have the colours that they have in the other charts, and nothing covers a name.
        let mut series = clouds(source, context);
        series.extend([frontier, rest].into_iter().filter(|it| !it.at.is_empty()));
        Some(Chart { title, x, y, kind: Kind::Points(series) })
    };
    table.distinct("context").into_iter().filter_map(chart).collect()
}

/// Means that might be true, a cloud a policy, where resamples of the replicates were written.
fn clouds(source: &Source, context: &str) -> Vec<Points> {
    let Some(table) = source.table("cost_effectiveness_plane") else { return Vec::new() };
    let cloud = |policy: &&str| {
        let rows = table.which(&[("context", context), ("policy", policy), ("perspective", PUBLIC)]);
        let at = rows.iter().filter_map(|row| Some([table.number("effect", *row)?, table.number("cost", *row)?]));
        Points { name: source.name(policy), at: at.collect(), labels: Vec::new(), joined: false }
    };
    table.distinct("policy").iter().map(cloud).filter(|it| !it.at.is_empty()).collect()
}

/// Probability that a policy has the highest net benefit over what a unit of effect may be worth, a chart a world.
pub fn acceptability(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("net_benefit") else { return Vec::new() };
    let chart = |context: &str| {
        let line = |policy: &str| {
            let rows: Vec<usize> = table
                .which(&[("context", context), ("policy", policy), ("perspective", PUBLIC)])
                .into_iter()
                .filter(|row| is_chosen(table, *row))
                .collect();
            let percent = |row: &usize| table.number("probability_best", *row).map(|it| it * 100.0);
            let drawn = Line {
                name: Some(source.name(policy)),
                x: rows.iter().filter_map(|row| table.number("threshold", *row)).collect(),
                y: rows.iter().map(percent).collect(),
                band: None,
                reference: policy == BASELINE,
            };
            (rows.len() > 1).then_some(drawn)
        };
        let lines: Vec<Line> = table.distinct("policy").into_iter().filter_map(line).collect();
        let measure = source.name(table.text("effect_measure", 0));
        let [more, more_zh] = if lowered(table, 0) { ["less", "减少"] } else { ["more", "增加"] };
        let x = Message::new(
            format!("yuan for an elder-year {more} of {}", measure.en),
            format!("每{more_zh}一人年{}愿付的元", measure.zh),
        );
        let y = Message::new("probability of being best, %", "最具成本效果的概率，%");
        let title = Message::new("Acceptability curve", "可接受性曲线");
        let several = table.distinct("context").len() > 1;
        let title = if several { title.join(COMMA, &source.world(context)) } else { title };
        (!lines.is_empty()).then_some(Chart { title, x, y, kind: Kind::Lines(lines) })
    };
    table.distinct("context").into_iter().filter_map(chart).collect()
}

/// Whether the effect of a table is that there is less of its measure.
fn lowered(table: &Table, row: usize) -> bool {
    figure(table.text("effect_measure", row)).is_some_and(|it| it.better == Better::Lower)
}

/// Whether a row is at the discount rate that the study chooses.
pub(super) fn is_chosen(table: &Table, row: usize) -> bool {
    table.number("chosen", row) == Some(1.0)
}

/// What organisers spend by item, and who pays it, in the world as it is, a bar a policy.
pub fn costs(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("costs") else { return Vec::new() };
    let policies = table.distinct("policy");
    let items = table.distinct("item");
    // A policy may have the identity of an instrument, and another name.
    let bars = |item: &str, name: &str| {
        let value = |policy: &&str| {
            let rows = table.which(&[("context", BASELINE), ("policy", policy), ("item", item)]);
            let usual = rows.into_iter().find(|row| is_chosen(table, *row))?;
            table.number("level", usual)
        };
        Bars { name: known(name).unwrap_or_else(|| source.name(name)), values: policies.iter().map(value).collect() }
    };
    let chosen =
        (0..table.rows()).find(|row| is_chosen(table, *row)).and_then(|row| table.number("discount_rate", row));
    let rate = per_cent(chosen.unwrap_or(0.0));
    let chart = |en: &str, zh: &str, series: Vec<Bars>| {
        let kind = Kind::Bars { rows: policies.iter().map(|it| source.name(it)).collect(), series };
        let title = Message::new(format!("{en}, discounted at {rate} %"), format!("{zh}，贴现率 {rate}%"));
        Chart { title, x: source.name("yuan an elder"), y: Message::same(""), kind }
    };
    let is_spent = |it: &&&str| **it == "core" || DESCRIPTIONS.iter().any(|known| known.name == **it);
    let spent = items.iter().filter(is_spent).map(|it| bars(it, it)).collect();
    let paid: Vec<Bars> =
        SOURCES.iter().filter(|it| items.contains(&it.item)).map(|it| bars(it.item, it.payer)).collect();
    let mut charts = vec![chart("What organisers spend", "组织者的支出", spent)];
    // A single payer has no line of colours to be named in.
    let (en, zh) = match &paid[..] {
        [Bars { name, .. }] => (format!("Who pays organisers: {}", name.en), format!("谁向组织者付款：{}", name.zh)),
        _ => ("Who pays organisers".to_string(), "谁向组织者付款".to_string()),
    };
    charts.extend((!paid.is_empty()).then(|| chart(&en, &zh, paid)));
    charts
}
