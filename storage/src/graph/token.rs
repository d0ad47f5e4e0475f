//! The token catalogue: names of labels, relationship types and property keys as small numbers.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};

use quiver_types::{LabelId, PropertyKeyId, RelationshipTypeId, Text};

use crate::operation::Operation;
use crate::txn::append::AppendArray;
use crate::{ReadError, WriteError};

/// Writes a token's operation to the log. Called before anybody can use the token.
pub(crate) type TokenLog = Box<dyn Fn(Operation) -> Result<(), WriteError> + Send + Sync>;

/// Names of one kind of token.
#[derive(Default)]
struct Names {
    names: AppendArray<Text>,
    numbers: RwLock<HashMap<Text, u32, foldhash::fast::RandomState>>,
    /// Held over a creation, so that readers of `numbers` never wait for the log.
    creating: Mutex<()>,
}

impl Names {
    fn number(&self, name: &str) -> Option<u32> {
        self.numbers
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .copied()
    }

    fn len(&self) -> usize {
        self.numbers
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    fn name(&self, number: u32) -> Text {
        self.names
            .get(u64::from(number))
            .cloned()
            .unwrap_or(Text::EMPTY)
    }

    fn put(&self, number: u32, name: Text) -> bool {
        let known = self.names.get_or_make(u64::from(number), || name.clone());
        if *known != name {
            return false;
        }
        let mut numbers = self.numbers.write().unwrap_or_else(PoisonError::into_inner);
        *numbers.entry(name).or_insert(number) == number
    }

    fn get_or_create(
        &self,
        name: &str,
        log: impl FnOnce(u32, Text) -> Result<(), WriteError>,
    ) -> Result<u32, WriteError> {
        if let Some(number) = self.number(name) {
            return Ok(number);
        }
        let _creating = self.creating.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = self.number(name) {
            return Ok(number);
        }
        let number = u32::try_from(self.len())
            .map_err(|_| ReadError::Corrupt("more than 2^32 tokens".into()))?;
        log(number, Text::new(name))?;
        self.put(number, Text::new(name));
        Ok(number)
    }

    fn all(&self) -> impl Iterator<Item = (u32, Text)> + '_ {
        (0..).map_while(|number| Some((number, self.names.get(u64::from(number))?.clone())))
    }
}

/// Names to numbers and back. Look-ups take no lock worth mentioning and never fail; creation is
/// logged ahead of the first user and never undone.
#[derive(Default)]
pub struct Tokens {
    labels: Names,
    relationship_types: Names,
    property_keys: Names,
    log: OnceLock<TokenLog>,
}

impl Tokens {
    /// From now on creations are logged; before, during recovery, they are not.
    pub(crate) fn log_to(&self, log: TokenLog) {
        let _ = self.log.set(log);
    }

    fn append(&self, operation: Operation) -> Result<(), WriteError> {
        self.log.get().map_or(Ok(()), |log| log(operation))
    }

    /// Puts in a recovered token; `false` if it contradicts what is known.
    pub(crate) fn recover(&self, operation: Operation) -> bool {
        match operation {
            Operation::CreateLabelToken { id, name } => self.labels.put(id.0, name),
            Operation::CreateRelationshipTypeToken { id, name } => {
                self.relationship_types.put(id.0, name)
            }
            Operation::CreatePropertyKeyToken { id, name } => self.property_keys.put(id.0, name),
            Operation::CreateNode { .. }
            | Operation::ChangeNode { .. }
            | Operation::DeleteNode { .. }
            | Operation::CreateRelationship { .. }
            | Operation::ChangeRelationship { .. }
            | Operation::DeleteRelationship { .. }
            | Operation::CreateIndex(_)
            | Operation::CreateLookupIndex(_)
            | Operation::DropIndex(_)
            | Operation::CreateConstraint(_)
            | Operation::DropConstraint { .. } => false,
        }
    }

