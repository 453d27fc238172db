//! A design that was read: its points, its cells, and the scenario of each.

use crate::analysis::failures::Failures;
use crate::analysis::figures::{Figure, Scope};
use crate::analysis::sensitivity::FEWEST;
use crate::diagnostics::Place;
use crate::output::parquet::CREATED_BY;
use crate::plan::factors::{Factor, Levels, number, text};
use crate::plan::run_key::{self, bare};
use crate::plan::sampling::{Grid, UnitPoints, saltelli};
use crate::scenario::file::Value;
use crate::scenario::template::Template;
use crate::scenario::{Scenario, written};
use crate::sections::{Bytes, Stored};
use crate::text::Label;
use crate::text::{Message, message};

/// Points that are looked at before any is run.
const POINTS_LOOKED_AT: usize = 1_000;

/// How the points of a design are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every listed value of every factor with every other.
    Grid,
    /// The rows of a table.
    List,
    /// A Latin hypercube.
    Latin,
    /// Scrambled Sobol points.
    Sobol,
    /// Saltelli's design, for Sobol indices.
    Saltelli,
    /// Morris' trajectories, for elementary effects.
    Morris,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] = [Kind::Grid, Kind::List, Kind::Latin, Kind::Sobol, Kind::Saltelli, Kind::Morris];

    /// The word in a design file.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Grid => "grid",
            Kind::List => "list",
            Kind::Latin => "latin",
            Kind::Sobol => "sobol",
            Kind::Saltelli => "saltelli",
            Kind::Morris => "morris",
        }
    }

    /// Name for people.
    pub const fn label(self) -> Label {
        match self {
            Kind::Grid => Label { en: "full grid", zh: "全因子网格" },
            Kind::List => Label { en: "list of cells", zh: "单元列表" },
            Kind::Latin => Label { en: "Latin hypercube", zh: "拉丁超立方" },
            Kind::Sobol => Label { en: "Sobol points", zh: "Sobol 点列" },
            Kind::Saltelli => Label { en: "Saltelli's design", zh: "Saltelli 设计" },
            Kind::Morris => Label { en: "Morris' trajectories", zh: "Morris 轨迹" },
        }
    }
}

/// Where the points of a design stand; only those of a list take memory.
#[derive(Debug)]
pub(crate) enum Points {
    /// Every level with every other.
    Grid(Grid),
    /// Point after point, for each factor the number of a listed value.
    Listed(Vec<u32>),
    /// In the unit cube.
    Unit(Box<dyn UnitPoints>),
}

/// A checked design.
#[derive(Debug)]
pub struct Design {
    /// Name: the file's without its ending.
    pub name: String,
    /// Title in English, else the name.
    pub title: String,
    /// Title in Chinese, else the English one.
    pub title_zh: String,
    /// How its points are chosen.
    pub kind: Kind,
    /// Whether a Saltelli design is one for second order.
    pub second_order: bool,
    /// What it changes.
    pub factors: Vec<Factor>,
    /// What is measured in each cell.
    pub measures: Vec<&'static Figure>,
    /// For whom.
    pub scope: Scope,
    /// Replicates of each point.
    pub replicates: u32,
    /// Seed of the points and of all chance in the runs.
    pub seed: u32,
    /// What is written and has no effect.
    pub remarks: Vec<Message>,
    pub(crate) points: Points,
    pub(crate) template: Template,
    /// The scenario before a factor changes it.
    pub(crate) base: Scenario,
}

impl Design {
    /// Number of points.
    pub fn points(&self) -> usize {
        match &self.points {
            Points::Grid(grid) => grid.cells(),
            Points::Listed(rows) => rows.len() / self.factors.len(),
            Points::Unit(points) => points.count(),
        }
    }

    /// All points, or some of very many, from the whole range of the design.
    pub(crate) fn some_points(&self) -> impl Iterator<Item = usize> + use<> {
        (0..self.points()).step_by(self.points().div_ceil(POINTS_LOOKED_AT).max(1))
    }

    /// How many points were looked at, and those of them whose values do not go together, so that no run can be made.
    pub fn doomed(&self) -> (u64, Failures) {
        let (mut points, mut failures) = (0, Failures::default());
        for point in self.some_points() {
            points += 1;
            if let Err(reason) = self.scenario(point) {
                failures.add(&reason);
            }
        }
        (points, failures)
    }

    /// Number of runs: points times replicates.
    pub fn cells(&self) -> usize {
        self.points() * self.replicates as usize
    }

    /// Point and replicate of a cell; replicates of a point follow each other.
    pub fn cell(&self, number: usize) -> (usize, u32) {
        let replicates = self.replicates as usize;
        (number / replicates, (number % replicates) as u32)
    }

    /// The points in the unit cube, where the design is drawn there.
    pub fn unit_points(&self) -> Option<&dyn UnitPoints> {
        match &self.points {
            Points::Unit(points) => Some(points.as_ref()),
            _ => None,
        }
    }

