//! Streets and townships: their leaders change, their attention follows what is asked of them, and where it goes beyond
//! what staff can carry there is pressure.   MODEL2 sections D1 and D2

use crate::dynamics::Rules;
use crate::elementary::{clip, least, most};
use crate::parameters::Parameters;
use crate::places::{BySetting, MONTHS_PER_YEAR, Setting};
use crate::policy::Levers;
use crate::population::Institution;
use crate::population::community::Organised;
use crate::population::district::Street;
use crate::population::synthesis::leaders_priority;
use crate::random::{Chance, Identity, Purpose};

/// Positioning of the policy that is asked of a setting.
pub fn positioning(p: &Parameters, levers: &Levers) -> f32 {
    most(p.institution.positioning_start, levers.positioning)
}

/// Leaders of streets change now and then, the more seldom the higher the positioning: another priority, and a loss of
/// what had been built in this street alone.
pub fn change_leaders(
    streets: &mut [Street],
    communities: &mut [impl Organised],
    parameters: &BySetting<Parameters>,
    levers: &BySetting<&Levers>,
    chance: &Chance,
    week: i32,
) {
    for community in communities.iter_mut() {
        community.institution_mut().offer.leader_changed = false;
    }
    for (number, street) in streets.iter_mut().enumerate() {
        let Some(first) = communities.iter().find(|it| it.street() == number) else { continue };
        let (setting, district) = (first.setting(), first.id().district());
        let p = &parameters[setting];
        let hazard = p.street.leader_change * (1.0 - positioning(p, levers[setting])) / MONTHS_PER_YEAR as f32;
        let who = Identity { community: district.bits(), slot: number as u32, generation: 0 };
        if chance.uniform(Purpose::LeaderChange, 0, week, who) >= hazard {
            continue;
        }
        street.priority = leaders_priority(p, chance, week, who);
        for community in communities.iter_mut().filter(|it| it.street() == number) {
            let institution = community.institution_mut();
            start_over(institution, p);
            institution.offer.leader_changed = true;
        }
    }
}

/// What a change of leaders leaves of what an organiser had built.
pub fn start_over(institution: &mut Institution, p: &Parameters) {
    let kept = p.institution.policy_break_kept;
    for level in [
        &mut institution.coordination,
        &mut institution.standardisation,
        &mut institution.process_closure,
        &mut institution.platform,
        &mut institution.continuity_belief,
    ] {
        *level *= kept;
    }
}

/// What the communities of a street have in common this month.
#[derive(Debug, Clone, Copy, Default)]
struct Led {
    setting: Option<Setting>,
    communities: i64,
    /// Party leadership that is paid for, in 1/65,536, so that the sum does not depend on the order of communities.
    party_led: i64,
}

/// Attention of every street moves to what is asked of it, and its communities feel it: as attention, and as the part of
/// a post's time that is left for the old.
///
/// `party_led` is the level at which the Party committee leads in a community of a setting that has taken up these of
/// the offered instruments.
pub fn pay_attention(
    streets: &mut [Street],
    communities: &mut [impl Organised],
    parameters: &BySetting<Parameters>,
    levers: &BySetting<&Levers>,
    party_led: impl Fn(Setting, u64) -> f32,
) {
    let mut led = vec![Led::default(); streets.len()];
    for community in communities.iter() {
        let Some(it) = led.get_mut(community.street()) else { continue };
        let (setting, institution) = (community.setting(), community.institution());
        // As far as last month's was paid.
        let paid = f64::from(party_led(setting, institution.adopted)) * f64::from(institution.paid().core);
        it.setting = Some(setting);
        it.communities += 1;
        it.party_led += libm::round(paid * 65_536.0) as i64;
    }
    for (street, led) in streets.iter_mut().zip(&led) {
        let Some(setting) = led.setting else { continue };
        let p = &parameters[setting];
        let mean = led.party_led as f64 / 65_536.0 / led.communities as f64;
        let own = f64::from(street.priority) + f64::from(p.street.party_led) * mean;
        // In double precision, so that a speed of 1 arrives exactly.
        let moved = |from: f32, to: f64| {
            (f64::from(from) + f64::from(p.street.attention_speed) * (to - f64::from(from))) as f32
        };
        street.positioning = moved(street.positioning, f64::from(positioning(p, levers[setting])));
        street.deviation = moved(street.deviation, own);
    }
    for community in communities.iter_mut() {
        let Some(street) = streets.get(community.street()) else { continue };
        let p = &parameters[community.setting()];
        let institution = community.institution_mut();
        institution.attention = clip(street.positioning + street.deviation);
        // Where posts had no time at all without policy there is nothing to compare with.
        let before = most(0.01, time_left(p, p.institution.positioning_start));
        institution.dispatch_share = time_left(p, institution.attention) / before;
    }
}

