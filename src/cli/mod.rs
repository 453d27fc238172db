//! The command line: one file a command. To add one, write its file, and add one line to each of the two
//! lists below: the modules and the enum of commands.

mod argument;
mod bench;
mod changes;
mod check;
mod compare;
mod completions;
mod discover;
mod language;
mod man;
mod merge;
mod new;
mod out;
mod params;
mod progress;
mod report;
mod run;
mod scenarios;
mod schema;
mod sensitivity;
mod stop;
mod studies;
mod sweep;
mod validate;
mod verify;
mod work;

use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::error::{Error, Result};
use language::Language;
use out::{Out, say};

/// Exit code of a bug: the program panicked.
const BUG: u8 = 70;

/// huzhu (互助): simulates how older people take part in community mutual-aid care. 社区互助养老模拟。
#[derive(Debug, Parser)]
#[command(name = "huzhu", version, propagate_version = true, disable_help_subcommand = true)]
struct Cli {
    /// Language of the output [default: that of the locale]. 输出语言
    #[arg(long, global = true, value_enum)]
    lang: Option<Language>,

    /// When to colour messages. 信息是否着色
    #[arg(long, global = true, value_enum, default_value = "auto")]
    color: Color,

    #[command(subcommand)]
    command: Command,
}

/// When messages are coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set. 仅终端
    Auto,
    /// Always. 始终
    Always,
    /// Never. 从不
    Never,
}

impl Color {
    fn wanted(self) -> bool {
        match self {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
                std::io::stderr().is_terminal() && !unwanted && !dumb
            }
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Compare(compare::Compare),
    Discover(discover::Discover),
    Sweep(sweep::Sweep),
    Merge(merge::Merge),
    Sensitivity(sensitivity::Sensitivity),
    Report(report::Report),
    Check(check::Check),
    Params(params::Params),
    Schema(schema::Schema),
    New(new::New),
    Scenarios(scenarios::Scenarios),
    Validate(validate::Validate),
    Verify(verify::Verify),
    Completions(completions::Completions),
    Man(man::Man),
    Bench(bench::Bench),
}

impl Command {
    fn run(self, language: Language, out: &mut Out) -> Result<()> {
        match self {
            Command::Run(it) => it.run(language, out),
            Command::Compare(it) => it.run(language, out),
            Command::Discover(it) => it.run(language, out),
            Command::Sweep(it) => it.run(language, out),
            Command::Merge(it) => it.run(language, out),
            Command::Sensitivity(it) => it.run(language, out),
            Command::Report(it) => it.run(language, out),
            Command::Check(it) => it.run(language, out),
            Command::Params(it) => it.run(language, out),
            Command::Schema(it) => it.run(out),
            Command::New(it) => it.run(language, out),
            Command::Scenarios(it) => it.run(language, out),
            Command::Validate(it) => it.run(language, out),
            Command::Verify(it) => it.run(language, out),
            Command::Completions(it) => it.run(&mut Cli::command(), out),
            Command::Man(it) => it.run(Cli::command(), out),
            Command::Bench(it) => it.run(language, out),
        }
    }
}

/// Parses the arguments, runs the command, says what went wrong and how the process ends.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(say_bug));
    ExitCode::from(guarded(run))
}

/// The exit code of `run`, also when it panics.
fn guarded(run: impl FnOnce() -> u8) -> u8 {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(BUG)
}

/// The exit code of the command that the arguments ask for.
fn run() -> u8 {
    let cli = Cli::parse();
    let colour = cli.color.wanted();
    let mut out = Out::stdout();
    let language = Language::chosen(cli.lang);
    match cli.command.run(language, &mut out).and_then(|()| out.finish()) {
        Ok(()) => 0,
        Err(error) => {
            say(shown(&error, colour));
            error.exit_code()
        }
    }
}

/// What a user sees of an error: the faults of a text each say that they are one.
fn shown(error: &Error, colour: bool) -> String {
    match error {
        Error::Scenario(report) => report.rendered(colour),
        other => format!("error: {other}"),
    }
}

/// What a user sees of a panic, once: other threads may follow the first.
fn say_bug(panic: &PanicHookInfo<'_>) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if TOLD.swap(true, Ordering::Relaxed) {
        return;
    }
    let payload = panic.payload();
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let what = text.unwrap_or("unknown");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let command: Vec<String> = std::env::args().collect();
    let command = command.join(" ");
    _ = writeln!(
        std::io::stderr(),
        "huzhu {version} has a bug; please report these lines and the scenario. Completed output files are intact.\n\
         huzhu {version} 出现程序错误；请把以下各行连同情景告诉我们。已写完的文件均未受影响。\n  {command}\n  {place}: {what}"
    );
}

#[cfg(test)]
mod tests {
    use clap_complete::Shell;

    use super::*;

    #[test]
    fn a_panic_ends_with_the_code_of_a_bug() {
        assert_eq!((guarded(|| panic!("meant")), guarded(|| 3)), (70, 3));
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_shell_knows_every_command_and_the_options_of_a_run() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
            let text = completions::text(shell, &mut Cli::command());
            for it in Cli::command().get_subcommands() {
                assert!(text.contains(it.get_name()), "{shell}: {}", it.get_name());
            }
            assert!(text.contains("checkpoint-every"), "{shell}");
        }
    }

    #[test]
    fn there_is_a_page_for_the_program_and_for_each_command() {
        let pages = man::pages(Cli::command());
        assert_eq!(pages.len(), 1 + Cli::command().get_subcommands().count());
        let run = pages.iter().find(|it| it.0 == "huzhu-run.1").unwrap();
        let text = String::from_utf8(run.1.clone()).unwrap();
        for part in ["huzhu\\-run", "checkpoint", "EXIT STATUS", "\\fB130, 143\\fR"] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}
