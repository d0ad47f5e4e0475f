//! A batch: rows as columns by slot, with an optional selection.
//!
//! Rows are counted logically: row `i` is the i-th selected one. A filter only changes the
//! selection; operators that add columns of their own compact first. This file knows nothing
//! about operators. Meet [`Batch`].

use std::sync::Arc;

use quiver_types::Value;

use super::column::{Builder, Column, NodeRef, RelationshipRef, Typed};
use crate::plan::SlotId;
use crate::plan::liveness::Live;

/// Rows.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Those of the slots from `first` on; outside of them there is nothing. In a plan of thousands of
    /// slots a batch has a few of them, side by side.
    columns: Vec<Column>,
    first: usize,
    width: usize,
    rows: usize,
    selection: Option<Arc<Vec<u32>>>,
}

/// Columns for which there is room from the first on.
const USUAL_COLUMNS: usize = 8;

/// How many rows a source gives at a time: few at first, so that a point read pays for one.
#[derive(Clone, Copy, Debug)]
pub struct Growth(usize);

impl Default for Growth {
    fn default() -> Self {
        Self(1)
    }
}

impl Growth {
    /// Rows of the largest batch.
    pub const MAXIMUM: usize = 1024;

    /// The capacity for the next batch.
    pub fn capacity(&mut self) -> usize {
        let capacity = self.0;
        self.0 = match capacity {
            1 => 64,
            _ => Self::MAXIMUM,
        };
        capacity
    }
}

impl Batch {
    /// One row without columns, room for `slots`.
    pub fn unit(slots: usize) -> Self {
        Self::of_rows(slots, 1)
    }

