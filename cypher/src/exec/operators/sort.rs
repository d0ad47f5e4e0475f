//! `Sort` and `Top`: by the total order, stable. `Top` keeps no more than it must.
//!
//! A row is sorted by 64 bits that stand for its first key, and only where those of two rows are
//! the same by the keys themselves, which stay in their columns.

use std::cmp::Ordering;
use std::sync::Arc;

use quiver_types::Value;
use quiver_types::compare::{float_prefix, integer_prefix, null_prefix, order_prefix, text_prefix};

use super::limit::row_count;
use super::{Input, Output, Step, mismatch};
use crate::edge::Interrupt;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::{Column, Typed};
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::exec::workers::together;
use crate::plan::SlotId;
use crate::plan::operator::{Operator, OperatorKind};

/// Rows sorted between two looks at the interrupt.
const SORTED_AT_ONCE: usize = 1 << 15;

/// A row by where it is, with the prefix of its first key, turned round if that descends.
#[derive(Clone, Copy)]
struct Entry {
    prefix: u64,
    batch: u32,
    row: u32,
}

#[derive(Default)]
pub(super) struct Sort {
    batches: Vec<Batch>,
    entries: Vec<Entry>,
    held: usize,
    limit: Option<usize>,
    /// The last row that is among the first `limit` so far: what comes after it is out.
    threshold: Option<Entry>,
    sorted: bool,
    next: usize,
}

/// By the keys, read from their columns.
fn by_keys(a: (&Batch, u32), b: (&Batch, u32), keys: &[(SlotId, bool)]) -> Ordering {
    let (at_a, at_b) = (a.0.position(a.1 as usize), b.0.position(b.1 as usize));
    for (slot, descending) in keys {
        let ordering = a.0.column(*slot).order(at_a, b.0.column(*slot), at_b);
        if ordering.is_ne() {
            return if *descending {
                ordering.reverse()
            } else {
                ordering
            };
        }
    }
    Ordering::Equal
}

/// By everything; rows come in in the order of their places, so that equal ones keep it.
fn compare(batches: &[Batch], a: &Entry, b: &Entry, keys: &[(SlotId, bool)]) -> Ordering {
    a.prefix
        .cmp(&b.prefix)
        .then_with(
            || match (batches.get(a.batch as usize), batches.get(b.batch as usize)) {
                (Some(first), Some(second)) => by_keys((first, a.row), (second, b.row), keys),
                _ => Ordering::Equal,
            },
        )
        .then_with(|| (a.batch, a.row).cmp(&(b.batch, b.row)))
}

/// The prefixes of a batch's keys, in order of its rows.
fn prefixes(batch: &Batch, slot: SlotId, descending: bool) -> Vec<u64> {
    fn typed<T: Copy>(batch: &Batch, typed: &Typed<T>, prefix: impl Fn(T) -> u64) -> Vec<u64> {
        let rows = batch.len();
        if batch.is_dense() && typed.nulls.is_none() {
            return typed.values.iter().take(rows).map(|v| prefix(*v)).collect();
        }
        let positions = (0..rows).map(|row| batch.position(row));
        let at = |position: usize| match typed.values.get(position) {
            Some(value) if !typed.is_null(position) => prefix(*value),
            _ => null_prefix(),
        };
        positions.map(at).collect()
    }
    let rows = batch.len();
    let texts = |text: &dyn Fn(usize) -> u64| -> Vec<u64> {
        (0..rows).map(|row| text(batch.position(row))).collect()
    };
    let of = |bytes: Option<&[u8]>| bytes.map_or_else(null_prefix, text_prefix);
    let mut prefixes = match batch.column(slot) {
        Column::Integer(column) => typed(batch, column, integer_prefix),
        Column::Float(column) => typed(batch, column, float_prefix),
        Column::Packed(packed) => texts(&|at| of(packed.bytes(at))),
        Column::Coded(coded) => texts(&|at| of(coded.text(at).map(|text| text.as_bytes()))),
        Column::Constant(value) => vec![order_prefix(value); rows],
        column => texts(&|at| order_prefix(&column.get(at))),
    };
    if descending {
        for prefix in &mut prefixes {
            *prefix = !*prefix;
        }
    }
    prefixes
}

/// The rows whose number does not come after the threshold's, where the column is of its type and
/// without nulls: the cheapest look there is, before anything is made of the others.
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

/// What entries are compared by.
struct Rows<'s> {
    batches: &'s [Batch],
    keys: &'s [(SlotId, bool)],
    interrupt: &'s Interrupt,
}

impl Rows<'_> {
    /// Sorts until somebody asks to stop: runs of some length first, unless they are sorted, then pairs
    /// of neighbouring runs, whose merging the standard sort recognises as such.
    fn sort(&self, entries: &mut [Entry], run: usize, are_sorted: bool) {
        let by = |a: &Entry, b: &Entry| compare(self.batches, a, b, self.keys);
        let mut length = run;
        if !are_sorted {
            for part in entries.chunks_mut(length) {
                if self.interrupt.get().is_some() {
                    return;
                }
                part.sort_unstable_by(by);
            }
        }
        while length < entries.len() {
            length *= 2;
            for part in entries.chunks_mut(length) {
                if self.interrupt.get().is_some() {
                    return;
                }
                part.sort_by(by);
            }
        }
    }
}

