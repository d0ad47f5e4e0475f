//! The `coll.*` functions over lists (Cypher 25). Null in, null out.

use quiver_types::Value;
use quiver_types::compare::{equals, order};

use super::{Function, Type, any_null, argument, wrong_type, wrong_value};
use crate::RunError;
use crate::exec::FunctionContext;

type Result<T = Value> = std::result::Result<T, RunError>;

const LIST: &[(&str, Type)] = &[("list", Type::List)];
const INDEX: &[(&str, Type)] = &[("list", Type::List), ("index", Type::Integer)];

const fn f(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar("List", name, arguments, returns, code, description).in_25()
}

pub(super) const FUNCTIONS: &[Function] = &[
    f(
        "coll.distinct",
        LIST,
        Type::List,
        distinct,
        "A list without items that are like one before them.",
    )
    .examples(&[
        (
            "coll.distinct([1, 1.0, 2, null, null, 'a', [1], [1.0]])",
            "[1, 2, null, 'a', [1]]",
        ),
        ("coll.distinct(null)", "null"),
        ("coll.distinct(1)", "!SyntaxError"),
    ]),
    f(
        "coll.flatten",
        &[("list", Type::List), ("depth", Type::Integer)],
        Type::List,
        flatten,
        "A list with the items of the lists in it in their place, down to a depth (1).",
    )
    .optional(1)
    .examples(&[
        ("coll.flatten([1, [2, [3]], null])", "[1, 2, [3], null]"),
        ("coll.flatten([1, [2, [3, [4]]]], 2)", "[1, 2, 3, [4]]"),
        ("coll.flatten([1, [2]], 0)", "[1, [2]]"),
        ("coll.flatten([1, [2]], null)", "null"),
        ("coll.flatten([1, [2]], -1)", "!ArgumentError"),
    ]),
    f(
        "coll.indexOf",
        &[("list", Type::List), ("value", Type::Any)],
        Type::Integer,
        index_of,
        "The position of the first item that equals a value, -1 if none does.",
    )
    .examples(&[
        ("coll.indexOf([1, 2, 3, 2], 2)", "1"),
        ("coll.indexOf([1.0], 1)", "0"),
        ("coll.indexOf([], 1)", "-1"),
        ("coll.indexOf([1, null], null)", "null"),
        ("coll.indexOf(null, 1)", "null"),
    ]),
    f(
        "coll.insert",
        &[
            ("list", Type::List),
            ("index", Type::Integer),
            ("value", Type::Any),
        ],
        Type::List,
        insert,
        "A list with a value put in before a position.",
    )
    .examples(&[
        ("coll.insert([1, 2], 0, 9)", "[9, 1, 2]"),
        ("coll.insert([1, 2], 2, null)", "[1, 2, null]"),
        ("coll.insert([1, 2], 3, 9)", "!ArgumentError"),
        ("coll.insert([1, 2], -1, 9)", "!ArgumentError"),
        ("coll.insert([1], null, 1)", "null"),
    ]),
    f(
        "coll.max",
        LIST,
        Type::Any,
        |_, arguments| extreme("coll.max", arguments, std::cmp::Ordering::Greater),
        "The item that is ordered last; null is behind everything.",
    )
    .examples(&[
        ("coll.max([1, 2.5, 2])", "2.5"),
        ("coll.max([1, null])", "null"),
        ("coll.max([])", "null"),
    ]),
    f(
        "coll.min",
        LIST,
        Type::Any,
        |_, arguments| extreme("coll.min", arguments, std::cmp::Ordering::Less),
        "The item that is ordered first.",
    )
    .examples(&[
        ("coll.min([1, 2.5, 'a', null])", "'a'"),
        ("coll.min(null)", "null"),
    ]),
    f(
        "coll.remove",
        INDEX,
        Type::List,
        remove,
        "A list without the item at a position.",
    )
    .examples(&[
        ("coll.remove([1, 2, 3], 1)", "[1, 3]"),
        ("coll.remove([1, 2, 3], 3)", "!ArgumentError"),
        ("coll.remove([1], null)", "null"),
    ]),
    f(
        "coll.sort",
        LIST,
        Type::List,
        sort,
        "A list in the order that ORDER BY gives.",
    )
    .examples(&[
        (
            "coll.sort([3, 1, 'a', null, 2.5, true])",
            "['a', true, 1, 2.5, 3, null]",
        ),
        ("coll.sort([])", "[]"),
    ]),
];

