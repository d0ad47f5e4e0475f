//! The power goes out after any operation of the disk: what was acknowledged is there (in the other
//! sync modes than `full`: all but the last commits, as many as the mode may lose), what was not is
//! there whole or not at all, in the order of the commits, and the database is whole.
//! `QUIVER_SEED=<n>` replays one series, `QUIVER_SEEDS=<count>` runs so many of each kind.
#![allow(clippy::panic, reason = "a test says what went wrong")]

mod model;
mod seeds;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use model::{Graph, begin, change, open_with, prepare, read};
use quiver_storage::io::{PowerCuts, Run};
use quiver_storage::{CommitError, SyncMode, WriteError};
use seeds::seeds;

const NORMAL: SyncMode = SyncMode::Normal {
    commits: 4,
    millis: 60_000,
};
const MODES: [SyncMode; 4] = [SyncMode::Full, NORMAL, SyncMode::Checkpoint, SyncMode::Off];

/// How many acknowledged commits a power cut may take.
fn may_lose(mode: SyncMode) -> usize {
    match mode {
        SyncMode::Full => 0,
        SyncMode::Normal { commits, .. } => usize::try_from(commits).expect("few"),
        SyncMode::Checkpoint | SyncMode::Off => usize::MAX,
    }
}

/// What a series has promised: states after each commit handed over, oldest first.
struct Promised {
    states: Vec<Graph>,
    /// How many of them were acknowledged, counting the first, which stands.
    acknowledged: Arc<AtomicUsize>,
    /// How many of them are there for certain, whatever the mode.
    durable: usize,
    /// How many of the acknowledged ones may be lost.
    lose: usize,
    /// Sync modes that may be chosen, also while running.
    modes: &'static [SyncMode],
}

impl Promised {
    fn new(modes: &'static [SyncMode]) -> Self {
        Self {
            states: vec![Graph::default()],
            acknowledged: Arc::new(AtomicUsize::new(1)),
            durable: 1,
            lose: 0,
            modes,
        }
    }

    /// How many states must be there at least.
    fn least(&self) -> usize {
        let acknowledged = self.acknowledged.load(Ordering::SeqCst);
        self.durable.max(acknowledged.saturating_sub(self.lose))
    }

    fn choose(&self, run: &mut Run<'_>) -> SyncMode {
        self.modes[run.rng.below(self.modes.len() as u64) as usize]
    }
}

fn work(run: &mut Run<'_>, promised: &mut Promised) -> Result<(), String> {
    let io = run.io.clone();
    let lost = |error: String| if io.is_powered() { Err(error) } else { Ok(()) };
    let mut mode = promised.choose(run);
    let database = match open_with(Arc::new(run.io.clone()), mode) {
        Ok(database) => database,
        Err(error) => return lost(format!("open: {error}")),
    };
    let found = read(&begin(&database));
    let least = promised.least() - 1;
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
    *promised = Promised {
        states: vec![found],
        lose: may_lose(mode),
        ..Promised::new(promised.modes)
    };
    if let Err(error) = prepare(&database) {
        return lost(format!("prepare: {error}"));
    }
    for _ in 0..run.rng.below(60) {
        if run.rng.below(25) == 0
            && let Err(error) = database.checkpoint()
        {
            return lost(format!("checkpoint: {error}"));
        }
        if promised.modes.len() > 1 && run.rng.below(10) == 0 {
            promised.durable = promised.least();
            let safe = promised.acknowledged.load(Ordering::SeqCst);
            let next = promised.choose(run);
            promised.lose = may_lose(mode).max(may_lose(next));
            if let Err(error) = database.set_sync_mode(next) {
                return lost(format!("change of the sync mode: {error}"));
            }
            (mode, promised.durable, promised.lose) = (next, safe, may_lose(next));
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
        // One whose changes take each other back writes nothing that could be lost: it is no state of
        // its own, or the window would seem to hold one commit more than it may.
        let before = promised.states.last().map(Graph::text);
        let counts = before.is_none_or(|before| before != graph.text());
        if counts {
            promised.states.push(graph);
        }
        let acknowledged = Arc::clone(&promised.acknowledged);
        if blocking || !counts {
            match transaction.commit_blocking() {
                Ok(_) => {
                    acknowledged.fetch_add(usize::from(counts), Ordering::SeqCst);
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
        let safe = promised.acknowledged.load(Ordering::SeqCst);
        database.close();
        if io.is_powered() {
            promised.durable = safe;
        }
    }
    Ok(())
}

fn series(count: u64, modes: &'static [SyncMode]) {
    for seed in seeds(count) {
        let series = PowerCuts {
            seed,
            cuts: 3,
            longest: 80,
        };
        let mut promised = Promised::new(modes);
        let outcome = series.run(|mut run| work(&mut run, &mut promised));
        if let Err(error) = outcome {
            panic!("QUIVER_SEED={seed} replays this: {error}");
        }
    }
}

#[test]
fn acknowledged_commits_survive_and_others_are_whole_or_absent() {
    series(500, &[SyncMode::Full]);
}

#[test]
fn normal_loses_at_most_its_window_and_keeps_a_prefix() {
    series(500, &[NORMAL]);
}

#[test]
fn normal_with_a_window_of_one_commit() {
    const ONE: SyncMode = SyncMode::Normal {
        commits: 1,
        millis: 1,
    };
    series(50, &[ONE]);
}

#[test]
fn a_sync_when_idle_keeps_a_prefix() {
    series(500, &[SyncMode::Checkpoint]);
}

#[test]
fn without_syncs_a_prefix_is_kept_and_a_clean_stop_loses_nothing() {
    series(500, &[SyncMode::Off]);
}

#[test]
fn the_mode_may_change_at_any_moment() {
    series(150, &MODES);
}
