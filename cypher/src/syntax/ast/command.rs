//! The tree of commands: about the schema, users and databases, and SHOW. Meet [`SchemaCommand`].

use quiver_types::Text;

use super::{Expr, Language, Name, Projection};

/// CREATE / DROP INDEX / CONSTRAINT.
#[derive(Clone, Debug)]
pub enum SchemaCommand {
    /// CREATE INDEX.
    CreateIndex {
        /// `RANGE`, `TEXT`, ... upper case; RANGE when not written.
        kind: Name,
        /// Name, or the name of a parameter that holds it.
        name: Option<SchemaName>,
        /// IF NOT EXISTS.
        if_not_exists: bool,
        /// FOR.
        target: SchemaPattern,
        /// ON: property keys.
        properties: Vec<Name>,
        /// OPTIONS.
        options: Option<Expr>,
    },
    /// DROP INDEX.
    DropIndex {
        /// Name.
        name: SchemaName,
        /// IF EXISTS.
        if_exists: bool,
    },
    /// CREATE CONSTRAINT.
    CreateConstraint {
        /// Name.
        name: Option<SchemaName>,
        /// IF NOT EXISTS.
        if_not_exists: bool,
        /// FOR.
        target: SchemaPattern,
        /// REQUIRE: property keys.
        properties: Vec<Name>,
        /// `UNIQUE`, `NODE KEY`, `NOT NULL`, `:: TYPE`, upper case as written.
        kind: Name,
        /// OPTIONS.
        options: Option<Expr>,
    },
    /// DROP CONSTRAINT.
    DropConstraint {
        /// Name.
        name: SchemaName,
        /// IF EXISTS.
        if_exists: bool,
    },
}

/// A schema rule's name, written or from a parameter.
#[derive(Clone, Debug)]
pub enum SchemaName {
    /// Written out.
    Fixed(Name),
    /// `$name`.
    Parameter(Name),
}

/// FOR of a schema command.
#[derive(Clone, Debug)]
pub enum SchemaPattern {
    /// `(n:Label)`; `(n:A|B)` for full-text.
    Node(Vec<Name>),
    /// `()-[r:TYPE]-()`.
    Relationship(Vec<Name>),
}

/// A command about users or databases.
#[derive(Clone, Debug)]
pub enum AdministrationCommand {
    /// CREATE USER.
    CreateUser {
        /// OR REPLACE.
        replace: bool,
        /// IF NOT EXISTS.
        if_not_exists: bool,
        /// Who.
        name: SchemaName,
        /// What is set.
        clauses: UserClauses,
    },
    /// ALTER USER.
    AlterUser {
        /// IF EXISTS.
        if_exists: bool,
        /// Who.
        name: SchemaName,
        /// What is set.
        clauses: UserClauses,
    },
    /// RENAME USER.
    RenameUser {
        /// IF EXISTS.
        if_exists: bool,
        /// Who.
        from: SchemaName,
        /// The new name.
        to: SchemaName,
    },
    /// DROP USER.
    DropUser {
        /// IF EXISTS.
        if_exists: bool,
        /// Who.
        name: SchemaName,
    },
    /// ALTER CURRENT USER SET PASSWORD.
    SetOwnPassword {
        /// The present one.
        from: Password,
        /// The new one.
        to: Password,
    },
    /// ALTER DATABASE ... SET DEFAULT LANGUAGE.
    SetLanguage {
        /// IF EXISTS.
        if_exists: bool,
        /// Which database.
        name: SchemaName,
        /// The language of queries that do not say theirs.
        language: Language,
    },
    /// A command of Neo4j's enterprise edition, by its words, e.g. `CREATE DATABASE`.
    Unsupported(Name),
}

/// What is set of a user.
#[derive(Clone, Debug, Default)]
pub struct UserClauses {
    /// SET PASSWORD.
    pub password: Option<Password>,
    /// The password is given as a hash.
    pub encrypted: bool,
    /// CHANGE REQUIRED or CHANGE NOT REQUIRED.
    pub change_required: Option<bool>,
    /// A clause that only Neo4j's enterprise edition has, as its error names it.
    pub refused: Option<Text>,
}

/// A password as written.
#[derive(Clone, Debug)]
pub enum Password {
    /// In quotes.
    Literal(Name),
    /// `$name`.
    Parameter(Name),
}

/// SHOW, and TERMINATE TRANSACTIONS.
#[derive(Clone, Debug)]
pub struct ShowCommand {
    /// The words of the command without SHOW, upper case, e.g. `UNIQUE CONSTRAINTS`;
    /// `TERMINATE TRANSACTIONS` whole.
    pub what: Name,
    /// What it is about: a name (`SHOW DATABASE name`, `EXECUTABLE BY name`), ids or names of
    /// settings.
    pub about: Option<Expr>,
    /// The command that goes on with its columns.
    pub then: Option<Box<ShowCommand>>,
    /// YIELD.
    pub yields: Option<ShowYield>,
    /// WHERE without YIELD.
    pub predicate: Option<Expr>,
}

/// YIELD of a SHOW command and what may follow.
#[derive(Clone, Debug)]
pub struct ShowYield {
    /// YIELD as a projection (`*` or items, ORDER BY, SKIP, LIMIT, WHERE).
    pub projection: Projection,
    /// RETURN.
    pub returns: Option<Projection>,
}
