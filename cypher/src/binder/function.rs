//! Binding calls of functions: arity, argument types, and the rules of aggregation.

use quiver_types::{Failure, Status, Value};

use super::expression::{Aggregation, Bound, Cx};
use super::types::Ty;
use super::{Binder, walk};
use crate::functions::{self, Function, Type};
use crate::plan::{Aggregate, Expr, SlotId};
use crate::syntax::ast::{self, ExprKind, Span};

impl Binder<'_> {
    pub(super) fn function(
        &mut self,
        name: &ast::Name,
        distinct: bool,
        arguments: &[ast::Expr],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Bound {
        if name.text.eq_ignore_ascii_case("exists")
            && let [argument] = arguments
        {
            return match &argument.kind {
                ExprKind::Pattern(pattern) => self.pattern_expr(pattern, span, cx),
                _ => Err(self.error(
                    Status::InvalidSemantics,
                    span,
                    "`exists(...)` takes a pattern; to test a property write `... IS NOT NULL`",
                )),
            };
        }
        let Some(function) = functions::find(&name.text) else {
            return Err(self.error(
                Status::UnknownFunction,
                name.span,
                format!("Unknown function '{}'", name.text),
            ));
        };
        self.check_arity(function, arguments.len(), span)?;
        if distinct && !function.is_aggregate() {
            return Err(self.error(
                Status::InvalidSemantics,
                span,
                format!("Invalid use of DISTINCT with function '{}'", function.name),
            ));
        }
        if function.is_aggregate() {
            return self.aggregate_call(function, distinct, arguments, span, cx);
        }
        let bound = self.arguments(function, arguments, cx)?;
        if function.name == "point"
            && let [argument] = arguments
        {
            self.check_point(argument)?;
        }
        let ty = match (function.name, bound.first()) {
            ("coalesce" | "reverse" | "tail", Some((_, ty))) if bound.len() == 1 => ty.clone(),
            ("head" | "last", Some((_, ty))) => ty.item(),
            ("nodes", _) => Ty::list_of(Ty::Of(Type::Node)),
            ("relationships", _) => Ty::list_of(Ty::Of(Type::Relationship)),
            ("range", _) => Ty::list_of(Ty::Of(Type::Integer)),
            ("labels" | "keys" | "split", _) => Ty::list_of(Ty::Of(Type::String)),
            _ => Ty::declared(function.returns),
        };
        let arguments = bound.into_iter().map(|(e, _)| e).collect();
        Ok((Expr::Function(function, arguments), ty))
    }

    /// A point whose map is written out must have its coordinates.
    fn check_point(&self, argument: &ast::Expr) -> Result<(), Failure> {
        let ExprKind::Map(entries) = &argument.kind else {
            return Ok(());
        };
        let has = |name: &str| entries.iter().any(|(key, _)| key.text == *name);
        if (has("x") && has("y")) || (has("latitude") && has("longitude")) {
            return Ok(());
        }
        let keys: Vec<String> = entries
            .iter()
            .map(|(key, _)| format!("'{}'", key.text))
            .collect();
        Err(self.error(
            Status::StaticPoint,
            argument.span,
            format!(
                "A map with keys {} is not describing a valid point, a point is described either by using cartesian coordinates e.g. {{x: 2.3, y: 4.5, crs: 'cartesian'}} or using geographic coordinates e.g. {{latitude: 12.78, longitude: 56.7, crs: 'WGS-84'}}.",
                keys.join(", ")
            ),
        ))
    }

    fn check_percentile(&self, value: &Value, span: Span) -> Result<(), Failure> {
        let number = match value {
            Value::Integer(number) => *number as f64,
            Value::Float(number) => *number,
            _ => return Ok(()),
        };
        if (0.0..=1.0).contains(&number) {
            return Ok(());
        }
        let text = &self.text[span.start as usize..span.end as usize];
        Err(self.error(
            Status::PercentileRange,
            span,
            format!(
                "Invalid input '{text}' is not a valid argument, must be a number in the range 0.0 to 1.0"
            ),
        ))
    }

    fn check_arity(&self, function: &Function, given: usize, span: Span) -> Result<(), Failure> {
        let most = if function.variadic {
            usize::MAX
        } else {
            function.arguments.len()
        };
        let what = if given < function.required {
            "Insufficient parameters"
        } else if given > most {
            "Too many parameters"
        } else {
            return Ok(());
        };
        let takes = match (function.required, most) {
            (least, usize::MAX) => format!("{least} or more"),
            (least, most) if least == most => format!("{least}"),
            (least, most) => format!("{least} to {most}"),
        };
        Err(self.error(
            Status::InvalidSemantics,
            span,
            format!(
                "{what} for function '{}': it takes {takes}, {given} given",
                function.name
            ),
        ))
    }

    fn arguments(
        &mut self,
        function: &Function,
        arguments: &[ast::Expr],
        cx: &mut Cx<'_>,
    ) -> Result<Vec<(Expr, Ty)>, Failure> {
        let mut bound = Vec::with_capacity(arguments.len());
        for (position, argument) in arguments.iter().enumerate() {
            let declared = function
                .arguments
                .get(position)
                .or(function.arguments.last());
            let (expr, ty) = self.expr(argument, cx)?;
            if let Some(wanted) = alternatives(function.name) {
                self.expect(&ty, wanted, argument.span)?;
            } else if let Some((_, wanted)) = declared {
                self.expect(&ty, &[*wanted], argument.span)?;
            }
            bound.push((expr, ty));
        }
        Ok(bound)
    }

    fn aggregate_call(
        &mut self,
        function: &'static Function,
        distinct: bool,
        arguments: &[ast::Expr],
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Bound {
        let outer = std::mem::replace(&mut cx.aggregation, Aggregation::Inside);
        if !matches!(outer, Aggregation::Allowed(_)) {
            cx.aggregation = outer;
            return Err(self.misplaced_aggregate(span, cx));
        }
        let bound = self.arguments(function, arguments, cx);
        cx.aggregation = outer;
        let bound = bound?;
        if matches!(function.name, "percentileCont" | "percentileDisc")
            && let [_, (Expr::Literal(percentile), _)] = bound.as_slice()
            && let Some(written) = arguments.get(1)
        {
            self.check_percentile(percentile, written.span)?;
        }
        if bound.iter().any(|(e, _)| is_random(e)) {
            return Err(self.error(
                Status::InvalidSemantics,
                span,
                "Can't use non-deterministic (random) functions inside of aggregate functions",
            ));
        }
        let ty = match (function.name, bound.first()) {
            ("collect", Some((_, ty))) => Ty::list_of(ty.clone()),
            ("min" | "max", Some((_, ty))) => ty.clone(),
            _ => Ty::declared(function.returns),
        };
        let arguments = bound.into_iter().map(|(e, _)| e).collect();
        let slot = self.aggregate(Some(function), distinct, arguments, span, cx)?;
        Ok((Expr::Slot(slot), ty))
    }

    pub(super) fn aggregate(
        &mut self,
        function: Option<&'static Function>,
        distinct: bool,
        arguments: Vec<Expr>,
        span: Span,
        cx: &mut Cx<'_>,
    ) -> Result<SlotId, Failure> {
        let slot = self.hidden_slot();
        match &mut cx.aggregation {
            // Locals of the arguments' own (list comprehensions and their kin) are fine.
            Aggregation::Allowed(aggregates) if cx.locals.is_empty() => {
                // The same aggregation twice in one projection is computed once.
                let fresh = Aggregate {
                    slot,
                    function,
                    distinct,
                    arguments,
                };
                if let Some(known) = aggregates
                    .iter()
                    .find(|known| same_aggregate(known, &fresh))
                {
                    return Ok(known.slot);
                }
                aggregates.push(fresh);
                Ok(slot)
            }
            _ => Err(self.misplaced_aggregate(span, cx)),
        }
    }

    fn misplaced_aggregate(&self, span: Span, cx: &Cx<'_>) -> Failure {
        let message = match cx.aggregation {
            Aggregation::Inside => "Can't use aggregate functions inside of aggregate functions",
            Aggregation::Forbidden | Aggregation::Allowed(_) => {
                "Invalid use of aggregating function in this context; aggregate in a WITH or RETURN of its own"
            }
        };
        self.error(Status::InvalidSemantics, span, message)
    }
}

fn is_random(expr: &Expr) -> bool {
    let mut random = false;
    walk::visit(expr, &mut |e| {
        random |= matches!(e, Expr::Function(f, _) if matches!(f.name, "rand" | "randomUUID"));
    });
    random
}

/// Functions of one argument that take one of several types.
fn alternatives(function: &str) -> Option<&'static [Type]> {
    Some(match function {
        "size" => &[Type::String, Type::List],
        "reverse" => &[Type::String, Type::List],
        "properties" => &[Type::Node, Type::Relationship, Type::Map],
        "keys" => &[Type::Node, Type::Relationship, Type::Map],
        "isEmpty" => &[Type::String, Type::List, Type::Map],
        "sum" => &[Type::Float, Type::Integer, Type::Duration],
        "toFloat" => &[Type::Float, Type::Integer, Type::String],
        "toBoolean" => &[Type::Boolean, Type::Integer, Type::String],
        // A list is told apart while running, as on Neo4j.
        "toInteger" => &[
            Type::Boolean,
            Type::Float,
            Type::Integer,
            Type::String,
            Type::List,
        ],
        "toString" => &[
            Type::Boolean,
            Type::Float,
            Type::Integer,
            Type::Point,
            Type::String,
            Type::Duration,
            Type::Temporal,
        ],
        "avg" => &[Type::Float, Type::Integer, Type::Duration],
        _ => return None,
    })
}

fn same_aggregate(a: &Aggregate, b: &Aggregate) -> bool {
    a.distinct == b.distinct
        && match (a.function, b.function) {
            (None, None) => true,
            (Some(a), Some(b)) => a.name == b.name,
            _ => false,
        }
        && a.arguments.len() == b.arguments.len()
        && a.arguments
            .iter()
            .zip(&b.arguments)
            .all(|(a, b)| walk::same(a, b))
}
