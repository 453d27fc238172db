//! Which instruction set the hot loops use, chosen once at run time; the bits are the same at each.

use std::sync::atomic::{AtomicU8, Ordering};

/// Instruction sets to allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simd {
    /// What every x86-64 machine has (SSE2).
    Baseline,
    /// The widest that this machine has and huzhu knows (AVX2).
    Auto,
}

const UNKNOWN: u8 = 0;
const NARROW: u8 = 1;
const WIDE: u8 = 2;
static LEVEL: AtomicU8 = AtomicU8::new(UNKNOWN);

/// Allows or forbids wide instructions for the whole process. Results do not depend on it.
pub fn allow(simd: Simd) {
    let level = match simd {
        Simd::Auto if detected() => WIDE,
        _ => NARROW,
    };
    LEVEL.store(level, Ordering::Relaxed);
}

/// Whether hot loops run their AVX2 version.
#[inline]
pub fn wide() -> bool {
    match LEVEL.load(Ordering::Relaxed) {
        UNKNOWN => {
            allow(Simd::Auto);
            LEVEL.load(Ordering::Relaxed) == WIDE
        }
        level => level == WIDE,
    }
}

#[cfg(target_arch = "x86_64")]
fn detected() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn detected() -> bool {
    false
}

/// Compiles a hot function twice, for the baseline and for AVX2, and picks at run time.
///
/// The `multiversion` crate does the same but cannot be told which version to run, which the test of
/// equal bits needs.
macro_rules! vectorised {
    ($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)? $body:block) => {
        $(#[$meta])*
        #[allow(clippy::too_many_arguments)]
        $vis fn $name($($arg: $ty),*) $(-> $ret)? {
            #[inline(always)]
            #[allow(clippy::too_many_arguments)]
            fn body($($arg: $ty),*) $(-> $ret)? $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                #[allow(clippy::too_many_arguments)]
                fn wide($($arg: $ty),*) $(-> $ret)? {
                    body($($arg),*)
                }
                if $crate::simd::wide() {
                    // Sound: `simd::wide` is true only where AVX2 was detected.
                    #[allow(unsafe_code)]
                    return unsafe { wide($($arg),*) };
                }
            }
            body($($arg),*)
        }
    };
}
pub(crate) use vectorised;
