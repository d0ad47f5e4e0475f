//! The function table: one row a function, the code beside its row. SHOW FUNCTIONS, arity checks,
//! constant folding, documentation and evaluation all read it.
//!
//! Rows lie in one file a category, each with a `FUNCTIONS` slice; [`find`] looks in all of them.
//! To add a function, add its row and its code there. What has a grammar of its own (`all(...)`,
//! `reduce(...)`) has only a row here, in `special`. Where the two versions of the language
//! differ there are two rows of one name.

pub(crate) mod aggregate;
pub(crate) mod apoc;
pub(crate) mod coll;
pub(crate) mod convert;
pub(crate) mod list;
pub(crate) mod math;
pub(crate) mod point;
pub(crate) mod round;
pub(crate) mod scalar;
pub(crate) mod special;
pub(crate) mod string;
pub(crate) mod temporal;
pub(crate) mod types;
pub(crate) mod uuid;
pub(crate) mod vector;

use std::any::Any;
use std::collections::HashMap;
use std::sync::OnceLock;

use quiver_storage::StoredColumn;
use quiver_types::Value;

use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::{failed, shown};
use crate::syntax::ast::Language;

pub use types::Type;

/// How a function is computed.
#[derive(Clone, Copy)]
pub enum Implementation {
    /// From its arguments.
    Scalar(Code),
    /// The first argument that is not null; those after it are not evaluated.
    FirstNotNull,
    /// Over groups of rows: makes the states of an aggregation, of no group yet.
    Aggregate(fn() -> Box<dyn Accumulators>),
    /// Has a grammar of its own (`all(x IN list WHERE ...)`), which the parser turns into an
    /// expression of its own; the row is there to be shown.
    Syntax,
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
    /// Takes in all values of a column by what they come to, if that gives what they give one by
    /// one; whether it did.
    fn add_summary(&mut self, _column: &StoredColumn) -> Result<bool, RunError> {
        Ok(false)
    }
    /// How states of parts of the rows become those of all.
    const PARTS: Parts = Parts::InOrder;
    /// Whether more could be added to it as a whole; asked only of sums.
    fn takes_whole(&self) -> bool {
        true
    }
    /// Takes in the state of rows that come after its own, unless they are to come
    /// [one by one](Parts::InOrder).
    fn merge(&mut self, _later: &mut Self) -> Result<(), RunError> {
        Err(crate::exec::error::defect(
            "an aggregation cannot be merged",
        ))
    }
    /// The result.
    fn finish(&mut self) -> Result<Value, RunError>;
    /// Bytes held, for the memory limit.
    fn heap_size(&self) -> usize {
        0
    }
}

/// How the states of parts of the rows become those of all rows, to the last digit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parts {
    /// They are merged.
    Merge,
    /// They are merged as long as all values are small whole numbers.
    MergeWhole,
    /// They are not: the result depends on the order of the values (floats are rounded, errors come
    /// with the first value that causes one), so these are handed on.
    InOrder,
}

/// The states of one aggregation, one a group; a call a column instead of a call a row. What adds
/// gives the bytes by which more is held than before.
pub trait Accumulators: Any + Send {
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
    /// Takes in all values of a stored column, those of the first group, where the
    /// column's summary says all that matters of them; `None` if it does not.
    fn add_summary(&mut self, column: &StoredColumn) -> Result<Option<usize>, RunError>;
    /// How states of parts of the rows become those of all.
    fn parts(&self) -> Parts;
    /// Whether whole numbers could be added to every state in one sum.
    fn takes_whole(&self) -> bool;
    /// Takes in states of rows that come after these, each into the group named, or the first into
    /// the first.
    fn merge(
        &mut self,
        later: Box<dyn Accumulators>,
        groups: Option<&[u32]>,
    ) -> Result<usize, RunError>;
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

impl<A: Accumulator + 'static> Accumulators for States<A> {
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

