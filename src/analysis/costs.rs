//! Costs of policies and their cost-effectiveness: money by instrument, unpaid hours, liabilities of a time bank, and
//! the incremental table.
//!
//! Everything is per elder over the run, replicate by replicate, with common random numbers. Money
//! and effects of later years are discounted at the same rate, the first year not at all.

use crate::observe::measures::{Counter, Tally};
use crate::places::WEEKS_PER_YEAR;
use crate::policy::{COUNT, DESCRIPTIONS};
use crate::text::Label;

use super::cost_effectiveness::{
    self as worth, FrontierStatus, UnpaidHours, discount_factor, incremental, unpaid_worth,
};
use super::figures::{Better, Indicator};
use super::interval::{Estimated, Verdict, ratio_of_means};
use super::outcome::{HourValues, Outcome};
use crate::Result;

/// Default discount rate per year.
pub const USUAL_RATE: f64 = 0.05;

/// Discount rates that are shown beside the chosen one.
const OTHER_RATES: [f64; 3] = [0.0, 0.03, 0.08];

/// The chosen discount rate and those that are shown beside it, rising.
pub fn rates(chosen: f64) -> Vec<f64> {
    let others = OTHER_RATES.into_iter().filter(|it| *it != chosen);
    let mut rates: Vec<f64> = others.chain([chosen]).collect();
    rates.sort_by(f64::total_cmp);
    rates
}

/// Money of one run at one discount rate, yuan per elder over the run.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// Staff and venue without policy.
    pub core: f64,
    /// Each instrument, in the order of the list of instruments.
    pub instruments: [f64; COUNT],
    /// Income of organisers by who pays it, in the order of [`SOURCES`].
    pub income: [f64; SOURCES.len()],
    /// What came in and was not spent.
    pub left: f64,
    /// Unpaid hours given, per elder over the run; discounted like money.
    pub unpaid_hours: f64,
    /// What a paid worker would have cost for them.
    pub unpaid_replacement: f64,
    /// What the givers forwent.
    pub unpaid_opportunity: f64,
    /// Credits held at the end, hours per elder, not discounted.
    pub credits_hours: f64,
    /// What households pay for care homes.
    pub care_homes: f64,
    /// The effect, in units of the measure times years per elder; more is better.
    pub effect: f64,
}

impl Money {
    /// Of one run, with a measure as the effect.
    pub fn of(run: &Outcome, effect: &Indicator, rate: f64) -> Self {
        let mut money = Money {
            core: 0.0,
            instruments: [0.0; COUNT],
            income: [0.0; SOURCES.len()],
            left: 0.0,
            unpaid_hours: 0.0,
            unpaid_replacement: 0.0,
            unpaid_opportunity: 0.0,
            credits_hours: 0.0,
            care_homes: 0.0,
            effect: 0.0,
        };
        for (year, settings) in run.years.iter().enumerate() {
            let mut all = settings[0].clone();
            all.merge(&settings[1]);
            let elder_weeks = all[Counter::Elders] as f64;
            if elder_weeks <= 0.0 {
                continue;
            }
            // The last year may be short: an elder of this year is one who lives through the weeks it has.
            let weeks = weeks_of(run, year);
            let factor = discount_factor(rate, year);
            let an_elder = factor * weeks / elder_weeks;
            money.core += all.read(Counter::SpendingCore) * an_elder;
            for (number, sum) in money.instruments.iter_mut().enumerate() {
                *sum += all.spending(number) as f64 * 0.01 * an_elder;
            }
            // In whole cents, so that nothing is left where all is spent.
            let raised = SOURCES.map(|it| it.measure.map_or(0, |it| all[it]));
            let granted = all[Counter::Income] - raised.iter().sum::<i64>();
            for ((sum, raised), source) in money.income.iter_mut().zip(raised).zip(&SOURCES) {
                *sum += source.measure.map_or(granted, |_| raised) as f64 * 0.01 * an_elder;
            }
            let spent = all[Counter::SpendingCore] + (0..COUNT).map(|it| all.spending(it)).sum::<i64>();
            money.left += (all[Counter::Income] - spent) as f64 * 0.01 * an_elder;
            money.care_homes += all.read(Counter::CareHomeSpending) * an_elder;
            let hours: Vec<UnpaidHours> =
                settings.iter().zip(run.hours).flat_map(|(it, worth)| unpaid(it, worth)).collect();
            let value = unpaid_worth(&hours);
            money.unpaid_hours += hours.iter().map(|it| it.hours).sum::<f64>() * an_elder;
            money.unpaid_replacement += value.replacement * an_elder;
            money.unpaid_opportunity += value.opportunity * an_elder;
            let sign = if effect.better == Better::Lower { -1.0 } else { 1.0 };
            let years = weeks / f64::from(WEEKS_PER_YEAR);
            money.effect += sign * factor * years * effect.of(&all).unwrap_or(0.0);
        }
        let credits = super::figures::figure("credits_outstanding_hours");
        money.credits_hours = run.level(credits, super::figures::Scope::All).unwrap_or(0.0);
        money
    }

