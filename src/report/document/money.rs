//! Charts of costs and cost-effectiveness.

use super::chart::{Bars, Chart, Kind, Line, Points};
use super::numbers::{COMMA, per_cent};
use super::source::{BASELINE, Source};
use super::words::{figure, known};
use crate::analysis::costs::SOURCES;
use crate::analysis::figures::Better;
use crate::analysis::table::Table;
use crate::policy::DESCRIPTIONS;
use crate::text::Message;

/// Perspective of the charts.
pub(super) const PUBLIC: &str = "public";

/// The cost-effectiveness plane at the chosen discount rate, from the perspective of public spending, one chart per
/// context.
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
                format!("effect: {} avoided, years per elder", measure.en),
                format!("效果：减少的{}，年/老年人", measure.zh),
            )
        } else {
            Message::new(
                format!("effect: {} gained, years per elder", measure.en),
                format!("效果：增加的{}，年/老年人", measure.zh),
            )
        };
        let y = Message::new("additional cost, yuan per elder", "增量成本，元/老年人");
        let several = table.distinct("context").len() > 1;
        let title = Message::new("Cost-effectiveness plane", "成本效果平面");
        let title = if several { title.join(COMMA, &source.context(context)) } else { title };
        // Clouds first: policies then have the same colours as in the other charts, and no cloud covers a name.
        let mut series = clouds(source, context);
        series.extend([frontier, rest].into_iter().filter(|it| !it.at.is_empty()));
        Some(Chart { title, x, y, kind: Kind::Points(series) })
    };
    table.distinct("context").into_iter().filter_map(chart).collect()
}

/// Resampled means of cost and effect, one cloud per policy.
fn clouds(source: &Source, context: &str) -> Vec<Points> {
    let Some(table) = source.table("cost_effectiveness_plane") else { return Vec::new() };
    let cloud = |policy: &&str| {
        let rows = table.which(&[("context", context), ("policy", policy), ("perspective", PUBLIC)]);
        let at = rows.iter().filter_map(|row| Some([table.number("effect", *row)?, table.number("cost", *row)?]));
        Points { name: source.name(policy), at: at.collect(), labels: Vec::new(), joined: false }
    };
    table.distinct("policy").iter().map(cloud).filter(|it| !it.at.is_empty()).collect()
}

/// Cost-effectiveness acceptability curves, one chart per context.
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
            format!("willingness to pay, yuan per person-year {more} of {}", measure.en),
            format!("支付意愿，每{more_zh}一人年{}的元", measure.zh),
        );
        let y = Message::new("probability of the highest net benefit, %", "净效益最高的概率，%");
        let title = Message::new("Acceptability curve", "可接受性曲线");
        let several = table.distinct("context").len() > 1;
        let title = if several { title.join(COMMA, &source.context(context)) } else { title };
        (!lines.is_empty()).then_some(Chart { title, x, y, kind: Kind::Lines(lines) })
    };
    table.distinct("context").into_iter().filter_map(chart).collect()
}

/// Whether a decrease of the effectiveness measure is an improvement.
fn lowered(table: &Table, row: usize) -> bool {
    figure(table.text("effect_measure", row)).is_some_and(|it| it.better == Better::Lower)
}

/// Whether a row is at the discount rate chosen by the study.
pub(super) fn is_chosen(table: &Table, row: usize) -> bool {
    table.number("chosen", row) == Some(1.0)
}

/// Spending of organisers by item and their income by payer in the baseline context, one bar per policy.
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
        Chart { title, x: source.name("yuan per elder"), y: Message::same(""), kind }
    };
    let is_spent = |it: &&&str| **it == "core" || DESCRIPTIONS.iter().any(|known| known.name == **it);
    let spent = items.iter().filter(is_spent).map(|it| bars(it, it)).collect();
    let paid: Vec<Bars> =
        SOURCES.iter().filter(|it| items.contains(&it.item)).map(|it| bars(it.item, it.payer)).collect();
    let mut charts = vec![chart("Spending of organisers", "组织者的支出", spent)];
    // With a single payer there is no legend, so the title names it.
    let (en, zh) = match &paid[..] {
        [Bars { name, .. }] => (format!("Income of organisers: {}", name.en), format!("组织者的收入：{}", name.zh)),
        _ => ("Income of organisers by payer".to_string(), "组织者的收入，按付款者".to_string()),
    };
    charts.extend((!paid.is_empty()).then(|| chart(&en, &zh, paid)));
    charts
}
