//! Chance: every draw is a pure function of (seed, replicate, purpose, identity, week).   MODEL section 11
//!
//! Philox4x32-10 (Salmon et al. 2011) keyed by seed and replicate turns a counter into four words. The
//! counter is (block of purposes and draw number, week and generation, community, slot). The four words
//! of a block serve four purposes of one elder-week, so a week's decisions cost one block. No generator
//! state exists: one more draw, birth or joiner in one place shifts nothing elsewhere.

use crate::elementary::{least, normal_quantile};
use crate::places::CommunityId;
use crate::simd::vectorised;

const MULTIPLIER_0: u32 = 0xD251_1F53;
const MULTIPLIER_1: u32 = 0xCD9E_8D57;
const WEYL_0: u32 = 0x9E37_79B9;
const WEYL_1: u32 = 0xBB67_AE85;
const ROUNDS: u32 = 10;

#[inline(always)]
fn round(x: [u32; 4], k: [u32; 2]) -> [u32; 4] {
    let a = x[0] as u64 * MULTIPLIER_0 as u64;
    let b = x[2] as u64 * MULTIPLIER_1 as u64;
    [(b >> 32) as u32 ^ x[1] ^ k[0], b as u32, (a >> 32) as u32 ^ x[3] ^ k[1], a as u32]
}

/// Philox4x32 with ten rounds: the four words of `counter` under `key`.
#[inline(always)]
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..ROUNDS {
        counter = round(counter, key);
        key = [key[0].wrapping_add(WEYL_0), key[1].wrapping_add(WEYL_1)];
    }
    counter
}

