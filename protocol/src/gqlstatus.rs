//! The names of the GQLSTATUS conditions that failures carry, as one sorted table.
//!
//! Names are those of the GQL standard and of Neo4j's extension of it; explanations belong to the
//! failure that is reported, not here. A code that is missing here still reaches the client, only
//! without its condition's name. Start with [`find`].

use Class::{Client, Database, Transient, Unclassified};

/// Whose fault a condition is, as `_classification` in a diagnostic record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// The client's.
    Client,
    /// Nobody's; trying again helps.
    Transient,
    /// The server's.
    Database,
    /// Not said.
    Unclassified,
}

impl Class {
    /// The word on the wire, if there is one.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Client => Some("CLIENT_ERROR"),
            Self::Transient => Some("TRANSIENT_ERROR"),
            Self::Database => Some("DATABASE_ERROR"),
            Self::Unclassified => None,
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GqlStatus {
    /// Name of the class of conditions, from the code's first two characters.
    pub condition: &'static str,
    /// Name of the condition; empty where the class stands for itself.
    pub subcondition: &'static str,
    /// Whose fault it is.
    pub class: Class,
}

/// Looks a code up.
pub fn find(code: &str) -> Option<GqlStatus> {
    let row = TABLE.binary_search_by_key(&code, |row| row.0).ok()?;
    let (_, class, subcondition) = TABLE[row];
    Some(GqlStatus {
        condition: condition(code)?,
        subcondition,
        class,
    })
}

fn condition(code: &str) -> Option<&'static str> {
    Some(match code.get(..2)? {
        "08" => "connection exception",
        "22" => "data exception",
        "25" => "invalid transaction state",
        "42" => "syntax error or access rule violation",
        "50" => "general processing exception",
        "51" => "system configuration or operation exception",
        "52" => "procedure exception",
        "G1" => "dependent object error",
        _ => return None,
    })
}

