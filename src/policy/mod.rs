//! The shelf of policy: one instrument, one file, one shape.   MODEL section 10
//!
//! Instruments are data with a rule: what they say in TOML, what they move in [`Levers`], what they
//! cost. To add one, copy `recognition.rs` and add one line to the list below.

use serde::{Deserialize, Serialize};

use crate::places::Setting;

pub mod levers;
pub mod timeline;

pub use levers::{Cost, Funding, FundingMode, HealthMode, Levers};

/// One word or sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// English.
    pub en: &'static str,
    /// Chinese.
    pub zh: &'static str,
}

/// What values a field of an instrument may take.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A number from the first to the second value, both included.
    Number(f64, f64),
    /// One of these words.
    Choice(&'static [&'static str]),
}

/// One field of an instrument's table in TOML.
#[derive(Debug, Clone)]
pub struct Field {
    /// Key in TOML.
    pub name: &'static str,
    /// Allowed values.
    pub kind: Kind,
    /// Unit.
    pub unit: &'static str,
    /// Meaning.
    pub meaning: Label,
}

/// What users read of an instrument.
#[derive(Debug, Clone)]
pub struct Description {
    /// Key in TOML: `[policy.NAME]`.
    pub name: &'static str,
    /// Name for people.
    pub label: Label,
    /// What it is in the world and what it moves, one sentence.
    pub meaning: Label,
    /// Settings it can act in.
    pub settings: &'static [Setting],
    /// Its fields.
    pub fields: &'static [Field],
    /// Where it comes from: MODEL section and FACTS rows.
    pub source: &'static str,
}

/// The shape of every instrument.
trait Rule: Default + Serialize + for<'de> Deserialize<'de> {
    /// What users read of it.
    const DESCRIPTION: Description;

    /// What is wrong beyond the range of single fields; empty when nothing is.
    fn check(&self) -> Vec<String> {
        Vec::new()
    }

    /// Moves the levers of a place of this setting. `start_week` is the week it began.
    fn apply(&self, setting: Setting, start_week: i32, levers: &mut Levers);

    /// What it costs in a place of this setting.
    fn cost(&self, setting: Setting) -> Cost;
}

macro_rules! instruments {
    ($($file:ident :: $Type:ident,)*) => {
        $(pub mod $file;)*

        /// Any instrument with the values of its fields.
        #[derive(Debug, Clone, PartialEq)]
        #[allow(missing_docs)] // Each variant is documented in its own file.
        pub enum Instrument { $($Type($file::$Type),)* }

        /// Number of instruments.
        pub const COUNT: usize = [$(stringify!($file)),*].len();

        /// What users read of each instrument, in the order of MODEL section 10.
        pub static DESCRIPTIONS: [Description; COUNT] = [$(<$file::$Type as Rule>::DESCRIPTION),*];

        impl Instrument {
            /// The instrument called `name` with the values a bare mention switches on, or none.
            pub fn bare(name: &str) -> Option<Self> {
                $(if name == <$file::$Type as Rule>::DESCRIPTION.name {
                    return Some(Instrument::$Type($file::$Type::default()));
                })*
                None
            }

            /// The instrument called `name` with fields from `table`; the others keep their defaults.
            ///
            /// # Errors
            /// An unknown name or field, or a value of the wrong type, in words.
            pub fn read(name: &str, table: toml::Table) -> Result<Self, String> {
                $(if name == <$file::$Type as Rule>::DESCRIPTION.name {
                    return table.try_into().map(Instrument::$Type).map_err(|error| error.to_string());
                })*
                Err(format!("no instrument is called `{name}`"))
            }

            /// Its fields and values as TOML.
            pub fn written(&self) -> toml::Table {
                match self {
                    $(Instrument::$Type(it) => toml::Table::try_from(it).expect("fields are plain values"),)*
                }
            }

            /// Position in the list of instruments.
            pub fn number(&self) -> usize {
                let name = self.description().name;
                DESCRIPTIONS.iter().position(|it| it.name == name).expect("each variant is in the list")
            }

            /// What users read of it.
            pub fn description(&self) -> &'static Description {
                match self {
                    $(Instrument::$Type(_) => const { &<$file::$Type as Rule>::DESCRIPTION },)*
                }
            }

            /// What is wrong beyond the range of single fields; empty when nothing is.
            pub fn check(&self) -> Vec<String> {
                match self { $(Instrument::$Type(it) => it.check(),)* }
            }

            /// Moves the levers of a place of this setting and adds its cost there.
            pub fn apply(&self, setting: Setting, start_week: i32, levers: &mut Levers) {
                if !self.description().settings.contains(&setting) {
                    return;
                }
                levers.costs[self.number()] += self.cost(setting);
                match self { $(Instrument::$Type(it) => it.apply(setting, start_week, levers),)* }
            }

            /// What it costs in a place of this setting.
            pub fn cost(&self, setting: Setting) -> Cost {
                match self { $(Instrument::$Type(it) => it.cost(setting),)* }
            }
        }
    };
}

instruments! {
    recognition::Recognition,
}
