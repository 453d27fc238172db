//! `huzhu run`: a scenario through its weeks, into a run directory and a summary.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::argument;
use super::changes::{Changes, of_option};
use super::language::Language;
use super::out::{Out, say, warn, warnings};
use super::progress::{Shown, Watcher};
use super::report;
use super::stop::Stop;
use super::work::{Threads, use_threads, whole_number};
use crate::analysis::summary::{self, Summary};
use crate::error::{Error, Result, system};
use crate::files::in_command;
use crate::output::run_directory::{self, FinishedRun, Reopened, Unfinished};
use crate::output::{RunDescription, RunDirectory};
use crate::places::WEEKS_PER_MONTH;
use crate::plan::remarks;
use crate::report::{Performance, json, terminal};
use crate::runner::checkpoint::{self, Start};
use crate::runner::forecast;
use crate::runner::run::{self, Conduct, Ended};
use crate::scenario::{self, Loaded, Scenario, embedded};
use crate::text::{Message, message};
use crate::{machine, simd};

/// Run a scenario and print a summary. 运行情景并显示摘要
#[derive(Debug, Args)]
pub(super) struct Run {
    /// Built-in name, or a file (with `/` or `.toml`). 内置情景名或文件
    #[arg(default_value = embedded::SCENARIOS[0].name)]
    scenario: String,

    #[command(flatten)]
    changes: Changes,

    /// Number of replicates; the summary shows their spread as a band. 重复次数
    #[arg(long, allow_negative_numbers = true)]
    replicates: Option<String>,

    /// Output directory [default: runs/SCENARIO-NNN]. 输出目录
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Replace the run in the output directory and its reports. 覆盖目录中的旧运行及其报告
    #[arg(long)]
    force: bool,

    /// Continue the interrupted run in this directory. 继续该目录中未完成的运行
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with_all = ["scenario", "sets", "weeks", "seed", "replicates", "out", "force"]
    )]
    resume: Option<PathBuf>,

    /// Checkpoint interval in weeks, a multiple of 4; 0 for none [default: 52 above a million elders, else 0].
    /// Results do not depend on it. 检查点间隔周数
    #[arg(long, value_name = "WEEKS", value_parser = weeks_of_months, allow_negative_numbers = true)]
    checkpoint_every: Option<i32>,

    #[command(flatten)]
    threads: Threads,

    /// Verify balances and value ranges every week. 每周核对收支平衡与取值范围
    #[arg(long)]
    check: bool,

    /// Output format of the summary. 摘要格式
    #[arg(long, value_enum, default_value = "terminal")]
    format: Format,

    /// Print only the digest: one hash of all results. 只输出结果的摘要值
    #[arg(long)]
    digest: bool,

    /// Also make the report page `report.html`. 同时生成报告页
    #[arg(long)]
    report: bool,

    /// When to show progress. 进度显示
    #[arg(long, value_enum, default_value = "auto")]
    progress: Shown,

    /// Widest instruction set to use. Results do not depend on it. 指令集
    #[arg(long, value_enum, default_value = "auto", hide = true)]
    simd: Level,
}

/// How a summary is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for reading. 表格
    Terminal,
    /// One JSON object, for programs. JSON
    Json,
}

/// Instruction sets, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    /// What every machine has.
    Baseline,
    Avx2,
    /// The widest this machine has.
    Auto,
}

