//! Results for programs: the same figures as in the terminal, under keys that stay.

use serde::Serialize;

use crate::analysis::sensitivity::findings::Findings;
use crate::analysis::summary::Summary;
use crate::message::Message;

use super::Performance;

/// The summary, what of the scenario has no effect, and how the run went, as one JSON object on several lines.
pub fn summary(summary: &Summary, performance: &Performance, warnings: &[Message]) -> String {
    #[derive(Serialize)]
    struct Whole<'a> {
        #[serde(flatten)]
        summary: &'a Summary,
        warnings: &'a [Message],
        seconds: f64,
        elder_weeks_per_second: f64,
        peak_memory_bytes: Option<u64>,
        out: &'a str,
    }
    let Performance { seconds, elder_weeks_per_second, peak_memory_bytes, out } = performance;
    let whole = Whole {
        summary,
        warnings,
        seconds: *seconds,
        elder_weeks_per_second: *elder_weeks_per_second,
        peak_memory_bytes: *peak_memory_bytes,
        out,
    };
    serde_json::to_string_pretty(&whole).expect("figures become JSON") + "\n"
}

/// The indices of a sensitivity analysis as one JSON object on several lines.
pub fn findings(findings: &Findings, out: &str) -> String {
    #[derive(Serialize)]
    struct Whole<'a> {
        #[serde(flatten)]
        findings: &'a Findings,
        out: &'a str,
    }
    serde_json::to_string_pretty(&Whole { findings, out }).expect("figures become JSON") + "\n"
}
