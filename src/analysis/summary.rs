//! Summary of a run in about two dozen figures: urban, rural and all, at the start and at the end.
//!
//! Rows are summed as they come, replicate by replicate; memory holds only four weekly time courses.

use std::collections::BTreeMap;

use crate::observe::measures::Tally;
use crate::observe::rows::Spell;
use crate::observe::table::{Type, Values};
use crate::output::FinishedRun;
use crate::output::parquet::TableReader;
use crate::output::{WeeklyRow, weekly};
use crate::places::{Setting, WEEKS_PER_MONTH};
use crate::text::message;
use crate::{Error, Result};

use super::figures::{DETAILS, INDICATORS, Indicator, Scope, Source, Span, Window};
use super::interval::quantile;
use super::retention::RetentionCounts;

/// Fewest replicates of which nine tenths are told apart from all: below, a band goes from the lowest to the highest.
pub const LEAST_FOR_NINE_TENTHS: usize = 20;

/// A number with its spread over replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Mean over replicates.
    pub mean: f64,
    /// The 5th percentile of [`LEAST_FOR_NINE_TENTHS`] replicates or more, the lowest of fewer; absent of a single one.
    pub low: Option<f64>,
    /// The 95th percentile of [`LEAST_FOR_NINE_TENTHS`] replicates or more, the highest of fewer; absent of a single one.
    pub high: Option<f64>,
    /// Replicates with a value.
    pub replicates: usize,
}

impl Estimate {
    /// Mean and band of one number a replicate; nothing of nothing.
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        if values.is_empty() {
            return None;
        }
        values.sort_by(f64::total_cmp);
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let replicates = values.len();
        let cut = if replicates < LEAST_FOR_NINE_TENTHS { 0.0 } else { 0.05 };
        let at = |share| (replicates > 1).then(|| quantile(&values, share));
        Some(Estimate { mean, low: at(cut), high: at(1.0 - cut), replicates })
    }
}

/// A figure for one scope.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct StartAndEnd {
    /// In its first four weeks, so that they can be compared with the last four; absent for figures of the whole run.
    pub start: Option<Estimate>,
    /// At the end, or over the whole run.
    pub end: Option<Estimate>,
}

/// One line: a figure for urban, rural and all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// What is shown.
    pub figure: &'static Indicator,
    /// By scope, in the order of [`Scope::ALL`].
    pub values: [StartAndEnd; 3],
}

/// A run in figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Weeks from week 0 on.
    pub weeks: i32,
    /// Replicates that were summed.
    pub replicates: usize,
    /// First and last week of the end.
    pub end_weeks: (i32, i32),
    /// The figures, in the order of [`INDICATORS`].
    pub lines: Vec<Line>,
    /// The further measures, in the order of [`DETAILS`].
    pub details: Vec<Line>,
}

/// All that is kept of one setting in one replicate.
#[derive(Debug, Clone, Default)]
struct Place {
    start: Window,
    end: Window,
    run: Window,
    durations: RetentionCounts,
}

impl Place {
    fn add(&mut self, week: i32, weeks: i32, tally: &Tally) {
        if !(0..weeks).contains(&week) {
            return;
        }
        if week < WEEKS_PER_MONTH {
            self.start.add(tally);
        }
        if week >= weeks - WEEKS_PER_MONTH {
            self.end.add(tally);
        }
        self.run.add(tally);
    }

    fn join(&mut self, other: &Place) {
        self.start.join(&other.start);
        self.end.join(&other.end);
        self.run.join(&other.run);
        self.durations.join(&other.durations);
    }

    fn value(&self, figure: &Indicator) -> (Option<f64>, Option<f64>) {
        match (figure.source, figure.span) {
            (Source::Sums(of), Span::StartAndEnd) => (of(&self.start), of(&self.end)),
            (Source::Sums(of), Span::WholeRun) => (None, of(&self.run)),
            (Source::Retention, _) => (None, self.durations.retention()),
            (Source::Gini(_), _) => (None, None),
        }
    }
}

