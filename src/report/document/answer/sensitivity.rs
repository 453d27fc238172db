//! The answer of a sensitivity analysis: the factors ranked by their effects.

use super::sweep::{failed, missing};
use crate::analysis::figures::Form;
use crate::analysis::sensitivity;
use crate::analysis::table::Table;
use crate::report::document::numbers::{decimals, shown, without_unit};
use crate::report::document::paragraph::{Paragraph, Sentence, Value, number, sentence, templates, whole, word};
use crate::report::document::record::{Row, listed};
use crate::report::document::source::Source;
use crate::report::document::sweep;
use crate::text::Message;

/// Factors that a sentence names at most.
const MOST_NAMED: usize = 3;

templates! {
    RESTS_ON
        "The indices of {measure} are based on the {used} of {blocks} blocks of runs in which every run has a value."
        "{measure}的指数只基于 {blocks} 组运行中数值齐全的 {used} 组。";
    INCOMPLETE
        "Fewer than two blocks of runs have all values of {measure}, so it has no indices."
        "{measure}数值齐全的运行不足两组，因此没有指数。";
    UNMOVED
        "All runs have the same value of {measure} ({value}), so no factor is ranked."
        "各次运行的{measure}相同，均为 {value}，因此不对因子排序。";
    UNMOVED_BY_FACTORS
        "The design points do not differ in {measure}: only chance changes it, so no factor is ranked."
        "各设计点的{measure}没有差异，只有随机波动使它变动，因此不对因子排序。";
    UNMOVED_WHERE_KNOWN
        "In the blocks of runs that have all values, the design points do not differ in {measure}, so no factor is ranked."
        "在数值齐全的各组运行中，各设计点的{measure}没有差异，因此不对因子排序。";
    CHANCE_ALONE
        "Chance alone can explain the differences in {measure} between design points, so no factor is ranked."
        "{measure}在各设计点之间的差异可以只由随机波动造成，因此不对因子排序。";
    TOO_FEW_TO_RANK
        "There are too few runs, or they differ too little, to rank the factors by their effect on {measure}."
        "运行太少或差异太小，无法按对{measure}的影响给因子排序。";
    ONLY_FACTOR_UNCERTAIN
        "The only factor is {factor}. Its effect on {measure} is {size}; no interval can be estimated from these runs."
        "唯一的因子是{factor}，对{measure}的影响为 {size}；以现有运行无法估计区间。";
    UNCLEAR
        "These runs do not show which factor affects {measure} most."
        "以现有运行看不出哪个因子对{measure}影响最大。";
    OTHER_DOES_NOTHING
        "The other factor has no effect in any run."
        "另一个因子在任何一次运行中都没有影响。";
    OTHERS_DO_NOTHING
        "The other {count} factors have no effect in any run."
        "其余 {count} 个因子在任何一次运行中都没有影响。";
    ONLY_FACTOR
        "The only factor is {factor}. Its effect on {measure} is {size} (95 % interval {low} to {high})."
        "唯一的因子是{factor}，对{measure}的影响为 {size}（95% 区间 {low} 至 {high}）。";
    STRONGEST
        "The factor with the largest effect on {measure} is {factor}: {size} (95 % interval {low} to {high})."
        "对{measure}影响最大的是{factor}：{size}（95% 区间 {low} 至 {high}）。";
    STRONGEST_AT_LEAST
        "The factor with the largest effect on {measure} is {factor}: it explains at least {low} of the variance (lower end of the 95 % interval)."
        "对{measure}影响最大的是{factor}：至少占方差的 {low}（95% 区间下限）。";
    NEXT
        "Next comes {factor}."
        "其次是{factor}。";
    NEXT_TIED
        "Next come {factors}, which cannot be distinguished with these runs."
        "其次是{factors}；以现有运行无法区分。";
    REST_TIED
        "The other {count} factors cannot be distinguished with these runs."
        "其余 {count} 个因子以现有运行无法区分。";
    TIED
        "The factors with the largest effect on {measure} are {factors}, which cannot be distinguished with these runs."
        "对{measure}影响最大的是{factors}；以现有运行无法区分。";
    ALL_TIED
        "The effects of the {count} factors on {measure} cannot be distinguished with these runs."
        "以现有运行无法区分 {count} 个因子对{measure}的影响。";
    CHANCE
        "Chance explains {share} of the variance of {measure} in a single run (95 % interval {low} to {high})."
        "单次运行中，{measure}的方差有 {share} 来自随机波动（95% 区间 {low} 至 {high}）。";
    ONE_REPLICATE
        "Each design point has one replicate, so the share of chance is not known. It requires replicates = 2 or more."
        "每个设计点只有一次重复，随机波动所占比例未知；须有 replicates = 2 或更多。";
}

