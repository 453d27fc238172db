//! A run as the tables that a report shows: figures, courses by month, retention, provinces, spending, groups of
//! elders, and the flow from drive over perception to response.
//!
//! Everything is formed replicate by replicate; bands go from the 5th to the 95th percentile of twenty replicates or
//! more, and from the lowest to the highest of fewer.

use std::collections::BTreeMap;

use super::community_spread;
use super::figures::{Form, INDICATORS, Indicator, Scope, Span};
use super::retention::RetentionCounts;
use super::run_rows::{FIGURE, LOWER, SCOPE, UNIT, UPPER, each_group};
use super::summary::{Estimate, Line, Summary};
use super::table::{Head, Table};
use crate::Result;
use crate::observe::measures::{Counter, Tally};
use crate::observe::table::{Type, Values};
use crate::output::FinishedRun;
use crate::output::weekly;
use crate::places::{Setting, WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::policy::DESCRIPTIONS;
use crate::text::Label;

const WEEK: Head = Head("week", "week", Label { en: "first week of the month", zh: "当月首周" });
const MEAN: Head = Head("mean", "unit", Label { en: "mean over replicates", zh: "各次重复的均值" });
const LOW: Head = Head("low", "unit", LOWER);
const HIGH: Head = Head("high", "unit", UPPER);
const REPLICATES: Head = Head("replicates", "number", Label { en: "replicates with a value", zh: "有值的重复次数" });

/// Those tables of a run that its summary shows: figures and trajectories. The others take most of the time.
///
/// # Errors
/// A file cannot be read.
pub fn in_brief(run: &FinishedRun, summary: &Summary) -> Result<Vec<Table>> {
    Ok(vec![figures(summary), Months::read(run, summary)?.trajectories()])
}

/// Every table of a run for which it has the rows.
///
/// # Errors
/// A file cannot be read.
pub fn of_run(run: &FinishedRun, summary: &Summary) -> Result<Vec<Table>> {
    let months = Months::read(run, summary)?;
    let mut tables = vec![figures(summary), details(summary), months.trajectories(), months.gap(), months.spending()];
    tables.push(retention(run, summary)?);
    tables.push(community_spread::of_run(run, summary)?);
    tables.push(provinces(run, summary)?);
    tables.push(stages(run, summary)?);
    tables.push(groups(run, summary)?);
    tables.retain(|it| it.rows() > 0);
    Ok(tables)
}

fn estimated(it: Option<Estimate>) -> [Option<f64>; 3] {
    it.map_or([None; 3], |it| [Some(it.mean), it.low, it.high])
}

/// The lines of the summary.
pub fn figures(summary: &Summary) -> Table {
    starts_and_ends("figures", &summary.lines)
}

/// The same of further measures.
fn details(summary: &Summary) -> Table {
    starts_and_ends("further_figures", &summary.details)
}

fn starts_and_ends(name: &str, lines: &[Line]) -> Table {
    let number = |name, meaning| Head(name, "unit", meaning);
    let start = Label { en: "first four weeks, mean over replicates", zh: "前四周，各次重复的均值" };
    let end = Label {
        en: "last four weeks or the whole run, mean over replicates",
        zh: "最后四周或全程，各次重复的均值",
    };
    let mut table = Table::new(
        name,
        &[FIGURE, SCOPE, UNIT],
        &[
            number("start", start),
            number("start_low", LOWER),
            number("start_high", UPPER),
            number("end", end),
            number("end_low", LOWER),
            number("end_high", UPPER),
            REPLICATES,
        ],
    );
    for (line, scope) in lines.iter().flat_map(|line| Scope::ALL.map(|scope| (line, scope))) {
        let value = line.values[scope as usize];
        let ([a, b, c], [d, e, f]) = (estimated(value.start), estimated(value.end));
        let replicates = value.end.map_or(0.0, |it| it.replicates as f64);
        table.push(&[line.figure.key, scope.name(), line.figure.unit], &[a, b, c, d, e, f, Some(replicates)]);
    }
    table
}

/// Sums by replicate, month and setting.
struct Months {
    replicates: Vec<Vec<[Tally; 2]>>,
}

impl Months {
    fn read(run: &FinishedRun, summary: &Summary) -> Result<Self> {
        let months = (summary.weeks / WEEKS_PER_MONTH).max(0) as usize;
        let mut replicates: BTreeMap<i32, Vec<[Tally; 2]>> = BTreeMap::new();
        weekly::read(&run.table(weekly::TABLE), weekly::LEVELS[0], |row| {
            let setting = Setting::ALL.into_iter().find(|it| it.name() == row.place);
            let (Some(setting), Ok(week)) = (setting, usize::try_from(row.week)) else { return };
            let month = week / WEEKS_PER_MONTH as usize;
            let all = replicates.entry(row.replicate).or_insert_with(|| vec![Default::default(); months]);
            if let Some(tallies) = all.get_mut(month) {
                tallies[setting.index()].merge(&row.tally);
            }
        })?;
        // Those the summary counts come first; an interrupted one is the last.
        Ok(Months { replicates: replicates.into_values().take(summary.replicates).collect() })
    }

    fn weeks(&self) -> impl Iterator<Item = (usize, f64)> {
        let months = self.replicates.first().map_or(0, Vec::len);
        (0..months).map(|month| (month, (month as i32 * WEEKS_PER_MONTH).into()))
    }

    /// Figures that have a value in each month.
    fn figures() -> impl Iterator<Item = &'static Indicator> {
        INDICATORS.iter().filter(|it| it.form != Form::Count && it.span == Span::StartAndEnd)
    }

    fn trajectories(&self) -> Table {
        let mut table = Table::new("trajectories", &[FIGURE, SCOPE, UNIT], &[WEEK, MEAN, LOW, HIGH]);
        for (figure, scope) in Self::figures().flat_map(|figure| Scope::ALL.map(|scope| (figure, scope))) {
            for (month, week) in self.weeks() {
                let values = self.replicates.iter().filter_map(|it| figure.of(&scoped(&it[month], scope)));
                if let Some(it) = Estimate::of(values.collect()) {
                    let numbers = [Some(week), Some(it.mean), it.low, it.high];
                    table.push(&[figure.key, scope.name(), figure.unit], &numbers);
                }
            }
        }
        table
    }

    /// Villages minus towns, replicate by replicate.
    fn gap(&self) -> Table {
        let mut table = Table::new("urban_rural_gap", &[FIGURE, UNIT], &[WEEK, MEAN, LOW, HIGH]);
        for figure in Self::figures() {
            for (month, week) in self.weeks() {
                let gap = |it: &Vec<[Tally; 2]>| {
                    let [urban, rural] = &it[month];
                    Some(figure.of(rural)? - figure.of(urban)?)
                };
                if let Some(it) = Estimate::of(self.replicates.iter().filter_map(gap).collect()) {
                    table.push(&[figure.key, figure.unit], &[Some(week), Some(it.mean), it.low, it.high]);
                }
            }
        }
        table
    }

    /// Public spending by item, the whole run.
    fn spending(&self) -> Table {
        let item = Head("item", "key", Label { en: "staff and venue, or an instrument", zh: "项目" });
        let yuan = Head("mean", "yuan per elder and year", Label { en: "mean over replicates", zh: "各次重复的均值" });
        let mut table = Table::new("spending", &[item, SCOPE], &[yuan]);
        let whole = |it: &Vec<[Tally; 2]>, scope| {
            it.iter().map(|it| scoped(it, scope)).fold(Tally::default(), |mut sum, it| {
                sum.merge(&it);
                sum
            })
        };
        for scope in Scope::ALL {
            let sums: Vec<Tally> = self.replicates.iter().map(|it| whole(it, scope)).collect();
            let mut push = |key: &str, yuan: &dyn Fn(&Tally) -> f64| {
                let a_year = |it: &Tally| yuan(it) / it[Counter::Elders].max(1) as f64 * f64::from(WEEKS_PER_YEAR);
                let values: Vec<f64> = sums.iter().map(a_year).collect();
                if values.iter().any(|it| *it != 0.0) {
                    table.push(&[key, scope.name()], &[Estimate::of(values).map(|it| it.mean)]);
                }
            };
            push("core", &|it| it.read(Counter::SpendingCore));
            for (number, instrument) in DESCRIPTIONS.iter().enumerate() {
                push(instrument.name, &|it| it.spending(number) as f64 * 0.01);
            }
        }
        table
    }
}

