//! The settings: one table, from which the file, the environment, `--help` and
//! `docs/settings.md` are derived.
//!
//! A setting is here only if it does something. Names are Neo4j's where Neo4j has one, else
//! `quiver.*`. Adding a setting is adding a row. Meet [`Settings`] first.

use super::hosts::HostList;
use super::value::{
    Address, ByteSize, ClientAuth, Folder, Int, IsolationLevel, KeepAliveFor, LanguageName,
    LogLevel, QueryLogFormat, QueryLogLevel, QueryLogTarget, SettingValue, Span, SyncModeName,
    TlsLevel, TlsVersions,
};
use quiver_storage::SyncMode;

use crate::tls::Policy;

/// One row of the table.
pub struct Setting {
    /// Name, as in the file.
    pub name: &'static str,
    /// Default, in text form.
    pub default: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// What is valid, to complete "must be ...".
    pub valid: fn() -> String,
    set: fn(&mut Settings, &str) -> Result<(), String>,
    show: fn(&Settings) -> String,
}

impl Settings {
    /// The folder that files are imported from.
    pub fn import_folder(&self) -> std::path::PathBuf {
        match &self.import {
            Some(folder) => folder.0.clone().into(),
            None => std::path::Path::new(&self.data.0).join("import"),
        }
    }
}

impl Setting {
    /// The row of that name.
    pub fn find(name: &str) -> Option<&'static Setting> {
        TABLE.iter().find(|setting| setting.name == name)
    }

    /// The environment variable, in the form of Neo4j's Docker image.
    pub fn variable(&self) -> String {
        format!("NEO4J_{}", self.name.replace('_', "__").replace('.', "_"))
    }

    /// Whether it can be changed while the server runs.
    pub fn is_dynamic(&self) -> bool {
        DYNAMIC.contains(&self.name)
    }

    /// The value in `settings`, in text form.
    pub fn show(&self, settings: &Settings) -> String {
        (self.show)(settings)
    }

    /// Sets it; the error names the setting, the value and what is valid.
    pub fn set(&self, settings: &mut Settings, text: &str) -> Result<(), String> {
        (self.set)(settings, text.trim()).map_err(|why| {
            let text: String = text.chars().take(80).collect();
            format!(
                "'{}' is not valid for {}: {why}; it must be {}",
                text.escape_debug(),
                self.name,
                (self.valid)()
            )
        })
    }
}

