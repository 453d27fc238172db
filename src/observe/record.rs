//! What one month of a run left to be known: weekly sums by place, rows of people and communities.
//!
//! Records of two parts of the population merge; sums add up, rows follow in community order.

use std::collections::BTreeMap;

use super::distributions::Histograms;
use super::groups::{GroupMonth, Membership};
use super::measures::{Counter, Tally};
use super::rows::{CommunityMonth, ElderWeek, Spell};
use super::sample::Sample;
use super::week;
use crate::dynamics::Scratch;
use crate::dynamics::scratch::{EndedSpell, SpellEnd};
use crate::parameters::Parameters;
use crate::places::{CommunityId, DistrictId, Setting, WEEKS_PER_MONTH};
use crate::population::Community;
use crate::population::community::District;
use crate::population::elders::Living;
use crate::random::{Chance, Identity, LIFELONG, Purpose};
use crate::scenario::Output;

/// A kind of place that sums are formed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// All urban communities, or all villages.
    Setting(Setting),
    /// Those of a province, by row of the census table.
    Province(u32, Setting),
    /// Those of a district.
    District(DistrictId, Setting),
    /// Those of a third of sizes.
    CommunityClass(Setting, u8),
}

/// What is to be recorded in a month.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Breakdowns and tables that the scenario asks for.
    pub output: &'a Output,
    /// Who is watched.
    pub sample: &'a Sample,
    /// Source of chance, by which communities are drawn whose spells are written.
    pub chance: &'a Chance,
    /// Whether rows of communities are due at the month's end.
    pub communities: bool,
    /// The week after which distributions are due, if one of the month's.
    pub distributions: Option<i32>,
    /// Whether groups of elders are told apart.
    pub groups: bool,
    /// Whether the month's weeks are summed for them too.
    pub weeks_of_groups: bool,
}

/// What was recorded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Weekly sums by week and place; of weeks of the warm-up that nobody writes only who lives there.
    pub tallies: BTreeMap<(i32, Place), Tally>,
    /// Memberships that ended.
    pub spells: Vec<Spell>,
    /// Watched elders, by week of the month, of the weeks whose sums are written.
    pub elders: [Vec<ElderWeek>; WEEKS_PER_MONTH as usize],
    /// Communities at the month's end.
    pub communities: Vec<CommunityMonth>,
    /// Distributions after a week.
    pub distributions: Option<(i32, Histograms)>,
    /// What the month showed of groups of elders.
    pub groups: Option<GroupMonth>,
    /// Sums of the communities looked at last, as long as they count for the same places.
    gathered: Option<Box<Gathered>>,
}

/// Sums of a month over communities that follow each other and count for the same places.
#[derive(Debug, Clone, PartialEq)]
struct Gathered {
    setting: Setting,
    district: DistrictId,
    size_class: u8,
    first_week: i32,
    weeks: [Tally; WEEKS_PER_MONTH as usize],
}

impl Record {
    /// Adds the record of the part of the population that follows; both are finished.
    pub fn merge(&mut self, other: Record) {
        for (key, tally) in &other.tallies {
            self.tallies.entry(*key).or_default().merge(tally);
        }
        follow(&mut self.spells, other.spells);
        for (rows, more) in self.elders.iter_mut().zip(other.elders) {
            follow(rows, more);
        }
        follow(&mut self.communities, other.communities);
        if let Some((week, histograms)) = other.distributions {
            self.distributions.get_or_insert_with(|| (week, Histograms::default())).1.merge(&histograms);
        }
        if let Some(groups) = other.groups {
            self.groups.get_or_insert_default().merge(groups);
        }
    }

    /// Weeks lived by elders, in a community or in a care home.
    pub fn elder_weeks(&self) -> u64 {
        let lived = |it: &Tally| (it[Counter::Elders] + it[Counter::InCareHomes]) as u64;
        self.by_setting().map(|(_, tally)| lived(tally)).sum()
    }

    /// Sums of all places of a setting, with their week.
    pub fn by_setting(&self) -> impl Iterator<Item = (i32, &Tally)> {
        let tallies = self.tallies.iter().filter(|((_, place), _)| matches!(place, Place::Setting(_)));
        tallies.map(|((week, _), tally)| (*week, tally))
    }

