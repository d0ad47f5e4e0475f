//! The committed graph: slots of nodes and relationships, found by id, and what summarises them.
//!
//! Everything here was installed by a commit. Reading takes a snapshot and a [`Pin`]; writing is
//! `install.rs` and `reclaim.rs` only.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use quiver_types::{LabelId, NodeId, RelationshipId, RelationshipTypeId};
use roaring::RoaringTreemap;

use super::allocate::Allocator;
use super::columns::ColumnCache;
use super::degrees::DegreeTable;
use super::label_set::{LabelSetId, LabelSets};
use super::neighbourhood::Neighbourhood;
use super::segment::{NodeSegment, RelationshipSegment, segment_of};
use super::version::Version;
use super::view::RelationshipRecord;
use crate::txn::append::AppendArray;
use crate::txn::cell::{EpochCell, Pin, pin};

const BLOCK: u64 = 64;

/// Where a node is.
#[derive(Default)]
pub(crate) struct NodeSlot {
    pub(crate) version: EpochCell<Version>,
}

/// A relationship: what never changes, and its newest version.
#[derive(Clone, Copy)]
pub(crate) struct RelationshipEntry<'a> {
    pub(crate) record: RelationshipRecord,
    pub(crate) version: &'a Version,
}

/// Where a relationship is. Its type is its segment's.
#[derive(Default)]
pub(crate) struct RelationshipSlot {
    start: AtomicU64,
    end: AtomicU64,
    pub(crate) version: EpochCell<Version>,
}

impl RelationshipSlot {
    /// Puts in the first version.
    pub(crate) fn create(&self, record: RelationshipRecord, version: Version, pin: &Pin) {
        // Who sees the version sees the ends.
        self.start.store(record.start.0, Ordering::Relaxed);
        self.end.store(record.end.0, Ordering::Relaxed);
        self.version.replace(Some(version), pin);
    }

    /// Start and end; to be read after the version.
    #[inline]
    pub(crate) fn ends(&self) -> (NodeId, NodeId) {
        let end = |end: &AtomicU64| NodeId(end.load(Ordering::Relaxed));
        (end(&self.start), end(&self.end))
    }
}

/// Slots side by side. Gone when every one of them was used and is empty again: no slot is used
/// twice.
struct Block<T: Send + Sync + 'static> {
    slots: EpochCell<[T; BLOCK as usize]>,
    emptied: AtomicU32,
}

impl<T: Default + Send + Sync + 'static> Block<T> {
    fn new() -> Self {
        Self {
            slots: EpochCell::new(Some(std::array::from_fn(|_| T::default()))),
            emptied: AtomicU32::new(0),
        }
    }

    #[inline]
    fn slot<'a>(&'a self, id: u64, pin: &'a Pin) -> Option<&'a T> {
        self.slots.load(pin)?.get((id % BLOCK) as usize)
    }

    /// Notes that a slot is empty for good; to be called once a slot.
    fn empty(&self, pin: &Pin) {
        if u64::from(self.emptied.fetch_add(1, Ordering::AcqRel)) + 1 == BLOCK {
            self.slots.replace(None, pin);
        }
    }
}

/// Which segments hold something of a kind: a roaring set for each token.
///
/// A set changes once in 4,096 creations or less, so it is copied and replaced.
#[derive(Default)]
pub(crate) struct SegmentSets {
    sets: AppendArray<EpochCell<RoaringTreemap>>,
    writer: Mutex<()>,
}

impl SegmentSets {
    /// Adds a segment to a token's set. Sets only grow: emptied segments are skipped by their
    /// bitmaps.
    pub(crate) fn add(&self, token: u32, segment: u64) {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let pin = pin();
        let cell = self.sets.get_or_make(u64::from(token), EpochCell::default);
        let mut set = cell.load(&pin).cloned().unwrap_or_default();
        if set.insert(segment) {
            cell.replace(Some(set), &pin);
        }
    }

