//! Foreign bytes as a spreadsheet: xlsx, xls and CSV are told apart by their content.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sheets::fuzz_entry(data));
