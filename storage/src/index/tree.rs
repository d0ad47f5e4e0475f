//! A persistent ordered set of (key, id): readers keep a root, a writer makes the next one.
//!
//! Nodes are shared between versions of the tree; a writer that owns a node alone changes it in
//! place, so a batch of insertions copies each touched node once.

use std::cmp::Ordering;
use std::ops::Bound;
use std::sync::Arc;

const CAPACITY: usize = 64;
const INLINE: usize = 22;
/// Leaves looked at to estimate how many keys are distinct.
const SAMPLES: usize = 48;

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

/// The order of the tree, in which entries are inserted.
#[inline]
pub(crate) fn entry_order(a: &(Key, u64), b: &(Key, u64)) -> Ordering {
    order(a, b.0.bytes(), b.1)
}

#[inline]
fn order(entry: &Entry, key: &[u8], id: u64) -> Ordering {
    entry.0.bytes().cmp(key).then(entry.1.cmp(&id))
}

#[derive(Clone)]
enum Node {
    Leaf(Vec<Entry>),
    Inner(Vec<Child>),
}

#[derive(Clone)]
struct Child {
    /// The least entry it held when it was made, a lower bound ever since (the first one's is
    /// not looked at).
    least: Entry,
    /// Entries below it.
    length: usize,
    node: Arc<Node>,
}

impl Child {
    /// A node that is not empty.
    fn new(node: Node) -> Self {
        let least = match &node {
            Node::Leaf(entries) => entries[0].clone(),
            Node::Inner(children) => children[0].least.clone(),
        };
        Self {
            least,
            length: node.length(),
            node: Arc::new(node),
        }
    }
}

impl Node {
    fn child(children: &[Child], key: &[u8], id: u64) -> usize {
        children[1..].partition_point(|child| order(&child.least, key, id) != Ordering::Greater)
    }

    /// Entries below it.
    fn length(&self) -> usize {
        match self {
            Self::Leaf(entries) => entries.len(),
            Self::Inner(children) => children.iter().map(|child| child.length).sum(),
        }
    }

    /// Inserts entries that are in order, none of them twice; gives how many were new, and what had
    /// to be split off to the right.
    fn insert(&mut self, new: &[Entry]) -> (usize, Vec<Child>) {
        match self {
            Self::Leaf(entries) => {
                let before = entries.len();
                let behind = match (entries.last(), new.first()) {
                    (Some(last), Some((key, id))) => order(last, key.bytes(), *id).is_lt(),
                    _ => true,
                };
                if behind {
                    entries.extend_from_slice(new);
                } else if let [(key, id)] = new {
                    let position = entries.partition_point(|e| order(e, key.bytes(), *id).is_lt());
                    let there = entries.get(position);
                    if there.is_none_or(|e| order(e, key.bytes(), *id).is_gt()) {
                        entries.insert(position, (key.clone(), *id));
                    }
                } else {
                    *entries = merged(std::mem::take(entries), new);
                }
                let fresh = entries.len() - before;
                (fresh, split(entries, behind, Self::Leaf))
            }
            Self::Inner(children) => {
                let (mut fresh, mut rest) = (0, new);
                let mut splits = Vec::new();
                while let Some((key, id)) = rest.first() {
                    let at = Self::child(children, key.bytes(), *id);
                    let end = children.get(at + 1).map_or(rest.len(), |next| {
                        let (key, id) = &next.least;
                        rest.partition_point(|e| order(e, key.bytes(), *id).is_lt())
                    });
                    let child = &mut children[at];
                    let (added, right) = Arc::make_mut(&mut child.node).insert(&rest[..end]);
                    child.length += added;
                    child.length -= right.iter().map(|half| half.length).sum::<usize>();
                    fresh += added;
                    rest = &rest[end..];
                    if !right.is_empty() {
                        splits.push((at + 1, right));
                    }
                }
                let behind = matches!(splits.as_slice(), [(at, _)] if *at == children.len());
                for (at, right) in splits.into_iter().rev() {
                    children.splice(at..at, right);
                }
                (fresh, split(children, behind, Self::Inner))
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
                let child = &mut children[at];
                let found = Arc::make_mut(&mut child.node).remove(key, id);
                child.length -= usize::from(found);
                if child.length == 0 && children.len() > 1 {
                    children.remove(at);
                }
                found
            }
        }
    }

    /// How many entries have keys below `key`.
    fn rank(&self, key: &[u8]) -> usize {
        match self {
            Self::Leaf(entries) => entries.partition_point(|(other, _)| other.bytes() < key),
            Self::Inner(children) => {
                let at = children[1..].partition_point(|child| child.least.0.bytes() < key);
                let before: usize = children[..at].iter().map(|child| child.length).sum();
                before + children[at].node.rank(key)
            }
        }
    }

