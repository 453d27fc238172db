//! The language of what is printed. Result files never depend on it.

use clap::ValueEnum;
use clap::builder::PossibleValue;

pub(super) use crate::text::Language;

impl ValueEnum for Language {
    fn value_variants<'a>() -> &'a [Self] {
        &[Language::Chinese, Language::English]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Language::Chinese => PossibleValue::new("zh").help("Chinese, 中文"),
            Language::English => PossibleValue::new("en").help("English"),
        })
    }
}

impl Language {
    /// The one asked for, else the locale's.
    pub(super) fn chosen(asked: Option<Self>) -> Self {
        asked.unwrap_or_else(Self::of_locale)
    }

    /// The locale's: of the three variables the first that is set and not empty decides.
    pub(super) fn of_locale() -> Self {
        let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self::of_name(&["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default())
    }

    fn of_name(locale: &str) -> Self {
        if locale.starts_with("zh") { Language::Chinese } else { Language::English }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_locales_speak_chinese_and_all_others_english() {
        assert_eq!(Language::of_name("zh_CN.UTF-8"), Language::Chinese);
        assert_eq!(Language::of_name("C.UTF-8"), Language::English);
        assert_eq!(Language::of_name(""), Language::English);
    }
}
