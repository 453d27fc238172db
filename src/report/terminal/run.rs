//! A run as a table for the terminal: urban beside rural beside all, start beside end, in 100 columns.

use unicode_width::UnicodeWidthStr;

use super::wording::{compact, grouped, left, number, right, rule, say, text, wrapped};
use crate::analysis::figures::{Form, INDICATORS, Indicator, Scope, Span, figure};
use crate::analysis::interval::Interval;
use crate::analysis::summary::LEAST_FOR_NINE_TENTHS;
use crate::places::WEEKS_PER_MONTH;
use crate::report::document::Document;
use crate::report::document::record::Row;
use crate::report::document::remarks::REMARK;
use crate::text::{Label, Language, WIDTH};

/// Columns of a number.
const CELL: usize = 12;
/// Columns of a scope: its start and its end.
const SCOPE: usize = 2 * CELL;
/// Columns of a label.
const LABEL: usize = WIDTH - 3 * SCOPE;
/// Columns between two courses.
const GAP: usize = 2;

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Keys of the figures whose course is shown.
const COURSES: [&str; 4] = ["participants_share", "lonely_share", "unmet_share", "trust"];

/// The run as a table, ending with a line break.
pub(super) fn table(document: &Document, language: Language) -> String {
    let results = &document.source.results;
    let weeks = results.weeks.unwrap_or(0);
    let mut lines = Vec::new();
    if results.replicates == 0 || weeks <= 0 {
        let none = Label { en: "no week after the warm-up was completed", zh: "预热之后的周尚无完成者" };
        lines.push(format!("{} · {}", results.name, say(none, language)));
    } else {
        lines.extend([title(document, weeks, language), rule()]);
        lines.extend(heads(language));
        lines.extend(INDICATORS.iter().flat_map(|it| levels(document, it, language)));
        let note = Label {
            en: "monthly values from the first month to the last; all bars of a line share the range on its left",
            zh: "逐月变化（自首月至末月）；同一行的柱共用左侧所示范围",
        };
        lines.extend([rule(), say(note, language).to_string()]);
        lines.extend(COURSES.iter().map(|it| course(document, figure(it), language)));
        lines.push(rule());
        lines.extend(footnotes(weeks, language));
    }
    let remarks = document.answer.iter().flat_map(|it| &it.sentences).filter(|it| it.template == REMARK);
    lines.extend(remarks.flat_map(|it| wrapped(&it.plain(language), [0, 2])));
    lines.push(files(document, language));
    text(&lines)
}

/// How the run went and where its files are.
fn files(document: &Document, language: Language) -> String {
    let out = document.source.results.path.display();
    let Some(timing) = &document.source.results.timing else {
        return language.pick(format!("files in {out}"), format!("文件在 {out}"));
    };
    let (seconds, rate) = (timing.seconds, timing.elder_weeks_per_second / 1e6);
    let megabytes = timing.peak_memory_bytes.map_or("–".to_string(), |it| grouped(it as f64 / 1e6));
    match language {
        Language::English => {
            format!("{seconds:.2} s · {rate:.1} million elder-weeks/s · peak memory {megabytes} MB · files in {out}")
        }
        Language::Chinese => {
            format!("{seconds:.2} 秒 · 每秒 {rate:.1} 百万人周 · 内存峰值 {megabytes} MB · 文件在 {out}")
        }
    }
}

fn title(document: &Document, weeks: i32, language: Language) -> String {
    let (scenario, replicates) = (&document.source.results.name, document.source.results.replicates);
    let few = (replicates as usize) < LEAST_FOR_NINE_TENTHS;
    match (language, replicates) {
        (Language::English, 1) => format!("{scenario} · {weeks} weeks · 1 replicate"),
        (Language::English, _) if few => {
            format!("{scenario} · {weeks} weeks · {replicates} replicates: mean, and lowest–highest below it")
        }
        (Language::English, _) => {
            format!("{scenario} · {weeks} weeks · {replicates} replicates: mean, and 5–95 % band below it")
        }
        (Language::Chinese, 1) => format!("{scenario} · {weeks} 周 · 1 次重复"),
        (Language::Chinese, _) if few => {
            format!("{scenario} · {weeks} 周 · {replicates} 次重复：均值，其下为最低–最高值")
        }
        (Language::Chinese, _) => format!("{scenario} · {weeks} 周 · {replicates} 次重复：均值，其下为 5–95 % 区间"),
    }
}

/// Whom and what the columns are about.
fn heads(language: Language) -> [String; 2] {
    let scopes = Scope::ALL.map(|it| right(&both(it.label(), language), SCOPE));
    let ends = [Label { en: "start", zh: "期初" }, Label { en: "end", zh: "期末" }];
    let ends = ends.map(|it| right(&both(it, language), CELL)).concat();
    [left("", LABEL) + &scopes.concat(), left("", LABEL) + &ends.repeat(3)]
}