/// The factors with the largest effects on each measure, as far as the runs distinguish them.
pub fn of_indices(source: &Source) -> Vec<Paragraph> {
    let Some(table) = source.table("indices") else { return Vec::new() };
    let mut said: Vec<Paragraph> =
        table.distinct("measure").into_iter().flat_map(|measure| of_measure(source, table, measure)).collect();
    let of_factors = [ONLY_FACTOR, ONLY_FACTOR_UNCERTAIN, STRONGEST, STRONGEST_AT_LEAST, TIED, ALL_TIED];
    let is_of_factors = |it: &Paragraph| it.sentences.iter().any(|it| of_factors.contains(&it.template));
    if source.results.replicates == 1 && said.iter().any(is_of_factors) {
        said.extend(sentence(ONE_REPLICATE, Vec::new()).map(Paragraph::single));
    }
    if let Some(cells) = source.table("cells") {
        said.extend(failed(cells).into_iter().map(Paragraph::single));
    }
    said
}

/// The ranking of the factors for one measure, and its missing values.
fn of_measure(source: &Source, table: &Table, measure: &str) -> Vec<Paragraph> {
    let mut said = Vec::new();
    let ranking = sweep::ranking(table, measure);
    let found = sweep::values(source, measure, sweep::block(source, &ranking));
    said.extend(found.as_ref().and_then(|it| missing(source, measure, it)).map(Paragraph::single));
    if ranking.factors.is_empty() {
        said.extend(without_indices(source, table, measure, found.as_ref()).map(Paragraph::single));
        return said;
    }
    let complete = found.as_ref().and_then(|it| it.complete).filter(|(used, all)| used < all);
    said.extend(complete.and_then(|(used, all)| {
        let counts = [whole("used", used as f64), whole("blocks", all as f64)];
        let values = [word("measure", source.name(measure))].into_iter().chain(counts);
        sentence(RESTS_ON, values.map(Some).collect()).map(Paragraph::single)
    }));
    let sentences = ranked(source, measure, &ranking, complete.is_none());
    if !sentences.is_empty() {
        said.push(Paragraph { policy: None, sentences });
    }
    // Where it is all chance, that has been said.
    let chance = table.which(&[("measure", measure), ("index", "chance_share")]);
    if let Some(row) = chance.first().filter(|_| !ranking.is_by_chance()) {
        let of = |place: &'static str, column: &str| {
            let key = format!("{measure}.chance_share.{column}");
            Some(part(place, key, table.number(column, *row)?))
        };
        let record = Row::at(source, table, *row, "value").record();
        let values = [of("share", "value"), of("low", "low"), of("high", "high")];
        let name = Some(word("measure", source.name(measure)));
        let share = sentence(CHANCE, [name].into_iter().chain(values).collect());
        said.extend(share.map(|it| Paragraph::single(it.resting_on(Some(record)))));
    }
    said
}

/// Why a measure has no indices.
fn without_indices(source: &Source, table: &Table, measure: &str, found: Option<&sweep::Values>) -> Option<Sentence> {
    let name = Some(word("measure", source.name(measure)));
    let row = *table.which(&[("measure", measure), ("index", "")]).first()?;
    let values = found.map_or(&[][..], |it| &it.values);
    match table.text("verdict", row) {
        // That no run has a value has been said.
        "incomplete" => sentence(INCOMPLETE, vec![name]).filter(|_| !values.is_empty()),
        _ if found.is_some_and(|it| it.values.len() < it.cells) => sentence(UNMOVED_WHERE_KNOWN, vec![name]),
        _ if sensitivity::varies(values) => sentence(UNMOVED_BY_FACTORS, vec![name]),
        _ => {
            let value = values
                .first()
                .map(|it| number("value", format!("{measure}.value"), *it, sweep::form_of(measure).0, false));
            let record = values.first().map(|it| sweep::record(source, measure, *it));
            sentence(UNMOVED, vec![name, value]).map(|it| it.resting_on(record))
        }
    }
}

/// A share of a total; a share below 1 is not rounded to 100 %.
fn part(name: &'static str, key: String, value: f64) -> (&'static str, Value) {
    let mut text = shown(value, Form::Share, false);
    if value < 1.0 && text.en.starts_with("100") {
        text = Message::new(">99.9 %", ">99.9%");
    }
    (name, Value::Number { key, value, text })
}

