//! Transactions that a query runs beside its own: for `CALL { } IN TRANSACTIONS` and for procedures
//! that commit in batches. They run in a thread that is made for waiting: one that meets a lock waits
//! for it here; one that meets a conflict or a deadlock begins anew by itself. Where several are wanted
//! at once, threads are made for them that end with the call. Begin with [`attempt`].

use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use quiver_storage::{LockOutcome, Transaction};
use quiver_types::{Failure, Status};

use super::error::{Result, defect, failed};
use super::run::{Run, RunState};
use crate::edge::RunError;

/// How often a transaction begins anew after conflicts and deadlocks before that is a failure.
const TRIES: u32 = 20;
/// How long something is waited for until it is asked whether the query is still wanted.
const GLANCE: Duration = Duration::from_millis(20);
/// The longest pause between two tries.
pub(crate) const LONGEST_PAUSE: u32 = 64;
/// Bytes of stack of a thread that plans or runs queries: deep expressions recurse, and the limits on
/// their nesting are chosen for this.
pub const STACK: usize = 8 << 20;
/// Threads at once for one query, whatever it asks for.
pub(crate) const MOST_WORKERS: usize = 64;

/// How many work at once where a query wants that and does not say: one a processor, as in Neo4j.
pub(crate) fn usual_workers() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Does jobs side by side, so many at once; each worker has a state and, for what [`attempt`]
/// runs, transactions of its own. Gives the results in the order of the jobs.
///
/// # Errors
/// A worker that was lost, which is a defect.
pub(crate) fn side_by_side<J: Send, R: Send>(
    run: &mut Run<'_>,
    workers: usize,
    jobs: Vec<J>,
    work: impl Fn(&mut Run<'_>, J) -> R + Sync,
) -> Result<Vec<R>> {
    let workers = workers.min(jobs.len()).min(MOST_WORKERS);
    if workers <= 1 {
        return Ok(jobs.into_iter().map(|job| work(run, job)).collect());
    }
    let count = jobs.len();
    let queue = Mutex::new(jobs.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let (next, work) = (&next, &work);
    let outer = &*run;
    let worked = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers)
            .map(|_| {
                let mut transaction = outer.transaction().sibling();
                let part = outer.state.in_own_transaction();
                let worker = std::thread::Builder::new()
                    .name("quiver-part".into())
                    .stack_size(STACK);
                worker.spawn_scoped(scope, move || {
                    let mut own = Run::new(&mut transaction, &part);
                    let mut done = Vec::new();
                    while let Some((at, job)) = next() {
                        done.push((at, work(&mut own, job)));
                    }
                    (part, done)
                })
            })
            // Those that could be started do the work of the others.
            .filter_map(std::result::Result::ok)
            .collect();
        handles
            .into_iter()
            .map(std::thread::ScopedJoinHandle::join)
            .collect::<Vec<_>>()
    });
    let mut results: Vec<(usize, R)> = Vec::with_capacity(count);
    for worker in worked {
        let (part, done) = worker.map_err(|_| defect("a worker of a query was lost"))?;
        if part.has_committed() {
            run.state.adopt(&part);
        }
        results.extend(done);
    }
    if results.len() < count {
        return Err(defect("no thread could be started for a query"));
    }
    results.sort_unstable_by_key(|(at, _)| *at);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

