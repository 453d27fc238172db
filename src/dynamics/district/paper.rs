//! Elders who are put on paper to reach a quota, and take no part.   MODEL2 section D2

use crate::dynamics::Scratch;
use crate::dynamics::columns::each_elder;
use crate::dynamics::scratch::count_at_least;
use crate::parameters::Parameters;
use crate::population::Institution;
use crate::random::unit;

each_elder! {
    /// Puts those who could be registered on paper with a chance `rate`, and strikes them off with a chance `end`.
    ///
    /// Whether somebody gives is drawn for everybody and used for members only; registering uses the lower end of that
    /// draw, and this the upper one.
    fn put_or_strike_off(rate: f32, end: f32)
    draws { give_word: words[1] }
    elders { present, member, registered, function } -> { pressed }
    week { joins: u8 } -> {}
    {
        let joined = (member > 0.0) | (joins > 0);
        let free = (present > 0.0) & !joined & (registered <= 0.0) & (function < 2.0);
        let rest = 1.0 - unit(give_word);
        let is_pressed = pressed > 0.0;
        let put = free & !is_pressed & (rest < rate);
        let stays = is_pressed & !joined & (rest >= end);
        pressed = if put | stays { 1.0 } else { 0.0 };
    }
}

/// The week's paper: some are put on it under pressure, and struck off without.
pub fn put_on_paper(p: &Parameters, institution: &Institution, scratch: &mut Scratch) {
    let rate = institution.offer.paper_rate;
    // Where nobody is on paper and nobody is put there, there is nothing to do.
    if rate <= 0.0 && institution.last_month.pressed == 0 {
        return;
    }
    let end = if institution.pressure > 0.0 { 0.0 } else { p.street.paper_end };
    put_or_strike_off(rate, end, scratch);
    scratch.counts.pressed = count_at_least(&scratch.elders.pressed, 1.0, &scratch.elders.present);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Setting;
    use crate::population::Elders;

    #[test]
    fn those_who_take_no_part_are_put_on_paper_and_stay_until_they_join_or_nobody_presses() {
        let mut scratch = Scratch::default();
        scratch.elders.resize(1, 16);
        scratch.resize();
        let p = Parameters::defaults(Setting::Urban);
        let Elders { present, member, registered, function, pressed, .. } = &mut scratch.elders;
        present[..7].fill(1.0);
        // A member, one registered, one dependent; one on paper, one who joins from there.
        (member[0], registered[1], function[2]) = (1.0, 1.0, 2.0);
        (pressed[3], pressed[4]) = (1.0, 1.0);
        scratch.joins[4] = 1;
        // All draws lie at 0.995 but one, at 0.5.
        let word = |u: f64| (u * 4_294_967_296.0) as u32;
        scratch.words[1].fill(word(0.995));
        scratch.words[1][6] = word(0.5);
        put_or_strike_off(0.01, 0.0, &mut scratch);
        assert_eq!(scratch.elders.pressed[..8], [0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0]);
        scratch.joins.fill(0);
        put_or_strike_off(0.0, 0.0, &mut scratch);
        assert_eq!(scratch.elders.pressed[3..6], [1.0, 0.0, 1.0]);
        scratch.words[1][5] = word(0.9);
        put_or_strike_off(0.0, p.street.paper_end, &mut scratch);
        assert_eq!(scratch.elders.pressed[3..6], [0.0, 0.0, 1.0], "two of a hundred are struck off");
    }
}
