//! Seeks in indexes, of nodes and of relationships.

use std::ops::Bound;

use quiver_storage::{IndexId, IndexQuery};
use quiver_types::compare::order;
use quiver_types::{NodeId, RelationshipId, Value};

use super::relationship_scan::RelationshipRows;
use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::Expr;
use crate::plan::operator::{Operator, OperatorKind, SeekQuery};

/// Entries that a seek in order begins with, and by how much each further look reaches beyond the
/// one before it. What came before is passed over again, which costs a small part of the whole.
const FIRST: usize = 64;
const FURTHER: usize = 16;

#[derive(Default)]
pub(super) struct IndexSeek {
    input: Option<Batch>,
    row: usize,
    loaded: bool,
    ids: Vec<u64>,
    next: usize,
    /// Where `ids` are only the first of an order: how many were asked for.
    reach: Option<usize>,
    held: usize,
    growth: Growth,
}

/// What an index is asked, and whether in an order.
#[derive(Clone, Copy)]
struct Question<'a> {
    index: IndexId,
    query: &'a SeekQuery,
    /// True is descending.
    order: Option<bool>,
}

impl IndexSeek {
    fn load(
        &mut self,
        context: &FunctionContext<'_>,
        question: Question<'_>,
        batch: &Batch,
    ) -> Result<()> {
        // What is there of an order was given out already.
        let known = if self.loaded { self.ids.len() } else { 0 };
        let reach = match (question.order, self.reach) {
            (None, _) => usize::MAX,
            (Some(_), None) => FIRST,
            (Some(_), Some(reach)) => reach.saturating_mul(FURTHER),
        };
        self.loaded = true;
        self.next = known;
        self.ids.clear();
        let mut frame = Frame::new(batch, self.row);
        let all = seek(context, question, reach, &mut frame, &mut self.ids)?;
        self.reach = (!all).then_some(reach);
        context.state.hits(1 + (self.ids.len() - known) as u64);
        context.state.release(self.held, context.transaction);
        self.held = 0;
        if self.ids.len() > 64 {
            let bytes = 8 * self.ids.len();
            context.state.reserve(bytes, context.transaction)?;
            self.held = bytes;
        }
        Ok(())
    }
}

/// The ids that answer, in an order no more than `reach` of them; whether these are all.
fn seek(
    context: &FunctionContext<'_>,
    question: Question<'_>,
    reach: usize,
    frame: &mut Frame<'_>,
    ids: &mut Vec<u64>,
) -> Result<bool> {
    let view = context.view;
    let index = question.index;
    let look = |query: &IndexQuery<'_>, ids: &mut Vec<u64>| match question.order {
        None => view.index_seek(index, query, ids).map(|()| true),
        Some(descending) => view.index_seek_ordered(index, query, descending, reach, ids),
    };
    let mut all = true;
    let values = |parts: &[Expr], frame: &mut Frame<'_>| -> Result<Option<Vec<Value>>> {
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            let value = context.eval(part, frame)?;
            if value.is_null() {
                return Ok(None);
            }
            values.push(value);
        }
        Ok(Some(values))
    };
    match question.query {
        SeekQuery::Exact(parts) => {
            if let [part] = parts.as_slice() {
                let value = context.eval(part, frame)?;
                if !value.is_null() {
                    all = look(&IndexQuery::Exact(&[value]), ids)?;
                }
            } else if let Some(values) = values(parts, frame)? {
                all = look(&IndexQuery::Exact(&values), ids)?;
            }
        }
        SeekQuery::In(list) => {
            let list = context.eval(list, frame)?;
            let items = match &list {
                Value::Null => return Ok(true),
                Value::List(items) => items.as_slice(),
                other => std::slice::from_ref(other),
            };
            let mut keys: Vec<&Value> = items.iter().filter(|item| !item.is_null()).collect();
            keys.sort_by(|a, b| order(a, b));
            keys.dedup_by(|a, b| quiver_types::compare::equivalent(a, b));
            if question.order == Some(true) {
                keys.reverse();
            }
            for key in keys {
                let query = IndexQuery::Exact(std::slice::from_ref(key));
                view.index_seek(index, &query, ids)?;
            }
        }
        SeekQuery::Range {
            prefix,
            lower,
            upper,
        } => {
            let Some(prefix) = values(prefix, frame)? else {
                return Ok(true);
            };
            let mut bound = |bound: &Option<(Expr, bool)>| -> Result<Option<Bound<Value>>> {
                let Some((value, inclusive)) = bound else {
                    return Ok(Some(Bound::Unbounded));
                };
                let value = context.eval(value, frame)?;
                Ok(match (value, inclusive) {
                    (Value::Null, _) => None,
                    (value, true) => Some(Bound::Included(value)),
                    (value, false) => Some(Bound::Excluded(value)),
                })
            };
            let (Some(lower), Some(upper)) = (bound(lower)?, bound(upper)?) else {
                return Ok(true);
            };
            let query = IndexQuery::Range {
                prefix: &prefix,
                lower: lower.as_ref(),
                upper: upper.as_ref(),
            };
            all = look(&query, ids)?;
        }
        SeekQuery::StartsWith { prefix, text } => {
            let Some(prefix) = values(prefix, frame)? else {
                return Ok(true);
            };
            if let Value::String(text) = context.eval(text, frame)? {
                let query = IndexQuery::StartsWith {
                    prefix: &prefix,
                    text: &text,
                };
                all = look(&query, ids)?;
            }
        }
        SeekQuery::All => all = look(&IndexQuery::All, ids)?,
    }
    Ok(all)
}

