//! The relations between values: pairs as the reference relates them, and the laws that hold for
//! all values.

#![allow(clippy::panic, reason = "a case that cannot be read is a failed test")]

mod support;

use std::cmp::Ordering;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::Arc;

use proptest::prelude::*;
use quiver_types::compare::{
    Comparison, Equivalent, compare, equals, equivalent, order, order_prefix,
};
use quiver_types::{
    Crs, Date, Duration, Entity, LocalDateTime, LocalTime, Node, NodeId, Path, PathStep, Point,
    RelationshipId, Text, Time, Value, Vector, Zone, ZonedDateTime,
};

fn value(text: &str) -> Value {
    support::eval(text).unwrap_or_else(|failure| panic!("{text}: {failure:?}"))
}

#[test]
fn pairs_as_the_reference_relates_them() {
    let letter = |known: Option<bool>| match known {
        Some(true) => 'T',
        Some(false) => 'F',
        None => '?',
    };
    let mut failures = Vec::new();
    for line in include_str!("cases/compare.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        if let Some(ordered) = line.strip_prefix("ORDER ") {
            let values: Vec<&str> = ordered.split(" ; ").collect();
            for pair in values.windows(2) {
                if order(&value(pair[0]), &value(pair[1])) == Ordering::Greater {
                    failures.push(format!("{} is not after {}", pair[0], pair[1]));
                }
            }
            continue;
        }
        let (pair, expected) = line.split_once(" => ").expect("a case");
        let (a, b) = pair.split_once(" ; ").expect("two values");
        let (a, b) = (value(a), value(b));
        let compared = compare(&a, &b);
        let found: String = [
            equals(&a, &b),
            compared.is_less(),
            compared.is_less_or_equal(),
        ]
        .into_iter()
        .map(letter)
        .collect();
        if found != expected {
            failures.push(format!("{line}, found {found}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn entities_are_their_identity_with_or_without_content() {
    let node = |id| Node {
        id,
        element_id: Text::EMPTY,
        labels: Vec::new(),
        properties: [("p", id)].into_iter().collect(),
    };
    let hydrated = Value::from(Entity::Node(node(7)));
    let by_id = Value::from(NodeId(7));
    assert_eq!(equals(&hydrated, &by_id), Some(true));
    assert_eq!(hash(&hydrated), hash(&by_id));
    assert_eq!(equals(&by_id, &Value::from(RelationshipId(7))), Some(false));
    assert_eq!(
        compare(&by_id, &Value::from(RelationshipId(8))),
        Comparison::Incomparable
    );
    assert_eq!(
        compare(&by_id, &Value::from(Entity::Node(node(8)))),
        Comparison::Less
    );
}

#[test]
fn bytes_are_lists_of_signed_bytes() {
    let bytes = Value::Bytes(Arc::new(vec![1, 0xff]));
    let list = Value::list(vec![1.into(), (-1).into()]);
    assert_eq!(equals(&bytes, &list), Some(true));
    assert!(equivalent(&bytes, &list) && hash(&bytes) == hash(&list));
    assert_eq!(
        compare(&bytes, &Value::list(vec![1.into(), 0.into()])),
        Comparison::Less
    );
    assert_eq!(
        equals(&bytes, &Value::list(vec![Value::Null, (-1).into()])),
        None
    );
}

#[test]
fn zeros_are_one_value() {
    let (plus, minus, whole) = (Value::from(0.0), Value::from(-0.0), Value::from(0));
    for (a, b) in [(&plus, &minus), (&minus, &whole), (&plus, &whole)] {
        assert_eq!(equals(a, b), Some(true));
        assert_eq!(compare(a, b), Comparison::Equal);
        assert_eq!(order(a, b), Ordering::Equal);
        assert_eq!(hash(a), hash(b));
    }
}

fn hash(value: &Value) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(Equivalent(value.clone()))
}

fn float() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        (-3i32..3).prop_map(|n| f64::from(n) / 2.0),
        prop::sample::select(vec![
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            -0.0,
            9_007_199_254_740_992.0,
            9_223_372_036_854_775_808.0,
            -9_223_372_036_854_775_808.0,
        ]),
    ]
}

fn integer() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        -2i64..3,
        prop::sample::select(vec![
            9_007_199_254_740_991,
            9_007_199_254_740_992,
            9_007_199_254_740_993,
            i64::MAX,
            i64::MAX - 1,
            i64::MIN,
        ]),
    ]
}

fn temporal() -> impl Strategy<Value = Value> {
    let zone = prop_oneof![
        (-2i32..3).prop_map(|hours| Zone::Offset(hours * 3_600)),
        (
            0i32..2,
            prop::sample::select(vec!["Europe/Berlin", "Africa/Algiers"])
        )
            .prop_map(|(hours, name)| Zone::Named {
                name: name.into(),
                offset_seconds: hours * 3_600
            }),
    ];
    prop_oneof![
        (-3i64..3).prop_map(|days| Date { days }.into()),
        (0i64..3).prop_map(|nanos| LocalTime { nanos }.into()),
        (0i64..5, -2i32..3).prop_map(|(hours, offset)| {
            let nanos = hours * 3_600_000_000_000;
            Time {
                nanos,
                offset_seconds: offset * 3_600,
            }
            .into()
        }),
        (-3i64..3, 0u32..2).prop_map(|(seconds, nanos)| LocalDateTime { seconds, nanos }.into()),
        (-3i64..3, 0u32..2, zone).prop_map(|(seconds, nanos, zone)| ZonedDateTime {
            seconds,
            nanos,
            zone
        }
        .into()),
        (any::<i64>(), any::<i64>(), any::<i64>(), 0u32..2).prop_map(
            |(months, days, seconds, nanos)| Duration {
                months,
                days,
                seconds,
                nanos
            }
            .into()
        ),
        (-1i64..2, -31i64..31, -1i64..2, 0u32..2).prop_map(|(months, days, seconds, nanos)| {
            Duration {
                months,
                days,
                seconds: seconds * 86_400,
                nanos,
            }
            .into()
        }),
    ]
}

