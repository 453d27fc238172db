//! The TOML as written: texts, the chain of `extends` and `--set`, merged, each value with its place.
//!
//! Only syntax is checked here. A later layer takes precedence over an earlier one: defaults,
//! then what a file extends, then the file, then each `--set` in turn. Tables merge key by key, other
//! values replace. Within one layer a parameter of one setting beats the same parameter of both.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::area::{CENSUS, DESIGNED};
use super::embedded;
use super::encoding::{self, Content};
use super::keys::{Key, is_key};
use crate::diagnostics::{Diagnostic, Diagnostics, Place, Report, Source, nearest, perhaps};
use crate::error::Error;
use crate::places::Setting;
use crate::text::Label;
use crate::text::{Message, message};

/// Largest file read. A scenario takes kilobytes; reading TOML takes some twenty times its size in memory.
pub(crate) const MOST_BYTES: u64 = 4 << 20;

/// Longest chain of `extends`.
const MOST_EXTENDS: usize = 16;

/// A value as written.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Table(Table),
    List(Vec<Written>),
    /// A whole number; none when it does not fit 64 bits.
    Whole(Option<i64>),
    /// A number with a point or an exponent, or one of `nan` and `inf`.
    Real(f64),
    Text(String),
    Switch(bool),
    Date,
}

impl Value {
    /// What it is, in words.
    fn kind(&self) -> Label {
        let (en, zh) = match self {
            Value::Table(_) => ("a table", "表"),
            Value::List(_) => ("a list", "列表"),
            Value::Whole(_) => ("a whole number", "整数"),
            Value::Real(_) => ("a number", "数"),
            Value::Text(_) => ("a text", "文本"),
            Value::Switch(_) => ("true or false", "真假值"),
            Value::Date => ("a date", "日期"),
        };
        Label { en, zh }
    }

    /// The same as words at the caret: it should be something else.
    pub fn found(&self) -> Message {
        let Label { en, zh } = self.kind();
        message!("found {en}", "此处是{zh}")
    }

    /// The same with what it should be.
    pub fn expected(&self, wanted: Label) -> Message {
        let (Label { en, zh }, Label { en: wanted, zh: wanted_zh }) = (self.kind(), wanted);
        message!("expected {wanted}, found {en}", "应为{wanted_zh}，此处是{zh}")
    }
}

/// A value with the places of its key and of itself.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub key: Place,
    pub place: Place,
    pub value: Value,
}

/// A table in the order of its keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table(Vec<(String, Written)>);

