//! Many clients at once on a real server, in auto-commit statements and in explicit transactions
//! that try again as a driver does: bank, counter, MERGE races, hub, deletion and recreation, lists
//! that are appended to, a thousand creations, a hundred different queries. Each has a checker.
//!
//! The rules one by one are in `isolation.rs`.
#![allow(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "tests take the time and fail by panicking"
)]

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use quiver_compat_tests::harness::{Client, Refused, Server};
use quiver_compat_tests::history::{History, Transaction};
use quiver_protocol::client::Response;
use quiver_types::rng::Rng;
use quiver_types::{Map, Value};

/// Runs `work` for each client on a thread of its own.
fn clients(count: u64, server: &Server, work: impl Fn(&mut Client, u64) + Sync) {
    thread::scope(|scope| {
        for number in 0..count {
            let (mut client, work) = (server.connect(), &work);
            scope.spawn(move || work(&mut client, number));
        }
    });
}

fn integer(client: &mut Client, query: &str) -> i64 {
    client.run(query, []).expect(query).integer()
}

/// An explicit transaction, again as long as it is refused for a reason that passes; how often.
fn managed<T>(
    client: &mut Client,
    mut work: impl FnMut(&mut Client) -> Result<T, Refused>,
) -> Result<(T, u32), Refused> {
    let mut times = 0;
    loop {
        client.begin()?;
        // After a failure the client has been reset, and the transaction is gone.
        let outcome = match work(client) {
            Ok(value) => client.commit().map(|_| value),
            Err(refused) => Err(refused),
        };
        match outcome {
            Ok(value) => return Ok((value, times)),
            Err(refused) if refused.is_retryable() && times < 1000 => {
                times += 1;
                thread::sleep(std::time::Duration::from_millis(u64::from(times.min(10))));
            }
            Err(refused) => return Err(refused),
        }
    }
}

/// As [`managed`], or one statement in its own transaction.
fn statement(client: &mut Client, explicit: bool, query: &str, parameters: &Map) {
    let outcome = if explicit {
        managed(client, |client| {
            client.run_with(query, parameters.clone()).map(drop)
        })
        .map(drop)
    } else {
        client.run_with(query, parameters.clone()).map(drop)
    };
    outcome.unwrap_or_else(|refused| panic!("{query}: {refused:?}"));
}

fn given<const N: usize>(parameters: [(&str, i64); N]) -> Map {
    parameters
        .into_iter()
        .map(|(name, value)| (name, Value::Integer(value)))
        .collect()
}

#[test]
fn a_thousand_creations_at_once() {
    let server = Server::start();
    let mut all: Vec<Client> = (0..1000).map(|_| server.connect()).collect();
    for (number, client) in (0i64..).zip(&mut all) {
        let connection = client.connection();
        let query = "CREATE (n:Thing {i: $i})-[:OF]->(:Kind {i: $i}) RETURN n.i";
        connection.run(query, given([("i", number)]), Map::new());
        connection.pull(-1, None);
        client.send().expect("sent");
    }
    for (number, client) in (0i64..).zip(&mut all) {
        let mut rows = Vec::new();
        for _ in 0..3 {
            match client.answer().expect("an answer") {
                Response::Record(row) => rows.push(row),
                Response::Success(_) => {}
                other => panic!("{other:?}"),
            }
        }
        let same = |row: &Vec<Value>| matches!(row[..], [Value::Integer(i)] if i == number);
        assert!(rows.len() == 1 && rows.iter().all(same), "{rows:?}");
    }
    let client = &mut all[0];
    for (query, expected) in [
        ("MATCH (n:Thing) RETURN count(DISTINCT n.i)", 1000),
        ("MATCH (n) RETURN count(n)", 2000),
        (
            "MATCH (t:Thing)-[:OF]->(k:Kind) WHERE t.i = k.i RETURN count(*)",
            1000,
        ),
    ] {
        assert_eq!(integer(client, query), expected, "{query}");
    }
}

