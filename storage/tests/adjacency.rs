//! Adjacency, folded and not, against a naive list of relationships: many at few nodes, several
//! snapshots alive, deletions, own writes, folds at any moment, a reopening. And with threads:
//! what is written in pairs is read in pairs while segments are folded.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use quiver_storage::io::MemoryIo;
use quiver_storage::{
    AccessMode, AdjacencyScan, Database, DatabaseOptions, Direction, RelationshipRecord,
    RelationshipScan, SyncMode, Transaction, TransactionOptions, WriteError,
};
use quiver_types::rng::Rng;
use quiver_types::time::SystemClock;
use quiver_types::{NodeId, RelationshipId, RelationshipTypeId};

type Model = BTreeMap<RelationshipId, RelationshipRecord>;

fn open(io: &MemoryIo) -> Database {
    let options = DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed: 1,
    };
    Database::open(Arc::new(io.clone()), options).unwrap()
}

fn begin(database: &Database) -> Transaction {
    let mut transaction = database.begin(TransactionOptions {
        mode: AccessMode::Write,
        memory_limit: 0,
        lock_timeout_ms: 1000,
    });
    transaction.begin_statement();
    transaction.snapshot();
    transaction
}

/// One node's relationships every way they can be asked for, and now and then all.
fn check(transaction: &Transaction, model: &Model, node: NodeId, other: NodeId, rng: &mut Rng) {
    let types: &[RelationshipTypeId] = match rng.below(4) {
        0 => &[],
        1 => &[RelationshipTypeId(0), RelationshipTypeId(1)],
        2 => &[RelationshipTypeId(1)],
        _ => &[RelationshipTypeId(0)],
    };
    check_types(transaction, model, (node, other), types);
    if let [one] = types {
        let limit = 1 + rng.below(40) as usize;
        check_scans(transaction, model, *one, limit);
    }
}

/// All relationships of a type, by their start nodes and by their ids.
fn check_scans(transaction: &Transaction, model: &Model, of: RelationshipTypeId, limit: usize) {
    let view = transaction.view();
    let of_type = |record: &&RelationshipRecord| record.relationship_type == of;
    let (mut ids, mut scan) = (Vec::new(), RelationshipScan::of_type(of));
    loop {
        let before = ids.len();
        let more = view.scan_relationship_ids(&mut scan, limit, &mut ids, |id| id);
        assert!(ids.len() - before <= limit);
        if !more.unwrap() {
            break;
        }
    }
    let expected = model.iter().filter(|(_, r)| of_type(r)).map(|(id, _)| *id);
    assert_eq!(ids, expected.collect::<Vec<_>>(), "{of:?}");
    if view.has_writes() {
        return;
    }
    let (mut found, mut scan) = (Vec::new(), AdjacencyScan::of_type(of));
    loop {
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        let columns = (&mut starts, &mut ends);
        let more = view.scan_adjacent(&mut scan, limit, columns, |node| node);
        assert!(ends.len() <= limit && starts.len() == ends.len());
        found.extend(starts.into_iter().zip(ends));
        if !more.unwrap() {
            break;
        }
    }
    found.sort_unstable();
    let expected = model.values().filter(of_type).map(|r| (r.start, r.end));
    let mut expected: Vec<_> = expected.collect();
    expected.sort_unstable();
    assert_eq!(found, expected, "{of:?}");
}

fn check_types(
    transaction: &Transaction,
    model: &Model,
    (node, other): (NodeId, NodeId),
    types: &[RelationshipTypeId],
) {
    let view = transaction.view();
    for direction in [Direction::Outgoing, Direction::Incoming, Direction::Both] {
        let mut expected = Vec::new();
        for (id, record) in model {
            if !types.is_empty() && !types.contains(&record.relationship_type) {
                continue;
            }
            if record.start == node && direction != Direction::Incoming {
                expected.push((*id, record.end, true));
            } else if record.end == node && direction != Direction::Outgoing {
                expected.push((*id, record.start, false));
            }
        }
        let mut found = Vec::new();
        view.expand(node, direction, types, &mut found).unwrap();
        let mut found: Vec<_> = found
            .iter()
            .map(|n| (n.relationship, n.node, n.outgoing))
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{node} {direction:?} {types:?}");
        let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
        view.expand_columns(
            node,
            direction,
            types,
            (&mut nodes, |node| node),
            (&mut relationships, |relationship| relationship),
        )
        .unwrap();
        let mut found: Vec<_> = relationships.into_iter().zip(nodes).collect();
        found.sort_unstable();
        assert!(found.into_iter().eq(expected.iter().map(|e| (e.0, e.1))));
        let degree = view.degree(node, direction, types).unwrap();
        assert_eq!(degree, expected.len() as u64, "{node} {direction:?}");
        let mut into = Vec::new();
        view.expand_into(node, other, direction, types, &mut into)
            .unwrap();
        let mut into: Vec<_> = into
            .iter()
            .map(|n| (n.relationship, n.node, n.outgoing))
            .collect();
        into.sort_unstable();
        expected.retain(|e| e.1 == other);
        assert_eq!(into, expected, "{node} to {other} {direction:?}");
    }
}

