//! A summary as a table for the terminal: urban beside rural beside all, start beside end, in 100 columns.
//!
//! There are no colours and no control bytes. Chinese characters take two columns, which decides all padding.

use unicode_width::UnicodeWidthStr;

use crate::analysis::figures::{Figure, Form, Scope, Span, figure};
use crate::analysis::summary::{Course, Estimate, LEAST_FOR_NINE_TENTHS, Summary};
use crate::text::Label;

use super::Performance;
use super::wording::fixed;
use crate::text::Language;

/// Columns of the terminal that the table takes.
pub const WIDTH: usize = 100;

/// Columns of a number.
const CELL: usize = 12;
/// Columns of a scope: its start and its end.
const SCOPE: usize = 2 * CELL;
/// Columns of a label.
const LABEL: usize = WIDTH - 3 * SCOPE;
/// Columns between two courses.
const GAP: usize = 2;

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The table, ending with a line break.
pub fn summary(summary: &Summary, language: Language) -> String {
    if summary.replicates == 0 || summary.weeks <= 0 {
        let none = Label { en: "no week after the warm-up was completed", zh: "预热之后的周尚无完成者" };
        return format!("{} · {}\n", summary.scenario, say(none, language));
    }
    let mut lines = vec![title(summary, language), "─".repeat(WIDTH)];
    let scopes = Scope::ALL.map(|it| right(&both(it.label(), language), SCOPE));
    lines.push(format!("{}{}", left("", LABEL), scopes.concat()));
    let ends = [Label { en: "start", zh: "期初" }, Label { en: "end", zh: "期末" }];
    let ends = ends.map(|it| right(&both(it, language), CELL)).concat();
    lines.push(format!("{}{}", left("", LABEL), ends.repeat(3)));
    for line in &summary.lines {
        let mut cells = String::new();
        let mut bands = String::new();
        for value in &line.values {
            for estimate in [value.start, value.end] {
                cells +=
                    &right(&estimate.map_or("–".to_string(), |it| number(it.mean, line.figure.form, language)), CELL);
                bands +=
                    &right(&estimate.and_then(|it| band(it, line.figure.form, language)).unwrap_or_default(), CELL);
            }
        }
        let known = line.values[Scope::All as usize].end.map_or(summary.replicates, |it| it.replicates);
        let few = if known < summary.replicates { format!(" {known}/{}", summary.replicates) } else { String::new() };
        lines.push(left(&(heading(line.figure, language) + &few), LABEL) + &cells);
        if !bands.trim().is_empty() {
            lines.push(left("", LABEL) + &bands);
        }
    }
    lines.push("─".repeat(WIDTH));
    lines.push(say(
        Label {
            en: "course from the first week to the last; the bars of a line share the range at its left",
            zh: "逐周变化（自首周至末周）；同一行的柱共用左侧所示范围",
        },
        language,
    ));
    lines.extend(summary.courses.iter().map(|it| course(it, language)));
    lines.push("─".repeat(WIDTH));
    lines.extend(footnotes(summary, language));
    lines.iter().map(|it| it.trim_end().to_string() + "\n").collect()
}

/// How the run went and where its files are, one line.
pub fn performance(performance: &Performance, language: Language) -> String {
    let Performance { seconds, elder_weeks_per_second, peak_memory_bytes, out } = performance;
    let rate = elder_weeks_per_second / 1e6;
    let megabytes = peak_memory_bytes.map_or("–".to_string(), |it| grouped(it as f64 / 1e6));
    match language {
        Language::English => {
            format!("{seconds:.2} s · {rate:.1} million elder-weeks/s · peak memory {megabytes} MB · files in {out}\n")
        }
        Language::Chinese => {
            format!("{seconds:.2} 秒 · 每秒 {rate:.1} 百万人周 · 内存峰值 {megabytes} MB · 文件在 {out}\n")
        }
    }
}

