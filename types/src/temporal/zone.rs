//! Time zones: a fixed offset, or the bundled rules of a named zone.
//!
//! The rules reach from the year -9999 to 9999. Outside, a local time gets the offset of the same
//! day in a year that is a multiple of 400 years nearer: the calendar repeats itself after that
//! time, weekdays included, so the zone's last rule goes on for ever.

use std::borrow::Cow;
use std::sync::OnceLock;

use jiff::tz::{AmbiguousOffset, TimeZoneDatabase};

use super::calendar::civil_from_days;
use super::{LocalTime, NANOS_PER_SECOND, SECONDS_PER_DAY, TemporalError, Zone};
use crate::Text;

/// Seconds in 400 years.
const CYCLE: i64 = 146_097 * SECONDS_PER_DAY;
/// Beyond this many seconds from 1970 (about 7,600 years) times are moved by whole cycles.
const REACH: i64 = 240_000_000_000;

fn database() -> &'static TimeZoneDatabase {
    static DATABASE: OnceLock<TimeZoneDatabase> = OnceLock::new();
    DATABASE.get_or_init(TimeZoneDatabase::bundled)
}

/// A zone without an instant. Compare [`Zone`], which is a zone at an instant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TimeZone {
    /// A fixed offset from UTC in seconds.
    Offset(i32),
    /// A zone with rules.
    Named(NamedZone),
}

/// A zone of the bundled database.
#[derive(Clone, Debug)]
pub struct NamedZone {
    name: Text,
    rules: jiff::tz::TimeZone,
}

impl PartialEq for NamedZone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for NamedZone {}

impl NamedZone {
    /// Finds a zone by its IANA name, in any case and with blanks for underscores. `None` for
    /// a name that is not in the database.
    pub fn find(name: &str) -> Option<Self> {
        let wanted = if name.contains(' ') {
            Cow::from(name.replace(' ', "_"))
        } else {
            Cow::from(name)
        };
        // Abbreviations that stand for nothing but an offset; the reference refuses them too.
        if ["EST", "HST", "MST"]
            .iter()
            .any(|short| short.eq_ignore_ascii_case(&wanted))
        {
            return None;
        }
        let rules = database()
            .get(&wanted)
            .ok()
            .filter(|zone| !zone.is_unknown())?;
        let name = Text::new(rules.iana_name()?);
        Some(Self { name, rules })
    }

    /// The IANA name in its canonical spelling.
    pub fn name(&self) -> &Text {
        &self.name
    }
}

impl TimeZone {
    /// UTC as an offset (`Z`), not as the zone named UTC.
    pub const UTC: Self = Self::Offset(0);

    /// Reads `Z`, an offset `+hh:mm[:ss]`, or the name of a zone.
    pub fn parse(text: &str) -> Result<Self, TemporalError> {
        if text.eq_ignore_ascii_case("z") {
            return Ok(Self::UTC);
        }
        if text.starts_with(['+', '-']) {
            return super::parse::offset_with_colons(text)
                .map(Self::Offset)
                .ok_or_else(|| TemporalError::Zone(text.to_owned()));
        }
        let zone = NamedZone::find(text).ok_or_else(|| TemporalError::Zone(text.to_owned()))?;
        Ok(Self::Named(zone))
    }

    /// The zone of a value. A name the database does not know is taken for the offset that came
    /// with it.
    pub fn of(zone: &Zone) -> Self {
        match zone {
            Zone::Offset(offset) => Self::Offset(*offset),
            Zone::Named {
                name,
                offset_seconds,
            } => NamedZone::find(name).map_or(Self::Offset(*offset_seconds), Self::Named),
        }
    }

    /// The offset in seconds at an instant given in seconds since 1970.
    pub fn offset_at(&self, seconds: i64) -> i32 {
        match self {
            Self::Offset(offset) => *offset,
            Self::Named(zone) => jiff::Timestamp::from_second(into_reach(seconds))
                .map_or(0, |instant| zone.rules.to_offset(instant).seconds()),
        }
    }

    /// The offset to subtract from a local count of seconds to get the instant: in a gap the one
    /// before it, in an overlap `preferred` if possible and the earlier instant's otherwise.
    pub(super) fn offset_for_local(&self, local: i64, preferred: Option<i32>) -> i32 {
        match self.offsets_for_local(local) {
            LocalOffsets::One(offset) | LocalOffsets::Skipped(offset) => offset,
            LocalOffsets::Two(_, later) if preferred == Some(later) => later,
            LocalOffsets::Two(earlier, _) => earlier,
        }
    }

