//! `huzhu compare`: policies against a baseline, on the same people and draws.

use clap::Args;

use super::argument;
use super::language::Language;
use super::out::{Out, warn};
use super::progress::{Parts, foretell};
use super::studies::{Options, ended_already, show};
use super::work::whole_number;
use crate::error::Result;
use crate::files::in_command;
use crate::plan::keys::MOST_ROUNDS;
use crate::plan::remarks;
use crate::plan::study::Study;
use crate::report::terminal::Made;
use crate::study::compare;
use crate::text::Message;

/// Compare policies with a baseline: a study, or two or more scenarios, the baseline first. 把各项政策与基线比较：一项研究，或两个以上的情景，基线在前
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// A study, or two or more scenarios: built-in names or files. 一项研究，或两个以上的情景（首个为基线）
    #[arg(required_unless_present = "resume", conflicts_with = "resume")]
    studies: Vec<String>,

    /// Number of replicates, whatever precision the study requires. 重复次数
    #[arg(long, value_parser = |text: &str| whole_number(text, 1, 100_000_u32), allow_negative_numbers = true)]
    replicates: Option<u32>,

    /// Only this context of the study, beside the baseline context; `baseline` for no other. 仅在此情境下比较
    #[arg(long = "context", value_name = "ID", conflicts_with = "resume")]
    contexts: Vec<String>,

    /// Attribute the effect of this policy to its instruments (Shapley shares, synergies). 把效果归因到各工具
    #[arg(long, value_name = "POLICY", conflicts_with = "resume")]
    attribute: Option<String>,

    /// Beyond eight instruments: rounds of random orders per replicate, each with one order per instrument. 抽样轮数
    #[arg(long, conflicts_with = "resume", value_parser = |text: &str| whole_number(text, 1, MOST_ROUNDS), allow_negative_numbers = true)]
    rounds: Option<u32>,

    /// Decompose the effect of this policy by stage and by kind of agents. 把效果按阶段与主体分解
    #[arg(long, value_name = "POLICY", conflicts_with = "resume")]
    stages: Option<String>,

    /// Also report every measure by age, sex, living arrangement, income, function and province. 分人群与省份报告
    #[arg(long, conflicts_with = "resume")]
    groups: bool,

    #[command(flatten)]
    options: Options,
}

impl Compare {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        self.options.check_page(self.options.work.report)?;
        let stop = self.options.work.begin(language)?;
        let (study, directory) = match &self.options.resume {
            None => {
                let study = self.load()?;
                self.options.check_page(study.options.report)?;
                let directory = compare::create(&study, self.options.out.as_deref(), self.options.force)?;
                (study, directory)
            }
            Some(path) => {
                argument::RESUME_COMPARE.check(path)?;
                match compare::reopen(path)? {
                    Some(reopened) => reopened,
                    None => return ended_already(path, self.options.work.report, language, out),
                }
            }
        };
        let work = &self.options.work;
        let path = directory.path().to_path_buf();
        warn(&remarks::of_study(&study), language);
        if self.options.foretells() {
            let [least, most] = compare::foreseen(&study)?;
            let [best, worst] = least.forecast(study.base(), work.threads())?;
            let more = most.weeks as f64 / least.weeks.max(1) as f64;
            foretell(work.progress, language, least, [best, worst * more]);
        }
        let watch = &mut Parts::new(work.progress, language);
        let ended = compare::run(&study, directory, &work.options(&stop), watch)?;
        show(&path, self.options.format, work.report || study.options.report, &Made::default(), language, out)?;
        if ended.complete {
            return Ok(());
        }
        out.finish()?;
        let (shown, replicates) = (in_command(&path), ended.replicates);
        Err(stop.interrupted(Message::same(match language {
            Language::English => format!(
                "interrupted; complete replicates: {replicates}; their results are in {shown}; \
                 `huzhu compare --resume {shown}` continues"
            ),
            Language::Chinese => format!(
                "已中断：完成 {replicates} 次重复，已有结果可在 {shown} 中读取；用 `huzhu compare --resume {shown}` 继续"
            ),
        })))
    }

    /// The study with what the options change in it.
    fn load(&self) -> Result<Study> {
        let sets = self.options.changes.sets();
        let mut study = match self.studies.as_slice() {
            [single] => {
                argument::COMPARE.check(single)?;
                Study::load(single, &sets)?
            }
            several => {
                several.iter().try_for_each(|it| argument::COMPARE_SCENARIOS.check(it))?;
                Study::of_scenarios(several, &sets)?
            }
        };
        if !self.contexts.is_empty() {
            study.keep_contexts(&self.contexts)?;
        }
        study.options.groups |= self.groups;
        if let Some(replicates) = self.replicates {
            study.fix_replicates(replicates);
        }
        study.attribute = self.attribute.clone().or(study.attribute);
        study.options.rounds = self.rounds.unwrap_or(study.options.rounds);
        study.stages = self.stages.clone().or(study.stages);
        Ok(study)
    }
}
