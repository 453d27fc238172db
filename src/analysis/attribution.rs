//! Which instrument of a package did it: Shapley shares and synergies.
//!
//! The worth of a coalition is the outcome when just its instruments are in force. The Shapley value
//! (Shapley 1953) is the one division of the package's whole effect that adds up, gives equal
//! instruments equal shares and an idle one nothing. The Shapley interaction index (Grabisch and Roubens
//! 1999) tells of two instruments how much more, or less, they do together than each alone, averaged
//! over what else is in force. Coalitions are bit masks: bit i says that player i is in.

use serde::Serialize;

use super::interval::Estimated;
use crate::random::{Chance, Purpose};
use crate::{Error, Result};

/// Players up to which all coalitions are run.
pub const MOST_EXACT: usize = 8;

/// Players that a coalition mask can hold.
pub const MOST_PLAYERS: usize = 64;

/// How the effect of a package is divided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attribution {
    /// Worth of the package minus worth of nothing.
    pub total: Estimated,
    /// Shapley share of each player; they add up to the total.
    pub shares: Vec<Estimated>,
    /// What each player does alone.
    pub alone: Vec<Estimated>,
    /// What each adds to all others.
    pub last: Vec<Estimated>,
    /// Every pair, in order.
    pub synergies: Vec<Synergy>,
}

/// How two players work together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Synergy {
    /// The pair.
    pub players: (usize, usize),
    /// Shapley interaction index: above zero they strengthen each other, below zero they overlap.
    pub index: Estimated,
}

/// Divides the effect of a package of which every coalition was run in every replicate.
///
/// `worth[replicate][coalition]`; intervals are over replicates.
///
/// # Errors
/// A replicate's table does not hold all coalitions, or holds something that is not a number.
pub fn attribute(worth: &[Vec<f64>]) -> Result<Attribution> {
    let players = worth.first().map_or(Ok(0), |it| players_of(it))?;
    if let Some(other) = worth.iter().find(|it| it.len() != 1 << players) {
        return Err(Error::Design(format!("replicates hold {} and {} coalitions", 1_usize << players, other.len())));
    }
    let all = (1_usize << players) - 1;
    let divided = worth.iter().map(|it| shapley(it)).collect::<Result<Vec<_>>>()?;
    let of_each = |what: &dyn Fn(&[f64], usize) -> f64| {
        (0..players).map(|player| mean(worth.iter().map(|it| what(it, player)))).collect::<Result<Vec<_>>>()
    };
    let pairs = (0..players).flat_map(|one| (one + 1..players).map(move |other| (one, other)));
    let synergy = |players| {
        let index = mean(worth.iter().map(|it| interaction(it, players)))?;
        Ok(Synergy { players, index })
    };
    Ok(Attribution {
        total: mean(worth.iter().map(|it| it[all] - it[0]))?,
        shares: (0..players).map(|player| mean(divided.iter().map(|it| it[player]))).collect::<Result<_>>()?,
        alone: of_each(&|it, player| it[1 << player] - it[0])?,
        last: of_each(&|it, player| it[all] - it[all & !(1 << player)])?,
        synergies: pairs.map(synergy).collect::<Result<_>>()?,
    })
}

fn mean(over_replicates: impl Iterator<Item = f64>) -> Result<Estimated> {
    let values: Vec<f64> = over_replicates.collect();
    Estimated::mean_of(&values).ok_or_else(|| Error::Design("there are no replicates to attribute".to_string()))
}

/// Shapley values from the worth of all 2^n coalitions.
///
/// # Errors
/// The table does not hold all coalitions, or holds something that is not a number.
pub fn shapley(worth: &[f64]) -> Result<Vec<f64>> {
    let players = players_of(worth)?;
    let share = |player: usize| {
        without(worth.len(), 1 << player)
            .map(|it| weight(players, it.count_ones()) * (worth[it | 1 << player] - worth[it]))
            .sum()
    };
    Ok((0..players).map(share).collect())
}

/// Shapley interaction index of two players.
fn interaction(worth: &[f64], (one, other): (usize, usize)) -> f64 {
    let (one, other) = (1 << one, 1 << other);
    let players = worth.len().trailing_zeros() as usize;
    without(worth.len(), one | other)
        .map(|it| {
            let together = worth[it | one | other] - worth[it | one] - worth[it | other] + worth[it];
            weight(players - 1, it.count_ones()) * together
        })
        .sum()
}

/// Coalitions that hold none of `left_out`.
fn without(coalitions: usize, left_out: usize) -> impl Iterator<Item = usize> {
    (0..coalitions).filter(move |it| it & left_out == 0)
}

