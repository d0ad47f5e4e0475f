//! One range index: the tree, its definition, and the translation of queries into key ranges.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quiver_types::{PropertyKeyId, Value};

use super::tree::{Key, Tree, entry_order};
use crate::codec;
use crate::graph::version::find;
use crate::schema::Index;
use crate::txn::cell::{EpochCell, Pin, pin};

/// Distinct keys that are counted; with more they are estimated.
const EXACT_DISTINCT: usize = 256;

/// Bytes that are kept for making the next key.
const USUAL_KEY: usize = 1 << 10;

thread_local! {
    /// The key that is being made.
    static KEY: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// How far an index is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// It takes in what commits, and is being filled with what was there before.
    Filling,
    /// It answers.
    Online,
    /// It will not come to answer.
    Abandoned,
}

/// A range index with its content.
pub(crate) struct RangeIndex {
    /// Definition.
    pub(crate) definition: Arc<Index>,
    /// Snapshots below this must not use it: it was populated from the state then.
    pub(crate) online: AtomicU64,
    tree: EpochCell<Tree>,
    writer: Mutex<()>,
    abandoned: AtomicBool,
    claimed: AtomicBool,
    /// Entities that filling has to look at, and has looked at.
    to_fill: AtomicU64,
    filled: AtomicU64,
    /// Keys that commits added to a unique index while it was being filled.
    added: Mutex<Vec<Key>>,
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
    let properties = &index.properties;
    KEY.with_borrow_mut(|bytes| {
        bytes.clear();
        bytes.shrink_to(USUAL_KEY);
        // Only storable values get here, and those have keys.
        if let [key] = properties.as_slice() {
            codec::encode_key(std::slice::from_ref(present(*key)?), bytes).ok()?;
        } else {
            let values: Option<Vec<Value>> = properties
                .iter()
                .map(|key| present(*key).cloned())
                .collect();
            codec::encode_key(&values?, bytes).ok()?;
        }
        Some(Key::new(bytes))
    })
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
            abandoned: AtomicBool::new(false),
            claimed: AtomicBool::new(false),
            to_fill: AtomicU64::new(0),
            filled: AtomicU64::new(0),
            added: Mutex::default(),
            distinct: Mutex::new((0, 0.0)),
        }
    }

    fn writer(&self) -> MutexGuard<'_, ()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It is complete for snapshots from a timestamp on.
    pub(crate) fn go_online(&self, timestamp: u64) {
        self.online.fetch_min(timestamp, Ordering::AcqRel);
    }

    /// It will not go online: nobody need keep it.
    pub(crate) fn abandon(&self) {
        self.abandoned.store(true, Ordering::Release);
    }

    /// How far it is.
    pub(crate) fn stage(&self) -> Stage {
        if self.abandoned.load(Ordering::Acquire) {
            Stage::Abandoned
        } else if self.online.load(Ordering::Acquire) == u64::MAX {
            Stage::Filling
        } else {
            Stage::Online
        }
    }

    /// Whether the caller is to fill it: the first one is.
    pub(crate) fn claim(&self) -> bool {
        !self.claimed.swap(true, Ordering::AcqRel)
    }

    /// Filling it begins, with so many entities to look at.
    pub(crate) fn begin_filling(&self, entities: u64) {
        // Sorting and inserting is the other half of the work.
        self.to_fill
            .store(entities.saturating_mul(2), Ordering::Relaxed);
        self.filled.store(0, Ordering::Relaxed);
    }

    /// So many entities were looked at, or entries inserted.
    pub(crate) fn fill_on(&self, count: usize) {
        self.filled.fetch_add(count as u64, Ordering::Relaxed);
    }

    /// How much of the filling is done, of 100.
    pub(crate) fn percent(&self) -> f64 {
        match self.stage() {
            Stage::Online => 100.0,
            Stage::Filling | Stage::Abandoned => {
                let of = self.to_fill.load(Ordering::Relaxed).max(1);
                let done = self.filled.load(Ordering::Relaxed).min(of);
                // What is left to do behind the last entry is little, but it is not done.
                (done as f64 * 1000.0 / of as f64).floor().min(990.0) / 10.0
            }
        }
    }

    /// Takes the keys that commits have added to a unique index since it is being filled.
    pub(crate) fn take_added(&self) -> Vec<Key> {
        std::mem::take(&mut *self.added())
    }

    fn added(&self) -> MutexGuard<'_, Vec<Key>> {
        self.added.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a snapshot may use it.
    pub(crate) fn serves(&self, snapshot: u64) -> bool {
        self.online.load(Ordering::Acquire) <= snapshot
    }

    /// Adds entries of a commit, in any order.
    pub(crate) fn insert(&self, mut entries: Vec<(Key, u64)>) {
        entries.sort_unstable_by(entry_order);
        entries.dedup_by(|a, b| entry_order(a, b).is_eq());
        if self.definition.unique && self.stage() == Stage::Filling {
            let keys = entries.iter().map(|(key, _)| key.clone());
            self.added().extend(keys);
        }
        self.fill(&entries);
    }

    /// Adds entries of what was there before the index, in order of key and id.
    pub(crate) fn fill(&self, entries: &[(Key, u64)]) {
        self.change(|tree| {
            tree.insert(entries);
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
