//! Charts of robustness over contexts and of failure regions.

use super::chart::{Bars, Chart, Intervals, Kind, Mark, Points};
use super::comparison::{difference_axis, mark};
use super::numbers::{COMMA, scale};
use super::source::Source;
use super::words::figure;
use crate::analysis::figures::Form;
use crate::text::Message;

/// Share of contexts in which a policy reaches the goal, and its largest regret: two charts per measure.
pub fn robustness(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("robustness") else { return Vec::new() };
    let policies = table.distinct("policy");
    let rows: Vec<Message> = policies.iter().map(|it| source.name(it)).collect();
    let row = |measure: &str, policy: &str| table.which(&[("measure", measure), ("policy", policy)]).first().copied();
    let mut charts = Vec::new();
    for measure in table.distinct("measure") {
        let Some(figure) = figure(measure) else { continue };
        let share = |policy: &&str| mark(source, table, row(measure, policy)?, "satisficing", scale(Form::Share));
        let values: Vec<Option<Mark>> = policies.iter().map(share).collect();
        if values.iter().any(Option::is_some) {
            let word = Message::new("contexts that reach the goal", "达标的情境");
            let series = vec![Intervals { name: word.clone(), values }];
            let title = Message::from(figure.label).join(COMMA, &word);
            let kind = Kind::Intervals { rows: rows.clone(), series };
            charts.push(Chart { title, x: Message::new("% of contexts", "占情境 %"), y: Message::same(""), kind });
        }
        let regret = |column: &'static str, name: Message| Bars {
            name,
            values: policies
                .iter()
                .map(|policy| Some(table.number(column, row(measure, policy)?)? * scale(figure.form)))
                .collect(),
        };
        let word = Message::new("largest regret", "最大遗憾");
        let series = vec![regret("most_regret", word.clone())];
        let title = Message::from(figure.label).join(COMMA, &word);
        let x = difference_axis(figure.form, figure.unit);
        charts.push(Chart { title, x, y: Message::same(""), kind: Kind::Bars { rows: rows.clone(), series } });
    }
    charts
}

/// Peeling trajectory of a failure region: coverage and density, step by step.
pub fn regions(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("regions") else { return Vec::new() };
    let policies = table.distinct("policy");
    let pairs = table.distinct("measure").into_iter().flat_map(|it| policies.iter().map(move |policy| (it, *policy)));
    let chart = |(measure, policy): (&str, &str)| {
        let rows = table.which(&[("measure", measure), ("policy", policy)]);
        let at = |row: &usize| {
            let percent = |name: &str| table.number(name, *row).map(|it| it * 100.0);
            Some([percent("coverage")?, percent("density")?])
        };
        // The reported box was widened again, so it is not a step of the peeling.
        let (told, steps): (Vec<usize>, Vec<usize>) =
            rows.iter().partition(|row| table.number("told", **row) == Some(1.0));
        let bounds = |row: &usize| {
            let number = table.number("restrictions", *row).unwrap_or(0.0);
            Message::new(format!("{number} bound{}", if number == 1.0 { "" } else { "s" }), format!("{number} 条界限"))
        };
        let points = |name: Message, rows: &[usize], labels: Vec<Message>, joined: bool| Points {
            name,
            at: rows.iter().filter_map(at).collect(),
            labels,
            joined,
        };
        let title = source.name(policy).join(COMMA, &source.name(measure));
        let steps = points(Message::new("peeling steps", "收窄的各步"), &steps, Vec::new(), true);
        let labels = told.iter().map(bounds).collect();
        let told = points(Message::new("reported region", "报告的区域"), &told, labels, false);
        let kind = Kind::Points([steps, told].into_iter().filter(|it| !it.at.is_empty()).collect());
        let x = Message::new("coverage: % of all failures within the region", "覆盖率：区域内失败占全部失败 %");
        let y = Message::new("density: % of contexts within that fail", "密度：区域内失败的情境 %");
        (!rows.is_empty()).then_some(Chart { title, x, y, kind })
    };
    pairs.filter_map(chart).collect()
}
