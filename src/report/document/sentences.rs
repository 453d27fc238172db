//! The answer in plain sentences, each a template in both languages that is filled from the tables.

use super::comparison::{BASELINE, interval};
use super::text::{Text, digits, short, shown};
use super::words::figure;
use super::{Source, money, sweep};
use crate::analysis::figures::{Better, Figure, Form, Scope};
use crate::analysis::results::Kind;
use crate::analysis::sensitivity;
use crate::analysis::table::Table;
use crate::policy::Label;
use crate::report::Language;

/// A sentence: words with places for values.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Words in both languages; `{name}` is the place of a value.
    pub template: Label,
    /// What stands in the places.
    pub values: Vec<(&'static str, Value)>,
}

/// What stands in a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A name.
    Name(Text),
    /// A number of a table.
    Number {
        /// Which one: its measure, scope and place, so that it can be found again.
        key: String,
        /// Its value as in the table.
        value: f64,
        /// As people read it.
        text: Text,
    },
}

/// Factors that a sentence names at most.
const MOST_NAMED: usize = 3;

/// Sentences that speak of what the one before speaks of.
const FURTHER: [Label; 9] =
    [WHERE, WORTH, WORTH_LESS, DOMINATED, EXTENDED_DOMINATED, THROUGH, NEXT, NEXT_TIED, REST_TIED];

impl Sentence {
    /// Whether it goes on with the sentence before it, which names what it speaks of.
    pub fn goes_on(&self) -> bool {
        FURTHER.contains(&self.template)
    }

    /// The sentence in a language; `set` says how a value is written.
    pub fn say(&self, language: Language, set: impl Fn(&Value) -> String) -> String {
        let mut text = match language {
            Language::English => self.template.en,
            Language::Chinese => self.template.zh,
        };
        let mut said = String::new();
        while let Some((before, name, after)) = text.split_once('{').and_then(|(before, rest)| {
            let (name, after) = rest.split_once('}')?;
            Some((before, name, after))
        }) {
            said += before;
            said += &self.values.iter().find(|it| it.0 == name).map_or_else(String::new, |it| set(&it.1));
            text = after;
        }
        said + text
    }

    /// The sentence without marks.
    pub fn plain(&self, language: Language) -> String {
        self.say(language, |it| it.text().say(language).to_string())
    }
}

impl Value {
    /// As people read it.
    pub fn text(&self) -> &Text {
        match self {
            Value::Name(text) | Value::Number { text, .. } => text,
        }
    }
}

macro_rules! templates {
    ($($name:ident $en:literal $zh:literal;)*) => {
        $(const $name: Label = Label { en: $en, zh: $zh };)*
        /// Every template.
        pub const TEMPLATES: &[Label] = &[$($name),*];
    };
}

