//! Who may import whom, and what the core must not use, read from the source as text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Open to all, and themselves built on nothing but each other.
const LEAVES: [&str; 10] =
    ["error", "text", "random", "places", "parameters", "files", "sections", "elementary", "simd", "machine"];

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
    ("report", &["analysis", "policy", "validation", "plan", "bench", "study"]),
    ("cli", &["study", "runner", "plan", "bench", "analysis", "report", "scenario", "output", "policy", "validation"]),
];

/// Where only a part of a module is open: importer, imported, and how the path must go on.
const PARTS: [(&str, &str, &[&str]); 5] = [
    ("population", "policy", &["COUNT"]),
    // The levers, never an instrument by name.
    ("dynamics", "policy", &["COUNT", "Levers", "Funding", "FundingMode", "HealthMode", "Cost", "levers"]),
    // What a visit holds, and how a rule becomes a loop; wellbeing is reported and nothing acts on it.
    ("observe", "dynamics", &["Scratch", "scratch", "columns", "drive::wellbeing"]),
    ("observe", "policy", &["COUNT", "DESCRIPTIONS"]),
    // What its files are called, and by which version they are written.
    ("plan", "output", &["parquet::CREATED_BY", "manifest::SCENARIO", "study_directory::STUDY"]),
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
        if ["mod", "lib", "main"].contains(&modules.last().unwrap().as_str()) {
            modules.pop();
        }
        Source { path, modules, text }
    };
    let all = paths.into_iter().map(of);
    all.filter(|it| it.modules.last().is_none_or(|name| name != "tests")).collect()
}

/// A text without comments and without what `#[cfg(test)]` stands before.
fn bare(text: &str) -> String {
    let mut lines = Vec::new();
    let mut all = text.lines();
    while let Some(line) = all.next() {
        if line.trim() == "#[cfg(test)]" {
            let indent = line.len() - line.trim_start().len();
            let first = all.next().unwrap_or("");
            if !first.trim_end().ends_with(';') {
                // The format puts the closing brace of an item below its first letter.
                let end = format!("{}}}", " ".repeat(indent));
                all.by_ref().find(|line| *line == end);
            }
            continue;
        }
        let code = line.split("//").next().unwrap_or("");
        lines.push(code);
    }
    lines.join("\n")
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Paths that begin at the root of the crate: `crate::a::b`, `crate::{a, b::c}`, `super::super::a`.
fn paths_from_root(source: &Source) -> Vec<String> {
    let text = &source.text;
    let mut found = Vec::new();
    let mut add = |rest: &str| {
        let path = |text: &str| text.chars().take_while(|it| is_word(*it) || *it == ':').collect::<String>();
        match rest.strip_prefix('{') {
            None => match rest.find(|it: char| !is_word(it) && it != ':') {
                // `crate::policy::{A, B}`: one path a name.
                Some(end) if rest[end..].starts_with('{') && rest[..end].ends_with("::") => {
                    names(&rest[end..]).iter().for_each(|name| found.push(format!("{}{}", &rest[..end], path(name))));
                }
                _ => found.push(path(rest)),
            },
            Some(_) => names(rest).iter().for_each(|name| found.push(path(name))),
        }
    };
    let up = "super::".repeat(source.modules.len());
    for (start, _) in text.match_indices("crate::") {
        let before = text[..start].chars().next_back();
        if before.is_none_or(|it| !is_word(it) && it != ':') {
            add(&text[start + "crate::".len()..]);
        }
    }
    if !source.modules.is_empty() {
        for (start, _) in text.match_indices(&up) {
            add(&text[start + up.len()..]);
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
            let (first, rest) = path.split_once("::").unwrap_or((&path, ""));
            // Types and functions that the crate shows at its root are those of `error`, which says things in two languages.
            let is_open_leaf = LEAVES.contains(&first) && (module != "error" || first == "text");
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

#[test]
fn the_test_itself_finds_paths_in_every_form_they_are_written() {
    let text = "use crate::policy::{Levers, levers::Cost};\nuse crate::{Error, output};\nlet x = crate::cli::main;\n\
                // crate::engine\nuse super::super::report::json;\n#[cfg(test)]\nmod tests {\n    use crate::files;\n}\n";
    let modules = vec!["dynamics".to_owned(), "week".to_owned()];
    let source = Source { path: PathBuf::new(), modules, text: bare(text) };
    let found = paths_from_root(&source);
    assert_eq!(
        found,
        ["policy::Levers", "policy::levers::Cost", "Error", "output", "cli::main", "report::json"].map(str::to_owned)
    );
}
