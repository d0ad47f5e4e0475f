//! Saying loudly that something was not tested, and why.
//!
//! The words go to the real standard error, past the capturing of the test harness, on a line of
//! their own that starts with `SKIPPED: `, so that a person sees it and `.ci/run` counts it.

use std::io::Write;

/// Whether `QUIVER_REQUIRE=all` asks that nothing be skipped.
pub fn nothing_may_be_skipped() -> bool {
    std::env::var("QUIVER_REQUIRE").is_ok_and(|value| value == "all")
}

/// Says that a test is skipped.
///
/// # Panics
/// Under `QUIVER_REQUIRE=all`, where a skip is a failure.
pub fn skip(reason: &str) {
    assert!(
        !nothing_may_be_skipped(),
        "QUIVER_REQUIRE=all, but this would be skipped: {reason}"
    );
    // Nobody is left to hear that standard error is closed.
    let _ = writeln!(std::io::stderr(), "\nSKIPPED: {reason}");
}