templates! {
    TAKE_PART
        "After {weeks} weeks, {end} of elders give or receive help in a week; at the start it was {start}."
        "{weeks} 周之后，每周有 {end} 的老年人给予或接受帮助；期初为 {start}。";
    TOWN_AND_VILLAGE
        "In towns it is {urban}, in villages {rural}."
        "城市为 {urban}，农村为 {rural}。";
    BAND
        "Nine tenths of the {replicates} replicates end between {low} and {high}."
        "{replicates} 次重复中，九成的期末值在 {low} 与 {high} 之间。";
    MEMBERS
        "{members} of elders are members."
        "成员占老年人的 {members}。";
    STAY
        "Of those who joined in the run, {retention} still are after a year."
        "运行期内加入者，一年后仍有 {retention} 留存。";
    NEED
        "{unmet} of the hours that are needed are given by nobody ({start} at the start); {served} of open requests are served in the week."
        "需要的小时中有 {unmet} 无人满足（期初 {start}）；当周得到服务的求助占 {served}。";
    LONELY
        "{end} of elders are lonely; at the start it was {start}."
        "感到孤独的老年人占 {end}；期初为 {start}。";
    SPENDING
        "Public spending is {yuan} per elder and year."
        "公共支出为每位老年人每年 {yuan}。";
    NOT_THE_EFFECT
        "What the policy does is not the change from the start but the difference from the same scenario without it, which huzhu compare tells."
        "政策的作用不是与期初之差，而是与同一情景无政策时之差，用 huzhu compare 求得。";
    MOST
        "The policy that does most about {measure} is \"{policy}\": {difference}."
        "对{measure}作用最大的是“{policy}”：{difference}。";
    CHANGES
        "With \"{policy}\": {measure} from {baseline} to {level}, a change of {difference} (95 % interval {low} to {high}), for {yuan} per elder and year."
        "{policy}：{measure}由 {baseline} 变为 {level}，即 {difference}（95% 区间 {low} 至 {high}），公共支出变化为每位老年人每年 {yuan}。";
    CHANGES_UNPRICED
        "With \"{policy}\": {measure} from {baseline} to {level}, a change of {difference} (95 % interval {low} to {high})."
        "{policy}：{measure}由 {baseline} 变为 {level}，即 {difference}（95% 区间 {low} 至 {high}）。";
    CANNOT_BE_TOLD
        "With \"{policy}\", a change of {measure} cannot be told from chance: {difference} (95 % interval {low} to {high})."
        "{policy}：{measure}的变化与偶然无法区分，为 {difference}（95% 区间 {low} 至 {high}）。";
    TOUCHES_NOBODY
        "With \"{policy}\" nothing changes at all: every replicate is the same as the baseline to the last bit."
        "{policy}：没有任何变化，每次重复都与基线逐位相同。";
    WHERE
        "In towns that is {urban}, in villages {rural}."
        "其中城市 {urban}，农村 {rural}。";
    WORTH
        "For its money it stands on the frontier: {ratio} yuan for each elder-year of {measure} more than under \"{before}\"."
        "就成本效果而言在前沿上：与“{before}”相比，每多得一人年{measure}需 {ratio} 元。";
    WORTH_LESS
        "For its money it stands on the frontier: {ratio} yuan for each elder-year of {measure} less than under \"{before}\"."
        "就成本效果而言在前沿上：与“{before}”相比，每减少一人年{measure}需 {ratio} 元。";
    DOMINATED
        "For its money it is dominated by \"{other}\", which does no less and costs no more."
        "就成本效果而言被“{other}”占优：后者效果不低、花费不高。";
    EXTENDED_DOMINATED
        "For its money it is dominated by a mix of \"{one}\" and \"{other}\", which does more for less."
        "就成本效果而言被“{one}”与“{other}”的搭配占优：后者花得更少、效果更大。";
    CHIEF_INSTRUMENT
        "Of what {policy} does to {measure} ({total}), {instrument} did most: {share}."
        "{policy}对{measure}的作用（{total}）中，{instrument}贡献最大：{share}。";
    ALL_REPLICATES
        "All of it rests on {replicates} replicates; policy and baseline share people and draws."
        "以上基于 {replicates} 次重复；政策与基线的人群和随机数相同。";
    RANGE
        "Over the design, {measure} lies between {low} and {high}, with a mean of {mean}."
        "在整个设计中，{measure}介于 {low} 与 {high} 之间，均值为 {mean}。";
    FAILED
        "{failed} of {cells} cells could not be run; their reasons stand in the table."
        "{cells} 个单元中有 {failed} 个无法运行，原因见表。";
    SAME
        "No run differs in {measure}: it is {value} throughout."
        "各次运行的{measure}没有差异，均为 {value}。";
    MISSING
        "In {missing} of {runs} runs, {measure} has no value, because {why}."
        "{runs} 次运行中有 {missing} 次没有{measure}的数值，原因是{why}。";
    MISSING_EVERYWHERE
        "None of the {runs} runs has a value of {measure}, because {why}."
        "{runs} 次运行都没有{measure}的数值，原因是{why}。";
    RESTS_ON
        "The indices of {measure} rest on {used} of {blocks} blocks of runs, those that have all values."
        "{measure}的指数只基于 {blocks} 组运行中数值齐全的 {used} 组。";
    INCOMPLETE
        "Fewer than two blocks of runs have all values of {measure}, so it has no indices."
        "{measure}数值齐全的运行不足两组，因此没有指数。";
    UNMOVED
        "No run differs in {measure}: it is {value} throughout, so no factor is ranked."
        "各次运行的{measure}没有差异，均为 {value}，因此不对因子排序。";
    UNMOVED_BY_FACTORS
        "No point differs in {measure}: only chance moves it, so no factor is ranked."
        "各点的{measure}没有差异，只有偶然使它变动，因此不对因子排序。";
    UNMOVED_WHERE_KNOWN
        "No point differs in {measure} where a block of runs has all values, so no factor is ranked."
        "在数值齐全的各组运行中，各点的{measure}没有差异，因此不对因子排序。";
    CHANCE_ALONE
        "Chance alone can explain the differences in {measure} between points, so no factor is ranked."
        "{measure}在各点之间的差异可以只由偶然造成，因此不对因子排序。";
    TOO_FEW_TO_RANK
        "There are too few runs to rank the factors by what they do to {measure}."
        "运行太少，无法按对{measure}的影响给因子排序。";
    ONLY_FACTOR
        "The only factor is {factor}; its effect on {measure} is {size} (95 % interval {low} to {high})."
        "唯一的因子是{factor}，对{measure}的影响为{size}（95% 区间 {low} 至 {high}）。";
    STRONGEST
        "What moves {measure} most is {factor}: {size} (95 % interval {low} to {high})."
        "对{measure}影响最大的是{factor}：{size}（95% 区间 {low} 至 {high}）。";
    STRONGEST_AT_LEAST
        "What moves {measure} most is {factor}: it makes up {low} of the variance at least (lower end of the 95 % interval)."
        "对{measure}影响最大的是{factor}：至少占方差的 {low}（95% 区间下限）。";
    NEXT
        "Next comes {factor}."
        "其次是{factor}。";
    NEXT_TIED
        "Next come {factors}; these runs do not tell which of them comes first."
        "其次是{factors}；以现有运行无法区分先后。";
    REST_TIED
        "These runs do not tell the other {count} factors apart."
        "其余 {count} 个因子以现有运行无法区分先后。";
    TIED
        "What moves {measure} most are {factors}; these runs do not tell which of them comes first."
        "对{measure}影响最大的是{factors}；以现有运行无法区分先后。";
    ALL_TIED
        "These runs do not tell which of the {count} factors moves {measure} most."
        "以现有运行无法区分 {count} 个因子中哪一个对{measure}影响最大。";
    FAILS_WHERE
        "With \"{policy}\", the goal for {measure} is missed mainly where {conditions}: {coverage} of all failures lie there, and {density} of the worlds there fail."
        "{policy}：{measure}不达标主要出现在{conditions}时，包含全部失败的 {coverage}，其中 {density} 的情境失败。";
    ROBUST
        "With \"{policy}\", the goal for {measure} ({goal}) is reached in {share} of the {worlds} worlds."
        "{policy}：{measure}在 {worlds} 种情境中有 {share} 达标（{goal}）。";
    ROBUST_EVERYWHERE
        "In all {worlds} worlds the goal for {measure} ({goal}) is reached with {policies}."
        "{measure}在全部 {worlds} 种情境中均达标（{goal}）：{policies}。";
    ROBUST_NOWHERE
        "In none of the {worlds} worlds is the goal for {measure} ({goal}) reached with {policies}."
        "{measure}在全部 {worlds} 种情境中均不达标（{goal}）：{policies}。";
    THROUGH
        "Of that effect, {drive} goes through drive, {perception} through perception, {response} through response, and {direct} comes directly from services and money."
        "该效果中，经由驱动 {drive}，经由感知 {perception}，经由响应 {response}，由服务与资金直接带来 {direct}。";
    CHANCE
        "Chance makes up {share} of the variance of {measure} in a single run (95 % interval {low} to {high})."
        "单次运行中，{measure}的方差有 {share} 来自偶然（95% 区间 {low} 至 {high}）。";
    ONE_REPLICATE
        "Each point has one replicate, so nothing tells how much of this is chance; that takes replicates = 2 or more."
        "每个设计点只有一次重复，无从得知其中有多少是偶然；须有 replicates = 2 或更多。";
    INTERRUPTED
        "The run was interrupted; what is shown is what was whole by then."
        "运行曾被中断；此处所示为当时已完成的部分。";
}

