//! `huzhu verify`: are the files of results what they were written as, and do the reports beside them belong to them?

use std::path::PathBuf;

use clap::Args;

use super::argument;
use super::language::Language;
use super::out::Out;
use super::report::refuse_unseen;
use crate::error::{Error, Result};
use crate::files;
use crate::output::contents::{Contents, Kind};
use crate::output::{Verification, manifest, verify};
use crate::runner::order::Shard;
use crate::study::sweep::finished_share;
use crate::text::Message;

/// Check the files and reports of a result directory against its manifest. 核对结果目录的文件与报告是否与清单一致
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// Result directory. 结果目录
    directory: PathBuf,
}

impl Verify {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        argument::VERIFY.check(&self.directory)?;
        refuse_unseen(&self.directory)?;
        if !self.directory.join(manifest::MANIFEST).exists() {
            return Err(self.without_manifest(language)?);
        }
        let found = verify(&self.directory)?;
        out.print(lines(&found, language))?;
        if found.agrees() {
            return out.line(self.sound(&found, language)?);
        }
        out.finish()?;
        let (shown, colon) = (self.directory.display(), language.pick(": ", "："));
        Err(Error::Negative(Message::same(format!("{shown}{colon}{}", faults(&found, language)))))
    }

    /// What can be said of a directory for whose files nothing vouches.
    fn without_manifest(&self, language: Language) -> Result<Error> {
        let shown = self.directory.display();
        if self.directory.is_file() {
            return Ok(Error::Usage(Message::same(language.pick(
                format!("{shown} is a file; name a result directory"),
                format!("{shown} 是文件；请给出结果目录"),
            ))));
        }
        let present = files::names(&self.directory)?;
        let Some(held) = Contents::of(&self.directory)? else {
            return Ok(Error::Negative(Message::same(match (language, present.is_empty()) {
                (Language::English, true) => format!("{shown} is empty"),
                (Language::Chinese, true) => format!("{shown} 是空目录"),
                (Language::English, false) => format!("{shown} has no manifest, so its files cannot be verified"),
                (Language::Chinese, false) => format!("{shown} 没有清单，无从核对其中的文件"),
            })));
        };
        if held.kind == Kind::Sweep
            && let Some(Shard { number, of }) = finished_share(&self.directory)?
        {
            let name = &held.name;
            return Ok(Error::Negative(Message::same(language.pick(
                format!(
                    "{shown} contains the finished shard {number}/{of} of a sweep of `{name}`; a single shard has no \
                     table and no manifest, and `huzhu merge` merges it with the others"
                ),
                format!(
                    "{shown} 中是参数扫描 `{name}` 已完成的分片 {number}/{of}；单个分片没有数据表和清单，请用 `huzhu merge` 合并各分片"
                ),
            ))));
        }
        let (Message { en, zh }, resume) = (held.told(), held.resume(&self.directory));
        let of_sweep = held.kind == Kind::Sweep;
        let merge = if !of_sweep {
            ""
        } else {
            language.pick(
                "; `huzhu merge` merges a shard of a sweep with the others",
                "；若是分片，用 `huzhu merge` 合并各分片",
            )
        };
        Ok(Error::Negative(Message::same(match language {
            Language::English => {
                format!("{shown} is incomplete: it has no manifest and contains {en}; `{resume}` continues it{merge}")
            }
            Language::Chinese => format!("{shown} 不完整：没有清单，其中有{zh}；可用 `{resume}` 继续{merge}"),
        })))
    }

    /// What is said where all is as it should be.
    fn sound(&self, found: &Verification, language: Language) -> Result<String> {
        let sound = language.pick("all files are unchanged since they were written", "所有文件均与写入时一致");
        let resume = Contents::of(&self.directory)?.map(|it| it.resume(&self.directory)).unwrap_or_default();
        Ok(match (language, found.complete) {
            (_, true) => sound.to_string(),
            (Language::English, false) => {
                format!(
                    "{sound}; the results are incomplete, because the work was interrupted; `{resume}` continues it"
                )
            }
            (Language::Chinese, false) => format!("{sound}；结果不完整：在结束前被中断，可用 `{resume}` 继续"),
        })
    }
}

