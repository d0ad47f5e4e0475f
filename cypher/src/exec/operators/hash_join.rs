//! `NodeHashJoin` and `ValueHashJoin`: pairs whose keys agree; the right side is built.

use std::collections::HashMap;

use quiver_types::Value;
use quiver_types::compare::equals;

use super::distinct::KeyTable;
use super::{Flow, Input, Output, Pipeline, Step, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct HashJoin {
    right: Pipeline,
    built: bool,
    keys: Option<KeyTable>,
    /// Key numbers by the key itself, as long as all keys are integers, or all are one node or two.
    direct: Direct,
    /// Right rows by key number.
    rows: Vec<Vec<(u32, u32)>>,
    batches: Vec<Batch>,
    held: usize,
    left: Option<(Batch, Vec<Column>)>,
    row: usize,
    next: usize,
}

impl HashJoin {
    pub fn new(right: &Operator) -> Self {
        Self {
            right: Pipeline::new(right),
            built: false,
            keys: None,
            direct: Direct::Nothing,
            rows: Vec::new(),
            batches: Vec::new(),
            held: 0,
            left: None,
            row: 0,
            next: 0,
        }
    }

    fn build(&mut self, mut batch: Batch, keys: &[Column], run: &Run<'_>) -> Result<()> {
        batch.compact();
        let bytes = batch.heap_size() + 64 * batch.len();
        run.reserve(bytes)?;
        self.held += bytes;
        let number = self.batches.len() as u32;
        let table = self.keys.get_or_insert_with(|| KeyTable::new(keys.len()));
        let mut key = Vec::with_capacity(keys.len());
        for row in 0..batch.len() {
            key.clear();
            key.extend(keys.iter().map(|column| column.get(row)));
            if key.iter().any(Value::is_null) {
                continue;
            }
            let (at, new) = table.insert(&key, run)?;
            if new {
                self.rows.push(Vec::new());
                self.direct.add(&key, at as u32);
            }
            self.rows[at].push((number, row as u32));
        }
        self.batches.push(batch);
        Ok(())
    }

    /// Joins from where it stands until a batch is full.
    fn probe(&mut self) -> Batch {
        let Some((left, keys)) = &self.left else {
            return Batch::of_rows(0, 0);
        };
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        let mut key = Vec::with_capacity(keys.len());
        while self.row < left.len() && lefts.len() < Growth::MAXIMUM {
            let found = self.direct.find(keys, self.row).unwrap_or_else(|| {
                key.clear();
                key.extend(keys.iter().map(|column| column.get(self.row)));
                find(self.keys.as_ref(), &key)
            });
            let matches = found.map_or(&[][..], |at| &self.rows[at]);
            let end = matches.len().min(self.next + Growth::MAXIMUM - lefts.len());
            for pick in &matches[self.next..end] {
                lefts.push(self.row as u32);
                rights.push(*pick);
            }
            if end == matches.len() {
                self.row += 1;
                self.next = 0;
            } else {
                self.next = end;
            }
        }
        let mut output = left.take(&lefts);
        let right = Batch::gather(&self.batches, &rights, left.width());
        for slot in 0..right.width() {
            let slot = SlotId(slot as u32);
            if output.column(slot).is_absent() {
                output.set(slot, right.column(slot).clone());
            }
        }
        output
    }
}

/// The number of a key that one of the right side equals.
fn find(table: Option<&KeyTable>, key: &[Value]) -> Option<usize> {
    let table = table.filter(|_| !key.iter().any(Value::is_null))?;
    // Equivalence is wider than equality: NaN, and nulls inside of lists.
    table.find(key).filter(|at| {
        let pairs = table.key(*at).iter().zip(key);
        pairs.into_iter().all(|(a, b)| equals(a, b) == Some(true))
    })
}

type Numbers<K> = HashMap<K, u32, foldhash::fast::RandomState>;

/// Keys of one type, without values on the way. Integers are kept by their bits.
enum Direct {
    /// No key yet.
    Nothing,
    Integers(Numbers<u64>),
    Nodes(Numbers<u64>),
    /// Two nodes, as where a pattern closes a circle.
    NodePairs(Numbers<(u64, u64)>),
    /// There are others too, or more keys: the table knows.
    Mixed,
}

impl Direct {
    fn add(&mut self, key: &[Value], number: u32) {
        if let Self::Nothing = self {
            *self = match key {
                [Value::Integer(_)] => Self::Integers(Numbers::default()),
                [Value::Node(_)] => Self::Nodes(Numbers::default()),
                [Value::Node(_), Value::Node(_)] => Self::NodePairs(Numbers::default()),
                _ => Self::Mixed,
            };
        }
        match (&mut *self, key) {
            (Self::Integers(numbers), [Value::Integer(value)]) => {
                numbers.insert(value.cast_unsigned(), number);
            }
            (Self::Nodes(numbers), [Value::Node(id)]) => {
                numbers.insert(id.0, number);
            }
            (Self::NodePairs(numbers), [Value::Node(a), Value::Node(b)]) => {
                numbers.insert((a.0, b.0), number);
            }
            _ => *self = Self::Mixed,
        }
    }

    /// The number of the key that a row's equals; `None` if the table is to be asked.
    fn find(&self, keys: &[Column], row: usize) -> Option<Option<usize>> {
        let found = match (self, keys) {
            (Self::Integers(numbers), [Column::Integer(typed)]) => {
                let value = typed.values.get(row).filter(|_| !typed.is_null(row));
                value.and_then(|value| numbers.get(&value.cast_unsigned()))
            }
            (Self::Nodes(numbers), [Column::Node(typed)]) => {
                let value = typed.values.get(row).filter(|_| !typed.is_null(row));
                value.and_then(|value| numbers.get(&value.0))
            }
            (Self::NodePairs(numbers), [Column::Node(a), Column::Node(b)]) => {
                let a = a.values.get(row).filter(|_| !a.is_null(row));
                let b = b.values.get(row).filter(|_| !b.is_null(row));
                a.zip(b).and_then(|(a, b)| numbers.get(&(a.0, b.0)))
            }
            _ => return None,
        };
        Some(found.map(|number| *number as usize))
    }
}

/// The key columns of one side.
fn key_columns(
    operator: &Operator,
    batch: &Batch,
    is_left: bool,
    run: &Run<'_>,
) -> Result<Vec<Column>> {
    match &operator.kind {
        OperatorKind::NodeHashJoin { nodes, .. } => {
            Ok(nodes.iter().map(|slot| batch.dense_column(*slot)).collect())
        }
        OperatorKind::ValueHashJoin {
            left_key,
            right_key,
            ..
        } => {
            let key = if is_left { left_key } else { right_key };
            Ok(vec![run.evaluate(|context| context.column(key, batch))?])
        }
        _ => Err(mismatch()),
    }
}

impl Step for HashJoin {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let right = match &operator.kind {
            OperatorKind::NodeHashJoin { right, .. }
            | OperatorKind::ValueHashJoin { right, .. } => right,
            _ => return Err(mismatch()),
        };
        match input {
            Input::Batch(batch) => {
                let keys = key_columns(operator, &batch, true, run)?;
                self.left = Some((batch, keys));
                self.row = 0;
                self.next = 0;
            }
            Input::End if self.left.is_none() => return Ok(Output::Done),
            Input::Nothing if self.left.is_none() => return Ok(Output::More),
            Input::Nothing | Input::End => {}
        }
        if !self.built {
            match self.right.next(right, run)? {
                Flow::Batch(batch) => {
                    let keys = key_columns(operator, &batch, false, run)?;
                    self.build(batch, &keys, run)?;
                    return Ok(Output::Batch(Batch::of_rows(0, 0)));
                }
                Flow::Yield => return Ok(Output::Yield),
                Flow::Done => self.built = true,
            }
        }
        let output = self.probe();
        if self
            .left
            .as_ref()
            .is_none_or(|(left, _)| self.row >= left.len())
        {
            self.left = None;
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.right.reset(run);
        if let Some(keys) = &mut self.keys {
            keys.clear(run);
        }
        run.release(std::mem::take(&mut self.held));
        self.keys = None;
        self.direct = Direct::Nothing;
        self.built = false;
        self.rows.clear();
        self.batches.clear();
        self.left = None;
    }
}
