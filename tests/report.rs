//! Reports as a user meets them: what a page says is what the files hold, whole in itself and in both languages.

#[path = "report/answers.rs"]
mod answers;
#[path = "support/program.rs"]
mod program;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::OnceLock;

use calamine::{Data, Reader, Xlsx, open_workbook};
use huzhu::internals::report::{Document, Value, words};
use huzhu::table::{Cells, Table};
use tempfile::TempDir;

use program::{TWO_WAYS, area, printed, run};

/// A study of a place, with sums of provinces, and with names that a page must not take for its own text.
fn study() -> String {
    let study = TWO_WAYS.replace("'Two ways'", "'Two ways <b>&</b>'");
    let study = study.replace("'recognition'", "'recognition </script><script>alert(1)</script>'");
    format!("{}{study}policy.staffing.start_week = 0\n", place())
}

fn place() -> String {
    format!("replicates = 2\n{}[output]\nprovinces = true\n", area(60, 200))
}

/// A folder with a finished run in `run` and a finished study in `study`, each with its page.
fn results() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let made = || {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("place.toml"), place()).unwrap();
        std::fs::write(folder.path().join("two.toml"), study()).unwrap();
        printed(folder.path(), &["run", "./place.toml", "--out", "run", "--report"]);
        printed(folder.path(), &["compare", "./two.toml", "--attribute", "bank", "--out", "study", "--report"]);
        folder
    };
    FOLDER.get_or_init(made).path()
}

/// A copy of a result directory, for those who change it.
fn copy(name: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(results().join(name)).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
        }
    }
    folder
}

fn document(name: &str) -> Document {
    Document::read(&results().join(name)).unwrap()
}

#[test]
fn a_page_asks_for_nothing_outside_and_names_cannot_break_it() {
    for name in ["run", "study"] {
        let page = std::fs::read_to_string(results().join(name).join("report.html")).unwrap();
        let (before, after) = page.split_once("<script id=\"charts\"").unwrap();
        let own = before.to_string() + after.rsplit_once("<script>").unwrap().1;
        assert!(!own.contains("://") && !own.contains("src="), "{name} points outside");
        assert!(own.contains("default-src 'none'") && own.contains("href=\"data:,\""), "{name}");
        // Charts, Plotly and the page's own few lines, whatever stands in names.
        assert_eq!(page.matches("</script>").count(), 3, "{name}");
        assert!(!page.contains("<b>&</b>") && !page.contains("<script>alert"), "{name}");
    }
}

