//! What the tests of the whole house share: reading its source, running its server, speaking to
//! it, and the openCypher TCK.
//!
//! This crate knows all the others and nobody knows it. It holds no behaviour of the product:
//! what is here only asks and compares. Meet [`source::Workspace`] for the tests about the code,
//! [`harness::Server`] for those over the wire, [`history::History`] for what concurrent clients saw.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::expect_used,
    reason = "tests read files, the environment and the clock; the product's rooms are for the product"
)]

pub mod harness;
pub mod history;
pub mod skip;
pub mod source;
pub mod tck;
