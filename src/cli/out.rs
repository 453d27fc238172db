//! Standard output. A reader that has seen enough (`| head`) is no error.

use std::fmt::Display;
use std::io::{BufWriter, ErrorKind, Result as IoResult, StdoutLock, Write};

use super::language::Language;
use crate::error::{Error, Result, STANDARD_OUTPUT};
use crate::report::terminal::wording::wrapped;
use crate::text::Message;

/// Writer of everything a command prints.
#[derive(Debug)]
pub(super) struct Out {
    writer: BufWriter<StdoutLock<'static>>,
    /// The reader has gone; what follows is dropped, the command goes on.
    closed: bool,
}

impl Out {
    /// Standard output, locked until dropped.
    pub fn stdout() -> Self {
        Out { writer: BufWriter::new(std::io::stdout().lock()), closed: false }
    }

    /// Prints a text as it is.
    ///
    /// # Errors
    /// The output cannot be written, for another reason than that nobody reads it.
    pub fn print(&mut self, text: impl Display) -> Result<()> {
        let written = if self.closed { Ok(()) } else { write!(self.writer, "{text}") };
        self.settle(written)
    }

    /// Prints a line.
    ///
    /// # Errors
    /// The output cannot be written, for another reason than that nobody reads it.
    pub fn line(&mut self, text: impl Display) -> Result<()> {
        self.print(format_args!("{text}\n"))
    }

    /// Sees to it that all is written.
    ///
    /// # Errors
    /// The output cannot be written, for another reason than that nobody reads it.
    pub fn finish(&mut self) -> Result<()> {
        let flushed = if self.closed { Ok(()) } else { self.writer.flush() };
        self.settle(flushed)
    }

    fn settle(&mut self, result: IoResult<()>) -> Result<()> {
        match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            other => other.map_err(|reason| Error::Write { path: STANDARD_OUTPUT.into(), reason }),
        }
    }
}

/// What is written and has no effect, a line each.
pub(super) fn warnings(remarks: &[Message], language: Language) -> String {
    let one = |it: &Message| {
        let whole = format!("{}{}", language.pick("warning: ", "警告："), language.pick(&it.en, &it.zh));
        wrapped(&whole, [0, 2]).iter().map(|it| it.trim_end().to_string() + "\n").collect::<String>()
    };
    remarks.iter().map(one).collect()
}

/// The same on standard error, before anything is run.
pub(super) fn warn(remarks: &[Message], language: Language) {
    _ = write!(std::io::stderr(), "{}", warnings(remarks, language));
}

/// A line on standard error; when that is closed nobody is left to tell.
pub(super) fn say(text: impl std::fmt::Display) {
    _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::text::WIDTH;

    #[test]
    fn a_long_warning_is_broken_into_lines_that_keep_every_word() {
        let remark = Message { en: "word ".repeat(40), zh: "这里没有它适用的社区，".repeat(12) };
        for (language, word, count) in [(Language::English, "word", 40), (Language::Chinese, "社区，", 12)] {
            let text = warnings(std::slice::from_ref(&remark), language);
            assert!(text.lines().count() == 3 && text.lines().all(|it| it.width() <= WIDTH), "{text}");
            assert!(text.lines().skip(1).all(|it| it.starts_with("  ")), "{text}");
            assert_eq!(text.matches(word).count(), count);
        }
    }
}
