//! Money pooled with clinics and care: what fewer admissions save buys care and professional hours.   MODEL2 section D5

use crate::dynamics::{Rules, Scratch};
use crate::elementary::{fixed, most};
use crate::parameters::{self, Parameters};
use crate::places::{BySetting, MONTHS_PER_YEAR, WEEKS_PER_MONTH};
use crate::population::community::Organised;
use crate::population::district::HealthPool;
use crate::population::{Elders, Institution};

/// Notes how far the community's money is pooled this month.
pub fn join(institution: &mut Institution, around: &Rules) {
    institution.offer.pooled = around.levers.pooled;
    institution.offer.pool_yuan = around.levers.pool_yuan;
}

/// Acute admissions to be expected in a month, without a draw, of those who live here now.
pub fn expected_admissions(p: &Parameters, scratch: &Scratch) -> f32 {
    let Scratch { elders: Elders { function, present, .. }, needed_health, uncovered_health, .. } = scratch;
    let a_year = hazards(&p.health_pool, function, present, needed_health, uncovered_health);
    a_year as f32 / 65_536.0 / MONTHS_PER_YEAR as f32
}

crate::simd::vectorised! {
    /// Sum of all hazards of an acute admission, in 1/65,536 a year.
    fn hazards(
        h: &parameters::HealthPool,
        function: &[f32],
        present: &[f32],
        needed: &[f32],
        uncovered: &[f32],
    ) -> i64 {
        let columns = function.iter().zip(present).zip(needed.iter().zip(uncovered));
        columns.fold(0_i64, |sum, ((function, present), (needed, uncovered))| {
            let lesser = if *function >= 1.0 { h.admission_limited } else { h.admission_independent };
            let hazard = if *function >= 2.0 { h.admission_dependent } else { lesser };
            let share = if *needed > 0.0 { uncovered / needed } else { 0.0 };
            sum + i64::from(fixed(present * hazard * (1.0 + h.admission_unmet * share)))
        })
    }
}

/// The pool's balance moves to the month's saving, and what the communities keep of it buys care by providers and
/// hours of professionals; a deficit cuts these.
///
/// Opens the month's hours of providers, to which contracts add.
pub fn share(pool: &mut HealthPool, communities: &mut [impl Organised], parameters: &BySetting<Parameters>) {
    for community in communities.iter_mut() {
        let offer = &mut community.institution_mut().offer;
        (offer.provider_hours, offer.provider_quality, offer.pool_care_cents) = (0.0, 0.0, 0);
    }
    let (mut saving, mut heads) = (0.0, 0.0);
    for community in communities.iter() {
        let of_it = pooled_heads(community.institution());
        saving += f64::from(community.institution().offer.pooled)
            * month_saving(community.institution(), &parameters[community.setting()]);
        heads += of_it;
    }
    let Some(first) = communities.first().filter(|_| heads > 0.0) else {
        *pool = HealthPool::default();
        return;
    };
    let speed = f64::from(parameters[first.setting()].health_pool.balance_speed);
    let balance = pool.balance_cents as f64 / 100.0;
    let balance = balance + speed * (saving - balance);
    pool.balance_cents = libm::round(balance * 100.0) as i64;
    let mut kept = 0.0;
    for community in communities.iter_mut() {
        let p = &parameters[community.setting()];
        let share = pooled_heads(community.institution()) / heads;
        if share > 0.0 {
            let keep = f64::from(p.health_pool.retain) * balance * share;
            spend(community.institution_mut(), p, keep as f32);
            kept += keep;
        }
    }
    pool.kept_cents = libm::round(kept * 100.0) as i64;
}

fn pooled_heads(institution: &Institution) -> f64 {
    f64::from(institution.offer.pooled) * f64::from(institution.last_month.elders)
}

/// What a community's admissions leave of a month's money, yuan; below 0 what they cost beyond it.
fn month_saving(institution: &Institution, p: &Parameters) -> f64 {
    let price = f64::from(p.health_pool.admission_price);
    let yuan = f64::from(institution.offer.pool_yuan) * price / f64::from(p.health_pool.admission_price_reference);
    let last = &institution.last_month;
    yuan * f64::from(last.elders) - f64::from(last.admissions) * price
}

/// Care hours and professional hours that a month's money of one community buys or cuts.
fn spend(institution: &mut Institution, p: &Parameters, keep: f32) {
    let (h, weeks) = (&p.health_pool, WEEKS_PER_MONTH as f32);
    let care = h.care_share * most(0.0, keep);
    let affordability = institution.paid().services;
    let offer = &mut institution.offer;
    offer.pool_care_cents = libm::round(f64::from(care * affordability) * 100.0) as i64;
    offer.provider_hours = care / (p.provider.price_cap * weeks) * affordability;
    offer.provider_quality = h.care_quality;
    let hours = (keep - care) / (p.cost.health_integration * weeks);
    let before = offer.professional_hours;
    offer.professional_hours = most(before * (1.0 - h.cut_most), before + hours);
}

