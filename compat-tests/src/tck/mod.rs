//! The openCypher TCK: feature files to scenarios, scenarios to a verdict.
//!
//! It asks the engine in this process as the server does (prepare, cursor, transaction) and looks at the graph
//! through the store; or it asks a server over Bolt (`wire`). It never judges the DETAIL of an error, which no server sends. Start with
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
pub mod wire;
