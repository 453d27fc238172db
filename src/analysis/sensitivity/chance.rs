//! The share of an output's variance that is due to chance rather than factors.
//!
//! Runs stand in a table of cells (points of the design) and replicates. Replicates of equal number share
//! their draws, so chance has a part common to all cells and a part of each run; both count. The parts come
//! from the two-way analysis of variance with random effects (Searle, Casella and McCulloch, Variance
//! Components, 1992), which holds for independent draws as well.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::estimated;
use crate::analysis::interval::{CONFIDENCE, Estimated, Moments, bootstrap};
use crate::random::Chance;
use crate::text::message;
use crate::{Error, Result};

/// Share of chance from which on nothing is left for the factors.
const ALL: f64 = 0.995;

/// The variance of a single run's output, by where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts {
    /// From the factors.
    pub factors: f64,
    /// From draws that replicates of all cells share.
    pub common_chance: f64,
    /// From chance within a run, and how it plays together with the factors.
    pub own_chance: f64,
}

impl Parts {
    /// Share of the whole that is chance; none where nothing varies.
    pub fn chance_share(&self) -> Option<f64> {
        let chance = self.common_chance + self.own_chance;
        let whole = self.factors + chance;
        (whole > 0.0).then(|| chance / whole)
    }
}

/// What runs tell of chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OfChance {
    /// Where the variance comes from.
    pub parts: Parts,
    /// The share of it that is chance; none where nothing varies, and without an interval where chance suffices.
    pub share: Option<Estimated>,
    /// Whether chance alone can explain how cells differ: the F test of the two-way analysis does not reject that the
    /// factors do nothing, or the share of chance or the end of its interval is about all.
    pub suffices: bool,
}

/// What is chance, with a bootstrap interval over cells; `outputs` by cell and replicate.
///
/// # Errors
/// There are fewer than two cells or replicates, or not the same replicates in every cell.
pub fn share_of_chance(outputs: &[impl AsRef<[f64]>], resamples: u32, chance: &Chance) -> Result<OfChance> {
    let outputs: Vec<&[f64]> = outputs.iter().map(AsRef::as_ref).collect();
    let replicates = outputs.first().map_or(0, |it| it.len());
    if outputs.len() < 2 || replicates < 2 || outputs.iter().any(|it| it.len() != replicates) {
        let told = message!(
            "to separate chance from factors, two or more cells with the same two or more replicates are needed",
            "要区分偶然与因子的作用，须有两个以上单元，且各单元有相同的两次以上重复"
        );
        return Err(Error::Design(told));
    }
    if let Some(cell) = outputs.iter().position(|it| it.iter().any(|it| !it.is_finite())) {
        let told = message!(
            "cell {cell} has an output that is not a number: leave the cell out",
            "单元 {cell} 有一个输出不是数：请去掉该单元"
        );
        return Err(Error::Design(told));
    }
    let found = parts(&outputs);
    let interval = bootstrap(chance, resamples, outputs.len(), |times| {
        let cells = outputs.iter().zip(times);
        let again: Vec<&[f64]> = cells.flat_map(|(cell, times)| (0..*times).map(move |_| *cell)).collect();
        parts(&again).chance_share()
    });
    let share = found.chance_share().map(|it| estimated(it, interval, outputs.len(), 0.0));
    let is_all = share.is_some_and(|it| it.value.max(it.interval.map_or(0.0, |it| it.high)) >= ALL);
    let suffices = is_all || suffices(&outputs, &found);
    let share = share.map(|it| Estimated { interval: it.interval.filter(|_| !suffices), ..it });
    Ok(OfChance { parts: found, share, suffices })
}

/// Whether the F test does not reject that cells differ by chance alone.
fn suffices(cells: &[&[f64]], parts: &Parts) -> bool {
    if parts.own_chance <= 0.0 {
        return parts.factors <= 0.0;
    }
    let replicates = cells[0].len() as f64;
    let of_cells: Vec<f64> = cells.iter().map(|it| it.iter().sum::<f64>() / replicates).collect();
    let Some(moments) = Moments::of(&of_cells) else { return true };
    let degrees = cells.len() as f64 - 1.0;
    let of_chance = FisherSnedecor::new(degrees, degrees * (replicates - 1.0)).expect("degrees of freedom above zero");
    of_chance.cdf(moments.variance * replicates / parts.own_chance) < CONFIDENCE
}

