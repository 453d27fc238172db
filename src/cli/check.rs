//! `huzhu check`: is this scenario sound, and what would run?

use clap::Args;

use super::language::Language;
use super::out::Out;
use super::work::use_threads;
use crate::error::Result;
use crate::experiment::forecast::{self, Forecast};
use crate::experiment::study::{self, Study};
use crate::experiment::sweep::{self, Design};
use crate::machine;
use crate::message::Message;
use crate::output::run_directory::RUNS;
use crate::places::Setting;
use crate::policy::timeline::Entry;
use crate::policy::{FundingMode, Instrument};
use crate::scenario::{self, Scenario, embedded};

/// Check a scenario, a study or a design and say what would run. 检查情景、研究或设计
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Embedded name, or a file (with `/` or `.toml`). 内置情景名或文件
    #[arg(default_value = embedded::SCENARIOS[0].name)]
    scenario: String,

    /// Change a value, for example policy.recognition.level=0.5. 改动一个值
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,

    /// Print the complete scenario instead: every value that runs. 输出完整情景
    #[arg(long)]
    resolved: bool,
}

impl Check {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        if study::is_study(&self.scenario) {
            let study = Study::load(&self.scenario, &self.sets)?;
            return out.print(if self.resolved { study.resolved() } else { summary_of_study(&study, language) });
        }
        if sweep::is_design(&self.scenario) && self.sets.is_empty() && !self.resolved {
            return out.print(summary_of_design(&sweep::load(&self.scenario)?, language));
        }
        let loaded = scenario::load(&self.scenario, &self.sets)?;
        if self.resolved {
            return out.print(loaded.resolved);
        }
        out.print(summary(&loaded.scenario, language))?;
        // As a run does, so that a trial holds what a run holds.
        use_threads(machine::threads())?;
        out.print(needs(&loaded.scenario, language))
    }
}

/// A line of what is told.
fn labelled(label: &str, value: &str, language: Language) -> String {
    format!("  {label}{}{value}\n", language.pick(": ", "："))
}

/// What the cells of a design are, in a few lines.
fn summary_of_design(design: &Design, language: Language) -> String {
    let mut text = format!("{}{}\n", language.pick("ok: ", "通过："), language.pick(&design.title, &design.title_zh));
    let mut line = |label: &str, value: String| text.push_str(&labelled(label, &value, language));
    let (points, replicates, cells, kind) = (design.points(), design.replicates, design.cells(), design.kind.label());
    let elders = design.base().expected_elders();
    line(
        language.pick("cells", "单元"),
        match language {
            Language::En => format!("{cells}: {} of {points} points × {replicates}", kind.en),
            Language::Zh => format!("{cells} 个：{}，{points} 个点 × {replicates} 次重复", kind.zh),
        },
    );
    line(
        language.pick("each", "每个单元"),
        match language {
            Language::En => format!(
                "about {elders:.0} elders, {} weeks after {} of warm-up, unless a factor changes that",
                design.base().weeks,
                design.base().warmup_weeks
            ),
            Language::Zh => format!(
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
        (Some(free), Language::En) => format!(" ({free} free)"),
        (Some(free), Language::Zh) => format!("（可用 {free}）"),
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
            Language::En => {
                format!("{least} to {most} on {threads} threads (from a trial of {elders:.0} elders, {seconds:.1} s)")
            }
            Language::Zh => {
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
        lines[from] = format!("  {label}{times}{comma}{seed} {}", study.base().seed);
    }
    for (number, case) in study.worlds[0].cases[1..].iter().enumerate() {
        let named = &case.named;
        let added: Vec<Entry> = case
            .scenario
            .timeline
            .policy
            .iter()
            .filter(|it| !study.base().timeline.policy.contains(it))
            .cloned()
            .collect();
        let (number, names) = (number + 1, instruments(&added, language));
        lines.push(match language {
            Language::En => format!("  policy {number}: {} ({}): {names}", named.id, named.en),
            Language::Zh => format!("  政策 {number}：{}（{}）：{names}", named.id, named.zh),
        });
    }
    for world in &study.worlds[1..] {
        let named = &world.named;
        lines.push(match language {
            Language::En => format!("  context: {} ({})", named.id, named.en),
            Language::Zh => format!("  情境：{}（{}）", named.id, named.zh),
        });
    }
    let measures: Vec<&str> =
        study.measures.iter().map(|it| language.pick(it.figure.label.en, it.figure.label.zh)).collect();
    let (label, comma) = language.pick(("measures: ", ", "), ("指标：", "、"));
    lines.push(format!("  {label}{}", measures.join(comma)));
    lines.join("\n") + "\n"
}

/// What would run, in a few lines.
fn summary(scenario: &Scenario, language: Language) -> String {
    let pick = |en: &'static str, zh: &'static str| language.pick(en, zh);
    let communities = scenario.expected_communities();
    let places = |setting| communities[setting].round();
    let mut text = format!("{}{}\n", pick("ok: ", "通过："), language.pick(&scenario.title, &scenario.title_zh));
    let mut line = |label: &str, value: String| text.push_str(&labelled(label, &value, language));
    line(pick("elders", "老年人"), format!("{} {:.0}", pick("about", "约"), scenario.expected_elders()));
    line(
        pick("communities", "社区"),
        match language {
            Language::En => format!("{} urban, {} villages", places(Setting::Urban), places(Setting::Rural)),
            Language::Zh => format!("城市社区 {} 个，村 {} 个", places(Setting::Urban), places(Setting::Rural)),
        },
    );
    line(
        pick("weeks", "周数"),
        match language {
            Language::En => format!("{} after {} of warm-up", scenario.weeks, scenario.warmup_weeks),
            Language::Zh => format!("{}，之前预热 {}", scenario.weeks, scenario.warmup_weeks),
        },
    );
    line(pick("replicates", "重复"), format!("{}{} {}", scenario.replicates, pick(", seed", "，种子"), scenario.seed));
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
            Language::En => format!("{name} ({})", details.join(", ")),
            Language::Zh => format!("{name}（{}）", details.join("，")),
        }
    });
    names.collect::<Vec<_>>().join(language.pick(", ", "、"))
}

/// What is special about an entry: funding's mode, where it is limited to, when it starts and stops.
fn details(entry: &Entry, language: Language) -> Vec<String> {
    let mut details = Vec::new();
    if let Instrument::FundingRule(funding) = &entry.instrument {
        let [matched, stable, project, none] =
            language.pick(["matched", "stable", "project", "none"], ["按计划足额", "稳定拨付", "项目制", "无拨款"]);
        details.push(
            match funding.mode {
                FundingMode::Matched => matched,
                FundingMode::Stable => stable,
                FundingMode::Project => project,
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
    if entry.start_week > 0 {
        details.push(match language {
            Language::En => format!("from week {}", entry.start_week),
            Language::Zh => format!("第 {} 周起", entry.start_week),
        });
    }
    if let Some(stop) = entry.stop_week {
        details.push(match language {
            Language::En => format!("until week {stop}"),
            Language::Zh => format!("至第 {stop} 周止"),
        });
    }
    details
}
