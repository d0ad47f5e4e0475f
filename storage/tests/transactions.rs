//! One thread, several transactions: what each of them sees.
#![allow(clippy::panic, reason = "a test says what went wrong")]

use std::ops::Bound;
use std::sync::Arc;

use quiver_storage::{
    AccessMode, CommitError, Database, DatabaseOptions, Direction, IndexQuery, NodeScan,
    RelationshipScan, SchemaError, SchemaTarget, SyncMode, Transaction, TransactionOptions,
    WriteError,
};
use quiver_types::time::ManualClock;
use quiver_types::{
    LabelId, NodeId, PropertyKeyId, RelationshipTypeId, Value, compare::equivalent,
};

fn database() -> Database {
    Database::in_memory(DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(ManualClock::default()),
        seed: 1,
    })
    .expect("in memory")
}

fn begin(database: &Database) -> Transaction {
    database.begin(TransactionOptions {
        mode: AccessMode::Write,
        memory_limit: 0,
        lock_timeout_ms: 1_000,
    })
}

fn label(database: &Database, name: &str) -> LabelId {
    database.tokens().get_or_create_label(name).expect("label")
}

fn key(database: &Database, name: &str) -> PropertyKeyId {
    let tokens = database.tokens();
    tokens.get_or_create_property_key(name).expect("key")
}

fn kind(database: &Database, name: &str) -> RelationshipTypeId {
    let tokens = database.tokens();
    tokens.get_or_create_relationship_type(name).expect("type")
}

fn nodes(transaction: &Transaction, label: Option<LabelId>) -> Vec<u64> {
    let mut found = Vec::new();
    let mut scan = label.map_or_else(NodeScan::all, NodeScan::label);
    let view = transaction.view();
    while view.scan_nodes(&mut scan, 3, &mut found).expect("scan") {}
    let count = view.node_count(label).expect("count");
    assert_eq!(count, found.len() as u64, "count of {label:?}");
    found.into_iter().map(|node| node.0).collect()
}

fn seek(
    transaction: &Transaction,
    index: quiver_storage::IndexId,
    query: &IndexQuery<'_>,
) -> Vec<u64> {
    let mut ids = Vec::new();
    transaction
        .view()
        .index_seek(index, query, &mut ids)
        .expect("seek");
    ids
}

fn neighbors(transaction: &Transaction, node: NodeId, direction: Direction) -> Vec<(u64, bool)> {
    let mut found = Vec::new();
    let view = transaction.view();
    view.expand(node, direction, &[], &mut found)
        .expect("expand");
    let degree = view.degree(node, direction, &[]).expect("degree");
    assert_eq!(degree, found.len() as u64);
    let mut found: Vec<_> = found.into_iter().map(|n| (n.node.0, n.outgoing)).collect();
    found.sort_unstable();
    found
}

#[test]
fn own_writes_are_seen_and_others_are_not() {
    let database = database();
    let (person, admin) = (label(&database, "Person"), label(&database, "Admin"));
    let name = key(&database, "name");
    let mut writer = begin(&database);
    let a = writer
        .create_node(&[person], &[(name, "a".into())])
        .expect("create");
    let b = writer.create_node(&[admin, person], &[]).expect("create");
    let reader = begin(&database);
    assert_eq!(nodes(&writer, Some(person)), [a.0, b.0]);
    assert_eq!(nodes(&writer, Some(admin)), [b.0]);
    assert_eq!(nodes(&reader, None), [0u64; 0]);
    writer.commit_blocking().expect("commit");
    assert_eq!(nodes(&reader, None), [0u64; 0], "the snapshot stays");
    drop(reader);
    let mut later = begin(&database);
    assert_eq!(nodes(&later, Some(person)), [a.0, b.0]);
    assert!(later.remove_label(b, admin).expect("remove"));
    assert!(!later.remove_label(b, admin).expect("remove"));
    assert!(later.set_node_property(a, name, Value::Null).expect("set"));
    assert_eq!(nodes(&later, Some(admin)), [0u64; 0]);
    let old = begin(&database);
    assert_eq!(nodes(&old, Some(admin)), [b.0]);
    later.commit_blocking().expect("commit");
    assert_eq!(nodes(&old, Some(admin)), [b.0]);
    let value = old.view().node_property(a, name).expect("read");
    assert!(equivalent(&value, &"a".into()));
    let new = begin(&database);
    assert_eq!(nodes(&new, Some(admin)), [0u64; 0]);
    assert!(new.view().node_property(a, name).expect("read").is_null());
    let mut labels = Vec::new();
    assert!(new.view().labels(b, &mut labels).expect("labels"));
    assert_eq!(labels, [person]);
}

