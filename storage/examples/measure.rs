//! Measures the engine's kernels: `cargo run --release -p quiver-storage --example measure`.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "a program for developers"
)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use quiver_storage::{
    AccessMode, Database, DatabaseOptions, Direction, IndexQuery, NodeScan, SchemaTarget, SyncMode,
    Transaction, TransactionOptions,
};
use quiver_types::rng::Rng;
use quiver_types::time::SystemClock;
use quiver_types::{NodeId, Value};

/// As in the server.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn begin(database: &Database) -> Transaction {
    database.begin(TransactionOptions {
        mode: AccessMode::Write,
        memory_limit: 0,
        lock_timeout_ms: 1000,
    })
}

/// Resident bytes of this process.
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split(' ').nth(1).and_then(|p| p.parse().ok());
    pages.unwrap_or(0u64) * 4096
}

/// Nanoseconds of processor time that this thread had: on a busy machine the wall clock says
/// more about the neighbours.
fn cpu() -> u64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

fn time(what: &str, times: u64, mut work: impl FnMut()) {
    let (start, began) = (Instant::now(), cpu());
    work();
    let wall = start.elapsed().as_nanos() as f64 / times as f64;
    let own = (cpu() - began) as f64 / times as f64;
    println!("{what:<46} {own:>10.1} ns of the thread, {wall:>10.1} ns of the clock");
}

