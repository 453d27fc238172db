//! The answer of a comparison of policies: one paragraph per policy, each sentence from one row of one table.

use super::contexts::over_contexts;
use crate::analysis::contrast::LEAST_FOR_SPREAD;
use crate::analysis::figures::{Better, Indicator, Scope};
use crate::analysis::interval::Verdict;
use crate::report::document::money;
use crate::report::document::numbers::replicates;
use crate::report::document::paragraph::{Paragraph, Sentence, Value, templates};
use crate::report::document::record::{Fill, Row, listed};
use crate::report::document::source::{BASELINE, Source};
use crate::report::document::words::figure;
use crate::text::{Label, Message};

templates! {
    NO_REPLICATE
        "No replicate was completed in every arm, so there is nothing to compare yet."
        "尚无在各比较组中都完成的重复，因此还没有可比较的结果。";
    ONE_REPLICATE
        "One replicate gives no intervals: no difference can be distinguished from chance, and policies are not ranked. Run at least {least} replicates, for example with --replicates 10."
        "只有一次重复，没有区间：差异与随机波动无法区分，政策不作排名。请至少运行 {least} 次重复，例如 --replicates 10。";
    MOST
        "For {measure}, \"{policy}\" has the largest improvement: {difference} (95 % interval {low} to {high}). The interval of its lead over every other policy excludes zero."
        "就{measure}而言，“{policy}”的改善最大：{difference}（95% 区间 {low} 至 {high}）。它对其余每项政策的领先，区间均不含零。";
    TIED
        "For {measure}, \"{policy}\" has the largest mean improvement. With {replicates}, it cannot be distinguished from these policies: {policies}."
        "就{measure}而言，“{policy}”的平均改善最大；但基于 {replicates}，它与以下政策无法区分：{policies}。";
    TWINS_FIRST
        "For {measure}, these policies share the largest improvement; their values are equal in every replicate: {policies}."
        "就{measure}而言，以下政策同为改善最大，每次重复的值都相同：{policies}。";
    NONE_IMPROVES
        "With {replicates}, no policy improves {measure} beyond what chance can explain."
        "基于 {replicates}，没有政策对{measure}的改善超出随机波动所能解释的程度。";
    CHANGES
        "Under \"{policy}\", {measure} stood at {level}, compared with {baseline} under the baseline: {difference} (95 % interval {low} to {high})."
        "{policy}：{measure}为 {level}，基线为 {baseline}，相差 {difference}（95% 区间 {low} 至 {high}）。";
    NOT_DISTINGUISHABLE
        "Under \"{policy}\", the change in {measure} cannot be distinguished from chance: {difference} (95 % interval {low} to {high})."
        "{policy}：{measure}的变化与随机波动无法区分，为 {difference}（95% 区间 {low} 至 {high}）。";
    WITHOUT_INTERVAL
        "Under \"{policy}\", {measure} stood at {level}, compared with {baseline} under the baseline, in a single replicate: {difference}, without an interval."
        "{policy}：在单次重复中，{measure}为 {level}，基线为 {baseline}，相差 {difference}，没有区间。";
    SAME
        "Under \"{policy}\", {measure} did not differ from the baseline in any replicate ({replicates})."
        "{policy}：{measure}在每次重复中都与基线相同（{replicates}）。";
    EQUAL_TO_BASELINE
        "\"{policy}\" is equal to the baseline: every measure has the same value in every replicate ({replicates})."
        "{policy}与基线相同：各项指标在每次重复中都一致（{replicates}）。";
    EQUAL_IN_MEASURES
        "Under \"{policy}\", none of the measures compared differs from the baseline in any replicate ({replicates})."
        "{policy}：所比较的各项指标在每次重复中都与基线相同（{replicates}）。";
    COST
        "Over the whole run, public spending changes by {difference} per elder (95 % interval {low} to {high})."
        "全程公共支出的变化为每位老年人 {difference}（95% 区间 {low} 至 {high}）。";
    COST_WITHOUT_INTERVAL
        "Over the whole run, public spending changes by {difference} per elder, without an interval."
        "全程公共支出的变化为每位老年人 {difference}，没有区间。";
    EQUAL_TO_OTHER
        "\"{policy}\" is equal to \"{other}\": every measure has the same value in every replicate ({replicates})."
        "{policy}与{other}相同：各项指标在每次重复中都一致（{replicates}）。";
    NO_VALUE
        "Under \"{policy}\", {measure} had no value in any replicate."
        "{policy}：{measure}在所有重复中都没有值。";
    THERE
        "In {place}, the difference is {difference} (95 % interval {low} to {high})."
        "{place}：相差 {difference}（95% 区间 {low} 至 {high}）。";
    THERE_UNCERTAIN
        "In {place}, the change cannot be distinguished from chance: {difference} (95 % interval {low} to {high})."
        "{place}：变化与随机波动无法区分，为 {difference}（95% 区间 {low} 至 {high}）。";
    THERE_WITHOUT_INTERVAL
        "In {place}, the difference is {difference}, without an interval."
        "{place}：相差 {difference}，没有区间。";
    THERE_SAME
        "In {place}, there is no difference from the baseline."
        "{place}：与基线相同。";
    SPENDING
        "Public spending changes by {difference} per elder per year (95 % interval {low} to {high})."
        "公共支出的变化为每位老年人每年 {difference}（95% 区间 {low} 至 {high}）。";
    SPENDING_UNCERTAIN
        "The change in public spending cannot be distinguished from chance: {difference} per elder per year (95 % interval {low} to {high})."
        "公共支出的变化与随机波动无法区分，为每位老年人每年 {difference}（95% 区间 {low} 至 {high}）。";
    SPENDING_WITHOUT_INTERVAL
        "Public spending changes by {difference} per elder per year, without an interval."
        "公共支出的变化为每位老年人每年 {difference}，没有区间。";
    SPENDING_SAME
        "Public spending is the same as under the baseline."
        "公共支出与基线相同。";
    GAINED
        "On the cost-effectiveness frontier for {measure}: over the whole run, {ratio} per person-year gained, compared with \"{other}\" (95 % interval {low} to {high})."
        "以{measure}为效果，在成本效果前沿上：与“{other}”相比，全程每增加一人年需 {ratio}（95% 区间 {low} 至 {high}）。";
    AVOIDED
        "On the cost-effectiveness frontier for {measure}: over the whole run, {ratio} per person-year avoided, compared with \"{other}\" (95 % interval {low} to {high})."
        "以{measure}为效果，在成本效果前沿上：与“{other}”相比，全程每减少一人年需 {ratio}（95% 区间 {low} 至 {high}）。";
    GAINED_IN_ALL
        "Over the whole run, unlike in its last four weeks, the interval of the effect on {measure} excludes zero: {ratio} per person-year gained, compared with \"{other}\" (95 % interval {low} to {high})."
        "与最后四周不同，全程对{measure}的效果区间不含零：与“{other}”相比，每增加一人年需 {ratio}（95% 区间 {low} 至 {high}）。";
    AVOIDED_IN_ALL
        "Over the whole run, unlike in its last four weeks, the interval of the effect on {measure} excludes zero: {ratio} per person-year avoided, compared with \"{other}\" (95 % interval {low} to {high})."
        "与最后四周不同，全程对{measure}的效果区间不含零：与“{other}”相比，每减少一人年需 {ratio}（95% 区间 {low} 至 {high}）。";
    PRICE
        "On the cost-effectiveness frontier for {measure}: over the whole run, an improvement by one unit ({unit}) for one year costs {ratio} per elder, compared with \"{other}\" (95 % interval {low} to {high})."
        "以{measure}为效果，在成本效果前沿上：与“{other}”相比，全程改善一个单位（{unit}）并保持一年，每位老年人需 {ratio}（95% 区间 {low} 至 {high}）。";
    NO_RATIO
        "No cost per unit of effect is given: over the whole run, the effect on {measure} cannot be distinguished from that of \"{other}\", the next cheaper option on the frontier."
        "不给出单位效果的成本：全程对{measure}的效果与前沿上花费次低的“{other}”无法区分。";
    DOMINATED
        "For {measure}, it is dominated by \"{other}\", which costs no more and is at least as effective."
        "就{measure}而言被“{other}”占优：后者花费不更高，效果不更差。";
    DOMINATED_UNCERTAIN
        "On the means, \"{other}\" costs no more and is at least as effective for {measure}, but chance may explain this."
        "按均值，“{other}”花费不更高，对{measure}的效果不更差，但这可能出于随机波动。";
    EXTENDED_DOMINATED
        "For {measure}, it is dominated by a mix of \"{other}\" (extended dominance): the mix has the same effect at a lower cost."
        "就{measure}而言被“{other}”的组合扩展占优：后者效果相同，花费更低。";
    EXTENDED_DOMINATED_UNCERTAIN
        "On the means, a mix of \"{other}\" has the same effect on {measure} at a lower cost, but chance may explain this."
        "按均值，“{other}”的组合对{measure}的效果相同，花费更低，但这可能出于随机波动。";
    EQUALLY_WORTH
        "Cost and effect are equal to those of \"{other}\"."
        "成本与效果均与“{other}”相同。";
    PART
        "The part of this effect that passes through {pathway} is {value} (95 % interval {low} to {high})."
        "该效果中，经由{pathway}的部分为 {value}（95% 区间 {low} 至 {high}）。";
    PART_DIRECT
        "The direct part of this effect, through services and money, is {value} (95 % interval {low} to {high})."
        "该效果中，服务与资金的直接作用为 {value}（95% 区间 {low} 至 {high}）。";
    PART_REMAINING
        "The part of this effect that remains with elders, volunteers and organisers fixed at their baseline values is {value} (95 % interval {low} to {high})."
        "该效果中，老年人、志愿者与组织者均固定在基线值时仍存在的部分为 {value}（95% 区间 {low} 至 {high}）。";
    PART_UNCERTAIN
        "The part that passes through {pathway} cannot be distinguished from chance: {value} (95 % interval {low} to {high})."
        "经由{pathway}的部分与随机波动无法区分，为 {value}（95% 区间 {low} 至 {high}）。";
    NO_PARTS
        "The effect on {measure} cannot be distinguished from chance, so it is not decomposed into drive, perception and response."
        "对{measure}的效果与随机波动无法区分，因此不分解为驱动、感知与响应。";
    NO_PARTS_OF_NOTHING
        "The effect on {measure} is zero in every replicate, so there is nothing to decompose into drive, perception and response."
        "对{measure}的效果在每次重复中均为零，没有可分解为驱动、感知与响应的部分。";
    CHIEF_INSTRUMENT
        "{instrument} contributes most to the effect of \"{policy}\" on {measure}: {value} (95 % interval {low} to {high})."
        "在{policy}对{measure}的效果中，{instrument}贡献最大：{value}（95% 区间 {low} 至 {high}）。";
    CHIEF_INSTRUMENTS
        "The instruments that contribute most to the effect of \"{policy}\" on {measure} cannot be distinguished: {instruments}."
        "在{policy}对{measure}的效果中，贡献最大的几项工具无法区分：{instruments}。";
    SHARES_OF_ONE
        "The effect of \"{policy}\" on {measure} was attributed in one replicate only. There are no intervals, so no instrument is named."
        "{policy}对{measure}的效果只在一次重复中归因，没有区间，因此不指出哪项工具贡献最大。";
    PARTS_OF_ONE
        "The effect on {measure} was decomposed in one replicate only, so there are no intervals."
        "对{measure}的效果只在一次重复中分解，没有区间。";
    PARTS_REST_ON
        "The attribution to instruments or the pathway decomposition is based on {count} of the {all} replicates."
        "政策工具归因或作用路径分解仅基于 {all} 次重复中的 {count} 次。";
    NO_SHARES
        "The effect of \"{policy}\" on {measure} cannot be distinguished from chance, so it is not attributed to its instruments."
        "{policy}对{measure}的效果与随机波动无法区分，因此不归因到各工具。";
    NO_SHARES_OF_NOTHING
        "The effect of \"{policy}\" on {measure} is zero in every replicate, so there is nothing to attribute to its instruments."
        "{policy}对{measure}的效果在每次重复中均为零，没有可归因的部分。";
    PRECISION_MISSED
        "The required precision for {measure} was not reached with {replicates}: {policies}."
        "{measure}未达到所要求的精度（{replicates}）：{policies}。";
    PRECISION_REACHED
        "Every difference has the precision that the study requires."
        "各项差异均已达到研究所要求的精度。";
    FEWER
        "Under \"{policy}\", {measure} had a value in only {count} of the {all} replicates compared."
        "{policy}：{measure}在 {all} 次重复中仅 {count} 次有值。";
    NEVER
        "These measures had no value in any replicate and were not compared: {measures}."
        "以下指标在所有重复中都没有值，未作比较：{measures}。";
    NOT_DIVIDED
        "These measures had no value in some of the required runs and were not attributed or decomposed: {measures}."
        "以下指标在所需的部分运行中没有值，未作归因或分解：{measures}。";
    ALL_REPLICATES
        "Unless stated otherwise, these results are based on {replicates}. Every policy has the same people and the same random draws as the baseline."
        "除另有说明外，以上结果基于 {replicates}；各项政策与基线的人群和随机数相同。";
}

