//! Committing: asynchronous, answered only when durable, never answered wrongly.

use std::panic::{AssertUnwindSafe, catch_unwind};

use quiver_storage::{CommitError, CommitReceipt, Transaction};
use quiver_types::{Failure, Status};
use tokio::sync::oneshot;

use super::{End, Open, Session, bookmark, discard, internal, stopped};
use crate::auth::Changes;

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
        self.check_standing(open.database.kind)?;
        for mut result in open.results.drain(..) {
            // The query has done what it does, whatever comes of the transaction and whether or not
            // all its rows were read.
            result.log_end(None);
        }
        let changes = self.connection.take_changes();
        if !changes.is_empty() {
            return Box::pin(self.commit_users(open, changes)).await;
        }
        let transaction = open
            .transaction
            .take()
            .ok_or_else(|| internal("the transaction was lost"))?;
        let writes = transaction.has_writes();
        let began = self.shared.clock.monotonic_nanos();
        let done = if open.schema || transaction.is_large() {
            // Takes as long as it takes; not on a network thread.
            self.begin_commit_elsewhere(transaction)?
        } else {
            begin_commit(transaction)
        };
        self.cancel.set_committing(true);
        let committed = done.await;
        self.cancel.set_committing(false);
        // A sender that is gone has met a defect somewhere in committing.
        let committed = committed.map_err(|_| End::Uncertain)?;
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

    /// Commits what was changed of users and databases. The transaction itself has written nothing:
    /// such commands share one with nothing else.
    async fn commit_users(&mut self, mut open: Open, changes: Changes) -> Result<String, End> {
        discard(open.transaction.take());
        let (sender, receiver) = oneshot::channel();
        let shared = self.shared.clone();
        let job = Box::new(move || {
            let stored = shared.auth.commit(&changes);
            if !changes.languages.is_empty()
                && let Err(error) = shared.follow_languages()
            {
                tracing::error!(%error, "a default language holds only after a restart");
            }
            // The session may have gone with its connection; the change stands all the same.
            let _ = sender.send(stored);
        });
        self.shared
            .workers
            .submit(self.shared.clock.monotonic_nanos(), job)
            .map_err(|_| internal("no thread to commit on"))?;
        let stored = receiver.await.map_err(|_| End::Uncertain)?;
        if let Err(error) = stored {
            if error.is_uncertain() {
                tracing::error!(%error, "a commit's outcome is unknown; its connection is closed");
                return Err(End::Uncertain);
            }
            return Err(Failure::new(error.status(), error.to_string()).into());
        }
        if let Some(identity) = self.connection.identity() {
            // Who changes the own password knows it.
            self.log_in(self.shared.auth.renewed(&identity));
        }
        open.counted.committed = true;
        let system = self.shared.databases.system();
        Ok(bookmark::encode(system.id(), system.visible()))
    }

    fn begin_commit_elsewhere(
        &self,
        transaction: Box<Transaction>,
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
            .submit(self.shared.clock.monotonic_nanos(), job)
            .map_err(|_| internal("no thread to commit on"))?;
        Ok(receiver)
    }
}

fn begin_commit(transaction: Box<Transaction>) -> oneshot::Receiver<Committed> {
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
