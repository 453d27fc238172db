//! `huzhu sweep`: every cell of a design, then one table.

use std::path::{Path, PathBuf};

use clap::Args;

use super::argument;
use super::language::Language;
use super::out::{Out, say, warn};
use super::progress::Watcher;
use super::report::{check_page, page_of};
use super::stop::Stop;
use super::work::Work;
use crate::analysis::failures::Reason;
use crate::error::{Error, Result};
use crate::files::in_command;
use crate::output::run_directory::{RUNS, next_free};
use crate::plan::design::Design;
use crate::plan::design_file;
use crate::runner::order::Shard;
use crate::scenario::embedded::DESIGNS;
use crate::study::sweep::{self, Conduct, Ended, Merged, PlanFile, Progress};
use crate::text::{Message, message};

/// Reasons of failed cells that are told one by one.
const MOST_REASONS: usize = 5;

/// Run every cell of a design into one table. 参数扫描：运行设计的全部单元，汇成一张表
#[derive(Debug, Args)]
pub(super) struct Sweep {
    /// A design file (with `/` or `.toml`) or a built-in design; lists the built-in ones if omitted. 设计文件或内置设计名；不写则列出内置设计
    design: Option<String>,

    /// Run only shard K of N; `huzhu merge` merges the shards. 只运行第 K 个分片（共 N 个）
    #[arg(long, value_name = "K/N", allow_hyphen_values = true)]
    shard: Option<Shard>,

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
        let directory = directory(&design, &self.options)?;
        let shard = self.shard.unwrap_or(Shard::WHOLE);
        let (ended, stop) = conducted(&design, &directory, shard, &self.options, self.options.resume, language)?;
        told(&design, &directory, shard, &ended, language, out)?;
        // The table of a share is that of all shares, which `merge` writes.
        if self.options.work.report && ended.merged.is_some() {
            page_of(&directory, language)?;
        }
        out.finish()?;
        if ended.is_complete() {
            return ended.merged.as_ref().map_or(Ok(()), |merged| refuse_if_all_failed(merged, &directory, language));
        }
        let share =
            if shard == Shard::WHOLE { String::new() } else { format!(" --shard {}/{}", shard.number, shard.of) };
        let (argument, directory) = (in_command(Path::new(&argument)), in_command(&directory));
        let resume = format!("huzhu sweep {argument}{share} --resume --out {directory}");
        Err(interrupted(&ended, &stop, &resume, language))
    }
}

/// The error that ends an interrupted sweep, with the command that goes on with it.
fn interrupted(ended: &Ended, stop: &Stop, resume: &str, language: Language) -> Error {
    let Progress { done, all, .. } = ended.progress;
    stop.interrupted(language.pick(
        format!("interrupted after {done} of {all} cells; `{resume}` continues"),
        format!("已中断：完成 {all} 个单元中的 {done} 个；用 `{resume}` 继续"),
    ))
}

