//! What all tables of a run share: columns that say what a row is, and the reading of the files they are made of.

use super::table::Head;
use crate::Result;
use crate::observe::table::{Type, Values};
use crate::output::FinishedRun;
use crate::output::parquet::TableReader;
use crate::text::Label;

/// Key of a measure.
pub(super) const FIGURE: Head = Head("figure", "key", Label { en: "figure", zh: "指标" });
/// For whom a row is.
pub(super) const SCOPE: Head = Head("scope", "urban, rural or all", Label { en: "for whom", zh: "范围" });
/// Unit of a row.
pub(super) const UNIT: Head = Head("unit", "text", Label { en: "unit of the numbers of this row", zh: "单位" });
/// Meaning of the lower end of a band over replicates.
pub(super) const LOWER: Label = Label {
    en: "lower end of the band: the 5th percentile of 20 replicates or more, the lowest of fewer",
    zh: "区间下端：20 次及以上重复取第 5 百分位，不足 20 次取最低值",
};
/// Meaning of its upper end.
pub(super) const UPPER: Label = Label {
    en: "upper end of the band: the 95th percentile of 20 replicates or more, the highest of fewer",
    zh: "区间上端：20 次及以上重复取第 95 百分位，不足 20 次取最高值",
};

/// Texts and numbers of some columns of a file, a row group at a time.
pub(super) fn each_group(
    run: &FinishedRun,
    table: &str,
    wanted: &[(&str, Type)],
    mut take: impl FnMut(&[Values]),
) -> Result<()> {
    let path = run.table(table);
    if run.manifest.file(&format!("{table}.parquet")).is_none() {
        return Ok(());
    }
    let reader = TableReader::open(&path)?;
    let positions = wanted.iter().map(|(name, r#type)| reader.position(name, *r#type)).collect::<Result<Vec<_>>>()?;
    for group in 0..reader.groups() {
        let columns = positions.iter().map(|it| reader.read(group, *it)).collect::<Result<Vec<_>>>()?;
        take(&columns);
    }
    Ok(())
}
