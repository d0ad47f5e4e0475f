//! Who may come in: users, their passwords, what is remembered of successful and of failed logins.
//!
//! Users are nodes `(:User {name, credentials, changeRequired})` of the `system` database; they are
//! few and are kept in memory too. A change is stored durably before anybody sees it, and then
//! holds for connections that are open as well ([`Auth::standing`]). Not here: what a user may do
//! (everybody may do everything). Meet [`Auth`] first.

mod commands;
mod lockout;
pub mod password;
mod store;
mod users;
mod verified;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use quiver_cypher::UserInfo;
use quiver_storage::{CommitError, Database};
use quiver_types::time::Clock;
use quiver_types::{Failure, Status};

use lockout::Lockout;
use password::{Hasher, PasswordHash};
use users::{Table, User};
use verified::Verified;

pub use store::UserStoreError;
pub use users::Changes;

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
    /// The user's name when it came in; empty where nobody logs in.
    pub user: Arc<str>,
    number: u64,
    password_number: u64,
}

/// What became of a user since a connection logged in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Everything is as it was, but for the name perhaps.
    Good(Arc<str>),
    /// The password must be changed before anything else.
    Expired(Arc<str>),
    /// The user was dropped, or has another password: who comes in again must show it.
    Gone,
}

/// How the door is kept.
pub struct Options {
    /// Whether clients have to log in.
    pub enabled: bool,
    /// Fewest characters of a password.
    pub minimum_length: usize,
    /// Failures until a user is locked; 0 for never.
    pub failures: u64,
    /// How long a user is locked, in nanoseconds.
    pub lock: u64,
    /// Users whose credentials are remembered, so that they are not hashed at each login; 0 for none.
    pub remembered: usize,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// The door.
pub struct Auth {
    enabled: bool,
    minimum_length: usize,
    system: Database,
    table: RwLock<Arc<Table>>,
    /// Changes with the table.
    epoch: AtomicU64,
    numbers: AtomicU64,
    /// Held while a change is stored.
    writing: Mutex<()>,
    verified: Verified,
    lockout: Lockout,
    /// Stands in for the hash of users that do not exist, so that they take as long.
    nobody: Arc<PasswordHash>,
    hasher: Hasher,
}

/// What the first start did.
pub struct FirstUser {
    /// The password, where it was generated and the operator has to be told.
    pub generated: Option<String>,
}

/// Changes of users were not made.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Somebody else changed the same user.
    #[error("the same user was changed by another transaction at the same time; run it again")]
    Outdated,
    /// They could not be stored.
    #[error(transparent)]
    Store(#[from] UserStoreError),
}

impl ChangeError {
    /// What a client is told.
    pub fn status(&self) -> Status {
        match self {
            Self::Outdated => Status::Outdated,
            Self::Store(error) => error.status(),
        }
    }

    /// Whether it is not known if they were stored.
    pub fn is_uncertain(&self) -> bool {
        matches!(
            self,
            Self::Store(UserStoreError::Commit(CommitError::Uncertain(_)))
        )
    }
}

impl Auth {
    /// Loads the users; if there are none and they have to log in, makes the first one, durably,
    /// with the given password or with a random one.
    pub fn open(
        system: &Database,
        initial_password: Option<&str>,
        options: Options,
    ) -> Result<(Self, FirstUser), UserStoreError> {
        let auth = Self {
            enabled: options.enabled,
            minimum_length: options.minimum_length,
            system: system.clone(),
            table: RwLock::default(),
            epoch: AtomicU64::new(0),
            numbers: AtomicU64::new(1),
            writing: Mutex::default(),
            verified: Verified::new(options.remembered),
            lockout: Lockout::new(options.clock, options.failures, options.lock),
            nobody: Arc::new(PasswordHash::unmatchable(password::random_salt()?)),
            hasher: Hasher::default(),
        };
        let mut table = Table::new();
        for stored in store::load(system)? {
            let user = User {
                name: stored.name.as_str().into(),
                number: auth.number(),
                password_number: auth.number(),
                hash: Arc::new(stored.hash),
                change_required: stored.change_required,
                node: Some(stored.node),
            };
            table.insert(user.name.clone(), Arc::new(user));
        }
        let none = table.is_empty();
        auth.replace(table);
        let mut generated = None;
        if none && options.enabled {
            let password = match initial_password {
                Some(given) => given.to_owned(),
                None => password::generate()?,
            };
            let hash = auth.hasher.hash(&password, password::random_salt()?)?;
            let first = User {
                name: FIRST_USER.into(),
                number: auth.number(),
                password_number: auth.number(),
                hash: Arc::new(hash),
                change_required: false,
                node: None,
            };
            let mut changes = Changes::default();
            changes.put(&auth.table(), &first.name.clone(), Some(Arc::new(first)));
            auth.store(&changes)?;
            generated = initial_password.is_none().then_some(password);
        }
        Ok((auth, FirstUser { generated }))
    }

