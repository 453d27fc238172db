//! A report for programs: its tables as CSV texts, and all of it as one JSON object.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::document::Document;
use crate::analysis::results::Mark;
use crate::analysis::table::Cells;
use crate::text::Language;
use crate::text::Message;

/// What tells a spreadsheet that a CSV file is UTF-8.
const MARK: &str = "\u{feff}";

/// Name and text of a CSV file for every table; with `marked` a byte order mark opens each.
pub fn csv(document: &Document, marked: bool) -> Vec<(String, String)> {
    let mark = if marked { MARK } else { "" };
    let tables = document.source.tables.iter().filter(|it| it.rows() > 0);
    tables.map(|it| (format!("{}.csv", it.name), format!("{mark}{}", it.csv()))).collect()
}

/// All that the report says as one JSON object, ending with a line break.
pub fn json(document: &Document) -> String {
    let both = |text: &Message| json!({ "en": text.en, "zh": text.zh });
    let sentences = document.answer.iter().flat_map(|it| it.sentences.iter().map(move |said| (&it.policy, said)));
    let answer = sentences.map(|(policy, it)| {
        let numbers: Map<String, Value> = it
            .values
            .iter()
            .filter_map(|(_, value)| match value {
                super::document::paragraph::Value::Number { key, value, .. } => Some((key.clone(), json!(value))),
                super::document::paragraph::Value::Name(_) => None,
            })
            .collect();
        json!({
            "en": it.plain(Language::English),
            "zh": it.plain(Language::Chinese),
            "policy": policy,
            "record": it.record,
            "numbers": numbers,
        })
    });
    let tables: Map<String, Value> = document
        .source
        .tables
        .iter()
        .map(|table| {
            let column = |it: &crate::analysis::table::Column| {
                let values = match &it.cells {
                    Cells::Texts(it) => json!(it),
                    Cells::Numbers(it) => json!(it),
                };
                json!({ "name": it.name, "unit": it.unit, "en": it.en, "zh": it.zh, "values": values })
            };
            (table.name.clone(), json!({ "columns": table.columns.iter().map(column).collect::<Vec<_>>() }))
        })
        .collect();
    let origin = document.origin.iter().map(|it| json!({ "name": both(&it.name), "value": both(&it.value) }));
    let whole = Whole {
        made_from: &document.source.results.mark,
        title: both(&document.title),
        kind: both(&document.kind),
        answer: answer.collect(),
        tables,
        method: document.method.iter().map(both).collect(),
        provenance: origin.collect(),
        blake3: "",
    };
    Mark::sealed_object(&super::json::text(&whole))
}

/// The object: first what it was made from, last the hash of its text with these 64 digits left out.
#[derive(Serialize)]
struct Whole<'a> {
    made_from: &'a Mark,
    title: Value,
    kind: Value,
    answer: Vec<Value>,
    tables: Map<String, Value>,
    method: Vec<Value>,
    provenance: Vec<Value>,
    blake3: &'static str,
}
