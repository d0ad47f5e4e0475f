//! `apoc.util.*`, `apoc.meta.cypher.*`, `apoc.cypher.*`, `apoc.math.*`, `apoc.version` and what
//! else is small.

use quiver_types::{Map, Value};
use ring::digest;

use super::format::{formatted, plain};
use super::{Result, float, integer, list, map, text, wrong};
use crate::exec::{FunctionContext, nested};
use crate::functions::argument;

type C<'c> = &'c FunctionContext<'c>;

/// What a validation that found something says: a message and what to put in.
pub(crate) fn complaint(a: &[Value]) -> String {
    let message = text(a, 1).map_or(Ok("null".to_owned()), |m| formatted(m, argument(a, 2)));
    match message {
        Ok(message) => format!("java.lang.RuntimeException: {message}"),
        Err(message) => message,
    }
}

pub(super) fn validate_predicate(_: C<'_>, a: &[Value]) -> Result {
    if !matches!(argument(a, 0), Value::Boolean(true)) {
        return Ok(true.into());
    }
    Err(wrong("apoc.util.validatePredicate", complaint(a)))
}

/// The texts of a list, one behind the other.
fn together(a: &[Value]) -> Option<String> {
    Some(
        list(a, 0)?
            .iter()
            .filter(|v| !v.is_null())
            .map(plain)
            .collect(),
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn md5(_: C<'_>, a: &[Value]) -> Result {
    Ok(together(a).map_or(Value::Null, |all| {
        hex(&super::md5::digest(all.as_bytes())).into()
    }))
}

fn sha(a: &[Value], of: &'static digest::Algorithm) -> Result {
    Ok(together(a).map_or(Value::Null, |all| {
        hex(digest::digest(of, all.as_bytes()).as_ref()).into()
    }))
}

pub(super) fn sha1(_: C<'_>, a: &[Value]) -> Result {
    sha(a, &digest::SHA1_FOR_LEGACY_USE_ONLY)
}

pub(super) fn sha256(_: C<'_>, a: &[Value]) -> Result {
    sha(a, &digest::SHA256)
}

pub(super) fn sha384(_: C<'_>, a: &[Value]) -> Result {
    sha(a, &digest::SHA384)
}

pub(super) fn sha512(_: C<'_>, a: &[Value]) -> Result {
    sha(a, &digest::SHA512)
}

pub(super) fn version(c: C<'_>, _: &[Value]) -> Result {
    Ok(c.execution.dbms.version().0.into())
}

/// APOC's name of a value's type.
fn type_of(value: &Value) -> String {
    let name = |value: &Value| match value {
        Value::Date(_) => "DATE",
        Value::LocalTime(_) => "LOCAL_TIME",
        Value::Time(_) => "TIME",
        Value::LocalDateTime(_) => "LOCAL_DATE_TIME",
        Value::ZonedDateTime(_) => "DATE_TIME",
        other => other.type_name(),
    };
    match value {
        Value::List(items) => {
            let mut names: Vec<&str> = items.iter().map(name).collect();
            names.dedup();
            match names.as_slice() {
                [one] => format!("LIST OF {one}"),
                _ => "LIST OF ANY".to_owned(),
            }
        }
        other => name(other).to_owned(),
    }
}

pub(super) fn cypher_type(_: C<'_>, a: &[Value]) -> Result {
    Ok(type_of(argument(a, 0)).into())
}

pub(super) fn cypher_types(c: C<'_>, a: &[Value]) -> Result {
    let of = argument(a, 0);
    if !matches!(
        of,
        Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Entity(_)
    ) {
        return Ok(Map::new().into());
    }
    let mut types = Map::new();
    for (key, value) in c.properties_of(of)?.iter() {
        types.insert(key.clone(), type_of(value));
    }
    Ok(types.into())
}

pub(super) fn is_type(_: C<'_>, a: &[Value]) -> Result {
    let wanted = text(a, 1).map_or("", |t| t.as_str());
    Ok(type_of(argument(a, 0)).eq_ignore_ascii_case(wanted).into())
}

fn first_column(c: C<'_>, a: &[Value]) -> Result<Vec<Value>> {
    let Some(statement) = text(a, 0) else {
        return Ok(Vec::new());
    };
    let given = map(a, 1).cloned().unwrap_or_default();
    let statement = nested::with_variables(statement, &given);
    let answer = nested::read(c, &statement, &given)?;
    Ok(answer
        .rows
        .into_iter()
        .filter_map(|row| row.into_iter().next())
        .collect())
}

pub(super) fn first_column_single(c: C<'_>, a: &[Value]) -> Result {
    Ok(first_column(c, a)?.into_iter().next().unwrap_or_default())
}

pub(super) fn first_column_many(c: C<'_>, a: &[Value]) -> Result {
    first_column(c, a).map(Value::list)
}

/// One function of a float.
fn of_float(a: &[Value], code: fn(f64) -> f64) -> Result {
    Ok(float(argument(a, 0)).map_or(Value::Null, |v| Value::Float(code(v))))
}

pub(super) fn sigmoid(_: C<'_>, a: &[Value]) -> Result {
    of_float(a, |v| 1.0 / (1.0 + (-v).exp()))
}

pub(super) fn cosh(_: C<'_>, a: &[Value]) -> Result {
    of_float(a, |v| (v.exp() + (-v).exp()) / 2.0)
}

pub(super) fn sinh(_: C<'_>, a: &[Value]) -> Result {
    of_float(a, |v| (v.exp() - (-v).exp()) / 2.0)
}

pub(super) fn tanh(_: C<'_>, a: &[Value]) -> Result {
    of_float(a, |v| (v.exp() - (-v).exp()) / (v.exp() + (-v).exp()))
}

/// One function of a float that has no value at some places.
fn of_float_if(a: &[Value], code: fn(f64) -> Option<f64>) -> Result {
    let value = float(argument(a, 0)).and_then(code);
    Ok(value.map_or(Value::Null, Value::Float))
}

pub(super) fn sigmoid_prime(_: C<'_>, a: &[Value]) -> Result {
    of_float(a, |v| {
        let sigmoid = 1.0 / (1.0 + (-v).exp());
        sigmoid * (1.0 - sigmoid)
    })
}

// As APOC has it there is nothing at 0, but at -0.0 there is.
pub(super) fn coth(_: C<'_>, a: &[Value]) -> Result {
    of_float_if(a, |v| {
        (v.to_bits() != 0).then(|| (v.exp() + (-v).exp()) / (v.exp() - (-v).exp()))
    })
}

pub(super) fn csch(_: C<'_>, a: &[Value]) -> Result {
    of_float_if(a, |v| {
        (v.to_bits() != 0).then(|| 2.0 / (v.exp() - (-v).exp()))
    })
}

pub(super) fn sech(_: C<'_>, a: &[Value]) -> Result {
    of_float(a, |v| 2.0 / (v.exp() + (-v).exp()))
}

pub(super) fn max_long(_: C<'_>, _: &[Value]) -> Result {
    Ok(Value::Integer(i64::MAX))
}

pub(super) fn min_long(_: C<'_>, _: &[Value]) -> Result {
    Ok(Value::Integer(i64::MIN))
}

pub(super) fn bitwise(_: C<'_>, a: &[Value]) -> Result {
    let (Some(x), Some(operator), Some(y)) = (integer(a, 0), text(a, 1), integer(a, 2)) else {
        return Ok(Value::Null);
    };
    if operator.is_empty() {
        return Ok(Value::Null);
    }
    let by = u32::try_from(y.rem_euclid(64)).unwrap_or(0);
    Ok(Value::Integer(match operator.to_lowercase().as_str() {
        "&" | "and" => x & y,
        "|" | "or" => x | y,
        "^" | "xor" => x ^ y,
        "~" | "not" => !x,
        "<<" | "left shift" => x.wrapping_shl(by),
        ">>" | "right shift" => x.wrapping_shr(by),
        ">>>" | "right shift unsigned" => x.cast_unsigned().wrapping_shr(by).cast_signed(),
        _ => {
            return Err(wrong(
                "apoc.bitwise.op",
                format!("Invalid bitwise operator: '{operator}'"),
            ));
        }
    }))
}

pub(crate) fn create_uuid(c: C<'_>, _: &[Value]) -> Result {
    let mut bytes = [0; 16];
    c.state.random(|rng| rng.fill(&mut bytes));
    Ok(quiver_types::DatabaseId::from_random(bytes)
        .to_string()
        .into())
}