    /// Records one week of one community.
    pub fn week(
        &mut self,
        wanted: &Wanted,
        position: usize,
        community: &Community,
        p: &Parameters,
        week: i32,
        scratch: &mut Scratch,
    ) {
        let of_month = week.rem_euclid(WEEKS_PER_MONTH) as usize;
        let gathered = self.gathered_for(wanted, community, week - of_month as i32);
        let tally = &mut gathered.weeks[of_month];
        if !wanted.output.writes_sums_of(week) {
            week::count_heads(community, scratch, tally);
            return;
        }
        week::tally(community, p, week, scratch, tally);
        wanted.sample.rows(position, community, week, scratch, &mut self.elders[of_month]);
        if wanted.distributions == Some(week) {
            let (_, histograms) = self.distributions.get_or_insert_with(|| (week, Histograms::default()));
            histograms.add(community.setting, scratch);
        }
        if wanted.groups {
            let groups = self.groups.get_or_insert_default();
            if of_month == 0 {
                groups.month.add_month(community, p, scratch);
            }
            if wanted.weeks_of_groups {
                groups.weeks.get_or_insert_default().add_week(community.setting, p, scratch);
            }
        }
    }

    /// Sums that a community's month belongs to; those of other places before are put where they count.
    fn gathered_for(&mut self, wanted: &Wanted, community: &Community, first_week: i32) -> &mut Gathered {
        let (setting, district, size_class) = (community.setting, community.id.district(), community.size_class);
        let counts_for_the_same = |it: &Gathered| {
            it.first_week == first_week
                && it.setting == setting
                && it.district == district
                && (it.size_class == size_class || !wanted.output.community_classes)
        };
        if !self.gathered.as_deref().is_some_and(counts_for_the_same) {
            self.finish(wanted.output);
        }
        self.gathered.get_or_insert_with(|| {
            Box::new(Gathered { setting, district, size_class, first_week, weeks: Default::default() })
        })
    }

    /// Puts the sums gathered last where they count.
    pub fn finish(&mut self, output: &Output) {
        let Some(gathered) = self.gathered.take() else { return };
        let Gathered { setting, district, size_class, .. } = *gathered;
        for (week, tally) in (gathered.first_week..).zip(&gathered.weeks) {
            let mut add = |place| self.tallies.entry((week, place)).or_default().merge(tally);
            add(Place::Setting(setting));
            if output.provinces {
                add(Place::Province(district.province(), setting));
            }
            if output.districts {
                add(Place::District(district, setting));
            }
            if output.community_classes {
                add(Place::CommunityClass(setting, size_class));
            }
        }
    }

    /// Records the end of a month of one community.
    pub fn month(
        &mut self,
        wanted: &Wanted,
        community: &Community,
        province: &'static str,
        p: &Parameters,
        week: i32,
        scratch: &mut Scratch,
    ) {
        if writes_spells(wanted.chance, community.id, wanted.output.spells_share) {
            if wanted.groups {
                let memberships = &mut self.groups.get_or_insert_default().memberships;
                let rows = scratch.ended_spells.iter().map(|it| Membership::of(community, p, it, it.why.name()));
                memberships.extend(rows);
            }
            self.spells.extend(scratch.ended_spells.drain(..).map(|it| spell(community, &it, it.why.name())));
        }
        if wanted.communities {
            let elders = &scratch.elders;
            let lonely = week::lonely(&elders.loneliness, &elders.present, p.drive.lonely_above);
            self.communities.push(community_month(community, province, lonely, week + WEEKS_PER_MONTH - 1));
        }
    }
}

/// Puts rows behind others, without a copy where there are none yet.
fn follow<T>(rows: &mut Vec<T>, mut more: Vec<T>) {
    if rows.is_empty() {
        *rows = more;
    } else {
        rows.append(&mut more);
    }
}

/// Whether the spells of a community are written: a draw for good against the share asked for.
pub fn writes_spells(chance: &Chance, id: CommunityId, share: f32) -> bool {
    share >= 1.0 || chance.uniform(Purpose::CommunitySample, 0, LIFELONG, Identity::community(id)) < share
}

