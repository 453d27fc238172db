//! How much the communities of a run differ at its end, by setting: the standard deviation between them, and what of it
//! is more than the chance of who lives where.
//!
//! In a community of n elders a share of p varies by p (1 - p)/n even if all communities are alike. The mean of this
//! binomial variance is taken from the variance between communities, down to 0. Levels of organisers are not sampled, so
//! that nothing is taken from theirs; a share of hours is not a share of persons, so that its net is not known.

use std::collections::BTreeMap;

use super::run_rows::{FIGURE, LOWER, SCOPE, UNIT, UPPER, each_group};
use super::summary::{Estimate, Summary};
use super::table::{Head, Table};
use crate::Result;
use crate::observe::rows::CommunityMonth;
use crate::observe::table::{Row, Type, Values};
use crate::output::FinishedRun;
use crate::places::Setting;
use crate::text::Label;

/// What the spread is of: key, unit, whether the net of sampling is known.
const MEASURES: [(&str, &str, bool); 8] = [
    ("participants_share", "share of elders in a week", true),
    ("members_share", "share of elders", true),
    ("lonely_share", "share of elders", true),
    ("unmet_share", "share of needed hours", false),
    ("coordination_level", "0..1", true),
    ("process_level", "0..1", true),
    ("outreach_level", "0..1", true),
    ("culture_level", "0..1", true),
];

/// How many of the measures are shares of elders, which are sampled.
const SAMPLED: usize = 3;

/// A community's measures, and its elders.
#[derive(Debug, Clone, Copy)]
struct Place {
    values: [Option<f64>; MEASURES.len()],
    elders: f64,
}

/// Mean, standard deviation and net coefficient of variation between communities.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Between {
    mean: f64,
    deviation: f64,
    net_variation: Option<f64>,
}

/// Of the values of two communities or more, each of which counts once; `sampling` is the variance that chance explains.
fn between(values: &[f64], sampling: Option<f64>) -> Option<Between> {
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|it| (it - mean) * (it - mean)).sum();
    let variance = squares / (values.len() - 1) as f64;
    let net = sampling.map(|it| (variance - it).max(0.0));
    let net_variation = net.filter(|_| mean > 0.0).map(|it| it.sqrt() / mean);
    Some(Between { mean, deviation: variance.sqrt(), net_variation })
}

/// Mean binomial variance of shares of elders.
fn binomial(shares: &[(f64, f64)]) -> f64 {
    shares.iter().map(|(share, elders)| share * (1.0 - share) / elders).sum::<f64>() / shares.len().max(1) as f64
}

/// The spread of one measure over the communities of a setting in one replicate.
fn spread_of(places: &[Place], measure: usize) -> Option<Between> {
    let known: Vec<(f64, f64)> =
        places.iter().filter_map(|it| Some((it.values[measure]?, it.elders))).filter(|it| it.1 > 0.0).collect();
    let values: Vec<f64> = known.iter().map(|it| it.0).collect();
    let sampling = if measure < SAMPLED { binomial(&known) } else { 0.0 };
    between(&values, MEASURES[measure].2.then_some(sampling))
}

/// The spread between the communities of each setting at the run's end, where their rows were written.
///
/// # Errors
/// The table of communities cannot be read.
pub(super) fn of_run(run: &FinishedRun, summary: &Summary) -> Result<Table> {
    let replicates = read(run, summary.weeks - 1)?;
    let number = |name, unit, en, zh| Head(name, unit, Label { en, zh });
    let heads = [
        number("communities", "number", "communities, mean over replicates", "社区数，各次重复的均值"),
        number("mean", "unit", "mean of communities, each counted once", "各社区均值（每个社区计一次）"),
        number("deviation", "unit", "standard deviation between communities", "社区间标准差"),
        Head("deviation_low", "unit", LOWER),
        Head("deviation_high", "unit", UPPER),
        number(
            "net_variation",
            "share of the mean",
            "coefficient of variation, net of the chance of who lives where",
            "变异系数（已扣除抽样波动）",
        ),
        Head("net_variation_low", "share of the mean", LOWER),
        Head("net_variation_high", "share of the mean", UPPER),
    ];
    let mut table = Table::new("community_spread", &[FIGURE, SCOPE, UNIT], &heads);
    for (measure, (key, unit, _)) in MEASURES.iter().enumerate() {
        for setting in Setting::ALL {
            let those = || replicates.values().take(summary.replicates).map(|it| &it[setting.index()]);
            let spreads: Vec<Between> = those().filter_map(|it| spread_of(it, measure)).collect();
            let of = |value: &dyn Fn(&Between) -> Option<f64>| Estimate::of(spreads.iter().filter_map(value).collect());
            let Some((mean, deviation)) = of(&|it| Some(it.mean)).zip(of(&|it| Some(it.deviation))) else { continue };
            let count = Estimate::of(those().map(|it| it.len() as f64).collect());
            let net = of(&|it| it.net_variation);
            let numbers = [
                count.map(|it| it.mean),
                Some(mean.mean),
                Some(deviation.mean),
                deviation.low,
                deviation.high,
                net.map(|it| it.mean),
                net.and_then(|it| it.low),
                net.and_then(|it| it.high),
            ];
            table.push(&[key, setting.name(), unit], &numbers);
        }
    }
    Ok(table)
}

