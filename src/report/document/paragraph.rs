//! Sentences of an answer in both languages, each with the values of its places and the row on which it is based.

use serde::Serialize;

use super::numbers::{digits, shown};
use crate::analysis::figures::Form;
use crate::analysis::interval::Interval;
use crate::text::{Label, Language, Message};

/// The row on which a sentence is based, for programs and tests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// Table it stands in.
    pub table: String,
    /// Key of the context.
    pub context: String,
    /// Key of the policy.
    pub policy: String,
    /// Key of the measure.
    pub measure: String,
    /// Path of the factor, of an index.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub factor: String,
    /// Scope: `urban`, `rural` or `all`.
    pub place: String,
    /// The estimate.
    pub estimate: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
    /// Replicates that were used.
    pub replicates: Option<u32>,
    /// The verdict.
    pub verdict: String,
}

/// A sentence: words with places for values.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Words in both languages; `{name}` is the place of a value.
    pub template: Label,
    /// Values of the places.
    pub values: Vec<(&'static str, Value)>,
    /// The row on which it is based; none if it is about all results.
    pub record: Option<Record>,
}

/// Sentences that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// Key of the policy, if every sentence is about one policy.
    pub policy: Option<String>,
    /// The sentences; the first names what the others are about.
    pub sentences: Vec<Sentence>,
}

impl Paragraph {
    /// A sentence by itself.
    pub fn single(sentence: Sentence) -> Self {
        Paragraph { policy: None, sentences: vec![sentence] }
    }
}

/// What stands in a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A name.
    Name(Message),
    /// A number of a table.
    Number {
        /// Which one: its measure, scope and place, so that it can be found again.
        key: String,
        /// Its value as in the table.
        value: f64,
        /// As people read it.
        text: Message,
    },
}

impl Sentence {
    /// The sentence in a language; `set` says how a value is written.
    pub fn say(&self, language: Language, set: impl Fn(&Value) -> String) -> String {
        let mut text = match language {
            Language::English => self.template.en,
            Language::Chinese => self.template.zh,
        };
        let mut said = String::new();
        while let Some((before, name, after)) = text.split_once('{').and_then(|(before, rest)| {
            let (name, after) = rest.split_once('}')?;
            Some((before, name, after))
        }) {
            said += before;
            said += &self.values.iter().find(|it| it.0 == name).map_or_else(String::new, |it| set(&it.1));
            text = after;
        }
        said + text
    }

    /// The same with the row that it rests on.
    pub fn resting_on(self, record: Option<Record>) -> Self {
        Sentence { record, ..self }
    }

    /// The sentence without marks.
    pub fn plain(&self, language: Language) -> String {
        self.say(language, |it| it.text().say(language).to_string())
    }
}

impl Value {
    /// As people read it.
    pub fn text(&self) -> &Message {
        match self {
            Value::Name(text) | Value::Number { text, .. } => text,
        }
    }
}

/// A name in a place.
pub fn word(name: &'static str, text: Message) -> (&'static str, Value) {
    (name, Value::Name(text))
}

/// A number of a form in a place, under the key by which it can be found in the tables.
pub fn number(name: &'static str, key: String, value: f64, form: Form, change: bool) -> (&'static str, Value) {
    (name, Value::Number { key, value, text: shown(value, form, change) })
}

/// A count in a place.
pub fn whole(name: &'static str, value: f64) -> (&'static str, Value) {
    (name, Value::Number { key: name.to_string(), value, text: Message::same(digits(value, 0, false)) })
}

/// A sentence whose every place has something to stand there.
pub fn sentence(template: Label, values: Vec<Option<(&'static str, Value)>>) -> Option<Sentence> {
    Some(Sentence { template, values: values.into_iter().collect::<Option<_>>()?, record: None })
}

macro_rules! templates {
    ($($name:ident $en:literal $zh:literal;)*) => {
        $(const $name: $crate::text::Label = $crate::text::Label { en: $en, zh: $zh };)*
        /// Every template of this file.
        #[cfg(test)]
        pub(in crate::report::document) const TEMPLATES: &[$crate::text::Label] = &[$($name),*];
    };
}
pub(in crate::report) use templates;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_its_values_in_the_language_of_the_reader() {
        const TEMPLATE: Label = Label { en: "{end} of elders are members.", zh: "成员占老年人的 {end}。" };
        let values = vec![number("end", "members_share.all.end".into(), 0.4385, Form::Share, false)];
        let it = Sentence { template: TEMPLATE, values, record: None };
        assert_eq!(it.plain(Language::English), "43.9 % of elders are members.");
        assert_eq!(it.plain(Language::Chinese), "成员占老年人的 43.9%。");
    }
}
