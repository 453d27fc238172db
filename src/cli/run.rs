//! `huzhu run`: a scenario through its weeks, into a run directory and a summary.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::{Args, ValueEnum};

use super::language::Language;
use super::out::Out;
use super::progress::{Shown, Watcher};
use crate::analysis::summary;
use crate::error::{Error, Result};
use crate::experiment::{self, forecast};
use crate::output::{RunDescription, RunDirectory, run_directory};
use crate::report::{Performance, json, terminal};
use crate::scenario::{self, Loaded, embedded};
use crate::simd::{self, Simd};

/// Run a scenario and summarise it. 运行情景
#[derive(Debug, Args)]
pub(super) struct Run {
    /// Embedded name, or a file (with `/` or `.toml`). 内置情景名或文件
    #[arg(default_value = embedded::SCENARIOS[0].name)]
    scenario: String,

    /// Change a value, for example policy.recognition.level=0.5. 改动一个值
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,

    /// Weeks from week 0 on, a multiple of 4. 周数
    #[arg(long)]
    weeks: Option<i64>,

    /// Seed of all chance. 随机种子
    #[arg(long)]
    seed: Option<i64>,

    /// Number of replicates; their spread is shown as a band. 重复次数
    #[arg(long)]
    replicates: Option<i64>,

    /// Directory for the files; runs/SCENARIO-NNN if not given. 输出目录
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Replace the run that is in the directory. 覆盖目录中的旧结果
    #[arg(long)]
    force: bool,

    /// Threads; all if not given. Results do not depend on it. 线程数
    #[arg(long, env = "HUZHU_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// How the summary is printed. 摘要格式
    #[arg(long, value_enum, default_value = "terminal")]
    format: Format,

    /// Print one hash of all results, and nothing else. 只输出结果哈希
    #[arg(long)]
    digest: bool,

    /// When progress is shown. 进度显示
    #[arg(long, value_enum, default_value = "auto")]
    progress: Shown,

    /// Widest instructions to use. Results do not depend on it. 指令集
    #[arg(long, value_enum, default_value = "auto", hide = true)]
    simd: Level,
}

/// How a summary is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for reading.
    Terminal,
    /// One object, for programs.
    Json,
}

/// Instruction sets, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    /// What every machine has.
    Baseline,
    /// The widest this machine has.
    Auto,
}

impl Run {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        let loaded = self.load()?;
        self.set_machine()?;
        forecast::refuse_what_cannot_fit(&loaded.scenario, rayon::current_num_threads())?;
        let directory = RunDirectory::create(self.out.as_deref(), self.force, description(&loaded))?;
        let path = directory.path().to_path_buf();
        let stop = stop_on_signal()?;
        let mut watcher = Watcher::new(self.progress, language, loaded.scenario.replicates);
        let ended = experiment::run(&loaded.scenario, directory, &stop, |progress| watcher.tell(progress))?;
        watcher.finish();

        let manifest = &ended.manifest;
        if self.digest {
            out.line(&manifest.digest)?;
        } else {
            let summary = summary::of_run(&run_directory::open(&path)?)?;
            let performance = Performance {
                seconds: ended.timing.seconds,
                elder_weeks_per_second: ended.timing.elder_weeks_per_second,
                peak_memory_bytes: ended.timing.peak_memory_bytes,
                out: path.display().to_string(),
            };
            match self.format {
                Format::Json => out.print(json::summary(&summary, &performance))?,
                Format::Terminal => {
                    let language = language.of_report();
                    out.print(terminal::summary(&summary, language))?;
                    out.print(terminal::performance(&performance, language))?;
                }
            }
        }
        if manifest.complete {
            return Ok(());
        }
        out.finish()?;
        let (replicates, weeks) = (manifest.replicates_completed, manifest.weeks_completed);
        Err(Error::Interrupted(match language {
            Language::En => format!(
                "interrupted after {replicates} whole replicates and {weeks} weeks of the next; all of it is in the directory"
            ),
            Language::Zh => {
                format!("已中断:完成 {replicates} 次重复,另有下一次重复的 {weeks} 周;均已写入目录")
            }
        }))
    }

    /// The scenario with what the options change in it, as `--set` would.
    fn load(&self) -> Result<Loaded> {
        let mut sets = self.sets.clone();
        let options = [("weeks", self.weeks), ("seed", self.seed), ("replicates", self.replicates)];
        sets.extend(options.iter().filter_map(|(key, value)| value.map(|value| format!("{key}={value}"))));
        scenario::load(&self.scenario, &sets)
    }

    fn set_machine(&self) -> Result<()> {
        simd::allow(match self.simd {
            Level::Baseline => Simd::Baseline,
            Level::Auto => Simd::Auto,
        });
        let Some(threads) = self.threads else { return Ok(()) };
        let built = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
        built.map_err(|error| Error::Usage(format!("cannot start {threads} threads: {error}")))
    }
}

fn description(loaded: &Loaded) -> RunDescription {
    let scenario = &loaded.scenario;
    RunDescription {
        scenario: scenario.name.clone(),
        scenario_text: loaded.resolved.clone(),
        seed: scenario.seed,
        replicates: scenario.replicates,
        weeks: scenario.weeks,
        warmup_weeks: scenario.warmup_weeks,
    }
}

/// A flag that the first Ctrl-C (or SIGTERM) sets, with a word at once; the second ends the process.
pub(super) fn stop_on_signal() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let failed = |reason| Error::Write { path: "signal handler".into(), reason };
        signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop)).map_err(failed)?;
        signal_hook::flag::register(signal, Arc::clone(&stop)).map_err(failed)?;
    }
    let seen = Arc::clone(&stop);
    std::thread::spawn(move || {
        while !seen.load(std::sync::atomic::Ordering::Relaxed) {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        _ = writeln!(
            std::io::stderr(),
            "\nstopping after this month; press again to stop now 本月结束后停止,再按一次立即停止"
        );
    });
    Ok(stop)
}