macro_rules! settings {
    ($($name:literal => $field:ident: $ty:ty = $default:literal, $description:literal;)*) => {
        /// The values of all settings.
        #[derive(Clone, Debug)]
        pub struct Settings {
            $(#[doc = $description] pub $field: $ty,)*
        }

        /// Every setting, in the order in which they are documented.
        pub static TABLE: &[Setting] = &[$(
            Setting {
                name: $name,
                default: $default,
                description: $description,
                valid: <$ty as SettingValue>::valid,
                set: |settings, text| {
                    settings.$field = SettingValue::parse(text)?;
                    Ok(())
                },
                show: |settings| settings.$field.show(),
            },
        )*];

        impl Settings {
            /// What holds when nothing is configured. It fails only if the table is wrong, which
            /// a test excludes.
            pub fn defaults() -> Result<Self, String> {
                Ok(Self {
                    $($field: SettingValue::parse($default)
                        .map_err(|why: String| format!("default of {}: {why}", $name))?,)*
                })
            }
        }
    };
}

settings! {
    "server.bolt.listen_address" => bolt_listen_address: Address = "127.0.0.1:7687",
        "Where Bolt is listened for. Port 0 lets the operating system choose.";
    "server.bolt.advertised_address" => bolt_advertised_address: Option<Address> = "",
        "Where clients reach Bolt, as told in discovery and in routing tables when the client did \
         not say what it dialled. Empty: localhost and the port listened on.";
    "server.bolt.connection_keep_alive" => bolt_keep_alive: Span = "1m",
        "A client that waits for an answer hears an empty message this often; 0 for never.";
    "server.bolt.connection_keep_alive_for_requests" => bolt_keep_alive_for: KeepAliveFor = "ALL",
        "While which requests: any, those that fetch rows, or none.";
    "server.bolt.connection_keep_alive_probes" => bolt_keep_alive_probes: Int<1, 1000> = "2",
        "Clients are told to give up after so many times server.bolt.connection_keep_alive \
         without hearing anything.";
    "server.bolt.telemetry.enabled" => bolt_telemetry: bool = "false",
        "Whether drivers are invited to say which of their functions are used.";
    "server.bolt.thread_pool_max_size" => bolt_threads: Int<1, 4096> = "400",
        "Most threads that run queries too long for the network threads. There are as many as \
         processors, and more only while some are blocked.";
    "server.bolt.tls_level" => bolt_tls_level: TlsLevel = "DISABLED",
        "Whether Bolt, and WebSockets, are encrypted. All but DISABLED need \
         dbms.ssl.policy.bolt.enabled.";
    "server.http.enabled" => http_enabled: bool = "true",
        "Whether HTTP is listened for: discovery, metrics and queries.";
    "server.http.listen_address" => http_listen_address: Address = "127.0.0.1:7474",
        "Where HTTP is listened for. Port 0 lets the operating system choose.";
    "server.https.enabled" => https_enabled: bool = "false",
        "Whether HTTP in TLS is listened for. Needs dbms.ssl.policy.https.enabled.";
    "server.https.listen_address" => https_listen_address: Address = "127.0.0.1:7473",
        "Where HTTP in TLS is listened for. Port 0 lets the operating system choose.";
    "server.http.browser_directory" => browser: Option<Folder> = "",
        "Folder of an unpacked Neo4j Browser (it holds an index.html), which is then served under \
         /browser/. Empty: none.";
    "server.queryapi.transaction_idle_timeout" => query_idle: Span = "1m",
        "How long a transaction that was opened over HTTP waits for its next request before it \
         is rolled back.";
    "server.directories.data" => data: Folder = "quiver-data",
        "Folder of everything stored; made with its parents if missing.";
    "server.directories.import" => import: Option<Folder> = "",
        "Folder that files are imported from; made if missing. Empty: `import` in the data folder.";
    "dbms.security.allow_csv_import_from_file_urls" => import_files: bool = "true",
        "Whether LOAD CSV may read files; they are those of the import folder.";
    "db.import.csv.legacy_quote_escaping" => import_backslash: bool = "true",
        "Whether a backslash in a quoted field of a CSV file escapes a quote or a backslash.";
    "server.directories.logs" => logs: Option<Folder> = "",
        "Folder of the query log; made if missing. Empty: `logs` in the data folder.";
    "server.db.query_cache_size" => plan_cache_size: Int<0, 1_000_000> = "1000",
        "Query plans kept.";
    "server.cypher.parallel.worker_limit" => parallel_workers: Int<0, 64> = "1",
        "Threads that go through large scans together, of all queries; 0: one a processor. With 1 \
         every query works on one thread.";
    "db.query.default_language" => default_language: LanguageName = "CYPHER_5",
        "The version of Cypher of queries that do not begin with CYPHER 5 or CYPHER 25, on \
         databases that were not given one (ALTER DATABASE ... SET DEFAULT LANGUAGE).";
    "db.logs.query.enabled" => query_log: QueryLogLevel = "OFF",
        "Which queries leave a line in the query log: none; with INFO, when they end, those that \
         took at least db.logs.query.threshold; with VERBOSE all, when they start and when they \
         end. Neo4j's default is VERBOSE.";
    "db.logs.query.threshold" => query_log_threshold: Span = "0s",
        "With INFO, queries that took less leave no line, whether they succeeded or failed.";
    "db.logs.query.parameter_logging_enabled" => query_log_parameters: bool = "false",
        "Whether the query log shows parameters. They are data: unlike in Neo4j they are shown \
         only if this is switched on.";
    "db.logs.query.max_parameter_length" => query_log_parameter_length: Int<0, 2_147_483_647> = "2147483647",
        "Each parameter is cut after so many bytes in the query log; all together after 64 KiB.";
    "db.logs.query.obfuscate_literals" => query_log_obfuscate: bool = "true",
        "Whether the query log hides strings, numbers and comments in query texts. They are data: \
         unlike in Neo4j they are shown only if this is switched off. Passwords never are.";
    "db.memory.transaction.max" => transaction_memory: ByteSize = "512m",
        "Most memory one transaction may hold, its queries included; 0 for no limit.";
    "db.transaction.timeout" => transaction_timeout: Span = "0s",
        "Longest time a transaction may take; 0 for no limit. A client can only ask for less.";
    "db.transaction.bookmark_ready_timeout" => bookmark_timeout: Span = "30s",
        "How long a transaction waits for the state that a bookmark names.";
    "db.lock.acquisition.timeout" => lock_timeout: Span = "0s",
        "How long a transaction waits for a lock; 0 for no limit. Deadlocks are found at once.";
    "db.shutdown_transaction_end_timeout" => shutdown_timeout: Span = "10s",
        "How long a shutdown waits for open transactions before it ends them.";
    "dbms.routing_ttl" => routing_ttl: Span = "5m",
        "How long clients may keep a routing table.";
    "dbms.security.auth_enabled" => auth_enabled: bool = "true",
        "Whether clients must log in. Without, Bolt must listen on a loopback address only.";
    "dbms.security.auth_minimum_password_length" => password_length: Int<1, 1000> = "8",
        "Fewest characters of a password.";
    "dbms.ssl.policy.bolt.enabled" => bolt_ssl_enabled: bool = "false",
        "Whether the following describes the TLS of Bolt.";
    "dbms.ssl.policy.bolt.base_directory" => bolt_ssl_base: Folder = "certificates/bolt",
        "Folder that the other paths of this policy start from.";
    "dbms.ssl.policy.bolt.private_key" => bolt_ssl_key: Folder = "private.key",
        "File of the private key in PEM, without a password.";
    "dbms.ssl.policy.bolt.public_certificate" => bolt_ssl_certificate: Folder = "public.crt",
        "File of the certificate in PEM, followed by those that signed it. Read again when it changes.";
    "dbms.ssl.policy.bolt.client_auth" => bolt_ssl_client_auth: ClientAuth = "NONE",
        "Whether clients show certificates.";
    "dbms.ssl.policy.bolt.trusted_dir" => bolt_ssl_trusted: Folder = "trusted",
        "Folder of the certificates that may have signed those of clients, each file in PEM. Read if clients show certificates.";
    "dbms.ssl.policy.bolt.revoked_dir" => bolt_ssl_revoked: Folder = "revoked",
        "Folder of lists of revoked certificates in PEM; it may be missing. Read if clients show certificates.";
    "dbms.ssl.policy.bolt.tls_versions" => bolt_ssl_versions: TlsVersions = "TLSv1.2,TLSv1.3",
        "Versions of TLS that are spoken.";
    "dbms.ssl.policy.https.enabled" => https_ssl_enabled: bool = "false",
        "Whether the following describes the TLS of HTTPS.";
    "dbms.ssl.policy.https.base_directory" => https_ssl_base: Folder = "certificates/https",
        "Folder that the other paths of this policy start from.";
    "dbms.ssl.policy.https.private_key" => https_ssl_key: Folder = "private.key",
        "File of the private key in PEM, without a password.";
    "dbms.ssl.policy.https.public_certificate" => https_ssl_certificate: Folder = "public.crt",
        "File of the certificate in PEM, followed by those that signed it. Read again when it changes.";
    "dbms.ssl.policy.https.client_auth" => https_ssl_client_auth: ClientAuth = "NONE",
        "Whether clients show certificates.";
    "dbms.ssl.policy.https.trusted_dir" => https_ssl_trusted: Folder = "trusted",
        "Folder of the certificates that may have signed those of clients, each file in PEM. Read if clients show certificates.";
    "dbms.ssl.policy.https.revoked_dir" => https_ssl_revoked: Folder = "revoked",
        "Folder of lists of revoked certificates in PEM; it may be missing. Read if clients show certificates.";
    "dbms.ssl.policy.https.tls_versions" => https_ssl_versions: TlsVersions = "TLSv1.2,TLSv1.3",
        "Versions of TLS that are spoken.";
    "dbms.security.auth_max_failed_attempts" => failed_logins: Int<0, 1_000_000> = "3",
        "Wrong passwords in a row after which a user cannot log in for a while; 0 for no limit.";
    "dbms.security.auth_lock_time" => login_lock: Span = "5s",
        "How long a user cannot log in after too many wrong passwords.";
    "dbms.security.auth_cache_max_capacity" => remembered_logins: Int<0, 1_000_000> = "10000",
        "Users whose credentials are remembered after a login, so that the next one need not be hashed; 0 for none.";
    "quiver.bolt.connections_max" => connections_max: Int<1, 1_000_000> = "10000",
        "Most Bolt connections at a time; further ones are closed at once.";
    "quiver.bolt.connections_before_login_max" => strangers_max: Int<1, 1_000_000> = "2000",
        "Most Bolt connections at a time from one address that have not logged in; further ones \
         are closed at once.";
    "quiver.http.connections_max" => http_connections_max: Int<1, 1_000_000> = "256",
        "Most connections at a time that speak HTTP or HTTPS, counted for each of the two; further ones are \
         closed at once.";
    "quiver.bolt.login_timeout" => login_timeout: Span = "10s",
        "How long a connection may take from its start to a successful login.";
    "quiver.bolt.message_max" => message_max: ByteSize = "32m",
        "Longest message accepted from a client that is logged in.";
    "quiver.bolt.output_buffer" => output_buffer: ByteSize = "256k",
        "Results waiting to be read by a client, at most; the query pauses when there are more.";
    "quiver.bolt.write_timeout" => write_timeout: Span = "5m",
        "A connection whose client reads nothing for this long while results wait is closed.";
    "quiver.import.http.allow" => import_http: HostList = "",
        "Hosts that LOAD CSV may load from over http and https, redirects included. A name without a \
         port stands for the ports 80 of http and 443 of https. Empty: none.";
    "quiver.import.http.size_max" => import_http_size: ByteSize = "4g",
        "Longest file that is loaded from a host, as it is sent.";
    "quiver.import.http.timeout" => import_http_timeout: Span = "30s",
        "How long is waited for a host until it answers, and then for each next part of the file.";
    "quiver.log.level" => log_level: LogLevel = "info",
        "How much is logged to standard error. Query texts and parameters are not, but for the \
         query log if it is sent there.";
    "quiver.log.query.format" => query_log_format: QueryLogFormat = "TEXT",
        "Lines of the query log: text for people, or one JSON object each.";
    "quiver.log.query.target" => query_log_target: QueryLogTarget = "FILE",
        "Where the query log goes: query.log in server.directories.logs, or standard error, which \
         somebody must then read: the server's own log goes there too, and waits.";
    "quiver.log.query.rotation_size" => query_log_rotation: ByteSize = "20m",
        "When query.log would become longer it is renamed to query.log.1 and begun anew.";
    "quiver.log.query.rotation_keep" => query_log_keep: Int<0, 1000> = "7",
        "How many renamed files are kept.";
    "quiver.network.threads" => network_threads: Int<1, 256> = "2",
        "Threads that serve connections and run short queries.";
    "quiver.query.inline_budget" => inline_budget: Span = "100us",
        "How long a query may run on a network thread before it moves to another.";
    "quiver.query.length_max" => query_length: ByteSize = "32m",
        "Longest query text.";
    "quiver.query.tokens_max" => query_tokens: Int<0, 1_000_000_000> = "500000",
        "Most words, numbers and signs of a query text; 0 for no limit. A list or map of 64 KiB or more \
         that holds nothing but constants counts as one, as does each list or map in it, a string always.";
    "quiver.store.column_memory" => column_memory: ByteSize = "256m",
        "Most memory for copies of properties by column, which scans read instead of one entity \
         after the other. They are made where much is read, dropped where little is; 0 for none. \
         Answers do not depend on them.";
    "quiver.store.sync_mode" => sync_mode: SyncModeName = "FULL",
        "When a commit is acknowledged, and so what a power cut can take: FULL after it is synced, \
         nothing is lost; NORMAL at once within the window of the next two settings; CHECKPOINT \
         and OFF at once. What is lost are always the last commits. docs/tuning.md says more.";
    "quiver.store.sync_transactions" => sync_transactions: Int<1, 1_000_000> = "100",
        "With NORMAL, how many commits a power cut may take; the next one waits for the sync.";
    "quiver.store.sync_interval" => sync_interval: Span = "100ms",
        "With NORMAL, of how much time a power cut may take the commits; at least 1ms.";
    "quiver.transaction.isolation" => isolation: IsolationLevel = "SNAPSHOT",
        "What a transaction sees of those that commit while it runs: with SNAPSHOT nothing; with \
         READ_COMMITTED each statement sees what was committed when it began. The transaction's \
         metadata choose otherwise with the key quiver.isolation.";
}

/// Settings that can be changed while the server runs. The users' database is always synced.
const DYNAMIC: &[&str] = &[
    "db.lock.acquisition.timeout",
    "db.transaction.timeout",
    "quiver.store.column_memory",
    "quiver.store.sync_mode",
    "quiver.store.sync_transactions",
    "quiver.store.sync_interval",
    "quiver.transaction.isolation",
];

/// A set of settings to start from.
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Settings with values that are not their defaults.
    pub values: &'static [(&'static str, &'static str)],
}

