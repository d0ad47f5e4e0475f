//! Changes of the schema.

use quiver_storage::{ConstraintKind, IndexKind, SchemaError, SchemaTarget, WriteError};
use quiver_types::{PropertyKeyId, Status, Text, Value};

use super::schema_options::{KEY, LOOKUP, Rules, UNIQUE, check_options, rules_of};
use super::{Input, Output, Step, mismatch};
use crate::edge::Notification;
use crate::exec::error::{Result, failed, shown};
use crate::exec::run::Run;
use crate::plan::operator::{
    NameOrParameter, Operator, OperatorKind, SchemaChange, SchemaTargetRef,
};
use crate::plan::{Expr, KeyRef};

#[derive(Default)]
pub(super) struct SchemaStep {
    done: bool,
}

impl Step for SchemaStep {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, _: Input) -> Result<Output> {
        let OperatorKind::Schema(change) = &operator.kind else {
            return Err(mismatch());
        };
        if !std::mem::replace(&mut self.done, true) {
            apply(run, change)?;
        }
        Ok(Output::Done)
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        self.done = false;
    }
}

fn apply(run: &mut Run<'_>, change: &SchemaChange) -> Result<()> {
    match change {
        SchemaChange::CreateIndex {
            kind,
            name,
            if_not_exists,
            target,
            properties,
            options,
        } => {
            let word = match kind {
                IndexKind::Range => "RANGE",
                IndexKind::Text => "TEXT",
                IndexKind::Point => "POINT",
            };
            check(run, options.as_ref(), rules_of(*kind))?;
            let (name, target, keys) = resolve(run, name, *target, properties)?;
            let writer = run.writer()?;
            let result = writer.create_index_of(*kind, name.clone(), target, keys);
            let command = format!("CREATE {word} INDEX {name}");
            if created(run, result.map(drop), *if_not_exists, &command)? {
                run.state.count(|s| s.indexes_added += 1);
            }
        }
        SchemaChange::CreateLookupIndex {
            name,
            if_not_exists,
            entity,
            options,
        } => {
            check(run, options.as_ref(), &LOOKUP)?;
            let name = name_of(run, name)?;
            let result = run.writer()?.create_lookup_index(name.clone(), *entity);
            let command = format!("CREATE LOOKUP INDEX {name}");
            if created(run, result.map(drop), *if_not_exists, &command)? {
                run.state.count(|s| s.indexes_added += 1);
            }
        }
        SchemaChange::CreateConstraint {
            kind,
            name,
            if_not_exists,
            target,
            properties,
            options,
        } => {
            let rules = match kind {
                ConstraintKind::Unique => &UNIQUE,
                ConstraintKind::Key => &KEY,
            };
            check(run, options.as_ref(), rules)?;
            let (name, target, keys) = resolve(run, name, *target, properties)?;
            let writer = run.writer()?;
            let result = writer.create_constraint(*kind, name.clone(), target, keys);
            let command = format!("CREATE CONSTRAINT {name}");
            if created(run, result, *if_not_exists, &command)? {
                run.state.count(|s| s.constraints_added += 1);
            }
        }
        SchemaChange::DropIndex { name, if_exists } => {
            let name = name_of(run, name)?;
            match run.writer()?.drop_index(&name) {
                Ok(()) => run.state.count(|s| s.indexes_removed += 1),
                Err(error @ SchemaError::NoSuchIndex(_)) if *if_exists => {
                    notify_missing(run, &format!("DROP INDEX {name}"), &error);
                }
                Err(error) => return Err(error.into()),
            }
        }
        SchemaChange::DropConstraint { name, if_exists } => {
            let name = name_of(run, name)?;
            match run.writer()?.drop_constraint(&name) {
                Ok(()) => run.state.count(|s| s.constraints_removed += 1),
                Err(error @ SchemaError::NoSuchConstraint(_)) if *if_exists => {
                    notify_missing(run, &format!("DROP CONSTRAINT {name}"), &error);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

/// Whether a rule came into being; an error of one that stands in the way only counts where that is
/// not expected.
fn created(
    run: &Run<'_>,
    result: std::result::Result<(), SchemaError>,
    if_not_exists: bool,
    command: &str,
) -> Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if if_not_exists && exists_already(&error) => {
            notify_exists(run, command, &error);
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

fn check(run: &Run<'_>, options: Option<&Expr>, rules: &Rules) -> Result<()> {
    match options {
        None => Ok(()),
        Some(options) => {
            let value = run.evaluate_alone(options)?;
            check_options(rules, &value, run.state.prepared.language)
        }
    }
}

fn resolve(
    run: &Run<'_>,
    name: &NameOrParameter,
    target: SchemaTargetRef,
    properties: &[KeyRef],
) -> Result<(Text, SchemaTarget, Vec<PropertyKeyId>)> {
    let name = name_of(run, name)?;
    run.evaluate(|context| {
        let target = match target {
            SchemaTargetRef::Label(label) => {
                SchemaTarget::Label(context.state.make_label(label, context.database)?)
            }
            SchemaTargetRef::RelationshipType(of) => {
                SchemaTarget::RelationshipType(context.state.make_type(of, context.database)?)
            }
        };
        let mut keys = Vec::with_capacity(properties.len());
        for key in properties {
            keys.push(context.state.make_key(*key, context.database)?);
        }
        Ok((name, target, keys))
    })
}

fn name_of(run: &Run<'_>, name: &NameOrParameter) -> Result<Text> {
    match name {
        NameOrParameter::Name(name) => Ok(name.clone()),
        NameOrParameter::Parameter(parameter) => match run.state.parameter(*parameter) {
            Value::String(name) if !name.is_empty() => Ok(name.clone()),
            other => Err(failed(
                Status::TypeError,
                format!(
                    "Expected a string as name of a schema rule, got {}",
                    shown(other)
                ),
            )),
        },
    }
}

fn exists_already(error: &SchemaError) -> bool {
    match error {
        SchemaError::EquivalentIndexExists(_)
        | SchemaError::IndexNameTaken(_)
        | SchemaError::ConstraintNameTaken(_)
        | SchemaError::SameIndexExists(_)
        | SchemaError::SameConstraintExists(_)
        | SchemaError::ConstraintInTheWay(_)
        | SchemaError::EquivalentConstraintExists(_) => true,
        SchemaError::IndexInTheWay(_)
        | SchemaError::ConflictingConstraintExists(_)
        | SchemaError::NoSuchIndex(_)
        | SchemaError::NoSuchConstraint(_)
        | SchemaError::OwnedByConstraint(_)
        | SchemaError::ViolatedByData(_) => false,
        SchemaError::Write(error) => {
            let _: &WriteError = error;
            false
        }
    }
}

fn notify_exists(run: &Run<'_>, command: &str, error: &SchemaError) {
    run.state.notify(Notification {
        code: "Neo.ClientNotification.Schema.IndexOrConstraintAlreadyExists",
        gql_status: "00NA0",
        severity: "INFORMATION",
        category: "SCHEMA",
        title: format!("`{command} IF NOT EXISTS` has no effect."),
        description: format!("{error}."),
        position: None,
    });
}

fn notify_missing(run: &Run<'_>, command: &str, error: &SchemaError) {
    run.state.notify(Notification {
        code: "Neo.ClientNotification.Schema.IndexOrConstraintDoesNotExist",
        gql_status: "00NA1",
        severity: "INFORMATION",
        category: "SCHEMA",
        title: format!("`{command} IF EXISTS` has no effect."),
        description: format!("{error}."),
        position: None,
    });
}
