//! Binding clauses in order, the rules of what may follow what, and UNION.

use quiver_types::{Failure, Status, Text};

use super::Binder;
use super::bound::{BoundClause, BoundPart, BoundQuery};
use super::expression::Cx;
use super::pattern::introduced;
use super::scope::{Scope, Variable};
use super::types::Ty;
use crate::plan::SlotId;
use crate::plan::operator::InTransactions as TransactionsSpec;
use crate::syntax::ast::{self, Clause, ClauseKind, ExprKind, SingleQuery, Span};

/// Where a query stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The statement itself.
    Top,
    /// EXISTS, COUNT, COLLECT: sees everything outside, may not write, may lack RETURN.
    Expression,
    /// CALL with a scope clause, and what is like one: sees what it imports, all the way through, but
    /// for the `*` of its RETURN.
    ScopedCall,
    /// Braces, or a UNION, as all there is of a query: the same, and its `*` sees it too.
    Braces,
    /// CALL without one: sees what its importing WITH names.
    Call,
}

/// A result column with its slot and type.
pub(super) type Column = (Text, SlotId, Ty);

/// Clauses and relationships to match of one query: a bound on the depth of plans, and with it on
/// the stack that running one takes.
const MAX_STEPS: usize = 500;

/// UNIONs of one query.
const MAX_UNIONS: usize = 10_000;

/// What is known half-way through a part.
pub(super) struct Part<'a> {
    pub place: Place,
    pub outer: &'a Scope,
    /// Visible from the beginning to the end of the part, whatever WITH drops.
    pub constants: Scope,
    pub scope: Scope,
    pub clauses: Vec<BoundClause>,
    pub columns: Option<Vec<Column>>,
    /// The last updating clause's keyword, until a WITH.
    pub wrote: Option<&'static str>,
    /// Where the clause that gave the columns stands.
    pub ended: Span,
}

impl<'a> Part<'a> {
    pub fn new(outer: &'a Scope, place: Place) -> Self {
        let mut constants = Scope::default();
        if matches!(place, Place::Expression | Place::ScopedCall | Place::Braces) {
            constants = outer.clone();
            constants.settle();
        }
        Self {
            place,
            outer,
            scope: constants.clone(),
            constants,
            clauses: Vec::new(),
            columns: None,
            wrote: None,
            ended: Span::default(),
        }
    }
}

