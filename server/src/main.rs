//! The `quiver` program.

fn main() {}