    /// The first segment of the set at or after `from`.
    pub(crate) fn next(&self, token: u32, from: u64, pin: &Pin) -> Option<u64> {
        let set = self.sets.get(u64::from(token))?.load(pin)?;
        let mut segments = set.iter();
        segments.advance_to(from);
        segments.next()
    }
}

/// The committed graph.
#[derive(Default)]
pub(crate) struct GraphStore {
    node_blocks: AppendArray<Block<NodeSlot>>,
    relationship_blocks: AppendArray<Block<RelationshipSlot>>,
    node_segments: AppendArray<NodeSegment>,
    relationship_segments: AppendArray<RelationshipSegment>,
    /// Segments in which a label was ever used.
    pub(crate) label_segments: SegmentSets,
    /// Segments of a relationship type.
    pub(crate) type_segments: SegmentSets,
    /// Label sets as numbers.
    pub(crate) label_sets: LabelSets,
    /// Segments of nodes whose adjacency should be folded.
    to_fold: Mutex<Vec<u64>>,
    /// Node ids.
    pub(crate) node_ids: Allocator<LabelSetId>,
    /// Relationship ids.
    pub(crate) relationship_ids: Allocator<RelationshipTypeId>,
    /// Estimated bytes.
    pub(crate) memory: MemoryEstimate,
    /// How relationships are spread.
    pub(crate) degrees: DegreeTable,
    /// What the columns of all segments share.
    pub(crate) columns: ColumnCache,
}

/// Estimated bytes of what was installed and not reclaimed.
#[derive(Default)]
pub(crate) struct MemoryEstimate {
    pub(crate) nodes: AtomicU64,
    pub(crate) relationships: AtomicU64,
}

impl GraphStore {
    /// The slot of a node, if its neighbourhood was ever written and is not all gone.
    #[inline]
    pub(crate) fn node<'a>(&'a self, id: u64, pin: &'a Pin) -> Option<&'a NodeSlot> {
        self.node_blocks.get(id / BLOCK)?.slot(id, pin)
    }

    /// The slot of a node, made if needed; `None` if it was used before.
    pub(crate) fn node_or_make<'a>(&'a self, id: u64, pin: &'a Pin) -> Option<&'a NodeSlot> {
        self.node_blocks
            .get_or_make(id / BLOCK, Block::new)
            .slot(id, pin)
    }

    /// Forgets a node that nobody sees any more.
    pub(crate) fn clear_node(&self, id: u64, pin: &Pin) {
        if let Some(block) = self.node_blocks.get(id / BLOCK)
            && let Some(slot) = block.slot(id, pin)
        {
            slot.version.replace(None, pin);
            block.empty(pin);
        }
    }

