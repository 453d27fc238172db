//! Sizes that follow from a scenario and from the types of the program: people, rows, and their memory.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::engine::simulation::{WORKING_BYTES_PER_PLACE, due, pieces_of};
use crate::observe::Place;
use crate::observe::distributions::Histograms;
use crate::observe::measures::Tally;
use crate::observe::table::Type;
use crate::output::WeeklyRow;
use crate::output::schema::Schema;
use crate::output::tables::{TABLES, schemas};
use crate::places::{BySetting, MONTHS_PER_YEAR, Setting, WEEKS_PER_MONTH, WEEKS_PER_YEAR};
use crate::population::packed::BYTES_PER_PLACE;
use crate::population::{Community, Volunteer, synthesis};
use crate::scenario::sites::sites;
use crate::scenario::{Output, Places, Scenario};

/// Exponent of the number of filled bins of a histogram in the number of elders: the tails fill slowly.
const BINS_POWER: f64 = 0.12;

/// Entries per leaf of a standard ordered map; leaves are allocated at full size.
const ENTRIES_PER_LEAF: f64 = 11.0;

/// Bytes of a text in a column that is being written: two allocations, if it differs from the previous one.
const TEXT_BEING_WRITTEN: f64 = 112.0;

/// Maximum size of a row in a file, as a share of its memory.
const COMPRESSED: f64 = 0.25;

/// Position of the memberships in [`TABLES`].
const SPELLS: usize = 2;

/// Memberships ended per elder and year, and open at the end, if there was no trial; upper estimates.
const SPELLS_PER_YEAR: f64 = 0.5;

/// Size of a run of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Size {
    /// Number of communities.
    pub communities: BySetting<f64>,
    /// Number of elders at the start.
    pub elders: BySetting<f64>,
    /// Number of places for elders in all communities.
    pub places: BySetting<f64>,
    /// Number of elder-weeks, over all replicates and the warm-up.
    pub elder_weeks: f64,
    /// Number of rows of each table, in the order of [`TABLES`].
    pub rows: Rows,
    /// Places with weekly sums.
    pub sums: Sums,
    /// Places of the largest community.
    largest: f64,
    /// Memory of communities, bytes.
    population_bytes: f64,
    /// Peak memory of unwritten rows and of the record of a month, bytes.
    rows_bytes: f64,
}

/// Places with weekly sums.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sums {
    /// Town and villages.
    pub settings: f64,
    /// Parts of these: provinces, districts, classes of communities.
    pub parts: f64,
    /// Places equal to another: the only district of a province.
    pub repeated: f64,
    /// Number of kinds of parts that include everybody.
    kinds: f64,
}

impl Sums {
    fn all(&self) -> f64 {
        self.settings + self.parts + self.repeated
    }
}

/// Rows of each table, in the order of [`TABLES`].
type Rows = [f64; TABLES.len()];

impl Size {
    /// The size of a scenario. A trial gives the number of memberships that end and of bins that are filled.
    pub fn of(scenario: &Scenario, shown: Option<&Shown>) -> Self {
        let (communities, sums) = places_of(scenario);
        let structure = |setting| &scenario.parameters[setting].structure;
        let size = |setting| f64::from(structure(setting).community_size);
        let elders = BySetting::from_fn(|setting| communities[setting] * size(setting));
        let places_of_one = BySetting::from_fn(|setting| {
            synthesis::places_for(size(setting) as u32, &scenario.parameters[setting], scenario.weeks) as f64
        });
        let population_bytes = Setting::ALL.map(|setting| {
            let it = structure(setting);
            let places = places_of_one[setting];
            let pool = f64::from(it.volunteer_pool) / 100.0 * size(setting);
            let pool = pool.max(f64::from(it.volunteer_pool_least));
            let columns = places * BYTES_PER_PLACE as f64 + pool * size_of::<Volunteer>() as f64;
            let norms = places / f64::from(it.group_size) * size_of::<f32>() as f64;
            // Three allocations, with the overhead of the allocator.
            communities[setting] * (columns + norms + 48.0 + size_of::<Community>() as f64)
        });
        let replicates = f64::from(scenario.replicates);
        let all_weeks = f64::from(scenario.warmup_weeks + scenario.weeks);
        let grown = |setting| mean_growth(f64::from(scenario.parameters[setting].life.growth), scenario);
        let elder_weeks =
            Setting::ALL.map(|setting| elders[setting] * grown(setting) * all_weeks * replicates).iter().sum();
        let largest = Setting::ALL.into_iter().filter(|it| communities[*it] > 0.0);
        let mut size = Size {
            places: BySetting::from_fn(|setting| communities[setting] * places_of_one[setting]),
            largest: largest.map(|it| places_of_one[it]).fold(0.0, f64::max),
            population_bytes: population_bytes.iter().sum(),
            communities,
            elders,
            elder_weeks,
            rows: Default::default(),
            sums,
            rows_bytes: 0.0,
        };
        size.follow_rows(scenario, shown);
        size
    }

