//! A package divided into its instruments, as a table for the terminal.

use serde::Serialize;

use super::Language;
use super::terminal::{WIDTH, left, right};
use super::wording::{change, cut, heading, pick};
use crate::analysis::attribution::Attribution;
use crate::analysis::figures::Figure;
use crate::analysis::interval::Estimated;
use crate::policy::Description;

/// Measures that one table shows side by side.
const BESIDE: usize = 5;
/// Pairs that are shown of a measure.
const PAIRS: usize = 5;

/// One measure divided.
#[derive(Debug, Clone, Serialize)]
pub struct Measure {
    /// Key of the measure.
    pub measure: &'static str,
    /// Its shares and synergies.
    #[serde(flatten)]
    pub attribution: Attribution,
    /// The measure itself.
    #[serde(skip)]
    pub figure: &'static Figure,
}

/// A package divided.
#[derive(Debug, Clone, Serialize)]
pub struct Division {
    /// Identity of the policy.
    pub policy: String,
    /// Keys of its instruments, in the order of shares.
    pub instruments: Vec<&'static str>,
    /// Replicates of every coalition.
    pub replicates: u32,
    /// Runs of coalitions.
    pub runs: usize,
    /// Whether all coalitions were run; else those of drawn orders.
    pub exact: bool,
    /// Seconds they took.
    pub seconds: f64,
    /// By measure.
    pub measures: Vec<Measure>,
    /// Key of the measure that is shown in full.
    pub effect: &'static str,
    /// The instruments themselves.
    #[serde(skip)]
    pub described: Vec<&'static Description>,
}

/// The division as tables, ending with a line break.
pub fn table(it: &Division, language: Language) -> String {
    let name = |player: usize| pick(language, it.described[player].label.en, it.described[player].label.zh);
    let mut lines = vec![match language {
        Language::English => format!(
            "what each instrument of {} did: Shapley shares from {}{} runs, {} replicates, {:.1} s",
            it.policy,
            if it.exact { "" } else { "drawn orders, " },
            it.runs,
            it.replicates,
            it.seconds
        ),
        Language::Chinese => format!(
            "{} 中每项工具的贡献：{}{} 次运行的 Shapley 份额，{} 次重复，{:.1} 秒",
            it.policy,
            if it.exact { "" } else { "抽样次序、" },
            it.runs,
            it.replicates,
            it.seconds
        ),
    }];
    let (label, cell) = (30, 14);
    for measures in it.measures.chunks(BESIDE) {
        let row = |head: &str, cells: Vec<String>| {
            left(&cut(head, label), label) + &cells.iter().map(|it| right(it, cell)).collect::<String>()
        };
        lines.push("─".repeat(WIDTH));
        lines.push(row("", measures.iter().map(|it| cut(&heading(it.figure, language), cell - 1)).collect()));
        for player in 0..it.described.len() {
            let cells = measures.iter().map(|it| starred(&it.attribution.shares[player], it.figure));
            lines.push(row(name(player), cells.collect()));
        }
        let cells = measures.iter().map(|it| starred(&it.attribution.total, it.figure));
        lines.push(row(pick(language, "together", "合计"), cells.collect()));
    }
    if let Some(shown) = it.measures.iter().find(|shown| shown.measure == it.effect) {
        lines.push("─".repeat(WIDTH));
        lines.extend(in_full(shown, &name, language));
    }
    lines.push("─".repeat(WIDTH));
    lines.push(
        pick(
            language,
            "share: its part of the whole effect; alone: by itself; last: added to all others; *: excludes zero",
            "份额：在总效果中的部分；单独：仅此一项；最后：加在其余各项之上；*：区间不含零",
        )
        .into(),
    );
    lines.iter().map(|it| it.trim_end().to_string() + "\n").collect()
}

/// One measure with intervals, and its strongest pairs.
fn in_full<'a>(it: &Measure, name: &dyn Fn(usize) -> &'a str, language: Language) -> Vec<String> {
    let widths = [13, 25, 10, 11, 11];
    let label = WIDTH - widths.iter().sum::<usize>();
    let row = |head: &str, cells: [String; 5]| {
        let cells: String = cells.iter().zip(widths).map(|(it, width)| right(it, width)).collect();
        left(&cut(head, label), label) + &cells
    };
    let heads = match language {
        Language::English => ["share", "95 % interval", "of all", "alone", "last"],
        Language::Chinese => ["份额", "95% 区间", "占比", "单独", "最后"],
    };
    let mut lines = vec![row(&heading(it.figure, language), heads.map(str::to_string))];
    let (attribution, figure) = (&it.attribution, it.figure);
    for player in 0..attribution.shares.len() {
        let share = &attribution.shares[player];
        let part = share.value / attribution.total.value * 100.0;
        let cells = [
            starred(share, figure),
            interval(share, figure),
            if part.is_finite() { format!("{part:.0} %") } else { "–".into() },
            change(attribution.alone[player].value, figure),
            change(attribution.last[player].value, figure),
        ];
        lines.push(row(name(player), cells));
    }
    let mut pairs = attribution.synergies.clone();
    // Those that are certain come first, then the largest.
    let doubtful = |it: &Estimated| it.interval.is_none_or(|it| it.holds(0.0));
    pairs.sort_by(|a, b| {
        let certain = doubtful(&a.index).cmp(&doubtful(&b.index));
        certain.then(b.index.value.abs().total_cmp(&a.index.value.abs()))
    });
    lines.push(pick(language, "pairs: more together (+) or overlapping (-)", "两两协同（+）或重叠（-）").into());
    for pair in pairs.iter().take(PAIRS) {
        let names = format!("  {} × {}", name(pair.players.0), name(pair.players.1));
        let numbers = format!("{}  {}", starred(&pair.index, figure), interval(&pair.index, figure));
        lines.push(left(&cut(&names, 60), 60) + &numbers);
    }
    lines
}

fn starred(it: &Estimated, figure: &Figure) -> String {
    let star = if it.interval.is_some_and(|it| !it.holds(0.0)) { "*" } else { " " };
    format!("{}{star}", change(it.value, figure))
}

fn interval(it: &Estimated, figure: &Figure) -> String {
    it.interval.map_or("–".into(), |it| format!("{} … {}", change(it.low, figure), change(it.high, figure)))
}
