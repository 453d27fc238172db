//! Who people are: where they live, how they age, how lonely they are, how well they feel.
//! Patterns 1, 2, 3, 12, 44

use super::super::cases::Case;
use super::super::runs::Runs;
use super::super::statistics::{partial_correlation, share};
use super::YEAR;
use crate::observe::measures::Counter;
use crate::observe::survey::{Answer, panel};
use crate::places::Setting;
use crate::scenario::{self, Scenario, census};

/// Part of the nation that is synthesised for the national margins: about a million elders, so that the chance of
/// sizes of communities moves a share by a tenth of a point.
const NATION: f64 = 0.004;

/// The census scenario at a scale, of one province or all.
fn china(scale: f64, province: Option<&str>) -> Option<Scenario> {
    let mut sets = vec![format!("population.scale={scale}")];
    sets.extend(province.map(|it| format!("population.provinces=[\"{it}\"]")));
    scenario::load("china", &sets).ok().map(|it| it.scenario)
}

/// Pattern 1a: The largest difference, in points, between the 60+ share of a province as published and as the census
/// scenario plans it (communities times their mean size over the population). An input, so it has no chance in it.
pub fn province_margin(_: &Runs) -> Option<f64> {
    census::provinces().iter().try_fold(0.0, |worst: f64, it| {
        let planned = china(1.0, Some(it.name))?.expected_elders() / it.population as f64;
        Some(worst.max((planned - it.share_60plus).abs() * 100.0))
    })
}

/// Pattern 1b: 60+ share of the nation, per cent, from the elders that a sample of its communities really holds.
pub fn national_share(runs: &Runs) -> Option<f64> {
    let elders = runs.nation(|| china(NATION, None))?;
    let population: u64 = census::provinces().iter().map(|it| it.population).sum();
    Some((elders.urban + elders.rural) / NATION / population as f64 * 100.0)
}

/// Pattern 1c: 60+ share of the rural population less that of the urban one, points, from the same sample.
pub fn rural_above_urban(runs: &Runs) -> Option<f64> {
    let elders = runs.nation(|| china(NATION, None))?;
    let (mut town, mut villages) = (0.0, 0.0);
    for it in census::provinces() {
        town += it.population as f64 * it.share_urban;
        villages += it.population as f64 * (1.0 - it.share_urban);
    }
    Some((elders.rural / villages - elders.urban / town) / NATION * 100.0)
}

/// Deaths in a year per hundred elders over ten years. Residents of care homes, of whom there are few, are left out
/// above and below.
fn deaths(runs: &Runs, case: Case) -> Option<f64> {
    let sums = runs.of(case).window(0..10 * YEAR);
    super::ratio(&sums, &[Counter::Deaths], &[Counter::Elders]).map(|it| it * f64::from(YEAR) * 100.0)
}

/// Pattern 2a: Deaths in the baseline, whose elders grow in number as China's do. The published rate is that of a growing
/// population, of which many have just turned sixty.
pub fn deaths_a_year(runs: &Runs) -> Option<f64> {
    deaths(runs, Case::Baseline)
}

/// Pattern 2b: Shift of the pyramid in the baseline.
pub fn pyramid_shift(runs: &Runs) -> Option<f64> {
    shift_of_the_pyramid(runs, Case::Baseline)
}

/// The largest change, in points, of an age band's share (60s, 70s, 80+) between 2020's pyramid (FACTS D25) and that
/// after ten years. "Plausible" is read as no band moving by more than five points.
fn shift_of_the_pyramid(runs: &Runs, case: Case) -> Option<f64> {
    let trace = runs.of(case);
    let answers = trace.survey(10 * YEAR);
    let bands = [(60.0, 70.0, 0.5583), (70.0, 80.0, 0.3061), (80.0, f32::INFINITY, 0.1356)];
    bands.into_iter().try_fold(0.0, |worst: f64, (from, to, published)| {
        let found = share(answers, |_| true, |it| (from..to).contains(&it.age_years))?;
        Some(worst.max((found - published).abs() * 100.0))
    })
}

