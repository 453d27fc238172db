//! Claims a directory for results: a new one, an empty one, or with `--force` one with results of the same kind. Files
//! that huzhu did not write there are never overwritten or removed.

use std::path::{Path, PathBuf};

use crate::files::{self, LOCK, Lock, PARTIAL, is_partial_of, names};
use crate::text::{Message, message};
use crate::{Error, Result};

use super::batches::{BATCHES, is_batch_name};
use super::contents::{Contents, Kind};
use super::manifest::{MANIFEST, Manifest, SCENARIO, STUDY};
use super::parquet::TableReader;
use super::parts::{self, CHECKPOINT, CURRENT, PREVIOUS};
use super::reports::{self, make};
use super::resume_info::RESUME_INFO;
use super::timing::RUN;

/// Parent directory of results without `--out`.
pub const RUNS: &str = "runs";

/// Files that are removed before all others: without them nothing can be resumed.
const TEXTS: [&str; 2] = [SCENARIO, STUDY];

/// Creates the directory `out`, or `runs/NAME-NNN` with the next free number, and locks it. `ours` are the names of all
/// files that will be written there.
///
/// With `force`, earlier results of the same kind are removed first.
pub(super) fn claim(
    out: Option<&Path>,
    force: bool,
    kind: Kind,
    name: &str,
    ours: &[String],
) -> Result<(PathBuf, Lock)> {
    let path = match out {
        Some(path) => path.to_path_buf(),
        None => next_free(Path::new(RUNS), name)?,
    };
    std::fs::create_dir_all(&path).map_err(|reason| Error::uncreatable(&path, &reason))?;
    // Checked before the lock is taken, so that no lock file is left in a refused directory, and again with the lock,
    // because another process may have been faster.
    let doomed = || if force { replaceable(&path, kind, ours) } else { refuse_unless_empty(&path, kind) };
    doomed()?;
    let lock = Lock::take(&path)?;
    let doomed = doomed()?;
    if force {
        reports::remove_all(&path)?;
    }
    remove(&path, &doomed)?;
    Ok((path, lock))
}

/// Creates `PARENT/SCENARIO-NNN` with the number after the highest that exists.
///
/// The directory is created and not only named, so that two runs started at once get different ones.
///
/// # Errors
/// The directory cannot be created.
pub fn next_free(parent: &Path, scenario: &str) -> Result<PathBuf> {
    make(parent)?;
    let prefix = format!("{scenario}-");
    let taken = names(parent)?.iter().filter_map(|it| it.strip_prefix(&prefix)?.parse::<u32>().ok()).max();
    let mut number = taken.map_or(1, |it| it + 1);
    loop {
        let path = parent.join(format!("{prefix}{number:03}"));
        match std::fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(reason) if reason.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(reason) => return Err(Error::uncreatable(&path, &reason)),
        }
    }
}

/// Files to remove from an empty directory, which are none; an error that names its contents for any other.
fn refuse_unless_empty(directory: &Path, kind: Kind) -> Result<Vec<String>> {
    let present: Vec<String> = names(directory)?.into_iter().filter(|it| it != LOCK).collect();
    if present.is_empty() {
        return Ok(Vec::new());
    }
    let shown = directory.display();
    let told = match Contents::of(directory)? {
        None => {
            let Message { en: files, zh: files_zh } = files::named(&present);
            message!(
                "{shown} is not empty: it contains {files}; choose another --out",
                "{shown} 不是空目录，其中有 {files_zh}；请另选 --out"
            )
        }
        Some(held) if held.kind != kind => {
            let Message { en: held, zh: held_zh } = held.told();
            message!("{shown} contains {held}; choose another --out", "{shown} 中有{held_zh}；请另选 --out")
        }
        Some(held) => {
            let resume = held.resume(directory);
            let Message { en: held, zh: held_zh } = held.told();
            if directory.join(CHECKPOINT).exists() || directory.join(BATCHES).exists() {
                message!(
                    "{shown} contains {held}; continue with `{resume}`, replace it with --force, or choose another \
                     --out",
                    "{shown} 中有{held_zh}；可用 `{resume}` 继续，用 --force 覆盖，或另选 --out"
                )
            } else {
                message!(
                    "{shown} contains {held}; replace it with --force, or choose another --out",
                    "{shown} 中有{held_zh}；可用 --force 覆盖，或另选 --out"
                )
            }
        }
    };
    Err(Error::Output { path: directory.to_path_buf(), told })
}