/// The interval of a difference, as most sentences have it.
const DIFFERENCE: [(&str, Fill); 3] = [
    ("difference", Fill::Change("difference")),
    ("low", Fill::Change("difference_low")),
    ("high", Fill::Change("difference_high")),
];
/// The interval of a part of an effect.
const PART_OF_IT: [(&str, Fill); 3] =
    [("value", Fill::Change("value")), ("low", Fill::Change("low")), ("high", Fill::Change("high"))];
const POLICY: (&str, Fill) = ("policy", Fill::Policy);
const MEASURE: (&str, Fill) = ("measure", Fill::Measure);
const REPLICATES: (&str, Fill) = ("replicates", Fill::Replicates);

/// The answer of a comparison.
pub fn answer(source: &Source) -> Vec<Paragraph> {
    let Some(table) = source.table("contrasts") else {
        // For contexts drawn at random there is robustness, not a comparison in each.
        if source.table("robustness").is_none() && source.results.replicates == 0 {
            return plain(NO_REPLICATE, &[]).map(Paragraph::single).into_iter().collect();
        }
        let weighed = source.table("robustness").map_or_else(Vec::new, |it| it.distinct("measure"));
        let said = weighed.into_iter().filter_map(figure).flat_map(|it| over_contexts(source, it));
        return said.map(Paragraph::single).collect();
    };
    let Some(measure) = chief_measure(source) else { return Vec::new() };
    let first = if source.results.replicates == 1 {
        let least = ("least", Value::Name(Message::same(LEAST_FOR_SPREAD.to_string())));
        plain(ONE_REPLICATE, &[least])
    } else {
        best(source, measure)
    };
    let mut said: Vec<Paragraph> = first.map(Paragraph::single).into_iter().collect();
    said.extend(table.distinct("policy").into_iter().filter_map(|policy| of_policy(source, policy, measure)));
    said.extend(chief_instrument(source, measure).map(Paragraph::single));
    said.extend(parts_rest_on(source).map(Paragraph::single));
    // From one replicate nothing can be concluded about goals.
    if source.results.replicates > 1 {
        said.extend(over_contexts(source, measure).into_iter().map(Paragraph::single));
    }
    said.extend(precision(source).into_iter().map(Paragraph::single));
    said.extend(fewer(source).into_iter().map(Paragraph::single));
    said.extend(absent(source, "contrasts", NEVER).map(Paragraph::single));
    let divided = ["attribution", "stages"].into_iter().find_map(|it| absent(source, it, NOT_DIVIDED));
    said.extend(divided.map(Paragraph::single));
    let count = ("replicates", Value::Name(replicates(source.results.replicates)));
    said.extend(plain(ALL_REPLICATES, &[count]).map(Paragraph::single));
    said
}

