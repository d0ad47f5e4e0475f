//! Kernels over typed columns: property gathering, comparison, arithmetic and tests that look at
//! all their operands anyway. `None` means that there is none for this expression.
//!
//! Operators that may stop early have none here: a later operand must not be asked for rows that an
//! earlier one decided. Those that narrow their rows step by step are in `choice` and `column`.

use std::cmp::Ordering;

use memchr::memmem;
use quiver_storage::NO_TEXT;
use quiver_types::compare::order_integer_float;
use quiver_types::{NodeId, RelationshipId, Value};

use super::arithmetic::{checked_operation, overflow};
use super::choice;
use super::logic::compare_values;
use super::text::is_in_nothing;
use super::truth;
use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::{Builder, Column, Packed, RelationshipRef, Typed};
use crate::exec::error::Result;
use crate::exec::gather::gather;
use crate::functions::{Code, Implementation};
use crate::plan::expression::{ArithmeticOp, BinaryOp, CompareOp};
use crate::plan::{Expr, LabelPredicate};

/// Operations in a chain beyond which it is computed row by row: what strings and lists come to is
/// not copied for each operation there.
const LONG_CHAIN: usize = 16;

/// An expression as a column.
pub(super) fn column(
    context: &FunctionContext<'_>,
    expr: &Expr,
    batch: &Batch,
) -> Result<Option<Column>> {
    Ok(Some(match expr {
        Expr::Property(of, key, name) => {
            let of = context.column(of, batch)?;
            property(context, &of, *key, name, batch.len())?
        }
        Expr::Arithmetic(first, rest) if rest.len() <= LONG_CHAIN => {
            let mut left = context.column(first, batch)?;
            for (op, right) in rest {
                let right = context.column(right, batch)?;
                left = arithmetic(context, *op, &left, &right, batch.len())?;
            }
            left
        }
        Expr::IsNull(of, positive) => {
            let of = context.column(of, batch)?;
            let values = (0..batch.len()).map(|row| of.is_null(row) == *positive);
            Column::booleans(values.collect())
        }
        Expr::Case {
            subject: None,
            branches,
            otherwise,
        } => choice::case(context, branches, otherwise.as_deref(), batch)?,
        Expr::Function(function, arguments) if function.name == "type" => {
            let [of] = arguments.as_slice() else {
                return Ok(None);
            };
            return match context.column(of, batch)? {
                Column::Relationship(typed) if typed.nulls.is_none() => {
                    Ok(only_type(context, &typed.values, batch.len()))
                }
                _ => Ok(None),
            };
        }
        Expr::Function(function, arguments) => match function.implementation {
            // Without arguments it may be another value in each row, as a random one is.
            Implementation::Scalar(code) if !arguments.is_empty() && !function.coerces => {
                called(context, code, arguments, batch)?
            }
            _ => return Ok(None),
        },
        _ => return Ok(None),
    }))
}

/// A function of the values of its arguments, which are columns first.
fn called(
    context: &FunctionContext<'_>,
    code: Code,
    arguments: &[Expr],
    batch: &Batch,
) -> Result<Column> {
    let mut columns = Vec::with_capacity(arguments.len());
    for argument in arguments {
        columns.push(context.column(argument, batch)?);
    }
    let mut builder = Builder::default();
    let mut values = vec![Value::Null; columns.len()];
    for row in 0..batch.len() {
        for (value, column) in values.iter_mut().zip(&columns) {
            *value = column.get(row);
        }
        builder.push(code(context, &values)?);
    }
    Ok(builder.finish())
}

/// The type of relationships that all have the same, as those of a segment do.
fn only_type(
    context: &FunctionContext<'_>,
    relationships: &[RelationshipRef],
    rows: usize,
) -> Option<Column> {
    // Of those that were deleted something else knows the type.
    if context.state.has_deleted.get() || rows > relationships.len() {
        return None;
    }
    let ids = relationships[..rows].iter().map(|of| RelationshipId(of.0));
    let only = context.view.only_relationship_type(ids)?;
    context.state.hits(rows as u64);
    let name = context.database.tokens().relationship_type_name(only);
    Some(Column::Constant(name.into()))
}

