//! The vocabulary every other crate shares: values, identifiers, comparison rules, statuses.
//!
//! This crate depends on nothing else of ours, does no I/O, and has no engine behaviour: it knows
//! what a value *is* and how two of them compare, never where one is kept or what a query does
//! with it. Start with [`Value`].

pub mod compare;
pub mod entity;
pub mod format;
pub mod id;
pub mod map;
pub mod point;
pub mod rng;
pub mod status;
pub mod temporal;
pub mod text;
pub mod time;
pub mod value;
pub mod vector;
pub mod writer;

pub use entity::{Entity, HydratedPath, Node, Path, PathStep, Relationship};
pub use id::{
    DatabaseId, ElementId, LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId,
};
pub use map::Map;
pub use point::{Crs, Point};
pub use status::{Failure, Position, Status};
pub use temporal::{Date, Duration, LocalDateTime, LocalTime, Time, Zone, ZonedDateTime};
pub use text::Text;
pub use value::Value;
pub use vector::Vector;
pub use writer::ValueWriter;
