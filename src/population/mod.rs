//! Who exists: the columns of elders, volunteers, institutions and ties, and how they begin. No behaviour.
//! MODEL sections 1 and 2

pub mod beginnings;
pub mod community;
pub mod district;
pub mod elders;
pub mod institutions;
pub mod packed;
pub mod reads;
pub(crate) mod states;
pub mod synthesis;
pub mod ties;
pub mod volunteers;

pub use community::{Community, Population};
pub use district::DistrictInstitutions;
pub use elders::Elders;
pub use institutions::{Income, Institution};
pub use packed::PackedElders;
pub use volunteers::{Volunteer, VolunteerKind};