/// Both settings together, or one of them.
fn scoped(settings: &[Tally; 2], scope: Scope) -> Tally {
    let mut sum = Tally::default();
    Setting::ALL.into_iter().filter(|it| scope.holds(*it)).for_each(|it| sum.merge(&settings[it.index()]));
    sum
}

/// Which share of memberships that began in the run still lasts after so many weeks: Kaplan-Meier.
fn retention(run: &FinishedRun, summary: &Summary) -> Result<Table> {
    let weeks = Head("weeks", "weeks since joining", Label { en: "weeks since joining", zh: "加入后的周数" });
    let share = |name, en, zh| Head(name, "share of memberships", Label { en, zh });
    let columns = [
        weeks,
        share("mean", "share that lasts, mean over replicates", "留存比例，各次重复的均值"),
        Head("low", "share of memberships", LOWER),
        Head("high", "share of memberships", UPPER),
    ];
    let mut table = Table::new("retention", &[SCOPE], &columns);
    let mut replicates: BTreeMap<i32, [RetentionCounts; 2]> = BTreeMap::new();
    let keys = [
        ("replicate", Type::Int),
        ("setting", Type::Text),
        ("start_week", Type::Int),
        ("end_week", Type::Int),
        ("why", Type::Text),
    ];
    each_group(run, "spells", &keys, |columns| {
        let [Values::Int(replicate), Values::Text(place), Values::Int(start), Values::Int(end), Values::Text(why)] =
            columns
        else {
            return;
        };
        for row in 0..replicate.len() {
            if let Some(setting) = Setting::ALL.into_iter().find(|it| it.name() == place[row]) {
                let durations = &mut replicates.entry(replicate[row]).or_default()[setting.index()];
                durations.add_membership(start[row], end[row], &why[row], summary.weeks);
            }
        }
    })?;
    for scope in Scope::ALL {
        let of = |settings: &[RetentionCounts; 2]| RetentionCounts::of_scope(scope, |it| &settings[it.index()]).curve();
        let curves: Vec<Vec<f64>> = replicates.values().take(summary.replicates).filter_map(of).collect();
        for week in 0..=WEEKS_PER_YEAR as usize {
            if let Some(it) = Estimate::of(curves.iter().map(|it| it[week]).collect()) {
                table.push(&[scope.name()], &[Some(week as f64), Some(it.mean), it.low, it.high]);
            }
        }
    }
    Ok(table)
}

