//! A comparison as a table for the terminal: a block a measure, a row a policy, in 100 columns.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::Language;
use super::terminal::{WIDTH, left, number, right};
use super::wording::{Named, change, cut, heading, per_cent, pick};
use crate::analysis::comparison::MeasureContrast;
use crate::analysis::contrast::Contrast;
use crate::analysis::cost_effectiveness::Standing;
use crate::analysis::figures::{Better, Figure, Form, Scope, figure};
use crate::analysis::interval::Estimated;
use crate::policy::DESCRIPTIONS;

/// A policy and what it changes.
#[derive(Debug, Clone, Serialize)]
pub struct Policy {
    /// Which policy.
    #[serde(flatten)]
    pub named: Named,
    /// Whether it moves a lever anywhere that somebody lives.
    pub touches_somebody: bool,
    /// Every measure.
    pub measures: Vec<MeasureContrast>,
}

/// What a case costs, yuan or hours an elder over the run at the chosen discount rate.
#[derive(Debug, Clone, Serialize)]
pub struct Costs {
    /// Identity of the baseline or the policy.
    pub policy: String,
    /// Public spending.
    pub public: Estimated,
    /// The same minus the baseline's.
    pub more: Estimated,
    /// Instruments that cost something, with yuan an elder.
    pub instruments: Vec<(String, f64)>,
    /// Unpaid hours minus the baseline's, at what a paid worker costs.
    pub unpaid_at_replacement: f64,
    /// The same at what the givers forgo.
    pub unpaid_at_opportunity: f64,
    /// Credits held at the end, hours an elder.
    pub credits_hours: f64,
    /// Where it stands at each discount rate, from the public's perspective.
    pub standings: Vec<Standing>,
}

/// What was found in one world.
#[derive(Debug, Clone, Serialize)]
pub struct World {
    /// Which world.
    pub context: Named,
    /// What the baseline and the policies cost.
    pub costs: Vec<Costs>,
    /// The policies, in the order of the study.
    pub policies: Vec<Policy>,
}

/// A wish for precision and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Precision {
    /// Identity of the context.
    pub context: String,
    /// Identity of the policy.
    pub policy: String,
    /// Key of the measure.
    pub measure: &'static str,
    /// Replicates that would have sufficed; none when it was not reached.
    pub sufficient_replicates: Option<usize>,
}

/// What a policy changes for a group of elders.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Identity of the policy.
    pub policy: String,
    /// Key of the measure.
    pub measure: &'static str,
    /// Way to group.
    pub grouping: Named,
    /// Group.
    pub group: Named,
    /// Policy minus baseline.
    pub difference: Estimated,
}

/// All that a comparison says.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// Name of the study.
    pub study: String,
    /// Title in English.
    pub title: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// Weeks from week 0 on.
    pub weeks: i32,
    /// Key of the measure that money is held against.
    pub effect: &'static str,
    /// Discount rate that the study chooses.
    pub discount_rate: f64,
    /// Discount rates of the standings: that and others beside it.
    pub discount_rates: Vec<f64>,
    /// Elders at the start, as expected.
    pub elders: f64,
    /// Replicates that were compared.
    pub replicates: u32,
    /// Whether all was run that was wanted.
    pub complete: bool,
    /// What was found, the world of the baseline first.
    pub worlds: Vec<World>,
    /// What became of the precision wanted.
    pub precision: Vec<Precision>,
    /// One package divided among its instruments, if that was asked for.
    pub attribution: Option<super::attribution::Division>,
    /// One policy split among the stages, if that was asked for.
    pub stages: Option<super::stages::Split>,
    /// Every measure over the contexts, if there are several.
    pub robustness: Vec<super::robustness::Measure>,
    /// What changes for groups of elders, if that was asked for.
    pub groups: Vec<Group>,
    /// Seconds it took.
    pub seconds: f64,
    /// Directory of the files.
    pub out: String,
}

const NUMBERS: [usize; 6] = [10, 12, 19, 11, 7, 7];

/// The comparison as one JSON object.
pub fn json(comparison: &Comparison) -> String {
    super::json::text(comparison)
}

