//! `huzhu scenarios`: what is inside the program.

use clap::Args;

use super::language::Language;
use super::out::Out;
use crate::error::{Error, Result};
use crate::plan::study::Study;
use crate::scenario::embedded::{self, Embedded};
use crate::scenario::{self};
use crate::text::message;

/// List the built-in scenarios and studies, or print one of them or a design. 列出内置情景与研究，或输出其中之一（或内置设计）
#[derive(Debug, Args)]
pub(super) struct Scenarios {
    /// Print the file of this one. 输出其文件内容
    name: Option<String>,
}

impl Scenarios {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        if let Some(name) = self.name {
            let found =
                embedded::find(&name).or_else(|| embedded::find_study(&name)).or_else(|| embedded::find_design(&name));
            let found = found.ok_or_else(|| {
                Error::Usage(message!(
                    "there is no scenario `{name}`; `huzhu scenarios` lists all",
                    "没有此名称的情景；`huzhu scenarios` 列出全部"
                ))
            })?;
            return out.print(found.text);
        }
        let mut say = |it: &Embedded, title: &str| {
            out.line(format_args!("{:<24} {title}", it.name))?;
            // The comment that opens the file says the question, in Chinese first.
            let question = language.pick("# Question: ", "# 问题：");
            match it.text.lines().find_map(|line| line.strip_prefix(question)) {
                Some(line) => out.line(format_args!("{:<24} {line}", "")),
                None => Ok(()),
            }
        };
        for it in embedded::SCENARIOS {
            let scenario = scenario::load(it.name, &[])?.scenario;
            say(it, language.pick(&scenario.title, &scenario.title_zh))?;
        }
        for it in embedded::STUDIES {
            let study = Study::load(it.name, &[])?;
            let mark = language.pick("study, for `huzhu compare`", "研究，用 `huzhu compare` 运行");
            say(it, &format!("{} ({mark})", language.pick(study.title, study.title_zh)))?;
        }
        Ok(())
    }
}
