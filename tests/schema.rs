//! The JSON Schema accepts what the program accepts, and refuses what can be told from one file alone.

use huzhu::Study;
use huzhu::internals::plan::{design_file, schema};
use huzhu::internals::scenario::{embedded, from_text};
use serde_json::Value;

/// Whether `value` satisfies `schema`, whose references point into `root`; knows the words our schema uses
/// and refuses to guess at others.
fn valid(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(words) = schema.as_object() else { return schema == &Value::Bool(true) };
    words.iter().all(|(word, rule)| match word.as_str() {
        "$schema" | "title" | "description" | "$defs" => true,
        "$ref" => valid(root, root.pointer(rule.as_str().unwrap().trim_start_matches('#')).unwrap(), value),
        "type" => match rule.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "number" => value.is_number(),
            "integer" => value.is_i64() || value.is_u64(),
            other => panic!("unknown type {other}"),
        },
        "enum" => rule.as_array().unwrap().contains(value),
        "anyOf" => rule.as_array().unwrap().iter().any(|schema| valid(root, schema, value)),
        "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
        "multipleOf" => value.as_i64().is_none_or(|number| number % rule.as_i64().unwrap() == 0),
        "pattern" => {
            assert_eq!(rule, "^.+/[0-9]+$");
            let parts = value.as_str().and_then(|text| text.rsplit_once('/'));
            parts.is_some_and(|(name, number)| !name.is_empty() && number.parse::<u32>().is_ok())
        }
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
        "uniqueItems" => value
            .as_array()
            .is_none_or(|items| (1..items.len()).all(|number| !items[..number].contains(&items[number]))),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| valid(root, rule, item))),
        "properties" => value
            .as_object()
            .is_none_or(|table| table.iter().all(|(key, it)| rule.get(key).is_none_or(|rule| valid(root, rule, it)))),
        "additionalProperties" => value.as_object().is_none_or(|table| {
            let known = |key: &str| schema.get("properties").is_some_and(|properties| properties.get(key).is_some());
            table.iter().all(|(key, it)| known(key) || valid(root, rule, it))
        }),
        other => panic!("unknown word {other}"),
    })
}

fn accepted(text: &str) -> bool {
    let schema = schema::schema();
    valid(&schema, &schema, &serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap())
}

#[test]
fn the_schema_accepts_every_embedded_scenario_as_written_and_as_resolved() {
    for it in embedded::SCENARIOS {
        assert!(accepted(it.text), "{}", it.name);
        assert!(accepted(&from_text(it.name, it.text, &[]).unwrap().resolved), "{}", it.name);
    }
}

#[test]
fn schema_and_program_agree_on_single_values() {
    for text in [
        "",
        "extends = \"pilot\"",
        "seed = 4294967295",
        "weeks = 0",
        "population.scale = 0.5",
        "population = { districts = 3, urban_communities = 1 }",
        "population.provinces = [\"Beijing\", \"湖北\"]",
        "parameters.need.outmigration = 3",
        "parameters.urban = { preset = \"rural\", need.clinic = 0.5 }",
        "policy.recognition = {}",
        "policy.recognition = { level = 0.5, start_week = 4, stop_week = 8 }",
        "policy.recognition.town = { setting = \"urban\", districts = [0, 1] }",
        "population.scale = 0.01\npolicy.recognition = { provinces = [\"Hubei\"], districts = [\"湖北/0\"] }",
        "parameters.structure.group_size = 30",
        "baseline.recognition = { enabled = false }",
        "output.sample_elders = 0",
    ] {
        assert!(accepted(text), "{text}");
        assert!(from_text("test", text, &[]).is_ok(), "{text}");
    }
    for text in [
        "weks = 3",
        "seed = -1",
        "seed = 0.5",
        "weeks = 50",
        "weeks = \"52\"",
        "population.scale = 0",
        "population = { districts = 3, scale = 1 }",
        "population.provinces = [\"Atlantis\"]",
        "parameters.need.outmigration = 11",
        "parameters.need.nothing = 1",
        "parameters.preset = \"rural\"",
        "parameters.urban.preset = \"city\"",
        "policy.recognition = true",
        "policy.recognition.level = 2",
        "policy.recognition.town = { level = 2 }",
        "policy.recogniton = {}",
        "policy.recognition.setting = \"town\"",
        "policy.recognition.start_week = -4",
        "policy.recognition.districts = [512]",
        "policy.recognition.districts = []",
        "policy.recognition.districts = [1, 1]",
        "population.districts = 0",
        "parameters.structure.group_size = 30.5",
        "baseline.recognition.start_week = 0",
        "output.sample_elders = -1",
        "output.nothing = 1",
    ] {
        assert!(!accepted(text), "{text}");
        assert!(from_text("test", text, &[]).is_err(), "{text}");
    }
}

