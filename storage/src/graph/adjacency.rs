//! What changed in the relationships of a segment's nodes since it was folded: entries chained by
//! node, type and direction, append-only, stamped.
//!
//! Entries and lists stand in arenas that are dropped as a whole, so that a new relationship
//! costs two entries and no allocation. They are written once and read without locks; all their
//! words are atomics. A deletion sets a mark, on the entry or for one that is folded, that sends
//! readers to the relationship's own versions. Writers hold their segment's mutex
//! ([`SegmentAdjacency`](super::neighbourhood::SegmentAdjacency)). Meet [`Lists`] and [`List`].

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use quiver_types::RelationshipTypeId;

use super::segment::SLOTS;

/// Set in the relationship word of an entry once the relationship was deleted.
const DELETED: u64 = 1 << 63;
/// Elements of an arena's first bucket; each further one is twice as large.
const FIRST: usize = 64;
const BUCKETS: usize = 26;

/// A type and a side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct ListKey {
    pub(crate) relationship_type: RelationshipTypeId,
    pub(crate) outgoing: bool,
}

impl ListKey {
    fn to_word(self) -> u64 {
        u64::from(self.relationship_type.0) << 1 | u64::from(self.outgoing)
    }

    fn of_word(word: u64) -> Self {
        Self {
            relationship_type: RelationshipTypeId((word >> 1) as u32),
            outgoing: word & 1 == 1,
        }
    }
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

/// Elements that never move, by numbers from 1; 0 is none.
struct Arena<T> {
    length: AtomicU32,
    buckets: [OnceLock<Box<[T]>>; BUCKETS],
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self {
            length: AtomicU32::new(0),
            buckets: [const { OnceLock::new() }; BUCKETS],
        }
    }
}

impl<T: Default> Arena<T> {
    #[inline]
    fn place(number: u32) -> (usize, usize) {
        let at = number as usize - 1 + FIRST;
        let bucket = (at / FIRST).ilog2() as usize;
        (bucket, at - (FIRST << bucket))
    }

    #[inline]
    fn get(&self, number: u32) -> Option<&T> {
        if number == 0 {
            return None;
        }
        let (bucket, position) = Self::place(number);
        self.buckets.get(bucket)?.get()?.get(position)
    }

    /// One more element; `None` if it is full. The caller excludes others.
    fn add(&self) -> Option<(u32, &T)> {
        let number = self.length.load(Ordering::Relaxed) + 1;
        let (bucket, position) = Self::place(number);
        let make = || (0..FIRST << bucket).map(|_| T::default()).collect();
        let elements: &[T] = self.buckets.get(bucket)?.get_or_init(make);
        self.length.store(number, Ordering::Relaxed);
        Some((number, elements.get(position)?))
    }
}

#[derive(Default)]
struct Entry {
    relationship: AtomicU64,
    node: AtomicU64,
    created: AtomicU64,
    /// The entry added before it.
    next: AtomicU32,
}

impl Entry {
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

    fn write(&self, seen: Seen, next: u32) {
        let mark = if seen.deleted { DELETED } else { 0 };
        self.node.store(seen.node, Ordering::Relaxed);
        self.created.store(seen.created, Ordering::Relaxed);
        self.next.store(next, Ordering::Relaxed);
        self.relationship
            .store(seen.relationship | mark, Ordering::Relaxed);
    }
}

/// Changed relationships of one node with one type and direction.
#[derive(Default)]
struct List {
    key: AtomicU64,
    /// The entry added last; stored with Release after the entry.
    newest: AtomicU32,
    /// The node's next list.
    next: AtomicU32,
    /// Newest commit that changed it; stored before the change, so that who sees the change sees
    /// the stamp.
    last: AtomicU64,
    /// Folded entries are among these two.
    live: AtomicU32,
    loops: AtomicU32,
    length: AtomicU32,
    /// Folded entries that were deleted, by position, one bit each.
    deleted: OnceLock<Box<[AtomicU64]>>,
}

/// A list with the arena that its entries are in.
#[derive(Clone, Copy)]
pub(crate) struct Chain<'a> {
    list: &'a List,
    entries: &'a Arena<Entry>,
}

impl<'a> Chain<'a> {
    pub(crate) fn key(&self) -> ListKey {
        ListKey::of_word(self.list.key.load(Ordering::Relaxed))
    }

