//! `Sort` and `Top`: by the total order, stable. `Top` keeps no more than it must.

use std::cmp::Ordering;

use quiver_types::Value;
use quiver_types::compare::order;

use super::limit::row_count;
use super::{Input, Output, Step, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::operator::{Operator, OperatorKind};

/// Rows sorted between two looks at the interrupt.
const SORTED_AT_ONCE: usize = 1 << 15;

/// A row by where it is, with its keys: the first one inline, where most decisions fall.
struct Entry {
    first: Value,
    rest: Vec<Value>,
    batch: u32,
    row: u32,
}

#[derive(Default)]
pub(super) struct Sort {
    batches: Vec<Batch>,
    entries: Vec<Entry>,
    held: usize,
    limit: Option<usize>,
    /// First key of the last row that is among the first `limit` so far: a row whose first key
    /// comes after it is out.
    threshold: Option<Value>,
    sorted: bool,
    next: usize,
}

fn one(a: &Value, b: &Value, descending: bool) -> Ordering {
    let ordering = order(a, b);
    if descending {
        ordering.reverse()
    } else {
        ordering
    }
}

fn compare(a: &Entry, b: &Entry, keys: &[(SlotId, bool)]) -> Ordering {
    let first = keys.first().is_some_and(|key| key.1);
    one(&a.first, &b.first, first)
        .then_with(|| {
            let pairs = a.rest.iter().zip(&b.rest).zip(keys.iter().skip(1));
            pairs
                .map(|((a, b), key)| one(a, b, key.1))
                .find(|ordering| ordering.is_ne())
                .unwrap_or(Ordering::Equal)
        })
        // Rows come in in this order, so that equal ones keep it.
        .then_with(|| (a.batch, a.row).cmp(&(b.batch, b.row)))
}

/// The rows whose number does not come after the threshold, where the column is of its type and
/// without nulls.
fn numbers_up_to(
    batch: &Batch,
    slot: SlotId,
    threshold: &Value,
    descending: bool,
) -> Option<Vec<u32>> {
    fn rows<T>(values: &[T], rows: usize, kept: impl Fn(&T) -> bool) -> Vec<u32> {
        let mut found = Vec::new();
        for (row, value) in values.iter().take(rows).enumerate() {
            // Nearly none once the first rows are known.
            if kept(value) {
                found.push(row as u32);
            }
        }
        found
    }
    if !batch.is_dense() {
        return None;
    }
    let count = batch.len();
    match (batch.column(slot), threshold) {
        (Column::Integer(typed), Value::Integer(last)) if typed.nulls.is_none() => {
            Some(rows(&typed.values, count, |value| {
                if descending {
                    value >= last
                } else {
                    value <= last
                }
            }))
        }
        // NaN is the largest of numbers: first when descending, last otherwise.
        (Column::Float(typed), Value::Float(last)) if typed.nulls.is_none() && !last.is_nan() => {
            Some(rows(&typed.values, count, |value| {
                if descending {
                    value >= last || value.is_nan()
                } else {
                    value <= last
                }
            }))
        }
        _ => None,
    }
}

impl Sort {
    /// Leaves out rows that cannot be among the first.
    fn narrowed(&self, batch: Batch, keys: &[(SlotId, bool)]) -> Batch {
        let (Some(threshold), Some((slot, descending))) = (&self.threshold, keys.first()) else {
            return batch;
        };
        let rows = numbers_up_to(&batch, *slot, threshold, *descending).unwrap_or_else(|| {
            (0..batch.len() as u32)
                .filter(|row| {
                    let value = batch.value(*slot, *row as usize);
                    one(&value, threshold, *descending).is_le()
                })
                .collect()
        });
        if rows.len() == batch.len() {
            batch
        } else {
            batch.take(&rows)
        }
    }

    fn take_in(&mut self, batch: Batch, keys: &[(SlotId, bool)], run: &Run<'_>) -> Result<()> {
        let batch = self.narrowed(batch, keys);
        if batch.is_empty() {
            return Ok(());
        }
        let bytes = batch.heap_size() + batch.len() * (size_of::<Entry>() + 16 * keys.len());
        run.reserve(bytes)?;
        self.held += bytes;
        let number = self.batches.len() as u32;
        for row in 0..batch.len() {
            let mut values = keys.iter().map(|key| batch.value(key.0, row));
            self.entries.push(Entry {
                first: values.next().unwrap_or_default(),
                rest: values.collect(),
                batch: number,
                row: row as u32,
            });
        }
        self.batches.push(batch);
        if let Some(limit) = self.limit
            && self.entries.len() > limit.saturating_mul(2).saturating_add(Growth::MAXIMUM)
        {
            self.shrink(limit, keys, run)?;
        }
        Ok(())
    }

    /// Keeps only the first `limit` entries, in a batch of their own.
    fn shrink(&mut self, limit: usize, keys: &[(SlotId, bool)], run: &Run<'_>) -> Result<()> {
        self.entries
            .select_nth_unstable_by(limit.saturating_sub(1), |a, b| compare(a, b, keys));
        self.entries.truncate(limit);
        self.threshold = self.entries.last().map(|entry| entry.first.clone());
        // In order of arrival, so that ties stay decided by it.
        self.entries
            .sort_unstable_by_key(|entry| (entry.batch, entry.row));
        let width = self.batches.first().map_or(0, Batch::width);
        let picks: Vec<(u32, u32)> = self.entries.iter().map(|e| (e.batch, e.row)).collect();
        let kept = Batch::gather(&self.batches, &picks, width);
        let bytes = kept.heap_size() + kept.len() * (size_of::<Entry>() + 16 * keys.len());
        run.reserve(bytes)?;
        run.release(self.held);
        self.held = bytes;
        for (row, entry) in self.entries.iter_mut().enumerate() {
            entry.batch = 0;
            entry.row = row as u32;
        }
        self.batches = vec![kept];
        Ok(())
    }

    /// Sorts, looking now and then whether anybody still wants it: runs of rows first, then pairs
    /// of neighbouring runs, whose merging the standard sort recognises as such.
    fn sort(&mut self, keys: &[(SlotId, bool)], run: &Run<'_>) -> Result<()> {
        let mut length = SORTED_AT_ONCE;
        for part in self.entries.chunks_mut(length) {
            run.state.still_wanted()?;
            part.sort_unstable_by(|a, b| compare(a, b, keys));
        }
        while length < self.entries.len() {
            length *= 2;
            for part in self.entries.chunks_mut(length) {
                run.state.still_wanted()?;
                part.sort_by(|a, b| compare(a, b, keys));
            }
        }
        Ok(())
    }

    fn give_out(&mut self, run: &Run<'_>) -> Output {
        let end = self.entries.len().min(self.next + Growth::MAXIMUM);
        if self.next >= end {
            run.release(std::mem::take(&mut self.held));
            self.batches.clear();
            self.entries.clear();
            return Output::Done;
        }
        let picks: Vec<(u32, u32)> = self.entries[self.next..end]
            .iter()
            .map(|entry| (entry.batch, entry.row))
            .collect();
        self.next = end;
        let width = self.batches.first().map_or(0, Batch::width);
        Output::Batch(Batch::gather(&self.batches, &picks, width))
    }
}

impl Step for Sort {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let keys = match &operator.kind {
            OperatorKind::Sort { keys, .. } => keys,
            OperatorKind::Top { keys, limit, .. } => {
                if self.limit.is_none() {
                    let limit = row_count(run, limit, "LIMIT")?;
                    self.limit = Some(usize::try_from(limit).unwrap_or(usize::MAX / 4));
                }
                keys
            }
            _ => return Err(mismatch()),
        };
        if self.limit == Some(0) {
            return Ok(Output::Done);
        }
        match input {
            Input::Nothing => Ok(Output::More),
            Input::Batch(batch) => {
                self.take_in(batch, keys, run)?;
                Ok(Output::More)
            }
            Input::End => {
                if !std::mem::replace(&mut self.sorted, true) {
                    if let Some(limit) = self.limit
                        && self.entries.len() > limit
                    {
                        self.entries
                            .select_nth_unstable_by(limit, |a, b| compare(a, b, keys));
                        self.entries.truncate(limit);
                    }
                    self.sort(keys, run)?;
                }
                Ok(self.give_out(run))
            }
        }
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        run.release(self.held);
        *self = Self::default();
    }
}
