//! Elders between visits: 66 bytes a place in one allocation, unpacked into [`Elders`] during a visit.
//!
//! MODEL section 2. States in [0, 1] are fixed-point with 16 bits and strengths of ties with 8, rounded without
//! bias by a draw of their own when packed, so that rates as small as 0.002 a week still act. What is lifelong
//! (traits, need weights, income) has 8 bits and is a whole number of steps from the beginning, so that packing
//! changes nothing of it.

use super::elders::{self, Elders};
use super::states::stored_of_elders;
use super::ties::TIES;
use crate::elementary::{least, most, rounded};
use crate::parameters::Parameters;

// Columns of two bytes a place, in this order from the start.
const AGE: usize = 0;
const STATES: usize = AGE + 1;
const JOINED: usize = STATES + elders::STATES;
const FLAGS: usize = JOINED + 1;
const GENERATION: usize = FLAGS + 1;
/// The three partners of a place follow each other.
const PARTNERS: usize = GENERATION + 1;
const WIDE: usize = PARTNERS + TIES;

// Columns of one byte a place behind them.
const SHARES: usize = 0;
const TRAITS: usize = SHARES + elders::SHARES;
const WAITING: usize = TRAITS + TRAIT_COLUMNS;
const COUNTDOWN: usize = WAITING + 1;
/// Kinds attended in the lower four bits, weeks as a user of a provider in the upper four.
const KINDS_AND_USE: usize = COUNTDOWN + 1;
/// The three bytes of a place follow each other, as do those of credit and the three strengths.
const GIVEN: usize = KINDS_AND_USE + 1;
const CREDIT: usize = GIVEN + 3;
const STRENGTHS: usize = CREDIT + 3;
const NARROW: usize = STRENGTHS + TIES;

/// Bytes that one place takes between visits.
pub const BYTES_PER_PLACE: usize = 2 * WIDE + NARROW;

/// Minutes given, and credit, that 24 bits hold: 279,620 hours, far above a lifetime and every cap.
pub const MOST_MINUTES: u32 = (1 << 24) - 1;

const STATE_STEPS: f32 = 65_535.0;
const STRENGTH_STEPS: f32 = 255.0;
/// Steps of need weights and income.
const SHARE_STEPS: f32 = 255.0;
/// Steps of a trait in a standard deviation; 127 steps either side.
const TRAIT_STEPS: f32 = 16.0;

/// A share in [0, 1] as a whole number of its steps, up or down by a draw in [0, 1) so that the mean is kept.
#[inline(always)]
pub fn whole_share(share: f32, draw: f32) -> f32 {
    least(SHARE_STEPS, floor(share * SHARE_STEPS + draw)) * (1.0 / SHARE_STEPS)
}

/// The same of what another share leaves of the whole.
#[inline(always)]
pub fn whole_share_of_rest(share: f32, draw: f32, other: f32) -> f32 {
    let rest = SHARE_STEPS - floor(other * SHARE_STEPS + 0.5);
    least(rest, floor(share * SHARE_STEPS + draw)) * (1.0 / SHARE_STEPS)
}

/// A trait in standard deviations, at most 7.9 from 0, as a whole number of its steps, likewise.
#[inline(always)]
pub fn whole_trait(deviations: f32, draw: f32) -> f32 {
    most(-127.0, least(127.0, floor(deviations * TRAIT_STEPS + draw))) * (1.0 / TRAIT_STEPS)
}

/// The whole number at or below a number within a thousand of 0.
#[inline(always)]
fn floor(value: f32) -> f32 {
    // Truncation rounds down what is not negative.
    (value + 1024.0) as i32 as f32 - 1024.0
}

/// The elders of a community between visits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackedElders {
    places: usize,
    groups: usize,
    bytes: Vec<u8>,
}

/// What turns the word drawn for a place into the rounding of each of its three strengths, as the multipliers of
/// `states.rs` do for states.
const STRENGTH_MULTIPLIERS: [u32; TIES] = [0x94D0_49BB, 0xBF58_476D, 0x7FEB_352D];

