//! The Apply family: an inner plan run for each row, or, where its operators work row by row, for
//! a whole batch of rows at once, each marked with its number.

use std::sync::Arc;

use quiver_types::Value;

use super::{Flow, Input, Output, Pipeline, Step, input_of, mismatch};
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::operator::{ApplyKind, Operator, OperatorKind};

/// What the inner plan gave for one outer row.
#[derive(Default)]
struct Outcome {
    rows: u64,
    list: Vec<Value>,
}

pub(super) struct Apply {
    inner: Pipeline,
    /// Whether the inner plan may be handed many rows.
    batched: bool,
    /// Whether it is a single hop, so that finding out whether there is a row costs no more for
    /// looking at all.
    is_short: bool,
    outer: Option<Batch>,
    /// Row by row: the row at work. Batched: the first row not yet given out.
    row: usize,
    running: bool,
    outcomes: Vec<Outcome>,
    held: usize,
}

impl Apply {
    pub fn new(inner: &Operator) -> Self {
        let (batched, hops) = row_wise(inner);
        Self {
            inner: Pipeline::new(inner),
            batched,
            is_short: batched && hops <= 1,
            outer: None,
            row: 0,
            running: false,
            outcomes: Vec::new(),
            held: 0,
        }
    }

    fn is_batched(&self, kind: &ApplyKind, planned: bool, rows: usize) -> bool {
        let worthwhile = match kind {
            ApplyKind::All
            | ApplyKind::Optional(_)
            | ApplyKind::LetCount(_)
            | ApplyKind::LetCollect(..)
            | ApplyKind::Unit => self.batched,
            // The first row decides; looking for more must cost next to nothing.
            ApplyKind::Semi | ApplyKind::AntiSemi | ApplyKind::LetSemi(_) => self.is_short,
        };
        planned && worthwhile && rows > 1
    }
}

/// Whether all operators keep each row's mark and the order of rows, and how many hops and scans
/// there are.
fn row_wise(inner: &Operator) -> (bool, usize) {
    use OperatorKind as K;
    let mut hops = 0;
    let mut next = Some(inner);
    while let Some(operator) = next {
        match &operator.kind {
            K::Argument | K::Filter { .. } | K::Projection { .. } | K::ProjectEndpoints { .. } => {}
            K::ExpandAll { .. } | K::ExpandInto { .. } | K::Unwind { .. } => hops += 1,
            K::AllNodesScan { .. }
            | K::LoadCsv { .. }
            | K::NodeByLabelScan { .. }
            | K::NodeIndexSeek { .. }
            | K::NodeByIdSeek { .. }
            | K::RelationshipByIdSeek { .. }
            | K::RelationshipTypeScan { .. }
            | K::RelationshipIndexSeek { .. }
            | K::VarLengthExpand { .. }
            | K::Repeat { .. }
            | K::ShortestPath { .. }
            | K::Apply { .. } => hops += 2,
            _ => return (false, hops),
        }
        next = input_of(operator);
    }
    (true, hops)
}

impl Step for Apply {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Apply {
            inner,
            kind,
            row_wise,
            mark,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        match input {
            Input::Batch(mut batch) => {
                batch.compact();
                self.outer = Some(batch);
                self.row = 0;
                self.running = false;
            }
            Input::End if self.outer.is_none() => return Ok(Output::Done),
            Input::Nothing if self.outer.is_none() => return Ok(Output::More),
            Input::Nothing | Input::End => {}
        }
        let Some(outer) = self.outer.take() else {
            return Ok(Output::More);
        };
        let rows = outer.len();
        let output = if self.is_batched(kind, *row_wise, rows) {
            self.batched(&outer, inner, kind, *mark, run)?
        } else {
            self.one_row(&outer, inner, kind, run)?
        };
        if self.row < rows {
            self.outer = Some(outer);
        }
        Ok(output)
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.inner.reset(run);
        run.release(std::mem::take(&mut self.held));
        self.outer = None;
        self.row = 0;
        self.running = false;
        self.outcomes.clear();
    }
}

impl Apply {
    fn start(&mut self, run: &mut Run<'_>, rows: usize) {
        if !self.running {
            self.running = true;
            self.inner.reset(run);
            self.outcomes.clear();
            self.outcomes.resize_with(rows, Outcome::default);
        }
    }