    /// Expected number of elders in a setting at the start.
    pub fn elders_of(scenario: &Scenario, setting: Setting) -> f64 {
        scenario.expected_communities()[setting] * f64::from(scenario.parameters[setting].structure.community_size)
    }

    /// Mean number of elders in a weekly sum of a setting, and of one of its parts.
    pub fn elders_of_sums(&self) -> [f64; 2] {
        let all = self.elders.urban + self.elders.rural;
        [all / self.sums.settings.max(1.0), all * self.sums.kinds / self.sums.parts.max(1.0)]
    }

    /// Number of parallel pieces per month.
    pub fn pieces(&self) -> usize {
        pieces_of((self.places.urban + self.places.rural) as usize)
    }

    /// Memory of the population, bytes.
    pub fn population_bytes(&self) -> f64 {
        self.population_bytes
    }

    /// Peak memory of incomplete row groups and of the record of a month, bytes.
    pub fn rows_bytes(&self) -> f64 {
        self.rows_bytes
    }

    /// Bytes of all rows without compression; an upper bound for the files.
    pub fn uncompressed_bytes(&self) -> f64 {
        schemas().iter().zip(&self.rows).map(|(schema, rows)| rows * bytes_of_row(schema)).sum()
    }

    /// Peak memory of a run, bytes, without the constant part.
    pub fn memory_bytes(&self, threads: usize) -> f64 {
        let at_once = (self.pieces() as f64).min(threads as f64);
        let working = at_once * self.largest * WORKING_BYTES_PER_PLACE as f64;
        self.population_bytes + working + self.rows_bytes
    }

    /// Memory of the record of a month, bytes: at least one leaf of sums per piece, the total sums, and their rows and
    /// columns.
    fn record_bytes(&self, distributions: bool) -> f64 {
        let pieces = self.pieces() as f64;
        let entry = (size_of::<Tally>() + size_of::<(i32, Place)>()) as f64;
        let sums = self.sums.all() * f64::from(WEEKS_PER_MONTH) * 3.0 * size_of::<WeeklyRow>() as f64;
        // Nearly all pieces are in one setting; the system allocates no memory for the zeros of the other.
        let histograms = if distributions { pieces * Histograms::BYTES_OF_A_SETTING as f64 } else { 0.0 };
        pieces * ENTRIES_PER_LEAF * entry + sums + histograms
    }

