//! Deleting nodes together with, or only without, their relationships.

use std::sync::atomic::Ordering;

use quiver_types::NodeId;

use super::Transaction;
use crate::WriteError;
use crate::graph::segment::slot_of;
use crate::graph::view::{Direction, GraphView};

impl GraphView<'_> {
    /// Whether a commit after the snapshot attached a relationship to a node that is still there
    /// in the latest state.
    fn attached_since(&self, node: NodeId) -> bool {
        // What is folded every snapshot sees.
        let around = self.store().neighbourhood(node.0, &self.pin);
        let lists = around.into_iter();
        let mut lists = lists.flat_map(|around| around.lists(slot_of(node.0)));
        lists.any(|list| {
            list.counts_at(self.snapshot).is_none()
                && list
                    .entries()
                    .any(|seen| seen.created > self.snapshot && !seen.deleted)
        })
    }
}

impl Transaction {
    /// Deletes a node and its relationships. `None` if the node did not exist, else how many
    /// relationships went with it.
    pub fn detach_delete_node(&mut self, node: NodeId) -> Result<Option<u64>, WriteError> {
        self.begin_write()?;
        if self.view().label_set(node).is_none() {
            return Ok(None);
        }
        // The node first: from then on nobody attaches anything to it.
        self.delete_node(node)?;
        self.check_attached(node)?;
        let mut neighbors = Vec::new();
        let view = self.view();
        view.each_neighbor(node, Direction::Both, &[], |neighbor| {
            neighbors.push(neighbor.relationship);
        });
        drop(view);
        let mut count = 0;
        for relationship in neighbors {
            count += u64::from(self.delete_relationship(relationship)?);
        }
        Ok(Some(count))
    }

    fn check_attached(&self, node: NodeId) -> Result<(), WriteError> {
        if self.view().attached_since(node) {
            return Err(self.conflict(format!("node {node}")));
        }
        Ok(())
    }

    /// Fails with `NodeHasRelationships` if a node deleted in this transaction has any left.
    /// Called at the end of a statement's writes; commit calls it too.
    pub fn check_deletions(&self) -> Result<(), WriteError> {
        let deleted = self.writes.deleted_nodes();
        let checked = self.deletions_checked.load(Ordering::Relaxed);
        let view = self.view();
        for node in deleted.iter().skip(checked).copied().map(NodeId) {
            let mut left = 0u64;
            view.each_neighbor(node, Direction::Both, &[], |_| left += 1);
            if left > 0 {
                return Err(WriteError::NodeHasRelationships(node));
            }
            self.check_attached(node)?;
        }
        // Checked nodes stay so: nothing can be attached to them any more.
        self.deletions_checked
            .store(deleted.len(), Ordering::Relaxed);
        Ok(())
    }
}
