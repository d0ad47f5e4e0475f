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
use crate::txn::snapshots::Snapshots;

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

impl Undo {
    /// The chain from here on for a version that was made at `until` and is visible: without the
    /// version this link leads to if no live snapshot reads it, so that a chain does not grow
    /// with the number of commits while one old reader stays.
    fn needed(self: &Arc<Self>, until: u64, snapshots: &Snapshots, pin: &Pin) -> Option<Arc<Self>> {
        if snapshots.any_in(self.timestamp, until) {
            return Some(Arc::clone(self));
        }
        let older = self.next.load(pin)?;
        let mut properties = self.properties.to_vec();
        for (key, value) in &older.properties {
            match properties.binary_search_by_key(key, |(k, _)| *k) {
                Ok(position) => properties[position].1 = value.clone(),
                Err(position) => properties.insert(position, (*key, value.clone())),
            }
        }
        Some(Arc::new(Self {
            timestamp: older.timestamp,
            properties: properties.into_boxed_slice(),
            next: EpochCell::new(older.next.load(pin).cloned()),
            labels: older.labels,
            exists: older.exists,
        }))
    }
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

    /// The version after this one. Without `snapshots` nobody reads, and nothing is kept.
    pub(crate) fn next(
        &self,
        timestamp: u64,
        change: Change,
        snapshots: Option<&Snapshots>,
        pin: &Pin,
    ) -> Self {
        let (properties, undone) = if change.exists {
            apply(&self.properties, change.properties)
        } else {
            (Properties::default(), self.properties.clone())
        };
        let undo = snapshots.map(|snapshots| {
            let behind = self.undo.load(pin);
            Arc::new(Undo {
                timestamp: self.timestamp,
                properties: undone,
                next: EpochCell::new(
                    behind.and_then(|link| link.needed(self.timestamp, snapshots, pin)),
                ),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::txn::cell::pin;
    use quiver_types::compare::equivalent;

    fn changed(version: &Version, timestamp: u64, snapshots: &Snapshots) -> Version {
        let change = Change {
            labels: LabelSetId::EMPTY,
            exists: true,
            properties: vec![
                (PropertyKeyId(0), Value::Integer(timestamp.cast_signed())),
                (PropertyKeyId(timestamp as u32 % 3 + 1), Value::Null),
            ],
        };
        let next = version.next(timestamp, change, Some(snapshots), &pin());
        snapshots.publish(timestamp);
        next
    }

    fn length(version: &Version) -> usize {
        let pin = pin();
        let mut length = 0;
        let mut link = version.undo.load(&pin);
        while let Some(undo) = link {
            length += 1;
            link = undo.next.load(&pin);
        }
        length
    }

    #[test]
    fn old_snapshots_read_their_versions_and_the_chain_stays_short() {
        let snapshots = Snapshots::default();
        let all = |n: i64| {
            (0..4)
                .map(|k| (PropertyKeyId(k), Value::Integer(n)))
                .collect()
        };
        let mut version = Version::created(1, LabelSetId::EMPTY, all(1));
        snapshots.publish(1);
        let mut taken = Vec::new();
        for timestamp in 2..500u64 {
            if [2, 100, 101, 400].contains(&timestamp) {
                taken.push(snapshots.take());
            }
            version = changed(&version, timestamp, &snapshots);
        }
        assert!(length(&version) <= taken.len() + 2, "{}", length(&version));
        let pin = pin();
        for snapshot in taken.iter().copied().chain([499, 1000]) {
            let seen = version.property_at(snapshot, PropertyKeyId(0), &pin);
            let expected = Value::Integer(snapshot.min(499).cast_signed());
            assert!(seen.is_some_and(|seen| equivalent(seen, &expected)));
            let (mut whole, rest) = (Vec::new(), if snapshot == 1 { 4 } else { 1 });
            assert!(version.properties_at(snapshot, &pin, &mut whole));
            assert_eq!(whole.len(), rest, "at {snapshot}");
        }
        assert!(!version.exists_at(0, &pin));
        version.prune(snapshots.watermark(), &pin);
        assert!(version.exists_at(1, &pin));
        for snapshot in taken {
            snapshots.release(snapshot);
        }
        version.prune(snapshots.watermark(), &pin);
        assert_eq!(length(&version), 0);
    }
}