impl Step for IndexSeek {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let question = match &operator.kind {
            OperatorKind::NodeIndexSeek {
                index,
                query,
                order,
                ..
            } => Question {
                index: *index,
                query,
                order: *order,
            },
            OperatorKind::RelationshipIndexSeek { index, query, .. } => Question {
                index: *index,
                query,
                order: None,
            },
            _ => return Err(mismatch()),
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
            self.loaded = false;
            self.reach = None;
        });
        let capacity = self.growth.capacity().max(batch.len());
        let (mut rows, mut ids) = (Vec::new(), Vec::new());
        run.evaluate(|context| {
            while rows.len() < capacity && self.row < batch.len() {
                if !self.loaded || (self.next == self.ids.len() && self.reach.is_some()) {
                    self.load(context, question, &batch)?;
                }
                let end = self.ids.len().min(self.next + capacity - rows.len());
                ids.extend_from_slice(&self.ids[self.next..end]);
                rows.resize(ids.len(), self.row as u32);
                self.next = end;
                if end == self.ids.len() && self.reach.is_none() {
                    self.loaded = false;
                    self.row += 1;
                }
            }
            Ok(())
        })?;
        let output = match &operator.kind {
            OperatorKind::NodeIndexSeek { node, .. } => {
                let mut output = if batch.len() == 1 {
                    batch.repeat_row(0, rows.len())
                } else {
                    batch.take(&rows)
                };
                let nodes: Vec<NodeId> = ids.into_iter().map(NodeId).collect();
                output.set(*node, Column::nodes(&nodes));
                output
            }
            OperatorKind::RelationshipIndexSeek {
                relationship,
                start,
                end,
                directed,
                ..
            } => {
                let mut found = RelationshipRows::default();
                run.evaluate(|context| {
                    for (row, id) in rows.iter().zip(&ids) {
                        let id = RelationshipId(*id);
                        if let Some(record) = context.view.relationship(id)? {
                            found.push(*row, id, (record.start, record.end), *directed);
                        }
                    }
                    Ok(())
                })?;
                found.batch(&batch, *relationship, *start, *end)
            }
            _ => return Err(mismatch()),
        };
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        run.release(self.held);
        *self = Self::default();
    }
}