/// What a draw is for. Four neighbours share a Philox block; a purpose never changes its place, and a
/// new one goes to the end.
///
/// Decisions use the upper 24 bits of a word. The lowest byte of each word is left over; those of a block
/// make two draws of 16 bits ([`spare_units`]) or a word of 32 ([`spare_word`]) with purposes of their own,
/// named in the comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
#[allow(missing_docs)] // The names say what each draw decides; the groups say whose and when.
pub enum Purpose {
    // An elder's week, drawn in batch. Spare: everyday contact; attending the companionship group.
    JoinOrQuit = 0,
    Give,
    Ask,
    Attend,
    // An elder's month, drawn in batch. Spare: rounding of packed state.
    Function,
    Living,
    MoveOrRoot,
    Death,
    // A giver's week.
    GiverOrder,
    MoreHours,
    VisitTried,
    Unused0,
    // A request's week.
    RequestOrder,
    RequestSeen,
    AcceptVisit,
    Unused1,
    // One kind of help of a request: the draw is the kind.
    TiedHelper,
    NeighbourHelper,
    NextKind,
    VolunteerOrElder,
    // One match: the draw is the number of the receiver's match in the week.
    Success,
    Incident,
    Duplicate,
    Unused2,
    // Lists that professionals keep.
    ProfessionalVisit,
    Counselling,
    Unused3,
    Unused4,
    // Everyday contact and meeting at an event.
    ContactWay,
    ContactTie,
    ContactMate,
    Unused5,
    EventMeeting,
    EventMate,
    Unused6,
    Unused7,
    // Lifelong or of a quarter of a year.
    CourtyardMeals,
    CompanionshipSeat,
    Unused8,
    Unused9,
    // A month, for those concerned.
    CoupleOrAlone,
    EnterCareHome,
    LeaveWithPay,
    EntrantTakesPlace,
    // An elder's beginning. Spare in the second and third block: whole steps of lifelong values.
    AgeBand,
    AgeWithin,
    Sex,
    Education,
    Income,
    InitialLiving,
    Rooted,
    InitialFunction,
    Digital,
    Sociability,
    LonelinessDisposition,
    Propensity,
    Unwilling,
    WeightSelfWorth,
    WeightConnection,
    WeightBelonging,
    InitialSelfWorth,
    InitialConnection,
    InitialBelonging,
    InitialTrust,
    InitialMember,
    InitialTie,
    InitialTieMate,
    Unused10,
    // Volunteers.
    VolunteerActive,
    VolunteerHours,
    VolunteerLeaves,
    VolunteerComes,
    VolunteerKind,
    VolunteerAltruism,
    VolunteerHere,
    Unused11,
    // Communities and districts.
    Event,
    Capacity,
    CommunitySize,
    CommunityBarrier,
    CommunityCapability,
    CollectiveIncome,
    PolicyBreak,
    DistrictSample,
    CommunitySample,
    ElderSample,
    SurveyNoise,
    SurveySample,
    // Designs and resampling; no draw of a run.
    DesignScramble,
    DesignOrder,
    DesignWithin,
    DesignStart,
    Resample,
    CoalitionOrder,
    Unused12,
    Unused13,
    // The four group mates an unasked visitor tries.
    FirstMate,
    SecondMate,
    ThirdMate,
    FourthMate,
    // Further lifelong values of an elder.
    Frailty,
    WellbeingDisposition,
    VoucherTakeup,
    LikedKind,
    // An elder's beginning.
    InitialRegistered,
    EntrantMember,
    Unused14,
    Unused15,
    // An elder's week, for those concerned.
    RoomAdmits,
    ProviderVisit,
    WholeHours,
    Unused16,
    // A community's week or month.
    EventKind,
    Entrants,
    Beds,
    Unused17,
    // Lasting values of an organiser; the draw numbers the parts of its leaning.
    Initiative,
    RunningCost,
    Leaning,
    Unused18,
    // Streets and districts; the slot is the street's number.
    StreetPriority,
    LeaderChange,
    ProjectLuck,
    Unused19,
    // Providers; the slot is the provider's number, the draw the community's.
    ProviderEntry,
    ProviderKind,
    ProviderQuality,
    Unused20,
    ProviderBid,
    ProviderPrice,
    Unused21,
    Unused22,
    // Adoption; the draw is the instrument.
    Adoption,
    Dropping,
    Unused23,
    Unused24,
    // Volunteers' months and standing visits; the tries of a visit are the draws.
    VolunteerAsked,
    VolunteerAccepts,
    VolunteerInduction,
    StandingVisit,
    StandingPartner,
    StandingAccepts,
    Unused25,
    Unused26,
}

impl Purpose {
    /// Philox block that holds this purpose.
    #[inline(always)]
    pub const fn block(self) -> u32 {
        self as u32 >> 2
    }

    /// Word within the block.
    #[inline(always)]
    pub const fn word(self) -> usize {
        (self as u32 & 3) as usize
    }
}

/// Whom a draw is for: a place in a community and how many occupants it had before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// Community, or the bits of a district for a district's draws.
    pub community: u32,
    /// Place of the elder, or number of the volunteer; 0 for the community itself.
    pub slot: u32,
    /// Occupants of the place before this one (the lower 16 bits count).
    pub generation: u32,
}

impl Identity {
    /// The `generation`-th occupant of a place.
    #[inline(always)]
    pub const fn elder(community: CommunityId, slot: usize, generation: u16) -> Self {
        Identity { community: community.bits(), slot: slot as u32, generation: generation as u32 }
    }

    /// The community as a whole.
    #[inline(always)]
    pub const fn community(community: CommunityId) -> Self {
        Identity { community: community.bits(), slot: 0, generation: 0 }
    }
}

/// Who holds the places of a community, one entry a place: slot numbers, and occupants before.
#[derive(Debug, Clone, Copy)]
pub struct Occupants<'a> {
    /// Numbers by which draws know the places, wherever they lie.
    pub slots: &'a [u32],
    /// Occupants before this one.
    pub generations: &'a [u16],
}

/// Week number of draws made once in a lifetime or before the first week.
pub const LIFELONG: i32 = -(1 << 15);

