//! `huzhu completions`: what a shell completes, generated from the definition of the commands.

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::out::Out;
use crate::error::Result;

/// Print the completion script of a shell. 输出命令补全脚本
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// Shell. 命令解释器
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub fn run(self, program: &mut Command, out: &mut Out) -> Result<()> {
        out.print(text(self.shell, program))
    }
}

/// What a shell reads.
pub(super) fn text(shell: Shell, program: &mut Command) -> String {
    let mut bytes = Vec::new();
    generate(shell, program, "huzhu", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
