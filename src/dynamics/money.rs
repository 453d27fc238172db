//! Money of an organiser: what is planned, what comes in, what can be afforded, suspension.   MODEL section 8

use super::Rules;
use crate::elementary::most;
use crate::parameters::Parameters;
use crate::places::{MONTHS_PER_YEAR, WEEKS_PER_MONTH};
use crate::policy::{Allocation, COUNT, Funding, FundingMode, Levers, SPENDING, Spending};
use crate::population::institutions::Shares;
use crate::population::{Income, Institution};

/// Money planned for a month, cents.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Staff and venue without policy.
    pub core: i64,
    /// Each instrument.
    pub instruments: [i64; COUNT],
}

impl Plan {
    /// All of it, cents.
    pub fn total(&self) -> i64 {
        self.core + self.instruments.iter().sum::<i64>()
    }

    /// The same by kind of spending.
    pub fn by_kind(&self) -> [i64; KINDS] {
        let mut sums = [0; KINDS];
        sums[Spending::Core as usize] = self.core;
        for (kind, cents) in SPENDING.iter().zip(&self.instruments) {
            sums[*kind as usize] += cents;
        }
        sums
    }
}

/// Kinds of spending.
const KINDS: usize = Spending::ALL.len();
/// Rounds in which money that one kind does not need is shared among the others.
const ROUNDS: usize = 4;

fn cents(yuan: f64) -> i64 {
    libm::round(yuan * 100.0) as i64
}

/// Months of a year, as a divisor of yearly sums.
const MONTHS: f64 = MONTHS_PER_YEAR as f64;

/// Posts with no policy, and posts under policy.
fn posts(around: &Rules, elders: u32) -> [f32; 2] {
    let i = &around.parameters.institution;
    let per_300 = elders as f32 / i.staff_elders;
    [i.staff_start * per_300, most(i.staff_start, around.levers.staff_per_300) * per_300]
}

/// Staff, posts: those without policy, or more where policy pays for them.
pub fn staff_posts(around: &Rules, elders: u32) -> f32 {
    posts(around, elders)[1]
}

/// What the month will cost if all of it can be afforded. Hours given are last month's.
pub fn plan(institution: &Institution, around: &Rules, positioning: f32) -> Plan {
    let (p, levers) = (around.parameters, around.levers);
    let elders = institution.last_month.elders;
    let [without, with] = posts(around, elders);
    let post = f64::from(p.cost.staff)
        * (1.0 + f64::from(p.cost.staff_positioning * (positioning - p.institution.positioning_start)));
    let hours = f64::from(institution.last_month.given_minutes) / 60.0;
    let elder_years = f64::from(elders) / MONTHS;
    let core = (f64::from(without) * post / MONTHS + f64::from(p.cost.base) * elder_years)
        * f64::from(institution.cost_factor);
    let vouchers = vouchers(institution, around);
    let contracted =
        if institution.offer.under_contract { f64::from(levers.purchase_yuan_per_elder_year) } else { 0.0 };
    let instruments = std::array::from_fn(|number| {
        let cost = &levers.costs[number];
        let extra = f64::from(cost.extra_posts) * f64::from(with - without) * post / MONTHS;
        cents(
            f64::from(cost.per_elder_year) * elder_years
                + f64::from(cost.per_hour_given) * hours
                + f64::from(cost.per_month)
                + f64::from(cost.voucher_hours) * vouchers
                + f64::from(cost.contracts) * contracted * elder_years
                + extra,
        )
    });
    Plan { core: cents(core), instruments }
}

/// What vouchers cost a month, yuan: as used last month, at what that month's money allowed in full.
fn vouchers(institution: &Institution, around: &Rules) -> f64 {
    let (m, levers) = (&around.parameters.market, around.levers);
    let affordability =
        if institution.operating { most(m.voucher_affordability_least, institution.shares.services) } else { 1.0 };
    f64::from(institution.last_month.voucher_hours / affordability * levers.voucher_share * m.price)
}