/// The answer, sentence by sentence.
pub fn answer(source: &Source) -> Vec<Sentence> {
    let mut said = match source.results.kind {
        Kind::Run => of_run(source),
        Kind::Comparison => of_comparison(source),
        Kind::Sweep => of_sweep(source),
        Kind::Sensitivity => of_indices(source),
    };
    if !source.results.complete {
        said.push(Sentence { template: INTERRUPTED, values: Vec::new() });
    }
    said
}

fn word(name: &'static str, text: Text) -> (&'static str, Value) {
    (name, Value::Name(text))
}

fn number(name: &'static str, key: String, value: f64, form: Form, change: bool) -> (&'static str, Value) {
    (name, Value::Number { key, value, text: shown(value, form, change) })
}

fn whole(name: &'static str, value: f64) -> (&'static str, Value) {
    (name, Value::Number { key: name.to_string(), value, text: Text::same(digits(value, 0, false)) })
}

/// A sentence whose every place has something to stand there.
fn sentence(template: Label, values: Vec<Option<(&'static str, Value)>>) -> Option<Sentence> {
    Some(Sentence { template, values: values.into_iter().collect::<Option<_>>()? })
}

fn of_run(source: &Source) -> Vec<Sentence> {
    let Some(table) = source.table("figures") else { return Vec::new() };
    let at = |name: &'static str, key: &str, scope: Scope, column: &str| {
        let row = *table.which(&[("figure", key), ("scope", scope.name())]).first()?;
        let form = figure(key)?.form;
        Some(number(name, format!("{key}.{}.{column}", scope.name()), table.number(column, row)?, form, false))
    };
    let all = |name, key, column| at(name, key, Scope::All, column);
    let weeks = source.results.weeks.map(|it| whole("weeks", it.into()));
    let replicates = Some(whole("replicates", source.results.replicates.into()));
    let taking = "participants_share";
    let said = [
        sentence(TAKE_PART, vec![weeks, all("end", taking, "end"), all("start", taking, "start")]),
        sentence(
            TOWN_AND_VILLAGE,
            vec![at("urban", taking, Scope::Urban, "end"), at("rural", taking, Scope::Rural, "end")],
        ),
        sentence(BAND, vec![replicates, all("low", taking, "end_low"), all("high", taking, "end_high")]),
        sentence(MEMBERS, vec![all("members", "members_share", "end")]),
        sentence(STAY, vec![all("retention", "one_year_retention", "end")]),
        sentence(
            NEED,
            vec![
                all("unmet", "unmet_share", "end"),
                all("start", "unmet_share", "start"),
                all("served", "requests_served_share", "end"),
            ],
        ),
        sentence(LONELY, vec![all("end", "lonely_share", "end"), all("start", "lonely_share", "start")]),
        sentence(SPENDING, vec![all("yuan", "spending_per_elder_year", "end")]),
        sentence(NOT_THE_EFFECT, Vec::new()),
    ];
    said.into_iter().flatten().collect()
}

