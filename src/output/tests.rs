//! Tests of the files a run leaves, on made-up rows.

use std::path::Path;

use super::finished::open;
use super::manifest::{MANIFEST, SCENARIO};
use super::parquet::{CREATED_BY, Origin, TableReader, TableWriter, read_table};
use super::parts::CHECKPOINT;
use super::schema::{Column, Schema};
use super::tables::TABLES;
use super::timing::RUN;
use super::weekly::{self, LEVELS};
use super::*;
use crate::files::names;
use crate::observe::measures::{COUNT, Tally};
use crate::observe::rows::{CommunityMonth, DistributionBin, ElderWeek, Spell};
use crate::observe::table::{Row, Type, Values};

fn origin() -> Origin {
    Origin { scenario_hash: "abc".to_string(), seed: 7 }
}

/// Digest of a run read back from its directory.
fn digest_of(directory: &Path) -> blake3::Hash {
    let digest = |table: &&str| TableReader::open(&directory.join(format!("{table}.parquet")))?.digest(table);
    digest::of_run(TABLES.iter().map(|it| digest(it).unwrap()))
}

fn description() -> Description {
    Description {
        command: "run",
        name: "pilot".to_string(),
        text: "seed = 7\n".to_string(),
        seed: 7,
        replicates: 2,
        weeks: 8,
        warmup_weeks: 4,
    }
}

fn timing() -> Timing {
    Timing::new(2.0, 2, 1000, Some(1 << 20))
}

fn weekly_rows(weeks: i32) -> Vec<WeeklyRow> {
    let mut rows = Vec::new();
    for week in -1..weeks {
        for (number, level) in LEVELS.into_iter().enumerate() {
            let sums = std::array::from_fn(|it| (week as i64 - 3) * 1_000_003 * it as i64 + number as i64);
            let place = if number % 2 == 0 { "urban" } else { "北京/rural" }.to_string();
            rows.push(WeeklyRow { replicate: 1, week, level, place, tally: Tally::from_sums(sums) });
        }
    }
    rows
}

fn spells(count: i32) -> Vec<Spell> {
    let spell = |number: i32| Spell {
        replicate: number / 100,
        setting: if number % 3 == 0 { "urban" } else { "rural" },
        community: 4_000_000_000 + i64::from(number),
        elder: number,
        generation: 0,
        start_week: number % 52,
        end_week: number % 52 + number % 17,
        why: ["quit", "died", "open"][number as usize % 3],
        age_years: 60 + number % 40,
        woman: number % 2,
        living: "alone",
        function: number % 3,
    };
    (0..count).map(spell).collect()
}

fn elder() -> ElderWeek {
    ElderWeek {
        replicate: 0,
        week: 3,
        setting: "rural",
        community: 9,
        elder: 17,
        generation: 2,
        age_years: 71.25,
        woman: 1,
        education: 0.5,
        income: 0.75,
        living: "couple",
        function: 1,
        member: 1,
        attended: 0,
        given_hours: 1.5,
        received_hours: -0.0,
        given_hours_so_far: 33.0,
        credit_hours: 4.0,
        self_worth: 0.1,
        connection: 0.2,
        belonging: 0.3,
        loneliness: 0.4,
        efficacy: 0.5,
        awareness: 0.6,
        trust: 0.7,
        habit: 0.8,
        burden: 0.9,
        cash_exposure: f32::MIN_POSITIVE,
        unmet_share: 1.0,
        autonomy: 0.15,
        identity: 0.25,
        fairness: 0.35,
        received_lately: 0.45,
        wellbeing: 0.0,
        perceived_support: 0.55,
    }
}

fn community() -> CommunityMonth {
    CommunityMonth {
        replicate: 0,
        week: 3,
        setting: "urban",
        province: "Inner Mongolia",
        district: 44,
        community: 9,
        size_class: 2,
        street: 1,
        initiative: 1.25,
        leaning_services: 1.5,
        leaning_activities: 0.5,
        leaning_rules: 1.0,
        adopted: 1 << 40,
        attention: 0.16,
        elders: 900,
        members: 80,
        volunteers: 12,
        elder_weeks: 3600,
        participants: 400,
        lonely: 270,
        needed_hours: 1500.5,
        unmet_hours: 400.25,
        operating: 1,
        budget_yuan: 1234.5,
        planned_yuan: 1.0,
        income_yuan: 2.0,
        spent_yuan: 3.0,
        affordability: 0.1,
        capability: 0.2,
        coordination: 0.3,
        standardisation: 0.4,
        process_closure: 0.5,
        platform: 0.6,
        outreach: 0.7,
        culture: 0.8,
        access: 0.9,
        reputation: 0.11,
        continuity_belief: 0.12,
        confidence: 0.13,
        cultural_barrier: 0.14,
        offer: 0.15,
    }
}

