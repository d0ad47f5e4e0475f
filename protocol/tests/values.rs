//! Values on the wire: the exact bytes of each kind, round trips of anything in every version,
//! and what is refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod common;

use std::sync::Arc;

use common::wire::{bytes_of, encoder, read, written};
use common::{map, show};
use quiver_protocol::packstream::{Allow, DecodeError, Decoder, Encoder};
use quiver_protocol::{Dialect, Version};
use quiver_types::{
    Crs, Date, Duration, Entity, HydratedPath, LocalDateTime, LocalTime, Map, Node, NodeId, Point,
    Relationship, RelationshipId, Text, Time, Value, ValueWriter, Vector, Zone, ZonedDateTime,
};

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn scalars_take_their_shortest_form() {
    let cases: Vec<(Value, &str)> = vec![
        (Value::Null, "C0"),
        (true.into(), "C3"),
        (false.into(), "C2"),
        (0.into(), "00"),
        (127.into(), "7F"),
        ((-1).into(), "FF"),
        ((-16).into(), "F0"),
        ((-17).into(), "C8 EF"),
        ((-128).into(), "C8 80"),
        (128.into(), "C9 00 80"),
        ((-129).into(), "C9 FF 7F"),
        (32_767.into(), "C9 7F FF"),
        (32_768.into(), "CA 00 00 80 00"),
        ((-32_769).into(), "CA FF FF 7F FF"),
        (2_147_483_648_i64.into(), "CB 00 00 00 00 80 00 00 00"),
        ((-2_147_483_649_i64).into(), "CB FF FF FF FF 7F FF FF FF"),
        (i64::MAX.into(), "CB 7F FF FF FF FF FF FF FF"),
        (i64::MIN.into(), "CB 80 00 00 00 00 00 00 00"),
        (1.5.into(), "C1 3F F8 00 00 00 00 00 00"),
        ((-0.0).into(), "C1 80 00 00 00 00 00 00 00"),
        ("".into(), "80"),
        ("a".into(), "81 61"),
        ("é".into(), "82 C3 A9"),
        (
            "0123456789abcdef".into(),
            "D0 10 30313233343536373839616263646566",
        ),
        (Value::list(vec![]), "90"),
        (Value::list(vec![1.into(), Value::Null]), "92 01 C0"),
        (map([("k", 1)]).into(), "A1 81 6B 01"),
        (Value::Bytes(Arc::new(vec![])), "CC 00"),
        (Value::Bytes(Arc::new(vec![1, 255])), "CC 02 01 FF"),
    ];
    for (value, expected) in cases {
        let bytes = bytes_of(Version::V4_0, &value);
        assert_eq!(bytes, hex(expected), "{value:?}");
        assert_eq!(
            show(&read(&bytes, Version::V4_0, Allow::Parameters).unwrap()),
            show(&value)
        );
    }
}

#[test]
fn sizes_step_up_at_their_limits() {
    let cases = [
        (15, "8F", "9F", None),
        (16, "D0 10", "D4 10", Some("CC 10")),
        (255, "D0 FF", "D4 FF", Some("CC FF")),
        (256, "D1 01 00", "D5 01 00", Some("CD 01 00")),
        (65_535, "D1 FF FF", "D5 FF FF", Some("CD FF FF")),
        (
            65_536,
            "D2 00 01 00 00",
            "D6 00 01 00 00",
            Some("CE 00 01 00 00"),
        ),
    ];
    for (size, string, list, bytes) in cases {
        let text = "x".repeat(size);
        let check = |value: Value, head: &str| {
            let out = bytes_of(Version::V5_8, &value);
            let head = hex(head);
            assert_eq!(out[..head.len()], head, "{size}");
            assert_eq!(out.len(), head.len() + size);
            let back = read(&out, Version::V5_8, Allow::Parameters).unwrap();
            assert_eq!(format!("{back:?}"), format!("{value:?}"));
        };
        check(text.as_str().into(), string);
        check(Value::list(vec![1.into(); size]), list);
        if let Some(bytes) = bytes {
            check(Value::Bytes(Arc::new(vec![7; size])), bytes);
        }
    }
    let large: Map = (0..70_000).map(|i| (i.to_string(), i)).collect();
    let out = bytes_of(Version::V5_8, &large.into());
    assert_eq!(out[..5], hex("DA 00 01 11 70"));
}

