//! Tables of costs and cost-effectiveness.

use crate::Result;
use crate::analysis::contrast::LEAST_FOR_SPREAD;
use crate::analysis::cost_effectiveness::{FrontierStatus, Outcome as Worth, acceptability, possible_means};
use crate::analysis::costs::{self, Appraisal, Item, Perspective};
use crate::analysis::interval::Estimated;
use crate::output::study_directory::Table;
use crate::plan::study::{Context, Study};
use crate::random::Chance;
use crate::study::runs::Outcomes;
use crate::study::tables::builder::{CONTEXT, Head, POLICY, REPLICATES, TableBuilder, UNIT};

/// Bootstrap resamples for acceptability.
const RESAMPLES: u32 = 1000;
/// Those of them that the plane shows.
const SHOWN: usize = 200;

const PERSPECTIVE: Head = ["perspective", "key", "whose costs count", "成本视角"];
const EFFECT: Head = ["effect_measure", "key", "effectiveness measure", "效果指标"];
const RATE: Head =
    ["discount_rate", "per year", "discount rate; the first year is not discounted", "贴现率（首年不贴现）"];

const CHOSEN: Head = ["chosen", "0 or 1", "the discount rate chosen by the study", "研究所选的贴现率"];

const PAYER: Head = [
    "payer",
    "organisers, governments, donors, collectives, members, households or givers",
    "who pays: organisers for their spending; others for payments to organisers or for costs of their own",
    "付款者：组织者为其支出；其他为向组织者的付款或自行承担的成本",
];

/// Costs of every policy at each discount rate, one row per item.
pub fn cost_table(study: &Study, outcomes: &Outcomes) -> Table {
    let mut rows: Vec<(&Context, &str, f64, Item)> = Vec::new();
    for (context, runs) in study.contexts.iter().zip(&outcomes.runs) {
        for (arm, policy) in context.arms.iter().zip(runs) {
            for rate in costs::rates(study.options.discount_rate) {
                let items = costs::items(&runs[0], policy, study.effect, rate).into_iter();
                rows.extend(items.map(|it| (context, arm.named.id.as_str(), rate, it)));
            }
        }
    }
    let item = "item: public is the sum of core and the instruments; grants, donations, collective_income and dues add up to public \
                plus left; the other items are in neither sum";
    TableBuilder::of("costs", &rows)
        .text(CONTEXT, |it| it.0.named.id.as_str())
        .text(POLICY, |it| it.1)
        .text(["item", "key", item, "项目：public 为 core 与各工具之和；grants、donations、collective_income 与 dues 之和等于 public 加 left；其余项目不计入"], |it| {
            it.3.key.as_str()
        })
        .text(PAYER, |it| it.3.payer)
        .text(UNIT, |it| if it.3.key.ends_with("_hours") { "hours per elder" } else { "yuan per elder" })
        .number(RATE, |it| it.2)
        .whole(CHOSEN, |it| i32::from(it.2 == study.options.discount_rate))
        .estimated(["level", "low", "high"], ["unit", "over the whole run, mean over replicates", "水平"], |it| {
            Some(it.3.level)
        })
        .estimated(
            ["difference", "difference_low", "difference_high"],
            ["unit", "policy minus baseline", "差异"],
            |it| Some(it.3.difference),
        )
        .table()
}

/// Every context that was run, with each perspective and discount rate; nothing if no replicate is complete.
fn weighed<'a>(
    study: &'a Study,
    outcomes: &'a Outcomes,
) -> impl Iterator<Item = (&'a Context, &'a [Vec<crate::analysis::outcome::Outcome>], Perspective, f64)> {
    let there = if outcomes.replicates > 0 { outcomes.runs.as_slice() } else { &[] };
    study.contexts.iter().zip(there).flat_map(|(context, runs)| {
        let each = Perspective::ALL
            .into_iter()
            .flat_map(|it| costs::rates(study.options.discount_rate).into_iter().map(move |rate| (it, rate)));
        each.map(move |(perspective, rate)| (context, runs.as_slice(), perspective, rate))
    })
}

/// One line of an incremental table.
struct Stands<'a> {
    context: &'a Context,
    policy: &'a str,
    perspective: Perspective,
    rate: f64,
    found: Appraisal,
    word: &'static str,
    against: String,
    replicates: usize,
}