impl Table {
    pub fn get(&self, key: &str) -> Option<&Written> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, written)| written)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Written)> {
        self.0.iter().map(|(name, written)| (name.as_str(), written))
    }

    /// The table under `key`, or none when something else or nothing stands there.
    pub fn table(&self, key: &str) -> Option<&Table> {
        match &self.get(key)?.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The table under `key`, to change it.
    pub fn table_mut(&mut self, key: &str) -> Option<&mut Table> {
        self.0.iter_mut().find(|(name, _)| name == key).and_then(|(_, written)| match &mut written.value {
            Value::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Takes out what stands under `key`.
    pub fn remove(&mut self, key: &str) -> Option<Written> {
        let position = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(position).1)
    }

    /// A value deep in tables of one key each, as a dotted key writes it.
    pub fn nested(path: &[String], value: Written) -> Table {
        let Some((first, rest)) = path.split_first() else { return Table::default() };
        if rest.is_empty() {
            return Table(vec![(first.clone(), value)]);
        }
        let (key, place) = (value.key.clone(), value.place.clone());
        let inner = Written { key, place, value: Value::Table(Table::nested(rest, value)) };
        Table(vec![(first.clone(), inner)])
    }

    fn holds_any(&self, keys: &[Key]) -> bool {
        keys.iter().any(|key| self.get(key.name).is_some())
    }

    /// Lays `over` on top: tables key by key, other values replace.
    fn merge(&mut self, over: Table) {
        // An index, or a file of a million keys would be compared key by key.
        let positions: BTreeMap<String, usize> = (0..).zip(&self.0).map(|(at, (name, _))| (name.clone(), at)).collect();
        for (name, upper) in over.0 {
            let Some(at) = positions.get(&name) else {
                self.0.push((name, upper));
                continue;
            };
            let lower = &mut self.0[*at].1;
            match (&mut lower.value, upper) {
                (Value::Table(below), Written { value: Value::Table(above), key, place }) => {
                    below.merge(above);
                    (lower.key, lower.place) = (key, place);
                }
                (_, upper) => *lower = upper,
            }
        }
    }

    /// Writes what `[parameters.GROUP]` says of both settings out for each, so that a later layer can
    /// change both at once although an earlier one spoke of a single setting.
    fn spread_parameters(&mut self) {
        let Some((key, place)) = self.get("parameters").map(|it| (it.key.clone(), it.place.clone())) else { return };
        let Some(parameters) = self.table_mut("parameters") else { return };
        let single = |name: &str| name == "preset" || Setting::ALL.iter().any(|setting| setting.name() == name);
        let (mut kept, both): (Vec<_>, Vec<_>) =
            std::mem::take(&mut parameters.0).into_iter().partition(|(name, _)| single(name));
        if !both.is_empty() {
            for setting in Setting::ALL {
                let mut whole = Table(both.clone());
                match kept.iter_mut().find(|(name, _)| name == setting.name()) {
                    None => {
                        let value = Value::Table(whole);
                        kept.push((setting.name().into(), Written { key: key.clone(), place: place.clone(), value }));
                    }
                    Some((_, Written { value: Value::Table(own), .. })) => {
                        whole.merge(std::mem::take(own));
                        *own = whole;
                    }
                    Some(_) => {}
                }
            }
        }
        parameters.0 = kept;
    }

    /// The same without some of its keys.
    pub fn without(&self, keys: &[&str]) -> Table {
        Table(self.0.iter().filter(|(name, _)| !keys.contains(&name.as_str())).cloned().collect())
    }

    /// Lays a layer on top. A layer that designs its area replaces a census below it, and the other way round.
    pub fn lay(&mut self, mut layer: Table) {
        layer.spread_parameters();
        if let (Some(above), Some(below)) = (layer.table("population"), self.table_mut("population")) {
            let (designed, census) = (above.holds_any(DESIGNED), above.holds_any(CENSUS));
            if designed != census {
                let gone = if designed { CENSUS } else { DESIGNED };
                below.0.retain(|(name, _)| !is_key(gone, name));
            }
        }
        self.merge(layer);
    }
}

/// Where a scenario comes from.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    Embedded(&'static embedded::Embedded),
    File(PathBuf),
}

impl Origin {
    /// What an argument or an `extends` names: a path when it has a `/` or ends in `.toml`.
    pub fn of(argument: &str, folder: &Path) -> Result<Self, Message> {
        if is_path(argument) {
            return Ok(Origin::File(folder.join(argument)));
        }
        embedded::find(argument).map(Origin::Embedded).ok_or_else(|| {
            let meant = nearest(argument, embedded::SCENARIOS.iter().map(|it| it.name));
            let Message { en, zh } = perhaps(meant);
            message!(
                "there is no scenario `{argument}`;{en} `huzhu scenarios` lists all; write a file as \
                 `{argument}.toml` or with a `/`",
                "没有名为 `{argument}` 的情景；{zh}`huzhu scenarios` 列出全部；文件须写作 `{argument}.toml` 或带 `/`"
            )
        })
    }

    /// What makes two origins the same.
    pub fn identity(&self) -> PathBuf {
        match self {
            Origin::Embedded(it) => PathBuf::from(it.name),
            Origin::File(path) => path.canonicalize().unwrap_or_else(|_| path.clone()),
        }
    }
}

/// Whether an argument is a path and not the name of an embedded scenario.
pub(crate) fn is_path(argument: &str) -> bool {
    argument.contains('/') || argument.ends_with(".toml")
}

/// Why a file is not read.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The system says so.
    System(std::io::Error),
    /// It is not what a scenario can be.
    Kind(Message),
}

impl Refusal {
    /// The error of a command whose argument is the file.
    pub fn error(self, path: &Path) -> Error {
        match self {
            Refusal::System(reason) => Error::Read { path: path.to_path_buf(), reason },
            Refusal::Kind(reason) => Error::Input { path: path.to_path_buf(), reason },
        }
    }

    /// The same as words at the place that names the file.
    pub fn told(self, path: &Path) -> Message {
        let path = path.display();
        match self {
            Refusal::System(reason) => {
                let Message { en: reason, zh: reason_zh } = crate::error::system(&reason);
                message!("cannot read {path}: {reason}", "无法读取：{reason_zh}")
            }
            Refusal::Kind(Message { en, zh }) => message!("cannot read {path}: {en}", "无法读取：{zh}"),
        }
    }
}

