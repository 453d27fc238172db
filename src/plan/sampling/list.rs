//! Reads a list of cells from a text table, as spreadsheets and R write it: a heading with factor names, then one row per
//! cell.
//!
//! Fields are separated by commas, semicolons or tabs and may be quoted (RFC 4180). A byte order mark, Windows line ends,
//! blank lines, blank columns at the end and the row numbers of R are skipped. [`crate::plan::sampling::field`] reads the
//! values of fields. Every error has the place of its field.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostics::{Diagnostic, Place};
use crate::plan::sampling::MOST_CELLS;
use crate::text::{Message, message};

/// Separators of fields.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// Separators that people use but that are not supported.
const OTHER_SEPARATORS: [char; 4] = ['，', '；', '、', '|'];

/// Maximum number of errors of one kind that are listed.
const MOST_FAULTS: usize = 100;

/// One field of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// Byte range of its text, without the quotation marks.
    pub span: Range<usize>,
    /// Whether it contains a doubled quotation mark.
    doubled: bool,
}

impl Field {
    /// Its text.
    pub fn text<'t>(&self, table: &'t str) -> Cow<'t, str> {
        let text = table[self.span.clone()].trim();
        if self.doubled { Cow::Owned(text.replace("\"\"", "\"")) } else { Cow::Borrowed(text) }
    }

    fn is_blank(&self, table: &str) -> bool {
        table[self.span.clone()].trim().is_empty()
    }
}

/// The cells as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    /// Names of the factors.
    pub factors: Vec<Field>,
    /// The cells, with one field per factor.
    pub cells: Vec<Vec<Field>>,
    /// Whether fields are separated by semicolons, as in countries with a decimal comma.
    pub semicolons: bool,
}

impl List {
    /// Reads the text of a source.
    ///
    /// # Errors
    /// All errors of the text.
    pub fn read(text: &str, source: usize) -> Result<Self, Vec<Diagnostic>> {
        let table = Reader { text, source };
        let (start, separator) = table.separator().map_err(|fault| vec![*fault])?;
        let mut rows = table.rows(start, separator).map_err(|fault| vec![*fault])?.into_iter();
        let Some(heading) = rows.next() else {
            let title = message!("the list is empty", "列表为空");
            let label = message!("the first line must name the factors", "第一行须写因子的名称");
            return Err(vec![table.fault(title, 0..0, label)]);
        };
        let cells: Vec<Vec<Field>> = rows.collect();
        let mut faults = Vec::new();
        if cells.is_empty() {
            let title = message!("the list has no cells", "列表没有单元");
            let label = message!("there are no rows below this heading", "此标题行之下没有数据行");
            faults.push(table.fault(title, whole(&heading), label));
        }
        if cells.len() > MOST_CELLS {
            let count = cells.len();
            let title = message!(
                "the list has {count} cells; the limit is {MOST_CELLS}",
                "列表有 {count} 个单元；上限为 {MOST_CELLS} 个"
            );
            faults.push(table.fault(title, whole(&heading), message!("split the list", "请拆分列表")));
        }
        let (factors, cells) = table.named_columns(heading, cells, separator, &mut faults);
        table.refuse_twins(&factors, &mut faults);
        if faults.is_empty() { Ok(List { factors, cells, semicolons: separator == ';' }) } else { Err(faults) }
    }
}

/// Byte range from the first to the last field of a row.
fn whole(row: &[Field]) -> Range<usize> {
    row.first().map_or(0, |field| field.span.start)..row.last().map_or(0, |field| field.span.end)
}

/// The text of a list while it is split into rows.
struct Reader<'t> {
    text: &'t str,
    source: usize,
}

