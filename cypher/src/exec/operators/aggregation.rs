//! `Aggregation`: groups by equivalence and feeds each aggregation's states, a column at a time.

use std::borrow::Cow;

use quiver_storage::{StoredColumn, StoredValues};
use quiver_types::Value;

use super::divided::{Divided, Fit, Round, is_steady};
use super::groups::Groups;
use super::seen::Seen;
use super::whole_scan::{Part, WholeScan};
use super::{Input, Output, Step, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::{Builder, Column, Typed};
use crate::exec::error::{Result, defect};
use crate::exec::run::Run;
use crate::functions::{Accumulators, Implementation, Parts};
use crate::plan::operator::{Aggregate, Operator, OperatorKind};
use crate::plan::{Expr, KeyRef, SlotId};

/// One aggregation, of all groups.
enum States {
    /// `count(*)`.
    Rows(Vec<u64>),
    /// A function's own states.
    Function(Box<dyn Accumulators>),
    /// Of a part of the rows: what is to be fed one by one to the states of all.
    Kept(Vec<Kept>),
}

/// Arguments of rows, with their groups.
struct Kept {
    rows: usize,
    groups: Option<Vec<u32>>,
    columns: Vec<Column>,
}

struct Aggregated {
    states: States,
    /// For DISTINCT: the arguments met in each group.
    seen: Option<Box<Seen>>,
    /// Of a part of the rows: it may only be merged while all values are small whole numbers.
    whole: Option<Whole>,
    /// Of a part of the rows, for DISTINCT: rows that came, and of those that were new.
    looked: (usize, usize),
}

/// What a sum of a part has met.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    /// No rows.
    Nothing,
    /// Small whole numbers.
    Numbers,
    /// Something else after those.
    Mixed,
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
    /// It has the pipeline below done in parts.
    Divided(Box<Divided>),
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
    /// It is of a part of the rows.
    is_part: bool,
}

/// Rows of a part whose small whole numbers are summed without a look at the sums in between.
const MOST_WHOLE: u64 = 1 << 24;
/// Rows after which it shows whether a part meets values more than once.
const ENOUGH: usize = 1 << 12;
/// Groups that a part has at least, where there are few rows a group, for further parts not to be
/// worth it: they are all numbered once more when they are put together.
const MANY_GROUPS: usize = 1 << 10;

/// What a part came to: its groups, or that it cannot be used.
#[derive(Default)]
struct PartOfRows {
    aggregation: Aggregation,
    rows: u64,
    refused: bool,
}

impl Aggregated {
    fn new(aggregate: &Aggregate, is_part: bool) -> Result<Self> {
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
        let mut whole = None;
        let states = match states {
            States::Function(states) if is_part => match states.parts() {
                _ if distinct => States::Kept(Vec::new()),
                Parts::InOrder => States::Kept(Vec::new()),
                Parts::Merge => States::Function(states),
                Parts::MergeWhole => {
                    whole = Some(Whole::Nothing);
                    States::Function(states)
                }
            },
            states => states,
        };
        Ok(Self {
            states,
            whole,
            looked: (0, 0),
            // DISTINCT is about the first argument; further ones are settings.
            seen: distinct.then(Box::default),
        })
    }

    fn grow(&mut self, groups: usize) {
        match &mut self.states {
            States::Rows(counts) => counts.resize(groups, 0),
            States::Function(states) => states.grow(groups),
            States::Kept(_) => {}
        }
    }

    /// Looks whether a sum of a part stays one of small whole numbers.
    fn look(&mut self, columns: &[Column], rows: usize) {
        let Some(whole) = self.whole else {
            return;
        };
        let small = columns
            .first()
            .is_some_and(|first| first.is_small_whole(rows));
        self.whole = match (whole, small) {
            (Whole::Nothing | Whole::Numbers, true) => Some(Whole::Numbers),
            (Whole::Nothing, false) => {
                self.states = States::Kept(Vec::new());
                None
            }
            (Whole::Numbers | Whole::Mixed, _) => Some(Whole::Mixed),
        };
    }

