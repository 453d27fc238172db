//! Who may import whom, and what the core must not use, read from the source as text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Open to all, and themselves built on nothing but each other.
const LEAVES: [&str; 12] = [
    "error",
    "diagnostics",
    "text",
    "random",
    "places",
    "parameters",
    "mechanisms",
    "files",
    "sections",
    "elementary",
    "simd",
    "machine",
];

/// What each module may import beside itself and the leaves.
///
/// `policy` holds, beside instruments, their number and names; tables, measures and summaries need these and nothing else
/// of it.
const TABLE: [(&str, &[&str]); 15] = [
    ("policy", &[]),
    ("scenario", &["policy"]),
    ("population", &["scenario", "policy"]),
    ("dynamics", &["population", "policy"]),
    ("observe", &["population", "dynamics", "scenario", "policy"]),
    ("engine", &["observe", "dynamics", "population", "scenario", "policy"]),
    ("output", &["observe", "scenario", "policy"]),
    // Rows and measures are the schema of what it reads.
    ("analysis", &["output", "observe", "policy"]),
    // Factors name figures, and a run is known by the version that its files carry.
    ("plan", &["scenario", "analysis", "output", "policy"]),
    // The forecast of memory is the size of what a population holds.
    ("runner", &["plan", "engine", "scenario", "output", "analysis", "observe", "population"]),
    ("study", &["runner", "plan", "engine", "scenario", "output", "analysis", "observe", "policy"]),
    ("bench", &["runner", "engine", "analysis", "output", "scenario"]),
    ("validation", &["analysis", "scenario", "engine", "observe", "policy"]),
    // The table of a benchmark shows what the benchmark measured; what has no effect in a plan is a note of its page.
    ("report", &["analysis", "policy", "validation", "plan", "bench"]),
    ("cli", &["study", "runner", "plan", "bench", "analysis", "report", "scenario", "output", "policy", "validation"]),
];

/// Where only a part of a module is open: importer, imported, and how the path must go on.
const PARTS: [(&str, &str, &[&str]); 5] = [
    ("population", "policy", &["COUNT"]),
    // The levers, never an instrument by name.
    (
        "dynamics",
        "policy",
        &[
            "COUNT",
            "Allocation",
            "SPENDING",
            "Spending",
            "InForce",
            "Levers",
            "Funding",
            "FundingMode",
            "HealthMode",
            "Cost",
            "levers",
        ],
    ),
    // What a visit holds, and how a rule becomes a loop; wellbeing is reported and nothing acts on it.
    ("observe", "dynamics", &["Scratch", "scratch", "columns", "drive::elders", "perception::elders"]),
    ("observe", "policy", &["COUNT", "DESCRIPTIONS", "OFFERABLE"]),
    // What its files are called, and by which version they are written.
    ("plan", "output", &["parquet::CREATED_BY", "manifest::SCENARIO", "manifest::STUDY"]),
];

/// One source file: its module path and its text without comments and tests.
struct Source {
    path: PathBuf,
    modules: Vec<String>,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    files(&root(), &mut paths);
    paths.sort();
    let of = |path: PathBuf| {
        let text = bare(&std::fs::read_to_string(&path).unwrap());
        let inside = path.strip_prefix(root()).unwrap().with_extension("");
        let mut modules: Vec<String> = inside.iter().map(|it| it.to_str().unwrap().to_owned()).collect();
        // What the library shows, and what it shows to tests, are the root of the crate.
        if ["mod", "lib", "main", "internals"].contains(&modules.last().unwrap().as_str()) {
            modules.pop();
        }
        Source { path, modules, text }
    };
    let all = paths.into_iter().map(of);
    all.filter(|it| it.modules.last().is_none_or(|name| name != "tests")).collect()
}