/// Part of a post's time that is left for the old at an attention.
fn time_left(p: &Parameters, attention: f32) -> f32 {
    let without = p.street.share_least;
    without + (1.0 - without) * attention
}

/// How far attention goes beyond what is asked without targets, 0 to 1.
pub fn asked_beyond(institution: &Institution, p: &Parameters) -> f32 {
    clip((institution.attention - p.street.pressure_above) / p.street.pressure_over)
}

/// Attention beyond what paid posts can carry is pressure: to put elders on paper as long as the quota is not reached,
/// and to meet targets in form only.
pub fn press(institution: &mut Institution, around: &Rules) {
    let (p, levers) = (around.parameters, around.levers);
    let s = &p.street;
    let per_300 = most(p.institution.staff_start, levers.staff_per_300) * institution.paid().core;
    let asked = asked_beyond(institution, p);
    let shortage = 1.0 - least(1.0, per_300 / s.staff_enough);
    institution.pressure = if institution.operating { asked * shortage } else { 0.0 };
    let last = &institution.last_month;
    let is_short = ((last.registered + last.pressed) as f32) < s.quota * last.elders as f32;
    institution.offer.paper_rate = if is_short { s.paper * institution.pressure } else { 0.0 };
}

/// Share of a mandated target that is met in form only.
pub fn met_in_form(institution: &Institution, p: &Parameters) -> f32 {
    p.street.formality * institution.pressure
}

#[cfg(test)]
mod tests {
    use super::super::tests::{DISTRICT, Seat, mandated, parameters, seats};
    use super::*;
    use crate::random::LIFELONG;

    const NEVER: Chance = Chance::new(1, 0);

    fn levers(positioning: f32) -> BySetting<Levers> {
        BySetting::from_fn(|_| Levers { positioning, ..Levers::default() })
    }

    #[test]
    fn attention_moves_a_tenth_of_the_way_a_month_and_what_the_street_adds_with_it() {
        let mut p = parameters();
        p.urban.street.attention_speed = 0.1;
        p.urban.street.party_led = 0.3;
        p.urban.street.share_least = 0.5;
        let mut streets = vec![Street { priority: -0.1, positioning: 0.3, deviation: -0.1 }];
        let mut communities = seats(Setting::Urban, &[0, 0]);
        communities[1].institution.shares.core = 0.5;
        pay_attention(&mut streets, &mut communities, &p, &mandated(&levers(0.9)), |_, _| 1.0);
        // pos' = 0.3 + 0.1 x 0.6; party_led x alpha is 0.75 in the mean: dev = -0.1 + 0.1 x 0.3 x 0.75.
        assert!((streets[0].positioning - 0.36).abs() < 1e-6 && (streets[0].deviation + 0.0775).abs() < 1e-6);
        for it in &communities {
            assert!((it.institution.attention - 0.2825).abs() < 1e-6);
            // (0.5 + 0.5 x 0.2825)/(0.5 + 0.5 x 0.3).
            assert!((it.institution.dispatch_share - 0.64125 / 0.65).abs() < 1e-6);
        }
    }

    #[test]
    fn a_street_without_a_will_of_its_own_pays_just_the_attention_asked_of_it_at_once() {
        let mut streets = vec![Street { positioning: 0.3, ..Street::default() }];
        let mut communities = seats(Setting::Urban, &[0]);
        for asked in [0.9, 0.34567, 0.1] {
            pay_attention(&mut streets, &mut communities, &off(), &mandated(&levers(asked)), |_, _| 1.0);
            assert_eq!(communities[0].institution.attention, most(0.3, asked));
            assert_eq!(communities[0].institution.dispatch_share, 1.0);
        }
    }