/// A shift drawn from [-1/2, 1/2): rounding to the nearest after it keeps the mean.
#[inline(always)]
fn shift(rounding: u32, multiplier: u32) -> f32 {
    (rounding.wrapping_mul(multiplier) >> 16) as i32 as f32 * (1.0 / 65_536.0) - 0.5
}

crate::simd::vectorised! {
    fn pack_state(values: &[f32], rounding: &[u32], multiplier: u32, packed: &mut [[u8; 2]]) -> () {
        for ((value, rounding), word) in values.iter().zip(rounding).zip(packed) {
            let steps = value * STATE_STEPS + shift(*rounding, multiplier);
            *word = (rounded(most(0.0, least(STATE_STEPS, steps))) as u16).to_le_bytes();
        }
    }
}

crate::simd::vectorised! {
    fn unpack_state(packed: &[[u8; 2]], values: &mut [f32]) -> () {
        for (word, value) in packed.iter().zip(values) {
            *value = i32::from(u16::from_le_bytes(*word)) as f32 * (1.0 / STATE_STEPS);
        }
    }
}

crate::simd::vectorised! {
    fn pack_strengths(values: &[[f32; TIES]], rounding: &[u32], packed: &mut [[u8; TIES]]) -> () {
        for ((values, rounding), packed) in values.iter().zip(rounding).zip(packed) {
            for tie in 0..TIES {
                let steps = values[tie] * STRENGTH_STEPS + shift(*rounding, STRENGTH_MULTIPLIERS[tie]);
                packed[tie] = rounded(most(0.0, least(STRENGTH_STEPS, steps))) as u8;
            }
        }
    }
}

crate::simd::vectorised! {
    fn unpack_steps(packed: &[u8], step: f32, values: &mut [f32]) -> () {
        for (byte, value) in packed.iter().zip(values) {
            *value = i32::from(*byte) as f32 * step;
        }
    }
}

crate::simd::vectorised! {
    fn pack_shares(values: &[f32], packed: &mut [u8]) -> () {
        for (value, byte) in values.iter().zip(packed) {
            *byte = rounded(value * SHARE_STEPS) as u8;
        }
    }
}

crate::simd::vectorised! {
    fn pack_traits(values: &[f32], packed: &mut [u8]) -> () {
        for (value, byte) in values.iter().zip(packed) {
            *byte = rounded(value * TRAIT_STEPS) as u8;
        }
    }
}

crate::simd::vectorised! {
    fn unpack_traits(packed: &[u8], values: &mut [f32]) -> () {
        for (byte, value) in packed.iter().zip(values) {
            *value = i32::from(*byte as i8) as f32 * (1.0 / TRAIT_STEPS);
        }
    }
}

crate::simd::vectorised! {
    fn pack_minutes(values: &[u32], packed: &mut [[u8; 3]]) -> () {
        for (value, packed) in values.iter().zip(packed) {
            let [low, middle, high, _] = (*value).min(MOST_MINUTES).to_le_bytes();
            *packed = [low, middle, high];
        }
    }
}

crate::simd::vectorised! {
    fn unpack_minutes(packed: &[[u8; 3]], values: &mut [u32]) -> () {
        for ([low, middle, high], value) in packed.iter().zip(values) {
            *value = u32::from_le_bytes([*low, *middle, *high, 0]);
        }
    }
}

crate::simd::vectorised! {
    fn pack_halves(low: &[u8], high: &[u8], packed: &mut [u8]) -> () {
        for ((low, high), packed) in low.iter().zip(high).zip(packed) {
            *packed = (low & 15) | high << 4;
        }
    }
}

crate::simd::vectorised! {
    fn unpack_halves(packed: &[u8], low: &mut [u8], high: &mut [u8]) -> () {
        for ((packed, low), high) in packed.iter().zip(low).zip(high) {
            *low = packed & 15;
            *high = packed >> 4;
        }
    }
}

crate::simd::vectorised! {
    fn pack_words(values: &[u16], packed: &mut [[u8; 2]]) -> () {
        for (value, packed) in values.iter().zip(packed) {
            *packed = value.to_le_bytes();
        }
    }
}

crate::simd::vectorised! {
    fn unpack_words(packed: &[[u8; 2]], values: &mut [u16]) -> () {
        for (packed, value) in packed.iter().zip(values) {
            *value = u16::from_le_bytes(*packed);
        }
    }
}

