//! A persistent ordered set of (key, id): readers keep a root, a writer makes the next one.
//!
//! Nodes are shared between versions of the tree; a writer that owns a node alone changes it in
//! place, so a batch of insertions copies each touched node once.

use std::cmp::Ordering;
use std::ops::Bound;
use std::sync::Arc;

const CAPACITY: usize = 64;
const INLINE: usize = 22;

/// The bytes of a key: short ones inline.
#[derive(Clone)]
pub(crate) enum Key {
    Inline(u8, [u8; INLINE]),
    Heap(Arc<[u8]>),
}

impl Key {
    /// Copies bytes.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        if bytes.len() <= INLINE {
            let mut inline = [0; INLINE];
            inline[..bytes.len()].copy_from_slice(bytes);
            return Self::Inline(bytes.len() as u8, inline);
        }
        Self::Heap(bytes.into())
    }

    /// The bytes.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Inline(length, bytes) => &bytes[..usize::from(*length)],
            Self::Heap(bytes) => bytes,
        }
    }
}

type Entry = (Key, u64);

#[inline]
fn order(entry: &Entry, key: &[u8], id: u64) -> Ordering {
    entry.0.bytes().cmp(key).then(entry.1.cmp(&id))
}

#[derive(Clone)]
enum Node {
    Leaf(Vec<Entry>),
    /// Children; each with the least entry it held when it was made, a lower bound ever since
    /// (the first one's is not looked at).
    Inner(Vec<(Entry, Arc<Node>)>),
}

impl Node {
    fn child(children: &[(Entry, Arc<Node>)], key: &[u8], id: u64) -> usize {
        children[1..].partition_point(|(least, _)| order(least, key, id) != Ordering::Greater)
    }

    /// Inserts; gives whether it was new, and the right half if the node had to be split.
    fn insert(&mut self, key: &Key, id: u64) -> (bool, Option<(Entry, Arc<Node>)>) {
        match self {
            Self::Leaf(entries) => {
                let position =
                    entries.partition_point(|e| order(e, key.bytes(), id) == Ordering::Less);
                if entries
                    .get(position)
                    .is_some_and(|e| order(e, key.bytes(), id) == Ordering::Equal)
                {
                    return (false, None);
                }
                entries.insert(position, (key.clone(), id));
                if entries.len() <= CAPACITY {
                    return (true, None);
                }
                // Ascending insertion, the usual bulk load, leaves full leaves behind.
                let at = if position + 1 == entries.len() {
                    CAPACITY - 2
                } else {
                    entries.len() / 2
                };
                let right = entries.split_off(at);
                let least = right[0].clone();
                (true, Some((least, Arc::new(Self::Leaf(right)))))
            }
            Self::Inner(children) => {
                let at = Self::child(children, key.bytes(), id);
                let (fresh, split) = Arc::make_mut(&mut children[at].1).insert(key, id);
                if let Some(right) = split {
                    children.insert(at + 1, right);
                }
                if children.len() <= CAPACITY {
                    return (fresh, None);
                }
                let cut = if at + 2 == children.len() {
                    CAPACITY - 2
                } else {
                    children.len() / 2
                };
                let right = children.split_off(cut);
                let least = right[0].0.clone();
                (fresh, Some((least, Arc::new(Self::Inner(right)))))
            }
        }
    }

    /// Removes; gives whether it was there. Emptied nodes leave their parent.
    fn remove(&mut self, key: &[u8], id: u64) -> bool {
        match self {
            Self::Leaf(entries) => {
                let position = entries.partition_point(|e| order(e, key, id) == Ordering::Less);
                let found = entries
                    .get(position)
                    .is_some_and(|e| order(e, key, id) == Ordering::Equal);
                if found {
                    entries.remove(position);
                }
                found
            }
            Self::Inner(children) => {
                let at = Self::child(children, key, id);
                let child = Arc::make_mut(&mut children[at].1);
                let found = child.remove(key, id);
                if child.is_empty() && children.len() > 1 {
                    children.remove(at);
                }
                found
            }
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Leaf(entries) => entries.is_empty(),
            Self::Inner(children) => children.len() == 1 && children[0].1.is_empty(),
        }
    }
}

/// The set. Cloning is one reference count.
#[derive(Clone)]
pub(crate) struct Tree {
    root: Arc<Node>,
    length: usize,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            root: Arc::new(Node::Leaf(Vec::new())),
            length: 0,
        }
    }
}

impl Tree {
    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Adds an entry; whether it was new.
    pub(crate) fn insert(&mut self, key: &Key, id: u64) -> bool {
        let (fresh, split) = Arc::make_mut(&mut self.root).insert(key, id);
        if let Some(right) = split {
            let left = Arc::clone(&self.root);
            let least = (Key::new(&[]), 0);
            self.root = Arc::new(Node::Inner(vec![(least, left), right]));
        }
        self.length += usize::from(fresh);
        fresh
    }

