//! Ordinary queries with the answers that a real Neo4j 2026.08.1 gave: `compat-tests/ordinary/*.cypher`.
//!
//! A file is a graph and what somebody would ask of it. Statements end with `;` at the end of a line.
//! Those in front of the line `// queries` make the graph; each behind it is asked in a transaction that
//! is rolled back. Comments say more:
//!
//! - `// $ {x: 1}` in front of a statement: its parameters, as Cypher;
//! - `// and`: the statement goes into the transaction of the one before;
//! - `// alone`: it is its own transaction, which stays;
//! - behind it, as it was answered: `//: columns`, `//> row`, `//+ counters`, `//! code, GQLSTATUS and causes`.
//!
//! Rows are compared in their order where the statement's last RETURN has an ORDER BY. `ordinary/record.sh` asks a
//! Neo4j and writes the answers anew; it deletes whatever that database holds. Meet [`Case`] first.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests fail by panicking"
)]

use std::fmt::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use quiver_compat_tests::harness::{Client, Refused, Server};
use quiver_protocol::Version;
use quiver_protocol::client::Response;
use quiver_protocol::message::Kind;
use quiver_types::entity::{Entity, Node, Relationship};
use quiver_types::format::Literal;
use quiver_types::{Map, Text, Value};

/// A statement and what was answered.
#[derive(Default)]
struct Case {
    /// Comments and empty lines in front of it, to write them again.
    before: Vec<String>,
    parameters: Option<String>,
    place: Place,
    text: String,
    answer: Vec<String>,
}

/// In which transaction a statement is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    New,
    /// That of the one before.
    Same,
    /// Its own, which is kept.
    Alone,
}

/// A file: statements of which the first `setup` make the graph.
struct Suite {
    cases: Vec<Case>,
    setup: usize,
    /// What stands behind the last statement.
    end: Vec<String>,
}

/// Marks of lines that are answers.
const ANSWERS: [&str; 4] = ["//:", "//>", "//+", "//!"];

fn parse(text: &str) -> Suite {
    let (mut cases, mut setup) = (Vec::new(), 0);
    let mut case = Case::default();
    for line in text.lines() {
        if !case.text.is_empty() {
            case.text += "\n";
            case.text += line;
        } else if ANSWERS.iter().any(|mark| line.starts_with(mark)) {
            let last: &mut Case = cases.last_mut().expect("an answer to something");
            last.answer.push(line.to_owned());
        } else if line.is_empty() || line.starts_with("//") {
            match line {
                "// queries" => setup = cases.len(),
                "// and" => case.place = Place::Same,
                "// alone" => case.place = Place::Alone,
                _ => {}
            }
            if let Some(parameters) = line.strip_prefix("// $ ") {
                case.parameters = Some(parameters.to_owned());
            }
            case.before.push(line.to_owned());
        } else {
            case.text = line.to_owned();
        }
        if case.text.ends_with(';') {
            case.text.pop();
            cases.push(std::mem::take(&mut case));
        }
    }
    Suite {
        cases,
        setup,
        end: case.before,
    }
}

/// A connection, and whether a transaction is open.
struct Asker {
    client: Client,
    open: bool,
}

impl Asker {
    fn connect(address: SocketAddr) -> Self {
        let mut client = Client::open(address, Version::V6_1);
        client.connection().log_in();
        for _ in 0..2 {
            let answer = client.answer().expect("logged in");
            assert!(matches!(answer, Response::Success(_)), "{answer:?}");
        }
        Self {
            client,
            open: false,
        }
    }

    fn must(&mut self, text: &str) -> Vec<Vec<Value>> {
        let done = self.client.run(text, []);
        done.unwrap_or_else(|refused| panic!("{text}: {refused:?}"))
            .rows
    }

    /// Deletes everything.
    fn wipe(&mut self) {
        for kind in ["CONSTRAINT", "INDEX"] {
            let only = match kind {
                "INDEX" => " WHERE type <> 'LOOKUP'",
                _ => "",
            };
            let names = self.must(&format!("SHOW {kind} YIELD *{only} RETURN name"));
            for name in names.into_iter().flatten() {
                let Value::String(name) = name else {
                    panic!("{name:?}")
                };
                self.must(&format!("DROP {kind} `{name}`"));
            }
        }
        self.must("MATCH (n) DETACH DELETE n");
    }

