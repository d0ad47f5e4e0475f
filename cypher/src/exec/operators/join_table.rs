//! `JoinTable`: the rows of one side of a join, found by their keys.
//!
//! Keys that are one integer, one node or two nodes are kept by their numbers, without a value on the
//! way, and a sieve of bits tells most of the keys that are not there without looking into the table.
//! Everything else, and these too once another kind of key is met, goes through the table of all
//! values. Keys join where they are equal, so null and NaN join nothing. Meet
//! [`JoinTable::add`] and [`JoinTable::look_up`].

use std::collections::HashMap;
use std::hash::Hash;

use quiver_types::compare::equals;
use quiver_types::{NodeId, Value};

use super::distinct::KeyTable;
use crate::exec::column::{Column, NodeRef, Typed};
use crate::exec::error::Result;
use crate::exec::run::Run;

/// No key, no row.
pub(super) const NONE: u32 = u32::MAX;

/// Bytes a row of the table takes, on the high side; its batch and values not counted.
pub(super) const ROW_BYTES: usize = 80;

/// See the module.
#[derive(Default)]
pub(super) struct JoinTable {
    keys: Keys,
    /// For each key the first and the last of its rows.
    ends: Vec<[u32; 2]>,
    /// For each row the next with its key.
    next: Vec<u32>,
    /// Each row as batch and row in it.
    rows: Vec<(u32, u32)>,
}

type Numbers<K> = HashMap<K, u32, foldhash::fast::RandomState>;

#[derive(Default)]
enum Keys {
    /// No row has come yet.
    #[default]
    Nothing,
    Integers(Numbers<u64>, Sieve),
    Nodes(Numbers<u64>, Sieve),
    /// As where a pattern closes a circle.
    NodePairs(Numbers<(u64, u64)>, [Sieve; 2]),
    Values(KeyTable),
}

/// One bit for all numbers that end alike: a number without its bit is not there.
#[derive(Default)]
struct Sieve(Vec<u64>);

impl Sieve {
    fn of(numbers: impl ExactSizeIterator<Item = u64>) -> Self {
        // With 16 bits a number few of those that are not there have a bit; beyond half a mebibyte
        // looking there costs as much as looking into the table.
        let words = (numbers.len() / 4).next_power_of_two().clamp(1, 1 << 16);
        let mut sieve = Self(vec![0; words]);
        for number in numbers {
            let at = sieve.word(number);
            sieve.0[at] |= 1 << (number % 64);
        }
        sieve
    }

    #[inline]
    fn word(&self, number: u64) -> usize {
        (number / 64) as usize & (self.0.len() - 1)
    }

    /// `false` if the number is not there.
    #[inline]
    fn may_have(&self, number: u64) -> bool {
        self.0.is_empty() || self.0[self.word(number)] >> (number % 64) & 1 == 1
    }
}

/// A column of numbers of one type.
enum Numeric<'a> {
    Same(u64),
    Integers(&'a Typed<i64>),
    Nodes(&'a Typed<NodeRef>),
}

impl Numeric<'_> {
    /// `None` for null. Integers by their bits.
    #[inline]
    fn get(&self, row: usize) -> Option<u64> {
        match self {
            Self::Same(number) => Some(*number),
            Self::Integers(typed) => {
                let value = typed.values.get(row).filter(|_| !typed.is_null(row));
                value.map(|value| value.cast_unsigned())
            }
            Self::Nodes(typed) => {
                let value = typed.values.get(row).filter(|_| !typed.is_null(row));
                value.map(|value| value.0)
            }
        }
    }
}

fn nodes(column: &Column) -> Option<Numeric<'_>> {
    match column {
        Column::Constant(Value::Node(id)) => Some(Numeric::Same(id.0)),
        Column::Node(typed) => Some(Numeric::Nodes(typed)),
        _ => None,
    }
}

fn integers(column: &Column) -> Option<Numeric<'_>> {
    match column {
        Column::Constant(Value::Integer(value)) => Some(Numeric::Same(value.cast_unsigned())),
        Column::Integer(typed) => Some(Numeric::Integers(typed)),
        _ => None,
    }
}

