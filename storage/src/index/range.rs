//! One range index: the tree, its definition, and the translation of queries into key ranges.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quiver_types::{PropertyKeyId, Value};

use super::tree::{Key, Tree};
use crate::codec;
use crate::graph::version::find;
use crate::schema::Index;
use crate::txn::cell::{EpochCell, Pin, pin};

/// Distinct keys that are counted; with more they are estimated.
const EXACT_DISTINCT: usize = 256;

/// A range index with its content.
pub(crate) struct RangeIndex {
    /// Definition.
    pub(crate) definition: Arc<Index>,
    /// Snapshots below this must not use it: it was populated from the state then.
    pub(crate) online: AtomicU64,
    tree: EpochCell<Tree>,
    writer: Mutex<()>,
    /// Entries when distinct keys were last estimated, and the estimate.
    distinct: Mutex<(usize, f64)>,
}

/// The key of an entity's values in the order of the index; `None` if it lacks one of them, or has
/// one that the index does not hold.
pub(crate) fn key_of<'v>(
    index: &Index,
    value: impl Fn(PropertyKeyId) -> Option<&'v Value>,
) -> Option<Key> {
    let present = |key| value(key).filter(|value| index.kind.holds(value));
    let mut bytes = Vec::with_capacity(32);
    let properties = &index.properties;
    // Only storable values get here, and those have keys.
    if let [key] = properties.as_slice() {
        codec::encode_key(std::slice::from_ref(present(*key)?), &mut bytes).ok()?;
    } else {
        let values: Option<Vec<Value>> = properties
            .iter()
            .map(|key| present(*key).cloned())
            .collect();
        codec::encode_key(&values?, &mut bytes).ok()?;
    }
    Some(Key::new(&bytes))
}

/// As [`key_of`], from properties sorted by key.
pub(crate) fn key_in(index: &Index, values: &[(PropertyKeyId, Value)]) -> Option<Key> {
    key_of(index, |key| find(values, key))
}

impl RangeIndex {
    /// An empty index.
    pub(crate) fn new(definition: Arc<Index>, online: u64) -> Self {
        Self {
            definition,
            online: AtomicU64::new(online),
            tree: EpochCell::new(Some(Tree::default())),
            writer: Mutex::new(()),
            distinct: Mutex::new((0, 0.0)),
        }
    }

    fn writer(&self) -> MutexGuard<'_, ()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The commit that publishes it has a timestamp: snapshots from it on may use the index.
    pub(crate) fn go_online(&self, timestamp: u64) {
        self.online.fetch_min(timestamp, Ordering::AcqRel);
    }

    /// Whether a snapshot may use it.
    pub(crate) fn serves(&self, snapshot: u64) -> bool {
        self.online.load(Ordering::Acquire) <= snapshot
    }

    /// Adds entries.
    pub(crate) fn insert(&self, entries: &[(Key, u64)]) {
        self.change(|tree| {
            for (key, id) in entries {
                tree.insert(key, *id);
            }
        });
    }

    /// Removes entries for which `unneeded` still says so, seen by nobody being able to add
    /// entries meanwhile.
    pub(crate) fn remove(
        &self,
        entries: &[(Key, u64)],
        unneeded: impl Fn(&Index, &Key, u64) -> bool,
    ) {
        self.change(|tree| {
            for (key, id) in entries {
                if unneeded(&self.definition, key, *id) {
                    tree.remove(key.bytes(), *id);
                }
            }
        });
    }

    fn change(&self, change: impl FnOnce(&mut Tree)) {
        let _writer = self.writer();
        let pin = pin();
        let mut tree = self.tree.load(&pin).cloned().unwrap_or_default();
        change(&mut tree);
        self.tree.replace(Some(tree), &pin);
    }

    /// About how many distinct keys there are; looked at again when an eighth of the entries came
    /// or went.
    pub(crate) fn distinct(&self, pin: &Pin) -> f64 {
        let Some(tree) = self.tree(pin) else {
            return 0.0;
        };
        if self.definition.unique {
            return tree.len() as f64;
        }
        let mut known = self.distinct.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0.abs_diff(tree.len()) > known.0 / 8 {
            *known = (tree.len(), tree.distinct(EXACT_DISTINCT));
        }
        known.1.min(tree.len() as f64)
    }

    /// The content now.
    pub(crate) fn tree<'a>(&'a self, pin: &'a Pin) -> Option<&'a Tree> {
        self.tree.load(pin)
    }
}
