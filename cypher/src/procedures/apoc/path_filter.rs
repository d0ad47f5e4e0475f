//! What `apoc.path` may walk along: filters of types and of labels, and sequences of both, which
//! begin anew at their end. The walk itself is in `path`. Begin with [`Way`].

use quiver_storage::Neighbor;
use quiver_types::{NodeId, RelationshipTypeId, Text};

use super::Result;
use crate::exec::FunctionContext;
use crate::functions::apoc::graph::{Allowed, allowed};

/// Which types may be walked, and in which direction.
pub(super) struct Types(Allowed);

impl Types {
    /// `T>|<U|V|>`: an arrow is a direction, an arrow alone is any type.
    pub(super) fn parse(context: &FunctionContext<'_>, filter: &str) -> Self {
        Self(allowed(context, filter))
    }

    /// Steps between commas; without `from_start` the first is for the first relationship only.
    pub(super) fn sequence(
        context: &FunctionContext<'_>,
        filter: &str,
        from_start: bool,
    ) -> Steps<Self> {
        let parts = filter.split(',');
        Steps::new(
            parts
                .map(|part| Self::parse(context, part.trim()))
                .collect(),
            from_start,
        )
    }

    /// What can be reached from a node by one relationship.
    pub(super) fn neighbors(
        &self,
        context: &FunctionContext<'_>,
        node: NodeId,
        found: &mut Vec<Neighbor>,
    ) -> Result<()> {
        found.clear();
        for (of, direction) in &self.0 {
            let types: &[RelationshipTypeId] = of.as_slice();
            context.view.expand(node, *direction, types, found)?;
        }
        context.state.hits(1 + found.len() as u64);
        Ok(())
    }
}

/// What a filter says about a node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The path may be an answer.
    pub included: bool,
    /// The walk goes on from here.
    pub continues: bool,
}

impl Verdict {
    /// Neither.
    pub const NONE: Self = Self {
        included: false,
        continues: false,
    };
}

/// Labels by their sign; several of one entry must all be there.
#[derive(Default)]
pub(super) struct Labels {
    allowed: Vec<Vec<Text>>,
    denied: Vec<Vec<Text>>,
    ending: Vec<Vec<Text>>,
    terminating: Vec<Vec<Text>>,
    /// Whether only paths to ending or terminating labels are answers, here or elsewhere in the
    /// sequence.
    only_ends: bool,
}

impl Labels {
    /// `+A|-B:C|>D|/E`; no sign is `+`, and `*` says nothing.
    fn parse(filter: &str) -> Self {
        let mut labels = Self::default();
        for part in filter.split('|').map(str::trim).filter(|p| !p.is_empty()) {
            let (list, name) = match part.chars().next() {
                Some('-') => (&mut labels.denied, &part[1..]),
                Some('+') => (&mut labels.allowed, &part[1..]),
                Some('>') => (&mut labels.ending, &part[1..]),
                Some('/') => (&mut labels.terminating, &part[1..]),
                _ => (&mut labels.allowed, part),
            };
            labels.only_ends |= part.starts_with(['>', '/']);
            if name != "*" {
                let names = name.trim_start_matches(':').split(':');
                list.push(names.map(Text::from).collect());
            }
        }
        labels
    }

    /// Steps between commas.
    pub(super) fn sequence(filter: &str, from_start: bool) -> LabelSteps {
        if filter.is_empty() {
            return LabelSteps::default();
        }
        LabelSteps::new(filter.split(','), from_start)
    }

    /// What is said of a node with these labels; too near to the start it is no answer and ends
    /// nothing.
    pub(super) fn judge(&self, of: &[Text], too_near: bool) -> Verdict {
        let any = |list: &[Vec<Text>]| {
            list.iter()
                .any(|names| names.iter().all(|name| of.contains(name)))
        };
        if any(&self.denied) {
            return Verdict::NONE;
        }
        if any(&self.terminating) {
            return Verdict {
                included: !too_near,
                continues: too_near,
            };
        }
        if any(&self.ending) {
            return Verdict {
                included: true,
                continues: true,
            };
        }
        let allowed = self.allowed.is_empty() || any(&self.allowed);
        Verdict {
            included: allowed && !self.only_ends,
            continues: allowed,
        }
    }
}

/// Filters that follow each other and begin anew; one may stand before the first round.
pub(super) struct Steps<T> {
    first: Option<T>,
    rest: Vec<T>,
}

impl<T> Steps<T> {
    fn new(mut all: Vec<T>, from_start: bool) -> Self {
        let first = (!from_start && all.len() > 1).then(|| all.remove(0));
        Self { first, rest: all }
    }

    /// The filter of a step. There is always one: splitting a text gives at least one part.
    pub(super) fn at(&self, step: usize) -> &T {
        match &self.first {
            Some(first) if step == 0 => first,
            Some(_) => &self.rest[(step - 1) % self.rest.len()],
            None => &self.rest[step % self.rest.len()],
        }
    }
}

/// Label filters by distance from the start.
#[derive(Default)]
pub(super) struct LabelSteps {
    steps: Vec<Labels>,
    from_start: bool,
}

impl LabelSteps {
    fn new<'t>(parts: impl Iterator<Item = &'t str>, from_start: bool) -> Self {
        let mut steps: Vec<Labels> = parts.map(|part| Labels::parse(part.trim())).collect();
        let only_ends = steps.iter().any(|labels| labels.only_ends);
        for labels in &mut steps {
            labels.only_ends = only_ends;
        }
        Self { steps, from_start }
    }

    /// Whether only paths to certain labels are answers.
    pub(super) fn only_ends(&self) -> bool {
        self.steps.iter().any(|labels| labels.only_ends)
    }

    /// The filter of nodes so far away; `None` where none is asked.
    pub(super) fn at(&self, depth: usize, filters_start: bool) -> Option<&Labels> {
        if self.steps.is_empty() || (depth == 0 && !(filters_start && self.from_start)) {
            return None;
        }
        let at = if self.from_start { depth } else { depth - 1 };
        self.steps.get(at % self.steps.len())
    }
}

/// What a walk may follow.
pub(super) struct Way {
    /// Types by step.
    pub types: Steps<Types>,
    /// Labels by distance.
    pub labels: LabelSteps,
}

impl Way {
    /// A sequence of labels and types in turn: `A, T>, B, <U`. Without `from_start` it begins with a type.
    pub(super) fn both(context: &FunctionContext<'_>, sequence: &str, from_start: bool) -> Self {
        let parts: Vec<&str> = sequence.split(',').map(str::trim).collect();
        let every = |first: usize| parts.iter().copied().skip(first).step_by(2);
        let (labels, types) = match from_start {
            true => (0, 1),
            false => (1, 0),
        };
        let mut steps: Vec<Types> = every(types).map(|p| Types::parse(context, p)).collect();
        if steps.is_empty() {
            steps.push(Types::parse(context, ""));
        }
        Self {
            types: Steps::new(steps, from_start),
            labels: LabelSteps::new(every(labels), from_start),
        }
    }
}
