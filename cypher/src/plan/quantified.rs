//! Repeated parts of a path as data: what binding finds in a quantified path pattern, and what the
//! operator walks. How it is walked is `exec::operators::quantified`'s business.

use std::collections::BTreeSet;

use quiver_storage::Direction;

use super::expression::{Expr, TypeRef};
use super::operator::SlotId;

/// One relationship of a repeated part, and the node it leads to.
#[derive(Clone, Debug)]
pub struct WalkStep {
    /// Where predicates see the relationship.
    pub relationship: SlotId,
    /// As walked.
    pub direction: Direction,
    /// Types; empty is any.
    pub types: Vec<TypeRef>,
    /// Where predicates see the node.
    pub node: SlotId,
}

/// A part of a path that is walked some number of times, each time from its entry to its last node.
#[derive(Clone, Debug)]
pub struct Element {
    /// Where predicates see the node a round begins at.
    pub entry: SlotId,
    /// At least one.
    pub steps: Vec<WalkStep>,
    /// Rounds at least.
    pub min: u64,
    /// Rounds at most.
    pub max: Option<u64>,
    /// What a round binds, and where it goes: lists over all rounds, or, `lists` false, the values
    /// of the only one.
    pub groups: Vec<(SlotId, SlotId)>,
    /// Whether groups are lists.
    pub lists: bool,
    /// Where the node goes at which the last round ends, if it has a name. Known of paths that are
    /// walked forwards only.
    pub last: Option<SlotId>,
    /// Asked of each round.
    pub predicates: Vec<Expr>,
}

impl Element {
    /// Slots that exist only while a round is walked.
    pub fn inner(&self) -> BTreeSet<SlotId> {
        let steps = self.steps.iter();
        let mut inner: BTreeSet<SlotId> = steps.flat_map(|s| [s.relationship, s.node]).collect();
        inner.insert(self.entry);
        inner
    }

    /// The same part walked from its end.
    pub fn reversed(&self) -> Self {
        let mut steps = Vec::with_capacity(self.steps.len());
        for (at, step) in self.steps.iter().enumerate().rev() {
            let node = match at.checked_sub(1) {
                Some(before) => self.steps[before].node,
                None => self.entry,
            };
            steps.push(WalkStep {
                direction: match step.direction {
                    Direction::Outgoing => Direction::Incoming,
                    Direction::Incoming => Direction::Outgoing,
                    Direction::Both => Direction::Both,
                },
                node,
                ..step.clone()
            });
        }
        Self {
            entry: self.steps.last().map_or(self.entry, |step| step.node),
            steps,
            ..self.clone()
        }
    }
}

/// How many of the paths between two nodes are wanted, shortest first.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Whether paths of one length count as one.
    pub groups: bool,
    /// How many.
    pub count: Expr,
}

/// What a path must not visit twice.
pub use crate::syntax::ast::PathMode;
