//! The function table: one row a function, the code beside its row. SHOW FUNCTIONS, arity checks,
//! constant folding, documentation and evaluation all read it.

use quiver_types::Value;

use crate::RunError;
use crate::exec::FunctionContext;

/// A declared type of an argument or result, for checks before running and for SHOW FUNCTIONS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names are Cypher's")]
pub enum Type {
    Any,
    Boolean,
    Integer,
    Float,
    Number,
    String,
    List,
    Map,
    Node,
    Relationship,
    NodeOrRelationship,
    Path,
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    ZonedDateTime,
    Duration,
    Temporal,
    Point,
}

/// How a function is computed.
#[derive(Clone, Copy)]
pub enum Implementation {
    /// From its arguments and, where it must, the graph or the clock.
    Scalar(fn(&FunctionContext<'_>, &[Value]) -> Result<Value, RunError>),
    /// Over a group of rows: makes a fresh accumulator.
    Aggregate(fn() -> Box<dyn Accumulator>),
}

/// The state of one aggregation of one group.
pub trait Accumulator: Send {
    /// Takes in one row's arguments. Nulls are handed in; most aggregations skip them.
    fn add(&mut self, arguments: &[Value]) -> Result<(), RunError>;
    /// The result.
    fn finish(&mut self) -> Result<Value, RunError>;
    /// Bytes held, for the memory limit.
    fn heap_size(&self) -> usize {
        0
    }
}

/// A row of the table.
pub struct Function {
    /// Name as documented; look-up ignores case.
    pub name: &'static str,
    /// Neo4j's category, e.g. `String`.
    pub category: &'static str,
    /// What it does, in our words.
    pub description: &'static str,
    /// Arguments: name and type.
    pub arguments: &'static [(&'static str, Type)],
    /// How many of the arguments must be given.
    pub required: usize,
    /// Whether the last argument may be repeated.
    pub variadic: bool,
    /// Result type.
    pub returns: Type,
    /// Whether the same arguments always give the same result, so that constants fold.
    pub pure: bool,
    /// Code.
    pub implementation: Implementation,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Function {
    /// Whether it aggregates.
    pub fn is_aggregate(&self) -> bool {
        matches!(self.implementation, Implementation::Aggregate(_))
    }
}

/// The function of that name, ignoring case.
pub fn find(_name: &str) -> Option<&'static Function> {
    None
}
