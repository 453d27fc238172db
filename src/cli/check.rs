//! `huzhu check`: is this scenario sound, and what would run?

use clap::Args;

use super::argument;
use super::language::Language;
use super::out::{Out, warnings};
use super::work::use_threads;
use crate::analysis::failures::{Failures, Reason};
use crate::error::{Error, Result};
use crate::machine;
use crate::output::claim::RUNS;
use crate::places::Setting;
use crate::plan::design::Design;
use crate::plan::input::Input;
use crate::plan::study::{Arm, Study, Uncertain};
use crate::plan::{design_file, remarks};
use crate::policy::timeline::Entry;
use crate::policy::{FundingMode, Instrument};
use crate::runner::forecast::{self, Forecast};
use crate::scenario::sites::sites;
use crate::scenario::{self, Scenario, embedded};
use crate::text::{Message, message};

/// Check a scenario, study or design, and estimate memory, disk space and time. 检查情景、研究或设计，并预估内存、磁盘与时间
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Built-in name, or a file (with `/` or `.toml`). 内置情景名或文件
    #[arg(default_value = embedded::SCENARIOS[0].name)]
    scenario: String,

    /// Change a value, for example policy.recognition.level=0.5. 改动一个值
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,

    /// Print instead every value that would run. 输出实际运行的全部取值
    #[arg(long)]
    resolved: bool,
}

impl Check {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        argument::CHECK.check(&self.scenario)?;
        match Input::of(&self.scenario) {
            Some(Input::Study) => {
                let study = Study::load(&self.scenario, &self.sets)?;
                if self.resolved {
                    return out.print(study.resolved());
                }
                out.print(summary_of_study(&study, language))?;
                return out.print(warnings(&remarks::of_contexts(&study), language));
            }
            Some(Input::Design) if self.sets.is_empty() => {
                let design = design_file::load(&self.scenario)?;
                if self.resolved {
                    return out.print(design.base_text());
                }
                let (points, doomed) = design.doomed();
                out.print(summary_of_design(&design, (points, &doomed), language))?;
                out.print(warnings(&design.remarks, language))?;
                out.finish()?;
                return if doomed.cells() < points { Ok(()) } else { Err(nothing_can_run(language)) };
            }
            Some(Input::Design) => {
                let told = message!(
                    "--set changes a scenario or a study; for a design, change [design.scenario] in its file",
                    "--set 改动情景或研究；设计请改动其文件中的 [design.scenario]"
                );
                return Err(Error::Usage(told));
            }
            _ => {}
        }
        let loaded = scenario::load(&self.scenario, &self.sets)?;
        if self.resolved {
            return out.print(loaded.resolved);
        }
        out.print(summary(&loaded.scenario, language))?;
        out.print(warnings(&remarks::of_scenario(&loaded.scenario), language))?;
        // As a run does, so that a trial holds what a run holds.
        use_threads(machine::threads())?;
        out.print(needs(&loaded.scenario, language))
    }
}

/// That a design has no point that can be run.
fn nothing_can_run(language: Language) -> Error {
    Error::Negative(Message::same(language.pick("no point of this design can be run", "此设计没有一个点能够运行")))
}

/// A line of what is told.
fn labelled(label: &str, value: &str, language: Language) -> String {
    format!("  {label}{}{value}\n", language.pick(": ", "："))
}