#[test]
fn longer_forms_than_needed_are_read() {
    let cases = [
        ("C8 01", "1"),
        ("C9 00 01", "1"),
        ("CA 00 00 00 01", "1"),
        ("CB 00 00 00 00 00 00 00 01", "1"),
        ("D0 01 61", "\"a\""),
        ("D1 00 01 61", "\"a\""),
        ("D2 00 00 00 01 61", "\"a\""),
        ("D4 01 01", "[1]"),
        ("D5 00 01 01", "[1]"),
        ("D6 00 00 00 01 01", "[1]"),
        ("D8 01 81 61 01", "{\"a\": 1}"),
        ("DA 00 00 00 01 81 61 01", "{\"a\": 1}"),
        // The last of equal keys wins.
        ("A2 81 61 01 81 61 02", "{\"a\": 2}"),
    ];
    for (bytes, expected) in cases {
        let value = read(&hex(bytes), Version::V5_0, Allow::Parameters).unwrap();
        assert_eq!(show(&value), expected, "{bytes}");
    }
}

/// The values of one row that a real server was asked for, in the fields it answered.
#[test]
fn temporal_values_and_points() {
    let paris = |offset_seconds| Zone::Named {
        name: Text::new("Europe/Paris"),
        offset_seconds,
    };
    let zoned = |seconds, nanos, zone| {
        Value::from(ZonedDateTime {
            seconds,
            nanos,
            zone,
        })
    };
    let cases: Vec<(Value, &str, &str)> = vec![
        (Date { days: 18_263 }.into(), "B1 44 C9 4757", ""),
        (
            Time {
                nanos: 36_672_500_000_000,
                offset_seconds: 3600,
            }
            .into(),
            "B2 54 CB 0000215A7B55E500 C9 0E10",
            "",
        ),
        (
            LocalTime {
                nanos: 36_660_000_000_000,
            }
            .into(),
            "B1 74 CB 0000215792470800",
            "",
        ),
        (
            LocalDateTime {
                seconds: 1_577_959_872,
                nanos: 0,
            }
            .into(),
            "B2 64 CA 5E0DC1C0 00",
            "",
        ),
        (
            zoned(1_577_956_272, 1, Zone::Offset(3600)),
            "B3 49 CA 5E0DB3B0 01 C9 0E10",
            "B3 46 CA 5E0DC1C0 01 C9 0E10",
        ),
        (
            zoned(1_591_085_472, 0, paris(7200)),
            "B3 69 CA 5ED609A0 00 8C 4575726F70652F5061726973",
            "B3 66 CA 5ED625C0 00 8C 4575726F70652F5061726973",
        ),
        (
            Duration {
                months: 14,
                days: 3,
                seconds: 14_706,
                nanos: 700_000_000,
            }
            .into(),
            "B4 45 0E 03 C9 3972 CA 29B92700",
            "",
        ),
        (
            Point {
                crs: Crs::Cartesian,
                x: 1.0,
                y: 2.0,
                z: 0.0,
            }
            .into(),
            "B3 58 C9 1C23 C1 3FF0000000000000 C1 4000000000000000",
            "",
        ),
        (
            Point {
                crs: Crs::Wgs84_3D,
                x: 12.5,
                y: 56.5,
                z: 3.0,
            }
            .into(),
            "B4 59 C9 1373 C1 4029000000000000 C1 404C400000000000 C1 4008000000000000",
            "",
        ),
    ];
    for (value, utc, local) in cases {
        let local = if local.is_empty() { utc } else { local };
        for (version, expected) in [(Version::V5_0, utc), (Version::V4_4, local)] {
            let bytes = bytes_of(version, &value);
            assert_eq!(bytes, hex(expected), "{value:?} {version}");
            let back = read(&bytes, version, Allow::Parameters).unwrap();
            assert_eq!(format!("{back:?}"), format!("{value:?}"));
        }
    }
}

fn text(text: &str) -> String {
    let bytes: String = text.bytes().map(|byte| format!("{byte:02X}")).collect();
    let length = text.len();
    if length < 16 {
        format!("{:02X}{bytes}", 0x80 + length)
    } else {
        format!("D0{length:02X}{bytes}")
    }
}

