//! A short run of a few thousand elders of a scenario, written to a temporary directory and measured.

use std::sync::atomic::AtomicBool;

use crate::observe::table::{Type, Values};
use crate::output::parquet::{self, Origin, TableWriter};
use crate::output::tables::{TABLES, schemas};
use crate::output::{Description, RunDirectory};
use crate::places::{BySetting, Setting, WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::runner::forecast::size::{Shown, Size, small};
use crate::runner::run::run;
use crate::scenario::Scenario;
use crate::{Error, Result, machine};

/// Approximate number of elders of each setting in a trial.
const ELDERS_OF_A_SETTING: f64 = 2_500.0;

/// Maximum number of elder-weeks of a trial, which take a fraction of a second.
const MOST_ELDER_WEEKS: f64 = 2.5e6;

/// Positions in [`TABLES`].
const WEEKLY: usize = 0;
const SPELLS: usize = 2;
const ELDERS: usize = 3;

/// Exponent of the bytes per spell in the number of spells: weeks and communities repeat more often.
const SPELLS_POWER: f64 = -0.11;

/// Further bits of a weekly sum per doubling of the number of elders: its changes from week to week grow with the square
/// root.
const BITS_PER_DOUBLING: f64 = 0.45;

/// Bytes of a row of weekly sums that are all zero, or equal to another row.
const LEAST_OF_A_ROW: f64 = 8.0;

/// Size of a row of sums among many of the same weeks, as a share of its size alone.
const OF_PARTS: f64 = 0.87;

/// Results of a trial run.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The scenario of the trial.
    pub scenario: Scenario,
    /// Duration, seconds.
    pub seconds: f64,
    /// Peak memory during the trial, if the system reports it.
    pub peak_memory_bytes: Option<u64>,
    /// Numbers of rows per elder.
    pub shown: Shown,
    /// Bytes of the files other than tables.
    pub other_file_bytes: u64,
    tables: [Seen; TABLES.len()],
}

/// A table of the trial.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Seen {
    /// Number of rows.
    rows: f64,
    /// Bytes of the file.
    bytes: f64,
    /// Bytes of the file apart from its rows: schema and footer.
    bytes_of_frame: f64,
}

impl Trial {
    /// Runs and writes a small part of a scenario, or all of a small one.
    ///
    /// # Errors
    /// The temporary directory cannot be written.
    pub fn run(scenario: &Scenario) -> Result<Self> {
        let scenario = part_of(scenario);
        let folder = tempfile::tempdir().map_err(|reason| Error::Write { path: std::env::temp_dir(), reason })?;
        let out = folder.path().join("trial");
        let description = Description { replicates: 1, ..Description::of_run(&scenario, String::new()) };
        machine::forget_peak_memory();
        let directory = RunDirectory::create(Some(&out), false, description)?;
        let ended = run(&scenario, directory, &AtomicBool::new(false), |_| ())?;
        // Without the final sync to disk, which does not depend on the size.
        let seconds = ended.timing.seconds;
        let peak_memory_bytes = machine::peak_memory_bytes();
        let mut tables = [Seen::default(); TABLES.len()];
        let mut other_file_bytes = 0;
        for (position, schema) in schemas().into_iter().enumerate() {
            let name = format!("{}.parquet", schema.table);
            let file = ended.manifest.file(&name);
            let origin = Origin { scenario_hash: ended.manifest.scenario_hash.clone(), seed: scenario.seed };
            let nothing = schema.columns.iter().map(|it| match it.r#type {
                Type::Int => Values::Int(vec![0]),
                Type::Long => Values::Long(vec![0]),
                Type::Real => Values::Real(vec![0.0]),
                Type::Double => Values::Double(vec![None]),
                Type::Text => Values::texts([""]),
            });
            let nothing = nothing.collect();
            let mut frame = TableWriter::begin(folder.path(), schema, &origin)?;
            frame.append_columns(nothing)?;
            frame.finish()?;
            tables[position] = Seen {
                rows: file.and_then(|it| it.rows).unwrap_or(0) as f64,
                bytes: file.map_or(0, |it| it.bytes) as f64,
                bytes_of_frame: length(&folder.path().join(&name)) as f64,
            };
        }
        for name in crate::files::names(&out)?.iter().filter(|it| !it.ends_with(".parquet")) {
            other_file_bytes += length(&out.join(name));
        }
        let elders = BySetting::from_fn(|it| Size::elders_of(&scenario, it).max(1.0));
        let spells = spells(&out.join("spells.parquet"), &scenario)?;
        let bins = bins(&out.join("distributions.parquet"))?;
        let mut shown = Shown { elders, spells, bins, occupied: 1.0 };
        let watched = Size::of(&scenario, Some(&shown)).rows[ELDERS];
        if watched > 0.0 {
            shown.occupied = (tables[ELDERS].rows / watched).min(1.0);
        }
        Ok(Trial { shown, seconds, peak_memory_bytes, other_file_bytes, tables, scenario })
    }

    /// Expected bytes of a table of a run of size `whole`, from a trial of size `part`.
    pub(crate) fn bytes(&self, table: usize, whole: &Size, part: &Size) -> f64 {
        let seen = self.tables[table];
        if seen.rows == 0.0 {
            return seen.bytes;
        }
        let of_rows = ((seen.bytes - seen.bytes_of_frame) / seen.rows).max(0.0);
        if table != WEEKLY {
            let gain =
                if table == SPELLS { libm::pow((whole.rows[table] / seen.rows).max(1.0), SPELLS_POWER) } else { 1.0 };
            return seen.bytes_of_frame + whole.rows[table] * of_rows * gain;
        }
        let [here, _] = part.elders_of_sums();
        let [settings, parts] = whole.elders_of_sums().map(|elders| {
            let doublings = libm::log2((elders / here.max(1.0)).max(1.0 / 64.0));
            let more = schemas()[WEEKLY].columns.len() as f64 * BITS_PER_DOUBLING * doublings / 8.0;
            (of_rows + more).max(LEAST_OF_A_ROW)
        });
        let sums = &whole.sums;
        let all = (sums.settings + sums.parts + sums.repeated).max(1.0);
        let mean = (sums.settings * settings + sums.parts * parts * OF_PARTS + sums.repeated * LEAST_OF_A_ROW) / all;
        seen.bytes_of_frame + whole.rows[WEEKLY] * mean
    }
}

