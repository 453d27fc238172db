//! How long work is done: on how many threads, how it is told, how often it is made safe, and whether it is
//! shown on a page.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

use clap::Args;

use super::language::Language;
use super::progress::Shown;
use super::stop::Stop;
use crate::error::{Error, Result};
use crate::machine;
use crate::study;
use crate::text::message;

/// Most threads of a command.
const MOST_THREADS: usize = 1024;

/// The option that says on how many threads work is done.
#[derive(Debug, Args)]
pub(super) struct Threads {
    /// Number of threads [default: all]. Results do not depend on it. 线程数
    #[arg(long, env = "HUZHU_THREADS", value_parser = threads, allow_negative_numbers = true)]
    threads: Option<usize>,
}

impl Threads {
    /// How many.
    pub fn count(&self) -> usize {
        self.threads.unwrap_or_else(machine::threads)
    }
}

/// Options that comparisons, discoveries, sweeps and sensitivity share.
#[derive(Debug, Args)]
pub(super) struct Work {
    #[command(flatten)]
    threads: Threads,

    /// Also make the report page `report.html`. 同时生成报告页
    #[arg(long)]
    pub report: bool,

    /// When to show progress. 进度显示
    #[arg(long, value_enum, default_value = "auto")]
    pub progress: Shown,

    /// Seconds between writes of finished runs to disk. 落盘间隔（秒）
    #[arg(long, default_value = "2", value_parser = seconds, allow_negative_numbers = true, hide = true)]
    pub seal_every: Duration,
}

impl Work {
    /// Threads to run on.
    pub fn threads(&self) -> usize {
        self.threads.count()
    }

    /// How runs are done, until a signal ends them.
    pub fn options<'a>(&self, stop: &'a Stop) -> study::Options<'a> {
        study::Options { threads: self.threads(), stop: &stop.asked, seal_every: self.seal_every }
    }

    /// Sets up the threads, and hears signals from now on: before anything is written, so that whatever is
    /// interrupted can say how to go on.
    pub fn begin(&self, language: Language) -> Result<Stop> {
        use_threads(self.threads())?;
        Stop::on_signal(language)
    }
}

/// Uses so many threads for all that the process does at once.
pub(super) fn use_threads(threads: usize) -> Result<()> {
    // This thread is one of them: otherwise it would wake another every month and wait for it.
    let built = rayon::ThreadPoolBuilder::new().num_threads(threads).use_current_thread().build_global();
    built.map_err(|error| {
        Error::Usage(message!("cannot start {threads} threads: {error}", "无法启动 {threads} 个线程：{error}"))
    })
}

/// A number of seconds of an option.
fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds: Option<Duration> = text.parse().ok().and_then(|it| Duration::try_from_secs_f64(it).ok());
    seconds.ok_or_else(|| message!("expected a number of seconds, such as 2", "须为秒数，例如 2").to_string())
}

/// A number of threads, of the option or of the environment, where an empty variable asks for nothing.
fn threads(text: &str) -> std::result::Result<usize, String> {
    if text.trim().is_empty() {
        return Ok(machine::threads());
    }
    whole_number(text, 1, MOST_THREADS).map_err(|told| {
        let from_environment = std::env::var_os("HUZHU_THREADS").is_some_and(|it| it == text);
        let source = if from_environment { " (HUZHU_THREADS)" } else { "" };
        format!("{told}{source}")
    })
}

/// A whole number of an option, from the least to the most, both included.
pub(super) fn whole_number<T>(text: &str, least: T, most: T) -> std::result::Result<T, String>
where
    T: FromStr + PartialOrd + Display,
{
    let number: Option<T> = text.trim().parse().ok();
    number.filter(|it| (&least..=&most).contains(&it)).ok_or_else(|| {
        message!("expected a whole number from {least} to {most}", "须为 {least} 至 {most} 之间的整数").to_string()
    })
}
