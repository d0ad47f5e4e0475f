//! Expressions. Every operand that is itself an operator gets parentheses: the text is canonical,
//! not pretty.

use quiver_types::Value;

use super::Writer;
use crate::syntax::ast::{
    ArithmeticOp, BinaryOp, CompareOp, Expr, ExprKind, MapProjectionItem, Quantifier, Shortest,
    SubqueryKind, When,
};

impl Writer {
    pub(super) fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Literal(value) => self.literal(value),
            ExprKind::Parameter(name) => {
                self.put("$");
                match name.bytes().all(|b| b.is_ascii_digit()) {
                    true => self.put(name),
                    false => self.identifier(name),
                }
            }
            ExprKind::Variable(name) => self.identifier(name),
            ExprKind::Property(of, key) => {
                self.operand(of);
                self.put(".");
                self.name(key);
            }
            ExprKind::Index(of, index) => {
                self.operand(of);
                self.put("[");
                self.expr(index);
                self.put("]");
            }
            ExprKind::Slice(of, from, to) => {
                self.operand(of);
                self.put("[");
                self.optional(from.as_deref());
                self.put("..");
                self.optional(to.as_deref());
                self.put("]");
            }
            ExprKind::HasLabels(of, labels) => {
                self.operand(of);
                self.put(":");
                self.label_expr(labels);
            }
            ExprKind::List(items) => {
                self.put("[");
                self.items(items);
                self.put("]");
            }
            ExprKind::Map(entries) => {
                self.put("{");
                self.list(", ", entries, |out, (key, value)| {
                    out.name(key);
                    out.put(": ");
                    out.expr(value);
                });
                self.put("}");
            }
            ExprKind::MapProjection(variable, items) => {
                self.name(variable);
                self.put(" {");
                self.list(", ", items, Self::map_projection_item);
                self.put("}");
            }
            ExprKind::Or(all) => self.list(" OR ", all, Self::operand),
            ExprKind::Xor(all) => self.list(" XOR ", all, Self::operand),
            ExprKind::And(all) => self.list(" AND ", all, Self::operand),
            ExprKind::Power(all) => self.list(" ^ ", all, Self::operand),
            ExprKind::Not(inner) => {
                self.put("NOT ");
                let twice =
                    matches!(&inner.kind, ExprKind::Not(x) if !matches!(x.kind, ExprKind::Not(_)));
                self.unary(inner, twice);
            }
            ExprKind::Negate(inner) => {
                self.put("-");
                let twice = matches!(&inner.kind, ExprKind::Negate(x) if !matches!(x.kind, ExprKind::Negate(_)));
                self.unary(inner, twice);
            }
            ExprKind::Plus(inner) => {
                self.put("+");
                self.unary(inner, false);
            }
            ExprKind::Compare(first, rest) => {
                self.chain(first, rest, |op| match op {
                    CompareOp::Equal => "=",
                    CompareOp::NotEqual => "<>",
                    CompareOp::Less => "<",
                    CompareOp::LessOrEqual => "<=",
                    CompareOp::Greater => ">",
                    CompareOp::GreaterOrEqual => ">=",
                });
            }
            ExprKind::Additive(first, rest) | ExprKind::Multiplicative(first, rest) => {
                self.chain(first, rest, arithmetic);
            }
            ExprKind::Binary(op, left, right) => {
                self.operand(left);
                self.put(match op {
                    BinaryOp::In => " IN ",
                    BinaryOp::StartsWith => " STARTS WITH ",
                    BinaryOp::EndsWith => " ENDS WITH ",
                    BinaryOp::Contains => " CONTAINS ",
                    BinaryOp::Matches => " =~ ",
                });
                self.operand(right);
            }
            ExprKind::IsNull(of, is) => {
                self.operand(of);
                self.put(if *is { " IS NULL" } else { " IS NOT NULL" });
            }
            ExprKind::IsTyped(of, ty, is) => {
                self.operand(of);
                // Behind WHEN the sign would need Cypher 25.
                let sign = match of.kind {
                    ExprKind::CaseSubject => "TYPED ",
                    _ => ":: ",
                };
                self.put(if *is { " IS " } else { " IS NOT " });
                self.put(sign);
                self.put(&ty.to_string());
            }
            ExprKind::IsNormalized(of, form, is) => {
                self.operand(of);
                self.put(if *is { " IS " } else { " IS NOT " });
                self.put(form.text());
                self.put(" NORMALIZED");
            }
            ExprKind::Case { .. }
            | ExprKind::CaseSubject
            | ExprKind::Function { .. }
            | ExprKind::CountStar
            | ExprKind::ListComprehension { .. }
            | ExprKind::PatternComprehension { .. }
            | ExprKind::Quantifier { .. }
            | ExprKind::Reduce { .. }
            | ExprKind::Pattern(_)
            | ExprKind::Subquery(..) => self.call(expr),
        }
    }

    /// What has a word and brackets of its own.
    fn call(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Case {
                subject,
                branches,
                otherwise,
            } => {
                self.put("CASE ");
                if let Some(subject) = subject {
                    self.expr(subject);
                    self.put(" ");
                }
                for (whens, then) in branches {
                    self.put("WHEN");
                    self.list(",", whens, |out, when| match when {
                        When::Is(value) => {
                            out.put(" ");
                            out.expr(value);
                        }
                        // Nothing is written for the subject, and then a blank and the operator.
                        When::Test(test) => out.expr(test),
                    });
                    self.put(" THEN ");
                    self.expr(then);
                    self.put(" ");
                }
                if let Some(otherwise) = otherwise {
                    self.put("ELSE ");
                    self.expr(otherwise);
                    self.put(" ");
                }
                self.put("END");
            }
            ExprKind::Function {
                name,
                distinct,
                arguments,
            } => {
                self.dotted(&name.text);
                self.put(if *distinct { "(DISTINCT " } else { "(" });
                self.items(arguments);
                self.put(")");
            }
            ExprKind::CountStar => self.put("count(*)"),
            ExprKind::CaseSubject => {}
            ExprKind::ListComprehension {
                variable,
                list,
                predicate,
                projection,
            } => {
                self.put("[");
                self.name(variable);
                self.put(" IN ");
                // A bar may follow, which labels at its end would take for theirs.
                self.operand(list);
                self.where_in_brackets(predicate.as_deref());
                if let Some(projection) = projection {
                    self.put(" | ");
                    self.expr(projection);
                }
                self.put("]");
            }
            ExprKind::PatternComprehension {
                pattern,
                predicate,
                projection,
            } => {
                self.put("[");
                self.path(pattern);
                self.where_in_brackets(predicate.as_deref());
                self.put(" | ");
                self.expr(projection);
                self.put("]");
            }
            ExprKind::Quantifier {
                kind,
                variable,
                list,
                predicate,
            } => {
                self.put(match kind {
                    Quantifier::All => "all(",
                    Quantifier::Any => "any(",
                    Quantifier::None => "none(",
                    Quantifier::Single => "single(",
                });
                self.name(variable);
                self.put(" IN ");
                self.expr(list);
                self.put(" WHERE ");
                self.expr(predicate);
                self.put(")");
            }
            ExprKind::Reduce {
                accumulator,
                initial,
                variable,
                list,
                body,
                each,
            } => {
                self.put(if each.is_some() {
                    "allReduce("
                } else {
                    "reduce("
                });
                self.name(accumulator);
                self.put(" = ");
                self.expr(initial);
                self.put(", ");
                self.name(variable);
                self.put(" IN ");
                // A bar may follow, which labels at its end would take for theirs.
                self.operand(list);
                self.put(" | ");
                self.expr(body);
                if let Some(each) = each {
                    self.put(", ");
                    self.expr(each);
                }
                self.put(")");
            }
            ExprKind::Pattern(path) => self.path(path),
            ExprKind::Subquery(kind, query) => {
                self.put(match kind {
                    SubqueryKind::Exists => "EXISTS { ",
                    SubqueryKind::Count => "COUNT { ",
                    SubqueryKind::Collect => "COLLECT { ",
                });
                self.query(query);
                self.put(" }");
            }
            // Written by `expr`.
            _ => {}
        }
    }

    fn items(&mut self, items: &[Expr]) {
        self.list(", ", items, Self::expr);
    }

    fn optional(&mut self, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    /// WHERE of a comprehension, in parentheses, because a bar may follow.
    fn where_in_brackets(&mut self, predicate: Option<&Expr>) {
        if let Some(predicate) = predicate {
            self.put(" WHERE (");
            self.expr(predicate);
            self.put(")");
        }
    }

    /// An operand, in parentheses unless it is one token or has brackets of its own.
    pub(super) fn operand(&mut self, expr: &Expr) {
        let plain = match &expr.kind {
            ExprKind::Literal(Value::Integer(value)) => *value >= 0,
            ExprKind::Literal(Value::Float(value)) => value.is_sign_positive() || value.is_nan(),
            ExprKind::Literal(_)
            | ExprKind::Parameter(_)
            | ExprKind::Variable(_)
            | ExprKind::List(_)
            | ExprKind::Map(_)
            | ExprKind::Case { .. }
            | ExprKind::CaseSubject
            | ExprKind::Function { .. }
            | ExprKind::CountStar
            | ExprKind::ListComprehension { .. }
            | ExprKind::PatternComprehension { .. }
            | ExprKind::Quantifier { .. }
            | ExprKind::Reduce { .. }
            | ExprKind::Subquery(..) => true,
            ExprKind::Property(of, _) | ExprKind::Index(of, _) => {
                matches!(of.kind, ExprKind::Variable(_) | ExprKind::Property(..))
            }
            ExprKind::Pattern(path) => path.shortest != Shortest::No,
            ExprKind::Slice(..)
            | ExprKind::HasLabels(..)
            | ExprKind::MapProjection(..)
            | ExprKind::Or(_)
            | ExprKind::Xor(_)
            | ExprKind::And(_)
            | ExprKind::Not(_)
            | ExprKind::Compare(..)
            | ExprKind::Additive(..)
            | ExprKind::Multiplicative(..)
            | ExprKind::Power(_)
            | ExprKind::Negate(_)
            | ExprKind::Plus(_)
            | ExprKind::Binary(..)
            | ExprKind::IsNull(..)
            | ExprKind::IsTyped(..)
            | ExprKind::IsNormalized(..) => false,
        };
        match plain {
            true => self.expr(expr),
            false => {
                self.put("(");
                self.expr(expr);
                self.put(")");
            }
        }
    }

    /// The operand of a prefix operator. A number gets parentheses, or a minus would become part
    /// of it; the same operator twice gets none: that is how the parser reads an even number of them.
    fn unary(&mut self, inner: &Expr, same: bool) {
        if same {
            self.expr(inner);
        } else if matches!(inner.kind, ExprKind::Literal(_)) {
            self.put("(");
            self.expr(inner);
            self.put(")");
        } else {
            self.operand(inner);
        }
    }

    fn chain<Op: Copy>(
        &mut self,
        first: &Expr,
        rest: &[(Op, Expr)],
        sign: impl Fn(Op) -> &'static str,
    ) {
        self.operand(first);
        for (op, operand) in rest {
            self.put(" ");
            self.put(sign(*op));
            self.put(" ");
            self.operand(operand);
        }
    }

    fn map_projection_item(&mut self, item: &MapProjectionItem) {
        match item {
            MapProjectionItem::All(_) => self.put(".*"),
            MapProjectionItem::Property(key) => {
                self.put(".");
                self.name(key);
            }
            MapProjectionItem::Literal(key, value) => {
                self.name(key);
                self.put(": ");
                self.expr(value);
            }
            MapProjectionItem::Variable(name) => self.name(name),
        }
    }

    /// A dotted name. Dots with nothing between them stood in backticks.
    pub(super) fn dotted(&mut self, name: &str) {
        let parts: Vec<&str> = name.split('.').collect();
        if parts.iter().any(|part| part.is_empty()) {
            return self.identifier(name);
        }
        self.list(".", &parts, |out, part| out.identifier(part));
    }

    fn literal(&mut self, value: &Value) {
        match value {
            Value::Boolean(true) => self.put("true"),
            Value::Boolean(false) => self.put("false"),
            Value::Integer(value) => self.put(&value.to_string()),
            Value::Float(value) if value.is_nan() => self.put("NaN"),
            Value::Float(value) if value.is_infinite() => {
                self.put(if *value > 0.0 {
                    "Infinity"
                } else {
                    "-Infinity"
                });
            }
            // Always with a point or an exponent.
            Value::Float(value) => self.put(&format!("{value:?}")),
            Value::String(text) => self.string(text),
            Value::List(items) => {
                self.put("[");
                for (at, item) in items.iter().enumerate() {
                    self.put(if at > 0 { ", " } else { "" });
                    self.literal(item);
                }
                self.put("]");
            }
            Value::Map(entries) => {
                self.put("{");
                for (at, (key, item)) in entries.iter().enumerate() {
                    self.put(if at > 0 { ", " } else { "" });
                    self.identifier(key);
                    self.put(": ");
                    self.literal(item);
                }
                self.put("}");
            }
            // The parser makes no other literals.
            _ => self.put("null"),
        }
    }
}

fn arithmetic(op: ArithmeticOp) -> &'static str {
    match op {
        ArithmeticOp::Add => "+",
        ArithmeticOp::Subtract => "-",
        ArithmeticOp::Multiply => "*",
        ArithmeticOp::Divide => "/",
        ArithmeticOp::Modulo => "%",
        ArithmeticOp::Power => "^",
        ArithmeticOp::Concat => "||",
    }
}