fn of_comparison(source: &Source) -> Vec<Sentence> {
    let Some(table) = source.table("contrasts") else {
        // Worlds that were drawn to find failures are weighed, not compared one by one.
        let weighed = source.table("robustness").map_or_else(Vec::new, |it| it.distinct("measure"));
        return weighed.into_iter().filter_map(figure).flat_map(|it| over_worlds(source, it)).collect();
    };
    let effect = source.table("cost_effectiveness").map(|it| it.text("effect_measure", 0));
    let measures = table.distinct("measure");
    let key = effect.filter(|it| measures.contains(it)).or(measures.first().copied()).unwrap_or_default();
    let Some(measure) = figure(key) else { return Vec::new() };
    let mut said: Vec<Sentence> = most(source, table, measure).into_iter().collect();
    for policy in table.distinct("policy") {
        let changed = change(source, table, policy, measure);
        let nothing = changed.iter().any(|it| it.template == TOUCHES_NOBODY);
        said.extend(changed);
        // Where nothing changes there is nothing to weigh.
        said.extend(standing(source, policy, measure).filter(|_| !nothing));
        let split = source.table("stages").is_some_and(|it| it.text("policy", 0) == policy);
        said.extend(through(source, measure).filter(|_| split));
    }
    said.extend(chief_instrument(source, measure));
    said.extend(over_worlds(source, measure));
    said.extend(sentence(ALL_REPLICATES, vec![Some(whole("replicates", source.results.replicates.into()))]));
    said
}

/// Which of several policies does most for the chief measure, if one does.
fn most(source: &Source, table: &Table, measure: &Figure) -> Option<Sentence> {
    let rows = table.which(&[("context", BASELINE), ("measure", measure.key), ("scope", Scope::All.name())]);
    let sign = if measure.better == Better::Lower { -1.0 } else { 1.0 };
    let good = |row: &usize| table.number("difference", *row).map_or(f64::NEG_INFINITY, |it| it * sign);
    let best = rows.iter().copied().max_by(|a, b| good(a).total_cmp(&good(b))).filter(|row| good(row) > 0.0)?;
    // What cannot be told from chance does not do most.
    let [_, low, high] = interval(table, best, "difference", 1.0)?;
    if low <= 0.0 && high >= 0.0 {
        return None;
    }
    let policy = table.text("policy", best);
    let key = format!("{policy}.{}.all.difference", measure.key);
    let difference = number("difference", key, table.number("difference", best)?, measure.form, true);
    let words = [word("measure", measure.label.into()), word("policy", source.name(policy))];
    sentence(MOST, words.into_iter().chain([difference]).map(Some).collect()).filter(|_| rows.len() > 1)
}

