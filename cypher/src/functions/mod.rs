//! The function table: one row a function, the code beside its row. SHOW FUNCTIONS, arity checks,
//! constant folding, documentation and evaluation all read it.
//!
//! Rows lie in one file a category, each with a `FUNCTIONS` slice; [`find`] looks in all of them.
//! To add a function, add its row and its code there. What the binder rewrites (`exists(n.p)`,
//! `all(...)`, `reduce(...)`) is not here.

pub(crate) mod aggregate;
pub(crate) mod convert;
pub(crate) mod list;
pub(crate) mod math;
pub(crate) mod point;
pub(crate) mod round;
pub(crate) mod scalar;
pub(crate) mod string;
pub(crate) mod temporal;

use std::collections::HashMap;
use std::sync::OnceLock;

use quiver_types::Value;

use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::{failed, shown};

/// A declared type of an argument or result, for checks before running and for SHOW FUNCTIONS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs, reason = "the names are Cypher's")]
pub enum Type {
    Any,
    Boolean,
    Integer,
    Float,
    Number,
    String,
    List,
    Map,
    Node,
    Relationship,
    NodeOrRelationship,
    Path,
    Date,
    LocalTime,
    Time,
    LocalDateTime,
    ZonedDateTime,
    Duration,
    Temporal,
    Point,
}

impl Type {
    /// The type as signatures spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Any => "ANY",
            Self::Boolean => "BOOLEAN",
            Self::Integer => "INTEGER",
            Self::Float => "FLOAT",
            Self::Number => "INTEGER | FLOAT",
            Self::String => "STRING",
            Self::List => "LIST<ANY>",
            Self::Map => "MAP",
            Self::Node => "NODE",
            Self::Relationship => "RELATIONSHIP",
            Self::NodeOrRelationship => "NODE | RELATIONSHIP",
            Self::Path => "PATH",
            Self::Date => "DATE",
            Self::LocalTime => "LOCAL TIME",
            Self::Time => "ZONED TIME",
            Self::LocalDateTime => "LOCAL DATETIME",
            Self::ZonedDateTime => "ZONED DATETIME",
            Self::Duration => "DURATION",
            Self::Temporal => {
                "DATE | LOCAL TIME | ZONED TIME | LOCAL DATETIME | ZONED DATETIME | DURATION"
            }
            Self::Point => "POINT",
        }
    }
}