fn list<'a>(function: &str, arguments: &'a [Value]) -> Result<&'a [Value]> {
    match argument(arguments, 0) {
        Value::List(items) => Ok(items),
        other => Err(wrong_type(function, "a List", other)),
    }
}

/// An index or depth from 0 to `most`.
fn number(function: &str, arguments: &[Value], name: &str, most: usize) -> Result<usize> {
    match argument(arguments, 1) {
        Value::Integer(v) => usize::try_from(*v)
            .ok()
            .filter(|v| *v <= most)
            .ok_or_else(|| {
                wrong_value(format!(
                    "Function argument to '{function}()' is out of range: '{name}' must be from 0 to {most}, but is {v}"
                ))
            }),
        other => Err(wrong_type(function, "an Integer", other)),
    }
}

fn distinct(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let items = list("coll.distinct", arguments)?;
    context.grow(32 * items.len())?;
    Ok(Value::list(without_repeats(items)))
}

/// The items without those that are like one before them.
pub(crate) fn without_repeats(items: &[Value]) -> Vec<Value> {
    use quiver_types::compare::Equivalent;
    let mut seen = std::collections::HashSet::with_capacity(items.len());
    let mut kept = Vec::new();
    for item in items {
        if seen.insert(Equivalent(item.clone())) {
            kept.push(item.clone());
        }
    }
    kept
}

fn flatten(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let items = list("coll.flatten", arguments)?;
    let depth = if arguments.len() > 1 {
        number("coll.flatten", arguments, "depth", i32::MAX as usize)?
    } else {
        1
    };
    let mut flat: Vec<Value> = items.to_vec();
    // Level by level: lists in lists do not deepen the stack.
    for _ in 0..depth {
        if !flat.iter().any(|item| matches!(item, Value::List(_))) {
            break;
        }
        let mut next = Vec::new();
        for item in flat {
            match item {
                Value::List(inner) => next.extend(inner.iter().cloned()),
                other => next.push(other),
            }
        }
        context.grow(16 * next.len())?;
        flat = next;
    }
    Ok(Value::list(flat))
}

fn index_of(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let wanted = argument(arguments, 1);
    let found = list("coll.indexOf", arguments)?
        .iter()
        .position(|item| equals(item, wanted) == Some(true));
    Ok(Value::Integer(
        found.map_or(-1, |at| i64::try_from(at).unwrap_or(i64::MAX)),
    ))
}

fn insert(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(&arguments[..arguments.len().min(2)]) {
        return Ok(Value::Null);
    }
    let items = list("coll.insert", arguments)?;
    let at = number("coll.insert", arguments, "index", items.len())?;
    context.grow(16 * items.len() + 16)?;
    let mut items = items.to_vec();
    items.insert(at, argument(arguments, 2).clone());
    Ok(Value::list(items))
}

fn remove(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let items = list("coll.remove", arguments)?;
    let most = items.len().saturating_sub(1);
    let at = number("coll.remove", arguments, "index", most)?;
    if items.is_empty() {
        return Err(wrong_value(
            "Function argument to 'coll.remove()' is out of range: the list is empty",
        ));
    }
    context.grow(16 * items.len())?;
    let mut items = items.to_vec();
    items.remove(at);
    Ok(Value::list(items))
}

fn extreme(function: &str, arguments: &[Value], wanted: std::cmp::Ordering) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let mut best: Option<&Value> = None;
    for item in list(function, arguments)? {
        if best.is_none_or(|best| order(item, best) == wanted) {
            best = Some(item);
        }
    }
    Ok(best.cloned().unwrap_or_default())
}

fn sort(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let items = list("coll.sort", arguments)?;
    context.grow(16 * items.len())?;
    let mut items = items.to_vec();
    items.sort_by(order);
    Ok(Value::list(items))
}