    /// How often credentials were remembered.
    pub fn cache_counters(&self) -> quiver_cypher::cache::CacheCounters {
        self.verified.counters()
    }

    /// Whether clients have to log in.
    pub fn is_enabled(&self) -> bool {
        self.enabled
    }

    fn table(&self) -> Arc<Table> {
        self.table
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn replace(&self, table: Table) {
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(table);
        self.epoch.fetch_add(1, Ordering::Release);
    }

    fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Changes whenever users do: as long as it stays, so do their standings.
    pub fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// What became of a user since a connection logged in.
    pub fn standing(&self, identity: &Identity) -> Standing {
        if !self.enabled {
            return Standing::Good(identity.user.clone());
        }
        let table = self.table();
        let same = |user: &&Arc<User>| user.number == identity.number;
        let found = table
            .get(&identity.user)
            .filter(same)
            .or_else(|| table.values().find(same));
        match found {
            Some(user) if user.password_number != identity.password_number => Standing::Gone,
            Some(user) if user.change_required => Standing::Expired(user.name.clone()),
            Some(user) => Standing::Good(user.name.clone()),
            None => Standing::Gone,
        }
    }

    /// The identity of who has just changed users: its own new password is known to it.
    pub fn renewed(&self, identity: &Identity) -> Identity {
        let table = self.table();
        let found = table.values().find(|user| user.number == identity.number);
        found.map_or_else(|| identity.clone(), |user| of(user))
    }

    /// All users as a transaction sees them, by name.
    pub fn users(&self, changes: &Changes) -> Vec<UserInfo> {
        let all = changes.all(&self.table());
        all.into_values().map(|user| described(&user)).collect()
    }

    /// A user as a transaction sees it.
    pub fn user(&self, changes: &Changes, identity: &Identity) -> Option<UserInfo> {
        let all = changes.all(&self.table());
        let found = all.values().find(|user| user.number == identity.number);
        found.filter(|_| self.enabled).map(|user| described(user))
    }

    /// Makes a transaction's changes last, and then hold. Waits for the disk.
    pub fn commit(&self, changes: &Changes) -> Result<(), ChangeError> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if !changes.fits(&self.table()) {
            return Err(ChangeError::Outdated);
        }
        Ok(self.store(changes)?)
    }

    fn store(&self, changes: &Changes) -> Result<(), UserStoreError> {
        let stored = store::write(&self.system, changes)?;
        let mut table = (*self.table()).clone();
        for (name, _) in changes.list() {
            table.remove(name);
        }
        table.extend(stored.into_iter().map(|user| (user.name.clone(), user)));
        self.replace(table);
        Ok(())
    }