/// What a policy does to the chief measure, and where.
fn change(source: &Source, table: &Table, policy: &str, measure: &Figure) -> Vec<Sentence> {
    let row = |key: &str, scope: Scope| {
        let wanted = [("context", BASELINE), ("policy", policy), ("measure", key), ("scope", scope.name())];
        table.which(&wanted).first().copied()
    };
    let name = || Some(word("policy", source.name(policy)));
    let Some(all) = row(measure.key, Scope::All) else { return Vec::new() };
    if table.which(&[("policy", policy)]).into_iter().all(|row| table.number("identical", row) == Some(1.0)) {
        return sentence(TOUCHES_NOBODY, vec![name()]).into_iter().collect();
    }
    let value = |place: &'static str, row: usize, scope: Scope, column: &str, change| {
        let key = format!("{policy}.{}.{}.{column}", measure.key, scope.name());
        Some(number(place, key, table.number(column, row)?, measure.form, change))
    };
    let here = |place, column, change| value(place, all, Scope::All, column, change);
    let spending = row("spending_per_elder_year", Scope::All).and_then(|row| {
        let key = format!("{policy}.spending_per_elder_year.all.difference");
        Some(number("yuan", key, table.number("difference", row)?, Form::Yuan, true))
    });
    let mut values = vec![
        name(),
        Some(word("measure", measure.label.into())),
        here("difference", "difference", true),
        here("low", "difference_low", true),
        here("high", "difference_high", true),
        here("baseline", "baseline", false),
        here("level", "level", false),
    ];
    let holds_zero = interval(table, all, "difference", 1.0).is_some_and(|[_, low, high]| low <= 0.0 && high >= 0.0);
    let first = if holds_zero {
        values.truncate(5);
        sentence(CANNOT_BE_TOLD, values)
    } else if spending.is_some() {
        values.push(spending);
        sentence(CHANGES, values)
    } else {
        sentence(CHANGES_UNPRICED, values)
    };
    let there = |place, scope| value(place, row(measure.key, scope)?, scope, "difference", true);
    let second = sentence(WHERE, vec![there("urban", Scope::Urban), there("rural", Scope::Rural)]);
    first.into_iter().chain(second.filter(|_| !holds_zero)).collect()
}

/// Where a policy stands for its money, from the public's perspective at the chosen discount rate.
fn standing(source: &Source, policy: &str, measure: &Figure) -> Option<Sentence> {
    let table = source.table("cost_effectiveness")?;
    let rows = table.which(&[("context", BASELINE), ("policy", policy), ("perspective", "public")]);
    let row = rows.into_iter().find(|row| money::is_chosen(table, *row))?;
    let against = table.text("against", row);
    match table.text("standing", row) {
        "frontier" => {
            let ratio = table.number("ratio", row)?;
            let key = format!("{policy}.cost_effectiveness.ratio");
            let ratio = ("ratio", Value::Number { key, value: ratio, text: Text::same(digits(ratio, 0, false)) });
            let words = [word("measure", measure.label.into()), word("before", source.name(against)), ratio];
            let less = measure.better == Better::Lower;
            sentence(if less { WORTH_LESS } else { WORTH }, words.map(Some).into())
        }
        "dominated" => sentence(DOMINATED, vec![Some(word("other", source.name(against)))]),
        "extended_dominated" => {
            let (one, other) = against.split_once(" + ")?;
            let words = [word("one", source.name(one)), word("other", source.name(other))];
            sentence(EXTENDED_DOMINATED, words.map(Some).into())
        }
        _ => None,
    }
}

fn chief_instrument(source: &Source, measure: &Figure) -> Option<Sentence> {
    let table = source.table("attribution")?;
    let of = |what| table.which(&[("measure", measure.key), ("what", what)]);
    let size = |row: &usize| table.number("value", *row).unwrap_or(0.0).abs();
    let chief = of("share").into_iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let value = |place: &'static str, row: usize| {
        let key = format!("attribution.{}.{place}", measure.key);
        Some(number(place, key, table.number("value", row)?, measure.form, true))
    };
    let words = [
        word("policy", source.name(table.text("policy", chief))),
        word("measure", measure.label.into()),
        word("instrument", source.name(table.text("instrument", chief))),
    ];
    let values = words.map(Some).into_iter().chain([value("total", *of("total").first()?), value("share", chief)]);
    sentence(CHIEF_INSTRUMENT, values.collect())
}