/// Every preset.
pub static PRESETS: &[Preset] = &[
    Preset {
        name: "production",
        description: "the defaults: no acknowledged commit is lost",
        values: &[],
    },
    Preset {
        name: "balanced",
        description: "a power cut may take the last 100 commits, or those of the last 100 ms if \
                      that is fewer",
        values: &[
            ("quiver.store.sync_mode", "NORMAL"),
            ("quiver.store.sync_transactions", "100"),
            ("quiver.store.sync_interval", "100ms"),
        ],
    },
    Preset {
        name: "benchmark",
        description: "a power cut may take everything since the last checkpoint",
        values: &[("quiver.store.sync_mode", "OFF")],
    },
];

impl Preset {
    /// The preset of that name.
    pub fn find(name: &str) -> Option<&'static Preset> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// All names, for messages.
    pub fn names() -> String {
        let names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
        names.join(", ")
    }
}

impl Settings {
    /// How the store syncs.
    pub fn sync(&self) -> SyncMode {
        match self.sync_mode {
            SyncModeName::Full => SyncMode::Full,
            SyncModeName::Normal => SyncMode::Normal {
                commits: self.sync_transactions.0,
                millis: self.sync_interval.millis().max(1),
            },
            SyncModeName::Checkpoint => SyncMode::Checkpoint,
            SyncModeName::Off => SyncMode::Off,
        }
    }
}

