//! `NodeByIdSeek`, `NodeByElementIdSeek` and their kin for relationships.

use std::collections::HashSet;

use quiver_types::{ElementId, NodeId, RelationshipId, Value};

use super::relationship_scan::RelationshipRows;
use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::exec::FunctionContext;
use crate::exec::column::Column;
use crate::exec::error::{Result, shown, type_error};
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::Expr;
use crate::plan::operator::{Operator, OperatorKind};

#[derive(Default)]
pub(super) struct IdSeek {
    seen: Vec<u64>,
}

impl IdSeek {
    /// The numbers an expression names, each once.
    fn ids(
        &mut self,
        context: &FunctionContext<'_>,
        ids: &Expr,
        frame: &mut Frame<'_>,
        element: bool,
        nodes: bool,
    ) -> Result<()> {
        self.seen.clear();
        let value = context.eval(ids, frame)?;
        let one;
        let items: &[Value] = match &value {
            Value::List(items) => items,
            other => {
                one = [other.clone()];
                &one
            }
        };
        let database = context.database.id();
        for item in items {
            let id = match item {
                Value::Null => None,
                Value::Integer(id) if !element => u64::try_from(*id).ok(),
                Value::Float(id) if !element && id.fract() == 0.0 && *id >= 0.0 => Some(*id as u64),
                Value::String(text) if element => match ElementId::parse(text) {
                    Some(ElementId::Node(of, id)) if nodes && of == database => Some(id.0),
                    Some(ElementId::Relationship(of, id)) if !nodes && of == database => Some(id.0),
                    _ => None,
                },
                // `id(n) = 'a'` is just false.
                _ if matches!(value, Value::List(_)) || !matches!(item, Value::List(_)) => None,
                other => {
                    return Err(type_error(format!("Expected an id, got {}", shown(other))));
                }
            };
            self.seen.extend(id);
        }
        // Each once, in the order in which they are named.
        let mut known: HashSet<u64, foldhash::fast::RandomState> = HashSet::default();
        if self.seen.len() > 1 {
            self.seen.retain(|id| known.insert(*id));
        }
        Ok(())
    }
}

impl Step for IdSeek {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let batch = batch_or_return!(input);
        match &operator.kind {
            OperatorKind::NodeByIdSeek {
                node, ids, element, ..
            } => {
                let (mut rows, mut nodes) = (Vec::new(), Vec::new());
                run.evaluate(|context| {
                    let mut frame = Frame::new(&batch, 0);
                    for row in 0..batch.len() {
                        frame.go(row);
                        self.ids(context, ids, &mut frame, *element, true)?;
                        context.state.hits(self.seen.len() as u64);
                        for id in &self.seen {
                            if context.view.node_exists(NodeId(*id))? {
                                rows.push(row as u32);
                                nodes.push(NodeId(*id));
                            }
                        }
                    }
                    Ok(())
                })?;
                let mut output = batch.take(&rows);
                output.set(*node, Column::nodes(&nodes));
                Ok(Output::Batch(output))
            }
            OperatorKind::RelationshipByIdSeek {
                relationship,
                start,
                end,
                types,
                directed,
                ids,
                element,
                ..
            } => {
                let mut found = RelationshipRows::default();
                run.evaluate(|context| {
                    let Some(types) = context.state.types(types, context.database) else {
                        return Ok(());
                    };
                    let mut frame = Frame::new(&batch, 0);
                    for row in 0..batch.len() {
                        frame.go(row);
                        self.ids(context, ids, &mut frame, *element, false)?;
                        context.state.hits(self.seen.len() as u64);
                        for id in &self.seen {
                            let id = RelationshipId(*id);
                            if let Some(record) = context.view.relationship(id)?
                                && (types.is_empty() || types.contains(&record.relationship_type))
                            {
                                found.push(row as u32, id, (record.start, record.end), *directed);
                            }
                        }
                    }
                    Ok(())
                })?;
                Ok(Output::Batch(found.batch(
                    &batch,
                    *relationship,
                    *start,
                    *end,
                )))
            }
            _ => Err(mismatch()),
        }
    }

    fn reset(&mut self, _: &mut Run<'_>) {}
}
