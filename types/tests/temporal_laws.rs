//! Laws that hold for all temporal values: text reads back as the value, arithmetic and zones are
//! consistent, and nothing from outside makes any function panic.

#![allow(clippy::unwrap_used, reason = "strategies only make values that exist")]

use proptest::prelude::*;
use quiver_types::temporal::functions as f;
use quiver_types::temporal::{Context, Instant, MAX_YEAR, MIN_YEAR, NANOS_PER_DAY, TimeZone};
use quiver_types::{
    Date, Duration, LocalDateTime, LocalTime, Map, Status, Time, Value, ZonedDateTime,
};

const ZONES: [&str; 8] = [
    "Europe/Stockholm",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "UTC",
];

fn context() -> Context {
    Context::at(1_795_215_600_000_000_000, TimeZone::UTC)
}

fn year() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 1800i64..2200, 1 => -10_000i64..20_000, 1 => MIN_YEAR..=MAX_YEAR]
}

fn date() -> impl Strategy<Value = Date> {
    let any = (year(), 1i64..=366).prop_map(|(year, day)| {
        Date::from_ordinal(year, day)
            .or_else(|_| Date::from_ordinal(year, 365))
            .unwrap()
    });
    prop_oneof![20 => any, 1 => Just(Date::MIN), 1 => Just(Date::MAX)]
}

fn time() -> impl Strategy<Value = LocalTime> {
    prop_oneof![
        (0..NANOS_PER_DAY).prop_map(|nanos| LocalTime { nanos }),
        (0i64..86_400).prop_map(|seconds| LocalTime {
            nanos: seconds * 1_000_000_000
        }),
        (0i64..1_440).prop_map(|minutes| LocalTime {
            nanos: minutes * 60_000_000_000
        }),
        (0i64..86_400_000).prop_map(|millis| LocalTime {
            nanos: millis * 1_000_000
        }),
    ]
}

fn offset() -> impl Strategy<Value = i32> {
    prop_oneof![
        -64_800i32..=64_800,
        (-18i32..=18).prop_map(|hours| hours * 3_600),
        Just(0)
    ]
}

fn zone() -> impl Strategy<Value = TimeZone> {
    prop_oneof![
        offset().prop_map(TimeZone::Offset),
        prop::sample::select(ZONES.to_vec()).prop_map(|name| TimeZone::parse(name).unwrap()),
    ]
}

fn local() -> impl Strategy<Value = LocalDateTime> {
    (date(), time()).prop_map(|(date, time)| LocalDateTime::new(date, time))
}

fn zoned() -> impl Strategy<Value = ZonedDateTime> {
    (local(), zone(), offset())
        .prop_map(|(local, zone, offset)| ZonedDateTime::from_local(local, &zone, Some(offset)))
}

fn small_duration() -> impl Strategy<Value = Duration> {
    let amount = || prop_oneof![Just(0i64), -200_000i64..200_000];
    (amount(), amount(), amount(), 0u32..1_000_000_000).prop_map(
        |(months, days, seconds, nanos)| Duration {
            months,
            days,
            seconds,
            nanos,
        },
    )
}

fn any_duration() -> impl Strategy<Value = Duration> {
    let huge = (
        any::<i64>(),
        any::<i64>(),
        any::<i64>(),
        0u32..1_000_000_000,
    )
        .prop_map(|(months, days, seconds, nanos)| Duration {
            months,
            days,
            seconds,
            nanos,
        });
    prop_oneof![small_duration(), huge]
}

fn instant() -> impl Strategy<Value = Value> {
    prop_oneof![
        date().prop_map(Value::from),
        time().prop_map(Value::from),
        (time(), offset()).prop_map(|(time, offset)| Time::new(time, offset).unwrap().into()),
        local().prop_map(Value::from),
        zoned().prop_map(Value::from),
    ]
}

fn kind() -> impl Strategy<Value = Instant> {
    prop::sample::select(vec![
        Instant::Date,
        Instant::LocalTime,
        Instant::Time,
        Instant::LocalDateTime,
        Instant::ZonedDateTime,
    ])
}

