//! Binding quantified path patterns and paths of which only some are wanted.
//!
//! The variables of a quantified path pattern are single values inside of it and lists outside. A
//! quantified relationship without more is a variable-length one, for which there are faster ways;
//! all else becomes an [`Element`]. A path with a selector or a mode is one list of elements between
//! its two ends. Meet `Binder::group` first.

use quiver_storage::Direction;
use quiver_types::{Failure, Status, Text, Value};

use super::Binder;
use super::bound::{PatternRelationship, QueryGraph, SelectedPath};
use super::expression::Cx;
use super::labels::is_dynamic;
use super::pattern::{Inner, direction};
use super::scope::{Scope, Variable};
use super::types::Ty;
use super::walk::{conjuncts, put_in, slots};
use crate::functions::Type;
use crate::plan::expression::CompareOp;
use crate::plan::quantified::{Element, PathMode, Selection, WalkStep};
use crate::plan::{Expr, PathPart, SlotId};
use crate::syntax::ast::{self, NodePattern, PathPattern, Quantified, RelationshipPattern};

/// Variables of a round, by name.
type Locals = Vec<(quiver_types::Text, SlotId, Type)>;

impl Binder<'_> {
    /// A path in parentheses with a quantifier, as an element without predicates. Its variables
    /// enter `scope` as lists.
    fn group(
        &mut self,
        path: &PathPattern,
        quantified: &Quantified,
        scope: &mut Scope,
    ) -> Result<(Element, Locals), Failure> {
        if path.hops.is_empty() {
            return Err(self.error(
                Status::QuantifierEmpty,
                path.span,
                "A quantified path pattern needs to have at least one relationship.",
            ));
        }
        let mut locals = Locals::new();
        let mut predicates = Vec::new();
        let mut groups = Vec::new();
        let start = path.start.variable.as_ref();
        let entry = self.local(start, Type::Node, &mut locals, &mut predicates, scope)?;
        let mut steps = Vec::with_capacity(path.hops.len());
        for (relationship, node) in &path.hops {
            self.check_step(relationship)?;
            let name = relationship.variable.as_ref();
            let slot = self.local(
                name,
                Type::Relationship,
                &mut locals,
                &mut predicates,
                scope,
            )?;
            let name = node.variable.as_ref();
            let node = self.local(name, Type::Node, &mut locals, &mut predicates, scope)?;
            steps.push(WalkStep {
                relationship: slot,
                direction: direction(relationship.direction),
                types: Vec::new(),
                node,
            });
        }
        for (name, slot, ty) in &locals {
            let list = self.new_variable(scope, name, Ty::list_of(Ty::Of(*ty)));
            groups.push((*slot, list));
        }
        let element = Element {
            entry,
            steps,
            min: quantified.min,
            max: quantified.max,
            groups,
            lists: true,
            last: None,
            predicates,
        };
        Ok((element, locals))
    }

    fn check_step(&self, relationship: &RelationshipPattern) -> Result<(), Failure> {
        if relationship.quantified.is_some() {
            return Err(self.error(
                Status::QuantifierNested,
                relationship.span,
                "Quantified path patterns are not allowed to be nested.",
            ));
        }
        match relationship.length {
            None => Ok(()),
            Some(_) => Err(self.error(
                Status::VariableLengthTypes,
                relationship.span,
                "Variable length relationships cannot be part of a quantified path pattern.",
            )),
        }
    }

    /// A variable of a round. Met twice, both must be the same.
    fn local(
        &mut self,
        name: Option<&ast::Name>,
        ty: Type,
        locals: &mut Locals,
        predicates: &mut Vec<Expr>,
        scope: &Scope,
    ) -> Result<SlotId, Failure> {
        let slot = self.hidden_slot();
        let Some(name) = name else {
            return Ok(slot);
        };
        if let Some((_, known, known_ty)) = locals.iter().find(|(other, ..)| *other == name.text) {
            if *known_ty != ty || ty == Type::Relationship {
                return Err(self.already_bound(name));
            }
            predicates.push(equal(*known, slot));
            return Ok(slot);
        }
        if scope.get(&name.text).is_some() {
            return Err(self.already_bound(name));
        }
        locals.push((name.text.clone(), slot, ty));
        Ok(slot)
    }

    /// Types, labels, properties and predicates of a path that is repeated.
    fn fill_group(
        &mut self,
        path: &PathPattern,
        element: &mut Element,
        locals: &Locals,
        scope: &Scope,
    ) -> Result<(), Failure> {
        let mut inside = scope.clone();
        let depth = self.depth();
        for (name, slot, ty) in locals {
            inside.insert(
                name.clone(),
                Variable {
                    slot: *slot,
                    ty: Ty::Of(*ty),
                    depth,
                    fresh: false,
                },
            );
        }
        let entry = element.entry;
        self.fill_node(&path.start, entry, &inside, &mut element.predicates)?;
        for (at, (relationship, node)) in path.hops.iter().enumerate() {
            let step = &mut element.steps[at];
            self.fill_relationship(relationship, step, &inside, &mut element.predicates)?;
            let slot = step.node;
            self.fill_node(node, slot, &inside, &mut element.predicates)?;
        }
        if let Some(predicate) = &path.predicate {
            let predicate = self.predicate(predicate, &inside)?;
            conjuncts(predicate, &mut element.predicates);
        }
        Ok(())
    }

    fn fill_node(
        &mut self,
        node: &NodePattern,
        slot: SlotId,
        scope: &Scope,
        predicates: &mut Vec<Expr>,
    ) -> Result<(), Failure> {
        if let Some(labels) = &node.labels {
            let test = self.label_test(labels, &Expr::Slot(slot), &mut Cx::plain(scope))?;
            conjuncts(test, predicates);
        }
        if let Some(properties) = &node.properties {
            predicates.extend(self.property_tests(slot, properties, scope)?);
        }
        if let Some(predicate) = &node.predicate {
            let predicate = self.predicate(predicate, scope)?;
            conjuncts(predicate, predicates);
        }
        Ok(())
    }

    fn fill_relationship(
        &mut self,
        pattern: &RelationshipPattern,
        step: &mut WalkStep,
        scope: &Scope,
        predicates: &mut Vec<Expr>,
    ) -> Result<(), Failure> {
        let slot = step.relationship;
        match &pattern.types {
            None => {}
            Some(types) if is_dynamic(types) => {
                predicates.push(self.label_test(
                    types,
                    &Expr::Slot(slot),
                    &mut Cx::plain(scope),
                )?);
            }
            Some(types) => {
                let (list, rest) = self.relationship_types(types)?;
                step.types = list;
                let test = |rest| Expr::HasLabels(Box::new(Expr::Slot(slot)), rest);
                predicates.extend(rest.map(test));
            }
        }
        if let Some(properties) = &pattern.properties {
            predicates.extend(self.property_tests(slot, properties, scope)?);
        }
        if let Some(predicate) = &pattern.predicate {
            let predicate = self.predicate(predicate, scope)?;
            conjuncts(predicate, predicates);
        }
        Ok(())
    }

    /// A quantified hop of a path without selector: a place in the graph, to be filled when all
    /// variables are known.
    pub(super) fn quantified_hop<'a>(
        &mut self,
        pattern: &'a RelationshipPattern,
        quantified: &'a Quantified,
        scope: &mut Scope,
        graph: &mut QueryGraph,
        inner: &mut Vec<Inner<'a>>,
    ) -> Result<usize, Failure> {
        let (element, locals) = self.hop_element(pattern, quantified, scope)?;
        let rounds = element.steps.len() as u64;
        let at = graph.relationships.len();
        let slot = self.hidden_slot();
        graph.relationships.push(PatternRelationship {
            slot,
            left: slot,
            right: slot,
            direction: match element.steps.as_slice() {
                [step] => step.direction,
                _ => Direction::Both,
            },
            types: Vec::new(),
            length: Some((
                element.min.saturating_mul(rounds),
                element.max.map(|max| max.saturating_mul(rounds)),
            )),
            predicate: None,
            quantified: Some(Box::new(element)),
        });
        inner.push(Inner::Group(at, pattern, quantified, locals));
        Ok(at)
    }

    fn hop_element(
        &mut self,
        pattern: &RelationshipPattern,
        quantified: &Quantified,
        scope: &mut Scope,
    ) -> Result<(Element, Locals), Failure> {
        if let Some(path) = &quantified.path {
            return self.group(path, quantified, scope);
        }
        // A quantified relationship: its variable is the list.
        let mut element = self.single(pattern);
        element.min = quantified.min;
        element.max = quantified.max;
        element.lists = true;
        let mut locals = Locals::new();
        if let Some(name) = &pattern.variable {
            let slot = element.steps[0].relationship;
            if scope.get(&name.text).is_some() {
                return Err(self.already_bound(name));
            }
            let ty = Ty::list_of(Ty::Of(Type::Relationship));
            let list = self.new_variable(scope, &name.text, ty);
            element.groups.push((slot, list));
            locals.push((name.text.clone(), slot, Type::Relationship));
        }
        Ok((element, locals))
    }

    /// One relationship between two nodes, once.
    fn single(&mut self, pattern: &RelationshipPattern) -> Element {
        let entry = self.hidden_slot();
        let relationship = self.hidden_slot();
        let node = self.hidden_slot();
        Element {
            entry,
            steps: vec![WalkStep {
                relationship,
                direction: direction(pattern.direction),
                types: Vec::new(),
                node,
            }],
            min: 1,
            max: Some(1),
            groups: Vec::new(),
            lists: false,
            last: None,
            predicates: Vec::new(),
        }
    }

    /// Fills what [`Self::quantified_hop`] left open.
    pub(super) fn fill_hop(
        &mut self,
        element: &mut Element,
        pattern: &RelationshipPattern,
        quantified: &Quantified,
        locals: &Locals,
        scope: &Scope,
    ) -> Result<(), Failure> {
        if let Some(path) = &quantified.path {
            return self.fill_group(path, element, locals, scope);
        }
        let mut inside = scope.clone();
        let depth = self.depth();
        for (name, slot, ty) in locals {
            inside.insert(
                name.clone(),
                Variable {
                    slot: *slot,
                    ty: Ty::Of(*ty),
                    depth,
                    fresh: false,
                },
            );
        }
        self.fill_relationship(
            pattern,
            &mut element.steps[0],
            &inside,
            &mut element.predicates,
        )
    }

    /// A path with a selector, or one that visits no node twice.
    pub(super) fn selected_path<'a>(
        &mut self,
        pattern: &'a PathPattern,
        scope: &mut Scope,
        graph: &mut QueryGraph,
        inner: &mut Vec<Inner<'a>>,
    ) -> Result<(), Failure> {
        if pattern.mode == Some(ast::PathMode::Acyclic) && names_a_node_twice(pattern) {
            // Also where nothing is between the two, as on Neo4j.
            graph.predicates.push(Expr::Literal(Value::Boolean(false)));
        }
        let left = self.match_node(&pattern.start, scope, graph, inner)?;
        let mut elements: Vec<Element> = Vec::with_capacity(pattern.hops.len());
        let mut all_locals = Vec::with_capacity(pattern.hops.len());
        let mut tests = Vec::new();
        let mut equalities = Vec::new();
        let mut right = left;
        let mut introduced = Vec::new();
        for (at, (relationship, node)) in pattern.hops.iter().enumerate() {
            let (mut element, locals) = match (&relationship.quantified, relationship.length) {
                (Some(quantified), _) => self.hop_element(relationship, quantified, scope)?,
                (None, Some(length)) => {
                    self.hop_element(relationship, &length.quantified(), scope)?
                }
                (None, None) => {
                    let mut element = self.single(relationship);
                    if let Some(name) = &relationship.variable {
                        let known = scope.get(&name.text).is_some();
                        let found = self.relationship_variable(name, false, scope, graph)?;
                        let slot = if known { self.hidden_slot() } else { found };
                        element.steps[0].relationship = slot;
                        element.groups.push((slot, slot));
                        if known {
                            equalities.push((slot, found));
                        }
                    }
                    (element, Locals::new())
                }
            };
            introduced.extend(element.groups.iter().map(|(_, outer)| *outer));
            if at + 1 == pattern.hops.len() {
                right = self.match_node(node, scope, graph, inner)?;
            } else if !is_bare(node) {
                // A node between two elements is the last node of the first one's last round; as
                // a round of its own it would not be a step, so it is a test at the path's end.
                let (slot, known) = self.node_between(node, scope)?;
                introduced.push(slot);
                element.last = Some(slot);
                tests.push((slot, node));
                if let Some(known) = known {
                    equalities.push((slot, known));
                }
            }
            elements.push(element);
            all_locals.push(locals);
        }
        if elements.is_empty() {
            let names = [pattern.inner_variable.as_deref(), pattern.variable.as_ref()];
            for name in names.into_iter().flatten() {
                let slot = self.path_variable(name, scope)?;
                graph.paths.push((slot, left, Vec::new()));
            }
            if let Some(predicate) = self.path_predicate(pattern, left, Vec::new(), scope)? {
                conjuncts(predicate, &mut graph.predicates);
            }
            return Ok(());
        }
        let list = self.hidden_slot();
        let path = match &pattern.variable {
            Some(name) => Some(self.path_variable(name, scope)?),
            None => None,
        };
        for (at, (relationship, _)) in pattern.hops.iter().enumerate() {
            let element = &mut elements[at];
            match &relationship.quantified {
                Some(quantified) => {
                    self.fill_hop(element, relationship, quantified, &all_locals[at], scope)?;
                    let patterns = std::slice::from_ref(pattern);
                    self.check_paths_within(&element.predicates, patterns, scope)?;
                }
                None => {
                    let step = &mut element.steps[0];
                    self.fill_relationship(relationship, step, scope, &mut element.predicates)?;
                }
            }
        }
        let mut such_that = Vec::new();
        for (slot, known) in equalities {
            // What was there before is looked at while paths are counted; what is found beside this path cannot be.
            if graph.arguments.contains(&known) {
                such_that.push(same(slot, known));
            } else {
                graph.predicates.push(same(slot, known));
            }
        }
        for (slot, node) in tests {
            self.fill_node(node, slot, scope, &mut such_that)?;
        }
        let parts = vec![PathPart::Multiple(list, right)];
        if let Some(name) = &pattern.inner_variable {
            let slot = self.path_variable(name, scope)?;
            graph.paths.push((slot, left, parts.clone()));
        }
        if let Some(predicate) = self.path_predicate(pattern, left, parts.clone(), scope)? {
            conjuncts(predicate, &mut such_that);
        }
        let selection = match &pattern.selector {
            None => None,
            Some(selector) => Some(Selection {
                groups: selector.groups,
                count: self.typed(
                    &selector.count,
                    &mut Cx::plain(&Scope::default()),
                    &[Type::Integer],
                )?,
            }),
        };
        if let Some(slot) = path {
            graph.paths.push((slot, left, parts));
        }
        graph.selected.push(SelectedPath {
            left,
            right,
            list,
            elements,
            mode: pattern.mode.unwrap_or(PathMode::Trail),
            selection,
            such_that: super::walk::all_of(such_that),
            introduced,
        });
        Ok(())
    }

    /// The WHERE inside of the parentheses around a path, which is asked before there is a variable
    /// of that path: it stands there as made of its parts.
    fn path_predicate(
        &mut self,
        pattern: &PathPattern,
        start: SlotId,
        parts: Vec<PathPart>,
        scope: &Scope,
    ) -> Result<Option<Expr>, Failure> {
        let Some(predicate) = &pattern.predicate else {
            return Ok(None);
        };
        let mut bound = self.predicate(predicate, scope)?;
        self.check_paths_within(
            std::slice::from_ref(&bound),
            std::slice::from_ref(pattern),
            scope,
        )?;
        let name = pattern.inner_variable.as_ref();
        if let Some(known) = name.and_then(|name| scope.get(&name.text)) {
            put_in(&mut bound, known.slot, &Expr::Path { start, parts });
            if slots(&bound).contains(&known.slot) {
                let what = "A subquery about the path of a selector, in its own parentheses,";
                return Err(self.unsupported(what, predicate.span));
            }
        }
        Ok(Some(bound))
    }

    /// A node between two elements of a path that is searched: its slot, and the one that it must be the same as.
    fn node_between(
        &mut self,
        node: &NodePattern,
        scope: &mut Scope,
    ) -> Result<(SlotId, Option<SlotId>), Failure> {
        let Some(name) = &node.variable else {
            return Ok((self.hidden_slot(), None));
        };
        match scope.get(&name.text).map(|known| known.ty.clone()) {
            None => {
                let slot = self.new_variable(scope, &name.text, Ty::Of(Type::Node));
                Ok((slot, None))
            }
            Some(ty) if ty.may_be(&[Type::Node]) => {
                let known = self.variable(&name.text, name.span, scope)?.slot;
                Ok((self.hidden_slot(), Some(known)))
            }
            Some(ty) => Err(self.conflict(name, &ty, "Node")),
        }
    }

    /// All paths of a MATCH have one mode, and it says no other than the match mode.
    pub(super) fn check_modes(
        &self,
        patterns: &[PathPattern],
        match_mode: Option<ast::MatchMode>,
    ) -> Result<(), Failure> {
        let repeatable = match_mode == Some(ast::MatchMode::RepeatableElements);
        let mode = |pattern: &PathPattern| pattern.mode.unwrap_or(ast::PathMode::Walk);
        let narrow = patterns.iter().find(|p| mode(p) != ast::PathMode::Walk);
        if let Some(pattern) = narrow.filter(|_| repeatable) {
            return Err(self.error(
                Status::RepeatablePathMode,
                pattern.span,
                format!(
                    "REPEATABLE ELEMENTS with {} path mode is not supported.",
                    mode(pattern).word()
                ),
            ));
        }
        let mut modes: Vec<ast::PathMode> = Vec::new();
        for pattern in patterns {
            if !modes.contains(&mode(pattern)) {
                modes.push(mode(pattern));
            }
        }
        if let ([_, _, ..], Some(first)) = (modes.as_slice(), patterns.first()) {
            let words: Vec<&str> = modes.iter().map(|mode| mode.word()).collect();
            return Err(self.error(
                Status::MixedPathModes,
                first.span,
                format!(
                    "Mixing path modes {} in the same graph pattern is not supported. Split the pattern into separate MATCH clauses instead.",
                    words.join(", ")
                ),
            ));
        }
        self.check_lengths(patterns, match_mode.is_some())
    }

    /// Lengths (`*1..2`) are older than modes and selectors.
    fn check_lengths(&self, patterns: &[PathPattern], in_match_mode: bool) -> Result<(), Failure> {
        for pattern in patterns {
            let mut hops = pattern.hops.iter().map(|(relationship, _)| relationship);
            let long = hops.find(|relationship| relationship.length.is_some());
            if let (Some(mode), Some(relationship)) = (pattern.mode, long) {
                return Err(self.error(
                    Status::PathModeLength,
                    relationship.span,
                    format!(
                        "Using a variable-length relationship together with explicit path mode `{}` is not available; quantify instead, as in `()-->{{1,3}}()`.",
                        mode.word()
                    ),
                ));
            }
        }
        let shortest = |p: &&PathPattern| p.shortest != ast::Shortest::No;
        let selected = in_match_mode || patterns.iter().any(|p| p.selector.is_some());
        match patterns.iter().find(shortest).filter(|_| selected) {
            None => Ok(()),
            Some(pattern) => Err(self.mixed_shortest(pattern)),
        }
    }

    /// What is said of shortestPath in a MATCH with a selector or a mode.
    pub(super) fn mixed_shortest(&self, pattern: &PathPattern) -> Failure {
        self.error(
            Status::ShortestPathMixed,
            self.shortest_place(pattern),
            "Mixing shortestPath/allShortestPaths with path selectors (e.g. `ANY SHORTEST`), explicit match modes (e.g. `DIFFERENT RELATIONSHIPS`) or explicit path modes (e.g. `ACYCLIC`) is not allowed.",
        )
    }

    /// The patterns of REPEATABLE ELEMENTS with quantifiers in place of lengths: those may meet a relationship again.
    /// A length whose list is there already only walks that list.
    pub(super) fn without_lengths(
        &self,
        patterns: &[PathPattern],
        scope: &Scope,
    ) -> Result<Vec<PathPattern>, Failure> {
        let mut patterns = patterns.to_vec();
        let mut seen: Vec<Text> = Vec::new();
        for (relationship, _) in patterns.iter_mut().flat_map(|p| &mut p.hops) {
            let Some(length) = relationship.length else {
                continue;
            };
            if let Some(name) = &relationship.variable {
                if scope.get(&name.text).is_some() {
                    continue;
                }
                if seen.contains(&name.text) {
                    return Err(self.unsupported(
                        "The same list of relationships twice in one REPEATABLE ELEMENTS",
                        name.span,
                    ));
                }
                seen.push(name.text.clone());
            }
            relationship.length = None;
            relationship.quantified = Some(Box::new(length.quantified()));
        }
        Ok(patterns)
    }

    /// What REPEATABLE ELEMENTS needs: an upper bound.
    pub(super) fn check_bounded(&self, patterns: &[PathPattern]) -> Result<(), Failure> {
        let mut open = patterns.iter().filter(|pattern| {
            pattern.hops.iter().any(|(relationship, _)| {
                let quantified = relationship.quantified.as_ref();
                quantified.is_some_and(|q| q.max.is_none())
                    || relationship
                        .length
                        .is_some_and(|length| length.max.is_none())
            })
        });
        match open.next() {
            None => Ok(()),
            Some(pattern) => Err(self.error(
                Status::RepeatableUnbounded,
                pattern.start.span,
                "The quantified path pattern may yield an infinite number of rows under match mode 'REPEATABLE ELEMENTS'. Add an upper bound to the quantified path pattern.",
            )),
        }
    }

    /// What is found before its path is there cannot ask for the path.
    pub(super) fn check_paths_within(
        &self,
        tests: &[Expr],
        patterns: &[PathPattern],
        scope: &Scope,
    ) -> Result<(), Failure> {
        for name in patterns.iter().filter_map(|p| p.variable.as_ref()) {
            let Some(path) = scope.get(&name.text) else {
                continue;
            };
            if tests.iter().any(|test| slots(test).contains(&path.slot)) {
                return Err(self.error(
                    Status::PathWithinItself,
                    name.span,
                    format!(
                        "From within a parenthesized or quantified path pattern, one may only reference variables that are already bound in a previous `MATCH` clause. `{}` is defined in the same one; put the condition behind the pattern.",
                        name.text
                    ),
                ));
            }
        }
        Ok(())
    }

    /// A selector stands alone, so that it is plain between which nodes it selects.
    pub(super) fn check_selectors(&self, patterns: &[PathPattern]) -> Result<(), Failure> {
        let mut selected = patterns.iter().filter(|p| p.selector.is_some());
        match selected.next() {
            Some(pattern) if patterns.len() > 1 => Err(self.error(
                Status::SelectorNotAlone,
                pattern.start.span,
                "Multiple path patterns cannot be used in the same clause in combination with a selective path selector.",
            )),
            _ => Ok(()),
        }
    }

    /// Lengths (`*1..2`) and quantifiers are two languages for one thing, not for one clause.
    pub(super) fn check_mixed(&self, patterns: &[PathPattern]) -> Result<(), Failure> {
        let hops = || patterns.iter().flat_map(|pattern| &pattern.hops);
        let long = hops().find(|(relationship, _)| relationship.length.is_some());
        match long {
            Some((relationship, _)) if hops().any(|(r, _)| r.quantified.is_some()) => {
                Err(self.error(
                    Status::VariableLengthTypes,
                    relationship.span,
                    "Mixing variable-length relationships ('-[*]-') with quantified relationships ('()-->*()') or quantified path patterns ('(()-->())*') is not allowed.",
                ))
            }
            _ => Ok(()),
        }
    }

    /// Quantifiers and selectors are for finding, not for making.
    pub(super) fn refuse_quantified(
        &self,
        pattern: &PathPattern,
        verb: &str,
    ) -> Result<(), Failure> {
        let span = match pattern.hops.iter().find(|(r, _)| r.quantified.is_some()) {
            Some((relationship, _)) => relationship.span,
            None if pattern.selector.is_some()
                || pattern.mode.is_some()
                || pattern.predicate.is_some() =>
            {
                pattern.span
            }
            None => return Ok(()),
        };
        Err(self.error(
            Status::PatternPlace,
            span,
            format!(
                "Quantified path patterns cannot be used in a {verb} clause, but only in a MATCH clause."
            ),
        ))
    }
}

fn is_bare(node: &NodePattern) -> bool {
    node.variable.is_none()
        && node.labels.is_none()
        && node.properties.is_none()
        && node.predicate.is_none()
}

fn equal(a: SlotId, b: SlotId) -> Expr {
    Expr::Compare(
        Box::new(Expr::Slot(a)),
        vec![(CompareOp::Equal, Expr::Slot(b))],
    )
}

/// A place for [`Locals`] in what is noted of a pattern.
pub(super) type GroupLocals = Locals;

/// That two slots hold the same.
pub(super) fn same(slot: SlotId, known: SlotId) -> Expr {
    let test = (CompareOp::Equal, Expr::Slot(known));
    Expr::Compare(Box::new(Expr::Slot(slot)), vec![test])
}

/// Whether two nodes of a path have the same variable.
fn names_a_node_twice(pattern: &PathPattern) -> bool {
    let nodes = std::iter::once(&pattern.start).chain(pattern.hops.iter().map(|(_, node)| node));
    let names: Vec<&Text> = nodes
        .filter_map(|node| node.variable.as_ref().map(|name| &name.text))
        .collect();
    (1..names.len()).any(|at| names[..at].contains(&names[at]))
}
