//! The scenarios inside the program: `huzhu run pilot` needs no file.
//!
//! To add one, write `scenarios/NAME.toml`, `scenarios/studies/NAME.toml` for a study, or `scenarios/designs/NAME.toml`
//! for a design, and add one line to its list below.

/// A scenario inside the program.
#[derive(Debug, Clone, Copy)]
pub struct Embedded {
    /// Name: the file's without its ending.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

macro_rules! embedded {
    ($(#[$doc:meta])* $list:ident in $folder:literal: $($name:literal,)*) => {
        $(#[$doc])*
        pub static $list: &[Embedded] = &[$(Embedded {
            name: $name,
            text: include_str!(concat!("../../scenarios/", $folder, $name, ".toml")),
        },)*];
    };
}

embedded! {
    /// All embedded scenarios; the first is the default of every command.
    SCENARIOS in "":
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

embedded! {
    /// All embedded studies.
    STUDIES in "studies/":
    "incentives",
    "funding-cliff",
    "digital-access",
    "urban-rural-linking",
    "emptying-villages",
    "package-of-eight",
}

embedded! {
    /// All embedded designs.
    DESIGNS in "designs/":
    "pilot-screening",
    "pilot-shares",
}

/// The embedded design called `name`, or none.
pub fn find_design(name: &str) -> Option<&'static Embedded> {
    DESIGNS.iter().find(|it| it.name == name)
}

/// The embedded study called `name`, or none.
pub fn find_study(name: &str) -> Option<&'static Embedded> {
    STUDIES.iter().find(|it| it.name == name)
}

/// The embedded scenario called `name`, or none.
pub fn find(name: &str) -> Option<&'static Embedded> {
    SCENARIOS.iter().find(|it| it.name == name)
}
