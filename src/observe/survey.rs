//! A synthetic survey: what everybody of a population would answer between two months.
//!
//! Published patterns come from surveys, so the model is asked the same questions. A survey is a pure
//! function of the population and of chance: it changes nothing, and asking twice gives the same answers.

use crate::dynamics::drive::elders::{Life, wellbeing};
use crate::dynamics::perception::elders::{Perceiver, perceived_offer};
use crate::elementary::least;
use crate::parameters::Parameters;
use crate::places::{BySetting, CommunityId, Setting};
use crate::population::elders::Living;
use crate::population::{Community, Elders, Population};
use crate::random::{Chance, Purpose};

/// Standard deviation of the noise with which wellbeing is reported. MODEL section 4
pub const REPORTING_NOISE: f64 = 0.08;

/// Who answers: the same person in two surveys has the same identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Respondent {
    /// Community.
    pub community: CommunityId,
    /// Place in the community.
    pub place: u32,
    /// Occupants of the place before.
    pub generation: u16,
}

/// What one elder answers. States lie in [0, 1].
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Who answers.
    pub who: Respondent,
    /// Urban or rural.
    pub setting: Setting,
    /// Building or villagers' group within the community.
    pub group: u32,
    /// Age, years.
    pub age_years: f32,
    /// Whether a woman.
    pub woman: bool,
    /// Whom one lives with.
    pub living: Living,
    /// Function f: 0 independent, 1 limited, 2 dependent.
    pub function: u8,
    /// Has and uses a smartphone.
    pub digital: bool,
    /// Feels lonely.
    pub lonely: bool,
    /// Score on a loneliness scale L.
    pub loneliness: f32,
    /// Would take part in mutual aid if it were offered well.
    pub willing: bool,
    /// Fixed personal propensity zp, which no questionnaire shows but an experiment may vary.
    pub propensity: f32,
    /// Has joined mutual aid.
    pub member: bool,
    /// Weeks since joining, for members.
    pub tenure_weeks: i32,
    /// Gave help in the last weeks (as many as MODEL's countdown holds, 8).
    pub gave_lately: bool,
    /// Share of the last weeks in which one gave or received, of late, 0..1.
    pub took_part_lately: f32,
    /// Attended an event or a companionship group last week.
    pub attended: bool,
    /// Hours given in the whole life so far.
    pub given_hours: f32,
    /// Satisfaction of connection S2.
    pub connection: f32,
    /// Satisfaction of belonging S3.
    pub belonging: f32,
    /// Trust T.
    pub trust: f32,
    /// Perceived support P.
    pub perceived_support: f32,
    /// Share of needed hours that nobody covers, of late.
    pub unmet_share: f32,
    /// Wellbeing W as reported, with the noise of reporting.
    pub wellbeing: f32,
}

impl Answer {
    /// Takes part in mutual aid, as one would say it: has joined, or gave help lately.
    pub fn takes_part(&self) -> bool {
        self.member || self.gave_lately
    }
}

/// Asks everybody who lives in a community, in the order of who answers. `week` is the first week
/// that has not passed yet.
pub fn take(population: &Population, parameters: &BySetting<Parameters>, chance: &Chance, week: i32) -> Vec<Answer> {
    let mut elders = Elders::default();
    let mut answers = Vec::new();
    for community in &population.communities {
        let p = &parameters[community.setting];
        community.elders.unpack(&mut elders, p);
        let here = (0..community.elders.places()).filter(|place| elders.is_present(*place));
        answers.extend(here.map(|place| answer(community, &elders, place, p, chance, week)));
    }
    // Places lie by groups; persons are known by other numbers.
    answers.sort_unstable_by_key(|it| it.who);
    answers
}

