//! `huzhu sweep`: every cell of a design, then one table.

use std::path::{Path, PathBuf};

use clap::Args;

use super::argument;
use super::language::Language;
use super::out::{Out, say, warn};
use super::progress::Parts;
use super::report::check_page;
use super::stop::Stop;
use super::studies::{Format, show};
use super::work::Work;
use crate::error::{Error, Result};
use crate::files::in_command;
use crate::plan::design::Design;
use crate::plan::design_file;
use crate::report::terminal::Made;
use crate::runner::order::Shard;
use crate::scenario::embedded::DESIGNS;
use crate::study::sweep::{self, Merged, Part, Progress, SweepResult};
use crate::text::{Message, message};

/// Run every cell of a design into one table. 参数扫描：运行设计的全部单元，汇成一张表
#[derive(Debug, Args)]
pub(super) struct Sweep {
    /// A design file (with `/` or `.toml`) or a built-in design; lists the built-in ones if omitted. 设计文件或内置设计名；不写则列出内置设计
    design: Option<String>,

    /// Run only shard K of N; `huzhu merge` merges the shards. 只运行第 K 个分片（共 N 个）
    #[arg(long, value_name = "K/N", allow_hyphen_values = true)]
    shard: Option<Shard>,

    /// How the results are printed. 输出格式
    #[arg(long, value_enum, default_value = "terminal", conflicts_with = "shard")]
    format: Format,

    #[command(flatten)]
    options: Options,
}

/// Options that sweeps and sensitivity share.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Output directory [default: runs/DESIGN-NNN]. 输出目录
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Continue the sweep in the output directory, or in the last one of this design. 继续未完成的扫描
    #[arg(long)]
    pub resume: bool,

    #[command(flatten)]
    pub work: Work,
}

impl Sweep {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        let Some(argument) = self.design else { return list(language, out) };
        argument::SWEEP.check(&argument)?;
        let design = design_file::load(&argument)?;
        let Options { out: place, resume, work } = &self.options;
        let directory = sweep::place(&design, place.as_deref(), *resume)?;
        let part = Part { shard: self.shard.unwrap_or(Shard::WHOLE), resume: *resume };
        let run = |stop: &Stop, watch: &mut Parts| sweep::run(&design, &directory, part, &work.options(stop), watch);
        let (ended, stop) = told(&design, &directory, work, *resume, language, run)?;
        let came = came(&ended.progress, part.shard);
        if ended.merged.is_some() {
            let made = Made { cells: Some(came), tolerance: None };
            show(&directory, self.format, work.report, &made, language, out)?;
        } else {
            // The table of a shard is that of all shards, which `merge` writes.
            shard_done(&design, &directory, &ended.progress, &came, language, out)?;
        }
        out.finish()?;
        if ended.is_complete() {
            return ended.merged.as_ref().map_or(Ok(()), |merged| refuse_if_all_failed(merged, &directory, language));
        }
        let Shard { number, of } = part.shard;
        let share = if part.shard == Shard::WHOLE { String::new() } else { format!(" --shard {number}/{of}") };
        let (argument, directory) = (in_command(Path::new(&argument)), in_command(&directory));
        let resume = format!("huzhu sweep {argument}{share} --resume --out {directory}");
        Err(interrupted(&ended, &stop, &resume, language))
    }
}

/// How the cells of a sweep came about.
fn came(progress: &Progress, shard: Shard) -> Message {
    let Progress { done, all, here, seconds, .. } = *progress;
    let (rate, before) = (progress.rate(), done - here);
    let [part, part_zh] = match shard {
        Shard::WHOLE => [String::new(), String::new()],
        Shard { number, of } => {
            [format!(" (shard {number}/{of}: {all} cells)"), format!("（分片 {number}/{of}，{all} 个单元）")]
        }
    };
    message!(
        "{here} run now in {seconds:.2} s ({rate:.0} per second), {before} before{part}",
        "本次运行 {here} 个，用时 {seconds:.2} 秒（每秒 {rate:.0} 个），此前 {before} 个{part_zh}"
    )
}

