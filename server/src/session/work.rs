//! Pieces of running a query that can move between threads: a transaction, a cursor and the rows.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use quiver_cypher::{Budget, Cursor, Pulled, RecordSink, RunError};
use quiver_storage::Transaction;
use quiver_types::{
    Date, Duration, Entity, LocalDateTime, LocalTime, NodeId, Point, RelationshipId, Time,
    ValueWriter, Vector, ZonedDateTime,
};
use tokio::sync::oneshot;

use super::Fetch;
use crate::server::Shared;

/// How long a query may run on a worker before others get their turn, and how long one that has
/// run for less than that in all.
const SLICE_NANOS: u64 = 5_000_000;
const FIRST_SLICE_NANOS: u64 = 1_000_000;
/// A query that has run for a time lets those go first that come within this many times of it;
/// but none for longer than `PATIENCE_NANOS`, so that it is served however many come.
const PATIENCE: u64 = 100;
const PATIENCE_NANOS: u64 = 500_000_000;

/// Where rows go, and when there are enough of them for now.
pub trait Rows: RecordSink + Send + 'static {
    /// Whether what is held should be sent before there is more.
    fn is_full(&self) -> bool;
    /// Rows taken in so far.
    fn count(&self) -> u64;
    /// Whether a row could not be taken because it is larger than the protocol can carry.
    fn is_oversized(&self) -> bool;
}

/// What is left of a fetch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Remaining {
    Rows(u64),
    AllRows,
    Discard,
    /// Nothing yet, but everything the query writes.
    Effects,
}

impl Remaining {
    /// After a request; `Continue` keeps what was left.
    pub(super) fn after(self, fetch: Fetch) -> Self {
        match fetch {
            Fetch::Deliver(Some(rows)) => Self::Rows(rows),
            Fetch::Deliver(None) => Self::AllRows,
            Fetch::DiscardAll => Self::Discard,
            Fetch::Continue => self,
        }
    }

    fn less(self, delivered: u64) -> Self {
        match self {
            Self::Rows(rows) => Self::Rows(rows.saturating_sub(delivered)),
            Self::AllRows | Self::Discard | Self::Effects => self,
        }
    }
}

/// How a slice ended.
pub(super) enum Step {
    /// As the engine says. `Paused` only if the rows are full or the budget is used up.
    Pulled(Result<Pulled, RunError>),
    /// The engine met a defect.
    Panicked,
}

/// A query in the middle of running.
pub(super) struct Work<R> {
    pub transaction: Box<Transaction>,
    pub cursor: Box<Cursor>,
    pub rows: R,
    pub remaining: Remaining,
    /// For how many nanoseconds it has run on workers.
    pub spent: u64,
    /// Makes the next slice panic, to test that panics are contained.
    pub sabotage: bool,
}

impl<R: Rows> Work<R> {
    /// Runs until something is to be decided, or the budget is used up.
    pub(super) fn slice(&mut self, budget: Budget) -> Step {
        if self.remaining == Remaining::Rows(0) {
            return Step::Pulled(Ok(Pulled::HasMore));
        }
        let before = self.rows.count();
        // After a panic the transaction is only rolled back and the cursor only dropped.
        let result = catch_unwind(AssertUnwindSafe(|| {
            assert!(!self.sabotage, "provoked by a test");
            let (transaction, rows) = (&mut self.transaction, &mut self.rows);
            match self.remaining {
                Remaining::Rows(n) => self.cursor.pull(transaction, Some(n), budget, rows),
                Remaining::AllRows => self.cursor.pull(transaction, None, budget, rows),
                Remaining::Discard => self.cursor.discard(transaction, budget),
                // A query that writes has done so before its first row is delivered.
                Remaining::Effects => self.cursor.pull(transaction, Some(0), budget, rows),
            }
        }));
        self.remaining = self.remaining.less(self.rows.count() - before);
        result.map_or(Step::Panicked, Step::Pulled)
    }

    fn must_go_on(&self, step: &Step) -> bool {
        matches!(step, Step::Pulled(Ok(Pulled::Paused { .. })))
            && !self.rows.is_full()
            && !self.rows.is_oversized()
    }
}

/// Runs on a worker, slice by slice, until something is to be decided. The receiver fails only
/// if the work was lost in a defect.
pub(super) fn on_worker<R: Rows>(
    shared: &Arc<Shared>,
    work: Work<R>,
) -> oneshot::Receiver<(Work<R>, Step)> {
    let (sender, receiver) = oneshot::channel();
    queue(shared.clone(), work, sender);
    receiver
}

fn queue<R: Rows>(shared: Arc<Shared>, work: Work<R>, sender: oneshot::Sender<(Work<R>, Step)>) {
    let pool = shared.clone();
    let patience = work.spent.saturating_mul(PATIENCE).min(PATIENCE_NANOS);
    let due = shared.clock.monotonic_nanos().saturating_add(patience);
    let job = Box::new(move || turn(shared, work, sender));
    if let Err(error) = pool.workers.submit(due, job) {
        // The work is dropped, the receiver sees it, the transaction is rolled back.
        tracing::error!(%error, "a query could not be run");
    }
}

fn turn<R: Rows>(shared: Arc<Shared>, mut work: Work<R>, sender: oneshot::Sender<(Work<R>, Step)>) {
    let began = shared.clock.monotonic_nanos();
    let length = if work.spent < SLICE_NANOS {
        FIRST_SLICE_NANOS
    } else {
        SLICE_NANOS
    };
    let step = work.slice(Budget::Until(began.saturating_add(length)));
    let took = shared.clock.monotonic_nanos().saturating_sub(began);
    work.spent = work.spent.saturating_add(took);
    if work.must_go_on(&step) {
        queue(shared, work, sender);
    } else {
        // Nobody waits any more if the server is ending; the work is dropped and rolled back.
        let _ = sender.send((work, step));
    }
}

/// What a first slice on the network thread leads to.
pub(super) fn inline<R: Rows>(work: &mut Work<R>, budget: Budget) -> Option<Step> {
    let step = work.slice(budget);
    if work.must_go_on(&step) {
        None
    } else {
        Some(step)
    }
}

/// Rows that nobody wants: takes everything and keeps nothing.
#[derive(Default)]
pub(super) struct NoRows(Nowhere);

impl RecordSink for NoRows {
    fn begin_record(&mut self, _fields: usize) -> &mut dyn ValueWriter {
        &mut self.0
    }
    fn end_record(&mut self) -> bool {
        true
    }
    fn abort_record(&mut self) {}
}

impl Rows for NoRows {
    fn is_full(&self) -> bool {
        false
    }
    fn count(&self) -> u64 {
        0
    }
    fn is_oversized(&self) -> bool {
        false
    }
}

#[derive(Default)]
struct Nowhere;

macro_rules! ignore {
    ($($name:ident($($argument:ty),*);)*) => {
        impl ValueWriter for Nowhere {
            $(fn $name(&mut self $(, _: $argument)*) {})*
        }
    };
}

ignore! {
    null();
    boolean(bool);
    integer(i64);
    float(f64);
    string(&str);
    bytes(&[u8]);
    list(usize);
    map(usize);
    key(&str);
    node(NodeId, &[&str], usize);
    relationship(RelationshipId, NodeId, NodeId, &str, usize);
    path(usize, usize, &[i64]);
    entity(&Entity);
    date(Date);
    local_time(LocalTime);
    time(&Time);
    local_date_time(&LocalDateTime);
    zoned_date_time(&ZonedDateTime);
    duration(&Duration);
    point(&Point);
    vector(&Vector);
    uuid(&[u8; 16]);
}
