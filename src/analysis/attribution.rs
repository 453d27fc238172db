//! Shapley attribution: shares of the instruments of a package, and synergies.
//!
//! The value of a coalition is the outcome when exactly its instruments are in force. The Shapley value (Shapley 1953)
//! is the only attribution of the package's total effect that adds up, gives equal instruments equal shares, and an
//! instrument without effect nothing. The Shapley interaction index (Grabisch and Roubens
//! 1999) measures how much more, or less, two instruments achieve together than separately, averaged over the other
//! instruments in force. Coalitions are bit masks: bit i says that player i is in.
//!
//! Up to [`MOST_EXACT`] players every coalition is run. Beyond, orders in which players come in are drawn
//! (Castro, Gómez and Tejada 2009), in rounds that are balanced: the zigzag paths of Walecki, with players
//! renamed by chance and each path walked both ways, let every player come first once and last once and every
//! pair follow each other. Each order is as likely as any other, so the means over orders are unbiased; with
//! rounds of its own in every replicate, the interval over replicates holds the error of sampling too.

use serde::Serialize;

use super::interval::Estimated;
use super::ranking::Lead;
use crate::random::{Chance, Purpose};
use crate::text::message;
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
    /// How each share stands to the largest in the direction of the total, replicate by replicate.
    pub leads: Vec<Lead>,
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

/// How the effect of a package is divided in one replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct Division {
    /// Worth of the package minus worth of nothing.
    pub total: f64,
    /// Share of each player.
    pub shares: Vec<f64>,
    /// What each player does alone.
    pub alone: Vec<f64>,
    /// What each adds to all others.
    pub last: Vec<f64>,
    /// Interaction index of every pair, in the order of [`pairs`].
    pub synergies: Vec<f64>,
}

impl Division {
    /// From the worth of all 2^n coalitions.
    ///
    /// # Errors
    /// The table does not hold all coalitions, or holds something that is not a number.
    pub fn exact(worth: &[f64]) -> Result<Self> {
        let players = players_of(worth)?;
        let all = worth.len() - 1;
        Ok(Division {
            total: worth[all] - worth[0],
            shares: shapley(worth)?,
            alone: (0..players).map(|player| worth[1 << player] - worth[0]).collect(),
            last: (0..players).map(|player| worth[all] - worth[all & !(1 << player)]).collect(),
            synergies: pairs(players).map(|pair| interaction(worth, pair)).collect(),
        })
    }
}

/// Every pair of players, in order.
pub fn pairs(players: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..players).flat_map(move |one| (one + 1..players).map(move |other| (one, other)))
}

impl Attribution {
    /// Means and intervals over replicates.
    ///
    /// # Errors
    /// There are no replicates, or they have different numbers of players.
    pub fn over(replicates: &[Division]) -> Result<Self> {
        let players = replicates.first().map_or(0, |it| it.shares.len());
        if let Some(other) = replicates.iter().find(|it| it.shares.len() != players) {
            let others = other.shares.len();
            let told = message!(
                "replicates have {players} and {others} players",
                "各次重复的政策工具数不同：{players} 与 {others}"
            );
            return Err(Error::Design(told));
        }
        let each = |of: fn(&Division) -> &[f64]| {
            let count = replicates.first().map_or(0, |it| of(it).len());
            (0..count).map(|number| mean(replicates.iter().map(|it| of(it)[number]))).collect::<Result<Vec<_>>>()
        };
        let synergies = pairs(players).zip(each(|it| &it.synergies)?);
        let total = mean(replicates.iter().map(|it| it.total))?;
        let shares = each(|it| &it.shares)?;
        Ok(Attribution {
            leads: leads(replicates, total.value, &shares)?,
            total,
            shares,
            alone: each(|it| &it.alone)?,
            last: each(|it| &it.last)?,
            synergies: synergies.map(|(players, index)| Synergy { players, index }).collect(),
        })
    }
}

/// How each share stands to the largest one in the direction of the total.
fn leads(replicates: &[Division], total: f64, shares: &[Estimated]) -> Result<Vec<Lead>> {
    let along = |player: usize| if total < 0.0 { -shares[player].value } else { shares[player].value };
    let chief = (0..shares.len()).fold(0, |chief, it| if along(it) > along(chief) { it } else { chief });
    let lead = |player: usize| {
        if player == chief {
            return Ok(Lead::First);
        }
        Ok(Lead::behind_by(mean(replicates.iter().map(|it| it.shares[chief] - it.shares[player]))?.verdict()))
    };
    (0..shares.len()).map(lead).collect()
}

