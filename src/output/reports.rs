//! Reports beside results: they replace only files that huzhu wrote, are removed together with their tables, and are
//! checked against the tables by `huzhu verify`.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::files::{self, in_command, is_partial_of, names};
use crate::text::{Message, message};
use crate::{Error, Result};

use super::batches::BATCHES;
use super::contents::{Contents, is_own_name, is_taken};
use super::manifest::Manifest;
use super::mark::{self, Form, MADE_FROM, Mark, Marked, State};
use super::parts::CHECKPOINT;

/// File name of a report without `--out`; JSON goes to standard output.
pub const fn usual_name(form: Form) -> &'static str {
    match form {
        Form::Html => "report.html",
        Form::Xlsx => "report.xlsx",
        Form::Csv => "report-csv",
        Form::Json => "report.json",
    }
}

/// Name of a format in `huzhu report --format`.
pub const fn word(form: Form) -> &'static str {
    match form {
        Form::Html => "html",
        Form::Xlsx => "xlsx",
        Form::Csv => "csv",
        Form::Json => "json",
    }
}

/// Refuses a path where a report must not be written, before it is made.
///
/// # Errors
/// [`Error::Output`] if the path is a file of results, or anything that huzhu did not write as a report.
pub fn check(path: &Path, form: Form) -> Result<()> {
    let shown = path.display();
    let refused = |told: Message| Err(Error::Output { path: path.to_path_buf(), told });
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if is_own_name(&name) && is_taken(files::directory_of(path)) {
        return refused(message!(
            "`{shown}` is the name of a file of the results themselves; choose another --out",
            "`{shown}` 是结果自身的文件名；请另选 --out"
        ));
    }
    let folder = files::directory_of(path);
    let whereabouts = folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_default();
    if whereabouts.ancestors().any(is_folder_of_results) {
        return refused(message!(
            "`{shown}` is in a folder in which huzhu stores unfinished results; choose another --out",
            "`{shown}` 位于 huzhu 保存未完成结果的文件夹中；请另选 --out"
        ));
    }
    if form == Form::Csv {
        return check_folder(path);
    }
    if path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]) {
        let example = path.join(usual_name(form));
        let example = example.display();
        return refused(message!(
            "{shown} is a directory, and a report of this format is a file; name one, such as --out {example}",
            "{shown} 是目录，而此格式的报告是一个文件；请写出文件名，如 --out {example}"
        ));
    }
    // A link to a missing file was put there by somebody.
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    match mark::read(path).map(|it| it.state) {
        Some(State::AsMade | State::Incomplete(_)) => Ok(()),
        Some(State::Changed) => refused(message!(
            "{shown} was changed after `huzhu report` made it, so it is not replaced; move it away or choose another \
             --out",
            "{shown} 由 `huzhu report` 生成后又被改动，不予覆盖；请移走该文件或另选 --out"
        )),
        None if let Some(Message { en: what, zh: what_zh }) = broken(path) => refused(message!(
            "{shown} {what}, so huzhu cannot confirm that `huzhu report` wrote it, and does not replace it; move it \
             away or \
             choose another --out",
            "{shown} {what_zh}，无法确认是否由 `huzhu report` 写出，不予覆盖；请移走或另选 --out"
        )),
        None => refused(message!(
            "{shown} already exists and was not written by `huzhu report`, so it is not replaced; choose another --out",
            "{shown} 已存在，且不是由 `huzhu report` 写出的，不予覆盖；请另选 --out"
        )),
    }
}

/// Whether a folder is that of the batches or checkpoints of results.
fn is_folder_of_results(folder: &Path) -> bool {
    folder.file_name().is_some_and(|it| [BATCHES, CHECKPOINT].iter().any(|name| it == *name))
        && Contents::of(files::directory_of(folder)).is_ok_and(|it| it.is_some())
}

