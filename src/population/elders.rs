//! Elders as columns: packed in 66 bytes a place between visits, unpacked to single precision during one.
//!
//! MODEL section 2. Between visits a community's elders lie in one allocation of 16-bit columns; states
//! in [0, 1] are fixed-point with 16 bits, rounded without bias by a draw of their own, so that rates as
//! small as 0.002 a week still act. A visit unpacks them into [`Elders`], whose columns are plain slices
//! that the weekly loops run over.

use crate::elementary::{least, most, rounded};
use crate::random::{Chance, Identity, LANES, Purpose};
use crate::scenario::parameters::Parameters;

/// Whom an elder lives with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Living {
    /// With children, with or without a spouse.
    WithChildren = 0,
    /// With a spouse only.
    Couple = 1,
    /// Alone.
    Alone = 2,
}

impl Living {
    /// From its code in a column.
    #[inline]
    pub const fn from_code(code: u8) -> Self {
        match code {
            0 => Living::WithChildren,
            1 => Living::Couple,
            _ => Living::Alone,
        }
    }

    /// The word used in files.
    pub const fn name(self) -> &'static str {
        match self {
            Living::WithChildren => "with_children",
            Living::Couple => "couple",
            Living::Alone => "alone",
        }
    }
}

/// Hours given at which an elder earns the first to fifth star (FACTS B14).
pub const STAR_HOURS: [u32; 5] = [100, 300, 600, 1000, 1500];

