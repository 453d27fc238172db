//! `[baseline]` and `[policy]`: what is written of instruments becomes entries of the timeline.

use super::area::Places;
use super::file::{Table, Value, Written};
use super::keys::{self, keys, names};
use super::scope::scope;
use super::values::{Bounds, Check, LONGEST_NAME, is_unseen};
use crate::diagnostics::{Diagnostic, did_you_mean, nearest};
use crate::places::Setting;
use crate::policy::timeline::Entry;
use crate::policy::{DESCRIPTIONS, Description, Instrument, Kind, NOT_OFFERED};
use crate::text::Label;
use crate::text::{Message, message};

/// In force from the first warm-up week unless a scenario says otherwise: instrument, field, value.
pub(super) const BASELINE: [(&str, &str, &str); 1] = [("funding", "mode", "matched")];

keys! {
    /// Keys of an entry that say when and where, beside the instrument's own fields.
    PLACEMENT;
    enabled, keys::Kind::Switch, "false switches the entry off", "写 false 即停用";
    start_week, keys::Kind::Weeks(0, LATEST_WEEK),
        "first week in force, counted from 0, before the end of the run", "起始周，从 0 数起，须早于运行结束";
    stop_week, keys::Kind::Weeks(0, LATEST_WEEK),
        "first week no longer in force, after start_week", "停止周，须晚于 start_week";
    setting, keys::Kind::Choice(|| SETTINGS.to_vec()),
        "where it acts: urban, rural or both", "作用于城市、农村或二者：urban、rural、both";
    offered, keys::Kind::Switch,
        "true: organisers take it up or not; false: they must carry it out", "true：由组织者自行采纳；false：必须执行";
    provinces, keys::Kind::Same("$defs/provinces"),
        "provinces where it acts, in a scenario drawn from the census; all if left out", "作用的省份，用于从普查抽取的情景；不写即全部";
    districts, keys::Kind::Same("$defs/districts"),
        "districts where it acts, counted from 0: [0, 1] are the first two of a designed area, \"Beijing/0\" the first of \
         Beijing in a census; all if left out", "作用的区县，从 0 数起：设计地区的前两个是 [0, 1]，普查中北京的第一个是 \"北京/0\"；不写即全部";
}

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

/// The entries of one section, in the order of the file; `area` is where people live, if that is known.
pub(super) fn entries(check: &mut Check, table: &Table, section: Section, area: Option<&Places>) -> Vec<Entry> {
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
            entries.extend(entry(check, (section, area), description, name.into(), written, &own));
        }
        for (label, written) in labelled {
            let Some(table) = check.table(&path, written) else { continue };
            refuse_label(check, &path, label, written);
            let fields: Vec<_> = table.iter().collect();
            entries.extend(entry(check, (section, area), description, format!("{name}.{label}"), written, &fields));
        }
        refuse_half_offered(check, &path, written, &entries);
    }
    entries
}

/// What organisers take up is an instrument as a whole: all its entries are offered, or none is.
fn refuse_half_offered(check: &mut Check, path: &str, written: &Written, entries: &[Entry]) {
    let name = path.rsplit('.').next().unwrap_or_default();
    let of_it = || entries.iter().filter(|it| it.instrument.description().name == name);
    if of_it().any(|it| it.offered) && of_it().any(|it| !it.offered) {
        let title = message!(
            "some entries of `{path}` are offered and others are not",
            "`{path}` 的各条中有的供采纳、有的必须执行"
        );
        let help = message!(
            "write `offered = true` in all of them or in none",
            "请在各条中一律写 `offered = true`，或一律不写"
        );
        check.faults.push(Diagnostic::new(title, &written.key, None).help(help));
    }
}

/// A further entry is known by its label, which must be readable.
fn refuse_label(check: &mut Check, path: &str, label: &str, written: &Written) {
    if label.trim().is_empty() || label.chars().any(is_unseen) || label.chars().count() > LONGEST_NAME {
        let title = message!(
            "the label of a further entry of `{path}` must be 1 to {LONGEST_NAME} visible characters",
            "`{path}` 的另一条须有标签：1 至 {LONGEST_NAME} 个看得见的字符"
        );
        let help = message!("for example `[{path}.later]`", "例如 `[{path}.later]`");
        check.faults.push(Diagnostic::new(title, &written.key, None).help(help));
    }
}

fn unknown_instrument(check: &mut Check, section: Section, name: &str, written: &Written) {
    let title = message!("there is no instrument `{name}`", "没有名为 `{name}` 的政策工具");
    let by_label =
        DESCRIPTIONS.iter().find(|it| it.label.zh == name || it.label.en.eq_ignore_ascii_case(name)).map(|it| it.name);
    let meant = by_label.or_else(|| nearest(name, DESCRIPTIONS.iter().map(|it| it.name)));
    let label = meant.map(|meant| did_you_mean(&format!("[{}.{meant}]", section.name())));
    let help = message!("`huzhu params policy` lists all instruments", "`huzhu params policy` 列出全部政策工具");
    check.faults.push(Diagnostic::new(title, &written.key, label).help(help));
}