/// The comparison as tables, ending with a line break.
pub fn table(comparison: &Comparison, language: Language) -> String {
    let mut lines = vec![title(comparison, language)];
    for world in &comparison.worlds {
        lines.push("─".repeat(WIDTH));
        if comparison.worlds.len() > 1 {
            lines.push(match language {
                Language::English => format!("context: {} ({})", world.context.en, world.context.id),
                Language::Chinese => format!("情境：{}（{}）", world.context.zh, world.context.id),
            });
            lines.push("─".repeat(WIDTH));
        }
        lines.push(heads(language));
        let measures = world.policies.first().map_or(0, |it| it.measures.len());
        for measure in 0..measures {
            block(world, measure, language, &mut lines);
        }
        for policy in world.policies.iter().filter(|it| !it.touches_somebody) {
            lines.push(match language {
                Language::English => format!("{} touches nobody: every difference is exactly zero", policy.named.en),
                Language::Chinese => format!("{}：未触及任何人，所有差异严格为零", policy.named.zh),
            });
        }
    }
    lines.push("─".repeat(WIDTH));
    lines.extend(for_whom(comparison, language));
    lines.extend(groups(comparison, language));
    lines.extend(super::robustness::lines(&comparison.robustness, &comparison.names(), language));
    for world in &comparison.worlds {
        lines.extend(costs(comparison, world, language));
    }
    lines.extend(notes(comparison, language));
    lines.iter().map(|it| it.trim_end().to_string() + "\n").collect()
}

fn title(it: &Comparison, language: Language) -> String {
    let Comparison { weeks, replicates, elders, .. } = it;
    match language {
        Language::English => {
            format!("{} · {weeks} weeks · about {elders:.0} elders · {replicates} replicates", it.title)
        }
        Language::Chinese => format!("{} · {weeks} 周 · 约 {elders:.0} 名老年人 · {replicates} 次重复", it.title_zh),
    }
}

fn heads(language: Language) -> String {
    let heads = match language {
        Language::English => ["level", "difference", "95 % interval", "relative", "P(>0)", "saves"],
        Language::Chinese => ["水平", "差异", "95% 区间", "相对", "P(>0)", "节省"],
    };
    let cells: String = heads.iter().zip(NUMBERS).map(|(head, width)| right(head, width)).collect();
    left("", WIDTH - cells.width()) + &cells
}

/// A measure: the baseline's level, then every policy.
fn block(world: &World, measure: usize, language: Language, lines: &mut Vec<String>) {
    let Some(first) = world.policies.first().map(|it| &it.measures[measure]) else { return };
    let (figure, label) = (first.figure, WIDTH - NUMBERS.iter().sum::<usize>());
    let base = first.all().map_or("–".into(), |it| level(it.baseline.value, figure, language));
    lines.push(format!("{}{}", left(&heading(figure, language), label), right(&base, NUMBERS[0])));
    for policy in &world.policies {
        let name = cut(&format!("  {}", policy.named.say(language)), label - 1);
        let cells = policy.measures[measure].all().map_or_else(String::new, |it| row(it, figure, language));
        lines.push(left(&name, label) + &cells);
    }
}

fn row(it: &Contrast, figure: &Figure, language: Language) -> String {
    let certain = it.difference.interval.is_some_and(|it| !it.holds(0.0));
    let star = if certain { "*" } else { " " };
    let interval = it
        .difference
        .interval
        .map_or("–".into(), |it| format!("{} … {}", change(it.low, figure), change(it.high, figure)));
    let relative = it.relative.map_or("–".into(), |it| format!("{:+.1} %", it.value * 100.0));
    let saves = it.runs_saved.map_or("–".into(), |it| if it < 99.5 { format!("{it:.1}×") } else { "≥99×".into() });
    let probability = it.probability_above_zero.map_or("–".into(), |it| format!("{it:.2}"));
    let cells = [
        level(it.policy.value, figure, language),
        format!("{}{star}", change(it.difference.value, figure)),
        interval,
        if it.identical { "0".into() } else { relative },
        if it.identical { "–".into() } else { probability },
        saves,
    ];
    cells.iter().zip(NUMBERS).map(|(cell, width)| right(cell, width)).collect()
}

fn level(value: f64, figure: &Figure, language: Language) -> String {
    number(value, figure.form, language)
}

/// Differences in town and in villages side by side.
fn for_whom(comparison: &Comparison, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for world in &comparison.worlds {
        let both = |it: &MeasureContrast| it.scopes[0].is_some() && it.scopes[1].is_some();
        if !world.policies.iter().any(|it| it.measures.iter().any(both)) {
            continue;
        }
        let (label, cell) = (WIDTH - 66, 33);
        let [urban, rural] = [Scope::Urban, Scope::Rural].map(|it| pick(language, it.label().en, it.label().zh));
        let head = pick(language, "for whom: difference", "对谁：差异");
        let context = if comparison.worlds.len() > 1 { format!(" ({})", world.context.id) } else { String::new() };
        lines.push(left(&format!("{head}{context}"), label) + &right(urban, cell) + &right(rural, cell));
        for policy in &world.policies {
            lines.push(cut(policy.named.say(language), WIDTH));
            for it in policy.measures.iter().filter(|it| both(it)) {
                let cells = it.scopes[..2].iter().map(|contrast| {
                    let text = contrast.map_or("–".into(), |contrast| side(&contrast.difference, it.figure));
                    right(&text, cell)
                });
                lines.push(left(&format!("  {}", heading(it.figure, language)), label) + &cells.collect::<String>());
            }
        }
        lines.push("─".repeat(WIDTH));
    }
    lines
}

