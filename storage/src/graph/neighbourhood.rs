//! The adjacency of a segment's nodes: folded entries that every snapshot sees, and over them
//! the lists of the nodes that changed since.
//!
//! Both stand behind one pointer, so a reader has either the state before a fold or the one
//! after it. Writers of a segment take its mutex; what was changed is told by a bit a slot, which
//! lets readers of all other nodes pass the lists by. A fold moves into the packed form what no
//! live snapshot is older than, and drops what none can see. Meet [`SegmentAdjacency`] and
//! [`Part`].

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::adjacency::{Chain, ListKey, Lists, Seen};
use super::folded::{Builder, Folded, Run};
use super::segment::{Bitmap, SLOTS, WORDS};
use crate::txn::cell::{EpochCell, Pin};

/// Changes of a segment below which folding is not worth it for the writers' sake.
const FOLD_AT: u32 = 1024;

/// One state of a segment's adjacency; see the module.
pub(crate) struct Neighbourhood {
    /// By key.
    folded: Box<[Folded]>,
    /// Slots that have lists.
    touched: Bitmap,
    lists: Lists,
    /// Additions and deletions since the fold.
    changes: AtomicU32,
    /// Changes at which writers fold.
    fold_at: u32,
    /// Readings that met a list.
    detours: AtomicU32,
    /// Entries whose relationships nobody sees any more.
    gone: AtomicU32,
}

impl Default for Neighbourhood {
    fn default() -> Self {
        Self::new(Vec::new(), 0)
    }
}

/// What a node has of one type and direction.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) key: ListKey,
    pub(crate) run: Run<'a>,
    /// Where the run begins in the node's whole one.
    first: usize,
    pub(crate) list: Option<Chain<'a>>,
    /// Only entries of this neighbour are wanted.
    toward: Option<u64>,
}

impl<'a> Part<'a> {
    fn new(key: ListKey, run: Run<'a>, list: Option<Chain<'a>>) -> Self {
        Self {
            key,
            run,
            first: 0,
            list,
            toward: None,
        }
    }

    /// Of it, what leads to one neighbour.
    pub(crate) fn toward(self, node: u64) -> Self {
        let (first, run) = self.run.of_node(node);
        Self {
            run,
            first,
            toward: Some(node),
            ..self
        }
    }

    /// How many entries have to be looked at to find those of one neighbour.
    pub(crate) fn search(&self) -> usize {
        1 + self.list.map_or(0, |list| list.len())
    }

    /// Every entry, whatever its stamps.
    #[inline]
    pub(crate) fn each(&self, mut each: impl FnMut(Seen)) {
        let list = self.list;
        let mut at = self.first;
        self.run.each(|node, relationship| {
            each(Seen {
                relationship,
                node,
                deleted: list.is_some_and(|list| list.deletes(at)),
                created: 0,
            });
            at += 1;
        });
        if let Some(list) = list {
            let wanted = |seen: &Seen| self.toward.is_none_or(|node| node == seen.node);
            list.entries().filter(wanted).for_each(each);
        }
    }

    /// Live relationships in the newest installed state, and self-loops among them.
    pub(crate) fn counts(&self, node: u64) -> (u64, u64) {
        match self.list {
            Some(list) => list.counts(),
            None => folded_counts(self.run, node),
        }
    }

    /// Live relationships as of a snapshot, if no later commit touched them.
    #[inline]
    pub(crate) fn live_at(&self, snapshot: u64) -> Option<u64> {
        match self.list {
            Some(list) => list.counts_at(snapshot).map(|(live, _)| live),
            None => Some(self.run.len() as u64),
        }
    }

    /// The same, and self-loops among them.
    #[inline]
    pub(crate) fn counts_at(&self, node: u64, snapshot: u64) -> Option<(u64, u64)> {
        match self.list {
            Some(list) => list.counts_at(snapshot),
            None => Some(folded_counts(self.run, node)),
        }
    }
}

fn folded_counts(run: Run<'_>, node: u64) -> (u64, u64) {
    (run.len() as u64, run.of_node(node).1.len() as u64)
}

impl Neighbourhood {
    fn new(folded: Vec<Folded>, left: u32) -> Self {
        let entries: usize = folded.iter().map(Folded::len).sum();
        let enough = u32::try_from(entries / 2).unwrap_or(u32::MAX);
        Self {
            folded: folded.into_boxed_slice(),
            touched: Bitmap::default(),
            lists: Lists::default(),
            changes: AtomicU32::new(left),
            // What could not be folded now will not be until older snapshots have ended.
            fold_at: enough.max(FOLD_AT).saturating_add(left.saturating_mul(2)),
            detours: AtomicU32::new(0),
            gone: AtomicU32::new(0),
        }
    }