/// The means of a figure, and below them their bands where there are any.
fn levels(document: &Document, figure: &Indicator, language: Language) -> Vec<String> {
    let rows = Row::all(&document.source, "figures", &[("figure", figure.key)], "end");
    let found = rows.iter().flat_map(|row| ["start", "end"].map(|it| row.estimated(it)));
    let (mut cells, mut bands) = (String::new(), String::new());
    for estimate in found {
        cells += &right(&estimate.map_or("–".to_string(), |it| number(it.value, figure.form, language)), CELL);
        let interval = estimate.and_then(|it| it.interval);
        bands += &right(&interval.map_or_else(String::new, |it| band(it, figure.form, language)), CELL);
    }
    let (all, last) = (document.source.results.replicates, rows.last());
    let known = last.filter(|it| it.number("end").is_some()).and_then(Row::replicates);
    let few = known.filter(|it| *it < all).map_or_else(String::new, |it| format!(" {it}/{all}"));
    let mut lines = vec![left(&(heading(figure, language) + &few), LABEL) + &cells];
    if !bands.trim().is_empty() {
        lines.push(left("", LABEL) + &bands);
    }
    lines
}

fn footnotes(weeks: i32, language: Language) -> [String; 3] {
    let start = span(0, WEEKS_PER_MONTH.min(weeks) - 1, language);
    let end = span((weeks - WEEKS_PER_MONTH).max(0), weeks - 1, language);
    match language {
        Language::English => [
            format!("start: {start}; end: {end}; *: whole run"),
            "%: of elders, needed hours, requests, communities; h: per elder and week, credits per elder".to_string(),
            "the effect of a policy is the difference from a run without it, not the change from the start".to_string(),
        ],
        Language::Chinese => [
            format!("期初：{start}；期末：{end}；*：全程"),
            "%：占老年人、需要小时、求助或社区的比例；小时：每位老年人每周，时间币为每位老年人".to_string(),
            "政策的效果是与无该政策的运行之差，而不是与期初之差".to_string(),
        ],
    }
}

fn span(from: i32, to: i32, language: Language) -> String {
    match language {
        Language::English if from == to => format!("week {from}"),
        Language::English => format!("weeks {from} to {to}"),
        Language::Chinese if from == to => format!("第 {from} 周"),
        Language::Chinese => format!("第 {from} 至 {to} 周"),
    }
}

