//! How the program behaves towards its surroundings: other runs, terminals, pipes, settings.

use std::process::Stdio;

use crate::support::{assert_same_results, folder, huzhu, printed, refused, run, small};

#[test]
fn time_zone_locale_folder_and_host_leave_no_trace_in_the_results() {
    let (one, two) = (folder(), folder());
    printed(one.path(), &small("run", &["--weeks", "12"]));
    let deeper = two.path().join("some where/else");
    std::fs::create_dir_all(&deeper).unwrap();
    let mut command = huzhu(&deeper, &small("run", &["--weeks", "12"]));
    command.envs([("TZ", "Asia/Shanghai"), ("LC_ALL", "zh_CN.UTF-8"), ("HOSTNAME", "elsewhere"), ("HOME", "/")]);
    assert!(command.output().unwrap().status.success());
    assert_same_results(&one.path().join("run"), &deeper.join("run"));
}

#[test]
fn a_directory_that_holds_something_is_refused_and_force_spares_foreign_files() {
    let folder = folder();
    let folder = folder.path();
    printed(folder, &small("run", &["--weeks", "4"]));
    std::fs::write(folder.join("run").join("letter.txt"), "dear").unwrap();
    let (code, told) = refused(folder, &small("run", &["--weeks", "4"]));
    assert!(code == 73 && told.contains("--force"), "{told}");
    printed(folder, &small("run", &["--weeks", "4", "--force"]));
    assert_eq!(std::fs::read_to_string(folder.join("run").join("letter.txt")).unwrap(), "dear");
}

#[test]
fn a_second_run_into_one_directory_is_refused_at_once_and_told_who_is_there() {
    let folder = folder();
    let folder = folder.path();
    let mut first = huzhu(folder, &small("run", &["--weeks", "2080"])).stderr(Stdio::null()).spawn().unwrap();
    while !folder.join("run").join("checkpoint").join("begun.json").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let number = first.id().to_string();
    for arguments in [small("run", &["--force"]), vec!["run", "--resume", "run"]] {
        let (code, told) = refused(folder, &arguments);
        assert!(code == 75 && told.contains(&number), "{code}: {told}");
    }
    first.kill().unwrap();
    first.wait().unwrap();
    // The lock went with the process that held it.
    printed(folder, &small("run", &["--weeks", "4", "--force"]));
}

#[test]
fn off_a_terminal_no_control_byte_is_written_whatever_the_settings() {
    let folder = folder();
    for (number, variables) in
        [vec![], vec![("TERM", "dumb")], vec![("NO_COLOR", "1")], vec![("CI", "true"), ("TERM", "xterm-256color")]]
            .into_iter()
            .enumerate()
    {
        let out = format!("run-{number}");
        let mut command = huzhu(folder.path(), &small(&out, &["--weeks", "4", "--progress", "always"]));
        let output = command.envs(variables).output().unwrap();
        assert!(output.status.success());
        let control = |it: &u8| *it < 32 && *it != b'\n';
        assert!(!output.stdout.iter().chain(&output.stderr).any(control), "{output:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn a_reader_that_leaves_is_no_error_and_the_run_is_whole() {
    let folder = folder();
    let arguments = small("run", &["--weeks", "4"]);
    let mut child = huzhu(folder.path(), &arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{output:?}");
    assert_eq!(run(folder.path(), &["verify", "run"]).status.code(), Some(0));
}

#[test]
fn wrong_use_and_a_faulty_scenario_have_their_codes() {
    let folder = folder();
    let folder = folder.path();
    assert_eq!(refused(folder, &small("run", &["--checkpoint-every", "50"])).0, 2);
    assert_eq!(refused(folder, &small("run", &["--weeks", "50"])).0, 65);
    assert_eq!(refused(folder, &["verify"]).0, 2);
}