    /// The slot of a relationship, as for nodes.
    #[inline]
    pub(crate) fn relationship<'a>(
        &'a self,
        id: u64,
        pin: &'a Pin,
    ) -> Option<&'a RelationshipSlot> {
        self.relationship_blocks.get(id / BLOCK)?.slot(id, pin)
    }

    /// The slot of a relationship, made if needed; `None` if it was used before.
    pub(crate) fn relationship_or_make<'a>(
        &'a self,
        id: u64,
        pin: &'a Pin,
    ) -> Option<&'a RelationshipSlot> {
        self.relationship_blocks
            .get_or_make(id / BLOCK, Block::new)
            .slot(id, pin)
    }

    /// Forgets a relationship that nobody sees any more.
    pub(crate) fn clear_relationship(&self, id: u64, pin: &Pin) {
        if let Some(block) = self.relationship_blocks.get(id / BLOCK)
            && let Some(slot) = block.slot(id, pin)
        {
            slot.version.replace(None, pin);
            block.empty(pin);
        }
    }

    /// A segment of nodes, if anything was ever written there.
    pub(crate) fn node_segment(&self, segment: u64) -> Option<&NodeSegment> {
        self.node_segments.get(segment)
    }

    /// A segment of nodes, made if needed.
    pub(crate) fn node_segment_or_make(&self, id: u64) -> &NodeSegment {
        self.node_segments
            .get_or_make(segment_of(id), NodeSegment::default)
    }

    /// A segment of relationships, if anything was ever written there.
    pub(crate) fn relationship_segment(&self, segment: u64) -> Option<&RelationshipSegment> {
        self.relationship_segments.get(segment)
    }

    /// A segment of relationships, made for `relationship_type` if needed.
    pub(crate) fn relationship_segment_or_make(
        &self,
        id: u64,
        relationship_type: RelationshipTypeId,
    ) -> &RelationshipSegment {
        let segment = segment_of(id);
        self.relationship_segments.get_or_make(segment, || {
            self.type_segments.add(relationship_type.0, segment);
            RelationshipSegment::new(relationship_type)
        })
    }

    /// The newest installed version of a node.
    #[inline]
    pub(crate) fn node_version<'a>(&'a self, id: NodeId, pin: &'a Pin) -> Option<&'a Version> {
        self.node(id.0, pin)?.version.load(pin)
    }

    /// The newest installed state of a relationship.
    #[inline]
    pub(crate) fn relationship_entry<'a>(
        &'a self,
        id: RelationshipId,
        pin: &'a Pin,
    ) -> Option<RelationshipEntry<'a>> {
        let slot = self.relationship(id.0, pin)?;
        let version = slot.version.load(pin)?;
        let (start, end) = slot.ends();
        let segment = self.relationship_segment(segment_of(id.0))?;
        let record = RelationshipRecord {
            relationship_type: segment.relationship_type(),
            start,
            end,
        };
        Some(RelationshipEntry { record, version })
    }

    /// The newest installed version of a relationship.
    #[inline]
    pub(crate) fn relationship_version<'a>(
        &'a self,
        id: RelationshipId,
        pin: &'a Pin,
    ) -> Option<&'a Version> {
        self.relationship(id.0, pin)?.version.load(pin)
    }

    /// The adjacency of a node's segment now.
    #[inline]
    pub(crate) fn neighbourhood<'a>(
        &'a self,
        node: u64,
        pin: &'a Pin,
    ) -> Option<&'a Neighbourhood> {
        self.node_segment(segment_of(node))?.adjacency.load(pin)
    }

    /// Says that the adjacency of a segment should be folded.
    pub(crate) fn should_fold(&self, segment: u64) {
        self.to_fold().push(segment);
    }

    fn to_fold(&self) -> MutexGuard<'_, Vec<u64>> {
        self.to_fold.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Folds what should be; how many segments.
    pub(crate) fn fold_due(&self, watermark: impl FnOnce() -> u64) -> usize {
        let due = std::mem::take(&mut *self.to_fold());
        if due.is_empty() {
            return 0;
        }
        let (watermark, pin) = (watermark(), pin());
        for segment in &due {
            self.fold_segment(*segment, watermark, true, &pin);
        }
        due.len()
    }

    /// Folds every segment that changed since its last fold.
    pub(crate) fn fold_all(&self, watermark: u64, pin: &Pin) {
        for segment in 0..self.node_ids.segments() {
            self.fold_segment(segment, watermark, true, pin);
        }
    }

    /// Folds a segment's adjacency; without `wait` not if somebody is at it.
    pub(crate) fn fold_segment(&self, segment: u64, watermark: u64, wait: bool, pin: &Pin) {
        let gone = |id| {
            self.relationship_version(RelationshipId(id), pin)
                .is_none_or(|version| !version.exists && version.timestamp <= watermark)
        };
        if let Some(segment) = self.node_segment(segment) {
            segment.adjacency.fold(watermark, gone, wait, pin);
        }
    }

    /// Whether an adjacency entry marked deleted is still there for a snapshot.
    pub(crate) fn relationship_exists_at(&self, id: u64, snapshot: u64, pin: &Pin) -> bool {
        self.relationship_version(RelationshipId(id), pin)
            .is_some_and(|version| version.exists_at(snapshot, pin))
    }

    /// Whether a set of labels has a label.
    #[inline]
    pub(crate) fn has_label(&self, set: LabelSetId, label: LabelId) -> bool {
        self.label_sets.contains(set, label)
    }
}
