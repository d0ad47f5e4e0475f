//! Points in the four coordinate reference systems Neo4j knows: construction from maps,
//! components, distances, bounding boxes. Text is written by [`crate::format`]; comparison is in
//! [`crate::compare`]. Start with [`Point`].

use crate::format::{Float, Literal};
use crate::{Map, Status, Value};

/// The earth's radius in metres that distances are computed with.
const EARTH_RADIUS: f64 = 6_378_140.0;

/// A coordinate reference system.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Crs {
    /// Plane, SRID 7203.
    Cartesian,
    /// Space, SRID 9157.
    Cartesian3D,
    /// Longitude and latitude in degrees, SRID 4326.
    Wgs84,
    /// Longitude, latitude and height in metres, SRID 4979.
    Wgs84_3D,
}

impl Crs {
    /// The number that names the system on the wire.
    pub const fn srid(self) -> u16 {
        match self {
            Self::Cartesian => 7203,
            Self::Cartesian3D => 9157,
            Self::Wgs84 => 4326,
            Self::Wgs84_3D => 4979,
        }
    }

    /// The system a number names.
    pub const fn from_srid(srid: i64) -> Option<Self> {
        match srid {
            7203 => Some(Self::Cartesian),
            9157 => Some(Self::Cartesian3D),
            4326 => Some(Self::Wgs84),
            4979 => Some(Self::Wgs84_3D),
            _ => None,
        }
    }

    /// The name `point.crs` shows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cartesian => "cartesian",
            Self::Cartesian3D => "cartesian-3d",
            Self::Wgs84 => "wgs-84",
            Self::Wgs84_3D => "wgs-84-3d",
        }
    }

    /// The system of a name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Cartesian,
            Self::Cartesian3D,
            Self::Wgs84,
            Self::Wgs84_3D,
        ]
        .into_iter()
        .find(|crs| crs.name().eq_ignore_ascii_case(name))
    }

    /// Whether coordinates are longitude and latitude.
    pub const fn is_geographic(self) -> bool {
        matches!(self, Self::Wgs84 | Self::Wgs84_3D)
    }

    /// Two or three.
    pub const fn dimensions(self) -> usize {
        match self {
            Self::Cartesian | Self::Wgs84 => 2,
            Self::Cartesian3D | Self::Wgs84_3D => 3,
        }
    }
}

/// A point. `z` is zero and meaningless in a two-dimensional system.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// Coordinate reference system.
    pub crs: Crs,
    /// x, or longitude in degrees.
    pub x: f64,
    /// y, or latitude in degrees.
    pub y: f64,
    /// z, or height in metres.
    pub z: f64,
}

/// Why a point could not be made or read.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum PointError {
    /// The map has neither pair of coordinates.
    #[error("A point must contain either 'x' and 'y' or 'latitude' and 'longitude'")]
    NoCoordinates,
    /// A component of a wrong type.
    #[error("Cannot assign {found} to field {field}")]
    ComponentType {
        /// The component.
        field: &'static str,
        /// The value found.
        found: String,
    },
    /// A reference system by a name or number that is none.
    #[error("Unknown coordinate reference system: {0}")]
    UnknownCrs(String),
    /// Longitude and latitude in a plane.
    #[error("Geographic points does not support coordinate reference system: {0}.")]
    NotGeographic(&'static str),
    /// Name and number of a reference system at once.
    #[error("Cannot specify both CRS and SRID")]
    CrsAndSrid,
    /// More or fewer coordinates than the reference system has.
    #[error(
        "Cannot create point with {crs}D coordinate reference system and {given} coordinates. Please consider using equivalent {given}D coordinate reference system"
    )]
    Dimensions {
        /// Dimensions of the reference system.
        crs: usize,
        /// Coordinates given.
        given: usize,
    },
    /// A latitude beyond a pole.
    #[error(
        "Cannot create WGS84 point with invalid coordinate: {0}. Valid range for Y coordinate is [-90, 90]."
    )]
    Latitude(String),
    /// NaN or an infinity.
    #[error("Cannot create a point with non-finite coordinate values: {0}")]
    NotFinite(String),
    /// A component that this point does not have.
    #[error("Field: {field} is not available on {kind}point: {point}")]
    MissingComponent {
        /// The component.
        field: &'static str,
        /// `cartesian ` for points of a plane.
        kind: &'static str,
        /// The point.
        point: Point,
    },
    /// A component that no point has.
    #[error("No such field: {0}")]
    UnknownComponent(String),
    /// Not a map.
    #[error("Expected a map to make a point of, but was {0}")]
    NotAMap(&'static str),
}