#[cfg(test)]
mod tests {
    use super::super::by_hand::place;
    use super::*;
    use crate::places::Setting;

    fn parameters() -> BySetting<Parameters> {
        BySetting::from_fn(|setting| {
            let mut p = Parameters::defaults(setting);
            let h = &mut p.health_pool;
            (h.admission_price, h.admission_price_reference) = (10_000.0, 10_000.0);
            (h.retain, h.care_share, h.balance_speed, h.care_quality) = (0.2, 0.4, 0.25, 0.7);
            (h.admission_independent, h.admission_limited, h.admission_dependent) = (0.19, 0.31, 0.45);
            h.admission_unmet = 0.3;
            p.provider.price_cap = 25.0;
            p.cost.health_integration = 80.0;
            p
        })
    }

    #[test]
    fn what_fewer_admissions_save_buys_care_and_professional_hours() {
        let mut places = [place(0, Setting::Urban, 100), place(1, Setting::Urban, 300)];
        let first = &mut places[0].institution;
        (first.offer.pooled, first.offer.pool_yuan, first.shares.services) = (1.0, 200.0, 0.5);
        first.last_month.admissions = 1.5;
        first.offer.professional_hours = 10.0;
        let mut pool = HealthPool::default();
        share(&mut pool, &mut places, &parameters());
        // 0.25 of 200 x 100 - 1.5 x 10,000 = 5,000 yuan; a fifth of it is kept.
        assert_eq!((pool.balance_cents, pool.kept_cents), (125_000, 25_000));
        let offer = &places[0].institution.offer;
        // 100 yuan of care at 25 yuan an hour, four weeks, half affordable; 150 yuan at 80 yuan an hour.
        assert_eq!((offer.provider_hours, offer.provider_quality, offer.pool_care_cents), (0.5, 0.7, 5_000));
        assert_eq!(offer.professional_hours, 10.0 + 0.468_75);
        assert_eq!(places[1].institution.offer.provider_hours, 0.0);
        // The month after, the balance moves on: 1,250 + 0.25 (5,000 - 1,250).
        share(&mut pool, &mut places, &parameters());
        assert_eq!(pool.balance_cents, 218_750);
    }

    #[test]
    fn a_deficit_cuts_professional_hours_by_nine_tenths_at_most() {
        let mut places = [place(0, Setting::Rural, 100)];
        let institution = &mut places[0].institution;
        (institution.offer.pooled, institution.offer.pool_yuan) = (1.0, 100.0);
        institution.last_month.admissions = 2.0;
        institution.offer.professional_hours = 10.0;
        let mut pool = HealthPool::default();
        share(&mut pool, &mut places, &parameters());
        // 0.25 (10,000 - 20,000) = -2,500; a fifth is 500 yuan, or 500/320 hours a week.
        let hours = places[0].institution.offer.professional_hours;
        assert!((hours - (10.0 - 1.5625)).abs() < 1e-5, "{hours}");
        assert_eq!(places[0].institution.offer.provider_hours, 0.0);
        places[0].institution.last_month.admissions = 100.0;
        places[0].institution.offer.professional_hours = 10.0;
        share(&mut pool, &mut places, &parameters());
        let hours = places[0].institution.offer.professional_hours;
        assert!((hours - 1.0).abs() < 1e-5, "{hours}");
    }

    #[test]
    fn a_pool_that_nobody_shares_any_more_is_dissolved() {
        let mut pool = HealthPool { balance_cents: 5, kept_cents: 5 };
        share(&mut pool, &mut [place(0, Setting::Urban, 100)], &parameters());
        assert_eq!(pool, HealthPool::default());
    }

    #[test]
    fn admissions_rise_with_dependence_and_with_health_needs_nobody_covers() {
        let mut scratch = Scratch::default();
        scratch.elders.resize(1, 4);
        scratch.elders.clear();
        scratch.resize();
        for (place, function) in [0.0, 1.0, 2.0, 2.0].into_iter().enumerate() {
            scratch.elders.function[place] = function;
            scratch.elders.present[place] = f32::from(u8::from(place < 3));
            scratch.needed_health[place] = function;
        }
        scratch.uncovered_health[1] = 0.5;
        let expected = (0.19 + 0.31 * (1.0 + 0.3 * 0.5) + 0.45) / 13.0;
        let found = expected_admissions(&parameters().urban, &scratch);
        assert!((found - expected).abs() < 1e-5, "{found}");
    }
}
