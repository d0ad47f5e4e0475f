//! The token catalogue: names of labels, relationship types and property keys as small numbers.

use quiver_types::{LabelId, PropertyKeyId, RelationshipTypeId, Text};

use crate::WriteError;

/// Names to numbers and back. Look-ups take no lock worth mentioning and never fail; creation is
/// logged ahead of the first user and never undone.
pub struct Tokens {}

impl Tokens {
    /// The label of that name, if it exists.
    pub fn label(&self, _name: &str) -> Option<LabelId> {
        unimplemented!()
    }
    /// The relationship type of that name, if it exists.
    pub fn relationship_type(&self, _name: &str) -> Option<RelationshipTypeId> {
        unimplemented!()
    }
    /// The property key of that name, if it exists.
    pub fn property_key(&self, _name: &str) -> Option<PropertyKeyId> {
        unimplemented!()
    }
    /// A label's name.
    pub fn label_name(&self, _id: LabelId) -> Text {
        unimplemented!()
    }
    /// A relationship type's name.
    pub fn relationship_type_name(&self, _id: RelationshipTypeId) -> Text {
        unimplemented!()
    }
    /// A property key's name.
    pub fn property_key_name(&self, _id: PropertyKeyId) -> Text {
        unimplemented!()
    }
    /// The label of that name, made if needed.
    pub fn get_or_create_label(&self, _name: &str) -> Result<LabelId, WriteError> {
        unimplemented!()
    }
    /// The relationship type of that name, made if needed.
    pub fn get_or_create_relationship_type(
        &self,
        _name: &str,
    ) -> Result<RelationshipTypeId, WriteError> {
        unimplemented!()
    }
    /// The property key of that name, made if needed.
    pub fn get_or_create_property_key(&self, _name: &str) -> Result<PropertyKeyId, WriteError> {
        unimplemented!()
    }
    /// All labels in order of creation.
    pub fn labels(&self) -> Vec<(LabelId, Text)> {
        unimplemented!()
    }
    /// All relationship types in order of creation.
    pub fn relationship_types(&self) -> Vec<(RelationshipTypeId, Text)> {
        unimplemented!()
    }
    /// All property keys in order of creation.
    pub fn property_keys(&self) -> Vec<(PropertyKeyId, Text)> {
        unimplemented!()
    }
}
