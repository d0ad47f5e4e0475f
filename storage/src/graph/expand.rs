//! Following relationships: expand, expand into, degree.

use quiver_types::{NodeId, RelationshipId, RelationshipTypeId};

use super::adjacency::ListKey;
use super::folded::Run;
use super::neighbourhood::Part;
use super::segment::{segment_of, slot_of};
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
    /// What is committed on one side.
    fn parts<'a>(
        &'a self,
        node: NodeId,
        outgoing: bool,
        types: &'a [RelationshipTypeId],
    ) -> impl Iterator<Item = Part<'a>> {
        let around = self.store().neighbourhood(node.0, &self.pin);
        around.into_iter().flat_map(move |around| {
            around.parts(slot_of(node.0)).filter(move |part| {
                part.key.outgoing == outgoing
                    && (types.is_empty() || types.contains(&part.key.relationship_type))
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
        toward: Option<NodeId>,
        mut each: impl FnMut(Neighbor),
    ) {
        for part in self.parts(node, outgoing, types) {
            let part = toward.map_or(part, |to| part.toward(to.0));
            self.walk_part(node, &part, |node, relationship| {
                each(Neighbor {
                    relationship: RelationshipId(relationship),
                    relationship_type: part.key.relationship_type,
                    node: NodeId(node),
                    outgoing,
                });
            });
        }
    }

    /// Calls `each` with neighbour and relationship of what the snapshot holds in a part and the
    /// write set did not delete.
    #[inline]
    pub(crate) fn walk_part(&self, node: NodeId, part: &Part<'_>, mut each: impl FnMut(u64, u64)) {
        let deleting = self.writes.filter(|writes| writes.deletes_relationships());
        if part.list.is_none() && deleting.is_none() {
            part.run.each(each);
            return;
        }
        let mut met = 0;
        part.each(|seen| {
            met += 1;
            let hidden = seen.created > self.snapshot
                || seen.deleted
                    && !self.store().relationship_exists_at(
                        seen.relationship,
                        self.snapshot,
                        &self.pin,
                    )
                || deleting.is_some_and(|w| w.deletes_relationship(seen.relationship));
            if !hidden {
                each(seen.node, seen.relationship);
            }
        });
        if part.list.is_some() {
            self.note_detour(node, met);
        }
    }

    /// Folds a segment's adjacency where reading past its lists has cost more than that.
    #[cold]
    fn note_detour(&self, node: NodeId, entries: usize) {
        let around = self.store().neighbourhood(node.0, &self.pin);
        if around.is_some_and(|around| around.note_detour(entries)) {
            let watermark = self.engine.commits.snapshots.watermark();
            let segment = segment_of(node.0);
            self.store()
                .fold_segment(segment, watermark, false, &self.pin);
        }
    }

    /// Calls `each` with every relationship of a node, own ones last on each side.
    #[inline]
    pub(crate) fn each_neighbor(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
        each: impl FnMut(Neighbor),
    ) {
        self.each_toward(node, direction, types, None, each);
    }

    /// The same, of those that lead to one neighbour if one is given.
    #[inline]
    fn each_toward(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
        toward: Option<NodeId>,
        mut each: impl FnMut(Neighbor),
    ) {
        for outgoing in [true, false] {
            if !direction.covers(outgoing) {
                continue;
            }
            // A self-loop stands in both lists; seen from both sides it is the outgoing one.
            let skip_loops = direction == Direction::Both && !outgoing;
            self.walk(node, outgoing, types, toward, |neighbor| {
                if !(skip_loops && neighbor.node == node) {
                    each(neighbor);
                }
            });
            if let Some(writes) = self.writes {
                for neighbor in writes.adjacent(node) {
                    if neighbor.outgoing == outgoing
                        && (types.is_empty() || types.contains(&neighbor.relationship_type))
                        && toward.is_none_or(|to| to == neighbor.node)
                        && !(skip_loops && neighbor.node == node)
                    {
                        each(*neighbor);
                    }
                }
            }
        }
    }

    /// What a node has of one type on one side, if that is all folded: nobody changed that
    /// since, and this transaction nothing of the node.
    #[inline]
    fn settled(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
    ) -> Option<Run<'_>> {
        let key = self.one_kind(node, direction, types)?;
        let around = self.store().neighbourhood(node.0, &self.pin)?;
        around.settled(key, slot_of(node.0))
    }

    /// The one kind of relationships that are asked for, unless this transaction changed something
    /// of the node.
    #[inline]
    fn one_kind(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
    ) -> Option<ListKey> {
        let [relationship_type] = *types else {
            return None;
        };
        if direction == Direction::Both || self.writes.is_some_and(|own| own.is_around(node)) {
            return None;
        }
        Some(ListKey {
            relationship_type,
            outgoing: direction == Direction::Outgoing,
        })
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
        self.each_expanded(node, direction, types, |neighbor| neighbors.push(neighbor))
    }

    /// As [`expand`](Self::expand), calling `each` instead.
    #[inline]
    pub fn each_expanded(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
        mut each: impl FnMut(Neighbor),
    ) -> Result<(), ReadError> {
        if let (Some(run), [relationship_type]) = (self.settled(node, direction, types), types) {
            run.each(|node, relationship| {
                each(Neighbor {
                    relationship: RelationshipId(relationship),
                    relationship_type: *relationship_type,
                    node: NodeId(node),
                    outgoing: direction == Direction::Outgoing,
                });
            });
            return Ok(());
        }
        if !self.deletes(node) {
            self.each_neighbor(node, direction, types, each);
        }
        Ok(())
    }

    /// As [`expand`](Self::expand), straight into two columns: neighbours and relationships, in
    /// whatever form `of_node` and `of_relationship` make of them. What is asked of many nodes is
    /// asked here: folded entries are copied as they stand.
    #[inline]
    pub fn expand_columns<N, R>(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
        (nodes, of_node): (&mut Vec<N>, impl Fn(NodeId) -> N),
        (relationships, of_relationship): (&mut Vec<R>, impl Fn(RelationshipId) -> R),
    ) -> Result<(), ReadError> {
        if let Some(run) = self.settled(node, direction, types) {
            run.extend_nodes(nodes, |id| of_node(NodeId(id)));
            run.extend_relationships(relationships, |id| of_relationship(RelationshipId(id)));
            return Ok(());
        }
        if self.deletes(node) {
            return Ok(());
        }
        self.each_neighbor(node, direction, types, |neighbor| {
            nodes.push(of_node(neighbor.node));
            relationships.push(of_relationship(neighbor.relationship));
        });
        Ok(())
    }

    /// Whether this transaction deleted the node; its relationships may still be there then.
    fn deletes(&self, node: NodeId) -> bool {
        let own = self.writes.and_then(|writes| writes.node(node));
        own.is_some_and(|own| own.deleted)
    }

    /// How many entries a search from one node for another would look at.
    fn search(&self, node: NodeId, direction: Direction, types: &[RelationshipTypeId]) -> usize {
        let committed: usize = [true, false]
            .into_iter()
            .filter(|outgoing| direction.covers(*outgoing))
            .flat_map(|outgoing| self.parts(node, outgoing, types))
            .map(|part| part.search())
            .sum();
        committed + self.writes.map_or(0, |w| w.adjacent_len(node))
    }

    /// Appends the relationships between two nodes, looked for from the side with fewer entries
    /// to go through: folded ones are found without that.
    /// `Direction` is as seen from `from`.
    pub fn expand_into(
        &self,
        from: NodeId,
        to: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
        neighbors: &mut Vec<Neighbor>,
    ) -> Result<(), ReadError> {
        let back = match direction {
            Direction::Outgoing => Direction::Incoming,
            Direction::Incoming => Direction::Outgoing,
            Direction::Both => Direction::Both,
        };
        if let (Some(there), Some(here), [relationship_type]) = (
            self.settled(from, direction, types),
            self.settled(to, back, types),
            types,
        ) {
            let (_, between) = if there.len() <= here.len() {
                there.of_node(to.0)
            } else {
                here.of_node(from.0)
            };
            between.each(|_, relationship| {
                neighbors.push(Neighbor {
                    relationship: RelationshipId(relationship),
                    relationship_type: *relationship_type,
                    node: to,
                    outgoing: direction == Direction::Outgoing,
                });
            });
            return Ok(());
        }
        if self.deletes(from) || self.deletes(to) {
            return Ok(());
        }
        if self.search(from, direction, types) <= self.search(to, back, types) {
            self.each_toward(from, direction, types, Some(to), |neighbor| {
                neighbors.push(neighbor);
            });
        } else {
            self.each_toward(to, back, types, Some(from), |neighbor| {
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
            });
        }
        Ok(())
    }

    /// Calls `each` with the [`degree`](Self::degree) of every node.
    #[inline]
    pub fn degrees(
        &self,
        nodes: impl Iterator<Item = NodeId>,
        direction: Direction,
        types: &[RelationshipTypeId],
        mut each: impl FnMut(u64),
    ) -> Result<(), ReadError> {
        for node in nodes {
            each(self.degree(node, direction, types)?);
        }
        Ok(())
    }

    /// Number of entries [`expand`](Self::expand) would give, without walking them where a count
    /// is kept.
    #[inline]
    pub fn degree(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
    ) -> Result<u64, ReadError> {
        match self.kept_degree(node, direction, types) {
            Some(degree) => Ok(degree),
            None => self.counted_degree(node, direction, types),
        }
    }

    /// The degree of one type in one direction, if a count of it is kept for the snapshot and this
    /// transaction changed nothing of the node.
    #[inline]
    fn kept_degree(
        &self,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
    ) -> Option<u64> {
        let key = self.one_kind(node, direction, types)?;
        let around = self.store().neighbourhood(node.0, &self.pin)?;
        around.part(key, slot_of(node.0)).live_at(self.snapshot)
    }

    fn counted_degree(
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
            for part in self.parts(node, outgoing, types) {
                let counted = if skip_loops {
                    let counts = part.counts_at(node.0, self.snapshot);
                    counts.map(|(live, loops)| live - loops)
                } else {
                    part.live_at(self.snapshot)
                };
                match counted {
                    Some(live) => degree += live,
                    None => self.walk_part(node, &part, |other, _| {
                        degree += u64::from(!(skip_loops && other == node.0));
                    }),
                }
            }
        }
        Ok(degree)
    }
}
