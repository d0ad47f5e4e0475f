//! Scanning nodes and relationships, segment by segment, in id order.

use std::sync::Arc;

use quiver_types::{LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId};

use super::adjacency::ListKey;
use super::columns::StoredColumn;
use super::segment::{Bitmap, NodeSegment, SLOTS, Slots, segment_of, slot_of};
use super::view::{
    AdjacencyScan, Direction, GraphView, NodeScan, RelationshipRecord, RelationshipScan,
};
use crate::ReadError;

/// Segments that are remembered while rows are tested; a power of two.
const REMEMBERED: usize = 32;

/// The smaller of two optional segments.
fn first(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

impl GraphView<'_> {
    /// How many segments of nodes there are, for sharing out a scan: what this transaction created may
    /// lie behind them.
    pub fn node_segments(&self) -> u64 {
        self.store().node_ids.segments()
    }

    /// The same of relationships.
    pub fn relationship_segments(&self) -> u64 {
        self.store().relationship_ids.segments()
    }

    fn next_node_segment(&self, scan: &NodeScan) -> Option<u64> {
        let (label, from) = (scan.label, segment_of(scan.next));
        let own = self.writes.and_then(|w| w.next_node_segment(from));
        let committed = match label {
            Some(label) => self.store().label_segments.next(label.0, from, &self.pin),
            None => (from..self.store().node_ids.segments())
                .find(|segment| self.store().node_segment(*segment).is_some()),
        };
        first(committed, own).filter(|segment| *segment < segment_of(scan.end))
    }

    fn has(&self, node: NodeId, label: Option<LabelId>) -> bool {
        self.label_set(node)
            .is_some_and(|set| label.is_none_or(|label| self.store().has_label(set, label)))
    }

    /// Appends the positions of those of `nodes` that exist and have a label.
    pub fn rows_with_label(
        &self,
        label: LabelId,
        nodes: impl Iterator<Item = NodeId>,
        rows: &mut Vec<u32>,
    ) -> Result<(), ReadError> {
        // Neighbours of a node are all over the segments.
        let mut known: [Option<(u64, &NodeSegment, Option<&Bitmap>)>; REMEMBERED] =
            [None; REMEMBERED];
        for (row, node) in nodes.enumerate() {
            let segment = segment_of(node.0);
            let place = &mut known[segment as usize % REMEMBERED];
            if place.is_none_or(|(of, _, _)| of != segment) {
                let own = self.writes.and_then(|w| w.node_slots(segment));
                let committed = self.store().node_segment(segment);
                *place = committed
                    .filter(|_| own.is_none())
                    .map(|committed| (segment, committed, committed.bits(label)));
            }
            let at_once = place.and_then(|(_, committed, bits)| {
                committed.label_at(slot_of(node.0), bits, self.snapshot)
            });
            if at_once.unwrap_or_else(|| self.has(node, Some(label))) {
                rows.push(row as u32);
            }
        }
        Ok(())
    }

    /// The nodes of a segment (with a label) that this transaction sees, from a slot on: all of them, or at
    /// least `limit` and one more.
    fn nodes_of(
        &self,
        segment: u64,
        label: Option<LabelId>,
        (from, limit): (usize, usize),
        slots: &mut Slots,
    ) {
        *slots = Slots::default();
        let base = segment * SLOTS;
        let own = self.writes.and_then(|w| w.node_slots(segment));
        if let Some(committed) = self.store().node_segment(segment)
            && !committed.read(label, self.snapshot, slots)
        {
            // Somebody changed the segment after our snapshot: ask every node, of which there may be
            // many more than are wanted.
            *slots = Slots::default();
            let mut found = 0;
            for slot in from..SLOTS as usize {
                let version = self
                    .store()
                    .node_version(NodeId(base + slot as u64), &self.pin);
                let set = version.and_then(|v| v.labels_at(self.snapshot, &self.pin));
                if set.is_some_and(|set| label.is_none_or(|l| self.store().has_label(set, l))) {
                    slots.set(slot, true);
                    // What was written here may be taken off again below.
                    found += usize::from(own.is_none_or(|own| !own.get(slot)));
                    if found > limit {
                        break;
                    }
                }
            }
        }
        if let Some(own) = own {
            for slot in own.iter_from(0) {
                slots.set(slot, self.has(NodeId(base + slot as u64), label));
            }
        }
    }

    /// Appends at most `limit` nodes; `false` when the scan is finished.
    pub fn scan_nodes(
        &self,
        scan: &mut NodeScan,
        limit: usize,
        nodes: &mut Vec<NodeId>,
    ) -> Result<bool, ReadError> {
        let most = nodes.len() + limit;
        while let Some(stopped) = self.scan_segment(scan, most - nodes.len(), nodes)? {
            if stopped {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// As [`scan_nodes`](Self::scan_nodes), of the next segment alone: whether it has more than `limit`; `None`
    /// when the scan is finished.
    pub fn scan_segment(
        &self,
        scan: &mut NodeScan,
        limit: usize,
        nodes: &mut Vec<NodeId>,
    ) -> Result<Option<bool>, ReadError> {
        let Some(segment) = self.next_node_segment(scan) else {
            return Ok(None);
        };
        scan.next = scan.next.max(segment * SLOTS);
        let mut slots = Slots::default();
        let from = slot_of(scan.next);
        self.nodes_of(segment, scan.label, (from, limit), &mut slots);
        let base = segment * SLOTS;
        let (_, next) = slots.append(from, base, limit, |run| {
            nodes.extend(run.map(NodeId));
        });
        scan.next = next.map_or(base + SLOTS, |slot| base + slot as u64);
        Ok(Some(next.is_some()))
    }

    /// Takes a scan past the next segment as a whole, where that can be answered without looking at
    /// its nodes: the scan finds all nodes the segment has, this transaction wrote none of them, and
    /// there are columns of all `keys`, which `columns` then holds. Gives how many nodes there are; with
    /// `None` the scan is where it was, and goes on with [`scan_nodes`](Self::scan_nodes).
    pub fn scan_whole(
        &self,
        scan: &mut NodeScan,
        keys: &[PropertyKeyId],
        columns: &mut Vec<Arc<StoredColumn>>,
    ) -> Option<u64> {
        let segment = self.next_node_segment(scan)?;
        if scan.next > segment * SLOTS
            || self.writes.is_some_and(|w| w.node_slots(segment).is_some())
        {
            return None;
        }
        let committed = self.store().node_segment(segment)?;
        let nodes = committed.whole(scan.label, self.snapshot)?;
        columns.clear();
        for key in keys {
            columns.push(self.node_column(segment, *key, nodes as usize)?);
        }
        scan.next = (segment + 1) * SLOTS;
        Some(nodes)
    }

    fn next_relationship_segment(&self, scan: &RelationshipScan) -> Option<u64> {
        let (relationship_type, from) = (scan.relationship_type, segment_of(scan.next));
        let own = self.writes.and_then(|w| w.next_relationship_segment(from));
        let committed = match relationship_type {
            Some(t) => self.store().type_segments.next(t.0, from, &self.pin),
            None => (from..self.store().relationship_ids.segments())
                .find(|segment| self.store().relationship_segment(*segment).is_some()),
        };
        first(committed, own).filter(|segment| *segment < segment_of(scan.end))
    }

    /// The type of relationships that this transaction sees, where segments say that they all have the
    /// same; `None` where they do not.
    pub fn only_relationship_type(
        &self,
        relationships: impl Iterator<Item = RelationshipId>,
    ) -> Option<RelationshipTypeId> {
        let mut known = None;
        let mut only = None;
        for relationship in relationships {
            let segment = segment_of(relationship.0);
            if known != Some(segment) {
                known = Some(segment);
                let of = self
                    .store()
                    .relationship_segment(segment)?
                    .relationship_type();
                if *only.get_or_insert(of) != of {
                    return None;
                }
            }
        }
        only
    }

    /// The relationships of a segment that this transaction sees; whether all of them are
    /// committed and in their newest state.
    fn relationships_of(
        &self,
        segment: u64,
        wanted: Option<RelationshipTypeId>,
        slots: &mut Slots,
    ) -> bool {
        *slots = Slots::default();
        let base = segment * SLOTS;
        let committed = self
            .store()
            .relationship_segment(segment)
            .filter(|s| wanted.is_none_or(|wanted| s.relationship_type() == wanted));
        let mut plain = true;
        if let Some(committed) = committed
            && !committed.read(self.snapshot, slots)
        {
            plain = false;
            for slot in 0..SLOTS {
                let on = self
                    .store()
                    .relationship_exists_at(base + slot, self.snapshot, &self.pin);
                slots.set(slot as usize, on);
            }
        }
        if let Some(own) = self.writes.and_then(|w| w.relationship_slots(segment)) {
            plain = false;
            for slot in own.iter_from(0) {
                let record = self.relationship_record(RelationshipId(base + slot as u64));
                let on = record.is_some_and(|record| {
                    wanted.is_none_or(|wanted| record.relationship_type == wanted)
                });
                slots.set(slot, on);
            }
        }
        plain
    }

    /// Whether this transaction wrote anything yet.
    pub fn has_writes(&self) -> bool {
        self.writes.is_some()
    }

    /// Appends start and end, in whatever form `make` gives them, of at most `limit`
    /// relationships; `false` when the scan is finished. A scan that began before the transaction
    /// wrote anything may miss what it creates later, and nothing else.
    pub fn scan_adjacent<N: Copy>(
        &self,
        scan: &mut AdjacencyScan<N>,
        limit: usize,
        (starts, ends): (&mut Vec<N>, &mut Vec<N>),
        make: impl Fn(NodeId) -> N,
    ) -> Result<bool, ReadError> {
        let most = ends.len() + limit;
        if let Some((start, rest)) = &mut scan.rest {
            ends.extend(rest.drain(..rest.len().min(limit)));
            starts.resize(ends.len(), *start);
            if !rest.is_empty() {
                return Ok(true);
            }
            scan.rest = None;
        }
        let key = ListKey {
            relationship_type: scan.relationship_type,
            outgoing: true,
        };
        let segments = self.store().node_ids.segments().min(segment_of(scan.end));
        while segment_of(scan.next) < segments {
            if ends.len() >= most {
                return Ok(true);
            }
            let around = self.store().neighbourhood(scan.next, &self.pin);
            let slot =
                around.and_then(|around| around.next_slot(around.folded(key), slot_of(scan.next)));
            let segment = segment_of(scan.next);
            let Some(slot) = slot else {
                scan.next = (segment + 1) * SLOTS;
                continue;
            };
            let node = NodeId(segment * SLOTS + slot as u64);
            scan.next = node.0 + 1;
            self.expand_columns(
                node,
                Direction::Outgoing,
                &[scan.relationship_type],
                (&mut *ends, &make),
                (&mut Vec::new(), |_| ()),
            )?;
            if ends.len() > most {
                // Folds may move what is left: it is kept.
                scan.rest = Some((make(node), ends.split_off(most)));
            }
            starts.resize(ends.len(), make(node));
        }
        Ok(scan.rest.is_some())
    }

    /// Appends at most `limit` relationships, in whatever form `make` gives them, without their
    /// ends; `false` when the scan is finished.
    pub fn scan_relationship_ids<R>(
        &self,
        scan: &mut RelationshipScan,
        limit: usize,
        found: &mut Vec<R>,
        make: impl Fn(RelationshipId) -> R,
    ) -> Result<bool, ReadError> {
        let mut left = limit;
        let mut slots = Slots::default();
        while let Some(segment) = self.next_relationship_segment(scan) {
            scan.next = scan.next.max(segment * SLOTS);
            self.relationships_of(segment, scan.relationship_type, &mut slots);
            let base = segment * SLOTS;
            let (appended, next) = slots.append(slot_of(scan.next), base, left, |run| {
                found.extend(run.map(|id| make(RelationshipId(id))));
            });
            left -= appended;
            if let Some(slot) = next {
                scan.next = base + slot as u64;
                return Ok(true);
            }
            scan.next = (segment + 1) * SLOTS;
        }
        Ok(false)
    }

    /// Calls `each` with at most `limit` relationships: id, start, end; `false` when the scan is
    /// finished. Of most segments nothing is read but who is there and what they connect.
    pub fn scan_ends(
        &self,
        scan: &mut RelationshipScan,
        limit: usize,
        mut each: impl FnMut(RelationshipId, NodeId, NodeId),
    ) -> Result<bool, ReadError> {
        let mut left = limit;
        let mut slots = Slots::default();
        while let Some(segment) = self.next_relationship_segment(scan) {
            scan.next = scan.next.max(segment * SLOTS);
            let plain = self.relationships_of(segment, scan.relationship_type, &mut slots);
            for slot in slots.iter_from(slot_of(scan.next)) {
                let id = RelationshipId(segment * SLOTS + slot as u64);
                if left == 0 {
                    scan.next = id.0;
                    return Ok(true);
                }
                if plain {
                    if let Some(slot) = self.store().relationship(id.0, &self.pin) {
                        let (start, end) = slot.ends();
                        left -= 1;
                        each(id, start, end);
                    }
                } else if let Some(record) = self.relationship_record(id) {
                    left -= 1;
                    each(id, record.start, record.end);
                }
            }
            scan.next = (segment + 1) * SLOTS;
        }
        Ok(false)
    }

    /// Appends at most `limit` relationships; `false` when the scan is finished.
    pub fn scan_relationships(
        &self,
        scan: &mut RelationshipScan,
        limit: usize,
        relationships: &mut Vec<(RelationshipId, RelationshipRecord)>,
    ) -> Result<bool, ReadError> {
        let mut left = limit;
        let mut slots = Slots::default();
        while let Some(segment) = self.next_relationship_segment(scan) {
            scan.next = scan.next.max(segment * SLOTS);
            self.relationships_of(segment, scan.relationship_type, &mut slots);
            for slot in slots.iter_from(slot_of(scan.next)) {
                let id = RelationshipId(segment * SLOTS + slot as u64);
                if left == 0 {
                    scan.next = id.0;
                    return Ok(true);
                }
                if let Some(record) = self.relationship_record(id) {
                    left -= 1;
                    relationships.push((id, record));
                }
            }
            scan.next = (segment + 1) * SLOTS;
        }
        Ok(false)
    }
}
