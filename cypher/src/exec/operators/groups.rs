//! `Groups`: numbers the combinations of values that rows are grouped by, in order of arrival.
//!
//! Integers and nodes alone are told apart without making values of them, as long as nothing else
//! comes; everything else goes through the table of all values, into which the others move when
//! they must. Meet [`Groups::number`].

use std::collections::HashMap;
use std::sync::Arc;

use quiver_storage::{Dictionary, NO_TEXT};
use quiver_types::{NodeId, Value};

use super::distinct::KeyTable;
use crate::exec::column::{Builder, Column, NodeRef, Typed};
use crate::exec::error::Result;
use crate::exec::run::Run;

/// The groups of the codes of one dictionary.
struct Codes {
    dictionary: Arc<Dictionary>,
    /// By code.
    numbers: Vec<u32>,
    null: u32,
}

/// No group yet.
const NO_GROUP: u32 = u32::MAX;

/// Groups of one key of a type that is a number, and null.
struct Numbers<T> {
    of: HashMap<u64, u32, foldhash::fast::RandomState>,
    keys: Typed<T>,
    null: Option<u32>,
}

enum Keys {
    /// No row has come yet.
    Unknown,
    Integers(Numbers<i64>),
    Nodes(Numbers<NodeRef>),
    Values(KeyTable),
}

/// See the module.
pub(super) struct Groups {
    keys: Keys,
    codes: Option<Codes>,
    held: usize,
}

impl<T: Clone + Default> Numbers<T> {
    fn new() -> Self {
        Self {
            of: HashMap::default(),
            keys: Typed::with_room(0),
            null: None,
        }
    }

    /// The group of a value, by its number in its type; the bytes by which this grew.
    #[inline]
    fn number(&mut self, value: T, number: u64) -> (u32, usize) {
        if let Some(group) = self.of.get(&number) {
            return (*group, 0);
        }
        let before = self.of.capacity();
        let group = self.keys.values.len() as u32;
        self.of.insert(number, group);
        self.keys.push(value);
        let places = self.of.capacity() - before;
        // An entry of the map with its byte, at seven eighths of the places.
        let place = (size_of::<(u64, u32)>() + 1) * 8 / 7;
        (group, size_of::<T>() + places * place)
    }

    fn null(&mut self) -> u32 {
        *self.null.get_or_insert_with(|| {
            self.keys.push_null();
            self.keys.values.len() as u32 - 1
        })
    }

    /// The groups of a column's rows; the bytes by which this grew.
    fn of_column(
        &mut self,
        column: &Typed<T>,
        rows: usize,
        number: impl Fn(&T) -> u64,
    ) -> (Vec<u32>, usize) {
        let mut numbers = Vec::with_capacity(rows);
        let mut grown = 0;
        for (row, value) in column.values.iter().take(rows).enumerate() {
            let group = if column.is_null(row) {
                self.null()
            } else {
                let (group, bytes) = self.number(value.clone(), number(value));
                grown += bytes;
                group
            };
            numbers.push(group);
        }
        (numbers, grown)
    }
}

impl Codes {
    /// What is known of a dictionary; of another one nothing.
    fn of<'k>(known: &'k mut Option<Self>, dictionary: &Arc<Dictionary>) -> &'k mut Self {
        if known
            .as_ref()
            .is_some_and(|known| !Arc::ptr_eq(&known.dictionary, dictionary))
        {
            *known = None;
        }
        known.get_or_insert_with(|| Self {
            dictionary: Arc::clone(dictionary),
            numbers: Vec::new(),
            null: NO_GROUP,
        })
    }

    /// Where the group of a code is kept.
    fn place(&mut self, code: u32) -> &mut u32 {
        if code == NO_TEXT {
            return &mut self.null;
        }
        let code = code as usize;
        if code >= self.numbers.len() {
            let codes = self.dictionary.len().max(code + 1);
            self.numbers.resize(codes, NO_GROUP);
        }
        &mut self.numbers[code]
    }
}

impl Default for Groups {
    fn default() -> Self {
        Self {
            keys: Keys::Unknown,
            codes: None,
            held: 0,
        }
    }
}

impl Groups {
    /// Number of groups.
    pub fn len(&self) -> usize {
        match &self.keys {
            Keys::Unknown => 0,
            Keys::Integers(numbers) => numbers.keys.values.len(),
            Keys::Nodes(numbers) => numbers.keys.values.len(),
            Keys::Values(table) => table.len(),
        }
    }

