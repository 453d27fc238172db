//! `huzhu verify`: are the files of a run what they were when it ended?

use std::path::PathBuf;

use clap::Args;

use super::argument;
use super::language::Language;
use super::out::Out;
use crate::error::{Error, Result};
use crate::experiment::sweep::PLAN;
use crate::output::batches::BATCHES;
use crate::output::parts::CHECKPOINT;
use crate::output::{Verification, begun, manifest, verify};

/// Compare the files of a run with its manifest. 核对结果文件与清单
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Directory of a run. 结果目录
    directory: PathBuf,
}

impl Verify {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        argument::VERIFY.check(&self.directory)?;
        let shown = self.directory.display();
        if self.directory.is_dir() && !self.directory.join(manifest::MANIFEST).exists() {
            let has = |name: &str| self.directory.join(name).exists();
            let resume = if has(CHECKPOINT) {
                Some(format!("huzhu run --resume {shown}"))
            } else if has(PLAN) {
                Some(format!("huzhu sweep DESIGN --resume --out {shown}"))
            } else {
                let command = || begun::command_of(&self.directory, BATCHES).unwrap_or_else(|| "compare".to_string());
                has(BATCHES).then(|| format!("huzhu {} --resume {shown}", command()))
            };
            return Err(Error::Negative(match (language, resume) {
                (Language::En, Some(resume)) => {
                    format!("{shown} has no manifest: its run has not ended; `{resume}` takes it up again")
                }
                (Language::En, None) => format!("{shown} has no manifest, so nothing vouches for its files"),
                (Language::Zh, Some(resume)) => format!("{shown} 没有清单：运行尚未结束；可用 `{resume}` 继续"),
                (Language::Zh, None) => format!("{shown} 没有清单，无从核对其中的文件"),
            }));
        }
        let found = verify(&self.directory)?;
        out.print(lines(&found, language))?;
        if found.holds() {
            return Ok(());
        }
        out.finish()?;
        let faults = found.damaged.len() + found.missing.len();
        Err(Error::Negative(match language {
            Language::En => format!("{shown}: {faults} of its files are not what they were"),
            Language::Zh => format!("{shown}：有 {faults} 个文件与写入时不同"),
        }))
    }
}

/// A line a file, and one that sums up what is sound.
fn lines(found: &Verification, language: Language) -> String {
    let mut text = String::new();
    let [sound, damaged, missing, foreign] =
        language.pick(["sound   ", "DAMAGED ", "MISSING ", "foreign "], ["完好 ", "损坏 ", "缺失 ", "其他 "]);
    let colon = language.pick(": ", "：");
    let mut line = |word: &str, name: &str, what: &str| {
        // A name on a disk may hold anything, also what steers a terminal.
        text.push_str(&format!("{word} {}{what}\n", name.escape_debug()));
    };
    found.sound.iter().for_each(|it| line(sound, it, ""));
    found.damaged.iter().for_each(|(it, what)| line(damaged, it, &format!("{colon}{what}")));
    found.missing.iter().for_each(|it| line(missing, it, ""));
    let not_ours = language.pick(" (not written by the run; not compared)", "（不是本次运行所写，未核对）");
    found.foreign.iter().for_each(|it| line(foreign, it, not_ours));
    if found.holds() {
        text.push_str(match (language, found.complete) {
            (Language::En, true) => "all files are as they were written\n",
            (Language::En, false) => "all files are as they were written; the run was interrupted before its end\n",
            (Language::Zh, true) => "所有文件均与写入时一致\n",
            (Language::Zh, false) => "所有文件均与写入时一致；该运行在结束前被中断\n",
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_line_that_says_how_it_stands() {
        let found = Verification {
            complete: true,
            sound: vec!["manifest.json".into()],
            damaged: vec![("weekly.parquet".into(), "1 bytes where 2 were written".into())],
            missing: vec!["spells.parquet".into()],
            foreign: vec!["\u{1b}[2J.txt".into()],
        };
        let english = lines(&found, Language::En);
        for part in ["sound    manifest.json\n", "DAMAGED  weekly.parquet: 1 bytes", "MISSING  spells.parquet\n"] {
            assert!(english.contains(part), "{english}");
        }
        assert!(!english.contains('\u{1b}') && !english.contains("as they were written"), "{english}");
        assert!(lines(&found, Language::Zh).contains("缺失  spells.parquet\n"));
        let whole = Verification { complete: true, ..Verification::default() };
        assert_eq!(lines(&whole, Language::En), "all files are as they were written\n");
    }
}
