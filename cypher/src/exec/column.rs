//! One column of a batch: a constant, a typed vector with its nulls, or `Any` values.
//!
//! Columns are shared (`Arc`), so passing one through an operator costs a pointer. A column holds
//! at least as many values as its batch has rows; readers look at the batch's count. This file
//! knows nothing about expressions. Meet [`Column`], then [`Builder`].

use std::cmp::Ordering;
use std::sync::Arc;

use quiver_storage::{Dictionary, NO_TEXT, PackedTexts, StoredColumn, StoredValues};
use quiver_types::compare::{order, order_floats};
use quiver_types::{NodeId, RelationshipId, Text, Value};

/// One bit a row.
#[derive(Clone, Debug, Default)]
pub struct Bitmap {
    words: Vec<u64>,
}

impl Bitmap {
    /// Whether the bit of `row` is set.
    pub fn get(&self, row: usize) -> bool {
        self.words
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Sets the bit of `row`.
    pub fn set(&mut self, row: usize) {
        let word = row / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (row % 64);
    }
}

/// Values of one type; a null row holds a default that means nothing.
#[derive(Clone, Debug)]
pub struct Typed<T> {
    /// One value a row.
    pub values: Vec<T>,
    /// Which rows are null, if any is.
    pub nulls: Option<Bitmap>,
}

impl<T> Typed<T> {
    fn new() -> Self {
        Self {
            values: Vec::new(),
            nulls: None,
        }
    }

    /// Whether a row is null.
    pub fn is_null(&self, row: usize) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.get(row))
    }
}

impl<T: Copy> Typed<T> {
    /// The value of a row, unless it is null.
    #[inline]
    pub fn get(&self, row: usize) -> Option<T> {
        let value = self.values.get(row).copied();
        value.filter(|_| !self.is_null(row))
    }
}

impl<T: Clone + Default> Typed<T> {
    fn take(&self, rows: &[u32]) -> Self {
        let values = rows
            .iter()
            .map(|row| self.values.get(*row as usize).cloned().unwrap_or_default())
            .collect();
        let nulls = self.nulls.as_ref().map(|nulls| {
            let mut taken = Bitmap::default();
            for (to, from) in rows.iter().enumerate() {
                if nulls.get(*from as usize) {
                    taken.set(to);
                }
            }
            taken
        });
        Self { values, nulls }
    }

    pub(super) fn with_room(rows: usize) -> Self {
        Self {
            values: Vec::with_capacity(rows),
            nulls: None,
        }
    }

    pub(super) fn push(&mut self, value: T) {
        self.values.push(value);
    }

    pub(super) fn push_null(&mut self) {
        let row = self.values.len();
        self.nulls.get_or_insert_with(Bitmap::default).set(row);
        self.values.push(T::default());
    }

    fn with_nulls(count: usize) -> Self {
        let mut typed = Self::new();
        for _ in 0..count {
            typed.push_null();
        }
        typed
    }
}

/// A node id as a column holds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct NodeRef(pub u64);

/// A relationship id as a column holds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct RelationshipRef(pub u64);

/// What a column of entities holds.
pub(super) trait Entity {
    /// Its number.
    fn id(&self) -> u64;
}

impl Entity for NodeRef {
    #[inline]
    fn id(&self) -> u64 {
        self.0
    }
}

impl Entity for RelationshipRef {
    #[inline]
    fn id(&self) -> u64 {
        self.0
    }
}

/// Strings as codes of a dictionary that does not change under them; equal codes of one dictionary
/// are equal strings.
#[derive(Clone, Debug)]
pub struct Coded {
    /// One code a row, [`NO_TEXT`] for null.
    pub codes: Vec<u32>,
    /// What they mean.
    pub dictionary: Arc<Dictionary>,
}

impl Coded {
    /// The string of a row.
    pub fn text(&self, row: usize) -> Option<&Text> {
        self.codes
            .get(row)
            .and_then(|code| self.dictionary.text(*code))
    }