fn check_folder(path: &Path) -> Result<()> {
    let shown = path.display();
    let refused = |told: Message| Err(Error::Output { path: path.to_path_buf(), told });
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    if !path.is_dir() {
        return refused(message!(
            "{shown} is a file, and CSV files go into a folder; choose another --out",
            "{shown} 是文件，而 CSV 写入文件夹；请另选 --out"
        ));
    }
    let (_, foreign) = mark::names_in_folder(path)?;
    if !foreign.is_empty()
        && mark::read(path).is_none()
        && let Some(Message { en: what, zh: what_zh }) = broken(path)
    {
        return refused(message!(
            "{shown} {what}, so huzhu cannot confirm that `huzhu report` wrote it, and does not replace it; move it \
             away or \
             choose another --out",
            "{shown} {what_zh}，无法确认是否由 `huzhu report` 写出，不予覆盖；请移走或另选 --out"
        ));
    }
    if !foreign.is_empty() {
        let Message { en: files, zh: files_zh } = files::named(&foreign);
        return refused(message!(
            "{shown} contains {files}, not written by `huzhu report`; choose another --out",
            "{shown} 中有 {files_zh}，不是由 `huzhu report` 写出的；请另选 --out"
        ));
    }
    match mark::read(path).map(|it| it.state) {
        Some(State::Changed) => refused(message!(
            "files in {shown} were changed after `huzhu report` made them, so they are not replaced; move them away \
             or choose another --out",
            "{shown} 中的文件由 `huzhu report` 生成后又被改动，不予覆盖；请移走这些文件或另选 --out"
        )),
        _ => Ok(()),
    }
}

/// Writes a report of one file atomically; creates its directory.
///
/// # Errors
/// The path is refused by [`check`], or the file cannot be written.
pub fn write(path: &Path, form: Form, bytes: &[u8]) -> Result<()> {
    check(path, form)?;
    make(files::directory_of(path))?;
    files::write_atomically(path, bytes)
}

/// Creates a directory and its parents.
pub(super) fn make(directory: &Path) -> Result<()> {
    files::create_directory(directory).map_err(|error| match error {
        Error::Write { path, reason } => Error::uncreatable(&path, &reason),
        other => other,
    })
}

/// Writes a folder of CSV files, and replaces those that huzhu wrote there earlier.
///
/// # Errors
/// The path is refused by [`check`], or a file cannot be written.
pub fn write_folder(path: &Path, made_from: &Mark, texts: &[(String, String)]) -> Result<()> {
    check(path, Form::Csv)?;
    make(path)?;
    // The list of the files comes first, so that an interrupted folder is recognised.
    let list = (MADE_FROM.to_string(), made_from.of_folder(texts));
    let begun = [&list].into_iter().chain(texts).map(|(name, text)| {
        let path = path.join(name);
        let mut file = files::begin(&path)?;
        file.write_all(text.as_bytes()).map_err(|reason| Error::Write { path: path.clone(), reason })?;
        Ok((file, path))
    });
    // Files that are being written have temporary names, and must stay.
    let (old, _) = mark::names_in_folder(path)?;
    let begun: Vec<(files::Pending, PathBuf)> = begun.collect::<Result<_>>()?;
    old.iter().filter(|it| *it != MADE_FROM).try_for_each(|it| files::remove(&path.join(it)))?;
    files::publish_all(begun)
}

/// Removes the reports of a directory before its tables are replaced; reports that the user changed stay.
///
/// # Errors
/// The directory cannot be read, or a report cannot be removed.
pub fn remove_all(directory: &Path) -> Result<()> {
    let usual = [Form::Html, Form::Xlsx, Form::Json].map(|it| usual_name(it).to_string());
    let mut any = false;
    for name in names(directory)? {
        let path = directory.join(&name);
        // A link leads to another place, which is not ours.
        if path.is_symlink() || is_own_name(&name) {
            continue;
        }
        if is_partial_of(&name, &usual) {
            files::remove(&path)?;
        }
        let Some(Marked { form, state: State::AsMade | State::Incomplete(_), .. }) = mark::read(&path) else {
            continue;
        };
        any = true;
        match form {
            Form::Csv => remove_folder(&path)?,
            Form::Html | Form::Xlsx | Form::Json => files::remove(&path)?,
        }
    }
    if any { files::sync_directory(directory) } else { Ok(()) }
}

fn remove_folder(path: &Path) -> Result<()> {
    let (ours, _) = mark::names_in_folder(path)?;
    // The list is removed last, so that an interrupted removal can be repeated.
    let (list, files): (Vec<_>, Vec<_>) = ours.iter().partition(|it| *it == MADE_FROM);
    files.into_iter().chain(list).try_for_each(|it| files::remove(&path.join(it)))?;
    // The folder stays if it contains other files; that is no error.
    let _ = std::fs::remove_dir(path);
    Ok(())
}

