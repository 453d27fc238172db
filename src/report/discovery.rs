//! When policies fail, for the terminal: over the worlds that were drawn, and in words where.

use serde::Serialize;

use super::robustness::{Measure, goal, lines as over_contexts};
use super::terminal::WIDTH;
use super::wording::{Named, cut, fixed, heading, pick, wrapped};
use crate::analysis::contexts::Failing;
use crate::analysis::discovery::{Bound, Region};
use crate::plan::factors::Factor;
use crate::study::discover::{Failure, kinds};
use crate::text::Language;
use crate::text::Message;

/// Quasi-p-value below which it is told as that.
const SMALL: f64 = 0.001;

/// What was found over the worlds.
#[derive(Debug, Clone, Serialize)]
pub struct Discovery {
    /// Name of the study.
    pub study: String,
    /// Title in English.
    pub title: String,
    /// Title in Chinese.
    pub title_zh: String,
    /// Worlds that were run.
    pub worlds: usize,
    /// Replicates in each.
    pub replicates: u32,
    /// Names of the baseline and the policies.
    pub policies: Vec<Named>,
    /// Every measure over all worlds.
    pub robustness: Vec<Measure>,
    /// Where each policy fails by each measure.
    pub failures: Vec<Told>,
    /// What of the study has no effect.
    pub warnings: Vec<Message>,
    /// Whether all worlds are there.
    pub complete: bool,
    /// Seconds it took.
    pub seconds: f64,
    /// Directory of the files.
    pub out: String,
}

/// Where one policy fails by one measure, in words.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// Identity of the policy.
    pub policy: String,
    /// Key of the measure.
    pub measure: &'static str,
    /// Worlds in which it fails.
    pub failures: usize,
    /// The region, if there is one.
    pub region: Option<Region>,
    /// Quasi-p-value of each of its restrictions.
    pub quasi_p_values: Vec<f64>,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Told {
    /// Puts what was found into words.
    pub fn of(it: &Failure, policy: &Named, measure: &Measure, factors: &[Factor]) -> Self {
        let say = |language| sentence(it, policy, measure, factors, language);
        let (region, quasi_p_values) = match &it.found.failing {
            Failing::Within { region, quasi_p_values } => (Some(region.clone()), quasi_p_values.clone()),
            Failing::Never | Failing::Always | Failing::Scattered | Failing::OneReplicate => (None, Vec::new()),
        };
        Told {
            policy: policy.id.clone(),
            measure: measure.measure,
            failures: it.found.failures,
            region,
            quasi_p_values,
            en: say(Language::English),
            zh: say(Language::Chinese),
        }
    }
}

fn sentence(it: &Failure, policy: &Named, measure: &Measure, factors: &[Factor], language: Language) -> String {
    let found = &it.found;
    let (failures, contexts) = (found.failures, found.contexts);
    let name = policy.say(language);
    let wanted = goal(measure.goal, measure.figure, language);
    let label = pick(language, measure.figure.label.en, measure.figure.label.zh);
    let head = match language {
        Language::English => format!("{name}, {label} {wanted}"),
        Language::Chinese => format!("{name}，{label}{wanted}"),
    };
    match (&found.failing, language) {
        (Failing::Never, Language::English) => format!("{head}: reached in all {contexts} worlds."),
        (Failing::Never, Language::Chinese) => format!("{head}：{contexts} 个情境中全部达到。"),
        (Failing::Always, Language::English) => format!("{head}: missed in all {contexts} worlds."),
        (Failing::Always, Language::Chinese) => format!("{head}：{contexts} 个情境中全部未达到。"),
        (Failing::Scattered, Language::English) => format!(
            "{head}: missed in {failures} of {contexts} worlds; no bound on what is uncertain sets them apart better than \
             chance would."
        ),
        (Failing::Scattered, Language::Chinese) => {
            format!("{head}：{contexts} 个情境中有 {failures} 个未达到；没有哪个不确定因素的界限比偶然更能区分它们。")
        }
        (Failing::OneReplicate, Language::English) => format!(
            "{head}: missed in {failures} of {contexts} worlds. With one replicate in each world nothing tells how much of \
             this is chance, so no region is named."
        ),
        (Failing::OneReplicate, Language::Chinese) => format!(
            "{head}：{contexts} 个情境中有 {failures} 个未达到。每个情境只有一次重复，无法得知其中有多少是偶然，因此不指出区域。"
        ),
        (Failing::Within { region, quasi_p_values }, language) => {
            let bounds = |joined: &str| -> String {
                let bounds = region.restrictions.iter().zip(quasi_p_values);
                let bounds = bounds.map(|(it, p)| bound(&factors[it.column], &it.bound, *p, language));
                bounds.collect::<Vec<_>>().join(joined)
            };
            let (coverage, density) = (region.coverage * 100.0, region.density * 100.0);
            match language {
                Language::English => format!(
                    "{head}: missed in {failures} of {contexts} worlds, mostly where {}. {coverage:.0} % of the failures lie \
                     there (coverage), and {density:.0} % of the {} worlds there fail (density).",
                    bounds(" and "),
                    region.runs
                ),
                Language::Chinese => format!(
                    "{head}：{contexts} 个情境中有 {failures} 个未达到，主要出现在{}之时。其中包含 {coverage:.0}% 的失败（覆盖率），\
                     该区域 {} 个情境中有 {density:.0}% 失败（密度）。",
                    bounds("且"),
                    region.runs
                ),
            }
        }
    }
}