/// The text of a scenario file, never more than [`MOST_BYTES`] and never waiting for a pipe.
pub(crate) fn read_text(path: &Path) -> Result<String, Refusal> {
    let kind = std::fs::metadata(path).map_err(Refusal::System)?;
    if kind.is_dir() {
        return Err(Refusal::Kind(message!(
            "it is a directory; a scenario is a TOML file",
            "这是目录；情景是 TOML 文件"
        )));
    }
    if !kind.is_file() {
        return Err(Refusal::Kind(message!(
            "it is not a regular file; a scenario is a TOML file",
            "这不是普通文件；情景是 TOML 文件"
        )));
    }
    let most = MOST_BYTES >> 20;
    let too_large = || {
        Refusal::Kind(message!(
            "it is larger than {most} MiB, the limit for a scenario",
            "文件超过 {most} MiB，即情景文件的上限"
        ))
    };
    if kind.len() > MOST_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // The file may grow between the look and the reading.
    File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)).map_err(Refusal::System)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_large());
    }
    match encoding::content(bytes) {
        Content::Text(text) => Ok(text),
        Content::Other(Label { en, zh }) => {
            Err(Refusal::Kind(message!("it is {en}; a scenario is a TOML file", "这是{zh}；情景是 TOML 文件")))
        }
        Content::Encoded(Message { en, zh }) => {
            Err(Refusal::Kind(message!("{en}; save the file as UTF-8", "{zh}；请另存为 UTF-8")))
        }
    }
}

/// Every layer that makes a scenario.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    /// All texts read.
    pub sources: Vec<Source>,
    /// What all layers together say.
    pub merged: Table,
    /// What could not be read.
    pub faults: Diagnostics,
    /// A table's header could not be read, so what follows it stands in the wrong place: no use in checking.
    pub broken: bool,
}

impl Layers {
    /// What is wrong in all of them.
    pub fn report(self, name: &str) -> Report {
        Report::new(name, self.faults, self.sources)
    }

    /// Lays a text of the program itself.
    pub fn lay_defaults(&mut self, text: &str) {
        let table = self.parsed("defaults".into(), text.into());
        self.merged.lay(table);
    }

    /// Lays a text and all it extends. `chain` holds the identities of what led here.
    pub fn lay_text(&mut self, name: String, text: String, origin: Option<Origin>, chain: &mut Vec<PathBuf>) {
        let table = self.parsed(name, text);
        self.lay_table(table, origin.as_ref(), chain);
    }

    /// Lays a table that was read and all it extends.
    pub fn lay_table(&mut self, mut table: Table, origin: Option<&Origin>, chain: &mut Vec<PathBuf>) {
        if let Some(extends) = table.remove("extends") {
            self.lay_extended(&extends, origin, chain);
        }
        self.merged.lay(table);
    }

    /// Lays a study and the scenario it starts from: `baseline` of `[study]` is what `extends` is in a
    /// scenario, and its `seed` and `weeks` are those of the scenario.
    pub fn lay_study(&mut self, name: String, text: String, origin: Option<Origin>, chain: &mut Vec<PathBuf>) {
        let mut table = self.parsed(name, text);
        let extends = table.remove("extends");
        let (mut baseline, mut own) = (None, Vec::new());
        if let Some(study) = table.table_mut("study") {
            baseline = study.remove("baseline");
            own = ["seed", "weeks"].into_iter().filter_map(|key| Some((key, study.remove(key)?))).collect();
        }
        if let (Some(baseline), Some(extends)) = (&baseline, &extends) {
            let title = message!("a study starts from one scenario", "一项研究只从一个情景出发");
            let fault = Diagnostic::new(title, &baseline.place, message!("named here", "此处指定一个"));
            self.faults.push(fault.other(&extends.place, message!("and here", "此处又指定一个")));
        }
        if let Some(from) = baseline.or(extends) {
            self.lay_extended(&from, origin.as_ref(), chain);
        }
        for (key, written) in own {
            if let Some(above) = table.get(key) {
                let label = message!("here in [study]", "此处在 [study] 中");
                let fault = Diagnostic::new(twice(key), &written.key, label);
                self.faults.push(fault.other(&above.key, message!("and here", "此处又写一次")));
            }
            table.0.push((key.to_owned(), written));
        }
        self.merged.lay(table);
    }

