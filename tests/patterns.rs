//! The quick subset of the published patterns, and what holds of every validation.
//!
//! A pattern that fails stands in the list of known failures with the reason, and in nothing else: no constant and
//! no tolerance is moved to make it pass. When a better founded mechanism makes one hold, its line goes.

use huzhu::internals::validation::{Finding, PATTERNS, Pattern, Verdict, list, validate};

/// Patterns of the quick subset that are known to fail, and why.
const KNOWN_FAILURES: &[(u32, &str)] = &[];

/// Seeds that tell a failure from noise here; `huzhu validate` takes more.
const SEEDS: u32 = 5;

fn patterns(chosen: impl Fn(&Pattern) -> bool) -> Vec<&'static Pattern> {
    PATTERNS.iter().filter(|it| chosen(it)).collect()
}

fn found(finding: &Finding) -> String {
    let parts = finding.pattern.parts.iter().zip(&finding.parts);
    parts.map(|(part, it)| format!("  {}: {:?} {:?}\n", part.name.en, it.estimate, it.verdict)).collect()
}

#[test]
fn the_quick_patterns_fail_where_they_are_known_to_and_nowhere_else() {
    for finding in validate(&patterns(|it| it.quick), SEEDS, |_| ()) {
        let number = finding.pattern.number;
        let known = KNOWN_FAILURES.iter().any(|it| it.0 == number);
        assert_eq!(
            finding.verdict() == Verdict::Fails,
            known,
            "pattern {number}, {}:\n{}",
            finding.pattern.name.en,
            found(&finding)
        );
    }
}

#[test]
fn known_failures_are_patterns_of_the_quick_subset_with_a_reason() {
    for (number, why) in KNOWN_FAILURES {
        assert!(list::find(*number).is_some_and(|it| it.quick) && !why.is_empty(), "{number}");
    }
}

#[test]
fn a_validation_is_the_same_for_one_thread_and_two() {
    let chosen = patterns(|it| matches!(it.number, 20 | 25));
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let findings = pool.install(|| validate(&chosen, 3, |_| ()));
        findings.into_iter().flat_map(|it| it.parts).collect::<Vec<_>>()
    };
    let one = on(1);
    assert!(one.iter().all(|it| it.values.len() == 3));
    assert_eq!(one, on(2));
}

#[test]
fn a_pattern_that_is_not_expressible_needs_no_run_and_has_its_verdict() {
    let nothing = patterns(|it| it.parts.is_empty());
    assert_eq!(nothing.iter().map(|it| it.number).collect::<Vec<_>>(), [38]);
    for finding in validate(&nothing, 2, |_| ()) {
        assert_eq!(finding.verdict(), Verdict::NotExpressible);
    }
}

#[test]
fn progress_goes_from_the_first_pattern_to_all_of_them() {
    let told = std::sync::Mutex::new(Vec::new());
    validate(&patterns(|it| matches!(it.number, 23 | 38)), 2, |step| told.lock().unwrap().push(step.done));
    let mut told = told.into_inner().unwrap();
    told.sort_by(f64::total_cmp);
    assert_eq!(told, [0.25, 0.5, 0.75, 1.0]);
}
