//! The answer of a single run.

use crate::analysis::figures::Scope;
use crate::analysis::summary::LEAST_FOR_NINE_TENTHS;
use crate::places::WEEKS_PER_MONTH;
use crate::report::document::paragraph::{Sentence, sentence, templates, whole};
use crate::report::document::record::{Fill, Row};
use crate::report::document::source::Source;

templates! {
    TAKE_PART
        "In weeks {from} to {to}, {end} of elders gave or received help in a week; in the first four weeks, it was {start}."
        "第 {from} 至 {to} 周，每周有 {end} 的老年人给予或接受帮助；前四周为 {start}。";
    TAKE_PART_SHORT
        "In weeks {from} to {to}, {end} of elders gave or received help in a week."
        "第 {from} 至 {to} 周，每周有 {end} 的老年人给予或接受帮助。";
    IN_TOWNS
        "In urban communities, it is {end}."
        "城市为 {end}。";
    IN_VILLAGES
        "In villages, it is {end}."
        "农村为 {end}。";
    BAND
        "In 90 % of the {count} replicates, the final value lies between {low} and {high}."
        "{count} 次重复中，90% 的期末值在 {low} 与 {high} 之间。";
    RANGE_OF_ALL
        "In the {count} replicates, the final value lies between {low} and {high}."
        "{count} 次重复的期末值在 {low} 与 {high} 之间。";
    MEMBERS
        "{end} of elders are members."
        "成员占老年人的 {end}。";
    STAY
        "{end} of the memberships that began in the run last a year (Kaplan-Meier estimate; deaths and moves are censored)."
        "运行期内开始的成员经历有 {end} 满一年，死亡与迁出者视为删失（Kaplan-Meier 估计）。";
    STAY_OF_FEWER
        "{end} of the memberships that began in the run last a year (Kaplan-Meier estimate; deaths and moves are censored); only {count} of the {all} replicates have a value."
        "运行期内开始的成员经历有 {end} 满一年，死亡与迁出者视为删失（Kaplan-Meier 估计）；{all} 次重复中仅 {count} 次有值。";
    NEED
        "{end} of the hours needed remain unmet; in the first four weeks, it was {start}."
        "需要的小时中有 {end} 未获满足；前四周为 {start}。";
    NEED_SHORT
        "{end} of the hours needed remain unmet."
        "需要的小时中有 {end} 未获满足。";
    LONELY_SHORT
        "{end} of elders are lonely."
        "感到孤独的老年人占 {end}。";
    SERVED
        "{end} of open requests are served within the week."
        "当周得到服务的求助占 {end}。";
    LONELY
        "{end} of elders are lonely; in the first four weeks, it was {start}."
        "感到孤独的老年人占 {end}；前四周为 {start}。";
    SPENDING
        "Over the whole run, public spending is {end} per elder per year."
        "全程公共支出为每位老年人每年 {end}。";
    NOT_THE_EFFECT
        "The effect of a policy is not the change from the start, but the difference from the same scenario without the policy. Use huzhu compare to estimate it."
        "政策的效果不是与期初之差，而是与同一情景无政策时之差；可用 huzhu compare 估计。";
}

/// Participation, retention, unmet need and loneliness at the end, and the cost.
pub fn of_run(source: &Source) -> Vec<Sentence> {
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

/// Participation at the end, in the weeks that the data cover.
fn take_part(source: &Source, row: Option<Row>) -> Option<Sentence> {
    let weeks = source.results.weeks.filter(|it| *it > 0)?;
    let fills = [("end", Fill::Level("end")), ("start", Fill::Level("start"))];
    let short = weeks <= WEEKS_PER_MONTH;
    let mut said = if short { row?.say(TAKE_PART_SHORT, &fills[..1])? } else { row?.say(TAKE_PART, &fills)? };
    let from = (weeks - WEEKS_PER_MONTH).max(0);
    said.values.extend([whole("from", from.into()), whole("to", (weeks - 1).into())]);
    Some(said)
}

/// The spread over replicates, as a 90 % band or as a range.
fn band(row: &Row) -> Option<Sentence> {
    let template = if row.replicates()? < LEAST_FOR_NINE_TENTHS as u32 { RANGE_OF_ALL } else { BAND };
    let ends = [("low", Fill::Level("end_low")), ("high", Fill::Level("end_high"))];
    row.say(template, &[&[("count", Fill::Count("replicates"))], &ends[..]].concat())
}

/// Retention, and the number of replicates in which it has a value.
fn stay(source: &Source, row: &Row) -> Option<Sentence> {
    let (end, all) = (("end", Fill::Level("end")), source.results.replicates);
    if row.replicates()? == all {
        return row.say(STAY, &[end]);
    }
    let mut said = row.say(STAY_OF_FEWER, &[end, ("count", Fill::Count("replicates"))])?;
    said.values.push(whole("all", all.into()));
    Some(said)
}
