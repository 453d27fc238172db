//! One run without files: the pilot area for a year, and who takes part at its end.
//!
//! `cargo run --release --example one_run`

use huzhu::{Counter, Scenario, Simulation};

/// Runs a year and prints the shares of its last weeks.
pub fn main() -> huzhu::Result<()> {
    let scenario = Scenario::load("pilot", &["weeks=52".into(), "warmup_weeks=52".into()])?;
    let mut simulation = Simulation::begin(&scenario, 0);
    let mut last = None;
    while !simulation.is_over() {
        last = Some(simulation.advance());
    }
    let month = last.expect("a run has months");
    for (week, sums) in month.record.by_setting() {
        let share = 100.0 * sums.read(Counter::Participants) / sums.read(Counter::Elders);
        println!("week {week}: {share:.1} % of {} elders take part", sums.read(Counter::Elders));
    }
    Ok(())
}