crate::simd::vectorised! {
    fn pack_weeks(values: &[f32], packed: &mut [[u8; 2]]) -> () {
        for (value, packed) in values.iter().zip(packed) {
            *packed = (rounded(*value) as u16).to_le_bytes();
        }
    }
}

crate::simd::vectorised! {
    fn unpack_weeks(packed: &[[u8; 2]], values: &mut [f32]) -> () {
        for (packed, value) in packed.iter().zip(values) {
            *value = i32::from(i16::from_le_bytes(*packed)) as f32;
        }
    }
}

// Bits of the word of flags that `states.rs` does not give away.
const EDUCATION: u32 = 2;
const FUNCTION: u32 = 4;
const CARE_HOME: u32 = 11;
const OCCUPIED: u32 = 12;

macro_rules! packing {
    (
        states { $($stage:ident { $($state:ident($meaning:literal, $multiplier:literal $($row:tt)*);)* })* }
        shares { $($share:ident $share_row:tt;)* }
        traits { $($lasting:ident $lasting_row:tt;)* }
        flags { $($flag:ident($flag_meaning:literal, $bit:literal);)* }
    ) => {
        /// A different odd multiplier a state turns one drawn word into one unbiased rounding a state.
        const MULTIPLIERS: [u32; elders::STATES] = [$($($multiplier,)*)*];

        const TRAIT_COLUMNS: usize = [$(stringify!($lasting)),*].len();

        fn shares(elders: &mut Elders) -> [&mut Vec<f32>; elders::SHARES] {
            [$(&mut elders.$share),*]
        }

        fn traits(elders: &mut Elders) -> [&mut Vec<f32>; TRAIT_COLUMNS] {
            [$(&mut elders.$lasting),*]
        }

        fn pack_flags(elders: &Elders, flags: &mut [[u8; 2]]) {
            crate::simd::vectorised! {
                fn run(
                    living: &[u8],
                    education: &[f32],
                    function: &[f32],
                    $($flag: &[f32],)*
                    care_home: &[bool],
                    occupied: &[bool],
                    flags: &mut [[u8; 2]],
                ) -> () {
                    let places = flags.len();
                    let (living, education, function) = (&living[..places], &education[..places], &function[..places]);
                    $(let $flag = &$flag[..places];)*
                    let (care_home, occupied) = (&care_home[..places], &occupied[..places]);
                    for place in 0..places {
                        let small = |value: f32| rounded(value) as u32;
                        let word = u32::from(living[place])
                            | small(education[place] * 2.0) << EDUCATION
                            | small(function[place]) << FUNCTION
                            $(| small($flag[place]) << $bit)*
                            | u32::from(care_home[place]) << CARE_HOME
                            | u32::from(occupied[place]) << OCCUPIED;
                        flags[place] = (word as u16).to_le_bytes();
                    }
                }
            }
            run(
                &elders.living,
                &elders.education,
                &elders.function,
                $(&elders.$flag,)*
                &elders.care_home,
                &elders.occupied,
                flags,
            );
        }

        fn unpack_flags(flags: &[[u8; 2]], elders: &mut Elders) {
            crate::simd::vectorised! {
                fn run(
                    flags: &[[u8; 2]],
                    living: &mut [u8],
                    education: &mut [f32],
                    function: &mut [f32],
                    $($flag: &mut [f32],)*
                    care_home: &mut [bool],
                    occupied: &mut [bool],
                ) -> () {
                    let places = flags.len();
                    let (living, education) = (&mut living[..places], &mut education[..places]);
                    let function = &mut function[..places];
                    $(let $flag = &mut $flag[..places];)*
                    let (care_home, occupied) = (&mut care_home[..places], &mut occupied[..places]);
                    for place in 0..places {
                        let word = i32::from(u16::from_le_bytes(flags[place]));
                        let bits = |first: u32, mask: i32| (word >> first & mask) as f32;
                        living[place] = (word & 3) as u8;
                        education[place] = bits(EDUCATION, 3) * 0.5;
                        function[place] = bits(FUNCTION, 3);
                        $($flag[place] = bits($bit, 1);)*
                        care_home[place] = word >> CARE_HOME & 1 != 0;
                        occupied[place] = word >> OCCUPIED & 1 != 0;
                    }
                }
            }
            run(
                flags,
                &mut elders.living,
                &mut elders.education,
                &mut elders.function,
                $(&mut elders.$flag,)*
                &mut elders.care_home,
                &mut elders.occupied,
            );
        }
    };
}

