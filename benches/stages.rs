//! Each stage of a week and of a month by itself, for urban communities and villages in full policy.
//!
//! `cargo bench --bench stages` gives times; elements are elders, so that the reported throughput is elder-weeks
//! a second (elder-months for what happens once a month). With `HUZHU_STAGES=urban` (or `rural`) in the
//! environment every stage passes once over every community, untimed, for callgrind to count instructions; the
//! number of elders passed over is printed.

use std::time::{Duration, Instant};

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, measurement::WallTime};
use huzhu::internals::dynamics::{
    Calling, Conditions, Desk, Rules, Scratch, drive, elders, feedback, ledger, life_course, month, need, perception,
    volunteers, week,
};
use huzhu::internals::places::WEEKS_PER_MONTH;
use huzhu::internals::population::Community;
use huzhu::internals::random::{Chance, Purpose, fill_blocks};
use huzhu::internals::{bench, observe};
use huzhu::{Setting, Simulation, Tally};

/// Weeks of warm-up and of policy before anything is measured.
const WEEKS: [i32; 2] = [52, 52];

/// Communities of a setting that take turns, so that branches are not learnt by heart.
const COMMUNITIES: usize = 12;

/// One community on its way through a visit.
#[derive(Clone)]
struct Visited {
    community: Community,
    scratch: Scratch,
    around: Rules<'static>,
    at: Conditions,
    week: i32,
    tally: Tally,
}

/// Makes each stage a function that is never inlined, so that callgrind knows it by name.
macro_rules! stages {
    ($list:ident: $it:ident; $($name:ident $body:block)*) => {
        $(
            #[inline(never)]
            fn $name($it: &mut Visited) $body
        )*
        const $list: &[(&str, fn(&mut Visited))] = &[$((stringify!($name), $name)),*];
    };
}

stages! { MONTHLY: it;
    unpack {
        it.community.elders.unpack(&mut it.scratch.elders, it.around.parameters);
        it.scratch.resize();
    }
    pack {
        let Scratch { elders, rounding, .. } = &mut it.scratch;
        it.community.elders.pack(elders, rounding);
    }
    life_course { life_course::advance(&mut it.community, &it.around, it.week, &mut it.scratch) }
    month_of_community { month::advance_community(&mut it.community, &it.around, it.week, &mut it.scratch) }
}

// In the order of the week; each leaves what the next begins with.
stages! { BEFORE_DESK: it;
    draws {
        it.scratch.begin_week();
        let bits = it.community.id.bits();
        let Scratch { elders, words, .. } = &mut it.scratch;
        fill_blocks(it.around.chance, Purpose::JoinOrQuit, 0, it.week, bits, elders.occupants(), words);
    }
    look_around { perception::elders::look_around(it.around.parameters, &it.community.group_norm, &mut it.scratch) }
    drive { drive::elders::advance(it.around.parameters, &it.at, &mut it.scratch) }
    perception { perception::elders::advance(it.around.parameters, &it.at, &mut it.scratch) }
    decide { elders::decide(it.around.parameters, &it.at, it.week as f32, &mut it.scratch) }
    needs { need::arise(it.around.parameters, &mut it.scratch) }
    ask { elders::ask(it.around.parameters, &it.at, &mut it.scratch) }
    attend { elders::attend(&it.around, &it.at, it.community.id, it.week, &mut it.scratch) }
    meet { elders::meet(&it.around, &it.at, it.community.id, it.week, &mut it.scratch) }
    volunteers {
        let institution = &it.community.institution;
        let matches = drive::volunteers::matches(institution, it.around.parameters);
        let calling = Calling { around: &it.around, at: &it.at, institution, matches };
        volunteers::offer(&it.community.volunteers, &calling, it.community.id, it.week, &mut it.scratch);
    }
}