    /// Checks a token. Hashing, where it is needed, happens off the network threads.
    pub async fn log_in(self: &Arc<Self>, token: Token<'_>) -> Result<Identity, Failure> {
        if !self.enabled {
            return Ok(Identity {
                user: "".into(),
                number: 0,
                password_number: 0,
            });
        }
        let (name, password) = basic(&token)?;
        let turn = self.lockout.turn(name);
        if !self.lockout.admits(&turn) {
            return Err(too_often());
        }
        if let Some(known) = self.remembered(name, password) {
            self.lockout.succeeded(&turn);
            return Ok(known);
        }
        let alone = turn.alone().await;
        // Whoever had the turn before may have used up the tries, or found the password right.
        if !self.lockout.admits(&turn) {
            return Err(too_often());
        }
        if let Some(known) = self.remembered(name, password) {
            self.lockout.succeeded(&turn);
            return Ok(known);
        }
        let user = self.table().get(name).cloned();
        let hash = user
            .as_ref()
            .map_or(&self.nobody, |user| &user.hash)
            .clone();
        let matches = self.verify(password.to_owned(), hash.clone()).await?;
        drop(alone);
        match user {
            Some(user) if matches => {
                self.lockout.succeeded(&turn);
                self.verified.remember(name, password, &hash);
                Ok(of(&user))
            }
            Some(_) | None => {
                self.lockout.failed(&turn);
                Err(unauthorized(
                    "The client is unauthorized due to authentication failure.",
                ))
            }
        }
    }

    /// The user, if these credentials were found right before.
    fn remembered(&self, name: &str, password: &str) -> Option<Identity> {
        let table = self.table();
        let user = table.get(name)?;
        let known = self.verified.contains(name, password, &user.hash);
        known.then(|| of(user))
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

fn of(user: &User) -> Identity {
    Identity {
        user: user.name.clone(),
        number: user.number,
        password_number: user.password_number,
    }
}

fn described(user: &User) -> UserInfo {
    UserInfo {
        name: (&*user.name).into(),
        change_required: user.change_required,
    }
}

fn too_often() -> Failure {
    Failure::new(
        Status::AuthenticationRateLimit,
        "The client has provided incorrect authentication details too many times in a row.",
    )
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
    use quiver_cypher::{Secret, SystemCommand, UserSettings};
    use quiver_storage::{DatabaseOptions, SyncMode};
    use quiver_types::Text;
    use quiver_types::time::ManualClock;

    struct Door {
        auth: Arc<Auth>,
        clock: Arc<ManualClock>,
        system: Database,
    }

    fn door(enabled: bool) -> Door {
        let clock = Arc::new(ManualClock::default());
        let system = Database::in_memory(DatabaseOptions {
            sync_mode: SyncMode::Full,
            clock: clock.clone(),
            seed: 7,
        })
        .unwrap();
        let auth = open(&system, &clock, enabled);
        Door {
            auth,
            clock,
            system,
        }
    }

    fn open(system: &Database, clock: &Arc<ManualClock>, enabled: bool) -> Arc<Auth> {
        let options = Options {
            enabled,
            minimum_length: 8,
            failures: 3,
            remembered: 100,
            lock: 5_000_000_000,
            clock: clock.clone(),
        };
        let (auth, _) = Auth::open(system, Some("correct-horse"), options).unwrap();
        Arc::new(auth)
    }

    fn token<'t>(scheme: &'t str, principal: &'t str, credentials: &'t str) -> Token<'t> {
        let some = |text: &'t str| Some(text).filter(|text| !text.is_empty());
        Token {
            scheme: some(scheme),
            principal: some(principal),
            credentials: some(credentials),
        }
    }

    fn set(password: Option<&str>, change_required: Option<bool>) -> UserSettings<Secret> {
        UserSettings {
            password: password.map(|text| Secret::new(text.into())),
            encrypted: false,
            change_required,
            refused: None,
        }
    }

    fn create(name: &str, password: &str) -> SystemCommand<Text, Secret> {
        SystemCommand::Create {
            name: name.into(),
            if_not_exists: false,
            replace: false,
            set: set(Some(password), Some(false)),
        }
    }

    fn run(auth: &Auth, command: &SystemCommand<Text, Secret>) -> Result<u64, Failure> {
        let mut changes = Changes::default();
        let updates = auth.administer(&mut changes, None, command)?;
        auth.commit(&changes).unwrap();
        Ok(updates)
    }

