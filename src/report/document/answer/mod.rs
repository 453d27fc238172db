//! The answer in plain sentences, each a template in both languages that is filled from the tables.

pub mod policies;
mod run;
mod sensitivity;
mod sweep;
pub mod worlds;

use super::numbers::replicates;
use super::paragraph::{Paragraph, Sentence, sentence, templates, whole, word};
use super::source::Source;
use crate::analysis::results::Kind;

templates! {
    NO_WEEK
        "The run was interrupted in its warm-up: no week after it exists yet."
        "运行在预热期中断：尚无预热之后的周。";
    SWEEP_INTERRUPTED
        "The sweep was interrupted: {finished} of {cells} cells are finished, and every number here rests on these."
        "扫描曾被中断：{cells} 个单元中完成了 {finished} 个，此处的数字均只来自已完成的单元。";
    INTERRUPTED
        "The run was interrupted: what is shown is what was complete by then."
        "运行曾被中断：此处所示为当时已完成的部分。";
    INTERRUPTED_RUN
        "The run was interrupted: what is shown is the first {weeks} of {planned_weeks} weeks, in {replicates} of the {planned} planned."
        "运行曾被中断：此处所示为 {planned_weeks} 周中的前 {weeks} 周，为计划的 {planned}中的 {replicates}。";
    INTERRUPTED_REPLICATES
        "The run was interrupted: what is shown rests on {replicates} of the {planned} planned, each of all its weeks."
        "运行曾被中断：此处所示基于计划的 {planned}中完整的 {replicates}。";
    INTERRUPTED_WORLDS
        "The discovery was interrupted: what is shown rests on {worlds} of {planned} worlds."
        "分析曾被中断：此处所示基于 {planned} 种情境中的 {worlds} 种。";
    INTERRUPTED_PARTS
        "The comparison itself is complete; its division among instruments or its split among stages was interrupted."
        "比较本身已完成；各工具的归因或各阶段的划分曾被中断。";
    INTERRUPTED_COMPARISON
        "The comparison was interrupted: what is shown rests on {replicates} of the {planned} wanted."
        "比较曾被中断：此处所示基于所要求的 {planned}中的 {replicates}。";
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

/// How much of what was wanted is there.
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
        Kind::Comparison if it.planned_worlds.is_some() => {
            let worlds = source.table("robustness").and_then(|it| it.number("contexts", 0)).unwrap_or(0.0);
            let planned = it.planned_worlds.map(|it| whole("planned", it.into()));
            sentence(INTERRUPTED_WORLDS, vec![Some(whole("worlds", worlds)), planned])
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
            worlds::TEMPLATES,
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