#[test]
fn a_hundred_different_queries_at_once() {
    let server = Server::start();
    let mut client = server.connect();
    for query in [
        "CREATE CONSTRAINT FOR (p:Person) REQUIRE p.id IS UNIQUE",
        "UNWIND range(0, 499) AS i CREATE (:Person {id: i, age: i % 50})",
        "MATCH (a:Person), (b:Person) WHERE b.id = (a.id * 7 + 1) % 500 CREATE (a)-[:KNOWS]->(b)",
    ] {
        client.run(query, []).expect(query);
    }
    let reads = [
        ("MATCH (p:Person) WHERE p.id < 500 RETURN count(p)", 500),
        ("MATCH (:Person {id: 3})-[:KNOWS]->(f) RETURN f.id", 22),
        ("MATCH (p:Person) WHERE p.id < 500 RETURN max(p.id)", 499),
        (
            "MATCH (p:Person {id: 0})-[:KNOWS*3]->(f) RETURN count(f)",
            1,
        ),
        (
            "MATCH (p:Person) WHERE p.id < 500 WITH p.age AS age, count(*) AS n RETURN sum(n)",
            500,
        ),
        ("MATCH ()-[k:KNOWS]->() RETURN count(k)", 500),
        ("UNWIND range(1, 1000) AS x RETURN sum(x)", 500_500),
        (
            "MATCH (p:Person) WHERE p.id < 500 RETURN size(collect(p.id))",
            500,
        ),
    ];
    clients(100, &server, |client, number| {
        let number = number as i64;
        for round in 0..10 {
            let own = given([("id", 1000 + number), ("round", round)]);
            match number % 4 {
                0 | 1 => {
                    let (query, expected) = reads[(number + round) as usize % reads.len()];
                    assert_eq!(integer(client, query), expected, "{query}");
                }
                2 => {
                    let query = "MERGE (p:Person {id: $id}) ON CREATE SET p.n = 1 \
                                 ON MATCH SET p.n = p.n + 1";
                    statement(client, round % 2 == 0, query, &own);
                }
                _ => {
                    let query = "CREATE (p:Person {id: $id}) WITH p DETACH DELETE p";
                    statement(client, round % 2 == 0, query, &own);
                }
            }
        }
    });
    for (query, expected) in [
        ("MATCH (p:Person) RETURN count(p)", 525),
        ("MATCH (p:Person) WHERE p.id >= 1000 RETURN sum(p.n)", 250),
    ] {
        assert_eq!(integer(&mut client, query), expected, "{query}");
    }
}

/// All 64 attach to one hub; nobody waits for anybody, nobody runs again.
#[test]
fn sixty_four_clients_attach_to_one_hub() {
    const EACH: i64 = 25;
    let server = Server::start();
    let mut client = server.connect();
    client
        .run("CREATE (:Hub {name: 'hub'})", [])
        .expect("a hub");
    let began = std::time::Instant::now();
    clients(64, &server, |client, number| {
        for i in 0..EACH {
            let query = "MATCH (h:Hub {name: 'hub'}) CREATE (h)<-[:ON {i: $i}]-(:Leaf {by: $by})";
            let given = given([("i", i), ("by", number as i64)]);
            if i % 5 == 0 {
                // Also in a transaction that has written elsewhere: no conflict, no second try.
                let ((), again) = managed(client, |client| {
                    client.run_with("CREATE (:Mark)", Map::new())?;
                    client.run_with(query, given.clone()).map(drop)
                })
                .expect("attached");
                assert_eq!(again, 0, "attaching to a hub conflicts");
            } else {
                client.run_with(query, given).expect("attached");
            }
        }
    });
    let rate = 64.0 * EACH as f64 / began.elapsed().as_secs_f64();
    println!("SHOWN: {rate:.0} attachments/s by 64 clients");
    for (query, expected) in [
        ("MATCH (:Hub)<-[r:ON]-() RETURN count(r)", 64 * EACH),
        ("MATCH (h:Hub) RETURN COUNT { (h)<-[:ON]-() }", 64 * EACH),
        (
            "MATCH (:Hub)<-[:ON]-(l) RETURN count(DISTINCT l)",
            64 * EACH,
        ),
        ("MATCH (h:Hub) RETURN count(h)", 1),
    ] {
        assert_eq!(integer(&mut client, query), expected, "{query}");
    }
}

const ACCOUNTS: i64 = 8;

#[test]
fn bank() {
    let server = Server::start();
    let mut client = server.connect();
    for query in [
        "CREATE INDEX FOR (a:Account) ON (a.balance)",
        "CREATE CONSTRAINT FOR (a:Account) REQUIRE a.i IS UNIQUE",
        "UNWIND range(0, 7) AS i CREATE (:Account {i: i, balance: 100})",
    ] {
        client.run(query, []).expect(query);
    }
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|kind| {
                let (mut client, over) = (server.connect(), &over);
                scope.spawn(move || {
                    let mut reads = 0;
                    while !over.load(Ordering::Relaxed) || reads < 10 {
                        assert_eq!(total(&mut client, kind), 100 * ACCOUNTS, "kind {kind}");
                        reads += 1;
                    }
                })
            })
            .collect();
        clients(6, &server, |client, number| {
            let mut rng = Rng::from_seed(number);
            for _ in 0..60 {
                transfer(client, &mut rng);
            }
        });
        over.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().expect("a reader");
        }
    });
    assert_eq!(total(&mut client, 0), 100 * ACCOUNTS);
}

