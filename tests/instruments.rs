//! Each instrument, switched on alone: it moves what its mechanism says and costs what its table says.
//!
//! About 1,200 elders in one town and four villages, a warm-up of one year, one year of policy, three
//! replicates, and the same people with the same draws without it. Posts and venues cost the same everywhere, and no
//! family is relieved, so that money can be reckoned: hours of relief are given and not paid.

mod support;

use std::sync::LazyLock;

use huzhu::internals::observe::COUNTERS;
use huzhu::internals::policy::{DESCRIPTIONS, FundingMode};
use huzhu::{Counter, Scenario, Setting, Tally};
use support::{Course, course, near, number, scenario};

use Counter as M;
use Setting::{Rural, Urban};

const WEEKS: i32 = 52;
const REPLICATES: u32 = 3;

fn area(policy: &str) -> Scenario {
    scenario(&format!(
        "weeks = {WEEKS}\nwarmup_weeks = 52\n\
         [population]\ndistricts = 1\nurban_communities = 1\nrural_communities = 4\n\
         [parameters.urban.structure]\ncommunity_size = 600\n[parameters.rural.structure]\ncommunity_size = 150\n\
         [parameters.institution]\nrunning_cost_spread = 0\n[parameters.need]\nrelief_most = 0\n\
         [output]\nwarmup = true\nsample_elders = 0\n{policy}"
    ))
}

fn courses(policy: &str) -> Vec<Course> {
    let scenario = area(policy);
    (0..REPLICATES).map(|replicate| course(&scenario, replicate)).collect()
}

static WITHOUT: LazyLock<Vec<Course>> = LazyLock::new(|| courses(""));

/// Sums of some weeks and settings over all replicates.
fn total(courses: &[Course], settings: &[Setting], weeks: std::ops::Range<i32>) -> Tally {
    let mut total = Tally::default();
    for course in courses {
        for week in weeks.clone() {
            settings.iter().for_each(|setting| total.merge(&course.of(week, *setting)));
        }
    }
    total
}

/// One instrument alone, and the same without it.
struct Alone {
    name: &'static str,
    courses: Vec<Course>,
}

impl Alone {
    fn new(name: &'static str) -> Self {
        Alone::written(name, "")
    }

    fn written(name: &'static str, fields: &str) -> Self {
        Alone { name, courses: courses(&format!("[policy.{name}]\n{fields}")) }
    }

    /// A measure with and without the instrument, over the year.
    fn pair(&self, measure: Counter, settings: &[Setting]) -> (f64, f64) {
        let read = |courses: &[Course]| total(courses, settings, 0..WEEKS).read(measure);
        (read(&self.courses), read(&WITHOUT))
    }

    #[track_caller]
    fn raises(&self, measure: Counter, settings: &[Setting]) {
        let (with, without) = self.pair(measure, settings);
        assert!(with > without, "{}: {measure:?} {with} after {without}", self.name);
    }

    #[track_caller]
    fn lowers(&self, measure: Counter, settings: &[Setting]) {
        let (with, without) = self.pair(measure, settings);
        assert!(with < without, "{}: {measure:?} {with} after {without}", self.name);
    }

    /// A share of one measure in another, with and without, over the year.
    fn shares(&self, part: Counter, whole: Counter, settings: &[Setting]) -> (f64, f64) {
        let read = |courses: &[Course]| {
            let it = total(courses, settings, 0..WEEKS);
            it[part] as f64 / it[whole] as f64
        };
        (read(&self.courses), read(&WITHOUT))
    }

    /// Nothing at all differs in this setting.
    #[track_caller]
    fn leaves_alone(&self, setting: Setting) {
        for (with, without) in self.courses.iter().zip(WITHOUT.iter()) {
            for week in -52..WEEKS {
                assert!(with.of(week, setting) == without.of(week, setting), "{} week {week}", self.name);
            }
        }
    }

    /// Spending of the year must be so many yuan an elder-year, elders being those of the month before.
    /// Each community and month may be off by a cent.
    #[track_caller]
    fn costs_an_elder_year(&self, urban: f64, rural: f64) {
        for (setting, yuan) in [(Urban, urban), (Rural, rural)] {
            self.costs(setting, |course, week| yuan / 13.0 * course.of(week - 1, setting)[M::Elders] as f64);
        }
    }