stored_of_elders! { packing }

impl PackedElders {
    /// Empty places, so many for each group.
    pub fn new(groups: usize, group_places: usize) -> Self {
        let places = groups * group_places;
        PackedElders { places, groups, bytes: vec![0; places * BYTES_PER_PLACE] }
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.places
    }

    /// The packed bytes themselves, for hashing and storing.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The same, to be restored.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    /// Columns of two bytes, `count` of them from `first` on.
    fn wide(&self, first: usize, count: usize) -> &[[u8; 2]] {
        let from = 2 * first * self.places;
        self.bytes[from..from + 2 * count * self.places].as_chunks().0
    }

    fn wide_mut(&mut self, first: usize, count: usize) -> &mut [[u8; 2]] {
        let from = 2 * first * self.places;
        self.bytes[from..from + 2 * count * self.places].as_chunks_mut().0
    }

    /// Columns of one byte, `count` of them from `first` on.
    fn narrow(&self, first: usize, count: usize) -> &[u8] {
        let from = (2 * WIDE + first) * self.places;
        &self.bytes[from..from + count * self.places]
    }

    fn narrow_mut(&mut self, first: usize, count: usize) -> &mut [u8] {
        let from = (2 * WIDE + first) * self.places;
        &mut self.bytes[from..from + count * self.places]
    }

    /// Unpacks into working columns; what follows from slow state is renewed.
    pub fn unpack(&self, elders: &mut Elders, parameters: &Parameters) {
        let places = self.places;
        elders.resize(self.groups, places / self.groups.max(1));
        unpack_words(self.wide(AGE, 1), &mut elders.age_weeks);
        for (k, column) in elders.states_mut().into_iter().enumerate() {
            unpack_state(self.wide(STATES + k, 1), column);
        }
        unpack_weeks(self.wide(JOINED, 1), &mut elders.joined_week);
        unpack_flags(self.wide(FLAGS, 1), elders);
        unpack_words(self.wide(GENERATION, 1), &mut elders.generation);
        unpack_words(self.wide(PARTNERS, TIES), elders.tie_partner.as_flattened_mut());
        for (k, column) in shares(elders).into_iter().enumerate() {
            unpack_steps(self.narrow(SHARES + k, 1), 1.0 / SHARE_STEPS, column);
        }
        for (k, column) in traits(elders).into_iter().enumerate() {
            unpack_traits(self.narrow(TRAITS + k, 1), column);
        }
        elders.waiting[..places].copy_from_slice(self.narrow(WAITING, 1));
        elders.countdown[..places].copy_from_slice(self.narrow(COUNTDOWN, 1));
        unpack_halves(self.narrow(KINDS_AND_USE, 1), &mut elders.kinds_attended, &mut elders.provider_weeks);
        unpack_minutes(self.narrow(GIVEN, 3).as_chunks().0, &mut elders.given_minutes);
        unpack_minutes(self.narrow(CREDIT, 3).as_chunks().0, &mut elders.credit_minutes);
        unpack_steps(self.narrow(STRENGTHS, TIES), 1.0 / STRENGTH_STEPS, elders.tie_strength.as_flattened_mut());
        elders.guarantee_used.fill(0);
        elders.renew(parameters);
    }

