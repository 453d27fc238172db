#![no_main]

#[allow(dead_code)]
#[path = "../../tests/reliability/hostile.rs"]
mod hostile;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| hostile::table(bytes));
