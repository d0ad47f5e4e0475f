//! The syntax tree: the query as it was written, with the place of everything in the text.
//!
//! It says nothing about meaning: names are text, patterns are shapes, nothing is resolved. Long
//! flat chains (`a AND b AND ...`, `a + b - ...`, comma patterns, UNIONs) are lists, so the depth of
//! the tree is the nesting of the text, which the parser bounds.

mod command;

use quiver_types::Text;

pub use super::value_type::{TypeKind, TypeMember, ValueType};
pub use command::{
    AdministrationCommand, Password, SchemaCommand, SchemaName, SchemaPattern, ShowCommand,
    ShowYield, UserClauses,
};

/// A range of bytes of the query text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A name with its place: variable, label, type, property key, function part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The name, unescaped.
    pub text: Text,
    /// Place.
    pub span: Span,
}

/// What one RUN carries.
#[derive(Clone, Debug)]
pub struct Statement {
    /// EXPLAIN or PROFILE.
    pub mode: Mode,
    /// The version of the language it is written in: what it says, else what is the default.
    pub language: Language,
    /// `CYPHER key=value` pre-parser options, and the version (`CYPHER 5`) as key `version`.
    pub options: Vec<(Name, Name)>,
    /// USE before a command; before a query it is a clause of that.
    pub graph: Option<Name>,
    /// The rest.
    pub body: StatementBody,
}

/// A version of the language.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Language {
    /// `CYPHER 5`.
    Cypher5,
    /// `CYPHER 25`.
    Cypher25,
}

impl Language {
    /// Every version there is.
    pub const ALL: [Self; 2] = [Self::Cypher5, Self::Cypher25];

    /// Its number.
    pub const fn number(self) -> &'static str {
        match self {
            Self::Cypher5 => "5",
            Self::Cypher25 => "25",
        }
    }

    /// As SHOW DATABASES has it.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Cypher5 => "CYPHER 5",
            Self::Cypher25 => "CYPHER 25",
        }
    }
}

/// Run, explain or profile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Run.
    Run,
    /// Plan only.
    Explain,
    /// Run and count.
    Profile,
}

/// Query or command.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one of it for a text")]
pub enum StatementBody {
    /// A query.
    Query(Query),
    /// CREATE / DROP INDEX / CONSTRAINT.
    Schema(SchemaCommand),
    /// SHOW ... and TERMINATE TRANSACTIONS.
    Show(ShowCommand),
    /// About users, and what only Neo4j's enterprise edition has.
    Administration(AdministrationCommand),
}

/// Single queries joined by UNION. All joins are of one kind; mixing is an error of the binder.
#[derive(Clone, Debug)]
pub struct Query {
    /// At least one part.
    pub parts: Vec<SingleQuery>,
    /// One entry between each two parts: whether it is UNION ALL, and its place.
    pub unions: Vec<(bool, Span)>,
    /// Queries after NEXT, each of which sees the result of the one before it. They have none of
    /// their own.
    pub next: Vec<Query>,
}

/// Clauses in order.
#[derive(Clone, Debug)]
pub struct SingleQuery {
    /// At least one clause.
    pub clauses: Vec<Clause>,
}

/// A clause with its place.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Which.
    pub kind: ClauseKind,
    /// From its keyword to its end.
    pub span: Span,
}