/// Every figure of every province at the end, where sums by province were written.
fn provinces(run: &FinishedRun, summary: &Summary) -> Result<Table> {
    let province = Head("province", "name", Label { en: "province", zh: "省份" });
    let mut table = Table::new("provinces", &[province, FIGURE, UNIT], &[MEAN, LOW, HIGH]);
    let mut sums: BTreeMap<(String, i32), Tally> = BTreeMap::new();
    weekly::read(&run.table(weekly::TABLE), weekly::LEVELS[1], |row| {
        if (summary.end_weeks.0..=summary.end_weeks.1).contains(&row.week) {
            let name = row.place.split('/').next().unwrap_or_default().to_string();
            sums.entry((name, row.replicate)).or_default().merge(&row.tally);
        }
    })?;
    let mut names: Vec<&String> = sums.keys().map(|(name, _)| name).collect();
    names.dedup();
    for (name, figure) in names.into_iter().flat_map(|name| Months::figures().map(move |figure| (name, figure))) {
        let here = sums.range((name.clone(), i32::MIN)..=(name.clone(), i32::MAX));
        let values = here.take(summary.replicates).filter_map(|(_, it)| figure.of(it));
        if let Some(it) = Estimate::of(values.collect()) {
            table.push(&[name, figure.key, figure.unit], &[Some(it.mean), it.low, it.high]);
        }
    }
    Ok(table)
}