impl Sort {
    /// Leaves out rows whose first key is a number that comes too late.
    fn narrowed(&self, batch: Batch, keys: &[(SlotId, bool)]) -> Batch {
        let (Some(threshold), Some((slot, descending))) = (self.threshold, keys.first()) else {
            return batch;
        };
        let Some(last) = self.batches.get(threshold.batch as usize) else {
            return batch;
        };
        let last = last.value(*slot, threshold.row as usize);
        match numbers_up_to(&batch, *slot, &last, *descending) {
            Some(rows) if rows.len() < batch.len() => batch.take(&rows),
            Some(_) | None => batch,
        }
    }

    fn take_in(&mut self, batch: Batch, keys: &[(SlotId, bool)], run: &Run<'_>) -> Result<()> {
        let batch = self.narrowed(batch, keys);
        if batch.is_empty() {
            return Ok(());
        }
        let mut prefixes = match keys.first() {
            Some((slot, descending)) => prefixes(&batch, *slot, *descending),
            None => vec![0; batch.len()],
        };
        let batch = match self.rows_before_threshold(&batch, &prefixes, keys) {
            None => batch,
            Some(rows) if rows.is_empty() => return Ok(()),
            Some(rows) => {
                prefixes = rows.iter().map(|row| prefixes[*row as usize]).collect();
                batch.take(&rows)
            }
        };
        let bytes = batch.heap_size() + batch.len() * size_of::<Entry>();
        run.reserve(bytes)?;
        self.held += bytes;
        let number = self.batches.len() as u32;
        let entries = prefixes.into_iter().enumerate().map(|(row, prefix)| Entry {
            prefix,
            batch: number,
            row: row as u32,
        });
        self.entries.extend(entries);
        self.batches.push(batch);
        if let Some(limit) = self.limit
            && self.entries.len() > limit.saturating_mul(2).saturating_add(Growth::MAXIMUM)
        {
            self.shrink(limit, keys, run)?;
        }
        Ok(())
    }

    /// The rows that may be among the first; `None` for all.
    fn rows_before_threshold(
        &self,
        batch: &Batch,
        prefixes: &[u64],
        keys: &[(SlotId, bool)],
    ) -> Option<Vec<u32>> {
        let threshold = self.threshold?;
        let last = self.batches.get(threshold.batch as usize)?;
        let mut found = Vec::new();
        for (row, prefix) in prefixes.iter().enumerate() {
            // Nearly none once the first rows are known.
            if *prefix <= threshold.prefix {
                let row = row as u32;
                if *prefix < threshold.prefix
                    || by_keys((batch, row), (last, threshold.row), keys).is_lt()
                {
                    found.push(row);
                }
            }
        }
        (found.len() < prefixes.len()).then_some(found)
    }

    /// Keeps only the first `limit` entries, in a batch of their own.
    fn shrink(&mut self, limit: usize, keys: &[(SlotId, bool)], run: &Run<'_>) -> Result<()> {
        let batches = &self.batches;
        self.entries
            .select_nth_unstable_by(limit.saturating_sub(1), |a, b| compare(batches, a, b, keys));
        self.entries.truncate(limit);
        let last = self.entries.last().map(|entry| (entry.batch, entry.row));
        // In order of arrival, so that ties stay decided by it.
        self.entries
            .sort_unstable_by_key(|entry| (entry.batch, entry.row));
        let width = self.batches.first().map_or(0, Batch::width);
        let picks: Vec<(u32, u32)> = self.entries.iter().map(|e| (e.batch, e.row)).collect();
        let kept = Batch::gather(&self.batches, &picks, width);
        let bytes = kept.heap_size() + kept.len() * size_of::<Entry>();
        run.reserve(bytes)?;
        run.release(self.held);
        self.held = bytes;
        for (row, entry) in self.entries.iter_mut().enumerate() {
            let is_last = Some((entry.batch, entry.row)) == last;
            entry.batch = 0;
            entry.row = row as u32;
            if is_last {
                self.threshold = Some(*entry);
            }
        }
        self.batches = vec![kept];
        Ok(())
    }

    /// Sorts, looking now and then whether anybody still wants it. Threads that are free sort a share
    /// each; should one of them not have done so, putting the shares together does.
    fn sort(&mut self, keys: &[(SlotId, bool)], run: &Run<'_>) -> Result<()> {
        let count = self.entries.len();
        let of_all = Arc::clone(&run.state.prepared.workers);
        let workers = of_all.take(of_all.wanted(count as u64));
        let share = count.div_ceil(workers.count).max(1);
        let rows = Rows {
            batches: &self.batches,
            keys,
            interrupt: &run.state.context.interrupt,
        };
        let shares = self.entries.chunks_mut(share).collect();
        together(shares, |entries: &mut [Entry]| {
            rows.sort(entries, SORTED_AT_ONCE, false);
        })?;
        drop(workers);
        rows.sort(&mut self.entries, share, true);
        run.state.still_wanted()
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
                        let batches = &self.batches;
                        self.entries
                            .select_nth_unstable_by(limit, |a, b| compare(batches, a, b, keys));
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
