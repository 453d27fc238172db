//! Whether an argument of a command names a scenario, a study or a design.

use std::path::Path;

use toml::de::DeTable;

use crate::scenario::embedded;
use crate::scenario::file::{is_path, read_text};
use crate::scenario::schema::TOP;

/// What an argument names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A scenario.
    Scenario,
    /// A study.
    Study,
    /// A design.
    Design,
}

impl Input {
    /// What an argument names: an embedded scenario, study or design, or a file if it contains a `/` or ends in
    /// `.toml`. None if there is no such name or file, or the file has no key that identifies its kind.
    pub fn of(argument: &str) -> Option<Self> {
        if is_path(argument) {
            return Input::of_text(&read_text(Path::new(argument)).ok()?);
        }
        let embedded = [
            (embedded::find(argument), Input::Scenario),
            (embedded::find_study(argument), Input::Study),
            (embedded::find_design(argument), Input::Design),
        ];
        embedded.into_iter().find_map(|(found, input)| found.map(|_| input))
    }

    /// What the text of a file is.
    pub fn of_text(text: &str) -> Option<Self> {
        let (document, _) = DeTable::parse_recoverable(text);
        let has = |key: &str| document.get_ref().contains_key(key);
        match (has("design"), has("study")) {
            (true, false) => Some(Input::Design),
            (false, true) => Some(Input::Study),
            (false, false) if TOP.iter().any(|it| has(it.name)) => Some(Input::Scenario),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_or_a_name_is_shows_in_its_tables_and_in_the_lists_of_the_program() {
        assert_eq!(Input::of_text("weeks = 4\n[population]\ndistricts = 1\n"), Some(Input::Scenario));
        assert_eq!(Input::of_text("weeks = 4\n[study]\nreplicates = 2\n"), Some(Input::Study));
        assert_eq!(Input::of_text("[design.scenario]\nweeks = 4\n"), Some(Input::Design));
        // A fault of the text does not hide what it is.
        assert_eq!(Input::of_text("[design]\nkind = \n"), Some(Input::Design));
        for other in ["", "[package]\nname = \"x\"\n", "[study]\n[design]\n", "a,b\n1,2\n"] {
            assert_eq!(Input::of_text(other), None, "{other}");
        }
        let of = Input::of;
        assert_eq!(
            [of("pilot"), of("incentives"), of("pilot-shares")],
            [Input::Scenario, Input::Study, Input::Design].map(Some)
        );
        assert_eq!((of("pilto"), of("nowhere.toml")), (None, None));
    }
}
