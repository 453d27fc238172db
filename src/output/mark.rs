//! What a report says of the results that it was made from, in each of its forms: as `meta` elements of the page,
//! document properties of the workbook, a file in the folder of CSV files, and a key of the JSON object.
//!
//! The mark tells a report that belongs to the tables beside it from one that was made from others, and a file of
//! huzhu, which may be replaced, from a file of the user, which may not. Therefore it also tells whether somebody has
//! changed the report since.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use crate::files::{PARTIAL, blake3_of, names};

use super::manifest::{Manifest, ManifestFile};
use super::sealed;

/// File in a folder of CSV files that says what they were made from.
pub const MADE_FROM: &str = "made-from.json";

const DIGEST: &str = "huzhu-digest";
const MANIFEST_HASH: &str = "huzhu-manifest";

/// What stands before the hash that seals a page.
const SEAL: &str = "<meta name=\"huzhu-seal\" content=\"";

/// What begins a report as one JSON object.
const OBJECT: &str = "{\n  \"made_from\": ";

/// Bytes of a file within which its mark begins.
const HEAD: u64 = 2048;

/// What huzhu gives as the time of every workbook; a program that saves it gives its own.
const UNTOUCHED: &str = ">2000-01-01T00:00:00Z</dcterms:modified>";

/// The results that a report was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Digest of the tables' decoded content.
    pub digest: String,
    /// BLAKE3 of the manifest that vouches for them.
    pub manifest: String,
}

/// Form of a report.
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

/// Whether a report is as huzhu made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is.
    AsMade,
    /// Files of the folder are not there: its writing or its removal was cut short.
    Incomplete(Vec<String>),
    /// Something in it was changed, so that it belongs to the user now.
    Changed,
}

/// A report of huzhu, as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// What it was made from.
    pub mark: Mark,
    /// Its form.
    pub form: Form,
    /// Whether it is as it was made.
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
    /// Of results with that manifest.
    pub fn of(manifest: &Manifest) -> Self {
        Mark { digest: manifest.digest.clone(), manifest: manifest.blake3.clone() }
    }

    /// The parts by the names that page and workbook give them.
    pub fn parts(&self) -> [(&'static str, &str); 2] {
        [(DIGEST, &self.digest), (MANIFEST_HASH, &self.manifest)]
    }

    /// Lines for the head of a page, to be sealed by [`Mark::sealed_page`].
    pub fn of_page(&self) -> String {
        let metas = self.parts().map(|(name, value)| format!("<meta name=\"{name}\" content=\"{value}\">\n"));
        format!("{}{SEAL}\">\n", metas.concat())
    }

    /// A whole page with the hash of its text in the mark.
    ///
    /// # Panics
    /// The page has no mark: a mistake of the caller.
    pub fn sealed_page(page: &str) -> String {
        sealed::seal_at(page, page.find(SEAL).expect("a page has a mark") + SEAL.len())
    }

    /// A whole JSON object with the hash of its text in its last field.
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

/// Reads the mark of a file or folder; none where huzhu has made no report.
pub fn read(path: &Path) -> Option<Marked> {
    let kind = std::fs::metadata(path).ok()?;
    if kind.is_dir() {
        return folder(path);
    }
    // Nothing else is opened: a pipe would be waited for.
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

/// What stands behind some text up to a letter.
fn between(text: &str, before: &str, end: char) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(end).map(|(found, _)| found.to_string())
}

fn of_object(head: &str) -> Option<Mark> {
    let inner = between(head, OBJECT, '}')? + "}";
    serde_json::from_str(&inner).ok()
}

/// The last text of 64 letters in quotation marks.
fn seal_at_the_end(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(100)..]);
    text.rsplit('"').nth(1).map(str::to_string)
}

fn workbook(file: File) -> Option<Marked> {
    let mut archive = ZipArchive::new(file).ok()?;
    let mut text = |name: &str| {
        let mut text = String::new();
        // Properties are short; whatever claims to be longer is none of ours.
        archive.by_name(name).ok()?.take(1 << 16).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let custom = text("docProps/custom.xml")?;
    let part = |name: &str| {
        let (_, rest) = custom.split_once(&format!("name=\"{name}\""))?;
        between(rest, "<vt:lpwstr>", '<')
    };
    let mark = Mark::from_parts(part)?;
    let untouched = text("docProps/core.xml").is_some_and(|it| it.contains(UNTOUCHED));
    // Reading a part to its end compares it with its checksum.
    let sound = untouched
        && (0..archive.len()).all(|it| {
            let part = archive.by_index(it).ok();
            part.is_some_and(|mut it| std::io::copy(&mut it, &mut std::io::sink()).is_ok())
        });
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

/// The names in a folder that are of a report in it, and those that are not.
///
/// # Errors
/// The folder cannot be read.
pub(super) fn names_in_folder(path: &Path) -> crate::Result<(Vec<String>, Vec<String>)> {
    let listed = of_folder(path).map_or_else(Vec::new, |(it, _)| it.files);
    // What a killed process was writing there.
    let passing = |name: &str| {
        let inner = name.strip_prefix('.').and_then(|it| it.strip_suffix(PARTIAL));
        inner.is_some_and(|it| it.contains(".csv.") || it.starts_with(MADE_FROM))
    };
    let ours = |name: &String| name == MADE_FROM || listed.iter().any(|it| it.name == *name) || passing(name);
    Ok(names(path)?.into_iter().partition(ours))
}
