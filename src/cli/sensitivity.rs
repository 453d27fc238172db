//! `huzhu sensitivity`: the sweep of a design, then which of its factors matter.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::argument;
use super::language::Language;
use super::out::Out;
use super::report::page_of;
use super::sweep::{Options, last, run};
use super::work::whole_number;
use crate::analysis::sensitivity::Settings;
use crate::analysis::sensitivity::findings::Findings;
use crate::error::Result;
use crate::output::contents::INDICES;
use crate::output::run_directory::{RUNS, next_free, refuse_foreign};
use crate::plan::design::Design;
use crate::plan::design_file;
use crate::report::{self, json};
use crate::runner::order::Shard;
use crate::study::sensitivity;
use crate::study::sweep::PlanFile;
use crate::text::message;

/// Rank the factors of a Morris or Saltelli design, with intervals. 敏感性分析：给 Morris 或 Saltelli 设计的因子排序，附区间
#[derive(Debug, Args)]
pub(super) struct Sensitivity {
    /// A design file (with `/` or `.toml`) of kind morris or saltelli, or a built-in design. 设计文件或内置设计名
    design: String,

    /// Bootstrap resamples for each interval. 自助法重抽样次数
    #[arg(long, default_value_t = 1000, value_parser = |text: &str| whole_number(text, 20, 1_000_000_u32), allow_negative_numbers = true)]
    resamples: u32,

    /// Half-width at which an index counts as converged: of a Sobol index, or of mu* relative to the largest. 收敛所需区间半宽
    #[arg(long, default_value = "0.05", value_parser = tolerance, allow_negative_numbers = true)]
    tolerance: f64,

    /// Output format. 输出格式
    #[arg(long, value_enum, default_value = "terminal")]
    format: Format,

    #[command(flatten)]
    options: Options,
}

/// How indices are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for reading. 表格
    Terminal,
    /// One JSON object, for programs. JSON
    Json,
}

/// A half-width above 0 and not above 1.
fn tolerance(text: &str) -> std::result::Result<f64, String> {
    // Written so that nan fails.
    let number: Option<f64> = text.trim().parse().ok().filter(|it| *it > 0.0 && *it <= 1.0);
    number.ok_or_else(|| {
        message!("expected a number above 0 and at most 1, such as 0.05", "须为大于 0 且不大于 1 的数，例如 0.05")
            .to_string()
    })
}

impl Sensitivity {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        argument::SENSITIVITY.check(&self.design)?;
        let design = design_file::load(&self.design)?;
        sensitivity::refuse_another_kind(&design)?;
        let directory = directory(&design, &self.options)?;
        // Told before the runs, which may take long.
        refuse_foreign(&directory, &[INDICES])?;
        let ended = run(&design, &directory, Shard::WHOLE, &self.options, true, language)?;
        let settings = Settings { resamples: self.resamples, tolerance: self.tolerance };
        let findings = sensitivity::estimate(&design, &directory, &settings)?;
        if let Some(merged) = &ended.merged {
            sensitivity::write(&findings, merged, &directory)?;
        }
        self.print(&findings, &directory, language, out)?;
        if self.options.work.report { page_of(&directory, language) } else { Ok(()) }
    }

    fn print(&self, findings: &Findings, directory: &Path, language: Language, out: &mut Out) -> Result<()> {
        match self.format {
            Format::Json => out.print(json::findings(findings, &directory.display().to_string())),
            Format::Terminal => {
                out.print(report::sensitivity::table(findings, language))?;
                let shown = directory.display();
                out.line(match language {
                    Language::English => format!("{shown}/indices.parquet, indices.csv, cells.parquet, cells.csv"),
                    Language::Chinese => {
                        format!("文件在 {shown}：indices.parquet、indices.csv、cells.parquet、cells.csv")
                    }
                })
            }
        }
    }
}

/// Where the cells are, or else a new directory: the last one of this very plan, or the last one when resuming.
fn directory(design: &Design, options: &Options) -> Result<PathBuf> {
    if let Some(out) = &options.out {
        return Ok(out.clone());
    }
    if let Some(last) = last(&design.name)?
        && (options.resume || PlanFile::read(&last)?.is_some_and(|it| it.plan == design.hash()))
    {
        return Ok(last);
    }
    next_free(Path::new(RUNS), &design.name)
}
