//! The text of commands about users and databases. Passwords in quotes are not written out.

use super::Writer;
use crate::syntax::ast::{AdministrationCommand, Password, UserClauses};

impl Writer {
    pub(super) fn administration(&mut self, command: &AdministrationCommand) {
        let condition = |given: bool, words: &'static str| if given { words } else { "" };
        match command {
            AdministrationCommand::CreateUser {
                replace,
                if_not_exists,
                name,
                clauses,
            } => {
                self.put("CREATE ");
                self.put(condition(*replace, "OR REPLACE "));
                self.put("USER ");
                self.schema_name(name);
                self.put(condition(*if_not_exists, " IF NOT EXISTS"));
                self.user_clauses(clauses);
            }
            AdministrationCommand::AlterUser {
                if_exists,
                name,
                clauses,
            } => {
                self.put("ALTER USER ");
                self.schema_name(name);
                self.put(condition(*if_exists, " IF EXISTS"));
                self.user_clauses(clauses);
            }
            AdministrationCommand::RenameUser {
                if_exists,
                from,
                to,
            } => {
                self.put("RENAME USER ");
                self.schema_name(from);
                self.put(condition(*if_exists, " IF EXISTS"));
                self.put(" TO ");
                self.schema_name(to);
            }
            AdministrationCommand::DropUser { if_exists, name } => {
                self.put("DROP USER ");
                self.schema_name(name);
                self.put(condition(*if_exists, " IF EXISTS"));
            }
            AdministrationCommand::SetOwnPassword { from, to } => {
                self.put("ALTER CURRENT USER SET PASSWORD FROM ");
                self.password(from);
                self.put(" TO ");
                self.password(to);
            }
            AdministrationCommand::SetLanguage {
                if_exists,
                name,
                language,
            } => {
                self.put("ALTER DATABASE ");
                self.schema_name(name);
                self.put(condition(*if_exists, " IF EXISTS"));
                self.put(" SET DEFAULT LANGUAGE ");
                self.put(language.shown());
            }
            AdministrationCommand::Unsupported(words) => self.put(&words.text),
        }
    }

    fn user_clauses(&mut self, clauses: &UserClauses) {
        // What is refused keeps its name only, so what it said of that is made up.
        let refused = clauses.refused.as_deref().unwrap_or_default();
        if refused.contains("REMOVE AUTH") {
            self.put(" REMOVE ALL AUTH");
        }
        if let Some(password) = &clauses.password {
            self.put(" SET ");
            if clauses.encrypted {
                self.put("ENCRYPTED ");
            }
            self.put("PASSWORD ");
            self.password(password);
        }
        if let Some(required) = clauses.change_required {
            self.put(" SET PASSWORD CHANGE ");
            self.put(if required { "REQUIRED" } else { "NOT REQUIRED" });
        }
        if refused.contains("SET STATUS") {
            self.put(" SET STATUS ACTIVE");
        } else if refused.contains("HOME DATABASE") {
            self.put(" SET HOME DATABASE neo4j");
        } else if let Some(provider) = refused.strip_prefix("`SET AUTH '") {
            self.put(" SET AUTH ");
            self.string(provider.strip_suffix("'`").unwrap_or(provider));
            self.put(" { SET ID '' }");
        }
    }

    fn password(&mut self, password: &Password) {
        match password {
            Password::Literal(_) => self.put("'******'"),
            Password::Parameter(name) => {
                self.put("$");
                self.name(name);
            }
        }
    }
}
