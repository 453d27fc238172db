//! Scenario discovery: PRIM finds a box in the space of factors that contains most failures and few other runs.
//!
//! Peeling cuts off, again and again, the thin slice of runs whose loss raises the share of failures most
//! for each run given up; pasting puts back what need not have been cut. Coverage (share of all failures
//! within) falls along the way and density (share of failures among the runs within) rises. A quasi-p-value gives for
//! each restriction the probability of an equal gain by chance. Sources: Friedman and Fisher,
//! Statistics and Computing 9 (1999); Bryant and Lempert, Technological Forecasting and Social Change 77
//! (2010). Nothing is drawn: the same runs give the same box.

use serde::Serialize;
use statrs::distribution::{Beta, ContinuousCDF};

use crate::text::message;
use crate::{Error, Result};

/// One factor over all runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Column<'a> {
    /// A number.
    Numbers(&'a [f64]),
    /// One of some kinds without an order.
    Kinds(&'a [u32]),
}

impl Column<'_> {
    fn len(&self) -> usize {
        match self {
            Column::Numbers(values) => values.len(),
            Column::Kinds(values) => values.len(),
        }
    }
}

/// What a restriction admits.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// This number or more.
    AtLeast(f64),
    /// This number or less.
    AtMost(f64),
    /// These kinds, in rising order.
    Among(Vec<u32>),
}

/// A bound on one factor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Restriction {
    /// Number of the factor.
    pub column: usize,
    /// What it admits.
    pub bound: Bound,
}

impl Restriction {
    /// Restrictions of equal place replace each other.
    fn place(&self) -> (usize, u8) {
        let side = match self.bound {
            Bound::AtLeast(_) => 0,
            Bound::AtMost(_) => 1,
            Bound::Among(_) => 2,
        };
        (self.column, side)
    }
}

/// A box and what it holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Region {
    /// All must hold; in order of factors.
    pub restrictions: Vec<Restriction>,
    /// Runs within.
    pub runs: usize,
    /// Failures within.
    pub failures: usize,
    /// Share of all failures that lie within.
    pub coverage: f64,
    /// Share of the runs within that fail.
    pub density: f64,
    /// Share of all runs that lie within.
    pub mass: f64,
}

impl Region {
    /// Harmonic mean of coverage and density.
    pub fn merit(&self) -> f64 {
        let sum = self.coverage + self.density;
        if sum > 0.0 { 2.0 * self.coverage * self.density / sum } else { 0.0 }
    }
}

/// How finely is peeled, and how far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// Share of the runs within that a slice takes.
    pub slice: f64,
    /// Share of all runs below which no box goes.
    pub least_mass: f64,
    /// Quasi-p-value above which a restriction is dropped from the reported box.
    pub significance: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { slice: 0.05, least_mass: 0.05, significance: 0.05 }
    }
}

/// The runs among which a box is sought.
#[derive(Debug, Clone)]
pub struct Search<'a> {
    columns: &'a [Column<'a>],
    fails: &'a [bool],
    settings: Settings,
    all_failures: usize,
}

