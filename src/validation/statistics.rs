//! Figures of surveys. Sums are taken in the order of the answers, so that they never depend on threads.

use crate::observe::survey::Answer;

/// Mean; none of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Share of those chosen for whom something is true; none when nobody is chosen.
pub fn share<T>(of: &[T], chosen: impl Fn(&T) -> bool, is: impl Fn(&T) -> bool) -> Option<f64> {
    let all = of.iter().filter(|it| chosen(it)).count();
    let those = of.iter().filter(|it| chosen(it) && is(it)).count();
    (all > 0).then(|| those as f64 / all as f64)
}

/// Mean of something over those chosen.
pub fn mean_of<T>(of: &[T], chosen: impl Fn(&T) -> bool, value: impl Fn(&T) -> f64) -> Option<f64> {
    mean(&of.iter().filter(|it| chosen(it)).map(value).collect::<Vec<_>>())
}

/// Standard deviation; none of fewer than two.
pub fn spread(values: &[f64]) -> Option<f64> {
    let middle = mean(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|it| (it - middle) * (it - middle)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}

/// Gini coefficient of values that are not negative; none when they sum to nothing.
pub fn gini(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let total: f64 = values.iter().sum();
    let ranked: f64 = values.iter().enumerate().map(|(rank, it)| (rank + 1) as f64 * it).sum();
    let count = values.len() as f64;
    (total > 0.0).then(|| 2.0 * ranked / (count * total) - (count + 1.0) / count)
}

fn centred(values: &[f64]) -> Vec<f64> {
    let middle = mean(values).unwrap_or(0.0);
    values.iter().map(|it| it - middle).collect()
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// What is left of `values` when the part along `direction` is taken out.
fn without(values: &[f64], direction: &[f64]) -> Vec<f64> {
    let length = product(direction, direction);
    if length <= 0.0 {
        return values.to_vec();
    }
    let part = product(values, direction) / length;
    values.iter().zip(direction).map(|(value, along)| value - part * along).collect()
}

/// Correlation of two columns among those who are alike in the others; none where a column does not vary.
pub fn partial_correlation(a: &[f64], b: &[f64], alike_in: &[Vec<f64>]) -> Option<f64> {
    let (mut a, mut b) = (centred(a), centred(b));
    let mut directions: Vec<Vec<f64>> = Vec::new();
    for column in alike_in {
        // Each direction is made orthogonal to those before it, so that taking them out one by one is enough.
        let direction = directions.iter().fold(centred(column), |column, earlier| without(&column, earlier));
        (a, b) = (without(&a, &direction), without(&b, &direction));
        directions.push(direction);
    }
    let scale = (product(&a, &a) * product(&b, &b)).sqrt();
    (scale > 0.0).then(|| product(&a, &b) / scale)
}

/// How much one point more of taking part among the group mates adds to one's own, inside a community.
///
/// Neighbours are alike for many reasons, so the published slopes use an instrument. Here it is the mean
/// lifelong propensity of one's group mates: it is drawn at random and moves oneself only through what they do.
/// Means of communities and one's own propensity are taken out first.
pub fn peer_slope(answers: &[Answer]) -> Option<f64> {
    let [mut own, mut takes_part, mut peers, mut instrument] = [(); 4].map(|()| Vec::new());
    for community in answers.chunk_by(|a, b| a.who.community == b.who.community) {
        let mut columns = [(); 4].map(|()| Vec::new());
        // Persons are numbered across groups.
        let mut community: Vec<&Answer> = community.iter().collect();
        community.sort_by_key(|it| it.group);
        for group in community.chunk_by(|a, b| a.group == b.group).filter(|it| it.len() > 1) {
            let active: Vec<f64> = group.iter().map(|it| f64::from(u8::from(it.takes_part()))).collect();
            let propensity: Vec<f64> = group.iter().map(|it| f64::from(it.propensity)).collect();
            let [all_active, all_propensity] = [&active, &propensity].map(|it| it.iter().sum::<f64>());
            let others = (group.len() - 1) as f64;
            for (active, propensity) in active.into_iter().zip(propensity) {
                let row = [propensity, active, (all_active - active) / others, (all_propensity - propensity) / others];
                columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
            }
        }
        for (all, column) in [&mut own, &mut takes_part, &mut peers, &mut instrument].into_iter().zip(&columns) {
            all.extend(centred(column));
        }
    }
    let instrument = without(&instrument, &own);
    let moved = product(&peers, &instrument);
    (moved > 0.0).then(|| product(&takes_part, &instrument) / moved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gini_of_equals_is_nothing_and_of_one_who_gives_all_nearly_one() {
        assert!(gini(vec![2.0; 50]).unwrap().abs() < 1e-12);
        let mut values = vec![0.0; 99];
        values.push(5.0);
        assert!((gini(values).unwrap() - 0.99).abs() < 1e-12);
        assert_eq!(gini(vec![0.0; 3]), None);
    }

    #[test]
    fn a_tie_through_a_third_thing_vanishes_among_those_alike_in_it() {
        let third: Vec<f64> = (0..200).map(f64::from).collect();
        let a: Vec<f64> = third.iter().enumerate().map(|(k, it)| it + [3.0, -3.0][k % 2]).collect();
        let b: Vec<f64> = third.iter().enumerate().map(|(k, it)| it + [5.0, -5.0][k / 2 % 2]).collect();
        assert!(partial_correlation(&a, &b, &[]).unwrap() > 0.9);
        assert!(partial_correlation(&a, &b, std::slice::from_ref(&third)).unwrap().abs() < 0.05);
        // Naming the same thing twice changes nothing.
        assert!(partial_correlation(&a, &b, &[third.clone(), third]).unwrap().abs() < 0.05);
    }

    #[test]
    fn the_spread_of_a_share_is_known() {
        let values: Vec<f64> = (0..1000).map(|it| f64::from(it % 2)).collect();
        assert!((spread(&values).unwrap() - 0.5).abs() < 1e-3);
        assert_eq!(spread(&[1.0]), None);
        assert_eq!(share(&[1, 2, 3, 4], |it| *it > 1, |it| *it > 2), Some(2.0 / 3.0));
        assert_eq!(mean_of(&[1, 2], |it| *it > 5, |it| f64::from(*it)), None);
    }
}