stages! { AFTER_DESK: it;
    volunteers_and_norms {
        let Community { institution, volunteers: pool, .. } = &mut it.community;
        let matches = drive::volunteers::matches(institution, it.around.parameters);
        perception::volunteers::experience(pool, &it.around, matches, institution.reputation, &it.scratch);
        volunteers::settle(pool, &it.around, &it.scratch);
        perception::elders::renew_group_norms(it.around.parameters, &mut it.community.group_norm, &mut it.scratch);
    }
    settle {
        ledger::settle(&it.around, it.community.institution.offer.ledger, &mut it.scratch);
        feedback::settle(it.around.parameters, &it.at, it.week as f32, &mut it.scratch);
        feedback::fade_ties(it.around.parameters, &mut it.scratch);
    }
    tally { observe::week::tally(&it.community, it.around.parameters, it.week, &mut it.scratch, &mut it.tally); }
}

/// A week as the engine lives it, counted.
#[inline(never)]
fn whole_week(it: &mut Visited) {
    week::advance(&mut it.community, &it.around, it.week, &mut it.scratch);
    observe::week::tally(&it.community, it.around.parameters, it.week, &mut it.scratch, &mut it.tally);
    it.scratch.counts = Default::default();
}

/// A visit: the month and its four weeks, between unpacking and packing.
#[inline(never)]
fn whole_visit(it: &mut Visited) {
    unpack(it);
    month_of_community(it);
    for week in it.week..it.week + WEEKS_PER_MONTH {
        it.week = week;
        whole_week(it);
    }
    month::close(&mut it.community, &it.around, &it.scratch);
    pack(it);
}

