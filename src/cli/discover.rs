//! `huzhu discover`: when does a policy fail, over contexts drawn from what a study says is uncertain.

use clap::Args;

use super::argument;
use super::language::Language;
use super::out::{Out, warn};
use super::progress::{Parts, foretell};
use super::studies::{Options, ended_already, show};
use super::work::whole_number;
use crate::error::Result;
use crate::files::in_command;
use crate::plan::remarks;
use crate::plan::study::{Drawn, Study};
use crate::report::terminal::Made;
use crate::study::discover;
use crate::text::Message;

/// Find the conditions under which policies fail, over contexts drawn from a study's uncertain factors. 在由不确定因素抽取的情境中，找出政策失效的条件
#[derive(Debug, Args)]
pub(super) struct Discover {
    /// A study with [study.uncertain]: a built-in name or a file. 含 [study.uncertain] 的研究
    #[arg(required_unless_present = "resume", conflicts_with = "resume")]
    study: Option<String>,

    /// Number of contexts to draw. 抽取的情境数
    #[arg(long = "worlds", conflicts_with = "resume", value_parser = |text: &str| whole_number(text, 10, 10_000_u32), allow_negative_numbers = true)]
    contexts: Option<u32>,

    /// Replicates per context. 每个情境的重复次数
    #[arg(long, value_parser = |text: &str| whole_number(text, 1, 1000_u32), allow_negative_numbers = true)]
    replicates: Option<u32>,

    #[command(flatten)]
    options: Options,
}

impl Discover {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        self.options.check_page(self.options.work.report)?;
        let stop = self.options.work.begin(language)?;
        let (study, drawn, directory) = match &self.options.resume {
            None => {
                let (study, drawn) = self.load()?;
                self.options.check_page(study.options.report)?;
                let directory = discover::create(&study, self.options.out.as_deref(), self.options.force)?;
                (study, drawn, directory)
            }
            Some(path) => {
                argument::RESUME_DISCOVER.check(path)?;
                match discover::reopen(path)? {
                    Some(reopened) => reopened,
                    None => return ended_already(path, self.options.work.report, language, out),
                }
            }
        };
        let work = &self.options.work;
        let path = directory.path().to_path_buf();
        warn(&remarks::of_contexts(&study), language);
        if self.options.foretells() {
            let planned = discover::foreseen(&study, &drawn)?;
            foretell(work.progress, language, planned, planned.forecast(study.base(), work.threads())?);
        }
        let watch = &mut Parts::new(work.progress, language);
        let ended = discover::run(&study, drawn, directory, &work.options(&stop), watch)?;
        show(&path, self.options.format, work.report || study.options.report, &Made::default(), language, out)?;
        if ended.complete {
            return Ok(());
        }
        out.finish()?;
        let (contexts, shown) = (ended.contexts, in_command(&path));
        Err(stop.interrupted(Message::same(match language {
            Language::English => format!(
                "interrupted; complete contexts: {contexts}; their results are in {shown}; \
                 `huzhu discover --resume {shown}` continues"
            ),
            Language::Chinese => format!(
                "已中断：完成 {contexts} 个情境，已有结果可在 {shown} 中读取；用 `huzhu discover --resume {shown}` 继续"
            ),
        })))
    }

    /// The study and its contexts, with what the options change.
    fn load(&self) -> Result<(Study, Drawn)> {
        let sets = self.options.changes.sets();
        let argument = self.study.as_deref().unwrap_or_default();
        argument::DISCOVER.check(argument)?;
        let (mut study, drawn) = Study::load_drawn(argument, &sets, self.contexts)?;
        if let (Some(uncertain), Some(replicates)) = (&mut study.uncertain, self.replicates) {
            uncertain.replicates = replicates;
        }
        Ok((study, drawn))
    }
}
