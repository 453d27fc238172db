//! `huzhu sensitivity`: estimates indices from the table of a finished sweep and writes `indices.parquet` and
//! `indices.csv`.

use std::path::{Path, PathBuf};

use crate::analysis::sensitivity::findings::{Findings, IndexRow, Indices, OfMeasure};
use crate::analysis::sensitivity::morris::{self, Axis};
use crate::analysis::sensitivity::sobol::{Estimator, Runs, sobol};
use crate::analysis::sensitivity::{Absence, Settings, chance};
use crate::files::{self, Lock};
use crate::observe::table::{Type, Values};
use crate::output::claim::{RUNS, next_free, refuse_foreign};
use crate::output::manifest::MANIFEST;
use crate::output::parquet::{Origin, TableReader};
use crate::output::study_directory::Table;
use crate::output::tables::{CELLS, INDICES};
use crate::output::{Manifest, reports};
use crate::plan::design::{Design, Kind};
use crate::plan::sampling::morris::Steps;
use crate::plan::sampling::saltelli::block;
use crate::random::Chance;
use crate::runner::order::Shard;
use crate::study::sweep::{self, Merged, Part, PlanFile, SweepResult, write_manifest};
use crate::study::watch::{Options, Watch};
use crate::text::message;
use crate::{Error, Result};

/// Refuses a design from which no indices can be estimated.
///
/// # Errors
/// The design is neither a Morris nor a Saltelli design; the message names both.
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
            Err(Error::Design(told))
        }
    }
}

/// The directory of the cells: the last one of the same plan, when resuming the last one of the design, else a new one.
///
/// # Errors
/// A plan cannot be read.
pub fn place(design: &Design, out: Option<&Path>, resume: bool) -> Result<PathBuf> {
    if let Some(out) = out {
        return Ok(out.to_path_buf());
    }
    match PlanFile::last(&design.name)? {
        Some((path, plan)) if resume || plan.plan == design.hash() => Ok(path),
        _ => next_free(Path::new(RUNS), &design.name),
    }
}

