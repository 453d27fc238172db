//! `huzhu sensitivity`: the sweep of a design, then which of its factors matter.

use clap::Args;

use super::argument;
use super::language::Language;
use super::out::Out;
use super::progress::Parts;
use super::report::page_of;
use super::stop::Stop;
use super::studies::{Format, show};
use super::sweep::{Options, interrupted, refuse_if_all_failed, told};
use super::work::whole_number;
use crate::analysis::sensitivity::Settings;
use crate::error::Result;
use crate::files::in_command;
use crate::plan::design_file;
use crate::report::document::Document;
use crate::report::terminal::Made;
use crate::study::sensitivity;
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
        let Options { out: place, resume, work } = &self.options;
        let directory = sensitivity::place(&design, place.as_deref(), *resume)?;
        let settings = Settings { resamples: self.resamples, tolerance: self.tolerance };
        let run = |stop: &Stop, watch: &mut Parts| {
            sensitivity::run(&design, &directory, &settings, &work.options(stop), watch)
        };
        let (ended, stop) = told(&design, &directory, work, true, language, run)?;
        if ended.is_complete() {
            let made = Made { cells: None, tolerance: Some(self.tolerance) };
            show(&directory, self.format, work.report, &made, language, out)?;
            out.finish()?;
            return ended.merged.as_ref().map_or(Ok(()), |merged| refuse_if_all_failed(merged, &directory, language));
        }
        if work.report {
            page_of(&Document::read(&directory)?, language)?;
        }
        Err(interrupted(&ended, &stop, &format!("--resume --out {}", in_command(&directory)), language))
    }
}
