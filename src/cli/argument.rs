//! What an argument of a command is, told in one sentence where the command takes something else.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::in_command;
use crate::output::contents::{Contents, Kind as Results};
use crate::output::manifest::MANIFEST;
use crate::plan::input::Input;
use crate::scenario::encoding::{self, Content};
use crate::text::{Message, message};

/// Bytes at the beginning of a file that say what it is.
const HEAD: u64 = 4096;

/// What a command takes, or is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A scenario.
    Scenario,
    /// A study.
    Study,
    /// A design.
    Design,
    /// The directory of results, and whether they are complete.
    Results(Results, bool),
    /// The directory of what was begun by a command.
    Unfinished(&'static str),
    /// A file in the directory of results.
    Part(PathBuf),
    /// A directory that holds results in directories of its own, such as this one.
    Parent(PathBuf),
    /// A table in text.
    List,
    /// A file that is no text of ours.
    Other(Message),
}

/// What a command takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taker {
    /// The command, with the option if it is one.
    command: &'static str,
    takes: fn(&Kind) -> bool,
    wanted: fn() -> Message,
}

fn is_results(kind: &Kind) -> bool {
    matches!(kind, Kind::Results(..))
}

/// Whether it is the directory of what was interrupted and names the command that goes on with it, which a wrong command
/// tells.
fn is_resumed_by_itself(kind: &Kind) -> bool {
    match kind {
        Kind::Results(results, complete) => !complete && !results.is_sweep(),
        Kind::Unfinished(command) => *command != "sweep",
        _ => false,
    }
}

/// `huzhu run`.
pub(super) const RUN: Taker =
    Taker { command: "run", takes: |kind| *kind == Kind::Scenario, wanted: || message!("a scenario", "情景") };

/// `huzhu check`.
pub(super) const CHECK: Taker = Taker {
    command: "check",
    takes: |kind| matches!(kind, Kind::Scenario | Kind::Study | Kind::Design),
    wanted: || message!("a scenario, a study or a design", "情景、研究或设计"),
};

/// `huzhu compare` with one argument.
pub(super) const COMPARE: Taker = Taker {
    command: "compare",
    takes: |kind| *kind == Kind::Study,
    wanted: || message!("one study, or two scenarios or more", "一项研究，或两个以上的情景"),
};

/// `huzhu compare` with several arguments.
pub(super) const COMPARE_SCENARIOS: Taker = Taker { takes: |kind| *kind == Kind::Scenario, ..COMPARE };

/// `huzhu discover`.
pub(super) const DISCOVER: Taker =
    Taker { command: "discover", takes: |kind| *kind == Kind::Study, wanted: || message!("a study", "研究") };

/// `huzhu sweep`.
pub(super) const SWEEP: Taker =
    Taker { command: "sweep", takes: |kind| *kind == Kind::Design, wanted: || message!("a design", "设计") };

/// `huzhu sensitivity`.
pub(super) const SENSITIVITY: Taker = Taker { command: "sensitivity", ..SWEEP };

/// `huzhu merge`.
pub(super) const MERGE: Taker = Taker {
    command: "merge",
    takes: |kind| matches!(kind, Kind::Unfinished("sweep") | Kind::Results(Results::Sweep | Results::Sensitivity, _)),
    wanted: || message!("directories of `huzhu sweep`", "`huzhu sweep` 的结果目录"),
};

/// `huzhu report`.
pub(super) const REPORT: Taker =
    Taker { command: "report", takes: is_results, wanted: || message!("a result directory", "结果目录") };

/// `huzhu verify`.
pub(super) const VERIFY: Taker =
    Taker { command: "verify", takes: |kind| is_results(kind) || matches!(kind, Kind::Unfinished(_)), ..REPORT };

/// `huzhu run --resume`.
pub(super) const RESUME_RUN: Taker = Taker {
    command: "run --resume",
    takes: |kind| matches!(kind, Kind::Results(Results::Run, _)) || is_resumed_by_itself(kind),
    wanted: || message!("the directory of an interrupted run", "被中断的运行的目录"),
};

/// `huzhu compare --resume`.
pub(super) const RESUME_COMPARE: Taker = Taker {
    command: "compare --resume",
    takes: |kind| matches!(kind, Kind::Results(Results::Comparison, _)) || is_resumed_by_itself(kind),
    wanted: || message!("the directory of an interrupted comparison", "被中断的比较的目录"),
};

/// `huzhu discover --resume`.
pub(super) const RESUME_DISCOVER: Taker = Taker {
    command: "discover --resume",
    takes: |kind| matches!(kind, Kind::Results(Results::Discovery, _)) || is_resumed_by_itself(kind),
    wanted: || message!("the directory of an interrupted discovery", "被中断的失效情境研究的目录"),
};

