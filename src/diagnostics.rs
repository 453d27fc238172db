//! Errors of a scenario as users read them: file, line, column, caret, and what would be right.
//!
//! Reading, merging and checking only collect faults; nothing stops at the first. Here they become text.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use unicode_width::UnicodeWidthStr;

use crate::text::{Message, WIDTH, message};

/// Most errors that are collected and shown; a file that is not a scenario would otherwise fill memory and screen.
const MOST: usize = 100;

/// Columns of the line number and the bar left of a quoted line.
const GUTTER: usize = 7;

/// One text that was read: a file, an embedded scenario or one `--set`.
#[derive(Debug)]
pub(crate) struct Source {
    /// Name that a report shows before line and column.
    pub name: String,
    /// The text, without a byte-order mark.
    pub text: String,
}

/// Where something was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Position in the list of sources.
    pub source: usize,
    /// Bytes within its text.
    pub span: Range<usize>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// What is wrong or what would be right, one line.
    pub title: Message,
    /// Where; none for what no line can be blamed for.
    pub place: Option<Place>,
    /// Words at the caret.
    pub label: Option<Message>,
    /// Another place that belongs to it, with its words.
    pub other: Option<(Place, Message)>,
    /// What one may need to know.
    pub notes: Vec<Message>,
    /// What to do.
    pub help: Option<Message>,
}

impl Diagnostic {
    /// A fault at a place, with words at the caret or none.
    pub fn new(title: Message, place: &Place, label: impl Into<Option<Message>>) -> Self {
        Diagnostic { place: Some(place.clone()), label: label.into(), ..Diagnostic::of_all(title) }
    }

    /// A fault for which no line can be blamed.
    pub fn of_all(title: Message) -> Self {
        Diagnostic { title, place: None, label: None, other: None, notes: Vec::new(), help: None }
    }

    /// Adds what one may need to know.
    pub fn note(mut self, note: Message) -> Self {
        self.notes.push(note);
        self
    }

    /// Adds what to do.
    pub fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// Adds another place that belongs to it.
    pub fn other(mut self, place: &Place, label: Message) -> Self {
        self.other = Some((place.clone(), label));
        self
    }
}

/// All faults found so far, each once.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a fault. A value written for both settings is checked once for each but reported once.
    pub fn push(&mut self, fault: Diagnostic) {
        if !self.full() && !self.list.contains(&fault) {
            self.list.push(fault);
        }
    }

    /// Whether no more faults are kept, so that looking for them is of no use.
    pub fn full(&self) -> bool {
        self.list.len() >= MOST
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Number of faults.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Adds the faults of a later check, except those on a line that could not be read in the first place.
    pub fn follow(&mut self, later: Diagnostics, sources: &[Source]) {
        let line = |place: &Place| (place.source, position(&sources[place.source].text, place.span.start).0);
        let unreadable: Vec<_> = self.list.iter().filter_map(|fault| fault.place.as_ref()).map(line).collect();
        for fault in later.list {
            if !fault.place.as_ref().is_some_and(|place| unreadable.contains(&line(place))) {
                self.push(fault);
            }
        }
    }

    /// All of them, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}

/// All faults of what a user wrote, with the texts in which they stand.
#[derive(Debug)]
pub struct Report {
    name: String,
    faults: Diagnostics,
    sources: Vec<Source>,
}

impl Report {
    /// Of the file or name that the user gave.
    pub(crate) fn new(name: &str, mut faults: Diagnostics, sources: Vec<Source>) -> Self {
        faults.list.sort_by_key(|fault| fault.place.as_ref().map(|place| (place.source, place.span.start)));
        Report { name: name.to_owned(), faults, sources }
    }

    /// Every fault, in the order of the texts.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.faults.iter()
    }

    /// Where a fault stands: file, line and column, both from 1; none where no line can be blamed.
    pub fn position(&self, fault: &Diagnostic) -> Option<(&str, usize, usize)> {
        let place = fault.place.as_ref()?;
        let source = &self.sources[place.source];
        let (line, column) = position(&source.text, place.span.start);
        Some((&source.name, line, column))
    }

    /// As a terminal shows it: every fault with its line and a caret, then how many there are.
    pub fn rendered(&self, colour: bool) -> String {
        let mut texts: Vec<String> = self.iter().map(|fault| rendered(fault, &self.sources, colour)).collect();
        let count = match self.faults.len() {
            1 => message!("1 error", "共 1 处错误"),
            count if self.faults.full() => message!("{count} errors or more", "至少 {count} 处错误"),
            count => message!("{count} errors", "共 {count} 处错误"),
        };
        texts.push(format!("{}: {count}", self.name));
        texts.join("\n\n")
    }
}