/// What the cells of a design are, in a few lines.
fn summary_of_design(design: &Design, (looked_at, doomed): (u64, &Failures), language: Language) -> String {
    let (yes, no) = (language.pick("ok: ", "通过："), language.pick("cannot be run: ", "无法运行："));
    let verdict = if doomed.cells() < looked_at { yes } else { no };
    let mut text = format!("{verdict}{}\n", language.pick(&design.title, &design.title_zh));
    let mut line = |label: &str, value: String| text.push_str(&labelled(label, &value, language));
    let (points, replicates, cells, kind) = (design.points(), design.replicates, design.cells(), design.kind.label());
    let elders = design.base().expected_elders();
    line(
        language.pick("cells", "单元"),
        match language {
            Language::English => {
                let plural = if points == 1 { "" } else { "s" };
                format!("{cells}: {} of {points} point{plural} × {replicates}", kind.en)
            }
            Language::Chinese => format!("{cells} 个：{}，{points} 个点 × {replicates} 次重复", kind.zh),
        },
    );
    line(
        language.pick("each", "每个单元"),
        match language {
            Language::English => format!(
                "about {elders:.0} elders, {} weeks after {} of warm-up, unless a factor changes that",
                design.base().weeks,
                design.base().warmup_weeks
            ),
            Language::Chinese => format!(
                "约 {elders:.0} 名老年人，{} 周，之前预热 {}（因子可能改变）",
                design.base().weeks,
                design.base().warmup_weeks
            ),
        },
    );
    for it in &design.factors {
        line(&it.path, it.in_words());
    }
    let measures: Vec<&str> = design.measures.iter().map(|it| language.pick(it.label.en, it.label.zh)).collect();
    line(language.pick("measures", "指标"), measures.join(language.pick(", ", "、")));
    if let Some(Reason { text: Message { en, zh }, .. }) = doomed.by_frequency().first() {
        let failed = doomed.cells();
        line(
            language.pick("warning", "警告"),
            language.pick(
                format!("{failed} of {looked_at} points cannot be run, for example: {en}"),
                format!("{looked_at} 个点中有 {failed} 个无法运行，例如：{zh}"),
            ),
        );
    }
    if let Some(Message { en, zh }) = design.too_small_to_rank() {
        line(language.pick("warning", "警告"), language.pick(en, zh));
    }
    text
}

/// What the run would need, after a trial of it.
fn needs(scenario: &Scenario, language: Language) -> String {
    let threads = rayon::current_num_threads();
    let forecast = match Forecast::of(scenario, threads) {
        Ok(forecast) => forecast,
        // The scenario is sound all the same.
        Err(error) => {
            return labelled(language.pick("no forecast", "无法预估"), &error.to_string(), language);
        }
    };
    let (pick, words) = (|en, zh| language.pick::<&str>(en, zh), forecast::bytes_in_words);
    let free = |bytes: Option<u64>| match (bytes.map(|it| words(it as f64)), language) {
        (None, _) => String::new(),
        (Some(free), Language::English) => format!(" ({free} free)"),
        (Some(free), Language::Chinese) => format!("（可用 {free}）"),
    };
    let [least, most] = forecast.seconds.map(|it| time_in_words(it, language));
    let about = pick("about ", "约 ");
    let mut text = String::new();
    let mut line = |label: &str, value: String| text.push_str(&labelled(label, &value, language));
    let memory = free(machine::available_memory_bytes());
    line(pick("memory", "内存"), format!("{about}{}{memory}", words(forecast.memory_bytes)));
    let disk = free(machine::free_disk_bytes(std::path::Path::new(RUNS)));
    line(pick("files", "文件"), format!("{about}{}{disk}", words(forecast.file_bytes)));
    let (elders, seconds) = (forecast.trial_elders, forecast.trial_seconds);
    line(
        pick("time", "用时"),
        match language {
            Language::English => {
                format!("{least} to {most} on {threads} threads (from a trial of {elders:.0} elders, {seconds:.1} s)")
            }
            Language::Chinese => {
                format!(
                    "{least}至 {most}，{threads} 个线程（据 {elders:.0} 名老年人的试运行推算，试运行 {seconds:.1} 秒）"
                )
            }
        },
    );
    text
}

/// A time in the unit that suits it.
fn time_in_words(seconds: f64, language: Language) -> String {
    let (value, [en, zh]) = match seconds {
        it if it < 90.0 => (it, ["s", "秒"]),
        it if it < 5_400.0 => (it / 60.0, ["min", "分钟"]),
        it => (it / 3_600.0, ["h", "小时"]),
    };
    let digits = if value < 10.0 { 1 } else { 0 };
    format!("{value:.digits$} {}", language.pick(en, zh))
}

