//! Sobol points with Owen's nested scrambling: any 2^k of them from the start fill space evenly.
//!
//! Points come in Gray code order (Antonov and Saleev 1979) from the direction numbers of Joe and Kuo.
//! Scrambling (Owen, Journal of Complexity 14, 1998) flips each binary digit by a draw that depends on the
//! digits before it: points stay as even, become uniform, and another seed gives an independent design.

use crate::plan::sampling::joe_kuo::DIRECTIONS;
use crate::plan::sampling::{UnitPoints, cells};
use crate::random::{Chance, Identity, Purpose, open_unit};
use crate::text::message;
use crate::{Error, Result};

/// Factors for which there are direction numbers.
pub const MOST_FACTORS: usize = DIRECTIONS.len() + 1;

const DIGITS: usize = 32;

/// Scrambled points in the open unit cube, formed when asked for.
#[derive(Debug, Clone)]
pub struct Sobol {
    runs: usize,
    chance: Chance,
    /// By factor.
    directions: Vec<[u32; DIGITS]>,
}

impl Sobol {
    /// Of so many runs and factors.
    ///
    /// # Errors
    /// There are no runs or no factors, or too many.
    pub fn new(runs: usize, factors: usize, chance: &Chance) -> Result<Self> {
        cells([runs, factors.min(1)])?;
        if factors > MOST_FACTORS {
            let told = message!(
                "{factors} dimensions: Sobol points have at most {MOST_FACTORS}; screen the factors first, or use a \
                 Latin hypercube",
                "{factors} 维：Sobol 点最多 {MOST_FACTORS} 维；请先筛选因子，或用拉丁超立方"
            );
            return Err(Error::Design(told));
        }
        Ok(Sobol { runs, chance: *chance, directions: (0..factors).map(directions).collect() })
    }

    /// A point before scrambling, as 32 binary digits after the point.
    fn digits(&self, number: usize) -> impl Iterator<Item = u32> {
        let gray = number ^ number >> 1;
        self.directions.iter().map(move |directions| {
            let of = |(place, direction): (usize, &u32)| direction * (gray >> place & 1) as u32;
            directions.iter().enumerate().map(of).fold(0, |digits, it| digits ^ it)
        })
    }
}

impl UnitPoints for Sobol {
    fn count(&self) -> usize {
        self.runs
    }

    fn point(&self, number: usize) -> Vec<f64> {
        let digits = (0..).zip(self.digits(number));
        digits.map(|(factor, digits)| open_unit(scrambled(digits, factor, &self.chance))).collect()
    }
}

/// The direction numbers of one dimension, each as 32 digits after the point.
fn directions(dimension: usize) -> [u32; DIGITS] {
    let mut v = [0; DIGITS];
    let Some(before) = dimension.checked_sub(1) else {
        return std::array::from_fn(|k| 1 << (DIGITS - 1 - k));
    };
    let (a, first) = DIRECTIONS[before];
    let degree = first.len();
    for k in 0..DIGITS {
        v[k] = match first.get(k) {
            Some(m) => m << (DIGITS - 1 - k),
            None => {
                let inner = (1..degree).filter(|i| a >> (degree - 1 - i) & 1 == 1);
                inner.fold(v[k - degree] ^ (v[k - degree] >> degree), |sum, i| sum ^ v[k - i])
            }
        };
    }
    v
}

/// Digits that one draw scrambles: the 31 nodes of a binary tree of this depth.
const DEPTH: usize = 5;

