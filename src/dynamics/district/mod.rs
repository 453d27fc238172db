//! Institutions of a district: providers of contracted services and the health pool.   MODEL2 section D

pub mod health_pool;
pub mod provider;

/// Communities made by hand for tests.
#[cfg(test)]
pub(crate) mod by_hand {
    use crate::places::{CommunityId, DistrictId, Setting};
    use crate::population::Institution;
    use crate::population::community::Organised;
    use crate::population::institutions::{LastMonth, Offer};

    /// A community that is nothing but its organiser.
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) struct Place {
        id: CommunityId,
        setting: Setting,
        /// The organiser.
        pub(crate) institution: Institution,
    }

    impl Organised for Place {
        fn id(&self) -> CommunityId {
            self.id
        }

        fn setting(&self) -> Setting {
            self.setting
        }

        fn institution(&self) -> &Institution {
            &self.institution
        }

        fn institution_mut(&mut self) -> &mut Institution {
            &mut self.institution
        }
    }

    /// The `number`-th community of a district, where so many elders live, all of whose plans are paid.
    pub(crate) fn place(number: u32, setting: Setting, elders: u32) -> Place {
        Place {
            id: CommunityId::new(DistrictId::new(3, 0), setting, number),
            setting,
            institution: Institution {
                operating: true,
                poor_months: 0,
                funded_months: 0,
                budget_cents: 0,
                capability: 0.4,
                capability_factor: 1.0,
                collective_income_yuan: 0.0,
                coordination: 0.4,
                standardisation: 0.0,
                process_closure: 0.3,
                platform: 0.0,
                outreach: 0.1,
                campaign: 0.0,
                culture: 0.3,
                access: 0.5,
                reputation: 0.5,
                continuity_belief: 0.5,
                affordability: 1.0,
                confidence: 0.5,
                cultural_barrier: 0.2,
                asked: 0.0,
                served: 0.0,
                last_month: LastMonth { elders, ..LastMonth::default() },
                offer: Offer::default(),
            },
        }
    }
}
