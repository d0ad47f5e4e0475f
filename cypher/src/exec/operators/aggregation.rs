//! `Aggregation`: groups by equivalence and feeds each group's accumulators.

use std::borrow::Cow;

use quiver_types::Value;

use super::distinct::KeyTable;
use super::{Input, Output, Step, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::{Builder, Column, Typed};
use crate::exec::error::{Result, defect};
use crate::exec::run::Run;
use crate::functions::{Accumulator, Implementation};
use crate::plan::operator::{Aggregate, Operator, OperatorKind};

/// One aggregation of one group.
enum State {
    /// `count(*)`.
    Rows(u64),
    /// A function's own state.
    Function(Box<dyn Accumulator>),
}

struct Group {
    states: Vec<State>,
    /// For DISTINCT: the arguments met, by aggregate.
    seen: Vec<Option<KeyTable>>,
    counted: usize,
}

#[derive(Default)]
pub(super) struct Aggregation {
    keys: Option<KeyTable>,
    groups: Vec<Group>,
    next: usize,
    held: usize,
}

impl Group {
    fn new(aggregates: &[Aggregate]) -> Result<Self> {
        let mut states = Vec::with_capacity(aggregates.len());
        let mut seen = Vec::with_capacity(aggregates.len());
        for aggregate in aggregates {
            states.push(match aggregate.function.map(|f| f.implementation) {
                None => State::Rows(0),
                Some(Implementation::Aggregate(make)) => State::Function(make()),
                Some(Implementation::Scalar(_) | Implementation::FirstNotNull) => {
                    return Err(defect("a scalar function stands as an aggregation"));
                }
            });
            let distinct = aggregate.distinct && !aggregate.arguments.is_empty();
            // DISTINCT is about the first argument; further ones are settings.
            seen.push(distinct.then(|| KeyTable::new(1)));
        }
        Ok(Self {
            states,
            seen,
            counted: 0,
        })
    }
}

impl Aggregation {
    fn take_in(
        &mut self,
        batch: &Batch,
        groups: &[(crate::plan::SlotId, crate::plan::Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<()> {
        let (keys, arguments) = run.evaluate(|context| {
            let mut keys = Vec::with_capacity(groups.len());
            for (_, group) in groups {
                keys.push(context.column(group, batch)?);
            }
            let mut arguments: Vec<Vec<Column>> = Vec::with_capacity(aggregates.len());
            for aggregate in aggregates {
                let mut columns = Vec::with_capacity(aggregate.arguments.len());
                for argument in &aggregate.arguments {
                    columns.push(context.column(argument, batch)?);
                }
                arguments.push(columns);
            }
            Ok((keys, arguments))
        })?;
        if groups.is_empty() {
            if self.groups.is_empty() {
                self.groups.push(Group::new(aggregates)?);
            }
            return self.feed_one_group(batch.len(), &arguments, run);
        }
        let table = self.keys.get_or_insert_with(|| KeyTable::new(groups.len()));
        let mut numbers = Vec::with_capacity(batch.len());
        let mut key = Vec::with_capacity(keys.len());
        for row in 0..batch.len() {
            key.clear();
            key.extend(keys.iter().map(|column| column.get(row)));
            let (number, new) = table.insert(&key, run)?;
            if new {
                let bytes = 96 + 64 * aggregates.len();
                run.reserve(bytes)?;
                self.held += bytes;
                self.groups.push(Group::new(aggregates)?);
            }
            numbers.push(number as u32);
        }
        self.feed(&numbers, &arguments, run)
    }

    fn feed(&mut self, numbers: &[u32], arguments: &[Vec<Column>], run: &Run<'_>) -> Result<()> {
        for (at, columns) in arguments.iter().enumerate() {
            self.feed_one(at, numbers, columns, run)?;
        }
        Ok(())
    }

    /// Feeds one aggregation of each group.
    fn feed_one(
        &mut self,
        at: usize,
        numbers: &[u32],
        columns: &[Column],
        run: &Run<'_>,
    ) -> Result<()> {
        let mut values: Vec<Value> = Vec::with_capacity(columns.len());
        for (row, number) in numbers.iter().enumerate() {
            let group = &mut self.groups[*number as usize];
            match &mut group.states[at] {
                State::Rows(count) => *count += 1,
                State::Function(accumulator) => {
                    values.clear();
                    values.extend(columns.iter().map(|column| column.get(row)));
                    if let Some(seen) = &mut group.seen[at] {
                        let first = values.get(..1).unwrap_or(&[]);
                        if !seen.insert(first, run)?.1 {
                            continue;
                        }
                    }
                    let before = accumulator.heap_size();
                    accumulator.add(&values)?;
                    let after = accumulator.heap_size();
                    if after > before {
                        run.reserve(after - before)?;
                        group.counted += after - before;
                    }
                }
            }
        }
        Ok(())
    }

    /// Without groups numbers are taken in by the column.
    fn feed_one_group(
        &mut self,
        rows: usize,
        arguments: &[Vec<Column>],
        run: &Run<'_>,
    ) -> Result<()> {
        let mut rest = Vec::new();
        let group = &mut self.groups[0];
        for (at, columns) in arguments.iter().enumerate() {
            let distinct = group.seen[at].is_some();
            match (&mut group.states[at], columns.as_slice()) {
                (State::Rows(count), _) => *count += rows as u64,
                (State::Function(accumulator), [Column::Integer(typed)]) if !distinct => {
                    let before = accumulator.heap_size();
                    accumulator.add_integers(&present(typed, rows))?;
                    let grown = accumulator.heap_size().saturating_sub(before);
                    run.reserve(grown)?;
                    group.counted += grown;
                }
                (State::Function(accumulator), [Column::Float(typed)]) if !distinct => {
                    let before = accumulator.heap_size();
                    accumulator.add_floats(&present(typed, rows))?;
                    let grown = accumulator.heap_size().saturating_sub(before);
                    run.reserve(grown)?;
                    group.counted += grown;
                }
                (State::Function(_), _) => rest.push(at),
            }
        }
        let numbers = vec![0u32; if rest.is_empty() { 0 } else { rows }];
        for at in rest {
            self.feed_one(at, &numbers, &arguments[at], run)?;
        }
        Ok(())
    }

    fn give_out(
        &mut self,
        groups: &[(crate::plan::SlotId, crate::plan::Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<Output> {
        let end = self.groups.len().min(self.next + Growth::MAXIMUM);
        if self.next >= end {
            self.clear(run);
            return Ok(Output::Done);
        }
        let mut output = Batch::of_rows(run.state.slots(), end - self.next);
        for (at, (slot, _)) in groups.iter().enumerate() {
            let keys = self.keys.as_ref();
            let values = (self.next..end)
                .map(|number| keys.map_or(Value::Null, |keys| keys.key(number)[at].clone()));
            output.set(*slot, Column::from_values(values));
        }
        for (at, aggregate) in aggregates.iter().enumerate() {
            let mut builder = Builder::default();
            for group in &mut self.groups[self.next..end] {
                builder.push(match &mut group.states[at] {
                    State::Rows(count) => Value::Integer(i64::try_from(*count).unwrap_or(i64::MAX)),
                    State::Function(accumulator) => accumulator.finish()?,
                });
            }
            output.set(aggregate.slot, builder.finish());
        }
        self.next = end;
        Ok(Output::Batch(output))
    }

    fn clear(&mut self, run: &Run<'_>) {
        for mut group in self.groups.drain(..) {
            run.release(group.counted);
            for seen in group.seen.iter_mut().flatten() {
                seen.clear(run);
            }
        }
        if let Some(keys) = &mut self.keys {
            keys.clear(run);
        }
        run.release(std::mem::take(&mut self.held));
    }
}

/// The values that are not null, which is what every aggregation but `count(*)` looks at.
fn present<T: Copy>(typed: &Typed<T>, rows: usize) -> Cow<'_, [T]> {
    let values = &typed.values[..rows.min(typed.values.len())];
    match &typed.nulls {
        None => Cow::Borrowed(values),
        Some(nulls) => Cow::Owned(
            values
                .iter()
                .enumerate()
                .filter(|(row, _)| !nulls.get(*row))
                .map(|(_, value)| *value)
                .collect(),
        ),
    }
}

impl Step for Aggregation {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Aggregation {
            groups, aggregates, ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        match input {
            Input::Nothing => Ok(Output::More),
            Input::Batch(batch) => {
                self.take_in(&batch, groups, aggregates, run)?;
                Ok(Output::More)
            }
            Input::End => {
                // Without groups there is one row even over no input at all.
                if groups.is_empty() && self.groups.is_empty() && self.next == 0 {
                    self.groups.push(Group::new(aggregates)?);
                }
                self.give_out(groups, aggregates, run)
            }
        }
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.clear(run);
        self.next = 0;
    }
}
