//! A table of one's own: hours that elders give, month by month and by setting, as CSV.
//!
//! `cargo run --release --example own_table > hours.csv`

use huzhu::table::{Head, Table};
use huzhu::{Counter, Label, Place, Scenario, Setting, Simulation};

/// Prints the table as CSV.
pub fn main() -> huzhu::Result<()> {
    let scenario = Scenario::load("points", &["weeks=52".into(), "warmup_weeks=52".into()])?;
    let mut simulation = Simulation::begin(&scenario, 0);
    let mut table = Table::new(
        "hours_given",
        &[Head("setting", "urban or rural", Label { en: "setting", zh: "城乡" })],
        &[
            Head("week", "week", Label { en: "first week of the month", zh: "该月首周" }),
            Head("hours", "hours per elder per week", Label { en: "hours that elders give", zh: "老年人付出的小时数" }),
        ],
    );
    while !simulation.is_over() {
        let month = simulation.advance();
        if month.first_week < 0 {
            continue;
        }
        for setting in Setting::ALL {
            let here = month.record.tallies.iter().filter(|((_, place), _)| *place == Place::Setting(setting));
            let (given, elders) = here.fold((0.0, 0.0), |(given, elders), (_, sums)| {
                (given + sums.read(Counter::GivenByElders), elders + sums.read(Counter::Elders))
            });
            table.push(&[setting.name()], &[Some(f64::from(month.first_week)), Some(given / elders)]);
        }
    }
    print!("{}", table.csv());
    Ok(())
}