    /// Parameters at which streets do nothing of their own.
    fn off() -> BySetting<Parameters> {
        let mut p = parameters();
        for setting in Setting::ALL {
            let street = &mut p[setting].street;
            (street.priority_spread, street.attention_speed, street.party_led) = (0.0, 1.0, 0.0);
            (street.leader_change, street.share_least) = (0.0, 1.0);
        }
        p
    }

    #[test]
    fn a_change_of_leader_takes_three_tenths_in_its_street_and_nothing_elsewhere() {
        let mut p = parameters();
        (p.rural.street.leader_change, p.rural.street.priority_spread) = (13.0, 0.15);
        let mut streets = vec![Street::default(); 3];
        let mut communities = [seats(Setting::Urban, &[0]), seats(Setting::Rural, &[1, 1, 2])].concat();
        for it in &mut communities {
            it.institution.coordination = 0.5;
            it.institution.capability = 0.5;
        }
        // At a positioning of 1 nobody leaves; below it, somebody sometime.
        change_leaders(&mut streets, &mut communities, &p, &mandated(&levers(1.0)), &NEVER, 0);
        assert!(communities.iter().all(|it| !it.institution.offer.leader_changed));
        let week = (0..)
            .map(|month| 4 * month)
            .find(|week| {
                let draw = |slot| {
                    let who = Identity { community: DISTRICT.bits(), slot, generation: 0 };
                    NEVER.uniform(Purpose::LeaderChange, 0, *week, who)
                };
                draw(1) < 0.5 && draw(2) >= 0.5
            })
            .unwrap();
        p.urban.street.leader_change = 0.0;
        change_leaders(&mut streets, &mut communities, &p, &mandated(&levers(0.5)), &NEVER, week);
        let coordination: Vec<f32> = communities.iter().map(|it| it.institution.coordination).collect();
        assert_eq!(coordination, [0.5, 0.35, 0.35, 0.5]);
        assert!(communities.iter().all(|it| it.institution.capability == 0.5));
        let who = Identity { community: DISTRICT.bits(), slot: 1, generation: 0 };
        assert_eq!(streets[1].priority, leaders_priority(&p.rural, &NEVER, week, who));
        assert!(streets[1].priority != 0.0 && streets[1].priority != leaders_priority(&p.rural, &NEVER, LIFELONG, who));
        assert_eq!((streets[0].priority, streets[2].priority), (0.0, 0.0));
    }

    #[test]
    fn pressure_is_attention_beyond_six_tenths_that_posts_cannot_carry_and_stops_at_the_quota() {
        let mut p = parameters();
        (p.urban.street.paper, p.urban.street.formality) = (0.01, 0.7);
        let Seat { mut institution, .. } = seats(Setting::Urban, &[0]).remove(0);
        let levers = Levers::default();
        let mut pressed = |attention: f32, registered: u32, operating: bool, p: &Parameters, levers: &Levers| {
            institution.attention = attention;
            institution.operating = operating;
            (institution.last_month.elders, institution.last_month.registered) = (100, registered);
            let around = Rules { setting: Setting::Urban, parameters: p, levers, chance: &NEVER };
            press(&mut institution, &around);
            [institution.pressure, institution.offer.paper_rate, met_in_form(&institution, p)]
        };
        let close = |found: [f32; 3], expected: [f32; 3]| {
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?} {expected:?}");
        };
        // Half of the way from 0.6 to 0.9; posts are 0.25 of 0.6: 0.5 x 7/12.
        let half = 0.5 * 7.0 / 12.0;
        close(pressed(0.75, 10, true, &p.urban, &levers), [half, 0.01 * half, 0.7 * half]);
        close(pressed(0.75, 31, true, &p.urban, &levers), [half, 0.0, 0.7 * half]);
        close(pressed(0.75, 10, false, &p.urban, &levers), [0.0, 0.0, 0.0]);
        close(pressed(0.6, 10, true, &p.urban, &levers), [0.0, 0.0, 0.0]);
        let staffed = Levers { staff_per_300: 0.6, ..Levers::default() };
        close(pressed(1.0, 10, true, &p.urban, &staffed), [0.0, 0.0, 0.0]);
    }
}
