//! Vector values (Cypher 25) and the similarity of vectors and lists of numbers.
//!
//! Distances are numbers of single precision widened to `FLOAT`, as Neo4j gives them.

use quiver_types::{Status, Value, Vector};

use super::{Function, Type, any_null, argument, wrong_type, wrong_value};
use crate::RunError;
use crate::exec::FunctionContext;
use crate::exec::error::{failed, type_error};

type Result<T = Value> = std::result::Result<T, RunError>;

const NUMBERS: Type = Type::ListOf(&Type::Number);
const VALUES: Type = Type::OneOf(&[Type::String, NUMBERS]);
const VECTOR_OR_NUMBERS: Type = Type::OneOf(&[Type::Vector, NUMBERS]);
const COORDINATES: Type = Type::Word(
    &[
        "INTEGER64",
        "INTEGER32",
        "INTEGER16",
        "INTEGER8",
        "FLOAT64",
        "FLOAT32",
    ],
    &["INTEGER", "INT", "INT64", "INT32", "INT16", "INT8", "FLOAT"],
);
const METRICS: Type = Type::Word(
    &[
        "EUCLIDEAN",
        "EUCLIDEAN_SQUARED",
        "MANHATTAN",
        "COSINE",
        "DOT",
        "HAMMING",
    ],
    &[],
);
const NORMS: Type = Type::Word(&["EUCLIDEAN", "MANHATTAN"], &[]);
/// The most coordinates a vector may have.
const LARGEST: i64 = 4096;

const fn f(
    category: &'static str,
    name: &'static str,
    arguments: &'static [(&'static str, Type)],
    returns: Type,
    code: super::Code,
    description: &'static str,
) -> Function {
    Function::scalar(category, name, arguments, returns, code, description)
}

const COSINE: Function = f(
    "Vector",
    "vector.similarity.cosine",
    &[("a", NUMBERS), ("b", NUMBERS)],
    Type::Float,
    |_, arguments| similarity("vector.similarity.cosine", arguments, true),
    "How alike the directions of two vectors are, from 0 to 1.",
);
const EUCLIDEAN: Function = f(
    "Vector",
    "vector.similarity.euclidean",
    &[("a", NUMBERS), ("b", NUMBERS)],
    Type::Float,
    |_, arguments| similarity("vector.similarity.euclidean", arguments, false),
    "How near two vectors are: 1 / (1 + the square of their distance).",
);

/// The same function that takes vectors as well.
const fn with_vectors(mut function: Function) -> Function {
    function.arguments = &[("a", VECTOR_OR_NUMBERS), ("b", VECTOR_OR_NUMBERS)];
    function.in_25()
}