    /// Lays the scenario that a value names, and all it extends.
    pub fn lay_extended(&mut self, extends: &Written, origin: Option<&Origin>, chain: &mut Vec<PathBuf>) {
        let mut refuse = |label: Message| {
            let title = message!("a scenario is named by a path or a built-in name", "情景须以路径或内置名称指定");
            self.faults.push(Diagnostic::new(title, &extends.place, label));
        };
        let Value::Text(argument) = &extends.value else {
            return refuse(extends.value.expected(Label { en: "a text", zh: "文本" }));
        };
        let folder = match origin {
            Some(Origin::File(path)) => path.parent().map(Path::to_path_buf).unwrap_or_default(),
            Some(Origin::Embedded(_)) | None => PathBuf::new(),
        };
        if matches!(origin, Some(Origin::Embedded(_))) && is_path(argument) {
            return refuse(message!("a built-in scenario can extend only built-in ones", "内置情景只能扩展内置情景"));
        }
        let next = match Origin::of(argument, &folder) {
            Ok(next) => next,
            Err(reason) => return refuse(reason),
        };
        if chain.contains(&next.identity()) {
            return refuse(message!(
                "this leads back to a scenario that is already being read: a cycle",
                "这又回到正在读取的情景：形成循环"
            ));
        }
        if chain.len() > MOST_EXTENDS {
            return refuse(message!("the chain is longer than {MOST_EXTENDS}", "扩展链超过 {MOST_EXTENDS} 层"));
        }
        let (name, text) = match &next {
            Origin::Embedded(it) => (it.name.to_owned(), it.text.to_owned()),
            Origin::File(path) => match read_text(path) {
                Ok(text) => (path.display().to_string(), text),
                Err(refusal) => return refuse(refusal.told(path)),
            },
        };
        chain.push(next.identity());
        self.lay_text(name, text, Some(next), chain);
        chain.pop();
    }

    /// Lays one `key=value` of a `--set`, or one `--key=value` of an option of its own.
    pub fn lay_set(&mut self, number: usize, assignment: &str) {
        if let Some((key, value)) = assignment.strip_prefix("--").and_then(|option| option.split_once('=')) {
            return self.lay_option(key, value);
        }
        let name = format!("--set #{number}");
        if assignment.contains(['\n', '\r']) || !assignment.contains('=') {
            let end = assignment.len();
            self.sources.push(Source { name, text: assignment.into() });
            let place = Place { source: self.sources.len() - 1, span: 0..end };
            let title = message!("`--set` takes one line: key=value", "`--set` 须为一行：键=值");
            self.faults.push(Diagnostic::new(title, &place, message!("for example weeks=52", "例如 weeks=52")));
            return;
        }
        let mut table = self.parsed(name, as_toml(assignment));
        if let Some(extends) = table.remove("extends") {
            let title = message!("`extends` belongs in a file", "`extends` 须写在文件中");
            let label = message!("`--set` cannot change it", "`--set` 不能改动它");
            self.faults.push(Diagnostic::new(title, &extends.key, label));
        }
        self.merged.lay(table);
    }

    /// Lays the value of the option `--KEY`, which stands in its place.
    fn lay_option(&mut self, key: &str, value: &str) {
        let place = Place { source: self.sources.len(), span: 0..value.len() };
        self.sources.push(Source { name: format!("--{key}"), text: value.to_owned() });
        let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
        let value = match (value.parse(), value.parse()) {
            (Ok(whole), _) => Value::Whole(Some(whole)),
            _ if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => Value::Whole(None),
            (_, Ok(real)) => Value::Real(real),
            _ => Value::Text(value.to_owned()),
        };
        self.merged.lay(Table::nested(&[key.to_owned()], Written { key: place.clone(), place, value }));
    }

    /// Reads a text, noting what cannot be read.
    pub fn parsed(&mut self, name: String, text: String) -> Table {
        // The mark some editors put at the start counts as no column.
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let number = self.sources.len();
        let (readable, mut errors) = without_stops(&text);
        let (document, rest) = DeTable::parse_recoverable(&readable);
        errors.extend(rest);
        for error in errors {
            if self.faults.full() {
                break;
            }
            let span = whole_characters(&text, error.span());
            let line = line_around(&text, span.start);
            let place = Place { source: number, span: span.clone() };
            if error.message().starts_with("duplicate key") {
                let key = text.get(span.clone()).unwrap_or_default();
                let mut fault = Diagnostic::new(twice(key), &place, message!("a second time here", "此处是第二次"));
                if let Some(first) = first_written(&text, &line, key) {
                    let first = Place { source: number, span: first };
                    fault = fault.other(&first, message!("first here", "此处是第一次"));
                }
                self.faults.push(fault);
                continue;
            }
            self.broken |= text[line].trim_start().starts_with('[');
            let parser = error.message();
            let label = message!("{parser}", "此处不合 TOML 语法");
            self.faults.push(Diagnostic::new(message!("this is not TOML", "这不是合法的 TOML"), &place, label));
        }
        let table = converted(document.into_inner(), number);
        self.sources.push(Source { name, text });
        table
    }
}

