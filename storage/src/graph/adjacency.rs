//! The relationships of one node: a list for every type and direction, append-only, stamped.
//!
//! Entries are written once and read without locks; all their words are atomics. A deletion sets
//! a mark that sends readers to the relationship's own versions. Writers of one node take a latch
//! ([`Latches`]), for creating relationships on a hub takes only its shared lock.

use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use quiver_types::RelationshipTypeId;

use crate::txn::cell::{EpochCell, Pin};

/// Set in the relationship word of an entry once the relationship was deleted.
const DELETED: u64 = 1 << 63;

/// A type and a side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ListKey {
    pub(crate) relationship_type: RelationshipTypeId,
    pub(crate) outgoing: bool,
}

/// One entry as a reader gets it.
#[derive(Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) relationship: u64,
    pub(crate) node: u64,
    /// Whether the relationship was deleted by some commit; its versions say which.
    pub(crate) deleted: bool,
    /// Commit that created it.
    pub(crate) created: u64,
}

struct Entry {
    relationship: AtomicU64,
    node: AtomicU64,
    created: AtomicU64,
}

impl Entry {
    fn empty() -> Self {
        Self {
            relationship: AtomicU64::new(0),
            node: AtomicU64::new(0),
            created: AtomicU64::new(0),
        }
    }

    #[inline]
    fn read(&self) -> Seen {
        let word = self.relationship.load(Ordering::Acquire);
        Seen {
            relationship: word & !DELETED,
            node: self.node.load(Ordering::Relaxed),
            deleted: word & DELETED != 0,
            created: self.created.load(Ordering::Relaxed),
        }
    }

    fn write(&self, seen: Seen) {
        let mark = if seen.deleted { DELETED } else { 0 };
        self.node.store(seen.node, Ordering::Relaxed);
        self.created.store(seen.created, Ordering::Relaxed);
        self.relationship
            .store(seen.relationship | mark, Ordering::Relaxed);
    }
}

/// The entries; replaced by a larger copy when full.
struct Tail {
    /// Entries written; stored with Release after the entry.
    length: AtomicUsize,
    entries: Box<[Entry]>,
}

impl Tail {
    fn with_capacity(capacity: usize) -> Self {
        Self {
            length: AtomicUsize::new(0),
            entries: (0..capacity).map(|_| Entry::empty()).collect(),
        }
    }

    #[inline]
    fn written(&self) -> &[Entry] {
        &self.entries[..self.length.load(Ordering::Acquire)]
    }

    /// Whether there was room.
    fn push(&self, seen: Seen) -> bool {
        let length = self.length.load(Ordering::Relaxed);
        let Some(entry) = self.entries.get(length) else {
            return false;
        };
        entry.write(seen);
        self.length.store(length + 1, Ordering::Release);
        true
    }
}

/// The relationships of one node with one type and direction.
pub(crate) struct List {
    pub(crate) key: ListKey,
    tail: EpochCell<Tail>,
    /// Newest commit that changed the list; stored before the change, so that who sees the change
    /// sees the stamp.
    last: AtomicU64,
    live: AtomicU32,
    loops: AtomicU32,
    dead: AtomicU32,
    next: OnceLock<Box<List>>,
}

impl List {
    fn new(key: ListKey) -> Self {
        Self {
            key,
            tail: EpochCell::default(),
            last: AtomicU64::new(0),
            live: AtomicU32::new(0),
            loops: AtomicU32::new(0),
            dead: AtomicU32::new(0),
            next: OnceLock::new(),
        }
    }

