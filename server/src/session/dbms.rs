//! What a session's queries learn from the server and ask of it: facts that all share, and who
//! asks.

use std::sync::Arc;

use quiver_cypher::{
    ConnectionInfo, DatabaseInfo, Dbms, ImportSource, Job, JobInfo, Secret, SettingInfo,
    SystemCommand, Terminated, TransactionInfo, UserInfo,
};
use quiver_types::{Failure, Map, Status, Text};

use crate::config::{Setting, Settings};
use crate::connections::Connection;
use crate::databases::HOME;
use crate::server::Shared;

/// The server as one session's queries see it.
pub(super) struct SessionDbms {
    pub shared: Arc<Shared>,
    pub connection: Arc<Connection>,
}

/// Whether a client is at the other end, and not a job of the server's.
fn is_of_client(connection: &ConnectionInfo) -> bool {
    !connection.id.is_empty()
}

impl Dbms for SessionDbms {
    fn version(&self) -> (&str, &str) {
        self.shared.dbms.version()
    }

    fn databases(&self) -> Vec<DatabaseInfo> {
        let mut databases = self.shared.dbms.databases();
        let own = self
            .connection
            .with_changes(|changes| changes.languages.clone());
        let stored = self.shared.languages();
        for database in &mut databases {
            let name = database.name.as_str();
            if let Some(language) = own.get(name).or_else(|| stored.get(name)) {
                database.language = language.shown();
            }
        }
        databases
    }

    fn settings(&self) -> Vec<SettingInfo> {
        let mut settings = self.shared.dbms.settings();
        let now = self.shared.live.now();
        for setting in settings.iter_mut().filter(|setting| setting.dynamic) {
            if let Some(row) = Setting::find(&setting.name) {
                setting.value = row.show(&now).into();
            }
        }
        settings
    }

    fn set_setting(&self, name: &str, value: &str) -> Result<(), Failure> {
        let home = self.shared.databases.home();
        let apply = |settings: &Settings| {
            if home.columns().limit != settings.column_memory.0 {
                home.limit_columns(settings.column_memory.0);
            }
            let sync = settings.sync();
            if home.sync_mode() == sync {
                return Ok(());
            }
            tracing::info!(?sync, "the sync mode changes");
            home.set_sync_mode(sync).map_err(|error| error.to_string())
        };
        self.shared.live.set(name, value, apply).map_err(|error| {
            let text = format!("Failed to invoke procedure `dbms.setConfigValue`: {error}");
            Failure::new(Status::ProcedureCallFailed, text)
        })
    }

    fn test_hooks(&self) -> bool {
        self.shared.dbms.test_hooks()
    }

    fn current_database(&self) -> Text {
        self.connection.database().unwrap_or(HOME).into()
    }

    fn users(&self) -> Vec<UserInfo> {
        self.connection
            .with_changes(|changes| self.shared.auth.users(changes))
    }

    fn current_user(&self) -> Option<UserInfo> {
        let identity = self.connection.identity()?;
        self.connection
            .with_changes(|changes| self.shared.auth.user(changes, &identity))
    }

    fn administer(&self, command: &SystemCommand<Text, Secret>) -> Result<u64, Failure> {
        let identity = self.connection.identity();
        self.connection.with_changes(|changes| {
            self.shared
                .auth
                .administer(changes, identity.as_ref(), command)
        })
    }

    fn transactions(&self) -> Vec<TransactionInfo> {
        let all = self.shared.connections.list();
        let clock = &*self.shared.clock;
        let mut found: Vec<TransactionInfo> = all
            .iter()
            .filter_map(|connection| connection.describe_transaction(clock))
            .collect();
        found.sort_by_key(|transaction| transaction.started);
        found
    }

    fn terminate(&self, id: &str) -> Terminated {
        let all = self.shared.connections.list();
        all.iter()
            .find_map(|connection| connection.terminate(id))
            .map_or(Terminated::NotFound, Terminated::Yes)
    }

    fn connections(&self) -> Vec<ConnectionInfo> {
        let all = self.shared.connections.list();
        all.iter()
            .map(|connection| connection.describe())
            .filter(is_of_client)
            .collect()
    }

    fn kill_connection(&self, id: &str) -> Option<Text> {
        let all = self.shared.connections.list();
        let found = all
            .iter()
            .map(|connection| (connection, connection.describe()))
            .find(|(_, described)| is_of_client(described) && described.id == *id)?;
        found.0.kill();
        Some(found.1.user)
    }

    fn routing(&self, dialled: Option<&str>) -> (i64, Text) {
        let ttl = self.shared.settings.routing_ttl.0.as_secs();
        let address = match dialled {
            Some(address) => address.into(),
            None => self.shared.advertised().to_string().into(),
        };
        (i64::try_from(ttl).unwrap_or(i64::MAX), address)
    }

    fn new_transaction_id(&self) -> Text {
        let number = self.shared.connections.next_transaction();
        format!("{}-transaction-{number}", self.current_database()).into()
    }

    fn open_import(&self, url: &str) -> Result<ImportSource, Failure> {
        self.shared.imports.open(url)
    }

    fn start_job(&self, job: Job) -> Result<(), Failure> {
        let identity = self.connection.identity();
        self.shared
            .jobs
            .start(job, identity, self.current_database())
    }

    fn jobs(&self) -> Vec<JobInfo> {
        self.shared.jobs.list()
    }

    fn cancel_job(&self, name: &str) -> Option<JobInfo> {
        self.shared.jobs.cancel(name)
    }

    fn transaction_metadata(&self) -> Map {
        self.connection.metadata()
    }

    fn set_transaction_metadata(&self, metadata: Map) {
        self.connection.set_metadata(metadata);
    }
}
