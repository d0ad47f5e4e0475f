//! A large scan in parts: `MATCH (p:Person) WHERE ... RETURN p.city, count(*)` goes through the segments
//! of the scan on several threads, each with a pipeline of its own for some segments at a time.
//!
//! What is above takes in what the parts came to in the order of the scan, so that the answer is the
//! same whoever worked. Parts that cannot be put together exactly are given up, and the ordinary
//! pipeline does the rest. Not here: what is made of a part's rows (`aggregation.rs`). Meet
//! [`Divided::of`].

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use quiver_storage::{SegmentRange, Transaction};

use super::{Flow, Pipeline, relationship_scan};
use crate::binder::walk::each_child;
use crate::exec::batch::Batch;
use crate::exec::error::Result;
use crate::exec::run::{Run, RunState};
use crate::exec::workers::{Workers, together};
use crate::plan::Expr;
use crate::plan::operator::{Operator, OperatorKind};

/// Segments of nodes, and of relationships, that make a part: some thousand rows, so that a thread is
/// back soon when the query is to pause.
const NODE_SEGMENTS: u64 = 2;
const RELATIONSHIP_SEGMENTS: u64 = 4;
/// Parts a worker does at most until what they came to is taken in.
const PARTS_A_ROUND: u64 = 16;

/// See the module.
pub(super) struct Divided {
    /// The scan, and the operator above the pipeline, by their numbers.
    scan: u32,
    above: u32,
    /// The next segment, and how many there are.
    next: u64,
    segments: u64,
    /// Segments of a part.
    step: u64,
    /// Threads that are worth it.
    most: usize,
    workers: Arc<Workers>,
    /// Whether a pause was offered before the first round: it may be the wrong thread.
    paused: bool,
}

/// What came of a round.
pub(super) enum Round {
    /// Some parts were taken in; there are more.
    More,
    /// All parts were taken in.
    End,
    /// What is left comes from the ordinary pipeline.
    Rest,
    /// Nothing yet: pause first.
    Pause,
}

/// What became of what a part came to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It was taken in.
    Taken,
    /// It was taken in, and was so much that further ones are not worth it.
    Last,
    /// It would not give exactly what its rows give one by one; nothing was taken in.
    Refused,
}

/// What one thread did.
type Done<P> = (RunState, Vec<(u64, Result<P>)>);

impl Divided {
    /// The pipeline of `below` in parts, if it begins with a large scan and works row by row, and if
    /// nobody waits for anything but its end. `above` is the operator that does so.
    pub fn of(above: u32, below: &Operator, run: &Run<'_>) -> Result<Option<Self>> {
        let state = run.state;
        let workers = Arc::clone(&state.prepared.workers);
        if workers.wanted(u64::MAX) < 2 || state.prepared.is_updating() || !state.is_outermost() {
            return Ok(None);
        }
        let Some(scan) = scan_below(below) else {
            return Ok(None);
        };
        let Some((segments, step, rows)) = extent(scan, run)? else {
            return Ok(None);
        };
        // A scan's rows may lead to many more.
        let rows = rows.max(below.estimated_rows as u64);
        let most = workers.wanted(rows).min(parts(segments, step));
        Ok((most > 1).then_some(Self {
            scan: scan.id,
            above,
            next: 0,
            segments,
            step,
            most,
            workers,
            paused: false,
        }))
    }

