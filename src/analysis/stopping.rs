//! When there are enough replicates: Hoad's sequential rule with look-ahead.
//!
//! The half-width of the 95 % interval shrinks as replicates come, but not at every step; a rule that
//! stops at the first narrow interval stops too early. So it must stay narrow over the next few
//! replicates (five, and more beyond a hundred). Source: Hoad, Robinson and Davies, Automated selection
//! of the number of replications for a discrete-event simulation, Journal of the Operational Research
//! Society 61 (2010).

use super::interval::Moments;

/// A half-width that suffices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HalfWidth {
    /// In the unit of the measure.
    Absolute(f64),
    /// As a share of the mean.
    Relative(f64),
}

/// How certain a measure is to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Half-width of the 95 % interval that suffices.
    pub half_width: HalfWidth,
    /// Replicates without which nothing is judged.
    pub least: usize,
    /// Maximum number of replicates.
    pub most: usize,
    /// Replicates over which the interval must stay narrow enough; grows in proportion beyond 100.
    pub look_ahead: usize,
}

impl Precision {
    fn look_ahead_at(&self, replicates: usize) -> usize {
        self.look_ahead * replicates.max(100) / 100
    }
}

/// What the replicates so far allow to say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// Precise enough with so many replicates, and it stayed so.
    Reached {
        /// Replicates that would have sufficed.
        replicates: usize,
    },
    /// So many more are to be run before the next judgement.
    More {
        /// Further replicates.
        replicates: usize,
    },
    /// All allowed replicates are there and the precision is not.
    NotReached {
        /// Half-width at the end, in the terms wanted; infinite for a relative one of a mean of zero.
        half_width: f64,
    },
}

/// Half-width after all of these values, in the terms wanted; none of fewer than two.
pub fn half_width(values: &[f64], wanted: HalfWidth) -> Option<f64> {
    let moments = Moments::of(values)?;
    let width = moments.half_width()?;
    Some(match wanted {
        HalfWidth::Absolute(_) => width,
        HalfWidth::Relative(_) if width == 0.0 => 0.0,
        HalfWidth::Relative(_) => width / moments.mean.abs(),
    })
}

/// Judges the replicates of one measure, given in the order in which they were planned.
pub fn judge(values: &[f64], precision: &Precision) -> Verdict {
    let (HalfWidth::Absolute(limit) | HalfWidth::Relative(limit)) = precision.half_width;
    let narrow = |count: usize| half_width(&values[..count], precision.half_width).is_some_and(|it| it <= limit);
    let there = values.len().min(precision.most);
    // Length of the unbroken row of narrow intervals that ends at each count.
    let mut since = None;
    for count in precision.least..=there {
        since = if narrow(count) { since.or(Some(count)) } else { None };
        if let Some(first) = since
            && count >= (first + precision.look_ahead_at(first)).min(precision.most)
        {
            return Verdict::Reached { replicates: first };
        }
    }
    if there == precision.most {
        let half_width = half_width(&values[..there], precision.half_width).unwrap_or(f64::INFINITY);
        return Verdict::NotReached { half_width };
    }
    let aim = match since {
        Some(first) => first + precision.look_ahead_at(first),
        None => projected(&values[..there], precision, limit),
    };
    Verdict::More { replicates: aim.clamp(there + 1, precision.most) - there }
}

/// Replicates at which the half-width should suffice, as it shrinks with the root of their number.
fn projected(values: &[f64], precision: &Precision, limit: f64) -> usize {
    let Some(width) = half_width(values, precision.half_width).filter(|_| values.len() >= precision.least) else {
        return precision.least;
    };
    let times = (width / limit) * (width / limit);
    // A cast of a float beyond the range, or of infinity, gives the largest number.
    (values.len() as f64 * times).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::super::interval::tests::normals;
    use super::*;

    const DATA: [f64; 12] = [10.2, 9.7, 11.1, 10.4, 9.9, 10.8, 10.1, 10.0, 10.6, 9.8, 10.3, 10.2];
    const FIVE_PER_CENT: HalfWidth = HalfWidth::Relative(0.05);

    /// A half-width with the usual look-ahead of five, and from three to `most` replicates.
    fn within(half_width: HalfWidth, most: usize) -> Precision {
        Precision { half_width, least: 3, most, look_ahead: 5 }
    }

    #[test]
    fn the_sequential_half_width_is_that_of_the_worked_data() {
        let expected = [0.170554, 0.089205, 0.065507, 0.053940, 0.044361, 0.038349];
        for (count, expected) in (3..=8).zip(expected) {
            let width = half_width(&DATA[..count], FIVE_PER_CENT).unwrap();
            assert!((width - expected).abs() < 5e-7, "{count}: {width}");
        }
    }

    #[test]
    fn hoads_rule_stops_the_worked_data_at_seven_with_and_without_look_ahead() {
        let with = within(FIVE_PER_CENT, 100);
        let without = Precision { look_ahead: 0, ..with };
        assert_eq!(judge(&DATA, &with), Verdict::Reached { replicates: 7 });
        assert_eq!(judge(&DATA[..7], &without), Verdict::Reached { replicates: 7 });
        assert_eq!(judge(&DATA[..7], &with), Verdict::More { replicates: 5 });
        assert_eq!(judge(&DATA[..11], &with), Verdict::More { replicates: 1 });
        // 6 (0.053940 / 0.05)^2 = 6.98.
        assert_eq!(judge(&DATA[..6], &with), Verdict::More { replicates: 1 });
    }

    #[test]
    fn a_chance_narrowness_does_not_stop() {
        let data = [10.0, 10.001, 10.0, 14.0, 6.0, 9.0, 11.0, 10.0, 9.5];
        let precision = within(HalfWidth::Absolute(0.01), 50);
        assert_eq!(judge(&data[..3], &Precision { look_ahead: 0, ..precision }), Verdict::Reached { replicates: 3 });
        assert!(matches!(judge(&data, &precision), Verdict::More { .. }));
    }

    #[test]
    fn at_the_cap_the_verdict_says_what_was_reached() {
        let precision = within(HalfWidth::Relative(0.01), 12);
        assert_eq!(judge(&[], &precision), Verdict::More { replicates: 3 });
        assert_eq!(judge(&DATA[..5], &precision), Verdict::More { replicates: 7 });
        let Verdict::NotReached { half_width } = judge(&DATA, &precision) else { panic!("cannot be reached") };
        assert!((0.02..0.03).contains(&half_width));
        // What is narrow up to the cap needs no look-ahead beyond it.
        assert_eq!(judge(&DATA[..8], &within(FIVE_PER_CENT, 8)), Verdict::Reached { replicates: 7 });
    }

    #[test]
    fn equal_replicates_suffice_at_once() {
        let precision = within(HalfWidth::Relative(0.05), 20);
        assert_eq!(judge(&[0.0; 8], &precision), Verdict::Reached { replicates: 3 });
        let wide = judge(&[-1.0, 1.0, 0.0, 0.0], &precision);
        assert_eq!(wide, Verdict::More { replicates: 16 });
    }

    #[test]
    fn beyond_a_hundred_the_look_ahead_grows() {
        let precision = within(HalfWidth::Absolute(0.15), 1000);
        let Verdict::Reached { replicates } = judge(&normals(3, 600), &precision) else { panic!("600 suffice") };
        assert!((100..300).contains(&replicates), "{replicates}");
        assert_eq!((precision.look_ahead_at(80), precision.look_ahead_at(150)), (5, 7));
    }
}
