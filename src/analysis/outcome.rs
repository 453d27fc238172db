//! What one run of a study amounts to, small enough to keep thousands of.

use crate::observe::measures::Tally;
use crate::observe::{Place, Record};
use crate::output::WeeklyRow;
use crate::places::{Setting, WEEKS_PER_YEAR};
use crate::sections::stored;

use super::equity::Distribution;
use super::figures::{FIGURES, Figure, INDICES, Scope, Source, Span, Window, measures};
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
    /// A hash of all sums from week 0 to the end of each month: equal as long as runs are equal.
    pub fingerprints: Vec<u64>,
}

stored! { Outcome { levels, courses, years, fingerprints } }

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
    gini: Vec<[Option<f64>; 3]>,
}

impl OutcomeBuilder {
    /// Of a run of so many weeks from week 0 on, with the courses of some measures.
    pub fn new(weeks: i32, courses_of: &[&'static Figure]) -> Self {
        OutcomeBuilder {
            weeks,
            courses_of: courses_of.to_vec(),
            summary: SummaryBuilder::new("", weeks),
            outcome: Outcome { courses: vec![Vec::new(); courses_of.len()], ..Outcome::default() },
            gini: vec![[None; 3]; INDICES.len()],
        }
    }

    /// Takes in a month from week 0 on.
    pub fn add(&mut self, record: Record) {
        let (mut hasher, mut bytes) = (blake3::Hasher::new(), Vec::new());
        hasher.update(&self.outcome.fingerprints.last().copied().unwrap_or_default().to_le_bytes());
        for ((week, place), tally) in &record.tallies {
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
            let rows = histograms.rows(0, week);
            for (gini, index) in self.gini.iter_mut().zip(INDICES) {
                let Source::Gini(measure) = index.source else { continue };
                *gini = Scope::ALL.map(|scope| {
                    let here =
                        |setting: &str| Setting::ALL.into_iter().any(|it| it.name() == setting && scope.holds(it));
                    let those = rows.iter().filter(|it| it.class == "all" && it.measure == measure && here(it.setting));
                    let bins: Vec<(i32, i64)> = those.clone().map(|it| (it.bin, it.elders)).collect();
                    let width = those.map(|it| f64::from(it.width)).next()?;
                    // Of hours, most of the first bin gave none; shares are spread over theirs.
                    let first_at = if width > 1.0 { 0.0 } else { width / 2.0 };
                    Distribution::of_histogram(&bins, width, first_at).ok()?.gini()
                });
            }
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
        levels.extend(self.gini);
        Outcome { levels, ..self.outcome }
    }
}
