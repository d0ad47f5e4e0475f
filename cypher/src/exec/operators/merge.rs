//! `Merge`: the matches of a pattern, or, if there are none, the pattern created. Before creating
//! the pattern is locked and looked for again.

use quiver_types::{PropertyKeyId, Status, Value};

use super::write::{
    NewNode, NewRelationship, create_node, create_relationship, name_of, new_node,
    new_relationship, set,
};
use super::{Flow, Input, Output, Pipeline, Step, batch_or_rest, mismatch};
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::{Result, defect, failed};
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::operator::{CreateSpec, Operator, OperatorKind, SetItem};
use crate::plan::walk::properties_read;

pub(super) struct Merge {
    matcher: Pipeline,
    input: Option<Batch>,
    row: usize,
}

impl Merge {
    pub fn new(matcher: &Operator) -> Self {
        Self {
            matcher: Pipeline::new(matcher),
            input: None,
            row: 0,
        }
    }

    /// All matches for a row.
    fn matches(
        &mut self,
        matcher: &Operator,
        row: &Batch,
        run: &mut Run<'_>,
    ) -> Result<Vec<Batch>> {
        let state = run.state;
        self.matcher.reset(run);
        let mut found = Vec::new();
        // Half a match must not be paused on: what it saw may have changed by then.
        state.without_yielding(|| {
            state.with_argument(row.clone(), || {
                loop {
                    match self.matcher.next(matcher, run)? {
                        Flow::Batch(mut batch) => {
                            batch.fill_absent(row);
                            found.push(batch);
                        }
                        Flow::Done => return Ok(()),
                        Flow::Yield => return Err(defect("a match of MERGE paused")),
                    }
                }
            })
        })?;
        Ok(found)
    }
}

/// What is locked and created, with nothing left to evaluate but what hangs on new nodes.
fn lock(run: &mut Run<'_>, spec: &CreateSpec, row: &Batch, undirected: bool) -> Result<()> {
    let mut new_slots = Vec::new();
    for node in &spec.nodes {
        if !row.column(node.slot).is_absent() {
            continue;
        }
        new_slots.push(node.slot);
        // Properties read of a node that is yet to be made are known only then.
        let needs = properties_read(&node.properties);
        if new_slots.iter().any(|slot| needs.contains(slot)) {
            continue;
        }
        let new = new_node(run, node, row)?;
        refuse_unmatchable(run, spec, "node", node.slot, &new.properties)?;
        run.writer()?
            .lock_merge_node(&new.labels, &new.properties)?;
    }
    for relationship in &spec.relationships {
        let hangs_on_new =
            new_slots.contains(&relationship.start) || new_slots.contains(&relationship.end);
        if hangs_on_new {
            continue;
        }
        let new = new_relationship(run, relationship, row, spec)?;
        refuse_unmatchable(
            run,
            spec,
            "relationship",
            relationship.slot,
            &new.properties,
        )?;
        run.writer()?.lock_merge_relationship(
            new.relationship_type,
            new.start,
            new.end,
            undirected,
            &new.properties,
        )?;
    }
    Ok(())
}

/// Null and NaN equal nothing: a MERGE of them would create anew each time.
fn refuse_unmatchable(
    run: &Run<'_>,
    spec: &CreateSpec,
    kind: &str,
    slot: SlotId,
    properties: &[(PropertyKeyId, Value)],
) -> Result<()> {
    let is_nan = |value: &Value| matches!(value, Value::Float(v) if v.is_nan());
    let Some((key, value)) = properties
        .iter()
        .find(|(_, value)| value.is_null() || is_nan(value))
    else {
        return Ok(());
    };
    let what = if value.is_null() { "null" } else { "NaN" };
    let key = run
        .transaction()
        .database()
        .tokens()
        .property_key_name(*key);
    Err(failed(
        Status::MergeNull,
        format!(
            "Cannot merge the following {kind} because of {what} property value for '{key}': {}",
            name_of(spec, slot)
        ),
    ))
}

fn create(run: &mut Run<'_>, spec: &CreateSpec, row: &mut Batch) -> Result<()> {
    for node in &spec.nodes {
        if !row.column(node.slot).is_absent() {
            continue;
        }
        let new: NewNode = new_node(run, node, row)?;
        refuse_unmatchable(run, spec, "node", node.slot, &new.properties)?;
        let id = create_node(run, &new.labels, &new.properties)?;
        row.set(node.slot, Column::Constant(Value::Node(id)));
    }
    for relationship in &spec.relationships {
        let new: NewRelationship = new_relationship(run, relationship, row, spec)?;
        refuse_unmatchable(
            run,
            spec,
            "relationship",
            relationship.slot,
            &new.properties,
        )?;
        let id = create_relationship(run, &new)?;
        let made = Value::Relationship(id);
        row.set(relationship.slot, Column::Constant(made));
    }
    Ok(())
}

fn set_all(run: &mut Run<'_>, items: &[SetItem], batches: &[Batch]) -> Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    for batch in batches {
        for row in 0..batch.len() {
            set(run, items, batch, row)?;
        }
    }
    Ok(())
}

impl Step for Merge {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Merge {
            matcher,
            create: spec,
            undirected,
            on_create,
            on_match,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
        });
        // A stretch of rows at a time, so that what follows works on more than one row.
        let mut done: Vec<Batch> = Vec::new();
        let end = batch.len().min(self.row + 64);
        for at in self.row..end {
            let mut row = batch.row(at);
            let mut matches = self.matches(matcher, &row, run)?;
            if matches.is_empty() {
                lock(run, spec, &row, *undirected)?;
                matches = self.matches(matcher, &row, run)?;
            }
            if matches.is_empty() {
                create(run, spec, &mut row)?;
                let created = [row];
                set_all(run, on_create, &created)?;
                done.extend(created);
            } else {
                set_all(run, on_match, &matches)?;
                done.append(&mut matches);
            }
        }
        self.row = end;
        if end < batch.len() {
            self.input = Some(batch);
        }
        let mut picks = Vec::new();
        for (number, batch) in done.iter().enumerate() {
            picks.extend((0..batch.len() as u32).map(|row| (number as u32, row)));
        }
        if done.len() == 1
            && let Some(only) = done.pop()
        {
            return Ok(Output::Batch(only));
        }
        let width = done.iter().map(Batch::width).max().unwrap_or(0);
        Ok(Output::Batch(Batch::gather(&done, &picks, width)))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.matcher.reset(run);
        self.input = None;
        self.row = 0;
    }
}
