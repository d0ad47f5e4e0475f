//! Versions of one entity: the newest state whole, older ones as what it takes to undo the way.
//!
//! A reader whose snapshot is at or above the newest stamp reads it directly. An older one walks
//! the undo chain, whose links hold changed keys only and never change; reclamation cuts the
//! chain where no live snapshot goes.

use std::sync::Arc;

use quiver_types::{PropertyKeyId, Value};

use super::label_set::LabelSetId;
use crate::operation::PropertyChanges;
use crate::txn::cell::{EpochCell, Pin};

/// Properties by ascending key.
pub(crate) type Properties = Box<[(PropertyKeyId, Value)]>;

/// Finds a key in properties sorted by key.
#[inline]
pub(crate) fn find(properties: &[(PropertyKeyId, Value)], key: PropertyKeyId) -> Option<&Value> {
    if properties.len() <= 8 {
        return properties.iter().find(|(k, _)| *k == key).map(|(_, v)| v);
    }
    properties
        .binary_search_by_key(&key, |(k, _)| *k)
        .ok()
        .map(|position| &properties[position].1)
}

/// The newest version of an entity.
pub(crate) struct Version {
    /// Commit that made it.
    pub(crate) timestamp: u64,
    /// Its properties; none null.
    pub(crate) properties: Properties,
    /// The way back.
    undo: EpochCell<Arc<Undo>>,
    /// Its labels; the empty set for relationships.
    pub(crate) labels: LabelSetId,
    /// `false` when this version is the deletion.
    pub(crate) exists: bool,
}

/// How to get from one version to the one before it.
struct Undo {
    /// Commit that made the version this leads to.
    timestamp: u64,
    /// Keys that the later version changed, with the earlier values (null: had none).
    properties: Properties,
    next: EpochCell<Arc<Undo>>,
    labels: LabelSetId,
    exists: bool,
}

impl Drop for Undo {
    /// Link by link: a chain that an old reader made long must not recurse.
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(undo) = next {
            next = Arc::into_inner(undo).and_then(|mut undo| undo.next.take());
        }
    }
}

/// What changes from one version to the next.
pub(crate) struct Change {
    /// New labels.
    pub(crate) labels: LabelSetId,
    /// Whether the entity exists afterwards; if not, properties do not matter.
    pub(crate) exists: bool,
    /// Changed keys with new values, by ascending key.
    pub(crate) properties: PropertyChanges,
}

impl Version {
    /// The first version of an entity.
    pub(crate) fn created(timestamp: u64, labels: LabelSetId, properties: Properties) -> Self {
        Self {
            timestamp,
            properties,
            undo: EpochCell::default(),
            labels,
            exists: true,
        }
    }

    /// The version after this one. `keep` says whether any snapshot may still read this one.
    pub(crate) fn next(&self, timestamp: u64, change: Change, keep: bool, pin: &Pin) -> Self {
        let (properties, undone) = if change.exists {
            apply(&self.properties, change.properties)
        } else {
            (Properties::default(), self.properties.clone())
        };
        let undo = keep.then(|| {
            Arc::new(Undo {
                timestamp: self.timestamp,
                properties: undone,
                next: EpochCell::new(self.undo.load(pin).cloned()),
                labels: self.labels,
                exists: self.exists,
            })
        });
        Self {
            timestamp,
            properties,
            undo: EpochCell::new(undo),
            labels: change.labels,
            exists: change.exists,
        }
    }

    /// The labels at a snapshot; `None` if the entity does not exist there.
    #[inline]
    pub(crate) fn labels_at(&self, snapshot: u64, pin: &Pin) -> Option<LabelSetId> {
        if self.timestamp <= snapshot {
            return self.exists.then_some(self.labels);
        }
        let mut link = self.undo.load(pin);
        while let Some(undo) = link {
            if undo.timestamp <= snapshot {
                return undo.exists.then_some(undo.labels);
            }
            link = undo.next.load(pin);
        }
        None
    }