fn title(summary: &Summary, language: Language) -> String {
    let Summary { scenario, weeks, replicates, .. } = summary;
    match (language, replicates) {
        (Language::English, 1) => format!("{scenario} · {weeks} weeks · 1 replicate"),
        (Language::English, it) if *it < LEAST_FOR_NINE_TENTHS => {
            format!("{scenario} · {weeks} weeks · {replicates} replicates: mean, and lowest–highest below it")
        }
        (Language::English, _) => {
            format!("{scenario} · {weeks} weeks · {replicates} replicates: mean, and 5–95 % band below it")
        }
        (Language::Chinese, 1) => format!("{scenario} · {weeks} 周 · 1 次重复"),
        (Language::Chinese, it) if *it < LEAST_FOR_NINE_TENTHS => {
            format!("{scenario} · {weeks} 周 · {replicates} 次重复：均值，其下为最低–最高值")
        }
        (Language::Chinese, _) => format!("{scenario} · {weeks} 周 · {replicates} 次重复：均值，其下为 5–95 % 区间"),
    }
}

fn footnotes(summary: &Summary, language: Language) -> [String; 3] {
    let (start, end) = (weeks(summary.start_weeks, language), weeks(summary.end_weeks, language));
    match language {
        Language::English => [
            format!("start: {start}; end: {end}; *: whole run"),
            "%: of elders, needed hours, requests, communities; h: per elder and week, credits per elder".to_string(),
            "what a policy does is the difference from a run without it, not from the start".to_string(),
        ],
        Language::Chinese => [
            format!("期初：{start}；期末：{end}；*：全程"),
            "%：占老年人、需要小时、求助或社区的比例；小时：每位老年人每周，积分为每位老年人".to_string(),
            "政策的作用是与无该政策的运行之差，而不是与期初之差".to_string(),
        ],
    }
}

fn weeks((from, to): (i32, i32), language: Language) -> String {
    match language {
        Language::English if from == to => format!("week {from}"),
        Language::English => format!("weeks {from} to {to}"),
        Language::Chinese if from == to => format!("第 {from} 周"),
        Language::Chinese => format!("第 {from} 至 {to} 周"),
    }
}

/// Name and unit in the reader's language, and the name in the other where it fits.
fn heading(figure: &Figure, language: Language) -> String {
    let unit = match (figure.form, language) {
        (Form::Share, _) => " %",
        (Form::Hours, Language::English) => " h",
        (Form::Hours, Language::Chinese) => " 小时",
        (Form::Yuan, Language::English) => " ¥",
        (Form::Yuan, Language::Chinese) => " 元",
        (Form::Count | Form::Level, _) => "",
    };
    let whole_run = if figure.span == Span::WholeRun { " *" } else { "" };
    let first = format!("{}{unit}{whole_run}", say(figure.label, language));
    let second = other(figure.label, language);
    if first.width() + 2 + second.width() < LABEL { format!("{first}  {second}") } else { first }
}

pub(super) fn number(value: f64, form: Form, language: Language) -> String {
    match form {
        Form::Count if value.abs() >= 1e6 => compact(value, language),
        Form::Count | Form::Yuan => grouped(value),
        Form::Share => fixed(value * 100.0, 1),
        Form::Hours | Form::Level => fixed(value, 3),
    }
}

/// The band of an estimate. The word for the step of a large number is said once when both ends share it.
fn band(estimate: Estimate, form: Form, language: Language) -> Option<String> {
    let end = |value| match form {
        Form::Count | Form::Yuan => compact(value, language),
        _ => number(value, form, language),
    };
    let (low, high) = (end(estimate.low?), end(estimate.high?));
    let word = |text: &str| text.chars().last().filter(|it| it.is_alphabetic());
    let low = if word(&low).is_some() && word(&low) == word(&high) {
        low.trim_end_matches(char::is_alphabetic)
    } else {
        low.as_str()
    };
    Some(format!("{low}–{high}"))
}

