//! Binding CREATE / DROP INDEX / CONSTRAINT. What the store cannot do is refused here by name.

use quiver_storage::{ConstraintKind, EntityKind, IndexKind, NODE_LOOKUP, RELATIONSHIP_LOOKUP};
use quiver_types::{Failure, Status, Text};

use super::Binder;
use super::scope::Scope;
use crate::plan::{Expr, KeyRef, NameOrParameter, SchemaChange, SchemaTargetRef};
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
                let options = self.options(options.as_ref())?;
                self.note_provider(options.as_ref());
                let index_kind = match kind.text.as_str() {
                    "RANGE" => IndexKind::Range,
                    "TEXT" => IndexKind::Text,
                    "POINT" => IndexKind::Point,
                    "LOOKUP" => {
                        return Ok(self.lookup(name.as_ref(), *if_not_exists, target, options));
                    }
                    _ => {
                        return Err(self.unsupported(&format!("a {} index", kind.text), kind.span));
                    }
                };
                if index_kind != IndexKind::Range
                    && let [_, second, ..] = properties.as_slice()
                {
                    return Err(self.error(
                        Status::UnsupportedSchemaRule,
                        second.span,
                        format!(
                            "Only single property {} indexes are supported",
                            kind.text.to_lowercase()
                        ),
                    ));
                }
                let target_ref = self.target(target)?;
                let word = match index_kind {
                    IndexKind::Range => "index",
                    IndexKind::Text => "text_index",
                    IndexKind::Point => "point_index",
                };
                let name = self.rule_name(name.as_ref(), word, target, properties);
                SchemaChange::CreateIndex {
                    kind: index_kind,
                    options,
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
                let constraint_kind = match kind.text.as_str() {
                    "UNIQUE" => ConstraintKind::Unique,
                    "NODE KEY" | "RELATIONSHIP KEY" => ConstraintKind::Key,
                    _ => return Err(self.refused_constraint(kind, properties)),
                };
                let options = self.options(options.as_ref())?;
                let target_ref = self.target(target)?;
                let name = self.rule_name(name.as_ref(), "constraint", target, properties);
                SchemaChange::CreateConstraint {
                    kind: constraint_kind,
                    options,
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

    /// Constraints that Neo4j's community edition refuses too: of existence and of type.
    fn refused_constraint(&self, kind: &Name, properties: &[Name]) -> Failure {
        if let [_, second, ..] = properties {
            return self.error(
                Status::UnsupportedSchemaRule,
                second.span,
                format!(
                    "Constraint type 'IS {}' does not allow multiple properties",
                    kind.text
                ),
            );
        }
        Failure::new(
            Status::ConstraintOfEnterprise,
            format!(
                "Unable to create a constraint 'IS {}': existence and type constraints require Neo4j Enterprise Edition, and this server does not have them",
                kind.text
            ),
        )
    }

    /// A token lookup index; there is one of each kind, so one name of each kind will do.
    fn lookup(
        &mut self,
        name: Option<&SchemaName>,
        if_not_exists: bool,
        target: &SchemaPattern,
        options: Option<Expr>,
    ) -> SchemaChange {
        let (entity, usual) = match target {
            SchemaPattern::Node(_) => (EntityKind::Node, NODE_LOOKUP),
            SchemaPattern::Relationship(_) => (EntityKind::Relationship, RELATIONSHIP_LOOKUP),
        };
        SchemaChange::CreateLookupIndex {
            name: match name {
                Some(name) => self.given_name(name),
                None => NameOrParameter::Name(Text::new(usual)),
            },
            if_not_exists,
            entity,
            options,
        }
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
                // Neo4j gives this one no place in the text.
                return Err(Failure::new(
                    Status::RepeatedProperty,
                    format!("The property `{}` is named twice", property.text),
                ));
            }
            keys.push(key);
        }
        Ok(keys)
    }

    /// What stands after OPTIONS: an expression of constants and parameters. Its value is looked at
    /// when the command runs.
    fn options(&mut self, options: Option<&ast::Expr>) -> Result<Option<Expr>, Failure> {
        if let Some(ast::ExprKind::Map(entries)) = options.map(|options| &options.kind) {
            // A provider can be chosen in Cypher 5 only.
            let (known, text): (&[&str], _) = match self.language {
                ast::Language::Cypher5 => (
                    &["indexProvider", "indexConfig"],
                    "Invalid option provided, valid options are `indexProvider` and `indexConfig`.",
                ),
                ast::Language::Cypher25 => (
                    &["indexConfig"],
                    "Invalid option provided, the valid option is `indexConfig`.",
                ),
            };
            let is_known = |name: &Name| known.iter().any(|k| k.eq_ignore_ascii_case(&name.text));
            if !entries.iter().all(|(name, _)| is_known(name)) {
                // Neo4j gives this one no place in the text.
                return Err(Failure::new(Status::UnknownInput, text));
            }
        }
        options
            .map(|options| self.plain(options, &Scope::default()))
            .transpose()
    }
}
