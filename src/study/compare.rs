//! `huzhu compare`: the runs of a study, the attribution and the pathway decomposition that it requests, and the tables
//! of its result directory.

use std::path::Path;

use crate::analysis::contexts::Weighed;
use crate::analysis::costs::ITEMS;
use crate::analysis::figures::Indicator;
use crate::output::mark::Form;
use crate::output::reports::{self, usual_name};
use crate::output::study_directory::Table;
use crate::output::{Description, Reopened, StudyDirectory, Timing};
use crate::plan::study::Study;
use crate::runner::store::RunStore;
use crate::study::attribution::{self, PolicyPackage, ShapleyAttribution};
use crate::study::runs::{Outcomes, Planned, compare, planned};
use crate::study::stages::{self, PathwayDecomposition};
use crate::study::tables::{self, NameRow};
use crate::study::watch::{Options, Watch, watched};
use crate::{Result, machine};

/// Name of the command, and of a comparison in the manifest.
pub const COMMAND: &str = "compare";

/// How a comparison ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StudyResult {
    /// Replicates that are complete in every arm.
    pub replicates: u32,
    /// Whether all planned runs were completed.
    pub complete: bool,
}

/// A new directory for a study.
///
/// # Errors
/// The study requests an attribution or decomposition that is not possible, or the directory cannot be used.
pub fn create(study: &Study, out: Option<&Path>, force: bool) -> Result<StudyDirectory> {
    package_of(study)?;
    study.stages.as_ref().map(|id| stages::check(study, id)).transpose()?;
    StudyDirectory::create(out, force, description(study))
}

/// An unfinished comparison in a directory, with its study; none if it is complete.
///
/// # Errors
/// The directory contains no comparison, or is in use.
pub fn reopen(directory: &Path) -> Result<Option<(Study, StudyDirectory)>> {
    match StudyDirectory::reopen(directory, COMMAND)? {
        Reopened::Unfinished(unfinished) => {
            let study = Study::from_text(unfinished.name(), unfinished.text(), &[])?;
            if study.options.report {
                // Checked before anything is removed: the page may not replace a file of the user.
                reports::check(&directory.join(usual_name(Form::Html)), Form::Html)?;
            }
            let directory = StudyDirectory::resume(unfinished, description(&study))?;
            Ok(Some((study, directory)))
        }
        Reopened::Finished(_) => Ok(None),
    }
}

/// Description of a study in its directory.
pub fn description(study: &Study) -> Description {
    let base = study.base();
    Description {
        command: COMMAND,
        name: study.name.clone(),
        text: study.resolved(),
        seed: base.seed,
        replicates: study.most,
        weeks: base.weeks,
        warmup_weeks: base.warmup_weeks,
    }
}

/// Minimum and maximum number of runs of a study.
///
/// # Errors
/// The package to be attributed has too many instruments.
pub fn foreseen(study: &Study) -> Result<[Planned; 2]> {
    let mut parts = package_of(study)?.map_or_else(|| Ok(Planned::default()), |it| it.planned())?;
    if study.stages.is_some() {
        parts = parts + stages::planned(study);
    }
    Ok([study.least, study.most].map(|it| planned(study, it) + parts))
}

/// Runs the unfinished part of a study and writes its tables.
///
/// # Errors
/// The study does not fit into memory, a run diverged before its policy takes effect, or a file cannot be written.
pub fn run(study: &Study, directory: StudyDirectory, options: &Options, watch: &mut dyn Watch) -> Result<StudyResult> {
    let mut store = RunStore::open(directory.path(), options.seal_every)?;
    let figures: Vec<&'static Indicator> = study.measures.iter().map(|it| it.figure).collect();
    let Options { threads, stop, .. } = *options;
    let outcomes = watched(watch, |told| compare(study, threads, stop, &mut store, told))?;
    // Attribution and decomposition only follow a comparison that is complete.
    let package = package_of(study)?.filter(|_| outcomes.complete);
    let divide = |it: PolicyPackage| watched(watch, |told| it.divide(&figures, threads, stop, &mut store, told));
    let division = package.map(divide).transpose()?;
    let policy = study.stages.as_ref().filter(|_| outcomes.complete);
    let split =
        |id: &String| watched(watch, |told| stages::split(study, id, &figures, threads, stop, &mut store, told));
    let split = policy.map(split).transpose()?;
    let parts = [
        Some((outcomes.seconds, outcomes.elder_weeks, outcomes.complete)),
        division.as_ref().map(|it| (it.seconds, it.elder_weeks, it.complete)),
        split.as_ref().map(|it| (it.seconds, it.elder_weeks, it.complete)),
    ];
    let (mut seconds, mut elder_weeks, mut complete) = (0.0, 0, true);
    for (took, lived, ended) in parts.into_iter().flatten() {
        (seconds, elder_weeks, complete) = (seconds + took, elder_weeks + lived, complete && ended);
    }
    let timing = Timing::new(seconds, threads, elder_weeks, machine::peak_memory_bytes());
    let tables = tables(study, &outcomes, division.as_ref(), split.as_ref())?;
    directory.finish(tables, outcomes.replicates, complete, &timing)?;
    Ok(StudyResult { replicates: outcomes.replicates, complete })
}

fn package_of(study: &Study) -> Result<Option<PolicyPackage>> {
    study.attribute.as_ref().map(|id| PolicyPackage::of(study, id, study.options.rounds)).transpose()
}

/// All tables of a study.
fn tables(
    study: &Study,
    outcomes: &Outcomes,
    division: Option<&ShapleyAttribution>,
    split: Option<&PathwayDecomposition>,
) -> Result<Vec<Table>> {
    let mut tables = vec![
        tables::contrast_table(study, &tables::all_contrasts(study, outcomes)?),
        tables::ranking_table(study, outcomes)?,
        tables::level_table(study, outcomes),
        tables::course_table(study, outcomes),
        tables::retention_table(study, outcomes),
        tables::cost_table(study, outcomes),
        tables::cost_effectiveness_table(study, outcomes)?,
        tables::net_benefit_table(study, outcomes)?,
        tables::plane_table(study, outcomes),
        tables::equity_table(study, outcomes)?,
    ];
    if study.options.groups {
        tables.push(tables::group_table(study, &tables::group_contrasts(study, outcomes)?));
    }
    if !outcomes.judged.is_empty() {
        tables.push(tables::precision_table(study, outcomes));
    }
    let weighed = weighed(study, outcomes)?;
    if !weighed.is_empty() {
        tables.push(tables::robustness_table(&study.contexts, &weighed, false));
        tables.push(tables::regret_table(&study.contexts, &weighed));
    }
    tables.extend(division.map(attribution::attribution_table));
    tables.extend(split.into_iter().flat_map(stages::tables));
    let mut names = tables::group_names();
    names.extend(stages::names());
    names.extend(ITEMS.iter().map(|(key, label)| NameRow::of("item", key, label.en, label.zh)));
    tables.push(tables::name_table(study, names));
    Ok(tables)
}

/// Policies over the contexts of a study, if it has several and a complete replicate.
fn weighed(study: &Study, outcomes: &Outcomes) -> Result<Vec<Weighed>> {
    if study.contexts.len() < 2 || outcomes.replicates == 0 {
        return Ok(Vec::new());
    }
    tables::over_contexts(study, &outcomes.runs)
}
