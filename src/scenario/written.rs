//! The resolved text: a complete scenario file with all values of the run. Read again, it gives the same scenario.

use std::fmt::Write;

use super::area::Places;
use super::entries::BASELINE;
use super::output::OUTPUT;
use super::scope::district_name;
use super::{Scenario, census};
use crate::parameters::TABLE;
use crate::places::{DistrictId, Setting};
use crate::policy::timeline::Entry;

/// The scenario as TOML.
pub(crate) fn text(scenario: &Scenario) -> String {
    let mut text = String::new();
    write(scenario, &mut text).expect("a text takes any number of bytes");
    text
}

/// All of that but the parameters, which [`Scenario::values`] holds as numbers.
pub(crate) fn without_parameters(scenario: &Scenario) -> String {
    let mut text = String::new();
    write_all_but_parameters(scenario, &mut text).expect("a text takes any number of bytes");
    text
}

fn write(scenario: &Scenario, out: &mut String) -> std::fmt::Result {
    write_all_but_parameters(scenario, out)?;
    // Equal in both settings: once; else for each.
    let equal = |row: usize| scenario.values.urban[row] == scenario.values.rural[row];
    write_parameters(out, "parameters", |row| equal(row).then(|| scenario.values.urban[row]))?;
    for setting in Setting::ALL {
        let path = format!("parameters.{}", setting.name());
        write_parameters(out, &path, |row| (!equal(row)).then(|| scenario.values[setting][row]))?;
    }
    Ok(())
}

fn write_all_but_parameters(scenario: &Scenario, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# All values of the run, whatever file or option they came from. 实际运行的全部取值。\n")?;
    writeln!(out, "title = {}", quoted(&scenario.title))?;
    writeln!(out, "title_zh = {}", quoted(&scenario.title_zh))?;
    writeln!(out, "seed = {}", scenario.seed)?;
    writeln!(out, "weeks = {}", scenario.weeks)?;
    writeln!(out, "warmup_weeks = {}", scenario.warmup_weeks)?;
    writeln!(out, "replicates = {}", scenario.replicates)?;

    writeln!(out, "\n[population]")?;
    match &scenario.places {
        Places::Census { scale, provinces } => {
            writeln!(out, "scale = {scale}")?;
            if let Some(rows) = provinces {
                writeln!(out, "provinces = [{}]", province_names(rows))?;
            }
        }
        Places::Designed { districts, urban_communities, rural_communities } => {
            writeln!(out, "districts = {districts}")?;
            writeln!(out, "urban_communities = {urban_communities}")?;
            writeln!(out, "rural_communities = {rural_communities}")?;
        }
    }

    writeln!(out, "\n[output]")?;
    for key in OUTPUT {
        writeln!(out, "{} = {}", key.name, scenario.output.written(key.name).unwrap_or_default())?;
    }

    for entry in &scenario.timeline.baseline {
        write_entry(out, "baseline", entry)?;
    }
    let off = |name: &str| !scenario.timeline.baseline.iter().any(|entry| entry.name == name);
    for (name, _, _) in BASELINE.into_iter().filter(|(name, _, _)| off(name)) {
        writeln!(out, "\n[baseline.{name}]\nenabled = false")?;
    }
    for entry in &scenario.timeline.policy {
        write_entry(out, "policy", entry)?;
    }
    Ok(())
}

/// The parameters for which `value` has one, group by group.
fn write_parameters(out: &mut String, path: &str, value: impl Fn(usize) -> Option<f64>) -> std::fmt::Result {
    let mut open = "";
    for (row, parameter) in TABLE.iter().enumerate() {
        let (Some(value), Some((group, name))) = (value(row), parameter.key.split_once('.')) else { continue };
        if group != open {
            writeln!(out, "\n[{path}.{group}]")?;
            open = group;
        }
        writeln!(out, "{name} = {value}")?;
    }
    Ok(())
}

