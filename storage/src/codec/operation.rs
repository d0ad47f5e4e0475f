//! Operations as bytes: what a log record and a checkpoint are made of.
//!
//! A record is the encodings of a transaction's operations, one after the other; a feed reads it
//! without looking anything up. Whether an operation makes sense is not decided here. Start with
//! [`encode_operation`].

use quiver_types::{LabelId, NodeId, PropertyKeyId, RelationshipId, RelationshipTypeId, Text};

use super::reader::{put_text, put_varint};
use super::{DecodeError, EncodeError, Reader, decode_value, encode_value};
use crate::operation::{Operation, PropertyChanges};
use crate::schema::{
    Constraint, ConstraintKind, EntityKind, Index, IndexId, IndexKind, LookupIndex, SchemaTarget,
};

/// First bytes. Numbers once given stay; FORMAT.md lists them.
mod tag {
    pub(super) const CREATE_LABEL_TOKEN: u8 = 0x01;
    pub(super) const CREATE_RELATIONSHIP_TYPE_TOKEN: u8 = 0x02;
    pub(super) const CREATE_PROPERTY_KEY_TOKEN: u8 = 0x03;
    pub(super) const CREATE_NODE: u8 = 0x10;
    pub(super) const CHANGE_NODE: u8 = 0x11;
    pub(super) const DELETE_NODE: u8 = 0x12;
    pub(super) const CREATE_RELATIONSHIP: u8 = 0x18;
    pub(super) const CHANGE_RELATIONSHIP: u8 = 0x19;
    pub(super) const DELETE_RELATIONSHIP: u8 = 0x1A;
    pub(super) const CREATE_INDEX: u8 = 0x20;
    pub(super) const DROP_INDEX: u8 = 0x21;
    pub(super) const CREATE_CONSTRAINT: u8 = 0x22;
    pub(super) const DROP_CONSTRAINT: u8 = 0x23;
    pub(super) const CREATE_LOOKUP_INDEX: u8 = 0x24;

    pub(super) const TARGET_LABEL: u8 = 0x00;
    pub(super) const TARGET_RELATIONSHIP_TYPE: u8 = 0x01;
    pub(super) const INDEX_RANGE: u8 = 0x00;
    pub(super) const INDEX_TEXT: u8 = 0x01;
    pub(super) const INDEX_POINT: u8 = 0x02;
    pub(super) const CONSTRAINT_UNIQUE: u8 = 0x00;
    pub(super) const CONSTRAINT_KEY: u8 = 0x01;
}

/// Ids of nodes and relationships have 48 bits.
const ID_LIMIT: u64 = 1 << 48;