/// How a month is paid: in full and lasting, as a project, or not at all; the belief in continuity moves
/// towards it.
pub fn paid(institution: &Institution, around: &Rules, week: i32) -> f32 {
    let funding = &around.levers.funding;
    let government = &around.parameters.government;
    match funding.mode {
        FundingMode::Matched | FundingMode::Stable => 1.0,
        FundingMode::District if funding.allocation == Allocation::Projects => {
            let by_project = if institution.holds_project { government.project_security } else { 0.0 };
            government.base_share + by_project * (1.0 - government.base_share)
        }
        FundingMode::District => 1.0,
        FundingMode::Project if week < project_end(funding) => around.parameters.institution.continuity_project,
        FundingMode::Project | FundingMode::None => 0.0,
    }
}

/// Whether this is the last month of a project.
pub fn is_last_of_project(around: &Rules, week: i32) -> bool {
    let funding = &around.levers.funding;
    funding.mode == FundingMode::Project && week + WEEKS_PER_MONTH == project_end(funding)
}

fn project_end(funding: &Funding) -> i32 {
    funding.start_week.saturating_add(funding.months.saturating_mul(WEEKS_PER_MONTH))
}

/// Dues of the members who pay them, cents a month.
pub fn dues(institution: &Institution, around: &Rules) -> i64 {
    let yuan = f64::from(around.levers.dues_yuan) / MONTHS;
    cents(yuan * f64::from(institution.last_month.paying_members))
}

/// A month's grant at so much an elder and year, yuan, as far as it arrives.
fn monthly_grant(p: &Parameters, levers: &Levers, elders: u32) -> f64 {
    let capacity = libm::pow(f64::from(p.fiscal.capacity), f64::from(1.0 - levers.equalisation));
    f64::from(levers.funding.yuan_per_elder_year) * capacity * (f64::from(elders) / MONTHS)
}

/// The same in cents.
pub fn monthly_grant_cents(p: &Parameters, levers: &Levers, elders: u32) -> i64 {
    cents(monthly_grant(p, levers, elders))
}

/// Income of the month, grants apart from what the community raises itself.
fn income(institution: &Institution, around: &Rules, week: i32, plan: &Plan) -> Income {
    let (p, levers) = (around.parameters, around.levers);
    let elder_years = f64::from(institution.last_month.elders) / MONTHS;
    let grant = monthly_grant(p, levers, institution.last_month.elders);
    let granted = match levers.funding.mode {
        FundingMode::Matched => return Income { grants: plan.total(), ..Income::default() },
        FundingMode::Stable => grant,
        FundingMode::Project if week == levers.funding.start_week => grant * f64::from(levers.funding.months),
        FundingMode::District => institution.offer.allocated_cents as f64 / 100.0,
        FundingMode::Project | FundingMode::None => 0.0,
    };
    let collective = f64::from(institution.collective_income_yuan + p.fiscal.industry_income * levers.industry);
    // People give where something stands: as far as the core is paid without their gifts.
    let core = plan.by_kind()[0] as f64;
    let own = institution.budget_cents as f64 + (granted + collective * elder_years) * 100.0;
    let stands = if core > 0.0 { (own / core).clamp(0.0, 1.0) } else { 1.0 };
    let donations = f64::from(p.cost.donation * levers.many_actors) * elder_years * stands;
    // Rounded as they pile up, so that the parts are the rounded whole.
    let [first, second] = [granted, granted + donations].map(cents);
    let third = cents(granted + donations + collective * elder_years);
    Income { grants: first, donations: second - first, collective: third - second, dues: dues(institution, around) }
}

