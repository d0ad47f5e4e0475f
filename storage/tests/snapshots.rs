//! Random operations of four concurrent transactions against a naive snapshot model, with clean
//! stops, and with power that goes out in the middle of anything: of a commit, of several at once, of
//! a checkpoint, of the start after an earlier crash. `QUIVER_SEED=<n>` replays one.
#![allow(clippy::panic, reason = "a test says what went wrong")]

mod model;
mod seeds;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};

use model::{Graph, Op, UNIQUE, begin, change, compare, open, prepare, read};
use quiver_storage::io::HostileIo;
use quiver_storage::{CommitError, Database, Transaction, WriteError};
use quiver_types::rng::Rng;
use seeds::seeds;

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

/// A database on a disk that may lose power, and what it should hold.
struct World {
    io: HostileIo,
    database: Database,
    committed: Graph,
    open_ones: Vec<Open>,
    rng: Rng,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::from_seed(seed);
        let io = HostileIo::new(rng.next_u64());
        let database = open(Arc::new(io.clone())).expect("open");
        prepare(&database).expect("prepare");
        Self {
            io,
            database,
            committed: Graph::default(),
            open_ones: Vec::new(),
            rng,
        }
    }

    /// The power goes within so many operations of the disk, whatever is done then.
    fn cut_power_soon(&mut self) {
        let allowed = self.rng.below(12);
        self.io.cut_power_after(self.io.operations() + allowed);
    }

    /// What is open commits, all at once and each behind the one before, and the power goes
    /// meanwhile; then it is as if the machine started again. What was acknowledged must be there,
    /// and of the rest as many as come first.
    fn crash(&mut self) {
        self.cut_power_soon();
        let mut states = vec![self.committed.clone()];
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let (sender, receiver) = mpsc::channel::<()>();
        if self.rng.below(3) == 0 {
            // Whether it is written whole or not, nothing is different afterwards.
            let _ = self.database.checkpoint();
        }
        for one in self.open_ones.drain(..) {
            if one.done.is_empty() || self.rng.below(4) == 0 {
                continue;
            }
            let mut next = states[states.len() - 1].clone();
            for op in &one.done {
                next.apply(op);
            }
            states.push(next);
            let (count, sender) = (Arc::clone(&acknowledged), sender.clone());
            one.transaction.commit(Box::new(move |result| {
                match result {
                    Ok(_) => drop(count.fetch_add(1, Ordering::SeqCst)),
                    Err(
                        CommitError::Uncertain(_) | CommitError::Write(WriteError::ReadOnly(_)),
                    ) => {}
                    Err(other) => panic!("{other}"),
                }
                drop(sender);
            }));
        }
        drop(sender);
        // Ends when each of them was told something.
        assert!(receiver.recv().is_err(), "nothing is sent");
        let (least, states) = (acknowledged.load(Ordering::SeqCst), states);
        self.restart(least, &states);
    }

    fn restart(&mut self, least: usize, states: &[Graph]) {
        loop {
            self.io = self.io.restart();
            // Starting may be cut off too.
            if self.rng.below(4) == 0 {
                self.cut_power_soon();
            }
            match open(Arc::new(self.io.clone())) {
                Ok(database) => {
                    self.database = database;
                    break;
                }
                Err(error) => assert!(!self.io.is_powered(), "{error}"),
            }
        }
        let found = read(&begin(&self.database)).text();
        let which = states[least..].iter().position(|s| s.text() == found);
        let Some(which) = which else {
            panic!("found\n{found}\nof at least {least} of {states:?}");
        };
        self.committed = states[least + which].clone();
        self.look();
        if !self.io.is_powered() {
            let states = [self.committed.clone()];
            self.restart(0, &states);
        }
        // A cut that was announced for the start and did not come must not come later.
        self.io.cut_power_after(u64::MAX);
    }

    /// All ways of reading, and the store's own check.
    fn look(&mut self) {
        compare(&begin(&self.database), &self.committed, &mut self.rng);
        let report = self.database.check().expect("check");
        assert!(report.is_clean(), "{report:?}");
    }

    fn stop_and_start(&mut self) {
        self.open_ones.clear();
        if self.rng.below(2) == 0 {
            self.database.checkpoint().expect("checkpoint");
        }
        self.database.close();
        let states = [self.committed.clone()];
        self.io = self.io.restart();
        self.database = open(Arc::new(self.io.clone())).expect("reopen");
        assert_eq!(read(&begin(&self.database)).text(), states[0].text());
        self.look();
    }

    fn commit(&mut self, at: usize) {
        let one = self.open_ones.swap_remove(at);
        one.transaction.commit_blocking().expect("locks were held");
        for op in &one.done {
            self.committed.apply(op);
        }
        no_duplicates(&self.committed);
        compare(&begin(&self.database), &self.committed, &mut self.rng);
    }

    fn step(&mut self, crashes: bool) {
        let few = self.open_ones.len() < 4 && self.rng.below(4) == 0;
        if self.open_ones.is_empty() || few {
            self.open_ones
                .push(Open::new(&self.database, &self.committed));
        }
        let at = self.rng.below(self.open_ones.len() as u64) as usize;
        let one = &mut self.open_ones[at];
        match self.rng.below(14) {
            0 | 1 => self.commit(at),
            2 => drop(self.open_ones.swap_remove(at)),
            3 => one.roll_back(),
            4 => one.next_statement(),
            5 if self.rng.below(6) == 0 => self.stop_and_start(),
            6 if self.rng.below(2) == 0 => self.database.fold(),
            7 if crashes && self.rng.below(3) == 0 => self.crash(),
            _ => {
                let tried = change(&mut one.transaction, &one.graph, &mut self.rng);
                match tried {
                    Ok(Some(op)) => {
                        one.graph.apply(&op);
                        one.done.push(op);
                    }
                    Ok(None) => {}
                    Err(WriteError::UniquenessViolation(_)) => one.roll_back(),
                    Err(WriteError::MustWait | WriteError::Conflict(_) | WriteError::Deadlock) => {
                        drop(self.open_ones.swap_remove(at));
                    }
                    Err(other) => panic!("{other}"),
                }
            }
        }
        for one in &self.open_ones {
            compare(&one.transaction, &one.graph, &mut self.rng);
        }
    }
}

fn run(seed: u64, crashes: bool) {
    let mut world = World::new(seed);
    for _ in 0..150 {
        world.step(crashes);
    }
    world.open_ones.clear();
    world.look();
    let database = &world.database;
    // With nobody reading, one more commit or two clear everything away.
    for _ in 0..3 {
        let mut t = begin(database);
        t.create_node(&[], &[]).expect("node");
        t.commit_blocking().expect("commit");
    }
    let left = &database.metrics().superseded;
    assert_eq!(left.load(Ordering::Relaxed), 0);
}

fn all(count: u64, crashes: bool) {
    for seed in seeds(count) {
        let outcome = std::panic::catch_unwind(|| run(seed, crashes));
        assert!(outcome.is_ok(), "QUIVER_SEED={seed} replays this");
    }
}

#[test]
fn concurrent_transactions_see_what_a_naive_model_sees() {
    all(15, false);
}

#[test]
fn what_they_committed_survives_crashes_and_what_they_did_not_is_absent() {
    all(25, true);
}