/// The number of a key, which is the next one if it is new.
fn number<K: Hash + Eq>(numbers: &mut Numbers<K>, key: K) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(key).or_insert(next)
}

impl Keys {
    /// Numbers of the keys of rows, new ones in order of arrival; `None` if they are of a kind that has to be
    /// kept as values. Null has none.
    fn insert(&mut self, keys: &[Column], rows: usize) -> Option<Vec<u32>> {
        if let Self::Nothing = self {
            *self = match keys {
                [key] if integers(key).is_some() => {
                    Self::Integers(Numbers::default(), Sieve::default())
                }
                [key] if nodes(key).is_some() => Self::Nodes(Numbers::default(), Sieve::default()),
                [a, b] if nodes(a).is_some() && nodes(b).is_some() => {
                    Self::NodePairs(Numbers::default(), Default::default())
                }
                _ => return None,
            };
        }
        let mut found = Vec::with_capacity(rows);
        match (self, keys) {
            (Self::Integers(numbers, _), [key]) => {
                let key = integers(key)?;
                found
                    .extend((0..rows).map(|row| key.get(row).map_or(NONE, |k| number(numbers, k))));
            }
            (Self::Nodes(numbers, _), [key]) => {
                let key = nodes(key)?;
                found
                    .extend((0..rows).map(|row| key.get(row).map_or(NONE, |k| number(numbers, k))));
            }
            (Self::NodePairs(numbers, _), [a, b]) => {
                let (a, b) = (nodes(a)?, nodes(b)?);
                let key = |row| a.get(row).zip(b.get(row));
                found.extend((0..rows).map(|row| key(row).map_or(NONE, |k| number(numbers, k))));
            }
            _ => return None,
        }
        Some(found)
    }

    /// The numbers of the keys of rows; `false` if that takes values.
    fn look_up(&self, keys: &[Column], rows: usize, found: &mut Vec<u32>) -> bool {
        match (self, keys) {
            (Self::Nothing, _) => found.resize(rows, NONE),
            (Self::Integers(numbers, sieve), [key]) => match integers(key) {
                Some(key) => found.extend((0..rows).map(|row| one(numbers, sieve, key.get(row)))),
                None => return false,
            },
            (Self::Nodes(numbers, sieve), [key]) => match nodes(key) {
                Some(key) => found.extend((0..rows).map(|row| one(numbers, sieve, key.get(row)))),
                None => return false,
            },
            (Self::NodePairs(numbers, sieves), [a, b]) => match (nodes(a), nodes(b)) {
                (Some(a), Some(b)) => found.extend((0..rows).map(|row| {
                    let Some(key) = a.get(row).zip(b.get(row)) else {
                        return NONE;
                    };
                    let may_be = sieves[0].may_have(key.0) && sieves[1].may_have(key.1);
                    let number = may_be.then(|| numbers.get(&key)).flatten();
                    number.copied().unwrap_or(NONE)
                })),
                _ => return false,
            },
            _ => return false,
        }
        true
    }

    /// The same keys with the same numbers as values.
    fn into_values(self, width: usize, run: &Run<'_>) -> Result<KeyTable> {
        let mut table = KeyTable::new(width);
        let node = |id| Value::Node(NodeId(id));
        match self {
            Self::Nothing => {}
            Self::Values(known) => return Ok(known),
            Self::Integers(numbers, _) => {
                for key in in_order(numbers) {
                    table.insert(&[Value::Integer(key.cast_signed())], run)?;
                }
            }
            Self::Nodes(numbers, _) => {
                for key in in_order(numbers) {
                    table.insert(&[node(key)], run)?;
                }
            }
            Self::NodePairs(numbers, _) => {
                for (a, b) in in_order(numbers) {
                    table.insert(&[node(a), node(b)], run)?;
                }
            }
        }
        Ok(table)
    }
}

#[inline]
fn one(numbers: &Numbers<u64>, sieve: &Sieve, key: Option<u64>) -> u32 {
    let key = key.filter(|key| sieve.may_have(*key));
    let number = key.and_then(|key| numbers.get(&key));
    number.copied().unwrap_or(NONE)
}

