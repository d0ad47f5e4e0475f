//! Commands about users and databases, as the engine hands them to its host: it reads them and does
//! not know what a user is.
//!
//! A plan holds a [`SystemCommand`] whose names and passwords may be parameters; when it runs, the
//! host gets one of plain texts ([`crate::Dbms::administer`]).

use std::fmt;

use quiver_types::Text;

use crate::syntax::ast::Language;

/// A password, or a hash of one. It shows itself to nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Text);

impl Secret {
    /// Takes a text that is not to be shown.
    pub fn new(text: Text) -> Self {
        Self(text)
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("******")
    }
}

/// A command about users or databases: `N` names one, `S` is a password.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SystemCommand<N, S> {
    /// CREATE USER.
    Create {
        /// Who.
        name: N,
        /// IF NOT EXISTS.
        if_not_exists: bool,
        /// OR REPLACE.
        replace: bool,
        /// What is set.
        set: UserSettings<S>,
    },
    /// ALTER USER.
    Alter {
        /// Who.
        name: N,
        /// IF EXISTS.
        if_exists: bool,
        /// What is set.
        set: UserSettings<S>,
    },
    /// RENAME USER.
    Rename {
        /// Who.
        from: N,
        /// IF EXISTS.
        if_exists: bool,
        /// The new name.
        to: N,
    },
    /// DROP USER.
    Drop {
        /// Who.
        name: N,
        /// IF EXISTS.
        if_exists: bool,
    },
    /// ALTER CURRENT USER SET PASSWORD.
    SetOwnPassword {
        /// The present one.
        from: S,
        /// The new one.
        to: S,
    },
    /// ALTER DATABASE ... SET DEFAULT LANGUAGE.
    SetLanguage {
        /// Which database.
        name: N,
        /// IF EXISTS.
        if_exists: bool,
        /// The language of queries that do not say theirs.
        language: Language,
    },
}

/// What a command sets of a user.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserSettings<S> {
    /// The password.
    pub password: Option<S>,
    /// Whether that is a hash.
    pub encrypted: bool,
    /// Whether it must be changed before anything else can be done.
    pub change_required: Option<bool>,
    /// A clause that only Neo4j's enterprise edition has, as its error names it.
    pub refused: Option<Text>,
}

impl<S> UserSettings<S> {
    fn resolve<S2, E>(
        &self,
        secret: &mut impl FnMut(&S) -> Result<S2, E>,
    ) -> Result<UserSettings<S2>, E> {
        Ok(UserSettings {
            password: self.password.as_ref().map(secret).transpose()?,
            encrypted: self.encrypted,
            change_required: self.change_required,
            refused: self.refused.clone(),
        })
    }
}

impl<N, S> SystemCommand<N, S> {
    /// The same command with other names and passwords.
    pub fn resolve<N2, S2, E>(
        &self,
        mut name: impl FnMut(&N) -> Result<N2, E>,
        mut secret: impl FnMut(&S) -> Result<S2, E>,
    ) -> Result<SystemCommand<N2, S2>, E> {
        Ok(match self {
            Self::Create {
                name: who,
                if_not_exists,
                replace,
                set,
            } => SystemCommand::Create {
                name: name(who)?,
                if_not_exists: *if_not_exists,
                replace: *replace,
                set: set.resolve(&mut secret)?,
            },
            Self::Alter {
                name: who,
                if_exists,
                set,
            } => SystemCommand::Alter {
                name: name(who)?,
                if_exists: *if_exists,
                set: set.resolve(&mut secret)?,
            },
            Self::Rename {
                from,
                if_exists,
                to,
            } => SystemCommand::Rename {
                from: name(from)?,
                if_exists: *if_exists,
                to: name(to)?,
            },
            Self::Drop {
                name: who,
                if_exists,
            } => SystemCommand::Drop {
                name: name(who)?,
                if_exists: *if_exists,
            },
            Self::SetOwnPassword { from, to } => SystemCommand::SetOwnPassword {
                from: secret(from)?,
                to: secret(to)?,
            },
            Self::SetLanguage {
                name: which,
                if_exists,
                language,
            } => SystemCommand::SetLanguage {
                name: name(which)?,
                if_exists: *if_exists,
                language: *language,
            },
        })
    }
}
