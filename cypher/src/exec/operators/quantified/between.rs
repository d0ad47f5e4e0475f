//! The shortest paths between two nodes where each round is one relationship, from both ends at once.
//!
//! Level `n` of a half holds the nodes to which `n` relationships lead from its end, with the steps
//! that lead there; the smaller of the two outermost levels is the next to be gone on from. Paths of
//! `n` relationships are the ways through the nodes that two levels have in common whose numbers add
//! up to `n`. Where only the shortest count, a half keeps each node on its first level only; otherwise
//! a node is gone on from only if some way that visits nothing twice leads to it. Parts with more
//! relationships a round are [`Search`](super::search::Search)'s. Meet [`Between`] first.

use std::collections::{HashMap, HashSet};

use quiver_types::{NodeId, RelationshipId, Value};

use super::rounds::{Hop, Scene};
use super::{Spec, Taken};
use crate::exec::error::Result;
use crate::plan::quantified::PathMode;

/// No further step leads to a node.
const LAST: u32 = u32::MAX;

/// A relationship as seen from an end: from the node that is nearer to it.
#[derive(Clone, Copy)]
struct Walked {
    near: NodeId,
    relationship: RelationshipId,
    far: NodeId,
}

#[derive(Default)]
struct Level {
    /// Nodes in the order they were met, so that answers do not change from run to run.
    nodes: Vec<NodeId>,
    /// The step that led to a node last.
    heads: HashMap<NodeId, u32, foldhash::fast::RandomState>,
    /// Steps, each with the one that led to the same node before.
    steps: Vec<(Walked, u32)>,
}

impl Level {
    fn add(&mut self, step: Walked) {
        let number = u32::try_from(self.steps.len()).unwrap_or(LAST);
        let head = self.heads.entry(step.far).or_insert_with(|| {
            self.nodes.push(step.far);
            LAST
        });
        self.steps.push((step, *head));
        *head = number;
    }

    fn has(&self, node: NodeId) -> bool {
        self.heads.contains_key(&node)
    }
}

/// What is known from one end.
struct Half {
    levels: Vec<Level>,
    seen: HashSet<NodeId, foldhash::fast::RandomState>,
    /// Whether the outermost level has no node that those before it have not.
    exhausted: bool,
    /// Whether nodes were left out that lead nowhere for the present other end.
    narrowed: bool,
    /// Relationships met, where they may be met again: no path that repeats none has more.
    met: HashSet<RelationshipId, foldhash::fast::RandomState>,
}

impl Half {
    fn new(end: NodeId) -> Self {
        let mut level = Level::default();
        level.nodes.push(end);
        level.heads.insert(end, LAST);
        Self {
            levels: vec![level],
            seen: std::iter::once(end).collect(),
            exhausted: false,
            narrowed: false,
            met: HashSet::default(),
        }
    }

    /// One level more. `others` are the only nodes that matter, if that is known.
    fn extend(
        &mut self,
        scene: &Scene<'_, '_>,
        kept: Kept,
        others: Option<&HashSet<NodeId, foldhash::fast::RandomState>>,
    ) -> Result<()> {
        let at = self.levels.len() - 1;
        let mut next = Level::default();
        let mut fresh = Vec::new();
        let mut neighbors = Vec::new();
        for node in &self.levels[at].nodes {
            scene.context.still_wanted()?;
            if others.is_some_and(|others| !others.contains(node)) {
                self.narrowed = true;
                continue;
            }
            if kept == Kept::All && !self.leads(scene, at, *node)? {
                continue;
            }
            neighbors.clear();
            scene.single_steps(*node, &mut neighbors)?;
            for (relationship, far) in &neighbors {
                let is_new = !self.seen.contains(far);
                match kept {
                    Kept::First if !is_new => continue,
                    Kept::First => {}
                    Kept::All => {
                        self.met.insert(*relationship);
                    }
                }
                if is_new && !next.has(*far) {
                    fresh.push(*far);
                }
                next.add(Walked {
                    near: *node,
                    relationship: *relationship,
                    far: *far,
                });
            }
        }
        self.exhausted = fresh.is_empty();
        self.seen.extend(fresh);
        self.levels.push(next);
        Ok(())
    }

