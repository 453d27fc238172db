//! The JSON Schema of all files that a user writes: scenarios, studies and designs.
//!
//! A study is a scenario with `[study]`, a design is a file of its own with `[design]`, so one schema serves an
//! editor for all three.

use serde_json::{Value, json};

use crate::plan::keys::{DESIGN, LAYER, STUDY, measured};
use crate::scenario::keys::{Key, described, table};
use crate::scenario::schema as of_scenario;
use crate::text::Label;

/// The schema.
pub fn schema() -> Value {
    let of = |keys: &[Key], en, zh| described(table(keys), Label { en, zh });
    let mut schema = of_scenario::schema();
    schema["properties"]["study"] = of(STUDY, "A study: policies compared with one baseline", "研究");
    schema["properties"]["design"] = of(DESIGN, "A design: many runs of one scenario", "设计");
    let measures = json!({ "type": "array", "items": { "enum": measured(|_| true) } });
    schema["$defs"]["measures"] = described(measures, Label { en: "What is measured", zh: "指标" });
    schema["$defs"]["layer"] = of(LAYER, "Changes to the baseline", "在基线上的改动");
    schema
}
