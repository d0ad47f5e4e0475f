//! The aggregations of one WITH or RETURN, each once, found by how they are written.

use std::collections::{HashMap, HashSet};

use super::walk;
use crate::plan::{Aggregate, SlotId};

/// Aggregations in the order they were met. Thousands of them may be, so none is compared with all others.
#[derive(Default)]
pub struct Aggregates {
    list: Vec<Aggregate>,
    /// Places in the list, by what the texts of the arguments hash to.
    written: HashMap<u64, Vec<usize>>,
    slots: HashSet<SlotId>,
}

impl Aggregates {
    /// The column of the same aggregation where there is one, else that of this one, which joins them if it may.
    pub fn slot_of(&mut self, aggregate: Aggregate, may_join: bool) -> Option<SlotId> {
        let alike = self
            .written
            .entry(walk::fingerprint(&aggregate.arguments))
            .or_default();
        let mut known = alike.iter().map(|at| &self.list[*at]);
        if let Some(known) = known.find(|known| same(known, &aggregate)) {
            return Some(known.slot);
        }
        if !may_join {
            return None;
        }
        let slot = aggregate.slot;
        alike.push(self.list.len());
        self.slots.insert(slot);
        self.list.push(aggregate);
        Some(slot)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether a column is one of theirs.
    pub fn has(&self, slot: SlotId) -> bool {
        self.slots.contains(&slot)
    }

    /// All of them.
    pub fn into_list(self) -> Vec<Aggregate> {
        self.list
    }
}

fn same(a: &Aggregate, b: &Aggregate) -> bool {
    a.distinct == b.distinct
        && a.function.map(|function| function.name) == b.function.map(|function| function.name)
        && walk::all_same(&a.arguments, &b.arguments)
}
