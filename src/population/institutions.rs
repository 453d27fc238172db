//! The organiser of a community: residents' or villagers' committee with its mutual-aid station, its
//! levels, money and standing, and what it offers this month.   MODEL section 2

use crate::policy::COUNT;

/// One organiser. Levels lie in [0, 1] unless a unit is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Institution {
    /// Operating, or suspended.
    pub operating: bool,
    /// Months running with too little money.
    pub poor_months: u32,
    /// Months running with enough income while suspended.
    pub funded_months: u32,
    /// Money in hand, cents.
    pub budget_cents: i64,
    /// Capability K.
    pub capability: f32,
    /// Factor on the capability it can reach, for good.
    pub capability_factor: f32,
    /// Collective income of the village, yuan an elder a year.
    pub collective_income_yuan: f32,
    /// Coordination C.
    pub coordination: f32,
    /// Standardisation Z.
    pub standardisation: f32,
    /// Process closure X.
    pub process_closure: f32,
    /// Platform G.
    pub platform: f32,
    /// Outreach O.
    pub outreach: f32,
    /// Campaign.
    pub campaign: f32,
    /// Culture level.
    pub culture: f32,
    /// Access of the built environment.
    pub access: f32,
    /// Reputation R.
    pub reputation: f32,
    /// Continuity belief Q.
    pub continuity_belief: f32,
    /// Affordability alpha.
    pub affordability: f32,
    /// Redemption confidence conf.
    pub confidence: f32,
    /// Cultural barrier Kc.
    pub cultural_barrier: f32,
    /// Moving average of open requests a week.
    pub asked: f32,
    /// Moving average of requests served a week.
    pub served: f32,
    /// What last month left to be known.
    pub last_month: LastMonth,
    /// What holds this month.
    pub offer: Offer,
}

/// Figures of the month before, which the organiser acts on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LastMonth {
    /// Hours needed.
    pub needed_hours: f32,
    /// Hours left uncovered.
    pub uncovered_hours: f32,
    /// Minutes given by elders.
    pub given_minutes: u32,
    /// Matches made by the dispatcher.
    pub dispatched: u32,
    /// Cash was paid.
    pub paid_cash: bool,
    /// Elders living here at the month's end.
    pub elders: u32,
    /// Members at the month's end.
    pub members: u32,
    /// Members who pay dues at the month's end.
    pub paying_members: u32,
    /// Digital elders at the month's end.
    pub digital: u32,
    /// Care-home residents at the month's end.
    pub residents: u32,
    /// Volunteers here at the month's end.
    pub volunteers: u32,
    /// Hours of care bought with vouchers.
    pub voucher_hours: f32,
    /// Acute admissions to be expected in a month at what the last week left uncovered.
    pub admissions: f32,
}

/// Money that comes in during a month, by who pays it, cents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Income {
    /// Governments.
    pub grants: i64,
    /// Donors.
    pub donations: i64,
    /// The village's collective, with what a paired industry brings.
    pub collective: i64,
    /// Members.
    pub dues: i64,
}

impl Income {
    /// All of it.
    pub fn total(&self) -> i64 {
        self.grants + self.donations + self.collective + self.dues
    }
}

/// Services that an organiser would contract providers for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Purchase {
    /// Money, yuan an elder a year; 0 without a purchase.
    pub yuan_per_elder_year: f32,
    /// Length of a contract, months.
    pub contract_months: f32,
    /// Weight of quality against price in a tender, 0..1.
    pub quality_weight: f32,
    /// Months that pay comes late.
    pub late_months: f32,
    /// Paid under contract this month, cents.
    pub paid_cents: i64,
}

/// What the community offers this month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Offer {
    /// Institutional offer I.
    pub offer: f32,
    /// Material incentive m.
    pub material: f32,
    /// Cash part of it, m_cash.
    pub material_cash: f32,
    /// Time-bank incentive m_tb.
    pub time_bank: f32,
    /// Value incentive v.
    pub value: f32,
    /// Emotional incentive e.
    pub emotional: f32,
    /// A time bank operates.
    pub ledger: bool,
    /// Staff, posts.
    pub staff_posts: f32,
    /// Events a month.
    pub events_per_month: f32,
    /// Professional hours a week, before affordability.
    pub professional_hours: f32,
    /// Counsellor hours a week, before affordability.
    pub counsellor_hours: f32,
    /// Hours a week of visiting volunteers from town.
    pub visiting_hours: f32,
    /// Level of health integration.
    pub health_level: f32,
    /// Availability of integrated health services.
    pub health_availability: f32,
    /// Companionship seats per elder.
    pub seats_per_elder: f32,
    /// Share of elders whom a courtyard's meals reach.
    pub meals_share: f32,
    /// What elders must still be told when the pass begins: cash has ended.
    pub cash_ended: bool,
    /// What elders must still be told when the pass begins: the organiser has been suspended.
    pub suspended_now: bool,
    /// A policy break struck this month.
    pub policy_break: bool,
    /// What the organiser would contract providers for.
    pub purchase: Purchase,
    /// Whether a contract with a provider was in force when the month was planned, so that it is paid.
    pub under_contract: bool,
    /// Hours a week that providers bring, those that a health pool pays included; affordability is in them.
    pub provider_hours: f32,
    /// Quality of the providers' services, 0..1.
    pub provider_quality: f32,
    /// How far social organisations and enterprises under contract cover the community, 0..1.
    pub coverage_social: f32,
    /// How far firms under contract cover the community, 0..1.
    pub coverage_firm: f32,
    /// What users of a provider must still be told when the pass begins: share of their trust that is lost because it
    /// left or changed.
    pub users_trust_lost: f32,
    /// Money of the health pool, yuan an elder and month at the reference price of an admission; 0 without a pool.
    pub pool_yuan: f32,
    /// Share of the community's admissions and money that is pooled, 0..1.
    pub pooled: f32,
    /// Planned spending of the month, cents.
    pub planned_cents: i64,
    /// Income of the month.
    pub income: Income,
    /// Spent on staff and venue without policy, cents.
    pub core_cents: i64,
    /// Spent on each instrument, cents.
    pub spent_cents: [i64; COUNT],
}

impl Institution {
    /// Affordability that behaves as 0 while suspended (MODEL section 8).
    pub fn effective_affordability(&self) -> f32 {
        if self.operating { self.affordability } else { 0.0 }
    }

    /// Cents spent this month.
    pub fn spent_cents(&self) -> i64 {
        self.offer.core_cents + self.offer.spent_cents.iter().sum::<i64>()
    }
}
