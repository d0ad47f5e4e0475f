//! Which seeds a test of many runs: see [`seeds`].
#![allow(missing_docs)]

/// The seed of `QUIVER_SEED`, or as many as `QUIVER_SEEDS` says, or all of a range.
#[allow(clippy::disallowed_methods, reason = "a test asks its environment")]
pub fn seeds(count: u64) -> Vec<u64> {
    let number = |name| {
        let given = std::env::var(name).ok()?;
        Some(given.parse().expect("a seed, or their count, is a number"))
    };
    match number("QUIVER_SEED") {
        Some(seed) => vec![seed],
        None => (0..number("QUIVER_SEEDS").unwrap_or(count)).collect(),
    }
}