/// The incremental tables: every perspective at every discount rate.
///
/// # Errors
/// A cost or effect is not a number.
pub fn cost_effectiveness_table(study: &Study, outcomes: &Outcomes) -> Result<Table> {
    let mut rows = Vec::new();
    for (context, runs, perspective, rate) in weighed(study, outcomes) {
        let id = |arm: usize| context.arms[arm].named.id.as_str();
        for (number, found) in costs::appraise(runs, study.effect, rate, perspective)?.into_iter().enumerate() {
            let (word, against) = match found.standing {
                FrontierStatus::Reference => ("reference", String::new()),
                FrontierStatus::Frontier { before, .. } => ("frontier", id(before).to_string()),
                FrontierStatus::Equal { to } => ("equal", id(to).to_string()),
                FrontierStatus::Dominated { by } => ("dominated", id(by).to_string()),
                FrontierStatus::ExtendedDominated { by: (low, high) } => {
                    ("extended_dominated", format!("{} + {}", id(low), id(high)))
                }
            };
            let replicates = runs[number].len();
            rows.push(Stands { context, policy: id(number), perspective, rate, found, word, against, replicates });
        }
    }
    let standing = "reference, frontier, equal, dominated or extended_dominated";
    let against = "the previous policy on the frontier, the policy that it equals, or the policies that dominate it";
    let evidence = "whether the paired differences over replicates rule out that the position is due to chance";
    let beyond = "relative to the policy it is compared with, over the whole run";
    let ratio = "incremental cost-effectiveness ratio with Fieller's interval; absent if the effect cannot be distinguished \
                 from that of the previous policy";
    Ok(TableBuilder::of("cost_effectiveness", &rows)
        .text(CONTEXT, |it| it.context.named.id.as_str())
        .text(POLICY, |it| it.policy)
        .text(PERSPECTIVE, |it| it.perspective.name())
        .text(EFFECT, |_| study.effect.key)
        .text(["standing", "key", standing, "前沿地位"], |it| it.word)
        .text(["against", "identity", against, "比较对象"], |it| it.against.as_str())
        .text(["evidence", "supported, uncertain or no_interval", evidence, "证据"], |it| match it.found.supported {
            Some(true) => "supported",
            Some(false) => "uncertain",
            None => "no_interval",
        })
        .number(RATE, |it| it.rate)
        .whole(CHOSEN, |it| i32::from(it.rate == study.options.discount_rate))
        .whole(REPLICATES, |it| it.replicates as i32)
        .number(["cost", "yuan per elder", "over the whole run", "成本"], |it| it.found.outcome.cost)
        .number(["effect", "measure times years per elder; more is better", "over the whole run", "效果"], |it| {
            it.found.outcome.effect
        })
        .estimated(
            ["more_cost", "more_cost_low", "more_cost_high"],
            ["yuan per elder", &format!("incremental cost {beyond}"), "增量成本"],
            |it| it.found.more_cost,
        )
        .estimated(
            ["more_effect", "more_effect_low", "more_effect_high"],
            ["measure times years per elder; more is better", &format!("incremental effect {beyond}"), "增量效果"],
            |it| it.found.more_effect,
        )
        .estimated(
            ["ratio", "ratio_low", "ratio_high"],
            ["yuan per unit of effect", ratio, "增量成本效果比"],
            |it| it.found.ratio,
        )
        .table())
}

/// Net benefit of one policy at one threshold.
struct Weighed<'a> {
    context: &'a Context,
    policy: &'a str,
    perspective: Perspective,
    rate: f64,
    threshold: f64,
    net_benefit: Option<Estimated>,
    probability: Option<f64>,
    best: bool,
    perfect_information: Option<f64>,
}