    /// Takes in nodes that the store knows as a whole, all into the only group.
    fn feed_whole(&mut self, nodes: u64, column: Option<&StoredColumn>) -> Result<usize> {
        match (&mut self.states, column) {
            (States::Rows(counts), _) => {
                counts[0] += nodes;
                Ok(0)
            }
            (States::Function(states), Some(column)) => fed_stored(states.as_mut(), column),
            (States::Function(_) | States::Kept(_), None) => Ok(0),
            (States::Kept(_), Some(_)) => Err(defect("a part of the rows was given a column")),
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
        self.look(columns, rows);
        match (&mut self.states, groups) {
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
            (States::Function(_) | States::Kept(_), _) => {}
        }
        let (Some(seen), Some(first)) = (&mut self.seen, columns.first()) else {
            return self.states.feed(rows, groups, columns);
        };
        let new = seen.new_rows(first, rows, groups, run)?;
        if matches!(self.states, States::Kept(_)) {
            // All are looked at again when the parts are put together: twice only where it pays.
            self.looked.0 += rows;
            self.looked.1 += new.len();
            if self.looked.0 >= ENOUGH && 2 * self.looked.1 > self.looked.0 {
                seen.clear(run);
                self.seen = None;
            }
        }
        if new.len() == rows {
            return self.states.feed(rows, groups, columns);
        }
        let groups: Option<Vec<u32>> =
            groups.map(|groups| new.iter().map(|row| groups[*row as usize]).collect());
        let columns: Vec<Column> = columns.iter().map(|column| column.take(&new)).collect();
        self.states.feed(new.len(), groups.as_deref(), &columns)
    }

    /// Whether what a part came to can be taken in.
    fn takes(&self, later: &Self) -> bool {
        match (&self.states, later.whole) {
            (_, Some(Whole::Mixed)) => false,
            (States::Function(states), Some(Whole::Numbers)) => states.takes_whole(),
            _ => true,
        }
    }

    /// Takes in what a part came to, each of its groups into the one named; the bytes it grew by.
    fn put_together(
        &mut self,
        later: Self,
        groups: Option<&[u32]>,
        run: &Run<'_>,
    ) -> Result<usize> {
        match (&mut self.states, later.states) {
            (States::Rows(counts), States::Rows(later)) => {
                for (at, count) in later.into_iter().enumerate() {
                    counts[groups.map_or(0, |groups| groups[at] as usize)] += count;
                }
                Ok(0)
            }
            (States::Function(states), States::Function(later)) => states.merge(later, groups),
            (States::Function(_), States::Kept(later)) => {
                let mut grown = 0;
                for kept in later {
                    let groups = kept.groups.map(|mut numbers| {
                        for number in &mut numbers {
                            *number = groups.map_or(0, |groups| groups[*number as usize]);
                        }
                        numbers
                    });
                    grown += self.feed(kept.rows, groups.as_deref(), &kept.columns, run)?;
                }
                Ok(grown)
            }
            _ => Err(defect("parts of different aggregations")),
        }
    }
}

impl States {
    /// Takes in rows; the bytes it grew by.
    fn feed(&mut self, rows: usize, groups: Option<&[u32]>, columns: &[Column]) -> Result<usize> {
        match self {
            Self::Rows(_) => Ok(0),
            Self::Function(states) => fed(states.as_mut(), rows, groups, columns),
            Self::Kept(kept) => {
                let columns = columns.to_vec();
                let values: usize = columns.iter().map(|column| column.heap_size(rows)).sum();
                let numbers = groups.map_or(0, size_of_val);
                kept.push(Kept {
                    rows,
                    groups: groups.map(<[u32]>::to_vec),
                    columns,
                });
                Ok(size_of::<Kept>() + values + numbers)
            }
        }
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
            let aggregated: Result<_> = {
                let new = |aggregate| Aggregated::new(aggregate, self.is_part);
                aggregates.iter().map(new).collect()
            };
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

    /// Where the rows are to come from.
    fn source(
        (id, below): (u32, &Operator),
        groups: &[(SlotId, Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<Source> {
        if let Some(scan) = WholeScan::of(below, groups, aggregates, run)? {
            return Ok(Source::Scan(Box::new(scan)));
        }
        let mut arguments = aggregates.iter().flat_map(|aggregate| &aggregate.arguments);
        let steady = groups.iter().all(|(_, key)| is_steady(key)) && arguments.all(is_steady);
        let divided = if steady {
            Divided::of(id, below, run)?
        } else {
            None
        };
        Ok(divided.map_or(Source::Input, |divided| Source::Divided(Box::new(divided))))
    }

    /// Takes in what a part of the rows came to.
    fn put_together(
        &mut self,
        part: PartOfRows,
        groups: &[(SlotId, Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<Fit> {
        let later = part.aggregation;
        if part.refused {
            return Ok(Fit::Refused);
        }
        if part.rows == 0 {
            return Ok(Fit::Taken);
        }
        self.begin(aggregates)?;
        let mut pairs = self.aggregated.iter().zip(&later.aggregated);
        if !pairs.all(|(own, later)| own.takes(later)) {
            return Ok(Fit::Refused);
        }
        let numbers = if groups.is_empty() {
            self.grow(1, run)?;
            None
        } else {
            let keys = (0..groups.len()).map(|at| later.keys.column(0..later.groups, at));
            let keys: Vec<Column> = keys.collect();
            let numbers = self.keys.number(&keys, later.groups, run)?;
            self.grow(self.keys.len(), run)?;
            Some(numbers)
        };
        for (own, later) in self.aggregated.iter_mut().zip(later.aggregated) {
            let grown = own.put_together(later, numbers.as_deref(), run)?;
            run.reserve(grown)?;
            self.held += grown;
        }
        let many = later.groups >= MANY_GROUPS && (later.groups as u64) * 4 > part.rows;
        Ok(if many { Fit::Last } else { Fit::Taken })
    }

    /// Does the next part of the scan below, if it is one this does itself.
    fn scan(
        &mut self,
        (id, below): (u32, &Operator),
        groups: &[(SlotId, Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<Output> {
        if matches!(self.source, Source::Unknown) {
            self.source = Self::source((id, below), groups, aggregates, run)?;
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
            Source::Divided(mut divided) => {
                let work = |part: &mut PartOfRows, batch: Batch, run: &Run<'_>| {
                    part.take_in(&batch, groups, aggregates, run)
                };
                let round = divided.round(below, run, &work, |part, run| {
                    self.put_together(part, groups, aggregates, run)
                })?;
                self.source = match round {
                    Round::More => Source::Divided(divided),
                    Round::End => Source::Scanned,
                    Round::Rest => Source::Input,
                    Round::Pause => {
                        self.source = Source::Divided(divided);
                        return Ok(Output::Yield);
                    }
                };
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
                States::Kept(_) => return Err(defect("a part of the rows stands for all")),
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

impl PartOfRows {
    /// Takes in rows of the part; `false` once it cannot be used.
    fn take_in(
        &mut self,
        batch: &Batch,
        groups: &[(SlotId, Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<bool> {
        self.aggregation.is_part = true;
        self.rows += batch.len() as u64;
        self.aggregation.take_in(batch, groups, aggregates, run)?;
        let mut wholes = self.aggregation.aggregated.iter().map(|of| of.whole);
        self.refused = wholes.any(|whole| {
            whole == Some(Whole::Mixed) || (whole.is_some() && self.rows > MOST_WHOLE)
        });
        Ok(!self.refused)
    }
}

/// Columns of properties of variables, each read once: `min(p.age), max(p.age)` asks twice.
#[derive(Default)]
struct Once {
    known: Vec<(SlotId, KeyRef, Column)>,
}

impl Once {
    fn column(
        &mut self,
        expr: &Expr,
        batch: &Batch,
        context: &FunctionContext<'_>,
    ) -> Result<Column> {
        let Expr::Property(of, key, _) = expr else {
            return context.column(expr, batch);
        };
        let Expr::Slot(slot) = of.as_ref() else {
            return context.column(expr, batch);
        };
        let same = |known: &&(SlotId, KeyRef, Column)| known.0 == *slot && known.1 == *key;
        if let Some((_, _, column)) = self.known.iter().find(same) {
            return Ok(column.clone());
        }
        let column = context.column(expr, batch)?;
        self.known.push((*slot, *key, column.clone()));
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
            Input::Nothing => self.scan((operator.id, below), groups, aggregates, run),
            Input::Batch(batch) => {
                self.take_in(&batch, groups, aggregates, run)?;
                Ok(Output::More)
            }
            Input::End => self.end(groups, aggregates, run),
        }
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.clear(run);
        if matches!(self.source, Source::Input) && run.state.is_outermost() {
            run.state.limit_scan(None);
        }
        self.source = Source::Unknown;
        self.next = 0;
    }
}