    /// Whether a way of `level` steps that visits nothing twice leads to a node.
    fn leads(&self, scene: &Scene<'_, '_>, level: usize, node: NodeId) -> Result<bool> {
        let mut leads = level == 0;
        if !leads {
            self.read(scene, level, node, &[], &mut |_| {
                leads = true;
                Ok(false)
            })?;
        }
        Ok(leads)
    }

    /// Shows every way of `level` steps to a node, the last step first, that together with `before`
    /// visits nothing twice, until `visit` has enough; whether it has.
    fn read(
        &self,
        scene: &Scene<'_, '_>,
        level: usize,
        node: NodeId,
        before: &[Walked],
        visit: &mut dyn FnMut(&[Walked]) -> Result<bool>,
    ) -> Result<bool> {
        let mode = scene.spec.mode;
        let head = |level: usize, node: &NodeId| {
            let level = self.levels.get(level);
            level.and_then(|level| level.heads.get(node).copied())
        };
        let mut way: Vec<Walked> = Vec::with_capacity(level);
        let mut open = vec![head(level, &node).unwrap_or(LAST)];
        loop {
            scene.context.still_wanted()?;
            let depth = level - way.len();
            if depth == 0 {
                if !visit(&way)? {
                    return Ok(true);
                }
                open.pop();
                way.pop();
            }
            let Some(next) = open.last_mut() else {
                return Ok(false);
            };
            let depth = level - way.len();
            let step = self.levels[depth].steps.get(*next as usize);
            let Some((step, further)) = step else {
                open.pop();
                way.pop();
                continue;
            };
            *next = *further;
            if repeats(mode, node, before, &way, step) {
                continue;
            }
            way.push(*step);
            open.push(head(depth - 1, &step.near).unwrap_or(LAST));
        }
    }
}

/// Whether a step visits again what a path must not visit twice, `node` being where `before` and `way`
/// meet.
fn repeats(mode: PathMode, node: NodeId, before: &[Walked], way: &[Walked], step: &Walked) -> bool {
    let mut met = before.iter().chain(way);
    match mode {
        PathMode::Walk => false,
        PathMode::Trail => met.any(|other| other.relationship == step.relationship),
        PathMode::Acyclic => step.near == node || met.any(|other| other.near == step.near),
    }
}

/// On which levels a half keeps a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// On the first one.
    First,
    /// On all to which steps lead.
    All,
}

/// A search from one node.
pub(super) struct Between {
    source: NodeId,
    kept: Kept,
    front: Half,
}

/// How many paths are wanted.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub count: u64,
    /// Whether paths of one length count as one.
    pub groups: bool,
}

/// The target's side of a search.
pub(super) struct Target<'a, 'c> {
    pub node: NodeId,
    /// The part seen from its end.
    pub scene: Scene<'a, 'c>,
}

/// Whether a search is this module's.
pub(super) fn is_single(spec: &Spec<'_>) -> bool {
    matches!(spec.elements, [element] if element.steps.len() == 1)
}

impl Between {
    pub fn new(source: NodeId) -> Self {
        Self {
            source,
            kept: Kept::First,
            front: Half::new(source),
        }
    }

    /// Whether what is known serves paths from a node to other targets.
    pub fn serves(&self, source: NodeId) -> bool {
        self.source == source && !self.front.narrowed
    }

    /// What the shortest paths (or groups of paths of one length) to a node bind.
    pub fn paths(
        &mut self,
        scene: &Scene<'_, '_>,
        target: &Target<'_, '_>,
        wanted: Wanted,
    ) -> Result<Vec<Vec<Value>>> {
        let min = scene.spec.elements[0].min;
        // Here a shortest path never visits anything twice, whatever the path mode: one way to each
        // node is enough, unless what must hold of the path refuses that way.
        if wanted.count == 1 && min <= 1 && target.node != self.source {
            self.keep(Kept::First);
            let found = self.search(scene, target, wanted)?;
            if !found.is_empty() || scene.spec.such_that.is_none() {
                return Ok(found);
            }
        }
        self.keep(Kept::All);
        self.search(scene, target, wanted)
    }

    fn keep(&mut self, kept: Kept) {
        if self.kept != kept || self.front.narrowed {
            self.kept = kept;
            self.front = Half::new(self.source);
        }
    }

