//! The plan: operators with bound expressions, and the tables of names they refer to.

pub mod access;
pub mod cardinality;
pub mod context;
pub mod cost;
pub mod display;
mod eagerness;
pub mod effort;
pub mod explain;
pub mod expression;
pub mod interest;
pub mod liveness;
pub mod operator;
pub mod order;
pub mod pattern;
pub mod planner;
pub mod quantified;
pub mod rewrite;
pub mod table;
pub mod walk;

use quiver_types::Text;

pub use expression::{
    Expr, KeyRef, LabelPredicate, LabelRef, LocalId, ParameterRef, PathPart, TypeRef,
};
pub use operator::{
    Aggregate, ApplyKind, CallSpec, CreateNode, CreateRelationship, CreateSpec, ExpandSpec,
    LabelOrExpr, NameOrParameter, Operator, OperatorKind, Properties, SchemaChange,
    SchemaTargetRef, SecretOrParameter, SeekQuery, SetItem, SlotId, SystemPlan,
};

/// A whole plan. Names are kept as text and resolved to tokens when a run starts, because a label
/// that does not exist while planning may exist later; tokens, once made, never change.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Root: `ProduceResults`, `EmptyResult` or `Schema`.
    pub root: Operator,
    /// Name of each slot; an anonymous one has a name no query can write.
    pub slots: Vec<Text>,
    /// Number of locals of the expression that has most.
    pub locals: u32,
    /// Result columns.
    pub columns: Vec<Text>,
    /// Labels referred to.
    pub labels: Vec<Text>,
    /// Relationship types referred to.
    pub relationship_types: Vec<Text>,
    /// Property keys referred to.
    pub property_keys: Vec<Text>,
    /// Parameters referred to; all must be given.
    pub parameters: Vec<Text>,
    /// What the query does.
    pub query_type: crate::QueryType,
    /// Schema epoch it was planned against.
    pub schema_epoch: u64,
}
