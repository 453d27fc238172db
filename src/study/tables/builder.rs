//! Builder of tables from rows: each column is declared once, with its unit, its meaning and the source of its cells.

use crate::analysis::figures::{Indicator, Scope};
use crate::analysis::interval::Estimated;
use crate::observe::table::Values;
use crate::output::study_directory::Table;

/// Name, unit, meaning in English and in Chinese.
pub(crate) type Head = [&'static str; 4];

pub(crate) const CONTEXT: Head =
    ["context", "identity", "context; baseline is the context of the baseline", "情境；baseline 为基准情境"];
pub(crate) const POLICY: Head = ["policy", "identity", "policy, or baseline", "政策，或基线"];
pub(crate) const VERDICT: Head = [
    "verdict",
    "equal, no_interval, uncertain, above_zero or below_zero",
    "verdict: equal in every replicate; no interval from one replicate; the interval includes zero; \
     it is above or below zero",
    "可作的结论：每次重复都相等；仅一次重复，无区间；区间含零；高于或低于零",
];
pub(crate) const REPLICATES: Head = ["replicates", "number", "replicates with a value", "有值的重复次数"];
pub(crate) const SCOPE: Head = ["scope", "urban, rural or all", "scope", "范围"];

const MEASURE: Head = ["measure", "key", "measure", "指标"];
pub(crate) const UNIT: Head = ["unit", "text", "unit of the numbers of this row", "单位"];

/// Subject of a row in most tables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About<'a> {
    /// Name of the context.
    pub context: &'a str,
    /// Identity of the policy.
    pub policy: &'a str,
    /// What is measured.
    pub figure: &'static Indicator,
    /// For whom.
    pub scope: Scope,
}

/// A table under construction from complete rows.
pub(crate) struct TableBuilder<'r, R> {
    rows: &'r [R],
    table: Table,
}

impl<'r, R> TableBuilder<'r, R> {
    /// No column yet.
    pub fn of(name: &str, rows: &'r [R]) -> Self {
        TableBuilder { rows, table: Table::new(name) }
    }

    fn with(self, [name, unit, en, zh]: [&str; 4], values: Values) -> Self {
        TableBuilder { table: self.table.with(name, unit, en, zh, values), ..self }
    }

    /// Texts.
    pub fn text<S: Into<String>>(self, head: Head, cell: impl Fn(&'r R) -> S) -> Self {
        let values = Values::texts(self.rows.iter().map(|it| cell(it).into()));
        self.with(head, values)
    }

    /// Whole numbers.
    pub fn whole(self, head: Head, cell: impl Fn(&'r R) -> i32) -> Self {
        let values = self.rows.iter().map(cell).collect();
        self.with(head, Values::Int(values))
    }

    /// Numbers, or nothing where there is none.
    pub fn number<N: Into<Option<f64>>>(self, head: Head, cell: impl Fn(&'r R) -> N) -> Self {
        let values = self.rows.iter().map(|it| cell(it).into()).collect();
        self.with(head, Values::Double(values))
    }

    /// A number, and two columns for the ends of its interval.
    pub fn estimated(
        self,
        [name, low, high]: [&'static str; 3],
        [unit, en, zh]: [&str; 3],
        cell: impl Fn(&'r R) -> Option<Estimated>,
    ) -> Self {
        let cells: Vec<Option<Estimated>> = self.rows.iter().map(cell).collect();
        let column = |of: &dyn Fn(&Estimated) -> Option<f64>| {
            Values::Double(cells.iter().map(|it| it.as_ref().and_then(of)).collect())
        };
        let values = column(&|it| Some(it.value));
        let [lows, highs] = [column(&|it| it.interval.map(|it| it.low)), column(&|it| it.interval.map(|it| it.high))];
        let [lower, upper] = [format!("{zh}：95% 区间下限"), format!("{zh}：95% 区间上限")];
        self.with([name, unit, en, zh], values)
            .with([low, unit, &format!("lower end of the 95 % interval of {name}"), &lower], lows)
            .with([high, unit, &format!("upper end of the 95 % interval of {name}"), &upper], highs)
    }

    /// Context, policy, measure, scope and unit.
    pub fn about(self, of: impl Fn(&'r R) -> &'r About<'r>) -> Self {
        self.text(CONTEXT, |it| of(it).context)
            .text(POLICY, |it| of(it).policy)
            .text(MEASURE, |it| of(it).figure.key)
            .text(SCOPE, |it| of(it).scope.name())
            .text(UNIT, |it| of(it).figure.unit)
    }

    /// Measure and unit.
    pub fn measure(self, of: impl Fn(&'r R) -> &'static Indicator) -> Self {
        self.text(MEASURE, |it| of(it).key).text(UNIT, |it| of(it).unit)
    }

    /// The table.
    pub fn table(self) -> Table {
        self.table
    }
}
