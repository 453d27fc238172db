//! The JSON Schema of a scenario file, for editors: completion, meaning and range while one writes.
//!
//! It says what a single file may hold; studies and designs are added where they are read. What no schema can say (shares that exceed a whole, a stop before
//! its start) is left to the check.

use serde_json::{Map, Value, json};

use super::census;
use super::entries::{LATEST_WEEK, PLACEMENT, PLACEMENT_MEANING, SETTINGS};
use super::resolve::{LEAST_SCALE, LONGEST_WARMUP, MOST_MONTHS, MOST_REPLICATES, MOST_SAMPLED};
use crate::parameters::{TABLE, is_whole};
use crate::places::{CommunityId, DistrictId, Setting, WEEKS_PER_MONTH};
use crate::policy::{DESCRIPTIONS, Description, Kind};
use crate::text::Label;

/// The schema.
pub fn schema() -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "huzhu scenario",
        "description": "A scenario of huzhu (互助情景文件)",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "title": text("Title in English (英文标题)"),
            "title_zh": text("Title in Chinese (中文标题)"),
            "extends": text("The scenario that this one is based on: a path, or a built-in name (所基于的情景)"),
            "seed": whole(0, u32::MAX.into(), "Random seed (随机种子)"),
            "weeks": weeks(0, LATEST_WEEK, "Weeks from week 0 on (模拟周数)"),
            "warmup_weeks": weeks(0, LONGEST_WARMUP, "Weeks before week 0, under the baseline (预热周数)"),
            "replicates": whole(1, MOST_REPLICATES.into(), "Number of replicates (重复次数)"),
            "population": population(),
            "parameters": parameters(),
            "baseline": section(false, "In force from the first warm-up week on (从预热开始就有的政策)"),
            "policy": section(true, "Added from week 0 on or later (第0周起加入的政策)"),
            "output": output(),
        },
    });
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

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn switch(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

fn whole(low: i64, high: i64, description: &str) -> Value {
    json!({ "type": "integer", "minimum": low, "maximum": high, "description": description })
}

fn weeks(low: i32, high: i32, description: &str) -> Value {
    let mut schema = whole(low.into(), high.into(), description);
    schema["multipleOf"] = json!(WEEKS_PER_MONTH);
    schema
}

fn table(properties: Value, description: &str) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "description": description })
}

fn provinces() -> Value {
    let names: Vec<&str> = census::provinces().iter().flat_map(|it| [it.name, it.name_zh]).collect();
    json!({ "type": "array", "minItems": 1, "uniqueItems": true, "items": { "enum": names }, "description": "Provinces (省份)" })
}

fn districts() -> Value {
    let last = DistrictId::MOST_PER_PROVINCE - 1;
    let number = whole(0, last.into(), "Number in a designed area, from 0 (设计地区内编号，从 0 起)");
    json!({
        "type": "array",
        "minItems": 1,
        "uniqueItems": true,
        "items": { "anyOf": [number, { "type": "string", "pattern": "^.+/[0-9]+$" }] },
        "description": "Districts, counted from 0: numbers, or \"Province/number\" (区县，从 0 数起)",
    })
}

fn population() -> Value {
    let communities = i64::from(CommunityId::MOST_PER_DISTRICT);
    let census = json!({
        "scale": { "type": "number", "minimum": LEAST_SCALE, "maximum": 1, "description": "Share of districts and communities (抽样比例)" },
        "provinces": defined("provinces"),
    });
    let designed = json!({
        "districts": whole(1, DistrictId::MOST_PER_PROVINCE.into(), "Number of districts, numbered from 0 (区县数，编号从 0 \
         数起)"),
        "urban_communities": whole(0, communities, "Urban communities per district (每区县城市社区数)"),
        "rural_communities": whole(0, communities, "Villages per district (每区县村数)"),
    });
    json!({
        "description": "Where people live: a sample of the census or a designed area (人口)",
        "anyOf": [table(census, "Census (普查)"), table(designed, "Designed area (设计地区)")],
    })
}

/// The groups of parameters, in the order of the table, by the name of their definition.
fn groups() -> Vec<(String, Value)> {
    let mut groups: Vec<(String, Value)> = Vec::new();
    for row in TABLE {
        let Some((group, name)) = row.key.split_once('.') else { continue };
        if groups.last().is_none_or(|(last, _)| last != group) {
            groups.push((group.into(), table(json!({}), "Constants of the model (模型参数)")));
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
        both.insert(setting.name().into(), table(own.clone().into(), "One setting (单一城乡类别)"));
    }
    table(both.into(), "Constants of the model (模型参数)")
}

fn section(timed: bool, description: &str) -> Value {
    let instruments: Map<String, Value> =
        DESCRIPTIONS.iter().map(|it| (it.name.to_owned(), instrument(it, timed))).collect();
    table(instruments.into(), description)
}

fn instrument(description: &Description, timed: bool) -> Value {
    let mut properties = Map::new();
    for field in description.fields {
        let mut schema = match field.kind {
            Kind::Number(low, high) => json!({ "type": "number", "minimum": low, "maximum": high }),
            Kind::Choice(words) => json!({ "enum": words }),
        };
        schema["description"] = json!(format!("{} ({}); {}", field.meaning.en, field.meaning.zh, field.unit));
        properties.insert(field.name.into(), schema);
    }
    let [enabled, start_week, stop_week, setting, provinces, districts] = PLACEMENT;
    let [of_enabled, of_start, of_stop, of_setting, of_provinces, of_districts] =
        PLACEMENT_MEANING.map(|Label { en, zh }| format!("{en} ({zh})"));
    properties.insert(enabled.into(), switch(&of_enabled));
    if timed {
        properties.insert(start_week.into(), weeks(0, LATEST_WEEK, &of_start));
        properties.insert(stop_week.into(), weeks(0, LATEST_WEEK, &of_stop));
    }
    let able = description.settings.iter().map(|it| it.name());
    let words: Vec<&str> =
        SETTINGS.into_iter().filter(|word| *word == "both" || able.clone().any(|it| it == *word)).collect();
    properties.insert(setting.into(), json!({ "enum": words, "description": of_setting }));
    // What stands beside a reference goes with it.
    let described = |name: &str, description: String| {
        let mut schema = defined(name);
        schema["description"] = json!(description);
        schema
    };
    properties.insert(provinces.into(), described("provinces", of_provinces));
    properties.insert(districts.into(), described("districts", of_districts));
    let mut entry = table(properties.into(), &format!("{} ({})", description.meaning.en, description.meaning.zh));
    // A further entry of the same instrument: [policy.NAME.LABEL].
    let further = entry.clone();
    entry["additionalProperties"] = further;
    entry
}

fn output() -> Value {
    table(
        json!({
            "provinces": switch("Weekly sums by province (按省汇总)"),
            "districts": switch("Weekly sums by district (按区县汇总)"),
            "community_classes": switch("Weekly sums by setting and size third (按社区类型汇总)"),
            "warmup": switch("Rows of the warm-up (输出预热期)"),
            "distributions_every_weeks": weeks(0, LATEST_WEEK, "Weeks between distributions; 0: first and last only \
             (分布输出间隔)"),
            "sample_elders": whole(0, MOST_SAMPLED.into(), "Sampled elders per setting (抽样老年人数)"),
            "communities_every_months": whole(0, MOST_MONTHS.into(), "Months between rows of communities; 0: none \
             (社区输出间隔)"),
            "spells_share": { "type": "number", "minimum": 0, "maximum": 1, "description": "Share of communities \
             whose membership spells are written (写出成员经历的社区比例)" },
        }),
        "Output (输出)",
    )
}