    /// What the public pays.
    pub fn public(&self) -> f64 {
        self.core + self.instruments.iter().sum::<f64>()
    }

    /// Every item with its key: spending, then what is owed and given beside it.
    pub fn items(&self) -> Vec<(String, f64)> {
        let mut items = vec![("public".to_string(), self.public()), ("core".to_string(), self.core)];
        items.extend(DESCRIPTIONS.iter().zip(self.instruments).map(|(it, yuan)| (it.name.to_string(), yuan)));
        items.extend(SOURCES.iter().zip(self.income).map(|(it, yuan)| (it.item.to_string(), yuan)));
        items.push((LEFT.into(), self.left));
        items.push(("care_homes".into(), self.care_homes));
        items.push(("unpaid_hours".into(), self.unpaid_hours));
        items.push(("unpaid_at_replacement".into(), self.unpaid_replacement));
        items.push(("unpaid_at_opportunity".into(), self.unpaid_opportunity));
        items.push(("credits_outstanding_hours".into(), self.credits_hours));
        items
    }
}

fn weeks_of(run: &Outcome, year: usize) -> f64 {
    let months = run.fingerprints.len() as i32;
    let weeks = months * crate::places::WEEKS_PER_MONTH - year as i32 * WEEKS_PER_YEAR;
    f64::from(weeks.clamp(0, WEEKS_PER_YEAR))
}

fn unpaid(tally: &Tally, worth: HourValues) -> [UnpaidHours; 2] {
    let hours = |hours, opportunity_yuan_per_hour| UnpaidHours {
        hours,
        replacement_yuan_per_hour: worth.paid,
        opportunity_yuan_per_hour,
    };
    let volunteers = tally.read(Counter::GivenByVolunteers) + tally.read(Counter::GivenByVisitors);
    [hours(tally.read(Counter::GivenByElders), worth.elder), hours(volunteers, worth.volunteer)]
}

/// An item of cost under one policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Key: `public`, `core`, an instrument, or what is given and owed beside it.
    pub key: String,
    /// Who bears it: organisers what they spend, one of the payers in [`SOURCES`] what comes in to them, households or
    /// givers what does not go through them; nobody what is left, and hours.
    pub payer: &'static str,
    /// Yuan or hours per elder over the run.
    pub level: Estimated,
    /// The same minus the baseline's.
    pub difference: Estimated,
}