/// The sum of all balances, in one of three ways.
fn total(client: &mut Client, kind: u32) -> i64 {
    match kind {
        0 => integer(client, "MATCH (a:Account) RETURN sum(a.balance)"),
        1 => {
            let halves = ["<", ">="]
                .map(|sign| format!("MATCH (a:Account) WHERE a.i {sign} 4 RETURN sum(a.balance)"));
            client.begin().expect("BEGIN");
            let sum = halves.iter().map(|query| integer(client, query)).sum();
            client.commit().expect("COMMIT");
            sum
        }
        // Along an index whose entries move meanwhile.
        _ => integer(
            client,
            "MATCH (a:Account) WHERE a.balance > -100000 RETURN sum(a.balance)",
        ),
    }
}

fn transfer(client: &mut Client, rng: &mut Rng) {
    let mut number = |below: i64| rng.below(below as u64) as i64;
    let (from, step, amount) = (number(ACCOUNTS), 1 + number(ACCOUNTS - 1), number(20));
    let given = given([
        ("from", from),
        ("to", (from + step) % ACCOUNTS),
        ("amount", amount),
    ]);
    const TAKE: &str = "MATCH (a:Account {i: $from}) SET a.balance = a.balance - $amount";
    const GIVE: &str = "MATCH (a:Account {i: $to}) SET a.balance = a.balance + $amount";
    match amount % 3 {
        0 => {
            let both = "MATCH (a:Account {i: $from}), (b:Account {i: $to}) \
                        SET a.balance = a.balance - $amount, b.balance = b.balance + $amount";
            client.run_with(both, given).expect("a transfer");
        }
        1 => {
            managed(client, |client| {
                client.run_with(TAKE, given.clone())?;
                client.run_with(GIVE, given.clone()).map(drop)
            })
            .expect("a transfer");
        }
        // Read first, then write what was computed outside.
        _ => {
            managed(client, |client| {
                let read = |client: &mut Client, key: &str| {
                    let query = format!("MATCH (a:Account {{i: ${key}}}) RETURN a.balance");
                    client
                        .run_with(&query, given.clone())
                        .map(|rows| rows.integer())
                };
                let (a, b) = (read(client, "from")?, read(client, "to")?);
                let write = |client: &mut Client, key: &str, balance: i64| {
                    let mut given = given.clone();
                    given.insert("balance", balance);
                    let query = format!("MATCH (a:Account {{i: ${key}}}) SET a.balance = $balance");
                    client.run_with(&query, given).map(drop)
                };
                write(client, "from", a - amount)?;
                write(client, "to", b + amount)
            })
            .expect("a transfer");
        }
    }
}

#[test]
fn counter() {
    let server = Server::start();
    let mut client = server.connect();
    client
        .run("CREATE (:Counter {n: 0})", [])
        .expect("a counter");
    clients(16, &server, |client, number| {
        for i in 0..25 {
            match (number + i) % 3 {
                0 => statement(
                    client,
                    false,
                    "MATCH (c:Counter) SET c.n = c.n + 1",
                    &Map::new(),
                ),
                1 => statement(
                    client,
                    true,
                    "MATCH (c:Counter) SET c.n = c.n + 1",
                    &Map::new(),
                ),
                _ => {
                    managed(client, |client| {
                        let n = client.run("MATCH (c:Counter) RETURN c.n", [])?.integer();
                        let next = [("n", Value::Integer(n + 1))];
                        client.run("MATCH (c:Counter) SET c.n = $n", next).map(drop)
                    })
                    .expect("counted");
                }
            }
        }
    });
    assert_eq!(integer(&mut client, "MATCH (c:Counter) RETURN c.n"), 400);
}

