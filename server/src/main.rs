//! The `quiver` program: everything is in the library.

use std::process::ExitCode;

/// Queries make and drop many small things on many threads, which is where the system's allocator
/// is slow (docs/dependencies.md has figures).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    quiver_server::cli::run(std::env::args_os())
}
