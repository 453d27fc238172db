//! A comparison as a table for the terminal: one block per measure, one row per policy, in 100 columns.
//!
//! Every number comes from the tables of the results, as in the page; nothing is computed here.

use unicode_width::UnicodeWidthStr;

use super::wording::{change, cut, ends, heading, left, number, right, rule, signed, star, starred, text, wrapped};
use super::{attribution, contexts, stages};
use crate::analysis::figures::{Better, Form, Indicator, Scope, figure, figure_of};
use crate::analysis::interval::Verdict;
use crate::policy::DESCRIPTIONS;
use crate::report::document::Document;
use crate::report::document::numbers::{per_cent, replicates};
use crate::report::document::record::Row;
use crate::report::document::source::BASELINE;
use crate::text::{Language, Message, WIDTH};

/// Widths of the numbers of a policy.
const NUMBERS: [usize; 6] = [10, 12, 19, 11, 7, 7];

/// Perspective of the costs.
const PUBLIC: &str = "public";

/// The comparison as tables, ending with a line break; for drawn contexts, robustness and failure regions.
pub(super) fn table(document: &Document, language: Language) -> String {
    let it = View { document, language };
    let mut lines = vec![it.title(), rule()];
    let contrasts = it.contrasts();
    if !contrasts.is_empty() {
        lines.extend(contrasts);
        lines.push(rule());
    }
    lines.extend(it.for_whom());
    lines.extend(it.groups());
    lines.extend(contexts::lines(document, language));
    for context in it.contexts() {
        lines.extend(it.costs(context));
        lines.extend(it.cost_effectiveness(context));
    }
    lines.extend(attribution::lines(document, language));
    lines.extend(stages::lines(document, language));
    lines.extend(it.notes());
    lines.push(it.files());
    text(&lines)
}

/// A document in a language.
struct View<'a> {
    document: &'a Document,
    language: Language,
}

impl<'a> View<'a> {
    fn say(&self, text: &Message) -> String {
        text.say(self.language).to_string()
    }

    fn name(&self, id: &str) -> String {
        self.say(&self.document.source.name(id))
    }

    fn rows(&self, table: &str, wanted: &[(&str, &str)], estimate: &'static str) -> Vec<Row<'a>> {
        Row::all(&self.document.source, table, wanted, estimate)
    }

    fn distinct(&self, table: &str, column: &str) -> Vec<&'a str> {
        self.document.source.table(table).map_or_else(Vec::new, |it| it.distinct(column))
    }

