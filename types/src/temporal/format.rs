//! Temporal values as text: `Display` is what Cypher's `toString` gives, with the seconds always
//! and the fraction as long as needed; [`Short`] leaves out seconds that are zero.

use std::fmt::{self, Display, Formatter, Write};

use super::{
    Date, Duration, LocalDateTime, LocalTime, NANOS_PER_SECOND, Time, Zone, ZonedDateTime,
};

impl Display for Date {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        match year {
            10_000.. => write!(f, "+{year}")?,
            0.. => write!(f, "{year:04}")?,
            _ => write!(f, "-{:04}", -year)?,
        }
        write!(f, "-{month:02}-{day:02}")
    }
}

impl Display for LocalTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:02}:{:02}:{:02}",
            self.hour(),
            self.minute(),
            self.second()
        )?;
        fraction(f, self.nanosecond())
    }
}

/// A point and the digits of a fraction of a second, without trailing zeros; nothing for zero.
fn fraction(f: &mut impl Write, nanos: i64) -> fmt::Result {
    if nanos == 0 {
        return Ok(());
    }
    let digits = format!("{nanos:09}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}

/// An offset in seconds as `Z`, `+hh:mm` or `+hh:mm:ss`.
pub(super) struct Offset(pub i32);

impl Display for Offset {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_char('Z');
        }
        let sign = if self.0 < 0 { '-' } else { '+' };
        let seconds = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", seconds / 3_600, seconds / 60 % 60)?;
        match seconds % 60 {
            0 => Ok(()),
            seconds => write!(f, ":{seconds:02}"),
        }
    }
}

impl Display for Zone {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(offset) => Offset(*offset).fmt(f),
            Self::Named {
                name,
                offset_seconds,
            } => write!(f, "{}[{name}]", Offset(*offset_seconds)),
        }
    }
}

impl Display for Time {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.local(), Offset(self.offset_seconds))
    }
}

impl Display for LocalDateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date(), self.time())
    }
}

impl Display for ZonedDateTime {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.local(), self.zone)
    }
}

impl Display for Duration {
    /// Every unit with its own sign: `P1Y-2M3DT-4H-0.5S`; nothing is `PT0S`.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if *self == Self::ZERO {
            return f.write_str("PT0S");
        }
        f.write_char('P')?;
        unit(f, self.months / 12, 'Y')?;
        unit(f, self.months % 12, 'M')?;
        unit(f, self.days, 'D')?;
        if self.seconds == 0 && self.nanos == 0 {
            return Ok(());
        }
        f.write_char('T')?;
        // The stored fraction counts upwards; text has one sign for seconds and fraction.
        let borrowed = self.seconds < 0 && self.nanos > 0;
        let seconds = self.seconds + i64::from(borrowed);
        let nanos = i64::from(self.nanos);
        let nanos = if borrowed {
            NANOS_PER_SECOND - nanos
        } else {
            nanos
        };
        unit(f, seconds / 3_600, 'H')?;
        unit(f, seconds / 60 % 60, 'M')?;
        let rest = seconds % 60;
        if rest == 0 && nanos == 0 {
            return Ok(());
        }
        if self.seconds < 0 {
            f.write_char('-')?;
        }
        write!(f, "{}", rest.unsigned_abs())?;
        fraction(f, nanos)?;
        f.write_char('S')
    }
}

fn unit(f: &mut Formatter<'_>, amount: i64, letter: char) -> fmt::Result {
    if amount == 0 {
        Ok(())
    } else {
        write!(f, "{amount}{letter}")
    }
}

/// Prints a value without seconds that are zero, as the openCypher TCK writes temporal values
/// and as Neo4j's own messages show them: `12:31` where `Display` gives `12:31:00`.
pub struct Short<'a, T>(pub &'a T);

impl Display for Short<'_, LocalTime> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let time = self.0;
        if time.second() == 0 && time.nanosecond() == 0 {
            write!(f, "{:02}:{:02}", time.hour(), time.minute())
        } else {
            time.fmt(f)
        }
    }
}

impl Display for Short<'_, Time> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}",
            Short(&self.0.local()),
            Offset(self.0.offset_seconds)
        )
    }
}

impl Display for Short<'_, LocalDateTime> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.0.date(), Short(&self.0.time()))
    }
}

impl Display for Short<'_, ZonedDateTime> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Short(&self.0.local()), self.0.zone)
    }
}
