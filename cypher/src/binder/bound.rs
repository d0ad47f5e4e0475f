//! The bound query: clauses with slots instead of names, patterns as graphs. What planning starts
//! from; no text and no positions are left.

use quiver_storage::Direction;
use quiver_types::Text;

use crate::plan::operator::{CallSpec, CreateSpec, InTransactions, LoadCsv, SetItem};
use crate::plan::quantified::{Element, PathMode, Selection};
use crate::plan::{Aggregate, Expr, PathPart, SchemaChange, SlotId, SystemPlan, TypeRef};

/// A bound statement.
#[derive(Debug)]
pub enum BoundStatement {
    /// A query.
    Query(BoundQuery),
    /// A schema change.
    Schema(SchemaChange),
    /// A command about users.
    Administration(SystemPlan),
}

/// Single queries joined by UNION.
#[derive(Debug)]
pub struct BoundQuery {
    /// Parts.
    pub parts: Vec<BoundPart>,
    /// UNION (not ALL).
    pub distinct: bool,
    /// Result columns; empty for a query without RETURN.
    pub columns: Vec<(Text, SlotId)>,
    /// Slots of the surrounding query that are visible inside.
    pub arguments: Vec<SlotId>,
}

/// Clauses of one part, in order.
#[derive(Debug)]
pub struct BoundPart {
    /// Clauses.
    pub clauses: Vec<BoundClause>,
    /// Slots in the order of the query's columns.
    pub columns: Vec<SlotId>,
}

/// A bound clause.
#[derive(Debug)]
pub enum BoundClause {
    /// MATCH.
    Match {
        /// OPTIONAL.
        optional: bool,
        /// Pattern and predicates.
        graph: QueryGraph,
        /// Slots it binds.
        introduced: Vec<SlotId>,
    },
    /// UNWIND.
    Unwind {
        /// List.
        list: Expr,
        /// Variable.
        slot: SlotId,
    },
    /// LOAD CSV.
    LoadCsv {
        /// FROM.
        url: Expr,
        /// How, and where to.
        load: LoadCsv,
    },
    /// WITH or RETURN.
    Project(BoundProjection),
    /// CREATE.
    Create {
        /// What.
        spec: CreateSpec,
        /// Path variables.
        paths: Vec<(SlotId, SlotId, Vec<PathPart>)>,
    },
    /// MERGE.
    Merge {
        /// What to look for.
        graph: QueryGraph,
        /// What to make.
        create: CreateSpec,
        /// Whether a relationship was written without direction.
        undirected: bool,
        /// ON CREATE.
        on_create: Vec<SetItem>,
        /// ON MATCH.
        on_match: Vec<SetItem>,
        /// Path variable.
        path: Option<(SlotId, SlotId, Vec<PathPart>)>,
    },
    /// SET and REMOVE.
    Set(Vec<SetItem>),
    /// DELETE.
    Delete {
        /// What.
        items: Vec<Expr>,
        /// DETACH.
        detach: bool,
    },
    /// FOREACH.
    Foreach {
        /// List.
        list: Expr,
        /// Variable.
        slot: SlotId,
        /// Updating clauses.
        body: Vec<BoundClause>,
    },
    /// CALL procedure.
    Call {
        /// Procedure, arguments, columns.
        call: CallSpec,
        /// YIELD ... WHERE.
        predicate: Option<Expr>,
    },
    /// CALL { }.
    Subquery {
        /// Inner query.
        query: BoundQuery,
        /// OPTIONAL CALL.
        optional: bool,
    },
    /// CALL { } IN TRANSACTIONS.
    InTransactions {
        /// Inner query.
        query: BoundQuery,
        /// How.
        spec: InTransactions,
    },
}

/// WITH or RETURN. Steps happen in field order.
#[derive(Debug, Default)]
pub struct BoundProjection {
    /// Whether rows are grouped.
    pub aggregating: bool,
    /// Grouping keys.
    pub groups: Vec<(SlotId, Expr)>,
    /// Aggregations.
    pub aggregates: Vec<Aggregate>,
    /// Computed items.
    pub items: Vec<(SlotId, Expr)>,
    /// DISTINCT over `visible`.
    pub distinct: bool,
    /// What is in scope afterwards.
    pub visible: Vec<SlotId>,
    /// Computed sort keys.
    pub order_items: Vec<(SlotId, Expr)>,
    /// ORDER BY; true is descending.
    pub order: Vec<(SlotId, bool)>,
    /// SKIP.
    pub skip: Option<Expr>,
    /// LIMIT.
    pub limit: Option<Expr>,
    /// WHERE.
    pub predicate: Option<Expr>,
    /// Whether slots that were visible before are not any more.
    pub narrows: bool,
}

impl BoundProjection {
    /// Whether ORDER BY and WHERE of rows that are grouped or made distinct may look at a slot.
    pub fn reaches(&self, slot: SlotId) -> bool {
        let groups = || self.groups.iter().any(|(group, _)| *group == slot);
        self.visible.contains(&slot) || (!self.distinct && groups())
    }
}

/// A pattern as a graph: what is to be found, not how.
#[derive(Debug, Default)]
pub struct QueryGraph {
    /// Nodes, each once.
    pub nodes: Vec<SlotId>,
    /// Relationships.
    pub relationships: Vec<PatternRelationship>,
    /// shortestPath patterns.
    pub shortest: Vec<ShortestPattern>,
    /// Paths of which only some are wanted.
    pub selected: Vec<SelectedPath>,
    /// Whether relationships may be met again (REPEATABLE ELEMENTS).
    pub repeatable: bool,
    /// Conjuncts of WHERE, labels and inline properties.
    pub predicates: Vec<Expr>,
    /// Path variables: slot, first node, hops.
    pub paths: Vec<(SlotId, SlotId, Vec<PathPart>)>,
    /// Slots bound before.
    pub arguments: Vec<SlotId>,
}

/// A relationship of a pattern.
#[derive(Clone, Debug)]
pub struct PatternRelationship {
    /// The relationship, or the list of them.
    pub slot: SlotId,
    /// Node on the left as written.
    pub left: SlotId,
    /// Node on the right as written.
    pub right: SlotId,
    /// `Outgoing` is left to right.
    pub direction: Direction,
    /// Types; empty is any.
    pub types: Vec<TypeRef>,
    /// Variable length.
    pub length: Option<(u64, Option<u64>)>,
    /// Variable length: asked of each relationship, which it sees in the slot.
    pub predicate: Option<(SlotId, Expr)>,
    /// What is repeated, where that is more than one relationship.
    pub quantified: Option<Box<Element>>,
}

/// A path between two nodes of which only some are wanted.
#[derive(Clone, Debug)]
pub struct SelectedPath {
    /// Its first node.
    pub left: SlotId,
    /// Its last node.
    pub right: SlotId,
    /// Where the list of its relationships goes.
    pub list: SlotId,
    /// What it is made of.
    pub elements: Vec<Element>,
    /// What it must not visit twice.
    pub mode: PathMode,
    /// How many are wanted; all without it.
    pub selection: Option<Selection>,
    /// Only paths of which this holds are counted.
    pub such_that: Option<Expr>,
    /// Slots it binds beside the list.
    pub introduced: Vec<SlotId>,
}

/// A shortestPath pattern; its ends are nodes of the graph.
#[derive(Clone, Debug)]
pub struct ShortestPattern {
    /// The relationship in the middle.
    pub relationship: PatternRelationship,
    /// allShortestPaths.
    pub all: bool,
    /// Path variable.
    pub path: Option<SlotId>,
}
