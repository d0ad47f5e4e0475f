//! The scenarios of `scenarios.tsv` through neo4rs, which speaks Bolt 4.4 and earlier. It is a driver, and not more: what
//! it has no word for is skipped. Arguments: names of scenarios, if not all. Begin with `scenario`.

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use chrono::{FixedOffset, NaiveDate, NaiveTime};
use neo4rs::{
    BoltDuration, BoltFloat, BoltInteger, BoltPoint2D, BoltPoint3D, BoltType, ConfigBuilder, Graph, Query, Row, query,
};
use tokio::sync::Barrier;

const LONG: &str = "UNWIND range(1, 3000000000) AS i WITH i WHERE i % 7 = 8 RETURN count(i) AS n";

/// How a scenario ends that does not end well.
#[derive(Debug)]
enum End {
    Skip(&'static str),
    Failed(String),
}

impl<E: std::error::Error> From<E> for End {
    fn from(error: E) -> Self {
        Self::Failed(error.to_string())
    }
}

type Done<T = ()> = Result<T, End>;

fn equal<T: PartialEq + Debug>(got: T, wanted: T) -> Done {
    if got == wanted {
        return Ok(());
    }
    let brief = |value: &T| format!("{value:?}").chars().take(180).collect::<String>();
    Err(End::Failed(format!("{} instead of {}", brief(&got), brief(&wanted))))
}

fn fails<T>(code: &str, result: Result<T, neo4rs::Error>) -> Done {
    match result {
        Ok(_) => Err(End::Failed("no error".into())),
        Err(neo4rs::Error::Neo4j(error)) => equal(error.code(), code),
        // It keeps of a login that failed, and of some others, only the text.
        Err(error) => {
            let text = error.to_string();
            let said = text.contains(code) || (code.ends_with("Unauthorized") && text.contains("unauthorized"));
            if said { Ok(()) } else { Err(End::Failed(format!("{text} instead of {code}"))) }
        }
    }
}

fn environment(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

struct Talk {
    graph: Graph,
    tag: String,
    texts: HashMap<String, String>,
}

async fn open(scheme: &str, host: &str, user: &str, password: &str) -> Result<Graph, neo4rs::Error> {
    let uri = format!("{scheme}://{host}:{}", environment("PORT"));
    Graph::connect(ConfigBuilder::default().uri(uri).user(user).password(password).fetch_size(1000).build()?).await
}

async fn me(scheme: &str) -> Result<Graph, neo4rs::Error> {
    open(scheme, "localhost", "neo4j", &environment("PASSWORD")).await
}

async fn rows(graph: &Graph, q: Query) -> Result<Vec<Row>, neo4rs::Error> {
    let mut result = graph.execute(q).await?;
    let mut rows = Vec::new();
    while let Some(row) = result.next().await? {
        rows.push(row);
    }
    Ok(rows)
}

/// Run in a transaction, as neo4rs tries again for a minute what fails outside of one.
async fn once(graph: &Graph, text: &str) -> Result<(), neo4rs::Error> {
    let mut tx = graph.start_txn().await?;
    tx.run(query(text)).await?;
    tx.commit().await
}

/// The column `x` of the only row.
async fn one<T: serde_of::Owned>(graph: &Graph, q: Query) -> Done<T> {
    match rows(graph, q).await?.as_slice() {
        [row] => Ok(row.get::<T>("x")?),
        rows => Err(End::Failed(format!("{} rows", rows.len()))),
    }
}

/// What `Row::get` asks of a type.
mod serde_of {
    pub trait Owned: for<'de> serde::Deserialize<'de> {}
    impl<T: for<'de> serde::Deserialize<'de>> Owned for T {}
}

impl Talk {
    fn q(&self, text: &str) -> Query {
        query(&text.replace('@', &self.tag))
    }

    async fn ask(&self, text: &str) -> Done {
        Ok(self.graph.run(self.q(text)).await?)
    }

    async fn count(&self, label: &str) -> Done<i64> {
        one(&self.graph, self.q(&format!("MATCH (n:@{label}) RETURN count(n) AS x"))).await
    }

    async fn scenario(&self, name: &str) -> Done {
        if let Some(value) = name.strip_prefix("value.") {
            return self.value(value).await;
        }
        match name {
            "connect.bolt" | "connect.neo4j" | "connect.bolt+s" | "connect.neo4j+s" | "connect.bolt+ssc" | "connect.neo4j+ssc" => {
                let graph = me(name.trim_start_matches("connect.")).await?;
                equal(one::<i64>(&graph, query("RETURN 1 AS x")).await?, 1)
            }
            "connect.bolt+s.other-name" => {
                let graph = open("bolt+s", "127.0.0.1", "neo4j", &environment("PASSWORD")).await?;
                match graph.start_txn().await {
                    Err(neo4rs::Error::IOError { .. } | neo4rs::Error::ConnectionError) => Ok(()),
                    Err(other) => Err(End::Failed(format!("{other:?}"))),
                    Ok(_) => Err(End::Failed("the certificate was accepted".into())),
                }
            }
            "auth.wrong-password" => {
                let graph = open("bolt", "localhost", "neo4j", "not-the-password").await?;
                fails("Neo.ClientError.Security.Unauthorized", once(&graph, "RETURN 1").await)
            }
            "auth.expired" => self.expired().await,
            "tx.auto-commit" => {
                self.ask("CREATE (:@Auto {i: 1})").await?;
                equal(self.count("Auto").await?, 1)
            }
            "tx.explicit.commit" => {
                let mut tx = self.graph.start_txn().await?;
                tx.run(self.q("CREATE (:@Commit)")).await?;
                equal(self.count("Commit").await?, 0)?;
                tx.commit().await?;
                equal(self.count("Commit").await?, 1)
            }
            "tx.explicit.rollback" => {
                let mut tx = self.graph.start_txn().await?;
                tx.run(self.q("CREATE (:@Rollback)")).await?;
                tx.rollback().await?;
                equal(self.count("Rollback").await?, 0)
            }
            "tx.managed" | "tx.managed.rollback" => Err(End::Skip("neo4rs 0.8 has no managed transactions")),
            "tx.read-mode" => Err(End::Skip("neo4rs 0.8 has no access mode")),
            "tx.deadlock" => self.deadlock().await,
            "tx.parallel" => self.parallel().await,
            "tx.metadata" => Err(End::Skip("neo4rs 0.8 has no transaction metadata")),
            "graph.node" => self.node().await,
            "graph.relationship" => self.relationship().await,
            "graph.path" => self.path().await,
            "rows.100000" => {
                let rows = rows(&self.graph, query("UNWIND range(1, 100000) AS i RETURN i, 'row ' + i AS text")).await?;
                equal(rows.len(), 100_000)?;
                for (i, row) in (1_i64..).zip(&rows) {
                    equal((row.get::<i64>("i")?, row.get::<String>("text")?), (i, format!("row {i}")))?;
                }
                Ok(())
            }
            "rows.abandoned" => {
                for _ in 0..5 {
                    let mut result = self.graph.execute(query("UNWIND range(1, 1000000) AS i RETURN i AS x")).await?;
                    let row = result.next().await?.ok_or_else(|| End::Failed("no row".into()))?;
                    equal(row.get::<i64>("x")?, 1)?;
                }
                equal(one::<i64>(&self.graph, query("RETURN 2 AS x")).await?, 2)
            }
            "error.syntax" => {
                let result = self.graph.run(query("RETURN 1 +")).await;
                if let Err(neo4rs::Error::Neo4j(error)) = &result {
                    equal(error.message().contains("line 1, column") && error.message().contains('^'), true)?;
                }
                fails("Neo.ClientError.Statement.SyntaxError", result)
            }
            "error.arithmetic" => {
                let result = rows(&self.graph, query("UNWIND [1, 1, 1, 1, 0] AS i RETURN 10 / i AS x")).await;
                fails("Neo.ClientError.Statement.ArithmeticError", result)
            }
            "error.constraint" => {
                self.ask("CREATE CONSTRAINT @Unique IF NOT EXISTS FOR (n:@Unique) REQUIRE n.k IS UNIQUE").await?;
                self.ask("CREATE (:@Unique {k: 1})").await?;
                let result = self.graph.run(self.q("CREATE (:@Unique {k: 1})")).await;
                fails("Neo.ClientError.Schema.ConstraintValidationFailed", result)?;
                self.ask("DROP CONSTRAINT @Unique").await
            }
            "error.parameter" => {
                fails("Neo.ClientError.Statement.ParameterMissing", self.graph.run(query("RETURN $missing")).await)
            }
            "error.procedure" => {
                fails("Neo.ClientError.Procedure.ProcedureNotFound", self.graph.run(query("CALL no.such()")).await)
            }
            "error.database" => {
                let result = self.graph.run_on("nowhere", query("RETURN 1")).await;
                fails("Neo.ClientError.Database.DatabaseNotFound", result)
            }
            "error.in-transaction" => {
                let mut tx = self.graph.start_txn().await?;
                tx.run(self.q("CREATE (:@Broken)")).await?;
                fails("Neo.ClientError.Statement.SyntaxError", tx.run(query("RETURN 1 +")).await)?;
                drop(tx);
                equal(self.count("Broken").await?, 0)
            }
            "error.gql-status" => Err(End::Skip("neo4rs 0.8 tells no GQL status")),
            "summary.counters" | "summary.type" | "summary.notifications" | "summary.plan" => {
                Err(End::Skip("neo4rs 0.8 has no summaries"))
            }
            "bookmarks.chain" => Err(End::Skip("neo4rs 0.8 has no bookmarks")),
            "database.system" => {
                let mut result = self.graph.execute_on("system", query("SHOW DATABASES YIELD name")).await?;
                let mut names = Vec::new();
                while let Some(row) = result.next().await? {
                    names.push(row.get::<String>("name")?);
                }
                names.sort();
                equal(names, vec!["neo4j".to_owned(), "system".to_owned()])
            }
            "cancel.client" => {
                let marker = format!("cancel{}", self.tag);
                let graph = me("bolt").await?;
                let text = format!("/* {marker} */ {LONG}");
                let work = tokio::spawn(async move { graph.run(query(&text)).await });
                self.until(&marker, true).await?;
                work.abort(); // which drops the connection
                self.until(&marker, false).await.map(drop)
            }
            "cancel.terminate" => {
                let marker = format!("terminate{}", self.tag);
                let graph = me("bolt").await?;
                let text = format!("/* {marker} */ {LONG}");
                let work = tokio::spawn(async move { once(&graph, &text).await });
                for id in self.until(&marker, true).await? {
                    self.graph.run(query("TERMINATE TRANSACTIONS $id").param("id", id)).await?;
                }
                fails("Neo.ClientError.Transaction.Terminated", work.await?)
            }
            "timeout.client" => Err(End::Skip("neo4rs 0.8 has no transaction timeout")),
            "reauth.session" | "reauth.renewed" => Err(End::Skip("neo4rs 0.8 has one user for each driver")),
            "impersonation" => Err(End::Skip("neo4rs 0.8 cannot impersonate")),
            _ => Err(End::Failed("the program does not know it".into())),
        }
    }

    async fn expired(&self) -> Done {
        let name = format!("expired{}", self.tag);
        let user = |text: &str| query(&text.replace('@', &name));
        self.graph.run_on("system", user("CREATE OR REPLACE USER @ SET PASSWORD 'first-password' CHANGE REQUIRED")).await?;
        let graph = open("bolt", "localhost", &name, "first-password").await?;
        fails("Neo.ClientError.Security.CredentialsExpired", once(&graph, "RETURN 1").await)?;
        let change = "ALTER CURRENT USER SET PASSWORD FROM 'first-password' TO 'second-password'";
        graph.run_on("system", query(change)).await?;
        let graph = open("bolt", "localhost", &name, "first-password").await?;
        fails("Neo.ClientError.Security.Unauthorized", once(&graph, "RETURN 1").await)?;
        let graph = open("bolt", "localhost", &name, "second-password").await?;
        equal(one::<i64>(&graph, query("RETURN 1 AS x")).await?, 1)?;
        Ok(self.graph.run_on("system", user("DROP USER @")).await?)
    }

    /// neo4rs retries no transactions: what it is told must let the program do so.
    async fn deadlock(&self) -> Done {
        self.ask("CREATE (:@Lock {k: 'a', n: 0}), (:@Lock {k: 'b', n: 0})").await?;
        let meet = Arc::new(Barrier::new(2));
        let mut tasks = Vec::new();
        for (mine, other) in [("a", "b"), ("b", "a")] {
            let (graph, meet) = (self.graph.clone(), meet.clone());
            let add = self.q("MATCH (l:@Lock {k: $k}) SET l.n = l.n + 1");
            tasks.push(tokio::spawn(async move {
                let mut told = 0;
                for attempt in 0..10 {
                    let mut tx = graph.start_txn().await?;
                    tx.run(add.clone().param("k", mine)).await?;
                    if attempt == 0 {
                        meet.wait().await;
                    }
                    match tx.run(add.clone().param("k", other)).await {
                        Ok(()) => {
                            tx.commit().await?;
                            return Ok(told);
                        }
                        Err(error) => {
                            told += 1;
                            fails::<()>("Neo.TransientError.Transaction.DeadlockDetected", Err(error))?;
                        }
                    }
                }
                Err(End::Failed("never without a deadlock".into()))
            }));
        }
        let mut told = 0;
        for task in tasks {
            told += task.await??;
        }
        equal(told >= 1, true)?;
        let sum = self.q("MATCH (l:@Lock) RETURN collect(l.n) AS x");
        equal(one::<Vec<i64>>(&self.graph, sum).await?, vec![2, 2])
    }

    async fn parallel(&self) -> Done {
        self.ask("CREATE (:@Counter {n: 0})").await?;
        let mut tasks = Vec::new();
        for _ in 0..16 {
            let (graph, add) = (self.graph.clone(), self.q("MATCH (c:@Counter) SET c.n = c.n + 1"));
            tasks.push(tokio::spawn(async move {
                for _ in 0..5 {
                    graph.run(add.clone()).await?;
                }
                Ok::<(), neo4rs::Error>(())
            }));
        }
        for task in tasks {
            task.await??;
        }
        equal(one::<i64>(&self.graph, self.q("MATCH (c:@Counter) RETURN c.n AS x")).await?, 80)
    }

    async fn there_and_back(&self, name: &str, value: BoltType) -> Done {
        let text = &self.texts[&format!("value.{name}")];
        if text != "-" {
            equal(one(&self.graph, query(&format!("RETURN {text} AS x"))).await?, value.clone())?;
            if name != "null" {
                let same = query(&format!("RETURN $value = {text} AS x")).param("value", value.clone());
                equal(one(&self.graph, same).await?, true)?;
            }
        }
        equal(one(&self.graph, query("RETURN $value AS x").param("value", value.clone())).await?, value)
    }

    /// The same, for what neo4rs 0.8 sends well and reads wrongly: -1 as 255, durations as lists, points not at all.
    async fn there(&self, name: &str, value: BoltType) -> Done {
        let text = &self.texts[&format!("value.{name}")];
        let same = query(&format!("RETURN $value = {text} AS x")).param("value", value);
        equal(one(&self.graph, same).await?, true)?;
        Err(End::Skip("neo4rs 0.8 sends it well, and cannot read it from any server"))
    }

    async fn value(&self, name: &str) -> Done {
        match name {
            "nan" => {
                let got: f64 = one(&self.graph, query(&format!("RETURN {} AS x", self.texts["value.nan"]))).await?;
                let back: f64 = one(&self.graph, query("RETURN $v AS x").param("v", f64::NAN)).await?;
                equal(got.is_nan() && back.is_nan(), true)
            }
            "vector" => Err(End::Skip("neo4rs 0.8 has no vectors")),
            "uuid" => Err(End::Skip("neo4rs 0.8 has no UUIDs")),
            "stored" => {
                for name in STORED {
                    let value = value(name).ok_or_else(|| End::Failed(format!("no {name}")))?;
                    let create = self.q("CREATE (:@Stored {name: $name, value: $value})");
                    self.graph.run(create.param("name", name).param("value", value.clone())).await?;
                    let read = self.q("MATCH (n:@Stored {name: $name}) RETURN n.value AS x").param("name", name);
                    equal(one(&self.graph, read).await?, value)?;
                }
                Ok(())
            }
            _ => match value(name) {
                Some(value) if READS_WRONG.contains(&name) => self.there(name, value).await,
                Some(value) => self.there_and_back(name, value).await,
                None => Err(End::Failed("the program does not know it".into())),
            },
        }
    }

    async fn make_graph(&self) -> Done {
        self.ask("MERGE (a:@A:@ {i: 1}) MERGE (b:@B:@ {i: 2}) MERGE (c:@C:@ {i: 3}) MERGE (a)-[:@_TO {j: 1.5}]->(b) MERGE (a)-[:@_TO {j: 2.5}]->(c)")
            .await
    }

    async fn only(&self, text: &str) -> Done<Row> {
        let mut rows = rows(&self.graph, self.q(text)).await?;
        rows.pop().ok_or_else(|| End::Failed("no row".into()))
    }

    async fn node(&self) -> Done {
        self.make_graph().await?;
        let row = self.only("MATCH (n:@A) RETURN n, id(n) AS id").await?;
        let node: neo4rs::Node = row.get("n")?;
        let mut labels = node.labels();
        labels.sort_unstable();
        equal(labels, vec![self.tag.as_str(), &format!("{}A", self.tag)])?;
        equal((node.id(), node.get::<i64>("i")?), (row.get("id")?, 1))
    }

    async fn relationship(&self) -> Done {
        self.make_graph().await?;
        let row = self.only("MATCH (a:@A)-[r]->(b:@B) RETURN r, id(a) AS a, id(b) AS b, id(r) AS id").await?;
        let r: neo4rs::Relation = row.get("r")?;
        equal((r.typ(), r.get::<f64>("j")?), (&format!("{}_TO", self.tag), 1.5))?;
        equal((r.id(), r.start_node_id(), r.end_node_id()), (row.get("id")?, row.get("a")?, row.get("b")?))
    }

    async fn path(&self) -> Done {
        self.make_graph().await?;
        let path: neo4rs::Path = self.only("MATCH p = (:@B)<--(:@A)-->(:@C) RETURN p").await?.get("p")?;
        let nodes: Vec<i64> = path.nodes().iter().flat_map(|node| node.get("i")).collect();
        let relationships: Vec<f64> = path.rels().iter().flat_map(|r| r.get("j")).collect();
        equal((nodes, relationships, path.indices().len()), (vec![2, 1, 3], vec![1.5, 2.5], 4))?;
        let point: neo4rs::Path = self.only("MATCH p = (:@A) RETURN p").await?.get("p")?;
        equal((point.nodes().len(), point.rels().len()), (1, 0))
    }

    async fn until(&self, marker: &str, wanted: bool) -> Done<Vec<String>> {
        let text = "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS $marker \
                    AND NOT currentQuery STARTS WITH 'SHOW' RETURN transactionId AS x";
        for _ in 0..200 {
            let rows = rows(&self.graph, query(text).param("marker", marker)).await?;
            if rows.is_empty() != wanted {
                return rows.iter().map(|row| Ok(row.get::<String>("x")?)).collect();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Err(End::Failed(format!("still {}there", if wanted { "not " } else { "" })))
    }
}

const READS_WRONG: [&str; 7] = ["integer", "date", "date-time", "local-date-time", "duration", "point.2d", "point.3d"];
const STORED: [&str; 9] =
    ["boolean", "float", "string", "string.long", "bytes", "list.long", "time", "local-time", "date-time.zone"];

fn list<T: Into<BoltType>>(values: impl IntoIterator<Item = T>) -> BoltType {
    BoltType::List(values.into_iter().map(Into::into).collect::<Vec<BoltType>>().into())
}

fn map<const N: usize>(entries: [(&str, BoltType); N]) -> BoltType {
    BoltType::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

fn point2(srid: i64, x: f64, y: f64) -> BoltType {
    BoltType::Point2D(BoltPoint2D { sr_id: BoltInteger::new(srid), x: BoltFloat::new(x), y: BoltFloat::new(y) })
}

fn point3(srid: i64, x: f64, y: f64, z: f64) -> BoltType {
    let (x, y, z) = (BoltFloat::new(x), BoltFloat::new(y), BoltFloat::new(z));
    BoltType::Point3D(BoltPoint3D { sr_id: BoltInteger::new(srid), x, y, z })
}

/// The value of that name.
fn value(name: &str) -> Option<BoltType> {
    let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d);
    let time = |h, m, s, n| NaiveTime::from_hms_nano_opt(h, m, s, n);
    let (east, west) = (FixedOffset::east_opt(7200)?, FixedOffset::west_opt(41400)?);
    let noon = time(12, 34, 56, 789_012_345)?;
    let leap = date(2020, 2, 29)?.and_time(noon);
    let before = date(1969, 12, 31)?.and_time(time(23, 59, 59, 1)?);
    let null = BoltType::Null(neo4rs::BoltNull);
    Some(match name {
        "null" => list([null.clone(), map([("a", null)])]),
        "boolean" => list([true, false]),
        "integer" => list([
            0, 1, -1, -16, -17, 127, 128, -128, -129, 32767, 32768, -32769, 2_147_483_647, 2_147_483_648, -2_147_483_649,
            9_007_199_254_740_993, i64::MAX, i64::MIN,
        ]),
        "float" => list([0.0, 1.5, -1.5, 1e300, 5e-324, f64::INFINITY, f64::NEG_INFINITY]),
        "string" => list(["", "a", "grüße 🙂", "quote ' and \"", "line\nbreak"]),
        "string.long" => "abcdefghij".repeat(8192).into(),
        "bytes" => (0..256 * 300).map(|i| i as u8).collect::<Vec<u8>>().into(),
        "list" => list([1.into(), "a".into(), list([2.5.into(), list::<bool>([])]), map([("k", 1.into())])]),
        "list.long" => list(1..=70000_i64),
        "map" => map([("a", 1.into()), ("b", map([("c", list([2]))])), ("d e", "".into())]),
        "date" => list([date(2020, 2, 29)?, date(1, 1, 1)?, date(1969, 12, 31)?, date(9999, 12, 31)?]),
        "time" => list([(noon, east), (NaiveTime::MIN, west)]),
        "local-time" => list([noon, time(23, 59, 59, 999_999_999)?]),
        "date-time" => list([leap.and_local_timezone(east).single()?, before.and_local_timezone(west).single()?]),
        "date-time.zone" => list([
            (date(2020, 7, 1)?.and_time(noon), "Europe/Stockholm"),
            (date(2020, 12, 1)?.and_time(NaiveTime::MIN), "America/New_York"),
        ]),
        "local-date-time" => list([leap, before]),
        "duration" => list(
            [(1, 2, 3, 4), (-1, -2, -3, 0), (0, 0, -1, 1)].map(|(months, days, seconds, nanoseconds): (i64, i64, i64, i64)| {
                BoltType::Duration(BoltDuration::new(months.into(), days.into(), seconds.into(), nanoseconds.into()))
            }),
        ),
        "point.2d" => list([point2(7203, 1.5, -2.5), point2(4326, 13.4, 52.5)]),
        "point.3d" => list([point3(9157, 1.5, -2.5, 0.0), point3(4979, 13.4, 52.5, 34.0)]),
        _ => return None,
    })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Done {
    let table = std::fs::read_to_string(environment("SCENARIOS"))?;
    let lines: Vec<(&str, &str)> =
        table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect();
    let texts = lines.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    let talk = Talk { graph: me("neo4j").await?, tag: format!("Neo4rs{}", environment("RUN")), texts };
    let only: Vec<String> = std::env::args().skip(1).collect();
    for (name, _) in lines {
        if !only.is_empty() && !only.iter().any(|o| o == name) {
            continue;
        }
        let limit = Duration::from_secs(30);
        let done = tokio::time::timeout(limit, talk.scenario(name)).await;
        match done.unwrap_or_else(|_| Err(End::Failed("took over 30 s".into()))) {
            Ok(()) => println!("ok {name}"),
            Err(End::Skip(reason)) => println!("SKIPPED: {name} {reason}"),
            Err(End::Failed(what)) => println!("FAILED: {name} {}", what.replace('\n', " ")),
        }
    }
    Ok(())
}
