//! A sensitivity analysis as a table for the terminal, in 100 columns.
//!
//! Factors are listed by size. Factors that the runs cannot distinguish share a rank, marked with `=`. For a measure
//! without indices, a sentence gives the reason.

use unicode_width::UnicodeWidthStr;

use super::wording::{cut, fixed, grouped, left, right, rule, text};
use crate::analysis::figures::Form;
use crate::analysis::interval::Estimated;
use crate::analysis::results::Plan;
use crate::analysis::sensitivity::FEWEST;
use crate::report::document::Document;
use crate::report::document::record::Row;
use crate::report::document::sweep::{self, Ranking, Values, measure_of};
use crate::text::{Language, WIDTH};

/// Columns of a rank.
const RANK: usize = 4;
/// Columns of an index.
const VALUE: usize = 8;
/// Columns of an interval.
const RANGE: usize = 15;
/// Columns of a verdict.
const VERDICT: usize = 15;
/// Columns of a factor's name beside effects, and beside shares.
const LABEL: [usize; 2] = [WIDTH - RANK - 3 * VALUE - RANGE - VERDICT, WIDTH - RANK - 2 * VALUE - 2 * RANGE - VERDICT];

/// Pairs that are shown at most.
const MOST_PAIRS: usize = 3;

/// Further runs beyond which their number is not shown.
const MOST_RUNS: u64 = 10_000_000;

/// The table, ending with a line break; `tolerance` is the half-width of convergence, if known.
pub(super) fn table(document: &Document, tolerance: Option<f64>, language: Language) -> String {
    let source = &document.source;
    let Some((plan, cells)) = source.results.plan.as_ref().zip(source.table("cells")) else { return String::new() };
    let failed = (0..cells.rows()).filter(|row| !cells.text("reason", *row).is_empty()).count();
    let view = View { document, plan, failed, language };
    let mut lines = vec![document.title.say(language).to_string(), view.runs(), rule()];
    let indices = source.table("indices");
    for measure in indices.map_or_else(Vec::new, |it| it.distinct("measure")) {
        lines.extend(view.measure(measure));
        lines.push(rule());
    }
    lines.extend(view.footnotes(tolerance));
    lines.push(view.files());
    text(&lines)
}

/// What is shown, in a language.
struct View<'a> {
    document: &'a Document,
    plan: &'a Plan,
    failed: usize,
    language: Language,
}

/// A measure with its ranked factors and its values.
struct Measured<'a> {
    key: &'a str,
    name: String,
    form: Form,
    ranking: Ranking<'a>,
    values: Option<Values>,
    /// Share of chance in the variance of a single run.
    chance: Option<Estimated>,
}

impl<'a> View<'a> {
    fn pick(&self, en: impl Into<String>, zh: impl Into<String>) -> String {
        self.language.pick(en.into(), zh.into())
    }

