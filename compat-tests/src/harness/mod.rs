//! A real server process and a small blocking client, for tests over the wire.
//!
//! [`Server`] starts the program on a folder of its own and a port from the kernel, kills it and
//! starts it again; [`Client`] speaks Bolt to it through the protocol crate's client side. Both
//! panic when the harness itself is disappointed (no ready line, no socket), and give what the
//! server answered otherwise. [`wire`] writes bytes that no client would.

mod client;
mod server;
pub mod wire;

pub use client::{Client, Refused, Rows};
pub use server::{Server, command, program};
