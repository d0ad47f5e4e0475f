//! Indexes and constraints of every kind come back after a restart, from the log and from a
//! checkpoint; so do token lookup indexes, which a new database has, and their absence.

use std::sync::Arc;

use quiver_storage::io::MemoryIo;
use quiver_storage::{
    AccessMode, ConstraintKind, Database, DatabaseOptions, EntityKind, IndexKind, SchemaTarget,
    SyncMode, Transaction, TransactionOptions,
};
use quiver_types::time::SystemClock;

fn open(io: &MemoryIo) -> Database {
    let options = DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed: 1,
    };
    Database::open(Arc::new(io.clone()), options).expect("open")
}

fn begin(database: &Database) -> Transaction {
    database.begin(TransactionOptions {
        mode: AccessMode::Write,
        memory_limit: 0,
        lock_timeout_ms: 1_000,
    })
}

/// The schema as text, without its epoch.
fn shown(database: &Database) -> String {
    let schema = database.schema();
    format!(
        "{:#?}\n{:#?}\n{:#?}",
        schema.indexes, schema.lookups, schema.constraints
    )
}

#[test]
fn every_kind_survives_a_restart() {
    let io = MemoryIo::new();
    let database = open(&io);
    let fresh = database.schema();
    let kinds: Vec<EntityKind> = fresh.lookups.iter().map(|lookup| lookup.entity).collect();
    assert_eq!(kinds, [EntityKind::Node, EntityKind::Relationship]);
    let tokens = database.tokens();
    let label = SchemaTarget::Label(tokens.get_or_create_label("L").expect("label"));
    let of = tokens.get_or_create_relationship_type("T").expect("type");
    let of = SchemaTarget::RelationshipType(of);
    let key = tokens.get_or_create_property_key("k").expect("key");
    let other = tokens.get_or_create_property_key("o").expect("key");
    let mut t = begin(&database);
    for (kind, name) in [
        (IndexKind::Range, "range"),
        (IndexKind::Text, "text"),
        (IndexKind::Point, "point"),
    ] {
        let named = |what: &str| format!("{name} {what}").into();
        t.create_index_of(kind, named("n"), label, vec![key])
            .expect("an index of nodes");
        t.create_index_of(kind, named("r"), of, vec![key])
            .expect("an index of relationships");
    }
    t.create_constraint(ConstraintKind::Unique, "u".into(), label, vec![other])
        .expect("unique");
    t.create_constraint(ConstraintKind::Key, "k".into(), of, vec![other, key])
        .expect("key");
    let nodes = fresh.lookups[0].name.clone();
    t.drop_index(&nodes).expect("dropped");
    t.commit_blocking().expect("commit");
    let expected = shown(&database);
    assert_eq!(database.schema().lookups.len(), 1);
    drop(database);

    let database = open(&io);
    assert_eq!(shown(&database), expected, "from the log");
    database.checkpoint().expect("checkpoint");
    drop(database);
    let database = open(&io);
    assert_eq!(shown(&database), expected, "from the checkpoint");
    let mut t = begin(&database);
    t.create_lookup_index("again".into(), EntityKind::Node)
        .expect("it was dropped");
    assert!(
        t.create_lookup_index("twice".into(), EntityKind::Node)
            .is_err()
    );
    t.commit_blocking().expect("commit");
    let expected = shown(&database);
    drop(database);
    let database = open(&io);
    assert_eq!(shown(&database), expected, "from checkpoint and log");
    assert!(database.check().expect("check").is_clean());
}
