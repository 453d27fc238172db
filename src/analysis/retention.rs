//! Retention: the share of memberships that last, by week, over a year.

use crate::places::{Setting, WEEKS_PER_YEAR};
use crate::sections::stored;

use super::figures::Scope;

/// Memberships by how long they lasted, up to one year: as many numbers, however many members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionCounts {
    /// Ended by the member, by week of membership.
    left: [u64; WEEKS_PER_YEAR as usize],
    /// Ended otherwise, by week of membership.
    lost_sight_of: [u64; WEEKS_PER_YEAR as usize],
    /// A year or longer.
    lasted: u64,
}

stored! { RetentionCounts { left, lost_sight_of, lasted } }

impl Default for RetentionCounts {
    fn default() -> Self {
        let none = [0; WEEKS_PER_YEAR as usize];
        RetentionCounts { left: none, lost_sight_of: none, lasted: 0 }
    }
}

impl RetentionCounts {
    /// Adds a membership of so many weeks; `left` says that the member chose to end it.
    pub fn add(&mut self, weeks: i32, left: bool) {
        match usize::try_from(weeks) {
            Ok(week) if week < self.left.len() => {
                let ends = if left { &mut self.left } else { &mut self.lost_sight_of };
                ends[week] += 1;
            }
            Ok(_) => self.lasted += 1,
            // A membership cannot end before it begins; such a row says nothing.
            Err(_) => {}
        }
    }

    /// Those of all settings that a scope holds.
    pub fn of_scope<'c>(scope: Scope, of: impl Fn(Setting) -> &'c RetentionCounts) -> Self {
        let mut sum = RetentionCounts::default();
        scope.settings().for_each(|it| sum.join(of(it)));
        sum
    }

    /// Adds another place's memberships.
    pub fn join(&mut self, other: &RetentionCounts) {
        for (here, there) in self.left.iter_mut().zip(&other.left) {
            *here += there;
        }
        for (here, there) in self.lost_sight_of.iter_mut().zip(&other.lost_sight_of) {
            *here += there;
        }
        self.lasted += other.lasted;
    }

    /// Adds a membership of a run of so many weeks, if it began in the run and a year or more before its end.
    pub fn add_membership(&mut self, start_week: i32, end_week: i32, why: &str, weeks: i32) {
        let last = weeks - 1;
        if (0..=last - WEEKS_PER_YEAR).contains(&start_week) {
            let left = matches!(why, "quit" | "pay_ended");
            self.add(end_week.min(last) - start_week, left && end_week <= last);
        }
    }

    /// Kaplan-Meier estimate of the share that lasts a year; none without memberships. Those who died or moved count as long as they were seen.
    pub fn retention(&self) -> Option<f64> {
        self.curve()?.last().copied()
    }

    /// The same after 0, 1, 2 and so on weeks, up to a year.
    pub fn curve(&self) -> Option<Vec<f64>> {
        let mut at_risk = self.lasted + self.left.iter().sum::<u64>() + self.lost_sight_of.iter().sum::<u64>();
        if at_risk == 0 {
            return None;
        }
        let mut curve = vec![1.0];
        let mut staying = 1.0;
        for (left, lost) in self.left.iter().zip(&self.lost_sight_of) {
            if at_risk > 0 {
                staying *= 1.0 - *left as f64 / at_risk as f64;
            }
            curve.push(staying);
            at_risk -= left + lost;
        }
        Some(curve)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_losses_retention_is_the_share_that_lasted() {
        let mut durations = RetentionCounts::default();
        (0..10).for_each(|it| durations.add(if it < 3 { it * 10 } else { 52 + it }, it < 3));
        assert!((durations.retention().unwrap() - 0.7).abs() < 1e-12);
        // They left in their weeks 0, 10 and 20.
        let curve = durations.curve().unwrap();
        let at = [0, 1, 10, 11, 20, 21, 52].map(|week| (curve[week] * 10.0).round());
        assert_eq!((at, curve.len()), ([10.0, 9.0, 9.0, 8.0, 8.0, 7.0, 7.0], 53));
    }

    #[test]
    fn those_lost_sight_of_leave_the_rest_as_likely_to_stay() {
        let mut durations = RetentionCounts::default();
        durations.add(5, false);
        durations.add(6, true);
        durations.add(60, false);
        assert_eq!(durations.retention(), Some(0.5));
        assert_eq!(RetentionCounts::default().retention(), None);
    }
}
