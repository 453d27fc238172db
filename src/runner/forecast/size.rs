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

/// How the number of filled bins of a histogram grows with that of elders: its tails fill slowly.
const BINS_POWER: f64 = 0.12;

/// Entries of a leaf of a standard ordered map, which is allocated whole.
const ENTRIES_PER_LEAF: f64 = 11.0;

/// Bytes of a text as the writer of a column wants it: unlike its neighbour it has two allocations of its own.
const TEXT_BEING_WRITTEN: f64 = 112.0;

/// Share of its memory that a row takes in a file, at most.
const COMPRESSED: f64 = 0.25;

/// Position of the memberships in [`TABLES`].
const SPELLS: usize = 2;

/// Memberships that end in an elder's year, and those open at the end, where no trial has told: rather many.
const SPELLS_PER_YEAR: f64 = 0.5;

/// How large a scenario is.
#[derive(Debug, Clone, PartialEq)]
pub struct Size {
    /// Communities.
    pub communities: BySetting<f64>,
    /// Elders at the start.
    pub elders: BySetting<f64>,
    /// Places for elders, over all communities.
    pub places: BySetting<f64>,
    /// Weeks lived by elders, all replicates and the warm-up included.
    pub elder_weeks: f64,
    /// Rows of each table, in the order of [`TABLES`].
    pub rows: Rows,
    /// Places that weekly sums are formed for.
    pub sums: Sums,
    /// Places of the largest community.
    largest: f64,
    /// Memory of communities, bytes.
    population_bytes: f64,
    /// Most memory of rows that wait and of a month's record, bytes.
    rows_bytes: f64,
}

/// Places that weekly sums are formed for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sums {
    /// Town and villages.
    pub settings: f64,
    /// Parts of these: provinces, districts, classes of communities.
    pub parts: f64,
    /// Places that are the same as another: a district that is all there is of its province.
    pub repeated: f64,
    /// Into how many kinds of parts everybody is divided.
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
    /// Of a scenario; a trial of it tells how many memberships end and how many bins of a distribution fill.
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
            // Three allocations, each with the allocator's own few words.
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

    /// Elders of a setting that a scenario starts with, to expect.
    pub fn elders_of(scenario: &Scenario, setting: Setting) -> f64 {
        scenario.expected_communities()[setting] * f64::from(scenario.parameters[setting].structure.community_size)
    }

    /// Elders that a weekly sum of town or villages is formed over, and one of their parts, on average.
    pub fn elders_of_sums(&self) -> [f64; 2] {
        let all = self.elders.urban + self.elders.rural;
        [all / self.sums.settings.max(1.0), all * self.sums.kinds / self.sums.parts.max(1.0)]
    }

    /// Parallel pieces that a month is done in.
    pub fn pieces(&self) -> usize {
        pieces_of((self.places.urban + self.places.rural) as usize)
    }

    /// Memory that the population holds, bytes.
    pub fn population_bytes(&self) -> f64 {
        self.population_bytes
    }

    /// Most memory of rows that wait to fill a row group and of a month's record, bytes.
    pub fn rows_bytes(&self) -> f64 {
        self.rows_bytes
    }

    /// Bytes of all rows as they are, without compression: no file is larger.
    pub fn uncompressed_bytes(&self) -> f64 {
        schemas().iter().zip(&self.rows).map(|(schema, rows)| rows * bytes_of_row(schema)).sum()
    }

    /// Memory that a run holds at its peak, bytes, without what every run holds.
    pub fn memory_bytes(&self, threads: usize) -> f64 {
        let at_once = (self.pieces() as f64).min(threads as f64);
        let working = at_once * self.largest * WORKING_BYTES_PER_PLACE as f64;
        self.population_bytes + working + self.rows_bytes
    }

    /// Memory of a month's record, bytes: each piece has a leaf of sums at least; then come the sums of all, the
    /// rows made of them, and the columns made of those.
    fn record_bytes(&self, distributions: bool) -> f64 {
        let pieces = self.pieces() as f64;
        let entry = (size_of::<Tally>() + size_of::<(i32, Place)>()) as f64;
        let sums = self.sums.all() * f64::from(WEEKS_PER_MONTH) * 3.0 * size_of::<WeeklyRow>() as f64;
        // Nearly all pieces lie in one setting, and the system gives no memory for the other's zeros.
        let histograms = if distributions { pieces * Histograms::BYTES_OF_A_SETTING as f64 } else { 0.0 };
        pieces * ENTRIES_PER_LEAF * entry + sums + histograms
    }

    /// Counts rows month by month as a run writes them, and what is held of them at most.
    fn follow_rows(&mut self, scenario: &Scenario, shown: Option<&Shown>) {
        let schemas = schemas();
        let monthly = Monthly::of(self, scenario, shown);
        let (mut waiting, mut most) = (Rows::default(), Rows::default());
        let bytes = |rows: &Rows| rows.iter().zip(&schemas).map(|(rows, it)| rows * bytes_of_row(it)).sum::<f64>();
        // What a table has beyond whole groups waits, in memory that it keeps; `also` is held beside.
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
        // After some replicates nothing new is seen.
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

/// What a short run has shown of how many rows a scenario leaves.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Elders who were run, at least one.
    pub elders: BySetting<f64>,
    /// Memberships open at the end per elder, and those that ended per elder and year.
    pub spells: BySetting<(f64, f64)>,
    /// Bins that somebody lay in, of one setting after one week.
    pub bins: BySetting<f64>,
    /// Share of watched places with an occupant.
    pub occupied: f64,
}

impl Shown {
    /// Bins of a setting's histograms that somebody of `elders` will lie in, at most `most`.
    fn filled_bins(&self, setting: Setting, elders: f64, most: f64) -> f64 {
        (self.bins[setting] * libm::pow((elders / self.elders[setting]).max(1.0), BINS_POWER)).min(most)
    }
}

/// Rows that a month leaves where they are due.
struct Monthly {
    sums: f64,
    bins: f64,
    ended: f64,
    watched: f64,
    communities: f64,
    /// Rows of memberships that are open at the end.
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
            // Draws that fall on a place drawn already add nobody.
            watched: sum(&|it| size.places[it] * -libm::expm1(-draws / size.places[it].max(1.0)))
                * f64::from(WEEKS_PER_MONTH)
                * shown.map_or(1.0, |it| it.occupied),
            communities: size.communities.urban + size.communities.rural,
            open,
        }
    }

    /// Rows of the month that begins in `first_week`. Of the warm-up its last week is written, unless all is.
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

/// Memory of one row in columns that wait to be written, bytes.
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

/// Bytes held beside rows that are being written: a text where there is one, and all columns as they stand in the file.
fn being_written(rows: f64, schema: &Schema) -> f64 {
    rows * (TEXT_BEING_WRITTEN + COMPRESSED * bytes_of_row(schema))
}

/// Communities by setting, and the places that weekly sums are formed for.
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

/// Mean over the run's weeks of how many times its first elders there are.
fn mean_growth(growth: f64, scenario: &Scenario) -> f64 {
    let years = f64::from(scenario.weeks) / f64::from(WEEKS_PER_YEAR);
    let log = libm::log1p(growth);
    if log.abs() * years < 1e-9 { 1.0 } else { libm::expm1(log * years) / (log * years) }
}

/// The same scenario with few communities of each setting, for a trial. Its sums have no parts, which would be the
/// same again.
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
