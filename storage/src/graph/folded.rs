//! The relationships of a segment's nodes with one type and direction, packed: what every
//! snapshot sees, in the form of compressed sparse rows.
//!
//! Immutable. Each node's entries stand together, sorted by neighbour and relationship, as
//! offsets from the smallest ids of the whole at the narrowest width that holds them; only nodes
//! with entries take room. Deletions and additions are kept outside, in
//! [`Neighbourhood`](super::neighbourhood::Neighbourhood). Meet [`Folded`] and [`Run`].

use super::adjacency::ListKey;
use super::segment::WORDS;

/// An entry: neighbour, relationship.
pub(crate) type Pair = [u64; 2];

enum Packed {
    Narrow(Box<[[u32; 2]]>),
    Wide(Box<[Pair]>),
}

/// See the module.
pub(crate) struct Folded {
    pub(crate) key: ListKey,
    /// For each 64 slots: which have entries, and how many before them have.
    places: Box<[(u64, u32)]>,
    /// Where the entries of each slot that has some begin; one more at the end.
    starts: Box<[u32]>,
    least: Pair,
    packed: Packed,
}

/// The entries of one node, ascending by neighbour and relationship.
#[derive(Clone, Copy)]
pub(crate) struct Run<'a> {
    least: Pair,
    packed: PackedRun<'a>,
}

#[derive(Clone, Copy)]
enum PackedRun<'a> {
    Narrow(&'a [[u32; 2]]),
    Wide(&'a [Pair]),
}

impl<'a> Run<'a> {
    /// No entries.
    pub(crate) const EMPTY: Self = Self {
        least: [0; 2],
        packed: PackedRun::Wide(&[]),
    };

    #[inline]
    pub(crate) fn len(&self) -> usize {
        match self.packed {
            PackedRun::Narrow(entries) => entries.len(),
            PackedRun::Wide(entries) => entries.len(),
        }
    }

    /// Calls `each` with neighbour and relationship of every entry.
    #[inline]
    pub(crate) fn each(&self, mut each: impl FnMut(u64, u64)) {
        let [node, relationship] = self.least;
        match self.packed {
            PackedRun::Narrow(entries) => {
                for entry in entries {
                    each(
                        node + u64::from(entry[0]),
                        relationship + u64::from(entry[1]),
                    );
                }
            }
            PackedRun::Wide(entries) => {
                for entry in entries {
                    each(node + entry[0], relationship + entry[1]);
                }
            }
        }
    }

    /// Appends the neighbours.
    #[inline]
    pub(crate) fn extend_nodes<N>(&self, nodes: &mut Vec<N>, make: impl Fn(u64) -> N) {
        let least = self.least[0];
        match self.packed {
            PackedRun::Narrow(entries) => {
                nodes.extend(entries.iter().map(|e| make(least + u64::from(e[0]))));
            }
            PackedRun::Wide(entries) => nodes.extend(entries.iter().map(|e| make(least + e[0]))),
        }
    }

    /// Appends the relationships.
    #[inline]
    pub(crate) fn extend_relationships<R>(&self, found: &mut Vec<R>, make: impl Fn(u64) -> R) {
        let least = self.least[1];
        match self.packed {
            PackedRun::Narrow(entries) => {
                found.extend(entries.iter().map(|e| make(least + u64::from(e[1]))));
            }
            PackedRun::Wide(entries) => found.extend(entries.iter().map(|e| make(least + e[1]))),
        }
    }

    /// An entry.
    #[inline]
    pub(crate) fn get(&self, at: usize) -> Option<Pair> {
        let [node, relationship] = match self.packed {
            PackedRun::Narrow(entries) => entries.get(at)?.map(u64::from),
            PackedRun::Wide(entries) => *entries.get(at)?,
        };
        Some([self.least[0] + node, self.least[1] + relationship])
    }

    /// The first position at or after which entries are at or above `pair`.
    #[inline]
    fn position(&self, [node, relationship]: Pair) -> usize {
        let [least, first] = self.least;
        let below = |[a, b]: Pair| {
            let (a, b) = (least + a, first + b);
            a < node || (a == node && b < relationship)
        };
        match self.packed {
            PackedRun::Narrow(entries) => entries.partition_point(|e| below(e.map(u64::from))),
            PackedRun::Wide(entries) => entries.partition_point(|e| below(*e)),
        }
    }

    /// The entries of one neighbour, with the position of the first.
    #[inline]
    pub(crate) fn of_node(&self, node: u64) -> (usize, Self) {
        let from = self.position([node, 0]);
        let is = |at: usize| self.get(at).is_some_and(|entry| entry[0] == node);
        // Nearly always there is none or one.
        let to = match (is(from), is(from + 1)) {
            (false, _) => from,
            (true, false) => from + 1,
            (true, true) => self.position([node + 1, 0]),
        };
        let packed = match self.packed {
            PackedRun::Narrow(entries) => PackedRun::Narrow(&entries[from..to]),
            PackedRun::Wide(entries) => PackedRun::Wide(&entries[from..to]),
        };
        (from, Run { packed, ..*self })
    }

    /// Where an entry stands.
    pub(crate) fn find(&self, node: u64, relationship: u64) -> Option<usize> {
        let at = self.position([node, relationship]);
        (self.get(at) == Some([node, relationship])).then_some(at)
    }
}

impl Folded {
    /// The entries of a slot.
    #[inline]
    pub(crate) fn run(&self, slot: usize) -> Run<'_> {
        let Some((word, before)) = self.places.get(slot / 64) else {
            return Run::EMPTY;
        };
        let bit = 1u64 << (slot % 64);
        if word & bit == 0 {
            return Run::EMPTY;
        }
        let at = *before as usize + (word & (bit - 1)).count_ones() as usize;
        let (from, to) = (self.starts[at] as usize, self.starts[at + 1] as usize);
        let packed = match &self.packed {
            Packed::Narrow(entries) => PackedRun::Narrow(&entries[from..to]),
            Packed::Wide(entries) => PackedRun::Wide(&entries[from..to]),
        };
        Run {
            least: self.least,
            packed,
        }
    }

    /// Which of the 64 slots of a word have entries.
    #[inline]
    pub(crate) fn word(&self, at: usize) -> u64 {
        self.places.get(at).map_or(0, |(word, _)| *word)
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        match &self.packed {
            Packed::Narrow(entries) => entries.len(),
            Packed::Wide(entries) => entries.len(),
        }
    }
}

