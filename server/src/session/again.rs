//! What a statement waits for, and running it again when it met a lock, a conflict or a deadlock before
//! anything of it was told. Start with [`Stop`] and [`Session::recover`].

use std::future::Future;
use std::time::Duration;

use quiver_cypher::RunError;
use quiver_storage::{LockOutcome, WriteError};
use quiver_types::{Failure, Status};
use tokio::sync::oneshot;

use super::{Deadline, End, Session, begin_isolated, discard, internal, stopped, stopped_at_lock};

/// How often a statement runs again after a conflict before a first statement runs alone, and others
/// give up.
const CONFLICTS: u32 = 8;
/// The same for deadlocks.
const DEADLOCKS: u32 = 3;
/// Counts why a statement ran again.
#[derive(Default)]
pub(super) struct Tries {
    conflicts: u32,
    deadlocks: u32,
    /// Whether it runs with all other writers kept out.
    alone: bool,
}

/// What stops a statement for the moment or for good.
pub(super) enum Stop {
    Run(RunError),
    End(End),
}

/// What a statement is told that must not run again, because it has committed something.
pub(super) fn for_good(stop: Stop) -> Result<Stop, End> {
    match stop {
        Stop::Run(RunError::Conflict(failure)) => Err(End::Failure(failure)),
        Stop::Run(RunError::Failed(failure)) if failure.status == Status::DeadlockDetected => {
            Err(End::Failure(failure))
        }
        Stop::Run(RunError::MustWait) => Err(internal("a lock was not waited for")),
        other => Ok(other),
    }
}

/// From where to run again.
pub(super) enum Again {
    /// From where the statement began: rolling it back led there.
    Statement,
    /// In a new transaction.
    Transaction,
}

impl Session {
    pub(super) async fn time_of(&self, deadline: Deadline) {
        let now = self.shared.clock.monotonic_nanos();
        tokio::time::sleep(Duration::from_nanos(deadline.nanos.saturating_sub(now))).await;
    }