fn side(it: &Estimated, figure: &Figure) -> String {
    let value = change(it.value, figure);
    it.interval.map_or(value.clone(), |interval| {
        let star = if interval.holds(0.0) { " " } else { "*" };
        format!("{value}{star} [{} … {}]", change(interval.low, figure), change(interval.high, figure))
    })
}

/// Policies that are shown side by side.
const BESIDE: usize = 4;

/// Differences of the measure that money is held against, a row a group, a column a policy.
fn groups(comparison: &Comparison, language: Language) -> Vec<String> {
    let Some(first) = comparison.groups.first() else { return Vec::new() };
    let figure = figure(first.measure);
    let names = comparison.names();
    let policies: Vec<&Named> =
        names.iter().filter(|it| comparison.groups.iter().any(|of| of.policy == it.id)).collect();
    let (label, cell) = (WIDTH - BESIDE * 18, 18);
    let mut lines = Vec::new();
    for policies in policies.chunks(BESIDE) {
        let head = match language {
            Language::English => format!("for whom: {}", heading(figure, language)),
            Language::Chinese => format!("分人群：{}", heading(figure, language)),
        };
        let cells = policies.iter().map(|it| right(&cut(it.say(language), cell - 1), cell));
        lines.push(left(&cut(&head, label), label) + &cells.collect::<String>());
        let mut shown = "";
        for row in comparison.groups.iter().filter(|it| it.policy == policies[0].id) {
            let head = if shown == row.grouping.id { "" } else { row.grouping.say(language) };
            shown = &row.grouping.id;
            let of = |policy: &&Named| {
                let mut those = comparison.groups.iter().filter(|it| it.policy == policy.id);
                those.find(|it| (&it.grouping, &it.group) == (&row.grouping, &row.group))
            };
            let cell_of = |policy: &&Named| {
                let text = of(policy).map_or("–".into(), |it| {
                    let star = if it.difference.interval.is_some_and(|it| !it.holds(0.0)) { "*" } else { " " };
                    change(it.difference.value, figure) + star
                });
                right(&text, cell)
            };
            let name = left(&cut(head, 11), 12) + &cut(row.group.say(language), label - 13);
            lines.push(left(&name, label) + &policies.iter().map(cell_of).collect::<String>());
        }
        lines.push("─".repeat(WIDTH));
    }
    lines
}

impl Comparison {
    /// Names of the baseline, the policies and the contexts.
    fn names(&self) -> Vec<Named> {
        let baseline = Named { id: "baseline".into(), en: "baseline".into(), zh: "基线".into() };
        let policies = self.worlds.iter().take(1).flat_map(|it| it.policies.iter().map(|it| it.named.clone()));
        let contexts = self.worlds.iter().skip(1).map(|it| it.context.clone());
        [baseline].into_iter().chain(policies).chain(contexts).collect()
    }
}

