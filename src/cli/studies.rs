//! What the commands that run a study have in common: what is changed in it, where it goes, and how it is told.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::changes::Changes;
use super::language::Language;
use super::out::Out;
use super::progress::Shown;
use super::sweep::seconds;
use crate::error::Result;
use crate::machine;

/// Options that comparisons and discoveries share.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    pub changes: Changes,

    /// Directory for the files; a new one in runs/ if not given. 输出目录
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Replace the results that are in the directory. 覆盖目录中的旧结果
    #[arg(long)]
    pub force: bool,

    /// Go on with what was killed or interrupted in this directory. 继续该目录中未完成的工作
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with_all = ["sets", "weeks", "seed", "replicates", "out", "force"]
    )]
    pub resume: Option<PathBuf>,

    /// Threads; all if not given. Results do not depend on it. 线程数
    #[arg(long, env = "HUZHU_THREADS", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// How what is found is printed. 输出格式
    #[arg(long, value_enum, default_value = "terminal")]
    pub format: Format,

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

/// How what is found is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Tables for reading.
    Terminal,
    /// One object, for programs.
    Json,
}

impl Options {
    /// Threads to run on.
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(machine::threads, usize::from)
    }

    /// Whether what is going to be run is told beforehand.
    pub fn foretells(&self) -> bool {
        self.progress != Shown::Never && self.resume.is_none()
    }
}

/// Says that what is in a directory needs no resuming.
pub(super) fn ended_already(directory: &Path, language: Language, out: &mut Out) -> Result<()> {
    let shown = directory.display();
    out.line(language.pick(
        format!("what is in {shown} has ended already; nothing was changed"),
        format!("{shown} 中的工作早已完成，未作任何改动"),
    ))
}
