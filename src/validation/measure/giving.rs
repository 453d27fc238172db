//! Who gives, who stays, who copies whom.   Patterns 5, 9, 18, 19, 20, 22, 23, 25

use super::super::cases::Case;
use super::super::runs::{Runs, Trace};
use super::super::statistics::{gini, mean, peer_slope, share};
use super::{YEAR, taking_part};
use crate::analysis::retention::RetentionCounts;
use crate::observe::rows::Spell;
use crate::observe::survey::{Answer, panel};
use crate::places::Setting;

/// Pattern 5: Willing over doing in villages with a scheme. Willing is who would take part if it were offered well; doing is
/// who has joined or gave help in the last eight weeks. Surveys met schemes of every age, so that the yearly surveys
/// of the package's first five years are pooled.
pub fn willing_over_doing(runs: &Runs) -> Option<f64> {
    let trace = runs.of(Case::Package);
    let (mut willing, mut doing) = (0.0, 0.0);
    for week in (1..=5).map(|it| it * YEAR) {
        let villagers = trace.survey(week).iter().filter(|it| it.setting == Setting::Rural);
        for it in villagers {
            willing += f64::from(u8::from(it.willing));
            doing += f64::from(u8::from(it.takes_part()));
        }
    }
    (doing > 0.0).then(|| willing / doing)
}

/// Pattern 9: Gini coefficient of the hours given in the five years of a time bank. The studies count from its ledger, on
/// which everybody stands who ever joined, whether they gave nothing, little or left long ago: here, of those who live
/// in the community after five years, who was a member at any yearly survey or gave anything.
pub fn concentration(runs: &Runs) -> Option<f64> {
    let trace = runs.of(Case::Package);
    let at = |week: i32, it: &Answer| {
        let answers = trace.survey(week);
        answers.binary_search_by(|other| other.who.cmp(&it.who)).ok().map(|found| &answers[found])
    };
    let ledger = trace.survey(5 * YEAR).iter().filter_map(|it| {
        let hours = it.given_hours - at(0, it).map_or(0.0, |before| before.given_hours);
        let joined = || (0..=5).any(|year| at(year * YEAR, it).is_some_and(|answer| answer.member));
        (hours > 0.0 || joined()).then_some(f64::from(hours))
    });
    gini(ledger.collect())
}

/// Pattern 18: Taking part in the last of three years after two years of cash, less that of the same people who were never
/// paid, points of a week's participants.
pub fn after_cash(runs: &Runs) -> Option<f64> {
    let last = 4 * YEAR..5 * YEAR;
    let [paid, never] = [Case::Cash, Case::Baseline].map(|case| taking_part(&runs.of(case).window(last.clone())));
    Some(paid? - never?)
}

fn left(spell: &Spell) -> bool {
    matches!(spell.why, "quit" | "pay_ended")
}

/// Of those who were members at week 0, the same people in every case, the share who quit within two years, per cent.
/// Those who join later are left out: new members quit more, and a programme that draws many has many of them.
fn quit_of_the_first(trace: &Trace) -> Option<f64> {
    let first = |it: &&Spell| it.start_week < 0;
    let those: Vec<&Spell> = trace.spells.iter().filter(first).collect();
    share(&those, |_| true, |it| left(it) && it.end_week < 2 * YEAR).map(|it| it * 100.0)
}

/// Pattern 19a: Quitting under two years of support (staff, process, standards, recognition) less that under no policy.
pub fn support_on_quitting(runs: &Runs) -> Option<f64> {
    Some(quit_of_the_first(&runs.of(Case::Support))? - quit_of_the_first(&runs.of(Case::Baseline))?)
}

/// Pattern 19b: Quitting under two years of a stipend less that under no policy, while the stipend lasts.
pub fn stipend_on_quitting(runs: &Runs) -> Option<f64> {
    Some(quit_of_the_first(&runs.of(Case::Cash))? - quit_of_the_first(&runs.of(Case::Baseline))?)
}

/// Pattern 20: Share of memberships that last a year under the package, per cent, of all that begin under it (Kaplan-Meier:
/// who dies or moves away counts as long as seen). The package is the supported scheme; nothing in it screens.
pub fn retention(runs: &Runs) -> Option<f64> {
    let mut durations = RetentionCounts::default();
    let trace = runs.of(Case::Package);
    for it in trace.spells.iter().filter(|it| it.start_week >= 0) {
        durations.add(it.end_week - it.start_week, left(it));
    }
    durations.retention().map(|it| it * 100.0)
}