/// Name and unit in the reader's language, and the name in the other where it fits.
fn heading(figure: &Indicator, language: Language) -> String {
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

/// A band. The word for the step of a large number is said once when both ends share it.
fn band(it: Interval, form: Form, language: Language) -> String {
    let end = |value| match form {
        Form::Count | Form::Yuan => compact(value, language),
        _ => number(value, form, language),
    };
    let (low, high) = (end(it.low), end(it.high));
    let word = |text: &str| text.chars().last().filter(|it| it.is_alphabetic());
    let low = if word(&low).is_some() && word(&low) == word(&high) {
        low.trim_end_matches(char::is_alphabetic)
    } else {
        low.as_str()
    };
    format!("{low}–{high}")
}

/// One line of bars a scope. All three share one scale, so that a line can be read across.
fn course(document: &Document, figure: &Indicator, language: Language) -> String {
    let of_scope = |scope: Scope| {
        let wanted = [("figure", figure.key), ("scope", scope.name())];
        let rows = Row::all(&document.source, "trajectories", &wanted, "mean");
        thinned(&rows.iter().map(|it| it.number("mean")).collect::<Vec<_>>(), SCOPE - GAP)
    };
    let sampled = Scope::ALL.map(of_scope);
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

/// At most so many values, each the mean of an equal stretch of months.
fn thinned(values: &[Option<f64>], most: usize) -> Vec<Option<f64>> {
    let count = values.len().min(most);
    let stretch = |number: usize| {
        let (from, to) = (number * values.len() / count, (number + 1) * values.len() / count);
        let known: Vec<f64> = values[from..to].iter().flatten().copied().collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    };
    (0..count).map(stretch).collect()
}

/// The word of a language, and the word of the other.
fn both(label: Label, language: Language) -> String {
    format!("{} {}", say(label, language), other(label, language))
}

fn other(label: Label, language: Language) -> &'static str {
    language.pick(label.zh, label.en)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::measures::{Counter, Tally};
    use crate::output::{Description, RunDirectory, RunPart, Timing, WeeklyRow};

    /// A run of 60 weeks in round numbers, written and read again.
    fn made_up(replicates: i32, elders: i64) -> Document {
        let directory = tempfile::tempdir().unwrap();
        let description = Description {
            command: "run",
            name: "试点 pilot".to_string(),
            text: "title = \"Pilot\"\n".to_string(),
            seed: 1,
            replicates: replicates as u32,
            weeks: 60,
            warmup_weeks: 4,
        };
        let mut run = RunDirectory::create(Some(directory.path()), false, description).unwrap();
        let mut rows = Vec::new();
        for (replicate, week) in (0..replicates).flat_map(|it| (-1..60).map(move |week| (it, week))) {
            for (place, tenth, more) in [("urban", elders / 10, 3), ("rural", elders / 20, 1)] {
                let mut tally = Tally::default();
                let course = i64::from(10 + week + replicate);
                tally.add(Counter::Elders, tenth * 10 + i64::from(replicate));
                tally.add(Counter::Members, tenth * more);
                tally.add(Counter::Participants, tenth * more * course / 100);
                tally.add(Counter::Givers, tenth * more * course / 250);
                tally.add(Counter::Receivers, tenth * more * course / 120);
                tally.add(Counter::Attenders, tenth * more / 2);
                tally.add(Counter::Lonely, tenth * (4 - more / 2));
                tally.add(Counter::NeededDaily, tenth * 20 * 65_536);
                tally.add(Counter::UnmetDaily, tenth * (80 - course) * 16_384);
                tally.add(Counter::OpenRequests, tenth * 4);
                tally.add(Counter::ServedRequests, tenth * more);
                tally.add(Counter::Trust, tenth * (20 + course) * 6_000);
                tally.add(Counter::Wellbeing, tenth * 400_000);
                tally.add(Counter::GivenByElders, tenth * more * course);
                tally.add(Counter::GivenByVolunteers, tenth * more * 5);
                tally.add(Counter::CreditsOutstanding, tenth * course * 10);
                tally.add(Counter::Communities, 20);
                tally.add(Counter::Operating, 17 + more);
                tally.add(Counter::SpendingCore, tenth * 45_678 * more);
                tally.add(Counter::Deaths, tenth / 150);
                rows.push(WeeklyRow { replicate, week, level: "setting", place: place.to_string(), tally });
            }
        }
        run.write(RunPart::Weekly(rows)).unwrap();
        run.finish(&Timing::new(1.5, 1, 1_500_000, Some(5_000_000))).unwrap();
        let document = Document::read(directory.path()).unwrap();
        let brief = Document::in_brief(directory.path()).unwrap();
        assert_eq!(table(&brief, Language::English), table(&document, Language::English), "nothing more is needed");
        document
    }

    /// The table without its last line, which names the directory.
    fn shown(document: &Document, language: Language) -> String {
        let text = table(document, language);
        text.lines()
            .take_while(|it| !it.contains(" · 1.0 ") && !it.contains(" · 每秒 "))
            .map(|it| format!("{it}\n"))
            .collect()
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
help from elders h                 0.058       0.338       0.019       0.113       0.045       0.263
help from volunteers h             0.025       0.025       0.008       0.008       0.019       0.019
help from professionals h          0.000       0.000       0.000       0.000       0.000       0.000
help needed h  需要的帮助          2.000       2.000       2.000       2.000       2.000       2.000
unmet need %  未满足需要            85.6        15.6        85.6        15.6        85.6        15.6
requests served %                   75.0        75.0        25.0        25.0        58.3        58.3
lonely elders %  孤独者             30.0        30.0        40.0        40.0        33.3        33.3
loneliness  孤独感                 0.000       0.000       0.000       0.000       0.000       0.000
wellbeing  幸福感                  0.610       0.610       0.610       0.610       0.610       0.610
trust  信任                        0.288       0.801       0.288       0.801       0.288       0.801
awareness  知晓                    0.000       0.000       0.000       0.000       0.000       0.000
time-bank credits held h           0.192       1.125       0.192       1.125       0.192       1.125
operating communities %            100.0       100.0        90.0        90.0        95.0        95.0
spending per elder-year ¥ *            –       7,126           –       2,375           –       5,542
deaths per year % *                    –         3.4           –         3.1           –         3.3
one-year retention % *                 –           –           –           –           –           –
────────────────────────────────────────────────────────────────────────────────────────────────────
monthly values from the first month to the last; all bars of a line share the range on its left
participants 1.1–20.2 %       ▁▂▂▃▃▄▄▅▅▆▆▇▇██         ▁▁▁▁▁▁▂▂▂▂▂▂▃▃▃         ▁▂▂▂▃▃▃▄▄▅▅▅▆▆▇
lonely elders 30.0–40.0 %     ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁         ███████████████         ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃
unmet need 15.6–85.6 %        ██▇▇▆▆▅▅▄▃▃▂▂▁▁         ██▇▇▆▆▅▅▄▃▃▂▂▁▁         ██▇▇▆▆▅▅▄▃▃▂▂▁▁
trust 0.288–0.801             ▁▁▂▂▃▃▄▅▅▆▆▇▇██         ▁▁▂▂▃▃▄▅▅▆▆▇▇██         ▁▁▂▂▃▃▄▅▅▆▆▇▇██
────────────────────────────────────────────────────────────────────────────────────────────────────
start: weeks 0 to 3; end: weeks 56 to 59; *: whole run
%: of elders, needed hours, requests, communities; h: per elder and week, credits per elder
the effect of a policy is the difference from a run without it, not the change from the start
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
老年人提供的帮助 小时              0.058       0.338       0.019       0.113       0.045       0.263
志愿者提供的帮助 小时              0.025       0.025       0.008       0.008       0.019       0.019
专业人员提供的帮助 小时            0.000       0.000       0.000       0.000       0.000       0.000
需要的帮助 小时                    2.000       2.000       2.000       2.000       2.000       2.000
未满足需要 %  unmet need            85.6        15.6        85.6        15.6        85.6        15.6
得到服务的求助 %                    75.0        75.0        25.0        25.0        58.3        58.3
孤独者 %  lonely elders             30.0        30.0        40.0        40.0        33.3        33.3
孤独感  loneliness                 0.000       0.000       0.000       0.000       0.000       0.000
幸福感  wellbeing                  0.610       0.610       0.610       0.610       0.610       0.610
信任  trust                        0.288       0.801       0.288       0.801       0.288       0.801
知晓  awareness                    0.000       0.000       0.000       0.000       0.000       0.000
时间币余额 小时                    0.192       1.125       0.192       1.125       0.192       1.125
正常运行社区 %                     100.0       100.0        90.0        90.0        95.0        95.0
每位老年人年支出 元 *                  –       7,126           –       2,375           –       5,542
年死亡率 % *                           –         3.4           –         3.1           –         3.3
一年留存率 % *                         –           –           –           –           –           –
────────────────────────────────────────────────────────────────────────────────────────────────────
逐月变化（自首月至末月）；同一行的柱共用左侧所示范围
参与者 1.1–20.2 %             ▁▂▂▃▃▄▄▅▅▆▆▇▇██         ▁▁▁▁▁▁▂▂▂▂▂▂▃▃▃         ▁▂▂▂▃▃▃▄▄▅▅▅▆▆▇
孤独者 30.0–40.0 %            ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁         ███████████████         ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃
未满足需要 15.6–85.6 %        ██▇▇▆▆▅▅▄▃▃▂▂▁▁         ██▇▇▆▆▅▅▄▃▃▂▂▁▁         ██▇▇▆▆▅▅▄▃▃▂▂▁▁
信任 0.288–0.801              ▁▁▂▂▃▃▄▅▅▆▆▇▇██         ▁▁▂▂▃▃▄▅▅▆▆▇▇██         ▁▁▂▂▃▃▄▅▅▆▆▇▇██
────────────────────────────────────────────────────────────────────────────────────────────────────
期初：第 0 至 3 周；期末：第 56 至 59 周；*：全程
%：占老年人、需要小时、求助或社区的比例；小时：每位老年人每周，时间币为每位老年人
政策的效果是与无该政策的运行之差，而不是与期初之差
";

    #[test]
    fn the_table_reads_as_it_should_in_both_languages() {
        let made_up = made_up(1, 20_000);
        for (language, expected) in [(Language::English, ENGLISH), (Language::Chinese, CHINESE)] {
            let found = shown(&made_up, language);
            assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");
        }
    }

    #[test]
    fn bands_stand_below_their_means() {
        let text = shown(&made_up(5, 264_000_000), Language::Chinese);
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
                for line in shown(&made_up(replicates, elders), language).lines() {
                    assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
                }
            }
        }
    }

    #[test]
    fn a_run_without_a_whole_week_says_that_there_is_nothing() {
        let mut document = made_up(1, 200);
        document.source.results.replicates = 0;
        assert_eq!(shown(&document, Language::English), "试点 pilot · no week after the warm-up was completed\n");
    }

    #[test]
    fn how_the_run_went_stands_below_the_table() {
        let text = table(&made_up(1, 200), Language::English);
        let wanted = "1.50 s · 1.0 million elder-weeks/s · peak memory 5 MB · files in ";
        assert!(text.lines().last().unwrap().starts_with(wanted), "{text}");
    }
}
