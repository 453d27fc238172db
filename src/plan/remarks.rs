//! Entries of a study or a design without effect, as commands and reports list them.

use std::path::Path;

use crate::analysis::contexts::Goal;
use crate::analysis::figures::{Form, Indicator};
use crate::analysis::stopping::HalfWidth;
use crate::output::manifest::SCENARIO;
use crate::output::manifest::STUDY;
use crate::plan::factors::Tried;
use crate::plan::study::{BASELINE, Context, Measured, Study};
use crate::scenario::remarks::Remark;
use crate::scenario::{self, Scenario};
use crate::text::Label;
use crate::text::{Message, message};

/// Entries without effect in a scenario.
pub fn of_scenario(scenario: &Scenario) -> Vec<Message> {
    scenario.remarks().iter().map(Remark::message).collect()
}

/// Entries without effect in the baseline of a study, then in each of its policies, in any context.
pub fn of_study(study: &Study) -> Vec<Message> {
    let base = study.base().remarks();
    let mut found: Vec<(&str, Remark)> = Vec::new();
    for arm in study.contexts.iter().flat_map(|it| &it.arms) {
        for remark in arm.scenario.remarks().into_iter().filter(|it| !base.contains(it)) {
            let it = (arm.named.id.as_str(), remark);
            if !found.contains(&it) {
                found.push(it);
            }
        }
    }
    let of_policy = |(id, remark): &(&str, Remark)| {
        let Message { en, zh } = remark.message();
        if *id == BASELINE { remark.message() } else { message!("policy `{id}`: {en}", "政策 `{id}`：{zh}") }
    };
    let same = |it: &&Context| {
        let (ours, theirs) = (study.base(), &it.arms[0].scenario);
        (&ours.timeline, &ours.values) == (&theirs.timeline, &theirs.values)
    };
    let same_contexts = study.contexts[1..].iter().filter(same).map(|it| {
        let id = &it.named.id;
        message!("context `{id}` changes nothing in the baseline", "情境 `{id}` 没有改动基线")
    });
    let figures: Vec<&Indicator> = study.measures.iter().map(|it| it.figure).collect();
    let base = base.iter().map(Remark::message);
    let entries = base.chain(found.iter().map(of_policy));
    let wholes = study.measures.iter().flat_map(of_whole);
    entries.chain(same_contexts).chain(too_short(study.base().weeks, &figures, THIS_ONE)).chain(wholes).collect()
}

/// Entries without effect in a study, also at some values of its uncertain factors.
pub fn of_contexts(study: &Study) -> Vec<Message> {
    of_study(study).into_iter().chain(study.uncertain.iter().flat_map(|it| it.remarks.clone())).collect()
}

/// Goals and precisions of 1 where this means 100 %, which is hardly ever intended.
fn of_whole(measured: &Measured) -> Vec<Message> {
    let (key, is_share) = (measured.figure.key, measured.figure.form == Form::Share);
    let goal = match measured.goal {
        Goal::AtLeast(1.0) if is_share => Some("at_least"),
        Goal::Gain(1.0) if is_share => Some("gain"),
        _ => None,
    };
    let width = match measured.precision {
        Some(HalfWidth::Absolute(1.0)) if is_share => Some("absolute"),
        Some(HalfWidth::Relative(1.0)) => Some("relative"),
        _ => None,
    };
    let told = |path: String| {
        message!("`{path}` = 1 means 100 %; for 1 % write 0.01", "`{path}` = 1 表示 100 %；若指 1 %，请写 0.01")
    };
    let goal = goal.map(|it| told(format!("study.goals.{key}.{it}")));
    goal.into_iter().chain(width.map(|it| told(format!("study.precision.{key}.{it}")))).collect()
}

/// Entries without effect in all cells of a design, or at some values of its factors.
pub(crate) fn of_design(base: &Scenario, tried: &[Tried], measures: &[&Indicator]) -> Vec<Message> {
    let of_base = base.remarks();
    let always: Vec<&Remark> =
        of_base.iter().filter(|remark| tried.iter().all(|it| it.remarks.contains(remark))).collect();
    let mut told: Vec<Message> = always.iter().map(|it| it.message()).collect();
    told.extend(of_values(&of_base, tried));
    // If a factor sets the number of weeks, the longest run counts.
    let weeks = tried.iter().filter(|it| it.path == "weeks").filter_map(|it| it.value.parse::<f64>().ok());
    match weeks.reduce(f64::max).map(|it| it as i32) {
        Some(weeks) => told.extend(too_short(weeks, measures, THE_LONGEST)),
        None => told.extend(too_short(base.weeks, measures, THIS_ONE)),
    }
    told
}

/// The run that is too short, as a text: the only one, or the longest of a design.
const THIS_ONE: Label = Label { en: "this one has", zh: "本次只有" };
const THE_LONGEST: Label = Label { en: "the longest of this design has", zh: "本设计中最长的只有" };

/// Entries without effect at some values of factors but not in the unchanged scenario.
pub(crate) fn of_values(of_base: &[Remark], tried: &[Tried]) -> Vec<Message> {
    let mut told = Vec::new();
    let mut paths: Vec<&str> = tried.iter().map(|it| it.path.as_str()).collect();
    paths.dedup();
    for path in paths {
        let values: Vec<&Tried> = tried.iter().filter(|it| it.path == path).collect();
        // Entries that do not depend on this factor are reported for another.
        let depends =
            |remark: &&Remark| !of_base.contains(remark) || values.iter().any(|it| !it.remarks.contains(remark));
        let idle: Vec<(&Tried, &Remark)> =
            values.iter().filter_map(|it| Some((*it, it.remarks.iter().find(depends)?))).collect();
        let Some((first, remark)) = idle.first() else { continue };
        let (Message { en, zh }, value) = (remark.message(), &first.value);
        told.push(match idle.len() - 1 {
            0 => message!("with `{path}` = {value}: {en}", "当 `{path}` = {value} 时：{zh}"),
            more => message!(
                "with `{path}` = {value}: {en} (the same holds for {more} more of its values)",
                "当 `{path}` = {value} 时：{zh}（另有 {more} 个取值亦如此）"
            ),
        });
    }
    told
}

/// Measures that need a longer run.
fn too_short(weeks: i32, measures: &[&Indicator], which: Label) -> Vec<Message> {
    let short = measures.iter().filter(|it| weeks < it.fewest_weeks());
    let told = |it: &&Indicator| {
        let (key, fewest, Label { en, zh }) = (it.key, it.fewest_weeks(), which);
        message!(
            "`{key}` needs a run of {fewest} weeks or more; {en} {weeks}, so it has no value",
            "`{key}` 需要至少 {fewest} 周的运行；{zh} {weeks} 周，因此没有数值"
        )
    };
    short.map(told).collect()
}

/// Entries without effect in the scenario or study of a result directory, if this version can read it.
pub fn of_results(directory: &Path) -> Vec<Message> {
    let read = |name: &str| std::fs::read_to_string(directory.join(name)).ok();
    let study = || Study::from_text(STUDY, &read(STUDY)?, &[]).ok();
    let run = || scenario::from_text(SCENARIO, &read(SCENARIO)?, &[]).ok();
    let of_study = study().map(|it| of_study(&it));
    of_study.or_else(|| Some(of_scenario(&run()?.scenario))).unwrap_or_default()
}