/// Stars of an elder who has given so many minutes, 0 to 5.
#[inline(always)]
pub fn stars(given_minutes: u32) -> f32 {
    let mut stars = 0.0;
    for hours in STAR_HOURS {
        stars += if given_minutes >= hours * 60 { 1.0 } else { 0.0 };
    }
    stars
}

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident: $ty:ty,)*) => {
        /// The elders of the community being visited, one entry a place, padded to whole lanes.
        ///
        /// Flags are 0 or 1 in single precision so that loops need no branch. All states lie in [0, 1].
        #[derive(Debug, Clone, Default)]
        pub struct Elders {
            /// Places, padding included: the length of every column.
            pub places: usize,
            $($(#[$doc])* pub $name: Vec<$ty>,)*
            /// Strengths of the three one-way ties, 0 where there is none.
            pub tie_strength: [Vec<f32>; 3],
            /// Partners of the three ties.
            pub tie_partner: [Vec<u16>; 3],
        }

        impl Elders {
            /// Bytes that one place takes unpacked.
            pub const BYTES_PER_PLACE: usize = 0 $(+ size_of::<$ty>())* + 3 * (size_of::<f32>() + size_of::<u16>());

            /// Gives every column `places` entries, rounded up to whole lanes.
            ///
            /// The padding is empty places; what the places themselves hold is left from before, to be
            /// overwritten.
            pub fn resize(&mut self, places: usize) {
                let padded = places.next_multiple_of(LANES);
                self.places = padded;
                $(self.$name.resize(padded, Default::default()); self.$name[places..].fill(Default::default());)*
                for column in &mut self.tie_strength {
                    column.resize(padded, 0.0);
                    column[places..].fill(0.0);
                }
                for column in &mut self.tie_partner {
                    column.resize(padded, 0);
                    column[places..].fill(0);
                }
            }

            /// Empties every place.
            pub fn clear(&mut self) {
                $(self.$name.fill(Default::default());)*
                self.tie_strength.iter_mut().for_each(|it| it.fill(0.0));
                self.tie_partner.iter_mut().for_each(|it| it.fill(0));
            }
        }
    };
}

columns! {
    /// 1 where somebody lives in the community here: not a vacant place, not in a care home.
    present: f32,
    /// True where the place has an occupant, also one in a care home.
    occupied: bool,
    /// True where the occupant lives in a care home.
    care_home: bool,
    /// Occupants before this one.
    generation: u16,
    /// Age in weeks.
    age_weeks: u16,
    /// Age in years.
    age: f32,
    /// 1 for women.
    woman: f32,
    /// Education: 0, 0.5 or 1.
    education: f32,
    /// Income percentile y.
    income: f32,
    /// Whom one lives with, as [`Living`].
    living: u8,
    /// 1 where living with children.
    with_children: f32,
    /// 1 for the rooted.
    rooted: f32,
    /// 1 for smartphone users.
    digital: f32,
    /// Function f: 0 independent, 1 limited, 2 dependent.
    function: f32,
    /// Need weight of self-worth w1.
    weight_self_worth: f32,
    /// Need weight of connection w2.
    weight_connection: f32,
    /// Sociability z, already times its spread.
    sociability: f32,
    /// Loneliness disposition zl, standard deviations.
    loneliness_disposition: f32,
    /// Propensity zp, standard deviations, lower for the unwilling.
    propensity: f32,
    /// Satisfaction of self-worth S1.
    self_worth: f32,
    /// Satisfaction of connection S2.
    connection: f32,
    /// Satisfaction of belonging S3.
    belonging: f32,
    /// Loneliness L.
    loneliness: f32,
    /// Efficacy E.
    efficacy: f32,
    /// Awareness A.
    awareness: f32,
    /// Trust T.
    trust: f32,
    /// Habit H.
    habit: f32,
    /// Burden B.
    burden: f32,
    /// Exposure to cash X$.
    exposure: f32,
    /// Given lately g4, a moving average.
    given_lately: f32,
    /// Unmet share of needed hours, a moving average.
    unmet_share: f32,
    /// 1 for members.
    member: f32,
    /// Week of joining.
    joined_week: f32,
    /// Weeks the open request has waited; 0 is none.
    waiting: u8,
    /// Weeks left of the time after giving.
    countdown: u8,
    /// 1 for those who attended last week.
    attended: f32,
    /// Minutes given so far.
    given_minutes: u32,
    /// Stars, 0 to 5.
    star: f32,
    /// Credits, minutes.
    credit_minutes: u32,
    /// Minutes of the monthly guarantee used.
    guarantee_used: u32,
    /// Familiarity with the neighbours.
    familiarity: f32,
    /// Set point of connection by living arrangement.
    connection_base: f32,
    /// Ceiling of connection by living arrangement.
    connection_ceiling: f32,
    /// Share of needs that the family covers.
    family_share: f32,
    /// Chance of an everyday contact a week.
    contact: f32,
    /// 1 for those whom a courtyard's meals reach.
    meals: f32,
}

/// What follows from an elder's slow state and from constants; see [`Elders::renew`].
#[derive(Debug, Clone, Copy)]
struct Derived {
    present: f32,
    with_children: f32,
    connection_base: f32,
    connection_ceiling: f32,
    family_share: f32,
    familiarity: f32,
    contact: f32,
}

#[inline(always)]
fn derived(p: &Parameters, here: bool, living: u8, rooted: f32, sociability: f32) -> Derived {
    let (structure, drive, need) = (&p.structure, &p.drive, &p.need);
    let with_children = living == Living::WithChildren as u8;
    let couple = living == Living::Couple as u8;
    let by_living = |children: f32, as_couple: f32, alone: f32| {
        let without = if couple { as_couple } else { alone };
        if with_children { children } else { without }
    };
    let outmigration = 1.0 - need.family_outmigration * (need.outmigration - 1.0);
    let familiarity = structure.familiarity * (rooted + (1.0 - rooted) * structure.familiarity_new);
    Derived {
        present: if here { 1.0 } else { 0.0 },
        with_children: if with_children { 1.0 } else { 0.0 },
        connection_base: by_living(drive.connection_children, drive.connection_couple, drive.connection_alone),
        connection_ceiling: by_living(1.0, drive.ceiling_couple, drive.ceiling_alone),
        family_share: crate::elementary::clip(
            by_living(need.family_children, need.family_couple, need.family_alone) * outmigration,
        ),
        familiarity,
        contact: p.service.contact
            * (0.5 + 0.5 * familiarity)
            * crate::elementary::exp(p.behave.contact_trait * sociability),
    }
}

crate::simd::vectorised! {
    fn derive_all(
        p: &Parameters,
        occupied: &[bool],
        care_home: &[bool],
        living: &[u8],
        rooted: &[f32],
        sociability: &[f32],
        age_weeks: &[u16],
        given_minutes: &[u32],
        present: &mut [f32],
        with_children: &mut [f32],
        connection_base: &mut [f32],
        connection_ceiling: &mut [f32],
        family_share: &mut [f32],
        familiarity: &mut [f32],
        contact: &mut [f32],
        age: &mut [f32],
        star: &mut [f32],
    ) -> () {
        let places = occupied.len();
        let (care_home, living, rooted) = (&care_home[..places], &living[..places], &rooted[..places]);
        let (sociability, age_weeks) = (&sociability[..places], &age_weeks[..places]);
        let (given_minutes, present) = (&given_minutes[..places], &mut present[..places]);
        let (with_children, connection_base) = (&mut with_children[..places], &mut connection_base[..places]);
        let connection_ceiling = &mut connection_ceiling[..places];
        let (family_share, familiarity) = (&mut family_share[..places], &mut familiarity[..places]);
        let (contact, age, star) = (&mut contact[..places], &mut age[..places], &mut star[..places]);
        for place in 0..places {
            let here = occupied[place] & !care_home[place];
            let it = derived(p, here, living[place], rooted[place], sociability[place]);
            present[place] = it.present;
            with_children[place] = it.with_children;
            connection_base[place] = it.connection_base;
            connection_ceiling[place] = it.connection_ceiling;
            family_share[place] = it.family_share;
            familiarity[place] = it.familiarity;
            contact[place] = it.contact;
            age[place] = i32::from(age_weeks[place]) as f32 * (1.0 / crate::places::WEEKS_PER_YEAR as f32);
            star[place] = stars(given_minutes[place]);
        }
    }
}

impl Elders {
    /// Renews what follows from slow state at one place: presence, ceilings, family cover, familiarity, contact.
    pub fn renew_place(&mut self, place: usize, parameters: &Parameters) {
        let here = self.occupied[place] && !self.care_home[place];
        let it = derived(parameters, here, self.living[place], self.rooted[place], self.sociability[place]);
        self.present[place] = it.present;
        self.with_children[place] = it.with_children;
        self.connection_base[place] = it.connection_base;
        self.connection_ceiling[place] = it.connection_ceiling;
        self.family_share[place] = it.family_share;
        self.familiarity[place] = it.familiarity;
        self.contact[place] = it.contact;
        self.age[place] = f32::from(self.age_weeks[place]) * (1.0 / crate::places::WEEKS_PER_YEAR as f32);
        self.star[place] = stars(self.given_minutes[place]);
    }

    /// The same at every place.
    pub fn renew(&mut self, parameters: &Parameters) {
        derive_all(
            parameters,
            &self.occupied,
            &self.care_home,
            &self.living,
            &self.rooted,
            &self.sociability,
            &self.age_weeks,
            &self.given_minutes,
            &mut self.present,
            &mut self.with_children,
            &mut self.connection_base,
            &mut self.connection_ceiling,
            &mut self.family_share,
            &mut self.familiarity,
            &mut self.contact,
            &mut self.age,
            &mut self.star,
        );
    }

    /// Whether somebody lives in the community at this place.
    #[inline]
    pub fn is_present(&self, place: usize) -> bool {
        self.present[place] > 0.0
    }

    /// Whether this elder is a member.
    #[inline]
    pub fn is_member(&self, place: usize) -> bool {
        self.member[place] > 0.0
    }
}

// Columns of the packed form, each 16 bits a place.
const AGE: usize = 0;
const UNIT_COLUMNS: usize = 1;
const UNITS: usize = 15;
const TRAITS: usize = UNIT_COLUMNS + UNITS;
const GIVEN: usize = TRAITS + 3;
const CREDIT: usize = GIVEN + 2;
const WAITING: usize = CREDIT + 2;
const JOINED: usize = WAITING + 1;
const FLAGS: usize = JOINED + 1;
const GENERATION: usize = FLAGS + 1;
const PARTNERS: usize = GENERATION + 1;
const STRENGTHS: usize = PARTNERS + 3;
const COLUMNS: usize = STRENGTHS + 3;

/// Bytes that one place takes between visits.
pub const BYTES_PER_PLACE: usize = COLUMNS * 2;

const UNIT_STEPS: f32 = 65_535.0;
/// Traits lie within eight standard deviations, in steps of 1/4096.
const TRAIT_STEPS: f32 = 4096.0;

/// The elders of a community between visits: one allocation of 16-bit columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PackedElders {
    places: usize,
    words: Vec<u16>,
}

