//! What the identities of a study are called.

use crate::analysis::figures::{Scope, measures};
use crate::output::study_directory::Table;
use crate::plan::study::{Named, Study};
use crate::policy::DESCRIPTIONS;
use crate::study::tables::builder::TableBuilder;

/// An identity that other tables use, with its names.
pub struct NameRow {
    kind: &'static str,
    id: String,
    en: String,
    zh: String,
    unit: &'static str,
    better: &'static str,
}

impl NameRow {
    /// An identity without unit.
    pub fn of(kind: &'static str, id: &str, en: &str, zh: &str) -> Self {
        NameRow { kind, id: id.into(), en: en.into(), zh: zh.into(), unit: "", better: "" }
    }
}

/// The names of worlds, policies and measures, and some more.
pub fn name_table(study: &Study, more: impl IntoIterator<Item = NameRow>) -> Table {
    let named = |kind, it: &Named| NameRow::of(kind, &it.id, &it.en, &it.zh);
    let mut rows: Vec<NameRow> = study.worlds.iter().map(|it| named("context", &it.named)).collect();
    rows.extend(study.worlds[0].cases.iter().map(|it| named("policy", &it.named)));
    rows.extend(measures().map(|it| NameRow {
        unit: it.unit,
        better: it.better.name(),
        ..NameRow::of("measure", it.key, it.label.en, it.label.zh)
    }));
    rows.extend(Scope::ALL.map(|it| NameRow::of("scope", it.name(), it.label().en, it.label().zh)));
    rows.extend(DESCRIPTIONS.iter().map(|it| NameRow::of("instrument", it.name, it.label.en, it.label.zh)));
    rows.extend(more);
    TableBuilder::of("names", &rows)
        .text(["kind", "context, policy, measure, scope, instrument and others", "what is named", "类别"], |it| {
            it.kind
        })
        .text(["id", "identity", "as in the other tables", "标识"], |it| it.id.as_str())
        .text(["en", "text", "name in English", "英文名称"], |it| it.en.as_str())
        .text(["zh", "text", "name in Chinese", "中文名称"], |it| it.zh.as_str())
        .text(["unit", "text", "unit of a measure", "单位"], |it| it.unit)
        .text(
            ["better", "higher, lower or neither", "which way a change of a measure is welcome", "改善方向"],
            |it| it.better,
        )
        .table()
}
