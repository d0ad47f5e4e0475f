//! Finding entities through an index, or, where a snapshot may not use it, without.

use std::cmp::Ordering;
use std::ops::Bound;

use quiver_types::compare::{compare, equals, order};
use quiver_types::{NodeId, PropertyKeyId, RelationshipId, Value};

use super::view::{GraphView, IndexQuery, NodeScan, RelationshipScan};
use crate::ReadError;
use crate::codec::{MAX_KEY, encode_key, prefix_end, string_prefix_range};
use crate::index::range::{RangeIndex, key_of};
use crate::schema::state::SchemaState;
use crate::schema::{Index, IndexId, SchemaTarget};

/// Keys up to this length hold all of their values, whatever the index: see
/// [`crate::codec::encode_unique_key`], which puts a hash behind a cut.
const WHOLE_KEY: usize = MAX_KEY - 16;

/// Keys between which the answer lies; what is found there is checked by value.
pub(crate) struct KeyRange {
    pub(crate) lower: Vec<u8>,
    /// Exclusive.
    pub(crate) upper: Option<Vec<u8>>,
}

fn key(values: &[Value]) -> Option<Vec<u8>> {
    let mut key = Vec::with_capacity(32);
    encode_key(values, &mut key).ok()?;
    Some(key)
}

fn bounded<'b>(bound: &Bound<&'b Value>) -> Option<&'b Value> {
    match *bound {
        Bound::Included(value) | Bound::Excluded(value) => Some(value),
        Bound::Unbounded => None,
    }
}

/// Where to look; `None` when nothing can match.
pub(crate) fn key_range(query: &IndexQuery<'_>) -> Option<KeyRange> {
    match query {
        IndexQuery::Exact(values) => {
            let lower = key(values)?;
            let upper = Some(prefix_end(&lower));
            Some(KeyRange { lower, upper })
        }
        IndexQuery::All => Some(KeyRange {
            lower: Vec::new(),
            upper: None,
        }),
        IndexQuery::StartsWith { prefix, text } => {
            let (lower, upper) = string_prefix_range(&key(prefix)?, text);
            Some(KeyRange {
                lower,
                upper: Some(upper),
            })
        }
        IndexQuery::Range {
            prefix,
            lower,
            upper,
        } => {
            let start = key(prefix)?;
            let next = |value: &Value| {
                let mut values = prefix.to_vec();
                values.push(value.clone());
                key(&values)
            };
            let (low, high) = (bounded(lower), bounded(upper));
            let Some(any) = low.or(high) else {
                let upper = Some(prefix_end(&start));
                return Some(KeyRange {
                    lower: start,
                    upper,
                });
            };
            // The first byte of a value's key is its type group.
            let group = *next(any)?.get(start.len())?;
            let side = |group: u8| {
                let mut key = start.clone();
                key.push(group);
                key
            };
            let lower = match low {
                Some(value) => next(value)?,
                None => side(group),
            };
            let upper = match high {
                Some(value) => prefix_end(&next(value)?),
                None => side(group.saturating_add(1)),
            };
            Some(KeyRange {
                lower,
                upper: Some(upper),
            })
        }
    }
}

/// Whether values answer a query. `None` for an entity that lacks a property.
fn matches<'v>(
    query: &IndexQuery<'_>,
    properties: &[PropertyKeyId],
    value: impl Fn(PropertyKeyId) -> Option<&'v Value>,
) -> bool {
    let all_equal = |values: &[Value]| {
        values.len() <= properties.len()
            && values
                .iter()
                .zip(properties)
                .all(|(wanted, key)| value(*key).is_some_and(|v| equals(v, wanted) == Some(true)))
    };
    let next = |prefix: &[Value]| properties.get(prefix.len()).and_then(|key| value(*key));
    match query {
        IndexQuery::Exact(values) => values.len() == properties.len() && all_equal(values),
        IndexQuery::All => true,
        IndexQuery::StartsWith { prefix, text } => {
            all_equal(prefix)
                && next(prefix)
                    .is_some_and(|v| matches!(v, Value::String(s) if s.starts_with(*text)))
        }
        IndexQuery::Range {
            prefix,
            lower,
            upper,
        } => {
            let Some(found) = next(prefix) else {
                return false;
            };
            let above = match lower {
                Bound::Unbounded => true,
                Bound::Included(bound) => compare(found, bound).is_greater_or_equal() == Some(true),
                Bound::Excluded(bound) => compare(found, bound).is_greater() == Some(true),
            };
            let below = match upper {
                Bound::Unbounded => true,
                Bound::Included(bound) => compare(found, bound).is_less_or_equal() == Some(true),
                Bound::Excluded(bound) => compare(found, bound).is_less() == Some(true),
            };
            above && below && all_equal(prefix)
        }
    }
}

