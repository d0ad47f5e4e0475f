//! Users as nodes of the `system` database: reading them at start, writing changes of them.

use std::sync::Arc;

use quiver_storage::{AccessMode, CommitError, Database, ReadError, WriteError};
use quiver_types::{NodeId, Status, Text, Value};

use super::password::{PasswordError, PasswordHash};
use super::users::{Changes, User};
use crate::{languages, system};

const USER: &str = "User";
const NAME: &str = "name";
const CREDENTIALS: &str = "credentials";
const CHANGE_REQUIRED: &str = "changeRequired";

/// Users could not be read or written.
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

impl UserStoreError {
    /// What a client is told.
    pub fn status(&self) -> Status {
        match self {
            Self::Password(_) | Self::Incomplete => Status::Internal,
            Self::Read(_) => Status::StorageFailure,
            Self::Write(error) => error.status(),
            Self::Commit(error) => error.status(),
        }
    }
}

/// A user as stored.
pub(super) struct Stored {
    pub node: NodeId,
    pub name: Text,
    pub hash: PasswordHash,
    pub change_required: bool,
}

/// All users.
pub(super) fn load(database: &Database) -> Result<Vec<Stored>, UserStoreError> {
    let tokens = database.tokens();
    let mut users = Vec::new();
    let (Some(label), Some(name), Some(credentials)) = (
        tokens.label(USER),
        tokens.property_key(NAME),
        tokens.property_key(CREDENTIALS),
    ) else {
        return Ok(users);
    };
    let change_required = tokens.property_key(CHANGE_REQUIRED);
    let transaction = system::begin(database, AccessMode::Read);
    let view = transaction.view();
    for node in system::nodes(&transaction, label)? {
        let Value::String(name) = view.node_property(node, name)? else {
            return Err(UserStoreError::Incomplete);
        };
        let Value::String(text) = view.node_property(node, credentials)? else {
            return Err(UserStoreError::Incomplete);
        };
        let change_required = match change_required {
            Some(key) => matches!(view.node_property(node, key)?, Value::Boolean(true)),
            None => false,
        };
        users.push(Stored {
            node,
            name,
            hash: PasswordHash::decode(&text)?,
            change_required,
        });
    }
    Ok(users)
}

/// Writes changes, those of databases too, in one transaction, durable when this returns; gives the users that are there
/// after them, with their places.
pub(super) fn write(
    database: &Database,
    changes: &Changes,
) -> Result<Vec<Arc<User>>, UserStoreError> {
    let tokens = database.tokens();
    let label = tokens.get_or_create_label(USER)?;
    let keys =
        [NAME, CREDENTIALS, CHANGE_REQUIRED].map(|key| tokens.get_or_create_property_key(key));
    let [name, credentials, change_required] = keys;
    let (name, credentials, change_required) = (name?, credentials?, change_required?);
    let mut transaction = system::begin(database, AccessMode::Write);
    let after: Vec<&Arc<User>> = changes
        .list()
        .filter_map(|(_, change)| change.after.as_ref())
        .collect();
    for (_, change) in changes.list() {
        if let Some(node) = change.before.as_ref().and_then(|before| before.node)
            && after.iter().all(|user| user.node != Some(node))
        {
            transaction.delete_node(node)?;
        }
    }
    let mut stored = Vec::with_capacity(after.len());
    for user in after {
        let properties = [
            (name, Value::from(&*user.name)),
            (credentials, Value::from(user.hash.encode())),
            (change_required, Value::Boolean(user.change_required)),
        ];
        let node = match user.node {
            Some(node) => {
                for (key, value) in properties {
                    transaction.set_node_property(node, key, value)?;
                }
                node
            }
            None => transaction.create_node(&[label], &properties)?,
        };
        stored.push(Arc::new(User {
            node: Some(node),
            ..(**user).clone()
        }));
    }
    languages::write(database, &mut transaction, &changes.languages)?;
    transaction.commit_blocking()?;
    Ok(stored)
}