    /// Spending of each month must be so many yuan.
    #[track_caller]
    fn costs(&self, setting: Setting, yuan: impl Fn(&Course, i32) -> f64) {
        for course in &self.courses {
            for week in (0..WEEKS).step_by(4) {
                let cents = course.spent(week..week + 4, setting, self.name) as f64;
                near(cents / 100.0, yuan(course, week), 0.01 * course.of(week, setting)[M::Communities] as f64);
            }
            assert_eq!(course.spent(-52..0, setting, self.name), 0, "nothing is spent before the policy starts");
            // Of the others nothing is spent.
            let all: i64 = DESCRIPTIONS.iter().map(|it| course.spent(0..WEEKS, setting, it.name)).sum();
            assert_eq!(all, course.spent(0..WEEKS, setting, self.name));
        }
    }
}

const BOTH: [Setting; 2] = Setting::ALL;

/// Hours that elders gave in the month before, in a setting.
fn hours_before(course: &Course, week: i32, setting: Setting) -> f64 {
    (week - 4..week).map(|week| course.of(week, setting)[M::GivenByElders]).sum::<i64>() as f64 / 60.0
}

#[test]
fn cash_makes_more_elders_give_and_exposes_them_at_15_yuan_an_hour_given() {
    let it = Alone::new("subsidy");
    it.raises(M::Givers, &BOTH);
    it.raises(M::GivenByElders, &BOTH);
    it.raises(M::CashExposure, &BOTH);
    for setting in BOTH {
        it.costs(setting, |course, week| 15.0 * hours_before(course, week, setting));
    }
}

#[test]
fn points_make_more_elders_give_and_expose_them_less_than_cash_at_8_yuan_an_hour_given() {
    let (points, cash) = (Alone::new("points"), Alone::new("subsidy"));
    points.raises(M::Givers, &BOTH);
    let exposure = |it: &Alone| it.pair(M::CashExposure, &BOTH).0;
    assert!(0.0 < exposure(&points) && exposure(&points) < 0.8 * exposure(&cash));
    for setting in BOTH {
        points.costs(setting, |course, week| 8.0 * hours_before(course, week, setting));
    }
}

#[test]
fn a_time_bank_keeps_a_ledger_and_draws_volunteers_at_3_yuan_an_elder_year() {
    let it = Alone::new("time_bank");
    it.raises(M::CreditsEarned, &BOTH);
    it.raises(M::CreditsOutstanding, &BOTH);
    // Credits that may be given to one's parents: 0.5 in the logit of volunteers.
    it.raises(M::VolunteersActive, &BOTH);
    assert_eq!(total(&it.courses, &BOTH, 0..WEEKS)[M::CreditsGranted], 0, "not portable");
    assert_eq!(total(&WITHOUT, &BOTH, 0..WEEKS)[M::CreditsEarned], 0);
    it.costs_an_elder_year(3.0, 3.0);
}

#[test]
fn companionship_groups_gather_the_lonely_and_make_them_less_so_at_1200_yuan_a_group_year() {
    let it = Alone::new("companionship");
    it.raises(M::Attenders, &BOTH);
    it.raises(M::Connection, &BOTH);
    it.lowers(M::Loneliness, &BOTH);
    // Two groups per 100 elders.
    it.costs_an_elder_year(24.0, 24.0);
}

#[test]
fn recognition_makes_more_elders_give_at_8_yuan_an_elder_year() {
    let it = Alone::new("recognition");
    it.raises(M::Givers, &BOTH);
    it.raises(M::VolunteersActive, &BOTH);
    assert_eq!(total(&it.courses, &BOTH, 0..WEEKS)[M::CashExposure], 0, "honour is not cash");
    it.costs_an_elder_year(8.0, 8.0);
}

#[test]
fn activities_are_attended_and_raise_culture_at_500_or_200_yuan_an_event() {
    let it = Alone::new("activities");
    it.raises(M::Attenders, &BOTH);
    it.raises(M::Culture, &BOTH);
    it.raises(M::Belonging, &BOTH);
    // Three events a month and community.
    it.costs(Urban, |course, week| 1500.0 * course.of(week, Urban)[M::Communities] as f64);
    it.costs(Rural, |course, week| 600.0 * course.of(week, Rural)[M::Communities] as f64);
}

#[test]
fn outreach_makes_help_known_and_lowers_the_barrier_at_12_yuan_an_elder_year() {
    let it = Alone::new("outreach");
    it.raises(M::Outreach, &BOTH);
    it.raises(M::Awareness, &BOTH);
    it.lowers(M::CulturalBarrier, &BOTH);
    it.costs_an_elder_year(12.0, 12.0);
}