#[rustfmt::skip]
const TABLE: &[(&str, Class, &str)] = &[
    ("08N03", Client, "failed to write to graph"),
    ("08N06", Client, "protocol error"),
    ("08N09", Transient, "database unavailable"),
    ("08N10", Client, "invalid server state"),
    ("08N11", Client, "request error"),
    ("08N12", Client, "failed to parse bookmark"),
    ("08N13", Transient, "database not up to requested bookmark"),
    ("22000", Client, ""),
    ("22003", Client, "numeric value out of range"),
    ("22004", Client, "null value not allowed"),
    ("22007", Client, "invalid date, time, or datetime format"),
    ("22012", Client, "division by zero"),
    ("22G03", Client, "invalid value type"),
    ("22N01", Client, "invalid type"),
    ("22N03", Client, "specified numeric value out of range"),
    ("22N04", Client, "invalid input value"),
    ("22N05", Client, "input failed validation"),
    ("22N06", Client, "required input missing"),
    ("22N11", Client, "invalid argument"),
    ("22N12", Client, "invalid date, time, or datetime format"),
    ("22N13", Client, "invalid time zone"),
    ("22N14", Client, "invalid temporal value combination"),
    ("22N15", Client, "invalid temporal component"),
    ("22N16", Client, "invalid import value"),
    ("22N24", Client, "invalid coordinate arguments"),
    ("22N25", Client, "invalid temporal arguments"),
    ("22N26", Client, "unsupported rounding mode"),
    ("22N27", Client, "invalid entity type"),
    ("22N28", Client, "overflow error"),
    ("22N29", Client, "unknown coordinate reference system"),
    ("22N30", Client, "missing temporal unit"),
    ("22N31", Client, "invalid properties in merge pattern"),
    ("22N32", Client, "non-deterministic sort expression"),
    ("22N35", Client, "invalid date format"),
    ("22N36", Client, "invalid temporal format"),
    ("22N37", Client, "invalid coercion"),
    ("22N38", Client, "invalid function argument"),
    ("22N43", Client, "unable to load external resource"),
    ("22N51", Client, "graph reference not found"),
    ("22N64", Client, "constraint does not exist"),
    ("22N65", Client, "equivalent constraint already exists"),
    ("22N66", Client, "conflicting constraint already exists"),
    ("22N67", Client, "duplicated constraint name"),
    ("22N68", Database, "dependent constraint managed individually"),
    ("22N69", Client, "index does not exist"),
    ("22N70", Client, "equivalent index already exists"),
    ("22N71", Client, "duplicated index name"),
    ("22N73", Client, "constraint conflicts with existing index"),
    ("22N77", Client, "property presence verification failed"),
    ("22N78", Client, "property type verification failed"),
    ("22N79", Client, "property uniqueness constraint violated"),
    ("22N80", Client, "index entry conflict"),
    ("22N81", Client, "expression type unsupported here"),
    ("22NB1", Client, "type mismatch"),
    ("25N01", Client, "invalid combination of statement types"),
    ("25N02", Database, "unable to complete transaction"),
    ("25N03", Client, "concurrent access violation"),
    ("25N04", Client, "specified transaction does not exist"),
    ("25N05", Client, "transaction closed"),
    ("25N06", Database, "transaction start failed"),
    ("25N07", Database, "constituent transaction start failed"),
    ("25N08", Transient, "invalid transaction lease"),
    ("25N09", Database, "internal transaction failure"),
    ("25N11", Transient, "conflicting transaction state"),
    ("25N12", Client, "index was dropped"),
    ("25N13", Client, "cannot access entity after removal"),
    ("25N14", Client, "transaction termination client error"),
    ("25N17", Client, "implicit transaction required"),
    ("42001", Client, "invalid syntax"),
    ("42I00", Client, "invalid case expression"),
    ("42I01", Client, "invalid FOREACH"),
    ("42I02", Client, "invalid comment"),
    ("42I03", Client, "empty request"),
    ("42I04", Client, "invalid expression"),
    ("42I05", Client, "invalid FIELDTERMINATOR"),
    ("42I06", Client, "invalid input"),
    ("42I07", Client, "invalid integer literal"),
    ("42I08", Client, "invalid lower bound"),
    ("42I09", Client, "invalid map"),
    ("42I10", Client, "invalid label expression"),
    ("42I11", Client, "invalid name"),
    ("42I12", Client, "invalid nesting of quantified path patterns"),
    ("42I13", Client, "invalid number of procedure or function arguments"),
    ("42I14", Client, "invalid number of relationship types"),
    ("42I15", Client, "invalid number of statements"),
    ("42I16", Client, "invalid point"),
    ("42I17", Client, "invalid quantifier"),
    ("42I18", Client, "reference to non-grouping sub-expression"),
    ("42I19", Client, "invalid string literal"),
    ("42I20", Client, "invalid symbol in expression"),
    ("42I21", Client, "invalid reference to variable out of scope"),
    ("42I22", Client, "invalid use of UNION"),
    ("42I23", Client, "invalid quantified path pattern in shortest path"),
    ("42I24", Client, "invalid use of aggregate function"),
    ("42I25", Client, "invalid use of CALL IN TRANSACTIONS"),
    ("42I26", Client, "invalid DELETE"),
    ("42I27", Client, "invalid use of DISTINCT with non-aggregate function"),
    ("42I28", Client, "invalid use of importing WITH"),
    ("42I29", Client, "invalid use of IS"),
    ("42I30", Client, "invalid use of label expressions"),
    ("42I32", Client, "invalid use of node and relationship pattern predicate"),
    ("42I33", Client, "invalid use of NOT NULL"),
    ("42I34", Client, "invalid use of pattern expression"),
    ("42I35", Client, "invalid use of relationship type expression"),
    ("42I36", Client, "invalid use of REPORT STATUS"),
    ("42I37", Client, "invalid use of RETURN *"),
    ("42I38", Client, "invalid position of clause"),
    ("42I39", Client, "invalid use of shortest path function"),
    ("42I40", Client, "invalid use of UNION and UNION ALL"),
    ("42I41", Client, "invalid use of variable length relationship"),
    ("42I42", Client, "invalid use of YIELD"),
    ("42I43", Client, "invalid use of YIELD *"),
    ("42I44", Client, "invalid joint hint"),
    ("42I45", Client, "invalid use of multiple path patterns"),
    ("42I46", Client, "invalid use of a node pattern pair"),
    ("42I47", Client, "parser error"),
    ("42I48", Client, "invalid use of a subquery in MERGE"),
    ("42I49", Client, "invalid inequality operator"),
    ("42I50", Client, "token name too long"),
    ("42I51", Client, "invalid call signature"),
    ("42I52", Client, "no longer valid syntax"),
    ("42I56", Client, "invalid relationship direction"),
    ("42N00", Client, "graph reference not found"),
    ("42N01", Client, "no such constituent graph exists in composite database"),
    ("42N02", Client, "writing in read access mode"),
    ("42N03", Client, "writing to multiple graphs"),
    ("42N04", Client, "unsupported access of composite database"),
    ("42N05", Client, "unsupported access of standard database"),
    ("42N06", Client, "unsupported action on composite database"),
    ("42N07", Client, "variable shadowing"),
    ("42N08", Client, "no such procedure"),
    ("42N09", Client, "no such user"),
    ("42N10", Client, "no such role"),
    ("42N11", Client, "graph reference already exists"),
    ("42N12", Client, "user already exists"),
    ("42N13", Client, "role already exists"),
    ("42N14", Client, "invalid use of command"),
    ("42N15", Client, "invalid use of reserved keyword"),
    ("42N16", Client, "unsupported index or constraint"),
    ("42N17", Client, "unsupported request"),
    ("42N18", Client, "read-only database"),
    ("42N19", Client, "duplicate clause"),
    ("42N20", Client, "empty list range operator"),
    ("42N21", Client, "unaliased return item"),
    ("42N22", Client, "single return column required"),
    ("42N24", Client, "missing WITH"),
    ("42N25", Client, "missing YIELD"),
    ("42N26", Client, "multiple join hints on same variable"),
    ("42N28", Client, "patterns or variables not statically inferrable"),
    ("42N29", Client, "unbound variables in pattern expression"),
    ("42N31", Client, "specified number out of range"),
    ("42N32", Client, "invalid use of parameter map"),
    ("42N34", Client, "path bound in quantified path pattern"),
    ("42N36", Client, "procedure call without parentheses"),
    ("42N37", Client, "invalid use of relationship pattern predicates in variable length relationships"),
    ("42N38", Client, "duplicate return item name"),
    ("42N39", Client, "incompatible return column names"),
    ("42N40", Client, "single relationship pattern required"),
    ("42N41", Client, "missing "),
    ("42N42", Client, "unsupported sub-path binding"),
    ("42N44", Client, "inaccessible variable"),
    ("42N45", Client, "unexpected end of input"),
    ("42N46", Client, "unexpected type"),
    ("42N47", Client, "invalid use of UNION and CALL IN TRANSACTIONS"),
    ("42N48", Client, "no such function"),
    ("42N49", Client, "unsupported normal form"),
    ("42N50", Client, "procedure return column not defined"),
    ("42N51", Client, "invalid parameter"),
    ("42N52", Client, "invalid value type"),
    ("42N53", Client, "unsafe usage of repeatable elements"),
    ("42N54", Client, "unsupported match mode"),
    ("42N55", Client, "unsupported path selector"),
    ("42N56", Client, "unsupported use of properties"),
    ("42N57", Client, "invalid use of data-modifications in expressions"),
    ("42N58", Client, "unsupported use of nesting"),
    ("42N59", Client, "variable already defined"),
    ("42N62", Client, "variable not defined"),
    ("42N64", Client, "at least one node or relationship required"),
    ("42N65", Client, "node variable not bound"),
    ("42N66", Client, "relationship variable already bound"),
    ("42N67", Client, "duplicate parameter"),
    ("42N68", Client, "duplicate variable definition"),
    ("42N69", Client, "function not allowed inside expression"),
    ("42N70", Client, "function without required WHERE clause"),
    ("42N71", Client, "incomplete query"),
    ("42N72", Client, "graph function only supported on composite databases"),
    ("42N73", Client, "invalid placement of USE clause"),
    ("42N74", Client, "invalid nested USE clause"),
    ("42N75", Client, "invalid use of graph function"),
    ("42N76", Client, "unfulfillable hints"),
    ("42N77", Client, "missing hint predicate"),
    ("42N78", Client, "variable already bound"),
    ("42N81", Client, "missing request parameter"),
    ("42N82", Client, "cannot drop database with aliases"),
    ("42N83", Client, "impersonation disallowed while password change required"),
    ("42N84", Client, "TERMINATE TRANSACTION misses YIELD clause"),
    ("42N86", Client, "wildcard in parameter"),
    ("42N87", Client, "database or alias with similar name exists"),
    ("42N89", Client, "invalid driver settings map"),
    ("42N90", Client, "cannot alter immutable composite database"),
    ("42NA1", Client, "graph access operations on composite database"),
    ("42NFD", Client, "credentials expired"),
    ("42NFF", Client, "permission/access denied"),
    ("50N00", Unclassified, "internal error"),
    ("50N01", Unclassified, "remote execution error"),
    ("50N05", Transient, "deadlock detected"),
    ("50N06", Client, "remote execution client error"),
    ("50N07", Client, "execution failed"),
    ("50N09", Database, "invalid server state transition"),
    ("50N10", Database, "index drop failed"),
    ("50N11", Database, "constraint creation failed"),
    ("50N12", Client, "constraint drop failed"),
    ("50N42", Unclassified, "unexpected error"),
    ("51N00", Client, "procedure registration error"),
    ("51N01", Client, "class field annotation should be public, non-final, and non-static"),
    ("51N02", Client, "unsupported injectable component type"),
    ("51N27", Client, "not supported in this edition"),
    ("51N30", Client, "not supported with this configuration"),
    ("51N31", Client, "not supported"),
    ("51N72", Transient, "memory pool out of memory"),
    ("52N37", Unclassified, "procedure execution error"),
    ("52U00", Unclassified, "custom procedure execution error cause"),
    ("G1001", Client, "edges still exist"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use quiver_types::Status;

    #[test]
    fn the_table_is_sorted_and_covers_every_status() {
        assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0));
        for status in Status::ALL {
            for code in std::iter::once(status.gql_status()).chain(status.cause_gql_status()) {
                assert!(find(code).is_some(), "{status:?} needs a row for {code}");
            }
        }
        assert_eq!(find("99999"), None);
        assert_eq!(find(""), None);
    }
}
