//! The schema as the engine uses it: definitions plus the content of indexes. Replaced as a whole.

use std::sync::Arc;

use quiver_types::{LabelId, RelationshipTypeId};

use super::{Constraint, Index, IndexId, Schema, SchemaTarget};
use crate::index::range::RangeIndex;

/// The schema at one moment, immutable.
#[derive(Clone, Default)]
pub(crate) struct SchemaState {
    /// What clients see.
    pub(crate) schema: Arc<Schema>,
    /// Content of the online indexes.
    pub(crate) indexes: Vec<Arc<RangeIndex>>,
    /// Definitions of indexes that were dropped: a plan may outlive its index, and is then
    /// answered from the labels.
    pub(crate) dropped: Vec<Arc<Index>>,
    /// The number the next index gets.
    pub(crate) next_index: u32,
}

impl SchemaState {
    /// An online index.
    pub(crate) fn index(&self, id: IndexId) -> Option<&Arc<RangeIndex>> {
        self.indexes.iter().find(|index| index.definition.id == id)
    }

    /// The definition of an index, online or dropped.
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
        next.schema = self.change(|schema| schema.indexes.push(Arc::clone(&index.definition)));
        next.next_index = next.next_index.max(index.definition.id.0 + 1);
        next.indexes.push(index);
        next
    }

    /// Without an index.
    pub(crate) fn without_index(&self, id: IndexId) -> Self {
        let mut next = self.clone();
        next.schema = self.change(|schema| schema.indexes.retain(|index| index.id != id));
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
