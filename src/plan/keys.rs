//! The keys of `[study]` and `[design]`, one list each.

use serde_json::{Map, Value, json};

use crate::analysis::costs::USUAL_RATE;
use crate::analysis::figures::{Better, Indicator, Scope, measures};
use crate::plan::design;
use crate::plan::factors::{FACTOR, NAMES, any_number};
use crate::plan::sampling::morris::LEAST_TRAJECTORIES;
use crate::plan::sampling::saltelli::LEAST_BASE;
use crate::scenario::keys::{self, Key, Kind, any_key, described, keys};
use crate::scenario::schema::MOST_REPLICATES;
use crate::text::Label;

/// Most rounds of random orders per replicate.
pub const MOST_ROUNDS: u32 = 1000;

/// Most points of a design that can be written.
const MOST_POINTS: i64 = 1_000_000_000_000_000;

keys! {
    /// The plain values of `[study]`.
    STUDY, Options;
    title, Kind::Text, "Title in English", "英文标题";
    title_zh, Kind::Text, "Title in Chinese", "中文标题";
    replicates, Kind::Own(replicates), "Replicates", "重复次数";
    measures, Kind::Same("$defs/measures"), "What is measured", "指标";
    effect, Kind::Choice(|| measured(Indicator::can_be_effect)), "Effectiveness measure", "效果指标";
    attribute, Kind::Text, "Policy whose effect is attributed to its instruments", "做归因的政策";
    stages, Kind::Text, "Policy whose effect is decomposed by stage and by kind of agents", "做路径分解的政策";
    rounds: u32 = 1, Kind::Whole(1, MOST_ROUNDS as i64), of("rounds", "轮数"),
        "Rounds of random orders per replicate, beyond eight instruments", "八项以上时的抽样轮数";
    thresholds, Kind::Own(|| json!({ "type": "array", "items": { "type": "number", "minimum": 0 } })),
        "Willingness to pay for a unit of effect, yuan", "支付意愿阈值";
    discount_rate: f64 = USUAL_RATE, Kind::Number(0.0, 0.5), of("a year", "每年"),
        "Discount rate per year, for costs and effects; results at 0, 3 and 8 % are shown too", "贴现率";
    groups: bool = false, Kind::Switch, "Measures by group of elders and province too", "分人群与省份";
    report: bool = false, Kind::Switch, "Also make the page of results", "同时生成报告页";
    precision, Kind::Own(precision), "Required half-width of a difference", "所需精度";
    goals, Kind::Own(goals), "Goals of the measures", "目标";
    uncertain, Kind::Own(|| keys::table(UNCERTAIN)), "Contexts drawn by `huzhu discover`", "不确定的情境";
    policies, Kind::Own(layers), "The policies, by identity", "各政策";
    contexts, Kind::Own(layers), "Further contexts for the comparison, by name", "各情境";
    baseline, Kind::Text, "The scenario with which all policies are compared: a path, or a built-in name", "基线情景";
    seed, Kind::Same("properties/seed"), "Random seed", "随机种子";
    weeks, Kind::Same("properties/weeks"), "Weeks from week 0 on", "模拟周数";
}

keys! {
    /// Keys of `[study.uncertain]`.
    UNCERTAIN;
    worlds, Kind::Whole(10, 10_000), of("worlds", "情境数"), "Number of contexts drawn", "抽取的情境数";
    replicates, Kind::Whole(1, 1000), of("replicates", "重复次数"), "Replicates per context", "各情境重复次数";
    factors, Kind::Own(|| any_key(factor(true))), "Uncertain factors, by dotted path in quotation marks", "不确定因素";
}

