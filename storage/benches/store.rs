//! What single steps of the store cost: a point look-up, a seek, an expand, writing into a transaction,
//! and commits, in memory and, where a folder is given, synced to its disk.
//!
//! `cargo bench -p quiver-storage --bench store [-- <part of a name> ...]`; `FOLDER=<new folder>` adds
//! synced commits and leaves the folder behind. The best of some runs counts, for a commit to disk
//! the median; instructions are counted where `valgrind` is installed, those of the log's thread too.
//! Queries over the store are measured in `quiver-cypher`'s `micro.rs` and `reads.rs`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "a program for developers"
)]

mod instructions;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use quiver_storage::{
    AccessMode, Database, DatabaseOptions, Direction, IndexQuery, SchemaTarget, SyncMode,
    Transaction, TransactionOptions,
};
use quiver_types::time::SystemClock;
use quiver_types::{NodeId, Value};

const NODES: i64 = 20_000;

fn options() -> DatabaseOptions {
    DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed: 1,
    }
}

fn begin(database: &Database, mode: AccessMode) -> Transaction {
    database.begin(TransactionOptions {
        mode,
        memory_limit: 0,
        lock_timeout_ms: 1000,
    })
}

/// Nanoseconds of rounds: the best and the median.
fn measure(mut round: impl FnMut()) -> (f64, f64) {
    let mut all = Vec::new();
    let begun = Instant::now();
    while begun.elapsed().as_secs_f64() < 0.3 {
        let before = Instant::now();
        round();
        all.push(before.elapsed().as_secs_f64() * 1e9);
    }
    all.sort_unstable_by(f64::total_cmp);
    (all[0], all[all.len() / 2])
}

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let one = instructions::asked_for();
    let report = |name: &str, times: usize, round: &mut dyn FnMut()| {
        if let Some((asked, rounds)) = &one {
            if asked == name {
                (0..*rounds).for_each(|_| round());
                std::process::exit(0);
            }
            return;
        }
        if wanted.is_empty() || wanted.iter().any(|part| name.contains(part.as_str())) {
            let (best, median) = measure(round);
            let each = times as f64;
            // The folder is in use, and its disk is what is measured there.
            let counted = if name.starts_with("synced") {
                None
            } else {
                instructions::each(name, 2, 22)
            };
            let counted = counted.map_or("-".to_owned(), |n| format!("{:.0}", n / each));
            println!(
                "{name:<28} {:>10.0} {:>10.0} {counted:>13}",
                best / each,
                median / each
            );
        }
    };
    if one.is_none() {
        println!("{}", instructions::told());
        println!(
            "{:<28} {:>10} {:>10} {:>13}",
            "step", "best ns", "median ns", "instructions"
        );
    }
    let database = Database::in_memory(options()).unwrap();
    let tokens = database.tokens();
    let label = tokens.get_or_create_label("Person").unwrap();
    let knows = tokens.get_or_create_relationship_type("KNOWS").unwrap();
    let id = tokens.get_or_create_property_key("id").unwrap();
    let mut t = begin(&database, AccessMode::Write);
    let index = t
        .create_index("i".into(), SchemaTarget::Label(label), vec![id])
        .unwrap();
    t.commit_blocking().unwrap();
    let mut t = begin(&database, AccessMode::Write);
    let nodes: Vec<NodeId> = (0..NODES)
        .map(|n| t.create_node(&[label], &[(id, Value::Integer(n))]).unwrap())
        .collect();
    for (n, from) in nodes.iter().enumerate() {
        for step in 1..=10 {
            let to = nodes[(n + step * 37) % nodes.len()];
            t.create_relationship(knows, *from, to, &[]).unwrap();
        }
    }
    t.commit_blocking().unwrap();

    let reader = begin(&database, AccessMode::Read);
    let view = reader.view();
    report("property of a node", 1000, &mut || {
        for node in nodes.iter().step_by(20) {
            black_box(view.node_property(*node, id).unwrap());
        }
    });
    let mut ids = Vec::new();
    report("seek of one key", 1000, &mut || {
        for n in 0..1000 {
            ids.clear();
            let wanted = [Value::Integer(n * 19)];
            let query = IndexQuery::Exact(&wanted);
            view.index_seek(index, &query, &mut ids).unwrap();
            black_box(&ids);
        }
    });
    report("entry of a whole index", NODES as usize, &mut || {
        ids.clear();
        view.index_seek(index, &IndexQuery::All, &mut ids).unwrap();
        black_box(&ids);
    });
    report("first 10 of an index", 1, &mut || {
        ids.clear();
        let all = IndexQuery::All;
        view.index_seek_ordered(index, &all, true, 10, &mut ids)
            .unwrap();
        black_box(&ids);
    });
    let mut neighbors = Vec::new();
    report("expand of 10", 1000, &mut || {
        for node in nodes.iter().step_by(20) {
            neighbors.clear();
            view.expand(*node, Direction::Outgoing, &[knows], &mut neighbors)
                .unwrap();
            black_box(&neighbors);
        }
    });
    report("begin and end", 1, &mut || {
        black_box(begin(&database, AccessMode::Read));
    });
    report("create, not committed", 1000, &mut || {
        let mut t = begin(&database, AccessMode::Write);
        for n in 0..1000 {
            t.create_node(&[], &[(id, Value::Integer(n))]).unwrap();
        }
    });
    let commit = |database: &Database| {
        let mut t = begin(database, AccessMode::Write);
        t.create_node(&[label], &[(id, Value::Integer(-1))])
            .unwrap();
        t.commit_blocking().unwrap();
    };
    report("commit of one node", 1, &mut || commit(&database));
    report("commit of 1,000 nodes", 1000, &mut || {
        let mut t = begin(&database, AccessMode::Write);
        for n in 0..1000 {
            t.create_node(&[], &[(id, Value::Integer(n))]).unwrap();
        }
        t.commit_blocking().unwrap();
    });
    if let Ok(folder) = std::env::var("FOLDER") {
        let database = Database::open_folder(&folder, options()).unwrap();
        let tokens = database.tokens();
        tokens.get_or_create_label("Person").unwrap();
        tokens.get_or_create_property_key("id").unwrap();
        report("synced commit of one node", 1, &mut || commit(&database));
    }
}