    /// All tokens as operations, for a checkpoint.
    pub(crate) fn operations(&self) -> Vec<Operation> {
        let labels = self.labels().into_iter();
        let types = self.relationship_types().into_iter();
        let keys = self.property_keys().into_iter();
        labels
            .map(|(id, name)| Operation::CreateLabelToken { id, name })
            .chain(types.map(|(id, name)| Operation::CreateRelationshipTypeToken { id, name }))
            .chain(keys.map(|(id, name)| Operation::CreatePropertyKeyToken { id, name }))
            .collect()
    }

    /// The label of that name, if it exists.
    pub fn label(&self, name: &str) -> Option<LabelId> {
        self.labels.number(name).map(LabelId)
    }
    /// The relationship type of that name, if it exists.
    pub fn relationship_type(&self, name: &str) -> Option<RelationshipTypeId> {
        self.relationship_types.number(name).map(RelationshipTypeId)
    }
    /// The property key of that name, if it exists.
    pub fn property_key(&self, name: &str) -> Option<PropertyKeyId> {
        self.property_keys.number(name).map(PropertyKeyId)
    }
    /// A label's name.
    pub fn label_name(&self, id: LabelId) -> Text {
        self.labels.name(id.0)
    }
    /// A relationship type's name.
    pub fn relationship_type_name(&self, id: RelationshipTypeId) -> Text {
        self.relationship_types.name(id.0)
    }
    /// A property key's name.
    pub fn property_key_name(&self, id: PropertyKeyId) -> Text {
        self.property_keys.name(id.0)
    }
    /// The label of that name, made if needed.
    pub fn get_or_create_label(&self, name: &str) -> Result<LabelId, WriteError> {
        self.labels
            .get_or_create(name, |id, name| {
                let id = LabelId(id);
                self.append(Operation::CreateLabelToken { id, name })
            })
            .map(LabelId)
    }
    /// The relationship type of that name, made if needed.
    pub fn get_or_create_relationship_type(
        &self,
        name: &str,
    ) -> Result<RelationshipTypeId, WriteError> {
        self.relationship_types
            .get_or_create(name, |id, name| {
                let id = RelationshipTypeId(id);
                self.append(Operation::CreateRelationshipTypeToken { id, name })
            })
            .map(RelationshipTypeId)
    }
    /// The property key of that name, made if needed.
    pub fn get_or_create_property_key(&self, name: &str) -> Result<PropertyKeyId, WriteError> {
        self.property_keys
            .get_or_create(name, |id, name| {
                let id = PropertyKeyId(id);
                self.append(Operation::CreatePropertyKeyToken { id, name })
            })
            .map(PropertyKeyId)
    }
    /// All labels in order of creation.
    pub fn labels(&self) -> Vec<(LabelId, Text)> {
        self.labels
            .all()
            .map(|(id, name)| (LabelId(id), name))
            .collect()
    }
    /// All relationship types in order of creation.
    pub fn relationship_types(&self) -> Vec<(RelationshipTypeId, Text)> {
        self.relationship_types
            .all()
            .map(|(id, name)| (RelationshipTypeId(id), name))
            .collect()
    }
    /// All property keys in order of creation.
    pub fn property_keys(&self) -> Vec<(PropertyKeyId, Text)> {
        self.property_keys
            .all()
            .map(|(id, name)| (PropertyKeyId(id), name))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_name_gets_one_number_whoever_asks() {
        let tokens = Arc::new(Tokens::default());
        let makers: Vec<_> = (0..4)
            .map(|_| {
                let tokens = Arc::clone(&tokens);
                std::thread::spawn(move || {
                    (0..50)
                        .map(|n| tokens.get_or_create_label(&format!("L{n}")).expect("token"))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let made: Vec<_> = makers
            .into_iter()
            .map(|m| m.join().expect("maker"))
            .collect();
        assert!(made.iter().all(|m| *m == made[0]));
        assert_eq!(tokens.labels().len(), 50);
        assert_eq!(tokens.label_name(made[0][7]), "L7");
        assert_eq!(tokens.label("none"), None);
    }
}
