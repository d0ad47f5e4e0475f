//! Binding CALL of procedures, and SHOW commands, which are procedures with columns to choose from.

use quiver_types::{Failure, Status, Text};

use super::Binder;
use super::bound::{BoundClause, BoundPart, BoundQuery};
use super::clause::Column;
use super::expression::Cx;
use super::scope::{Scope, Variable};
use super::types::Ty;
use crate::plan::{CallSpec, Expr, SlotId};
use crate::procedures::ProcedureRef;
use crate::syntax::ast::{self, Name, ShowCommand, Span, Yield};

/// What YIELD names: columns by position with their names, and its WHERE.
type Yielded<'y> = (Vec<(usize, Name)>, Option<&'y ast::Expr>);

/// What is shown: the projection, the scope after it, and the columns.
type Shown = (super::bound::BoundProjection, Scope, Vec<(Text, SlotId)>);

/// SHOW commands: words as written (singular forms included), the procedure, and how many of its
/// columns are shown without YIELD.
const SHOWS: &[(&[&str], &str, usize)] = &[
    (
        &[
            "INDEX",
            "INDEXES",
            "ALL INDEX",
            "ALL INDEXES",
            "RANGE INDEX",
            "RANGE INDEXES",
        ],
        "SHOW INDEXES",
        12,
    ),
    (
        &[
            "CONSTRAINT",
            "CONSTRAINTS",
            "ALL CONSTRAINT",
            "ALL CONSTRAINTS",
            "UNIQUE CONSTRAINT",
            "UNIQUE CONSTRAINTS",
            "UNIQUENESS CONSTRAINT",
            "UNIQUENESS CONSTRAINTS",
        ],
        "SHOW CONSTRAINTS",
        8,
    ),
    (&["DATABASE", "DATABASES"], "SHOW DATABASES", 13),
    (
        &[
            "PROCEDURE",
            "PROCEDURES",
            "PROCEDURES EXECUTABLE",
            "PROCEDURES EXECUTABLE BY CURRENT USER",
        ],
        "SHOW PROCEDURES",
        4,
    ),
    (
        &[
            "FUNCTION",
            "FUNCTIONS",
            "ALL FUNCTIONS",
            "BUILT IN FUNCTIONS",
            "FUNCTIONS EXECUTABLE",
            "FUNCTIONS EXECUTABLE BY CURRENT USER",
        ],
        "SHOW FUNCTIONS",
        3,
    ),
    (&["SETTING", "SETTINGS"], "SHOW SETTINGS", 5),
    (&["TRANSACTION", "TRANSACTIONS"], "SHOW TRANSACTIONS", 10),
];

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
        let place = name.first().map_or(span, |first| first.span);
        let Some(procedure) = self.procedures.find(&dotted) else {
            // Neo4j gives this error no place in the text.
            return Err(Failure::new(
                Status::ProcedureNotFound,
                format!(
                    "There is no procedure with the name `{dotted}` registered for this database instance. Check its spelling, and that this server has it"
                ),
            ));
        };
        let arguments = match arguments {
            Some(arguments) => self.given_arguments(&procedure, arguments, place, scope)?,
            None if alone => procedure
                .arguments
                .iter()
                .map(|(name, _, _)| Expr::Parameter(self.parameter(name)))
                .collect(),
            None => {
                return Err(self.error(
                    Status::InvalidSemantics,
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
                Status::InvalidSemantics,
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
                Status::InvalidSemantics,
                place,
                "Procedure call inside a query does not support naming results implicitly (name explicitly using `YIELD` instead)",
            )),
            Some(Yield::All(span)) if alone => Ok((all(*span), None)),
            Some(Yield::All(span)) => Err(self.error(
                Status::InvalidSemantics,
                *span,
                "Cannot use `YIELD *` outside standalone call",
            )),
            Some(Yield::Items { items, predicate }) => {
                let mut chosen: Vec<(usize, Name)> = Vec::with_capacity(items.len());
                for (column, alias) in items {
                    let at = procedure.columns.iter().position(|(name, _)| *name == column.text);
                    let Some(at) = at else {
                        return Err(self.error(
                            Status::InvalidSemantics,
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
                    if chosen.iter().any(|(_, other)| other.text == name.text) {
                        return Err(self.error(
                            Status::VariableAlreadyBound,
                            name.span,
                            format!("Variable `{}` already declared", name.text),
                        ));
                    }
                    chosen.push((at, name));
                }
                Ok((chosen, predicate.as_ref()))
            }
        }
    }

    /// SHOW ... [YIELD ... [RETURN ...]] [WHERE ...].
    pub(super) fn show(&mut self, command: &ShowCommand) -> Result<BoundQuery, Failure> {
        let what = command.what.text.to_uppercase();
        let span = command.what.span;
        let entry = SHOWS
            .iter()
            .find(|(words, _, _)| words.contains(&what.as_str()));
        let Some((procedure, shown)) =
            entry.and_then(|(_, name, shown)| Some((self.procedures.find(name)?, *shown)))
        else {
            return Err(self.unsupported(&format!("SHOW {what}"), span));
        };
        if let Some(ast::SchemaName::Fixed(name) | ast::SchemaName::Parameter(name)) = &command.name
        {
            return Err(self.unsupported("SHOW with a name", name.span));
        }
        let mut scope = Scope::default();
        let mut yields = Vec::with_capacity(procedure.columns.len());
        let mut columns: Vec<(Text, SlotId)> = Vec::new();
        for (position, (name, ty)) in procedure.columns.iter().enumerate() {
            let slot = self.slot(name);
            yields.push((position, slot));
            if command.yields.is_some() || position < shown {
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
                columns.push((name.clone(), slot));
            }
        }
        let predicate = match &command.predicate {
            Some(predicate) => Some(self.predicate(predicate, &scope)?),
            None => None,
        };
        let call = CallSpec {
            procedure,
            arguments: Vec::new(),
            yields,
            is_void: false,
            optional: false,
        };
        let mut clauses = vec![BoundClause::Call { call, predicate }];
        if let Some(yields) = &command.yields {
            let (bound, after, found) = self.shown(&yields.projection, &scope, &columns)?;
            clauses.push(BoundClause::Project(bound));
            columns = found;
            if let Some(returns) = &yields.returns {
                let (bound, _, found) = self.projection(returns, &after, true)?;
                clauses.push(BoundClause::Project(bound));
                columns = found
                    .into_iter()
                    .map(|(name, slot, _)| (name, slot))
                    .collect();
            }
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

    /// YIELD of a SHOW command; `*` keeps the columns' own order, unlike in WITH.
    fn shown(
        &mut self,
        projection: &ast::Projection,
        scope: &Scope,
        all: &[(Text, SlotId)],
    ) -> Result<Shown, Failure> {
        let (bound, after, found) = self.projection(projection, scope, true)?;
        let mut columns: Vec<(Text, SlotId)> = found
            .into_iter()
            .map(|(name, slot, _)| (name, slot))
            .collect();
        if projection.all.is_some() {
            columns = all.to_vec();
        }
        Ok((bound, after, columns))
    }
}