#[test]
fn many_actors_coordinate_and_widen_the_offer_at_5_yuan_an_elder_year() {
    let it = Alone::new("multi_actor");
    it.raises(M::Coordination, &BOTH);
    it.raises(M::Offer, &BOTH);
    it.costs_an_elder_year(5.0, 5.0);
}

#[test]
fn recruitment_brings_volunteers_who_give_hours_at_250_yuan_a_volunteer_year() {
    let it = Alone::new("volunteer_recruitment");
    it.raises(M::Volunteers, &BOTH);
    it.raises(M::GivenByVolunteers, &BOTH);
    it.raises(M::Offer, &BOTH);
    // Three volunteers per 100 elders.
    it.costs_an_elder_year(7.5, 7.5);
}

#[test]
fn embedded_health_care_meets_health_needs_at_80_yuan_an_hour_planned() {
    let it = Alone::new("health_integration");
    it.raises(M::GivenByProfessionals, &BOTH);
    it.raises(M::ServedHealth, &BOTH);
    it.lowers(M::UnmetHealth, &BOTH);
    // 30 hours a week per 1000 elders: 1.56 hours an elder-year.
    it.costs_an_elder_year(124.8, 124.8);
}

#[test]
fn one_team_for_health_reaches_further_than_agreements_and_costs_six_tenths_more() {
    let fused = Alone::written("health_integration", "mode = 'fused'\n");
    let cooperative = Alone::written("health_integration", "mode = 'cooperative'\n");
    assert!(fused.pair(M::ServedHealth, &BOTH).0 > cooperative.pair(M::ServedHealth, &BOTH).0);
    assert!(fused.pair(M::Offer, &BOTH).0 > cooperative.pair(M::Offer, &BOTH).0);
    fused.costs_an_elder_year(199.68, 199.68);
    cooperative.costs_an_elder_year(124.8, 124.8);
}

#[test]
fn family_doctors_slow_the_loss_of_function_at_60_yuan_a_contract_year() {
    let it = Alone::written("health_integration", "hours_per_1000 = 0\nfamily_doctor = 1\n");
    // A tenth fewer fall from independent to limited; the same draws decide, so never more.
    let (with, without) = it.pair(M::FunctionLosses, &BOTH);
    assert!(with <= without && without > 30.0, "{with} {without}");
    it.costs_an_elder_year(60.0, 60.0);
}

#[test]
fn counsellors_comfort_the_lonely_at_100_yuan_an_hour() {
    let it = Alone::new("psychological_support");
    it.raises(M::GivenByProfessionals, &BOTH);
    it.lowers(M::Loneliness, &BOTH);
    it.raises(M::Attenders, &BOTH);
    // 15 hours a week per 1000 elders: 0.78 hours an elder-year.
    it.costs_an_elder_year(78.0, 78.0);
}

#[test]
fn standards_make_services_succeed_at_5_yuan_an_elder_year() {
    let it = Alone::new("standardisation");
    it.raises(M::Standardisation, &BOTH);
    it.raises(M::Capability, &BOTH);
    let (with, without) = it.shares(M::Failures, M::Services, &BOTH);
    assert!(with < without, "{with} {without}");
    it.costs_an_elder_year(5.0, 5.0);
}

#[test]
fn a_closed_process_finds_more_requests_and_serves_them_where_there_are_helpers_at_6_yuan_an_elder_year() {
    let it = Alone::new("process");
    it.raises(M::ProcessClosure, &BOTH);
    it.raises(M::Coordination, &BOTH);
    it.costs_an_elder_year(6.0, 6.0);
    // Where helpers and dispatchers are few, finding one more request serves nobody; with many it does.
    let helpers = "[baseline.volunteer_recruitment]\nper_100 = 50\n[parameters.volunteer]\nask_recruitment = 1\ninduct = 1e9\nspan = 1e9\n\
                   [parameters.service]\ntasks_per_staff = 1000\n";
    let share = |policy: &str| {
        let it = total(&courses(&format!("{helpers}{policy}")), &BOTH, 0..WEEKS);
        it[M::ServedRequests] as f64 / it[M::OpenRequests] as f64
    };
    let (with, without) = (share("[policy.process]\n"), share(""));
    assert!(with > 1.05 * without, "{with} {without}");
}

