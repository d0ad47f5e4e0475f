//! Looking into values: properties, indexing, slices, labels, map projections.

use quiver_types::entity::Entity;
use quiver_types::{LabelId, Map, NodeId, PropertyKeyId, RelationshipId, Status, Text, Value};

use super::{Frame, truth_value};
use crate::exec::FunctionContext;
use crate::exec::error::{Result, defect, failed, shown, type_error};
use crate::plan::{Expr, KeyRef, LabelPredicate};

impl FunctionContext<'_> {
    /// `value.key`.
    pub(crate) fn property(&self, of: &Value, key: KeyRef, name: &Text) -> Result<Value> {
        match of {
            Value::Node(_) | Value::Relationship(_) => {
                self.stored_property(of, self.state.key(key, self.database))
            }
            other => self.named_property(other, name),
        }
    }

    /// `value[name]` with a name that is data.
    pub(crate) fn named_property(&self, of: &Value, name: &str) -> Result<Value> {
        match of {
            Value::Null => Ok(Value::Null),
            Value::Map(map) => Ok(map.get(name).cloned().unwrap_or_default()),
            Value::Node(_) | Value::Relationship(_) => {
                self.stored_property(of, self.database.tokens().property_key(name))
            }
            Value::Entity(entity) => match entity.as_ref() {
                Entity::Node(node) => Ok(node.properties.get(name).cloned().unwrap_or_default()),
                Entity::Relationship(relationship) => Ok(relationship
                    .properties
                    .get(name)
                    .cloned()
                    .unwrap_or_default()),
                Entity::Path(_) => Err(not_a_map(of)),
            },
            Value::Point(point) => crate::functions::point::component(point, name),
            Value::Date(_)
            | Value::LocalTime(_)
            | Value::Time(_)
            | Value::LocalDateTime(_)
            | Value::ZonedDateTime(_)
            | Value::Duration(_) => temporal_component(of, name),
            other => Err(not_a_map(other)),
        }
    }

    /// A property of a node or a relationship of the store.
    fn stored_property(&self, of: &Value, key: Option<PropertyKeyId>) -> Result<Value> {
        match (of, key) {
            (Value::Node(id), Some(key)) => self.node_property(*id, key),
            (Value::Relationship(id), Some(key)) => self.relationship_property(*id, key),
            // A key that is nowhere is not looked for, also not in what was deleted.
            _ => Ok(Value::Null),
        }
    }

    fn node_property(&self, id: NodeId, key: PropertyKeyId) -> Result<Value> {
        self.state.hits(1);
        let value = self.view.node_property(id, key)?;
        if value.is_null() {
            self.check_node(id)?;
        }
        Ok(value)
    }

    fn relationship_property(&self, id: RelationshipId, key: PropertyKeyId) -> Result<Value> {
        self.state.hits(1);
        let value = self.view.relationship_property(id, key)?;
        if value.is_null() {
            self.check_relationship(id)?;
        }
        Ok(value)
    }

    /// Whether this query deleted a node.
    fn is_node_gone(&self, id: NodeId) -> Result<bool> {
        Ok(self.state.has_deleted.get() && !self.view.node_exists(id)?)
    }

    /// Whether this query deleted a relationship.
    fn is_relationship_gone(&self, id: RelationshipId) -> Result<bool> {
        Ok(self.state.has_deleted.get() && self.view.relationship(id)?.is_none())
    }

    /// Whether a value is an entity that this query deleted.
    fn is_gone(&self, of: &Value) -> Result<bool> {
        match of {
            Value::Node(id) => self.is_node_gone(*id),
            Value::Relationship(id) => self.is_relationship_gone(*id),
            _ => Ok(false),
        }
    }

    /// Fails if the node was deleted by this query.
    pub(crate) fn check_node(&self, id: NodeId) -> Result<()> {
        if self.is_node_gone(id)? {
            return Err(deleted("Node", id.0));
        }
        Ok(())
    }

    /// Fails if the relationship was deleted by this query.
    pub(crate) fn check_relationship(&self, id: RelationshipId) -> Result<()> {
        if self.is_relationship_gone(id)? {
            return Err(deleted("Relationship", id.0));
        }
        Ok(())
    }

    #[inline(never)]
    pub(super) fn eval_index(
        &self,
        of: &Expr,
        index: &Expr,
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let of = self.eval(of, frame)?;
        let index = self.eval(index, frame)?;
        match (&of, &index) {
            (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
            (Value::List(items), Value::Integer(at)) => Ok(position(*at, items.len())
                .and_then(|at| items.get(at).cloned())
                .unwrap_or_default()),
            (Value::Bytes(bytes), Value::Integer(at)) => Ok(position(*at, bytes.len())
                .and_then(|at| bytes.get(at))
                .map_or(Value::Null, |b| Value::Integer(i64::from(b.cast_signed())))),
            (Value::List(_) | Value::Bytes(_), other) => Err(type_error(format!(
                "Cannot access a list using an non-number index, got {}",
                shown(other)
            ))),
            (Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Entity(_), index) => {
                match index {
                    Value::String(name) => self.named_property(&of, name),
                    other => Err(type_error(format!(
                        "Cannot access a map '{}' by key '{}': the key must be a string",
                        shown(&of),
                        shown(other)
                    ))),
                }
            }
            (of, Value::String(name)) => self.named_property(of, name),
            (of, index) => Err(type_error(format!(
                "`{}` is not a collection or a map. Element access is only possible by performing \
                 a collection lookup using an integer index, or by performing a map lookup using \
                 a string key (found: {})",
                shown(of),
                shown(index)
            ))),
        }
    }

    #[inline(never)]
    pub(super) fn eval_slice(
        &self,
        of: &Expr,
        from: Option<&Expr>,
        to: Option<&Expr>,
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let of = self.eval(of, frame)?;
        let from = from.map(|e| self.eval(e, frame)).transpose()?;
        let to = to.map(|e| self.eval(e, frame)).transpose()?;
        let is_null = |bound: &Option<Value>| bound.as_ref().is_some_and(Value::is_null);
        if of.is_null() || is_null(&from) || is_null(&to) {
            return Ok(Value::Null);
        }
        // As UNWIND has it: anything else is a list of itself.
        let items = match &of {
            Value::List(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        };
        let from = slice_bound(from.as_ref(), 0, items.len())?;
        let to = slice_bound(to.as_ref(), items.len(), items.len())?;
        if from >= to {
            return Ok(Value::list(Vec::new()));
        }
        self.grow(16 * (to - from))?;
        Ok(Value::list(items[from..to].to_vec()))
    }

    #[inline(never)]
    pub(super) fn eval_list(&self, items: &[Expr], frame: &mut Frame<'_>) -> Result<Value> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.eval(item, frame)?);
        }
        Ok(Value::list(values))
    }

    #[inline(never)]
    pub(super) fn eval_map(
        &self,
        entries: &[(Text, Expr)],
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let mut map = Map::with_capacity(entries.len());
        for (key, value) in entries {
            let value = self.eval(value, frame)?;
            map.insert(key.clone(), value);
        }
        Ok(Value::map(map))
    }

    #[inline(never)]
    pub(super) fn eval_map_projection(
        &self,
        projection: &Expr,
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let Expr::MapProjection {
            of,
            all,
            items,
            or_null,
        } = projection
        else {
            return Err(defect("not a map projection"));
        };
        let of = self.eval(of, frame)?;
        if of.is_null() || *or_null && self.is_gone(&of)? {
            return Ok(Value::Null);
        }
        let mut map = if *all && self.is_gone(&of)? {
            Map::new()
        } else if *all {
            self.properties_of(&of)?
        } else {
            // Also without `.*` only maps and entities can be projected.
            match &of {
                Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Entity(_) => {
                    Map::with_capacity(items.len())
                }
                other => return Err(not_a_map(other)),
            }
        };
        for (key, value) in items {
            let value = self.eval(value, frame)?;
            map.insert(key.clone(), value);
        }
        Ok(Value::map(map))
    }

    /// All properties of a map or entity as a map.
    pub(crate) fn properties_of(&self, of: &Value) -> Result<Map> {
        let mut found = Vec::new();
        match of {
            Value::Map(map) => return Ok(map.as_ref().clone()),
            Value::Node(id) => {
                // What was deleted has none, as on Neo4j.
                self.view.node_properties(*id, &mut found)?;
            }
            Value::Relationship(id) => {
                // Not so relationships.
                self.check_relationship(*id)?;
                self.view.relationship_properties(*id, &mut found)?;
            }
            Value::Entity(entity) => match entity.as_ref() {
                Entity::Node(node) => return Ok(node.properties.clone()),
                Entity::Relationship(relationship) => return Ok(relationship.properties.clone()),
                Entity::Path(_) => return Err(not_a_map(of)),
            },
            other => return Err(not_a_map(other)),
        }
        self.state.hits(1 + found.len() as u64);
        let tokens = self.database.tokens();
        Ok(found
            .into_iter()
            .map(|(key, value)| (tokens.property_key_name(key), value))
            .collect())
    }

    /// Whether a node's labels or a relationship's type satisfy a predicate.
    pub(crate) fn has_labels(&self, of: &Value, predicate: &LabelPredicate) -> Result<Value> {
        let result = match of {
            Value::Null => return Ok(Value::Null),
            Value::Node(id) => {
                self.state.hits(1);
                if let LabelPredicate::Has(label, _) = predicate {
                    match self.state.label(*label, self.database) {
                        Some(label) => self.view.has_label(*id, label)?,
                        None => false,
                    }
                } else {
                    let mut labels = Vec::new();
                    if !self.view.labels(*id, &mut labels)? {
                        return Ok(Value::Boolean(false));
                    }
                    self.labels_match(&labels, predicate)
                }
            }
            Value::Relationship(id) => {
                self.state.hits(1);
                let Some(record) = self.view.relationship(*id)? else {
                    return Ok(Value::Boolean(false));
                };
                self.type_matches(record.relationship_type, predicate)
            }
            Value::Entity(entity) => {
                let names: &[Text] = match entity.as_ref() {
                    Entity::Node(node) => &node.labels,
                    Entity::Relationship(r) => std::slice::from_ref(&r.relationship_type),
                    Entity::Path(_) => return Err(not_an_entity(of)),
                };
                self.names_match(names, predicate)
            }
            other => return Err(not_an_entity(other)),
        };
        Ok(truth_value(Some(result)))
    }

    /// `of:$(names)`. A name that nothing has is no error: nothing has it.
    #[inline(never)]
    pub(super) fn eval_has_dynamic_labels(
        &self,
        of: &Expr,
        names: &Expr,
        any: bool,
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let of = self.eval(of, frame)?;
        if of.is_null() {
            return Ok(Value::Null);
        }
        let names = self.eval(names, frame)?;
        let kind = match &of {
            Value::Relationship(_) => TokenKind::Type,
            _ => TokenKind::Label,
        };
        let names = dynamic_names(&names, kind)?;
        let has = |name: &Text| -> Result<bool> {
            self.state.hits(1);
            let tokens = self.database.tokens();
            match &of {
                Value::Node(id) => match tokens.label(name) {
                    Some(label) => Ok(self.view.has_label(*id, label)?),
                    None => Ok(false),
                },
                Value::Relationship(id) => {
                    let record = self.view.relationship(*id)?;
                    let wanted = tokens.relationship_type(name);
                    Ok(record.is_some_and(|record| wanted == Some(record.relationship_type)))
                }
                other => Err(not_an_entity(other)),
            }
        };
        for name in &names {
            if has(name)? == any {
                return Ok(Value::Boolean(any));
            }
        }
        Ok(Value::Boolean(!any))
    }

    fn labels_match(&self, labels: &[LabelId], predicate: &LabelPredicate) -> bool {
        match predicate {
            LabelPredicate::Has(label, _) => self
                .state
                .label(*label, self.database)
                .is_some_and(|label| labels.contains(&label)),
            LabelPredicate::And(parts) => parts.iter().all(|p| self.labels_match(labels, p)),
            LabelPredicate::Or(parts) => parts.iter().any(|p| self.labels_match(labels, p)),
            LabelPredicate::Not(part) => !self.labels_match(labels, part),
            LabelPredicate::Any => !labels.is_empty(),
        }
    }

    fn type_matches(
        &self,
        of: quiver_types::RelationshipTypeId,
        predicate: &LabelPredicate,
    ) -> bool {
        match predicate {
            LabelPredicate::Has(_, wanted) => {
                self.state.relationship_type(*wanted, self.database) == Some(of)
            }
            LabelPredicate::And(parts) => parts.iter().all(|p| self.type_matches(of, p)),
            LabelPredicate::Or(parts) => parts.iter().any(|p| self.type_matches(of, p)),
            LabelPredicate::Not(part) => !self.type_matches(of, part),
            LabelPredicate::Any => true,
        }
    }

    fn names_match(&self, names: &[Text], predicate: &LabelPredicate) -> bool {
        match predicate {
            LabelPredicate::Has(label, _) => self
                .state
                .plan()
                .labels
                .get(label.0 as usize)
                .is_some_and(|label| names.contains(label)),
            LabelPredicate::And(parts) => parts.iter().all(|p| self.names_match(names, p)),
            LabelPredicate::Or(parts) => parts.iter().any(|p| self.names_match(names, p)),
            LabelPredicate::Not(part) => !self.names_match(names, part),
            LabelPredicate::Any => !names.is_empty(),
        }
    }
}

