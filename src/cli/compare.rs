//! `huzhu compare`: policies against a baseline, on the same people and draws.

use clap::Args;

use super::language::Language;
use super::out::Out;
use super::progress::{Watcher, foretell};
use super::report::page_of;
use super::stop::Stop;
use super::studies::{Format, Options, ended_already};
use crate::analysis::contexts::Weighed;
use crate::analysis::cost_effectiveness::Standing;
use crate::analysis::costs::{self, ITEMS, Perspective};
use crate::analysis::figures::{Figure, Scope};
use crate::analysis::interval::Estimated;
use crate::analysis::stopping::Verdict;
use crate::error::Result;
use crate::experiment::compare::{Outcomes, Planned, Progress, compare, planned, touches_somebody};
use crate::experiment::kept::Kept;
use crate::experiment::package::{self, Divided, Package};
use crate::experiment::stages::{self, StageSplit};
use crate::experiment::study::{self, Case, Study};
use crate::experiment::study_tables::{self, Contrasts, GroupContrast, NameRow};
use crate::machine;
use crate::output::study_directory::{self, ReopenedStudy};
use crate::output::{StudyDescription, StudyDirectory, Timing};
use crate::policy::{DESCRIPTIONS, Label};
use crate::report::comparison::{self, Comparison};
use crate::report::wording::Named;
use crate::report::{self, attribution, robustness};

/// Compare policies with a baseline: one study, or scenarios, the baseline first. 比较政策
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// A study, or two scenarios and more: embedded names or files. 一个研究，或多个情景（首个为基线）
    #[arg(required_unless_present = "resume", conflicts_with = "resume")]
    studies: Vec<String>,

    /// Exactly so many replicates, whatever precision the study wants. 重复次数
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replicates: Option<u32>,

    /// Only in this context of the study, beside the world as it is; `baseline` for no context. 仅在此情境下比较
    #[arg(long = "context", value_name = "ID", conflicts_with = "resume")]
    contexts: Vec<String>,

    /// Divide the effect of this policy among its instruments (Shapley shares, synergies). 归因到各工具
    #[arg(long, value_name = "POLICY", conflicts_with = "resume")]
    attribute: Option<String>,

    /// Beyond eight instruments: rounds of orders drawn a replicate, each of as many orders as instruments. 抽样轮数
    #[arg(long, conflicts_with = "resume", value_parser = clap::value_parser!(u32).range(1..=i64::from(study::MOST_ROUNDS)))]
    rounds: Option<u32>,

    /// Split the effect of this policy along drive, perception and response. 按驱动、感知、响应三阶段分解效果
    #[arg(long, value_name = "POLICY", conflicts_with = "resume")]
    stages: Option<String>,

    /// Every measure by age, sex, living arrangement, income, function and province too. 分人群与省份报告
    #[arg(long, conflicts_with = "resume")]
    groups: bool,

    #[command(flatten)]
    options: Options,
}

/// Name of this command.
const COMMAND: &str = "compare";