impl<'a> Search<'a> {
    /// Runs by their factors, and which of them fail.
    ///
    /// # Errors
    /// Columns are not equally long, or a number is missing; no run fails, or every run does.
    pub fn new(columns: &'a [Column<'a>], fails: &'a [bool], settings: Settings) -> Result<Self> {
        for (number, column) in columns.iter().enumerate() {
            if column.len() != fails.len() {
                let (rows, runs) = (column.len(), fails.len());
                let told = message!(
                    "factor {number} has {rows} values for {runs} runs",
                    "因素 {number} 有 {rows} 个取值，而运行有 {runs} 次"
                );
                return Err(Error::Design(told));
            }
            if let Column::Numbers(values) = column
                && let Some(run) = values.iter().position(|it| !it.is_finite())
            {
                let told =
                    message!("factor {number} has no value in run {run}", "因素 {number} 在运行 {run} 中没有取值");
                return Err(Error::Design(told));
            }
        }
        let all_failures = fails.iter().filter(|it| **it).count();
        if all_failures == 0 || all_failures == fails.len() {
            let runs = fails.len();
            let told = message!(
                "{all_failures} of {runs} runs fail: there is no boundary to find; change the goal",
                "{runs} 次运行中有 {all_failures} 次不达标：没有可找的界限；请改变目标"
            );
            return Err(Error::Design(told));
        }
        Ok(Search { columns, fails, settings, all_failures })
    }

    /// From all runs to the smallest box, a slice at a time.
    pub fn trajectory(&self) -> Vec<Region> {
        let mut trajectory = vec![self.region(Vec::new())];
        while let Some(next) = trajectory.last().and_then(|it| self.peeled(it)) {
            trajectory.push(next);
        }
        trajectory
    }

    /// The reported box: the best of the trajectory by the harmonic mean of coverage and density, with
    /// what was cut in vain put back and restrictions that chance explains left out.
    pub fn best(&self) -> Region {
        let trajectory = self.trajectory();
        let better = |best: Region, it: Region| if it.merit() > best.merit() { it } else { best };
        let best = trajectory.into_iter().reduce(better).unwrap_or_else(|| self.region(Vec::new()));
        self.simplified(self.pasted(best))
    }

    /// Puts slices back as long as density does not fall and failures are gained.
    pub fn pasted(&self, mut region: Region) -> Region {
        while let Some(wider) = self.pastes(&region).into_iter().reduce(denser) {
            region = wider;
        }
        region
    }

    /// Leaves out restrictions, the most doubtful first, until chance explains none.
    pub fn simplified(&self, mut region: Region) -> Region {
        loop {
            let doubts = self.quasi_p_values(&region);
            let Some(most) = (0..doubts.len()).reduce(|most, it| if doubts[it] > doubts[most] { it } else { most })
            else {
                return region;
            };
            if doubts[most] <= self.settings.significance {
                return region;
            }
            region = self.region(without(&region.restrictions, most));
        }
    }

    /// Of each restriction, how likely as many failures among as many runs would be if the box without it
    /// failed as often everywhere.
    pub fn quasi_p_values(&self, region: &Region) -> Vec<f64> {
        let doubt = |number| {
            let wider = self.region(without(&region.restrictions, number));
            at_least(region.failures, region.runs, wider.density)
        };
        (0..region.restrictions.len()).map(doubt).collect()
    }

    /// What a box holds.
    pub fn region(&self, restrictions: Vec<Restriction>) -> Region {
        let within = self.within(&restrictions);
        let failures = within.iter().filter(|it| self.fails[**it]).count();
        Region {
            runs: within.len(),
            failures,
            coverage: failures as f64 / self.all_failures as f64,
            density: failures as f64 / within.len().max(1) as f64,
            mass: within.len() as f64 / self.fails.len() as f64,
            restrictions,
        }
    }

    fn within(&self, restrictions: &[Restriction]) -> Vec<usize> {
        let admits = |run: usize| restrictions.iter().all(|it| admits(&it.bound, &self.columns[it.column], run));
        (0..self.fails.len()).filter(|run| admits(*run)).collect()
    }

    /// The best slice off, if the box may still shrink.
    fn peeled(&self, region: &Region) -> Option<Region> {
        if region.failures == region.runs {
            return None;
        }
        let within = self.within(&region.restrictions);
        let slice = self.slice(region);
        let bounds = self.columns.iter().enumerate().flat_map(|(column, values)| {
            let bounds = match values {
                Column::Numbers(values) => ends(within.iter().map(|run| values[*run]), slice),
                Column::Kinds(values) => fewer_kinds(within.iter().map(|run| values[*run])),
            };
            bounds.into_iter().map(move |bound| Restriction { column, bound })
        });
        let least = self.settings.least_mass * self.fails.len() as f64;
        let gain = |it: &Region| (it.density - region.density) / (region.runs - it.runs) as f64;
        bounds
            .map(|it| self.region(with(&region.restrictions, it)))
            .filter(|it| it.runs > 0 && it.runs as f64 >= least)
            .reduce(|best, it| if gain(&it) > gain(&best) { it } else { best })
    }

    /// Every box that is wider by a slice and not worse.
    fn pastes(&self, region: &Region) -> Vec<Region> {
        let widened = |number: usize| {
            let others = without(&region.restrictions, number);
            let Restriction { column, bound } = &region.restrictions[number];
            let candidates = self.within(&others);
            let bounds = match (bound, self.columns[*column]) {
                (Bound::Among(kinds), Column::Kinds(values)) => {
                    more_kinds(kinds, candidates.iter().map(|run| values[*run]))
                }
                (bound, Column::Numbers(values)) => {
                    vec![moved_out(bound, candidates.iter().map(|run| values[*run]), self.slice(region))]
                }
                _ => Vec::new(),
            };
            let wider = move |bound: Option<Bound>| match bound {
                Some(bound) => with(&others, Restriction { column: *column, bound }),
                None => others.clone(),
            };
            bounds.into_iter().map(wider).map(|it| self.region(it)).collect::<Vec<_>>()
        };
        let as_good = |it: &Region| it.failures > region.failures && it.density >= region.density;
        (0..region.restrictions.len()).flat_map(widened).filter(as_good).collect()
    }

    fn slice(&self, region: &Region) -> usize {
        ((self.settings.slice * region.runs as f64) as usize).max(1)
    }
}

