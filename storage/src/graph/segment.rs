//! Segments: 4,096 slots of ids, with bitmaps of what lives in them.
//!
//! The bitmaps describe the newest installed state. A snapshot at or above the segment's last
//! stamp takes them as they are; an older one looks at the entities' versions instead.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use quiver_types::{LabelId, RelationshipTypeId};

use super::columns::SegmentColumns;
use super::neighbourhood::SegmentAdjacency;

/// Bits of an id that name the slot.
pub(crate) const SLOT_BITS: u32 = 12;
/// Slots a segment has.
pub(crate) const SLOTS: u64 = 1 << SLOT_BITS;
/// Words of 64 bits that have one bit for each slot.
pub(crate) const WORDS: usize = (SLOTS / 64) as usize;

/// The segment of an id.
#[inline]
pub(crate) fn segment_of(id: u64) -> u64 {
    id >> SLOT_BITS
}

/// The slot of an id.
#[inline]
pub(crate) fn slot_of(id: u64) -> usize {
    (id & (SLOTS - 1)) as usize
}

/// The id of a slot of a segment.
#[inline]
pub(crate) fn id_of(segment: u64, slot: usize) -> u64 {
    (segment << SLOT_BITS) | slot as u64
}

/// One bit a slot.
pub(crate) struct Bitmap([AtomicU64; WORDS]);

impl Default for Bitmap {
    fn default() -> Self {
        Self([const { AtomicU64::new(0) }; WORDS])
    }
}

impl Bitmap {
    pub(crate) fn set(&self, slot: usize, on: bool) {
        let bit = 1u64 << (slot % 64);
        if on {
            self.0[slot / 64].fetch_or(bit, Ordering::Release);
        } else {
            self.0[slot / 64].fetch_and(!bit, Ordering::Release);
        }
    }

    /// Whether a bit is set.
    #[inline]
    pub(crate) fn get(&self, slot: usize) -> bool {
        let word = self.0.get(slot / 64);
        word.is_some_and(|word| word.load(Ordering::Acquire) >> (slot % 64) & 1 == 1)
    }

    /// The bits of 64 slots.
    #[inline]
    pub(crate) fn word(&self, at: usize) -> u64 {
        let word = self.0.get(at);
        word.map_or(0, |word| word.load(Ordering::Acquire))
    }

    /// The bits that are set, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        (0..SLOTS as usize).filter(|slot| self.get(*slot))
    }

    /// Copies the words.
    pub(crate) fn read(&self, slots: &mut Slots) {
        for (copy, word) in slots.0.iter_mut().zip(&self.0) {
            *copy = word.load(Ordering::Acquire);
        }
    }
}

/// A set of slots, private to a reader.
#[derive(Clone)]
pub(crate) struct Slots([u64; WORDS]);

impl Default for Slots {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

impl Slots {
    /// Adds or removes a slot.
    #[inline]
    pub(crate) fn set(&mut self, slot: usize, on: bool) {
        let bit = 1u64 << (slot % 64);
        if on {
            self.0[slot / 64] |= bit;
        } else {
            self.0[slot / 64] &= !bit;
        }
    }

