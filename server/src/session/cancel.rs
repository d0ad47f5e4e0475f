//! How a connection stops what its session is doing, from outside the session's future.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use quiver_cypher::{Interrupt, InterruptReason};
use tokio::sync::Notify;

/// Stops the present transaction: its running query looks at the [`Interrupt`], its waits wake up.
#[derive(Default)]
pub struct Cancel {
    present: Mutex<Arc<Interrupt>>,
    wake: Notify,
    committing: AtomicBool,
}

impl Cancel {
    /// Stops the present transaction.
    pub fn cancel(&self, reason: InterruptReason) {
        self.interrupt().set(reason);
        // One session waits at most; a permit is kept for a wait that has not begun.
        self.wake.notify_one();
    }

    /// Stops a transaction if it is the present one still.
    pub fn cancel_this(&self, transaction: &Arc<Interrupt>, reason: InterruptReason) {
        if Arc::ptr_eq(&self.lock(), transaction) {
            transaction.set(reason);
            self.wake.notify_one();
        }
    }

    /// The flag of the present transaction.
    pub fn interrupt(&self) -> Arc<Interrupt> {
        self.lock().clone()
    }

    /// A new transaction begins: earlier cancellations are not about it.
    pub fn renew(&self) {
        *self.lock() = Arc::default();
        self.set_committing(false);
    }

    /// Notes that the present transaction is being committed, or no longer is.
    pub fn set_committing(&self, committing: bool) {
        self.committing.store(committing, Ordering::Relaxed);
    }

    /// Whether the present transaction is being committed: nothing stops it, and what is waited for
    /// is the disk alone.
    pub fn is_committing(&self) -> bool {
        self.committing.load(Ordering::Relaxed)
    }

    /// Waits until the present transaction is stopped.
    pub async fn cancelled(&self) -> InterruptReason {
        loop {
            if let Some(reason) = self.interrupt().get() {
                return reason;
            }
            self.wake.notified().await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Arc<Interrupt>> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_cancellation_is_about_the_present_transaction_only() {
        let cancel = Cancel::default();
        cancel.cancel(InterruptReason::ClientTimeout);
        cancel.cancel(InterruptReason::Terminated);
        assert_eq!(cancel.cancelled().await, InterruptReason::ClientTimeout);
        cancel.renew();
        assert_eq!(cancel.interrupt().get(), None);
        let (waited, ()) = tokio::join!(cancel.cancelled(), async {
            cancel.cancel(InterruptReason::Terminated);
        });
        assert_eq!(waited, InterruptReason::Terminated);
    }
}