    fn contexts(&self) -> Vec<&'a str> {
        self.distinct("contrasts", "context")
    }

    /// The name of a context, where there are several.
    fn context_line(&self, context: &str) -> Vec<String> {
        if self.contexts().len() < 2 {
            return Vec::new();
        }
        let name = self.say(&self.document.source.context(context));
        vec![match self.language {
            Language::English => cut(&format!("context: {name} ({context})"), WIDTH),
            Language::Chinese => cut(&format!("情境：{name}（{context}）"), WIDTH),
        }]
    }

    /// How long it took, and where its files are.
    fn files(&self) -> String {
        let results = &self.document.source.results;
        let (out, seconds) = (results.path.display(), results.timing.as_ref().map(|it| it.seconds));
        match (self.language, seconds) {
            (Language::English, Some(seconds)) => format!("{seconds:.1} s · files in {out}"),
            (Language::Chinese, Some(seconds)) => format!("{seconds:.1} 秒 · 文件在 {out}"),
            (Language::English, None) => format!("files in {out}"),
            (Language::Chinese, None) => format!("文件在 {out}"),
        }
    }

    fn title(&self) -> String {
        let results = &self.document.source.results;
        if results.planned_contexts.is_some() {
            return self.title_of_contexts();
        }
        let weeks = results.weeks.unwrap_or(0);
        let replicates = self.say(&replicates(results.replicates));
        let elders = self.document.source.elders().map(|it| number(it, Form::Count, self.language));
        let title = self.say(&self.document.title);
        match (self.language, elders) {
            (Language::English, Some(elders)) => format!("{title} · {weeks} weeks · {elders} elders · {replicates}"),
            (Language::English, None) => format!("{title} · {weeks} weeks · {replicates}"),
            (Language::Chinese, Some(elders)) => format!("{title} · {weeks} 周 · {elders} 名老年人 · {replicates}"),
            (Language::Chinese, None) => format!("{title} · {weeks} 周 · {replicates}"),
        }
    }

    /// The title for contexts that were drawn.
    fn title_of_contexts(&self) -> String {
        let source = &self.document.source;
        let contexts = source.table("robustness").and_then(|it| it.number("contexts", 0)).unwrap_or(0.0);
        let (title, replicates) = (self.say(&self.document.title), source.results.replicates);
        let plural = if replicates == 1 { "" } else { "s" };
        match self.language {
            Language::English => {
                format!("{title} · {contexts} contexts drawn · {replicates} replicate{plural} in each")
            }
            Language::Chinese => format!("{title} · 抽取 {contexts} 个情境 · 各 {replicates} 次重复"),
        }
    }

    /// Effects of the policies by context and measure.
    fn contrasts(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let contexts = self.contexts();
        for context in &contexts {
            let name = self.context_line(context);
            if !name.is_empty() {
                lines.extend(name);
                lines.push(rule());
            }
            lines.push(heads(self.language));
            for key in self.distinct("contrasts", "measure") {
                lines.extend(self.block(context, key));
            }
        }
        lines
    }

    /// A measure: the baseline's level, then every policy.
    fn block(&self, context: &str, key: &str) -> Vec<String> {
        let Some(figure) = figure_of(key) else { return Vec::new() };
        let wanted = [("context", context), ("measure", key), ("scope", Scope::All.name())];
        let rows = self.rows("contrasts", &wanted, "difference");
        let label = WIDTH - NUMBERS.iter().sum::<usize>();
        let level = |it: f64| number(it, figure.form, self.language);
        let base = rows.first().and_then(|it| it.number("baseline")).map_or("–".into(), level);
        let mut lines = vec![left(&heading(figure, self.language), label) + &right(&base, NUMBERS[0])];
        let all = self.document.source.results.replicates;
        for policy in self.distinct("contrasts", "policy") {
            let Some(row) = rows.iter().find(|it| it.text("policy") == policy) else {
                lines.push(format!("  {}", cut(&self.name(policy), label - 3)));
                continue;
            };
            let few = row.replicates().filter(|it| *it < all).map_or_else(String::new, |it| format!(" ({it}/{all})"));
            let name = cut(&self.name(policy), label - 3 - few.width()) + &few;
            lines.push(left(&format!("  {name}"), label) + &cells(row, figure, self.language));
        }
        lines
    }

    /// Urban and rural differences side by side.
    fn for_whom(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let (label, cell) = (WIDTH - 66, 33);
        for context in self.contexts() {
            let of = |policy, key, scope: Scope| {
                let wanted = [("context", context), ("policy", policy), ("measure", key), ("scope", scope.name())];
                self.rows("contrasts", &wanted, "difference").into_iter().next()
            };
            let mut blocks = Vec::new();
            for policy in self.distinct("contrasts", "policy") {
                let both = |key| Some((key, of(policy, key, Scope::Urban)?, of(policy, key, Scope::Rural)?));
                let found: Vec<_> = self.distinct("contrasts", "measure").into_iter().filter_map(both).collect();
                if !found.is_empty() {
                    blocks.push(cut(&self.name(policy), WIDTH));
                }
                for (key, urban, rural) in found {
                    let Some(figure) = figure_of(key) else { continue };
                    let cells: String = [urban, rural].iter().map(|it| right(&side(it, figure), cell)).collect();
                    lines_of(&mut blocks, &heading(figure, self.language), label, &cells);
                }
            }
            if blocks.is_empty() {
                continue;
            }
            let [urban, rural] =
                [Scope::Urban, Scope::Rural].map(|it| self.language.pick(it.label().en, it.label().zh));
            lines.extend(self.context_line(context));
            let head = self.language.pick("by setting: difference", "分城乡：差异");
            lines.push(left(head, label) + &right(urban, cell) + &right(rural, cell));
            lines.extend(blocks);
            lines.push(rule());
        }
        lines
    }

    /// Differences of the effectiveness measure: one row per group, one column per policy.
    fn groups(&self) -> Vec<String> {
        let effect = self.distinct("cost_effectiveness", "effect_measure").first().copied().unwrap_or_default();
        let Some(figure) = figure_of(effect) else { return Vec::new() };
        let wanted = [("context", BASELINE), ("measure", effect), ("scope", Scope::All.name())];
        let rows: Vec<Row> = self.rows("groups", &wanted, "difference");
        let mut policies: Vec<&str> = rows.iter().map(|it| it.text("policy")).filter(|it| *it != BASELINE).collect();
        policies.dedup();
        let (label, cell) = (WIDTH - BESIDE * 18, 18);
        let mut lines = Vec::new();
        for policies in policies.chunks(BESIDE) {
            let head = self.language.pick("by group: ", "分人群：").to_string() + &heading(figure, self.language);
            let cells = policies.iter().map(|it| right(&cut(&self.name(it), cell - 1), cell));
            lines.push(left(&cut(&head, label), label) + &cells.collect::<String>());
            let mut shown = "";
            for row in rows.iter().filter(|it| it.text("policy") == policies[0]) {
                let (grouping, group) = (row.text("grouping"), row.text("group"));
                let head = if shown == grouping { String::new() } else { self.name(grouping) };
                shown = grouping;
                let of = |policy: &&str| {
                    let same = |it: &&Row| {
                        (it.text("policy"), it.text("grouping"), it.text("group")) == (*policy, grouping, group)
                    };
                    let found = rows.iter().find(same).and_then(|it| it.estimated("difference"));
                    right(&found.map_or("–".into(), |it| starred(&it, figure)), cell)
                };
                let name = left(&cut(&head, 11), 12) + &cut(&self.name(group), label - 13);
                lines.push(left(&name, label) + &policies.iter().map(of).collect::<String>());
            }
            lines.push(rule());
        }
        lines
    }

    /// Costs of the baseline and the policies in a context; nothing without a complete replicate.
    fn costs(&self, context: &str) -> Vec<String> {
        let rows = self.rows("costs", &[("context", context)], "level");
        let chosen: Vec<&Row> = rows.iter().filter(|it| it.number("chosen") == Some(1.0)).collect();
        let Some(rate) = chosen.first().and_then(|it| it.number("discount_rate")) else { return Vec::new() };
        let rate = per_cent(rate);
        let (label, cell) = (38, 62 / 5);
        let head = match self.language {
            Language::English => format!("costs: yuan per elder, {rate} % per year"),
            Language::Chinese => format!("成本：元/老年人，贴现率 {rate}%"),
        };
        let heads = match self.language {
            Language::English => ["public", "change", "replacement", "opportunity", "credits h"],
            Language::Chinese => ["公共支出", "变化", "无偿·替代", "无偿·机会", "时间币小时"],
        };
        let line = |head: &str, cells: Vec<String>| {
            left(&cut(head, label), label) + &cells.iter().map(|it| right(it, cell)).collect::<String>()
        };
        let yuan = figure("spending_per_elder_year");
        let mut lines = self.context_line(context);
        lines.push(line(&head, heads.map(str::to_string).to_vec()));
        for policy in self.distinct("costs", "policy") {
            let item =
                |key: &str| chosen.iter().find(|it| it.text("policy") == policy && it.text("item") == key).copied();
            let level = |key, decimals: usize| {
                item(key).and_then(|it| it.number("level")).map_or("0".into(), |it| format!("{it:.decimals$}"))
            };
            let more = |key| {
                let found = item(key).and_then(|it| it.estimated("difference"));
                found.map_or("0".into(), |it| change(it.value, yuan) + star(&it))
            };
            let cells = vec![
                level(PUBLIC, 1),
                more(PUBLIC),
                more("unpaid_at_replacement"),
                more("unpaid_at_opportunity"),
                level("credits_outstanding_hours", 2),
            ];
            lines.push(line(&self.name(policy), cells));
            let spent = DESCRIPTIONS.iter().filter_map(|it| {
                let yuan = item(it.name)?.number("level")?;
                Some(format!("{} {yuan:.1}", self.language.pick(it.label.en, it.label.zh)))
            });
            let spent: Vec<String> = spent.collect();
            if !spent.is_empty() {
                lines.push(cut(&format!("    {}", spent.join(self.language.pick(", ", "、"))), WIDTH));
            }
        }
        lines.push(rule());
        lines
    }

    /// Cost-effectiveness of the policies in a context at each discount rate.
    fn cost_effectiveness(&self, context: &str) -> Vec<String> {
        let rows = self.rows("cost_effectiveness", &[("context", context), ("perspective", PUBLIC)], "ratio");
        let Some(first) = rows.first() else { return Vec::new() };
        let effect = figure(first.text("effect_measure"));
        let (name, lower) = (self.language.pick(effect.label.en, effect.label.zh), effect.better == Better::Lower);
        let head = match (self.language, lower, effect.counts_elders()) {
            (Language::English, false, true) => format!("yuan per person-year gained: {name}"),
            (Language::English, true, true) => format!("yuan per person-year avoided: {name}"),
            (Language::English, false, false) => format!("yuan per unit-year gained: {name}"),
            (Language::English, true, false) => format!("yuan per unit-year avoided: {name}"),
            (Language::Chinese, false, true) => format!("每增加一人年的成本（元）：{name}"),
            (Language::Chinese, true, true) => format!("每减少一人年的成本（元）：{name}"),
            (Language::Chinese, false, false) => format!("每增加一单位并保持一年的成本（元）：{name}"),
            (Language::Chinese, true, false) => format!("每减少一单位并保持一年的成本（元）：{name}"),
        };
        let of_first = rows.iter().filter(|it| it.text("policy") == first.text("policy"));
        let rates: Vec<f64> = of_first.filter_map(|it| it.number("discount_rate")).collect();
        let (label, cell) = (44, 14);
        let line = |head: &str, cells: Vec<String>| {
            left(&cut(head, label), label) + &cells.iter().map(|it| right(it, cell)).collect::<String>()
        };
        let heads = rates.iter().map(|it| format!("{} %", per_cent(*it))).collect();
        let mut lines = vec![line(&head, heads)];
        for policy in self.distinct("cost_effectiveness", "policy") {
            let own = rows.iter().filter(|it| it.text("policy") == policy);
            lines.push(line(&self.name(policy), own.map(|it| self.standing(it)).collect()));
            let chosen = rows.iter().find(|it| it.text("policy") == policy && it.number("chosen") == Some(1.0));
            let found = chosen.and_then(|it| Some((it.estimated("ratio")?.interval?, it.number("discount_rate")?)));
            if let Some((interval, rate)) = found {
                let [low, high] = [interval.low, interval.high].map(|it| number(it, Form::Yuan, self.language));
                lines.push(match self.language {
                    Language::English => format!("    95 % interval at {} %: {low} … {high}", per_cent(rate)),
                    Language::Chinese => format!("    贴现率 {}% 时的 95% 区间：{low} … {high}", per_cent(rate)),
                });
            }
        }
        lines.push(rule());
        lines
    }

    fn standing(&self, row: &Row) -> String {
        let supported = row.text("evidence") == "supported";
        match (row.text("standing"), row.number("ratio")) {
            ("reference", _) => self.language.pick("reference", "参照").into(),
            ("equal", _) => self.language.pick("equal", "相同").into(),
            ("frontier", Some(ratio)) => number(ratio, Form::Yuan, self.language),
            _ if row.text("evidence") == "no_interval" => self.language.pick("no interval", "无区间").into(),
            ("dominated", _) if supported => self.language.pick("dominated", "被占优").into(),
            ("extended_dominated", _) if supported => self.language.pick("extended dom.", "被扩展占优").into(),
            _ => self.language.pick("uncertain", "无法区分").into(),
        }
    }

    /// Sentences about the whole comparison, then the meaning of the columns.
    fn notes(&self) -> Vec<String> {
        let whole = self.document.answer.iter().filter(|it| it.policy.is_none()).flat_map(|it| &it.sentences);
        let mut lines: Vec<String> = whole.flat_map(|it| wrapped(&it.plain(self.language), [0, 2])).collect();
        // That a policy has no effect is clearer in words than in the rows of the table.
        let equal = self.document.answer.iter().filter(|it| it.policy.is_some()).flat_map(|it| it.sentences.first());
        let equal = equal.filter(|it| it.record.as_ref().is_some_and(|it| it.verdict == Verdict::Equal.name()));
        lines.extend(equal.flat_map(|it| wrapped(&it.plain(self.language), [0, 2])));
        if self.document.source.table("contrasts").is_none() {
            lines.push(rule());
            return lines;
        }
        let notes: &[&str] = match self.language {
            Language::English => &[
                "difference: policy minus baseline in the same replicate (same people, same random draws)",
                "*: 95 % interval excludes zero; ↑ ↓: direction of improvement; level: last four weeks, †: whole run",
                "VRF: variance reduction factor from common random numbers; requires five replicates",
                "replacement, opportunity: change in the value of unpaid hours, at replacement or opportunity cost",
                "uncertain: chance may explain the position, so no cost per unit of effect is given",
            ],
            Language::Chinese => &[
                "差异：人群与随机数相同时，政策减去基线，逐次重复配对",
                "*：95% 区间不含零；↑ ↓：改善方向；水平：最后四周，†：全程",
                "方差比：共用随机数带来的方差缩减倍数，五次重复起给出",
                "无偿·替代、无偿·机会：无偿小时价值的变化，按替代成本或机会成本",
                "无法区分：随机波动足以解释其位置，因此不给出单位效果的成本",
            ],
        };
        lines.extend(notes.iter().map(|it| it.to_string()));
        lines
    }
}

