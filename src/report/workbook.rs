//! A report as a workbook: every table as a sheet that reads like its CSV file, and native charts.

use std::borrow::Cow;

use rust_xlsxwriter::{
    Chart as Drawing, ChartErrorBars, ChartErrorBarsType, ChartFormat, ChartLegendPosition, ChartLine, ChartRange,
    ChartType, DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};

use super::document::Document;
use super::document::chart::{Chart, Intervals, Kind};
use crate::analysis::results::Mark;
use crate::analysis::table::{Cells, Table};
use crate::text::{Language, Message, message};
use crate::{Error, Result};

/// Rows of a sheet at most.
const MOST_ROWS: usize = 1_048_576;

/// Letters of a sheet's name at most.
const MOST_LETTERS: usize = 31;

/// Letters of a cell at most, of sixteen bits.
const MOST_LETTERS_OF_A_CELL: usize = 32_767;

/// Sheet whose cells the charts read.
const DATA: &str = "chart data 图表数据";

/// Size of a chart, pixels.
const SIZE: (u32, u32) = (620, 340);

/// The workbook's bytes; the same document gives the same.
///
/// # Errors
/// A table has more rows than a sheet can hold.
pub fn workbook(document: &Document) -> Result<Vec<u8>> {
    let refused = |told| Error::Output { path: document.source.results.path.clone(), told };
    let tables: Vec<&Table> = document.source.tables.iter().filter(|it| it.rows() > 0).collect();
    if let Some(it) = tables.iter().find(|it| it.rows() >= MOST_ROWS) {
        let (name, rows) = (&it.name, it.rows());
        return Err(refused(message!(
            "table `{name}` has {rows} rows, a sheet holds {MOST_ROWS} with its heading; use --format csv",
            "表 `{name}` 行数超出工作表上限，请用 --format csv"
        )));
    }
    let failed = |reason: &dyn std::fmt::Display| {
        refused(message!("cannot make the workbook: {reason}", "无法生成工作簿：{reason}"))
    };
    let bytes = filled(document, &tables).map_err(|reason| failed(&reason))?;
    Mark::sealed_workbook(bytes).map_err(|reason| failed(&reason))
}

fn filled(document: &Document, tables: &[&Table]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The time of writing would make every file another one.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(both(&document.title)).set_creation_datetime(&epoch);
    let made_from = document.source.results.mark.of_workbook();
    workbook.set_properties(
        &made_from.into_iter().fold(properties, |it, (name, value)| it.set_custom_property(name, value)),
    );
    answer(workbook.add_worksheet(), document)?;
    let mut data = Worksheet::new();
    data.set_name(DATA)?;
    if charts(workbook.add_worksheet(), &mut data, document)? {
        workbook.push_worksheet(data);
    } else {
        workbook.worksheets_mut().pop();
    }
    for it in tables {
        table(workbook.add_worksheet(), it, &document.source.name(&it.name))?;
    }
    columns(workbook.add_worksheet(), tables)?;
    origin(workbook.add_worksheet(), document)?;
    workbook.save_to_buffer()
}

/// Both texts on one line.
fn both(text: &Message) -> String {
    if text.en == text.zh { text.en.clone() } else { format!("{} {}", text.en, text.zh) }
}

/// A text as a cell can hold it. It is stored as a text, whatever a spreadsheet would make of it elsewhere.
fn fitting(text: &str) -> Cow<'_, str> {
    if text.encode_utf16().count() <= MOST_LETTERS_OF_A_CELL {
        return text.into();
    }
    let mut left = MOST_LETTERS_OF_A_CELL - 1;
    let fits = |it: &char| left.checked_sub(it.len_utf16()).map(|rest| left = rest).is_some();
    (text.chars().take_while(fits).collect::<String>() + "…").into()
}

/// A name within a chart. The library takes what reads like the address of cells for one, which a letter of no width
/// prevents.
fn in_chart(text: &Message) -> String {
    let name = both(text).replace('!', "!\u{200b}");
    if name.starts_with('=') { format!("\u{200b}{name}") } else { name }
}

/// Name of the sheet of a table: its name in files, and as much of its Chinese title as fits.
fn sheet_name(table: &str, title: &Message) -> String {
    let whole = if title.zh == table { table.to_string() } else { format!("{table} {}", title.zh) };
    whole.chars().filter(|it| !"[]:*?/\\".contains(*it)).take(MOST_LETTERS).collect()
}

fn bold() -> Format {
    Format::new().set_bold()
}

fn answer(sheet: &mut Worksheet, document: &Document) -> std::result::Result<(), XlsxError> {
    sheet.set_name("answer 结论")?;
    sheet.set_column_width(0, 90)?.set_column_width(1, 90)?;
    sheet.write_with_format(0, 0, &document.title.en, &bold())?.write_with_format(0, 1, &document.title.zh, &bold())?;
    for (row, it) in (1..).zip(document.answer.iter().flat_map(|it| &it.sentences)) {
        let [en, zh] = [Language::English, Language::Chinese].map(|language| it.plain(language));
        sheet.write(row, 0, fitting(&en).as_ref())?.write(row, 1, fitting(&zh).as_ref())?;
    }
    Ok(())
}

