//! The structures that values are made of, in one table: tag, fields, where they are legal.

use crate::version::Dialect;

/// A structure that can be a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Structure {
    /// A node.
    Node,
    /// A relationship with its end points.
    Relationship,
    /// A relationship inside a path, which says the end points.
    UnboundRelationship,
    /// A path.
    Path,
    /// A date.
    Date,
    /// A time with offset.
    Time,
    /// A time without.
    LocalTime,
    /// A date and time with offset, in seconds of UTC.
    DateTime,
    /// A date and time with a named zone, in seconds of UTC.
    DateTimeZoneId,
    /// A date and time with offset, in seconds of the local clock.
    LegacyDateTime,
    /// A date and time with a named zone, in seconds of the local clock.
    LegacyDateTimeZoneId,
    /// A date and time without zone.
    LocalDateTime,
    /// A duration.
    Duration,
    /// A point in a plane or on the globe.
    Point2D,
    /// A point with height.
    Point3D,
    /// A vector.
    Vector,
}

/// A row of the table.
struct Row {
    structure: Structure,
    tag: u8,
    /// Fields where there are no element ids, and where there are.
    fields: [u8; 2],
    name: &'static str,
}

const fn row(structure: Structure, tag: u8, fields: u8, name: &'static str) -> Row {
    Row {
        structure,
        tag,
        fields: [fields, fields],
        name,
    }
}

/// In the order of [`Structure`].
const TABLE: [Row; 16] = [
    Row {
        fields: [3, 4],
        ..row(Structure::Node, 0x4E, 0, "Node")
    },
    Row {
        fields: [5, 8],
        ..row(Structure::Relationship, 0x52, 0, "Relationship")
    },
    Row {
        fields: [3, 4],
        ..row(
            Structure::UnboundRelationship,
            0x72,
            0,
            "UnboundRelationship",
        )
    },
    row(Structure::Path, 0x50, 3, "Path"),
    row(Structure::Date, 0x44, 1, "Date"),
    row(Structure::Time, 0x54, 2, "Time"),
    row(Structure::LocalTime, 0x74, 1, "LocalTime"),
    row(Structure::DateTime, 0x49, 3, "DateTime"),
    row(Structure::DateTimeZoneId, 0x69, 3, "DateTimeZoneId"),
    row(Structure::LegacyDateTime, 0x46, 3, "DateTime"),
    row(Structure::LegacyDateTimeZoneId, 0x66, 3, "DateTimeZoneId"),
    row(Structure::LocalDateTime, 0x64, 2, "LocalDateTime"),
    row(Structure::Duration, 0x45, 4, "Duration"),
    row(Structure::Point2D, 0x58, 3, "Point2D"),
    row(Structure::Point3D, 0x59, 4, "Point3D"),
    row(Structure::Vector, 0x56, 2, "Vector"),
];

impl Structure {
    fn row(self) -> &'static Row {
        let row = &TABLE[self as usize];
        debug_assert!(
            row.structure == self,
            "the table is in the order of the enum"
        );
        row
    }

    /// The tag byte.
    pub fn tag(self) -> u8 {
        self.row().tag
    }

    /// The name the specification gives it.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Number of fields in a dialect.
    pub fn fields(self, dialect: Dialect) -> u8 {
        self.row().fields[usize::from(dialect.element_ids)]
    }

    /// The structure behind a tag, if the dialect has it.
    pub fn from_tag(tag: u8, dialect: Dialect) -> Option<Self> {
        TABLE
            .iter()
            .map(|row| row.structure)
            .find(|structure| structure.tag() == tag && structure.is_in(dialect))
    }

    fn is_in(self, dialect: Dialect) -> bool {
        match self {
            Self::DateTime | Self::DateTimeZoneId => dialect.utc,
            Self::LegacyDateTime | Self::LegacyDateTimeZoneId => !dialect.utc,
            Self::Vector => dialect.vectors,
            Self::Node
            | Self::Relationship
            | Self::UnboundRelationship
            | Self::Path
            | Self::Date
            | Self::Time
            | Self::LocalTime
            | Self::LocalDateTime
            | Self::Duration
            | Self::Point2D
            | Self::Point3D => true,
        }
    }

    /// Whether it is part of a graph, and as such only ever a result.
    pub fn is_entity(self) -> bool {
        matches!(
            self,
            Self::Node | Self::Relationship | Self::UnboundRelationship | Self::Path
        )
    }
}