    fn raw(self) -> impl Iterator<Item = &'a Entry> {
        let newest = self.list.newest.load(Ordering::Acquire);
        std::iter::successors(self.entries.get(newest), move |entry| {
            self.entries.get(entry.next.load(Ordering::Relaxed))
        })
    }

    /// Entries, newest first, whatever their stamps.
    #[inline]
    pub(crate) fn entries(self) -> impl Iterator<Item = Seen> + 'a {
        self.raw().map(Entry::read)
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.list.length.load(Ordering::Relaxed) as usize
    }

    /// Live relationships and self-loops among them as of a snapshot, if no later commit touched
    /// the list.
    #[inline]
    pub(crate) fn counts_at(&self, snapshot: u64) -> Option<(u64, u64)> {
        let counts = self.counts();
        (self.list.last.load(Ordering::Acquire) <= snapshot).then_some(counts)
    }

    /// Live relationships in the newest installed state, and self-loops among them.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (
            u64::from(self.list.live.load(Ordering::Acquire)),
            u64::from(self.list.loops.load(Ordering::Acquire)),
        )
    }

    /// Whether any commit deleted the folded entry at a position.
    #[inline]
    pub(crate) fn deletes(&self, at: usize) -> bool {
        self.list.deleted.get().is_some_and(|words| {
            let word = words.get(at / 64);
            word.is_some_and(|word| word.load(Ordering::Acquire) >> (at % 64) & 1 == 1)
        })
    }

    fn chain(&self, seen: Seen) -> bool {
        let Some((number, entry)) = self.entries.add() else {
            return false;
        };
        entry.write(seen, self.list.newest.load(Ordering::Relaxed));
        self.list.newest.store(number, Ordering::Release);
        self.list.length.fetch_add(1, Ordering::Relaxed);
        true
    }

    /// Adds an entry: how many are live then; `None` if there is no room.
    pub(crate) fn push(&self, seen: Seen, is_loop: bool) -> Option<u64> {
        self.list.last.fetch_max(seen.created, Ordering::AcqRel);
        if !self.chain(seen) {
            return None;
        }
        if is_loop {
            self.list.loops.fetch_add(1, Ordering::AcqRel);
        }
        Some(u64::from(self.list.live.fetch_add(1, Ordering::AcqRel)) + 1)
    }

    fn lost(&self, is_loop: bool) -> u64 {
        if is_loop {
            self.list.loops.fetch_sub(1, Ordering::AcqRel);
        }
        u64::from(self.list.live.fetch_sub(1, Ordering::AcqRel)) - 1
    }

    /// Marks one of `length` folded entries; how many are live then.
    pub(crate) fn delete_folded(
        &self,
        at: usize,
        length: usize,
        timestamp: u64,
        is_loop: bool,
    ) -> u64 {
        self.list.last.fetch_max(timestamp, Ordering::AcqRel);
        let make = || {
            (0..length.div_ceil(64))
                .map(|_| AtomicU64::new(0))
                .collect()
        };
        let words: &[AtomicU64] = self.list.deleted.get_or_init(make);
        words[at / 64].fetch_or(1 << (at % 64), Ordering::AcqRel);
        self.lost(is_loop)
    }

    /// Marks an entry; how many are live then, `None` if it was not there.
    pub(crate) fn mark_deleted(
        &self,
        relationship: u64,
        timestamp: u64,
        is_loop: bool,
    ) -> Option<u64> {
        let is = |entry: &&Entry| entry.relationship.load(Ordering::Relaxed) == relationship;
        let entry = self.raw().find(is)?;
        self.list.last.fetch_max(timestamp, Ordering::AcqRel);
        entry
            .relationship
            .store(relationship | DELETED, Ordering::Release);
        Some(self.lost(is_loop))
    }
}

/// All lists of a segment's nodes.
#[derive(Default)]
pub(crate) struct Lists {
    /// The first list of each slot.
    first: OnceLock<Box<[AtomicU32]>>,
    lists: Arena<List>,
    entries: Arena<Entry>,
}

impl Lists {
    fn chain<'a>(&'a self, list: &'a List) -> Chain<'a> {
        Chain {
            list,
            entries: &self.entries,
        }
    }

    fn next(&self, number: &AtomicU32) -> Option<&List> {
        self.lists.get(number.load(Ordering::Acquire))
    }

    /// The lists of a slot.
    #[inline]
    pub(crate) fn of_slot(&self, slot: usize) -> impl Iterator<Item = Chain<'_>> {
        let first = self.first.get().and_then(|first| first.get(slot));
        let first = first.and_then(|number| self.next(number));
        std::iter::successors(first, |list| self.next(&list.next)).map(|list| self.chain(list))
    }

    /// The list of a slot with a type and side.
    #[inline]
    pub(crate) fn list(&self, slot: usize, key: ListKey) -> Option<Chain<'_>> {
        self.of_slot(slot).find(|list| list.key() == key)
    }

    /// The list of a slot with a type and side, made over folded entries if needed (`counts` says
    /// how many are live, and how many of them self-loops). `None` if there is no room. The
    /// caller holds the segment's mutex.
    pub(crate) fn list_or_make(
        &self,
        slot: usize,
        key: ListKey,
        counts: impl FnOnce() -> (u64, u64),
    ) -> Option<Chain<'_>> {
        if let Some(found) = self.list(slot, key) {
            return Some(found);
        }
        let make = || (0..SLOTS).map(|_| AtomicU32::new(0)).collect();
        let first: &AtomicU32 = self.first.get_or_init(make).get(slot)?;
        let (number, list) = self.lists.add()?;
        let (live, loops) = counts();
        list.key.store(key.to_word(), Ordering::Relaxed);
        list.live.store(live as u32, Ordering::Relaxed);
        list.loops.store(loops as u32, Ordering::Relaxed);
        list.next
            .store(first.load(Ordering::Relaxed), Ordering::Relaxed);
        first.store(number, Ordering::Release);
        Some(self.chain(list))
    }

    /// Puts in what is left of another state's list when the rest was folded. Nobody else sees
    /// these lists yet.
    pub(crate) fn put(&self, slot: usize, of: Chain<'_>, left: &[Seen]) -> Option<()> {
        let list = self.list_or_make(slot, of.key(), || of.counts())?;
        let last = of.list.last.load(Ordering::Relaxed);
        list.list.last.store(last, Ordering::Relaxed);
        left.iter().all(|seen| list.chain(*seen)).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arena_finds_what_it_gave() {
        let arena: Arena<AtomicU64> = Arena::default();
        assert!(arena.get(0).is_none() && arena.get(1).is_none());
        for n in 1..1000u32 {
            let (number, element) = arena.add().expect("room");
            assert_eq!(number, n);
            element.store(u64::from(n) * 3, Ordering::Relaxed);
        }
        for n in 1..1000u32 {
            let found = arena.get(n).map(|e| e.load(Ordering::Relaxed));
            assert_eq!(found, Some(u64::from(n) * 3));
        }
    }
}