    /// Rows without columns, room for `slots`.
    pub fn of_rows(slots: usize, rows: usize) -> Self {
        Self {
            columns: Vec::new(),
            first: 0,
            width: slots,
            rows,
            selection: None,
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.selection.as_ref().map_or(self.rows, |s| s.len())
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of slots.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Where a row stands in its columns.
    pub fn position(&self, row: usize) -> usize {
        match &self.selection {
            None => row,
            Some(selection) => selection.get(row).map_or(usize::MAX, |at| *at as usize),
        }
    }

    /// Whether all rows of the columns are selected.
    pub fn is_dense(&self) -> bool {
        self.selection.is_none()
    }

    /// A column; read it at [`position`](Self::position).
    pub fn column(&self, slot: SlotId) -> &Column {
        // A slot before the first is far behind the last.
        let at = (slot.0 as usize).wrapping_sub(self.first);
        self.columns.get(at).unwrap_or(&Column::Absent)
    }

    /// The columns there are, and their slots.
    pub fn columns(&self) -> impl Iterator<Item = (SlotId, &Column)> {
        let slots = (self.first as u32..).map(SlotId);
        slots
            .zip(&self.columns)
            .filter(|(_, column)| !column.is_absent())
    }

    /// A value.
    pub fn value(&self, slot: SlotId, row: usize) -> Value {
        self.column(slot).get(self.position(row))
    }

    /// A column with exactly the selected rows.
    pub fn dense_column(&self, slot: SlotId) -> Column {
        match &self.selection {
            None => self.column(slot).clone(),
            Some(selection) => self.column(slot).take(selection),
        }
    }

    /// Puts a column of `len()` rows. The batch must be dense.
    pub fn set(&mut self, slot: SlotId, column: Column) {
        debug_assert!(self.selection.is_none());
        *self.place(slot) = column;
    }

    /// Where the column of a slot stands, made if needed.
    fn place(&mut self, slot: SlotId) -> &mut Column {
        let at = slot.0 as usize;
        self.width = self.width.max(at + 1);
        if self.columns.is_empty() {
            self.first = at;
            self.columns.reserve((self.width - at).min(USUAL_COLUMNS));
        } else if at < self.first {
            let between = std::iter::repeat_n(Column::Absent, self.first - at);
            self.columns.splice(..0, between);
            self.first = at;
        }
        let at = at - self.first;
        if self.columns.len() <= at {
            self.columns.resize(at + 1, Column::Absent);
        }
        &mut self.columns[at]
    }

    /// Applies the selection, so that columns hold exactly the rows.
    pub fn compact(&mut self) {
        let Some(selection) = self.selection.take() else {
            return;
        };
        for column in &mut self.columns {
            *column = column.take(&selection);
        }
        self.rows = selection.len();
    }

    /// Keeps the rows named (logical positions, ascending).
    pub fn select(&mut self, rows: Vec<u32>) {
        let selection = match &self.selection {
            None => rows,
            Some(old) => rows
                .iter()
                .filter_map(|row| old.get(*row as usize).copied())
                .collect(),
        };
        self.selection = Some(Arc::new(selection));
    }

    /// A dense batch of the rows named (logical positions, any order, repeats allowed).
    pub fn take(&self, rows: &[u32]) -> Self {
        let mapped: Vec<u32>;
        let positions = match &self.selection {
            None => rows,
            Some(selection) => {
                mapped = rows
                    .iter()
                    .filter_map(|row| selection.get(*row as usize).copied())
                    .collect();
                &mapped
            }
        };
        Self {
            columns: self.columns.iter().map(|c| c.take(positions)).collect(),
            rows: positions.len(),
            selection: None,
            ..*self
        }
    }

    /// Without the columns that nobody reads.
    pub fn keep(mut self, live: Live<'_>) -> Self {
        for (slot, column) in (self.first as u32..).zip(&mut self.columns) {
            if !column.is_absent() && !live.has(SlotId(slot)) {
                *column = Column::Absent;
            }
        }
        self
    }

    /// One row of it, as a batch of constants.
    pub fn row(&self, row: usize) -> Self {
        let position = self.position(row);
        let constant = |column: &Column| match column {
            Column::Absent => Column::Absent,
            column => Column::Constant(column.get(position)),
        };
        Self {
            columns: self.columns.iter().map(constant).collect(),
            rows: 1,
            selection: None,
            ..*self
        }
    }

    /// One row of it repeated: constants are free to repeat.
    pub fn repeat_row(&self, row: usize, times: usize) -> Self {
        let mut batch = self.row(row);
        batch.rows = times;
        batch
    }

    /// Keeps the first `rows` rows.
    pub fn truncate(&mut self, rows: usize) {
        if rows >= self.len() {
            return;
        }
        match &mut self.selection {
            None => self.rows = rows,
            Some(selection) => Arc::make_mut(selection).truncate(rows),
        }
    }

    /// Drops the first `rows` rows.
    pub fn skip(&mut self, rows: usize) {
        let kept = (rows.min(self.len())..self.len()).map(|row| row as u32);
        self.select(kept.collect());
    }

    /// A new dense batch with rows picked from several; `(batch, logical row)`.
    pub fn gather(batches: &[Batch], picks: &[(u32, u32)], width: usize) -> Self {
        let filled = batches.iter().filter(|batch| !batch.columns.is_empty());
        let first = filled.clone().map(|batch| batch.first).min();
        let end = filled.map(|batch| batch.first + batch.columns.len()).max();
        let slots = first.unwrap_or_default()..end.unwrap_or_default().min(width);
        Self {
            first: slots.start,
            columns: slots
                .map(|slot| Self::gather_column(batches, picks, SlotId(slot as u32)))
                .collect(),
            width,
            rows: picks.len(),
            selection: None,
        }
    }

    /// The same of one column.
    pub fn gather_column(batches: &[Batch], picks: &[(u32, u32)], slot: SlotId) -> Column {
        if batches.iter().all(|batch| batch.column(slot).is_absent()) {
            return Column::Absent;
        }
        if let [batch] = batches {
            let rows: Vec<u32> = picks
                .iter()
                .map(|pick| batch.position(pick.1 as usize) as u32)
                .collect();
            return batch.column(slot).take(&rows);
        }
        if let Some(column) = gather_typed(batches, picks, slot) {
            return column;
        }
        let mut builder = Builder::default();
        for (batch, row) in picks {
            builder.push(
                batches
                    .get(*batch as usize)
                    .map_or(Value::Null, |b| b.value(slot, *row as usize)),
            );
        }
        builder.finish()
    }

    /// Fills what this batch lacks from the constants of a one-row batch.
    pub fn fill_absent(&mut self, outer: &Batch) {
        for (slot, from) in outer.columns() {
            let column = self.place(slot);
            if column.is_absent() {
                *column = from.clone();
            }
        }
    }

    /// Bytes that keeping it holds, on the high side.
    pub fn heap_size(&self) -> usize {
        let rows = self.rows;
        64 + self
            .columns
            .iter()
            .map(|column| 16 + column.heap_size(rows))
            .sum::<usize>()
    }
}

/// A column of one batch, for picking values of one type.
enum Part<'a, T> {
    /// Of a batch with one row.
    One(T),
    Each(&'a Batch, &'a Typed<T>),
}

/// Picks from columns that are all of one type, without a value on the way.
fn gather_typed(batches: &[Batch], picks: &[(u32, u32)], slot: SlotId) -> Option<Column> {
    // The first batch of a source has one row, and so tells no type by its form.
    match batches.last()?.column(slot) {
        Column::Node(_) => {
            let typed = picked(batches, picks, slot, |column| match column {
                Column::Constant(Value::Node(id)) => Some(Ok(NodeRef(id.0))),
                Column::Node(typed) => Some(Err(typed.as_ref())),
                _ => None,
            });
            Some(Column::Node(Arc::new(typed?)))
        }
        Column::Relationship(_) => {
            let typed = picked(batches, picks, slot, |column| match column {
                Column::Constant(Value::Relationship(id)) => Some(Ok(RelationshipRef(id.0))),
                Column::Relationship(typed) => Some(Err(typed.as_ref())),
                _ => None,
            });
            Some(Column::Relationship(Arc::new(typed?)))
        }
        Column::Integer(_) => {
            let typed = picked(batches, picks, slot, |column| match column {
                Column::Constant(Value::Integer(value)) => Some(Ok(*value)),
                Column::Integer(typed) => Some(Err(typed.as_ref())),
                _ => None,
            });
            Some(Column::Integer(Arc::new(typed?)))
        }
        Column::Float(_) => {
            let typed = picked(batches, picks, slot, |column| match column {
                Column::Constant(Value::Float(value)) => Some(Ok(*value)),
                Column::Float(typed) => Some(Err(typed.as_ref())),
                _ => None,
            });
            Some(Column::Float(Arc::new(typed?)))
        }
        Column::Absent
        | Column::Constant(_)
        | Column::Boolean(_)
        | Column::String(_)
        | Column::Coded(_)
        | Column::Packed(_)
        | Column::Any(_) => None,
    }
}

fn picked<'a, T: Copy + Default + 'a>(
    batches: &'a [Batch],
    picks: &[(u32, u32)],
    slot: SlotId,
    part: impl Fn(&'a Column) -> Option<std::result::Result<T, &'a Typed<T>>>,
) -> Option<Typed<T>> {
    let parts: Option<Vec<Part<'a, T>>> = batches
        .iter()
        .map(|batch| {
            Some(match part(batch.column(slot))? {
                Ok(value) => Part::One(value),
                Err(typed) => Part::Each(batch, typed),
            })
        })
        .collect();
    let parts = parts?;
    let mut typed = Typed::with_room(picks.len());
    for (batch, row) in picks {
        match parts.get(*batch as usize)? {
            Part::One(value) => typed.push(*value),
            Part::Each(batch, from) => {
                let position = batch.position(*row as usize);
                match from.values.get(position) {
                    Some(value) if !from.is_null(position) => typed.push(*value),
                    _ => typed.push_null(),
                }
            }
        }
    }
    Some(typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selections_compose() {
        let slot = SlotId(0);
        let mut batch = Batch::of_rows(1, 10);
        batch.set(slot, Column::integers((0..10).collect()));
        batch.select(vec![1, 3, 5, 7, 9]);
        batch.select(vec![0, 2, 4]);
        let seen = |batch: &Batch| -> Vec<String> {
            (0..batch.len())
                .map(|row| format!("{:?}", batch.value(slot, row)))
                .collect()
        };
        assert_eq!(seen(&batch), ["Integer(1)", "Integer(5)", "Integer(9)"]);
        assert_eq!(seen(&batch.take(&[2, 0])), ["Integer(9)", "Integer(1)"]);
        batch.skip(1);
        batch.truncate(1);
        assert_eq!(seen(&batch), ["Integer(5)"]);
        batch.compact();
        assert_eq!(seen(&batch), ["Integer(5)"]);
        let two = [batch.clone(), batch];
        assert_eq!(
            seen(&Batch::gather(&two, &[(0, 0), (1, 0)], 1)),
            ["Integer(5)", "Integer(5)"]
        );
    }
}