/// A whole number with its thousands set apart.
pub(super) fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if value <= -0.5 { format!("-{text}") } else { text }
}

/// A large number in three digits, in the steps of the language.
fn compact(value: f64, language: Language) -> String {
    let steps: &[(f64, &str)] = match language {
        Language::English => &[(1e9, "G"), (1e6, "M"), (1e4, "k")],
        Language::Chinese => &[(1e8, "亿"), (1e4, "万")],
    };
    let Some((step, word)) = steps.iter().find(|it| value.abs() >= it.0) else { return fixed(value, 0) };
    let step = if *word == "k" { 1e3 } else { *step };
    let value = value / step;
    let decimals = if value.abs() >= 100.0 {
        0
    } else if value.abs() >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.decimals$}{word}")
}

/// One line of bars a scope. All three share one scale, so that a line can be read across.
fn course(course: &Course, language: Language) -> String {
    let figure = figure(course.key);
    let sampled = [0, 1, 2].map(|it| thinned(&course.values[it], SCOPE - GAP));
    let values = || sampled.iter().flatten().flatten().copied();
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    if low > high {
        return say(figure.label, language).to_string();
    }
    let range = format!("{}–{}", number(low, figure.form, language), number(high, figure.form, language));
    let unit = if figure.form == Form::Share { " %" } else { "" };
    let mut line = left(&format!("{} {range}{unit}", say(figure.label, language)), LABEL);
    for values in &sampled {
        let bars: String = values.iter().map(|it| it.map_or(' ', |it| bar(it, low, high))).collect();
        line += &" ".repeat(GAP);
        line += &left(&bars, SCOPE - GAP);
    }
    line
}

fn bar(value: f64, low: f64, high: f64) -> char {
    let height = if high > low { (value - low) / (high - low) } else { 0.5 };
    BARS[((height * BARS.len() as f64) as usize).min(BARS.len() - 1)]
}