#[test]
fn every_snapshot_sees_its_relationships_whenever_segments_are_folded() {
    for seed in 0..6 {
        let mut rng = Rng::from_seed(seed);
        let io = MemoryIo::new();
        let mut database = open(&io);
        for name in ["A", "B"] {
            database
                .tokens()
                .get_or_create_relationship_type(name)
                .unwrap();
        }
        // Two segments of nodes, so that relationships cross.
        let labels: Vec<_> = ["X", "Y"]
            .map(|name| database.tokens().get_or_create_label(name).unwrap())
            .into();
        let mut t = begin(&database);
        let nodes: Vec<NodeId> = (0..12)
            .map(|n| t.create_node(&[labels[n % 2]], &[]).unwrap())
            .collect();
        t.commit_blocking().unwrap();
        let pick = |rng: &mut Rng| {
            let few = if rng.below(2) == 0 {
                2
            } else {
                nodes.len() as u64
            };
            nodes[rng.below(few) as usize]
        };
        let mut committed = Model::new();
        let mut snapshots: Vec<(Transaction, Model)> = Vec::new();
        for round in 0..120 {
            let mut t = begin(&database);
            let mut own = committed.clone();
            for _ in 0..rng.below(if seed % 3 == 0 { 40 } else { 12 }) {
                if rng.below(5) < 3 || own.is_empty() {
                    let record = RelationshipRecord {
                        relationship_type: RelationshipTypeId(rng.below(2) as u32),
                        start: pick(&mut rng),
                        end: pick(&mut rng),
                    };
                    let RelationshipRecord {
                        relationship_type,
                        start,
                        end,
                    } = record;
                    let id = t
                        .create_relationship(relationship_type, start, end, &[])
                        .unwrap();
                    own.insert(id, record);
                } else {
                    let at = rng.below(own.len() as u64) as usize;
                    let id = *own.keys().nth(at).unwrap();
                    t.delete_relationship(id).unwrap();
                    own.remove(&id);
                }
            }
            check(&t, &own, pick(&mut rng), pick(&mut rng), &mut rng);
            if rng.below(4) > 0 {
                t.commit_blocking().unwrap();
                committed = own;
            }
            match rng.below(8) {
                0..3 => database.fold(),
                3 => snapshots.push((begin(&database), committed.clone())),
                4 if !snapshots.is_empty() => {
                    snapshots.swap_remove(rng.below(snapshots.len() as u64) as usize);
                }
                5 if round % 5 == 0 => {
                    snapshots.clear();
                    database.close();
                    drop(database);
                    database = open(&io);
                }
                _ => {}
            }
            for (t, model) in &snapshots {
                check(t, model, pick(&mut rng), pick(&mut rng), &mut rng);
            }
            let now = begin(&database);
            check(&now, &committed, pick(&mut rng), pick(&mut rng), &mut rng);
        }
        snapshots.clear();
        let report = database.check().unwrap();
        assert!(report.is_clean(), "{report:?}");
        for node in &nodes {
            check(&begin(&database), &committed, *node, nodes[0], &mut rng);
        }
    }
}

/// Writers make and delete pairs there and back; a reader must never meet half of one.
#[test]
fn readers_meet_whole_commits_while_segments_are_folded() {
    let database = open(&MemoryIo::new());
    let of = database
        .tokens()
        .get_or_create_relationship_type("A")
        .unwrap();
    let mut t = begin(&database);
    let nodes: Vec<NodeId> = (0..20).map(|_| t.create_node(&[], &[]).unwrap()).collect();
    t.commit_blocking().unwrap();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (database, nodes, done) = (&database, &nodes, &done);
        let writers: Vec<_> = (0..2u64)
            .map(|seed| {
                scope.spawn(move || {
                    let mut rng = Rng::from_seed(seed);
                    let mut mine: Vec<[RelationshipId; 2]> = Vec::new();
                    for _ in 0..1500 {
                        let mut t = begin(database);
                        let deleted = (rng.below(5) < 2 && !mine.is_empty())
                            .then(|| mine.swap_remove(rng.below(mine.len() as u64) as usize));
                        let written: Result<(), WriteError> = match deleted {
                            Some(pair) => pair
                                .iter()
                                .try_for_each(|id| t.delete_relationship(*id).map(|_| ())),
                            None => {
                                let (a, b) = (nodes[0], nodes[rng.below(20) as usize]);
                                let there = t.create_relationship(of, a, b, &[]).unwrap();
                                let back = t.create_relationship(of, b, a, &[]).unwrap();
                                mine.push([there, back]);
                                Ok(())
                            }
                        };
                        written.unwrap();
                        t.commit_blocking().unwrap();
                    }
                })
            })
            .collect();
        scope.spawn(move || {
            while !done.load(Ordering::Relaxed) {
                database.fold();
                std::thread::yield_now();
            }
        });
        scope.spawn(move || {
            while !done.load(Ordering::Relaxed) {
                let t = begin(database);
                let first = pairs(&t, nodes[0], of);
                assert_eq!(first.0, first.1, "as many there as back");
                std::thread::yield_now();
                assert_eq!(pairs(&t, nodes[0], of), first, "one snapshot");
            }
        });
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    database.fold();
    assert!(database.check().unwrap().is_clean());
}