    /// Whether a slot is in it.
    #[inline]
    pub(crate) fn get(&self, slot: usize) -> bool {
        let word = self.0.get(slot / 64);
        word.is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    /// Appends `base` + slot for at most `limit` slots from `from` on, ascending; the slot at which
    /// it stopped, if there are more.
    pub(crate) fn append(
        &self,
        from: usize,
        base: u64,
        limit: usize,
        mut push: impl FnMut(std::ops::Range<u64>),
    ) -> (usize, Option<usize>) {
        let mut left = limit;
        let mut at = from;
        while at < SLOTS as usize {
            let word = self.0[at / 64] >> (at % 64);
            if word == 0 {
                at = (at / 64 + 1) * 64;
                continue;
            }
            at += word.trailing_zeros() as usize;
            // Neighbours together; a run may go on in the next word, as the next round sees.
            let run = (word >> word.trailing_zeros()).trailing_ones() as usize;
            if left == 0 {
                return (limit, Some(at));
            }
            let run = run.min(left);
            push(base + at as u64..base + (at + run) as u64);
            left -= run;
            at += run;
        }
        (limit - left, None)
    }

    /// The slots from `from` on, ascending.
    #[inline]
    pub(crate) fn iter_from(&self, from: usize) -> impl Iterator<Item = usize> + '_ {
        let first = from / 64;
        self.0[first..]
            .iter()
            .enumerate()
            .flat_map(move |(offset, word)| {
                let at = first + offset;
                let mut rest = if offset == 0 {
                    word & (u64::MAX << (from % 64))
                } else {
                    *word
                };
                std::iter::from_fn(move || {
                    if rest == 0 {
                        return None;
                    }
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    Some(at * 64 + bit)
                })
            })
    }
}

/// Nodes with one label in a segment; the next label hangs behind.
struct LabelBits {
    label: LabelId,
    bits: Bitmap,
    next: OnceLock<Box<LabelBits>>,
}

/// What a segment of nodes says about its slots.
#[derive(Default)]
pub(crate) struct NodeSegment {
    last: AtomicU64,
    live: Bitmap,
    labels: OnceLock<Box<LabelBits>>,
    /// Its properties by column.
    pub(crate) columns: SegmentColumns,
    /// The relationships of its nodes.
    pub(crate) adjacency: SegmentAdjacency,
}

impl NodeSegment {
    /// Announces a change by a commit; to be called before the bits change.
    pub(crate) fn stamp(&self, timestamp: u64) {
        self.last.fetch_max(timestamp, Ordering::AcqRel);
    }

    /// Sets whether a slot is live.
    pub(crate) fn set_live(&self, slot: usize, on: bool) {
        self.live.set(slot, on);
    }

    /// Sets whether a slot has a label.
    pub(crate) fn set_label(&self, slot: usize, label: LabelId, on: bool) {
        let mut place = &self.labels;
        loop {
            let bits = place.get_or_init(|| {
                Box::new(LabelBits {
                    label,
                    bits: Bitmap::default(),
                    next: OnceLock::new(),
                })
            });
            if bits.label == label {
                bits.bits.set(slot, on);
                return;
            }
            place = &bits.next;
        }
    }

    /// Whether a label was ever used in the segment.
    pub(crate) fn has_label_bits(&self, label: LabelId) -> bool {
        self.bits(label).is_some()
    }

    /// Whether a slot has a label, for a snapshot that no later commit to the segment matters to;
    /// `None` if one does.
    #[inline]
    pub(crate) fn label_at(
        &self,
        slot: usize,
        bits: Option<&Bitmap>,
        snapshot: u64,
    ) -> Option<bool> {
        let on = bits.is_some_and(|bits| bits.get(slot));
        (self.last.load(Ordering::Acquire) <= snapshot).then_some(on)
    }

    /// The labels that were ever used in the segment.
    pub(crate) fn labels(&self) -> impl Iterator<Item = LabelId> {
        std::iter::successors(self.labels.get(), |bits| bits.next.get()).map(|bits| bits.label)
    }

    /// The slots with a label, if it was ever used here.
    pub(crate) fn bits(&self, label: LabelId) -> Option<&Bitmap> {
        let mut place = self.labels.get();
        while let Some(bits) = place {
            if bits.label == label {
                return Some(&bits.bits);
            }
            place = bits.next.get();
        }
        None
    }

    /// Reads the live slots (with a label); `false` if a commit above `snapshot` may show in
    /// them, so that versions must be looked at.
    pub(crate) fn read(&self, label: Option<LabelId>, snapshot: u64, slots: &mut Slots) -> bool {
        match label {
            None => self.live.read(slots),
            Some(label) => match self.bits(label) {
                Some(bits) => bits.read(slots),
                None => *slots = Slots::default(),
            },
        }
        self.last.load(Ordering::Acquire) <= snapshot
    }

