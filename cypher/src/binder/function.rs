//! Binding calls of functions: arity, argument types, and the rules of aggregation.

use quiver_types::{Failure, Status, Value};

use super::expression::{Aggregation, Bound, Cx};
use super::types::Ty;
use super::{Binder, walk};
use crate::functions::{self, Function, Implementation, Type, special};
use crate::plan::{Aggregate, Expr, SlotId};
use crate::syntax::ast::{self, ExprKind, Language, Span};
use crate::warning::Warning;

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
                ExprKind::Literal(_) => {
                    let (_, ty) = self.expr(argument, cx)?;
                    let status = Status::StaticEntityType;
                    Err(self.mismatch_as(status, "a pattern", &ty, argument.span))
                }
                _ => Err(self.error(
                    Status::NoLongerValid,
                    span,
                    "`exists(...)` takes a pattern; to test a property write `... IS NOT NULL`",
                )),
            };
        }
        if self.language == Language::Cypher25
            && name.text.eq_ignore_ascii_case("property_exists")
            && let [of, key] = arguments
            && let ExprKind::Variable(text) = &key.kind
        {
            let key = ast::Name {
                text: text.clone(),
                span: key.span,
            };
            let kind = ExprKind::Property(Box::new(of.clone()), key);
            let property = Box::new(ast::Expr { kind, span });
            let kind = ExprKind::IsNull(property, false);
            return self.expr(&ast::Expr { kind, span }, cx);
        }
        if name.text.eq_ignore_ascii_case("size")
            && let [argument] = arguments
            && matches!(argument.kind, ExprKind::Pattern(_))
        {
            return Err(self.error(
                Status::NoLongerValid,
                argument.span,
                "A pattern expression as the argument of size() is no longer supported: write COUNT { ... }",
            ));
        }
        let Some(function) = functions::find(&name.text, self.language) else {
            return Err(self.unknown_function(name));
        };
        if matches!(function.implementation, Implementation::Syntax) {
            let message = special::misuse(function);
            let status = match special::is_quantifier(function) {
                true => Status::UnknownFunction,
                false => Status::SpecialForm,
            };
            return Err(self.error(status, span, message));
        }
        self.check_arity(function, arguments.len(), span)?;
        if let Some(by) = function.deprecated_by {
            let description = format!("The function {} is deprecated: use {by}", function.name);
            self.tell(Warning::Replaced, span, description);
        }
        if distinct && !function.is_aggregate() {
            return Err(self.error(
                Status::DistinctPlace,
                span,
                format!("Invalid use of DISTINCT with function '{}'", function.name),
            ));
        }
        if function.is_aggregate() {
            return self.aggregate_call(function, distinct, arguments, span, cx);
        }
        if let Some(bound) = self.csv_function(function.name, span, cx) {
            return bound;
        }
        let bound = self.arguments(function, arguments, cx)?;
        if function.name == "point"
            && let [argument] = arguments
        {
            self.check_point(argument)?;
        }
        if function.name == "vector"
            && let [_, (Expr::Literal(Value::Integer(dimension)), _), ..] = bound.as_slice()
            && let Some(written) = arguments.get(1)
        {
            functions::vector::checked_dimension(*dimension)
                .map_err(|message| self.error(Status::NumberRange, written.span, message))?;
        }
        let ty = match (function.name, bound.first()) {
            ("coalesce" | "reverse" | "tail" | "coll.distinct" | "coll.sort", Some((_, ty)))
                if bound.len() == 1 =>
            {
                ty.clone()
            }
            ("coll.remove", Some((_, ty))) => ty.clone(),
            ("head" | "last" | "coll.max" | "coll.min", Some((_, ty))) => ty.item(),
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
            Status::NumberRange,
            span,
            format!(
                "Invalid input '{text}' is not a valid argument, must be a number in the range 0.0 to 1.0"
            ),
        ))
    }

    fn unknown_function(&self, name: &ast::Name) -> Failure {
        let other = match self.language {
            Language::Cypher5 => Language::Cypher25,
            Language::Cypher25 => Language::Cypher5,
        };
        let in_other = functions::find(&name.text, other).is_some();
        let hint = if in_other {
            let version = match other {
                Language::Cypher5 => "5",
                Language::Cypher25 => "25",
            };
            format!(
                "; it is available in Cypher {version}: begin the query with `CYPHER {version}`"
            )
        } else {
            let near = functions::nearest(&name.text, self.language);
            near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
        };
        let status = match in_other {
            true => Status::FunctionOfOtherVersion,
            false => Status::UnknownFunction,
        };
        self.error(
            status,
            name.span,
            format!("Unknown function '{}'{hint}", name.text),
        )
    }

    /// A word of a closed list, written without quotes, as an argument.
    fn word(&self, argument: &ast::Expr, of: Type) -> Bound {
        if let (Type::Word(words, others), ExprKind::Variable(name)) = (of, &argument.kind)
            && words
                .iter()
                .chain(others)
                .any(|word| name.eq_ignore_ascii_case(word))
        {
            let word = Value::from(name.to_ascii_uppercase());
            return Ok((Expr::Literal(word), Ty::Of(Type::String)));
        }
        Err(self.error(
            functions::vector::status_of_word(of).unwrap_or(Status::UnsupportedWord),
            argument.span,
            format!(
                "Invalid word: expected {}, without quotes",
                super::types::type_name(of)
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
            Status::ArgumentCount,
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
            if let Some((_, word @ Type::Word(..))) = declared {
                bound.push(self.word(argument, *word)?);
                continue;
            }
            let (expr, ty) = self.expr(argument, cx)?;
            let declared = declared.map(|(_, wanted)| std::slice::from_ref(wanted));
            let wanted = alternatives(function.name).or(declared).unwrap_or_default();
            // What may be a map or an entity is made to fit those while running.
            let fits_later =
                function.name.starts_with("apoc.") && matches!(ty, Ty::Of(Type::OneOf(_)));
            if !wanted.is_empty() && !fits_later && !ty.may_be(wanted) {
                return Err(self.wrong_argument(function, &ty, wanted, argument));
            }
            bound.push((expr, ty));
        }
        Ok(bound)
    }

    fn wrong_argument(
        &self,
        function: &Function,
        ty: &Ty,
        wanted: &[Type],
        argument: &ast::Expr,
    ) -> Failure {
        // Those are functions of another kind on Neo4j.
        let of_time = ["truncate", "fromepoch", "fromepochmillis"];
        let of_time = function
            .name
            .rsplit_once('.')
            .is_some_and(|(_, name)| of_time.contains(&name));
        let of_list = matches!(function.name, "head" | "last" | "tail");
        let status = match &argument.kind {
            // Of what takes any list Neo4j says it otherwise.
            ExprKind::Variable(_) | ExprKind::Parameter(_) => Status::StaticEntityType,
            _ if of_time || of_list => Status::StaticTypeMismatch,
            _ => Status::StaticEntityType,
        };
        let wanted = super::types::one_of(wanted);
        self.mismatch_as(status, &wanted, ty, argument.span)
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
        if !matches!(outer, Aggregation::Allowed(_) | Aggregation::Projected(_)) {
            cx.aggregation = outer;
            return Err(self.misplaced_aggregate(span, cx));
        }
        let bound = self.arguments(function, arguments, cx);
        cx.aggregation = outer;
        self.aggregated.push(span);
        let bound = bound?;
        if matches!(function.name, "percentileCont" | "percentileDisc")
            && let [_, (Expr::Literal(percentile), _)] = bound.as_slice()
            && let Some(written) = arguments.get(1)
        {
            self.check_percentile(percentile, written.span)?;
        }
        if bound.iter().any(|(e, _)| is_random(e)) {
            // Neo4j gives this one no place in the text.
            return Err(Failure::new(
                Status::RandomAggregate,
                "Can't use non-deterministic (random) functions inside of aggregate functions",
            ));
        }
        let ty = match (function.name, bound.first()) {
            ("collect" | "collect_list", Some((_, ty))) => Ty::list_of(ty.clone()),
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
        let outside = cx.is_outside_of_lists();
        let projected = matches!(cx.aggregation, Aggregation::Projected(_));
        match &mut cx.aggregation {
            // Locals of the arguments' own (list comprehensions and their kin) are fine.
            Aggregation::Allowed(aggregates) | Aggregation::Projected(aggregates) if outside => {
                // The same aggregation twice in one projection is computed once.
                let fresh = Aggregate {
                    slot,
                    function,
                    distinct,
                    arguments,
                };
                aggregates.slot_of(fresh, !projected).ok_or_else(|| {
                    self.error(
                        Status::AggregationNotProjected,
                        span,
                        "Illegal aggregation expression(s) in order by. If an aggregation expression is used in order by, it also needs to be a projection item on its own: project this one too.",
                    )
                })
            }
            _ => Err(self.misplaced_aggregate(span, cx)),
        }
    }

    fn misplaced_aggregate(&self, span: Span, cx: &Cx<'_>) -> Failure {
        let message = match cx.aggregation {
            Aggregation::Inside => "Can't use aggregate functions inside of aggregate functions",
            Aggregation::Forbidden | Aggregation::Allowed(_) | Aggregation::Projected(_) => {
                "Invalid use of aggregating function in this context; aggregate in a WITH or RETURN of its own"
            }
        };
        self.error(Status::AggregationPlace, span, message)
    }
}

fn is_random(expr: &Expr) -> bool {
    let mut random = false;
    walk::visit(expr, &mut |e| {
        random |= matches!(e, Expr::Function(f, _) if matches!(f.name, "rand" | "randomUUID"));
    });
    random
}

/// Functions that check other types than they show.
fn alternatives(function: &str) -> Option<&'static [Type]> {
    Some(match function {
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
            Type::Uuid,
        ],
        _ => return None,
    })
}
