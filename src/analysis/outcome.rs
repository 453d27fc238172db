//! Outcome of one run of a study, small enough to store thousands.

use crate::observe::groups::{GROUPS, GroupTallies, Membership};
use crate::observe::measures::Tally;
use crate::observe::rows::Spell;
use crate::observe::{Place, Record};
use crate::output::WeeklyRow;
use crate::parameters::{Parameters, UnitCosts};
use crate::places::{BySetting, Setting, WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::sections::stored;

use super::figures::{DETAILS, INDICATORS, INDICES, Indicator, Scope, Source, Span, Window, measures};
use super::retention::RetentionCounts;
use super::spread::{Index, Spread, gini_of_groups};
use super::summary::SummaryBuilder;

/// A value for urban, rural and all; not a number where there is none.
pub type ByScope = [f64; 3];

/// The same with nothing where there is none.
type ByScopeIfAny = [Option<f64>; 3];

/// One finished run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// Level of everything that a study can measure, in the order of [`measures`]: over the last four
    /// weeks, or over the whole run.
    pub levels: Vec<ByScopeIfAny>,
    /// Weekly course of the measures asked for, from week 0 on; those of the whole run have none.
    pub courses: Vec<Vec<ByScope>>,
    /// Sums of every year by setting; the last may be short.
    pub years: Vec<[Tally; 2]>,
    /// What an hour given was worth in the run, by setting.
    pub hours: [HourValues; 2],
    /// How equally things are spread at the end.
    pub spread: Spread,
    /// How long memberships last, by setting.
    pub retention: [RetentionCounts; 2],
    /// What groups of elders came to, where that was kept.
    pub groups: Option<GroupSums>,
    /// Sums of provinces in the order of the census table, where kept.
    pub provinces: Vec<ProvinceSums>,
    /// A hash of all sums from week 0 to the end of each month: equal as long as runs are equal.
    pub fingerprints: Vec<u64>,
}

stored! { Outcome { levels, courses, years, hours, spread, retention, groups, provinces, fingerprints } }

/// What an hour given is worth, yuan.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct HourValues {
    /// At the price of paid help.
    pub paid: f64,
    /// What an elder forgoes.
    pub elder: f64,
    /// What a volunteer forgoes.
    pub volunteer: f64,
}

stored! { HourValues { paid, elder, volunteer } }

impl HourValues {
    /// Of a run's parameters, by setting.
    pub fn of(parameters: &BySetting<Parameters>) -> [Self; 2] {
        let of = |it: &UnitCosts| HourValues {
            paid: it.hour_paid.into(),
            elder: it.hour_elder.into(),
            volunteer: it.hour_volunteer.into(),
        };
        Setting::ALL.map(|setting| of(&parameters[setting].cost))
    }
}

/// Sums of one province by setting.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProvinceSums {
    /// Row of the census table.
    pub row: u32,
    /// Of the last four weeks.
    pub end: [Tally; 2],
    /// Of all weeks from week 0 on.
    pub run: [Tally; 2],
    /// Memberships by how long they lasted, where groups were kept.
    pub memberships: [RetentionCounts; 2],
}

stored! { ProvinceSums { row, end, run, memberships } }

/// What groups of elders came to, by setting.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupSums {
    /// States and acts over the last four weeks.
    pub end: GroupTallies,
    /// Over all weeks from week 0 on: elders, deaths, and spending on the places where they live.
    pub run: GroupTallies,
    /// Memberships by how long they lasted.
    memberships: [Vec<RetentionCounts>; 2],
    /// Gini indices at the end, by index, group and scope.
    ginis: Vec<Vec<ByScopeIfAny>>,
}

stored! { GroupSums { end, run, memberships, ginis } }

impl Default for GroupSums {
    fn default() -> Self {
        GroupSums {
            end: GroupTallies::default(),
            run: GroupTallies::default(),
            memberships: [(); 2].map(|()| vec![RetentionCounts::default(); GROUPS]),
            ginis: Vec::new(),
        }
    }
}

impl GroupSums {
    /// Memberships of a setting's group, by its number among all groups.
    pub fn memberships(&self, setting: Setting, group: usize) -> &RetentionCounts {
        &self.memberships[setting.index()][group]
    }
}

impl Outcome {
    /// Level of a measure.
    pub fn level(&self, figure: &Indicator, scope: Scope) -> Option<f64> {
        let place = measures().position(|it| it.key == figure.key)?;
        self.levels.get(place)?[scope as usize]
    }

