//! User-facing messages, in English and Chinese: every message has both languages.

use std::fmt::{Display, Formatter, Result};

use unicode_width::UnicodeWidthStr;

/// Columns of a terminal within which both languages share a line; what is longer has Chinese below English.
pub(crate) const WIDTH: usize = 100;

/// Language of the output; result files do not depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 中文.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The one of two texts that is in this language.
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Language::English => en,
            Language::Chinese => zh,
        }
    }
}

/// One word or sentence in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// English.
    pub en: &'static str,
    /// Chinese.
    pub zh: &'static str,
}

/// A message in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Message {
    /// English.
    pub en: String,
    /// Chinese. What the English has shown at length, as a list of keys or the words of the system, it need not repeat.
    pub zh: String,
}

/// Both on one line; once what reads the same in both.
impl Display for Message {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        if self.en == self.zh { out.write_str(&self.en) } else { write!(out, "{} / {}", self.en, self.zh) }
    }
}

/// So that a reason of the system can carry words of our own.
impl std::error::Error for Message {}

impl Message {
    /// Of both texts.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Message { en: en.into(), zh: zh.into() }
    }

    /// What reads the same in both.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Message { en: text.clone(), zh: text }
    }

    /// The text of a language.
    pub fn say(&self, language: Language) -> &str {
        language.pick(&self.en, &self.zh)
    }

    /// Two texts with something between them.
    pub fn join(&self, between: Label, other: &Message) -> Self {
        Message::new(self.en.clone() + between.en + &other.en, self.zh.clone() + between.zh + &other.zh)
    }

    /// Whether both languages fit on a line of which so many columns are taken.
    pub(crate) fn fits(&self, taken: usize) -> bool {
        taken + self.to_string().width() <= WIDTH
    }

    /// Both languages on a line of which so many columns are taken, if they fit, else each on its own.
    pub(crate) fn laid(&self, taken: usize) -> String {
        if self.en == self.zh || self.fits(taken) { self.to_string() } else { format!("{}\n{}", self.en, self.zh) }
    }

    /// The text of an error, which a command shows behind `error: `.
    pub(crate) fn error(&self) -> String {
        self.laid("error: ".len())
    }
}

impl From<Label> for Message {
    fn from(label: Label) -> Self {
        Message::new(label.en, label.zh)
    }
}

/// A message from its English and its Chinese, each written as in `format!`.
macro_rules! message {
    ($en:literal, $zh:literal $(,)?) => {
        $crate::text::Message { en: format!($en), zh: format!($zh) }
    };
}

pub(crate) use message;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    /// The texts of every `message!` in the source below a folder, with the file of each.
    fn written(folder: &Path, found: &mut Vec<(String, [String; 2])>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                written(&path, found);
            } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("text.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for (_, rest) in text.match_indices("message!(").map(|(at, it)| text.split_at(at + it.len())) {
                    let (en, rest) = literal(rest);
                    found.push((path.display().to_string(), [en, literal(rest).0]));
                }
            }
        }
    }

    /// The next text in quotation marks, and what follows it.
    fn literal(source: &str) -> (String, &str) {
        let begin = source.find('"').unwrap() + 1;
        let mut text = String::new();
        let mut letters = source[begin..].char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => return (text, &source[begin + at + 1..]),
                '\\' => text.extend(letters.next().map(|it| it.1)),
                _ => text.push(letter),
            }
        }
        panic!("a text without an end: {text}");
    }

    fn is_chinese(letter: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&letter)
    }

    /// What stands between two marks, piece by piece, and what is left without it.
    fn between(text: &str, open: char, close: char) -> (BTreeSet<String>, String) {
        let (mut inside, mut left) = (BTreeSet::new(), String::new());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(open) {
            let (piece, behind) = after.split_once(close).unwrap();
            inside.insert(piece.to_owned());
            left += before;
            rest = behind;
        }
        (inside, left + rest)
    }

    fn numbers(text: &str) -> BTreeSet<&str> {
        text.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect()
    }

    #[test]
    fn every_message_says_in_chinese_what_it_says_in_english_with_the_same_names_and_numbers() {
        let mut found = Vec::new();
        written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        assert!(found.len() > 100, "the test reads the source: {} messages", found.len());
        for (file, [en, zh]) in found {
            let told = format!("{file}: {en} / {zh}");
            // Doubled braces are braces of the text.
            let [plain, plain_zh] = [&en, &zh].map(|it| it.replace("{{", "").replace("}}", ""));
            let ((values, plain), (values_zh, plain_zh)) = (between(&plain, '{', '}'), between(&plain_zh, '{', '}'));
            let ((names, words), (names_zh, words_zh)) = (between(&plain, '`', '`'), between(&plain_zh, '`', '`'));
            assert!(!en.chars().any(is_chinese), "{told}");
            let says = words.chars().any(char::is_alphabetic);
            // A value in Chinese may be all that there is.
            assert!(!says || words_zh.chars().any(is_chinese) || values_zh.contains("zh"), "{told}");
            let same = |value: &String| {
                let english = if value == "zh" { "en" } else { value.trim_end_matches("_zh") };
                values.contains(english)
            };
            assert!(values_zh.iter().all(same), "{told}");
            assert!(names_zh.is_subset(&names) && numbers(&plain_zh).is_subset(&numbers(&plain)), "{told}");
            let letters: Vec<char> = words_zh.chars().collect();
            let narrow =
                |it: &[char]| (is_chinese(it[0]) && ",;:?!(".contains(it[1])) || (it[0] == ')' && is_chinese(it[1]));
            assert!(!letters.windows(2).any(narrow) && !words_zh.ends_with(['.', '。']), "{told}");
        }
    }
}
