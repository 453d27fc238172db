//! Charts of a comparison of policies.

use super::chart::{Bars, Chart, Intervals, Kind, Line, Points};
use super::run::{GAPS, YEARS, line};
use super::text::{COMMA, Text, scale};
use super::words::figure;
use super::{Source, axis};
use crate::analysis::costs::{RATES, USUAL_RATE};
use crate::analysis::figures::{Form, Scope};
use crate::analysis::table::Table;
use crate::policy::DESCRIPTIONS;

/// Identity of the baseline, and of the world as it is.
const BASELINE: &str = "baseline";

/// Whose costs the charts of money show.
const PUBLIC: &str = "public";

/// Paired differences, a chart a measure: a row for each policy in each world, with towns and villages apart.
pub fn forest(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("contrasts") else { return Vec::new() };
    let cases = cases(table);
    let several = table.distinct("context").len() > 1;
    let chart = |key: &str| {
        let figure = figure(key)?;
        let of = |scope: Scope| {
            let value = |(context, policy): &(&str, &str)| {
                let wanted = [("context", *context), ("policy", policy), ("measure", key), ("scope", scope.name())];
                let row = *table.which(&wanted).first()?;
                interval(table, row, "difference", scale(figure.form))
            };
            Intervals { name: scope.label().into(), values: cases.iter().map(value).collect() }
        };
        let name = |(context, policy): &(&str, &str)| {
            let policy = source.name(policy);
            if several { policy.join(COMMA, &source.name(context)) } else { policy }
        };
        let direction = source.name(figure.better.name());
        Some(Chart {
            title: Text::from(figure.label).join(COMMA, &direction),
            x: difference_axis(figure.form, figure.unit),
            y: Text::same(""),
            kind: Kind::Intervals {
                rows: cases.iter().map(name).collect(),
                // All elders first: the others are read against them.
                series: [Scope::All, Scope::Urban, Scope::Rural].map(of).into(),
            },
        })
    };
    table.distinct("measure").into_iter().filter_map(chart).collect()
}

/// World and policy of every row, in the order of the study.
fn cases(table: &Table) -> Vec<(&str, &str)> {
    let contexts = table.distinct("context");
    let policies = table.distinct("policy");
    contexts.into_iter().flat_map(|context| policies.iter().map(move |policy| (context, *policy))).collect()
}

/// A number with its interval, or with itself where there is none.
pub(super) fn interval(table: &Table, row: usize, name: &str, scale: f64) -> Option<[f64; 3]> {
    let value = table.number(name, row)?;
    // The ends of a difference are named after it, those of a plain value are not.
    let [low, high] = ["low", "high"].map(|end| {
        let of_its_own = table.number(&format!("{name}_{end}"), row);
        of_its_own.or_else(|| table.number(end, row)).unwrap_or(value)
    });
    Some([value, low, high].map(|it| it * scale))
}

fn difference_axis(form: Form, unit: &str) -> Text {
    if form == Form::Share { Text::new("percentage points", "百分点") } else { axis(form, unit) }
}

/// Courses of every measure in the world as it is, a line a policy.
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

/// Every fourth week: more would not be seen.
fn by_month(rows: Vec<usize>) -> Vec<usize> {
    rows.into_iter().step_by(4).collect()
}

/// Villages minus towns under every policy, a chart a measure.
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

/// Shapley shares, the largest first, a chart a measure.
pub fn tornado(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("attribution") else { return Vec::new() };
    let chart = |(policy, key): (&str, &str)| {
        let figure = figure(key)?;
        let mut rows = table.which(&[("policy", policy), ("measure", key), ("what", "share")]);
        rows.sort_by(|a, b| {
            let size = |row: &usize| table.number("value", *row).unwrap_or(0.0).abs();
            size(b).total_cmp(&size(a))
        });
        if rows.is_empty() {
            return None;
        }
        let values = rows.iter().map(|row| interval(table, *row, "value", scale(figure.form))).collect();
        let kind = Kind::Intervals {
            rows: rows.iter().map(|row| source.name(table.text("instrument", *row))).collect(),
            series: vec![Intervals { name: source.name("share"), values }],
        };
        let title = source.name(policy).join(COMMA, &figure.label.into());
        Some(Chart { title, x: difference_axis(figure.form, figure.unit), y: Text::same(""), kind })
    };
    let pairs = table
        .distinct("policy")
        .into_iter()
        .flat_map(|policy| table.distinct("measure").into_iter().map(move |measure| (policy, measure)));
    pairs.filter_map(chart).collect()
}

/// The cost-effectiveness plane at the usual discount rate, from the public's perspective, a chart a world.
pub fn plane(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("cost_effectiveness") else { return Vec::new() };
    let chart = |context: &str| {
        let rows: Vec<usize> = table
            .which(&[("context", context), ("perspective", PUBLIC)])
            .into_iter()
            .filter(|row| table.number("discount_rate", *row) == Some(RATES[USUAL_RATE]))
            .collect();
        let origin = *rows.iter().find(|row| table.text("policy", **row) == BASELINE)?;
        let at = |row: usize| {
            let minus = |name: &str| Some(table.number(name, row)? - table.number(name, origin)?);
            Some([minus("effect")?, minus("cost")?])
        };
        let points = |wanted: &dyn Fn(&str) -> bool, name: Text, joined: bool| {
            let mut those: Vec<([f64; 2], Text)> = rows
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
        let rest = points(&|word| !worth(word), Text::new("not on the frontier", "不在前沿上"), false);
        let measure = source.name(table.text("effect_measure", origin));
        let x = Text::new(
            format!("effect: {} × years an elder (more is better)", measure.en),
            format!("效果：{} × 年/老年人（越大越好）", measure.zh),
        );
        let y = Text::new("yuan more an elder", "每位老年人多花的元");
        let several = table.distinct("context").len() > 1;
        let title = Text::new("Cost-effectiveness plane", "成本效果平面");
        let title = if several { title.join(COMMA, &source.name(context)) } else { title };
        let series = [frontier, rest].into_iter().filter(|it| !it.at.is_empty()).collect();
        Some(Chart { title, x, y, kind: Kind::Points(series) })
    };
    table.distinct("context").into_iter().filter_map(chart).collect()
}

/// Public spending by item in the world as it is, a bar a policy.
pub fn costs(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("costs") else { return Vec::new() };
    let policies = table.distinct("policy");
    let items = table.distinct("item");
    let spent = items.into_iter().filter(|it| *it == "core" || DESCRIPTIONS.iter().any(|known| known.name == *it));
    let series = spent.map(|item| {
        let value = |policy: &&str| {
            let rows = table.which(&[("context", BASELINE), ("policy", policy), ("item", item)]);
            let usual = rows.into_iter().find(|row| table.number("discount_rate", *row) == Some(RATES[USUAL_RATE]))?;
            table.number("level", usual)
        };
        Bars { name: source.name(item), values: policies.iter().map(value).collect() }
    });
    let kind = Kind::Bars { rows: policies.iter().map(|it| source.name(it)).collect(), series: series.collect() };
    let rate = RATES[USUAL_RATE] * 100.0;
    let title =
        Text::new(format!("Public spending, discounted at {rate:.0} %"), format!("公共支出，贴现率 {rate:.0}%"));
    vec![Chart { title, x: source.name("yuan an elder"), y: Text::same(""), kind }]
}
