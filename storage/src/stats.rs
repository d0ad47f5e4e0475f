//! Counts of nodes and relationships, exact for every live snapshot.
//!
//! A counter is a value at some past moment plus the changes since, each with its commit. Changes
//! are applied in commit order by whoever makes commits visible; those that no live snapshot
//! separates are merged, so a counter stays as short as the list of live snapshots.

use std::collections::HashMap;

use dashmap::DashMap;
use quiver_types::{LabelId, RelationshipTypeId};

use crate::txn::append::AppendArray;
use crate::txn::cell::{EpochCell, Pin};

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) enum CountKey {
    /// All nodes.
    Nodes,
    /// Nodes with a label.
    Label(LabelId),
    /// All relationships.
    Relationships,
    /// Relationships of a type.
    Type(RelationshipTypeId),
    /// Relationships of a type that leave (enter) nodes with a label.
    LabelType {
        label: LabelId,
        relationship_type: RelationshipTypeId,
        outgoing: bool,
    },
}

/// Different counts up to which they are looked through one by one.
const FEW: usize = 8;

/// Changes of one transaction. Most change few counts, many times.
#[derive(Clone, Default, Debug)]
pub(crate) struct CountChanges {
    few: Vec<(CountKey, i64)>,
    /// All counts beyond the first [`FEW`].
    more: HashMap<CountKey, i64, foldhash::fast::RandomState>,
}

impl CountChanges {
    /// Counts one change.
    pub(crate) fn add(&mut self, key: CountKey, by: i64) {
        if let Some((_, sum)) = self.few.iter_mut().find(|(other, _)| *other == key) {
            *sum += by;
        } else if self.few.len() < FEW {
            self.few.push((key, by));
        } else {
            *self.more.entry(key).or_insert(0) += by;
        }
    }

    /// The change of a count.
    pub(crate) fn get(&self, key: CountKey) -> i64 {
        let few = self.few.iter().find(|(other, _)| *other == key);
        few.map_or_else(
            || self.more.get(&key).copied().unwrap_or_default(),
            |(_, by)| *by,
        )
    }

    /// Whether nothing was counted.
    pub(crate) fn is_empty(&self) -> bool {
        self.few.is_empty()
    }

    /// All of them, each once.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (CountKey, i64)> {
        let more = self.more.iter().map(|(key, by)| (*key, *by));
        self.few.iter().copied().chain(more)
    }
}

/// One counter's state; replaced as a whole.
#[derive(Default)]
struct State {
    base: i64,
    later: Box<[(u64, i64)]>,
}

impl State {
    fn at(&self, snapshot: u64) -> i64 {
        let later: i64 = self
            .later
            .iter()
            .take_while(|(timestamp, _)| *timestamp <= snapshot)
            .map(|(_, by)| by)
            .sum();
        self.base + later
    }

    /// The state after one more change; `separators` are the timestamps, ascending, at which
    /// somebody reads or may yet read.
    fn with(&self, timestamp: u64, by: i64, separators: &[u64]) -> Self {
        let mut base = self.base;
        let mut later: Vec<(u64, i64)> = Vec::with_capacity(self.later.len() + 1);
        for (at, by) in self.later.iter().copied().chain([(timestamp, by)]) {
            // The first separator that may read what came before this change.
            let separated = |from: u64| {
                let first = separators.partition_point(|s| *s < from);
                separators.get(first).is_some_and(|s| *s < at)
            };
            match later.last_mut() {
                None if !separated(0) => base += by,
                Some(last) if !separated(last.0) => *last = (at, last.1 + by),
                None | Some(_) => later.push((at, by)),
            }
        }
        Self {
            base,
            later: later.into_boxed_slice(),
        }
    }
}

type Counter = EpochCell<State>;

/// All counters of a database.
#[derive(Default)]
pub(crate) struct Counts {
    nodes: Counter,
    relationships: Counter,
    labels: AppendArray<Counter>,
    types: AppendArray<Counter>,
    pairs: DashMap<(u32, u32, bool), Counter, foldhash::fast::RandomState>,
}

impl Counts {
    /// Applies the changes of a commit. Called in commit order, before the commit is visible,
    /// with the live snapshots and the visible timestamp of now as `separators`.
    pub(crate) fn apply(
        &self,
        changes: &CountChanges,
        timestamp: u64,
        separators: &[u64],
        pin: &Pin,
    ) {
        for (key, by) in changes.iter() {
            if by == 0 {
                continue;
            }
            let change = |counter: &Counter| {
                let fresh = counter.load(pin).map_or_else(
                    || State::default().with(timestamp, by, separators),
                    |state| state.with(timestamp, by, separators),
                );
                counter.replace(Some(fresh), pin);
            };
            match key {
                CountKey::Nodes => change(&self.nodes),
                CountKey::Relationships => change(&self.relationships),
                CountKey::Label(label) => {
                    change(
                        self.labels
                            .get_or_make(u64::from(label.0), Counter::default),
                    );
                }
                CountKey::Type(relationship_type) => change(
                    self.types
                        .get_or_make(u64::from(relationship_type.0), Counter::default),
                ),
                CountKey::LabelType {
                    label,
                    relationship_type,
                    outgoing,
                } => change(
                    self.pairs
                        .entry((label.0, relationship_type.0, outgoing))
                        .or_default()
                        .downgrade()
                        .value(),
                ),
            }
        }
    }

    /// A count at a snapshot.
    pub(crate) fn at(&self, key: CountKey, snapshot: u64, pin: &Pin) -> i64 {
        let read = |counter: &Counter| counter.load(pin).map_or(0, |state| state.at(snapshot));
        match key {
            CountKey::Nodes => read(&self.nodes),
            CountKey::Relationships => read(&self.relationships),
            CountKey::Label(label) => self.labels.get(u64::from(label.0)).map_or(0, read),
            CountKey::Type(relationship_type) => self
                .types
                .get(u64::from(relationship_type.0))
                .map_or(0, read),
            CountKey::LabelType {
                label,
                relationship_type,
                outgoing,
            } => self
                .pairs
                .get(&(label.0, relationship_type.0, outgoing))
                .map_or(0, |counter| read(counter.value())),
        }
    }

    /// Every (label, type, direction) that was ever counted.
    pub(crate) fn pairs(&self) -> Vec<CountKey> {
        self.pairs
            .iter()
            .map(|entry| {
                let (label, relationship_type, outgoing) = *entry.key();
                CountKey::LabelType {
                    label: LabelId(label),
                    relationship_type: RelationshipTypeId(relationship_type),
                    outgoing,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_answers_for_every_separator_and_stays_short() {
        let mut state = State::default();
        let separators = [3, 7, 20];
        for timestamp in 1..=20u64 {
            let until: Vec<u64> = separators
                .iter()
                .copied()
                .filter(|s| *s < timestamp)
                .chain([timestamp - 1])
                .collect();
            state = state.with(timestamp, 1, &until);
        }
        assert_eq!((state.at(3), state.at(7), state.at(20)), (3, 7, 20));
        assert!(state.later.len() <= 4, "{:?}", state.later);
    }
}