/// Share of orders in which just a given coalition of `size` comes before a given player: one over
/// n times (n - 1 over size).
fn weight(players: usize, size: u32) -> f64 {
    let choices = (0..size as usize).fold(1.0, |product, k| product * (players - 1 - k) as f64 / (k + 1) as f64);
    1.0 / (players as f64 * choices)
}

fn players_of(worth: &[f64]) -> Result<usize> {
    if !worth.len().is_power_of_two() || worth.len() < 2 {
        return Err(Error::Design(format!(
            "{} coalitions: a package of n instruments has 2^n, from none to all",
            worth.len()
        )));
    }
    if let Some(coalition) = worth.iter().position(|it| !it.is_finite()) {
        return Err(Error::Design(format!("coalition {coalition:#b} has no worth")));
    }
    Ok(worth.len().trailing_zeros() as usize)
}

/// Orders in which players come in, `count` rounded up to whole pairs of an order and its reverse.
///
/// # Errors
/// There are more players than a mask holds.
pub fn orders(players: usize, count: usize, chance: &Chance) -> Result<Vec<Vec<usize>>> {
    if players > MOST_PLAYERS {
        return Err(Error::Design(format!("{players} instruments: at most {MOST_PLAYERS} can be told apart")));
    }
    let pair = |number: usize| {
        let order = chance.order(players, Purpose::CoalitionOrder, number as u32);
        let reverse = order.iter().rev().copied().collect();
        [order, reverse]
    };
    Ok((0..count.div_ceil(2)).flat_map(pair).collect())
}

/// The coalitions that form as players come in by these orders, each once, in rising order: what is to be run.
pub fn coalitions(orders: &[Vec<usize>]) -> Vec<u64> {
    let mut coalitions = vec![0];
    for order in orders {
        let mut coalition = 0;
        coalitions.extend(order.iter().map(|player| {
            coalition |= 1 << player;
            coalition
        }));
    }
    coalitions.sort_unstable();
    coalitions.dedup();
    coalitions
}

/// Shapley values as means over orders of what a player adds when it comes in. They add up exactly as
/// the exact ones do; with orders of its own in every replicate, the interval over replicates holds the
/// error of sampling too.
///
/// # Errors
/// There is no order, or `worth` does not know a coalition of [`coalitions`].
pub fn sampled_shapley(orders: &[Vec<usize>], worth: impl Fn(u64) -> Option<f64>) -> Result<Vec<f64>> {
    let known = |coalition| {
        let missing = || Error::Design(format!("coalition {coalition:#b} has no worth"));
        worth(coalition).filter(|it| it.is_finite()).ok_or_else(missing)
    };
    let players = orders.first().map(Vec::len).ok_or_else(|| Error::Design("there is no order".to_string()))?;
    let mut shares = vec![0.0; players];
    for order in orders {
        let (mut coalition, mut before) = (0, known(0)?);
        for player in order {
            coalition |= 1 << player;
            let after = known(coalition)?;
            shares[*player] += after - before;
            before = after;
        }
    }
    shares.iter_mut().for_each(|it| *it /= orders.len() as f64);
    Ok(shares)
}

#[cfg(test)]
mod tests {
    use super::super::interval::tests::normals;
    use super::*;

