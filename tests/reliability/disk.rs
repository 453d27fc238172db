//! A disk that is full, or says no. The loop over every single operation stands beside the run itself, in
//! `src/study/fault_tests.rs`.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{assert_same_results, folder, huzhu, printed, refused, small};

#[test]
fn a_full_standard_output_is_told_with_its_code_and_the_run_is_whole() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let folder = folder();
    let status = huzhu(folder.path(), &small("run", &["--weeks", "4"])).stdout(full).output().unwrap();
    assert_eq!(status.status.code(), Some(74));
    assert!(String::from_utf8(status.stderr).unwrap().contains("standard output"));
    assert!(printed(folder.path(), &["verify", "run"]).contains("all files"));
}

/// A small disk, unmounted when dropped; none where mounting is not allowed.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn of(path: &'a Path, size: &str) -> Option<Self> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", size, "tmpfs"]).arg(path).output();
        mounted.is_ok_and(|it| it.status.success()).then_some(Disk(path))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

/// Fills a disk to its last byte until dropped.
struct Filler(std::path::PathBuf);

impl Filler {
    fn of(folder: &Path) -> Self {
        let path = folder.join("filler");
        let mut file = std::fs::File::create(&path).unwrap();
        for size in [1 << 16, 1 << 10, 1] {
            while file.write_all(&vec![1; size]).is_ok() {}
        }
        Filler(path)
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

#[test]
fn a_disk_that_fills_ends_the_run_with_74_names_the_bytes_needed_and_a_resume_ends_with_the_same_bytes() {
    let folder = folder();
    let folder = folder.path();
    let weeks = ["--weeks", "520", "--set", "output.districts=true"];
    printed(folder, &small("clean", &weeks));
    let place = folder.join("small disk");
    std::fs::create_dir(&place).unwrap();
    let Some(disk) = Disk::of(&place, "size=32m") else {
        println!("skipped: nothing may be mounted here");
        return;
    };
    let arguments = small("run", &[&weeks[..], &["--checkpoint-every", "12"]].concat());
    let run = huzhu(&place, &arguments).stderr(Stdio::piped()).spawn().unwrap();
    while !place.join("run/checkpoint/current").exists() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let filler = Filler::of(&place);
    let output = run.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(74) && told.contains("No space left"), "{told}");
    assert!(told.contains("MB on this disk") && told.contains("huzhu run --resume run"), "{told}");
    assert_eq!(refused(&place, &["verify", "run"]).0, 1);
    drop(filler);
    printed(&place, &["run", "--resume", "run"]);
    assert_same_results(&folder.join("clean"), &place.join("run"));
    drop(disk);
}

#[test]
fn files_that_no_disk_holds_are_refused_with_the_bytes_needed_and_what_would_fit() {
    let folder = folder();
    let folder = folder.path();
    let Some(_disk) = Disk::of(folder, "size=2m") else {
        println!("skipped: nothing may be mounted here");
        return;
    };
    let weeks = ["--weeks", "520"];
    let (code, told) = refused(folder, &small("run", &weeks));
    assert_eq!(code, 65, "{told}");
    assert!(told.contains("the largest is elders.parquet") && told.contains("output.sample_elders"), "{told}");
    assert!(told.contains("本次运行的文件约需") && !folder.join("run").exists(), "{told}");
    // What is advised does fit.
    printed(folder, &small("run", &[&weeks[..], &["--set", "output.sample_elders=10"]].concat()));
}

#[test]
fn a_directory_that_may_not_be_written_is_told_with_its_code() {
    let folder = folder();
    // The superuser may write anywhere; nobody may not.
    let mut command = huzhu(folder.path(), &small("closed/run", &["--weeks", "4"]));
    std::fs::create_dir(folder.path().join("closed")).unwrap();
    set_mode(&folder.path().join("closed"), 0o555);
    set_mode(folder.path(), 0o755);
    if is_superuser() {
        std::os::unix::process::CommandExt::uid(&mut command, 65_534);
    }
    let Ok(output) = command.output() else { return };
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(matches!(output.status.code(), Some(73 | 77)), "{told}");
    assert!(told.contains("closed") && told.contains("ermission"), "{told}");
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn is_superuser() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout == b"0\n")
}
