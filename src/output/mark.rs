//! The mark of a report identifies the results that it was made from: `meta` elements of the page, document properties
//! of the workbook, a file in the folder of CSV files, a key of the JSON object.
//!
//! The mark distinguishes a report of the tables beside it from a report of other tables, and a file of huzhu, which
//! may be replaced, from a file of the user, which may not. It therefore also shows whether the report was changed.

use std::fs::File;
use std::io::{Cursor, ErrorKind, Read, Seek, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use crate::Error;
use crate::error::system;
use crate::files::{PARTIAL, blake3_of, names};
use crate::text::{Message, message};

use super::manifest::{Manifest, ManifestFile};
use super::sealed;

/// File in a folder of CSV files with their mark.
pub const MADE_FROM: &str = "made-from.json";

const DIGEST: &str = "huzhu-digest";
const MANIFEST_HASH: &str = "huzhu-manifest";

/// Text before the hash of a page.
const SEAL: &str = "<meta name=\"huzhu-seal\" content=\"";

/// Beginning of a report in JSON.
const OBJECT: &str = "{\n  \"made_from\": ";

/// Number of bytes of a file within which its mark begins.
const HEAD: u64 = 2048;

/// Property of a workbook with its hash, and the part with the properties.
const SEAL_OF_WORKBOOK: &str = "huzhu-seal";
const PROPERTIES: &str = "docProps/custom.xml";

/// Placeholder for the hash of a workbook until it is known.
const UNSEALED: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Maximum length of the properties of a workbook; longer ones are not of huzhu.
const MOST_PROPERTIES: u64 = 1 << 16;

/// The results that a report was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Digest of the tables' decoded content.
    pub digest: String,
    /// BLAKE3 of their manifest.
    pub manifest: String,
}

/// Format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page.
    Html,
    /// A workbook.
    Xlsx,
    /// A folder of CSV files.
    Csv,
    /// One JSON object.
    Json,
}

/// Whether a report is as huzhu wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Unchanged.
    AsMade,
    /// Files of the folder are missing: its writing or removal was interrupted.
    Incomplete(Vec<String>),
    /// Changed, so it belongs to the user now.
    Changed,
}

/// A report of huzhu that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The results that it was made from.
    pub mark: Mark,
    /// Its format.
    pub form: Form,
    /// Whether it is as huzhu wrote it.
    pub state: State,
}

/// The file that marks a folder of CSV files.
#[derive(Serialize, Deserialize)]
struct Folder {
    made_from: Mark,
    files: Vec<ManifestFile>,
    blake3: String,
}

impl Mark {
    /// Mark of reports of the results with this manifest.
    pub fn of(manifest: &Manifest) -> Self {
        Mark { digest: manifest.digest.clone(), manifest: manifest.blake3.clone() }
    }

    /// Properties of a workbook; [`Mark::sealed_workbook`] fills in the hash.
    pub fn of_workbook(&self) -> [(&'static str, &str); 3] {
        let [digest, manifest] = self.parts();
        [digest, manifest, (SEAL_OF_WORKBOOK, UNSEALED)]
    }

    /// The bytes of a complete workbook, with the hash of all its parts in its properties.
    ///
    /// # Errors
    /// The bytes are not a workbook.
    pub fn sealed_workbook(bytes: Vec<u8>) -> ZipResult<Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(bytes))?;
        let seal = hash_of_workbook(&mut archive, UNSEALED)?;
        let mut sealed = ZipWriter::new(Cursor::new(Vec::new()));
        for it in 0..archive.len() {
            if archive.by_index_raw(it)?.name()? != PROPERTIES {
                sealed.raw_copy_file(archive.by_index_raw(it)?)?;
                continue;
            }
            let mut text = String::new();
            archive.by_index(it)?.read_to_string(&mut text)?;
            // With the time of writing, equal workbooks would have different bytes.
            sealed.start_file(PROPERTIES, SimpleFileOptions::default().last_modified_time(DateTime::default()))?;
            sealed.write_all(text.replacen(UNSEALED, &seal, 1).as_bytes())?;
        }
        Ok(sealed.finish()?.into_inner())
    }

    /// The parts with their names in page and workbook.
    fn parts(&self) -> [(&'static str, &str); 2] {
        [(DIGEST, &self.digest), (MANIFEST_HASH, &self.manifest)]
    }

    /// Lines for the head of a page; [`Mark::sealed_page`] fills in the hash.
    pub fn of_page(&self) -> String {
        let metas = self.parts().map(|(name, value)| format!("<meta name=\"{name}\" content=\"{value}\">\n"));
        format!("{}{SEAL}\">\n", metas.concat())
    }

    /// A complete page, with the hash of its text in the mark.
    ///
    /// # Panics
    /// The page has no mark, which is an error of the caller.
    pub fn sealed_page(page: &str) -> String {
        sealed::seal_at(page, page.find(SEAL).expect("a page has a mark") + SEAL.len())
    }

    /// A complete JSON object, with the hash of its text in its last field.
    pub fn sealed_object(text: &str) -> String {
        sealed::seal(text)
    }

    /// The text of [`MADE_FROM`] for a folder of those files.
    pub fn of_folder(&self, files: &[(String, String)]) -> String {
        let of = |(name, text): &(String, String)| ManifestFile {
            name: name.clone(),
            bytes: text.len() as u64,
            blake3: blake3::hash(text.as_bytes()).to_hex().to_string(),
            rows: None,
            columns: Vec::new(),
        };
        let folder = Folder { made_from: self.clone(), files: files.iter().map(of).collect(), blake3: String::new() };
        sealed::seal(&(serde_json::to_string_pretty(&folder).expect("names become JSON") + "\n"))
    }

    fn from_parts(part: impl Fn(&str) -> Option<String>) -> Option<Self> {
        Some(Mark { digest: part(DIGEST)?, manifest: part(MANIFEST_HASH)? })
    }
}

