//! Binding of commands about users and databases.

use quiver_types::{Failure, Status};

use super::Binder;
use crate::administration::{Secret, SystemCommand, UserSettings};
use crate::plan::{SecretOrParameter, SystemPlan};
use crate::syntax::ast::{AdministrationCommand, Password, UserClauses};
use crate::syntax::credentials;

impl Binder<'_> {
    pub(super) fn administration(
        &mut self,
        command: &AdministrationCommand,
    ) -> Result<SystemPlan, Failure> {
        Ok(match command {
            AdministrationCommand::CreateUser {
                replace,
                if_not_exists,
                name,
                clauses,
            } => SystemCommand::Create {
                name: self.given_name(name),
                if_not_exists: *if_not_exists,
                replace: *replace,
                set: self.user_clauses(clauses),
            },
            AdministrationCommand::AlterUser {
                if_exists,
                name,
                clauses,
            } => SystemCommand::Alter {
                name: self.given_name(name),
                if_exists: *if_exists,
                set: self.user_clauses(clauses),
            },
            AdministrationCommand::RenameUser {
                if_exists,
                from,
                to,
            } => SystemCommand::Rename {
                from: self.given_name(from),
                if_exists: *if_exists,
                to: self.given_name(to),
            },
            AdministrationCommand::DropUser { if_exists, name } => SystemCommand::Drop {
                name: self.given_name(name),
                if_exists: *if_exists,
            },
            AdministrationCommand::SetOwnPassword { from, to } => SystemCommand::SetOwnPassword {
                from: self.password(from),
                to: self.password(to),
            },
            AdministrationCommand::SetLanguage {
                if_exists,
                name,
                language,
            } => SystemCommand::SetLanguage {
                name: self.given_name(name),
                if_exists: *if_exists,
                language: *language,
            },
            AdministrationCommand::Unsupported(_) => {
                return Err(Failure::new(
                    Status::UnsupportedAdministrationCommand,
                    format!(
                        "Unsupported administration command: {}",
                        credentials::shown(self.text.trim())
                    ),
                ));
            }
        })
    }

    fn user_clauses(&mut self, clauses: &UserClauses) -> UserSettings<SecretOrParameter> {
        UserSettings {
            password: clauses.password.as_ref().map(|given| self.password(given)),
            encrypted: clauses.encrypted,
            change_required: clauses.change_required,
            refused: clauses.refused.clone(),
        }
    }

    fn password(&mut self, given: &Password) -> SecretOrParameter {
        match given {
            Password::Literal(name) => SecretOrParameter::Secret(Secret::new(name.text.clone())),
            Password::Parameter(name) => SecretOrParameter::Parameter(self.parameter(&name.text)),
        }
    }
}
