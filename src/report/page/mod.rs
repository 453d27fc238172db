//! A report as one self-contained HTML page: it opens from disk and fetches nothing.

mod plots;

use std::fmt::Write;

use plotly::Plot;
use serde_json::{Map, Value as Json};

use super::document::chart::Chart;
use super::document::numbers::{short, shown};
use super::document::paragraph::{Paragraph, Sentence, Value};
use super::document::sections::Drawn;
use super::document::{Document, words};
use crate::analysis::results::Mark;
use crate::analysis::table::{Cells, Column, Table};
use crate::text::Language;
use crate::text::Message;

/// Most rows of a table that the page shows; the directory has all of them.
const MOST_ROWS: usize = 200;

/// Content security policy: the page runs its own script and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; \
                      base-uri 'none'; form-action 'none'";

/// The page, in a language to begin with.
pub fn page(document: &Document, language: Language) -> String {
    let lang = tag(language);
    let title = |language: Language| escaped(document.title.say(language));
    let [en, zh] = [Language::English, Language::Chinese].map(title);
    let mut charts = Map::new();
    let mut body = String::new();
    section(&mut body, &Message::new("The answer", "结论"), |it| answer(it, &document.answer));
    for drawn in &document.sections() {
        section(&mut body, &drawn.title, |it| figures(it, drawn, &mut charts));
    }
    section(&mut body, &Message::new("Tables", "数据表"), |it| tables(it, document));
    section(&mut body, &Message::new("Method", "方法"), |it| {
        document.method.iter().for_each(|paragraph| *it += &format!("<p>{}</p>\n", both(paragraph)));
    });
    section(&mut body, &Message::new("Provenance", "来源"), |it| origin(it, document));
    let mut text = format!(
        "<!doctype html>\n<html lang=\"{}\" data-lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n{}\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n",
        if lang == "zh" { "zh-Hans" } else { "en" },
        document.source.results.mark.of_page(),
        title(language),
        include_str!("page.css"),
    );
    _ = write!(
        text,
        "<header>\n<div>\n<p class=\"kind\">{}</p>\n<h1 id=\"title\" data-en=\"{en}\" data-zh=\"{zh}\">{}</h1>\n</div>\n\
         <button id=\"switch\" type=\"button\">{}</button>\n</header>\n{body}</main>\n",
        both(&document.kind),
        both(&document.title),
        both(&Message::new("中文", "English")),
    );
    // What looks like the end of a script inside a text would end it.
    let charts = Json::Object(charts).to_string().replace('<', "\\u003c");
    text += &format!("<script id=\"charts\" type=\"application/json\">{charts}</script>\n");
    text += &script();
    text += &format!("<script>\n{}</script>\n</body>\n</html>\n", include_str!("page.js"));
    Mark::sealed_page(&text)
}

const fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Chinese => "zh",
    }
}

/// Plotly itself. The crate adds a typesetter of formulas, for which the page has no use.
fn script() -> String {
    const END: &str = "</script>";
    let all = Plot::offline_js_sources();
    all.split_once(END).map_or(all.clone(), |(first, _)| format!("{first}{END}\n"))
}

/// A text with HTML escaped.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Both texts, of which the page shows one.
fn both(text: &Message) -> String {
    if text.en == text.zh {
        return escaped(&text.en);
    }
    format!("<span lang=\"en\">{}</span><span lang=\"zh-Hans\">{}</span>", escaped(&text.en), escaped(&text.zh))
}

fn section(body: &mut String, title: &Message, fill: impl FnOnce(&mut String)) {
    *body += &format!("<section>\n<h2>{}</h2>\n", both(title));
    fill(body);
    *body += "</section>\n";
}

/// The paragraphs; every number carries its key, so that it can be checked against the tables.
fn answer(body: &mut String, paragraphs: &[Paragraph]) {
    *body += "<ol class=\"answer\">\n";
    for paragraph in paragraphs {
        let said = |language: Language| {
            let space = if language == Language::English { " " } else { "" };
            let all: Vec<String> = paragraph.sentences.iter().map(|it| marked(it, language)).collect();
            all.join(space)
        };
        let policy =
            paragraph.policy.as_ref().map_or_else(String::new, |it| format!(" data-policy=\"{}\"", escaped(it)));
        let [en, zh] = [Language::English, Language::Chinese].map(said);
        *body += &format!("<li{policy}><span lang=\"en\">{en}</span><span lang=\"zh-Hans\">{zh}</span></li>\n");
    }
    *body += "</ol>\n";
}

/// A sentence with its numbers marked.
fn marked(sentence: &Sentence, language: Language) -> String {
    // Templates are ours and hold no marks; what is set into them is escaped.
    sentence.say(language, |value| match value {
        Value::Name(text) => escaped(text.say(language)),
        Value::Number { key, value, text } => {
            format!("<b data-key=\"{}\" data-value=\"{value}\">{}</b>", escaped(key), escaped(text.say(language)))
        }
    })
}

