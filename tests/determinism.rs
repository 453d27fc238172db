//! Results are a function of scenario, seed and replicate alone: not of threads, instructions or what else
//! is simulated. Warm-up half a year, one year, about 600 elders a district.

mod support;

use huzhu::internals::places::DistrictId;
use huzhu::internals::population::Population;
use huzhu::internals::simd::{Level, allow};
use huzhu::{Place, Record, Scenario, Setting, Simulation};
use rayon::ThreadPoolBuilder;
use support::{every_instrument, scenario};

fn area(districts: u32, villages: u32, tables: &str) -> Scenario {
    area_of_seed(1, districts, villages, tables)
}

fn area_of_seed(seed: u32, districts: u32, villages: u32, tables: &str) -> Scenario {
    scenario(&format!(
        "seed = {seed}\nweeks = 52\nwarmup_weeks = 28\n\
         [population]\ndistricts = {districts}\nurban_communities = 1\nrural_communities = {villages}\n\
         [parameters.urban.structure]\ncommunity_size = 300\n[parameters.rural.structure]\ncommunity_size = 100\n\
         [output]\nwarmup = true\ndistricts = true\nprovinces = true\ncommunity_classes = true\n\
         distributions_every_weeks = 12\nsample_elders = 50\n{tables}"
    ))
}

/// Everything recorded, month by month, and who is there in the end.
fn run(scenario: &Scenario, replicate: u32) -> (Vec<Record>, Population) {
    let mut simulation = Simulation::begin(scenario, replicate);
    let mut records = Vec::new();
    while !simulation.is_over() {
        records.push(simulation.advance().record);
    }
    (records, simulation.population().clone())
}

fn run_on(threads: usize, scenario: &Scenario) -> (Vec<Record>, Population) {
    ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| run(scenario, 0))
}

#[test]
fn one_two_three_and_eight_threads_leave_the_same_records_and_people() {
    // Large enough for several pieces of work: 14 districts of about 600 elders; a short run.
    let scenario = Scenario { weeks: 8, warmup_weeks: 8, ..area(14, 3, &every_instrument()) };
    let one = run_on(1, &scenario);
    for threads in [2, 3, 8] {
        assert!(run_on(threads, &scenario) == one, "{threads} threads");
    }
}

#[test]
fn narrow_and_wide_instructions_leave_the_same_records_and_people() {
    let scenario = area(2, 3, &every_instrument());
    assert_eq!(allow(Level::Baseline), Level::Baseline);
    let narrow = run(&scenario, 0);
    for level in [Level::Avx2, Level::Avx512] {
        // On a machine without it the widest it has runs instead.
        let used = allow(level);
        assert!(run(&scenario, 0) == narrow, "{used:?}");
    }
}

#[test]
fn the_same_seed_and_replicate_repeat_and_others_differ_from_the_first_week_on() {
    let scenario = area(1, 3, "");
    let first = run(&scenario, 0);
    assert!(run(&scenario, 0) == first);
    let others = [run(&scenario, 1), run(&area_of_seed(2, 1, 3, ""), 0)];
    for other in &others {
        assert!(other.0[0] != first.0[0] && other.1 != first.1);
    }
    assert!(others[0].0[0] != others[1].0[0], "replicate 1 of seed 1 is not replicate 0 of seed 2");
}

/// Weekly sums of one district, by week and setting.
fn rows_of(records: &[Record], district: DistrictId) -> Vec<(i32, Setting, Vec<i64>)> {
    let mut rows = Vec::new();
    for ((week, place), tally) in records.iter().flat_map(|it| &it.tallies) {
        if let Place::District(id, setting) = *place
            && id == district
        {
            rows.push((*week, setting, tally.sums().to_vec()));
        }
    }
    rows
}

