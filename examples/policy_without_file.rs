//! A policy built in code: recognition and a time bank from week 0 on, beside a baseline of the same people and draws.
//!
//! `cargo run --release --example policy_without_file`

use huzhu::{Counter, Entry, Instrument, Scenario, Setting, Simulation};

/// Runs the baseline and the policy, and prints both shares.
pub fn main() -> huzhu::Result<()> {
    let baseline = Scenario::load("pilot-baseline", &["weeks=104".into(), "warmup_weeks=52".into()])?;
    let mut policy = baseline.clone();
    for name in ["recognition", "time_bank"] {
        policy.timeline.policy.push(Entry {
            name: name.into(),
            instrument: Instrument::bare(name).expect("the name of an instrument"),
            start_week: 0,
            stop_week: None,
            settings: Setting::ALL.to_vec(),
            provinces: None,
            districts: None,
            offered: false,
        });
    }
    let [without, with] = [&baseline, &policy].map(share_of_participants);
    println!("{without:.1} % take part without the policy, {with:.1} % with it");
    Ok(())
}

/// Share of elders who take part in the last four weeks, in per cent.
fn share_of_participants(scenario: &Scenario) -> f64 {
    let mut simulation = Simulation::begin(scenario, 0);
    let (mut participants, mut elders) = (0.0, 0.0);
    while !simulation.is_over() {
        let month = simulation.advance();
        let sum = |measure: Counter| month.record.by_setting().map(|(_, sums)| sums.read(measure)).sum::<f64>();
        (participants, elders) = (sum(Counter::Participants), sum(Counter::Elders));
    }
    100.0 * participants / elders
}
