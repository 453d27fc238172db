//! How a rule for one elder becomes a straight loop over the columns of a community, and sparse work a list.

/// Type of a column: single precision unless said otherwise.
macro_rules! column_type {
    () => {
        f32
    };
    ($ty:ty) => {
        $ty
    };
}

/// Compiles a rule for one elder into a branch-free loop over columns, at every SIMD level.
///
/// Columns before the arrow are read, those behind it are read and written; inside the rule each is one
/// elder's value under its own name. `draws` names words of this week's Philox blocks; `given` names what is
/// the same for all: a choice between two such values must be between registers, because one between
/// addresses keeps the loop from being vectorised.
macro_rules! each_elder {
    (
        $(#[$meta:meta])*
        $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?)
        $(given { $($given:pat = $value:expr),* $(,)? })?
        draws { $($draw:ident: $block:ident[$word:literal]),* $(,)? }
        elders { $($er:ident $(: $erty:ty)?),* $(,)? } -> { $($ew:ident $(: $ewty:ty)?),* $(,)? }
        week { $($sr:ident $(: $srty:ty)?),* $(,)? } -> { $($sw:ident $(: $swty:ty)?),* $(,)? }
        $body:block
    ) => {
        $(#[$meta])*
        $vis fn $name($($arg: $ty,)* scratch: &mut crate::dynamics::Scratch) {
            crate::simd::vectorised! {
                fn run(
                    places: usize, $($arg: $ty,)*
                    $($draw: &[u32],)*
                    $($er: &[crate::dynamics::columns::column_type!($($erty)?)],)*
                    $($ew: &mut [crate::dynamics::columns::column_type!($($ewty)?)],)*
                    $($sr: &[crate::dynamics::columns::column_type!($($srty)?)],)*
                    $($sw: &mut [crate::dynamics::columns::column_type!($($swty)?)],)*
                ) -> () {
                    // One common length lets the compiler drop the checks of bounds.
                    $(let $draw = &$draw[..places];)*
                    $(let $er = &$er[..places];)*
                    $(let $ew = &mut $ew[..places];)*
                    $(let $sr = &$sr[..places];)*
                    $(let $sw = &mut $sw[..places];)*
                    $($(let $given = $value;)*)?
                    // A rule may replace a value without reading it.
                    #[allow(unused_assignments)]
                    for place in 0..places {
                        ($($ew[place],)* $($sw[place],)*) = {
                            $(let $draw = $draw[place];)*
                            $(let $er = $er[place];)*
                            $(#[allow(unused_mut, unused_assignments)] let mut $ew = $ew[place];)*
                            $(let $sr = $sr[place];)*
                            $(#[allow(unused_mut, unused_assignments)] let mut $sw = $sw[place];)*
                            $body
                            ($($ew,)* $($sw,)*)
                        };
                    }
                }
            }
            run(
                scratch.elders.places,
                $($arg,)*
                $(&scratch.$block[$word],)*
                $(&scratch.elders.$er,)*
                $(&mut scratch.elders.$ew,)*
                $(&scratch.$sr,)*
                $(&mut scratch.$sw,)*
            );
        }
    };
}

pub(crate) use {column_type, each_elder};
