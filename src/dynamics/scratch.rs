//! What one visit to a community needs beside its state: working columns, draws, lists and counters.
//!
//! Made once a thread and used for every community it visits; nothing here outlives a visit, so the
//! week allocates nothing once the columns have grown to the largest community.

use super::lists::List;
use crate::elementary::rounded;
use crate::population::elders::Person;
use crate::population::{Elders, Volunteer};
use crate::random::{Words, below};

/// Kinds of help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Help {
    /// Help in daily living.
    Daily = 0,
    /// Health help.
    Health = 1,
    /// Company.
    Companionship = 2,
}

impl Help {
    /// In the order of matching.
    pub const ALL: [Help; 3] = [Help::Daily, Help::Health, Help::Companionship];
}

/// Why a membership ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpellEnd {
    /// The member quit.
    Quit,
    /// The member quit because cash ended.
    PayEnded,
    /// The member moved away.
    Moved,
    /// The member died.
    Died,
    /// The member entered a care home.
    CareHome,
}

impl SpellEnd {
    /// The word used in files.
    pub const fn name(self) -> &'static str {
        match self {
            SpellEnd::Quit => "quit",
            SpellEnd::PayEnded => "pay_ended",
            SpellEnd::Moved => "moved",
            SpellEnd::Died => "died",
            SpellEnd::CareHome => "care_home",
        }
    }
}

/// A membership that ended during the visit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EndedSpell {
    /// Slot number.
    pub slot: u32,
    /// Occupants of the place before.
    pub generation: u16,
    /// Week of joining.
    pub start_week: i32,
    /// Week of ending.
    pub end_week: i32,
    /// Why.
    pub why: SpellEnd,
    /// Who held it, as of its end.
    pub person: Person,
}

/// Events of one week (or of the month's passage, counted into its first week).
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs)] // The same names stand with their meaning in the list of measures.
pub struct Counts {
    pub joins: u32,
    pub quits: u32,
    pub deaths: u32,
    pub entrants: u32,
    pub moves: u32,
    pub care_home_entries: u32,
    pub function_losses: u32,
    pub offered_hours: u32,
    pub needed: [i64; 3],
    pub left_to_the_community: [i64; 3],
    pub unmet: [i64; 3],
    pub givers: u32,
    pub receivers: u32,
    pub participants: u32,
    pub attenders: u32,
    pub kept_out: u32,
    pub gave_and_received: u32,
    pub given_by_elders: u32,
    pub given_by_volunteers: u32,
    pub given_by_visitors: u32,
    pub given_by_professionals: u32,
    pub given_by_counsellors: u32,
    pub served_minutes: [u32; 3],
    pub open_requests: u32,
    pub served_requests: u32,
    pub weeks_waited: u32,
    pub requests_digital: u32,
    pub served_digital: u32,
    pub asked_hours: [i64; 3],
    pub services: u32,
    pub failures: u32,
    pub incidents: u32,
    pub duplicated_minutes: u32,
    pub dispatched: u32,
    pub later_kinds_reached: u32,
    pub later_kinds_missed: u32,
    pub credits_earned: u64,
    pub credits_granted: u64,
    pub credits_redeemed: u64,
    pub credits_faded: u64,
    pub credits_written_off: u64,
    pub credit_holder_requests: u32,
    pub credit_holder_served: u32,
    pub volunteers_active: u32,
    pub volunteers_came: u32,
    pub volunteers_moved: u32,
    pub volunteers_left: u32,
    pub volunteer_credits_earned: u64,
    pub volunteer_credits_faded: u64,
    pub volunteer_credits_written_off: u64,
    pub standing_visits: u32,
    pub standing_visit_minutes: u32,
    pub pressed: u32,
    pub mutual_services: u32,
    pub chosen_services: u32,
    /// Services, those that failed, and minutes with success, by elders, volunteers, professionals, providers.
    pub services_by_helper: [u32; 4],
    pub failures_by_helper: [u32; 4],
    pub minutes_by_helper: [u32; 4],
    pub gift_minutes: u64,
    pub closed_by_professionals: u32,
    pub entrant_members: u32,
    pub relief_minutes: u32,
    pub relieved_minutes: u32,
    /// Hours of care that elders bought, in 1/65,536.
    pub market_hours: i64,
    /// Hours of care bought with vouchers, in 1/65,536.
    pub voucher_hours: i64,
    /// Minutes of providers' services; they are in no other count.
    pub given_by_providers: u32,
    /// Those of them that succeeded.
    pub served_by_providers: u32,
    /// Services of providers.
    pub provider_services: u32,
    /// Those of them that failed.
    pub provider_failures: u32,
}

