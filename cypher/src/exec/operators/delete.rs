//! `Delete` and `DetachDelete`.

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

fn delete_relationship(run: &mut Run<'_>, relationship: RelationshipId) -> Result<()> {
    run.state.hits(1);
    if run.writer()?.delete_relationship(relationship)? {
        run.state.has_deleted.set(true);
        run.state.count(|s| s.relationships_deleted += 1);
    }
    Ok(())
}
