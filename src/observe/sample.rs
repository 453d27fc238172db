//! Who is watched week by week: some places a setting, whoever lives there.

use super::rows::ElderWeek;
use crate::dynamics::Scratch;
use crate::places::Setting;
use crate::population::elders::Living;
use crate::population::states::stored_of_elders;
use crate::population::{Community, Population};
use crate::random::{Chance, Identity, LIFELONG, Purpose};

macro_rules! elder_week {
    (
        states { $($stage:ident { $(
            $state:ident($meaning:literal, $multiplier:literal $(=> $column:ident: $Counter:ident, $zh:literal)?);
        )* })* }
        shares $shares:tt
        traits $traits:tt
        flags $flags:tt
        of $elders:ident[$place:ident] { $($field:ident: $value:expr,)* }
    ) => {
        ElderWeek { $($field: $value,)* $($($($column: $elders.$state[$place],)?)*)* }
    };
}

/// Places that are watched, by position of the community and slot number, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    slots: Vec<(u32, u32)>,
}

impl Sample {
    /// Draws up to `wanted` places a setting, each one of the start being equally likely.
    pub fn draw(population: &Population, chance: &Chance, wanted: u32) -> Self {
        let mut slots = Vec::new();
        for setting in Setting::ALL {
            let communities: Vec<(usize, usize)> = population
                .communities
                .iter()
                .enumerate()
                .filter(|(_, it)| it.setting == setting)
                .map(|(position, it)| (position, it.size as usize))
                .collect();
            let mut ends = Vec::with_capacity(communities.len());
            let mut all = 0_usize;
            for (_, places) in &communities {
                all += places;
                ends.push(all);
            }
            if all == 0 {
                continue;
            }
            let who = Identity { community: u32::MAX, slot: setting.index() as u32, generation: 0 };
            for draw in 0..wanted {
                let k = chance.below(all, Purpose::ElderSample, draw, LIFELONG, who);
                let community = ends.partition_point(|end| *end <= k);
                let first = ends[community] - communities[community].1;
                slots.push((communities[community].0 as u32, (k - first) as u32));
            }
        }
        slots.sort_unstable();
        slots.dedup();
        Sample { slots }
    }

    /// Rows of the watched elders of one community, whose week has been tallied.
    pub fn rows(
        &self,
        position: usize,
        community: &Community,
        week: i32,
        scratch: &Scratch,
        rows: &mut Vec<ElderWeek>,
    ) {
        let position = position as u32;
        let from = self.slots.partition_point(|it| it.0 < position);
        let count = self.slots[from..].partition_point(|it| it.0 == position);
        rows.reserve(count);
        for (_, slot) in &self.slots[from..from + count] {
            let elders = &scratch.elders;
            let place = elders.place_of(*slot as usize).filter(|place| elders.occupied[*place]);
            let Some(place) = place else { continue };
            let living =
                if elders.care_home[place] { "care_home" } else { Living::from_code(elders.living[place]).name() };
            let hours = |minutes: u32| minutes as f32 / 60.0;
            rows.push(stored_of_elders! { elder_week of elders[place] {
                replicate: 0,
                week: week,
                setting: community.setting.name(),
                community: i64::from(community.id.bits()),
                elder: *slot as i32,
                generation: i32::from(elders.generation[place]),
                age_years: elders.age[place],
                woman: elders.woman[place] as i32,
                education: elders.education[place],
                income: elders.income[place],
                living: living,
                function: elders.function[place] as i32,
                member: elders.member[place] as i32,
                attended: elders.attended[place] as i32,
                given_hours: hours(scratch.given[place]),
                received_hours: hours(scratch.received[place]),
                given_hours_so_far: hours(elders.given_minutes[place]),
                credit_hours: hours(elders.credit_minutes[place]),
                wellbeing: scratch.wellbeing_now[place],
                perceived_support: scratch.support[place],
            } });
        }
    }
}
