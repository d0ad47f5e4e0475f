//! Binding CALL { } IN TRANSACTIONS: where it may stand, and its numbers. Meet
//! [`Binder::call_in_transactions`].

use quiver_types::{Failure, Status, Value};

use super::Binder;
use super::bound::{BoundClause, BoundQuery};
use super::expression::Cx;
use super::scope::Scope;
use super::types::Ty;
use crate::functions::Type;
use crate::plan::Expr;
use crate::plan::operator::{InTransactions, OnError};
use crate::syntax::ast::{self, ClauseKind, Span};

impl Binder<'_> {
    /// A bound CALL subquery, whose columns are in scope, with its IN TRANSACTIONS.
    pub(super) fn call_in_transactions(
        &mut self,
        called: BoundClause,
        written: &ast::InTransactions,
        scope: &mut Scope,
    ) -> Result<BoundClause, Failure> {
        let BoundClause::Subquery { query, optional } = called else {
            return Ok(called);
        };
        let rows = self.positive(written.rows.as_ref(), "OF ... ROWS")?;
        let count = written.concurrent.as_ref().and_then(Option::as_ref);
        let concurrent = self.positive(count, "IN ... CONCURRENT")?;
        let (on_error, retry) = self.on_error(written.on_error.as_ref())?;
        let mut report = None;
        if let Some(name) = &written.report {
            if on_error == OnError::Fail {
                return Err(self.error(
                    Status::ReportStatusPlace,
                    self.report_place(name.span),
                    "REPORT STATUS can only be used when specifying ON ERROR CONTINUE or ON ERROR BREAK",
                ));
            }
            self.check_new(name, scope)?;
            report = Some(self.new_variable(scope, &name.text, Ty::Of(Type::Map)));
        }
        let spec = InTransactions {
            rows,
            is_concurrent: written.concurrent.is_some(),
            concurrent,
            on_error,
            retry,
            report,
            columns: query.columns.iter().map(|(_, slot)| *slot).collect(),
            optional,
        };
        Ok(BoundClause::InTransactions { query, spec })
    }

    /// The last action of ON ERROR, and RETRY with its time.
    fn on_error(
        &mut self,
        written: Option<&ast::OnError>,
    ) -> Result<(OnError, Option<Option<Expr>>), Failure> {
        Ok(match written {
            None | Some(ast::OnError::Fail) => (OnError::Fail, None),
            Some(ast::OnError::Continue) => (OnError::Continue, None),
            Some(ast::OnError::Break) => (OnError::Break, None),
            Some(ast::OnError::Retry(time, then)) => {
                let time = match time {
                    None => None,
                    Some(time) => {
                        let empty = Scope::default();
                        let (bound, ty) = self.expr(time, &mut Cx::plain(&empty))?;
                        let negative = matches!(&bound, Expr::Negate(inner) if matches!(**inner, Expr::Literal(_)));
                        if negative || !ty.may_be(&[Type::Integer, Type::Float]) {
                            return Err(self.error(
                                Status::NumberRange,
                                time.span,
                                "RETRY FOR takes a number of seconds that is not negative",
                            ));
                        }
                        Some(bound)
                    }
                };
                let (then, _) = self.on_error(then.as_deref())?;
                (then, Some(time))
            }
        })
    }

    /// A positive integer that depends on no row.
    fn positive(
        &mut self,
        written: Option<&ast::Expr>,
        what: &str,
    ) -> Result<Option<Expr>, Failure> {
        let Some(written) = written else {
            return Ok(None);
        };
        let empty = Scope::default();
        let (bound, ty) = match self.expr(written, &mut Cx::plain(&empty)) {
            Err(failure) if failure.status == Status::UndefinedVariable => {
                return Err(Failure {
                    status: Status::VariableInCount,
                    message: format!(
                        "It is not allowed to refer to variables in {what}, so that the value for {what} can be statically calculated: {}",
                        failure.message
                    ),
                    position: failure.position,
                });
            }
            other => other?,
        };
        let wrong = match &bound {
            Expr::Literal(Value::Integer(number)) => *number < 1,
            Expr::Literal(Value::Null) => true,
            Expr::Negate(inner) => matches!(**inner, Expr::Literal(Value::Integer(_))),
            _ => false,
        };
        if wrong || !ty.may_be(&[Type::Integer]) {
            let text = &self.text[written.span.start as usize..written.span.end as usize];
            return Err(self.error(
                Status::NumberRange,
                written.span,
                format!(
                    "Invalid input. '{text}' is not a valid value. Must be a positive integer."
                ),
            ));
        }
        Ok(Some(bound))
    }

    /// Where REPORT STATUS AS begins, which a name follows.
    fn report_place(&self, name: Span) -> Span {
        let before = self.text[..name.start as usize].to_ascii_uppercase();
        let start = before.rfind("REPORT").map(|at| at as u32);
        Span {
            start: start.unwrap_or(name.start),
            end: name.end,
        }
    }

    /// Whether it may stand here.
    pub(super) fn check_in_transactions(
        &self,
        nested: bool,
        before: &[BoundClause],
        span: Span,
    ) -> Result<(), Failure> {
        let (status, problem) = if nested {
            (
                Status::TransactionsNested,
                "CALL { ... } IN TRANSACTIONS nested in a regular CALL is not supported",
            )
        } else if before.iter().any(writes) {
            (
                Status::TransactionsAfterWrite,
                "CALL { ... } IN TRANSACTIONS after a write clause is not supported",
            )
        } else {
            return Ok(());
        };
        Err(self.error(status, span, problem))
    }

    /// None may stand in a UNION.
    pub(super) fn check_union(&self, query: &ast::Query) -> Result<(), Failure> {
        if query.parts.len() < 2 {
            return Ok(());
        }
        let mut clauses = query.parts.iter().flat_map(|part| &part.clauses);
        let found = clauses.find(|clause| {
            matches!(
                &clause.kind,
                ClauseKind::CallSubquery {
                    in_transactions: Some(_),
                    ..
                }
            )
        });
        match found {
            None => Ok(()),
            Some(clause) => Err(self.error(
                Status::TransactionsInUnion,
                clause.span,
                "CALL { ... } IN TRANSACTIONS in a UNION is not supported",
            )),
        }
    }
}

/// Whether a clause writes in the transaction of the query.
fn writes(clause: &BoundClause) -> bool {
    match clause {
        BoundClause::Create { .. }
        | BoundClause::Merge { .. }
        | BoundClause::Set(_)
        | BoundClause::Delete { .. }
        | BoundClause::Foreach { .. } => true,
        BoundClause::Call { call, .. } => matches!(call.procedure.mode, "WRITE" | "SCHEMA"),
        BoundClause::Subquery { query, .. } => query_writes(query),
        // Transactions of their own.
        BoundClause::InTransactions { .. } => false,
        BoundClause::Match { .. }
        | BoundClause::Unwind { .. }
        | BoundClause::LoadCsv { .. }
        | BoundClause::Project(_) => false,
    }
}

fn query_writes(query: &BoundQuery) -> bool {
    query
        .parts
        .iter()
        .any(|part| part.clauses.iter().any(writes))
}

/// Whether a query changes anything, in whichever transaction.
pub(super) fn changes(query: &BoundQuery) -> bool {
    let mut clauses = query.parts.iter().flat_map(|part| &part.clauses);
    clauses.any(|clause| match clause {
        BoundClause::InTransactions { .. } => true,
        BoundClause::Subquery { query, .. } => changes(query),
        other => writes(other),
    })
}