/// Sums rows into a [`Summary`] as they come, in any order.
#[derive(Debug, Clone)]
pub struct SummaryBuilder {
    weeks: i32,
    replicates: BTreeMap<i32, [Place; 2]>,
}

impl SummaryBuilder {
    /// A summary of a run of `weeks` weeks from week 0 on; of an interrupted run, of those that are whole.
    pub fn new(weeks: i32) -> Self {
        SummaryBuilder { weeks, replicates: BTreeMap::new() }
    }

    /// Adds a weekly row; rows of levels finer than the setting are passed over.
    pub fn week(&mut self, row: &WeeklyRow) {
        if row.level != weekly::LEVELS[0] {
            return;
        }
        let Some(setting) = setting_called(&row.place) else { return };
        let weeks = self.weeks;
        self.place(row.replicate, setting).add(row.week, weeks, &row.tally);
    }

    /// Adds a membership. It counts for retention if it began in the run, a year or more before its end.
    pub fn spell(&mut self, spell: &Spell) {
        self.membership(spell.replicate, spell.setting, spell.start_week, spell.end_week, spell.why);
    }

    fn membership(&mut self, replicate: i32, setting: &str, start_week: i32, end_week: i32, why: &str) {
        let (Some(setting), weeks) = (setting_called(setting), self.weeks) else { return };
        self.place(replicate, setting).durations.add_membership(start_week, end_week, why, weeks);
    }

    fn place(&mut self, replicate: i32, setting: Setting) -> &mut Place {
        &mut self.replicates.entry(replicate).or_default()[setting.index()]
    }

    /// Value of every figure at the end, or over the whole run, in the first replicate, by scope.
    pub(super) fn ends(&self) -> Vec<[Option<f64>; 3]> {
        let settings = self.replicates.values().next();
        let places = settings.map(|settings| Scope::ALL.map(|scope| joined(scope, settings)));
        let end =
            |figure| places.as_ref().map_or([None; 3], |places| [0, 1, 2].map(|scope| places[scope].value(figure).1));
        INDICATORS.iter().chain(DETAILS).map(end).collect()
    }

    /// How long memberships last in the first replicate, by setting.
    pub(super) fn retention(&self) -> [RetentionCounts; 2] {
        let settings = self.replicates.values().next();
        settings.map(|settings| [0, 1].map(|it| settings[it].durations.clone())).unwrap_or_default()
    }

    /// The figures of all rows so far.
    pub fn summary(&self) -> Summary {
        let places: Vec<[Place; 3]> =
            self.replicates.values().map(|settings| Scope::ALL.map(|scope| joined(scope, settings))).collect();
        let lines = |figures: &'static [Indicator]| {
            figures.iter().map(|figure| Line { figure, values: values_of(figure, &places) }).collect()
        };
        Summary {
            weeks: self.weeks,
            replicates: places.len(),
            end_weeks: ((self.weeks - WEEKS_PER_MONTH).max(0), self.weeks - 1),
            lines: lines(INDICATORS),
            details: lines(DETAILS),
        }
    }
}

fn joined(scope: Scope, settings: &[Place; 2]) -> Place {
    let mut place = Place::default();
    for setting in scope.settings() {
        place.join(&settings[setting.index()]);
    }
    place
}

fn values_of(figure: &Indicator, places: &[[Place; 3]]) -> [StartAndEnd; 3] {
    [0, 1, 2].map(|scope| {
        let (starts, ends): (Vec<_>, Vec<_>) = places.iter().map(|it| it[scope].value(figure)).unzip();
        let estimate = |values: Vec<Option<f64>>| Estimate::of(values.into_iter().flatten().collect());
        StartAndEnd { start: estimate(starts), end: estimate(ends) }
    })
}

fn setting_called(name: &str) -> Option<Setting> {
    Setting::ALL.into_iter().find(|it| it.name() == name)
}

