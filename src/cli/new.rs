//! `huzhu new`: a scenario file to start from.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;

use super::language::Language;
use super::out::Out;
use crate::error::{Error, Result};
use crate::files::in_command;
use crate::scenario::values::is_unseen;
use crate::text::{Message, message};

/// The file that is written.
const STARTER: &str = include_str!("starter.toml");

/// Write a commented scenario file to start from. 新建带注释的情景文件
#[derive(Debug, Args)]
pub(super) struct New {
    /// Name of the file; `.toml` is added. 文件名
    name: String,
}

impl New {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        refuse_name(&self.name)?;
        let path = PathBuf::from(if self.name.ends_with(".toml") { self.name } else { format!("{}.toml", self.name) });
        let mut file = File::create_new(&path).map_err(|reason| match reason.kind() {
            ErrorKind::PermissionDenied => Error::Write { path: path.clone(), reason },
            ErrorKind::AlreadyExists => {
                let shown = path.display();
                let told = message!("{shown} already exists and was not changed", "文件已存在，未作改动");
                Error::Output { path: path.clone(), told }
            }
            _ => Error::uncreatable(&path, &reason),
        })?;
        file.write_all(STARTER.as_bytes()).map_err(|reason| Error::Write { path: path.clone(), reason })?;
        let shown = in_command(&path);
        // A path without `/` and `.toml` would be taken for an embedded name; this one always ends in `.toml`.
        out.line(match language {
            Language::English => format!("wrote {shown}; next: huzhu check {shown}"),
            Language::Chinese => format!("已写入 {shown}；下一步：huzhu check {shown}"),
        })
    }
}

/// Whether Windows keeps a name for a device.
fn is_device(name: &str) -> bool {
    let name = name.to_lowercase();
    let numbered =
        ["com", "lpt"].iter().filter_map(|it| name.strip_prefix(it)).any(|it| it.parse().is_ok_and(|it: u8| it < 10));
    numbered || ["con", "prn", "aux", "nul"].contains(&name.as_str())
}

/// Refuses what would be no file name, or one that another command, shell or system could not use.
fn refuse_name(name: &str) -> Result<()> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.strip_suffix(".toml").unwrap_or(last);
    let why = if stem.trim().is_empty() || stem.chars().all(|it| it == '.') {
        message!("the file name is missing", "没有文件名")
    } else if stem.chars().any(is_unseen) || stem.contains(['<', '>', ':', '"', '|', '?', '*']) || name.contains('\\') {
        message!(
            "a file name cannot contain < > : \" | ? * \\ or an invisible character",
            "文件名不能含 < > : \" | ? * \\ 或看不见的字符"
        )
    } else if stem.starts_with(['-', ' ']) || stem.ends_with([' ', '.']) {
        message!(
            "it begins with `-` or a space, or ends with a space or a dot",
            "不能以 `-` 或空格开头，不能以空格或点结尾"
        )
    } else if is_device(stem.split('.').next().unwrap_or_default()) {
        message!("Windows reserves this name for a device", "Windows 将此名称留作设备名")
    } else {
        return Ok(());
    };
    let Message { en, zh } = why;
    let told = message!(
        "`{name}` cannot be the name of a scenario file: {en}; write for example `huzhu new my-town`",
        "`{name}` 不能作为情景文件名：{zh}；例如写 `huzhu new my-town`"
    );
    Err(Error::Usage(told))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_name_that_no_file_can_have_everywhere_is_refused() {
        for bad in [
            "",
            "  ",
            ".",
            "..",
            ".toml",
            "a/",
            "a/..",
            "a/.toml",
            "-x",
            "a\nb",
            "a:b",
            "a?",
            "x\\y",
            "nul",
            "Com1.toml",
            "a .",
        ] {
            assert!(refuse_name(bad).is_err(), "{bad:?}");
        }
        for good in ["mine", "mine.toml", "a/b", "/tmp/a.b", "我的城镇", "my town", "console", "community"] {
            assert!(refuse_name(good).is_ok(), "{good:?}");
        }
        assert_eq!(in_command(Path::new("my town.toml")), "'my town.toml'");
        assert_eq!(in_command(Path::new("a/城镇.toml")), "a/城镇.toml");
    }

    #[test]
    fn the_starter_is_a_sound_scenario() {
        crate::scenario::from_text("starter", STARTER, &[]).unwrap();
    }
}
