//! The openCypher TCK, run in process: feature files to scenarios, scenarios to a verdict.
//!
//! It asks the engine as the server does (prepare, cursor, transaction) and looks at the graph
//! through the store. It never judges the DETAIL of an error, which no server sends. Start with
//! [`run::run`]; `tests/tck.rs` is the program around it.

pub mod compare;
pub mod gherkin;
pub mod graph;
pub mod known;
pub mod notation;
pub mod run;
pub mod scenario;
pub mod subject;
pub mod value;