const UUID: &str = "7ed34d62-5e43-4153-aed9-96ec4d7ac0cc";

#[test]
fn nodes_and_relationships_by_identity() {
    let node = |out: &mut Encoder| {
        out.node(NodeId(2), &["Person", "Tmp"], 2);
        out.key("x");
        // A list inside the properties: the element id comes after all of it.
        out.list(2);
        out.integer(1);
        out.list(1);
        out.integer(2);
        out.key("m");
        out.map(1);
        out.key("k");
        out.null();
    };
    let before_5 = format!(
        "02 92 {} {} A2 {} 92 01 91 02 {} A1 {} C0",
        text("Person"),
        text("Tmp"),
        text("x"),
        text("m"),
        text("k")
    );
    assert_eq!(
        written(Version::V4_4, node),
        hex(&format!("B3 4E {before_5}"))
    );
    let element_id = text(&format!("4:{UUID}:2"));
    assert_eq!(
        written(Version::V5_0, node),
        hex(&format!("B4 4E {before_5} {element_id}"))
    );

    let relationship = |out: &mut Encoder| {
        out.relationship(RelationshipId(7), NodeId(2), NodeId(300), "KNOWS", 0);
        out.integer(1);
    };
    let before_5 = format!("07 02 C9 012C {} A0", text("KNOWS"));
    assert_eq!(
        written(Version::V4_4, relationship),
        hex(&format!("B5 52 {before_5} 01"))
    );
    let ids = ["5", "4", "4"].into_iter().zip(["7", "2", "300"]);
    let ids: String = ids
        .map(|(kind, id)| text(&format!("{kind}:{UUID}:{id}")))
        .collect();
    assert_eq!(
        written(Version::V5_8, relationship),
        hex(&format!("B8 52 {before_5} {ids} 01"))
    );
}

#[test]
fn paths_by_identity() {
    let path = |out: &mut Encoder| {
        // (2)-[0]->(1)<-[0]-(2), then a value after it.
        out.path(2, 1, &[1, 1, -1, 0]);
        out.node(NodeId(2), &[], 1);
        out.key("a");
        out.list(1);
        out.integer(1);
        out.node(NodeId(1), &[], 0);
        out.relationship(RelationshipId(0), NodeId(2), NodeId(1), "R", 1);
        out.key("s");
        out.integer(2020);
        out.integer(9);
    };
    let expected = format!(
        "B3 50 92 B3 4E 02 90 A1 {} 91 01 B3 4E 01 90 A0 91 B3 72 00 {} A1 {} C9 07E4 \
         94 01 01 FF 00 09",
        text("a"),
        text("R"),
        text("s"),
    );
    assert_eq!(written(Version::V4_4, path), hex(&expected));
    let expected = format!(
        "B3 50 92 B4 4E 02 90 A1 {} 91 01 {} B4 4E 01 90 A0 {} 91 B4 72 00 {} A1 {} C9 07E4 {} \
         94 01 01 FF 00 09",
        text("a"),
        text(&format!("4:{UUID}:2")),
        text(&format!("4:{UUID}:1")),
        text("R"),
        text("s"),
        text(&format!("5:{UUID}:0")),
    );
    assert_eq!(written(Version::V5_0, path), hex(&expected));

    let alone = |out: &mut Encoder| {
        out.path(1, 0, &[]);
        out.node(NodeId(2), &[], 0);
        out.integer(9);
    };
    assert_eq!(
        written(Version::V4_4, alone),
        hex("B3 50 91 B3 4E 02 90 A0 90 90 09")
    );
}

