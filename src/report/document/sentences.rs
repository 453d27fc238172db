//! The answer in plain sentences, each a template in both languages that is filled from the tables.

use super::numbers::{digits, replicates, short, shown};
use super::record::{Fill, Record, Row, listed};
use super::{Source, policies, sweep};
use crate::analysis::failures::Failures;
use crate::analysis::figures::{Better, Figure, Form, Scope};
use crate::analysis::results::Kind;
use crate::analysis::sensitivity;
use crate::analysis::summary::LEAST_FOR_NINE_TENTHS;
use crate::analysis::table::Table;
use crate::places::WEEKS_PER_MONTH;
use crate::text::Label;
use crate::text::Language;
use crate::text::Message;

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
    Name(Message),
    /// A number of a table.
    Number {
        /// Which one: its measure, scope and place, so that it can be found again.
        key: String,
        /// Its value as in the table.
        value: f64,
        /// As people read it.
        text: Message,
    },
}

/// Factors that a sentence names at most.
const MOST_NAMED: usize = 3;

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
    pub fn text(&self) -> &Message {
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
    TAKE_PART_SHORT
        "In weeks {from} to {to}, {end} of elders give or receive help in a week."
        "第 {from} 至 {to} 周，每周有 {end} 的老年人给予或接受帮助。";
    NO_WEEK
        "The run was interrupted in its warm-up: no week after it exists yet."
        "运行在预热期中断：尚无预热之后的周。";
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
        "{end} of the memberships that began in the run last a year, deaths and moves aside (Kaplan-Meier)."
        "运行期内开始的成员经历有 {end} 满一年，死亡与迁出者视为删失（Kaplan-Meier 估计）。";
    STAY_OF_FEWER
        "{end} of the memberships that began in the run last a year, deaths and moves aside (Kaplan-Meier); only {count} of the {all} replicates have a value."
        "运行期内开始的成员经历有 {end} 满一年，死亡与迁出者视为删失（Kaplan-Meier 估计）；{all} 次重复中仅 {count} 次有值。";
    NEED
        "{end} of the hours that are needed stay unmet; in the first four weeks it was {start}."
        "需要的小时中有 {end} 未获满足；前四周为 {start}。";
    NEED_SHORT
        "{end} of the hours that are needed stay unmet."
        "需要的小时中有 {end} 未获满足。";
    LONELY_SHORT
        "{end} of elders are lonely."
        "感到孤独的老年人占 {end}。";
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
    SAME
        "No run differs in {measure}: it is {value} throughout."
        "各次运行的{measure}没有差异，均为 {value}。";
    ONE_VALUE
        "One run has a value of {measure}: {value}."
        "只有一次运行有{measure}的数值：{value}。";
    ABOUT_SAME
        "Over the design, {measure} is {value} in every run, as far as it is shown."
        "在整个设计中，按所示位数，各次运行的{measure}都是 {value}。";
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
        "There are too few runs, or they differ too little, to rank the factors by what they do to {measure}."
        "运行太少或差异太小，无法按对{measure}的影响给因子排序。";
    ONLY_FACTOR_UNCERTAIN
        "The only factor is {factor}; its effect on {measure} is {size}, and these runs do not tell how certain that is (no interval)."
        "唯一的因子是{factor}，对{measure}的影响为{size}；以现有运行无法得知把握有多大（没有区间）。";
    UNCLEAR
        "These runs do not show which factor moves {measure} most."
        "以现有运行看不出哪个因子对{measure}影响最大。";
    OTHER_DOES_NOTHING
        "The other factor changes nothing in any run."
        "另一个因子在任何一次运行中都没有改变什么。";
    OTHERS_DO_NOTHING
        "The other {count} factors change nothing in any run."
        "其余 {count} 个因子在任何一次运行中都没有改变什么。";
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
    NO_REGION
        "Each world has one replicate, so nothing tells how much of the misses of {measure} is chance, and no region is named."
        "每个情境只有一次重复，无法得知{measure}未达标有多少是偶然，因此不指出区域。";
    ROBUST
        "With \"{policy}\", the mean over replicates reaches the goal for {measure} ({goal}) in {share} of the {worlds} worlds."
        "{policy}：{measure}的各次重复均值在 {worlds} 种情境中有 {share} 达标（{goal}）。";
    ROBUST_EVERYWHERE
        "In all {worlds} worlds the mean over replicates reaches the goal for {measure} ({goal}) with {policies}."
        "{measure}的各次重复均值在全部 {worlds} 种情境中都达标（{goal}）：{policies}。";
    ROBUST_NOWHERE
        "In none of the {worlds} worlds does the mean over replicates reach the goal for {measure} ({goal}) with {policies}."
        "{measure}的各次重复均值在全部 {worlds} 种情境中都不达标（{goal}）：{policies}。";
    CHANCE
        "Chance makes up {share} of the variance of {measure} in a single run (95 % interval {low} to {high})."
        "单次运行中，{measure}的方差有 {share} 来自偶然（95% 区间 {low} 至 {high}）。";
    ONE_REPLICATE
        "Each point has one replicate, so nothing tells how much of this is chance; that takes replicates = 2 or more."
        "每个设计点只有一次重复，无从得知其中有多少是偶然；须有 replicates = 2 或更多。";
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
        "The run was interrupted: what is shown is the first {weeks} of {planned_weeks} weeks, in {replicates} of the {planned} planned."
        "运行曾被中断：此处所示为 {planned_weeks} 周中的前 {weeks} 周，为计划的 {planned}中的 {replicates}。";
    INTERRUPTED_REPLICATES
        "The run was interrupted: what is shown rests on {replicates} of the {planned} planned, each of all its weeks."
        "运行曾被中断：此处所示基于计划的 {planned}中完整的 {replicates}。";
    INTERRUPTED_WORLDS
        "The discovery was interrupted: what is shown rests on {worlds} of {planned} worlds."
        "分析曾被中断：此处所示基于 {planned} 种情境中的 {worlds} 种。";
    INTERRUPTED_PARTS
        "The comparison itself is complete; its division among instruments or its split among stages was interrupted."
        "比较本身已完成；各工具的归因或各阶段的划分曾被中断。";
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
        Kind::Sensitivity => of_indices(source),
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
    let run = source.table("contrasts").is_some();
    match it.kind {
        Kind::Run if it.weeks.is_some_and(|it| it <= 0) => sentence(NO_WEEK, Vec::new()),
        Kind::Run if it.weeks == it.planned_weeks => sentence(INTERRUPTED_REPLICATES, values),
        Kind::Run => {
            let weeks = [("weeks", it.weeks), ("planned_weeks", it.planned_weeks)];
            let weeks = weeks.map(|(name, weeks)| weeks.map(|weeks| whole(name, weeks.into())));
            sentence(INTERRUPTED_RUN, weeks.into_iter().chain(values).collect())
        }
        Kind::Comparison if it.planned_worlds.is_some() => {
            let worlds = source.table("robustness").and_then(|it| it.number("contexts", 0)).unwrap_or(0.0);
            let planned = it.planned_worlds.map(|it| whole("planned", it.into()));
            sentence(INTERRUPTED_WORLDS, vec![Some(whole("worlds", worlds)), planned])
        }
        Kind::Comparison if run && it.replicates < it.planned_replicates => sentence(INTERRUPTED_COMPARISON, values),
        Kind::Comparison if run => sentence(INTERRUPTED_PARTS, Vec::new()),
        _ => sentence(INTERRUPTED, Vec::new()),
    }
}

