//! The plan's operators, under the names EXPLAIN shows.
//!
//! Every operator but `Argument` has an input and works batch by batch: a scan or seek with an
//! input of many rows does its work for each of them (what Neo4j shows as `Apply` over a leaf). A
//! row is the whole set of slots of the plan; operators add columns and drop none, except where
//! they say so (`Projection` with `discard`, `Aggregation`, `Distinct`, `Union`).

use quiver_storage::{ConstraintKind, Direction, EntityKind, IndexId, IndexKind};
use quiver_types::Text;

use crate::administration::{Secret, SystemCommand};

use super::expression::{Expr, KeyRef, LabelRef, PathPart, TypeRef};
use super::quantified::{Element, PathMode, Selection};

/// A column of the row. Unique in a plan, one a bound variable.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SlotId(pub u32);

/// An operator with its input(s).
#[derive(Clone, Debug)]
pub struct Operator {
    /// Number in EXPLAIN, unique in the plan, root 0, in the order EXPLAIN prints.
    pub id: u32,
    /// Which.
    pub kind: OperatorKind,
    /// Rows the planner expects.
    pub estimated_rows: f64,
}

/// A property map of CREATE or MERGE.
#[derive(Clone, Debug)]
pub enum Properties {
    /// None.
    None,
    /// `{key: expr, ...}`.
    Entries(Vec<(KeyRef, Expr)>),
    /// A map-valued expression (a parameter).
    Map(Expr),
}

/// A label or type of CREATE, SET, REMOVE.
#[derive(Clone, Debug)]
pub enum LabelOrExpr<R> {
    /// Known when planned.
    Fixed(R),
    /// `$(expr)`: a string or list of strings.
    Dynamic(Expr),
}

/// A node to create.
#[derive(Clone, Debug)]
pub struct CreateNode {
    /// Where it goes.
    pub slot: SlotId,
    /// Labels.
    pub labels: Vec<LabelOrExpr<LabelRef>>,
    /// Properties.
    pub properties: Properties,
}

/// A relationship to create.
#[derive(Clone, Debug)]
pub struct CreateRelationship {
    /// Where it goes.
    pub slot: SlotId,
    /// Type.
    pub relationship_type: LabelOrExpr<TypeRef>,
    /// Start node.
    pub start: SlotId,
    /// End node.
    pub end: SlotId,
    /// How many of the nodes are made before it.
    pub after: usize,
    /// Properties.
    pub properties: Properties,
}

/// What CREATE and the creating half of MERGE do for each row: each relationship behind its nodes.
#[derive(Clone, Debug, Default)]
pub struct CreateSpec {
    /// Nodes, in order.
    pub nodes: Vec<CreateNode>,
    /// Relationships, in order.
    pub relationships: Vec<CreateRelationship>,
    /// Names of variables for messages.
    pub names: Vec<(SlotId, Text)>,
}

/// One change to what exists. A null target is left alone.
#[derive(Clone, Debug)]
pub enum SetItem {
    /// `target.key = value`; null removes.
    Property(Expr, KeyRef, Expr),
    /// `target[key] = value`.
    DynamicProperty(Expr, Expr, Expr),
    /// REMOVE of `target.key`.
    RemoveProperty(Expr, KeyRef),
    /// REMOVE of `target[key]`.
    RemoveDynamicProperty(Expr, Expr),
    /// `target = map or entity`: all other properties go.
    Replace(Expr, Expr),
    /// `target += map or entity`.
    Add(Expr, Expr),
    /// Add labels.
    AddLabels(Expr, Vec<LabelOrExpr<LabelRef>>),
    /// Remove labels.
    RemoveLabels(Expr, Vec<LabelOrExpr<LabelRef>>),
}

/// A relationship pattern as expanding needs it.
#[derive(Clone, Debug)]
pub struct ExpandSpec {
    /// Node to start from.
    pub from: SlotId,
    /// Where the relationship (or, variable length, the list of them) goes.
    pub relationship: SlotId,
    /// Node reached; already bound for the `Into` forms.
    pub to: SlotId,
    /// As seen from `from`.
    pub direction: Direction,
    /// Types; empty is any.
    pub types: Vec<TypeRef>,
    /// Slots of relationships (or lists of them) of the same MATCH that must be different.
    pub distinct_from: Vec<SlotId>,
}

/// How an index is asked.
#[derive(Clone, Debug)]
pub enum SeekQuery {
    /// All properties equal these.
    Exact(Vec<Expr>),
    /// The (only) property equals one of the list's items; duplicates count once.
    In(Expr),
    /// Leading properties equal, the next in a range; bound and whether it is inclusive.
    Range {
        /// Leading properties.
        prefix: Vec<Expr>,
        /// Lower bound.
        lower: Option<(Expr, bool)>,
        /// Upper bound.
        upper: Option<(Expr, bool)>,
    },
    /// Leading properties equal, the next starts with.
    StartsWith {
        /// Leading properties.
        prefix: Vec<Expr>,
        /// Beginning.
        text: Expr,
    },
    /// Everything (`IS NOT NULL`).
    All,
}