#[test]
fn paths_are_walked_when_they_are_read() {
    let bytes = written(Version::V5_0, |out| {
        out.path(2, 1, &[1, 1, -1, 0]);
        out.node(NodeId(2), &["A"], 0);
        out.node(NodeId(1), &["B"], 0);
        out.relationship(RelationshipId(0), NodeId(2), NodeId(1), "R", 0);
    });
    let Value::Entity(entity) = read(&bytes, Version::V5_0, Allow::Results).unwrap() else {
        panic!("not an entity");
    };
    let Entity::Path(path) = entity.as_ref() else {
        panic!("not a path")
    };
    let nodes: Vec<i64> = path.nodes.iter().map(|node| node.id).collect();
    assert_eq!(nodes, [2, 1, 2]);
    for relationship in &path.relationships {
        assert_eq!((relationship.start, relationship.end), (2, 1));
        assert_eq!(
            relationship.start_element_id,
            format!("4:{UUID}:2").as_str()
        );
    }
    // And written again from what was read.
    assert_eq!(bytes_of(Version::V5_0, &Value::Entity(entity)), bytes);
}

#[test]
fn entities_with_their_own_content() {
    let node = |id: i64, element_id: &str| Node {
        id,
        element_id: Text::new(element_id),
        labels: vec![Text::new("L")],
        properties: map([("p", 1)]),
    };
    let relationship = Relationship {
        id: -5,
        element_id: Text::EMPTY,
        start: -1,
        start_element_id: Text::EMPTY,
        end: -2,
        end_element_id: Text::EMPTY,
        relationship_type: Text::new("R"),
        properties: Map::new(),
    };
    let path = HydratedPath {
        nodes: vec![node(-1, ""), node(-2, "x"), node(-1, "")],
        relationships: vec![relationship.clone(), relationship.clone()],
    };
    let cases = [
        (
            Entity::Node(node(-1, "")),
            "B4 4E FF 91 81 4C A1 81 70 01 82 2D31",
        ),
        (
            Entity::Node(node(3, "abc")),
            "B4 4E 03 91 81 4C A1 81 70 01 83 616263",
        ),
        (
            Entity::Relationship(relationship),
            "B8 52 FB FF FE 81 52 A0 82 2D35 82 2D31 82 2D32",
        ),
        (
            Entity::Path(path),
            "B3 50 92 B4 4E FF 91 81 4C A1 81 70 01 82 2D31 B4 4E FE 91 81 4C A1 81 70 01 81 78 \
             91 B4 72 FB 81 52 A0 82 2D35 94 01 01 FF 00",
        ),
    ];
    for (entity, expected) in cases {
        assert_eq!(
            bytes_of(Version::V5_8, &entity.clone().into()),
            hex(expected),
            "{entity:?}"
        );
    }
}

#[test]
fn types_that_a_version_lacks_are_replaced() {
    let vectors = [
        (Vector::Int8(vec![1, -1]), "C8", "01FF", "INTEGER8"),
        (Vector::Int16(vec![1, -1]), "C9", "0001FFFF", "INTEGER16"),
        (Vector::Int32(vec![1]), "CA", "00000001", "INTEGER32"),
        (
            Vector::Int64(vec![1]),
            "CB",
            "0000000000000001",
            "INTEGER64",
        ),
        (
            Vector::Float32(vec![1.5, 2.0]),
            "C6",
            "3FC0000040000000",
            "FLOAT32",
        ),
        (
            Vector::Float64(vec![1.5]),
            "C1",
            "3FF8000000000000",
            "FLOAT64",
        ),
        (Vector::Float64(vec![]), "C1", "", "FLOAT64"),
    ];
    for (vector, marker, data, name) in vectors {
        let value = Value::from(vector.clone());
        let bytes = bytes_of(Version::V6_0, &value);
        let expected = format!("B2 56 CC 01 {marker} CC {:02X} {data}", data.len() / 2);
        assert_eq!(bytes, hex(&expected));
        let back = read(&bytes, Version::V6_0, Allow::Parameters).unwrap();
        assert_eq!(format!("{back:?}"), format!("{value:?}"));
        let stand_in = read(
            &bytes_of(Version::V5_8, &value),
            Version::V5_8,
            Allow::Results,
        );
        let dimension = vector.dimension();
        assert_eq!(
            show(&stand_in.unwrap()),
            format!(
                "{{\"originalType\": \"VECTOR({dimension}, {name})\", \"reason\": \"UNKNOWN_TYPE\"}}"
            )
        );
        assert!(read(&bytes, Version::V5_8, Allow::Parameters).is_err());
    }
    let uuid = Value::Uuid(Arc::new([7; 16]));
    let bytes = bytes_of(Version::V6_1, &uuid);
    assert_eq!(bytes, hex(&format!("E0 {}", "07".repeat(16))));
    assert!(matches!(
        read(&bytes, Version::V6_1, Allow::Parameters),
        Ok(Value::Uuid(_))
    ));
    assert_eq!(
        read(&bytes, Version::V6_0, Allow::Parameters).unwrap_err(),
        DecodeError::UnknownMarker(0xE0)
    );
    let mut encoder = encoder(Version::V6_0);
    encoder.uuid(&[7; 16]);
    assert!(encoder.take_substituted());
    assert!(!encoder.take_substituted());
}