fn unit() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "millennium",
        "century",
        "decade",
        "weekYear",
        "year",
        "quarter",
        "month",
        "week",
        "day",
        "hour",
        "minute",
        "second",
        "millisecond",
        "microsecond",
        "fortnight",
    ])
    .prop_map(str::to_owned)
}

fn component_map() -> impl Strategy<Value = Map> {
    let name = prop::sample::select(vec![
        "year",
        "quarter",
        "month",
        "week",
        "ordinalDay",
        "dayOfQuarter",
        "dayOfWeek",
        "day",
        "hour",
        "minute",
        "second",
        "millisecond",
        "microsecond",
        "nanosecond",
        "timezone",
        "date",
        "time",
        "datetime",
        "epochSeconds",
        "epochMillis",
        "weekYear",
        "foo",
        "years",
        "months",
        "weeks",
        "days",
        "hours",
        "minutes",
        "seconds",
        "milliseconds",
        "nanoseconds",
    ]);
    let value = prop_oneof![
        4 => (-2i64..60).prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => instant(),
        1 => Just(Value::Null),
        1 => prop::sample::select(ZONES.to_vec()).prop_map(Value::from),
    ];
    prop::collection::vec((name, value), 0..6).prop_map(|entries| entries.into_iter().collect())
}