/// The factors with the largest effects on a measure, as far as the runs distinguish them. A factor whose effect may be
/// zero is not named; that it has no effect is stated only if every run has a value.
fn ranked(source: &Source, measure: &str, ranking: &sweep::Ranking, complete: bool) -> Vec<Sentence> {
    let name = || Some(word("measure", source.name(measure)));
    let groups = ranking.groups();
    let Some((first, rest)) = groups.split_first() else {
        let only = || Some(word("factor", source.name(ranking.factors.first()?)));
        return match ranking.factors.len() {
            _ if ranking.is_by_chance() => sentence(CHANCE_ALONE, vec![name()]),
            1 => {
                let size = size(measure, ranking).into_iter().next().flatten();
                sentence(ONLY_FACTOR_UNCERTAIN, vec![name(), only(), size])
                    .map(|it| it.resting_on(ranking.record(source, 0)))
            }
            _ => sentence(TOO_FEW_TO_RANK, vec![name()]),
        }
        .into_iter()
        .collect();
    };
    let place = |factor: &&str| ranking.factors.iter().position(|it| it == factor);
    let record = |factor: &&str| place(factor).and_then(|it| ranking.record(source, it));
    let moves = |factor: &&str| place(factor).and_then(|it| ranking.size(it)).is_some_and(|it| it[1] > 0.0);
    let idle = |factor: &&str| place(factor).and_then(|it| ranking.value(it)) == Some(0.0);
    let factors = |those: &[&str]| listed(those.iter().map(|it| source.name(it))).map(|it| word("factors", it));
    let count = |those: usize| Some(whole("count", those as f64));
    let said = match (first.as_slice(), rest) {
        ([only], rest) => {
            // From few runs an estimate, or the end of its interval, may be more than all of the variance.
            let beyond = ranking.index == "total" && ranking.size(0).is_some_and(|it| it[1] > 0.0 && it[2] >= 1.0);
            let template = match rest {
                [] => ONLY_FACTOR,
                _ if !moves(only) => UNCLEAR,
                _ if beyond => STRONGEST_AT_LEAST,
                _ => STRONGEST,
            };
            let mut values = vec![name(), Some(word("factor", source.name(only)))];
            values.extend(size(measure, ranking));
            sentence(template, values).map(|it| it.resting_on(record(only)))
        }
        (all, []) if all.len() > MOST_NAMED => sentence(ALL_TIED, vec![name(), count(all.len())]),
        (tied, _) if !tied.iter().all(moves) => sentence(UNCLEAR, vec![name()]),
        (tied, _) => sentence(TIED, vec![name(), factors(tied)]).map(|it| it.resting_on(record(&tied[0]))),
    };
    if !first.iter().all(moves) {
        return said.into_iter().collect();
    }
    let idle_from = |from: usize| {
        let others: Vec<&&str> = rest.iter().skip(from).flatten().collect();
        let true_of_all = complete && others.iter().all(|it| idle(it));
        let template = if others.len() == 1 { OTHER_DOES_NOTHING } else { OTHERS_DO_NOTHING };
        (true_of_all && !others.is_empty()).then(|| sentence(template, vec![count(others.len())])).flatten()
    };
    let nothing = idle_from(0);
    let next = rest.first().filter(|_| first.len() == 1 && nothing.is_none()).and_then(|next| match next.as_slice() {
        [second] if moves(second) => {
            sentence(NEXT, vec![Some(word("factor", source.name(second)))]).map(|it| it.resting_on(record(second)))
        }
        tied if tied.len() > MOST_NAMED && rest.len() == 1 => sentence(REST_TIED, vec![count(tied.len())]),
        tied if tied.len() > MOST_NAMED || !tied.iter().all(moves) => None,
        tied => sentence(NEXT_TIED, vec![factors(tied)]).map(|it| it.resting_on(record(&tied[0]))),
    });
    let nothing = nothing.or_else(|| next.as_ref().and_then(|_| idle_from(1)));
    said.into_iter().chain(next).chain(nothing).collect()
}

/// The index of the first factor with its interval: mu* is a size without a sign, a share of variance has no unit.
fn size(measure: &str, ranking: &sweep::Ranking) -> Vec<Option<(&'static str, Value)>> {
    let effect = ranking.index == "mu_star";
    let form = if effect { sweep::form_of(measure).0 } else { Form::Share };
    let bare = |text: &str| text.trim_start_matches('+').to_string();
    let said = |(place, value): (&'static str, f64)| {
        // Ends of the interval of an effect stand beside its size, which has the unit.
        let text = if effect && place != "size" {
            without_unit(value, form, effect, decimals(value, form, effect))
        } else {
            shown(value, form, effect)
        };
        let (en, zh) = (bare(&text.en), bare(&text.zh));
        let text = match place {
            "size" if !effect => Message::new(format!("{en} of the variance"), format!("占方差 {zh}")),
            _ => Message::new(en, zh),
        };
        Some((place, Value::Number { key: format!("{measure}.{}.{place}", ranking.index), value, text }))
    };
    let size = ranking.size(0).map(|it| it.to_vec()).or_else(|| ranking.value(0).map(|it| vec![it]));
    ["size", "low", "high"].into_iter().zip(size.unwrap_or_default()).map(said).collect()
}