    /// The folded entries of a type and direction.
    #[inline]
    pub(crate) fn folded(&self, key: ListKey) -> Option<&Folded> {
        self.folded.iter().find(|folded| folded.key == key)
    }

    /// Whether a slot was changed since the fold.
    #[inline]
    pub(crate) fn is_touched(&self, slot: usize) -> bool {
        self.touched.get(slot)
    }

    /// The first slot from `from` on that has folded entries of a kind, or was changed.
    #[inline]
    pub(crate) fn next_slot(&self, folded: Option<&Folded>, from: usize) -> Option<usize> {
        let mut mask = u64::MAX << (from % 64);
        for at in from / 64..WORDS {
            let word = folded.map_or(0, |folded| folded.word(at)) | self.touched.word(at);
            if word & mask != 0 {
                return Some(at * 64 + (word & mask).trailing_zeros() as usize);
            }
            mask = u64::MAX;
        }
        None
    }

    /// The lists of a slot.
    #[inline]
    pub(crate) fn lists(&self, slot: usize) -> impl Iterator<Item = Chain<'_>> {
        let touched = self.is_touched(slot).then_some(slot);
        touched
            .into_iter()
            .flat_map(|slot| self.lists.of_slot(slot))
    }

    #[inline]
    fn list(&self, key: ListKey, slot: usize) -> Option<Chain<'_>> {
        if !self.is_touched(slot) {
            return None;
        }
        self.lists.list(slot, key)
    }

    /// Notes that a reader went through lists of so many entries; whether, with what was read
    /// before, folding would have been cheaper: it copies entries in order, where lists lead all
    /// over their arena.
    pub(crate) fn note_detour(&self, entries: usize) -> bool {
        let cost = 1 + u32::try_from(entries).unwrap_or(u32::MAX / 4);
        let detours = self.detours.fetch_add(cost, Ordering::Relaxed) as usize;
        detours > 256 && {
            let changes = self.changes.load(Ordering::Relaxed) as usize;
            let entries: usize = self.folded.iter().map(Folded::len).sum();
            changes > 0 && detours > 256 + (entries + changes) / 4
        }
    }

    /// Notes that so many entries more lead nowhere; whether a fold would do away with enough.
    pub(crate) fn note_gone(&self, entries: u32) -> bool {
        let gone = self.gone.fetch_add(entries, Ordering::Relaxed) + entries;
        let held: usize = self.folded.iter().map(Folded::len).sum();
        let held = held + self.changes.load(Ordering::Relaxed) as usize;
        gone > 256 && gone as usize > held / 4
    }

    #[inline]
    fn run(&self, key: ListKey, slot: usize) -> Run<'_> {
        self.folded(key).map_or(Run::EMPTY, |f| f.run(slot))
    }

    /// What a slot has of one type and direction, if none of that was changed since the fold.
    #[inline]
    pub(crate) fn settled(&self, key: ListKey, slot: usize) -> Option<Run<'_>> {
        self.list(key, slot).is_none().then(|| self.run(key, slot))
    }

    /// What a slot has of one type and direction.
    #[inline]
    pub(crate) fn part(&self, key: ListKey, slot: usize) -> Part<'_> {
        Part::new(key, self.run(key, slot), self.list(key, slot))
    }

    /// All that a slot has.
    pub(crate) fn parts(&self, slot: usize) -> impl Iterator<Item = Part<'_>> {
        let folded = self.folded.iter().map(move |folded| {
            let list = self.list(folded.key, slot);
            Part::new(folded.key, folded.run(slot), list)
        });
        let others = self
            .lists(slot)
            .filter(|list| self.folded(list.key()).is_none())
            .map(|list| Part::new(list.key(), Run::EMPTY, Some(list)));
        folded.chain(others)
    }

    /// The state after a fold: entries that no snapshot from `watermark` on lacks are packed,
    /// those that `gone` says nobody sees are dropped, others stay in lists. `None` where there
    /// is too much for one segment.
    fn fold(&self, watermark: u64, gone: &impl Fn(u64) -> bool) -> Option<Self> {
        let mut keys: Vec<ListKey> = self.folded.iter().map(|folded| folded.key).collect();
        for slot in self.touched.iter() {
            for list in self.lists(slot) {
                if !keys.contains(&list.key()) {
                    keys.push(list.key());
                }
            }
        }
        keys.sort_unstable();
        let (mut folded, mut kept) = (Vec::new(), Vec::new());
        for key in keys {
            let room = self.folded(key).map_or(0, Folded::len);
            let room = room + self.changes.load(Ordering::Relaxed) as usize / 2;
            let mut builder = Builder::new(key, room);
            for slot in 0..SLOTS as usize {
                self.fold_slot(&mut builder, slot, watermark, gone, &mut kept);
            }
            if builder.entries().len() > u32::MAX as usize {
                return None;
            }
            folded.extend(builder.finish());
        }
        let left: usize = kept.iter().map(|(_, _, left)| left.len()).sum();
        let next = Self::new(folded, u32::try_from(left).unwrap_or(u32::MAX));
        for (slot, list, left) in kept {
            next.lists.put(slot, list, &left)?;
            next.touched.set(slot, true);
        }
        Some(next)
    }

    fn fold_slot<'a>(
        &'a self,
        builder: &mut Builder,
        slot: usize,
        watermark: u64,
        gone: &impl Fn(u64) -> bool,
        kept: &mut Vec<(usize, Chain<'a>, Vec<Seen>)>,
    ) {
        let part = self.part(builder.key(), slot);
        let Some(list) = part.list else {
            part.run.each(|node, id| builder.entries().push([node, id]));
            builder.end(slot, true);
            return;
        };
        let mut left = Vec::new();
        part.each(|seen| {
            if seen.deleted {
                if !gone(seen.relationship) {
                    left.push(seen);
                }
            } else if seen.created > watermark {
                left.push(seen);
            } else {
                builder.entries().push([seen.node, seen.relationship]);
            }
        });
        builder.end(slot, false);
        if !left.is_empty() {
            // Chained from the end, they stand in the same order again.
            left.reverse();
            kept.push((slot, list, left));
        }
    }
}