/// An aggregation.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// Where the result goes.
    pub slot: SlotId,
    /// Which function of the table; `None` is `count(*)`.
    pub function: Option<&'static crate::functions::Function>,
    /// DISTINCT.
    pub distinct: bool,
    /// Arguments.
    pub arguments: Vec<Expr>,
}

/// What an Apply makes of the rows its inner plan gives for an outer row.
#[derive(Clone, Debug)]
pub enum ApplyKind {
    /// One output row each (CALL subquery).
    All,
    /// One output row each; if there are none, the outer row once with these slots null.
    Optional(Vec<SlotId>),
    /// The outer row, if there is any.
    Semi,
    /// The outer row, if there is none.
    AntiSemi,
    /// The outer row with a boolean: whether there is any.
    LetSemi(SlotId),
    /// The outer row with the number of them.
    LetCount(SlotId),
    /// The outer row with the list of a slot's values, in order.
    LetCollect(SlotId, SlotId),
    /// The outer row, whatever comes (CALL subquery without RETURN): effects only.
    Unit,
}

/// Where the rows of a SHOW command or procedure come from.
#[derive(Clone, Debug)]
pub struct CallSpec {
    /// The procedure.
    pub procedure: crate::procedures::ProcedureRef,
    /// Arguments, defaults filled in.
    pub arguments: Vec<Expr>,
    /// Result column position and where it goes.
    pub yields: Vec<(usize, SlotId)>,
    /// A procedure without result columns in the middle of a query passes rows through.
    pub is_void: bool,
    /// OPTIONAL CALL.
    pub optional: bool,
}

/// How LOAD CSV reads.
#[derive(Clone, Debug)]
pub struct LoadCsv {
    /// WITH HEADERS: rows are maps, else lists.
    pub headers: bool,
    /// FIELDTERMINATOR.
    pub terminator: char,
    /// Where the row goes.
    pub slot: SlotId,
    /// Where its number goes.
    pub line: SlotId,
    /// Where the file's name goes.
    pub file: SlotId,
}

/// How CALL { } IN TRANSACTIONS runs.
#[derive(Clone, Debug)]
pub struct InTransactions {
    /// Rows a transaction; without, the default.
    pub rows: Option<Expr>,
    /// Whether several may run at once.
    pub is_concurrent: bool,
    /// How many may run at once; without, one a processor.
    pub concurrent: Option<Expr>,
    /// ON ERROR.
    pub on_error: OnError,
    /// Seconds for which transient failures are tried again: RETRY, with its number if it has one.
    pub retry: Option<Option<Expr>>,
    /// REPORT STATUS.
    pub report: Option<SlotId>,
    /// The subquery's columns, which are null where it failed.
    pub columns: Vec<SlotId>,
    /// OPTIONAL CALL.
    pub optional: bool,
}

/// What becomes of the rest after a failure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnError {
    /// The query fails.
    Fail,
    /// The next transaction is begun.
    Continue,
    /// No further transaction is begun.
    Break,
}

/// A change of the schema.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "fields repeat the syntax tree's")]
pub enum SchemaChange {
    CreateIndex {
        kind: IndexKind,
        name: NameOrParameter,
        if_not_exists: bool,
        target: SchemaTargetRef,
        properties: Vec<KeyRef>,
        options: Option<Expr>,
    },
    CreateLookupIndex {
        name: NameOrParameter,
        if_not_exists: bool,
        entity: EntityKind,
        options: Option<Expr>,
    },
    CreateConstraint {
        kind: ConstraintKind,
        name: NameOrParameter,
        if_not_exists: bool,
        target: SchemaTargetRef,
        properties: Vec<KeyRef>,
        options: Option<Expr>,
    },
    DropIndex {
        name: NameOrParameter,
        if_exists: bool,
    },
    DropConstraint {
        name: NameOrParameter,
        if_exists: bool,
    },
}

/// A schema rule's name: generated names are made while planning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NameOrParameter {
    /// Given or generated.
    Name(Text),
    /// From a parameter.
    Parameter(super::expression::ParameterRef),
}

/// A command about users, whose names and passwords may be parameters.
pub type SystemPlan = SystemCommand<NameOrParameter, SecretOrParameter>;

/// A password of a command about users.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SecretOrParameter {
    /// Written out.
    Secret(Secret),
    /// From a parameter.
    Parameter(super::expression::ParameterRef),
}