/// Flips every digit by a draw of the dimension and the digits before it.
fn scrambled(digits: u32, dimension: u32, chance: &Chance) -> u32 {
    let mut flipped = 0;
    for first in (0..DIGITS).step_by(DEPTH) {
        let before = if first == 0 { 0 } else { digits >> (DIGITS - first) };
        let who = Identity { community: before, slot: dimension, generation: 0 };
        let word = chance.word(Purpose::DesignScramble, 0, first as i32, who);
        let mut node = 1;
        for place in first..(first + DEPTH).min(DIGITS) {
            let digit = digits >> (DIGITS - 1 - place) & 1;
            flipped = flipped << 1 | (digit ^ (word >> node & 1));
            node = node << 1 | digit;
        }
    }
    flipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unscrambled_points_are_those_of_scipy_in_all_128_dimensions() {
        // scipy 1.17: X = qmc.Sobol(128, scramble=False).random(2048) * 2048; some of X, and the sum of
        // X[n, d] (n mod 97 + 1)(d + 1).
        let sobol = Sobol::new(2048, 128, &Chance::new(1, 0)).unwrap();
        let points: Vec<Vec<u32>> = (0..2048).map(|it| sobol.digits(it).collect()).collect();
        let whole = |n: usize, d: usize| i64::from(points[n][d] >> 21);
        assert!(points.iter().flatten().all(|it| it.trailing_zeros() >= 21));
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 7].map(|d| whole(5, d)), [1792, 1792, 256, 768, 1792, 1280, 1792, 768]);
        assert_eq!([0, 1, 9, 39, 127].map(|d| whole(2000, d)), [225, 165, 1649, 841, 1997]);
        let weighted = |n: usize| (0..128).map(move |d| (n as i64 % 97 + 1) * (d as i64 + 1));
        let sum: i64 = (0..2048).map(|n| weighted(n).enumerate().map(|(d, it)| it * whole(n, d)).sum::<i64>()).sum();
        assert_eq!(sum, 844_531_234_308);
    }

    #[test]
    fn every_power_of_two_from_the_start_holds_one_point_a_slice_after_scrambling_too() {
        let points = Sobol::new(1024, 20, &Chance::new(5, 1)).unwrap().all();
        for runs in [2, 16, 256, 1024] {
            for factor in 0..20 {
                let mut slices: Vec<usize> =
                    points[..runs].iter().map(|it| (it[factor] * runs as f64) as usize).collect();
                slices.sort_unstable();
                assert_eq!(slices, (0..runs).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn pairs_of_the_first_factors_fill_their_squares() {
        let points = Sobol::new(256, 2, &Chance::new(9, 0)).unwrap().all();
        let mut squares: Vec<usize> =
            points.iter().map(|it| (it[0] * 16.0) as usize * 16 + (it[1] * 16.0) as usize).collect();
        squares.sort_unstable();
        assert_eq!(squares, (0..256).collect::<Vec<_>>());
    }

    #[test]
    fn over_seeds_a_scrambled_point_is_uniform() {
        let firsts: Vec<f64> = (0..4000).map(|it| Sobol::new(3, 2, &Chance::new(it, 0)).unwrap().point(2)[1]).collect();
        let mean = firsts.iter().sum::<f64>() / 4000.0;
        let square = firsts.iter().map(|it| (it - 0.5) * (it - 0.5)).sum::<f64>() / 4000.0;
        assert!((mean - 0.5).abs() < 4.0 * (1.0 / 12.0_f64 / 4000.0).sqrt(), "{mean}");
        assert!((square - 1.0 / 12.0).abs() < 0.005, "{square}");
    }

    #[test]
    fn scrambled_points_integrate_a_smooth_function_far_better_than_chance() {
        // Error of the mean of a product over 4,096 points; chance would leave about 0.006.
        let error = |seed| {
            let points = Sobol::new(4096, 5, &Chance::new(seed, 0)).unwrap().all();
            let product = |it: &Vec<f64>| it.iter().map(|x| 0.5 + x).product::<f64>();
            (points.iter().map(product).sum::<f64>() / 4096.0 - 1.0).abs()
        };
        assert!((0..20).map(error).fold(0.0, f64::max) < 2e-4);
    }

    #[test]
    fn more_dimensions_than_directions_are_refused() {
        assert!(Sobol::new(4, 129, &Chance::new(1, 0)).unwrap_err().to_string().contains("at most 128"));
        assert!(Sobol::new(4, 0, &Chance::new(1, 0)).is_err());
    }
}
