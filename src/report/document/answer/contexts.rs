//! Performance of policies over contexts, and their failure regions.

use crate::analysis::figures::{Better, Form, Indicator};
use crate::analysis::table::Table;
use crate::report::document::numbers::{short, shown};
use crate::report::document::paragraph::{Sentence, number, sentence, templates, whole, word};
use crate::report::document::record::{Row, listed};
use crate::report::document::source::Source;
use crate::text::{Label, Message};

/// Quasi-p-values below this are shown as "< 0.001".
const SMALL: f64 = 0.001;

templates! {
    FAILS_WHERE
        "Under \"{policy}\", the goal for {measure} is missed in {failures} of {worlds} contexts, mostly where {conditions}. This region contains {coverage} of the failures (coverage), and {density} of its {within} contexts fail (density)."
        "{policy}：{measure}在 {worlds} 种情境中有 {failures} 种不达标，主要出现在{conditions}时。该区域包含全部失败的 {coverage}（覆盖率），区域内 {within} 种情境中有 {density} 失败（密度）。";
    SCATTERED
        "Under \"{policy}\", no bound on the uncertain factors separates the contexts that miss the goal for {measure} better than chance."
        "{policy}：没有哪个不确定因素的界限能比随机划分更好地区分{measure}不达标的情境。";
    NO_REGION
        "Each context has one replicate, so the share of chance in missed goals for {measure} is not known, and no failure region is reported."
        "每个情境只有一次重复，{measure}未达标有多少出于随机波动未知，因此不报告失效区域。";
    ROBUST
        "Under \"{policy}\", the mean over replicates reaches the goal for {measure} ({goal}) in {share} of the {worlds} contexts."
        "{policy}：{measure}的各次重复均值在 {worlds} 种情境中有 {share} 达标（{goal}）。";
    ROBUST_EVERYWHERE
        "In all {worlds} contexts, the mean over replicates reaches the goal for {measure} ({goal}) under these policies: {policies}."
        "{measure}的各次重复均值在全部 {worlds} 种情境中都达标（{goal}）：{policies}。";
    ROBUST_NOWHERE
        "In none of the {worlds} contexts does the mean over replicates reach the goal for {measure} ({goal}) under these policies: {policies}."
        "{measure}的各次重复均值在全部 {worlds} 种情境中都不达标（{goal}）：{policies}。";
}

/// The goal of a measure.
pub fn goal(row: &Row) -> Option<Message> {
    let (measure, bound) = (row.figure()?, row.number("goal_value")?);
    let of = |value: f64, change: bool| {
        let text = shown(value, measure.form, change);
        [text.en, text.zh].map(|it| it.trim_start_matches('+').to_string())
    };
    let ([en, zh], [gain_en, gain_zh]) = (of(bound, false), of(bound, true));
    let lower = measure.better == Better::Lower;
    Some(match row.text("goal") {
        "at_least" => Message::new(format!("at least {en}"), format!("不低于 {zh}")),
        "at_most" => Message::new(format!("at most {en}"), format!("不高于 {zh}")),
        "gain" if bound == 0.0 => Message::new("better than the baseline", "优于基线"),
        "gain" if lower => {
            Message::new(format!("at least {gain_en} below the baseline"), format!("比基线至少低 {gain_zh}"))
        }
        "gain" => Message::new(format!("at least {gain_en} above the baseline"), format!("比基线至少高 {gain_zh}")),
        _ => return None,
    })
}

/// Share of contexts in which each policy reaches the goal, and its failure region.
pub fn over_contexts(source: &Source, measure: &Indicator) -> Vec<Sentence> {
    let mut said = how_often(source, measure);
    if source.results.planned_contexts.is_none() {
        return said;
    }
    let in_some: Vec<String> = said
        .iter()
        .filter(|it| it.template == ROBUST)
        .filter_map(|it| Some(it.record.as_ref()?.policy.clone()))
        .collect();
    let label = || Some(word("measure", measure.label.into()));
    if source.results.replicates == 1 {
        said.extend(sentence(NO_REGION, vec![label()]).filter(|_| !in_some.is_empty()));
        return said;
    }
    let table = source.table("robustness");
    for policy in table.map_or_else(Vec::new, |it| it.distinct("policy")) {
        let region = fails_where(source, measure, policy);
        let scattered = || {
            let name = Some(word("policy", source.name(policy)));
            sentence(SCATTERED, vec![name, label()]).filter(|_| in_some.iter().any(|it| it == policy))
        };
        said.extend(region.or_else(scattered));
    }
    said
}