/// How drive leads over perception to response, in shares of the sampled elders over the last four weeks.
///
/// Drive is what is lacking of the three needs, equally weighted, and perception is awareness times trust; both
/// are cut into thirds of all sampled elders.
fn stages(run: &FinishedRun, summary: &Summary) -> Result<Table> {
    let stage = |name, en, zh| Head(name, "key", Label { en, zh });
    let share =
        Head("share", "share of sampled elders", Label { en: "share of sampled elders", zh: "占抽样老年人的比例" });
    let heads = [SCOPE, stage("from", "earlier stage", "前一阶段"), stage("to", "later stage", "后一阶段")];
    let mut table = Table::new("elder_flows", &heads, &[share]);
    let names = ["self_worth", "connection", "belonging", "awareness", "trust", "given_hours", "received_hours"];
    let mut keys = vec![("week", Type::Int), ("setting", Type::Text), ("replicate", Type::Int)];
    keys.extend(["community"].map(|it| (it, Type::Long)));
    keys.extend(["elder", "generation", "member", "attended"].map(|it| (it, Type::Int)));
    keys.extend(names.map(|it| (it, Type::Real)));
    let mut elders: BTreeMap<(i32, i64, i32, i32), Watched> = BTreeMap::new();
    each_group(run, "elders", &keys, |columns| {
        let int = |at: usize, row: usize| if let Values::Int(it) = &columns[at] { it[row] } else { 0 };
        let real = |at: usize, row: usize| if let Values::Real(it) = &columns[at] { it[row] } else { 0.0 };
        let (Values::Int(weeks), Values::Text(places), Values::Long(communities)) =
            (&columns[0], &columns[1], &columns[3])
        else {
            return;
        };
        for row in (0..weeks.len()).filter(|row| (summary.end_weeks.0..=summary.end_weeks.1).contains(&weeks[*row])) {
            let who = (int(2, row), communities[row], int(4, row), int(5, row));
            let it = elders.entry(who).or_default();
            it.urban = places[row] == Setting::Urban.name();
            it.drive = 1.0 - (real(8, row) + real(9, row) + real(10, row)) / 3.0;
            it.perception = real(11, row) * real(12, row);
            it.gave |= real(13, row) > 0.0;
            it.received |= real(14, row) > 0.0;
            it.other |= int(6, row) > 0 || int(7, row) > 0;
        }
    })?;
    let thirds = |of: fn(&Watched) -> f32| {
        let mut values: Vec<f32> = elders.values().map(of).collect();
        values.sort_by(f32::total_cmp);
        [1, 2].map(|third| values.get(values.len() * third / 3).copied().unwrap_or(0.0))
    };
    let (drives, perceptions) = (thirds(|it| it.drive), thirds(|it| it.perception));
    for scope in Scope::ALL {
        let those: Vec<&Watched> =
            elders.values().filter(|it| scope.holds(if it.urban { Setting::Urban } else { Setting::Rural })).collect();
        let mut flows: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for it in &those {
            let path = [
                third(it.drive, drives, ["drive_strong", "drive_middling", "drive_weak"]),
                third(it.perception, perceptions, ["perception_strong", "perception_middling", "perception_weak"]),
                it.response(),
            ];
            for (from, to) in path.iter().zip(&path[1..]) {
                *flows.entry((*from, *to)).or_default() += 1;
            }
        }
        for ((from, to), count) in flows {
            table.push(&[scope.name(), from, to], &[Some(count as f64 / those.len() as f64)]);
        }
    }
    Ok(table)
}