#[test]
fn malformed_values_are_refused() {
    use Version::{V4_4, V5_8, V6_0};
    let cases = [
        (V5_8, "", "the message ends before the value it announces"),
        (
            V5_8,
            "C9 01",
            "the message ends before the value it announces",
        ),
        (
            V5_8,
            "82 61",
            "the message ends before the value it announces",
        ),
        // Claimed: 2 GiB of text, 2^31 - 1 elements, entries, bytes; then one more than allowed.
        (
            V5_8,
            "D2 7FFFFFFF 61",
            "the message ends before the value it announces",
        ),
        (
            V5_8,
            "D6 7FFFFFFF 01",
            "the message ends before the value it announces",
        ),
        (
            V5_8,
            "DA 7FFFFFFF 80 01",
            "the message ends before the value it announces",
        ),
        (
            V5_8,
            "CE 7FFFFFFF 01",
            "the message ends before the value it announces",
        ),
        (
            V5_8,
            "D6 80000000 01",
            "a size of 2147483648 is above 2147483647",
        ),
        (
            V5_8,
            "D2 FFFFFFFF 01",
            "a size of 4294967295 is above 2147483647",
        ),
        (V5_8, "01 02", "the message goes on behind its last field"),
        (V5_8, "C4", "0xC4 does not start a value"),
        (V5_8, "DF", "0xDF does not start a value"),
        (V5_8, "82 C3 28", "a string is not valid UTF-8"),
        (
            V5_8,
            "A1 01 01",
            "expected a string, found a value with marker 0x01",
        ),
        (
            V5_8,
            "B1 7A 01",
            "structure 0x7A is not a value that this version of Bolt has",
        ),
        (V5_8, "B2 44 01 01", "structure Date has 1 fields, found 2"),
        (
            V5_8,
            "B1 44 81 61",
            "expected an integer, found a value with marker 0x81",
        ),
        (
            V5_8,
            "B1 44 CB 7FFFFFFFFFFFFFFF",
            "day of a date 9223372036854775807 is out of range (-365243219162 to 365241780471)",
        ),
        (
            V5_8,
            "B1 74 FF",
            "nanosecond of the day -1 is out of range (0 to 86399999999999)",
        ),
        (
            V5_8,
            "B2 54 00 CA 00010000",
            "offset from UTC in seconds 65536 is out of range (-64800 to 64800)",
        ),
        (
            V5_8,
            "B2 64 00 CA 3B9ACA00",
            "nanosecond 1000000000 is out of range (0 to 999999999)",
        ),
        (
            V5_8,
            "B3 49 CB 7FFFFFFFFFFFFFFF 00 01",
            "second of a date and time 9223372036854775807 is out of range (-31557014167219200 to \
             31556889864403199)",
        ),
        (V5_8, "B3 69 00 00 84 4D617273", "unknown time zone 'Mars'"),
        (
            V5_8,
            "B4 45 00 00 CB 7FFFFFFFFFFFFFFF CA 3B9ACA00",
            "second of a duration 9223372036854775807 is out of range (-9223372036854775808 to \
             9223372036854775807)",
        ),
        (
            V5_8,
            "B3 58 01 C1 0000000000000000 C1 0000000000000000",
            "no 2-dimensional coordinate reference system has the SRID 1",
        ),
        (
            V5_8,
            "B3 58 C9 2405 C1 0000000000000000 C1 0000000000000000",
            "no 2-dimensional coordinate reference system has the SRID 9221",
        ),
        (
            V5_8,
            "B3 58 C9 1C23 01 02",
            "expected a float, found a value with marker 0x01",
        ),
        (
            V5_8,
            "B4 4E 01 90 A0 80",
            "Node cannot be a parameter; send its properties or its id instead",
        ),
        (
            V5_8,
            "B3 50 90 90 90",
            "Path cannot be a parameter; send its properties or its id instead",
        ),
        // The other dialect's date-times.
        (
            V5_8,
            "B3 46 00 00 00",
            "structure 0x46 is not a value that this version of Bolt has",
        ),
        (
            V4_4,
            "B3 49 00 00 00",
            "structure 0x49 is not a value that this version of Bolt has",
        ),
        (
            V6_0,
            "B2 56 CC 01 C8 01",
            "expected bytes, found a value with marker 0x01",
        ),
        (
            V6_0,
            "B2 56 CC 01 C9 CC 01 00",
            "a vector's element type and data do not fit each other",
        ),
        (
            V6_0,
            "B2 56 CC 01 00 CC 01 00",
            "a vector's element type and data do not fit each other",
        ),
    ];
    for (version, bytes, expected) in cases {
        let error = read(&hex(bytes), version, Allow::Parameters).unwrap_err();
        assert_eq!(error.to_string(), expected, "{bytes}");
    }
    let bad_paths = [
        "B3 50 90 90 90",
        "B3 50 91 B4 4E 01 90 A0 80 90 91 01",
        "B3 50 91 B4 4E 01 90 A0 80 90 92 01 00",
        "B3 50 91 B4 4E 01 90 A0 80 91 B4 72 01 80 A0 80 92 00 00",
        "B3 50 91 B4 4E 01 90 A0 80 91 B4 72 01 80 A0 80 92 01 FF",
        "B3 50 91 B4 4E 01 90 A0 80 91 B4 72 01 80 A0 80 92 CB 8000000000000000 00",
    ];
    for bytes in bad_paths {
        let error = read(&hex(bytes), V5_8, Allow::Results).unwrap_err();
        assert_eq!(error, DecodeError::BadPath, "{bytes}");
    }
}

