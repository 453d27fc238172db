//! Names of the keys of a study.

use crate::analysis::figures::{Scope, measures};
use crate::output::study_directory::Table;
use crate::plan::study::{Named, Study};
use crate::policy::DESCRIPTIONS;
use crate::study::tables::builder::TableBuilder;

/// A key of other tables, with its names.
pub struct NameRow {
    kind: &'static str,
    id: String,
    en: String,
    zh: String,
    unit: &'static str,
    better: &'static str,
}

impl NameRow {
    /// A key without unit.
    pub fn of(kind: &'static str, id: &str, en: &str, zh: &str) -> Self {
        NameRow { kind, id: id.into(), en: en.into(), zh: zh.into(), unit: "", better: "" }
    }
}

/// Names of contexts, policies, measures and other keys.
pub fn name_table(study: &Study, more: impl IntoIterator<Item = NameRow>) -> Table {
    let named = |kind, it: &Named| NameRow::of(kind, &it.id, &it.en, &it.zh);
    let mut rows: Vec<NameRow> = study.contexts.iter().map(|it| named("context", &it.named)).collect();
    rows.extend(study.contexts[0].arms.iter().map(|it| named("policy", &it.named)));
    rows.extend(measures().map(|it| NameRow {
        unit: it.unit,
        better: it.better.name(),
        ..NameRow::of("measure", it.key, it.label.en, it.label.zh)
    }));
    rows.extend(Scope::ALL.map(|it| NameRow::of("scope", it.name(), it.label().en, it.label().zh)));
    rows.extend(DESCRIPTIONS.iter().map(|it| NameRow::of("instrument", it.name, it.label.en, it.label.zh)));
    rows.extend(more);
    TableBuilder::of("names", &rows)
        .text(["kind", "context, policy, measure, scope, instrument and others", "kind of the key", "类别"], |it| {
            it.kind
        })
        .text(["id", "identity", "key in the other tables", "标识"], |it| it.id.as_str())
        .text(["en", "text", "name in English", "英文名称"], |it| it.en.as_str())
        .text(["zh", "text", "name in Chinese", "中文名称"], |it| it.zh.as_str())
        .text(["unit", "text", "unit of a measure", "单位"], |it| it.unit)
        .text(["better", "higher, lower or neither", "direction of improvement of a measure", "改善方向"], |it| {
            it.better
        })
        .table()
}
