//! Binding what CREATE and MERGE make, and the looking half of MERGE. Meet [`Creation`].

use quiver_storage::Direction;
use quiver_types::{Failure, Status, Value};

use super::Binder;
use super::bound::{PatternRelationship, QueryGraph};
use super::expression::Cx;
use super::pattern::{direction, property_equals, push_labels};
use super::scope::Scope;
use super::types::Ty;
use crate::functions::Type;
use crate::plan::{
    CreateNode, CreateRelationship, CreateSpec, Expr, LabelOrExpr, LabelPredicate, LabelRef,
    PathPart, Properties, SlotId, TypeRef,
};
use crate::syntax::ast::{
    self, Arrow, ExprKind, LabelExpr, LabelName, NodePattern, PathPattern, RelationshipPattern,
    Shortest, Span,
};

/// A path variable: its slot, its first node, its hops.
pub(super) type BoundPath = (SlotId, SlotId, Vec<PathPart>);

/// What CREATE and MERGE need of a pattern.
pub(super) struct Creation {
    pub spec: CreateSpec,
    pub paths: Vec<BoundPath>,
    /// As written, for the looking half of MERGE.
    pub hops: Vec<(SlotId, SlotId, SlotId, Direction, LabelOrExpr<TypeRef>)>,
    pub nodes: Vec<SlotId>,
    pub undirected: bool,
}

