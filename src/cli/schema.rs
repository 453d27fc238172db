//! `huzhu schema`: the JSON Schema of a scenario file.

use clap::Args;

use super::out::Out;
use crate::error::Result;
use crate::scenario::schema::schema;

/// Print the JSON Schema of a scenario file, for editors. 输出情景文件的 JSON Schema
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    pub fn run(self, out: &mut Out) -> Result<()> {
        out.line(format_args!("{:#}", schema()))
    }
}