#[test]
fn the_numbers_of_the_answer_are_those_of_the_files() {
    let numbers = |name: &str| -> BTreeMap<String, f64> {
        let of = |value: Value| match value {
            Value::Number { key, value, .. } => Some((key, value)),
            Value::Name(_) => None,
        };
        document(name)
            .answer
            .into_iter()
            .flat_map(|it| it.sentences)
            .flat_map(|it| it.values)
            .filter_map(|it| of(it.1))
            .collect()
    };
    // The last four weeks of both replicates, added by hand.
    let weekly = Table::read("weekly", &results().join("run/weekly.parquet")).unwrap();
    let share = |replicate: f64| {
        let rows = weekly.which(&[("level", "setting")]).into_iter().filter(|row| {
            weekly.number("week", *row).unwrap() >= 56.0 && weekly.number("replicate", *row) == Some(replicate)
        });
        let sums = rows.map(|row| ["participants", "elders"].map(|it| weekly.number(it, row).unwrap()));
        let [participants, elders] = sums.fold([0.0; 2], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
        participants / elders
    };
    let said = numbers("run");
    assert!((said["figures.participants_share.all.end"] - (share(0.0) + share(1.0)) / 2.0).abs() < 1e-12);
    assert_eq!((said["from"], said["to"], said["figures.participants_share.all.replicates"]), (56.0, 59.0, 2.0));
    let contrasts = Table::read("contrasts", &results().join("study/contrasts.parquet")).unwrap();
    let said = numbers("study");
    for policy in ["honour", "bank"] {
        let row = contrasts.which(&[("policy", policy), ("measure", "participants_share"), ("scope", "all")])[0];
        for column in ["difference", "difference_low", "difference_high", "baseline", "level"] {
            // A change that cannot be distinguished from chance has no levels in its sentence.
            let key = format!("contrasts.{policy}.participants_share.all.{column}");
            assert!(said.get(&key).is_none_or(|it| Some(*it) == contrasts.number(column, row)), "{key}");
        }
        assert!(said.contains_key(&format!("contrasts.{policy}.participants_share.all.difference")));
    }
}

#[test]
fn whatever_stands_as_a_key_in_a_table_has_both_texts() {
    // Paths, hashes and texts stand for themselves; names of policies come with the study.
    let free = ["policy", "context", "against", "en", "zh", "reason"];
    for name in ["run", "study"] {
        let document = document(name);
        let source = &document.source;
        for (table, column) in source.tables.iter().flat_map(|it| it.columns.iter().map(move |column| (it, column))) {
            assert!(!column.en.is_empty() && !column.zh.is_empty(), "{}.{}", table.name, column.name);
            let Cells::Texts(texts) = &column.cells else { continue };
            for text in texts.iter().filter(|it| !it.is_empty() && !free.contains(&column.name.as_str())) {
                // The English text may be the key itself; a Chinese one never is.
                let known = words::known(text).is_some() || source.name(text).zh != *text;
                assert!(known, "`{text}` in {}.{} has no text", table.name, column.name);
            }
        }
        for it in &source.tables {
            assert!(words::known(&it.name).is_some(), "table `{}` has no title", it.name);
        }
    }
}

#[test]
fn which_figures_there_are_depends_on_what_there_is() {
    let titles = |name: &str| -> Vec<String> { document(name).sections().into_iter().map(|it| it.title.en).collect() };
    let run = titles("run");
    let has = |all: &[String], wanted: &str| all.iter().any(|it| it == wanted);
    for wanted in ["Trajectories", "Urban-rural gap", "Drive, perception and response", "Groups of elders"] {
        assert!(has(&run, wanted), "{wanted}: {run:?}");
    }
    // One area is no map, and nothing was compared.
    assert!(!has(&run, "Provinces") && !has(&run, "Effects of the policies"), "{run:?}");
    let study = titles("study");
    for wanted in
        ["Effects of the policies", "Trajectories", "Attribution to instruments", "Retention of members", "Costs"]
    {
        assert!(has(&study, wanted), "{wanted}: {study:?}");
    }
    assert!(!has(&study, "Drive, perception and response") && !has(&study, "Sensitivity to factors"), "{study:?}");
}

#[test]
fn a_damaged_directory_is_refused_with_the_name_of_the_file() {
    for (name, file) in [("run", "weekly.parquet"), ("study", "contrasts.parquet")] {
        let folder = copy(name);
        let path = folder.path().join(file);
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let refused = run(folder.path(), &["report", "."]);
        let text = String::from_utf8(refused.stderr).unwrap();
        assert!(refused.status.code() == Some(65) && text.contains(file), "{text}");
    }
    let empty = tempfile::tempdir().unwrap();
    let refused = run(empty.path(), &["report", "."]);
    let text = String::from_utf8(refused.stderr).unwrap();
    assert!(
        !refused.status.success() && text.contains("no finished results") && text.contains("没有已完成的结果"),
        "{text}"
    );
}

#[test]
fn the_same_results_give_the_same_page_and_workbook_to_the_last_byte() {
    let (one, other) = (copy("study"), copy("study"));
    for format in ["html", "xlsx"] {
        let made = |folder: &TempDir| {
            printed(folder.path(), &["report", ".", "--format", format]);
            std::fs::read(folder.path().join(format!("report.{format}"))).unwrap()
        };
        assert!(made(&one) == made(&other), "{format}");
    }
}

/// A cell of a sheet as a CSV file has it.
fn written(cell: Option<&Data>) -> String {
    match cell {
        None | Some(Data::Empty) => String::new(),
        Some(Data::String(text)) => text.clone(),
        Some(Data::Float(number)) => number.to_string(),
        Some(Data::Int(number)) => number.to_string(),
        Some(other) => panic!("a cell of another kind: {other:?}"),
    }
}

/// Fields of a CSV text.
fn fields(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(it) = rest.next() {
        match it {
            '"' if quoted && rest.peek() == Some(&'"') => field.extend(rest.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            it => field.push(it),
        }
    }
    rows
}

#[test]
fn the_sheets_of_a_workbook_read_like_the_csv_files_and_have_names_in_both_languages() {
    for name in ["run", "study"] {
        let folder = copy(name);
        printed(folder.path(), &["report", ".", "--format", "xlsx"]);
        let files = printed(folder.path(), &["report", ".", "--format", "csv"]);
        let mut workbook: Xlsx<_> = open_workbook(folder.path().join("report.xlsx")).unwrap();
        let sheets = workbook.sheet_names();
        let chinese = |it: &str| it.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
        assert!(sheets.iter().all(|it| chinese(it) && it.is_char_boundary(1)), "{sheets:?}");
        assert!(sheets.contains(&"charts 图表".to_string()));
        for file in files.lines() {
            let table = Path::new(file).file_stem().unwrap().to_str().unwrap();
            let sheet = sheets.iter().find(|it| it.split(' ').next() == Some(table)).unwrap();
            let cells = workbook.worksheet_range(sheet).unwrap();
            let rows = fields(&std::fs::read_to_string(folder.path().join(file)).unwrap());
            assert_eq!(cells.height(), rows.len(), "{file}");
            for (number, row) in (0..).zip(&rows) {
                let found: Vec<String> =
                    (0..row.len() as u32).map(|column| written(cells.get_value((number, column)))).collect();
                assert_eq!(&found, row, "row {number} of {file}");
            }
        }
    }
}

#[test]
fn csv_for_excel_opens_with_a_mark_and_json_holds_the_same_tables() {
    let folder = copy("study");
    let read = || std::fs::read_to_string(folder.path().join("report-csv/contrasts.csv")).unwrap();
    printed(folder.path(), &["report", ".", "--format", "csv"]);
    let plain = read();
    assert_eq!(plain, std::fs::read_to_string(folder.path().join("contrasts.csv")).unwrap());
    printed(folder.path(), &["report", ".", "--format", "csv", "--bom"]);
    assert_eq!(read(), format!("\u{feff}{plain}"));
    assert_eq!(run(folder.path(), &["report", ".", "--bom"]).status.code(), Some(2));
    let json: serde_json::Value =
        serde_json::from_str(&printed(folder.path(), &["report", ".", "--format", "json"])).unwrap();
    let columns = json["tables"]["contrasts"]["columns"].as_array().unwrap();
    let heads: Vec<&str> = columns.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(heads.join(","), plain.lines().next().unwrap());
    assert_eq!(json["title"]["zh"], "两种办法");
    assert!(json["answer"][0]["en"].as_str().unwrap().contains("participants"));
}

#[test]
fn a_report_that_was_changed_is_known_for_it_and_not_replaced() {
    let folder = copy("study");
    let path = |name: &str| folder.path().join(name);
    printed(folder.path(), &["report", ".", "--format", "xlsx"]);
    printed(folder.path(), &["report", ".", "--format", "csv"]);
    printed(folder.path(), &["report", ".", "--format", "json", "--out", "all.json"]);
    let faults = || -> Vec<String> {
        let found = huzhu::internals::output::verify(folder.path()).unwrap();
        assert!(found.holds() && found.reports.len() == 4, "{found:?}");
        found.reports.into_iter().filter(|it| it.fault.is_some()).map(|it| it.name).collect()
    };
    assert_eq!(faults(), Vec::<String>::new());
    for (name, file, format) in [
        ("report.html", "report.html", &["html"][..]),
        ("report.xlsx", "report.xlsx", &["xlsx"]),
        ("report-csv", "report-csv/contrasts.csv", &["csv"]),
        ("all.json", "all.json", &["json", "--out", "all.json"]),
    ] {
        let whole = std::fs::read(path(file)).unwrap();
        // In the middle there are numbers, compressed or as they are.
        let mut changed = whole.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        std::fs::write(path(file), &changed).unwrap();
        assert_eq!(faults(), [name]);
        let refused = run(folder.path(), &[&["report", ".", "--format"], format].concat());
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(refused.status.code() == Some(73) && said.contains("又被改动，不予覆盖"), "{said}");
        assert!(std::fs::read(path(file)).unwrap() == changed, "{name}");
        std::fs::write(path(file), &whole).unwrap();
    }
    // A folder that lacks a file is made whole again.
    std::fs::remove_file(path("report-csv/contrasts.csv")).unwrap();
    assert_eq!(faults(), ["report-csv"]);
    printed(folder.path(), &["report", ".", "--format", "csv"]);
    assert_eq!(faults(), Vec::<String>::new());
}

/// A workbook in which a text of a part is another, packed anew as a program would do it.
fn with_another_text(workbook: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for it in 0..archive.len() {
        let mut found = archive.by_index(it).unwrap();
        let name = found.name().unwrap().to_string();
        let mut bytes = Vec::new();
        found.read_to_end(&mut bytes).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{part} holds no {from}");
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        packed.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        packed.write_all(&bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_with_another_number_or_text_is_known_as_changed() {
    let folder = copy("run");
    printed(folder.path(), &["report", ".", "--format", "xlsx"]);
    let path = folder.path().join("report.xlsx");
    let whole = std::fs::read(&path).unwrap();
    for (part, from, to) in [
        ("xl/sharedStrings.xml", "<si><t", "<si><t>mine</t></si><si><t"),
        ("xl/worksheets/sheet3.xml", "</v>", "1</v>"),
        ("docProps/custom.xml", "huzhu-seal", "huzhu-sea1"),
    ] {
        std::fs::write(&path, with_another_text(&whole, part, from, to)).unwrap();
        let fault = huzhu::internals::output::verify(folder.path())
            .unwrap()
            .reports
            .into_iter()
            .find(|it| it.name == "report.xlsx");
        assert!(fault.unwrap().fault.unwrap().en.contains("was changed"), "{part}");
        assert_eq!(run(folder.path(), &["report", ".", "--format", "xlsx"]).status.code(), Some(73), "{part}");
    }
}

#[test]
fn a_report_that_cannot_be_read_any_more_is_named_as_one() {
    let folder = copy("run");
    for format in ["html", "xlsx", "csv"] {
        printed(folder.path(), &["report", ".", "--format", format]);
    }
    for (file, name, words) in [
        ("report.html", "report.html", "report.html is empty"),
        ("report.xlsx", "report.xlsx", "report.xlsx is empty"),
        ("report-csv/made-from.json", "report-csv", "report-csv is damaged"),
    ] {
        let path = folder.path().join(file);
        let whole = std::fs::read(&path).unwrap();
        for (length, words) in [(0, words), (8, name)] {
            std::fs::write(&path, &whole[..length]).unwrap();
            let output = run(folder.path(), &["verify", ".", "--lang", "en"]);
            let said = String::from_utf8(output.stdout).unwrap();
            let line = said.lines().find(|it| it.starts_with("DAMAGED ")).unwrap_or_else(|| panic!("{said}"));
            assert!(output.status.code() == Some(1) && line.contains(words), "{said}");
        }
        std::fs::write(&path, &whole).unwrap();
    }
    std::fs::write(folder.path().join("report.html"), "a note of mine").unwrap();
    assert!(printed(folder.path(), &["verify", ".", "--lang", "en"]).contains("foreign  report.html"));
    std::fs::remove_file(folder.path().join("run.json")).unwrap();
    let output = run(folder.path(), &["verify", ".", "--lang", "en"]);
    assert!(output.status.code() == Some(1) && String::from_utf8(output.stdout).unwrap().contains("MISSING  run.json"));
}

#[test]
fn every_form_of_a_report_carries_the_digest_of_the_tables() {
    let folder = copy("run");
    let digest = huzhu::internals::output::Manifest::read(folder.path()).unwrap().0.digest;
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("report.html").contains(&format!("<meta name=\"huzhu-digest\" content=\"{digest}\">")));
    printed(folder.path(), &["report", ".", "--format", "csv"]);
    printed(folder.path(), &["report", ".", "--format", "xlsx"]);
    let object = printed(folder.path(), &["report", ".", "--format", "json"]);
    for text in [object, read("report-csv/made-from.json")] {
        let object: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(object["made_from"]["digest"], digest);
    }
    let workbook = huzhu::internals::output::mark::read(&folder.path().join("report.xlsx")).unwrap();
    assert_eq!(workbook.mark.digest, digest);
}

#[test]
fn labels_that_look_like_formulas_are_texts_in_every_file_for_spreadsheets() {
    let folder = tempfile::tempdir().unwrap();
    let study = TWO_WAYS.replace("'recognition'", "'=1+1'").replace("'荣誉'", "'@SUM(A1), \"x\"'");
    let study = format!("{}{}", area(8, 200), study.replace("'time bank'", "'-1+2'").replace("'时间银行'", "'＝1+1'"));
    std::fs::write(folder.path().join("odd.toml"), study).unwrap();
    printed(folder.path(), &["compare", "./odd.toml", "--out", "odd", "--replicates", "2"]);
    printed(folder.path(), &["report", "odd", "--format", "csv"]);
    printed(folder.path(), &["report", "odd", "--format", "xlsx"]);
    for file in ["odd/names.csv", "odd/report-csv/names.csv"] {
        let rows = fields(&std::fs::read_to_string(folder.path().join(file)).unwrap());
        let of = |id: &str| rows.iter().find(|it| it[1] == id).unwrap()[2..4].to_vec();
        assert_eq!(
            (of("honour"), of("bank")),
            (vec!["'=1+1".into(), "'@SUM(A1), \"x\"".into()], vec!["'-1+2".into(), "'＝1+1".into()])
        );
    }
    // Differences may be negative, and stay numbers.
    let contrasts = fields(&std::fs::read_to_string(folder.path().join("odd/contrasts.csv")).unwrap());
    assert!(contrasts.iter().flatten().all(|it| !it.starts_with('\'') && it != "-0"));
    assert!(contrasts.iter().flatten().any(|it| it.starts_with('-') && it.parse::<f64>().is_ok()));
    // The workbook and the Parquet file hold the text as it is.
    let mut workbook: Xlsx<_> = open_workbook(folder.path().join("odd/report.xlsx")).unwrap();
    let sheets = workbook.sheet_names();
    let sheet = sheets.iter().find(|it| it.starts_with("names ")).unwrap();
    let texts: Vec<String> = workbook.worksheet_range(sheet).unwrap().cells().map(|it| written(Some(it.2))).collect();
    assert!(texts.contains(&"=1+1".to_string()) && texts.contains(&"-1+2".to_string()));
    let names = Table::read("names", &folder.path().join("odd/names.parquet")).unwrap();
    assert_eq!(names.text("en", names.which(&[("id", "honour")])[0]), "=1+1");
    let lower: std::collections::BTreeSet<String> = sheets.iter().map(|it| it.to_lowercase()).collect();
    assert_eq!(lower.len(), sheets.len(), "{sheets:?}");
    assert!(
        sheets.iter().all(|it| it.encode_utf16().count() <= 31 && !it.contains(['[', ']', ':', '*', '?', '/', '\\']))
    );
}