    /// Counts the rows of a run month by month, and their peak memory.
    fn follow_rows(&mut self, scenario: &Scenario, shown: Option<&Shown>) {
        let schemas = schemas();
        let monthly = Monthly::of(self, scenario, shown);
        let (mut waiting, mut most) = (Rows::default(), Rows::default());
        let bytes = |rows: &Rows| rows.iter().zip(&schemas).map(|(rows, it)| rows * bytes_of_row(it)).sum::<f64>();
        // Rows beyond complete row groups stay in memory, which a table keeps; `also` is held in addition.
        let mut append = |size: &mut Self, rows: &Rows, also: f64| {
            for (table, (waiting, more)) in waiting.iter_mut().zip(rows).enumerate() {
                *waiting = (*waiting + more).min(schemas[table].rows_per_group as f64);
                most[table] = f64::max(most[table], *waiting);
                size.rows[table] += more;
            }
            let full = waiting.iter().zip(&schemas).filter(|(rows, it)| **rows >= it.rows_per_group as f64);
            let writing = full.map(|(rows, it)| being_written(*rows, it)).fold(0.0, f64::max);
            size.rows_bytes = size.rows_bytes.max(bytes(&most) + writing.max(also));
            for (waiting, schema) in waiting.iter_mut().zip(&schemas) {
                *waiting %= schema.rows_per_group as f64;
            }
        };
        // Further replicates are like the first ones.
        let followed = scenario.replicates.min(8);
        for _ in 0..followed {
            for first_week in (-scenario.warmup_weeks..scenario.weeks).step_by(WEEKS_PER_MONTH as usize) {
                let record = self.record_bytes(due(scenario, first_week).distributions.is_some());
                append(self, &monthly.rows(scenario, first_week), record);
            }
            append(self, &monthly.open, 0.0);
        }
        let last =
            self.rows.iter().zip(&schemas).map(|(rows, it)| being_written(rows.min(it.rows_per_group as f64), it));
        append(self, &Rows::default(), last.fold(0.0, f64::max));
        self.rows = self.rows.map(|it| it * f64::from(scenario.replicates) / f64::from(followed));
    }
}

/// Numbers of rows per elder, measured in a trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Number of elders in the trial; at least 1.
    pub elders: BySetting<f64>,
    /// Memberships open at the end per elder, and those that ended per elder and year.
    pub spells: BySetting<(f64, f64)>,
    /// Number of filled bins of one setting and week.
    pub bins: BySetting<f64>,
    /// Share of sampled places with an occupant.
    pub occupied: f64,
}

impl Shown {
    /// Number of filled bins of a setting with `elders` elders; at most `most`.
    fn filled_bins(&self, setting: Setting, elders: f64, most: f64) -> f64 {
        (self.bins[setting] * libm::pow((elders / self.elders[setting]).max(1.0), BINS_POWER)).min(most)
    }
}

/// Numbers of rows per month in which they are due.
struct Monthly {
    sums: f64,
    bins: f64,
    ended: f64,
    watched: f64,
    communities: f64,
    /// Number of memberships that are open at the end.
    open: Rows,
}

impl Monthly {
    fn of(size: &Size, scenario: &Scenario, shown: Option<&Shown>) -> Self {
        let most = Histograms::BINS_OF_A_SETTING as f64;
        let sum = |of: &dyn Fn(Setting) -> f64| Setting::ALL.into_iter().map(of).sum::<f64>();
        let grown = |setting: Setting| {
            size.elders[setting] * mean_growth(f64::from(scenario.parameters[setting].life.growth), scenario)
        };
        let spells = |setting| shown.map_or((SPELLS_PER_YEAR, SPELLS_PER_YEAR), |it| it.spells[setting]);
        let mut open = Rows::default();
        let share = f64::from(scenario.output.spells_share);
        open[SPELLS] = share * sum(&|it| grown(it) * spells(it).0);
        let draws = f64::from(scenario.output.sample_elders);
        Monthly {
            sums: size.sums.all() * f64::from(WEEKS_PER_MONTH),
            bins: sum(&|it| match size.elders[it] {
                0.0 => 0.0,
                elders => shown.map_or(most, |shown| shown.filled_bins(it, elders, most)),
            }),
            ended: share * sum(&|it| grown(it) * spells(it).1) / f64::from(MONTHS_PER_YEAR),
            // The same place may be drawn twice.
            watched: sum(&|it| size.places[it] * -libm::expm1(-draws / size.places[it].max(1.0)))
                * f64::from(WEEKS_PER_MONTH)
                * shown.map_or(1.0, |it| it.occupied),
            communities: size.communities.urban + size.communities.rural,
            open,
        }
    }

