//! What one visit to a community needs beside its state: working columns, draws, lists and counters.
//!
//! Made once a thread and used for every community it visits; nothing here outlives a visit, so the
//! week allocates nothing once the columns have grown to the largest community.

use crate::population::Elders;

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

/// A membership that ended during the visit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EndedSpell {
    /// Place.
    pub place: u16,
    /// Occupants of the place before.
    pub generation: u16,
    /// Week of joining.
    pub start_week: i32,
    /// Week of ending.
    pub end_week: i32,
    /// Why.
    pub why: SpellEnd,
    /// Age, years.
    pub age: f32,
    /// Woman.
    pub woman: bool,
    /// Living arrangement, as [`crate::population::elders::Living`].
    pub living: u8,
    /// Function.
    pub function: u8,
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
    pub given_by_elders: u32,
    pub given_by_volunteers: u32,
    pub given_by_visitors: u32,
    pub given_by_professionals: u32,
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
}

macro_rules! scratch_columns {
    ($($(#[$doc:meta])* $name:ident: $ty:ty,)*) => {
        /// Working state of one visit.
        #[derive(Debug, Clone, Default)]
        pub struct Scratch {
            /// The community's elders, unpacked.
            pub elders: Elders,
            /// Draws of one Philox block, one column a word.
            pub words: [Vec<u32>; 4],
            /// Draws of a second block that is needed together with the first.
            pub more_words: [Vec<u32>; 4],
            $($(#[$doc])* pub $name: Vec<$ty>,)*
            /// Hours of each kind nobody has covered yet.
            pub uncovered: [Vec<f32>; 3],
            /// Hours of each kind needed, before family and clinics.
            pub needed: [Vec<f32>; 3],
            /// Givers of the week in their weekly random order.
            pub givers: Vec<(u32, u16)>,
            /// Open requests in the order they are handled: key, place, seen.
            pub requests: Vec<(u32, u16)>,
            /// Active volunteers: number in the pool and hours they have left.
            pub active_volunteers: Vec<(u16, f32)>,
            /// Places marked for a monthly event.
            pub marked: Vec<bool>,
            /// Memberships that ended during the visit.
            pub ended_spells: Vec<EndedSpell>,
            /// Events of the week.
            pub counts: Counts,
        }

        impl Scratch {
            /// Fits the weekly columns to the elders' and clears them.
            pub fn resize(&mut self) {
                let places = self.elders.places;
                $(self.$name.clear(); self.$name.resize(places, Default::default());)*
                for column in self.uncovered.iter_mut().chain(&mut self.needed) {
                    column.clear();
                    column.resize(places, 0.0);
                }
                for column in self.words.iter_mut().chain(&mut self.more_words) {
                    column.resize(places, 0);
                }
            }
        }
    };
}

scratch_columns! {
    /// Ties as felt, min(1, sum / full).
    tie: f32,
    /// Drive D.
    drive: f32,
    /// Norm of the elder's group last week.
    group_norm: f32,
    /// Norm N.
    norm: f32,
    /// Felt norm N̂.
    felt_norm: f32,
    /// Perceived support P.
    support: f32,
    /// Motivation less cost, V − Cost.
    inclination: f32,
    /// 1 for those who joined this week.
    joins: f32,
    /// 1 for those who quit this week.
    quits: f32,
    /// Hours offered this week.
    offered: f32,
    /// Hours of the offer left.
    available: f32,
    /// Hours needed in all.
    needed_all: f32,
    /// 1 where a tied partner's activity is known, else 0: weight of ties in the norm.
    has_ties: f32,
    /// Share of ties whose partner was active lately.
    active_ties: f32,
    /// 1 for those who attended this week.
    attends: f32,
    /// 1 for those to meet a group mate at the event.
    meets: u8,
    /// 1 for those with an everyday contact this week.
    contacts: u8,
    /// 1 where a request was made this week.
    asks: u8,
    /// 1 where the giver was matched, also in vain.
    used: u8,
    /// Minutes given this week.
    given: u32,
    /// Minutes received this week, successfully.
    received: u32,
    /// Services this week so far: number of the next draw.
    attempts: u8,
    /// 1 where credits were in hand before this week's services.
    held_credit: u8,
    /// 1 where the organiser saw the request.
    seen: u8,
    /// 1 where the open request was served.
    served: u8,
}
