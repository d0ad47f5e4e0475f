//! The `quiver` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    quiver_server::cli::run(std::env::args_os())
}
