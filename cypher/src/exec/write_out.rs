//! Rows to the sink: identities become entities with their content here, not before.

use quiver_types::writer::is_plain;
use quiver_types::{
    LabelId, NodeId, Path, PropertyKeyId, RelationshipId, Text, Value, ValueWriter,
};

use super::FunctionContext;
use super::batch::Batch;
use super::error::Result;
use super::evaluate::access::deleted;
use crate::edge::RecordSink;
use crate::plan::SlotId;

/// Buffers that are used again for each entity, and names of tokens met so far.
#[derive(Default)]
pub(crate) struct Hydrator {
    labels: Vec<LabelId>,
    properties: Vec<(PropertyKeyId, Value)>,
    label_names: Vec<Option<Text>>,
    key_names: Vec<Option<Text>>,
}

impl Hydrator {
    /// Writes a row; `false` if the sink is full.
    pub fn write_row(
        &mut self,
        context: &FunctionContext<'_>,
        batch: &Batch,
        row: usize,
        columns: &[(Text, SlotId)],
        sink: &mut dyn RecordSink,
    ) -> Result<bool> {
        let writer = sink.begin_record(columns.len());
        for (_, slot) in columns {
            let value = batch.value(*slot, row);
            if let Err(error) = self.write(context, &value, writer) {
                sink.abort_record();
                return Err(error);
            }
        }
        Ok(sink.end_record())
    }

    fn write(
        &mut self,
        context: &FunctionContext<'_>,
        value: &Value,
        writer: &mut dyn ValueWriter,
    ) -> Result<()> {
        match value {
            Value::Node(id) => self.node(context, *id, writer),
            Value::Relationship(id) => self.relationship(context, *id, writer),
            Value::Path(path) => self.path(context, path, writer),
            Value::List(items) if !is_plain(value) => {
                writer.list(items.len());
                for item in items.iter() {
                    self.write(context, item, writer)?;
                }
                Ok(())
            }
            Value::Map(map) if !is_plain(value) => {
                writer.map(map.len());
                for (key, value) in map.iter() {
                    writer.key(key);
                    self.write(context, value, writer)?;
                }
                Ok(())
            }
            plain => {
                let written = writer.plain(plain);
                debug_assert!(written);
                Ok(())
            }
        }
    }

    fn node(
        &mut self,
        context: &FunctionContext<'_>,
        id: NodeId,
        writer: &mut dyn ValueWriter,
    ) -> Result<()> {
        self.labels.clear();
        self.properties.clear();
        // A node this query deleted is shown without content.
        context.view.labels(id, &mut self.labels)?;
        context.view.node_properties(id, &mut self.properties)?;
        let tokens = context.database.tokens();
        for label in &self.labels {
            name(&mut self.label_names, label.0, || tokens.label_name(*label));
        }
        let names: Vec<&str> = self
            .labels
            .iter()
            .map(|label| known(&self.label_names, label.0))
            .collect();
        context.state.hits(2);
        writer.node(id, &names, self.properties.len());
        self.write_properties(context, writer);
        Ok(())
    }

    fn relationship(
        &mut self,
        context: &FunctionContext<'_>,
        id: RelationshipId,
        writer: &mut dyn ValueWriter,
    ) -> Result<()> {
        // One that this query deleted is shown without properties.
        let record = match context.view.relationship(id)? {
            Some(record) => record,
            None => context
                .state
                .deleted_relationship(id)
                .ok_or_else(|| deleted("Relationship", id.0))?,
        };
        self.properties.clear();
        context
            .view
            .relationship_properties(id, &mut self.properties)?;
        context.state.hits(2);
        let of = context
            .database
            .tokens()
            .relationship_type_name(record.relationship_type);
        writer.relationship(id, record.start, record.end, &of, self.properties.len());
        self.write_properties(context, writer);
        Ok(())
    }

    fn write_properties(&mut self, context: &FunctionContext<'_>, writer: &mut dyn ValueWriter) {
        let tokens = context.database.tokens();
        for (key, value) in &self.properties {
            let key = name(&mut self.key_names, key.0, || {
                tokens.property_key_name(*key)
            });
            writer.key(key);
            writer.plain(value);
        }
    }

    fn path(
        &mut self,
        context: &FunctionContext<'_>,
        path: &Path,
        writer: &mut dyn ValueWriter,
    ) -> Result<()> {
        let mut nodes = Distinct::default();
        let mut relationships = Distinct::default();
        nodes.position(path.start.0);
        let mut indices = Vec::with_capacity(2 * path.steps.len());
        for step in &path.steps {
            let relationship = relationships.position(step.relationship.0) as i64 + 1;
            indices.push(if step.forward {
                relationship
            } else {
                -relationship
            });
            indices.push(nodes.position(step.node.0) as i64);
        }
        writer.path(nodes.ids.len(), relationships.ids.len(), &indices);
        for id in &nodes.ids {
            self.node(context, NodeId(*id), writer)?;
        }
        for id in &relationships.ids {
            self.relationship(context, RelationshipId(*id), writer)?;
        }
        Ok(())
    }
}

/// Ids in order of first occurrence.
#[derive(Default)]
struct Distinct {
    ids: Vec<u64>,
    positions: std::collections::HashMap<u64, usize, foldhash::fast::RandomState>,
}

impl Distinct {
    fn position(&mut self, id: u64) -> usize {
        let next = self.ids.len();
        let position = *self.positions.entry(id).or_insert(next);
        if position == next {
            self.ids.push(id);
        }
        position
    }
}

/// A token's name, looked up once.
fn name(names: &mut Vec<Option<Text>>, id: u32, find: impl FnOnce() -> Text) -> &str {
    let at = id as usize;
    if names.len() <= at {
        names.resize(at + 1, None);
    }
    names[at].get_or_insert_with(find)
}

fn known(names: &[Option<Text>], id: u32) -> &str {
    names
        .get(id as usize)
        .and_then(Option::as_ref)
        .map_or("", Text::as_str)
}
