//! `huzhu check`: is this scenario sound, and what would run?

use clap::Args;

use super::language::Language;
use super::out::Out;
use crate::error::Result;
use crate::places::Setting;
use crate::policy::timeline::Entry;
use crate::policy::{FundingMode, Instrument};
use crate::scenario::{self, Scenario, embedded};

/// Check a scenario and say what would run. 检查情景
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
        let loaded = scenario::load(&self.scenario, &self.sets)?;
        if self.resolved {
            return out.print(loaded.resolved);
        }
        out.print(summary(&loaded.scenario, language))
    }
}

/// What would run, in a few lines.
fn summary(scenario: &Scenario, language: Language) -> String {
    let pick = |en: &'static str, zh: &'static str| language.pick(en, zh);
    let communities = scenario.expected_communities();
    let places = |setting| communities[setting].round();
    let mut text = format!("{}: {}\n", pick("ok", "通过"), language.pick(&scenario.title, &scenario.title_zh));
    let mut line = |label: &str, value: String| text.push_str(&format!("  {label}: {value}\n"));
    line(pick("elders", "老年人"), format!("{} {:.0}", pick("about", "约"), scenario.expected_elders()));
    line(
        pick("communities", "社区"),
        match language {
            Language::En => format!("{} urban, {} villages", places(Setting::Urban), places(Setting::Rural)),
            Language::Zh => format!("城市社区 {} 个,村 {} 个", places(Setting::Urban), places(Setting::Rural)),
        },
    );
    line(
        pick("weeks", "周数"),
        match language {
            Language::En => format!("{} after {} of warm-up", scenario.weeks, scenario.warmup_weeks),
            Language::Zh => format!("{},之前预热 {}", scenario.weeks, scenario.warmup_weeks),
        },
    );
    line(pick("replicates", "重复"), format!("{}, {} {}", scenario.replicates, pick("seed", "种子"), scenario.seed));
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
            Language::Zh => format!("{name}({})", details.join(",")),
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