/// Names in a row.
fn joined(source: &Source, ids: &[&str]) -> Option<Text> {
    ids.iter().map(|it| source.name(it)).reduce(|a, b| a.join(Label { en: ", ", zh: "、" }, &b))
}

/// What is good enough.
fn goal(table: &Table, row: usize, measure: &Figure) -> Option<Text> {
    let bound = table.number("goal_value", row)?;
    let of = |value: f64, change: bool| {
        let text = shown(value, measure.form, change);
        [text.en, text.zh].map(|it| it.trim_start_matches('+').to_string())
    };
    let ([en, zh], [gain_en, gain_zh]) = (of(bound, false), of(bound, true));
    let lower = measure.better == Better::Lower;
    Some(match table.text("goal", row) {
        "at_least" => Text::new(format!("at least {en}"), format!("不低于 {zh}")),
        "at_most" => Text::new(format!("at most {en}"), format!("不高于 {zh}")),
        "gain" if bound == 0.0 => Text::new("better than the baseline", "优于基线"),
        "gain" if lower => {
            Text::new(format!("at least {gain_en} below the baseline"), format!("比基线至少低 {gain_zh}"))
        }
        "gain" => Text::new(format!("at least {gain_en} above the baseline"), format!("比基线至少高 {gain_zh}")),
        _ => return None,
    })
}

/// How often each policy is good enough over the worlds, and where it is not.
fn over_worlds(source: &Source, measure: &Figure) -> Vec<Sentence> {
    let mut said = Vec::new();
    let name = |policy| Some(word("policy", source.name(policy)));
    let label = || Some(word("measure", measure.label.into()));
    if let Some(table) = source.table("robustness") {
        let worlds = |row| table.number("contexts", row).filter(|it| *it > 1.0).map(|it| whole("worlds", it));
        let goal = |row| goal(table, row, measure).map(|it| word("goal", it));
        let rows = table.which(&[("measure", measure.key)]);
        // Policies that fare alike are told together.
        for (template, all) in [(ROBUST_EVERYWHERE, 1.0), (ROBUST_NOWHERE, 0.0)] {
            let those = rows.iter().copied().filter(|row| table.number("satisficing", *row) == Some(all));
            let (those, ids): (Vec<usize>, Vec<&str>) = those.map(|row| (row, table.text("policy", row))).unzip();
            let Some(first) = those.first().copied() else { continue };
            let policies = joined(source, &ids).map(|it| word("policies", it));
            said.extend(sentence(template, vec![worlds(first), label(), goal(first), policies]));
        }
        for row in rows {
            let policy = table.text("policy", row);
            let key = format!("{policy}.{}.satisficing", measure.key);
            let share = table.number("satisficing", row).filter(|it| *it > 0.0 && *it < 1.0);
            let share = share.map(|it| number("share", key, it, Form::Share, false));
            said.extend(sentence(ROBUST, vec![name(policy), label(), goal(row), share, worlds(row)]));
        }
    }
    let Some((regions, bounds)) = source.table("regions").zip(source.table("restrictions")) else { return said };
    for policy in regions.distinct("policy") {
        let wanted = [("measure", measure.key), ("policy", policy)];
        // The box that is told comes last.
        let Some(row) = regions.which(&wanted).last().copied() else { continue };
        let share = |place: &'static str| {
            let key = format!("{policy}.{}.{place}", measure.key);
            regions.number(place, row).map(|it| number(place, key, it, Form::Share, false))
        };
        let conditions = bounds.which(&wanted).into_iter().filter_map(|row| {
            let factor = source.name(bounds.text("factor", row));
            let bound = |sign: &str, value: f64| format!(" {sign} {}", short(value));
            let low = bounds.number("at_least", row).map(|it| bound("≥", it));
            let rest = low.or_else(|| bounds.number("at_most", row).map(|it| bound("≤", it)));
            let among = bounds.text("among", row);
            let rest = rest.or_else(|| (!among.is_empty()).then(|| format!(" = {among}")))?;
            Some(Text::new(factor.en + &rest, factor.zh + &rest))
        });
        let conditions = conditions.reduce(|a, b| a.join(Label { en: " and ", zh: " 且 " }, &b));
        let conditions = conditions.map(|it| word("conditions", it));
        said.extend(sentence(
            FAILS_WHERE,
            vec![name(policy), label(), conditions, share("coverage"), share("density")],
        ));
    }
    said
}

