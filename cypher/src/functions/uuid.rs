//! UUID functions (Cypher 25).

use std::sync::Arc;

use quiver_types::{Status, Value};

use super::{Function, Type, any_null, argument, wrong_type};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::failed;

type Result = std::result::Result<Value, RunError>;

const fn f(
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar("UUID", name, arguments, returns, code, description).in_25()
}

const ONE: &[(&str, Type)] = &[("uuid", Type::Uuid)];

pub(super) const FUNCTIONS: &[Function] = &[
    f(
        "uuid",
        &[
            ("mostSigBits", Type::OneOf(&[Type::Integer, Type::String])),
            ("leastSigBits", Type::Integer),
        ],
        Type::Uuid,
        uuid,
        "A UUID: a new one that later ones sort behind, one of two halves, or one of its text.",
    )
    .optional(2)
    .impure()
    .shown(&[
        "uuid() :: UUID",
        "uuid(mostSigBits :: INTEGER, leastSigBits :: INTEGER) :: UUID",
        "uuid(name :: STRING) :: UUID",
    ])
    .examples(&[
        (
            "toString(uuid(1, 2))",
            "'00000000-0000-0001-0000-000000000002'",
        ),
        (
            "toString(uuid('AC8E5B76-6e23-4bb5-9d0b-0d1b6a5b4a4e'))",
            "'ac8e5b76-6e23-4bb5-9d0b-0d1b6a5b4a4e'",
        ),
        (
            "toString(uuid('1-1-1-1-1'))",
            "'00000001-0001-0001-0001-000000000001'",
        ),
        ("valueType(uuid())", "'UUID NOT NULL'"),
        ("uuid('hello')", "!ArgumentError"),
        ("uuid(null)", "null"),
        ("uuid(null, 1)", "null"),
        ("uuid(1.5, 1)", "!SyntaxError"),
        ("uuid(1, 2) = uuid(1, 2)", "true"),
        ("uuid(1, 2) < uuid(1, 3)", "null"),
    ]),
    f(
        "uuid.mostSignificantBits",
        ONE,
        Type::Integer,
        |_, arguments| half("uuid.mostSignificantBits", arguments, 0),
        "The first 64 bits of a UUID.",
    )
    .examples(&[
        ("uuid.mostSignificantBits(uuid(-1, 2))", "-1"),
        ("uuid.mostSignificantBits(null)", "null"),
    ]),
    f(
        "uuid.leastSignificantBits",
        ONE,
        Type::Integer,
        |_, arguments| half("uuid.leastSignificantBits", arguments, 8),
        "The last 64 bits of a UUID.",
    )
    .examples(&[("uuid.leastSignificantBits(uuid(1, 2))", "2")]),
];

fn uuid(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let bytes = match arguments {
        [] => fresh(context),
        [Value::String(text)] => parse(text)?,
        [Value::Integer(most), Value::Integer(least)] => {
            let both = (u128::from(most.cast_unsigned()) << 64) | u128::from(least.cast_unsigned());
            both.to_be_bytes()
        }
        [Value::Integer(_), other] => return Err(wrong_type("uuid", "an Integer", other)),
        [Value::Integer(_)] => return Err(wrong_type("uuid", "a String", &arguments[0])),
        [other, ..] => return Err(wrong_type("uuid", "a String or two Integers", other)),
    };
    Ok(Value::Uuid(Arc::new(bytes)))
}

/// Version 7: milliseconds since 1970, then random bits.
fn fresh(context: &FunctionContext<'_>) -> [u8; 16] {
    let mut bytes = [0; 16];
    context.state.random(|rng| rng.fill(&mut bytes));
    let millis = context.execution.clock.now_nanos().div_euclid(1_000_000);
    bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    bytes[6] = (bytes[6] & 0x0F) | 0x70;
    bytes[8] = (bytes[8] & 0x3F) | 0x80;
    bytes
}

/// Five groups of hexadecimal digits, each at most as long as its place; shorter ones count from
/// the right.
fn parse(text: &str) -> std::result::Result<[u8; 16], RunError> {
    const WIDTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let invalid = || {
        failed(
            Status::InvalidInput,
            "The argument `input` in the `uuid()` function must be a valid uuid string: 32 hexadecimal digits in five groups, separated by hyphens.",
        )
    };
    let groups: Vec<&str> = text.split('-').collect();
    if groups.len() != WIDTHS.len() {
        return Err(invalid());
    }
    let mut all: u128 = 0;
    for (group, width) in groups.iter().zip(WIDTHS) {
        let fine = !group.is_empty()
            && group.len() <= width
            && group.bytes().all(|b| b.is_ascii_hexdigit());
        let value = u128::from_str_radix(group, 16)
            .ok()
            .filter(|_| fine)
            .ok_or_else(invalid)?;
        all = (all << (4 * width)) | value;
    }
    Ok(all.to_be_bytes())
}

fn half(function: &str, arguments: &[Value], from: usize) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Uuid(bytes) => {
            let mut half = [0; 8];
            half.copy_from_slice(&bytes[from..from + 8]);
            Ok(Value::Integer(i64::from_be_bytes(half)))
        }
        other => Err(wrong_type(function, "a UUID", other)),
    }
}
