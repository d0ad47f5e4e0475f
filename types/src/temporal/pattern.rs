//! Temporal values written and read by patterns (`yyyy-MM-dd`), as Cypher 25's `format()` and the
//! second argument of `date()` and its kin take them: Java's letters, English names, weeks that
//! begin on Sunday. Begin with [`write()`] and [`read()`]; durations have letters of their own.

mod duration;
mod read;
mod write;

pub use read::{construct_by, duration_by, read};
pub use write::write;

/// What a pattern says at one place.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Item {
    /// A letter so many times, padded with blanks to a width (0: not).
    Field(char, usize, usize),
    /// Text as it stands.
    Text(String),
    /// A part that may be absent.
    Optional(Vec<Item>),
}

/// Optional parts in optional parts, at most.
const DEEPEST: usize = 32;

/// A pattern in parts; `None` when it is none.
fn parse(pattern: &str) -> Option<Vec<Item>> {
    let mut open: Vec<Vec<Item>> = vec![Vec::new()];
    let mut chars = pattern.chars().peekable();
    let mut pad = 0;
    while let Some(c) = chars.next() {
        let depth = open.len();
        let here = open.last_mut()?;
        match c {
            'p' => {
                pad = 1;
                while chars.next_if_eq(&'p').is_some() {
                    pad += 1;
                }
                if !chars.peek().is_some_and(char::is_ascii_alphabetic) {
                    return None;
                }
            }
            'a'..='z' | 'A'..='Z' => {
                let mut count = 1;
                while chars.next_if_eq(&c).is_some() {
                    count += 1;
                }
                if !is_field(c, count) {
                    return None;
                }
                here.push(Item::Field(c, count, std::mem::take(&mut pad)));
            }
            '\'' => {
                let text = quoted(&mut chars)?;
                here.push(Item::Text(text));
            }
            '[' if depth < DEEPEST => open.push(Vec::new()),
            ']' => {
                let part = open.pop()?;
                open.last_mut()?.push(Item::Optional(part));
            }
            '[' | '{' | '}' | '#' => return None,
            other => here.push(Item::Text(other.to_string())),
        }
    }
    // An optional part may end with the pattern.
    while open.len() > 1 {
        let part = open.pop()?;
        open.last_mut()?.push(Item::Optional(part));
    }
    open.pop()
}

/// The text after an opening quote; two quotes are one.
fn quoted(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    let mut text = String::new();
    loop {
        match chars.next()? {
            '\'' if chars.next_if_eq(&'\'').is_some() => text.push('\''),
            '\'' if text.is_empty() => return Some("'".to_owned()),
            '\'' => return Some(text),
            other => text.push(other),
        }
    }
}

/// Whether a letter may stand so many times.
fn is_field(letter: char, count: usize) -> bool {
    match letter {
        'u' | 'y' | 'Y' | 'g' | 'A' | 'n' | 'N' => count <= 19,
        'G' | 'M' | 'L' | 'Q' | 'q' | 'E' | 'e' | 'B' | 'X' | 'x' | 'Z' => count <= 5,
        'c' => count <= 5 && count != 2,
        'D' => count <= 3,
        'd' | 'w' | 'h' | 'K' | 'k' | 'H' | 'm' | 's' => count <= 2,
        'W' | 'F' | 'a' => count == 1,
        'S' => count <= 9,
        'V' => count == 2,
        'v' | 'O' => count == 1 || count == 4,
        'z' => count <= 4,
        _ => false,
    }
}