/// Costs, then where each policy stands at each discount rate.
fn costs(comparison: &Comparison, world: &World, language: Language) -> Vec<String> {
    let rate = per_cent(comparison.discount_rate);
    let name = |id: &str| {
        let policy = world.policies.iter().find(|it| it.named.id == id).map(|it| it.named.say(language));
        policy.unwrap_or(pick(language, "baseline", "基线")).to_string()
    };
    let context = if comparison.worlds.len() > 1 { format!(" ({})", world.context.id) } else { String::new() };
    let (label, cell) = (38, 62 / 5);
    let head = match language {
        Language::English => format!("costs: yuan an elder, {rate} % a year{context}"),
        Language::Chinese => format!("成本：元/老年人，贴现率 {rate}%{context}"),
    };
    let heads = match language {
        Language::English => ["public", "more", "replacement", "opportunity", "credits h"],
        Language::Chinese => ["公共支出", "增加", "无偿·重置", "无偿·机会", "积分小时"],
    };
    let row = |head: &str, cells: Vec<String>| {
        left(&cut(head, label), label) + &cells.iter().map(|it| right(it, cell)).collect::<String>()
    };
    let mut lines = vec![row(&head, heads.map(str::to_string).to_vec())];
    for it in &world.costs {
        let signed = |value: f64| if value == 0.0 { "0".to_string() } else { format!("{value:+.1}") };
        let star = if it.more.interval.is_some_and(|it| !it.holds(0.0)) { "*" } else { "" };
        let cells = vec![
            format!("{:.1}", it.public.value),
            signed(it.more.value) + star,
            signed(it.unpaid_at_replacement),
            signed(it.unpaid_at_opportunity),
            format!("{:.2}", it.credits_hours),
        ];
        lines.push(row(&name(&it.policy), cells));
        let parts: Vec<String> = it
            .instruments
            .iter()
            .map(|(key, yuan)| {
                let label =
                    DESCRIPTIONS.iter().find(|it| it.name == key).map(|it| pick(language, it.label.en, it.label.zh));
                format!("{} {yuan:.1}", label.unwrap_or(key))
            })
            .collect();
        if !parts.is_empty() {
            lines.push(cut(&format!("    {}", parts.join(pick(language, ", ", "、"))), WIDTH));
        }
    }
    lines.push("─".repeat(WIDTH));
    let effect = figure(comparison.effect);
    let (unit, lower) = (pick(language, effect.label.en, effect.label.zh), effect.better == Better::Lower);
    let head = match (language, lower) {
        (Language::English, false) => format!("yuan per elder-year more: {unit}"),
        (Language::English, true) => format!("yuan per elder-year less: {unit}"),
        (Language::Chinese, false) => format!("每增加一人年的成本（元）：{unit}"),
        (Language::Chinese, true) => format!("每减少一人年的成本（元）：{unit}"),
    };
    let rates: Vec<String> = comparison.discount_rates.iter().map(|it| format!("{} %", per_cent(*it))).collect();
    let cell = 15;
    let row = |head: &str, cells: Vec<String>| {
        left(&cut(head, label), label) + &cells.iter().map(|it| right(it, cell)).collect::<String>()
    };
    lines.push(row(&head, rates));
    for it in &world.costs {
        let cells = it.standings.iter().map(|standing| match standing {
            Standing::Reference => pick(language, "reference", "参照").to_string(),
            Standing::Frontier { ratio, .. } => number(*ratio, Form::Yuan, language),
            Standing::Dominated { .. } => pick(language, "dominated", "被占优").to_string(),
            Standing::ExtendedDominated { .. } => pick(language, "ext. dominated", "扩展被占优").to_string(),
        });
        lines.push(row(&name(&it.policy), cells.collect()));
    }
    lines.push("─".repeat(WIDTH));
    lines
}

fn notes(it: &Comparison, language: Language) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let missed: Vec<String> = it
        .precision
        .iter()
        .filter(|it| it.sufficient_replicates.is_none())
        .map(|missed| {
            let place = if it.worlds.len() > 1 { format!(", {}", missed.context) } else { String::new() };
            format!("{} ({}{place})", missed.measure, missed.policy)
        })
        .collect();
    if !it.precision.is_empty() {
        lines.push(match (language, missed.is_empty()) {
            (Language::English, true) => format!("the precision wanted was reached with {} replicates", it.replicates),
            (Language::Chinese, true) => format!("{} 次重复已达到所要求的精度", it.replicates),
            (Language::English, false) => {
                cut(&format!("precision not reached with {} replicates: {}", it.replicates, missed.join(", ")), WIDTH)
            }
            (Language::Chinese, false) => {
                cut(&format!("{} 次重复未达到精度：{}", it.replicates, missed.join("、")), WIDTH)
            }
        });
    }
    let notes: &[&str] = match language {
        Language::English => &[
            "difference: policy minus baseline, replicate by replicate on the same people and draws",
            "*: the 95 % interval excludes zero; ↑ ↓: which way is better; level: last four weeks, †: whole run",
            "saves: pairs of independent runs that one pair with common draws is worth",
            "replacement, opportunity: what more unpaid hours are worth, at paid help's price and to the givers",
        ],
        Language::Chinese => &[
            "差异：同一批人、同一组随机数下，政策减去基线，逐次重复配对",
            "*：95% 区间不含零；↑ ↓：改善方向；水平：最后四周，†：全程",
            "节省：一对共用随机数的运行相当于多少对独立运行",
            "无偿·重置、无偿·机会：增加的无偿小时的价值，按雇人价格或按付出者的机会成本",
        ],
    };
    lines.extend(notes.iter().map(|it| it.to_string()));
    lines.push(match language {
        Language::English => format!("{:.1} s · files in {}", it.seconds, it.out),
        Language::Chinese => format!("{:.1} 秒 · 文件在 {}", it.seconds, it.out),
    });
    if !it.complete {
        lines.push(pick(language, "interrupted: whole replicates only", "已中断：只含完整的重复").into());
    }
    lines
}
