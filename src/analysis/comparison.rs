//! A study's outcomes as answers: what each policy changes, for whom, and what it costs.
//!
//! Everything is formed replicate by replicate on pairs that share their people and draws, then estimated
//! over replicates.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::contrast::{Contrast, both, contrast};
use super::figures::{Indicator, Scope};
use super::outcome::Outcome;
use crate::Result;

/// One measure of one policy, for urban, rural and all.
#[derive(Debug, Clone)]
pub struct MeasureContrast {
    /// What is measured.
    pub figure: &'static Indicator,
    /// By scope, in the order of [`Scope::ALL`]; none where a replicate has no value under both.
    pub scopes: [Option<Contrast>; 3],
}

impl MeasureContrast {
    /// The comparison over all elders.
    pub fn all(&self) -> Option<&Contrast> {
        self.scopes[Scope::All as usize].as_ref()
    }
}

/// Compares a policy with the baseline in every measure and scope.
///
/// # Errors
/// The replicates do not match.
pub fn contrasts(
    baseline: &[Outcome],
    policy: &[Outcome],
    measures: &[&'static Indicator],
) -> Result<Vec<MeasureContrast>> {
    let one = |figure: &&'static Indicator| {
        let mut scopes = [None; 3];
        for scope in Scope::ALL {
            let values =
                |runs: &[Outcome]| -> Vec<Option<f64>> { runs.iter().map(|it| it.level(figure, scope)).collect() };
            let (ours, theirs) = both(&values(baseline), &values(policy));
            if !ours.is_empty() {
                scopes[scope as usize] = Some(contrast(&ours, &theirs)?);
            }
        }
        Ok(MeasureContrast { figure, scopes })
    };
    measures.iter().map(one).collect()
}

impl Serialize for MeasureContrast {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("measure", self.figure.key)?;
        map.serialize_entry("unit", self.figure.unit)?;
        map.serialize_entry("en", self.figure.label.en)?;
        map.serialize_entry("zh", self.figure.label.zh)?;
        map.serialize_entry("better", self.figure.better.name())?;
        for (scope, contrast) in Scope::ALL.into_iter().zip(&self.scopes) {
            map.serialize_entry(scope.name(), contrast)?;
        }
        map.end()
    }
}
