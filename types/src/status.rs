//! Every condition a client can be told about, in one table: Neo4j's code, the GQLSTATUS of the
//! outer failure and of its cause. Engines' error enums map to a [`Status`]; the wire writes it.
//!
//! Pairings are those observed on Neo4j 2026.08.1. Drivers branch on the Neo4j code.

use std::fmt;

/// A place in query text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    /// UTF-16 code units before it (what Neo4j counts), zero-based.
    pub offset: u32,
    /// Line, one-based.
    pub line: u32,
    /// Column in UTF-16 code units, one-based.
    pub column: u32,
}

impl Position {
    /// The position of a byte offset in `text`. Offsets past the end mean the end.
    pub fn of_byte(text: &str, byte: usize) -> Self {
        let start = Self {
            offset: 0,
            line: 1,
            column: 1,
        };
        let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= byte);
        start.after(&text[..end.unwrap_or(text.len())])
    }

    /// The position behind a part of the text that begins at this one.
    #[must_use]
    pub fn after(self, part: &str) -> Self {
        let mut position = self;
        for c in part.chars() {
            let units = c.len_utf16() as u32;
            position.offset += units;
            if c == '\n' {
                position.line += 1;
                position.column = 1;
            } else {
                position.column += units;
            }
        }
        position
    }
}

macro_rules! statuses {
    ($($(#[$doc:meta])* $name:ident => $code:literal, $gql:literal, $causes:expr;)*) => {
        /// A condition reported to clients.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Status {
            $($(#[$doc])* $name,)*
        }

        impl Status {
            /// Every status, in table order.
            pub const ALL: &'static [Status] = &[$(Status::$name,)*];

            /// Neo4j's code, e.g. `Neo.ClientError.Statement.SyntaxError`.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => concat!("Neo.", $code),)* }
            }

            /// GQLSTATUS of the failure.
            pub const fn gql_status(self) -> &'static str {
                match self { $(Self::$name => $gql,)* }
            }

            /// GQLSTATUS of the failure's cause, of the cause of that, and so on.
            pub const fn causes(self) -> &'static [&'static str] {
                match self { $(Self::$name => $causes,)* }
            }
        }
    };
}

