//! From a finished sweep to indices: reads its table, estimates, and writes `indices.parquet` and `indices.csv`.

use std::path::Path;

use super::sweep::{Design, Kind, Merged, vouch};
use crate::analysis::interval::Moments;
use crate::analysis::sensitivity::findings::{Findings, IndexRow, Indices, Named, OfMeasure};
use crate::analysis::sensitivity::sobol::{Estimator, Runs, sobol};
use crate::analysis::sensitivity::{Settings, chance, morris};
use crate::files::Lock;
use crate::message::message;
use crate::observe::table::{Type, Values};
use crate::output::contents::{CELLS, INDICES};
use crate::output::manifest::MANIFEST;
use crate::output::parquet::{Origin, TableReader};
use crate::output::study_directory::Table;
use crate::output::{Manifest, reports};
use crate::random::Chance;
use crate::{Error, Result, files};

/// Refuses a design that no estimator reads.
///
/// # Errors
/// The design is neither Morris' nor Saltelli's; the text says what would be right.
pub fn refuse_another_kind(design: &Design) -> Result<()> {
    match design.kind {
        Kind::Morris | Kind::Saltelli => Ok(()),
        kind => {
            let (name, kind) = (&design.name, kind.name());
            let told = message!(
                "design `{name}` is of kind \"{kind}\", from which no indices can be estimated; write kind = \"morris\" with \
                 trajectories = 10 to screen many factors, or kind = \"saltelli\" with base = 256 for Sobol indices of a few",
                "设计 `{name}` 是 \"{kind}\" 类，无法由它估计指数；请写 kind = \"morris\" 与 trajectories = 10 筛选众多因子，\
                 或写 kind = \"saltelli\" 与 base = 256 求少数因子的 Sobol 指数"
            );
            Err(Error::Design(told.error()))
        }
    }
}

/// Estimates the indices of every measure from the table of cells in a directory.
///
/// # Errors
/// The table cannot be read or is not of this design, or too many runs have failed.
pub fn estimate(design: &Design, directory: &Path, settings: &Settings) -> Result<Findings> {
    refuse_another_kind(design)?;
    let reader = TableReader::open(&directory.join(format!("{CELLS}.parquet")))?;
    let mut measures = Vec::new();
    let (mut failed, replicates) = (0, design.replicates as usize);
    if reader.rows() != design.cells() as u64 {
        return Err(reader.fault(format!("{} rows, but the design has {} cells", reader.rows(), design.cells())));
    }
    for reasons in column(&reader, "reason", Type::Text)? {
        if let Values::Text(reasons) = reasons? {
            failed += reasons.iter().filter(|it| !it.is_empty()).count();
        }
    }
    let scope = design.scope.label();
    for (name, figure) in design.columns().iter().zip(&design.measures) {
        let mut outputs = Vec::with_capacity(design.cells());
        for values in column(&reader, name, Type::Double)? {
            if let Values::Double(values) = values? {
                outputs.extend(values.into_iter().map(|it| it.unwrap_or(f64::NAN)));
            }
        }
        let runs = outputs.chunks(replicates);
        let means: Vec<f64> = runs.clone().map(|it| it.iter().sum::<f64>() / it.len() as f64).collect();
        let (indices, chance_of) = (indices(design, &means, settings)?, Chance::new(design.seed, 1));
        let sound: Vec<&[f64]> = runs.filter(|it| it.iter().all(|it| it.is_finite())).collect();
        let share = if replicates > 1 && sound.len() > 1 {
            Some(chance::share_of_chance(&sound, settings.resamples, &chance_of)?)
        } else {
            None
        };
        let finite: Vec<f64> = means.into_iter().filter(|it| it.is_finite()).collect();
        let moments = Moments::of(&finite);
        measures.push(OfMeasure {
            measure: Named {
                key: name.clone(),
                en: format!("{} ({})", figure.label.en, scope.en),
                zh: format!("{}（{}）", figure.label.zh, scope.zh),
            },
            unit: figure.unit.to_string(),
            form: figure.form,
            mean: moments.map_or(0.0, |it| it.mean),
            deviation: moments.map_or(0.0, |it| it.variance.sqrt()),
            indices,
            parts: share.map(|it| it.0),
            chance_share: share.and_then(|it| it.1),
        });
    }
    let named = |it: &super::sweep::Factor| Named {
        key: it.path.clone(),
        en: it.meaning().unwrap_or_else(|| it.path.clone()),
        zh: it.meaning_zh().unwrap_or_else(|| it.path.clone()),
    };
    Ok(Findings {
        design: design.name.clone(),
        title: design.title.clone(),
        title_zh: design.title_zh.clone(),
        points: design.points(),
        replicates: design.replicates,
        failed,
        tolerance: settings.tolerance,
        factors: design.factors.iter().map(named).collect(),
        measures,
    })
}

