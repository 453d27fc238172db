//! Institutions of a district beside its communities' organisers: streets or townships, the government, providers of
//! contracted services, the health pool.   MODEL2 section D
//!
//! A month's first half moves them; what they give a community is written into its organiser, so that a community's own
//! month reads nothing else.

use crate::sections::stored;

/// All of one district.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DistrictInstitutions {
    /// Streets of the towns, then townships of the villages.
    pub streets: Vec<Street>,
    /// The government.
    pub government: Government,
    /// Providers of contracted services.
    pub providers: Providers,
    /// Money pooled with clinics and care.
    pub health_pool: HealthPool,
}

stored! { DistrictInstitutions { streets, government, providers, health_pool } }

/// A street office or township, which leads some communities of one setting: those whose [`super::Community::street`]
/// is its number.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Street {
    /// Lasting priority π that its leader gives to care for the old, above or below the usual.
    pub priority: f32,
    /// Positioning as it has reached the street, pos'.
    pub positioning: f32,
    /// What the street itself adds or takes, dev.
    pub deviation: f32,
}

stored! { Street { priority, positioning, deviation } }

/// How many communities each street leads: consecutive parts of at most `most`, as equal as possible, the first ones
/// one larger.
pub fn street_sizes(communities: usize, most: usize) -> Vec<usize> {
    let streets = communities.div_ceil(most.max(1));
    (0..streets).map(|street| communities / streets + usize::from(street < communities % streets)).collect()
}

/// How the district's government divides its money. Its years begin with the first month of funding by the district.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Government {
    /// Months in which it has divided money.
    pub months: u32,
    /// Money returned that is still to be released, cents.
    pub to_release_cents: i64,
    /// Months over which that is released.
    pub release_months: u32,
    /// Money that lapsed so far because the mode ended before it was released, cents.
    pub lapsed_cents: i64,
}

stored! { Government { months, to_release_cents, release_months, lapsed_cents } }

/// Providers of contracted services.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Providers {
    /// Belief in being paid on time.
    pub belief: f32,
}

stored! { Providers { belief } }

/// Money pooled with clinics and care.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HealthPool {
    /// Balance, cents.
    pub balance_cents: i64,
}

stored! { HealthPool { balance_cents } }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streets_lead_eight_communities_at_most_and_nearly_as_many_each() {
        assert_eq!(street_sizes(0, 8), Vec::<usize>::new());
        assert_eq!(street_sizes(5, 8), [5]);
        assert_eq!(street_sizes(16, 8), [8, 8]);
        assert_eq!(street_sizes(17, 8), [6, 6, 5]);
        assert_eq!(street_sizes(25, 8), [7, 6, 6, 6]);
    }
}
