//! Named time zones: which offset a place has at an instant, and what its clocks mean.
//!
//! The tz database is compiled in, so answers do not depend on the machine. It covers the years
//! -9999 to 9999; Cypher's years reach further, so later instants are looked up in the same place
//! of the 400-year cycle of the calendar, and earlier ones at the database's first instant.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Zone;
use crate::Text;

/// Seconds after which the Gregorian calendar, weekdays included, repeats: 146,097 days.
const CYCLE: i64 = 146_097 * 86_400;

/// Nothing east or west of UTC is further than this, so one step inside jiff's limits is safe.
const DAY: i64 = 86_400;

/// A named zone with the offset it has at an instant, given in seconds since 1970-01-01T00:00:00Z.
/// `None` when there is no zone of that name.
pub fn at_instant(name: &str, seconds: i64) -> Option<Zone> {
    let zone = TimeZone::get(name).ok()?;
    let timestamp = Timestamp::from_second(into_range(seconds)).ok()?;
    Some(named(&zone, name, zone.to_offset(timestamp).seconds()))
}

/// The instant (seconds of UTC) and zone that clocks of a named zone mean when they show
/// `seconds` since 1970-01-01T00:00:00. Where clocks go back the earlier instant is meant, where
/// they go forward the reading is moved forward by the gap. `None` when there is no such zone.
pub fn at_local(name: &str, seconds: i64) -> Option<(i64, Zone)> {
    let zone = TimeZone::get(name).ok()?;
    let inside = into_range(seconds);
    let local: DateTime = jiff::tz::Offset::UTC.to_datetime(Timestamp::from_second(inside).ok()?);
    let instant = zone
        .to_ambiguous_timestamp(local)
        .compatible()
        .ok()?
        .as_second();
    let offset = zone
        .to_offset(Timestamp::from_second(instant).ok()?)
        .seconds();
    Some((
        seconds.checked_add(instant - inside)?,
        named(&zone, name, offset),
    ))
}

/// Moves an instant to one that the tz database covers and that has the same rules.
fn into_range(seconds: i64) -> i64 {
    let first = Timestamp::MIN.as_second() + DAY;
    let last = Timestamp::MAX.as_second() - DAY;
    if seconds > last {
        let cycles = (seconds - last).div_euclid(CYCLE) + 1;
        seconds - cycles * CYCLE
    } else {
        seconds.max(first)
    }
}

fn named(zone: &TimeZone, asked: &str, offset_seconds: i32) -> Zone {
    let name = zone.iana_name().map_or_else(|| Text::new(asked), Text::new);
    Zone::Named {
        name,
        offset_seconds,
    }
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
