//! Indices of inequality at the end of a run, from the histograms, by scope.

use super::equity::{Distribution, Ranked, concentration};
use super::figures::Scope;
use crate::observe::distributions::{CLASSES, COUNTERS};
use crate::observe::rows::DistributionBin;
use crate::places::Setting;
use crate::sections::stored;
use crate::text::Label;

/// An index of inequality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// Gini.
    Gini,
    /// Atkinson with an aversion of one half, which bears that some have nothing.
    Atkinson,
    /// Theil T.
    Theil,
    /// Concentration along fifths of income.
    Concentration,
}

impl Index {
    /// All of them, in the order of [`Spread`].
    pub const ALL: [Index; 4] = [Index::Gini, Index::Atkinson, Index::Theil, Index::Concentration];

    /// Key in files.
    pub const fn name(self) -> &'static str {
        match self {
            Index::Gini => "gini",
            Index::Atkinson => "atkinson_0.5",
            Index::Theil => "theil",
            Index::Concentration => "concentration_by_income",
        }
    }

    /// Name for people.
    pub const fn label(self) -> Label {
        match self {
            Index::Gini => Label { en: "Gini index", zh: "基尼系数" },
            Index::Atkinson => {
                Label { en: "Atkinson index, aversion 0.5", zh: "阿特金森指数（厌恶系数 0.5）" }
            }
            Index::Theil => Label { en: "Theil index", zh: "泰尔指数" },
            Index::Concentration => {
                Label { en: "concentration index by income fifth", zh: "按收入五分位的集中指数" }
            }
        }
    }
}

/// What is spread, in the order of the histograms' measures.
pub const SPREAD_LABELS: [Label; COUNTERS.len()] = [
    Label { en: "hours given so far", zh: "累计给予小时" },
    Label { en: "wellbeing", zh: "幸福感" },
    Label { en: "unmet share of need", zh: "未满足比例" },
    Label { en: "loneliness", zh: "孤独感" },
];

/// Every index of every histogram, by scope.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spread {
    values: Vec<[Option<f64>; 3]>,
}

stored! { Spread { values } }

impl Spread {
    /// From the histograms of one run.
    pub fn of(rows: &[DistributionBin]) -> Self {
        let values = COUNTERS.iter().flat_map(|(measure, width)| {
            let scopes = Scope::ALL.map(|scope| indices(rows, measure, f64::from(*width), scope));
            (0..Index::ALL.len()).map(move |index| [0, 1, 2].map(|scope| scopes[scope][index]))
        });
        Spread { values: values.collect() }
    }

    /// One index of the `measure`-th histogram.
    pub fn get(&self, measure: usize, index: Index, scope: Scope) -> Option<f64> {
        self.values.get(measure * Index::ALL.len() + index as usize)?[scope as usize]
    }
}

/// Gini index of the `measure`-th histogram within every group of elders, by scope.
pub fn gini_of_groups(rows: &[DistributionBin], measure: usize) -> Vec<[Option<f64>; 3]> {
    let (measure, width) = COUNTERS[measure];
    let groups = CLASSES[1..].iter().flat_map(|(class, count)| (0..*count as i32).map(move |value| (*class, value)));
    let gini = |(class, value)| {
        Scope::ALL.map(|scope| distribution(rows, measure, f64::from(width), scope, class, value)?.gini())
    };
    groups.map(gini).collect()
}

/// How a measure is distributed among those of a class; none where nobody is there.
fn distribution(
    rows: &[DistributionBin],
    measure: &str,
    width: f64,
    scope: Scope,
    class: &str,
    value: i32,
) -> Option<Distribution> {
    let here = |setting: &str| Setting::ALL.into_iter().any(|it| it.name() == setting && scope.holds(it));
    let those = rows.iter().filter(|it| it.class == class && it.value == value && it.measure == measure);
    let bins: Vec<(i32, i64)> = those.filter(|it| here(it.setting)).map(|it| (it.bin, it.elders)).collect();
    // Of hours, most of the first bin gave none; shares are spread over theirs.
    let first_at = if width > 1.0 { 0.0 } else { width / 2.0 };
    Distribution::of_histogram(&bins, width, first_at).ok()
}

fn indices(rows: &[DistributionBin], measure: &str, width: f64, scope: Scope) -> [Option<f64>; 4] {
    let of = |class, value| distribution(rows, measure, width, scope, class, value);
    let all = of("all", 0);
    let fifths = (0..5).filter_map(|fifth| {
        let those = of("income_fifth", fifth)?;
        Some(Ranked { rank: f64::from(fifth), value: those.mean(), persons: those.persons() })
    });
    let fifths: Vec<Ranked> = fifths.collect();
    [
        all.as_ref().and_then(Distribution::gini),
        all.as_ref().and_then(|it| it.atkinson(0.5)),
        all.as_ref().and_then(Distribution::theil),
        concentration(&fifths),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bin(class: &'static str, value: i32, bin: i32, elders: i64) -> DistributionBin {
        DistributionBin {
            replicate: 0,
            week: 3,
            setting: "rural",
            class,
            value,
            measure: "given_hours_so_far",
            bin,
            width: 8.0,
            elders,
        }
    }

    #[test]
    fn when_the_poorest_fifth_gives_all_hours_the_indices_are_those_of_one_holder_in_five() {
        // One elder a fifth; only the poorest gave, 8 x 1.5 = 12 hours.
        let mut rows = vec![bin("all", 0, 0, 4), bin("all", 0, 1, 1), bin("income_fifth", 0, 1, 1)];
        rows.extend((1..5).map(|fifth| bin("income_fifth", fifth, 0, 1)));
        let spread = Spread::of(&rows);
        let close = |index, expected: f64| (spread.get(0, index, Scope::Rural).unwrap() - expected).abs() < 1e-12;
        // Gini 1 - 1/5; concentration -(1 - 1/5); Theil ln 5; Atkinson 1 - (sqrt 5 / 5)^2.
        assert!(close(Index::Gini, 0.8) && close(Index::Concentration, -0.8));
        assert!(close(Index::Theil, 5_f64.ln()) && close(Index::Atkinson, 0.8));
        assert_eq!(spread.get(0, Index::Gini, Scope::Urban), None);
        // The 16 groups stand in the order of the ways to group: within a fifth all have the same, or nothing.
        let within = gini_of_groups(&rows, 0);
        assert_eq!((within.len(), within[8][1], within[9][1], within[0][1]), (16, Some(0.0), None, None));
        assert_eq!(spread.get(1, Index::Gini, Scope::All), None);
        assert_eq!(spread.get(0, Index::Gini, Scope::All), spread.get(0, Index::Gini, Scope::Rural));
    }
}