    fn add_summary(&mut self, column: &StoredColumn) -> Result<Option<usize>, RunError> {
        let mut taken = false;
        let grown = self.change(0, |state| {
            taken = state.add_summary(column)?;
            Ok(())
        })?;
        Ok(taken.then_some(grown))
    }

    fn parts(&self) -> Parts {
        A::PARTS
    }

    fn takes_whole(&self) -> bool {
        self.states.iter().all(A::takes_whole)
    }

    fn merge(
        &mut self,
        later: Box<dyn Accumulators>,
        groups: Option<&[u32]>,
    ) -> Result<usize, RunError> {
        let later: Box<dyn Any> = later;
        let Ok(mut later) = later.downcast::<Self>() else {
            return Err(crate::exec::error::defect("another aggregation's states"));
        };
        let mut grown = 0;
        for (at, state) in later.states.iter_mut().enumerate() {
            let group = groups.map_or(0, |groups| groups[at] as usize);
            grown += self.change(group, |own| own.merge(state))?;
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
    /// Whether arguments are made to fit their declared types before the code sees them, and its
    /// errors are those of a function that failed.
    pub(crate) coerces: bool,
    /// Positions of arguments that, where given, must not be null.
    pub(crate) wanted: &'static [usize],
    /// The only version of the language that has it; `None` is both.
    pub language: Option<Language>,
    /// What to use instead of a deprecated function.
    pub deprecated_by: Option<&'static str>,
    /// Signatures to show in place of those that follow from the arguments.
    pub shown: &'static [&'static str],
    /// Expressions (or whole queries, which begin with `MATCH`, `UNWIND` or `WITH`) and what they
    /// give, for readers and as tests.
    pub examples: &'static [(&'static str, &'static str)],
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

    /// Whether it is one of APOC's, which Neo4j lists as added by users.
    pub fn is_apoc(&self) -> bool {
        self.name.starts_with("apoc.")
    }

    /// Whether a version of the language has it.
    pub fn is_in(&self, language: Language) -> bool {
        self.language.is_none_or(|only| only == language)
    }

    /// The signatures as SHOW FUNCTIONS gives them: one for each number of arguments, each with
    /// how many of the arguments it has.
    pub fn signatures(&self) -> Vec<(String, usize)> {
        if !self.shown.is_empty() {
            let all = self.arguments.len();
            return self.shown.iter().map(|s| ((*s).to_owned(), all)).collect();
        }
        (self.required..=self.arguments.len())
            .map(|count| (self.signature(count), count))
            .collect()
    }

    /// The signature with its first `count` arguments.
    fn signature(&self, count: usize) -> String {
        let arguments: Vec<String> = self.arguments[..count]
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
            coerces: false,
            wanted: &[],
            language: None,
            deprecated_by: None,
            shown: &[],
            examples: &[],
        }
    }

