//! Forecast of the resources of a run: memory, time and disk space.
//!
//! Numbers of rows and sizes in memory follow from the scenario and from the types of the program. The rest is measured
//! in a short [`Trial`]: a few thousand elders of the same scenario, run and written.

mod size;
mod trial;

pub use size::Size;
pub use trial::Trial;

use std::path::Path;

use crate::output::tables::TABLES;
use crate::scenario::{Places, Scenario};
use crate::text::{Message, message};
use crate::{Error, Result, machine};

/// Share of the free memory or disk that a run may use: other programs need some, and a forecast has errors.
const SHARE_TAKEN: f64 = 0.8;

/// Bytes of the program, its threads and its open tables, if there was no trial: above all measured values.
const FIXED_BYTES: f64 = 100e6;

/// Factor for unused memory between allocations and for threads that write tables.
const UNUSED: f64 = 1.07;

/// Shortest and longest time as factors of the expected one: the load of the machine varies.
const TIME_RANGE: [f64; 2] = [0.6, 1.7];

/// Expected resources of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Peak memory, bytes.
    pub memory_bytes: f64,
    /// Memory of the population alone, bytes.
    pub population_bytes: f64,
    /// Bytes of each table, in the order of [`TABLES`].
    pub table_bytes: [f64; TABLES.len()],
    /// Bytes of all files of the finished run.
    pub file_bytes: f64,
    /// Shortest and longest time, seconds.
    pub seconds: [f64; 2],
    /// Number of elders in the trial.
    pub trial_elders: f64,
    /// Duration of the trial, seconds.
    pub trial_seconds: f64,
}

impl Forecast {
    /// Forecasts a run on a number of threads after a trial.
    ///
    /// # Errors
    /// The trial cannot write its files.
    pub fn of(scenario: &Scenario, threads: usize) -> Result<Self> {
        let trial = Trial::run(scenario)?;
        let (whole, part) = (Size::of(scenario, Some(&trial.shown)), Size::of(&trial.scenario, Some(&trial.shown)));
        // The memory of the trial beyond the formula is that of the program, its threads and its buffers.
        let fixed = trial.peak_memory_bytes.map_or(FIXED_BYTES, |it| it as f64 - part.memory_bytes(threads));
        let table_bytes = std::array::from_fn(|table| trial.bytes(table, &whole, &part));
        let at_once = |it: &Size| (it.pieces() as f64).min(threads as f64).max(1.0);
        let expected = trial.seconds / part.elder_weeks.max(1.0) * whole.elder_weeks * at_once(&part) / at_once(&whole);
        Ok(Forecast {
            memory_bytes: UNUSED * (whole.memory_bytes(threads) + fixed),
            population_bytes: whole.population_bytes(),
            table_bytes,
            file_bytes: table_bytes.iter().sum::<f64>() + trial.other_file_bytes as f64,
            seconds: TIME_RANGE.map(|factor| factor * expected),
            trial_elders: trial.scenario.expected_elders(),
            trial_seconds: trial.seconds,
        })
    }

    /// Required disk space, bytes. With checkpoints, the parts of tables exist beside the tables, and up to three copies
    /// of the state while one replaces another.
    pub fn disk_bytes(&self, checkpoints: i64) -> f64 {
        let files = if checkpoints == 0 { self.file_bytes } else { 2.0 * self.file_bytes };
        files + checkpoints.min(3) as f64 * self.population_bytes
    }
}

/// Number of checkpoints of a run, at an interval in weeks.
fn checkpoints(scenario: &Scenario, every: i32) -> i64 {
    let weeks = i64::from(scenario.replicates) * i64::from(scenario.warmup_weeks + scenario.weeks);
    if every == 0 { 0 } else { (weeks - 1).max(0) / i64::from(every) }
}

/// Memory of the population of a run, bytes.
pub fn population_bytes(scenario: &Scenario) -> f64 {
    Size::of(scenario, None).population_bytes()
}

/// Peak memory of a run without a trial, bytes; an upper estimate.
pub fn memory_bytes(scenario: &Scenario, threads: usize) -> f64 {
    Size::of(scenario, None).memory_bytes(threads) + FIXED_BYTES
}

/// How many times a number of bytes fits into the free memory; at least 1.
pub fn fitting(bytes: f64, beside: f64) -> usize {
    let fitting = |free: u64| ((free as f64 * SHARE_TAKEN - beside) / bytes).max(1.0) as usize;
    machine::available_memory_bytes().map_or(usize::MAX, fitting)
}