impl Run {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        self.set_machine()?;
        report::check_page(self.report, self.out.as_deref().or(self.resume.as_deref()))?;
        // Heard before anything is written, so that whatever is interrupted can say how to go on.
        let stop = Stop::on_signal(language)?;
        match &self.resume {
            None => {
                let loaded = self.load()?;
                let every = self.checkpoint_every.unwrap_or_else(|| checkpoint::default_interval(&loaded.scenario));
                let into = self.out.as_deref().unwrap_or(Path::new(run_directory::RUNS));
                forecast::refuse_run_that_cannot_fit(&loaded.scenario, rayon::current_num_threads(), into, every)?;
                let directory = RunDirectory::create(
                    self.out.as_deref(),
                    self.force,
                    RunDescription::of(&loaded.scenario, loaded.resolved.clone()),
                )?;
                self.go(&loaded.scenario, directory, Start::beginning(), &stop, language, out)
            }
            Some(path) => match argument::RESUME_RUN.check(path).and_then(|()| run_directory::reopen(path))? {
                Reopened::Finished(finished) => {
                    let shown = path.display();
                    say(language.pick(
                        format!("the run in {shown} is already complete; nothing to do"),
                        format!("{shown} 中的运行早已完成，未作任何改动"),
                    ));
                    self.show(&finished, None, language, out)
                }
                Reopened::Unfinished(unfinished) => self.go_on(unfinished, &stop, language, out),
            },
        }
    }

    /// Goes on with a run where its last checkpoint is.
    fn go_on(&self, unfinished: Unfinished, stop: &Stop, language: Language, out: &mut Out) -> Result<()> {
        let loaded = scenario::from_text(unfinished.scenario(), unfinished.scenario_text(), &[])?;
        forecast::refuse_what_cannot_fit(&loaded.scenario, rayon::current_num_threads())?;
        let hash = blake3::hash(unfinished.scenario_text().as_bytes()).to_hex();
        let start = checkpoint::load(&unfinished.checkpoint(), &loaded.scenario, &hash)?;
        start.remark.iter().for_each(say);
        let text = unfinished.scenario_text().to_owned();
        let description = RunDescription::of(&loaded.scenario, text);
        let directory = unfinished.go_on(description, start.mark.parts.clone())?;
        self.go(&loaded.scenario, directory, start, stop, language, out)
    }

    /// Runs to the end, or to an interruption.
    fn go(
        &self,
        scenario: &Scenario,
        directory: RunDirectory,
        start: Start,
        stop: &Stop,
        language: Language,
        out: &mut Out,
    ) -> Result<()> {
        let path = directory.path().to_path_buf();
        warn(&remarks::of_scenario(scenario), language);
        let watcher = Watcher::new(self.progress, language, scenario.replicates);
        let mut watcher = watcher.going_on_from(start.done(scenario));
        let known = if start.mark.interval > 0 { start.mark.interval } else { checkpoint::default_interval(scenario) };
        let checkpoint_every = self.checkpoint_every.unwrap_or(known);
        let conduct = Conduct { stop: &stop.asked, checkpoint_every, check: self.check };
        let ended = run::run_from(scenario, directory, start, &conduct, |progress| watcher.tell(progress));
        watcher.finish();
        let ended = ended.map_err(|error| match error {
            Error::Interrupted { told, .. } => stop.interrupted(told),
            other => with_what_is_missing(other, scenario, &path, checkpoint_every),
        })?;
        let Ended { manifest, timing, summary } = ended;
        let run = FinishedRun { path, manifest, timing: Some(timing) };
        self.show(&run, summary, language, out)?;
        if run.manifest.complete {
            return Ok(());
        }
        out.finish()?;
        let (replicates, weeks) = (run.manifest.replicates_completed, run.manifest.weeks_completed);
        let shown = in_command(&run.path);
        Err(stop.interrupted(match language {
            Language::English => format!(
                "interrupted; complete replicates: {replicates}, and {weeks} weeks of the next; the results so far \
                 are in {shown}; `huzhu run --resume {shown}` continues"
            ),
            Language::Chinese => format!(
                "已中断：完成 {replicates} 次重复，下一次完成 {weeks} 周；已有结果可在 {shown} 中读取；\
                 用 `huzhu run --resume {shown}` 继续"
            ),
        }))
    }

    /// Prints what was asked for of a run that has ended, from its files where its figures are not known yet, and
    /// makes its page.
    fn show(&self, run: &FinishedRun, summary: Option<Summary>, language: Language, out: &mut Out) -> Result<()> {
        self.print(run, summary, language, out)?;
        if self.report { report::page_of(&run.path, language) } else { Ok(()) }
    }

    fn print(&self, run: &FinishedRun, summary: Option<Summary>, language: Language, out: &mut Out) -> Result<()> {
        if self.digest {
            return out.line(&run.manifest.digest);
        }
        let summary = summary.map_or_else(|| summary::of_run(run), Ok)?;
        let performance = run.timing.as_ref().map(|timing| Performance {
            seconds: timing.seconds,
            elder_weeks_per_second: timing.elder_weeks_per_second,
            peak_memory_bytes: timing.peak_memory_bytes,
            out: run.path.display().to_string(),
        });
        let performance = performance.unwrap_or_else(|| Performance {
            seconds: 0.0,
            elder_weeks_per_second: 0.0,
            peak_memory_bytes: None,
            out: run.path.display().to_string(),
        });
        match self.format {
            Format::Json => out.print(json::summary(&summary, &performance, &remarks::of_results(&run.path))),
            Format::Terminal => {
                out.print(terminal::summary(&summary, language))?;
                out.print(warnings(&remarks::of_results(&run.path), language))?;
                out.print(terminal::performance(&performance, language))
            }
        }
    }

    /// The scenario with what the options change in it, as `--set` would.
    fn load(&self) -> Result<Loaded> {
        let replicates = of_option("replicates", self.replicates.as_ref());
        let sets: Vec<String> = self.changes.sets().into_iter().chain(replicates).collect();
        argument::RUN.check(&self.scenario)?;
        scenario::load(&self.scenario, &sets)
    }

    fn set_machine(&self) -> Result<()> {
        simd::allow(match self.simd {
            Level::Baseline => simd::Level::Baseline,
            Level::Avx2 => simd::Level::Avx2,
            Level::Auto => simd::Level::Avx512,
        });
        use_threads(self.threads.count())
    }
}

