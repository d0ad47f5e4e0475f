//! `Repeat`: paths whose parts are walked some number of times. All of them depth first
//! ([`walk`]), or, with a selection, the shortest between two nodes: from both ends where a round is one
//! relationship ([`between`]), else from one ([`search`]). What one round of a part can be is
//! [`rounds`]'s business.

mod between;
mod rounds;
mod search;
mod walk;

use quiver_types::{NodeId, RelationshipId, Value};

use super::expand::{node_at, relationships_at};
use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::FunctionContext;
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::{Result, failed};
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::Expr;
use crate::plan::SlotId;
use crate::plan::operator::{ExpandSpec, Operator, OperatorKind};
use crate::plan::quantified::{Element, PathMode, Selection};
use between::{Between, Target, Wanted, is_single};
use quiver_types::Status;
use rounds::{Hop, Prepared};
use search::Search;
use walk::Walk;

/// One round of a path.
#[derive(Clone)]
struct Taken {
    /// Of which part.
    element: usize,
    /// Where it began.
    from: NodeId,
    hop: Hop,
}

/// The operator's fields.
struct Spec<'a> {
    expand: &'a ExpandSpec,
    elements: &'a [Element],
    into: bool,
    reversed: bool,
    mode: PathMode,
    selection: Option<&'a Selection>,
    such_that: Option<&'a Expr>,
}

/// Rows found: of which input row, where the path ends, and what it binds.
#[derive(Default)]
struct Found {
    rows: Vec<u32>,
    ends: Vec<NodeId>,
    values: Vec<Vec<Value>>,
}

#[derive(Default)]
pub(super) struct Repeat {
    input: Option<Batch>,
    row: usize,
    prepared: Option<Prepared>,
    /// Of the parts as seen from the path's end, where that is asked for.
    backwards: Option<(Vec<Element>, Prepared)>,
    walk: Option<Walk>,
    search: Option<Search>,
    between: Option<Between>,
    growth: Growth,
}

/// Steps of a walk between two looks at the clock and the interrupt.
const STEPS: usize = 1024;

impl Spec<'_> {
    /// The columns a path fills, beside its end.
    fn columns(&self) -> Vec<SlotId> {
        let mut columns = vec![self.expand.relationship];
        for element in self.elements {
            columns.extend(element.groups.iter().map(|(_, outer)| *outer));
            columns.extend(element.last);
        }
        columns
    }

    /// What a path puts into [`Self::columns`].
    fn values(&self, start: NodeId, path: &[Taken]) -> Vec<Value> {
        let mut relationships: Vec<Value> = path
            .iter()
            .flat_map(|taken| &taken.hop.relationships)
            .map(|id| Value::Relationship(*id))
            .collect();
        if self.reversed {
            relationships.reverse();
        }
        let mut values = vec![Value::list(relationships)];
        let mut at = start;
        for (number, element) in self.elements.iter().enumerate() {
            let rounds: Vec<&Taken> = path.iter().filter(|t| t.element == number).collect();
            for (inner, _) in &element.groups {
                let mut group: Vec<Value> = rounds
                    .iter()
                    .map(|taken| value_of(element, taken, *inner))
                    .collect();
                if self.reversed {
                    group.reverse();
                }
                values.push(if element.lists {
                    Value::list(group)
                } else {
                    group.pop().unwrap_or_default()
                });
            }
            at = rounds.last().map_or(at, |taken| taken.hop.end(taken.from));
            values.extend(element.last.map(|_| Value::Node(at)));
        }
        values
    }

    /// Whether a path is one of those that are wanted.
    fn admits(&self, context: &FunctionContext<'_>, row: &Batch, values: &[Value]) -> Result<bool> {
        let Some(predicate) = self.such_that else {
            return Ok(true);
        };
        let mut row = row.clone();
        for (slot, value) in self.columns().into_iter().zip(values) {
            row.set(slot, Column::Constant(value.clone()));
        }
        Ok(context.predicate(predicate, &mut Frame::new(&row, 0))? == Some(true))
    }
}

/// What a round put into a slot.
fn value_of(element: &Element, taken: &Taken, slot: SlotId) -> Value {
    if slot == element.entry {
        return Value::Node(taken.from);
    }
    for (at, step) in element.steps.iter().enumerate() {
        if step.relationship == slot {
            let id = taken.hop.relationships.get(at);
            return id.map_or(Value::Null, |id| Value::Relationship(*id));
        }
        if step.node == slot {
            let id = taken.hop.nodes.get(at);
            return id.map_or(Value::Null, |id| Value::Node(*id));
        }
    }
    Value::Null
}

/// Where a path may go on after `round` rounds of part `element`, and whether it may end there.
fn options(elements: &[Element], element: usize, round: u64) -> (bool, Vec<(usize, u64)>) {
    let (mut at, mut round) = (element, round);
    let mut found = Vec::new();
    while let Some(element) = elements.get(at) {
        if element.max.is_none_or(|max| round < max) {
            found.push((at, round));
        }
        if round < element.min {
            return (false, found);
        }
        at += 1;
        round = 0;
    }
    (true, found)
}