fn answer(community: &Community, elders: &Elders, place: usize, p: &Parameters, chance: &Chance, week: i32) -> Answer {
    let generation = elders.generation[place];
    let identity = elders.identity(community.id, place);
    let needs = [elders.self_worth[place], elders.connection[place], elders.belonging[place]];
    let institution = &community.institution;
    let strength: f32 = elders.tie_strength[place].iter().sum();
    let life = Life {
        needs,
        loneliness: elders.loneliness[place],
        function: elders.function[place],
        unmet_share: elders.unmet_share[place],
        income: elders.income[place],
        burden: elders.burden[place],
        tie: least(1.0, strength / p.drive.tie_full),
        helped: elders.received_lately[place] + elders.attended[place],
        disposition: elders.wellbeing_disposition[place],
        environment: 0.5 * (institution.access + institution.culture),
    };
    let felt = wellbeing(p, &life);
    let noise = REPORTING_NOISE * chance.normal(Purpose::SurveyNoise, 0, week, identity);
    let member = elders.is_member(place);
    let tenure = week - elders.joined_week[place] as i32;
    let perceiver = Perceiver {
        weights: [elders.weight_self_worth[place], elders.weight_connection[place]],
        income: elders.income[place],
        function: elders.function[place],
        unmet_share: elders.unmet_share[place],
    };
    let root_offer = perceived_offer(p, institution.offer.mechanisms, &perceiver).sqrt();
    Answer {
        who: Respondent { community: community.id, place: elders.slot[place], generation },
        setting: community.setting,
        group: (place / elders.group_places) as u32,
        age_years: elders.age[place],
        woman: elders.woman[place] > 0.0,
        living: Living::from_code(elders.living[place]),
        function: elders.function[place] as u8,
        digital: elders.digital[place] > 0.0,
        lonely: elders.loneliness[place] > p.drive.lonely_above,
        loneliness: elders.loneliness[place],
        willing: is_willing(p, elders.propensity[place]),
        propensity: elders.propensity[place],
        member,
        tenure_weeks: if member { tenure } else { 0 },
        gave_lately: elders.countdown[place] > 0,
        took_part_lately: 1.0 - (1.0 - elders.given_lately[place]) * (1.0 - elders.received_lately[place]),
        attended: elders.attended[place] > 0.0,
        given_hours: elders.given_minutes[place] as f32 / 60.0,
        connection: elders.connection[place],
        belonging: elders.belonging[place],
        trust: elders.trust[place],
        perceived_support: elders.awareness[place] * elders.trust[place] * root_offer,
        unmet_share: elders.unmet_share[place],
        wellbeing: felt + noise as f32,
    }
}

/// Propensity has two humps, of the willing around 0 and of the unwilling around minus their shift; who stands
/// nearer the first says yes.
fn is_willing(p: &Parameters, propensity: f32) -> bool {
    propensity > -p.behave.unwilling_shift / 2.0
}

/// Those who answered both times, in the order of the first survey.
pub fn panel<'a>(before: &'a [Answer], after: &'a [Answer]) -> Vec<(&'a Answer, &'a Answer)> {
    let find = |it: &'a Answer| {
        let found = after.binary_search_by(|other| other.who.cmp(&it.who)).ok()?;
        Some((it, &after[found]))
    };
    before.iter().filter_map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Simulation;
    use crate::scenario::{Scenario, load};

    fn village() -> Scenario {
        let sets = ["population.districts=1", "population.rural_communities=2", "warmup_weeks=52", "weeks=52"];
        load("rural-baseline", &sets.map(String::from)).unwrap().scenario
    }

    fn ask(scenario: &Scenario, simulation: &Simulation) -> Vec<Answer> {
        let chance = Chance::new(scenario.seed, 0);
        take(simulation.population(), &scenario.parameters, &chance, simulation.next_week())
    }

    #[test]
    fn asking_twice_gives_the_same_answers_of_everybody_who_lives_here() {
        let scenario = village();
        let mut simulation = Simulation::begin(&scenario, 0);
        simulation.advance();
        let answers = ask(&scenario, &simulation);
        assert_eq!(answers, ask(&scenario, &simulation));
        let known: u32 = simulation.population().communities.iter().map(|it| it.institution.last_month.elders).sum();
        assert_eq!(answers.len(), known as usize);
        assert!(answers.is_sorted_by_key(|it| it.who));
    }

    #[test]
    fn about_as_many_are_willing_as_are_not_unwilling_by_nature() {
        let scenario = village();
        let answers = ask(&scenario, &Simulation::begin(&scenario, 0));
        let willing = answers.iter().filter(|it| it.willing).count() as f64 / answers.len() as f64;
        let expected = 1.0 - f64::from(scenario.parameters.rural.behave.unwilling);
        // Four standard errors of a share.
        assert!((willing - expected).abs() < 4.0 * (0.25 / answers.len() as f64).sqrt(), "{willing}");
    }

    #[test]
    fn a_panel_holds_the_same_persons_and_nobody_else() {
        let scenario = village();
        let mut simulation = Simulation::begin(&scenario, 0);
        let before = ask(&scenario, &simulation);
        for _ in 0..26 {
            simulation.advance();
        }
        let after = ask(&scenario, &simulation);
        let both = panel(&before, &after);
        assert!(both.iter().all(|(a, b)| a.who == b.who && b.age_years > a.age_years));
        // Some die or move within two years, and most do neither.
        assert!(both.len() < before.len() && both.len() * 10 > before.len() * 8, "{} of {}", both.len(), before.len());
    }

    #[test]
    fn wellbeing_is_reported_with_the_noise_of_the_model() {
        let scenario = village();
        let simulation = Simulation::begin(&scenario, 0);
        let first = ask(&scenario, &simulation);
        let other = take(simulation.population(), &scenario.parameters, &Chance::new(scenario.seed, 1), 0);
        let squares: f64 = first.iter().zip(&other).map(|(a, b)| f64::from(a.wellbeing - b.wellbeing).powi(2)).sum();
        let spread = (squares / first.len() as f64 / 2.0).sqrt();
        assert!((spread - REPORTING_NOISE).abs() < 0.01, "{spread}");
    }
}
