//! Binding CALL of procedures, and SHOW commands, which are procedures with columns to choose from.

use quiver_types::{Failure, Status, Text, Value};

use super::Binder;
use super::bound::{BoundClause, BoundPart, BoundQuery};
use super::clause::{Column, Part};
use super::expression::Cx;
use super::scope::{Scope, Variable};
use super::types::Ty;
use crate::plan::{CallSpec, Expr, SlotId};
use crate::procedures::{ProcedureRef, name_in_cypher_25};
use crate::syntax::ast::{self, Name, ShowCommand, Span, Yield};

/// What YIELD names: columns by position with their names, and its WHERE.
type Yielded<'y> = (Vec<(usize, Name)>, Option<&'y ast::Expr>);

/// What is shown: the projection, the scope after it, and the columns.
type Shown = (super::bound::BoundProjection, Scope, Vec<(Text, SlotId)>);

/// Which columns of a SHOW command are there without YIELD.
enum Brief {
    /// The first ones.
    First(usize),
    /// These.
    Named(&'static [&'static str]),
}

impl Brief {
    fn has(&self, position: usize, name: &str) -> bool {
        match self {
            Self::First(count) => position < *count,
            Self::Named(names) => names.contains(&name),
        }
    }
}

/// SHOW commands: words as the parser gives them, the procedure, and its columns without YIELD.
const SHOWS: &[(&[&str], &str, Brief)] = &[
    (
        &["INDEXES", "ALL INDEXES"],
        "SHOW INDEXES",
        Brief::First(12),
    ),
    (&["RANGE INDEXES"], "SHOW RANGE INDEXES", Brief::First(12)),
    (&["TEXT INDEXES"], "SHOW TEXT INDEXES", Brief::First(12)),
    (&["POINT INDEXES"], "SHOW POINT INDEXES", Brief::First(12)),
    (&["LOOKUP INDEXES"], "SHOW LOOKUP INDEXES", Brief::First(12)),
    (
        &["FULLTEXT INDEXES"],
        "SHOW FULLTEXT INDEXES",
        Brief::First(12),
    ),
    (&["VECTOR INDEXES"], "SHOW VECTOR INDEXES", Brief::First(12)),
    (
        &["CONSTRAINTS", "ALL CONSTRAINTS"],
        "SHOW CONSTRAINTS",
        CONSTRAINTS,
    ),
    (
        &["UNIQUE CONSTRAINTS", "PROPERTY UNIQUE CONSTRAINTS"],
        "SHOW UNIQUE CONSTRAINTS",
        CONSTRAINTS,
    ),
    (
        &[
            "NODE UNIQUE CONSTRAINTS",
            "NODE PROPERTY UNIQUE CONSTRAINTS",
        ],
        "SHOW NODE UNIQUE CONSTRAINTS",
        CONSTRAINTS,
    ),
    (
        &[
            "RELATIONSHIP UNIQUE CONSTRAINTS",
            "RELATIONSHIP PROPERTY UNIQUE CONSTRAINTS",
        ],
        "SHOW RELATIONSHIP UNIQUE CONSTRAINTS",
        CONSTRAINTS,
    ),
    (&["KEY CONSTRAINTS"], "SHOW KEY CONSTRAINTS", CONSTRAINTS),
    (
        &["NODE KEY CONSTRAINTS"],
        "SHOW NODE KEY CONSTRAINTS",
        CONSTRAINTS,
    ),
    (
        &["RELATIONSHIP KEY CONSTRAINTS"],
        "SHOW RELATIONSHIP KEY CONSTRAINTS",
        CONSTRAINTS,
    ),
    (
        &[
            "EXISTENCE CONSTRAINTS",
            "NODE EXISTENCE CONSTRAINTS",
            "RELATIONSHIP EXISTENCE CONSTRAINTS",
            "PROPERTY EXISTENCE CONSTRAINTS",
            "NODE PROPERTY EXISTENCE CONSTRAINTS",
            "RELATIONSHIP PROPERTY EXISTENCE CONSTRAINTS",
        ],
        "SHOW EXISTENCE CONSTRAINTS",
        CONSTRAINTS,
    ),
    (
        &[
            "PROPERTY TYPE CONSTRAINTS",
            "NODE PROPERTY TYPE CONSTRAINTS",
            "RELATIONSHIP PROPERTY TYPE CONSTRAINTS",
        ],
        "SHOW PROPERTY TYPE CONSTRAINTS",
        CONSTRAINTS,
    ),
    (&["DATABASES"], "SHOW DATABASES", DATABASES),
    (&["HOME DATABASE"], "SHOW HOME DATABASE", DATABASES),
    (&["DEFAULT DATABASE"], "SHOW DEFAULT DATABASE", DATABASES),
    (&["PROCEDURES"], "SHOW PROCEDURES", Brief::First(4)),
    (
        &["FUNCTIONS", "ALL FUNCTIONS"],
        "SHOW FUNCTIONS",
        Brief::First(3),
    ),
    (
        &["BUILT IN FUNCTIONS"],
        "SHOW BUILT IN FUNCTIONS",
        Brief::First(3),
    ),
    (
        &["USER DEFINED FUNCTIONS"],
        "SHOW USER DEFINED FUNCTIONS",
        Brief::First(3),
    ),
    (&["SETTINGS"], "SHOW SETTINGS", Brief::First(5)),
    (
        &["TRANSACTIONS"],
        "SHOW TRANSACTIONS",
        Brief::Named(&[
            "database",
            "transactionId",
            "currentQueryId",
            "connectionId",
            "clientAddress",
            "username",
            "currentQuery",
            "startTime",
            "status",
            "elapsedTime",
        ]),
    ),
    (
        &["TERMINATE TRANSACTIONS"],
        "TERMINATE TRANSACTIONS",
        Brief::First(3),
    ),
    (&["USERS"], "SHOW USERS", Brief::First(5)),
    (
        &["USERS WITH AUTH"],
        "SHOW USERS WITH AUTH",
        Brief::First(7),
    ),
    (&["CURRENT USER"], "SHOW CURRENT USER", Brief::First(5)),
];

