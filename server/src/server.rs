//! A running server: what starts it, what it shares between connections, what ends it.
//!
//! Order at start: bind the addresses, open the databases, then accept; so a wrong address
//! touches no data, and who can connect can work. Meet [`Server::start`] first.

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use quiver_cypher::{Dbms, Engine, EngineOptions};
use quiver_storage::{Database, OpenError, ReadError, SyncMode};
use quiver_types::time::{Clock, SystemClock};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use crate::auth::{self, Auth, FIRST_USER, FirstUser, UserStoreError};
use crate::config::value::Address;
use crate::config::{Config, ConfigError, Live, Settings};
use crate::connections::Connections;
use crate::databases::{self, Databases, HOME, SYSTEM};
use crate::facts::Facts;
use crate::http::{self, Browser, Scheme};
use crate::import::Imports;
use crate::jobs::Jobs;
use crate::languages::{self, Languages};
use crate::listener::{self, Sockets};
use crate::metrics::{Metrics, Readings};
use crate::process;
use crate::query_log::QueryLog;
use crate::shutdown::{self, Phase, Shutdown, ShutdownSender};
use crate::strangers::Strangers;
use crate::tls::{Policy, Tls, TlsError};
use crate::worker::WorkerPool;

/// Version in Neo4j's numbering that clients are told; they choose features by it.
pub const NEO4J_VERSION: &str = "5.26.0";
/// Edition that clients are told.
pub const EDITION: &str = "community";
/// This program's own version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How long connections that were told to stop may take to do so.
const STOP_PATIENCE: Duration = Duration::from_secs(10);

/// The server did not start. The text is one line.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// An address cannot be listened on.
    #[error("cannot listen on {address} for {what}: {source}; choose another with {flag}")]
    Listen {
        /// The address.
        address: Address,
        /// Bolt or HTTP.
        what: &'static str,
        /// The flag that changes it.
        flag: &'static str,
        /// The operating system's words.
        source: std::io::Error,
    },
    /// A database cannot be opened.
    #[error("cannot open the database '{name}': {source}")]
    Open {
        /// Its name.
        name: &'static str,
        /// What is wrong.
        source: OpenError,
    },
    /// The users cannot be read or made.
    #[error("cannot set up users: {0}")]
    Users(#[from] UserStoreError),
    /// The operating system gives no threads or the like.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: String,
        /// The operating system's words.
        source: std::io::Error,
    },
    /// A key or a certificate cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A part of the start met a defect.
    #[error("a defect was met while starting")]
    Defect,
}

/// What connections share.
pub struct Shared {
    /// The settings as the server started with them.
    pub settings: Settings,
    /// Those that may have changed since.
    pub live: Live,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Counters.
    pub metrics: Metrics,
    /// The query engine.
    pub engine: Engine,
    /// The databases.
    pub databases: Databases,
    /// The door.
    pub auth: Arc<Auth>,
    /// Connections that have not logged in.
    pub strangers: Arc<Strangers>,
    /// Threads for long queries.
    pub workers: WorkerPool,
    /// What the engine may ask of the server.
    pub dbms: Arc<dyn Dbms>,
    /// All connections.
    pub connections: Connections,
    /// The log of queries.
    pub query_log: Arc<QueryLog>,
    /// Whether faults may be provoked.
    pub test_hooks: bool,
    /// Where Bolt is really listened on.
    pub bolt_port: u16,
    /// Where HTTP is really listened on.
    pub http_port: Option<u16>,
    /// TLS of the Bolt port.
    pub bolt_tls: Option<Arc<Tls>>,
    /// TLS of HTTPS.
    pub https_tls: Option<Arc<Tls>>,
    /// Transactions that are open over HTTP.
    pub http_transactions: Arc<http::Transactions>,
    /// Neo4j Browser, if there is a folder of it.
    pub browser: Option<Browser>,
    /// What LOAD CSV may read.
    pub imports: Imports,
    /// Queries that run beside the clients.
    pub jobs: Jobs,
    /// Languages that databases were given. Held while they are read anew.
    languages: Mutex<Languages>,
}

