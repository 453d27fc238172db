//! The error type: each variant names the place, the value and what would be right.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthStr;

use crate::diagnostics::Report;
use crate::text::{Message, message};

/// Everything that can go wrong, with the exit code each kind leads to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A scenario, a study or a design has faults: all of them, each with its place and what to do.
    #[error("{0}")]
    Scenario(Report),
    /// A file is not what can be read here: a directory, too large, not text.
    #[error("{}", unusable(path, reason).error())]
    Input {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        reason: Message,
    },
    /// A file cannot be read.
    #[error("{}", unreadable(path, reason).error())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A file cannot be written.
    #[error("{}", unwritable(path, reason).error())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A directory for output cannot be made, or what it holds does not do.
    #[error("{}", told.error())]
    Output {
        /// The directory, or the file in its place.
        path: PathBuf,
        /// What is in the way, and what to do.
        told: Message,
    },
    /// Another process holds what is needed; trying again later may succeed.
    #[error("{}", told.error())]
    Locked {
        /// The directory.
        path: PathBuf,
        /// Who holds it.
        told: Message,
    },
    /// A Parquet file is not what it should be.
    #[error("{}", placed(path, reason))]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: Message,
    },
    /// A design or a table of outcomes is not what its estimator needs; the text says what would be right.
    #[error("{}", .0.error())]
    Design(Message),
    /// What was asked for does not fit this machine.
    #[error("{}", .0.error())]
    TooLarge(Message),
    /// The command was used wrongly.
    #[error("{}", .0.error())]
    Usage(Message),
    /// The user or the system interrupted the run.
    #[error("{}", told.error())]
    Interrupted {
        /// How far it came.
        told: Message,
        /// Number of the signal.
        signal: u8,
    },
    /// A rule of the model that always holds did not: a bug.
    #[error("{}", .0.error())]
    Broken(Message),
    /// The answer is no: a check or a validation did not pass.
    #[error("{}", .0.error())]
    Negative(Message),
}

/// Result with huzhu's error.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Exit code of the process (listed in the README).
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Negative(_) => 1,
            Error::Usage(_) => 2,
            Error::Scenario(_) | Error::Input { .. } | Error::Design(_) | Error::TooLarge(_) => 65,
            Error::Table { .. } => 65,
            Error::Broken(_) => 70,
            Error::Output { .. } => 73,
            Error::Locked { .. } => 75,
            Error::Read { reason, .. } | Error::Write { reason, .. } => {
                if reason.kind() == ErrorKind::PermissionDenied { 77 } else { 74 }
            }
            Error::Interrupted { signal, .. } => 128 + signal,
        }
    }

    /// A directory or file for output that cannot be made, and why.
    pub fn uncreatable(path: &Path, reason: &std::io::Error) -> Self {
        let (shown, Message { en: reason, zh: reason_zh }) = (path.display(), system(reason));
        let told = if path.is_file() {
            message!("{shown} is a file; a directory is required", "{shown} 是文件，此处需要目录")
        } else if path.is_symlink() && !path.exists() {
            message!("{shown} is a broken link", "{shown} 是失效的链接")
        } else {
            message!("cannot create {shown}: {reason}", "无法创建 {shown}：{reason_zh}")
        };
        Error::Output { path: path.to_path_buf(), told }
    }
}

/// Name of the standard output where a path stands.
pub const STANDARD_OUTPUT: &str = "standard output";

fn unreadable(path: &Path, reason: &std::io::Error) -> Message {
    let (path, Message { en: reason, zh: reason_zh }) = (path.display(), system(reason));
    message!("cannot read {path}: {reason}", "无法读取 {path}：{reason_zh}")
}

fn unusable(path: &Path, reason: &Message) -> Message {
    let (path, Message { en: reason, zh: reason_zh }) = (path.display(), reason);
    message!("cannot use {path}: {reason}", "无法使用：{reason_zh}")
}

/// What is wrong with a file, behind its path.
fn placed(path: &Path, reason: &Message) -> String {
    let before = format!("{}: ", path.display());
    let taken = "error: ".len() + before.width();
    before + &reason.laid(taken)
}

fn unwritable(path: &Path, reason: &std::io::Error) -> Message {
    let Message { en: reason, zh: reason_zh } = system(reason);
    let path_zh = if path == Path::new(STANDARD_OUTPUT) { "标准输出".into() } else { path.to_string_lossy() };
    let path = path.display();
    message!("cannot write {path}: {reason}", "无法写入 {path_zh}：{reason_zh}")
}

/// What the system said, and the same in Chinese for the usual kinds.
pub fn system(reason: &std::io::Error) -> Message {
    // What we have put into words ourselves stands in both languages.
    if let Some(told) = reason.get_ref().and_then(|it| it.downcast_ref::<Message>()) {
        return told.clone();
    }
    let reason_zh = match reason.kind() {
        ErrorKind::NotFound => "文件或目录不存在",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::StorageFull => "磁盘空间不足",
        ErrorKind::QuotaExceeded => "超出磁盘配额",
        ErrorKind::ReadOnlyFilesystem => "文件系统只读",
        ErrorKind::FileTooLarge => "文件过大",
        ErrorKind::IsADirectory => "这是目录，不是文件",
        ErrorKind::NotADirectory => "路径中有一段不是目录",
        ErrorKind::DirectoryNotEmpty => "目录不为空",
        ErrorKind::InvalidFilename => "文件名过长或无效",
        ErrorKind::ResourceBusy => "正被占用",
        ErrorKind::BrokenPipe => "读取方已关闭",
        ErrorKind::UnexpectedEof => "文件不完整",
        ErrorKind::InvalidData => "内容无效",
        ErrorKind::OutOfMemory => "内存不足",
        ErrorKind::TimedOut => "等待超时",
        // These have no kind of their own yet.
        _ => match reason.raw_os_error() {
            Some(5) if cfg!(unix) => "磁盘读写错误",
            Some(23 | 24) if cfg!(unix) => "打开的文件过多",
            _ => "系统报告",
        },
    };
    message!("{reason}", "{reason_zh}（{reason}）")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_said_stands_in_chinese_too() {
        let of = |code| std::io::Error::from_raw_os_error(code);
        // ENOENT, EACCES, EIO, ENOSPC: the same numbers on every Unix.
        for (code, words) in [(2, "文件或目录不存在"), (13, "没有权限"), (5, "磁盘读写错误"), (28, "磁盘空间不足")]
        {
            if !cfg!(unix) {
                return;
            }
            let told = Error::Write { path: "a/b.csv".into(), reason: of(code) }.to_string();
            let number = format!("(os error {code})");
            assert!(
                told.contains(&format!("无法写入 a/b.csv：{words}")) && told.matches(&number).count() == 2,
                "{told}"
            );
        }
        let own = message!("the disk is full; make room", "磁盘已满，请腾出空间");
        let reason = std::io::Error::new(ErrorKind::StorageFull, own);
        assert_eq!(
            Error::Read { path: "x".into(), reason }.to_string(),
            "cannot read x: the disk is full; make room / 无法读取 x：磁盘已满，请腾出空间"
        );
    }
}
