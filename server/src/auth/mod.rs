//! Who may come in: users, their passwords, and what is remembered of successful logins.
//!
//! Users are nodes `(:User {name, credentials})` of the `system` database; they are few and are
//! kept in memory too. Not here: what a user may do (everybody may do everything). Meet [`Auth`]
//! first.

pub mod password;
mod store;
mod verified;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use quiver_storage::Database;
use quiver_types::{Failure, Status};

use password::{Hasher, PasswordHash};
use verified::Verified;

pub use store::UserStoreError;

/// The user that the first start makes.
pub const FIRST_USER: &str = "neo4j";

/// What a client presents.
pub struct Token<'t> {
    /// `basic`, `none`, ...
    pub scheme: Option<&'t str>,
    /// User name.
    pub principal: Option<&'t str>,
    /// Password.
    pub credentials: Option<&'t str>,
}

/// A client that was let in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// The user's name; empty where nobody logs in.
    pub user: Arc<str>,
}

/// The door.
pub struct Auth {
    /// `None` when nobody has to log in.
    users: Option<Users>,
    hasher: Hasher,
}

struct Users {
    known: RwLock<HashMap<String, Arc<PasswordHash>>>,
    verified: Verified,
    /// Stands in for the hash of users that do not exist, so that they take as long.
    nobody: Arc<PasswordHash>,
}

/// What the first start did.
pub struct FirstUser {
    /// The password, where it was generated and the operator has to be told.
    pub generated: Option<String>,
}

impl Auth {
    /// A door through which everybody may go.
    pub fn disabled() -> Self {
        Self {
            users: None,
            hasher: Hasher::default(),
        }
    }

    /// Loads the users; if there are none, makes the first one, durably, with the given password
    /// or with a random one.
    pub fn open(
        system: &Database,
        initial_password: Option<&str>,
    ) -> Result<(Self, FirstUser), UserStoreError> {
        let hasher = Hasher::default();
        let mut users = store::load(system)?;
        let mut generated = None;
        if users.is_empty() {
            let password = match initial_password {
                Some(given) => given.to_owned(),
                None => password::generate()?,
            };
            let hash = hasher.hash(&password, password::random_salt()?)?;
            store::create(system, FIRST_USER, &hash)?;
            users.insert(FIRST_USER.to_owned(), Arc::new(hash));
            generated = initial_password.is_none().then_some(password);
        }
        let auth = Self {
            users: Some(Users {
                known: RwLock::new(users),
                verified: Verified::new(),
                nobody: Arc::new(PasswordHash::unmatchable(password::random_salt()?)),
            }),
            hasher,
        };
        Ok((auth, FirstUser { generated }))
    }

    /// Whether clients have to log in.
    pub fn is_enabled(&self) -> bool {
        self.users.is_some()
    }

    /// Checks a token. Hashing, where it is needed, happens off the network threads.
    pub async fn log_in(self: &Arc<Self>, token: Token<'_>) -> Result<Identity, Failure> {
        let Some(users) = &self.users else {
            let user = token.principal.unwrap_or_default();
            return Ok(Identity { user: user.into() });
        };
        let (name, password) = basic(&token)?;
        let known = users
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(name)
            .cloned();
        if let Some(hash) = &known
            && users.verified.contains(name, password, hash)
        {
            return Ok(Identity { user: name.into() });
        }
        let hash = known.clone().unwrap_or_else(|| users.nobody.clone());
        let matches = self.verify(password.to_owned(), hash.clone()).await?;
        if known.is_some() && matches {
            users.verified.remember(name, password, &hash);
            return Ok(Identity { user: name.into() });
        }
        Err(unauthorized(
            "The client is unauthorized due to authentication failure.",
        ))
    }

