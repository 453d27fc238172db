//! How fast this machine runs the whole model: the whole package of policy at several sizes and numbers of
//! threads, default output written.

pub mod probe;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::engine::Simulation;
use crate::output::{Description, RunDirectory, RunPart, Timing};
use crate::places::Setting;
use crate::runner::{forecast, run};
use crate::scenario::{self, Loaded};
use crate::text::message;
use crate::{Error, Result, machine};
use probe::{Machine, median};

/// Scenario that is run: every instrument of use is in force from week 0.
pub const SCENARIO: &str = "whole-package";

/// Elders of the runs where no sizes are asked for.
pub const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];

/// Elders of a quick benchmark.
pub const QUICK_SIZES: [u64; 2] = [10_000, 100_000];

/// Weeks of the warm-up, without policy, and weeks from week 0 on.
pub const WEEKS: [i32; 2] = [52, 52];

/// The same of a quick benchmark.
pub const QUICK_WEEKS: [i32; 2] = [12, 12];

/// Villages for each urban community, as in the pilot area.
const VILLAGES: u64 = 5;

/// Urban communities of a district at most.
const URBAN_COMMUNITIES: u64 = 5;

/// Runs of one size and number of threads, at least and at most.
const REPEATS: [u32; 2] = [3, 9];

/// Time after which no further run of a size and number of threads begins, once there are enough.
const ENOUGH: Duration = Duration::from_secs(4);

/// Time after which even that many runs need not be reached: large sizes are run once.
const TOO_MUCH: Duration = Duration::from_secs(15);

/// What to measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Numbers of elders, about.
    pub sizes: Vec<u64>,
    /// Numbers of threads.
    pub threads: Vec<usize>,
    /// Few weeks, one run of each.
    pub quick: bool,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Benchmark {
    /// Version of huzhu.
    pub version: &'static str,
    /// Scenario that was run.
    pub scenario: &'static str,
    /// Weeks of the warm-up and weeks from week 0 on.
    pub weeks: [i32; 2],
    /// The machine and its limits.
    pub machine: Machine,
    /// Runs, by size and number of threads.
    pub runs: Vec<Runs>,
}

/// Runs of one size and number of threads; every figure but the range is a median.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Runs {
    /// Elders at the start.
    pub elders: u64,
    /// Threads.
    pub threads: usize,
    /// Number of runs.
    pub repeats: usize,
    /// Weeks lived by elders in one run, the warm-up included.
    pub elder_weeks: u64,
    /// The same a second, from the start of the synthesis to the last file.
    pub elder_weeks_per_second: f64,
    /// Slowest and fastest run.
    pub range: [f64; 2],
    /// Seconds that the synthesis of the population takes.
    pub synthesis_seconds: f64,
    /// Seconds that the weeks take.
    pub run_seconds: f64,
    /// Seconds that writing takes, until the manifest is there.
    pub output_seconds: f64,
    /// Nanoseconds of processor time an elder-week, over all threads and runs; other work on the machine
    /// moves it less than the clock. None where the system does not tell.
    pub processor_nanoseconds_per_elder_week: Option<f64>,
    /// Peak of what the run holds beyond what the program held before, an elder; none where the system does
    /// not tell. In small runs this is mostly working memory and tables that are being written; what earlier runs of
    /// the same benchmark freed and the allocator kept counts as well, so ask for one size and number of threads
    /// where it matters.
    pub held_bytes_per_elder: Option<f64>,
    /// What the population takes by computation, an elder: spare places, volunteers, organisers included.
    pub computed_bytes_per_elder: f64,
}

/// One run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// Elders at the start.
    pub elders: u64,
    /// Weeks lived by elders.
    pub elder_weeks: u64,
    /// Seconds of the synthesis, the weeks, and writing.
    pub seconds: [f64; 3],
}

impl Run {
    /// Weeks lived by elders a second.
    pub fn elder_weeks_per_second(&self) -> f64 {
        self.elder_weeks as f64 / self.seconds.iter().sum::<f64>().max(1e-9)
    }
}

/// The scenario with about so many elders, in town and villages as in the pilot area.
///
/// # Errors
/// More elders than a scenario can have.
pub fn scenario_of(elders: u64, weeks: [i32; 2]) -> Result<Loaded> {
    let structure = |setting: Setting| scenario::default().scenario.parameters[setting].structure.community_size;
    let block = structure(Setting::Urban) as u64 + VILLAGES * structure(Setting::Rural) as u64;
    let blocks = ((elders + block / 2) / block).max(1);
    let districts = ((blocks + URBAN_COMMUNITIES / 2) / URBAN_COMMUNITIES).max(1);
    let urban = blocks.min(URBAN_COMMUNITIES);
    let [warmup_weeks, weeks] = weeks;
    let sets = [
        format!("population.districts={districts}"),
        format!("population.urban_communities={urban}"),
        format!("population.rural_communities={}", urban * VILLAGES),
        format!("warmup_weeks={warmup_weeks}"),
        format!("weeks={weeks}"),
    ];
    scenario::load(SCENARIO, &sets)
}

/// Calls `work` in a pool of so many threads.
///
/// # Errors
/// The threads cannot be started, or what `work` says.
pub fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let built = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = built.map_err(|error| {
        Error::Usage(message!("cannot start {threads} threads: {error}", "无法启动 {threads} 个线程：{error}"))
    })?;
    pool.install(work)
}

