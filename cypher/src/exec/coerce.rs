//! Arguments of procedures, and of functions that Neo4j takes for a user's own, as their declared
//! types: what fits is converted, anything else is refused before their code sees it. Neo4j's own
//! functions check for themselves. Begin with [`coerced`].

use quiver_types::{Entity, Status, Value};

use super::FunctionContext;
use super::error::{Result, failed, shown};
use crate::edge::RunError;
use crate::functions::{Code, Function, Type, temporal};

/// A value as a declared type: a float becomes an integer by cutting it off, nodes and
/// relationships become maps of their properties, paths become lists, a map becomes a list of
/// one. Null stays null.
///
/// # Errors
/// `TypeError` for a value that cannot be taken for one of that type.
pub(crate) fn coerced(context: &FunctionContext<'_>, value: Value, of: Type) -> Result<Value> {
    let fits = match (&value, of) {
        (Value::Null, _) | (_, Type::Any) => true,
        (Value::Integer(v), Type::Float) => return Ok(Value::Float(*v as f64)),
        (Value::Float(v), Type::Integer) => return Ok(Value::Integer(*v as i64)),
        (Value::Node(_) | Value::Relationship(_), Type::Map) => {
            return Ok(context.properties_of(&value)?.into());
        }
        (Value::Entity(entity), Type::Map) if !matches!(entity.as_ref(), Entity::Path(_)) => {
            return Ok(context.properties_of(&value)?.into());
        }
        (Value::List(items), Type::ListOf(item)) if *item != Type::Any => {
            let items: Result<Vec<Value>> = items
                .iter()
                .map(|value| coerced(context, value.clone(), *item))
                .collect();
            return Ok(Value::list(items?));
        }
        (Value::Map(_), Type::ListOf(item)) => {
            let one = coerced(context, value.clone(), *item)?;
            return Ok(Value::list(vec![one]));
        }
        (Value::Map(_), Type::List) => return Ok(Value::list(vec![value])),
        (Value::Path(path), Type::List | Type::ListOf(Type::Any)) => {
            return Ok(Value::list(path.elements()));
        }
        (_, Type::OneOf(types)) => types.iter().any(|of| is(&value, *of)),
        (_, of) => is(&value, of),
    };
    if fits {
        return Ok(value);
    }
    Err(failed(
        Status::Coercion,
        format!("Can't coerce `{}` to {}", shown(&value), title(of)),
    ))
}

/// Calls a function as Neo4j calls one of a user's: whatever fails in it is a failed call.
pub(crate) fn as_users(
    context: &FunctionContext<'_>,
    function: &Function,
    code: Code,
    arguments: &[Value],
) -> Result<Value> {
    let call = |message: &str| {
        failed(
            Status::ProcedureCallFailed,
            format!(
                "Failed to invoke function `{}`: Caused by: {message}",
                function.name
            ),
        )
    };
    for at in function.wanted {
        if arguments.get(*at).is_some_and(Value::is_null) {
            return Err(call(&format!(
                "`{}` must not be null",
                function.arguments[*at].0
            )));
        }
    }
    code(context, arguments).map_err(|error| match error {
        RunError::Failed(failure)
            if failure.status.classification() == "CLIENT_ERROR"
                && failure.status != Status::ProcedureCallFailed =>
        {
            call(&failure.message)
        }
        other => other,
    })
}

/// Whether a value is of a type as it is.
fn is(value: &Value, of: Type) -> bool {
    match of {
        Type::Any | Type::Graph | Type::Word(..) => true,
        Type::Boolean => matches!(value, Value::Boolean(_)),
        Type::Integer => matches!(value, Value::Integer(_)),
        Type::Float => matches!(value, Value::Float(_)),
        Type::Number => matches!(value, Value::Integer(_) | Value::Float(_)),
        Type::String => matches!(value, Value::String(_)),
        Type::List | Type::ListOf(_) => matches!(value, Value::List(_) | Value::Bytes(_)),
        Type::Map => matches!(value, Value::Map(_)),
        Type::Node => is_node(value),
        Type::Relationship => is_relationship(value),
        Type::NodeOrRelationship => is_node(value) || is_relationship(value),
        Type::Path => {
            matches!(value, Value::Path(_))
                || matches!(value, Value::Entity(entity) if matches!(entity.as_ref(), Entity::Path(_)))
        }
        Type::Date => matches!(value, Value::Date(_)),
        Type::LocalTime => matches!(value, Value::LocalTime(_)),
        Type::Time => matches!(value, Value::Time(_)),
        Type::LocalDateTime => matches!(value, Value::LocalDateTime(_)),
        Type::ZonedDateTime => matches!(value, Value::ZonedDateTime(_)),
        Type::Duration => matches!(value, Value::Duration(_)),
        Type::Temporal => temporal::is_temporal(value),
        Type::Point => matches!(value, Value::Point(_)),
        Type::Vector => matches!(value, Value::Vector(_)),
        Type::Uuid => matches!(value, Value::Uuid(_)),
        Type::OneOf(types) => types.iter().any(|of| is(value, *of)),
    }
}

fn is_node(value: &Value) -> bool {
    matches!(value, Value::Node(_))
        || matches!(value, Value::Entity(entity) if matches!(entity.as_ref(), Entity::Node(_)))
}

fn is_relationship(value: &Value) -> bool {
    matches!(value, Value::Relationship(_))
        || matches!(value, Value::Entity(entity) if matches!(entity.as_ref(), Entity::Relationship(_)))
}

/// A type as Neo4j's message has it: `Integer`, `List`.
fn title(of: Type) -> String {
    if matches!(of, Type::List | Type::ListOf(_)) {
        return "List".to_owned();
    }
    let name = of.name();
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_string() + &letters.as_str().to_lowercase(),
        None => String::new(),
    }
}
