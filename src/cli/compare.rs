//! `huzhu compare`: policies against a baseline, on the same people and draws.

use clap::Args;

use super::language::Language;
use super::out::Out;
use super::progress::{Watcher, foretell};
use super::report::page_of;
use super::stop::Stop;
use super::studies::{Format, Options, ended_already};
use crate::analysis::contexts::Weighed;
use crate::analysis::costs::ITEMS;
use crate::analysis::figures::Figure;
use crate::error::Result;
use crate::experiment::compare::{Outcomes, Planned, Progress, compare, planned};
use crate::experiment::kept::Kept;
use crate::experiment::package::{self, Package};
use crate::experiment::stages;
use crate::experiment::study::{self, Study};
use crate::experiment::study_tables::{self, NameRow};
use crate::machine;
use crate::output::study_directory::{self, ReopenedStudy};
use crate::output::{StudyDescription, StudyDirectory, Timing};
use crate::report::comparison;
use crate::report::document::Document;
use crate::report::exports;
use crate::report::wording::Named;

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
            study_tables::ranking_table(study, &outcomes)?,
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

        let document = Document::read(&path)?;
        match self.options.format {
            Format::Json => out.print(exports::json(&document))?,
            Format::Terminal => out.print(comparison::table(&document, Some(seconds), language.of_report()))?,
        }
        if self.options.work.report || study.report {
            page_of(&path, language)?;
        }
        if complete {
            return Ok(());
        }
        out.finish()?;
        let (shown, replicates) = (path.display(), outcomes.replicates);
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

/// A name for a reader.
pub(super) fn named(it: &study::Named) -> Named {
    Named { id: it.id.clone(), en: it.en.clone(), zh: it.zh.clone() }
}
