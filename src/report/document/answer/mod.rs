//! The answer in sentences: templates in both languages, filled from the tables.

pub mod contexts;
pub mod policies;
mod run;
mod sensitivity;
mod sweep;

use super::numbers::replicates;
use super::paragraph::{Paragraph, Sentence, sentence, templates, whole, word};
use super::source::Source;
use crate::analysis::results::Kind;

templates! {
    NO_WEEK
        "The run was interrupted during its warm-up: there are no data after the warm-up yet."
        "运行在预热期内中断：尚无预热之后的数据。";
    SWEEP_INTERRUPTED
        "The sweep was interrupted: {finished} of {cells} cells are finished. All numbers here are based on these cells."
        "扫描曾被中断：{cells} 个单元中完成了 {finished} 个，此处的数字均基于已完成的单元。";
    INTERRUPTED
        "The run was interrupted: the report covers what was complete at that time."
        "运行曾被中断：报告只包含当时已完成的部分。";
    INTERRUPTED_RUN
        "The run was interrupted: the report covers the first {weeks} of {planned_weeks} weeks in {replicates} (planned: {planned})."
        "运行曾被中断：报告包含 {planned_weeks} 周中的前 {weeks} 周、{replicates}（计划 {planned}）。";
    INTERRUPTED_REPLICATES
        "The run was interrupted: the report is based on {replicates} (planned: {planned}), each with all its weeks."
        "运行曾被中断：报告基于 {replicates}（计划 {planned}），每次重复均完整。";
    INTERRUPTED_CONTEXTS
        "The analysis was interrupted: the report is based on {worlds} of {planned} contexts."
        "分析曾被中断：报告基于 {planned} 种情境中的 {worlds} 种。";
    INTERRUPTED_PARTS
        "The comparison itself is complete. Its attribution to instruments or its pathway decomposition was interrupted."
        "比较本身已完成；各政策工具的归因或作用路径分解曾被中断。";
    INTERRUPTED_COMPARISON
        "The comparison was interrupted: the report is based on {replicates} (planned: {planned})."
        "比较曾被中断：报告基于 {replicates}（计划 {planned}）。";
}

/// The answer, paragraph by paragraph.
pub fn answer(source: &Source) -> Vec<Paragraph> {
    let singles = |said: Vec<Sentence>| said.into_iter().map(Paragraph::single).collect();
    let mut said: Vec<Paragraph> = match source.results.kind {
        Kind::Run => singles(run::of_run(source)),
        Kind::Comparison => policies::answer(source),
        Kind::Sweep => singles(sweep::of_sweep(source)),
        Kind::Sensitivity => sensitivity::of_indices(source),
    };
    if let (false, Some((finished, cells))) = (source.results.complete, source.results.cells()) {
        let values = [whole("finished", finished as f64), whole("cells", cells as f64)];
        let first = Sentence { template: SWEEP_INTERRUPTED, values: values.into(), record: None };
        said.insert(0, Paragraph::single(first));
    } else if !source.results.complete {
        said.extend(interrupted(source).map(Paragraph::single));
    }
    said
}

/// How much of an interrupted result is complete.
fn interrupted(source: &Source) -> Option<Sentence> {
    let it = &source.results;
    let count = |name: &'static str, number: u32| Some(word(name, replicates(number)));
    let values = vec![count("replicates", it.replicates), count("planned", it.planned_replicates)];
    let run = source.table("contrasts").is_some();
    match it.kind {
        Kind::Run if it.weeks.is_some_and(|it| it <= 0) => sentence(NO_WEEK, Vec::new()),
        Kind::Run if it.weeks == it.planned_weeks => sentence(INTERRUPTED_REPLICATES, values),
        Kind::Run => {
            let weeks = [("weeks", it.weeks), ("planned_weeks", it.planned_weeks)];
            let weeks = weeks.map(|(name, weeks)| weeks.map(|weeks| whole(name, weeks.into())));
            sentence(INTERRUPTED_RUN, weeks.into_iter().chain(values).collect())
        }
        Kind::Comparison if it.planned_contexts.is_some() => {
            let contexts = source.table("robustness").and_then(|it| it.number("contexts", 0)).unwrap_or(0.0);
            let planned = it.planned_contexts.map(|it| whole("planned", it.into()));
            sentence(INTERRUPTED_CONTEXTS, vec![Some(whole("worlds", contexts)), planned])
        }
        Kind::Comparison if run && it.replicates < it.planned_replicates => sentence(INTERRUPTED_COMPARISON, values),
        Kind::Comparison if run => sentence(INTERRUPTED_PARTS, Vec::new()),
        _ => sentence(INTERRUPTED, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).map(|it| it.split_once('}').expect("a place that ends").0).collect()
    }

    #[test]
    fn every_template_has_both_texts_with_the_same_places() {
        for it in [
            TEMPLATES,
            run::TEMPLATES,
            policies::TEMPLATES,
            contexts::TEMPLATES,
            sweep::TEMPLATES,
            sensitivity::TEMPLATES,
        ]
        .concat()
        {
            assert!(it.en.ends_with('.') && it.zh.ends_with('。'), "{}", it.en);
            assert!(it.en.is_ascii() && !it.zh.contains([',', ';', '(']), "{}", it.zh);
            assert_eq!(places(it.en), places(it.zh), "{}", it.en);
        }
    }
}
