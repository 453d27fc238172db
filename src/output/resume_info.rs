//! Resume information: what was started in a directory, so that a later process can continue it.

use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::text::{Message, message};
use crate::{Error, Result, files};

use super::parquet::CREATED_BY;

/// Name of the file.
pub(super) const RESUME_INFO: &str = "begun.json";

/// Resume information; the scenario or study itself is in a file of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ResumeInfo {
    /// Name and version of the program.
    pub created_by: String,
    /// Command that started the work, and that resumes it.
    pub command: String,
    /// Name of the scenario or study.
    pub scenario: String,
    /// BLAKE3 of its text.
    pub scenario_hash: String,
}

impl ResumeInfo {
    /// Resume information of a text that a command of this program runs.
    pub fn now(command: &str, name: &str, text: &str) -> Self {
        let [created_by, command, scenario] = [CREATED_BY, command, name].map(str::to_string);
        ResumeInfo { created_by, command, scenario, scenario_hash: hash(text) }
    }

    /// Writes it into a folder, which is created.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        files::create_directory(folder)?;
        let text = serde_json::to_string_pretty(self).expect("names become JSON") + "\n";
        files::write_atomically(&folder.join(RESUME_INFO), text.as_bytes())
    }

    /// The resume information in a folder of a directory, if there is any.
    pub fn find(directory: &Path, folder: &str) -> Option<Self> {
        let text = std::fs::read(directory.join(folder).join(RESUME_INFO)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Name and text of the work that `command` started in `directory`, from its `folder` and the file `text`; `what` is
    /// its name in messages.
    ///
    /// # Errors
    /// Nothing was started, another command or version started it, or the text has changed.
    pub fn read(directory: &Path, folder: &str, text: &str, what: &str, command: &str) -> Result<(String, String)> {
        let refused = |reason: Message| Error::Table { path: directory.to_path_buf(), reason };
        let path = directory.join(folder).join(RESUME_INFO);
        let begun = std::fs::read(&path).map_err(|reason| match reason.kind() {
            ErrorKind::NotFound => refused(message!("there is no {what} here to resume", "此处没有可继续的内容")),
            _ => Error::Read { path: path.clone(), reason },
        })?;
        let begun: ResumeInfo = serde_json::from_slice(&begun).map_err(|error| Error::Table {
            path: path.clone(),
            reason: message!("damaged: {error}", "已损坏：{error}"),
        })?;
        if begun.created_by != CREATED_BY {
            let earlier = begun.created_by.escape_debug();
            return Err(refused(message!(
                "this {what} was started by {earlier}, but this is {CREATED_BY}; another version may give other numbers, \
                 so resume it with the version that started it, or run it again (--out for another directory, --force \
                 for this one)",
                "由另一版本开始，只能由同一版本继续，或重新运行"
            )));
        }
        if begun.command != command {
            let (command, shown) = (begun.command.escape_debug(), directory.display());
            return Err(refused(message!(
                "this was started by `huzhu {command}`; continue it with `huzhu {command} --resume {shown}`",
                "此处的内容由 `huzhu {command}` 开始，请用 `huzhu {command} --resume {shown}` 继续"
            )));
        }
        let path = directory.join(text);
        let text = std::fs::read_to_string(&path).map_err(|reason| Error::Read { path: path.clone(), reason })?;
        if hash(&text) != begun.scenario_hash {
            let reason = message!(
                "this {what} differs from the one that was started; only that one can be resumed",
                "与开始时的内容不同，只能继续原来的内容"
            );
            return Err(Error::Table { path, reason });
        }
        Ok((begun.scenario, text))
    }
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}