/// The measure that the answer is about: the effectiveness measure, if it was compared.
pub fn chief_measure(source: &Source) -> Option<&'static Indicator> {
    let compared = source.table("contrasts")?.distinct("measure");
    let effect = source.table("cost_effectiveness").map(|it| it.text("effect_measure", 0));
    figure(effect.filter(|it| compared.contains(it)).or(compared.first().copied())?)
}

/// A sentence that is about no single row.
fn plain(template: Label, values: &[(&'static str, Value)]) -> Option<Sentence> {
    Some(Sentence { template, values: values.to_vec(), record: None })
}

/// The best policy, or the policies that cannot be distinguished from it.
fn best(source: &Source, measure: &Indicator) -> Option<Sentence> {
    let of_measure = [("context", BASELINE), ("measure", measure.key)];
    let ranked = Row::all(source, "ranking", &of_measure, "difference");
    let (first, others) = ranked.split_first()?;
    if others.is_empty() {
        return None;
    }
    let welcome = if measure.better == Better::Lower { Verdict::Lower } else { Verdict::Higher };
    if first.verdict() != Some(welcome) {
        return first.say(NONE_IMPROVES, &[MEASURE, REPLICATES]);
    }
    let together: Vec<&Row> = others.iter().filter(|it| it.text("lead") != "behind").collect();
    if together.is_empty() {
        return first.say(MOST, &[&[POLICY, MEASURE], &DIFFERENCE[..]].concat());
    }
    let twins = together.iter().all(|it| it.text("lead") == "equal_to_first");
    let (template, fills) =
        if twins { (TWINS_FIRST, &[MEASURE][..]) } else { (TIED, &[POLICY, MEASURE, REPLICATES][..]) };
    let mut said = first.say(template, fills)?;
    let names = listed([first].into_iter().filter(|_| twins).chain(together).map(Row::policy))?;
    said.values.push(("policies", Value::Name(names)));
    Some(said)
}

/// The effect of a policy on the chief measure: overall, by setting, its cost, and its pathways.
fn of_policy(source: &Source, policy: &str, measure: &'static Indicator) -> Option<Paragraph> {
    let there = |key: &str, scope: Scope| {
        let wanted = [("context", BASELINE), ("policy", policy), ("measure", key), ("scope", scope.name())];
        Row::first(source, "contrasts", &wanted, "difference")
    };
    let all = there(measure.key, Scope::All);
    let of_one = |said: Option<Sentence>| Some(Paragraph { policy: Some(policy.to_string()), sentences: vec![said?] });
    if let Some(it) = equal_to_baseline(source, policy, measure) {
        return Some(it);
    }
    let twin = Row::first(source, "ranking", &[("context", BASELINE), ("policy", policy)], "difference");
    if let Some(it) = twin.filter(|it| !["", BASELINE].contains(&it.text("equal_to"))) {
        return of_one(it.say(EQUAL_TO_OTHER, &[POLICY, ("other", Fill::Name("equal_to")), REPLICATES]));
    }
    let Some(all) = all else {
        let name = ("policy", Value::Name(source.name(policy)));
        return of_one(plain(NO_VALUE, &[name, ("measure", Value::Name(measure.label.into()))]));
    };
    let mut sentences = vec![change(&all)?];
    let settings = [Scope::Urban, Scope::Rural].map(|scope| there(measure.key, scope));
    // Where there are only towns or only villages, they are all.
    if let [Some(urban), Some(rural)] = settings {
        sentences.extend([urban, rural].iter().filter_map(place));
    }
    let money = "spending_per_elder_year";
    sentences.extend(there(money, Scope::All).filter(|_| measure.key != money).and_then(|it| spending(&it)));
    sentences.extend(standing(source, policy, all.verdict()?));
    sentences.extend(parts(source, policy, measure));
    Some(Paragraph { policy: Some(policy.to_string()), sentences })
}

/// A policy without effect on any measure compared; its cost, if any, and why its effect is not decomposed.
fn equal_to_baseline(source: &Source, policy: &str, measure: &Indicator) -> Option<Paragraph> {
    let here = Row::all(source, "contrasts", &[("policy", policy), ("scope", Scope::All.name())], "difference");
    let all = Row::all(source, "contrasts", &[("policy", policy)], "difference");
    if !all.iter().all(|it| it.verdict() == Some(Verdict::Equal)) {
        return None;
    }
    // A measure may be missing in some replicates, which the others are not.
    let row = here.iter().max_by_key(|it| it.replicates())?;
    let costs =
        Row::all(source, "costs", &[("context", BASELINE), ("policy", policy), ("item", money::PUBLIC)], "difference");
    let cost = costs.into_iter().find(|it| it.number("chosen") == Some(1.0));
    let more = cost.filter(|it| it.number("difference").is_some_and(|it| it != 0.0));
    let template = if more.is_some() { EQUAL_IN_MEASURES } else { EQUAL_TO_BASELINE };
    let mut sentences = vec![row.say(template, &[POLICY, REPLICATES])?];
    let [difference, low, high] = DIFFERENCE.map(|(place, fill)| match fill {
        Fill::Change(column) => (place, Fill::YuanChange(column)),
        other => (place, other),
    });
    sentences.extend(more.and_then(|it| {
        it.say(COST, &[difference, low, high]).or_else(|| it.say(COST_WITHOUT_INTERVAL, &[difference]))
    }));
    sentences.extend(parts(source, policy, measure));
    Some(Paragraph { policy: Some(policy.to_string()), sentences })
}

fn change(row: &Row) -> Option<Sentence> {
    let levels = [("baseline", Fill::Level("baseline")), ("level", Fill::Level("level"))];
    let with_levels = [&[POLICY, MEASURE], &levels[..], &DIFFERENCE[..]].concat();
    match row.verdict()? {
        Verdict::Equal => row.say(SAME, &[POLICY, MEASURE, REPLICATES]),
        Verdict::NoInterval => row.say(WITHOUT_INTERVAL, &with_levels[..5]),
        Verdict::Uncertain => row.say(NOT_DISTINGUISHABLE, &[&[POLICY, MEASURE], &DIFFERENCE[..]].concat()),
        Verdict::Higher | Verdict::Lower => row.say(CHANGES, &with_levels),
    }
}

fn place(row: &Row) -> Option<Sentence> {
    let fills = [&[("place", Fill::Place)], &DIFFERENCE[..]].concat();
    match row.verdict()? {
        Verdict::Equal => row.say(THERE_SAME, &fills[..1]),
        Verdict::NoInterval => row.say(THERE_WITHOUT_INTERVAL, &fills[..2]),
        Verdict::Uncertain => row.say(THERE_UNCERTAIN, &fills),
        Verdict::Higher | Verdict::Lower => row.say(THERE, &fills),
    }
}

fn spending(row: &Row) -> Option<Sentence> {
    match row.verdict()? {
        Verdict::Equal => row.say(SPENDING_SAME, &[]),
        Verdict::NoInterval => row.say(SPENDING_WITHOUT_INTERVAL, &DIFFERENCE[..1]),
        Verdict::Uncertain => row.say(SPENDING_UNCERTAIN, &DIFFERENCE),
        Verdict::Higher | Verdict::Lower => row.say(SPENDING, &DIFFERENCE),
    }
}

/// Cost-effectiveness of a policy, from the perspective of public spending at the chosen discount rate.
fn standing(source: &Source, policy: &str, effect: Verdict) -> Option<Sentence> {
    let wanted = [("context", BASELINE), ("policy", policy), ("perspective", money::PUBLIC)];
    let rows = Row::all(source, "cost_effectiveness", &wanted, "ratio");
    let row = rows.into_iter().find(|it| it.number("chosen") == Some(1.0))?;
    let other = ("other", Fill::Name("against"));
    let supported = match row.text("evidence") {
        "supported" => true,
        "uncertain" => false,
        // One replicate gives no evidence.
        _ => return None,
    };
    match (row.text("standing"), supported) {
        ("equal", _) => row.say(EQUALLY_WORTH, &[other]),
        ("frontier", true) => {
            let figure = row.figure()?;
            let template = match (figure.better == Better::Lower, effect.is_determined()) {
                _ if !figure.counts_elders() => PRICE,
                (true, true) => AVOIDED,
                (false, true) => GAINED,
                (true, false) => AVOIDED_IN_ALL,
                (false, false) => GAINED_IN_ALL,
            };
            let [ratio, low, high] = [("ratio", "ratio"), ("low", "ratio_low"), ("high", "ratio_high")]
                .map(|(place, column)| (place, Fill::Yuan(column)));
            row.say(template, &[ratio, low, high, MEASURE, other, ("unit", Fill::Unit)])
        }
        ("frontier", _) => row.say(NO_RATIO, &[MEASURE, other]),
        ("dominated", true) => row.say(DOMINATED, &[MEASURE, other]),
        ("dominated", false) => row.say(DOMINATED_UNCERTAIN, &[MEASURE, other]),
        ("extended_dominated", true) => row.say(EXTENDED_DOMINATED, &[MEASURE, other]),
        ("extended_dominated", false) => row.say(EXTENDED_DOMINATED_UNCERTAIN, &[MEASURE, other]),
        _ => None,
    }
}

/// Pathway decomposition of the effect of a policy: by stage, then by kind of agents.
fn parts(source: &Source, policy: &str, measure: &Indicator) -> Vec<Sentence> {
    let of =
        |table, what| Row::all(source, table, &[("policy", policy), ("measure", measure.key), ("what", what)], "value");
    let whole = of("stages", "effect").first().and_then(|it| {
        let one = it.verdict() == Some(Verdict::NoInterval);
        let none = it.say(if one { PARTS_OF_ONE } else { NO_PARTS }, &[MEASURE])?;
        Some((it.verdict()?, none, it.say(NO_PARTS_OF_NOTHING, &[MEASURE])?))
    });
    match whole {
        None => Vec::new(),
        Some((Verdict::Equal, _, nothing)) => vec![nothing],
        Some((Verdict::Uncertain | Verdict::NoInterval, uncertain, _)) => vec![uncertain],
        Some((Verdict::Higher | Verdict::Lower, ..)) => {
            let said = |(table, column, direct)| {
                let mut said = shares(&of(table, "share"), column);
                let determined = |it: &Row| it.verdict().is_some_and(Verdict::is_determined);
                let rest = of(table, "direct").into_iter().filter(determined);
                said.extend(rest.filter_map(|it| it.say(direct, &PART_OF_IT)));
                said
            };
            [("stages", "stage", PART_DIRECT), ("agents", "agent", PART_REMAINING)].into_iter().flat_map(said).collect()
        }
    }
}

/// The shares of pathways, which `column` names.
fn shares(rows: &[Row], column: &'static str) -> Vec<Sentence> {
    let pathway = [&[("pathway", Fill::Name(column))], &PART_OF_IT[..]].concat();
    let said = |it: &Row| match it.verdict()? {
        Verdict::Higher | Verdict::Lower => it.say(PART, &pathway),
        Verdict::Uncertain => it.say(PART_UNCERTAIN, &pathway),
        Verdict::Equal | Verdict::NoInterval => None,
    };
    rows.iter().filter_map(said).collect()
}

/// The instrument that contributes most to the effect of the attributed package, or those that cannot be distinguished.
fn chief_instrument(source: &Source, measure: &Indicator) -> Option<Sentence> {
    let of = |what| Row::all(source, "attribution", &[("measure", measure.key), ("what", what)], "value");
    let total = of("total").into_iter().next()?;
    match total.verdict()? {
        Verdict::Equal => return total.say(NO_SHARES_OF_NOTHING, &[POLICY, MEASURE]),
        Verdict::Uncertain => return total.say(NO_SHARES, &[POLICY, MEASURE]),
        Verdict::NoInterval => return total.say(SHARES_OF_ONE, &[POLICY, MEASURE]),
        Verdict::Higher | Verdict::Lower => {}
    }
    let shares = of("share");
    let chief = shares.iter().find(|it| it.text("lead") == "first_on_mean")?;
    let tied: Vec<&Row> =
        shares.iter().filter(|it| ["equal_to_first", "tied_with_first"].contains(&it.text("lead"))).collect();
    let instrument = ("instrument", Fill::Name("instrument"));
    if tied.is_empty() {
        return chief.say(CHIEF_INSTRUMENT, &[&[POLICY, MEASURE, instrument], &PART_OF_IT[..]].concat());
    }
    let names = listed([chief].into_iter().chain(tied).map(|it| source.name(it.text("instrument"))))?;
    let mut said = chief.say(CHIEF_INSTRUMENTS, &[POLICY, MEASURE])?;
    said.values.push(("instruments", Value::Name(names)));
    Some(said)
}

/// An interrupted attribution or decomposition is based on fewer replicates than the comparison.
fn parts_rest_on(source: &Source) -> Option<Sentence> {
    let all = source.results.replicates;
    let rows = ["attribution", "stages"].into_iter().filter_map(|it| Row::first(source, it, &[], "value"));
    let few = rows.min_by_key(|it| it.replicates()).filter(|it| it.replicates().is_some_and(|it| it < all))?;
    let mut said = few.say(PARTS_REST_ON, &[("count", Fill::Count("replicates"))])?;
    said.values.push(("all", Value::Name(Message::same(all.to_string()))));
    Some(said)
}

/// Whether the required precision was reached: one sentence for each measure that misses it.
fn precision(source: &Source) -> Vec<Sentence> {
    // Measures without a value in any replicate have a sentence of their own.
    let rows = Row::all(source, "precision", &[], "half_width");
    let rows: Vec<Row> = rows.into_iter().filter(|it| it.replicates() != Some(0)).collect();
    let missed: Vec<&Row> = rows.iter().filter(|it| it.number("reached") != Some(1.0)).collect();
    if missed.is_empty() {
        return if rows.is_empty() { Vec::new() } else { plain(PRECISION_REACHED, &[]).into_iter().collect() };
    }
    let mut measures: Vec<&str> = missed.iter().map(|it| it.text("measure")).collect();
    measures.dedup();
    measures.sort_unstable();
    measures.dedup();
    let of_measure = |measure: &str| {
        let those: Vec<&Row> = missed.iter().copied().filter(|it| it.text("measure") == measure).collect();
        let mut said = those.first()?.say(PRECISION_MISSED, &[MEASURE, REPLICATES])?;
        said.values.push(("policies", Value::Name(listed(those.iter().map(|it| it.policy()))?)));
        Some(said)
    };
    measures.into_iter().filter_map(of_measure).collect()
}

/// Measures without a value in some replicates.
fn fewer(source: &Source) -> Vec<Sentence> {
    let rows = Row::all(source, "contrasts", &[("scope", Scope::All.name())], "difference");
    let few = rows.into_iter().filter(|it| it.replicates().is_some_and(|it| it < source.results.replicates));
    let all = || ("all", Value::Name(Message::same(source.results.replicates.to_string())));
    let fewer = few.filter_map(|it| {
        let mut said = it.say(FEWER, &[POLICY, MEASURE, ("count", Fill::Count("replicates"))])?;
        said.values.push(all());
        Some(said)
    });
    fewer.collect()
}

/// Measures of the study that are absent from a table.
fn absent(source: &Source, table: &str, template: Label) -> Option<Sentence> {
    let there = source.table(table)?.distinct("measure");
    let wanted = source.results.measures.iter().filter(|it| !there.contains(&it.as_str()));
    let names = listed(wanted.map(|it| source.name(it)))?;
    plain(template, &[("measures", Value::Name(names))])
}
