//! Facts about the server that are the same for every session and as long as it runs.

use quiver_cypher::{DatabaseInfo, Dbms, SettingInfo};
use quiver_storage::Database;
use quiver_types::Text;

use crate::config::Config;
use crate::config::settings::{self, Setting};
use crate::config::value::Address;
use crate::databases::{HOME, SYSTEM};
use crate::server::{EDITION, NEO4J_VERSION};

/// What queries may know of the server, apart from who asks.
pub(crate) struct Facts {
    databases: Vec<DatabaseInfo>,
    settings: Vec<SettingInfo>,
    test_hooks: bool,
}

impl Facts {
    /// Puts them together; `started` is in nanoseconds since 1970.
    pub(crate) fn new(
        config: &Config,
        advertised: &Address,
        home: &Database,
        system: &Database,
        started: i64,
    ) -> Self {
        let server = identity(system);
        let database = |name: &str, kind, store: &Database| DatabaseInfo {
            name: name.into(),
            kind,
            address: advertised.to_string().into(),
            status: "online".into(),
            language: config.settings.default_language.language().shown(),
            is_default: name == HOME,
            id: identity(store).into(),
            server_id: server.clone().into(),
            started,
        };
        let setting = |setting: &Setting| {
            let value: Text = setting.show(&config.settings).into();
            SettingInfo {
                startup: value.clone(),
                dynamic: setting.is_dynamic(),
                explicit: config.explicit.contains(&setting.name),
                name: setting.name.into(),
                default: setting.default.into(),
                description: setting.description.into(),
                valid: (setting.valid)().into(),
                value,
            }
        };
        Self {
            databases: vec![
                database(HOME, "standard", home),
                database(SYSTEM, "system", system),
            ],
            settings: settings::TABLE.iter().map(setting).collect(),
            test_hooks: config.test_hooks,
        }
    }
}

fn identity(database: &Database) -> String {
    database
        .id()
        .0
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect()
}

impl Dbms for Facts {
    fn version(&self) -> (&str, &str) {
        (NEO4J_VERSION, EDITION)
    }
    fn databases(&self) -> Vec<DatabaseInfo> {
        self.databases.clone()
    }
    fn settings(&self) -> Vec<SettingInfo> {
        self.settings.clone()
    }
    fn current_database(&self) -> Text {
        HOME.into()
    }
    fn test_hooks(&self) -> bool {
        self.test_hooks
    }
}