    /// Level of a measure in a group of elders, by its number among all groups; none where it is not formed for groups,
    /// or they were not kept.
    pub fn level_of_group(&self, figure: &Indicator, scope: Scope, group: usize) -> Option<f64> {
        let groups = self.groups.as_ref().filter(|_| figure.is_formed_for_groups())?;
        match figure.source {
            Source::Retention => RetentionCounts::of_scope(scope, |it| groups.memberships(it, group)).retention(),
            Source::Gini(_) => {
                let index = INDICES.iter().position(|it| it == figure)?;
                // Distributions are not kept by every way of grouping.
                groups.ginis.get(index)?.get(group)?[scope as usize]
            }
            Source::Sums(_) => {
                let (sums, weeks) = self.window(figure, &groups.end, &groups.run);
                figure.of_weeks(&joined(scope, |setting| sums.of(setting, group)), weeks)
            }
        }
    }

    /// Level of a measure in a province, by its row in the census table; none where provinces were not kept.
    pub fn level_of_province(&self, figure: &Indicator, scope: Scope, row: u32) -> Option<f64> {
        let province = self.provinces.iter().find(|it| it.row == row)?;
        if let Source::Retention = figure.source {
            return RetentionCounts::of_scope(scope, |it| &province.memberships[it.index()]).retention();
        }
        let (sums, weeks) = self.window(figure, &province.end, &province.run);
        figure.of_weeks(&joined(scope, |setting| &sums[setting.index()]), weeks)
    }

    /// Which of the sums a measure is about, with their weeks.
    fn window<'s, S>(&self, figure: &Indicator, end: &'s S, run: &'s S) -> (&'s S, i32) {
        match figure.span {
            Span::StartAndEnd => (end, WEEKS_PER_MONTH),
            Span::WholeRun => (run, self.fingerprints.len() as i32 * WEEKS_PER_MONTH),
        }
    }
}

/// Sums of all settings that a scope holds.
fn joined<'t>(scope: Scope, of: impl Fn(Setting) -> &'t Tally) -> Tally {
    let mut all = Tally::default();
    scope.settings().for_each(|it| all.merge(of(it)));
    all
}

/// Takes in the months of one run.
#[derive(Debug, Clone)]
pub struct OutcomeBuilder {
    weeks: i32,
    courses_of: Vec<&'static Indicator>,
    summary: SummaryBuilder,
    outcome: Outcome,
}