/// Runs a scenario once into a directory that is removed afterwards.
///
/// # Errors
/// A file cannot be written, or `stop` became true.
pub fn run_once(loaded: &Loaded, stop: &AtomicBool) -> Result<Run> {
    let scenario = &loaded.scenario;
    let failed = |reason| Error::Write { path: std::env::temp_dir(), reason };
    let temporary = tempfile::tempdir().map_err(failed)?;
    let [mut synthesis, mut weeks, mut output] = [Duration::ZERO; 3];
    fn timed<T>(sum: &mut Duration, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        *sum += start.elapsed();
        result
    }
    let description = Description { replicates: 1, ..Description::of_run(scenario, loaded.resolved.clone()) };
    let path = temporary.path().join("run");
    let mut directory = timed(&mut output, || RunDirectory::create(Some(&path), false, description))?;
    let mut simulation = timed(&mut synthesis, || Simulation::begin(scenario, 0));
    let elders = simulation.population().communities.iter().map(|it| u64::from(it.size)).sum();
    let mut elder_weeks = 0;
    while !simulation.is_over() {
        if stop.load(Ordering::Relaxed) {
            return Err(Error::Interrupted {
                told: message!("the benchmark was interrupted", "基准测试已中断"),
                signal: 2,
            });
        }
        let month = timed(&mut weeks, || simulation.advance());
        elder_weeks += month.record.elder_weeks();
        let districts = &simulation.population().districts;
        timed(&mut output, || run::write(scenario, districts, 0, month, &mut directory))?;
    }
    timed(&mut output, || {
        directory.write(RunPart::Spells(simulation.open_spells()))?;
        directory.finish(&Timing::new(weeks.as_secs_f64(), rayon::current_num_threads(), elder_weeks, None))
    })?;
    Ok(Run { elders, elder_weeks, seconds: [synthesis, weeks, output].map(|it| it.as_secs_f64()) })
}

/// Measures the machine, then the runs, smallest first; tells `watch` before each of them.
///
/// # Errors
/// A run fails, does not fit into memory, or `stop` became true.
pub fn benchmark(plan: &Plan, stop: &AtomicBool, mut watch: impl FnMut(Step)) -> Result<Benchmark> {
    watch(Step::Machine);
    let machine = probe::measure(plan.quick);
    let held_before = machine::memory_bytes();
    let weeks = if plan.quick { QUICK_WEEKS } else { WEEKS };
    let mut runs = Vec::new();
    // Memory of earlier, smaller runs that the program keeps is used again by the next.
    let mut sizes = plan.sizes.clone();
    sizes.sort_unstable();
    for elders in sizes {
        let loaded = scenario_of(elders, weeks)?;
        for &threads in &plan.threads {
            forecast::refuse_what_cannot_fit(&loaded.scenario, threads)?;
            watch(Step::Runs { elders, threads });
            runs.push(with_threads(threads, || runs_of(&loaded, threads, plan.quick, held_before, stop))?);
        }
    }
    Ok(Benchmark { version: env!("CARGO_PKG_VERSION"), scenario: SCENARIO, weeks, machine, runs })
}

/// What is about to be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Memory and arithmetic.
    Machine,
    /// Runs of one size and number of threads.
    Runs {
        /// Elders, as asked for.
        elders: u64,
        /// Threads.
        threads: usize,
    },
}

fn runs_of(loaded: &Loaded, threads: usize, quick: bool, held_before: Option<u64>, stop: &AtomicBool) -> Result<Runs> {
    let start = Instant::now();
    let processor_before = machine::processor_seconds();
    machine::forget_peak_memory();
    let mut runs = vec![run_once(loaded, stop)?];
    let peak = machine::peak_memory_bytes();
    let [least, most] = if quick { [1, 1] } else { REPEATS.map(|it| it as usize) };
    let more = |count: usize| {
        let spent = start.elapsed();
        count < most && spent < TOO_MUCH && (count < least || spent < ENOUGH)
    };
    while more(runs.len()) {
        runs.push(run_once(loaded, stop)?);
    }
    let processor = machine::processor_seconds().zip(processor_before).map(|(after, before)| after - before);
    let Run { elders, elder_weeks, .. } = runs[0];
    let rates: Vec<f64> = runs.iter().map(Run::elder_weeks_per_second).collect();
    let seconds = [0, 1, 2].map(|part| median(runs.iter().map(|it| it.seconds[part]).collect()));
    Ok(Runs {
        elders,
        threads,
        repeats: runs.len(),
        elder_weeks,
        range: [rates.iter().copied().fold(f64::INFINITY, f64::min), rates.iter().copied().fold(0.0, f64::max)],
        elder_weeks_per_second: median(rates),
        synthesis_seconds: seconds[0],
        run_seconds: seconds[1],
        output_seconds: seconds[2],
        processor_nanoseconds_per_elder_week: processor.map(|it| it * 1e9 / (elder_weeks * runs.len() as u64) as f64),
        held_bytes_per_elder: peak
            .zip(held_before)
            .map(|(peak, before)| peak.saturating_sub(before) as f64 / elders as f64),
        computed_bytes_per_elder: forecast::population_bytes(&loaded.scenario) / loaded.scenario.expected_elders(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenarios_have_about_the_elders_asked_for() {
        for elders in [1_000, 10_000, 100_000, 1_000_000] {
            let expected = scenario_of(elders, QUICK_WEEKS).unwrap().scenario.expected_elders();
            let most = (elders as f64 * 0.05).max(2_000.0);
            assert!((expected - elders as f64).abs() < most, "{elders}: {expected}");
        }
    }
}