impl Shared {
    /// The language of each database that was given one.
    pub fn languages(&self) -> Languages {
        self.languages
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Makes the languages that are stored those of queries. Sessions on `system` stay in the
    /// language of the setting, whatever is shown, as on Neo4j.
    pub fn follow_languages(&self) -> Result<(), ReadError> {
        let mut languages = self
            .languages
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *languages = languages::load(self.databases.system())?;
        if let Some(language) = languages.get(HOME) {
            self.engine
                .set_language(self.databases.home().id(), *language);
        }
        Ok(())
    }

    /// The address told to clients that did not say what they dialled.
    pub fn advertised(&self) -> Address {
        self.settings
            .bolt_advertised_address
            .clone()
            .unwrap_or_else(|| Address {
                host: "localhost".into(),
                port: self.bolt_port,
            })
    }

    /// The discovery document. `host` is what the request said it dialled, and `here` whether
    /// that is where HTTP is listened for.
    pub fn discovery(&self, scheme: Scheme, host: Option<&str>, here: bool) -> String {
        let host = host.and_then(|header| Some((header, host_name(header)?)));
        let mut bolt = self.advertised();
        let mut http = Address {
            host: "localhost".into(),
            port: self.http_port.unwrap_or_default(),
        };
        if let Some((_, name)) = &host {
            http.host.clone_from(name);
            if self.settings.bolt_advertised_address.is_none() {
                bolt.host.clone_from(name);
            }
        }
        let http = match host {
            Some((header, _)) if here => Some((scheme, header.to_owned())),
            _ if self.http_port.is_some() => Some((Scheme::Http, http.to_string())),
            _ => None,
        };
        let http = http.map_or(String::new(), |(scheme, address)| {
            let base = format!("{}://{address}/db/{{databaseName}}", scheme.name());
            format!("\"query\":\"{base}/query/v2\",\"transaction\":\"{base}/tx\",")
        });
        format!(
            "{{\"bolt_routing\":\"neo4j://{bolt}\",{http}\"bolt_direct\":\"bolt://{bolt}\",\
             \"neo4j_version\":\"{NEO4J_VERSION}\",\"neo4j_edition\":\"{EDITION}\"}}"
        )
    }

    /// Numbers kept elsewhere, for the metrics page.
    pub fn readings(&self) -> Readings {
        let plans = self.engine.cache_counters();
        let logins = self.auth.cache_counters();
        let (threads, queue) = self.workers.load();
        let (query_log_lines, query_log_dropped) = self.query_log.counters();
        let mut readings = Readings {
            plan_cache_hits: plans.texts.hits,
            plan_cache_misses: plans.texts.misses,
            plan_cache_entries: plans.texts.entries,
            plan_cache_evictions: plans.texts.evictions,
            plan_shape_hits: plans.shapes.hits,
            plan_shape_misses: plans.shapes.misses,
            plan_shape_entries: plans.shapes.entries,
            plan_shape_evictions: plans.shapes.evictions,
            plan_replans: plans.replans,
            login_hits: logins.hits,
            login_misses: logins.misses,
            login_entries: logins.entries,
            login_evictions: logins.evictions,
            worker_threads: threads as u64,
            worker_queue: queue as u64,
            query_log_lines,
            query_log_dropped,
            memory_resident: process::resident_bytes(),
            ..Readings::default()
        };
        readings.wal_batches.unit = 1.0;
        readings.wal_syncs.unit = 1e-6;
        let at = match self.databases.home().sync_mode() {
            SyncMode::Full => &mut readings.sync_full,
            SyncMode::Normal { .. } => &mut readings.sync_normal,
            SyncMode::Checkpoint => &mut readings.sync_checkpoint,
            SyncMode::Off => &mut readings.sync_off,
        };
        *at = 1;
        for (_, database) in self.databases.all() {
            read_store(&mut readings, database);
        }
        readings
    }
}

fn read_store(readings: &mut Readings, database: &Database) {
    let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let (store, log, memory) = (
        database.metrics(),
        database.log_metrics(),
        database.memory(),
    );
    readings.locks_waited += read(&store.lock_waits);
    readings.lock_deadlocks += read(&store.deadlocks);
    readings.lock_timeouts += read(&store.lock_timeouts);
    readings.superseded += read(&store.superseded);
    readings.checkpoints += read(&store.checkpoints);
    readings.checkpoint_failures += read(&store.checkpoint_failures);
    readings.wal_queue += read(&log.queue_depth);
    readings.wal_bytes += read(&log.bytes);
    readings.wal_live_bytes += read(&log.live_bytes);
    readings.wal_unsynced += read(&log.unsynced_bytes);
    let records = read(&log.records) as f64;
    readings
        .wal_batches
        .add(&log.batch_records.counts(), records);
    let seconds = read(&log.sync_nanos) as f64 / 1e9;
    readings.wal_syncs.add(&log.sync_micros.counts(), seconds);
    let columns = database.columns();
    readings.column_hits += columns.hits;
    readings.column_misses += columns.misses;
    readings.columns_built += columns.built;
    readings.columns_evicted += columns.evicted;
    readings.column_bytes += columns.bytes;
    readings.memory_nodes += memory.nodes;
    readings.memory_relationships += memory.relationships;
    readings.memory_indexes += memory.indexes;
}

/// The host of a `Host` header, if it is a plain one.
fn host_name(header: &str) -> Option<String> {
    use crate::config::value::SettingValue;
    let with_port = if header.ends_with(']') || !header.contains(':') {
        format!("{header}:0")
    } else {
        header.to_owned()
    };
    Address::parse(&with_port).ok().map(|address| address.host)
}

/// Starts servers.
pub struct Server;

/// A server that accepts connections. Dropping it shuts it down.
pub struct Running {
    bolt: SocketAddr,
    http: Option<SocketAddr>,
    https: Option<SocketAddr>,
    generated_password: Option<String>,
    shared: Option<Arc<Shared>>,
    listener: Option<JoinHandle<()>>,
    sender: ShutdownSender,
    runtime: Option<Runtime>,
}

impl Server {
    /// Starts a server in this process, on threads of its own. When this returns it accepts
    /// connections.
    pub fn start(config: &Config) -> Result<Running, StartError> {
        let bound = bind(config)?;
        let bolt = local_address(&bound.bolt)?;
        let http = bound.http.as_ref().map(local_address).transpose()?;
        let https = bound.https.as_ref().map(local_address).transpose()?;
        let ports = (bolt.port(), http.map(|http| http.port()));
        let runtime = runtime(&config.settings)?;
        let (shared, first_user) = open(config, ports, runtime.handle())?;
        let (sender, shutdown) = shutdown::channel();
        let listener = listen(&runtime, &shared, bound, &shutdown)?;
        tracing::info!(%bolt, "ready");
        Ok(Running {
            bolt,
            http,
            https,
            generated_password: first_user.generated,
            shared: Some(shared),
            listener: Some(listener),
            sender,
            runtime: Some(runtime),
        })
    }
}

fn bind(config: &Config) -> Result<Sockets<TcpListener>, StartError> {
    let settings = &config.settings;
    let bolt = &settings.bolt_listen_address;
    let refused = |source| StartError::Listen {
        address: bolt.clone(),
        what: "Bolt",
        flag: "--bolt",
        source,
    };
    let resolved: Vec<SocketAddr> = (bolt.host.as_str(), bolt.port)
        .to_socket_addrs()
        .map_err(refused)?
        .collect();
    let hosts: Vec<_> = resolved.iter().map(SocketAddr::ip).collect();
    config.check_door(&hosts)?;
    let bolt = listening(TcpListener::bind(&resolved[..])).map_err(refused)?;
    let bind_http = |enabled: bool, address: &Address, what, flag| {
        let bound = || TcpListener::bind((address.host.as_str(), address.port));
        let bound = enabled.then(|| listening(bound())).transpose();
        bound.map_err(|source| StartError::Listen {
            address: address.clone(),
            what,
            flag,
            source,
        })
    };
    let (http, https) = (settings.http_enabled, settings.https_enabled);
    Ok(Sockets {
        bolt,
        http: bind_http(http, &settings.http_listen_address, "HTTP", "--http")?,
        https: bind_http(
            https,
            &settings.https_listen_address,
            "HTTPS",
            "server.https.listen_address",
        )?,
    })
}

fn listening(listener: std::io::Result<TcpListener>) -> std::io::Result<TcpListener> {
    let listener = listener?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn local_address(listener: &TcpListener) -> Result<SocketAddr, StartError> {
    listener.local_addr().map_err(|source| StartError::System {
        what: "cannot read a listening address".into(),
        source,
    })
}

/// Opens databases and users. Hashing the first password takes as long as opening the data, so
/// both happen at once.
fn open(
    config: &Config,
    (bolt_port, http_port): (u16, Option<u16>),
    runtime: &tokio::runtime::Handle,
) -> Result<(Arc<Shared>, FirstUser), StartError> {
    let imports = Imports::new(&config.settings, runtime.clone());
    let browser = open_browser(&config.settings)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let tls = |policy: Option<Policy>| policy.map(|one| Tls::open(one, clock.clone())).transpose();
    let bolt_tls = tls(config.settings.bolt_policy())?;
    let https_tls = tls(config.settings.https_policy())?;
    let data = config.settings.data.0.clone();
    let open = |name, sync_mode| {
        databases::open(&data, name, &clock, sync_mode)
            .map_err(|source| StartError::Open { name, source })
    };
    // Of users nothing may be lost, whatever is risked with data.
    let system = open(SYSTEM, SyncMode::Full)?;
    let sync_mode = config.settings.sync();
    if sync_mode != SyncMode::Full {
        tracing::warn!(?sync_mode, "a power cut may take the last commits");
    }
    let (home, auth) = std::thread::scope(|scope| {
        let auth = scope.spawn(|| open_auth(config, &system, &clock));
        (open(HOME, sync_mode), auth.join())
    });
    let home = home?;
    for database in [&home, &system] {
        database.limit_columns(config.settings.column_memory.0);
    }
    let (auth, first_user) = auth.map_err(|_| StartError::Defect)??;
    make_import_folder(&config.settings)?;
    let settings = config.settings.clone();
    let query_log = QueryLog::start(&settings, &clock).map_err(|source| StartError::System {
        what: "cannot start the thread of the query log".into(),
        source,
    })?;
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let advertised = settings
        .bolt_advertised_address
        .clone()
        .unwrap_or_else(|| Address {
            host: "localhost".into(),
            port: bolt_port,
        });
    let facts = Facts::new(config, &advertised, &home, &system, clock.now_nanos());
    let shared = Shared {
        connections: Connections::default(),
        engine: Engine::new(engine_options(&settings)),
        databases: Databases::new(home, system, clock.clone()),
        auth: Arc::new(auth),
        workers: WorkerPool::new(workers, to_usize(settings.bolt_threads.0)),
        dbms: Arc::new(facts),
        query_log: Arc::new(query_log),
        test_hooks: config.test_hooks,
        metrics: Metrics::default(),
        strangers: Arc::default(),
        bolt_port,
        http_port,
        bolt_tls,
        https_tls,
        http_transactions: http::Transactions::new(
            clock.clone(),
            settings.query_idle.millis().saturating_mul(1_000_000),
        ),
        browser,
        imports,
        jobs: Jobs::default(),
        languages: Mutex::default(),
        live: Live::new(settings.clone()),
        settings,
        clock,
    };
    shared.follow_languages().map_err(UserStoreError::Read)?;
    Ok((Arc::new(shared), first_user))
}

fn open_auth(
    config: &Config,
    system: &Database,
    clock: &Arc<dyn Clock>,
) -> Result<(Auth, FirstUser), UserStoreError> {
    let settings = &config.settings;
    let given = config.initial_password.as_ref();
    let options = auth::Options {
        enabled: settings.auth_enabled,
        minimum_length: to_usize(settings.password_length.0),
        failures: settings.failed_logins.0,
        remembered: to_usize(settings.remembered_logins.0),
        lock: settings.login_lock.millis().saturating_mul(1_000_000),
        clock: clock.clone(),
    };
    Auth::open(system, given.map(|secret| secret.0.as_str()), options)
}

fn engine_options(settings: &Settings) -> EngineOptions {
    EngineOptions {
        plan_cache_size: to_usize(settings.plan_cache_size.0),
        max_query_length: to_usize(settings.query_length.0),
        max_query_tokens: match settings.query_tokens.0 {
            0 => usize::MAX,
            most => to_usize(most),
        },
        max_planning_memory: match settings.transaction_memory.0 {
            0 => usize::MAX,
            most => to_usize(most),
        },
        language: settings.default_language.language(),
        login: settings.auth_enabled,
        workers: to_usize(settings.parallel_workers.0),
        ..EngineOptions::default()
    }
}

fn make_import_folder(settings: &Settings) -> Result<(), StartError> {
    let path = settings.import_folder();
    match quiver_storage::io::FileIo::open(&path) {
        Ok(_) => Ok(()),
        Err(source) => Err(StartError::System {
            what: format!("cannot make the import folder {}", path.display()),
            source,
        }),
    }
}

fn open_browser(settings: &Settings) -> Result<Option<Browser>, StartError> {
    let Some(folder) = &settings.browser else {
        return Ok(None);
    };
    let browser = Browser::open(&folder.0).map_err(|source| StartError::System {
        what: format!(
            "cannot serve Browser from the folder {} (server.http.browser_directory), which must \
             hold its index.html",
            folder.0
        ),
        source,
    })?;
    Ok(Some(browser))
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn runtime(settings: &Settings) -> Result<Runtime, StartError> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(to_usize(settings.network_threads.0))
        // Only password hashing and looking up hosts of LOAD CSV use these, two of each at a time.
        .max_blocking_threads(4)
        .thread_name("quiver-network")
        .thread_stack_size(quiver_cypher::STACK)
        .enable_all()
        .build()
        .map_err(|source| StartError::System {
            what: "cannot start network threads".into(),
            source,
        })
}

fn listen(
    runtime: &Runtime,
    shared: &Arc<Shared>,
    bound: Sockets<TcpListener>,
    shutdown: &Shutdown,
) -> Result<JoinHandle<()>, StartError> {
    let _context = runtime.enter();
    let adopt = |listener| {
        tokio::net::TcpListener::from_std(listener).map_err(|source| StartError::System {
            what: "cannot adopt a listening socket".into(),
            source,
        })
    };
    let sockets = Sockets {
        bolt: adopt(bound.bolt)?,
        http: bound.http.map(adopt).transpose()?,
        https: bound.https.map(adopt).transpose()?,
    };
    let accept = listener::accept(shared.clone(), sockets, shutdown.clone());
    Ok(runtime.spawn(accept))
}

impl Running {
    /// Where Bolt is listened on.
    pub fn bolt_address(&self) -> SocketAddr {
        self.bolt
    }

    /// Where HTTP is listened on.
    pub fn http_address(&self) -> Option<SocketAddr> {
        self.http
    }

    /// Where HTTP in TLS is listened on.
    pub fn https_address(&self) -> Option<SocketAddr> {
        self.https
    }

    /// The password made up for the first user at the first start, if none was given.
    pub fn generated_password(&self) -> Option<&str> {
        self.generated_password.as_deref()
    }

    /// The line that tells a person where and how to connect.
    pub fn ready_line(&self) -> String {
        let mut line = format!("Quiver {VERSION} ready at bolt://{}", reachable(self.bolt));
        if let Some(http) = self.http {
            line.push_str(&format!(" (http://{})", reachable(http)));
        }
        let needs_login = self
            .shared
            .as_ref()
            .is_some_and(|shared| shared.auth.is_enabled());
        if needs_login {
            line.push_str(&format!(", user {FIRST_USER}"));
        } else {
            line.push_str(", without authentication");
        }
        if let Some(password) = &self.generated_password {
            line.push_str(&format!(", password {password}"));
        }
        line
    }

    /// Installs handlers for SIGTERM and SIGINT, calls `ready`, and waits for one of them.
    pub fn until_signalled(&self, ready: impl FnOnce()) -> std::io::Result<()> {
        let Some(runtime) = &self.runtime else {
            return Ok(());
        };
        let mut signals = {
            let _context = runtime.enter();
            shutdown::Signals::install()?
        };
        ready();
        let name = runtime.block_on(signals.received());
        tracing::info!(signal = name, "shutting down");
        Ok(())
    }

    /// Ends the server: no new work, open transactions get their time, commits that began are
    /// finished, databases are closed.
    pub fn shutdown(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let (Some(runtime), Some(shared)) = (self.runtime.take(), self.shared.take()) else {
            return;
        };
        self.sender.advance(Phase::Draining);
        if let Some(mut listener) = self.listener.take() {
            let patience = shared.settings.shutdown_timeout.0;
            runtime.block_on(async {
                if tokio::time::timeout(patience, &mut listener).await.is_err() {
                    tracing::warn!("ending transactions that are still open");
                    self.sender.advance(Phase::Stopping);
                    if tokio::time::timeout(STOP_PATIENCE, &mut listener)
                        .await
                        .is_err()
                    {
                        tracing::error!("connections did not end in time");
                    }
                }
            });
        }
        shared.databases.close();
        runtime.shutdown_timeout(Duration::from_secs(1));
        shared.query_log.close();
        tracing::info!("ended");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// How a person on this machine writes the address.
fn reachable(address: SocketAddr) -> String {
    let ip = address.ip();
    if ip.is_loopback() || ip.is_unspecified() {
        format!("localhost:{}", address.port())
    } else {
        address.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_header_is_a_name_or_nothing() {
        let cases = [
            ("localhost:7474", Some("localhost")),
            ("example.org", Some("example.org")),
            ("[::1]:7474", Some("::1")),
            ("[::1]", Some("::1")),
            ("a\"b:1", None),
            ("a b", None),
        ];
        for (header, expected) in cases {
            assert_eq!(host_name(header).as_deref(), expected, "{header}");
        }
    }
}