impl OutcomeBuilder {
    /// Of a run of so many weeks from week 0 on, with the courses of some measures.
    pub fn new(weeks: i32, parameters: &BySetting<Parameters>, courses_of: &[&'static Indicator]) -> Self {
        OutcomeBuilder {
            weeks,
            courses_of: courses_of.to_vec(),
            summary: SummaryBuilder::new(weeks),
            outcome: Outcome {
                courses: vec![Vec::new(); courses_of.len()],
                hours: HourValues::of(parameters),
                ..Outcome::default()
            },
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
        if let Some(month) = record.groups {
            self.memberships(&month.memberships);
            let groups = self.outcome.groups.get_or_insert_default();
            groups.run.merge(&month.month);
            if let Some(weeks) = month.weeks {
                groups.end.merge(&weeks);
            }
        }
        if let Some((week, histograms)) = record.distributions.filter(|(week, _)| week + 1 == self.weeks) {
            let rows = histograms.rows(0, week);
            self.outcome.spread = Spread::of(&rows);
            if let Some(groups) = &mut self.outcome.groups {
                let gini = |index: &Indicator| match index.source {
                    Source::Gini(measure) => gini_of_groups(&rows, measure),
                    Source::Sums(_) | Source::Retention => Vec::new(),
                };
                groups.ginis = INDICES.iter().map(gini).collect();
            }
        }
    }

    /// Takes in memberships for groups and provinces: those that ended come with their months, those that are open at
    /// the end do not.
    pub fn memberships(&mut self, memberships: &[Membership]) {
        let Outcome { groups, provinces, .. } = &mut self.outcome;
        let groups = groups.get_or_insert_default();
        for it in memberships {
            let add = |to: &mut RetentionCounts| to.add_membership(it.start_week, it.end_week, it.why, self.weeks);
            it.groups.iter().for_each(|group| add(&mut groups.memberships[it.setting.index()][*group]));
            if let Ok(place) = provinces.binary_search_by_key(&it.province, |province| province.row) {
                add(&mut provinces[place].memberships[it.setting.index()]);
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
                for setting in scope.settings() {
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
    pub fn finish(mut self, open: &[Spell]) -> Outcome {
        open.iter().for_each(|it| self.summary.spell(it));
        let mut levels = self.summary.ends();
        debug_assert_eq!(levels.len(), INDICATORS.len() + DETAILS.len());
        levels.extend(INDICES.iter().map(|index| match index.source {
            Source::Gini(measure) => Scope::ALL.map(|scope| self.outcome.spread.get(measure, Index::Gini, scope)),
            Source::Sums(_) | Source::Retention => [None; 3],
        }));
        Outcome { levels, retention: self.summary.retention(), ..self.outcome }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::figures::figure;
    use crate::observe::groups::GroupMonth;
    use crate::observe::measures::Counter;

    #[test]
    fn groups_and_provinces_have_their_own_retention() {
        // Women of a province joined in week 0; one of four quit in week 10, the others stayed. A man elsewhere quit.
        let membership = |province, sex: usize, end_week, why| Membership {
            setting: Setting::Rural,
            province,
            groups: [0, 3 + sex, 5, 8, 13, 16],
            start_week: 0,
            end_week,
            why,
        };
        let mut ended = Record::default();
        let tally = Tally::from_sums([1; crate::observe::measures::COUNT]);
        ended.tallies.insert((0, Place::Province(17, Setting::Rural)), tally);
        let memberships = vec![membership(17, 1, 10, "quit"), membership(20, 0, 10, "quit")];
        ended.groups = Some(GroupMonth { memberships, ..GroupMonth::default() });
        let mut builder = OutcomeBuilder::new(56, &BySetting::from_fn(Parameters::defaults), &[]);
        builder.add(ended);
        builder.memberships(&vec![membership(17, 1, 55, "open"); 3]);
        let outcome = builder.finish(&[]);
        let retention = figure("one_year_retention");
        let of_group = |scope, group| outcome.level_of_group(retention, scope, group);
        assert_eq!((of_group(Scope::Rural, 3 + 1), of_group(Scope::All, 3)), (Some(0.75), Some(0.0)));
        // Three of all five stayed; nobody is in the second age band, and nobody in town.
        assert!((of_group(Scope::All, 0).unwrap() - 0.6).abs() < 1e-12);
        assert_eq!((of_group(Scope::All, 1), of_group(Scope::Urban, 4)), (None, None));
        let of_province = |row| outcome.level_of_province(retention, Scope::All, row);
        assert_eq!((of_province(17), of_province(20)), (Some(0.75), None));
    }

    #[test]
    fn what_a_group_is_told_is_of_its_weeks() {
        let mut outcome = Outcome { fingerprints: vec![0; 26], ..Outcome::default() };
        let mut sums = [(); 2].map(|()| [0; crate::observe::measures::COUNT]);
        // Of 200 elder-weeks of the last month 30 had open requests, of which 12 were served.
        for (measure, sum) in [(Counter::Elders, 200), (Counter::OpenRequests, 30), (Counter::ServedRequests, 12)] {
            sums[0][measure as usize] = sum;
        }
        // Over the run of two years, 104 weeks: 5,200 elder-weeks, 2 deaths, 10,000 yuan.
        for (measure, sum) in [(Counter::Elders, 5200), (Counter::Deaths, 2), (Counter::SpendingCore, 1_000_000)] {
            sums[1][measure as usize] = sum;
        }
        let [end, run] = sums.map(|it| GroupTallies::of_one(Setting::Urban, 2, Tally::from_sums(it)));
        outcome.groups = Some(GroupSums { end, run, ..GroupSums::default() });
        let of = |key: &str| outcome.level_of_group(figure(key), Scope::Urban, 2);
        assert_eq!(of("requests_served_share"), Some(0.4));
        // Of 100 elder-years: 2 %, and 100 yuan each.
        assert_eq!((of("deaths_per_year"), of("spending_per_elder_year")), (Some(0.02), Some(100.0)));
        assert_eq!(of("elders"), Some(50.0));
        for key in ["given_by_volunteers_hours", "given_by_professionals_hours", "operating_share"] {
            assert_eq!(of(key), None, "{key}");
        }
    }
}
