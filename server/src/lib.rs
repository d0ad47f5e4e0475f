//! The server: sockets, HTTP, configuration, users and the command line.
//!
//! The only crate with effects on the network and the terminal, and the only one that reads the
//! environment or starts tasks. It knows how requests become transactions; it never learns what a
//! query means (`cypher`), how bytes become messages (`protocol`) or how data is kept (`storage`).
//! Start with [`Server::start`]; a connection's life is in `bolt`, a transaction's in `session`.

pub mod auth;
mod base64;
mod bolt;
pub mod cli;
pub mod config;
pub mod connections;
mod databases;
mod door;
mod facts;
mod http;
mod import;
mod jobs;
mod languages;
mod listener;
mod log;
pub mod metrics;
mod process;
mod query_log;
mod server;
mod session;
mod shutdown;
mod strangers;
mod system;
mod tls;
mod transport;
mod trust;
mod websocket;
mod worker;

pub use config::Config;
pub use server::{NEO4J_VERSION, Running, Server, StartError};