/// A full disk with the bytes that the run needs on it and how to go on; any other error as it is.
fn with_what_is_missing(error: Error, scenario: &Scenario, path: &Path, checkpoint_every: i32) -> Error {
    let Error::Write { path: file, reason } = error else { return error };
    if reason.kind() != std::io::ErrorKind::StorageFull {
        return Error::Write { path: file, reason };
    }
    let needed = forecast::disk_bytes(scenario, checkpoint_every);
    let free = machine::free_disk_bytes(path).unwrap_or(0) as f64;
    let (needed, free, path) = (forecast::bytes_in_words(needed), forecast::bytes_in_words(free), in_command(path));
    let Message { en: reason, zh: reason_zh } = system(&reason);
    let told = message!(
        "{reason}; the run needs about {needed} on this disk, and {free} are free now: free some space, then \
         continue with `huzhu run --resume {path}`",
        "{reason_zh}；整个运行约需磁盘空间 {needed}，目前仅余 {free}：请腾出空间，再用 `huzhu run --resume {path}` 继续"
    );
    Error::Write { path: file, reason: std::io::Error::new(std::io::ErrorKind::StorageFull, told) }
}

/// Weeks that make up whole months.
fn weeks_of_months(text: &str) -> std::result::Result<i32, String> {
    let weeks: i32 = whole_number(text, 0, i32::MAX - WEEKS_PER_MONTH)?;
    match weeks % WEEKS_PER_MONTH {
        0 => Ok(weeks),
        over => {
            let (before, after) = (weeks - over, weeks - over + WEEKS_PER_MONTH);
            let told = message!(
                "checkpoints fall on whole months of {WEEKS_PER_MONTH} weeks: {before} or {after}",
                "检查点须落在整月（{WEEKS_PER_MONTH} 周）上：{before} 或 {after}"
            );
            Err(told.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::weeks_of_months;

    #[test]
    fn checkpoints_fall_on_whole_months_and_others_are_refused_with_the_nearest_two() {
        assert_eq!((weeks_of_months("0"), weeks_of_months("52")), (Ok(0), Ok(52)));
        assert!(weeks_of_months("50").unwrap_err().contains("48 or 52"));
        assert!(weeks_of_months("-4").is_err() && weeks_of_months("1e3").is_err());
    }
}
