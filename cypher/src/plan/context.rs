//! A database as planning sees it.

use std::sync::Arc;

use quiver_storage::{Database, Degrees, Direction, IndexId, IndexQuery, Schema};
use quiver_types::{LabelId, PropertyKeyId, RelationshipTypeId};

use crate::PlanContext;

/// Fewer rows than this are planned for as if there were this many: a plan made for an empty
/// database must still be a good one when data has come.
const AT_LEAST: f64 = 10.0;

/// Answers from a database's catalogue, schema and counts.
pub struct DatabaseContext<'d>(pub &'d Database);

impl PlanContext for DatabaseContext<'_> {
    fn label(&self, name: &str) -> Option<LabelId> {
        self.0.tokens().label(name)
    }

    fn relationship_type(&self, name: &str) -> Option<RelationshipTypeId> {
        self.0.tokens().relationship_type(name)
    }

    fn property_key(&self, name: &str) -> Option<PropertyKeyId> {
        self.0.tokens().property_key(name)
    }

    fn schema(&self) -> Arc<Schema> {
        self.0.schema()
    }

    fn nodes(&self, label: Option<LabelId>) -> f64 {
        self.0.estimate_nodes(label).max(AT_LEAST)
    }

    fn relationships(
        &self,
        start: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        end: Option<LabelId>,
    ) -> f64 {
        self.0
            .estimate_relationships(start, relationship_type, end)
            .max(1.0)
    }

    fn degrees(
        &self,
        label: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        direction: Direction,
    ) -> Degrees {
        self.0
            .statistics()
            .degrees(label, relationship_type, direction)
    }

    fn index(&self, index: IndexId) -> (f64, f64) {
        let of = self.0.statistics().index(index);
        (of.distinct.max(1.0), of.entries.max(1.0))
    }

    fn index_entries(&self, index: IndexId, query: &IndexQuery<'_>) -> f64 {
        self.0.statistics().index_entries(index, query)
    }
}