/// Text that is nearly right.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-+0-9WQTPZYMDHS:.,\\[\\]/ ]{0,24}",
        "[-+]?[0-9]{1,9}-?[WQ]?[0-9]{1,4}(-[0-9]{1,3})?(T[0-9]{1,6}(:[0-9]{1,2}){0,2}([.,][0-9]{1,10})?)?([Zz]|[-+][0-9]{2}:?[0-9]{0,2})?",
        "[-+]?P([-+]?[0-9]{1,20}([.,][0-9]{1,10})?[YMWD]){0,4}(T([-+]?[0-9]{1,20}([.,][0-9]{1,10})?[HMS]){0,3})?",
        "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn instants_read_back_from_their_text(value in instant()) {
        let (kind, shown) = match &value {
            Value::Date(v) => (Instant::Date, v.to_string()),
            Value::LocalTime(v) => (Instant::LocalTime, v.to_string()),
            Value::Time(v) => (Instant::Time, v.to_string()),
            Value::LocalDateTime(v) => (Instant::LocalDateTime, v.to_string()),
            Value::ZonedDateTime(v) => (Instant::ZonedDateTime, v.to_string()),
            _ => unreachable!(),
        };
        for text in [shown, quiver_types::format::short_temporal(&value).unwrap()] {
            let read = f::parse(kind, &text, &context());
            prop_assert!(read.is_ok(), "{text}: {read:?}");
            prop_assert!(quiver_types::compare::equivalent(&read.unwrap(), &value), "{text}");
        }
    }

    #[test]
    fn durations_read_back_from_their_text(duration in any_duration()) {
        // Only durations that could be made at all.
        let Ok(same) = Duration::new(duration.months, duration.days, duration.seconds, duration.nanos)
        else { return Ok(()) };
        prop_assert_eq!(same, duration);
        prop_assert_eq!(Duration::parse(&duration.to_string()), Ok(duration), "{}", duration);
    }

    #[test]
    fn zones_agree_with_themselves(local in local(), zone in zone()) {
        let moment = ZonedDateTime::from_local(local, &zone, None);
        let again = ZonedDateTime::from_local(
            moment.local(), &zone, Some(moment.zone.offset_seconds()));
        prop_assert_eq!(&again, &moment);
        if let Ok(by_instant) = ZonedDateTime::from_instant(moment.seconds, moment.nanos, &zone) {
            prop_assert_eq!(&by_instant, &moment);
        }
        // A skipped time moves forward by at most a day (whole days were skipped in places).
        let moved = moment.local().seconds - local.seconds;
        prop_assert!((0..=86_400).contains(&moved), "{local} {moment}");
    }

    #[test]
    fn days_and_dates_agree(date in date()) {
        let (year, month, day) = date.civil();
        prop_assert_eq!(Date::new(year, month, day), Ok(date));
        prop_assert_eq!(Date::from_ordinal(year, date.ordinal_day()), Ok(date));
        prop_assert_eq!(
            Date::from_quarter(year, date.quarter(), date.day_of_quarter()), Ok(date));
        let (week_year, week) = date.week();
        if (MIN_YEAR + 1..MAX_YEAR).contains(&week_year) {
            prop_assert_eq!(Date::from_week(week_year, week, date.day_of_week()), Ok(date));
        }
    }

    #[test]
    fn between_leads_from_one_to_the_other(a in local(), b in local()) {
        let between = f::duration_between(&a.into(), &b.into()).unwrap();
        let Value::Duration(between) = between else { unreachable!() };
        prop_assert_eq!(a.plus_duration(&between), Ok(b));
    }

    #[test]
    fn durations_add_and_subtract(a in small_duration(), b in small_duration()) {
        let sum = a.plus(&b).unwrap();
        prop_assert_eq!(sum.minus(&b), Ok(a));
        prop_assert_eq!(a.negated().unwrap().negated(), Ok(a));
        prop_assert_eq!(a.times(2), a.plus(&a));
    }

    #[test]
    fn nothing_panics_whatever_the_operands(
        value in instant(), other in instant(), duration in any_duration(), factor in any::<f64>(),
        whole in any::<i64>(), name in "[a-zA-Z]{0,12}",
    ) {
        let _ = f::add(&value, &duration);
        let _ = f::subtract(&value, &duration);
        let _ = f::add(&duration.into(), &duration);
        let _ = f::subtract(&duration.into(), &duration);
        let _ = f::multiply(&duration, &factor.into());
        let _ = f::multiply(&duration, &whole.into());
        let _ = f::divide(&duration, &factor.into());
        let _ = f::divide(&duration, &whole.into());
        let _ = f::from_epoch(whole, i64::from(duration.nanos));
        let _ = f::from_epoch_millis(whole);
        let _ = duration.to_string();
        for f in [f::duration_between, f::duration_in_months, f::duration_in_days, f::duration_in_seconds] {
            let _ = f(&value, &other);
        }
        for name in [name.as_str(), "year", "week", "epochMillis", "timezone", "nanoseconds"] {
            let _ = f::component(&value, name);
            let _ = f::component(&duration.into(), name);
        }
    }

    #[test]
    fn nothing_panics_whatever_the_map(
        kind in kind(), map in component_map(), value in instant(), unit in unit(),
    ) {
        let _ = f::truncate(kind, &unit, &value, Some(&map), &context());
        let _ = f::truncate(kind, &unit, &value, None, &context());
        let map = Value::map(map);
        let _ = f::construct(kind, &map, &context());
        let _ = f::construct(kind, &value, &context());
        let _ = f::duration(&map);
    }

    #[test]
    fn nothing_panics_whatever_the_text(kind in kind(), text in text()) {
        if let Err(error) = f::parse(kind, &text, &context()) {
            prop_assert_ne!(error.status(), Status::Internal);
        }
        let _ = Duration::parse(&text);
        let _ = TimeZone::parse(&text);
    }
}

#[test]
fn results_stay_within_the_years() {
    let last: Value = LocalDateTime::new(
        Date::MAX,
        LocalTime {
            nanos: NANOS_PER_DAY - 1,
        },
    )
    .into();
    let step = Duration {
        nanos: 1,
        ..Duration::ZERO
    };
    let failure = f::add(&last, &step).unwrap().unwrap_err();
    assert_eq!(failure.status(), Status::NumericOverflow);
    assert_eq!(Date::MAX.to_string(), "+999999999-12-31");
    assert_eq!(Date::MIN.to_string(), "-999999999-01-01");
}
