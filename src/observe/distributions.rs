//! How many elders of which class lie where: integer histograms, from which equality indices come.

use super::groups;
use super::rows::DistributionBin;
use crate::dynamics::Scratch;
use crate::places::Setting;

/// Bins of a histogram.
pub const BINS: usize = 256;

/// What is distributed, and the width of a bin.
pub const COUNTERS: [(&str, f32); 4] = [
    ("given_hours_so_far", 8.0),
    ("wellbeing", 1.0 / BINS as f32),
    ("unmet_share", 1.0 / BINS as f32),
    ("loneliness", 1.0 / BINS as f32),
];

/// By what elders are classed, and into how many classes.
pub const CLASSES: [(&str, usize); 6] =
    [("all", 1), ("age_band", 3), ("woman", 2), ("living", 3), ("income_fifth", 5), ("function", 3)];

const VALUES: usize = 17;

/// Histograms of every measure for one value of a class. No population has more elders than 32 bits count, and a
/// record of a month holds many of these.
type Counts = [[u32; BINS]; COUNTERS.len()];

/// Histograms of every measure for every class, by setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histograms {
    counts: Vec<Counts>,
}

impl Default for Histograms {
    fn default() -> Self {
        Histograms { counts: vec![[[0; BINS]; COUNTERS.len()]; 2 * VALUES] }
    }
}

impl Histograms {
    /// Bins of one setting.
    pub const BINS_OF_A_SETTING: usize = VALUES * COUNTERS.len() * BINS;

    /// Memory of one setting's bins, bytes.
    pub const BYTES_OF_A_SETTING: usize = Self::BINS_OF_A_SETTING * size_of::<u32>();

    /// Those of the values of all classes in one setting, in their order.
    fn of(&self, setting: Setting) -> &[Counts] {
        &self.counts[setting.index() * VALUES..][..VALUES]
    }

    /// Adds the elders of one community, whose week has been tallied.
    pub fn add(&mut self, setting: Setting, scratch: &Scratch) {
        let elders = &scratch.elders;
        let counts = &mut self.counts[setting.index() * VALUES..][..VALUES];
        for place in (0..elders.places).filter(|place| elders.is_present(*place)) {
            let values = [
                elders.given_minutes[place] as f32 / 60.0,
                scratch.wellbeing_now[place],
                elders.unmet_share[place],
                elders.loneliness[place],
            ];
            let [age_band, woman, living, income_fifth, function] = groups::traits(&elders.person(place));
            let classes = [0, age_band, woman, living, income_fifth, function];
            // A byte ends at the last bin, and so does the conversion to it.
            const { assert!(BINS == 1 + u8::MAX as usize) };
            let bins = [0, 1, 2, 3].map(|measure| (values[measure] / COUNTERS[measure].1) as u8);
            let mut first = 0;
            for (class, (_, count)) in classes.into_iter().zip(CLASSES) {
                for (histogram, bin) in counts[first + class].iter_mut().zip(bins) {
                    histogram[usize::from(bin)] += 1;
                }
                first += count;
            }
        }
    }

    /// Adds what another part of the population showed.
    pub fn merge(&mut self, other: &Histograms) {
        let sums = self.counts.as_flattened_mut().as_flattened_mut();
        for (sum, more) in sums.iter_mut().zip(other.counts.as_flattened().as_flattened()) {
            *sum += more;
        }
    }

    /// Rows of all bins that hold somebody.
    pub fn rows(&self, replicate: i32, week: i32) -> Vec<DistributionBin> {
        let mut rows = Vec::new();
        for setting in Setting::ALL {
            let mut first = 0;
            for (class, count) in CLASSES {
                for (value, counts) in self.of(setting)[first..first + count].iter().enumerate() {
                    for (histogram, (name, width)) in counts.iter().zip(COUNTERS) {
                        for (bin, elders) in histogram.iter().enumerate().filter(|it| *it.1 > 0) {
                            rows.push(DistributionBin {
                                replicate,
                                week,
                                setting: setting.name(),
                                class,
                                value: value as i32,
                                measure: name,
                                bin: bin as i32,
                                width,
                                elders: i64::from(*elders),
                            });
                        }
                    }
                }
                first += count;
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_elder_stands_once_in_each_class_and_measure() {
        assert_eq!(CLASSES.iter().map(|it| it.1).sum::<usize>(), VALUES);
        let mut scratch = Scratch::default();
        scratch.elders.resize(1, 8);
        scratch.resize();
        for place in 0..3 {
            scratch.elders.present[place] = 1.0;
            scratch.elders.age[place] = 60.0 + 15.0 * place as f32;
            scratch.elders.income[place] = 0.4 * place as f32;
            scratch.elders.given_minutes[place] = 60 * 100 * place as u32;
        }
        let mut histograms = Histograms::default();
        histograms.add(Setting::Rural, &scratch);
        let rows = histograms.rows(0, 12);
        for (class, _) in CLASSES {
            for (measure, _) in COUNTERS {
                let those = rows.iter().filter(|it| it.class == class && it.measure == measure);
                assert_eq!(those.map(|it| it.elders).sum::<i64>(), 3, "{class} {measure}");
            }
        }
        assert!(rows.iter().all(|it| it.setting == "rural" && it.week == 12));
        // 100 and 200 hours lie in the bins that begin at 96 and 200.
        let bins: Vec<i32> =
            rows.iter().filter(|it| it.class == "all" && it.measure == "given_hours_so_far").map(|it| it.bin).collect();
        assert_eq!(bins, [0, 12, 25]);
    }
}
