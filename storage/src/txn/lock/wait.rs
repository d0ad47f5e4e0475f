//! One wait for a lock: decided once, by whoever grants or ends it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

pub(crate) use crate::transaction::LockOutcome as Outcome;

type Ready = Box<dyn FnOnce(Outcome) + Send>;

#[derive(Default)]
struct State {
    outcome: Option<Outcome>,
    ready: Option<Ready>,
    /// When the timer ends the wait; its key there.
    deadline: Option<(u64, u64)>,
}

/// See the module.
#[derive(Default)]
pub(crate) struct WaitCell {
    state: Mutex<State>,
    decided: Condvar,
}

impl WaitCell {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides, if nobody did before.
    pub(super) fn decide(&self, outcome: Outcome) {
        let mut state = self.state();
        if state.outcome.is_some() {
            return;
        }
        state.outcome = Some(outcome);
        let ready = state.ready.take();
        drop(state);
        self.decided.notify_all();
        if let Some(ready) = ready {
            ready(outcome);
        }
    }

    /// The outcome, if there is one.
    pub(crate) fn outcome(&self) -> Option<Outcome> {
        self.state().outcome
    }

    /// Calls `ready` with the outcome, now or later.
    pub(crate) fn on_ready(&self, ready: Ready) {
        let mut state = self.state();
        match state.outcome {
            None => state.ready = Some(ready),
            Some(outcome) => {
                drop(state);
                ready(outcome);
            }
        }
    }

    /// Waits for the outcome.
    pub(crate) fn block(&self) -> Outcome {
        let mut state = self.state();
        loop {
            if let Some(outcome) = state.outcome {
                return outcome;
            }
            state = self
                .decided
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(super) fn set_deadline(&self, key: (u64, u64)) {
        self.state().deadline = Some(key);
    }

    pub(super) fn take_deadline(&self) -> Option<(u64, u64)> {
        self.state().deadline.take()
    }
}
