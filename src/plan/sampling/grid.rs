//! The full grid: every level of every factor with every other.

use crate::Result;
use crate::plan::sampling::cells;

/// A full factorial plan; cells are formed when asked for, so that a large grid costs no memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    levels: Vec<usize>,
    cells: usize,
}

impl Grid {
    /// Of factors with so many levels each.
    ///
    /// # Errors
    /// A factor has no levels, or there are too many cells.
    pub fn new(levels: Vec<usize>) -> Result<Self> {
        let cells = cells(levels.iter().copied())?;
        Ok(Grid { levels, cells })
    }

    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// The level of each factor in a cell; the last factor changes fastest.
    pub fn cell(&self, number: usize) -> Vec<usize> {
        let mut rest = number;
        let mut cell: Vec<usize> = self
            .levels
            .iter()
            .rev()
            .map(|levels| {
                let level = rest % levels;
                rest /= levels;
                level
            })
            .collect();
        cell.reverse();
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_holds_every_combination_once() {
        let grid = Grid::new(vec![2, 3, 2]).unwrap();
        let cells: Vec<Vec<usize>> = (0..grid.cells()).map(|it| grid.cell(it)).collect();
        assert_eq!(cells[..4], [[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1]]);
        assert_eq!(cells[11], [1, 2, 1]);
        assert!(cells.is_sorted() && cells.windows(2).all(|it| it[0] != it[1]));
    }

    #[test]
    fn a_grid_without_levels_or_with_a_thousand_million_cells_is_refused() {
        assert!(Grid::new(vec![3, 0]).unwrap_err().to_string().contains("no cells"));
        assert!(Grid::new(vec![1000; 3]).unwrap_err().to_string().contains("1000000000 cells"));
        assert!(Grid::new(vec![1000; 9]).unwrap_err().to_string().contains("too many cells"));
    }
}
