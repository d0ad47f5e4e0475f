//! What commands about users and databases do to a transaction's [`Changes`], in Neo4j's words.
//!
//! Nothing here is stored: that happens when the transaction commits (`super::Auth::commit`).

use std::sync::Arc;

use quiver_cypher::{Secret, SystemCommand, UserSettings};
use quiver_types::{Failure, Status, Text};

use super::password::{self, PasswordError, PasswordHash};
use super::users::{Changes, Table, User};
use super::{Auth, Identity};
use crate::databases;

impl Auth {
    /// Runs a command; gives how many updates it counts as. Hashing makes it take long.
    pub fn administer(
        &self,
        changes: &mut Changes,
        asking: Option<&Identity>,
        command: &SystemCommand<Text, Secret>,
    ) -> Result<u64, Failure> {
        let table = self.table();
        match command {
            SystemCommand::Create {
                name,
                if_not_exists,
                replace,
                set,
            } => {
                let present = changes.get(&table, name);
                if present.is_some() && *if_not_exists {
                    return Ok(0);
                }
                self.check_settings(set, "create", name)?;
                check_name(name)?;
                if let Some(present) = &present {
                    if !replace {
                        let text = format!(
                            "Failed to create the specified user '{name}': User already exists."
                        );
                        return Err(Failure::new(Status::UserAlreadyExists, text));
                    }
                    self.refuse_self(asking, present, "replace")?;
                }
                let Some(password) = &set.password else {
                    return Err(Failure::new(
                        Status::PasswordMandatory,
                        "Clause `SET PASSWORD` is mandatory for auth provider `native`.",
                    ));
                };
                let user = User {
                    name: name.as_str().into(),
                    number: self.number(),
                    password_number: self.number(),
                    hash: Arc::new(self.hashed(password, set.encrypted)?),
                    change_required: set.change_required.unwrap_or(true),
                    node: None,
                };
                changes.put(&table, &user.name.clone(), Some(Arc::new(user)));
                Ok(1 + u64::from(present.is_some()))
            }
            SystemCommand::Alter {
                name,
                if_exists,
                set,
            } => self.alter(changes, &table, name, *if_exists, set),
            SystemCommand::Rename {
                from,
                if_exists,
                to,
            } => rename(changes, &table, from, *if_exists, to),
            SystemCommand::Drop { name, if_exists } => {
                let Some(user) = changes.get(&table, name) else {
                    return missing(*if_exists, name, "delete");
                };
                self.refuse_self(asking, &user, "delete")?;
                changes.put(&table, &user.name, None);
                Ok(1)
            }
            SystemCommand::SetOwnPassword { from, to } => {
                self.set_own_password(changes, &table, asking, from, to)
            }
            SystemCommand::SetLanguage {
                name,
                if_exists,
                language,
            } => {
                if let Some(known) = databases::known(name) {
                    changes.languages.insert(known, *language);
                    return Ok(1);
                }
                if *if_exists {
                    return Ok(0);
                }
                Err(Failure::new(
                    Status::DatabaseNotFound,
                    format!(
                        "Failed to alter the specified database '{name}': Database does not exist."
                    ),
                ))
            }
        }
    }

    fn alter(
        &self,
        changes: &mut Changes,
        table: &Table,
        name: &Text,
        if_exists: bool,
        set: &UserSettings<Secret>,
    ) -> Result<u64, Failure> {
        let present = changes.get(table, name);
        if present.is_none() && if_exists {
            return Ok(0);
        }
        self.check_settings(set, "alter", name)?;
        let Some(present) = present else {
            return missing(false, name, "alter");
        };
        let mut user = (*present).clone();
        if let Some(password) = &set.password {
            if !set.encrypted && self.has_password(&user, password)? {
                let text = format!("Failed to alter the specified user '{name}': {UNCHANGED}");
                return Err(Failure::new(Status::PasswordUnchanged, text));
            }
            user.hash = Arc::new(self.hashed(password, set.encrypted)?);
            user.password_number = self.number();
        }
        if let Some(required) = set.change_required {
            user.change_required = required;
        }
        changes.put(table, &present.name, Some(Arc::new(user)));
        Ok(1)
    }

    fn set_own_password(
        &self,
        changes: &mut Changes,
        table: &Table,
        asking: Option<&Identity>,
        from: &Secret,
        to: &Secret,
    ) -> Result<u64, Failure> {
        self.check_password(to)?;
        let present = asking.and_then(|asking| {
            let all = changes.all(table);
            all.into_values().find(|user| user.number == asking.number)
        });
        let name = asking.map_or("", |asking| &asking.user);
        let failed = |status, why: &str| {
            let text = format!("User '{name}' failed to alter their own password: {why}");
            Err(Failure::new(status, text))
        };
        let Some(present) = present else {
            return failed(Status::OwnPasswordWrong, "User does not exist.");
        };
        if !self.has_password(&present, from)? {
            return failed(
                Status::OwnPasswordWrong,
                "Invalid principal or credentials.",
            );
        }
        if from == to {
            return failed(Status::PasswordUnchanged, UNCHANGED);
        }
        let user = User {
            hash: Arc::new(self.hashed(to, false)?),
            password_number: self.number(),
            change_required: false,
            ..(*present).clone()
        };
        changes.put(table, &present.name, Some(Arc::new(user)));
        Ok(1)
    }