/// The clauses.
#[derive(Clone, Debug)]
pub enum ClauseKind {
    /// `USE graph`.
    Use(Name),
    /// `[OPTIONAL] MATCH patterns [WHERE]`.
    Match {
        /// OPTIONAL.
        optional: bool,
        /// REPEATABLE ELEMENTS or DIFFERENT RELATIONSHIPS, if it says so.
        mode: Option<MatchMode>,
        /// Comma-separated.
        patterns: Vec<PathPattern>,
        /// Planner hints (`USING INDEX ...`), parsed and checked, free to be ignored by a planner
        /// because they never change a result.
        hints: Vec<Hint>,
        /// WHERE.
        predicate: Option<Expr>,
        /// SEARCH.
        search: Option<Box<Search>>,
    },
    /// SHOW or TERMINATE beside other clauses: with YIELD and without RETURN, which is the next clause.
    Show(Box<ShowCommand>),
    /// `UNWIND list AS variable`.
    Unwind {
        /// List.
        list: Expr,
        /// Variable.
        variable: Name,
    },
    /// `LET name = value, ...`.
    Let(Vec<(Name, Expr)>),
    /// `FILTER [WHERE] predicate`.
    Filter(Expr),
    /// `FOR variable IN list`.
    For {
        /// Variable.
        variable: Name,
        /// List.
        list: Expr,
    },
    /// `WHEN condition THEN query ... [ELSE query]`; nothing stands beside it in its query.
    When {
        /// Conditions and what is done where they are the first to hold.
        branches: Vec<(Expr, Query)>,
        /// ELSE.
        otherwise: Option<Box<Query>>,
    },
    /// `{ query }`; nothing stands beside it in its query.
    Braces(Box<Query>),
    /// WITH.
    With(Projection),
    /// RETURN.
    Return(Projection),
    /// `FINISH`.
    Finish,
    /// CREATE (and INSERT).
    Create(Vec<PathPattern>),
    /// MERGE with its actions, in written order.
    Merge {
        /// Pattern.
        pattern: PathPattern,
        /// `ON CREATE SET` (true) and `ON MATCH SET` (false).
        actions: Vec<(bool, Vec<SetItem>)>,
    },
    /// SET.
    Set(Vec<SetItem>),
    /// REMOVE.
    Remove(Vec<RemoveItem>),
    /// `[DETACH] DELETE`.
    Delete {
        /// DETACH.
        detach: bool,
        /// What.
        items: Vec<Expr>,
    },
    /// `FOREACH (variable IN list | clauses)`.
    Foreach {
        /// Variable.
        variable: Name,
        /// List.
        list: Expr,
        /// Updating clauses.
        clauses: Vec<Clause>,
    },
    /// `[OPTIONAL] CALL name(arguments) [YIELD ...]`.
    CallProcedure {
        /// OPTIONAL.
        optional: bool,
        /// Dotted name.
        name: Vec<Name>,
        /// `None`: called without parentheses, arguments come from parameters.
        arguments: Option<Vec<Expr>>,
        /// YIELD.
        yields: Option<Yield>,
    },
    /// `[OPTIONAL] CALL [(scope)] { query } [IN TRANSACTIONS ...]`.
    CallSubquery {
        /// OPTIONAL.
        optional: bool,
        /// Scope clause: `None` without one (importing WITH), `Some(None)` for `(*)`.
        scope: Option<Option<Vec<Name>>>,
        /// Inner query.
        query: Box<Query>,
        /// IN TRANSACTIONS.
        in_transactions: Option<Box<InTransactions>>,
    },
    /// LOAD CSV.
    LoadCsv {
        /// WITH HEADERS.
        headers: bool,
        /// FROM.
        url: Expr,
        /// AS.
        variable: Name,
        /// FIELDTERMINATOR.
        terminator: Option<Name>,
    },
}

/// `IN [n] [CONCURRENT] TRANSACTIONS [OF n ROWS] [ON ERROR ...] [REPORT STATUS AS variable]`.
#[derive(Clone, Debug)]
pub struct InTransactions {
    /// CONCURRENT: `Some(None)` without a number.
    pub concurrent: Option<Option<Expr>>,
    /// OF ... ROWS.
    pub rows: Option<Expr>,
    /// ON ERROR.
    pub on_error: Option<OnError>,
    /// REPORT STATUS AS.
    pub report: Option<Name>,
    /// Place.
    pub span: Span,
}

/// What a subquery in transactions does after a failure.
#[derive(Clone, Debug)]
pub enum OnError {
    /// CONTINUE.
    Continue,
    /// BREAK.
    Break,
    /// FAIL.
    Fail,
    /// `RETRY [FOR n SECONDS] [THEN ...]`: time and what to do when it is over.
    Retry(Option<Expr>, Option<Box<OnError>>),
}

