//! The keys of a scenario file and its JSON Schema, for editors: completion, meaning and range while one writes.
//!
//! It says what a single file may hold; studies and designs are added where they are read. What no schema can say
//! (shares that exceed a whole, a stop before its start) is left to the check.

use serde_json::{Map, Value, json};

use super::area::{CENSUS, DESIGNED};
use super::census;
use super::entries::{LATEST_WEEK, PLACEMENT, SETTINGS};
use super::keys::{self, Kind, described, keys};
use super::output::OUTPUT;
use crate::mechanisms::MECHANISMS;
use crate::parameters::{TABLE, is_whole};
use crate::places::{DistrictId, Setting};
use crate::policy::{self, DESCRIPTIONS, Description};
use crate::text::Label;

/// Most replicates.
pub(crate) const MOST_REPLICATES: i64 = 1_000_000;

/// What the parameters are.
const CONSTANTS: Label = Label { en: "Constants of the model", zh: "模型参数" };

keys! {
    /// Keys of a scenario file.
    TOP;
    title, Kind::Text, "Title in English", "英文标题";
    title_zh, Kind::Text, "Title in Chinese", "中文标题";
    extends, Kind::Text, "The scenario that this one is based on: a path, or a built-in name", "所基于的情景";
    seed, Kind::Whole(0, u32::MAX as i64), "Random seed", "随机种子";
    weeks, Kind::Weeks(0, LATEST_WEEK), "Weeks from week 0 on", "模拟周数";
    // A hundred years at most.
    warmup_weeks, Kind::Weeks(0, 5_200), "Weeks before week 0, under the baseline", "预热周数";
    replicates, Kind::Whole(1, MOST_REPLICATES), "Number of replicates", "重复次数";
    population, Kind::Own(population), "Where people live: a sample of the census or a designed area", "人口";
    model, Kind::Own(|| keys::table(MODEL)), "Mechanisms that are switched off", "关闭的机制";
    parameters, Kind::Own(parameters), "Constants of the model", "模型参数";
    baseline, Kind::Own(|| instruments(false)), "In force from the first warm-up week on", "从预热开始就有的政策";
    policy, Kind::Own(|| instruments(true)), "Added from week 0 on or later", "第0周起加入的政策";
    output, Kind::Own(|| keys::table(OUTPUT)), "Output", "输出";
}

keys! {
    /// Keys of `[model]`.
    MODEL;
    off, Kind::Own(|| json!({
            "type": "array",
            "uniqueItems": true,
            "items": { "enum": MECHANISMS.iter().map(|it| it.name).collect::<Vec<_>>() },
        })),
        "mechanisms whose parameters start from the values at which they vanish", "参数自其消失值起的机制";
}

/// The schema.
pub fn schema() -> Value {
    let mut schema = described(keys::table(TOP), Label { en: "A scenario of huzhu", zh: "互助情景文件" });
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("huzhu scenario");
    // What stands in several places is written once.
    schema["$defs"] = groups().into_iter().collect();
    schema["$defs"]["provinces"] = provinces();
    schema["$defs"]["districts"] = districts();
    schema
}

/// A reference to what is written once.
fn defined(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn provinces() -> Value {
    let names: Vec<&str> = census::provinces().iter().flat_map(|it| [it.name, it.name_zh]).collect();
    json!({ "type": "array", "minItems": 1, "uniqueItems": true, "items": { "enum": names }, "description": "Provinces (省份)" })
}

fn districts() -> Value {
    json!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": { "anyOf": [
            {
                "type": "integer",
                "minimum": 0,
                "maximum": DistrictId::MOST_PER_PROVINCE - 1,
                "description": "Number in a designed area, from 0 (设计地区内编号，从 0 起)",
            },
            { "type": "string", "pattern": "^.+/[0-9]+$" },
        ] },
        "description": "Districts, counted from 0: numbers, or \"Province/number\" (区县，从 0 数起)",
    })
}

fn population() -> Value {
    let census = described(keys::table(CENSUS), Label { en: "Census", zh: "普查" });
    let designed = described(keys::table(DESIGNED), Label { en: "Designed area", zh: "设计地区" });
    json!({ "anyOf": [census, designed] })
}

/// The groups of parameters, in the order of the table, by the name of their definition.
fn groups() -> Vec<(String, Value)> {
    let mut groups: Vec<(String, Value)> = Vec::new();
    for row in TABLE {
        let Some((group, name)) = row.key.split_once('.') else { continue };
        if groups.last().is_none_or(|(last, _)| last != group) {
            groups.push((group.into(), described(keys::object(Map::new()), CONSTANTS)));
        }
        let Some((_, open)) = groups.last_mut() else { continue };
        open["properties"][name] = json!({
            "type": if is_whole(row.key) { "integer" } else { "number" },
            "minimum": row.range.start(),
            "maximum": row.range.end(),
            "description": format!(
                "{} ({}); {}; urban {}, rural {}",
                row.meaning, row.meaning_zh, row.unit, row.default[0], row.default[1]
            ),
        });
    }
    groups
}

fn parameters() -> Value {
    let mut both: Map<String, Value> = groups().into_iter().map(|(name, _)| (name.clone(), defined(&name))).collect();
    let mut own = both.clone();
    let preset = json!({
        "enum": Setting::ALL.map(Setting::name),
        "description": "Setting whose defaults are the starting point (以哪一类默认值为起点)",
    });
    own.insert("preset".into(), preset);
    for setting in Setting::ALL {
        let own = keys::object(own.clone());
        both.insert(setting.name().into(), described(own, Label { en: "One setting", zh: "单一城乡类别" }));
    }
    keys::object(both)
}

fn instruments(timed: bool) -> Value {
    keys::object(DESCRIPTIONS.iter().map(|it| (it.name.to_owned(), instrument(it, timed))).collect())
}

fn instrument(description: &Description, timed: bool) -> Value {
    let mut properties = Map::new();
    for field in description.fields {
        let mut schema = match field.kind {
            policy::Kind::Number(low, high) => json!({ "type": "number", "minimum": low, "maximum": high }),
            policy::Kind::Choice(words) => json!({ "enum": words }),
        };
        schema["description"] = json!(format!("{} ({}); {}", field.meaning.en, field.meaning.zh, field.unit));
        properties.insert(field.name.into(), schema);
    }
    // A baseline entry is in force throughout.
    for key in PLACEMENT.iter().filter(|it| timed || !matches!(it.kind, Kind::Weeks(..))) {
        properties.insert(key.name.into(), key.schema());
    }
    let able = |word: &&str| *word == "both" || description.settings.iter().any(|it| it.name() == *word);
    properties["setting"]["enum"] = SETTINGS.into_iter().filter(able).collect();
    let mut entry = described(keys::object(properties), description.meaning);
    // A further entry of the same instrument: [policy.NAME.LABEL].
    let further = entry.clone();
    entry["additionalProperties"] = further;
    entry
}