    /// Rows of the month that begins in `first_week`. Only the last week of the warm-up is written, unless all of it is.
    fn rows(&self, scenario: &Scenario, first_week: i32) -> Rows {
        let due = due(scenario, first_week);
        let is_written = first_week >= 0 || scenario.output.warmup;
        let weekly = if is_written {
            self.sums
        } else if first_week + WEEKS_PER_MONTH == 0 {
            self.sums / f64::from(WEEKS_PER_MONTH)
        } else {
            0.0
        };
        let only_if = |yes: bool, rows: f64| if yes { rows } else { 0.0 };
        [
            weekly,
            only_if(due.distributions.is_some(), self.bins),
            only_if(is_written, self.ended),
            only_if(is_written, self.watched),
            only_if(is_written && due.communities, self.communities),
        ]
    }
}

/// Memory of one unwritten row, bytes.
fn bytes_of_row(schema: &Schema) -> f64 {
    let bytes = schema.columns.iter().map(|it| match it.r#type {
        Type::Int => size_of::<i32>(),
        Type::Long => size_of::<i64>(),
        Type::Real => size_of::<f32>(),
        Type::Double => size_of::<f64>(),
        Type::Text => size_of::<Cow<str>>(),
    });
    bytes.sum::<usize>() as f64
}

/// Bytes of copies while a row is written: its texts, and its encoded columns.
fn being_written(rows: f64, schema: &Schema) -> f64 {
    rows * (TEXT_BEING_WRITTEN + COMPRESSED * bytes_of_row(schema))
}

/// Number of communities by setting, and the places with weekly sums.
fn places_of(scenario: &Scenario) -> (BySetting<f64>, Sums) {
    let output = &scenario.output;
    let mut communities = BySetting::from_fn(|_| 0.0);
    // Districts of each province and setting.
    let mut districts: BTreeMap<(u32, Setting), f64> = BTreeMap::new();
    for site in sites(scenario) {
        for setting in Setting::ALL {
            let count = f64::from(site.communities[setting.index()]);
            communities[setting] += count;
            if count > 0.0 {
                *districts.entry((site.id.province(), setting)).or_default() += 1.0;
            }
        }
    }
    let settings = Setting::ALL.into_iter().filter(|it| communities[*it] > 0.0);
    let mut sums = Sums { settings: settings.clone().count() as f64, ..Sums::default() };
    let several = districts.len() as f64 > sums.settings;
    if output.provinces {
        *(if several { &mut sums.parts } else { &mut sums.repeated }) += districts.len() as f64;
        sums.kinds += f64::from(u8::from(several));
    }
    if output.districts {
        let is_told_already = |count: f64| count == 1.0 && (output.provinces || !several);
        let (repeated, parts): (Vec<f64>, Vec<f64>) = districts.values().partition(|it| is_told_already(**it));
        sums.repeated += repeated.iter().sum::<f64>();
        sums.parts += parts.iter().sum::<f64>();
        sums.kinds += f64::from(u8::from(!parts.is_empty()));
    }
    if output.community_classes {
        sums.parts += settings.map(|it| communities[it].min(3.0)).sum::<f64>();
        sums.kinds += 1.0;
    }
    (communities, sums)
}

/// Mean number of elders over the weeks of a run, relative to the start.
fn mean_growth(growth: f64, scenario: &Scenario) -> f64 {
    let years = f64::from(scenario.weeks) / f64::from(WEEKS_PER_YEAR);
    let log = libm::log1p(growth);
    if log.abs() * years < 1e-9 { 1.0 } else { libm::expm1(log * years) / (log * years) }
}

/// The same scenario with few communities of each setting, for a trial, and without sums of parts.
pub(crate) fn small(scenario: &Scenario, elders_of_a_setting: f64) -> Scenario {
    let (communities, _) = places_of(scenario);
    let count = |setting: Setting| {
        let size = f64::from(scenario.parameters[setting].structure.community_size);
        libm::ceil(elders_of_a_setting / size).min(communities[setting]) as u32
    };
    let places = Places::Designed {
        districts: 1,
        urban_communities: count(Setting::Urban),
        rural_communities: count(Setting::Rural),
    };
    let output = Output {
        provinces: false,
        districts: false,
        community_classes: false,
        spells_share: 1.0,
        ..scenario.output.clone()
    };
    Scenario { places, replicates: 1, output, ..scenario.clone() }
}