    /// Whether the entity exists at a snapshot.
    #[inline]
    pub(crate) fn exists_at(&self, snapshot: u64, pin: &Pin) -> bool {
        self.labels_at(snapshot, pin).is_some()
    }

    /// A property at a snapshot.
    #[inline]
    pub(crate) fn property_at<'a>(
        &'a self,
        snapshot: u64,
        key: PropertyKeyId,
        pin: &'a Pin,
    ) -> Option<&'a Value> {
        let mut found = find(&self.properties, key);
        if self.timestamp <= snapshot {
            return found;
        }
        let mut link = self.undo.load(pin);
        while let Some(undo) = link {
            if let Some(value) = find(&undo.properties, key) {
                found = Some(value).filter(|value| !value.is_null());
            }
            if undo.timestamp <= snapshot {
                return found.filter(|_| undo.exists);
            }
            link = undo.next.load(pin);
        }
        None
    }

    /// Appends all properties at a snapshot by ascending key; `false` if the entity does not
    /// exist there.
    pub(crate) fn properties_at(
        &self,
        snapshot: u64,
        pin: &Pin,
        out: &mut Vec<(PropertyKeyId, Value)>,
    ) -> bool {
        if self.timestamp <= snapshot {
            out.extend_from_slice(&self.properties);
            return self.exists;
        }
        let mut state = self.properties.to_vec();
        let mut link = self.undo.load(pin);
        while let Some(undo) = link {
            merge(&mut state, undo.properties.iter().cloned());
            if undo.timestamp <= snapshot {
                if undo.exists {
                    out.append(&mut state);
                }
                return undo.exists;
            }
            link = undo.next.load(pin);
        }
        false
    }

    /// Calls `each` with the properties of every version that snapshots at or above `watermark`
    /// may read, newest first, until it says `true`; whether it did.
    pub(crate) fn any_version(
        &self,
        watermark: u64,
        pin: &Pin,
        mut each: impl FnMut(bool, LabelSetId, &[(PropertyKeyId, Value)]) -> bool,
    ) -> bool {
        if each(self.exists, self.labels, &self.properties) {
            return true;
        }
        let mut oldest = self.timestamp;
        let mut state = self.properties.to_vec();
        let mut link = self.undo.load(pin);
        while let Some(undo) = link {
            if oldest <= watermark {
                return false;
            }
            merge(&mut state, undo.properties.iter().cloned());
            if each(undo.exists, undo.labels, &state) {
                return true;
            }
            oldest = undo.timestamp;
            link = undo.next.load(pin);
        }
        false
    }

    /// Cuts the chain behind the version that a snapshot at `watermark` reads.
    pub(crate) fn prune(&self, watermark: u64, pin: &Pin) {
        if self.timestamp <= watermark {
            self.undo.replace(None, pin);
            return;
        }
        let mut link = self.undo.load(pin);
        while let Some(undo) = link {
            if undo.timestamp <= watermark {
                undo.next.replace(None, pin);
                return;
            }
            link = undo.next.load(pin);
        }
    }
}

/// Applies changes to properties; gives the new properties and the undoing changes.
fn apply(old: &Properties, changes: PropertyChanges) -> (Properties, Properties) {
    let undone = changes
        .iter()
        .map(|(key, _)| (*key, find(old, *key).cloned().unwrap_or(Value::Null)))
        .collect();
    let mut state = Vec::with_capacity(old.len() + changes.len());
    state.extend_from_slice(old);
    merge(&mut state, changes.into_iter());
    (state.into_boxed_slice(), undone)
}

/// Merges changes (null removes) into properties sorted by key.
pub(crate) fn merge(
    state: &mut Vec<(PropertyKeyId, Value)>,
    changes: impl Iterator<Item = (PropertyKeyId, Value)>,
) {
    for (key, value) in changes {
        match state.binary_search_by_key(&key, |(k, _)| *k) {
            Ok(position) if value.is_null() => {
                state.remove(position);
            }
            Ok(position) => state[position].1 = value,
            Err(_) if value.is_null() => {}
            Err(position) => state.insert(position, (key, value)),
        }
    }
}
