//! Round trips of any value in every version, through a client and a server.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod common;

use std::sync::Arc;

use common::wire::{bytes_of, read};
use common::{Pair, map};
use proptest::prelude::*;
use quiver_protocol::client::Response;
use quiver_protocol::packstream::Allow;
use quiver_protocol::{Dialect, Version};
use quiver_types::temporal::zone;
use quiver_types::{
    Crs, Date, Duration, LocalDateTime, LocalTime, Map, Point, Text, Time, Value, Vector, Zone,
    ZonedDateTime,
};

fn temporal() -> impl Strategy<Value = Value> {
    let seconds = -60_000_000_000_i64..200_000_000_000;
    let nanos = 0..1_000_000_000_u32;
    let offset = -64_800..=64_800_i32;
    let names = prop::sample::select(vec![
        "Europe/Paris",
        "America/New_York",
        "Asia/Kolkata",
        "UTC",
        "Australia/Lord_Howe",
    ]);
    prop_oneof![
        (-365_243_219_162..=365_241_780_471_i64).prop_map(|days| Date { days }.into()),
        (0..86_400_000_000_000_i64).prop_map(|nanos| LocalTime { nanos }.into()),
        (0..86_400_000_000_000_i64, offset.clone()).prop_map(|(nanos, offset_seconds)| Time {
            nanos,
            offset_seconds
        }
        .into()),
        (seconds.clone(), nanos.clone()).prop_map(|(seconds, nanos)| LocalDateTime {
            seconds,
            nanos
        }
        .into()),
        (seconds.clone(), nanos.clone(), offset).prop_map(|(seconds, nanos, offset)| {
            ZonedDateTime {
                seconds,
                nanos,
                zone: Zone::Offset(offset),
            }
            .into()
        }),
        (seconds, nanos.clone(), names).prop_map(|(seconds, nanos, name)| {
            let zone = zone::at_instant(name, seconds).unwrap();
            ZonedDateTime {
                seconds,
                nanos,
                zone,
            }
            .into()
        }),
        (any::<i64>(), any::<i64>(), any::<i64>(), nanos).prop_map(
            |(months, days, seconds, nanos)| Duration {
                months,
                days,
                seconds,
                nanos
            }
            .into()
        ),
    ]
}

fn leaf() -> impl Strategy<Value = Value> {
    let crs = [Crs::Cartesian, Crs::Cartesian3D, Crs::Wgs84, Crs::Wgs84_3D];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Boolean),
        any::<i64>().prop_map(Value::Integer),
        (-200..200_i64).prop_map(Value::Integer),
        any::<f64>().prop_map(Value::Float),
        any::<String>().prop_map(Value::from),
        "[a-z]{0,40}".prop_map(Value::from),
        prop::collection::vec(any::<u8>(), 0..300).prop_map(|b| Value::Bytes(Arc::new(b))),
        temporal(),
        (
            prop::sample::select(crs.to_vec()),
            any::<f64>(),
            any::<f64>(),
            any::<f64>()
        )
            .prop_map(|(crs, x, y, z)| {
                let z = if crs.dimensions() == 3 { z } else { 0.0 };
                Point { crs, x, y, z }.into()
            }),
        prop::collection::vec(any::<i16>(), 0..40).prop_map(|v| Vector::Int16(v).into()),
        prop::collection::vec(any::<f32>(), 0..40).prop_map(|v| Vector::Float32(v).into()),
        any::<[u8; 16]>().prop_map(|uuid| Value::Uuid(Arc::new(uuid))),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(4, 64, 20, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..20).prop_map(Value::list),
            prop::collection::vec(("[a-z]{0,20}", inner), 0..20)
                .prop_map(|entries| entries.into_iter().collect::<Map>().into()),
        ]
    })
}

/// What a value is after a trip through a version that has no better way to say it.
fn expected(value: &Value, dialect: Dialect) -> Value {
    match value {
        Value::List(items) => {
            Value::list(items.iter().map(|item| expected(item, dialect)).collect())
        }
        Value::Map(entries) => {
            let entry = |(key, value): (&Text, &Value)| (key.clone(), expected(value, dialect));
            entries.iter().map(entry).collect::<Map>().into()
        }
        Value::Vector(vector) if !dialect.vectors => {
            let name = match vector.as_ref() {
                Vector::Int16(_) => "INTEGER16",
                _ => "FLOAT32",
            };
            let original = format!("VECTOR({}, {name})", vector.dimension());
            map([
                ("originalType", original.as_str()),
                ("reason", "UNKNOWN_TYPE"),
            ])
            .into()
        }
        Value::Uuid(_) if !dialect.uuids => {
            map([("originalType", "UUID"), ("reason", "UNKNOWN_TYPE")]).into()
        }
        // An hour that comes twice is only told apart in UTC.
        Value::ZonedDateTime(v) if !dialect.utc => match &v.zone {
            Zone::Named {
                name,
                offset_seconds,
            } => {
                let local = v.seconds + i64::from(*offset_seconds);
                let (seconds, zone) = zone::at_local(name, local).unwrap();
                ZonedDateTime {
                    seconds,
                    nanos: v.nanos,
                    zone,
                }
                .into()
            }
            Zone::Offset(_) => value.clone(),
        },
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_value_survives_the_trip_there_and_back(value in value()) {
        for version in Version::ALL {
            let mut pair = Pair::ready(version);
            pair.client.run("ECHO", map([("v", value.clone())]), Map::new());
            pair.client.pull(-1, None);
            let responses = pair.responses();
            let [Response::Success(_), Response::Record(row), Response::Success(_)] = &responses[..]
            else {
                panic!("{responses:?}");
            };
            let dialect = Dialect::of(version);
            prop_assert_eq!(format!("{row:?}"), format!("{:?}", [expected(&value, dialect)]));
        }
    }

    #[test]
    fn any_bytes_are_a_value_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for version in [Version::V4_4, Version::V5_8, Version::V6_1] {
            for allow in [Allow::Parameters, Allow::Results] {
                let _ = read(&bytes, version, allow);
            }
        }
    }

    #[test]
    fn a_value_cut_short_is_an_error(value in value(), at in any::<prop::sample::Index>()) {
        let bytes = bytes_of(Version::V6_1, &value);
        let cut = at.index(bytes.len());
        prop_assert!(read(&bytes[..cut], Version::V6_1, Allow::Parameters).is_err());
    }
}