/// The communities of each setting after a week, by replicate.
fn read(run: &FinishedRun, last: i32) -> Result<BTreeMap<i32, [Vec<Place>; 2]>> {
    let counts = ["replicate", "week", "elders", "members", "elder_weeks", "participants", "lonely"];
    let reals = ["needed_hours", "unmet_hours", "coordination", "process_closure", "outreach", "culture"];
    let mut keys = vec![("setting", Type::Text)];
    keys.extend(counts.map(|it| (it, Type::Int)));
    keys.extend(reals.map(|it| (it, Type::Real)));
    let mut replicates: BTreeMap<i32, [Vec<Place>; 2]> = BTreeMap::new();
    each_group(run, CommunityMonth::TABLE, &keys, |columns| {
        let Values::Text(settings) = &columns[0] else { return };
        for (row, name) in settings.iter().enumerate() {
            let int = |at: usize| if let Values::Int(it) = &columns[1 + at] { it[row] } else { 0 };
            let real = |at: usize| match &columns[1 + counts.len() + at] {
                Values::Real(it) => f64::from(it[row]),
                _ => 0.0,
            };
            let Some(setting) = Setting::ALL.into_iter().find(|it| it.name() == name).filter(|_| int(1) == last) else {
                continue;
            };
            let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
            let [elders, members, elder_weeks, participants, lonely] = [2, 3, 4, 5, 6].map(|it| f64::from(int(it)));
            let values = [
                share(participants, elder_weeks),
                share(members, elders),
                share(lonely, elders),
                share(real(1), real(0)),
                Some(real(2)),
                Some(real(3)),
                Some(real(4)),
                Some(real(5)),
            ];
            replicates.entry(int(0)).or_default()[setting.index()].push(Place { values, elders });
        }
    })?;
    Ok(replicates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(elders: f64, participants: f64, unmet: f64, coordination: f64) -> Place {
        let mut values = [None; MEASURES.len()];
        (values[0], values[3], values[4]) = (Some(participants), Some(unmet), Some(coordination));
        Place { values, elders }
    }

    #[test]
    fn chance_is_taken_from_the_variance_of_shares_of_elders() {
        let places = [place(100.0, 0.1, 0.2, 0.4), place(100.0, 0.3, 0.4, 0.6), place(0.0, 0.9, 0.9, 0.9)];
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        // 0.02 between the two where somebody lives; (0.09 + 0.21)/100/2 = 0.0015 by chance.
        let it = spread_of(&places, 0).unwrap();
        assert!(close(it.mean, 0.2) && close(it.deviation, 0.02_f64.sqrt()));
        assert!(close(it.net_variation.unwrap(), 0.0185_f64.sqrt() / 0.2));
        // A share of hours has no net, and of a level nothing is chance.
        assert_eq!(spread_of(&places, 3).unwrap().net_variation, None);
        assert!(close(spread_of(&places, 4).unwrap().net_variation.unwrap(), 0.02_f64.sqrt() / 0.5));
        assert_eq!(spread_of(&places, 1), None);
    }

    #[test]
    fn communities_that_differ_by_chance_alone_have_no_net_spread() {
        let it = spread_of(&[place(10.0, 0.1, 0.0, 0.0), place(10.0, 0.2, 0.0, 0.0)], 0).unwrap();
        assert_eq!(it.net_variation, Some(0.0));
        assert_eq!(spread_of(&[place(10.0, 0.1, 0.0, 0.0)], 0), None);
    }
}