    fn rows(&self, wanted: &[(&str, &str)]) -> Vec<Row<'a>> {
        Row::all(&self.document.source, "indices", wanted, "value")
    }

    fn is_screening(&self) -> bool {
        self.plan.kind == "morris"
    }

    fn all_runs(&self) -> u64 {
        self.plan.points * u64::from(self.document.source.results.replicates)
    }

    fn runs(&self) -> String {
        let (points, replicates) = (self.plan.points, self.document.source.results.replicates);
        let (runs, failed, plural) = (self.all_runs(), self.failed, if replicates == 1 { "" } else { "s" });
        self.pick(
            format!("{points} points × {replicates} replicate{plural} = {runs} runs, {failed} failed"),
            format!("{points} 个点 × {replicates} 次重复 = {runs} 次运行，失败 {failed} 次"),
        )
    }

    fn files(&self) -> String {
        let shown = self.document.source.results.path.display();
        self.pick(
            format!("{shown}/indices.parquet, indices.csv, cells.parquet, cells.csv"),
            format!("文件在 {shown}：indices.parquet、indices.csv、cells.parquet、cells.csv"),
        )
    }

    fn measure(&self, key: &'a str) -> Vec<String> {
        let source = &self.document.source;
        let Some(table) = source.table("indices") else { return Vec::new() };
        let ranking = sweep::ranking(table, key);
        let chance =
            self.rows(&[("measure", key), ("index", "chance_share")]).first().and_then(|it| it.estimated("value"));
        let values = sweep::values(source, key, sweep::block(source, &ranking));
        let (name, form) = (source.name(key).say(self.language).to_string(), sweep::form_of(key).0);
        let of = Measured { key, name, form, ranking, values, chance };
        let absent = self.rows(&[("measure", key), ("index", "")]).first().map(|it| it.text("verdict"));
        let mut lines = match absent {
            Some(because) => vec![self.absent(&of, because)],
            None => self.spread(&of),
        };
        lines.extend(self.missing(&of));
        lines.extend(match of.ranking.index {
            _ if absent.is_some() => Vec::new(),
            "mu_star" => self.effects(&of),
            _ => self.shares(&of),
        });
        lines.extend(self.left_out(&of));
        lines
    }

    /// Spread over the points, and the share of chance.
    fn spread(&self, of: &Measured) -> Vec<String> {
        let points = of.values.as_ref().and_then(|it| it.points);
        let mean = self.with_unit(points.map(|it| it.mean), of.form);
        let deviation = self.with_unit(points.filter(|it| it.count > 1).map(|it| it.variance.sqrt()), of.form);
        let name = &of.name;
        let head = self.pick(
            format!("{name}: mean {mean}, standard deviation over points {deviation}"),
            format!("{name}：均值 {mean}，各点标准差 {deviation}"),
        );
        together(head, self.language.pick("; ", "；"), &self.of_chance(of))
    }

    /// Number of runs without a value, with the reason.
    fn missing(&self, of: &Measured) -> Vec<String> {
        let Some(missing) = of.values.as_ref().map(|it| it.missing).filter(|it| *it > 0) else { return Vec::new() };
        let all = self.all_runs();
        let head = self
            .pick(format!("  no value in {missing} of {all} runs"), format!("  {all} 次运行中有 {missing} 次没有数值"));
        let because = measure_of(of.key).map(|it| it.missing_because());
        let because = because.map_or("", |it| self.language.pick(it.en, it.zh));
        together(head, self.language.pick(": ", "："), because)
    }

    /// Blocks of runs that the indices leave out.
    fn left_out(&self, of: &Measured) -> Option<String> {
        let (used, all) = of.values.as_ref()?.complete.filter(|(used, all)| used < all)?;
        let ([en, one, zh], left_out) = (self.blocks(), all - used);
        let (why, why_zh) = match self.failed {
            0 => ("a run in them has no value", "其中有运行没有数值"),
            _ => ("a run in them failed or has no value", "其中有运行失败或没有数值"),
        };
        Some(self.pick(
            format!("{left_out} of {all} {en} left out, because {why}"),
            format!("{all} {one}{zh}中有 {left_out} {one}未计入，因为{why_zh}"),
        ))
    }

    /// What trajectories or blocks are called; in Chinese with how they are counted.
    fn blocks(&self) -> [&'static str; 3] {
        if self.is_screening() { ["trajectories", "条", "轨迹"] } else { ["blocks of runs", "组", "运行"] }
    }

    /// Why a measure has no indices.
    fn absent(&self, of: &Measured, because: &str) -> String {
        let mean = of.values.as_ref().and_then(|it| it.points).map(|it| it.mean);
        let (name, value, [en, one, zh]) = (&of.name, self.with_unit(mean, of.form), self.blocks());
        let complete = self.failed == 0 && of.values.as_ref().is_some_and(|it| it.missing == 0);
        match because {
            "incomplete" if mean.is_none() => self.pick(
                format!("{name}: no value in any run, so it has no indices"),
                format!("{name}：所有运行都没有数值，因此没有指数"),
            ),
            "incomplete" => self.pick(
                format!("{name}: no indices, because fewer than two {en} have all their values"),
                format!("{name}：数值齐全的{zh}不足两{one}，因此没有指数"),
            ),
            _ if !complete => self.pick(
                format!("{name}: runs do not differ in the {en} that have all values, so no factor is ranked"),
                format!("{name}：数值齐全的各{zh}之间没有差异，因此不对因子排序"),
            ),
            _ if of.chance.is_some() => self.pick(
                format!("{name}: mean {value} at every point; only chance changed it, so no factor is ranked"),
                format!("{name}：各点均值都是 {value}，只有随机波动引起差异，因此不对因子排序"),
            ),
            _ => self.pick(
                format!("{name}: {value} in every run, so no factor is ranked"),
                format!("{name}：各次运行都是 {value}，因此不对因子排序"),
            ),
        }
    }

    /// The share of chance in the variance of a single run.
    fn of_chance(&self, of: &Measured) -> String {
        match &of.chance {
            Some(share) => {
                let value = percent(share.value);
                let [en, zh] = match share.interval {
                    None => ["", ""].map(str::to_string),
                    Some(_) => [format!(" ({})", range(share, percent)), format!("（{}）", range(share, percent))],
                };
                self.pick(
                    format!("chance explains {value} %{en} of the variance of a single run"),
                    format!("单次运行的方差中随机波动占 {value} %{zh}"),
                )
            }
            None if self.document.source.results.replicates < 2 => self.pick(
                "the share of chance requires replicates = 2 or more",
                "随机波动所占比例需 replicates = 2 以上才能估计",
            ),
            None => self.pick("the share of chance is not known", "随机波动所占比例未知"),
        }
    }

    /// A number of the measure with its unit.
    fn with_unit(&self, value: Option<f64>, form: Form) -> String {
        let unit = match form {
            Form::Share => " %",
            Form::Count | Form::Level => "",
            Form::Hours => self.language.pick(" h", " 小时"),
            Form::Yuan => self.language.pick(" yuan", " 元"),
        };
        value.map_or("–".to_string(), |it| effect(it, form) + unit)
    }

    /// The row of a factor in an index of the measure.
    fn index(&self, of: &Measured, index: &str, factor: &str) -> Option<Row<'a>> {
        let wanted = [("measure", of.key), ("index", index), ("estimator", of.ranking.estimator), ("factor", factor)];
        self.rows(&wanted).into_iter().next()
    }

    fn effects(&self, of: &Measured) -> Vec<String> {
        let number = |value: f64| effect(value, of.form);
        let [interval, verdict] = self.heads();
        let mut lines = vec![
            left("", RANK)
                + &left(self.language.pick("factor (over its whole range)", "因子（移动整个范围）"), LABEL[0])
                + &right("mu*", VALUE)
                + &right(interval, RANGE)
                + &right("mu", VALUE)
                + &right("sigma", VALUE)
                + &right(verdict, VERDICT),
        ];
        let row = |index, factor: &&str| self.index(of, index, factor);
        let stars: Vec<Row> = of.ranking.factors.iter().filter_map(|it| row("mu_star", it)).collect();
        for star in &stars {
            let Some(size) = star.estimated("value") else { continue };
            let plain = |index| row(index, &star.text("factor")).and_then(|it| it.number("value"));
            let plain = |index| plain(index).map_or("–".to_string(), number);
            lines.push(
                left(&rank(&stars, star), RANK)
                    + &left(&self.label(star.text("factor"), LABEL[0]), LABEL[0])
                    + &right(&number(size.value), VALUE)
                    + &right(&range(&size, number), RANGE)
                    + &right(&plain("mu"), VALUE)
                    + &right(&plain("sigma"), VALUE)
                    + &right(&self.verdict(star), VERDICT),
            );
        }
        lines.extend(self.conclusion(of, &stars, self.language.pick("mu*", " mu* ")));
        lines
    }

    /// Heads of the columns of intervals and verdicts.
    fn heads(&self) -> [&'static str; 2] {
        self.language.pick(["95 % interval", "verdict"], ["95% 区间", "判断"])
    }

    fn shares(&self, of: &Measured) -> Vec<String> {
        let [interval, verdict] = self.heads();
        let mut lines = vec![
            left("", RANK)
                + &left(self.language.pick("factor (share of variance)", "因子（方差份额）"), LABEL[1])
                + &right(self.language.pick("first", "一阶"), VALUE)
                + &right(interval, RANGE)
                + &right(self.language.pick("total", "总"), VALUE)
                + &right(interval, RANGE)
                + &right(verdict, VERDICT),
        ];
        let of_index = |index| of.ranking.factors.iter().filter_map(move |it| self.index(of, index, it));
        let (firsts, totals): (Vec<Row>, Vec<Row>) = (of_index("first").collect(), of_index("total").collect());
        for (first, total) in firsts.iter().zip(&totals) {
            let Some((one, all)) = first.estimated("value").zip(total.estimated("value")) else { continue };
            let worse = if runs_more(first) > runs_more(total) { first } else { total };
            lines.push(
                left(&rank(&totals, total), RANK)
                    + &left(&self.label(total.text("factor"), LABEL[1]), LABEL[1])
                    + &right(&share(one.value), VALUE)
                    + &right(&range(&one, share), RANGE)
                    + &right(&share(all.value), VALUE)
                    + &right(&range(&all, share), RANGE)
                    + &right(&self.verdict(worse), VERDICT),
            );
        }
        lines.extend(self.pairs(of));
        let all = [firsts, totals].concat();
        lines.extend(self.conclusion(of, &all, self.language.pick("shares", "份额")));
        lines
    }

    /// The strongest interactions whose interval excludes zero.
    fn pairs(&self, of: &Measured) -> Vec<String> {
        let wanted = [("measure", of.key), ("index", "second"), ("estimator", of.ranking.estimator)];
        let pairs = self.rows(&wanted).into_iter().filter_map(|it| Some((it, it.estimated("value")?)));
        let mut pairs: Vec<(Row, Estimated)> =
            pairs.filter(|it| it.1.interval.is_some_and(|it| it.low > 0.0)).collect();
        pairs.sort_by(|one, other| other.1.value.total_cmp(&one.1.value));
        let line = |(row, it): &(Row, Estimated)| {
            let (one, other) = (short(row.text("factor")), short(row.text("with")));
            let (value, range) = (share(it.value), range(it, share));
            self.pick(
                format!("    interaction {one} × {other}: {value} ({range})"),
                format!("    交互 {one} × {other}：{value}（{range}）"),
            )
        };
        pairs.iter().take(MOST_PAIRS).map(line).collect()
    }

    /// Number of converged indices, runs that the others need, and why no factor is ranked, if so.
    fn conclusion(&self, of: &Measured, all: &[Row], what: &str) -> Vec<String> {
        if of.ranking.is_by_chance() {
            return vec![self.pick(
                "chance alone can explain the differences between points, so no factor is ranked",
                "各点之间的差异可以只由随机波动造成，因此不对因子排序",
            )];
        }
        let with = |verdict: &str| all.iter().filter(|it| it.text("verdict") == verdict).count();
        let (count, converged, without) = (all.len(), with("converged"), with("without_interval"));
        let more = all.iter().map(runs_more).max().unwrap_or(0);
        let mut text = self.pick(
            format!("{converged} of {count} {what} converged"),
            format!("{count} 个{what}中 {converged} 个已收敛"),
        );
        if more > 0 {
            let more = many(more);
            text +=
                &self.pick(format!("; the others need about {more} more runs"), format!("；其余约需再运行 {more} 次"));
        }
        if without > 0 {
            text += &self.pick(format!("; no interval for {without}"), format!("；{without} 个没有区间"));
        }
        let mut lines = vec![text];
        if all.iter().any(|it| ranked(it).is_none()) {
            let [en, one, zh] = self.blocks();
            let used = of.values.as_ref().and_then(|it| it.complete).map_or(0, |it| it.0);
            lines.push(if used < FEWEST {
                self.pick(
                    format!("no factor is ranked, because there are fewer than {FEWEST} {en}"),
                    format!("不足 {FEWEST} {one}{zh}，因此不对因子排序"),
                )
            } else {
                self.pick(
                    format!("no factor is ranked, because the {en} differ too little for intervals"),
                    format!("各{one}{zh}之间差异太少，无法估计区间，因此不对因子排序"),
                )
            });
        }
        lines
    }

    fn footnotes(&self, tolerance: Option<f64>) -> Vec<String> {
        let screening = self.is_screening();
        let mut lines = vec![if screening {
            self.pick(
                "mu*: mean absolute effect of moving a factor over its whole range; sigma: variation of that effect",
                "mu*：因子移动整个范围的平均绝对效应；sigma：效应随其他因子的变化",
            )
        } else {
            self.pick(
                "first: effect of a factor alone; total: including its interactions with other factors",
                "一阶：因子单独的效应；总：包括与其他因子的交互",
            )
        }];
        lines.extend(tolerance.map(|it| {
            let percent = it * 100.0;
            if screening {
                self.pick(
                    format!("converged: half-width within {percent} % of the largest mu*"),
                    format!("已收敛：区间半宽不超过最大 mu* 的 {percent} %"),
                )
            } else {
                self.pick(format!("converged: half-widths within {it}"), format!("已收敛：区间半宽不超过 {it}"))
            }
        }));
        lines.push(self.pick(
            "+n: needs about n more runs; n=: shared rank, factors that these runs cannot distinguish",
            "+n：约需再运行 n 次；n=：名次并列，以现有运行无法区分",
        ));
        let without_order = |star: &Row| {
            let wanted = [("measure", star.text("measure")), ("index", "mu"), ("factor", star.text("factor"))];
            self.rows(&wanted).is_empty()
        };
        if self.rows(&[("index", "mu_star")]).iter().any(without_order) {
            lines.push(self.pick(
                "–: not defined for values without an order; their mu* is the mean size of a change between values",
                "–：取值没有顺序的因子没有 mu 与 sigma；其 mu* 为取值之间的平均变化大小",
            ));
        }
        lines
    }

    /// The path without its first word, and its meaning as far as there is room.
    fn label(&self, factor: &str, width: usize) -> String {
        let name = self.document.source.name(factor);
        let (meaning, path) = (name.say(self.language), short(factor));
        cut(&if meaning == factor { path.to_string() } else { format!("{path} {meaning}") }, width - 1)
    }

    fn verdict(&self, row: &Row) -> String {
        match row.text("verdict") {
            "converged" => self.pick("converged", "已收敛"),
            "chance" => self.pick("chance", "随机波动"),
            "without_interval" => self.pick("no interval", "无区间"),
            _ => format!("+{}", many(runs_more(row))),
        }
    }
}