statuses! {
    /// The text is not Cypher.
    InvalidSyntax => "ClientError.Statement.SyntaxError", "42001", &["42I06"];
    /// A feature of Cypher that this server does not have (yet); the message names it.
    NotSupported => "ClientError.Statement.SyntaxError", "42001", &["42N14"];
    /// A string without an end.
    UnclosedString => "ClientError.Statement.SyntaxError", "42001", &["42I19"];
    /// A comment without an end.
    UnclosedComment => "ClientError.Statement.SyntaxError", "42001", &["42I02"];
    /// An escape in a string that stands for no character.
    InvalidEscape => "ClientError.Statement.SyntaxError", "42001", &["42I47"];
    /// A number that is not written as one.
    InvalidNumber => "ClientError.Statement.SyntaxError", "42001", &["42I07"];
    /// More than one statement in a text.
    SeveralStatements => "ClientError.Statement.SyntaxError", "42001", &["42I15"];
    /// A text that ends before there is a statement.
    UnexpectedEnd => "ClientError.Statement.SyntaxError", "42001", &["42N45"];
    /// Something that another version of the language has.
    OtherVersion => "ClientError.Statement.SyntaxError", "42001", &["42I06", "42I67"];
    /// Something that older versions of the language had.
    NoLongerValid => "ClientError.Statement.SyntaxError", "42001", &["42I52"];
    /// An unknown option before a query.
    UnknownOption => "ClientError.Statement.ArgumentError", "22000", &["22N07"];
    /// An option before a query with a value that it does not have.
    OptionValue => "ClientError.Statement.ArgumentError", "22000", &["22N10"];
    /// A type error about a value that is known to be something.
    StaticEntityType => "ClientError.Statement.SyntaxError", "22G03", &["22N27"];
    /// WHERE in a pattern that is to be made.
    PredicatePlace => "ClientError.Statement.SyntaxError", "42001", &["42I32"];
    /// `YIELD *` beside other clauses.
    YieldAllPlace => "ClientError.Statement.SyntaxError", "42001", &["42I43"];
    /// A form of the language that looks like a function, called like one.
    SpecialForm => "ClientError.Statement.SyntaxError", "42001", &["42N41"];
    /// USE behind other clauses.
    UsePlace => "ClientError.Statement.SyntaxError", "42001", &["42N73"];
    /// A random number in an aggregation.
    RandomAggregate => "ClientError.Statement.SyntaxError", "22000", &["22N34"];
    /// A list where a truth value belongs.
    ListAsBoolean => "ClientError.Statement.SyntaxError", "42001", &["22N37"];
    /// A clause that FOREACH does not take.
    ForeachClause => "ClientError.Statement.SyntaxError", "42001", &["42I01"];
    /// `shortestPath` or a quantifier where something is made.
    PatternPlace => "ClientError.Statement.SyntaxError", "42001", &["42I04"];
    /// A field terminator of several characters.
    FieldTerminator => "ClientError.Statement.SyntaxError", "42001", &["42I05"];
    /// `shortestPath` with a least length.
    ShortestPathLength => "ClientError.Statement.SyntaxError", "42001", &["42I08"];
    /// `!=`.
    InequalitySign => "ClientError.Statement.SyntaxError", "42001", &["42I49"];
    /// Options before a query that contradict each other.
    OptionTwice => "ClientError.Statement.ArgumentError", "22000", &["22N09"];
    /// FINISH at the end of EXISTS.
    FinishPlace => "ClientError.Statement.SyntaxError", "42001", &["42I57"];
    /// A colon between labels of INSERT.
    ColonInInsert => "ClientError.Statement.SyntaxError", "42001", &["42I54"];
    /// `shortestPath` as a value, between nodes that are not there yet.
    ShortestPathEnds => "ClientError.Statement.SyntaxError", "42001", &["42N65"];
    /// Branches of WHEN with different numbers of columns.
    WhenColumns => "ClientError.Statement.SyntaxError", "42001", &["42N3B"];
    /// How to round.
    RoundingMode => "ClientError.Statement.ArgumentError", "22000", &["22N26"];
    /// Signs of label expressions beside colons.
    MixedLabelSigns => "ClientError.Statement.SyntaxError", "42001", &["42I10"];
    /// A wrong number of arguments.
    ArgumentCount => "ClientError.Statement.SyntaxError", "42001", &["42I13"];
    /// None, or several types of a relationship to be made.
    TypeCount => "ClientError.Statement.SyntaxError", "42001", &["42I14"];
    /// `:` between types of a relationship, or `|:`.
    TypeSeparator => "ClientError.Statement.SyntaxError", "42001", &["42I20"];
    /// An aggregation where none may stand.
    AggregationPlace => "ClientError.Statement.SyntaxError", "42001", &["42I24"];
    /// CALL IN TRANSACTIONS behind a clause that writes.
    TransactionsAfterWrite => "ClientError.Statement.SyntaxError", "42001", &["42I25"];
    /// DELETE of a label.
    DeleteLabel => "ClientError.Statement.SyntaxError", "42001", &["42I26"];
    /// DISTINCT in a call of what is no aggregation.
    DistinctPlace => "ClientError.Statement.SyntaxError", "42001", &["42I27"];
    /// An importing WITH that does more than import.
    ImportingWith => "ClientError.Statement.SyntaxError", "42001", &["42I28"];
    /// Several names behind IS.
    LabelsBehindIs => "ClientError.Statement.SyntaxError", "42001", &["42I29"];
    /// A label expression where something is made.
    LabelExpressionPlace => "ClientError.Statement.SyntaxError", "42001", &["42I30"];
    /// A pattern as an expression where no truth value is wanted.
    PatternExpressionPlace => "ClientError.Statement.SyntaxError", "42001", &["42I34"];
    /// REPORT STATUS where errors end the query.
    ReportStatusPlace => "ClientError.Statement.SyntaxError", "42001", &["42I36"];
    /// `RETURN *` with nothing in scope.
    NothingInScope => "ClientError.Statement.SyntaxError", "42001", &["42I37"];
    /// Clauses behind RETURN.
    ReturnNotLast => "ClientError.Statement.SyntaxError", "42001", &["42I38"];
    /// UNION beside UNION ALL.
    MixedUnion => "ClientError.Statement.SyntaxError", "42001", &["42I40"];
    /// A relationship without one direction, where one is to be made.
    DirectionMissing => "ClientError.Statement.SyntaxError", "42001", &["42I56"];
    /// A subquery that returns a name which is taken outside.
    VariableShadowing => "ClientError.Statement.SyntaxError", "42001", &["42N07"];
    /// COLLECT of another number of columns than one.
    CollectColumns => "ClientError.Statement.SyntaxError", "42001", &["42N22"];
    /// An aggregation in ORDER BY behind no aggregation.
    AggregationInOrderBy => "ClientError.Statement.SyntaxError", "42001", &["42N23"];
    /// ORDER BY aggregates what the projection does not.
    AggregationNotProjected => "ClientError.Statement.SyntaxError", "42001", &["42I24"];
    /// A clause that reads behind one that writes, with no WITH between them.
    MissingWith => "ClientError.Statement.SyntaxError", "42001", &["42N24"];
    /// A procedure's columns without YIELD.
    MissingYield => "ClientError.Statement.SyntaxError", "42001", &["42N25"];
    /// A variable in SKIP, LIMIT and their like.
    VariableInCount => "ClientError.Statement.SyntaxError", "42001", &["42N28"];
    /// A pattern as an expression with a variable of its own.
    PatternVariable => "ClientError.Statement.SyntaxError", "42001", &["42N29"];
    /// A parameter in the place of a pattern's properties.
    ParameterMap => "ClientError.Statement.SyntaxError", "42001", &["42N32"];
    /// A procedure's arguments left out.
    MissingArguments => "ClientError.Statement.SyntaxError", "42001", &["42N36"];
    /// Two columns of one name.
    DuplicateColumn => "ClientError.Statement.SyntaxError", "42001", &["42N38"];
    /// `shortestPath` of something that is not one relationship.
    ShortestPathPattern => "ClientError.Statement.SyntaxError", "42001", &["42N40"];
    /// A variable that a DISTINCT or an aggregation has put out of reach.
    VariableOutOfReach => "ClientError.Statement.SyntaxError", "42001", &["42N44"];
    /// CALL IN TRANSACTIONS in a UNION.
    TransactionsInUnion => "ClientError.Statement.SyntaxError", "42001", &["42N47"];
    /// A column that a procedure does not have.
    ProcedureColumn => "ClientError.Statement.SyntaxError", "42001", &["42N50"];
    /// Properties of the relationship of `shortestPath`.
    ShortestPathProperties => "ClientError.Statement.SyntaxError", "42001", &["42N56"];
    /// A clause that writes in EXISTS, COUNT or COLLECT.
    WriteInExpression => "ClientError.Statement.SyntaxError", "42001", &["42N57"];
    /// A subquery in MERGE.
    SubqueryInMerge => "ClientError.Statement.SyntaxError", "42001", &["42I48"];
    /// CALL IN TRANSACTIONS inside of a subquery.
    TransactionsNested => "ClientError.Statement.SyntaxError", "42001", &["42N58"];
    /// `all`, `any`, `none` or `single` without WHERE.
    MissingPredicate => "ClientError.Statement.SyntaxError", "42001", &["42N70"];
    /// A query that ends with a clause which gives nothing.
    Inconclusive => "ClientError.Statement.SyntaxError", "42001", &["42N71"];
    /// A planner hint that no predicate bears out.
    UnfulfillableHint => "ClientError.Statement.SyntaxError", "42N76", &["42N77"];
    /// A join hint where there is nothing to join.
    JoinHint => "ClientError.Statement.SyntaxError", "42N76", &[];
    /// A computed graph in USE.
    DynamicGraph => "ClientError.Statement.SyntaxError", "42001", &["42N72"];
    /// A word or a value that is none of those which may stand there.
    UnknownInput => "ClientError.Statement.SyntaxError", "42001", &["22N04"];
    /// A property named twice in one rule of the schema.
    RepeatedProperty => "ClientError.Schema.RepeatedPropertyInCompositeSchema", "22N76", &[];
    /// A list that no property can hold.
    PropertyList => "ClientError.Statement.TypeError", "22G03", &["22N39"];
    /// Text that is no number in range.
    IntegerText => "ClientError.Statement.TypeError", "22003", &["22N03"];
    /// Text that is no regular expression.
    RegularExpression => "ClientError.Statement.SemanticError", "22000", &["22N11"];
    /// Something read from an entity that the transaction has deleted.
    DeletedEntity => "ClientError.Statement.EntityNotFound", "25N13", &[];
    /// A variable that is not in scope.
    UndefinedVariable => "ClientError.Statement.SyntaxError", "42001", &["42N62"];
    /// A variable that is declared twice.
    VariableAlreadyBound => "ClientError.Statement.SyntaxError", "42001", &["42N59"];
    /// An unknown function.
    UnknownFunction => "ClientError.Statement.SyntaxError", "42001", &["42N48"];
    /// A function that another version of the language has.
    FunctionOfOtherVersion => "ClientError.Statement.SyntaxError", "42001", &["42N48", "42I78"];
    /// A type error found before running.
    StaticTypeMismatch => "ClientError.Statement.SyntaxError", "42001", &["22NB1"];
    /// A list indexed by something that is not an integer, found before running.
    StaticIndexType => "ClientError.Statement.SyntaxError", "22G03", &["22N27"];
    /// A literal out of range or malformed.
    InvalidLiteral => "ClientError.Statement.SyntaxError", "22003", &[];
    /// Text, nesting or size beyond a limit.
    QueryTooComplex => "ClientError.Statement.SyntaxError", "42001", &["42N49"];
    /// An alternative of types of which some may be null and some may not.
    MixedNullability => "ClientError.Statement.SyntaxError", "42001", &["42N63"];
    /// A variable-length relationship with a type expression.
    VariableLengthTypes => "ClientError.Statement.SyntaxError", "42001", &["42I41"];
    /// A variable-length relationship with a predicate of its own.
    VariableLengthPredicate => "ClientError.Statement.SyntaxError", "42001", &["42N37"];
    /// A property of an entity that the same clause creates.
    CreatedAndRead => "ClientError.Statement.SyntaxError", "42001", &["42I58"];
    /// Something beside an aggregation that is neither grouped by nor constant.
    ImplicitGrouping => "ClientError.Statement.SyntaxError", "42001", &["42I18"];
    /// Something in GROUP BY that holds an aggregation.
    GroupingElement => "ClientError.Statement.SyntaxError", "42001", &["42I80"];
    /// A computed label or type where none may stand.
    DynamicLabelPlace => "ClientError.Statement.SyntaxError", "42001", &["42I59"];
    /// A computed label or type that may be one of several, where one is to be made.
    DynamicLabelAny => "ClientError.Statement.SyntaxError", "42001", &["42I55"];
    /// An empty name of a label, type or property key.
    InvalidToken => "ClientError.Statement.SyntaxError", "42001", &["42I11"];
    /// A computed label, type or property key that is no text.
    DynamicNameType => "ClientError.Statement.SyntaxError", "22G03", &["22N27"];
    /// A number out of the range that its place allows, found before running.
    NumberRange => "ClientError.Statement.SyntaxError", "42001", &["42N31"];
    /// A map without the coordinates of a point, found before running.
    StaticPoint => "ClientError.Statement.SyntaxError", "42001", &["42I16"];
    /// SET or REMOVE of something that is neither node nor relationship.
    NotAnEntity => "ClientError.Statement.ArgumentError", "22G03", &["22N27"];
    /// Several computed types, or none, for a relationship to create.
    RelationshipTypeCount => "DatabaseError.Statement.ExecutionFailed", "50N00", &[];
    /// A unit of truncation that there is not; Neo4j takes that for a failure of its own.
    TruncationUnit => "DatabaseError.Statement.ExecutionFailed", "50N00", &[];
    /// A component that no duration has.
    DurationField => "ClientError.Statement.ArgumentError", "22G0I", &[];
    /// CREATE of a relationship whose node is missing.
    MissingNode => "ClientError.Statement.ArgumentError", "22G03", &["22N01"];
    /// A computed name of a label, type or property key that is empty, met while running.
    TokenName => "ClientError.Schema.TokenNameError", "42001", &["42I11"];
    /// A column of WITH, of a subquery or before NEXT that has no name.
    Unaliased => "ClientError.Statement.SyntaxError", "42001", &["42N21"];
    /// Branches of a UNION or of a conditional query with different columns.
    ResultColumns => "ClientError.Statement.SyntaxError", "42001", &["42N39"];
    /// A branch of a conditional query that neither returns nor writes.
    WhenWithoutResult => "ClientError.Statement.SyntaxError", "42001", &["42N3A"];
    /// A conditional query in a CALL without a scope clause.
    WhenInCall => "ClientError.Statement.SyntaxError", "42001", &["42N3C"];
    /// Two nodes beside each other with nothing between that leads from one to the other.
    Juxtaposition => "ClientError.Statement.SyntaxError", "42001", &["42I46"];
    /// A path variable inside of a quantified path pattern.
    PathInQuantified => "ClientError.Statement.SyntaxError", "42001", &["42N34"];
    /// A variable for a part of a path.
    PathInPath => "ClientError.Statement.SyntaxError", "42001", &["42N42"];
    /// A quantifier whose bounds are the wrong way round.
    QuantifierBounds => "ClientError.Statement.SyntaxError", "42001", &["42I17"];
    /// A quantified path pattern inside of another.
    QuantifierNested => "ClientError.Statement.SyntaxError", "42001", &["42I12"];
    /// A quantified path pattern without a relationship.
    QuantifierEmpty => "ClientError.Statement.SyntaxError", "42001", &["42N64"];
    /// A match mode in Cypher 5.
    MatchMode => "ClientError.Statement.SyntaxError", "42001", &["42N54"];
    /// REPEATABLE ELEMENTS without an upper bound.
    RepeatableUnbounded => "ClientError.Statement.SyntaxError", "42001", &["42N53"];
    /// `shortestPath` beside selectors and modes.
    ShortestPathMixed => "ClientError.Statement.SyntaxError", "42001", &["42I39"];
    /// A path mode of a pattern with a variable length.
    PathModeLength => "ClientError.Statement.SyntaxError", "42001", &["51N26"];
    /// REPEATABLE ELEMENTS with a path mode that repeats nothing.
    RepeatablePathMode => "ClientError.Statement.SyntaxError", "42001", &["42N60"];
    /// Several path modes in one MATCH.
    MixedPathModes => "ClientError.Statement.SyntaxError", "42001", &["42N61"];
    /// A path that a part of its own pattern, or of another one in the same MATCH, refers to.
    PathWithinItself => "ClientError.Statement.SyntaxError", "42001", &["42I21"];
    /// A path selector beside other path patterns.
    SelectorNotAlone => "ClientError.Statement.SyntaxError", "42001", &["42I45"];
    /// An unknown procedure.
    ProcedureNotFound => "ClientError.Procedure.ProcedureNotFound", "42001", &["42N08"];
    /// A procedure raised an error.
    ProcedureCallFailed => "ClientError.Procedure.ProcedureCallFailed", "52N37", &["52U00"];
    /// A procedure that waits has waited as long as it was told to.
    ProcedureTimedOut => "ClientError.Procedure.ProcedureTimedOut", "52N02", &["52N01"];
    /// A query parameter that was not given.
    ParameterMissing => "ClientError.Statement.ParameterMissing", "42001", &["42N81"];
    /// Division by zero.
    DivisionByZero => "ClientError.Statement.ArithmeticError", "22012", &["22N28"];
    /// Integer overflow.
    NumericOverflow => "ClientError.Statement.ArithmeticError", "22003", &["22N28"];
    /// A value of a wrong type met while running.
    TypeError => "ClientError.Statement.TypeError", "22G03", &["22N01"];
    /// An argument that cannot be made to fit a declared type.
    Coercion => "ClientError.Statement.TypeError", "22G03", &["22N37"];
    /// A function argument of a wrong type.
    FunctionArgumentType => "ClientError.Statement.TypeError", "22N38", &["22N01"];
    /// A function argument with a wrong value.
    ArgumentError => "ClientError.Statement.ArgumentError", "22N38", &["22N03"];
    /// A vector with a coordinate that is no finite number.
    VectorCoordinates => "ClientError.Statement.ArgumentError", "22NBG", &[];
    /// A word that is no type of a vector's coordinates.
    VectorCoordinateType => "ClientError.Statement.SyntaxError", "42001", &["42I53"];
    /// A word that is no metric of vectors.
    VectorMetric => "ClientError.Statement.SyntaxError", "42001", &["42I62"];
    /// A word that an argument does not take.
    UnsupportedWord => "ClientError.Statement.SyntaxError", "42001", &["42N49"];
    /// A function argument with a wrong value that is no number out of range.
    InvalidInput => "ClientError.Statement.ArgumentError", "22N38", &["22N04"];
    /// A character in a temporal pattern that its type does not have.
    PatternCharacter => "ClientError.Statement.ArgumentError", "42001", &["42I65"];
    /// Text that does not match its temporal pattern.
    PatternMismatch => "ClientError.Statement.SyntaxError", "22007", &["42I68"];
    /// Text that is not the temporal value it should be.
    TemporalParse => "ClientError.Statement.SyntaxError", "22007", &["22N36"];
    /// Temporal text of a known form with a part out of range, or an unknown time zone.
    TemporalTextRange => "ClientError.Statement.SyntaxError", "22000", &["22N11"];
    /// A temporal component out of range.
    TemporalRange => "ClientError.Statement.ArgumentError", "22007", &["22N11"];
    /// A temporal component outside bounds that other components set.
    TemporalBounds => "ClientError.Statement.ArgumentError", "22007", &["22N03"];
    /// A temporal component that is missing or unknown.
    TemporalField => "ClientError.Statement.ArgumentError", "22007", &["22N12"];
    /// A temporal value asked for with no component at all.
    TemporalNoField => "ClientError.Statement.ArgumentError", "22007", &["22N30"];
    /// Temporal components that exclude each other.
    TemporalFieldConflict => "ClientError.Statement.ArgumentError", "22007", &["22N14"];
    /// A temporal component of a wrong type.
    TemporalComponentType => "ClientError.Statement.TypeError", "22G06", &["22N40"];
    /// A temporal component that the value cannot have.
    TemporalAssignment => "ClientError.Statement.TypeError", "22G05", &["22N40"];
    /// A temporal value built on something that is none.
    TemporalBase => "ClientError.Statement.ArgumentError", "22007", &["22N25"];
    /// A component read from a temporal value that does not have it.
    TemporalComponent => "ClientError.Statement.TypeError", "22G05", &["22N15"];
    /// An offset that a named zone does not have then.
    TemporalOffsetMismatch => "ClientError.Statement.ArgumentError", "22003", &["22N04"];
    /// A named zone for a time without a date.
    TemporalZoneWithoutDate => "ClientError.Statement.ArgumentError", "22007", &["22N13"];
    /// A unit that does not go with the temporal value.
    TemporalUnit => "ClientError.Statement.TypeError", "22000", &["22N11"];
    /// A duration beyond what its units hold.
    DurationOverflow => "ClientError.Statement.ArgumentError", "22015", &["22N28"];
    /// A function called with values of types it does not take, found while running.
    FunctionSignature => "ClientError.Procedure.ProcedureCallFailed", "42001", &["42I51"];
    /// A map without the coordinates of a point.
    PointCoordinates => "ClientError.Statement.ArgumentError", "22000", &["22N19"];
    /// A coordinate or reference system of a wrong type.
    PointComponentType => "ClientError.Statement.ArgumentError", "22G03", &["22N27"];
    /// An unknown coordinate reference system, or one that does not go with the coordinates.
    PointCrs => "ClientError.Statement.ArgumentError", "22000", &["22N21"];
    /// Name and number of a coordinate reference system at once.
    PointCrsAndSrid => "ClientError.Statement.ArgumentError", "22000", &["22N22"];
    /// Two coordinates in space, or three in the plane.
    PointDimensions => "ClientError.Statement.ArgumentError", "22000", &["22N20"];
    /// A latitude beyond a pole.
    PointLatitude => "ClientError.Statement.ArgumentError", "22000", &["22N23"];
    /// A coordinate that is not finite.
    PointNotFinite => "ClientError.Statement.ArgumentError", "22000", &["22N24"];
    /// A component read from a point that does not have it.
    PointComponent => "ClientError.Statement.ArgumentError", "22000", &["22N58"];
    /// A component that no point has.
    PointUnknownComponent => "ClientError.Statement.ArgumentError", "22N11", &["22N04"];
    /// MERGE on a null property.
    MergeNull => "ClientError.Statement.SemanticError", "22G03", &["22N31"];
    /// A statement that cannot be run in this place.
    SemanticError => "ClientError.Statement.SemanticError", "42001", &["42N17"];
    /// An entity that the query met no longer exists.
    EntityNotFound => "ClientError.Statement.EntityNotFound", "50N00", &[];
    /// A uniqueness constraint would be violated.
    UniquenessViolation => "ClientError.Schema.ConstraintValidationFailed", "22N79", &["22N80"];
    /// DELETE of a node that has relationships.
    DeleteConnectedNode => "ClientError.Schema.ConstraintValidationFailed", "G1001", &[];
    /// OPTIONS of an index that do not go with its kind.
    SchemaOption => "ClientError.General.InvalidArguments", "42001", &["22N04"];
    /// OPTIONS of an index with a value of a wrong type.
    SchemaOptionType => "ClientError.General.InvalidArguments", "22G03", &["22N27"];
    /// An unknown setting of an index.
    SchemaSetting => "ClientError.Statement.ArgumentError", "22G03", &["22N27"];
    /// An index over more properties than its kind takes.
    UnsupportedSchemaRule => "ClientError.Statement.SyntaxError", "42001", &["42N16"];
    /// A property that a key constraint requires is missing.
    PropertyMissing => "ClientError.Schema.ConstraintValidationFailed", "22N77", &[];
    /// CREATE INDEX of one that exists, by the same name.
    EquivalentSchemaRuleExists => "ClientError.Schema.EquivalentSchemaRuleAlreadyExists", "22N70", &[];
    /// CREATE CONSTRAINT of one that exists, by the same name.
    SameConstraintExists => "ClientError.Schema.EquivalentSchemaRuleAlreadyExists", "22N65", &[];
    /// CREATE CONSTRAINT where one of another kind stands.
    ConflictingConstraintExists => "ClientError.Schema.ConstraintAlreadyExists", "22N66", &[];
    /// CREATE INDEX where a constraint owns one.
    IndexOwnedByConstraintExists => "ClientError.Schema.ConstraintAlreadyExists", "22N74", &["22N70"];
    /// CREATE CONSTRAINT where an index stands.
    ConstraintConflictsWithIndex => "ClientError.Schema.IndexAlreadyExists", "22N73", &[];
    /// CREATE INDEX with a name that another index has.
    IndexWithNameExists => "ClientError.Schema.IndexWithNameAlreadyExists", "22N71", &[];
    /// CREATE CONSTRAINT with a name that another constraint has.
    ConstraintWithNameExists => "ClientError.Schema.ConstraintWithNameAlreadyExists", "22N67", &[];
    /// CREATE CONSTRAINT for what is constrained already.
    ConstraintAlreadyExists => "ClientError.Schema.ConstraintAlreadyExists", "22N65", &[];
    /// CREATE INDEX for what is indexed already by another name.
    IndexAlreadyExists => "ClientError.Schema.IndexAlreadyExists", "22N70", &[];
    /// CREATE CONSTRAINT over data that violates it.
    ConstraintCreationFailed => "DatabaseError.Schema.ConstraintCreationFailed", "50N11", &["22N79", "22N80"];
    /// A procedure about an index that does not exist.
    IndexNotFound => "ClientError.Schema.IndexNotFound", "22N69", &["52N02"];
    /// DROP INDEX of an index that does not exist.
    IndexDropFailed => "DatabaseError.Schema.IndexDropFailed", "50N10", &["22N69"];
    /// DROP CONSTRAINT of a constraint that does not exist.
    ConstraintDropFailed => "DatabaseError.Schema.ConstraintDropFailed", "50N12", &["22N64"];
    /// DROP INDEX of an index that a constraint owns.
    IndexBelongsToConstraint => "DatabaseError.Schema.IndexDropFailed", "50N10", &["22NBC"];
    /// A write in a transaction opened for reading.
    AccessMode => "ClientError.Statement.AccessMode", "08N03", &["42N02"];
    /// An unknown database, asked for by RUN or BEGIN.
    DatabaseNotFound => "ClientError.Database.DatabaseNotFound", "42001", &["42N00"];
    /// An unknown database, asked for by ROUTE.
    DatabaseNotFoundRouting => "ClientError.Database.DatabaseNotFound", "22000", &["22N51"];
    /// Schema and data changes in one transaction.
    ForbiddenDueToTransactionType => "ClientError.Transaction.ForbiddenDueToTransactionType", "25N01", &[];
    /// CALL IN TRANSACTIONS in an explicit transaction.
    TransactionStartFailed => "DatabaseError.Transaction.TransactionStartFailed", "25N17", &[];
    /// The transaction was ended from outside.
    TransactionTerminated => "ClientError.Transaction.Terminated", "25N14", &[];
    /// The transaction was ended, for whatever reason, while it waited for a lock.
    LockClientStopped => "ClientError.Transaction.LockClientStopped", "25N14", &[];
    /// The transaction ran longer than its client allowed.
    TransactionTimedOutClient => "ClientError.Transaction.TransactionTimedOutClientConfiguration", "25N14", &[];
    /// The transaction ran longer than the server allows.
    TransactionTimedOut => "ClientError.Transaction.TransactionTimedOut", "25N14", &[];
    /// A request that names a transaction that is gone.
    TransactionNotFound => "ClientError.Transaction.TransactionNotFound", "25N05", &[];
    /// A cycle of transactions waiting for each other; retryable.
    DeadlockDetected => "TransientError.Transaction.DeadlockDetected", "50N05", &[];
    /// What the transaction read or wrote was changed by another; retryable.
    Outdated => "TransientError.Transaction.Outdated", "50N05", &[];
    /// A lock was not granted in time; retryable.
    LockAcquisitionTimeout => "TransientError.Transaction.LockAcquisitionTimeout", "50N05", &[];
    /// The schema changed under the transaction; retryable.
    ConstraintsChanged => "TransientError.Transaction.ConstraintsChanged", "50N05", &[];
    /// The transaction needs more memory than one may have; a retry would need it again.
    TransactionMemoryLimit => "ClientError.Transaction.TransactionMemoryLimit", "51N72", &[];
    /// A bookmark that is malformed, or from another or wiped store.
    InvalidBookmark => "ClientError.Transaction.InvalidBookmark", "08N12", &[];
    /// A bookmark from a future this server did not reach in time.
    BookmarkTimeout => "TransientError.Transaction.BookmarkTimeout", "08N13", &[];
    /// Wrong user name or password.
    Unauthorized => "ClientError.Security.Unauthorized", "42NFF", &[];
    /// Too many wrong passwords.
    AuthenticationRateLimit => "ClientError.Security.AuthenticationRateLimit", "42NFF", &[];
    /// The password must be changed first.
    CredentialsExpired => "ClientError.Security.CredentialsExpired", "42NFF", &["42NFD"];
    /// The user was dropped, or given another password, since the connection logged in.
    AuthorizationExpired => "ClientError.Security.AuthorizationExpired", "42NFF", &[];
    /// CREATE USER with a name that is taken, or RENAME to one.
    UserAlreadyExists => "ClientError.Statement.ArgumentError", "42001", &["42N12"];
    /// An administration command about a user that does not exist.
    UserNotFound => "ClientError.Statement.ArgumentError", "42001", &["42N09"];
    /// A user name with characters that none may have.
    UserNameInvalid => "ClientError.Statement.ArgumentError", "22N05", &["22N82"];
    /// An empty user name or password.
    EmptyCredential => "ClientError.Statement.ArgumentError", "22NB6", &[];
    /// A password shorter than the setting asks for.
    PasswordTooShort => "ClientError.Statement.ArgumentError", "22N05", &["22N85"];
    /// A new password that is the old one.
    PasswordUnchanged => "ClientError.Statement.ArgumentError", "22N05", &["22N89"];
    /// ENCRYPTED PASSWORD that is no hash of a known form.
    PasswordHashFormat => "ClientError.Statement.ArgumentError", "42001", &["22N04"];
    /// ALTER CURRENT USER with a wrong present password.
    OwnPasswordWrong => "ClientError.Statement.ArgumentError", "42NFF", &[];
    /// DROP USER of the user who asks.
    CannotDropSelf => "ClientError.Statement.ArgumentError", "42N99", &[];
    /// A user without a password.
    PasswordMandatory => "ClientError.Statement.SyntaxError", "42N97", &[];
    /// ALTER USER that alters nothing.
    AlterUserIncomplete => "ClientError.Statement.SyntaxError", "42N94", &[];
    /// The same clause twice in a command about a user.
    DuplicateClause => "ClientError.Statement.SyntaxError", "42001", &["42N19"];
    /// A password in the old and in the new form of one command.
    MixedAuthSyntax => "ClientError.Statement.SyntaxError", "42N92", &[];
    /// OR REPLACE with IF NOT EXISTS.
    InvalidUseOfCommand => "ClientError.Statement.SyntaxError", "42001", &["42N14"];
    /// A parameter of an administration command that is no string.
    AdministrationParameterType => "ClientError.Statement.TypeError", "42N51", &["22G03"];
    /// SHOW or TERMINATE beside other clauses without RETURN at the end.
    CommandsWithoutReturn => "ClientError.Statement.SyntaxError", "22N92", &[];
    /// SHOW or TERMINATE beside other clauses without YIELD.
    CommandWithoutYield => "ClientError.Statement.SyntaxError", "22N93", &[];
    /// SHOW or TERMINATE beside other clauses with `YIELD *`.
    CommandYieldsAll => "ClientError.Statement.SyntaxError", "22N94", &[];
    /// USE before a command about the server.
    UseBeforeAdministration => "ClientError.Statement.SyntaxError", "42N79", &[];
    /// SHOW DATABASES beside other clauses.
    NotSystemDatabase => "ClientError.Statement.NotSystemDatabaseError", "51N28", &[];
    /// A constraint that Neo4j's community edition refuses too.
    ConstraintOfEnterprise => "DatabaseError.Schema.ConstraintCreationFailed", "50N11", &["51N27"];
    /// SEARCH over an index that is not there.
    SearchIndexNotFound => "ClientError.Schema.IndexNotFound", "22N69", &[];
    /// SEARCH over an index of a kind that it does not know.
    UnsupportedSearch => "ClientError.Statement.SyntaxError", "42001", &["51N26"];
    /// SEARCH after a pattern with several variables.
    SearchPattern => "ClientError.Statement.SyntaxError", "42001", &["42I70"];
    /// A clause that Neo4j's community edition refuses too.
    NotInThisEdition => "DatabaseError.Statement.ExecutionFailed", "51N27", &[];
    /// A request as another user.
    Impersonation => "ClientError.Statement.ArgumentError", "51N27", &[];
    /// An administration procedure called outside the system database.
    SystemDatabaseOnly => "ClientError.Procedure.ProcedureCallFailed", "51N28", &[];
    /// TERMINATE TRANSACTION of what is no id of a transaction.
    TransactionIdFormat => "ClientError.General.InvalidArguments", "22N05", &[];
    /// The user may not do that.
    Forbidden => "ClientError.Security.Forbidden", "42NFF", &[];
    /// Another request uses the transaction (over HTTP).
    TransactionAccessedConcurrently => "ClientError.Transaction.TransactionAccessedConcurrently", "25N03", &[];
    /// A message that the session's state does not allow.
    RequestInvalid => "ClientError.Request.Invalid", "08N06", &["08N10"];
    /// A message with a field that is absent, of a wrong type or out of range.
    RequestInvalidField => "ClientError.Request.Invalid", "08N06", &["22N05"];
    /// A message that names what does not exist.
    RequestInvalidFormat => "ClientError.Request.InvalidFormat", "08N06", &["08N11"];
    /// LOAD CSV could not read its source.
    ExternalResourceFailed => "ClientError.Statement.ExternalResourceFailed", "22000", &["22N43"];
    /// LOAD CSV found nothing to read where its URL points.
    ExternalResourceUnreadable => "ClientError.Statement.ExternalResourceFailed", "22000", &["22N43", "22000", "22N43"];
    /// CALL { } IN TRANSACTIONS in a transaction that the client began.
    ImplicitTransactionRequired => "DatabaseError.Transaction.TransactionStartFailed", "25N17", &[];
    /// A number beyond what its place allows, met while running.
    ValueRange => "ClientError.Statement.ArgumentError", "22003", &["22N03"];
    /// LOAD CSV met something behind the end of a quoted field.
    CsvAfterQuote => "DatabaseError.Statement.ExecutionFailed", "50N00", &["22NAC"];
    /// LOAD CSV met the end of its source in a quoted field.
    CsvMissingQuote => "DatabaseError.Statement.ExecutionFailed", "50N00", &["22NAD"];
    /// An administration command this server does not have.
    UnsupportedAdministrationCommand => "ClientError.Statement.UnsupportedAdministrationCommand", "51N27", &[];
    /// An invalid argument of an administration command.
    InvalidArgument => "ClientError.General.InvalidArguments", "22N04", &[];
    /// The database refuses writes while the disk is full.
    DiskFull => "ClientError.General.ForbiddenOnReadOnlyDatabase", "42N18", &[];
    /// The database refuses writes after an I/O failure.
    ReadOnlyAfterFailure => "DatabaseError.General.UnknownError", "50N00", &[];
    /// The disk could not be read or written.
    StorageFailure => "DatabaseError.General.UnknownError", "50N00", &[];
    /// A defect of the server met while running one query.
    Internal => "DatabaseError.Statement.ExecutionFailed", "50N00", &[];
    /// The database is not available.
    DatabaseUnavailable => "TransientError.General.DatabaseUnavailable", "08N09", &[];
}

