//! Sampling of design points in the space of factors.
//!
//! A design is a set of points in the unit cube, one row per point and one column per factor; [`Marginal`] converts
//! each coordinate into a value. All kinds except grid and list are drawn by the generator of huzhu from the seed of
//! the sweep, so a plan is the same on every machine. The rows of [`saltelli`] and [`morris`] are in the order that
//! their estimators in `analysis::sensitivity` expect.

pub(crate) mod field;
pub mod grid;
mod joe_kuo;
pub mod latin;
pub(crate) mod list;
pub mod marginal;
pub mod morris;
pub mod saltelli;
pub mod sobol;

pub use grid::Grid;
pub use latin::Latin;
pub use marginal::Marginal;
pub use morris::Morris;
pub use saltelli::Saltelli;
pub use sobol::Sobol;

use crate::text::{Message, message};
use crate::{Error, Result};

/// Points in the unit cube, each computed from its index, so that a design of any size needs no memory.
pub trait UnitPoints: std::fmt::Debug + Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// Coordinates of one, a factor each.
    fn point(&self, number: usize) -> Vec<f64>;

    /// All of them at once.
    fn all(&self) -> Vec<Vec<f64>> {
        (0..self.count()).map(|it| self.point(it)).collect()
    }
}

/// Cells beyond which no plan goes.
pub const MOST_CELLS: usize = 10_000_000;

/// The number of cells of a plan, given as factors of a product, if there are some and not too many.
fn cells(product: impl IntoIterator<Item = usize>) -> Result<usize> {
    let cells = product.into_iter().try_fold(1_usize, usize::checked_mul);
    match cells {
        Some(0) => {
            let told = message!(
                "the design has no cells: it needs at least one factor and one run",
                "设计没有单元：至少须有一个因子和一次运行"
            );
            Err(Error::Design(told))
        }
        Some(cells) if cells <= MOST_CELLS => Ok(cells),
        _ => {
            let Message { en, zh } = match cells {
                None => message!("too many", "过多的"),
                Some(cells) => message!("{cells}", "{cells} 个"),
            };
            let told = message!(
                "the design has {en} cells; the limit is {MOST_CELLS}: use fewer levels, or a Latin hypercube or \
                 Sobol design with as many runs as you can afford",
                "设计有{zh}单元，上限为 {MOST_CELLS} 个：请减少水平，或用拉丁超立方或 Sobol 设计，次数量力而定"
            );
            Err(Error::TooLarge(told))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn designs_of_a_seed_never_change() {
        let chance = crate::random::Chance::new(1, 0);
        let last = |points: Vec<Vec<f64>>| points[points.len() - 1].clone();
        assert_eq!(last(Latin::new(7, 2, &chance).unwrap().all()), [0.10007430238848818, 0.5447235651746658]);
        assert_eq!(last(Sobol::new(7, 2, &chance).unwrap().all()), [0.8685614344431087, 0.3148935871431604]);
        assert_eq!(last(Saltelli::new(4, 2, true, &chance).unwrap().all()), [0.7176053823204711, 0.03923339082393795]);
        let levels = vec![morris::Steps::Levels(4); 2];
        assert_eq!(last(Morris::new(3, levels, &chance).unwrap().all()), [0.3333333333333333, 1.0]);
    }
}
