//! `huzhu report`: results as a page to hand on, a workbook, or tables for programs.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::argument;
use super::language::Language;
use super::out::{Out, say};
use crate::error::{Error, Result};
use crate::output::mark::Form;
use crate::output::reports::{self, usual_name, word};
use crate::report::document::Document;
use crate::report::{exports, page, workbook};
use crate::text::message;

/// Make a report of a result directory: web page, workbook, CSV or JSON. 由结果目录生成报告：网页、工作簿、CSV 或 JSON
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Result directory of `run`, `compare`, `discover`, `sweep`, `merge` or `sensitivity`, complete or interrupted. 结果目录
    directory: PathBuf,

    /// Format of the report. 报告格式
    #[arg(long, value_enum, default_value = "html")]
    format: Format,

    /// Start CSV files with a byte order mark, so that Excel shows Chinese correctly. CSV 文件加 BOM，供 Excel 打开
    #[arg(long)]
    bom: bool,

    /// Output file or folder [default: report.html, report.xlsx or report-csv in the directory; standard output for JSON]. 输出位置
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
}

/// What a report is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A web page. 网页
    Html,
    /// A workbook with charts. 工作簿
    Xlsx,
    /// A folder with one CSV file per table. CSV
    Csv,
    /// One JSON object, for programs. JSON
    Json,
}

impl Format {
    const fn form(self) -> Form {
        match self {
            Format::Html => Form::Html,
            Format::Xlsx => Form::Xlsx,
            Format::Csv => Form::Csv,
            Format::Json => Form::Json,
        }
    }
}

impl Report {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        let form = self.format.form();
        if self.bom && form != Form::Csv {
            let told = message!(
                "--bom is only for --format csv; the other formats declare their encoding",
                "--bom 只用于 --format csv；其他格式自带编码说明"
            );
            return Err(Error::Usage(told));
        }
        argument::REPORT.check(&self.directory)?;
        refuse_unseen(&self.directory)?;
        let usual = || (form != Form::Json).then(|| self.directory.join(usual_name(form)));
        let place = self.out.clone().or_else(usual);
        // Refused before the report is made, which may take a while.
        if let Some(path) = &place {
            reports::check(path, form)?;
            refuse_another_ending(path, form)?;
        }
        let document = Document::read(&self.directory)?;
        let Some(path) = place else { return out.print(exports::json(&document)) };
        match form {
            Form::Html => reports::write(&path, form, page::page(&document, language).as_bytes())?,
            Form::Xlsx => reports::write(&path, form, &workbook::workbook(&document)?)?,
            Form::Json => reports::write(&path, form, exports::json(&document).as_bytes())?,
            Form::Csv => {
                let texts = exports::csv(&document, self.bom);
                reports::write_folder(&path, &document.source.results.mark, &texts)?;
                return texts.iter().try_for_each(|(name, _)| out.line(path.join(name).display()));
            }
        }
        out.line(path.display())
    }
}

/// Refuses a name whose ending says that the file is something else than what the format makes.
fn refuse_another_ending(path: &Path, form: Form) -> Result<()> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let shown = path.display();
    let format = word(form);
    let told = match ending.as_str() {
        "csv" if form == Form::Csv => message!(
            "--format csv writes a folder with one file for each table, and {shown} is the name of a single file; name a folder",
            "--format csv 为每张数据表写一个文件，放在文件夹中，而 {shown} 是单个文件的名称；请写文件夹名"
        ),
        "parquet" => message!(
            "{shown} is the name of a Parquet file, and --format {format} makes none; choose another --out",
            "{shown} 是 Parquet 文件的名称，而 --format {format} 不生成此类文件；请另选 --out"
        ),
        "html" | "htm" | "xlsx" | "csv" | "json" => {
            let wanted = if ending == "htm" { "html" } else { &ending };
            if wanted == format {
                return Ok(());
            }
            message!(
                "{shown} is the name of a file of another format than --format {format}; add --format {wanted}, or choose \
                 another --out",
                "{shown} 的扩展名与 --format {format} 不符；请加 --format {wanted}，或另选 --out"
            )
        }
        _ => return Ok(()),
    };
    Err(Error::Usage(told))
}

/// Refuses a directory that is not there or cannot be looked into, for what the system says of it.
pub(super) fn refuse_unseen(directory: &Path) -> Result<()> {
    match std::fs::read_dir(directory) {
        Err(reason) if matches!(reason.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => {
            Err(Error::Read { path: directory.to_path_buf(), reason })
        }
        _ => Ok(()),
    }
}

/// Refuses, before a long run, a place in which its page could not be written at the end.
pub(super) fn check_page(wanted: bool, directory: Option<&Path>) -> Result<()> {
    match directory {
        Some(directory) if wanted => reports::check(&directory.join(usual_name(Form::Html)), Form::Html),
        _ => Ok(()),
    }
}

/// Makes the page of results that a command has just written, as its option `--report` asks, and says so on
/// standard error: standard output is for the results themselves.
pub(super) fn page_of(document: &Document, language: Language) -> Result<()> {
    let path = document.source.results.path.join(usual_name(Form::Html));
    reports::write(&path, Form::Html, page::page(document, language).as_bytes())?;
    say(format_args!("{}{}", language.pick("report: ", "报告："), path.display()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_name_must_be_that_of_its_format() {
        let refused = |name: &str, form| refuse_another_ending(Path::new(name), form).is_err();
        for (name, form) in
            [("a.xlsx", Form::Html), ("a.csv", Form::Csv), ("a.CSV", Form::Html), ("a.parquet", Form::Json)]
        {
            assert!(refused(name, form), "{name}");
        }
        for (name, form) in [("a.html", Form::Html), ("a.HTM", Form::Html), ("a", Form::Csv), ("2024.05", Form::Xlsx)] {
            assert!(!refused(name, form), "{name}");
        }
    }
}
