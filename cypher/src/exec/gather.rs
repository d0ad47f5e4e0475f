//! One property of many entities as a column: from the store's columns where it has them, by row
//! elsewhere. Answers are the same either way. Meet [`gather`].

use std::ops::Range;
use std::sync::Arc;

use quiver_storage::{NO_TEXT, StoredColumn, StoredValues};
use quiver_types::Value;

use super::column::{Bitmap, Builder, Coded, Column, Entity, Packed, Typed};
use super::error::Result;

/// Bits of an id that name the slot in its segment.
const SLOT_BITS: u32 = 12;
const SLOT_MASK: u64 = (1 << SLOT_BITS) - 1;

/// Segments whose columns are remembered during one call; a power of two.
const REMEMBERED: usize = 64;

/// The property of the entities `ids`. `column` gives a segment's column when told how many rows
/// of it are wanted at least, `row` reads one by itself.
pub(super) fn gather<E: Entity>(
    ids: &[E],
    nulls: Option<&Bitmap>,
    mut column: impl FnMut(u64, usize) -> Option<Arc<StoredColumn>>,
    mut row: impl FnMut(u64) -> Result<Value>,
) -> Result<Column> {
    if nulls.is_none()
        && let Some(scattered) = scattered(ids, &mut column)
    {
        return Ok(scattered);
    }
    let is_null = |at: usize| nulls.is_some_and(|nulls| nulls.get(at));
    let mut known: Vec<Option<(u64, Option<Arc<StoredColumn>>)>> = Vec::new();
    let mut builder = Builder::default();
    let mut at = 0;
    while let Some(id) = ids.get(at) {
        if is_null(at) {
            builder.push(Value::Null);
            at += 1;
            continue;
        }
        let segment = id.id() >> SLOT_BITS;
        let run = match nulls {
            None => of_segment(&ids[at..], segment),
            Some(nulls) => ids[at..]
                .iter()
                .enumerate()
                .take_while(|(next, id)| id.id() >> SLOT_BITS == segment && !nulls.get(at + next))
                .count(),
        };
        if known.is_empty() {
            // Nearly always few segments, often one: room for them is made when there are more.
            let places = if run == ids.len() { 1 } else { REMEMBERED };
            known.resize(places, None);
        }
        let places = known.len();
        let place = &mut known[segment as usize % places];
        if place.as_ref().is_none_or(|(of, _)| *of != segment) {
            // Of a mixture, each segment has its share to come.
            *place = Some((segment, column(segment, run.max(ids.len() / 16))));
        }
        let run = &ids[at..at + run];
        match place.as_ref().and_then(|(_, column)| column.as_ref()) {
            Some(column) => extend(&mut builder, column, run, ids.len()),
            None => {
                for id in run {
                    builder.push(row(id.id())?);
                }
            }
        }
        at += run.len();
    }
    Ok(builder.finish())
}

/// Rows from which on looking at all of them first is worth it.
const MANY: usize = 64;

/// As [`gather`], of many entities all over a number of segments whose columns are all there, of one
/// type and without gaps: then nothing has to be asked for a single one.
fn scattered<E: Entity>(
    ids: &[E],
    column: &mut impl FnMut(u64, usize) -> Option<Arc<StoredColumn>>,
) -> Option<Column> {
    let first = ids.first()?.id() >> SLOT_BITS;
    let (mut least, mut most) = (first, first);
    for id in ids {
        least = least.min(id.id() >> SLOT_BITS);
        most = most.max(id.id() >> SLOT_BITS);
    }
    if ids.len() < MANY || least == most || most - least >= ids.len() as u64 {
        return None;
    }
    let mut columns: Vec<Option<Arc<StoredColumn>>> = vec![None; (most - least) as usize + 1];
    let share = ids.len() / 16;
    for id in ids {
        let segment = id.id() >> SLOT_BITS;
        let place = &mut columns[(segment - least) as usize];
        if place.is_none() {
            *place = Some(column(segment, share)?);
        }
    }
    let of = |id: &E| (id.id() >> SLOT_BITS).wrapping_sub(least) as usize;
    let slot = |id: &E| (id.id() & SLOT_MASK) as usize;
    match &columns[of(ids.first()?)].as_ref()?.values {
        StoredValues::Integer(_) => {
            let values = each(ids, of, &columns, |values| match values {
                StoredValues::Integer(values) => Some(values),
                _ => None,
            })?;
            Some(Column::Integer(Arc::new(values)))
        }
        StoredValues::Float(_) => {
            let values = each(ids, of, &columns, |values| match values {
                StoredValues::Float(values) => Some(values),
                _ => None,
            })?;
            Some(Column::Float(Arc::new(values)))
        }
        StoredValues::Boolean(_) => {
            let values = each(ids, of, &columns, |values| match values {
                StoredValues::Boolean(values) => Some(values),
                _ => None,
            })?;
            Some(Column::Boolean(Arc::new(values)))
        }
        StoredValues::Coded(_, dictionary) => {
            let codes = parts(&columns, |column| match &column.values {
                StoredValues::Coded(codes, other) if Arc::ptr_eq(dictionary, other) => {
                    Some(&codes[..])
                }
                _ => None,
            })?;
            let code = |id: &E| codes.get(of(id)).and_then(|codes| codes.get(slot(id)));
            let codes = ids.iter().map(|id| code(id).copied().unwrap_or(NO_TEXT));
            Some(Column::Coded(Arc::new(Coded {
                codes: codes.collect(),
                dictionary: Arc::clone(dictionary),
            })))
        }
        StoredValues::Packed(_) => {
            let mut packed = Packed::default();
            let mut known = Vec::with_capacity(columns.len());
            for column in &columns {
                known.push(match column {
                    None => None,
                    Some(column) => match &column.values {
                        StoredValues::Packed(texts) => {
                            Some((packed.base(column), texts.len(), column))
                        }
                        _ => return None,
                    },
                });
            }
            let place = |id: &E| match known.get(of(id)) {
                Some(Some((base, length, column)))
                    if slot(id) < *length && column.has(slot(id)) =>
                {
                    base | slot(id) as u32
                }
                _ => NO_TEXT,
            };
            packed.places = ids.iter().map(place).collect();
            Some(Column::Packed(Arc::new(packed)))
        }
        StoredValues::Absent | StoredValues::Text(_) | StoredValues::Any(_) => None,
    }
}

