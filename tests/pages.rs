//! The pages in `docs/` that are written by the program are what it writes. `BLESS=1` writes them anew.

use std::path::Path;

use huzhu::internals::plan::schema;
use huzhu::internals::scenario::reference;

/// Compares a committed page with what the program makes, or writes it.
fn current(page: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(page);
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, made).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == made, "docs/{page} is out of date; `BLESS=1 cargo test --test pages` writes it anew");
}

#[test]
fn the_reference_of_parameters_and_instruments_is_current() {
    current("parameters.md", &reference::markdown(""));
}

#[test]
fn the_schema_of_scenario_study_and_design_files_is_current() {
    current("scenario.schema.json", &format!("{:#}\n", schema::schema()));
}