fn property(
    context: &FunctionContext<'_>,
    of: &Column,
    key: crate::plan::KeyRef,
    name: &quiver_types::Text,
    rows: usize,
) -> Result<Column> {
    if !context.state.has_deleted.get() {
        match of {
            Column::Node(typed) => {
                let Some(key) = context.state.key(key, context.database) else {
                    return Ok(Column::Constant(Value::Null));
                };
                context.state.hits(rows as u64);
                return gather(
                    &typed.values[..rows.min(typed.values.len())],
                    typed.nulls.as_ref(),
                    |segment, reads| context.view.node_column(segment, key, reads),
                    |id| Ok(context.view.node_property(NodeId(id), key)?),
                );
            }
            Column::Relationship(typed) => {
                let Some(key) = context.state.key(key, context.database) else {
                    return Ok(Column::Constant(Value::Null));
                };
                context.state.hits(rows as u64);
                return gather(
                    &typed.values[..rows.min(typed.values.len())],
                    typed.nulls.as_ref(),
                    |segment, reads| context.view.relationship_column(segment, key, reads),
                    |id| {
                        Ok(context
                            .view
                            .relationship_property(RelationshipId(id), key)?)
                    },
                );
            }
            _ => {}
        }
    }
    let mut builder = Builder::default();
    for row in 0..rows {
        builder.push(context.property(&of.get(row), key, name)?);
    }
    Ok(builder.finish())
}

fn arithmetic(
    context: &FunctionContext<'_>,
    op: ArithmeticOp,
    left: &Column,
    right: &Column,
    rows: usize,
) -> Result<Column> {
    // Integers without nulls, the other side a constant or alike: no value is made on the way.
    if let Some(checked) = checked_operation(op)
        && let (Some(a), Some(b)) = (integers(left), integers(right))
    {
        let mut values = Vec::with_capacity(rows);
        for row in 0..rows {
            values.push(checked(a.at(row), b.at(row)).ok_or_else(overflow)?);
        }
        return Ok(Column::integers(values));
    }
    // What can go wrong in division is a divisor of zero.
    if let (Some(a), Some(Integers::Same(b))) = (integers(left), integers(right))
        && b != 0
    {
        let each = |divided: fn(i64, i64) -> i64| {
            let values = (0..rows).map(|row| divided(a.at(row), b));
            Ok(Column::integers(values.collect()))
        };
        match op {
            ArithmeticOp::Divide => return each(i64::wrapping_div),
            ArithmeticOp::Modulo => return each(i64::wrapping_rem),
            ArithmeticOp::Add
            | ArithmeticOp::Subtract
            | ArithmeticOp::Multiply
            | ArithmeticOp::Power
            | ArithmeticOp::Concat => {}
        }
    }
    let mut builder = Builder::default();
    for row in 0..rows {
        builder.push(context.calculate(op, &left.get(row), &right.get(row))?);
    }
    Ok(builder.finish())
}

/// Integers, none of them null.
enum Integers<'a> {
    Same(i64),
    Each(&'a [i64]),
}

impl Integers<'_> {
    fn at(&self, row: usize) -> i64 {
        match self {
            Self::Same(value) => *value,
            Self::Each(values) => values.get(row).copied().unwrap_or_default(),
        }
    }
}

fn integers(column: &Column) -> Option<Integers<'_>> {
    match column {
        Column::Constant(Value::Integer(value)) => Some(Integers::Same(*value)),
        Column::Integer(typed) if typed.nulls.is_none() => Some(Integers::Each(&typed.values)),
        _ => None,
    }
}

