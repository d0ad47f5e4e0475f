//! Commands about users: parameters become texts, the host does the rest.

use quiver_types::{Status, Text, Value};

use super::{Input, Output, Step, mismatch};
use crate::administration::Secret;
use crate::exec::error::{Result, failed};
use crate::exec::run::Run;
use crate::plan::ParameterRef;
use crate::plan::operator::{NameOrParameter, Operator, OperatorKind, SecretOrParameter};

#[derive(Default)]
pub(super) struct AdministrationStep {
    done: bool,
}

impl Step for AdministrationStep {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, _: Input) -> Result<Output> {
        let OperatorKind::Administration(command) = &operator.kind else {
            return Err(mismatch());
        };
        if !std::mem::replace(&mut self.done, true) {
            let command = command.resolve(|name| name_of(run, name), |s| secret_of(run, s))?;
            let updates = run.state.context.dbms.administer(&command);
            let updates = updates.map_err(|failure| crate::RunError::Failed(Box::new(failure)))?;
            run.state.count(|s| s.system_updates += updates);
        }
        Ok(Output::Done)
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        self.done = false;
    }
}

fn name_of(run: &Run<'_>, name: &NameOrParameter) -> Result<Text> {
    match name {
        NameOrParameter::Name(name) => Ok(name.clone()),
        NameOrParameter::Parameter(at) => match run.state.parameter(*at) {
            Value::String(name) => Ok(name.clone()),
            other => Err(wrong(run, *at, "parameter", other)),
        },
    }
}

fn secret_of(run: &Run<'_>, secret: &SecretOrParameter) -> Result<Secret> {
    match secret {
        SecretOrParameter::Secret(secret) => Ok(secret.clone()),
        SecretOrParameter::Parameter(at) => match run.state.parameter(*at) {
            Value::String(text) => Ok(Secret::new(text.clone())),
            other => Err(wrong(run, *at, "password parameter", other)),
        },
    }
}

/// The value itself is not told: it may be a password in a wrong place.
fn wrong(run: &Run<'_>, at: ParameterRef, what: &str, found: &Value) -> crate::RunError {
    let names = &run.state.prepared.plan.parameters;
    let name = names.get(at.0 as usize).map_or("", Text::as_str);
    failed(
        Status::AdministrationParameterType,
        format!(
            "Expected {what} ${name} to have type String but was {}",
            found.type_name()
        ),
    )
}