/// Appends the encoding of an operation. After an error `bytes` holds the beginning of one.
pub fn encode_operation(operation: &Operation, bytes: &mut Vec<u8>) -> Result<(), EncodeError> {
    match operation {
        Operation::CreateLabelToken { id, name } => {
            put_token(tag::CREATE_LABEL_TOKEN, id.0, name, bytes);
        }
        Operation::CreateRelationshipTypeToken { id, name } => {
            put_token(tag::CREATE_RELATIONSHIP_TYPE_TOKEN, id.0, name, bytes);
        }
        Operation::CreatePropertyKeyToken { id, name } => {
            put_token(tag::CREATE_PROPERTY_KEY_TOKEN, id.0, name, bytes);
        }
        Operation::CreateNode {
            id,
            labels,
            properties,
        } => {
            put_tagged(tag::CREATE_NODE, id.0, bytes);
            put_labels(labels, bytes);
            put_properties(properties, bytes)?;
        }
        Operation::ChangeNode {
            id,
            added_labels,
            removed_labels,
            properties,
        } => {
            put_tagged(tag::CHANGE_NODE, id.0, bytes);
            put_labels(added_labels, bytes);
            put_labels(removed_labels, bytes);
            put_properties(properties, bytes)?;
        }
        Operation::DeleteNode { id } => put_tagged(tag::DELETE_NODE, id.0, bytes),
        Operation::CreateRelationship {
            id,
            relationship_type,
            start,
            end,
            properties,
        } => {
            put_tagged(tag::CREATE_RELATIONSHIP, id.0, bytes);
            put_ends(*relationship_type, *start, *end, bytes);
            put_properties(properties, bytes)?;
        }
        Operation::ChangeRelationship { id, properties } => {
            put_tagged(tag::CHANGE_RELATIONSHIP, id.0, bytes);
            put_properties(properties, bytes)?;
        }
        Operation::DeleteRelationship {
            id,
            relationship_type,
            start,
            end,
        } => {
            put_tagged(tag::DELETE_RELATIONSHIP, id.0, bytes);
            put_ends(*relationship_type, *start, *end, bytes);
        }
        Operation::CreateIndex(index) => put_index(index, bytes),
        Operation::CreateLookupIndex(lookup) => put_lookup(lookup, bytes),
        Operation::DropIndex(id) => put_tagged(tag::DROP_INDEX, u64::from(id.0), bytes),
        Operation::CreateConstraint(constraint) => put_constraint(constraint, bytes),
        Operation::DropConstraint { name } => {
            bytes.push(tag::DROP_CONSTRAINT);
            put_text(bytes, name);
        }
    }
    Ok(())
}

fn put_tagged(tag: u8, number: u64, bytes: &mut Vec<u8>) {
    bytes.push(tag);
    put_varint(bytes, number);
}

fn put_token(tag: u8, id: u32, name: &str, bytes: &mut Vec<u8>) {
    put_tagged(tag, u64::from(id), bytes);
    put_text(bytes, name);
}

fn put_labels(labels: &[LabelId], bytes: &mut Vec<u8>) {
    put_varint(bytes, labels.len() as u64);
    for label in labels {
        put_varint(bytes, u64::from(label.0));
    }
}

fn put_keys(keys: &[PropertyKeyId], bytes: &mut Vec<u8>) {
    put_varint(bytes, keys.len() as u64);
    for key in keys {
        put_varint(bytes, u64::from(key.0));
    }
}

fn put_properties(properties: &PropertyChanges, bytes: &mut Vec<u8>) -> Result<(), EncodeError> {
    put_varint(bytes, properties.len() as u64);
    for (key, value) in properties {
        put_varint(bytes, u64::from(key.0));
        encode_value(value, bytes)?;
    }
    Ok(())
}

fn put_ends(kind: RelationshipTypeId, start: NodeId, end: NodeId, bytes: &mut Vec<u8>) {
    put_varint(bytes, u64::from(kind.0));
    put_varint(bytes, start.0);
    put_varint(bytes, end.0);
}

fn put_target(target: SchemaTarget, bytes: &mut Vec<u8>) {
    match target {
        SchemaTarget::Label(id) => put_tagged(tag::TARGET_LABEL, u64::from(id.0), bytes),
        SchemaTarget::RelationshipType(id) => {
            put_tagged(tag::TARGET_RELATIONSHIP_TYPE, u64::from(id.0), bytes);
        }
    }
}

fn put_index(index: &Index, bytes: &mut Vec<u8>) {
    put_tagged(tag::CREATE_INDEX, u64::from(index.id.0), bytes);
    put_text(bytes, &index.name);
    bytes.push(match index.kind {
        IndexKind::Range => tag::INDEX_RANGE,
        IndexKind::Text => tag::INDEX_TEXT,
        IndexKind::Point => tag::INDEX_POINT,
    });
    bytes.push(u8::from(index.unique));
    put_target(index.target, bytes);
    put_keys(&index.properties, bytes);
}

fn put_lookup(lookup: &LookupIndex, bytes: &mut Vec<u8>) {
    put_tagged(tag::CREATE_LOOKUP_INDEX, u64::from(lookup.id.0), bytes);
    put_text(bytes, &lookup.name);
    bytes.push(match lookup.entity {
        EntityKind::Node => tag::TARGET_LABEL,
        EntityKind::Relationship => tag::TARGET_RELATIONSHIP_TYPE,
    });
}