    fn close(found: &[f64], expected: &[f64], tolerance: f64) -> bool {
        found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= tolerance)
    }

    #[test]
    fn glove_game_gives_two_thirds_to_the_rare_glove() {
        let pair = |coalition: usize| f64::from(u8::from(coalition & 1 == 1 && coalition > 1));
        let worth: Vec<f64> = (0..8).map(pair).collect();
        assert!(close(&shapley(&worth).unwrap(), &[2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0], 1e-15));
    }

    #[test]
    fn in_any_package_shares_add_up_a_null_instrument_gets_nothing_and_equal_ones_the_same() {
        for players in 1..=MOST_EXACT {
            let draws = normals(players as u32, 1 << players);
            let worth: Vec<f64> = draws.iter().map(|it| 100.0 + 5.0 * it).collect();
            let shares = shapley(&worth).unwrap();
            let total = worth[worth.len() - 1] - worth[0];
            assert!((shares.iter().sum::<f64>() - total).abs() < 1e-12, "{players}");
        }
        // Player 0 does nothing; players 1 and 2 are alike: worth depends on how many of them are in.
        let draws = normals(99, 6);
        let worth: Vec<f64> =
            (0..16_usize).map(|it| draws[(it >> 1 & 1) + (it >> 2 & 1) + 3 * (it >> 3 & 1)]).collect();
        let shares = shapley(&worth).unwrap();
        assert_eq!(shares[0], 0.0);
        assert!((shares[1] - shares[2]).abs() < 1e-12);
    }

    #[test]
    fn ishigami_shapley_effects_come_from_its_closed_sobol_indices() {
        let (one, two, together) = (0.313905191148, 0.442411144790, 0.243683664062);
        // Share of variance that the factors of a coalition explain by themselves.
        let closed = |it: usize| {
            let has = |player: usize| f64::from((it >> player & 1) as u8);
            one * has(0) + two * has(1) + together * has(0) * has(2)
        };
        let worth: Vec<f64> = (0..8).map(closed).collect();
        let shares = shapley(&worth).unwrap();
        assert!(close(&shares, &[0.435747023, 0.442411145, 0.121841832], 1e-9), "{shares:?}");
        let found = attribute(&[worth]).unwrap();
        assert!((found.synergies[1].index.value - together).abs() < 1e-12);
        assert!(found.synergies[0].index.value.abs() < 1e-12);
    }

    #[test]
    fn a_synergy_is_what_two_do_more_together_than_each_alone() {
        let replicate = |shift: f64| vec![0.0, 1.0 + shift, 2.0 - shift, 7.0];
        let found = attribute(&[replicate(0.0), replicate(0.1), replicate(-0.1)]).unwrap();
        assert_eq!(found.synergies.len(), 1);
        assert!((found.synergies[0].index.value - 4.0).abs() < 1e-12);
        assert!((found.total.value - 7.0).abs() < 1e-12);
        assert!((found.shares[0].value - 3.0).abs() < 1e-12 && (found.shares[1].value - 4.0).abs() < 1e-12);
        assert!((found.alone[1].value - 2.0).abs() < 1e-12 && (found.last[1].value - 6.0).abs() < 1e-12);
        assert!(found.shares[0].interval.unwrap().holds(3.0));
    }

    #[test]
    fn sampled_orders_add_up_and_approach_the_exact_shares() {
        let players = 6;
        let draws = normals(5, 1 << players);
        let exact = shapley(&draws).unwrap();
        let worth = |coalition: u64| draws.get(coalition as usize).copied();
        let few = sampled_shapley(&orders(players, 3, &Chance::new(1, 0)).unwrap(), worth).unwrap();
        assert!((few.iter().sum::<f64>() - (draws[63] - draws[0])).abs() < 1e-12);
        let many = sampled_shapley(&orders(players, 20_000, &Chance::new(1, 0)).unwrap(), worth).unwrap();
        assert!(close(&many, &exact, 0.03), "{many:?} {exact:?}");
    }

    #[test]
    fn of_an_additive_package_one_order_tells_all() {
        let players = 20;
        let worth = |coalition: u64| Some((0..players).map(|it| (coalition >> it & 1) as f64 * (it + 1) as f64).sum());
        let orders = orders(players, 1, &Chance::new(4, 1)).unwrap();
        let expected: Vec<f64> = (1..=players).map(|it| it as f64).collect();
        assert!(close(&sampled_shapley(&orders, worth).unwrap(), &expected, 1e-9));
        assert_eq!(coalitions(&orders).len(), 2 * players);
    }

    #[test]
    fn every_order_is_as_likely_as_another() {
        let mut times = [0; 27];
        for order in orders(3, 12_000, &Chance::new(8, 0)).unwrap() {
            times[order[0] * 9 + order[1] * 3 + order[2]] += 1;
        }
        let times: Vec<i32> = times.into_iter().filter(|it| *it > 0).collect();
        assert_eq!(times.len(), 6);
        assert!(times.iter().all(|it| (it - 2000).abs() < 250), "{times:?}");
    }

    #[test]
    fn a_table_without_all_coalitions_is_refused() {
        assert!(shapley(&[1.0, 2.0, 3.0]).unwrap_err().to_string().contains("3 coalitions"));
        assert!(shapley(&[0.0, f64::NAN]).unwrap_err().to_string().contains("0b1"));
        assert!(attribute(&[]).is_err());
        assert!(attribute(&[vec![0.0, 1.0], vec![0.0, 1.0, 2.0, 3.0]]).is_err());
        assert!(sampled_shapley(&[vec![0, 1]], |it| (it == 0).then_some(1.0)).is_err());
        assert!(orders(65, 2, &Chance::new(1, 0)).is_err());
    }
}
