//! The entries of `fuzz/`, with a bounded number of seeded inputs, so that CI runs them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

#[path = "common/entries.rs"]
mod entries;

use quiver_types::rng::Rng;

const INPUTS: u64 = 60_000;

/// Bytes that mean something more often than chance would have it.
fn input(rng: &mut Rng) -> Vec<u8> {
    const TELLING: [u8; 30] = [
        0x00, 0x01, 0x7F, 0x80, 0x8F, 0x90, 0x91, 0xA0, 0xA1, 0xB1, 0xB2, 0xB3, 0xC0, 0xC1, 0xC8,
        0xCB, 0xCC, 0xCE, 0xD0, 0xD2, 0xD4, 0xD6, 0xD8, 0xDA, 0xE0, 0xFF, 0x44, 0x49, 0x58, 0x56,
    ];
    let length = rng.below(80) as usize;
    (0..length)
        .map(|_| match rng.below(3) {
            0 => rng.next_u64() as u8,
            1 => rng.below(24) as u8,
            _ => TELLING[rng.below(TELLING.len() as u64) as usize],
        })
        .collect()
}

#[test]
fn entries_hold_for_seeded_inputs() {
    for (name, entry) in entries::ENTRIES {
        let mut rng = Rng::from_seed(4);
        for round in 0..INPUTS {
            let data = input(&mut rng);
            let held = std::panic::catch_unwind(|| entry(&data));
            assert!(held.is_ok(), "{name}, input {round}: {data:02x?}");
        }
    }
}
