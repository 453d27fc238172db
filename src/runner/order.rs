//! Finished cells of a plan, one bit per cell, and the order in which the others are run.

use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::plan::design::Design;
use crate::text::message;

/// A shard of a plan: every N-th cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Number of the shard, from 1.
    pub number: u64,
    /// Number of shards.
    pub of: u64,
}

impl Shard {
    /// The complete plan.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Whether a cell belongs to it.
    pub fn holds(self, cell: u64) -> bool {
        cell % self.of == self.number - 1
    }

    /// Number of cells that belong to it, of a total.
    pub fn size(self, cells: u64) -> u64 {
        cells.saturating_sub(self.number - 1).div_ceil(self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        match numbers {
            Some((number, of)) if 1 <= number && number <= of => Ok(Shard { number, of }),
            _ => {
                let told = message!(
                    "a shard is written K/N with K from 1 to N, for example 2/8",
                    "分片写作 K/N，K 为 1 至 N，例如 2/8"
                );
                Err(told.to_string())
            }
        }
    }
}

/// One bit for each cell of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellBitmap {
    words: Vec<u64>,
    cells: u64,
}

impl CellBitmap {
    /// No cell is marked.
    pub fn none(cells: u64) -> Self {
        CellBitmap { words: vec![0; cells.div_ceil(64) as usize], cells }
    }

    /// Every cell is marked.
    pub fn all(cells: u64) -> Self {
        CellBitmap { words: vec![u64::MAX; cells.div_ceil(64) as usize], cells }
    }

    /// Whether a cell of the plan is marked.
    pub fn holds(&self, cell: u64) -> bool {
        self.words[(cell / 64) as usize] >> (cell % 64) & 1 == 1
    }

    /// Marks a cell; returns whether it belongs to the plan and was not marked.
    pub fn add(&mut self, cell: u64) -> bool {
        if cell >= self.cells || self.holds(cell) {
            return false;
        }
        self.words[(cell / 64) as usize] |= 1 << (cell % 64);
        true
    }

    /// Cells without a mark, in order.
    pub fn missing(&self) -> impl Iterator<Item = u64> {
        (0..self.cells).filter(|it| !self.holds(*it))
    }
}

/// The unfinished cells of a shard, taken in order.
#[derive(Debug)]
pub(crate) struct Pending {
    points: u64,
    replicates: u64,
    /// Number of points whose cells of one replicate come together.
    together: u64,
    shard: Shard,
    finished: CellBitmap,
    next: AtomicU64,
}

impl Pending {
    /// The unfinished cells of a design. The cells of `together` points come replicate by replicate.
    pub fn new(design: &Design, together: u64, shard: Shard, finished: CellBitmap) -> Self {
        let (points, replicates) = (design.points() as u64, u64::from(design.replicates));
        Pending { points, replicates, together, shard, finished, next: AtomicU64::new(0) }
    }

    /// Takes up to `most` further cells.
    pub fn take(&self, most: u64) -> Vec<u64> {
        let all = self.points * self.replicates;
        loop {
            let first = self.next.fetch_add(most, Ordering::Relaxed);
            let numbers = first..all.min(first.saturating_add(most));
            let is_wanted = |it: &u64| self.shard.holds(*it) && !self.finished.holds(*it);
            let cells: Vec<u64> = numbers.map(|it| self.cell(it)).filter(is_wanted).collect();
            if !cells.is_empty() || first >= all {
                return cells;
            }
        }
    }

    /// The cell that comes at a place.
    fn cell(&self, place: u64) -> u64 {
        let first = place / (self.together * self.replicates) * self.together;
        let within = place - first * self.replicates;
        let together = self.together.min(self.points - first);
        let (replicate, point) = (within / together, first + within % together);
        point * self.replicates + replicate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(points: u64, replicates: u64, together: u64, shard: Shard, finished: &[u64]) -> Vec<u64> {
        let mut marks = CellBitmap::none(points * replicates);
        finished.iter().for_each(|it| assert!(marks.add(*it)));
        let pending = Pending { points, replicates, together, shard, finished: marks, next: AtomicU64::new(0) };
        std::iter::from_fn(|| Some(pending.take(2)).filter(|it| !it.is_empty())).flatten().collect()
    }

    #[test]
    fn cells_come_in_the_order_of_the_plan_or_replicate_by_replicate_of_some_points() {
        assert_eq!(pending(3, 2, 1, Shard::WHOLE, &[]), [0, 1, 2, 3, 4, 5]);
        assert_eq!(pending(5, 2, 3, Shard::WHOLE, &[]), [0, 2, 4, 1, 3, 5, 6, 8, 7, 9]);
    }

    #[test]
    fn finished_cells_and_those_of_other_shares_are_passed_over() {
        let second = Shard { number: 2, of: 2 };
        assert_eq!(pending(5, 2, 3, second, &[3, 8]), [1, 5, 7, 9]);
        assert!(pending(2, 1, 64, Shard::WHOLE, &[0, 1]).is_empty());
    }

    #[test]
    fn a_mark_is_put_once_and_only_on_cells_of_the_plan() {
        let mut marks = CellBitmap::none(70);
        assert!(marks.add(69) && !marks.add(69) && marks.add(0) && !marks.add(70) && !marks.add(u64::MAX));
        assert_eq!(marks.missing().collect::<Vec<_>>(), (1..69).collect::<Vec<_>>());
    }

    #[test]
    fn shares_of_a_plan_hold_every_cell_once() {
        let shares: Vec<Shard> = (1..=3).map(|it| format!("{it}/3").parse().unwrap()).collect();
        for cell in 0..20 {
            assert_eq!(shares.iter().filter(|it| it.holds(cell)).count(), 1);
        }
        for wrong in ["0/3", "4/3", "1", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