    /// The rows for whose string `test` holds, which is asked once a string.
    pub fn rows_where(&self, rows: usize, test: impl Fn(&Text) -> bool) -> Vec<u32> {
        let mut known: Vec<Option<bool>> = vec![None; self.dictionary.len()];
        let mut found = Vec::new();
        for (row, code) in self.codes.iter().take(rows).enumerate() {
            // A code without an entry is null.
            let Some(known) = known.get_mut(*code as usize) else {
                continue;
            };
            let holds = match *known {
                Some(holds) => holds,
                None => {
                    let holds = self.dictionary.text(*code).is_some_and(&test);
                    *known = Some(holds);
                    holds
                }
            };
            if holds {
                found.push(row as u32);
            }
        }
        found
    }
}

/// Strings by where they are stored; made into texts of their own only where somebody wants one.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    /// One a row: which of the columns in the upper 20 bits, and the slot in it; [`NO_TEXT`] for
    /// null.
    pub places: Vec<u32>,
    /// Stored columns of packed texts.
    pub columns: Vec<Arc<StoredColumn>>,
}

impl Packed {
    /// Bits of a place that name the slot.
    pub const SLOT_BITS: u32 = 12;

    /// The texts of one of the columns.
    pub fn texts(&self, column: u32) -> Option<&PackedTexts> {
        match &self.columns.get(column as usize)?.values {
            StoredValues::Packed(texts) => Some(texts),
            _ => None,
        }
    }

    fn place(&self, row: usize) -> Option<(&PackedTexts, usize)> {
        let place = *self.places.get(row).filter(|place| **place != NO_TEXT)?;
        let texts = self.texts(place >> Self::SLOT_BITS)?;
        Some((texts, (place & ((1 << Self::SLOT_BITS) - 1)) as usize))
    }

    /// The string of a row.
    pub fn text(&self, row: usize) -> Option<&str> {
        self.place(row).map(|(texts, slot)| texts.text(slot))
    }

    /// The bytes of a row's string.
    pub fn bytes(&self, row: usize) -> Option<&[u8]> {
        self.place(row).map(|(texts, slot)| texts.bytes(slot))
    }

    /// Where slots of a stored column are to be found from now on. There is room for a million of
    /// them, more than a batch has rows.
    pub(super) fn base(&mut self, column: &Arc<StoredColumn>) -> u32 {
        let known = self.columns.iter().rposition(|c| Arc::ptr_eq(c, column));
        let number = known.unwrap_or_else(|| {
            self.columns.push(Arc::clone(column));
            self.columns.len() - 1
        });
        (number as u32) << Self::SLOT_BITS
    }
}

/// A column.
#[derive(Clone, Debug, Default)]
pub enum Column {
    /// Not part of the row (dropped, or not yet made); reads as null.
    #[default]
    Absent,
    /// The same value in every row.
    Constant(Value),
    /// Booleans.
    Boolean(Arc<Typed<bool>>),
    /// Integers.
    Integer(Arc<Typed<i64>>),
    /// Floats.
    Float(Arc<Typed<f64>>),
    /// Strings.
    String(Arc<Typed<Text>>),
    /// Strings, few of them distinct.
    Coded(Arc<Coded>),
    /// Strings as they are stored.
    Packed(Arc<Packed>),
    /// Nodes.
    Node(Arc<Typed<NodeRef>>),
    /// Relationships.
    Relationship(Arc<Typed<RelationshipRef>>),
    /// Anything.
    Any(Arc<Vec<Value>>),
}

fn read<T: Clone>(typed: &Typed<T>, row: usize, wrap: impl FnOnce(T) -> Value) -> Value {
    match typed.values.get(row) {
        Some(value) if !typed.is_null(row) => wrap(value.clone()),
        _ => Value::Null,
    }
}

