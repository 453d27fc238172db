//! From a finished sweep to indices: reads its table, estimates, and writes `indices.parquet` and `indices.csv`.

use std::path::Path;

use super::sweep::{CELLS, Design, Kind, csv_field};
use crate::analysis::interval::Moments;
use crate::analysis::sensitivity::findings::{Findings, IndexRow, Indices, Named, OfMeasure};
use crate::analysis::sensitivity::sobol::{Estimator, Runs, sobol};
use crate::analysis::sensitivity::{Settings, chance, morris};
use crate::observe::table::{Type, Values};
use crate::output::manifest::{ESTIMATES, Listed, describe, sealed};
use crate::output::parquet::{Origin, TableReader, TableWriter};
use crate::output::schema::{Column, ROWS_PER_GROUP, Schema};
use crate::random::Chance;
use crate::{Error, Result, files};

/// File name of the table of indices without its ending.
pub const INDICES: &str = "indices";

/// Refuses a design that no estimator reads.
///
/// # Errors
/// The design is neither Morris' nor Saltelli's; the text says what would be right.
pub fn refuse_another_kind(design: &Design) -> Result<()> {
    match design.kind {
        Kind::Morris | Kind::Saltelli => Ok(()),
        kind => Err(Error::Design(format!(
            "design `{}` is of kind \"{}\", from which no indices can be estimated; write kind = \"morris\" with \
             trajectories = 10 to screen many factors, or kind = \"saltelli\" with base = 256 for Sobol indices of a few",
            design.name,
            kind.name()
        ))),
    }
}