#[test]
fn a_platform_serves_the_digital_and_assistance_the_others_at_6_and_5_yuan_an_elder_year() {
    let (alone, assisted) = (Alone::new("digital_platform"), Alone::written("digital_platform", "assisted = 1\n"));
    alone.raises(M::Platform, &BOTH);
    alone.raises(M::Coordination, &BOTH);
    let (with, without) = alone.shares(M::ServedDigital, M::RequestsDigital, &BOTH);
    assert!(with > without, "{with} {without}");
    let others = |courses: &[Course]| {
        let it = total(courses, &BOTH, 0..WEEKS);
        (it[M::ServedRequests] - it[M::ServedDigital]) as f64 / (it[M::OpenRequests] - it[M::RequestsDigital]) as f64
    };
    assert!(others(&assisted.courses) > others(&alone.courses));
    alone.costs_an_elder_year(6.0, 6.0);
    assisted.costs_an_elder_year(11.0, 11.0);
}

#[test]
fn stable_funding_of_40_yuan_pays_five_sevenths_of_the_core_in_town_and_nine_tenths_in_the_village() {
    let it = Alone::new("funding");
    // Core in town: 0.25 / 300 x 60,000 + 6 = 56 yuan an elder-year. Of 40 yuan all arrives: 0.714.
    // In the village: 0.2 / 300 x 40,000 + 4 = 30.67; of 40 yuan 0.7 arrive, 28, and about 3 are the
    // village's own: alpha differs from village to village and lies between 28/30.67 = 0.913 and 1.
    for course in &it.courses {
        for week in 0..WEEKS {
            near(course.of(week, Urban).read(M::Affordability), 40.0 / 56.0, 1e-4);
            let rural = course.of(week, Rural).read(M::Affordability);
            assert!((0.913..=1.0).contains(&rural), "{rural}");
        }
    }
    it.lowers(M::Affordability, &[Urban]);
    it.lowers(M::ServedRequests, &[Urban]);
    it.costs_an_elder_year(0.0, 0.0);
    let core = total(&it.courses, &[Urban], 0..WEEKS).read(M::SpendingCore);
    let income = total(&it.courses, &[Urban], 0..WEEKS).read(M::Income);
    near(core, income, 1.0);
}

#[test]
fn high_positioning_makes_people_believe_and_organisers_able_at_half_a_yuan_an_elder_year() {
    let it = Alone::new("positioning");
    it.raises(M::ContinuityBelief, &BOTH);
    it.raises(M::Capability, &BOTH);
    it.raises(M::Offer, &BOTH);
    // Half a yuan at full level; a bare mention is level 0.9.
    it.costs_an_elder_year(0.45, 0.45);
    // The posts there are cost 0.1 x (0.9 - 0.3) = 6 % more in town: 50 x 1.06 + 6 = 59 yuan.
    for course in &it.courses {
        let elders = course.of(-1, Urban)[M::Elders] as f64;
        near(course.of(0, Urban).read(M::SpendingCore), 59.0 / 13.0 * elders, 0.01);
    }
}

#[test]
fn staff_see_and_serve_more_at_60000_or_40000_yuan_a_post() {
    let it = Alone::new("staffing");
    it.raises(M::Capability, &BOTH);
    it.raises(M::Outreach, &BOTH);
    let (with, without) = it.shares(M::ServedRequests, M::OpenRequests, &BOTH);
    assert!(with > without, "{with} {without}");
    // 0.6 posts per 300 instead of 0.25 or 0.2: 0.35 / 300 x 60,000 = 70; 0.4 / 300 x 40,000 = 53.33.
    it.costs_an_elder_year(70.0, 53.333_333);
}

#[test]
fn a_retrofit_opens_the_way_out_of_the_house_at_25_yuan_an_elder_year() {
    let it = Alone::new("retrofit");
    it.raises(M::Access, &BOTH);
    it.raises(M::Attenders, &BOTH);
    it.costs_an_elder_year(25.0, 25.0);
    // One of four kinds of retrofit is a quarter of it.
    Alone::written("retrofit", "safety = 0\nsocial = 0\nself_realisation = 0\n").costs_an_elder_year(6.25, 6.25);
}

