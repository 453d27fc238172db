//! Needs of the week, and what family, meals, clinics and bought care cover of them.   MODEL section 6

use crate::dynamics::columns::each_elder;
use crate::dynamics::{Rules, Scratch};
use crate::elementary::{fixed_sum, least, most};
use crate::parameters::Parameters;
use crate::places::WEEKS_PER_MONTH;

each_elder! {
    /// Hours needed by kind, and what is left of them before anybody of the community helps.
    pub fn arise(p: &Parameters)
    given {
        daily = [p.need.daily0, p.need.daily1, p.need.daily2],
        health = [p.need.health0, p.need.health1, p.need.health2],
        left_by_clinic =
            [1.0, p.need.clinic_limited, p.need.clinic_dependent].map(|reached| 1.0 - p.need.clinic * reached),
        company = p.need.companionship,
        above = p.need.companionship_above,
        meal_hours = p.need.meal_hours,
    }
    draws {}
    elders { present, function, loneliness, family_share, meals } -> {}
    week {} -> {
        needed_daily, needed_health, needed_companionship,
        uncovered_daily, uncovered_health, uncovered_companionship,
    }
    {
        let limited = function >= 1.0;
        let dependent = function >= 2.0;
        let by_function = |[independent, limited_one, dependent_one]: [f32; 3]| {
            let lesser = if limited { limited_one } else { independent };
            if dependent { dependent_one } else { lesser }
        };
        needed_daily = present * by_function(daily);
        needed_health = present * by_function(health);
        needed_companionship = present * company * most(0.0, loneliness - above);
        let alone = 1.0 - family_share;
        let at_home = needed_daily * alone;
        let meal = if dependent { 0.0 } else { meals * meal_hours };
        uncovered_daily = at_home - least(at_home, meal);
        uncovered_health = needed_health * by_function(left_by_clinic);
        uncovered_companionship = needed_companionship * alone;
    }
}

/// Elders buy care of what is left of their daily need: the richer on their own account, the entitled with a
/// voucher.   MODEL2 section A
///
/// `affordability` is that of services. Bought hours are no mutual aid: they are counted apart.
pub fn buy_care(around: &Rules, affordability: f32, scratch: &mut Scratch) {
    let (m, levers) = (&around.parameters.market, around.levers);
    let paid = levers.voucher_share * m.price;
    let voucher_hours = if paid > 0.0 {
        m.supply * affordability * levers.voucher_yuan_per_month / (paid * WEEKS_PER_MONTH as f32)
    } else {
        0.0
    };
    if m.buy <= 0.0 && voucher_hours <= 0.0 {
        return;
    }
    buy(around.parameters, voucher_hours, scratch);
    scratch.counts.market_hours = fixed_sum(&scratch.bought);
    scratch.counts.voucher_hours = fixed_sum(&scratch.bought_with_voucher);
}

each_elder! {
    /// Hours bought, and those bought with a voucher that gives at most `voucher_hours` a week.
    fn buy(p: &Parameters, voucher_hours: f32)
    given { bought_share = p.market.supply * p.market.buy, above = p.market.income_above }
    draws {}
    elders { function, income, voucher } -> {}
    week {} -> { uncovered_daily, bought, bought_with_voucher }
    {
        let needs = if function >= 1.0 { uncovered_daily } else { 0.0 };
        bought = needs * (bought_share * (most(0.0, income - above) / (1.0 - above)));
        bought_with_voucher = least(needs - bought, voucher * voucher_hours);
        uncovered_daily -= bought + bought_with_voucher;
        uncovered_daily = most(0.0, uncovered_daily);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Parameters;
    use crate::places::Setting;
    use crate::policy::Levers;
    use crate::random::Chance;

    /// Three elders of limited function who need two hours a week each: rich, of middling income, and able.
    fn three(scratch: &mut Scratch) {
        scratch.elders.resize(1, 3);
        scratch.elders.clear();
        scratch.resize();
        for (place, (income, function)) in [(0.9, 1.0), (0.4, 1.0), (0.9, 0.0)].into_iter().enumerate() {
            scratch.elders.income[place] = income;
            scratch.elders.function[place] = function;
            scratch.elders.voucher[place] = 1.0;
            scratch.uncovered_daily[place] = 2.0;
        }
    }

    fn buy_with(market: impl Fn(&mut Parameters), levers: &Levers, affordability: f32) -> (Vec<f32>, [i64; 2]) {
        let mut parameters = Parameters::defaults(Setting::Urban);
        parameters.market.buy = 0.0;
        market(&mut parameters);
        let (chance, mut scratch) = (Chance::new(1, 0), Scratch::default());
        let around = Rules { setting: Setting::Urban, parameters: &parameters, levers, chance: &chance };
        three(&mut scratch);
        buy_care(&around, affordability, &mut scratch);
        let counts = &scratch.counts;
        (scratch.uncovered_daily[..3].to_vec(), [counts.market_hours, counts.voucher_hours])
    }

    fn close(one: f32, other: f32) -> bool {
        (one - other).abs() < 1e-5
    }

    #[test]
    fn the_richer_buy_a_share_of_their_daily_need_and_others_nothing() {
        let market = |p: &mut Parameters| {
            (p.market.buy, p.market.supply, p.market.income_above) = (0.5, 0.8, 0.6);
        };
        // 0.8 of supply x 0.5 x (0.9 - 0.6)/0.4 = 0.3 of two hours.
        let (left, [market, voucher]) = buy_with(market, &Levers::default(), 1.0);
        assert!(close(left[0], 1.4) && left[1] == 2.0 && left[2] == 2.0, "{left:?}");
        assert_eq!((market as f64 / 65_536.0 * 100.0).round(), 60.0);
        assert_eq!(voucher, 0);
    }

    #[test]
    fn a_voucher_pays_so_many_hours_as_its_share_of_the_price_allows() {
        let market = |p: &mut Parameters| (p.market.price, p.market.supply) = (40.0, 0.8);
        let levers = Levers { voucher_yuan_per_month: 200.0, voucher_share: 0.5, ..Levers::default() };
        // 0.8 x 0.5 x 200/(0.5 x 40 x 4) = 1 hour a week for each of limited function.
        let (left, [market_hours, voucher]) = buy_with(market, &levers, 0.5);
        assert!(close(left[0], 1.0) && close(left[1], 1.0) && left[2] == 2.0, "{left:?}");
        assert_eq!((market_hours, (voucher as f64 / 65_536.0 * 100.0).round()), (0, 200.0));
        // Full affordability would give two hours: no more than is needed.
        let (left, _) = buy_with(market, &Levers { voucher_yuan_per_month: 1500.0, ..levers }, 1.0);
        assert_eq!(left, [0.0, 0.0, 2.0]);
    }

    #[test]
    fn nobody_buys_without_a_market_and_a_voucher() {
        let (left, bought) = buy_with(|_| (), &Levers::default(), 1.0);
        assert_eq!((left, bought), (vec![2.0; 3], [0, 0]));
    }
}
