//! Attribution of the effect of a package to its instruments, as lines for the terminal.

use super::wording::{change, cut, ends, fixed, heading, left, right, rule, starred, undetermined};
use crate::analysis::figures::{Indicator, figure_of};
use crate::analysis::interval::Estimated;
use crate::report::document::Document;
use crate::report::document::answer::policies::chief_measure;
use crate::report::document::record::Row;
use crate::text::{Language, WIDTH};

/// Measures that one table shows side by side.
const BESIDE: usize = 5;
/// Pairs that are shown of a measure.
const PAIRS: usize = 5;
/// Widths of a name and of a number.
const LABEL: usize = 30;
const CELL: usize = 14;

/// The attribution as lines; none if no package was attributed.
pub(super) fn lines(document: &Document, language: Language) -> Vec<String> {
    let source = &document.source;
    let Some(table) = source.table("attribution") else { return Vec::new() };
    let it = Division { document, language };
    let name = source.name(table.text("policy", 0));
    let mut lines = vec![match language {
        Language::English => format!("attribution of {} to its instruments (Shapley shares)", name.en),
        Language::Chinese => format!("{}的效果归因到各工具（Shapley 份额）", name.zh),
    }];
    let (divided, whole): (Vec<&Indicator>, Vec<&Indicator>) =
        table.distinct("measure").into_iter().filter_map(figure_of).partition(|figure| it.is_divided(figure));
    lines.extend(divided.chunks(BESIDE).flat_map(|figures| it.side_by_side(figures)));
    for figure in whole {
        let Some(total) = it.of(figure, "total", "") else { continue };
        lines.push(left(&cut(&heading(figure, language), LABEL), LABEL) + undetermined(&total, language));
    }
    if let Some(chief) = chief_measure(source).filter(|figure| it.is_divided(figure)) {
        lines.push(rule());
        lines.extend(it.in_full(chief));
    }
    lines.push(rule());
    let note = language.pick(
        "share: Shapley share of the total; alone: by itself; last: added to all others; *: excludes zero",
        "份额：在总效果中的部分；单独：仅此一项；最后：加在其余各项之上；*：区间不含零",
    );
    lines.extend([note.to_string(), rule()]);
    lines
}

struct Division<'a> {
    document: &'a Document,
    language: Language,
}

impl<'a> Division<'a> {
    fn rows(&self, figure: &Indicator, what: &str) -> Vec<Row<'a>> {
        Row::all(&self.document.source, "attribution", &[("measure", figure.key), ("what", what)], "value")
    }

    /// Whether the effect on a measure is attributed.
    fn is_divided(&self, figure: &Indicator) -> bool {
        !self.rows(figure, "share").is_empty()
    }

    fn name(&self, id: &str) -> String {
        self.document.source.name(id).say(self.language).to_string()
    }

    /// The number of an instrument.
    fn of(&self, figure: &Indicator, what: &str, instrument: &str) -> Option<Estimated> {
        self.rows(figure, what).iter().find(|it| it.text("instrument") == instrument)?.estimated("value")
    }

    /// Shares of several measures.
    fn side_by_side(&self, figures: &[&Indicator]) -> Vec<String> {
        let row = |head: &str, cells: Vec<String>| {
            left(&cut(head, LABEL), LABEL) + &cells.iter().map(|it| right(it, CELL)).collect::<String>()
        };
        let heads = figures.iter().map(|it| cut(&heading(it, self.language), CELL - 1)).collect();
        let mut lines = vec![rule(), row("", heads)];
        let shown = |what: &str, instrument: &str| {
            let cell =
                |it: &&Indicator| self.of(it, what, instrument).map_or("–".into(), |found| starred(&found, it));
            figures.iter().map(cell).collect()
        };
        for share in self.rows(figures[0], "share") {
            let instrument = share.text("instrument");
            lines.push(row(&self.name(instrument), shown("share", instrument)));
        }
        lines.push(row(self.language.pick("total", "合计"), shown("total", "")));
        lines
    }

    /// One measure with intervals, and its strongest pairs.
    fn in_full(&self, figure: &Indicator) -> Vec<String> {
        let widths = [13, 25, 10, 11, 11];
        let label = WIDTH - widths.iter().sum::<usize>();
        let row = |head: &str, cells: [String; 5]| {
            let cells: String = cells.iter().zip(widths).map(|(it, width)| right(it, width)).collect();
            left(&cut(head, label), label) + &cells
        };
        let heads = match self.language {
            Language::English => ["share", "95 % interval", "of total", "alone", "last"],
            Language::Chinese => ["份额", "95% 区间", "占比", "单独", "最后"],
        };
        let mut lines = vec![row(&heading(figure, self.language), heads.map(str::to_string))];
        let total = self.of(figure, "total", "").map_or(f64::NAN, |it| it.value);
        for share in self.rows(figure, "share") {
            let (instrument, Some(found)) = (share.text("instrument"), share.estimated("value")) else { continue };
            let plain = |what| self.of(figure, what, instrument).map_or("–".into(), |it| change(it.value, figure));
            let part = found.value / total * 100.0;
            let cells = [
                starred(&found, figure),
                interval(&found, figure),
                if part.is_finite() { fixed(part, 0) + " %" } else { "–".into() },
                plain("alone"),
                plain("last"),
            ];
            lines.push(row(&self.name(instrument), cells));
        }
        let pairs = self.rows(figure, "synergy").into_iter();
        let mut pairs: Vec<(Row, Estimated)> = pairs.filter_map(|it| Some((it, it.estimated("value")?))).collect();
        // Those that are certain come first, then the largest.
        pairs.sort_by(|(_, a), (_, b)| {
            let certain = b.verdict().is_determined().cmp(&a.verdict().is_determined());
            certain.then(b.value.abs().total_cmp(&a.value.abs()))
        });
        if !pairs.is_empty() {
            lines.push(self.language.pick("pairs: synergy (+) or overlap (-)", "两两协同（+）或重叠（-）").into());
        }
        for (pair, index) in pairs.iter().take(PAIRS) {
            let names = format!("  {} × {}", self.name(pair.text("instrument")), self.name(pair.text("other")));
            let numbers = format!("{}  {}", starred(index, figure), interval(index, figure));
            lines.push(left(&cut(&names, 60), 60) + &numbers);
        }
        lines
    }
}

fn interval(it: &Estimated, figure: &Indicator) -> String {
    it.interval.map_or("–".into(), |it| ends(it, figure))
}
