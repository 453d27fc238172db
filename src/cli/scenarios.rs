//! `huzhu scenarios`: what is inside the program.

use clap::Args;

use super::language::Language;
use super::out::Out;
use crate::error::{Error, Result};
use crate::scenario::{self, embedded};

/// List the embedded scenarios, or print one. 列出内置情景,或输出其中之一
#[derive(Debug, Args)]
pub(super) struct Scenarios {
    /// Print the text of this one. 输出该情景
    name: Option<String>,
}

impl Scenarios {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        if let Some(name) = self.name {
            let found = embedded::find(&name).ok_or_else(|| Error::Usage(format!("no scenario is called `{name}`")))?;
            return out.print(found.text);
        }
        for it in embedded::SCENARIOS {
            let scenario = scenario::load(it.name, &[])?.scenario;
            out.line(format_args!("{:<24} {}", it.name, language.pick(scenario.title, scenario.title_zh)))?;
            // The comment that opens the file says the question, in Chinese first.
            let question = language.pick("# Question: ", "# 问题:");
            if let Some(line) = it.text.lines().find_map(|line| line.strip_prefix(question)) {
                out.line(format_args!("{:<24} {line}", ""))?;
            }
        }
        Ok(())
    }
}
