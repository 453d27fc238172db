//! The designs inside the program: `huzhu sensitivity pilot-screening` needs no file.
//!
//! To add one, write `scenarios/designs/NAME.toml` and add one line to the list below.

use crate::scenario::embedded::Embedded;

macro_rules! ready {
    ($($name:literal,)*) => {
        /// All designs inside the program.
        pub static DESIGNS: &[Embedded] = &[$(Embedded {
            name: $name,
            text: include_str!(concat!("../../../scenarios/designs/", $name, ".toml")),
        },)*];
    };
}

ready! {
    "pilot-screening",
    "pilot-shares",
}

/// The design called `name`, or none.
pub fn find(name: &str) -> Option<&'static Embedded> {
    DESIGNS.iter().find(|it| it.name == name)
}
