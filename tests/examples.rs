//! The examples of the library are programs that run.

#[path = "../examples/one_run.rs"]
mod one_run;
#[path = "../examples/own_table.rs"]
mod own_table;
#[path = "../examples/policy_without_file.rs"]
mod policy_without_file;
#[path = "../examples/study_from_code.rs"]
mod study_from_code;

#[test]
fn every_example_runs_to_its_end() {
    one_run::main().unwrap();
    policy_without_file::main().unwrap();
    own_table::main().unwrap();
    study_from_code::main().unwrap();
}
