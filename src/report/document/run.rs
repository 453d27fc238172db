//! Charts of one run.

use super::chart::{Bars, Chart, Intervals, Kind, Line, Mark, Tile};
use super::numbers::{COMMA, scale};
use super::places::PLACES;
use super::source::Source;
use super::words::{axis, figure};
use crate::analysis::figures::{DEFAULT_MEASURES, Form, Scope};
use crate::analysis::table::Table;
use crate::places::WEEKS_PER_YEAR;
use crate::text::Label;
use crate::text::Message;

/// Years since the policy began.
pub(super) const YEARS: Label = Label { en: "years", zh: "年数" };

/// Measures whose urban-rural gap is drawn: shares, so that they fit one chart.
pub(super) const GAPS: [&str; 4] = ["participants_share", "requests_served_share", "unmet_share", "lonely_share"];

/// A line from some rows of a table, in the unit in which the form is shown.
pub(super) fn line(table: &Table, rows: &[usize], form: Form, name: Option<Message>, years: bool) -> Line {
    let scale = scale(form);
    let column = |name: &str| -> Vec<Option<f64>> {
        rows.iter().map(|row| table.number(name, *row).map(|it| it * scale)).collect()
    };
    let (low, high) = (column("low"), column("high"));
    let banded = low.iter().any(Option::is_some);
    let weeks = |row: &usize| table.number("week", *row).or_else(|| table.number("weeks", *row)).unwrap_or(0.0);
    let unit = if years { f64::from(WEEKS_PER_YEAR) } else { 1.0 };
    Line {
        name,
        x: rows.iter().map(|row| weeks(row) / unit).collect(),
        y: column("mean"),
        band: banded.then_some([low, high]),
        reference: false,
    }
}

/// Trajectories of the default measures.
pub fn trajectories(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("trajectories") else { return Vec::new() };
    let chart = |key: &&str| {
        let figure = figure(key)?;
        let lines: Vec<Line> = Scope::ALL
            .into_iter()
            .filter_map(|scope| {
                let rows = table.which(&[("figure", key), ("scope", scope.name())]);
                let name = Some(Message::from(scope.label()));
                (rows.len() > 1).then(|| line(table, &rows, figure.form, name, true))
            })
            .collect();
        let kind = Kind::Lines(lines);
        let (title, y) = (figure.label.into(), axis(figure.form, figure.unit));
        (!matches!(&kind, Kind::Lines(it) if it.is_empty())).then(|| Chart { title, x: YEARS.into(), y, kind })
    };
    DEFAULT_MEASURES.iter().filter_map(chart).collect()
}

/// Rural minus urban.
pub fn gap(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("urban_rural_gap") else { return Vec::new() };
    let of = |key: &&str| {
        let (figure, rows) = (figure(key)?, table.which(&[("figure", key)]));
        (rows.len() > 1).then(|| line(table, &rows, figure.form, Some(figure.label.into()), true))
    };
    let lines: Vec<Line> = GAPS.iter().filter_map(of).collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let title = Message::new("Rural minus urban", "农村减城市");
    let y = Message::new("percentage points", "百分点");
    let mut charts = vec![Chart { title, x: YEARS.into(), y, kind: Kind::Lines(lines) }];
    charts.extend(ends(source));
    charts
}

/// Urban and rural values at the end, side by side.
fn ends(source: &Source) -> Option<Chart> {
    let table = source.table("figures")?;
    let shares: Vec<&str> = DEFAULT_MEASURES
        .into_iter()
        .filter(|key| figure(key).is_some_and(|it| it.form == Form::Share))
        .filter(|key| table.which(&[("figure", key)]).into_iter().any(|row| table.number("end", row).is_some()))
        .collect();
    let of = |scope: Scope| {
        let value = |key: &&str| {
            let row = *table.which(&[("figure", key), ("scope", scope.name())]).first()?;
            let end = table.number("end", row)?;
            let ends = table.number("end_low", row).zip(table.number("end_high", row));
            let ends = ends.map(|(low, high)| [low, high].map(|it| it * scale(Form::Share)));
            Some(Mark { value: end * scale(Form::Share), ends })
        };
        Intervals { name: scope.label().into(), values: shares.iter().map(value).collect() }
    };
    let series = vec![of(Scope::Urban), of(Scope::Rural)];
    let both = series.iter().all(|it| it.values.iter().any(Option::is_some));
    both.then(|| Chart {
        title: Message::new("Urban and rural at the end", "期末的城市与农村"),
        x: Message::same("%"),
        y: Message::same(""),
        kind: Kind::Intervals { rows: shares.iter().map(|it| source.name(it)).collect(), series },
    })
}

