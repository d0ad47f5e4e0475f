//! Points in the four coordinate reference systems Neo4j knows.

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
