//! Shared starts of cells: the same people or the same warm-up, computed once per replicate.
//!
//! If factors change policy only, week 0 is the same in all cells of a replicate; if they change parameters that are
//! used only in weeks, the people are. Both are computed once and copied; results do not depend on it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::engine::{Simulation, Snapshot};
use crate::plan::factors::Factor;
use crate::population::reads::reads;
use crate::scenario::Scenario;

/// What the cells of a replicate share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shared {
    /// Nothing.
    Nothing,
    /// The population at the start of the warm-up.
    People,
    /// The population in week 0.
    WarmUp,
}

impl Shared {
    /// The weeks that cells share if they differ in these factors only.
    pub fn between(factors: &[Factor]) -> Self {
        let least = |factor: &Factor| match factor.parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["policy", ..] => Shared::WarmUp,
            ["baseline", ..] => Shared::People,
            ["parameters", "urban" | "rural", group, name] | ["parameters", group, name]
                if !reads(&format!("{group}.{name}")) =>
            {
                Shared::People
            }
            _ => Shared::Nothing,
        };
        let all: Vec<Shared> = factors.iter().map(least).collect();
        match () {
            () if all.contains(&Shared::Nothing) => Shared::Nothing,
            () if all.contains(&Shared::People) => Shared::People,
            () => Shared::WarmUp,
        }
    }
}

/// A start that is computed when first requested; none if that was stopped.
type Slot = Arc<OnceLock<Option<Snapshot>>>;

/// The starts of a sweep in memory, by replicate, the most recently used last.
pub(crate) struct Beginnings {
    shared: Shared,
    most: usize,
    held: Mutex<VecDeque<(u32, Slot)>>,
}

impl Beginnings {
    /// Starts of cells that share these weeks, with a maximum number in memory.
    pub fn new(shared: Shared, most: usize) -> Self {
        Beginnings { shared, most, held: Mutex::default() }
    }

    /// Begins the run of a cell; none if stopped.
    pub fn begin<'a>(
        &self,
        scenario: &'a Scenario,
        replicate: u32,
        stopped: &dyn Fn() -> bool,
    ) -> Option<Simulation<'a>> {
        if self.shared == Shared::Nothing {
            return Some(Simulation::begin(scenario, replicate));
        }
        let slot = self.slot(replicate);
        let made = slot.get_or_init(|| {
            let mut simulation = Simulation::begin(scenario, replicate);
            while self.shared == Shared::WarmUp && simulation.next_week() < 0 {
                if stopped() {
                    return None;
                }
                simulation.advance();
            }
            Some(simulation.into_snapshot())
        });
        made.as_ref().map(|it| Simulation::begin_from(scenario, it))
    }

    fn slot(&self, replicate: u32) -> Slot {
        // The list is consistent even if another thread panicked.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held.iter().position(|(it, _)| *it == replicate).and_then(|it| held.remove(it));
        let (_, slot) = found.unwrap_or_default();
        held.push_back((replicate, Arc::clone(&slot)));
        if held.len() > self.most {
            held.pop_front();
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::design_file::from_text;

    fn shared(factors: &[&str]) -> Shared {
        let values = |path: &str| if path.starts_with("population") { "[1, 2]" } else { "[0.5, 1]" };
        let table = |path: &&str| format!("[design.factors.\"{path}\"]\nvalues = {}\n", values(path));
        let factors: String = factors.iter().map(table).collect();
        Shared::between(&from_text("made-up", &format!("[design]\nkind = \"grid\"\n{factors}")).unwrap().factors)
    }

    #[test]
    fn cells_share_what_their_factors_leave_alone() {
        assert_eq!(shared(&["policy.recognition.level"]), Shared::WarmUp);
        assert_eq!(shared(&["policy.recognition.level", "parameters.behave.give"]), Shared::People);
        assert_eq!(shared(&["baseline.recognition.level"]), Shared::People);
        assert_eq!(shared(&["parameters.rural.behave.give"]), Shared::People);
        assert_eq!(shared(&["parameters.structure.rooted"]), Shared::Nothing);
        assert_eq!(shared(&["parameters.rural.structure.rooted", "parameters.behave.give"]), Shared::Nothing);
        assert_eq!(shared(&["population.districts"]), Shared::Nothing);
        assert_eq!(shared(&["policy.recognition.level", "population.rural_communities"]), Shared::Nothing);
    }

    #[test]
    fn a_run_from_a_shared_beginning_is_the_run_alone_to_the_last_bit() {
        for (factor, shared) in
            [("policy.recognition.level", Shared::WarmUp), ("parameters.behave.give", Shared::People)]
        {
            let text = format!(
                "[design]\nkind = \"grid\"\n[design.scenario]\nweeks = 12\nwarmup_weeks = 8\n\
                 population = {{ districts = 1, urban_communities = 1, rural_communities = 1 }}\n\
                 parameters.structure.community_size = 60\n[design.factors.\"{factor}\"]\nvalues = [0.25, 1]\n"
            );
            let design = from_text("made-up", &text).unwrap();
            assert_eq!(Shared::between(&design.factors), shared);
            let beginnings = Beginnings::new(shared, 1);
            for (point, replicate) in [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)] {
                let scenario = design.scenario(point).unwrap();
                let mut alone = Simulation::begin(&scenario, replicate);
                let mut copy = beginnings.begin(&scenario, replicate, &|| false).unwrap();
                while alone.next_week() < copy.next_week() {
                    alone.advance();
                }
                assert_eq!(copy.next_week(), if shared == Shared::WarmUp { 0 } else { -8 });
                while !alone.is_over() {
                    assert_eq!(alone.advance(), copy.advance());
                }
                assert!(copy.is_over() && alone.population() == copy.population());
            }
        }
    }
}