/// One row group of a column after the other.
fn column(reader: &TableReader, name: &str, r#type: Type) -> Result<impl Iterator<Item = Result<Values>>> {
    let position = reader.position(name, r#type)?;
    Ok((0..reader.groups()).map(move |group| reader.read(group, position)))
}

fn indices(design: &Design, outputs: &[f64], settings: &Settings) -> Result<Indices> {
    let chance = Chance::new(design.seed, 0);
    if design.kind == Kind::Morris
        && let Some(points) = design.unit_points()
    {
        let points = (0..points.count()).map(|it| points.point(it));
        return Ok(Indices::Morris(morris::morris(points, outputs, settings, &chance)?));
    }
    let runs = Runs::of_outputs(outputs, design.factors.len(), design.second_order)?;
    Ok(Indices::Sobol {
        best: sobol(&runs, runs.best_estimator(), settings, &chance)?,
        saltelli: sobol(&runs, Estimator::Saltelli, settings, &chance)?,
    })
}

/// Writes the indices beside the table of cells, and has the manifest vouch for both. Where the same indices stand
/// already, nothing is touched.
///
/// # Errors
/// A file cannot be written, or another process is writing there.
pub fn write(findings: &Findings, merged: &Merged, directory: &Path) -> Result<Manifest> {
    let _lock = Lock::take(directory)?;
    let plan = &merged.plan;
    let table = table(&findings.rows());
    let name = format!("{INDICES}.parquet");
    if merged.manifest.file(&name).is_some() && table.is_that_of(&directory.join(name))? {
        return Ok(merged.manifest.clone());
    }
    reports::remove_all(directory)?;
    files::remove(&directory.join(MANIFEST))?;
    files::sync_directory(directory)?;
    let origin = Origin { scenario_hash: plan.scenario_hash.clone(), seed: plan.seed };
    let (written, indices) = table.write(directory, &origin, true)?;
    let cells = TableReader::open(&directory.join(format!("{CELLS}.parquet")))?.digest(CELLS)?;
    let is_cells = |name: &str| name.strip_prefix(CELLS).is_some_and(|it| it.starts_with('.'));
    let mut files: Vec<_> = merged.manifest.files.iter().filter(|it| is_cells(&it.name)).cloned().collect();
    files.extend(indices);
    vouch(plan, directory, files, &[cells, written.digest])
}

fn table(rows: &[IndexRow]) -> Table {
    let text = |of: fn(&IndexRow) -> &str| Values::texts(rows.iter().map(|it| of(it).to_string()));
    let number = |of: &dyn Fn(&IndexRow) -> Option<f64>| Values::Double(rows.iter().map(of).collect());
    let ranks = Values::Int(rows.iter().map(|it| it.rank.unwrap_or(0) as i32).collect());
    let more = |it: &IndexRow| it.runs_more.map_or(0, |it| i64::try_from(it).unwrap_or(i64::MAX));
    let more = Values::Long(rows.iter().map(more).collect());
    let indices = "mu_star, mu, sigma, first, total, second or chance_share";
    let estimators = "morris, all_runs, saltelli or two_way";
    let of_measure = "of the measure, or a share of variance";
    let rank = ["rank; what cannot be told apart shares one", "名次（并列表示无法区分）"];
    Table::new(INDICES)
        .with("measure", "key of a figure", "measure", "指标", text(|it| &it.measure))
        .with("index", indices, "index", "敏感性指数", text(|it| it.index))
        .with("estimator", estimators, "how it was formed", "估计方法", text(|it| it.estimator))
        .with("factor", "dotted path", "factor", "因子", text(|it| &it.factor))
        .with("with", "dotted path", "the other factor of a pair", "成对的另一因子", text(|it| &it.with))
        .with("value", of_measure, "the index", "指数值", number(&|it| Some(it.value)))
        .with(
            "low",
            of_measure,
            "lower end of its 95 % interval",
            "95% 区间下限",
            number(&|it| it.interval.map(|it| it.0)),
        )
        .with(
            "high",
            of_measure,
            "upper end of its 95 % interval",
            "95% 区间上限",
            number(&|it| it.interval.map(|it| it.1)),
        )
        .with("rank", "from 1; 0 is not ranked", rank[0], rank[1], ranks)
        .with(
            "verdict",
            "converged, more or nothing",
            "whether it is known well enough",
            "是否收敛",
            text(|it| verdict(it)),
        )
        .with("runs_more", "runs", "runs more that it needs", "尚需运行次数", more)
}

fn verdict(row: &IndexRow) -> &'static str {
    match row.runs_more {
        None => "",
        Some(0) => "converged",
        Some(_) => "more",
    }
}
