//! The server from outside: a process or an in-process server, real loopback sockets, the
//! protocol's own small client. Nothing here waits for a fixed time or asserts one.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests, about files, processes and the environment"
)]

mod bolt;
mod config;
mod hostile;
mod http;
mod import;
mod jobs;
mod languages;
mod notifications;
mod process;
mod query;
mod query_log;
mod shell;
mod support;
mod users;
mod wire;