fn mean(over_replicates: impl Iterator<Item = f64>) -> Result<Estimated> {
    let values: Vec<f64> = over_replicates.collect();
    let none = || Error::Design(message!("there are no replicates to attribute", "没有可供归因的重复"));
    Estimated::mean_of(&values).ok_or_else(none)
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

fn without_worth(coalition: u64) -> Error {
    Error::Design(message!("coalition {coalition:#b} has no worth", "组合 {coalition:#b} 没有取值"))
}

fn players_of(worth: &[f64]) -> Result<usize> {
    if !worth.len().is_power_of_two() || worth.len() < 2 {
        let coalitions = worth.len();
        let told = message!(
            "{coalitions} coalitions: a package of n instruments has 2^n, from none to all",
            "共 {coalitions} 个组合：n 项政策工具应有 2^n 个，从一项不用到全部采用"
        );
        return Err(Error::Design(told));
    }
    if let Some(coalition) = worth.iter().position(|it| !it.is_finite()) {
        return Err(without_worth(coalition as u64));
    }
    Ok(worth.len().trailing_zeros() as usize)
}

/// Orders in which the players of a large package come in: what is run of it in one replicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orders {
    players: usize,
    /// Each order is followed by its reverse.
    orders: Vec<Vec<usize>>,
}

impl Orders {
    /// So many balanced rounds.
    ///
    /// # Errors
    /// There is no player, no round, or there are more players than a mask holds.
    pub fn draw(players: usize, rounds: u32, chance: &Chance) -> Result<Self> {
        if !(1..=MOST_PLAYERS).contains(&players) || rounds == 0 {
            let told = message!(
                "{players} instruments in {rounds} rounds: attribution takes 1 to {MOST_PLAYERS} instruments, in one \
                 round or more",
                "{players} 项政策工具，{rounds} 轮：归因可处理 1 至 {MOST_PLAYERS} 项政策工具，至少一轮"
            );
            return Err(Error::Design(told));
        }
        // Paths exist for even numbers; with an odd one, somebody who is not there is left out of each.
        let even = players.next_multiple_of(2);
        let round = |round| {
            let names = chance.order(even, Purpose::CoalitionOrder, round);
            (0..even / 2).flat_map(move |path| {
                let step = |k: usize| if k % 2 == 1 { k.div_ceil(2) } else { even - k / 2 };
                let order = (0..even).map(|k| names[(path + step(k)) % even]).filter(|it| *it < players);
                let order: Vec<usize> = order.collect();
                let reverse = order.iter().rev().copied().collect();
                [order, reverse]
            })
        };
        Ok(Orders { players, orders: (0..rounds).flat_map(round).collect() })
    }

    /// What is to be run: the coalitions that form as players come in, and those that form when two that follow
    /// each other change places; each once, in rising order.
    pub fn coalitions(&self) -> Vec<u64> {
        let mut coalitions = vec![0];
        for (number, order) in self.orders.iter().enumerate() {
            for (before, player) in befores(order) {
                coalitions.push(before | 1 << player);
            }
            if number % 2 == 0 {
                coalitions.extend(befores(order).zip(&order[1..]).map(|((before, _), next)| before | 1 << next));
            }
        }
        coalitions.sort_unstable();
        coalitions.dedup();
        coalitions
    }

    /// Divides what a package did in one replicate: means over the orders. Shares add up exactly.
    ///
    /// # Errors
    /// `worth` does not know a coalition of [`Orders::coalitions`].
    pub fn divide(&self, worth: impl Fn(u64) -> Option<f64>) -> Result<Division> {
        let known = |coalition| worth(coalition).filter(|it| it.is_finite()).ok_or_else(|| without_worth(coalition));
        let players = self.players;
        let everybody = u64::MAX >> (u64::BITS as usize - players);
        let nothing = known(0)?;
        let mut shares = Means::of(players);
        let (mut alone, mut last) = (Means::of(players), Means::of(players));
        let mut synergies = Means::of(players * players);
        for (number, order) in self.orders.iter().enumerate() {
            for (before, player) in befores(order) {
                let gain = known(before | 1 << player)? - known(before)?;
                shares.add(player, gain);
                if before == 0 {
                    alone.add(player, gain);
                }
                if before | 1 << player == everybody {
                    last.add(player, gain);
                }
            }
            if number % 2 == 0 {
                for ((before, one), other) in befores(order).zip(&order[1..]) {
                    let both = known(before | 1 << one | 1 << other)? - known(before | 1 << other)?;
                    let index = both - known(before | 1 << one)? + known(before)?;
                    synergies.add(one.min(*other) * players + one.max(*other), index);
                }
            }
        }
        Ok(Division {
            total: known(everybody)? - nothing,
            shares: (0..players).map(|it| shares.mean(it)).collect(),
            alone: (0..players).map(|it| alone.mean(it)).collect(),
            last: (0..players).map(|it| last.mean(it)).collect(),
            synergies: pairs(players).map(|(one, other)| synergies.mean(one * players + other)).collect(),
        })
    }
}

/// Each player of an order with the coalition that is there before.
fn befores(order: &[usize]) -> impl Iterator<Item = (u64, usize)> {
    let mut coalition = 0;
    order.iter().map(move |player| {
        let before = coalition;
        coalition |= 1 << player;
        (before, *player)
    })
}

/// Means of several things at once.
struct Means(Vec<(f64, u32)>);

impl Means {
    fn of(things: usize) -> Self {
        Means(vec![(0.0, 0); things])
    }

