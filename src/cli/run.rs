//! `huzhu run`: a scenario through its weeks, into a run directory and a summary.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::argument;
use super::changes::{Changes, of_option};
use super::language::Language;
use super::out::{Out, say, warn};
use super::progress::{Shown, Watcher};
use super::report;
use super::stop::Stop;
use super::studies::{Format, show};
use super::work::{Threads, use_threads, whole_number};
use crate::error::{Error, Result, system};
use crate::files::in_command;
use crate::output::{Manifest, finished};
use crate::places::WEEKS_PER_MONTH;
use crate::plan::remarks;
use crate::report::document::Document;
use crate::report::terminal::Made;
use crate::runner::forecast;
use crate::runner::prepared::{self, PreparedRun};
use crate::runner::run::{self, RunOptions};
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
                let prepared = prepared::create(&loaded, self.out.as_deref(), self.force, self.checkpoint_every)?;
                self.go(&loaded.scenario, prepared, &stop, language, out)
            }
            Some(path) => match argument::RESUME_RUN.check(path).and_then(|()| prepared::reopen(path))? {
                Some((scenario, prepared)) => self.go(&scenario, prepared, &stop, language, out),
                None => {
                    let shown = path.display();
                    say(language.pick(
                        format!("the run in {shown} is already complete; nothing to do"),
                        format!("{shown} 中的运行早已完成，未作任何改动"),
                    ));
                    self.show(path, None, language, out)
                }
            },
        }
    }

    /// Runs to the end, or to an interruption.
    fn go(
        &self,
        scenario: &Scenario,
        prepared: PreparedRun,
        stop: &Stop,
        language: Language,
        out: &mut Out,
    ) -> Result<()> {
        let (directory, start) = prepared.start(scenario)?;
        start.remark.iter().for_each(|it| say(it.laid(0)));
        let path = directory.path().to_path_buf();
        warn(&remarks::of_scenario(scenario), language);
        let watcher = Watcher::new(self.progress, language, scenario.replicates);
        let mut watcher = watcher.going_on_from(start.done(scenario));
        let checkpoint_every = self.checkpoint_every.unwrap_or_else(|| start.interval(scenario));
        let conduct = RunOptions { stop: &stop.asked, checkpoint_every, check: self.check };
        let ended = run::run_from(scenario, directory, start, &conduct, |progress| watcher.tell(progress));
        watcher.finish();
        let ended = ended.map_err(|error| match error {
            Error::Interrupted { told, .. } => stop.interrupted(told),
            other => with_what_is_missing(other, scenario, &path, checkpoint_every),
        })?;
        self.show(&path, Some(&ended.manifest), language, out)?;
        if ended.manifest.complete {
            return Ok(());
        }
        out.finish()?;
        let (replicates, weeks) = (ended.manifest.replicates_completed, ended.manifest.weeks_completed);
        let shown = in_command(&path);
        Err(stop.interrupted(Message::same(match language {
            Language::English => format!(
                "interrupted; complete replicates: {replicates}, and {weeks} weeks of the next; the results so far \
                 are in {shown}; `huzhu run --resume {shown}` continues"
            ),
            Language::Chinese => format!(
                "已中断：完成 {replicates} 次重复，下一次完成 {weeks} 周；已有结果可在 {shown} 中读取；\
                 用 `huzhu run --resume {shown}` 继续"
            ),
        })))
    }

    /// Prints what was asked for of a run that has ended, and makes its page; its manifest is read unless it is known.
    fn show(&self, path: &Path, manifest: Option<&Manifest>, language: Language, out: &mut Out) -> Result<()> {
        if !self.digest {
            return show(path, self.format, self.report, &Made::default(), language, out);
        }
        match manifest {
            Some(it) => out.line(&it.digest)?,
            None => out.line(&finished::open(path)?.manifest.digest)?,
        }
        if self.report { report::page_of(&Document::read(path)?, language) } else { Ok(()) }
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
