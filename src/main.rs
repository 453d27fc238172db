//! The `huzhu` command: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    huzhu::internals::main()
}