/// Costs of a policy against the baseline's, replicate by replicate; items that are nothing under both are
/// left out.
pub fn items(baseline: &[Outcome], policy: &[Outcome], effect: &Indicator, rate: f64) -> Vec<Item> {
    let of = |runs: &[Outcome]| -> Vec<Vec<(String, f64)>> {
        runs.iter().map(|it| Money::of(it, effect, rate).items()).collect()
    };
    let (ours, theirs) = (of(baseline), of(policy));
    let keys = theirs.first().map_or(0, Vec::len);
    let item = |number: usize| {
        let levels: Vec<f64> = theirs.iter().map(|it| it[number].1).collect();
        let differences: Vec<f64> = theirs.iter().zip(&ours).map(|(a, b)| a[number].1 - b[number].1).collect();
        if levels.iter().chain(&differences).all(|it| *it == 0.0) {
            return None;
        }
        let key = theirs[0][number].0.clone();
        let payer = payer(&key);
        Some(Item { key, payer, level: Estimated::mean_of(&levels)?, difference: Estimated::mean_of(&differences)? })
    };
    (0..keys).filter_map(item).collect()
}

fn payer(item: &str) -> &'static str {
    match item {
        "care_homes" => "households",
        "unpaid_at_replacement" | "unpaid_at_opportunity" => "givers",
        LEFT => "",
        _ if item.ends_with("_hours") => "",
        _ => SOURCES.iter().find(|it| it.item == item).map_or("organisers", |it| it.payer),
    }
}

/// Where money of organisers comes from.
#[derive(Debug, Clone, Copy)]
pub struct MoneySource {
    /// Key of the item.
    pub item: &'static str,
    /// Who pays it.
    pub payer: &'static str,
    /// What is counted of it; grants are the rest of the income.
    measure: Option<Counter>,
}

/// All of them: what they bring is what organisers spend and what is left.
pub const SOURCES: [MoneySource; 4] = [
    MoneySource { item: "grants", payer: "governments", measure: None },
    MoneySource { item: "donations", payer: "donors", measure: Some(Counter::IncomeDonations) },
    MoneySource { item: "collective_income", payer: "collectives", measure: Some(Counter::IncomeCollective) },
    MoneySource { item: "dues", payer: "members", measure: Some(Counter::IncomeDues) },
];

/// Key of what came in and was not spent: kept for later, or handed back to who granted it. Below zero when
/// organisers lived on what they had at week 0.
const LEFT: &str = "left";

/// Items beside the instruments, with their names.
pub const ITEMS: [(&str, Label); 12] = [
    ("public", Label { en: "public spending", zh: "公共支出" }),
    ("core", Label { en: "staff and venue without policy", zh: "基础人员与场地" }),
    ("grants", Label { en: "income from grants", zh: "政府拨款收入" }),
    ("donations", Label { en: "income from donations", zh: "捐赠收入" }),
    ("collective_income", Label { en: "income from collectives and paired industry", zh: "村集体与结对产业收入" }),
    ("dues", Label { en: "income from dues", zh: "会费收入" }),
    (LEFT, Label { en: "income left over, carried over or returned", zh: "收入结余（结转或退回）" }),
    ("care_homes", Label { en: "care homes, paid by households", zh: "养老机构（家庭支付）" }),
    ("unpaid_hours", Label { en: "unpaid hours", zh: "无偿小时" }),
    ("unpaid_at_replacement", Label { en: "unpaid hours at replacement cost", zh: "无偿小时（按替代成本）" }),
    ("unpaid_at_opportunity", Label { en: "unpaid hours at opportunity cost", zh: "无偿小时（按机会成本）" }),
    ("credits_outstanding_hours", Label { en: "time-bank credits held at the end", zh: "期末时间币余额" }),
];

/// Whose costs count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Perspective {
    /// What the public pays.
    Public,
    /// And unpaid hours at what a paid worker costs.
    WithReplacement,
    /// And unpaid hours at what the givers forgo.
    WithOpportunity,
}

impl Perspective {
    /// All of them.
    pub const ALL: [Perspective; 3] = [Perspective::Public, Perspective::WithReplacement, Perspective::WithOpportunity];