#[test]
fn happiness_courtyards_feed_and_gather_villagers_at_2000_yuan_a_seat_year_with_meals() {
    let it = Alone::new("happiness_courtyard");
    it.raises(M::CoveredDaily, &[Rural]);
    it.lowers(M::UnmetDaily, &[Rural]);
    it.raises(M::Attenders, &[Rural]);
    it.raises(M::Culture, &[Rural]);
    it.raises(M::Access, &[Rural]);
    it.leaves_alone(Urban);
    // Six seats per 100 elders at 700 + 1,300 yuan.
    it.costs_an_elder_year(0.0, 120.0);
}

#[test]
fn an_incentive_to_return_brings_volunteers_and_children_back_to_villages_at_25_yuan_an_elder_year() {
    let it = Alone::new("return_incentive");
    it.raises(M::Volunteers, &[Rural]);
    // Children at home cover more of what is needed.
    let share = |courses: &[Course]| {
        let it = total(courses, &[Rural], WEEKS - 4..WEEKS);
        it.read(M::CoveredCompanionship) / it.read(M::NeededCompanionship)
    };
    assert!(share(&it.courses) > share(&WITHOUT));
    it.leaves_alone(Urban);
    it.costs_an_elder_year(0.0, 25.0);
}

#[test]
fn meetings_of_generations_bring_volunteers_and_an_event_a_month_at_5_yuan_an_elder_year() {
    let it = Alone::new("intergenerational");
    it.raises(M::Volunteers, &BOTH);
    it.raises(M::Attenders, &BOTH);
    it.costs_an_elder_year(5.0, 5.0);
}

#[test]
fn town_and_village_share_doctors_and_volunteers_at_4_yuan_times_the_larger_share() {
    let it = Alone::new("urban_rural");
    it.raises(M::GivenByVisitors, &[Rural]);
    it.raises(M::GivenByProfessionals, &[Rural]);
    it.lowers(M::GivenByProfessionals, &[Urban]);
    it.raises(M::Attenders, &[Rural]);
    assert_eq!(total(&it.courses, &[Urban], 0..WEEKS)[M::GivenByVisitors], 0);
    // 4 x max(0.3, 0.3).
    it.costs_an_elder_year(1.2, 1.2);
    Alone::written("urban_rural", "talent = 1\nindustry = 1\n").costs_an_elder_year(11.2, 11.2);
}

#[test]
fn co_governance_coordinates_and_makes_members_belong_at_5_yuan_an_elder_year() {
    let it = Alone::new("co_governance");
    it.raises(M::Coordination, &BOTH);
    it.raises(M::Belonging, &BOTH);
    it.raises(M::Capability, &BOTH);
    it.lowers(M::CulturalBarrier, &BOTH);
    // Four fields of a half: 8 x 3/8 for rule, virtue and law, 4 x 1/2 for self-rule.
    it.costs_an_elder_year(5.0, 5.0);
}

#[test]
fn an_association_raises_dues_and_capability_and_a_hurdle_to_joining_at_2_yuan_an_elder_year() {
    let it = Alone::new("member_association");
    it.lowers(M::Joins, &BOTH);
    it.raises(M::Capability, &BOTH);
    it.costs_an_elder_year(2.0, 2.0);
    // Without other money the members' dues are the income: 120 / 13 yuan each month from those above the
    // poorest 30 %, known from the second month on.
    let alone = courses(
        "[baseline.funding]\nmode = 'none'\n[parameters.fiscal]\ncollective_income = 0\n\
                         [policy.member_association]\n",
    );
    for course in &alone {
        let (income, members) = (course.of(4, Urban).read(M::Income), course.of(3, Urban).read(M::Members));
        let payers = income / (120.0 / 13.0);
        near(payers, payers.round(), 0.01);
        assert!(payers > 0.0 && payers < members, "{payers} of {members}");
    }
}

#[test]
fn the_party_leads_towards_coordination_at_2_yuan_an_elder_year() {
    let it = Alone::new("party_led");
    it.raises(M::Coordination, &BOTH);
    it.costs_an_elder_year(2.0, 2.0);
}

#[test]
fn money_that_matches_pays_for_whatever_is_planned() {
    let all: String =
        DESCRIPTIONS.iter().filter(|it| it.name != "funding").map(|it| format!("[policy.{}]\n", it.name)).collect();
    let scenario = area(&all);
    assert!(BOTH.iter().all(|setting| {
        let levers = scenario.timeline.levers(
            0,
            huzhu::internals::places::DistrictId::new(63, 0),
            *setting,
            &scenario.parameters[*setting].cost,
            0,
        );
        levers.funding.mode == FundingMode::Matched
    }));
    for course in courses(&all) {
        for week in 0..WEEKS {
            assert_eq!(course.all(week).read(M::Affordability), 1.0);
        }
    }
}

