//! The shelf of policy: one instrument, one file, one shape.   MODEL section 10
//!
//! Instruments are data with a rule: what they say in TOML, what they move in [`Levers`], how much of what they
//! buy. What it costs is a row of the parameter table, `cost.NAME`. To add one, copy `recognition.rs`, add one line to
//! the list in `shelf.rs` and its unit cost to the table.

use crate::parameters::UnitCosts;
use crate::places::Setting;
use crate::text::Message;

pub mod levers;
mod rule;
mod shelf;
pub mod timeline;

pub use crate::text::Label;
pub use levers::{Allocation, Cost, Funding, FundingMode, HealthMode, Levers};
use rule::Rule;
pub use rule::{Description, Field, Kind, Spending};
pub use shelf::COUNT;
use shelf::shelf;
pub use timeline::InForce;

macro_rules! instruments {
    ($($file:ident :: $Type:ident,)*) => {
        $(pub mod $file;)*

        /// Any instrument with the values of its fields.
        #[derive(Debug, Clone, PartialEq)]
        #[allow(missing_docs)] // Each variant is documented in its own file.
        pub enum Instrument { $($Type($file::$Type),)* }

        /// What users read of each instrument, in the order of MODEL section 10.
        pub static DESCRIPTIONS: [Description; COUNT] = [$(<$file::$Type as Rule>::DESCRIPTION),*];

        /// The word used in files for each instrument.
        const NAMES: [&str; COUNT] = [$(<$file::$Type as Rule>::DESCRIPTION.name),*];

        /// The kind of spending that each instrument is.
        pub const SPENDING: [Spending; COUNT] = [$(<$file::$Type as Rule>::DESCRIPTION.class),*];

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
                Err(format!("there is no instrument `{name}`"))
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

            /// Whether it can act in a setting.
            pub fn acts_in(&self, setting: Setting) -> bool {
                self.description().settings.contains(&setting)
            }

            /// What is wrong beyond the range of single fields; empty when nothing is.
            pub fn check(&self) -> Vec<Message> {
                match self { $(Instrument::$Type(it) => it.check(),)* }
            }

            /// Moves the levers of a place of this setting and adds its cost at the unit costs there.
            pub fn apply(&self, setting: Setting, start_week: i32, unit: &UnitCosts, levers: &mut Levers) {
                if !self.acts_in(setting) {
                    return;
                }
                levers.costs[self.number()] += self.cost(unit);
                match self { $(Instrument::$Type(it) => it.apply(setting, start_week, levers),)* }
            }

            /// What it costs where these unit costs hold.
            pub fn cost(&self, unit: &UnitCosts) -> Cost {
                match self { $(Instrument::$Type(it) => it.cost(unit),)* }
            }
        }
    };
}

shelf!(instruments);

/// Instruments on which others than organisers decide, so that they cannot be offered to them.
pub const NOT_OFFERED: [&str; 4] = ["funding", "positioning", "staffing", "urban_rural"];

/// Numbers of the instruments that can be offered.
pub const OFFERABLE: [usize; COUNT - NOT_OFFERED.len()] = {
    let (mut numbers, mut found, mut number) = ([0; COUNT - NOT_OFFERED.len()], 0, 0);
    while number < COUNT {
        let (mut offerable, mut other) = (true, 0);
        while other < NOT_OFFERED.len() {
            offerable &= !is_same(NAMES[number], NOT_OFFERED[other]);
            other += 1;
        }
        if offerable {
            numbers[found] = number;
            found += 1;
        }
        number += 1;
    }
    assert!(found == numbers.len(), "each that is not offered is the name of an instrument");
    numbers
};

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (mut same, mut at) = (one.len() == other.len(), 0);
    while same && at < one.len() {
        same = one[at] == other[at];
        at += 1;
    }
    same
}

