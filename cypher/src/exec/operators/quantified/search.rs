//! The shortest paths between two nodes.
//!
//! From the source outwards, level by level: level `n` holds every place (a node and how far in the
//! pattern one is there) that a path of `n` relationships leads to, with the rounds that lead there.
//! The paths to a target are read backwards from it. A place is kept only if some path that visits
//! nothing twice leads to it in that many steps, so levels die out where there is nothing new; and
//! where no place is new any more, a target that was never met is never met.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use quiver_types::{NodeId, RelationshipId, Value};

use super::rounds::{Hop, Scene};
use super::walk::repeats;
use super::{Taken, options};
use crate::exec::error::Result;

/// A node, and the part and round of the pattern that a path is at.
type Place = (NodeId, usize, u64);

/// A round that leads to a place.
struct Entry {
    level: usize,
    from: Place,
    element: usize,
    hops: Arc<Vec<Hop>>,
    hop: usize,
}

#[derive(Default)]
struct Level {
    entries: HashMap<Place, Vec<Entry>, foldhash::fast::RandomState>,
    /// Places in the order they were met, so that answers do not change from run to run.
    places: Vec<Place>,
    /// Places at which a path may end, by node.
    ends: HashMap<NodeId, Vec<Place>, foldhash::fast::RandomState>,
}

/// A search from one node.
pub(super) struct Search {
    pub source: NodeId,
    levels: Vec<Level>,
    /// Levels from which the search went on.
    done: usize,
    rounds: HashMap<(NodeId, usize), Arc<Vec<Hop>>, foldhash::fast::RandomState>,
    seen: HashSet<Place, foldhash::fast::RandomState>,
    /// The last level with a place that no level before it has.
    newest: usize,
    /// Relationships met: no path has more.
    met: HashSet<RelationshipId, foldhash::fast::RandomState>,
}

impl Search {
    pub fn new(source: NodeId) -> Self {
        Self {
            source,
            levels: Vec::new(),
            done: 0,
            rounds: HashMap::default(),
            seen: HashSet::default(),
            newest: 0,
            met: HashSet::default(),
        }
    }

    /// What the shortest `count` paths (or groups of paths of one length) to a node bind.
    pub fn paths(
        &mut self,
        scene: &Scene<'_, '_>,
        target: NodeId,
        count: u64,
        groups: bool,
    ) -> Result<Vec<Vec<Value>>> {
        let mut found = Vec::new();
        let mut lengths = 0;
        let mut met_target = false;
        let mut level = 0;
        loop {
            self.reach(scene, level)?;
            if level >= self.levels.len() {
                return Ok(found);
            }
            let exhausted = level > self.newest;
            if exhausted && (!met_target || level > self.met.len()) {
                return Ok(found);
            }
            let ends = self.levels[level].ends.get(&target);
            let ends = ends.cloned().unwrap_or_default();
            met_target |= !ends.is_empty();
            let before = found.len();
            for place in ends {
                let wanted = if groups { u64::MAX } else { count };
                self.read(scene, level, place, &mut |path| {
                    let values = scene.spec.values(self.source, path);
                    if scene.spec.admits(scene.context, scene.row, &values)? {
                        scene.context.grow(64 * values.len())?;
                        found.push(values);
                    }
                    Ok((found.len() as u64) < wanted)
                })?;
                if found.len() as u64 >= wanted {
                    return Ok(found);
                }
            }
            lengths += u64::from(found.len() > before);
            if groups && lengths >= count {
                return Ok(found);
            }
            level += 1;
        }
    }

