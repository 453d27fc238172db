//! `[baseline]` and `[policy]`: what is written of instruments becomes entries of the timeline.

use super::census;
use super::diagnostics::{Fault, nearest};
use super::file::{Table, Value, Written};
use super::values::{Bounds, Check};
use crate::places::{DistrictId, Setting};
use crate::policy::timeline::Entry;
use crate::policy::{DESCRIPTIONS, Description, Instrument, Kind};

/// Keys of an entry that say when and where, beside the instrument's own fields.
pub(super) const PLACEMENT: [&str; 6] = ["enabled", "start_week", "stop_week", "setting", "provinces", "districts"];

/// Words of `setting`.
pub(super) const SETTINGS: [&str; 3] = ["urban", "rural", "both"];

/// Latest week a scenario can name: five hundred years.
pub(super) const LATEST_WEEK: i32 = 26_000;

/// Which of the two tables an entry stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// In force from the first warm-up week, which is this one.
    Baseline(i32),
    /// From week 0 or later.
    Policy,
}

impl Section {
    fn name(self) -> &'static str {
        match self {
            Section::Baseline(_) => "baseline",
            Section::Policy => "policy",
        }
    }
}

/// The entries of one section, in the order of the file.
pub(super) fn entries(check: &mut Check, table: &Table, section: Section) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, written) in table.iter() {
        let Some(description) = DESCRIPTIONS.iter().find(|it| it.name == name) else {
            unknown_instrument(check, section, name, written);
            continue;
        };
        let path = format!("{}.{name}", section.name());
        let Some(table) = check.table(&path, written) else { continue };
        let (labelled, own): (Vec<_>, Vec<_>) =
            table.iter().partition(|(_, written)| matches!(written.value, Value::Table(_)));
        // A table with nothing but labelled entries is only their heading.
        if !own.is_empty() || labelled.is_empty() {
            entries.extend(entry(check, section, description, name.into(), written, &own));
        }
        for (label, written) in labelled {
            let Some(table) = check.table(&path, written) else { continue };
            let fields: Vec<_> = table.iter().collect();
            entries.extend(entry(check, section, description, format!("{name}.{label}"), written, &fields));
        }
    }
    entries
}

fn unknown_instrument(check: &mut Check, section: Section, name: &str, written: &Written) {
    let title = format!("no instrument is called `{name}`");
    let by_label =
        DESCRIPTIONS.iter().find(|it| it.label.zh == name || it.label.en.eq_ignore_ascii_case(name)).map(|it| it.name);
    let fault = match by_label.or_else(|| nearest(name, DESCRIPTIONS.iter().map(|it| it.name))) {
        Some(meant) => Fault::new(title, &written.key, format!("did you mean `[{}.{meant}]`?", section.name())),
        None => Fault::new(title, &written.key, ""),
    };
    check.faults.push(fault.help("`huzhu params policy` lists all instruments"));
}

/// One entry, unless it is switched off or cannot be read.
fn entry(
    check: &mut Check,
    section: Section,
    description: &'static Description,
    name: String,
    header: &Written,
    written: &[(&str, &Written)],
) -> Option<Entry> {
    let faults_before = check.faults.len();
    let path = format!("{}.{name}", section.name());
    let get = |key: &str| written.iter().find(|(name, _)| *name == key).map(|(_, written)| *written);
    let key = |key: &str| format!("{path}.{key}");

    let known: Vec<&str> = description.fields.iter().map(|field| field.name).chain(PLACEMENT).collect();
    for (key, value) in written.iter().filter(|(key, _)| !known.contains(key)) {
        check.unknown(&path, key, value, &known);
    }
    let instrument = instrument(check, description, &path, header, written);

    let enabled = get("enabled").and_then(|it| check.switch(&key("enabled"), it)).unwrap_or(true);
    let (start_week, stop_week) = period(check, section, &path, written);
    let settings =
        get("setting").map_or(description.settings.to_vec(), |it| settings(check, description, &key("setting"), it));
    let provinces = get("provinces").and_then(|it| provinces(check, &key("provinces"), it));
    let districts = get("districts").and_then(|it| districts(check, &key("districts"), it));

    let sound = check.faults.len() == faults_before && enabled;
    Some(Entry { name, instrument: instrument?, start_week, stop_week, settings, provinces, districts })
        .filter(|_| sound)
}

/// First week in force and the week from which it is in force no more.
fn period(check: &mut Check, section: Section, path: &str, written: &[(&str, &Written)]) -> (i32, Option<i32>) {
    let [_, start_key, stop_key, ..] = PLACEMENT;
    let get = |key: &str| written.iter().find(|(name, _)| *name == key).map(|(_, written)| *written);
    let (started, stopped) = (get(start_key), get(stop_key));
    if let Section::Baseline(first) = section {
        for written in [started, stopped].into_iter().flatten() {
            let title = format!("`{path}` is in force from the first warm-up week on and has no start and no stop");
            let help = "an instrument named in [policy] replaces its baseline entry from its `start_week` on";
            check.faults.push(Fault::new(title, &written.key, "").help(help));
        }
        return (first, None);
    }
    let mut week = |key: &str, written: Option<&Written>| {
        written.and_then(|it| check.weeks(&format!("{path}.{key}"), it, 0, LATEST_WEEK))
    };
    let (start, stop) = (week(start_key, started).unwrap_or(0), week(stop_key, stopped));
    if let (Some(stop), Some(stopped)) = (stop.filter(|stop| *stop <= start), stopped) {
        let title = format!("`{path}.{stop_key}` must come after the start in week {start}");
        let mut fault = Fault::new(title, &stopped.place, format!("{stop} is not after {start}"));
        if let Some(started) = started {
            fault = fault.other(&started.place, "it starts here");
        }
        check.faults.push(fault);
    }
    (start, stop)
}