impl Column {
    /// The value of a row.
    pub fn get(&self, row: usize) -> Value {
        match self {
            Self::Absent => Value::Null,
            Self::Constant(value) => value.clone(),
            Self::Boolean(typed) => read(typed, row, Value::Boolean),
            Self::Integer(typed) => read(typed, row, Value::Integer),
            Self::Float(typed) => read(typed, row, Value::Float),
            Self::String(typed) => read(typed, row, Value::String),
            Self::Coded(coded) => coded
                .text(row)
                .map_or(Value::Null, |text| Value::String(text.clone())),
            Self::Packed(packed) => packed
                .text(row)
                .map_or(Value::Null, |text| Value::String(Text::new(text))),
            Self::Node(typed) => read(typed, row, |id| Value::Node(NodeId(id.0))),
            Self::Relationship(typed) => {
                read(typed, row, |id| Value::Relationship(RelationshipId(id.0)))
            }
            Self::Any(values) => values.get(row).cloned().unwrap_or_default(),
        }
    }

    /// Whether a row is null.
    pub fn is_null(&self, row: usize) -> bool {
        fn typed<T>(typed: &Typed<T>, row: usize) -> bool {
            row >= typed.values.len() || typed.is_null(row)
        }
        match self {
            Self::Absent => true,
            Self::Constant(value) => value.is_null(),
            Self::Boolean(of) => typed(of, row),
            Self::Integer(of) => typed(of, row),
            Self::Float(of) => typed(of, row),
            Self::String(of) => typed(of, row),
            Self::Node(of) => typed(of, row),
            Self::Relationship(of) => typed(of, row),
            Self::Coded(coded) => coded.text(row).is_none(),
            Self::Packed(packed) => packed.places.get(row).is_none_or(|at| *at == NO_TEXT),
            Self::Any(values) => values.get(row).is_none_or(Value::is_null),
        }
    }

    /// Whether the column's form says that none of `rows` rows is null.
    pub fn is_never_null(&self, rows: usize) -> bool {
        match self {
            Self::Constant(value) => !value.is_null(),
            Self::Boolean(of) => of.nulls.is_none() && of.values.len() >= rows,
            Self::Integer(of) => of.nulls.is_none() && of.values.len() >= rows,
            Self::Float(of) => of.nulls.is_none() && of.values.len() >= rows,
            Self::String(of) => of.nulls.is_none() && of.values.len() >= rows,
            Self::Node(of) => of.nulls.is_none() && of.values.len() >= rows,
            Self::Relationship(of) => of.nulls.is_none() && of.values.len() >= rows,
            Self::Absent | Self::Coded(_) | Self::Packed(_) | Self::Any(_) => false,
        }
    }

    /// Whether all values are whole numbers within 2^36 of zero, or null, by their type.
    pub fn is_small_whole(&self, rows: usize) -> bool {
        let small = |bits: i64| (bits ^ (bits >> 63)) >> 36 == 0;
        match self {
            Self::Constant(Value::Integer(value)) => small(*value),
            Self::Integer(of) => {
                let values = of.values.iter().take(rows);
                small(values.fold(0, |bits, value| bits | (value ^ (value >> 63))))
            }
            _ => false,
        }
    }

    /// Whether nothing was put here.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The node in a row, if it is one by identity.
    pub fn node(&self, row: usize) -> Option<NodeId> {
        match self {
            Self::Node(typed) if !typed.is_null(row) => {
                typed.values.get(row).map(|id| NodeId(id.0))
            }
            Self::Constant(Value::Node(id)) => Some(*id),
            Self::Any(values) => match values.get(row) {
                Some(Value::Node(id)) => Some(*id),
                _ => None,
            },
            _ => None,
        }
    }

    /// The relationship in a row, if it is one by identity.
    pub fn relationship(&self, row: usize) -> Option<RelationshipId> {
        match self {
            Self::Relationship(typed) if !typed.is_null(row) => {
                typed.values.get(row).map(|id| RelationshipId(id.0))
            }
            Self::Constant(Value::Relationship(id)) => Some(*id),
            Self::Any(values) => match values.get(row) {
                Some(Value::Relationship(id)) => Some(*id),
                _ => None,
            },
            _ => None,
        }
    }

