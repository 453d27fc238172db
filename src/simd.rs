//! Which instruction set the hot loops use, chosen once at run time; the bits are the same at each.

use std::sync::atomic::{AtomicU8, Ordering};

/// An instruction set that hot loops are compiled for, from narrow to wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// What every x86-64 machine has (SSE2), and other architectures.
    Baseline = 1,
    /// 256 bits: AVX2, with the bit instructions that came with it.
    Avx2 = 2,
    /// 512 bits: AVX-512 with its F, BW, DQ and VL parts.
    Avx512 = 3,
}

impl Level {
    /// All, from narrow to wide.
    pub const ALL: [Level; 3] = [Level::Baseline, Level::Avx2, Level::Avx512];
}

/// The level in use; 0 before anybody asked.
static LEVEL: AtomicU8 = AtomicU8::new(0);

/// Allows levels up to `most` for the whole process, as far as this machine has them; the one that holds then.
/// Results do not depend on it.
pub fn allow(most: Level) -> Level {
    let level = most.min(detected());
    LEVEL.store(level as u8, Ordering::Relaxed);
    level
}

/// The level that hot loops run at: the widest of this machine unless [`allow`] said less.
#[inline]
pub fn level() -> Level {
    match LEVEL.load(Ordering::Relaxed) {
        0 => allow(Level::Avx512),
        1 => Level::Baseline,
        2 => Level::Avx2,
        _ => Level::Avx512,
    }
}

#[cfg(target_arch = "x86_64")]
fn detected() -> Level {
    use std::arch::is_x86_feature_detected as has;
    let avx2 = has!("avx2") && has!("bmi1") && has!("bmi2") && has!("lzcnt") && has!("popcnt");
    let avx512 = has!("avx512f") && has!("avx512bw") && has!("avx512dq") && has!("avx512vl");
    match (avx2, avx512) {
        (true, true) => Level::Avx512,
        (true, false) => Level::Avx2,
        (false, _) => Level::Baseline,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn detected() -> Level {
    Level::Baseline
}

/// Compiles a hot function once a level, and picks at run time.
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
                #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
                #[allow(clippy::too_many_arguments)]
                fn avx2($($arg: $ty),*) $(-> $ret)? {
                    body($($arg),*)
                }
                #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt,avx512f,avx512bw,avx512dq,avx512vl")]
                #[allow(clippy::too_many_arguments)]
                fn avx512($($arg: $ty),*) $(-> $ret)? {
                    body($($arg),*)
                }
                // Sound: a level is in use only where all its instructions were detected.
                #[allow(unsafe_code)]
                match $crate::simd::level() {
                    $crate::simd::Level::Avx512 => return unsafe { avx512($($arg),*) },
                    $crate::simd::Level::Avx2 => return unsafe { avx2($($arg),*) },
                    $crate::simd::Level::Baseline => {}
                }
            }
            body($($arg),*)
        }
    };
}
pub(crate) use vectorised;