    /// The scenario before a factor changes it.
    pub fn base(&self) -> &Scenario {
        &self.base
    }

    /// The scenario before a factor changes it, as a complete file.
    pub fn base_text(&self) -> String {
        written::text(&self.base)
    }

    /// Trajectories of Morris or blocks of Saltelli; none of other kinds.
    fn blocks(&self) -> Option<usize> {
        match self.kind {
            Kind::Morris => Some(self.points() / (self.factors.len() + 1)),
            Kind::Saltelli => Some(self.points() / saltelli::block(self.factors.len(), self.second_order)),
            Kind::Grid | Kind::List | Kind::Latin | Kind::Sobol => None,
        }
    }

    /// That its factors cannot be ranked, if it is too small for that.
    pub fn too_small_to_rank(&self) -> Option<Message> {
        let blocks = self.blocks().filter(|it| *it < FEWEST)?;
        let (key, least) = match self.kind {
            Kind::Morris => ("trajectories", FEWEST),
            _ => ("base", FEWEST.next_power_of_two()),
        };
        Some(message!(
            "{key} = {blocks} is too small to rank factors; use {key} = {least} or more",
            "{key} = {blocks} 太小，无法给因子排序；请取 {key} = {least} 或更大"
        ))
    }

    /// Value of each factor at a point, with its place.
    fn values(&self, point: usize) -> Vec<(Value, Place)> {
        let listed = |factor: &Factor, number: usize| match &factor.levels {
            Levels::Listed { values, .. } => values[number].clone(),
            Levels::Continuous(_) => unreachable!("grids and lists have listed values only"),
        };
        let factors = self.factors.iter();
        match &self.points {
            Points::Grid(grid) => factors.zip(grid.cell(point)).map(|(it, number)| listed(it, number)).collect(),
            Points::Listed(rows) => {
                let row = &rows[point * self.factors.len()..];
                factors.zip(row).map(|(it, number)| listed(it, *number as usize)).collect()
            }
            Points::Unit(points) => factors.zip(points.point(point)).map(|(factor, u)| factor.at(u)).collect(),
        }
    }

    /// Value of each factor at a point, as the table of cells holds it.
    pub fn data(&self, point: usize) -> Vec<Datum> {
        let values = self.values(point);
        let datum = |(factor, (value, _)): (&Factor, (Value, Place))| match number(&value) {
            Some(number) if factor.is_numeric() => Datum::Number(number),
            _ => Datum::Text(text(&value)),
        };
        self.factors.iter().zip(values).map(datum).collect()
    }

    /// The scenario of a point, without the outputs that only a run directory needs.
    ///
    /// # Errors
    /// The values do not go together; in words.
    pub fn scenario(&self, point: usize) -> Result<Scenario, String> {
        let values = self.values(point);
        let overrides = self.factors.iter().zip(values).map(|(factor, value)| factor.override_with(value));
        let (scenario, faults) = self.template.completed(overrides);
        if faults.is_empty() {
            return Ok(bare(&scenario));
        }
        let told = faults.iter().map(|it| match &it.label {
            None => it.title.to_string(),
            Some(Message { en, zh }) => {
                let Message { en: title, zh: title_zh } = &it.title;
                message!("{title} ({en})", "{title_zh}（{zh}）").to_string()
            }
        });
        Err(told.collect::<Vec<_>>().join("; "))
    }

    /// One hash of the complete plan: version, scenario, factors, the values of all points, replicates, measures.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        };
        add(CREATED_BY);
        add(run_key::of_scenario(&bare(&self.base)).to_hex().as_str());
        add(self.kind.name());
        self.factors.iter().for_each(|it| add(&it.path));
        self.columns().iter().for_each(|it| add(it));
        add(&format!("{} {} {}", self.replicates, self.seed, self.second_order));
        let mut bytes = Vec::new();
        for point in 0..self.points() {
            bytes.clear();
            self.data(point).iter().for_each(|it| it.store(&mut bytes));
            hasher.update(&bytes);
        }
        hasher.finalize().to_hex().to_string()
    }

    /// Names of the measured columns: the figure's key, with the setting if it is of one.
    pub fn columns(&self) -> Vec<String> {
        let name = |it: &&Figure| match self.scope {
            Scope::All => it.key.to_string(),
            scope => format!("{}_{}", it.key, scope.name()),
        };
        self.measures.iter().map(name).collect()
    }
}
/// Value of a factor in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

impl Stored for Datum {
    fn store(&self, to: &mut Vec<u8>) {
        match self {
            Datum::Number(number) => {
                false.store(to);
                number.store(to);
            }
            Datum::Text(text) => {
                true.store(to);
                text.store(to);
            }
        }
    }

    fn restore(from: &mut Bytes<'_>) -> Option<Self> {
        if from.take()? { from.take().map(Datum::Text) } else { from.take().map(Datum::Number) }
    }
}
