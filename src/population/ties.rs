//! Ties between elders of one community: three one-way ties each, kept as partner and strength.

use super::elders::Elders;

/// Strengthens the tie from `one` to `other` by `gain` (1 − strength); a new tie starts from 0 in the
/// weakest slot if that is below `replace`, else there is none. MODEL section 6
#[inline]
pub fn strengthen(elders: &mut Elders, one: usize, other: usize, gain: f32, replace: f32) {
    // Positions and products instead of branches: who is met again cannot be foretold.
    let other = other as u16;
    let (partners, strengths) = (elders.tie_partner[one], elders.tie_strength[one]);
    let known = [0, 1, 2].map(|k| usize::from((partners[k] == other) & (strengths[k] > 0.0)));
    let weaker = usize::from(strengths[1] < strengths[0]);
    let weakest = weaker + usize::from(strengths[2] < strengths[weaker]) * (2 - weaker);
    let which = known[0] | known[1] << 1 | known[2] << 2;
    let slot = usize::from(FIRST_KNOWN[which][weakest]);
    let is_known = which > 0;
    let held = strengths[slot] * f32::from(u8::from(is_known));
    let taken = is_known | (strengths[weakest] < replace);
    elders.tie_partner[one][slot] = [partners[slot], other][usize::from(taken)];
    elders.tie_strength[one][slot] = [strengths[slot], held + gain * (1.0 - held)][usize::from(taken)];
}

/// By who of three is known, a bit each, and the weakest of them: the first known, or else the weakest.
const FIRST_KNOWN: [[u8; 3]; 8] = [[0, 1, 2], [0; 3], [1; 3], [0; 3], [2; 3], [0; 3], [1; 3], [0; 3]];

/// Strengthens the tie on both sides.
#[inline]
pub fn meet(elders: &mut Elders, one: usize, other: usize, gain: f32, replace: f32) {
    strengthen(elders, one, other, gain, replace);
    strengthen(elders, other, one, gain, replace);
}

/// Ends the ties that one elder holds.
pub fn drop_own(elders: &mut Elders, one: usize) {
    for k in 0..3 {
        elders.tie_strength[one][k] = 0.0;
    }
}

/// Ends all ties to the places marked in `gone`.
pub fn drop_towards(elders: &mut Elders, gone: &[bool]) {
    for k in 0..3 {
        for place in 0..gone.len() {
            if gone[elders.tie_partner[place][k] as usize] {
                elders.tie_strength[place][k] = 0.0;
            }
        }
    }
}

/// The partner of the strongest tie, or none.
pub fn strongest(elders: &Elders, one: usize) -> Option<usize> {
    let best =
        (1..3).fold(0, |best, k| if elders.tie_strength[one][k] > elders.tie_strength[one][best] { k } else { best });
    (elders.tie_strength[one][best] > 0.0).then(|| elders.tie_partner[one][best] as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elders() -> Elders {
        let mut elders = Elders::default();
        elders.resize(8);
        elders
    }

    #[test]
    fn a_first_meeting_starts_a_tie_on_both_sides_and_a_second_strengthens_it() {
        let mut elders = elders();
        meet(&mut elders, 1, 4, 0.15, 0.1);
        assert_eq!((elders.tie_partner[1][0], elders.tie_strength[1][0]), (4, 0.15));
        meet(&mut elders, 1, 4, 0.15, 0.1);
        assert!((elders.tie_strength[4][0] - (0.15 + 0.15 * 0.85)).abs() < 1e-6);
    }

    #[test]
    fn a_fourth_partner_finds_no_place_while_three_ties_are_strong() {
        let mut elders = elders();
        for other in 2..6 {
            strengthen(&mut elders, 1, other, 0.15, 0.1);
        }
        let partners: Vec<u16> = (0..3).map(|k| elders.tie_partner[1][k]).collect();
        assert_eq!(partners, [2, 3, 4]);
        elders.tie_strength[1][1] = 0.09;
        strengthen(&mut elders, 1, 5, 0.15, 0.1);
        assert_eq!(elders.tie_partner[1][1], 5);
    }

    #[test]
    fn whoever_is_met_again_stays_the_same_tie_and_the_weakest_of_three_gives_way() {
        let mut elders = elders();
        for (slot, other) in [(0, 2), (1, 3), (2, 4)] {
            elders.tie_partner[1] = [2, 3, 4];
            elders.tie_strength[1] = [0.05, 0.05, 0.05];
            strengthen(&mut elders, 1, other, 0.2, 0.1);
            let mut expected = [0.05; 3];
            expected[slot] = 0.05 + 0.2 * (1.0 - 0.05);
            assert_eq!((elders.tie_partner[1], elders.tie_strength[1]), ([2, 3, 4], expected));

            elders.tie_strength[1] = [0.09; 3];
            elders.tie_strength[1][slot] = 0.04;
            strengthen(&mut elders, 1, 7, 0.2, 0.1);
            assert_eq!((elders.tie_partner[1][slot], elders.tie_strength[1][slot]), (7, 0.2));
        }
    }

    #[test]
    fn ties_to_the_dead_end_and_others_stay() {
        let mut elders = elders();
        meet(&mut elders, 1, 4, 0.15, 0.1);
        meet(&mut elders, 1, 5, 0.15, 0.1);
        let mut gone = vec![false; 8];
        gone[4] = true;
        drop_towards(&mut elders, &gone);
        assert_eq!(elders.tie_strength[1][0], 0.0);
        assert_eq!(strongest(&elders, 1), Some(5));
    }
}
