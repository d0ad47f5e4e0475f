//! What may be asked on the database `system`, and what before an expired password is changed.
//! Both are questions about the text alone; whose they are is the host's business.

use quiver_types::{Failure, Status};

use crate::procedures::Registry;
use crate::syntax::ast::{self, AdministrationCommand, ClauseKind, Statement, StatementBody};
use crate::syntax::credentials;

const CLAUSES: &str = "The system database supports a restricted set of Cypher clauses. The \
    supported clause structure for procedure calls is: CALL, YIELD, RETURN. YIELD and RETURN \
    clauses are optional. The order of the clauses is fixed and each can only occur once.";

/// Why a statement cannot be run on `system`, if it cannot.
pub fn refusal(statement: &Statement, text: &str, procedures: &Registry) -> Option<Failure> {
    let message = match &statement.body {
        StatementBody::Administration(_) => return None,
        StatementBody::Show(command) => {
            let what = command.what.text.as_str();
            if !what.ends_with("INDEXES") && !what.ends_with("CONSTRAINTS") {
                return None;
            }
            format!("The following commands are not allowed on a system database: SHOW {what}.")
        }
        StatementBody::Schema(_) => user_database(text),
        StatementBody::Query(query) => {
            let wrong = unsupported(query, procedures);
            if !wrong.is_empty() {
                let wrong = wrong.join(", ");
                format!("The following unsupported clauses were used: {wrong}. \n{CLAUSES}")
            } else if called(query).is_none() {
                user_database(text)
            } else {
                return None;
            }
        }
    };
    Some(Failure::new(Status::SemanticError, message))
}

/// Bytes of a text of which what is shown of it is made.
const SHOWN: usize = 4096;

fn user_database(text: &str) -> String {
    // No more is shown than its beginning; a password that goes on beyond it is hidden all the same.
    let text = text.trim();
    let text = credentials::shown(&text[..text.floor_char_boundary(SHOWN)]);
    let shown: String = text.chars().take(300).collect();
    format!(
        "Not a recognised system command or procedure. This Cypher command can only be executed \
         in a user database: {shown}"
    )
}

/// Procedures that need no right at all.
const OPEN: &[&str] = &[
    "db.ping",
    "dbms.routing.getRoutingTable",
    "dbms.cluster.routing.getRoutingTable",
];

/// Whether a user may do this whose password has expired.
pub fn is_open_to_expired(statement: &Statement) -> bool {
    match &statement.body {
        StatementBody::Administration(command) => {
            matches!(command, AdministrationCommand::SetOwnPassword { .. })
        }
        StatementBody::Query(query) => {
            called(query).is_some_and(|name| OPEN.contains(&name.as_str()))
        }
        StatementBody::Show(_) | StatementBody::Schema(_) => false,
    }
}

/// The procedure of a query that is one call.
fn called(query: &ast::Query) -> Option<String> {
    let [part] = query.parts.as_slice() else {
        return None;
    };
    match &part.clauses.first()?.kind {
        ClauseKind::CallProcedure { name, .. } => Some(dotted(name)),
        _ => None,
    }
}

fn dotted(name: &[ast::Name]) -> String {
    let parts: Vec<&str> = name.iter().map(|part| part.text.as_str()).collect();
    parts.join(".")
}

/// Clauses that `system` does not know, or not in this place.
fn unsupported(query: &ast::Query, procedures: &Registry) -> Vec<String> {
    let mut wrong: Vec<String> = Vec::new();
    let mut note = |name: &str| {
        if !wrong.iter().any(|other| other == name) {
            wrong.push(name.to_owned());
        }
    };
    if query.parts.len() > 1 {
        note("UNION");
    }
    if !query.next.is_empty() {
        note("NEXT");
    }
    for part in &query.parts {
        let mut calls = 0;
        for clause in &part.clauses {
            match &clause.kind {
                ClauseKind::CallProcedure { name, .. } => {
                    calls += 1;
                    let name = dotted(name);
                    let fits = procedures
                        .find(&name)
                        .is_none_or(|procedure| procedure.works_on_system);
                    if !fits {
                        note(&format!("CALL {name}"));
                    } else if calls > 1 {
                        note("CALL");
                    }
                }
                ClauseKind::Return(_) => {}
                ClauseKind::Use(_) => note("USE"),
                ClauseKind::Match { optional: true, .. } => note("OPTIONAL MATCH"),
                ClauseKind::Match { .. } => note("MATCH"),
                ClauseKind::Unwind { .. } => note("UNWIND"),
                ClauseKind::Let(_) => note("LET"),
                ClauseKind::Filter(_) => note("FILTER"),
                ClauseKind::For { .. } => note("FOR"),
                ClauseKind::When { .. } => note("WHEN"),
                ClauseKind::Braces(_) => note("{"),
                ClauseKind::With(_) => note("WITH"),
                ClauseKind::Finish => note("FINISH"),
                ClauseKind::Create(_) => note("CREATE"),
                ClauseKind::Merge { .. } => note("MERGE"),
                ClauseKind::Set(_) => note("SET"),
                ClauseKind::Remove(_) => note("REMOVE"),
                ClauseKind::Delete { .. } => note("DELETE"),
                ClauseKind::Foreach { .. } => note("FOREACH"),
                ClauseKind::CallSubquery { .. } => note("CALL"),
                ClauseKind::LoadCsv { .. } => note("LOAD CSV"),
                ClauseKind::Show(command) => note(&format!("SHOW {}", command.what.text)),
            }
        }
    }
    wrong
}
