//! Ctrl-C and SIGTERM: a word at once, an orderly end at the next month.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::language::Language;
use super::out::say;
use crate::error::{Error, Result};
use crate::text::Message;

/// What the first Ctrl-C or SIGTERM sets, with a word at once; the second ends the process.
pub(super) struct Stop {
    pub(super) asked: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Stop {
    pub(super) fn on_signal(language: Language) -> Result<Self> {
        let stop = Stop { asked: Arc::default(), signal: Arc::new(AtomicUsize::new(INTERRUPT)) };
        let failed = |reason| Error::Write { path: "signal handler".into(), reason };
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            let asked = || Arc::clone(&stop.asked);
            signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, asked()).map_err(failed)?;
            let number = signal as usize;
            signal_hook::flag::register_usize(signal, Arc::clone(&stop.signal), number).map_err(failed)?;
            signal_hook::flag::register(signal, asked()).map_err(failed)?;
        }
        let seen = Arc::clone(&stop.asked);
        std::thread::spawn(move || {
            while !seen.load(Ordering::Relaxed) {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            say(language
                .pick("\nstopping after this month; press again to stop now", "\n本月结束后停止；再按一次立即停止"));
        });
        Ok(stop)
    }

    /// The error that ends the process as that signal does.
    pub(super) fn interrupted(&self, told: Message) -> Error {
        Error::Interrupted { told, signal: self.signal.load(Ordering::Relaxed) as u8 }
    }
}

/// Number of the signal that Ctrl-C sends.
const INTERRUPT: usize = signal_hook::consts::SIGINT as usize;
