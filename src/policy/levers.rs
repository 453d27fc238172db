//! Everything that policy can move, summed from the instruments in force.
//!
//! One [`Levers`] a district and setting, made anew each month. Behaviour reads levers, never
//! instruments. Levers name mechanisms; each field says how several instruments combine in it.

use serde::{Deserialize, Serialize};

use super::shelf::COUNT;

/// How health services are tied into the community (MODEL section 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HealthMode {
    /// No integration: ordinary clinics and the few hours they give. Not a form one can ask for.
    #[default]
    #[serde(skip_deserializing)]
    None,
    /// Agreements between organiser and clinic (签约合作).
    Cooperative,
    /// A health post in the community (嵌入).
    Embedded,
    /// One team (融合).
    Fused,
}

/// How the organiser is paid (MODEL section 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FundingMode {
    /// Nothing but what villages and members raise.
    #[default]
    None,
    /// Pays whatever is planned: to measure an instrument by itself.
    Matched,
    /// So much an elder and year, every month.
    Stable,
    /// The same for a number of months, paid at once in the first.
    Project,
    /// So much an elder and year to the district's government, which divides it every month.
    District,
}

/// How a district's government divides its money among communities (MODEL2 section D3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allocation {
    /// By the number of elders.
    #[default]
    PerHead,
    /// More to where more needs are not met.
    Need,
    /// More to where more elders take part.
    Performance,
    /// To those who win a project for a year.
    Projects,
}

impl Allocation {
    /// All of them.
    pub const ALL: [Allocation; 4] =
        [Allocation::PerHead, Allocation::Need, Allocation::Performance, Allocation::Projects];
}

/// The funding in force.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Funding {
    /// How the organiser is paid.
    pub mode: FundingMode,
    /// Grant, yuan an elder a year.
    pub yuan_per_elder_year: f32,
    /// Length of a project, months.
    pub months: i32,
    /// Week in which it began.
    pub start_week: i32,
    /// How a district divides it.
    pub allocation: Allocation,
}

/// What an instrument costs in one place, as rates that the month multiplies by its basis.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cost {
    /// Yuan an elder a year.
    pub per_elder_year: f32,
    /// Yuan an hour that elders gave last month.
    pub per_hour_given: f32,
    /// Yuan a community a month.
    pub per_month: f32,
    /// 1 when the instrument pays for the posts beyond those that exist without policy.
    pub extra_posts: f32,
    /// 1 when the instrument pays the public share of the hours that elders bought with vouchers last month.
    pub voucher_hours: f32,
    /// 1 when the instrument pays contracted providers.
    pub contracts: f32,
}

impl Cost {
    /// A cost an elder and year.
    pub fn per_elder_year(yuan: f64) -> Self {
        Cost { per_elder_year: yuan as f32, ..Cost::default() }
    }
}

impl std::ops::AddAssign for Cost {
    fn add_assign(&mut self, other: Cost) {
        self.per_elder_year += other.per_elder_year;
        self.per_hour_given += other.per_hour_given;
        self.per_month += other.per_month;
        self.extra_posts = self.extra_posts.max(other.extra_posts);
        self.voucher_hours = self.voucher_hours.max(other.voucher_hours);
        self.contracts = self.contracts.max(other.contracts);
    }
}

/// Levels that are asked of every organiser, and may be met in form only.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Targets {
    /// Platform of many actors.
    pub many_actors: f32,
    /// Process closure.
    pub process: f32,
    /// Digital platform.
    pub platform: f32,
    /// Standardisation.
    pub standardisation: f32,
    /// Outreach and campaign.
    pub outreach: f32,
}

