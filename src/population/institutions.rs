//! The organiser of a community: residents' or villagers' committee with its mutual-aid station, its
//! levels, money and standing, and what it offers this month.   MODEL section 2

use super::district::ProvidersMonth;
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
    /// Initiative ι: how much the organiser does of its own accord, for good; mean 1.
    pub initiative: f32,
    /// Leaning l to services, activities and rules, for good; sum 3.
    pub leaning: [f32; 3],
    /// Factor on the cost of staff and venue, for good; mean 1.
    pub cost_factor: f32,
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
    /// How far a retrofit of homes and space is built, 0..1; it stays when the programme stops.
    pub built: f32,
    /// What is built for meeting, 0..1.
    pub built_social: f32,
    /// What is built for safety, 0..1.
    pub built_safety: f32,
    /// What is built for self-realisation, 0..1.
    pub built_self: f32,
    /// Reputation R.
    pub reputation: f32,
    /// Continuity belief Q.
    pub continuity_belief: f32,
    /// Affordability alpha: the share of all planned spending that the money at hand pays.
    pub affordability: f32,
    /// The share that each kind of spending receives, as if operating.
    pub shares: Shares,
    /// Redemption confidence conf.
    pub confidence: f32,
    /// Cultural barrier Kc.
    pub cultural_barrier: f32,
    /// Moving average of open requests a week.
    pub asked: f32,
    /// Moving average of requests served a week.
    pub served: f32,
    /// Attention of the street to care for the old, as the community feels it, att.
    pub attention: f32,
    /// Part of what posts could dispatch that the street leaves them time for, relative to that with no policy, capx.
    pub dispatch_share: f32,
    /// Pressure of targets beyond what staff can carry.
    pub pressure: f32,
    /// Holds a project of the district's government.
    pub holds_project: bool,
    /// Drive D_I of this month.
    pub drive: f32,
    /// Matches of last month, of what the posts can dispatch.
    pub workload: f32,
    /// Moving average of the share of elders who take part.
    pub participation: f32,
    /// Instruments taken up of those that are offered, in force this month: a bit each, by number.
    pub adopted: u64,
    /// The same for next month.
    pub takes_up: u64,
    /// Share of services by elders and volunteers that people chose themselves, without a dispatcher.
    pub choice: f32,
    /// Quality of organised services learnt from feedback.
    pub learnt_quality: f32,
    /// Groups with a member who gave lately.
    pub block_leaders: u32,
    /// Share of elders who are acquainted in their group.
    pub mean_acquaintance: f32,
    /// Mean group norm of elders.
    pub mean_norm: f32,
    /// What last month left to be known.
    pub last_month: LastMonth,
    /// What holds this month.
    pub offer: Offer,
}

/// Shares of planned money that the four kinds of spending receive, 0..1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shares {
    /// Posts, venue, standing, procedures, platform.
    pub core: f32,
    /// Services to elders.
    pub services: f32,
    /// Incentives of givers.
    pub incentives: f32,
    /// Events, outreach and space.
    pub activities: f32,
}

impl Shares {
    /// The same share of every kind.
    pub fn all(share: f32) -> Self {
        Shares { core: share, services: share, incentives: share, activities: share }
    }
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
    /// Services by elders and volunteers.
    pub mutual_services: u32,
    /// Those of them that no dispatcher arranged.
    pub chosen_services: u32,
    /// Cash was paid.
    pub paid_cash: bool,
    /// Minutes that professionals gave.
    pub professional_minutes: u32,
    /// Minutes that counsellors gave.
    pub counsellor_minutes: u32,
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
    /// Registered elders at the month's end, members among them.
    pub registered: u32,
    /// Elders on paper only at the month's end.
    pub pressed: u32,
    /// Elders who took part, a week, added up.
    pub participants: u32,
    /// Elders, a week, added up.
    pub elder_weeks: u32,
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
    /// Institutional offer I: the mean of the four mechanisms.
    pub offer: f32,
    /// Many actors, incentives, integration and norms, each times what is paid of it and the belief in continuity.
    pub mechanisms: [f32; 4],
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
    /// Share of volunteers' time that goes to the villages of the district.
    pub volunteers_sent: f32,
    /// Level of health integration.
    pub health_level: f32,
    /// Availability of integrated health services.
    pub health_availability: f32,
    /// Branch-led activities, as paid for in a month with events.
    pub party_branch: f32,
    /// Family doctors as far as professionals were delivered, 0..1.
    pub family_doctor: f32,
    /// Cognitive support as far as counsellors were delivered, 0..1.
    pub cognitive_delivered: f32,
    /// Social support as far as counsellors were delivered, 0..1.
    pub social_delivered: f32,
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
    /// The leader of the street has changed this month.
    pub leader_changed: bool,
    /// Chance a week that who could be registered is put on paper.
    pub paper_rate: f32,
    /// Grant of the district's government, cents.
    pub allocated_cents: i64,
    /// Money in hand that went back to the district's government, cents.
    pub returned_cents: i64,
    /// Share of the price of care that a voucher pays, 0..1.
    pub voucher_share: f32,
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
    /// Care by providers that the health pool pays this month, cents.
    pub pool_care_cents: i64,
    /// What happened among the providers of the district this month; noted with its first community alone.
    pub providers_of_district: ProvidersMonth,
    /// Balance of the district's health pool, cents; noted with its first community alone.
    pub pool_of_district_cents: i64,
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
    /// The share of each kind of spending that is paid: 0 while suspended. MODEL2, "Notation"
    pub fn paid(&self) -> Shares {
        if self.operating { self.shares } else { Shares::all(0.0) }
    }

    /// How far contracted providers cover the community, 0..1.
    pub fn coverage(&self) -> f32 {
        (self.offer.coverage_social + self.offer.coverage_firm).min(1.0)
    }

    /// Unpaid coordinators among the members, posts, at so many per hundred.
    pub fn coordinators(&self, per_hundred: f32) -> f32 {
        per_hundred * self.last_month.members as f32 / 100.0
    }

    /// Cents spent this month.
    pub fn spent_cents(&self) -> i64 {
        self.offer.core_cents + self.offer.spent_cents.iter().sum::<i64>()
    }
}
