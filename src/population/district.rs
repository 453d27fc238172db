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

/// A street office or township, which leads some communities of one setting.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Street {
    /// Lasting priority π that its leader gives to care for the old.
    pub priority: f32,
}

stored! { Street { priority } }

/// How the district's government divides its money.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Government {
    /// Money returned that is still to be released, cents.
    pub to_release_cents: i64,
}

stored! { Government { to_release_cents } }

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
