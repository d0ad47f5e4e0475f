//! Schema and SHOW commands.

use super::Writer;
use quiver_types::Value;

use crate::syntax::ast::{
    Expr, ExprKind, Name, SchemaCommand, SchemaName, SchemaPattern, ShowCommand,
};

impl Writer {
    pub(super) fn schema(&mut self, command: &SchemaCommand) {
        match command {
            SchemaCommand::CreateIndex {
                kind,
                name,
                if_not_exists,
                target,
                properties,
                options,
            } => {
                self.put("CREATE ");
                self.put(&kind.text);
                self.put(" INDEX ");
                self.rule(name.as_ref(), *if_not_exists, target);
                self.put(" ON ");
                match (kind.text.as_str(), target) {
                    ("LOOKUP", SchemaPattern::Node(_)) => self.put("EACH labels(x)"),
                    ("LOOKUP", SchemaPattern::Relationship(_)) => self.put("EACH type(x)"),
                    ("FULLTEXT", _) => {
                        self.put("EACH [");
                        self.keys(properties);
                        self.put("]");
                    }
                    _ => {
                        self.put("(");
                        self.keys(properties);
                        self.put(")");
                    }
                }
                self.options(options.as_ref());
            }
            SchemaCommand::CreateConstraint {
                name,
                if_not_exists,
                target,
                properties,
                kind,
                options,
            } => {
                self.put("CREATE CONSTRAINT ");
                self.rule(name.as_ref(), *if_not_exists, target);
                self.put(" REQUIRE (");
                self.keys(properties);
                self.put(") IS ");
                self.put(&kind.text);
                self.options(options.as_ref());
            }
            SchemaCommand::DropIndex { name, if_exists } => {
                self.put("DROP INDEX ");
                self.schema_name(name);
                self.put(if *if_exists { " IF EXISTS" } else { "" });
            }
            SchemaCommand::DropConstraint { name, if_exists } => {
                self.put("DROP CONSTRAINT ");
                self.schema_name(name);
                self.put(if *if_exists { " IF EXISTS" } else { "" });
            }
        }
    }

    fn rule(&mut self, name: Option<&SchemaName>, if_not_exists: bool, target: &SchemaPattern) {
        if let Some(name) = name {
            self.schema_name(name);
            self.put(" ");
        }
        self.put(if if_not_exists {
            "IF NOT EXISTS FOR "
        } else {
            "FOR "
        });
        let (before, names, after) = match target {
            SchemaPattern::Node(names) => ("(x", names, ")"),
            SchemaPattern::Relationship(names) => ("()-[x", names, "]-()"),
        };
        self.put(before);
        if !names.is_empty() {
            self.put(":");
            self.list("|", names, |out, name| out.name(name));
        }
        self.put(after);
    }

    pub(super) fn schema_name(&mut self, name: &SchemaName) {
        match name {
            SchemaName::Fixed(name) => self.name(name),
            SchemaName::Parameter(name) => {
                self.put("$");
                self.name(name);
            }
        }
    }

    fn keys(&mut self, keys: &[Name]) {
        self.list(", ", keys, |out, key| {
            out.put("x.");
            out.name(key);
        });
    }

    fn options(&mut self, options: Option<&Expr>) {
        if let Some(options) = options {
            self.put(" OPTIONS ");
            self.expr(options);
        }
    }

    pub(super) fn show(&mut self, command: &ShowCommand) {
        if !command.what.text.starts_with("TERMINATE") {
            self.put("SHOW ");
        }
        self.put(&command.what.text);
        if let Some(about) = &command.about {
            self.put(" ");
            match &about.kind {
                ExprKind::Literal(Value::String(name)) if command.what.text == "DATABASES" => {
                    self.identifier(name);
                }
                _ => self.expr(about),
            }
        }
        if let Some(yields) = &command.yields {
            self.put(" YIELD ");
            self.projection(&yields.projection);
            if let Some(returns) = &yields.returns {
                self.put(" RETURN ");
                self.projection(returns);
            }
        }
        if let Some(predicate) = &command.predicate {
            self.put(" WHERE ");
            self.expr(predicate);
        }
        if let Some(then) = &command.then {
            self.put(" ");
            self.show(then);
        }
    }
}