/// What of each column is wanted; nothing of those that no row asks for. `None` where one of them is of
/// another form.
fn parts<'c, T>(
    columns: &'c [Option<Arc<StoredColumn>>],
    part: impl Fn(&'c StoredColumn) -> Option<&'c [T]>,
) -> Option<Vec<&'c [T]>> {
    let part = |column: &'c Option<Arc<StoredColumn>>| match column {
        None => Some(&[][..]),
        Some(column) => part(column),
    };
    columns.iter().map(part).collect()
}

/// The values of all entities, if none is missing.
fn each<'c, T: Copy + 'c, E: Entity>(
    ids: &[E],
    of: impl Fn(&E) -> usize,
    columns: &'c [Option<Arc<StoredColumn>>],
    values: impl Fn(&'c StoredValues) -> Option<&'c Box<[T]>>,
) -> Option<Typed<T>> {
    let parts = parts(columns, |column| {
        let whole = column.present.is_none();
        values(&column.values).filter(|_| whole).map(|v| &v[..])
    })?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let slot = (id.id() & SLOT_MASK) as usize;
        found.push(*parts.get(of(id))?.get(slot)?);
    }
    Some(Typed {
        values: found,
        nulls: None,
    })
}

/// How many of the first entities are of one segment. Looks at many at a time, which takes one
/// instruction for several of them.
fn of_segment<E: Entity>(ids: &[E], segment: u64) -> usize {
    const TOGETHER: usize = 64;
    let first = segment << SLOT_BITS;
    let mut count = 0;
    for chunk in ids.chunks_exact(TOGETHER) {
        let differ = chunk.iter().fold(0, |bits, id| bits | (id.id() ^ first));
        if differ >> SLOT_BITS != 0 {
            break;
        }
        count += TOGETHER;
    }
    let rest = ids[count..].iter();
    count
        + rest
            .take_while(|id| id.id() >> SLOT_BITS == segment)
            .count()
}

/// The slots of entities of one segment, if they are neighbours in ascending order.
fn neighbours<E: Entity>(ids: &[E]) -> Option<Range<usize>> {
    let first = ids.first()?.id();
    let differ = ids
        .iter()
        .zip(first..)
        .fold(0, |bits, (id, expected)| bits | (id.id() ^ expected));
    let slot = (first & SLOT_MASK) as usize;
    (differ == 0).then_some(slot..slot + ids.len())
}

/// Appends the values that a stored column has for entities of its segment.
fn extend<E: Entity>(builder: &mut Builder, column: &Arc<StoredColumn>, ids: &[E], room: usize) {
    let slot = |id: &E| (id.id() & SLOT_MASK) as usize;
    if let Builder::Nulls(0) = builder {
        *builder = match &column.values {
            StoredValues::Boolean(_) => Builder::Boolean(Typed::with_room(room)),
            StoredValues::Integer(_) => Builder::Integer(Typed::with_room(room)),
            StoredValues::Float(_) => Builder::Float(Typed::with_room(room)),
            StoredValues::Text(_) => Builder::String(Typed::with_room(room)),
            StoredValues::Packed(_) => Builder::Packed(Packed {
                places: Vec::with_capacity(room),
                columns: Vec::new(),
            }),
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
        (Builder::Packed(packed), StoredValues::Packed(texts)) => {
            let base = packed.base(column);
            packed.places.extend(ids.iter().map(|id| {
                let slot = slot(id);
                if slot < texts.len() && column.has(slot) {
                    base | slot as u32
                } else {
                    NO_TEXT
                }
            }));
        }
        (Builder::Coded(coded), StoredValues::Coded(codes, dictionary))
            if Arc::ptr_eq(&coded.dictionary, dictionary) =>
        {
            let code = |id: &E| codes.get(slot(id)).copied().unwrap_or(NO_TEXT);
            match neighbours(ids).and_then(|slots| codes.get(slots)) {
                Some(codes) => coded.codes.extend_from_slice(codes),
                None => coded.codes.extend(ids.iter().map(code)),
            }
        }
        _ => {
            for id in ids {
                builder.push(column.value(slot(id)));
            }
        }
    }
}

fn typed_values<T: Clone + Default, E: Entity>(
    typed: &mut Typed<T>,
    column: &StoredColumn,
    values: &[T],
    ids: &[E],
) {
    let slot = |id: &E| (id.id() & SLOT_MASK) as usize;
    if column.present.is_none() {
        if let Some(values) = neighbours(ids).and_then(|slots| values.get(slots)) {
            typed.values.extend_from_slice(values);
            return;
        }
        let largest = ids.iter().map(slot).max().unwrap_or(0);
        if largest < values.len() {
            typed
                .values
                .extend(ids.iter().map(|id| values[slot(id)].clone()));
            return;
        }
    }
    for id in ids {
        match values.get(slot(id)) {
            Some(value) if column.has(slot(id)) => typed.push(value.clone()),
            _ => typed.push_null(),
        }
    }
}
