//! Checkpoints of a run: its progress, the parts of its tables, and the state of its simulation.
//!
//! A checkpoint is written under a temporary name, synced to disk, and then replaces the previous one, which is kept as
//! a fallback. It is used only if the hashes of all its sections and of all parts it lists are correct.

use std::fs::File;
use std::io::{BufReader, BufWriter, ErrorKind, Read};
use std::path::Path;

use crate::engine::{Simulation, checkpoint};
use crate::error::system;
use crate::output::Part;
use crate::output::parquet::CREATED_BY;
use crate::output::parts::{CURRENT, PREVIOUS};
use crate::scenario::Scenario;
use crate::sections::{Bytes, Fault, SectionReader, SectionWriter, Stored, stored};
use crate::text::{Message, message};
use crate::{Error, Result, files};

/// First bytes of a checkpoint.
pub const KIND: &[u8; 8] = b"HUZHU\x1a\r\n";

/// Version of the layout; it rises when a section changes.
pub const LAYOUT: u32 = 3;

/// Name of the section with the scenario and the progress.
pub const HEAD: &[u8; 4] = b"HEAD";

/// Bytes between two writes to disk.
const BUFFER: usize = 1 << 20;

/// Number of elders above which a run writes checkpoints by default.
const MANY_ELDERS: f64 = 1e6;

/// Weeks between two checkpoints where nothing else is asked for: of a long run every year of the model, of a
/// run of a few minutes none.
pub fn default_interval(scenario: &Scenario) -> i32 {
    if scenario.expected_elders() > MANY_ELDERS { crate::places::WEEKS_PER_YEAR } else { 0 }
}

/// Progress of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mark {
    /// Complete replicates.
    pub replicate: u32,
    /// Whether the next replicate has begun; its state follows.
    pub begun: bool,
    /// Elder-weeks simulated so far, over all replicates.
    pub elder_weeks: u64,
    /// Duration so far in seconds.
    pub seconds: f64,
    /// Weeks between two checkpoints; 0 means none.
    pub interval: i32,
    /// Parts of tables.
    pub parts: Vec<Part>,
}

stored! { Mark { replicate, begun, elder_weeks, seconds, interval, parts } }

/// The point at which a run starts or continues.
pub struct Start<'a> {
    /// Progress.
    pub mark: Mark,
    /// The simulation in the middle of a replicate.
    pub simulation: Option<Simulation<'a>>,
    /// A message to the user about the checkpoint, if any.
    pub remark: Option<Message>,
}

impl Start<'_> {
    /// The beginning of a run.
    pub fn beginning() -> Self {
        Start { mark: Mark::default(), simulation: None, remark: None }
    }

    /// Weeks that have passed, over all replicates.
    pub fn weeks(&self, scenario: &Scenario) -> f64 {
        let of_this = self.simulation.as_ref().map_or(0, |it| it.next_week() + scenario.warmup_weeks);
        f64::from(scenario.warmup_weeks + scenario.weeks) * f64::from(self.mark.replicate) + f64::from(of_this)
    }

    /// Weeks between two checkpoints: as before, else the usual number.
    pub fn interval(&self, scenario: &Scenario) -> i32 {
        if self.mark.interval > 0 { self.mark.interval } else { default_interval(scenario) }
    }

    /// Share of all weeks that have passed.
    pub fn done(&self, scenario: &Scenario) -> f64 {
        let all = f64::from(scenario.warmup_weeks + scenario.weeks) * f64::from(scenario.replicates);
        self.weeks(scenario) / all.max(1.0)
    }
}

/// Writes the checkpoint of a run whose parts are already synced to disk.
///
/// # Errors
/// A file cannot be written; the previous checkpoint is then still valid.
pub fn write(directory: &Path, scenario_hash: &str, mark: &Mark, simulation: Option<&Simulation>) -> Result<()> {
    write_as(CREATED_BY, directory, scenario_hash, mark, simulation)
}

