//! Users as nodes of the `system` database: reading them at start, writing the first one.

use std::collections::HashMap;
use std::sync::Arc;

use quiver_storage::{
    AccessMode, CommitError, Database, NodeScan, ReadError, Transaction, TransactionOptions,
    WriteError,
};
use quiver_types::Value;

use super::password::{PasswordError, PasswordHash};

const USER: &str = "User";
const NAME: &str = "name";
const CREDENTIALS: &str = "credentials";

/// The users could not be read or the first one not be made.
#[derive(Debug, thiserror::Error)]
pub enum UserStoreError {
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store failed.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The store failed.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// A user node lacks its name or its credentials.
    #[error("a user in the system database lacks a name or credentials")]
    Incomplete,
}

/// All users.
pub(super) fn load(
    system: &Database,
) -> Result<HashMap<String, Arc<PasswordHash>>, UserStoreError> {
    let tokens = system.tokens();
    let mut users = HashMap::new();
    let (Some(label), Some(name), Some(credentials)) = (
        tokens.label(USER),
        tokens.property_key(NAME),
        tokens.property_key(CREDENTIALS),
    ) else {
        return Ok(users);
    };
    let mut transaction = begin(system, AccessMode::Read);
    transaction.begin_statement();
    let view = transaction.view();
    let mut scan = NodeScan::label(label);
    let mut more = true;
    while more {
        let mut nodes = Vec::new();
        more = view.scan_nodes(&mut scan, 1024, &mut nodes)?;
        for node in nodes {
            let Value::String(name) = view.node_property(node, name)? else {
                return Err(UserStoreError::Incomplete);
            };
            let Value::String(text) = view.node_property(node, credentials)? else {
                return Err(UserStoreError::Incomplete);
            };
            let hash = PasswordHash::decode(&text)?;
            users.insert(name.as_str().to_owned(), Arc::new(hash));
        }
    }
    Ok(users)
}

/// Makes a user; durable when this returns.
pub(super) fn create(
    system: &Database,
    name: &str,
    hash: &PasswordHash,
) -> Result<(), UserStoreError> {
    let tokens = system.tokens();
    let label = tokens.get_or_create_label(USER)?;
    let properties = [
        (tokens.get_or_create_property_key(NAME)?, Value::from(name)),
        (
            tokens.get_or_create_property_key(CREDENTIALS)?,
            Value::from(hash.encode()),
        ),
    ];
    let mut transaction = begin(system, AccessMode::Write);
    transaction.begin_statement();
    transaction.create_node(&[label], &properties)?;
    transaction.commit_blocking()?;
    Ok(())
}

fn begin(system: &Database, mode: AccessMode) -> Transaction {
    system.begin(TransactionOptions {
        mode,
        memory_limit: 0,
        lock_timeout_ms: 0,
    })
}