/// `enforcedLabel` is there in Cypher 25.
const CONSTRAINTS: Brief = Brief::Named(&[
    "id",
    "name",
    "type",
    "entityType",
    "labelsOrTypes",
    "properties",
    "enforcedLabel",
    "ownedIndex",
    "propertyType",
]);

const DATABASES: Brief = Brief::Named(&[
    "name",
    "type",
    "aliases",
    "access",
    "address",
    "role",
    "writer",
    "requestedStatus",
    "currentStatus",
    "statusMessage",
    "default",
    "home",
    "constituents",
]);

impl Binder<'_> {
    #[allow(clippy::too_many_arguments, reason = "one for each part of the clause")]
    pub(super) fn call_procedure(
        &mut self,
        optional: bool,
        name: &[Name],
        arguments: Option<&[ast::Expr]>,
        yields: Option<&Yield>,
        span: Span,
        scope: &mut Scope,
        alone: bool,
    ) -> Result<(BoundClause, Vec<Column>), Failure> {
        let dotted = name
            .iter()
            .map(|part| part.text.as_str())
            .collect::<Vec<_>>()
            .join(".");
        let place = span;
        let Some(procedure) = self.procedures.find(&dotted) else {
            let listed = self.procedures.listed();
            let names = listed.iter().map(|procedure| procedure.name.as_str());
            let hint = crate::functions::closest(&dotted, names);
            let hint = hint.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            // Neo4j gives this error no place in the text.
            return Err(Failure::new(
                Status::ProcedureNotFound,
                format!(
                    "There is no procedure with the name `{dotted}` registered for this database instance. Check its spelling, and that this server has it{hint}"
                ),
            ));
        };
        self.note_procedure(&procedure, optional, span);
        let arguments = match arguments {
            Some(arguments) => self.given_arguments(&procedure, arguments, place, scope)?,
            None if alone => procedure
                .arguments
                .iter()
                .map(|(name, _, default)| match default {
                    Some(default) => Expr::Literal(default.clone()),
                    None => Expr::Parameter(self.parameter(name)),
                })
                .collect(),
            None => {
                return Err(self.error(
                    Status::MissingArguments,
                    place,
                    "Procedure call inside a query does not support passing arguments implicitly; give them in parentheses",
                ));
            }
        };
        let (chosen, predicate) = self.yields(&procedure, yields, alone, place)?;
        let is_void = procedure.columns.is_empty();
        let mut columns = Vec::with_capacity(chosen.len());
        let mut bound = Vec::with_capacity(chosen.len());
        for (position, name) in chosen {
            self.check_new(&name, scope)?;
            let ty = Ty::declared(procedure.columns[position].1);
            let slot = self.new_variable(scope, &name.text, ty.clone());
            bound.push((position, slot));
            columns.push((name.text.clone(), slot, ty));
        }
        let predicate = match predicate {
            Some(predicate) => Some(self.predicate(predicate, scope)?),
            None => None,
        };
        let call = CallSpec {
            procedure,
            arguments,
            yields: bound,
            is_void,
            optional,
        };
        Ok((BoundClause::Call { call, predicate }, columns))
    }

    fn given_arguments(
        &mut self,
        procedure: &ProcedureRef,
        arguments: &[ast::Expr],
        place: Span,
        scope: &Scope,
    ) -> Result<Vec<Expr>, Failure> {
        let declared = &procedure.arguments;
        let required = declared
            .iter()
            .filter(|(_, _, default)| default.is_none())
            .count();
        if arguments.len() < required || arguments.len() > declared.len() {
            return Err(self.error(
                Status::ArgumentCount,
                place,
                format!(
                    "Procedure call does not provide the required number of arguments: got {} expected {}",
                    arguments.len(),
                    if required == declared.len() {
                        format!("{required}")
                    } else {
                        format!("{required} to {}", declared.len())
                    },
                ),
            ));
        }
        let mut bound = Vec::with_capacity(declared.len());
        for (position, (_, wanted, default)) in declared.iter().enumerate() {
            bound.push(match arguments.get(position) {
                Some(argument) => self.typed(argument, &mut Cx::plain(scope), &[*wanted])?,
                None => Expr::Literal(default.clone().unwrap_or_default()),
            });
        }
        Ok(bound)
    }

    /// Which columns are yielded, under which names.
    fn yields<'y>(
        &self,
        procedure: &ProcedureRef,
        yields: Option<&'y Yield>,
        alone: bool,
        place: Span,
    ) -> Result<Yielded<'y>, Failure> {
        let all = |span: Span| {
            let named = procedure.columns.iter().enumerate();
            named
                .map(|(at, (name, _))| {
                    (
                        at,
                        Name {
                            text: name.clone(),
                            span,
                        },
                    )
                })
                .collect()
        };
        match yields {
            None if procedure.columns.is_empty() => Ok((Vec::new(), None)),
            None if alone => Ok((all(place), None)),
            None => Err(self.error(
                Status::MissingYield,
                place,
                "Procedure call inside a query does not support naming results implicitly (name explicitly using `YIELD` instead)",
            )),
            Some(Yield::All(span)) if alone => Ok((all(*span), None)),
            Some(Yield::All(_)) => Err(self.error(
                Status::YieldAllPlace,
                place,
                "Cannot use `YIELD *` outside standalone call",
            )),
            Some(Yield::Items { items, predicate }) => {
                let mut chosen: Vec<(usize, Name)> = Vec::with_capacity(items.len());
                for (column, alias) in items {
                    let at = procedure.columns.iter().position(|(name, _)| *name == column.text);
                    let Some(at) = at else {
                        return Err(self.error(
                            Status::ProcedureColumn,
                            column.span,
                            format!(
                                "Unknown procedure output: `{}`; `{}` gives {}",
                                column.text,
                                procedure.name,
                                procedure
                                    .columns
                                    .iter()
                                    .map(|(name, _)| name.as_str())
                                    .collect::<Vec<_>>()
                                    .join(", ")
                            ),
                        ));
                    };
                    let name = alias.as_ref().unwrap_or(column).clone();
                    let mut before = chosen.iter().map(|(_, other)| other);
                    if let Some(first) = before.find(|other| other.text == name.text) {
                        return Err(self.error(
                            Status::VariableAlreadyBound,
                            first.span,
                            format!("Variable `{}` already declared", name.text),
                        ));
                    }
                    chosen.push((at, name));
                }
                Ok((chosen, predicate.as_ref()))
            }
        }
    }

    /// SHOW ... [YIELD ... [RETURN ...]] [WHERE ...], and the commands that go on from it.
    pub(super) fn show(&mut self, command: &ShowCommand) -> Result<BoundQuery, Failure> {
        let mut clauses = Vec::new();
        let mut scope = Scope::default();
        let mut columns = Vec::new();
        let mut next = Some(command);
        while let Some(command) = next {
            let (procedure, brief) = self.shown_by(command)?;
            (scope, columns) =
                self.show_one(command, procedure, brief, &scope, columns, &mut clauses)?;
            next = command.then.as_deref();
        }
        let slots = columns.iter().map(|(_, slot)| *slot).collect();
        let part = BoundPart {
            clauses,
            columns: slots,
        };
        Ok(BoundQuery {
            parts: vec![part],
            distinct: false,
            columns,
            arguments: Vec::new(),
        })
    }

    /// SHOW or TERMINATE beside other clauses: once for each row, whose variables stay.
    pub(super) fn show_clause(
        &mut self,
        command: &ShowCommand,
        part: &mut Part<'_>,
    ) -> Result<(), Failure> {
        let (procedure, brief) = self.shown_by(command)?;
        let before = part.scope.clone();
        let known = before
            .iter()
            .map(|(name, found)| (name.clone(), found.slot));
        let known = known.collect();
        let (mut after, _) =
            self.show_one(command, procedure, brief, &before, known, &mut part.clauses)?;
        after.settle();
        part.scope = after;
        Ok(())
    }

    /// What gives the rows of a command, and which columns it has without YIELD.
    fn shown_by(&self, command: &ShowCommand) -> Result<(ProcedureRef, &'static Brief), Failure> {
        let what = command.what.text.as_str();
        let entry = SHOWS.iter().find(|(words, _, _)| words.contains(&what));
        let found = entry.and_then(|(_, name, brief)| {
            let newer = match self.language {
                ast::Language::Cypher5 => None,
                ast::Language::Cypher25 => self.procedures.find(&name_in_cypher_25(name)),
            };
            let shown = newer.or_else(|| self.procedures.find(name))?;
            Some((shown, brief))
        });
        found.ok_or_else(|| self.unsupported(&format!("SHOW {what}"), command.what.span))
    }

    /// One command. Variables of the commands before it stay; its columns hide those of their
    /// names until YIELD has chosen.
    fn show_one(
        &mut self,
        command: &ShowCommand,
        procedure: ProcedureRef,
        brief: &Brief,
        before: &Scope,
        mut columns: Vec<(Text, SlotId)>,
        clauses: &mut Vec<BoundClause>,
    ) -> Result<(Scope, Vec<(Text, SlotId)>), Failure> {
        let arguments = match (&command.about, procedure.arguments.is_empty()) {
            (_, true) => Vec::new(),
            (Some(about), false) => vec![self.plain(about, before)?],
            (None, false) => vec![Expr::Literal(Value::Null)],
        };
        let mut scope = before.clone();
        let mut yields = Vec::with_capacity(procedure.columns.len());
        let mut own: Vec<(Text, SlotId)> = Vec::new();
        for (position, (name, ty)) in procedure.columns.iter().enumerate() {
            let slot = self.slot(name);
            yields.push((position, slot));
            let is_seen = match &command.yields {
                // What YIELD does not name is not there, also for its WHERE.
                Some(yields) => yields.projection.all.is_some() || names(&yields.projection, name),
                None => brief.has(position, name),
            };
            if is_seen {
                let ty = Ty::declared(*ty);
                scope.insert(
                    name.clone(),
                    Variable {
                        slot,
                        ty,
                        depth: 0,
                        fresh: false,
                    },
                );
                own.push((name.clone(), slot));
            }
        }
        let predicate = match &command.predicate {
            Some(predicate) => Some(self.predicate(predicate, &scope)?),
            None => None,
        };
        let call = CallSpec {
            procedure,
            arguments,
            yields,
            is_void: false,
            optional: false,
        };
        clauses.push(BoundClause::Call { call, predicate });
        let Some(yields) = &command.yields else {
            columns.extend(own);
            return Ok((scope, columns));
        };
        let (mut bound, mut after, found) = self.shown(&yields.projection, &scope, &own, before)?;
        for (name, slot) in &columns {
            if found.iter().any(|(other, _)| other == name) {
                return Err(self.error(
                    Status::VariableAlreadyBound,
                    called(&yields.projection, name).unwrap_or(command.what.span),
                    format!("Variable `{name}` already declared"),
                ));
            }
            if let Some(variable) = before.get(name) {
                bound.visible.push(*slot);
                after.insert(name.clone(), variable.clone());
            }
        }
        clauses.push(BoundClause::Project(bound));
        columns.extend(found);
        if let Some(returns) = &yields.returns {
            let (bound, after, found) =
                self.projection(returns, &after, true, command.what.span)?;
            clauses.push(BoundClause::Project(bound));
            let mut returned: Vec<(Text, SlotId)> = found
                .into_iter()
                .map(|(name, slot, _)| (name, slot))
                .collect();
            if returns.all.is_some() {
                // In the order of the commands, not of the names.
                let place = |name: &Text| columns.iter().position(|(other, _)| other == name);
                returned.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
            }
            return Ok((after, returned));
        }
        Ok((after, columns))
    }

    /// YIELD of a SHOW command; `*` keeps the columns' own order, unlike in WITH.
    fn shown(
        &mut self,
        projection: &ast::Projection,
        scope: &Scope,
        all: &[(Text, SlotId)],
        before: &Scope,
    ) -> Result<Shown, Failure> {
        for item in &projection.items {
            if let ast::ExprKind::Variable(name) = &item.expr.kind
                && all.iter().any(|(column, _)| column == name)
            {
                continue;
            }
            let span = item.expr.span;
            let written = &self.text[span.start as usize..span.end as usize];
            return Err(self.error(
                Status::UnknownInput,
                span,
                format!("Trying to YIELD non-existing column: `{written}`"),
            ));
        }
        let (mut bound, mut after, found) =
            self.projection(projection, scope, true, Span::default())?;
        let mut columns: Vec<(Text, SlotId)> = found
            .into_iter()
            .map(|(name, slot, _)| (name, slot))
            .collect();
        if projection.all.is_some() {
            columns = all.to_vec();
            // What earlier commands gave is not among this one's columns.
            let mine = |slot: &SlotId| all.iter().any(|(_, own)| own == slot);
            bound.visible.retain(|slot| mine(slot));
            let earlier: Vec<Text> = before.iter().map(|(name, _)| name.clone()).collect();
            for name in earlier {
                if after.get(&name).is_some_and(|found| !mine(&found.slot)) {
                    after.remove(&name);
                }
            }
        }
        Ok((bound, after, columns))
    }
}

/// Whether YIELD names a column.
fn names(projection: &ast::Projection, column: &str) -> bool {
    let mut named = projection.items.iter().map(|item| &item.expr.kind);
    named.any(|kind| matches!(kind, ast::ExprKind::Variable(name) if name == column))
}

/// Where a projection gives something a name.
fn called(projection: &ast::Projection, name: &str) -> Option<Span> {
    projection
        .items
        .iter()
        .find_map(|item| match (&item.alias, &item.expr.kind) {
            (Some(alias), _) if alias.text == name => Some(alias.span),
            (None, ast::ExprKind::Variable(variable)) if variable == name => Some(item.expr.span),
            _ => None,
        })
}