fn spatial() -> impl Strategy<Value = Value> {
    let crs = prop::sample::select(vec![
        Crs::Cartesian,
        Crs::Cartesian3D,
        Crs::Wgs84,
        Crs::Wgs84_3D,
    ]);
    let floats = || prop::collection::vec(float(), 0..3);
    prop_oneof![
        (crs, float(), float(), float()).prop_map(|(crs, x, y, z)| Point { crs, x, y, z }.into()),
        floats().prop_map(|v| Vector::Float64(v).into()),
        floats().prop_map(|v| Vector::Float32(v.into_iter().map(|f| f as f32).collect()).into()),
        prop::collection::vec(-1i8..2, 0..3).prop_map(|v| Vector::Int8(v).into()),
    ]
}

fn graph() -> impl Strategy<Value = Value> {
    let step =
        (0u64..3, any::<bool>(), 0u64..3).prop_map(|(relationship, forward, node)| PathStep {
            relationship: RelationshipId(relationship),
            forward,
            node: NodeId(node),
        });
    let node = |id| Node {
        id,
        element_id: Text::EMPTY,
        labels: Vec::new(),
        properties: quiver_types::Map::new(),
    };
    prop_oneof![
        (0u64..3).prop_map(|id| NodeId(id).into()),
        (0u64..3).prop_map(|id| RelationshipId(id).into()),
        (-1i64..3).prop_map(move |id| Entity::Node(node(id)).into()),
        (0u64..3, prop::collection::vec(step, 0..3)).prop_map(|(start, steps)| Path {
            start: NodeId(start),
            steps
        }
        .into()),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        2 => Just(Value::Null),
        2 => any::<bool>().prop_map(Value::from),
        4 => integer().prop_map(Value::from),
        4 => float().prop_map(Value::from),
        2 => "[ab😀ｚ]{0,2}".prop_map(Value::from),
        1 => prop::collection::vec(any::<u8>(), 0..3).prop_map(|b| Value::Bytes(Arc::new(b))),
        2 => temporal(),
        1 => spatial(),
        1 => graph(),
        1 => any::<[u8; 16]>().prop_map(|bytes| Value::Uuid(Arc::new(bytes))),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::list),
            prop::collection::vec(("[abc]", inner), 0..3)
                .prop_map(|entries| Value::map(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn prefixes_never_contradict_the_order(a in any_value(), b in any_value()) {
        match order_prefix(&a).cmp(&order_prefix(&b)) {
            Ordering::Equal => {}
            decided => prop_assert_eq!(decided, order(&a, &b)),
        }
    }

    #[test]
    fn the_relations_agree_on_pairs(a in any_value(), b in any_value()) {
        prop_assert_eq!(order(&a, &b), order(&b, &a).reverse());
        prop_assert_eq!(equivalent(&a, &b), order(&a, &b) == Ordering::Equal);
        prop_assert_eq!(equals(&a, &b), equals(&b, &a));
        prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
        if equivalent(&a, &b) {
            prop_assert_eq!(hash(&a), hash(&b));
        }
        if equals(&a, &b) == Some(true) {
            prop_assert!(equivalent(&a, &b));
        }
        match compare(&a, &b) {
            Comparison::Less => prop_assert_eq!(order(&a, &b), Ordering::Less),
            Comparison::Greater => prop_assert_eq!(order(&a, &b), Ordering::Greater),
            Comparison::Equal | Comparison::EqualUnordered => {
                prop_assert_eq!(equals(&a, &b), Some(true));
            }
            Comparison::NotANumber | Comparison::Incomparable => {
                prop_assert!(equals(&a, &b) != Some(true));
            }
        }
    }

    #[test]
    fn the_order_is_total(a in any_value(), b in any_value(), c in any_value()) {
        prop_assert_eq!(order(&a, &a), Ordering::Equal);
        prop_assert!(equivalent(&a, &a));
        let mut sorted = [a, b, c];
        sorted.sort_by(order);
        let [a, b, c] = &sorted;
        prop_assert!(order(a, b).is_le() && order(b, c).is_le() && order(a, c).is_le());
        if order(a, b).is_eq() {
            prop_assert_eq!(order(a, c), order(b, c));
        }
    }

    #[test]
    fn mixed_numbers_compare_as_exact_fractions(i in integer(), f in float()) {
        let found = quiver_types::compare::order_integer_float(i, f);
        // Every finite float of this size is a multiple of 2^-1074; 128 bits hold what matters.
        let expected = if f.is_nan() {
            None
        } else if f.abs() >= 1e30 {
            0.0f64.partial_cmp(&f)
        } else {
            let (whole, rest) = (f.trunc() as i128, f.fract());
            let ties = 0.0f64.partial_cmp(&rest).unwrap_or(Ordering::Equal);
            Some(i128::from(i).cmp(&whole).then(ties))
        };
        prop_assert_eq!(found, expected);
    }
}