/// Runs the unfinished cells of a design, estimates its indices and writes them; there are none if the sweep was
/// interrupted or no cell could be run.
///
/// # Errors
/// The design is of another kind, or the sweep fails.
pub fn run(
    design: &Design,
    directory: &Path,
    settings: &Settings,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<SweepResult> {
    refuse_another_kind(design)?;
    // Reported before the runs, which may take long.
    refuse_foreign(directory, &[INDICES])?;
    let whole = Part { shard: Shard::WHOLE, resume: true };
    let ended = sweep::run(design, directory, whole, options, watch)?;
    if let Some(merged) = ended.merged.as_ref().filter(|it| ended.is_complete() && !it.is_all_failed()) {
        write(&estimate(design, directory, settings)?, merged, directory)?;
    }
    Ok(ended)
}

/// Estimates the indices of every measure from the table of cells in a directory.
///
/// # Errors
/// The table cannot be read or is not of this design.
pub fn estimate(design: &Design, directory: &Path, settings: &Settings) -> Result<Findings> {
    refuse_another_kind(design)?;
    let reader = TableReader::open(&directory.join(format!("{CELLS}.parquet")))?;
    if reader.rows() != design.cells() as u64 {
        let (rows, cells) = (reader.rows(), design.cells());
        return Err(reader.fault(message!(
            "{rows} rows, but the design has {cells} cells",
            "有 {rows} 行，而设计有 {cells} 个单元"
        )));
    }
    let measures = design.columns().into_iter().map(|name| of_measure(design, &reader, name, settings));
    Ok(Findings {
        replicates: design.replicates,
        factors: design.factors.iter().map(|it| it.path.clone()).collect(),
        measures: measures.collect::<Result<_>>()?,
    })
}

/// Results for one measure; a measure without values has no indices, and the others are not affected.
fn of_measure(design: &Design, reader: &TableReader, name: String, settings: &Settings) -> Result<OfMeasure> {
    let position = reader.position(&name, Type::Double)?;
    let mut outputs = Vec::with_capacity(design.cells());
    for group in 0..reader.groups() {
        if let Values::Double(values) = reader.read(group, position)? {
            outputs.extend(values.into_iter().map(|it| it.unwrap_or(f64::NAN)));
        }
    }
    let runs = outputs.chunks(design.replicates as usize);
    let means: Vec<f64> = runs.clone().map(|it| it.iter().sum::<f64>() / it.len() as f64).collect();
    let sound: Vec<&[f64]> = runs.filter(|it| it.iter().all(|it| it.is_finite())).collect();
    let of_chance = if design.replicates > 1 && sound.len() > 1 {
        Some(chance::share_of_chance(&sound, settings.resamples, &Chance::new(design.seed, 1))?)
    } else {
        None
    };
    let indices = indices(design, &means, settings)?;
    let indices = if of_chance.is_some_and(|it| it.suffices) { indices.by_chance() } else { indices };
    Ok(OfMeasure { measure: name, indices, chance_share: of_chance.and_then(|it| it.share) })
}

fn indices(design: &Design, outputs: &[f64], settings: &Settings) -> Result<Indices> {
    let (chance, factors) = (Chance::new(design.seed, 0), design.factors.len());
    let absent = |because| Ok(Indices::Absent { because });
    if design.kind == Kind::Morris
        && let Some(points) = design.unit_points()
    {
        if let Some(because) = Absence::of(outputs, factors + 1) {
            return absent(because);
        }
        // Continuous factors are where they are in the unit interval, whatever their levels.
        let steps: Vec<Steps> = design.factors.iter().map(|it| it.steps(0)).collect();
        let axes: Vec<Axis> = steps.iter().map(axis).collect();
        let placed = |number: usize| {
            let point = points.point(number);
            point.iter().zip(&steps).map(|(u, steps)| steps.position(*u)).collect::<Vec<f64>>()
        };
        let points = (0..points.count()).map(placed);
        return Ok(Indices::Morris(morris::morris(points, &axes, outputs, settings, &chance)?));
    }
    if let Some(because) = Absence::of(outputs, block(factors, design.second_order)) {
        return absent(because);
    }
    let runs = Runs::of_outputs(outputs, factors, design.second_order)?;
    match sobol(&runs, runs.best_estimator(), settings, &chance)? {
        Some(best) => Ok(Indices::Sobol { best, saltelli: sobol(&runs, Estimator::Saltelli, settings, &chance)? }),
        None => absent(Absence::Incomplete),
    }
}

/// Kind of the levels of a factor.
fn axis(steps: &Steps) -> Axis {
    match steps {
        Steps::Kinds(_) => Axis::Kinds,
        Steps::Levels(_) | Steps::Places(_) => Axis::Range,
    }
}

/// Writes the indices beside the table of cells, and a manifest that lists both. If the same indices are already there,
/// no file is changed.
///
/// # Errors
/// A file cannot be written, or another process is writing there.
pub fn write(findings: &Findings, merged: &Merged, directory: &Path) -> Result<Manifest> {
    let _lock = Lock::take(directory)?;
    refuse_foreign(directory, &[INDICES])?;
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
    write_manifest(plan, directory, files, &[cells, written.digest])
}

fn table(rows: &[IndexRow]) -> Table {
    let text = |of: fn(&IndexRow) -> &str| Values::texts(rows.iter().map(|it| of(it).to_string()));
    let number = |of: &dyn Fn(&IndexRow) -> Option<f64>| Values::Double(rows.iter().map(of).collect());
    let ranks = Values::Int(rows.iter().map(|it| it.rank.unwrap_or(0) as i32).collect());
    let more = Values::Long(rows.iter().map(|it| i64::try_from(it.runs_more).unwrap_or(i64::MAX)).collect());
    let indices = "mu_star, mu, sigma, first, total, second or chance_share; empty: the measure has none";
    let estimators = "morris, all_runs, saltelli or two_way";
    let verdicts =
        "converged, more, chance, without_interval or nothing; constant or incomplete where there is no index";
    let of_measure = "of the measure, or a share of variance";
    let rank = ["rank; factors that cannot be distinguished share one", "名次（并列表示无法区分）"];
    Table::new(INDICES)
        .with("measure", "key of a figure", "measure", "指标", text(|it| &it.measure))
        .with("index", indices, "index", "敏感性指数", text(|it| it.index))
        .with("estimator", estimators, "estimation method", "估计方法", text(|it| it.estimator))
        .with("factor", "dotted path", "factor", "因子", text(|it| &it.factor))
        .with("with", "dotted path", "the other factor of a pair", "成对的另一因子", text(|it| &it.with))
        .with("value", of_measure, "the index", "指数值", number(&|it| it.value))
        .with(
            "low",
            of_measure,
            "lower end of its 95 % interval; of a share of variance not below 0",
            "95% 区间下限；方差份额的下限不低于 0",
            number(&|it| it.interval.map(|it| it.0)),
        )
        .with(
            "high",
            of_measure,
            "upper end of its 95 % interval; of a share of variance not above 1",
            "95% 区间上限；方差份额的上限不高于 1",
            number(&|it| it.interval.map(|it| it.1)),
        )
        .with("rank", "from 1; 0 is not ranked", rank[0], rank[1], ranks)
        .with(
            "verdict",
            verdicts,
            "whether it has converged, or why there is none",
            "是否收敛，或为何没有指数",
            text(|it| it.verdict),
        )
        .with("runs_more", "runs", "additional runs required", "尚需运行次数", more)
}
