//! Following relationships: expand, expand into, degree.

use quiver_types::{NodeId, RelationshipId, RelationshipTypeId};

use super::adjacency::List;
use super::view::{Direction, GraphView, Neighbor};
use crate::ReadError;

impl Direction {
    fn covers(self, outgoing: bool) -> bool {
        match self {
            Self::Outgoing => outgoing,
            Self::Incoming => !outgoing,
            Self::Both => true,
        }
    }
}

impl GraphView<'_> {
    /// The committed lists of one side.
    fn lists<'a>(
        &'a self,
        node: NodeId,
        outgoing: bool,
        types: &'a [RelationshipTypeId],
    ) -> impl Iterator<Item = &'a List> {
        self.store().node(node.0).into_iter().flat_map(move |slot| {
            slot.adjacency.lists(&self.pin).filter(move |list| {
                list.key.outgoing == outgoing
                    && (types.is_empty() || types.contains(&list.key.relationship_type))
            })
        })
    }

    /// Calls `each` with what the snapshot holds on one side and the write set did not delete.
    #[inline]
    fn walk(
        &self,
        node: NodeId,
        outgoing: bool,
        types: &[RelationshipTypeId],
        mut each: impl FnMut(Neighbor),
    ) {
        let deleting = self.writes.filter(|writes| writes.deletes_relationships());
        for list in self.lists(node, outgoing, types) {
            for seen in list.entries(&self.pin) {
                if seen.created > self.snapshot
                    || seen.deleted
                        && !self.store().relationship_exists_at(
                            seen.relationship,
                            self.snapshot,
                            &self.pin,
                        )
                    || deleting.is_some_and(|w| w.deletes_relationship(seen.relationship))
                {
                    continue;
                }
                each(Neighbor {
                    relationship: RelationshipId(seen.relationship),
                    relationship_type: list.key.relationship_type,
                    node: NodeId(seen.node),
                    outgoing,
                });
            }
        }
    }

    /// Calls `each` with every relationship of a node, own ones last on each side.
    #[inline]
    pub(crate) fn each_neighbor(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
        mut each: impl FnMut(Neighbor),
    ) {
        for outgoing in [true, false] {
            if !direction.covers(outgoing) {
                continue;
            }
            // A self-loop stands in both lists; seen from both sides it is the outgoing one.
            let skip_loops = direction == Direction::Both && !outgoing;
            self.walk(node, outgoing, types, |neighbor| {
                if !(skip_loops && neighbor.node == node) {
                    each(neighbor);
                }
            });
            if let Some(writes) = self.writes {
                for neighbor in writes.adjacent(node) {
                    if neighbor.outgoing == outgoing
                        && (types.is_empty() || types.contains(&neighbor.relationship_type))
                        && !(skip_loops && neighbor.node == node)
                    {
                        each(*neighbor);
                    }
                }
            }
        }
    }

    /// Appends the node's relationships in one direction (`Both`: outgoing first, a self-loop
    /// once). An empty `types` means every type. Nothing for a node that does not exist.
    pub fn expand(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
        neighbors: &mut Vec<Neighbor>,
    ) -> Result<(), ReadError> {
        if self.deletes(node) {
            return Ok(());
        }
        self.each_neighbor(node, direction, types, |neighbor| neighbors.push(neighbor));
        Ok(())
    }

    /// Whether this transaction deleted the node; its relationships may still be there then.
    fn deletes(&self, node: NodeId) -> bool {
        let own = self.writes.and_then(|writes| writes.node(node));
        own.is_some_and(|own| own.deleted)
    }

    /// How many entries a walk of one node would look at.
    fn walk_length(&self, node: NodeId, direction: Direction, types: &[RelationshipTypeId]) -> u64 {
        let committed: u64 = [true, false]
            .into_iter()
            .filter(|outgoing| direction.covers(*outgoing))
            .flat_map(|outgoing| self.lists(node, outgoing, types))
            .map(|list| list.counts().0)
            .sum();
        committed + self.writes.map_or(0, |w| w.adjacent_len(node)) as u64
    }

    /// Appends the relationships between two nodes, walking from the side with fewer entries.
    /// `Direction` is as seen from `from`.
    pub fn expand_into(
        &self,
        from: NodeId,
        to: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
        neighbors: &mut Vec<Neighbor>,
    ) -> Result<(), ReadError> {
        if self.deletes(from) || self.deletes(to) {
            return Ok(());
        }
        let back = match direction {
            Direction::Outgoing => Direction::Incoming,
            Direction::Incoming => Direction::Outgoing,
            Direction::Both => Direction::Both,
        };
        if self.walk_length(from, direction, types) <= self.walk_length(to, back, types) {
            self.each_neighbor(from, direction, types, |neighbor| {
                if neighbor.node == to {
                    neighbors.push(neighbor);
                }
            });
        } else {
            self.each_neighbor(to, back, types, |neighbor| {
                if neighbor.node == from {
                    // A self-loop is outgoing from either end.
                    let is_loop = from == to;
                    neighbors.push(Neighbor {
                        node: to,
                        outgoing: if is_loop {
                            direction != Direction::Incoming
                        } else {
                            !neighbor.outgoing
                        },
                        ..neighbor
                    });
                }
            });
        }
        Ok(())
    }

    /// Number of entries [`expand`](Self::expand) would give, without walking them where a count
    /// is kept.
    pub fn degree(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
    ) -> Result<u64, ReadError> {
        if self.deletes(node) {
            return Ok(0);
        }
        let touched = self
            .writes
            .is_some_and(|writes| writes.deletes_relationships() || writes.adjacent_len(node) > 0);
        if touched {
            let mut degree = 0;
            self.each_neighbor(node, direction, types, |_| degree += 1);
            return Ok(degree);
        }
        let mut degree = 0;
        for outgoing in [true, false] {
            if !direction.covers(outgoing) {
                continue;
            }
            let skip_loops = direction == Direction::Both && !outgoing;
            for list in self.lists(node, outgoing, types) {
                match list.counts_at(self.snapshot) {
                    Some((live, loops)) => degree += live - if skip_loops { loops } else { 0 },
                    None => {
                        let one = [list.key.relationship_type];
                        self.walk(node, outgoing, &one, |neighbor| {
                            degree += u64::from(!(skip_loops && neighbor.node == node));
                        });
                    }
                }
            }
        }
        Ok(degree)
    }
}
