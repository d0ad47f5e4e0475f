//! Whole queries over a database in memory: text in, rows as text out. One `check` a feature,
//! tables of cases. Expected answers come from a real Neo4j where there was doubt.

mod answers;
mod expressions;
mod harness;
mod limits;
mod procedures;
mod reading;
mod writing;
