//! A transaction's own entries of one index.
//!
//! What only creates, as loading does, never asks what it put in: entries are first written down one behind the
//! other, and put in the order of their keys when somebody looks for the first time. From then on
//! they are kept in order. Meet [`OwnEntries`].

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::index::tree::Key;

/// Ids by key; those of one key in the order in which they came.
pub(crate) type ByKey = BTreeMap<Vec<u8>, Vec<u64>>;

/// See the module.
#[derive(Default)]
pub(crate) struct OwnEntries {
    /// In order of arrival, until somebody looks; what was taken over into `by_key` means nothing.
    arrived: Vec<(Key, u64)>,
    by_key: OnceLock<ByKey>,
}

impl OwnEntries {
    /// Adds an entry.
    pub(crate) fn insert(&mut self, key: &Key, id: u64) {
        match self.by_key.get_mut() {
            None => self.arrived.push((key.clone(), id)),
            Some(by_key) => {
                // They are in order already: what they came from is needed no more.
                self.arrived = Vec::new();
                put(by_key, key.bytes(), id);
            }
        }
    }

    /// Removes an entry.
    pub(crate) fn take(&mut self, key: &[u8], id: u64) {
        self.by_key();
        self.arrived = Vec::new();
        let Some(by_key) = self.by_key.get_mut() else {
            return;
        };
        if let Some(ids) = by_key.get_mut(key) {
            // From the end: what is taken back was mostly put last.
            if let Some(position) = ids.iter().rposition(|other| *other == id) {
                ids.remove(position);
            }
            if ids.is_empty() {
                by_key.remove(key);
            }
        }
    }

    /// All entries.
    pub(crate) fn by_key(&self) -> &ByKey {
        self.by_key.get_or_init(|| {
            let mut by_key = ByKey::new();
            for (key, id) in &self.arrived {
                put(&mut by_key, key.bytes(), *id);
            }
            by_key
        })
    }
}

fn put(by_key: &mut ByKey, key: &[u8], id: u64) {
    match by_key.get_mut(key) {
        Some(ids) => ids.push(id),
        None => {
            by_key.insert(key.to_vec(), vec![id]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quiver_types::rng::Rng;

    #[test]
    fn whenever_somebody_looks_all_entries_are_there() {
        for seed in 0..200 {
            let mut rng = Rng::from_seed(seed);
            let (mut own, mut model) = (OwnEntries::default(), ByKey::new());
            for _ in 0..rng.below(30) {
                let (key, id) = (vec![rng.below(4) as u8], rng.below(3));
                match rng.below(8) {
                    0 => assert_eq!(own.by_key(), &model),
                    1 => {
                        own.take(&key, id);
                        if let Some(ids) = model.get_mut(&key) {
                            if let Some(at) = ids.iter().rposition(|other| *other == id) {
                                ids.remove(at);
                            }
                            if ids.is_empty() {
                                model.remove(&key);
                            }
                        }
                    }
                    _ => {
                        own.insert(&Key::new(&key), id);
                        model.entry(key).or_default().push(id);
                    }
                }
            }
            assert_eq!(own.by_key(), &model);
        }
    }
}
