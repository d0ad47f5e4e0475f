//! Binding CREATE / DROP INDEX / CONSTRAINT. What the store cannot do is refused here by name.

use quiver_types::{Failure, Status, Text, Value};

use super::Binder;
use super::expression::constant;
use super::scope::Scope;
use crate::plan::{KeyRef, NameOrParameter, SchemaChange, SchemaTargetRef};
use crate::syntax::ast::{self, Name, SchemaCommand, SchemaName, SchemaPattern};

impl Binder<'_> {
    pub(super) fn schema(&mut self, command: &SchemaCommand) -> Result<SchemaChange, Failure> {
        Ok(match command {
            SchemaCommand::CreateIndex {
                kind,
                name,
                if_not_exists,
                target,
                properties,
                options,
            } => {
                if kind.text != "RANGE" {
                    return Err(self.unsupported(&format!("a {} index", kind.text), kind.span));
                }
                self.options(options.as_ref())?;
                let target_ref = self.target(target)?;
                let name = self.rule_name(name.as_ref(), "index", target, properties);
                SchemaChange::CreateIndex {
                    name,
                    if_not_exists: *if_not_exists,
                    target: target_ref,
                    properties: self.keys(properties)?,
                }
            }
            SchemaCommand::CreateConstraint {
                name,
                if_not_exists,
                target,
                properties,
                kind,
                options,
            } => {
                if kind.text != "UNIQUE" {
                    return Err(self.unsupported(&format!("a {} constraint", kind.text), kind.span));
                }
                self.options(options.as_ref())?;
                let target_ref = self.target(target)?;
                let name = self.rule_name(name.as_ref(), "constraint", target, properties);
                SchemaChange::CreateUniqueConstraint {
                    name,
                    if_not_exists: *if_not_exists,
                    target: target_ref,
                    properties: self.keys(properties)?,
                }
            }
            SchemaCommand::DropIndex { name, if_exists } => SchemaChange::DropIndex {
                name: self.given_name(name),
                if_exists: *if_exists,
            },
            SchemaCommand::DropConstraint { name, if_exists } => SchemaChange::DropConstraint {
                name: self.given_name(name),
                if_exists: *if_exists,
            },
        })
    }

    pub(super) fn given_name(&mut self, name: &SchemaName) -> NameOrParameter {
        match name {
            SchemaName::Fixed(name) => NameOrParameter::Name(name.text.clone()),
            SchemaName::Parameter(name) => NameOrParameter::Parameter(self.parameter(&name.text)),
        }
    }

    /// The given name, or one made from what the rule covers, so that the same rule always gets
    /// the same name.
    fn rule_name(
        &mut self,
        name: Option<&SchemaName>,
        kind: &str,
        target: &SchemaPattern,
        properties: &[Name],
    ) -> NameOrParameter {
        if let Some(name) = name {
            return self.given_name(name);
        }
        let (mark, names) = match target {
            SchemaPattern::Node(names) => ("node", names),
            SchemaPattern::Relationship(names) => ("relationship", names),
        };
        // FNV-1a, 32 bits: any stable spread will do.
        let mut hash: u32 = 0x811c_9dc5;
        let words = names
            .iter()
            .chain(properties)
            .map(|name| name.text.as_str());
        for word in std::iter::once(mark).chain(words) {
            for byte in word.bytes().chain(std::iter::once(0)) {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        }
        NameOrParameter::Name(Text::from(format!("{kind}_{hash:08x}")))
    }

    fn target(&mut self, target: &SchemaPattern) -> Result<SchemaTargetRef, Failure> {
        match target {
            SchemaPattern::Node(names) => match names.as_slice() {
                [name] => Ok(SchemaTargetRef::Label(self.label(&name.text))),
                _ => Err(self.many_targets(names)),
            },
            SchemaPattern::Relationship(names) => match names.as_slice() {
                [name] => Ok(SchemaTargetRef::RelationshipType(
                    self.relationship_type(&name.text),
                )),
                _ => Err(self.many_targets(names)),
            },
        }
    }

    fn many_targets(&self, names: &[Name]) -> Failure {
        let span = names.first().map(|name| name.span).unwrap_or_default();
        self.unsupported("a schema rule over several labels or types", span)
    }

    fn keys(&mut self, properties: &[Name]) -> Result<Vec<KeyRef>, Failure> {
        let mut keys = Vec::with_capacity(properties.len());
        for property in properties {
            let key = self.key(&property.text);
            if keys.contains(&key) {
                return Err(self.error(
                    Status::InvalidSemantics,
                    property.span,
                    format!("The property `{}` is named twice", property.text),
                ));
            }
            keys.push(key);
        }
        Ok(keys)
    }

    /// Options may name the only provider there is; anything else would be ignored, so it is an
    /// error.
    fn options(&mut self, options: Option<&ast::Expr>) -> Result<(), Failure> {
        let Some(options) = options else {
            return Ok(());
        };
        let bound = self.plain(options, &Scope::default())?;
        let fine = match constant(&bound) {
            Some(Value::Map(map)) => map.iter().all(|(key, value)| match (key.as_str(), value) {
                ("indexProvider", Value::String(provider)) => provider.as_str() == "range-1.0",
                ("indexConfig", Value::Map(config)) => config.is_empty(),
                _ => false,
            }),
            _ => false,
        };
        if fine {
            return Ok(());
        }
        Err(self.error(
            Status::InvalidSemantics,
            options.span,
            "The only option of a range index is `indexProvider: 'range-1.0'`",
        ))
    }
}