/// What a planner hint asks for.
#[derive(Clone, Debug)]
pub enum HintKind {
    /// `USING [RANGE | TEXT | POINT] INDEX [SEEK] variable:Label(keys)`.
    Index {
        /// `RANGE`, `TEXT`, `POINT`, upper case, where written.
        kind: Option<Name>,
        /// SEEK.
        seek: bool,
        /// Label or type.
        label: Name,
        /// Property keys.
        properties: Vec<Name>,
    },
    /// `USING SCAN variable:Label`.
    Scan {
        /// Label or type.
        label: Name,
    },
    /// `USING JOIN ON variables`.
    Join,
}

/// `SEARCH variable IN (VECTOR INDEX index FOR query [WHERE predicate] LIMIT limit) [SCORE AS score]`.
#[derive(Clone, Debug)]
pub struct Search {
    /// The variable of the pattern that is searched for.
    pub variable: Name,
    /// Name of the index.
    pub index: Name,
    /// What is searched: a vector.
    pub query: Expr,
    /// WHERE in the parentheses.
    pub predicate: Option<Expr>,
    /// At most so many.
    pub limit: Expr,
    /// The variable for how near what was found is.
    pub score: Option<Name>,
}

/// A planner hint.
#[derive(Clone, Debug)]
pub struct Hint {
    /// What it asks for.
    pub kind: HintKind,
    /// Variables it names.
    pub variables: Vec<Name>,
    /// Place.
    pub span: Span,
}

/// YIELD of a procedure call.
#[derive(Clone, Debug)]
pub enum Yield {
    /// `YIELD *`.
    All(Span),
    /// `YIELD a, b AS c [WHERE ...]`.
    Items {
        /// Column and alias.
        items: Vec<(Name, Option<Name>)>,
        /// WHERE.
        predicate: Option<Expr>,
    },
}

/// The body of WITH and RETURN.
#[derive(Clone, Debug)]
pub struct Projection {
    /// DISTINCT.
    pub distinct: bool,
    /// `*` was written.
    pub all: Option<Span>,
    /// Items.
    pub items: Vec<ProjectionItem>,
    /// GROUP BY.
    pub grouping: Option<Grouping>,
    /// ORDER BY.
    pub order: Vec<SortItem>,
    /// SKIP / OFFSET.
    pub skip: Option<Expr>,
    /// LIMIT.
    pub limit: Option<Expr>,
    /// WHERE (WITH only).
    pub predicate: Option<Expr>,
}

/// Whether a MATCH may meet a relationship again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MatchMode {
    /// It may.
    RepeatableElements,
    /// It may not, as where nothing is said.
    DifferentRelationships,
}

/// What GROUP BY groups by.
#[derive(Clone, Debug)]
pub enum Grouping {
    /// `ALL`: what is projected and aggregates nothing.
    All,
    /// These; none for `()`.
    By(Vec<Expr>),
}

/// One item of a projection.
#[derive(Clone, Debug)]
pub struct ProjectionItem {
    /// Expression.
    pub expr: Expr,
    /// AS.
    pub alias: Option<Name>,
    /// The text of the expression as written: the column name when there is no alias.
    pub text: Text,
}

/// One item of ORDER BY.
#[derive(Clone, Debug)]
pub struct SortItem {
    /// Expression.
    pub expr: Expr,
    /// DESC.
    pub descending: bool,
}

/// One item of SET.
#[derive(Clone, Debug)]
pub enum SetItem {
    /// `a.b.c = value`: target expression, key, value.
    Property {
        /// What has the property.
        target: Expr,
        /// Key.
        key: Name,
        /// New value.
        value: Expr,
    },
    /// `a[key] = value`.
    DynamicProperty {
        /// What has the property.
        target: Expr,
        /// Key.
        key: Expr,
        /// New value.
        value: Expr,
    },
    /// `a = map`.
    Replace {
        /// Variable.
        target: Name,
        /// Map or entity.
        value: Expr,
    },
    /// `a += map`.
    Add {
        /// Variable.
        target: Name,
        /// Map or entity.
        value: Expr,
    },
    /// `a:L1:L2`, `a IS L1`, `a:$(expr)`.
    Labels {
        /// Variable.
        target: Name,
        /// Labels.
        labels: Vec<LabelName>,
    },
}

