//! What the protocol's tests share: a server that runs no queries, a client at its other end, and
//! a way to write down what was said.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod wire;

use std::collections::HashMap;

use quiver_protocol::client::{ClientConnection, Response};
use quiver_protocol::message::{Hello, Kind, Pull, Run};
use quiver_protocol::notification::Outcome;
use quiver_protocol::server::reply::{
    Counters, HelloReply, LogonReply, PullSummary, QueryType, RouteReply, RunReply,
};
use quiver_protocol::{Action, CloseReason, Limits, ServerConnection, Version};
use quiver_types::{DatabaseId, Failure, Map, Status, Value, ValueWriter};

/// The database that toy entities are of.
pub const DATABASE: DatabaseId = DatabaseId([
    0x7e, 0xd3, 0x4d, 0x62, 0x5e, 0x43, 0x41, 0x53, 0xae, 0xd9, 0x96, 0xec, 0x4d, 0x7a, 0xc0, 0xcc,
]);

/// Answers requests without an engine. Its "queries": `ROWS n` gives n rows, `NOTHING` has no
/// columns, `FAIL` fails at RUN, `BREAK n` fails at the row after n, `ECHO` gives `$v` back.
pub struct Toy {
    pub connection: ServerConnection,
    streams: HashMap<i64, Rows>,
    pub closed: Option<CloseReason>,
    /// What was done, for tests of order.
    pub done: Vec<String>,
}

struct Rows {
    columns: usize,
    next: i64,
    count: i64,
    breaks: bool,
    value: Option<Value>,
}

impl Toy {
    pub fn new() -> Self {
        Self::with_limits(Limits::default())
    }

    pub fn with_limits(limits: Limits) -> Self {
        Self {
            connection: ServerConnection::new(limits),
            streams: HashMap::new(),
            closed: None,
            done: Vec::new(),
        }
    }

    /// Does every action there is.
    pub fn work(&mut self) {
        while let Some(action) = self.connection.next_action() {
            self.act(action);
        }
    }

    pub fn act(&mut self, action: Action) {
        let connection = &mut self.connection;
        match action {
            Action::Hello(hello) => {
                self.done.push("hello".into());
                connection.success_hello(&hello_reply(&hello));
            }
            Action::Logon(token) => {
                self.done.push("logon".into());
                let right = token.scheme.as_deref() == Some("none")
                    || token
                        .credentials
                        .as_ref()
                        .is_some_and(|c| c.expose() == "right");
                if right {
                    connection.success_logon(&LogonReply {
                        advertised_address: "localhost:7687",
                        credentials_expired: false,
                    });
                } else {
                    connection.failure(&Failure::new(Status::Unauthorized, "wrong password"));
                }
            }
            Action::Logoff => {
                self.done.push("logoff".into());
                connection.success_logoff();
            }
            Action::Begin(_) => {
                self.done.push("begin".into());
                connection.success_begin("neo4j");
            }
            Action::Run(run) => self.run(&run),
            Action::Pull(pull) => self.pull(pull, true),
            Action::Discard(pull) => self.pull(pull, false),
            Action::Commit => {
                self.done.push("commit".into());
                self.streams.clear();
                connection.success_commit("FB:1");
            }
            Action::Rollback => {
                self.done.push("rollback".into());
                self.streams.clear();
                connection.success_rollback();
            }
            Action::Reset => {
                self.done.push("reset".into());
                self.streams.clear();
                connection.success_reset();
            }
            Action::Route(route) => {
                self.done.push("route".into());
                connection.success_route(&RouteReply {
                    ttl_seconds: 300,
                    database: route.database.as_deref().unwrap_or("neo4j"),
                    address: route.address().unwrap_or("localhost:7687"),
                });
            }
            Action::Telemetry(_) => {
                self.done.push("telemetry".into());
                connection.success_telemetry();
            }
            Action::Abandon => {
                self.done.push("abandon".into());
                self.streams.clear();
            }
            Action::Close { reason } => self.closed = Some(reason),
        }
    }

