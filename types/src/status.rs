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
    ($($(#[$doc:meta])* $name:ident => $code:literal, $gql:literal, $cause:expr;)*) => {
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

            /// GQLSTATUS of the failure's cause, where Neo4j sends one.
            pub const fn cause_gql_status(self) -> Option<&'static str> {
                match self { $(Self::$name => $cause,)* }
            }
        }
    };
}

statuses! {
    /// The text is not Cypher.
    InvalidSyntax => "ClientError.Statement.SyntaxError", "42001", Some("42I06");
    /// A feature of Cypher that this server does not have (yet); the message names it.
    NotSupported => "ClientError.Statement.SyntaxError", "42001", Some("42N14");
    /// A variable that is not in scope.
    UndefinedVariable => "ClientError.Statement.SyntaxError", "42001", Some("42N62");
    /// A variable that is declared twice.
    VariableAlreadyBound => "ClientError.Statement.SyntaxError", "42001", Some("42N59");
    /// An unknown function.
    UnknownFunction => "ClientError.Statement.SyntaxError", "42001", Some("42N48");
    /// A type error found before running.
    StaticTypeMismatch => "ClientError.Statement.SyntaxError", "42001", Some("22NB1");
    /// A list indexed by something that is not an integer, found before running.
    StaticIndexType => "ClientError.Statement.SyntaxError", "22G03", Some("22N27");
    /// A rule of the language broken in well-formed text.
    InvalidSemantics => "ClientError.Statement.SyntaxError", "42001", Some("42N07");
    /// A literal out of range or malformed.
    InvalidLiteral => "ClientError.Statement.SyntaxError", "22003", Some("22N28");
    /// Text, nesting or size beyond a limit.
    QueryTooComplex => "ClientError.Statement.SyntaxError", "42001", Some("42N49");
    /// An alternative of types of which some may be null and some may not.
    MixedNullability => "ClientError.Statement.SyntaxError", "42001", Some("42N63");
    /// A variable-length relationship with a type expression.
    VariableLengthTypes => "ClientError.Statement.SyntaxError", "42001", Some("42I41");
    /// A variable-length relationship with a predicate of its own.
    VariableLengthPredicate => "ClientError.Statement.SyntaxError", "42001", Some("42N37");
    /// A property of an entity that the same clause creates.
    CreatedAndRead => "ClientError.Statement.SyntaxError", "42001", Some("42I58");
    /// Something beside an aggregation that is neither grouped by nor constant.
    ImplicitGrouping => "ClientError.Statement.SyntaxError", "42001", Some("42I18");
    /// A computed label or type where none may stand.
    DynamicLabelPlace => "ClientError.Statement.SyntaxError", "42001", Some("42I59");
    /// A computed label or type that may be one of several, where one is to be made.
    DynamicLabelAny => "ClientError.Statement.SyntaxError", "42001", Some("42I55");
    /// An empty name of a label, type or property key.
    InvalidToken => "ClientError.Statement.SyntaxError", "42001", Some("42I11");
    /// A computed label, type or property key that is no text.
    DynamicNameType => "ClientError.Statement.SyntaxError", "22G03", Some("22N27");
    /// A percentile beyond 0 to 1, found before running.
    PercentileRange => "ClientError.Statement.SyntaxError", "42001", Some("42N31");
    /// A map without the coordinates of a point, found before running.
    StaticPoint => "ClientError.Statement.SyntaxError", "42001", Some("42I16");
    /// SET or REMOVE of something that is neither node nor relationship.
    NotAnEntity => "ClientError.Statement.ArgumentError", "22G03", Some("22N27");
    /// Several computed types, or none, for a relationship to create.
    RelationshipTypeCount => "DatabaseError.Statement.ExecutionFailed", "50N00", None;
    /// CREATE of a relationship whose node is missing.
    MissingNode => "ClientError.Statement.ArgumentError", "22G03", Some("22N01");
    /// A computed name of a label, type or property key that is empty, met while running.
    TokenName => "ClientError.Schema.TokenNameError", "42001", Some("42I11");
    /// A column before NEXT that has no name.
    UnaliasedNext => "ClientError.Statement.SyntaxError", "42001", Some("42N21");
    /// Branches of a conditional query with different columns.
    WhenColumns => "ClientError.Statement.SyntaxError", "42001", Some("42N39");
    /// A branch of a conditional query that neither returns nor writes.
    WhenWithoutResult => "ClientError.Statement.SyntaxError", "42001", Some("42N3A");
    /// A conditional query in a CALL without a scope clause.
    WhenInCall => "ClientError.Statement.SyntaxError", "42001", Some("42N3C");
    /// A number of paths that is not positive.
    PathCount => "ClientError.Statement.SyntaxError", "42001", Some("42N31");
    /// Two nodes beside each other with nothing between that leads from one to the other.
    Juxtaposition => "ClientError.Statement.SyntaxError", "42001", Some("42I46");
    /// A path variable inside of a quantified path pattern.
    PathInQuantified => "ClientError.Statement.SyntaxError", "42001", Some("42N34");
    /// A quantifier that allows nothing.
    QuantifierZero => "ClientError.Statement.SyntaxError", "42001", Some("42N31");
    /// A quantifier whose bounds are the wrong way round.
    QuantifierBounds => "ClientError.Statement.SyntaxError", "42001", Some("42I17");
    /// A quantified path pattern inside of another.
    QuantifierNested => "ClientError.Statement.SyntaxError", "42001", Some("42I12");
    /// A quantified path pattern without a relationship.
    QuantifierEmpty => "ClientError.Statement.SyntaxError", "42001", Some("42N64");
    /// A quantified path pattern where something is made.
    QuantifierPlace => "ClientError.Statement.SyntaxError", "42001", Some("42I04");
    /// A match mode in Cypher 5.
    MatchMode => "ClientError.Statement.SyntaxError", "42001", Some("42N54");
    /// REPEATABLE ELEMENTS without an upper bound.
    RepeatableUnbounded => "ClientError.Statement.SyntaxError", "42001", Some("42N53");
    /// A path selector beside other path patterns.
    SelectorNotAlone => "ClientError.Statement.SyntaxError", "42001", Some("42I45");
    /// An unknown procedure.
    ProcedureNotFound => "ClientError.Procedure.ProcedureNotFound", "42001", Some("42N08");
    /// A procedure raised an error.
    ProcedureCallFailed => "ClientError.Procedure.ProcedureCallFailed", "52N37", Some("52U00");
    /// A procedure that waits has waited as long as it was told to.
    ProcedureTimedOut => "ClientError.Procedure.ProcedureTimedOut", "52N02", Some("52N01");
    /// A query parameter that was not given.
    ParameterMissing => "ClientError.Statement.ParameterMissing", "42001", Some("42N81");
    /// Division by zero.
    DivisionByZero => "ClientError.Statement.ArithmeticError", "22012", Some("22N28");
    /// Integer overflow.
    NumericOverflow => "ClientError.Statement.ArithmeticError", "22003", Some("22N28");
    /// A value of a wrong type met while running.
    TypeError => "ClientError.Statement.TypeError", "22G03", Some("22N01");
    /// An argument that cannot be made to fit a declared type.
    Coercion => "ClientError.Statement.TypeError", "22G03", Some("22N37");
    /// A function argument of a wrong type.
    FunctionArgumentType => "ClientError.Statement.TypeError", "22N38", Some("22N01");
    /// A function argument with a wrong value.
    ArgumentError => "ClientError.Statement.ArgumentError", "22N38", Some("22N03");
    /// A word that an argument does not take.
    UnsupportedWord => "ClientError.Statement.SyntaxError", "42001", Some("42N49");
    /// A function argument with a wrong value that is no number out of range.
    InvalidInput => "ClientError.Statement.ArgumentError", "22N38", Some("22N04");
    /// A character in a temporal pattern that its type does not have.
    PatternCharacter => "ClientError.Statement.ArgumentError", "42001", Some("42I65");
    /// Text that does not match its temporal pattern.
    PatternMismatch => "ClientError.Statement.SyntaxError", "22007", Some("42I68");
    /// Text that is not the temporal value it should be.
    TemporalParse => "ClientError.Statement.SyntaxError", "22007", Some("22N36");
    /// Temporal text of a known form with a part out of range, or an unknown time zone.
    TemporalTextRange => "ClientError.Statement.SyntaxError", "22000", Some("22N11");
    /// A temporal component out of range.
    TemporalRange => "ClientError.Statement.ArgumentError", "22007", Some("22N11");
    /// A temporal component outside bounds that other components set.
    TemporalBounds => "ClientError.Statement.ArgumentError", "22007", Some("22N03");
    /// A temporal component that is missing or unknown.
    TemporalField => "ClientError.Statement.ArgumentError", "22007", Some("22N12");
    /// A temporal value asked for with no component at all.
    TemporalNoField => "ClientError.Statement.ArgumentError", "22007", Some("22N30");
    /// Temporal components that exclude each other.
    TemporalFieldConflict => "ClientError.Statement.ArgumentError", "22007", Some("22N14");
    /// A temporal component of a wrong type.
    TemporalComponentType => "ClientError.Statement.TypeError", "22G06", Some("22N40");
    /// A temporal component that the value cannot have.
    TemporalAssignment => "ClientError.Statement.TypeError", "22G05", Some("22N40");
    /// A temporal value built on something that is none.
    TemporalBase => "ClientError.Statement.ArgumentError", "22007", Some("22N25");
    /// A component read from a temporal value that does not have it.
    TemporalComponent => "ClientError.Statement.TypeError", "22G05", Some("22N15");
    /// An offset that a named zone does not have then.
    TemporalOffsetMismatch => "ClientError.Statement.ArgumentError", "22003", Some("22N04");
    /// A named zone for a time without a date.
    TemporalZoneWithoutDate => "ClientError.Statement.ArgumentError", "22007", Some("22N13");
    /// A unit that does not go with the temporal value.
    TemporalUnit => "ClientError.Statement.TypeError", "22000", Some("22N11");
    /// A duration beyond what its units hold.
    DurationOverflow => "ClientError.Statement.ArgumentError", "22015", Some("22N28");
    /// A function called with values of types it does not take, found while running.
    FunctionSignature => "ClientError.Procedure.ProcedureCallFailed", "42001", Some("42I51");
    /// A map without the coordinates of a point.
    PointCoordinates => "ClientError.Statement.ArgumentError", "22000", Some("22N19");
    /// A coordinate or reference system of a wrong type.
    PointComponentType => "ClientError.Statement.ArgumentError", "22G03", Some("22N27");
    /// An unknown coordinate reference system, or one that does not go with the coordinates.
    PointCrs => "ClientError.Statement.ArgumentError", "22000", Some("22N21");
    /// Name and number of a coordinate reference system at once.
    PointCrsAndSrid => "ClientError.Statement.ArgumentError", "22000", Some("22N22");
    /// Two coordinates in space, or three in the plane.
    PointDimensions => "ClientError.Statement.ArgumentError", "22000", Some("22N20");
    /// A latitude beyond a pole.
    PointLatitude => "ClientError.Statement.ArgumentError", "22000", Some("22N23");
    /// A coordinate that is not finite.
    PointNotFinite => "ClientError.Statement.ArgumentError", "22000", Some("22N24");
    /// A component read from a point that does not have it.
    PointComponent => "ClientError.Statement.ArgumentError", "22000", Some("22N58");
    /// A component that no point has.
    PointUnknownComponent => "ClientError.Statement.ArgumentError", "22N11", Some("22N04");
    /// MERGE on a null property.
    MergeNull => "ClientError.Statement.SemanticError", "22G03", Some("22N31");
    /// A statement that cannot be run in this place.
    SemanticError => "ClientError.Statement.SemanticError", "42001", Some("42N17");
    /// An entity that the query met no longer exists.
    EntityNotFound => "ClientError.Statement.EntityNotFound", "22N66", None;
    /// A uniqueness constraint would be violated.
    UniquenessViolation => "ClientError.Schema.ConstraintValidationFailed", "22N79", Some("22N80");
    /// DELETE of a node that has relationships.
    DeleteConnectedNode => "ClientError.Schema.ConstraintValidationFailed", "G1001", None;
    /// OPTIONS of an index that do not go with its kind.
    SchemaOption => "ClientError.General.InvalidArguments", "42001", Some("22N04");
    /// OPTIONS of an index with a value of a wrong type.
    SchemaOptionType => "ClientError.General.InvalidArguments", "22G03", Some("22N27");
    /// An unknown setting of an index.
    SchemaSetting => "ClientError.Statement.ArgumentError", "22G03", Some("22N27");
    /// An index over more properties than its kind takes.
    UnsupportedSchemaRule => "ClientError.Statement.SyntaxError", "42001", Some("42N16");
    /// A property that a key constraint requires is missing.
    PropertyMissing => "ClientError.Schema.ConstraintValidationFailed", "22N77", None;
    /// CREATE INDEX of one that exists, by the same name.
    EquivalentSchemaRuleExists => "ClientError.Schema.EquivalentSchemaRuleAlreadyExists", "22N70", None;
    /// CREATE CONSTRAINT of one that exists, by the same name.
    SameConstraintExists => "ClientError.Schema.EquivalentSchemaRuleAlreadyExists", "22N65", None;
    /// CREATE CONSTRAINT where one of another kind stands.
    ConflictingConstraintExists => "ClientError.Schema.ConstraintAlreadyExists", "22N66", None;
    /// CREATE INDEX where a constraint owns one.
    IndexOwnedByConstraintExists => "ClientError.Schema.ConstraintAlreadyExists", "22N74", Some("22N70");
    /// CREATE CONSTRAINT where an index stands.
    ConstraintConflictsWithIndex => "ClientError.Schema.IndexAlreadyExists", "22N73", None;
    /// CREATE INDEX with a name that another index has.
    IndexWithNameExists => "ClientError.Schema.IndexWithNameAlreadyExists", "22N71", None;
    /// CREATE CONSTRAINT with a name that another constraint has.
    ConstraintWithNameExists => "ClientError.Schema.ConstraintWithNameAlreadyExists", "22N67", None;
    /// CREATE CONSTRAINT for what is constrained already.
    ConstraintAlreadyExists => "ClientError.Schema.ConstraintAlreadyExists", "22N65", None;
    /// CREATE INDEX for what is indexed already by another name.
    IndexAlreadyExists => "ClientError.Schema.IndexAlreadyExists", "22N70", None;
    /// CREATE CONSTRAINT over data that violates it.
    ConstraintCreationFailed => "DatabaseError.Schema.ConstraintCreationFailed", "50N11", Some("22N79");
    /// A procedure about an index that does not exist.
    IndexNotFound => "ClientError.Schema.IndexNotFound", "22N69", Some("52N02");
    /// DROP INDEX of an index that does not exist.
    IndexDropFailed => "DatabaseError.Schema.IndexDropFailed", "50N10", Some("22N69");
    /// DROP CONSTRAINT of a constraint that does not exist.
    ConstraintDropFailed => "DatabaseError.Schema.ConstraintDropFailed", "50N12", Some("22N64");
    /// DROP INDEX of an index that a constraint owns.
    IndexBelongsToConstraint => "DatabaseError.Schema.IndexDropFailed", "50N10", Some("22NBC");
    /// A write in a transaction opened for reading.
    AccessMode => "ClientError.Statement.AccessMode", "08N03", Some("42N02");
    /// An unknown database, asked for by RUN or BEGIN.
    DatabaseNotFound => "ClientError.Database.DatabaseNotFound", "42001", Some("42N00");
    /// An unknown database, asked for by ROUTE.
    DatabaseNotFoundRouting => "ClientError.Database.DatabaseNotFound", "22000", Some("22N51");
    /// Schema and data changes in one transaction.
    ForbiddenDueToTransactionType => "ClientError.Transaction.ForbiddenDueToTransactionType", "25N01", None;
    /// CALL IN TRANSACTIONS in an explicit transaction.
    TransactionStartFailed => "DatabaseError.Transaction.TransactionStartFailed", "25N17", None;
    /// The transaction was ended from outside.
    TransactionTerminated => "ClientError.Transaction.Terminated", "25N14", None;
    /// The transaction was ended, for whatever reason, while it waited for a lock.
    LockClientStopped => "ClientError.Transaction.LockClientStopped", "25N14", None;
    /// The transaction ran longer than its client allowed.
    TransactionTimedOutClient => "ClientError.Transaction.TransactionTimedOutClientConfiguration", "25N14", None;
    /// The transaction ran longer than the server allows.
    TransactionTimedOut => "ClientError.Transaction.TransactionTimedOut", "25N14", None;
    /// A request that names a transaction that is gone.
    TransactionNotFound => "ClientError.Transaction.TransactionNotFound", "25N05", None;
    /// A cycle of transactions waiting for each other; retryable.
    DeadlockDetected => "TransientError.Transaction.DeadlockDetected", "50N05", None;
    /// What the transaction read or wrote was changed by another; retryable.
    Outdated => "TransientError.Transaction.Outdated", "50N05", None;
    /// A lock was not granted in time; retryable.
    LockAcquisitionTimeout => "TransientError.Transaction.LockAcquisitionTimeout", "50N05", None;
    /// The schema changed under the transaction; retryable.
    ConstraintsChanged => "TransientError.Transaction.ConstraintsChanged", "50N05", None;
    /// The transaction needs more memory than one may have; a retry would need it again.
    TransactionMemoryLimit => "ClientError.Transaction.TransactionMemoryLimit", "51N72", None;
    /// A bookmark that is malformed, or from another or wiped store.
    InvalidBookmark => "ClientError.Transaction.InvalidBookmark", "08N12", None;
    /// A bookmark from a future this server did not reach in time.
    BookmarkTimeout => "TransientError.Transaction.BookmarkTimeout", "08N13", None;
    /// Wrong user name or password.
    Unauthorized => "ClientError.Security.Unauthorized", "42NFF", None;
    /// Too many wrong passwords.
    AuthenticationRateLimit => "ClientError.Security.AuthenticationRateLimit", "42NFF", None;
    /// The password must be changed first.
    CredentialsExpired => "ClientError.Security.CredentialsExpired", "42NFF", Some("42NFD");
    /// The user was dropped, or given another password, since the connection logged in.
    AuthorizationExpired => "ClientError.Security.AuthorizationExpired", "42NFF", None;
    /// CREATE USER with a name that is taken, or RENAME to one.
    UserAlreadyExists => "ClientError.Statement.ArgumentError", "42001", Some("42N12");
    /// An administration command about a user that does not exist.
    UserNotFound => "ClientError.Statement.ArgumentError", "42001", Some("42N09");
    /// A user name with characters that none may have.
    UserNameInvalid => "ClientError.Statement.ArgumentError", "22N05", Some("22N82");
    /// An empty user name or password.
    EmptyCredential => "ClientError.Statement.ArgumentError", "22NB6", None;
    /// A password shorter than the setting asks for.
    PasswordTooShort => "ClientError.Statement.ArgumentError", "22N05", Some("22N85");
    /// A new password that is the old one.
    PasswordUnchanged => "ClientError.Statement.ArgumentError", "22N05", Some("22N89");
    /// ENCRYPTED PASSWORD that is no hash of a known form.
    PasswordHashFormat => "ClientError.Statement.ArgumentError", "42001", Some("22N04");
    /// ALTER CURRENT USER with a wrong present password.
    OwnPasswordWrong => "ClientError.Statement.ArgumentError", "42NFF", None;
    /// DROP USER of the user who asks.
    CannotDropSelf => "ClientError.Statement.ArgumentError", "42N99", None;
    /// A user without a password.
    PasswordMandatory => "ClientError.Statement.SyntaxError", "42N97", None;
    /// ALTER USER that alters nothing.
    AlterUserIncomplete => "ClientError.Statement.SyntaxError", "42N94", None;
    /// The same clause twice in a command about a user.
    DuplicateClause => "ClientError.Statement.SyntaxError", "42001", Some("42N19");
    /// A password in the old and in the new form of one command.
    MixedAuthSyntax => "ClientError.Statement.SyntaxError", "42N92", None;
    /// OR REPLACE with IF NOT EXISTS.
    InvalidUseOfCommand => "ClientError.Statement.SyntaxError", "42001", Some("42N14");
    /// A parameter of an administration command that is no string.
    AdministrationParameterType => "ClientError.Statement.TypeError", "42N51", Some("22G03");
    /// A clause that Neo4j's community edition refuses too.
    NotInThisEdition => "DatabaseError.Statement.ExecutionFailed", "51N27", None;
    /// A request as another user.
    Impersonation => "ClientError.Statement.ArgumentError", "51N27", None;
    /// An administration procedure called outside the system database.
    SystemDatabaseOnly => "ClientError.Procedure.ProcedureCallFailed", "51N28", None;
    /// TERMINATE TRANSACTION of what is no id of a transaction.
    TransactionIdFormat => "ClientError.General.InvalidArguments", "22N05", None;
    /// The user may not do that.
    Forbidden => "ClientError.Security.Forbidden", "42NFF", None;
    /// Another request uses the transaction (over HTTP).
    TransactionAccessedConcurrently => "ClientError.Transaction.TransactionAccessedConcurrently", "25N03", None;
    /// A message that the session's state does not allow.
    RequestInvalid => "ClientError.Request.Invalid", "08N06", Some("08N10");
    /// A message with a field that is absent, of a wrong type or out of range.
    RequestInvalidField => "ClientError.Request.Invalid", "08N06", Some("22N05");
    /// A message that names what does not exist.
    RequestInvalidFormat => "ClientError.Request.InvalidFormat", "08N06", Some("08N11");
    /// LOAD CSV could not read its source.
    ExternalResourceFailed => "ClientError.Statement.ExternalResourceFailed", "22000", Some("22N43");
    /// CALL { } IN TRANSACTIONS in a transaction that the client began.
    ImplicitTransactionRequired => "DatabaseError.Transaction.TransactionStartFailed", "25N17", None;
    /// A number that must be positive is not.
    NotPositive => "ClientError.Statement.ArgumentError", "22003", Some("22N03");
    /// LOAD CSV met something behind the end of a quoted field.
    CsvAfterQuote => "DatabaseError.Statement.ExecutionFailed", "50N00", Some("22NAC");
    /// LOAD CSV met the end of its source in a quoted field.
    CsvMissingQuote => "DatabaseError.Statement.ExecutionFailed", "50N00", Some("22NAD");
    /// An administration command this server does not have.
    UnsupportedAdministrationCommand => "ClientError.Statement.UnsupportedAdministrationCommand", "51N27", None;
    /// An invalid argument of an administration command.
    InvalidArgument => "ClientError.General.InvalidArguments", "22N04", None;
    /// The database refuses writes while the disk is full.
    DiskFull => "ClientError.General.ForbiddenOnReadOnlyDatabase", "42N18", None;
    /// The database refuses writes after an I/O failure.
    ReadOnlyAfterFailure => "DatabaseError.General.UnknownError", "50N00", None;
    /// The disk could not be read or written.
    StorageFailure => "DatabaseError.General.UnknownError", "50N00", None;
    /// A defect of the server met while running one query.
    Internal => "DatabaseError.Statement.ExecutionFailed", "50N00", None;
    /// The database is not available.
    DatabaseUnavailable => "TransientError.General.DatabaseUnavailable", "08N09", None;
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