/// Through which stage an effect goes.
fn through(source: &Source, measure: &Figure) -> Option<Sentence> {
    let table = source.table("stages")?;
    let part = |place: &'static str, what, stage| {
        let row = *table.which(&[("measure", measure.key), ("what", what), ("stage", stage)]).first()?;
        let key = format!("stages.{}.{place}", measure.key);
        Some(number(place, key, table.number("value", row)?, measure.form, true))
    };
    let [drive, perception, response] = ["drive", "perception", "response"].map(|stage| part(stage, "share", stage));
    sentence(THROUGH, vec![drive, perception, response, part("direct", "direct", "")])
}

fn of_sweep(source: &Source) -> Vec<Sentence> {
    let Some(table) = source.table("cells") else { return Vec::new() };
    let mut said = Vec::new();
    for name in sweep::measures(source, table) {
        let Some(found) = sweep::values(source, name, None) else { continue };
        let (form, _) = sweep::form_of(name);
        let of = |place: &'static str, value: f64| Some(number(place, format!("{name}.{place}"), value, form, false));
        let measure = Some(word("measure", source.name(name)));
        let (values, count) = (&found.values, found.values.len());
        let mean = values.iter().sum::<f64>() / count as f64;
        if count > 1 && !sensitivity::varies(values) {
            said.extend(sentence(SAME, vec![measure, of("value", values[0])]));
        } else {
            let least = values.iter().copied().reduce(f64::min).and_then(|it| of("low", it));
            let most = values.iter().copied().reduce(f64::max).and_then(|it| of("high", it));
            said.extend(sentence(RANGE, vec![measure, least, most, of("mean", mean)]));
        }
        said.extend(missing(source, name, &found));
    }
    said.extend(failed(table));
    said
}

/// In how many runs a measure has no value, and why.
fn missing(source: &Source, measure: &str, found: &sweep::Values) -> Option<Sentence> {
    let why = sweep::measure_of(measure)?.missing_because();
    let runs = whole("runs", (found.values.len() + found.missing) as f64);
    let missing = whole("missing", found.missing as f64);
    let (measure, why) = (word("measure", source.name(measure)), word("why", why.into()));
    match found.missing {
        0 => None,
        _ if found.values.is_empty() => sentence(MISSING_EVERYWHERE, [measure, runs, why].map(Some).into()),
        _ => sentence(MISSING, [measure, missing, runs, why].map(Some).into()),
    }
}

fn failed(table: &Table) -> Option<Sentence> {
    let failed = (0..table.rows()).filter(|row| !table.text("reason", *row).is_empty()).count();
    let values = vec![Some(whole("failed", failed as f64)), Some(whole("cells", table.rows() as f64))];
    sentence(FAILED, values).filter(|_| failed > 0)
}

fn of_indices(source: &Source) -> Vec<Sentence> {
    let Some(table) = source.table("indices") else { return Vec::new() };
    let mut said = Vec::new();
    for measure in table.distinct("measure") {
        let ranking = sweep::ranking(table, measure);
        let found = sweep::values(source, measure, sweep::block(source, &ranking));
        said.extend(found.as_ref().and_then(|it| missing(source, measure, it)));
        if ranking.factors.is_empty() {
            said.extend(without_indices(source, table, measure, found.as_ref()));
        } else {
            let complete = found.as_ref().and_then(|it| it.complete).filter(|(used, all)| used < all);
            said.extend(complete.map(|(used, all)| Sentence {
                template: RESTS_ON,
                values: vec![
                    word("measure", source.name(measure)),
                    whole("used", used as f64),
                    whole("blocks", all as f64),
                ],
            }));
            said.extend(ranked(source, measure, &ranking));
        }
        let chance = table.which(&[("measure", measure), ("index", "chance_share")]);
        // Where it is all chance, that has been said.
        if let Some(row) = chance.first().filter(|_| !ranking.factors.is_empty() && !ranking.is_by_chance()) {
            let of = |place: &'static str, column: &str| {
                let key = format!("{measure}.chance_share.{column}");
                Some(number(place, key, table.number(column, *row)?, Form::Share, false))
            };
            let values = [of("share", "value"), of("low", "low"), of("high", "high")];
            let name = Some(word("measure", source.name(measure)));
            said.extend(sentence(CHANCE, [name].into_iter().chain(values).collect()));
        }
    }
    let of_factors = [ONLY_FACTOR, STRONGEST, STRONGEST_AT_LEAST, TIED, ALL_TIED];
    if source.results.replicates == 1 && said.iter().any(|it| of_factors.contains(&it.template)) {
        said.extend(sentence(ONE_REPLICATE, Vec::new()));
    }
    if let Some(cells) = source.table("cells") {
        said.extend(failed(cells));
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
            sentence(UNMOVED, vec![name, value])
        }
    }
}