/// Share of contexts in which each policy reaches the goal.
fn how_often(source: &Source, measure: &Indicator) -> Vec<Sentence> {
    let mut said = Vec::new();
    let Some(table) = source.table("robustness") else { return said };
    let label = || Some(word("measure", measure.label.into()));
    let contexts = |row| table.number("contexts", row).filter(|it| *it > 1.0).map(|it| whole("worlds", it));
    let of = |row| Row::at(source, table, row, "satisficing");
    let goal = |row| goal(&of(row)).map(|it| word("goal", it));
    let record = |row| Some(of(row).record());
    let rows = table.which(&[("measure", measure.key)]);
    // Policies that reach the goal in all contexts, or in none, share a sentence.
    for (template, all) in [(ROBUST_EVERYWHERE, 1.0), (ROBUST_NOWHERE, 0.0)] {
        let those = rows.iter().copied().filter(|row| table.number("satisficing", *row) == Some(all));
        let (those, ids): (Vec<usize>, Vec<&str>) = those.map(|row| (row, table.text("policy", row))).unzip();
        let Some(first) = those.first().copied() else { continue };
        let policies = listed(ids.iter().map(|it| source.name(it))).map(|it| word("policies", it));
        let alike = sentence(template, vec![contexts(first), label(), goal(first), policies]);
        said.extend(alike.map(|it| it.resting_on(record(first))));
    }
    for row in rows {
        let policy = table.text("policy", row);
        let key = format!("{policy}.{}.satisficing", measure.key);
        let share = table.number("satisficing", row).filter(|it| *it > 0.0 && *it < 1.0);
        let share = share.map(|it| number("share", key, it, Form::Share, false));
        let name = Some(word("policy", source.name(policy)));
        let robust = sentence(ROBUST, vec![name, label(), goal(row), share, contexts(row)]);
        said.extend(robust.map(|it| it.resting_on(record(row))));
    }
    said
}

/// The failure region of a policy, if one was found.
fn fails_where(source: &Source, measure: &Indicator, policy: &str) -> Option<Sentence> {
    let (regions, bounds) = source.table("regions").zip(source.table("restrictions"))?;
    let wanted = [("measure", measure.key), ("policy", policy)];
    let steps = regions.which(&wanted);
    // The first box contains all contexts; the reported box comes last.
    let (all, told) = (*steps.first()?, *steps.last()?);
    let count = |place: &'static str, column: &str, row| regions.number(column, row).map(|it| whole(place, it));
    let share = |place: &'static str| {
        let key = format!("{policy}.{}.{place}", measure.key);
        regions.number(place, told).map(|it| number(place, key, it, Form::Share, false))
    };
    let conditions = bounds.which(&wanted).into_iter().filter_map(|row| condition(source, bounds, row));
    let conditions = conditions.reduce(|a, b| a.join(Label { en: " and ", zh: "且" }, &b));
    let values = vec![
        Some(word("policy", source.name(policy))),
        Some(word("measure", measure.label.into())),
        count("failures", "failures", all),
        count("worlds", "worlds", all),
        conditions.map(|it| word("conditions", it)),
        share("coverage"),
        share("density"),
        count("within", "worlds", told),
    ];
    let record = Row::at(source, regions, told, "coverage").record();
    sentence(FAILS_WHERE, values).map(|it| it.resting_on(Some(record)))
}

/// A bound of a region with its quasi-p-value.
fn condition(source: &Source, bounds: &Table, row: usize) -> Option<Message> {
    let Message { en, zh } = factor(source, bounds.text("factor", row));
    let (low, high, among) = (bounds.number("at_least", row), bounds.number("at_most", row), bounds.text("among", row));
    let (bound, bound_zh) = match (low.map(short), high.map(short)) {
        (Some(low), _) => (format!("is {low} or more"), format!("不低于 {low}")),
        (None, Some(high)) => (format!("is {high} or less"), format!("不高于 {high}")),
        (None, None) if among.is_empty() => return None,
        (None, None) => (format!("is {}", among.replace(", ", " or ")), format!("为 {}", among.replace(", ", " 或 "))),
    };
    let p = bounds.number("quasi_p_value", row)?;
    let p = if p < SMALL { format!("< {SMALL}") } else { format!("= {p:.3}") };
    Some(Message::new(format!("{en} {bound} (quasi-p {p})"), format!("{zh}{bound_zh}（准 p {p}）")))
}

/// Name of a factor, with its setting if it applies to one setting only.
fn factor(source: &Source, path: &str) -> Message {
    let name = source.name(path);
    let (setting, setting_zh, known): (&str, &str, &[char]) = match path.split('.').take(2).collect::<Vec<_>>()[..] {
        ["parameters", "urban"] => ("urban", "城市", &['城']),
        ["parameters", "rural"] => ("rural", "农村", &['村', '乡']),
        _ => return name,
    };
    let Message { en, zh } = name;
    Message::new(
        if en.contains(setting) { en } else { format!("{setting} {en}") },
        if zh.contains(known) { zh } else { format!("{setting_zh}{zh}") },
    )
}