/// Reads the mark of a file or folder; none if it is not a report of huzhu.
pub fn read(path: &Path) -> Option<Marked> {
    let kind = std::fs::metadata(path).ok()?;
    if kind.is_dir() {
        return folder(path);
    }
    // Only regular files are opened: reading a pipe would wait.
    if !kind.is_file() {
        return None;
    }
    let mut head = Vec::new();
    let mut file = File::open(path).ok()?;
    (&file).take(HEAD).read_to_end(&mut head).ok()?;
    file.rewind().ok()?;
    if head.starts_with(b"PK") {
        return workbook(file);
    }
    let head = String::from_utf8_lossy(&head);
    let (form, mark, seal) = match () {
        () if head.starts_with(OBJECT) => (Form::Json, of_object(&head)?, None),
        () if head.get(..15)?.eq_ignore_ascii_case("<!doctype html>") => {
            let mark = Mark::from_parts(|name| between(&head, &format!("<meta name=\"{name}\" content=\""), '"'))?;
            (Form::Html, mark, Some(between(&head, SEAL, '"').unwrap_or_default()))
        }
        () => return None,
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    let seal = seal.or_else(|| seal_at_the_end(&bytes)).unwrap_or_default();
    let state = if sealed::holds(&bytes, &seal) { State::AsMade } else { State::Changed };
    Some(Marked { mark, form, state })
}

/// Why a file or folder with the usual name of a report, in which [`read`] finds no mark, is a damaged report; none if
/// it is not a report but belongs to the user.
pub fn broken(path: &Path, form: Form) -> Option<Message> {
    let unreadable = |reason: &std::io::Error| {
        let Message { en: reason, zh: reason_zh } = system(reason);
        message!("cannot be read: {reason}", "无法读取：{reason_zh}")
    };
    let empty = || message!("is empty", "是空的");
    if form == Form::Csv {
        return match (names(path), std::fs::read(path.join(MADE_FROM))) {
            (Err(_), _) if path.is_file() => None,
            (Err(Error::Read { reason, .. }), _) => Some(unreadable(&reason)),
            (Ok(present), _) if present.is_empty() => Some(empty()),
            (Ok(present), Err(reason)) if reason.kind() == ErrorKind::NotFound => {
                let is_table = |it: &String| it.ends_with(".csv");
                present
                    .iter()
                    .all(is_table)
                    .then(|| message!("lacks {MADE_FROM}, which lists its files", "缺少列出其中文件的 {MADE_FROM}"))
            }
            (_, Err(reason)) => Some(unreadable(&reason)),
            (_, Ok(_)) => {
                Some(message!("is damaged: its {MADE_FROM} cannot be read", "已损坏：其中的 {MADE_FROM} 无法读取"))
            }
        };
    }
    // Only regular files are opened: reading a pipe would wait.
    if !path.is_file() {
        return None;
    }
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(reason) => return Some(unreadable(&reason)),
    };
    let begins = |with: &str| bytes.starts_with(with.as_bytes()) || with.as_bytes().starts_with(&bytes);
    let is_cut = match form {
        Form::Html => begins("<!doctype html>") && !bytes.trim_ascii_end().ends_with(b"</html>"),
        Form::Xlsx => begins("PK") && ZipArchive::new(Cursor::new(&bytes)).is_err(),
        Form::Json => begins(OBJECT),
        Form::Csv => false,
    };
    match bytes.is_empty() {
        true => Some(empty()),
        false => is_cut.then(|| message!("was cut short or damaged", "不完整或已损坏")),
    }
}

