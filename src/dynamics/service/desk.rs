//! The desk of a community's week: what it knows and may still use, and who is left to help.   MODEL section 7

use super::task::{Helper, minutes};
use crate::dynamics::conditions::Conditions;
use crate::dynamics::scratch::{Groups, Help};
use crate::dynamics::{Rules, Scratch};
use crate::elementary::{least, most};
use crate::places::CommunityId;
use crate::population::Institution;
use crate::random::{Identity, Purpose};

/// The desk of one community in one week: what it knows, what it may still use, and the week's state.
pub struct Desk<'a> {
    pub(super) around: &'a Rules<'a>,
    pub(super) at: &'a Conditions,
    pub(super) institution: &'a Institution,
    pub(super) id: CommunityId,
    pub(super) week: i32,
    pub(super) scratch: &'a mut Scratch,
    pub(super) groups: Groups,
    /// Chance of success of an organised service, and of one among neighbours.
    pub(super) quality: [f32; 2],
    pub(super) incident: f32,
    /// Dispatches left this week.
    pub(super) capacity: f32,
    pub(super) professional_hours: f32,
    pub(super) visiting_hours: f32,
    /// Givers passed so far in the weekly order.
    pub(super) passed: usize,
    /// Active volunteers used up so far.
    pub(super) volunteers_used_up: usize,
    /// How much more matches cross each other with the actors there are, than with those there always are.
    pub(super) crossing: f32,
    /// Minutes of credit that tied partners held when the request at hand was opened.
    pub(super) credit_of_partners: u32,
    /// A professional served something of the request at hand.
    pub(super) served_by_professionals: bool,
    /// The elder who last helped the asker at hand with daily needs, and has hours left.
    pub(super) last_helper: Option<usize>,
}

/// How much more matches cross each other with the actors there are, than with those there always are.
fn crossing(around: &Rules, at: &Conditions, institution: &Institution) -> f32 {
    let i = &around.parameters.institution;
    let actors_with = |attention: f32, social: f32, enterprise: f32| {
        i.presence_government * attention
            + (i.presence_social + i.presence_enterprise)
            + i.presence_social_actors * social
            + i.presence_enterprise_actors * enterprise
    };
    let many = around.levers.many_actors * at.paid.core;
    let always = most(1e-6, actors_with(i.positioning_start, 0.0, 0.0));
    // Who is contracted is an actor as well.
    let offer = &institution.offer;
    let now = actors_with(institution.attention, most(many, offer.coverage_social), most(many, offer.coverage_firm));
    libm::powf(now / always, around.parameters.service.duplicate_actors)
}

impl<'a> Desk<'a> {
    /// Opens the desk with what it can use this week.
    pub fn open(
        around: &'a Rules<'a>,
        at: &'a Conditions,
        institution: &'a Institution,
        id: CommunityId,
        week: i32,
        scratch: &'a mut Scratch,
    ) -> Self {
        let (s, levers) = (&around.parameters.service, around.levers);
        let coordinated = s.capacity_base + s.capacity_coordination * institution.coordination;
        let coordinators = institution.coordinators(around.parameters.institution.coordinators);
        let posts = (institution.offer.staff_posts * at.paid.core + coordinators) * institution.dispatch_share;
        let draw = around.chance.uniform(Purpose::Capacity, 0, week, Identity::community(id));
        let leaders = around.parameters.institution.leader_tasks * institution.block_leaders as f32;
        let tasks = posts * s.tasks_per_staff * (1.0 + s.capacity_platform * at.platform) * coordinated + leaders;
        let informal = s.quality + s.quality_self_rule * levers.self_rule * at.paid.activities;
        let organised = informal
            + s.quality_standard * institution.standardisation
            + s.quality_capability * institution.capability
            + institution.learnt_quality;
        Desk {
            quality: [informal, organised],
            incident: s.incident
                * (1.0 - s.incident_standard * institution.standardisation)
                * (1.0 - s.incident_law * levers.law * at.paid.activities),
            capacity: if institution.operating { libm::floorf(tasks + draw) } else { 0.0 },
            professional_hours: institution.offer.professional_hours * at.paid.services,
            visiting_hours: if institution.operating { institution.offer.visiting_hours } else { 0.0 },
            groups: Groups::new(scratch.elders.group_places),
            passed: 0,
            volunteers_used_up: 0,
            crossing: crossing(around, at, institution),
            credit_of_partners: 0,
            served_by_professionals: false,
            last_helper: None,
            around,
            at,
            institution,
            id,
            week,
            scratch,
        }
    }