/// The rows for which a predicate is true.
pub(super) fn true_rows(
    context: &FunctionContext<'_>,
    predicate: &Expr,
    batch: &Batch,
) -> Result<Option<Vec<u32>>> {
    let rows = batch.len();
    Ok(Some(match predicate {
        Expr::Compare(left, rest) => {
            let [(op, right)] = rest.as_slice() else {
                return Ok(None);
            };
            let left = context.column(left, batch)?;
            let right = context.column(right, batch)?;
            compare(*op, &left, &right, rows)
        }
        Expr::Or(parts) => choice::any_true(context, parts, batch)?,
        Expr::Binary(BinaryOp::In, item, list) => {
            let list = context.column(list, batch)?;
            match &list {
                Column::Constant(list) if is_in_nothing(list).is_some() => Vec::new(),
                Column::Constant(_) => {
                    let item = context.column(item, batch)?;
                    binary(context, BinaryOp::In, &item, &list, rows)?
                }
                // The item is looked at only where there is something in the list.
                _ => return Ok(None),
            }
        }
        Expr::Binary(op, left, right) => {
            let left = context.column(left, batch)?;
            let right = context.column(right, batch)?;
            binary(context, *op, &left, &right, rows)?
        }
        Expr::IsNull(of, positive) => {
            let of = context.column(of, batch)?;
            selected(rows, |row| of.is_null(row) == *positive)
        }
        Expr::HasLabels(of, LabelPredicate::Has(label, _)) => {
            let Column::Node(typed) = context.column(of, batch)? else {
                return Ok(None);
            };
            if typed.nulls.is_some() || context.state.has_deleted.get() {
                return Ok(None);
            }
            context.state.hits(rows as u64);
            let mut found = Vec::new();
            if let Some(label) = context.state.label(*label, context.database) {
                let nodes = typed.values[..rows.min(typed.values.len())].iter();
                let nodes = nodes.map(|node| NodeId(node.0));
                context.view.rows_with_label(label, nodes, &mut found)?;
            }
            found
        }
        Expr::Property(..) => {
            let column = context.column(predicate, batch)?;
            match &column {
                Column::Boolean(typed) => typed_rows(typed, rows, |value| *value),
                _ => return truths(&column, rows).map(Some),
            }
        }
        _ => return Ok(None),
    }))
}

/// The rows of a column that are true as a predicate.
fn truths(column: &Column, rows: usize) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for row in 0..rows {
        if truth(&column.get(row))? == Some(true) {
            found.push(row as u32);
        }
    }
    Ok(found)
}

/// The rows for which a test holds. No branch depends on the answers, which nobody can foretell.
#[inline]
fn selected(rows: usize, mut test: impl FnMut(usize) -> bool) -> Vec<u32> {
    let mut found = vec![0; rows];
    let mut count = 0;
    for row in 0..rows {
        found[count] = row as u32;
        count += usize::from(test(row));
    }
    found.truncate(count);
    found
}

fn holds(op: CompareOp, ordering: Ordering) -> bool {
    match op {
        CompareOp::Equal => ordering.is_eq(),
        CompareOp::NotEqual => ordering.is_ne(),
        CompareOp::Less => ordering.is_lt(),
        CompareOp::LessOrEqual => ordering.is_le(),
        CompareOp::Greater => ordering.is_gt(),
        CompareOp::GreaterOrEqual => ordering.is_ge(),
    }
}

/// Rows of a typed column whose value stands to a constant as `op` says. `decide` is `None` only
/// for NaN, of which just `<>` is true.
fn against<T>(
    op: CompareOp,
    typed: &Typed<T>,
    rows: usize,
    decide: impl Fn(&T) -> Option<Ordering>,
) -> Vec<u32> {
    typed_rows(typed, rows, |value| match decide(value) {
        Some(ordering) => holds(op, ordering),
        None => op == CompareOp::NotEqual,
    })
}