    /// The leaf that holds what stands after a fraction of all.
    fn leaf(&self, fraction: f64) -> &[Entry] {
        match self {
            Self::Leaf(entries) => entries,
            Self::Inner(children) => {
                let exact = fraction * children.len() as f64;
                let at = (exact as usize).min(children.len() - 1);
                children[at].node.leaf((exact - at as f64).clamp(0.0, 1.0))
            }
        }
    }
}

/// Both in order, what is in both once.
fn merged(old: Vec<Entry>, new: &[Entry]) -> Vec<Entry> {
    let mut all = Vec::with_capacity(old.len() + new.len());
    let mut new = new.iter().peekable();
    for entry in old {
        let (key, id) = (entry.0.bytes(), entry.1);
        while let Some(before) = new.next_if(|e| order(e, key, id).is_lt()) {
            all.push(before.clone());
        }
        new.next_if(|e| order(e, key, id).is_eq());
        all.push(entry);
    }
    all.extend(new.cloned());
    all
}

/// Leaves a node what it may hold; gives nodes of the others it takes, from left to right. Growing at its
/// end, as in the usual bulk load, it is left full.
fn split<T>(items: &mut Vec<T>, behind: bool, node: impl Fn(Vec<T>) -> Node) -> Vec<Child> {
    if items.len() <= CAPACITY {
        return Vec::new();
    }
    let each = if behind {
        CAPACITY - 2
    } else {
        items.len().div_ceil(items.len().div_ceil(CAPACITY * 3 / 4))
    };
    let mut right = items.split_off(each).into_iter();
    let mut split = Vec::new();
    while right.len() > 0 {
        split.push(Child::new(node(right.by_ref().take(each).collect())));
    }
    split
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

    /// Adds entries that are in order of key and id, none of them twice; how many were new.
    pub(crate) fn insert(&mut self, entries: &[(Key, u64)]) -> usize {
        let (fresh, mut right) = Arc::make_mut(&mut self.root).insert(entries);
        while !right.is_empty() {
            let left = Child {
                least: (Key::new(&[]), 0),
                length: self.root.length(),
                node: Arc::clone(&self.root),
            };
            right.insert(0, left);
            let above = split(&mut right, true, Node::Inner);
            self.root = Arc::new(Node::Inner(right));
            right = above;
        }
        self.length += fresh;
        fresh
    }

    /// Removes an entry; whether it was there.
    pub(crate) fn remove(&mut self, key: &[u8], id: u64) -> bool {
        let found = Arc::make_mut(&mut self.root).remove(key, id);
        self.length -= usize::from(found);
        found
    }

    /// How many entries have keys below `key`: one descent.
    pub(crate) fn rank(&self, key: &[u8]) -> usize {
        self.root.rank(key)
    }

    /// About how many distinct keys there are: exact up to `exact` of them, else from leaves
    /// picked evenly.
    pub(crate) fn distinct(&self, exact: usize) -> f64 {
        let mut last: Option<Vec<u8>> = None;
        for counted in 0..=exact {
            let from = last.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
            let mut next = None;
            self.range(from, Bound::Unbounded, |key, _| {
                next = Some(key.to_vec());
                false
            });
            if next.is_none() {
                return counted as f64;
            }
            last = next;
        }
        let (mut pairs, mut changes) = (0usize, 0usize);
        for sample in 0..SAMPLES {
            let leaf = self.root.leaf((sample as f64 + 0.5) / SAMPLES as f64);
            pairs += leaf.len().saturating_sub(1);
            let differ = |two: &&[Entry]| two[0].0.bytes() != two[1].0.bytes();
            changes += leaf.windows(2).filter(differ).count();
        }
        let estimated = self.length as f64 * changes as f64 / pairs.max(1) as f64;
        estimated.clamp(exact as f64, self.length as f64)
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

    /// As [`range`](Self::range), from the last key to the first; the ids of a key descend too.
    pub(crate) fn range_back(
        &self,
        lower: Bound<&[u8]>,
        upper: Bound<&[u8]>,
        mut each: impl FnMut(&[u8], u64) -> bool,
    ) {
        walk_back(&self.root, lower, upper, &mut each);
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
            let first = children[1..].partition_point(|child| below(lower, child.least.0.bytes()));
            children[first..].iter().enumerate().all(|(offset, child)| {
                (offset == 0 || !above(upper, child.least.0.bytes()))
                    && walk(&child.node, lower, upper, each)
            })
        }
    }
}