/// Why a file with the usual name of a report is a damaged report, if it is one.
fn broken(path: &Path) -> Option<Message> {
    let name = path.file_name()?.to_string_lossy();
    let form = [Form::Html, Form::Xlsx, Form::Csv, Form::Json].into_iter().find(|it| usual_name(*it) == name)?;
    mark::broken(path, form)
}

/// A report in a result directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Its name.
    pub name: String,
    /// Whether its mark can be read.
    pub readable: bool,
    /// Why it was not made from these results, as a text after its name; none if it was.
    pub fault: Option<Message>,
}

/// The reports among the file names of a result directory, compared with the results, and the other names.
pub(super) fn beside(directory: &Path, manifest: &Manifest, names: Vec<String>) -> (Vec<Beside>, Vec<String>) {
    let results = Mark::of(manifest);
    let (mut reports, mut others) = (Vec::new(), Vec::new());
    for name in names {
        match mark::read(&directory.join(&name)) {
            Some(it) => {
                reports.push(Beside { fault: fault(directory, &name, &it, &results), readable: true, name });
            }
            None => match broken(&directory.join(&name)) {
                None => others.push(name),
                Some(Message { en: what, zh: what_zh }) => {
                    let shown = in_command(directory);
                    let fault = message!(
                        "{what}: move it away, then run `huzhu report {shown}` if it was a report",
                        "{what_zh}：若原是报告，请先移走，再运行 `huzhu report {shown}`"
                    );
                    reports.push(Beside { fault: Some(fault), readable: false, name });
                }
            },
        }
    }
    (reports, others)
}

fn fault(directory: &Path, name: &str, report: &Marked, results: &Mark) -> Option<Message> {
    let shown = in_command(directory);
    let format = if report.form == Form::Html { String::new() } else { format!(" --format {}", word(report.form)) };
    let usual = report.form != Form::Json && name == usual_name(report.form);
    let place = if usual { String::new() } else { format!(" --out {}", in_command(&directory.join(name))) };
    let command = format!("huzhu report {shown}{format}{place}");
    match &report.state {
        State::Changed if report.mark != *results => Some(message!(
            "was made from other tables and changed since: move it away, then run `{command}`",
            "由另一组数据表生成，之后又被改动：请先移走，再运行 `{command}`"
        )),
        _ if report.mark != *results => {
            Some(message!("was made from other tables: run `{command}`", "由另一组数据表生成：请运行 `{command}`"))
        }
        State::AsMade => None,
        State::Changed => Some(message!(
            "was changed after `huzhu report` made it: move it away, then run `{command}`",
            "由 `huzhu report` 生成后又被改动：请先移走，再运行 `{command}`"
        )),
        State::Incomplete(missing) => {
            let Message { en: files, zh: files_zh } = files::named(missing);
            Some(message!("lacks {files}: run `{command}`", "缺少 {files_zh}：请运行 `{command}`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::faults::{BROKEN, Fault, with};

    fn texts(number: u32) -> Vec<(String, String)> {
        (0..3).map(|it| (format!("table-{}.csv", it + number), format!("a\n{number}\n"))).collect()
    }

    #[test]
    fn a_folder_on_a_failing_disk_is_never_taken_for_a_whole_one_and_can_be_written_again() {
        let mark = Mark { digest: "new".into(), manifest: "new".into() };
        for at in 1.. {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("report-csv");
            write_folder(&path, &Mark::default(), &texts(1)).unwrap();
            let fault = Fault { at, code: BROKEN, lasting: true };
            let (written, struck) = with(fault, || write_folder(&path, &mark, &texts(2)));
            let found = mark::read(&path).unwrap();
            let is_whole = found.state == State::AsMade;
            assert!(!is_whole || written.is_ok() || found.mark == Mark::default() || found.mark == mark, "{fault:?}");
            write_folder(&path, &mark, &texts(2)).unwrap();
            assert_eq!(names(&path).unwrap(), [MADE_FROM, "table-2.csv", "table-3.csv", "table-4.csv"], "{fault:?}");
            let (mark, form) = (mark.clone(), Form::Csv);
            assert_eq!(mark::read(&path), Some(Marked { mark, form, state: State::AsMade }));
            if !struck {
                assert!(at > 10, "the disk failed {at} times only");
                break;
            }
        }
    }
}
