//! A disk that is full, or says no. The loop over every single operation stands beside the run itself, in
//! `src/experiment/fault_tests.rs`.

use std::path::Path;
use std::process::Command;

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

    fn grow(&self, size: &str) {
        let grown = Command::new("mount").args(["-o", &format!("remount,{size}")]).arg(self.0).status();
        assert!(grown.unwrap().success());
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_ends_the_run_with_74_and_a_resume_with_more_space_ends_with_the_same_bytes() {
    let folder = folder();
    let folder = folder.path();
    let weeks = ["--weeks", "208", "--set", "output.districts=true"];
    printed(folder, &small("clean", &weeks));
    let place = folder.join("small disk");
    std::fs::create_dir(&place).unwrap();
    let Some(disk) = Disk::of(&place, "size=2m") else { return };
    let (code, told) = refused(&place, &small("run", &[&weeks[..], &["--checkpoint-every", "12"]].concat()));
    assert!(code == 74 && told.contains("No space left"), "{code}: {told}");
    disk.grow("size=64m");
    assert_eq!(refused(&place, &["verify", "run"]).0, 1);
    printed(&place, &["run", "--resume", "run"]);
    assert_same_results(&folder.join("clean"), &place.join("run"));
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