/// What a schema rule covers.
#[derive(Clone, Copy, Debug)]
pub enum SchemaTargetRef {
    /// Nodes.
    Label(LabelRef),
    /// Relationships.
    RelationshipType(TypeRef),
}

/// The operators.
#[derive(Clone, Debug)]
#[allow(
    missing_docs,
    reason = "`input` and the slots' roles are said once, in the module docs"
)]
pub enum OperatorKind {
    /// The row(s) an enclosing Apply, Merge, Foreach or subquery hands in; at the top one row
    /// without columns.
    Argument,

    // Access: for each input row ...
    /// All nodes.
    AllNodesScan {
        input: Box<Operator>,
        node: SlotId,
    },
    /// All nodes with a label.
    NodeByLabelScan {
        input: Box<Operator>,
        node: SlotId,
        label: LabelRef,
    },
    /// Nodes an index gives; `unique` only changes the name shown. With an order, those of one
    /// input row come in the order of the properties (true is descending), and no more are
    /// looked for than are asked for.
    NodeIndexSeek {
        input: Box<Operator>,
        node: SlotId,
        index: IndexId,
        label: LabelRef,
        properties: Vec<KeyRef>,
        query: SeekQuery,
        unique: bool,
        order: Option<bool>,
    },
    /// Nodes by numeric id or element id (an expression giving one or a list).
    NodeByIdSeek {
        input: Box<Operator>,
        node: SlotId,
        ids: Expr,
        element: bool,
    },
    /// Relationships by numeric id or element id, of one of the types (of any when empty).
    RelationshipByIdSeek {
        input: Box<Operator>,
        relationship: SlotId,
        start: SlotId,
        end: SlotId,
        types: Vec<TypeRef>,
        directed: bool,
        ids: Expr,
        element: bool,
    },
    /// All relationships, or those of one of the types; undirected gives each twice.
    RelationshipTypeScan {
        input: Box<Operator>,
        relationship: SlotId,
        start: SlotId,
        end: SlotId,
        types: Vec<TypeRef>,
        directed: bool,
    },
    /// Relationships an index gives.
    RelationshipIndexSeek {
        input: Box<Operator>,
        relationship: SlotId,
        start: SlotId,
        end: SlotId,
        directed: bool,
        index: IndexId,
        relationship_type: TypeRef,
        properties: Vec<KeyRef>,
        query: SeekQuery,
    },
    /// Number of nodes with all of ... each entry one factor: label, or any node.
    NodeCountFromCountStore {
        input: Box<Operator>,
        slot: SlotId,
        labels: Vec<Option<LabelRef>>,
    },
    /// Number of relationships of the types (empty: all), directed.
    RelationshipCountFromCountStore {
        input: Box<Operator>,
        slot: SlotId,
        types: Vec<TypeRef>,
    },

    // Expanding.
    /// Each relationship and the node at its other end.
    ExpandAll {
        input: Box<Operator>,
        expand: ExpandSpec,
    },
    /// Each relationship between two bound nodes.
    ExpandInto {
        input: Box<Operator>,
        expand: ExpandSpec,
    },
    /// Paths of `min..=max` relationships, none twice; with `into`, `to` is bound. The predicate
    /// is asked of each relationship as it is walked, which it sees in `local`. `pruning`: each
    /// node that a path leads to once a row, and the relationships are not told.
    VarLengthExpand {
        input: Box<Operator>,
        expand: ExpandSpec,
        min: u64,
        max: Option<u64>,
        into: bool,
        pruning: bool,
        predicate: Option<(SlotId, Expr)>,
    },
    /// Paths made of repeated parts (`expand.relationship` is the list of all their
    /// relationships); with `into`, `to` is bound. `reversed`: they are walked from their end, and
    /// what is bound is turned round. With a selection only so many for the two nodes, shortest
    /// first, of those of which `such_that` holds.
    Repeat {
        input: Box<Operator>,
        expand: ExpandSpec,
        elements: Vec<Element>,
        into: bool,
        reversed: bool,
        mode: PathMode,
        selection: Option<Selection>,
        such_that: Option<Expr>,
    },
    /// Shortest path(s) between bound nodes; the predicate as above. `such_that` are the
    /// predicates over the path: the shortest of those is sought that satisfy them. Those of
    /// `each_step` hold for a path exactly if they hold for each of its steps as a path.
    ShortestPath {
        input: Box<Operator>,
        expand: ExpandSpec,
        path: Option<SlotId>,
        min: u64,
        max: Option<u64>,
        all: bool,
        predicate: Option<(SlotId, Expr)>,
        each_step: Option<Expr>,
        such_that: Option<Expr>,
    },
    /// The ends of a bound relationship (or, `length`, list of relationships), either way round
    /// unless directed; ends already bound must agree.
    ProjectEndpoints {
        input: Box<Operator>,
        expand: ExpandSpec,
        start_bound: bool,
        end_bound: bool,
        length: Option<(u64, Option<u64>)>,
    },