impl Status {
    /// `CLIENT_ERROR`, `TRANSIENT_ERROR` or `DATABASE_ERROR`, from the Neo4j code.
    pub fn classification(self) -> &'static str {
        match self.code().split('.').nth(1) {
            Some("ClientError") => "CLIENT_ERROR",
            Some("TransientError") => "TRANSIENT_ERROR",
            _ => "DATABASE_ERROR",
        }
    }

    /// Whether drivers try the transaction again.
    pub fn is_retryable(self) -> bool {
        self.classification() == "TRANSIENT_ERROR"
    }
}

/// What a client is told when a request fails.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The condition.
    pub status: Status,
    /// What was found, what was expected, how to fix it. For errors in query text it ends with
    /// the position, the line in quotes and a caret under the place ([`Failure::at`]).
    pub message: String,
    /// Where in the query text.
    pub position: Option<Position>,
}

impl Failure {
    /// A failure without a place in query text.
    pub fn new(status: Status, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            position: None,
        }
    }

    /// A failure at a byte offset of `query`; appends the line and a caret in Neo4j's form:
    /// `<message> (line L, column C (offset: O))`, the line in double quotes, the caret below.
    pub fn at(status: Status, message: &str, query: &str, byte: usize) -> Self {
        let position = Position::of_byte(query, byte);
        let line = query
            .lines()
            .nth(position.line as usize - 1)
            .unwrap_or_default();
        // A window around the place keeps a megabyte-long line out of the message.
        let column = position.column as usize - 1;
        let (from, mark) = if column > 200 {
            (column - 100, 100)
        } else {
            (0, column)
        };
        let shown: String = utf16_window(line, from, 300);
        Self {
            status,
            message: format!(
                "{message} (line {}, column {} (offset: {}))\n\"{shown}\"\n{}^",
                position.line,
                position.column,
                position.offset,
                " ".repeat(mark + 1),
            ),
            position: Some(position),
        }
    }
}

fn utf16_window(line: &str, from: usize, length: usize) -> String {
    let mut at = 0;
    let mut shown = String::new();
    for c in line.chars() {
        if at >= from + length {
            break;
        }
        if at >= from {
            shown.push(c);
        }
        at += c.len_utf16();
    }
    shown
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status.code(), self.message)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_points_at_its_place() {
        let failure = Failure::at(
            Status::InvalidSyntax,
            "Invalid input",
            "RETURN 1,\n  x y",
            14,
        );
        assert_eq!(
            failure.message,
            "Invalid input (line 2, column 5 (offset: 14))\n\"  x y\"\n     ^"
        );
    }

    #[test]
    fn classifications_follow_the_code() {
        assert!(Status::DeadlockDetected.is_retryable());
        assert!(!Status::TransactionMemoryLimit.is_retryable());
        assert_eq!(
            Status::ConstraintCreationFailed.classification(),
            "DATABASE_ERROR"
        );
    }
}