#[test]
fn one_more_district_changes_nothing_in_the_others() {
    let package = every_instrument();
    let (two, three) = (run(&area(2, 3, &package), 0), run(&area(3, 3, &package), 0));
    for number in 0..2 {
        let district = DistrictId::new(DistrictId::DESIGNED, number);
        let rows = rows_of(&two.0, district);
        assert_eq!(rows.len(), 2 * 80);
        assert!(rows == rows_of(&three.0, district));
    }
}

#[test]
fn one_more_village_changes_nothing_in_the_communities_that_share_nothing_with_it() {
    // Without exchange between town and villages, and without providers that bid in a district, even the neighbours stay
    // as they were.
    let package = every_instrument().replace("[policy.urban_rural]\n", "").replace("[policy.purchase]\n", "");
    let (three, four) = (run(&area(1, 3, &package), 0), run(&area(1, 4, &package), 0));
    let others: Vec<_> =
        four.1.communities.iter().filter(|it| three.1.communities.iter().any(|a| a.id == it.id)).collect();
    assert_eq!((others.len(), four.1.communities.len()), (4, 5));
    for (before, after) in three.1.communities.iter().zip(others) {
        assert_eq!(before.elders, after.elders);
        assert_eq!((&before.volunteers, &before.group_norm), (&after.volunteers, &after.group_norm));
        assert_eq!(before.institution, after.institution);
    }
}

#[test]
fn one_more_elder_in_the_sample_or_table_asked_for_changes_no_person() {
    let mut scenario = area(1, 3, "");
    let all = run(&scenario, 0);
    scenario.output =
        huzhu::internals::scenario::Output { sample_elders: 0, communities_every_months: 0, ..Default::default() };
    assert!(run(&scenario, 0).1 == all.1);
}

#[test]
fn an_instrument_whose_scope_selects_no_community_changes_no_bit() {
    // The area lies in no province of the census, so a scope of one selects nothing. A file cannot say so.
    let none = area(1, 3, "");
    let mut elsewhere = area(1, 3, &every_instrument());
    elsewhere.timeline.policy.iter_mut().for_each(|it| it.provinces = Some(vec![0]));
    assert_eq!(elsewhere.timeline.policy.len(), 26);
    assert!(run(&none, 0) == run(&elsewhere, 0));
}

#[test]
fn two_policies_share_the_warm_up_and_part_from_week_0_on() {
    let (none, some) = (area(1, 3, ""), area(1, 3, &every_instrument()));
    let (mut none_run, mut some_run) = (Simulation::begin(&none, 0), Simulation::begin(&some, 0));
    while none_run.next_week() < 0 {
        assert!(none_run.advance() == some_run.advance());
    }
    assert!(none_run.population() == some_run.population(), "week 0 begins with the same people");
    assert!(none_run.advance() != some_run.advance());
}

#[test]
fn a_policy_that_starts_later_leaves_the_weeks_before_as_they_were() {
    let later = "[policy.subsidy]\nstart_week = 24\n[policy.activities]\nstart_week = 24\n";
    let (none, some) = (run(&area(1, 3, ""), 0), run(&area(1, 3, later), 0));
    let months_before = (28 + 24) / 4;
    assert!(none.0[..months_before] == some.0[..months_before]);
    assert!(none.0[months_before] != some.0[months_before]);
}

#[test]
fn the_first_weeks_of_a_run_do_not_depend_on_its_length() {
    let growing = "[parameters.life]\ngrowth = 0.03\nenter_tie = 0.5\nenter_member = 0.1\n";
    let [short, long] = [24, 520].map(|weeks| Scenario { weeks, ..area(1, 1, growing) });
    let places = |population: &Population| population.communities.iter().map(|it| it.elders.places()).sum::<usize>();
    let (of_short, at_end) = run(&short, 0);
    let mut simulation = Simulation::begin(&long, 0);
    assert!(places(simulation.population()) > places(&at_end), "more places are reserved for the longer run");
    for record in of_short {
        let same = simulation.advance().record;
        assert!(record.tallies == same.tallies, "months from {}", simulation.next_week() - 4);
        assert!(record.spells == same.spells && record.elders == same.elders);
    }
}
