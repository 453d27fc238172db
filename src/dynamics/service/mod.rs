//! The service process: need arises, requests are identified, dispatched and delivered, and what comes of it
//! feeds back.   MODEL sections 6 and 7

pub mod delivery;
pub mod desk;
pub mod dispatch;
pub mod feedback;
pub mod ledger;
pub mod listing;
pub mod need;
pub mod professionals;
pub mod provided;
pub mod relief;
pub mod standing_visits;
pub mod task;
pub mod visiting;
pub mod volunteer_ledger;

pub use desk::Desk;