    /// Word in files.
    pub const fn name(self) -> &'static str {
        match self {
            Perspective::Public => "public",
            Perspective::WithReplacement => "public_and_unpaid_at_replacement",
            Perspective::WithOpportunity => "public_and_unpaid_at_opportunity",
        }
    }

    fn cost(self, money: &Money) -> f64 {
        match self {
            Perspective::Public => money.public(),
            Perspective::WithReplacement => money.public() + money.unpaid_replacement,
            Perspective::WithOpportunity => money.public() + money.unpaid_opportunity,
        }
    }
}

/// Cost and effect of every arm in every replicate.
pub fn by_replicate(
    arms: &[Vec<Outcome>],
    effect: &Indicator,
    rate: f64,
    perspective: Perspective,
) -> Vec<Vec<worth::Outcome>> {
    let of = |run: &Outcome| {
        let money = Money::of(run, effect, rate);
        worth::Outcome { cost: perspective.cost(&money), effect: money.effect }
    };
    arms.iter().map(|runs| runs.iter().map(of).collect()).collect()
}

/// What an arm costs and does, where that puts it, and whether the replicates bear it out.
#[derive(Debug, Clone, PartialEq)]
pub struct Appraisal {
    /// Mean cost and effect.
    pub outcome: worth::Outcome,
    /// Where the means put it.
    pub standing: FrontierStatus,
    /// Cost beyond that of the one arm it is held against; absent for the reference and between two arms.
    pub more_cost: Option<Estimated>,
    /// Effect beyond that of the same arm.
    pub more_effect: Option<Estimated>,
    /// Cost per unit of effect with Fieller's interval; only on the frontier, and only where the effect differs from
    /// that of the arm before.
    pub ratio: Option<Estimated>,
    /// Whether paired differences exclude that the standing is due to chance; none from a single replicate.
    pub supported: Option<bool>,
}

/// Every case appraised, the baseline being the first strategy.
///
/// # Errors
/// There are no replicates.
pub fn appraise(
    arms: &[Vec<Outcome>],
    effect: &Indicator,
    rate: f64,
    perspective: Perspective,
) -> Result<Vec<Appraisal>> {
    let replicates = by_replicate(arms, effect, rate, perspective);
    let mean = |runs: &Vec<worth::Outcome>| {
        let of = |what: fn(&worth::Outcome) -> f64| {
            let values: Vec<f64> = runs.iter().map(what).collect();
            Estimated::mean_of(&values).map_or(f64::NAN, |it| it.value)
        };
        worth::Outcome { cost: of(|it| it.cost), effect: of(|it| it.effect) }
    };
    let means: Vec<worth::Outcome> = replicates.iter().map(mean).collect();
    let standings = incremental(&means)?;
    let appraisal = |(arm, standing): (usize, FrontierStatus)| appraised(&replicates, &means, arm, standing);
    Ok(standings.into_iter().enumerate().map(appraisal).collect())
}

/// Cost or effect.
type Part = fn(&worth::Outcome) -> f64;

