//! Cypher's six temporal types: what they hold, and every operation on them that needs no clock
//! and no store.
//!
//! The types are plain numbers; text, maps and zones are turned into them by the files here.
//! Nothing here reads the clock: what depends on "now" or on the session's zone takes a
//! [`Context`]. Callers with [`crate::Value`]s start with [`functions`]; callers with Rust types
//! start with [`Date`], [`ZonedDateTime`] and [`Duration`].
//!
//! | file | holds |
//! |---|---|
//! | `calendar` | days and civil dates, weeks, quarters |
//! | `date`, `time`, `date_time`, `duration` | the types' own operations |
//! | `zone` | offsets of named zones |
//! | `parse`, `parse_duration`, `format` | text |
//! | `component` | `value.year` and the like |
//! | `fields`, `build` | values from maps of components |
//! | `truncate`, `between` | truncation, and differences of two values |
//! | `pattern` | text by patterns of letters |
//! | `functions` | entry points over `Value` |

mod between;
mod build;
mod calendar;
mod component;
mod date;
mod date_time;
mod duration;
mod error;
mod fields;
mod format;
pub mod functions;
mod parse;
mod parse_duration;
pub mod pattern;
mod time;
mod truncate;
pub mod zone;

pub use error::TemporalError;
pub use format::Short;
pub use functions::{Context, Instant};
pub use zone::TimeZone;

/// Nanoseconds in a second.
pub const NANOS_PER_SECOND: i64 = 1_000_000_000;
/// Seconds in a day without clock changes.
pub const SECONDS_PER_DAY: i64 = 86_400;
/// Nanoseconds in a day without clock changes.
pub const NANOS_PER_DAY: i64 = SECONDS_PER_DAY * NANOS_PER_SECOND;
/// The first year a value may lie in.
pub const MIN_YEAR: i64 = -999_999_999;
/// The last year a value may lie in.
pub const MAX_YEAR: i64 = 999_999_999;

/// A calendar date: days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date {
    /// Days since 1970-01-01.
    pub days: i64,
}

/// A time of day without zone: nanoseconds since midnight, below 86,400 * 10^9.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LocalTime {
    /// Nanoseconds since midnight.
    pub nanos: i64,
}

/// A time of day with an offset from UTC.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Time {
    /// Local nanoseconds since midnight.
    pub nanos: i64,
    /// Offset from UTC in seconds, east positive, at most 18 hours.
    pub offset_seconds: i32,
}

/// A date and time without zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LocalDateTime {
    /// Seconds since 1970-01-01T00:00:00 on the local clock.
    pub seconds: i64,
    /// Nanoseconds within the second, 0 to 999,999,999.
    pub nanos: u32,
}

/// A date and time with an offset or a named zone.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ZonedDateTime {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Nanoseconds within the second, 0 to 999,999,999.
    pub nanos: u32,
    /// Zone.
    pub zone: Zone,
}

/// The zone of a [`ZonedDateTime`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Zone {
    /// A fixed offset from UTC in seconds.
    Offset(i32),
    /// A named zone and the offset it has at the instant it accompanies.
    Named {
        /// IANA name, canonical spelling.
        name: crate::Text,
        /// Offset from UTC in seconds at that instant.
        offset_seconds: i32,
    },
}

/// A duration in Cypher's four independent units.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Duration {
    /// Months.
    pub months: i64,
    /// Days.
    pub days: i64,
    /// Seconds.
    pub seconds: i64,
    /// Nanoseconds within the second, 0 to 999,999,999; the sign is in `seconds`.
    pub nanos: u32,
}