keys! {
    /// Keys of `[design]`.
    DESIGN;
    title, Kind::Text, "Title in English", "英文标题";
    title_zh, Kind::Text, "Title in Chinese", "中文标题";
    scenario, Kind::Own(scenario), "The scenario that runs, with changes", "所运行的情景";
    kind, Kind::Choice(|| design::Kind::ALL.map(design::Kind::name).to_vec()), "How points are chosen", "设计类型";
    runs, Kind::Whole(1, MOST_POINTS), "Points of latin or sobol", "点数";
    base, Kind::Whole(LEAST_BASE as i64, MOST_POINTS), "Base points of saltelli, a power of two", "基础点数，2 的幂";
    second_order, Kind::Switch, "Pairs too, saltelli", "是否估计二阶";
    trajectories, Kind::Whole(LEAST_TRAJECTORIES as i64, MOST_POINTS), "Trajectories of morris", "轨迹数";
    levels, Kind::Even(2, 1000), "Levels of morris", "水平数";
    file, Kind::Text, "List of cells: a CSV file in UTF-8", "单元列表，UTF-8 编码的 CSV 文件";
    replicates, Kind::Whole(1, MOST_REPLICATES), "Number of replicates", "重复次数";
    seed, Kind::Same("properties/seed"), "Random seed", "随机种子";
    measures, Kind::Same("$defs/measures"), "What is measured", "指标";
    scope, Kind::Choice(|| Scope::ALL.map(Scope::name).to_vec()), "For whom", "范围";
    factors, Kind::Own(|| any_key(factor(false))), "Factors, by dotted path in quotation marks", "因子";
}

keys! {
    /// Keys of a policy or a context.
    LAYER;
    en, Kind::Text, "Name in English", "英文名称";
    zh, Kind::Text, "Name in Chinese", "中文名称";
    policy, Kind::Same("properties/policy"), "Instruments that are added", "所加的政策工具";
    parameters, Kind::Same("properties/parameters"), "Constants of the model", "模型参数";
    baseline, Kind::Same("properties/baseline"), "Instruments of the baseline", "基线中的政策工具";
}

/// Keys of the measures that are wanted.
pub(crate) fn measured(wanted: impl Fn(&Indicator) -> bool) -> Vec<&'static str> {
    measures().filter(|it| wanted(it)).map(|it| it.key).collect()
}

/// A table in which each of the wanted measures takes a value of one schema.
fn by_measure(wanted: impl Fn(&Indicator) -> bool, schema: &Value) -> Value {
    keys::object(measured(wanted).into_iter().map(|it| (it.into(), schema.clone())).collect())
}

/// A table of exactly one of some keys.
fn one_of(keys: &[Key]) -> Value {
    let tables: Vec<Value> = keys.iter().map(|it| keys::table(std::slice::from_ref(it))).collect();
    json!({ "anyOf": tables })
}

fn layers() -> Value {
    any_key(json!({ "$ref": "#/$defs/layer" }))
}

fn replicates() -> Value {
    let count = |en, zh| described(json!({ "type": "integer", "minimum": 1 }), Label { en, zh });
    let range = |fewest: &str, most: &str| {
        let keys = [(fewest.to_owned(), count("Minimum", "至少")), (most.to_owned(), count("Maximum", "至多"))];
        described(keys::object(Map::from_iter(keys)), Label { en: "Replicates", zh: "重复次数" })
    };
    json!({ "anyOf": [
        count("Replicates", "重复次数"),
        range("min", "max"),
        range("least", "most"),
        range("min", "most"),
        range("least", "max"),
    ] })
}

fn precision() -> Value {
    const WIDTH: Kind = Kind::Number(1e-9, 1e9);
    let widths = [
        Key::new("absolute", WIDTH, "Half-width in the unit of the measure", "指标单位的区间半宽"),
        Key::new("relative", WIDTH, "Half-width as a share of the baseline's level", "占基线水平的区间半宽"),
    ];
    by_measure(|_| true, &one_of(&widths))
}

fn goals() -> Value {
    const LEVEL: Kind = Kind::Own(any_number);
    let goals = [
        Key::new("at_least", LEVEL, "Lowest level", "不低于此水平"),
        Key::new("at_most", LEVEL, "Highest level", "不高于此水平"),
        Key::new("gain", LEVEL, "Gain over the baseline in the same context", "相对基线的改善"),
    ];
    by_measure(|it| it.better != Better::Neither, &one_of(&goals))
}

/// What a factor can be; with names of its own where it is told in words.
fn factor(named: bool) -> Value {
    let names = if named { NAMES } else { &[] };
    let properties = FACTOR.iter().chain(names).map(|it| (it.name.to_owned(), it.schema()));
    described(keys::object(properties.collect()), Label { en: "A factor", zh: "因子" })
}