pub(super) const FUNCTIONS: &[Function] = &[
    f(
        "Scalar",
        "vector",
        &[
            ("vectorValue", VALUES),
            ("dimension", Type::Integer),
            ("coordinateType", COORDINATES),
        ],
        Type::Vector,
        vector,
        "A vector of a list of numbers, or of text that is one.",
    )
    .in_25()
    .examples(&[
        (
            "valueType(vector([1, 2, 3], 3, INTEGER8))",
            "'VECTOR<INTEGER8 NOT NULL>(3) NOT NULL'",
        ),
        ("toFloatList(vector([1.5, 2], 2, FLOAT32))", "[1.5, 2.0]"),
        ("toFloatList(vector('[1, 2.5]', 2, FLOAT))", "[1.0, 2.5]"),
        ("toIntegerList(vector([1.5], 1, INTEGER8))", "[1]"),
        ("vector([1, 2, 3], 2, INTEGER8)", "!TypeError"),
        ("vector([1, 300], 2, INTEGER8)", "!ArithmeticError"),
        ("vector(null, 1, INTEGER8)", "null"),
        ("vector([1], null, INTEGER8)", "null"),
        ("vector([null], 1, INTEGER8)", "!TypeError"),
        ("vector(['a'], 1, INTEGER8)", "!SyntaxError"),
        ("vector('a', 1, INTEGER8)", "!TypeError"),
        ("vector([1], 1, 'INTEGER')", "!SyntaxError"),
    ]),
    f(
        "Vector",
        "vector_dimension_count",
        &[("input", Type::Vector)],
        Type::Integer,
        dimension,
        "The number of coordinates of a vector.",
    )
    .in_25()
    .examples(&[
        ("vector_dimension_count(vector([1, 2], 2, INTEGER))", "2"),
        ("vector_dimension_count(null)", "null"),
    ]),
    f(
        "Vector",
        "vector_distance",
        &[
            ("vector1", Type::Vector),
            ("vector2", Type::Vector),
            ("coordinateType", METRICS),
        ],
        Type::Float,
        distance,
        "The distance between two vectors by a metric.",
    )
    .in_25()
    .examples(&[
        (
            "WITH vector([1, 2], 2, FLOAT) AS v, vector([3, 5], 2, FLOAT) AS w RETURN [vector_distance(v, w, EUCLIDEAN), vector_distance(v, w, EUCLIDEAN_SQUARED), vector_distance(v, w, MANHATTAN), vector_distance(v, w, COSINE), vector_distance(v, w, DOT), vector_distance(v, w, HAMMING)]",
            "[3.605551242828369, 13.0, 5.0, 0.002945542335510254, -13.0, 2.0]",
        ),
        (
            "vector_distance(vector([1], 1, FLOAT), vector([1, 2], 2, FLOAT), DOT)",
            "!ArgumentError",
        ),
    ]),
    f(
        "Vector",
        "vector_norm",
        &[("vector", Type::Vector), ("coordinateType", NORMS)],
        Type::Float,
        norm,
        "The length of a vector by a metric.",
    )
    .in_25()
    .shown(&[
        "vector_norm(vector1 :: VECTOR, vector2 :: VECTOR, coordinateType :: [EUCLIDEAN, EUCLIDEAN_SQUARED, MANHATTAN, COSINE, DOT, HAMMING]) :: FLOAT",
    ])
    .examples(&[
        (
            "vector_norm(vector([1, 2], 2, FLOAT), EUCLIDEAN)",
            "2.2360680103302",
        ),
        ("vector_norm(vector([1, -2], 2, FLOAT), MANHATTAN)", "3.0"),
        ("vector_norm(vector([1], 1, FLOAT), COSINE)", "!SyntaxError"),
    ]),
    COSINE.in_5().examples(&[
        ("vector.similarity.cosine([1, 2], [3, 4])", "0.9919349551200867"),
        ("vector.similarity.cosine(null, [3, 4])", "null"),
        ("vector.similarity.cosine([0, 0], [1, 1])", "!ArgumentError"),
        ("vector.similarity.cosine([1, 2], [3])", "!ArgumentError"),
        ("vector.similarity.cosine([], [])", "!ArgumentError"),
    ]),
    with_vectors(COSINE).examples(&[(
        "vector.similarity.cosine(vector([1, 2], 2, FLOAT), [3, 4])",
        "0.9919349551200867",
    )]),
    EUCLIDEAN.in_5().examples(&[
        (
            "vector.similarity.euclidean([0, 0], [1, 1])",
            "0.3333333432674408",
        ),
        ("vector.similarity.euclidean([0, null], [1, 1])", "!ArgumentError"),
        ("vector.similarity.euclidean([1e300], [1])", "!ArgumentError"),
        ("vector.similarity.euclidean(['a'], [1])", "!SyntaxError"),
    ]),
    with_vectors(EUCLIDEAN).examples(&[(
        "vector.similarity.euclidean(vector([1, 2], 2, FLOAT), vector([3, 4], 2, INTEGER))",
        "0.1111111119389534",
    )]),
];

fn vector(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let dimension = match argument(arguments, 1) {
        Value::Integer(v) => checked_dimension(*v).map_err(wrong_value)?,
        other => return Err(wrong_type("vector", "an Integer", other)),
    };
    let parsed;
    let items: &[Value] = match argument(arguments, 0) {
        Value::List(items) => items,
        Value::String(text) => {
            parsed = parse(text)?;
            &parsed
        }
        other => return Err(wrong_type("vector", "a String or a list of numbers", other)),
    };
    let word = match argument(arguments, 2) {
        Value::String(word) => word.as_str(),
        other => return Err(wrong_type("vector", "a coordinate type", other)),
    };
    for item in items {
        if !matches!(item, Value::Integer(_) | Value::Float(_)) {
            return Err(wrong_type("vector", "a NUMBER", item));
        }
    }
    let made = match word {
        "INTEGER8" | "INT8" => Vector::Int8(whole(items)?),
        "INTEGER16" | "INT16" => Vector::Int16(whole(items)?),
        "INTEGER32" | "INT32" => Vector::Int32(whole(items)?),
        "FLOAT32" => Vector::Float32(singles(items)?),
        "FLOAT" | "FLOAT64" => Vector::Float64(items.iter().map(wide).collect()),
        _ => Vector::Int64(whole(items)?),
    };
    if made.dimension() != dimension {
        let of = made.coordinate_type();
        return Err(type_error(format!(
            "Expected a VECTOR<{of}>({dimension}), but got VECTOR<{of}>({})",
            made.dimension()
        )));
    }
    if let Vector::Float64(values) = &made
        && !values.iter().all(|v| v.is_finite())
    {
        return Err(not_finite());
    }
    Ok(made.into())
}

