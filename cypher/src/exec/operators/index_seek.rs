//! Seeks in indexes, of nodes and of relationships.

use std::ops::Bound;

use quiver_storage::{IndexId, IndexQuery};
use quiver_types::compare::order;
use quiver_types::{NodeId, RelationshipId, Value};

use super::relationship_scan::RelationshipRows;
use super::{Input, Output, Step, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::Expr;
use crate::plan::operator::{Operator, OperatorKind, SeekQuery};

#[derive(Default)]
pub(super) struct IndexSeek {
    input: Option<Batch>,
    row: usize,
    loaded: bool,
    ids: Vec<u64>,
    next: usize,
    held: usize,
    growth: Growth,
}

impl IndexSeek {
    fn load(
        &mut self,
        context: &FunctionContext<'_>,
        index: IndexId,
        query: &SeekQuery,
        batch: &Batch,
    ) -> Result<()> {
        self.loaded = true;
        self.next = 0;
        self.ids.clear();
        let mut frame = Frame::new(batch, self.row);
        seek(context, index, query, &mut frame, &mut self.ids)?;
        context.state.hits(1 + self.ids.len() as u64);
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

fn seek(
    context: &FunctionContext<'_>,
    index: IndexId,
    query: &SeekQuery,
    frame: &mut Frame<'_>,
    ids: &mut Vec<u64>,
) -> Result<()> {
    let view = context.view;
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
    match query {
        SeekQuery::Exact(parts) => {
            if let [part] = parts.as_slice() {
                let value = context.eval(part, frame)?;
                if !value.is_null() {
                    view.index_seek(index, &IndexQuery::Exact(&[value]), ids)?;
                }
            } else if let Some(values) = values(parts, frame)? {
                view.index_seek(index, &IndexQuery::Exact(&values), ids)?;
            }
        }
        SeekQuery::In(list) => {
            let list = context.eval(list, frame)?;
            let items = match &list {
                Value::Null => return Ok(()),
                Value::List(items) => items.as_slice(),
                other => std::slice::from_ref(other),
            };
            let mut keys: Vec<&Value> = items.iter().filter(|item| !item.is_null()).collect();
            keys.sort_by(|a, b| order(a, b));
            keys.dedup_by(|a, b| quiver_types::compare::equivalent(a, b));
            for key in keys {
                view.index_seek(index, &IndexQuery::Exact(std::slice::from_ref(key)), ids)?;
            }
        }
        SeekQuery::Range {
            prefix,
            lower,
            upper,
        } => {
            let Some(prefix) = values(prefix, frame)? else {
                return Ok(());
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
                return Ok(());
            };
            let query = IndexQuery::Range {
                prefix: &prefix,
                lower: lower.as_ref(),
                upper: upper.as_ref(),
            };
            view.index_seek(index, &query, ids)?;
        }
        SeekQuery::StartsWith { prefix, text } => {
            let Some(prefix) = values(prefix, frame)? else {
                return Ok(());
            };
            if let Value::String(text) = context.eval(text, frame)? {
                let query = IndexQuery::StartsWith {
                    prefix: &prefix,
                    text: &text,
                };
                view.index_seek(index, &query, ids)?;
            }
        }
        SeekQuery::All => view.index_seek(index, &IndexQuery::All, ids)?,
    }
    Ok(())
}

impl Step for IndexSeek {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let (index, query) = match &operator.kind {
            OperatorKind::NodeIndexSeek { index, query, .. }
            | OperatorKind::RelationshipIndexSeek { index, query, .. } => (*index, query),
            _ => return Err(mismatch()),
        };
        match input {
            Input::Batch(batch) => {
                self.input = Some(batch);
                self.row = 0;
                self.loaded = false;
            }
            Input::End if self.input.is_none() => return Ok(Output::Done),
            Input::Nothing if self.input.is_none() => return Ok(Output::More),
            Input::Nothing | Input::End => {}
        }
        let Some(batch) = self.input.take() else {
            return Ok(Output::More);
        };
        let capacity = self.growth.capacity().max(batch.len());
        let (mut rows, mut ids) = (Vec::new(), Vec::new());
        run.evaluate(|context| {
            while rows.len() < capacity && self.row < batch.len() {
                if !self.loaded {
                    self.load(context, index, query, &batch)?;
                }
                let end = self.ids.len().min(self.next + capacity - rows.len());
                ids.extend_from_slice(&self.ids[self.next..end]);
                rows.resize(ids.len(), self.row as u32);
                self.next = end;
                if end == self.ids.len() {
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