fn word(name: &'static str, text: Message) -> (&'static str, Value) {
    (name, Value::Name(text))
}

fn number(name: &'static str, key: String, value: f64, form: Form, change: bool) -> (&'static str, Value) {
    (name, Value::Number { key, value, text: shown(value, form, change) })
}

fn whole(name: &'static str, value: f64) -> (&'static str, Value) {
    (name, Value::Number { key: name.to_string(), value, text: Message::same(digits(value, 0, false)) })
}

/// A sentence whose every place has something to stand there.
fn sentence(template: Label, values: Vec<Option<(&'static str, Value)>>) -> Option<Sentence> {
    Some(Sentence { template, values: values.into_iter().collect::<Option<_>>()?, record: None })
}

fn of_run(source: &Source) -> Vec<Sentence> {
    let row =
        |key: &str, scope: Scope| Row::first(source, "figures", &[("figure", key), ("scope", scope.name())], "end");
    let end = ("end", Fill::Level("end"));
    let both = [end, ("start", Fill::Level("start"))];
    // In a run of four weeks the first are the last.
    let short = source.results.weeks.is_none_or(|it| it <= WEEKS_PER_MONTH);
    let since = if short { &both[..1] } else { &both[..] };
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
        all("unmet_share", if short { NEED_SHORT } else { NEED }, since),
        all("requests_served_share", SERVED, &[end]),
        all("lonely_share", if short { LONELY_SHORT } else { LONELY }, since),
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
    let fills = [("end", Fill::Level("end")), ("start", Fill::Level("start"))];
    let short = weeks <= WEEKS_PER_MONTH;
    let mut said = if short { row?.say(TAKE_PART_SHORT, &fills[..1])? } else { row?.say(TAKE_PART, &fills)? };
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
fn joined(source: &Source, ids: &[&str]) -> Option<Message> {
    listed(ids.iter().map(|it| source.name(it)))
}

/// What is good enough.
fn goal(table: &Table, row: usize, measure: &Figure) -> Option<Message> {
    let bound = table.number("goal_value", row)?;
    let of = |value: f64, change: bool| {
        let text = shown(value, measure.form, change);
        [text.en, text.zh].map(|it| it.trim_start_matches('+').to_string())
    };
    let ([en, zh], [gain_en, gain_zh]) = (of(bound, false), of(bound, true));
    let lower = measure.better == Better::Lower;
    Some(match table.text("goal", row) {
        "at_least" => Message::new(format!("at least {en}"), format!("不低于 {zh}")),
        "at_most" => Message::new(format!("at most {en}"), format!("不高于 {zh}")),
        "gain" if bound == 0.0 => Message::new("better than the baseline", "优于基线"),
        "gain" if lower => {
            Message::new(format!("at least {gain_en} below the baseline"), format!("比基线至少低 {gain_zh}"))
        }
        "gain" => Message::new(format!("at least {gain_en} above the baseline"), format!("比基线至少高 {gain_zh}")),
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
            let robust = sentence(ROBUST, vec![name(policy), label(), goal(row), share, worlds(row)]);
            let record = || Some(Row::at(source, table, row, "satisficing").record());
            said.extend(robust.map(|it| Sentence { record: record(), ..it }));
        }
    }
    if source.results.planned_worlds.is_some() && source.results.replicates == 1 {
        let in_some = said.iter().any(|it: &Sentence| it.template == ROBUST);
        said.extend(sentence(NO_REGION, vec![label()]).filter(|_| in_some));
        return said;
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
            Some(Message::new(factor.en + &rest, factor.zh + &rest))
        });
        let conditions = conditions.reduce(|a, b| a.join(Label { en: " and ", zh: " 且 " }, &b));
        let conditions = conditions.map(|it| word("conditions", it));
        let fails = sentence(FAILS_WHERE, vec![name(policy), label(), conditions, share("coverage"), share("density")]);
        let record = || Some(Row::at(source, regions, row, "coverage").record());
        said.extend(fails.map(|it| Sentence { record: record(), ..it }));
    }
    said
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
        let least = values.iter().copied().reduce(f64::min).and_then(|it| of("low", it));
        let most = values.iter().copied().reduce(f64::max).and_then(|it| of("high", it));
        let text = |it: &Option<(&str, Value)>| it.as_ref().map(|it| it.1.text().clone());
        said.extend(match values.as_slice() {
            [] => None,
            [only] => sentence(ONE_VALUE, vec![measure, of("value", *only)]),
            [first, ..] if !sensitivity::varies(values) => sentence(SAME, vec![measure, of("value", *first)]),
            _ if text(&least) == text(&most) => sentence(ABOUT_SAME, vec![measure, of("value", mean)]),
            _ => sentence(RANGE, vec![measure, least, most, of("mean", mean)]),
        });
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
    let values =
        vec![whole("times", reason.cells as f64), word("reason", Message::new(reason.text.en, reason.text.zh))];
    vec![first, Sentence { template: if reason.same { REASON } else { REASON_ALIKE }, values, record: None }]
}