/// The scenario with the most people.
pub fn largest<'a>(scenarios: impl Iterator<Item = &'a Scenario>) -> Option<&'a Scenario> {
    scenarios.max_by(|a, b| population_bytes(a).total_cmp(&population_bytes(b)))
}

/// Required disk space of a run, bytes; an upper bound if no trial can be run.
pub fn disk_bytes(scenario: &Scenario, checkpoint_every: i32) -> f64 {
    let size = Size::of(scenario, None);
    match Forecast::of(scenario, rayon::current_num_threads()) {
        Ok(forecast) => forecast.disk_bytes(checkpoints(scenario, checkpoint_every)),
        Err(_) => size.uncompressed_bytes() + size.population_bytes(),
    }
}

/// Refuses a scenario that does not fit into the memory of this machine.
///
/// # Errors
/// [`Error::TooLarge`], with the required amount and with what would fit.
pub fn refuse_what_cannot_fit(scenario: &Scenario, threads: usize) -> Result<()> {
    refuse_memory(scenario, memory_bytes(scenario, threads))
}

/// Refuses a run that does not fit into the memory of this machine or on the disk of the directory `out`. A trial is
/// run only if the estimate is not clear without one.
///
/// # Errors
/// [`Error::TooLarge`], with the required amount and with what would fit.
pub fn refuse_run_that_cannot_fit(
    scenario: &Scenario,
    threads: usize,
    out: &Path,
    checkpoint_every: i32,
) -> Result<()> {
    let (memory, disk) = (machine::available_memory_bytes(), machine::free_disk_bytes(out));
    let size = Size::of(scenario, None);
    let on_disk = 3.0 * (size.uncompressed_bytes() + size.population_bytes());
    if fits(2.0 * memory_bytes(scenario, threads), memory) && fits(on_disk, disk) {
        return Ok(());
    }
    // No trial of a run that is clearly too large; without a trial, the formula decides.
    if !fits(size.population_bytes(), memory) {
        return refuse_what_cannot_fit(scenario, threads);
    }
    let Ok(forecast) = Forecast::of(scenario, threads) else { return refuse_what_cannot_fit(scenario, threads) };
    refuse_memory(scenario, forecast.memory_bytes)?;
    let needed = forecast.disk_bytes(checkpoints(scenario, checkpoint_every));
    match disk.filter(|free| !fits(needed, Some(*free))) {
        Some(free) => Err(Error::TooLarge(too_much_output(&forecast, needed, free as f64, out))),
        None => Ok(()),
    }
}

fn fits(needed: f64, free: Option<u64>) -> bool {
    free.is_none_or(|it| needed <= it as f64 * SHARE_TAKEN)
}

fn refuse_memory(scenario: &Scenario, needed: f64) -> Result<()> {
    match machine::available_memory_bytes().filter(|free| !fits(needed, Some(*free))) {
        Some(free) => Err(Error::TooLarge(too_much_memory(scenario, needed, free as f64))),
        None => Ok(()),
    }
}

/// A number of bytes as text, with three significant digits.
pub fn bytes_in_words(bytes: f64) -> String {
    let (value, unit) = match bytes {
        it if it >= 1e9 => (it / 1e9, "GB"),
        it if it >= 1e6 => (it / 1e6, "MB"),
        it => (it / 1e3, "kB"),
    };
    let digits = match value {
        it if it < 9.995 => 2,
        it if it < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.digits$} {unit}")
}

fn too_much_memory(scenario: &Scenario, needed: f64, free: f64) -> Message {
    let size = Size::of(scenario, None);
    let grows = size.population_bytes() + size.rows_bytes();
    let fixed = needed - grows;
    let share = ((free * SHARE_TAKEN - fixed) / grows).clamp(0.0, 1.0);
    let elders = scenario.expected_elders();
    let (fit, fit_zh) = match &scenario.places {
        Places::Census { scale, .. } => {
            // Rounded down, so that the suggestion fits.
            let fitting = round_down(scale * share);
            (format!("population.scale={fitting} at most"), format!("population.scale 至多 {fitting}"))
        }
        Places::Designed { .. } => {
            let percent = (share * 100.0).floor();
            (format!("{percent} % of the communities"), format!("社区数减至 {percent} %"))
        }
    };
    let spared = size.rows_bytes();
    let (less, less_zh) = if needed - spared <= free * SHARE_TAKEN {
        let words = bytes_in_words(spared);
        (
            format!(", or fewer [output] tables, which take {words} of it"),
            format!("，或减少 [output] 输出（占其中 {words}）"),
        )
    } else {
        Default::default()
    };
    let (needed, free, taken) = (bytes_in_words(needed), bytes_in_words(free), SHARE_TAKEN * 100.0);
    message!(
        "this run needs about {needed} of memory for {elders:.0} elders; {free} are free, of which a run uses at \
         most {taken:.0} %; what would fit: {fit}{less}",
        "本次运行约需内存 {needed}（老年人 {elders:.0} 名），可用 {free}，其中至多使用 {taken:.0} %；可行的做法：{fit_zh}{less_zh}"
    )
}

