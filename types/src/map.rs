//! String-keyed maps of values, in the order in which keys were first inserted.
//!
//! Most maps are rows of parameters and the metadata of messages, with a handful of keys: those are
//! a list that is looked through; only larger maps have a hash table. Meet [`Map`].

use indexmap::IndexMap;

use crate::{Text, Value};

/// Entries up to which comparing the keys one by one is cheaper than hashing.
const FEW: usize = 8;

/// A Cypher map. Keys are unique; a repeated insert keeps the position and replaces the value.
#[derive(Clone, Debug)]
pub struct Map(Entries);

#[derive(Clone, Debug)]
enum Entries {
    /// At most [`FEW`].
    Few(Vec<(Text, Value)>),
    Many(IndexMap<Text, Value, foldhash::fast::RandomState>),
}

impl Default for Map {
    fn default() -> Self {
        Self(Entries::Few(Vec::new()))
    }
}

impl Map {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty map with room for `entries` entries. Callers that read a size from the outside
    /// must bound it first.
    pub fn with_capacity(entries: usize) -> Self {
        if entries <= FEW {
            return Self(Entries::Few(Vec::with_capacity(entries)));
        }
        let hasher = foldhash::fast::RandomState::default();
        Self(Entries::Many(IndexMap::with_capacity_and_hasher(
            entries, hasher,
        )))
    }

    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match &self.0 {
            Entries::Few(entries) => {
                let found = entries.iter().find(|(k, _)| k == key);
                found.map(|(_, value)| value)
            }
            Entries::Many(entries) => entries.get(key),
        }
    }

    /// Sets `key` and returns what it held.
    pub fn insert(&mut self, key: impl Into<Text>, value: impl Into<Value>) -> Option<Value> {
        let (key, value) = (key.into(), value.into());
        let entries = match &mut self.0 {
            Entries::Many(entries) => return entries.insert(key, value),
            Entries::Few(entries) => entries,
        };
        if let Some((_, held)) = entries.iter_mut().find(|(k, _)| *k == key) {
            return Some(std::mem::replace(held, value));
        }
        if entries.len() < FEW {
            entries.push((key, value));
            return None;
        }
        let mut many: IndexMap<_, _, _> = std::mem::take(entries).into_iter().collect();
        many.insert(key, value);
        self.0 = Entries::Many(many);
        None
    }

    /// Removes `key`, keeping the order of the others.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        match &mut self.0 {
            Entries::Few(entries) => {
                let position = entries.iter().position(|(k, _)| k == key)?;
                Some(entries.remove(position).1)
            }
            Entries::Many(entries) => entries.shift_remove(key),
        }
    }

    /// Whether `key` is present (its value may be null).
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        match &self.0 {
            Entries::Few(entries) => entries.len(),
            Entries::Many(entries) => entries.len(),
        }
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Entries in insertion order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Text, &Value)> {
        match &self.0 {
            Entries::Few(entries) => Iter::Few(entries.iter()),
            Entries::Many(entries) => Iter::Many(entries.iter()),
        }
    }

    /// Keys in insertion order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Text> {
        self.iter().map(|(key, _)| key)
    }

    /// Values in insertion order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> {
        self.iter().map(|(_, value)| value)
    }

    /// The entry at an insertion position.
    pub fn get_index(&self, position: usize) -> Option<(&Text, &Value)> {
        match &self.0 {
            Entries::Few(entries) => entries.get(position).map(|(key, value)| (key, value)),
            Entries::Many(entries) => entries.get_index(position),
        }
    }
}

/// Entries of a map of either kind.
enum Iter<'m> {
    Few(std::slice::Iter<'m, (Text, Value)>),
    Many(indexmap::map::Iter<'m, Text, Value>),
}

impl<'m> Iterator for Iter<'m> {
    type Item = (&'m Text, &'m Value);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Few(entries) => entries.next().map(|(key, value)| (key, value)),
            Self::Many(entries) => entries.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Self::Few(entries) => entries.size_hint(),
            Self::Many(entries) => entries.size_hint(),
        }
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl IntoIterator for Map {
    type Item = (Text, Value);
    type IntoIter = std::vec::IntoIter<(Text, Value)>;
    fn into_iter(self) -> Self::IntoIter {
        match self.0 {
            Entries::Few(entries) => entries.into_iter(),
            Entries::Many(entries) => entries.into_iter().collect::<Vec<_>>().into_iter(),
        }
    }
}

impl<K: Into<Text>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let mut map = Self::with_capacity(entries.size_hint().0);
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_the_last_value_however_many_keys_there_are() {
        for keys in [1i64, 3, 8, 9, 30] {
            let mut map = Map::new();
            for key in 0..keys {
                assert!(map.insert(format!("key {key}"), key).is_none());
            }
            let before = map.insert("key 0", 100);
            assert!(matches!(before, Some(Value::Integer(0))));
            assert_eq!(map.len() as i64, keys);
            let names: Vec<String> = (0..keys).map(|key| format!("key {key}")).collect();
            assert!(
                map.keys()
                    .map(Text::as_str)
                    .eq(names.iter().map(String::as_str))
            );
            assert!(matches!(map.get("key 0"), Some(Value::Integer(100))));
            assert!(map.get("key").is_none());
            assert!(map.remove("key 0").is_some() && map.remove("key 0").is_none());
            let again: Map = map.clone().into_iter().collect();
            assert!(again.keys().eq(map.keys()));
            assert_eq!(again.len() as i64, keys - 1);
        }
    }
}