impl Binder<'_> {
    /// Binds patterns to be created; new variables enter `scope` as they are met.
    pub(super) fn creation(
        &mut self,
        patterns: &[PathPattern],
        scope: &mut Scope,
        merging: bool,
    ) -> Result<Creation, Failure> {
        scope.settle();
        let mut made = Creation {
            spec: CreateSpec::default(),
            paths: Vec::new(),
            hops: Vec::new(),
            nodes: Vec::new(),
            undirected: false,
        };
        for (position, pattern) in patterns.iter().enumerate() {
            let names = new_names(pattern, scope);
            let later = patterns[position + 1..].iter();
            self.coming = later
                .flat_map(|later| new_names(later, scope))
                .filter(|name| !names.contains(name))
                .collect();
            if merging {
                self.made = names.clone();
            }
            let result = self.create_path(pattern, scope, merging, &mut made);
            self.coming.clear();
            if result.is_err() {
                self.made.clear();
            }
            result?;
            self.made.extend(names);
        }
        self.made.clear();
        scope.settle();
        Ok(made)
    }

    fn refuse_any(&self, name: &LabelName, verb: &str) -> Result<(), Failure> {
        match name {
            LabelName::Dynamic {
                any: true, span, ..
            } => Err(self.error(
                Status::DynamicLabelAny,
                *span,
                format!("Dynamic labels using `$any()` are not allowed in {verb}."),
            )),
            LabelName::Dynamic { .. } | LabelName::Fixed(_) => Ok(()),
        }
    }

    fn create_path(
        &mut self,
        pattern: &PathPattern,
        scope: &mut Scope,
        merging: bool,
        made: &mut Creation,
    ) -> Result<(), Failure> {
        let verb = if merging { "MERGE" } else { "CREATE" };
        self.refuse_quantified(pattern, verb)?;
        if pattern.shortest != Shortest::No {
            return Err(self.error(
                Status::PatternPlace,
                self.shortest_place(pattern),
                format!("shortestPath(...) cannot be used with {verb}"),
            ));
        }
        if !merging {
            self.creating = new_names(pattern, scope);
        }
        let result = self.create_elements(pattern, scope, verb, made);
        self.creating.clear();
        let (start, parts) = result?;
        if let Some(name) = &pattern.variable {
            let slot = self.path_variable(name, scope)?;
            made.paths.push((slot, start, parts));
        }
        Ok(())
    }

    fn create_elements(
        &mut self,
        pattern: &PathPattern,
        scope: &mut Scope,
        verb: &str,
        made: &mut Creation,
    ) -> Result<(SlotId, Vec<PathPart>), Failure> {
        let alone = pattern.hops.is_empty();
        let start = self.create_node(&pattern.start, alone, scope, verb, made)?;
        let mut left = start;
        let mut parts = Vec::with_capacity(pattern.hops.len());
        for (relationship, node) in &pattern.hops {
            let (at, slot) = self.create_relationship(relationship, scope, verb, made)?;
            let right = self.create_node(node, false, scope, verb, made)?;
            let created = &mut made.spec.relationships[at];
            let walked = direction(relationship.direction);
            created.after = made.spec.nodes.len();
            (created.start, created.end) = match walked {
                Direction::Incoming => (right, left),
                Direction::Outgoing | Direction::Both => (left, right),
            };
            let ty = created.relationship_type.clone();
            made.undirected |= walked == Direction::Both;
            made.hops.push((slot, left, right, walked, ty));
            parts.push(PathPart::Single(slot, right));
            left = right;
        }
        Ok((start, parts))
    }

    fn create_node(
        &mut self,
        node: &NodePattern,
        alone: bool,
        scope: &mut Scope,
        verb: &str,
        made: &mut Creation,
    ) -> Result<SlotId, Failure> {
        if let Some(predicate) = &node.predicate {
            return Err(self.error(
                Status::PredicatePlace,
                self.place_of(predicate),
                format!("WHERE is not allowed in a {verb} pattern"),
            ));
        }
        self.note_created(node);
        let plain = node.labels.is_none() && node.properties.is_none();
        if let Some(name) = &node.variable
            && let Some(known) = scope.get(&name.text).cloned()
        {
            if !alone && !known.ty.may_be(&[Type::Node]) {
                return Err(self.conflict(name, &known.ty, "Node"));
            }
            if alone || !plain {
                return Err(self.error(
                    Status::VariableAlreadyBound,
                    name.span,
                    format!(
                        "Can't create node `{}` with labels or properties here. The variable is already declared in this context",
                        name.text
                    ),
                ));
            }
            self.captured(known.slot, known.depth);
            if !made.spec.names.iter().any(|(slot, _)| *slot == known.slot) {
                made.spec.names.push((known.slot, name.text.clone()));
            }
            if !made.nodes.contains(&known.slot) {
                made.nodes.push(known.slot);
            }
            return Ok(known.slot);
        }
        let labels = match &node.labels {
            None => Vec::new(),
            Some(labels) => self.created_labels(labels, node.span, verb, scope)?,
        };
        let properties = self.created_properties(node.properties.as_ref(), scope, verb)?;
        let slot = match &node.variable {
            Some(name) => {
                let slot = self.new_variable(scope, &name.text, Ty::Of(Type::Node));
                made.spec.names.push((slot, name.text.clone()));
                slot
            }
            None => self.hidden_slot(),
        };
        made.nodes.push(slot);
        made.spec.nodes.push(CreateNode {
            slot,
            labels,
            properties,
        });
        Ok(slot)
    }

    fn create_relationship(
        &mut self,
        pattern: &RelationshipPattern,
        scope: &mut Scope,
        verb: &str,
        made: &mut Creation,
    ) -> Result<(usize, SlotId), Failure> {
        if pattern.length.is_some() {
            return Err(self.error(
                Status::VariableLengthTypes,
                pattern.span,
                format!("Variable length relationships cannot be used in {verb}"),
            ));
        }
        if pattern.direction == Arrow::Both && verb == "CREATE" {
            return Err(self.error(
                Status::DirectionMissing,
                pattern.span,
                "Only directed relationships are supported in CREATE",
            ));
        }
        if let Some(predicate) = &pattern.predicate {
            return Err(self.error(
                Status::PredicatePlace,
                self.place_of(predicate),
                format!("WHERE is not allowed in a {verb} pattern"),
            ));
        }
        if let Some(name) = &pattern.variable
            && scope.get(&name.text).is_some()
        {
            return Err(self.already_bound(name));
        }
        let relationship_type = match &pattern.types {
            Some(LabelExpr::Name(name)) if !is_other_than_one(name) => {
                self.refuse_any(name, verb)?;
                self.created_type(name, scope)?
            }
            _ => {
                return Err(self.error(
                    Status::TypeCount,
                    pattern.span,
                    format!("Exactly one relationship type must be specified for {verb}"),
                ));
            }
        };
        if let LabelOrExpr::Dynamic(Expr::Literal(Value::List(names))) = &relationship_type
            && names.len() != 1
        {
            return Err(self.error(
                Status::TypeCount,
                pattern.span,
                format!("Exactly one relationship type must be specified for {verb}"),
            ));
        }
        let properties = self.created_properties(pattern.properties.as_ref(), scope, verb)?;
        let slot = match &pattern.variable {
            Some(name) => {
                let slot = self.new_variable(scope, &name.text, Ty::Of(Type::Relationship));
                made.spec.names.push((slot, name.text.clone()));
                slot
            }
            None => self.hidden_slot(),
        };
        let at = made.spec.relationships.len();
        made.spec.relationships.push(CreateRelationship {
            slot,
            relationship_type,
            start: slot,
            end: slot,
            after: 0,
            properties,
        });
        Ok((at, slot))
    }

    fn created_type(
        &mut self,
        name: &LabelName,
        scope: &Scope,
    ) -> Result<LabelOrExpr<TypeRef>, Failure> {
        Ok(match name {
            LabelName::Fixed(name) => LabelOrExpr::Fixed(self.relationship_type(&name.text)),
            LabelName::Dynamic { .. } => {
                LabelOrExpr::Dynamic(self.dynamic_name(name, &mut Cx::plain(scope))?)
            }
        })
    }

    /// Labels of SET, REMOVE, CREATE and MERGE.
    pub(super) fn written_labels(
        &mut self,
        labels: &[LabelName],
        scope: &Scope,
    ) -> Result<Vec<LabelOrExpr<LabelRef>>, Failure> {
        let mut bound = Vec::with_capacity(labels.len());
        for label in labels {
            bound.push(match label {
                LabelName::Fixed(name) => LabelOrExpr::Fixed(self.label(&name.text)),
                LabelName::Dynamic { .. } => {
                    LabelOrExpr::Dynamic(self.dynamic_name(label, &mut Cx::plain(scope))?)
                }
            });
        }
        Ok(bound)
    }

    fn created_labels(
        &mut self,
        labels: &LabelExpr,
        span: Span,
        verb: &str,
        scope: &Scope,
    ) -> Result<Vec<LabelOrExpr<LabelRef>>, Failure> {
        match labels {
            LabelExpr::Name(name) => {
                self.refuse_any(name, verb)?;
                self.written_labels(std::slice::from_ref(name), scope)
            }
            LabelExpr::And(parts) => {
                let mut bound = Vec::with_capacity(parts.len());
                for part in parts {
                    bound.extend(self.created_labels(part, span, verb, scope)?);
                }
                Ok(bound)
            }
            LabelExpr::Or(_) | LabelExpr::Not(_) | LabelExpr::Wildcard(_) => Err(self.error(
                Status::LabelExpressionPlace,
                self.sign_of(labels, span),
                format!("Label expressions in patterns are not allowed in {verb}; name the labels, as in `:A:B`"),
            )),
        }
    }

    fn created_properties(
        &mut self,
        properties: Option<&ast::Expr>,
        scope: &Scope,
        verb: &str,
    ) -> Result<Properties, Failure> {
        let Some(properties) = properties else {
            return Ok(Properties::None);
        };
        if let ExprKind::Map(entries) = &properties.kind {
            let mut bound = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                let reference = self.key(&key.text);
                bound.push((reference, self.plain(value, scope)?));
            }
            return Ok(Properties::Entries(bound));
        }
        if verb == "MERGE" {
            return Err(self.error(
                Status::ParameterMap,
                properties.span,
                "Parameter maps cannot be used in MATCH and MERGE patterns; write the keys out, as in `{id: $param.id}`",
            ));
        }
        let map = self.typed(
            properties,
            &mut Cx::plain(scope),
            &[Type::Map, Type::NodeOrRelationship],
        )?;
        Ok(Properties::Map(map))
    }

    /// The looking half of MERGE, from what it would create.
    pub(super) fn merge_graph(&self, made: &Creation, arguments: Vec<SlotId>) -> QueryGraph {
        let mut graph = QueryGraph {
            arguments,
            nodes: made.nodes.clone(),
            ..QueryGraph::default()
        };
        for node in &made.spec.nodes {
            for label in &node.labels {
                match label {
                    LabelOrExpr::Fixed(label) => {
                        // The type half is never asked of a node.
                        let has = LabelPredicate::Has(*label, TypeRef(u32::MAX));
                        push_labels(node.slot, has, &mut graph.predicates);
                    }
                    LabelOrExpr::Dynamic(names) => {
                        graph.predicates.push(has_computed(node.slot, names));
                    }
                }
            }
            self.merge_tests(node.slot, &node.properties, &mut graph.predicates);
        }
        for (slot, left, right, direction, ty) in &made.hops {
            let types = match ty {
                LabelOrExpr::Fixed(ty) => vec![*ty],
                LabelOrExpr::Dynamic(names) => {
                    graph.predicates.push(has_computed(*slot, names));
                    Vec::new()
                }
            };
            graph.relationships.push(PatternRelationship {
                slot: *slot,
                left: *left,
                right: *right,
                direction: *direction,
                types,
                length: None,
                predicate: None,
                quantified: None,
            });
        }
        for relationship in &made.spec.relationships {
            self.merge_tests(
                relationship.slot,
                &relationship.properties,
                &mut graph.predicates,
            );
        }
        graph
    }

    fn merge_tests(&self, slot: SlotId, properties: &Properties, predicates: &mut Vec<Expr>) {
        if let Properties::Entries(entries) = properties {
            for (key, value) in entries {
                let name = &self.tables.property_keys[key.0 as usize];
                predicates.push(property_equals(slot, *key, name, value.clone()));
            }
        }
    }
}

/// Names that a pattern to be created brings into scope.
fn new_names(pattern: &PathPattern, scope: &Scope) -> Vec<quiver_types::Text> {
    let nodes = std::iter::once(&pattern.start).chain(pattern.hops.iter().map(|(_, n)| n));
    let relationships = pattern.hops.iter().map(|(r, _)| &r.variable);
    nodes
        .map(|node| &node.variable)
        .chain(relationships)
        .chain([&pattern.variable])
        .flatten()
        .map(|name| name.text.clone())
        .filter(|name| scope.get(name).is_none())
        .collect()
}

fn has_computed(slot: SlotId, names: &Expr) -> Expr {
    Expr::HasDynamicLabels(Box::new(Expr::Slot(slot)), Box::new(names.clone()), false)
}

/// Whether a computed type is written as a list of some other number than one.
fn is_other_than_one(name: &LabelName) -> bool {
    match name {
        LabelName::Fixed(_) => false,
        LabelName::Dynamic { names, .. } => {
            matches!(&names.kind, ast::ExprKind::List(items) if items.len() != 1)
        }
    }
}
