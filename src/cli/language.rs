//! The language of what is printed. Result files never depend on it.

use clap::ValueEnum;

/// A language huzhu speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Language {
    /// Chinese, 中文.
    Zh,
    /// English.
    En,
}

impl Language {
    /// The one asked for, else the locale's.
    pub fn chosen(asked: Option<Self>) -> Self {
        asked.unwrap_or_else(Self::of_locale)
    }

    /// The locale's: of the three variables the first that is set and not empty decides.
    pub fn of_locale() -> Self {
        let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self::of_name(&["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default())
    }

    fn of_name(locale: &str) -> Self {
        if locale.starts_with("zh") { Language::Zh } else { Language::En }
    }

    /// The same for reports.
    pub fn of_report(self) -> crate::report::Language {
        self.pick(crate::report::Language::English, crate::report::Language::Chinese)
    }

    /// The text in this language.
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Language::En => en,
            Language::Zh => zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_locales_speak_chinese_and_all_others_english() {
        assert_eq!(Language::of_name("zh_CN.UTF-8"), Language::Zh);
        assert_eq!(Language::of_name("C.UTF-8"), Language::En);
        assert_eq!(Language::of_name(""), Language::En);
    }
}
