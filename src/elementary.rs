//! Elementary functions with the same bits on every platform.
//!
//! Only `+ - * / sqrt` are exact everywhere; the standard library's transcendentals are not, so the
//! loops over elders, at the start, by the month and by the week, use the polynomials here, and everything else
//! calls the `libm` crate by name.

/// Natural exponential in single precision, by range reduction and a polynomial of degree 6.
///
/// Relative error below 2e-7 for x in [-87, 88], outside which x is cut. Branch-free, so that a loop
/// over a column vectorises; never written with fused multiply-add, so that every SIMD level agrees.
#[inline(always)]
#[allow(clippy::excessive_precision)]
pub fn exp(x: f32) -> f32 {
    // Adding 1.5 * 2^23 rounds to the nearest integer and leaves it in the low mantissa bits.
    const ROUND: f32 = 12_582_912.0;
    const LN2_HIGH: f32 = 0.693_359_375;
    const LN2_LOW: f32 = -2.121_944_4e-4;
    let x = x.clamp(-87.0, 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN2_HIGH) - n * LN2_LOW;
    let mut p = 1.987_569_15e-4;
    p = p * r + 1.398_199_95e-3;
    p = p * r + 8.333_451_9e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_55e-1;
    p = p * r + 5.000_000_1e-1;
    let y = p * (r * r) + r + 1.0;
    let exponent = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23;
    y * f32::from_bits(exponent)
}

/// Natural logarithm in single precision of a positive number that is not subnormal.
///
/// Error below 2e-7 times the larger of 1 and the result; branch-free. By range reduction to [√½, √2) and a
/// polynomial of degree 9 (the coefficients of Cephes' `logf`).
#[inline(always)]
#[allow(clippy::excessive_precision)]
pub fn ln(x: f32) -> f32 {
    const HALF_ROOT_BITS: u32 = 0x3F35_04F3;
    let bits = x.to_bits().wrapping_sub(HALF_ROOT_BITS);
    let exponent = (bits as i32 >> 23) as f32;
    let m = f32::from_bits((bits & 0x007F_FFFF).wrapping_add(HALF_ROOT_BITS)) - 1.0;
    let square = m * m;
    let mut p = 7.037_683_63e-2;
    p = p * m - 1.151_461_03e-1;
    p = p * m + 1.167_699_87e-1;
    p = p * m - 1.242_014_08e-1;
    p = p * m + 1.424_932_28e-1;
    p = p * m - 1.666_805_77e-1;
    p = p * m + 2.000_071_48e-1;
    p = p * m - 2.499_999_4e-1;
    p = p * m + 3.333_333_12e-1;
    let y = p * m * square - 2.121_944_4e-4 * exponent - 0.5 * square;
    m + y + 0.693_359_375 * exponent
}

/// Standard normal quantile in single precision of `p` in (0, 1), given as `2 p - 1`, which is exact near both ends.
///
/// Error below 1e-5 up to 5 standard deviations; branch-free. Giles (2010), "Approximating the erfinv function".
#[inline(always)]
#[allow(clippy::excessive_precision)]
pub fn normal_quantile_of(twice_less_one: f32) -> f32 {
    fn polynomial<const N: usize>(w: f32, coefficients: [f32; N]) -> f32 {
        coefficients.into_iter().reduce(|sum, c| sum * w + c).unwrap_or(0.0)
    }
    let w = -ln((1.0 - twice_less_one) * (1.0 + twice_less_one));
    let middle = polynomial(
        w - 2.5,
        [
            2.810_226_36e-8,
            3.432_739_39e-7,
            -3.523_387_7e-6,
            -4.391_506_54e-6,
            2.185_808_7e-4,
            -1.253_725_03e-3,
            -4.177_681_64e-3,
            2.466_407_27e-1,
            1.501_409_41,
        ],
    );
    let tail = polynomial(
        most(w, 0.0).sqrt() - 3.0,
        [
            -2.002_142_57e-4,
            1.009_505_58e-4,
            1.349_343_22e-3,
            -3.673_428_44e-3,
            5.739_507_73e-3,
            -7.622_461_3e-3,
            9.438_870_47e-3,
            1.001_674_06,
            2.832_976_82,
        ],
    );
    std::f32::consts::SQRT_2 * twice_less_one * (if w < 5.0 { middle } else { tail })
}

/// Logistic function 1 / (1 + e^-x), in (0, 1).
#[inline(always)]
pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Cuts to [0, 1]: `clip` of MODEL.
#[inline(always)]
pub fn clip(x: f32) -> f32 {
    x.clamp(0.0, 1.0)
}