/// The default unit costs of a setting.
#[cfg(test)]
fn usual_costs(setting: Setting) -> UnitCosts {
    crate::parameters::Parameters::defaults(setting).cost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::{Parameters, TABLE};

    /// Every instrument with the values of a bare mention.
    fn bare() -> Vec<Instrument> {
        DESCRIPTIONS.iter().map(|it| Instrument::bare(it.name).expect("every name in the list is known")).collect()
    }

    fn allows(kind: &Kind, value: &toml::Value) -> bool {
        match (kind, value) {
            (Kind::Number(low, high), toml::Value::Float(number)) => (low..=high).contains(&number),
            (Kind::Choice(words), toml::Value::String(word)) => words.contains(&word.as_str()),
            _ => false,
        }
    }

    #[test]
    fn the_list_holds_the_instruments_of_model_section_10_in_its_order() {
        let names: Vec<&str> = DESCRIPTIONS.iter().map(|it| it.name).collect();
        let expected = [
            "subsidy",
            "points",
            "time_bank",
            "companionship",
            "recognition",
            "activities",
            "outreach",
            "multi_actor",
            "volunteer_recruitment",
            "health_integration",
            "psychological_support",
            "standardisation",
            "process",
            "digital_platform",
            "funding",
            "positioning",
            "staffing",
            "retrofit",
            "happiness_courtyard",
            "return_incentive",
            "intergenerational",
            "urban_rural",
            "co_governance",
            "member_association",
            "party_led",
            "purchase",
            "voucher",
        ];
        assert_eq!(names, expected);
        for (number, instrument) in bare().iter().enumerate() {
            assert_eq!(instrument.number(), number, "{}", names[number]);
        }
    }

    #[test]
    fn bare_values_lie_in_their_ranges_and_pass_the_check() {
        for instrument in bare() {
            let (description, table) = (instrument.description(), instrument.written());
            for field in description.fields {
                let value = &table[field.name];
                assert!(allows(&field.kind, value), "{}.{} = {value}", description.name, field.name);
            }
            assert_eq!(instrument.check(), Vec::<Message>::new(), "{}", description.name);
        }
    }

    #[test]
    fn the_fields_described_are_the_fields_written_in_the_same_order() {
        for instrument in bare() {
            let table = instrument.written();
            let written: Vec<&str> = table.keys().map(String::as_str).collect();
            let described: Vec<&str> = instrument.description().fields.iter().map(|field| field.name).collect();
            assert_eq!(written, described, "{}", instrument.description().name);
        }
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        for instrument in bare() {
            let name = instrument.description().name;
            assert_eq!(Instrument::read(name, instrument.written()), Ok(instrument), "{name}");
        }
    }

    #[test]
    fn every_value_that_a_field_allows_is_read_and_kept() {
        for description in &DESCRIPTIONS {
            for field in description.fields {
                let values: Vec<toml::Value> = match field.kind {
                    Kind::Number(low, high) => vec![low.into(), high.into()],
                    Kind::Choice(words) => words.iter().map(|&word| word.into()).collect(),
                };
                for value in values {
                    let table = toml::Table::from_iter([(field.name.to_string(), value.clone())]);
                    let read = Instrument::read(description.name, table).expect("an allowed value is read");
                    assert_eq!(read.written()[field.name], value, "{}.{}", description.name, field.name);
                }
            }
        }
    }

    #[test]
    fn a_whole_number_in_toml_is_a_number_for_every_field_that_takes_one() {
        for description in &DESCRIPTIONS {
            for field in description.fields.iter().filter(|field| matches!(field.kind, Kind::Number(..))) {
                let table = toml::Table::from_iter([(field.name.to_string(), toml::Value::Integer(1))]);
                assert!(Instrument::read(description.name, table).is_ok(), "{}.{}", description.name, field.name);
            }
        }
    }

    #[test]
    fn an_unknown_field_an_unknown_word_and_an_unknown_name_are_refused() {
        for description in &DESCRIPTIONS {
            let table = toml::Table::from_iter([("no_such_field".to_string(), toml::Value::Float(1.0))]);
            let error = Instrument::read(description.name, table).expect_err("an unknown field is refused");
            assert!(error.contains("no_such_field"), "{}: {error}", description.name);
            for field in description.fields.iter().filter(|field| matches!(field.kind, Kind::Choice(_))) {
                let table = toml::Table::from_iter([(field.name.to_string(), "no such word".into())]);
                assert!(Instrument::read(description.name, table).is_err(), "{}.{}", description.name, field.name);
            }
        }
        assert!(Instrument::read("no_such_instrument", toml::Table::new()).is_err());
        assert_eq!(Instrument::bare("no_such_instrument"), None);
    }

    #[test]
    fn names_are_unique_and_everything_is_said_in_both_languages() {
        let said = |label: Label| !label.en.trim().is_empty() && !label.zh.trim().is_empty();
        for (number, description) in DESCRIPTIONS.iter().enumerate() {
            let name = description.name;
            assert!(DESCRIPTIONS[..number].iter().all(|other| other.name != name), "{name} twice");
            assert!(said(description.label) && said(description.meaning), "{name}");
            assert!(!description.settings.is_empty() && description.source.starts_with("MODEL "), "{name}");
            for field in description.fields {
                assert!(said(field.meaning) && !field.unit.is_empty(), "{name}.{}", field.name);
            }
        }
    }

    #[test]
    fn an_instrument_outside_its_settings_moves_and_costs_nothing() {
        for instrument in bare() {
            for setting in Setting::ALL.into_iter().filter(|it| !instrument.description().settings.contains(it)) {
                let mut levers = Levers::default();
                instrument.apply(setting, 0, &usual_costs(setting), &mut levers);
                assert_eq!(levers, Levers::default(), "{}", instrument.description().name);
            }
        }
    }

    /// Costs of every instrument with all fields at their greatest, at unit costs made from the defaults.
    fn costs(unit: impl Fn(&str, f64) -> f64) -> [Cost; COUNT] {
        let values: Vec<f64> = TABLE.iter().map(|row| unit(row.key, row.default[0])).collect();
        let unit = Parameters::from_values(&values).cost;
        std::array::from_fn(|number| {
            let description = &DESCRIPTIONS[number];
            let greatest = |field: &Field| match field.kind {
                Kind::Number(_, high) => high.into(),
                Kind::Choice(words) => words[words.len() - 1].into(),
            };
            let table = description.fields.iter().map(|field| (field.name.to_string(), greatest(field))).collect();
            Instrument::read(description.name, table).expect("an allowed value is read").cost(&unit)
        })
    }

    #[test]
    fn no_instrument_costs_anything_but_its_unit_costs_and_what_it_pays_for_hours_and_posts() {
        for (description, cost) in DESCRIPTIONS.iter().zip(costs(|_, _| 0.0)) {
            let paid_as_written = ["subsidy", "points", "staffing", "purchase", "voucher"].contains(&description.name);
            assert_eq!(cost == Cost::default(), !paid_as_written, "{}", description.name);
        }
    }

    #[test]
    fn every_unit_cost_named_after_an_instrument_is_charged_by_it_and_by_no_other() {
        let usual = costs(|_, value| value);
        let mut tried = 0;
        for (number, description) in DESCRIPTIONS.iter().enumerate() {
            let of_it = |key: &str| key.strip_prefix("cost.").is_some_and(|it| it.starts_with(description.name));
            for row in TABLE.iter().filter(|row| of_it(row.key)) {
                let doubled = costs(|key, value| if key == row.key { 2.0 * value } else { value });
                for (other, (after, before)) in doubled.iter().zip(&usual).enumerate() {
                    assert_eq!(after != before, other == number, "{} charges {}", DESCRIPTIONS[other].name, row.key);
                }
                tried += 1;
            }
        }
        assert!(tried > 20, "{tried}");
    }
}
