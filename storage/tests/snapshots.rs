//! Random operations of several concurrent transactions against a naive snapshot model.
//! `QUIVER_SEED=<n>` replays one.
#![allow(clippy::panic, reason = "a test says what went wrong")]

mod model;

use std::sync::Arc;

use model::{Graph, Op, UNIQUE, begin, change, compare, open, prepare, seeds};
use quiver_storage::io::MemoryIo;
use quiver_storage::{Database, Transaction, WriteError};
use quiver_types::rng::Rng;

/// An open transaction and what it should see.
struct Open {
    transaction: Transaction,
    graph: Graph,
    saved: Graph,
    done: Vec<Op>,
    saved_done: usize,
}

impl Open {
    fn new(database: &Database, committed: &Graph) -> Self {
        let mut transaction = begin(database);
        transaction.begin_statement();
        transaction.snapshot();
        Self {
            transaction,
            graph: committed.clone(),
            saved: committed.clone(),
            done: Vec::new(),
            saved_done: 0,
        }
    }

    fn roll_back(&mut self) {
        self.transaction.rollback_statement();
        self.graph = self.saved.clone();
        self.done.truncate(self.saved_done);
    }

    fn next_statement(&mut self) {
        self.transaction.begin_statement();
        self.saved = self.graph.clone();
        self.saved_done = self.done.len();
    }
}

fn no_duplicates(graph: &Graph) {
    for (id, node) in &graph.nodes {
        if let Some(value) = node.properties.get(&UNIQUE.0)
            && node.labels.contains(&0)
        {
            assert!(!graph.taken(value, Some(*id)), "two nodes have {value:?}");
        }
    }
}

fn run(seed: u64) {
    let mut rng = Rng::from_seed(seed);
    let io = MemoryIo::new();
    let mut database = open(Arc::new(io.clone())).expect("open");
    prepare(&database).expect("prepare");
    let mut committed = Graph::default();
    let mut open_ones: Vec<Open> = Vec::new();
    for _ in 0..150 {
        if open_ones.is_empty() || open_ones.len() < 4 && rng.below(4) == 0 {
            open_ones.push(Open::new(&database, &committed));
        }
        let at = rng.below(open_ones.len() as u64) as usize;
        let one = &mut open_ones[at];
        match rng.below(14) {
            0 | 1 => {
                let one = open_ones.swap_remove(at);
                one.transaction.commit_blocking().expect("locks were held");
                for op in &one.done {
                    committed.apply(op);
                }
                no_duplicates(&committed);
                compare(&begin(&database), &committed, &mut rng);
            }
            2 => drop(open_ones.swap_remove(at)),
            3 => one.roll_back(),
            4 => one.next_statement(),
            5 if rng.below(6) == 0 => {
                open_ones.clear();
                if rng.below(2) == 0 {
                    database.checkpoint().expect("checkpoint");
                }
                database.close();
                drop(database);
                database = open(Arc::new(io.clone())).expect("reopen");
                compare(&begin(&database), &committed, &mut rng);
                let report = database.check().expect("check");
                assert!(report.is_clean(), "{report:?}");
            }
            6 if rng.below(2) == 0 => database.fold(),
            _ => {
                let tried = change(&mut one.transaction, &one.graph, &mut rng);
                match tried {
                    Ok(Some(op)) => {
                        one.graph.apply(&op);
                        one.done.push(op);
                    }
                    Ok(None) => {}
                    Err(WriteError::UniquenessViolation(_)) => one.roll_back(),
                    Err(WriteError::MustWait | WriteError::Conflict(_) | WriteError::Deadlock) => {
                        drop(open_ones.swap_remove(at));
                    }
                    Err(other) => panic!("{other}"),
                }
            }
        }
        for one in &open_ones {
            compare(&one.transaction, &one.graph, &mut rng);
        }
    }
    open_ones.clear();
    let report = database.check().expect("check");
    assert!(report.is_clean(), "{report:?}");
    // With nobody reading, one more commit or two clear everything away.
    for _ in 0..3 {
        let mut t = begin(&database);
        t.create_node(&[], &[]).expect("node");
        t.commit_blocking().expect("commit");
    }
    let left = &database.metrics().superseded;
    assert_eq!(left.load(std::sync::atomic::Ordering::Relaxed), 0);
}

#[test]
fn concurrent_transactions_see_what_a_naive_model_sees() {
    for seed in seeds(40) {
        let outcome = std::panic::catch_unwind(|| run(seed));
        assert!(outcome.is_ok(), "QUIVER_SEED={seed} replays this");
    }
}