/// The share of each kind of spending that the money in hand pays: core first, the rest by leaning and need.
/// MODEL2 section C
fn by_priority(institution: &Institution, around: &Rules, plan: &Plan, in_hand: i64, alpha: f64) -> [f64; KINDS] {
    // Rounding must not leave a cent where there is money for everything.
    if alpha >= 1.0 {
        return [1.0; KINDS];
    }
    let i = &around.parameters.institution;
    let last = &institution.last_month;
    let unmet = if last.needed_hours > 0.0 { last.uncovered_hours / last.needed_hours } else { 0.0 };
    let [services, activities, rules] = institution.leaning;
    let weights =
        [0.0, services * (i.priority_services + unmet), i.priority_others * rules, i.priority_others * activities];
    let planned = plan.by_kind().map(|cents| cents as f64);
    let mut paid = [0.0; KINDS];
    paid[0] = planned[0].min(in_hand.max(0) as f64);
    let mut rest = in_hand.max(0) as f64 - paid[0];
    for _ in 0..ROUNDS {
        let wants = |kind: usize| paid[kind] < planned[kind];
        let weight = |kind: usize| if wants(kind) { f64::from(weights[kind]) * planned[kind] } else { 0.0 };
        let shares: [f64; KINDS] = std::array::from_fn(weight);
        let total: f64 = shares.iter().sum();
        if total <= 0.0 || rest <= 0.0 {
            break;
        }
        let handed_out = rest;
        for (kind, share) in shares.into_iter().enumerate() {
            let more = (handed_out * share / total).min(planned[kind] - paid[kind]);
            paid[kind] += more;
            rest -= more;
        }
    }
    let priority = f64::from(i.priority);
    std::array::from_fn(|kind| {
        // A kind without a plan takes what all spending would.
        let own = if planned[kind] > 0.0 { (paid[kind] / planned[kind]).min(1.0) } else { alpha };
        (1.0 - priority) * alpha + priority * own
    })
}

/// Receives the month's income, pays what can be afforded, suspends or reopens.
pub fn settle(institution: &mut Institution, around: &Rules, week: i32, plan: &Plan) {
    let planned = plan.total();
    let income = income(institution, around, week, plan);
    let in_hand = institution.budget_cents + income.total();
    let alpha = if planned > 0 { (in_hand as f64 / planned as f64).clamp(0.0, 1.0) } else { 1.0 };
    let shares = by_priority(institution, around, plan, in_hand, alpha);
    let [core, services, incentives, activities] = shares.map(|share| share as f32);
    institution.affordability = alpha as f32;
    institution.shares = Shares { core, services, incentives, activities };
    institution.offer.planned_cents = planned;
    institution.offer.income = income;

    institution.offer.suspended_now = false;
    suspend_or_reopen(institution, around, plan, shares[0]);
    // Rounded down, so that an organiser never pays out more than it has.
    let afforded = |amount: i64, kind: Spending| {
        if institution.operating { (amount as f64 * shares[kind as usize]) as i64 } else { 0 }
    };
    let core = afforded(plan.core, Spending::Core);
    let spent = std::array::from_fn(|number| afforded(plan.instruments[number], SPENDING[number]));
    institution.offer.core_cents = core;
    institution.offer.spent_cents = spent;
    institution.budget_cents = match around.levers.funding.mode {
        FundingMode::Matched => 0,
        _ => in_hand - institution.spent_cents(),
    };
}

/// Some months without the money for its core suspend an organiser; some with money in hand reopen it.
fn suspend_or_reopen(institution: &mut Institution, around: &Rules, plan: &Plan, core_share: f64) {
    let i = &around.parameters.institution;
    if institution.operating {
        let poor = core_share < f64::from(i.suspend_below);
        institution.poor_months = if poor { institution.poor_months + 1 } else { 0 };
        if institution.poor_months >= i.suspend_months as u32 {
            institution.operating = false;
            institution.offer.suspended_now = true;
            institution.confidence *= i.suspend_confidence;
            institution.funded_months = 0;
        }
        return;
    }
    let months = f64::from(i.reopen_income_months);
    let soon = institution.budget_cents as f64 + months * institution.offer.income.total() as f64;
    let enough = soon > f64::from(i.reopen_above) * plan.by_kind()[0] as f64;
    institution.funded_months = if enough { institution.funded_months + 1 } else { 0 };
    if institution.funded_months >= i.reopen_months as u32 {
        institution.operating = true;
        institution.poor_months = 0;
    }
}
