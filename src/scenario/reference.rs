//! The reference of everything a scenario can set, made from the parameter table and the list of instruments.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::entries::PLACEMENT;
use crate::mechanisms::{MECHANISMS, Mechanism};
use crate::parameters::{Parameter, TABLE};
use crate::policy::{DESCRIPTIONS, Description, Field, Instrument, Kind};
use crate::text::Label;

/// Whether a row of the parameter table has `filter` in its key, symbol or meaning.
pub fn parameter_matches(row: &Parameter, filter: &str) -> bool {
    let filter = filter.to_lowercase();
    [row.key, row.symbol, row.meaning, row.meaning_zh].iter().any(|text| text.to_lowercase().contains(&filter))
}

/// Mechanisms with `filter` in their name or meaning.
pub fn mechanisms(filter: &str) -> impl Iterator<Item = &'static Mechanism> {
    let filter = filter.to_lowercase();
    let matches = move |it: &&Mechanism| {
        [it.name, it.meaning.en, it.meaning.zh].iter().any(|text| text.to_lowercase().contains(&filter))
    };
    MECHANISMS.iter().filter(matches)
}

/// The same as a page in both languages: name, what it does, and what is written when it is switched off.
pub fn mechanisms_markdown(filter: &str) -> String {
    let mut text = String::from("| mechanism 机制 | what it does | 作用 | off 关闭时 |\n|---|---|---|---|\n");
    for it in mechanisms(filter) {
        let values = it.parameters().map(|(_, row)| format!("`{}` = {}", row.key, row.off.unwrap_or_default()));
        let values = values.collect::<Vec<_>>().join(", ");
        text.push_str(&format!("| `{}` | {} | {} | {values} |\n", it.name, it.meaning.en, it.meaning.zh));
    }
    text
}

/// The same for programs.
pub fn mechanisms_json(filter: &str) -> Value {
    let one = |it: &Mechanism| {
        let off: Map<String, Value> = it.parameters().map(|(_, row)| (row.key.to_owned(), json!(row.off))).collect();
        json!({ "name": it.name, "meaning": it.meaning.en, "meaning_zh": it.meaning.zh, "off": off })
    };
    mechanisms(filter).map(one).collect()
}

/// Whether an instrument has `filter` in `policy.NAME`, its labels or one of its fields.
pub fn instrument_matches(description: &Description, filter: &str) -> bool {
    let filter = filter.to_lowercase();
    let path = format!("policy.{}", description.name);
    let fields = description.fields.iter().map(|field| field.name);
    [path.as_str(), description.label.en, description.label.zh]
        .into_iter()
        .chain(fields)
        .any(|text| text.to_lowercase().contains(&filter))
}

/// Keys that say when and where an instrument is in force, with their meaning.
pub fn placement() -> impl Iterator<Item = (&'static str, Label)> {
    PLACEMENT.iter().map(|it| (it.name, it.meaning))
}

/// Whether `filter` is in one of these keys, or stands for instruments at all.
pub fn placement_matches(filter: &str) -> bool {
    let filter = filter.to_lowercase();
    filter == "policy" || PLACEMENT.iter().any(|it| it.name.contains(&filter))
}

/// What values a field takes, in words.
pub fn allowed(field: &Field) -> String {
    match field.kind {
        Kind::Number(low, high) => format!("{low} to {high}"),
        Kind::Choice(words) => words.join(", "),
    }
}

/// The value of each field that a bare mention of the instrument switches on.
pub fn bare_values(description: &Description) -> toml::Table {
    Instrument::bare(description.name).map(|instrument| instrument.written()).unwrap_or_default()
}

/// A value without the point that whole numbers do not need, or a dash for none.
pub fn plain(value: Option<&toml::Value>) -> String {
    match value {
        Some(toml::Value::Float(number)) => number.to_string(),
        Some(toml::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "-".into(),
    }
}

/// The names of the settings an instrument acts in.
pub fn setting_names(description: &Description) -> String {
    description.settings.iter().map(|setting| setting.name()).collect::<Vec<_>>().join(", ")
}

/// The reference page, parameters and instruments that match `filter`; all with an empty one.
pub fn markdown(filter: &str) -> String {
    let mut page = String::new();
    let written = write_head(&mut page).and_then(|()| write_parameters(filter, &mut page));
    written.and_then(|()| write_instruments(filter, &mut page)).expect("a text takes any number of bytes");
    page
}

/// A text in a cell of a table, which a bar would end.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn write_head(out: &mut String) -> std::fmt::Result {
    writeln!(out, "# 参数与政策工具 Parameters and instruments\n")?;
    writeln!(
        out,
        "<!-- Written by `huzhu params --format markdown`; change the tables in the source, not this page. -->\n"
    )?;
    writeln!(
        out,
        "参数写在情景文件的 `[parameters.组]`（城乡相同）或 `[parameters.urban.组]`、`[parameters.rural.组]`（只改一类）。"
    )?;
    writeln!(out, "政策工具写在 `[policy.名称]`（或 `[baseline.名称]`）：写出即启用，未写的字段取所列默认值。\n")?;
    writeln!(
        out,
        "A parameter is written in `[parameters.GROUP]` for both settings, in `[parameters.urban.GROUP]` or"
    )?;
    writeln!(
        out,
        "`[parameters.rural.GROUP]` for one. An instrument is written in `[policy.NAME]` (or `[baseline.NAME]`): naming it"
    )?;
    writeln!(out, "switches it on, and fields left out take the defaults shown.")
}