    async fn verify(
        self: &Arc<Self>,
        password: String,
        hash: Arc<PasswordHash>,
    ) -> Result<bool, Failure> {
        let internal = |_| Failure::new(Status::Internal, "the password could not be checked");
        let turn = self.hasher.turn().await;
        let auth = self.clone();
        tokio::task::spawn_blocking(move || {
            let matches = auth.hasher.verify(&password, &hash);
            drop(turn);
            matches
        })
        .await
        .map_err(|_| internal(()))?
        .map_err(|_| internal(()))
    }
}

/// Name and password of a basic token; every other scheme is refused by name.
fn basic<'t>(token: &Token<'t>) -> Result<(&'t str, &'t str), Failure> {
    let missing = |key: &str| {
        unauthorized(format!(
            "Unsupported authentication token, missing key `{key}`"
        ))
    };
    match token.scheme {
        None => Err(missing("scheme")),
        Some("basic") => Ok((
            token.principal.ok_or_else(|| missing("principal"))?,
            token.credentials.ok_or_else(|| missing("credentials"))?,
        )),
        Some("none") => Err(unauthorized(
            "Unsupported authentication token, scheme 'none' is only allowed when auth is \
             disabled.",
        )),
        Some(other) => {
            let other: String = other.chars().take(40).collect();
            Err(unauthorized(format!(
                "Unsupported authentication token, scheme '{}' is not supported.",
                other.escape_debug()
            )))
        }
    }
}

fn unauthorized(message: impl Into<String>) -> Failure {
    Failure::new(Status::Unauthorized, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(name: &str, password: &str) -> Arc<Auth> {
        let hasher = Hasher::default();
        let hash = hasher.hash(password, [7; 16]).unwrap();
        Arc::new(Auth {
            users: Some(Users {
                known: RwLock::new([(name.to_owned(), Arc::new(hash))].into()),
                verified: Verified::new(),
                nobody: Arc::new(PasswordHash::unmatchable([1; 16])),
            }),
            hasher,
        })
    }

    fn token<'t>(scheme: &'t str, principal: &'t str, credentials: &'t str) -> Token<'t> {
        let some = |text: &'t str| (!text.is_empty()).then_some(text);
        Token {
            scheme: some(scheme),
            principal: some(principal),
            credentials: some(credentials),
        }
    }

    #[tokio::test]
    async fn the_right_password_and_nothing_else() {
        let auth = door("neo4j", "correct-horse");
        let cases = [
            (token("basic", "neo4j", "correct-horse"), Ok("neo4j")),
            (
                token("basic", "neo4j", "wrong"),
                Err("authentication failure"),
            ),
            (
                token("basic", "nobody", "correct-horse"),
                Err("authentication failure"),
            ),
            // Once more, now that it has been remembered.
            (token("basic", "neo4j", "correct-horse"), Ok("neo4j")),
            (
                token("basic", "neo4j", "correct-horse2"),
                Err("authentication failure"),
            ),
            (token("basic", "", "x"), Err("missing key `principal`")),
            (
                token("basic", "neo4j", ""),
                Err("missing key `credentials`"),
            ),
            (token("", "neo4j", "x"), Err("missing key `scheme`")),
            (
                token("none", "", ""),
                Err("only allowed when auth is disabled"),
            ),
            (
                token("bearer", "", "x"),
                Err("scheme 'bearer' is not supported"),
            ),
        ];
        for (token, expected) in cases {
            match (auth.log_in(token).await, expected) {
                (Ok(identity), Ok(user)) => assert_eq!(&*identity.user, user),
                (Err(failure), Err(part)) => {
                    assert_eq!(failure.status, Status::Unauthorized);
                    assert!(failure.message.contains(part), "{failure}");
                }
                (got, expected) => panic!("{got:?} instead of {expected:?}"),
            }
        }
    }

    #[tokio::test]
    async fn without_login_any_token_is_good() {
        let auth = Arc::new(Auth::disabled());
        for token in [
            token("basic", "a", "b"),
            token("", "", ""),
            token("none", "", ""),
        ] {
            assert!(auth.log_in(token).await.is_ok());
        }
    }
}