    /// Goes through some parts, as many as the time allows. `work` is done with the batches of each,
    /// until it says that the rest of the part is of no use; `take_in` gets what it made, in the order of the scan.
    pub fn round<P: Default + Send>(
        &mut self,
        below: &Operator,
        run: &Run<'_>,
        work: &(impl Fn(&mut P, Batch, &Run<'_>) -> Result<bool> + Sync),
        mut take_in: impl FnMut(P, &Run<'_>) -> Result<Fit>,
    ) -> Result<Round> {
        if self.next >= self.segments {
            return Ok(Round::End);
        }
        if !std::mem::replace(&mut self.paused, true) && run.state.deadline().is_some() {
            return Ok(Round::Pause);
        }
        let of_all = Arc::clone(&self.workers);
        let left = parts(self.segments - self.next, self.step);
        let workers = of_all.take(self.most.min(left));
        let end = PARTS_A_ROUND * workers.count as u64 * self.step;
        let shares = Shares {
            next: AtomicU64::new(self.next),
            end: self.segments.min(self.next + end),
            last: self.segments,
            step: self.step,
            failed: AtomicBool::new(false),
            below,
            scan: self.scan,
            above: self.above,
            transaction: run.transaction(),
            deadline: run.state.deadline(),
        };
        let states = (0..workers.count).map(|_| run.state.of_worker()).collect();
        let worked = together(states, |state| shares.work(state, work))?;
        drop(workers);
        let (states, done): (Vec<RunState>, Vec<_>) = worked.into_iter().unzip();
        let mut parts: Vec<(u64, Result<P>)> = done.into_iter().flatten().collect();
        parts.sort_unstable_by_key(|(at, _)| *at);
        let taken = self.take_parts(parts, run, &mut take_in);
        for state in &states {
            run.state.adopt_worker(state);
            state.release_all(run.transaction());
        }
        taken
    }

    fn take_parts<P>(
        &mut self,
        parts: Vec<(u64, Result<P>)>,
        run: &Run<'_>,
        take_in: &mut impl FnMut(P, &Run<'_>) -> Result<Fit>,
    ) -> Result<Round> {
        for (at, part) in parts {
            let fit = take_in(part?, run)?;
            let rest = match fit {
                Fit::Taken | Fit::Last => at + self.step,
                Fit::Refused => at,
            };
            self.next = rest;
            if fit != Fit::Taken && rest < self.segments {
                let rest = SegmentRange(rest..u64::MAX);
                run.state.limit_scan(Some((self.scan, rest)));
                return Ok(Round::Rest);
            }
        }
        Ok(if self.next >= self.segments {
            Round::End
        } else {
            Round::More
        })
    }
}

/// The parts of a round, which threads take one after the other.
struct Shares<'r> {
    below: &'r Operator,
    scan: u32,
    above: u32,
    transaction: &'r Transaction,
    deadline: Option<u64>,
    next: AtomicU64,
    end: u64,
    /// What comes behind the last segment belongs to the last part.
    last: u64,
    step: u64,
    failed: AtomicBool,
}

impl Shares<'_> {
    fn take(&self) -> Option<(u64, SegmentRange)> {
        if self.failed.load(Ordering::Relaxed) {
            return None;
        }
        let from = self.next.fetch_add(self.step, Ordering::Relaxed);
        let to = match from + self.step {
            to if to >= self.last => u64::MAX,
            to => to,
        };
        (from < self.end).then_some((from, SegmentRange(from..to)))
    }

    /// Does parts until there are no more or the time is up; each thread one at least.
    fn work<P: Default>(
        &self,
        state: RunState,
        work: &impl Fn(&mut P, Batch, &Run<'_>) -> Result<bool>,
    ) -> Done<P> {
        let mut done = Vec::new();
        let mut run = Run::reading(self.transaction, &state);
        state.resume();
        // What is done between the batches is the work of the operator above.
        state.enter(self.above);
        let clock = &state.context.clock;
        while let Some((at, segments)) = self.take() {
            state.limit_scan(Some((self.scan, segments)));
            let part = one_part(self.below, &mut run, work);
            self.failed.fetch_or(part.is_err(), Ordering::Relaxed);
            done.push((at, part));
            if self
                .deadline
                .is_some_and(|deadline| clock.monotonic_nanos() >= deadline)
            {
                break;
            }
        }
        state.enter(self.above);
        (state, done)
    }
}

fn one_part<P: Default>(
    below: &Operator,
    run: &mut Run<'_>,
    work: &impl Fn(&mut P, Batch, &Run<'_>) -> Result<bool>,
) -> Result<P> {
    let mut part = P::default();
    let mut pipeline = Pipeline::new(below);
    loop {
        match pipeline.next(below, run)? {
            Flow::Batch(batch) => {
                if !work(&mut part, batch, run)? {
                    break;
                }
            }
            Flow::Yield => {}
            Flow::Done => break,
        }
    }
    pipeline.reset(run);
    Ok(part)
}

fn parts(segments: u64, step: u64) -> usize {
    usize::try_from(segments.div_ceil(step)).unwrap_or(usize::MAX)
}

/// The scan that a pipeline begins with, if all that comes between works row by row and gives the same
/// whoever does it.
fn scan_below(operator: &Operator) -> Option<&Operator> {
    use OperatorKind as K;
    let mut operator = operator;
    loop {
        operator = match &operator.kind {
            K::AllNodesScan { input, .. }
            | K::NodeByLabelScan { input, .. }
            | K::RelationshipTypeScan { input, .. }
                if matches!(input.kind, K::Argument) =>
            {
                return Some(operator);
            }
            K::ExpandAll { input, .. }
            | K::ExpandInto { input, .. }
            | K::ProjectEndpoints { input, .. } => input,
            K::Filter { input, predicate } if is_steady(predicate) => input,
            K::Projection { input, items, .. } if items.iter().all(|(_, item)| is_steady(item)) => {
                input
            }
            K::Unwind { input, list, .. } if is_steady(list) => input,
            _ => return None,
        };
    }
}

/// Whether an expression gives the same for a row whoever evaluates it, and has no plan of its own.
pub(super) fn is_steady(expr: &Expr) -> bool {
    let steady = match expr {
        Expr::Subquery { .. } => false,
        // Random numbers, and what runs queries, are among these.
        Expr::Function(function, _) => {
            function.pure
                || (matches!(function.category, "Scalar" | "List") && function.name != "randomUUID")
        }
        _ => true,
    };
    let mut all = steady;
    each_child(expr, &mut |part| all = all && is_steady(part));
    all
}

/// How many segments a scan goes through, how many make a part, and how many rows it gives.
fn extent(scan: &Operator, run: &Run<'_>) -> Result<Option<(u64, u64, u64)>> {
    let label = match &scan.kind {
        OperatorKind::AllNodesScan { .. } => None,
        OperatorKind::NodeByLabelScan { label, .. } => Some(*label),
        _ => {
            let extent = relationship_scan::extent(scan, run)?;
            return Ok(extent.map(|(segments, of_nodes, rows)| {
                let step = if of_nodes {
                    NODE_SEGMENTS
                } else {
                    RELATIONSHIP_SEGMENTS
                };
                (segments, step, rows)
            }));
        }
    };
    run.evaluate(|context| {
        let label = match label {
            None => None,
            Some(label) => match context.state.label(label, context.database) {
                None => return Ok(None),
                label => label,
            },
        };
        let rows = context.view.node_count(label)?;
        Ok(Some((context.view.node_segments(), NODE_SEGMENTS, rows)))
    })
}
