//! `ProjectEndpoints`: the end nodes of a relationship, or of a list of them, that is bound
//! already.

use quiver_storage::{Direction, RelationshipRecord};
use quiver_types::{NodeId, RelationshipId, RelationshipTypeId, Value};

use super::expand::{node_at, relationships_at};
use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::{Result, shown, type_error};
use crate::exec::run::Run;
use crate::plan::operator::{ExpandSpec, Operator, OperatorKind};

pub(super) struct ProjectEndpoints;

impl Step for ProjectEndpoints {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::ProjectEndpoints {
            expand,
            start_bound,
            end_bound,
            length,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        let batch = batch_or_return!(input);
        let (mut rows, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        run.evaluate(|context| {
            let types = context.state.types(&expand.types, context.database);
            for row in 0..batch.len() {
                let Some(types) = &types else {
                    break;
                };
                let open = !start_bound && !end_bound;
                for (start, end) in pairs(context, &batch, row, expand, types, *length, open)? {
                    let agrees = |bound: bool, slot, node| -> Result<bool> {
                        Ok(!bound || node_at(&batch, slot, row)? == Some(node))
                    };
                    if agrees(*start_bound, expand.from, start)?
                        && agrees(*end_bound, expand.to, end)?
                    {
                        rows.push(row as u32);
                        starts.push(start);
                        ends.push(end);
                    }
                }
            }
            Ok(())
        })?;
        let mut output = batch.take(&rows);
        output.set(expand.from, Column::nodes(&starts));
        output.set(expand.to, Column::nodes(&ends));
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, _: &mut Run<'_>) {}
}

/// The ends as seen from the pattern's left side.
fn pairs(
    context: &FunctionContext<'_>,
    batch: &Batch,
    row: usize,
    expand: &ExpandSpec,
    types: &[RelationshipTypeId],
    length: Option<(u64, Option<u64>)>,
    open: bool,
) -> Result<Vec<(NodeId, NodeId)>> {
    let value = batch.value(expand.relationship, row);
    let relationships: Vec<RelationshipId> = match (&value, length) {
        (Value::Null, _) => return Ok(Vec::new()),
        (Value::Relationship(id), None) => vec![*id],
        (Value::List(items), Some((min, max))) => {
            let count = items.len() as u64;
            if count < min || max.is_some_and(|max| count > max) {
                return Ok(Vec::new());
            }
            let mut ids = Vec::with_capacity(items.len());
            for item in items.iter() {
                match item {
                    Value::Relationship(id) => ids.push(*id),
                    Value::Null => return Ok(Vec::new()),
                    other => return Err(not_a_relationship(other)),
                }
            }
            ids
        }
        (other, _) => return Err(not_a_relationship(other)),
    };
    let mut excluded = Vec::new();
    relationships_at(batch, &expand.distinct_from, row, &mut excluded);
    let mut records: Vec<RelationshipRecord> = Vec::with_capacity(relationships.len());
    for (at, id) in relationships.iter().enumerate() {
        context.state.hits(1);
        let Some(record) = context.view.relationship(*id)? else {
            return Ok(Vec::new());
        };
        let wanted = types.is_empty() || types.contains(&record.relationship_type);
        if !wanted || excluded.contains(id) || relationships[..at].contains(id) {
            return Ok(Vec::new());
        }
        records.push(record);
    }
    let Some(first) = records.first() else {
        // A list of length zero: its two ends are the same node, which must be bound.
        let bound = match node_at(batch, expand.from, row)? {
            Some(node) => Some(node),
            None => node_at(batch, expand.to, row)?,
        };
        return Ok(bound.map(|node| (node, node)).into_iter().collect());
    };
    // A list between two nodes of which none is known is walked from both ends of its first
    // relationship, even if those are one node: so does Neo4j.
    let twice = length.is_some() && open;
    let mut found = Vec::new();
    for start in [first.start, first.end] {
        if let Some(end) = walk(&records, start, expand.direction)
            && ((twice && expand.direction == Direction::Both) || !found.contains(&(start, end)))
        {
            found.push((start, end));
        }
    }
    Ok(found)
}

/// Where the relationships lead from a node, if they do in that direction.
fn walk(records: &[RelationshipRecord], start: NodeId, direction: Direction) -> Option<NodeId> {
    let mut at = start;
    for record in records {
        let forward = record.start == at && direction != Direction::Incoming;
        let backward = record.end == at && direction != Direction::Outgoing;
        at = if forward {
            record.end
        } else if backward {
            record.start
        } else {
            return None;
        };
    }
    Some(at)
}

fn not_a_relationship(value: &Value) -> crate::RunError {
    type_error(format!("Expected a relationship, got {}", shown(value)))
}