    /// The group of each row of the keys' columns; new ones are added.
    pub fn number(&mut self, keys: &[Column], rows: usize, run: &Run<'_>) -> Result<Vec<u32>> {
        if matches!(self.keys, Keys::Unknown) {
            self.keys = match keys {
                [Column::Integer(_) | Column::Constant(Value::Integer(_))] => {
                    Keys::Integers(Numbers::new())
                }
                [Column::Node(_) | Column::Constant(Value::Node(_))] => Keys::Nodes(Numbers::new()),
                keys => Keys::Values(KeyTable::new(keys.len())),
            };
        }
        let (numbers, grown) = match (&mut self.keys, keys) {
            (Keys::Integers(known), [Column::Integer(typed)]) => {
                known.of_column(typed, rows, |value| *value as u64)
            }
            (Keys::Integers(known), [Column::Constant(Value::Integer(value))]) => {
                let (group, grown) = known.number(*value, *value as u64);
                (vec![group; rows], grown)
            }
            (Keys::Nodes(known), [Column::Node(typed)]) => {
                known.of_column(typed, rows, |node| node.0)
            }
            (Keys::Nodes(known), [Column::Constant(Value::Node(node))]) => {
                let (group, grown) = known.number(NodeRef(node.0), node.0);
                (vec![group; rows], grown)
            }
            _ => return self.number_values(keys, rows, run),
        };
        if grown > 0 {
            run.reserve(grown)?;
            self.held += grown;
        }
        Ok(numbers)
    }

    fn number_values(&mut self, keys: &[Column], rows: usize, run: &Run<'_>) -> Result<Vec<u32>> {
        self.make_values(keys.len(), run)?;
        let Keys::Values(table) = &mut self.keys else {
            return Ok(Vec::new());
        };
        let mut numbers = Vec::with_capacity(rows);
        match keys {
            [Column::Coded(coded)] => {
                let known = Codes::of(&mut self.codes, &coded.dictionary);
                for row in 0..rows {
                    let number = known.place(coded.codes.get(row).copied().unwrap_or(NO_TEXT));
                    if *number == NO_GROUP {
                        let text = coded.text(row).cloned();
                        *number = table.insert(&[text.into()], run)?.0 as u32;
                    }
                    numbers.push(*number);
                }
            }
            [Column::Packed(packed)] => {
                for row in 0..rows {
                    let (number, _) = match packed.text(row) {
                        Some(text) => table.insert_behind(None, text, run)?,
                        None => table.insert(&[Value::Null], run)?,
                    };
                    numbers.push(number as u32);
                }
            }
            [Column::String(typed)] => {
                for row in 0..rows {
                    let (number, _) = match typed.values.get(row) {
                        Some(text) if !typed.is_null(row) => {
                            table.insert_behind(None, text, run)?
                        }
                        _ => table.insert(&[Value::Null], run)?,
                    };
                    numbers.push(number as u32);
                }
            }
            [Column::Constant(value)] => {
                let number = table.insert(std::slice::from_ref(value), run)?.0 as u32;
                numbers.resize(rows, number);
            }
            keys => {
                let mut key = Vec::with_capacity(keys.len());
                for row in 0..rows {
                    key.clear();
                    key.extend(keys.iter().map(|column| column.get(row)));
                    numbers.push(table.insert(&key, run)?.0 as u32);
                }
            }
        }
        Ok(numbers)
    }

    /// Moves the groups into the table of all values, with the numbers they have.
    fn make_values(&mut self, width: usize, run: &Run<'_>) -> Result<()> {
        if matches!(self.keys, Keys::Values(_)) {
            return Ok(());
        }
        let mut table = KeyTable::new(width);
        for group in 0..self.len() {
            table.insert(&[self.value(group, 0)], run)?;
        }
        self.keys = Keys::Values(table);
        run.release(std::mem::take(&mut self.held));
        Ok(())
    }

    /// One of the values that a group stands for.
    fn value(&self, group: usize, at: usize) -> Value {
        let value = match &self.keys {
            Keys::Unknown => None,
            Keys::Integers(numbers) => numbers.keys.get(group).map(Value::Integer),
            Keys::Nodes(numbers) => {
                let node = numbers.keys.get(group);
                node.map(|node| Value::Node(NodeId(node.0)))
            }
            Keys::Values(table) => table.key(group).get(at).cloned(),
        };
        value.unwrap_or_default()
    }

    /// One key of some groups, as a column.
    pub fn column(&self, groups: std::ops::Range<usize>, at: usize) -> Column {
        let mut builder = Builder::default();
        for group in groups {
            builder.push(self.value(group, at));
        }
        builder.finish()
    }

    /// Forgets everything.
    pub fn clear(&mut self, run: &Run<'_>) {
        if let Keys::Values(table) = &mut self.keys {
            table.clear(run);
        }
        run.release(self.held);
        *self = Self::default();
    }
}