/// Makes each step at the desk a function that is never inlined.
macro_rules! steps {
    ($($name:ident $method:ident)*) => {
        $(
            #[inline(never)]
            fn $name(desk: &mut Desk<'_>) {
                desk.$method();
            }
        )*
        const STEPS: &[(&str, fn(&mut Desk<'_>))] = &[$((stringify!($name), $name)),*];
    };
}

steps! {
    desk_givers list_givers
    desk_requests list_requests
    desk_professionals visit_professionally
    desk_serve serve_requests
    desk_visits visit_unasked
}

/// The desk up to step `last`, which alone is timed.
fn desk(it: &mut Visited, last: usize) -> Duration {
    let Visited { community, scratch, around, at, week, .. } = it;
    let mut desk = Desk::open(around, at, &community.institution, community.id, *week, scratch);
    for (_, step) in &STEPS[..last] {
        step(&mut desk);
    }
    let start = Instant::now();
    STEPS[last].1(&mut desk);
    start.elapsed()
}

/// Communities of a setting after a year of policy, packed, at the start of a month.
fn visited(setting: Setting) -> Vec<Visited> {
    let loaded = Box::leak(Box::new(bench::scenario_of(40_000, WEEKS).expect("a sound scenario")));
    let scenario = &loaded.scenario;
    let mut simulation = Simulation::begin(scenario, 0);
    while !simulation.is_over() {
        simulation.advance();
    }
    let week = simulation.next_week();
    let population = simulation.population();
    let chance: &'static Chance = Box::leak(Box::new(Chance::new(scenario.seed, 0)));
    let communities = population.communities.iter().filter(|it| it.setting == setting).take(COMMUNITIES);
    let visited = communities.enumerate().map(|(number, community)| {
        let district = population.districts[community.district].id;
        let levers = Box::leak(Box::new(scenario.timeline.levers(
            week,
            district,
            setting,
            &scenario.parameters[setting].cost,
            0,
        )));
        let around = Rules { setting, parameters: &scenario.parameters[setting], levers, chance };
        // About as many events as there are: two a month.
        let at = Conditions::of(&community.institution, &around, (number % 2 == 0).then_some(0));
        let (community, scratch, tally) = (community.clone(), Scratch::default(), Tally::default());
        let mut visited = Visited { community, scratch, around, at, week, tally };
        // Working memory grows in the first visit only, so one visit is made and forgotten.
        let mut before = visited.clone();
        whole_visit(&mut before);
        visited.scratch = before.scratch;
        visited
    });
    visited.collect()
}

/// Elders of all of them together, by the places' occupants.
fn elders_of(states: &[Visited]) -> u64 {
    states.iter().map(|it| u64::from(it.community.institution.last_month.elders)).sum()
}

/// Time that reading the clock twice takes, to be taken off.
fn clock() -> Duration {
    let mut tries: Vec<Duration> = (0..1001).map(|_| Instant::now().elapsed()).collect();
    tries.sort_unstable();
    tries[500]
}

fn measure(
    group: &mut BenchmarkGroup<WallTime>,
    name: &str,
    states: &[Visited],
    run: impl Fn(&mut Visited) -> Duration,
) {
    let clock = clock();
    group.throughput(Throughput::Elements(elders_of(states) / states.len() as u64));
    group.bench_function(name, |bencher| {
        let mut turn = 0;
        bencher.iter_custom(|iterations| {
            let one = |_| {
                // A fresh copy: it lies in the second cache, as what the stage before left does in a run.
                let mut state = states[turn % states.len()].clone();
                turn += 1;
                run(&mut state).saturating_sub(clock)
            };
            // The median of many, so that other work that takes the core away for a while does not count.
            let mut times: Vec<Duration> = (0..iterations).map(one).collect();
            times.sort_unstable();
            times[times.len() / 2].max(Duration::from_nanos(1)) * iterations as u32
        });
    });
}

fn timed(stage: fn(&mut Visited)) -> impl Fn(&mut Visited) -> Duration {
    move |state| {
        let start = Instant::now();
        stage(state);
        start.elapsed()
    }
}

fn all_stages(criterion: &mut Criterion) {
    for setting in Setting::ALL {
        let mut group = criterion.benchmark_group(setting.name());
        // Most of the time goes into the copies.
        group.sample_size(20).warm_up_time(Duration::from_millis(30)).measurement_time(Duration::from_millis(60));
        let packed = visited(setting);
        let mut states = packed.clone();
        states.iter_mut().for_each(unpack);
        let [(_, unpack_stage), (_, pack_stage), (_, life_course_stage), (_, month_stage)] = MONTHLY else {
            unreachable!("four stages")
        };
        measure(&mut group, "unpack", &packed, timed(*unpack_stage));
        measure(&mut group, "life_course", &states, timed(*life_course_stage));
        measure(&mut group, "month_of_community", &states, timed(*month_stage));
        states.iter_mut().for_each(month_of_community);
        measure(&mut group, "pack", &states, timed(*pack_stage));
        measure(&mut group, "whole_week", &states, timed(whole_week));
        for (name, stage) in BEFORE_DESK {
            measure(&mut group, name, &states, timed(*stage));
            states.iter_mut().for_each(stage);
        }
        for (number, (name, _)) in STEPS.iter().enumerate() {
            measure(&mut group, name, &states, move |state| desk(state, number));
        }
        states.iter_mut().for_each(|it| _ = desk(it, STEPS.len() - 1));
        for (name, stage) in AFTER_DESK {
            measure(&mut group, name, &states, timed(*stage));
            states.iter_mut().for_each(stage);
        }
        group.measurement_time(Duration::from_millis(300));
        measure(&mut group, "whole_visit", &packed, timed(whole_visit));
        group.finish();
    }
}

/// Every stage once over every community of a setting.
fn count(setting: Setting) {
    let packed = visited(setting);
    println!("elders {}", elders_of(&packed));
    for it in &packed {
        let mut it = it.clone();
        unpack(&mut it);
        // The life course of the month is counted by a copy, outside the whole month.
        life_course(&mut it.clone());
        month_of_community(&mut it);
        whole_week(&mut it.clone());
        for (_, stage) in BEFORE_DESK {
            stage(&mut it);
        }
        desk(&mut it, STEPS.len() - 1);
        for (_, stage) in AFTER_DESK {
            stage(&mut it);
        }
        pack(&mut it);
    }
}

criterion_group!(stages, all_stages);

fn main() {
    match std::env::var("HUZHU_STAGES") {
        Ok(name) => {
            let setting = Setting::ALL.into_iter().find(|it| it.name() == name).expect("urban or rural");
            count(setting);
        }
        Err(_) => {
            stages();
            Criterion::default().configure_from_args().final_summary();
        }
    }
}