impl GraphView<'_> {
    /// A property of an entity that an index covers.
    pub(crate) fn indexed_value(
        &self,
        target: SchemaTarget,
        id: u64,
        key: PropertyKeyId,
    ) -> Option<&Value> {
        match target {
            SchemaTarget::Label(_) => self.node_value(NodeId(id), key),
            SchemaTarget::RelationshipType(_) => self.relationship_value(RelationshipId(id), key),
        }
    }

    /// Whether an entity is what an index covers.
    pub(crate) fn covered(&self, target: SchemaTarget, id: u64) -> bool {
        match target {
            SchemaTarget::Label(label) => self
                .label_set(NodeId(id))
                .is_some_and(|set| self.store().has_label(set, label)),
            SchemaTarget::RelationshipType(relationship_type) => self
                .relationship_record(RelationshipId(id))
                .is_some_and(|record| record.relationship_type == relationship_type),
        }
    }

    fn answers(&self, definition: &Index, id: u64, query: &IndexQuery<'_>) -> bool {
        let target = definition.target;
        self.covered(target, id)
            && matches(query, &definition.properties, |key| {
                self.indexed_value(target, id, key)
            })
    }

    /// Whether a committed entry is the one that the entity's visible values have.
    pub(crate) fn is_current(&self, definition: &Index, entry: &[u8], id: u64) -> bool {
        let value = |key| self.indexed_value(definition.target, id, key);
        key_of(definition, value).is_some_and(|key| key.bytes() == entry)
    }

    fn wrote(&self, target: SchemaTarget, id: u64) -> bool {
        self.writes.is_some_and(|writes| match target {
            SchemaTarget::Label(_) => writes.node(NodeId(id)).is_some(),
            SchemaTarget::RelationshipType(_) => writes.relationship(RelationshipId(id)).is_some(),
        })
    }

    /// Calls `each` with the key and id of all that answers, in the order of keys, until it says
    /// `false`.
    fn seek_tree(
        &self,
        index: &RangeIndex,
        query: &IndexQuery<'_>,
        descending: bool,
        mut each: impl FnMut(&[u8], u64) -> bool,
    ) {
        let Some(range) = key_range(query) else {
            return;
        };
        let definition = &*index.definition;
        let lower = Bound::Included(&range.lower[..]);
        let upper = range
            .upper
            .as_deref()
            .map_or(Bound::Unbounded, Bound::Excluded);
        // All entries of an exact answer share one key, and an entity has a key once.
        let exact = matches!(query, IndexQuery::Exact(_));
        let own = self.writes.and_then(|w| w.index_entries(definition.id));
        let mut own: Vec<(&[u8], &[u64])> = own
            .into_iter()
            .flat_map(|entries| entries.range::<[u8], _>((lower, upper)))
            .map(|(key, ids)| (key.as_slice(), ids.as_slice()))
            .collect();
        if descending {
            own.reverse();
        }
        let mut own = own.into_iter().peekable();
        let Some(tree) = index.tree(&self.pin) else {
            return;
        };
        let mut go_on = true;
        let mut entry = |key: &[u8], id: u64| {
            let earlier = |(own, _): &(&[u8], &[u64])| match descending {
                false => *own < key,
                true => *own > key,
            };
            while go_on && let Some((own_key, found)) = own.next_if(earlier) {
                let mut ids = found.iter();
                go_on = ids.all(|id| !self.answers(definition, *id, query) || each(own_key, *id));
            }
            if go_on
                && !self.wrote(definition.target, id)
                && self.answers(definition, id, query)
                && (exact || self.is_current(definition, key, id))
            {
                go_on = each(key, id);
            }
            go_on
        };
        if descending {
            tree.range_back(lower, upper, &mut entry);
        } else {
            tree.range(lower, upper, &mut entry);
        }
        for (key, found) in own {
            let mut ids = found.iter();
            go_on = go_on && ids.all(|id| !self.answers(definition, *id, query) || each(key, *id));
        }
    }

    /// The same answer from the entities themselves, for a snapshot older than the index or a
    /// plan that outlived it.
    fn seek_without_index(
        &self,
        definition: &Index,
        query: &IndexQuery<'_>,
        ids: &mut Vec<u64>,
    ) -> Result<(), ReadError> {
        let mut candidates = Vec::new();
        match definition.target {
            SchemaTarget::Label(label) => {
                let mut nodes = Vec::new();
                let mut scan = NodeScan::label(label);
                while self.scan_nodes(&mut scan, 4096, &mut nodes)? {}
                candidates.extend(nodes.into_iter().map(|node| node.0));
            }
            SchemaTarget::RelationshipType(relationship_type) => {
                let mut found = Vec::new();
                let mut scan = RelationshipScan::of_type(relationship_type);
                while self.scan_relationships(&mut scan, 4096, &mut found)? {}
                candidates.extend(found.into_iter().map(|(id, _)| id.0));
            }
        }
        let mut keyed: Vec<(Vec<u8>, u64)> = candidates
            .into_iter()
            .filter(|id| self.answers(definition, *id, query))
            .filter_map(|id| {
                let value = |key| self.indexed_value(definition.target, id, key);
                Some((key_of(definition, value)?.bytes().to_vec(), id))
            })
            .collect();
        keyed.sort_unstable();
        ids.extend(keyed.into_iter().map(|(_, id)| id));
        Ok(())
    }

    /// Appends the ids of the entities found, in ascending order of their keys. Nothing for an
    /// index that never existed.
    pub fn index_seek(
        &self,
        index: IndexId,
        query: &IndexQuery<'_>,
        ids: &mut Vec<u64>,
    ) -> Result<(), ReadError> {
        let state: Option<&SchemaState> = self.engine.schema.load(&self.pin);
        let Some(state) = state else {
            return Ok(());
        };
        match state
            .index(index)
            .filter(|index| index.serves(self.snapshot))
        {
            Some(index) => {
                self.seek_tree(index, query, false, |_, id| {
                    ids.push(id);
                    true
                });
                Ok(())
            }
            None => match state.definition(index) {
                Some(definition) => self.seek_without_index(definition, query, ids),
                None => Ok(()),
            },
        }
    }

    /// As [`index_seek`](Self::index_seek), but exactly in the order of the values of the index's
    /// properties (or the other way round), which keys that had to be cut do not tell, and no
    /// more than the first `most` of them. Whether these are all.
    pub fn index_seek_ordered(
        &self,
        index: IndexId,
        query: &IndexQuery<'_>,
        descending: bool,
        most: usize,
        ids: &mut Vec<u64>,
    ) -> Result<bool, ReadError> {
        let state: Option<&SchemaState> = self.engine.schema.load(&self.pin);
        let Some(state) = state else {
            return Ok(true);
        };
        let (begun, mut cut, mut all) = (ids.len(), false, true);
        if let Some(index) = state.index(index)
            && index.serves(self.snapshot)
        {
            self.seek_tree(index, query, descending, |key, id| {
                all = ids.len() - begun < most;
                cut = key.len() > WHOLE_KEY;
                if all && !cut {
                    ids.push(id);
                }
                all && !cut
            });
            if !cut {
                return Ok(all);
            }
        }
        let Some(definition) = state.definition(index) else {
            return Ok(true);
        };
        ids.truncate(begun);
        self.index_seek(index, query, ids)?;
        let value = |id: u64, key: &PropertyKeyId| {
            let value = self.indexed_value(definition.target, id, *key);
            value.cloned().unwrap_or(Value::Null)
        };
        let values = |id: u64| {
            let values = definition.properties.iter();
            values.map(|key| value(id, key)).collect::<Vec<Value>>()
        };
        let mut found: Vec<(Vec<Value>, u64)> =
            ids.drain(begun..).map(|id| (values(id), id)).collect();
        found.sort_by(|(a, _), (b, _)| {
            let mut pairs = a.iter().zip(b).map(|(a, b)| order(a, b));
            let ascending = pairs.find(|o| o.is_ne()).unwrap_or(Ordering::Equal);
            if descending {
                ascending.reverse()
            } else {
                ascending
            }
        });
        ids.extend(found.into_iter().map(|(_, id)| id));
        Ok(true)
    }
}