/// The text between another text and a character.
fn between(text: &str, before: &str, end: char) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(end).map(|(found, _)| found.to_string())
}

fn of_object(head: &str) -> Option<Mark> {
    let inner = between(head, OBJECT, '}')? + "}";
    serde_json::from_str(&inner).ok()
}

/// The last string of 64 letters in quotation marks.
fn seal_at_the_end(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(100)..]);
    text.rsplit('"').nth(1).map(str::to_string)
}

/// Hash of the names and contents of all parts of a workbook, without the hash in its properties.
fn hash_of_workbook(archive: &mut ZipArchive<impl Read + Seek>, seal: &str) -> ZipResult<String> {
    let mut hasher = blake3::Hasher::new();
    for it in 0..archive.len() {
        let mut part = archive.by_index(it)?;
        hasher.update(part.name()?.as_bytes()).update(b"\0");
        let length = if part.name()? == PROPERTIES {
            let mut text = String::new();
            part.take(MOST_PROPERTIES).read_to_string(&mut text)?;
            hasher.update(text.replacen(seal, "", 1).as_bytes());
            text.len() as u64
        } else {
            std::io::copy(&mut part, &mut hasher)?
        };
        hasher.update(&length.to_le_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

fn workbook(file: File) -> Option<Marked> {
    let mut archive = ZipArchive::new(file).ok()?;
    let mut text = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).ok()?.take(MOST_PROPERTIES).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let custom = text(PROPERTIES)?;
    let part = |name: &str| {
        let (_, rest) = custom.split_once(&format!("name=\"{name}\""))?;
        between(rest, "<vt:lpwstr>", '<')
    };
    let mark = Mark::from_parts(part)?;
    let seal = part(SEAL_OF_WORKBOOK).filter(|it| it.len() == UNSEALED.len());
    let sound = seal.is_some_and(|seal| hash_of_workbook(&mut archive, &seal).is_ok_and(|found| found == seal));
    let state = if sound { State::AsMade } else { State::Changed };
    Some(Marked { mark, form: Form::Xlsx, state })
}

fn of_folder(path: &Path) -> Option<(Folder, bool)> {
    let bytes = std::fs::read(path.join(MADE_FROM)).ok()?;
    let folder: Folder = serde_json::from_slice(&bytes).ok()?;
    let sound = sealed::holds(&bytes, &folder.blake3);
    Some((folder, sound))
}

fn folder(path: &Path) -> Option<Marked> {
    let (folder, sound) = of_folder(path)?;
    let (mut missing, mut changed) = (Vec::new(), !sound);
    for it in &folder.files {
        match blake3_of(&path.join(&it.name)) {
            Ok(found) => changed |= found != (it.blake3.clone(), it.bytes),
            Err(_) => missing.push(it.name.clone()),
        }
    }
    let state = match changed {
        true => State::Changed,
        false if missing.is_empty() => State::AsMade,
        false => State::Incomplete(missing),
    };
    Some(Marked { mark: folder.made_from, form: Form::Csv, state })
}

/// The file names in a folder that belong to a report, and the others.
///
/// # Errors
/// The folder cannot be read.
pub(super) fn names_in_folder(path: &Path) -> crate::Result<(Vec<String>, Vec<String>)> {
    let listed = of_folder(path).map_or_else(Vec::new, |(it, _)| it.files);
    // Partly written files of a killed process belong to the report.
    let passing = |name: &str| {
        let inner = name.strip_prefix('.').and_then(|it| it.strip_suffix(PARTIAL));
        inner.is_some_and(|it| it.contains(".csv.") || it.starts_with(MADE_FROM))
    };
    let ours = |name: &String| name == MADE_FROM || listed.iter().any(|it| it.name == *name) || passing(name);
    Ok(names(path)?.into_iter().partition(ours))
}