/// Share with a function of at least so much over the ten years of the baseline, per cent.
fn function_share(runs: &Runs, measures: &[Counter]) -> Option<f64> {
    let sums = runs.of(Case::Baseline).window(0..10 * YEAR);
    super::ratio(&sums, measures, &[Counter::Elders]).map(|it| it * 100.0)
}

/// Pattern 3a: Not independent, f of 1 or 2, which the wide definitions of surveys ask for, per cent of 60+.
pub fn not_independent(runs: &Runs) -> Option<f64> {
    function_share(runs, &[Counter::Limited, Counter::Dependent])
}

/// Pattern 3b: Helped in daily living, f of 2, per cent of 60+.
pub fn helped_daily(runs: &Runs) -> Option<f64> {
    function_share(runs, &[Counter::Dependent])
}

/// Pattern 3c: Share that is not independent in the tenth year over that in the first.
pub fn function_stability(runs: &Runs) -> Option<f64> {
    let trace = runs.of(Case::Baseline);
    let of = |weeks| super::ratio(&trace.window(weeks), &[Counter::Limited, Counter::Dependent], &[Counter::Elders]);
    Some(of(9 * YEAR..10 * YEAR)? / of(0..YEAR)?)
}

/// Pattern 3d: Incidence of f of 1 or more at 65+, per 1,000 person-years of the independent: a panel of the baseline asked
/// every month for two years, as a cohort study counts new cases, but with no cases lost between its waves.
pub fn incidence(runs: &Runs) -> Option<f64> {
    let trace = runs.of(Case::Baseline);
    let weeks: Vec<i32> = trace.survey_weeks().filter(|it| *it <= 2 * YEAR).collect();
    let (mut cases, mut person_weeks) = (0.0, 0.0);
    for pair in weeks.windows(2) {
        for (before, after) in panel(trace.survey(pair[0]), trace.survey(pair[1])) {
            if before.age_years >= 65.0 && before.function == 0 {
                person_weeks += f64::from(pair[1] - pair[0]);
                cases += f64::from(u8::from(after.function > 0));
            }
        }
    }
    (person_weeks > 0.0).then(|| cases / person_weeks * f64::from(YEAR) * 1000.0)
}

/// Share of a setting's elders who feel lonely at week 0, per cent: the settled community without policy, which is
/// what the surveys of the 2010s met.
fn lonely(runs: &Runs, setting: Setting) -> Option<f64> {
    let trace = runs.of(Case::Baseline);
    share(trace.survey(0), |it| it.setting == setting, |it| it.lonely).map(|it| it * 100.0)
}

/// Pattern 12a: Lonely in town, per cent.
pub fn lonely_in_town(runs: &Runs) -> Option<f64> {
    lonely(runs, Setting::Urban)
}

/// Pattern 12b: Lonely in villages, per cent.
pub fn lonely_in_villages(runs: &Runs) -> Option<f64> {
    lonely(runs, Setting::Rural)
}

fn column(answers: &[Answer], value: impl Fn(&Answer) -> f32) -> Vec<f64> {
    answers.iter().map(|it| f64::from(value(it))).collect()
}

/// Correlation of belonging with reported wellbeing among elders alike in some things, at week 0 of the baseline.
fn belonging_and_wellbeing(runs: &Runs, alike: &[fn(&Answer) -> f32]) -> Option<f64> {
    let trace = runs.of(Case::Baseline);
    let answers = trace.survey(0);
    let alike: Vec<Vec<f64>> = alike.iter().map(|value| column(answers, value)).collect();
    partial_correlation(&column(answers, |it| it.belonging), &column(answers, |it| it.wellbeing), &alike)
}

/// Pattern 44a: Correlation of belonging with wellbeing, as reported with the noise of a survey.
pub fn belonging_correlation(runs: &Runs) -> Option<f64> {
    belonging_and_wellbeing(runs, &[])
}

/// Pattern 44b: How much more of that correlation goes when elders alike in company (connection) and perceived support are
/// compared than when elders alike in attendance are: what carries a tie takes it away.
pub fn company_carries_the_tie(runs: &Runs) -> Option<f64> {
    let company = belonging_and_wellbeing(runs, &[|it| it.connection, |it| it.perceived_support])?;
    let attendance = belonging_and_wellbeing(runs, &[|it| f32::from(u8::from(it.attended))])?;
    Some(attendance - company)
}