#[test]
fn negative_nanoseconds_of_a_duration_borrow_from_its_seconds() {
    // Minus one and a half seconds as Python sends it.
    let value = read(
        &hex("B4 45 00 00 FF CA E2329B00"),
        Version::V5_8,
        Allow::Parameters,
    );
    let Ok(Value::Duration(duration)) = value else {
        panic!("{value:?}")
    };
    assert_eq!((duration.seconds, duration.nanos), (-2, 500_000_000));
}

#[test]
fn nesting_stops_at_the_limit() {
    for (opener, closer) in [("91", "01"), ("A1 80", "01")] {
        let nested = |depth: usize| hex(&format!("{}{closer}", opener.repeat(depth)));
        assert!(read(&nested(128), Version::V5_8, Allow::Parameters).is_ok());
        for depth in [129, 100_000] {
            let error = read(&nested(depth), Version::V5_8, Allow::Parameters).unwrap_err();
            assert_eq!(error, DecodeError::TooDeep(128));
        }
    }
}

/// Lists in lists, each claiming as many elements as there are bytes left, must not reserve that
/// many at every level: this would ask for 128 times 16 million values of 16 bytes, 32 GiB.
#[test]
fn claims_inside_claims_reserve_little() {
    let size: usize = 16 << 20;
    let mut bytes = Vec::new();
    for level in 1..=120_usize {
        bytes.push(0xD6);
        bytes.extend_from_slice(&((size - 5 * level) as u32).to_be_bytes());
    }
    bytes.resize(size, 0xC4);
    let error = read(&bytes, Version::V5_8, Allow::Parameters).unwrap_err();
    assert_eq!(error, DecodeError::UnknownMarker(0xC4));
}

#[test]
fn values_larger_than_their_bytes_are_counted() {
    // A million empty lists are a million bytes, and sixty million of memory.
    let mut bytes = hex("D6 000F4240");
    bytes.resize(5 + 1_000_000, 0x90);
    let mut decoder = Decoder::new(
        &bytes,
        Dialect::of(Version::V5_8),
        Allow::Parameters,
        128,
        8 << 20,
    );
    assert_eq!(
        decoder.value().unwrap_err(),
        DecodeError::TooMuchMemory(8 << 20)
    );
}