fn of_indices(source: &Source) -> Vec<Paragraph> {
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

/// What moves a measure, and what is missing of it.
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
        let values = [of("share", "value"), of("low", "low"), of("high", "high")];
        let name = Some(word("measure", source.name(measure)));
        said.extend(sentence(CHANCE, [name].into_iter().chain(values).collect()).map(Paragraph::single));
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

/// A part of a whole; what is less than all of it is not said to be all.
fn part(name: &'static str, key: String, value: f64) -> (&'static str, Value) {
    let mut text = shown(value, Form::Share, false);
    if value < 1.0 && text.en.starts_with("100") {
        text = Message::new(">99.9 %", ">99.9%");
    }
    (name, Value::Number { key, value, text })
}

/// Which factors move a measure most, as far as the runs tell them apart. What may move nothing is not named as moving;
/// that it moves nothing is said where every run is known.
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
            }
            _ => sentence(TOO_FEW_TO_RANK, vec![name()]),
        }
        .into_iter()
        .collect();
    };
    let place = |factor: &&str| ranking.factors.iter().position(|it| it == factor);
    let moves = |factor: &&str| place(factor).and_then(|it| ranking.size(it)).is_some_and(|it| it[1] > 0.0);
    let idle = |factor: &&str| place(factor).and_then(|it| ranking.value(it)) == Some(0.0);
    let factors = |those: &[&str]| joined(source, those).map(|it| word("factors", it));
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
            sentence(template, values)
        }
        (all, []) if all.len() > MOST_NAMED => sentence(ALL_TIED, vec![name(), count(all.len())]),
        (tied, _) if !tied.iter().all(moves) => sentence(UNCLEAR, vec![name()]),
        (tied, _) => sentence(TIED, vec![name(), factors(tied)]),
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
        [second] if moves(second) => sentence(NEXT, vec![Some(word("factor", source.name(second)))]),
        tied if tied.len() > MOST_NAMED && rest.len() == 1 => sentence(REST_TIED, vec![count(tied.len())]),
        tied if tied.len() > MOST_NAMED || !tied.iter().all(moves) => None,
        tied => sentence(NEXT_TIED, vec![factors(tied)]),
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
        let text = shown(value, form, effect);
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