/// A giver of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Giver {
    /// Draw that orders the givers of a week.
    pub order: u32,
    /// Place.
    pub place: u16,
    /// Draw that decides on an unasked visit.
    pub visit_word: u32,
}

/// A giver whom nobody used this week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unused {
    /// Place.
    pub place: u16,
    /// Whether this giver looks in on somebody, unasked.
    pub looks_in: bool,
}

/// An open request of the week, as one number that sorts in the order of handling: those seen first, then
/// the most urgent, then by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request(u64);

impl Request {
    /// The `listing`-th request by place. Urgency is not negative, so its bits order like its value.
    #[inline]
    pub fn new(seen: bool, urgency: f32, listing: usize) -> Self {
        Request(u64::from(!seen) << 63 | u64::from(!urgency.to_bits() & 0x7FFF_FFFF) << 32 | listing as u64)
    }

    /// Whether the organiser sees it.
    #[inline]
    pub fn is_seen(self) -> bool {
        self.0 >> 63 == 0
    }

    /// What orders those seen, and those not, among themselves: highest first.
    #[inline]
    pub fn urgency(self) -> f32 {
        f32::from_bits(!(self.0 >> 32) as u32 & 0x7FFF_FFFF)
    }

    /// Position in the list of requests by place, where its draws are.
    #[inline]
    pub fn listing(self) -> usize {
        (self.0 & 0xFFFF) as usize
    }
}

/// A volunteer who is active this week.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ActiveVolunteer {
    /// Number in the pool.
    pub number: u16,
    /// Hours left this week.
    pub hours: f32,
    /// Sent by the dispatcher this week, or visiting a standing partner.
    pub used: bool,
    /// Helped with success this week.
    pub succeeded: bool,
    /// Failed this week.
    pub failed: bool,
    /// Minutes given this week.
    pub given_minutes: u32,
    /// Credits earned this week, minutes.
    pub earned_minutes: u32,
}

/// Every volunteer of a pool, with what the week was for those who were active.
pub fn with_their_week<'a>(
    volunteers: &'a mut [Volunteer],
    active: &'a [ActiveVolunteer],
) -> impl Iterator<Item = (usize, &'a mut Volunteer, Option<&'a ActiveVolunteer>)> {
    let mut active = active.iter().peekable();
    volunteers.iter_mut().enumerate().map(move |(number, it)| {
        let week = active.next_if(|week| usize::from(week.number) == number);
        (number, it, week)
    })
}

/// Which places belong together as a group.
#[derive(Debug, Clone, Copy)]
pub struct Groups {
    size: usize,
    /// 2^32 divided by the size, rounded up: multiplying by it divides every place exactly.
    inverse: u64,
}

impl Groups {
    /// Groups of so many places.
    pub fn new(size: usize) -> Self {
        Groups { size, inverse: (1_u64 << 32).div_ceil(size as u64) }
    }

    /// Number of the group that a place belongs to.
    #[inline(always)]
    pub fn number(self, place: usize) -> usize {
        ((place as u64 * self.inverse) >> 32) as usize
    }

    /// First place of the group that a place belongs to.
    #[inline(always)]
    pub fn first(self, place: usize) -> usize {
        self.number(place) * self.size
    }

    /// The group mate that a draw picks among those present; oneself where nobody else is.
    #[inline(always)]
    pub fn mate(self, place: usize, word: u32, mates: &Mates) -> usize {
        let group = self.number(place);
        let others = (mates.counts[group] as usize).saturating_sub(1);
        let picked = below(word, others.max(1));
        // Those from oneself on move up by one.
        let rank = picked + usize::from(picked >= usize::from(mates.ranks[place]));
        let mate = usize::from(mates.places[group * self.size + rank.min(self.size - 1)]);
        if others > 0 { mate } else { place }
    }
}