    /// Removes an entry; whether it was there.
    pub(crate) fn remove(&mut self, key: &[u8], id: u64) -> bool {
        let found = Arc::make_mut(&mut self.root).remove(key, id);
        self.length -= usize::from(found);
        found
    }

    /// Calls `each` with the entries whose keys lie within the bounds, in order, until it says
    /// `false`.
    pub(crate) fn range(
        &self,
        lower: Bound<&[u8]>,
        upper: Bound<&[u8]>,
        mut each: impl FnMut(&[u8], u64) -> bool,
    ) {
        walk(&self.root, lower, upper, &mut each);
    }
}

fn below(lower: Bound<&[u8]>, key: &[u8]) -> bool {
    match lower {
        Bound::Included(bound) => key < bound,
        Bound::Excluded(bound) => key <= bound,
        Bound::Unbounded => false,
    }
}

fn above(upper: Bound<&[u8]>, key: &[u8]) -> bool {
    match upper {
        Bound::Included(bound) => key > bound,
        Bound::Excluded(bound) => key >= bound,
        Bound::Unbounded => false,
    }
}

/// Recursion is as deep as the tree: 64-way, so six levels hold 10^10 entries.
fn walk(
    node: &Node,
    lower: Bound<&[u8]>,
    upper: Bound<&[u8]>,
    each: &mut impl FnMut(&[u8], u64) -> bool,
) -> bool {
    match node {
        Node::Leaf(entries) => {
            let first = entries.partition_point(|(key, _)| below(lower, key.bytes()));
            entries[first..]
                .iter()
                .all(|(key, id)| !above(upper, key.bytes()) && each(key.bytes(), *id))
        }
        Node::Inner(children) => {
            // The last child whose least key is below the bound may hold keys within it.
            let first = children[1..].partition_point(|((key, _), _)| below(lower, key.bytes()));
            children[first..]
                .iter()
                .enumerate()
                .all(|(offset, ((least, _), child))| {
                    (offset == 0 || !above(upper, least.bytes())) && walk(child, lower, upper, each)
                })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quiver_types::rng::Rng;
    use std::collections::BTreeSet;

    fn all(tree: &Tree) -> Vec<(Vec<u8>, u64)> {
        let mut found = Vec::new();
        tree.range(Bound::Unbounded, Bound::Unbounded, |key, id| {
            found.push((key.to_vec(), id));
            true
        });
        found
    }

    #[test]
    fn behaves_as_an_ordered_set_and_old_versions_stay() {
        let mut rng = Rng::from_seed(7);
        let mut model: BTreeSet<(Vec<u8>, u64)> = BTreeSet::new();
        let mut tree = Tree::default();
        let rounds = if cfg!(miri) { 300 } else { 20_000 };
        for round in 0..rounds {
            let longest = if rng.below(9) == 0 { 30 } else { 3 };
            let length = 1 + rng.below(longest) as usize;
            let key: Vec<u8> = (0..length).map(|_| rng.below(12) as u8).collect();
            let id = rng.below(4);
            let before = (round % 1000 == 0).then(|| (tree.clone(), all(&tree)));
            if rng.below(3) == 0 {
                assert_eq!(tree.remove(&key, id), model.remove(&(key, id)));
            } else {
                assert_eq!(tree.insert(&Key::new(&key), id), model.insert((key, id)));
            }
            assert_eq!(tree.len(), model.len());
            if let Some((old, content)) = before {
                assert_eq!(all(&old), content);
            }
        }
        assert_eq!(all(&tree), model.iter().cloned().collect::<Vec<_>>());
        for _ in 0..200 {
            let bound = |rng: &mut Rng| vec![rng.below(12) as u8, rng.below(12) as u8];
            let (a, b) = (bound(&mut rng), bound(&mut rng));
            for (lower, upper) in [
                (Bound::Included(&a[..]), Bound::Excluded(&b[..])),
                (Bound::Excluded(&a[..]), Bound::Included(&b[..])),
            ] {
                let mut found = Vec::new();
                tree.range(lower, upper, |key, id| {
                    found.push((key.to_vec(), id));
                    true
                });
                let expected: Vec<_> = model
                    .iter()
                    .filter(|(key, _)| !below(lower, key) && !above(upper, key))
                    .cloned()
                    .collect();
                assert_eq!(found, expected, "{lower:?} {upper:?}");
            }
        }
        for (key, id) in model {
            assert!(tree.remove(&key, id));
        }
        assert_eq!(tree.len(), 0);
        assert!(all(&tree).is_empty());
    }

    #[test]
    fn ascending_keys_fill_leaves() {
        let mut tree = Tree::default();
        for number in 0..10_000u32 {
            tree.insert(&Key::new(&number.to_be_bytes()), 0);
        }
        assert_eq!(all(&tree).len(), 10_000);
    }
}