/// `huzhu validate`.
pub(super) const VALIDATE: Taker =
    Taker { command: "validate", takes: |_| false, wanted: || message!("numbers of patterns", "规律编号") };

impl Taker {
    /// Refuses an argument that is known to be something else than the command takes. What is not known is left to the
    /// command, which says why it cannot read it.
    ///
    /// # Errors
    /// [`Error::Usage`] with what the argument is and which command takes it.
    pub fn check(self, argument: impl AsRef<OsStr>) -> Result<()> {
        let argument = argument.as_ref().to_string_lossy();
        // Results may lie in a directory that is called like a scenario or study inside the program.
        let takes_input = [Kind::Scenario, Kind::Study, Kind::Design].iter().any(|it| (self.takes)(it));
        let path = Path::new(argument.as_ref());
        let kind = if !takes_input && path.is_dir() { Kind::of_directory(path) } else { Kind::of(&argument) };
        match kind {
            Some(kind) if !(self.takes)(&kind) => Err(Error::Usage(self.refusal(&argument, &kind))),
            _ => Ok(()),
        }
    }

    /// What an argument is, what the command takes, and which command takes the argument.
    fn refusal(self, argument: &str, kind: &Kind) -> Message {
        let Message { en: what, zh: what_zh } = kind.noun();
        let Message { en: wanted, zh: wanted_zh } = (self.wanted)();
        let Message { en: advice, zh: advice_zh } = kind.advice(argument, self.command);
        let command = self.command;
        message!(
            "`{argument}` is {what}, but `huzhu {command}` takes {wanted}; {advice}",
            "`{argument}` 是{what_zh}，而 `huzhu {command}` 需要{wanted_zh}；{advice_zh}"
        )
    }
}

impl Kind {
    /// What an argument is, if that can be told.
    pub fn of(argument: &str) -> Option<Self> {
        let path = Path::new(argument);
        if let Some(input) = Input::of(argument) {
            return Some(match input {
                Input::Scenario => Kind::Scenario,
                Input::Study => Kind::Study,
                Input::Design => Kind::Design,
            });
        }
        if path.is_dir() {
            return Kind::of_directory(path);
        }
        if !path.is_file() {
            return None;
        }
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if folder.join(MANIFEST).exists() && argument.rsplit('.').next() != Some("toml") {
            return Some(Kind::Part(folder.to_path_buf()));
        }
        Kind::of_file(path)
    }

    fn of_file(path: &Path) -> Option<Self> {
        let mut head = Vec::new();
        let file = std::fs::File::open(path).ok()?;
        std::io::Read::read_to_end(&mut std::io::Read::take(file, HEAD), &mut head).ok()?;
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let ends_in = |endings: &[&str]| endings.contains(&ending.as_str());
        let is_table = ends_in(&["csv", "tsv", "txt"]);
        match encoding::content(head) {
            Content::Other(label) => Some(Kind::Other(Message { en: label.en.into(), zh: label.zh.into() })),
            Content::Text(text) if text.trim_start().starts_with('<') => {
                Some(Kind::Other(message!("a web page", "网页")))
            }
            _ if is_table => Some(Kind::List),
            Content::Text(text) if toml::from_str::<toml::Table>(&text).is_err() && !ends_in(&["toml"]) => {
                Some(Kind::Other(message!("a text file", "文本文件")))
            }
            _ => None,
        }
    }

    fn of_directory(path: &Path) -> Option<Self> {
        if let Some(held) = Contents::of(path).ok()? {
            return Some(if path.join(MANIFEST).exists() {
                Kind::Results(held.kind, held.is_complete())
            } else {
                Kind::Unfinished(match held.kind {
                    Results::Run => "run",
                    Results::Comparison => "compare",
                    Results::Discovery => "discover",
                    Results::Sweep | Results::Sensitivity => "sweep",
                })
            });
        }
        let inside = std::fs::read_dir(path).ok()?.filter_map(|entry| entry.ok().map(|it| it.path()));
        inside.filter(|it| it.join(MANIFEST).exists()).min().map(Kind::Parent)
    }

    /// What it is called.
    fn noun(&self) -> Message {
        match self {
            Kind::Scenario => message!("a scenario", "情景"),
            Kind::Study => message!("a study", "研究"),
            Kind::Design => message!("a design", "设计"),
            Kind::Results(results, complete) => {
                let Message { en, zh } = results.noun();
                if *complete {
                    message!("the directory of a {en}", "{zh}的结果目录")
                } else {
                    message!("the directory of an interrupted {en}", "被中断的{zh}的结果目录")
                }
            }
            Kind::Unfinished("run") => message!("the directory of an unfinished run", "尚未结束的运行的目录"),
            Kind::Unfinished("sweep") => message!(
                "the directory of an unfinished sweep, or of one of its shards",
                "尚未结束的参数扫描（或其中一个分片）的目录"
            ),
            Kind::Unfinished("discover") => {
                message!("the directory of an unfinished discovery", "尚未结束的失效情境研究的目录")
            }
            Kind::Unfinished(_) => message!("the directory of an unfinished comparison", "尚未结束的比较的目录"),
            Kind::Part(_) => message!("a file in a result directory", "结果目录中的文件"),
            Kind::Parent(_) => message!("the parent of a result directory", "结果目录的上级目录"),
            Kind::List => message!("a text table", "文本表格"),
            Kind::Other(what) => what.clone(),
        }
    }