#[test]
fn a_unit_cost_is_what_the_file_or_an_option_says_for_every_entry_of_the_instrument() {
    let entries = "[policy.recognition.stars]\nlevel = 0.5\n[policy.recognition.thanks]\nlevel = 0.25\n";
    let text = format!("{entries}[parameters.rural.cost]\nrecognition = 20\n");
    let sets = ["parameters.urban.cost.recognition=16".to_string()];
    let scenario = huzhu::internals::scenario::from_text("test", &text, &sets).unwrap().scenario;
    for (setting, yuan) in [(Urban, 16.0), (Rural, 20.0)] {
        let unit = &scenario.parameters[setting].cost;
        let levers = scenario.timeline.levers(0, huzhu::internals::places::DistrictId::new(63, 0), setting, unit, 0);
        assert_eq!(levers.costs[number("recognition")].per_elder_year, 0.75 * yuan);
    }
    let refused =
        huzhu::internals::scenario::from_text("test", entries, &["parameters.cost.recognition=-1".to_string()]);
    assert!(refused.unwrap_err().to_string().contains("parameters.cost.recognition"));
}

#[test]
fn contracted_providers_take_over_daily_help_and_cost_what_is_contracted() {
    let it = Alone::written("purchase", "yuan_per_elder_year = 200\n");
    it.lowers(M::UnmetDaily, &BOTH);
    let full =
        |course: &Course, week: i32, setting| course.of(week - 1, setting)[M::Elders] as f64 * 200.0 / 13.0 * 100.0;
    for (course, setting) in it.courses.iter().flat_map(|it| BOTH.map(|setting| (it, setting))) {
        let spent = |week: i32| course.spent(week..week + 4, setting, "purchase") as f64;
        assert_eq!(spent(0), 0.0, "a contract is paid from its second month on");
        // As many as have a contract pay in full.
        assert!((4..WEEKS).step_by(4).all(|week| spent(week) <= full(course, week, setting) + 5.0));
        assert!(course.spent(0..WEEKS, setting, "purchase") > 0);
    }
    let paid = it.courses.iter().map(|it| it.spent(48..52, Urban, "purchase") as f64).sum::<f64>();
    assert!(paid > 0.0);
}

#[test]
fn vouchers_cover_daily_need_and_cost_what_was_used() {
    let it = Alone::new("voucher");
    it.raises(M::CoveredDaily, &BOTH);
    it.lowers(M::UnmetDaily, &BOTH);
    for (course, setting) in it.courses.iter().flat_map(|it| BOTH.map(|setting| (it, setting))) {
        assert_eq!(course.spent(0..4, setting, "voucher"), 0, "nothing was used before");
        assert!(course.spent(4..8, setting, "voucher") > 0);
    }
}

#[test]
fn a_pool_moves_professional_hours_and_costs_the_organiser_nothing_more() {
    let sets = "[parameters.health_pool]\nretain = 0.15\ncare_share = 0.3\n[policy.health_integration]\n";
    let course = |fields: &str| courses(&format!("{sets}{fields}"));
    let [without, rich, poor] = ["", "pooled = 1\npool_yuan = 400\n", "pooled = 1\npool_yuan = 0\n"].map(course);
    let given = |courses: &[Course]| total(courses, &BOTH, 0..WEEKS).read(M::GivenByProfessionals);
    assert!(given(&rich) > given(&without) && given(&without) > given(&poor));
    for (one, other) in rich.iter().zip(&without) {
        let spent = |it: &Course| BOTH.map(|setting| it.spent(0..WEEKS, setting, "health_integration"));
        // Elders live a little longer or shorter: to a tenth.
        for (one, other) in spent(one).into_iter().zip(spent(other)) {
            assert!((one - other).abs() * 10 < other, "{one} {other}");
        }
    }
}

#[test]
fn every_instrument_is_tested_here() {
    let text = include_str!("instruments.rs");
    for it in &DESCRIPTIONS {
        assert!(text.contains(&format!("\"{}\"", it.name)), "{}", it.name);
    }
    assert_eq!(DESCRIPTIONS.len(), 27);
    assert!(COUNTERS.len() > 80);
}