fn bin() -> DistributionBin {
    DistributionBin {
        replicate: 0,
        week: 0,
        setting: "urban",
        class: "living",
        value: 3,
        measure: "wellbeing",
        bin: 255,
        width: 1.0 / 256.0,
        elders: 1 << 40,
    }
}

fn write_rows<R: Row>(directory: &Path, schema: Schema, chunks: &[&[R]]) -> Vec<u8> {
    let path = directory.join(format!("{}.parquet", schema.table));
    let mut writer = TableWriter::begin(directory, schema, &origin()).unwrap();
    chunks.iter().for_each(|it| writer.append(it).unwrap());
    writer.finish().unwrap();
    std::fs::read(path).unwrap()
}

fn values_of(path: &Path) -> Vec<Values> {
    read_table(path).unwrap().into_iter().map(|it| it.1).collect()
}

/// Columns that hold these rows alone.
fn columns<R: Row>(rows: &[R]) -> Vec<Values> {
    let mut columns: Vec<Values> = R::COLUMNS.iter().map(|it| Values::none(it.r#type)).collect();
    R::append(rows, &mut columns);
    columns
}

fn weekly_columns(rows: &[WeeklyRow]) -> Vec<Values> {
    let mut columns: Vec<Values> = weekly::schema().columns.iter().map(|it| Values::none(it.r#type)).collect();
    weekly::append(rows, &mut columns);
    columns
}

/// A finished run with some rows in every table.
fn finished(directory: &Path, force: bool) -> crate::Result<Manifest> {
    let mut run = RunDirectory::create(Some(directory), force, description())?;
    run.write(RunPart::Weekly(weekly_rows(8)))?;
    run.write(RunPart::Spells(spells(200)))?;
    run.write(RunPart::Elders(vec![elder()]))?;
    run.write(RunPart::Communities(vec![community()]))?;
    run.write(RunPart::Distributions(vec![bin()]))?;
    run.finish(&timing())
}

#[test]
fn every_table_is_read_back_as_it_was_written() {
    let directory = tempfile::tempdir().unwrap();
    finished(directory.path(), false).unwrap();
    let run = open(directory.path()).unwrap();
    assert_eq!(values_of(&run.table("weekly")), weekly_columns(&weekly_rows(8)));
    assert_eq!(values_of(&run.table("spells")), columns(&spells(200)));
    assert_eq!(values_of(&run.table("elders")), columns(&[elder()]));
    assert_eq!(values_of(&run.table("communities")), columns(&[community()]));
    assert_eq!(values_of(&run.table("distributions")), columns(&[bin()]));
    assert_eq!(run.timing, Some(timing()));
}

#[test]
fn weekly_rows_of_one_level_are_read_back_as_rows() {
    let directory = tempfile::tempdir().unwrap();
    let rows = weekly_rows(5_000);
    let mut writer = weekly::WeeklyWriter::begin(directory.path(), &origin()).unwrap();
    writer.append(&rows).unwrap();
    assert_eq!(writer.finish().unwrap().rows, rows.len() as u64);
    let path = directory.path().join("weekly.parquet");
    assert_eq!(TableReader::open(&path).unwrap().groups(), 3);
    let mut read = Vec::new();
    weekly::read(&path, "district", |row| read.push(row)).unwrap();
    let expected: Vec<_> = rows.into_iter().filter(|it| it.level == "district").collect();
    assert_eq!(read, expected);
}

#[test]
fn doubles_are_read_back_bit_for_bit_and_absent_ones_stay_absent() {
    let directory = tempfile::tempdir().unwrap();
    let column = |name: &str, r#type| Column {
        name: name.to_string(),
        r#type,
        unit: "-".to_string(),
        en: name.to_string(),
        zh: name.to_string(),
    };
    let columns = vec![column("some", Type::Double), column("none", Type::Double), column("all", Type::Double)];
    let schema = Schema { table: "numbers".to_string(), columns, rows_per_group: 2 };
    let some = vec![Some(1.0 / 3.0), None, Some(-0.0), None, Some(1e-300)];
    let written = vec![Values::Double(some.clone()), Values::Double(vec![None; 5]), Values::Double(vec![Some(0.1); 5])];
    let mut writer = TableWriter::begin(directory.path(), schema, &origin()).unwrap();
    writer.append_columns(written.clone()).unwrap();
    let digest = writer.finish().unwrap().digest;
    let path = directory.path().join("numbers.parquet");
    assert_eq!(values_of(&path), written);
    assert_eq!(TableReader::open(&path).unwrap().digest("numbers").unwrap(), digest);
}

#[test]
fn the_same_rows_in_other_chunks_give_the_same_bytes() {
    let directory = tempfile::tempdir().unwrap();
    let rows = spells(1_000);
    let schema = || Schema { rows_per_group: 128, ..Schema::of::<Spell>() };
    let whole = write_rows(directory.path(), schema(), &[&rows]);
    for size in [1, 7, 128, 129, 999] {
        let chunks: Vec<&[Spell]> = rows.chunks(size).collect();
        assert!(whole == write_rows(directory.path(), schema(), &chunks), "chunks of {size} rows");
    }
    let reader = TableReader::open(&directory.path().join("spells.parquet")).unwrap();
    assert_eq!((reader.groups(), reader.rows()), (8, 1_000));
}

#[test]
fn row_groups_are_cut_at_their_full_length_whatever_the_chunks() {
    let directory = tempfile::tempdir().unwrap();
    let rows = spells(200_000);
    let whole = write_rows(directory.path(), Schema::of::<Spell>(), &[&rows]);
    let chunks: Vec<&[Spell]> = rows.chunks(70_001).collect();
    assert!(whole == write_rows(directory.path(), Schema::of::<Spell>(), &chunks));
    // Six groups of 32,768 rows and a short one.
    assert_eq!(TableReader::open(&directory.path().join("spells.parquet")).unwrap().groups(), 7);
}

#[test]
fn unit_and_meaning_of_every_column_are_in_the_metadata() {
    let directory = tempfile::tempdir().unwrap();
    let manifest = finished(directory.path(), false).unwrap();
    for table in TABLES {
        let name = format!("{table}.parquet");
        let reader = TableReader::open(&directory.path().join(&name)).unwrap();
        let columns: serde_json::Value = serde_json::from_str(reader.metadata("huzhu.columns").unwrap()).unwrap();
        for (column, _) in reader.columns() {
            for part in ["unit", "en", "zh"] {
                assert!(!columns[column][part].as_str().unwrap().is_empty(), "{part} of {column} in {table}");
            }
        }
        assert_eq!(reader.metadata("huzhu.seed"), Some("7"));
        assert_eq!(reader.metadata("huzhu.schema_version"), Some("1"));
        assert_eq!(reader.metadata("huzhu.scenario_hash"), Some(manifest.scenario_hash.as_str()));
        assert_eq!(reader.created_by(), Some(CREATED_BY));
        let listed = &manifest.file(&name).unwrap().columns;
        let listed: Vec<_> = listed.iter().map(|it| (it.name.clone(), it.r#type)).collect();
        assert_eq!(listed, reader.columns());
    }
    assert_eq!(manifest.file("weekly.parquet").unwrap().columns.len(), 4 + COUNT);
}

#[test]
fn a_run_without_rows_leaves_tables_with_columns_and_no_rows() {
    let directory = tempfile::tempdir().unwrap();
    let run = RunDirectory::create(Some(directory.path()), false, description()).unwrap();
    let manifest = run.finish(&timing()).unwrap();
    for table in TABLES {
        let path = directory.path().join(format!("{table}.parquet"));
        assert_eq!(TableReader::open(&path).unwrap().rows(), 0);
    }
    assert_eq!(digest_of(directory.path()).to_hex().as_str(), manifest.digest);
}

#[test]
fn a_run_ended_before_its_finish_leaves_no_table_under_its_name() {
    let directory = tempfile::tempdir().unwrap();
    let mut run = RunDirectory::create(Some(directory.path()), false, description()).unwrap();
    run.write(RunPart::Spells(spells(200_000))).unwrap();
    // What a killed process leaves is what stands there while it lives.
    let left = names(directory.path()).unwrap();
    assert!(left.iter().all(|it| it.starts_with('.') || [SCENARIO, CHECKPOINT].contains(&it.as_str())), "{left:?}");
    drop(run);
    assert_eq!(names(directory.path()).unwrap(), [".lock", CHECKPOINT, SCENARIO]);
    assert!(open(directory.path()).is_err());
}

#[test]
fn what_a_killed_run_left_gives_way_to_force_only() {
    let directory = tempfile::tempdir().unwrap();
    drop(RunDirectory::create(Some(directory.path()), false, description()).unwrap());
    std::fs::write(directory.path().join(".weekly.parquet.XyZ.partial"), "half").unwrap();
    let table = directory.path().join("weekly.parquet");
    // What somebody else put there under the name of a table is not written over.
    std::fs::write(&table, "precious").unwrap();
    assert_eq!(finished(directory.path(), true).unwrap_err().exit_code(), 73);
    assert_eq!(std::fs::read_to_string(&table).unwrap(), "precious");
    // A table of huzhu after which no manifest came is.
    let other = tempfile::tempdir().unwrap();
    finished(other.path(), false).unwrap();
    std::fs::copy(other.path().join("weekly.parquet"), &table).unwrap();
    assert_eq!(finished(directory.path(), false).unwrap_err().exit_code(), 73);
    finished(directory.path(), true).unwrap();
    let found = verify(directory.path()).unwrap();
    assert!(found.holds() && found.foreign.is_empty(), "{found:?}");
}

#[test]
fn an_interrupted_run_can_be_read_and_says_how_far_it_came() {
    let directory = tempfile::tempdir().unwrap();
    let mut run = RunDirectory::create(Some(directory.path()), false, description()).unwrap();
    run.write_weekly(&weekly_rows(4)).unwrap();
    run.finish_interrupted(0, 4, &timing()).unwrap();
    let run = open(directory.path()).unwrap();
    let manifest = &run.manifest;
    assert_eq!((manifest.complete, manifest.replicates_completed, manifest.weeks_completed), (false, 0, 4));
    assert_eq!(values_of(&run.table("weekly")), weekly_columns(&weekly_rows(4)));
    assert!(run.verify().unwrap().holds());
}

#[test]
fn a_directory_that_holds_something_is_refused_and_left_as_it_was() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("letter.txt"), "dear").unwrap();
    let refused = finished(directory.path(), false).unwrap_err();
    assert_eq!(refused.exit_code(), 73);
    assert!(refused.to_string().contains("letter.txt"), "{refused}");
    assert_eq!(names(directory.path()).unwrap(), ["letter.txt"]);
}

#[test]
fn force_removes_what_the_manifest_lists_and_spares_a_foreign_file() {
    let directory = tempfile::tempdir().unwrap();
    finished(directory.path(), false).unwrap();
    std::fs::write(directory.path().join("letter.txt"), "dear").unwrap();
    assert_eq!(finished(directory.path(), false).unwrap_err().exit_code(), 73);
    let run = RunDirectory::create(Some(directory.path()), true, description()).unwrap();
    assert!(!directory.path().join(MANIFEST).exists() && !directory.path().join("weekly.parquet").exists());
    assert_eq!(std::fs::read_to_string(directory.path().join("letter.txt")).unwrap(), "dear");
    run.finish(&timing()).unwrap();
    assert_eq!(verify(directory.path()).unwrap().foreign, ["letter.txt"]);
}

#[test]
fn force_spares_a_foreign_file_that_bears_the_name_of_a_table() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("weekly.parquet"), "somebody else's").unwrap();
    for _ in 0..2 {
        assert_eq!(finished(directory.path(), true).unwrap_err().exit_code(), 73);
        assert_eq!(names(directory.path()).unwrap(), ["weekly.parquet"]);
    }
}

#[test]
fn a_manifest_cannot_make_force_remove_files_elsewhere() {
    let outside = tempfile::tempdir().unwrap();
    let directory = outside.path().join("run");
    std::fs::write(outside.path().join("precious"), "x").unwrap();
    let mut manifest = finished(&directory, false).unwrap();
    for name in ["../precious", "..", "", "a/b"] {
        manifest.files[0].name = name.to_string();
        std::fs::write(directory.join(MANIFEST), manifest.text()).unwrap();
        assert!(RunDirectory::create(Some(&directory), true, description()).is_err(), "{name}");
    }
    assert!(outside.path().join("precious").exists());
}

#[test]
fn a_second_run_into_one_directory_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let _first = RunDirectory::create(Some(directory.path()), false, description()).unwrap();
    let refused = RunDirectory::create(Some(directory.path()), true, description()).err().unwrap();
    assert_eq!(refused.exit_code(), 75);
}

