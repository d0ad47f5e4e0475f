//! Expressions and what a Neo4j 2026.08 answered, replayed through this crate's functions: every
//! line of `cases/*.txt` is `expression => TYPE text`, or `expression => ! Code` with the last
//! part of the error's code.
//!
//! Left out, because we mean to differ: sums and component totals that wrap around there fail
//! here (`duration({years: 9223372036854775807})`); a date without a year, or with a null one,
//! fails instead of lying in year 0; NaN is no part of a duration; and what is set below the
//! microsecond is kept when truncating to it.

#![allow(clippy::panic, reason = "a case that cannot be read is a failed test")]

mod support;

use quiver_types::format::to_string;

fn check(file: &str, cases: &str) {
    let mut failures = Vec::new();
    let mut count = 0;
    for line in cases
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (expression, expected) = line.split_once(" => ").expect("a case");
        count += 1;
        let outcome = support::eval(expression);
        let found = match &outcome {
            Ok(value) => format!("{} {}", value.type_name(), to_string(value)),
            Err((status, _)) => {
                format!("! {}", status.code().rsplit('.').next().unwrap_or_default())
            }
        };
        if found != expected && !nearly(&found, expected) {
            failures.push(format!(
                "{expression}\n    expected {expected}\n    found    {outcome:?} = {found}"
            ));
        }
    }
    assert!(count > 0, "{file} is empty");
    assert!(
        failures.is_empty(),
        "{file}: {} of {count}\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Sines and square roots may differ in the last digits between libraries.
fn nearly(found: &str, expected: &str) -> bool {
    let float = |text: &str| {
        text.strip_prefix("FLOAT ")
            .and_then(|text| text.parse::<f64>().ok())
    };
    match (float(found), float(expected)) {
        (Some(found), Some(expected)) => (found - expected).abs() <= expected.abs() * 1e-14,
        _ => false,
    }
}

#[test]
fn temporal_values_as_the_reference_has_them() {
    check("temporal.txt", include_str!("cases/temporal.txt"));
}

#[test]
fn points_as_the_reference_has_them() {
    check("point.txt", include_str!("cases/point.txt"));
}

#[test]
fn numbers_as_the_reference_prints_them() {
    check("float.txt", include_str!("cases/float.txt"));
}
