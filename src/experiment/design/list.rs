//! A list of cells as comma-separated text: a heading of factor names, then a row a cell.
//!
//! Fields may be quoted as spreadsheets write them (RFC 4180); a byte order mark, Windows line ends and
//! blank lines are passed over. Fields stay text: what they must be depends on the factor.

use super::MOST_CELLS;
use crate::message::{Message, message};

/// Cells as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Names of the factors.
    pub factors: Vec<String>,
    /// The cells, each with as many fields as there are factors.
    pub cells: Vec<Row>,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line on which it begins, from 1 on.
    pub line: usize,
    /// Text of each field.
    pub fields: Vec<String>,
}

/// Something wrong in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1 on.
    pub line: usize,
    /// What is wrong.
    pub text: Message,
}

impl Fault {
    fn at(line: usize, text: Message) -> Self {
        Fault { line, text }
    }
}

impl List {
    /// Reads a list.
    ///
    /// # Errors
    /// All faults at once.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        let mut rows = rows(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(|it| vec![it])?.into_iter();
        let Some(heading) = rows.next() else {
            let text =
                message!("the list is empty: its first line names the factors", "列表为空：第一行须写因子的名称");
            return Err(vec![Fault::at(1, text)]);
        };
        let cells: Vec<Row> = rows.collect();
        let mut faults = heading_faults(&heading);
        if cells.is_empty() {
            let text = message!("the list has no cells below its heading", "列表在标题行之下没有单元");
            faults.push(Fault::at(heading.line, text));
        }
        if cells.len() > MOST_CELLS {
            let count = cells.len();
            let text = message!(
                "the list has {count} cells, at most {MOST_CELLS} can be planned",
                "列表有 {count} 个单元，最多可安排 {MOST_CELLS} 个"
            );
            faults.push(Fault::at(heading.line, text));
        }
        let factors = heading.fields;
        let uneven = cells.iter().filter(|it| it.fields.len() != factors.len());
        let told = |it: &Row| {
            let (fields, factors) = (it.fields.len(), factors.len());
            Fault::at(it.line, message!("{fields} fields for {factors} factors", "{fields} 个字段，{factors} 个因子"))
        };
        faults.extend(uneven.map(told));
        if faults.is_empty() { Ok(List { factors, cells }) } else { Err(faults) }
    }
}

fn heading_faults(Row { line, fields }: &Row) -> Vec<Fault> {
    let fault = |(place, name): (usize, &String)| {
        if name.is_empty() {
            let column = place + 1;
            return Some(Fault::at(*line, message!("column {column} has no name", "第 {column} 列没有名称")));
        }
        let twice = fields[..place].contains(name);
        twice.then(|| {
            let text = message!("factor `{name}` stands twice in the heading", "因子 `{name}` 在标题行出现两次");
            Fault::at(*line, text)
        })
    };
    fields.iter().enumerate().filter_map(fault).collect()
}

/// Rows that are not blank.
fn rows(text: &str) -> Result<Vec<Row>, Fault> {
    let (mut rows, mut fields, mut field) = (Vec::new(), Vec::new(), String::new());
    let (mut line, mut first_line, mut quoted, mut was_quoted) = (1, 1, false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.trim().is_empty() && !was_quoted => {
                field.clear();
                (quoted, was_quoted) = (true, true);
            }
            ',' if !quoted => fields.push(finished(&mut field, &mut was_quoted)),
            '\n' if !quoted => {
                fields.push(finished(&mut field, &mut was_quoted));
                line += 1;
                rows.push(Row { line: first_line, fields: std::mem::take(&mut fields) });
                first_line = line;
            }
            // Blanks behind a quoted field, the carriage return of a Windows line end among them.
            _ if was_quoted && !quoted && letter.is_whitespace() => {}
            _ => {
                line += usize::from(letter == '\n');
                field.push(letter);
            }
        }
    }
    if quoted {
        return Err(Fault::at(first_line, message!("a quoted field does not end", "带引号的字段没有结束")));
    }
    fields.push(finished(&mut field, &mut was_quoted));
    rows.push(Row { line: first_line, fields });
    rows.retain(|it| it.fields.iter().any(|it| !it.is_empty()));
    Ok(rows)
}

/// The field so far; what was not quoted loses the blanks around it.
fn finished(field: &mut String, was_quoted: &mut bool) -> String {
    let text = std::mem::take(field);
    if std::mem::take(was_quoted) { text } else { text.trim().to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_spreadsheets_write_it() {
        let text = "\u{feff}policy.points.enabled, name\r\ntrue,\"one, \"\"two\"\"\"\r\n\r\nfalse,plain\r\n";
        let list = List::read(text).unwrap();
        assert_eq!(list.factors, ["policy.points.enabled", "name"]);
        let cell = |line, fields: [&str; 2]| Row { line, fields: fields.map(str::to_string).to_vec() };
        assert_eq!(list.cells, [cell(2, ["true", "one, \"two\""]), cell(4, ["false", "plain"])]);
    }

    #[test]
    fn all_faults_of_a_list_are_told_with_their_lines() {
        let faults = List::read("a,a,\n1,2,3\n1,2\n4,5,6,7\n").unwrap_err();
        let lines: Vec<usize> = faults.iter().map(|it| it.line).collect();
        assert_eq!(lines, [1, 1, 3, 4]);
        assert!(faults[0].text.en.contains("`a` stands twice") && faults[3].text.en.contains("4 fields for 3 factors"));
    }

    #[test]
    fn an_empty_list_is_refused() {
        assert!(List::read("").unwrap_err()[0].text.en.contains("empty"));
        assert!(List::read("a,b\n").unwrap_err()[0].text.en.contains("no cells"));
        assert!(List::read("a\n\"b").unwrap_err()[0].text.en.contains("does not end"));
    }
}