/// One entry, unless it is switched off or cannot be read.
fn entry(
    check: &mut Check,
    (section, area): (Section, Option<&Places>),
    description: &'static Description,
    name: String,
    header: &Written,
    written: &[(&str, &Written)],
) -> Option<Entry> {
    let faults_before = check.faults.len();
    let path = format!("{}.{name}", section.name());
    let get = |key: &str| written.iter().find(|(name, _)| *name == key).map(|(_, written)| *written);
    let key = |key: &str| format!("{path}.{key}");

    let known: Vec<&str> = description.fields.iter().map(|field| field.name).chain(names(PLACEMENT)).collect();
    for (key, value) in written.iter().filter(|(key, _)| !known.contains(key)) {
        check.unknown(&path, key, value, &known);
    }
    let instrument = instrument(check, description, &path, header, written);

    let enabled = get("enabled").and_then(|it| check.switch(&key("enabled"), it)).unwrap_or(true);
    let (start_week, stop_week) = period(check, section, &path, written);
    let settings =
        get("setting").map_or(description.settings.to_vec(), |it| settings(check, description, &key("setting"), it));
    let (provinces, districts) = scope(check, area, &path, [get("provinces"), get("districts")]);

    let offered = get("offered").is_some_and(|it| is_offered(check, description, &key("offered"), it));

    let sound = check.faults.len() == faults_before && enabled;
    Some(Entry { name, instrument: instrument?, start_week, stop_week, settings, provinces, districts, offered })
        .filter(|_| sound)
}

/// Whether organisers take an instrument up or not. What others than they decide cannot be offered to them.
fn is_offered(check: &mut Check, description: &Description, key: &str, written: &Written) -> bool {
    let offered = check.switch(key, written).unwrap_or_default();
    if offered && NOT_OFFERED.contains(&description.name) {
        let name = description.name;
        let title = message!(
            "`{name}` is decided above the organiser and cannot be offered",
            "`{name}` 由组织者之上决定，不能供其采纳"
        );
        check.faults.push(Diagnostic::new(title, &written.place, None));
    }
    offered
}

/// First week in force and the week from which it is in force no more.
fn period(check: &mut Check, section: Section, path: &str, written: &[(&str, &Written)]) -> (i32, Option<i32>) {
    let (start_key, stop_key) = ("start_week", "stop_week");
    let get = |key: &str| written.iter().find(|(name, _)| *name == key).map(|(_, written)| *written);
    let (started, stopped) = (get(start_key), get(stop_key));
    if let Section::Baseline(first) = section {
        for written in [started, stopped].into_iter().flatten() {
            let title = message!(
                "`{path}` is in force from the first warm-up week on and has no start and no stop",
                "`{path}` 自预热第一周起一直有效，不设起止"
            );
            let help = message!(
                "an instrument named in [policy] replaces its baseline entry from its `start_week` on",
                "[policy] 中写明的工具自其 `start_week` 起取代基线中的同一工具"
            );
            check.faults.push(Diagnostic::new(title, &written.key, None).help(help));
        }
        return (first, None);
    }
    let mut week = |key: &str, written: Option<&Written>| {
        written.and_then(|it| check.weeks(&format!("{path}.{key}"), it, 0, LATEST_WEEK))
    };
    let (start, stop) = (week(start_key, started).unwrap_or(0), week(stop_key, stopped));
    if let (Some(stop), Some(stopped)) = (stop.filter(|stop| *stop <= start), stopped) {
        let title = message!(
            "`{path}.{stop_key}` must come after the start in week {start}",
            "`{path}.{stop_key}` 必须在起始的第 {start} 周之后"
        );
        let label = message!("{stop} is not after {start}", "{stop} 不在 {start} 之后");
        let mut fault = Diagnostic::new(title, &stopped.place, label);
        if let Some(started) = started {
            fault = fault.other(&started.place, message!("it starts here", "自此开始"));
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
                let Label { en, zh } = field.meaning;
                let bounds = Bounds::new(low, high).of_unit(field.unit);
                let number = check.number(&key, value, bounds, Some(message!("{en}", "{zh}")));
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
                let label = message!("{reason}", "该政策工具不接受此值");
                check.faults.push(Diagnostic::new(unusable(&key), &value.place, label));
            }
        }
    }
    match Instrument::read(description.name, fields) {
        Ok(instrument) => {
            for wrong in instrument.check() {
                // The words name the field at fault; if it was written, that is the place to look.
                let named =
                    |name: &str| wrong.en.split(|it: char| !it.is_alphanumeric() && it != '_').any(|it| it == name);
                let blamed =
                    written.iter().find(|(name, _)| named(name)).map_or(&header.key, |(_, value)| &value.place);
                let Message { en, zh } = wrong;
                check.faults.push(Diagnostic::new(message!("`{path}`: {en}", "`{path}`：{zh}"), blamed, None));
            }
            Some(instrument)
        }
        Err(reason) => {
            let label = message!("{reason}", "该政策工具不接受这些值");
            check.faults.push(Diagnostic::new(unusable(path), &header.key, label));
            None
        }
    }
}

/// That an instrument refuses what is written of it.
fn unusable(path: &str) -> Message {
    message!("`{path}` cannot be used", "`{path}` 不能使用")
}

/// The settings of an entry.
fn settings(check: &mut Check, description: &Description, key: &str, written: &Written) -> Vec<Setting> {
    let word = check.choice(key, written, &SETTINGS);
    let Some(setting) = word.and_then(|word| Setting::ALL.into_iter().find(|setting| setting.name() == word)) else {
        return description.settings.to_vec();
    };
    if !description.settings.contains(&setting) {
        let name = description.name;
        let title = match setting {
            Setting::Urban => message!("`{name}` acts in rural settings only", "`{name}` 只作用于农村"),
            Setting::Rural => message!("`{name}` acts in urban settings only", "`{name}` 只作用于城市"),
        };
        check.faults.push(Diagnostic::new(title, &written.place, None));
    }
    vec![setting]
}
