//! The answer in plain sentences, each a template in both languages that is filled from the tables.

use super::record::{Fill, Record, Row};
use super::text::{Text, digits, replicates, short, shown};
use super::{Source, policies, sweep};
use crate::analysis::failures::Failures;
use crate::analysis::figures::{Better, Figure, Form, Scope};
use crate::analysis::results::Kind;
use crate::analysis::summary::LEAST_FOR_NINE_TENTHS;
use crate::analysis::table::Table;
use crate::places::WEEKS_PER_MONTH;
use crate::policy::Label;
use crate::report::Language;

/// A sentence: words with places for values.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Words in both languages; `{name}` is the place of a value.
    pub template: Label,
    /// What stands in the places.
    pub values: Vec<(&'static str, Value)>,
    /// The row that it rests on; none where it is about the results as a whole.
    pub record: Option<Record>,
}

/// Sentences that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// Identity of the policy that every sentence is about, if it is about one.
    pub policy: Option<String>,
    /// The sentences; the first names what the others are about.
    pub sentences: Vec<Sentence>,
}

impl Paragraph {
    /// A sentence by itself.
    pub fn single(sentence: Sentence) -> Self {
        Paragraph { policy: None, sentences: vec![sentence] }
    }
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

impl Sentence {
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
        /// Every template of this file.
        #[cfg(test)]
        pub(super) const TEMPLATES: &[Label] = &[$($name),*];
    };
}
pub(super) use templates;

templates! {
    TAKE_PART
        "In weeks {from} to {to}, {end} of elders give or receive help in a week; in the first four weeks it was {start}."
        "第 {from} 至 {to} 周，每周有 {end} 的老年人给予或接受帮助；前四周为 {start}。";
    IN_TOWNS
        "In towns it is {end}."
        "城市为 {end}。";
    IN_VILLAGES
        "In villages it is {end}."
        "农村为 {end}。";
    BAND
        "Nine tenths of the {count} replicates end between {low} and {high}."
        "{count} 次重复中，九成的期末值在 {low} 与 {high} 之间。";
    RANGE_OF_ALL
        "The {count} replicates end between {low} and {high}."
        "{count} 次重复的期末值在 {low} 与 {high} 之间。";
    MEMBERS
        "{end} of elders are members."
        "成员占老年人的 {end}。";
    STAY
        "Of those who joined in the run, {end} still are after a year."
        "运行期内加入者，一年后仍有 {end} 留存。";
    STAY_OF_FEWER
        "Of those who joined in the run, {end} still are after a year; only {count} of the {all} replicates have enough who joined."
        "运行期内加入者，一年后仍有 {end} 留存；{all} 次重复中仅 {count} 次有足够的加入者。";
    NEED
        "{end} of the hours that are needed stay unmet; in the first four weeks it was {start}."
        "需要的小时中有 {end} 未获满足；前四周为 {start}。";
    SERVED
        "{end} of open requests are served within the week."
        "当周得到服务的求助占 {end}。";
    LONELY
        "{end} of elders are lonely; in the first four weeks it was {start}."
        "感到孤独的老年人占 {end}；前四周为 {start}。";
    SPENDING
        "Public spending is {end} per elder and year over the whole run."
        "全程公共支出为每位老年人每年 {end}。";
    NOT_THE_EFFECT
        "The effect of a policy is not the change from the start but the difference from the same scenario without it; huzhu compare estimates it."
        "政策的作用不是与期初之差，而是与同一情景无政策时之差，用 huzhu compare 估计。";
    RANGE
        "Over the design, {measure} lies between {low} and {high}, with a mean of {mean}."
        "在整个设计中，{measure}介于 {low} 与 {high} 之间，均值为 {mean}。";
    FAILED
        "{failed} of {cells} cells could not be run; their reasons stand in the table."
        "{cells} 个单元中有 {failed} 个无法运行，原因见表。";
    STRONGEST
        "What moves {measure} most is {factor} ({size}); then come {second} and {third}."
        "对{measure}影响最大的是{factor}（{size}），其次是{second}与{third}。";
    TIED
        "What moves {measure} most are {factors}; these runs do not tell which of them comes first."
        "对{measure}影响最大的是{factors}；以现有运行无法区分先后。";
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
    CHANCE
        "Chance makes up {share} of the variance of {measure} in a single run."
        "单次运行中，{measure}的方差有 {share} 来自偶然。";
    SWEEP_INTERRUPTED
        "The sweep was interrupted: {finished} of {cells} cells are finished, and every number here rests on these."
        "扫描曾被中断：{cells} 个单元中完成了 {finished} 个，此处的数字均只来自已完成的单元。";
    ALL_FAILED
        "None of the {cells} cells could be run, so nothing was measured."
        "{cells} 个单元全部无法运行，因此没有任何测量值。";
    REASON
        "The most frequent reason, of {times} of them: {reason}."
        "最常见的原因（其中 {times} 个）：{reason}。";
    REASON_ALIKE
        "The most frequent kind of reason, of {times} of them, is for example: {reason}."
        "最常见的一类原因（其中 {times} 个），例如：{reason}。";
    INTERRUPTED
        "The run was interrupted: what is shown is what was complete by then."
        "运行曾被中断：此处所示为当时已完成的部分。";
    INTERRUPTED_RUN
        "The run was interrupted: what is shown is {weeks} of {planned_weeks} weeks, {replicates} of {planned}."
        "运行曾被中断：此处所示为 {planned_weeks} 周中的 {weeks} 周，{planned}中的 {replicates}。";
    INTERRUPTED_COMPARISON
        "The comparison was interrupted: what is shown rests on {replicates} of the {planned} wanted."
        "比较曾被中断：此处所示基于所要求的 {planned}中的 {replicates}。";
}