/// Who is present in each group this month.
#[derive(Debug, Clone, Default)]
pub struct Mates {
    /// Places of those present, one group after the other, each from its first place on.
    places: Vec<u16>,
    /// How many of the own group are present at lower places.
    ranks: Vec<u8>,
    /// Number of those present, by group.
    counts: Vec<u32>,
}

impl Mates {
    /// Lists those present, in groups of so many places.
    pub fn list(&mut self, present: &[f32], group_places: usize) {
        self.places.resize(present.len(), 0);
        self.ranks.resize(present.len(), 0);
        self.counts.clear();
        let groups = present.chunks(group_places).zip(self.places.chunks_mut(group_places));
        let groups = groups.zip(self.ranks.chunks_mut(group_places));
        for (group, ((present, places), ranks)) in groups.enumerate() {
            let mut count = 0;
            for (number, present) in present.iter().enumerate() {
                // Written always and kept only where somebody is present.
                places[count] = (group * group_places + number) as u16;
                ranks[number] = count as u8;
                count += usize::from(*present > 0.0);
            }
            self.counts.push(count as u32);
        }
    }
}

/// Who still has hours to give this week, and for what.
#[derive(Debug, Clone, Default)]
pub struct Offers {
    /// By place: 1 is for company, 2 for help of every kind.
    marks: Vec<u8>,
    /// Places marked for company, and for every kind, a bit each.
    places: [Vec<u64>; 2],
}

impl Offers {
    /// Nobody of so many places offers.
    pub fn clear(&mut self, places: usize) {
        self.marks.clear();
        self.marks.resize(places, 0);
        for bits in &mut self.places {
            bits.clear();
            bits.resize(places.div_ceil(64), 0);
        }
    }

    /// Marks a giver, who has hours or not and may do more than keep company or not; [`Offers::gather`] follows.
    #[inline(always)]
    pub fn mark(&mut self, giver: usize, has_hours: bool, is_able: bool) {
        self.marks[giver] = u8::from(has_hours) | u8::from(has_hours & is_able) << 1;
    }

    /// Gathers the places of all marks.
    pub fn gather(&mut self) {
        let [company, every_kind] = &mut self.places;
        gather_marks(&self.marks, company, every_kind);
    }

    /// A giver has no hours left, or still has.
    #[inline(always)]
    pub fn keep(&mut self, giver: usize, has_hours: bool) {
        self.marks[giver] = if has_hours { self.marks[giver] } else { 0 };
        let kept = !(u64::from(!has_hours) << (giver % 64));
        for bits in &mut self.places {
            bits[giver / 64] &= kept;
        }
    }

    /// Whether somebody offers this kind of help.
    #[inline(always)]
    pub fn has(&self, place: usize, kind: Help) -> bool {
        self.marks[place] & (if kind == Help::Companionship { 1 } else { 2 }) > 0
    }

    /// The first place of `from..to`, not `except`, that offers this kind of help.
    #[inline(always)]
    pub fn first(&self, kind: Help, from: usize, to: usize, except: usize) -> Option<usize> {
        let words = &self.places[usize::from(kind != Help::Companionship)];
        let mut first = from;
        // Groups rarely have more than the 64 places of one step, so that nothing here is hard to foretell.
        while first < to {
            let (word, shift) = (first / 64, first % 64);
            // A group may reach beyond the last place.
            let [here, next] = [word, word + 1].map(|word| words.get(word).copied().unwrap_or_default());
            let bits = (here >> shift | next << 1 << (63 - shift)) & u64::MAX >> (first + 64).saturating_sub(to);
            let position = except.wrapping_sub(first);
            let bits = bits & !(u64::from(position < 64) << (position % 64));
            if bits != 0 {
                return Some(first + bits.trailing_zeros() as usize);
            }
            first += 64;
        }
        None
    }
}

crate::simd::vectorised! {
    /// Gathers the lowest bit of every mark, and the one above it, in words of 64.
    fn gather_marks(marks: &[u8], lowest: &mut [u64], second: &mut [u64]) -> () {
        // The lowest bit of every byte, brought together in one byte by a multiplication.
        let gathered = |eight: u64| (eight & 0x0101_0101_0101_0101).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        for ((marks, lowest), second) in marks.chunks(64).zip(lowest).zip(second) {
            for (number, eight) in marks.chunks_exact(8).enumerate() {
                let eight = u64::from_le_bytes(eight.try_into().expect("eight bytes"));
                *lowest |= gathered(eight) << (8 * number);
                *second |= gathered(eight >> 1) << (8 * number);
            }
        }
    }
}

