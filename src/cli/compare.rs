//! `huzhu compare`: policies against a baseline, on the same people and draws.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use clap::{Args, ValueEnum};

use super::language::Language;
use super::out::Out;
use super::progress::{Shown, Watcher};
use super::report;
use super::run::Stop;
use crate::analysis::cost_effectiveness::Standing;
use crate::analysis::costs::{self, Perspective, RATES, USUAL_RATE};
use crate::analysis::figures::Figure;
use crate::analysis::interval::Estimated;
use crate::analysis::stopping::Verdict;
use crate::error::Result;
use crate::experiment::compare::{Outcomes, compare, touches_somebody};
use crate::experiment::package::{self, Divided, Package};
use crate::experiment::study::{self, Case, Study};
use crate::experiment::study_tables::{self, Contrasts};
use crate::machine;
use crate::output::{StudyDescription, StudyDirectory, Timing};
use crate::policy::DESCRIPTIONS;
use crate::report::attribution;
use crate::report::comparison::{self, Comparison};

/// Compare policies with a baseline: one study, or scenarios, the baseline first. 比较政策
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// A study, or two scenarios and more: embedded names or files. 一个研究，或多个情景（首个为基线）
    #[arg(required = true)]
    studies: Vec<String>,

    /// Change a value of the baseline and so of all, for example parameters.rural.need.outmigration=2. 改动一个值
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,

    /// Weeks from week 0 on, a multiple of 4. 周数
    #[arg(long)]
    weeks: Option<i64>,

    /// Seed of all chance. 随机种子
    #[arg(long)]
    seed: Option<i64>,

    /// Exactly so many replicates, whatever precision the study wants. 重复次数
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replicates: Option<u32>,

    /// Also in this context of the study; `all` for every one. 另在此情境下比较
    #[arg(long = "context", value_name = "ID")]
    contexts: Vec<String>,

    /// Divide the effect of this policy among its instruments (Shapley shares, synergies). 归因到各工具
    #[arg(long, value_name = "POLICY")]
    attribute: Option<String>,

    /// Directory for the files; runs/STUDY-NNN if not given. 输出目录
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Replace the results that are in the directory. 覆盖目录中的旧结果
    #[arg(long)]
    force: bool,

    /// Threads; all if not given. Results do not depend on it. 线程数
    #[arg(long, env = "HUZHU_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// How the comparison is printed. 输出格式
    #[arg(long, value_enum, default_value = "terminal")]
    format: Format,

    /// Also make the page `report.html` of the results. 同时生成报告页
    #[arg(long)]
    report: bool,

    /// When progress is shown. 进度显示
    #[arg(long, value_enum, default_value = "auto")]
    progress: Shown,
}

/// How a comparison is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for reading.
    Terminal,
    /// One object, for programs.
    Json,
}

impl Compare {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        let study = self.load()?;
        let package = self.attribute.as_ref().map(|id| Package::of(&study, id)).transpose()?;
        let threads = self.threads.map_or_else(machine::threads, usize::from);
        let directory = StudyDirectory::create(self.out.as_deref(), self.force, description(&study))?;
        let path = directory.path().display().to_string();
        let stop = Stop::on_signal(language)?;
        let mut watcher = Watcher::new(self.progress, language, 1);
        let outcomes = compare(&study, threads, &stop.asked, |progress| watcher.tell_study(progress))?;
        watcher.finish();

        let contrasts = study_tables::all_contrasts(&study, &outcomes)?;
        let division = match package.filter(|_| outcomes.complete) {
            None => None,
            Some(package) => Some(divided(package, &study, threads, &stop.asked, self.progress, language)?),
        };
        let mut tables = vec![
            study_tables::contrast_table(&study, &contrasts),
            study_tables::level_table(&study, &outcomes),
            study_tables::course_table(&study, &outcomes),
            study_tables::cost_table(&study, &outcomes),
            study_tables::cost_effectiveness_table(&study, &outcomes)?,
        ];
        tables.extend(division.as_ref().map(package::attribution_table));
        let more = division.as_ref().map(|it| (it.outcomes.seconds, it.outcomes.elder_weeks)).unwrap_or_default();
        let (seconds, elder_weeks) = (outcomes.seconds + more.0, outcomes.elder_weeks + more.1);
        let timing = Timing::new(seconds, threads, elder_weeks, machine::peak_memory_bytes());
        directory.finish(&tables, outcomes.replicates, outcomes.complete, &timing)?;

        let complete = outcomes.complete && division.as_ref().is_none_or(|it| it.outcomes.complete);
        let division = division.map(|it| division_of(&it, &study));
        let comparison = reported(&study, &outcomes, contrasts, path);
        let comparison = Comparison { attribution: division, ..comparison };
        match self.format {
            Format::Json => out.print(comparison::json(&comparison))?,
            Format::Terminal => {
                out.print(comparison::table(&comparison, language.of_report()))?;
                if let Some(it) = &comparison.attribution {
                    out.print(attribution::table(it, language.of_report()))?;
                }
            }
        }
        if self.report {
            report::page_of(Path::new(&comparison.out), language)?;
        }
        if complete {
            return Ok(());
        }
        out.finish()?;
        let replicates = outcomes.replicates;
        Err(stop.interrupted(match language {
            Language::En => format!("interrupted after {replicates} whole replicates; they are in the directory"),
            Language::Zh => format!("已中断：完成 {replicates} 次重复，均已写入目录"),
        }))
    }

    /// The study with what the options change in it.
    fn load(&self) -> Result<Study> {
        let mut sets = self.sets.clone();
        let options = [("weeks", self.weeks), ("seed", self.seed)];
        sets.extend(options.iter().filter_map(|(key, value)| value.map(|value| format!("{key}={value}"))));
        let mut study = match self.studies.as_slice() {
            [single] if study::is_study(single) => Study::load(single, &sets)?,
            // A name that is no scenario either was meant to be a study.
            [single] if crate::scenario::embedded::find(single).is_none() && !single.ends_with(".toml") => {
                Study::load(single, &sets)?
            }
            several => Study::of_scenarios(several, &sets)?,
        };
        study.keep_contexts(&self.contexts)?;
        if let Some(replicates) = self.replicates {
            study.fix_replicates(replicates);
        }
        Ok(study)
    }
}