/// A text without comments and without what `#[cfg(test)]` stands before.
fn bare(text: &str) -> String {
    without_tests(text).iter().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// The lines of a text but those of what `#[cfg(test)]` stands before.
fn without_tests(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut all = text.lines();
    while let Some(line) = all.next() {
        if line.trim() == "#[cfg(test)]" {
            let first = all.next().unwrap_or("");
            if !first.trim_end().ends_with(';') {
                // The format puts the closing brace of an item below its first letter.
                let end = format!("{}}}", indent(line));
                all.by_ref().find(|line| *line == end);
            }
            continue;
        }
        lines.push(line);
    }
    lines
}

/// The blanks that a line begins with.
fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Paths from the root of the crate that a source names, however they are written: `crate::a::b`, `crate::{a, b::c}`,
/// `super::a`, `self::a`.
fn paths_from_root(source: &Source) -> Vec<String> {
    let text = &source.text;
    let mut found = Vec::new();
    let mut add = |base: &[String], rest: &str| {
        let base: String = base.iter().map(|it| format!("{it}::")).collect();
        let path = |text: &str| text.chars().take_while(|it| is_word(*it) || *it == ':').collect::<String>();
        let head = path(rest);
        match rest[head.len()..].starts_with('{') && (head.is_empty() || head.ends_with("::")) {
            true => found.extend(names(&rest[head.len()..]).iter().map(|name| format!("{base}{head}{}", path(name)))),
            false => found.push(format!("{base}{head}")),
        }
    };
    for (word, up) in [("crate::", source.modules.len()), ("self::", 0), ("super::", 1)] {
        for (start, _) in text.match_indices(word) {
            let before = text[..start].chars().next_back();
            if before.is_some_and(|it| is_word(it) || it == ':') {
                continue;
            }
            // More of `super::` goes further up.
            let rest = &text[start..];
            let more = if word == "super::" {
                rest.split("super::").skip(1).take_while(|it| it.is_empty()).count()
            } else {
                0
            };
            let up = up + more;
            if let Some(base) = source.modules.len().checked_sub(up) {
                add(&source.modules[..base], &rest[word.len() * (1 + more)..]);
            }
        }
    }
    found
}

/// The names between the braces that a text begins with, inner braces kept.
fn names(text: &str) -> Vec<String> {
    let (mut depth, mut names) = (0, vec![String::new()]);
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => {
                names.push(String::new());
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if !(depth == 1 && letter == '{') {
            names.last_mut().unwrap().push(letter);
        }
    }
    names.into_iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

#[test]
fn no_module_imports_another_that_the_table_does_not_open_to_it() {
    let modules: BTreeSet<String> = sources().iter().filter_map(|it| it.modules.first().cloned()).collect();
    let table: BTreeMap<&str, &[&str]> = TABLE.into_iter().collect();
    let mut faults = Vec::new();
    let mut arrows = 0;
    for source in sources() {
        let Some(module) = source.modules.first() else { continue };
        for path in paths_from_root(&source) {
            if source.modules.len() > 1 && path.split("::").next() == source.modules.first().map(String::as_str) {
                continue;
            }
            let (first, rest) = path.split_once("::").unwrap_or((&path, ""));
            // Types and functions that the crate shows at its root are those of `error`, which says things in two languages.
            let is_open_leaf =
                LEAVES.contains(&first) && (module != "error" || ["text", "diagnostics"].contains(&first));
            if first == module || !modules.contains(first) || is_open_leaf {
                continue;
            }
            arrows += 1;
            let open = table.get(module.as_str()).is_some_and(|list| list.contains(&first));
            let part = PARTS.iter().find(|(from, to, _)| from == module && *to == first);
            let inside = part.is_none_or(|(_, _, heads)| {
                heads.iter().any(|head| rest.strip_prefix(head).is_some_and(|it| it.is_empty() || it.starts_with("::")))
            });
            if !open || !inside {
                faults.push(format!("{}: crate::{path}", source.path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert!(arrows > 100, "the test reads the source: {arrows} arrows");
}

/// Names that files hand on from others with `pub use`: path of the name, and where it comes from.
fn handed_on(sources: &[Source]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for source in sources {
        let here: String = source.modules.iter().map(|it| format!("{it}::")).collect();
        for line in source.text.split(';').map(str::trim_start) {
            let Some((_, what)) = line.rsplit_once("pub use ").or_else(|| line.rsplit_once("pub(crate) use ")) else {
                continue;
            };
            let text = match what.split("::").next() {
                Some("crate" | "super" | "self") => what.to_owned(),
                _ => format!("self::{what}"),
            };
            let it = Source { path: PathBuf::new(), modules: source.modules.clone(), text };
            for path in paths_from_root(&it) {
                let name = path.rsplit("::").next().unwrap_or_default().to_owned();
                found.insert(format!("{here}{name}"), path);
            }
        }
    }
    found
}

/// For every file, the files whose definitions it uses.
fn arrows(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let name = |it: &Source| it.modules.join("::");
    let files: BTreeSet<String> = sources.iter().map(name).collect();
    let handed = handed_on(sources);
    let longest = |path: &str, known: &dyn Fn(&str) -> bool| {
        let mut ends: Vec<usize> = path.match_indices("::").map(|it| it.0).chain([path.len()]).collect();
        ends.reverse();
        ends.into_iter().find(|end| known(&path[..*end]))
    };
    let file_of = |path: String| {
        let mut path = path;
        for _ in 0..4 {
            let Some(end) = longest(&path, &|it| handed.contains_key(it) && !files.contains(it)) else { break };
            path = format!("{}{}", handed[&path[..end]], &path[end..]);
        }
        longest(&path, &|it| files.contains(it)).map(|end| path[..end].to_owned())
    };
    let of = |source: &Source| {
        let here = name(source);
        let mut used: BTreeSet<String> = paths_from_root(source).into_iter().filter_map(file_of).collect();
        let own: String = source
            .text
            .split_inclusive(';')
            .filter(|it| !it.contains("pub use ") && !it.contains("pub(crate) use "))
            .collect();
        for child in files.iter().filter(|it| it.rsplit_once("::").is_some_and(|(parent, _)| parent == here)) {
            let word = format!("{}::", child.rsplit("::").next().unwrap_or_default());
            let alone = |(at, _): (usize, &str)| !own[..at].ends_with(|it| is_word(it) || it == ':');
            if own.match_indices(word.as_str()).any(alone) {
                used.insert(child.clone());
            }
        }
        used.remove(&here);
        (here, used)
    };
    sources.iter().map(of).collect()
}

/// All files that a file uses, and those that these use.
fn reached<'a>(file: &'a String, arrows: &'a BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'a String> {
    let (mut found, mut next) = (BTreeSet::new(), vec![file]);
    while let Some(file) = next.pop() {
        next.extend(arrows.get(file).into_iter().flatten().filter(|it| found.insert(*it)));
    }
    found
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let arrows = arrows(&sources());
    assert!(arrows.values().map(BTreeSet::len).sum::<usize>() > 500, "the test reads the source");
    let all: BTreeMap<&String, BTreeSet<&String>> = arrows.keys().map(|it| (it, reached(it, &arrows))).collect();
    let circle = |file: &&String| -> Vec<&String> {
        let there_and_back = |other: &&&String| all.get(**other).is_some_and(|it| it.contains(*file));
        all[*file].iter().filter(there_and_back).copied().collect()
    };
    let circles: BTreeSet<Vec<&String>> = all.keys().map(circle).filter(|it| !it.is_empty()).collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

/// The table as ARCHITECTURE.md shows it.
fn page_of_imports() -> String {
    let list = |names: &[&str]| names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let mut page = format!("| module | may import |\n|---|---|\n| {} (leaves) | leaves |\n", list(&LEAVES));
    for (module, open) in TABLE {
        let part = |name: &&str| match PARTS.iter().find(|it| it.0 == module && it.1 == *name) {
            Some((_, _, heads)) => format!("`{name}` ({})", list(heads)),
            None => format!("`{name}`"),
        };
        let open: Vec<String> = open.iter().map(part).collect();
        page.push_str(&format!("| `{module}` | {} |\n", if open.is_empty() { "-".into() } else { open.join(", ") }));
    }
    page
}

#[test]
fn the_page_of_the_architecture_shows_this_table() {
    let path = root().with_file_name("ARCHITECTURE.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- imports: written by tests/architecture.rs -->\n", "<!-- end of imports -->");
    let (before, rest) = page.split_once(begin).unwrap();
    let (shown, after) = rest.split_once(end).unwrap();
    if std::env::var("BLESS").is_ok_and(|it| it == "1") {
        std::fs::write(&path, format!("{before}{begin}{}{end}{after}", page_of_imports())).unwrap();
    } else {
        assert_eq!(shown, page_of_imports(), "BLESS=1 cargo test --test architecture writes it anew");
    }
}

#[test]
fn every_document_that_the_source_cites_is_in_the_repository() {
    let facts = std::fs::read_to_string(root().with_file_name("docs").join("facts.md")).unwrap();
    let (mut missing, mut paths) = (Vec::new(), Vec::new());
    files(&root(), &mut paths);
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines().filter(|it| it.trim_start().starts_with("//")) {
            for word in line.split(|it: char| !(is_word(it) || "./-".contains(it))).filter(|it| it.contains(".md")) {
                let cited = root().with_file_name(word.trim_matches('.'));
                if word.ends_with(".md") && !cited.exists() {
                    missing.push(format!("{}: {word}", path.display()));
                }
            }
        }
        // `FACTS B14` is a row of the page of facts.
        for (at, word) in text.match_indices("FACTS ") {
            let row: String = text[at + word.len()..].chars().take_while(|it| it.is_ascii_alphanumeric()).collect();
            let is_row =
                row.starts_with(|it: char| it.is_ascii_uppercase()) && row.ends_with(|it: char| it.is_ascii_digit());
            if is_row && !facts.contains(&format!("| {row} |")) {
                missing.push(format!("{}: FACTS {row}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}

#[test]
fn every_module_stands_in_the_table_or_is_a_leaf() {
    let modules: BTreeSet<String> = sources().iter().filter_map(|it| it.modules.first().cloned()).collect();
    let known: BTreeSet<String> = TABLE.iter().map(|it| it.0).chain(LEAVES).map(str::to_owned).collect();
    let strange: Vec<&String> = modules.difference(&known).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

/// Whether a file belongs to what decides results.
fn is_core(source: &Source) -> bool {
    let first = source.modules.first().map_or("", String::as_str);
    ["dynamics", "population", "engine", "random", "observe", "elementary", "policy", "simd", "places"].contains(&first)
}

fn refuse(words: &[&str], why: &str) {
    let mut faults = Vec::new();
    let mut read = 0;
    for source in sources().into_iter().filter(is_core) {
        read += 1;
        for (number, line) in source.text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(*word)) {
                faults.push(format!("{}: line {}: {word}", source.path.display(), number + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{why}\n{}", faults.join("\n"));
    assert!(read > 40, "{read} files read");
}

#[test]
fn the_core_calls_no_transcendental_function_of_the_standard_library() {
    // `sqrt` is exact everywhere and allowed; the others differ from platform to platform.
    let words = [
        ".exp(",
        ".exp2(",
        ".exp_m1(",
        ".ln(",
        ".ln_1p(",
        ".log(",
        ".log2(",
        ".log10(",
        ".powf(",
        ".powi(",
        ".sin(",
        ".cos(",
        ".tan(",
        ".sin_cos(",
        ".sinh(",
        ".cosh(",
        ".tanh(",
        ".asin(",
        ".acos(",
        ".atan(",
        ".atan2(",
        ".cbrt(",
        ".hypot(",
        ".mul_add(",
        "f32::exp",
        "f64::exp",
        "f32::ln",
        "f64::ln",
        "f32::powf",
        "f64::powf",
        "f64::powi",
    ];
    refuse(&words, "bits would depend on the platform");
}

#[test]
fn the_core_has_no_unordered_maps_clocks_files_or_printing() {
    let words = [
        "HashMap",
        "HashSet",
        "Instant",
        "SystemTime",
        "println!",
        "eprintln!",
        "print!(",
        "std::fs",
        "std::env",
        "thread_rng",
        "par_bridge",
    ];
    refuse(&words, "results and their order would depend on the machine");
}

#[test]
fn only_the_engine_synthesis_the_writer_of_tables_and_those_who_make_many_runs_know_threads() {
    let mut faults = Vec::new();
    for source in sources() {
        let name = source.modules.join("/");
        let knows = source.text.contains("rayon") || source.text.contains("std::thread");
        let allowed = ["engine", "runner", "study", "bench", "validation", "cli"]
            .contains(&source.modules.first().map_or("", String::as_str))
            || ["population/synthesis", "output/parquet", "machine"].contains(&name.as_str());
        if knows && !allowed {
            faults.push(name);
        }
    }
    assert!(faults.is_empty(), "{faults:?}");
}

/// Lines of a body above which a function says why it is so long.
const LONGEST: usize = 70;

/// Functions whose bodies are longer and that have no reason on the line before them, with their lines.
fn long_functions(text: &str) -> Vec<(String, usize)> {
    let lines = without_tests(text);
    let mut found = Vec::new();
    for (first, line) in lines.iter().enumerate() {
        let Some((before, name)) = line.trim_start().split_once("fn ") else { continue };
        let is_qualifier = |word: &str| ["pub", "const", "unsafe", "crate"].iter().any(|it| word.starts_with(it));
        if !before.split_whitespace().all(is_qualifier) {
            continue;
        }
        let rest = &lines[first..];
        // A function of a trait without a body ends before any brace opens.
        let Some(opens) = rest.iter().position(|it| it.ends_with(['{', ';', '}'])) else { continue };
        let end = format!("{}}}", indent(line));
        let closes = rest.iter().position(|it| *it == end).filter(|_| rest[opens].ends_with('{'));
        let length = closes.map_or(0, |it| it - opens - 1);
        let has_reason = first > 0 && lines[first - 1].trim_start().starts_with("// long: ");
        if length > LONGEST && !has_reason {
            found.push((name.split(['(', '<']).next().unwrap_or_default().to_owned(), length));
        }
    }
    found
}

#[test]
fn a_function_fits_on_a_page_or_says_why_it_does_not() {
    let mut faults = Vec::new();
    for source in sources() {
        let text = std::fs::read_to_string(&source.path).unwrap();
        let long = long_functions(&text).into_iter();
        faults.extend(long.map(|(name, lines)| format!("{}: {name} has {lines} lines", source.path.display())));
    }
    assert!(
        faults.is_empty(),
        "more than {LONGEST} lines: split it, or give the reason in `// long: …` on the line before\n{}",
        faults.join("\n")
    );
}

#[test]
fn the_length_of_a_function_is_that_of_its_body_and_a_reason_excuses_it() {
    let function = |head: &str, lines: usize| {
        format!("    {head}(\n        it: u8,\n    ) {{\n{}    }}\n", "        x();\n".repeat(lines))
    };
    let long = |text: &str| long_functions(text);
    assert_eq!(long(&function("pub(crate) fn page", 71)), [("page".to_owned(), 71)]);
    assert!(long(&function("fn page", 70)).is_empty());
    assert!(long(&format!("    // long: one table\n{}", function("fn page", 200))).is_empty());
    assert!(long(&format!("    fn none(&self);\n{}", function("fn page", 60))).is_empty());
    let test = format!("    #[cfg(test)]\n    mod tests {{\n{}    }}\n", function("    fn page", 200));
    assert!(long(&test).is_empty());
}

#[test]
fn the_test_itself_finds_paths_in_every_form_they_are_written() {
    let text = "use crate::policy::{Levers, levers::Cost};\nuse crate::{Error, output};\nlet x = crate::cli::main;\n\
                // crate::engine\nuse super::super::report::json;\nuse super::month;\nuse self::day;\n\
                #[cfg(test)]\nmod tests {\n    use crate::files;\n}\n";
    let modules = vec!["dynamics".to_owned(), "week".to_owned()];
    let source = Source { path: PathBuf::new(), modules, text: bare(text) };
    let found = paths_from_root(&source);
    let (crates, others) = found.split_at(5);
    assert_eq!(crates, ["policy::Levers", "policy::levers::Cost", "Error", "output", "cli::main"].map(str::to_owned));
    assert_eq!(others, ["dynamics::week::day", "report::json", "dynamics::month"].map(str::to_owned));
}