fn denser(best: Region, it: Region) -> Region {
    let better = it.density > best.density || (it.density == best.density && it.failures > best.failures);
    if better { it } else { best }
}

fn admits(bound: &Bound, column: &Column, run: usize) -> bool {
    match (bound, column) {
        (Bound::AtLeast(low), Column::Numbers(values)) => values[run] >= *low,
        (Bound::AtMost(high), Column::Numbers(values)) => values[run] <= *high,
        (Bound::Among(kinds), Column::Kinds(values)) => kinds.contains(&values[run]),
        _ => false,
    }
}

fn with(restrictions: &[Restriction], new: Restriction) -> Vec<Restriction> {
    let mut all: Vec<Restriction> = restrictions.iter().filter(|it| it.place() != new.place()).cloned().collect();
    all.push(new);
    all.sort_by_key(Restriction::place);
    all
}

fn without(restrictions: &[Restriction], number: usize) -> Vec<Restriction> {
    restrictions.iter().enumerate().filter(|it| it.0 != number).map(|it| it.1.clone()).collect()
}

/// Bounds that cut a slice off the low and off the high end.
fn ends(values: impl Iterator<Item = f64>, slice: usize) -> Vec<Bound> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let low = cut(&values, slice).map(Bound::AtLeast);
    let mirrored: Vec<f64> = values.iter().rev().map(|it| -it).collect();
    let high = cut(&mirrored, slice).map(|it| Bound::AtMost(-it));
    low.into_iter().chain(high).collect()
}

/// The least number to keep when `slice` of these rising values go: midway to the next, so that the bound
/// does not hang on one run. Equal values go or stay together.
fn cut(rising: &[f64], slice: usize) -> Option<f64> {
    let kept = *rising.get(slice)?;
    let first_kept = match rising.partition_point(|it| *it < kept) {
        0 => rising.partition_point(|it| *it <= kept),
        first => first,
    };
    rising.get(first_kept).map(|kept| between(rising[first_kept - 1], *kept))
}

/// Midway between a number that is out and a greater one that is in, and never the one that is out.
fn between(out: f64, inside: f64) -> f64 {
    let middle = out + (inside - out) / 2.0;
    if middle > out { middle } else { inside }
}