fn table(sheet: &mut Worksheet, table: &Table, title: &Message) -> std::result::Result<(), XlsxError> {
    sheet.set_name(sheet_name(&table.name, title))?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, it) in (0..).zip(&table.columns) {
        sheet.write_with_format(0, column, &it.name, &bold())?;
        match &it.cells {
            Cells::Texts(texts) => {
                for (row, text) in (1..).zip(texts).filter(|it| !it.1.is_empty()) {
                    sheet.write(row, column, fitting(text).as_ref())?;
                }
            }
            Cells::Numbers(numbers) => {
                for (row, number) in (1..).zip(numbers) {
                    if let Some(number) = number {
                        sheet.write(row, column, *number)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// What every column of every table means.
fn columns(sheet: &mut Worksheet, tables: &[&Table]) -> std::result::Result<(), XlsxError> {
    sheet.set_name("columns 列说明")?;
    for (column, it) in (0..).zip(["table 表", "column 列", "unit 单位", "meaning", "含义"]) {
        sheet.write_with_format(0, column, it, &bold())?.set_column_width(column, 28)?;
    }
    let all = tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    for (row, (table, it)) in (1..).zip(all) {
        for (column, text) in (0..).zip([&table.name, &it.name, &it.unit, &it.en, &it.zh]) {
            sheet.write(row, column, text)?;
        }
    }
    Ok(())
}

fn origin(sheet: &mut Worksheet, document: &Document) -> std::result::Result<(), XlsxError> {
    sheet.set_name("provenance 来源")?;
    sheet.set_column_width(0, 40)?.set_column_width(1, 70)?;
    for (row, it) in (0..).zip(&document.origin) {
        let [name, value] = [&it.name, &it.value].map(both);
        sheet.write(row, 0, fitting(&name).as_ref())?.write(row, 1, fitting(&value).as_ref())?;
    }
    Ok(())
}

/// Draws every chart that a spreadsheet knows; says whether there was one.
fn charts(sheet: &mut Worksheet, data: &mut Worksheet, document: &Document) -> std::result::Result<bool, XlsxError> {
    sheet.set_name("charts 图表")?;
    let (mut free, mut row, mut any) = (0, 0, false);
    for section in &document.sections() {
        let mut begun = false;
        let mut column = 0;
        for chart in &section.charts {
            let Some(mut drawing) = drawing(chart, data, &mut free)? else { continue };
            if !begun {
                sheet.write_with_format(row, 0, both(&section.title), &bold())?;
                (begun, any, row) = (true, true, row + 1);
            }
            drawing.title().set_name(in_chart(&chart.title).as_str());
            drawing.x_axis().set_name(in_chart(&chart.x).as_str());
            drawing.y_axis().set_name(in_chart(&chart.y).as_str());
            drawing.legend().set_position(ChartLegendPosition::Bottom);
            drawing.set_width(SIZE.0).set_height(SIZE.1);
            sheet.insert_chart(row, column, &drawing)?;
            // Two stand side by side; a row is 20 pixels high, a column 64 wide.
            (column, row) = if column == 0 { (10, row) } else { (0, row + 18) };
        }
        if begun {
            row += if column == 0 { 1 } else { 19 };
        }
    }
    Ok(any)
}

/// A block of the data sheet: columns with a heading each.
struct Block<'a> {
    sheet: &'a mut Worksheet,
    first: u32,
    last: u32,
    columns: u16,
}

impl Block<'_> {
    fn text(&mut self, head: &str, texts: &[Message]) -> std::result::Result<u16, XlsxError> {
        self.sheet.write(self.first, self.columns, fitting(head).as_ref())?;
        for (row, it) in (self.first + 1..).zip(texts) {
            self.sheet.write(row, self.columns, fitting(&both(it)).as_ref())?;
        }
        Ok(self.end(texts.len()))
    }

    fn numbers(
        &mut self,
        head: &str,
        numbers: impl Iterator<Item = Option<f64>>,
    ) -> std::result::Result<u16, XlsxError> {
        self.sheet.write(self.first, self.columns, fitting(head).as_ref())?;
        let mut rows = 0;
        for (row, it) in (self.first + 1..).zip(numbers) {
            if let Some(it) = it {
                self.sheet.write(row, self.columns, it)?;
            }
            rows += 1;
        }
        Ok(self.end(rows))
    }

    fn end(&mut self, rows: usize) -> u16 {
        self.last = self.last.max(self.first + rows as u32);
        self.columns += 1;
        self.columns - 1
    }

    fn range(&self, column: u16) -> (&'static str, u32, u16, u32, u16) {
        (DATA, self.first + 1, column, self.last, column)
    }
}

/// Bars with their intervals, one beside the other.
fn intervals(
    drawing: &mut Drawing,
    block: &mut Block,
    rows: &[Message],
    series: &[Intervals],
) -> std::result::Result<(), XlsxError> {
    let names = block.text("", rows)?;
    for it in series {
        let name = in_chart(&it.name);
        let value = block.numbers(&name, it.values.iter().map(|it| Some((*it)?.value)))?;
        let distances =
            |end: usize| it.values.iter().map(move |it| it.and_then(|it| Some((it.ends?[end] - it.value).abs())));
        let mut bars = ChartErrorBars::new();
        // Without intervals there are no bars: one of no width would claim certainty.
        let known = it.values.iter().flatten().any(|it| it.ends.is_some());
        if known {
            let ranges = [("+", 1), ("−", 0)].map(|(sign, end)| {
                let column = block.numbers(&format!("{name} {sign}"), distances(end))?;
                let (sheet, first, column, last, _) = block.range(column);
                Ok::<_, XlsxError>(ChartRange::new_from_range(sheet, first, column, last, column))
            });
            let [up, down] = ranges;
            bars.set_type(ChartErrorBarsType::Custom(up?, down?));
        }
        let series = drawing.add_series();
        series.set_name(name.as_str()).set_categories(block.range(names)).set_values(block.range(value));
        if known {
            series.set_y_error_bars(&bars);
        }
    }
    drawing.y_axis().set_label_position(rust_xlsxwriter::ChartAxisLabelPosition::Low);
    drawing.x_axis().set_reverse();
    Ok(())
}

/// A chart with its numbers in the data sheet; none of a kind that spreadsheets do not draw.
fn drawing(chart: &Chart, sheet: &mut Worksheet, free: &mut u32) -> std::result::Result<Option<Drawing>, XlsxError> {
    let mut block = Block { sheet, first: *free, last: *free, columns: 0 };
    let mut drawing = match &chart.kind {
        Kind::Lines(_) => Drawing::new(ChartType::ScatterStraight),
        Kind::Intervals { .. } => Drawing::new(ChartType::Bar),
        Kind::Bars { .. } => Drawing::new(ChartType::BarStacked),
        Kind::Points(_) => Drawing::new(ChartType::Scatter),
        Kind::Tiles(_) | Kind::Flows { .. } => return Ok(None),
    };
    match &chart.kind {
        Kind::Lines(lines) => {
            for it in lines {
                let name = it.name.as_ref().map_or_else(String::new, in_chart);
                let x = block.numbers(&both(&chart.x), it.x.iter().copied().map(Some))?;
                let y = block.numbers(&name, it.y.iter().copied())?;
                drawing.add_series().set_name(name.as_str()).set_categories(block.range(x)).set_values(block.range(y));
            }
        }
        Kind::Intervals { rows, series } => intervals(&mut drawing, &mut block, rows, series)?,
        Kind::Bars { rows, series } => {
            let names = block.text("", rows)?;
            for it in series {
                let value = block.numbers(&both(&it.name), it.values.iter().copied())?;
                drawing
                    .add_series()
                    .set_name(in_chart(&it.name).as_str())
                    .set_categories(block.range(names))
                    .set_values(block.range(value));
            }
            drawing.x_axis().set_reverse();
        }
        Kind::Points(series) => {
            for it in series {
                let x = block.numbers(&both(&chart.x), it.at.iter().map(|it| Some(it[0])))?;
                let y = block.numbers(&both(&it.name), it.at.iter().map(|it| Some(it[1])))?;
                if !it.labels.is_empty() {
                    block.text("", &it.labels)?;
                }
                let series = drawing.add_series();
                series.set_name(in_chart(&it.name).as_str()).set_categories(block.range(x)).set_values(block.range(y));
                if it.joined {
                    series.set_format(ChartFormat::new().set_line(ChartLine::new().set_width(1.5)));
                }
            }
        }
        Kind::Tiles(_) | Kind::Flows { .. } => {}
    }
    *free = block.last + 2;
    Ok(Some(drawing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_sheet_fits_and_has_both_languages() {
        let title = Message::new("Costs by item and discount rate", "分项成本，按贴现率");
        assert_eq!(sheet_name("costs", &title), "costs 分项成本，按贴现率");
        let long = Message::new("x", "很长的名字".repeat(10));
        assert_eq!(sheet_name("cost_effectiveness", &long).chars().count(), MOST_LETTERS);
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_and_every_other_stands_as_it_is() {
        for text in ["=1+1", "@SUM(A1)", ""] {
            assert_eq!(fitting(text), text);
        }
        // A letter outside the first plane takes two of the sixteen-bit units that a cell counts.
        let cut = fitting(&"𠀀".repeat(20_000)).encode_utf16().count();
        assert!((MOST_LETTERS_OF_A_CELL - 1..=MOST_LETTERS_OF_A_CELL).contains(&cut), "{cut}");
    }

    #[test]
    fn no_name_in_a_chart_is_taken_for_the_address_of_cells() {
        for name in ["=Sheet1!A1", "=Table[Column]", "Sheet1!$A$1:$B$2", "Sheet1!A1"] {
            let safe = in_chart(&Message::same(name));
            assert!(!safe.starts_with('=') && !safe.contains("!A") && !safe.contains("!$"), "{safe:?}");
        }
        assert_eq!(in_chart(&Message::new("trust", "信任")), "trust 信任");
    }
}
