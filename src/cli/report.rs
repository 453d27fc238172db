//! `huzhu report`: results as a page to hand on, a workbook, or tables for programs.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::argument;
use super::language::Language;
use super::out::Out;
use crate::error::{Error, Result};
use crate::files;
use crate::report::document::Document;
use crate::report::{exports, page, workbook};

/// Show results as a page that opens from disk, a workbook, or tables. 生成报告
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Directory that `run`, `compare`, `discover`, `sweep`, `merge` or `sensitivity` has finished. 结果目录
    directory: PathBuf,

    /// What is made: one page, a workbook, a folder of CSV files, or one object. 报告格式
    #[arg(long, value_enum, default_value = "html")]
    format: Format,

    /// Open CSV files with a byte order mark, so that Excel reads their Chinese. CSV 文件加 BOM，供 Excel 打开
    #[arg(long)]
    bom: bool,

    /// Where it goes; report.html, report.xlsx or report-csv in the directory, JSON to standard output, if not given. 输出位置
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
}

/// What a report is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page for reading.
    Html,
    /// A workbook with charts.
    Xlsx,
    /// A file a table.
    Csv,
    /// One object, for programs.
    Json,
}

/// File name of the page.
const PAGE: &str = "report.html";

impl Report {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        if self.bom && self.format != Format::Csv {
            return Err(Error::Usage(
                "--bom is for --format csv; the other formats say by themselves what they are (--bom 只用于 --format csv)".into(),
            ));
        }
        argument::REPORT.check(&self.directory)?;
        let document = Document::read(&self.directory)?;
        let place = |name: &str| self.out.clone().unwrap_or_else(|| self.directory.join(name));
        match (self.format, &self.out) {
            (Format::Html, _) => write(&place(PAGE), page::page(&document, language.of_report()).as_bytes(), out),
            (Format::Xlsx, _) => write(&place("report.xlsx"), &workbook::workbook(&document)?, out),
            (Format::Json, Some(path)) => write(path, exports::json(&document).as_bytes(), out),
            (Format::Json, None) => out.print(exports::json(&document)),
            (Format::Csv, _) => {
                let folder = place("report-csv");
                files::create_directory(&folder)?;
                for (name, text) in exports::csv(&document, self.bom) {
                    write(&folder.join(name), text.as_bytes(), out)?;
                }
                Ok(())
            }
        }
    }
}

/// Writes a file whole and says where it is.
fn write(path: &Path, bytes: &[u8], out: &mut Out) -> Result<()> {
    files::write_atomically(path, bytes)?;
    out.line(path.display())
}

/// Makes the page of results that a command has just written, as its option `--report` asks, and says so on
/// standard error: standard output is for the results themselves.
pub(super) fn page_of(directory: &Path, language: Language) -> Result<()> {
    let (document, path) = (Document::read(directory)?, directory.join(PAGE));
    files::write_atomically(&path, page::page(&document, language.of_report()).as_bytes())?;
    // When standard error is closed nobody is left to tell.
    _ = writeln!(std::io::stderr(), "{}{}", language.pick("report: ", "报告："), path.display());
    Ok(())
}