/// The answer, paragraph by paragraph.
pub fn answer(source: &Source) -> Vec<Paragraph> {
    let singles = |said: Vec<Sentence>| said.into_iter().map(Paragraph::single).collect();
    let mut said: Vec<Paragraph> = match source.results.kind {
        Kind::Run => singles(of_run(source)),
        Kind::Comparison => policies::answer(source),
        Kind::Sweep => singles(of_sweep(source)),
        Kind::Sensitivity => singles(of_indices(source)),
    };
    if let (false, Some((finished, cells))) = (source.results.complete, source.results.cells()) {
        let values = [whole("finished", finished as f64), whole("cells", cells as f64)];
        let first = Sentence { template: SWEEP_INTERRUPTED, values: values.into(), record: None };
        said.insert(0, Paragraph::single(first));
    } else if !source.results.complete {
        said.extend(interrupted(source).map(Paragraph::single));
    }
    said
}

/// How much of what was wanted is there.
fn interrupted(source: &Source) -> Option<Sentence> {
    let it = &source.results;
    let count = |name: &'static str, number: u32| Some(word(name, replicates(number)));
    let values = vec![count("replicates", it.replicates), count("planned", it.planned_replicates)];
    match it.kind {
        Kind::Run => {
            let weeks = [("weeks", it.weeks), ("planned_weeks", it.planned_weeks)];
            let weeks = weeks.map(|(name, weeks)| weeks.map(|weeks| whole(name, weeks.into())));
            sentence(INTERRUPTED_RUN, weeks.into_iter().chain(values).collect())
        }
        Kind::Comparison if source.table("contrasts").is_some() && it.replicates < it.planned_replicates => {
            sentence(INTERRUPTED_COMPARISON, values)
        }
        _ => sentence(INTERRUPTED, Vec::new()),
    }
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
    Some(Sentence { template, values: values.into_iter().collect::<Option<_>>()?, record: None })
}

