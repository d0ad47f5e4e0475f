//! Properties of the encodings, against the comparison rules of `types`.

use std::cmp::Ordering;
use std::sync::Arc;

use proptest::prelude::*;
use quiver_types::{
    Crs, Date, Duration, LabelId, LocalDateTime, LocalTime, Map, NodeId, Point, PropertyKeyId,
    RelationshipId, RelationshipTypeId, Text, Time, Value, Vector, Zone, ZonedDateTime,
};

use super::*;
use crate::Operation;
use crate::schema::{
    Constraint, ConstraintKind, EntityKind, Index, IndexId, IndexKind, LookupIndex, SchemaTarget,
};

fn float() -> impl Strategy<Value = f64> + Clone {
    prop_oneof![
        any::<f64>(),
        any::<i64>().prop_map(|v| v as f64),
        (-20i64..20).prop_map(|v| v as f64 / 2.0),
        prop::sample::select(vec![
            0.0,
            -0.0,
            f64::NAN,
            -f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MIN_POSITIVE,
            9_007_199_254_740_992.0,
            9_223_372_036_854_775_808.0,
            -9_223_372_036_854_775_808.0,
        ]),
    ]
}

fn integer() -> impl Strategy<Value = i64> + Clone {
    prop_oneof![
        any::<i64>(),
        -200i64..200,
        (0u32..63, -3i64..3).prop_map(|(shift, by)| (1i64 << shift).wrapping_add(by)),
        (0u32..63, -3i64..3).prop_map(|(shift, by)| (-1i64 << shift).wrapping_add(by)),
        (-3i64..=0).prop_map(|by| i64::MAX + by),
        (0i64..3).prop_map(|by| i64::MIN + by),
    ]
}

fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        "[ab\u{0}\u{1}\u{ff}\u{10ffff}]{0,5}",
        ".{0,80}",
        Just("x".repeat(63)),
        Just("x".repeat(64)),
    ]
}

fn offset() -> impl Strategy<Value = i32> + Clone {
    -18 * 3600..=18 * 3600i32
}

fn temporal() -> impl Strategy<Value = Value> + Clone {
    const DAY: i64 = 86_400_000_000_000;
    let small = prop_oneof![-3i64..3, any::<i64>()];
    prop_oneof![
        small.clone().prop_map(|days| Value::from(Date { days })),
        (0..DAY).prop_map(|nanos| Value::from(LocalTime { nanos })),
        (0..DAY, offset()).prop_map(|(nanos, offset_seconds)| Value::from(Time {
            nanos,
            offset_seconds
        })),
        (small.clone(), 0u32..1_000_000_000)
            .prop_map(|(seconds, nanos)| Value::from(LocalDateTime { seconds, nanos })),
        (
            small.clone(),
            0u32..2,
            offset(),
            prop::option::of("[A-Z]{1,3}")
        )
            .prop_map(|(seconds, nanos, offset, name)| Value::from(ZonedDateTime {
                seconds,
                nanos,
                zone: match name {
                    None => Zone::Offset(offset),
                    Some(name) => Zone::Named {
                        name: Text::from(name),
                        offset_seconds: offset,
                    },
                },
            })),
        (small.clone(), small.clone(), small, 0u32..1_000_000_000).prop_map(
            |(months, days, seconds, nanos)| Value::from(Duration {
                months,
                days,
                seconds,
                nanos
            })
        ),
    ]
}

fn point() -> impl Strategy<Value = Value> + Clone {
    let crs = prop::sample::select(vec![
        Crs::Cartesian,
        Crs::Cartesian3D,
        Crs::Wgs84,
        Crs::Wgs84_3D,
    ]);
    (crs, float(), float(), float()).prop_map(|(crs, x, y, z)| {
        let z = if crs.dimensions() == 3 { z } else { 0.0 };
        Value::from(Point { crs, x, y, z })
    })
}

fn vector() -> impl Strategy<Value = Value> + Clone {
    prop_oneof![
        prop::collection::vec(any::<i8>(), 0..4).prop_map(Vector::Int8),
        prop::collection::vec(any::<i16>(), 0..4).prop_map(Vector::Int16),
        prop::collection::vec(any::<i32>(), 0..4).prop_map(Vector::Int32),
        prop::collection::vec(any::<i64>(), 0..4).prop_map(Vector::Int64),
        prop::collection::vec(any::<f32>(), 0..4).prop_map(Vector::Float32),
        prop::collection::vec(float(), 0..4).prop_map(Vector::Float64),
    ]
    .prop_map(Value::from)
}