    #[tokio::test]
    async fn the_right_password_and_nothing_else() {
        let auth = door(true).auth;
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
        let auth = door(false).auth;
        for token in [
            token("basic", "a", "b"),
            token("", "", ""),
            token("none", "", ""),
        ] {
            assert!(auth.log_in(token).await.is_ok());
        }
    }

    #[tokio::test]
    async fn three_failures_lock_known_and_unknown_users_alike() {
        let door = door(true);
        let auth = &door.auth;
        for user in ["neo4j", "nobody"] {
            let wrong = async || {
                let found = auth.log_in(token("basic", user, "wrong-one")).await;
                found.unwrap_err().status
            };
            for _ in 0..3 {
                assert_eq!(wrong().await, Status::Unauthorized, "{user}");
            }
            assert_eq!(wrong().await, Status::AuthenticationRateLimit, "{user}");
        }
        let right = || token("basic", "neo4j", "correct-horse");
        let locked = auth.log_in(right()).await.unwrap_err();
        assert_eq!(locked.status, Status::AuthenticationRateLimit);
        door.clock.advance(5_000_000_000);
        assert!(auth.log_in(right()).await.is_ok());
    }

    #[tokio::test]
    async fn many_at_once_are_no_more_tries() {
        let auth = door(true).auth;
        let tries: Vec<_> = (0..12)
            .map(|_| {
                let auth = auth.clone();
                tokio::spawn(async move {
                    let found = auth.log_in(token("basic", "neo4j", "wrong-one")).await;
                    found.unwrap_err().status
                })
            })
            .collect();
        let mut checked = 0;
        for one in tries {
            checked += usize::from(one.await.unwrap() == Status::Unauthorized);
        }
        assert_eq!(checked, 3);
    }

    #[tokio::test]
    async fn a_change_holds_for_who_is_in_already_and_after_a_restart() {
        let door = door(true);
        let auth = &door.auth;
        run(auth, &create("ann", "password-1")).unwrap();
        let ann = auth.log_in(token("basic", "ann", "password-1")).await;
        let ann = ann.unwrap();
        assert_eq!(auth.standing(&ann), Standing::Good("ann".into()));
        let alter = |set| SystemCommand::Alter {
            name: "ann".into(),
            if_exists: false,
            set,
        };
        run(auth, &alter(set(None, Some(true)))).unwrap();
        assert_eq!(auth.standing(&ann), Standing::Expired("ann".into()));
        run(auth, &alter(set(None, Some(false)))).unwrap();
        let rename = SystemCommand::Rename {
            from: "ann".into(),
            if_exists: false,
            to: "anna".into(),
        };
        run(auth, &rename).unwrap();
        assert_eq!(auth.standing(&ann), Standing::Good("anna".into()));
        let reopened = open(&door.system, &door.clock, true);
        let names: Vec<Text> = reopened
            .users(&Changes::default())
            .into_iter()
            .map(|user| user.name)
            .collect();
        assert_eq!(names, ["anna", "neo4j"]);
        let drop = SystemCommand::Drop {
            name: "anna".into(),
            if_exists: false,
        };
        run(auth, &drop).unwrap();
        assert_eq!(auth.standing(&ann), Standing::Gone);
        run(auth, &create("anna", "password-1")).unwrap();
        assert_eq!(auth.standing(&ann), Standing::Gone, "somebody else");
    }

    #[test]
    fn two_changes_of_one_user_at_once_are_not_both_made() {
        let auth = door(true).auth;
        let (mut first, mut second) = (Changes::default(), Changes::default());
        for changes in [&mut first, &mut second] {
            auth.administer(changes, None, &create("ann", "password-1"))
                .unwrap();
        }
        auth.commit(&first).unwrap();
        let late = auth.commit(&second).unwrap_err();
        assert_eq!(late.status(), Status::Outdated);
    }
}