    /// Goes on with one outer row.
    fn one_row(
        &mut self,
        outer: &Batch,
        inner: &Operator,
        kind: &ApplyKind,
        run: &mut Run<'_>,
    ) -> Result<Output> {
        self.start(run, 1);
        let row = outer.row(self.row);
        let state = run.state;
        let flow = state.with_argument(row.clone(), || self.inner.next(inner, run))?;
        match flow {
            Flow::Yield => Ok(Output::Yield),
            Flow::Batch(mut batch) => {
                let outcome = &mut self.outcomes[0];
                outcome.rows += batch.len() as u64;
                match kind {
                    ApplyKind::All | ApplyKind::Optional(_) => {
                        batch.fill_absent(&row);
                        return Ok(Output::Batch(batch));
                    }
                    ApplyKind::Semi | ApplyKind::AntiSemi | ApplyKind::LetSemi(_) => {
                        return Ok(self.finish_row(row, kind, run));
                    }
                    ApplyKind::LetCollect(from, _) => {
                        self.collect(&batch, *from, run)?;
                    }
                    ApplyKind::LetCount(_) | ApplyKind::Unit => {}
                }
                Ok(Output::Batch(Batch::of_rows(0, 0)))
            }
            Flow::Done => Ok(self.finish_row(row, kind, run)),
        }
    }

    fn collect(&mut self, batch: &Batch, from: SlotId, run: &Run<'_>) -> Result<()> {
        let values: Vec<Value> = (0..batch.len()).map(|row| batch.value(from, row)).collect();
        let bytes = values.iter().map(|v| 16 + v.heap_size()).sum();
        run.reserve(bytes)?;
        self.held += bytes;
        self.outcomes[0].list.extend(values);
        Ok(())
    }

    /// The inner plan is through with the row.
    fn finish_row(&mut self, row: Batch, kind: &ApplyKind, run: &mut Run<'_>) -> Output {
        self.row += 1;
        self.running = false;
        run.release(std::mem::take(&mut self.held));
        let outcome = self.outcomes.pop().unwrap_or_default();
        finish(row, kind, vec![outcome])
            .map_or_else(|| Output::Batch(Batch::of_rows(0, 0)), Output::Batch)
    }

    /// Goes on with a whole batch.
    fn batched(
        &mut self,
        outer: &Batch,
        inner: &Operator,
        kind: &ApplyKind,
        mark: SlotId,
        run: &mut Run<'_>,
    ) -> Result<Output> {
        let rows = outer.len();
        self.start(run, rows);
        let mut argument = outer.clone();
        argument.set(mark, Column::integers((0..rows as i64).collect()));
        let state = run.state;
        let flow = state.with_mark(mark, || {
            state.with_argument(argument, || self.inner.next(inner, run))
        })?;
        match flow {
            Flow::Yield => Ok(Output::Yield),
            Flow::Batch(mut batch) => {
                batch.compact();
                let marks = marks_of(&batch, mark);
                match kind {
                    ApplyKind::All => Ok(Output::Batch(with_outer(batch, outer, &marks))),
                    ApplyKind::Optional(_) => {
                        for mark in &marks {
                            self.outcomes[*mark as usize].rows += 1;
                        }
                        Ok(Output::Batch(self.with_unmatched(batch, outer, &marks)))
                    }
                    ApplyKind::LetCollect(from, _) => {
                        let mut bytes = 0;
                        for (row, mark) in marks.iter().enumerate() {
                            let value = batch.value(*from, row);
                            bytes += 16 + value.heap_size();
                            self.outcomes[*mark as usize].list.push(value);
                        }
                        run.reserve(bytes)?;
                        self.held += bytes;
                        Ok(Output::Batch(Batch::of_rows(0, 0)))
                    }
                    ApplyKind::Semi
                    | ApplyKind::AntiSemi
                    | ApplyKind::LetSemi(_)
                    | ApplyKind::LetCount(_)
                    | ApplyKind::Unit => {
                        for mark in &marks {
                            self.outcomes[*mark as usize].rows += 1;
                        }
                        Ok(Output::Batch(Batch::of_rows(0, 0)))
                    }
                }
            }
            Flow::Done => {
                self.running = false;
                run.release(std::mem::take(&mut self.held));
                let from = std::mem::replace(&mut self.row, rows);
                if let ApplyKind::Optional(_) = kind {
                    // Rows up to `from` were given out among the matches.
                    let rest: Vec<u32> = (from..rows)
                        .filter(|row| self.outcomes[*row].rows == 0)
                        .map(|row| row as u32)
                        .collect();
                    return Ok(Output::Batch(outer.take(&rest)));
                }
                let outcomes = std::mem::take(&mut self.outcomes);
                let output = match kind {
                    ApplyKind::All => None,
                    kind => finish(outer.clone(), kind, outcomes),
                };
                Ok(Output::Batch(
                    output.unwrap_or_else(|| Batch::of_rows(0, 0)),
                ))
            }
        }
    }