/// A scenario with few communities and, if it is still large, fewer weeks.
fn part_of(scenario: &Scenario) -> Scenario {
    let mut part = small(scenario, ELDERS_OF_A_SETTING);
    let weeks = |elders: f64| (MOST_ELDER_WEEKS / elders.max(1.0)) as i32 / WEEKS_PER_MONTH * WEEKS_PER_MONTH;
    let most = weeks(part.expected_elders()).max(4 * WEEKS_PER_MONTH);
    if part.warmup_weeks + part.weeks > most {
        part.warmup_weeks = part.warmup_weeks.min(most / 2 / WEEKS_PER_MONTH * WEEKS_PER_MONTH);
        part.weeks = part.weeks.min(most - part.warmup_weeks);
    }
    part
}

fn length(path: &std::path::Path) -> u64 {
    path.metadata().map_or(0, |it| it.len())
}

/// Memberships open at the end per elder, and memberships ended per elder and year, by setting.
fn spells(path: &std::path::Path, scenario: &Scenario) -> Result<BySetting<(f64, f64)>> {
    let table = parquet::read_table(path)?;
    let texts = |name: &str| match table.iter().find(|it| it.0 == name) {
        Some((_, Values::Text(texts))) => texts.as_slice(),
        _ => &[],
    };
    let years = f64::from(scenario.weeks) / f64::from(WEEKS_PER_YEAR);
    Ok(BySetting::from_fn(|setting: Setting| {
        let of_setting = texts("setting").iter().zip(texts("why")).filter(|(it, _)| *it == setting.name());
        let (open, ended): (Vec<_>, Vec<_>) = of_setting.partition(|(_, why)| *why == "open");
        let elders = Size::elders_of(scenario, setting).max(1.0);
        (open.len() as f64 / elders, ended.len() as f64 / elders / years.max(1e-9))
    }))
}

/// Mean number of filled bins of one setting and week.
fn bins(path: &std::path::Path) -> Result<BySetting<f64>> {
    let table = parquet::read_table(path)?;
    let find = |name: &str| table.iter().find(|it| it.0 == name).map(|it| &it.1);
    let (Some(Values::Int(weeks)), Some(Values::Text(settings))) = (find("week"), find("setting")) else {
        return Ok(BySetting::from_fn(|_| 0.0));
    };
    let different = weeks.iter().collect::<std::collections::BTreeSet<_>>().len().max(1) as f64;
    Ok(BySetting::from_fn(|setting| settings.iter().filter(|it| *it == setting.name()).count() as f64 / different))
}
