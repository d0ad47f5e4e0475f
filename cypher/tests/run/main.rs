//! Whole queries over a database in memory: text in, rows as text out. One `check` a feature,
//! tables of cases. Expected answers come from a real Neo4j where there was doubt.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "tests fail by panicking"
)]

mod administration;
mod answers;
mod apoc;
mod calls;
mod case;
mod columns;
mod composed;
mod conditions;
mod cypher25;
mod divided;
mod eager;
mod estimates;
mod examples;
mod expressions;
mod harness;
mod in_transactions;
mod joins;
mod language;
mod limits;
mod load_csv;
mod long;
mod orders;
mod patterns;
mod plans_kept;
mod procedures;
mod reading;
mod rules;
mod schema;
mod work;
mod writing;
