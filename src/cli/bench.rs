//! `huzhu bench`: how fast this machine runs the model.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::language::Language;
use super::out::Out;
use super::stop::Stop;
use super::work::whole_number;
use crate::bench::{self, Plan, QUICK_SIZES, SIZES, Step};
use crate::error::Result;
use crate::machine;
use crate::report::benchmark;

/// Measure how fast this machine runs the model: several sizes and numbers of threads, memory, arithmetic. 测量本机运行模型的速度：多种规模与线程数、内存、运算
#[derive(Debug, Args)]
pub(super) struct Bench {
    /// Numbers of elders, separated by commas [default: 10000,100000,1000000]. 老年人数
    #[arg(long, value_delimiter = ',', value_parser = |text: &str| whole_number(text, 1, 300_000_000_u64), allow_negative_numbers = true)]
    sizes: Vec<u64>,

    /// Numbers of threads, separated by commas [default: one and all]. 线程数
    #[arg(long, value_delimiter = ',', value_parser = |text: &str| whole_number(text, 1, 1024_u16), allow_negative_numbers = true)]
    threads: Vec<u16>,

    /// A quick measurement in a few seconds: few weeks, one run of each. 快速测量
    #[arg(long)]
    quick: bool,

    /// Output format. 输出格式
    #[arg(long, value_enum, default_value = "terminal")]
    format: Format,

    /// Do not show progress on standard error. 不显示进度
    #[arg(long)]
    quiet: bool,
}

/// How figures are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for reading. 表格
    Terminal,
    /// One JSON object, for programs. JSON
    Json,
}

impl Bench {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        let stop = Stop::on_signal(language)?;
        let say = |step| {
            if !self.quiet {
                _ = writeln!(std::io::stderr(), "{}", words(step, language));
            }
        };
        let measured = bench::benchmark(&self.plan(), &stop.asked, say)?;
        match self.format {
            Format::Json => out.print(benchmark::json(&measured)),
            Format::Terminal => out.print(benchmark::table(&measured, language)),
        }
    }

    fn plan(&self) -> Plan {
        let usual = if self.quick { QUICK_SIZES.to_vec() } else { SIZES.to_vec() };
        let sizes = if self.sizes.is_empty() { usual } else { self.sizes.clone() };
        let mut threads: Vec<usize> = self.threads.iter().map(|it| usize::from(*it)).collect();
        if threads.is_empty() {
            threads = vec![1, machine::threads()];
        }
        threads.dedup();
        Plan { sizes, threads, quick: self.quick }
    }
}

fn words(step: Step, language: Language) -> String {
    match (step, language) {
        (Step::Machine, Language::English) => "memory and arithmetic ...".to_string(),
        (Step::Machine, Language::Chinese) => "内存与运算……".to_string(),
        (Step::Runs { elders, threads }, Language::English) => format!("{elders} elders, threads: {threads} ..."),
        (Step::Runs { elders, threads }, Language::Chinese) => format!("{elders} 名老年人，{threads} 线程……"),
    }
}