/// The source of all chance of one replicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance {
    key: [u32; 2],
}

impl Chance {
    /// Chance of one replicate of one seed.
    pub const fn new(seed: u32, replicate: u32) -> Self {
        Chance { key: [seed, replicate] }
    }

    #[inline(always)]
    const fn counter(block: u32, draw: u32, week: i32, who: Identity) -> [u32; 4] {
        let week = (week.wrapping_add(1 << 15) as u32 & 0xFFFF) | who.generation << 16;
        [block | draw << 8, week, who.community, who.slot]
    }

    /// One word for the `draw`-th event of this purpose, person and week.
    #[inline]
    pub fn word(&self, purpose: Purpose, draw: u32, week: i32, who: Identity) -> u32 {
        philox(Self::counter(purpose.block(), draw, week, who), self.key)[purpose.word()]
    }

    /// The four words of a whole block, for four purposes that are needed together.
    #[inline]
    pub fn block(&self, first: Purpose, draw: u32, week: i32, who: Identity) -> [u32; 4] {
        philox(Self::counter(first.block(), draw, week, who), self.key)
    }

    /// Uniform number in [0, 1) with 24 bits.
    #[inline]
    pub fn uniform(&self, purpose: Purpose, draw: u32, week: i32, who: Identity) -> f32 {
        unit(self.word(purpose, draw, week, who))
    }

    /// Whole number in 0..n, by multiply and shift.
    #[inline]
    pub fn below(&self, n: usize, purpose: Purpose, draw: u32, week: i32, who: Identity) -> usize {
        below(self.word(purpose, draw, week, who), n)
    }

    /// Standard normal number, within 6.3 of 0.
    pub fn normal(&self, purpose: Purpose, draw: u32, week: i32, who: Identity) -> f64 {
        normal(self.word(purpose, draw, week, who))
    }

    /// A random order of 0..count, one a stream, all orders as likely; for designs, not for the weekly loops.
    pub fn order(&self, count: usize, purpose: Purpose, stream: u32) -> Vec<usize> {
        let mut order: Vec<usize> = (0..count).collect();
        for place in (1..count).rev() {
            let who = Identity { community: stream, slot: place as u32, generation: 0 };
            order.swap(place, self.below(place + 1, purpose, 0, LIFELONG, who));
        }
        order
    }
}

/// Word to a uniform number in [0, 1): 24 bits, exact in single precision.
#[inline(always)]
pub fn unit(word: u32) -> f32 {
    // The signed conversion is one instruction at every SIMD level; 24 bits never reach the sign.
    (word >> 8) as i32 as f32 * (1.0 / 16_777_216.0)
}

/// Word to a uniform number in (0, 1) with 32 bits.
#[inline]
pub fn open_unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// Word to a uniform number in (0, 1) with 24 bits, in single precision.
#[inline(always)]
pub fn inner_unit(word: u32) -> f32 {
    // The half step up is rounded away above one half, where the last step would otherwise be 1.
    least(1.0 - f32::EPSILON / 2.0, ((word >> 8) as i32 as f32 + 0.5) * (1.0 / 16_777_216.0))
}

/// Word to twice a uniform number in (0, 1) less one: an odd number of 24 bits, so exact and never at an end.
#[inline(always)]
pub fn signed_unit(word: u32) -> f32 {
    (2 * (word >> 8) as i32 + 1 - (1 << 24)) as f32 * (1.0 / 16_777_216.0)
}

/// The lowest byte of a word, which decisions leave over, to a number in (0, 1).
#[inline(always)]
pub fn spare_unit(word: u32) -> f32 {
    ((word & 0xFF) as i32 as f32 + 0.5) * (1.0 / 256.0)
}

/// Word to a standard normal number.
#[inline]
pub fn normal(word: u32) -> f64 {
    normal_quantile(open_unit(word))
}