impl PointError {
    /// What a client is told.
    pub fn status(&self) -> Status {
        match self {
            Self::NoCoordinates => Status::PointCoordinates,
            Self::ComponentType { .. } => Status::PointComponentType,
            Self::UnknownCrs(_) | Self::NotGeographic(_) => Status::PointCrs,
            Self::CrsAndSrid => Status::PointCrsAndSrid,
            Self::Dimensions { .. } => Status::PointDimensions,
            Self::Latitude(_) => Status::PointLatitude,
            Self::NotFinite(_) => Status::PointNotFinite,
            Self::MissingComponent { .. } => Status::PointComponent,
            Self::UnknownComponent(_) => Status::PointUnknownComponent,
            Self::NotAMap(_) => Status::TypeError,
        }
    }
}

/// `point(map)`. Null for null, and for a map with a null in it.
pub fn construct(argument: &Value) -> Result<Value, PointError> {
    match argument {
        Value::Null => Ok(Value::Null),
        Value::Map(map) if map.values().any(Value::is_null) => Ok(Value::Null),
        Value::Map(map) => Ok(Point::from_map(map)?.into()),
        other => Err(PointError::NotAMap(other.type_name())),
    }
}

impl Point {
    /// A point of a map with `x`, `y` and perhaps `z`, or `longitude`, `latitude` and perhaps
    /// `height`; `crs` or `srid` name the reference system. Other keys are ignored.
    pub fn from_map(map: &Map) -> Result<Self, PointError> {
        let coordinate = |field| number(map, field);
        let z = coordinate("z")?;
        let (geographic, x, y, z) = match (coordinate("x")?, coordinate("y")?) {
            (Some(x), Some(y)) => (false, x, y, z),
            _ => match (coordinate("longitude")?, coordinate("latitude")?) {
                (Some(x), Some(y)) => (true, x, y, z.or(coordinate("height")?)),
                _ => return Err(PointError::NoCoordinates),
            },
        };
        let crs = match named_crs(map)? {
            Some(crs) if geographic && !crs.is_geographic() => {
                return Err(PointError::NotGeographic(crs.name()));
            }
            Some(crs) => crs,
            None => match (geographic, z) {
                (false, None) => Crs::Cartesian,
                (false, Some(_)) => Crs::Cartesian3D,
                (true, None) => Crs::Wgs84,
                (true, Some(_)) => Crs::Wgs84_3D,
            },
        };
        Self::new(crs, x, y, z)
    }

    /// A point in a reference system. Longitudes beyond 180 degrees are wrapped around the globe.
    /// Fails when the number of coordinates is wrong, or one is not finite or beyond a pole.
    pub fn new(crs: Crs, x: f64, y: f64, z: Option<f64>) -> Result<Self, PointError> {
        let given = if z.is_some() { 3 } else { 2 };
        if crs.dimensions() != given {
            return Err(PointError::Dimensions {
                crs: crs.dimensions(),
                given,
            });
        }
        let shown = || {
            let mut parts = vec![Float(x).to_string(), Float(y).to_string()];
            parts.extend(z.map(|z| Float(z).to_string()));
            format!("[{}]", parts.join(", "))
        };
        if !x.is_finite() || !y.is_finite() || !z.unwrap_or(0.0).is_finite() {
            return Err(PointError::NotFinite(shown()));
        }
        if crs.is_geographic() && !(-90.0..=90.0).contains(&y) {
            return Err(PointError::Latitude(shown()));
        }
        let x = if crs.is_geographic() {
            wrapped_longitude(x)
        } else {
            x
        };
        Ok(Self {
            crs,
            x,
            y,
            z: z.unwrap_or(0.0),
        })
    }

    fn coordinates(&self) -> &'static [fn(&Self) -> f64] {
        const ALL: [fn(&Point) -> f64; 3] = [|p| p.x, |p| p.y, |p| p.z];
        &ALL[..self.crs.dimensions()]
    }
}

fn wrapped_longitude(longitude: f64) -> f64 {
    // Both ends stay what they are, also after whole turns.
    match longitude % 360.0 {
        _ if longitude.abs() <= 180.0 => longitude,
        rest if rest > 180.0 => rest - 360.0,
        rest if rest < -180.0 => rest + 360.0,
        rest => rest,
    }
}

fn number(map: &Map, field: &'static str) -> Result<Option<f64>, PointError> {
    match map.get(field) {
        None => Ok(None),
        Some(Value::Integer(value)) => Ok(Some(*value as f64)),
        Some(Value::Float(value)) => Ok(Some(*value)),
        Some(other) => Err(wrong_type(field, other)),
    }
}

