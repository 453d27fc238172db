//! A service to be given: who helps whom, with what, for how long.   MODEL section 7, step 5

use crate::dynamics::scratch::Help;

/// Who helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Helper {
    /// An elder, by place.
    Elder(usize),
    /// A volunteer, by number in the list of the active.
    Volunteer(usize),
    /// A volunteer visiting from town.
    Visitor,
    /// A professional sent by the dispatcher.
    Professional,
    /// A professional or counsellor with a list of their own.
    OwnList,
    /// A provider under contract, or care that a health pool pays.
    Provider,
}

/// One service to be delivered.
#[derive(Debug, Clone, Copy)]
pub struct Service {
    /// Place of who is helped.
    pub receiver: usize,
    /// Kind of help.
    pub kind: Help,
    /// Length, hours.
    pub hours: f32,
    /// Who helps.
    pub helper: Helper,
    /// Under the organiser's standards.
    pub organised: bool,
    /// Between tied elders who found each other.
    pub tied: bool,
    /// In answer to a request: by a tied partner, a neighbour or the dispatcher.
    pub requested: bool,
    /// By the dispatcher.
    pub dispatched: bool,
    /// By a counsellor.
    pub counselling: bool,
}

impl Service {
    const PLAIN: Service = Service {
        receiver: 0,
        kind: Help::Daily,
        hours: 0.0,
        helper: Helper::OwnList,
        organised: false,
        tied: false,
        requested: false,
        dispatched: false,
        counselling: false,
    };

    /// A professional visits an elder of the own list.
    pub fn professional(receiver: usize, kind: Help, hours: f32) -> Self {
        Service { receiver, kind, hours, organised: true, ..Service::PLAIN }
    }

    /// A counsellor visits a lonely elder.
    pub fn counselling(receiver: usize, hours: f32) -> Self {
        Service { counselling: true, ..Service::professional(receiver, Help::Companionship, hours) }
    }

    /// A provider visits an elder of its list.
    pub fn provided(receiver: usize, kind: Help, hours: f32) -> Self {
        Service { receiver, kind, hours, helper: Helper::Provider, ..Service::PLAIN }
    }

    /// A tied partner or a neighbour answers a request without the dispatcher.
    pub fn neighbourly(receiver: usize, kind: Help, hours: f32, giver: usize, tied: bool, organised: bool) -> Self {
        let helper = Helper::Elder(giver);
        Service { receiver, kind, hours, helper, tied, organised, requested: true, ..Service::PLAIN }
    }

    /// The dispatcher sends a helper.
    pub fn dispatched(receiver: usize, kind: Help, hours: f32, helper: Helper) -> Self {
        Service { receiver, kind, hours, helper, organised: true, requested: true, dispatched: true, ..Service::PLAIN }
    }

    /// A giver looks in unasked.
    pub fn unasked(receiver: usize, kind: Help, hours: f32, giver: usize, tied: bool) -> Self {
        Service { receiver, kind, hours, helper: Helper::Elder(giver), tied, ..Service::PLAIN }
    }

    /// A volunteer, by number in the list of the active, visits a standing partner.
    pub fn standing(receiver: usize, kind: Help, hours: f32, volunteer: usize) -> Self {
        Service { receiver, kind, hours, helper: Helper::Volunteer(volunteer), ..Service::PLAIN }
    }

    /// Position of who helps among elders, volunteers, professionals and providers.
    pub fn helper_class(&self) -> usize {
        match self.helper {
            Helper::Elder(_) => 0,
            Helper::Volunteer(_) | Helper::Visitor => 1,
            Helper::Professional | Helper::OwnList => 2,
            Helper::Provider => 3,
        }
    }

    /// Whether somebody helps whose calling it is.
    pub fn is_professional(&self) -> bool {
        matches!(self.helper, Helper::OwnList | Helper::Professional)
    }

    /// Whether it is mutual aid: what elders and volunteers do.
    pub fn is_mutual(&self) -> bool {
        matches!(self.helper, Helper::Elder(_) | Helper::Volunteer(_) | Helper::Visitor)
    }
}

/// Whole minutes of a length in hours, rounded down, as ARCHITECTURE.md says of sums.
#[inline]
pub fn minutes(hours: f32) -> u32 {
    // A thousandth of a minute keeps 0.3 h at 18 minutes, whatever its last bit.
    (hours * 60.0 + 1e-3) as u32
}