    fn search(
        &mut self,
        scene: &Scene<'_, '_>,
        target: &Target<'_, '_>,
        wanted: Wanted,
    ) -> Result<Vec<Vec<Value>>> {
        let element = &scene.spec.elements[0];
        let mut back = Half::new(target.node);
        let mut found = Vec::new();
        let (mut ahead, mut behind, mut lengths) = (0, 0, 0);
        loop {
            let length = (ahead + behind) as u64;
            if length >= element.min {
                let before = found.len();
                self.join(scene, (ahead, &back, behind), wanted, &mut found)?;
                lengths += u64::from(found.len() > before);
                let enough = if wanted.groups {
                    lengths
                } else {
                    found.len() as u64
                };
                let is_first = self.kept == Kept::First && self.met(ahead, &back, behind);
                if enough >= wanted.count || is_first {
                    return Ok(found);
                }
            }
            if element.max.is_some_and(|max| length >= max) || self.is_over(scene, &back, length) {
                return Ok(found);
            }
            let front_is_known = self.front.levels.len() > ahead + 1;
            let sizes = (
                self.front.levels[ahead].nodes.len(),
                back.levels[behind].nodes.len(),
            );
            if front_is_known || sizes.0 <= sizes.1 {
                ahead += 1;
                if !front_is_known {
                    let others = back.exhausted.then_some(&back.seen);
                    self.front.extend(scene, self.kept, others)?;
                }
                if self.front.levels[ahead].nodes.is_empty() {
                    return Ok(found);
                }
            } else {
                behind += 1;
                let others = self.front.exhausted.then_some(&self.front.seen);
                back.extend(&target.scene, self.kept, others)?;
                if back.levels[behind].nodes.is_empty() {
                    return Ok(found);
                }
            }
        }
    }

    /// Whether no path can be longer than those that were looked for.
    fn is_over(&self, scene: &Scene<'_, '_>, back: &Half, length: u64) -> bool {
        let bounded = scene.spec.mode == PathMode::Walk && scene.spec.elements[0].max.is_some();
        let of = |half: &Half, end: NodeId| {
            let no_longer = !bounded && length > half.met.len() as u64;
            half.exhausted && (no_longer || !half.seen.contains(&end))
        };
        let target = back.levels[0].nodes[0];
        self.kept == Kept::All && (of(&self.front, target) || of(back, self.source))
    }

    /// Whether two levels have a node in common.
    fn met(&self, ahead: usize, back: &Half, behind: usize) -> bool {
        let front = &self.front.levels[ahead];
        front
            .nodes
            .iter()
            .any(|node| back.levels[behind].has(*node))
    }

    /// Adds the paths through the nodes that two levels have in common.
    fn join(
        &self,
        scene: &Scene<'_, '_>,
        (ahead, back, behind): (usize, &Half, usize),
        wanted: Wanted,
        found: &mut Vec<Vec<Value>>,
    ) -> Result<()> {
        let most = if wanted.groups {
            u64::MAX
        } else {
            wanted.count
        };
        for node in &self.front.levels[ahead].nodes {
            if !back.levels[behind].has(*node) {
                continue;
            }
            let over = self.front.read(scene, ahead, *node, &[], &mut |head| {
                let over = back.read(scene, behind, *node, head, &mut |tail| {
                    let values = scene.spec.values(self.source, &path_of(head, tail));
                    if scene.spec.admits(scene.context, scene.row, &values)? {
                        scene.context.grow(64 * values.len())?;
                        found.push(values);
                    }
                    Ok((found.len() as u64) < most)
                })?;
                Ok(!over)
            })?;
            if over {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The rounds of a path whose two halves are known, each from where they meet.
fn path_of(head: &[Walked], tail: &[Walked]) -> Vec<Taken> {
    let taken = |from: NodeId, relationship: RelationshipId, to: NodeId| Taken {
        element: 0,
        from,
        hop: Hop {
            relationships: vec![relationship],
            nodes: vec![to],
        },
    };
    let head = head.iter().rev();
    let head = head.map(|step| taken(step.near, step.relationship, step.far));
    let tail = tail.iter();
    let tail = tail.map(|step| taken(step.far, step.relationship, step.near));
    head.chain(tail).collect()
}
