//! One round of a repeated part: all ways from a node through its steps that satisfy its predicates.

use quiver_types::{NodeId, RelationshipId, RelationshipTypeId, Value};

use super::Spec;
use crate::binder::walk::slots;
use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::evaluate::Frame;
use crate::plan::quantified::{Element, PathMode};

/// A round: its relationships and the nodes they lead to.
#[derive(Clone, Default)]
pub(super) struct Hop {
    pub relationships: Vec<RelationshipId>,
    pub nodes: Vec<NodeId>,
}

impl Hop {
    /// The node it ends at.
    pub fn end(&self, from: NodeId) -> NodeId {
        self.nodes.last().copied().unwrap_or(from)
    }
}

/// What is known of the parts before any row.
pub(super) struct Prepared {
    elements: Vec<PreparedElement>,
    /// Whether rounds depend on nothing of the row.
    pub shared: bool,
}

struct PreparedElement {
    /// Types of each step; `None` if no relationship can have one.
    types: Vec<Option<Vec<RelationshipTypeId>>>,
    /// After how many steps each predicate can be asked.
    ready: Vec<usize>,
}

impl Prepared {
    pub fn new(context: &FunctionContext<'_>, elements: &[Element]) -> Self {
        let mut shared = true;
        let elements = elements.iter().map(|element| {
            let types = element.steps.iter();
            let types = types.map(|step| context.state.types(&step.types, context.database));
            let inner = element.inner();
            let ready = element.predicates.iter().map(|predicate| {
                let needs = slots(predicate);
                shared &= needs.iter().all(|slot| inner.contains(slot));
                let mut steps = element.steps.iter().enumerate();
                let last = steps.rfind(|(_, step)| {
                    needs.contains(&step.relationship) || needs.contains(&step.node)
                });
                last.map_or(0, |(at, _)| at + 1)
            });
            PreparedElement {
                ready: ready.collect(),
                types: types.collect(),
            }
        });
        let elements = elements.collect();
        Self { elements, shared }
    }
}

/// What rounds of one row look at.
pub(super) struct Scene<'a, 'c> {
    pub context: &'a FunctionContext<'c>,
    pub spec: &'a Spec<'a>,
    pub prepared: &'a Prepared,
    /// One row.
    pub row: &'a Batch,
    /// Relationships that other parts of the pattern met.
    pub excluded: &'a [RelationshipId],
}

impl Scene<'_, '_> {
    /// All rounds of a part from a node.
    pub fn rounds(&self, number: usize, from: NodeId) -> Result<Vec<Hop>> {
        let element = &self.spec.elements[number];
        let prepared = &self.prepared.elements[number];
        let mut found = vec![Hop::default()];
        if !self.holds(number, from, &found[0])? {
            return Ok(Vec::new());
        }
        let mut neighbors = Vec::new();
        for (step, types) in element.steps.iter().zip(&prepared.types) {
            let Some(types) = types else {
                return Ok(Vec::new());
            };
            let mut next = Vec::new();
            for hop in &found {
                self.context.still_wanted()?;
                neighbors.clear();
                self.context
                    .view
                    .expand(hop.end(from), step.direction, types, &mut neighbors)?;
                self.context.state.hits(1 + neighbors.len() as u64);
                self.context
                    .grow(neighbors.len() * 32 * element.steps.len())?;
                for neighbor in &neighbors {
                    if self.refuses(from, hop, neighbor.relationship, neighbor.node) {
                        continue;
                    }
                    let mut more = hop.clone();
                    more.relationships.push(neighbor.relationship);
                    more.nodes.push(neighbor.node);
                    if self.holds(number, from, &more)? {
                        next.push(more);
                    }
                }
            }
            found = next;
        }
        Ok(found)
    }

    /// Appends all rounds of the only part from a node, where a round is one relationship: by which,
    /// and to where.
    pub fn single_steps(
        &self,
        from: NodeId,
        found: &mut Vec<(RelationshipId, NodeId)>,
    ) -> Result<()> {
        let (element, prepared) = (&self.spec.elements[0], &self.prepared.elements[0]);
        let (Some(step), Some(Some(types))) = (element.steps.first(), prepared.types.first())
        else {
            return Ok(());
        };
        let nothing = Hop::default();
        if !self.holds(0, from, &nothing)? {
            return Ok(());
        }
        let mut neighbors = Vec::new();
        let view = &self.context.view;
        view.expand(from, step.direction, types, &mut neighbors)?;
        self.context.state.hits(1 + neighbors.len() as u64);
        // What a search keeps of a step, and of where it leads.
        self.context.grow(neighbors.len() * 64)?;
        for neighbor in &neighbors {
            let (relationship, node) = (neighbor.relationship, neighbor.node);
            if self.refuses(from, &nothing, relationship, node) {
                continue;
            }
            let asked = prepared.ready.contains(&1);
            let hop = || Hop {
                relationships: vec![relationship],
                nodes: vec![node],
            };
            if !asked || self.holds(0, from, &hop())? {
                found.push((relationship, node));
            }
        }
        Ok(())
    }

    fn refuses(&self, from: NodeId, hop: &Hop, relationship: RelationshipId, node: NodeId) -> bool {
        if self.excluded.contains(&relationship) {
            return true;
        }
        match self.spec.mode {
            PathMode::Walk => false,
            PathMode::Trail => hop.relationships.contains(&relationship),
            PathMode::Acyclic => node == from || hop.nodes.contains(&node),
        }
    }

    /// Whether the predicates hold that can be asked since the last step of a beginning.
    fn holds(&self, number: usize, from: NodeId, hop: &Hop) -> Result<bool> {
        let element = &self.spec.elements[number];
        let ready = &self.prepared.elements[number].ready;
        let steps = hop.nodes.len();
        if !ready.contains(&steps) {
            return Ok(true);
        }
        let mut row = self.row.clone();
        row.set(element.entry, Column::Constant(Value::Node(from)));
        for (at, step) in element.steps.iter().take(steps).enumerate() {
            let relationship = Value::Relationship(hop.relationships[at]);
            row.set(step.relationship, Column::Constant(relationship));
            row.set(step.node, Column::Constant(Value::Node(hop.nodes[at])));
        }
        let mut frame = Frame::new(&row, 0);
        for (predicate, at) in element.predicates.iter().zip(ready) {
            if *at == steps && self.context.predicate(predicate, &mut frame)? != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