/// The instrument with its fields as written.
fn instrument(
    check: &mut Check,
    description: &Description,
    path: &str,
    header: &Written,
    written: &[(&str, &Written)],
) -> Option<Instrument> {
    let mut fields = toml::Table::new();
    for field in description.fields {
        let Some((_, value)) = written.iter().find(|(name, _)| *name == field.name) else { continue };
        let key = format!("{path}.{}", field.name);
        let read = match field.kind {
            Kind::Number(low, high) => {
                let note = format!("{} ({})", field.meaning.en, field.meaning.zh);
                let number = check.number(&key, value, Bounds { low, high, unit: field.unit }, &note);
                // A count must stay a whole number: the instrument itself knows which fields are counts.
                number.map(|number| match value.value {
                    Value::Whole(Some(whole)) => toml::Value::Integer(whole),
                    _ => toml::Value::Float(number),
                })
            }
            Kind::Choice(words) => check.choice(&key, value, words).map(|word| toml::Value::String(word.into())),
        };
        let Some(read) = read else { continue };
        // Read by itself first, so that what the instrument refuses is reported at its own place.
        let alone = toml::Table::from_iter([(field.name.to_owned(), read.clone())]);
        match Instrument::read(description.name, alone) {
            Ok(_) => _ = fields.insert(field.name.into(), read),
            Err(reason) => {
                let reason = reason.lines().next().unwrap_or_default();
                check.faults.push(Fault::new(format!("`{key}` cannot be used"), &value.place, reason));
            }
        }
    }
    match Instrument::read(description.name, fields) {
        Ok(instrument) => {
            for wrong in instrument.check() {
                // The words name the field at fault; if it was written, that is the place to look.
                let named =
                    |name: &str| wrong.split(|it: char| !it.is_alphanumeric() && it != '_').any(|it| it == name);
                let blamed =
                    written.iter().find(|(name, _)| named(name)).map_or(&header.key, |(_, value)| &value.place);
                check.faults.push(Fault::new(format!("`{path}`: {wrong}"), blamed, ""));
            }
            Some(instrument)
        }
        Err(reason) => {
            check.faults.push(Fault::new(format!("`{path}` cannot be used"), &header.key, reason));
            None
        }
    }
}

/// The settings of an entry.
fn settings(check: &mut Check, description: &Description, key: &str, written: &Written) -> Vec<Setting> {
    let word = check.choice(key, written, &SETTINGS);
    let Some(setting) = word.and_then(|word| Setting::ALL.into_iter().find(|setting| setting.name() == word)) else {
        return description.settings.to_vec();
    };
    if !description.settings.contains(&setting) {
        let able: Vec<&str> = description.settings.iter().map(|it| it.name()).collect();
        let title = format!("`{}` acts in {} settings only", description.name, able.join(" and "));
        check.faults.push(Fault::new(title, &written.place, ""));
    }
    vec![setting]
}

/// Numbers of the provinces named in a list; the list of a policy's scope or of the population.
pub(super) fn provinces(check: &mut Check, key: &str, written: &Written) -> Option<Vec<u32>> {
    let items = check.list(key, written, "[\"Beijing\", \"湖北\"]")?;
    let mut rows = Vec::new();
    for item in items {
        let Some(name) = check.text(key, item) else { continue };
        match census::find(name) {
            Some(row) if !rows.contains(&row) => rows.push(row),
            Some(_) => {}
            None => check.faults.push(unknown_province(name, item)),
        }
    }
    Some(rows)
}

fn unknown_province(name: &str, written: &Written) -> Fault {
    let names = census::provinces().iter().flat_map(|it| [it.name, it.name_zh]);
    let meant = nearest(name, names).map_or(String::new(), |meant| format!("did you mean `{meant}`?"));
    Fault::new(format!("no province is called `{name}`"), &written.place, meant)
}

/// Districts in scope: numbers in a designed area, or `Province/number` in the census.
fn districts(check: &mut Check, key: &str, written: &Written) -> Option<Vec<DistrictId>> {
    let items = check.list(key, written, "[0, 3] or [\"Beijing/3\"]")?;
    let last = DistrictId::MOST_PER_PROVINCE - 1;
    let mut districts = Vec::new();
    for item in items {
        let district = match &item.value {
            Value::Text(text) => {
                let (name, number) = text.split_once('/').unwrap_or((text, ""));
                let number: Option<u32> = number.parse().ok().filter(|number| *number <= last);
                match (census::find(name), number) {
                    (Some(province), Some(number)) => Some(DistrictId::new(province, number)),
                    (None, _) => {
                        check.faults.push(unknown_province(name, item));
                        None
                    }
                    (_, None) => {
                        let title =
                            format!("a district of `{key}` is written \"Province/number\", number from 0 to {last}");
                        check.faults.push(Fault::new(title, &item.place, ""));
                        None
                    }
                }
            }
            _ => {
                let bounds = Bounds { low: 0.0, high: last.into(), unit: "number of a district" };
                check.whole(key, item, bounds).map(|number| DistrictId::new(DistrictId::DESIGNED, number as u32))
            }
        };
        districts.extend(district.filter(|district| !districts.contains(district)));
    }
    Some(districts)
}
