//! Volunteers: the pool a community could call on, and who of it is here.   MODEL section 2

/// What a volunteer does otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum VolunteerKind {
    /// Student: absent in the holidays.
    Student,
    /// Working person: has less time.
    Working,
    /// Young-old, under 60.
    YoungOld,
}

/// One person of the pool. States lie in [0, 1].
#[derive(Debug, Clone, PartialEq)]
pub struct Volunteer {
    /// What the volunteer does otherwise.
    pub kind: VolunteerKind,
    /// Whether the volunteer serves this community now.
    pub here: bool,
    /// Altruism.
    pub altruism: f32,
    /// Trust T.
    pub trust: f32,
    /// Habit H.
    pub habit: f32,
    /// Burden B.
    pub burden: f32,
    /// Minutes given so far.
    pub given_minutes: u32,
}
