//! How relationships are spread over kinds of nodes: kept at every commit, for planning only.
//!
//! A kind of node is its whole set of labels, so that a relationship changes two sides and one
//! pair however many labels its ends have; readers add up the sets that have the label they ask
//! for. Not tied to snapshots. Meet [`DegreeTable`] and, on the commit's side,
//! [`DegreeChanges`].

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use quiver_types::RelationshipTypeId;

use super::label_set::LabelSetId;
use crate::txn::append::AppendArray;

type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// Pairs of kinds that are counted for one type; with more there are no pairs at all.
const PAIRS: usize = 4096;

/// Relationships of one type on one side of one kind of node; or a change of that.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Side {
    pub(crate) relationships: i64,
    /// Nodes with at least one.
    pub(crate) nodes: i64,
    /// Sum of the squared degrees.
    pub(crate) squares: i128,
    /// Largest degree met.
    pub(crate) maximum: u64,
}

impl Side {
    /// A node's degree changes.
    pub(crate) fn change(&mut self, from: u64, to: u64) {
        let square = |degree: u64| i128::from(degree) * i128::from(degree);
        self.relationships += to.cast_signed() - from.cast_signed();
        self.nodes += i64::from(to > 0) - i64::from(from > 0);
        self.squares += square(to) - square(from);
        self.maximum = self.maximum.max(to);
    }

    fn merge(&mut self, other: &Self) {
        self.relationships += other.relationships;
        self.nodes += other.nodes;
        self.squares += other.squares;
        self.maximum = self.maximum.max(other.maximum);
    }
}

/// What one commit changes.
#[derive(Default)]
pub(crate) struct DegreeChanges {
    sides: Map<(RelationshipTypeId, LabelSetId, bool), Side>,
    pairs: Map<(RelationshipTypeId, LabelSetId, LabelSetId), i64>,
}

impl DegreeChanges {
    /// A side of a kind of node, to be changed.
    pub(crate) fn side(
        &mut self,
        relationship_type: RelationshipTypeId,
        set: LabelSetId,
        outgoing: bool,
    ) -> &mut Side {
        let key = (relationship_type, set, outgoing);
        self.sides.entry(key).or_default()
    }

    /// Relationships between two kinds come or go.
    pub(crate) fn pair(
        &mut self,
        relationship_type: RelationshipTypeId,
        start: LabelSetId,
        end: LabelSetId,
        by: i64,
    ) {
        *self
            .pairs
            .entry((relationship_type, start, end))
            .or_default() += by;
    }
}

#[derive(Default)]
struct OfType {
    sides: Map<(LabelSetId, bool), Side>,
    pairs: Map<(LabelSetId, LabelSetId), i64>,
    /// There were more pairs than are counted.
    too_many: bool,
}

/// The statistics of all types.
#[derive(Default)]
pub(crate) struct DegreeTable {
    types: AppendArray<Mutex<OfType>>,
}

fn lock(of: &Mutex<OfType>) -> MutexGuard<'_, OfType> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl DegreeTable {
    fn of(&self, relationship_type: RelationshipTypeId) -> &Mutex<OfType> {
        self.types
            .get_or_make(u64::from(relationship_type.0), Mutex::default)
    }

    /// Applies what a commit changed.
    pub(crate) fn apply(&self, changes: &DegreeChanges) {
        for ((relationship_type, set, outgoing), side) in &changes.sides {
            let mut of = lock(self.of(*relationship_type));
            of.sides.entry((*set, *outgoing)).or_default().merge(side);
        }
        for ((relationship_type, start, end), by) in &changes.pairs {
            let mut of = lock(self.of(*relationship_type));
            if of.too_many {
                continue;
            }
            *of.pairs.entry((*start, *end)).or_default() += by;
            if of.pairs.len() > PAIRS {
                of.too_many = true;
                of.pairs = Map::default();
            }
        }
    }

    /// Calls `each` with every side of a type.
    pub(crate) fn sides(
        &self,
        relationship_type: RelationshipTypeId,
        mut each: impl FnMut(LabelSetId, bool, &Side),
    ) {
        let Some(of) = self.types.get(u64::from(relationship_type.0)) else {
            return;
        };
        for ((set, outgoing), side) in &lock(of).sides {
            each(*set, *outgoing, side);
        }
    }

    /// Relationships of a type between kinds of which `wanted` says so; `None` if there are too
    /// many kinds.
    pub(crate) fn pairs(
        &self,
        relationship_type: RelationshipTypeId,
        wanted: impl Fn(LabelSetId, LabelSetId) -> bool,
    ) -> Option<i64> {
        let Some(of) = self.types.get(u64::from(relationship_type.0)) else {
            return Some(0);
        };
        let of = lock(of);
        let wanted = of
            .pairs
            .iter()
            .filter(|((start, end), _)| wanted(*start, *end));
        (!of.too_many).then(|| wanted.map(|(_, count)| count).sum())
    }
}