/// Pattern 22a: Of members the share who are none a year later, less, of the others, the share who have become one, points,
/// in the fourth year of the baseline: a panel of two waves, as Butrica's.
pub fn stop_less_start(runs: &Runs) -> Option<f64> {
    let trace = runs.of(Case::Baseline);
    let both = panel(trace.survey(3 * YEAR), trace.survey(4 * YEAR));
    let stop = share(&both, |(before, _)| before.member, |(_, after)| !after.member)?;
    let start = share(&both, |(before, _)| !before.member, |(_, after)| after.member)?;
    Some((stop - start) * 100.0)
}

/// Members of the package at the end of its third year who answered in all three waves around it.
fn three_waves(runs: &Runs, mut see: impl FnMut(&Answer, &Answer, &Answer)) {
    let trace = runs.of(Case::Package);
    let [first, middle, last] = [2, 3, 4].map(|year| trace.survey(year * YEAR));
    for (middle, last) in panel(middle, last).into_iter().filter(|(middle, _)| middle.member) {
        if let Ok(found) = first.binary_search_by(|it| it.who.cmp(&middle.who)) {
            see(&first[found], middle, last);
        }
    }
}

/// Share who are no longer members a year later, of the upper half less of the lower half, points.
fn stop_by_half(mut members: Vec<(f64, bool)>) -> Option<f64> {
    members.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (lower, upper) = members.split_at(members.len() / 2);
    let stops = |half: &[(f64, bool)]| share(half, |_| true, |it| it.1);
    Some((stops(upper)? - stops(lower)?) * 100.0)
}

/// Pattern 22b: Stopping within a year, of the half who gave more hours in the year before, less of the other half.
pub fn intense_stay(runs: &Runs) -> Option<f64> {
    let mut members = Vec::new();
    three_waves(runs, |first, middle, last| {
        members.push((f64::from(middle.given_hours - first.given_hours), !last.member));
    });
    stop_by_half(members)
}

/// Pattern 22c: Stopping within a year, of the half who have served longer, less of the other half.
pub fn long_serving_stay(runs: &Runs) -> Option<f64> {
    let mut members = Vec::new();
    three_waves(runs, |_, middle, last| members.push((f64::from(middle.tenure_weeks), !last.member)));
    stop_by_half(members)
}

/// Repetitions until habit stands at 95 % of its ceiling of 1, from the habit of one who has never taken part, with
/// one week missed after so many. Lally's people acted daily and the model's act weekly, so repetitions are compared,
/// not days. The rule is MODEL 7.10 with the constants of the baseline; it has no chance in it.
fn repetitions(missed_after: Option<u32>) -> Option<f64> {
    let scenario = Case::Baseline.scenario();
    let p = &scenario.parameters.urban;
    let (gain, loss) = (f64::from(p.behave.habit_gain), f64::from(p.behave.habit_loss));
    let mut habit = f64::from(p.structure.initial_habit);
    for repetition in 1..10_000 {
        habit += gain * (1.0 - habit);
        if habit >= 0.95 {
            return Some(f64::from(repetition));
        }
        if missed_after == Some(repetition) {
            habit -= loss * habit;
        }
    }
    None
}

/// Pattern 23a: Repetitions to 95 % of the ceiling.
pub fn habit_repetitions(_: &Runs) -> Option<f64> {
    repetitions(None)
}

/// Pattern 23b: Further repetitions that one week missed half-way costs. "Harmless" is read as less than two of 66.
pub fn one_miss(_: &Runs) -> Option<f64> {
    let without = repetitions(None)?;
    Some(repetitions(Some((without / 2.0) as u32))? - without)
}

/// Pattern 25: Slope of one's own taking part on that of one's group mates, inside a community, with the mates' lifelong
/// propensity as the instrument; mean of the yearly surveys of villages under the package from its second year on.
pub fn peers(runs: &Runs) -> Option<f64> {
    let trace = runs.of(Case::Package);
    let villagers = |year: i32| -> Vec<Answer> {
        trace.survey(year * YEAR).iter().filter(|it| it.setting == Setting::Rural).cloned().collect()
    };
    mean(&(2..=5).filter_map(|year| peer_slope(&villagers(year))).collect::<Vec<_>>())
}