fn figures(body: &mut String, drawn: &Drawn, charts: &mut Map<String, Json>) {
    let mut measures: Vec<&Message> = Vec::new();
    for measure in drawn.charts.iter().map(Chart::measure) {
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    let chosen = drawn.chosen && measures.len() > 1;
    let of = |it: &Chart| measures.iter().position(|measure| *measure == it.measure()).filter(|_| chosen);
    let together = drawn.charts.iter().filter(|it| of(it).is_none_or(|it| it == 0)).count();
    let single = if together == 1 { " single" } else { "" };
    *body += &format!("<p class=\"lead\">{}</p>\n", both(&drawn.lead));
    if chosen {
        *body += "<div class=\"choice\">\n";
        for (number, measure) in measures.iter().enumerate() {
            let pressed = number == 0;
            *body += &format!("<button type=\"button\" aria-pressed=\"{pressed}\">{}</button>\n", both(measure));
        }
        *body += "</div>\n";
    }
    *body += &format!("<div class=\"charts{single}\">\n");
    for chart in &drawn.charts {
        let id = format!("chart-{}", charts.len() + 1);
        let marks = of(chart).map_or_else(String::new, |it| {
            let hidden = if it == 0 { "" } else { " hidden" };
            format!(" data-choice=\"{it}\"{hidden}")
        });
        *body += &format!(
            "<figure{marks}>\n<figcaption>{}</figcaption>\n<div id=\"{id}\"></div>\n</figure>\n",
            both(&chart.title)
        );
        let in_both = [Language::English, Language::Chinese].map(|it| (tag(it).to_string(), plots::figure(chart, it)));
        charts.insert(id, Json::Object(in_both.into_iter().collect()));
    }
    *body += "</div>\n";
}

fn tables(body: &mut String, document: &Document) {
    for table in document.source.tables.iter().filter(|it| it.rows() > 0) {
        let title = both(&document.source.name(&table.name));
        *body += &format!(
            "<details>\n<summary>{title} <code>{}</code></summary>\n<div class=\"scroll\">\n",
            escaped(&table.name)
        );
        *body += "<table>\n<thead><tr>";
        for it in &table.columns {
            let (unit, name) = (escaped(&it.unit), escaped(&it.name));
            let meaning = Message::new(&it.en, &it.zh);
            *body += &format!("<th title=\"{name} [{unit}]\">{}</th>", both(&meaning));
        }
        *body += "</tr></thead>\n<tbody>\n";
        for row in 0..table.rows().min(MOST_ROWS) {
            *body += "<tr>";
            table.columns.iter().for_each(|column| *body += &cell(document, table, column, row));
            *body += "</tr>\n";
        }
        *body += "</tbody>\n</table>\n</div>\n";
        if table.rows() > MOST_ROWS {
            let (shown, all) = (MOST_ROWS, table.rows());
            let note = Message::new(
                format!("The first {shown} of {all} rows; `huzhu report DIR --format xlsx` or `csv` writes them all."),
                format!("前 {shown} 行，共 {all} 行；`huzhu report 目录 --format xlsx` 或 `csv` 写出全部。"),
            );
            *body += &format!("<p class=\"note\">{}</p>\n", both(&note));
        }
        *body += "</details>\n";
    }
}

fn cell(document: &Document, table: &Table, column: &Column, row: usize) -> String {
    match &column.cells {
        Cells::Texts(texts) => {
            let text = &texts[row];
            // An identity may be joined of several.
            let parts = text.split(" + ").map(|it| document.source.name(it));
            let said = parts.reduce(|a, b| Message::new(a.en + " + " + &b.en, a.zh + " + " + &b.zh));
            format!("<td>{}</td>", said.map_or_else(String::new, |it| both(&it)))
        }
        Cells::Numbers(numbers) => {
            let said = numbers[row].map(|value| match form_of_row(table, row).filter(|_| column.unit == "unit") {
                Some(form) => both(&shown(value, form, column.name.starts_with("difference"))),
                None if value.fract() == 0.0 && value.abs() < 1e9 => format!("{value}"),
                None => short(value),
            });
            format!("<td class=\"number\">{}</td>", said.unwrap_or_default())
        }
    }
}

/// The form of the numbers of a row that are in the row's own unit.
fn form_of_row(table: &Table, row: usize) -> Option<crate::analysis::figures::Form> {
    ["measure", "figure"].iter().find_map(|it| words::figure(table.text(it, row))).map(|it| it.form)
}

fn origin(body: &mut String, document: &Document) {
    *body += "<div class=\"scroll\">\n<table class=\"origin\">\n";
    for it in &document.origin {
        *body += &format!("<tr><th>{}</th><td>{}</td></tr>\n", both(&it.name), both(&it.value));
    }
    *body += "</table>\n</div>\n";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_like_marks_stand_as_text() {
        let evil = "</script><img src=x onerror=alert(1)>";
        assert_eq!(both(&Message::same(evil)), "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
        assert_eq!(both(&Message::new("a", "b\"")), "<span lang=\"en\">a</span><span lang=\"zh-Hans\">b&quot;</span>");
    }

    #[test]
    fn of_many_measures_one_is_shown_and_the_others_can_be_chosen() {
        use crate::report::document::chart::Kind;
        let chart = |title: &str| Chart {
            title: Message::same(title),
            x: Message::same(""),
            y: Message::same(""),
            kind: Kind::Lines(Vec::new()),
        };
        let page = |chosen: bool| {
            let charts = ["trust", "lonely", "trust"].map(chart).into();
            let (title, lead) = (Message::same(""), Message::same(""));
            let (mut body, mut drawn) = (String::new(), Map::new());
            figures(&mut body, &Drawn { title, lead, charts, chosen }, &mut drawn);
            assert_eq!(drawn.len(), 3);
            body
        };
        let chosen = page(true);
        assert_eq!((chosen.matches("<button").count(), chosen.matches(" hidden>").count()), (2, 1));
        assert!(chosen.contains("aria-pressed=\"true\">trust<") && chosen.contains("data-choice=\"1\" hidden>"));
        assert!(!page(false).contains("button") && !page(false).contains("hidden"));
    }

    #[test]
    fn the_embedded_script_is_plotly_alone() {
        let script = script();
        assert_eq!((script.matches("<script").count(), script.matches("</script>").count()), (1, 1));
        // The typesetter of formulas would add two million letters.
        assert!(script.contains("Plotly") && script.len() < 5_000_000);
    }
}