fn in_order<K>(numbers: Numbers<K>) -> impl Iterator<Item = K> {
    let mut keys: Vec<(K, u32)> = numbers.into_iter().collect();
    keys.sort_unstable_by_key(|(_, number)| *number);
    keys.into_iter().map(|(key, _)| key)
}

/// The number of a key that one of the table equals. Equivalence, by which the table goes, is wider
/// than equality: NaN, and nulls inside of lists.
fn find(table: &KeyTable, key: &[Value]) -> Option<usize> {
    if key.iter().any(Value::is_null) {
        return None;
    }
    table.find(key).filter(|at| {
        let pairs = table.key(*at).iter().zip(key);
        pairs.into_iter().all(|(a, b)| equals(a, b) == Some(true))
    })
}

impl JoinTable {
    /// Adds the rows of a batch by the columns of their keys.
    pub fn add(&mut self, batch: u32, keys: &[Column], rows: usize, run: &Run<'_>) -> Result<()> {
        if let Some(numbers) = self.keys.insert(keys, rows) {
            for (row, number) in numbers.into_iter().enumerate() {
                self.link(number, (batch, row as u32));
            }
            return Ok(());
        }
        let mut key = Vec::with_capacity(keys.len());
        for row in 0..rows {
            key.clear();
            key.extend(keys.iter().map(|column| column.get(row)));
            if !key.iter().any(Value::is_null) {
                let (number, _) = self.values(keys.len(), run)?.insert(&key, run)?;
                self.link(number as u32, (batch, row as u32));
            }
        }
        Ok(())
    }

    /// The table of values, into which all keys move.
    fn values(&mut self, width: usize, run: &Run<'_>) -> Result<&mut KeyTable> {
        if !matches!(self.keys, Keys::Values(_)) {
            let table = std::mem::take(&mut self.keys).into_values(width, run)?;
            self.keys = Keys::Values(table);
        }
        match &mut self.keys {
            Keys::Values(table) => Ok(table),
            _ => Err(crate::exec::error::defect("a join lost its keys")),
        }
    }

    fn link(&mut self, number: u32, row: (u32, u32)) {
        if number == NONE {
            return;
        }
        let at = self.rows.len() as u32;
        self.rows.push(row);
        self.next.push(NONE);
        match self.ends.get_mut(number as usize) {
            Some([_, last]) => {
                self.next[*last as usize] = at;
                *last = at;
            }
            None => self.ends.push([at, at]),
        }
    }

    /// To be called when all rows are there.
    pub fn finish(&mut self) {
        match &mut self.keys {
            Keys::Integers(numbers, sieve) | Keys::Nodes(numbers, sieve) => {
                *sieve = Sieve::of(numbers.keys().copied());
            }
            Keys::NodePairs(numbers, sieves) => {
                *sieves = [
                    Sieve::of(numbers.keys().map(|key| key.0)),
                    Sieve::of(numbers.keys().map(|key| key.1)),
                ];
            }
            Keys::Nothing | Keys::Values(_) => {}
        }
    }

    /// Fills `found` with the first row of the key that each row's key equals, or [`NONE`].
    pub fn look_up(
        &mut self,
        keys: &[Column],
        rows: usize,
        found: &mut Vec<u32>,
        run: &Run<'_>,
    ) -> Result<()> {
        found.clear();
        if !self.keys.look_up(keys, rows, found) {
            found.clear();
            let table = self.values(keys.len(), run)?;
            let mut key = Vec::with_capacity(keys.len());
            for row in 0..rows {
                key.clear();
                key.extend(keys.iter().map(|column| column.get(row)));
                found.push(find(table, &key).map_or(NONE, |number| number as u32));
            }
        }
        for number in found {
            let ends = self.ends.get(*number as usize);
            *number = ends.map_or(NONE, |ends| ends[0]);
        }
        Ok(())
    }

    /// A row that was found, and the next with its key.
    #[inline]
    pub fn row(&self, at: u32) -> Option<((u32, u32), u32)> {
        let row = self.rows.get(at as usize)?;
        Some((*row, self.next[at as usize]))
    }

    /// Empties it, giving back what it held.
    pub fn clear(&mut self, run: &Run<'_>) {
        if let Keys::Values(table) = &mut self.keys {
            table.clear(run);
        }
        *self = Self::default();
    }
}