/// A bound farther out by a slice of those beyond it; none when nobody is left beyond.
fn moved_out(bound: &Bound, values: impl Iterator<Item = f64>, slice: usize) -> Option<Bound> {
    let (at, sign) = match bound {
        Bound::AtLeast(low) => (*low, 1.0),
        Bound::AtMost(high) => (-high, -1.0),
        Bound::Among(_) => return None,
    };
    let mut beyond: Vec<f64> = values.map(|it| sign * it).filter(|it| *it < at).collect();
    beyond.sort_by(|one, other| other.total_cmp(one));
    let last_in = *beyond.get(slice.min(beyond.len()).checked_sub(1)?)?;
    let next_out = *beyond.iter().find(|it| **it < last_in)?;
    let low = between(next_out, last_in);
    Some(if sign > 0.0 { Bound::AtLeast(low) } else { Bound::AtMost(-low) })
}

/// Bounds that leave out one of the kinds that are there.
fn fewer_kinds(values: impl Iterator<Item = u32>) -> Vec<Bound> {
    let kinds = distinct(values);
    if kinds.len() < 2 {
        return Vec::new();
    }
    kinds.iter().map(|out| Bound::Among(kinds.iter().copied().filter(|it| it != out).collect())).collect()
}

/// Bounds that admit one more of the kinds that are there; none when all are in.
fn more_kinds(kinds: &[u32], values: impl Iterator<Item = u32>) -> Vec<Option<Bound>> {
    let there = distinct(values);
    let outside: Vec<u32> = there.into_iter().filter(|it| !kinds.contains(it)).collect();
    if let [_] = outside[..] {
        return vec![None];
    }
    let wider = |more: &u32| Some(Bound::Among(distinct(kinds.iter().copied().chain([*more]))));
    outside.iter().map(wider).collect()
}