    /// Waits for something that may be given up: a cancellation or the deadline ends the wait.
    pub(super) async fn guarded<F: Future>(
        &self,
        deadline: Option<Deadline>,
        wait: F,
    ) -> Result<F::Output, End> {
        let expired = async {
            match deadline {
                Some(deadline) => {
                    self.time_of(deadline).await;
                    deadline.reason
                }
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            output = wait => Ok(output),
            reason = self.cancel.cancelled() => Err(stopped(reason).into()),
            reason = expired => Err(stopped(reason).into()),
        }
    }

    /// After a stop: waits for what has to be waited for. `Ok` means that the statement may run
    /// again.
    pub(super) async fn recover(
        &mut self,
        stop: Stop,
        told: bool,
        tries: &mut Tries,
    ) -> Result<Again, End> {
        let error = match stop {
            Stop::Run(error) => error,
            Stop::End(end) => return Err(end),
        };
        match error {
            RunError::Failed(failure) if failure.status == Status::DeadlockDetected => {
                self.shared.metrics.deadlocks.increment();
                self.start_over(*failure, told, tries).await
            }
            RunError::Failed(failure) => match self.cancel.interrupt().get() {
                // Whoever stopped it, the words are the same wherever it was met.
                Some(reason) if failure.status == stopped(reason).status => {
                    Err(stopped(reason).into())
                }
                Some(_) | None => Err(End::Failure(failure)),
            },
            RunError::MustWait | RunError::Conflict(_) if told => {
                Err(internal("rows were told before all effects were done"))
            }
            RunError::MustWait => self.await_lock(tries).await,
            RunError::Conflict(failure) => self.after_conflict(*failure, tries).await,
        }
    }

    async fn await_lock(&mut self, tries: &mut Tries) -> Result<Again, End> {
        let open = self.open.as_mut();
        if let Some(transaction) = open.and_then(|open| open.transaction.as_mut()) {
            transaction.rollback_statement();
        }
        match self.wait_for_lock().await {
            Ok(()) => Ok(Again::Statement),
            Err(End::Failure(failure)) if failure.status == Status::DeadlockDetected => {
                self.shared.metrics.deadlocks.increment();
                self.start_over(*failure, false, tries).await
            }
            Err(end) => Err(end),
        }
    }

    /// Waits until a lock is granted that the transaction has queued for.
    async fn wait_for_lock(&mut self) -> Result<(), End> {
        let open = self
            .open
            .as_mut()
            .ok_or_else(|| internal("no transaction"))?;
        let deadline = open.deadline;
        let transaction = open.transaction.as_mut();
        let wait = transaction.and_then(|transaction| transaction.take_lock_wait());
        let wait = wait.ok_or_else(|| internal("no lock to wait for"))?;
        let (sender, receiver) = oneshot::channel();
        wait.on_ready(Box::new(move |outcome| {
            // Nobody waits any more if the transaction was stopped.
            let _ = sender.send(outcome);
        }));
        let metrics = &self.shared.metrics;
        metrics.lock_waits.increment();
        let began = self.shared.clock.monotonic_nanos();
        let outcome = self.guarded(deadline, receiver).await;
        let took = self.shared.clock.monotonic_nanos().saturating_sub(began);
        metrics.lock_time.observe(took);
        // Told apart from other ends because Neo4j does, whoever ended it.
        let outcome = outcome.map_err(|_| stopped_at_lock())?;
        let (status, text) = match outcome.map_err(|_| internal("a lock wait was lost"))? {
            LockOutcome::Granted => return Ok(()),
            LockOutcome::Deadlock => (
                Status::DeadlockDetected,
                "This transaction and another one wait for each other's locks. Run it again.",
            ),
            LockOutcome::TimedOut => (
                Status::LockAcquisitionTimeout,
                "A lock was not granted within db.lock.acquisition.timeout. Run the transaction \
                 again.",
            ),
        };
        Err(Failure::new(status, text).into())
    }

    /// After a deadlock: if nothing of the transaction has been told, it starts over by itself.
    async fn start_over(
        &mut self,
        failure: Failure,
        told: bool,
        tries: &mut Tries,
    ) -> Result<Again, End> {
        tries.deadlocks += 1;
        let open = self
            .open
            .as_mut()
            .ok_or_else(|| internal("no transaction"))?;
        if told || open.statements > 1 || tries.alone {
            return Err(failure.into());
        }
        discard(open.transaction.take());
        open.transaction = Some(begin_isolated(
            &open.database,
            &open.options,
            open.isolation,
        ));
        let deadline = open.deadline;
        if tries.deadlocks >= DEADLOCKS {
            self.alone(tries).await?;
        } else {
            self.pause(tries.deadlocks, deadline).await?;
        }
        Ok(Again::Transaction)
    }

    /// Keeps all other writers out until the statement has run; waits until those who are in are
    /// done. The transaction has written nothing.
    async fn alone(&mut self, tries: &mut Tries) -> Result<(), End> {
        if !tries.alone {
            self.shared.metrics.statements_alone.increment();
        }
        tries.alone = true;
        loop {
            let open = self.open.as_mut();
            let transaction = open.and_then(|open| open.transaction.as_mut());
            let transaction = transaction.ok_or_else(|| internal("the transaction was lost"))?;
            match transaction.enter_alone() {
                Ok(()) => return Ok(()),
                Err(WriteError::MustWait) => self.wait_for_lock().await?,
                Err(error) => return Err(Failure::new(error.status(), error.to_string()).into()),
            }
        }
    }

    /// The statement has run: others may write again, also if its transaction goes on.
    pub(super) fn let_others_in(&mut self, tries: &Tries) {
        if tries.alone
            && let Some(open) = self.open.as_mut()
            && let Some(transaction) = open.transaction.as_mut()
        {
            transaction.share_gate();
        }
    }

    async fn after_conflict(&mut self, failure: Failure, tries: &mut Tries) -> Result<Again, End> {
        self.shared.metrics.conflicts.increment();
        tries.conflicts += 1;
        let open = self
            .open
            .as_mut()
            .ok_or_else(|| internal("no transaction"))?;
        let (first, deadline) = (open.statements <= 1, open.deadline);
        let refreshed = open.transaction.as_mut().is_some_and(|transaction| {
            transaction.rollback_statement();
            transaction.refresh_snapshot()
        });
        if !refreshed || tries.alone {
            return Err(failure.into());
        }
        if tries.conflicts >= CONFLICTS {
            if first {
                self.alone(tries).await?;
            } else if let Some(late @ ..CONFLICTS) = tries.conflicts.checked_sub(CONFLICTS) {
                // Its locks guard what it wrote before; it cannot let go of them.
                self.pause(late + 1, deadline).await?;
            } else {
                return Err(failure.into());
            }
        }
        Ok(Again::Statement)
    }

    /// A moment for others to get out of the way, longer each time.
    async fn pause(&self, times: u32, deadline: Option<Deadline>) -> Result<(), End> {
        let moment = Duration::from_millis(u64::from(times.min(20)));
        self.guarded(deadline, tokio::time::sleep(moment)).await
    }
}