impl Repeat {
    /// Goes on with one row; `true` when it is used up.
    fn one_row(
        &mut self,
        context: &FunctionContext<'_>,
        batch: &Batch,
        spec: &Spec<'_>,
        capacity: usize,
        steps: &mut usize,
        found: &mut Found,
    ) -> Result<bool> {
        let Some(prepared) = &self.prepared else {
            return Ok(true);
        };
        let Some(start) = node_at(batch, spec.expand.from, self.row)? else {
            return Ok(true);
        };
        let target = match spec.into {
            false => None,
            true => match node_at(batch, spec.expand.to, self.row)? {
                None => return Ok(true),
                target => target,
            },
        };
        let row = batch.row(self.row);
        let mut excluded: Vec<RelationshipId> = Vec::new();
        relationships_at(batch, &spec.expand.distinct_from, self.row, &mut excluded);
        let scene = rounds::Scene {
            context,
            spec,
            prepared,
            row: &row,
            excluded: &excluded,
        };
        if let (Some(selection), Some(target)) = (spec.selection, target) {
            let count = path_count(context, &selection.count, &row)?;
            let shared = prepared.shared && excluded.is_empty();
            let paths = if let Some((elements, prepared)) = &self.backwards {
                let spec = Spec { elements, ..*spec };
                let target = Target {
                    node: target,
                    scene: rounds::Scene {
                        spec: &spec,
                        prepared,
                        ..scene
                    },
                };
                let known = self.between.take();
                let known = known.filter(|known| shared && known.serves(start));
                let between = known.unwrap_or_else(|| Between::new(start));
                let wanted = Wanted {
                    count,
                    groups: selection.groups,
                };
                self.between
                    .insert(between)
                    .paths(&scene, &target, wanted)?
            } else {
                let known = self.search.take();
                let known = known.filter(|search| shared && search.source == start);
                let search = known.unwrap_or_else(|| Search::new(start));
                let search = self.search.insert(search);
                search.paths(&scene, target, count, selection.groups)?
            };
            for values in paths {
                found.rows.push(self.row as u32);
                found.ends.push(target);
                found.values.push(values);
            }
            return Ok(true);
        }
        let walk = self.walk.get_or_insert_with(|| Walk::new(start));
        while found.rows.len() < capacity && *steps > 0 {
            *steps -= 1;
            match walk.next(&scene, target)? {
                walk::Next::Path(end, values) => {
                    context.grow(64 * values.len())?;
                    found.rows.push(self.row as u32);
                    found.ends.push(end);
                    found.values.push(values);
                }
                walk::Next::Step => {}
                walk::Next::Done => {
                    self.walk = None;
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// How many paths are wanted.
fn path_count(context: &FunctionContext<'_>, count: &Expr, row: &Batch) -> Result<u64> {
    match context.eval(count, &mut Frame::new(row, 0))? {
        Value::Integer(count) if count > 0 => Ok(count.unsigned_abs()),
        other => Err(failed(
            Status::ArgumentError,
            format!(
                "The path count needs to be a positive integer, got {}",
                crate::exec::error::shown(&other)
            ),
        )),
    }
}

impl Step for Repeat {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Repeat {
            expand,
            elements,
            into,
            reversed,
            mode,
            selection,
            such_that,
            ..
        } = &operator.kind
        else {
            return Err(mismatch());
        };
        let spec = Spec {
            expand,
            elements,
            into: *into,
            reversed: *reversed,
            mode: *mode,
            selection: selection.as_ref(),
            such_that: such_that.as_ref(),
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
            self.walk = None;
            self.prepared = Some(run.evaluate(|c| Ok(Prepared::new(c, elements)))?);
            self.backwards = None;
            if spec.selection.is_some() && is_single(&spec) {
                let elements: Vec<Element> = elements.iter().map(Element::reversed).collect();
                let prepared = run.evaluate(|c| Ok(Prepared::new(c, &elements)))?;
                self.backwards = Some((elements, prepared));
            }
        });
        let capacity = self.growth.capacity();
        let mut found = Found::default();
        let mut steps = STEPS;
        run.evaluate(|context| {
            while found.rows.len() < capacity && self.row < batch.len() && steps > 0 {
                steps -= 1;
                if self.one_row(context, &batch, &spec, capacity, &mut steps, &mut found)? {
                    self.row += 1;
                }
            }
            Ok(())
        })?;
        let mut output = batch.take(&found.rows);
        for (at, slot) in spec.columns().into_iter().enumerate() {
            let values = found.values.iter_mut();
            let values = values.map(|values| std::mem::take(&mut values[at]));
            output.set(slot, Column::from_values(values));
        }
        if !spec.into {
            output.set(expand.to, Column::nodes(&found.ends));
        }
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        self.input = None;
        self.row = 0;
        self.walk = None;
        self.search = None;
        self.between = None;
        self.growth = Growth::default();
    }
}