/// That a key stands at two places.
fn twice(key: &str) -> Message {
    message!("`{key}` is written twice", "`{key}` 写了两次")
}

/// The text with spaces for each line that would make the parser drop all that follows, and the errors of
/// those lines: one slip shall not hide the others.
fn without_stops(text: &str) -> (String, Vec<toml::de::Error>) {
    let mut readable = text.to_owned();
    let mut found = Vec::new();
    // All such lines are usually found at once; the bound keeps nonsense from being read for long.
    for _ in 0..8 {
        let (_, errors) = DeTable::parse_recoverable(&readable);
        let stops: Vec<_> =
            errors.into_iter().filter(|error| error.message().starts_with("key with no value")).collect();
        if stops.is_empty() {
            break;
        }
        for error in stops {
            let line = line_around(&readable, whole_characters(&readable, error.span()).start);
            if !readable[line.clone()].trim().is_empty() {
                readable.replace_range(line.clone(), &" ".repeat(line.len()));
                found.push(error);
            }
        }
    }
    (readable, found)
}

/// A span of the parser widened to whole characters; the end of the text when there is none.
fn whole_characters(text: &str, span: Option<Range<usize>>) -> Range<usize> {
    let Range { mut start, mut end } = span.unwrap_or(text.len()..text.len());
    (start, end) = (start.min(text.len()), end.min(text.len()));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end.max(start)
}

/// Bytes of the line that holds byte `at`, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    start..end
}

/// Where a key that is written again in `line` was written first: the same header anywhere above, or the
/// same key above within the table.
fn first_written(text: &str, line: &Range<usize>, key: &str) -> Option<Range<usize>> {
    let header = text[line.clone()].trim_start().starts_with('[');
    let whole = |line: &str| line.split('#').next().unwrap_or_default().trim().to_owned();
    let mut end = line.start;
    while end > 0 {
        let above = line_around(text, end - 1);
        let words = &text[above.clone()];
        let found = if header {
            whole(words) == whole(&text[line.clone()])
        } else {
            words.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', '.']))
        };
        if found {
            let start = above.start + words.find(key)?;
            return Some(start..start + key.len());
        }
        if !header && words.trim_start().starts_with('[') {
            return None;
        }
        end = above.start;
    }
    None
}

/// The assignment as TOML: a bare word that is no TOML value becomes a text, and so does a number that is written in
/// another way, as `40%` or `0,4`, which is then refused with what to write.
fn as_toml(assignment: &str) -> String {
    let (key, value) = assignment.split_once('=').unwrap_or((assignment, ""));
    let value = value.trim();
    let word =
        value.chars().next().is_some_and(char::is_alphabetic) && !value.contains(['"', '\'', '\\', '[', '{', '#']);
    let of_number = |it: char| it.is_ascii_digit() || ['+', '-', '.', ',', '%', '％', ' '].contains(&it);
    let number = value.contains(|it: char| it.is_ascii_digit()) && value.chars().all(of_number);
    if (word || number) && DeTable::parse(assignment).is_err() {
        let quoted = format!("{key}=\"{value}\"");
        if DeTable::parse(&quoted).is_ok() {
            return quoted;
        }
    }
    assignment.into()
}

/// Our table from the parser's.
fn converted(table: DeTable<'_>, source: usize) -> Table {
    let entries = table.into_iter().map(|(key, value)| {
        let key_place = Place { source, span: key.span() };
        let written = written(value, source, Some(key_place));
        (key.into_inner().into_owned(), written)
    });
    Table(entries.collect())
}

/// Our value from the parser's; an item of a list is its own key.
fn written(value: toml::Spanned<DeValue<'_>>, source: usize, key: Option<Place>) -> Written {
    let own = Place { source, span: value.span() };
    let key = key.unwrap_or_else(|| own.clone());
    let (place, value) = match value.into_inner() {
        // The span of a table is that of its header or, when only its children have headers, empty.
        DeValue::Table(table) => (key.clone(), Value::Table(converted(table, source))),
        DeValue::Array(items) => {
            (own, Value::List(items.into_iter().map(|item| written(item, source, None)).collect()))
        }
        DeValue::Integer(it) => (own, Value::Whole(i64::from_str_radix(it.as_str(), it.radix()).ok())),
        // What does not fit becomes infinite, which no range allows.
        DeValue::Float(it) => (own, Value::Real(it.as_str().parse().unwrap_or(f64::NAN))),
        DeValue::String(it) => (own, Value::Text(it.into_owned())),
        DeValue::Boolean(it) => (own, Value::Switch(it)),
        DeValue::Datetime(_) => (own, Value::Date),
    };
    Written { key, place, value }
}