    // Rows.
    /// Rows for which the predicate is true.
    Filter {
        input: Box<Operator>,
        predicate: Expr,
    },
    /// Computes columns; `discard` drops all others.
    Projection {
        input: Box<Operator>,
        items: Vec<(SlotId, Expr)>,
        discard: bool,
    },
    /// A row for each item of the list; none for null or an empty list, one for a value that is not a
    /// list.
    Unwind {
        input: Box<Operator>,
        list: Expr,
        slot: SlotId,
    },
    /// A row for each record of the file at the URL.
    LoadCsv {
        input: Box<Operator>,
        url: Expr,
        load: LoadCsv,
    },
    /// Groups by equivalence; drops all columns but its own. Without groups one row always.
    Aggregation {
        input: Box<Operator>,
        groups: Vec<(SlotId, Expr)>,
        aggregates: Vec<Aggregate>,
    },
    /// Distinct combinations; drops all columns but its own.
    Distinct {
        input: Box<Operator>,
        items: Vec<(SlotId, Expr)>,
    },
    /// Orders by slots; true is descending.
    Sort {
        input: Box<Operator>,
        keys: Vec<(SlotId, bool)>,
    },
    /// The first rows of an order.
    Top {
        input: Box<Operator>,
        keys: Vec<(SlotId, bool)>,
        limit: Expr,
    },
    /// Drops the first rows.
    Skip {
        input: Box<Operator>,
        count: Expr,
    },
    /// Keeps the first rows. With effects below, all its input is consumed.
    Limit {
        input: Box<Operator>,
        count: Expr,
        exhaust: bool,
    },
    /// Takes in everything before giving out anything.
    Eager {
        input: Box<Operator>,
    },

    // Combining.
    /// Runs `inner` (which starts at Argument) for each row. `row_wise`: inner works row by row
    /// (no aggregation, order, limit, distinct), so a whole batch may be handed in at once, each
    /// row marked in the slot `mark`.
    Apply {
        input: Box<Operator>,
        inner: Box<Operator>,
        kind: ApplyKind,
        row_wise: bool,
        mark: SlotId,
    },
    /// Runs `inner` (which starts at Argument) for each row, in transactions of its own, each of some
    /// rows.
    InTransactions {
        input: Box<Operator>,
        inner: Box<Operator>,
        spec: InTransactions,
    },
    /// Every pair. Both start at the same Argument.
    CartesianProduct {
        left: Box<Operator>,
        right: Box<Operator>,
    },
    /// Pairs that agree on nodes; the right side is built.
    NodeHashJoin {
        left: Box<Operator>,
        right: Box<Operator>,
        nodes: Vec<SlotId>,
    },
    /// Pairs whose expressions are equal (null never is); the right side is built.
    ValueHashJoin {
        left: Box<Operator>,
        right: Box<Operator>,
        left_key: Expr,
        right_key: Expr,
    },
    /// One after the other; each input's slots are copied to `columns`; drops all others.
    Union {
        inputs: Vec<(Operator, Vec<SlotId>)>,
        columns: Vec<SlotId>,
    },

    // Writing.
    Create {
        input: Box<Operator>,
        spec: CreateSpec,
        paths: Vec<(SlotId, SlotId, Vec<PathPart>)>,
    },
    /// For each row the matches of `matcher` (which starts at Argument), or, if none, what `create`
    /// makes. Patterns are locked before creating.
    Merge {
        input: Box<Operator>,
        matcher: Box<Operator>,
        create: CreateSpec,
        undirected: bool,
        on_create: Vec<SetItem>,
        on_match: Vec<SetItem>,
    },
    Set {
        input: Box<Operator>,
        items: Vec<SetItem>,
    },
    Delete {
        input: Box<Operator>,
        items: Vec<Expr>,
        detach: bool,
    },
    /// Runs `body` (which starts at Argument) for its effects, for each item of the list.
    Foreach {
        input: Box<Operator>,
        list: Expr,
        slot: SlotId,
        body: Box<Operator>,
    },

    // Other.
    ProcedureCall {
        input: Box<Operator>,
        call: CallSpec,
    },
    Schema(SchemaChange),
    Administration(SystemPlan),
    /// The root: columns in order.
    ProduceResults {
        input: Box<Operator>,
        columns: Vec<(Text, SlotId)>,
    },
    /// The root of a query without RETURN: consumes everything, gives nothing.
    EmptyResult {
        input: Box<Operator>,
    },
}