fn distinct(values: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut kinds: Vec<u32> = values.collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Probability of `some` or more of `all` when each is so with `probability`.
fn at_least(some: usize, all: usize, probability: f64) -> f64 {
    if some == 0 || probability >= 1.0 {
        return 1.0;
    }
    Beta::new(some as f64, (all - some + 1) as f64).map_or(1.0, |it| it.cdf(probability))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Chance, Identity, LIFELONG, Purpose};

    const RUNS: usize = 2000;

    fn uniforms(column: u32) -> Vec<f64> {
        let who = |slot| Identity { community: column, slot, generation: 0 };
        let chance = Chance::new(11, 0);
        (0..RUNS as u32).map(|it| f64::from(chance.uniform(Purpose::SurveySample, 0, LIFELONG, who(it)))).collect()
    }

    #[test]
    fn prim_finds_a_synthetic_box_and_leaves_the_idle_factor_alone() {
        let (a, b, idle) = (uniforms(0), uniforms(1), uniforms(2));
        let fails: Vec<bool> = (0..RUNS).map(|it| (0.3..0.7).contains(&a[it]) && b[it] > 0.6).collect();
        let columns = [Column::Numbers(&a), Column::Numbers(&b), Column::Numbers(&idle)];
        let search = Search::new(&columns, &fails, Settings::default()).unwrap();
        let found = search.best();
        let [low, high, above] = &found.restrictions[..] else { panic!("{found:?}") };
        let near = |restriction: &Restriction, column: usize, expected: f64| match restriction.bound {
            Bound::AtLeast(it) | Bound::AtMost(it) => restriction.column == column && (it - expected).abs() < 0.02,
            Bound::Among(_) => false,
        };
        assert!(near(low, 0, 0.3) && near(high, 0, 0.7) && near(above, 1, 0.6), "{found:?}");
        assert!(found.coverage > 0.97 && found.density > 0.97, "{found:?}");
        assert!(search.quasi_p_values(&found).iter().all(|it| *it < 1e-6));
        assert_eq!(search.best(), found);
    }

    #[test]
    fn noise_blurs_the_box_but_does_not_move_it() {
        let (a, b, luck) = (uniforms(0), uniforms(1), uniforms(3));
        let fails: Vec<bool> = (0..RUNS).map(|it| (a[it] < 0.35 && b[it] < 0.5) != (luck[it] < 0.05)).collect();
        let columns = [Column::Numbers(&a), Column::Numbers(&b), Column::Numbers(&luck)];
        let found = Search::new(&columns[..2], &fails, Settings::default()).unwrap().best();
        assert_eq!(found.restrictions.len(), 2, "{found:?}");
        let Bound::AtMost(a) = found.restrictions[0].bound else { panic!("{found:?}") };
        let Bound::AtMost(b) = found.restrictions[1].bound else { panic!("{found:?}") };
        assert!((a - 0.35).abs() < 0.03 && (b - 0.5).abs() < 0.03, "{found:?}");
        assert!((0.9..0.99).contains(&found.density) && (0.7..0.85).contains(&found.coverage), "{found:?}");
    }

    #[test]
    fn along_the_trajectory_boxes_shrink_and_density_ends_above_where_it_began() {
        let (a, b) = (uniforms(0), uniforms(1));
        let fails: Vec<bool> = (0..RUNS).map(|it| a[it] + b[it] > 1.5).collect();
        let columns = [Column::Numbers(&a), Column::Numbers(&b)];
        let trajectory = Search::new(&columns, &fails, Settings::default()).unwrap().trajectory();
        assert!(trajectory.windows(2).all(|it| it[1].runs < it[0].runs && it[1].coverage <= it[0].coverage));
        let (first, last) = (&trajectory[0], &trajectory[trajectory.len() - 1]);
        assert_eq!((first.coverage, first.mass, first.restrictions.len()), (1.0, 1.0, 0));
        assert!(last.density > 0.95 && last.mass >= 0.05);
    }

    #[test]
    fn kinds_are_left_out_one_by_one() {
        let a = uniforms(0);
        let kinds: Vec<u32> = (0..RUNS as u32).map(|it| it % 4).collect();
        let fails: Vec<bool> = (0..RUNS).map(|it| a[it] > 0.5 && (kinds[it] == 1 || kinds[it] == 3)).collect();
        let columns = [Column::Kinds(&kinds), Column::Numbers(&a)];
        let found = Search::new(&columns, &fails, Settings::default()).unwrap().best();
        assert_eq!(found.restrictions[0], Restriction { column: 0, bound: Bound::Among(vec![1, 3]) });
        assert!(found.coverage > 0.97 && found.density > 0.97, "{found:?}");
    }

    #[test]
    fn equal_values_go_or_stay_together() {
        assert_eq!(cut(&[1.0, 1.0, 1.0, 3.0], 1), Some(2.0));
        assert_eq!(cut(&[1.0, 2.0, 2.0, 3.0], 2), Some(1.5));
        assert_eq!(cut(&[1.0, 1.0], 1), None);
        let next = 1.0 + f64::EPSILON;
        assert_eq!(cut(&[1.0, next], 1), Some(next));
        let out = moved_out(&Bound::AtMost(1.0), [0.5, 2.0, 4.0, 8.0].into_iter(), 2);
        assert_eq!(out, Some(Bound::AtMost(6.0)));
        assert_eq!(moved_out(&Bound::AtLeast(1.0), [0.5, 2.0].into_iter(), 1), None);
    }

    #[test]
    fn the_quasi_p_value_is_a_binomial_tail() {
        // scipy 1.17: binom.sf(7, 10, 0.5) = 0.0546875.
        assert!((at_least(8, 10, 0.5) - 0.054_687_5).abs() < 1e-12);
        assert_eq!((at_least(0, 10, 0.5), at_least(3, 3, 1.0)), (1.0, 1.0));
    }

    #[test]
    fn a_search_without_a_border_is_refused() {
        let column = [1.0, 2.0];
        let columns = [Column::Numbers(&column)];
        let of = |fails: &'static [bool]| Search::new(&columns, fails, Settings::default());
        assert!(of(&[false, false]).unwrap_err().to_string().contains("0 of 2 runs fail"));
        assert!(of(&[true]).unwrap_err().to_string().contains("2 values for 1 runs"));
        let hole = [1.0, f64::NAN];
        let columns = [Column::Numbers(&hole)];
        assert!(Search::new(&columns, &[true, false], Settings::default()).is_err());
    }
}
