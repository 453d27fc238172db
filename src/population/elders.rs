//! Elders as columns: packed in 66 bytes a place between visits, unpacked to single precision during one.
//!
//! MODEL section 2. Between visits a community's elders lie in one allocation of 16-bit columns; states
//! in [0, 1] are fixed-point with 16 bits, rounded without bias by a draw of their own, so that rates as
//! small as 0.002 a week still act. A visit unpacks them into [`Elders`], whose columns are plain slices
//! that the weekly loops run over.

use crate::places::CommunityId;
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
#[inline]
pub fn stars(given_minutes: u32) -> f32 {
    STAR_HOURS.iter().filter(|hours| given_minutes >= **hours * 60).count() as f32
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
            /// Gives every column `places` entries, rounded up to whole lanes; new entries are empty places.
            pub fn resize(&mut self, places: usize) {
                let padded = places.next_multiple_of(LANES);
                self.places = padded;
                $(self.$name.clear(); self.$name.resize(padded, Default::default());)*
                for column in &mut self.tie_strength { column.clear(); column.resize(padded, 0.0); }
                for column in &mut self.tie_partner { column.clear(); column.resize(padded, 0); }
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

impl Elders {
    /// Renews what follows from slow state: presence, ceilings, family cover, familiarity, contact.
    pub fn renew_place(&mut self, place: usize, parameters: &Parameters) {
        let (structure, drive, need) = (&parameters.structure, &parameters.drive, &parameters.need);
        let living = Living::from_code(self.living[place]);
        let (base, ceiling, family) = match living {
            Living::WithChildren => (drive.connection_children, 1.0, need.family_children),
            Living::Couple => (drive.connection_couple, drive.ceiling_couple, need.family_couple),
            Living::Alone => (drive.connection_alone, drive.ceiling_alone, need.family_alone),
        };
        let outmigration = 1.0 - need.family_outmigration * (need.outmigration - 1.0);
        let rooted = self.rooted[place];
        let familiarity = structure.familiarity * (rooted + (1.0 - rooted) * structure.familiarity_new);
        self.present[place] = f32::from(u8::from(self.occupied[place] && !self.care_home[place]));
        self.with_children[place] = f32::from(u8::from(living == Living::WithChildren));
        self.connection_base[place] = base;
        self.connection_ceiling[place] = ceiling;
        self.family_share[place] = (family * outmigration).clamp(0.0, 1.0);
        self.familiarity[place] = familiarity;
        self.contact[place] = parameters.service.contact
            * (0.5 + 0.5 * familiarity)
            * crate::elementary::exp(parameters.behave.contact_trait * self.sociability[place]);
        self.age[place] = f32::from(self.age_weeks[place]) / crate::places::WEEKS_PER_YEAR as f32;
        self.star[place] = stars(self.given_minutes[place]);
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
            let up = (rounding.wrapping_mul(spread) >> 16) as i32 as f32 * (1.0 / 65_536.0);
            *word = (value * UNIT_STEPS + up).clamp(0.0, UNIT_STEPS) as i32 as u16;
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

    fn column(&self, column: usize) -> &[u16] {
        &self.words[column * self.places..(column + 1) * self.places]
    }

    fn column_mut(&mut self, column: usize) -> &mut [u16] {
        &mut self.words[column * self.places..(column + 1) * self.places]
    }

    /// Unpacks into working columns; what follows from slow state is renewed.
    pub fn unpack(&self, elders: &mut Elders, parameters: &Parameters) {
        let places = self.places;
        elders.resize(places);
        elders.age_weeks[..places].copy_from_slice(self.column(AGE));
        for (k, column) in unit_columns(elders).into_iter().enumerate() {
            unpack_units(self.column(UNIT_COLUMNS + k), &mut column[..places]);
        }
        for (k, column) in [&mut elders.sociability, &mut elders.loneliness_disposition, &mut elders.propensity]
            .into_iter()
            .enumerate()
        {
            for (word, value) in self.column(TRAITS + k).iter().zip(column.iter_mut()) {
                *value = f32::from(*word as i16) / TRAIT_STEPS;
            }
        }
        for place in 0..places {
            let word = |column: usize| self.words[column * places + place];
            elders.given_minutes[place] = u32::from(word(GIVEN)) | u32::from(word(GIVEN + 1)) << 16;
            elders.credit_minutes[place] = u32::from(word(CREDIT)) | u32::from(word(CREDIT + 1)) << 16;
            let waiting = word(WAITING);
            elders.waiting[place] = waiting as u8;
            elders.countdown[place] = (waiting >> 8) as u8;
            elders.joined_week[place] = f32::from(word(JOINED) as i16);
            elders.generation[place] = word(GENERATION);
            let flags = word(FLAGS);
            let flag = |bit: u16| f32::from(flags >> bit & 1);
            elders.living[place] = (flags & 3) as u8;
            elders.education[place] = f32::from(flags >> 2 & 3) * 0.5;
            elders.function[place] = f32::from(flags >> 4 & 3);
            elders.woman[place] = flag(6);
            elders.rooted[place] = flag(7);
            elders.digital[place] = flag(8);
            elders.member[place] = flag(9);
            elders.attended[place] = flag(10);
            elders.care_home[place] = flag(11) > 0.0;
            elders.occupied[place] = flag(12) > 0.0;
            elders.renew_place(place, parameters);
        }
        for k in 0..3 {
            elders.tie_partner[k][..places].copy_from_slice(self.column(PARTNERS + k));
            unpack_units(self.column(STRENGTHS + k), &mut elders.tie_strength[k][..places]);
        }
    }

    /// Packs working columns. States are rounded up or down by a draw, so that their mean is kept.
    pub fn pack(
        &mut self,
        elders: &mut Elders,
        chance: &Chance,
        week: i32,
        community: CommunityId,
        words: &mut [Vec<u32>; 4],
    ) {
        let places = self.places;
        for column in words.iter_mut() {
            column.resize(elders.places, 0);
        }
        crate::random::fill_blocks(chance, Purpose::EnterCareHome, week, community.bits(), &elders.generation, words);
        let rounding = &words[Purpose::Rounding.word()][..places];
        self.column_mut(AGE).copy_from_slice(&elders.age_weeks[..places]);
        for (k, column) in unit_columns(elders).into_iter().enumerate() {
            pack_units(&column[..places], rounding, SPREAD[k], self.column_mut(UNIT_COLUMNS + k));
        }
        for (k, column) in
            [&elders.sociability, &elders.loneliness_disposition, &elders.propensity].into_iter().enumerate()
        {
            // Traits never change, so they are whole steps and need no draw.
            for (word, value) in self.column_mut(TRAITS + k).iter_mut().zip(column.iter()) {
                *word = libm::rintf(value * TRAIT_STEPS) as i16 as u16;
            }
        }
        for place in 0..places {
            let flags = u16::from(elders.living[place])
                | ((elders.education[place] * 2.0) as u16) << 2
                | (elders.function[place] as u16) << 4
                | (elders.woman[place] as u16) << 6
                | (elders.rooted[place] as u16) << 7
                | (elders.digital[place] as u16) << 8
                | (elders.member[place] as u16) << 9
                | (elders.attended[place] as u16) << 10
                | u16::from(elders.care_home[place]) << 11
                | u16::from(elders.occupied[place]) << 12;
            let mut set = |column: usize, word: u16| self.words[column * places + place] = word;
            set(FLAGS, flags);
            set(GIVEN, elders.given_minutes[place] as u16);
            set(GIVEN + 1, (elders.given_minutes[place] >> 16) as u16);
            set(CREDIT, elders.credit_minutes[place] as u16);
            set(CREDIT + 1, (elders.credit_minutes[place] >> 16) as u16);
            set(WAITING, u16::from(elders.waiting[place]) | u16::from(elders.countdown[place]) << 8);
            set(JOINED, elders.joined_week[place] as i16 as u16);
            set(GENERATION, elders.generation[place]);
        }
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