#[test]
fn merge_races() {
    for (schema, explicit) in [(None, false), (None, true), (Some("UNIQUE"), true)] {
        let server = Server::start();
        let mut client = server.connect();
        if schema.is_some() {
            let query = "CREATE CONSTRAINT FOR (k:Key) REQUIRE k.k IS UNIQUE";
            client.run(query, []).expect(query);
        }
        client
            .run("CREATE (:End {i: 0}), (:End {i: 1})", [])
            .expect("ends");
        clients(8, &server, |client, number| {
            for i in 0..60 {
                let key = (i + number as i64 * 7) % 60;
                let given = given([("k", key)]);
                let query =
                    "MERGE (k:Key {k: $k}) ON CREATE SET k.n = 1 ON MATCH SET k.n = k.n + 1";
                statement(client, explicit, query, &given);
                let query =
                    "MATCH (a:End {i: 0}), (b:End {i: 1}) MERGE (a)-[r:TO {k: $k % 5}]->(b)";
                statement(client, explicit, query, &given);
            }
        });
        for (query, expected) in [
            ("MATCH (k:Key) RETURN count(k)", 60),
            ("MATCH (k:Key) RETURN count(DISTINCT k.k)", 60),
            ("MATCH (k:Key) RETURN sum(k.n)", 480),
            ("MATCH (:End)-[r:TO]->(:End) RETURN count(r)", 5),
        ] {
            let found = integer(&mut client, query);
            assert_eq!(
                found, expected,
                "{query} ({schema:?}, explicit: {explicit})"
            );
        }
    }
}

#[test]
fn delete_and_recreate() {
    let server = Server::start();
    let mut client = server.connect();
    client
        .run("UNWIND range(0, 11) AS k CREATE (:Item {k: k, n: 0})", [])
        .expect("items");
    clients(8, &server, |client, number| {
        for i in 0..24 {
            let given = given([("k", (i * 5 + number as i64) % 12)]);
            if i % 2 == 0 {
                let query = "MATCH (x:Item {k: $k}) WITH x, x.n AS n DELETE x \
                             CREATE (:Item {k: $k, n: n + 1})";
                statement(client, number % 2 == 0, query, &given);
            } else {
                managed(client, |client| {
                    let n = client.run_with("MATCH (x:Item {k: $k}) RETURN x.n", given.clone())?;
                    let mut given = given.clone();
                    given.insert("n", n.integer() + 1);
                    client.run_with("MATCH (x:Item {k: $k}) DETACH DELETE x", given.clone())?;
                    client
                        .run_with("CREATE (:Item {k: $k, n: $n})", given)
                        .map(drop)
                })
                .expect("replaced");
            }
        }
    });
    for (query, expected) in [
        ("MATCH (x:Item) RETURN count(x)", 12),
        ("MATCH (x:Item) RETURN count(DISTINCT x.k)", 12),
        ("MATCH (x:Item) RETURN sum(x.n)", 8 * 24),
    ] {
        assert_eq!(integer(&mut client, query), expected, "{query}");
    }
}

#[test]
fn what_is_told_to_be_deleted_is_gone() {
    // Everybody goes for the same ten. Neo4j 2026.08.1 lets all who waited tell of ten deleted: of
    // 9,600 that its counters told of (16 clients, 60 statements each) 1,789 were gone.
    const CLIENTS: u64 = 16;
    const TURNS: i64 = 6;
    let server = Server::start();
    let told = Mutex::new(0);
    let query = "MATCH (t:Temp) WITH t LIMIT 10 DETACH DELETE t RETURN count(*)";
    let mut client = server.connect();
    client
        .run("UNWIND range(1, 3000) AS i CREATE (:Temp {i: i})", [])
        .expect("created");
    clients(CLIENTS, &server, |client, number| {
        for _ in 0..TURNS {
            let deleted = match number % 2 {
                0 => integer(client, query),
                _ => {
                    let work = |client: &mut Client| Ok(client.run(query, [])?.integer());
                    managed(client, work).expect("deleted").0
                }
            };
            *told.lock().expect("the sum") += deleted;
        }
    });
    let told = *told.lock().expect("the sum");
    assert_eq!(told, CLIENTS.cast_signed() * TURNS * 10);
    let left = integer(&mut client, "MATCH (t:Temp) RETURN count(*)");
    assert_eq!(left, 3000 - told);
}

const KEYS: u64 = 6;

fn list(client: &mut Client, key: u64) -> Result<Vec<u64>, Refused> {
    let query = "MATCH (l:List {k: $k}) RETURN l.list";
    let rows = client.run(query, [("k", Value::Integer(key as i64))])?.rows;
    let [Value::List(list)] = &rows[0][..] else {
        panic!("{rows:?}");
    };
    let number = |value: &Value| match value {
        Value::Integer(number) => *number as u64,
        other => panic!("{other:?}"),
    };
    Ok(list.iter().map(number).collect())
}

