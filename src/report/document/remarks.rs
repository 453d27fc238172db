//! Entries of the scenario or study that have no effect, as paragraphs of the answer.

use super::paragraph::{Paragraph, Sentence, Value};
use super::source::Source;
use crate::analysis::results::Kind;
use crate::plan::remarks;
use crate::text::Label;
use crate::text::Message;

/// One of them.
pub const REMARK: Label = Label { en: "Note: {remark}.", zh: "注意：{remark}。" };

/// All of them; none for a sweep, whose cells differ.
pub fn paragraphs(source: &Source) -> Vec<Paragraph> {
    let found = match source.results.kind {
        Kind::Run | Kind::Comparison => remarks::of_results(&source.results.path),
        Kind::Sweep | Kind::Sensitivity => Vec::new(),
    };
    let single = |values| Paragraph::single(Sentence { template: REMARK, values, record: None });
    found.into_iter().map(|it| single(vec![("remark", Value::Name(Message::new(it.en, it.zh)))])).collect()
}