/// How a function is computed.
#[derive(Clone, Copy)]
pub enum Implementation {
    /// From its arguments and, where it must, the graph or the clock.
    Scalar(fn(&FunctionContext<'_>, &[Value]) -> Result<Value, RunError>),
    /// The first argument that is not null; those after it are not evaluated.
    FirstNotNull,
    /// Over groups of rows: makes the states of an aggregation, of no group yet.
    Aggregate(fn() -> Box<dyn Accumulators>),
}

/// The state of one aggregation of one group.
pub trait Accumulator: Send {
    /// Whether [`heap_size`](Self::heap_size) can be anything but 0.
    const HOLDS: bool = false;
    /// Whether all that matters of values is how many are not null.
    const COUNTS: bool = false;
    /// Takes in so many values, if it [`COUNTS`](Self::COUNTS).
    fn count(&mut self, _values: usize) {}
    /// Takes in one row's arguments. Nulls are handed in; most aggregations skip them.
    fn add(&mut self, arguments: &[Value]) -> Result<(), RunError>;
    /// Takes in one integer.
    fn add_integer(&mut self, value: i64) -> Result<(), RunError> {
        self.add(&[Value::Integer(value)])
    }
    /// Takes in one float.
    fn add_float(&mut self, value: f64) -> Result<(), RunError> {
        self.add(&[Value::Float(value)])
    }
    /// Takes in many integers at once.
    fn add_integers(&mut self, values: &[i64]) -> Result<(), RunError> {
        values.iter().try_for_each(|value| self.add_integer(*value))
    }
    /// Takes in many floats at once.
    fn add_floats(&mut self, values: &[f64]) -> Result<(), RunError> {
        values.iter().try_for_each(|value| self.add_float(*value))
    }
    /// The result.
    fn finish(&mut self) -> Result<Value, RunError>;
    /// Bytes held, for the memory limit.
    fn heap_size(&self) -> usize {
        0
    }
}

/// The states of one aggregation, one a group; a call a column instead of a call a row. What adds
/// gives the bytes by which more is held than before.
pub trait Accumulators: Send {
    /// Adds states until there is one for each of `groups`.
    fn grow(&mut self, groups: usize);
    /// Takes in one row's arguments.
    fn add(&mut self, group: u32, arguments: &[Value]) -> Result<usize, RunError>;
    /// Whether all that matters of values is how many are not null: these may be counted.
    fn counts(&self) -> bool;
    /// Takes in values by number: one into each of the groups, or all into the first.
    fn count(&mut self, groups: Option<&[u32]>, values: usize) -> Result<usize, RunError>;
    /// Takes in integers, none of them null: each into its group, or all into the first.
    fn add_integers(&mut self, groups: Option<&[u32]>, values: &[i64]) -> Result<usize, RunError>;
    /// The same of floats.
    fn add_floats(&mut self, groups: Option<&[u32]>, values: &[f64]) -> Result<usize, RunError>;
    /// The result of a group.
    fn finish(&mut self, group: usize) -> Result<Value, RunError>;
}

/// States side by side.
struct States<A> {
    states: Vec<A>,
    make: fn() -> A,
}

/// The states of an aggregation whose groups each begin with what `make` gives.
fn states<A: Accumulator + 'static>(make: fn() -> A) -> Box<dyn Accumulators> {
    let states = Vec::new();
    Box::new(States { states, make })
}

impl<A: Accumulator> States<A> {
    /// Changes a group's state; the bytes it grew by.
    fn change(
        &mut self,
        group: usize,
        change: impl FnOnce(&mut A) -> Result<(), RunError>,
    ) -> Result<usize, RunError> {
        let Some(state) = self.states.get_mut(group) else {
            return Err(crate::exec::error::defect("an aggregation lacks a group"));
        };
        if !A::HOLDS {
            return change(state).map(|()| 0);
        }
        let before = state.heap_size();
        change(state)?;
        Ok(state.heap_size().saturating_sub(before))
    }
}

impl<A: Accumulator> Accumulators for States<A> {
    fn grow(&mut self, groups: usize) {
        self.states
            .resize_with(groups.max(self.states.len()), self.make);
    }

    fn add(&mut self, group: u32, arguments: &[Value]) -> Result<usize, RunError> {
        self.change(group as usize, |state| state.add(arguments))
    }

    fn counts(&self) -> bool {
        A::COUNTS
    }

    fn count(&mut self, groups: Option<&[u32]>, values: usize) -> Result<usize, RunError> {
        let add = |state: &mut A, values| {
            state.count(values);
            Ok(())
        };
        let Some(groups) = groups else {
            return self.change(0, |state| add(state, values));
        };
        for group in groups {
            self.change(*group as usize, |state| add(state, 1))?;
        }
        Ok(0)
    }

    fn add_integers(&mut self, groups: Option<&[u32]>, values: &[i64]) -> Result<usize, RunError> {
        let Some(groups) = groups else {
            return self.change(0, |state| state.add_integers(values));
        };
        let mut grown = 0;
        for (group, value) in groups.iter().zip(values) {
            grown += self.change(*group as usize, |state| state.add_integer(*value))?;
        }
        Ok(grown)
    }

    fn add_floats(&mut self, groups: Option<&[u32]>, values: &[f64]) -> Result<usize, RunError> {
        let Some(groups) = groups else {
            return self.change(0, |state| state.add_floats(values));
        };
        let mut grown = 0;
        for (group, value) in groups.iter().zip(values) {
            grown += self.change(*group as usize, |state| state.add_float(*value))?;
        }
        Ok(grown)
    }