/// A sampled elder over the last four weeks.
#[derive(Debug, Clone, Copy, Default)]
struct Watched {
    urban: bool,
    drive: f32,
    perception: f32,
    gave: bool,
    received: bool,
    other: bool,
}

/// Which third a value lies in, the names from the highest down.
fn third(value: f32, [low, high]: [f32; 2], names: [&'static str; 3]) -> &'static str {
    names[if value >= high { 0 } else { usize::from(value < low) + 1 }]
}

impl Watched {
    fn response(&self) -> &'static str {
        match (self.gave, self.received, self.other) {
            (true, ..) => "gives",
            (false, true, _) => "receives_only",
            (false, false, true) => "member_or_attends",
            (false, false, false) => "stays_away",
        }
    }
}

/// Classes of elders as the table of distributions numbers them.
const CLASSES: [(&str, &[&str]); 5] = [
    ("age_band", &["age_60s", "age_70s", "age_80s"]),
    ("woman", &["men", "women"]),
    ("living", &["with_children", "couple", "lives_alone"]),
    ("income_fifth", &["income_1", "income_2", "income_3", "income_4", "income_5"]),
    ("function", &["independent", "limited", "dependent"]),
];

/// What is distributed among elders.
const COUNTERS: [&str; 4] = ["given_hours_so_far", "unmet_share", "loneliness", "wellbeing"];

/// Means of what is distributed, by class of elders, at the end of the run.
fn groups(run: &FinishedRun, summary: &Summary) -> Result<Table> {
    let text = |name, en, zh| Head(name, "key", Label { en, zh });
    let mean = Head(
        "mean",
        "unit of the measure",
        Label { en: "mean over elders and replicates", zh: "各次重复、各老年人的均值" },
    );
    let elders =
        Head("elders", "persons", Label { en: "elders of the class, mean over replicates", zh: "该组老年人数" });
    let heads = [
        text("class", "variable that defines the classes of elders", "分组变量"),
        text("group", "which class", "组别"),
        text("measure", "measure", "指标"),
    ];
    let mut table = Table::new("elder_groups", &heads, &[mean, elders]);
    let last = summary.weeks - 1;
    let mut sums: BTreeMap<(String, i32, String), (f64, f64)> = BTreeMap::new();
    let keys = [
        ("week", Type::Int),
        ("class", Type::Text),
        ("value", Type::Int),
        ("measure", Type::Text),
        ("bin", Type::Int),
        ("width", Type::Real),
        ("elders", Type::Long),
    ];
    each_group(run, "distributions", &keys, |columns| {
        let [
            Values::Int(week),
            Values::Text(class),
            Values::Int(value),
            Values::Text(measure),
            Values::Int(bin),
            Values::Real(width),
            Values::Long(elders),
        ] = columns
        else {
            return;
        };
        for row in (0..week.len()).filter(|row| week[*row] == last) {
            let (width, count) = (f64::from(width[row]), elders[row] as f64);
            // Of hours, most of the first bin gave none; shares are spread over theirs.
            let first = if width > 1.0 { 0.0 } else { 0.5 };
            let middle = if bin[row] == 0 { first } else { f64::from(bin[row]) + 0.5 } * width;
            let sum = sums.entry((class[row].to_string(), value[row], measure[row].to_string())).or_default();
            sum.0 += middle * count;
            sum.1 += count;
        }
    })?;
    let replicates = summary.replicates.max(1) as f64;
    for (measure, (class, groups)) in COUNTERS.iter().flat_map(|it| CLASSES.map(|class| (it, class))) {
        for (value, group) in (0..).zip(groups) {
            let found = sums.get(&(class.to_string(), value, measure.to_string()));
            if let Some((sum, count)) = found.filter(|it| it.1 > 0.0) {
                table.push(&[class, group, measure], &[Some(sum / count), Some(count / replicates)]);
            }
        }
    }
    Ok(table)
}