    fn add(&mut self, thing: usize, value: f64) {
        let (sum, count) = &mut self.0[thing];
        *sum += value;
        *count += 1;
    }

    fn mean(&self, thing: usize) -> f64 {
        let (sum, count) = self.0[thing];
        sum / f64::from(count)
    }
}

#[cfg(test)]
mod tests {
    use super::super::interval::tests::normals;
    use super::*;

    fn close(found: &[f64], expected: &[f64], tolerance: f64) -> bool {
        found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() <= tolerance)
    }

    /// The division of a package, `worth[replicate][coalition]`.
    fn attribute(worth: &[Vec<f64>]) -> Result<Attribution> {
        Attribution::over(&worth.iter().map(|it| Division::exact(it)).collect::<Result<Vec<_>>>()?)
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
    fn sampled_orders_add_up_and_approach_the_exact_division() {
        for players in [5, 6] {
            let draws = normals(5, 1 << players);
            let exact = Division::exact(&draws).unwrap();
            let worth = |coalition: u64| draws.get(coalition as usize).copied();
            let few = Orders::draw(players, 1, &Chance::new(1, 0)).unwrap().divide(worth).unwrap();
            assert!((few.shares.iter().sum::<f64>() - exact.total).abs() < 1e-12);
            // In every round each player comes first once and last once.
            assert!(close(&few.alone, &exact.alone, 1e-12) && close(&few.last, &exact.last, 1e-12), "{few:?}");
            let many = Orders::draw(players, 4000, &Chance::new(1, 0)).unwrap().divide(worth).unwrap();
            assert!(close(&many.shares, &exact.shares, 0.03), "{many:?} {exact:?}");
            assert!(close(&many.synergies, &exact.synergies, 0.12), "{many:?} {exact:?}");
        }
    }

    #[test]
    fn of_a_package_of_single_and_pairwise_effects_one_round_tells_singles_and_every_pair_exactly() {
        let players = 20;
        let has = |coalition: u64, it: usize| (coalition >> it & 1) as f64;
        let pair = |(one, other): (usize, usize)| if one + 1 == other { 0.5 } else { 0.0 };
        let worth = |coalition: u64| {
            let singles: f64 = (0..players).map(|it| has(coalition, it) * (it + 1) as f64).sum();
            let both = |it: (usize, usize)| has(coalition, it.0) * has(coalition, it.1) * pair(it);
            Some(singles + pairs(players).map(both).sum::<f64>())
        };
        let orders = Orders::draw(players, 1, &Chance::new(4, 1)).unwrap();
        let found = orders.divide(worth).unwrap();
        let expected: Vec<f64> = (1..=players).map(|it| it as f64).collect();
        assert!(close(&found.alone, &expected, 1e-9));
        assert!(close(&found.synergies, &pairs(players).map(pair).collect::<Vec<_>>(), 1e-9));
        // Walked both ways, an order and its reverse give each of two that interact half of it.
        let middle = &found.shares[1..players - 1];
        assert!(close(middle, &expected[1..players - 1].iter().map(|it| it + 0.5).collect::<Vec<_>>(), 1e-9));
        assert!(orders.coalitions().len() <= 2 + players * (players - 1) * 3 / 2);
    }

    #[test]
    fn every_order_is_as_likely_as_another_and_every_pair_follows_each_other_once() {
        let mut times = [0; 27];
        for order in &Orders::draw(3, 3000, &Chance::new(8, 0)).unwrap().orders {
            times[order[0] * 9 + order[1] * 3 + order[2]] += 1;
        }
        let times: Vec<i32> = times.into_iter().filter(|it| *it > 0).collect();
        assert_eq!(times.len(), 6);
        assert!(times.iter().all(|it| (it - 2000).abs() < 250), "{times:?}");
        let orders = Orders::draw(10, 1, &Chance::new(8, 0)).unwrap();
        let mut neighbours = [0; 100];
        for order in orders.orders.iter().step_by(2) {
            order.windows(2).for_each(|it| neighbours[it[0].min(it[1]) * 10 + it[0].max(it[1])] += 1);
        }
        assert!(pairs(10).all(|(one, other)| neighbours[one * 10 + other] == 1));
    }

    #[test]
    fn a_table_without_all_coalitions_is_refused() {
        assert!(shapley(&[1.0, 2.0, 3.0]).unwrap_err().to_string().contains("3 coalitions"));
        assert!(shapley(&[0.0, f64::NAN]).unwrap_err().to_string().contains("0b1"));
        assert!(attribute(&[]).is_err());
        assert!(attribute(&[vec![0.0, 1.0], vec![0.0, 1.0, 2.0, 3.0]]).is_err());
        let orders = Orders::draw(9, 1, &Chance::new(1, 0)).unwrap();
        assert!(orders.divide(|it| (it == 0).then_some(1.0)).is_err());
        assert!(Orders::draw(65, 2, &Chance::new(1, 0)).is_err() && Orders::draw(0, 1, &Chance::new(1, 0)).is_err());
    }
}