impl Compare {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        self.options.check_page()?;
        let stop = self.options.work.begin(language)?;
        let (study, directory) = match &self.options.resume {
            None => {
                let study = self.load()?;
                check_parts(&study)?;
                let directory =
                    StudyDirectory::create(self.options.out.as_deref(), self.options.force, description(&study))?;
                (study, directory)
            }
            Some(path) => match study_directory::reopen(path, COMMAND)? {
                ReopenedStudy::Unfinished(unfinished) => {
                    let study = Study::from_text(unfinished.name(), unfinished.text(), &[])?;
                    let directory = unfinished.go_on(description(&study))?;
                    (study, directory)
                }
                ReopenedStudy::Finished => return ended_already(path, language, out),
            },
        };
        self.go(&study, directory, &stop, language, out)
    }

    /// Runs what is not done yet, writes the tables and prints the comparison.
    fn go(
        &self,
        study: &Study,
        directory: StudyDirectory,
        stop: &Stop,
        language: Language,
        out: &mut Out,
    ) -> Result<()> {
        let package = study.attribute.as_ref().map(|id| Package::of(study, id, study.rounds)).transpose()?;
        let threads = self.options.work.threads();
        let path = directory.path().to_path_buf();
        let mut kept = Kept::open(&path, self.options.work.seal_every)?;
        if self.options.foretells() {
            self.foretell(study, package.as_ref(), threads, language)?;
        }
        let mut watcher = Watcher::new(self.options.work.progress, language, 1);
        let outcomes = compare(study, threads, &stop.asked, &mut kept, |progress| watcher.tell_study(progress));
        watcher.finish();
        let outcomes = outcomes?;

        let contrasts = study_tables::all_contrasts(study, &outcomes)?;
        let figures: Vec<&'static Figure> = study.measures.iter().map(|it| it.figure).collect();
        let division = match package.filter(|_| outcomes.complete) {
            None => None,
            Some(package) => {
                let mut watcher = Watcher::new(self.options.work.progress, language, 1);
                let told = |progress: &Progress| watcher.tell_study(progress);
                let divided = package.divide(&figures, threads, &stop.asked, &mut kept, told);
                watcher.finish();
                Some(divided?)
            }
        };
        let mut tables = vec![
            study_tables::contrast_table(study, &contrasts),
            study_tables::level_table(study, &outcomes),
            study_tables::course_table(study, &outcomes),
            study_tables::retention_table(study, &outcomes),
            study_tables::cost_table(study, &outcomes),
            study_tables::cost_effectiveness_table(study, &outcomes)?,
            study_tables::net_benefit_table(study, &outcomes)?,
            study_tables::plane_table(study, &outcomes),
            study_tables::equity_table(study, &outcomes)?,
        ];
        let mut names = study_tables::group_names();
        let groups = study_tables::group_contrasts(study, &outcomes)?;
        if study.groups {
            tables.push(study_tables::group_table(study, &groups));
        }
        if !outcomes.judged.is_empty() {
            tables.push(study_tables::precision_table(study, &outcomes));
        }
        let weighed = weighed(study, &outcomes)?;
        if !weighed.is_empty() {
            tables.push(study_tables::robustness_table(&study.worlds, &weighed, false));
            tables.push(study_tables::regret_table(&study.worlds, &weighed));
        }
        tables.extend(division.as_ref().map(package::attribution_table));
        let split = match study.stages.as_ref().filter(|_| outcomes.complete) {
            None => None,
            Some(id) => {
                let mut watcher = Watcher::new(self.options.work.progress, language, 1);
                let told = |progress: &Progress| watcher.tell_study(progress);
                let split = stages::split(study, id, &figures, threads, &stop.asked, &mut kept, told);
                watcher.finish();
                Some(split?)
            }
        };
        tables.extend(split.as_ref().map(stages::stage_table));
        names.extend(stages::STAGES.map(|(key, label)| NameRow::of("stage", key, label.en, label.zh)));
        names.extend(ITEMS.iter().map(|(key, label)| NameRow::of("item", key, label.en, label.zh)));
        tables.push(study_tables::name_table(study, names));
        let parts = [
            Some((outcomes.seconds, outcomes.elder_weeks)),
            division.as_ref().map(|it| (it.seconds, it.elder_weeks)),
            split.as_ref().map(|it| (it.seconds, it.elder_weeks)),
        ];
        let (seconds, elder_weeks) = parts.into_iter().flatten().fold((0.0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
        let timing = Timing::new(seconds, threads, elder_weeks, machine::peak_memory_bytes());
        let complete = outcomes.complete
            && division.as_ref().is_none_or(|it| it.complete)
            && split.as_ref().is_none_or(|it| it.complete);
        directory.finish(tables, outcomes.replicates, complete, &timing)?;

        let division = division.map(|it| division_of(&it, study));
        let shown = path.display();
        let comparison = reported(study, &outcomes, contrasts, shown.to_string());
        let split = split.map(|it| split_of(&it));
        let robustness = weighed.iter().map(|it| robustness::Measure::of(it, &study.worlds)).collect();
        let comparison = Comparison {
            attribution: division,
            stages: split,
            robustness,
            groups: groups_of(study, &groups),
            ..comparison
        };
        match self.options.format {
            Format::Json => out.print(comparison::json(&comparison))?,
            Format::Terminal => {
                out.print(comparison::table(&comparison, language.of_report()))?;
                if let Some(it) = &comparison.attribution {
                    out.print(attribution::table(it, language.of_report()))?;
                }
                if let Some(it) = &comparison.stages {
                    out.print(report::stages::table(it, language.of_report()))?;
                }
            }
        }
        if self.options.work.report || study.report {
            page_of(&path, language)?;
        }
        if complete {
            return Ok(());
        }
        out.finish()?;
        let replicates = outcomes.replicates;
        Err(stop.interrupted(match language {
            Language::En => format!(
                "interrupted after {replicates} whole replicates; what there is can be read in {shown}; \
                 `huzhu compare --resume {shown}` goes on"
            ),
            Language::Zh => format!(
                "已中断：完成 {replicates} 次重复，已有结果可在 {shown} 中读取；用 `huzhu compare --resume {shown}` 继续"
            ),
        }))
    }

    /// Says what is going to be run and how long it may take.
    fn foretell(&self, study: &Study, package: Option<&Package>, threads: usize, language: Language) -> Result<()> {
        let mut parts = package.map_or(Ok(Planned::default()), Package::planned)?;
        if study.stages.is_some() {
            parts = parts + stages::planned(study);
        }
        let [least, most] = [study.least, study.most].map(|it| planned(study, it) + parts);
        let [best, worst] = least.forecast(study.base(), threads)?;
        let more = most.weeks as f64 / least.weeks.max(1) as f64;
        foretell(self.options.work.progress, language, least, [best, worst * more]);
        Ok(())
    }

    /// The study with what the options change in it.
    fn load(&self) -> Result<Study> {
        let sets = self.options.changes.sets();
        let mut study = match self.studies.as_slice() {
            [single] if study::is_study(single) => Study::load(single, &sets)?,
            // A name that is no scenario either was meant to be a study.
            [single] if crate::scenario::embedded::find(single).is_none() && !single.ends_with(".toml") => {
                Study::load(single, &sets)?
            }
            several => Study::of_scenarios(several, &sets)?,
        };
        if !self.contexts.is_empty() {
            study.keep_contexts(&self.contexts)?;
        }
        study.groups |= self.groups;
        if let Some(replicates) = self.replicates {
            study.fix_replicates(replicates);
        }
        study.attribute = self.attribute.clone().or(study.attribute);
        study.rounds = self.rounds.unwrap_or(study.rounds);
        study.stages = self.stages.clone().or(study.stages);
        Ok(study)
    }
}

pub(super) fn description(study: &Study) -> StudyDescription {
    let base = study.base();
    StudyDescription {
        command: COMMAND,
        name: study.name.clone(),
        text: study.resolved(),
        seed: base.seed,
        replicates: study.most,
        weeks: base.weeks,
        warmup_weeks: base.warmup_weeks,
    }
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
        replicates: it.replicates,
        runs: it.runs,
        exact: it.package.is_exact(),
        seconds: it.seconds,
        measures: measures.collect(),
        effect: study.effect.key,
        described: it.package.instruments().collect(),
    }
}

