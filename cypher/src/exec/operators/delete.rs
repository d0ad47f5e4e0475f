//! `Delete` and `DetachDelete`.

use quiver_storage::{Direction, RelationshipRecord};
use quiver_types::{NodeId, RelationshipId, Value};

use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::exec::error::{Result, shown, type_error};
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct Delete;

impl Step for Delete {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Delete { items, detach, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let batch = batch_or_return!(input);
        for row in 0..batch.len() {
            for item in items {
                let value = run.evaluate(|c| c.eval(item, &mut Frame::new(&batch, row)))?;
                delete(run, &value, *detach)?;
            }
        }
        Ok(Output::Batch(batch))
    }

    fn reset(&mut self, _: &mut Run<'_>) {}
}

fn delete(run: &mut Run<'_>, value: &Value, detach: bool) -> Result<()> {
    match value {
        Value::Null => Ok(()),
        Value::Node(id) => delete_node(run, *id, detach),
        Value::Relationship(id) => delete_relationship(run, *id),
        Value::Path(path) => {
            // Relationships first, so that the nodes are free of them.
            for relationship in path.relationships() {
                delete_relationship(run, relationship)?;
            }
            for node in path.nodes() {
                delete_node(run, node, detach)?;
            }
            Ok(())
        }
        other => Err(type_error(format!(
            "Expected a Node, Relationship or Path to delete, but got {}",
            shown(other)
        ))),
    }
}

fn delete_node(run: &mut Run<'_>, node: NodeId, detach: bool) -> Result<()> {
    run.state.hits(1);
    if detach && run.state.has_columns() {
        remember_attached(run, node)?;
    }
    let (deleted, relationships) = if detach {
        match run.writer()?.detach_delete_node(node)? {
            Some(relationships) => (true, relationships),
            None => (false, 0),
        }
    } else {
        (run.writer()?.delete_node(node)?, 0)
    };
    if deleted {
        run.state.has_deleted.set(true);
        run.state.hits(relationships);
        run.state.count(|statistics| {
            statistics.nodes_deleted += 1;
            statistics.relationships_deleted += relationships;
        });
    }
    Ok(())
}

/// Relationships that go with a node may be in the result, where their types are still shown.
fn remember_attached(run: &Run<'_>, node: NodeId) -> Result<()> {
    run.evaluate(|context| {
        let mut neighbors = Vec::new();
        context
            .view
            .expand(node, Direction::Both, &[], &mut neighbors)?;
        for neighbor in neighbors {
            let (start, end) = if neighbor.outgoing {
                (node, neighbor.node)
            } else {
                (neighbor.node, node)
            };
            let record = RelationshipRecord {
                relationship_type: neighbor.relationship_type,
                start,
                end,
            };
            context
                .state
                .remember_deleted(neighbor.relationship, record, context.transaction)?;
        }
        Ok(())
    })
}

fn delete_relationship(run: &mut Run<'_>, relationship: RelationshipId) -> Result<()> {
    run.state.hits(1);
    let record = run.evaluate(|c| Ok(c.view.relationship(relationship)?))?;
    if let Some(record) = record {
        run.state
            .remember_deleted(relationship, record, run.transaction())?;
    }
    if run.writer()?.delete_relationship(relationship)? {
        run.state.has_deleted.set(true);
        run.state.count(|s| s.relationships_deleted += 1);
    }
    Ok(())
}
