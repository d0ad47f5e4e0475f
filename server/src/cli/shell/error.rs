//! What can go wrong in a shell, in words for its user. Meet [`ShellError`] first.

use quiver_types::{Map, Value};

use super::address::AddressError;
use super::link::LinkError;

/// A statement or command was not done.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// The server said no.
    #[error("{}", message.trim_end())]
    Server {
        /// Neo4j's code.
        code: String,
        /// Its words.
        message: String,
    },
    /// The server said no inside a transaction, which is gone with that.
    #[error("The open transaction was rolled back because of an error: {}", message.trim_end())]
    InTransaction {
        /// Neo4j's code.
        code: String,
        /// Its words.
        message: String,
    },
    /// A value of a parameter could not be had.
    #[error("Failed to evaluate expression {expression}: {problem}")]
    Expression {
        /// As the user wrote it.
        expression: String,
        /// What the server said.
        problem: String,
    },
    /// The connection.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The address.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// There is no connection.
    #[error("Not connected; :connect connects")]
    Disconnected,
    /// The answer was cut off by RESET.
    #[error("Interrupted")]
    Interrupted,
    /// The user's mistake, in words.
    #[error("{0}")]
    Usage(String),
    /// A file or the terminal.
    #[error("{what}: {why}")]
    Io {
        /// What was read or written.
        what: String,
        /// The system's words.
        why: std::io::Error,
    },
    /// Nobody reads what is printed; there is nobody to tell, either.
    #[error("the output was closed")]
    Closed,
}

impl ShellError {
    /// A refusal, from the server's FAILURE.
    pub fn refused(failure: &Map) -> Self {
        let text = |key: &str| match failure.get(key) {
            Some(Value::String(text)) => Some(text.to_string()),
            Some(_) | None => None,
        };
        Self::Server {
            code: text("neo4j_code")
                .or_else(|| text("code"))
                .unwrap_or_default(),
            message: text("message").unwrap_or_default(),
        }
    }

    /// Neo4j's code, if the server said no.
    pub fn code(&self) -> &str {
        match self {
            Self::Server { code, .. } | Self::InTransaction { code, .. } => code,
            Self::Expression { .. }
            | Self::Link(_)
            | Self::Address(_)
            | Self::Disconnected
            | Self::Interrupted
            | Self::Usage(_)
            | Self::Io { .. }
            | Self::Closed => "",
        }
    }

    /// Whether a new password is demanded.
    pub fn is_expired(&self) -> bool {
        self.code() == "Neo.ClientError.Security.CredentialsExpired"
    }

    /// Whether the login was refused.
    pub fn is_unauthorized(&self) -> bool {
        self.code() == "Neo.ClientError.Security.Unauthorized"
    }
}
