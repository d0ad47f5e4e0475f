//! Clearing away what no live snapshot can see: older versions, deleted entities, index entries
//! that their entities left.

use std::collections::HashMap;

use quiver_types::{NodeId, RelationshipId};

use super::install::Garbage;
use super::segment::{SLOTS, segment_of};
use super::store::GraphStore;
use super::version::Version;
use crate::index::range::key_in;
use crate::index::tree::Key;
use crate::schema::state::SchemaState;
use crate::schema::{IndexId, SchemaTarget};
use crate::txn::cell::Pin;

impl GraphStore {
    /// Clears away garbage that commits at or below `watermark` left.
    pub(crate) fn reclaim(
        &self,
        schema: &SchemaState,
        garbage: Vec<Garbage>,
        watermark: u64,
        pin: &Pin,
    ) {
        let mut entries: HashMap<IndexId, Vec<(Key, u64)>> = HashMap::new();
        let mut ends = Vec::new();
        for item in garbage {
            match item {
                Garbage::Node(id) => self.reclaim_node(id, watermark, pin),
                Garbage::Relationship(id) => {
                    if let Some(version) = self.relationship_version(RelationshipId(id), pin) {
                        version.prune(watermark, pin);
                    }
                }
                Garbage::DeletedRelationship(id) => {
                    let gone = self.reclaim_relationship(id, watermark, pin);
                    ends.extend(gone.into_iter().flatten());
                }
                Garbage::IndexEntry(index, key, id) => {
                    entries.entry(index).or_default().push((key.0, id));
                }
            }
        }
        self.note_gone(&ends, watermark, pin);
        for (id, entries) in entries {
            if let Some(index) = schema.index(id) {
                let target = index.definition.target;
                index.remove(&entries, |definition, key, id| {
                    // An entity's version stands before its entry is added, so what is not seen
                    // here is added again after this removal.
                    !self.any_version(target, id, watermark, pin, |values| {
                        key_in(definition, values).is_some_and(|k| k.bytes() == key.bytes())
                    })
                });
            }
        }
    }

    /// Whether a version of an entity that somebody may read is covered by an index's target and
    /// has values of which `each` says so.
    fn any_version(
        &self,
        target: SchemaTarget,
        id: u64,
        watermark: u64,
        pin: &Pin,
        each: impl Fn(&[(quiver_types::PropertyKeyId, quiver_types::Value)]) -> bool,
    ) -> bool {
        let version: Option<&Version> = match target {
            SchemaTarget::Label(_) => self.node_version(NodeId(id), pin),
            SchemaTarget::RelationshipType(_) => self.relationship_version(RelationshipId(id), pin),
        };
        version.is_some_and(|version| {
            version.any_version(watermark, pin, |exists, labels, values| {
                let covered = match target {
                    SchemaTarget::Label(label) => self.has_label(labels, label),
                    SchemaTarget::RelationshipType(_) => true,
                };
                exists && covered && each(values)
            })
        })
    }

    fn reclaim_node(&self, id: u64, watermark: u64, pin: &Pin) {
        let Some(version) = self.node_version(NodeId(id), pin) else {
            return;
        };
        if !version.exists && version.timestamp <= watermark {
            self.clear_node(id, pin);
        } else {
            version.prune(watermark, pin);
        }
    }

    /// Clears away a deleted relationship; its two ends, if that was done.
    fn reclaim_relationship(&self, id: u64, watermark: u64, pin: &Pin) -> Option<[u64; 2]> {
        let slot = self.relationship(id, pin)?;
        let version = slot.version.load(pin)?;
        if version.exists || version.timestamp > watermark {
            return None;
        }
        let (start, end) = slot.ends();
        self.clear_relationship(id, pin);
        Some([start.0, end.0])
    }

    /// Entries of relationships that are gone go when their segments are folded, which is now
    /// where they are many.
    fn note_gone(&self, ends: &[u64], watermark: u64, pin: &Pin) {
        let mut gone: HashMap<u64, u32> = HashMap::new();
        for end in ends {
            *gone.entry(segment_of(*end)).or_default() += 1;
        }
        for (segment, gone) in gone {
            let around = self.neighbourhood(segment * SLOTS, pin);
            if around.is_some_and(|around| around.note_gone(gone)) {
                self.fold_segment(segment, watermark, false, pin);
            }
        }
    }
}