/// Refuses a table in which nothing was measured.
pub(super) fn refuse_if_all_failed(merged: &Merged, directory: &Path, language: Language) -> Result<()> {
    if !merged.is_all_failed() {
        return Ok(());
    }
    let (cells, shown) = (merged.cells, directory.display());
    Err(Error::Negative(language.pick(
        format!(
            "none of the {cells} cells could be run, so nothing was measured; the reasons are in {shown}/cells.csv"
        ),
        format!("{cells} 个单元全部无法运行，没有任何测量值；原因见 {shown}/cells.csv"),
    )))
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

/// Where a sweep goes: where it is told to; the last directory of the design when resuming; else a new one.
fn directory(design: &Design, options: &Options) -> Result<PathBuf> {
    match &options.out {
        Some(out) => Ok(out.clone()),
        None if options.resume => last(&design.name)?.ok_or_else(|| {
            let name = &design.name;
            let told = message!(
                "there is no sweep of `{name}` in {RUNS}/ to resume; omit --resume",
                "{RUNS}/ 中没有 `{name}` 的扫描可继续；请去掉 --resume"
            );
            Error::Usage(told.error())
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

/// Runs what is not done for a command that needs all cells.
pub(super) fn run(
    design: &Design,
    directory: &Path,
    shard: Shard,
    options: &Options,
    resume: bool,
    language: Language,
) -> Result<Ended> {
    let (ended, stop) = conducted(design, directory, shard, options, resume, language)?;
    let all_failed = ended.merged.as_ref().is_some_and(Merged::is_all_failed);
    // What ends here has its page now; the page of the rest shows the indices too.
    if options.work.report && (!ended.is_complete() || all_failed) {
        page_of(directory, language)?;
    }
    if !ended.is_complete() {
        let resume = format!("--resume --out {}", in_command(directory));
        return Err(interrupted(&ended, &stop, &resume, language));
    }
    if let Some(merged) = &ended.merged {
        refuse_if_all_failed(merged, directory, language).map_err(|error| {
            let lines = [vec![error.to_string()], reasons(merged, language)].concat();
            Error::Negative(lines.join("\n"))
        })?;
    }
    Ok(ended)
}

/// Runs what is not done, and shows how far it is.
fn conducted(
    design: &Design,
    directory: &Path,
    shard: Shard,
    options: &Options,
    resume: bool,
    language: Language,
) -> Result<(Ended, Stop)> {
    let work = &options.work;
    check_page(work.report, Some(directory))?;
    let stop = work.begin(language)?;
    warn(&design.remarks, language);
    let conduct = Conduct { threads: work.threads(), shard, seal_every: work.seal_every, resume, stop: &stop.asked };
    let changed = if resume { PlanFile::read(directory)? } else { None };
    let changed = changed.map(|earlier| PlanFile::of(design).differences(&earlier)).unwrap_or_default();
    if !changed.is_empty() {
        say(what_changed(&changed, directory, language));
    }
    let mut watcher = Watcher::new(work.progress, language, 1);
    let ended = sweep::sweep(design, directory, &conduct, |progress| watcher.tell_sweep(progress));
    watcher.finish();
    let ended = ended?;
    if !changed.is_empty() {
        let Progress { reused, here, .. } = ended.progress;
        say(language.pick(
            format!("cells reused: {reused}; cells run again: {here}"),
            format!("沿用改动之前的单元 {reused} 个，重新运行 {here} 个"),
        ));
    }
    Ok((ended, stop))
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

/// What was done and where it is.
fn told(
    design: &Design,
    directory: &Path,
    shard: Shard,
    ended: &Ended,
    language: Language,
    out: &mut Out,
) -> Result<()> {
    let Progress { all, done, failed, here, seconds, .. } = ended.progress;
    if ended.merged.as_ref().is_some_and(Merged::is_all_failed) {
        out.line(language.pick(
            format!("none of the {failed} cells could be run: nothing was measured"),
            format!("{failed} 个单元全部无法运行：没有任何测量值"),
        ))?;
    }
    let (points, replicates, kind) = (design.points(), design.replicates, design.kind.label());
    let (rate, before) = (ended.progress.rate(), done - here);
    let finished = if done == all {
        String::new()
    } else {
        language.pick(format!("interrupted after {done} of "), format!("已中断：完成 {done} 个，共 "))
    };
    let (number, of) = (shard.number, shard.of);
    let part = shard != Shard::WHOLE;
    match language {
        Language::English => {
            let [of_points, of_replicates, of_cells] =
                [points as u64, replicates.into(), all].map(|it| if it == 1 { "" } else { "s" });
            out.line(format_args!(
                "{}: {}, {points} point{of_points} × {replicates} replicate{of_replicates}",
                design.title, kind.en
            ))?;
            let share = if part { format!(" (shard {number}/{of})") } else { String::new() };
            out.line(format_args!(
                "  {finished}{all} cell{of_cells}{share}: {here} run now in {seconds:.2} s ({rate:.0} per second), \
                 {before} before; {failed} failed"
            ))?;
        }
        Language::Chinese => {
            out.line(format_args!("{}：{}，{points} 个点 × {replicates} 次重复", design.title_zh, kind.zh))?;
            let share = if part { format!("（分片 {number}/{of}）") } else { String::new() };
            out.line(format_args!(
                "  {finished}{all} 个单元{share}：本次运行 {here} 个，用时 {seconds:.2} 秒（每秒 {rate:.0} 个），此前 {before} 个；失败 {failed} 个"
            ))?;
        }
    }
    match &ended.merged {
        Some(merged) => {
            reasons(merged, language).into_iter().try_for_each(|line| out.line(line))?;
            without_value(design, merged, directory, language)?.into_iter().try_for_each(|line| out.line(line))?;
            files(merged, directory, language, out)
        }
        None => out.line(match language {
            Language::English => {
                format!("  shard done in {}; `huzhu merge DIR DIR …` merges the shards", directory.display())
            }
            Language::Chinese => {
                format!("  该分片已完成，在 {}；用 `huzhu merge DIR DIR …` 合并各分片", directory.display())
            }
        }),
    }
}

/// Why cells could not be run, a line for each kind of reason, the most frequent first.
pub(super) fn reasons(merged: &Merged, language: Language) -> Vec<String> {
    let all = merged.failures.by_frequency();
    let line = |reason: &Reason| {
        let Reason { text: Message { en, zh }, cells, same } = reason;
        language.pick(
            format!("    {cells} failed{}: {en}", if *same { "" } else { ", for example" }),
            format!("    失败 {cells} 个{}：{zh}", if *same { "" } else { "，例如" }),
        )
    };
    let mut lines: Vec<String> = all.iter().take(MOST_REASONS).map(line).collect();
    let others = merged.failures.cells() - all.iter().take(MOST_REASONS).map(|reason| reason.cells).sum::<u64>();
    if others > 0 {
        lines.push(language.pick(
            format!("    {others} failed for other reasons, which are in cells.csv"),
            format!("    另有 {others} 个因其他原因失败，见 cells.csv"),
        ));
    }
    lines
}

/// In how many of the runs that were made a measure has no value, and why, a line for each measure.
fn without_value(design: &Design, merged: &Merged, directory: &Path, language: Language) -> Result<Vec<String>> {
    let made = merged.cells - merged.failures.cells();
    let mut lines = Vec::new();
    for (column, figure) in design.columns().iter().zip(&design.measures) {
        let missing = merged.without_value(directory, column)?;
        let because = figure.missing_because();
        if missing > 0 {
            lines.push(language.pick(
                format!("    no value of `{column}` in {missing} of {made} runs: {}", because.en),
                format!("    {made} 次运行中有 {missing} 次没有 `{column}` 的数值：{}", because.zh),
            ));
        }
    }
    Ok(lines)
}

/// Where the table is, and which cells it has where it has not all.
pub(super) fn files(merged: &Merged, directory: &Path, language: Language, out: &mut Out) -> Result<()> {
    let (shown, digest, cells) = (directory.display(), &merged.manifest.digest[..16], merged.cells);
    let all = merged.plan.cells();
    let part = match language {
        _ if cells == all => String::new(),
        Language::English => format!(" with the finished cells, {cells} of {all}"),
        Language::Chinese => format!("，含已完成的单元 {cells} 个（共 {all} 个）"),
    };
    out.line(match language {
        Language::English => format!("  {shown}/cells.parquet and cells.csv{part}, digest {digest}"),
        Language::Chinese => format!("  {shown}/cells.parquet 与 cells.csv{part}，内容哈希 {digest}"),
    })
}