    fn run(&mut self, run: &Run) {
        self.done.push(format!("run {}", run.query));
        let (word, count) = run.query.split_once(' ').unwrap_or((&run.query, "0"));
        let count: i64 = count.parse().unwrap_or_default();
        let rows = match word {
            "ROWS" => Rows {
                columns: 1,
                next: 0,
                count,
                breaks: false,
                value: None,
            },
            "BREAK" => Rows {
                columns: 1,
                next: 0,
                count,
                breaks: true,
                value: None,
            },
            "NOTHING" => Rows {
                columns: 0,
                next: 0,
                count: 0,
                breaks: false,
                value: None,
            },
            "ECHO" => {
                let value = run.parameters.get("v").cloned().unwrap_or_default();
                Rows {
                    columns: 1,
                    next: 0,
                    count: 1,
                    breaks: false,
                    value: Some(value),
                }
            }
            _ => {
                let failure = Failure::at(Status::InvalidSyntax, "Invalid input", &run.query, 0);
                return self.connection.failure(&failure);
            }
        };
        let fields: &[&str] = if rows.columns == 0 { &[] } else { &["x"] };
        self.streams.insert(run.qid, rows);
        self.connection.success_run(&RunReply {
            fields,
            t_first: 1,
            database: "neo4j",
        });
    }

    fn pull(&mut self, pull: Pull, send: bool) {
        self.done
            .push(format!("pull {:?} of {}", pull.limit, pull.qid));
        let rows = self
            .streams
            .get_mut(&pull.qid)
            .expect("the connection checks stream numbers");
        let mut writer = self.connection.records(DATABASE);
        let mut left = pull.limit.unwrap_or(u64::MAX);
        while left > 0 && rows.next < rows.count {
            if send {
                writer.begin_record(1);
                match &rows.value {
                    Some(value) => assert!(writer.values().plain(value)),
                    None => writer.values().integer(rows.next),
                }
                writer.commit_record().unwrap();
            }
            rows.next += 1;
            left -= 1;
        }
        if rows.breaks && left > 0 {
            // Half a row that must not be seen.
            writer.begin_record(1);
            writer.values().string("half");
            writer.abort_record();
            self.connection.return_records(writer);
            let failure = Failure::new(Status::DivisionByZero, "Division by zero");
            return self.connection.failure(&failure);
        }
        self.connection.return_records(writer);
        if rows.next < rows.count {
            return self.connection.success_has_more();
        }
        let outcome = match (rows.columns, rows.next) {
            (0, _) => Outcome::Omitted,
            (_, 0) => Outcome::NoData,
            _ => Outcome::Rows,
        };
        self.streams.remove(&pull.qid);
        let explicit = self.connection.state_name() == "IN_TRANSACTION";
        self.connection.success_pull(&PullSummary {
            bookmark: (!explicit).then_some("FB:1"),
            counters: Counters::default(),
            plan: None,
            notifications: &[],
            outcome,
            query_type: QueryType::Read,
            t_last: 2,
            database: "neo4j",
        });
    }
}

pub fn hello_reply(_: &Hello) -> HelloReply<'static> {
    HelloReply {
        server: "Neo4j/5.26.0",
        connection_id: "bolt-1",
        receive_timeout_seconds: Some(120),
        telemetry: false,
        credentials_expired: false,
    }
}

/// A client and a toy server, connected.
pub struct Pair {
    pub client: ClientConnection,
    pub server: Toy,
}

impl Pair {
    /// Connected, nothing said.
    pub fn new(version: Version) -> Self {
        let mut pair = Self {
            client: ClientConnection::new(version),
            server: Toy::new(),
        };
        assert_eq!(pair.exchange(), [""; 0]);
        pair
    }

