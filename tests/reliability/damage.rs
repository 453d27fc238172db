//! What has been changed since it was written is found.

use crate::support::{Draws, folder, printed, refused, run, small};

#[test]
fn every_flipped_bit_of_every_file_is_found_and_the_file_is_named() {
    // All bits of a run are some millions; `HUZHU_FLIP_LOOPS` says how many of each file are flipped.
    let loops = std::env::var("HUZHU_FLIP_LOOPS").ok().and_then(|it| it.parse().ok()).unwrap_or(100);
    let folder = folder();
    let folder = folder.path();
    printed(folder, &small("run", &["--weeks", "8"]));
    let mut draws = Draws(7);
    let directory = folder.join("run");
    let names = std::fs::read_dir(&directory).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|it| it != ".lock").collect();
    assert_eq!(names.len(), 8, "five tables, the scenario, the manifest and the times: {names:?}");
    for name in names.iter().map(String::as_str) {
        let path = directory.join(name);
        let whole = std::fs::read(&path).unwrap();
        for _ in 0..loops {
            let bit = draws.below(whole.len() as u64 * 8);
            let mut flipped = whole.clone();
            flipped[bit as usize / 8] ^= 1 << (bit % 8);
            std::fs::write(&path, &flipped).unwrap();
            // A manifest can be so damaged that it is none any more.
            let found = huzhu::internals::output::verify(&directory);
            assert!(found.is_err() || !found.unwrap().holds(), "bit {bit} of {name}");
        }
        let output = run(folder, &["verify", "run"]);
        assert!(matches!(output.status.code(), Some(1 | 65)), "{output:?}");
        if name != "manifest.json" {
            assert!(String::from_utf8(output.stdout).unwrap().contains(&format!("DAMAGED  {name}")));
        }
        // Nothing is summed up from what is not sound.
        assert_eq!(refused(folder, &["run", "--resume", "run"]).0, 65);
        assert!(huzhu::internals::output::open_sound(&directory).is_err());
        std::fs::write(&path, &whole).unwrap();
    }
    assert!(printed(folder, &["verify", "run"]).contains("all files are unchanged since they were written"));
}

#[test]
fn a_missing_file_is_named_and_a_note_beside_the_run_is_no_fault() {
    let folder = folder();
    let folder = folder.path();
    printed(folder, &small("run", &["--weeks", "8"]));
    std::fs::write(folder.join("run").join("notes.txt"), "").unwrap();
    assert!(printed(folder, &["verify", "run"]).contains("foreign  notes.txt"));
    std::fs::remove_file(folder.join("run").join("spells.parquet")).unwrap();
    let output = run(folder, &["verify", "run", "--lang", "zh"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("缺失  spells.parquet"));
    assert_eq!(refused(folder, &["verify", "nowhere"]).0, 74);
}
