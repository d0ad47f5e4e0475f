//! All paths from a node, depth first, one at a time, with an explicit stack.

use quiver_types::{NodeId, Value};

use super::rounds::{Hop, Scene};
use super::{Taken, options};
use crate::exec::error::Result;
use crate::plan::quantified::PathMode;

/// A node on the way and how the path may go on from it.
struct Branch {
    from: NodeId,
    /// Parts and rounds that may follow; those before `next_option` were tried.
    options: Vec<(usize, u64)>,
    next_option: usize,
    /// Rounds of the option before `next_option`.
    hops: Vec<Hop>,
    next_hop: usize,
}

/// What a step of the walk gave.
pub(super) enum Next {
    /// A path: its end and what it binds.
    Path(NodeId, Vec<Value>),
    /// Nothing yet.
    Step,
    /// There are no more.
    Done,
}

/// A walk from one node.
pub(super) struct Walk {
    start: NodeId,
    begun: bool,
    branches: Vec<Branch>,
    /// The rounds between the branches: one fewer than those.
    path: Vec<Taken>,
}

impl Walk {
    pub fn new(start: NodeId) -> Self {
        Self {
            start,
            begun: false,
            branches: Vec::new(),
            path: Vec::new(),
        }
    }

    /// One step; `target` is where paths must end.
    pub fn next(&mut self, scene: &Scene<'_, '_>, target: Option<NodeId>) -> Result<Next> {
        if !self.begun {
            self.begun = true;
            return self.arrive(scene, self.start, (0, 0), target);
        }
        let Some(branch) = self.branches.last_mut() else {
            return Ok(Next::Done);
        };
        if let Some(hop) = branch.hops.get(branch.next_hop) {
            branch.next_hop += 1;
            let (element, round) = branch.options[branch.next_option - 1];
            let from = branch.from;
            if repeats(scene.spec.mode, self.start, &self.path, hop) {
                return Ok(Next::Step);
            }
            let (hop, end) = (hop.clone(), hop.end(from));
            self.path.push(Taken { element, from, hop });
            return self.arrive(scene, end, (element, round + 1), target);
        }
        if let Some((element, _)) = branch.options.get(branch.next_option) {
            branch.next_option += 1;
            branch.next_hop = 0;
            branch.hops = scene.rounds(*element, branch.from)?;
            return Ok(Next::Step);
        }
        self.branches.pop();
        self.path.pop();
        Ok(Next::Step)
    }

    fn arrive(
        &mut self,
        scene: &Scene<'_, '_>,
        node: NodeId,
        (element, round): (usize, u64),
        target: Option<NodeId>,
    ) -> Result<Next> {
        let (ends, options) = options(scene.spec.elements, element, round);
        self.branches.push(Branch {
            from: node,
            options,
            next_option: 0,
            hops: Vec::new(),
            next_hop: 0,
        });
        if ends && target.is_none_or(|target| target == node) {
            let values = scene.spec.values(self.start, &self.path);
            if scene.spec.admits(scene.context, scene.row, &values)? {
                return Ok(Next::Path(node, values));
            }
        }
        Ok(Next::Step)
    }
}

/// Whether a round visits again what its path must not visit twice.
pub(super) fn repeats(mode: PathMode, start: NodeId, path: &[Taken], hop: &Hop) -> bool {
    match mode {
        PathMode::Walk => false,
        PathMode::Trail => path.iter().any(|taken| {
            let mut met = taken.hop.relationships.iter();
            met.any(|relationship| hop.relationships.contains(relationship))
        }),
        PathMode::Acyclic => {
            let mut met = path.iter().flat_map(|taken| &taken.hop.nodes);
            hop.nodes.contains(&start) || met.any(|node| hop.nodes.contains(node))
        }
    }
}
