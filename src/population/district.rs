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

/// Months that pay can be late at most.
pub const MOST_LATE_MONTHS: usize = 12;

/// Providers of contracted services.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Providers {
    /// Belief of the district in being paid on time, which newcomers share.
    pub belief: f32,
    /// Providers so far, those that left included; none before the first purchase.
    pub found: u32,
    /// Those that are here, in the order in which they came.
    pub here: Vec<Provider>,
    /// What happened among them this month.
    pub month: ProvidersMonth,
}

stored! { Providers { belief, found, here, month } }

/// Kinds of providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum ProviderKind {
    /// A social organisation, 社会组织.
    SocialOrganisation = 0,
    /// A social enterprise, 社会企业.
    SocialEnterprise = 1,
    /// A firm, 企业.
    Firm = 2,
}

impl ProviderKind {
    /// All of them.
    pub const ALL: [ProviderKind; 3] =
        [ProviderKind::SocialOrganisation, ProviderKind::SocialEnterprise, ProviderKind::Firm];

    /// The word used in files.
    pub const fn name(self) -> &'static str {
        match self {
            ProviderKind::SocialOrganisation => "social_organisation",
            ProviderKind::SocialEnterprise => "social_enterprise",
            ProviderKind::Firm => "firm",
        }
    }
}

impl crate::sections::Stored for ProviderKind {
    fn store(&self, to: &mut Vec<u8>) {
        (*self as u8).store(to);
    }

    fn restore(from: &mut crate::sections::Bytes<'_>) -> Option<Self> {
        ProviderKind::ALL.get(usize::from(from.take::<u8>()?)).copied()
    }
}

/// An organisation that is paid by contract for hours of help in some communities.
#[derive(Debug, Clone, PartialEq)]
pub struct Provider {
    /// Its number among all that were ever found in the district, which its draws go by.
    pub number: u32,
    /// Kind.
    pub kind: ProviderKind,
    /// Cash, cents; below 0 it owes.
    pub cash_cents: i64,
    /// Quality of its services, 0 to 1.
    pub quality: f32,
    /// Belief in being paid on time.
    pub belief: f32,
    /// Months in a row in which cash and credit did not suffice.
    pub poor_months: u32,
    /// What it is owed, cents, by the months until it arrives: the first arrives next.
    pub owed_cents: [i64; MOST_LATE_MONTHS + 1],
    /// Its contracts, by community.
    pub contracts: Vec<Contract>,
}

stored! { Provider { number, kind, cash_cents, quality, belief, poor_months, owed_cents, contracts } }

impl Provider {
    /// All that it is owed, cents.
    pub fn owed(&self) -> i64 {
        self.owed_cents.iter().sum()
    }
}

/// A contract between a provider and a community.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contract {
    /// Bits of the community's identity.
    pub community: u32,
    /// Price, yuan an hour.
    pub price: f32,
    /// Months that it still runs.
    pub months_left: i32,
}

stored! { Contract { community, price, months_left } }

/// What happened among the providers of a district in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProvidersMonth {
    /// Providers that came, the first ones included.
    pub entries: u32,
    /// Providers that left.
    pub exits: u32,
    /// Tenders held.
    pub tenders: u32,
    /// Tenders that nobody won.
    pub tenders_failed: u32,
    /// Communities where another provider won than the one before.
    pub changes: u32,
    /// Contracts in force after the month's tenders.
    pub contracts: u32,
    /// Paid by organisers under contract this month, cents: it arrives when the purchase says.
    pub paid_cents: i64,
    /// Arrived at providers this month, cents.
    pub arrived_cents: i64,
    /// Owed to providers that left, cents: it lapses.
    pub lapsed_cents: i64,
}

stored! { ProvidersMonth {
    entries, exits, tenders, tenders_failed, changes, contracts, paid_cents, arrived_cents, lapsed_cents,
} }

/// Money pooled with clinics and care.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HealthPool {
    /// Balance, cents a month: what the pool has saved of late, below 0 what it has overspent.
    pub balance_cents: i64,
    /// What the communities keep of it this month, cents; below 0 what they lack.
    pub kept_cents: i64,
}

stored! { HealthPool { balance_cents, kept_cents } }

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
