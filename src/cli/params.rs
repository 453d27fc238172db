//! `huzhu params`: everything a scenario can set.

use clap::{Args, ValueEnum};

use super::language::Language;
use super::out::Out;
use crate::error::{Error, Result};
use crate::parameters::TABLE;
use crate::policy::DESCRIPTIONS;
use crate::scenario::reference;
use crate::text::Message;

/// List parameters and instruments: default, range, unit, meaning, source. 列出参数与政策工具：默认值、范围、单位、含义、来源
#[derive(Debug, Args)]
pub(super) struct Params {
    /// Show only entries with this text in key, symbol or meaning; `policy` for the instruments. 筛选
    filter: Option<String>,

    /// List the mechanisms that `[model] off` can switch off, with their parameters. 列出可关闭的机制
    #[arg(long)]
    mechanisms: bool,

    /// Output format. 输出格式
    #[arg(long, value_enum, default_value = "terminal")]
    format: Format,
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for reading. 文本
    Terminal,
    /// The reference page, in both languages. 参考页
    Markdown,
    /// One JSON object, for programs. JSON
    Json,
}

impl Params {
    pub fn run(self, language: Language, out: &mut Out) -> Result<()> {
        let filter = self.filter.unwrap_or_default();
        if self.mechanisms {
            return match self.format {
                Format::Terminal => mechanisms(&filter, language, out),
                Format::Markdown => out.print(reference::mechanisms_markdown(&filter)),
                Format::Json => out.line(format_args!("{:#}", reference::mechanisms_json(&filter))),
            };
        }
        let parameters = TABLE.iter().any(|row| reference::parameter_matches(row, &filter));
        let instruments = DESCRIPTIONS.iter().any(|it| reference::instrument_matches(it, &filter));
        if !parameters && !instruments && !reference::placement_matches(&filter) {
            let text = language.pick("nothing matches: ", "没有匹配的项：");
            return Err(Error::Negative(Message::same(format!("{text}`{filter}`"))));
        }
        match self.format {
            Format::Terminal => terminal(&filter, language, out),
            Format::Markdown => out.print(reference::markdown(&filter)),
            Format::Json => out.line(format_args!("{:#}", reference::json(&filter))),
        }
    }
}

/// A mechanism, what it does, and what is written when it is switched off.
fn mechanisms(filter: &str, language: Language, out: &mut Out) -> Result<()> {
    for it in reference::mechanisms(filter) {
        out.line(format_args!("{}", it.name))?;
        out.line(format_args!("    {}", language.pick(it.meaning.en, it.meaning.zh)))?;
        let values = it.parameters().map(|(_, row)| format!("{} = {}", row.key, row.off.unwrap_or_default()));
        let off = language.pick("off", "关闭时");
        out.line(format_args!("    {off}: {}", values.collect::<Vec<_>>().join(", ")))?;
    }
    Ok(())
}

/// Two lines a parameter; Chinese characters are wider than others, so nothing is set in columns behind them.
fn terminal(filter: &str, language: Language, out: &mut Out) -> Result<()> {
    let [urban, rural, to] = language.pick(["urban", "rural", "to"], ["城市", "农村", "至"]);
    for row in TABLE.iter().filter(|row| reference::parameter_matches(row, filter)) {
        let [low, high] = [row.range.start(), row.range.end()];
        let defaults = if row.default[0] == row.default[1] {
            row.default[0].to_string()
        } else {
            format!("{urban} {}, {rural} {}", row.default[0], row.default[1])
        };
        out.line(format_args!("{} = {defaults}   [{low} {to} {high}] {}", row.key, row.unit))?;
        out.line(format_args!(
            "    {} (MODEL: {}; {})",
            language.pick(row.meaning, row.meaning_zh),
            row.symbol,
            row.source
        ))?;
    }
    for it in DESCRIPTIONS.iter().filter(|it| reference::instrument_matches(it, filter)) {
        out.line(format_args!("[policy.{}] {}", it.name, language.pick(it.label.en, it.label.zh)))?;
        out.line(format_args!(
            "    {} ({}; {})",
            language.pick(it.meaning.en, it.meaning.zh),
            reference::setting_names(it),
            it.source
        ))?;
        let values = reference::bare_values(it);
        for field in it.fields {
            let (value, meaning) =
                (reference::plain(values.get(field.name)), language.pick(field.meaning.en, field.meaning.zh));
            out.line(format_args!(
                "    {} = {value}   [{}] {}: {meaning}",
                field.name,
                reference::allowed(field),
                field.unit
            ))?;
        }
    }
    if reference::placement_matches(filter) {
        out.line(language.pick("[policy.NAME] of every instrument", "[policy.名称] 每项工具均可写"))?;
        for (key, label) in reference::placement() {
            out.line(format_args!("    {key}: {}", language.pick(label.en, label.zh)))?;
        }
    }
    Ok(())
}