/// What `other` adds to `base`, as the tables under `path` of a study: parameters that differ, entries of
/// `[baseline]` and `[policy]` that differ, and the word that switches off what is not there any more.
pub(crate) fn difference(base: &Scenario, other: &Scenario, path: &str) -> String {
    let mut text = String::new();
    let sections = [
        ("baseline", &base.timeline.baseline, &other.timeline.baseline),
        ("policy", &base.timeline.policy, &other.timeline.policy),
    ];
    let written = sections.into_iter().try_for_each(|(section, before, after)| {
        let path = format!("{path}.{section}");
        // What an entry leaves out stays as it was below, so an entry that lost a limit gets a new name.
        let lost = |was: &Entry, is: &Entry| {
            (was.stop_week.is_some() && is.stop_week.is_none())
                || (was.offered && !is.offered)
                || (was.provinces.is_some() && is.provinces.is_none())
                || (was.districts.is_some() && is.districts.is_none())
        };
        let renamed = |entry: &Entry| before.iter().any(|was| was.name == entry.name && lost(was, entry));
        let kept = |was: &Entry| after.iter().any(|it| it.name == was.name && !lost(was, it));
        for was in before.iter().filter(|was| !kept(was)) {
            writeln!(text, "\n{}\nenabled = false", header(&path, &was.name))?;
        }
        after.iter().filter(|entry| !before.contains(entry)).try_for_each(|entry| {
            let label = if entry.name.contains('.') { " anew" } else { ".anew" };
            let name = if renamed(entry) { format!("{}{label}", entry.name) } else { entry.name.clone() };
            write_entry(&mut text, &path, &Entry { name, ..entry.clone() })
        })
    });
    let written = written.and_then(|()| {
        Setting::ALL.into_iter().try_for_each(|setting| {
            let (before, after) = (&base.values[setting], &other.values[setting]);
            let path = format!("{path}.parameters.{}", setting.name());
            write_parameters(&mut text, &path, |row| (before[row] != after[row]).then(|| after[row]))
        })
    });
    written.expect("a text takes any number of bytes");
    text
}

fn header(section: &str, name: &str) -> String {
    match name.split_once('.') {
        None => format!("[{section}.{name}]"),
        Some((name, label)) => format!("[{section}.{name}.{}]", key(label)),
    }
}

fn write_entry(out: &mut String, section: &str, entry: &Entry) -> std::fmt::Result {
    let description = entry.instrument.description();
    writeln!(out, "\n{}", header(section, &entry.name))?;
    writeln!(out, "enabled = true")?;
    if section.ends_with("policy") {
        writeln!(out, "start_week = {}", entry.start_week)?;
        if let Some(stop) = entry.stop_week {
            writeln!(out, "stop_week = {stop}")?;
        }
    }
    let word = match entry.settings.as_slice() {
        [single] => single.name(),
        _ => "both",
    };
    writeln!(out, "setting = \"{word}\"")?;
    if entry.offered {
        writeln!(out, "offered = true")?;
    }
    if let Some(rows) = &entry.provinces {
        writeln!(out, "provinces = [{}]", province_names(rows))?;
    }
    if let Some(list) = &entry.districts {
        let list: Vec<String> = list.iter().map(|district| district_literal(*district)).collect();
        writeln!(out, "districts = [{}]", list.join(", "))?;
    }
    let fields = entry.instrument.written();
    for field in description.fields {
        if let Some(value) = fields.get(field.name) {
            writeln!(out, "{} = {value}", field.name)?;
        }
    }
    Ok(())
}

fn province_names(rows: &[u32]) -> String {
    let names: Vec<String> = rows.iter().map(|row| quoted(census::provinces()[*row as usize].name)).collect();
    names.join(", ")
}

/// A district as a value of TOML.
fn district_literal(district: DistrictId) -> String {
    let name = district_name(district);
    if district.province() == DistrictId::DESIGNED { name } else { quoted(&name) }
}

/// A text in quotation marks, on one line, which a key must be.
pub(crate) fn quoted(text: &str) -> String {
    // The escapes of JSON are escapes of TOML too; only the delete mark is allowed there and not here.
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

/// A key, in quotation marks where it needs them.
pub(crate) fn key(label: &str) -> String {
    let bare = !label.is_empty() && label.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '-');
    if bare { label.into() } else { quoted(label) }
}
