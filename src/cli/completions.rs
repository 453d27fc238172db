//! `huzhu completions`: what a shell completes, generated from the definition of the commands.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::Cli;
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
    pub fn run(self, out: &mut Out) -> Result<()> {
        out.print(text(self.shell))
    }
}

fn text(shell: Shell) -> String {
    let mut bytes = Vec::new();
    generate(shell, &mut Cli::command(), "huzhu", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_knows_every_command_and_the_options_of_a_run() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
            let text = text(shell);
            for it in Cli::command().get_subcommands() {
                assert!(text.contains(it.get_name()), "{shell}: {}", it.get_name());
            }
            assert!(text.contains("checkpoint-every"), "{shell}");
        }
    }
}