#[test]
fn relationships_have_two_sides_and_a_loop_counts_once() {
    let database = database();
    let knows = kind(&database, "KNOWS");
    let mut t = begin(&database);
    let a = t.create_node(&[], &[]).expect("node");
    let b = t.create_node(&[], &[]).expect("node");
    let ab = t
        .create_relationship(knows, a, b, &[])
        .expect("relationship");
    let looped = t
        .create_relationship(knows, a, a, &[])
        .expect("relationship");
    for committed in [false, true] {
        if committed {
            t.commit_blocking().expect("commit");
            t = begin(&database);
        }
        assert_eq!(
            neighbors(&t, a, Direction::Outgoing),
            [(a.0, true), (b.0, true)]
        );
        assert_eq!(neighbors(&t, a, Direction::Incoming), [(a.0, false)]);
        assert_eq!(
            neighbors(&t, a, Direction::Both),
            [(a.0, true), (b.0, true)]
        );
        assert_eq!(neighbors(&t, b, Direction::Both), [(a.0, false)]);
        let mut found = Vec::new();
        t.view()
            .expand_into(b, a, Direction::Both, &[knows], &mut found)
            .expect("into");
        assert_eq!(found.len(), 1);
        assert!(!found[0].outgoing);
        let mut found = Vec::new();
        t.view()
            .expand_into(a, a, Direction::Both, &[], &mut found)
            .expect("into");
        assert_eq!(found.len(), 1);
        assert_eq!(t.view().relationship_count(Some(knows)).expect("count"), 2);
    }
    let old = begin(&database);
    assert_eq!(neighbors(&old, a, Direction::Both).len(), 2);
    assert!(t.delete_relationship(looped).expect("delete"));
    assert_eq!(neighbors(&t, a, Direction::Both), [(b.0, true)]);
    t.commit_blocking().expect("commit");
    assert_eq!(neighbors(&old, a, Direction::Both).len(), 2);
    let mut t = begin(&database);
    assert_eq!(neighbors(&t, a, Direction::Both), [(b.0, true)]);
    t.delete_node(a).expect("delete");
    assert!(matches!(t.check_deletions(), Err(WriteError::NodeHasRelationships(n)) if n == a));
    drop(t);
    let mut t = begin(&database);
    assert_eq!(t.detach_delete_node(a).expect("delete"), Some(1));
    t.check_deletions().expect("nothing left");
    assert!(t.view().relationship(ab).expect("read").is_none());
    t.commit_blocking().expect("commit");
    let t = begin(&database);
    assert_eq!(neighbors(&t, b, Direction::Both), []);
    let mut found = Vec::new();
    let mut scan = RelationshipScan::all();
    t.view()
        .scan_relationships(&mut scan, 10, &mut found)
        .expect("scan");
    assert!(found.is_empty());
    assert_eq!(neighbors(&old, a, Direction::Both).len(), 2);
}

#[test]
fn a_statement_rolled_back_leaves_the_ones_before() {
    let database = database();
    let person = label(&database, "P");
    let (name, knows) = (key(&database, "name"), kind(&database, "K"));
    let mut t = begin(&database);
    t.begin_statement();
    let a = t
        .create_node(&[person], &[(name, 1i64.into())])
        .expect("node");
    t.begin_statement();
    let b = t.create_node(&[person], &[]).expect("node");
    t.create_relationship(knows, a, b, &[])
        .expect("relationship");
    t.set_node_property(a, name, 2i64.into()).expect("set");
    t.delete_node(b).expect("delete");
    assert_eq!(nodes(&t, Some(person)), [a.0]);
    t.rollback_statement();
    assert_eq!(nodes(&t, Some(person)), [a.0]);
    assert_eq!(neighbors(&t, a, Direction::Both), []);
    t.check_deletions().expect("b was never deleted");
    let value = t.view().node_property(a, name).expect("read");
    assert!(equivalent(&value, &1i64.into()));
    t.commit_blocking().expect("commit");
    assert_eq!(nodes(&begin(&database), None), [a.0]);
}

