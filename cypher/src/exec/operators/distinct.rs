//! `Distinct`: each combination of values once. [`KeyTable`] serves grouping too.

use std::hash::{BuildHasher, Hasher};

use quiver_types::compare::{equivalent, hash_equivalent, hash_text};
use quiver_types::{Text, Value};

use super::seen::Seen;
use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::exec::batch::Batch;
use crate::exec::error::{Result, defect};
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

/// Rows of values by equivalence, numbered in order of arrival. Open addressing over the numbers;
/// the values lie side by side, `width` a row.
#[derive(Default)]
pub(super) struct KeyTable {
    buckets: Vec<u32>,
    hashes: Vec<u64>,
    values: Vec<Value>,
    width: usize,
    hasher: foldhash::fast::RandomState,
    held: usize,
}

const FREE: u32 = u32::MAX;

impl KeyTable {
    /// For keys of `width` values.
    pub fn new(width: usize) -> Self {
        Self {
            width,
            ..Self::default()
        }
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The values of a key.
    pub fn key(&self, number: usize) -> &[Value] {
        &self.values[number * self.width..(number + 1) * self.width]
    }

    /// As [`insert`](Self::insert) of the key that ends with a string, which becomes a value only if
    /// it is new.
    pub fn insert_behind(
        &mut self,
        before: Option<&Value>,
        text: &str,
        run: &Run<'_>,
    ) -> Result<(usize, bool)> {
        let mut state = self.hasher.build_hasher();
        if let Some(before) = before {
            hash_equivalent(before, &mut state);
        }
        hash_text(text, &mut state);
        let hash = state.finish();
        let known = self.probe_for(hash, |key| match (before, key) {
            (None, [Value::String(a)]) => a.as_bytes() == text.as_bytes(),
            (Some(before), [group, Value::String(a)]) => {
                a.as_bytes() == text.as_bytes() && equivalent(group, before)
            }
            _ => false,
        });
        if let Some(number) = known.and_then(|known| known.1) {
            return Ok((number, false));
        }
        let text = Value::String(Text::new(text));
        match before {
            None => self.insert(&[text], run),
            Some(before) => self.insert(&[before.clone(), text], run),
        }
    }

    fn hash(&self, key: &[Value]) -> u64 {
        let mut state = self.hasher.build_hasher();
        for value in key {
            hash_equivalent(value, &mut state);
        }
        state.finish()
    }

    /// The number of a key, if it is here.
    pub fn find(&self, key: &[Value]) -> Option<usize> {
        self.probe(self.hash(key), key)?.1
    }

    /// Where a key is, or the free bucket for it; nothing if there are no buckets yet.
    fn probe_for(
        &self,
        hash: u64,
        is_key: impl Fn(&[Value]) -> bool,
    ) -> Option<(usize, Option<usize>)> {
        let mask = self.buckets.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let number = self.buckets[at];
            if number == FREE {
                return Some((at, None));
            }
            let number = number as usize;
            if self.hashes[number] == hash && is_key(self.key(number)) {
                return Some((at, Some(number)));
            }
            at = (at + 1) & mask;
        }
    }

    fn probe(&self, hash: u64, key: &[Value]) -> Option<(usize, Option<usize>)> {
        self.probe_for(hash, |known| {
            known.iter().zip(key).all(|(a, b)| equivalent(a, b))
        })
    }

    /// The number of a key, and whether it is new.
    pub fn insert(&mut self, key: &[Value], run: &Run<'_>) -> Result<(usize, bool)> {
        if (self.len() + 1) * 4 > self.buckets.len() * 3 {
            self.grow(run)?;
        }
        let hash = self.hash(key);
        let (at, found) = self
            .probe(hash, key)
            .ok_or_else(|| defect("a table of keys has no places"))?;
        if let Some(number) = found {
            return Ok((number, false));
        }
        let bytes = 8 + key.iter().map(|v| 16 + v.heap_size()).sum::<usize>();
        run.reserve(bytes)?;
        self.held += bytes;
        let number = self.len();
        self.buckets[at] = number as u32;
        self.hashes.push(hash);
        self.values.extend(key.iter().cloned());
        Ok((number, true))
    }

    fn grow(&mut self, run: &Run<'_>) -> Result<()> {
        let size = (self.buckets.len() * 2).max(16);
        run.reserve(4 * size)?;
        run.release(4 * self.buckets.len());
        self.held += 4 * (size - self.buckets.len());
        self.buckets = vec![FREE; size];
        for (number, hash) in self.hashes.iter().enumerate() {
            let mut at = *hash as usize & (size - 1);
            while self.buckets[at] != FREE {
                at = (at + 1) & (size - 1);
            }
            self.buckets[at] = number as u32;
        }
        Ok(())
    }

    /// Forgets everything.
    pub fn clear(&mut self, run: &Run<'_>) {
        run.release(self.held);
        *self = Self::new(self.width);
    }
}

/// Which rows were met: by one value, or by several.
enum Rows {
    One(Box<Seen>),
    Several(KeyTable),
}

#[derive(Default)]
pub(super) struct Distinct {
    seen: Option<Rows>,
}

impl Step for Distinct {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Distinct { items, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let batch = batch_or_return!(input);
        let columns = run.evaluate(|context| {
            let mut columns = Vec::with_capacity(items.len());
            for (_, item) in items {
                columns.push(context.column(item, &batch)?);
            }
            Ok(columns)
        })?;
        let seen = self.seen.get_or_insert_with(|| match columns.len() {
            1 => Rows::One(Box::default()),
            width => Rows::Several(KeyTable::new(width)),
        });
        let rows = match (seen, columns.as_slice()) {
            (Rows::One(seen), [column]) => seen.new_rows(column, batch.len(), None, run)?,
            (Rows::One(_), _) => return Err(mismatch()),
            (Rows::Several(seen), columns) => {
                let mut rows = Vec::new();
                let mut key = Vec::with_capacity(columns.len());
                for row in 0..batch.len() {
                    key.clear();
                    key.extend(columns.iter().map(|column| column.get(row)));
                    if seen.insert(&key, run)?.1 {
                        rows.push(row as u32);
                    }
                }
                rows
            }
        };
        let mut output = Batch::of_rows(batch.width(), batch.len());
        for ((slot, _), column) in items.iter().zip(columns) {
            output.set(*slot, column);
        }
        if rows.len() < batch.len() {
            output.select(rows);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        match &mut self.seen {
            None => {}
            Some(Rows::One(seen)) => seen.clear(run),
            Some(Rows::Several(seen)) => seen.clear(run),
        }
    }
}
