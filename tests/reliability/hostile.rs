//! What must never panic, whatever the bytes: each function takes the bytes of one file a user could hand in.
//!
//! The fuzz targets in `fuzz/` call these functions, and the ordinary tests call them with the committed corpus.

use std::path::Path;
use std::sync::LazyLock;

use huzhu::internals::output::{Manifest, parquet, verify, weekly};
use huzhu::internals::places::WEEKS_PER_MONTH;
use huzhu::internals::runner::checkpoint::{HEAD, KIND, LAYOUT, Mark, read_from};
use huzhu::internals::scenario;
use huzhu::internals::scenario::Loaded;
use huzhu::internals::sections::{SectionWriter, Stored};
use huzhu::{Scenario, Study};
use tempfile::TempDir;

/// Line that opens a `--set` in the text of a scenario handed to [`scenario`].
const SET: &str = "#set ";

/// A scenario, or a study: what is read resolves to a text that is read as the same.
pub fn scenario(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (sets, lines): (Vec<&str>, Vec<&str>) = text.split_inclusive('\n').partition(|it| it.starts_with(SET));
    let (text, sets) = (lines.concat(), sets.iter().map(|it| it[SET.len()..].trim_end().to_owned()));
    let sets: Vec<String> = sets.collect();
    if let Ok(once) = scenario::from_text("fuzz", &text, &sets) {
        let twice = scenario::from_text("fuzz", &once.resolved, &[]).expect("a resolved scenario is one");
        assert!(once == twice, "the resolved text is another scenario");
        let elders = once.scenario.expected_elders();
        assert!(elders.is_finite() && elders >= 0.0);
    }
    if !text.contains("[study") {
        return;
    }
    if let Ok(study) = Study::from_text("fuzz", &text, &sets) {
        assert!(!study.contexts.is_empty() && study.least <= study.most);
    }
}

/// Some forty elders, of whom a checkpoint is made in no time.
static SMALL: LazyLock<Loaded> = LazyLock::new(|| {
    let sets = [
        "population.districts=1",
        "population.urban_communities=1",
        "population.rural_communities=1",
        "parameters.structure.community_size=20",
        "parameters.structure.volunteer_pool_least=2",
        "weeks=8",
        "warmup_weeks=4",
    ];
    scenario::load("pilot", &sets.map(str::to_owned)).expect("a sound scenario")
});

/// Their scenario.
pub fn small() -> &'static Scenario {
    &SMALL.scenario
}

/// A place for files that are read by their names.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder for passing files"));

fn read_checkpoint(bytes: &[u8], hash: &str) {
    let read = read_from(bytes, bytes.len() as u64, FOLDER.path(), &SMALL.scenario, hash);
    if let Ok((mark, simulation)) = read {
        assert!(mark.replicate <= SMALL.scenario.replicates && mark.begun == simulation.is_some());
        assert!(simulation.is_none_or(|it| it.next_week() % WEEKS_PER_MONTH == 0));
    }
}

/// A checkpoint as it lies on the disk; and the same bytes as the content of sections whose hashes hold, so that
/// nonsense gets past the hashes.
pub fn checkpoint(bytes: &[u8]) {
    read_checkpoint(bytes, "hash");
    if let Some(sealed) = sealed(bytes) {
        read_checkpoint(&sealed, "hash");
    }
}

/// Sections, each of a letter for its name, a length of two bytes and its content; the head's first byte says
/// whether it begins as ours do.
fn sealed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut writer = SectionWriter::begin(Vec::new(), KIND, LAYOUT).ok()?;
    let mut rest = bytes;
    for _ in 0..16 {
        let Some((&[letter, low, high], after)) = rest.split_first_chunk() else { break };
        let (content, after) = after.split_at(usize::from(u16::from_le_bytes([low, high])).min(after.len()));
        rest = after;
        let name = match letter % 8 {
            0 | 1 => HEAD,
            2 => b"TIME",
            3 => b"ELDR",
            4 => b"NORM",
            5 => b"VOLU",
            6 => b"INST",
            _ => b"NONE",
        };
        let mut head = Vec::new();
        if letter % 8 == 1 {
            parquet::CREATED_BY.to_string().store(&mut head);
            "hash".to_string().store(&mut head);
            Mark { begun: true, ..Mark::default() }.store(&mut head);
        }
        head.extend_from_slice(content);
        writer.section(name, &head).ok()?;
    }
    writer.finish().ok()
}

fn written(name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let path = FOLDER.path().join(name);
    std::fs::write(&path, bytes).expect("a passing file");
    path
}

/// A table in Parquet.
pub fn table(bytes: &[u8]) {
    let path: &Path = &written("table.parquet", bytes);
    let columns = parquet::read_table(path);
    let hashed = parquet::TableReader::open(path).and_then(|it| it.digest("weekly"));
    assert_eq!(columns.is_ok(), hashed.is_ok(), "{columns:?} {hashed:?}");
    _ = weekly::read(path, "setting", |row| assert_eq!(row.level, "setting"));
}

/// A manifest.
pub fn manifest(bytes: &[u8]) {
    let Ok((manifest, _)) = Manifest::from_bytes(bytes) else { return };
    let (again, holds) = Manifest::from_bytes(manifest.text().as_bytes()).expect("a manifest as we write it");
    assert!(holds && again.files == manifest.files && again.digest == manifest.digest);
    written("manifest.json", bytes);
    let found = verify(FOLDER.path()).expect("the directory can be read");
    assert!(!found.holds() || manifest.files.is_empty(), "none of its files is there");
}
