//! `huzhu validate`: whether the model reproduces the published patterns.

use std::sync::{Mutex, PoisonError};

use clap::{Args, ValueEnum};

use super::argument;
use super::language::Language;
use super::out::Out;
use super::progress::{Shown, Watcher};
use super::work::whole_number;
use crate::error::{Error, Result};
use crate::report::findings;
use crate::text::{Message, message};
use crate::validation::{self, Finding, PATTERNS, Pattern, QUICK_SEEDS, SEEDS, Step};

/// Compare simulated surveys with published patterns, with a verdict for each. 把模拟的调查结果与已发表的规律逐条对照，给出判断
///
/// The exit code is 1 if a calibration target (marked T) is not met, and 0 otherwise, also if a check (marked C)
/// fails. 调试目标（标为 T）未达到时退出码为 1，否则为 0（标为 C 的检验不成立亦为 0）
#[derive(Debug, Args)]
pub(super) struct Validate {
    /// Numbers of patterns [default: all]. 规律编号
    #[arg(value_name = "PATTERN", value_parser = pattern)]
    patterns: Vec<u32>,

    /// Fewer seeds, and only patterns that are fast to measure, unless some are named. 快速检验
    #[arg(long)]
    quick: bool,

    /// Number of seeds for each pattern [default: 20, or 8 with --quick]. 种子数
    #[arg(long, value_parser = |text: &str| whole_number(text, 2, 10_000_u32), allow_negative_numbers = true)]
    seeds: Option<u32>,

    /// Output format. 输出格式
    #[arg(long, value_enum, default_value = "terminal")]
    format: Format,

    /// When to show progress. 进度显示
    #[arg(long, value_enum, default_value = "auto", num_args = 0..=1, default_missing_value = "always")]
    progress: Shown,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for reading. 表格
    Terminal,
    /// One JSON object, for programs. JSON
    Json,
    /// A table in Markdown. Markdown 表格
    Markdown,
}

/// The number of a pattern.
fn pattern(text: &str) -> std::result::Result<u32, String> {
    text.parse().map_err(|_| match argument::VALIDATE.check(text) {
        Err(refused) => refused.to_string(),
        Ok(()) => message!("patterns are named by their numbers, such as 23", "规律以编号指定，例如 23").to_string(),
    })
}

impl Validate {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        let patterns = self.chosen(language)?;
        let seeds = self.seeds.unwrap_or(if self.quick { QUICK_SEEDS } else { SEEDS });
        let watcher = Mutex::new(Watcher::new(self.progress, language, 1));
        let findings = validation::validate(&patterns, seeds, |step| {
            let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
            watcher.say(step.done, |left| words(step, left, language));
        });
        watcher.into_inner().unwrap_or_else(PoisonError::into_inner).finish();
        out.print(match self.format {
            Format::Terminal => findings::terminal(&findings, seeds, language),
            Format::Markdown => findings::markdown(&findings, seeds, language),
            Format::Json => findings::json(&findings, seeds),
        })?;
        out.finish()?;
        verdict(&findings, language)
    }

    fn chosen(&self, language: Language) -> Result<Vec<&'static Pattern>> {
        if self.patterns.is_empty() {
            return Ok(PATTERNS.iter().filter(|it| it.quick || !self.quick).collect());
        }
        let known = || PATTERNS.iter().map(|it| it.number.to_string()).collect::<Vec<_>>().join(" ");
        let unknown = |number: u32| {
            let text =
                language.pick(": there is no pattern with this number; known numbers:", "：没有此编号的规律；现有");
            Error::Usage(Message::same(format!("{number}{text} {}", known())))
        };
        let chosen = |number: &u32| validation::list::find(*number).ok_or_else(|| unknown(*number));
        self.patterns.iter().map(chosen).collect()
    }
}

fn words(step: Step, left: String, language: Language) -> String {
    let Step { pattern, seed, .. } = step;
    match language {
        Language::English => format!("pattern {pattern} on seed {seed}; {left} left"),
        Language::Chinese => format!("规律 {pattern}，种子 {seed}；剩余 {left}"),
    }
}

/// The answer is no when a pattern fails that parameters may be tuned to.
fn verdict(findings: &[Finding], language: Language) -> Result<()> {
    let failed: Vec<String> =
        findings.iter().filter(|it| it.is_decisive_failure()).map(|it| it.pattern.number.to_string()).collect();
    if failed.is_empty() {
        return Ok(());
    }
    let text = language.pick("calibration targets not met: ", "未达到的调试目标：");
    Err(Error::Negative(Message::same(format!("{text}{}", failed.join(" ")))))
}