    /// How the value of a row stands to that of a row of another column in the total order.
    pub fn order(&self, row: usize, other: &Self, other_row: usize) -> Ordering {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => {
                if let (Some(a), Some(b)) = (a.get(row), b.get(other_row)) {
                    return a.cmp(&b);
                }
            }
            (Self::Float(a), Self::Float(b)) => {
                if let (Some(a), Some(b)) = (a.get(row), b.get(other_row)) {
                    return order_floats(a, b);
                }
            }
            (Self::Packed(a), Self::Packed(b)) => {
                if let (Some(a), Some(b)) = (a.bytes(row), b.bytes(other_row)) {
                    return a.cmp(b);
                }
            }
            (Self::Coded(a), Self::Coded(b)) => {
                if let (Some(a), Some(b)) = (a.text(row), b.text(other_row)) {
                    return a.cmp(b);
                }
            }
            (Self::String(a), Self::String(b)) => {
                if !a.is_null(row)
                    && !b.is_null(other_row)
                    && let (Some(a), Some(b)) = (a.values.get(row), b.values.get(other_row))
                {
                    return a.cmp(b);
                }
            }
            (Self::Any(a), Self::Any(b)) => {
                if let (Some(a), Some(b)) = (a.get(row), b.get(other_row)) {
                    return order(a, b);
                }
            }
            _ => {}
        }
        order(&self.get(row), &other.get(other_row))
    }

    /// The rows named, in that order. A constant stays one.
    pub fn take(&self, rows: &[u32]) -> Self {
        match self {
            Self::Absent => Self::Absent,
            Self::Constant(value) => Self::Constant(value.clone()),
            _ if rows.len() == 1 => Self::Constant(self.get(rows[0] as usize)),
            Self::Boolean(typed) => Self::Boolean(Arc::new(typed.take(rows))),
            Self::Integer(typed) => Self::Integer(Arc::new(typed.take(rows))),
            Self::Float(typed) => Self::Float(Arc::new(typed.take(rows))),
            Self::String(typed) => Self::String(Arc::new(typed.take(rows))),
            Self::Coded(coded) => Self::Coded(Arc::new(Coded {
                codes: rows
                    .iter()
                    .map(|row| coded.codes.get(*row as usize).copied().unwrap_or(NO_TEXT))
                    .collect(),
                dictionary: Arc::clone(&coded.dictionary),
            })),
            Self::Packed(packed) => Self::Packed(Arc::new(Packed {
                places: rows
                    .iter()
                    .map(|row| packed.places.get(*row as usize).copied().unwrap_or(NO_TEXT))
                    .collect(),
                columns: packed.columns.clone(),
            })),
            Self::Node(typed) => Self::Node(Arc::new(typed.take(rows))),
            Self::Relationship(typed) => Self::Relationship(Arc::new(typed.take(rows))),
            Self::Any(values) => Self::Any(Arc::new(
                rows.iter()
                    .map(|row| values.get(*row as usize).cloned().unwrap_or_default())
                    .collect(),
            )),
        }
    }

    /// A column of nodes.
    pub fn nodes(ids: &[NodeId]) -> Self {
        match ids {
            [id] => Self::Constant(Value::Node(*id)),
            ids => Self::Node(Arc::new(Typed {
                values: ids.iter().map(|id| NodeRef(id.0)).collect(),
                nulls: None,
            })),
        }
    }

    /// A column of relationships.
    pub fn relationships(ids: &[RelationshipId]) -> Self {
        match ids {
            [id] => Self::Constant(Value::Relationship(*id)),
            ids => Self::Relationship(Arc::new(Typed {
                values: ids.iter().map(|id| RelationshipRef(id.0)).collect(),
                nulls: None,
            })),
        }
    }

    /// A column of nodes that are column values already.
    pub(super) fn node_refs(values: Vec<NodeRef>) -> Self {
        match values.as_slice() {
            [id] => Self::Constant(Value::Node(NodeId(id.0))),
            _ => Self::Node(Arc::new(Typed {
                values,
                nulls: None,
            })),
        }
    }

    /// The same of relationships.
    pub(super) fn relationship_refs(values: Vec<RelationshipRef>) -> Self {
        match values.as_slice() {
            [id] => Self::Constant(Value::Relationship(RelationshipId(id.0))),
            _ => Self::Relationship(Arc::new(Typed {
                values,
                nulls: None,
            })),
        }
    }

    /// A column of integers without nulls.
    pub fn integers(values: Vec<i64>) -> Self {
        match values.as_slice() {
            [value] => Self::Constant(Value::Integer(*value)),
            _ => Self::Integer(Arc::new(Typed {
                values,
                nulls: None,
            })),
        }
    }

    /// A column of booleans without nulls.
    pub fn booleans(values: Vec<bool>) -> Self {
        match values.as_slice() {
            [value] => Self::Constant(Value::Boolean(*value)),
            _ => Self::Boolean(Arc::new(Typed {
                values,
                nulls: None,
            })),
        }
    }

    /// A column of these values, typed where they are all of one type.
    pub fn from_values(values: impl IntoIterator<Item = Value>) -> Self {
        let mut builder = Builder::default();
        for value in values {
            builder.push(value);
        }
        builder.finish()
    }

    /// Bytes that buffering `rows` rows of it holds, on the high side.
    pub fn heap_size(&self, rows: usize) -> usize {
        match self {
            Self::Absent => 0,
            Self::Constant(value) => value.heap_size(),
            Self::Boolean(_) => rows,
            Self::Coded(_) => 4 * rows,
            Self::Packed(packed) => 4 * rows + 8 * packed.columns.len(),
            Self::Integer(_) | Self::Float(_) | Self::Node(_) | Self::Relationship(_) => 8 * rows,
            Self::String(typed) => typed.values.iter().map(|text| 16 + text.heap_size()).sum(),
            Self::Any(values) => values.iter().map(|value| 16 + value.heap_size()).sum(),
        }
    }
}

