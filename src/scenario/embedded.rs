//! The scenarios inside the program: `huzhu run pilot` needs no file.
//!
//! To add one, write `scenarios/NAME.toml` and add one line to the list below.

/// A scenario inside the program.
#[derive(Debug, Clone, Copy)]
pub struct Embedded {
    /// Name: the file's without its ending.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

macro_rules! embedded {
    ($($name:literal,)*) => {
        /// All embedded scenarios; the first is the default of every command.
        pub static SCENARIOS: &[Embedded] = &[$(Embedded {
            name: $name,
            text: include_str!(concat!("../../scenarios/", $name, ".toml")),
        },)*];
    };
}

embedded! {
    "pilot",
    "pilot-baseline",
    "urban-baseline",
    "rural-baseline",
    "china",
    "whole-package",
    "time-bank-city",
    "points",
    "cash",
    "recognition",
    "culture-and-arts",
    "psychological-support",
    "health-cooperative",
    "health-embedded",
    "health-fused",
    "standardised-process",
    "multi-actor",
    "smart-community",
    "smart-community-assisted",
    "old-estate-retrofit",
    "happiness-courtyards",
    "urban-rural-pairing",
    "one-off-grant",
    "stable-funding",
    "out-migration",
    "weak-coordination",
    "cultural-barrier",
    "policy-break",
    "ageing-2035",
}

/// The embedded scenario called `name`, or none.
pub fn find(name: &str) -> Option<&'static Embedded> {
    SCENARIOS.iter().find(|it| it.name == name)
}