fn parts(cells: &[&[f64]]) -> Parts {
    let (rows, columns) = (cells.len(), cells[0].len());
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let of_cells: Vec<f64> = cells.iter().map(|it| mean(it)).collect();
    let of_replicates: Vec<f64> =
        (0..columns).map(|it| cells.iter().map(|cell| cell[it]).sum::<f64>() / rows as f64).collect();
    let centre = mean(&of_cells);
    let rest = |row: usize, column: usize| cells[row][column] - of_cells[row] - of_replicates[column] + centre;
    let squares: f64 = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .map(|(r, c)| rest(r, c) * rest(r, c))
        .sum();
    let own_chance = squares / ((rows - 1) * (columns - 1)) as f64;
    let variance = |values: &[f64]| Moments::of(values).map_or(0.0, |it| it.variance);
    Parts {
        factors: (variance(&of_cells) - own_chance / columns as f64).max(0.0),
        common_chance: (variance(&of_replicates) - own_chance / rows as f64).max(0.0),
        own_chance,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::interval::tests::normals;

    /// Cells and replicates with given deviations of factor, common and own chance.
    fn table(factor: f64, common: f64, own: f64) -> Vec<Vec<f64>> {
        let (cells, replicates) = (400, 20);
        let of_cells = normals(1, cells);
        let of_replicates = normals(2, replicates);
        let of_runs = normals(3, cells * replicates);
        let run = |cell: usize, it: usize| {
            factor * of_cells[cell] + common * of_replicates[it] + own * of_runs[cell * replicates + it]
        };
        (0..cells).map(|cell| (0..replicates).map(|it| run(cell, it)).collect()).collect()
    }

    #[test]
    fn known_parts_of_variance_are_found() {
        let OfChance { parts, share, suffices } =
            share_of_chance(&table(2.0, 1.0, 1.0), 300, &Chance::new(1, 0)).unwrap();
        assert!(!suffices);
        assert!((parts.factors - 4.0).abs() < 0.6, "{parts:?}");
        assert!((parts.common_chance - 1.0).abs() < 0.7, "{parts:?}");
        assert!((parts.own_chance - 1.0).abs() < 0.07, "{parts:?}");
        let share = share.unwrap();
        assert!((share.value - 1.0 / 3.0).abs() < 0.08 && share.interval.unwrap().holds(share.value), "{share:?}");
    }

    #[test]
    fn without_chance_the_share_is_zero_and_without_factors_it_is_one() {
        let of = |outputs: &[Vec<f64>]| share_of_chance(outputs, 50, &Chance::new(1, 0)).unwrap();
        let found = of(&table(1.0, 0.0, 0.0));
        assert!(found.share.unwrap().value < 1e-12 && !found.suffices, "{found:?}");
        let found = of(&table(0.0, 0.0, 1.0));
        assert!(found.share.unwrap().value > 0.98 && found.suffices, "{found:?}");
        // The F test sees a factor in so many runs, yet it is next to nothing beside what chance does.
        let found = of(&table(0.06, 0.0, 1.0));
        assert!(found.share.unwrap().value > 0.99 && found.suffices, "{found:?}");
        let found = of(&[vec![1.0; 3], vec![1.0; 3]]);
        assert_eq!((found.share, found.suffices), (None, true));
    }

    #[test]
    fn chance_that_suffices_is_taken_for_a_factor_in_one_study_of_twenty() {
        // 400 studies of 12 cells and 3 replicates without any factor: of the share that is misled, 5 %, the standard
        // deviation is 1.1 %.
        let noise = normals(11, 400 * 36);
        let studies = noise.chunks(36).map(|it| it.chunks(3).map(<[f64]>::to_vec).collect::<Vec<_>>());
        let misled = studies.filter(|it| !share_of_chance(it, 1, &Chance::new(1, 0)).unwrap().suffices).count();
        assert!((6..=34).contains(&misled), "{misled} of 400");
    }

    #[test]
    fn a_single_replicate_cannot_tell() {
        let chance = Chance::new(1, 0);
        assert!(share_of_chance(&[vec![1.0], vec![2.0]], 10, &chance).unwrap_err().to_string().contains("replicates"));
        assert!(share_of_chance(&[vec![1.0, 2.0], vec![2.0]], 10, &chance).is_err());
        assert!(share_of_chance(&[vec![1.0, 2.0], vec![2.0, f64::NAN]], 10, &chance).is_err());
    }
}
