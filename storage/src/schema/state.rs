//! The schema as the engine uses it: definitions plus the content of indexes. Replaced as a whole.

use std::sync::Arc;

use quiver_types::{LabelId, RelationshipTypeId, Text};

use super::{
    Constraint, EntityKind, Index, IndexId, LookupIndex, NODE_LOOKUP, RELATIONSHIP_LOOKUP, Schema,
    SchemaTarget,
};
use crate::index::range::{RangeIndex, Stage};

impl Schema {
    /// Some of the indexes that were being filled are online now.
    fn go_online(&mut self, which: impl Fn(&Index) -> bool) {
        let (online, rest) = std::mem::take(&mut self.populating)
            .into_iter()
            .partition(|index| which(index));
        self.populating = rest;
        self.indexes.extend::<Vec<Arc<Index>>>(online);
        self.indexes.sort_by_key(|index| index.id);
    }
}

/// The schema at one moment, immutable.
#[derive(Clone, Default)]
pub(crate) struct SchemaState {
    /// What clients see.
    pub(crate) schema: Arc<Schema>,
    /// Content of the indexes, online or being filled: every commit goes into all of them.
    pub(crate) indexes: Vec<Arc<RangeIndex>>,
    /// Constraints that are being created. They hold for writers already, so that what the scan of
    /// the data does not see cannot violate them.
    pub(crate) building: Vec<Arc<Constraint>>,
    /// Definitions of indexes that were dropped: a plan may outlive its index, and is then
    /// answered from the labels.
    pub(crate) dropped: Vec<Arc<Index>>,
    /// The number the next index gets.
    pub(crate) next_index: u32,
}

impl SchemaState {
    /// The schema of a new database: token lookup indexes, named as Neo4j names them.
    pub(crate) fn new() -> Self {
        let of = |id, name, entity| LookupIndex {
            id: IndexId(id),
            name: Text::new(name),
            entity,
        };
        let state = Self {
            next_index: 1,
            ..Self::default()
        };
        let state = state.with_lookup(of(1, NODE_LOOKUP, EntityKind::Node));
        let mut state = state.with_lookup(of(2, RELATIONSHIP_LOOKUP, EntityKind::Relationship));
        state.start_epoch(0);
        state
    }

    /// An index, online or being filled.
    pub(crate) fn index(&self, id: IndexId) -> Option<&Arc<RangeIndex>> {
        self.indexes.iter().find(|index| index.definition.id == id)
    }

    /// The definition of an index, there or dropped.
    pub(crate) fn definition(&self, id: IndexId) -> Option<&Arc<Index>> {
        self.index(id)
            .map(|index| &index.definition)
            .or_else(|| self.dropped.iter().find(|index| index.id == id))
    }

    /// Whether any index covers nodes (relationships).
    pub(crate) fn indexes_nodes(&self) -> bool {
        self.indexes
            .iter()
            .any(|index| matches!(index.definition.target, SchemaTarget::Label(_)))
    }