/// Runs work in a transaction of its own and commits it; gives what the work gave, and whether
/// anything was written. Begins anew after what does not mean anything for the query, so the work
/// may run several times and must clear up after itself.
///
/// # Errors
/// What the work or the commit failed with; nothing of it is then to be seen.
pub(crate) fn attempt<T>(
    run: &mut Run<'_>,
    mut work: impl FnMut(&mut Run<'_>) -> Result<T>,
) -> Result<(T, bool), Box<Failure>> {
    let mut tries = 0;
    loop {
        let part = run.state.in_own_transaction();
        let mut transaction = run.transaction().sibling();
        transaction.begin_statement();
        let found = patiently(&mut transaction, &part, &mut work);
        part.release_all(&transaction);
        let failure = match found {
            Ok(found) => {
                let writes = transaction.has_writes();
                commit(transaction)?;
                run.state.adopt(&part);
                return Ok((found, writes));
            }
            Err(RunError::Conflict(failure)) => failure,
            Err(RunError::Failed(failure)) if failure.status == Status::DeadlockDetected => failure,
            Err(error) => return Err(plain(error)),
        };
        drop(transaction);
        tries += 1;
        if tries >= TRIES {
            return Err(failure);
        }
        wait(tries.min(LONGEST_PAUSE), run).map_err(plain)?;
    }
}

/// Runs the work until no lock stands in its way and nothing it writes was changed since its snapshot. The
/// locks are kept meanwhile: who has waited for one is next, however many others want it.
fn patiently<T>(
    transaction: &mut Transaction,
    part: &RunState,
    work: &mut impl FnMut(&mut Run<'_>) -> Result<T>,
) -> Result<T> {
    let mut conflicts = 0;
    loop {
        let done = work(&mut Run::new(transaction, part));
        if !matches!(done, Err(RunError::MustWait | RunError::Conflict(_))) {
            return done;
        }
        part.release_all(transaction);
        part.statistics.set(Default::default());
        transaction.rollback_statement();
        if matches!(done, Err(RunError::MustWait)) {
            wait_for_lock(transaction, part)?;
            continue;
        }
        conflicts += 1;
        if conflicts >= TRIES || !transaction.refresh_snapshot() {
            return done;
        }
    }
}

fn plain(error: RunError) -> Box<Failure> {
    match error {
        RunError::Failed(failure) | RunError::Conflict(failure) => failure,
        RunError::MustWait => Box::new(Failure::new(
            Status::Internal,
            "a lock was not waited for; this is a defect of the server",
        )),
    }
}

/// Sees what was committed since: the query's own transaction has written nothing.
pub(crate) fn see_again(run: &mut Run<'_>) -> Result<()> {
    let outer = run.writer()?;
    // From now on the query must not run again from its beginning.
    outer.wait_in_place(true);
    match outer.refresh_snapshot() {
        true => Ok(()),
        false => Err(defect("a query wrote before its transactions were done")),
    }
}

/// Commits, and waits until it is durable.
fn commit(transaction: Transaction) -> Result<(), Box<Failure>> {
    let lost = || Failure::new(Status::StorageFailure, "A commit's outcome is unknown.");
    let (sender, receiver) = sync_channel(1);
    transaction.commit(Box::new(move |result| {
        // The receiver waits for nothing else.
        let _ = sender.send(result);
    }));
    match receiver.recv() {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Box::new(Failure::new(error.status(), error.to_string()))),
        Err(_) => Err(Box::new(lost())),
    }
}

/// Waits for the lock that was announced, as long as the query is wanted.
fn wait_for_lock(transaction: &mut Transaction, part: &RunState) -> Result<()> {
    let Some(lock) = transaction.take_lock_wait() else {
        return Err(defect("no lock to wait for"));
    };
    let (sender, receiver) = sync_channel(1);
    lock.on_ready(Box::new(move |outcome| {
        // Nobody waits any more if the query was stopped.
        let _ = sender.send(outcome);
    }));
    loop {
        match receiver.recv_timeout(GLANCE) {
            Ok(LockOutcome::Granted) => return Ok(()),
            Ok(LockOutcome::Deadlock) => {
                return Err(failed(
                    Status::DeadlockDetected,
                    "This transaction and another one wait for each other's locks.",
                ));
            }
            Ok(LockOutcome::TimedOut) => {
                return Err(failed(
                    Status::LockAcquisitionTimeout,
                    "A lock was not granted within db.lock.acquisition.timeout.",
                ));
            }
            Err(RecvTimeoutError::Timeout) => part.still_wanted()?,
            Err(RecvTimeoutError::Disconnected) => return Err(defect("a lock wait was lost")),
        }
    }
}

/// Sleeps so long, in parts, as long as the query is wanted.
pub(crate) fn sleep(milliseconds: u64, run: &Run<'_>) -> Result<()> {
    let mut left = Duration::from_millis(milliseconds);
    while !left.is_zero() {
        let part = left.min(GLANCE);
        std::thread::sleep(part);
        left -= part;
        run.state.still_wanted()?;
    }
    Ok(())
}

/// Waits some milliseconds, as long as the query is wanted.
pub(crate) fn wait(milliseconds: u32, run: &Run<'_>) -> Result<()> {
    run.state.still_wanted()?;
    std::thread::sleep(Duration::from_millis(u64::from(milliseconds)).min(GLANCE));
    run.state.still_wanted()
}