impl Binder<'_> {
    /// Binds a query whose surroundings are `outer`.
    pub(super) fn query(
        &mut self,
        query: &ast::Query,
        outer: &Scope,
        place: Place,
    ) -> Result<BoundQuery, Failure> {
        self.query_from(query, outer, place, None)
    }

    /// The same, where the first clauses see `start`.
    pub(super) fn query_from(
        &mut self,
        query: &ast::Query,
        outer: &Scope,
        place: Place,
        start: Option<&Scope>,
    ) -> Result<BoundQuery, Failure> {
        if !query.next.is_empty() {
            let begin = query.parts.first().and_then(|part| part.clauses.first());
            if let (Place::Call, Some(begin)) = (place, begin) {
                return Err(self.error(
                    Status::WhenInCall,
                    begin.span,
                    "Not possible to enclose NEXT in 'CALL { ... }'. Use 'CALL () { ... }' instead.",
                ));
            }
            return self.linear(query, outer, place, start);
        }
        self.united(query, outer, place, start)
    }

    /// The same, of what stands before NEXT.
    pub(super) fn united(
        &mut self,
        query: &ast::Query,
        outer: &Scope,
        place: Place,
        start: Option<&Scope>,
    ) -> Result<BoundQuery, Failure> {
        self.check_union(query)?;
        if let Some((_, span)) = query.unions.get(MAX_UNIONS) {
            return Err(self.error(
                Status::QueryTooComplex,
                *span,
                format!("The query has more than {MAX_UNIONS} times UNION; split it"),
            ));
        }
        let distinct = match query.unions.split_first() {
            None => false,
            Some(((all, _), rest)) => {
                if let Some((_, span)) = rest.iter().find(|(other, _)| other != all) {
                    return Err(self.error(
                        Status::MixedUnion,
                        *span,
                        "Invalid combination of UNION and UNION ALL",
                    ));
                }
                !all
            }
        };
        self.check_column_names(query, place)?;
        let mut parts = Vec::with_capacity(query.parts.len());
        let mut columns: Vec<Column> = Vec::new();
        for (position, single) in query.parts.iter().enumerate() {
            let (clauses, found) = self.part(single, outer, place, start)?;
            let slots = if position == 0 {
                let slots = found.iter().map(|(_, slot, _)| *slot).collect();
                columns = found;
                slots
            } else {
                let (_, span) = query.unions[position - 1];
                self.match_columns(&mut columns, &found, span)?
            };
            parts.push(BoundPart {
                clauses,
                columns: slots,
            });
        }
        if parts.len() > 1 {
            // What comes out of a UNION are columns of its own.
            for (name, slot, _) in &mut columns {
                let name = name.clone();
                *slot = self.slot(&name);
            }
        }
        let arguments = match place {
            Place::Top => Vec::new(),
            Place::Expression | Place::ScopedCall | Place::Braces | Place::Call => outer.slots(),
        };
        let columns = columns
            .into_iter()
            .map(|(name, slot, _)| (name, slot))
            .collect();
        Ok(BoundQuery {
            parts,
            distinct,
            columns,
            arguments,
        })
    }

    /// Parts of a UNION whose columns are seen to differ, before there is a look at what is in them.
    fn check_column_names(&self, query: &ast::Query, place: Place) -> Result<(), Failure> {
        let unnamed_too = matches!(place, Place::Top | Place::Expression);
        let mut parts = query
            .parts
            .iter()
            .map(|part| returned_names(part, unnamed_too));
        let Some(Some(first)) = parts.next() else {
            return Ok(());
        };
        for (part, (_, span)) in parts.zip(&query.unions) {
            let Some(names) = part else { continue };
            let same = names.len() == first.len() && first.iter().all(|name| names.contains(name));
            if !same {
                return Err(self.different_columns(*span));
            }
        }
        Ok(())
    }

    fn different_columns(&self, span: Span) -> Failure {
        self.error(
            Status::ResultColumns,
            span,
            "All sub queries in an UNION must have the same return column names",
        )
    }

    fn match_columns(
        &self,
        columns: &mut [Column],
        found: &[Column],
        span: Span,
    ) -> Result<Vec<SlotId>, Failure> {
        let mut slots = Vec::with_capacity(columns.len());
        for (name, _, ty) in columns.iter_mut() {
            let Some((_, slot, other)) = found.iter().find(|(other, _, _)| other == name) else {
                break;
            };
            *ty = ty.clone().join(other.clone());
            slots.push(*slot);
        }
        if slots.len() != columns.len() || found.len() != columns.len() {
            return Err(self.different_columns(span));
        }
        Ok(slots)
    }

    fn part(
        &mut self,
        single: &SingleQuery,
        outer: &Scope,
        place: Place,
        start: Option<&Scope>,
    ) -> Result<(Vec<BoundClause>, Vec<Column>), Failure> {
        let mut part = Part::new(outer, place);
        if let Some(start) = start {
            part.scope = start.clone();
        }
        self.clauses(single, &mut part, true)?;
        Ok((part.clauses, part.columns.unwrap_or_default()))
    }

    /// Binds the clauses of a single query; `first` ones may import.
    pub(super) fn clauses(
        &mut self,
        single: &SingleQuery,
        part: &mut Part<'_>,
        first: bool,
    ) -> Result<(), Failure> {
        self.check_size(single)?;
        let place = part.place;
        let mut rest = single.clauses.as_slice();
        if place == Place::Call
            && first
            && let Some((head, others)) = rest.split_first()
            && let ClauseKind::With(with) = &head.kind
            && self.is_importing(with, part.outer)
        {
            self.importing_with(with, head.span, part)?;
            rest = others;
        }
        if place == Place::Call && first {
            // Not a variable, so nothing imports it.
            part.scope.csv = part.outer.csv.clone();
        }
        let clauses = single.clauses.iter();
        let beside = clauses.filter(|clause| !matches!(clause.kind, ClauseKind::Use(_)));
        let alone = beside.count() == 1 && place == Place::Top && first;
        for (position, clause) in rest.iter().enumerate() {
            if position > 0 && matches!(clause.kind, ClauseKind::Use(_)) {
                return Err(self.error(
                    Status::UsePlace,
                    clause.span,
                    "USE clause must be either the first clause in a (sub-)query or preceded by an importing WITH clause in a sub-query.",
                ));
            }
            self.follow(part, clause)?;
            let last = position + 1 == rest.len();
            let bound = self.clause(clause, part, alone, last);
            bound.map_err(|failure| match &clause.kind {
                // A WITH that reads variables of the outside would have been to import them.
                ClauseKind::With(with)
                    if position == 0
                        && first
                        && place == Place::Call
                        && failure.status == Status::UndefinedVariable
                        && self
                            .projection(with, part.outer, false, clause.span)
                            .is_ok() =>
                {
                    self.importing_error(clause.span)
                }
                _ => failure,
            })?;
            part.ended = clause.span;
        }
        self.ending(single, part)
    }

    /// Each clause, pattern and hop becomes a level of the plan; CREATE does not, however long it is.
    fn check_size(&self, single: &SingleQuery) -> Result<(), Failure> {
        let mut steps = 0;
        for clause in &single.clauses {
            steps += match &clause.kind {
                ClauseKind::Match { patterns, .. } => {
                    let patterns = patterns.iter();
                    patterns.map(|pattern| 1 + pattern.hops.len()).sum()
                }
                ClauseKind::Create(_) => 0,
                _ => 1,
            };
            if steps > MAX_STEPS {
                return Err(self.error(
                    Status::QueryTooComplex,
                    clause.span,
                    format!("The query has more than {MAX_STEPS} clauses, patterns and relationships to match; split it"),
                ));
            }
        }
        Ok(())
    }

    /// Whether the first WITH of a CALL { } imports: it may only name outer variables then.
    fn is_importing(&self, with: &ast::Projection, outer: &Scope) -> bool {
        with.all.is_some()
            || with.items.iter().any(|item| {
                matches!(&item.expr.kind, ExprKind::Variable(name) if outer.get(name).is_some())
            })
    }

    fn importing_with(
        &mut self,
        with: &ast::Projection,
        span: Span,
        part: &mut Part<'_>,
    ) -> Result<(), Failure> {
        if with.all.is_some() {
            part.scope = part.outer.clone();
        }
        for item in &with.items {
            let ExprKind::Variable(name) = &item.expr.kind else {
                return Err(self.importing_error(span));
            };
            if item.alias.as_ref().is_some_and(|alias| alias.text != *name) {
                return Err(self.importing_error(span));
            }
            let variable = self.variable(name, item.expr.span, part.outer)?;
            if with.all.is_none() && part.scope.get(name).is_some() {
                return Err(self.error(
                    Status::DuplicateColumn,
                    item.expr.span,
                    format!(
                        "Multiple result columns with the same name are not supported: `{name}`"
                    ),
                ));
            }
            part.scope.insert(name.clone(), variable);
        }
        let more = with.distinct
            || with.grouping.is_some()
            || !with.order.is_empty()
            || with.skip.is_some()
            || with.limit.is_some()
            || with.predicate.is_some();
        if more {
            return Err(self.importing_error(span));
        }
        part.scope.settle();
        Ok(())
    }

    fn importing_error(&self, span: Span) -> Failure {
        self.error(
            Status::ImportingWith,
            span,
            "Importing WITH should consist only of simple references to outside variables",
        )
    }

    /// The rules of what may come after what.
    fn follow(&self, part: &Part<'_>, clause: &Clause) -> Result<(), Failure> {
        if part.columns.is_some() {
            return Err(self.error(
                Status::ReturnNotLast,
                part.ended,
                "RETURN can only be used at the end of the query",
            ));
        }
        let keyword = keyword(&clause.kind);
        if let Some(wrote) = part.wrote
            && self.language == ast::Language::Cypher5
            && needs_with(&clause.kind)
        {
            return Err(self.error(
                Status::MissingWith,
                clause.span,
                format!("WITH is required between {wrote} and {keyword}"),
            ));
        }
        Ok(())
    }

    fn ending(&self, single: &SingleQuery, part: &Part<'_>) -> Result<(), Failure> {
        let Some(last) = single.clauses.last() else {
            return Ok(());
        };
        let fine = part.columns.is_some()
            || part.place == Place::Expression
            || is_updating(&last.kind)
            || match &last.kind {
                ClauseKind::Finish | ClauseKind::When { .. } | ClauseKind::Braces(_) => true,
                ClauseKind::CallSubquery { .. } => {
                    matches!(part.clauses.last(), Some(BoundClause::Subquery { query, .. } | BoundClause::InTransactions { query, spec: TransactionsSpec { report: None, .. } }) if query.columns.is_empty())
                }
                ClauseKind::CallProcedure { .. } => {
                    matches!(part.clauses.last(), Some(BoundClause::Call { call, .. }) if call.is_void)
                }
                _ => false,
            };
        if fine {
            return Ok(());
        }
        let shows = |clause: &Clause| matches!(clause.kind, ClauseKind::Show(_));
        if single.clauses.len() > 1 && single.clauses.iter().all(shows) {
            return Err(self.error(
                Status::CommandsWithoutReturn,
                last.span,
                "When combining show and/or terminate commands, `RETURN` isn't optional.",
            ));
        }
        Err(self.error(
            Status::Inconclusive,
            last.span,
            format!(
                "Query cannot conclude with {} (must be a RETURN clause, a FINISH clause, an update clause, a unit subquery call, or a procedure call with no YIELD)",
                keyword(&last.kind)
            ),
        ))
    }

    fn clause(
        &mut self,
        clause: &Clause,
        part: &mut Part<'_>,
        alone: bool,
        last: bool,
    ) -> Result<(), Failure> {
        if is_updating(&clause.kind) {
            part.wrote = Some(keyword(&clause.kind));
        }
        let scope = &mut part.scope;
        match &clause.kind {
            ClauseKind::Use(name) => {
                self.uses(name);
                Ok(())
            }
            ClauseKind::LoadCsv {
                headers,
                url,
                variable,
                terminator,
            } => {
                let bound = self.load_csv(*headers, url, variable, terminator.as_ref(), scope)?;
                part.clauses.push(bound);
                Ok(())
            }
            ClauseKind::Finish => {
                part.columns = Some(Vec::new());
                Ok(())
            }
            ClauseKind::Match {
                optional,
                mode,
                patterns,
                hints,
                predicate,
                search,
            } => {
                for hint in hints {
                    for variable in &hint.variables {
                        let known = patterns.iter().any(|p| {
                            let path = p.variable.as_ref();
                            mentions(p, &variable.text)
                                || path.is_some_and(|path| path.text == variable.text)
                        });
                        if !known {
                            self.variable(&variable.text, variable.span, scope)?;
                        }
                    }
                }
                self.note_product(patterns, clause.span);
                self.note_hints(hints, patterns);
                let before = scope.slots();
                let graph = self.match_graph(patterns, predicate.as_ref(), *mode, scope)?;
                self.check_hints(hints, patterns, predicate.as_ref(), scope)?;
                if let Some(search) = search {
                    return Err(self.search(search, patterns, scope));
                }
                let introduced = introduced(scope, &before);
                part.clauses.push(BoundClause::Match {
                    optional: *optional,
                    graph,
                    introduced,
                });
                Ok(())
            }
            ClauseKind::Let(items) => self.let_clause(items, part),
            ClauseKind::Filter(predicate) => self.filter(predicate, part),
            ClauseKind::Show(command) => self.show_clause(command, part),
            ClauseKind::When {
                branches,
                otherwise,
            } => self.conditional(branches, otherwise.as_deref(), part, clause.span),
            ClauseKind::Braces(query) => self.braces(query, part, clause.span),
            ClauseKind::Unwind { list, variable } | ClauseKind::For { list, variable } => {
                let (list, ty) = self.expr(list, &mut Cx::plain(scope))?;
                self.check_shadowing(variable, &part.constants)?;
                self.check_new(variable, scope)?;
                let item = match &ty {
                    Ty::List(_) => ty.item(),
                    // What is no list is unwound as if it were its only item.
                    Ty::Of(_) => ty,
                    Ty::Any | Ty::Null | Ty::Stored => Ty::Any,
                };
                let slot = self.new_variable(scope, &variable.text, item);
                part.clauses.push(BoundClause::Unwind { list, slot });
                Ok(())
            }
            ClauseKind::With(projection) => {
                self.check_given(projection, &part.constants, None)?;
                let (bound, mut after, _) =
                    self.projection(projection, scope, false, clause.span)?;
                for (name, variable) in part.constants.iter() {
                    if after.get(name).is_none() {
                        after.insert(name.clone(), variable.clone());
                    }
                }
                part.scope = after;
                part.wrote = None;
                part.clauses.push(BoundClause::Project(bound));
                Ok(())
            }
            ClauseKind::Return(projection) => {
                if matches!(part.place, Place::Call | Place::ScopedCall | Place::Braces) {
                    self.check_named(projection, "CALL { RETURN ... }")?;
                }
                if part.place == Place::Expression {
                    self.check_given(projection, &part.constants, Some(clause.span))?;
                }
                let hidden = match part.place {
                    Place::ScopedCall => part.constants.clone(),
                    Place::Top | Place::Expression | Place::Braces | Place::Call => {
                        Scope::default()
                    }
                };
                let (bound, _, columns) = self.returned(projection, scope, &hidden, clause.span)?;
                part.columns = Some(columns);
                part.clauses.push(BoundClause::Project(bound));
                Ok(())
            }
            ClauseKind::Create(patterns) => {
                let made = self.creation(patterns, scope, false)?;
                part.clauses.push(BoundClause::Create {
                    spec: made.spec,
                    paths: made.paths,
                });
                Ok(())
            }
            ClauseKind::Merge { pattern, actions } => {
                let bound = self.merge(pattern, actions, scope)?;
                part.clauses.push(bound);
                Ok(())
            }
            ClauseKind::Set(items) => {
                let items = self.set_items(items, scope)?;
                part.clauses.push(BoundClause::Set(items));
                Ok(())
            }
            ClauseKind::Remove(items) => {
                let items = self.remove_items(items, scope)?;
                part.clauses.push(BoundClause::Set(items));
                Ok(())
            }
            ClauseKind::Delete { detach, items } => {
                let bound = self.delete(items, *detach, scope)?;
                part.clauses.push(bound);
                Ok(())
            }
            ClauseKind::Foreach {
                variable,
                list,
                clauses,
            } => {
                let bound = self.foreach(variable, list, clauses, scope)?;
                part.clauses.push(bound);
                Ok(())
            }
            ClauseKind::CallProcedure {
                optional,
                name,
                arguments,
                yields,
            } => {
                let called = self.call_procedure(
                    *optional,
                    name,
                    arguments.as_deref(),
                    yields.as_ref(),
                    clause.span,
                    scope,
                    alone,
                );
                let called = called.map_err(|failure| match failure.status {
                    Status::VariableAlreadyBound if part.place == Place::Expression => Failure {
                        status: Status::VariableShadowing,
                        ..failure
                    },
                    _ => failure,
                });
                let (bound, columns) = called?;
                if alone && last {
                    part.columns = Some(columns);
                }
                part.clauses.push(bound);
                Ok(())
            }
            ClauseKind::CallSubquery {
                optional,
                scope: imports,
                query,
                in_transactions,
            } => {
                if in_transactions.is_some() {
                    let nested = part.place != Place::Top;
                    self.check_in_transactions(nested, &part.clauses, clause.span)?;
                }
                let bound =
                    self.call_subquery(*optional, imports.as_ref(), query, clause.span, scope)?;
                let bound = match in_transactions {
                    Some(written) => self.call_in_transactions(bound, written, scope)?,
                    None => bound,
                };
                part.clauses.push(bound);
                Ok(())
            }
        }
    }

    /// USE: whether the database is the session's is found out when the plan is asked for.
    pub(super) fn uses(&mut self, graph: &ast::Name) {
        if !self.graphs.contains(&graph.text) {
            self.graphs.push(graph.text.clone());
        }
    }

    /// Columns that become variables have names; `place` is where they are returned.
    pub(super) fn check_named(
        &self,
        projection: &ast::Projection,
        place: &str,
    ) -> Result<(), Failure> {
        let unnamed = projection.items.iter().find(|item| {
            let named = matches!(
                item.expr.kind,
                ExprKind::Variable(_) | ExprKind::MapProjection(..)
            );
            item.alias.is_none() && !named
        });
        match unnamed {
            None => Ok(()),
            Some(item) => Err(self.error(
                Status::Unaliased,
                item.expr.span,
                format!("Expression in {place} must be aliased (use AS)"),
            )),
        }
    }

    fn foreach(
        &mut self,
        variable: &ast::Name,
        list: &ast::Expr,
        clauses: &[Clause],
        scope: &Scope,
    ) -> Result<BoundClause, Failure> {
        let (list, ty) = self.expr(list, &mut Cx::plain(scope))?;
        // It may hide one of the same name.
        let mut inside = scope.clone();
        let item = if ty.is_open() { Ty::Any } else { ty.item() };
        let slot = self.new_variable(&mut inside, &variable.text, item);
        let mut part = Part::new(scope, Place::Top);
        part.scope = inside;
        for clause in clauses {
            if !is_updating(&clause.kind) {
                return Err(self.error(
                    Status::ForeachClause,
                    clause.span,
                    format!("Invalid use of {} inside FOREACH", keyword(&clause.kind)),
                ));
            }
            self.clause(clause, &mut part, false, false)?;
        }
        Ok(BoundClause::Foreach {
            list,
            slot,
            body: part.clauses,
        })
    }

    /// A subquery may not give another meaning to what it sees of the outside all the way through.
    pub(super) fn check_shadowing(&self, name: &ast::Name, outer: &Scope) -> Result<(), Failure> {
        if outer.get(&name.text).is_none() {
            return Ok(());
        }
        Err(self.error(
            Status::VariableShadowing,
            name.span,
            format!("The variable `{}` is shadowing a variable with the same name from the outer scope and needs to be renamed", name.text),
        ))
    }

    pub(super) fn check_new(&self, name: &ast::Name, scope: &Scope) -> Result<(), Failure> {
        if scope.get(&name.text).is_some() {
            return Err(self.error(
                Status::VariableAlreadyBound,
                name.span,
                format!("Variable `{}` already declared", name.text),
            ));
        }
        Ok(())
    }

    fn call_subquery(
        &mut self,
        optional: bool,
        imports: Option<&Option<Vec<ast::Name>>>,
        query: &ast::Query,
        span: Span,
        scope: &mut Scope,
    ) -> Result<BoundClause, Failure> {
        let mut visible = Scope::default();
        let place = match imports {
            None => {
                visible = scope.clone();
                Place::Call
            }
            Some(None) => {
                visible = scope.clone();
                Place::ScopedCall
            }
            Some(Some(names)) => {
                for name in names {
                    let variable = self.variable(&name.text, name.span, scope)?;
                    visible.insert(name.text.clone(), variable);
                }
                Place::ScopedCall
            }
        };
        visible.csv = scope.csv.clone();
        visible.settle();
        let bound = self.query(query, &visible, place)?;
        self.note_subquery(optional, imports, query, &bound, span, scope);
        for (name, slot) in &bound.columns {
            if scope.get(name).is_some() {
                return Err(self.error(
                    Status::VariableShadowing,
                    returned_at(query, name).unwrap_or(span),
                    format!("Variable `{name}` already declared in outer scope"),
                ));
            }
            let depth = self.depth();
            // What a subquery returns keeps no static type: the parts of a UNION may differ.
            let variable = Variable {
                slot: *slot,
                ty: Ty::Any,
                depth,
                fresh: false,
            };
            scope.insert(name.clone(), variable);
        }
        Ok(BoundClause::Subquery {
            query: bound,
            optional,
        })
    }
}

