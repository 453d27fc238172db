//! The JSON Schema of all files that a user writes: scenarios, studies and designs.
//!
//! A study is a scenario with `[study]`, a design is a file of its own with `[design]`, so one schema serves an
//! editor for all three.

use serde_json::{Map, Value, json};

use crate::analysis::figures::{Better, Figure, Scope, measures};
use crate::plan::design::Kind;
use crate::plan::factors::DISTRIBUTIONS;
use crate::plan::sampling::morris::LEAST_TRAJECTORIES;
use crate::plan::sampling::saltelli::LEAST_BASE;
use crate::plan::study::MOST_ROUNDS;
use crate::scenario::schema as of_scenario;

/// The schema.
pub fn schema() -> Value {
    let mut schema = of_scenario::schema();
    schema["properties"]["study"] = study();
    schema["properties"]["design"] = design();
    schema["$defs"]["measures"] = json!({
        "type": "array",
        "items": { "enum": keys(|_| true) },
        "description": "What is measured (指标)",
    });
    schema["$defs"]["layer"] = layer();
    schema
}

/// Keys of measures.
fn keys(wanted: impl Fn(&Figure) -> bool) -> Vec<&'static str> {
    measures().filter(|it| wanted(it)).map(|it| it.key).collect()
}

fn of_root(key: &str) -> Value {
    json!({ "$ref": format!("#/properties/{key}") })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn number(description: &str) -> Value {
    json!({ "type": "number", "description": description })
}

fn count(description: &str) -> Value {
    count_from(1, description)
}

fn count_from(least: usize, description: &str) -> Value {
    json!({ "type": "integer", "minimum": least, "description": description })
}

fn table(properties: Value, description: &str) -> Value {
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "description": description })
}

fn any_key(of: Value, description: &str) -> Value {
    json!({ "type": "object", "additionalProperties": of, "description": description })
}

/// What a policy or a context lays on the baseline.
fn layer() -> Value {
    table(
        json!({
            "en": text("Name in English (英文名称)"),
            "zh": text("Name in Chinese (中文名称)"),
            "policy": of_root("policy"),
            "parameters": of_root("parameters"),
            "baseline": of_root("baseline"),
        }),
        "Changes to the baseline (在基线上的改动)",
    )
}

fn study() -> Value {
    let width = |unit: &str| json!({ "type": "number", "minimum": 1e-9, "maximum": 1e9, "description": unit });
    let half_width = json!({ "anyOf": [
        table(json!({ "absolute": width("In the unit of the measure (指标单位)") }), "Half-width (区间半宽)"),
        table(json!({ "relative": width("As a share of the baseline's level (占基线水平)") }), "Half-width (区间半宽)"),
    ] });
    let precision: Map<String, Value> = keys(|_| true).into_iter().map(|it| (it.into(), half_width.clone())).collect();
    let goal = json!({ "anyOf": [
        table(json!({ "at_least": number("Level (水平)") }), "At least (不低于)"),
        table(json!({ "at_most": number("Level (水平)") }), "At most (不高于)"),
        table(json!({ "gain": number("Over the baseline in the same context (相对基线的改善)") }), "Gain (改善)"),
    ] });
    let goals: Map<String, Value> =
        keys(|it| it.better != Better::Neither).into_iter().map(|it| (it.into(), goal.clone())).collect();
    let layers = || json!({ "$ref": "#/$defs/layer" });
    let replicates = |fewest: &str, most: &str| {
        let keys = json!({ fewest: count("Minimum (至少)"), most: count("Maximum (至多)") });
        table(keys, "Replicates (重复次数)")
    };
    table(
        json!({
            "title": text("Title in English (英文标题)"),
            "title_zh": text("Title in Chinese (中文标题)"),
            "baseline": text("The scenario with which all policies are compared: a path, or a built-in name (基线情景)"),
            "seed": of_root("seed"),
            "weeks": of_root("weeks"),
            "replicates": { "anyOf": [
                count("Replicates (重复次数)"),
                replicates("min", "max"),
                replicates("least", "most"),
                replicates("min", "most"),
                replicates("least", "max"),
            ] },
            "measures": { "$ref": "#/$defs/measures" },
            "precision": table(precision.into(), "Required half-width of a difference (所需精度)"),
            "effect": { "enum": keys(Figure::can_be_effect), "description": "Effectiveness measure (效果指标)" },
            "thresholds": { "type": "array", "items": { "type": "number", "minimum": 0 }, "description": "Willingness to pay for a unit of effect, yuan (支付意愿阈值)" },
            "discount_rate": { "type": "number", "minimum": 0, "maximum": 0.5, "description": "Discount rate per \
             year; results at 0, 3 and 8 % are shown too (贴现率)" },
            "report": { "type": "boolean", "description": "Also make the page of results (同时生成报告页)" },
            "attribute": text("Policy whose effect is attributed to its instruments (做归因的政策)"),
            "rounds": { "type": "integer", "minimum": 1, "maximum": MOST_ROUNDS, "description": "Rounds of random \
             orders per replicate, beyond eight instruments (八项以上时的抽样轮数)" },
            "stages": text("Policy whose effect is decomposed into drive, perception and response (做路径分解的政策)"),
            "groups": { "type": "boolean", "description": "Measures by group of elders and province too (分人群与省份)" },
            "goals": table(goals.into(), "Goals of the measures (目标)"),
            "uncertain": table(json!({
                "worlds": { "type": "integer", "minimum": 10, "maximum": 10_000, "description": "Number of contexts \
                 drawn (抽取的情境数)" },
                "replicates": count("Replicates per context (各情境重复次数)"),
                "factors": any_key(factor(true), "Uncertain factors, by dotted path in quotation marks (不确定因素)"),
            }), "Contexts drawn by `huzhu discover` (不确定的情境)"),
            "policies": any_key(layers(), "The policies, by identity (各政策)"),
            "contexts": any_key(layers(), "Further contexts for the comparison, by name (各情境)"),
        }),
        "A study: policies compared with one baseline (研究)",
    )
}