/// 1.5 * 2^23: added to a number within ±2^22 it rounds, and leaves the integer in the low mantissa bits.
const ROUND: f32 = 12_582_912.0;

/// A number within ±2^22, rounded to the nearest whole one, as the low bits of a word.
///
/// Two instructions, where the language's own conversion also settles what lies out of range.
#[inline(always)]
pub fn rounded(value: f32) -> i32 {
    (value + ROUND).to_bits().wrapping_sub(ROUND.to_bits()) as i32
}

/// A state or hours below 64 as a whole number of 1/65,536, rounded to the nearest: sums of these are exact.
#[inline(always)]
pub fn fixed(value: f32) -> i32 {
    rounded(value * 65_536.0)
}

/// Values added up exactly before their low halves could overflow 32 bits: 1,024 values below 64.
const EXACT: usize = 1024;

/// Bits of the number whose addition rounds; a sum of rounded numbers takes them off once at its end.
const ROUND_BITS: u32 = ROUND.to_bits();

crate::simd::vectorised! {
    /// Exact sum, in 1/65,536, of values below 64 and not below 0.
    pub fn fixed_sum(values: &[f32]) -> i64 {
        let mut sum = 0_i64;
        for some in values.chunks(EXACT) {
            let bits = some.iter().fold(0_u32, |bits, value| bits.wrapping_add((value * 65_536.0 + ROUND).to_bits()));
            sum += i64::from(bits.wrapping_sub(ROUND_BITS.wrapping_mul(some.len() as u32)));
        }
        sum
    }
}

crate::simd::vectorised! {
    /// The same of several columns over those who count: `weights` are 0 or 1.
    pub fn fixed_sums_of(columns: &[&[f32]], weights: &[f32], sums: &mut [i64]) -> () {
        for (values, sum) in columns.iter().zip(sums) {
            *sum = 0;
            for (some, weights) in values.chunks(EXACT).zip(weights.chunks(EXACT)) {
                let pairs = some.iter().zip(weights);
                let bits = pairs.fold(0_u32, |bits, (value, weight)| {
                    bits.wrapping_add((value * (weight * 65_536.0) + ROUND).to_bits())
                });
                *sum += i64::from(bits.wrapping_sub(ROUND_BITS.wrapping_mul(some.len() as u32)));
            }
        }
    }
}