fn wrong_type(field: &'static str, found: &Value) -> PointError {
    PointError::ComponentType {
        field,
        found: Literal(found).to_string(),
    }
}

fn named_crs(map: &Map) -> Result<Option<Crs>, PointError> {
    match (map.get("crs"), map.get("srid")) {
        (None, None) => Ok(None),
        (Some(_), Some(_)) => Err(PointError::CrsAndSrid),
        (Some(Value::String(name)), None) => {
            let crs = Crs::from_name(name);
            crs.map(Some)
                .ok_or_else(|| PointError::UnknownCrs(name.to_string()))
        }
        (None, Some(Value::Integer(srid))) => {
            let crs = Crs::from_srid(*srid);
            crs.map(Some)
                .ok_or_else(|| PointError::UnknownCrs(format!("code={srid}")))
        }
        (Some(other), None) => Err(wrong_type("crs", other)),
        (None, Some(other)) => Err(wrong_type("srid", other)),
    }
}

/// `point.x`, `point.crs` and so on; names are matched without regard to case.
pub fn component(point: &Point, name: &str) -> Result<Value, PointError> {
    let missing = |field, kind| PointError::MissingComponent {
        field,
        kind,
        point: *point,
    };
    let third = |field| {
        let found = (point.crs.dimensions() == 3).then_some(Value::Float(point.z));
        found.ok_or_else(|| missing(field, ""))
    };
    let geographic = |field| {
        if point.crs.is_geographic() {
            Ok(())
        } else {
            Err(missing(field, "cartesian "))
        }
    };
    match name.to_ascii_lowercase().as_str() {
        "x" => Ok(point.x.into()),
        "y" => Ok(point.y.into()),
        "z" => third("z"),
        "longitude" => geographic("longitude").map(|()| point.x.into()),
        "latitude" => geographic("latitude").map(|()| point.y.into()),
        "height" => geographic("height").and_then(|()| third("height")),
        "crs" => Ok(point.crs.name().into()),
        "srid" => Ok(Value::Integer(i64::from(point.crs.srid()))),
        _ => Err(PointError::UnknownComponent(name.to_owned())),
    }
}

/// `point.distance(a, b)`: metres between geographic points, the length of the straight line
/// otherwise. Null unless both are points of one reference system.
pub fn distance(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Point(a), Value::Point(b)) if a.crs == b.crs => match a.crs {
            Crs::Cartesian | Crs::Cartesian3D => {
                let squares = a
                    .coordinates()
                    .iter()
                    .map(|axis| (axis(a) - axis(b)).powi(2));
                Value::Float(squares.sum::<f64>().sqrt())
            }
            Crs::Wgs84 => Value::Float(EARTH_RADIUS * central_angle(a, b)),
            Crs::Wgs84_3D => {
                // On a sphere through the mean height, and then straight up.
                let ground = (EARTH_RADIUS + f64::midpoint(a.z, b.z)) * central_angle(a, b);
                Value::Float(ground.hypot(a.z - b.z))
            }
        },
        _ => Value::Null,
    }
}

/// The angle between two places seen from the earth's centre, by the haversine formula.
fn central_angle(a: &Point, b: &Point) -> f64 {
    let (latitude_a, latitude_b) = (a.y.to_radians(), b.y.to_radians());
    let half_height = ((latitude_b - latitude_a) / 2.0).sin().powi(2);
    let half_width = ((b.x.to_radians() - a.x.to_radians()) / 2.0).sin().powi(2);
    let alpha = half_height + latitude_a.cos() * latitude_b.cos() * half_width;
    2.0 * alpha.sqrt().atan2((1.0 - alpha).max(0.0).sqrt())
}

/// `point.withinBBox(point, lowerLeft, upperRight)`, borders included. A geographic box whose
/// west lies east of its east spans the antimeridian. Null unless all three are points of one
/// reference system.
pub fn within_box(point: &Value, lower_left: &Value, upper_right: &Value) -> Value {
    let (Value::Point(point), Value::Point(low), Value::Point(high)) =
        (point, lower_left, upper_right)
    else {
        return Value::Null;
    };
    if point.crs != low.crs || point.crs != high.crs {
        return Value::Null;
    }
    let inside = |axis: &fn(&Point) -> f64| (axis(low)..=axis(high)).contains(&axis(point));
    let mut axes = point.coordinates().iter();
    let spans_antimeridian = point.crs.is_geographic() && low.x > high.x;
    if spans_antimeridian {
        let beside = point.x >= low.x || point.x <= high.x;
        return Value::Boolean(beside && axes.skip(1).all(inside));
    }
    Value::Boolean(axes.all(inside))
}
