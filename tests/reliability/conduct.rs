//! How the program behaves towards its surroundings: other runs, terminals, pipes, settings.

use std::path::Path;
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
    let mut first = huzhu(folder, &small("run", &["--weeks", "2080", "--set", "parameters.life.growth=0"]))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
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

/// What the program writes on a terminal of its own, and how it ends.
#[cfg(unix)]
fn on_a_terminal(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let side = std::fs::OpenOptions::new().read(true).write(true).open(name).unwrap();
    let mut command = huzhu(folder, arguments);
    command.stdout(Stdio::null()).stderr(side).env("TERM", "xterm").envs(variables.iter().copied());
    let mut child = command.spawn().unwrap();
    // Else the side of the program stays open here and reading never ends.
    drop(command);
    let reader = std::thread::spawn(move || {
        let (mut file, mut shown) = (std::fs::File::from(terminal), Vec::new());
        // Reading ends with an error when the last program has left the terminal.
        _ = std::io::Read::read_to_end(&mut file, &mut shown);
        String::from_utf8_lossy(&shown).into_owned()
    });
    let code = child.wait().unwrap().code();
    (code, reader.join().unwrap())
}

#[cfg(unix)]
#[test]
fn on_a_terminal_a_bar_moves_and_is_gone_at_the_end() {
    let folder = folder();
    let (code, shown) = on_a_terminal(folder.path(), &small("run", &["--weeks", "520"]), &[]);
    assert_eq!(code, Some(0), "{shown}");
    assert!(shown.contains('█') && shown.contains("take part") && shown.contains("left"), "{shown:?}");
    // The line is cleared last: what stays on the screen is what stands on standard output.
    assert!(shown.rfind("\u{1b}[2K") > shown.rfind('%'), "{shown:?}");
    for quiet in [vec!["--progress", "never"], vec!["--digest", "--progress", "never"]] {
        let (code, shown) = on_a_terminal(folder.path(), &small("run", &[&["--force"], &quiet[..]].concat()), &[]);
        assert_eq!((code, shown.as_str()), (Some(0), ""));
    }
}

#[cfg(unix)]
#[test]
fn on_a_terminal_faults_are_coloured_unless_no_color_is_set_or_the_terminal_is_dumb() {
    let folder = folder();
    std::fs::write(folder.path().join("s.toml"), "weks = 52\n").unwrap();
    let coloured = |more: &[&str], variables: &[(&str, &str)]| {
        let (code, shown) = on_a_terminal(folder.path(), &[&["check", "./s.toml"], more].concat(), variables);
        assert!(code == Some(65) && shown.contains("did you mean"), "{shown}");
        shown.contains('\u{1b}')
    };
    assert!(coloured(&[], &[]));
    assert!(coloured(&[], &[("NO_COLOR", "")]), "an empty variable asks for nothing");
    assert!(!coloured(&[], &[("NO_COLOR", "1")]) && !coloured(&[], &[("TERM", "dumb")]));
    assert!(!coloured(&["--color", "never"], &[]) && coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
}

#[test]
fn head_may_read_one_line_of_anything_and_all_is_well() {
    let folder = folder();
    for arguments in [&["params"][..], &["schema"], &["scenarios"], &["check", "pilot", "--resolved"]] {
        let mut child = huzhu(folder.path(), arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut reader = std::io::BufReader::new(child.stdout.take().unwrap());
        std::io::BufRead::read_line(&mut reader, &mut String::new()).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{arguments:?} {output:?}");
    }
}

/// 70, 77, 130 and 143 are met in `bug`, `disk` and `signals`.
#[test]
fn every_exit_code_means_what_the_manual_says() {
    let folder = folder();
    let folder = folder.path();
    printed(folder, &["man", "pages"]);
    let manual = std::fs::read_to_string(folder.join("pages/huzhu.1")).unwrap();
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for code in ["0", "1", "2", "65", "70", "73", "74", "75", "77", "130", "143"] {
        assert!(manual.contains(code) && readme.contains(code), "{code}");
    }
    let code = |arguments: &[&str]| refused(folder, arguments).0;
    assert_eq!(code(&small("run", &["--weeks", "4"])), 0);
    std::fs::write(folder.join("run/spells.parquet"), "").unwrap();
    assert_eq!(code(&["verify", "run"]), 1);
    assert_eq!(code(&["fly"]), 2);
    assert_eq!(code(&["check", "nowhere"]), 2);
    std::fs::write(folder.join("s.toml"), "weks = 52\n").unwrap();
    assert_eq!(code(&["check", "./s.toml"]), 65);
    assert_eq!(code(&["run", "--resume", "run"]), 65);
    assert_eq!(code(&small("run", &["--weeks", "4"])), 73);
    std::fs::write(folder.join("file"), "").unwrap();
    assert_eq!(code(&small("file/run", &["--weeks", "4"])), 73);
    assert_eq!(code(&["check", "./nowhere.toml"]), 74);
    let mut holder = huzhu(folder, &small("held", &["--weeks", "2080", "--set", "parameters.life.growth=0"]))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !folder.join("held/checkpoint/begun.json").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(code(&["run", "--resume", "held"]), 75);
    holder.kill().unwrap();
    holder.wait().unwrap();
}

#[test]
fn what_a_resume_says_is_said_in_both_languages() {
    let folder = folder();
    let folder = folder.path();
    std::fs::create_dir(folder.join("letters")).unwrap();
    let (_, told) = refused(folder, &["run", "--resume", "letters"]);
    assert!(told.contains("no run here to resume") && told.contains("此处没有可继续的运行"), "{told}");
    for command in ["compare", "discover"] {
        let (_, told) = refused(folder, &[command, "--resume", "letters"]);
        assert!(told.contains("no study here to resume") && told.contains("此处没有可继续的研究"), "{told}");
    }
    printed(folder, &small("run", &["--weeks", "4"]));
    let (_, told) = refused(folder, &small("run", &[]));
    assert!(told.contains("--resume") || told.contains("--force") && told.contains("覆盖"), "{told}");
}
