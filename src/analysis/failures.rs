//! Why cells of a sweep could not be run, one kind of reason after the other.

use std::collections::BTreeMap;

use crate::text::Message;

/// Kinds of reasons that are told apart; cells of further kinds are only counted.
const MOST_KINDS: usize = 1_000;

/// Cells that could not be run, by kind of reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failures {
    /// By the reason without its numbers.
    kinds: BTreeMap<String, Group>,
    others: u64,
}

/// The cells of one kind of reason.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    /// The reason of its first cell.
    reason: String,
    cells: u64,
    /// Whether all its reasons are the same to the letter.
    same: bool,
}

/// A kind of reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The reason, of one cell at least.
    pub text: Message,
    /// How many cells have it.
    pub cells: u64,
    /// Whether it is that of every one of them; else their numbers differ.
    pub same: bool,
}

impl Failures {
    /// Adds a cell with its reason, which is empty where the cell was run.
    pub fn add(&mut self, reason: &str) {
        if reason.is_empty() {
            return;
        }
        let kind = without_numbers(reason);
        if let Some(group) = self.kinds.get_mut(&kind) {
            group.cells += 1;
            group.same &= group.reason == reason;
        } else if self.kinds.len() < MOST_KINDS {
            self.kinds.insert(kind, Group { reason: reason.to_string(), cells: 1, same: true });
        } else {
            self.others += 1;
        }
    }

    /// How many cells could not be run.
    pub fn cells(&self) -> u64 {
        self.kinds.values().map(|group| group.cells).sum::<u64>() + self.others
    }

    /// The kinds of reasons, the most frequent first.
    pub fn by_frequency(&self) -> Vec<Reason> {
        let mut groups: Vec<&Group> = self.kinds.values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.cells));
        let reason = |it: &Group| Reason { text: in_both_languages(&it.reason), cells: it.cells, same: it.same };
        groups.into_iter().map(reason).collect()
    }
}

/// A reason with one mark for every number in it, so that cells that fail alike are one kind.
fn without_numbers(reason: &str) -> String {
    let mut kind = String::new();
    for letter in reason.chars() {
        let letter = if letter.is_ascii_digit() { '0' } else { letter };
        // Digits, and points between them, follow the mark of the number that they belong to.
        if !((letter == '0' || letter == '.') && kind.ends_with('0')) {
            kind.push(letter);
        }
    }
    kind
}

/// A reason as it stands in the table, where each of its parts has English before Chinese, as a message.
fn in_both_languages(reason: &str) -> Message {
    let parts: Option<Vec<(&str, &str)>> = reason.split("; ").map(|part| part.split_once(" / ")).collect();
    match parts {
        None => Message { en: reason.to_string(), zh: reason.to_string() },
        Some(parts) => {
            let (en, zh): (Vec<&str>, Vec<&str>) = parts.into_iter().unzip();
            Message { en: en.join("; "), zh: zh.join("；") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_grouped_and_the_most_frequent_comes_first() {
        let mut failures = Failures::default();
        for reason in ["", "late 4", "early", "", "late 12.5", "never", "late 4", "early"] {
            failures.add(reason);
        }
        assert_eq!(failures.cells(), 6);
        let told: Vec<(String, u64, bool)> =
            failures.by_frequency().into_iter().map(|it| (it.text.en, it.cells, it.same)).collect();
        let expected = [("late 4", 3, false), ("early", 2, true), ("never", 1, true)];
        assert_eq!(told, expected.map(|(reason, cells, same)| (reason.to_string(), cells, same)));
        (0..3000).for_each(|number| failures.add(&format!("{}x", "y".repeat(number))));
        assert_eq!((failures.cells(), failures.by_frequency().len()), (3006, 1000));
        assert_eq!(failures.by_frequency()[0].cells, 3);
    }

    #[test]
    fn a_reason_is_told_in_each_language_where_both_stand_in_it() {
        let both = in_both_languages("too late (12) / 太晚（12）; too many / 太多");
        assert_eq!((both.en.as_str(), both.zh.as_str()), ("too late (12); too many", "太晚（12）；太多"));
        assert_eq!(in_both_languages("a bug; of huzhu / 错").zh, "a bug; of huzhu / 错");
    }
}