    /// Goes on until everything of a level is known.
    fn reach(&mut self, scene: &Scene<'_, '_>, level: usize) -> Result<()> {
        if self.levels.is_empty() {
            self.add(scene, 0, (self.source, 0, 0), None);
        }
        while self.done < level && self.done < self.levels.len() {
            let at = self.done;
            self.done += 1;
            let places = std::mem::take(&mut self.levels[at].places);
            for place in &places {
                scene.context.still_wanted()?;
                let mut leads = at == 0;
                if !leads {
                    self.read(scene, at, *place, &mut |_| {
                        leads = true;
                        Ok(false)
                    })?;
                }
                if leads {
                    self.expand(scene, at, *place)?;
                }
            }
            self.levels[at].places = places;
        }
        Ok(())
    }

    fn expand(&mut self, scene: &Scene<'_, '_>, level: usize, place: Place) -> Result<()> {
        let (node, element, round) = place;
        let (_, options) = options(scene.spec.elements, element, round);
        for (element, round) in options {
            let hops = self.hops(scene, node, element)?;
            scene.context.grow(96 * hops.len())?;
            let part = &scene.spec.elements[element];
            // Beyond the least number of rounds an open part does not count them.
            let round = match part.max {
                None => (round + 1).min(part.min),
                Some(_) => round + 1,
            };
            for hop in 0..hops.len() {
                let to = level + hops[hop].relationships.len();
                let entry = Entry {
                    level,
                    from: place,
                    element,
                    hops: Arc::clone(&hops),
                    hop,
                };
                self.add(
                    scene,
                    to,
                    (hops[hop].end(node), element, round),
                    Some(entry),
                );
            }
        }
        Ok(())
    }

    fn hops(
        &mut self,
        scene: &Scene<'_, '_>,
        node: NodeId,
        element: usize,
    ) -> Result<Arc<Vec<Hop>>> {
        if let Some(known) = self.rounds.get(&(node, element)) {
            return Ok(Arc::clone(known));
        }
        let hops = Arc::new(scene.rounds(element, node)?);
        for hop in hops.iter() {
            self.met.extend(&hop.relationships);
        }
        self.rounds.insert((node, element), Arc::clone(&hops));
        Ok(hops)
    }

    fn add(&mut self, scene: &Scene<'_, '_>, level: usize, place: Place, entry: Option<Entry>) {
        if self.levels.len() <= level {
            self.levels.resize_with(level + 1, Level::default);
        }
        if self.seen.insert(place) {
            self.newest = self.newest.max(level);
        }
        let to = &mut self.levels[level];
        let entries = to.entries.entry(place).or_insert_with(|| {
            to.places.push(place);
            let (node, element, round) = place;
            if options(scene.spec.elements, element, round).0 {
                to.ends.entry(node).or_default().push(place);
            }
            Vec::new()
        });
        entries.extend(entry);
    }

    /// Shows every path of so many relationships to a place, until `visit` has enough.
    fn read(
        &self,
        scene: &Scene<'_, '_>,
        level: usize,
        place: Place,
        visit: &mut dyn FnMut(&[Taken]) -> Result<bool>,
    ) -> Result<()> {
        // Places on the way back, and which of their entries is next.
        let mut stack: Vec<(usize, Place, usize)> = vec![(level, place, 0)];
        // Rounds taken, last first.
        let mut path: Vec<Taken> = Vec::new();
        while let Some((level, place, next)) = stack.last_mut() {
            scene.context.still_wanted()?;
            if *level == 0 {
                let mut forward = path.clone();
                forward.reverse();
                if !visit(&forward)? {
                    return Ok(());
                }
                stack.pop();
                path.pop();
                continue;
            }
            let entries = self.levels[*level].entries.get(place);
            let Some(entry) = entries.and_then(|entries| entries.get(*next)) else {
                stack.pop();
                path.pop();
                continue;
            };
            *next += 1;
            let hop = &entry.hops[entry.hop];
            // The source is not met again by an acyclic path, except at its beginning.
            if repeats(scene.spec.mode, self.source, &path, hop) {
                continue;
            }
            path.push(Taken {
                element: entry.element,
                from: entry.from.0,
                hop: hop.clone(),
            });
            stack.push((entry.level, entry.from, 0));
        }
        Ok(())
    }
}