    /// Connected and logged in.
    pub fn ready(version: Version) -> Self {
        let mut pair = Self::new(version);
        pair.client.log_in();
        let replies = pair.exchange();
        assert!(
            replies.iter().all(|reply| reply.starts_with("SUCCESS")),
            "{replies:?}"
        );
        pair
    }

    /// Sends what the client has to say and gives back, as text, what the server answers.
    pub fn exchange(&mut self) -> Vec<String> {
        self.responses().iter().map(show_response).collect()
    }

    pub fn responses(&mut self) -> Vec<Response> {
        let request = self.client.take_output();
        self.server.connection.feed(&request);
        self.server.work();
        let answer = self.server.connection.take_output();
        self.client.feed(&answer).unwrap();
        // A manifest asks the client to say something more.
        let more = self.client.take_output();
        if !more.is_empty() {
            self.server.connection.feed(&more);
            self.server.work();
            self.client
                .feed(&self.server.connection.take_output())
                .unwrap();
        }
        self.client.responses().unwrap()
    }

    pub fn run(&mut self, query: &str) {
        self.client.run(query, Map::new(), Map::new());
    }
}

pub fn show_response(response: &Response) -> String {
    match response {
        Response::Success(map) => format!("SUCCESS {}", show_map(map)),
        Response::Record(values) => format!("RECORD {}", show_list(values)),
        Response::Ignored => "IGNORED".to_owned(),
        Response::Failure(map) => format!("FAILURE {}", show_map(map)),
    }
}

pub fn show(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(v) => v.to_string(),
        Value::Integer(v) => v.to_string(),
        Value::String(v) => format!("{v:?}"),
        Value::List(items) => show_list(items),
        Value::Map(map) => show_map(map),
        other => format!("{other:?}"),
    }
}

fn show_list(items: &[Value]) -> String {
    format!(
        "[{}]",
        items.iter().map(show).collect::<Vec<_>>().join(", ")
    )
}

fn show_map(map: &Map) -> String {
    let entry = |(key, value): (&quiver_types::Text, &Value)| format!("{key:?}: {}", show(value));
    format!(
        "{{{}}}",
        map.iter().map(entry).collect::<Vec<_>>().join(", ")
    )
}

/// A map of strings to values.
pub fn map<V: Into<Value>, const N: usize>(entries: [(&str, V); N]) -> Map {
    entries.into_iter().collect()
}

/// Every request once, well-formed.
pub fn well_formed(kind: Kind) -> Vec<Value> {
    match kind {
        Kind::Hello => {
            let agent: Value = map([("product", "t/1")]).into();
            vec![map([("user_agent", "t/1".into()), ("bolt_agent", agent)]).into()]
        }
        Kind::Logon => vec![map([("scheme", "none")]).into()],
        Kind::Run => vec!["ROWS 3".into(), Map::new().into(), Map::new().into()],
        Kind::Begin => vec![Map::new().into()],
        Kind::Pull | Kind::Discard => vec![map([("n", 1)]).into()],
        Kind::Telemetry => vec![0.into()],
        Kind::Route => vec![Map::new().into(), Vec::new().into(), Map::new().into()],
        Kind::Goodbye | Kind::Reset | Kind::Commit | Kind::Rollback | Kind::Logoff => Vec::new(),
    }
}

/// A summary with nothing in it.
pub const SUMMARY: PullSummary<'static> = PullSummary {
    bookmark: None,
    counters: Counters {
        nodes_created: 0,
        nodes_deleted: 0,
        relationships_created: 0,
        relationships_deleted: 0,
        properties_set: 0,
        labels_added: 0,
        labels_removed: 0,
        indexes_added: 0,
        indexes_removed: 0,
        constraints_added: 0,
        constraints_removed: 0,
        system_updates: 0,
    },
    plan: None,
    notifications: &[],
    outcome: Outcome::Rows,
    query_type: QueryType::ReadWrite,
    t_last: 3,
    database: "neo4j",
};
