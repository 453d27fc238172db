//! Policies over contexts as lines for the terminal: mean, worst case, regret, and share of contexts that reach the
//! goal.

use super::wording::{change, cut, heading, left, number, right, rule};
use crate::analysis::figures::Indicator;
use crate::report::document::Document;
use crate::report::document::answer::contexts::goal;
use crate::report::document::record::Row;
use crate::text::{Language, WIDTH};

const CELLS: [usize; 5] = [10, 24, 12, 24, 8];

/// The contexts as lines; nothing where there are none.
pub(super) fn lines(document: &Document, language: Language) -> Vec<String> {
    let source = &document.source;
    let rows = Row::all(source, "robustness", &[], "satisficing");
    let Some(first) = rows.first() else { return Vec::new() };
    let contexts = first.number("contexts").unwrap_or(0.0);
    let head = match language {
        Language::English => format!("over {contexts} contexts"),
        Language::Chinese => format!("{contexts} 个情境中"),
    };
    let heads = match language {
        Language::English => ["mean", "worst context", "regret", "largest regret", "goal"],
        Language::Chinese => ["均值", "最差情境", "平均遗憾", "最大遗憾情境", "达标"],
    };
    let mut lines = vec![line(&head, heads.map(str::to_string))];
    let mut shown = "";
    for row in &rows {
        let Some(figure) = row.figure() else { continue };
        if shown != figure.key {
            shown = figure.key;
            let goal = goal(row).map_or_else(String::new, |it| format!(" ({})", it.say(language)));
            lines.push(cut(&(heading(figure, language) + &goal), WIDTH));
        }
        let policy = source.name(row.text("policy"));
        lines.push(line(&format!("  {}", policy.say(language)), cells(document, row, figure, language)));
    }
    lines.push(
        language
            .pick(
                "regret: mean distance to the best policy of each context; goal: share of contexts that reach it",
                "遗憾：与各情境中最优政策的差距；达标：达到目标的情境占比",
            )
            .into(),
    );
    lines.push(rule());
    lines
}

fn line(head: &str, cells: [String; 5]) -> String {
    let label = WIDTH - CELLS.iter().sum::<usize>();
    let cells = cells.iter().zip(CELLS).map(|(it, width)| right(&cut(it, width - 1), width));
    left(&cut(head, label - 1), label) + &cells.collect::<String>()
}

/// The numbers of a policy.
fn cells(document: &Document, row: &Row, figure: &Indicator, language: Language) -> [String; 5] {
    let context = |column| match row.text(column) {
        // Drawn contexts are numbered.
        id if id.parse::<u32>().is_ok() => format!("#{id}"),
        id => document.source.name(id).say(language).to_string(),
    };
    let level = |column| row.number(column).map_or("–".into(), |it| number(it, figure.form, language));
    let regret = |it: f64| change(it, figure).trim_start_matches('+').to_string();
    let most = row.number("most_regret").filter(|it| *it > 0.0);
    [
        level("mean"),
        format!("{} {}", level("worst"), context("worst_in")),
        row.number("mean_regret").map_or("–".into(), regret),
        most.map_or("0".into(), |it| format!("{} {}", regret(it), context("most_regretted_in"))),
        row.number("satisficing").map_or("–".into(), |it| format!("{:.0} %", it * 100.0)),
    ]
}