/// Word to a whole number in 0..n.
#[inline(always)]
pub fn below(word: u32, n: usize) -> usize {
    ((u64::from(word) * n as u64) >> 32) as usize
}

/// Two draws in (0, 1) with 16 bits from the lowest bytes of a block's words, which decisions leave over.
#[inline(always)]
pub fn spare_units(words: [u32; 4]) -> [f32; 2] {
    let unit = |high: u32, low: u32| {
        // Half a step up keeps the chance of lying below any bound unbiased.
        ((high & 0xFF) << 8 | (low & 0xFF)) as i32 as f32 * (1.0 / 65_536.0) + 0.5 / 65_536.0
    };
    [unit(words[0], words[1]), unit(words[2], words[3])]
}

/// A word from the lowest bytes of a block's words, which decisions leave over.
#[inline(always)]
pub fn spare_word(words: [u32; 4]) -> u32 {
    words[0] << 24 | (words[1] & 0xFF) << 16 | (words[2] & 0xFF) << 8 | (words[3] & 0xFF)
}

/// The spare word of every place of a community.
pub fn spare_words(words: &[Vec<u32>; 4], spare: &mut Vec<u32>) {
    let [a, b, c, d] = words;
    spare.clear();
    spare.extend(a.iter().zip(b).zip(c).zip(d).map(|(((a, b), c), d)| spare_word([*a, *b, *c, *d])));
}

/// Places that one step of the batch form works on together.
pub const LANES: usize = 16;

/// One round of the batch form. Each 32-bit word lies in the lower half of 64 bits, where products land without
/// shuffling; upper halves hold rubbish between rounds and are cut off at the end.
#[inline(always)]
fn wide_round(x: [u64; 4], k: [u32; 2]) -> [u64; 4] {
    const LOW: u64 = 0xFFFF_FFFF;
    let a = (x[0] & LOW).wrapping_mul(u64::from(MULTIPLIER_0));
    let b = (x[2] & LOW).wrapping_mul(u64::from(MULTIPLIER_1));
    [(b >> 32) ^ x[1] ^ u64::from(k[0]), b, (a >> 32) ^ x[3] ^ u64::from(k[1]), a]
}

/// Philox as the loops over places have it: written out, so that all of it stays in registers.
#[inline(always)]
fn wide_philox(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let k =
        |round: u32| [key[0].wrapping_add(WEYL_0.wrapping_mul(round)), key[1].wrapping_add(WEYL_1.wrapping_mul(round))];
    let x = counter.map(u64::from);
    let x = wide_round(wide_round(x, k(0)), k(1));
    let x = wide_round(wide_round(x, k(2)), k(3));
    let x = wide_round(wide_round(x, k(4)), k(5));
    let x = wide_round(wide_round(x, k(6)), k(7));
    let x = wide_round(wide_round(x, k(8)), k(9));
    x.map(|word| word as u32)
}

vectorised! {
    /// The four words of one block for every place of a community at once.
    ///
    /// `occupants` holds one entry a place; each slice of `words` must be as long. Equal to [`Chance::block`]
    /// place by place.
    pub fn fill_blocks(
        chance: &Chance,
        first: Purpose,
        draw: u32,
        week: i32,
        community: u32,
        occupants: Occupants<'_>,
        words: &mut [Vec<u32>; 4],
    ) -> () {
        let Occupants { slots, generations } = occupants;
        let places = generations.len();
        let slots = &slots[..places];
        let [out0, out1, out2, out3] = words.each_mut().map(|it| &mut it[..places]);
        let week = week.wrapping_add(1 << 15) as u32 & 0xFFFF;
        let (first_word, key) = (first.block() | draw << 8, chance.key);
        for place in 0..places {
            let week_word = week | u32::from(generations[place]) << 16;
            [out0[place], out1[place], out2[place], out3[place]] =
                wide_philox([first_word, week_word, community, slots[place]], key);
        }
    }
}