fn scalar() -> impl Strategy<Value = Value> + Clone {
    prop_oneof![
        3 => integer().prop_map(Value::Integer),
        3 => float().prop_map(Value::Float),
        3 => text().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::Boolean),
        1 => Just(Value::Null),
        1 => any::<[u8; 16]>().prop_map(|v| Value::Uuid(Arc::new(v))),
        2 => temporal(),
        2 => point(),
        1 => vector(),
    ]
}

fn property() -> impl Strategy<Value = Value> + Clone {
    prop_oneof![
        6 => scalar(),
        1 => prop::collection::vec(any::<u8>(), 0..6).prop_map(|v| Value::Bytes(Arc::new(v))),
        2 => prop::collection::vec(scalar(), 0..4).prop_map(Value::list),
        1 => prop::collection::vec(integer().prop_map(Value::Integer), 0..4)
            .prop_map(Value::list),
        1 => prop::collection::vec(prop::collection::vec(scalar(), 0..3).prop_map(Value::list), 0..3)
            .prop_map(Value::list),
    ]
}

fn any_value() -> impl Strategy<Value = Value> + Clone {
    prop_oneof![
        4 => property(),
        1 => prop::collection::vec((text(), property()), 0..4).prop_map(|entries| {
            Value::from(entries.into_iter().collect::<Map>())
        }),
    ]
}

fn key(values: &[Value]) -> Vec<u8> {
    let mut key = Vec::new();
    encode_key(values, &mut key).unwrap();
    key
}

fn encoded(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode_value(value, &mut bytes).unwrap();
    bytes
}

/// Values of `order`'s rank 16 with NaN aside: what index equality is about.
fn order(a: &Value, b: &Value) -> Ordering {
    quiver_types::compare::order(a, b)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn keys_order_as_values_do(a in property(), b in property()) {
        let (x, y) = (key(std::slice::from_ref(&a)), key(std::slice::from_ref(&b)));
        prop_assert_eq!(x.cmp(&y), order(&a, &b), "{:?} {:?}", a, b);
        if quiver_types::compare::equals(&a, &b) == Some(true) {
            prop_assert_eq!(&x, &y);
        }
    }

    #[test]
    fn number_keys_order_as_numbers_do(a in integer(), b in float(), c in integer()) {
        let values = [
            Value::Integer(a), Value::Float(b), Value::Integer(c),
            Value::Float(a as f64), Value::Integer(a.wrapping_add(1)),
        ];
        for x in &values {
            for y in &values {
                let keys = key(std::slice::from_ref(x)).cmp(&key(std::slice::from_ref(y)));
                prop_assert_eq!(keys, order(x, y), "{:?} {:?}", x, y);
            }
        }
    }

    #[test]
    fn composite_keys_order_by_the_first_difference(
        a in prop::collection::vec(property(), 3),
        b in prop::collection::vec(property(), 3),
        shared in 0usize..3,
    ) {
        let mut b = b;
        b[..shared].clone_from_slice(&a[..shared]);
        let expected = a.iter().zip(&b).map(|(a, b)| order(a, b)).find(|o| o.is_ne());
        prop_assert_eq!(key(&a).cmp(&key(&b)), expected.unwrap_or(Ordering::Equal));
        // All keys with the same leading value lie between its key and the end of its range.
        let first = key(&a[..1]);
        let inside = key(&b) >= first && key(&b) < prefix_end(&first);
        prop_assert_eq!(inside, order(&a[0], &b[0]).is_eq());
    }

    #[test]
    fn a_string_prefix_is_a_range(prefix in text(), value in property(), rest in text()) {
        let leading = key(&[Value::Integer(1)]);
        let (lower, upper) = string_prefix_range(&leading, &prefix);
        let inside = |value: Value| {
            let key = key(&[Value::Integer(1), value]);
            key >= lower && key < upper
        };
        let longer = [prefix.as_str(), rest.as_str()].concat();
        prop_assert!(inside(Value::from(longer)));
        let starts = matches!(&value, Value::String(text) if text.starts_with(&prefix));
        prop_assert_eq!(inside(value), starts);
        let starts = rest.starts_with(&prefix);
        prop_assert_eq!(inside(Value::from(rest)), starts);
    }

    #[test]
    fn long_keys_are_cut_in_order(
        a in "[ab]{1000,1100}", b in "[ab]{1000,1100}", shared in 0usize..1000,
    ) {
        let b = format!("{}{}", &a[..shared], &b[shared..]);
        let (va, vb) = ([Value::from(a)], [Value::from(b)]);
        let (mut ka, mut kb) = (Vec::new(), Vec::new());
        let (fa, fb) = (encode_key(&va, &mut ka).unwrap(), encode_key(&vb, &mut kb).unwrap());
        prop_assert!(ka.len() <= MAX_KEY && kb.len() <= MAX_KEY);
        let expected = order(&va[0], &vb[0]);
        if fa == KeyFit::Whole && fb == KeyFit::Whole {
            prop_assert_eq!(ka.cmp(&kb), expected);
        } else {
            prop_assert!(ka.cmp(&kb) == expected || ka == kb);
        }
        let (mut ua, mut ub) = (Vec::new(), Vec::new());
        encode_unique_key(&va, &mut ua).unwrap();
        encode_unique_key(&vb, &mut ub).unwrap();
        prop_assert!(ua.len() <= MAX_KEY && ub.len() <= MAX_KEY);
        prop_assert_eq!(ua == ub, expected.is_eq());
    }

    #[test]
    fn values_come_back(value in any_value()) {
        let bytes = encoded(&value);
        let mut reader = Reader::new(&bytes);
        let back = decode_value(&mut reader).unwrap();
        prop_assert!(reader.is_at_end());
        prop_assert!(quiver_types::compare::equivalent(&value, &back));
        // Identical, not only equivalent: the same bytes again.
        prop_assert_eq!(encoded(&back), bytes);
    }

    #[test]
    fn cut_or_changed_values_never_panic(
        value in any_value(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = encoded(&value);
        let at = at.index(bytes.len());
        prop_assert!(decode_value(&mut Reader::new(&bytes[..at])).is_err());
        bytes[at] = byte;
        let mut reader = Reader::new(&bytes);
        if let Ok(value) = decode_value(&mut reader) {
            // One value, one encoding.
            prop_assert_eq!(encoded(&value), &bytes[..reader.offset()]);
        }
    }

    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode_value(&mut Reader::new(&bytes));
        let _ = Operations::new(&bytes).count();
    }

    #[test]
    fn operations_come_back(
        operations in prop::collection::vec(operation(), 0..6), at in any::<prop::sample::Index>(),
    ) {
        let mut bytes = Vec::new();
        for operation in &operations {
            encode_operation(operation, &mut bytes).unwrap();
        }
        let back: Vec<_> = Operations::new(&bytes).map(Result::unwrap).collect();
        // Values have no equality of their own, but all of them show.
        prop_assert_eq!(format!("{back:?}"), format!("{operations:?}"));
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            let cut: Vec<_> = Operations::new(&bytes[..at]).collect();
            prop_assert!(cut.len() <= operations.len());
        }
    }
}