/// As [`against`], for types whose own comparison is that of Cypher.
fn against_same<T: PartialOrd>(op: CompareOp, typed: &Typed<T>, rows: usize, b: &T) -> Vec<u32> {
    match op {
        CompareOp::Equal => typed_rows(typed, rows, |a| a == b),
        CompareOp::NotEqual => typed_rows(typed, rows, |a| a != b),
        CompareOp::Less => typed_rows(typed, rows, |a| a < b),
        CompareOp::LessOrEqual => typed_rows(typed, rows, |a| a <= b),
        CompareOp::Greater => typed_rows(typed, rows, |a| a > b),
        CompareOp::GreaterOrEqual => typed_rows(typed, rows, |a| a >= b),
    }
}

/// The rows that are not null for whose value a test holds.
#[inline]
fn typed_rows<T>(typed: &Typed<T>, rows: usize, test: impl Fn(&T) -> bool) -> Vec<u32> {
    let values = &typed.values[..rows.min(typed.values.len())];
    match &typed.nulls {
        None => selected(values.len(), |row| test(&values[row])),
        Some(nulls) => selected(values.len(), |row| {
            let holds = test(&values[row]);
            holds & !nulls.get(row)
        }),
    }
}

fn compare(op: CompareOp, left: &Column, right: &Column, rows: usize) -> Vec<u32> {
    match (left, right) {
        (Column::Constant(Value::Null), _) | (_, Column::Constant(Value::Null)) => Vec::new(),
        (Column::Constant(a), Column::Constant(b)) => match compare_values(op, a, b) {
            Some(true) => (0..rows as u32).collect(),
            Some(false) | None => Vec::new(),
        },
        (Column::Integer(typed), Column::Constant(Value::Integer(b))) => {
            against_same(op, typed, rows, b)
        }
        (Column::Integer(typed), Column::Constant(Value::Float(b))) => {
            against(op, typed, rows, |a| order_integer_float(*a, *b))
        }
        (Column::Float(typed), Column::Constant(Value::Float(b))) => {
            against_same(op, typed, rows, b)
        }
        (Column::Float(typed), Column::Constant(Value::Integer(b))) => {
            against(op, typed, rows, |a| {
                order_integer_float(*b, *a).map(Ordering::reverse)
            })
        }
        (Column::String(typed), Column::Constant(Value::String(b))) => {
            against(op, typed, rows, |a| Some(a.cmp(b)))
        }
        (Column::Coded(coded), Column::Constant(Value::String(b))) => {
            coded.rows_where(rows, |a| holds(op, a.cmp(b)))
        }
        (Column::Packed(packed), Column::Constant(Value::String(b))) => {
            // The order of strings is that of their bytes.
            let b = b.as_bytes();
            selected(rows, |row| {
                packed.bytes(row).is_some_and(|a| holds(op, a.cmp(b)))
            })
        }
        (
            Column::Constant(_),
            Column::Integer(_)
            | Column::Float(_)
            | Column::String(_)
            | Column::Coded(_)
            | Column::Packed(_),
        ) => {
            let turned = match op {
                CompareOp::Equal | CompareOp::NotEqual => op,
                CompareOp::Less => CompareOp::Greater,
                CompareOp::LessOrEqual => CompareOp::GreaterOrEqual,
                CompareOp::Greater => CompareOp::Less,
                CompareOp::GreaterOrEqual => CompareOp::LessOrEqual,
            };
            compare_turned(turned, right, left, rows)
        }
        _ => generic(op, left, right, rows),
    }
}

/// As [`compare`], of which it is the second half, for a constant that stood on the left.
fn compare_turned(op: CompareOp, left: &Column, right: &Column, rows: usize) -> Vec<u32> {
    match right {
        Column::Constant(Value::Integer(_) | Value::Float(_) | Value::String(_)) => {
            compare(op, left, right, rows)
        }
        _ => generic(op, left, right, rows),
    }
}