/// A line a file.
fn lines(found: &Verification, language: Language) -> String {
    let mut text = String::new();
    let [sound, damaged, unreadable, missing, report, stale, foreign] = language.pick(
        ["sound   ", "DAMAGED ", "UNREADABLE", "MISSING ", "report  ", "STALE   ", "foreign "],
        ["完好 ", "损坏 ", "不可读", "缺失 ", "报告 ", "不符 ", "其他 "],
    );
    let mut line = |word: &str, name: &str, what: &str| {
        // A name on a disk may hold anything, also what steers a terminal.
        text.push_str(&format!("{word} {}{what}\n", name.escape_debug()));
    };
    let said = |it: &Message| match language {
        Language::English => it.en.clone(),
        Language::Chinese => it.zh.clone(),
    };
    found.sound.iter().for_each(|it| line(sound, it, ""));
    let colon = language.pick(": ", "：");
    found.damaged.iter().for_each(|(it, what)| line(damaged, it, &format!("{colon}{}", said(what))));
    found.unreadable.iter().for_each(|(it, what)| line(unreadable, it, &format!("{colon}{}", said(what))));
    found.missing.iter().for_each(|it| line(missing, it, ""));
    let belongs = language.pick(" (made from these results)", "（由这些结果生成）");
    for it in &found.reports {
        match &it.fault {
            None => line(report, &it.name, belongs),
            Some(fault) => line(if it.readable { stale } else { damaged }, &it.name, &format!(" {}", said(fault))),
        }
    }
    let not_ours = language.pick(" (not written by huzhu; not compared)", "（不是 huzhu 所写，未核对）");
    found.foreign.iter().for_each(|it| line(foreign, it, not_ours));
    text
}

/// How many files are not as they should be, by what is wrong with them.
fn faults(found: &Verification, language: Language) -> String {
    let reports = |readable| found.reports.iter().filter(|it| it.fault.is_some() && it.readable == readable).count();
    let files = [found.damaged.len(), found.unreadable.len(), found.missing.len()];
    let counts = files.into_iter().chain([reports(true), reports(false)]);
    let words: [(&str, &str, &str); 5] = [
        ("of its files is damaged", "of its files are damaged", "个文件已损坏或被改动"),
        ("of its files cannot be read", "of its files cannot be read", "个文件无法读取"),
        ("of its files is missing", "of its files are missing", "个文件缺失"),
        ("report does not belong to the results", "reports do not belong to the results", "份报告与结果不符"),
        ("report is damaged or cannot be read", "reports are damaged or cannot be read", "份报告已损坏或无法读取"),
    ];
    let of = counts.zip(words).filter(|it| it.0 > 0).map(|(count, (one, many, zh))| match language {
        Language::English => format!("{count} {}", if count == 1 { one } else { many }),
        Language::Chinese => format!("{count} {zh}"),
    });
    of.collect::<Vec<_>>().join(language.pick(", ", "，"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::reports::Beside;
    use crate::text::message;

    #[test]
    fn a_file_has_a_line_that_says_how_it_stands() {
        let beside = |name: &str, fault| Beside { name: name.into(), readable: true, fault };
        let found = Verification {
            complete: true,
            sound: vec!["manifest.json".into()],
            damaged: vec![("weekly.parquet".into(), message!("it is empty", "文件是空的"))],
            unreadable: vec![],
            missing: vec!["spells.parquet".into()],
            reports: vec![
                beside("report.html", Some(message!("was made from other tables", "由另一组数据表生成"))),
                beside("report.xlsx", None),
            ],
            foreign: vec!["\u{1b}[2J.txt".into()],
        };
        let english = lines(&found, Language::English);
        for part in [
            "sound    manifest.json\n",
            "DAMAGED  weekly.parquet: it is empty\n",
            "MISSING  spells.parquet\n",
            "STALE    report.html was made from other tables\n",
            "report   report.xlsx (made",
        ] {
            assert!(english.contains(part), "{english}");
        }
        assert!(!english.contains('\u{1b}'), "{english}");
        let chinese = lines(&found, Language::Chinese);
        assert!(
            chinese.contains("缺失  spells.parquet\n") && chinese.contains("不符  report.html 由另一组数据表生成\n")
        );
        assert_eq!(
            faults(&found, Language::English),
            "1 of its files is damaged, 1 of its files is missing, 1 report does not belong to the results"
        );
        assert_eq!(faults(&found, Language::Chinese), "1 个文件已损坏或被改动，1 个文件缺失，1 份报告与结果不符");
    }
}