    /// Entries, in order of installation, whatever their stamps.
    #[inline]
    pub(crate) fn entries<'a>(
        &'a self,
        pin: &'a Pin,
    ) -> impl DoubleEndedIterator<Item = Seen> + 'a {
        self.tail
            .load(pin)
            .map_or(&[][..], Tail::written)
            .iter()
            .map(Entry::read)
    }

    /// Live relationships and self-loops among them as of a snapshot, if no later commit touched
    /// the list.
    #[inline]
    pub(crate) fn counts_at(&self, snapshot: u64) -> Option<(u64, u64)> {
        let live = self.live.load(Ordering::Acquire);
        let loops = self.loops.load(Ordering::Acquire);
        (self.last.load(Ordering::Acquire) <= snapshot)
            .then_some((u64::from(live), u64::from(loops)))
    }

    /// Live relationships in the newest installed state, and self-loops among them.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (
            u64::from(self.live.load(Ordering::Acquire)),
            u64::from(self.loops.load(Ordering::Acquire)),
        )
    }

    /// Adds an entry; how many are live then.
    fn push(&self, seen: Seen, is_loop: bool, pin: &Pin) -> u64 {
        self.last.fetch_max(seen.created, Ordering::AcqRel);
        let tail = self.tail.load(pin);
        if !tail.is_some_and(|tail| tail.push(seen)) {
            let old = tail.map_or(&[][..], Tail::written);
            let length = old.len();
            let grown = Tail::with_capacity(match length {
                0..=8 => (length * 2).max(1),
                _ => length + length / 2,
            });
            for entry in old {
                grown.push(entry.read());
            }
            grown.push(seen);
            self.tail.replace(Some(grown), pin);
        }
        if is_loop {
            self.loops.fetch_add(1, Ordering::AcqRel);
        }
        u64::from(self.live.fetch_add(1, Ordering::AcqRel)) + 1
    }

    /// Marks an entry; how many are live then, `None` if it was not there.
    fn mark_deleted(
        &self,
        relationship: u64,
        timestamp: u64,
        is_loop: bool,
        pin: &Pin,
    ) -> Option<u64> {
        let tail = self.tail.load(pin)?;
        let entry = tail
            .written()
            .iter()
            .rev()
            .find(|entry| entry.relationship.load(Ordering::Relaxed) == relationship)?;
        self.last.fetch_max(timestamp, Ordering::AcqRel);
        entry
            .relationship
            .store(relationship | DELETED, Ordering::Release);
        if is_loop {
            self.loops.fetch_sub(1, Ordering::AcqRel);
        }
        self.dead.fetch_add(1, Ordering::Relaxed);
        Some(u64::from(self.live.fetch_sub(1, Ordering::AcqRel)) - 1)
    }

    /// Removes entries whose relationship nobody can see any more.
    fn compact(&self, gone: impl Fn(u64) -> bool, pin: &Pin) {
        let Some(tail) = self.tail.load(pin) else {
            return;
        };
        let kept: Vec<Seen> = tail
            .written()
            .iter()
            .map(Entry::read)
            .filter(|seen| !(seen.deleted && gone(seen.relationship)))
            .collect();
        let fresh = Tail::with_capacity(kept.len());
        let dead = kept.iter().filter(|seen| seen.deleted).count();
        for seen in kept {
            fresh.push(seen);
        }
        self.tail.replace(Some(fresh), pin);
        self.dead.store(dead as u32, Ordering::Relaxed);
    }
}

/// All lists of one node, in order of first use. Lists are never removed while the node lives.
#[derive(Default)]
pub(crate) struct Adjacency {
    first: EpochCell<List>,
}

impl Adjacency {
    /// The lists.
    #[inline]
    pub(crate) fn lists<'a>(&'a self, pin: &'a Pin) -> impl Iterator<Item = &'a List> {
        std::iter::successors(self.first.load(pin), |list| {
            list.next.get().map(Box::as_ref)
        })
    }

    /// The list of a type and side.
    #[inline]
    pub(crate) fn list<'a>(&'a self, key: ListKey, pin: &'a Pin) -> Option<&'a List> {
        self.lists(pin).find(|list| list.key == key)
    }

    /// Adds a relationship; how many are live then. The caller holds the node's latch.
    pub(crate) fn add(&self, key: ListKey, seen: Seen, is_loop: bool, pin: &Pin) -> u64 {
        let Some(mut list) = self.first.load(pin) else {
            let list = List::new(key);
            let live = list.push(seen, is_loop, pin);
            self.first.replace(Some(list), pin);
            return live;
        };
        while list.key != key {
            list = list.next.get_or_init(|| Box::new(List::new(key)));
        }
        list.push(seen, is_loop, pin)
    }

    /// Forgets all lists of a node that nobody can see any more.
    pub(crate) fn clear(&self, pin: &Pin) {
        self.first.replace(None, pin);
    }

    /// Marks a relationship deleted; how many are live then, `None` if it was not there. The caller holds the node's latch.
    pub(crate) fn delete(
        &self,
        key: ListKey,
        relationship: u64,
        timestamp: u64,
        is_loop: bool,
        pin: &Pin,
    ) -> Option<u64> {
        self.list(key, pin)?
            .mark_deleted(relationship, timestamp, is_loop, pin)
    }

    /// Drops entries that `gone` says nobody can see, where they are the larger part of a list.
    /// The caller holds the node's latch.
    pub(crate) fn compact(&self, gone: impl Fn(u64) -> bool, pin: &Pin) {
        for list in self.lists(pin) {
            let dead = list.dead.load(Ordering::Relaxed);
            if dead > 8 + list.live.load(Ordering::Relaxed) / 2 {
                list.compact(&gone, pin);
            }
        }
    }
}

impl Drop for List {
    /// List by list: a node may have very many types.
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(mut list) = next {
            next = list.next.take();
        }
    }
}

const LATCHES: usize = 256;

/// Short mutexes that order the writers of one node's adjacency. Nothing is awaited under one.
pub(crate) struct Latches([Mutex<()>; LATCHES]);

impl Default for Latches {
    fn default() -> Self {
        Self([const { Mutex::new(()) }; LATCHES])
    }
}

impl Latches {
    /// Locks the latch that covers `node`.
    pub(crate) fn lock(&self, node: u64) -> MutexGuard<'_, ()> {
        let mixed = node.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56;
        self.0[mixed as usize % LATCHES]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
