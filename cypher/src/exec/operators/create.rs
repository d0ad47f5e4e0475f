//! `Create`: makes a pattern for each row of a batch.
//!
//! What does not depend on what is being made, labels, types and most properties, is found out for
//! all rows at once; the rest row by row, between one creation and the next. Meet [`Part`].

use quiver_types::{LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId, Value};

use super::write::{
    NewRelationship, StoredProperties, create_node, create_relationship, end_node, labels,
    new_node, new_relationship, relationship_type, storable,
};
use super::{Input, Output, Step, batch_or_return, mismatch};
use crate::binder::walk::visit;
use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::{Result, defect};
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::operator::{
    CreateNode, CreateRelationship, CreateSpec, LabelOrExpr, Operator, OperatorKind, Properties,
};
use crate::plan::{Expr, SlotId};

pub(super) struct Create;

/// A node or relationship of the pattern.
#[derive(Clone, Copy)]
enum Element<'s> {
    Node(&'s CreateNode),
    Relationship(&'s CreateRelationship),
}

/// Its labels or its type.
enum Kind {
    Node(Vec<LabelId>),
    Relationship(RelationshipTypeId),
}

/// What is the same for all rows, or a column of a value for each.
struct Known {
    kind: Kind,
    properties: Vec<(PropertyKeyId, Column)>,
}

/// An element with what is known of it beforehand, and what was made of it so far.
struct Part<'s> {
    element: Element<'s>,
    /// Nothing where it has to be evaluated row by row.
    known: Option<Known>,
    /// A row each.
    made: Vec<u64>,
}

impl<'s> Element<'s> {
    fn slot(self) -> SlotId {
        match self {
            Self::Node(node) => node.slot,
            Self::Relationship(relationship) => relationship.slot,
        }
    }

    /// The value of what was made of it.
    fn value(self, id: u64) -> Value {
        match self {
            Self::Node(_) => Value::Node(NodeId(id)),
            Self::Relationship(_) => Value::Relationship(RelationshipId(id)),
        }
    }

    /// What is known of it before any of `elements` is made.
    fn known(
        self,
        context: &FunctionContext<'_>,
        elements: &[Self],
        batch: &Batch,
    ) -> Result<Option<Known>> {
        let properties = match self {
            Self::Node(node) => &node.properties,
            Self::Relationship(relationship) => &relationship.properties,
        };
        let entries = match properties {
            Properties::None => &[][..],
            Properties::Entries(entries) => entries,
            Properties::Map(_) => return Ok(None),
        };
        let mut values = entries.iter().map(|(_, value)| value);
        if !values.all(|value| is_known_before(value, elements)) {
            return Ok(None);
        }
        let is_fixed = |label: &LabelOrExpr<_>| matches!(label, LabelOrExpr::Fixed(_));
        let mut frame = Frame::new(batch, 0);
        let kind = match self {
            Self::Node(node) if node.labels.iter().all(is_fixed) => {
                Kind::Node(labels(context, &node.labels, &mut frame)?)
            }
            Self::Relationship(CreateRelationship {
                relationship_type: of @ LabelOrExpr::Fixed(_),
                ..
            }) => Kind::Relationship(relationship_type(context, of, &mut frame)?),
            _ => return Ok(None),
        };
        let mut properties = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            // What goes wrong goes wrong again at its row, behind what goes wrong before it.
            let Ok(column) = context.column(value, batch) else {
                return Ok(None);
            };
            properties.push((context.state.make_key(*key, context.database)?, column));
        }
        Ok(Some(Known { kind, properties }))
    }
}

/// Whether an expression gives the same before and after some of the pattern is made.
fn is_known_before(expr: &Expr, elements: &[Element<'_>]) -> bool {
    let mut known = true;
    visit(expr, &mut |part| {
        known &= match part {
            Expr::Slot(slot) => !elements.iter().any(|element| element.slot() == *slot),
            // They look at relationships, or at all nodes.
            Expr::Subquery { .. } | Expr::Degree(_) | Expr::Path { .. } => false,
            Expr::Function(function, _) => !function.is_apoc(),
            _ => true,
        };
    });
    known
}

/// The elements in the order in which they are made. Nodes that the batch binds already are left as
/// they are.
fn elements<'s>(spec: &'s CreateSpec, batch: &Batch) -> Vec<Element<'s>> {
    let nodes = |from: usize, to: usize| {
        let nodes = spec.nodes.get(from..to).unwrap_or_default().iter();
        nodes
            .filter(|node| batch.column(node.slot).is_absent())
            .map(Element::Node)
    };
    let mut elements = Vec::with_capacity(spec.nodes.len() + spec.relationships.len());
    let mut made = 0;
    for relationship in &spec.relationships {
        elements.extend(nodes(made, relationship.after));
        elements.push(Element::Relationship(relationship));
        made = relationship.after;
    }
    elements.extend(nodes(made, spec.nodes.len()));
    elements
}