#[test]
fn a_single_flipped_bit_in_any_file_is_found() {
    let directory = tempfile::tempdir().unwrap();
    finished(directory.path(), false).unwrap();
    assert!(verify(directory.path()).unwrap().holds());
    for name in names(directory.path()).unwrap().into_iter().filter(|it| it != RUN && it != ".lock") {
        let path = directory.path().join(&name);
        let whole = std::fs::read(&path).unwrap();
        for step in 0..20 {
            let mut flipped = whole.clone();
            let position = step * (whole.len() - 1) / 19;
            flipped[position] ^= 1 << (step % 8);
            std::fs::write(&path, &flipped).unwrap();
            // A manifest can be so damaged that it is none any more.
            let found = verify(directory.path());
            assert!(found.is_err() || !found.as_ref().unwrap().holds(), "byte {position} of {name}");
            if name != MANIFEST {
                assert_eq!(found.unwrap().damaged[0].0, name);
            }
        }
        std::fs::write(&path, &whole).unwrap();
    }
    assert!(verify(directory.path()).unwrap().holds());
}

#[test]
fn a_missing_file_and_a_foreign_file_are_named() {
    let directory = tempfile::tempdir().unwrap();
    finished(directory.path(), false).unwrap();
    std::fs::remove_file(directory.path().join("elders.parquet")).unwrap();
    std::fs::write(directory.path().join("notes.txt"), "").unwrap();
    let found = verify(directory.path()).unwrap();
    assert!(!found.holds());
    assert_eq!((found.missing, found.foreign), (vec!["elders.parquet".to_string()], vec!["notes.txt".to_string()]));
}

