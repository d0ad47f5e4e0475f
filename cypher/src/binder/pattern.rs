//! Binding patterns: what MATCH looks for.

use quiver_storage::Direction;
use quiver_types::{Failure, Status, Value};

use super::Binder;
use super::bound::{
    BoundClause, BoundPart, BoundProjection, BoundQuery, PatternRelationship, QueryGraph,
    ShortestPattern,
};
use super::expression::{Cx, Names};
use super::labels::is_dynamic;
use super::quantified::{GroupLocals, same};
use super::scope::Scope;
use super::types::Ty;
use super::walk::conjuncts;
use crate::functions::Type;
use crate::plan::expression::CompareOp;
use crate::plan::{Expr, LabelPredicate, PathPart, SlotId, TypeRef};
use crate::syntax::ast::{
    self, Arrow, ExprKind, LabelExpr, NodePattern, PathPattern, RelationshipPattern, Shortest, Span,
};
use crate::warning::Warning;

/// Expressions inside a pattern. They are bound after all its variables are known, because
/// `MATCH (a {x: b.y}), (b)` is legal.
#[derive(Clone)]
pub(super) enum Inner<'a> {
    Properties(SlotId, &'a ast::Expr),
    Where(&'a ast::Expr),
    /// Of parentheses around a whole path.
    Parentheses(&'a ast::Expr),
    /// Labels or types of which some are computed.
    Labels(SlotId, &'a LabelExpr),
    /// The position of a variable-length relationship in the graph, and its expressions.
    EachProperties(usize, &'a ast::Expr),
    EachLabels(usize, &'a LabelExpr),
    /// The same of a shortestPath pattern, by its position among those.
    ShortestLabels(usize, &'a LabelExpr),
    /// A quantified hop by its position in the graph.
    Group(
        usize,
        &'a RelationshipPattern,
        &'a ast::Quantified,
        GroupLocals,
    ),
}

pub(super) fn direction(arrow: Arrow) -> Direction {
    match arrow {
        Arrow::Right => Direction::Outgoing,
        Arrow::Left => Direction::Incoming,
        Arrow::Both => Direction::Both,
    }
}

impl Binder<'_> {
    /// SEARCH is checked, and then there is no index it could name: this server has none over vectors.
    pub(super) fn search(
        &mut self,
        search: &ast::Search,
        patterns: &[ast::PathPattern],
        scope: &Scope,
    ) -> Failure {
        match self.check_search(search, patterns, scope) {
            Err(failure) => failure,
            Ok(()) => Failure::new(
                Status::SearchIndexNotFound,
                format!("The index '{}' does not exist.", search.index.text),
            ),
        }
    }

    fn check_search(
        &mut self,
        search: &ast::Search,
        patterns: &[ast::PathPattern],
        scope: &Scope,
    ) -> Result<(), Failure> {
        self.variable(&search.variable.text, search.variable.span, scope)?;
        let named: usize = patterns
            .iter()
            .map(|pattern| {
                let nodes =
                    std::iter::once(&pattern.start).chain(pattern.hops.iter().map(|(_, n)| n));
                let nodes = nodes.filter(|node| node.variable.is_some()).count();
                let hops = pattern
                    .hops
                    .iter()
                    .filter(|(hop, _)| hop.variable.is_some());
                nodes + hops.count() + usize::from(pattern.variable.is_some())
            })
            .sum();
        if named > 1 {
            return Err(self.error(
                Status::SearchPattern,
                search.variable.span,
                "In order to have a search clause, a MATCH statement can only have one bound variable.",
            ));
        }
        let mut cx = Cx::plain(scope);
        self.typed(&search.query, &mut cx, &[Type::List, Type::Vector])?;
        self.typed(&search.limit, &mut cx, &[Type::Integer])?;
        if let Some(predicate) = &search.predicate {
            self.predicate(predicate, scope)?;
        }
        match &search.score {
            Some(score) => self.check_new(score, scope),
            None => Ok(()),
        }
    }

    /// Binds the patterns and the predicate of a MATCH; new variables enter `scope`.
    pub(super) fn match_graph(
        &mut self,
        patterns: &[PathPattern],
        predicate: Option<&ast::Expr>,
        mode: Option<ast::MatchMode>,
        scope: &mut Scope,
    ) -> Result<QueryGraph, Failure> {
        let repeatable = mode == Some(ast::MatchMode::RepeatableElements);
        self.check_modes(patterns, mode)?;
        self.check_selectors(patterns)?;
        self.check_mixed(patterns)?;
        let written;
        let patterns = if repeatable {
            self.check_bounded(patterns)?;
            written = self.without_lengths(patterns, scope)?;
            &written
        } else {
            patterns
        };
        let mut graph = QueryGraph {
            arguments: scope.slots(),
            repeatable,
            ..QueryGraph::default()
        };
        scope.settle();
        self.declared.clear();
        let mut inner = Vec::new();
        for pattern in patterns {
            self.note_pattern(pattern, predicate);
            self.match_path(pattern, scope, &mut graph, &mut inner)?;
        }
        for part in inner {
            self.inner_expression(part, patterns, scope, &mut graph)?;
        }
        if let Some(predicate) = predicate {
            let around = std::mem::replace(&mut self.in_match_mode, mode.is_some());
            let predicate = self.predicate(predicate, scope);
            self.in_match_mode = around;
            conjuncts(predicate?, &mut graph.predicates);
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
            inner.push(Inner::Parentheses(predicate));
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
                        Status::ShortestPathPattern,
                        self.shortest_place(pattern),
                        "shortestPath(...) requires a pattern containing a single relationship",
                    ));
                };
                let (min, max) = relationship.length.unwrap_or((1, Some(1)));
                if min > 1 {
                    return Err(self.error(
                        Status::ShortestPathLength,
                        length_place(pattern),
                        "shortestPath(...) does not support a minimal length different from 0 or 1",
                    ));
                }
                let first = pattern.hops.first();
                if first.is_some_and(|(relationship, _)| relationship.properties.is_some()) {
                    return Err(self.error(
                        Status::ShortestPathProperties,
                        self.shortest_place(pattern),
                        "shortestPath(...) contains properties. This is currently not supported: put them into WHERE, as in `all(r IN relationships(p) WHERE r.x = 1)`.",
                    ));
                }
                relationship.length = Some((min, max));
                // What was noted of the relationship follows it to its new place.
                let at = graph.shortest.len();
                for part in &mut inner[inner_before..] {
                    match part {
                        Inner::EachLabels(_, types) => {
                            *part = Inner::ShortestLabels(at, types);
                        }
                        Inner::Labels(slot, types) if *slot == relationship.slot => {
                            *part = Inner::ShortestLabels(at, types);
                        }
                        Inner::Properties(..)
                        | Inner::Labels(..)
                        | Inner::Where(_)
                        | Inner::Parentheses(_)
                        | Inner::EachProperties(..)
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

    pub(super) fn conflict(&self, name: &ast::Name, found: &Ty, wanted: &str) -> Failure {
        self.error(
            Status::StaticEntityType,
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
        let inside = graph.selected.iter().any(|p| p.introduced.contains(&slot));
        let slot = if inside {
            // A path that is searched gives its inner nodes; to begin from them, they are found again.
            let again = self.hidden_slot();
            graph.predicates.push(same(again, slot));
            again
        } else {
            slot
        };
        if !graph.nodes.contains(&slot) {
            graph.nodes.push(slot);
        }
        if let Some(labels) = &node.labels {
            if is_dynamic(labels) {
                inner.push(Inner::Labels(slot, labels));
            } else {
                let predicate = self.label_predicate(labels, Names::Labels)?;
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

    /// Where `shortestPath` stands, behind the name of the path.
    pub(super) fn shortest_place(&self, pattern: &PathPattern) -> Span {
        let Some(name) = &pattern.variable else {
            return pattern.span;
        };
        let text = self
            .text
            .get(name.span.end as usize..pattern.span.end as usize);
        let text = text.unwrap_or_default();
        let skipped = text.len()
            - text
                .trim_start_matches(|c: char| c.is_whitespace() || c == '=')
                .len();
        Span {
            start: name.span.end + skipped as u32,
            end: pattern.span.end,
        }
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
                self.place_of(predicate),
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

    pub(super) fn relationship_variable(
        &mut self,
        name: &ast::Name,
        many: bool,
        scope: &mut Scope,
        graph: &mut QueryGraph,
    ) -> Result<SlotId, Failure> {
        let one = Ty::Of(Type::Relationship);
        let Some(known) = scope.get(&name.text).cloned() else {
            let ty = if many { Ty::list_of(one) } else { one };
            self.declared.push((name.text.clone(), name.span));
            return Ok(self.new_variable(scope, &name.text, ty));
        };
        let again = match &known.ty {
            Ty::Of(Type::Relationship) => !many,
            Ty::List(_) => many,
            _ => false,
        };
        let found = |r: &PatternRelationship| r.slot == known.slot;
        let twice = again && (known.fresh || graph.relationships.iter().any(found));
        if twice && graph.repeatable {
            // What is found for the second place must be what is at the first.
            let slot = self.hidden_slot();
            graph.predicates.push(same(slot, known.slot));
            return Ok(slot);
        }
        if twice {
            // No relationship is found twice in one match, so there can be no result.
            let declared = &mut self.declared;
            if let Some(at) = declared.iter().position(|(other, _)| *other == name.text) {
                let (_, span) = declared.swap_remove(at);
                self.tell(
                    Warning::RepeatedRelationship,
                    span,
                    "A pattern names the same relationship variable more than once; a match never holds a relationship twice, so nothing can be found",
                );
            }
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

    fn each_slot(&mut self, graph: &QueryGraph, at: usize) -> SlotId {
        match &graph.relationships[at].predicate {
            Some((slot, _)) => *slot,
            None => self.hidden_slot(),
        }
    }

    fn inner_expression(
        &mut self,
        inner: Inner<'_>,
        patterns: &[PathPattern],
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
            Inner::Parentheses(predicate) => {
                let predicate = self.predicate(predicate, scope)?;
                self.check_paths_within(std::slice::from_ref(&predicate), patterns, scope)?;
                conjuncts(predicate, &mut graph.predicates);
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
                self.check_paths_within(&element.predicates, patterns, scope)?;
                let types: Vec<TypeRef> = match element.steps.as_slice() {
                    [step] => step.types.clone(),
                    _ => Vec::new(),
                };
                graph.relationships[at].types = types;
                graph.relationships[at].quantified = Some(element);
            }
            Inner::Labels(slot, labels) => {
                let test = self.label_test(labels, &Expr::Slot(slot), &mut Cx::plain(scope))?;
                conjuncts(test, &mut graph.predicates);
            }
            Inner::EachLabels(at, types) => {
                let each = self.each_slot(graph, at);
                let test = self.label_test(types, &Expr::Slot(each), &mut Cx::plain(scope))?;
                and_each(graph, at, each, test);
            }
            Inner::ShortestLabels(at, types) => {
                let each = match &graph.shortest[at].relationship.predicate {
                    Some((slot, _)) => *slot,
                    None => self.hidden_slot(),
                };
                let test = self.label_test(types, &Expr::Slot(each), &mut Cx::plain(scope))?;
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
                Status::ParameterMap,
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

    /// A query that matches one pattern and, for comprehensions, projects one column.
    pub(super) fn pattern_query(
        &mut self,
        pattern: &PathPattern,
        predicate: Option<&ast::Expr>,
        projection: Option<&ast::Expr>,
        scope: &mut Scope,
    ) -> Result<BoundQuery, Failure> {
        let arguments = scope.slots();
        let graph = self.match_graph(std::slice::from_ref(pattern), predicate, None, scope)?;
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

/// Where the bounds of the length of a path's only relationship stand, behind the star.
fn length_place(pattern: &PathPattern) -> Span {
    let first = pattern.hops.first();
    let length = first.and_then(|(relationship, _)| relationship.length);
    length.map_or(pattern.span, |length| Span {
        start: length.span.start + 1,
        end: length.span.end,
    })
}

/// Slots in scope that were not there before.
pub(super) fn introduced(scope: &Scope, before: &[SlotId]) -> Vec<SlotId> {
    scope
        .slots()
        .into_iter()
        .filter(|slot| !before.contains(slot))
        .collect()
}

pub(super) fn property_equals(
    slot: SlotId,
    key: crate::plan::KeyRef,
    name: &quiver_types::Text,
    value: Expr,
) -> Expr {
    let property = Expr::Property(Box::new(Expr::Slot(slot)), key, name.clone());
    Expr::Compare(Box::new(property), vec![(CompareOp::Equal, value)])
}

/// Labels that must all hold are separate conjuncts, so that each can choose a scan.
pub(super) fn push_labels(slot: SlotId, labels: LabelPredicate, predicates: &mut Vec<Expr>) {
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