fn properties() -> impl Strategy<Value = Vec<(PropertyKeyId, Value)>> + Clone {
    prop::collection::vec((any::<u32>().prop_map(PropertyKeyId), property()), 0..3)
}

fn labels() -> impl Strategy<Value = Vec<LabelId>> + Clone {
    prop::collection::vec(any::<u32>().prop_map(LabelId), 0..3)
}

fn operation() -> impl Strategy<Value = Operation> + Clone {
    let id = 0u64..1 << 48;
    let node = id.clone().prop_map(NodeId);
    let relationship = id.prop_map(RelationshipId);
    let kind = any::<u32>().prop_map(RelationshipTypeId);
    let name = text().prop_map(Text::from);
    let target = prop_oneof![
        any::<u32>().prop_map(|id| SchemaTarget::Label(LabelId(id))),
        any::<u32>().prop_map(|id| SchemaTarget::RelationshipType(RelationshipTypeId(id))),
    ];
    let keys = prop::collection::vec(any::<u32>().prop_map(PropertyKeyId), 0..3);
    prop_oneof![
        (any::<u32>(), name.clone()).prop_map(|(id, name)| Operation::CreateLabelToken {
            id: LabelId(id),
            name
        }),
        (kind.clone(), name.clone())
            .prop_map(|(id, name)| Operation::CreateRelationshipTypeToken { id, name }),
        (any::<u32>(), name.clone()).prop_map(|(id, name)| Operation::CreatePropertyKeyToken {
            id: PropertyKeyId(id),
            name
        }),
        (node.clone(), labels(), properties()).prop_map(|(id, labels, properties)| {
            Operation::CreateNode {
                id,
                labels,
                properties,
            }
        }),
        (node.clone(), labels(), labels(), properties()).prop_map(
            |(id, added_labels, removed_labels, properties)| Operation::ChangeNode {
                id,
                added_labels,
                removed_labels,
                properties
            }
        ),
        node.clone().prop_map(|id| Operation::DeleteNode { id }),
        (
            relationship.clone(),
            kind.clone(),
            node.clone(),
            node.clone(),
            properties()
        )
            .prop_map(|(id, relationship_type, start, end, properties)| {
                Operation::CreateRelationship {
                    id,
                    relationship_type,
                    start,
                    end,
                    properties,
                }
            }),
        (relationship.clone(), properties())
            .prop_map(|(id, properties)| Operation::ChangeRelationship { id, properties }),
        (relationship, kind, node.clone(), node).prop_map(|(id, relationship_type, start, end)| {
            Operation::DeleteRelationship {
                id,
                relationship_type,
                start,
                end,
            }
        }),
        (
            any::<u32>(),
            name.clone(),
            target.clone(),
            keys.clone(),
            any::<bool>()
        )
            .prop_map(
                |(id, name, target, properties, unique)| Operation::CreateIndex(Index {
                    id: IndexId(id),
                    name,
                    kind: match id % 3 {
                        0 => IndexKind::Range,
                        1 => IndexKind::Text,
                        _ => IndexKind::Point,
                    },
                    target,
                    properties,
                    unique
                })
            ),
        any::<u32>().prop_map(|id| Operation::DropIndex(IndexId(id))),
        (any::<u32>(), name.clone(), any::<bool>()).prop_map(|(id, name, nodes)| {
            Operation::CreateLookupIndex(LookupIndex {
                id: IndexId(id),
                name,
                entity: if nodes {
                    EntityKind::Node
                } else {
                    EntityKind::Relationship
                },
            })
        }),
        (any::<u32>(), name.clone(), target, keys).prop_map(|(id, name, target, properties)| {
            Operation::CreateConstraint(Constraint {
                name,
                kind: match id % 2 {
                    0 => ConstraintKind::Unique,
                    _ => ConstraintKind::Key,
                },
                target,
                properties,
                index: IndexId(id),
            })
        }),
        name.prop_map(|name| Operation::DropConstraint { name }),
    ]
}