#[test]
fn the_digest_is_of_the_content_alone() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let manifest = finished(one.path(), false).unwrap();
    assert_eq!(digest_of(one.path()).to_hex().as_str(), manifest.digest);

    // Another scenario text, other times and other chunks change nothing.
    let other = Description { text: "# remark\nseed = 7\n".to_string(), ..description() };
    let mut run = RunDirectory::create(Some(two.path()), false, other).unwrap();
    weekly_rows(8).chunks(5).for_each(|it| run.write_weekly(it).unwrap());
    spells(200).chunks(3).for_each(|it| run.write(RunPart::Spells(it.to_vec())).unwrap());
    run.write(RunPart::Communities(vec![community()])).unwrap();
    run.write(RunPart::Distributions(vec![bin()])).unwrap();
    run.write(RunPart::Elders(vec![elder()])).unwrap();
    let same = run.finish(&Timing::new(3.0, 1, 1, None)).unwrap();
    assert_eq!(same.digest, manifest.digest);
    assert_ne!(same.scenario_hash, manifest.scenario_hash);

    // One bit of one value changes it.
    let mut run = RunDirectory::create(Some(two.path()), true, description()).unwrap();
    run.write(RunPart::Weekly(weekly_rows(8))).unwrap();
    run.write(RunPart::Spells(spells(200))).unwrap();
    run.write(RunPart::Elders(vec![ElderWeek { received_hours: 0.0, ..elder() }])).unwrap();
    run.write(RunPart::Communities(vec![community()])).unwrap();
    run.write(RunPart::Distributions(vec![bin()])).unwrap();
    assert_ne!(run.finish(&timing()).unwrap().digest, manifest.digest);
}

#[test]
fn two_runs_of_one_scenario_leave_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    finished(one.path(), false).unwrap();
    finished(two.path(), false).unwrap();
    for name in names(one.path()).unwrap().into_iter().filter(|it| it != ".lock") {
        assert!(
            std::fs::read(one.path().join(&name)).unwrap() == std::fs::read(two.path().join(&name)).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn a_file_that_is_no_table_of_ours_is_an_error_in_words() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("weekly.parquet");
    std::fs::write(&path, "no parquet").unwrap();
    assert_eq!(read_table(&path).unwrap_err().exit_code(), 65);
    write_rows(directory.path(), Schema::of::<Spell>(), &[&spells(3)]);
    let wrong = weekly::read(&directory.path().join("spells.parquet"), "setting", |_| {}).unwrap_err();
    assert!(wrong.to_string().contains("no column `week`"), "{wrong}");
}