/// Whether a field is written as a number.
fn is_number(letter: char, count: usize) -> bool {
    match letter {
        'M' | 'L' | 'Q' | 'q' | 'e' | 'c' => count <= 2,
        'u' | 'y' | 'Y' | 'g' | 'A' | 'n' | 'N' | 'D' | 'd' | 'w' | 'h' | 'K' | 'k' | 'H' | 'm'
        | 's' | 'W' | 'F' | 'S' => true,
        _ => false,
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// From Monday.
const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

const QUARTERS: [&str; 4] = ["1st quarter", "2nd quarter", "3rd quarter", "4th quarter"];

/// A name as a count of letters asks for it: 3 or fewer short, 4 whole, 5 its first letter.
fn cut(name: &str, count: usize) -> &str {
    match count {
        4 => name,
        5 => name.get(..1).unwrap_or(name),
        _ => name.get(..3).unwrap_or(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;
    use crate::temporal::functions::{Context, Instant, construct, duration};
    use crate::temporal::{TemporalError, TimeZone};

    fn context() -> Context {
        Context::at(0, TimeZone::UTC)
    }

    fn of(kind: Instant, text: &str) -> Value {
        construct(kind, &text.into(), &context()).unwrap()
    }

    /// What Neo4j 2026.08 writes.
    #[test]
    fn values_are_written_as_the_reference_writes_them() {
        let date = || of(Instant::Date, "2020-01-05");
        let zoned = |text: &str| of(Instant::ZonedDateTime, text);
        let time = |text: &str| of(Instant::LocalTime, text);
        let cases: Vec<(Value, &str, &str)> = vec![
            (date(), "dd.MM.yyyy", "05.01.2020"),
            (date(), "EEEE, d MMMM yyyy", "Sunday, 5 January 2020"),
            (
                date(),
                "E e w W D Q QQQ QQQQ q G GGGG",
                "Sun 1 2 2 5 1 Q1 1st quarter 1 AD Anno Domini",
            ),
            (
                date(),
                "yy u uu uuu uuuu yyy yyyyy M MM MMM MMMM MMMMM L LL LLL LLLL d dd D DDD E EE EEE EEEE EEEEE e ee eee eeee c ccc Y YY YYYY w ww",
                "20 2020 20 2020 2020 2020 02020 1 01 Jan January J 1 01 Jan January 5 05 5 005 Sun Sun Sun Sunday S 1 01 Sun Sunday 1 Sun 2020 20 2020 2 02",
            ),
            (date(), "yyyy'year' '' pppd", "2020year '   5"),
            (date(), "[yyyy]", "2020"),
            (date(), "", ""),
            (
                of(Instant::Date, "-0044-03-15"),
                "y u G yyyy uuuu",
                "45 -44 BC 0045 -0044",
            ),
            (
                of(Instant::Date, "2021-12-31"),
                "YYYY ww W w e c q QQQQ qqq",
                "2022 01 5 1 6 6 4 4th quarter Q4",
            ),
            (of(Instant::Date, "2020-12-26"), "YYYY w W", "2020 52 4"),
            (
                of(Instant::Date, "2020-12-27"),
                "YYYY w W F g GG GGGGG QQ QQQQQ yyyyyy",
                "2021 1 5 4 59210 AD A 04 4 002020",
            ),
            (
                zoned("2020-01-05T13:04:05.123456789[Europe/Paris]"),
                "yyyy-MM-dd HH:mm:ss.SSSSSSSSS VV z O OOOO X XX XXX x xx xxx Z ZZZZ ZZZZZ",
                "2020-01-05 13:04:05.123456789 Europe/Paris CET GMT+1 GMT+01:00 +01 +0100 +01:00 +01 +0100 +01:00 +0100 GMT+01:00 +01:00",
            ),
            (
                zoned("2020-01-05T13:04:05.123456789+05:30"),
                "h K k H a B n N A S SS SSS s m",
                "1 1 13 13 PM in the afternoon 123456789 47045123456789 47045123 1 12 123 5 4",
            ),
            (
                zoned("2020-01-05T13:04:05Z"),
                "VV z zzzz O OOOO X XXX x Z ZZZZ ZZZZZ",
                "Z Z Z GMT GMT Z Z +00 +0000 GMT Z",
            ),
            (
                of(Instant::Time, "13:04:05.120-03:30:15"),
                "X XX XXX XXXX XXXXX x xxxx O OOOO Z ZZZZ ZZZZZ",
                "-0330 -0330 -03:30 -033015 -03:30:15 -0330 -033015 GMT-3:30:15 GMT-03:30:15 -0330 GMT-03:30:15 -03:30:15",
            ),
            (
                time("13:04:05.120"),
                "A AA AAAAAAAAAA n nnnnnnnnnn N NNNNNNNNNNNNNNNN",
                "47045120 47045120 0047045120 120000000 0120000000 47045120000000 0047045120000000",
            ),
            (time("00:30"), "B h a k K", "in the morning 12 AM 24 0"),
            (time("12:00"), "B", "noon"),
            (time("00:00"), "B", "midnight"),
            (time("21:30"), "BBBB", "at night"),
        ];
        for (value, pattern, expected) in cases {
            assert_eq!(write(&value, pattern).unwrap(), expected, "{pattern}");
        }
        for pattern in [
            "HH", "foo", "d{", "b", "ddd", "MMMMMM", "d 'open", "VV", "aa",
        ] {
            let error = write(&date(), pattern).unwrap_err();
            assert!(
                matches!(error, TemporalError::PatternCharacter(_)),
                "{pattern}"
            );
        }
    }

    #[test]
    fn durations_are_written_in_the_units_asked_for() {
        let cases = [
            ("P1Y2M3DT4H5M6.789S", "y M d H m s S", "1 2 3 4 5 6 7"),
            (
                "P1Y2M3DT4H5M6.789S",
                "yyyy MM dd HH mm ss SSS n N A",
                "0001 02 03 04 05 06 789 7 0 789",
            ),
            ("P14M40DT50H", "M d m", "14 40 3000"),
            ("P14M", "y q M", "1 0 2"),
            ("P14M", "q", "4"),
            ("P40D", "w d", "5 5"),
            ("P40D", "w", "5"),
            ("PT3661.5S", "m s", "61 1"),
            ("PT3661.5S", "S", "5"),
            ("PT3661.5S", "A", "3661500"),
            ("PT3661.5S", "N", "3661500000000"),
            ("PT3661.5S", "H s", "1 61"),
            ("PT-1.5S", "s S", "-2 5"),
            ("P-14M-5DT-3H", "yy MM dd HH", "-1 -2 -5 -3"),
            ("P5D", "ddd D DDD", "005 5 005"),
            ("P14M3DT5H", "y[M]d", "1[2]3"),
            ("P14M3DT5H", "EEE y", "EEE 1"),
        ];
        for (text, pattern, expected) in cases {
            let value = duration(&text.into()).unwrap();
            assert_eq!(write(&value, pattern).unwrap(), expected, "{pattern}");
        }
    }

    #[test]
    fn text_is_read_by_a_pattern() {
        use Instant as I;
        let cases = [
            (I::Date, "2020-01-05", "yyyy-MM-dd", "2020-01-05"),
            (I::Date, "05/01/2020", "dd/MM/yyyy", "2020-01-05"),
            (I::Date, "5 Jan 2020", "d MMM yyyy", "2020-01-05"),
            (I::Date, "January 5, 2020", "MMMM d, yyyy", "2020-01-05"),
            (I::Date, "20200105", "yyyyMMdd", "2020-01-05"),
            (I::Date, "20-1-5", "yy-M-d", "2020-01-05"),
            (I::Date, "2020-005", "yyyy-DDD", "2020-01-05"),
            (I::Date, "2020 12", "yyyy DD", "2020-01-12"),
            (I::Date, "2020-02-30", "yyyy-MM-dd", "2020-02-29"),
            (
                I::Date,
                "Sunday 5 January 2020",
                "EEEE d MMMM yyyy",
                "2020-01-05",
            ),
            (I::Date, "2020-W01-1", "YYYY-'W'ww-e", "2019-12-29"),
            (
                I::Date,
                "2020-01-05 12:30",
                "yyyy-MM-dd HH:mm",
                "2020-01-05",
            ),
            (I::Date, "2020-01-05", "yyyy-MM-dd[ HH:mm]", "2020-01-05"),
            (I::LocalTime, "12:30", "HH:mm", "12:30:00"),
            (I::LocalTime, "01:30 PM", "hh:mm a", "13:30:00"),
            (I::LocalTime, "24:00", "kk:mm", "00:00:00"),
            (I::Time, "12:30", "HH:mm", "12:30:00Z"),
            (I::Time, "12:30+01:00", "HH:mmXXX", "12:30:00+01:00"),
            (I::Time, "12:30 GMT+1", "HH:mm O", "12:30:00+01:00"),
            (
                I::LocalDateTime,
                "2020-01-05T12:30:15.123",
                "yyyy-MM-dd'T'HH:mm:ss.SSS",
                "2020-01-05T12:30:15.123",
            ),
            (
                I::LocalDateTime,
                "2020-01-05",
                "yyyy-MM-dd",
                "2020-01-05T00:00:00",
            ),
            (
                I::LocalDateTime,
                "2020-12-31 24:00",
                "yyyy-MM-dd HH:mm",
                "2021-01-01T00:00:00",
            ),
            (
                I::ZonedDateTime,
                "2020-01-05 12:30",
                "yyyy-MM-dd HH:mm",
                "2020-01-05T12:30:00Z",
            ),
            (
                I::ZonedDateTime,
                "2020-01-05 12:30 +0200",
                "yyyy-MM-dd HH:mm xx",
                "2020-01-05T12:30:00+02:00",
            ),
            (
                I::ZonedDateTime,
                "2020-01-05 12:30 Europe/Paris",
                "yyyy-MM-dd HH:mm VV",
                "2020-01-05T12:30:00+01:00[Europe/Paris]",
            ),
        ];
        for (kind, text, pattern, expected) in cases {
            let value = read(kind, text, pattern, &context()).unwrap();
            assert_eq!(crate::format::to_string(&value), expected, "{pattern}");
        }
        let wrong = [
            (I::Date, "2020-01", "yyyy-MM"),
            (I::Date, "2020-13-05", "yyyy-MM-dd"),
            (I::Date, "2020-01-5", "yyyy-MM-dd"),
            (I::Date, "2020-01-05 extra", "yyyy-MM-dd"),
            (I::Date, "2020-jan-30", "uuuu-MMM-dd"),
            (I::Date, "Monday 5 January 2020", "EEEE d MMMM yyyy"),
            (I::Date, "12020 01 01", "yyyy MM dd"),
            (I::Date, "2020-01-01", "foo"),
            (I::Date, "2020-01-01", ""),
            (I::LocalTime, "10", "hh"),
            (I::LocalTime, "10:61", "HH:mm"),
            (I::LocalTime, "12:30", "mm:ss"),
            (I::LocalTime, "2020", "yyyy"),
            (I::ZonedDateTime, "10:11", "HH:mm"),
        ];
        for (kind, text, pattern) in wrong {
            let found = read(kind, text, pattern, &context());
            assert!(
                matches!(found, Err(TemporalError::PatternMismatch { .. })),
                "{text} {pattern} {found:?}"
            );
        }
    }

    #[test]
    fn durations_are_read_by_a_pattern() {
        let cases = [
            ("1y 2m", "y'y' M'm'", "P1Y2M"),
            ("12:30:15", "HH:mm:ss", "PT12H30M15S"),
            ("1-2-3", "y-M-d", "P1Y2M3D"),
            ("5", "D", "P5D"),
            ("3w", "w'w'", "P21D"),
            ("1.5", "s.S", "PT1.5S"),
            ("-5", "d", "P-5D"),
            ("10000", "m", "PT166H40M"),
            ("2 3", "q M", "P9M"),
        ];
        for (text, pattern, expected) in cases {
            let found = read::read_duration(text, pattern).unwrap();
            assert_eq!(crate::format::to_string(&found), expected, "{pattern}");
        }
        assert!(read::read_duration("abc", "d").is_err());
        assert!(read::read_duration("5 6", "d D").is_err());
    }
}