    /// Which offsets clocks in this zone may have when they show a local time.
    pub(super) fn offsets_for_local(&self, local: i64) -> LocalOffsets {
        let zone = match self {
            Self::Offset(offset) => return LocalOffsets::One(*offset),
            Self::Named(zone) => zone,
        };
        let Some(civil) = civil(into_reach(local)) else {
            return LocalOffsets::One(0);
        };
        match zone.rules.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => LocalOffsets::One(offset.seconds()),
            AmbiguousOffset::Gap { before, .. } => LocalOffsets::Skipped(before.seconds()),
            AmbiguousOffset::Fold { before, after } => {
                LocalOffsets::Two(before.seconds(), after.seconds())
            }
        }
    }

    /// This zone at an instant at which it has `offset`.
    pub(super) fn at_offset(&self, offset_seconds: i32) -> Zone {
        match self {
            Self::Offset(offset) => Zone::Offset(*offset),
            Self::Named(zone) => Zone::Named {
                name: zone.name.clone(),
                offset_seconds,
            },
        }
    }
}

/// The offsets a local time may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LocalOffsets {
    /// The only one.
    One(i32),
    /// Clocks skip the time; this is the offset before the gap.
    Skipped(i32),
    /// Clocks show the time twice: first with the one, then with the other.
    Two(i32, i32),
}

/// A named zone with the offset it has at an instant, given in seconds since 1970-01-01T00:00:00Z.
/// `None` when there is no zone of that name.
pub fn at_instant(name: &str, seconds: i64) -> Option<Zone> {
    let zone = TimeZone::Named(NamedZone::find(name)?);
    Some(zone.at_offset(zone.offset_at(seconds)))
}

/// The instant (seconds of UTC) and zone that clocks of a named zone mean when they show
/// `seconds` since 1970-01-01T00:00:00. Where clocks go back the earlier instant is meant, where
/// they go forward the reading is moved forward by the gap. `None` when there is no such zone.
pub fn at_local(name: &str, seconds: i64) -> Option<(i64, Zone)> {
    let zone = TimeZone::Named(NamedZone::find(name)?);
    let instant = seconds.checked_sub(i64::from(zone.offset_for_local(seconds, None)))?;
    Some((instant, zone.at_offset(zone.offset_at(instant))))
}

/// The short name a zone has at an instant, e.g. `CEST`; `None` where it is only an offset.
pub(super) fn abbreviation(name: &str, seconds: i64) -> Option<Text> {
    let zone = NamedZone::find(name)?;
    let instant = jiff::Timestamp::from_second(into_reach(seconds)).ok()?;
    let info = zone.rules.to_offset_info(instant);
    let short = info.abbreviation();
    short
        .starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| Text::new(short))
}

/// Moves a time by whole 400-year cycles until the rules cover it.
fn into_reach(seconds: i64) -> i64 {
    if seconds > REACH {
        REACH - CYCLE + (seconds - REACH).rem_euclid(CYCLE)
    } else if seconds < -REACH {
        -REACH + (seconds + REACH).rem_euclid(CYCLE)
    } else {
        seconds
    }
}

fn civil(local: i64) -> Option<jiff::civil::DateTime> {
    let (year, month, day) = civil_from_days(local.div_euclid(SECONDS_PER_DAY));
    let time = LocalTime {
        nanos: local.rem_euclid(SECONDS_PER_DAY) * NANOS_PER_SECOND,
    };
    jiff::civil::DateTime::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        i8::try_from(time.hour()).ok()?,
        i8::try_from(time.minute()).ok()?,
        i8::try_from(time.second()).ok()?,
        0,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(zone: &Zone) -> i32 {
        match zone {
            Zone::Offset(seconds)
            | Zone::Named {
                offset_seconds: seconds,
                ..
            } => *seconds,
        }
    }

    #[test]
    fn instants_have_the_offset_of_their_season() {
        let cases = [
            ("Europe/Paris", 1_591_085_472, 7200),
            ("Europe/Paris", 1_577_956_272, 3600),
            ("europe/paris", 1_577_956_272, 3600),
            ("UTC", 0, 0),
            // The year 12020 has the rules of 2020, four hundred years being a cycle.
            ("Europe/Paris", 1_591_085_472 + 25 * CYCLE, 7200),
            ("Europe/Paris", 31_556_889_864_403_199, 3600),
            ("Europe/Paris", -31_557_014_167_219_200, 561),
        ];
        for (name, seconds, expected) in cases {
            let zone = at_instant(name, seconds).unwrap();
            assert_eq!(offset(&zone), expected, "{name} {seconds}");
        }
        assert_eq!(at_instant("Europe/Atlantis", 0), None);
        assert_eq!(at_instant("", 0), None);
    }

    #[test]
    fn local_clocks_mean_an_instant() {
        let cases = [
            (1_591_092_672, 1_591_085_472, 7200),
            // 2020-03-29T02:30 does not exist in Paris: clocks show 03:30.
            (1_585_449_000, 1_585_445_400, 7200),
            // 2020-10-25T02:30 is twice there: the first one is meant.
            (1_603_593_000, 1_603_585_800, 7200),
        ];
        for (local, instant, expected) in cases {
            let (seconds, zone) = at_local("Europe/Paris", local).unwrap();
            assert_eq!((seconds, offset(&zone)), (instant, expected), "{local}");
        }
        assert!(at_local("Nowhere", 0).is_none());
    }
}