fn appraised(
    replicates: &[Vec<worth::Outcome>],
    means: &[worth::Outcome],
    arm: usize,
    standing: FrontierStatus,
) -> Appraisal {
    let beyond = |other: usize, of: Part| -> Vec<f64> {
        replicates[arm].iter().zip(&replicates[other]).map(|(it, other)| of(it) - of(other)).collect()
    };
    let [cost, effect]: [Part; 2] = [|it| it.cost, |it| it.effect];
    let against = match standing {
        FrontierStatus::Frontier { before: it, .. }
        | FrontierStatus::Equal { to: it }
        | FrontierStatus::Dominated { by: it } => Some(it),
        FrontierStatus::Reference | FrontierStatus::ExtendedDominated { .. } => None,
    };
    let [more_cost, more_effect] =
        [cost, effect].map(|of| against.and_then(|other| Estimated::mean_of(&beyond(other, of))));
    let [costlier, better] = [more_cost, more_effect].map(|it| it.map(|it| it.verdict()));
    let mut ratio = None;
    let supported = match standing {
        FrontierStatus::Reference | FrontierStatus::Equal { .. } => true,
        FrontierStatus::Frontier { before, .. } => {
            ratio = ratio_of_means(&beyond(before, cost), &beyond(before, effect)).filter(|it| it.interval.is_some());
            ratio.is_some()
        }
        FrontierStatus::Dominated { .. } => {
            matches!(costlier, Some(Verdict::Higher | Verdict::Equal))
                && matches!(better, Some(Verdict::Lower | Verdict::Equal))
        }
        FrontierStatus::ExtendedDominated { by: (low, high) } => {
            // Cost beyond the line between the two, at the effect of this arm.
            let slope = (means[high].cost - means[low].cost) / (means[high].effect - means[low].effect);
            let weight = (means[arm].effect - means[low].effect) / (means[high].effect - means[low].effect);
            let net = |it: &worth::Outcome| it.cost - slope * it.effect;
            let excess = replicates[arm].iter().zip(&replicates[low]).zip(&replicates[high]);
            let excess: Vec<f64> =
                excess.map(|((it, low), high)| net(it) - (1.0 - weight) * net(low) - weight * net(high)).collect();
            Estimated::mean_of(&excess).is_some_and(|it| it.verdict() == Verdict::Higher)
        }
    };
    let several = replicates[arm].len() > 1;
    Appraisal { outcome: means[arm], standing, more_cost, more_effect, ratio, supported: several.then_some(supported) }
}

/// Steps from the first to the last threshold.
const STEPS: u32 = 20;

