//! Patterns and label expressions.

use super::Writer;
use crate::syntax::ast::{
    Arrow, Expr, LabelExpr, LabelName, Length, NodePattern, PathPattern, Quantified,
    RelationshipPattern, Shortest,
};

impl Writer {
    pub(super) fn path(&mut self, path: &PathPattern) {
        if let Some(variable) = &path.variable {
            self.name(variable);
            self.put(" = ");
        }
        if let Some(selector) = &path.selector {
            self.put("SHORTEST ");
            self.expr(&selector.count);
            self.put(if selector.groups { " " } else { " PATHS " });
        }
        if let Some(mode) = path.mode {
            // Between the count and the word behind it, but nothing else is lost by its place.
            if let Some(selector) = &path.selector {
                let behind = if selector.groups { " " } else { " PATHS " };
                self.text.truncate(self.text.len() - behind.len());
                self.put(" ");
            }
            self.put(mode.word());
            self.put(" ");
        }
        if path.selector.as_ref().is_some_and(|s| s.groups) {
            self.put("GROUPS ");
        }
        let parentheses = path.predicate.is_some() || path.inner_variable.is_some();
        if parentheses {
            self.put("(");
        }
        if let Some(variable) = &path.inner_variable {
            self.name(variable);
            self.put(" = ");
        }
        self.put(match path.shortest {
            Shortest::No => "",
            Shortest::One => "shortestPath(",
            Shortest::All => "allShortestPaths(",
        });
        self.node(&path.start);
        for (relationship, node) in &path.hops {
            self.relationship(relationship);
            self.node(node);
        }
        if path.shortest != Shortest::No {
            self.put(")");
        }
        if parentheses {
            self.inline_where(path.predicate.as_deref());
            self.put(")");
        }
    }

    fn quantifier(&mut self, quantified: &Quantified) {
        let max = quantified
            .max
            .map_or_else(String::new, |max| max.to_string());
        self.put(&format!("{{{},{max}}}", quantified.min));
    }

    fn repeated(&mut self, path: &PathPattern, quantified: &Quantified) {
        // A path with a WHERE of its own brings its parentheses.
        let bare = path.predicate.is_none();
        self.put(if bare { "(" } else { "" });
        self.path(path);
        self.put(if bare { ")" } else { "" });
        self.quantifier(quantified);
    }

    fn node(&mut self, node: &NodePattern) {
        self.put("(");
        if let Some(variable) = &node.variable {
            self.name(variable);
        }
        if let Some(labels) = &node.labels {
            self.put(":");
            self.label_expr(labels);
        }
        self.properties(node.properties.as_ref());
        self.inline_where(node.predicate.as_deref());
        self.put(")");
    }

    fn relationship(&mut self, relationship: &RelationshipPattern) {
        if let Some(quantified) = &relationship.quantified
            && let Some(path) = &quantified.path
        {
            self.repeated(path, quantified);
            return;
        }
        let (left, right) = match relationship.direction {
            Arrow::Right => ("-[", "]->"),
            Arrow::Left => ("<-[", "]-"),
            Arrow::Both => ("-[", "]-"),
        };
        self.put(left);
        if let Some(variable) = &relationship.variable {
            self.name(variable);
        }
        if let Some(types) = &relationship.types {
            self.put(":");
            self.label_expr(types);
        }
        if let Some(length) = &relationship.length {
            self.length(*length);
        }
        self.properties(relationship.properties.as_ref());
        self.inline_where(relationship.predicate.as_deref());
        self.put(right);
        if let Some(quantified) = &relationship.quantified {
            self.quantifier(quantified);
        }
    }

    fn length(&mut self, length: Length) {
        self.put("*");
        match (length.min, length.max) {
            (None, None) => {}
            (Some(min), Some(max)) if min == max => self.put(&min.to_string()),
            (min, max) => {
                self.put(&min.map_or_else(String::new, |min| min.to_string()));
                self.put("..");
                self.put(&max.map_or_else(String::new, |max| max.to_string()));
            }
        }
    }

    fn properties(&mut self, properties: Option<&Expr>) {
        if let Some(properties) = properties {
            self.put(" ");
            self.expr(properties);
        }
    }

    fn inline_where(&mut self, predicate: Option<&Expr>) {
        if let Some(predicate) = predicate {
            self.put(" WHERE ");
            self.expr(predicate);
        }
    }

    pub(super) fn label_expr(&mut self, labels: &LabelExpr) {
        match labels {
            LabelExpr::Name(name) => self.label_name(name),
            LabelExpr::And(all) => self.list("&", all, Self::label_operand),
            LabelExpr::Or(all) => self.list("|", all, Self::label_operand),
            LabelExpr::Not(inner) => {
                self.put("!");
                self.label_operand(inner);
            }
            LabelExpr::Wildcard(_) => self.put("%"),
        }
    }

    fn label_operand(&mut self, labels: &LabelExpr) {
        match labels {
            LabelExpr::And(_) | LabelExpr::Or(_) | LabelExpr::Not(_) => {
                self.put("(");
                self.label_expr(labels);
                self.put(")");
            }
            LabelExpr::Name(_) | LabelExpr::Wildcard(_) => self.label_expr(labels),
        }
    }

    pub(super) fn label_name(&mut self, name: &LabelName) {
        match name {
            LabelName::Fixed(name) => self.name(name),
            LabelName::Dynamic { names, any, .. } => {
                self.put(if *any { "$any(" } else { "$(" });
                self.expr(names);
                self.put(")");
            }
        }
    }
}
