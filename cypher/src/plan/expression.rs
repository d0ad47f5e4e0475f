//! Bound expressions: what the binder makes of syntax. No text positions, no names left except
//! where a name is data; every variable is a slot of the row or a local of the expression.
//!
//! As in the syntax tree, long chains are lists, so that evaluation and drop recurse no deeper
//! than the text nests.

use quiver_storage::Direction;
use quiver_types::{Text, Value};

use super::operator::{Operator, SlotId};
pub use crate::syntax::ast::{
    ArithmeticOp, BinaryOp, CompareOp, Quantifier, SubqueryKind, ValueType,
};

/// A variable that lives only inside one expression (`x` in a list comprehension). Numbered from
/// zero within each outermost expression.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LocalId(pub u32);

/// Position in [`super::Plan::labels`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LabelRef(pub u32);

/// Position in [`super::Plan::relationship_types`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TypeRef(pub u32);

/// Position in [`super::Plan::property_keys`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KeyRef(pub u32);

/// Position in [`super::Plan::parameters`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ParameterRef(pub u32);

/// An expression over one row.
#[derive(Clone, Debug)]
pub enum Expr {
    /// A constant.
    Literal(Value),
    /// A parameter.
    Parameter(ParameterRef),
    /// A variable of the row.
    Slot(SlotId),
    /// A variable of the expression.
    Local(LocalId),
    /// `e.key` on a node, relationship, map, temporal value or point. The name is kept because maps
    /// and temporal values go by it.
    Property(Box<Expr>, KeyRef, Text),
    /// `e[index]` on a list, map, node or relationship.
    Index(Box<Expr>, Box<Expr>),
    /// `e[from..to]`.
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// Label or type test of a node or relationship; null for null.
    HasLabels(Box<Expr>, LabelPredicate),
    /// The same with names that are data: a text or a list of texts; `true` asks for any of them,
    /// `false` for all.
    HasDynamicLabels(Box<Expr>, Box<Expr>, bool),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{k: v}`.
    Map(Vec<(Text, Expr)>),
    /// Map projection of a map or entity: null for null.
    MapProjection {
        /// What is projected.
        of: Box<Expr>,
        /// Whether all its properties are taken.
        all: bool,
        /// Further entries, which win: `.key` is written as a property of `of`.
        items: Vec<(Text, Expr)>,
        /// Whether it is null where this query deleted the entity, and not an error: so it is, on Neo4j,
        /// where nothing but properties of a variable of a node or relationship is wanted.
        or_null: bool,
    },
    /// Three-valued OR of two or more.
    Or(Vec<Expr>),
    /// Three-valued XOR of two or more.
    Xor(Vec<Expr>),
    /// Three-valued AND of two or more.
    And(Vec<Expr>),
    /// Three-valued NOT.
    Not(Box<Expr>),
    /// `a < b <= c`; all pairs must hold.
    Compare(Box<Expr>, Vec<(CompareOp, Expr)>),
    /// A left-to-right chain of operators of one precedence.
    Arithmetic(Box<Expr>, Vec<(ArithmeticOp, Expr)>),
    /// Unary minus.
    Negate(Box<Expr>),
    /// `IN`, string predicates, `=~`.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `IS NULL` (false: `IS NOT NULL`).
    IsNull(Box<Expr>, bool),
    /// `IS :: TYPE` (false: `IS NOT ::`).
    IsTyped(Box<Expr>, Box<ValueType>, bool),
    /// CASE; the simple form compares `subject` for equality.
    Case {
        /// Subject of the simple form.
        subject: Option<Box<Expr>>,
        /// WHEN, THEN.
        branches: Vec<(Expr, Expr)>,
        /// ELSE; null when absent.
        otherwise: Option<Box<Expr>>,
    },
    /// A function of the table. Aggregations never appear here: they are in the Aggregation
    /// operator.
    Function(&'static crate::functions::Function, Vec<Expr>),
    /// `[x IN list WHERE p | e]`.
    ListComprehension {
        /// x.
        variable: LocalId,
        /// List.
        list: Box<Expr>,
        /// p.
        predicate: Option<Box<Expr>>,
        /// e.
        projection: Option<Box<Expr>>,
    },
    /// `all(x IN list WHERE p)` and its kin.
    Quantifier {
        /// Which.
        kind: Quantifier,
        /// x.
        variable: LocalId,
        /// List.
        list: Box<Expr>,
        /// p.
        predicate: Box<Expr>,
    },
    /// `reduce(acc = init, x IN list | e)`, `allReduce(acc = init, x IN list | e, p)`.
    Reduce {
        /// acc.
        accumulator: LocalId,
        /// init.
        initial: Box<Expr>,
        /// x.
        variable: LocalId,
        /// List.
        list: Box<Expr>,
        /// e.
        body: Box<Expr>,
        /// p: the answer is then whether all values of acc satisfy it.
        each: Option<Box<Expr>>,
    },
    /// A path made of what a pattern bound.
    Path {
        /// Slot of the first node.
        start: SlotId,
        /// Hops.
        parts: Vec<PathPart>,
    },
    /// Number of relationships of a node.
    Degree(Box<DegreeSpec>),
    /// EXISTS / COUNT / COLLECT, pattern predicates and pattern comprehensions, evaluated for the
    /// row. `plan` starts at `Argument`, which yields the row with `imports` set.
    Subquery {
        /// Which.
        kind: SubqueryKind,
        /// Inner plan.
        plan: Box<Operator>,
        /// Locals of the surrounding expression that the inner plan sees as slots.
        imports: Vec<(LocalId, SlotId)>,
        /// Slots of the row that the inner plan reads, so that planning knows what it depends on.
        captures: Vec<SlotId>,
        /// COLLECT: the slot collected.
        collected: Option<SlotId>,
    },
}

/// Which relationships of a node are counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DegreeSpec {
    /// Slot of the node; null has none.
    pub node: SlotId,
    /// As seen from the node; `Both` counts a loop once.
    pub direction: Direction,
    /// Types; empty is any.
    pub types: Vec<TypeRef>,
    /// Relationships of the row that do not count.
    pub except: Vec<Except>,
}

/// A relationship, or a list of them, that does not count towards a degree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Except {
    /// Its slot.
    pub relationship: SlotId,
    /// Where known: it would have been counted exactly if the node is in one of these slots.
    pub ends: Option<Vec<SlotId>>,
}

/// One part of a path pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathPart {
    /// A relationship slot and the node slot it leads to.
    Single(SlotId, SlotId),
    /// A slot with a list of relationships in walking order, and the node slot they lead to.
    Multiple(SlotId, SlotId),
}

/// A test on a node's labels or a relationship's type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LabelPredicate {
    /// Has this label (node) or type (relationship): the name is looked up in whichever table the
    /// value calls for.
    Has(LabelRef, TypeRef),
    /// All.
    And(Vec<LabelPredicate>),
    /// At least one.
    Or(Vec<LabelPredicate>),
    /// Not.
    Not(Box<LabelPredicate>),
    /// Has any label.
    Any,
}