vectorised! {
    /// The ten rounds for columns of counters, all of one length.
    fn fill_columns(key: [u32; 2], first_word: u32, community: u32, week_words: &[u32], slots: &[u32], out: [&mut [u32]; 4]) -> () {
        let places = slots.len();
        let week_words = &week_words[..places];
        let [out0, out1, out2, out3] = out.map(|it| &mut it[..places]);
        for place in 0..places {
            [out0[place], out1[place], out2[place], out3[place]] =
                wide_philox([first_word, week_words[place], community, slots[place]], key);
        }
    }
}

/// The four words of one block for each place of a list, one column a word.
#[derive(Debug, Clone, Default)]
pub struct Words {
    week_words: Vec<u32>,
    slots: Vec<u32>,
    columns: [Vec<u32>; 4],
}

impl Words {
    /// Draws one block and draw for the listed places of a community. Equal to [`Chance::block`] place by place.
    pub fn fill(
        &mut self,
        chance: &Chance,
        (first, draw): (Purpose, u32),
        week: i32,
        community: u32,
        occupants: Occupants<'_>,
        places: &[u16],
    ) {
        let week = week.wrapping_add(1 << 15) as u32 & 0xFFFF;
        let Words { week_words, slots, columns } = self;
        // Whole lanes always: what the last step draws too much is never read.
        let padded = places.len().next_multiple_of(LANES);
        if slots.len() < padded {
            week_words.resize(padded, 0);
            slots.resize(padded, 0);
            columns.iter_mut().for_each(|it| it.resize(padded, 0));
        }
        for ((place, week_word), slot) in places.iter().zip(week_words.iter_mut()).zip(slots.iter_mut()) {
            let place = usize::from(*place);
            *week_word = week | u32::from(occupants.generations[place]) << 16;
            *slot = occupants.slots[place];
        }
        let out = columns.each_mut().map(|it| &mut it[..padded]);
        let first_word = first.block() | draw << 8;
        fill_columns(chance.key, first_word, community, &week_words[..padded], &slots[..padded], out);
    }

    /// The four words of the `number`-th place of the list.
    #[inline(always)]
    pub fn at(&self, number: usize) -> [u32; 4] {
        let [a, b, c, d] = &self.columns;
        [a[number], b[number], c[number], d[number]]
    }

    /// The words of one purpose for the first `count` places of the list.
    #[inline(always)]
    pub fn column(&self, purpose: Purpose, count: usize) -> &[u32] {
        &self.columns[purpose.word()][..count]
    }