    /// Matches with the outer rows before them that had none, in the outer order. `self.row` is
    /// the first outer row not yet decided.
    fn with_unmatched(&mut self, batch: Batch, outer: &Batch, marks: &[u32]) -> Batch {
        let mut picks = Vec::with_capacity(marks.len());
        let mut any_unmatched = false;
        for (row, mark) in marks.iter().enumerate() {
            while self.row < *mark as usize {
                // A row before the mark of a later match had none, unless it was matched.
                if self.outcomes[self.row].rows == 0 {
                    picks.push((1, self.row as u32));
                    any_unmatched = true;
                }
                self.row += 1;
            }
            picks.push((0, row as u32));
        }
        if let Some(last) = marks.last() {
            self.row = (*last as usize).max(self.row);
        }
        let batch = with_outer(batch, outer, marks);
        if !any_unmatched {
            return batch;
        }
        let width = batch.width().max(outer.width());
        Batch::gather(&[batch, outer.clone()], &picks, width)
    }
}

fn marks_of(batch: &Batch, mark: SlotId) -> Vec<u32> {
    (0..batch.len())
        .map(|row| match batch.column(mark) {
            Column::Integer(typed) => typed.values.get(row).copied().unwrap_or(0) as u32,
            column => match column.get(row) {
                Value::Integer(number) => number as u32,
                _ => 0,
            },
        })
        .collect()
}

/// Inner rows with what they lack of their outer rows.
fn with_outer(mut batch: Batch, outer: &Batch, marks: &[u32]) -> Batch {
    for slot in 0..outer.width() {
        let slot = SlotId(slot as u32);
        if batch.column(slot).is_absent() && !outer.column(slot).is_absent() {
            batch.set(slot, outer.column(slot).take(marks));
        }
    }
    batch
}

/// The output for outer rows of which everything is known.
fn finish(mut outer: Batch, kind: &ApplyKind, outcomes: Vec<Outcome>) -> Option<Batch> {
    let rows_where = |wanted: bool| -> Vec<u32> {
        outcomes
            .iter()
            .enumerate()
            .filter(|(_, outcome)| (outcome.rows > 0) == wanted)
            .map(|(row, _)| row as u32)
            .collect()
    };
    match kind {
        ApplyKind::All => return None,
        ApplyKind::Optional(_) | ApplyKind::AntiSemi => {
            let rows = rows_where(false);
            outer.select(rows);
        }
        ApplyKind::Semi => {
            let rows = rows_where(true);
            outer.select(rows);
        }
        ApplyKind::LetSemi(slot) => {
            let values = outcomes.iter().map(|outcome| outcome.rows > 0).collect();
            outer.set(*slot, Column::booleans(values));
        }
        ApplyKind::LetCount(slot) => {
            let values = outcomes
                .iter()
                .map(|outcome| i64::try_from(outcome.rows).unwrap_or(i64::MAX))
                .collect();
            outer.set(*slot, Column::integers(values));
        }
        ApplyKind::LetCollect(_, slot) => {
            let mut values: Vec<Value> = outcomes
                .into_iter()
                .map(|outcome| Value::list(outcome.list))
                .collect();
            let column = match values.len() {
                1 => Column::Constant(values.pop().unwrap_or_default()),
                _ => Column::Any(Arc::new(values)),
            };
            outer.set(*slot, column);
        }
        ApplyKind::Unit => {}
    }
    Some(outer)
}
