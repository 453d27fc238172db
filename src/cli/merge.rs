//! `huzhu merge`: the shares of a sweep as one table.

use std::path::PathBuf;

use clap::Args;

use super::argument;
use super::language::Language;
use super::out::Out;
use super::report::{check_page, refuse_unseen};
use super::studies::{Format, show};
use super::sweep::refuse_if_all_failed;
use crate::error::Result;
use crate::report::terminal::Made;
use crate::study::sweep;
use crate::text::message;

/// Merge the shards of a sweep into one table; fails if a cell is missing. 合并参数扫描的各分片；缺少单元则报错
#[derive(Debug, Args)]
pub(super) struct Merge {
    /// Directories of the shards. 各分片所在目录
    #[arg(required = true)]
    directories: Vec<PathBuf>,

    /// Output directory for the table [default: the first directory]. 输出目录
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Also make the report page `report.html`. 同时生成报告页
    #[arg(long)]
    report: bool,
}

impl Merge {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        self.directories.iter().try_for_each(|it| argument::MERGE.check(it).and_then(|()| refuse_unseen(it)))?;
        let target = self.out.unwrap_or_else(|| self.directories[0].clone());
        check_page(self.report, Some(&target))?;
        let merged = sweep::merge(&self.directories, &target)?;
        let shares = self.directories.len();
        let plural = if shares == 1 { "directory" } else { "directories" };
        let from = message!("from {shares} {plural}", "来自 {shares} 个目录");
        show(&target, Format::Terminal, self.report, &Made { cells: Some(from), tolerance: None }, language, out)?;
        out.finish()?;
        refuse_if_all_failed(&merged, &target, language)
    }
}
