//! Rewrites of predicates, of a pattern before ways to find it are weighed, one file each, by name. Each
//! leaves what a predicate says as it is, null included, and makes of it something an index can answer.
//!
//! Rewrites of whole plans are the optimizer's ([`crate::optimizer`]). Meet [`REWRITES`].

mod or_to_in;

use super::Expr;

/// A rewrite of one conjunct.
pub struct Rewrite {
    /// Name, for switching it off and for tests.
    pub name: &'static str,
    apply: fn(&mut Expr),
}

/// The rewrites, in the order in which they run.
pub const REWRITES: &[Rewrite] = &[Rewrite {
    name: "or_to_in",
    apply: or_to_in::apply,
}];

/// Runs every rewrite that is not in `off`.
pub fn rewrite(predicates: &mut [Expr], off: &[String]) {
    for rewrite in REWRITES {
        if !off.iter().any(|name| name == rewrite.name) {
            predicates.iter_mut().for_each(rewrite.apply);
        }
    }
}