fn generic(op: CompareOp, left: &Column, right: &Column, rows: usize) -> Vec<u32> {
    selected(rows, |row| {
        compare_values(op, &left.get(row), &right.get(row)) == Some(true)
    })
}

fn binary(
    context: &FunctionContext<'_>,
    op: BinaryOp,
    left: &Column,
    right: &Column,
    rows: usize,
) -> Result<Vec<u32>> {
    if let (
        Column::String(_) | Column::Coded(_) | Column::Packed(_),
        Column::Constant(Value::String(part)),
    ) = (left, right)
    {
        // Of valid UTF-8, what holds for the bytes holds for the characters.
        let part = part.as_bytes();
        let found = match op {
            BinaryOp::StartsWith => Some(texts(left, rows, |text| text.starts_with(part))),
            BinaryOp::EndsWith => Some(texts(left, rows, |text| text.ends_with(part))),
            BinaryOp::Contains => {
                let finder = memmem::Finder::new(part);
                if let Column::Packed(packed) = left
                    && !part.is_empty()
                {
                    return Ok(containing(packed, rows, &finder));
                }
                Some(texts(left, rows, |text| finder.find(text).is_some()))
            }
            BinaryOp::In | BinaryOp::Matches => None,
        };
        if let Some(found) = found {
            return Ok(found);
        }
    }
    let mut found = Vec::new();
    for row in 0..rows {
        let holds = match (op, right) {
            // The list is not copied for each row.
            (BinaryOp::In, Column::Constant(list)) => context.is_in(&left.get(row), list)?,
            _ => context.binary(op, &left.get(row), &right.get(row))?,
        };
        if holds == Some(true) {
            found.push(row as u32);
        }
    }
    Ok(found)
}

/// The rows of strings for whose bytes `test` holds.
fn texts(column: &Column, rows: usize, test: impl Fn(&[u8]) -> bool) -> Vec<u32> {
    match column {
        Column::String(typed) => selected(rows, |row| {
            !typed.is_null(row)
                && typed
                    .values
                    .get(row)
                    .is_some_and(|text| test(text.as_bytes()))
        }),
        Column::Coded(coded) => coded.rows_where(rows, |text| test(text.as_bytes())),
        Column::Packed(packed) => selected(rows, |row| packed.bytes(row).is_some_and(&test)),
        _ => Vec::new(),
    }
}

/// The rows of stored strings in which `part`, which is not empty, is found. Neighbours are
/// searched as one text; what is found across an end does not count.
fn containing(packed: &Packed, rows: usize, part: &memmem::Finder<'_>) -> Vec<u32> {
    let places = &packed.places[..rows.min(packed.places.len())];
    let mut found = Vec::new();
    let mut row = 0;
    while let Some(place) = places.get(row).copied() {
        if place == NO_TEXT {
            row += 1;
            continue;
        }
        // A place is never followed by one of another column: 4,095 is the last slot.
        let slot = place & ((1 << Packed::SLOT_BITS) - 1);
        let most = (1 << Packed::SLOT_BITS) - slot;
        let run = places[row..]
            .iter()
            .zip(place..)
            .take(most as usize)
            .take_while(|(place, expected)| *place == expected)
            .count();
        if let Some(texts) = packed.texts(place >> Packed::SLOT_BITS) {
            let slot = slot as usize;
            let (bytes, ends, start) = texts.neighbours(slot..slot + run);
            let mut text = 0;
            let mut from = 0;
            while let Some(at) = bytes.get(from..).and_then(|rest| part.find(rest)) {
                let begins = from + at;
                text += ends[text..].partition_point(|end| *end as usize - start <= begins);
                let Some(end) = ends.get(text).map(|end| *end as usize - start) else {
                    break;
                };
                if begins + part.needle().len() <= end {
                    found.push((row + text) as u32);
                    from = end;
                } else {
                    from = begins + 1;
                }
            }
        }
        row += run;
    }
    found
}
