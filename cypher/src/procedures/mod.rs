//! The procedure table, and the seam for test-only procedures.
//!
//! Built-in procedures are rows beside their code: `builtin` (everyday ones), `server` (databases,
//! users, transactions, connections), `show` (what other SHOW commands read), `schema` (what the
//! data look like). [`Registry`] finds them by name and holds
//! those that tests define while running (`test_hook`).

mod apoc;
mod builtin;
mod indexes;
mod registry;
mod schema;
mod server;
mod show;
mod show_25;
mod statistics;
mod test_hook;

use std::sync::Arc;

use quiver_types::{Text, Value};

use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::run::Run;
use crate::functions::Type;

pub use registry::Registry;
pub(crate) use show_25::name_in_cypher_25;

/// How a procedure gives its rows.
pub type Rows = Vec<Vec<Value>>;

/// The code of a procedure.
pub(crate) enum Code {
    /// Looks at what a function may look at.
    Reads(Reads),
    /// Runs queries inside the one that calls it.
    Runs(Runs),
    /// Waits for something, and gives no rows.
    Waits(Waits),
}

/// See [`Code`].
pub(crate) type Reads =
    Box<dyn Fn(&FunctionContext<'_>, &[Value]) -> Result<Rows, RunError> + Send + Sync>;

/// See [`Code`].
pub(crate) type Runs = Box<dyn Fn(&mut Run<'_>, &[Value]) -> Result<Rows, RunError> + Send + Sync>;

/// See [`Code`]. Whether what it waits for has come.
pub(crate) type Waits =
    Box<dyn Fn(&FunctionContext<'_>, &[Value]) -> Result<bool, RunError> + Send + Sync>;

/// A procedure.
pub struct Procedure {
    /// Dotted name.
    pub name: Text,
    /// `READ`, `WRITE`, `SCHEMA`, `DBMS` or, for those of APOC that do not say, `DEFAULT`.
    pub mode: &'static str,
    /// What it does, in our words.
    pub description: &'static str,
    /// Arguments: name, type, default.
    pub arguments: Vec<(Text, Type, Option<Value>)>,
    /// Result columns: name and type; none for a void procedure.
    pub columns: Vec<(Text, Type)>,
    /// Whether it may be called on the system database.
    pub works_on_system: bool,
    /// Whether it exists only where users log in.
    pub only_with_login: bool,
    /// What to use instead of a deprecated procedure.
    pub deprecated_by: Option<&'static str>,
    /// Whether it is for administrators.
    pub admin: bool,
    /// Whether it may take long: reads files, sleeps, runs transactions of its own.
    pub(crate) takes_long: bool,
    /// Calls and the rows they give, for readers and as tests.
    pub examples: &'static [(&'static str, &'static str)],
    /// Code.
    pub(crate) implementation: Code,
}

impl std::fmt::Debug for Procedure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Procedure {
    /// A procedure that reads, without arguments.
    fn reading(
        name: &str,
        description: &'static str,
        columns: &[(&str, Type)],
        code: impl Fn(&FunctionContext<'_>, &[Value]) -> Result<Rows, RunError> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            mode: "READ",
            description,
            arguments: Vec::new(),
            columns: columns
                .iter()
                .map(|(name, of)| (Text::from(*name), *of))
                .collect(),
            works_on_system: true,
            only_with_login: false,
            deprecated_by: None,
            admin: false,
            takes_long: false,
            examples: &[],
            implementation: Code::Reads(Box::new(code)),
        }
    }

    /// A procedure that runs queries.
    fn running(
        name: &str,
        mode: &'static str,
        description: &'static str,
        columns: &[(&str, Type)],
        code: impl Fn(&mut Run<'_>, &[Value]) -> Result<Rows, RunError> + Send + Sync + 'static,
    ) -> Self {
        let mut procedure = Self::reading(name, description, columns, |_, _| Ok(Vec::new()));
        procedure.implementation = Code::Runs(Box::new(code));
        procedure.mode(mode)
    }

    /// A procedure that waits until `code` says that what it waits for has come.
    fn waiting(
        name: &str,
        description: &'static str,
        code: impl Fn(&FunctionContext<'_>, &[Value]) -> Result<bool, RunError> + Send + Sync + 'static,
    ) -> Self {
        let mut procedure = Self::reading(name, description, &[], |_, _| Ok(Vec::new()));
        procedure.implementation = Code::Waits(Box::new(code));
        procedure
    }

    /// With an argument more.
    fn with(mut self, name: &str, of: Type, default: Option<Value>) -> Self {
        self.arguments.push((name.into(), of, default));
        self
    }

    /// Only where users log in.
    fn only_with_login(mut self) -> Self {
        self.only_with_login = true;
        self
    }

    /// Superseded.
    fn deprecated(mut self, by: &'static str) -> Self {
        self.deprecated_by = Some(by);
        self
    }

    /// For administrators.
    fn admin(mut self) -> Self {
        self.admin = true;
        self
    }

    /// Not on the system database.
    fn not_on_system(mut self) -> Self {
        self.works_on_system = false;
        self
    }

    /// May take long.
    fn long(mut self) -> Self {
        self.takes_long = true;
        self
    }

    /// What readers see it give.
    fn examples(mut self, examples: &'static [(&'static str, &'static str)]) -> Self {
        self.examples = examples;
        self
    }

    /// In another mode.
    fn mode(mut self, mode: &'static str) -> Self {
        self.mode = mode;
        self.works_on_system = !matches!(mode, "WRITE" | "SCHEMA");
        self
    }

    /// The signature as SHOW PROCEDURES gives it.
    pub fn signature(&self) -> String {
        let arguments: Vec<String> = self
            .arguments
            .iter()
            .map(|(name, of, default)| match default {
                None => format!("{name} :: {}", of.name()),
                Some(default) => format!(
                    "{name} = {} :: {}",
                    quiver_types::format::to_string(default),
                    of.name()
                ),
            })
            .collect();
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|(name, of)| format!("{name} :: {}", of.name()))
            .collect();
        let head = format!("{}({})", self.name, arguments.join(", "));
        if columns.is_empty() {
            head
        } else {
            format!("{head} :: ({})", columns.join(", "))
        }
    }
}

/// A procedure as a plan holds it.
pub type ProcedureRef = Arc<Procedure>;
