//! Institutions of a district: streets and townships, the government, providers, the health pool.   MODEL2 section D
//!
//! They act in the first half of a month and write what they give into the organisers of their communities.

pub mod government;
pub mod health_pool;
pub mod paper;
pub mod provider;
pub mod street;

#[cfg(test)]
pub(crate) mod tests {
    use crate::parameters::Parameters;
    use crate::places::{BySetting, CommunityId, DistrictId, Setting};
    use crate::policy::Levers;
    use crate::population::Institution;
    use crate::population::community::Organised;

    /// Where the communities of these tests lie.
    pub const DISTRICT: DistrictId = DistrictId::new(DistrictId::DESIGNED, 0);

    /// A community as the first half of a month sees it.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Seat {
        pub id: CommunityId,
        pub setting: Setting,
        pub street: usize,
        pub institution: Institution,
    }

    impl Organised for Seat {
        fn id(&self) -> CommunityId {
            self.id
        }

        fn setting(&self) -> Setting {
            self.setting
        }

        fn street(&self) -> usize {
            self.street
        }

        fn institution(&self) -> &Institution {
            &self.institution
        }

        fn institution_mut(&mut self) -> &mut Institution {
            &mut self.institution
        }
    }

    /// Communities of 100 elders as they begin, by the number of their street.
    pub fn seats(setting: Setting, streets: &[usize]) -> Vec<Seat> {
        let sets = ["population.districts=1", "population.urban_communities=1", "population.rural_communities=1"];
        let sets = [&sets[..], &["parameters.structure.community_size=100"]].concat();
        let sets: Vec<String> = sets.into_iter().map(str::to_string).collect();
        let scenario = crate::scenario::load("pilot", &sets).unwrap().scenario;
        let communities = crate::population::synthesis::synthesise(&scenario, 0).communities;
        let mut institution = communities.into_iter().find(|it| it.setting == setting).unwrap().institution;
        institution.last_month.elders = 100;
        let seat = |(number, street): (usize, &usize)| Seat {
            id: CommunityId::new(DISTRICT, setting, number as u32),
            setting,
            street: *street,
            institution: institution.clone(),
        };
        streets.iter().enumerate().map(seat).collect()
    }

    /// Levers that nobody is offered.
    pub fn mandated(levers: &BySetting<Levers>) -> BySetting<&Levers> {
        BySetting::from_fn(|setting| &levers[setting])
    }

    /// The usual parameters.
    pub fn parameters() -> BySetting<Parameters> {
        BySetting::from_fn(Parameters::defaults)
    }
}

/// Communities made by hand for tests of providers and pools.
#[cfg(test)]
pub(crate) mod by_hand {
    use crate::places::{CommunityId, DistrictId, Setting};
    use crate::population::institutions::{LastMonth, Offer, Shares};

    pub(crate) use super::tests::Seat as Place;

    /// The `number`-th community of a district, where so many elders live, all of whose plans are paid.
    pub(crate) fn place(number: u32, setting: Setting, elders: u32) -> Place {
        let mut place = super::tests::seats(setting, &[0]).remove(0);
        place.id = CommunityId::new(DistrictId::new(3, 0), setting, number);
        let it = &mut place.institution;
        (it.capability, it.coordination, it.standardisation, it.process_closure) = (0.4, 0.4, 0.0, 0.3);
        (it.culture, it.access, it.reputation, it.continuity_belief) = (0.3, 0.5, 0.5, 0.5);
        (it.affordability, it.shares, it.confidence, it.cultural_barrier) = (1.0, Shares::all(1.0), 0.5, 0.2);
        it.last_month = LastMonth { elders, ..LastMonth::default() };
        it.offer = Offer::default();
        place
    }
}
