//! The query log: a line for every query that ends, or only for slow ones, and with `VERBOSE` one
//! for every query that starts.
//!
//! A session begins an [`Entry`] with each query; whatever becomes of the query, also when its
//! connection goes away, the entry ends once and leaves a [`Record`]. Records go through a bounded
//! queue to one thread, which makes text of them (`line`) and writes it (`writer`): a query never
//! waits for the log, and what the queue or the disk does not take is counted as dropped. Not here:
//! the server's own log (`crate::log`), in which no query text ever is. Meet [`QueryLog`] first.

mod line;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;

use quiver_cypher::ConnectionInfo;
use quiver_types::time::Clock;
use quiver_types::{Map, Text};

use crate::config::Settings;
use crate::config::value::{QueryLogFormat, QueryLogLevel, QueryLogTarget};
use crate::connections::Connection;
use crate::session::End;

use line::{Kept, Style};
use writer::{Files, Queue, Sink};

/// Which queries are logged, and the way to the thread that does.
pub struct QueryLog {
    verbose: bool,
    /// Nanoseconds; faster queries leave no line, unless starts are logged too.
    threshold: u64,
    with_parameters: bool,
    clock: Arc<dyn Clock>,
    /// `None` when nothing is logged.
    queue: Option<Queue>,
}

/// How a query ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    Succeeded,
    /// With this code.
    Failed(&'static str),
    /// Whether its commit happened is not known.
    Uncertain,
    /// Its client went away, or gave it up, before all of it was read.
    Abandoned,
}

/// What a line is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Event {
    Started,
    Ended(Outcome),
}

/// The transaction a query runs in.
#[derive(Debug)]
struct Within {
    id: String,
    database: &'static str,
    metadata: Map,
}

/// What a line is made of. It holds the query as it was sent: what may be shown is decided where
/// the line is made, on the log's own thread.
struct Record {
    /// Nanoseconds since 1970.
    time: i64,
    event: Event,
    elapsed_ms: u64,
    connection: ConnectionInfo,
    query: u64,
    /// `None` if the query failed before it had one.
    within: Option<Arc<Within>>,
    text: Kept,
    /// `None` unless parameters are logged.
    parameters: Option<Arc<Map>>,
    /// Rows delivered.
    rows: u64,
}

impl Record {
    /// About how much memory it keeps from being freed.
    fn size(&self) -> usize {
        let maps = self.parameters.iter().map(|map| map_size(map));
        let metadata = self.within.iter().map(|within| map_size(&within.metadata));
        size_of::<Self>() + self.text.len() + maps.chain(metadata).sum::<usize>()
    }
}

fn map_size(map: &Map) -> usize {
    map.iter()
        .map(|(name, value)| name.len() + value.heap_size() + 32)
        .sum()
}

impl QueryLog {
    /// Starts the log as the settings have it; without a thread if it is off. A folder that
    /// cannot be written is no error: it is said in the server's log, and tried again.
    pub fn start(settings: &Settings, clock: &Arc<dyn Clock>) -> std::io::Result<Self> {
        let level = settings.query_log;
        let queue = match level {
            QueryLogLevel::Off => None,
            QueryLogLevel::Info | QueryLogLevel::Verbose => Some(Queue::start(
                sink(settings, clock),
                Style {
                    json: settings.query_log_format == QueryLogFormat::Json,
                    obfuscate: settings.query_log_obfuscate,
                    parameter_length: usize::try_from(settings.query_log_parameter_length.0)
                        .unwrap_or(usize::MAX),
                },
            )?),
        };
        let threshold = settings.query_log_threshold.0.as_nanos();
        Ok(Self {
            verbose: level == QueryLogLevel::Verbose,
            threshold: u64::try_from(threshold).unwrap_or(u64::MAX),
            with_parameters: settings.query_log_parameters,
            clock: clock.clone(),
            queue,
        })
    }

    /// A query arrived; `None` if nothing is logged.
    pub fn begin(
        self: &Arc<Self>,
        connection: &Arc<Connection>,
        query: u64,
        text: &Text,
        parameters: &Arc<Map>,
    ) -> Option<Box<Entry>> {
        self.queue.as_ref()?;
        Some(Box::new(Entry {
            log: self.clone(),
            connection: connection.clone(),
            query,
            text: text.clone(),
            parameters: self.with_parameters.then(|| parameters.clone()),
            began: self.clock.monotonic_nanos(),
            within: None,
            rows: 0,
            ended: false,
        }))
    }

    /// Lines written, and lines that were lost.
    pub fn counters(&self) -> (u64, u64) {
        self.queue.as_ref().map_or((0, 0), Queue::counters)
    }

    /// Writes what is queued, and ends the thread; gives up where writing does not end.
    pub fn close(&self) {
        if let Some(queue) = &self.queue {
            queue.close();
        }
    }
}

fn sink(settings: &Settings, clock: &Arc<dyn Clock>) -> Sink {
    if settings.query_log_target == QueryLogTarget::StandardError {
        return Sink::StandardError;
    }
    let folder = match &settings.logs {
        Some(folder) => PathBuf::from(&folder.0),
        None => PathBuf::from(&settings.data.0).join("logs"),
    };
    let open = move || {
        let io = quiver_storage::io::FileIo::open(&folder)?;
        Ok(Arc::new(io) as Arc<dyn quiver_storage::io::Io>)
    };
    let size = settings.query_log_rotation.0;
    let keep = settings.query_log_keep.0;
    Sink::Files(Files::new(Box::new(open), size, keep, clock.clone()))
}

/// A query between its arrival and its end. Dropped without an end, it was abandoned.
pub struct Entry {
    log: Arc<QueryLog>,
    connection: Arc<Connection>,
    query: u64,
    text: Text,
    parameters: Option<Arc<Map>>,
    /// On the monotonic clock.
    began: u64,
    within: Option<Arc<Within>>,
    rows: u64,
    ended: bool,
}

impl Entry {
    /// The query is planned and starts to run in the connection's open transaction.
    pub fn starts(&mut self) {
        if let Some((id, database, metadata)) = self.connection.transaction() {
            self.within = Some(Arc::new(Within {
                id,
                database,
                metadata,
            }));
        }
        if self.log.verbose {
            self.record(Event::Started);
        }
    }

    /// More rows were delivered.
    pub fn delivered(&mut self, rows: u64) {
        self.rows += rows;
    }

    /// The query succeeded, its commit included if it had one of its own.
    pub fn succeeded(mut self) {
        self.end(Outcome::Succeeded);
    }

    /// The query failed.
    pub fn failed(mut self, end: &End) {
        self.end(match end {
            End::Failure(failure) => Outcome::Failed(failure.status.code()),
            End::Uncertain => Outcome::Uncertain,
        });
    }

    fn end(&mut self, outcome: Outcome) {
        self.ended = true;
        if self.log.verbose || self.elapsed() >= self.log.threshold {
            self.record(Event::Ended(outcome));
        }
    }

    fn elapsed(&self) -> u64 {
        let now = self.log.clock.monotonic_nanos();
        now.saturating_sub(self.began)
    }

    fn record(&self, event: Event) {
        if let Some(queue) = &self.log.queue {
            queue.offer(Record {
                time: self.log.clock.now_nanos(),
                event,
                elapsed_ms: self.elapsed() / 1_000_000,
                connection: self.connection.describe(),
                query: self.query,
                within: self.within.clone(),
                text: Kept::of(&self.text),
                parameters: self.parameters.clone(),
                rows: self.rows,
            });
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        if !self.ended {
            self.end(Outcome::Abandoned);
        }
    }
}