/// Collects values into the narrowest column that holds them.
#[derive(Debug)]
pub enum Builder {
    /// Only nulls so far.
    Nulls(usize),
    /// Booleans and nulls.
    Boolean(Typed<bool>),
    /// Integers and nulls.
    Integer(Typed<i64>),
    /// Floats and nulls.
    Float(Typed<f64>),
    /// Strings and nulls.
    String(Typed<Text>),
    /// Codes of one dictionary and nulls; only made from stored columns.
    Coded(Coded),
    /// Stored strings and nulls; only made from stored columns.
    Packed(Packed),
    /// Nodes and nulls.
    Node(Typed<NodeRef>),
    /// Relationships and nulls.
    Relationship(Typed<RelationshipRef>),
    /// A mixture.
    Any(Vec<Value>),
}

impl Default for Builder {
    fn default() -> Self {
        Self::Nulls(0)
    }
}

impl Builder {
    /// Appends a value.
    pub fn push(&mut self, value: Value) {
        match (&mut *self, value) {
            (Self::Any(values), value) => values.push(value),
            (Self::Nulls(count), Value::Null) => *count += 1,
            (Self::Boolean(typed), Value::Boolean(v)) => typed.push(v),
            (Self::Integer(typed), Value::Integer(v)) => typed.push(v),
            (Self::Float(typed), Value::Float(v)) => typed.push(v),
            (Self::String(typed), Value::String(v)) => typed.push(v),
            (Self::Coded(coded), Value::Null) => coded.codes.push(NO_TEXT),
            (Self::Packed(packed), Value::Null) => packed.places.push(NO_TEXT),
            (Self::Node(typed), Value::Node(v)) => typed.push(NodeRef(v.0)),
            (Self::Relationship(typed), Value::Relationship(v)) => {
                typed.push(RelationshipRef(v.0));
            }
            (Self::Boolean(typed), Value::Null) => typed.push_null(),
            (Self::Integer(typed), Value::Null) => typed.push_null(),
            (Self::Float(typed), Value::Null) => typed.push_null(),
            (Self::String(typed), Value::Null) => typed.push_null(),
            (Self::Node(typed), Value::Null) => typed.push_null(),
            (Self::Relationship(typed), Value::Null) => typed.push_null(),
            (Self::Nulls(count), value) => {
                let count = *count;
                *self = Self::typed_for(&value, count);
                self.push(value);
            }
            (_, value) => self.widen(value),
        }
    }

