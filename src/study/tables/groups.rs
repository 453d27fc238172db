//! Effects by group of elders and by province, and inequality indices.

use crate::Result;
use crate::analysis::contrast::{Contrast, both, contrast};
use crate::analysis::figures::{Indicator, Scope, Span, measures};
use crate::analysis::outcome::Outcome;
use crate::analysis::spread::{Index, SPREAD_LABELS};
use crate::observe::distributions;
use crate::observe::groups::GROUPINGS;
use crate::output::study_directory::Table;
use crate::plan::study::Study;
use crate::scenario::census;
use crate::study::runs::Outcomes;
use crate::study::tables::builder::{About, TableBuilder};
use crate::study::tables::names::NameRow;
use crate::text::Label;

/// The grouping by province.
const PROVINCE: (&str, Label) = ("province", Label { en: "province", zh: "省份" });

/// One measure of one group under a policy and the baseline.
#[derive(Debug, Clone)]
pub struct GroupContrast {
    /// Position of the context.
    pub context: usize,
    /// Position of the policy among the arms.
    pub arm: usize,
    /// Key and name of the way to group.
    pub grouping: (&'static str, Label),
    /// Key and name of the group.
    pub group: (&'static str, Label),
    /// The measure.
    pub figure: &'static Indicator,
    /// For whom.
    pub scope: Scope,
    /// What the policy changes.
    pub contrast: Contrast,
}

/// Every measure of the study by group and province, if their sums were recorded.
///
/// # Errors
/// The replicates do not match.
pub fn group_contrasts(study: &Study, outcomes: &Outcomes) -> Result<Vec<GroupContrast>> {
    let mut rows = Vec::new();
    for (context, runs) in outcomes.runs.iter().enumerate() {
        for arm in 1..runs.len() {
            for measured in &study.measures {
                let figure = measured.figure;
                let mut add = |grouping, group, scope, level: &dyn Fn(&Outcome) -> Option<f64>| -> Result<()> {
                    let levels = |arm: usize| -> Vec<Option<f64>> { runs[arm].iter().map(level).collect() };
                    let (ours, theirs) = both(&levels(0), &levels(arm));
                    if !ours.is_empty() {
                        let contrast = contrast(&ours, &theirs)?;
                        rows.push(GroupContrast { context, arm, grouping, group, figure, scope, contrast });
                    }
                    Ok(())
                };
                for scope in Scope::ALL {
                    let mut number = 0;
                    for grouping in &GROUPINGS {
                        for group in grouping.groups {
                            add((grouping.key, grouping.label), *group, scope, &|run| {
                                run.level_of_group(figure, scope, number)
                            })?;
                            number += 1;
                        }
                    }
                    for (row, province) in (0..).zip(census::provinces()) {
                        let name = (province.name, Label { en: province.name, zh: province.name_zh });
                        add(PROVINCE, name, scope, &|run| run.level_of_province(figure, scope, row))?;
                    }
                }
            }
        }
    }
    Ok(rows)
}

/// Effects of policies by group of elders and province.
pub fn group_table(study: &Study, rows: &[GroupContrast]) -> Table {
    let rows: Vec<(About, &GroupContrast)> = rows
        .iter()
        .map(|it| {
            let context = &study.contexts[it.context];
            let (context, policy) = (context.named.id.as_str(), context.arms[it.arm].named.id.as_str());
            (About { context, policy, figure: it.figure, scope: it.scope }, it)
        })
        .collect();
    let groupings = "age_band, sex, living, income_fifth, function, uncovered_needs or province";
    let weeks = "last_four or whole_run";
    let about = "themselves, or places: the communities where they live, weighted by how many of them live there";
    TableBuilder::of("groups", &rows)
        .about(|it| &it.0)
        .text(["grouping", groupings, "grouping", "分组方式"], |it| it.1.grouping.0)
        .text(["group", "identity", "group", "组别"], |it| it.1.group.0)
        .text(["weeks", weeks, "weeks of the levels", "水平所指的周"], |it| match it.0.figure.span {
            Span::StartAndEnd => "last_four",
            Span::WholeRun => "whole_run",
        })
        .text(["about", about, "what the levels describe", "水平说明的对象"], |it| {
            let places = it.1.grouping.0 != PROVINCE.0 && it.0.figure.is_of_places();
            if places { "places" } else { "themselves" }
        })
        .number(["baseline", "unit", "level under the baseline", "基线水平"], |it| it.1.contrast.baseline.value)
        .number(["level", "unit", "level under the policy", "政策水平"], |it| it.1.contrast.policy.value)
        .estimated(
            ["difference", "difference_low", "difference_high"],
            ["unit", "policy minus baseline, mean over replicates", "差异"],
            |it| Some(it.1.contrast.difference),
        )
        .table()
}

/// Names of groups and indices.
pub fn group_names() -> Vec<NameRow> {
    let mut names = vec![NameRow::of("grouping", PROVINCE.0, PROVINCE.1.en, PROVINCE.1.zh)];
    for it in &GROUPINGS {
        names.push(NameRow::of("grouping", it.key, it.label.en, it.label.zh));
        names.extend(it.groups.iter().map(|(key, label)| NameRow::of("group", key, label.en, label.zh)));
    }
    names.extend(census::provinces().iter().map(|it| NameRow::of("group", it.name, it.name, it.name_zh)));
    names.extend(Index::ALL.map(|it| NameRow::of("index", it.name(), it.label().en, it.label().zh)));
    names.push(NameRow::of("index", RATIO, "urban-rural ratio", "城乡比"));
    let spread = distributions::COUNTERS.iter().zip(SPREAD_LABELS);
    names.extend(spread.map(|((key, _), label)| NameRow::of("spread", key, label.en, label.zh)));
    names
}

/// Key of the ratio of urban to rural.
const RATIO: &str = "urban_rural_ratio";

/// One inequality index under a policy and the baseline.
struct EquityRow<'a> {
    context: &'a str,
    policy: &'a str,
    index: &'static str,
    of: &'static str,
    scope: Scope,
    contrast: Contrast,
}

/// Inequality indices: Gini, Atkinson, Theil, concentration by income, and the ratio of urban to rural.
///
/// # Errors
/// The replicates do not match.
pub fn equity_table(study: &Study, outcomes: &Outcomes) -> Result<Table> {
    let mut rows = Vec::new();
    for (context, runs) in study.contexts.iter().zip(&outcomes.runs) {
        for (arm, policy) in context.arms.iter().zip(runs) {
            let mut add = |index, of, scope, value: &dyn Fn(&Outcome) -> Option<f64>| -> Result<()> {
                let values = |runs: &[Outcome]| -> Vec<Option<f64>> { runs.iter().map(value).collect() };
                let (ours, theirs) = both(&values(&runs[0]), &values(policy));
                if !ours.is_empty() {
                    let (context, policy) = (context.named.id.as_str(), arm.named.id.as_str());
                    rows.push(EquityRow { context, policy, index, of, scope, contrast: contrast(&ours, &theirs)? });
                }
                Ok(())
            };
            for (number, (of, _)) in distributions::COUNTERS.iter().enumerate() {
                for (index, scope) in Index::ALL.into_iter().flat_map(|it| Scope::ALL.map(|scope| (it, scope))) {
                    add(index.name(), of, scope, &|run| run.spread.get(number, index, scope))?;
                }
            }
            for figure in measures() {
                let ratio = |run: &Outcome| {
                    let [urban, rural] = [Scope::Urban, Scope::Rural].map(|it| run.level(figure, it));
                    urban.zip(rural.filter(|it| *it != 0.0)).map(|(urban, rural)| urban / rural)
                };
                add(RATIO, figure.key, Scope::All, &ratio)?;
            }
        }
    }
    let of = "measure of the histograms, or of the ratio";
    Ok(TableBuilder::of("equity", &rows)
        .text(crate::study::tables::builder::CONTEXT, |it| it.context)
        .text(crate::study::tables::builder::POLICY, |it| it.policy)
        .text(["index", "key", "inequality index", "不平等指数"], |it| it.index)
        .text(["of", "key", of, "所度量的变量"], |it| it.of)
        .text(["scope", "urban, rural or all", "for whom", "范围"], |it| it.scope.name())
        .estimated(["level", "low", "high"], ["index", "mean over replicates", "水平"], |it| Some(it.contrast.policy))
        .estimated(
            ["difference", "difference_low", "difference_high"],
            ["index", "policy minus baseline", "差异"],
            |it| Some(it.contrast.difference),
        )
        .table())
}
