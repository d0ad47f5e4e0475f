//! Statistics for planning against a count by hand, over random histories and a reopening.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::collections::HashMap;
use std::ops::Bound;
use std::sync::Arc;

use quiver_storage::io::MemoryIo;
use quiver_storage::{
    AccessMode, Database, DatabaseOptions, Degrees, Direction, IndexQuery, NodeScan,
    RelationshipScan, SchemaTarget, SyncMode, Transaction, TransactionOptions,
};
use quiver_types::rng::Rng;
use quiver_types::time::SystemClock;
use quiver_types::{LabelId, NodeId, RelationshipTypeId, Value};

fn open(io: &Arc<MemoryIo>) -> Database {
    let options = DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed: 1,
    };
    Database::open(io.clone(), options).unwrap()
}

fn begin(database: &Database) -> Transaction {
    let mut transaction = database.begin(TransactionOptions {
        mode: AccessMode::Write,
        memory_limit: 0,
        lock_timeout_ms: 1000,
    });
    transaction.begin_statement();
    transaction
}

/// Everything the statistics say, against what a scan counts.
fn check(database: &Database, labels: &[LabelId], types: &[RelationshipTypeId], maxima: bool) {
    let transaction = begin(database);
    let view = transaction.view();
    let mut nodes = Vec::new();
    while view
        .scan_nodes(&mut NodeScan::all(), usize::MAX, &mut nodes)
        .unwrap()
    {}
    let mut relationships = Vec::new();
    let mut scan = RelationshipScan::all();
    while view
        .scan_relationships(&mut scan, usize::MAX, &mut relationships)
        .unwrap()
    {}
    let has = |node: NodeId, label: Option<LabelId>| {
        label.is_none_or(|label| view.has_label(node, label).unwrap())
    };
    let statistics = database.statistics();
    let any_label: Vec<Option<LabelId>> = labels.iter().copied().map(Some).chain([None]).collect();
    let any_type: Vec<_> = types.iter().copied().map(Some).chain([None]).collect();
    for start in &any_label {
        let truth = nodes.iter().filter(|node| has(**node, *start)).count();
        assert_eq!(statistics.nodes(*start), truth as f64);
        for of in &any_type {
            for end in &any_label {
                let truth = relationships.iter().filter(|(_, record)| {
                    of.is_none_or(|of| of == record.relationship_type)
                        && has(record.start, *start)
                        && has(record.end, *end)
                });
                let found = statistics.relationships(*start, *of, *end);
                assert_eq!(found, truth.count() as f64, "{start:?} {of:?} {end:?}");
            }
            for direction in [Direction::Outgoing, Direction::Incoming, Direction::Both] {
                let mut degrees: HashMap<_, u64> = HashMap::new();
                for (_, record) in &relationships {
                    let ends = [(record.start, true), (record.end, false)];
                    for (node, outgoing) in ends {
                        let wanted = match direction {
                            Direction::Outgoing => outgoing,
                            Direction::Incoming => !outgoing,
                            Direction::Both => true,
                        };
                        let of = of.is_none_or(|of| of == record.relationship_type);
                        if wanted && of && has(node, *start) {
                            let key = (node, record.relationship_type, outgoing);
                            *degrees.entry(key).or_default() += 1;
                        }
                    }
                }
                let sum = |f: fn(u64) -> u64| degrees.values().copied().map(f).sum::<u64>() as f64;
                let truth = Degrees {
                    relationships: sum(|d| d),
                    nodes: degrees.len() as f64,
                    squares: sum(|d| d * d),
                    maximum: degrees.values().copied().max().unwrap_or(0) as f64,
                };
                let found = statistics.degrees(*start, *of, direction);
                assert!(found.maximum >= truth.maximum);
                let maximum = if maxima { found.maximum } else { truth.maximum };
                let found = Degrees { maximum, ..found };
                assert_eq!(found, truth, "{start:?} {of:?} {direction:?}");
            }
        }
    }
}