/// Files to remove before new results of a kind are written: results of the same kind, and files of a process that was
/// killed before it wrote the resume information. A directory with anything else is refused. Files of the user stay.
fn replaceable(directory: &Path, kind: Kind, ours: &[String]) -> Result<Vec<String>> {
    let present: Vec<String> = names(directory)?.into_iter().filter(|it| it != LOCK).collect();
    let (shown, Message { en: noun, zh: noun_zh }) = (directory.display(), kind.noun());
    let doomed = match Contents::of(directory)? {
        Some(held) if held.kind != kind => {
            let Message { en: held, zh: held_zh } = held.told();
            let told = message!(
                "{shown} contains {held}; --force replaces only a {noun}; choose another --out",
                "{shown} 中有{held_zh}；--force 在此只覆盖{noun_zh}，请另选 --out"
            );
            return Err(Error::Output { path: directory.to_path_buf(), told });
        }
        Some(_) => left_by_the_same(directory, present, ours)?,
        None if present.iter().all(|it| is_debris(directory, it, ours)) => present,
        None => {
            let Message { en: files, zh: files_zh } = files::named(&present);
            let told = message!(
                "{shown} contains {files} and no {noun} that --force could replace; choose another --out",
                "{shown} 中有 {files_zh}，没有可由 --force 覆盖的{noun_zh}；请另选 --out"
            );
            return Err(Error::Output { path: directory.to_path_buf(), told });
        }
    };
    refuse_to_overwrite(directory, &doomed, ours)?;
    Ok(doomed)
}

/// The files that the manifest lists, then the manifest itself, so that an interrupted removal can be repeated.
/// A directory without a manifest was interrupted: all files with names of ours are ours, since none existed when the
/// directory was claimed.
fn left_by_the_same(directory: &Path, mut present: Vec<String>, ours: &[String]) -> Result<Vec<String>> {
    let listed = present.iter().any(|it| it == MANIFEST);
    present.retain(|it| is_partial_of(it, ours));
    if listed {
        let (manifest, sound) = Manifest::read(directory)?;
        // A damaged manifest may list names that huzhu never uses; they are ignored.
        let names = manifest.files.into_iter().map(|it| it.name).filter(|it| sound || ours.contains(it));
        present.extend(names);
        present.extend([RUN, CHECKPOINT, BATCHES, MANIFEST].map(str::to_string));
    } else {
        let parquet = ours.iter().filter_map(|it| it.strip_suffix(".parquet"));
        refuse_foreign(directory, &parquet.collect::<Vec<_>>())?;
        present.extend_from_slice(ours);
    }
    Ok(present)
}

/// Whether a process was killed here before it wrote the resume information: it left its text, or a folder in which no
/// file has its final name yet.
fn is_debris(directory: &Path, name: &str, ours: &[String]) -> bool {
    let was_ours = directory.join(LOCK).exists();
    let path = directory.join(name);
    let empty = |folder: &Path| {
        let passing = |it: &String| is_checkpoint_name(it) && it.ends_with(PARTIAL);
        !folder.is_symlink() && names(folder).is_ok_and(|it| it.iter().all(passing))
    };
    was_ours
        && (is_partial_of(name, ours) || TEXTS.contains(&name) || [CHECKPOINT, BATCHES].contains(&name) && empty(&path))
}

/// Removes files of results, and our files in the folders of checkpoints and batches.
///
/// # Errors
/// A file cannot be removed.
pub(super) fn remove(directory: &Path, doomed: &[String]) -> Result<()> {
    let has = |names: &[&str], name: &String| names.contains(&name.as_str());
    let (first, others): (Vec<_>, Vec<_>) = doomed.iter().partition(|it| has(&TEXTS, it));
    // The texts first, without which nothing can be resumed; folder and manifest, which identify the results, last.
    let (last, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|it| has(&[CHECKPOINT, BATCHES, MANIFEST], it));
    first.into_iter().chain(others).try_for_each(|it| files::remove(&directory.join(it)))?;
    last.into_iter().try_for_each(|it| match it.as_str() {
        MANIFEST => files::remove(&directory.join(it)),
        folder => remove_folder(directory, folder),
    })
}