#[test]
fn the_schema_accepts_every_embedded_study_and_design() {
    for it in embedded::STUDIES {
        assert!(accepted(it.text), "{}", it.name);
        assert!(accepted(&Study::from_text(it.name, it.text, &[]).unwrap().resolved()), "{}", it.name);
    }
    for it in embedded::DESIGNS {
        assert!(accepted(it.text), "{}", it.name);
    }
}

#[test]
fn schema_and_program_agree_on_single_values_of_studies_and_designs() {
    let study = |more: &str| format!("[study]\n{more}\n[study.policies.honour.policy.recognition]\n");
    for more in [
        "",
        "replicates = 3",
        "replicates = { min = 3, max = 5 }",
        "replicates = { least = 3, most = 5 }",
        "replicates = { min = 3, most = 5 }",
        "replicates = { max = 20 }",
        "measures = [\"trust\", \"given_gini\"]",
        "precision.trust = { absolute = 0.01 }",
        "attribute = \"honour\"",
        "effect = \"trust\"",
        "contexts.leaving.parameters.need.outmigration = 2",
    ] {
        assert!(accepted(&study(more)) && Study::from_text("test", &study(more), &[]).is_ok(), "{more}");
    }
    for more in [
        "replicate = 3",
        "replicates = 0",
        "replicates = { min = 3, least = 3 }",
        "replicates = { max = 5, most = 5 }",
        "measures = [\"thrust\"]",
        "precision.trust = { absolut = 0.01 }",
        "effect = \"spending_per_elder_year\"",
        "contexts.leaving.parameters.need.outmigration = 12",
    ] {
        assert!(!accepted(&study(more)) && Study::from_text("test", &study(more), &[]).is_err(), "{more}");
    }
    let design =
        |more: &str| format!("[design]\n{more}\n[design.factors.\"parameters.behave.give\"]\nvalues = [-4, -3]\n");
    for more in [
        "kind = \"grid\"",
        "kind = \"latin\"\nruns = 3",
        "kind = \"saltelli\"\nbase = 4\nsecond_order = false\nscope = \"rural\"",
        "kind = \"grid\"\nscenario = \"rural-baseline\"",
        "kind = \"grid\"\nscenario = { extends = \"rural-baseline\", weeks = 8 }",
    ] {
        assert!(accepted(&design(more)) && design_file::from_text("test", &design(more)).is_ok(), "{more}");
    }
    for more in [
        "kind = \"gird\"",
        "kind = \"latin\"\nruns = 0",
        "kind = \"morris\"\ntrajectories = 2\nlevels = 3",
        "kind = \"morris\"\ntrajectories = 1",
        "kind = \"saltelli\"\nbase = 1",
        "kind = \"grid\"\nscope = \"city\"",
        "kind = \"grid\"\nscenario = { weeks = 9 }",
        "kind = \"grid\"\nsize = 3",
    ] {
        assert!(!accepted(&design(more)) && design_file::from_text("test", &design(more)).is_err(), "{more}");
    }
}
