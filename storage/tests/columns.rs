//! Columns say what the versions say: for every snapshot, while others write, and with own writes.
//! The oracle is the reading of single properties. Random histories from seeds.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use quiver_storage::{
    AccessMode, Database, DatabaseOptions, SyncMode, Transaction, TransactionOptions,
};
use quiver_types::compare::equivalent;
use quiver_types::rng::Rng;
use quiver_types::time::SystemClock;
use quiver_types::{NodeId, PropertyKeyId, RelationshipId, Value};

fn database() -> Database {
    Database::in_memory(DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed: 1,
    })
    .unwrap()
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

fn random(rng: &mut Rng, key: u32) -> Value {
    match (key, rng.below(12)) {
        (_, 0) => Value::Null,
        (0, _) => Value::Integer(rng.below(50) as i64),
        (1, _) => Value::Float(rng.below(50) as f64 / 4.0),
        (2, _) => Value::Boolean(rng.below(2) == 0),
        (3, _) => Value::string(format!("city {}", rng.below(5))),
        (4, _) => Value::string(format!("a name of its own {}", rng.below(1 << 40))),
        (_, 1) => Value::Float(f64::NAN),
        (_, 2) => Value::string("text"),
        (_, 3) => Value::list(vec![Value::Integer(1)]),
        _ => Value::Integer(rng.below(5) as i64),
    }
}

/// Columns made for a transaction against its single reads; how many there were.
fn check(transaction: &Transaction, keys: &[PropertyKeyId], ids: u64) -> usize {
    let view = transaction.view();
    let mut made = 0;
    for key in keys {
        if let Some(column) = view.node_column(0, *key, 5000) {
            made += 1;
            for slot in 0..ids {
                let expected = view.node_property(NodeId(slot), *key).unwrap();
                let got = column.value(slot as usize);
                assert!(equivalent(&got, &expected), "{slot}: {got:?} {expected:?}");
            }
        }
        if let Some(column) = view.relationship_column(0, *key, 5000) {
            made += 1;
            for slot in 0..ids {
                let expected = view
                    .relationship_property(RelationshipId(slot), *key)
                    .unwrap();
                let got = column.value(slot as usize);
                assert!(equivalent(&got, &expected), "{slot}: {got:?} {expected:?}");
            }
        }
    }
    made
}

#[test]
fn columns_agree_with_versions_at_every_snapshot() {
    for seed in 0..4 {
        let mut rng = Rng::from_seed(seed);
        let database = database();
        let tokens = database.tokens();
        let keys: Vec<_> = (0..6)
            .map(|n| tokens.get_or_create_property_key(&format!("k{n}")).unwrap())
            .collect();
        let of = tokens.get_or_create_relationship_type("R").unwrap();
        let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
        let mut open: Vec<Transaction> = Vec::new();
        let mut made = 0;
        for step in 0..60 {
            let mut t = begin(&database);
            for _ in 0..1 + rng.below(if step % 10 == 9 { 700 } else { 20 }) {
                let row: Vec<_> = (0..6)
                    .map(|n| (keys[n], random(&mut rng, n as u32)))
                    .collect();
                let at = rng.below(1 << 20) as usize;
                match rng.below(6) {
                    0 | 1 => nodes.push(t.create_node(&[], &row).unwrap()),
                    2 if nodes.len() > 1 => {
                        let (a, b) = (nodes[at % nodes.len()], nodes[at % (nodes.len() - 1)]);
                        relationships.push(t.create_relationship(of, a, b, &row).unwrap());
                    }
                    3 if !relationships.is_empty() => {
                        let id = relationships[at % relationships.len()];
                        let (key, value) = row[rng.below(6) as usize].clone();
                        t.set_relationship_property(id, key, value).unwrap();
                    }
                    4 if at.is_multiple_of(7) && !relationships.is_empty() => {
                        let id = relationships.swap_remove(at % relationships.len());
                        t.delete_relationship(id).unwrap();
                    }
                    _ if !nodes.is_empty() => {
                        let id = nodes[at % nodes.len()];
                        let (key, value) = row[rng.below(6) as usize].clone();
                        t.set_node_property(id, key, value).unwrap();
                    }
                    _ => {}
                }
            }
            // Its own writes are seen, by leaving out the columns.
            let ids = (nodes.len() + relationships.len()) as u64 + 10;
            made += check(&t, &keys, ids);
            t.commit_blocking().unwrap();
            let reader = begin(&database);
            reader.snapshot();
            made += check(&reader, &keys, ids);
            open.push(reader);
            for old in &open {
                made += check(old, &keys, ids);
            }
            if open.len() > 4 {
                open.swap_remove(rng.below(5) as usize);
            }
            if step == 40 {
                database.limit_columns(1);
                assert!(database.columns().bytes <= 1);
                database.limit_columns(1 << 30);
            }
        }
        assert!(made > 500, "{made}");
    }
}

