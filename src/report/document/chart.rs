//! A chart as data: what is drawn, in both languages, without a word of how.

use crate::analysis::interval::Estimated;
use crate::text::Message;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: Message,
    /// Name of the horizontal axis.
    pub x: Message,
    /// Name of the vertical axis.
    pub y: Message,
    /// What is drawn.
    pub kind: Kind,
}

impl Chart {
    /// What it measures: a map says that with its unit, since titles of maps tell of whom, others say it in their title.
    pub fn measure(&self) -> &Message {
        if let Kind::Tiles(_) = self.kind { &self.y } else { &self.title }
    }
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Lines over a number, with bands.
    Lines(Vec<Line>),
    /// Rows, each with a value and its interval, around zero or not.
    Intervals {
        /// Names of the rows, from above.
        rows: Vec<Message>,
        /// One or more to be compared within a row.
        series: Vec<Intervals>,
    },
    /// Horizontal bars.
    Bars {
        /// Names of the rows, from above.
        rows: Vec<Message>,
        /// Stacked when there are several.
        series: Vec<Bars>,
    },
    /// Points in a plane.
    Points(Vec<Points>),
    /// A square for each place, in the order of a map.
    Tiles(Vec<Tile>),
    /// Flows from column to column.
    Flows {
        /// Names of the nodes with their columns, from 0.
        nodes: Vec<(Message, usize)>,
        /// From, to, and how much.
        links: Vec<(usize, usize, f64)>,
    },
}

/// A line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Whose it is.
    pub name: Option<Message>,
    /// Where.
    pub x: Vec<f64>,
    /// Values.
    pub y: Vec<Option<f64>>,
    /// Lower and upper edge of a band, or nothing.
    pub band: Option<[Vec<Option<f64>>; 2]>,
    /// Whether it is what others are compared with.
    pub reference: bool,
}

/// Values with intervals, one a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Intervals {
    /// Whose they are.
    pub name: Message,
    /// A mark a row.
    pub values: Vec<Option<Mark>>,
}

/// A value, with the ends of its interval where it has one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// The value.
    pub value: f64,
    /// Lower and upper end.
    pub ends: Option<[f64; 2]>,
}

impl Mark {
    /// Of an estimate, in the unit that it is shown in.
    pub fn of(it: Estimated, scale: f64) -> Self {
        Mark { value: it.value * scale, ends: it.interval.map(|it| [it.low, it.high].map(|it| it * scale)) }
    }
}

/// Bars, one a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// What they are.
    pub name: Message,
    /// Lengths.
    pub values: Vec<Option<f64>>,
}

/// Points.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// What they are.
    pub name: Message,
    /// Where.
    pub at: Vec<[f64; 2]>,
    /// A word for each, or for none.
    pub labels: Vec<Message>,
    /// Whether they are joined by a line.
    pub joined: bool,
}

/// A place of a tile map.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Its name.
    pub name: Message,
    /// The same where there is little room.
    pub short: Message,
    /// Row from above, and column from the left.
    pub at: [usize; 2],
    /// Its value, if there is one.
    pub value: Option<f64>,
}