    fn typed_for(value: &Value, nulls: usize) -> Self {
        match value {
            Value::Boolean(_) => Self::Boolean(Typed::with_nulls(nulls)),
            Value::Integer(_) => Self::Integer(Typed::with_nulls(nulls)),
            Value::Float(_) => Self::Float(Typed::with_nulls(nulls)),
            Value::String(_) => Self::String(Typed::with_nulls(nulls)),
            Value::Node(_) => Self::Node(Typed::with_nulls(nulls)),
            Value::Relationship(_) => Self::Relationship(Typed::with_nulls(nulls)),
            _ => Self::Any(vec![Value::Null; nulls]),
        }
    }

    fn widen(&mut self, value: Value) {
        let rows = self.len();
        let column = std::mem::take(self).into_typed();
        if let (Column::Coded(_) | Column::Packed(_), Value::String(_)) = (&column, &value) {
            let mut typed = Typed::with_room(rows + 1);
            for row in 0..rows {
                match column.get(row) {
                    Value::String(text) => typed.push(text),
                    _ => typed.push_null(),
                }
            }
            *self = Self::String(typed);
            return self.push(value);
        }
        let mut values: Vec<Value> = (0..rows).map(|row| column.get(row)).collect();
        values.push(value);
        *self = Self::Any(values);
    }

    /// Rows so far.
    pub fn len(&self) -> usize {
        match self {
            Self::Nulls(count) => *count,
            Self::Boolean(typed) => typed.values.len(),
            Self::Integer(typed) => typed.values.len(),
            Self::Float(typed) => typed.values.len(),
            Self::String(typed) => typed.values.len(),
            Self::Coded(coded) => coded.codes.len(),
            Self::Packed(packed) => packed.places.len(),
            Self::Node(typed) => typed.values.len(),
            Self::Relationship(typed) => typed.values.len(),
            Self::Any(values) => values.len(),
        }
    }

    /// Whether nothing was pushed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn into_typed(self) -> Column {
        match self {
            Self::Nulls(_) => Column::Constant(Value::Null),
            Self::Boolean(typed) => Column::Boolean(Arc::new(typed)),
            Self::Integer(typed) => Column::Integer(Arc::new(typed)),
            Self::Float(typed) => Column::Float(Arc::new(typed)),
            Self::String(typed) => Column::String(Arc::new(typed)),
            Self::Coded(coded) => Column::Coded(Arc::new(coded)),
            Self::Packed(packed) => Column::Packed(Arc::new(packed)),
            Self::Node(typed) => Column::Node(Arc::new(typed)),
            Self::Relationship(typed) => Column::Relationship(Arc::new(typed)),
            Self::Any(values) => Column::Any(Arc::new(values)),
        }
    }

    /// The column.
    pub fn finish(self) -> Column {
        let single = self.len() == 1;
        let column = self.into_typed();
        if single {
            Column::Constant(column.get(0))
        } else {
            column
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quiver_types::compare::equivalent;

    #[test]
    fn a_builder_gives_back_what_it_got() {
        let cases: Vec<Vec<Value>> = vec![
            vec![],
            vec![Value::Null, Value::Null],
            vec![1i64.into(), Value::Null, 3i64.into()],
            vec![Value::Null, 1.5.into(), 2i64.into(), "x".into()],
            vec![
                "a".into(),
                Value::Null,
                "a much longer text than inline".into(),
            ],
            vec![NodeId(7).into(), Value::Null, RelationshipId(7).into()],
            vec![true.into(), false.into(), Value::Null],
        ];
        for case in cases {
            let column = Column::from_values(case.clone());
            for (row, value) in case.iter().enumerate() {
                assert!(equivalent(&column.get(row), value), "{case:?} {row}");
            }
            let back: Vec<u32> = (0..case.len() as u32).rev().collect();
            let taken = column.take(&back);
            for (row, value) in case.iter().rev().enumerate() {
                assert!(equivalent(&taken.get(row), value), "{case:?} {row}");
            }
        }
    }
}