/// Without colours.
impl std::fmt::Display for Report {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.rendered(false))
    }
}

/// A mark below a quoted text, with its words.
type Mark<'a> = (AnnotationKind, &'a Range<usize>, Option<&'a Message>);

/// The lines of a source that some marks touch.
fn snippet<'a>(source: &'a Source, marks: &[Mark<'a>]) -> Snippet<'a, Annotation<'a>> {
    let text = source.text.as_str();
    let first = marks.iter().map(|(_, span, _)| span.start).min().unwrap_or(0);
    let last = marks.iter().map(|(_, span, _)| span.end).max().unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline);
    let snippet = Snippet::source(&text[start..end]).path(source.name.as_str()).line_start(position(text, start).0);
    snippet.annotations(marks.iter().flat_map(|(kind, span, label)| {
        let annotation = || kind.span(span.start - start..span.end - start);
        let line = text[..span.end].rfind('\n').map_or(0, |newline| newline + 1);
        match label {
            None => vec![annotation()],
            Some(label) if label.fits(GUTTER + text[line..span.end].width() + 1) => {
                vec![annotation().label(label.to_string())]
            }
            // Words at a caret take no second line: another mark of the same place holds it.
            Some(label) => vec![annotation().label(label.en.as_str()), annotation().label(label.zh.as_str())],
        }
    }))
}

