//! The answer of a sweep: the range of each measure over the cells.

use crate::analysis::failures::Failures;
use crate::analysis::sensitivity;
use crate::analysis::table::Table;
use crate::report::document::paragraph::{Sentence, Value, number, sentence, templates, whole, word};
use crate::report::document::source::Source;
use crate::report::document::sweep;
use crate::text::Message;

templates! {
    RANGE
        "Over the design, {measure} ranged from {low} to {high}, with a mean of {mean}."
        "在整个设计中，{measure}介于 {low} 与 {high} 之间，均值为 {mean}。";
    FAILED
        "{failed} of {cells} cells could not be run; the table gives the reasons."
        "{cells} 个单元中有 {failed} 个无法运行，原因见表。";
    SAME
        "All runs have the same value of {measure}: {value}."
        "各次运行的{measure}相同，均为 {value}。";
    ONE_VALUE
        "Only one run has a value of {measure}: {value}."
        "只有一次运行有{measure}的数值：{value}。";
    ABOUT_SAME
        "All runs have the same value of {measure} to the digits shown: {value}."
        "按所示位数，各次运行的{measure}都是 {value}。";
    MISSING
        "In {missing} of {runs} runs, {measure} had no value, because {why}."
        "{runs} 次运行中有 {missing} 次没有{measure}的数值，原因是{why}。";
    MISSING_EVERYWHERE
        "None of the {runs} runs has a value of {measure}, because {why}."
        "{runs} 次运行都没有{measure}的数值，原因是{why}。";
    ALL_FAILED
        "None of the {cells} cells could be run, so there are no measurements."
        "{cells} 个单元全部无法运行，因此没有任何测量值。";
    REASON
        "The most frequent reason (cells: {times}): {reason}."
        "最常见的原因（{times} 个单元）：{reason}。";
    REASON_ALIKE
        "The most frequent kind of reason (cells: {times}), for example: {reason}."
        "最常见的一类原因（{times} 个单元），例如：{reason}。";
}

/// The range of each measure, and the cells that could not be run.
pub fn of_sweep(source: &Source) -> Vec<Sentence> {
    let Some(table) = source.table("cells") else { return Vec::new() };
    let mut said = Vec::new();
    for name in sweep::measures(source, table) {
        let Some(found) = sweep::values(source, name, None) else { continue };
        let (form, _) = sweep::form_of(name);
        let of = |place: &'static str, value: f64| Some(number(place, format!("{name}.{place}"), value, form, false));
        let measure = Some(word("measure", source.name(name)));
        let record = |estimate| Some(sweep::record(source, name, estimate));
        let (values, count) = (&found.values, found.values.len());
        let mean = values.iter().sum::<f64>() / count as f64;
        let least = values.iter().copied().reduce(f64::min).and_then(|it| of("low", it));
        let most = values.iter().copied().reduce(f64::max).and_then(|it| of("high", it));
        let text = |it: &Option<(&str, Value)>| it.as_ref().map(|it| it.1.text().clone());
        let found_of_it = match values.as_slice() {
            [] => None,
            [only] => sentence(ONE_VALUE, vec![measure, of("value", *only)]),
            [first, ..] if !sensitivity::varies(values) => sentence(SAME, vec![measure, of("value", *first)]),
            _ if text(&least) == text(&most) => sentence(ABOUT_SAME, vec![measure, of("value", mean)]),
            _ => sentence(RANGE, vec![measure, least, most, of("mean", mean)]),
        };
        said.extend(found_of_it.map(|it| it.resting_on(record(mean))));
        said.extend(missing(source, name, &found));
    }
    said.extend(failed(table));
    said
}

/// Number of runs in which a measure has no value, with the reason.
pub fn missing(source: &Source, measure: &str, found: &sweep::Values) -> Option<Sentence> {
    let why = sweep::measure_of(measure)?.missing_because();
    let runs = whole("runs", (found.values.len() + found.missing) as f64);
    let missing = whole("missing", found.missing as f64);
    let (measure, why) = (word("measure", source.name(measure)), word("why", why.into()));
    match found.missing {
        0 => None,
        _ if found.values.is_empty() => sentence(MISSING_EVERYWHERE, [measure, runs, why].map(Some).into()),
        _ => sentence(MISSING, [measure, missing, runs, why].map(Some).into()),
    }
}

/// Number of cells that could not be run, with the most frequent reason.
pub fn failed(table: &Table) -> Vec<Sentence> {
    let mut failures = Failures::default();
    (0..table.rows()).for_each(|row| failures.add(table.text("reason", row)));
    let (failed, cells) = (failures.cells(), table.rows() as u64);
    let Some(reason) = failures.by_frequency().into_iter().next() else { return Vec::new() };
    let [failed, all] = [whole("failed", failed as f64), whole("cells", cells as f64)];
    let first = if failures.cells() == cells {
        Sentence { template: ALL_FAILED, values: vec![all], record: None }
    } else {
        Sentence { template: FAILED, values: vec![failed, all], record: None }
    };
    let values =
        vec![whole("times", reason.cells as f64), word("reason", Message::new(reason.text.en, reason.text.zh))];
    vec![first, Sentence { template: if reason.same { REASON } else { REASON_ALIKE }, values, record: None }]
}
