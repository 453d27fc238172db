//! Standard output. A reader that has seen enough (`| head`) is no error.

use std::fmt::Display;
use std::io::{BufWriter, ErrorKind, Result as IoResult, StdoutLock, Write};

use crate::error::{Error, Result, STANDARD_OUTPUT};

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

/// A line on standard error; when that is closed nobody is left to tell.
pub(super) fn say(text: impl std::fmt::Display) {
    _ = writeln!(std::io::stderr(), "{text}");
}