    /// Refuses clauses of Neo4j's enterprise edition, and passwords against the policy.
    fn check_settings(
        &self,
        set: &UserSettings<Secret>,
        verb: &str,
        name: &str,
    ) -> Result<(), Failure> {
        if let Some(password) = &set.password
            && !set.encrypted
        {
            self.check_password(password)?;
        }
        match &set.refused {
            None => Ok(()),
            Some(clause) => Err(Failure::new(
                Status::NotInThisEdition,
                format!(
                    "Failed to {verb} the specified user '{name}': {clause} is not available in \
                     community edition."
                ),
            )),
        }
    }

    fn check_password(&self, password: &Secret) -> Result<(), Failure> {
        let password = password.expose();
        if password.is_empty() {
            return Err(Failure::new(
                Status::EmptyCredential,
                "A password cannot be empty.",
            ));
        }
        let least = self.minimum_length;
        if password.chars().count() < least {
            return Err(Failure::new(
                Status::PasswordTooShort,
                format!("A password must be at least {least} characters."),
            ));
        }
        Ok(())
    }

    fn refuse_self(
        &self,
        asking: Option<&Identity>,
        user: &User,
        verb: &str,
    ) -> Result<(), Failure> {
        if asking.is_none_or(|asking| asking.number != user.number) {
            return Ok(());
        }
        let name = &user.name;
        Err(Failure::new(
            Status::CannotDropSelf,
            format!(
                "Failed to {verb} the specified user '{name}': Deleting yourself is not allowed."
            ),
        ))
    }

    fn has_password(&self, user: &User, password: &Secret) -> Result<bool, Failure> {
        let found = self.hasher.verify(password.expose(), &user.hash);
        found.map_err(|error| unhashable(&error))
    }

    fn hashed(&self, password: &Secret, encrypted: bool) -> Result<PasswordHash, Failure> {
        if encrypted {
            return PasswordHash::decode(password.expose()).map_err(|_| {
                Failure::new(
                    Status::PasswordHashFormat,
                    "Incorrect format of encrypted password. Correct format is \
                     '$argon2id$v=19$m=7168,t=5,p=1$<salt>$<hash>', salt and hash in hexadecimal.",
                )
            });
        }
        let hash =
            password::random_salt().and_then(|salt| self.hasher.hash(password.expose(), salt));
        hash.map_err(|error| unhashable(&error))
    }
}

const UNCHANGED: &str = "Old password and new password cannot be the same.";

fn unhashable(error: &PasswordError) -> Failure {
    Failure::new(Status::Internal, error.to_string())
}

/// The answer about a user who is not there.
fn missing(fine: bool, name: &str, verb: &str) -> Result<u64, Failure> {
    if fine {
        return Ok(0);
    }
    Err(Failure::new(
        Status::UserNotFound,
        format!("Failed to {verb} the specified user '{name}': User does not exist."),
    ))
}

fn check_name(name: &str) -> Result<(), Failure> {
    if name.is_empty() {
        return Err(Failure::new(
            Status::EmptyCredential,
            "The provided username is empty.",
        ));
    }
    let fine = |c: char| c.is_ascii_graphic() && c != ',' && c != ':';
    if name.chars().all(fine) {
        return Ok(());
    }
    Err(Failure::new(
        Status::UserNameInvalid,
        format!(
            "Username '{name}' contains illegal characters.\nUse ascii characters that are not \
             ',', ':' or whitespaces."
        ),
    ))
}

fn rename(
    changes: &mut Changes,
    table: &Table,
    from: &Text,
    if_exists: bool,
    to: &Text,
) -> Result<u64, Failure> {
    check_name(to)?;
    let failed = |status, why: &str| {
        let text = format!("Failed to rename the specified user '{from}' to '{to}': {why}");
        Err(Failure::new(status, text))
    };
    let Some(present) = changes.get(table, from) else {
        if if_exists {
            return Ok(0);
        }
        let why = format!("The user '{from}' does not exist.");
        return failed(Status::UserNotFound, &why);
    };
    if from == to {
        return Ok(1);
    }
    if changes.get(table, to).is_some() {
        let why = format!("User '{to}' already exists.");
        return failed(Status::UserAlreadyExists, &why);
    }
    let user = User {
        name: to.as_str().into(),
        ..(*present).clone()
    };
    changes.put(table, &present.name, None);
    changes.put(table, &user.name.clone(), Some(Arc::new(user)));
    Ok(1)
}
