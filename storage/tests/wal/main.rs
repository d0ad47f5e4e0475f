//! The log and its checkpoints on all kinds of disks: ordinary use, damage, failing calls, power
//! cuts. Whole databases are tested elsewhere; here records are labels with names.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests"
)]

mod damage;
mod faults;
mod golden;
mod ordinary;
mod power;
#[path = "../seeds/mod.rs"]
mod seeds;
mod support;
