//! Ranking of policies by a measure, and which of them cannot be distinguished from the best.
//!
//! Policies have common random numbers, so two of them are compared replicate by replicate, as each is with the
//! baseline.

use serde::Serialize;

use super::contrast::{both, contrast};
use super::figures::{Better, Indicator, Scope};
use super::interval::{Estimated, Verdict};
use super::outcome::Outcome;
use crate::Result;

/// How a policy stands to the best one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    /// No other has a better mean, whatever chance has to do with it.
    First,
    /// Equal to the first in every replicate.
    Equal,
    /// The interval of its distance to the first holds zero.
    Tied,
    /// A single replicate has no interval.
    NoInterval,
    /// Behind the first by more than chance explains.
    Behind,
}

impl Lead {
    /// How something stands to the best, given what may be said of its distance to it.
    pub const fn behind_by(distance: Verdict) -> Self {
        match distance {
            Verdict::Equal => Lead::Equal,
            Verdict::NoInterval => Lead::NoInterval,
            Verdict::Uncertain => Lead::Tied,
            Verdict::Higher | Verdict::Lower => Lead::Behind,
        }
    }

    /// Word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Lead::First => "first_on_mean",
            Lead::Equal => "equal_to_first",
            Lead::Tied => "tied_with_first",
            Lead::NoInterval => "no_interval",
            Lead::Behind => "behind",
        }
    }
}

/// A policy in a ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// Its number among the arms, the baseline being 0.
    pub arm: usize,
    /// Replicates in which it and the baseline have a value.
    pub pairs: usize,
    /// Policy minus baseline.
    pub difference: Estimated,
    /// What may be said of that difference.
    pub verdict: Verdict,
    /// Policy minus the best one; absent where they have no replicate in common.
    pub from_best: Option<Estimated>,
    /// How it stands to the best one.
    pub lead: Lead,
}

/// The policies by a measure over all elders, the best first; nothing where no direction of the measure is welcome.
/// `arms` are the baseline, then the policies.
///
/// # Errors
/// The replicates do not match.
pub fn rank(arms: &[Vec<Outcome>], figure: &Indicator) -> Result<Vec<Ranked>> {
    let sign = match figure.better {
        Better::Higher => 1.0,
        Better::Lower => -1.0,
        Better::Neither => return Ok(Vec::new()),
    };
    let values = |arm: usize| -> Vec<Option<f64>> { arms[arm].iter().map(|it| it.level(figure, Scope::All)).collect() };
    let against = |arm: usize, other: usize| {
        let (theirs, ours) = both(&values(other), &values(arm));
        if ours.is_empty() { Ok(None) } else { contrast(&theirs, &ours).map(Some) }
    };
    let mut ranked = Vec::new();
    for arm in 1..arms.len() {
        let Some(it) = against(arm, 0)? else { continue };
        let (pairs, difference, verdict) = (it.pairs, it.difference, it.verdict());
        ranked.push(Ranked { arm, pairs, difference, verdict, from_best: None, lead: Lead::First });
    }
    // Of equal ones the first of the study comes first.
    ranked.sort_by(|a, b| (sign * b.difference.value).total_cmp(&(sign * a.difference.value)));
    let Some(best) = ranked.first().map(|it| it.arm) else { return Ok(ranked) };
    for it in ranked.iter_mut().skip(1) {
        let Some(found) = against(it.arm, best)? else {
            it.lead = Lead::NoInterval;
            continue;
        };
        it.from_best = Some(found.difference);
        it.lead = Lead::behind_by(found.verdict());
    }
    Ok(ranked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::figures::{figure, measures};

    /// Replicates in which a share of all takes part.
    fn arm(shares: &[f64]) -> Vec<Outcome> {
        let at = measures().position(|it| it.key == "participants_share").unwrap();
        let run = |share: &f64| {
            let mut levels = vec![[None; 3]; measures().count()];
            levels[at][Scope::All as usize] = Some(*share);
            Outcome { levels, ..Outcome::default() }
        };
        shares.iter().map(run).collect()
    }

    fn leads(arms: &[Vec<Outcome>], figure: &Indicator) -> Vec<(usize, Lead)> {
        rank(arms, figure).unwrap().iter().map(|it| (it.arm, it.lead)).collect()
    }

    #[test]
    fn the_best_leads_only_those_from_which_its_paired_difference_excludes_zero() {
        let share = figure("participants_share");
        let base = arm(&[0.10, 0.12, 0.14]);
        // 4 points more in each replicate, whatever the replicate; 1 point more; 3, 5 and 3.5 points more.
        let (best, behind, near) = (arm(&[0.14, 0.16, 0.18]), arm(&[0.11, 0.13, 0.15]), arm(&[0.13, 0.17, 0.175]));
        let arms = [base, behind, best.clone(), near, best];
        assert_eq!(leads(&arms, share), [(2, Lead::First), (4, Lead::Equal), (3, Lead::Tied), (1, Lead::Behind)]);
        let ranked = rank(&arms, share).unwrap();
        assert!((ranked[3].from_best.unwrap().value + 0.03).abs() < 1e-12);
        assert_eq!(ranked[3].verdict, Verdict::Higher);
        let less = Indicator { better: Better::Lower, ..*share };
        assert_eq!(leads(&arms, &less)[0], (1, Lead::First));
        assert!(leads(&arms, &Indicator { better: Better::Neither, ..*share }).is_empty());
    }

    #[test]
    fn one_replicate_ranks_nobody() {
        let arms = [arm(&[0.1]), arm(&[0.2]), arm(&[0.3]), arm(&[0.3])];
        let share = figure("participants_share");
        assert_eq!(leads(&arms, share), [(2, Lead::First), (3, Lead::Equal), (1, Lead::NoInterval)]);
        assert!(rank(&arms, share).unwrap().iter().all(|it| it.verdict == Verdict::NoInterval));
        assert!(leads(&[Vec::new(), Vec::new()], share).is_empty());
    }
}
