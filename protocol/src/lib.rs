//! Bolt, the wire protocol of Neo4j: bytes to messages to states and back.
//!
//! This crate never opens a socket, reads a clock, starts a task, or learns what a query means or
//! what a store is. A server gives a [`ServerConnection`] the bytes it received, does the
//! [`Action`]s that come out, answers through the connection's methods and sends the bytes that
//! these leave in its output. Start there; `version.rs` says what each version of Bolt can do.

pub mod chunk;
pub mod client;
pub mod gqlstatus;
pub mod handshake;
pub mod message;
pub mod notification;
pub mod packstream;
pub mod server;
pub mod version;

mod failure;

pub use handshake::{HandshakeError, Peer, first_bytes};
pub use server::{Action, CloseReason, Limits, RecordWriter, ServerConnection};
pub use version::{Dialect, Version};
