//! `huzhu man`: the manual pages, generated from the definition of the commands.

use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man as Page;

use super::out::Out;
use crate::error::Result;
use crate::files;

/// What an exit code means, as the manual lists it.
const EXIT_CODES: [(&str, &str); 10] = [
    ("0", "success"),
    (
        "1",
        "the answer is no: a calibration target is missed, a file has changed, nothing matches, or all cells of a \
      sweep failed",
    ),
    ("2", "wrong use of a command or option"),
    (
        "65",
        "the input cannot be used: the scenario has errors, a table or checkpoint is damaged or of another version, \
         or the run would not fit into memory or on the disk",
    ),
    ("70", "a bug; please report the line that is printed"),
    ("73", "the output directory cannot be created or is not empty"),
    ("74", "reading or writing failed, for example because the disk is full"),
    ("75", "another process is writing to the directory; try again later"),
    ("77", "permission denied"),
    ("130, 143", "interrupted by Ctrl-C or SIGTERM; `huzhu run --resume` continues"),
];

/// Write the manual pages into a directory. 生成手册页
#[derive(Debug, Args)]
pub(super) struct Man {
    /// Directory; it is created if missing. 目录
    directory: PathBuf,
}

impl Man {
    pub fn run(self, program: Command, out: &mut Out) -> Result<()> {
        files::create_directory(&self.directory)?;
        for (name, text) in pages(program) {
            let path = self.directory.join(name);
            files::write_atomically(&path, &text)?;
            out.line(path.display())?;
        }
        Ok(())
    }
}

/// Every page with its file name: the program's and one a command.
pub(super) fn pages(mut program: Command) -> Vec<(String, Vec<u8>)> {
    program.build();
    let commands = program.get_subcommands().filter(|it| it.get_name() != "help").cloned().collect::<Vec<_>>();
    let mut pages = vec![("huzhu.1".to_owned(), page(&program))];
    for it in commands {
        let name = format!("huzhu-{}", it.get_name());
        let file = format!("{name}.1");
        pages.push((file, page(&it.name(name))));
    }
    pages
}

fn page(command: &Command) -> Vec<u8> {
    let mut text = Vec::new();
    // The date of a build would make the page differ from build to build.
    let page = Page::new(command.clone()).date("").manual("huzhu");
    page.render(&mut text).expect("memory takes every byte");
    text.extend_from_slice(b".SH \"EXIT STATUS\"\n");
    for (code, meaning) in EXIT_CODES {
        text.extend_from_slice(format!(".TP\n\\fB{code}\\fR\n{meaning}\n").as_bytes());
    }
    text
}
