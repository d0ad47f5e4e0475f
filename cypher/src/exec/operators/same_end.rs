//! For `Expand(Into)`: the relationships of a node at which row after row has the same end.
//!
//! Friends of friends who are not friends look for a relationship between one person and each of
//! hundreds. Looking both ends up for each row costs more than going once through what the one end
//! has, sorted by the other end. It holds within a batch only: a later one may see more writes. Meet
//! [`SameEnd::of`].

use quiver_storage::Direction;
use quiver_types::{NodeId, RelationshipTypeId};

use crate::exec::FunctionContext;
use crate::exec::column::{NodeRef, RelationshipRef};
use crate::exec::error::Result;

/// Rows in a row with one end before its relationships are gone through.
const AFTER: usize = 4;
/// Relationships that may be gone through for each such row there was.
const EACH: usize = 64;

/// The relationships of the node that is at one end of the rows of late.
#[derive(Default)]
pub(super) struct SameEnd {
    node: Option<NodeId>,
    rows: usize,
    /// By the node they lead to; `None` as long as it does not pay.
    entries: Option<Vec<(u64, u64)>>,
}

impl SameEnd {
    /// Forgets all; the graph may have changed.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The relationships between a row's `node` and `other`, as `(other, relationship)`; `None` if
    /// they are to be looked for. `direction` is as seen from `node`.
    pub fn of(
        &mut self,
        context: &FunctionContext<'_>,
        (node, other): (NodeId, NodeId),
        direction: Direction,
        types: &[RelationshipTypeId],
    ) -> Result<Option<&[(u64, u64)]>> {
        if self.node != Some(node) {
            self.clear();
            self.node = Some(node);
        }
        self.rows += 1;
        if self.entries.is_none() && self.rows >= AFTER && self.rows.is_power_of_two() {
            self.load(context, node, direction, types)?;
        }
        Ok(self.entries.as_ref().map(|entries| {
            let begins = entries.partition_point(|(found, _)| *found < other.0);
            let same = |(found, _): &&(u64, u64)| *found == other.0;
            let ends = begins + entries[begins..].iter().take_while(same).count();
            &entries[begins..ends]
        }))
    }

    fn load(
        &mut self,
        context: &FunctionContext<'_>,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
    ) -> Result<()> {
        // The relationships of a node that was deleted are not all gone with it.
        if context.state.has_deleted.get() {
            return Ok(());
        }
        let degree = context.view.degree(node, direction, types)?;
        if degree as usize > EACH * self.rows {
            return Ok(());
        }
        let (mut nodes, mut relationships) = (Vec::new(), Vec::new());
        context.view.expand_columns(
            node,
            direction,
            types,
            (&mut nodes, |node| NodeRef(node.0)),
            (&mut relationships, |id| RelationshipRef(id.0)),
        )?;
        let entries = nodes.into_iter().zip(relationships);
        let mut entries: Vec<(u64, u64)> = entries.map(|(n, r)| (n.0, r.0)).collect();
        entries.sort_unstable();
        self.entries = Some(entries);
        Ok(())
    }
}
