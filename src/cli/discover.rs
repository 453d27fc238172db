//! `huzhu discover`: when does a policy fail, over worlds drawn from what a study says is uncertain.

use clap::Args;

use super::argument;
use super::compare::named;
use super::language::Language;
use super::out::{Out, warn, warnings};
use super::progress::{Watcher, foretell};
use super::report::page_of;
use super::stop::Stop;
use super::studies::{Format, Options, ended_already};
use super::work::whole_number;
use crate::error::{Error, Result};
use crate::files::in_command;
use crate::machine;
use crate::output::study_directory::{self, ReopenedStudy};
use crate::output::{StudyDescription, StudyDirectory, Timing};
use crate::plan::remarks;
use crate::plan::study::{Drawn, Study, Uncertain};
use crate::report::discovery::{self, Discovery, Told};
use crate::report::robustness;
use crate::runner::store::RunStore;
use crate::study::compare::description;
use crate::study::discover::{self, Explored, Found};
use crate::study::tables;

/// Name of this command.
const COMMAND: &str = "discover";

/// Find the conditions under which policies fail, over contexts drawn from a study's uncertain factors. 在由不确定因素抽取的情境中，找出政策失效的条件
#[derive(Debug, Args)]
pub(super) struct Discover {
    /// A study with [study.uncertain]: a built-in name or a file. 含 [study.uncertain] 的研究
    #[arg(required_unless_present = "resume", conflicts_with = "resume")]
    study: Option<String>,

    /// Number of contexts to draw. 抽取的情境数
    #[arg(long, conflicts_with = "resume", value_parser = |text: &str| whole_number(text, 10, 10_000_u32), allow_negative_numbers = true)]
    worlds: Option<u32>,

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
                let directory =
                    StudyDirectory::create(self.options.out.as_deref(), self.options.force, described(&study))?;
                (study, drawn, directory)
            }
            Some(path) => {
                match argument::RESUME_DISCOVER.check(path).and_then(|()| study_directory::reopen(path, COMMAND))? {
                    ReopenedStudy::Unfinished(unfinished) => {
                        let name = unfinished.name().trim_start_matches(PREFIX).to_string();
                        let (study, drawn) = Study::from_text_drawn(&name, unfinished.text())?;
                        self.options.check_page(study.options.report)?;
                        let directory = unfinished.go_on(described(&study))?;
                        (study, drawn, directory)
                    }
                    ReopenedStudy::Finished => return ended_already(path, self.options.work.report, language, out),
                }
            }
        };
        self.go(&study, drawn, directory, &stop, language, out)
    }

    /// The study and its worlds, with what the options change.
    fn load(&self) -> Result<(Study, Drawn)> {
        let sets = self.options.changes.sets();
        let argument = self.study.as_deref().unwrap_or_default();
        argument::DISCOVER.check(argument)?;
        let (mut study, drawn) = Study::load_drawn(argument, &sets, self.worlds)?;
        if let (Some(uncertain), Some(replicates)) = (&mut study.uncertain, self.replicates) {
            uncertain.replicates = replicates;
        }
        Ok((study, drawn))
    }

    /// Runs what is not done yet, writes the tables and says what is found.
    fn go(
        &self,
        study: &Study,
        drawn: Drawn,
        directory: StudyDirectory,
        stop: &Stop,
        language: Language,
        out: &mut Out,
    ) -> Result<()> {
        let Some(uncertain) = &study.uncertain else {
            return Err(Error::Usage(
                "the study has no uncertain factors; write [study.uncertain.factors] / \
                                     研究没有写明不确定因素，请写 [study.uncertain.factors]"
                    .into(),
            ));
        };
        let threads = self.options.work.threads();
        let path = directory.path().to_path_buf();
        warn(&remarks::of_worlds(study), language);
        let mut kept = RunStore::open(&path, self.options.work.seal_every)?;
        if self.options.foretells() {
            let planned = discover::planned(uncertain, &drawn);
            foretell(self.options.work.progress, language, planned, planned.forecast(study.base(), threads)?);
        }
        let mut watcher = Watcher::new(self.options.work.progress, language, 1);
        let told = |progress: &_| watcher.tell_study(progress);
        let explored = discover::explore(uncertain, drawn, threads, &stop.asked, &mut kept, told);
        watcher.finish();
        let explored = explored?;
        let found = discover::find(study, uncertain, &explored)?;
        let timing = Timing::new(explored.seconds, threads, explored.elder_weeks, machine::peak_memory_bytes());
        let tables = vec![
            discover::world_table(uncertain, &explored),
            tables::robustness_table(&explored.worlds, &found.weighed, true),
            tables::regret_table(&explored.worlds, &found.weighed),
            discover::region_table(&explored, &found),
            discover::restriction_table(uncertain, &explored, &found),
            tables::name_table(study, discover::factor_names(uncertain)),
        ];
        directory.finish(tables, uncertain.replicates, explored.complete, &timing)?;

        let shown = path.display();
        let it = reported(study, uncertain, &explored, &found, shown.to_string());
        match self.options.format {
            Format::Json => out.print(discovery::json(&it))?,
            Format::Terminal => {
                out.print(discovery::table(&it, language))?;
                out.print(warnings(&it.warnings, language))?;
            }
        }
        if self.options.work.report || study.options.report {
            page_of(&path, language)?;
        }
        if explored.complete {
            return Ok(());
        }
        out.finish()?;
        let (worlds, shown) = (explored.worlds.len(), in_command(&path));
        Err(stop.interrupted(match language {
            Language::English => format!(
                "interrupted; complete contexts: {worlds}; the results so far are in {shown}; `huzhu discover \
                 --resume {shown}` continues"
            ),
            Language::Chinese => format!(
                "已中断：完成 {worlds} 个情境，已有结果可在 {shown} 中读取；用 `huzhu discover --resume {shown}` 继续"
            ),
        }))
    }
}

/// What the name of the directory begins with.
const PREFIX: &str = "discover-";

fn described(study: &Study) -> StudyDescription {
    let replicates = study.uncertain.as_ref().map_or(1, |it| it.replicates);
    let description = description(study);
    StudyDescription { command: COMMAND, name: format!("{PREFIX}{}", study.name), replicates, ..description }
}

/// What was found, ready for a reader.
fn reported(study: &Study, uncertain: &Uncertain, explored: &Explored, found: &Found, out: String) -> Discovery {
    let robustness: Vec<_> = found.weighed.iter().map(|it| robustness::Measure::of(it, &explored.worlds)).collect();
    let policies: Vec<_> = study.worlds[0].cases.iter().map(|it| named(&it.named)).collect();
    let told = |it: &discover::Failure| Told::of(it, &policies[it.case], &robustness[it.measure], &uncertain.factors);
    Discovery {
        study: study.name.clone(),
        title: study.title.clone(),
        title_zh: study.title_zh.clone(),
        worlds: explored.worlds.len(),
        replicates: uncertain.replicates,
        failures: found.failures.iter().map(told).collect(),
        policies,
        robustness,
        warnings: remarks::of_worlds(study),
        complete: explored.complete,
        seconds: explored.seconds,
        out,
    }
}
