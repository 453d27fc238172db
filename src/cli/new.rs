//! `huzhu new`: a scenario file to start from.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;

use super::language::Language;
use super::out::Out;
use crate::error::{Error, Result};

/// The file that is written.
const STARTER: &str = include_str!("starter.toml");

/// Write a commented scenario file to start from. 新建情景文件
#[derive(Debug, Args)]
pub(super) struct New {
    /// Name of the file; `.toml` is added. 文件名
    name: String,
}

impl New {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        let path = PathBuf::from(if self.name.ends_with(".toml") { self.name } else { format!("{}.toml", self.name) });
        let mut file = File::create_new(&path).map_err(|reason| match reason.kind() {
            ErrorKind::PermissionDenied => Error::Write { path: path.clone(), reason },
            ErrorKind::AlreadyExists => {
                Error::Output(format!("{} is there already and stays as it is / 文件已存在，未作改动", path.display()))
            }
            _ => Error::uncreatable(&path, &reason),
        })?;
        file.write_all(STARTER.as_bytes()).map_err(|reason| Error::Write { path: path.clone(), reason })?;
        let shown = path.display();
        // A path without `/` and `.toml` would be taken for an embedded name; this one always ends in `.toml`.
        out.line(match language {
            Language::En => format!("wrote {shown}; next: huzhu check {shown}"),
            Language::Zh => format!("已写入 {shown}；下一步：huzhu check {shown}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starter_is_a_sound_scenario() {
        crate::scenario::from_text("starter", STARTER, &[]).unwrap();
    }
}
