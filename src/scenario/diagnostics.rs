//! Faults of a scenario as people read them: file, line, column, caret, what would be right.
//!
//! Reading, merging and checking only collect faults; nothing stops at the first. Here they become text.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

/// Most faults that are kept and shown; a file that is no scenario at all would fill memory and screen otherwise.
const MOST: usize = 100;

/// Whether reports carry colours. A report is made deep inside the library, but colour belongs to the
/// terminal, of which a process has one: hence one switch for the process, off unless a command turns it on.
static COLOUR: AtomicBool = AtomicBool::new(false);

/// Switches colours in reports on or off.
pub fn use_colour(yes: bool) {
    COLOUR.store(yes, Ordering::Relaxed);
}

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
pub(crate) struct Place {
    /// Position in the list of sources.
    pub source: usize,
    /// Bytes within its text.
    pub span: Range<usize>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// What is wrong or what would be right, one line.
    pub title: String,
    /// Where; none for what no line can be blamed for.
    pub place: Option<Place>,
    /// Words at the caret.
    pub label: String,
    /// Another place that belongs to it, with its words.
    pub other: Option<(Place, String)>,
    /// What one may need to know.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Fault {
    /// A fault at a place, with words at the caret.
    pub fn new(title: impl Into<String>, place: &Place, label: impl Into<String>) -> Self {
        Fault {
            title: title.into(),
            place: Some(place.clone()),
            label: label.into(),
            other: None,
            notes: Vec::new(),
            help: None,
        }
    }

    /// Adds what one may need to know.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds what to do.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that belongs to it.
    pub fn other(mut self, place: &Place, label: impl Into<String>) -> Self {
        self.other = Some((place.clone(), label.into()));
        self
    }
}

/// All faults found so far, each once.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    list: Vec<Fault>,
}

impl Faults {
    /// Adds a fault. A value written for both settings is checked once for each but reported once.
    pub fn push(&mut self, fault: Fault) {
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
    pub fn follow(&mut self, later: Faults, sources: &[Source]) {
        let line = |place: &Place| (place.source, position(&sources[place.source].text, place.span.start).0);
        let unreadable: Vec<_> = self.list.iter().filter_map(|fault| fault.place.as_ref()).map(line).collect();
        for fault in later.list {
            if !fault.place.as_ref().is_some_and(|place| unreadable.contains(&line(place))) {
                self.push(fault);
            }
        }
    }

    /// All of them, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.list.iter()
    }

    /// The report: every fault in the order of the sources, then how many there are.
    pub fn report(mut self, name: &str, sources: &[Source]) -> String {
        self.list.sort_by_key(|fault| fault.place.as_ref().map(|place| (place.source, place.span.start)));
        let mut texts: Vec<String> = self.list.iter().map(|fault| rendered(fault, sources)).collect();
        texts.push(match self.list.len() {
            1 => format!("{name}: 1 fault"),
            count if self.full() => format!("{name}: {count} faults or more"),
            count => format!("{name}: {count} faults"),
        });
        texts.join("\n\n")
    }
}

/// The lines of a source that some marks touch.
fn snippet<'a>(source: &'a Source, marks: &[(AnnotationKind, &Range<usize>, &'a str)]) -> Snippet<'a, Annotation<'a>> {
    let text = source.text.as_str();
    let first = marks.iter().map(|(_, span, _)| span.start).min().unwrap_or(0);
    let last = marks.iter().map(|(_, span, _)| span.end).max().unwrap_or(0);
    let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline);
    let snippet = Snippet::source(&text[start..end]).path(source.name.as_str()).line_start(position(text, start).0);
    snippet.annotations(marks.iter().map(|(kind, span, label)| {
        let annotation = kind.span(span.start - start..span.end - start);
        if label.is_empty() { annotation } else { annotation.label(*label) }
    }))
}

/// One fault as text.
fn rendered(fault: &Fault, sources: &[Source]) -> String {
    let mut group = Group::with_title(Level::ERROR.primary_title(fault.title.as_str()));
    if let Some(place) = &fault.place {
        let mut marks = vec![(AnnotationKind::Primary, &place.span, fault.label.as_str())];
        match &fault.other {
            Some((near, label)) if near.source == place.source => {
                marks.push((AnnotationKind::Context, &near.span, label));
                group = group.element(snippet(&sources[place.source], &marks));
            }
            Some((far, label)) => {
                group = group.element(snippet(&sources[place.source], &marks));
                group = group.element(snippet(&sources[far.source], &[(AnnotationKind::Context, &far.span, label)]));
            }
            None => group = group.element(snippet(&sources[place.source], &marks)),
        }
    }
    for note in &fault.notes {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(help) = &fault.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if COLOUR.load(Ordering::Relaxed) { Renderer::styled() } else { Renderer::plain() };
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

    #[test]
    fn columns_count_characters_not_bytes() {
        assert_eq!(position("a\n标题 = 1", "a\n标题".len()), (2, 3));
    }
}
