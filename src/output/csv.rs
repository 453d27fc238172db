//! Comma-separated text (RFC 4180): the one place where cells become text, for every CSV file that huzhu writes.
//!
//! A spreadsheet runs what looks like a formula when it opens such a file. A text that begins like one therefore gets a
//! single quotation mark in front (OWASP, CSV injection), as texts of a workbook are stored as texts. Readers of
//! huzhu's results take the Parquet files, which hold every text as it is.

/// One cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// A text, such as a name or a key.
    Text(&'a str),
    /// A number; empty if it is not finite.
    Number(f64),
    /// A number of single precision, with as few digits as identify it.
    Real(f32),
    /// A whole number.
    Whole(i64),
    /// An empty cell.
    Empty,
}

impl From<Option<f64>> for Cell<'_> {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Cell::Empty, Cell::Number)
    }
}

/// A line of cells with a line end.
pub fn line<'a>(cells: impl IntoIterator<Item = Cell<'a>>) -> String {
    let cells: Vec<String> = cells.into_iter().map(written).collect();
    cells.join(",") + "\n"
}

fn written(cell: Cell) -> String {
    match cell {
        Cell::Text(text) => quoted(text),
        // Adding 0 turns a negative zero into zero.
        Cell::Number(number) if number.is_finite() => (number + 0.0).to_string(),
        Cell::Real(number) if number.is_finite() => (number + 0.0).to_string(),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(_) | Cell::Real(_) | Cell::Empty => String::new(),
    }
}

fn quoted(text: &str) -> String {
    let guard = if is_like_a_formula(text) { "'" } else { "" };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

/// Whether a spreadsheet might run a text as a formula. Chinese and Japanese editions also accept full-width signs. A
/// number with its sign is harmless.
fn is_like_a_formula(text: &str) -> bool {
    let begins = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    begins && !text.parse().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_commas_quotes_or_line_ends_are_quoted_and_what_is_no_number_is_nothing() {
        let cells = [Cell::Text("a, \"b\""), Cell::Text("c\nd"), Cell::Text("e"), Cell::Empty, Cell::Number(f64::NAN)];
        assert_eq!(line(cells), "\"a, \"\"b\"\"\",\"c\nd\",e,,\n");
    }

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_guarded_and_a_number_never_is() {
        for text in ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", "＝1+1", "-", "+inf"] {
            assert_eq!(line([Cell::Text(text)]), format!("'{text}\n"));
        }
        let link = "=HYPERLINK(\"http://x\",\"y\")";
        assert_eq!(line([Cell::Text(link)]), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n");
        assert_eq!(line([Cell::Text("\rx")]), "\"'\rx\"\n");
        for text in ["-0.5", "+3", "-1e-3", "a=b", "1-2", "'=1"] {
            assert_eq!(line([Cell::Text(text)]), format!("{text}\n"));
        }
        assert_eq!(line([Cell::Number(-0.5), Cell::Whole(-3), Cell::Real(-0.1)]), "-0.5,-3,-0.1\n");
    }

    #[test]
    fn nothing_has_no_sign() {
        assert_eq!(line([Cell::Number(-0.0), Cell::Real(-0.0), Some(-0.0).into()]), "0,0,0\n");
    }
}