/// The names of a part's columns, where its text tells them. Those that nobody gave are its text.
fn returned_names(part: &SingleQuery, unnamed_too: bool) -> Option<Vec<Text>> {
    match &part.clauses.last()?.kind {
        ClauseKind::Return(projection) if projection.all.is_none() => {
            let items = projection.items.iter();
            let name = |item: &ast::ProjectionItem| {
                let given = super::projection::given_name(item);
                let given = given.or(unnamed_too.then_some(&item.text));
                given.cloned()
            };
            items.map(name).collect()
        }
        ClauseKind::Match { .. } | ClauseKind::With(_) | ClauseKind::Unwind { .. } => {
            Some(Vec::new())
        }
        kind if is_updating(kind) => Some(Vec::new()),
        _ => None,
    }
}

/// Where a subquery gives a column its name.
fn returned_at(query: &ast::Query, name: &str) -> Option<Span> {
    if let Some((_, span)) = query.unions.first() {
        return Some(*span);
    }
    let clause = query.parts.first()?.clauses.last()?;
    let ClauseKind::Return(projection) = &clause.kind else {
        return None;
    };
    let called = |item: &&ast::ProjectionItem| match (&item.alias, &item.expr.kind) {
        (Some(alias), _) => alias.text == *name,
        (None, ExprKind::Variable(variable)) => variable == name,
        (None, _) => false,
    };
    let item = projection.items.iter().find(called)?;
    Some(
        item.alias
            .as_ref()
            .map_or(item.expr.span, |alias| alias.span),
    )
}