fn unit_columns(elders: &mut Elders) -> [&mut Vec<f32>; UNITS] {
    [
        &mut elders.income,
        &mut elders.weight_self_worth,
        &mut elders.weight_connection,
        &mut elders.self_worth,
        &mut elders.connection,
        &mut elders.belonging,
        &mut elders.loneliness,
        &mut elders.efficacy,
        &mut elders.awareness,
        &mut elders.trust,
        &mut elders.habit,
        &mut elders.burden,
        &mut elders.exposure,
        &mut elders.given_lately,
        &mut elders.unmet_share,
    ]
}

/// A different odd multiplier a column turns one drawn word into one unbiased rounding a column.
const SPREAD: [u32; 18] = [
    0x9E37_79B1,
    0x85EB_CA77,
    0xC2B2_AE3D,
    0x27D4_EB2F,
    0x1656_67B1,
    0xD3A2_646D,
    0xFD70_46C5,
    0xB55A_4F09,
    0x8CB9_2BA7,
    0xA3B1_95B5,
    0xE170_03B9,
    0x6C8E_9CF5,
    0x94D0_49BB,
    0xBF58_476D,
    0x7FEB_352D,
    0x846C_A68B,
    0xC4CE_B9FF,
    0xFF51_AFD7,
];

crate::simd::vectorised! {
    fn pack_units(values: &[f32], rounding: &[u32], spread: u32, words: &mut [u16]) -> () {
        for ((value, rounding), word) in values.iter().zip(rounding).zip(words) {
            // Rounding to the nearest after a shift drawn from [-1/2, 1/2) keeps the mean.
            let shift = (rounding.wrapping_mul(spread) >> 16) as i32 as f32 * (1.0 / 65_536.0) - 0.5;
            *word = rounded(most(0.0, least(UNIT_STEPS, value * UNIT_STEPS + shift))) as u16;
        }
    }
}