    /// Which command takes it.
    fn advice(&self, argument: &str, command: &str) -> Message {
        let quoted = in_command(Path::new(argument));
        match self {
            Kind::Scenario if matches!(command, "sweep" | "sensitivity") => message!(
                "`huzhu run {quoted}` runs it; a design refers to it with `scenario = \"{argument}\"`",
                "用 `huzhu run {quoted}` 运行，或在设计中以 `scenario = \"{argument}\"` 指定"
            ),
            Kind::Scenario if command == "report" => {
                message!(
                    "`huzhu run {quoted} --report` runs it and makes a page",
                    "`huzhu run {quoted} --report` 运行它并生成报告页"
                )
            }
            Kind::Scenario if command == "compare" => message!(
                "name a second scenario to compare it with, or use `huzhu run {quoted}`",
                "请再写一个情景与之比较，或用 `huzhu run {quoted}`"
            ),
            Kind::Scenario if command == "validate" => {
                message!("`huzhu check {quoted}` checks it", "用 `huzhu check {quoted}` 检查")
            }
            Kind::Scenario => message!("`huzhu run {quoted}` runs it", "用 `huzhu run {quoted}` 运行"),
            Kind::Study => message!("`huzhu compare {quoted}` runs it", "用 `huzhu compare {quoted}` 运行"),
            Kind::Design => message!(
                "`huzhu sweep {quoted}` runs it, and `huzhu sensitivity` if its kind is morris or saltelli",
                "用 `huzhu sweep {quoted}` 运行；morris 或 saltelli 类也可用 `huzhu sensitivity`"
            ),
            Kind::Results(results, false) if results.is_sweep() && command.ends_with("--resume") => message!(
                "`huzhu sweep DESIGN --resume --out {quoted}` continues it",
                "用 `huzhu sweep DESIGN --resume --out {quoted}` 继续"
            ),
            Kind::Results(..) => message!("`huzhu report {quoted}` shows it", "用 `huzhu report {quoted}` 查看"),
            Kind::Unfinished("sweep") => message!(
                "`huzhu sweep DESIGN --resume --out {quoted}` continues it, and `huzhu merge` merges shards",
                "用 `huzhu sweep DESIGN --resume --out {quoted}` 继续，或用 `huzhu merge` 合并各分片"
            ),
            Kind::Unfinished(begun) => {
                message!("`huzhu {begun} --resume {quoted}` continues it", "用 `huzhu {begun} --resume {quoted}` 继续")
            }
            Kind::Part(folder) => {
                let folder = in_command(folder);
                message!("`huzhu report {folder}` shows the results", "用 `huzhu report {folder}` 查看结果")
            }
            Kind::Parent(one) => {
                let one = in_command(one);
                message!("name the result directory, such as `{one}`", "请写出结果目录，例如 `{one}`")
            }
            Kind::List => message!(
                "a design of kind \"list\" refers to it with `file = \"{argument}\"`",
                "请在 \"list\" 类设计中以 `file = \"{argument}\"` 指定"
            ),
            Kind::Other(_) => message!("huzhu does not read it here", "huzhu 在此不读取这种文件"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_of_another_kind_is_called_by_its_name_with_the_command_that_takes_it() {
        let told = |taker: Taker, argument: &str| taker.check(argument).map_err(|error| error.to_string());
        let refused = told(SWEEP, "pilot").unwrap_err();
        assert!(
            refused.contains("`pilot` is a scenario, but `huzhu sweep` takes a design; `huzhu run pilot`"),
            "{refused}"
        );
        assert!(refused.contains("`pilot` 是情景，而 `huzhu sweep` 需要设计"), "{refused}");
        assert!(told(RUN, "incentives").unwrap_err().contains("`huzhu compare incentives` runs it"));
        assert!(told(COMPARE, "pilot-screening").unwrap_err().contains("`huzhu sweep pilot-screening` runs it"));
        assert!(told(REPORT, "pilot").unwrap_err().contains("`huzhu run pilot --report`"));
        for (taker, argument) in
            [(RUN, "pilot"), (CHECK, "pilot-shares"), (SWEEP, "pilot-shares"), (DISCOVER, "nobody-knows")]
        {
            assert!(told(taker, argument).is_ok(), "{argument}");
        }
    }
}