    fn rest(&mut self) {
        if std::mem::take(&mut self.open) {
            let ended = self.client.simple(Kind::Rollback);
            if ended.is_err() {
                self.reset();
            }
        }
    }

    fn reset(&mut self) {
        self.client.simple(Kind::Reset).expect("a reset");
        self.open = false;
    }

    /// Asks, and writes what is answered in lines.
    fn ask(&mut self, case: &Case) -> Vec<String> {
        if case.place != Place::Same {
            self.rest();
        }
        let parameters = case.parameters.as_ref().map(|written| {
            let rows = self.must(&format!("CYPHER 25 RETURN {written} AS p"));
            match rows.into_iter().flatten().next() {
                Some(Value::Map(map)) => map.as_ref().clone(),
                other => panic!("{written}: {other:?}"),
            }
        });
        if case.place == Place::New {
            self.client.begin().expect("a transaction");
            self.open = true;
        }
        match self.result(&case.text, parameters.unwrap_or_default()) {
            Ok(mut lines) => {
                let is_row = |line: &String| line.starts_with("//>");
                let from = lines.iter().position(is_row).unwrap_or(lines.len());
                let count = lines[from..].iter().take_while(|line| is_row(line)).count();
                if !is_ordered(&case.text) {
                    lines[from..from + count].sort();
                }
                lines
            }
            Err(failure) => {
                self.reset();
                vec![failure]
            }
        }
    }

    fn result(&mut self, text: &str, parameters: Map) -> Result<Vec<String>, String> {
        self.client.connection().run(text, parameters, Map::new());
        self.client.connection().pull(-1, None);
        let mut lines = Vec::new();
        let head = match self.next() {
            Response::Success(map) => map,
            other => {
                // PULL is not looked at any more.
                assert!(matches!(self.next(), Response::Ignored));
                return Err(failure(&other));
            }
        };
        if let Some(Value::List(columns)) = head.get("fields")
            && !columns.is_empty()
        {
            let columns: Vec<&str> = columns.iter().map(word).collect();
            lines.push(format!("//: {}", columns.join(" | ")));
        }
        loop {
            match self.next() {
                Response::Record(row) => {
                    let shown = |value: &Value| Literal(&sorted(value)).to_string();
                    let row: Vec<String> = row.iter().map(shown).collect();
                    lines.push(format!("//> {}", row.join(" | ")));
                }
                Response::Success(summary) => {
                    lines.extend(counters(&summary));
                    return Ok(lines);
                }
                other => return Err(failure(&other)),
            }
        }
    }

    fn next(&mut self) -> Response {
        match self.client.answer() {
            Ok(answer) => answer,
            Err(Refused { message, .. }) => panic!("no answer: {message}"),
        }
    }
}

fn word(value: &Value) -> &str {
    match value {
        Value::String(text) => text,
        other => panic!("not a text: {other:?}"),
    }
}

fn failure(response: &Response) -> String {
    let Response::Failure(map) = response else {
        panic!("{response:?}")
    };
    let code = map.get("neo4j_code").or(map.get("code"));
    let mut line = format!("//! {}", code.map_or("no code", word));
    let mut at = Some(map);
    while let Some(map) = at {
        write!(line, " {}", map.get("gql_status").map_or("-", word)).unwrap();
        at = match map.get("cause") {
            Some(Value::Map(cause)) => Some(cause),
            _ => None,
        };
    }
    line
}

fn counters(summary: &Map) -> Option<String> {
    let Some(Value::Map(stats)) = summary.get("stats") else {
        return None;
    };
    let mut counts: Vec<String> = stats
        .iter()
        .filter_map(|(name, count)| match count {
            Value::Integer(count) => Some(format!("{name} {count}")),
            _ => None,
        })
        .collect();
    counts.sort();
    (!counts.is_empty()).then(|| format!("//+ {}", counts.join(", ")))
}