    pub(super) fn identity(&self, place: usize) -> Identity {
        self.scratch.elders.identity(self.id, place)
    }

    /// Hours of a match: at most four, what the helper has left, and the need.
    pub(super) fn hours(&self, place: usize, kind: Help, available: f32) -> f32 {
        let s = &self.around.parameters.service;
        least(s.most_hours, least(available, self.scratch.uncovered(kind)[place]))
    }

    /// The first group mate in fixed order who may give.
    pub(super) fn group_giver(&self, place: usize, kind: Help) -> Option<usize> {
        let from = self.groups.first(place);
        let to = from + self.scratch.elders.group_places;
        self.scratch.offers.first(kind, from, to, place)
    }

    /// The next giver of the weekly order who is not used up, if that one may.
    pub(super) fn next_giver(&mut self, place: usize, kind: Help) -> Option<usize> {
        while let Some(giver) = self.scratch.givers.get(self.passed) {
            let giver = usize::from(giver.place);
            if self.scratch.offers.has(giver, Help::Companionship) {
                return (giver != place && self.scratch.offers.has(giver, kind)).then_some(giver);
            }
            self.passed += 1;
        }
        None
    }

    /// The next volunteer in fixed order who is not used up, with the hours left.
    pub(super) fn next_volunteer(&mut self) -> Option<(Helper, f32)> {
        let least_hours = self.around.parameters.service.least_hours;
        while let Some(volunteer) = self.scratch.active_volunteers.get(self.volunteers_used_up) {
            if volunteer.hours >= least_hours {
                return Some((Helper::Volunteer(self.volunteers_used_up), volunteer.hours));
            }
            self.volunteers_used_up += 1;
        }
        None
    }

    /// Takes the hours of a match from the helper.
    pub(super) fn use_up(&mut self, helper: Helper, hours: f32) {
        let s = &self.around.parameters.service;
        let used = most(s.least_used_hours, hours);
        match helper {
            Helper::Elder(giver) => {
                let Scratch { hours_available, offers, used: was_used, .. } = &mut *self.scratch;
                let left = most(0.0, hours_available[giver] - used);
                hours_available[giver] = left;
                was_used[giver] = 1;
                offers.keep(giver, left >= s.least_hours);
            }
            Helper::Volunteer(number) => {
                let volunteer = &mut self.scratch.active_volunteers[number];
                volunteer.hours = most(0.0, volunteer.hours - used);
                volunteer.used = true;
            }
            Helper::Visitor => self.visiting_hours = most(0.0, self.visiting_hours - used),
            Helper::Professional => self.professional_hours = most(0.0, self.professional_hours - used),
            Helper::OwnList | Helper::Provider => {}
        }
    }

    /// A helper is sent where somebody else helps already: the hours are gone, and nobody is helped. An elder did not
    /// give and was not used; a volunteer was on duty.
    pub(super) fn send_in_vain(&mut self, helper: Helper, hours: f32) {
        self.scratch.counts.duplicated_minutes += minutes(hours);
        match helper {
            Helper::Elder(giver) => {
                let was_used = self.scratch.used[giver];
                self.use_up(helper, hours);
                self.scratch.used[giver] = was_used;
            }
            _ => self.use_up(helper, hours),
        }
    }
}
