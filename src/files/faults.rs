//! A disk that fails when a test says so: the n-th operation of this thread, once or from then on.

use std::cell::RefCell;
use std::io::{Error, Result};

use super::Operation;

/// When the disk fails, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Number of the operation that fails, from 1.
    pub at: u64,
    /// The system's number of the error.
    pub code: i32,
    /// Whether all later operations fail as well.
    pub lasting: bool,
}

thread_local! {
    static PLAN: RefCell<(Option<Fault>, u64, bool)> = const { RefCell::new((None, 0, false)) };
}

/// Runs `act` on a disk with that fault; also says whether it came to that operation.
pub(crate) fn with<T>(fault: Fault, act: impl FnOnce() -> T) -> (T, bool) {
    PLAN.set((Some(fault), 0, false));
    let result = act();
    (result, PLAN.replace((None, 0, false)).2)
}

pub(super) fn allow(operation: Operation) -> Result<()> {
    PLAN.with_borrow_mut(|(fault, passed, struck)| {
        let Some(fault) = fault else { return Ok(()) };
        *passed += 1;
        *struck |= *passed >= fault.at;
        // No disk is too full to remove a file.
        let harmless = operation == Operation::Remove && fault.code == NO_SPACE;
        if harmless || *passed < fault.at || (*passed > fault.at && !fault.lasting) {
            return Ok(());
        }
        Err(Error::from_raw_os_error(fault.code))
    })
}

/// No space left on device.
pub(crate) const NO_SPACE: i32 = 28;

/// Input/output error.
pub(crate) const BROKEN: i32 = 5;

/// Permission denied.
pub(crate) const DENIED: i32 = 13;