/// Whether the rows of a statement have an order.
fn is_ordered(text: &str) -> bool {
    let text = text.to_uppercase();
    let last = text.rfind("RETURN").unwrap_or(text.len());
    text[last..].contains("ORDER BY") || !text.contains("RETURN")
}

/// The same with keys and labels in the order of the alphabet: they have none.
fn sorted(value: &Value) -> Value {
    match value {
        Value::List(items) => Value::list(items.iter().map(sorted).collect()),
        Value::Map(map) => Value::map(sorted_map(map)),
        Value::Entity(entity) => match entity.as_ref() {
            Entity::Node(node) => sorted_node(node).into(),
            Entity::Relationship(relationship) => sorted_relationship(relationship).into(),
            Entity::Path(path) => {
                let mut path = path.clone();
                path.nodes = path.nodes.iter().map(sorted_node).collect();
                let relationships = path.relationships.iter();
                path.relationships = relationships.map(sorted_relationship).collect();
                Entity::Path(path).into()
            }
        },
        other => other.clone(),
    }
}

fn sorted_map(map: &Map) -> Map {
    let mut entries: Vec<(Text, Value)> = map
        .iter()
        .map(|(key, value)| (key.clone(), sorted(value)))
        .collect();
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    entries.into_iter().collect()
}

fn sorted_node(node: &Node) -> Node {
    let mut node = node.clone();
    node.labels.sort();
    node.properties = sorted_map(&node.properties);
    node
}

fn sorted_relationship(relationship: &Relationship) -> Relationship {
    let mut relationship = relationship.clone();
    relationship.properties = sorted_map(&relationship.properties);
    relationship
}

/// The file with other answers.
fn written(suite: &Suite, answers: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (case, answer) in suite.cases.iter().zip(answers) {
        for line in &case.before {
            writeln!(text, "{line}").unwrap();
        }
        writeln!(text, "{};", case.text).unwrap();
        for line in answer {
            writeln!(text, "{line}").unwrap();
        }
    }
    for line in &suite.end {
        writeln!(text, "{line}").unwrap();
    }
    text
}

/// The files, or the one that `QUIVER_ORDINARY` names.
fn files() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/ordinary");
    let only = std::env::var("QUIVER_ORDINARY").unwrap_or_default();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "cypher"))
        .filter(|path| path.to_string_lossy().contains(&only))
        .collect();
    files.sort();
    files
}

/// Makes the graph of a suite and asks all of it.
fn answers(asker: &mut Asker, suite: &Suite) -> Vec<Vec<String>> {
    asker.wipe();
    let mut answers = Vec::new();
    for (number, case) in suite.cases.iter().enumerate() {
        if number < suite.setup {
            asker.must(&case.text);
            answers.push(Vec::new());
        } else {
            answers.push(asker.ask(case));
        }
    }
    asker.rest();
    answers
}

#[test]
fn ordinary_queries_are_answered_as_by_neo4j() {
    let neo4j = std::env::var("QUIVER_RECORD").ok();
    let server = neo4j.is_none().then(Server::start);
    let address = match (&neo4j, &server) {
        (Some(address), _) => address.parse().expect("QUIVER_RECORD is host:port"),
        (None, Some(server)) => server.bolt(),
        (None, None) => unreachable!(),
    };
    let mut asker = Asker::connect(address);
    let (mut wrong, mut count, mut asked) = (String::new(), 0, 0);
    for path in files() {
        let suite = parse(&std::fs::read_to_string(&path).unwrap());
        let answers = answers(&mut asker, &suite);
        if neo4j.is_some() {
            std::fs::write(&path, written(&suite, &answers)).unwrap();
            continue;
        }
        for (case, answer) in suite.cases.iter().zip(&answers) {
            asked += 1;
            if *answer != case.answer {
                count += 1;
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let (expected, found) = (case.answer.join("\n  "), answer.join("\n  "));
                writeln!(
                    wrong,
                    "{name}: {}\nNeo4j:\n  {expected}\nfound:\n  {found}\n",
                    case.text
                )
                .unwrap();
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{count} of {asked} answers differ:\n{wrong}"
    );
}
