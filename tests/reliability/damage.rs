//! What has been changed since it was written is found.

use crate::support::{Draws, folder, printed, refused, run, small};

#[test]
fn two_hundred_flipped_bits_in_three_files_are_all_found_and_the_file_is_named() {
    let folder = folder();
    let folder = folder.path();
    printed(folder, &small("run", &["--weeks", "8"]));
    let mut draws = Draws(7);
    let directory = folder.join("run");
    for name in ["weekly.parquet", "scenario.resolved.toml", "manifest.json"] {
        let path = directory.join(name);
        let whole = std::fs::read(&path).unwrap();
        for _ in 0..200 {
            let bit = draws.below(whole.len() as u64 * 8);
            let mut flipped = whole.clone();
            flipped[bit as usize / 8] ^= 1 << (bit % 8);
            std::fs::write(&path, &flipped).unwrap();
            // A manifest can be so damaged that it is none any more.
            let found = huzhu::output::verify(&directory);
            assert!(found.is_err() || !found.unwrap().holds(), "bit {bit} of {name}");
        }
        let output = run(folder, &["verify", "run"]);
        assert!(matches!(output.status.code(), Some(1 | 65)), "{output:?}");
        if name != "manifest.json" {
            assert!(String::from_utf8(output.stdout).unwrap().contains(&format!("DAMAGED  {name}")));
        }
        // Nothing is summed up from what is not sound.
        assert_eq!(refused(folder, &["run", "--resume", "run"]).0, 65);
        assert!(huzhu::output::run_directory::open_sound(&directory).is_err());
        std::fs::write(&path, &whole).unwrap();
    }
    assert!(printed(folder, &["verify", "run"]).contains("all files are as they were written"));
}

#[test]
fn a_missing_file_is_named_and_a_report_beside_the_run_is_no_fault() {
    let folder = folder();
    let folder = folder.path();
    printed(folder, &small("run", &["--weeks", "8"]));
    std::fs::write(folder.join("run").join("report.html"), "").unwrap();
    assert!(printed(folder, &["verify", "run"]).contains("foreign  report.html"));
    std::fs::remove_file(folder.join("run").join("spells.parquet")).unwrap();
    let output = run(folder, &["verify", "run", "--lang", "zh"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("缺失  spells.parquet"));
    assert_eq!(refused(folder, &["verify", "nowhere"]).0, 74);
}