    /// The indexes that cover nodes with any of `labels`.
    pub(crate) fn node_indexes<'a>(
        &'a self,
        labels: &'a [LabelId],
    ) -> impl Iterator<Item = &'a Arc<RangeIndex>> {
        self.indexes
            .iter()
            .filter(|index| match index.definition.target {
                SchemaTarget::Label(label) => labels.contains(&label),
                SchemaTarget::RelationshipType(_) => false,
            })
    }

    /// The indexes that cover relationships of a type.
    pub(crate) fn relationship_indexes(
        &self,
        relationship_type: RelationshipTypeId,
    ) -> impl Iterator<Item = &Arc<RangeIndex>> {
        self.indexes.iter().filter(move |index| {
            index.definition.target == SchemaTarget::RelationshipType(relationship_type)
        })
    }

    /// Goes on from the epoch of a checkpoint.
    pub(crate) fn start_epoch(&mut self, epoch: u64) {
        let mut schema = Schema::clone(&self.schema);
        schema.epoch = epoch;
        self.schema = Arc::new(schema);
    }

    fn change(&self, change: impl FnOnce(&mut Schema)) -> Arc<Schema> {
        let mut schema = Schema::clone(&self.schema);
        schema.epoch += 1;
        change(&mut schema);
        Arc::new(schema)
    }

    /// With one index more.
    pub(crate) fn with_index(&self, index: Arc<RangeIndex>) -> Self {
        let mut next = self.clone();
        let id = index.definition.id;
        next.schema = self.change(|schema| {
            schema.indexes.push(Arc::clone(&index.definition));
            // Logs from before there were lookup indexes gave their numbers to others.
            for lookup in &mut schema.lookups {
                if lookup.id == id {
                    let id = IndexId(next.next_index.max(id.0.saturating_add(1)));
                    next.next_index = id.0.saturating_add(1);
                    *lookup = Arc::new(LookupIndex {
                        id,
                        ..lookup.as_ref().clone()
                    });
                }
            }
        });
        next.next_index = next.next_index.max(index.definition.id.0.saturating_add(1));
        next.indexes.push(index);
        next
    }

    /// With one more that is to be filled.
    pub(crate) fn with_populating(&self, index: Arc<RangeIndex>) -> Self {
        let mut next = self.clone();
        let id = index.definition.id;
        next.schema = self.change(|schema| schema.populating.push(Arc::clone(&index.definition)));
        next.next_index = next.next_index.max(id.0.saturating_add(1));
        next.indexes.push(index);
        next
    }

    /// With one that was being filled as an online one.
    pub(crate) fn with_filled(&self, id: IndexId) -> Self {
        let mut next = self.clone();
        next.schema = self.change(|schema| schema.go_online(|index| index.id == id));
        next.building.retain(|constraint| constraint.index != id);
        next
    }

    /// With what became of the indexes that were being filled, if anything did.
    pub(crate) fn settled(&self) -> Option<Self> {
        let of = |id| self.index(id).map(|index| index.stage());
        let populating = &self.schema.populating;
        if populating.iter().all(|i| of(i.id) == Some(Stage::Filling)) {
            return None;
        }
        let mut next = self.clone();
        next.schema = self.change(|schema| {
            schema.go_online(|index| of(index.id) == Some(Stage::Online));
            let stays = |index: &Arc<Index>| of(index.id) == Some(Stage::Filling);
            schema.populating.retain(stays);
        });
        let given_up = |id| of(id) == Some(Stage::Abandoned);
        next.building.retain(|c| !given_up(c.index));
        next.indexes.retain(|i| !given_up(i.definition.id));
        Some(next)
    }

    /// With one token lookup index more, instead of one for the same.
    pub(crate) fn with_lookup(&self, lookup: LookupIndex) -> Self {
        let mut next = self.clone();
        next.next_index = next.next_index.max(lookup.id.0.saturating_add(1));
        next.schema = self.change(|schema| {
            schema.lookups.retain(|other| other.entity != lookup.entity);
            schema.lookups.push(Arc::new(lookup));
        });
        next
    }

    /// Without an index.
    pub(crate) fn without_index(&self, id: IndexId) -> Self {
        let mut next = self.clone();
        next.schema = self.change(|schema| {
            schema.indexes.retain(|index| index.id != id);
            schema.populating.retain(|index| index.id != id);
            schema.lookups.retain(|lookup| lookup.id != id);
        });
        next.dropped
            .extend(self.index(id).map(|index| Arc::clone(&index.definition)));
        next.indexes.retain(|index| index.definition.id != id);
        next
    }

    /// With one constraint more.
    pub(crate) fn with_constraint(&self, constraint: Constraint) -> Self {
        let mut next = self.clone();
        next.schema = self.change(|schema| {
            schema.constraints.push(Arc::new(constraint));
            schema.constraints.sort_by(|a, b| a.name.cmp(&b.name));
        });
        next
    }

    /// Without a constraint.
    pub(crate) fn without_constraint(&self, name: &str) -> Self {
        let mut next = self.clone();
        next.schema = self.change(|schema| {
            schema
                .constraints
                .retain(|constraint| constraint.name != name);
        });
        next
    }
}
