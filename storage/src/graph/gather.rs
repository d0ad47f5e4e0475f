//! Reading one property of many entities: from columns where they are exact for the snapshot and
//! the transaction wrote nothing there, else to be read by row.

use std::sync::Arc;

use quiver_types::{NodeId, PropertyKeyId, RelationshipId};

use super::columns::StoredColumn;
use super::segment::SLOTS;
use super::store::GraphStore;
use super::view::GraphView;
use crate::txn::cell::Pin;

impl GraphView<'_> {
    /// The column of a property in a segment of nodes (`id >> 12`; the slot is the rest), if
    /// there is one that is exact for this transaction. `reads` says how many rows are wanted:
    /// a segment that is read often gets its columns.
    pub fn node_column(
        &self,
        segment: u64,
        key: PropertyKeyId,
        reads: usize,
    ) -> Option<Arc<StoredColumn>> {
        if self.writes.is_some_and(|w| w.node_slots(segment).is_some()) {
            return None;
        }
        let store = self.store();
        let columns = &store.node_segment(segment)?.columns;
        let base = segment * SLOTS;
        let column = columns.column(
            key,
            self.snapshot,
            u32::try_from(reads).unwrap_or(u32::MAX),
            &store.columns,
            &self.pin,
            |slot| {
                store
                    .node_version(NodeId(base + slot), &self.pin)?
                    .property_at(self.snapshot, key, &self.pin)
            },
        );
        store.keep_columns_in_budget(&self.pin);
        column
    }

    /// The same of relationships.
    pub fn relationship_column(
        &self,
        segment: u64,
        key: PropertyKeyId,
        reads: usize,
    ) -> Option<Arc<StoredColumn>> {
        let own = |w: &super::write_set::WriteSet| w.relationship_slots(segment).is_some();
        if self.writes.is_some_and(own) {
            return None;
        }
        let store = self.store();
        let columns = &store.relationship_segment(segment)?.columns;
        let base = segment * SLOTS;
        let column = columns.column(
            key,
            self.snapshot,
            u32::try_from(reads).unwrap_or(u32::MAX),
            &store.columns,
            &self.pin,
            |slot| {
                let version = store.relationship_version(RelationshipId(base + slot), &self.pin)?;
                version.property_at(self.snapshot, key, &self.pin)
            },
        );
        store.keep_columns_in_budget(&self.pin);
        column
    }
}

impl GraphStore {
    /// Drops columns not read of late until the budget holds.
    fn keep_columns_in_budget(&self, pin: &Pin) {
        if self.columns.is_over() {
            self.evict_columns(pin);
        }
    }

    /// Goes round the segments, twice at most: the first time spares what was read of late.
    pub(crate) fn evict_columns(&self, pin: &Pin) {
        let nodes = self.node_ids.segments();
        let segments = nodes + self.relationship_ids.segments();
        for step in 0..2 * segments {
            if !self.columns.is_over() {
                return;
            }
            let at = self
                .columns
                .hand
                .fetch_add(1, std::sync::atomic::Ordering::Relaxed)
                % segments.max(1);
            let all = step >= segments;
            if at < nodes {
                if let Some(segment) = self.node_segment(at) {
                    segment.columns.evict(all, &self.columns, pin);
                }
            } else if let Some(segment) = self.relationship_segment(at - nodes) {
                segment.columns.evict(all, &self.columns, pin);
            }
        }
    }
}