/// Two texts on a line where they fit, else below each other.
fn together(head: String, between: &str, tail: &str) -> Vec<String> {
    let line = format!("{head}{between}{tail}");
    if line.width() <= WIDTH { vec![line] } else { vec![head + between, format!("  {tail}")] }
}

/// Rank of an index, if it has one.
fn ranked(row: &Row) -> Option<f64> {
    row.number("rank").filter(|it| *it > 0.0)
}

/// A rank, marked if it is shared; nothing where nothing is ranked.
fn rank(all: &[Row], row: &Row) -> String {
    let shared = all.iter().filter(|it| ranked(it) == ranked(row)).count() > 1;
    ranked(row).map_or(String::new(), |it| format!("{it}{}", if shared { "=" } else { "" }))
}

/// Runs more that an index needs.
fn runs_more(row: &Row) -> u64 {
    row.number("runs_more").unwrap_or(0.0) as u64
}

fn share(value: f64) -> String {
    decimals(value, if value.abs() < 10.0 { 3 } else { 0 })
}

fn short(path: &str) -> &str {
    path.split_once('.').map_or(path, |(first, rest)| match first {
        "parameters" | "policy" => rest,
        _ => path,
    })
}

/// A number of further runs.
fn many(runs: u64) -> String {
    if runs > MOST_RUNS { format!(">{}", grouped(MOST_RUNS as f64)) } else { grouped(runs as f64) }
}

