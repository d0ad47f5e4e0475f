//! Binding patterns: what MATCH looks for, what CREATE and MERGE make.

use quiver_storage::Direction;
use quiver_types::{Failure, Position, Status, Value};

use super::Binder;
use super::bound::{
    BoundClause, BoundPart, BoundProjection, BoundQuery, PatternRelationship, QueryGraph,
    ShortestPattern,
};
use super::expression::Cx;
use super::quantified::GroupLocals;
use super::scope::Scope;
use super::types::Ty;
use super::walk::conjuncts;
use crate::functions::Type;
use crate::plan::expression::CompareOp;
use crate::plan::{
    CreateNode, CreateRelationship, CreateSpec, Expr, LabelOrExpr, LabelPredicate, LabelRef,
    PathPart, Properties, SlotId, TypeRef,
};
use crate::syntax::ast::{
    self, Arrow, ExprKind, LabelExpr, LabelName, NodePattern, PathPattern, RelationshipPattern,
    Shortest, Span,
};

/// Expressions inside a pattern. They are bound after all its variables are known, because
/// `MATCH (a {x: b.y}), (b)` is legal.
#[derive(Clone)]
pub(super) enum Inner<'a> {
    Properties(SlotId, &'a ast::Expr),
    Where(&'a ast::Expr),
    /// Labels or types of which some are computed.
    Labels(SlotId, &'a LabelExpr),
    /// The position of a variable-length relationship in the graph, and its expressions.
    EachProperties(usize, &'a ast::Expr),
    EachLabels(usize, &'a LabelExpr),
    /// The same of a shortestPath pattern, by its position among those.
    ShortestProperties(usize, &'a ast::Expr),
    ShortestLabels(usize, &'a LabelExpr),
    /// A quantified hop by its position in the graph.
    Group(
        usize,
        &'a RelationshipPattern,
        &'a ast::Quantified,
        GroupLocals,
    ),
}

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

pub(super) fn direction(arrow: Arrow) -> Direction {
    match arrow {
        Arrow::Right => Direction::Outgoing,
        Arrow::Left => Direction::Incoming,
        Arrow::Both => Direction::Both,
    }
}

impl Binder<'_> {
    /// Binds the patterns and the predicate of a MATCH; new variables enter `scope`.
    pub(super) fn match_graph(
        &mut self,
        patterns: &[PathPattern],
        predicate: Option<&ast::Expr>,
        repeatable: bool,
        scope: &mut Scope,
    ) -> Result<QueryGraph, Failure> {
        self.check_selectors(patterns)?;
        self.check_mixed(patterns)?;
        if repeatable {
            self.check_bounded(patterns)?;
        }
        let mut graph = QueryGraph {
            arguments: scope.slots(),
            repeatable,
            ..QueryGraph::default()
        };
        scope.settle();
        let mut inner = Vec::new();
        for pattern in patterns {
            self.match_path(pattern, scope, &mut graph, &mut inner)?;
        }
        for part in inner {
            self.inner_expression(part, scope, &mut graph)?;
        }
        if let Some(predicate) = predicate {
            let predicate = self.predicate(predicate, scope)?;
            conjuncts(predicate, &mut graph.predicates);
        }
        scope.settle();
        Ok(graph)
    }

    fn match_path<'a>(
        &mut self,
        pattern: &'a PathPattern,
        scope: &mut Scope,
        graph: &mut QueryGraph,
        inner: &mut Vec<Inner<'a>>,
    ) -> Result<(), Failure> {
        if pattern.selector.is_some() || pattern.mode == Some(ast::PathMode::Acyclic) {
            return self.selected_path(pattern, scope, graph, inner);
        }
        if let Some(predicate) = &pattern.predicate {
            inner.push(Inner::Where(predicate));
        }
        let start = self.match_node(&pattern.start, scope, graph, inner)?;
        let mut parts = Vec::with_capacity(pattern.hops.len());
        let mut left = start;
        let (before, inner_before) = (graph.relationships.len(), inner.len());
        for (relationship, node) in &pattern.hops {
            // The relationship's variable is declared before the node's: that is how it is read.
            let at = self.match_relationship(relationship, scope, graph, inner)?;
            let right = self.match_node(node, scope, graph, inner)?;
            let bound = &mut graph.relationships[at];
            bound.left = left;
            bound.right = right;
            parts.push(match bound.length {
                None => PathPart::Single(bound.slot, right),
                Some(_) => PathPart::Multiple(bound.slot, right),
            });
            left = right;
        }
        let path = match &pattern.variable {
            Some(name) => Some(self.path_variable(name, scope)?),
            None => None,
        };
        match pattern.shortest {
            Shortest::No => {
                if let Some(slot) = path {
                    graph.paths.push((slot, start, parts));
                }
            }
            Shortest::One | Shortest::All => {
                let mut taken = graph.relationships.split_off(before);
                let plain = taken.iter().all(|r| r.quantified.is_none());
                let (1, Some(mut relationship), true) = (taken.len(), taken.pop(), plain) else {
                    return Err(self.error(
                        Status::InvalidSemantics,
                        pattern.span,
                        "shortestPath(...) requires a pattern containing a single relationship",
                    ));
                };
                let (min, max) = relationship.length.unwrap_or((1, Some(1)));
                if min > 1 {
                    return Err(self.error(
                        Status::InvalidSemantics,
                        pattern.span,
                        "shortestPath(...) does not support a minimal length different from 0 or 1",
                    ));
                }
                relationship.length = Some((min, max));
                // What was noted of the relationship follows it to its new place.
                let at = graph.shortest.len();
                for part in &mut inner[inner_before..] {
                    match part {
                        Inner::EachProperties(_, properties) => {
                            *part = Inner::ShortestProperties(at, properties);
                        }
                        Inner::Properties(slot, properties) if *slot == relationship.slot => {
                            *part = Inner::ShortestProperties(at, properties);
                        }
                        Inner::EachLabels(_, types) => {
                            *part = Inner::ShortestLabels(at, types);
                        }
                        Inner::Labels(slot, types) if *slot == relationship.slot => {
                            *part = Inner::ShortestLabels(at, types);
                        }
                        Inner::Properties(..)
                        | Inner::Labels(..)
                        | Inner::Where(_)
                        | Inner::ShortestProperties(..)
                        | Inner::ShortestLabels(..)
                        | Inner::Group(..) => {}
                    }
                }
                let all = pattern.shortest == Shortest::All;
                graph.shortest.push(ShortestPattern {
                    relationship,
                    all,
                    path,
                });
            }
        }
        Ok(())
    }

    pub(super) fn path_variable(
        &mut self,
        name: &ast::Name,
        scope: &mut Scope,
    ) -> Result<SlotId, Failure> {
        if scope.get(&name.text).is_some() {
            return Err(self.already_bound(name));
        }
        Ok(self.new_variable(scope, &name.text, Ty::Of(Type::Path)))
    }

    pub(super) fn already_bound(&self, name: &ast::Name) -> Failure {
        self.error(
            Status::VariableAlreadyBound,
            name.span,
            format!("Variable `{}` already declared", name.text),
        )
    }

    fn conflict(&self, name: &ast::Name, found: &Ty, wanted: &str) -> Failure {
        self.error(
            Status::StaticTypeMismatch,
            name.span,
            format!(
                "Type mismatch: `{}` already defined with conflicting type {} (expected {wanted})",
                name.text,
                found.name()
            ),
        )
    }

    pub(super) fn match_node<'a>(
        &mut self,
        node: &'a NodePattern,
        scope: &mut Scope,
        graph: &mut QueryGraph,
        inner: &mut Vec<Inner<'a>>,
    ) -> Result<SlotId, Failure> {
        let slot = match &node.variable {
            None => self.hidden_slot(),
            Some(name) => match scope.get(&name.text).map(|v| v.ty.clone()) {
                None => self.new_variable(scope, &name.text, Ty::Of(Type::Node)),
                // A list over the rounds of this same clause.
                Some(Ty::List(_)) if scope.get(&name.text).is_some_and(|v| v.fresh) => {
                    return Err(self.already_bound(name));
                }
                Some(ty) if ty.may_be(&[Type::Node]) => {
                    self.variable(&name.text, name.span, scope)?.slot
                }
                Some(ty) => return Err(self.conflict(name, &ty, "Node")),
            },
        };
        if !graph.nodes.contains(&slot) {
            graph.nodes.push(slot);
        }
        if let Some(labels) = &node.labels {
            if is_dynamic(labels) {
                inner.push(Inner::Labels(slot, labels));
            } else {
                let predicate = self.label_predicate(labels, true)?;
                push_labels(slot, predicate, &mut graph.predicates);
            }
        }
        if let Some(properties) = &node.properties {
            inner.push(Inner::Properties(slot, properties));
        }
        if let Some(predicate) = &node.predicate {
            inner.push(Inner::Where(predicate));
        }
        Ok(slot)
    }

    fn match_relationship<'a>(
        &mut self,
        pattern: &'a RelationshipPattern,
        scope: &mut Scope,
        graph: &mut QueryGraph,
        inner: &mut Vec<Inner<'a>>,
    ) -> Result<usize, Failure> {
        let mut length = pattern.length.map(|l| (l.min.unwrap_or(1), l.max));
        if let Some(quantified) = &pattern.quantified {
            if quantified.path.is_some() || graph.repeatable || pattern.predicate.is_some() {
                return self.quantified_hop(pattern, quantified, scope, graph, inner);
            }
            length = Some((quantified.min, quantified.max));
        }
        let slot = match &pattern.variable {
            None => self.hidden_slot(),
            Some(name) if pattern.quantified.is_some() && scope.get(&name.text).is_some() => {
                return Err(self.already_bound(name));
            }
            Some(name) => self.relationship_variable(name, length.is_some(), scope, graph)?,
        };
        let at = graph.relationships.len();
        let (types, rest) = match &pattern.types {
            None => (Vec::new(), None),
            Some(types) if is_dynamic(types) => {
                inner.push(match length {
                    None => Inner::Labels(slot, types),
                    Some(_) => Inner::EachLabels(at, types),
                });
                (Vec::new(), None)
            }
            Some(types) => self.relationship_types(types)?,
        };
        if pattern.length.is_some() {
            self.check_variable_length(pattern, rest.is_some())?;
        }
        graph.relationships.push(PatternRelationship {
            slot,
            left: slot,
            right: slot,
            direction: direction(pattern.direction),
            types,
            length,
            predicate: None,
            quantified: None,
        });
        if let Some(rest) = rest {
            if length.is_some() {
                let each = self.each_slot(graph, at);
                let test = Expr::HasLabels(Box::new(Expr::Slot(each)), rest);
                and_each(graph, at, each, test);
            } else {
                graph
                    .predicates
                    .push(Expr::HasLabels(Box::new(Expr::Slot(slot)), rest));
            }
        }
        if let Some(properties) = &pattern.properties {
            inner.push(match length {
                None => Inner::Properties(slot, properties),
                Some(_) => Inner::EachProperties(at, properties),
            });
        }
        if let Some(predicate) = &pattern.predicate {
            inner.push(Inner::Where(predicate));
        }
        Ok(at)
    }

    /// What a relationship with a `*` cannot have; a quantified one can.
    fn check_variable_length(
        &self,
        pattern: &RelationshipPattern,
        has_type_expression: bool,
    ) -> Result<(), Failure> {
        if let Some(predicate) = &pattern.predicate {
            return Err(self.error(
                Status::VariableLengthPredicate,
                predicate.span,
                "Relationship pattern predicates are not supported for variable-length relationships; quantify instead, as in `(()-[r WHERE ...]->())+`",
            ));
        }
        if has_type_expression {
            let span = pattern.span;
            let text = &self.text[span.start as usize..span.end as usize];
            let sign = text.find(['!', '&', '%']).unwrap_or(0) as u32;
            let start = span.start + sign;
            return Err(self.error(
                Status::VariableLengthTypes,
                Span { start, ..span },
                "Variable length relationships must not use relationship type expressions; alternatives as in `:A|B` can be used",
            ));
        }
        Ok(())
    }

    /// A label or type expression of which some names are computed, as a predicate.
    pub(super) fn label_test(
        &mut self,
        labels: &LabelExpr,
        slot: SlotId,
        scope: &Scope,
    ) -> Result<Expr, Failure> {
        Ok(match labels {
            LabelExpr::Name(name @ LabelName::Dynamic { any, .. }) => {
                let of = Box::new(Expr::Slot(slot));
                let names = Box::new(self.dynamic_name(name, scope)?);
                Expr::HasDynamicLabels(of, names, *any)
            }
            LabelExpr::And(parts) => Expr::And(self.label_tests(parts, slot, scope)?),
            LabelExpr::Or(parts) => Expr::Or(self.label_tests(parts, slot, scope)?),
            LabelExpr::Not(part) => Expr::Not(Box::new(self.label_test(part, slot, scope)?)),
            LabelExpr::Name(LabelName::Fixed(_)) | LabelExpr::Wildcard(_) => {
                let predicate = self.label_predicate(labels, true)?;
                Expr::HasLabels(Box::new(Expr::Slot(slot)), predicate)
            }
        })
    }

    fn label_tests(
        &mut self,
        parts: &[LabelExpr],
        slot: SlotId,
        scope: &Scope,
    ) -> Result<Vec<Expr>, Failure> {
        parts
            .iter()
            .map(|part| self.label_test(part, slot, scope))
            .collect()
    }

    /// The expression of a computed label or type.
    fn dynamic_name(&mut self, name: &LabelName, scope: &Scope) -> Result<Expr, Failure> {
        let LabelName::Dynamic { names, span, .. } = name else {
            return Ok(Expr::Literal(Value::Null));
        };
        let (bound, ty) = self.expr(names, &mut Cx::plain(scope))?;
        self.check_token(&bound, *span)?;
        if !ty.may_be(&[Type::String, Type::List]) {
            return Err(self.error(
                Status::DynamicNameType,
                names.span,
                format!(
                    "Type mismatch: expected String or List<String> but was {}",
                    ty.name()
                ),
            ));
        }
        Ok(bound)
    }

    /// A written name of a label, type or property key must be one.
    pub(super) fn check_token(&self, name: &Expr, span: Span) -> Result<(), Failure> {
        let shown = match name {
            Expr::Literal(Value::Null) => "Null",
            Expr::Literal(Value::String(text)) if text.is_empty() || text.contains('\0') => "''",
            _ => return Ok(()),
        };
        Err(self.error(
            Status::InvalidToken,
            span,
            format!(
                "{shown} is not a valid token name. Token names cannot be empty or contain any null-bytes."
            ),
        ))
    }

    fn relationship_variable(
        &mut self,
        name: &ast::Name,
        many: bool,
        scope: &mut Scope,
        graph: &mut QueryGraph,
    ) -> Result<SlotId, Failure> {
        let one = Ty::Of(Type::Relationship);
        let Some(known) = scope.get(&name.text).cloned() else {
            let ty = if many { Ty::list_of(one) } else { one };
            return Ok(self.new_variable(scope, &name.text, ty));
        };
        if known.fresh && matches!(&known.ty, Ty::Of(Type::Relationship) | Ty::List(_)) {
            // No relationship is found twice in one match, so there can be no result.
            self.notifications
                .push(crate::notify::repeated_relationship(Position::of_byte(
                    self.text,
                    name.span.start as usize,
                )));
            graph.predicates.push(Expr::Literal(Value::Boolean(false)));
            return Ok(self.hidden_slot());
        }
        let fits = match &known.ty {
            Ty::List(item) => many && item.may_be(&[Type::Relationship]),
            ty => ty.is_open() || (!many && ty.may_be(&[Type::Relationship])),
        };
        if !fits {
            let wanted = if many {
                "List<Relationship>"
            } else {
                "Relationship"
            };
            return Err(self.conflict(name, &known.ty, wanted));
        }
        Ok(self.variable(&name.text, name.span, scope)?.slot)
    }

    /// Types as a list where the expression is a plain alternative, and what is not.
    pub(super) fn relationship_types(
        &mut self,
        types: &LabelExpr,
    ) -> Result<(Vec<TypeRef>, Option<LabelPredicate>), Failure> {
        let mut list = Vec::new();
        if self.plain_types(types, &mut list) {
            return Ok((list, None));
        }
        Ok((Vec::new(), Some(self.label_predicate(types, false)?)))
    }

    fn plain_types(&mut self, types: &LabelExpr, list: &mut Vec<TypeRef>) -> bool {
        match types {
            LabelExpr::Name(LabelName::Fixed(name)) => {
                let reference = self.relationship_type(&name.text);
                self.places.types.push((reference, name.span));
                if !list.contains(&reference) {
                    list.push(reference);
                }
                true
            }
            LabelExpr::Or(parts) => parts.iter().all(|part| self.plain_types(part, list)),
            LabelExpr::Name(LabelName::Dynamic { .. })
            | LabelExpr::And(_)
            | LabelExpr::Not(_)
            | LabelExpr::Wildcard(_) => false,
        }
    }

    fn each_slot(&mut self, graph: &QueryGraph, at: usize) -> SlotId {
        match &graph.relationships[at].predicate {
            Some((slot, _)) => *slot,
            None => self.hidden_slot(),
        }
    }

    fn inner_expression(
        &mut self,
        inner: Inner<'_>,
        scope: &Scope,
        graph: &mut QueryGraph,
    ) -> Result<(), Failure> {
        match inner {
            Inner::Properties(slot, properties) => {
                let tests = self.property_tests(slot, properties, scope)?;
                graph.predicates.extend(tests);
            }
            Inner::Where(predicate) => {
                let predicate = self.predicate(predicate, scope)?;
                conjuncts(predicate, &mut graph.predicates);
            }
            Inner::ShortestProperties(at, properties) => {
                let each = match &graph.shortest[at].relationship.predicate {
                    Some((slot, _)) => *slot,
                    None => self.hidden_slot(),
                };
                for test in self.property_tests(each, properties, scope)? {
                    and_predicate(&mut graph.shortest[at].relationship.predicate, each, test);
                }
            }
            Inner::EachProperties(at, properties) => {
                let each = self.each_slot(graph, at);
                for test in self.property_tests(each, properties, scope)? {
                    and_each(graph, at, each, test);
                }
            }
            Inner::Group(at, pattern, quantified, locals) => {
                let Some(mut element) = graph.relationships[at].quantified.take() else {
                    return Ok(());
                };
                self.fill_hop(&mut element, pattern, quantified, &locals, scope)?;
                let types: Vec<TypeRef> = match element.steps.as_slice() {
                    [step] => step.types.clone(),
                    _ => Vec::new(),
                };
                graph.relationships[at].types = types;
                graph.relationships[at].quantified = Some(element);
            }
            Inner::Labels(slot, labels) => {
                let test = self.label_test(labels, slot, scope)?;
                conjuncts(test, &mut graph.predicates);
            }
            Inner::EachLabels(at, types) => {
                let each = self.each_slot(graph, at);
                let test = self.label_test(types, each, scope)?;
                and_each(graph, at, each, test);
            }
            Inner::ShortestLabels(at, types) => {
                let each = match &graph.shortest[at].relationship.predicate {
                    Some((slot, _)) => *slot,
                    None => self.hidden_slot(),
                };
                let test = self.label_test(types, each, scope)?;
                and_predicate(&mut graph.shortest[at].relationship.predicate, each, test);
            }
        }
        Ok(())
    }

    pub(super) fn property_tests(
        &mut self,
        slot: SlotId,
        properties: &ast::Expr,
        scope: &Scope,
    ) -> Result<Vec<Expr>, Failure> {
        let ExprKind::Map(entries) = &properties.kind else {
            return Err(self.error(
                Status::InvalidSemantics,
                properties.span,
                "Parameter maps cannot be used in MATCH and MERGE patterns; write the keys out, as in `{id: $param.id}`",
            ));
        };
        let mut tests = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let reference = self.key(&key.text);
            self.places.keys.push((reference, key.span));
            let value = self.plain(value, scope)?;
            tests.push(property_equals(slot, reference, &key.text, value));
        }
        Ok(tests)
    }

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
        for pattern in patterns {
            self.create_path(pattern, scope, merging, &mut made)?;
        }
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
                Status::InvalidSemantics,
                pattern.span,
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
                Status::InvalidSemantics,
                predicate.span,
                format!("WHERE is not allowed in a {verb} pattern"),
            ));
        }
        let plain = node.labels.is_none() && node.properties.is_none();
        if let Some(name) = &node.variable
            && let Some(known) = scope.get(&name.text).cloned()
        {
            if !known.ty.may_be(&[Type::Node]) {
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
        if let Some(length) = pattern.length {
            return Err(self.error(
                Status::InvalidSemantics,
                length.span,
                format!("Variable length relationships cannot be used in {verb}"),
            ));
        }
        if pattern.direction == Arrow::Both && verb == "CREATE" {
            return Err(self.error(
                Status::InvalidSemantics,
                pattern.span,
                "Only directed relationships are supported in CREATE",
            ));
        }
        if let Some(predicate) = &pattern.predicate {
            return Err(self.error(
                Status::InvalidSemantics,
                predicate.span,
                format!("WHERE is not allowed in a {verb} pattern"),
            ));
        }
        if let Some(name) = &pattern.variable
            && scope.get(&name.text).is_some()
        {
            return Err(self.already_bound(name));
        }
        let relationship_type = match &pattern.types {
            Some(LabelExpr::Name(name)) => {
                self.refuse_any(name, verb)?;
                self.created_type(name, scope)?
            }
            _ => {
                return Err(self.error(
                    Status::InvalidSemantics,
                    pattern.span,
                    format!("Exactly one relationship type must be specified for {verb}"),
                ));
            }
        };
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
            LabelName::Dynamic { .. } => LabelOrExpr::Dynamic(self.dynamic_name(name, scope)?),
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
                LabelName::Dynamic { .. } => LabelOrExpr::Dynamic(self.dynamic_name(label, scope)?),
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
                Status::InvalidSemantics,
                span,
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
                Status::InvalidSemantics,
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

    /// A query that matches one pattern and, for comprehensions, projects one column.
    pub(super) fn pattern_query(
        &mut self,
        pattern: &PathPattern,
        predicate: Option<&ast::Expr>,
        projection: Option<&ast::Expr>,
        scope: &mut Scope,
    ) -> Result<BoundQuery, Failure> {
        let arguments = scope.slots();
        let graph = self.match_graph(std::slice::from_ref(pattern), predicate, false, scope)?;
        let introduced = introduced(scope, &arguments);
        let mut clauses = vec![BoundClause::Match {
            optional: false,
            graph,
            introduced,
        }];
        let mut columns = Vec::new();
        if let Some(projection) = projection {
            let value = self.plain(projection, scope)?;
            let slot = self.hidden_slot();
            columns.push((quiver_types::Text::new("value"), slot));
            clauses.push(BoundClause::Project(BoundProjection {
                items: vec![(slot, value)],
                visible: vec![slot],
                ..BoundProjection::default()
            }));
        }
        let part = BoundPart {
            clauses,
            columns: columns.iter().map(|(_, s)| *s).collect(),
        };
        Ok(BoundQuery {
            parts: vec![part],
            distinct: false,
            columns,
            arguments,
        })
    }
}

/// Slots in scope that were not there before.
pub(super) fn introduced(scope: &Scope, before: &[SlotId]) -> Vec<SlotId> {
    scope
        .slots()
        .into_iter()
        .filter(|slot| !before.contains(slot))
        .collect()
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

/// Whether any name of a label expression is computed.
pub(super) fn is_dynamic(labels: &LabelExpr) -> bool {
    match labels {
        LabelExpr::Name(LabelName::Dynamic { .. }) => true,
        LabelExpr::Name(LabelName::Fixed(_)) | LabelExpr::Wildcard(_) => false,
        LabelExpr::And(parts) | LabelExpr::Or(parts) => parts.iter().any(is_dynamic),
        LabelExpr::Not(part) => is_dynamic(part),
    }
}

fn property_equals(
    slot: SlotId,
    key: crate::plan::KeyRef,
    name: &quiver_types::Text,
    value: Expr,
) -> Expr {
    let property = Expr::Property(Box::new(Expr::Slot(slot)), key, name.clone());
    Expr::Compare(Box::new(property), vec![(CompareOp::Equal, value)])
}

/// Labels that must all hold are separate conjuncts, so that each can choose a scan.
fn push_labels(slot: SlotId, labels: LabelPredicate, predicates: &mut Vec<Expr>) {
    if let LabelPredicate::And(parts) = labels {
        for part in parts {
            push_labels(slot, part, predicates);
        }
    } else {
        predicates.push(Expr::HasLabels(Box::new(Expr::Slot(slot)), labels));
    }
}

fn and_predicate(predicate: &mut Option<(SlotId, Expr)>, each: SlotId, test: Expr) {
    *predicate = Some(match predicate.take() {
        None => (each, test),
        Some((slot, Expr::And(mut parts))) => {
            parts.push(test);
            (slot, Expr::And(parts))
        }
        Some((slot, other)) => (slot, Expr::And(vec![other, test])),
    });
}

fn and_each(graph: &mut QueryGraph, at: usize, each: SlotId, test: Expr) {
    and_predicate(&mut graph.relationships[at].predicate, each, test);
}
