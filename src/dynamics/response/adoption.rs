//! Organisers take up what is offered to them, copy peers, and give up what they cannot carry.   MODEL2 section C

use crate::dynamics::Rules;
use crate::elementary::{least, logistic, most};
use crate::parameters::Parameters;
use crate::places::{BySetting, Setting};
use crate::policy::{InForce, SPENDING, Spending};
use crate::population::Institution;
use crate::population::community::Organised;
use crate::random::{Chance, Identity, Purpose};

/// How the communities of one setting of a district fare under one instrument.
struct Peers {
    /// Those that have it.
    holders: Vec<f32>,
    /// All of them.
    count: usize,
    /// Mean share taking part among those without it, or among all if none is without.
    without: f32,
}

/// Decides for every community of a district what it takes up and what it gives up, in force next month.
pub fn adopt(
    communities: &mut [impl Organised],
    parameters: &BySetting<Parameters>,
    in_force: &InForce,
    chance: &Chance,
    week: i32,
) {
    for setting in Setting::ALL {
        let p = &parameters[setting];
        let offered = in_force.offered(setting);
        for instrument in (0..SPENDING.len()).filter(|number| offered >> number & 1 > 0) {
            let peers = Peers::of(communities, setting, instrument);
            for community in communities.iter_mut().filter(|it| it.setting() == setting) {
                let who = Identity::community(community.id());
                let institution = community.institution_mut();
                let levers = in_force.levers(setting, institution.adopted);
                let around = Rules { setting, parameters: p, levers: &levers, chance };
                let draw = |purpose| chance.uniform(purpose, instrument as u32, week, who);
                let bit = 1 << instrument;
                if institution.adopted & bit > 0 {
                    if draw(Purpose::Dropping) < dropping(institution, p, SPENDING[instrument]) {
                        institution.takes_up &= !bit;
                    }
                } else if institution.operating && draw(Purpose::Adoption) < adoption(institution, &around, &peers) {
                    institution.takes_up |= bit;
                }
            }
        }
    }
}

impl Peers {
    fn of(communities: &[impl Organised], setting: Setting, instrument: usize) -> Self {
        let those = || communities.iter().filter(|it| it.setting() == setting).map(|it| it.institution());
        let has = |it: &&Institution| it.adopted >> instrument & 1 > 0;
        let holders: Vec<f32> = those().filter(has).map(|it| it.participation).collect();
        let count = those().count();
        let lacks_all = holders.len() == count;
        let (sum, number) = those()
            .filter(|it| lacks_all || !has(it))
            .fold((0.0, 0_u32), |(sum, number), it| (sum + it.participation, number + 1));
        Peers { holders, count, without: sum / most(1.0, number as f32) }
    }

    /// Share of the others that have it, each weighed by how it fares. MODEL2: S
    fn pull(&self, slope: f32) -> f32 {
        let fares = |participation: &f32| 2.0 * logistic(slope * (participation / most(1e-6, self.without) - 1.0));
        let others = self.count.saturating_sub(1);
        if others == 0 { 0.0 } else { self.holders.iter().map(fares).sum::<f32>() / others as f32 }
    }
}

/// Chance a month to take up an instrument.
fn adoption(institution: &Institution, around: &Rules, peers: &Peers) -> f32 {
    let (a, i) = (&around.parameters.adoption, &around.parameters.institution);
    let posts = most(i.staff_start, around.levers.staff_per_300) * institution.paid().core;
    let staffed = least(a.staff_most, most(-1.0, posts / a.staff_usual - 1.0));
    let leaning = a.intercept
        + a.drive * (institution.initiative * institution.drive / i.drive_settled - 1.0)
        + a.capability * (institution.capability / a.capability_usual - 1.0)
        + a.staff * staffed
        + a.continuity * (institution.continuity_belief - a.continuity_usual)
        + a.peer * peers.pull(a.peer_success);
    a.rate * logistic(leaning)
}

/// Chance a month to give up an instrument of this kind of spending.
fn dropping(institution: &Institution, p: &Parameters, kind: Spending) -> f32 {
    let paid = institution.paid();
    let share = match kind {
        Spending::Core => paid.core,
        Spending::Services => paid.services,
        Spending::Incentives => paid.incentives,
        Spending::Activities => paid.activities,
    };
    let overload = institution.workload > p.institution.capability_overload_above;
    p.adoption.drop_unpaid * (1.0 - share) + if overload { p.adoption.drop_overload } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamics::district::by_hand::place;
    use crate::policy::Levers;

    fn near(found: f32, expected: f32) {
        assert!((found - expected).abs() < 2e-6, "{found}, not {expected}");
    }

    #[test]
    fn an_organiser_takes_up_what_is_offered_by_drive_means_and_what_peers_make_of_it() {
        let mut parameters = Parameters::defaults(Setting::Urban);
        parameters.institution.drive_settled = 0.41;
        let mut institution = place(0, Setting::Urban, 300).institution;
        (institution.initiative, institution.drive, institution.capability) = (1.2, 0.41, 0.5);
        (institution.shares.core, institution.continuity_belief) = (0.75, 0.8);
        let (levers, chance) = (Levers { staff_per_300: 0.6, ..Levers::default() }, Chance::new(1, 0));
        let around = Rules { setting: Setting::Urban, parameters: &parameters, levers: &levers, chance: &chance };
        // One of four others has it, and twice the share taking part: 2 logistic(6) / 4 = 0.498764.
        let peers = Peers { holders: vec![0.12], count: 5, without: 0.06 };
        near(peers.pull(6.0), 0.498_764);
        // -4.4 + 2 x 0.2 + 1.5 x 0.25 + 0.5 (0.6 x 0.75/0.25 - 1) + 2 x 0.1 + 6 x 0.498764 = -0.032417.
        near(adoption(&institution, &around, &peers), 0.073_784);
        // Alone: -3.025.
        let alone = Peers { holders: Vec::new(), count: 1, without: 0.06 };
        near(adoption(&institution, &around, &alone), 0.006_946);
    }

    #[test]
    fn what_is_not_paid_or_cannot_be_carried_is_given_up() {
        let parameters = Parameters::defaults(Setting::Urban);
        let mut institution = place(0, Setting::Urban, 300).institution;
        institution.shares.services = 0.4;
        near(dropping(&institution, &parameters, Spending::Services), 0.06);
        near(dropping(&institution, &parameters, Spending::Core), 0.0);
        institution.workload = 0.96;
        near(dropping(&institution, &parameters, Spending::Core), 0.015);
    }
}
