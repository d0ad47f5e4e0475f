//! A scan that is only aggregated: `MATCH (p:Person) RETURN min(p.age), count(*)` asks each segment
//! of the store what its nodes come to, and makes no rows where the store knows.
//!
//! The aggregation does the work of the scan below it then. Where the store does not know (nodes
//! changed since the snapshot or by this transaction, other labels in the segment, no columns) the
//! segment's nodes come as rows, as they would from the scan. Meet [`WholeScan::of`].

use std::sync::Arc;

use quiver_storage::{NodeScan, StoredColumn};
use quiver_types::{NodeId, PropertyKeyId};

use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::operator::{Aggregate, Operator, OperatorKind};
use crate::plan::{Expr, KeyRef, SlotId};

/// What an aggregation takes of each node: nothing (`count(*)`) or a property.
type Taken = Option<KeyRef>;

/// See the module.
pub(super) struct WholeScan {
    scan: NodeScan,
    node: SlotId,
    /// The row the nodes are added to.
    argument: Batch,
    /// For each aggregation.
    taken: Vec<Taken>,
    /// The properties, each once, if they exist.
    keys: Vec<(KeyRef, Option<PropertyKeyId>)>,
    columns: Vec<Arc<StoredColumn>>,
    found: Vec<NodeId>,
    /// Nodes of the segment at hand are coming as rows.
    by_row: bool,
}

/// The next part of the nodes.
pub(super) enum Part<'a> {
    /// So many, and what they have of each aggregation's property: a column, or nothing at all.
    Whole(u64, Vec<Option<&'a StoredColumn>>),
    /// As rows.
    Rows(Batch),
    /// There are no more.
    End,
}

impl WholeScan {
    /// The scan below an aggregation, if it can be done so.
    pub(super) fn of(
        below: &Operator,
        groups: &[(SlotId, Expr)],
        aggregates: &[Aggregate],
        run: &Run<'_>,
    ) -> Result<Option<Self>> {
        let (input, node, label) = match &below.kind {
            OperatorKind::AllNodesScan { input, node } => (input, *node, None),
            OperatorKind::NodeByLabelScan { input, node, label } => (input, *node, Some(*label)),
            _ => return Ok(None),
        };
        if !groups.is_empty() || !matches!(input.kind, OperatorKind::Argument) {
            return Ok(None);
        }
        let taken: Option<Vec<Taken>> = aggregates.iter().map(|a| taken(a, node)).collect();
        let argument = run.state.argument();
        let (Some(taken), 1) = (taken, argument.len()) else {
            return Ok(None);
        };
        run.evaluate(|context| {
            let scan = match label {
                None => NodeScan::all(),
                Some(label) => match context.state.label(label, context.database) {
                    Some(label) => NodeScan::label(label),
                    None => return Ok(None),
                },
            };
            let mut keys: Vec<(KeyRef, Option<PropertyKeyId>)> = Vec::new();
            for key in taken.iter().flatten() {
                if keys.iter().all(|(known, _)| known != key) {
                    keys.push((*key, context.state.key(*key, context.database)));
                }
            }
            Ok(Some(Self {
                scan,
                node,
                argument,
                taken,
                keys,
                columns: Vec::new(),
                found: Vec::new(),
                by_row: false,
            }))
        })
    }

    /// The next part; `below` is the operator it was made of.
    pub(super) fn next(&mut self, below: &Operator, run: &Run<'_>) -> Result<Part<'_>> {
        let existing: Vec<PropertyKeyId> = self.keys.iter().filter_map(|(_, id)| *id).collect();
        let (scan, columns, found) = (&mut self.scan, &mut self.columns, &mut self.found);
        let by_row = self.by_row;
        found.clear();
        let whole = run.evaluate(|context| {
            if !by_row && let Some(nodes) = context.view.scan_whole(scan, &existing, columns) {
                return Ok(Ok(nodes));
            }
            Ok(Err(context.view.scan_segment(
                scan,
                Growth::MAXIMUM,
                found,
            )?))
        })?;
        let above = run.state.enter(below.id);
        let (rows, hits) = match whole {
            Ok(nodes) => (nodes, 1),
            Err(more) => (
                found.len() as u64,
                found.len() as u64 + u64::from(more.is_none()),
            ),
        };
        run.state.rows(below.id, rows);
        run.state.hits(hits);
        run.state.enter(above);
        match whole {
            Ok(nodes) => {
                run.state.hits(self.columns.len() as u64);
                let columns = self.taken.iter().map(|taken| self.column((*taken)?));
                Ok(Part::Whole(nodes, columns.collect()))
            }
            Err(None) => Ok(Part::End),
            Err(Some(more)) => {
                self.by_row = more;
                let mut batch = self.argument.repeat_row(0, self.found.len());
                batch.set(self.node, Column::nodes(&self.found));
                Ok(Part::Rows(batch))
            }
        }
    }

    fn column(&self, key: KeyRef) -> Option<&StoredColumn> {
        let existing = self.keys.iter().filter(|(_, id)| id.is_some());
        let mut columns = existing.zip(&self.columns);
        let (_, column) = columns.find(|((known, _), _)| *known == key)?;
        Some(column)
    }
}

/// What an aggregation takes of each node, if it is no more than a property of all of them.
fn taken(aggregate: &Aggregate, node: SlotId) -> Option<Taken> {
    if aggregate.function.is_none() {
        return Some(None);
    }
    match aggregate.arguments.as_slice() {
        [Expr::Property(of, key, _)] if !aggregate.distinct => {
            matches!(**of, Expr::Slot(slot) if slot == node).then_some(Some(*key))
        }
        _ => None,
    }
}
