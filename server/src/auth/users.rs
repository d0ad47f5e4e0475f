//! Users in memory, and what a transaction changes of them, and of databases, before it commits.
//!
//! A user is told from others by a number of this process, not by the name: who was dropped and
//! made again is somebody else, who was renamed is not. Meet [`User`] and [`Changes`].

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use quiver_types::NodeId;

use super::password::PasswordHash;
use crate::languages::Languages;

/// A user.
#[derive(Clone)]
pub(super) struct User {
    /// Name.
    pub name: Arc<str>,
    /// Who it is, whatever the name.
    pub number: u64,
    /// Which password it has; another number for every one that was set.
    pub password_number: u64,
    /// The password.
    pub hash: Arc<PasswordHash>,
    /// Whether nothing may be done before the password is changed.
    pub change_required: bool,
    /// Where it is stored; `None` before its creation is.
    pub node: Option<NodeId>,
}

/// All users by name.
pub(super) type Table = HashMap<Arc<str>, Arc<User>>;

/// A user before and after.
#[derive(Clone, Default)]
pub(super) struct Change {
    pub before: Option<Arc<User>>,
    pub after: Option<Arc<User>>,
}

/// What an open transaction has changed of the users and databases.
#[derive(Default)]
pub struct Changes {
    changed: BTreeMap<Arc<str>, Change>,
    /// Default languages, by the names of databases.
    pub languages: Languages,
}

impl Changes {
    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.languages.is_empty()
    }

    /// A user as the transaction sees it.
    pub(super) fn get(&self, table: &Table, name: &str) -> Option<Arc<User>> {
        match self.changed.get(name) {
            Some(change) => change.after.clone(),
            None => table.get(name).cloned(),
        }
    }

    /// Puts a user in place, or takes one away.
    pub(super) fn put(&mut self, table: &Table, name: &Arc<str>, user: Option<Arc<User>>) {
        let change = self.changed.entry(name.clone()).or_insert_with(|| Change {
            before: table.get(name).cloned(),
            after: None,
        });
        change.after = user;
    }

    /// What was changed, by name.
    pub(super) fn list(&self) -> impl Iterator<Item = (&Arc<str>, &Change)> {
        self.changed.iter()
    }

    /// All users as the transaction sees them, by name.
    pub(super) fn all(&self, table: &Table) -> BTreeMap<Arc<str>, Arc<User>> {
        let mut all: BTreeMap<_, _> = table
            .iter()
            .map(|(name, user)| (name.clone(), user.clone()))
            .collect();
        for (name, change) in &self.changed {
            match &change.after {
                Some(user) => all.insert(name.clone(), user.clone()),
                None => all.remove(name),
            };
        }
        all
    }

    /// Whether what was changed is still as it was.
    pub(super) fn fits(&self, table: &Table) -> bool {
        self.changed
            .iter()
            .all(|(name, change)| match (&change.before, table.get(name)) {
                (None, None) => true,
                (Some(before), Some(now)) => Arc::ptr_eq(before, now),
                (None, Some(_)) | (Some(_), None) => false,
            })
    }
}