/// A note or a help: both languages on the line that begins with the word for it, or each broken at blanks.
fn explained(message: &Message) -> String {
    let taken = GUTTER + "= note: ".len();
    if message.fits(taken) {
        return message.to_string();
    }
    let mut lines = Vec::new();
    for text in [&message.en, &message.zh] {
        let mut line = String::new();
        for word in text.split(' ') {
            if !line.is_empty() && taken + line.width() + 1 + word.width() > WIDTH {
                lines.push(std::mem::take(&mut line));
            }
            line += if line.is_empty() { "" } else { " " };
            line += word;
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// One fault as text.
fn rendered(fault: &Diagnostic, sources: &[Source], colour: bool) -> String {
    let mut group = Group::with_title(Level::ERROR.primary_title(fault.title.error()));
    if let Some(place) = &fault.place {
        let mut marks = vec![(AnnotationKind::Primary, &place.span, fault.label.as_ref())];
        match &fault.other {
            Some((near, label)) if near.source == place.source => {
                marks.push((AnnotationKind::Context, &near.span, Some(label)));
                group = group.element(snippet(&sources[place.source], &marks));
            }
            Some((far, label)) => {
                let there = [(AnnotationKind::Context, &far.span, Some(label))];
                group = group.element(snippet(&sources[place.source], &marks));
                group = group.element(snippet(&sources[far.source], &there));
            }
            None => group = group.element(snippet(&sources[place.source], &marks)),
        }
    }
    for note in &fault.notes {
        group = group.element(Level::NOTE.message(explained(note)));
    }
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(explained(help)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// Line and column of a byte, both from 1; columns count characters.
pub(crate) fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..byte.min(text.len())];
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    // A character has exactly one byte that does not continue another.
    (line, before[start..].iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1)
}

/// The candidate nearest to `word` by edit distance, if any is near enough to have been meant.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(64).collect();
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.chars().collect::<Vec<_>>()), candidate))
        .filter(|(distance, candidate)| distance * 3 <= word.len().max(candidate.chars().count()) + 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The question whether a word was meant.
pub(crate) fn did_you_mean(word: &str) -> Message {
    message!("did you mean `{word}`?", "是否指 `{word}`？")
}

/// The same within a sentence; nothing where no word is near.
pub(crate) fn perhaps(meant: Option<&str>) -> Message {
    meant.map(|word| message!(" did you mean `{word}`?", "是否指 `{word}`？")).unwrap_or_default()
}

/// Which of some words was meant, or all of them where none is near.
pub(crate) fn meant_of(word: &str, known: &[&str]) -> Message {
    let all = known.join(", ");
    nearest(word, known.iter().copied()).map_or_else(|| message!("known: {all}", "现有：{all}"), did_you_mean)
}

/// Number of insertions, deletions, replacements and swaps of neighbours that make one word the other.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let mut least = (above[j] + usize::from(a != b)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_word_that_was_meant() {
        let known = ["weeks", "warmup_weeks", "replicates", "recognition"];
        assert_eq!(nearest("wekes", known), Some("weeks"));
        assert_eq!(nearest("recognitoin", known), Some("recognition"));
        assert_eq!(nearest("elephant", known), None);
    }

    /// A fault at `seed` of a line that begins in Chinese, as people see it.
    fn seen(title: Message, label: Message, note: Message) -> String {
        let source = Source { name: "s.toml".into(), text: "title = \"互助\" ; seed = 1".into() };
        let start = source.text.find("seed").unwrap();
        let place = Place { source: 0, span: start..start + 4 };
        rendered(&Diagnostic::new(title, &place, label).note(note), &[source], false)
    }

    #[test]
    fn both_languages_share_a_line_and_the_caret_stands_below_its_word_though_chinese_takes_two_columns() {
        let seen = seen(message!("one", "一"), message!("two", "二"), message!("three", "三"));
        let expected = "\
error: one / 一
 --> s.toml:1:16
  |
1 | title = \"互助\" ; seed = 1
  |                  ^^^^ two / 二
  |
  = note: three / 三";
        assert_eq!(seen, expected);
    }

    #[test]
    fn what_does_not_fit_into_a_hundred_columns_has_chinese_below_english() {
        // Beside their words titles take 7 columns, labels 29 here and notes 15, with room for long numbers of lines.
        let long = |left: usize| {
            let (word, word_zh) = ("x".repeat(left - 3 - 20), "长".repeat(10));
            message!("{word}", "{word_zh}")
        };
        assert_eq!(seen(long(93), long(71), long(85)).lines().count(), 7);
        let seen = seen(long(94), long(72), long(86));
        let lines: Vec<&str> = seen.lines().collect();
        assert_eq!(lines.len(), 12, "{seen}");
        assert_eq!(lines[1], format!("       {}", "长".repeat(10)));
        let below = format!("  |                  {}", "长".repeat(10));
        assert_eq!((lines[6], lines[8], lines[9]), ("  |                  |", below.as_str(), "  |"), "{seen}");
        assert_eq!(lines[11], format!("          {}", "长".repeat(10)));
        assert!(lines.iter().all(|line| line.width() <= WIDTH), "{seen}");
    }

    #[test]
    fn a_long_list_in_a_note_is_broken_at_blanks_and_keeps_every_word() {
        let list = vec!["`participants_share`,"; 20].join(" ");
        let seen = seen(message!("one", "一"), message!("two", "二"), message!("known: {list}", "以上"));
        assert_eq!(seen.matches("`participants_share`,").count(), 20, "{seen}");
        // Three names of 21 columns beside "known:", then three on each line: 85 columns are left.
        assert_eq!(seen.lines().count(), 6 + 7 + 1, "{seen}");
        assert!(seen.lines().all(|line| line.width() <= WIDTH) && seen.ends_with("\n          以上"), "{seen}");
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        assert_eq!(position("a\n标题 = 1", "a\n标题".len()), (2, 3));
    }
}
