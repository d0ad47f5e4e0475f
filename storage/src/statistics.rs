//! What the store knows about how its data is spread, for planning: read here, kept elsewhere.
//!
//! Everything is of the newest installed state, and read without a snapshot: estimates choose
//! plans and never decide an answer. What is exact and what is not is said at each method.
//! Counters come with the commits that change them, a look into an index costs a descent or two,
//! so nothing here grows with the data. Meet [`Statistics`].

use std::ops::Bound;

use quiver_types::{LabelId, RelationshipTypeId, Value};

use crate::Database;
use crate::graph::degrees::Side;
use crate::graph::seek::key_range;
use crate::graph::view::{Direction, IndexQuery};
use crate::schema::IndexId;
use crate::stats::CountKey;
use crate::txn::cell::{Pin, pin};

/// How many relationships of a kind nodes of a kind have.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Degrees {
    /// Relationships: the sum of the degrees.
    pub relationships: f64,
    /// Nodes with at least one of them.
    pub nodes: f64,
    /// Sum of the squares of the degrees. Divided by `relationships` it is the mean degree of a
    /// node that was reached along such a relationship, which hubs make far larger than the
    /// mean of all nodes.
    pub squares: f64,
    /// The largest degree that a node had since the database was opened: deletions do not lower
    /// it.
    pub maximum: f64,
}

impl Degrees {
    fn add(&mut self, side: &Side) {
        self.relationships += side.relationships.max(0) as f64;
        self.nodes += side.nodes.max(0) as f64;
        self.squares += side.squares.max(0) as f64;
        self.maximum = self.maximum.max(side.maximum as f64);
    }

    /// Mean degree of a node reached along such a relationship (see `squares`); 0 without any.
    pub fn of_reached(&self) -> f64 {
        if self.relationships > 0.0 {
            self.squares / self.relationships
        } else {
            0.0
        }
    }
}

/// How an index is filled.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct IndexStatistics {
    /// Entries; entries that entities left and that are not cleared away yet are among them.
    pub entries: f64,
    /// Distinct keys: exact for a unique index and up to some hundreds, else from samples.
    pub distinct: f64,
}

/// See the module. Holds an epoch: not to be kept while waiting.
pub struct Statistics<'d> {
    database: &'d Database,
    visible: u64,
    pin: Pin,
}

impl Database {
    /// The statistics now.
    pub fn statistics(&self) -> Statistics<'_> {
        Statistics {
            database: self,
            visible: self.engine.commits.snapshots.visible(),
            pin: pin(),
        }
    }
}

impl Statistics<'_> {
    fn count(&self, key: CountKey) -> f64 {
        let counts = self.database.engine.counts();
        counts.at(key, self.visible, &self.pin).max(0) as f64
    }

    fn types(&self, relationship_type: Option<RelationshipTypeId>) -> Vec<RelationshipTypeId> {
        match relationship_type {
            Some(one) => vec![one],
            None => {
                let types = self.database.engine.tokens.relationship_types();
                types.into_iter().map(|(id, _)| id).collect()
            }
        }
    }

    /// Nodes, or nodes with a label. Exact.
    pub fn nodes(&self, label: Option<LabelId>) -> f64 {
        self.count(label.map_or(CountKey::Nodes, CountKey::Label))
    }

    /// Relationships of a type that leave / enter nodes with a label; `None` stands for any.
    /// Exact where at most one label is given. With two it is counted too, but may be off: by
    /// commits that raced, and where the labels of a node with more than a thousand
    /// relationships changed, which then are sampled. Opening the database counts anew.
    pub fn relationships(
        &self,
        start: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        end: Option<LabelId>,
    ) -> f64 {
        let side = |label, outgoing| {
            self.types(relationship_type)
                .into_iter()
                .map(|relationship_type| {
                    self.count(CountKey::LabelType {
                        label,
                        relationship_type,
                        outgoing,
                    })
                })
                .sum()
        };
        match (start, end) {
            (None, None) => {
                self.count(relationship_type.map_or(CountKey::Relationships, CountKey::Type))
            }
            (Some(start), None) => side(start, true),
            (None, Some(end)) => side(end, false),
            (Some(start), Some(end)) => self
                .types(relationship_type)
                .into_iter()
                .map(|relationship_type| self.pair(start, relationship_type, end))
                .sum(),
        }
    }

    fn pair(&self, start: LabelId, relationship_type: RelationshipTypeId, end: LabelId) -> f64 {
        let graph = &self.database.engine.graph;
        let has = |set, label| graph.has_label(set, label);
        if let Some(count) = graph.degrees.pairs(relationship_type, |from, to| {
            has(from, start) && has(to, end)
        }) {
            return count.max(0) as f64;
        }
        // Too many kinds of nodes to count all pairs: as if the two sides were independent.
        let all = self.count(CountKey::Type(relationship_type));
        let side = |label, outgoing| {
            self.count(CountKey::LabelType {
                label,
                relationship_type,
                outgoing,
            })
        };
        side(start, true) * side(end, false) / all.max(1.0)
    }

    /// How relationships of a type (of any) are spread over nodes with a label (over all), as
    /// seen from the nodes: `Outgoing` those that leave them. `Both` adds the two sides up, so a
    /// node with both counts twice in `nodes`. Exact but for what commits that race do, and
    /// `maximum`; a node of several types counts once for each when no type is given.
    pub fn degrees(
        &self,
        label: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        direction: Direction,
    ) -> Degrees {
        let graph = &self.database.engine.graph;
        let mut degrees = Degrees::default();
        for one in self.types(relationship_type) {
            graph.degrees.sides(one, |set, outgoing, side| {
                let wanted = match direction {
                    Direction::Outgoing => outgoing,
                    Direction::Incoming => !outgoing,
                    Direction::Both => true,
                };
                if wanted && label.is_none_or(|label| graph.has_label(set, label)) {
                    degrees.add(side);
                }
            });
        }
        degrees
    }

    /// How an index is filled; zeros for one that is not.
    pub fn index(&self, index: IndexId) -> IndexStatistics {
        let state = self.database.engine.schema_state();
        let Some(index) = state.index(index) else {
            return IndexStatistics::default();
        };
        let entries = index.tree(&self.pin).map_or(0, |tree| tree.len()) as f64;
        IndexStatistics {
            entries,
            distinct: index.distinct(&self.pin),
        }
    }

    /// How many entries of an index answer a query: its inner nodes know how many entries are
    /// below them, which makes them a histogram that is always of today. Exact but for entries
    /// that entities left and that are not cleared away yet, and for a bound that is excluded,
    /// whose own entries are counted. A query that nothing can match gives 0.
    pub fn index_entries(&self, index: IndexId, query: &IndexQuery<'_>) -> f64 {
        let state = self.database.engine.schema_state();
        let (Some(index), Some(range)) = (state.index(index), key_range(query)) else {
            return 0.0;
        };
        let Some(tree) = index.tree(&self.pin) else {
            return 0.0;
        };
        let upper = range
            .upper
            .as_deref()
            .map_or(tree.len(), |upper| tree.rank(upper));
        upper.saturating_sub(tree.rank(&range.lower)) as f64
    }

    /// As [`index_entries`](Self::index_entries) for a range over the first property.
    pub fn index_range(&self, index: IndexId, lower: Bound<&Value>, upper: Bound<&Value>) -> f64 {
        let prefix = &[];
        self.index_entries(
            index,
            &IndexQuery::Range {
                prefix,
                lower,
                upper,
            },
        )
    }
}