fn mentions(pattern: &ast::PathPattern, name: &str) -> bool {
    let nodes = std::iter::once(&pattern.start).chain(pattern.hops.iter().map(|(_, n)| n));
    nodes
        .filter_map(|n| n.variable.as_ref())
        .chain(pattern.hops.iter().filter_map(|(r, _)| r.variable.as_ref()))
        .any(|variable| variable.text == *name)
}

/// Whether a clause changes the graph.
fn is_updating(kind: &ClauseKind) -> bool {
    matches!(
        kind,
        ClauseKind::Create(_)
            | ClauseKind::Merge { .. }
            | ClauseKind::Set(_)
            | ClauseKind::Remove(_)
            | ClauseKind::Delete { .. }
            | ClauseKind::Foreach { .. }
    )
}

fn needs_with(kind: &ClauseKind) -> bool {
    matches!(
        kind,
        ClauseKind::Match { .. }
            | ClauseKind::Unwind { .. }
            | ClauseKind::CallProcedure { .. }
            | ClauseKind::CallSubquery { .. }
            | ClauseKind::LoadCsv { .. }
    )
}

fn keyword(kind: &ClauseKind) -> &'static str {
    match kind {
        ClauseKind::Use(_) => "USE",
        ClauseKind::Match { optional: true, .. } => "OPTIONAL MATCH",
        ClauseKind::Match { .. } => "MATCH",
        ClauseKind::Unwind { .. } => "UNWIND",
        ClauseKind::Let(_) => "LET",
        ClauseKind::Filter(_) => "FILTER",
        ClauseKind::For { .. } => "FOR",
        ClauseKind::When { .. } => "WHEN",
        ClauseKind::Braces(_) => "{",
        ClauseKind::With(_) => "WITH",
        ClauseKind::Return(_) => "RETURN",
        ClauseKind::Finish => "FINISH",
        ClauseKind::Create(_) => "CREATE",
        ClauseKind::Merge { .. } => "MERGE",
        ClauseKind::Set(_) => "SET",
        ClauseKind::Remove(_) => "REMOVE",
        ClauseKind::Delete { .. } => "DELETE",
        ClauseKind::Foreach { .. } => "FOREACH",
        ClauseKind::CallProcedure { .. } | ClauseKind::CallSubquery { .. } => "CALL",
        ClauseKind::LoadCsv { .. } => "LOAD CSV",
        // So Neo4j calls it where a query ends with it.
        ClauseKind::Show(_) => "YIELD",
    }
}
