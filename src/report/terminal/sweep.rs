//! A sweep for the terminal: its design, the cells that could not be run, and the files.

use super::wording::text;
use crate::analysis::failures::{Failures, Reason};
use crate::plan::design::Kind;
use crate::report::document::Document;
use crate::report::document::sweep::{measure_of, measures, values};
use crate::text::{Language, Message};

/// Most reasons of failed cells that are listed.
const MOST_REASONS: usize = 5;

/// The sweep as lines, ending with a line break; `came` states how many cells were run and reused, if known.
pub(super) fn table(document: &Document, came: Option<&Message>, language: Language) -> String {
    let results = &document.source.results;
    let Some((plan, (finished, all))) = results.plan.as_ref().zip(results.cells()) else { return String::new() };
    let failures = failures(document);
    let (title, points, replicates) = (document.title.say(language), plan.points, results.replicates);
    let kind = Kind::ALL.into_iter().find(|it| it.name() == plan.kind).map(Kind::label);
    let kind = kind.map_or(plan.kind.as_str(), |it| language.pick(it.en, it.zh));
    let (failed, came) = (failures.cells(), came.map(|it| it.say(language)));
    let mut lines = Vec::new();
    if finished > 0 && failed == finished {
        lines.push(language.pick(
            format!("none of the {failed} cells could be run: there are no measurements"),
            format!("{failed} 个单元全部无法运行：没有任何测量值"),
        ));
    }
    match language {
        Language::English => {
            let plural = |it: u64| if it == 1 { "" } else { "s" };
            let (of_points, of_replicates) = (plural(points), plural(replicates.into()));
            lines.push(format!("{title}: {kind}, {points} point{of_points} × {replicates} replicate{of_replicates}"));
            let part = if finished == all { String::new() } else { format!("interrupted after {finished} of ") };
            let came = came.map_or_else(String::new, |it| format!("{it}; "));
            lines.push(format!("  {part}{all} cell{}: {came}{failed} failed", plural(all)));
        }
        Language::Chinese => {
            lines.push(format!("{title}：{kind}，{points} 个点 × {replicates} 次重复"));
            let part =
                if finished == all { String::new() } else { format!("已中断：完成 {finished} 个，共 ") };
            let came = came.map_or_else(String::new, |it| format!("{it}；"));
            lines.push(format!("  {part}{all} 个单元：{came}失败 {failed} 个"));
        }
    }
    lines.extend(reasons(&failures, language));
    lines.extend(without_value(document, language));
    lines.push(files(document, finished, all, language));
    text(&lines)
}

/// Why cells of a sweep could not be run.
fn failures(document: &Document) -> Failures {
    let mut failures = Failures::default();
    if let Some(table) = document.source.table("cells") {
        (0..table.rows()).for_each(|row| failures.add(table.text("reason", row)));
    }
    failures
}

/// A line for each kind of reason, the most frequent first.
fn reasons(failures: &Failures, language: Language) -> Vec<String> {
    let all = failures.by_frequency();
    let line = |reason: &Reason| {
        let Reason { text: Message { en, zh }, cells, same } = reason;
        language.pick(
            format!("    {cells} failed{}: {en}", if *same { "" } else { ", for example" }),
            format!("    失败 {cells} 个{}：{zh}", if *same { "" } else { "，例如" }),
        )
    };
    let mut lines: Vec<String> = all.iter().take(MOST_REASONS).map(line).collect();
    let others = failures.cells() - all.iter().take(MOST_REASONS).map(|reason| reason.cells).sum::<u64>();
    if others > 0 {
        lines.push(language.pick(
            format!("    {others} failed for other reasons, which are in cells.csv"),
            format!("    另有 {others} 个因其他原因失败，见 cells.csv"),
        ));
    }
    lines
}

/// Number of runs in which a measure has no value, with the reason: one line per measure.
fn without_value(document: &Document, language: Language) -> Vec<String> {
    let Some(table) = document.source.table("cells") else { return Vec::new() };
    let line = |column: &str| {
        let (found, because) = (values(&document.source, column, None)?, measure_of(column)?.missing_because());
        let (missing, made) = (found.missing, found.values.len() + found.missing);
        (missing > 0).then(|| {
            language.pick(
                format!("    no value of `{column}` in {missing} of {made} runs: {}", because.en),
                format!("    {made} 次运行中有 {missing} 次没有 `{column}` 的数值：{}", because.zh),
            )
        })
    };
    measures(&document.source, table).into_iter().filter_map(line).collect()
}

/// Path of the table; for an interrupted sweep with its number of finished cells.
fn files(document: &Document, finished: u64, all: u64, language: Language) -> String {
    let results = &document.source.results;
    let (shown, digest) = (results.path.display(), &results.digest[..16]);
    let part = match language {
        _ if finished == all => String::new(),
        Language::English => format!(" with the finished cells, {finished} of {all}"),
        Language::Chinese => format!("，含已完成的单元 {finished} 个（共 {all} 个）"),
    };
    match language {
        Language::English => format!("  {shown}/cells.parquet and cells.csv{part}, digest {digest}"),
        Language::Chinese => format!("  {shown}/cells.parquet 与 cells.csv{part}，摘要值 {digest}"),
    }
}
