//! Cache of completed runs: batch files, written atomically, of runs that need not be repeated.
//!
//! A batch is a file of sections: a heading, which says what its items were made for, and the items. A killed process
//! loses only the runs that were not yet written.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::files::{self, PARTIAL, names};
use crate::sections::{self, Bytes, Fault, SectionReader, SectionWriter, Stored};
use crate::text::{Message, message};
use crate::{Error, Result};

/// Folder of the batches within a directory of results.
pub const BATCHES: &str = "batches";

const KIND: &[u8; 8] = b"HZBATCH\n";

/// Version of the layout; it increases when the content of an item changes.
const LAYOUT: u32 = 2;

const HEADING: &[u8; 4] = b"HEAD";

const ITEMS: &[u8; 4] = b"ITEM";

/// The batches of a directory, in the order in which they were written.
#[derive(Debug)]
pub struct Batches {
    folder: PathBuf,
    numbers: Vec<u64>,
}

impl Batches {
    /// Lists the batches of a directory; there may be none.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn open(directory: &Path) -> Result<Self> {
        let folder = directory.join(BATCHES);
        let present = if folder.is_dir() { names(&folder)? } else { Vec::new() };
        let mut numbers: Vec<u64> = present.iter().filter_map(|it| number_of(it)).collect();
        numbers.sort_unstable();
        Ok(Batches { folder, numbers })
    }

    /// Creates the folder, and removes partly written files of a killed process.
    ///
    /// # Errors
    /// The folder cannot be created, or a file cannot be removed.
    pub fn prepare(&self) -> Result<()> {
        files::create_directory(&self.folder)?;
        let stale = names(&self.folder)?.into_iter().filter(|it| is_batch_name(it) && number_of(it).is_none());
        stale.into_iter().try_for_each(|it| files::remove(&self.folder.join(it)))
    }

    /// Number of batches.
    pub fn count(&self) -> usize {
        self.numbers.len()
    }

    /// Heading and items of a batch.
    ///
    /// # Errors
    /// It cannot be read, or is not what was written.
    pub fn read<H: Stored, T: Stored>(&self, place: usize) -> Result<(H, Vec<T>)> {
        let path = self.folder.join(name_of(self.numbers[place]));
        self.sections(&path).map_err(|fault| match fault {
            Fault::Read(reason) => Error::Read { path, reason },
            Fault::Other(reason) => Error::Table { path, reason },
            Fault::Damaged(reason) => {
                let Message { en: reason, zh: reason_zh } = reason;
                let reason = message!(
                    "this batch has changed since it was written ({reason}); remove it and resume",
                    "该批结果与写入时不同（{reason_zh}），请删除后继续"
                );
                Error::Table { path, reason }
            }
        })
    }

    fn sections<H: Stored, T: Stored>(&self, path: &Path) -> sections::Result<(H, Vec<T>)> {
        let bytes = std::fs::read(path).map_err(Fault::Read)?;
        let mut from = SectionReader::begin(bytes.as_slice(), bytes.len() as u64, KIND, LAYOUT)?;
        let (heading, items) = (from.section(HEADING)?, from.section(ITEMS)?);
        from.finish()?;
        let whole = || {
            let (mut heading, mut items) = (Bytes(&heading), Bytes(&items));
            let found = (heading.take()?, items.take()?);
            (heading.0.is_empty() && items.0.is_empty()).then_some(found)
        };
        whole().ok_or_else(|| Fault::Damaged(message!("its sections hold something else", "各节的内容不符")))
    }

    /// Writes a batch to disk, unless it has no items.
    ///
    /// # Errors
    /// The file cannot be written; then there is no file of its name.
    pub fn seal<H: Stored, T: Stored>(&mut self, heading: &H, items: &Vec<T>) -> Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        let (mut head, mut body) = (Vec::new(), Vec::new());
        heading.store(&mut head);
        items.store(&mut body);
        let number = self.numbers.last().map_or(1, |it| it + 1);
        let path = self.folder.join(name_of(number));
        let mut file = files::begin(&path)?;
        let written = SectionWriter::begin(Vec::new(), KIND, LAYOUT).and_then(|mut to| {
            to.section(HEADING, &head)?;
            to.section(ITEMS, &body)?;
            file.write_all(&to.finish()?)
        });
        written.map_err(|reason| Error::Write { path: path.clone(), reason })?;
        files::publish(file, &path)?;
        self.numbers.push(number);
        Ok(())
    }
}

fn name_of(number: u64) -> String {
    format!("batch-{number:06}")
}

/// Number of a batch, from its file name.
fn number_of(name: &str) -> Option<u64> {
    name.strip_prefix("batch-")?.parse().ok()
}

/// Whether a file name is that of a batch, or of one that is being written.
pub(super) fn is_batch_name(name: &str) -> bool {
    let passing = name.strip_prefix('.').and_then(|it| it.strip_suffix(PARTIAL));
    let inner = passing.and_then(|it| it.rsplit_once('.')).map_or(name, |(inner, _)| inner);
    number_of(inner).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading() -> Vec<String> {
        vec!["plan".into(), "a \"b\"\tc\n".into()]
    }

    fn items() -> Vec<Vec<Option<f64>>> {
        vec![vec![Some(1.0 / 3.0), None], vec![Some(-1e-300), Some(-0.0)]]
    }

    #[test]
    fn a_batch_is_read_back_bit_for_bit_and_an_empty_one_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut batches = Batches::open(folder.path()).unwrap();
        batches.prepare().unwrap();
        batches.seal(&heading(), &items()).unwrap();
        batches.seal(&heading(), &Vec::<u8>::new()).unwrap();
        let again = Batches::open(folder.path()).unwrap();
        assert_eq!(again.count(), 1);
        let (head, found) = again.read::<Vec<String>, Vec<Option<f64>>>(0).unwrap();
        assert_eq!((head, found), (heading(), items()));
        assert!(again.read::<Vec<String>, Vec<u32>>(0).is_err(), "items of another kind are no items");
    }

    #[test]
    fn every_single_flipped_bit_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let mut batches = Batches::open(folder.path()).unwrap();
        batches.prepare().unwrap();
        batches.seal(&heading(), &items()).unwrap();
        let path = folder.path().join(BATCHES).join(name_of(1));
        let whole = std::fs::read(&path).unwrap();
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            std::fs::write(&path, flipped).unwrap();
            assert!(batches.read::<Vec<String>, Vec<Option<f64>>>(0).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn what_a_killed_process_was_writing_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join(BATCHES);
        std::fs::create_dir(&inside).unwrap();
        for name in [".batch-000007.Ab3.partial", "batch-000003", "notes.txt", ".notes.partial"] {
            std::fs::write(inside.join(name), "x").unwrap();
        }
        Batches::open(folder.path()).unwrap().prepare().unwrap();
        assert_eq!(names(&inside).unwrap(), [".notes.partial", "batch-000003", "notes.txt"]);
    }
}
