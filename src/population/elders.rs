//! The elders of the community being visited, as columns of single precision that the weekly loops run over.
//!
//! MODEL section 2. Between visits they lie packed ([`super::PackedElders`]). What is stored is listed in `states.rs`;
//! here stand the other columns.

use super::states::stored_of_elders;
use crate::elementary::{least, most};
use crate::parameters::Parameters;
use crate::places::CommunityId;
use crate::random::{Identity, LANES, Occupants};

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

/// What elders are told apart by when groups of them are formed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Person {
    /// Age, years.
    pub age: f32,
    /// Woman.
    pub woman: bool,
    /// Whom one lives with, as [`Living`].
    pub living: u8,
    /// Income percentile, 0..1.
    pub income: f32,
    /// Function: 0 independent, 1 limited, 2 dependent.
    pub function: u8,
    /// Loneliness L.
    pub loneliness: f32,
    /// Share of daily need and company that the family covers.
    pub family_share: f32,
    /// Lives in the community, not in a care home.
    pub at_home: bool,
}

/// Hours given at which an elder earns the first to fifth star (FACTS B14).
pub const STAR_HOURS: [u32; 5] = [100, 300, 600, 1000, 1500];

/// One star, as a share of all.
pub const STAR_SHARE: f32 = 1.0 / STAR_HOURS.len() as f32;

/// Stars of an elder who has given so many minutes, 0 to 5.
#[inline(always)]
pub fn stars(given_minutes: u32) -> f32 {
    // Counted in whole numbers, where a comparison is one and needs no branch.
    STAR_HOURS.iter().fold(0, |stars, hours| stars + i32::from(given_minutes >= hours * 60)) as f32
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
            /// Groups.
            pub groups: usize,
            /// Places of each group, which lie together.
            pub group_places: usize,
            $($(#[$doc])* pub $name: Vec<$ty>,)*
            /// Strengths of the three one-way ties, 0 where there is none.
            pub tie_strength: Vec<[f32; 3]>,
            /// Partners of the three ties.
            pub tie_partner: Vec<[u16; 3]>,
        }

        impl Elders {
            /// Bytes that one place takes unpacked.
            pub const BYTES_PER_PLACE: usize = 0 $(+ size_of::<$ty>())* + 3 * (size_of::<f32>() + size_of::<u16>());

            /// Gives every column an entry for each place of so many groups of `group_places`, rounded up to whole lanes.
            ///
            /// The padding is empty places; what the places themselves hold is left from before, to be
            /// overwritten.
            pub fn resize(&mut self, groups: usize, group_places: usize) {
                let places = groups * group_places;
                self.group_places = group_places.max(1);
                let padded = places.next_multiple_of(LANES);
                self.places = padded;
                // What is cut off grows again empty.
                $(self.$name.truncate(places); self.$name.resize(padded, Default::default());)*
                self.tie_strength.truncate(places);
                self.tie_strength.resize(padded, [0.0; 3]);
                self.tie_partner.truncate(places);
                self.tie_partner.resize(padded, [0; 3]);
                self.number(groups);
            }

            /// Empties every place.
            pub fn clear(&mut self) {
                $(self.$name.fill(Default::default());)*
                self.tie_strength.fill([0.0; 3]);
                self.tie_partner.fill([0; 3]);
                self.number(self.groups);
            }
        }
    };
}