    /// Packs working columns. States are rounded up or down by the drawn words of `rounding`, one a place,
    /// so that their mean is kept.
    pub fn pack(&mut self, elders: &mut Elders, rounding: &[u32]) {
        let places = self.places;
        pack_words(&elders.age_weeks, self.wide_mut(AGE, 1));
        for (k, (_, column)) in elders.states().into_iter().enumerate() {
            pack_state(column, rounding, MULTIPLIERS[k], self.wide_mut(STATES + k, 1));
        }
        pack_weeks(&elders.joined_week, self.wide_mut(JOINED, 1));
        pack_flags(elders, self.wide_mut(FLAGS, 1));
        pack_words(&elders.generation, self.wide_mut(GENERATION, 1));
        pack_words(elders.tie_partner.as_flattened(), self.wide_mut(PARTNERS, TIES));
        for (k, column) in shares(elders).into_iter().enumerate() {
            pack_shares(column, self.narrow_mut(SHARES + k, 1));
        }
        for (k, column) in traits(elders).into_iter().enumerate() {
            pack_traits(column, self.narrow_mut(TRAITS + k, 1));
        }
        self.narrow_mut(WAITING, 1).copy_from_slice(&elders.waiting[..places]);
        self.narrow_mut(COUNTDOWN, 1).copy_from_slice(&elders.countdown[..places]);
        pack_halves(&elders.kinds_attended, &elders.provider_weeks, self.narrow_mut(KINDS_AND_USE, 1));
        pack_minutes(&elders.given_minutes, self.narrow_mut(GIVEN, 3).as_chunks_mut().0);
        pack_minutes(&elders.credit_minutes, self.narrow_mut(CREDIT, 3).as_chunks_mut().0);
        pack_strengths(&elders.tie_strength, rounding, self.narrow_mut(STRENGTHS, TIES).as_chunks_mut().0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Setting;

    #[test]
    fn every_state_is_stored_with_a_rounding_of_its_own() {
        let mut all = [&MULTIPLIERS[..], &STRENGTH_MULTIPLIERS].concat();
        assert!(all.iter().all(|it| it % 2 == 1), "an even multiplier would lose a bit of the draw");
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), elders::STATES + TIES);
        let mut elders = Elders::default();
        elders.resize(1, 8);
        for (number, column) in elders.states_mut().into_iter().enumerate() {
            column[3] = number as f32 / 16.0;
        }
        let mut packed = PackedElders::new(1, 8);
        packed.pack(&mut elders, &[0x8000_0000; 8]);
        let mut back = Elders::default();
        packed.unpack(&mut back, &Parameters::defaults(Setting::Urban));
        for ((name, before), (_, after)) in elders.states().into_iter().zip(back.states()) {
            assert!((before[3] - after[3]).abs() < 2.0 / STATE_STEPS && after[4] == 0.0, "{name}");
        }
    }

    #[test]
    fn lifelong_values_are_whole_steps_that_packing_keeps() {
        for step in 0..=255 {
            let share = whole_share(step as f32 / 255.0, 0.25);
            let mut packed = [0];
            pack_shares(&[share], &mut packed);
            assert_eq!(packed[0], step);
        }
        for step in -127..=127_i32 {
            let deviations = whole_trait(step as f32 / 16.0, 0.25);
            let (mut packed, mut back) = ([0], [0.0]);
            pack_traits(&[deviations], &mut packed);
            unpack_traits(&packed, &mut back);
            assert_eq!((back[0], packed[0] as i8), (deviations, step as i8));
        }
    }

    #[test]
    fn draws_take_a_share_up_as_often_as_it_lies_above_a_step() {
        // 0.3 is 76.5 steps, and 2.03 standard deviations are 32.48.
        let many = 1000;
        let draws = || (0..many).map(|k| (k as f32 + 0.5) / many as f32);
        let share: f32 = draws().map(|draw| whole_share(0.3, draw)).sum();
        let deviations: f32 = draws().map(|draw| whole_trait(-2.03, draw)).sum();
        assert!((share / many as f32 - 0.3).abs() < 1e-5);
        assert!((deviations / many as f32 + 2.03).abs() < 1e-4);
        // 200 of 255 steps leave 55.
        let other = whole_share(200.0 / 255.0, 0.25);
        assert_eq!(whole_share_of_rest(0.5, 0.0, other), 55.0 * (1.0 / 255.0));
        assert_eq!(whole_share_of_rest(0.1, 0.0, other), 25.0 * (1.0 / 255.0));
        assert_eq!(
            (whole_share(1.0, 0.99), whole_trait(30.0, 0.0), whole_trait(-30.0, 0.9)),
            (1.0, 127.0 / 16.0, -127.0 / 16.0)
        );
    }
}