fn spell(community: &Community, ended: &EndedSpell, why: &'static str) -> Spell {
    Spell {
        replicate: 0,
        setting: community.setting.name(),
        community: i64::from(community.id.bits()),
        elder: ended.slot as i32,
        generation: i32::from(ended.generation),
        start_week: ended.start_week,
        end_week: ended.end_week,
        why,
        age_years: ended.person.age as i32,
        woman: i32::from(ended.person.woman),
        living: Living::from_code(ended.person.living).name(),
        function: i32::from(ended.person.function),
    }
}

/// Memberships of a community that are still open when the run ends after `last_week`, as `row` tells each.
fn open<T>(
    community: &Community,
    p: &Parameters,
    last_week: i32,
    scratch: &mut Scratch,
    row: impl Fn(&Community, &EndedSpell, &'static str) -> T,
) -> Vec<T> {
    community.elders.unpack(&mut scratch.elders, p);
    scratch.resize();
    for place in 0..scratch.elders.places {
        if scratch.elders.is_present(place) && scratch.elders.is_member(place) {
            scratch.end_spell(place, last_week, SpellEnd::Quit);
        }
    }
    scratch.ended_spells.drain(..).map(|it| row(community, &it, "open")).collect()
}

/// The same as rows of the table of spells.
pub fn open_spells(community: &Community, p: &Parameters, last_week: i32, scratch: &mut Scratch) -> Vec<Spell> {
    open(community, p, last_week, scratch, spell)
}

/// The same with the groups of who holds them.
pub fn open_memberships(
    community: &Community,
    p: &Parameters,
    last_week: i32,
    scratch: &mut Scratch,
) -> Vec<Membership> {
    open(community, p, last_week, scratch, |community, ended, why| Membership::of(community, p, ended, why))
}

fn community_month(community: &Community, province: &'static str, lonely: u32, week: i32) -> CommunityMonth {
    let it = &community.institution;
    let yuan = |cents: i64| (cents as f64 / 100.0) as f32;
    CommunityMonth {
        replicate: 0,
        week,
        setting: community.setting.name(),
        province,
        district: community.id.district().number() as i32,
        community: i64::from(community.id.bits()),
        size_class: i32::from(community.size_class),
        street: i32::from(community.street),
        initiative: it.initiative,
        leaning_services: it.leaning[0],
        leaning_activities: it.leaning[1],
        leaning_rules: it.leaning[2],
        adopted: it.adopted as i64,
        attention: it.attention,
        elders: it.last_month.elders as i32,
        members: it.last_month.members as i32,
        volunteers: it.last_month.volunteers as i32,
        elder_weeks: it.last_month.elder_weeks as i32,
        participants: it.last_month.participants as i32,
        lonely: lonely as i32,
        needed_hours: it.last_month.needed_hours,
        unmet_hours: it.last_month.uncovered_hours,
        operating: i32::from(it.operating),
        budget_yuan: yuan(it.budget_cents),
        planned_yuan: yuan(it.offer.planned_cents),
        income_yuan: yuan(it.offer.income.total()),
        spent_yuan: yuan(it.spent_cents()),
        affordability: it.affordability,
        capability: it.capability,
        coordination: it.coordination,
        standardisation: it.standardisation,
        process_closure: it.process_closure,
        platform: it.platform,
        outreach: it.outreach,
        culture: it.culture,
        access: it.access,
        reputation: it.reputation,
        continuity_belief: it.continuity_belief,
        confidence: it.confidence,
        cultural_barrier: it.cultural_barrier,
        offer: it.offer.offer,
    }
}

/// Name of a place as it stands in the weekly table, and its level.
pub fn name_of(place: Place, districts: &[District]) -> (&'static str, String) {
    let province = |row: u32| {
        let district = districts.iter().find(|it| it.id.province() == row);
        district.map_or("unknown", |it| it.province)
    };
    match place {
        Place::Setting(setting) => ("setting", setting.name().to_string()),
        Place::Province(row, setting) => ("province", format!("{}/{}", province(row), setting.name())),
        Place::District(id, setting) => {
            ("district", format!("{}/{}/{}", province(id.province()), id.number(), setting.name()))
        }
        Place::CommunityClass(setting, third) => {
            let size = ["small", "middle", "large"][usize::from(third.min(2))];
            ("community_class", format!("{}/{size}", setting.name()))
        }
    }
}
