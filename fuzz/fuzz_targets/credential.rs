//! Foreign bytes as a credential and as a published list of keys.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| credential::fuzz_entry(data));