    fn finish(&mut self, group: usize) -> Result<Value, RunError> {
        match self.states.get_mut(group) {
            Some(state) => state.finish(),
            None => Err(crate::exec::error::defect("an aggregation lacks a group")),
        }
    }
}

/// A row of the table.
pub struct Function {
    /// Name as documented; look-up ignores case.
    pub name: &'static str,
    /// Neo4j's category, e.g. `String`.
    pub category: &'static str,
    /// What it does, in our words.
    pub description: &'static str,
    /// Arguments: name and type.
    pub arguments: &'static [(&'static str, Type)],
    /// How many of the arguments must be given.
    pub required: usize,
    /// Whether the last argument may be repeated.
    pub variadic: bool,
    /// Result type.
    pub returns: Type,
    /// Whether the same arguments always give the same result, so that constants fold.
    pub pure: bool,
    /// Code.
    pub implementation: Implementation,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The code of a scalar function.
pub(crate) type Code = fn(&FunctionContext<'_>, &[Value]) -> Result<Value, RunError>;

impl Function {
    /// Whether it aggregates.
    pub fn is_aggregate(&self) -> bool {
        matches!(self.implementation, Implementation::Aggregate(_))
    }

    /// The signature as SHOW FUNCTIONS gives it.
    pub fn signature(&self) -> String {
        let arguments: Vec<String> = self
            .arguments
            .iter()
            .map(|(name, of)| format!("{name} :: {}", of.name()))
            .collect();
        format!(
            "{}({}) :: {}",
            self.name,
            arguments.join(", "),
            self.returns.name()
        )
    }

    const fn scalar(
        category: &'static str,
        name: &'static str,
        arguments: &'static [(&'static str, Type)],
        returns: Type,
        code: Code,
        description: &'static str,
    ) -> Self {
        Self {
            name,
            category,
            description,
            arguments,
            required: arguments.len(),
            variadic: false,
            returns,
            pure: true,
            implementation: Implementation::Scalar(code),
        }
    }

    /// The last `count` arguments need not be given.
    const fn optional(mut self, count: usize) -> Self {
        self.required = self.arguments.len() - count;
        self
    }

    /// Looks at more than its arguments.
    const fn impure(mut self) -> Self {
        self.pure = false;
        self
    }
}

const TABLES: &[&[Function]] = &[
    aggregate::FUNCTIONS,
    convert::FUNCTIONS,
    list::FUNCTIONS,
    math::FUNCTIONS,
    point::FUNCTIONS,
    scalar::FUNCTIONS,
    string::FUNCTIONS,
    temporal::FUNCTIONS,
];

/// Every function of the table.
pub fn all() -> impl Iterator<Item = &'static Function> {
    static ALL: &[&[Function]] = TABLES;
    ALL.iter().flat_map(|table| table.iter())
}

/// The function of that name, ignoring case.
pub fn find(name: &str) -> Option<&'static Function> {
    static BY_NAME: OnceLock<HashMap<String, &'static Function>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| {
        all()
            .map(|function| (function.name.to_ascii_lowercase(), function))
            .collect()
    });
    by_name.get(name.to_ascii_lowercase().as_str()).copied()
}

/// An argument, null when it was not given.
pub(crate) fn argument(arguments: &[Value], at: usize) -> &Value {
    static NULL: Value = Value::Null;
    arguments.get(at).unwrap_or(&NULL)
}

/// An argument of a wrong type.
pub(crate) fn wrong_type(function: &str, expected: &str, got: &Value) -> RunError {
    failed(
        quiver_types::Status::FunctionArgumentType,
        format!(
            "Invalid input for function '{function}()': Expected {expected}, got: {}",
            shown(got)
        ),
    )
}

/// An argument with a wrong value.
pub(crate) fn wrong_value(message: impl Into<String>) -> RunError {
    failed(quiver_types::Status::ArgumentError, message)
}

/// Whether an argument is null, which makes most functions null.
pub(crate) fn any_null(arguments: &[Value]) -> bool {
    arguments.iter().any(Value::is_null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found_in_any_case() {
        let mut names = std::collections::HashSet::new();
        for function in all() {
            assert!(
                names.insert(function.name.to_lowercase()),
                "{}",
                function.name
            );
            let found = find(&function.name.to_uppercase()).unwrap();
            assert_eq!(found.name, function.name);
            assert!(function.required <= function.arguments.len());
            assert!(!function.description.is_empty());
        }
        assert!(find("nope").is_none());
        assert!(names.len() > 100, "{}", names.len());
    }
}
