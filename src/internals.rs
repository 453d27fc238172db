//! What the tests, benches and fuzz targets of this project use beside the interface in `lib.rs`, and the command. All other
//! items are private, so the compiler names what nothing uses. Anything here may change at any time.

pub use crate::cli::main;

pub mod analysis {
    pub use crate::analysis::contexts::Failing;
    pub use crate::analysis::costs::Money;
    pub use crate::analysis::discovery::Bound;
    pub use crate::analysis::figures::{Better, figure};
    pub use crate::analysis::interval::{Estimated, Interval};
    pub use crate::analysis::outcome::OutcomeBuilder;
    pub use crate::analysis::stopping::Verdict;
}

pub mod bench {
    pub use crate::bench::{QUICK_WEEKS, run_once, scenario_of, with_threads};
}

pub mod dynamics {
    pub use crate::dynamics::conditions::Conditions;
    pub use crate::dynamics::response::institutions::OwnDoing;
    pub use crate::dynamics::response::volunteers::Calling;
    pub use crate::dynamics::response::{elders, institutions, volunteers};
    pub use crate::dynamics::scratch::ActiveVolunteer;
    pub use crate::dynamics::service::{Desk, feedback, ledger, need};
    pub use crate::dynamics::{
        Rules, Scratch, acquaintance, drive, exchange, life_course, money, month, perception, week,
    };
}

pub mod observe {
    pub use crate::observe::measures::{COUNTERS, Kind};
    pub use crate::observe::rows::{CommunityMonth, ElderWeek, Spell};
    pub use crate::observe::table::Values;
    pub use crate::observe::week;
}

pub mod output {
    pub use crate::output::finished::open_sound;
    pub use crate::output::parquet::read_table;
    pub use crate::output::{Description, Manifest, RunDirectory, mark, parquet, verify, weekly};
}

pub mod parameters {
    pub use crate::parameters::{Parameter, Parameters, TABLE, find};
}

pub mod places {
    pub use crate::places::{CommunityId, DistrictId, WEEKS_PER_MONTH};
}

pub mod plan {
    pub use crate::plan::input::Input;
    pub use crate::plan::study::{Context, Drawn};
    pub use crate::plan::{design_file, remarks, schema};
}

pub mod policy {
    pub use crate::policy::{COUNT, Cost, DESCRIPTIONS, Funding, FundingMode, HealthMode, InForce, Levers};
}

pub mod population {
    pub use crate::population::institutions::Shares;
    pub use crate::population::synthesis::{self, places_for};
    pub use crate::population::{
        Community, Elders, Income, Institution, Population, Volunteer, VolunteerKind, beginnings,
    };
}

pub mod random {
    pub use crate::random::{Chance, Purpose, fill_blocks};
}

pub mod report {
    pub use crate::report::document::paragraph::{Sentence, Value};
    pub use crate::report::document::source::Source;
    pub use crate::report::document::{Document, words};
    pub use crate::report::{exports, terminal};
}

pub mod runner {
    pub use crate::runner::checkpoint;
    pub use crate::runner::forecast::population_bytes;
    pub use crate::runner::order::Shard;
    pub use crate::runner::run;
    pub use crate::runner::store::RunStore;
}

pub mod scenario {
    pub use crate::scenario::embedded::{self, Embedded};
    pub use crate::scenario::sites::{Site, sites};
    pub use crate::scenario::{Loaded, Output, Places, census, from_text, load, reference};
}

pub mod sections {
    pub use crate::sections::{SectionReader, SectionWriter, Stored};
}

pub mod simd {
    pub use crate::simd::{Level, allow};
}

pub mod study {
    pub use crate::study::attribution::PolicyPackage;
    pub use crate::study::discover::{Explored, explore, find};
    pub use crate::study::runs::{Outcomes, Progress, compare};
    pub use crate::study::sweep::Part;
    pub use crate::study::tables::{all_contrasts, cost_effectiveness_table};
}

pub mod validation {
    pub use crate::validation::{Finding, PATTERNS, Pattern, Verdict, list, validate};
}