crate::simd::vectorised! {
    fn unpack_units(words: &[u16], values: &mut [f32]) -> () {
        for (word, value) in words.iter().zip(values) {
            *value = i32::from(*word) as f32 * (1.0 / UNIT_STEPS);
        }
    }
}

crate::simd::vectorised! {
    fn pack_traits(values: &[f32], words: &mut [u16]) -> () {
        // Traits never change, so they are whole steps and need no draw.
        for (value, word) in values.iter().zip(words) {
            *word = rounded(value * TRAIT_STEPS) as u16;
        }
    }
}

crate::simd::vectorised! {
    fn unpack_traits(words: &[u16], values: &mut [f32]) -> () {
        for (word, value) in words.iter().zip(values) {
            *value = i32::from(*word as i16) as f32 * (1.0 / TRAIT_STEPS);
        }
    }
}

crate::simd::vectorised! {
    fn pack_halves(values: &[u32], low: &mut [u16], high: &mut [u16]) -> () {
        for ((value, low), high) in values.iter().zip(low).zip(high) {
            *low = *value as u16;
            *high = (*value >> 16) as u16;
        }
    }
}

crate::simd::vectorised! {
    fn unpack_halves(low: &[u16], high: &[u16], values: &mut [u32]) -> () {
        for ((low, high), value) in low.iter().zip(high).zip(values) {
            *value = u32::from(*low) | u32::from(*high) << 16;
        }
    }
}

// Bits of the word of flags.
const EDUCATION: u32 = 2;
const FUNCTION: u32 = 4;
const WOMAN: u32 = 6;
const ROOTED: u32 = 7;
const DIGITAL: u32 = 8;
const MEMBER: u32 = 9;
const ATTENDED: u32 = 10;
const CARE_HOME: u32 = 11;
const OCCUPIED: u32 = 12;