#[test]
fn counts_pairs_and_degrees_follow_every_commit() {
    for seed in 0..3 {
        let mut rng = Rng::from_seed(seed);
        let io = Arc::new(MemoryIo::default());
        let database = open(&io);
        let tokens = database.tokens();
        let labels: Vec<_> = (0..3)
            .map(|n| tokens.get_or_create_label(&format!("L{n}")).unwrap())
            .collect();
        let types: Vec<_> = (0..2)
            .map(|n| {
                tokens
                    .get_or_create_relationship_type(&format!("T{n}"))
                    .unwrap()
            })
            .collect();
        let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
        for round in 0..60 {
            let mut t = begin(&database);
            for _ in 0..10 {
                let node = |rng: &mut Rng| nodes[rng.below(nodes.len() as u64) as usize];
                let label = labels[rng.below(3) as usize];
                match rng.below(12) {
                    0..3 => nodes.push(t.create_node(&[label], &[]).unwrap()),
                    _ if nodes.len() < 3 => {}
                    3..8 => {
                        // Squared towards few nodes: hubs, self-loops and parallel ones.
                        let hub = nodes[rng.below(3) as usize];
                        let end = if rng.below(2) == 0 {
                            hub
                        } else {
                            node(&mut rng)
                        };
                        let of = types[rng.below(2) as usize];
                        let start = node(&mut rng);
                        relationships.push(t.create_relationship(of, start, end, &[]).unwrap());
                    }
                    8 => {
                        t.add_label(node(&mut rng), label).unwrap();
                    }
                    9 => {
                        t.remove_label(node(&mut rng), label).unwrap();
                    }
                    _ if relationships.is_empty() => {}
                    _ => {
                        let at = rng.below(relationships.len() as u64) as usize;
                        t.delete_relationship(relationships.swap_remove(at))
                            .unwrap();
                    }
                }
            }
            t.commit_blocking().unwrap();
            if round % 10 == 9 {
                check(&database, &labels, &types, false);
            }
        }
        database.close();
        drop(database);
        check(&open(&io), &labels, &types, false);
    }
}

#[test]
fn an_index_tells_how_many_entries_a_query_finds() {
    let database = open(&Arc::new(MemoryIo::default()));
    let tokens = database.tokens();
    let label = tokens.get_or_create_label("L").unwrap();
    let keys: Vec<_> = ["age", "id"]
        .map(|name| tokens.get_or_create_property_key(name).unwrap())
        .into();
    let mut t = begin(&database);
    let target = SchemaTarget::Label(label);
    let ages = t.create_index("a".into(), target, vec![keys[0]]).unwrap();
    let ids = t.create_index("i".into(), target, vec![keys[1]]).unwrap();
    t.commit_blocking().unwrap();
    let mut t = begin(&database);
    for id in 0..20_000i64 {
        // Half of all are 30.
        let age = if id % 2 == 0 { 30 } else { id % 100 };
        let row = [
            (keys[0], Value::Integer(age)),
            (keys[1], Value::Integer(id)),
        ];
        t.create_node(&[label], &row).unwrap();
    }
    t.commit_blocking().unwrap();
    let statistics = database.statistics();
    let near = |found: f64, truth: f64| {
        assert!(
            (found - truth).abs() <= 20_000.0 * 0.03,
            "{found} for {truth}"
        );
    };
    assert_eq!(statistics.index(ages).distinct, 51.0);
    assert_eq!(statistics.index(ids).entries, 20_000.0);
    near(statistics.index(ids).distinct, 20_000.0);
    let value = |n: i64| Value::Integer(n);
    for (index, from, to, truth) in [
        (ages, 30, 31, 10_000.0),
        (ages, 40, 50, 1_000.0),
        (ids, 5_000, 7_500, 2_500.0),
        (ids, 19_000, 99_000, 1_000.0),
        (ids, 7, 7, 0.0),
    ] {
        let (low, high) = (value(from), value(to));
        let bounds = (Bound::Included(&low), Bound::Excluded(&high));
        near(statistics.index_range(index, bounds.0, bounds.1), truth);
    }
    near(
        statistics.index_range(ids, Bound::Excluded(&value(15_000)), Bound::Unbounded),
        5_000.0,
    );
    let one = [value(77)];
    let exact = statistics.index_entries(ids, &IndexQuery::Exact(&one));
    assert!((0.5..1.5).contains(&exact), "{exact}");
    let text = [Value::string("none")];
    let none = statistics.index_entries(ids, &IndexQuery::Exact(&text));
    assert!(none < 0.5, "{none}");
}
