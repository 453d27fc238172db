//! What the commands that run a study have in common: what is changed in it, where it goes, and how it is told.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::changes::Changes;
use super::language::Language;
use super::out::Out;
use super::progress::Shown;
use super::report::{check_page, page_of};
use super::work::Work;
use crate::error::Result;
use crate::report::document::Document;
use crate::report::exports;
use crate::report::terminal::{self, Made};

/// Options that comparisons and discoveries share.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    pub changes: Changes,

    /// Output directory [default: a new one in runs/]. 输出目录
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Replace results of the same kind in the output directory, and their reports. 覆盖目录中的同类旧结果及其报告
    #[arg(long)]
    pub force: bool,

    /// Continue the interrupted work in this directory. 继续该目录中未完成的工作
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with_all = ["sets", "weeks", "seed", "replicates", "out", "force"]
    )]
    pub resume: Option<PathBuf>,

    /// Output format. 输出格式
    #[arg(long, value_enum, default_value = "terminal")]
    pub format: Format,

    #[command(flatten)]
    pub work: Work,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Tables for reading. 表格
    Terminal,
    /// One JSON object, for programs. JSON
    Json,
}

impl Options {
    /// Refuses, before anything is run, a place in which the page that is asked for could not be written.
    ///
    /// # Errors
    /// Something stands there that huzhu did not write.
    pub fn check_page(&self, wanted: bool) -> Result<()> {
        check_page(wanted, self.out.as_deref().or(self.resume.as_deref()))
    }

    /// Whether what is going to be run is told beforehand.
    pub fn foretells(&self) -> bool {
        self.work.progress != Shown::Never && self.resume.is_none()
    }
}

/// Shows what a command has written into a directory, and makes its page if one is asked for.
pub(super) fn show(
    directory: &Path,
    format: Format,
    report: bool,
    made: &Made,
    language: Language,
    out: &mut Out,
) -> Result<()> {
    if format == Format::Terminal && !report {
        return out.print(terminal::table(&Document::in_brief(directory)?, made, language));
    }
    let document = Document::read(directory)?;
    match format {
        Format::Json => out.print(exports::json(&document))?,
        Format::Terminal => out.print(terminal::table(&document, made, language))?,
    }
    if report { page_of(&document, language) } else { Ok(()) }
}

/// Says that what is in a directory needs no resuming, and makes its page if one is asked for.
pub(super) fn ended_already(directory: &Path, report: bool, language: Language, out: &mut Out) -> Result<()> {
    let shown = directory.display();
    out.line(
        language
            .pick(format!("{shown} is already complete; nothing to do"), format!("{shown} 中的工作已经完成，无需继续")),
    )?;
    if report { page_of(&Document::read(directory)?, language) } else { Ok(()) }
}