#[test]
fn claims_are_not_believed() {
    // (bytes, why they are refused)
    let cases: &[(&[u8], &str)] = &[
        (
            &[0x08, 0xff, 0xff, 0xff, 0xff, 0x7f],
            "a count larger than what follows",
        ),
        (
            &[0x0A, 0xff, 0xff, 0xff, 0xff, 0x0f],
            "a count larger than what follows",
        ),
        (
            &[0x0B, 0x05, 0x01, 0x61, 0x00],
            "a count larger than what follows",
        ),
        (
            &[0x25, 0x02, 0, 0, 0, 0, 0, 0, 0, 0],
            "a count larger than what follows",
        ),
        (&[0x82, 0xc3, 0x28], "a text that is not UTF-8"),
        (&[0x03, 0x01], "an integer not in its shortest form"),
        (&[0x08, 0x01, 0x61], "a string not in its shortest form"),
        (
            &[0x13, 0x00, 0x80, 0x94, 0xeb, 0xdc, 0x03],
            "more nanoseconds than a second has",
        ),
        (
            &[
                0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02,
            ],
            "a number of more than 64 bits",
        ),
        (&[0x10, 0x80, 0x00], "a number not in its shortest form"),
        (&[0xC0], "an unknown value tag"),
        (
            &[0x0B, 0x02, 0x01, 0x61, 0x00, 0x01, 0x61, 0x00],
            "a map key that occurs twice",
        ),
        (
            &[0x18, 0x01, 0x00],
            "an unknown coordinate reference system",
        ),
        (&[], "the bytes end too early"),
    ];
    for (bytes, why) in cases {
        let error = decode_value(&mut Reader::new(bytes)).unwrap_err();
        assert_eq!(error.what, *why, "{bytes:?}");
    }
}

#[test]
fn depth_is_limited_both_ways() {
    let mut value = Value::Integer(1);
    for _ in 0..64 {
        value = Value::list(vec![value]);
    }
    let bytes = encoded(&value);
    assert!(decode_value(&mut Reader::new(&bytes)).is_ok());
    let deeper = Value::list(vec![value]);
    assert_eq!(
        encode_value(&deeper, &mut Vec::new()),
        Err(EncodeError::TooDeep)
    );
    assert_eq!(
        encode_key(&[deeper], &mut Vec::new()),
        Err(EncodeError::TooDeep)
    );
    let bomb: Vec<u8> = [0x0A, 0x01].repeat(100_000);
    let error = decode_value(&mut Reader::new(&bomb)).unwrap_err();
    assert_eq!(error.what, "lists nested too deep");
}

#[test]
fn what_is_not_stored_is_refused() {
    for value in [
        Value::Node(NodeId(1)),
        Value::Relationship(RelationshipId(1)),
    ] {
        let name = value.type_name();
        assert_eq!(
            encode_value(&value, &mut Vec::new()),
            Err(EncodeError::NotStorable(name))
        );
        assert_eq!(
            encode_key(&[value], &mut Vec::new()),
            Err(EncodeError::NotStorable(name))
        );
    }
}
