//! The syntax layer from outside: what parses, what it parses to, what it says otherwise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests stop where they go wrong, and say what they skip"
)]

mod conformance;
mod limits;
mod random;
mod round_trip;
mod snapshots;
mod tck;
