//! `huzhu schema`: the JSON Schema of scenario, study and design files.

use clap::Args;

use super::out::Out;
use crate::error::Result;
use crate::plan::schema::schema;

/// Print the JSON Schema of scenario, study and design files, for editors. 输出情景、研究与设计文件的 JSON Schema，供编辑器使用
#[derive(Debug, Args)]
pub(super) struct Schema {}

impl Schema {
    pub fn run(self, out: &mut Out) -> Result<()> {
        out.line(format_args!("{:#}", schema()))
    }
}