/// One item of REMOVE.
#[derive(Clone, Debug)]
pub enum RemoveItem {
    /// `a.b`.
    Property {
        /// What has the property.
        target: Expr,
        /// Key.
        key: Name,
    },
    /// `a[key]`.
    DynamicProperty {
        /// What has the property.
        target: Expr,
        /// Key.
        key: Expr,
    },
    /// `a:L1:L2`.
    Labels {
        /// Variable.
        target: Name,
        /// Labels.
        labels: Vec<LabelName>,
    },
}

/// A label or type, fixed or computed.
#[derive(Clone, Debug)]
pub enum LabelName {
    /// Written out.
    Fixed(Name),
    /// `$(expr)`, `$all(expr)`, `$any(expr)`.
    Dynamic {
        /// A text, or a list of them.
        names: Box<Expr>,
        /// `$any`: one of them is enough.
        any: bool,
        /// Place.
        span: Span,
    },
}

/// A path pattern: node, then (relationship, node) pairs.
#[derive(Clone, Debug)]
pub struct PathPattern {
    /// `p = ...`.
    pub variable: Option<Name>,
    /// Which of the paths between two nodes are wanted.
    pub selector: Option<Selector>,
    /// What a path must not visit twice, beside what the match mode says.
    pub mode: Option<PathMode>,
    /// shortestPath(...) or allShortestPaths(...).
    pub shortest: Shortest,
    /// First node.
    pub start: NodePattern,
    /// Hops.
    pub hops: Vec<(RelationshipPattern, NodePattern)>,
    /// `p` of `(p = ... WHERE ...)` behind a selector: what the WHERE, and all that follows, sees.
    pub inner_variable: Option<Box<Name>>,
    /// WHERE inside of the parentheses around the whole path.
    pub predicate: Option<Box<Expr>>,
    /// Place.
    pub span: Span,
}

/// `SHORTEST k`, `ANY` and the like, before a path.
#[derive(Clone, Debug)]
pub struct Selector {
    /// Whether groups of paths of one length are counted instead of paths.
    pub groups: bool,
    /// How many: an integer or a parameter.
    pub count: Expr,
    /// Place.
    pub span: Span,
}

/// What a path must not visit twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathMode {
    /// Nothing beyond the match mode.
    Walk,
    /// Relationships.
    Trail,
    /// Nodes.
    Acyclic,
}

impl PathMode {
    /// As it is written.
    pub fn word(self) -> &'static str {
        match self {
            PathMode::Walk => "WALK",
            PathMode::Trail => "TRAIL",
            PathMode::Acyclic => "ACYCLIC",
        }
    }
}

/// A quantifier: how often a relationship or a path in parentheses is repeated.
#[derive(Clone, Debug)]
pub struct Quantified {
    /// At least.
    pub min: u64,
    /// At most; none without a bound.
    pub max: Option<u64>,
    /// What is repeated where it is a path in parentheses, with its WHERE; the relationship
    /// pattern itself is empty then.
    pub path: Option<PathPattern>,
    /// Place of the quantifier.
    pub span: Span,
}

/// Path selection by length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shortest {
    /// All paths.
    No,
    /// `shortestPath(...)`.
    One,
    /// `allShortestPaths(...)`.
    All,
}

/// `(variable:labels {properties} WHERE predicate)`.
#[derive(Clone, Debug)]
pub struct NodePattern {
    /// Variable.
    pub variable: Option<Name>,
    /// Label expression.
    pub labels: Option<LabelExpr>,
    /// A map literal or a parameter.
    pub properties: Option<Expr>,
    /// Inline WHERE.
    pub predicate: Option<Box<Expr>>,
    /// Place.
    pub span: Span,
}

