//! Spatial functions.

use quiver_types::Value;
use quiver_types::point::{self as of, PointError};

use super::{Function, Type, argument};
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
    Function::scalar("Spatial", name, arguments, returns, code, description)
}

pub(super) const FUNCTIONS: &[Function] = &[
    f(
        "point",
        &[("input", Type::Map)],
        Type::Point,
        make,
        "Makes a point of a map of coordinates.",
    )
    .examples(&[
        (
            "point({x: 1, y: 2})",
            "point({x: 1.0, y: 2.0, crs: 'cartesian'})",
        ),
        ("point({longitude: 1, latitude: 2}).srid", "4326"),
        ("point({x: 1, y: null})", "null"),
        (
            "point({x: 1, y: 2, z: 3, crs: 'cartesian'})",
            "!ArgumentError",
        ),
        ("point({x: 1})", "!Neo.ClientError.Statement"),
    ]),
    f(
        "point.distance",
        // Of what is no point the distance is null, as on Neo4j.
        &[("from", Type::Any), ("to", Type::Any)],
        Type::Float,
        distance,
        "The distance between two points of one reference system.",
    )
    .shown(&["point.distance(from :: POINT, to :: POINT) :: FLOAT"])
    .examples(&[
        (
            "point.distance(point({x: 0, y: 0}), point({x: 3, y: 4}))",
            "5.0",
        ),
        (
            "point.distance(point({x: 0, y: 0}), point({longitude: 0, latitude: 0}))",
            "null",
        ),
    ]),
    f(
        "point.withinBBox",
        &[
            ("point", Type::Any),
            ("lowerLeft", Type::Any),
            ("upperRight", Type::Any),
        ],
        Type::Boolean,
        within,
        "Whether a point lies in a box, borders included.",
    )
    .shown(&[
        "point.withinBBox(point :: POINT, lowerLeft :: POINT, upperRight :: POINT) :: BOOLEAN",
    ])
    .examples(&[
        (
            "point.withinBBox(point({x: 1, y: 1}), point({x: 0, y: 0}), point({x: 1, y: 2}))",
            "true",
        ),
        (
            "point.withinBBox(null, point({x: 0, y: 0}), point({x: 1, y: 2}))",
            "null",
        ),
    ]),
];

fn failure(error: &PointError) -> RunError {
    failed(error.status(), error.to_string())
}

fn make(context: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    let argument = argument(arguments, 0);
    match argument {
        // Neo4j takes an entity's properties for a map here.
        Value::Node(_) | Value::Relationship(_) | Value::Entity(_) => {
            let map = Value::map(context.properties_of(argument)?);
            of::construct(&map).map_err(|error| failure(&error))
        }
        other => of::construct(other).map_err(|error| failure(&error)),
    }
}

/// `point.x` and its kin.
pub(crate) fn component(point: &quiver_types::Point, name: &str) -> Result {
    of::component(point, name).map_err(|error| failure(&error))
}

fn distance(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    Ok(of::distance(argument(arguments, 0), argument(arguments, 1)))
}

fn within(_: &FunctionContext<'_>, arguments: &[Value]) -> Result {
    Ok(of::within_box(
        argument(arguments, 0),
        argument(arguments, 1),
        argument(arguments, 2),
    ))
}
