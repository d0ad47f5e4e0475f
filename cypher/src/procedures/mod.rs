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