/// `<-[variable:types*min..max {properties} WHERE predicate]->`.
#[derive(Clone, Debug)]
pub struct RelationshipPattern {
    /// Arrow.
    pub direction: Arrow,
    /// Variable.
    pub variable: Option<Name>,
    /// Type expression.
    pub types: Option<LabelExpr>,
    /// A quantifier behind it.
    pub quantified: Option<Box<Quantified>>,
    /// Variable length: `*`, `*n`, `*n..m`. `None` for a single relationship.
    pub length: Option<Length>,
    /// A map literal or a parameter.
    pub properties: Option<Expr>,
    /// Inline WHERE.
    pub predicate: Option<Box<Expr>>,
    /// Place.
    pub span: Span,
}

/// Bounds of a variable-length relationship, as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Length {
    /// Lower bound, 1 when not written.
    pub min: Option<u64>,
    /// Upper bound, none when not written.
    pub max: Option<u64>,
    /// Place.
    pub span: Span,
}

impl Length {
    /// The same as a quantifier.
    pub fn quantified(self) -> Quantified {
        Quantified {
            min: self.min.unwrap_or(1),
            max: self.max,
            path: None,
            span: self.span,
        }
    }
}

/// Direction of a relationship pattern, read from left to right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arrow {
    /// `-->`.
    Right,
    /// `<--`.
    Left,
    /// `--` or `<-->`.
    Both,
}

/// `A&B|!C`, `:A:B`, `%`.
#[derive(Clone, Debug)]
pub enum LabelExpr {
    /// One label or type.
    Name(LabelName),
    /// All of them (`&`, or the colon form).
    And(Vec<LabelExpr>),
    /// One of them.
    Or(Vec<LabelExpr>),
    /// Not that.
    Not(Box<LabelExpr>),
    /// Any label at all.
    Wildcard(Span),
}

/// An expression with its place.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Which.
    pub kind: ExprKind,
    /// Place.
    pub span: Span,
}