/// What a study would compare, in a few lines after those of its baseline.
fn summary_of_study(study: &Study, language: Language) -> String {
    let mut text = summary(study.base(), language);
    let first = text.find('\n').unwrap_or(text.len());
    let ok = language.pick("ok: ", "通过：");
    text.replace_range(..first, &format!("{ok}{}", language.pick(&study.title, &study.title_zh)));
    // The replicates are those of the study, not of the scenario.
    let from = text.lines().position(|line| line.contains(language.pick("replicates:", "重复：")));
    let seed = language.pick("seed", "种子");
    let times = if study.least == study.most {
        format!("{}", study.least)
    } else {
        format!("{}–{}", study.least, study.most)
    };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if let Some(from) = from {
        let (label, comma) = language.pick(("replicates: ", ", "), ("重复：", "，"));
        // Where contexts are drawn too, each command has its own.
        let of = if study.uncertain.is_some() { language.pick(" in `compare`", "（`compare`）") } else { "" };
        lines[from] = format!("  {label}{times}{of}{comma}{seed} {}", study.base().seed);
    }
    for (number, arm) in study.contexts[0].arms[1..].iter().enumerate() {
        let named = &arm.named;
        let (number, names) = (number + 1, changes(study.base(), arm, language));
        lines.push(match language {
            Language::English => format!("  policy {number}: {} ({}): {names}", named.id, named.en),
            Language::Chinese => format!("  政策 {number}：{}（{}）：{names}", named.id, named.zh),
        });
    }
    for context in &study.contexts[1..] {
        let named = &context.named;
        lines.push(match language {
            Language::English => format!("  context: {} ({})", named.id, named.en),
            Language::Chinese => format!("  情境：{}（{}）", named.id, named.zh),
        });
    }
    let measures: Vec<&str> =
        study.measures.iter().map(|it| language.pick(it.figure.label.en, it.figure.label.zh)).collect();
    let (label, comma) = language.pick(("measures: ", ", "), ("指标：", "、"));
    lines.push(format!("  {label}{}", measures.join(comma)));
    let drawn = study.uncertain.as_ref().map(|it| summary_of_drawn(it, language));
    lines.join("\n") + "\n" + &drawn.unwrap_or_default()
}

/// What a policy changes in the baseline.
fn changes(base: &Scenario, arm: &Arm, language: Language) -> String {
    let (ours, theirs) = (&base.timeline, &arm.scenario.timeline);
    let added: Vec<Entry> = theirs.policy.iter().filter(|it| !ours.policy.contains(it)).cloned().collect();
    let parameters = (arm.scenario.values != base.values).then(|| language.pick("parameters", "参数"));
    let from_the_start = (theirs.baseline != ours.baseline).then(|| language.pick("baseline instruments", "基线工具"));
    let named = (!added.is_empty()).then(|| instruments(&added, language));
    let all: Vec<String> =
        named.into_iter().chain([parameters, from_the_start].into_iter().flatten().map(str::to_owned)).collect();
    let comma = language.pick(", ", "、");
    if all.is_empty() { language.pick("switches instruments off", "停用工具").into() } else { all.join(comma) }
}

/// The contexts drawn by `discover`, in a few lines.
fn summary_of_drawn(uncertain: &Uncertain, language: Language) -> String {
    let Uncertain { contexts, replicates, .. } = *uncertain;
    let mut text = labelled(
        language.pick("contexts drawn by `discover`", "`discover` 抽取的情境"),
        &match language {
            Language::English => {
                let plural = if replicates == 1 { "" } else { "s" };
                format!("{contexts}, with {replicates} replicate{plural} in each (study.uncertain.replicates)")
            }
            Language::Chinese => format!("{contexts} 个，每个 {replicates} 次重复（study.uncertain.replicates）"),
        },
        language,
    );
    uncertain.factors.iter().for_each(|it| text += &labelled(&it.path, &it.in_words(), language));
    text
}

