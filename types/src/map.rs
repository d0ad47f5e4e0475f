//! String-keyed maps of values, in the order in which keys were first inserted.

use indexmap::IndexMap;

use crate::{Text, Value};

/// A Cypher map. Keys are unique; a repeated insert keeps the position and replaces the value.
#[derive(Clone, Default, Debug)]
pub struct Map(IndexMap<Text, Value, foldhash::fast::RandomState>);

impl Map {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty map with room for `entries` entries. Callers that read a size from the outside
    /// must bound it first.
    pub fn with_capacity(entries: usize) -> Self {
        Self(IndexMap::with_capacity_and_hasher(
            entries,
            foldhash::fast::RandomState::default(),
        ))
    }

    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        // A few inline comparisons beat hashing for the small maps that rows of parameters are.
        if self.0.len() <= 8 {
            return self
                .0
                .iter()
                .find(|(k, _)| k.as_str() == key)
                .map(|(_, v)| v);
        }
        self.0.get(key)
    }

    /// Sets `key` and returns what it held.
    pub fn insert(&mut self, key: impl Into<Text>, value: impl Into<Value>) -> Option<Value> {
        self.0.insert(key.into(), value.into())
    }

    /// Removes `key`, keeping the order of the others.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.0.shift_remove(key)
    }

    /// Whether `key` is present (its value may be null).
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Entries in insertion order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Text, &Value)> {
        self.0.iter()
    }

    /// Keys in insertion order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Text> {
        self.0.keys()
    }

    /// Values in insertion order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> {
        self.0.values()
    }

    /// The entry at an insertion position.
    pub fn get_index(&self, position: usize) -> Option<(&Text, &Value)> {
        self.0.get_index(position)
    }
}

impl IntoIterator for Map {
    type Item = (Text, Value);
    type IntoIter = indexmap::map::IntoIter<Text, Value>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<K: Into<Text>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(
            entries
                .into_iter()
                .map(|(k, v)| (k.into(), v.into()))
                .collect(),
        )
    }
}
