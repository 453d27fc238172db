//! How acquainted people are in their groups, which scales what needs no dispatcher.   MODEL2 section A, "Month"

use super::scratch::{Scratch, count_of};
use crate::elementary::most;
use crate::parameters::{Parameters, Service};
use crate::population::ties;

/// What a group's acquaintance does to help and norm, against the settled village: rel_g.
fn relative_help(s: &Service, share: f32) -> f32 {
    let half = s.acquaintance_half * s.acquaintance_half;
    let felt = |share: f32| share * share / (share * share + half);
    1.0 + s.acquaintance * (felt(share) / felt(s.acquaintance_settled) - 1.0)
}

/// The same to everyday contact, a part of which needs no acquaintance: con_g.
fn relative_contact(s: &Service, share: f32) -> f32 {
    let met = |share: f32| s.acquaintance_contact + (1.0 - s.acquaintance_contact) * share;
    1.0 + s.acquaintance * (met(share) / met(s.acquaintance_settled) - 1.0)
}

/// Feels, for the visit that begins, how acquainted each group has become.
pub fn feel(p: &Parameters, scratch: &mut Scratch) {
    let s = &p.service;
    let Scratch { elders, acquaintance, contact_acquaintance, .. } = scratch;
    let group_places = elders.group_places;
    let groups = elders.tie_strength.chunks(group_places).zip(elders.present.chunks(group_places));
    let felt = acquaintance.chunks_mut(group_places).zip(contact_acquaintance.chunks_mut(group_places));
    for ((strengths, present), (help, contact)) in groups.zip(felt) {
        let acquainted = ties::count_stronger(strengths, present, s.acquaintance_tie) as f32;
        let share = acquainted / most(1.0, count_of(present) as f32);
        help.fill(relative_help(s, share));
        contact.fill(relative_contact(s, share));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Setting;

    fn parameters() -> Parameters {
        let mut p = Parameters::defaults(Setting::Rural);
        let s = &mut p.service;
        (s.acquaintance, s.acquaintance_tie, s.acquaintance_half) = (1.0, 0.2, 0.4);
        (s.acquaintance_settled, s.acquaintance_contact) = (0.8, 0.3);
        p
    }

    #[test]
    fn a_group_where_half_are_acquainted_helps_three_quarters_as_readily_as_a_settled_village() {
        let (p, mut scratch) = (parameters(), Scratch::default());
        scratch.elders.resize(2, 4);
        scratch.elders.clear();
        scratch.resize();
        scratch.elders.present[..6].fill(1.0);
        // In the first group two of four; in the second both of two, one of them by a second tie.
        for (place, slot, strength) in [(0, 0, 0.3), (1, 2, 0.25), (2, 0, 0.2), (4, 0, 0.5), (5, 1, 0.21)] {
            scratch.elders.tie_strength[place][slot] = strength;
        }
        feel(&p, &mut scratch);
        // 0.25/0.41 against 0.64/0.80, and 0.65 against 0.86.
        let close = |one: f32, other: f32| (one - other).abs() < 1e-6;
        assert!(close(scratch.acquaintance[3], 0.25 / 0.41 / 0.8), "{}", scratch.acquaintance[3]);
        assert!(close(scratch.contact_acquaintance[0], 0.65 / 0.86));
        assert!(close(scratch.acquaintance[4], 1.0 / 1.16 / 0.8) && close(scratch.contact_acquaintance[7], 1.0 / 0.86));
        let all = ties::acquainted(&scratch.elders, 0.2);
        assert_eq!(all, 4);
    }

    #[test]
    fn without_the_mechanism_acquaintance_changes_nothing() {
        let mut p = parameters();
        p.service.acquaintance = 0.0;
        for share in [0.0, 0.3, 1.0] {
            assert_eq!((relative_help(&p.service, share), relative_contact(&p.service, share)), (1.0, 1.0));
        }
    }
}
