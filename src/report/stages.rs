//! The effect of a policy split along drive, perception and response, as a table for the terminal.

use serde::Serialize;

use super::Language;
use super::terminal::{WIDTH, left, right};
use super::wording::{change, cut, heading, pick};
use crate::analysis::figures::Figure;
use crate::analysis::interval::Estimated;
use crate::policy::Label;

/// One measure split.
#[derive(Debug, Clone, Serialize)]
pub struct Measure {
    /// Key of the measure.
    pub measure: &'static str,
    /// What the policy does.
    pub effect: Estimated,
    /// What it does with all stages held at the baseline twin's course.
    pub direct: Estimated,
    /// Share of each stage; with `direct` they add up to the effect.
    pub shares: Vec<Estimated>,
    /// The measure itself.
    #[serde(skip)]
    pub figure: &'static Figure,
}

/// A policy split.
#[derive(Debug, Clone, Serialize)]
pub struct Split {
    /// Identity of the policy.
    pub policy: String,
    /// Keys of the stages, in the order of shares.
    pub stages: Vec<&'static str>,
    /// Replicates.
    pub replicates: u32,
    /// Seconds they took.
    pub seconds: f64,
    /// By measure.
    pub measures: Vec<Measure>,
    /// Names of the stages.
    #[serde(skip)]
    pub labels: Vec<Label>,
}

/// The split as a table, ending with a line break.
pub fn table(it: &Split, language: Language) -> String {
    let mut lines = vec![match language {
        Language::English => format!(
            "along which way {} works: stages held at the baseline twin's course; {} replicates, {:.1} s",
            it.policy, it.replicates, it.seconds
        ),
        Language::Chinese => format!(
            "{} 通过什么起作用：将各阶段固定在基线孪生的轨迹上，{} 次重复，{:.1} 秒",
            it.policy, it.replicates, it.seconds
        ),
    }];
    lines.push("─".repeat(WIDTH));
    let columns = 2 + it.labels.len();
    let cell = 14;
    let label = WIDTH - columns * cell;
    let row = |head: &str, cells: Vec<String>| {
        left(&cut(head, label), label) + &cells.iter().map(|it| right(it, cell)).collect::<String>()
    };
    let short = |it: &Label| match language {
        Language::English => it.en.rsplit(' ').next().unwrap_or(it.en).to_string(),
        Language::Chinese => it.zh.to_string(),
    };
    let mut heads: Vec<String> = it.labels.iter().map(short).collect();
    heads.push(pick(language, "direct", "直接").into());
    heads.push(pick(language, "together", "合计").into());
    lines.push(row("", heads));
    for measure in &it.measures {
        let parts = measure.shares.iter().chain([&measure.direct, &measure.effect]);
        lines.push(row(&heading(measure.figure, language), parts.map(|it| starred(it, measure.figure)).collect()));
    }
    lines.push("─".repeat(WIDTH));
    let notes: &[&str] = match language {
        Language::English => &[
            "drive: needs, loneliness, efficacy; perception: norm, awareness, trust, support; response: joining,",
            "quitting, giving, asking, attending, volunteering; direct: services and money; the parts add up",
        ],
        Language::Chinese => &[
            "心理驱动：需要、孤独、效能；制度感知：规范、知晓、信任、支持；行为响应：加入、退出、给予、求助、",
            "参加、志愿；直接：服务与资金；各部分相加即为合计；*：95% 区间不含零",
        ],
    };
    lines.extend(notes.iter().map(|it| cut(it, WIDTH)));
    lines.iter().map(|it| it.trim_end().to_string() + "\n").collect()
}

fn starred(it: &Estimated, figure: &Figure) -> String {
    let star = if it.interval.is_some_and(|it| !it.holds(0.0)) { "*" } else { " " };
    format!("{}{star}", change(it.value, figure))
}
