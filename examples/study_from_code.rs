//! A study written in code: what two policies change, with 95 % intervals over five replicates.
//!
//! `cargo run --release --example study_from_code`

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use huzhu::{Options, Results, Study, compare};

const STUDY: &str = r#"
weeks = 104
warmup_weeks = 52
population = { districts = 1, urban_communities = 2, rural_communities = 4 }
[study]
replicates = 5
measures = ["participants_share", "lonely_share"]
[study.policies.praise]
en = "praise"
zh = "表彰"
policy.recognition.start_week = 0
[study.policies.bank]
en = "time bank"
zh = "时间银行"
policy.time_bank.start_week = 0
"#;

/// Runs the study and prints its contrasts.
pub fn main() -> huzhu::Result<()> {
    let study = Study::from_text("praise-or-bank", STUDY, &[])?;
    let folder = std::env::temp_dir().join(format!("huzhu-study-{}", std::process::id()));
    let directory = compare::create(&study, Some(&folder), true)?;
    let stop = AtomicBool::new(false);
    let options = Options { threads: 2, stop: &stop, seal_every: Duration::from_secs(60) };
    compare::run(&study, directory, &options, &mut ())?;

    let tables = Results::open(&folder)?.tables()?;
    let contrasts = tables.iter().find(|it| it.name == "contrasts").expect("a comparison has contrasts");
    for row in contrasts.which(&[("scope", "all")]) {
        let number = |column: &str| contrasts.number(column, row).unwrap_or(f64::NAN);
        println!(
            "{:>8} {:<20} {:+.4} ({:+.4} to {:+.4})",
            contrasts.text("policy", row),
            contrasts.text("measure", row),
            number("difference"),
            number("difference_low"),
            number("difference_high"),
        );
    }
    std::fs::remove_dir_all(&folder).expect("a folder of ours");
    Ok(())
}