/// Flows from drive through perception to response.
pub fn flows(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("elder_flows") else { return Vec::new() };
    const COLUMNS: [&[&str]; 3] = [
        &["drive_strong", "drive_middling", "drive_weak"],
        &["perception_strong", "perception_middling", "perception_weak"],
        &["gives", "receives_only", "member_or_attends", "stays_away"],
    ];
    let nodes: Vec<(&str, usize)> =
        COLUMNS.iter().enumerate().flat_map(|(column, ids)| ids.iter().map(move |id| (*id, column))).collect();
    let place = |id: &str| nodes.iter().position(|it| it.0 == id);
    let links: Vec<(usize, usize, f64)> = table
        .which(&[("scope", Scope::All.name())])
        .into_iter()
        .filter_map(|row| {
            let (from, to) = (place(table.text("from", row))?, place(table.text("to", row))?);
            Some((from, to, table.number("share", row)? * 100.0))
        })
        .collect();
    if links.is_empty() {
        return Vec::new();
    }
    vec![Chart {
        title: Message::new("Drive → perception → response, % of sampled elders", "驱动 → 感知 → 响应，占抽样老年人 %"),
        x: Message::same(""),
        y: Message::same("%"),
        kind: Kind::Flows { nodes: nodes.into_iter().map(|(id, column)| (source.name(id), column)).collect(), links },
    }]
}

/// Retention curves of a run.
pub fn retention(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("retention").filter(|it| it.distinct("policy").is_empty()) else {
        return Vec::new();
    };
    let of = |scope: Scope| {
        let rows = table.which(&[("scope", scope.name())]);
        (rows.len() > 1).then(|| line(table, &rows, Form::Share, Some(scope.label().into()), false))
    };
    lasting(MEMBERSHIPS.into(), Scope::ALL.into_iter().filter_map(of).collect()).into_iter().collect()
}

/// Title of what [`lasting`] draws.
pub(super) const MEMBERSHIPS: Label = Label { en: "Memberships that last", zh: "仍在的成员经历" };

/// Shares of memberships over the weeks since joining, if there are any.
pub(super) fn lasting(title: Message, lines: Vec<Line>) -> Option<Chart> {
    let x = Message::new("weeks since joining", "加入后的周数");
    (!lines.is_empty()).then(|| Chart { title, x, y: Message::same("%"), kind: Kind::Lines(lines) })
}

/// Means by group of elders, one chart per measure.
pub fn groups(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("elder_groups") else { return Vec::new() };
    let chart = |measure: &str| {
        let rows = table.which(&[("measure", measure)]);
        let form = if measure == "unmet_share" { Form::Share } else { Form::Level };
        let name = |row: &usize| source.name(table.text("group", *row));
        let values = rows.iter().map(|row| table.number("mean", *row).map(|it| it * scale(form))).collect();
        let unit = match measure {
            "unmet_share" => Message::same("%"),
            "given_hours_so_far" => Message::new("hours", "小时"),
            _ => source.name("0..1"),
        };
        let title = source.name(measure);
        let series = vec![Bars { name: title.clone(), values }];
        Chart {
            title,
            x: unit,
            y: Message::same(""),
            kind: Kind::Bars { rows: rows.iter().map(name).collect(), series },
        }
    };
    table.distinct("measure").into_iter().map(chart).collect()
}

/// The provinces as tiles.
pub fn provinces(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("provinces") else { return Vec::new() };
    // One place is no map.
    if table.distinct("province").len() < 2 {
        return Vec::new();
    }
    let chart = |key: &&str| {
        let figure = figure(key)?;
        let value = |name: &str| {
            let row = *table.which(&[("province", name), ("figure", key)]).first()?;
            table.number("mean", row).map(|it| it * scale(figure.form))
        };
        let tiles = PLACES.iter().map(|it| Tile {
            name: Message::from(it.name),
            short: Message::new(it.code, it.name.zh),
            at: [it.row, it.column],
            value: value(it.name.en),
        });
        // A tile has no axis to name the unit.
        let unit = axis(figure.form, figure.unit);
        let title = Message::from(figure.label).join(COMMA, &unit);
        Some(Chart { title, x: Message::same(""), y: unit, kind: Kind::Tiles(tiles.collect()) })
    };
    ["participants_share", "unmet_share", "lonely_share"].iter().filter_map(chart).collect()
}

/// Spending by item: one bar each for urban, rural and all.
pub fn spending(source: &Source) -> Vec<Chart> {
    let Some(table) = source.table("spending") else { return Vec::new() };
    let scopes = table.distinct("scope");
    let series = table.distinct("item").into_iter().map(|item| {
        let value = |scope: &&str| {
            let row = *table.which(&[("item", item), ("scope", scope)]).first()?;
            table.number("mean", row)
        };
        Bars { name: source.name(item), values: scopes.iter().map(value).collect() }
    });
    let kind = Kind::Bars { rows: scopes.iter().map(|it| source.name(it)).collect(), series: series.collect() };
    let title = Message::new("Public spending", "公共支出");
    vec![Chart { title, x: source.name("yuan per elder and year"), y: Message::same(""), kind }]
}
