//! Label sets as small numbers: a node keeps the number of its set, the set is kept once.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use quiver_types::LabelId;

use crate::txn::append::AppendArray;

/// A set of labels, interned; 0 is the empty set.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct LabelSetId(pub(crate) u32);

impl LabelSetId {
    /// No labels.
    pub(crate) const EMPTY: Self = Self(0);
}

/// All label sets that were ever used. They are few: as many as there are kinds of nodes.
pub(crate) struct LabelSets {
    sets: AppendArray<Box<[LabelId]>>,
    numbers: RwLock<HashMap<Box<[LabelId]>, u32, foldhash::fast::RandomState>>,
}

impl Default for LabelSets {
    fn default() -> Self {
        let sets = Self {
            sets: AppendArray::default(),
            numbers: RwLock::default(),
        };
        sets.intern(&[]);
        sets
    }
}

impl LabelSets {
    /// The labels of a set, ascending.
    #[inline]
    pub(crate) fn labels(&self, set: LabelSetId) -> &[LabelId] {
        self.sets.get(u64::from(set.0)).map_or(&[], |labels| labels)
    }

    /// Whether a set has a label.
    #[inline]
    pub(crate) fn contains(&self, set: LabelSetId, label: LabelId) -> bool {
        self.labels(set).contains(&label)
    }

    /// The number of a set given as ascending labels without repetition.
    pub(crate) fn intern(&self, labels: &[LabelId]) -> LabelSetId {
        debug_assert!(labels.is_sorted_by(|a, b| a < b));
        if let Some(number) = self
            .numbers
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(labels)
        {
            return LabelSetId(*number);
        }
        let mut numbers = self.numbers.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = numbers.get(labels) {
            return LabelSetId(*number);
        }
        let number = numbers.len() as u32;
        self.sets.get_or_make(u64::from(number), || labels.into());
        numbers.insert(labels.into(), number);
        LabelSetId(number)
    }

    /// The set with further labels.
    pub(crate) fn with(&self, set: LabelSetId, more: &[LabelId]) -> LabelSetId {
        let mut labels = self.labels(set).to_vec();
        labels.extend_from_slice(more);
        labels.sort_unstable();
        labels.dedup();
        self.intern(&labels)
    }

    /// The set without some labels.
    pub(crate) fn without(&self, set: LabelSetId, less: &[LabelId]) -> LabelSetId {
        let mut labels = self.labels(set).to_vec();
        labels.retain(|label| !less.contains(label));
        self.intern(&labels)
    }
}