    /// An aggregation.
    const fn aggregation(
        name: &'static str,
        arguments: &'static [(&'static str, Type)],
        returns: Type,
        make: fn() -> Box<dyn Accumulators>,
        description: &'static str,
    ) -> Self {
        let mut row = Self::scalar(
            "Aggregating",
            name,
            arguments,
            returns,
            |_, _| Ok(Value::Null),
            description,
        );
        row.implementation = Implementation::Aggregate(make);
        row
    }

    /// What readers see it give.
    const fn examples(mut self, examples: &'static [(&'static str, &'static str)]) -> Self {
        self.examples = examples;
        self
    }

    /// Only in Cypher 25.
    const fn in_25(mut self) -> Self {
        self.language = Some(Language::Cypher25);
        self
    }

    /// Only in Cypher 5.
    const fn in_5(mut self) -> Self {
        self.language = Some(Language::Cypher5);
        self
    }

    /// With signatures of its own.
    const fn shown(mut self, signatures: &'static [&'static str]) -> Self {
        self.shown = signatures;
        self
    }

    /// Deprecated.
    const fn deprecated(mut self, by: &'static str) -> Self {
        self.deprecated_by = Some(by);
        self
    }

    /// The row under another name.
    const fn alias(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The last `count` arguments need not be given.
    const fn optional(mut self, count: usize) -> Self {
        self.required = self.arguments.len() - count;
        self
    }

    /// Its arguments are made to fit their declared types.
    const fn coercing(mut self) -> Self {
        self.coerces = true;
        self
    }

    /// Fails when one of these arguments is null.
    const fn wants(mut self, positions: &'static [usize]) -> Self {
        self.wanted = positions;
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
    apoc::AGGREGATIONS,
    apoc::FUNCTIONS,
    coll::FUNCTIONS,
    convert::FUNCTIONS,
    list::FUNCTIONS,
    math::FUNCTIONS,
    point::FUNCTIONS,
    scalar::FUNCTIONS,
    special::FUNCTIONS,
    string::FUNCTIONS,
    temporal::FUNCTIONS,
    temporal::INSTANTS,
    temporal::OTHER_NAMES,
    uuid::FUNCTIONS,
    vector::FUNCTIONS,
];

/// Every function of the table, of both versions of the language.
pub fn all() -> impl Iterator<Item = &'static Function> {
    static ALL: &[&[Function]] = TABLES;
    ALL.iter().flat_map(|table| table.iter())
}

type ByName = HashMap<String, &'static Function>;

fn by_name(language: Language) -> &'static ByName {
    static FIVE: OnceLock<ByName> = OnceLock::new();
    static TWENTY_FIVE: OnceLock<ByName> = OnceLock::new();
    let index = match language {
        Language::Cypher5 => &FIVE,
        Language::Cypher25 => &TWENTY_FIVE,
    };
    index.get_or_init(|| {
        all()
            .filter(|function| function.is_in(language))
            .map(|function| (function.name.to_ascii_lowercase(), function))
            .collect()
    })
}

/// The function of that name in a version of the language, ignoring case.
pub fn find(name: &str, language: Language) -> Option<&'static Function> {
    by_name(language)
        .get(name.to_ascii_lowercase().as_str())
        .copied()
}

/// The function whose name is most like this one, if any is.
pub(crate) fn nearest(name: &str, language: Language) -> Option<&'static str> {
    let names = all().filter(|function| function.is_in(language));
    closest(name, names.map(|function| function.name))
}

/// The one of `names` that a misspelt one was probably meant to be.
pub(crate) fn closest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_ascii_lowercase();
    if name.len() > 40 {
        return None;
    }
    names
        .map(|near| {
            let other = near.to_ascii_lowercase();
            (crate::functions::string::edits(&name, &other), near)
        })
        .filter(|(edits, near)| *edits <= 2 && *edits * 2 < near.len())
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, near)| near)
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
/// A whole number; a float that is not known to be one before running loses its fraction, as on the JVM.
pub(crate) fn whole(function: &str, value: &Value) -> Result<i64, RunError> {
    match value {
        Value::Integer(v) => Ok(*v),
        Value::Float(v) => Ok(*v as i64),
        other => Err(wrong_type(function, "an Integer", other)),
    }
}

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
        for language in [Language::Cypher5, Language::Cypher25] {
            let mut names = std::collections::HashSet::new();
            for function in all().filter(|function| function.is_in(language)) {
                assert!(
                    names.insert(function.name.to_lowercase()),
                    "{}",
                    function.name
                );
                let found = find(&function.name.to_uppercase(), language).unwrap();
                assert_eq!(found.name, function.name);
                assert!(function.required <= function.arguments.len());
                assert!(!function.description.is_empty());
                assert!(
                    !function.examples.is_empty(),
                    "{} has no example",
                    function.name
                );
            }
            assert!(find("nope", language).is_none());
            assert!(names.len() > 100, "{}", names.len());
        }
    }
}
