//! How long work is done: on how many threads, how it is told, how often it is made safe, and whether it is
//! shown on a page.

use std::time::Duration;

use clap::Args;

use super::language::Language;
use super::progress::Shown;
use super::stop::Stop;
use crate::error::{Error, Result};
use crate::machine;

/// Options that comparisons, discoveries, sweeps and sensitivity share.
#[derive(Debug, Args)]
pub(super) struct Work {
    /// Threads; all if not given. Results do not depend on it. 线程数
    #[arg(long, env = "HUZHU_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// Also make the page `report.html` of the results. 同时生成报告页
    #[arg(long)]
    pub report: bool,

    /// When progress is shown. 进度显示
    #[arg(long, value_enum, default_value = "auto")]
    pub progress: Shown,

    /// Seconds after which finished runs are made safe on disk. 落盘间隔（秒）
    #[arg(long, default_value = "2", value_parser = seconds, hide = true)]
    pub seal_every: Duration,
}

impl Work {
    /// Threads to run on.
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(machine::threads, usize::from)
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
    built.map_err(|error| Error::Usage(format!("cannot start {threads} threads: {error} / 无法启动 {threads} 个线程")))
}

/// A number of seconds of an option.
fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "a number of seconds".to_string())?;
    Duration::try_from_secs_f64(seconds).map_err(|reason| reason.to_string())
}
