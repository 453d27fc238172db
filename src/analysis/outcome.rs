//! What one run of a study amounts to, small enough to keep thousands of.

use crate::observe::groups::GroupTallies;
use crate::observe::measures::Tally;
use crate::observe::{Place, Record};
use crate::output::WeeklyRow;
use crate::places::{Setting, WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::sections::stored;

use super::figures::{FIGURES, Figure, INDICES, Scope, Source, Span, Window, measures};
use super::retention::RetentionCounts;
use super::spread::{Index, Spread};
use super::summary::SummaryBuilder;

/// A value for urban, rural and all; not a number where there is none.
pub type ByScope = [f64; 3];

/// One finished run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// Level of everything that a study can measure, in the order of [`measures`]: over the last four
    /// weeks, or over the whole run.
    pub levels: Vec<[Option<f64>; 3]>,
    /// Weekly course of the measures asked for, from week 0 on; those of the whole run have none.
    pub courses: Vec<Vec<ByScope>>,
    /// Sums of every year by setting; the last may be short.
    pub years: Vec<[Tally; 2]>,
    /// How equally things are spread at the end.
    pub spread: Spread,
    /// How long memberships last, by setting.
    pub retention: [RetentionCounts; 2],
    /// Sums of groups of elders over the last four weeks, where they were kept.
    pub groups: Option<GroupTallies>,
    /// Sums of provinces in the order of the census table, where kept.
    pub provinces: Vec<ProvinceSums>,
    /// A hash of all sums from week 0 to the end of each month: equal as long as runs are equal.
    pub fingerprints: Vec<u64>,
}

stored! { Outcome { levels, courses, years, spread, retention, groups, provinces, fingerprints } }

/// Sums of one province by setting.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProvinceSums {
    /// Row of the census table.
    pub row: u32,
    /// Of the last four weeks.
    pub end: [Tally; 2],
    /// Of all weeks from week 0 on.
    pub run: [Tally; 2],
}

stored! { ProvinceSums { row, end, run } }

impl Outcome {
    /// Level of a measure.
    pub fn level(&self, figure: &Figure, scope: Scope) -> Option<f64> {
        let place = measures().position(|it| it.key == figure.key)?;
        self.levels.get(place)?[scope as usize]
    }
}

/// Takes in the months of one run.
#[derive(Debug, Clone)]
pub struct OutcomeBuilder {
    weeks: i32,
    courses_of: Vec<&'static Figure>,
    summary: SummaryBuilder,
    outcome: Outcome,
}

impl OutcomeBuilder {
    /// Of a run of so many weeks from week 0 on, with the courses of some measures.
    pub fn new(weeks: i32, courses_of: &[&'static Figure]) -> Self {
        OutcomeBuilder {
            weeks,
            courses_of: courses_of.to_vec(),
            summary: SummaryBuilder::new("", weeks),
            outcome: Outcome { courses: vec![Vec::new(); courses_of.len()], ..Outcome::default() },
        }
    }

    /// Takes in a month from week 0 on.
    pub fn add(&mut self, record: Record) {
        let (mut hasher, mut bytes) = (blake3::Hasher::new(), Vec::new());
        hasher.update(&self.outcome.fingerprints.last().copied().unwrap_or_default().to_le_bytes());
        for ((week, place), tally) in &record.tallies {
            if let Place::Province(province, setting) = place {
                let provinces = &mut self.outcome.provinces;
                let place = provinces.binary_search_by_key(province, |it| it.row).unwrap_or_else(|place| {
                    provinces.insert(place, ProvinceSums { row: *province, ..ProvinceSums::default() });
                    place
                });
                provinces[place].run[setting.index()].merge(tally);
                if *week >= self.weeks - WEEKS_PER_MONTH {
                    provinces[place].end[setting.index()].merge(tally);
                }
            }
            let Place::Setting(setting) = place else { continue };
            bytes.clear();
            tally.sums().iter().for_each(|it| bytes.extend_from_slice(&it.to_le_bytes()));
            hasher.update(&bytes);
            let year = (week / WEEKS_PER_YEAR).max(0) as usize;
            if self.outcome.years.len() <= year {
                self.outcome.years.resize(year + 1, Default::default());
            }
            self.outcome.years[year][setting.index()].merge(tally);
            let place = setting.name().to_string();
            let row = WeeklyRow { replicate: 0, week: *week, level: "setting", place, tally: tally.clone() };
            self.summary.week(&row);
        }
        record.spells.iter().for_each(|it| self.summary.spell(it));
        let [a, b, c, d, e, f, g, h, ..] = *hasher.finalize().as_bytes();
        self.outcome.fingerprints.push(u64::from_le_bytes([a, b, c, d, e, f, g, h]));
        self.add_courses(&record);
        if let Some((week, histograms)) = record.distributions.filter(|(week, _)| week + 1 == self.weeks) {
            self.outcome.spread = Spread::of(&histograms.rows(0, week));
        }
        if record.groups.is_some() {
            self.outcome.groups = record.groups;
        }
    }

    fn add_courses(&mut self, record: &Record) {
        if self.courses_of.is_empty() {
            return;
        }
        let mut weeks: Vec<i32> = record.tallies.keys().map(|(week, _)| *week).collect();
        weeks.dedup();
        for week in weeks {
            let windows = Scope::ALL.map(|scope| {
                let mut window = Window::default();
                for setting in Setting::ALL.into_iter().filter(|it| scope.holds(*it)) {
                    if let Some(tally) = record.tallies.get(&(week, Place::Setting(setting))) {
                        let mut here = Window::default();
                        here.add(tally);
                        window.join(&here);
                    }
                }
                window
            });
            for (figure, course) in self.courses_of.iter().zip(&mut self.outcome.courses) {
                if let (Source::Sums(of), Span::StartAndEnd) = (figure.source, figure.span) {
                    course.push([0, 1, 2].map(|scope| of(&windows[scope]).unwrap_or(f64::NAN)));
                }
            }
        }
    }

    /// Takes in the memberships that are open at the end, and closes the account.
    pub fn finish(mut self, open: &[crate::observe::rows::Spell]) -> Outcome {
        open.iter().for_each(|it| self.summary.spell(it));
        let mut levels = self.summary.ends();
        debug_assert_eq!(levels.len(), FIGURES.len());
        levels.extend(INDICES.iter().map(|index| match index.source {
            Source::Gini(measure) => Scope::ALL.map(|scope| self.outcome.spread.get(measure, Index::Gini, scope)),
            Source::Sums(_) | Source::Retention => [None; 3],
        }));
        Outcome { levels, retention: self.summary.retention(), ..self.outcome }
    }
}