#[test]
fn writing_the_same_again_and_again_holds_no_more_than_once() {
    let database = database();
    let person = label(&database, "Person");
    let (age, extra) = (key(&database, "age"), label(&database, "Extra"));
    let knows = kind(&database, "K");
    let mut t = begin(&database);
    let target = SchemaTarget::Label(person);
    let index = t
        .create_index("i".into(), target, vec![age])
        .expect("index");
    t.commit_blocking().expect("commit");
    let mut t = begin(&database);
    let node = t
        .create_node(&[person], &[(age, 0i64.into())])
        .expect("node");
    let own = t.create_relationship(knows, node, node, &[]).expect("own");
    t.commit_blocking().expect("commit");

    let mut t = begin(&database);
    let round = |t: &mut Transaction, i: i64| {
        t.set_node_property(node, age, i.into()).expect("set");
        let text = Value::from("y".repeat(i as usize % 7));
        t.set_relationship_property(own, age, text).expect("set");
        t.add_label(node, extra).expect("label");
        t.remove_label(node, extra).expect("label");
    };
    // Within a statement, and over many: each makes what the one before kept superfluous.
    t.begin_statement();
    round(&mut t, 7);
    let once = t.memory().used();
    (0..1000).for_each(|i| round(&mut t, i));
    round(&mut t, 7);
    assert_eq!(t.memory().used(), once);
    for i in 0..1000 {
        t.begin_statement();
        round(&mut t, i);
    }
    t.begin_statement();
    assert!(t.memory().used() <= once);
    let before = t.memory().used();
    (0..10).for_each(|i| round(&mut t, i));
    assert_eq!(
        seek(&t, index, &IndexQuery::Exact(&[9i64.into()])),
        [node.0]
    );
    t.rollback_statement();
    assert_eq!(t.memory().used(), before);
    assert_eq!(seek(&t, index, &IndexQuery::All), [node.0]);
    assert_eq!(
        seek(&t, index, &IndexQuery::Exact(&[999i64.into()])),
        [node.0]
    );
    assert_eq!(nodes(&t, Some(extra)), []);
    let value = t.view().node_property(node, age).expect("read");
    assert!(equivalent(&value, &999i64.into()));
    t.commit_blocking().expect("commit");
    let t = begin(&database);
    assert_eq!(
        seek(&t, index, &IndexQuery::Exact(&[999i64.into()])),
        [node.0]
    );
}

#[test]
fn an_index_finds_committed_and_own_values_in_key_order() {
    let database = database();
    let person = label(&database, "Person");
    let age = key(&database, "age");
    let mut t = begin(&database);
    let mut ids = Vec::new();
    for value in [
        Value::Integer(3),
        Value::Float(1.0),
        Value::string("x"),
        Value::Integer(2),
        Value::Float(f64::NAN),
    ] {
        ids.push(t.create_node(&[person], &[(age, value)]).expect("node").0);
    }
    t.commit_blocking().expect("commit");
    let before = begin(&database);
    assert_eq!(nodes(&before, None).len(), 5);
    let mut t = begin(&database);
    let target = SchemaTarget::Label(person);
    let index = t
        .create_index("i".into(), target, vec![age])
        .expect("index");
    assert!(matches!(
        t.create_index("j".into(), target, vec![age]),
        Err(SchemaError::EquivalentIndexExists(name)) if name == "i"
    ));
    t.commit_blocking().expect("commit");
    assert_eq!(database.schema().indexes.len(), 1);
    let mut t = begin(&database);
    let own = t
        .create_node(&[person], &[(age, Value::Integer(1))])
        .expect("node")
        .0;
    t.set_node_property(NodeId(ids[0]), age, Value::Integer(0))
        .expect("set");
    let one = [Value::Integer(1)];
    let range = |lower, upper| IndexQuery::Range {
        prefix: &[],
        lower,
        upper,
    };
    let two = Value::Integer(2);
    assert_eq!(seek(&t, index, &IndexQuery::Exact(&one)), [ids[1], own]);
    assert_eq!(
        seek(&t, index, &range(Bound::Unbounded, Bound::Included(&two))),
        [ids[0], ids[1], own, ids[3]]
    );
    assert_eq!(
        seek(
            &t,
            index,
            &range(Bound::Excluded(&one[0]), Bound::Unbounded)
        ),
        [ids[3]]
    );
    let text = IndexQuery::StartsWith {
        prefix: &[],
        text: "",
    };
    assert_eq!(seek(&t, index, &text), [ids[2]]);
    assert_eq!(seek(&t, index, &IndexQuery::All).len(), 6);
    assert_eq!(
        seek(
            &before,
            index,
            &range(Bound::Unbounded, Bound::Included(&two))
        ),
        [ids[1], ids[3]],
        "a snapshot older than the index is answered without it"
    );
    t.commit_blocking().expect("commit");
    let t = begin(&database);
    assert_eq!(
        seek(&t, index, &range(Bound::Unbounded, Bound::Unbounded)).len(),
        6
    );
    let nan = [Value::Float(f64::NAN)];
    assert!(seek(&t, index, &IndexQuery::Exact(&nan)).is_empty());
}