/// Refuses parts that cannot be made before anything is run.
fn check_parts(study: &Study) -> Result<()> {
    study.attribute.as_ref().map(|id| Package::of(study, id, 1)).transpose()?;
    study.stages.as_ref().map(|id| stages::check(study, id)).transpose()?;
    Ok(())
}

/// Policies over the worlds of a study, if it has several and a whole replicate.
fn weighed(study: &Study, outcomes: &Outcomes) -> Result<Vec<Weighed>> {
    if study.worlds.len() < 2 || outcomes.replicates == 0 {
        return Ok(Vec::new());
    }
    study_tables::over_contexts(study, &outcomes.runs)
}

/// The split, ready for a reader.
fn split_of(it: &StageSplit) -> report::stages::Split {
    let measures = it.measures.iter().map(|(figure, split)| report::stages::Measure {
        measure: figure.key,
        effect: split.effect,
        direct: split.direct,
        shares: split.stages.shares.clone(),
        figure,
    });
    report::stages::Split {
        policy: it.policy.id.clone(),
        stages: stages::STAGES.map(|it| it.0).to_vec(),
        replicates: it.replicates,
        seconds: it.seconds,
        measures: measures.collect(),
        labels: stages::STAGES.map(|it| it.1).to_vec(),
    }
}

/// What changes for groups of elders in the world as it is, by the measure that money is held against.
fn groups_of(study: &Study, groups: &[GroupContrast]) -> Vec<comparison::Group> {
    let shown = groups.iter().filter(|it| it.world == 0 && it.scope == Scope::All && it.figure == study.effect);
    let named = |(id, label): (&str, Label)| Named { id: id.into(), en: label.en.into(), zh: label.zh.into() };
    let group = |it: &GroupContrast| comparison::Group {
        policy: study.worlds[0].cases[it.case].named.id.clone(),
        measure: it.figure.key,
        grouping: named(it.grouping),
        group: named(it.group),
        difference: it.contrast.difference,
    };
    shown.map(group).collect()
}

/// What the baseline and the policies of a world cost.
fn costs_of(study: &Study, outcomes: &Outcomes, world: usize) -> Vec<comparison::Costs> {
    let (runs, cases) = (&outcomes.runs[world], &study.worlds[world].cases);
    let at = |rate| costs::standings(runs, study.effect, rate, Perspective::Public).unwrap_or_default();
    let rates = costs::rates(study.discount_rate);
    let standings: Vec<Vec<Standing>> = rates.iter().map(|it| at(*it).into_iter().map(|it| it.1).collect()).collect();
    let of_case = |(number, case): (usize, &Case)| {
        let items = costs::items(&runs[0], &runs[number], study.effect, study.discount_rate);
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

/// A name for a reader.
pub(super) fn named(it: &study::Named) -> Named {
    Named { id: it.id.clone(), en: it.en.clone(), zh: it.zh.clone() }
}

/// What was found, ready for a reader.
fn reported(study: &Study, outcomes: &Outcomes, contrasts: Contrasts, out: String) -> Comparison {
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
        discount_rate: study.discount_rate,
        discount_rates: costs::rates(study.discount_rate),
        elders: study.base().expected_elders(),
        replicates: outcomes.replicates,
        complete: outcomes.complete,
        worlds: worlds.collect(),
        precision: precision.collect(),
        attribution: None,
        stages: None,
        robustness: Vec::new(),
        groups: Vec::new(),
        seconds: outcomes.seconds,
        out,
    }
}
