//! `cargo fuzz run binder`; what must hold is in `cypher/tests/common/entries.rs`.
#![no_main]

#[allow(dead_code, reason = "each target uses one entry")]
#[path = "../../cypher/tests/common/entries.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entries::binder(data));