fn put_constraint(constraint: &Constraint, bytes: &mut Vec<u8>) {
    bytes.push(tag::CREATE_CONSTRAINT);
    put_text(bytes, &constraint.name);
    bytes.push(match constraint.kind {
        ConstraintKind::Unique => tag::CONSTRAINT_UNIQUE,
        ConstraintKind::Key => tag::CONSTRAINT_KEY,
    });
    put_varint(bytes, u64::from(constraint.index.0));
    put_target(constraint.target, bytes);
    put_keys(&constraint.properties, bytes);
}

/// Reads one operation.
pub fn decode_operation(reader: &mut Reader<'_>) -> Result<Operation, DecodeError> {
    let start = reader.clone();
    Ok(match reader.byte()? {
        tag::CREATE_LABEL_TOKEN => Operation::CreateLabelToken {
            id: LabelId(reader.varint_u32()?),
            name: get_text(reader)?,
        },
        tag::CREATE_RELATIONSHIP_TYPE_TOKEN => Operation::CreateRelationshipTypeToken {
            id: RelationshipTypeId(reader.varint_u32()?),
            name: get_text(reader)?,
        },
        tag::CREATE_PROPERTY_KEY_TOKEN => Operation::CreatePropertyKeyToken {
            id: PropertyKeyId(reader.varint_u32()?),
            name: get_text(reader)?,
        },
        tag::CREATE_NODE => Operation::CreateNode {
            id: NodeId(get_id(reader)?),
            labels: get_labels(reader)?,
            properties: get_properties(reader)?,
        },
        tag::CHANGE_NODE => Operation::ChangeNode {
            id: NodeId(get_id(reader)?),
            added_labels: get_labels(reader)?,
            removed_labels: get_labels(reader)?,
            properties: get_properties(reader)?,
        },
        tag::DELETE_NODE => Operation::DeleteNode {
            id: NodeId(get_id(reader)?),
        },
        tag::CREATE_RELATIONSHIP => Operation::CreateRelationship {
            id: RelationshipId(get_id(reader)?),
            relationship_type: RelationshipTypeId(reader.varint_u32()?),
            start: NodeId(get_id(reader)?),
            end: NodeId(get_id(reader)?),
            properties: get_properties(reader)?,
        },
        tag::CHANGE_RELATIONSHIP => Operation::ChangeRelationship {
            id: RelationshipId(get_id(reader)?),
            properties: get_properties(reader)?,
        },
        tag::DELETE_RELATIONSHIP => Operation::DeleteRelationship {
            id: RelationshipId(get_id(reader)?),
            relationship_type: RelationshipTypeId(reader.varint_u32()?),
            start: NodeId(get_id(reader)?),
            end: NodeId(get_id(reader)?),
        },
        tag::CREATE_INDEX => Operation::CreateIndex(get_index(reader)?),
        tag::CREATE_LOOKUP_INDEX => Operation::CreateLookupIndex(get_lookup(reader)?),
        tag::DROP_INDEX => Operation::DropIndex(IndexId(reader.varint_u32()?)),
        tag::CREATE_CONSTRAINT => Operation::CreateConstraint(get_constraint(reader)?),
        tag::DROP_CONSTRAINT => Operation::DropConstraint {
            name: get_text(reader)?,
        },
        _ => return Err(start.error("an unknown operation tag")),
    })
}

fn get_text(reader: &mut Reader<'_>) -> Result<Text, DecodeError> {
    reader.text().map(Text::new)
}

fn get_id(reader: &mut Reader<'_>) -> Result<u64, DecodeError> {
    let start = reader.clone();
    let id = reader.varint()?;
    if id >= ID_LIMIT {
        return Err(start.error("an id of more than 48 bits"));
    }
    Ok(id)
}