/// At most so many values, each the mean of an equal stretch of weeks.
fn thinned(values: &[Option<f64>], most: usize) -> Vec<Option<f64>> {
    let count = values.len().min(most);
    let stretch = |number: usize| {
        let (from, to) = (number * values.len() / count, (number + 1) * values.len() / count);
        let known: Vec<f64> = values[from..to].iter().flatten().copied().collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    (0..count).map(stretch).collect()
}

fn say(label: Label, language: Language) -> String {
    match language {
        Language::Chinese => label.zh,
        Language::English => label.en,
    }
    .to_string()
}

fn other(label: Label, language: Language) -> String {
    match language {
        Language::Chinese => label.en,
        Language::English => label.zh,
    }
    .to_string()
}

fn both(label: Label, language: Language) -> String {
    format!("{} {}", say(label, language), other(label, language))
}

pub(super) fn left(text: &str, width: usize) -> String {
    text.to_string() + &" ".repeat(width.saturating_sub(text.width()))
}

pub(super) fn right(text: &str, width: usize) -> String {
    " ".repeat(width.saturating_sub(text.width())) + text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::summary::SummaryBuilder;
    use crate::observe::measures::{Measure, Tally};
    use crate::output::WeeklyRow;
    use crate::report::{Performance, json};

    fn made_up(replicates: i32, elders: i64) -> Summary {
        let mut builder = SummaryBuilder::new("试点 pilot", 60);
        for (replicate, week) in (0..replicates).flat_map(|it| (-1..60).map(move |week| (it, week))) {
            for (place, tenth, more) in [("urban", elders / 10, 3), ("rural", elders / 20, 1)] {
                let mut tally = Tally::default();
                let course = i64::from(10 + week + replicate);
                tally.add(Measure::Elders, tenth * 10 + i64::from(replicate));
                tally.add(Measure::Members, tenth * more);
                tally.add(Measure::Participants, tenth * more * course / 100);
                tally.add(Measure::Givers, tenth * more * course / 250);
                tally.add(Measure::Receivers, tenth * more * course / 120);
                tally.add(Measure::Attenders, tenth * more / 2);
                tally.add(Measure::Lonely, tenth * (4 - more / 2));
                tally.add(Measure::NeededDaily, tenth * 20 * 65_536);
                tally.add(Measure::UnmetDaily, tenth * (80 - course) * 16_384);
                tally.add(Measure::OpenRequests, tenth * 4);
                tally.add(Measure::ServedRequests, tenth * more);
                tally.add(Measure::Trust, tenth * (20 + course) * 6_000);
                tally.add(Measure::Wellbeing, tenth * 400_000);
                tally.add(Measure::GivenByElders, tenth * more * course);
                tally.add(Measure::GivenByVolunteers, tenth * more * 5);
                tally.add(Measure::CreditsOutstanding, tenth * course * 10);
                tally.add(Measure::Communities, 20);
                tally.add(Measure::Operating, 17 + more);
                tally.add(Measure::SpendingCore, tenth * 45_678 * more);
                tally.add(Measure::Deaths, tenth / 150);
                builder.week(&WeeklyRow { replicate, week, level: "setting", place: place.to_string(), tally });
            }
        }
        builder.summary()
    }

    const ENGLISH: &str = "\
试点 pilot · 60 weeks · 1 replicate
────────────────────────────────────────────────────────────────────────────────────────────────────
                                          urban 城市              rural 农村                all 全部
                              start 期初    end 期末  start 期初    end 期末  start 期初    end 期末
elders  老年人                    20,000      20,000      10,000      10,000      30,000      30,000
members %  成员                     30.0        30.0        10.0        10.0        23.3        23.3
participants %  参与者               3.5        20.2         1.1         6.8         2.7        15.8
givers %  给予者                     1.4         8.1         0.5         2.7         1.1         6.3
receivers %  受助者                  2.9        16.9         1.0         5.6         2.2        13.1
attenders %  参加活动者             15.0        15.0         5.0         5.0        11.7        11.7
given by elders h                  0.058       0.338       0.019       0.113       0.045       0.263
given by volunteers h              0.025       0.025       0.008       0.008       0.019       0.019
given by professionals h           0.000       0.000       0.000       0.000       0.000       0.000
needed h  需要                     2.000       2.000       2.000       2.000       2.000       2.000
unmet need %  未满足需要            85.6        15.6        85.6        15.6        85.6        15.6
requests served %                   75.0        75.0        25.0        25.0        58.3        58.3
lonely elders %  孤独者             30.0        30.0        40.0        40.0        33.3        33.3
loneliness  孤独感                 0.000       0.000       0.000       0.000       0.000       0.000
wellbeing  幸福感                  0.610       0.610       0.610       0.610       0.610       0.610
trust  信任                        0.288       0.801       0.288       0.801       0.288       0.801
awareness  知晓                    0.000       0.000       0.000       0.000       0.000       0.000
credits held h  积分余额           0.192       1.125       0.192       1.125       0.192       1.125
operating communities %            100.0       100.0        90.0        90.0        95.0        95.0
spending per elder-year ¥ *            –       7,126           –       2,375           –       5,542
deaths a year % *  年死亡率            –         3.4           –         3.1           –         3.3
one-year retention % *                 –           –           –           –           –           –
────────────────────────────────────────────────────────────────────────────────────────────────────
course from the first week to the last; the bars of a line share the range at its left
participants 1.0–20.4 %       ▁▂▂▂▃▃▃▄▄▄▅▅▅▆▆▆▇▇▇███  ▁▁▁▁▁▁▁▁▁▂▂▂▂▂▂▂▂▂▃▃▃▃  ▁▁▂▂▂▂▃▃▃▃▄▄▄▅▅▅▅▆▆▆▆▇
lonely elders 30.0–40.0 %     ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  ██████████████████████  ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃
unmet need 15.0–86.9 %        ███▇▇▇▆▆▆▅▅▄▄▄▃▃▂▂▂▁▁▁  ███▇▇▇▆▆▆▅▅▄▄▄▃▃▂▂▂▁▁▁  ███▇▇▇▆▆▆▅▅▄▄▄▃▃▂▂▂▁▁▁
trust 0.279–0.806             ▁▁▁▂▂▂▃▃▃▄▄▅▅▅▆▆▇▇▇███  ▁▁▁▂▂▂▃▃▃▄▄▅▅▅▆▆▇▇▇███  ▁▁▁▂▂▂▃▃▃▄▄▅▅▅▆▆▇▇▇███
────────────────────────────────────────────────────────────────────────────────────────────────────
start: weeks 0 to 3; end: weeks 56 to 59; *: whole run
%: of elders, needed hours, requests, communities; h: per elder and week, credits per elder
what a policy does is the difference from a run without it, not from the start
";

    const CHINESE: &str = "\
试点 pilot · 60 周 · 1 次重复
────────────────────────────────────────────────────────────────────────────────────────────────────
                                          城市 urban              农村 rural                全部 all
                              期初 start    期末 end  期初 start    期末 end  期初 start    期末 end
老年人  elders                    20,000      20,000      10,000      10,000      30,000      30,000
成员 %  members                     30.0        30.0        10.0        10.0        23.3        23.3
参与者 %  participants               3.5        20.2         1.1         6.8         2.7        15.8
给予者 %  givers                     1.4         8.1         0.5         2.7         1.1         6.3
受助者 %  receivers                  2.9        16.9         1.0         5.6         2.2        13.1
参加活动者 %  attenders             15.0        15.0         5.0         5.0        11.7        11.7
老年人给予 小时                    0.058       0.338       0.019       0.113       0.045       0.263
志愿者给予 小时                    0.025       0.025       0.008       0.008       0.019       0.019
专业人员给予 小时                  0.000       0.000       0.000       0.000       0.000       0.000
需要 小时  needed                  2.000       2.000       2.000       2.000       2.000       2.000
未满足需要 %  unmet need            85.6        15.6        85.6        15.6        85.6        15.6
求助获服务 %                        75.0        75.0        25.0        25.0        58.3        58.3
孤独者 %  lonely elders             30.0        30.0        40.0        40.0        33.3        33.3
孤独感  loneliness                 0.000       0.000       0.000       0.000       0.000       0.000
幸福感  wellbeing                  0.610       0.610       0.610       0.610       0.610       0.610
信任  trust                        0.288       0.801       0.288       0.801       0.288       0.801
知晓  awareness                    0.000       0.000       0.000       0.000       0.000       0.000
积分余额 小时  credits held        0.192       1.125       0.192       1.125       0.192       1.125
正常运行社区 %                     100.0       100.0        90.0        90.0        95.0        95.0
每位老年人年支出 元 *                  –       7,126           –       2,375           –       5,542
年死亡率 % *  deaths a year            –         3.4           –         3.1           –         3.3
一年留存率 % *                         –           –           –           –           –           –
────────────────────────────────────────────────────────────────────────────────────────────────────
逐周变化（自首周至末周）；同一行的柱共用左侧所示范围
参与者 1.0–20.4 %             ▁▂▂▂▃▃▃▄▄▄▅▅▅▆▆▆▇▇▇███  ▁▁▁▁▁▁▁▁▁▂▂▂▂▂▂▂▂▂▃▃▃▃  ▁▁▂▂▂▂▃▃▃▃▄▄▄▅▅▅▅▆▆▆▆▇
孤独者 30.0–40.0 %            ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  ██████████████████████  ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃
未满足需要 15.0–86.9 %        ███▇▇▇▆▆▆▅▅▄▄▄▃▃▂▂▂▁▁▁  ███▇▇▇▆▆▆▅▅▄▄▄▃▃▂▂▂▁▁▁  ███▇▇▇▆▆▆▅▅▄▄▄▃▃▂▂▂▁▁▁
信任 0.279–0.806              ▁▁▁▂▂▂▃▃▃▄▄▅▅▅▆▆▇▇▇███  ▁▁▁▂▂▂▃▃▃▄▄▅▅▅▆▆▇▇▇███  ▁▁▁▂▂▂▃▃▃▄▄▅▅▅▆▆▇▇▇███
────────────────────────────────────────────────────────────────────────────────────────────────────
期初：第 0 至 3 周；期末：第 56 至 59 周；*：全程
%：占老年人、需要小时、求助或社区的比例；小时：每位老年人每周，积分为每位老年人
政策的作用是与无该政策的运行之差，而不是与期初之差
";

    #[test]
    fn the_table_reads_as_it_should_in_both_languages() {
        let made_up = made_up(1, 20_000);
        for (language, expected) in [(Language::English, ENGLISH), (Language::Chinese, CHINESE)] {
            let found = summary(&made_up, language);
            assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");
        }
    }

    #[test]
    fn bands_stand_below_their_means() {
        let text = summary(&made_up(5, 264_000_000), Language::Chinese);
        let lines: Vec<&str> = text.lines().collect();
        let place = lines.iter().position(|it| it.starts_with("参与者 %")).unwrap();
        assert_eq!(
            lines[place..place + 2],
            [
                "参与者 %  participants               4.0        20.8         1.3         6.9         3.1        16.2",
                "                                 3.5–4.6   20.2–21.4     1.1–1.5     6.8–7.1     2.7–3.6   15.8–16.7",
            ]
        );
        assert!(lines[5].ends_with("3.96–3.96亿"), "{}", lines[5]);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for (replicates, elders) in [(1, 200), (1, 264_000_000), (3, 20_000), (3, 264_000_000)] {
            for language in [Language::Chinese, Language::English] {
                for line in summary(&made_up(replicates, elders), language).lines() {
                    assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
                }
            }
        }
    }

    #[test]
    fn a_summary_of_nothing_says_that_there_is_nothing() {
        let text = summary(&SummaryBuilder::new("empty", 0).summary(), Language::English);
        assert_eq!(text, "empty · no week after the warm-up was completed\n");
    }

    #[test]
    fn large_numbers_are_said_in_the_steps_of_the_language() {
        assert_eq!(compact(264_018_098.0, Language::Chinese), "2.64亿");
        assert_eq!(compact(264_018_098.0, Language::English), "264M");
        assert_eq!(compact(25_310.0, Language::Chinese), "2.53万");
        assert_eq!(compact(25_310.0, Language::English), "25.3k");
        assert_eq!(compact(9_310.0, Language::English), "9310");
        assert_eq!(
            (grouped(1_234_567.4), grouped(-1_000.0), grouped(999.0)),
            ("1,234,567".into(), "-1,000".into(), "999".into())
        );
    }

    #[test]
    fn the_same_figures_are_there_for_programs() {
        let performance = Performance {
            seconds: 1.5,
            elder_weeks_per_second: 1e6,
            peak_memory_bytes: Some(5),
            out: "runs/pilot-001".to_string(),
        };
        let text = json::summary(&made_up(3, 20_000), &performance, &[]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["out"], "runs/pilot-001");
        assert_eq!(value["elder_weeks_per_second"], 1e6);
        assert_eq!(value["peak_memory_bytes"], 5);
        assert_eq!(value["replicates"], 3);
        let members = value["figures"]["members_share"]["urban"]["end"]["mean"].as_f64().unwrap();
        assert!((members - 0.3).abs() < 1e-4);
        assert_eq!(value["courses"]["trust"]["rural"].as_array().unwrap().len(), 60);
    }
}