/// The smaller of two numbers; one instruction, unlike the standard one, which also settles "not a number".
#[inline(always)]
pub fn least(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The larger of two numbers.
#[inline(always)]
pub fn most(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// Standard normal quantile of `p` in (0, 1): Wichura's algorithm AS 241 (PPND16), relative error 1e-16.
#[allow(clippy::excessive_precision, clippy::inconsistent_digit_grouping)]
// long: the coefficients of the three ranges stand where they are used
pub fn normal_quantile(p: f64) -> f64 {
    fn ratio(r: f64, a: [f64; 8], b: [f64; 7]) -> f64 {
        let above = a.iter().rev().fold(0.0, |sum, c| sum * r + c);
        let below = b.iter().rev().fold(0.0, |sum, c| (sum + c) * r) + 1.0;
        above / below
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(
            0.180625 - q * q,
            [
                3.387_132_872_796_366_608_0,
                133.141_667_891_784_377_45,
                1_971.590_950_306_551_442_7,
                13_731.693_765_509_461_125,
                45_921.953_931_549_871_457,
                67_265.770_927_008_700_853,
                33_430.575_583_588_128_105,
                2_509.080_928_730_122_672_7,
            ],
            [
                42.313_330_701_600_911_252,
                687.187_007_492_057_908_30,
                5_394.196_021_424_751_107_7,
                21_213.794_301_586_595_867,
                39_307.895_800_092_710_610,
                28_729.085_735_721_942_674,
                5_226.495_278_852_854_561_0,
            ],
        );
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(tail));
    let size = if r <= 5.0 {
        ratio(
            r - 1.6,
            [
                1.423_437_110_749_683_577_34,
                4.630_337_846_156_545_295_90,
                5.769_497_221_460_691_405_50,
                3.647_848_324_763_204_605_04,
                1.270_458_252_452_368_382_58,
                0.241_780_725_177_450_611_770,
                0.022_723_844_989_269_184_583_3,
                7.745_450_142_783_414_076_40e-4,
            ],
            [
                2.053_191_626_637_758_821_87,
                1.676_384_830_183_803_849_40,
                0.689_767_334_985_100_004_550,
                0.148_103_976_427_480_074_590,
                0.015_198_666_563_616_457_196_6,
                5.475_938_084_995_344_946_00e-4,
                1.050_750_071_644_416_843_24e-9,
            ],
        )
    } else {
        ratio(
            r - 5.0,
            [
                6.657_904_643_501_103_777_20,
                5.463_784_911_164_114_369_90,
                1.784_826_539_917_291_335_80,
                0.296_560_571_828_504_891_230,
                0.026_532_189_526_576_123_093_0,
                1.242_660_947_388_078_438_60e-3,
                2.711_555_568_743_487_578_15e-5,
                2.010_334_399_292_288_132_65e-7,
            ],
            [
                0.599_832_206_555_887_937_690,
                0.136_929_880_922_735_805_310,
                0.014_875_361_290_850_615_002_5,
                7.868_691_311_456_132_591_00e-4,
                1.846_318_317_510_054_681_80e-5,
                1.421_511_758_316_445_888_70e-7,
                2.044_263_103_389_939_785_64e-15,
            ],
        )
    };
    if q < 0.0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_agrees_with_libm_over_its_whole_range() {
        let mut worst = 0.0f64;
        for step in 0..1_750_000 {
            let x = -87.0 + step as f32 * 1e-4;
            let exact = libm::exp(f64::from(x));
            worst = worst.max((f64::from(exp(x)) / exact - 1.0).abs());
        }
        assert!(worst < 2e-7, "relative error {worst:e}");
    }

    #[test]
    fn the_exponential_is_cut_outside_its_range() {
        assert_eq!(exp(1000.0), exp(88.0));
        assert_eq!(exp(-1000.0), exp(-87.0));
        assert_eq!(exp(0.0), 1.0);
    }

    #[test]
    fn the_logistic_is_one_half_at_zero_and_symmetric() {
        assert_eq!(logistic(0.0), 0.5);
        for x in [0.1f32, 1.0, 3.7, 12.0] {
            assert!((logistic(x) + logistic(-x) - 1.0).abs() < 1e-6);
        }
    }

    #[test]
    fn the_logarithm_agrees_with_libm() {
        let mut worst = 0.0f64;
        for step in 1..1_000_000_u32 {
            for x in [f32::from_bits(0x0080_0000 + step * 2000), step as f32 * 1e-6] {
                let exact = libm::log(f64::from(x));
                worst = worst.max((f64::from(ln(x)) - exact).abs() / exact.abs().max(1.0));
            }
        }
        assert!(worst < 2e-7, "error {worst:e}");
        assert_eq!(ln(1.0), 0.0);
    }

    #[test]
    fn the_normal_quantile_of_single_precision_agrees_with_the_double_one() {
        let mut worst = 0.0f64;
        let ends = (0..1000_u32).flat_map(|step| [step << 8, u32::MAX - (step << 8)]);
        for word in (0..1_000_000_u32).map(|step| step * 4294 + 37).chain(ends) {
            let twice_less_one = crate::random::signed_unit(word);
            let (z, exact) =
                (normal_quantile_of(twice_less_one), normal_quantile(f64::from(twice_less_one) * 0.5 + 0.5));
            assert!(z.abs() < 5.5 && (z < 0.0) == (word >> 31 == 0), "{word}: {z}");
            // The documented bound holds up to 5 standard deviations.
            let error = if exact.abs() <= 5.0 { (f64::from(z) - exact).abs() } else { 0.0 };
            worst = worst.max(error);
        }
        assert!(worst < 1e-5, "error {worst:e}");
        assert!((normal_quantile_of(0.95) - 1.959_964).abs() < 1e-5);
    }

    #[test]
    fn the_normal_quantile_gives_the_tabled_values() {
        for (p, z) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.025, -1.959_963_984_540_054),
            (0.999, 3.090_232_306_167_813_5),
            (1e-9, -5.997_807_015_007_687),
            (1e-13, -7.348_796_102_800_58),
        ] {
            assert!((normal_quantile(p) - z).abs() < 1e-11, "quantile of {p}");
        }
    }

    #[test]
    fn sums_are_exact_and_leave_out_those_who_do_not_count() {
        let values: Vec<f32> = (0..5000).map(|k| (k % 64) as f32 * 0.999).collect();
        let expected: i64 = values.iter().map(|it| i64::from(fixed(*it))).sum();
        assert_eq!(fixed_sum(&values), expected);
        let mut sums = [0; 2];
        fixed_sums_of(&[&values, &values], &vec![1.0; 5000], &mut sums);
        assert_eq!(sums, [expected; 2]);
        fixed_sums_of(&[&values, &values], &vec![0.0; 5000], &mut sums);
        assert_eq!(sums, [0; 2]);
        assert_eq!((fixed(0.5), fixed(1.0), fixed(0.0)), (32_768, 65_536, 0));
    }
}