fn write_parameters(filter: &str, out: &mut String) -> std::fmt::Result {
    let mut open = "";
    for row in TABLE.iter().filter(|row| parameter_matches(row, filter)) {
        let group = row.key.split('.').next().unwrap_or_default();
        if group != open {
            writeln!(out, "\n## `[parameters.{group}]`\n")?;
            writeln!(
                out,
                "| key | 城市 urban | 农村 rural | 范围 range | 单位 unit | meaning | 含义 | MODEL | 来源 source |"
            )?;
            writeln!(out, "|---|---|---|---|---|---|---|---|---|")?;
            open = group;
        }
        writeln!(
            out,
            "| `{}` | {} | {} | {} to {} | {} | {} | {} | {} | {} |",
            row.key,
            row.default[0],
            row.default[1],
            row.range.start(),
            row.range.end(),
            cell(row.unit),
            cell(row.meaning),
            cell(row.meaning_zh),
            cell(row.symbol),
            cell(row.source),
        )?;
    }
    Ok(())
}

fn write_instruments(filter: &str, out: &mut String) -> std::fmt::Result {
    writeln!(out, "\n## 政策工具 Instruments\n")?;
    writeln!(out, "各工具还可写下列各键，说明何时、何地生效；基线没有起止周。\n")?;
    writeln!(
        out,
        "Each also takes the following keys, which say when and where it is in force; a baseline entry has no start"
    )?;
    writeln!(out, "and stop.\n")?;
    writeln!(out, "| key | meaning | 含义 |\n|---|---|---|")?;
    for (key, Label { en, zh }) in placement() {
        writeln!(out, "| `{key}` | {} | {} |", cell(en), cell(zh))?;
    }
    for description in DESCRIPTIONS.iter().filter(|it| instrument_matches(it, filter)) {
        writeln!(out, "\n### `[policy.{}]` {} {}\n", description.name, description.label.zh, description.label.en)?;
        writeln!(out, "{}\n", description.meaning.zh)?;
        writeln!(
            out,
            "{} Acts in: {}. Source: {}.",
            description.meaning.en,
            setting_names(description),
            description.source
        )?;
        if description.fields.is_empty() {
            continue;
        }
        writeln!(
            out,
            "\n| field | 默认 default | 允许 allowed | 单位 unit | meaning | 含义 |\n|---|---|---|---|---|---|"
        )?;
        let values = bare_values(description);
        for field in description.fields {
            writeln!(
                out,
                "| `{}` | {} | {} | {} | {} | {} |",
                field.name,
                plain(values.get(field.name)),
                allowed(field),
                cell(field.unit),
                cell(field.meaning.en),
                cell(field.meaning.zh),
            )?;
        }
    }
    Ok(())
}

/// The same as JSON.
pub fn json(filter: &str) -> Value {
    let parameters = TABLE.iter().filter(|row| parameter_matches(row, filter)).map(|row| {
        json!({
            "key": row.key,
            "symbol": row.symbol,
            "unit": row.unit,
            "minimum": row.range.start(),
            "maximum": row.range.end(),
            "urban": row.default[0],
            "rural": row.default[1],
            "source": row.source,
            "meaning": row.meaning,
            "meaning_zh": row.meaning_zh,
            "off": row.off,
            "mechanism": row.mechanism,
        })
    });
    let instruments = DESCRIPTIONS.iter().filter(|it| instrument_matches(it, filter)).map(|it| {
        let values = bare_values(it);
        let fields = it.fields.iter().map(|field| {
            let mut object = json!({
                "name": field.name,
                "unit": field.unit,
                "default": values.get(field.name),
                "meaning": field.meaning.en,
                "meaning_zh": field.meaning.zh,
            });
            match field.kind {
                Kind::Number(low, high) => {
                    object["minimum"] = json!(low);
                    object["maximum"] = json!(high);
                }
                Kind::Choice(words) => object["choices"] = json!(words),
            }
            object
        });
        json!({
            "name": it.name,
            "label": it.label.en,
            "label_zh": it.label.zh,
            "meaning": it.meaning.en,
            "meaning_zh": it.meaning.zh,
            "settings": it.settings.iter().map(|setting| setting.name()).collect::<Vec<_>>(),
            "fields": fields.collect::<Vec<_>>(),
            "source": it.source,
        })
    });
    let placement = placement().filter(|_| placement_matches(filter));
    let placement = placement.map(|(key, it)| json!({ "name": key, "meaning": it.en, "meaning_zh": it.zh }));
    json!({
        "parameters": parameters.collect::<Vec<_>>(),
        "instruments": instruments.collect::<Vec<_>>(),
        "placement": placement.collect::<Vec<_>>(),
    })
}