#[test]
fn a_unique_constraint_holds_for_old_new_and_own_values() {
    let database = database();
    let uq = label(&database, "Uq");
    let id = key(&database, "id");
    let mut t = begin(&database);
    let first = t.create_node(&[uq], &[(id, 1i64.into())]).expect("node");
    let second = t
        .create_node(&[uq], &[(id, Value::Float(1.0))])
        .expect("node");
    t.commit_blocking().expect("commit");
    let target = SchemaTarget::Label(uq);
    let mut t = begin(&database);
    let refused = t.create_unique_constraint("c".into(), target, vec![id]);
    let Err(SchemaError::ViolatedByData(message)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        message,
        format!("Both Node({first}) and Node({second}) have the label `Uq` and property `id` = 1")
    );
    drop(t);
    let mut t = begin(&database);
    t.delete_node(second).expect("delete");
    t.commit_blocking().expect("commit");
    let mut t = begin(&database);
    t.create_unique_constraint("c".into(), target, vec![id])
        .expect("constraint");
    t.commit_blocking().expect("commit");
    let mut t = begin(&database);
    let refused = t.create_node(&[uq], &[(id, 1i64.into())]);
    let Err(WriteError::UniquenessViolation(message)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        message,
        format!("Node({first}) already exists with label `Uq` and property `id` = 1")
    );
    // The value is free once its owner lets go of it, in the same transaction too.
    t.set_node_property(first, id, 2i64.into()).expect("set");
    t.create_node(&[uq], &[(id, 1i64.into())]).expect("node");
    let refused = t.create_node(&[uq], &[(id, 2i64.into())]);
    assert!(matches!(refused, Err(WriteError::UniquenessViolation(_))));
    let plain = t.create_node(&[], &[(id, 2i64.into())]).expect("node");
    let refused = t.add_label(plain, uq);
    assert!(matches!(refused, Err(WriteError::UniquenessViolation(_))));
    t.commit_blocking().expect("commit");
    let mut t = begin(&database);
    t.create_node(&[], &[]).expect("node");
    let refused = t.drop_constraint("c");
    assert!(matches!(
        refused,
        Err(SchemaError::Write(WriteError::SchemaAndData))
    ));
}

#[test]
fn what_cannot_be_stored_is_refused() {
    let database = database();
    let p = key(&database, "p");
    let list = |items: &[Value]| Value::list(items.to_vec());
    for (value, stored) in [
        (list(&[]), true),
        (list(&[1i64.into(), 2i64.into()]), true),
        (list(&[1i64.into(), Value::Float(2.5)]), true),
        (list(&[1i64.into(), Value::Null]), false),
        (list(&[1i64.into(), "a".into()]), false),
        (list(&[list(&[])]), false),
        (Value::Map(Arc::default()), false),
        (Value::Node(NodeId(0)), false),
    ] {
        let mut t = begin(&database);
        let result = t.create_node(&[], &[(p, value.clone())]);
        assert_eq!(result.is_ok(), stored, "{value:?} {result:?}");
    }
}

#[test]
fn readers_do_not_write_and_limits_hold() {
    let database = database();
    let mut t = database.begin(TransactionOptions {
        mode: AccessMode::Read,
        memory_limit: 0,
        lock_timeout_ms: 0,
    });
    assert!(matches!(
        t.create_node(&[], &[]),
        Err(WriteError::AccessMode)
    ));
    let mut t = database.begin(TransactionOptions {
        mode: AccessMode::Write,
        memory_limit: 100_000,
        lock_timeout_ms: 0,
    });
    let failure = (0..100_000).find_map(|_| t.create_node(&[], &[]).err());
    assert!(matches!(failure, Some(WriteError::MemoryLimit { .. })));
    drop(t);
    let t = begin(&database);
    assert!(!t.has_writes());
    let snapshot = t.snapshot();
    let receipt: Result<_, CommitError> = t.commit_blocking();
    assert_eq!(receipt.expect("nothing to commit").timestamp, snapshot);
}

#[test]
fn ten_thousand_in_one_transaction_and_scans_resume() {
    let database = database();
    let many = label(&database, "Many");
    let knows = kind(&database, "KNOWS");
    let mut t = begin(&database);
    let hub = t.create_node(&[many], &[]).expect("node");
    for _ in 0..9_999 {
        let leaf = t.create_node(&[many], &[]).expect("node");
        t.create_relationship(knows, leaf, hub, &[])
            .expect("relationship");
    }
    assert_eq!(nodes(&t, Some(many)).len(), 10_000);
    t.commit_blocking().expect("commit");
    let t = begin(&database);
    let found = nodes(&t, Some(many));
    assert_eq!(found.len(), 10_000);
    assert!(found.is_sorted_by(|a, b| a < b));
    assert_eq!(neighbors(&t, hub, Direction::Incoming).len(), 9_999);
}