/// The policy of one name, if it is enabled.
macro_rules! policy {
    ($settings:ident, $name:literal, $enabled:ident, $base:ident, $key:ident, $certificate:ident,
     $client_auth:ident, $trusted:ident, $revoked:ident, $versions:ident) => {
        $settings.$enabled.then(|| Policy {
            name: $name,
            base: $settings.$base.0.clone().into(),
            private_key: $settings.$key.0.clone().into(),
            certificate: $settings.$certificate.0.clone().into(),
            client_auth: $settings.$client_auth,
            trusted: $settings.$trusted.0.clone().into(),
            revoked: $settings.$revoked.0.clone().into(),
            versions: $settings.$versions,
        })
    };
}

impl Settings {
    /// The TLS of Bolt.
    pub fn bolt_policy(&self) -> Option<Policy> {
        policy!(
            self,
            "bolt",
            bolt_ssl_enabled,
            bolt_ssl_base,
            bolt_ssl_key,
            bolt_ssl_certificate,
            bolt_ssl_client_auth,
            bolt_ssl_trusted,
            bolt_ssl_revoked,
            bolt_ssl_versions
        )
    }

    /// The TLS of HTTPS.
    pub fn https_policy(&self) -> Option<Policy> {
        policy!(
            self,
            "https",
            https_ssl_enabled,
            https_ssl_base,
            https_ssl_key,
            https_ssl_certificate,
            https_ssl_client_auth,
            https_ssl_trusted,
            https_ssl_revoked,
            https_ssl_versions
        )
    }
}

