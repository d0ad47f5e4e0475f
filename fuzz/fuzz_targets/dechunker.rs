//! `cargo fuzz run dechunker`; what must hold is in `protocol/tests/common/entries.rs`.
#![no_main]

#[allow(dead_code, reason = "each target uses one entry")]
#[path = "../../protocol/tests/common/entries.rs"]
mod entries;

libfuzzer_sys::fuzz_target!(|data: &[u8]| entries::dechunker(data));
