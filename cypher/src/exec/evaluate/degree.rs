//! How many relationships a node has, without looking at them where the store keeps a count.
//!
//! Cypher finds no relationship twice in a pattern: of those the row already has, the ones among
//! the node's are taken off.

use quiver_storage::Direction;
use quiver_types::{NodeId, RelationshipId, RelationshipTypeId, Value};

use crate::exec::FunctionContext;
use crate::exec::batch::Batch;
use crate::exec::column::Column;
use crate::exec::error::{Result, shown, type_error};
use crate::plan::expression::{DegreeSpec, Except};

impl FunctionContext<'_> {
    /// The degree for one row, given as a position in the columns.
    pub(super) fn eval_degree(
        &self,
        spec: &DegreeSpec,
        batch: &Batch,
        position: usize,
    ) -> Result<i64> {
        let Some(types) = self.state.types(&spec.types, self.database) else {
            return Ok(0);
        };
        self.degree_at(spec, &types, batch, position)
    }

    /// The degrees for all (selected) rows.
    pub(super) fn degree_column(&self, spec: &DegreeSpec, batch: &Batch) -> Result<Column> {
        let Some(types) = self.state.types(&spec.types, self.database) else {
            return Ok(Column::Constant(Value::Integer(0)));
        };
        if let Some(degrees) = self.degrees_of_nodes(spec, &types, batch)? {
            return Ok(Column::integers(degrees));
        }
        let degrees: Result<Vec<i64>> = (0..batch.len())
            .map(|row| self.degree_at(spec, &types, batch, batch.position(row)))
            .collect();
        Ok(Column::integers(degrees?))
    }

    /// The same for a column of nodes where no relationship has to be looked at.
    fn degrees_of_nodes(
        &self,
        spec: &DegreeSpec,
        types: &[RelationshipTypeId],
        batch: &Batch,
    ) -> Result<Option<Vec<i64>>> {
        let Column::Node(nodes) = batch.column(spec.node) else {
            return Ok(None);
        };
        let known_by_ends = spec.except.iter().all(|except| except.ends.is_some());
        if nodes.nulls.is_some() || !known_by_ends {
            return Ok(None);
        }
        let positions = (0..batch.len()).map(|row| batch.position(row));
        let rows = positions.filter_map(|at| Some((at, *nodes.values.get(at)?)));
        self.state.hits(batch.len() as u64);
        let mut degrees = Vec::with_capacity(batch.len());
        let ids = rows.clone().map(|(_, node)| NodeId(node.0));
        self.view.degrees(ids, spec.direction, types, |degree| {
            degrees.push(i64::try_from(degree).unwrap_or(i64::MAX));
        })?;
        for ends in spec.except.iter().filter_map(|except| except.ends.as_ref()) {
            let ends: Vec<&Column> = ends.iter().map(|end| batch.column(*end)).collect();
            for (degree, (at, node)) in degrees.iter_mut().zip(rows.clone()) {
                let is_end = |end: &&Column| match end {
                    Column::Node(ends) if ends.nulls.is_none() => {
                        ends.values.get(at) == Some(&node)
                    }
                    column => column.node(at) == Some(NodeId(node.0)),
                };
                *degree -= i64::from(ends.iter().any(is_end));
            }
        }
        Ok(Some(degrees))
    }

    fn degree_at(
        &self,
        spec: &DegreeSpec,
        types: &[RelationshipTypeId],
        batch: &Batch,
        position: usize,
    ) -> Result<i64> {
        let column = batch.column(spec.node);
        let Some(node) = column.node(position) else {
            return match column.get(position) {
                Value::Null => Ok(0),
                other => Err(type_error(format!(
                    "Expected a node, got {}",
                    shown(&other)
                ))),
            };
        };
        self.state.hits(1);
        let degree = self.view.degree(node, spec.direction, types)?;
        let mut degree = i64::try_from(degree).unwrap_or(i64::MAX);
        for except in &spec.except {
            degree -= self.among(except, node, spec.direction, types, batch, position)?;
        }
        Ok(degree)
    }

    /// How many of the relationships that the row has are among those that were counted.
    fn among(
        &self,
        except: &Except,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
        batch: &Batch,
        position: usize,
    ) -> Result<i64> {
        if let Some(ends) = &except.ends {
            let at = |end: &crate::plan::SlotId| batch.column(*end).node(position) == Some(node);
            return Ok(i64::from(ends.iter().any(at)));
        }
        let column = batch.column(except.relationship);
        if let Some(relationship) = column.relationship(position) {
            return Ok(i64::from(self.is_among(
                relationship,
                node,
                direction,
                types,
            )?));
        }
        let mut count = 0;
        if let Value::List(items) = column.get(position) {
            for item in items.iter() {
                if let Value::Relationship(relationship) = item {
                    let among = self.is_among(*relationship, node, direction, types)?;
                    count += i64::from(among);
                }
            }
        }
        Ok(count)
    }

    fn is_among(
        &self,
        relationship: RelationshipId,
        node: NodeId,
        direction: Direction,
        types: &[RelationshipTypeId],
    ) -> Result<bool> {
        let Some(record) = self.view.relationship(relationship)? else {
            return Ok(false);
        };
        let of_type = types.is_empty() || types.contains(&record.relationship_type);
        Ok(of_type
            && match direction {
                Direction::Outgoing => record.start == node,
                Direction::Incoming => record.end == node,
                Direction::Both => record.start == node || record.end == node,
            })
    }
}
