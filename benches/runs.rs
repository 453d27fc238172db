//! Whole runs with the whole package of policy: elder-weeks a second, synthesis, and bytes an elder.
//!
//! `HUZHU_BENCH_LARGE=1` adds ten million elders.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group};
use huzhu::Simulation;
use huzhu::internals::bench::{QUICK_WEEKS, run_once, scenario_of, with_threads};
use huzhu::internals::runner::population_bytes;

const THREADS: [usize; 2] = [1, 2];

fn sizes() -> Vec<u64> {
    let large = std::env::var_os("HUZHU_BENCH_LARGE").is_some_and(|it| it == "1");
    [10_000, 100_000, 1_000_000].into_iter().chain(large.then_some(10_000_000)).collect()
}

fn all_runs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("runs");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_secs(2));
    let stop = AtomicBool::new(false);
    for elders in sizes() {
        let loaded = scenario_of(elders, QUICK_WEEKS).expect("a sound scenario");
        let once = run_once(&loaded, &stop).expect("a run");
        for threads in THREADS {
            group.throughput(Throughput::Elements(once.elder_weeks));
            group.bench_function(BenchmarkId::new(format!("threads-{threads}"), elders), |bencher| {
                bencher.iter_custom(|iterations| {
                    let runs = || {
                        let mut seconds = 0.0;
                        for _ in 0..iterations {
                            seconds += run_once(&loaded, &stop)?.seconds.iter().sum::<f64>();
                        }
                        Ok(seconds)
                    };
                    Duration::from_secs_f64(with_threads(threads, runs).expect("a run"))
                });
            });
            group.throughput(Throughput::Elements(once.elders));
            group.bench_function(BenchmarkId::new(format!("synthesis-threads-{threads}"), elders), |bencher| {
                with_threads(threads, || {
                    bencher.iter(|| Simulation::begin(&loaded.scenario, 0));
                    Ok(())
                })
                .expect("threads");
            });
        }
    }
    group.finish();
}

/// Prints what the population takes by computation, and the most that a process of its own held.
fn memory() {
    println!("elders,computed_bytes_per_elder,held_bytes_per_elder");
    for elders in sizes() {
        let loaded = scenario_of(elders, QUICK_WEEKS).expect("a sound scenario");
        let computed = population_bytes(&loaded.scenario) / loaded.scenario.expected_elders();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_huzhu"));
        command.args(["bench", "--quick", "--quiet", "--format", "json", "--sizes", &elders.to_string()]);
        let output = command.output().expect("huzhu runs");
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("figures");
        let held = &value["runs"][0]["held_bytes_per_elder"];
        println!("{elders},{computed:.1},{}", held.as_f64().map_or(String::new(), |it| format!("{it:.1}")));
    }
}

criterion_group!(runs, all_runs);

fn main() {
    runs();
    // Cargo asks for a mere test of the benchmarks now and then; memory is no part of it.
    if std::env::args().all(|it| it != "--test") {
        memory();
    }
    Criterion::default().configure_from_args().final_summary();
}
