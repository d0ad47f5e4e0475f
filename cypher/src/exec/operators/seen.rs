//! `Seen`: which values were met before, each within its group: what DISTINCT asks, of rows and of
//! what is aggregated. Numbers, nodes and relationships are told apart without making values of
//! them; the answer is the same whatever column a value comes in. Meet [`Seen::new_rows`].

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use quiver_storage::{Dictionary, NO_TEXT};
use quiver_types::{Entity, Value};

use super::distinct::KeyTable;
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;

/// Numbers met in each group: blocks of 64 neighbours, as ids and small numbers are close together.
#[derive(Default)]
struct Numbers {
    met: HashMap<(u32, u64), u64, foldhash::fast::RandomState>,
    held: usize,
}

impl Numbers {
    fn is_new(&mut self, group: u32, number: u64, run: &Run<'_>) -> Result<bool> {
        if self.met.len() == self.met.capacity() {
            // It doubles; an entry, and a byte beside it, at seven eighths of the places.
            let places = (self.met.capacity() * 2).max(8);
            let bytes = places * (size_of::<((u32, u64), u64)>() + 1) * 8 / 7;
            run.reserve(bytes)?;
            run.release(std::mem::replace(&mut self.held, bytes));
            self.met.reserve(places - self.met.len());
        }
        let bit = 1 << (number % 64);
        match self.met.entry((group, number / 64)) {
            Entry::Vacant(block) => {
                block.insert(bit);
                Ok(true)
            }
            Entry::Occupied(mut block) => {
                let block = block.get_mut();
                let is_new = *block & bit == 0;
                *block |= bit;
                Ok(is_new)
            }
        }
    }

    fn clear(&mut self, run: &Run<'_>) {
        run.release(self.held);
        *self = Self::default();
    }
}

/// See the module.
pub(super) struct Seen {
    integers: Numbers,
    nodes: Numbers,
    relationships: Numbers,
    /// Codes of one dictionary that were met in each group, or by code without groups; their texts
    /// are among the others too.
    codes: Numbers,
    met: Vec<bool>,
    dictionary: Option<Arc<Dictionary>>,
    /// Everything else, behind the number of its group.
    others: KeyTable,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            integers: Numbers::default(),
            nodes: Numbers::default(),
            relationships: Numbers::default(),
            codes: Numbers::default(),
            met: Vec::new(),
            dictionary: None,
            others: KeyTable::new(2),
        }
    }
}

impl Seen {
    /// The rows of a column whose value was not met before in their group (all rows are of group 0
    /// without `groups`).
    pub fn new_rows(
        &mut self,
        column: &Column,
        rows: usize,
        groups: Option<&[u32]>,
        run: &Run<'_>,
    ) -> Result<Vec<u32>> {
        let group = |row: usize| groups.map_or(0, |groups| groups[row]);
        let mut new = Vec::new();
        let mut keep = |row: usize, is_new: bool| {
            if is_new {
                new.push(row as u32);
            }
        };
        match column {
            Column::Integer(typed) => {
                for row in 0..rows {
                    keep(
                        row,
                        match typed.get(row) {
                            Some(value) => self.integers.is_new(group(row), value as u64, run)?,
                            None => self.is_new(group(row), &Value::Null, run)?,
                        },
                    );
                }
            }
            Column::Node(typed) => {
                for row in 0..rows {
                    keep(
                        row,
                        match typed.get(row) {
                            Some(node) => self.nodes.is_new(group(row), node.0, run)?,
                            None => self.is_new(group(row), &Value::Null, run)?,
                        },
                    );
                }
            }
            Column::Relationship(typed) => {
                for row in 0..rows {
                    keep(
                        row,
                        match typed.get(row) {
                            Some(of) => self.relationships.is_new(group(row), of.0, run)?,
                            None => self.is_new(group(row), &Value::Null, run)?,
                        },
                    );
                }
            }
            Column::Coded(coded) => {
                self.expect_codes_of(&coded.dictionary, run);
                for row in 0..rows {
                    let code = coded.codes.get(row).copied().unwrap_or(NO_TEXT);
                    if groups.is_none()
                        && let Some(met) = self.met.get_mut(code as usize)
                    {
                        if !std::mem::replace(met, true) {
                            keep(row, self.is_new(0, &column.get(row), run)?);
                        }
                        continue;
                    }
                    if self.codes.is_new(group(row), u64::from(code), run)? {
                        keep(row, self.is_new(group(row), &column.get(row), run)?);
                    }
                }
            }
            Column::Packed(packed) => {
                for row in 0..rows {
                    keep(
                        row,
                        match packed.text(row) {
                            Some(text) => {
                                let group = Value::Integer(i64::from(group(row)));
                                self.others.insert_behind(Some(&group), text, run)?.1
                            }
                            None => self.is_new(group(row), &Value::Null, run)?,
                        },
                    );
                }
            }
            column => {
                for row in 0..rows {
                    keep(row, self.is_new(group(row), &column.get(row), run)?);
                }
            }
        }
        Ok(new)
    }

    fn is_new(&mut self, group: u32, value: &Value, run: &Run<'_>) -> Result<bool> {
        // Numbers are kept by value, as a float may equal an integer.
        match value {
            Value::Integer(value) => self.integers.is_new(group, *value as u64, run),
            Value::Float(value) if is_integer(*value) => {
                self.integers.is_new(group, *value as i64 as u64, run)
            }
            Value::Node(id) => self.nodes.is_new(group, id.0, run),
            Value::Relationship(id) => self.relationships.is_new(group, id.0, run),
            Value::Entity(entity) => match entity.as_ref() {
                Entity::Node(node) => self.nodes.is_new(group, node.id as u64, run),
                Entity::Relationship(of) => self.relationships.is_new(group, of.id as u64, run),
                Entity::Path(_) => self.other_is_new(group, value, run),
            },
            value => self.other_is_new(group, value, run),
        }
    }

    fn other_is_new(&mut self, group: u32, value: &Value, run: &Run<'_>) -> Result<bool> {
        let key = [Value::Integer(i64::from(group)), value.clone()];
        Ok(self.others.insert(&key, run)?.1)
    }

    fn expect_codes_of(&mut self, dictionary: &Arc<Dictionary>, run: &Run<'_>) {
        if self
            .dictionary
            .as_ref()
            .is_none_or(|known| !Arc::ptr_eq(known, dictionary))
        {
            self.codes.clear(run);
            // A dictionary is small, so that nobody has to pay for this; what it gets later goes
            // the other way.
            self.met = vec![false; dictionary.len()];
            self.dictionary = Some(Arc::clone(dictionary));
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self, run: &Run<'_>) {
        for numbers in [
            &mut self.integers,
            &mut self.nodes,
            &mut self.relationships,
            &mut self.codes,
        ] {
            numbers.clear(run);
        }
        self.met.clear();
        self.dictionary = None;
        self.others.clear(run);
    }
}

/// Whether a float is exactly an `i64`.
fn is_integer(value: f64) -> bool {
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    value.fract() == 0.0 && (-BOUND..BOUND).contains(&value)
}