/// What was done of a shard, and where it is.
fn shard_done(
    design: &Design,
    directory: &Path,
    progress: &Progress,
    came: &Message,
    language: Language,
    out: &mut Out,
) -> Result<()> {
    let (Progress { failed, .. }, shown) = (progress, directory.display());
    out.line(match language {
        Language::English => format!(
            "{}\n  {}; {failed} failed\n  shard done in {shown}; `huzhu merge DIR DIR …` merges the shards",
            design.title, came.en
        ),
        Language::Chinese => format!(
            "{}\n  {}；失败 {failed} 个\n  该分片已完成，在 {shown}；用 `huzhu merge DIR DIR …` 合并各分片",
            design.title_zh, came.zh
        ),
    })
}

/// Refuses what cannot be, runs what is not done, and says what of an earlier plan was reused.
pub(super) fn told(
    design: &Design,
    directory: &Path,
    work: &Work,
    resume: bool,
    language: Language,
    run: impl FnOnce(&Stop, &mut Parts) -> Result<SweepResult>,
) -> Result<(SweepResult, Stop)> {
    check_page(work.report, Some(directory))?;
    let stop = work.begin(language)?;
    warn(&design.remarks, language);
    let changed = if resume { sweep::changes(design, directory)? } else { Vec::new() };
    if !changed.is_empty() {
        say(what_changed(&changed, directory, language));
    }
    let ended = run(&stop, &mut Parts::new(work.progress, language))?;
    if !changed.is_empty() {
        let Progress { reused, here, .. } = ended.progress;
        say(language.pick(
            format!("cells reused: {reused}; cells run again: {here}"),
            format!("沿用改动之前的单元 {reused} 个，重新运行 {here} 个"),
        ));
    }
    Ok((ended, stop))
}

/// The error that ends an interrupted sweep, with the command that goes on with it.
pub(super) fn interrupted(ended: &SweepResult, stop: &Stop, resume: &str, language: Language) -> Error {
    let Progress { done, all, .. } = ended.progress;
    stop.interrupted(Message::same(language.pick(
        format!("interrupted after {done} of {all} cells; `{resume}` continues"),
        format!("已中断：完成 {all} 个单元中的 {done} 个；用 `{resume}` 继续"),
    )))
}

/// Refuses a table in which nothing was measured.
pub(super) fn refuse_if_all_failed(merged: &Merged, directory: &Path, language: Language) -> Result<()> {
    if !merged.is_all_failed() {
        return Ok(());
    }
    let (cells, shown) = (merged.cells, directory.display());
    Err(Error::Negative(Message::same(language.pick(
        format!(
            "none of the {cells} cells could be run, so nothing was measured; the reasons are in {shown}/cells.csv"
        ),
        format!("{cells} 个单元全部无法运行，没有任何测量值；原因见 {shown}/cells.csv"),
    ))))
}

/// What designs are inside the program.
fn list(language: Language, out: &mut Out) -> Result<()> {
    for it in DESIGNS {
        let design = design_file::load(it.name)?;
        out.line(format_args!("{:<20} {}", it.name, language.pick(&design.title, &design.title_zh)))?;
        // The comment that opens the file says the question, in Chinese first.
        let question = language.pick("# Question: ", "# 问题：");
        if let Some(line) = it.text.lines().find_map(|line| line.strip_prefix(question)) {
            out.line(format_args!("{:<20} {line}", ""))?;
        }
    }
    Ok(())
}

/// Which parts of a design have changed since a directory was begun, and what that means for its finished cells.
fn what_changed(changed: &[Message], directory: &Path, language: Language) -> String {
    let shown = directory.display();
    let list =
        |of: fn(&Message) -> &String, by: &str| changed.iter().map(|it| of(it).as_str()).collect::<Vec<_>>().join(by);
    language.pick(
        format!(
            "differences from the sweep in {shown}: {}. A finished cell is reused only if scenario, seed, replicate, \
             measures and program version are the same.",
            list(|it| &it.en, "; ")
        ),
        format!(
            "与 {shown} 中的扫描不同之处：{}。只有情景、种子、重复序号、指标与程序版本都相同的已完成单元才会沿用。",
            list(|it| &it.zh, "；")
        ),
    )
}