/// What a factor can be; with names of its own where it is told in words.
fn factor(named: bool) -> Value {
    let mut properties = json!({
        "values": { "type": "array", "description": "Possible values (可取值)" },
        "weights": { "type": "array", "items": { "type": "number", "minimum": 0 }, "description": "Probability \
         weight of each value (权重)" },
        "distribution": { "enum": DISTRIBUTIONS, "description": "Distribution (分布)" },
        "low": number("Lower bound (下限)"),
        "high": number("Upper bound (上限)"),
        "mode": number("Most likely value (众数)"),
        "mean": number("Mean before truncation (截断前均值)"),
        "deviation": number("Standard deviation before truncation (截断前标准差)"),
    });
    if named {
        properties["en"] = text("Name in English (英文名称)");
        properties["zh"] = text("Name in Chinese (中文名称)");
    }
    table(properties, "A factor (因子)")
}

fn design() -> Value {
    let scenario = json!({ "anyOf": [text("A path, or a built-in name (路径或内置名)"), { "$ref": "#" }] });
    table(
        json!({
            "title": text("Title in English (英文标题)"),
            "title_zh": text("Title in Chinese (中文标题)"),
            "scenario": scenario,
            "kind": { "enum": Kind::ALL.map(Kind::name), "description": "How points are chosen (设计类型)" },
            "runs": count("Points of latin or sobol (点数)"),
            "base": count_from(LEAST_BASE, "Base points of saltelli, a power of two (基础点数，2 的幂)"),
            "second_order": { "type": "boolean", "description": "Pairs too, saltelli (是否估计二阶)" },
            "trajectories": count_from(LEAST_TRAJECTORIES, "Trajectories of morris (轨迹数)"),
            "levels": { "type": "integer", "minimum": 2, "maximum": 1000, "multipleOf": 2, "description": "Levels of morris (水平数)" },
            "file": text("List of cells: a CSV file in UTF-8 (单元列表，UTF-8 编码的 CSV 文件)"),
            "replicates": of_root("replicates"),
            "seed": of_root("seed"),
            "measures": { "$ref": "#/$defs/measures" },
            "scope": { "enum": Scope::ALL.map(Scope::name), "description": "For whom (范围)" },
            "factors": any_key(factor(false), "Factors, by dotted path in quotation marks (因子)"),
        }),
        "A design: many runs of one scenario (设计)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::design_file;
    use crate::plan::factors::FACTOR;
    use crate::plan::study_file;

    fn names(schema: &Value) -> Vec<&str> {
        let mut names: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    fn sorted(mut keys: Vec<&'static str>) -> Vec<&'static str> {
        keys.sort_unstable();
        keys
    }

    #[test]
    fn the_schema_knows_the_keys_that_the_program_knows() {
        assert_eq!(names(&super::study()), sorted(study_file::known_keys()));
        assert_eq!(names(&design()), sorted(design_file::known_keys()));
        let factor = &design()["properties"]["factors"]["additionalProperties"];
        assert_eq!(names(factor), sorted(FACTOR.to_vec()));
        let named = &super::study()["properties"]["uncertain"]["properties"]["factors"]["additionalProperties"];
        assert_eq!(names(named), sorted(FACTOR.into_iter().chain(["en", "zh"]).collect()));
    }
}