/// An entity that this query deleted was looked at.
pub(crate) fn deleted(kind: &str, id: u64) -> crate::RunError {
    failed(
        Status::DeletedEntity,
        format!("{kind} with id {id} has been deleted in this transaction"),
    )
}

fn not_a_map(value: &Value) -> crate::RunError {
    type_error(format!(
        "Type mismatch: expected a map but was {}",
        shown(value)
    ))
}

fn not_an_entity(value: &Value) -> crate::RunError {
    type_error(format!(
        "Expected a node or relationship but was {}",
        shown(value)
    ))
}

/// An index, negative from the end, as a position.
fn position(at: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let at = if at < 0 { at + length } else { at };
    usize::try_from(at).ok()
}

fn slice_bound(bound: Option<&Value>, default: usize, length: usize) -> Result<usize> {
    match bound {
        None => Ok(default),
        Some(Value::Integer(at)) if i32::try_from(*at).is_err() => Err(failed(
            Status::ValueRange,
            format!(
                "A bound of a list's part must be from {} to {}, but is {at}",
                i32::MIN,
                i32::MAX
            ),
        )),
        Some(Value::Integer(at)) => {
            let length_i = i64::try_from(length).unwrap_or(i64::MAX);
            let at = if *at < 0 { *at + length_i } else { *at };
            Ok(usize::try_from(at.clamp(0, length_i)).unwrap_or(length))
        }
        Some(other) => Err(type_error(format!(
            "Expected an integer as bound of a list's part, got {}",
            shown(other)
        ))),
    }
}

