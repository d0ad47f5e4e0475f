//! The power goes out after any operation of the disk: what was acknowledged is there, what was
//! not is there whole or not at all, in the order of the commits, and the database is whole.
//! `QUIVER_SEED=<n>` replays one series.
#![allow(clippy::panic, reason = "a test says what went wrong")]

mod model;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use model::{Graph, begin, change, open, prepare, read, seeds};
use quiver_storage::io::{PowerCuts, Run};
use quiver_storage::{CommitError, WriteError};

/// What a series has promised: states after each commit handed over, oldest first.
struct Promised {
    states: Vec<Graph>,
    /// How many of them were acknowledged, counting the first, which stands.
    acknowledged: Arc<AtomicUsize>,
}

fn work(run: &mut Run<'_>, promised: &mut Promised) -> Result<(), String> {
    let io = run.io.clone();
    let lost = |error: String| if io.is_powered() { Err(error) } else { Ok(()) };
    let database = match open(Arc::new(run.io.clone())) {
        Ok(database) => database,
        Err(error) => return lost(format!("open: {error}")),
    };
    let found = read(&begin(&database));
    let least = promised.acknowledged.load(Ordering::SeqCst) - 1;
    let matching = promised.states[least..]
        .iter()
        .position(|state| state.text() == found.text());
    if matching.is_none() {
        return Err(format!(
            "found\n{}which is none of the {} states from the last acknowledged\n{}",
            found.text(),
            promised.states.len() - least,
            promised.states[least].text()
        ));
    }
    let report = database.check().map_err(|error| error.to_string())?;
    if !report.is_clean() {
        return Err(format!("{report:?}"));
    }
    promised.states = vec![found];
    promised.acknowledged = Arc::new(AtomicUsize::new(1));
    if let Err(error) = prepare(&database) {
        return lost(format!("prepare: {error}"));
    }
    for _ in 0..run.rng.below(60) {
        if run.rng.below(25) == 0
            && let Err(error) = database.checkpoint()
        {
            return lost(format!("checkpoint: {error}"));
        }
        // The model builds each state on the one before, so one commit is in flight at a time.
        if promised.states.len() > promised.acknowledged.load(Ordering::SeqCst) {
            if !io.is_powered() {
                return Ok(());
            }
            std::thread::yield_now();
            continue;
        }
        let mut transaction = begin(&database);
        let blocking = run.rng.below(3) == 0;
        let mut graph = read(&transaction);
        let mut changed = false;
        for _ in 0..1 + run.rng.below(4) {
            match change(&mut transaction, &graph, run.rng) {
                Ok(Some(op)) => {
                    graph.apply(&op);
                    changed = true;
                }
                Ok(None) => {}
                Err(
                    WriteError::UniquenessViolation(_)
                    | WriteError::MustWait
                    | WriteError::Conflict(_),
                ) => {
                    changed = false;
                    break;
                }
                Err(WriteError::ReadOnly(error)) => return lost(error),
                Err(error) => return Err(error.to_string()),
            }
        }
        if !changed {
            continue;
        }
        promised.states.push(graph);
        let acknowledged = Arc::clone(&promised.acknowledged);
        if blocking {
            match transaction.commit_blocking() {
                Ok(_) => {
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
                Err(
                    CommitError::Write(WriteError::ReadOnly(error)) | CommitError::Uncertain(error),
                ) => {
                    return lost(error);
                }
                Err(error) => return Err(error.to_string()),
            }
        } else {
            transaction.commit(Box::new(move |result| {
                if result.is_ok() {
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                }
            }));
        }
    }
    if run.rng.below(3) == 0 {
        database.close();
    }
    Ok(())
}

#[test]
fn acknowledged_commits_survive_and_others_are_whole_or_absent() {
    for seed in seeds(100) {
        let series = PowerCuts {
            seed,
            cuts: 3,
            longest: 80,
        };
        let mut promised = Promised {
            states: vec![Graph::default()],
            acknowledged: Arc::new(AtomicUsize::new(1)),
        };
        let outcome = series.run(|mut run| work(&mut run, &mut promised));
        if let Err(error) = outcome {
            panic!("QUIVER_SEED={seed} replays this: {error}");
        }
    }
}