    /// How many nodes there are, if all of them have the label and no commit above `snapshot` may
    /// show in that.
    pub(crate) fn whole(&self, label: Option<LabelId>, snapshot: u64) -> Option<u64> {
        let bits = match label {
            None => None,
            Some(label) => Some(self.bits(label)?),
        };
        let mut nodes = 0;
        for at in 0..WORDS {
            let live = self.live.word(at);
            if bits.is_some_and(|bits| bits.word(at) != live) {
                return None;
            }
            nodes += u64::from(live.count_ones());
        }
        (self.last.load(Ordering::Acquire) <= snapshot).then_some(nodes)
    }
}

/// What a segment of relationships says about its slots. All its relationships have one type.
pub(crate) struct RelationshipSegment {
    relationship_type: AtomicU32,
    last: AtomicU64,
    live: Bitmap,
    /// Their properties by column.
    pub(crate) columns: SegmentColumns,
}

impl RelationshipSegment {
    /// An empty segment for a type.
    pub(crate) fn new(relationship_type: RelationshipTypeId) -> Self {
        Self {
            relationship_type: AtomicU32::new(relationship_type.0),
            last: AtomicU64::new(0),
            live: Bitmap::default(),
            columns: SegmentColumns::default(),
        }
    }

    /// The type of all its relationships.
    pub(crate) fn relationship_type(&self) -> RelationshipTypeId {
        RelationshipTypeId(self.relationship_type.load(Ordering::Relaxed))
    }

    /// Announces a change by a commit; to be called before the bits change.
    pub(crate) fn stamp(&self, timestamp: u64) {
        self.last.fetch_max(timestamp, Ordering::AcqRel);
    }

    /// Sets whether a slot is live.
    pub(crate) fn set_live(&self, slot: usize, on: bool) {
        self.live.set(slot, on);
    }

    /// As for nodes.
    pub(crate) fn read(&self, snapshot: u64, slots: &mut Slots) -> bool {
        self.live.read(slots);
        self.last.load(Ordering::Acquire) <= snapshot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_a_segment_do_not_mix() {
        let segment = NodeSegment::default();
        segment.set_label(5, LabelId(1), true);
        segment.set_label(5, LabelId(2), true);
        segment.set_label(4095, LabelId(1), true);
        segment.set_label(5, LabelId(2), false);
        let mut slots = Slots::default();
        for (label, expected) in [(1, vec![5, 4095]), (2, vec![]), (3, vec![])] {
            assert!(segment.read(Some(LabelId(label)), 0, &mut slots));
            assert_eq!(slots.iter_from(0).collect::<Vec<_>>(), expected);
        }
        segment.stamp(7);
        assert!(!segment.read(None, 6, &mut slots));
        assert!(segment.read(None, 7, &mut slots));
    }

    #[test]
    fn slots_are_iterated_from_anywhere() {
        let mut slots = Slots::default();
        for slot in [0, 1, 63, 64, 100, 4095] {
            slots.set(slot, true);
        }
        for from in [0, 1, 2, 63, 64, 65, 4095] {
            let expected: Vec<_> = [0, 1, 63, 64, 100, 4095]
                .into_iter()
                .filter(|slot| *slot >= from)
                .collect();
            assert_eq!(slots.iter_from(from).collect::<Vec<_>>(), expected);
            for limit in 0..8 {
                let mut appended = Vec::new();
                let (count, next) = slots.append(from, 10_000, limit, |run| appended.extend(run));
                let shifted = expected.iter().map(|slot| 10_000 + *slot as u64);
                assert_eq!(appended, shifted.take(limit).collect::<Vec<_>>());
                assert_eq!(count, appended.len());
                assert_eq!(next, expected.get(limit).copied());
            }
        }
    }
}