crate::simd::vectorised! {
    /// How many of a column's flags are set.
    pub fn count_of(flags: &[f32]) -> u32 {
        flags.iter().fold(0_u32, |sum, flag| sum.wrapping_add(rounded(*flag) as u32))
    }
}

crate::simd::vectorised! {
    /// How many of those present have at least this value.
    pub fn count_at_least(values: &[f32], bound: f32, present: &[f32]) -> u32 {
        values.iter().zip(present).fold(0_u32, |sum, (value, present)| {
            sum.wrapping_add(u32::from((*value >= bound) & (*present > 0.0)))
        })
    }
}

crate::simd::vectorised! {
    /// How many of those present have at least one of three flags.
    pub fn count_any(present: &[f32], first: &[f32], second: &[f32], third: &[f32]) -> u32 {
        let places = present.len();
        let (first, second, third) = (&first[..places], &second[..places], &third[..places]);
        let mut count = 0_u32;
        for place in 0..places {
            let any = (first[place] > 0.0) | (second[place] > 0.0) | (third[place] > 0.0);
            count = count.wrapping_add(u32::from((present[place] > 0.0) & any));
        }
        count
    }
}

macro_rules! scratch_columns {
    (
        kept { $($(#[$kept_doc:meta])* $kept:ident: $kept_ty:ty,)* }
        cleared { $($(#[$doc:meta])* $name:ident: $ty:ty,)* }
    ) => {
        /// Working state of one visit.
        #[derive(Debug, Clone, Default)]
        pub struct Scratch {
            /// The community's elders, unpacked.
            pub elders: Elders,
            /// Draws of one Philox block, one column a word.
            pub words: [Vec<u32>; 4],
            /// Lifelong draws of one Philox block, one column a word.
            pub lifelong_words: [Vec<u32>; 4],
            /// Draws that round what is packed, one a place.
            pub rounding: Vec<u32>,
            /// Draws of one block for the places of a list, in its order.
            pub blocks: Words,
            /// Draws of each kind of help for the open requests that want it.
            pub kind_blocks: [Words; 3],
            /// 1 for those who were active lately, by place.
            pub active: Vec<u8>,
            /// Elders who live here this month, by group.
            pub group_elders: Vec<u32>,
            /// Who is present in each group this month.
            pub mates: Mates,
            /// Whether the column of liked kinds of activities is that of the community being visited.
            pub knows_liked_kinds: bool,
            /// Who lives here this month.
            pub heads: Heads,
            $($(#[$kept_doc])* pub $kept: Vec<$kept_ty>,)*
            $($(#[$doc])* pub $name: Vec<$ty>,)*
            /// Givers of the week in their weekly random order.
            pub givers: Vec<Giver>,
            /// Places of the givers of the week, ascending.
            pub givers_by_place: List,
            /// Most hours that each of them may offer.
            pub most_hours: Vec<f32>,
            /// Chance of each of them to offer one hour more.
            pub more_hours: Vec<f32>,
            /// Chance of as many hours as are being looked at.
            pub in_a_row: Vec<f32>,
            /// Hours that each of them offers.
            pub hours: Vec<f32>,
            /// Ends of the buckets that put givers in order.
            pub bucket_ends: Vec<u16>,
            /// Those of them who still have hours.
            pub offers: Offers,
            /// Those whom nobody used, in the same order.
            pub unused_givers: Vec<Unused>,
            /// Draws of whom these may look in on.
            pub acceptances: Words,
            /// Open requests in the order they are handled.
            pub requests: Vec<Request>,
            /// Places of open requests, ascending.
            pub requests_by_place: List,
            /// The same in the order of handling.
            pub request_places: Vec<u16>,
            /// Kinds of help that each of these wants, a bit each.
            pub request_kinds: Vec<u8>,
            /// Whether each of these was served.
            pub request_served: Vec<bool>,
            /// Draws of the first match of everybody on a list.
            pub first_matches: Words,
            /// Askers with daily needs and the elder who helped each last, who may relieve the family.
            pub stay_on: Vec<(u16, u16)>,
            /// Active volunteers, in their fixed order.
            pub active_volunteers: Vec<ActiveVolunteer>,
            /// Volunteers who are away, by number, with how readily each would come this month.
            pub away: Vec<(f32, u16)>,
            /// Pairs who meet at the week's event.
            pub meetings: Vec<(u16, u16)>,
            /// A list of the moment: whoever lists next writes over it.
            pub listed: List,
            /// Places whose occupants died this month.
            pub gone: Vec<bool>,
            /// Memberships that ended during the visit.
            pub ended_spells: Vec<EndedSpell>,
            /// Those who died this month: their places may have been taken since.
            pub dead: Vec<Person>,
            /// Events of the week.
            pub counts: Counts,
        }

        impl Scratch {
            /// Bytes that one place takes in all columns; lists of the week come on top, some hundredths of that.
            pub const BYTES_PER_PLACE: usize = Elders::BYTES_PER_PLACE
                + 5 * size_of::<u32>() $(+ size_of::<$kept_ty>())* $(+ size_of::<$ty>())*;

            /// Fits the weekly columns to the elders'. A week writes each before it reads it, but for what only this
            /// week's givers and askers have (hours, marks of use, credits held): at other places that is anything.
            pub fn resize(&mut self) {
                let places = self.elders.places;
                $(self.$kept.resize(places, Default::default());)*
                $(self.$name.resize(places, Default::default());)*
                self.words.iter_mut().for_each(|it| it.resize(places, 0));
                self.ended_spells.clear();
                self.dead.clear();
            }

            /// Clears what is added up within a week; the counts already hold the month's events.
            pub fn begin_week(&mut self) {
                $(self.$name.fill(Default::default());)*
            }
        }
    };
}

/// Numbers of elders that change by the month, or by joining and quitting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Heads {
    /// Elders who live here.
    pub elders: u32,
    /// Independent, limited, dependent.
    pub by_function: [u32; 3],
    /// Members.
    pub members: u32,
}

impl Scratch {
    /// Counts who lives here, after the month's life courses.
    pub fn count_heads(&mut self) {
        let Elders { present, function, member, group_places, .. } = &self.elders;
        self.group_elders.clear();
        self.group_elders.extend(present.chunks(*group_places).map(count_of));
        self.mates.list(present, *group_places);
        let elders = self.group_elders.iter().sum();
        let [limited, dependent] = [1.0, 2.0].map(|level| count_at_least(function, level, present));
        self.heads = Heads {
            elders,
            by_function: [elders - limited, limited - dependent, dependent],
            members: count_at_least(member, 1.0, present),
        };
    }

    /// Hours of one kind nobody has covered yet.
    #[inline]
    pub fn uncovered(&self, kind: Help) -> &[f32] {
        match kind {
            Help::Daily => &self.uncovered_daily,
            Help::Health => &self.uncovered_health,
            Help::Companionship => &self.uncovered_companionship,
        }
    }

    /// The same, to be covered.
    #[inline]
    pub fn uncovered_mut(&mut self, kind: Help) -> &mut [f32] {
        match kind {
            Help::Daily => &mut self.uncovered_daily,
            Help::Health => &mut self.uncovered_health,
            Help::Companionship => &mut self.uncovered_companionship,
        }
    }

    /// Notes that a membership ended.
    pub fn end_spell(&mut self, place: usize, week: i32, why: SpellEnd) {
        let elders = &self.elders;
        self.ended_spells.push(EndedSpell {
            slot: elders.slot[place],
            generation: elders.generation[place],
            start_week: elders.joined_week[place] as i32,
            end_week: week,
            why,
            person: elders.person(place),
        });
    }
}

scratch_columns! {
    kept {
        /// Ties as felt, min(1, sum / full).
        tie: f32,
        /// Number of ties whose partner's activity is seen.
        known_ties: f32,
        /// Number of those whose partner was active lately.
        active_ties: f32,
        /// Drive D.
        drive: f32,
        /// What drive adds to joining, logits.
        drive_join: f32,
        /// What drive adds to giving and staying, logits.
        drive_act: f32,
        /// How acquainted the elder's group is, against a settled village: scales what needs no dispatcher.
        acquaintance: f32,
        /// The same for everyday contact.
        contact_acquaintance: f32,
        /// Norm of the elder's group last week.
        group_norm: f32,
        /// Norm N.
        norm: f32,
        /// Felt norm N̂.
        felt_norm: f32,
        /// Perceived support P.
        support: f32,
        /// What perception adds to joining, logits.
        perception_join: f32,
        /// What perception adds to giving and staying, logits.
        perception_act: f32,
        /// Material and credit term of the response, logits.
        incentive: f32,
        /// 1 for those who join this week.
        joins: u8,
        /// 1 for those who quit this week.
        quits: u8,
        /// 1 for those who give this week.
        gives: u8,
        /// 1 for those who attended this week.
        attends: u8,
        /// 1 for those with an everyday contact this week.
        contacts: u8,
        /// Marks of the moment: of whom a list is made, or which partners have been active.
        marks: u8,
        /// Hours that those on a list of professionals or counsellors may get.
        listed_hours: f32,
        /// Hours that those on the providers' list may get at most, 0 for others.
        for_providers: f32,
        /// Wellbeing W, formed when the week is counted.
        wellbeing_now: f32,
        /// What the month does to the elder, as marks of the life course.
        month_event: u8,
        /// Draw for a companionship seat, the same for a quarter of a year.
        seat_word: u32,
        /// Daily help needed, hours.
        needed_daily: f32,
        /// Health help needed, hours.
        needed_health: f32,
        /// Company needed, hours.
        needed_companionship: f32,
        /// Daily help nobody has covered yet, hours.
        uncovered_daily: f32,
        /// Health help nobody has covered yet, hours.
        uncovered_health: f32,
        /// Company nobody has covered yet, hours.
        uncovered_companionship: f32,
        /// Daily help that the elder buys, hours.
        bought: f32,
        /// Daily help bought with a voucher, hours.
        bought_with_voucher: f32,
        /// Hours of the offer left, of this week's givers.
        hours_available: f32,
        /// 1 where this week's giver was matched.
        used: u8,
        /// Not 0 where somebody may look in unasked, who draws whether that is accepted.
        asked: u8,
        /// That draw.
        accept_words: u32,
        /// 1 where who asks had credits in hand before this week's services.
        held_credit: u8,
    }
    cleared {
        /// Minutes given this week.
        given: u32,
        /// Minutes received this week, successfully.
        received: u32,
        /// Matches of the receiver this week so far: number of the next draw.
        attempts: u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mate_is_anybody_present_of_the_own_group_but_oneself() {
        let groups = Groups::new(5);
        let mut present = [0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        let words = [0, 1 << 30, 1 << 31, 3 << 30];
        let mut listed = Mates::default();
        let mut mates = |place: usize, present: &[f32]| {
            listed.list(present, 5);
            words.map(|word| groups.mate(place, word, &listed))
        };
        assert_eq!(mates(2, &present), [1, 1, 4, 4]);
        assert_eq!(mates(1, &present), [2, 2, 4, 4]);
        assert_eq!(mates(5, &present), [5; 4]);
        present[9] = 1.0;
        assert_eq!(mates(5, &present), [9; 4]);
    }

    #[test]
    fn the_first_who_offers_is_found_across_words_and_beyond_the_end_but_never_oneself() {
        let mut offers = Offers::default();
        offers.clear(144);
        // The one at 70 may only keep company.
        for (giver, is_able) in [(62, true), (66, true), (70, false), (130, true)] {
            offers.mark(giver, true, is_able);
        }
        offers.gather();
        assert_eq!(offers.first(Help::Daily, 40, 80, 50), Some(62));
        assert_eq!(offers.first(Help::Daily, 40, 80, 62), Some(66));
        assert_eq!(offers.first(Help::Daily, 67, 107, 99), None);
        assert_eq!(offers.first(Help::Companionship, 67, 107, 99), Some(70));
        assert_eq!(offers.first(Help::Companionship, 67, 107, 70), None);
        assert_eq!(offers.first(Help::Daily, 71, 571, 99), Some(130));
        assert_eq!(offers.first(Help::Daily, 131, 631, 135), None);
        assert!(offers.has(62, Help::Daily) && !offers.has(70, Help::Daily) && !offers.has(63, Help::Companionship));
        offers.keep(62, true);
        offers.keep(66, false);
        assert_eq!(offers.first(Help::Daily, 40, 80, 50), Some(62));
        assert_eq!(offers.first(Help::Daily, 63, 80, 64), None);
    }
}
