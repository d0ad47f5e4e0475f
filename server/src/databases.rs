//! The databases of this server: `neo4j`, where data lives, and `system`, where users live.
//!
//! Names are looked up here and nowhere else; they are case-insensitive. Sessions on `system`
//! never run over the users' store: they get an empty database in memory beside it, so that no
//! query text can reach a password hash. Meet [`Databases`] first.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use quiver_storage::{Database, DatabaseOptions, OpenError, SyncMode};
use quiver_types::time::Clock;
use quiver_types::{DatabaseId, Failure, Status};

/// The database that clients get who name none.
pub const HOME: &str = "neo4j";
/// The database of the server itself.
pub const SYSTEM: &str = "system";

/// The name of a database of this server, as it is listed, for however it is written.
pub fn known(name: &str) -> Option<&'static str> {
    [HOME, SYSTEM]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name))
}

/// What kind of database a name stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Holds data.
    Standard,
    /// Answers administration commands.
    System,
}

/// A database and its name.
#[derive(Clone)]
pub struct Named {
    /// Lower-case name.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// What queries run over.
    pub queried: Database,
    /// What bookmarks are about; for `system` not what queries run over.
    pub bookmarked: Database,
}

impl Named {
    /// The identity that bookmarks carry.
    pub fn id(&self) -> DatabaseId {
        self.bookmarked.id()
    }
}

/// All databases, open.
pub struct Databases {
    home: Database,
    system: Database,
    facade: Mutex<Option<Database>>,
    clock: Arc<dyn Clock>,
}

impl Databases {
    /// Both, opened by [`open`].
    pub fn new(home: Database, system: Database, clock: Arc<dyn Clock>) -> Self {
        Self {
            home,
            system,
            facade: Mutex::new(None),
            clock,
        }
    }

    /// All stores, with names.
    pub fn all(&self) -> [(&'static str, &Database); 2] {
        [(HOME, &self.home), (SYSTEM, &self.system)]
    }

    /// The database where data live.
    pub fn home(&self) -> &Database {
        &self.home
    }

    /// The database of the server itself, where users are.
    pub fn system(&self) -> &Database {
        &self.system
    }

    /// The database of that name, `None` meaning the home database. `unknown` is the status of
    /// the failure if there is none: RUN and ROUTE differ in it.
    pub fn resolve(&self, name: Option<&str>, unknown: Status) -> Result<Named, Failure> {
        let Some(name) = name else {
            return Ok(self.standard_named());
        };
        if name.eq_ignore_ascii_case(HOME) {
            return Ok(self.standard_named());
        }
        if name.eq_ignore_ascii_case(SYSTEM) {
            return Ok(Named {
                name: SYSTEM,
                kind: Kind::System,
                queried: self.facade()?,
                bookmarked: self.system.clone(),
            });
        }
        let shown: String = name.chars().take(80).collect();
        Err(Failure::new(
            unknown,
            format!(
                "Database does not exist. Database name: '{}'.",
                shown.escape_debug()
            ),
        ))
    }

    fn standard_named(&self) -> Named {
        Named {
            name: HOME,
            kind: Kind::Standard,
            queried: self.home.clone(),
            bookmarked: self.home.clone(),
        }
    }

    /// The empty database under sessions on `system`; made when first needed.
    fn facade(&self) -> Result<Database, Failure> {
        let mut facade = self.facade.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(database) = &*facade {
            return Ok(database.clone());
        }
        let database = options(&self.clock, SyncMode::Full)
            .and_then(Database::in_memory)
            .map_err(|error| Failure::new(Status::DatabaseUnavailable, error.to_string()))?;
        *facade = Some(database.clone());
        Ok(database)
    }

    /// Finishes commits that began and closes everything.
    pub fn close(&self) {
        for (_, database) in self.all() {
            database.close();
        }
    }
}

/// Opens, or creates, the database of that name below the data folder.
pub fn open(
    data: &str,
    name: &str,
    clock: &Arc<dyn Clock>,
    sync_mode: SyncMode,
) -> Result<Database, OpenError> {
    Database::open_folder(&folder(data, name), options(clock, sync_mode)?)
}

/// The folder of the database of that name.
pub fn folder(data: &str, name: &str) -> String {
    let path = Path::new(data).join("databases").join(name);
    path.to_string_lossy().into_owned()
}

fn options(clock: &Arc<dyn Clock>, sync_mode: SyncMode) -> Result<DatabaseOptions, OpenError> {
    let seed = getrandom::u64().map_err(|error| OpenError::Io {
        file: "the operating system's random numbers".into(),
        source: std::io::Error::other(error.to_string()),
    })?;
    Ok(DatabaseOptions {
        sync_mode,
        clock: clock.clone(),
        seed,
    })
}
