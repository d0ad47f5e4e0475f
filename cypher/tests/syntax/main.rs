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

/// Whether an error says where it is, if Neo4j says so.
fn has_place(failure: &quiver_types::Failure) -> bool {
    use quiver_types::Status;
    let nowhere = matches!(
        failure.status,
        Status::SeveralStatements | Status::OptionTwice
    );
    nowhere || failure.position.is_some()
}