crate::simd::vectorised! {
    fn pack_flags(
        living: &[u8],
        education: &[f32],
        function: &[f32],
        woman: &[f32],
        rooted: &[f32],
        digital: &[f32],
        member: &[f32],
        attended: &[f32],
        care_home: &[bool],
        occupied: &[bool],
        flags: &mut [u16],
    ) -> () {
        let places = flags.len();
        let (living, education, function) = (&living[..places], &education[..places], &function[..places]);
        let (woman, rooted, digital) = (&woman[..places], &rooted[..places], &digital[..places]);
        let (member, attended) = (&member[..places], &attended[..places]);
        let (care_home, occupied) = (&care_home[..places], &occupied[..places]);
        for place in 0..places {
            let small = |value: f32| rounded(value) as u32;
            let word = u32::from(living[place])
                | small(education[place] * 2.0) << EDUCATION
                | small(function[place]) << FUNCTION
                | small(woman[place]) << WOMAN
                | small(rooted[place]) << ROOTED
                | small(digital[place]) << DIGITAL
                | small(member[place]) << MEMBER
                | small(attended[place]) << ATTENDED
                | u32::from(care_home[place]) << CARE_HOME
                | u32::from(occupied[place]) << OCCUPIED;
            flags[place] = word as u16;
        }
    }
}

crate::simd::vectorised! {
    fn unpack_flags(
        flags: &[u16],
        living: &mut [u8],
        education: &mut [f32],
        function: &mut [f32],
        woman: &mut [f32],
        rooted: &mut [f32],
        digital: &mut [f32],
        member: &mut [f32],
        attended: &mut [f32],
        care_home: &mut [bool],
        occupied: &mut [bool],
    ) -> () {
        let places = flags.len();
        let (living, education) = (&mut living[..places], &mut education[..places]);
        let (function, woman, rooted) = (&mut function[..places], &mut woman[..places], &mut rooted[..places]);
        let (digital, member, attended) = (&mut digital[..places], &mut member[..places], &mut attended[..places]);
        let (care_home, occupied) = (&mut care_home[..places], &mut occupied[..places]);
        for place in 0..places {
            let word = i32::from(flags[place]);
            let bits = |first: u32, mask: i32| (word >> first & mask) as f32;
            living[place] = (word & 3) as u8;
            education[place] = bits(EDUCATION, 3) * 0.5;
            function[place] = bits(FUNCTION, 3);
            woman[place] = bits(WOMAN, 1);
            rooted[place] = bits(ROOTED, 1);
            digital[place] = bits(DIGITAL, 1);
            member[place] = bits(MEMBER, 1);
            attended[place] = bits(ATTENDED, 1);
            care_home[place] = word >> CARE_HOME & 1 != 0;
            occupied[place] = word >> OCCUPIED & 1 != 0;
        }
    }
}

impl PackedElders {
    /// Empty places.
    pub fn new(places: usize) -> Self {
        PackedElders { places, words: vec![0; places * COLUMNS] }
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.places
    }

    /// The packed words themselves, for hashing and storing.
    pub fn words(&self) -> &[u16] {
        &self.words
    }

    /// The same, to be restored.
    pub fn words_mut(&mut self) -> &mut [u16] {
        &mut self.words
    }

    fn column(&self, column: usize) -> &[u16] {
        &self.words[column * self.places..(column + 1) * self.places]
    }

    fn column_mut(&mut self, column: usize) -> &mut [u16] {
        &mut self.words[column * self.places..(column + 1) * self.places]
    }

    fn two_columns_mut(&mut self, first: usize) -> (&mut [u16], &mut [u16]) {
        let places = self.places;
        self.words[first * places..(first + 2) * places].split_at_mut(places)
    }

    /// Unpacks into working columns; what follows from slow state is renewed.
    pub fn unpack(&self, elders: &mut Elders, parameters: &Parameters) {
        let places = self.places;
        elders.resize(places);
        elders.age_weeks[..places].copy_from_slice(self.column(AGE));
        for (k, column) in unit_columns(elders).into_iter().enumerate() {
            unpack_units(self.column(UNIT_COLUMNS + k), &mut column[..places]);
        }
        unpack_traits(self.column(TRAITS), &mut elders.sociability[..places]);
        unpack_traits(self.column(TRAITS + 1), &mut elders.loneliness_disposition[..places]);
        unpack_traits(self.column(TRAITS + 2), &mut elders.propensity[..places]);
        unpack_halves(self.column(GIVEN), self.column(GIVEN + 1), &mut elders.given_minutes[..places]);
        unpack_halves(self.column(CREDIT), self.column(CREDIT + 1), &mut elders.credit_minutes[..places]);
        unpack_flags(
            self.column(FLAGS),
            &mut elders.living,
            &mut elders.education,
            &mut elders.function,
            &mut elders.woman,
            &mut elders.rooted,
            &mut elders.digital,
            &mut elders.member,
            &mut elders.attended,
            &mut elders.care_home,
            &mut elders.occupied,
        );
        let (waiting, countdown) = (&mut elders.waiting[..places], &mut elders.countdown[..places]);
        for ((word, waiting), countdown) in self.column(WAITING).iter().zip(waiting).zip(countdown) {
            [*waiting, *countdown] = word.to_le_bytes();
        }
        for (word, week) in self.column(JOINED).iter().zip(&mut elders.joined_week[..places]) {
            *week = i32::from(*word as i16) as f32;
        }
        elders.generation[..places].copy_from_slice(self.column(GENERATION));
        elders.guarantee_used.fill(0);
        elders.renew(parameters);
        for k in 0..3 {
            elders.tie_partner[k][..places].copy_from_slice(self.column(PARTNERS + k));
            unpack_units(self.column(STRENGTHS + k), &mut elders.tie_strength[k][..places]);
        }
    }

