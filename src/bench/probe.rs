//! What this machine can do at most: memory bandwidth and a little arithmetic, so that speeds of two machines
//! can be compared.

use std::hint::black_box;
use std::time::Instant;

use rayon::prelude::*;
use serde::Serialize;

use crate::elementary::logistic;
use crate::machine;
use crate::random::{Chance, Occupants, Purpose, fill_blocks};

/// The machine and its measured limits; medians of several tries.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Machine {
    /// Name of the processor, where the system tells.
    pub processor: Option<String>,
    /// Threads that can run at once.
    pub threads: usize,
    /// Bytes of the second and third cache of one core, where the system tells.
    pub cache_bytes: [Option<u64>; 2],
    /// Copying arrays much larger than the caches, all threads; bytes read and written a second.
    pub copy_bytes_per_second: f64,
    /// `a = b + factor * c` over such arrays, all threads; bytes read and written a second.
    pub triad_bytes_per_second: f64,
    /// Copying within the second cache, one thread; bytes read and written a second.
    pub cache_copy_bytes_per_second: f64,
    /// Words drawn by Philox in batches, one thread.
    pub philox_words_per_second: f64,
    /// Multiplications and additions in single precision, none of them fused, one thread.
    pub operations_per_second: f64,
    /// Logistic functions over a column, one thread.
    pub logistics_per_second: f64,
}

/// Floats of one array where the system does not tell how large its caches are.
const FLOATS: usize = 32 << 20;

/// Bytes of one array at most.
const MOST_BYTES: u64 = 512 << 20;

/// Floats of an array that lies in the second cache with its copy.
const FLOATS_IN_CACHE: usize = 32 << 10;

/// Floats of a column that lies in the first cache.
const COLUMN: usize = 4096;

/// Floats that one parallel piece of work copies.
const PIECE: usize = 1 << 20;

/// Multiplications, and additions, that the arithmetic probe does to each value.
const STEPS: usize = 32;

/// Values that the arithmetic probe keeps in registers.
const HELD: usize = 64;

crate::simd::vectorised! {
    fn arithmetic(values: &mut [f32], factor: f32, term: f32) -> () {
        for held in values.chunks_exact_mut(HELD) {
            let mut now = [0.0_f32; HELD];
            now.copy_from_slice(held);
            for _ in 0..STEPS {
                for value in &mut now {
                    *value = *value * factor + term;
                }
            }
            held.copy_from_slice(&now);
        }
    }
}

crate::simd::vectorised! {
    fn logistics(from: &[f32], to: &mut [f32]) -> () {
        for (from, to) in from.iter().zip(to) {
            *to = logistic(*from);
        }
    }
}

/// Median of some measurements; 0 of none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => values[half],
        _ => (values[half - 1] + values[half]) / 2.0,
    }
}

/// Median of what `work` achieves a second, which does `amount` each time it is called.
fn rate(tries: usize, calls: usize, amount: f64, mut work: impl FnMut()) -> f64 {
    work();
    let one = |_| {
        let start = Instant::now();
        (0..calls).for_each(|_| work());
        amount * calls as f64 / start.elapsed().as_secs_f64().max(1e-9)
    };
    median((0..tries).map(one).collect())
}

/// Measures this machine; `quick` uses less memory and time.
pub fn measure(quick: bool) -> Machine {
    let tries = if quick { 3 } else { 7 };
    let last_cache = machine::cache_bytes(3).or(machine::cache_bytes(2));
    // Four times the last cache, so that hardly anything of one pass is still there for the next.
    let wanted = last_cache.map_or(FLOATS, |bytes| (bytes.saturating_mul(4).min(MOST_BYTES) / 4) as usize);
    let spared = machine::available_memory_bytes().map_or(wanted, |bytes| (bytes / 32) as usize);
    let floats = wanted.min(spared).max(PIECE);
    let floats = if quick { floats / 2 } else { floats };
    let fresh = |value: f32| {
        // Each piece is first touched by the threads that will use it.
        let mut array = vec![0.0_f32; floats];
        array.par_chunks_mut(PIECE).for_each(|piece| piece.fill(value));
        array
    };
    let (mut a, b, c) = (fresh(0.0), fresh(1.0), fresh(2.0));
    let bytes = (floats * size_of::<f32>()) as f64;
    let copy = rate(tries, 1, 2.0 * bytes, || {
        let pieces = a.par_chunks_mut(PIECE).zip(b.par_chunks(PIECE));
        pieces.for_each(|(to, from)| to.copy_from_slice(from));
    });
    let factor = black_box(0.5_f32);
    let triad = rate(tries, 1, 3.0 * bytes, || {
        let pieces = a.par_chunks_mut(PIECE).zip(b.par_chunks(PIECE)).zip(c.par_chunks(PIECE));
        pieces.for_each(|((to, from), other)| {
            for ((to, from), other) in to.iter_mut().zip(from).zip(other) {
                *to = from + factor * other;
            }
        });
    });
    black_box(&a);
    let (from, mut to) = (vec![1.0_f32; FLOATS_IN_CACHE], vec![0.0_f32; FLOATS_IN_CACHE]);
    let cache_copy = rate(tries, 500, (2 * FLOATS_IN_CACHE * size_of::<f32>()) as f64, || {
        to.copy_from_slice(black_box(&from));
        black_box(&mut to);
    });
    let chance = Chance::new(1, 0);
    let (slots, generations) = ((0..COLUMN as u32).collect::<Vec<_>>(), vec![0_u16; COLUMN]);
    let occupants = Occupants { slots: &slots, generations: &generations };
    let mut words: [Vec<u32>; 4] = std::array::from_fn(|_| vec![0; COLUMN]);
    let mut week = 0;
    let philox = rate(tries, 200, 4.0 * COLUMN as f64, || {
        week = (week + 1) % 1000;
        fill_blocks(&chance, Purpose::JoinOrQuit, 0, week, 1, occupants, &mut words);
        black_box(&mut words);
    });
    let (factor, term) = (black_box(0.999_f32), black_box(0.001_f32));
    let mut column = vec![0.5_f32; COLUMN];
    let operations = rate(tries, 500, (2 * STEPS * COLUMN) as f64, || {
        arithmetic(&mut column, factor, term);
        black_box(&mut column);
    });
    let mut chances = vec![0.0_f32; COLUMN];
    let logistics = rate(tries, 500, COLUMN as f64, || {
        logistics(black_box(&column), &mut chances);
        black_box(&mut chances);
    });
    Machine {
        processor: machine::processor(),
        threads: machine::threads(),
        cache_bytes: [machine::cache_bytes(2), machine::cache_bytes(3)],
        copy_bytes_per_second: copy,
        triad_bytes_per_second: triad,
        cache_copy_bytes_per_second: cache_copy,
        philox_words_per_second: philox,
        operations_per_second: operations,
        logistics_per_second: logistics,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_the_mean_of_the_two_in_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median(Vec::new()), 0.0);
    }

    #[test]
    fn the_arithmetic_probe_does_what_it_counts() {
        let mut values = vec![1.0_f32; HELD];
        arithmetic(&mut values, 1.0, 1.0);
        assert_eq!(values[0], 1.0 + STEPS as f32);
    }
}