fn description(study: &Study) -> StudyDescription {
    let base = study.base();
    StudyDescription {
        name: study.name.clone(),
        text: study.resolved(),
        seed: base.seed,
        replicates: study.most,
        weeks: base.weeks,
        warmup_weeks: base.warmup_weeks,
    }
}

/// Runs every coalition of a package and divides its effect.
fn divided(
    package: Package,
    study: &Study,
    threads: usize,
    stop: &AtomicBool,
    shown: Shown,
    language: Language,
) -> Result<Divided> {
    let mut watcher = Watcher::new(shown, language, 1);
    let figures: Vec<&'static Figure> = study.measures.iter().map(|it| it.figure).collect();
    let divided = package.divide(&figures, threads, stop, |progress| watcher.tell_study(progress))?;
    watcher.finish();
    Ok(divided)
}

/// The division, ready for a reader.
fn division_of(it: &Divided, study: &Study) -> attribution::Division {
    let measures = it.measures.iter().map(|(figure, attribution)| attribution::Measure {
        measure: figure.key,
        attribution: attribution.clone(),
        figure,
    });
    attribution::Division {
        policy: it.package.policy.id.clone(),
        instruments: it.package.instruments().map(|it| it.name).collect(),
        replicates: it.outcomes.replicates,
        runs: it.outcomes.runs[0].iter().map(Vec::len).sum(),
        seconds: it.outcomes.seconds,
        measures: measures.collect(),
        effect: study.effect.key,
        described: it.package.instruments().collect(),
    }
}

/// What the baseline and the policies of a world cost.
fn costs_of(study: &Study, outcomes: &Outcomes, world: usize) -> Vec<comparison::Costs> {
    let (runs, cases) = (&outcomes.runs[world], &study.worlds[world].cases);
    let at = |rate| costs::standings(runs, study.effect, rate, Perspective::Public).unwrap_or_default();
    let standings: Vec<Vec<Standing>> = RATES.iter().map(|it| at(*it).into_iter().map(|it| it.1).collect()).collect();
    let of_case = |(number, case): (usize, &Case)| {
        let items = costs::items(&runs[0], &runs[number], study.effect, RATES[USUAL_RATE]);
        let item = |key: &str| items.iter().find(|it| it.key == key);
        let nothing = Estimated { value: 0.0, interval: None };
        let more = |key: &str| item(key).map_or(0.0, |it| it.difference.value);
        let instruments = items.iter().filter(|it| DESCRIPTIONS.iter().any(|known| known.name == it.key));
        comparison::Costs {
            policy: case.named.id.clone(),
            public: item("public").map_or(nothing, |it| it.level),
            more: item("public").map_or(nothing, |it| it.difference),
            instruments: instruments.map(|it| (it.key.clone(), it.level.value)).collect(),
            unpaid_at_replacement: more("unpaid_at_replacement"),
            unpaid_at_opportunity: more("unpaid_at_opportunity"),
            credits_hours: item("credits_outstanding_hours").map_or(0.0, |it| it.level.value),
            standings: standings.iter().filter_map(|it| it.get(number).copied()).collect(),
        }
    };
    cases.iter().enumerate().map(of_case).collect()
}

/// What was found, ready for a reader.
fn reported(study: &Study, outcomes: &Outcomes, contrasts: Contrasts, out: String) -> Comparison {
    let named = |it: &study::Named| comparison::Named { id: it.id.clone(), en: it.en.clone(), zh: it.zh.clone() };
    let worlds = study.worlds.iter().zip(contrasts).enumerate().map(|(number, (world, contrasts))| comparison::World {
        context: named(&world.named),
        costs: costs_of(study, outcomes, number),
        policies: (1..)
            .zip(contrasts)
            .map(|(case, measures)| comparison::Policy {
                named: named(&world.cases[case].named),
                touches_somebody: touches_somebody(world, case),
                measures,
            })
            .collect(),
    });
    let precision = outcomes.judged.iter().map(|it| comparison::Precision {
        context: study.worlds[it.world].named.id.clone(),
        policy: study.worlds[it.world].cases[it.case].named.id.clone(),
        measure: it.figure.key,
        sufficient_replicates: match it.verdict {
            Verdict::Reached { replicates } => Some(replicates),
            Verdict::More { .. } | Verdict::NotReached { .. } => None,
        },
    });
    Comparison {
        study: study.name.clone(),
        title: study.title.clone(),
        title_zh: study.title_zh.clone(),
        weeks: study.base().weeks,
        effect: study.effect.key,
        discount_rates: costs::RATES.to_vec(),
        elders: study.base().expected_elders(),
        replicates: outcomes.replicates,
        complete: outcomes.complete,
        worlds: worlds.collect(),
        precision: precision.collect(),
        attribution: None,
        seconds: outcomes.seconds,
        out,
    }
}
