//! Long patterns are planned with work in proportion to their length: counted, not timed.

use std::cell::Cell;
use std::sync::Arc;

use quiver_cypher::plan::context::DatabaseContext;
use quiver_cypher::plan::{Operator, planner, walk};
use quiver_cypher::procedures::Registry;
use quiver_cypher::syntax::{self, Limits};
use quiver_cypher::{PlanContext, binder};
use quiver_storage::{Degrees, Direction, IndexId, IndexQuery, Schema};
use quiver_types::{LabelId, PropertyKeyId, RelationshipTypeId};

use super::harness::Graph;

/// Counts what is asked about the data.
struct Counting<'d> {
    database: DatabaseContext<'d>,
    asked: Cell<u64>,
}

impl Counting<'_> {
    fn ask(&self) -> &dyn PlanContext {
        self.asked.set(self.asked.get() + 1);
        &self.database
    }
}

impl PlanContext for Counting<'_> {
    fn label(&self, name: &str) -> Option<LabelId> {
        self.database.label(name)
    }
    fn relationship_type(&self, name: &str) -> Option<RelationshipTypeId> {
        self.database.relationship_type(name)
    }
    fn property_key(&self, name: &str) -> Option<PropertyKeyId> {
        self.database.property_key(name)
    }
    fn schema(&self) -> Arc<Schema> {
        self.database.schema()
    }
    fn nodes(&self, label: Option<LabelId>) -> f64 {
        self.database.nodes(label)
    }
    fn relationships(
        &self,
        start: Option<LabelId>,
        of: Option<RelationshipTypeId>,
        end: Option<LabelId>,
    ) -> f64 {
        self.ask().relationships(start, of, end)
    }
    fn degrees(
        &self,
        label: Option<LabelId>,
        of: Option<RelationshipTypeId>,
        direction: Direction,
    ) -> Degrees {
        self.ask().degrees(label, of, direction)
    }
    fn index(&self, index: IndexId) -> (f64, f64) {
        self.ask().index(index)
    }
    fn index_entries(&self, index: IndexId, query: &IndexQuery<'_>) -> f64 {
        self.ask().index_entries(index, query)
    }
}

fn predicates(op: &mut Operator) -> usize {
    let mut found = 0;
    walk::expressions_mut(op, &mut |expr| found += walk_size(expr));
    let children = walk::children_mut(op).into_iter();
    found + children.map(predicates).sum::<usize>()
}

/// Parts of an expression.
fn walk_size(expr: &quiver_cypher::plan::Expr) -> usize {
    let mut size = 0;
    binder::walk::visit(expr, &mut |_| size += 1);
    size
}

#[test]
fn long_patterns_cost_in_proportion() {
    let graph = Graph::with("UNWIND range(1, 50) AS i CREATE (:P {id: i})-[:R]->(:P)-[:R]->(:Q)");
    for hop in ["-->()", "-[:R]->(:P)", "--()"] {
        let work = |hops: usize| {
            let text = format!("MATCH (){} RETURN 1 AS x", hop.repeat(hops));
            let tree = syntax::parse(&text, Limits::default()).unwrap();
            let bound = binder::bind(&tree, &text, &Registry::new(false), None).unwrap();
            let context = Counting {
                database: DatabaseContext(&graph.database),
                asked: Cell::new(0),
            };
            let mut plan = planner::plan(bound, &context, false, &[]);
            (context.asked.get(), predicates(&mut plan.root))
        };
        let (few, many) = (work(60), work(480));
        assert!(many.0 <= 12 * few.0, "{hop}: {few:?}, {many:?}");
        assert!(many.1 <= 12 * few.1.max(60), "{hop}: {few:?}, {many:?}");
    }
}