fn of_run(source: &Source) -> Vec<Sentence> {
    let row =
        |key: &str, scope: Scope| Row::first(source, "figures", &[("figure", key), ("scope", scope.name())], "end");
    let end = ("end", Fill::Level("end"));
    let start = ("start", Fill::Level("start"));
    let say = |key, scope, template, fills: &[_]| row(key, scope).and_then(|it| it.say(template, fills));
    let all = |key, template, fills: &[_]| say(key, Scope::All, template, fills);
    let taking = "participants_share";
    // Where there are only towns or only villages, they are all.
    let apart = [Scope::Urban, Scope::Rural].map(|scope| row(taking, scope).filter(|it| it.number("end").is_some()));
    let apart = if let [Some(urban), Some(rural)] = apart {
        vec![urban.say(IN_TOWNS, &[end]), rural.say(IN_VILLAGES, &[end])]
    } else {
        Vec::new()
    };
    let mut said = vec![take_part(source, row(taking, Scope::All))];
    said.extend(apart);
    said.extend([
        row(taking, Scope::All).and_then(|it| band(&it)),
        all("members_share", MEMBERS, &[end]),
        row("one_year_retention", Scope::All).and_then(|it| stay(source, &it)),
        all("unmet_share", NEED, &[end, start]),
        all("requests_served_share", SERVED, &[end]),
        all("lonely_share", LONELY, &[end, start]),
        all("spending_per_elder_year", SPENDING, &[end]),
    ]);
    let mut said: Vec<Sentence> = said.into_iter().flatten().collect();
    if !said.is_empty() {
        said.extend(sentence(NOT_THE_EFFECT, Vec::new()));
    }
    said
}

/// How many take part at the end, in the weeks that the data have.
fn take_part(source: &Source, row: Option<Row>) -> Option<Sentence> {
    let weeks = source.results.weeks.filter(|it| *it > 0)?;
    let mut said = row?.say(TAKE_PART, &[("end", Fill::Level("end")), ("start", Fill::Level("start"))])?;
    let from = (weeks - WEEKS_PER_MONTH).max(0);
    said.values.extend([whole("from", from.into()), whole("to", (weeks - 1).into())]);
    Some(said)
}

/// How far replicates lie apart, in the words that their number allows.
fn band(row: &Row) -> Option<Sentence> {
    let template = if row.replicates()? < LEAST_FOR_NINE_TENTHS as u32 { RANGE_OF_ALL } else { BAND };
    let ends = [("low", Fill::Level("end_low")), ("high", Fill::Level("end_high"))];
    row.say(template, &[&[("count", Fill::Count("replicates"))], &ends[..]].concat())
}