/// A dimension that a vector can have.
///
/// # Errors
/// What is wrong with the number.
pub(crate) fn checked_dimension(of: i64) -> std::result::Result<usize, String> {
    match of {
        1..=LARGEST => Ok(of as usize),
        _ => Err(format!(
            "Invalid input. '{of}' is not a valid value. Must be a number in the range 1 to {LARGEST}."
        )),
    }
}

fn not_finite() -> RunError {
    failed(
        Status::VectorCoordinates,
        "Invalid vector coordinates. The vector coordinates must be finite.",
    )
}

/// What is told of a word that stands for none of a vector's kinds of coordinates, or for no metric.
pub(crate) fn status_of_word(wanted: Type) -> Option<Status> {
    let is =
        |known: Type| matches!((wanted, known), (Type::Word(a, _), Type::Word(b, _)) if a == b);
    if is(COORDINATES) {
        Some(Status::VectorCoordinateType)
    } else if is(METRICS) || is(NORMS) {
        Some(Status::VectorMetric)
    } else {
        None
    }
}

fn out_of_range() -> RunError {
    failed(
        Status::NumericOverflow,
        "A coordinate is out of range for the vector's coordinate type",
    )
}

/// Numbers of a list in text.
fn parse(text: &str) -> Result<Vec<Value>> {
    let wrong = |part: &str| wrong_type("vector", "a NUMBER", &Value::from(part));
    let trimmed = text.trim();
    let inner = trimmed
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .ok_or_else(|| wrong(trimmed))?;
    if inner.trim().is_empty() {
        return Ok(Vec::new());
    }
    inner
        .split(',')
        .take(LARGEST as usize + 1)
        .map(|part| {
            let part = part.trim();
            match part.parse::<i64>() {
                Ok(v) => Ok(Value::Integer(v)),
                Err(_) => part
                    .parse::<f64>()
                    .ok()
                    .filter(|v| v.is_finite())
                    .map(Value::Float)
                    .ok_or_else(|| wrong(part)),
            }
        })
        .collect()
}

fn wide(value: &Value) -> f64 {
    match value {
        Value::Integer(v) => *v as f64,
        Value::Float(v) => *v,
        _ => f64::NAN,
    }
}

fn whole<T: TryFrom<i64>>(items: &[Value]) -> Result<Vec<T>> {
    items
        .iter()
        .map(|item| {
            let whole = match item {
                Value::Integer(v) => *v,
                Value::Float(v) if v.abs() < 9_223_372_036_854_775_808.0 => v.trunc() as i64,
                _ => return Err(out_of_range()),
            };
            T::try_from(whole).map_err(|_| out_of_range())
        })
        .collect()
}

fn singles(items: &[Value]) -> Result<Vec<f32>> {
    items
        .iter()
        .map(|item| {
            let single = wide(item) as f32;
            if single.is_finite() {
                Ok(single)
            } else {
                Err(not_finite())
            }
        })
        .collect()
}

/// The coordinates as floats, and as the items of a list.
pub(crate) fn coordinates(vector: &Vector) -> Vec<f64> {
    match vector {
        Vector::Int8(v) => v.iter().map(|v| f64::from(*v)).collect(),
        Vector::Int16(v) => v.iter().map(|v| f64::from(*v)).collect(),
        Vector::Int32(v) => v.iter().map(|v| f64::from(*v)).collect(),
        Vector::Int64(v) => v.iter().map(|v| *v as f64).collect(),
        Vector::Float32(v) => v.iter().map(|v| f64::from(*v)).collect(),
        Vector::Float64(v) => v.clone(),
    }
}