/// What a unit of effect may be worth: from nothing to beyond the highest price on the public's frontier at a discount
/// rate, in round numbers.
///
/// # Errors
/// There are no replicates.
pub fn thresholds(arms: &[Vec<Outcome>], effect: &Indicator, rate: f64) -> Result<Vec<f64>> {
    let found = appraise(arms, effect, rate, Perspective::Public)?;
    let ratios = found.iter().filter_map(|it| match it.standing {
        FrontierStatus::Frontier { ratio, .. } => Some(ratio),
        _ => None,
    });
    // Where nothing costs more and does more, a thousand yuan is as good a range as any.
    let highest = ratios.fold(0.0, f64::max);
    let aim = if highest > 0.0 { 2.0 * highest } else { 1000.0 };
    let power = libm::pow(10.0, libm::floor(libm::log10(aim)));
    let round = [1.0, 2.0, 5.0].map(|it| it * power).into_iter().find(|it| *it >= aim).unwrap_or(10.0 * power);
    Ok((0..=STEPS).map(|it| round * f64::from(it) / f64::from(STEPS)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::figures::{figure, measures};
    use crate::parameters::Parameters;
    use crate::places::BySetting;

    #[test]
    fn a_chosen_discount_rate_stands_in_order_among_the_others_once() {
        assert_eq!(rates(USUAL_RATE), [0.0, 0.03, 0.05, 0.08]);
        assert_eq!(rates(0.1), [0.0, 0.03, 0.08, 0.1]);
        assert_eq!(rates(0.03), [0.0, 0.03, 0.08]);
    }

    /// A run of two years of 100 elders, of whom `participants` take part, with so many cents a week.
    fn run(participants: i64, cents: i64) -> Outcome {
        let mut year = Tally::default();
        for (measure, amount) in [
            (Counter::Elders, 100 * 52),
            (Counter::Participants, participants * 52),
            (Counter::SpendingCore, cents * 52),
            (Counter::Income, (cents + 15_000) * 52),
            (Counter::IncomeDues, 3_000 * 52),
            (Counter::GivenByElders, 60 * 52),
        ] {
            year.add(measure, amount);
        }
        year.add_spending(2, 10_000 * 52);
        Outcome {
            levels: vec![[None; 3]; measures().count()],
            years: vec![[year, Tally::default()]; 2],
            hours: HourValues::of(&BySetting::from_fn(Parameters::defaults)),
            fingerprints: vec![0; 26],
            ..Outcome::default()
        }
    }

    #[test]
    fn money_of_two_years_is_discounted_from_the_second_on() {
        let effect = figure("participants_share");
        let flat = Money::of(&run(20, 100_000), effect, 0.0);
        // 1,000 yuan a week over 100 elders: 520 yuan a year each.
        assert!((flat.core - 1040.0).abs() < 1e-9 && (flat.instruments[2] - 104.0).abs() < 1e-9);
        assert!((flat.unpaid_hours - 1.04).abs() < 1e-12);
        assert!((flat.unpaid_replacement - 39.0).abs() < 1e-9 && (flat.unpaid_opportunity - 12.48).abs() < 1e-9);
        assert!((flat.effect - 0.4).abs() < 1e-12);
        let discounted = Money::of(&run(20, 100_000), effect, 0.05);
        assert!((discounted.core - 520.0 * (1.0 + 1.0 / 1.05)).abs() < 1e-9);
        assert!((discounted.effect - 0.2 * (1.0 + 1.0 / 1.05)).abs() < 1e-12);
    }

    #[test]
    fn an_hour_is_worth_what_the_parameters_of_the_run_say() {
        let mut parameters = BySetting::from_fn(Parameters::defaults);
        parameters.urban.cost.hour_elder = 24.0;
        parameters.urban.cost.hour_paid = 75.0;
        let run = Outcome { hours: HourValues::of(&parameters), ..run(20, 100_000) };
        let money = Money::of(&run, figure("participants_share"), 0.0);
        assert!((money.unpaid_replacement - 78.0).abs() < 1e-9 && (money.unpaid_opportunity - 24.96).abs() < 1e-9);
    }

    #[test]
    fn income_by_payer_is_what_is_spent_and_what_is_left() {
        let money = Money::of(&run(20, 100_000), figure("participants_share"), 0.05);
        // 1,120 yuan a week come in from governments and 30 from members, 1,100 go out, over 100 elders.
        let two_years = |yuan: f64| yuan * 52.0 / 100.0 * (1.0 + 1.0 / 1.05);
        let items = money.items();
        for (key, yuan) in [("grants", 1120.0), ("dues", 30.0), ("left", 50.0), ("public", 1100.0), ("donations", 0.0)]
        {
            let found = items.iter().find(|it| it.0 == key).unwrap().1;
            assert!((found - two_years(yuan)).abs() < 1e-9, "{key}: {found}");
        }
        assert_eq!(["dues", "core", "time_bank", "left"].map(payer), ["members", "organisers", "organisers", ""]);
    }

    #[test]
    fn a_policy_that_costs_more_and_does_less_is_dominated_and_less_is_better_where_it_is() {
        let effect = figure("participants_share");
        let arms = [run(20, 100_000), run(30, 110_000), run(15, 120_000)].map(|it| vec![it]);
        let found = appraise(&arms, effect, 0.0, Perspective::Public).unwrap();
        assert_eq!(
            (found[0].standing, found[2].standing),
            (FrontierStatus::Reference, FrontierStatus::Dominated { by: 0 })
        );
        // 52 yuan more a year for a tenth of an elder more.
        let FrontierStatus::Frontier { before: 0, ratio } = found[1].standing else { panic!("{:?}", found[1]) };
        assert!((ratio - 520.0).abs() < 1e-9, "{ratio}");
        assert!(found.iter().all(|it| it.supported.is_none() && it.ratio.is_none()), "one replicate bears out nothing");
        let lower = Indicator { better: Better::Lower, ..*effect };
        let found = appraise(&arms, &lower, 0.0, Perspective::Public).unwrap();
        assert_eq!(found[1].standing, FrontierStatus::Dominated { by: 0 });
    }

    #[test]
    fn a_cost_per_effect_needs_an_effect_that_chance_does_not_explain() {
        let effect = figure("participants_share");
        let of = |policy: [i64; 3]| {
            let baseline: Vec<Outcome> = [20, 22, 18].map(|it| run(it, 100_000)).into();
            let policy = policy.map(|it| run(it, 110_000)).into();
            appraise(&[baseline, policy], effect, 0.0, Perspective::Public).unwrap().remove(1)
        };
        // 104 yuan over two years for 0.2 elder-years more in every replicate, or about as many.
        let certain = of([30, 32, 28]);
        assert_eq!(certain.supported, Some(true));
        let ratio = certain.ratio.unwrap();
        let interval = ratio.interval.unwrap();
        assert!((ratio.value - 520.0).abs() < 1e-6 && interval.half_width() < 1e-6, "{ratio:?}");
        // Three elders in a hundred more on average, with differences of +8, -6 and +7.
        let doubtful = of([28, 16, 25]);
        assert!(matches!(doubtful.standing, FrontierStatus::Frontier { before: 0, .. }));
        assert_eq!((doubtful.ratio, doubtful.supported), (None, Some(false)));
        assert_eq!(doubtful.more_effect.unwrap().verdict(), Verdict::Uncertain);
        // It costs more whatever chance does; that it does less may be chance.
        let dominated = of([14, 26, 14]);
        assert_eq!((dominated.standing, dominated.supported), (FrontierStatus::Dominated { by: 0 }, Some(false)));
        assert_eq!(of([18, 20, 16]).supported, Some(true));
    }

    #[test]
    fn twins_are_equal_and_neither_dominates_the_other() {
        let effect = figure("participants_share");
        let runs = |participants: [i64; 2], cents| participants.map(|it| run(it, cents)).to_vec();
        let arms = [runs([20, 22], 100_000), runs([30, 33], 110_000), runs([20, 22], 100_000), runs([30, 33], 110_000)];
        let found = appraise(&arms, effect, 0.05, Perspective::Public).unwrap();
        let standings: Vec<FrontierStatus> = found.iter().map(|it| it.standing).collect();
        assert_eq!((standings[0], standings[2]), (FrontierStatus::Reference, FrontierStatus::Equal { to: 0 }));
        assert!(matches!(standings[1], FrontierStatus::Frontier { before: 0, .. }));
        assert_eq!((standings[3], found[3].supported), (FrontierStatus::Equal { to: 1 }, Some(true)));
    }

    #[test]
    fn thresholds_go_in_round_steps_beyond_the_dearest_policy_on_the_frontier() {
        let arms = [run(20, 100_000), run(30, 110_000)].map(|it| vec![it]);
        // The ratio is 520 at every discount rate, as money and effect are discounted alike.
        let found = thresholds(&arms, figure("participants_share"), USUAL_RATE).unwrap();
        assert_eq!((found.len(), found[0], found[1], found[20]), (21, 0.0, 100.0, 2000.0));
        let same = [run(20, 100_000), run(20, 100_000)].map(|it| vec![it]);
        assert_eq!(thresholds(&same, figure("participants_share"), USUAL_RATE).unwrap()[20], 1000.0);
    }

    #[test]
    fn items_that_are_nothing_under_both_are_left_out() {
        let (base, policy) = (vec![run(20, 1000)], vec![run(20, 1000)]);
        let items = items(&base, &policy, figure("participants_share"), 0.0);
        let keys: Vec<&str> = items.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "public",
                "core",
                "time_bank",
                "grants",
                "dues",
                "left",
                "unpaid_hours",
                "unpaid_at_replacement",
                "unpaid_at_opportunity"
            ]
        );
        assert!(items.iter().all(|it| it.difference.value == 0.0));
    }
}