/// One random transaction over the lists; `next` gives numbers that nobody else appends.
fn append(
    client: &mut Client,
    rng: &mut Rng,
    next: &mut u64,
    tried: &mut Vec<u64>,
) -> Result<Transaction, Refused> {
    let mut done = Transaction::default();
    for _ in 0..1 + rng.below(4) {
        let key = rng.below(KEYS);
        if rng.below(2) == 0 {
            let mut seen = list(client, key)?;
            let own = |number: &u64| done.appends.iter().any(|(_, own)| own == number);
            // Its own stand at the end, and are not part of what it saw of others.
            while seen.last().is_some_and(own) {
                seen.pop();
            }
            done.reads.push((key, seen));
        } else {
            *next += 1;
            tried.push(*next);
            let query = "MATCH (l:List {k: $k}) SET l.list = l.list + $x";
            let given = given([("k", key as i64), ("x", *next as i64)]);
            client.run_with(query, given)?;
            done.appends.push((key, *next));
        }
    }
    Ok(done)
}

#[test]
fn list_append() {
    let server = Server::start();
    let mut client = server.connect();
    client
        .run(
            "UNWIND range(0, 5) AS k CREATE (:List {k: k, list: []})",
            [],
        )
        .expect("lists");
    let history = Mutex::new(History::default());
    clients(8, &server, |client, number| {
        let mut rng = Rng::from_seed(number);
        let mut next = number << 32;
        for _ in 0..180 {
            let mut tried = Vec::new();
            client.begin().expect("BEGIN");
            let outcome = append(client, &mut rng, &mut next, &mut tried)
                .and_then(|done| client.commit().map(|_| done));
            let mut history = history.lock().expect("a history");
            match outcome {
                Ok(done) => history.committed.push(done),
                Err(refused) => {
                    assert!(refused.is_retryable(), "{refused:?}");
                    history.aborted.extend(tried);
                }
            }
        }
    });
    let last: BTreeMap<u64, Vec<u64>> = (0..KEYS)
        .map(|key| (key, list(&mut client, key).expect("a list")))
        .collect();
    let history = history.into_inner().expect("a history");
    let wrong = history.check(&last);
    let committed = history.committed.len();
    println!(
        "SHOWN: {committed} of {} list-append transactions committed",
        8 * 180
    );
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(committed > 200, "too few say anything: {committed}");
}

/// Statements over all rows get through among clients that change single rows all the time: in the
/// end they run with the others kept out.
#[test]
fn a_wide_statement_gets_through_among_narrow_ones() {
    const ROWS: i64 = 60;
    let server = Server::start();
    let mut client = server.connect();
    for query in [
        "CREATE CONSTRAINT FOR (r:Row) REQUIRE r.i IS UNIQUE",
        "UNWIND range(0, 59) AS i CREATE (:Row {i: i, narrow: 0, wide: 0})",
    ] {
        client.run(query, []).expect(query);
    }
    let over = AtomicBool::new(false);
    let narrow = std::sync::atomic::AtomicI64::new(0);
    thread::scope(|scope| {
        for number in 0..6 {
            let (mut client, over, narrow) = (server.connect(), &over, &narrow);
            scope.spawn(move || {
                let mut rng = Rng::from_seed(number);
                while !over.load(Ordering::Relaxed) {
                    let query = "MATCH (r:Row {i: $i}) SET r.narrow = r.narrow + 1";
                    let row = given([("i", rng.below(ROWS as u64) as i64)]);
                    statement(&mut client, number % 2 == 0, query, &row);
                    narrow.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let query = "MATCH (r:Row) SET r.wide = r.wide + 1";
        for _ in 0..10 {
            client.run(query, []).expect(query);
            // As the first statement of a transaction that goes on.
            client.begin().expect("BEGIN");
            client.run(query, []).expect(query);
            client.run("CREATE (:Mark)", []).expect("a mark");
            client.commit().expect("COMMIT");
        }
        over.store(true, Ordering::Relaxed);
    });
    for (query, expected) in [
        ("MATCH (r:Row) RETURN sum(r.wide)", 20 * ROWS),
        ("MATCH (r:Row) RETURN sum(r.narrow)", narrow.into_inner()),
        ("MATCH (m:Mark) RETURN count(m)", 10),
    ] {
        assert_eq!(integer(&mut client, query), expected, "{query}");
    }
}
