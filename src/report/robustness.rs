//! Policies over contexts as lines for the terminal: mean, worst case, regret, and how often good enough.

use serde::Serialize;

use super::document::Source;
use super::document::record::Row;
use super::terminal::{WIDTH, left, number, right};
use super::wording::{change, cut, heading, pick};
use crate::analysis::contexts::{Goal, Weighed};
use crate::analysis::figures::{Better, Figure};
use crate::plan::study::World;
use crate::text::Language;

/// One policy over all contexts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Policy {
    /// Identity of the policy, or `baseline`.
    pub policy: String,
    /// Mean level.
    pub mean: f64,
    /// Level in the worst context.
    pub worst: f64,
    /// That context.
    pub worst_in: String,
    /// Mean distance to the best policy of each context.
    pub mean_regret: f64,
    /// Largest distance.
    pub most_regret: f64,
    /// Its context.
    pub most_regretted_in: String,
    /// Share of contexts in which it is good enough.
    pub satisficing: Option<f64>,
}

/// One measure over all contexts.
#[derive(Debug, Clone, Serialize)]
pub struct Measure {
    /// Key of the measure.
    pub measure: &'static str,
    /// Contexts.
    pub contexts: usize,
    /// The baseline, then the policies.
    pub policies: Vec<Policy>,
    /// What is good enough.
    #[serde(skip)]
    pub goal: Goal,
    /// The measure itself.
    #[serde(skip)]
    pub figure: &'static Figure,
}

impl Measure {
    /// What was weighed over the contexts of these worlds.
    pub fn of(it: &Weighed, worlds: &[World]) -> Self {
        let id = |context: usize| worlds[context].named.id.clone();
        let policies = it.policies.iter().enumerate().map(|(case, policy)| Policy {
            policy: worlds[0].cases[case].named.id.clone(),
            mean: policy.mean,
            worst: policy.worst,
            worst_in: id(policy.worst_in),
            mean_regret: policy.mean_regret,
            most_regret: policy.most_regret,
            most_regretted_in: id(policy.most_regretted_in),
            satisficing: it.satisficing[case].map(|it| it.value),
        });
        let contexts = worlds.len();
        Measure { measure: it.figure.key, contexts, policies: policies.collect(), goal: it.goal, figure: it.figure }
    }
}

/// What is good enough, in words.
pub(super) fn goal(goal: Goal, figure: &Figure, language: Language) -> String {
    let level = |bound: f64| number(bound, figure.form, language);
    match (goal, language) {
        (Goal::AtLeast(bound), Language::English) => format!("at least {}", level(bound)),
        (Goal::AtLeast(bound), Language::Chinese) => format!("不低于 {}", level(bound)),
        (Goal::AtMost(bound), Language::English) => format!("at most {}", level(bound)),
        (Goal::AtMost(bound), Language::Chinese) => format!("不高于 {}", level(bound)),
        (Goal::Gain(0.0), Language::English) => "better than the baseline".into(),
        (Goal::Gain(0.0), Language::Chinese) => "优于基线".into(),
        (Goal::Gain(least), language) => {
            let sign = if figure.better == Better::Lower { -1.0 } else { 1.0 };
            let change = change(sign * least, figure);
            match language {
                Language::English => format!("{change} from the baseline or better"),
                Language::Chinese => format!("较基线 {change} 或更好"),
            }
        }
    }
}

const CELLS: [usize; 5] = [10, 24, 12, 24, 8];

/// Every measure over the contexts of a comparison, as its tables have it.
pub(super) fn measures(source: &Source) -> Vec<Measure> {
    let rows = Row::all(source, "robustness", &[], "satisficing");
    let mut measures: Vec<Measure> = Vec::new();
    for row in &rows {
        let Some((figure, policy)) = row.figure().zip(policy_of(row)) else { continue };
        match measures.last_mut().filter(|it| it.measure == figure.key) {
            Some(it) => it.policies.push(policy),
            None => {
                let bound = row.number("goal_value").unwrap_or(0.0);
                let goal = match row.text("goal") {
                    "at_least" => Goal::AtLeast(bound),
                    "at_most" => Goal::AtMost(bound),
                    _ => Goal::Gain(bound),
                };
                let contexts = row.number("contexts").unwrap_or(0.0) as usize;
                measures.push(Measure { measure: figure.key, contexts, policies: vec![policy], goal, figure });
            }
        }
    }
    measures
}

fn policy_of(row: &Row) -> Option<Policy> {
    Some(Policy {
        policy: row.text("policy").to_string(),
        mean: row.number("mean")?,
        worst: row.number("worst")?,
        worst_in: row.text("worst_in").to_string(),
        mean_regret: row.number("mean_regret")?,
        most_regret: row.number("most_regret")?,
        most_regretted_in: row.text("most_regretted_in").to_string(),
        satisficing: row.number("satisficing"),
    })
}

/// The contexts as lines; nothing of nothing. `say` names policies and contexts.
pub(super) fn lines(measures: &[Measure], say: &dyn Fn(&str) -> String, language: Language) -> Vec<String> {
    let Some(first) = measures.first() else { return Vec::new() };
    let label = WIDTH - CELLS.iter().sum::<usize>();
    // Drawn worlds are numbered.
    let world = |id: &str| if id.parse::<u32>().is_ok() { format!("#{id}") } else { say(id) };
    let row = |head: &str, cells: [String; 5]| {
        let cells = cells.iter().zip(CELLS).map(|(it, width)| right(&cut(it, width - 1), width));
        left(&cut(head, label - 1), label) + &cells.collect::<String>()
    };
    let head = match language {
        Language::English => format!("over {} contexts", first.contexts),
        Language::Chinese => format!("{} 个情境中", first.contexts),
    };
    let heads = match language {
        Language::English => ["mean", "worst in", "regret", "most in", "good"],
        Language::Chinese => ["均值", "最差情境", "平均遗憾", "最大遗憾情境", "达标"],
    };
    let mut lines = vec![row(&head, heads.map(str::to_string))];
    for measure in measures {
        let figure = measure.figure;
        let line = format!("{} ({})", heading(figure, language), goal(measure.goal, figure, language));
        lines.push(cut(&line, WIDTH));
        let level = |it: f64| number(it, figure.form, language);
        let regret = |it: f64| change(it, figure).trim_start_matches('+').to_string();
        for it in &measure.policies {
            let cells = [
                level(it.mean),
                format!("{} {}", level(it.worst), world(&it.worst_in)),
                regret(it.mean_regret),
                if it.most_regret > 0.0 {
                    format!("{} {}", regret(it.most_regret), world(&it.most_regretted_in))
                } else {
                    "0".into()
                },
                it.satisficing.map_or("–".into(), |it| format!("{:.0} %", it * 100.0)),
            ];
            lines.push(row(&format!("  {}", say(&it.policy)), cells));
        }
    }
    lines.push(
        pick(
            language,
            "regret: distance to the best policy of each context; good: share of contexts where it is good enough",
            "遗憾：与各情境中最优政策的差距；达标：达到目标的情境占比",
        )
        .into(),
    );
    lines.push("─".repeat(WIDTH));
    lines
}