/// Net benefit and the acceptability curve: every policy over a range of willingness to pay for a unit of effect.
///
/// # Errors
/// A cost or effect is not a number.
pub fn net_benefit_table(study: &Study, outcomes: &Outcomes) -> Result<Table> {
    let thresholds = match &study.thresholds {
        Some(written) => written.clone(),
        None if outcomes.replicates == 0 => Vec::new(),
        None => costs::thresholds(&outcomes.runs[0], study.effect, study.options.discount_rate)?,
    };
    let mut rows = Vec::new();
    for (context, runs, perspective, rate) in weighed(study, outcomes) {
        let worth = costs::by_replicate(runs, study.effect, rate, perspective);
        let means = possible_means(&worth, RESAMPLES, &Chance::new(study.base().seed, 0));
        // Resamples of a few replicates are too similar for a probability.
        let several = runs[0].len() >= LEAST_FOR_SPREAD;
        for at in acceptability(&means, &thresholds)? {
            let benefits: Vec<f64> = worth.iter().map(|it| mean_net_benefit(it, at.threshold)).collect();
            let most = benefits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for (arm, policy) in context.arms.iter().enumerate() {
                let gains = worth[arm].iter().zip(&worth[0]);
                let gains: Vec<f64> =
                    gains.map(|(it, base)| it.net_benefit(at.threshold) - base.net_benefit(at.threshold)).collect();
                rows.push(Weighed {
                    context,
                    policy: &policy.named.id,
                    perspective,
                    rate,
                    threshold: at.threshold,
                    net_benefit: Estimated::mean_of(&gains),
                    probability: several.then(|| at.probability[arm]),
                    best: benefits[arm] == most,
                    perfect_information: several.then_some(at.perfect_information),
                });
            }
        }
    }
    let probability = "probability of the highest net benefit (acceptability curve), shared by equal policies; \
                       absent below five replicates";
    Ok(TableBuilder::of("net_benefit", &rows)
        .text(CONTEXT, |it| it.context.named.id.as_str())
        .text(POLICY, |it| it.policy)
        .text(PERSPECTIVE, |it| it.perspective.name())
        .text(EFFECT, |_| study.effect.key)
        .number(RATE, |it| it.rate)
        .whole(CHOSEN, |it| i32::from(it.rate == study.options.discount_rate))
        .number(
            ["threshold", "yuan per unit of effect", "willingness to pay for a unit of effect", "支付意愿阈值"],
            |it| it.threshold,
        )
        .estimated(
            ["net_benefit", "net_benefit_low", "net_benefit_high"],
            ["yuan per elder", "value of the effect minus cost, relative to the baseline", "增量净效益"],
            |it| it.net_benefit,
        )
        .number(["probability_best", "0..1", probability, "最具成本效果的概率"], |it| it.probability)
        .whole(["best", "0 or 1", "no other policy has a higher mean net benefit", "平均净效益最高"], |it| {
            i32::from(it.best)
        })
        .number(
            ["perfect_information", "yuan per elder", "expected value of perfect information", "完全信息的期望价值"],
            |it| it.perfect_information,
        )
        .table())
}

/// Mean net benefit over replicates at a threshold.
fn mean_net_benefit(replicates: &[Worth], threshold: f64) -> f64 {
    replicates.iter().map(|it| it.net_benefit(threshold)).sum::<f64>() / replicates.len() as f64
}

/// The cost-effectiveness plane: resampled means relative to the baseline, at the chosen discount rate.
pub fn plane_table(study: &Study, outcomes: &Outcomes) -> Table {
    let mut rows: Vec<(&Context, &str, Perspective, i32, Worth)> = Vec::new();
    for (context, runs, perspective, rate) in weighed(study, outcomes) {
        if rate != study.options.discount_rate || runs[0].len() < LEAST_FOR_SPREAD {
            continue;
        }
        let worth = costs::by_replicate(runs, study.effect, rate, perspective);
        let means = possible_means(&worth, RESAMPLES, &Chance::new(study.base().seed, 0));
        for (arm, policy) in context.arms.iter().enumerate().skip(1) {
            for (number, (it, base)) in (0..).zip(means[arm].iter().zip(&means[0])).take(SHOWN) {
                let beyond = Worth { cost: it.cost - base.cost, effect: it.effect - base.effect };
                rows.push((context, &policy.named.id, perspective, number, beyond));
            }
        }
    }
    TableBuilder::of("cost_effectiveness_plane", &rows)
        .text(CONTEXT, |it| it.0.named.id.as_str())
        .text(POLICY, |it| it.1)
        .text(PERSPECTIVE, |it| it.2.name())
        .text(EFFECT, |_| study.effect.key)
        .whole(["resample", "number", "bootstrap resample of the replicates", "重抽样序号"], |it| it.3)
        .number(["cost", "yuan per elder", "mean additional cost relative to the baseline", "增量成本"], |it| {
            it.4.cost
        })
        .number(
            [
                "effect",
                "measure times years per elder; more is better",
                "mean additional effect relative to the baseline",
                "增量效果",
            ],
            |it| it.4.effect,
        )
        .table()
}