/// What would run, in a few lines.
fn summary(scenario: &Scenario, language: Language) -> String {
    let pick = |en: &'static str, zh: &'static str| language.pick(en, zh);
    let sites = sites(scenario);
    let places = |setting: Setting| sites.iter().map(|it| it.communities[setting.index()]).sum::<u32>();
    let districts = sites.len();
    let mut text = format!("{}{}\n", pick("ok: ", "通过："), language.pick(&scenario.title, &scenario.title_zh));
    let mut line = |label: &str, value: String| text.push_str(&labelled(label, &value, language));
    line(pick("elders", "老年人"), format!("{} {:.0}", pick("about", "约"), scenario.expected_elders()));
    line(
        pick("communities", "社区"),
        match language {
            Language::English => {
                let (urban, rural) = (places(Setting::Urban), places(Setting::Rural));
                let (of_villages, of_districts) =
                    (if rural == 1 { "" } else { "s" }, if districts == 1 { "" } else { "s" });
                format!("{urban} urban, {rural} village{of_villages}, in {districts} district{of_districts}")
            }
            Language::Chinese => {
                let (urban, rural) = (places(Setting::Urban), places(Setting::Rural));
                format!("城市社区 {urban} 个，村 {rural} 个，分属 {districts} 个区县")
            }
        },
    );
    line(
        pick("weeks", "周数"),
        match language {
            Language::English => format!("{} after {} of warm-up", scenario.weeks, scenario.warmup_weeks),
            Language::Chinese => format!("{}，之前预热 {}", scenario.weeks, scenario.warmup_weeks),
        },
    );
    line(pick("replicates", "重复"), format!("{}{} {}", scenario.replicates, pick(", seed", "，种子"), scenario.seed));
    let off = scenario.mechanisms_off();
    if !off.is_empty() {
        line(pick("mechanisms off", "关闭的机制"), off.join(pick(", ", "、")));
    }
    line(pick("baseline", "基线"), instruments(&scenario.timeline.baseline, language));
    line(pick("policy", "政策"), instruments(&scenario.timeline.policy, language));
    text
}

/// The instruments of some entries, each with its label, time and scope where they are not the usual ones.
fn instruments(entries: &[Entry], language: Language) -> String {
    if entries.is_empty() {
        return language.pick("none", "无").into();
    }
    let names = entries.iter().map(|entry| {
        let details = details(entry, language);
        let label = entry.instrument.description().label;
        let name = language.pick(label.en, label.zh);
        match language {
            _ if details.is_empty() => name.to_owned(),
            Language::English => format!("{name} ({})", details.join(", ")),
            Language::Chinese => format!("{name}（{}）", details.join("，")),
        }
    });
    names.collect::<Vec<_>>().join(language.pick(", ", "、"))
}

/// What is special about an entry: funding's mode, where it is limited to, when it starts and stops.
fn details(entry: &Entry, language: Language) -> Vec<String> {
    let mut details = Vec::new();
    if let Instrument::FundingRule(funding) = &entry.instrument {
        let [matched, stable, project, district, none] = language.pick(
            ["matched", "stable", "project", "district", "none"],
            ["按计划足额", "稳定拨付", "项目制", "区县分配", "无拨款"],
        );
        details.push(
            match funding.mode {
                FundingMode::Matched => matched,
                FundingMode::Stable => stable,
                FundingMode::Project => project,
                FundingMode::District => district,
                FundingMode::None => none,
            }
            .to_owned(),
        );
    }
    if entry.settings.len() < entry.instrument.description().settings.len()
        && let [setting] = entry.settings.as_slice()
    {
        details.push(match setting {
            Setting::Urban => language.pick("in urban communities", "城市社区").to_owned(),
            Setting::Rural => language.pick("in villages", "农村").to_owned(),
        });
    }
    if entry.provinces.is_some() || entry.districts.is_some() {
        details.push(language.pick("in some places", "部分地区").to_owned());
    }
    if entry.offered {
        details.push(language.pick("offered: organisers take it up or not", "由组织者自行采纳").to_owned());
    }
    if entry.start_week > 0 {
        details.push(match language {
            Language::English => format!("from week {}", entry.start_week),
            Language::Chinese => format!("第 {} 周起", entry.start_week),
        });
    }
    if let Some(stop) = entry.stop_week {
        details.push(match language {
            Language::English => format!("until week {stop}"),
            Language::Chinese => format!("至第 {stop} 周止"),
        });
    }
    details
}