/// The coordinates as a list of values of their own kind.
pub(crate) fn items(vector: &Vector) -> Vec<Value> {
    let integers = |v: Vec<i64>| v.into_iter().map(Value::Integer).collect();
    match vector {
        Vector::Int8(v) => integers(v.iter().map(|v| i64::from(*v)).collect()),
        Vector::Int16(v) => integers(v.iter().map(|v| i64::from(*v)).collect()),
        Vector::Int32(v) => integers(v.iter().map(|v| i64::from(*v)).collect()),
        Vector::Int64(v) => integers(v.clone()),
        Vector::Float32(_) | Vector::Float64(_) => {
            coordinates(vector).into_iter().map(Value::Float).collect()
        }
    }
}

fn dimension(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    match argument(arguments, 0) {
        Value::Null => Ok(Value::Null),
        Value::Vector(v) => Ok(Value::Integer(
            i64::try_from(v.dimension()).unwrap_or(i64::MAX),
        )),
        other => Err(wrong_type("vector_dimension_count", "a Vector", other)),
    }
}

fn single(value: f64) -> Value {
    Value::Float(f64::from(value as f32))
}

fn vector_argument(function: &str, arguments: &[Value], at: usize) -> Result<Vec<f64>> {
    match argument(arguments, at) {
        Value::Vector(v) => Ok(coordinates(v)),
        other => Err(wrong_type(function, "a Vector", other)),
    }
}

fn distance(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let a = vector_argument("vector_distance", arguments, 0)?;
    let b = vector_argument("vector_distance", arguments, 1)?;
    if a.len() != b.len() {
        return Err(failed(
            Status::InvalidInput,
            format!(
                "The argument `vector1` and `vector2` in the `vector_distance()` function must be of the same dimension, but they are of {} and {}.",
                a.len(),
                b.len()
            ),
        ));
    }
    let pairs = || a.iter().zip(&b);
    let squares = || pairs().map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
    let metric = match argument(arguments, 2) {
        Value::String(metric) => metric.as_str(),
        other => return Err(wrong_type("vector_distance", "a metric", other)),
    };
    Ok(match metric {
        "EUCLIDEAN" => single(squares().sqrt()),
        "EUCLIDEAN_SQUARED" => single(squares()),
        "MANHATTAN" => single(pairs().map(|(a, b)| (a - b).abs()).sum()),
        "COSINE" => Value::Float(f64::from(1.0 - cosine(&a, &b) as f32)),
        "DOT" => single(-pairs().map(|(a, b)| a * b).sum::<f64>()),
        _ => single(pairs().filter(|(a, b)| a != b).count() as f64),
    })
}

fn norm(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let v = vector_argument("vector_norm", arguments, 0)?;
    let manhattan = matches!(argument(arguments, 1), Value::String(m) if *m == "MANHATTAN");
    Ok(single(if manhattan {
        v.iter().map(|v| v.abs()).sum()
    } else {
        v.iter().map(|v| v * v).sum::<f64>().sqrt()
    }))
}

/// The cosine of the angle between two vectors.
fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let dot: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    let length = |v: &[f64]| v.iter().map(|v| v * v).sum::<f64>().sqrt();
    dot / (length(a) * length(b))
}

fn similarity(function: &str, arguments: &[Value], by_angle: bool) -> Result {
    if any_null(arguments) {
        return Ok(Value::Null);
    }
    let read = |at: usize, name: &str| {
        let numbers = match argument(arguments, at) {
            Value::Vector(v) => Some(coordinates(v)),
            Value::List(items) => items
                .iter()
                .map(|item| match item {
                    Value::Integer(_) | Value::Float(_) => {
                        Some(wide(item)).filter(|v| (*v as f32).is_finite())
                    }
                    _ => None,
                })
                .collect(),
            other => return Err(wrong_type(function, "a List of numbers", other)),
        };
        let fine = |v: &Vec<f64>| !v.is_empty() && (!by_angle || v.iter().any(|v| *v != 0.0));
        numbers.filter(fine).ok_or_else(|| {
            wrong_value(format!(
                "Invalid input for '{function}()': Argument {name} is not a valid vector for this similarity function."
            ))
        })
    };
    let (a, b) = (read(0, "a")?, read(1, "b")?);
    if a.len() != b.len() {
        return Err(wrong_value(format!(
            "Invalid input for '{function}()': The supplied vectors do not have the same number of dimensions."
        )));
    }
    Ok(single(if by_angle {
        f64::midpoint(1.0, cosine(&a, &b))
    } else {
        1.0 / (1.0
            + a.iter()
                .zip(&b)
                .map(|(a, b)| (a - b) * (a - b))
                .sum::<f64>())
    }))
}
