//! Ends waits for locks that take too long, and lets those who wait behind a schema change pass
//! it now and then. Its thread runs only while somebody waits with a
//! limit, and a little longer.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use quiver_types::time::Clock;

use super::{LockTable, Owner, Resource, WaitCell};

/// What is due.
#[derive(Clone, Copy)]
enum Action {
    /// The wait ends.
    TimeOut,
    /// The request goes to the end of its queue.
    StepAside,
}

struct Watched {
    action: Action,
    owner: Owner,
    resource: Resource,
    cell: Arc<WaitCell>,
}

#[derive(Default)]
struct State {
    waits: BTreeMap<(u64, u64), Watched>,
    sequence: u64,
    running: bool,
}

/// See the module.
pub(super) struct Timer {
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    changed: Condvar,
}

/// How long a schema change holds newcomers back at a time.
const HOLD_BACK_MS: u64 = 2_000;
/// How often the clock is looked at, whatever it said last: it may be one that a test moves.
const LOOK: Duration = Duration::from_millis(20);
/// How many looks without anybody waiting end the thread.
const IDLE_LOOKS: u32 = 50;

impl Timer {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            state: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends a wait after some milliseconds unless it is forgotten before.
    pub(super) fn watch(
        &self,
        table: &Arc<LockTable>,
        timeout_ms: u64,
        owner: Owner,
        resource: Resource,
        cell: &Arc<WaitCell>,
    ) {
        self.add(table, timeout_ms, owner, resource, cell, Action::TimeOut);
    }

    /// Lets those behind a request pass it after a while.
    pub(super) fn step_aside_later(
        &self,
        table: &Arc<LockTable>,
        owner: Owner,
        resource: Resource,
        cell: &Arc<WaitCell>,
    ) {
        self.add(
            table,
            HOLD_BACK_MS,
            owner,
            resource,
            cell,
            Action::StepAside,
        );
    }

    fn add(
        &self,
        table: &Arc<LockTable>,
        after_ms: u64,
        owner: Owner,
        resource: Resource,
        cell: &Arc<WaitCell>,
        action: Action,
    ) {
        let mut state = self.state();
        state.sequence += 1;
        let deadline = self
            .clock
            .monotonic_nanos()
            .saturating_add(after_ms.saturating_mul(1_000_000));
        let key = (deadline, state.sequence);
        if let Action::TimeOut = action {
            cell.set_deadline(key);
        }
        let watched = Watched {
            action,
            owner,
            resource,
            cell: Arc::clone(cell),
        };
        state.waits.insert(key, watched);
        // A cell that was decided before it had a deadline is forgotten here.
        if cell.outcome().is_some() {
            state.waits.remove(&key);
        }
        if !state.running {
            let table = Arc::downgrade(table);
            let spawned = std::thread::Builder::new()
                .name("quiver-lock-timer".into())
                .spawn(move || run(&table));
            // Without a thread waits end only by being granted; the next wait tries again.
            state.running = spawned.is_ok();
        }
        drop(state);
        self.changed.notify_one();
    }

    pub(super) fn forget(&self, cell: &WaitCell) {
        if let Some(key) = cell.take_deadline() {
            self.state().waits.remove(&key);
        }
    }

    fn due(&self, idle: &mut u32) -> Option<Vec<Watched>> {
        let mut state = self.state();
        let now = self.clock.monotonic_nanos();
        let later = state.waits.split_off(&(now, 0));
        let due = std::mem::replace(&mut state.waits, later);
        if !due.is_empty() {
            *idle = 0;
            return Some(due.into_values().collect());
        }
        *idle = if state.waits.is_empty() { *idle + 1 } else { 0 };
        if *idle > IDLE_LOOKS {
            state.running = false;
            return None;
        }
        drop(
            self.changed
                .wait_timeout(state, LOOK)
                .unwrap_or_else(PoisonError::into_inner),
        );
        Some(Vec::new())
    }
}

fn run(table: &Weak<LockTable>) {
    let mut idle = 0;
    while let Some(table) = table.upgrade() {
        let Some(due) = table.timer.due(&mut idle) else {
            return;
        };
        for watched in due {
            let Watched {
                action,
                owner,
                resource,
                cell,
            } = watched;
            match action {
                Action::TimeOut => table.time_out(owner, resource, &cell),
                Action::StepAside => {
                    if table.step_aside(owner, resource) {
                        table.timer.step_aside_later(&table, owner, resource, &cell);
                    }
                }
            }
        }
    }
}
