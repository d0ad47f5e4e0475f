//! The server's side: states, and the connection that drives them.

mod answer;
pub mod connection;
pub mod records;
pub mod reply;
pub(crate) mod state;

pub use connection::{Action, CloseReason, Limits, ServerConnection};
pub use records::RecordWriter;