fn get_labels(reader: &mut Reader<'_>) -> Result<Vec<LabelId>, DecodeError> {
    (0..reader.count(1)?)
        .map(|_| reader.varint_u32().map(LabelId))
        .collect()
}

fn get_keys(reader: &mut Reader<'_>) -> Result<Vec<PropertyKeyId>, DecodeError> {
    (0..reader.count(1)?)
        .map(|_| reader.varint_u32().map(PropertyKeyId))
        .collect()
}

fn get_properties(reader: &mut Reader<'_>) -> Result<PropertyChanges, DecodeError> {
    let count = reader.count(2)?;
    let mut properties = Vec::with_capacity(count.min(64));
    for _ in 0..count {
        properties.push((PropertyKeyId(reader.varint_u32()?), decode_value(reader)?));
    }
    properties.shrink_to_fit();
    Ok(properties)
}

fn get_target(reader: &mut Reader<'_>) -> Result<SchemaTarget, DecodeError> {
    let start = reader.clone();
    match reader.byte()? {
        tag::TARGET_LABEL => Ok(SchemaTarget::Label(LabelId(reader.varint_u32()?))),
        tag::TARGET_RELATIONSHIP_TYPE => Ok(SchemaTarget::RelationshipType(RelationshipTypeId(
            reader.varint_u32()?,
        ))),
        _ => Err(start.error("an unknown schema target")),
    }
}

fn get_index(reader: &mut Reader<'_>) -> Result<Index, DecodeError> {
    let id = IndexId(reader.varint_u32()?);
    let name = get_text(reader)?;
    let start = reader.clone();
    let kind = match reader.byte()? {
        tag::INDEX_RANGE => IndexKind::Range,
        tag::INDEX_TEXT => IndexKind::Text,
        tag::INDEX_POINT => IndexKind::Point,
        _ => return Err(start.error("an unknown index kind")),
    };
    let start = reader.clone();
    let unique = match reader.byte()? {
        0 => false,
        1 => true,
        _ => return Err(start.error("a flag that is neither 0 nor 1")),
    };
    Ok(Index {
        id,
        name,
        kind,
        target: get_target(reader)?,
        properties: get_keys(reader)?,
        unique,
    })
}

fn get_lookup(reader: &mut Reader<'_>) -> Result<LookupIndex, DecodeError> {
    let id = IndexId(reader.varint_u32()?);
    let name = get_text(reader)?;
    let start = reader.clone();
    let entity = match reader.byte()? {
        tag::TARGET_LABEL => EntityKind::Node,
        tag::TARGET_RELATIONSHIP_TYPE => EntityKind::Relationship,
        _ => return Err(start.error("an unknown schema target")),
    };
    Ok(LookupIndex { id, name, entity })
}

fn get_constraint(reader: &mut Reader<'_>) -> Result<Constraint, DecodeError> {
    let name = get_text(reader)?;
    let start = reader.clone();
    let kind = match reader.byte()? {
        tag::CONSTRAINT_UNIQUE => ConstraintKind::Unique,
        tag::CONSTRAINT_KEY => ConstraintKind::Key,
        _ => return Err(start.error("an unknown constraint kind")),
    };
    let index = IndexId(reader.varint_u32()?);
    Ok(Constraint {
        name,
        kind,
        target: get_target(reader)?,
        properties: get_keys(reader)?,
        index,
    })
}

/// The operations of one transaction, in order. Ends after the first error.
#[derive(Clone, Debug)]
pub struct Operations<'a> {
    reader: Reader<'a>,
}

impl<'a> Operations<'a> {
    /// Reads operations from their concatenated encodings.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            reader: Reader::new(bytes),
        }
    }
}

impl Iterator for Operations<'_> {
    type Item = Result<Operation, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.reader.is_at_end() {
            return None;
        }
        let item = decode_operation(&mut self.reader);
        if item.is_err() {
            self.reader = Reader::new(&[]);
        }
        Some(item)
    }
}