fn scenario() -> Value {
    let named = described(json!({ "type": "string" }), Label { en: "A path, or a built-in name", zh: "路径或内置名" });
    json!({ "anyOf": [named, { "$ref": "#" }] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::design_file;
    use crate::plan::schema::schema;
    use crate::plan::study::Study;
    use crate::scenario::area::{CENSUS, DESIGNED};
    use crate::scenario::output::OUTPUT;
    use crate::scenario::schema::TOP;

    const POLICY: &str = "[study.policies.a.policy.recognition]";

    /// Whether a key of a table is refused as one that nobody knows, when it holds what no key takes.
    fn is_unknown(table: &str, key: &str) -> bool {
        let header = if table.is_empty() { String::new() } else { format!("[{table}]\n") };
        let text = format!("{header}{key} = [[]]\n");
        let told = match table {
            "study" => Study::from_text("x", &text, &[]).unwrap_err(),
            "design" if key == "kind" => design_file::from_text("x", &text).unwrap_err(),
            "design" => design_file::from_text("x", &format!("{text}kind = \"grid\"\n")).unwrap_err(),
            _ => crate::scenario::from_text("x", &text, &[]).unwrap_err(),
        };
        told.to_string().contains("unknown key")
    }

    #[test]
    fn a_key_of_a_list_is_in_the_schema_and_known_to_the_reader_and_no_other_is() {
        let schema = schema();
        let lists = [
            ("study", STUDY, "/properties/study"),
            ("design", DESIGN, "/properties/design"),
            ("study.uncertain", UNCERTAIN, "/properties/study/properties/uncertain"),
            ("output", OUTPUT, "/properties/output"),
            ("population", CENSUS, "/properties/population/anyOf/0"),
            ("population", DESIGNED, "/properties/population/anyOf/1"),
        ];
        for (table, list, place) in lists {
            let mut names = keys::names(list);
            for name in names.iter().filter(|_| table != "study.uncertain") {
                assert!(!is_unknown(table, name), "{table}.{name}");
            }
            names.sort_unstable();
            let properties = schema.pointer(place).unwrap()["properties"].as_object().unwrap();
            assert_eq!(properties.keys().collect::<Vec<_>>(), names, "{table}");
        }
        for name in keys::names(TOP) {
            assert!(!is_unknown("", name) && schema["properties"].get(name).is_some(), "{name}");
        }
        for table in ["study", "design", "output", "population"] {
            assert!(is_unknown(table, "colour"), "{table}");
        }
    }

    /// A value of a plain key that is not its default.
    fn another(key: &Key, usual: &str) -> String {
        let values = match key.kind {
            Kind::Switch => ["false".into(), "true".into()],
            Kind::Whole(low, high) => [low.to_string(), high.to_string()],
            Kind::Number(low, high) => [low.to_string(), high.to_string()],
            Kind::Weeks(low, high) => [low.to_string(), high.to_string()],
            _ => panic!("`{}` is not plain", key.name),
        };
        values.into_iter().find(|it| it != usual).unwrap()
    }

    #[test]
    fn a_plain_key_of_a_list_is_read_and_written_without_a_second_place() {
        let base = Study::from_text("x", POLICY, &[]).unwrap();
        let output = &base.base().output;
        let of_study = STUDY.iter().filter_map(|key| Some(("study", key, base.options.written(key.name)?)));
        let of_output = OUTPUT.iter().map(|key| ("output", key, output.written(key.name).unwrap()));
        let mut plain = 0;
        for (table, key, usual) in of_study.chain(of_output) {
            let line = format!("{} = {}\n", key.name, another(key, &usual));
            let read = Study::from_text("x", &format!("[{table}]\n{line}{POLICY}"), &[]).unwrap();
            let resolved = read.resolved();
            assert!(resolved.contains(&format!("\n{line}")), "{line}");
            let again = Study::from_text("x", &resolved, &[]).unwrap();
            assert_eq!((&again.options, again.resolved()), (&read.options, resolved));
            plain += 1;
        }
        assert_eq!(plain, 4 + 8);
    }
}