/// The page `docs/settings.md`.
pub fn documentation() -> String {
    let mut page = String::from(
        "# Settings\n\n\
         <!-- Generated from server/src/config/settings.rs; `QUIVER_BLESS=1 cargo test -p \
         quiver-server` rewrites it. -->\n\n\
         A setting is given, from strongest to weakest, by a flag of `quiver serve` where there is \
         one, by an environment variable,\nby a line `name=value` of the file named with \
         `--config`, or by the preset. The variable is `NEO4J_` and the name,\nwith `_` doubled \
         and `.` replaced by `_`: `NEO4J_server_bolt_listen__address`.\n\
         A name that is not in this table is an error in the file and a warning in the \
         environment.\n\
         Those marked with * can be changed while the server runs, until it ends: `CALL \
         dbms.setConfigValue(name, value)`.\n\n\
         | Setting | Default | Valid | Meaning |\n|---|---|---|---|\n",
    );
    for setting in TABLE {
        let default = match setting.default {
            "" => "(empty)".to_owned(),
            text => format!("`{text}`"),
        };
        let star = if setting.is_dynamic() { " \\*" } else { "" };
        page.push_str(&format!(
            "| `{}`{star} | {default} | {} | {} |\n",
            setting.name,
            (setting.valid)(),
            setting.description
        ));
    }
    page.push_str("\n## Presets\n\n`--preset NAME` sets several at once.\n\n| Preset | Sets | Meaning |\n|---|---|---|\n");
    for preset in PRESETS {
        let values: Vec<String> = preset
            .values
            .iter()
            .map(|(name, value)| format!("`{name}={value}`"))
            .collect();
        page.push_str(&format!(
            "| `{}` | {} | {} |\n",
            preset.name,
            values.join(", "),
            preset.description
        ));
    }
    page
}

/// The lines about settings in `quiver serve --help`.
pub fn help() -> String {
    let mut text = String::from("Settings (file given with --config, or environment):\n");
    for setting in TABLE {
        let default = if setting.default.is_empty() {
            "empty"
        } else {
            setting.default
        };
        text.push_str(&format!("  {} (default {default})\n", setting.name));
    }
    text.push_str("docs/settings.md explains each.");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_valid_and_show_as_they_read() {
        let settings = Settings::defaults().unwrap();
        for setting in TABLE {
            assert_eq!(setting.show(&settings), setting.default, "{}", setting.name);
        }
    }

    #[test]
    fn names_are_unique_and_lower_case() {
        for (position, setting) in TABLE.iter().enumerate() {
            assert!(TABLE[..position].iter().all(|s| s.name != setting.name));
            assert_eq!(setting.name, setting.name.to_lowercase());
        }
        let setting = Setting::find("server.bolt.listen_address").unwrap();
        assert_eq!(setting.variable(), "NEO4J_server_bolt_listen__address");
    }
}
