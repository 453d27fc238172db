//! `huzhu sweep`: every cell of a design, then one table.

use std::path::{Path, PathBuf};

use clap::Args;

use super::language::Language;
use super::out::Out;
use super::progress::Watcher;
use super::report::{check_page, page_of};
use super::work::Work;
use crate::error::{Error, Result};
use crate::experiment::sweep::{self, Conduct, Design, Ended, Merged, PlanFile, Progress, Shard};
use crate::output::run_directory::{RUNS, next_free};
use crate::scenario::embedded::DESIGNS;

/// Run every cell of a design into one table. 参数扫描：运行设计中的全部单元
#[derive(Debug, Args)]
pub(super) struct Sweep {
    /// A design file (with `/` or `.toml`), or one of the program's; all if not given. 设计文件或内置设计名
    design: Option<String>,

    /// Run a share of the plan only: K/N; `huzhu merge` joins the shares. 只运行第 K 份（共 N 份）
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,

    #[command(flatten)]
    options: Options,
}

/// Options that sweeps and sensitivity share.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Directory for the files; runs/DESIGN-NNN if not given. 输出目录
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Go on with what is in the directory, or in the last one of this design. 继续未完成的扫描
    #[arg(long)]
    pub resume: bool,

    #[command(flatten)]
    pub work: Work,
}

impl Sweep {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        let Some(argument) = self.design else { return list(language, out) };
        let design = sweep::load(&argument)?;
        let directory = directory(&design, &self.options)?;
        let shard = self.shard.unwrap_or(Shard::WHOLE);
        let ended = run(&design, &directory, shard, &self.options, self.options.resume, language)?;
        told(&design, &directory, shard, &ended, language, out)?;
        // A share has no table yet.
        if self.options.work.report && ended.merged.is_some() { page_of(&directory, language) } else { Ok(()) }
    }
}

/// What designs are inside the program.
fn list(language: Language, out: &mut Out) -> Result<()> {
    for it in DESIGNS {
        let design = sweep::load(it.name)?;
        out.line(format_args!("{:<20} {}", it.name, language.pick(&design.title, &design.title_zh)))?;
        // The comment that opens the file says the question, in Chinese first.
        let question = language.pick("# Question: ", "# 问题：");
        if let Some(line) = it.text.lines().find_map(|line| line.strip_prefix(question)) {
            out.line(format_args!("{:<20} {line}", ""))?;
        }
    }
    Ok(())
}

/// Where a sweep goes: where it is told to; the last directory of the design when resuming; else a new one.
fn directory(design: &Design, options: &Options) -> Result<PathBuf> {
    match &options.out {
        Some(out) => Ok(out.clone()),
        None if options.resume => last(&design.name)?.ok_or_else(|| {
            Error::Usage(format!("there is no sweep of `{}` in {RUNS}/ to go on with; leave out --resume / 没有可继续的扫描，请去掉 --resume", design.name))
        }),
        None => next_free(Path::new(RUNS), &design.name),
    }
}

/// The last directory under `runs/` that holds a sweep of a design.
pub(super) fn last(design: &str) -> Result<Option<PathBuf>> {
    let Ok(entries) = std::fs::read_dir(RUNS) else { return Ok(None) };
    let prefix = format!("{design}-");
    let number = |path: &PathBuf| path.file_name()?.to_str()?.strip_prefix(&prefix)?.parse::<u32>().ok();
    let mut found: Vec<(u32, PathBuf)> =
        entries.filter_map(|it| it.ok().map(|it| it.path())).filter_map(|it| Some((number(&it)?, it))).collect();
    found.sort();
    for (_, path) in found.into_iter().rev() {
        if PlanFile::read(&path)?.is_some_and(|it| it.design == design) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Runs what is not done, and shows how far it is.
pub(super) fn run(
    design: &Design,
    directory: &Path,
    shard: Shard,
    options: &Options,
    resume: bool,
    language: Language,
) -> Result<Ended> {
    let work = &options.work;
    check_page(work.report, Some(directory))?;
    let stop = work.begin(language)?;
    let conduct = Conduct { threads: work.threads(), shard, seal_every: work.seal_every, resume, stop: &stop.asked };
    let mut watcher = Watcher::new(work.progress, language, 1);
    let ended = sweep::sweep(design, directory, &conduct, |progress| watcher.tell_sweep(progress));
    watcher.finish();
    let ended = ended?;
    if ended.is_complete() {
        return Ok(ended);
    }
    let (done, all, shown) = (ended.progress.done, ended.progress.all, directory.display());
    Err(stop.interrupted(match language {
        Language::En => format!("interrupted after {done} of {all} cells; --resume with --out {shown} goes on"),
        Language::Zh => format!("已中断：完成 {all} 个单元中的 {done} 个；用 --resume --out {shown} 继续"),
    }))
}

/// What was done and where it is.
fn told(
    design: &Design,
    directory: &Path,
    shard: Shard,
    ended: &Ended,
    language: Language,
    out: &mut Out,
) -> Result<()> {
    let Progress { all, failed, here, seconds, .. } = ended.progress;
    let (points, replicates, kind) = (design.points(), design.replicates, design.kind.label());
    let rate = ended.progress.rate();
    match language {
        Language::En => {
            let plural = if replicates == 1 { "" } else { "s" };
            out.line(format_args!("{}: {}, {points} points × {replicates} replicate{plural}", design.title, kind.en))?;
            let share =
                if shard == Shard::WHOLE { String::new() } else { format!(" (share {}/{})", shard.number, shard.of) };
            out.line(format_args!(
                "  {all} cells{share}: {here} run now in {seconds:.2} s ({rate:.0} a second), {} before; {failed} failed",
                all - here
            ))?;
        }
        Language::Zh => {
            out.line(format_args!("{}：{}，{points} 个点 × {replicates} 次重复", design.title_zh, kind.zh))?;
            let share = if shard == Shard::WHOLE {
                String::new()
            } else {
                format!("（第 {}/{} 份）", shard.number, shard.of)
            };
            out.line(format_args!(
                "  {all} 个单元{share}：本次运行 {here} 个，用时 {seconds:.2} 秒（每秒 {rate:.0} 个），此前 {} 个；失败 {failed} 个",
                all - here
            ))?;
        }
    }
    match &ended.merged {
        Some(merged) => files(merged, directory, language, out),
        None => out.line(match language {
            Language::En => {
                format!("  share done in {}; `huzhu merge DIR DIR …` joins the shares", directory.display())
            }
            Language::Zh => format!("  该份已完成，在 {}；用 `huzhu merge DIR DIR …` 合并各份", directory.display()),
        }),
    }
}

/// Where the table is.
pub(super) fn files(merged: &Merged, directory: &Path, language: Language, out: &mut Out) -> Result<()> {
    let (shown, digest) = (directory.display(), &merged.manifest.digest[..16]);
    out.line(match language {
        Language::En => format!("  {shown}/cells.parquet and cells.csv, digest {digest}"),
        Language::Zh => format!("  {shown}/cells.parquet 与 cells.csv，内容哈希 {digest}"),
    })
}
