//! One property of many entities as a column: from the store's columns where it has them, by row
//! elsewhere. Answers are the same either way. Meet [`gather`].

use std::sync::Arc;

use quiver_storage::{NO_TEXT, StoredColumn, StoredValues};
use quiver_types::Value;

use super::column::{Builder, Coded, Column, Typed};
use super::error::Result;

/// Bits of an id that name the slot in its segment.
const SLOT_BITS: u32 = 12;
const SLOT_MASK: u64 = (1 << SLOT_BITS) - 1;

/// Segments whose columns are remembered during one call; a power of two.
const REMEMBERED: usize = 64;

/// The property of the entities `ids`. `column` gives a segment's column when told how many rows
/// of it are wanted at least, `row` reads one by itself.
pub(super) fn gather(
    ids: &[u64],
    is_null: impl Fn(usize) -> bool,
    mut column: impl FnMut(u64, usize) -> Option<Arc<StoredColumn>>,
    mut row: impl FnMut(u64) -> Result<Value>,
) -> Result<Column> {
    let mut known: Vec<Option<(u64, Option<Arc<StoredColumn>>)>> = vec![None; REMEMBERED];
    let mut builder = Builder::default();
    let mut at = 0;
    while let Some(id) = ids.get(at) {
        if is_null(at) {
            builder.push(Value::Null);
            at += 1;
            continue;
        }
        let segment = id >> SLOT_BITS;
        let same = |(next, id): &(usize, &u64)| *id >> SLOT_BITS == segment && !is_null(at + next);
        let run = ids[at..].iter().enumerate().take_while(same).count();
        let place = &mut known[segment as usize % REMEMBERED];
        if place.as_ref().is_none_or(|(of, _)| *of != segment) {
            // Of a mixture, each segment has its share to come.
            *place = Some((segment, column(segment, run.max(ids.len() / 16))));
        }
        let run = &ids[at..at + run];
        match place.as_ref().and_then(|(_, column)| column.as_ref()) {
            Some(column) => extend(&mut builder, column, run, ids.len()),
            None => {
                for id in run {
                    builder.push(row(*id)?);
                }
            }
        }
        at += run.len();
    }
    Ok(builder.finish())
}

/// Appends the values that a stored column has for entities of its segment.
fn extend(builder: &mut Builder, column: &StoredColumn, ids: &[u64], room: usize) {
    let slot = |id: &u64| (id & SLOT_MASK) as usize;
    if let Builder::Nulls(0) = builder {
        *builder = match &column.values {
            StoredValues::Boolean(_) => Builder::Boolean(Typed::with_room(room)),
            StoredValues::Integer(_) => Builder::Integer(Typed::with_room(room)),
            StoredValues::Float(_) => Builder::Float(Typed::with_room(room)),
            StoredValues::Text(_) => Builder::String(Typed::with_room(room)),
            StoredValues::Coded(_, dictionary) => Builder::Coded(Coded {
                codes: Vec::with_capacity(room),
                dictionary: Arc::clone(dictionary),
            }),
            StoredValues::Absent | StoredValues::Any(_) => Builder::Nulls(0),
        };
    }
    match (&mut *builder, &column.values) {
        (Builder::Boolean(typed), StoredValues::Boolean(values)) => {
            typed_values(typed, column, values, ids);
        }
        (Builder::Integer(typed), StoredValues::Integer(values)) => {
            typed_values(typed, column, values, ids);
        }
        (Builder::Float(typed), StoredValues::Float(values)) => {
            typed_values(typed, column, values, ids);
        }
        (Builder::String(typed), StoredValues::Text(values)) => {
            typed_values(typed, column, values, ids);
        }
        (Builder::Coded(coded), StoredValues::Coded(codes, dictionary))
            if Arc::ptr_eq(&coded.dictionary, dictionary) =>
        {
            let code = |id: &u64| codes.get(slot(id)).copied().unwrap_or(NO_TEXT);
            coded.codes.extend(ids.iter().map(code));
        }
        _ => {
            for id in ids {
                builder.push(column.value(slot(id)));
            }
        }
    }
}

fn typed_values<T: Clone + Default>(
    typed: &mut Typed<T>,
    column: &StoredColumn,
    values: &[T],
    ids: &[u64],
) {
    let slot = |id: &u64| (id & SLOT_MASK) as usize;
    let largest = ids.iter().map(slot).max().unwrap_or(0);
    if column.present.is_none() && largest < values.len() {
        let value = |id: &u64| values.get(slot(id)).cloned().unwrap_or_default();
        typed.values.extend(ids.iter().map(value));
        return;
    }
    for id in ids {
        match values.get(slot(id)) {
            Some(value) if column.has(slot(id)) => typed.push(value.clone()),
            _ => typed.push_null(),
        }
    }
}