    /// Packs working columns. States are rounded up or down by the drawn words of `rounding`, one a place,
    /// so that their mean is kept.
    pub fn pack(&mut self, elders: &mut Elders, rounding: &[u32]) {
        let places = self.places;
        let rounding = &rounding[..places];
        self.column_mut(AGE).copy_from_slice(&elders.age_weeks[..places]);
        for (k, column) in unit_columns(elders).into_iter().enumerate() {
            pack_units(&column[..places], rounding, SPREAD[k], self.column_mut(UNIT_COLUMNS + k));
        }
        pack_traits(&elders.sociability[..places], self.column_mut(TRAITS));
        pack_traits(&elders.loneliness_disposition[..places], self.column_mut(TRAITS + 1));
        pack_traits(&elders.propensity[..places], self.column_mut(TRAITS + 2));
        let (low, high) = self.two_columns_mut(GIVEN);
        pack_halves(&elders.given_minutes[..places], low, high);
        let (low, high) = self.two_columns_mut(CREDIT);
        pack_halves(&elders.credit_minutes[..places], low, high);
        pack_flags(
            &elders.living,
            &elders.education,
            &elders.function,
            &elders.woman,
            &elders.rooted,
            &elders.digital,
            &elders.member,
            &elders.attended,
            &elders.care_home,
            &elders.occupied,
            self.column_mut(FLAGS),
        );
        let pairs = elders.waiting[..places].iter().zip(&elders.countdown[..places]);
        for (word, (waiting, countdown)) in self.column_mut(WAITING).iter_mut().zip(pairs) {
            *word = u16::from_le_bytes([*waiting, *countdown]);
        }
        for (word, week) in self.column_mut(JOINED).iter_mut().zip(&elders.joined_week[..places]) {
            *word = rounded(*week) as u16;
        }
        self.column_mut(GENERATION).copy_from_slice(&elders.generation[..places]);
        for k in 0..3 {
            self.column_mut(PARTNERS + k).copy_from_slice(&elders.tie_partner[k][..places]);
            pack_units(&elders.tie_strength[k][..places], rounding, SPREAD[UNITS + k], self.column_mut(STRENGTHS + k));
        }
    }
}

/// Standard draws that make up one elder's lifelong traits and needs.
pub(crate) struct Traits<'a> {
    pub chance: &'a Chance,
    pub who: Identity,
}

impl Traits<'_> {
    /// Standard normal trait, cut at `cut` standard deviations.
    pub fn normal(&self, purpose: Purpose, cut: f64) -> f32 {
        self.chance.normal(purpose, 0, crate::random::LIFELONG, self.who).clamp(-cut, cut) as f32
    }

    /// Need weights from a Dirichlet(3, 3, 3): three sums of three exponentials, divided by their total.
    pub fn need_weights(&self) -> [f32; 2] {
        let gamma = |purpose| {
            (0..3)
                .map(|draw| {
                    let word = self.chance.word(purpose, draw, crate::random::LIFELONG, self.who);
                    -libm::log(crate::random::open_unit(word))
                })
                .sum::<f64>()
        };
        let parts =
            [gamma(Purpose::WeightSelfWorth), gamma(Purpose::WeightConnection), gamma(Purpose::WeightBelonging)];
        let total = parts[0] + parts[1] + parts[2];
        [(parts[0] / total) as f32, (parts[1] / total) as f32]
    }
}