fn too_much_output(forecast: &Forecast, needed: f64, free: f64, out: &Path) -> Message {
    // Optional tables, and the keys that make them smaller.
    let settings = [
        "output.districts=false, output.provinces=false",
        "output.distributions_every_weeks=0",
        "population.scale",
        "output.sample_elders",
        "output.communities_every_months",
    ];
    let largest = (0..TABLES.len()).max_by(|a, b| forecast.table_bytes[*a].total_cmp(&forecast.table_bytes[*b]));
    let largest = largest.unwrap_or_default();
    let (table, bytes, less) = (TABLES[largest], bytes_in_words(forecast.table_bytes[largest]), settings[largest]);
    let (needed, free, out) = (bytes_in_words(needed), bytes_in_words(free), out.display());
    message!(
        "the files of this run need about {needed}, but {free} are free in {out}; the largest is {table}.parquet \
         with {bytes}: reduce it ({less}), or choose an --out on another disk",
        "本次运行的文件约需 {needed}，而 {out} 所在磁盘仅余 {free}；最大的文件是 {table}.parquet（{bytes}）：\
         可减少其内容（{less}），或用 --out 选择其他磁盘"
    )
}

/// The number with two significant digits, rounded down.
fn round_down(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let unit = libm::pow(10.0, libm::floor(libm::log10(value)) - 1.0);
    // Written with the significant digits only.
    format!("{:.1e}", libm::floor(value / unit + 1e-9) * unit).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    fn loaded(name: &str, sets: &[&str]) -> Scenario {
        let sets: Vec<String> = sets.iter().map(|it| it.to_string()).collect();
        scenario::load(name, &sets).unwrap().scenario
    }

    #[test]
    fn memory_grows_with_the_population_and_with_room_for_its_growth() {
        let bytes = |sets: &[&str]| population_bytes(&loaded("china", sets));
        let ratio = bytes(&["population.scale=0.1"]) / bytes(&["population.scale=0.001"]);
        assert!((95.0..105.0).contains(&ratio), "{ratio}");
        // Five years of 10 % more each: 1.61 times the places.
        let grown = bytes(&["parameters.life.growth=0.1"]) / bytes(&["parameters.life.growth=0"]);
        assert!((1.5..1.62).contains(&grown), "{grown}");
    }

    #[test]
    fn a_run_beyond_this_machine_is_refused_with_the_figure_and_what_would_fit_in_both_languages() {
        let area = loaded("urban-baseline", &["population.districts=500", "population.urban_communities=2000"]);
        let refusal = refuse_run_that_cannot_fit(&area, 2, Path::new("."), 0).unwrap_err();
        assert_eq!(refusal.exit_code(), 65);
        let told = refusal.to_string();
        assert!(told.contains("% of the communities") && told.contains("GB are free"), "{told}");
        assert!(told.contains("社区数减至"), "{told}");
    }

    #[test]
    fn checkpoints_are_those_before_the_end() {
        let of = |weeks: &str, every| checkpoints(&loaded("pilot", &["warmup_weeks=0", weeks, "replicates=2"]), every);
        assert_eq!([of("weeks=52", 0), of("weeks=52", 52), of("weeks=52", 104), of("weeks=104", 52)], [0, 1, 0, 3]);
    }

    #[test]
    fn what_is_advised_is_rounded_down() {
        assert_eq!([round_down(0.0478), round_down(1.0), round_down(0.3), round_down(0.0)], [0.047, 1.0, 0.3, 0.0]);
    }

    #[test]
    fn a_scale_that_is_advised_does_fit() {
        let china = loaded("china", &["population.scale=1"]);
        let needed = memory_bytes(&china, 2);
        let told = too_much_memory(&china, needed, 4e9);
        let scale = told.en.split("population.scale=").nth(1).unwrap().split(' ').next().unwrap();
        let smaller = loaded("china", &[&format!("population.scale={scale}")]);
        let share = memory_bytes(&smaller, 2) / (4e9 * SHARE_TAKEN);
        assert!((0.85..1.02).contains(&share), "{scale}: {share}");
    }
}