/// Removes our files from the folder of checkpoints or batches, and the folder if nothing else is in it.
///
/// # Errors
/// A file cannot be removed.
pub(super) fn remove_folder(directory: &Path, folder: &str) -> Result<()> {
    let folder = directory.join(folder);
    // A link leads to another place, which is not ours.
    if !folder.is_dir() || folder.is_symlink() {
        return Ok(());
    }
    let ours = names(&folder)?.into_iter().filter(|it| is_checkpoint_name(it));
    // The resume information last, so that an interrupted removal can be repeated.
    let (information, others): (Vec<_>, Vec<_>) = ours.partition(|it| it == RESUME_INFO);
    others.iter().chain(&information).try_for_each(|it| files::remove(&folder.join(it)))?;
    // The directory stays if it contains a file that is not ours; that is no error.
    let _ = std::fs::remove_dir(&folder);
    Ok(())
}

/// Whether huzhu uses this file name in the folder of checkpoints or batches.
pub(super) fn is_checkpoint_name(name: &str) -> bool {
    let ours = |name: &str| [RESUME_INFO, CURRENT, PREVIOUS].contains(&name) || parts::is_part_name(name);
    let passing = name.strip_prefix('.').and_then(|it| it.strip_suffix(PARTIAL));
    ours(name) || is_batch_name(name) || passing.and_then(|it| it.rsplit_once('.')).is_some_and(|it| ours(it.0))
}

/// Refuses a directory with files that have the names of these tables but were not written by huzhu, before they are
/// overwritten.
///
/// The manifest lists our files. Without a manifest, both files of a table are ours if the Parquet file is one of ours:
/// it is written before the CSV file and removed after it.
///
/// # Errors
/// [`Error::Output`] with their names.
pub fn refuse_foreign(directory: &Path, tables: &[&str]) -> Result<()> {
    let manifest = Manifest::read(directory).ok().map(|it| it.0);
    let mut foreign = Vec::new();
    for table in tables {
        let [parquet, csv] = ["parquet", "csv"].map(|ending| format!("{table}.{ending}"));
        let written = || TableReader::open(&directory.join(&parquet)).is_ok();
        let ours = |name: &str| manifest.as_ref().map_or_else(written, |it| it.file(name).is_some());
        let there = |name: &String| directory.join(name).symlink_metadata().is_ok();
        let found: Vec<String> = [&parquet, &csv].into_iter().filter(|it| there(it) && !ours(it)).cloned().collect();
        foreign.extend(found);
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let (shown, Message { en: files, zh: files_zh }) = (directory.display(), files::named(&foreign));
    let told = message!(
        "{shown} contains {files}, which huzhu did not write there, so it is not overwritten; move it away, or choose \
         another --out",
        "{shown} 中的 {files_zh} 不是 huzhu 在此写出的，不予覆盖；请先移走，或另选 --out"
    );
    Err(Error::Output { path: directory.to_path_buf(), told })
}

/// Refuses to replace a file that is not ours but has one of our names, or a link in place of a folder.
fn refuse_to_overwrite(directory: &Path, doomed: &[String], ours: &[String]) -> Result<()> {
    let is_link = |name: &str| [CHECKPOINT, BATCHES].contains(&name) && directory.join(name).is_symlink();
    let mut in_the_way = ours.iter().filter(|it| !doomed.contains(it) || is_link(it));
    match in_the_way.find(|it| directory.join(it).symlink_metadata().is_ok()) {
        None => Ok(()),
        Some(name) => {
            let shown = directory.display();
            let told = message!(
                "{shown} contains `{name}`, which was not written with the results there, so it is not removed; \
                 choose another --out",
                "{shown} 中的 `{name}` 不是随其中的结果写出的，不予删除；请另选 --out"
            );
            Err(Error::Output { path: directory.to_path_buf(), told })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::next_free;

    #[test]
    fn a_run_without_a_directory_takes_the_next_free_number() {
        let parent = tempfile::tempdir().unwrap();
        let runs = parent.path().join("runs");
        assert_eq!(next_free(&runs, "pilot").unwrap(), runs.join("pilot-001"));
        assert_eq!(next_free(&runs, "pilot").unwrap(), runs.join("pilot-002"));
        for other in ["pilot-007", "pilot-rural-090", "pilot-notes"] {
            std::fs::create_dir(runs.join(other)).unwrap();
        }
        assert_eq!(next_free(&runs, "pilot").unwrap(), runs.join("pilot-008"));
        assert_eq!(next_free(&runs, "nation").unwrap(), runs.join("nation-001"));
    }
}
