//! `Aggregation`: groups by equivalence and feeds each aggregation's states, a column at a time.

use std::borrow::Cow;

use quiver_storage::{StoredColumn, StoredValues};
use quiver_types::{Text, Value};

use super::groups::Groups;
use super::seen::Seen;
use super::whole_scan::{Part, WholeScan};
use super::{Input, Output, Step, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::{Builder, Column, Typed};
use crate::exec::error::{Result, defect};
use crate::exec::run::Run;
use crate::functions::{Accumulators, Implementation};
use crate::plan::operator::{Aggregate, Operator, OperatorKind};
use crate::plan::{Expr, SlotId};

/// One aggregation, of all groups.
enum States {
    /// `count(*)`.
    Rows(Vec<u64>),
    /// A function's own states.
    Function(Box<dyn Accumulators>),
}

struct Aggregated {
    states: States,
    /// For DISTINCT: the arguments met in each group.
    seen: Option<Box<Seen>>,
}

/// Where its rows come from.
#[derive(Default)]
enum Source {
    #[default]
    Unknown,
    /// The operator below.
    Input,
    /// It does the scan below itself.
    Scan(Box<WholeScan>),
    /// It did.
    Scanned,
}

#[derive(Default)]
pub(super) struct Aggregation {
    source: Source,
    keys: Groups,
    aggregated: Vec<Aggregated>,
    /// Of which there are states.
    groups: usize,
    next: usize,
    held: usize,
}

impl Aggregated {
    fn new(aggregate: &Aggregate) -> Result<Self> {
        let states = match aggregate.function.map(|f| f.implementation) {
            None => States::Rows(Vec::new()),
            Some(Implementation::Aggregate(make)) => States::Function(make()),
            Some(
                Implementation::Scalar(_) | Implementation::FirstNotNull | Implementation::Syntax,
            ) => {
                return Err(defect("a scalar function stands as an aggregation"));
            }
        };
        let distinct = aggregate.distinct && !aggregate.arguments.is_empty();
        Ok(Self {
            states,
            // DISTINCT is about the first argument; further ones are settings.
            seen: distinct.then(Box::default),
        })
    }

    fn grow(&mut self, groups: usize) {
        match &mut self.states {
            States::Rows(counts) => counts.resize(groups, 0),
            States::Function(states) => states.grow(groups),
        }
    }

    /// Takes in nodes that the store knows as a whole, all into the only group.
    fn feed_whole(&mut self, nodes: u64, column: Option<&StoredColumn>) -> Result<usize> {
        match (&mut self.states, column) {
            (States::Rows(counts), _) => {
                counts[0] += nodes;
                Ok(0)
            }
            (States::Function(states), Some(column)) => fed_stored(states.as_mut(), column),
            (States::Function(_), None) => Ok(0),
        }
    }

    /// Takes in rows, each into its group or all into the only one; the bytes it grew by.
    fn feed(
        &mut self,
        rows: usize,
        groups: Option<&[u32]>,
        columns: &[Column],
        run: &Run<'_>,
    ) -> Result<usize> {
        let states = match (&mut self.states, groups) {
            (States::Rows(counts), None) => {
                counts[0] += rows as u64;
                return Ok(0);
            }
            (States::Rows(counts), Some(groups)) => {
                for group in groups {
                    counts[*group as usize] += 1;
                }
                return Ok(0);
            }
            (States::Function(states), _) => states,
        };
        let (Some(seen), Some(first)) = (&mut self.seen, columns.first()) else {
            return fed(states.as_mut(), rows, groups, columns);
        };
        let new = seen.new_rows(first, rows, groups, run)?;
        if new.len() == rows {
            return fed(states.as_mut(), rows, groups, columns);
        }
        let groups: Option<Vec<u32>> =
            groups.map(|groups| new.iter().map(|row| groups[*row as usize]).collect());
        let columns: Vec<Column> = columns.iter().map(|column| column.take(&new)).collect();
        fed(states.as_mut(), new.len(), groups.as_deref(), &columns)
    }
}

/// Takes in a stored column; the bytes by which more is held.
fn fed_stored(states: &mut dyn Accumulators, column: &StoredColumn) -> Result<usize> {
    if let Some(grown) = states.add_summary(column)? {
        return Ok(grown);
    }
    match &column.values {
        StoredValues::Integer(values) if column.present.is_none() => {
            states.add_integers(None, values)
        }
        StoredValues::Float(values) if column.present.is_none() => states.add_floats(None, values),
        _ => {
            let mut grown = 0;
            for value in column.present_values() {
                grown += states.add(0, &[value])?;
            }
            Ok(grown)
        }
    }
}

/// Takes in rows; the bytes by which more is held.
fn fed(
    states: &mut dyn Accumulators,
    rows: usize,
    groups: Option<&[u32]>,
    columns: &[Column],
) -> Result<usize> {
    if states.counts()
        && let [column] = columns
    {
        if column.is_never_null(rows) {
            return states.count(groups, rows);
        }
        let there = (0..rows).filter(|row| !column.is_null(*row));
        return match groups {
            None => states.count(None, there.count()),
            Some(groups) => {
                let groups: Vec<u32> = there.map(|row| groups[row]).collect();
                states.count(Some(&groups), groups.len())
            }
        };
    }
    match columns {
        [Column::Integer(typed)] => {
            let (groups, values) = present(typed, rows, groups);
            states.add_integers(groups.as_deref(), &values)
        }
        [Column::Float(typed)] => {
            let (groups, values) = present(typed, rows, groups);
            states.add_floats(groups.as_deref(), &values)
        }
        _ => {
            let mut grown = 0;
            let mut values: Vec<Value> = Vec::with_capacity(columns.len());
            for row in 0..rows {
                let group = groups.map_or(0, |groups| groups[row]);
                values.clear();
                values.extend(columns.iter().map(|column| column.get(row)));
                grown += states.add(group, &values)?;
            }
            Ok(grown)
        }
    }
}

impl Aggregation {
    fn begin(&mut self, aggregates: &[Aggregate]) -> Result<()> {
        if self.aggregated.is_empty() {
            let aggregated: Result<_> = aggregates.iter().map(Aggregated::new).collect();
            self.aggregated = aggregated?;
        }
        Ok(())
    }

    fn grow(&mut self, groups: usize, run: &Run<'_>) -> Result<()> {
        if groups > self.groups {
            let bytes = (groups - self.groups) * (96 + 64 * self.aggregated.len());
            run.reserve(bytes)?;
            self.held += bytes;
            self.groups = groups;
            for aggregated in &mut self.aggregated {
                aggregated.grow(groups);
            }
        }
        Ok(())
    }

    fn take_in(
        &mut self,
        batch: &Batch,
        groups: &[(SlotId, Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<()> {
        let (keys, arguments) = run.evaluate(|context| {
            let mut once = Once::default();
            let mut keys = Vec::with_capacity(groups.len());
            for (_, group) in groups {
                keys.push(once.column(group, batch, context)?);
            }
            let mut arguments: Vec<Vec<Column>> = Vec::with_capacity(aggregates.len());
            for aggregate in aggregates {
                let mut columns = Vec::with_capacity(aggregate.arguments.len());
                for argument in &aggregate.arguments {
                    columns.push(once.column(argument, batch, context)?);
                }
                arguments.push(columns);
            }
            Ok((keys, arguments))
        })?;
        self.begin(aggregates)?;
        let rows = batch.len();
        let numbers = if groups.is_empty() {
            self.grow(1, run)?;
            None
        } else {
            let numbers = self.keys.number(&keys, rows, run)?;
            self.grow(self.keys.len(), run)?;
            Some(numbers)
        };
        let numbers = numbers.as_deref();
        for (aggregated, columns) in self.aggregated.iter_mut().zip(&arguments) {
            let grown = aggregated.feed(rows, numbers, columns, run)?;
            if grown > 0 {
                run.reserve(grown)?;
                self.held += grown;
            }
        }
        Ok(())
    }

    /// Does the next part of the scan below, if it is one this does itself.
    fn scan(
        &mut self,
        below: &Operator,
        groups: &[(SlotId, Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<Output> {
        if matches!(self.source, Source::Unknown) {
            let scan = WholeScan::of(below, groups, aggregates, run)?;
            self.source = scan.map_or(Source::Input, |scan| Source::Scan(Box::new(scan)));
        }
        match std::mem::take(&mut self.source) {
            Source::Unknown | Source::Input => {
                self.source = Source::Input;
                return Ok(Output::More);
            }
            Source::Scanned => {
                self.source = Source::Scanned;
                return self.end(groups, aggregates, run);
            }
            Source::Scan(mut scan) => {
                self.begin(aggregates)?;
                self.source = match scan.next(below, run)? {
                    Part::End => Source::Scanned,
                    Part::Rows(batch) => {
                        self.take_in(&batch, groups, aggregates, run)?;
                        Source::Scan(scan)
                    }
                    Part::Whole(nodes, columns) => {
                        self.grow(1, run)?;
                        for (aggregated, column) in self.aggregated.iter_mut().zip(columns) {
                            let grown = aggregated.feed_whole(nodes, column)?;
                            self.held += grown;
                            run.reserve(grown)?;
                        }
                        Source::Scan(scan)
                    }
                };
            }
        }
        // Whoever drives this may stop it here.
        Ok(Output::Batch(Batch::of_rows(run.state.slots(), 0)))
    }

    fn end(
        &mut self,
        groups: &[(SlotId, Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<Output> {
        // Without groups there is one row even over no input at all.
        if groups.is_empty() && self.groups == 0 && self.next == 0 {
            self.begin(aggregates)?;
            self.grow(1, run)?;
        }
        self.give_out(groups, aggregates, run)
    }

    fn give_out(
        &mut self,
        groups: &[(SlotId, Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<Output> {
        let end = self.groups.min(self.next + Growth::MAXIMUM);
        if self.next >= end {
            self.clear(run);
            return Ok(Output::Done);
        }
        let mut output = Batch::of_rows(run.state.slots(), end - self.next);
        for (at, (slot, _)) in groups.iter().enumerate() {
            output.set(*slot, self.keys.column(self.next..end, at));
        }
        for (aggregate, aggregated) in aggregates.iter().zip(&mut self.aggregated) {
            let column = match &mut aggregated.states {
                States::Rows(counts) => {
                    let counts = &counts[self.next..end];
                    let count = |count: &u64| i64::try_from(*count).unwrap_or(i64::MAX);
                    Column::integers(counts.iter().map(count).collect())
                }
                States::Function(states) => {
                    let mut builder = Builder::default();
                    for group in self.next..end {
                        builder.push(states.finish(group)?);
                    }
                    builder.finish()
                }
            };
            output.set(aggregate.slot, column);
        }
        self.next = end;
        Ok(Output::Batch(output))
    }

    fn clear(&mut self, run: &Run<'_>) {
        for aggregated in self.aggregated.drain(..) {
            if let Some(mut seen) = aggregated.seen {
                seen.clear(run);
            }
        }
        self.keys.clear(run);
        self.groups = 0;
        run.release(std::mem::take(&mut self.held));
    }
}

/// Columns of properties of variables, each read once: `min(p.age), max(p.age)` asks twice.
#[derive(Default)]
struct Once<'e> {
    known: Vec<(SlotId, &'e Text, Column)>,
}

impl<'e> Once<'e> {
    fn column(
        &mut self,
        expr: &'e Expr,
        batch: &Batch,
        context: &FunctionContext<'_>,
    ) -> Result<Column> {
        let Expr::Property(of, _, name) = expr else {
            return context.column(expr, batch);
        };
        let Expr::Slot(slot) = of.as_ref() else {
            return context.column(expr, batch);
        };
        let same = |known: &&(SlotId, &Text, Column)| known.0 == *slot && known.1 == name;
        if let Some((_, _, column)) = self.known.iter().find(same) {
            return Ok(column.clone());
        }
        let column = context.column(expr, batch)?;
        self.known.push((*slot, name, column.clone()));
        Ok(column)
    }
}

/// The values that are not null, which is what every aggregation but `count(*)` looks at, and
/// their groups.
fn present<'t, T: Copy>(
    typed: &'t Typed<T>,
    rows: usize,
    groups: Option<&'t [u32]>,
) -> (Option<Cow<'t, [u32]>>, Cow<'t, [T]>) {
    let values = &typed.values[..rows.min(typed.values.len())];
    let Some(nulls) = &typed.nulls else {
        return (groups.map(Cow::Borrowed), Cow::Borrowed(values));
    };
    let there: Vec<usize> = (0..values.len()).filter(|row| !nulls.get(*row)).collect();
    let groups = groups.map(|groups| there.iter().map(|row| groups[*row]).collect());
    let values = there.iter().map(|row| values[*row]).collect();
    (groups, Cow::Owned(values))
}

impl Step for Aggregation {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Aggregation {
            input: below,
            groups,
            aggregates,
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        match input {
            Input::Nothing => self.scan(below, groups, aggregates, run),
            Input::Batch(batch) => {
                self.take_in(&batch, groups, aggregates, run)?;
                Ok(Output::More)
            }
            Input::End => self.end(groups, aggregates, run),
        }
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.clear(run);
        self.source = Source::Unknown;
        self.next = 0;
    }
}
