//! Bound expressions as text, for the Details column of EXPLAIN.

use std::fmt::Write;

use quiver_storage::Direction;
use quiver_types::Text;

use super::expression::{ArithmeticOp, BinaryOp, CompareOp, Quantifier, SubqueryKind};
use super::{Expr, LabelPredicate, Plan, SlotId};

/// Writes parts of a plan as a reader would have written them.
pub struct Display<'p> {
    /// The plan whose tables give the names.
    pub plan: &'p Plan,
}

impl Display<'_> {
    /// A slot's name, in backticks where it would not be an identifier.
    pub fn slot(&self, slot: SlotId) -> String {
        name(
            self.plan
                .slots
                .get(slot.0 as usize)
                .map_or("?", Text::as_str),
        )
    }

    /// Slots, separated by commas.
    pub fn slots(&self, slots: impl IntoIterator<Item = SlotId>) -> String {
        slots
            .into_iter()
            .map(|slot| self.slot(slot))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// An expression. Long ones are cut: EXPLAIN is for reading.
    pub fn expr(&self, expr: &Expr) -> String {
        let mut out = String::new();
        self.write(expr, &mut out);
        if out.len() > 300 {
            let mut end = 300;
            while !out.is_char_boundary(end) {
                end -= 1;
            }
            out.truncate(end);
            out.push_str("...");
        }
        out
    }

    fn list(&self, items: &[Expr], separator: &str, out: &mut String) {
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                out.push_str(separator);
            }
            if out.len() > 400 {
                return;
            }
            self.write(item, out);
        }
    }

    /// A part of an operator expression, in parentheses where it is one itself.
    fn operand(&self, expr: &Expr, out: &mut String) {
        let nested = matches!(
            expr,
            Expr::Or(_)
                | Expr::Xor(_)
                | Expr::And(_)
                | Expr::Not(_)
                | Expr::Compare(..)
                | Expr::Arithmetic(..)
                | Expr::Binary(..)
        );
        if nested {
            out.push('(');
        }
        self.write(expr, out);
        if nested {
            out.push(')');
        }
    }

    fn operands(&self, items: &[Expr], operator: &str, out: &mut String) {
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                out.push_str(operator);
            }
            if out.len() > 400 {
                return;
            }
            match item {
                Expr::Compare(..) | Expr::Binary(..) | Expr::Not(_) => self.write(item, out),
                _ => self.operand(item, out),
            }
        }
    }

    fn write(&self, expr: &Expr, out: &mut String) {
        match expr {
            Expr::Literal(value) => {
                // What it refuses is what nobody would read.
                let _ = write!(Bounded(out), "{}", quiver_types::format::Literal(value));
            }
            Expr::Parameter(parameter) => {
                out.push('$');
                // A literal that was taken out of the text is shown as Neo4j does.
                let text = &self.plan.parameters[parameter.0 as usize];
                if text.starts_with(crate::syntax::lift::PREFIX) {
                    out.push_str(text.trim_start());
                } else {
                    out.push_str(&name(text));
                }
            }
            Expr::Slot(slot) => out.push_str(&self.slot(*slot)),
            Expr::Local(local) => {
                let _ = write!(out, "x{}", local.0);
            }
            Expr::Property(of, _, key) => {
                self.operand(of, out);
                out.push('.');
                out.push_str(&name(key));
            }
            Expr::Index(of, index) => {
                self.operand(of, out);
                out.push('[');
                self.write(index, out);
                out.push(']');
            }
            Expr::Slice(of, from, to) => {
                self.operand(of, out);
                out.push('[');
                if let Some(from) = from {
                    self.write(from, out);
                }
                out.push_str("..");
                if let Some(to) = to {
                    self.write(to, out);
                }
                out.push(']');
            }
            Expr::HasLabels(of, labels) => {
                self.operand(of, out);
                out.push(':');
                self.labels(labels, out);
            }
            Expr::List(items) => {
                out.push('[');
                self.list(items, ", ", out);
                out.push(']');
            }
            Expr::Map(entries) => self.entries(entries, out),
            Expr::MapProjection { of, all, items, .. } => {
                self.operand(of, out);
                out.push(' ');
                if *all {
                    out.push_str("{.*, ");
                }
                self.entries(items, out);
            }
            Expr::Or(parts) => self.operands(parts, " OR ", out),
            Expr::Xor(parts) => self.operands(parts, " XOR ", out),
            Expr::And(parts) => self.operands(parts, " AND ", out),
            Expr::Not(part) => {
                out.push_str("NOT ");
                self.operand(part, out);
            }
            Expr::Compare(first, rest) => {
                self.operand(first, out);
                for (op, operand) in rest {
                    out.push_str(match op {
                        CompareOp::Equal => " = ",
                        CompareOp::NotEqual => " <> ",
                        CompareOp::Less => " < ",
                        CompareOp::LessOrEqual => " <= ",
                        CompareOp::Greater => " > ",
                        CompareOp::GreaterOrEqual => " >= ",
                    });
                    self.operand(operand, out);
                }
            }
            Expr::Arithmetic(first, rest) => {
                self.operand(first, out);
                for (op, operand) in rest {
                    if out.len() > 400 {
                        return;
                    }
                    out.push_str(match op {
                        ArithmeticOp::Add => " + ",
                        ArithmeticOp::Subtract => " - ",
                        ArithmeticOp::Multiply => " * ",
                        ArithmeticOp::Divide => " / ",
                        ArithmeticOp::Modulo => " % ",
                        ArithmeticOp::Power => " ^ ",
                        ArithmeticOp::Concat => " || ",
                    });
                    self.operand(operand, out);
                }
            }
            Expr::Negate(part) => {
                out.push('-');
                self.operand(part, out);
            }
            Expr::Binary(op, left, right) => {
                self.operand(left, out);
                out.push_str(match op {
                    BinaryOp::In => " IN ",
                    BinaryOp::StartsWith => " STARTS WITH ",
                    BinaryOp::EndsWith => " ENDS WITH ",
                    BinaryOp::Contains => " CONTAINS ",
                    BinaryOp::Matches => " =~ ",
                });
                self.operand(right, out);
            }
            Expr::IsNull(of, yes) => {
                self.operand(of, out);
                out.push_str(if *yes { " IS NULL" } else { " IS NOT NULL" });
            }
            Expr::HasDynamicLabels(of, names, any) => {
                self.operand(of, out);
                out.push_str(if *any { ":$any(" } else { ":$(" });
                self.write(names, out);
                out.push(')');
            }
            Expr::IsTyped(of, ty, yes) => {
                self.operand(of, out);
                out.push_str(if *yes { " IS :: " } else { " IS NOT :: " });
                out.push_str(&ty.to_string());
            }
            Expr::Case {
                subject,
                branches,
                otherwise,
            } => {
                out.push_str("CASE");
                if let Some(subject) = subject {
                    out.push(' ');
                    self.write(subject, out);
                }
                for (when, then) in branches {
                    if out.len() > 400 {
                        return;
                    }
                    out.push_str(" WHEN ");
                    self.write(when, out);
                    out.push_str(" THEN ");
                    self.write(then, out);
                }
                if let Some(otherwise) = otherwise {
                    out.push_str(" ELSE ");
                    self.write(otherwise, out);
                }
                out.push_str(" END");
            }
            Expr::Function(function, arguments) => {
                out.push_str(function.name);
                out.push('(');
                self.list(arguments, ", ", out);
                out.push(')');
            }
            Expr::ListComprehension {
                variable,
                list,
                predicate,
                projection,
            } => {
                let _ = write!(out, "[x{} IN ", variable.0);
                self.write(list, out);
                if let Some(predicate) = predicate {
                    out.push_str(" WHERE ");
                    self.write(predicate, out);
                }
                if let Some(projection) = projection {
                    out.push_str(" | ");
                    self.write(projection, out);
                }
                out.push(']');
            }
            Expr::Quantifier {
                kind,
                variable,
                list,
                predicate,
            } => {
                out.push_str(match kind {
                    Quantifier::All => "all",
                    Quantifier::Any => "any",
                    Quantifier::None => "none",
                    Quantifier::Single => "single",
                });
                let _ = write!(out, "(x{} IN ", variable.0);
                self.write(list, out);
                out.push_str(" WHERE ");
                self.write(predicate, out);
                out.push(')');
            }
            Expr::Reduce {
                accumulator,
                initial,
                variable,
                list,
                body,
                each,
            } => {
                let name = if each.is_some() {
                    "allReduce"
                } else {
                    "reduce"
                };
                let _ = write!(out, "{name}(x{} = ", accumulator.0);
                self.write(initial, out);
                let _ = write!(out, ", x{} IN ", variable.0);
                self.write(list, out);
                out.push_str(" | ");
                self.write(body, out);
                if let Some(each) = each {
                    out.push_str(", ");
                    self.write(each, out);
                }
                out.push(')');
            }
            Expr::Path { start, parts } => {
                let _ = write!(out, "({})", self.slot(*start));
                for part in parts {
                    match part {
                        super::PathPart::Single(r, n) => {
                            let _ = write!(out, "-[{}]-({})", self.slot(*r), self.slot(*n));
                        }
                        super::PathPart::Multiple(r, n) => {
                            let _ = write!(out, "-[{}*]-({})", self.slot(*r), self.slot(*n));
                        }
                    }
                }
            }
            Expr::Degree(spec) => {
                let (left, right) = match spec.direction {
                    Direction::Outgoing => ("-", "->"),
                    Direction::Incoming => ("<-", "-"),
                    Direction::Both => ("-", "-"),
                };
                let types: Vec<String> = spec
                    .types
                    .iter()
                    .map(|ty| name(&self.plan.relationship_types[ty.0 as usize]))
                    .collect();
                let colon = if types.is_empty() { "" } else { ":" };
                let _ = write!(
                    out,
                    "getDegree(({}){left}[{colon}{}]{right}())",
                    self.slot(spec.node),
                    types.join("|")
                );
                if !spec.except.is_empty() {
                    let except = spec.except.iter().map(|except| except.relationship);
                    let _ = write!(out, " without {}", self.slots(except));
                }
            }
            Expr::Subquery { kind, .. } => out.push_str(match kind {
                SubqueryKind::Exists => "EXISTS { ... }",
                SubqueryKind::Count => "COUNT { ... }",
                SubqueryKind::Collect => "COLLECT { ... }",
            }),
        }
    }

    fn entries(&self, entries: &[(Text, Expr)], out: &mut String) {
        out.push('{');
        for (position, (key, value)) in entries.iter().enumerate() {
            if position > 0 {
                out.push_str(", ");
            }
            if out.len() > 400 {
                return;
            }
            out.push_str(&name(key));
            out.push_str(": ");
            self.write(value, out);
        }
        out.push('}');
    }

    fn labels(&self, labels: &LabelPredicate, out: &mut String) {
        let many = |parts: &[LabelPredicate], separator: &str, out: &mut String| {
            out.push('(');
            for (position, part) in parts.iter().enumerate() {
                if position > 0 {
                    out.push_str(separator);
                }
                self.labels(part, out);
            }
            out.push(')');
        };
        match labels {
            LabelPredicate::Has(label, _) => {
                out.push_str(&name(&self.plan.labels[label.0 as usize]));
            }
            LabelPredicate::And(parts) => many(parts, "&", out),
            LabelPredicate::Or(parts) => many(parts, "|", out),
            LabelPredicate::Not(part) => {
                out.push('!');
                self.labels(part, out);
            }
            LabelPredicate::Any => out.push('%'),
        }
    }
}

/// Takes text up to a length, and refuses what comes then: a literal may be megabytes long.
struct Bounded<'o>(&'o mut String);

impl Write for Bounded<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        if self.0.len() > 400 {
            return Err(std::fmt::Error);
        }
        self.0.push_str(beginning(text));
        Ok(())
    }
}

/// As much of a text as is shown.
fn beginning(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(400)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// A name as it must be written; of a very long one the beginning.
pub fn name(text: &str) -> String {
    let text = beginning(text);
    let mut chars = text.chars();
    let plain = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && chars.all(|c| c.is_alphanumeric() || c == '_');
    if plain {
        text.to_owned()
    } else {
        format!("`{}`", text.replace('`', "``"))
    }
}