/// As [`walk`], backwards.
fn walk_back(
    node: &Node,
    lower: Bound<&[u8]>,
    upper: Bound<&[u8]>,
    each: &mut impl FnMut(&[u8], u64) -> bool,
) -> bool {
    match node {
        Node::Leaf(entries) => {
            let end = entries.partition_point(|(key, _)| !above(upper, key.bytes()));
            entries[..end]
                .iter()
                .rev()
                .all(|(key, id)| !below(lower, key.bytes()) && each(key.bytes(), *id))
        }
        Node::Inner(children) => {
            let after = |child: &Child| above(upper, child.least.0.bytes());
            let end = 1 + children[1..].partition_point(|child| !after(child));
            children[..end].iter().enumerate().rev().all(|(at, child)| {
                // What comes before a child is below its least key, or has that key.
                walk_back(&child.node, lower, upper, each)
                    && (at == 0 || !below(lower, child.least.0.bytes()))
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

    fn key_of_round(round: u64) -> Vec<u8> {
        vec![(round / 500 % 12) as u8, (round / 700 % 12) as u8]
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
                let fresh = tree.insert(&[(Key::new(&key), id)]);
                assert_eq!(fresh, usize::from(model.insert((key, id))));
            }
            assert_eq!(tree.len(), model.len());
            if round % 500 == 0 {
                let before = model.range(..(key_of_round(round), 0)).count();
                assert_eq!(tree.rank(&key_of_round(round)), before);
            }
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
                let most = rng.below(40) as usize;
                let mut back = Vec::new();
                tree.range_back(lower, upper, |key, id| {
                    back.push((key.to_vec(), id));
                    back.len() <= most
                });
                let expected: Vec<_> = expected.into_iter().rev().take(most + 1).collect();
                assert_eq!(back, expected, "{lower:?} {upper:?}");
            }
        }
        for (key, id) in model {
            assert!(tree.remove(&key, id));
        }
        assert_eq!(tree.len(), 0);
        assert!(all(&tree).is_empty());
    }

    #[test]
    fn ranks_are_exact_and_distinct_keys_near_the_truth() {
        let mut rng = Rng::from_seed(3);
        for (spread, entries) in [
            (1u64, 5_000u64),
            (7, 20_000),
            (3_000, 30_000),
            (1 << 40, 9_000),
        ] {
            let mut model = Vec::new();
            let mut tree = Tree::default();
            for id in 0..entries {
                let key = rng.below(spread).to_be_bytes();
                tree.insert(&[(Key::new(&key), id)]);
                model.push(key);
            }
            model.sort_unstable();
            for _ in 0..50 {
                let key = rng.below(spread).to_be_bytes();
                let truth = model.partition_point(|other| *other < key);
                assert_eq!(tree.rank(&key), truth, "{spread}");
            }
            assert_eq!(tree.rank(&[0xff; 9]), model.len());
            model.dedup();
            let (truth, found) = (model.len() as f64, tree.distinct(256));
            let right = if truth <= 256.0 {
                found == truth
            } else {
                (truth / 1.4..truth * 1.4).contains(&found)
            };
            assert!(right, "{spread}: {found} distinct, in truth {truth}");
        }
        assert_eq!(Tree::default().rank(&[1]), 0);
        assert_eq!(Tree::default().distinct(256), 0.0);
    }

    #[test]
    fn many_entries_at_once_are_those_entries_one_by_one() {
        let mut rng = Rng::from_seed(11);
        for spread in [30u64, 5_000, 1 << 30] {
            let mut model: BTreeSet<(Vec<u8>, u64)> = BTreeSet::new();
            let mut tree = Tree::default();
            for _ in 0..60 {
                let most = [1, 5, 100, 9_000][rng.below(4) as usize];
                let ascending = rng.below(3) == 0;
                let new: BTreeSet<(Vec<u8>, u64)> = (0..rng.below(most))
                    .map(|_| {
                        let front = if ascending {
                            (model.len() as u64) << 32
                        } else {
                            0
                        };
                        let key = (front + rng.below(spread)).to_be_bytes().to_vec();
                        (key, rng.below(3))
                    })
                    .collect();
                let old = (tree.clone(), model.clone());
                let entries: Vec<Entry> =
                    new.iter().map(|(key, id)| (Key::new(key), *id)).collect();
                let before = model.len();
                model.extend(new);
                assert_eq!(tree.insert(&entries), model.len() - before);
                assert_eq!(tree.len(), model.len());
                assert_eq!(all(&tree), model.iter().cloned().collect::<Vec<_>>());
                assert_eq!(all(&old.0), old.1.into_iter().collect::<Vec<_>>());
                let key = rng.below(spread).to_be_bytes();
                let rank = model.range(..(key.to_vec(), 0)).count();
                assert_eq!(tree.rank(&key), rank);
            }
            for (key, id) in model {
                assert!(tree.remove(&key, id));
            }
            assert_eq!(tree.len(), 0);
        }
    }

    #[test]
    fn ascending_keys_fill_leaves() {
        let mut tree = Tree::default();
        for number in 0..10_000u32 {
            tree.insert(&[(Key::new(&number.to_be_bytes()), 0)]);
        }
        assert_eq!(all(&tree).len(), 10_000);
    }
}