/// How many stay, and in how many replicates that is known.
fn stay(source: &Source, row: &Row) -> Option<Sentence> {
    let (end, all) = (("end", Fill::Level("end")), source.results.replicates);
    if row.replicates()? == all {
        return row.say(STAY, &[end]);
    }
    let mut said = row.say(STAY_OF_FEWER, &[end, ("count", Fill::Count("replicates"))])?;
    said.values.push(whole("all", all.into()));
    Some(said)
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
pub(super) fn over_worlds(source: &Source, measure: &Figure) -> Vec<Sentence> {
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

fn of_sweep(source: &Source) -> Vec<Sentence> {
    let Some(table) = source.table("cells") else { return Vec::new() };
    let mut said = Vec::new();
    for name in sweep::measures(source, table) {
        let values: Vec<f64> = (0..table.rows()).filter_map(|row| table.number(name, row)).collect();
        let (form, _) = sweep::form_of(name);
        let of = |place: &'static str, value: f64| Some(number(place, format!("{name}.{place}"), value, form, false));
        let least = values.iter().copied().reduce(f64::min).and_then(|it| of("low", it));
        let most = values.iter().copied().reduce(f64::max).and_then(|it| of("high", it));
        let mean = of("mean", values.iter().sum::<f64>() / values.len().max(1) as f64);
        said.extend(sentence(RANGE, vec![Some(word("measure", source.name(name))), least, most, mean]));
    }
    said.extend(failed(table));
    said
}

/// How many cells could not be run, and why most of them.
fn failed(table: &Table) -> Vec<Sentence> {
    let mut failures = Failures::default();
    (0..table.rows()).for_each(|row| failures.add(table.text("reason", row)));
    let (failed, cells) = (failures.cells(), table.rows() as u64);
    let Some(reason) = failures.by_frequency().into_iter().next() else { return Vec::new() };
    let [failed, all] = [whole("failed", failed as f64), whole("cells", cells as f64)];
    let first = if failures.cells() == cells {
        Sentence { template: ALL_FAILED, values: vec![all], record: None }
    } else {
        Sentence { template: FAILED, values: vec![failed, all], record: None }
    };
    let values = vec![whole("times", reason.cells as f64), word("reason", Text::new(reason.text.en, reason.text.zh))];
    vec![first, Sentence { template: if reason.same { REASON } else { REASON_ALIKE }, values, record: None }]
}

fn of_indices(source: &Source) -> Vec<Sentence> {
    let Some(table) = source.table("indices") else { return Vec::new() };
    let mut said = Vec::new();
    for measure in table.distinct("measure") {
        let ranking = sweep::ranking(table, measure);
        let of = |place: usize| ranking.factors.get(place).map(|it| source.name(it));
        let name = Some(word("measure", source.name(measure)));
        let foremost = ranking.foremost(table);
        if foremost.len() > 1 {
            said.extend(sentence(TIED, vec![name, joined(source, &foremost).map(|it| word("factors", it))]));
        } else {
            let size = ranking.size(table, 0).map(|value| {
                // mu* is a size without a sign, a share of variance has no unit.
                let effect = ranking.index == "mu_star";
                let text = shown(value, if effect { sweep::form_of(measure).0 } else { Form::Share }, effect);
                let bare = |text: &str| text.trim_start_matches('+').to_string();
                let [en, zh] = [bare(&text.en), bare(&text.zh)];
                let text = if effect {
                    Text::new(en, zh)
                } else {
                    Text::new(format!("{en} of the variance"), format!("占方差 {zh}"))
                };
                ("size", Value::Number { key: format!("{measure}.{}", ranking.index), value, text })
            });
            let others = [
                of(0).map(|it| word("factor", it)),
                of(1).map(|it| word("second", it)),
                of(2).map(|it| word("third", it)),
            ];
            said.extend(sentence(STRONGEST, [name, size].into_iter().chain(others).collect()));
        }
        if let Some(row) = table.which(&[("measure", measure), ("index", "chance_share")]).first() {
            let key = format!("{measure}.chance_share");
            let share = table.number("value", *row).map(|it| number("share", key, it, Form::Share, false));
            said.extend(sentence(CHANCE, vec![Some(word("measure", source.name(measure))), share]));
        }
    }
    if let Some(cells) = source.table("cells") {
        said.extend(failed(cells));
    }
    said
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
        for it in TEMPLATES.iter().chain(policies::TEMPLATES) {
            assert!(it.en.ends_with('.') && it.zh.ends_with('。'), "{}", it.en);
            assert!(it.en.is_ascii() && !it.zh.contains([',', ';', '(']), "{}", it.zh);
            assert_eq!(places(it.en), places(it.zh), "{}", it.en);
        }
    }

    #[test]
    fn a_sentence_says_its_values_in_the_language_of_the_reader() {
        let values = vec![number("end", "members_share.all.end".into(), 0.4385, Form::Share, false)];
        let it = Sentence { template: MEMBERS, values, record: None };
        assert_eq!(it.plain(Language::English), "43.9 % of elders are members.");
        assert_eq!(it.plain(Language::Chinese), "成员占老年人的 43.9%。");
    }
}