/// The adjacency of one segment of nodes.
#[derive(Default)]
pub(crate) struct SegmentAdjacency {
    state: EpochCell<Neighbourhood>,
    writer: Mutex<()>,
}

impl SegmentAdjacency {
    fn writer(&self) -> MutexGuard<'_, ()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state now.
    #[inline]
    pub(crate) fn load<'a>(&'a self, pin: &'a Pin) -> Option<&'a Neighbourhood> {
        self.state.load(pin)
    }

    /// Adds a relationship to a slot, whose node is `node`: how many the node has then, and
    /// whether the segment should be folded; `None` if there is no room.
    pub(crate) fn add(
        &self,
        (slot, node): (usize, u64),
        key: ListKey,
        seen: Seen,
        pin: &Pin,
    ) -> Option<(u64, bool)> {
        let _writer = self.writer();
        if self.state.load(pin).is_none() {
            self.state.replace(Some(Neighbourhood::default()), pin);
        }
        let state = self.state.load(pin)?;
        let counts = || folded_counts(state.run(key, slot), node);
        let list = state.lists.list_or_make(slot, key, counts)?;
        let live = list.push(seen, seen.node == node)?;
        state.touched.set(slot, true);
        let changes = state.changes.fetch_add(1, Ordering::Relaxed);
        Some((live, changes + 1 == state.fold_at))
    }

    /// Marks a relationship deleted: how many the node has then; `None` if it was not there.
    pub(crate) fn delete(
        &self,
        (slot, node): (usize, u64),
        key: ListKey,
        (relationship, other): (u64, u64),
        timestamp: u64,
        pin: &Pin,
    ) -> Option<(u64, bool)> {
        let _writer = self.writer();
        let state = self.state.load(pin)?;
        let run = state.run(key, slot);
        let is_loop = other == node;
        let live = match run.find(other, relationship) {
            Some(at) => {
                let counts = || folded_counts(run, node);
                let list = state.lists.list_or_make(slot, key, counts)?;
                list.delete_folded(at, run.len(), timestamp, is_loop)
            }
            None => {
                let list = state.lists.list(slot, key)?;
                list.mark_deleted(relationship, timestamp, is_loop)?
            }
        };
        state.touched.set(slot, true);
        let changes = state.changes.fetch_add(1, Ordering::Relaxed);
        Some((live, changes + 1 == state.fold_at))
    }

    /// Folds; see [`Neighbourhood`]. With `wait` unset gives up when somebody writes or folds.
    pub(crate) fn fold(
        &self,
        watermark: u64,
        gone: impl Fn(u64) -> bool,
        wait: bool,
        pin: &Pin,
    ) -> bool {
        let _writer = if wait {
            self.writer()
        } else {
            match self.writer.try_lock() {
                Ok(guard) => guard,
                Err(_) => return false,
            }
        };
        let Some(state) = self.state.load(pin) else {
            return false;
        };
        if state.changes.load(Ordering::Relaxed) == 0 {
            return false;
        }
        match state.fold(watermark, &gone) {
            Some(next) => {
                self.state.replace(Some(next), pin);
                true
            }
            None => false,
        }
    }
}