macro_rules! elders {
    (
        states { $($stage:ident { $($state:ident($meaning:literal $($row:tt)*);)* })* }
        shares { $($share:ident($share_meaning:literal);)* }
        traits { $($lasting:ident($lasting_meaning:literal);)* }
        flags { $($flag:ident($flag_meaning:literal, $bit:literal);)* }
        others { $($others:tt)* }
    ) => {
        columns! {
            $($(#[doc = $meaning] $state: f32,)*)*
            $(#[doc = $share_meaning] $share: f32,)*
            $(#[doc = $lasting_meaning] $lasting: f32,)*
            $(#[doc = $flag_meaning] $flag: f32,)*
            $($others)*
        }

        /// Number of states.
        pub const STATES: usize = [$($(stringify!($state),)*)*].len();

        /// Number of lifelong shares.
        pub const SHARES: usize = [$(stringify!($share)),*].len();

        impl Elders {
            /// Every state with its name.
            pub fn states(&self) -> [(&'static str, &[f32]); STATES] {
                [$($((stringify!($state), &self.$state),)*)*]
            }

            /// Every state, to be changed.
            pub fn states_mut(&mut self) -> [&mut Vec<f32>; STATES] {
                [$($(&mut self.$state,)*)*]
            }

            /// Every lifelong share with its name.
            pub fn shares(&self) -> [(&'static str, &[f32]); SHARES] {
                [$((stringify!($share), &self.$share)),*]
            }

            /// Sets every state of who lives at a place to 0.
            pub fn clear_states(&mut self, place: usize) {
                $($(self.$state[place] = 0.0;)*)*
            }
        }
    };
}

stored_of_elders! { elders
    others {
        /// 1 where somebody lives in the community here: not a vacant place, not in a care home.
        present: f32,
        /// True where the place has an occupant, also one in a care home.
        occupied: bool,
        /// True where the occupant lives in a care home.
        care_home: bool,
        /// Number by which draws know the place: rank in the group × groups + group.
        slot: u32,
        /// Occupants before this one.
        generation: u16,
        /// Age in weeks.
        age_weeks: u16,
        /// Age in years.
        age: f32,
        /// Education: 0, 0.5 or 1.
        education: f32,
        /// Whom one lives with, as [`Living`].
        living: u8,
        /// 1 where living with children.
        with_children: f32,
        /// Function f: 0 independent, 1 limited, 2 dependent.
        function: f32,
        /// Sociability z: the trait times its spread.
        sociability: f32,
        /// Week of joining.
        joined_week: f32,
        /// Weeks the open request has waited; 0 is none.
        waiting: u8,
        /// Weeks left of the time after giving.
        countdown: u8,
        /// Kinds of activities attended this quarter, a bit each.
        kinds_attended: u8,
        /// Weeks left, at most 15, as a user of a provider.
        provider_weeks: u8,
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
        /// Kind of activity that the elder likes most, 0 to 3; a lifelong draw.
        liked_kind: u8,
        /// 1 for those who take up a voucher, while there is one.
        voucher: f32,
    }
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
    sociability: f32,
}

/// What whom one lives with decides: with children, as a couple, alone.
#[derive(Debug, Clone, Copy)]
struct ByLiving {
    connection_base: [f32; 3],
    connection_ceiling: [f32; 3],
    family_share: [f32; 3],
}

impl ByLiving {
    #[inline(always)]
    fn of(p: &Parameters) -> Self {
        let (drive, need) = (&p.drive, &p.need);
        let outmigration = 1.0 - need.family_outmigration * (need.outmigration - 1.0);
        ByLiving {
            connection_base: [drive.connection_children, drive.connection_couple, drive.connection_alone],
            connection_ceiling: [1.0, drive.ceiling_couple, drive.ceiling_alone],
            family_share: [need.family_children, need.family_couple, need.family_alone]
                .map(|share| crate::elementary::clip(share * outmigration)),
        }
    }
}

/// Families cover more of the needs of the oldest.
#[inline(always)]
fn by_age(p: &Parameters, share: f32, age: f32) -> f32 {
    let n = &p.need;
    let older = crate::elementary::clip((age - n.family_age_from) / n.family_age_span);
    let raised = share * (1.0 + n.family_age * older);
    most(share, least(n.family_most, raised))
}

/// `by_living` is formed once for a loop: a choice must be between registers, because one between the addresses of
/// parameters becomes a gather.
#[inline(always)]
fn derived(
    p: &Parameters,
    by_living: &ByLiving,
    here: bool,
    living: u8,
    rooted: f32,
    sociability_trait: f32,
    age: f32,
) -> Derived {
    let structure = &p.structure;
    let with_children = living == Living::WithChildren as u8;
    let couple = living == Living::Couple as u8;
    let choose = |[children, as_couple, alone]: [f32; 3]| {
        let without = if couple { as_couple } else { alone };
        if with_children { children } else { without }
    };
    let sociability = p.drive.trait_spread * sociability_trait;
    let familiarity = structure.familiarity * (rooted + (1.0 - rooted) * structure.familiarity_new);
    Derived {
        present: if here { 1.0 } else { 0.0 },
        with_children: if with_children { 1.0 } else { 0.0 },
        connection_base: choose(by_living.connection_base),
        connection_ceiling: choose(by_living.connection_ceiling),
        family_share: by_age(p, choose(by_living.family_share), age),
        familiarity,
        sociability,
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
        sociability_trait: &[f32],
        age_weeks: &[u16],
        given_minutes: &[u32],
        present: &mut [f32],
        with_children: &mut [f32],
        connection_base: &mut [f32],
        connection_ceiling: &mut [f32],
        family_share: &mut [f32],
        familiarity: &mut [f32],
        contact: &mut [f32],
        sociability: &mut [f32],
        age: &mut [f32],
        star: &mut [f32],
    ) -> () {
        let places = occupied.len();
        let (care_home, living, rooted) = (&care_home[..places], &living[..places], &rooted[..places]);
        let (sociability_trait, age_weeks) = (&sociability_trait[..places], &age_weeks[..places]);
        let sociability = &mut sociability[..places];
        let (given_minutes, present) = (&given_minutes[..places], &mut present[..places]);
        let (with_children, connection_base) = (&mut with_children[..places], &mut connection_base[..places]);
        let connection_ceiling = &mut connection_ceiling[..places];
        let (family_share, familiarity) = (&mut family_share[..places], &mut familiarity[..places]);
        let (contact, age, star) = (&mut contact[..places], &mut age[..places], &mut star[..places]);
        let by_living = ByLiving::of(p);
        for place in 0..places {
            let here = occupied[place] & !care_home[place];
            let years = i32::from(age_weeks[place]) as f32 * (1.0 / crate::places::WEEKS_PER_YEAR as f32);
            let it = derived(p, &by_living, here, living[place], rooted[place], sociability_trait[place], years);
            present[place] = it.present;
            with_children[place] = it.with_children;
            connection_base[place] = it.connection_base;
            connection_ceiling[place] = it.connection_ceiling;
            family_share[place] = it.family_share;
            familiarity[place] = it.familiarity;
            contact[place] = it.contact;
            sociability[place] = it.sociability;
            age[place] = years;
            star[place] = stars(given_minutes[place]);
        }
    }
}

impl Elders {
    /// What the occupant of a place is told apart by.
    #[inline]
    pub fn person(&self, place: usize) -> Person {
        Person {
            age: self.age[place],
            woman: self.woman[place] > 0.0,
            living: self.living[place],
            income: self.income[place],
            function: self.function[place] as u8,
            loneliness: self.loneliness[place],
            family_share: self.family_share[place],
            at_home: self.is_present(place),
        }
    }

    /// Renews what follows from slow state at one place: presence, ceilings, family cover, familiarity, contact.
    pub fn renew_place(&mut self, place: usize, parameters: &Parameters) {
        let here = self.occupied[place] && !self.care_home[place];
        let by_living = ByLiving::of(parameters);
        let (living, rooted) = (self.living[place], self.rooted[place]);
        let age = f32::from(self.age_weeks[place]) * (1.0 / crate::places::WEEKS_PER_YEAR as f32);
        let it = derived(parameters, &by_living, here, living, rooted, self.sociability_trait[place], age);
        self.present[place] = it.present;
        self.with_children[place] = it.with_children;
        self.connection_base[place] = it.connection_base;
        self.connection_ceiling[place] = it.connection_ceiling;
        self.family_share[place] = it.family_share;
        self.familiarity[place] = it.familiarity;
        self.contact[place] = it.contact;
        self.sociability[place] = it.sociability;
        self.age[place] = age;
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
            &self.sociability_trait,
            &self.age_weeks,
            &self.given_minutes,
            &mut self.present,
            &mut self.with_children,
            &mut self.connection_base,
            &mut self.connection_ceiling,
            &mut self.family_share,
            &mut self.familiarity,
            &mut self.contact,
            &mut self.sociability,
            &mut self.age,
            &mut self.star,
        );
    }

    /// Numbers the places so that the elder of number i at the start is the ⌊i/groups⌋-th of group i mod groups, however
    /// many places are reserved.
    fn number(&mut self, groups: usize) {
        self.groups = groups;
        let group_places = self.group_places;
        for (place, slot) in self.slot.iter_mut().enumerate() {
            *slot = (place % group_places * groups + place / group_places) as u32;
        }
    }

    /// The place of a slot number, if it is reserved.
    pub fn place_of(&self, slot: usize) -> Option<usize> {
        let (group, rank) = (slot % self.groups, slot / self.groups);
        (rank < self.group_places).then_some(group * self.group_places + rank)
    }

    /// The places of the group that a place belongs to.
    pub fn group_of(&self, place: usize) -> std::ops::Range<usize> {
        let first = place / self.group_places * self.group_places;
        first..(first + self.group_places).min(self.places)
    }

    /// Who holds the places, as draws know them.
    #[inline]
    pub fn occupants(&self) -> Occupants<'_> {
        Occupants { slots: &self.slot, generations: &self.generation }
    }

    /// Who holds a place of a community, as draws know it.
    #[inline]
    pub fn identity(&self, community: CommunityId, place: usize) -> Identity {
        Identity::elder(community, self.slot[place] as usize, self.generation[place])
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