impl Reader<'_> {
    fn fault(&self, title: Message, span: Range<usize>, label: Message) -> Diagnostic {
        Diagnostic::new(title, &Place { source: self.source, span }, label)
    }

    /// Start of the heading, and the separator: the one in a `sep=` line of a spreadsheet, or the one that the heading
    /// contains outside quotation marks, since no name of a factor contains a separator.
    fn separator(&self) -> Result<(usize, char), Box<Diagnostic>> {
        let mut start = self.text.len() - self.text.strip_prefix('\u{feff}').unwrap_or(self.text).len();
        let first = self.text[start..].lines().next().unwrap_or_default();
        let said = first.trim_matches(['"', '\r']).to_ascii_lowercase();
        if let Some(separator) = said.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
            start += first.len();
            if SEPARATORS.contains(&separator) {
                return Ok((start, separator));
            }
        }
        let blank = self.text[start..].len() - self.text[start..].trim_start().len();
        let heading = start + blank;
        let (mut found, mut quoted) = (None, false);
        for (at, letter) in self.text[heading..].char_indices().map(|(at, letter)| (heading + at, letter)) {
            match letter {
                '"' => quoted = !quoted,
                _ if quoted => {}
                '\n' => break,
                _ if OTHER_SEPARATORS.contains(&letter) => {
                    let title =
                        message!("`{letter}` cannot separate the fields of a table", "`{letter}` 不能分隔表中的字段");
                    let label =
                        message!("write an ASCII comma `,` here and in every row", "此处及各行请改用半角逗号 `,`");
                    return Err(Box::new(self.fault(title, at..at + letter.len_utf8(), label)));
                }
                _ if SEPARATORS.contains(&letter) => match found {
                    None => found = Some((at, letter)),
                    Some((_, first)) if first == letter => {}
                    Some((first, _)) => {
                        let title = message!("the heading has two kinds of separators", "标题行有两种分隔符");
                        let label = message!("use the same separator everywhere", "请统一为一种");
                        let fault = self.fault(title, at..at + 1, label);
                        let place = Place { source: self.source, span: first..first + 1 };
                        return Err(Box::new(fault.other(&place, message!("a different one here", "此处是另一种"))));
                    }
                },
                _ => {}
            }
        }
        Ok((start, found.map_or(',', |(_, letter)| letter)))
    }

    /// Rows that are not blank, from a byte position.
    fn rows(&self, start: usize, separator: char) -> Result<Vec<Vec<Field>>, Box<Diagnostic>> {
        let (mut rows, mut row, mut at) = (Vec::new(), Vec::new(), start);
        while at <= self.text.len() {
            let (field, end) = self.field(at, separator)?;
            row.push(field);
            let next = self.text[end..].chars().next();
            if next != Some(separator) {
                let filled = row.iter().any(|field: &Field| !field.is_blank(self.text));
                let finished = std::mem::take(&mut row);
                rows.extend(filled.then_some(finished));
            }
            at = end + next.map_or(1, char::len_utf8);
        }
        Ok(rows)
    }

    /// The field that begins at a byte position, and its end: a separator, a line end, or the end of the text.
    fn field(&self, start: usize, separator: char) -> Result<(Field, usize), Box<Diagnostic>> {
        let ends = |letter: char| letter == separator || letter == '\n';
        let from = |at: usize, wanted: &dyn Fn(char) -> bool| {
            self.text[at..].find(wanted).map_or(self.text.len(), |it| at + it)
        };
        let first = from(start, &|letter| !letter.is_whitespace() || ends(letter));
        if !self.text[first..].starts_with('"') {
            let end = from(start, &ends);
            let text = self.text[start..end].trim_end();
            let span = first.min(start + text.len())..start + text.len();
            return Ok((Field { span, doubled: false }, end));
        }
        let (inside, mut doubled) = (first + 1, false);
        let mut close = inside;
        loop {
            close = from(close, &|letter| letter == '"');
            if close == self.text.len() {
                let title = message!("a quoted field does not end", "带引号的字段没有结束");
                let label = message!("this quotation mark is never closed", "此引号没有配对");
                return Err(Box::new(self.fault(title, first..first + 1, label)));
            }
            if !self.text[close + 1..].starts_with('"') {
                break;
            }
            (close, doubled) = (close + 2, true);
        }
        // Blanks may follow a quoted field, such as the carriage return of a Windows line end.
        let end = from(close + 1, &|letter| !letter.is_whitespace() || ends(letter));
        if self.text[end..].chars().next().is_some_and(|letter| !ends(letter)) {
            let title = message!("there is text after a quoted field", "带引号的字段之后还有文字");
            let label = message!(
                "separate fields by commas, and write a quotation mark inside a field twice",
                "字段之间用逗号分隔；字段内的引号须写两次"
            );
            return Err(Box::new(self.fault(title, close..close + 1, label)));
        }
        Ok((Field { span: inside..close, doubled }, end))
    }

    /// The columns with a name; reports errors in other columns and in rows that are too short or too long.
    fn named_columns(
        &self,
        heading: Vec<Field>,
        mut cells: Vec<Vec<Field>>,
        separator: char,
        faults: &mut Vec<Diagnostic>,
    ) -> (Vec<Field>, Vec<Vec<Field>>) {
        let columns = heading.iter().rposition(|field| !field.is_blank(self.text)).map_or(0, |last| last + 1);
        let too_long = |row: &Vec<Field>| row.iter().skip(columns).any(|field| !field.is_blank(self.text));
        let uneven = cells.iter().filter(|row| row.len() < columns || too_long(row));
        faults.extend(uneven.take(MOST_FAULTS).map(|row| self.uneven(row, columns, separator)));
        let row_numbers = heading.first().is_some_and(|field| field.is_blank(self.text))
            && (1..)
                .zip(&cells)
                .all(|(number, row)| row.first().is_some_and(|it| it.text(self.text) == number.to_string()));
        let first = usize::from(row_numbers);
        for (column, name) in heading.iter().enumerate().take(columns).skip(first) {
            if name.is_blank(self.text) {
                let number = column + 1;
                let title = message!("column {number} has no name", "第 {number} 列没有名称");
                let label = message!("the heading must name a factor for every column", "标题行须为每一列写明因子");
                let help = message!(
                    "to omit R row names, use write.csv(…, row.names = FALSE)",
                    "R 的行名可用 write.csv(…, row.names = FALSE) 去掉"
                );
                faults.push(self.fault(title, name.span.clone(), label).help(help));
            }
        }
        for row in &mut cells {
            row.truncate(columns);
            row.drain(..first.min(row.len()));
        }
        (heading.into_iter().take(columns).skip(first).collect(), cells)
    }

    /// Reports a row with too few or too many fields.
    fn uneven(&self, row: &[Field], columns: usize, separator: char) -> Diagnostic {
        let (fields, span) = (row.len(), whole(row));
        let title = message!("this row has a different number of fields from the heading", "此行与标题行的字段数不同");
        let label = message!("{fields} here, {columns} in the heading", "此行 {fields} 个，标题行 {columns} 个");
        let row_text = &self.text[span.clone()];
        let other =
            SEPARATORS.into_iter().chain(OTHER_SEPARATORS).find(|it| *it != separator && row_text.contains(*it));
        let help = match other {
            _ if fields > columns && separator == ',' => message!(
                "a number with a decimal comma, such as -3,6, is written -3.6; put a text with a comma in quotation \
                 marks",
                "带小数逗号的数，如 -3,6，请写 -3.6；含逗号的文本须加引号"
            ),
            Some(other) => message!(
                "`{other}` does not separate fields here: use the separator of the heading",
                "`{other}` 在此不分隔字段：请与标题行用同一种分隔符"
            ),
            None => message!("give every factor a value in every row", "每一行须为每个因子写一个值"),
        };
        self.fault(title, span, label).help(help)
    }

    fn refuse_twins(&self, factors: &[Field], faults: &mut Vec<Diagnostic>) {
        for (place, name) in factors.iter().enumerate() {
            let text = name.text(self.text);
            if let Some(twin) = factors[..place].iter().find(|other| !text.is_empty() && other.text(self.text) == text)
            {
                let title = message!("factor `{text}` appears twice in the heading", "因子 `{text}` 在标题行出现两次");
                let fault = self.fault(title, name.span.clone(), message!("a second time here", "此处是第二次"));
                let first = Place { source: self.source, span: twin.span.clone() };
                faults.push(fault.other(&first, message!("first here", "此处是第一次")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::position;

    /// Heading and rows as texts.
    fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let list = List::read(text, 0).unwrap();
        let texts = |row: &Vec<Field>| row.iter().map(|field| field.text(text).into_owned()).collect::<Vec<_>>();
        (texts(&list.factors), list.cells.iter().map(texts).collect())
    }

    /// Line, column and English title of each fault.
    fn faults(text: &str) -> Vec<(usize, usize, String)> {
        let place = |fault: &Diagnostic| position(text, fault.place.as_ref().unwrap().span.start);
        let told = |fault: Diagnostic| (place(&fault).0, place(&fault).1, fault.title.en);
        List::read(text, 0).unwrap_err().into_iter().map(told).collect()
    }

    #[test]
    fn a_list_is_read_as_spreadsheets_write_it() {
        let text = "\u{feff}policy.points.enabled, name\r\ntrue,\"one, \"\"two\"\"\"\r\n\r\nfalse,plain\r\n,\r\n";
        let (factors, cells) = read(text);
        assert_eq!(factors, ["policy.points.enabled", "name"]);
        assert_eq!(cells, [["true", "one, \"two\""], ["false", "plain"]]);
        let list = List::read(text, 0).unwrap();
        assert_eq!(position(text, list.cells[1][1].span.start), (4, 7));
    }

    #[test]
    fn semicolons_and_tabs_separate_too_and_blank_columns_and_row_numbers_fall_away() {
        let expected =
            (vec!["a".to_string(), "b".into()], vec![vec!["1".to_string(), "2".into()], vec!["3".into(), "4".into()]]);
        for text in [
            "a,b\n1,2\n3,4\n",
            "a;b\n1;2\n3;4",
            "a\tb\n1\t2\n3\t4\n\n\n",
            "sep=;\r\na;b\r\n1;2\r\n3;4\r\n",
            "a,b,,\n1,2,,\n3,4,\n,,,\n",
            "\"\",\"a\",\"b\"\n\"1\",1,2\n\"2\",3,4\n",
            "\n\n a , b \n 1 , 2 \n 3 , 4 ",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn all_faults_of_a_list_are_told_with_their_places() {
        let told = faults("a,a,b\n1,2,3\n1,2\n4,5,6,7\n");
        assert_eq!(told.iter().map(|it| (it.0, it.1)).collect::<Vec<_>>(), [(3, 1), (4, 1), (1, 3)]);
        assert!(told[2].2.contains("`a` appears twice"), "{told:?}");
        assert_eq!(faults(",a\n5,2\n7,3\n"), [(1, 1, "column 1 has no name".to_string())]);
        assert_eq!(faults("a,b;c\n1,2;3\n"), [(1, 4, "the heading has two kinds of separators".to_string())]);
        assert_eq!(faults("a，b\n1，2\n")[0].1, 2);
        assert!(faults("a\n-3,6\n")[0].2.contains("number of fields"));
    }

    #[test]
    fn an_empty_list_is_refused() {
        assert!(faults("")[0].2.contains("empty"));
        assert!(faults("\u{feff}\r\n ,\r\n")[0].2.contains("empty"));
        assert!(faults("a,b\n")[0].2.contains("no cells"));
        assert_eq!(faults("a\n\"b"), [(2, 1, "a quoted field does not end".to_string())]);
        assert!(faults("a\n\"b\"c\n")[0].2.contains("after a quoted field"));
    }
}