fn write_as(
    created_by: &str,
    directory: &Path,
    scenario_hash: &str,
    mark: &Mark,
    simulation: Option<&Simulation>,
) -> Result<()> {
    let (current, previous) = (directory.join(CURRENT), directory.join(PREVIOUS));
    let fail = |reason| Error::Write { path: current.clone(), reason };
    let file = BufWriter::with_capacity(BUFFER, files::begin(&current)?);
    let written = SectionWriter::begin(file, KIND, LAYOUT).and_then(|mut to| {
        let mut head = Vec::new();
        created_by.to_string().store(&mut head);
        scenario_hash.to_string().store(&mut head);
        mark.store(&mut head);
        to.section(HEAD, &head)?;
        simulation.map_or(Ok(()), |it| checkpoint::store(it, &mut to))?;
        to.finish()
    });
    let file = written.map_err(fail)?.into_inner().map_err(|failure| fail(failure.into_error()))?;
    // All of it is safe before the one before loses its name.
    file.sync(&current)?;
    if current.exists() {
        files::rename(&current, &previous)?;
    }
    files::publish(file, &current)
}

/// The point at which the run of a scenario continues: its checkpoint, the previous one if that is damaged, or the
/// beginning if there is none yet.
///
/// # Errors
/// [`Error::Table`] when the checkpoints are damaged, or of another version or scenario.
pub fn load<'a>(directory: &Path, scenario: &'a Scenario, scenario_hash: &str) -> Result<Start<'a>> {
    let mut damaged = None;
    for name in [CURRENT, PREVIOUS] {
        let path = directory.join(name);
        match read(&path, directory, scenario, scenario_hash) {
            Ok((mark, simulation)) => {
                let remark = match (name, damaged) {
                    (PREVIOUS, Some(Message { en: reason, zh: reason_zh })) => Some(message!(
                        "the last checkpoint is damaged ({reason}); using the previous one",
                        "最后一个检查点已损坏（{reason_zh}），改用前一个"
                    )),
                    (PREVIOUS, None) => Some(message!(
                        "the last checkpoint was not finished; using the previous one",
                        "最后一个检查点未写完，改用前一个"
                    )),
                    _ => None,
                };
                if name == PREVIOUS {
                    // The next checkpoint must not replace the intact one.
                    files::remove(&directory.join(CURRENT))?;
                }
                return Ok(Start { mark, simulation, remark });
            }
            Err(Fault::Other(reason)) => return Err(Error::Table { path, reason }),
            Err(Fault::Read(reason)) if reason.kind() == ErrorKind::NotFound => {}
            Err(Fault::Read(reason)) if reason.kind() == ErrorKind::PermissionDenied => {
                return Err(Error::Read { path, reason });
            }
            Err(Fault::Read(reason)) => damaged = Some(system(&reason)),
            Err(Fault::Damaged(reason)) => damaged = Some(reason),
        }
    }
    match damaged {
        None => Ok(Start {
            remark: Some(message!("there is no checkpoint yet; starting from the beginning", "尚无检查点，从头开始")),
            ..Start::beginning()
        }),
        Some(Message { en: reason, zh: reason_zh }) => Err(Error::Table {
            path: directory.to_path_buf(),
            reason: message!(
                "no checkpoint can be used: {reason}; run the scenario again, with --force for this directory",
                "没有可用的检查点：{reason_zh}；请重新运行，并用 --force 覆盖该目录"
            ),
        }),
    }
}

/// Reads the checkpoint in a file and checks every part it lists.
fn read<'a>(
    path: &Path,
    directory: &Path,
    scenario: &'a Scenario,
    scenario_hash: &str,
) -> crate::sections::Result<(Mark, Option<Simulation<'a>>)> {
    let file = File::open(path).map_err(Fault::Read)?;
    let length = file.metadata().map_err(Fault::Read)?.len();
    read_from(BufReader::with_capacity(BUFFER, file), length, directory, scenario, scenario_hash)
}

/// Reads a checkpoint of `length` bytes and checks every part it lists, in `directory`.
///
/// # Errors
/// It is damaged, of another version or scenario, or cannot be read.
pub fn read_from<'a>(
    from: impl Read,
    length: u64,
    directory: &Path,
    scenario: &'a Scenario,
    scenario_hash: &str,
) -> crate::sections::Result<(Mark, Option<Simulation<'a>>)> {
    let mut from = SectionReader::begin(from, length, KIND, LAYOUT)?;
    let head = from.section(HEAD)?;
    let mut head = Bytes(&head);
    let unreadable = || Fault::Damaged(message!("its head is not one", "文件头无效"));
    let (created_by, hash): (String, String) =
        (head.take().ok_or_else(unreadable)?, head.take().ok_or_else(unreadable)?);
    if created_by != CREATED_BY {
        let earlier = created_by.escape_debug();
        return Err(Fault::Other(message!(
            "it was written by {earlier}, but this is {CREATED_BY}; another version may give other numbers",
            "检查点由另一版本写成，结果可能不同，不能继续"
        )));
    }
    if hash != scenario_hash {
        return Err(Fault::Other(message!(
            "it belongs to another scenario than the one in this directory",
            "检查点不属于该目录中的情景"
        )));
    }
    let mark: Mark = head.take().ok_or_else(unreadable)?;
    for part in &mark.parts {
        part.verify(directory).map_err(|error| Fault::Damaged(told_of_part(part, error)))?;
    }
    if mark.replicate > scenario.replicates || (mark.begun && mark.replicate == scenario.replicates) {
        return Err(unreadable());
    }
    let simulation = if mark.begun { Some(checkpoint::restore(scenario, mark.replicate, &mut from)?) } else { None };
    from.finish()?;
    Ok((mark, simulation))
}

