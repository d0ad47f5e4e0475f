//! The entries of `fuzz/` for Cypher, with a bounded number of seeded inputs, so that CI runs them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests fail by panicking, and this one is told how long to go on"
)]

#[path = "common/entries.rs"]
mod entries;

use quiver_types::rng::Rng;

/// Inputs of each entry, where `QUIVER_INPUTS` does not say another number.
const INPUTS: u64 = 6_000;

/// Queries of the corpus, cut, crossed and sprinkled with pieces of others, as a fuzzer would.
fn input(rng: &mut Rng, corpus: &[&str]) -> Vec<u8> {
    const PIECES: [&str; 24] = [
        " ",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "`",
        "/*",
        "//",
        "..",
        "*",
        "-",
        "--",
        "=>",
        "$p",
        " NULL ",
        "9223372036854775808",
        "1e309",
        "\u{0}",
        "é",
        "\\u12",
    ];
    let pick = |rng: &mut Rng, count: usize| rng.below(count as u64) as usize;
    let mut text = corpus[pick(rng, corpus.len())].as_bytes().to_vec();
    for _ in 0..rng.below(4) {
        let at = pick(rng, text.len() + 1);
        match rng.below(4) {
            0 => {
                let end = (at + pick(rng, 12)).min(text.len());
                text.drain(at..end);
            }
            1 => {
                let piece = PIECES[pick(rng, PIECES.len())].bytes();
                text.splice(at..at, piece);
            }
            2 => {
                let other = corpus[pick(rng, corpus.len())].as_bytes();
                let from = pick(rng, other.len() + 1);
                let to = (from + pick(rng, 40)).min(other.len());
                text.splice(at..at, other[from..to].iter().copied());
            }
            _ => {
                if let Some(byte) = text.get_mut(at) {
                    *byte = rng.next_u64() as u8;
                }
            }
        }
    }
    text
}

#[test]
fn entries_hold_for_seeded_inputs() {
    let corpus: Vec<&str> = [
        include_str!("syntax/corpus.cypher"),
        include_str!("syntax/examples.cypher"),
    ]
    .iter()
    .flat_map(|file| file.lines())
    .filter(|line| !line.is_empty() && !line.starts_with("//"))
    .collect();
    let number = |name: &str, usual: u64| {
        let given = std::env::var(name).ok();
        given.map_or(usual, |text| text.parse().expect("a number"))
    };
    let (seed, inputs) = (number("QUIVER_SEED", 6), number("QUIVER_INPUTS", INPUTS));
    for (name, entry) in entries::ENTRIES {
        let mut rng = Rng::from_seed(seed);
        for round in 0..inputs {
            let data = input(&mut rng, &corpus);
            let held = std::panic::catch_unwind(|| entry(&data));
            assert!(
                held.is_ok(),
                "{name}, input {round}: {}",
                String::from_utf8_lossy(&data)
            );
        }
    }
}
