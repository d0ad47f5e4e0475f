//! The `quiver` program once more, built together with the tests that start it.
//!
//! Cargo gives the tests of a package only that package's programs; this one is the server's
//! `main.rs` word for word, so what is tested is always what was just built.

use std::process::ExitCode;

fn main() -> ExitCode {
    quiver_server::cli::run(std::env::args_os())
}