/// The summary of a run from its files. Of an interrupted run, replicates that are not whole are left
/// out, unless it is the first that was interrupted: then its whole weeks are summed.
///
/// # Errors
/// A table cannot be read or is damaged.
pub fn of_run(run: &FinishedRun) -> Result<Summary> {
    let manifest = &run.manifest;
    let whole = manifest.complete || manifest.replicates_completed > 0;
    let weeks = if whole { manifest.weeks } else { manifest.weeks_completed };
    let mut builder = SummaryBuilder::new(weeks);
    let mut last_week = BTreeMap::new();
    weekly::read(&run.table("weekly"), weekly::LEVELS[0], |row| {
        let last: &mut i32 = last_week.entry(row.replicate).or_insert(row.week);
        *last = row.week.max(*last);
        builder.week(&row);
    })?;
    // Open memberships are written at a run's end, so an interrupted replicate says nothing of retention.
    if whole {
        read_spells(&run.table("spells"), &mut builder)?;
    }
    // Replicates are numbered by the engine; whole ones are those whose last week is there.
    builder.replicates.retain(|replicate, _| last_week.get(replicate).is_some_and(|last| last + 1 >= weeks));
    Ok(builder.summary())
}

/// Feeds the spells of a file to a summary, a row group at a time.
fn read_spells(path: &std::path::Path, builder: &mut SummaryBuilder) -> Result<()> {
    let reader = TableReader::open(path)?;
    let keys = [
        ("replicate", Type::Int),
        ("setting", Type::Text),
        ("start_week", Type::Int),
        ("end_week", Type::Int),
        ("why", Type::Text),
    ];
    let positions = keys.map(|(name, r#type)| reader.position(name, r#type)).into_iter().collect::<Result<Vec<_>>>()?;
    for group in 0..reader.groups() {
        let columns = positions.iter().map(|it| reader.read(group, *it)).collect::<Result<Vec<_>>>()?;
        let [
            Values::Int(replicates),
            Values::Text(settings),
            Values::Int(starts),
            Values::Int(ends),
            Values::Text(reasons),
        ] = columns.as_slice()
        else {
            let reason = message!("columns of other types", "列的类型不同");
            return Err(Error::Table { path: path.to_path_buf(), reason });
        };
        for row in 0..replicates.len() {
            builder.membership(replicates[row], &settings[row], starts[row], ends[row], &reasons[row]);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::measures::{COUNT, Counter};
    use crate::output::finished::open;
    use crate::output::{Description, RunDirectory, RunPart, Timing};

    /// A week of a setting in round numbers: elders, participants, needed and unmet hours, trust, cents.
    fn row(replicate: i32, week: i32, place: &str, elders: i64, participants: i64, unmet_hours: i64) -> WeeklyRow {
        let mut tally = Tally::default();
        tally.add(Counter::Elders, elders);
        tally.add(Counter::Participants, participants);
        tally.add(Counter::Lonely, elders / 4);
        tally.add(Counter::NeededDaily, 60 * 65_536);
        tally.add(Counter::NeededHealth, 40 * 65_536);
        tally.add(Counter::UnmetDaily, unmet_hours * 65_536);
        tally.add(Counter::Trust, elders * 32_768);
        tally.add(Counter::GivenByVolunteers, 30 * elders);
        tally.add(Counter::GivenByVisitors, 15 * elders);
        tally.add(Counter::CreditsOutstanding, 120 * elders);
        tally.add(Counter::Deaths, 1);
        tally.add(Counter::SpendingCore, 100 * elders);
        tally.add_spending(0, 50 * elders);
        tally.add(Counter::Communities, 2);
        tally.add(Counter::Operating, 1);
        WeeklyRow { replicate, week, level: "setting", place: place.to_string(), tally }
    }

    fn spell(setting: &'static str, start_week: i32, weeks: i32, why: &'static str) -> Spell {
        Spell {
            replicate: 0,
            setting,
            community: 1,
            elder: 1,
            generation: 0,
            start_week,
            end_week: start_week + weeks,
            why,
            age_years: 70,
            woman: 1,
            living: "alone",
            function: 0,
        }
    }

    fn line<'a>(summary: &'a Summary, key: &str) -> &'a Line {
        summary.lines.iter().find(|it| it.figure.key == key).unwrap()
    }

    fn mean(summary: &Summary, key: &str, scope: usize) -> (Option<f64>, Option<f64>) {
        let value = line(summary, key).values[scope];
        (value.start.map(|it| it.mean), value.end.map(|it| it.mean))
    }

    fn is(found: Option<f64>, expected: f64) {
        let found = found.expect("a value");
        assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
    }

    #[test]
    fn figures_are_those_computed_by_hand() {
        let mut builder = SummaryBuilder::new(8);
        for week in -1..8 {
            builder.week(&row(0, week, "urban", 100, if week < 0 { 10 } else { 20 + i64::from(week) }, 50));
            builder.week(&row(0, week, "rural", 300, 30, 20));
        }
        let summary = builder.summary();
        assert_eq!(summary.end_weeks, (4, 7));
        let (start, end) = mean(&summary, "participants_share", 0);
        is(start, (20.0 + 21.0 + 22.0 + 23.0) / 400.0);
        is(end, (24.0 + 25.0 + 26.0 + 27.0) / 400.0);
        is(mean(&summary, "participants_share", 2).1, (25.5 + 30.0) / 400.0);
        is(mean(&summary, "elders", 2).1, 400.0);
        is(mean(&summary, "lonely_share", 1).1, 0.25);
        is(mean(&summary, "unmet_share", 0).1, 0.5);
        is(mean(&summary, "unmet_share", 2).1, 70.0 / 200.0);
        is(mean(&summary, "needed_hours", 0).1, 1.0);
        is(mean(&summary, "trust", 2).0, 0.5);
        is(mean(&summary, "given_by_volunteers_hours", 0).1, 0.75);
        is(mean(&summary, "credits_outstanding_hours", 1).0, 2.0);
        is(mean(&summary, "operating_share", 2).1, 0.5);
        is(mean(&summary, "spending_per_elder_year", 0).1, 1.5 * 52.0);
        is(mean(&summary, "deaths_per_year", 2).1, 2.0 * 52.0 / 400.0);
        assert_eq!(mean(&summary, "deaths_per_year", 2).0, None);
    }

    #[test]
    fn the_start_is_the_first_month_whatever_was_written_of_the_warm_up() {
        let of = |first: i32| {
            let mut builder = SummaryBuilder::new(8);
            let row = |week| row(0, week, "urban", 100, if week < 0 { 90 } else { i64::from(week) }, 0);
            (first..8).for_each(|week| builder.week(&row(week)));
            builder.summary()
        };
        for first in [0, -1, -4] {
            let summary = of(first);
            assert_eq!(summary.end_weeks, (4, 7));
            is(mean(&summary, "participants_share", 0).0, 0.015);
            is(mean(&summary, "participants_share", 0).1, 0.055);
        }
    }

    #[test]
    fn where_nobody_lives_a_figure_is_absent() {
        let mut builder = SummaryBuilder::new(4);
        (0..4).for_each(|week| builder.week(&row(0, week, "urban", 100, 1, 0)));
        let summary = builder.summary();
        assert_eq!(mean(&summary, "participants_share", 1), (None, None));
        assert_eq!(mean(&summary, "one_year_retention", 2), (None, None));
        assert!(SummaryBuilder::new(0).summary().lines.iter().all(|it| it.values[2].end.is_none()));
    }

    #[test]
    fn replicates_give_a_mean_and_a_band() {
        let mut builder = SummaryBuilder::new(4);
        for replicate in 0..21 {
            (0..4).for_each(|week| builder.week(&row(replicate, week, "urban", 100, i64::from(replicate), 0)));
        }
        let summary = builder.summary();
        let end = line(&summary, "participants_share").values[0].end.unwrap();
        is(Some(end.mean), 0.10);
        is(end.low, 0.01);
        is(end.high, 0.19);
        assert_eq!((summary.replicates, end.replicates), (21, 21));
        // Of four replicates nine tenths are none: the band holds all of them, and a single one has none.
        let few = Estimate::of(vec![0.3, 0.1, 0.2, 0.6]).unwrap();
        assert_eq!((few.low, few.high, few.replicates), (Some(0.1), Some(0.6), 4));
        assert_eq!(Estimate::of(vec![0.3]), Some(Estimate { mean: 0.3, low: None, high: None, replicates: 1 }));
    }

    #[test]
    fn retention_counts_the_dead_as_long_as_they_were_seen() {
        let mut builder = SummaryBuilder::new(104);
        builder.spell(&spell("urban", 0, 10, "quit")); // 4 at risk
        builder.spell(&spell("urban", 5, 20, "died"));
        builder.spell(&spell("urban", 9, 30, "pay_ended")); // 2 at risk
        builder.spell(&spell("urban", 51, 52, "open"));
        builder.spell(&spell("urban", 52, 1, "quit")); // began too late
        builder.spell(&spell("urban", -3, 9, "quit")); // began in the warm-up
        let summary = builder.summary();
        is(mean(&summary, "one_year_retention", 0).1, 0.75 * 0.5);
        is(mean(&summary, "one_year_retention", 2).1, 0.375);
        assert_eq!(mean(&summary, "one_year_retention", 1).1, None);
    }

    #[test]
    fn a_summary_from_files_is_that_from_memory() {
        let directory = tempfile::tempdir().unwrap();
        let description = Description {
            command: "run",
            name: "made-up".to_string(),
            text: String::new(),
            seed: 1,
            replicates: 2,
            weeks: 60,
            warmup_weeks: 4,
        };
        let rows: Vec<WeeklyRow> = (0..2)
            .flat_map(|replicate| (-1..60).map(move |week| (replicate, week)))
            .flat_map(|(replicate, week)| {
                let participants = i64::from(replicate + week + 1);
                ["urban", "rural"].map(|place| row(replicate, week, place, 100, participants, 10))
            })
            .collect();
        let spells = vec![spell("rural", 2, 20, "quit"), spell("rural", 3, 53, "open")];
        let mut builder = SummaryBuilder::new(60);
        rows.iter().for_each(|it| builder.week(it));
        spells.iter().for_each(|it| builder.spell(it));
        let mut run = RunDirectory::create(Some(directory.path()), false, description).unwrap();
        // Rows of finer levels stand in the file and leave the summary as it is.
        let finer = WeeklyRow {
            level: "province",
            place: "Beijing/urban".to_string(),
            tally: Tally::from_sums([9; COUNT]),
            ..rows[0].clone()
        };
        run.write_weekly(&[finer]).unwrap();
        run.write(RunPart::Weekly(rows)).unwrap();
        run.write(RunPart::Spells(spells)).unwrap();
        run.finish(&Timing::new(1.0, 1, 1, None)).unwrap();
        let from_files = of_run(&open(directory.path()).unwrap()).unwrap();
        assert_eq!(from_files, builder.summary());
        is(mean(&from_files, "one_year_retention", 1).1, 0.5);
    }

    #[test]
    fn of_an_interrupted_run_only_what_is_whole_is_summed() {
        let directory = tempfile::tempdir().unwrap();
        let description = Description {
            command: "run",
            name: "made-up".to_string(),
            text: String::new(),
            seed: 1,
            replicates: 3,
            weeks: 8,
            warmup_weeks: 0,
        };
        let mut run = RunDirectory::create(Some(directory.path()), false, description).unwrap();
        let whole = (0..8).map(|week| row(0, week, "urban", 100, 10, 0));
        let half = (0..4).map(|week| row(1, week, "urban", 100, 90, 0));
        run.write(RunPart::Weekly(whole.chain(half).collect())).unwrap();
        run.finish_interrupted(1, 4, &Timing::new(1.0, 1, 1, None)).unwrap();
        let summary = of_run(&open(directory.path()).unwrap()).unwrap();
        assert_eq!((summary.replicates, summary.weeks), (1, 8));
        is(mean(&summary, "participants_share", 0).1, 0.1);
    }
}
