//! Binding CASE: the searched form, the simple one, and the simple one with several values or tests behind a WHEN.
//!
//! The plan knows the first two. The third becomes the first: each branch a predicate of the subject, which is
//! evaluated once and then goes by a variable of the expression. Meet [`Binder::case`].

use quiver_types::{Failure, Text, Value};

use super::Binder;
use super::expression::{Bound, Cx};
use super::types::Ty;
use crate::plan::{Expr, LocalId};
use crate::syntax::ast::{self, CompareOp, When};

/// Name of the variable that holds a subject; where it is looked up, texts cannot name it.
const SUBJECT: &str = "  case";

type Branch = (Vec<When>, ast::Expr);

impl Cx<'_> {
    /// Whether no list comprehension or the like is around the expression.
    pub(super) fn is_outside_of_lists(&self) -> bool {
        self.named_locals().next().is_none()
    }

    /// The variables of the expression that a text can name.
    pub(super) fn named_locals(&self) -> impl DoubleEndedIterator<Item = &(Text, LocalId, Ty)> {
        self.locals.iter().filter(|(name, ..)| *name != SUBJECT)
    }
}

impl Binder<'_> {
    pub(super) fn case(
        &mut self,
        subject: Option<&ast::Expr>,
        branches: &[Branch],
        otherwise: Option<&ast::Expr>,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let Some(subject) = subject else {
            return self.choice(None, branches, otherwise, cx);
        };
        let (subject, ty) = self.expr(subject, cx)?;
        let plain = |(whens, _): &Branch| matches!(whens[..], [When::Is(_)]);
        if branches.iter().all(plain) {
            return self.choice(Some(subject), branches, otherwise, cx);
        }
        let around = cx.subject.take();
        let bound = if is_at_hand(&subject) {
            cx.subject = Some((subject, ty));
            self.choice(None, branches, otherwise, cx)
        } else {
            let id = self.hidden_local(cx, ty.clone());
            cx.subject = Some((Expr::Local(id), ty));
            let chosen = self.choice(None, branches, otherwise, cx);
            cx.locals.pop();
            chosen.map(|(chosen, ty)| (with_local(id, subject, chosen), ty))
        };
        cx.subject = around;
        bound
    }

    fn hidden_local(&mut self, cx: &mut Cx<'_>, ty: Ty) -> LocalId {
        let name = ast::Name {
            text: Text::from(SUBJECT),
            span: ast::Span::default(),
        };
        self.push_local(cx, &name, ty)
    }

    /// The branches; where several are one, those of the subject in `cx`.
    fn choice(
        &mut self,
        subject: Option<Expr>,
        branches: &[Branch],
        otherwise: Option<&ast::Expr>,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let mut ty: Option<Ty> = None;
        let mut join = |other: Ty| {
            ty = Some(match ty.take() {
                Some(known) => known.join(other),
                None => other,
            });
        };
        let tested = cx.subject.take();
        let mut bound = Vec::with_capacity(branches.len());
        for (whens, then) in branches {
            let mut conditions = Vec::with_capacity(whens.len());
            for when in whens {
                conditions.push(self.condition(when, subject.is_some(), tested.as_ref(), cx)?);
            }
            let condition = match conditions.pop() {
                Some(only) if conditions.is_empty() => only,
                last => {
                    conditions.extend(last);
                    Expr::Or(conditions)
                }
            };
            let (then, then_ty) = self.expr(then, cx)?;
            join(then_ty);
            bound.push((condition, then));
        }
        let otherwise = match otherwise {
            Some(otherwise) => {
                let (bound, other_ty) = self.expr(otherwise, cx)?;
                join(other_ty);
                Some(Box::new(bound))
            }
            None => None,
        };
        let choice = Expr::Case {
            subject: subject.map(Box::new),
            branches: bound,
            otherwise,
        };
        Ok((choice, ty.unwrap_or(Ty::Any)))
    }

    /// What one WHEN asks for: a value to compare with where the plan does that (`compared`), else a predicate.
    fn condition(
        &mut self,
        when: &When,
        compared: bool,
        tested: Option<&(Expr, Ty)>,
        cx: &mut Cx<'_>,
    ) -> Result<Expr, Failure> {
        match (when, tested) {
            (When::Is(value), Some((subject, _))) => {
                let value = self.expr(value, cx)?.0;
                let subject = Box::new(subject.clone());
                Ok(Expr::Compare(subject, vec![(CompareOp::Equal, value)]))
            }
            (When::Is(value), None) if compared => Ok(self.expr(value, cx)?.0),
            (When::Is(value), None) => self.boolean(value, cx),
            (When::Test(test), _) => {
                cx.subject = tested.cloned();
                let bound = self.expr(test, cx);
                cx.subject = None;
                Ok(bound?.0)
            }
        }
    }
}

/// Whether evaluating the subject once a branch costs no more than looking up a variable, or nearly.
fn is_at_hand(subject: &Expr) -> bool {
    match subject {
        Expr::Literal(_) | Expr::Parameter(_) | Expr::Slot(_) | Expr::Local(_) => true,
        Expr::Property(of, ..) => matches!(**of, Expr::Slot(_)),
        _ => false,
    }
}

/// `of`, in which `local` is `value`: `[local IN [value] | of][0]`.
fn with_local(local: LocalId, value: Expr, of: Expr) -> Expr {
    let once = Expr::ListComprehension {
        variable: local,
        list: Box::new(Expr::List(vec![value])),
        predicate: None,
        projection: Some(Box::new(of)),
    };
    Expr::Index(Box::new(once), Box::new(Expr::Literal(Value::Integer(0))))
}