fn parts<'s>(
    context: &FunctionContext<'_>,
    spec: &'s CreateSpec,
    batch: &Batch,
) -> Result<Vec<Part<'s>>> {
    let elements = elements(spec, batch);
    let part = |element: &Element<'s>| {
        Ok(Part {
            element: *element,
            known: element.known(context, &elements, batch)?,
            made: Vec::with_capacity(batch.len()),
        })
    };
    elements.iter().map(part).collect()
}

impl Known {
    fn properties(&self, row: usize) -> Result<StoredProperties> {
        let mut found = Vec::with_capacity(self.properties.len());
        for (key, column) in &self.properties {
            found.push((*key, storable(column.get(row))?));
        }
        Ok(found)
    }
}

/// Makes one element for a row of the batch; `row` has what was made for it before, where anything
/// is evaluated row by row.
fn make(
    run: &mut Run<'_>,
    spec: &CreateSpec,
    parts: &[Part<'_>],
    part: &Part<'_>,
    batch: &Batch,
    at: usize,
    row: Option<&Batch>,
) -> Result<u64> {
    match (part.element, &part.known, row) {
        (Element::Node(_), Some(known), _) => {
            let Kind::Node(labels) = &known.kind else {
                return Err(mismatch());
            };
            Ok(create_node(run, labels, &known.properties(at)?)?.0)
        }
        (Element::Node(node), None, Some(row)) => {
            let new = new_node(run, node, row)?;
            Ok(create_node(run, &new.labels, &new.properties)?.0)
        }
        (Element::Relationship(relationship), Some(known), _) => {
            let Kind::Relationship(relationship_type) = known.kind else {
                return Err(mismatch());
            };
            let end = |slot| {
                let made = parts.iter().find(|part| part.element.slot() == slot);
                let made = made.and_then(|part| Some(part.element.value(*part.made.get(at)?)));
                let value = made.unwrap_or_else(|| batch.value(slot, at));
                end_node(spec, relationship, slot, &value)
            };
            let new = NewRelationship {
                relationship_type,
                start: end(relationship.start)?,
                end: end(relationship.end)?,
                properties: known.properties(at)?,
            };
            Ok(create_relationship(run, &new)?.0)
        }
        (Element::Relationship(relationship), None, Some(row)) => {
            let new = new_relationship(run, relationship, row, spec)?;
            Ok(create_relationship(run, &new)?.0)
        }
        (_, None, None) => Err(defect("a row to create from was not made")),
    }
}

/// Creates a pattern for each row of a dense batch, one row behind the other.
fn create(run: &mut Run<'_>, spec: &CreateSpec, batch: &mut Batch) -> Result<()> {
    let mut parts = run.evaluate(|context| parts(context, spec, batch))?;
    let row_by_row = parts.iter().any(|part| part.known.is_none());
    for at in 0..batch.len() {
        let mut row = row_by_row.then(|| batch.row(at));
        for position in 0..parts.len() {
            let part = &parts[position];
            let element = part.element;
            let id = make(run, spec, &parts, part, batch, at, row.as_ref())?;
            if let Some(row) = &mut row {
                row.set(element.slot(), Column::Constant(element.value(id)));
            }
            parts[position].made.push(id);
        }
    }
    for part in parts {
        let made = part.made.into_iter().map(|id| part.element.value(id));
        batch.set(part.element.slot(), Column::from_values(made));
    }
    Ok(())
}

impl Step for Create {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::Create { spec, paths, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let mut batch = batch_or_return!(input);
        batch.compact();
        create(run, spec, &mut batch)?;
        for (slot, start, parts) in paths {
            let path = Expr::Path {
                start: *start,
                parts: parts.clone(),
            };
            let column = run.evaluate(|context| context.column(&path, &batch))?;
            batch.set(*slot, column);
        }
        Ok(Output::Batch(batch))
    }

    fn reset(&mut self, _: &mut Run<'_>) {}
}