/// What policy moves in one setting of one district this month. All zero without policy.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Levers {
    /// Cash, yuan an hour given. Adds.
    pub cash_yuan_per_hour: f32,
    /// Worth of points, yuan an hour given (rate × catalogue). Adds.
    pub points_yuan_per_hour: f32,
    /// A ledger of hours exists.
    pub credit_ledger: bool,
    /// Credits earned an hour given. Greatest.
    pub credit_rate: f32,
    /// Most credits held, hours. Greatest.
    pub credit_cap_hours: f32,
    /// Half-life of credits, weeks. Greatest.
    pub credit_expiry_weeks: f32,
    /// Hours a month one may take without credits. Greatest.
    pub guarantee_hours: f32,
    /// Credits count in other places, 0..1. Greatest.
    pub portable: f32,
    /// Credits may be given to one's parents, 0..1. Greatest.
    pub transferable: f32,
    /// Credits are bequeathed, 0..1. Greatest.
    pub inherit: f32,
    /// Companionship groups per 100 elders. Adds.
    pub companionship_groups_per_100: f32,
    /// Recognition, 0..1. Greatest.
    pub recognition: f32,
    /// Events a month that depend on money: those of activities and of intergenerational programmes. Adds.
    /// Those of visits and courtyards are parameters and come with their own levers.
    pub events_per_month: f32,
    /// Events a month of activities alone, which decide how much culture they bring. Adds.
    pub activities_per_month: f32,
    /// Kinds of events, 0 without activities. Greatest.
    pub activity_kinds: f32,
    /// Hosts who introduce people, 0..1. Greatest.
    pub introductions: f32,
    /// How far activities are rooted in culture, 0..1. Greatest.
    pub culture_activities: f32,
    /// Branch-led activities, 0..1. Greatest.
    pub party_branch: f32,
    /// Outreach and campaign, 0..1. Greatest.
    pub outreach: f32,
    /// Platform of many actors, 0..1. Greatest.
    pub many_actors: f32,
    /// Recruited volunteers per 100 elders. Adds.
    pub recruitment_per_100: f32,
    /// Weights of students, working people and the young old in recruitment; all 0 means as the pool. Latest wins.
    pub recruitment_mix: [f32; 3],
    /// Form of health integration. Latest start wins.
    pub health_mode: HealthMode,
    /// Health hours per 1000 elders a week. Adds.
    pub health_hours_per_1000: f32,
    /// Share contracted with a family doctor, 0..1. Greatest.
    pub family_doctor: f32,
    /// Counsellor hours per 1000 elders a week. Adds.
    pub counsellor_hours_per_1000: f32,
    /// Comfort in counselling, 0..1. Greatest.
    pub comfort: f32,
    /// Cognitive support, 0..1. Greatest.
    pub cognitive: f32,
    /// Social support, 0..1. Greatest.
    pub social_support: f32,
    /// Standardisation, 0..1. Greatest.
    pub standardisation: f32,
    /// Process closure, 0..1. Greatest.
    pub process: f32,
    /// Digital platform, 0..1. Greatest.
    pub platform: f32,
    /// Assisted access to the platform, 0..1. Greatest.
    pub assisted: f32,
    /// Funding. Latest start wins.
    pub funding: Funding,
    /// Policy positioning, 0..1. Greatest.
    pub positioning: f32,
    /// The Party committee leads, 0..1. Greatest.
    pub party_led: f32,
    /// Staff, posts per 300 elders. Greatest.
    pub staff_per_300: f32,
    /// Retrofit for access, 0..1. Greatest.
    pub retrofit_access: f32,
    /// Retrofit for safety, 0..1. Greatest.
    pub retrofit_safety: f32,
    /// Retrofit for meeting, 0..1. Greatest.
    pub retrofit_social: f32,
    /// Retrofit for self-realisation, 0..1. Greatest.
    pub retrofit_self_realisation: f32,
    /// Seats in happiness courtyards per 100 elders. Adds.
    pub courtyard_seats_per_100: f32,
    /// Meals in happiness courtyards, 0..1. Greatest.
    pub courtyard_meals: f32,
    /// Incentive to return, 0..1. Greatest.
    pub return_incentive: f32,
    /// Intergenerational programmes, 0..1. Greatest.
    pub intergenerational: f32,
    /// Equalisation of rural fiscal capacity, 0..1. Greatest.
    pub equalisation: f32,
    /// Share of urban professional hours rotated to villages, 0..1. Greatest.
    pub rotation: f32,
    /// Visits of urban volunteers to villages, 0..1. Greatest.
    pub visits: f32,
    /// Returned talent, 0..1. Greatest.
    pub talent: f32,
    /// Paired industry, 0..1. Greatest.
    pub industry: f32,
    /// Self-rule, 0..1. Greatest.
    pub self_rule: f32,
    /// Shared rule, 0..1. Greatest.
    pub shared_rule: f32,
    /// Honoured examples, 0..1. Greatest.
    pub virtue: f32,
    /// Rules, mediation, insurance, 0..1. Greatest.
    pub law: f32,
    /// A dues-paying members' association exists.
    pub association: bool,
    /// Dues, yuan a member a year. Greatest.
    pub dues_yuan: f32,
    /// Share of the poorest who pay no dues, 0..1. Greatest.
    pub dues_waived_share: f32,
    /// What of these is mandated, and not offered and taken up.
    pub mandated: Targets,
    /// Instruments in force because the organiser has taken them up: a bit each, by number.
    pub adopted: u64,
    /// Most that a voucher pays of the price of care, yuan a user and month. Greatest.
    pub voucher_yuan_per_month: f32,
    /// Share of the price of care that a voucher pays, 0..1. Greatest.
    pub voucher_share: f32,
    /// Money for contracted providers, yuan an elder a year. Adds.
    pub purchase_yuan_per_elder_year: f32,
    /// Length of a contract with a provider, months. Latest start wins.
    pub contract_months: f32,
    /// Weight of quality against price in a tender, 0..1. Latest start wins.
    pub quality_weight: f32,
    /// Months that providers are paid late. Latest start wins.
    pub late_months: f32,
    /// Share of the budget that is pooled with clinics and care, 0..1. Greatest.
    pub pooled: f32,
    /// Money of the pool, yuan an elder and month at the reference price of an admission. Latest start wins.
    pub pool_yuan: f32,
    /// Cost of each instrument in force, in the order of the list of instruments. Adds.
    pub costs: [Cost; COUNT],
}

impl Levers {
    /// Levels that could be met in form only.
    pub(super) fn targets(&self) -> Targets {
        Targets {
            many_actors: self.many_actors,
            process: self.process,
            platform: self.platform,
            standardisation: self.standardisation,
            outreach: self.outreach,
        }
    }
}

/// Raises a lever to at least `value`.
pub(super) fn raise(lever: &mut f32, value: f64) {
    *lever = lever.max(value as f32);
}
