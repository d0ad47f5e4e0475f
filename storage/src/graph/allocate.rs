//! Who gets which id: runs of slots from the open segment of a label set or relationship type.
//!
//! An id is given out once, whatever becomes of its transaction. After a restart every group
//! starts a new segment, above all that was ever used.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::segment::{SLOTS, segment_of};

/// Gives out ids, grouped by `K` into segments.
pub(crate) struct Allocator<K>(Mutex<State<K>>);

struct State<K> {
    next_segment: u64,
    open: HashMap<K, Range<u64>, foldhash::fast::RandomState>,
}

impl<K> Default for Allocator<K> {
    fn default() -> Self {
        Self(Mutex::new(State {
            next_segment: 0,
            open: HashMap::default(),
        }))
    }
}

impl<K: Eq + Hash + Copy> Allocator<K> {
    fn state(&self) -> MutexGuard<'_, State<K>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Between 1 and `wanted` fresh ids in one segment.
    pub(crate) fn take(&self, group: K, wanted: u64) -> Range<u64> {
        let mut state = self.state();
        let State { next_segment, open } = &mut *state;
        let free = open.entry(group).or_insert(0..0);
        if free.is_empty() {
            let start = *next_segment * SLOTS;
            *next_segment += 1;
            *free = start..start + SLOTS;
        }
        let end = free.end.min(free.start + wanted.max(1));
        let run = free.start..end;
        free.start = end;
        run
    }

    /// Takes back the end of a run that nobody saw, if nothing was given out after it.
    pub(crate) fn give_back(&self, group: K, unused: Range<u64>) {
        if let Some(free) = self.state().open.get_mut(&group)
            && free.start == unused.end
            && !unused.is_empty()
            && segment_of(unused.start) == segment_of(unused.end - 1)
        {
            free.start = unused.start;
        }
    }

    /// How many segments were begun.
    pub(crate) fn segments(&self) -> u64 {
        self.state().next_segment
    }

    /// An id met in recovery: its segment will not be given out from.
    pub(crate) fn note_used(&self, id: u64) {
        let mut state = self.state();
        state.next_segment = state.next_segment.max(segment_of(id) + 1);
    }

    /// The number of segments begun before the database was closed.
    pub(crate) fn note_segments(&self, segments: u64) {
        let mut state = self.state();
        state.next_segment = state.next_segment.max(segments);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_never_overlap_and_groups_do_not_share_segments() {
        let ids: Allocator<u32> = Allocator::default();
        assert_eq!(ids.take(1, 3), 0..3);
        assert_eq!(ids.take(2, 1), 4096..4097);
        assert_eq!(ids.take(1, 5000), 3..4096);
        assert_eq!(ids.take(1, 1), 8192..8193);
        let run = ids.take(1, 10);
        ids.give_back(1, run.start + 4..run.end);
        assert_eq!(ids.take(1, 1).start, run.start + 4);
        ids.note_used(20 * 4096 + 7);
        assert_eq!(ids.take(3, 1), 21 * 4096..21 * 4096 + 1);
    }

    #[test]
    fn a_run_is_not_taken_back_when_another_followed() {
        let ids: Allocator<u32> = Allocator::default();
        let first = ids.take(1, 10);
        let second = ids.take(1, 10);
        ids.give_back(1, 5..first.end);
        assert_eq!(ids.take(1, 1).start, second.end);
    }
}