/// `date.year` and its kin.
fn temporal_component(of: &Value, name: &str) -> Result<Value> {
    crate::functions::temporal::component(of, name)
}

/// What a computed name names.
#[derive(Clone, Copy)]
pub(crate) enum TokenKind {
    /// A node's label.
    Label,
    /// A relationship's type.
    Type,
}

impl TokenKind {
    const fn text(self) -> &'static str {
        match self {
            Self::Label => "node label",
            Self::Type => "relationship type",
        }
    }
}

/// The names that `$(...)` gives: a text or a list of texts, each not empty.
pub(crate) fn dynamic_names(value: &Value, kind: TokenKind) -> Result<Vec<Text>> {
    let name = |value: &Value| match value {
        Value::String(name) => token_name(name).map(|()| name.clone()),
        _ => Err(type_error(format!(
            "Expected {} to be a string or list of strings.",
            kind.text()
        ))),
    };
    match value {
        Value::List(items) => items.iter().map(name).collect(),
        other => Ok(vec![name(other)?]),
    }
}

/// Whether a computed text can be the name of a label, type or property key.
pub(crate) fn token_name(name: &Text) -> Result<()> {
    if !name.is_empty() && !name.contains('\0') {
        return Ok(());
    }
    Err(failed(
        Status::TokenName,
        format!(
            "'{name}' is not a valid token name. Token names cannot be empty or contain any null-bytes."
        ),
    ))
}