fn bound(factor: &Factor, bound: &Bound, p: f64, language: Language) -> String {
    let meaning = match language {
        Language::English => factor.meaning(),
        Language::Chinese => factor.meaning_zh(),
    };
    let name = meaning.unwrap_or_else(|| factor.path.clone());
    let setting = ["urban", "rural"].into_iter().find(|it| factor.path.starts_with(&format!("parameters.{it}.")));
    let name = match (setting, language) {
        (Some(setting), Language::English) if !name.contains(setting) => format!("{setting} {name}"),
        (Some("urban"), Language::Chinese) if !name.contains("城") => format!("城市{name}"),
        (Some("rural"), Language::Chinese) if !name.contains(['村', '乡']) => format!("农村{name}"),
        _ => name,
    };
    let doubt = match language {
        Language::English if p < SMALL => format!("quasi-p < {SMALL}"),
        Language::English => format!("quasi-p = {p:.3}"),
        Language::Chinese if p < SMALL => format!("准 p < {SMALL}"),
        Language::Chinese => format!("准 p = {p:.3}"),
    };
    match (bound, language) {
        (Bound::AtLeast(low), Language::English) => format!("{name} is {} or more ({doubt})", digits(*low)),
        (Bound::AtLeast(low), Language::Chinese) => format!("{name}不低于 {}（{doubt}）", digits(*low)),
        (Bound::AtMost(high), Language::English) => format!("{name} is {} or less ({doubt})", digits(*high)),
        (Bound::AtMost(high), Language::Chinese) => format!("{name}不高于 {}（{doubt}）", digits(*high)),
        (Bound::Among(numbers), language) => {
            let known = kinds(factor);
            let words: Vec<&str> = numbers.iter().map(|it| known[*it as usize].as_str()).collect();
            match language {
                Language::English => format!("{name} is {} ({doubt})", words.join(" or ")),
                Language::Chinese => format!("{name}为 {}（{doubt}）", words.join(" 或 ")),
            }
        }
    }
}

/// A bound with three significant digits.
fn digits(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let decimals = (2 - libm::floor(libm::log10(value.abs())) as i32).clamp(0, 6) as usize;
    let text = fixed(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// The discovery as one JSON object.
pub fn json(it: &Discovery) -> String {
    super::json::text(it)
}

/// The discovery as tables and sentences, ending with a line break.
pub fn table(it: &Discovery, language: Language) -> String {
    let mut lines = vec![match language {
        Language::English => {
            let replicates = if it.replicates == 1 { "replicate" } else { "replicates" };
            format!("{} · {} worlds drawn · {} {replicates} in each", it.title, it.worlds, it.replicates)
        }
        Language::Chinese => format!("{} · 抽取 {} 个情境 · 各 {} 次重复", it.title_zh, it.worlds, it.replicates),
    }];
    lines.push("─".repeat(WIDTH));
    let name = |id: &str| it.policies.iter().find(|it| it.id == id).map_or(id, |it| it.say(language)).to_string();
    lines.extend(over_contexts(&it.robustness, &name, language));
    let mut measure = "";
    for told in &it.failures {
        if told.measure != measure {
            measure = told.measure;
            let figure = crate::analysis::figures::figure_of(measure);
            lines.push(cut(&figure.map_or(measure.into(), |it| heading(it, language)), WIDTH));
        }
        lines.extend(wrapped(pick(language, &told.en, &told.zh), [2, 2]));
    }
    lines.push("─".repeat(WIDTH));
    lines.push(match language {
        Language::English => format!("{:.1} s · files in {}", it.seconds, it.out),
        Language::Chinese => format!("{:.1} 秒 · 文件在 {}", it.seconds, it.out),
    });
    if !it.complete {
        lines.push(
            pick(
                language,
                "interrupted: only worlds with all their runs are counted",
                "已中断：只计入全部运行完成的情境",
            )
            .into(),
        );
    }
    lines.iter().map(|it| it.trim_end().to_string() + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_have_three_significant_digits() {
        let all = [0.0, 2.0512, 0.012_345, 12_345.6, -0.5, 3.0].map(digits);
        assert_eq!(all, ["0", "2.05", "0.0123", "12346", "-0.5", "3"]);
    }
}