/// Which factors move a measure most, as far as the runs tell them apart.
fn ranked(source: &Source, measure: &str, ranking: &sweep::Ranking) -> Vec<Sentence> {
    let name = || Some(word("measure", source.name(measure)));
    let groups = ranking.groups();
    let Some((first, rest)) = groups.split_first() else {
        let template = if ranking.is_by_chance() { CHANCE_ALONE } else { TOO_FEW_TO_RANK };
        return sentence(template, vec![name()]).into_iter().collect();
    };
    let factors = |those: &[&str]| joined(source, those).map(|it| word("factors", it));
    let count = |those: usize| Some(whole("count", those as f64));
    let said = match (first.as_slice(), rest) {
        ([only], rest) => {
            // From few runs an estimate, or the end of its interval, may be more than all of the variance.
            let beyond = ranking.index == "total" && ranking.size(0).is_some_and(|it| it[1] > 0.0 && it[2] > 1.0);
            let template = match rest {
                [] => ONLY_FACTOR,
                _ if beyond => STRONGEST_AT_LEAST,
                _ => STRONGEST,
            };
            let mut values = vec![name(), Some(word("factor", source.name(only)))];
            values.extend(size(measure, ranking));
            sentence(template, values)
        }
        (all, []) if all.len() > MOST_NAMED => sentence(ALL_TIED, vec![name(), count(all.len())]),
        (tied, _) => sentence(TIED, vec![name(), factors(tied)]),
    };
    let next = rest.first().filter(|_| first.len() == 1).and_then(|next| match next.as_slice() {
        [second] => sentence(NEXT, vec![Some(word("factor", source.name(second)))]),
        tied if tied.len() <= MOST_NAMED => sentence(NEXT_TIED, vec![factors(tied)]),
        tied if rest.len() == 1 => sentence(REST_TIED, vec![count(tied.len())]),
        _ => None,
    });
    said.into_iter().chain(next).collect()
}

/// The index of the first factor with its interval: mu* is a size without a sign, a share of variance has no unit.
fn size(measure: &str, ranking: &sweep::Ranking) -> Vec<Option<(&'static str, Value)>> {
    let effect = ranking.index == "mu_star";
    let form = if effect { sweep::form_of(measure).0 } else { Form::Share };
    let bare = |text: &str| text.trim_start_matches('+').to_string();
    let said = |(place, value): (&'static str, f64)| {
        let text = shown(value, form, effect);
        let (en, zh) = (bare(&text.en), bare(&text.zh));
        let text = match place {
            "size" if !effect => Text::new(format!("{en} of the variance"), format!("占方差 {zh}")),
            _ => Text::new(en, zh),
        };
        Some((place, Value::Number { key: format!("{measure}.{}.{place}", ranking.index), value, text }))
    };
    let Some(size) = ranking.size(0) else { return vec![None] };
    ["size", "low", "high"].into_iter().zip(size).map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).map(|it| it.split_once('}').expect("a place that ends").0).collect()
    }

    #[test]
    fn every_template_has_both_texts_with_the_same_places() {
        for it in TEMPLATES {
            assert!(it.en.ends_with('.') && it.zh.ends_with('。'), "{}", it.en);
            assert!(it.en.is_ascii() && !it.zh.contains([',', ';', '(']), "{}", it.zh);
            assert_eq!(places(it.en), places(it.zh), "{}", it.en);
        }
    }

    #[test]
    fn a_sentence_says_its_values_in_the_language_of_the_reader() {
        let values = vec![number("members", "members_share.all.end".into(), 0.4385, Form::Share, false)];
        let it = Sentence { template: MEMBERS, values };
        assert_eq!(it.plain(Language::English), "43.9 % of elders are members.");
        assert_eq!(it.plain(Language::Chinese), "成员占老年人的 43.9%。");
    }
}