/// Error message of a part, with its name.
fn told_of_part(part: &Part, error: Error) -> Message {
    let name = part.name();
    let Message { en: what, zh: what_zh } = match error {
        Error::Table { reason, .. } => reason,
        Error::Read { reason, .. } => system(&reason),
        other => Message::same(other.to_string()),
    };
    message!("{name}: {what}", "{name}：{what_zh}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    fn small() -> Scenario {
        let sets = [
            "population.districts=1",
            "population.urban_communities=1",
            "population.rural_communities=0",
            "weeks=8",
            "warmup_weeks=0",
        ];
        scenario::load("pilot", &sets.map(str::to_string)).unwrap().scenario
    }

    fn mark(elder_weeks: u64) -> Mark {
        Mark { begun: true, elder_weeks, interval: 4, ..Mark::default() }
    }

    #[test]
    fn the_checkpoint_before_is_kept_and_used_when_the_last_is_damaged() {
        let scenario = small();
        let directory = tempfile::tempdir().unwrap();
        let mut simulation = Simulation::begin(&scenario, 0);
        write(directory.path(), "hash", &mark(1), Some(&simulation)).unwrap();
        simulation.advance();
        write(directory.path(), "hash", &mark(2), Some(&simulation)).unwrap();
        let start = load(directory.path(), &scenario, "hash").unwrap();
        assert_eq!((start.mark.elder_weeks, start.remark), (2, None));

        let current = directory.path().join(CURRENT);
        let mut bytes = std::fs::read(&current).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 8;
        std::fs::write(&current, bytes).unwrap();
        let start = load(directory.path(), &scenario, "hash").unwrap();
        assert_eq!(start.mark.elder_weeks, 1);
        assert!(start.remark.unwrap().en.contains("damaged"));
        assert_eq!(start.simulation.unwrap().next_week(), 0);
        // The damaged one was removed, so the next does not replace the intact one.
        assert!(!current.exists());

        std::fs::write(directory.path().join(PREVIOUS), "").unwrap();
        let refused = load(directory.path(), &scenario, "hash").err().unwrap();
        assert_eq!(refused.exit_code(), 65);
    }

    #[test]
    fn a_checkpoint_of_another_version_or_scenario_is_refused_with_the_reason() {
        let scenario = small();
        let directory = tempfile::tempdir().unwrap();
        let simulation = Simulation::begin(&scenario, 0);
        write(directory.path(), "hash", &mark(1), Some(&simulation)).unwrap();
        let refused = load(directory.path(), &scenario, "other").err().unwrap();
        assert!(refused.exit_code() == 65 && refused.to_string().contains("another scenario"), "{refused}");
        write_as("huzhu 0.0.9", directory.path(), "hash", &mark(1), Some(&simulation)).unwrap();
        let refused = load(directory.path(), &scenario, "hash").err().unwrap();
        assert!(refused.exit_code() == 65 && refused.to_string().contains("huzhu 0.0.9"), "{refused}");
    }

    #[test]
    fn a_missing_or_changed_part_makes_a_checkpoint_unusable() {
        let scenario = small();
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("spells-000001.parquet"), "rows").unwrap();
        let parts = vec![Part::describe(directory.path(), "spells", 1).unwrap()];
        write(directory.path(), "hash", &Mark { parts, ..Mark::default() }, None).unwrap();
        assert!(load(directory.path(), &scenario, "hash").is_ok());
        std::fs::write(directory.path().join("spells-000001.parquet"), "rowz").unwrap();
        assert!(load(directory.path(), &scenario, "hash").is_err());
        std::fs::remove_file(directory.path().join("spells-000001.parquet")).unwrap();
        assert!(load(directory.path(), &scenario, "hash").is_err());
    }
}
