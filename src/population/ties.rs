//! Ties between elders of one community: three one-way ties each, kept as partner and strength.

use super::elders::Elders;

/// Ties that an elder may hold.
pub const TIES: usize = 3;

/// Strengthens the tie from `one` to `other` by `gain` (1 − strength); a new tie starts from 0 in the
/// weakest slot if that is below `replace`, else there is none. MODEL section 6
#[inline]
pub fn strengthen(elders: &mut Elders, one: usize, other: usize, gain: f32, replace: f32) {
    // Who is met again cannot be foretold, so all is chosen between whole numbers, which needs no branch: strengths
    // are not negative, so their bits order like their values.
    let other = other as u16;
    let (partners, strengths) = (&mut elders.tie_partner[one], &mut elders.tie_strength[one]);
    let [first, second, third] = strengths.map(f32::to_bits);
    let weaker = first.min(second);
    let weakest = weaker.min(third);
    let weaker_slot = usize::from(second < first);
    let weakest_slot = if third < weaker { 2 } else { weaker_slot };
    let knows_third = (partners[2] == other) & (third > 0);
    let knows_second = (partners[1] == other) & (second > 0);
    let knows_first = (partners[0] == other) & (first > 0);
    let slot = if knows_third { 2 } else { weakest_slot };
    let slot = if knows_second { 1 } else { slot };
    let slot = if knows_first { 0 } else { slot };
    let is_known = knows_first | knows_second | knows_third;
    let before = strengths[slot].to_bits();
    let held = f32::from_bits(if is_known { before } else { 0 });
    let is_taken = is_known | (weakest < replace.to_bits());
    let after = (held + gain * (1.0 - held)).to_bits();
    partners[slot] = if is_taken { other } else { partners[slot] };
    strengths[slot] = f32::from_bits(if is_taken { after } else { before });
}

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

crate::simd::vectorised! {
    /// How many of those present hold a tie stronger than this.
    pub fn count_stronger(strengths: &[[f32; TIES]], present: &[f32], than: f32) -> u32 {
        let present = &present[..strengths.len()];
        strengths.iter().zip(present).fold(0_u32, |sum, (strengths, present)| {
            let [first, second, third] = strengths.map(|strength| strength > than);
            sum.wrapping_add(u32::from((first | second | third) & (*present > 0.0)))
        })
    }
}

/// How many of those who live here are acquainted: their strongest tie exceeds `tie`.
pub fn acquainted(elders: &Elders, tie: f32) -> u32 {
    count_stronger(&elders.tie_strength, &elders.present, tie)
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
        elders.resize(1, 8);
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
