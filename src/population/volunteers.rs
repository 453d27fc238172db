//! Volunteers: the pool a community could call on, and who of it is here.   MODEL section 2, MODEL2 section B

use crate::sections::{Bytes, Stored, stored};

/// What a volunteer does otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum VolunteerKind {
    /// Student: absent in the holidays.
    Student,
    /// Working person: has less time.
    Working,
    /// Young-old, under 60.
    YoungOld,
}

impl Stored for VolunteerKind {
    fn store(&self, to: &mut Vec<u8>) {
        (*self as u8).store(to);
    }

    fn restore(from: &mut Bytes<'_>) -> Option<Self> {
        let code: u8 = from.take()?;
        [VolunteerKind::Student, VolunteerKind::Working, VolunteerKind::YoungOld]
            .into_iter()
            .find(|it| *it as u8 == code)
    }
}

macro_rules! volunteers {
    (
        who { $($(#[$who_doc:meta])* $who:ident: $who_type:ty,)* }
        states { $($(#[$doc:meta])* $state:ident,)* }
        deeds { $($(#[$deed_doc:meta])* $deed:ident: $deed_type:ty,)* }
    ) => {
        /// One person of the pool.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Volunteer {
            $($(#[$who_doc])* pub $who: $who_type,)*
            $($(#[$doc])* pub $state: f32,)*
            $($(#[$deed_doc])* pub $deed: $deed_type,)*
        }

        stored! { Volunteer { $($who,)* $($state,)* $($deed,)* } }

        /// Number of states.
        const STATES: usize = [$(stringify!($state)),*].len();

        impl Volunteer {
            /// Bytes that one takes in a file.
            pub const BYTES: usize =
                STATES * size_of::<f32>() $(+ size_of::<$who_type>())* $(+ size_of::<$deed_type>())*;

            /// Every state with its name.
            pub fn states(&self) -> [(&'static str, f32); STATES] {
                [$((stringify!($state), self.$state)),*]
            }
        }
    };
}

// One list, in the order in which checkpoints store it: a state is a value in [0, 1].
volunteers! {
    who {
        /// What the volunteer does otherwise.
        kind: VolunteerKind,
        /// Whether the volunteer serves this community now.
        here: bool,
    }
    states {
        /// Altruism.
        altruism,
        /// Trust T.
        trust,
        /// Habit H.
        habit,
        /// Burden B.
        burden,
        /// Fulfilment Fv: how far service has given what one looks for.
        fulfilment,
    }
    deeds {
        /// Minutes given so far.
        given_minutes: u32,
        /// Credits in hand, minutes: a balance of the volunteer's own.
        credit_minutes: u32,
    }
}