#[test]
fn without_a_budget_there_are_no_columns() {
    let database = database();
    let key = database.tokens().get_or_create_property_key("k").unwrap();
    let mut t = begin(&database);
    t.create_node(&[], &[(key, Value::Integer(1))]).unwrap();
    t.commit_blocking().unwrap();
    database.limit_columns(0);
    assert!(
        begin(&database)
            .view()
            .node_column(0, key, 1 << 20)
            .is_none()
    );
    database.limit_columns(1 << 20);
    let t = begin(&database);
    assert!(
        t.view().node_column(0, key, 5).is_none(),
        "not worth it yet"
    );
    assert!(t.view().node_column(0, key, 1 << 20).is_some());
    assert!(database.columns().bytes > 0);
    database.limit_columns(0);
    assert_eq!(database.columns().bytes, 0);
}

/// Every commit sets all nodes and relationships to one number; no column may mix two, whatever is made,
/// patched and dropped meanwhile.
#[test]
fn a_column_is_of_one_snapshot_while_others_write() {
    let database = database();
    let key = database.tokens().get_or_create_property_key("k").unwrap();
    let of = database
        .tokens()
        .get_or_create_relationship_type("R")
        .unwrap();
    let mut t = begin(&database);
    let zero = [(key, Value::Integer(0))];
    let nodes: Vec<_> = (0..200)
        .map(|_| t.create_node(&[], &zero).unwrap())
        .collect();
    let relationships: Vec<_> = nodes
        .iter()
        .map(|node| t.create_relationship(of, *node, nodes[0], &zero).unwrap())
        .collect();
    t.commit_blocking().unwrap();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..14)
            .map(|_| {
                scope.spawn(|| {
                    let mut columns = 0;
                    while !stop.load(Ordering::Relaxed) || columns < 2 {
                        let t = begin(&database);
                        let view = t.view();
                        let expected = view.node_property(nodes[0], key).unwrap();
                        if let Some(column) = view.node_column(0, key, 5000) {
                            columns += 1;
                            for node in &nodes {
                                let got = column.value(node.0 as usize);
                                assert!(equivalent(&got, &expected), "{got:?} {expected:?}");
                            }
                        }
                        if let Some(column) = view.relationship_column(0, key, 5000) {
                            columns += 1;
                            for id in &relationships {
                                let got = column.value(id.0 as usize);
                                assert!(equivalent(&got, &expected), "{got:?} {expected:?}");
                            }
                        }
                    }
                })
            })
            .collect();
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                database.limit_columns(1);
                database.limit_columns(1 << 20);
                std::thread::yield_now();
            }
        });
        for round in 1..60 {
            let mut t = begin(&database);
            for node in &nodes {
                t.set_node_property(*node, key, Value::Integer(round))
                    .unwrap();
            }
            for id in &relationships {
                t.set_relationship_property(*id, key, Value::Integer(round))
                    .unwrap();
            }
            t.commit_blocking().unwrap();
        }
        stop.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().unwrap();
        }
    });
    let report = database.columns();
    assert!(report.hits + report.misses > 0, "{report:?}");
    database.limit_columns(0);
    assert_eq!(
        database.columns().bytes,
        0,
        "what was dropped is not counted"
    );
}