/// Estimates the indices of every measure from the table of cells in a directory.
///
/// # Errors
/// The table cannot be read or is not of this design, or too many runs have failed.
pub fn estimate(design: &Design, directory: &Path, settings: &Settings) -> Result<Findings> {
    refuse_another_kind(design)?;
    let points = design.unit_points().unwrap_or_default();
    let reader = TableReader::open(&directory.join(format!("{CELLS}.parquet")))?;
    let mut measures = Vec::new();
    let (mut failed, replicates) = (0, design.replicates as usize);
    if reader.rows() != design.cells() as u64 {
        return Err(reader.fault(format!("{} rows, but the design has {} cells", reader.rows(), design.cells())));
    }
    for reasons in column(&reader, "reason", Type::Text)? {
        if let Values::Text(reasons) = reasons {
            failed += reasons.iter().filter(|it| !it.is_empty()).count();
        }
    }
    let scope = design.scope.label();
    for (name, figure) in design.columns().iter().zip(&design.measures) {
        let mut outputs = Vec::with_capacity(design.cells());
        for values in column(&reader, name, Type::Double)? {
            if let Values::Double(values) = values {
                outputs.extend(values.into_iter().map(|it| it.unwrap_or(f64::NAN)));
            }
        }
        let runs: Vec<Vec<f64>> = outputs.chunks(replicates).map(<[f64]>::to_vec).collect();
        let means: Vec<f64> = runs.iter().map(|it| it.iter().sum::<f64>() / it.len() as f64).collect();
        let (indices, chance_of) = (indices(design, points, &means, settings)?, Chance::new(design.seed, 1));
        let sound: Vec<Vec<f64>> = runs.into_iter().filter(|it| it.iter().all(|it| it.is_finite())).collect();
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
                en: format!("{}, {}", figure.label.en, scope.en),
                zh: format!("{}({})", figure.label.zh, scope.zh),
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

/// All row groups of a column.
fn column(reader: &TableReader, name: &str, r#type: Type) -> Result<Vec<Values>> {
    let position = reader.position(name, r#type)?;
    (0..reader.groups()).map(|group| reader.read(group, position)).collect()
}

fn indices(design: &Design, points: &[Vec<f64>], outputs: &[f64], settings: &Settings) -> Result<Indices> {
    let chance = Chance::new(design.seed, 0);
    if design.kind == Kind::Morris {
        return Ok(Indices::Morris(morris::morris(points, outputs, settings, &chance)?));
    }
    let runs = Runs::of_outputs(outputs, design.factors.len(), design.second_order)?;
    Ok(Indices::Sobol {
        best: sobol(&runs, runs.best_estimator(), settings, &chance)?,
        saltelli: sobol(&runs, Estimator::Saltelli, settings, &chance)?,
    })
}

/// Writes the indices beside the table of cells.
///
/// # Errors
/// A file cannot be written.
pub fn write(findings: &Findings, design: &Design, directory: &Path) -> Result<()> {
    let rows = findings.rows();
    let scenario_hash = blake3::hash(design.base_text().as_bytes()).to_hex().to_string();
    let mut table = TableWriter::begin(directory, schema(), &Origin { scenario_hash, seed: design.seed })?;
    table.append_columns(columns(&rows))?;
    table.finish()?;
    let mut text = schema().columns.iter().map(|it| it.name.clone()).collect::<Vec<_>>().join(",") + "\n";
    for it in &rows {
        text += &csv_row(it);
    }
    files::write_atomically(&directory.join(format!("{INDICES}.csv")), text.as_bytes())?;
    let parquet = describe(directory, &format!("{INDICES}.parquet"), Some((rows.len() as u64, schema().columns)))?;
    let files = vec![parquet, describe(directory, &format!("{INDICES}.csv"), None)?];
    let listed = Listed { files, blake3: String::new() };
    files::write_atomically(&directory.join(ESTIMATES), sealed(&listed).as_bytes())
}

fn schema() -> Schema {
    let column = |name: &str, r#type, unit: &str, en: &str, zh: &str| Column {
        name: name.to_string(),
        r#type,
        unit: unit.to_string(),
        en: en.to_string(),
        zh: zh.to_string(),
    };
    let indices = "mu_star, mu, sigma, first, total, second or chance_share";
    let columns = vec![
        column("measure", Type::Text, "key of a figure", "measure", "指标"),
        column("index", Type::Text, indices, "index", "敏感性指数"),
        column("estimator", Type::Text, "morris, all_runs, saltelli or two_way", "how it was formed", "估计方法"),
        column("factor", Type::Text, "dotted path", "factor", "因子"),
        column("with", Type::Text, "dotted path", "the other factor of a pair", "成对的另一因子"),
        column("value", Type::Double, "of the measure, or a share of variance", "the index", "指数值"),
        column("low", Type::Double, "of the index", "lower end of its 95 % interval", "95% 区间下限"),
        column("high", Type::Double, "of the index", "upper end of its 95 % interval", "95% 区间上限"),
        column(
            "rank",
            Type::Int,
            "from 1; 0 is not ranked",
            "rank; what cannot be told apart shares one",
            "名次（并列表示无法区分）",
        ),
        column("verdict", Type::Text, "converged, more or nothing", "whether it is known well enough", "是否收敛"),
        column("runs_more", Type::Long, "runs", "runs more that it needs", "尚需运行次数"),
    ];
    Schema { table: INDICES.to_string(), columns, rows_per_group: ROWS_PER_GROUP }
}

fn verdict(row: &IndexRow) -> &'static str {
    match row.runs_more {
        None => "",
        Some(0) => "converged",
        Some(_) => "more",
    }
}

fn columns(rows: &[IndexRow]) -> Vec<Values> {
    let text = |of: &dyn Fn(&IndexRow) -> String| Values::Text(rows.iter().map(of).collect());
    vec![
        text(&|it| it.measure.clone()),
        text(&|it| it.index.to_string()),
        text(&|it| it.estimator.to_string()),
        text(&|it| it.factor.clone()),
        text(&|it| it.with.clone()),
        Values::Double(rows.iter().map(|it| Some(it.value)).collect()),
        Values::Double(rows.iter().map(|it| it.interval.map(|it| it.0)).collect()),
        Values::Double(rows.iter().map(|it| it.interval.map(|it| it.1)).collect()),
        Values::Int(rows.iter().map(|it| it.rank.unwrap_or(0) as i32).collect()),
        text(&|it| verdict(it).to_string()),
        Values::Long(
            rows.iter().map(|it| it.runs_more.map_or(0, |it| i64::try_from(it).unwrap_or(i64::MAX))).collect(),
        ),
    ]
}

fn csv_row(row: &IndexRow) -> String {
    let number = |it: Option<f64>| it.map_or(String::new(), |it| it.to_string());
    let fields = [
        csv_field(&row.measure),
        row.index.to_string(),
        row.estimator.to_string(),
        csv_field(&row.factor),
        csv_field(&row.with),
        row.value.to_string(),
        number(row.interval.map(|it| it.0)),
        number(row.interval.map(|it| it.1)),
        row.rank.unwrap_or(0).to_string(),
        verdict(row).to_string(),
        row.runs_more.unwrap_or(0).to_string(),
    ];
    fields.join(",") + "\n"
}