/// The expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// null, true, false, numbers, strings. `Integer` literals are already in range; a magnitude of
    /// exactly 2^63 occurs only directly below a minus and is folded by the parser.
    Literal(quiver_types::Value),
    /// `$name`.
    Parameter(Text),
    /// A variable.
    Variable(Text),
    /// `expr.key`.
    Property(Box<Expr>, Name),
    /// `expr[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// `expr[from..to]`.
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `expr:Label` as a predicate.
    HasLabels(Box<Expr>, LabelExpr),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{k: v}`.
    Map(Vec<(Name, Expr)>),
    /// `variable {.*, .key, key: expr, variable}`.
    MapProjection(Name, Vec<MapProjectionItem>),
    /// OR of two or more.
    Or(Vec<Expr>),
    /// XOR of two or more.
    Xor(Vec<Expr>),
    /// AND of two or more.
    And(Vec<Expr>),
    /// NOT.
    Not(Box<Expr>),
    /// `a < b <= c`: first operand, then operator and operand. Each pair is compared, all must hold.
    Compare(Box<Expr>, Vec<(CompareOp, Expr)>),
    /// `+ -` of one precedence, left to right. `||` is here as `Concat`.
    Additive(Box<Expr>, Vec<(ArithmeticOp, Expr)>),
    /// `* / %`, left to right.
    Multiplicative(Box<Expr>, Vec<(ArithmeticOp, Expr)>),
    /// `^`, left to right as in Neo4j.
    Power(Vec<Expr>),
    /// Unary minus.
    Negate(Box<Expr>),
    /// Unary plus.
    Plus(Box<Expr>),
    /// `IN`, `STARTS WITH`, `ENDS WITH`, `CONTAINS`, `=~`.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `IS NULL` (false: `IS NOT NULL`).
    IsNull(Box<Expr>, bool),
    /// `IS :: TYPE` (false: `IS NOT ::`).
    IsTyped(Box<Expr>, Box<ValueType>, bool),
    /// `IS [form] NORMALIZED` (false: `IS NOT`); NFC when no form is written.
    IsNormalized(Box<Expr>, NormalForm, bool),
    /// `CASE [subject] WHEN ... THEN ... [ELSE ...] END`.
    Case {
        /// Simple form's subject.
        subject: Option<Box<Expr>>,
        /// WHEN, one or, in the simple form, several; THEN.
        branches: Vec<(Vec<When>, Expr)>,
        /// ELSE.
        otherwise: Option<Box<Expr>>,
    },
    /// What a [`When::Test`] tests.
    CaseSubject,
    /// `namespace.name([DISTINCT] arguments)`.
    Function {
        /// Dotted name as written.
        name: Name,
        /// DISTINCT.
        distinct: bool,
        /// Arguments.
        arguments: Vec<Expr>,
    },
    /// `count(*)`.
    CountStar,
    /// `[x IN list WHERE p | e]`.
    ListComprehension {
        /// Variable.
        variable: Name,
        /// List.
        list: Box<Expr>,
        /// WHERE.
        predicate: Option<Box<Expr>>,
        /// After the bar.
        projection: Option<Box<Expr>>,
    },
    /// `[p = (a)-->(b) WHERE p | e]`.
    PatternComprehension {
        /// Pattern (its own variable included).
        pattern: Box<PathPattern>,
        /// WHERE.
        predicate: Option<Box<Expr>>,
        /// After the bar.
        projection: Box<Expr>,
    },
    /// `all(x IN list WHERE p)` and its kin.
    Quantifier {
        /// Which.
        kind: Quantifier,
        /// Variable.
        variable: Name,
        /// List.
        list: Box<Expr>,
        /// WHERE.
        predicate: Box<Expr>,
    },
    /// `reduce(acc = init, x IN list | e)`, `allReduce(acc = init, x IN list | e, p)`.
    Reduce {
        /// Accumulator.
        accumulator: Name,
        /// Its first value.
        initial: Box<Expr>,
        /// Variable.
        variable: Name,
        /// List.
        list: Box<Expr>,
        /// After the bar.
        body: Box<Expr>,
        /// allReduce: asked of each value of the accumulator.
        each: Option<Box<Expr>>,
    },
    /// A pattern used as a predicate or, with `shortestPath`, as a value.
    Pattern(Box<PathPattern>),
    /// `EXISTS { }`, `COUNT { }`, `COLLECT { }`.
    Subquery(SubqueryKind, Box<Query>),
}

/// What stands behind WHEN.
#[derive(Clone, Debug)]
pub enum When {
    /// A value for the subject to be equal to; without a subject a condition.
    Is(Expr),
    /// An operator and its right side (`> 3`, `IS NULL`): with [`ExprKind::CaseSubject`] on its left.
    Test(Expr),
}

/// Unicode's normal forms.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NormalForm {
    /// Canonical composition.
    Nfc,
    /// Canonical decomposition.
    Nfd,
    /// Compatibility composition.
    Nfkc,
    /// Compatibility decomposition.
    Nfkd,
}

impl NormalForm {
    /// Its name.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Nfc => "NFC",
            Self::Nfd => "NFD",
            Self::Nfkc => "NFKC",
            Self::Nfkd => "NFKD",
        }
    }
}

/// One item of a map projection.
#[derive(Clone, Debug)]
pub enum MapProjectionItem {
    /// `.*`.
    All(Span),
    /// `.key`.
    Property(Name),
    /// `key: expr`.
    Literal(Name, Expr),
    /// `variable`.
    Variable(Name),
}

/// Comparison operators.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CompareOp {
    /// `=`.
    Equal,
    /// `<>`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

/// Arithmetic operators.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ArithmeticOp {
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `%`.
    Modulo,
    /// `^`.
    Power,
    /// `||`.
    Concat,
}

/// Other binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BinaryOp {
    /// `IN`.
    In,
    /// `STARTS WITH`.
    StartsWith,
    /// `ENDS WITH`.
    EndsWith,
    /// `CONTAINS`.
    Contains,
    /// `=~`.
    Matches,
}

/// List predicates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quantifier {
    /// all.
    All,
    /// any.
    Any,
    /// none.
    None,
    /// single.
    Single,
}

/// Subquery expressions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SubqueryKind {
    /// EXISTS.
    Exists,
    /// COUNT.
    Count,
    /// COLLECT.
    Collect,
}