/// Neighbours there and back, sorted.
fn pairs(t: &Transaction, node: NodeId, of: RelationshipTypeId) -> (Vec<NodeId>, Vec<NodeId>) {
    let side = |direction| {
        let view = t.view();
        let mut found = Vec::new();
        view.expand(node, direction, &[of], &mut found).unwrap();
        assert_eq!(
            view.degree(node, direction, &[of]).unwrap(),
            found.len() as u64
        );
        let mut nodes: Vec<NodeId> = found.iter().map(|n| n.node).collect();
        nodes.sort_unstable();
        nodes
    };
    (side(Direction::Outgoing), side(Direction::Incoming))
}

/// Sixteen threads: each has a type of its own, which nobody else writes, between nodes that all
/// share; so each knows at every snapshot what it must see, while the others, and folds, change the
/// segments under it. Self-loops, parallel relationships, deletions, the same pair again, old
/// snapshots, rollbacks.
#[test]
fn sixteen_writers_see_their_own_at_every_snapshot() {
    let database = open(&MemoryIo::new());
    let types: Vec<RelationshipTypeId> = (0..16)
        .map(|n| {
            let name = format!("T{n}");
            let tokens = database.tokens();
            tokens.get_or_create_relationship_type(&name).unwrap()
        })
        .collect();
    let mut t = begin(&database);
    let nodes: Vec<NodeId> = (0..30).map(|_| t.create_node(&[], &[]).unwrap()).collect();
    t.commit_blocking().unwrap();
    std::thread::scope(|scope| {
        for of in &types {
            let (database, nodes) = (&database, &nodes);
            scope.spawn(move || write_and_check(database, nodes, *of));
        }
    });
    database.fold();
    let report = database.check().unwrap();
    assert!(report.is_clean(), "{report:?}");
}

fn write_and_check(database: &Database, nodes: &[NodeId], of: RelationshipTypeId) {
    let mut rng = Rng::from_seed(u64::from(of.0));
    let pick = |rng: &mut Rng| {
        let few = if rng.below(2) == 0 { 2 } else { 30 };
        nodes[rng.below(few) as usize]
    };
    let mut committed = Model::new();
    let mut snapshots: Vec<(Transaction, Model)> = Vec::new();
    for round in 0..24 {
        let mut t = begin(database);
        let mut own = committed.clone();
        for _ in 0..rng.below(30) {
            if rng.below(5) < 2 && !own.is_empty() {
                let at = rng.below(own.len() as u64) as usize;
                let (id, record) = own.iter().nth(at).map(|(id, r)| (*id, *r)).unwrap();
                t.delete_relationship(id).unwrap();
                own.remove(&id);
                if rng.below(2) == 0 {
                    let (start, end) = (record.start, record.end);
                    let id = t.create_relationship(of, start, end, &[]).unwrap();
                    own.insert(id, record);
                }
                continue;
            }
            let record = RelationshipRecord {
                relationship_type: of,
                start: pick(&mut rng),
                end: pick(&mut rng),
            };
            let id = t.create_relationship(of, record.start, record.end, &[]);
            own.insert(id.unwrap(), record);
        }
        check_types(&t, &own, (pick(&mut rng), pick(&mut rng)), &[of]);
        if rng.below(5) > 0 {
            t.commit_blocking().unwrap();
            committed = own;
        }
        match rng.below(6) {
            0 => database.fold(),
            1 | 2 => snapshots.push((begin(database), committed.clone())),
            3 if snapshots.len() > 2 => {
                snapshots.swap_remove(rng.below(snapshots.len() as u64) as usize);
            }
            _ => {}
        }
        let limit = 1 + rng.below(64) as usize;
        for (t, model) in &snapshots {
            check_types(t, model, (pick(&mut rng), pick(&mut rng)), &[of]);
            check_scans(t, model, of, limit);
        }
        let now = begin(database);
        check_types(&now, &committed, (pick(&mut rng), pick(&mut rng)), &[of]);
        check_scans(&now, &committed, of, limit);
        if round % 10 == 9 {
            snapshots.clear();
        }
    }
}