fn range(estimated: &Estimated, number: impl Fn(f64) -> String) -> String {
    estimated.interval.map_or("–".to_string(), |it| format!("{}…{}", number(it.low), number(it.high)))
}

/// A value or an effect in the unit of the measure; of a share, in per cent.
fn effect(value: f64, form: Form) -> String {
    let size = value.abs();
    match form {
        Form::Share => decimals(value * 100.0, 2),
        Form::Hours | Form::Level => decimals(value, if size < 10.0 { 4 } else { 2 }),
        Form::Count | Form::Yuan => decimals(value, usize::from(size < 1000.0)),
    }
}

/// A number with so many decimals.
fn decimals(value: f64, count: usize) -> String {
    if value.abs() >= 1e6 { format!("{value:.0e}") } else { fixed(value, count) }
}

/// A share in whole per cent; a share below 1 is not rounded to 100.
fn percent(share: f64) -> String {
    match decimals(share * 100.0, 0) {
        all if all == "100" && share < 1.0 => decimals(share * 100.0, 1).replace("100.0", ">99.9"),
        text => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::results::Kind;
    use crate::analysis::sensitivity::findings::{Findings, IndexRow, Indices, OfMeasure};
    use crate::analysis::sensitivity::morris::{Axis, morris};
    use crate::analysis::sensitivity::sobol::{Estimator, Runs, sobol};
    use crate::analysis::sensitivity::{Absence, Settings};
    use crate::plan::sampling::morris::Steps;
    use crate::plan::sampling::{self, UnitPoints};
    use crate::random::Chance;
    use crate::report::document::tests::{source, table as table_of};
    use crate::text::Message;

    const FACTORS: [&str; 3] = ["parameters.behave.give", "policy.recognition.level", "weeks"];

    /// A document of indices from so many points, two runs at each, whose values follow their number.
    fn document(indices: Indices, points: usize, value: impl Fn(usize) -> f64) -> Document {
        let kind = if matches!(indices, Indices::Morris(_)) { "morris" } else { "saltelli" };
        let named = |id: &str, en: &str, zh: &str| format!(r#"{{ "name": "{id}", "en": "{en}", "zh": "{zh}" }}"#);
        let long = ["a name that is too long for its column", "很长很长很长很长很长很长很长很长的中文名称"];
        let measure = named("participants_share", "participants, all", "参与者（全部）");
        let plan = format!(
            r#"{{ "title": "", "title_zh": "", "kind": "{kind}", "points": {points}, "replicates": 2,
                 "factors": [{}], "measures": [{measure}] }}"#,
            FACTORS.map(|it| named(it, long[0], long[1])).join(", "),
        );
        let measures = vec![OfMeasure { measure: "participants_share".into(), indices, chance_share: None }];
        let found = Findings { replicates: 2, factors: FACTORS.map(str::to_string).to_vec(), measures };
        let rows = found.rows();
        let texts =
            |it: &IndexRow| [&it.measure, it.index, it.estimator, &it.factor, &it.with, it.verdict].map(str::to_string);
        let numbers = |it: &IndexRow| {
            let (low, high) = it.interval.unwrap_or((f64::NAN, f64::NAN));
            [it.value.unwrap_or(f64::NAN), low, high, it.rank.unwrap_or(0) as f64, it.runs_more as f64]
        };
        let rows: Vec<([String; 6], [f64; 5])> = rows.iter().map(|it| (texts(it), numbers(it))).collect();
        let rows: Vec<([&str; 6], [f64; 5])> =
            rows.iter().map(|(texts, numbers)| (texts.each_ref().map(String::as_str), *numbers)).collect();
        let rows: Vec<(&[&str], &[f64])> = rows.iter().map(|(texts, numbers)| (&texts[..], &numbers[..])).collect();
        let texts = ["measure", "index", "estimator", "factor", "with", "verdict"];
        let indices = table_of("indices", &texts, &["value", "low", "high", "rank", "runs_more"], &rows);
        let cells: Vec<[f64; 1]> = (0..2 * points).map(|it| [value(it)]).collect();
        let cells: Vec<(&[&str], &[f64])> = cells.iter().map(|it| (&[""][..], &it[..])).collect();
        let cells = table_of("cells", &["reason"], &["participants_share"], &cells);
        let mut source = source(Kind::Sensitivity, vec![indices, cells]);
        let plan: Plan = serde_json::from_str(&plan).unwrap();
        source.results.names = plan.factors.iter().map(|it| it.named.clone()).collect();
        (source.results.replicates, source.results.plan) = (2, Some(plan));
        let nothing = || Message::same("");
        Document { title: nothing(), kind: nothing(), answer: vec![], method: vec![], origin: vec![], source }
    }

    /// Indices of a model from so many trajectories, the third factor without an order.
    fn screened(trajectories: usize) -> (Indices, usize) {
        let chance = Chance::new(1, 0);
        let steps = vec![Steps::Levels(4), Steps::Levels(4), Steps::Kinds(2)];
        let points = sampling::Morris::new(trajectories, steps, &chance).unwrap().all();
        // The kind, at a quarter or three, does as much as the second factor.
        let outputs: Vec<f64> = points.iter().map(|it| model(&[it[0], it[1], 2.0 * it[2]])).collect();
        let axes = [Axis::Range, Axis::Range, Axis::Kinds];
        let found = morris(points.iter(), &axes, &outputs, &Settings::default(), &chance).unwrap();
        (Indices::Morris(found), outputs.len())
    }

    fn shared(base: usize) -> (Indices, usize) {
        let chance = Chance::new(1, 0);
        let points = sampling::Saltelli::new(base, 3, true, &chance).unwrap().all();
        let outputs: Vec<f64> = points.iter().map(|it| model(it)).collect();
        let runs = Runs::of_outputs(&outputs, 3, true).unwrap();
        let of = |estimator| sobol(&runs, estimator, &Settings::default(), &chance).unwrap();
        (Indices::Sobol { best: of(Estimator::AllRuns).unwrap(), saltelli: of(Estimator::Saltelli) }, outputs.len())
    }

    fn model(it: &[f64]) -> f64 {
        10.0 * it[0] * (1.0 + 0.1 * it[0]) + 0.01 * (it[1] + it[2]) * (1.0 + it[1] * it[2])
    }

    #[test]
    fn all_tables_fit_into_a_hundred_columns_in_both_languages() {
        for (indices, points) in [screened(16), screened(2), shared(64), shared(2)] {
            let some_missing = document(indices, points, |it| if it < 9 { f64::NAN } else { it as f64 / 1000.0 });
            for language in [Language::English, Language::Chinese] {
                let text = table(&some_missing, Some(0.05), language);
                let wide: Vec<&str> = text.lines().filter(|it| it.width() > WIDTH).collect();
                assert!(wide.is_empty() && text.contains('9'), "{wide:#?}");
            }
        }
    }

    #[test]
    fn ranks_that_are_shared_are_marked_and_from_few_runs_there_are_none() {
        let of = |(indices, points)| table(&document(indices, points, |it| it as f64), None, Language::English);
        for (found, ranked) in [(screened(16), true), (shared(64), true), (screened(2), false), (shared(2), false)] {
            let text = of(found);
            assert_eq!(text.contains("\n1   behave.give") && text.contains("2="), ranked, "{text}");
            assert_eq!(text.contains("fewer than 5"), !ranked, "{text}");
        }
        let (indices, points) = screened(16);
        let text = of((indices.by_chance(), points));
        assert!(text.contains("chance alone can explain") && !text.contains("2="), "{text}");
    }

    #[test]
    fn a_measure_without_indices_has_a_sentence_in_their_place() {
        let said = |because, value: f64, language| {
            let document = document(Indices::Absent { because }, 64, |_| value);
            table(&document, None, language).lines().nth(3).unwrap().to_string()
        };
        assert_eq!(
            said(Absence::Constant, 0.2, Language::English),
            "participants: 20.00 % in every run, so no factor is ranked"
        );
        assert_eq!(said(Absence::Constant, 0.2, Language::Chinese), "参与者：各次运行都是 20.00 %，因此不对因子排序");
        let none = said(Absence::Incomplete, f64::NAN, Language::English);
        assert_eq!(none, "participants: no value in any run, so it has no indices");
    }

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        assert_eq!((effect(-0.00001, Form::Share), effect(-0.0, Form::Count)), ("0.00".into(), "0.0".into()));
        assert_eq!([1.0, 0.9999, 0.996, 0.5].map(percent), ["100", ">99.9", "99.6", "50"]);
        assert_eq!((effect(-0.01, Form::Share), effect(-123_456.0, Form::Yuan)), ("-1.00".into(), "-123456".into()));
    }
}
