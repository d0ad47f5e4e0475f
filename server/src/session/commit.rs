//! Committing: asynchronous, answered only when durable, never answered wrongly.

use std::panic::{AssertUnwindSafe, catch_unwind};

use quiver_storage::{CommitError, CommitReceipt, Transaction};
use quiver_types::{Failure, Status};
use tokio::sync::oneshot;

use super::{End, Session, bookmark, internal, stopped};

type Committed = Result<CommitReceipt, CommitError>;

impl Session {
    /// Commits the explicit transaction; gives the bookmark of the state that includes it.
    pub async fn commit(&mut self) -> Result<String, End> {
        let result = match self.settle().await {
            Ok(()) => self.commit_open().await,
            Err(end) => Err(end),
        };
        if result.is_err() {
            self.reset();
        }
        result
    }

    /// Commits whatever is open. From the moment the commit begins nothing interrupts it.
    pub(super) async fn commit_open(&mut self) -> Result<String, End> {
        let mut open = self.open.take().ok_or_else(|| internal("no transaction"))?;
        if let Some(failure) = open.ended.take() {
            return Err(failure.into());
        }
        if let Some(reason) = self.cancel.interrupt().get() {
            return Err(stopped(reason).into());
        }
        open.results.clear();
        let transaction = open
            .transaction
            .take()
            .ok_or_else(|| internal("the transaction was lost"))?;
        let writes = transaction.has_writes();
        let began = self.shared.clock.monotonic_nanos();
        let done = if open.schema {
            // Building an index takes as long as it takes; not on a network thread.
            self.begin_commit_elsewhere(transaction)?
        } else {
            begin_commit(transaction)
        };
        // A sender that is gone has met a defect somewhere in committing.
        let committed = done.await.map_err(|_| End::Uncertain)?;
        let receipt = committed.map_err(|error| failed(&error))?;
        if writes {
            let took = self.shared.clock.monotonic_nanos().saturating_sub(began);
            self.shared.metrics.commit_time.observe(took);
        }
        open.counted.committed = true;
        let timestamp = if open.database.queried.id() == open.database.id() {
            receipt.timestamp
        } else {
            open.database.bookmarked.visible()
        };
        Ok(bookmark::encode(open.database.id(), timestamp))
    }

    fn begin_commit_elsewhere(
        &self,
        transaction: Transaction,
    ) -> Result<oneshot::Receiver<Committed>, End> {
        let (sender, receiver) = oneshot::channel();
        let job = Box::new(move || {
            let inner = begin_commit(transaction);
            // Waiting here keeps the code above one line; schema changes are rare.
            if let Ok(committed) = inner.blocking_recv() {
                let _ = sender.send(committed);
            }
        });
        self.shared
            .workers
            .submit(job)
            .map_err(|_| internal("no thread to commit on"))?;
        Ok(receiver)
    }
}

fn begin_commit(transaction: Transaction) -> oneshot::Receiver<Committed> {
    let (sender, receiver) = oneshot::channel();
    let done = Box::new(move |committed| {
        // The session may have gone with its connection; the commit stands all the same.
        let _ = sender.send(committed);
    });
    if catch_unwind(AssertUnwindSafe(move || transaction.commit(done))).is_err() {
        tracing::error!("a defect was met while committing");
    }
    receiver
}

fn failed(error: &CommitError) -> End {
    if matches!(error, CommitError::Uncertain(_)) {
        tracing::error!(%error, "a commit's outcome is unknown; its connection is closed");
        return End::Uncertain;
    }
    if error.status() == Status::ReadOnlyAfterFailure {
        tracing::error!(%error, "the database refuses writes");
    }
    Failure::new(error.status(), error.to_string()).into()
}