/// Makes a [`Folded`], slot by slot in ascending order.
pub(crate) struct Builder {
    key: ListKey,
    places: Vec<(u64, u32)>,
    starts: Vec<u32>,
    entries: Vec<Pair>,
}

impl Builder {
    pub(crate) fn new(key: ListKey, room: usize) -> Self {
        Self {
            key,
            places: vec![(0, 0); WORDS],
            starts: Vec::new(),
            entries: Vec::with_capacity(room),
        }
    }

    /// The type and direction.
    pub(crate) fn key(&self) -> ListKey {
        self.key
    }

    /// Where the entries of the next slot go, to be ended by [`end`](Self::end).
    pub(crate) fn entries(&mut self) -> &mut Vec<Pair> {
        &mut self.entries
    }

    /// Takes what was added as the entries of a slot.
    pub(crate) fn end(&mut self, slot: usize, sorted: bool) {
        let from = self.ended();
        if from == self.entries.len() {
            return;
        }
        if !sorted {
            self.entries[from..].sort_unstable();
        }
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.starts.push(self.entries.len() as u32);
        self.places[slot / 64].0 |= 1 << (slot % 64);
    }

    fn ended(&self) -> usize {
        self.starts.last().map_or(0, |end| *end as usize)
    }

    /// `None` if there are no entries.
    pub(crate) fn finish(mut self) -> Option<Folded> {
        let mut before = 0;
        for (word, rank) in &mut self.places {
            *rank = before;
            before += word.count_ones();
        }
        let (mut least, mut most) = (*self.entries.first()?, [0; 2]);
        for entry in &self.entries {
            for side in 0..2 {
                least[side] = least[side].min(entry[side]);
                most[side] = most[side].max(entry[side]);
            }
        }
        let less = |entry: &Pair| [entry[0] - least[0], entry[1] - least[1]];
        let narrow = (0..2).all(|side| most[side] - least[side] <= u64::from(u32::MAX));
        let packed = if narrow {
            let narrow = |entry: &Pair| less(entry).map(|offset| offset as u32);
            Packed::Narrow(self.entries.iter().map(narrow).collect())
        } else {
            Packed::Wide(self.entries.iter().map(less).collect())
        };
        Some(Folded {
            key: self.key,
            places: self.places.into_boxed_slice(),
            starts: self.starts.into_boxed_slice(),
            least,
            packed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::segment::SLOTS;
    use quiver_types::RelationshipTypeId;
    use quiver_types::rng::Rng;

    #[test]
    fn runs_give_back_what_was_put_in() {
        for (seed, spread) in [(1, 1u64 << 20), (2, 1 << 47), (3, 2)] {
            let mut rng = Rng::from_seed(seed);
            let key = ListKey {
                relationship_type: RelationshipTypeId(1),
                outgoing: true,
            };
            let mut builder = Builder::new(key, 0);
            let mut model: Vec<Vec<Pair>> = vec![Vec::new(); SLOTS as usize];
            for (slot, pairs) in model.iter_mut().enumerate() {
                if rng.below(3) == 0 || slot == 4095 {
                    for _ in 0..rng.below(9) {
                        let base = 1 << 40;
                        pairs.push([base + rng.below(spread), base + rng.below(1 << 30)]);
                    }
                    builder.entries().extend(pairs.iter());
                    builder.end(slot, false);
                    pairs.sort_unstable();
                }
            }
            let folded = builder.finish().expect("there are entries");
            assert_eq!(folded.len(), model.iter().map(Vec::len).sum::<usize>());
            for (slot, pairs) in model.iter().enumerate() {
                let run = folded.run(slot);
                let (mut found, mut nodes, mut relationships) = (vec![], vec![], vec![]);
                run.each(|node, relationship| found.push([node, relationship]));
                run.extend_nodes(&mut nodes, |node| node);
                run.extend_relationships(&mut relationships, |id| id);
                assert_eq!(&found, pairs);
                assert!(found.iter().map(|e| e[0]).eq(nodes));
                assert!(found.iter().map(|e| e[1]).eq(relationships));
                for (at, [node, relationship]) in pairs.iter().enumerate() {
                    assert_eq!(run.get(at), Some([*node, *relationship]));
                    assert!(run.find(*node, *relationship).is_some());
                    assert_eq!(run.find(*node, 5), None);
                    let (from, of_node) = run.of_node(*node);
                    let same = pairs.iter().filter(|e| e[0] == *node).count();
                    assert!(from <= at && of_node.len() == same);
                }
                assert!(run.of_node(7).1.len() == 0);
            }
        }
    }
}
