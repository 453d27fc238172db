//! What the bytes of a file are when they are not text in UTF-8: another encoding, or no text at all.

use crate::text::Label;
use crate::text::{Message, message};

use crate::diagnostics::position;

/// How a file that is no text begins.
const SIGNATURES: [(&[u8], Label); 7] = [
    (b"\xD0\xCF\x11\xE0", Label { en: "an Excel workbook (.xls)", zh: "一个 Excel 工作簿（.xls）" }),
    (b"PAR1", Label { en: "a Parquet table", zh: "一个 Parquet 表" }),
    (b"%PDF", Label { en: "a PDF document", zh: "一个 PDF 文档" }),
    (b"\x1F\x8B", Label { en: "a compressed file (gzip)", zh: "一个压缩文件（gzip）" }),
    (b"7z\xBC\xAF", Label { en: "a compressed file (7z)", zh: "一个压缩文件（7z）" }),
    (b"RDX", Label { en: "data of R", zh: "一个 R 数据文件" }),
    (b"\x89PNG", Label { en: "a picture", zh: "一张图片" }),
];

/// How every zip archive begins; a workbook is one.
const ZIP: &[u8] = b"PK\x03\x04";

/// Bytes of a zip archive in which the names of its first files are sought.
const HEAD: usize = 4096;

/// What the bytes of a file are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// Text in UTF-8.
    Text(String),
    /// No text; what it is.
    Other(Label),
    /// Text that is not UTF-8; in words.
    Encoded(Message),
}

/// Tells text in UTF-8 from all else.
pub(crate) fn content(bytes: Vec<u8>) -> Content {
    if let Some(other) = other_than_text(&bytes) {
        return Content::Other(other);
    }
    if is_wide(&bytes) {
        return Content::Encoded(message!("it looks like UTF-16, not UTF-8", "文件似为 UTF-16，不是 UTF-8"));
    }
    String::from_utf8(bytes).map_or_else(
        |error| {
            let (valid, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
            let (line, column) = position(&String::from_utf8_lossy(&bytes[..valid]), valid);
            let Label { en, zh } = encoding(bytes, valid);
            Content::Encoded(message!(
                "line {line}, column {column} is not UTF-8; it looks like {en}",
                "第 {line} 行第 {column} 列不是 UTF-8，似为 {zh}"
            ))
        },
        Content::Text,
    )
}

fn other_than_text(bytes: &[u8]) -> Option<Label> {
    if !bytes.starts_with(ZIP) {
        return SIGNATURES.into_iter().find(|(begin, _)| bytes.starts_with(begin)).map(|(_, label)| label);
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    Some(match () {
        () if holds(b"opendocument.spreadsheet") => {
            Label { en: "an OpenDocument spreadsheet (.ods)", zh: "一个 OpenDocument 表格（.ods）" }
        }
        () if holds(b"[Content_Types].xml") || holds(b"xl/") => {
            Label { en: "an Excel workbook (.xlsx)", zh: "一个 Excel 工作簿（.xlsx）" }
        }
        () => Label { en: "a zip archive", zh: "一个压缩文件（zip）" },
    })
}

/// Whether these are letters of two bytes: with the mark of UTF-16, or with every other byte zero in plain text.
fn is_wide(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let half = bytes.len() / 2;
    marked || (half > 1 && zeros(0).max(zeros(1)) * 3 > half)
}

/// The encoding that text which is not UTF-8 looks like; up to byte `valid` it is UTF-8.
fn encoding(bytes: &[u8], valid: usize) -> Label {
    if !bytes[..valid].is_ascii() {
        return Label { en: "UTF-8 that was damaged", zh: "受损的 UTF-8" };
    }
    let (mut simplified, mut other, mut single) = (0, 0, 0);
    let mut rest = &bytes[valid..];
    while let [first, after @ ..] = rest {
        // The letters of GB 2312 have two bytes above 0xA0; GBK and Big5 also use lower second bytes.
        let (letters, length) = match (first, after.first()) {
            (0..=0x80, _) => (None, 1),
            (0xA1..=0xFE, Some(0xA1..=0xFE)) => (Some(&mut simplified), 2),
            (0x81..=0xFE, Some(0x80..=0xFE)) => (Some(&mut other), 2),
            _ => (Some(&mut single), 1),
        };
        letters.into_iter().for_each(|count| *count += 1);
        rest = &rest[length..];
    }
    match () {
        () if single > simplified + other => {
            Label { en: "Windows-1252 or a similar encoding", zh: "Windows-1252 等单字节编码" }
        }
        () if simplified >= other => Label { en: "GBK", zh: "GBK" },
        () => Label { en: "GBK or Big5", zh: "GBK 或 Big5" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(bytes: &[u8]) -> String {
        match content(bytes.to_vec()) {
            Content::Text(_) => "text".into(),
            Content::Other(label) => label.en.into(),
            Content::Encoded(message) => message.to_string(),
        }
    }

    #[test]
    fn what_is_no_text_in_utf_8_is_called_by_its_name() {
        assert_eq!(said("省份,周\n北京,8\n".as_bytes()), "text");
        assert_eq!(said(b"\xEF\xBB\xBFa,b\n"), "text");
        assert!(said(b"a,b\n8,\xB1\xB1\xBE\xA9\n").starts_with("line 2, column 3 is not UTF-8; it looks like GBK /"));
        assert!(said(b"a,b\n8,Orl\xE9ans\n").contains("Windows-1252"));
        assert!(said(b"a,b\n8,\xA5\xE4\xB0\xC6\xAA\xA9\xA4\xE5\n").contains("GBK"));
        assert!(said(b"\xE5\x8C\x97,\xFF\n").contains("damaged"));
        let wide = |text: &str, mark: &[u8]| {
            [mark, &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat()
        };
        assert!(said(&wide("a,b\n1,2\n", b"\xFF\xFE")).contains("UTF-16"));
        assert!(said(&wide("a,b\n1,北京\n", b"")).contains("UTF-16"));
        assert_eq!(said(b"PK\x03\x04....[Content_Types].xml"), "an Excel workbook (.xlsx)");
        assert_eq!(
            said(b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
            "an OpenDocument spreadsheet (.ods)"
        );
        assert_eq!(said(b"\xD0\xCF\x11\xE0\xA1\xB1"), "an Excel workbook (.xls)");
        assert_eq!(said(b""), "text");
    }
}