fn heads(language: Language) -> String {
    let heads = match language {
        Language::English => ["level", "difference", "95 % interval", "relative", "P(>0)", "VRF"],
        Language::Chinese => ["水平", "差异", "95% 区间", "相对", "P(>0)", "方差比"],
    };
    let cells: String = heads.iter().zip(NUMBERS).map(|(head, width)| right(head, width)).collect();
    left("", WIDTH - cells.width()) + &cells
}

/// The numbers of a policy.
fn cells(row: &Row, figure: &Indicator, language: Language) -> String {
    let nothing = || "–".to_string();
    let equal = row.verdict() == Some(Verdict::Equal);
    let difference = row.estimated("difference");
    let interval = difference.and_then(|it| it.interval);
    let vrf =
        row.number("runs_saved").map_or_else(nothing, |it| if it < 99.5 { format!("{it:.1}×") } else { "≥99×".into() });
    let relative = row.number("relative").map_or_else(nothing, |it| signed(it * 100.0, 1) + " %");
    let probability = row.number("probability_above_zero").map_or_else(nothing, probable);
    let cells = [
        row.number("level").map_or_else(nothing, |it| number(it, figure.form, language)),
        difference.map_or_else(nothing, |it| starred(&it, figure)),
        match interval {
            _ if equal => language.pick("equal", "相同").into(),
            Some(it) => ends(it, figure),
            None => nothing(),
        },
        if equal { "0".into() } else { relative },
        if equal { nothing() } else { probability },
        vrf,
    ];
    cells.iter().zip(NUMBERS).map(|(cell, width)| right(cell, width)).collect()
}

/// A probability, never rounded to 0 or 1.
fn probable(it: f64) -> String {
    match it {
        it if it >= 0.995 => ">0.99".into(),
        it if it < 0.005 => "<0.01".into(),
        _ => format!("{it:.2}"),
    }
}

fn lines_of(lines: &mut Vec<String>, head: &str, label: usize, cells: &str) {
    lines.push(left(&cut(&format!("  {head}"), label), label) + cells);
}

fn side(row: &Row, figure: &Indicator) -> String {
    let Some(it) = row.estimated("difference") else { return "–".into() };
    if row.verdict() == Some(Verdict::Equal) {
        return "0".into();
    }
    it.interval.map_or_else(
        || change(it.value, figure),
        |interval| format!("{} [{}]", starred(&it, figure), ends(interval, figure)),
    )
}

/// Policies that are shown side by side.
const BESIDE: usize = 4;