    /// The word of one purpose for the `number`-th place of the list.
    #[inline(always)]
    pub fn of(&self, purpose: Purpose, number: usize) -> u32 {
        self.columns[purpose.word()][number]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::{DistrictId, Setting};

    #[test]
    fn philox_gives_the_known_answers_of_random123() {
        let ones = 0xFFFF_FFFF;
        for (counter, key, answer) in [
            ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            ([ones; 4], [ones; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
            (
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ] {
            assert_eq!(philox(counter, key), answer);
        }
    }

    #[test]
    fn the_batch_form_equals_the_single_form_at_every_simd_level() {
        let chance = Chance::new(7, 3);
        let community = CommunityId::new(DistrictId::new(2, 5), Setting::Rural, 11);
        let generations: Vec<u16> = (0..48).map(|slot| slot % 5).collect();
        let slots: Vec<u32> = (0..48).map(|place| 3 * place).collect();
        let occupants = Occupants { slots: &slots, generations: &generations };
        for level in crate::simd::Level::ALL {
            crate::simd::allow(level);
            let mut words = [(); 4].map(|()| vec![0; 48]);
            fill_blocks(&chance, Purpose::JoinOrQuit, 0, -17, community.bits(), occupants, &mut words);
            for slot in 0..48 {
                let who = Identity::elder(community, 3 * slot, generations[slot]);
                let block = chance.block(Purpose::JoinOrQuit, 0, -17, who);
                assert_eq!(block, [words[0][slot], words[1][slot], words[2][slot], words[3][slot]]);
                assert_eq!(chance.word(Purpose::Ask, 0, -17, who), words[2][slot]);
            }
            let (places, mut words) = ([3_u16, 47, 11, 0, 5, 6, 7, 8, 9, 40], Words::default());
            let bits = community.bits();
            words.fill(&chance, (Purpose::GiverOrder, 2), 6, bits, occupants, &places);
            for (number, place) in places.into_iter().enumerate() {
                let slot = usize::from(place);
                let block =
                    chance.block(Purpose::GiverOrder, 2, 6, Identity::elder(community, 3 * slot, generations[slot]));
                assert_eq!((words.at(number), words.of(Purpose::MoreHours, number)), (block, block[1]));
            }
        }
    }

    #[test]
    fn spare_bits_are_those_that_decisions_leave_over() {
        let words = [0xFFFF_FF12, 0x0000_0034, 0x0000_0056, 0xABCD_EF78];
        assert_eq!(spare_word(words), 0x1234_5678);
        let half = 0.5 / 65_536.0;
        assert_eq!(spare_units(words), [0x1234 as f32 / 65_536.0 + half, 0x5678 as f32 / 65_536.0 + half]);
        assert_eq!(unit(words[0]), unit(words[0] & !0xFF));
    }

    #[test]
    fn inner_numbers_never_reach_an_end_and_signed_ones_are_symmetric() {
        for word in [0, 255, 1 << 31, u32::MAX - 256, u32::MAX] {
            assert!(inner_unit(word) > 0.0 && inner_unit(word) < 1.0, "{word}");
            assert_eq!(signed_unit(word), -signed_unit(!word), "{word}");
        }
        assert_eq!(signed_unit(u32::MAX), 16_777_215.0 / 16_777_216.0);
    }

    #[test]
    fn draws_differ_by_seed_replicate_purpose_draw_week_and_identity() {
        let community = CommunityId::new(DistrictId::new(1, 1), Setting::Urban, 0);
        let who = Identity::elder(community, 3, 0);
        let base = Chance::new(1, 0).word(Purpose::Give, 0, 10, who);
        let others = [
            Chance::new(2, 0).word(Purpose::Give, 0, 10, who),
            Chance::new(1, 1).word(Purpose::Give, 0, 10, who),
            Chance::new(1, 0).word(Purpose::Ask, 0, 10, who),
            Chance::new(1, 0).word(Purpose::Give, 1, 10, who),
            Chance::new(1, 0).word(Purpose::Give, 0, 11, who),
            Chance::new(1, 0).word(Purpose::Give, 0, 10, Identity::elder(community, 4, 0)),
            Chance::new(1, 0).word(Purpose::Give, 0, 10, Identity::elder(community, 3, 1)),
        ];
        assert!(others.iter().all(|word| *word != base));
    }

    #[test]
    fn uniforms_and_normals_have_the_moments_they_should() {
        let chance = Chance::new(1, 0);
        let community = CommunityId::new(DistrictId::new(0, 0), Setting::Urban, 0);
        let n = 200_000;
        let (mut sum, mut squares, mut uniforms) = (0.0, 0.0, 0.0);
        for slot in 0..n {
            let who = Identity::elder(community, slot, 0);
            let z = chance.normal(Purpose::Sociability, 0, LIFELONG, who);
            sum += z;
            squares += z * z;
            uniforms += f64::from(chance.uniform(Purpose::Give, 0, 0, who));
        }
        let n = n as f64;
        // Four standard errors of a mean of n draws.
        assert!((sum / n).abs() < 4.0 / n.sqrt());
        assert!((squares / n - 1.0).abs() < 4.0 * (2.0 / n).sqrt());
        assert!((uniforms / n - 0.5).abs() < 4.0 * (1.0 / 12.0 / n).sqrt());
    }
}
