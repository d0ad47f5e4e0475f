//! The procedure table, and the seam for test-only procedures.

use std::sync::Arc;

use quiver_types::{Text, Value};

use crate::RunError;
use crate::exec::FunctionContext;
use crate::functions::Type;

/// How a procedure gives its rows.
pub type Rows = Vec<Vec<Value>>;

/// A procedure.
pub struct Procedure {
    /// Dotted name.
    pub name: Text,
    /// `READ`, `WRITE`, `SCHEMA` or `DBMS`.
    pub mode: &'static str,
    /// What it does, in our words.
    pub description: &'static str,
    /// Arguments: name, type, default.
    pub arguments: Vec<(Text, Type, Option<Value>)>,
    /// Result columns: name and type; none for a void procedure.
    pub columns: Vec<(Text, Type)>,
    /// Whether it may be called on the system database.
    pub works_on_system: bool,
    /// Code.
    pub implementation:
        Box<dyn Fn(&FunctionContext<'_>, &[Value]) -> Result<Rows, RunError> + Send + Sync>,
}

impl std::fmt::Debug for Procedure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// A procedure as a plan holds it.
pub type ProcedureRef = Arc<Procedure>;

/// All procedures by name: the static table, and test-only ones defined while running.
///
/// SHOW commands are procedures too, under the name `SHOW INDEXES` (upper case, plural), which no
/// query can call; their columns are all that YIELD * gives, the default ones first.
#[derive(Default, Debug)]
pub struct Registry {
    procedures: std::collections::HashMap<Text, ProcedureRef>,
}

impl Registry {
    /// Changes when a procedure is defined or dropped; part of the plan cache's key.
    pub fn version(&self) -> u64 {
        0
    }

    /// The procedure of that name.
    pub fn find(&self, name: &str) -> Option<ProcedureRef> {
        self.procedures.get(name).cloned()
    }
}