fn main() {
    let empty = resident();
    let database = Database::in_memory(DatabaseOptions {
        sync_mode: SyncMode::Full,
        clock: Arc::new(SystemClock::new()),
        seed: 1,
    })
    .unwrap();
    println!("an empty database: {} KiB", (resident() - empty) / 1024);
    let tokens = database.tokens();
    let person = tokens.get_or_create_label("Person").unwrap();
    let knows = tokens.get_or_create_relationship_type("KNOWS").unwrap();
    let keys: Vec<_> = (0..5)
        .map(|n| tokens.get_or_create_property_key(&format!("k{n}")).unwrap())
        .collect();
    let mut t = begin(&database);
    let target = SchemaTarget::Label(person);
    let index = t.create_index("i".into(), target, vec![keys[0]]).unwrap();
    t.commit_blocking().unwrap();

    let (nodes, degree) = (200_000u64, 10u64);
    let mut ids = Vec::new();
    let before = resident();
    time(
        "create a node with five properties, committed",
        nodes,
        || {
            for _ in 0..nodes / 1000 {
                let mut t = begin(&database);
                for _ in 0..1000 {
                    let n = ids.len() as i64;
                    let mut row: Vec<_> = keys.iter().map(|k| (*k, Value::Integer(n))).collect();
                    row[1].1 = Value::string("short text");
                    ids.push(t.create_node(&[person], &row).unwrap());
                }
                t.commit_blocking().unwrap();
            }
        },
    );
    // The log in memory is part of what grew.
    let log = database
        .log_metrics()
        .bytes
        .load(std::sync::atomic::Ordering::Relaxed);
    println!(
        "  {} bytes a node, with index and without log",
        (resident() - before).saturating_sub(log) / nodes
    );
    println!("  {:?}", database.memory());

    let mut rng = Rng::from_seed(1);
    let mut made = Vec::new();
    database.checkpoint().unwrap();
    let before = resident();
    time("create a relationship, committed", nodes * degree, || {
        for _ in 0..nodes * degree / 10_000 {
            let mut t = begin(&database);
            for _ in 0..10_000 {
                let a = ids[rng.below(nodes) as usize];
                let b = ids[rng.below(nodes) as usize];
                made.push(t.create_relationship(knows, a, b, &[]).unwrap());
            }
            t.commit_blocking().unwrap();
        }
    });
    // The log is in memory too.
    database.checkpoint().unwrap();
    println!(
        "  {} bytes a relationship, without log",
        resident().saturating_sub(before) / (nodes * degree)
    );

    let t = begin(&database);
    let view = t.view();
    let times = 1_000_000;
    let picked: Vec<NodeId> = (0..times).map(|_| ids[rng.below(nodes) as usize]).collect();
    let few: Vec<NodeId> = (0..times).map(|_| ids[rng.below(1000) as usize]).collect();
    for (name, nodes) in [("in cache", &few), ("random", &picked)] {
        time(&format!("read a property, {name}"), times, || {
            for node in nodes {
                black_box(view.node_property(*node, keys[3]).unwrap());
            }
        });
    }
    time("a view", times, || {
        for _ in 0..times {
            black_box(t.view());
        }
    });
    for (name, spread) in [("in cache", 1000), ("random", nodes)] {
        let wanted: Vec<i64> = (0..times).map(|_| rng.below(spread) as i64).collect();
        let mut found = Vec::new();
        time(&format!("index seek, {name}"), times, || {
            for n in &wanted {
                found.clear();
                let exact = [Value::Integer(*n)];
                view.index_seek(index, &IndexQuery::Exact(&exact), &mut found)
                    .unwrap();
                assert_eq!(found.len(), 1);
            }
        });
    }
    let mut neighbors = Vec::new();
    for (name, nodes) in [("in cache", &few), ("random", &picked)] {
        let mut edges = 0u64;
        let start = cpu();
        for node in nodes {
            neighbors.clear();
            view.expand(*node, Direction::Outgoing, &[knows], &mut neighbors)
                .unwrap();
            edges += neighbors.len() as u64;
        }
        let nanos = (cpu() - start) as f64 / edges as f64;
        println!(
            "{:<46} {nanos:>10.1} ns",
            format!("expand, an edge, {name}")
        );
    }
    time("degree, random", times, || {
        for node in &picked {
            black_box(view.degree(*node, Direction::Outgoing, &[knows]).unwrap());
        }
    });
    time("label scan, a node", nodes, || {
        let (mut scan, mut found) = (NodeScan::label(person), Vec::new());
        while view.scan_nodes(&mut scan, 1024, &mut found).unwrap() {}
        assert_eq!(found.len() as u64, nodes);
    });
    time("scan and read a property, a node", nodes, || {
        let (mut scan, mut found) = (NodeScan::label(person), Vec::new());
        while view.scan_nodes(&mut scan, 1024, &mut found).unwrap() {}
        for node in found {
            black_box(view.node_property(node, keys[3]).unwrap());
        }
    });
    time("count with label", times, || {
        for _ in 0..times {
            black_box(view.node_count(Some(person)).unwrap());
        }
    });
    drop(view);
    drop(t);
    for threads in [1u64, 8] {
        let each = 20_000 / threads;
        time(
            &format!("commit of one SET, {threads} threads"),
            each * threads,
            || {
                std::thread::scope(|scope| {
                    for thread in 0..threads {
                        let (database, ids, key) = (&database, &ids, keys[2]);
                        scope.spawn(move || {
                            for n in 0..each {
                                let mut t = begin(database);
                                let node = ids[(thread * 20_000 + n) as usize];
                                t.set_node_property(node, key, Value::Integer(n as i64))
                                    .unwrap();
                                t.commit_blocking().unwrap();
                            }
                        });
                    }
                });
            },
        );
    }
    time("checkpoint", 1, || database.checkpoint().unwrap());
    let before = resident();
    time("delete a relationship, committed", nodes * degree, || {
        for some in made.chunks(10_000) {
            let mut t = begin(&database);
            for id in some {
                t.delete_relationship(*id).unwrap();
            }
            t.commit_blocking().unwrap();
        }
    });
    let begun = Instant::now();
    let superseded = &database.metrics().superseded;
    while superseded.load(std::sync::atomic::Ordering::Relaxed) > 0 {
        drop(begin(&database));
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    database.checkpoint().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(200));
    println!(
        "  {} MiB before, {} MiB {:?} after, of that {:?}",
        before >> 20,
        resident() >> 20,
        begun.elapsed(),
        database.memory()
    );
}
