//! What is measured: each query with its parameters, the answer that plain loops over the graph
//! give, and how many times as fast as Neo4j it is meant to be.
//!
//! How it is measured is in `measure.rs`. Adding a query is a row in [`CASES`].

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use quiver_types::rng::Rng;
use quiver_types::{Map, Value};

use crate::graph::{CITIES, Graph};

/// Times Neo4j's figure; none where none was set.
#[derive(Clone, Copy, Default)]
pub struct Goal {
    /// Median with one client.
    pub median: Option<f64>,
    /// CPU a query with one client.
    pub cpu: Option<f64>,
    /// Queries a second with sixteen clients.
    pub rate: Option<f64>,
}

/// Draws a query's parameters.
pub type Draw = fn(&Graph, &mut Rng) -> Map;
/// The right rows, by plain loops.
pub type Answer = fn(&Graph, &Map) -> Vec<Vec<Value>>;

/// A query that is measured.
#[derive(Clone, Copy)]
pub struct Case {
    /// Short name.
    pub name: &'static str,
    /// Its text.
    pub query: &'static str,
    /// A second text for one request in five, with the same parameters.
    pub fifth: Option<&'static str>,
    /// Draws parameters.
    pub parameters: Draw,
    /// The right rows; `None` for what writes.
    pub expected: Option<Answer>,
    /// Whether the order of rows matters.
    pub ordered: bool,
    /// What is to be reached.
    pub goal: Goal,
}

const fn median(goal: f64) -> Goal {
    Goal {
        median: Some(goal),
        cpu: None,
        rate: None,
    }
}

const fn goal(median: f64, cpu: f64) -> Goal {
    Goal {
        median: Some(median),
        cpu: Some(cpu),
        rate: None,
    }
}

const NONE: Goal = Goal {
    median: None,
    cpu: None,
    rate: None,
};

const fn read(
    name: &'static str,
    query: &'static str,
    parameters: Draw,
    expected: Answer,
    goal: Goal,
) -> Case {
    Case {
        name,
        query,
        fifth: None,
        parameters,
        expected: Some(expected),
        ordered: false,
        goal,
    }
}

const fn ordered(case: Case) -> Case {
    Case {
        ordered: true,
        ..case
    }
}

const fn write(
    name: &'static str,
    query: &'static str,
    parameters: Draw,
    one: Option<f64>,
    sixteen: Option<f64>,
) -> Case {
    Case {
        name,
        query,
        fifth: None,
        parameters,
        expected: None,
        ordered: false,
        goal: Goal {
            median: one,
            cpu: None,
            rate: sixteen,
        },
    }
}

/// Everything that is measured, in the order of the report.
pub const CASES: [Case; 32] = [
    read(
        "RETURN 1",
        "RETURN 1 AS x",
        nothing,
        |_, _| vec![vec![1.into()]],
        goal(4.0, 10.0),
    ),
    read(
        "point read",
        "MATCH (p:Person {id: $id}) RETURN p.name AS name, p.age AS age",
        a_person,
        |graph, map| {
            let person = &graph.persons[number(map, "id")];
            vec![vec![person.name.as_str().into(), person.age.into()]]
        },
        goal(3.0, 7.0),
    ),
    read(
        "node read",
        "MATCH (p:Person {id: $id}) RETURN properties(p) AS p",
        a_person,
        |graph, map| {
            let rows: Vec<Value> = graph
                .person_rows()
                .skip(number(map, "id"))
                .take(1)
                .collect();
            vec![rows]
        },
        goal(3.0, 7.0),
    ),
    read(
        "count nodes",
        "MATCH (p:Person) RETURN count(*) AS n",
        nothing,
        |graph, _| integer(graph.persons.len()),
        goal(4.0, 7.0),
    ),
    read(
        "count relationships",
        "MATCH ()-[r:KNOWS]->() RETURN count(r) AS n",
        nothing,
        |graph, _| integer(graph.knows.len()),
        goal(4.0, 7.0),
    ),
    read(
        "group by",
        "MATCH (p:Person) RETURN p.city AS city, count(*) AS n, avg(p.age) AS age",
        nothing,
        |graph, _| {
            let mut groups: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
            for person in &graph.persons {
                let group = groups.entry(&person.city).or_default();
                *group = (group.0 + 1, group.1 + person.age);
            }
            let row = |(city, (n, sum)): (&str, (i64, i64))| {
                vec![city.into(), n.into(), (sum as f64 / n as f64).into()]
            };
            groups.into_iter().map(row).collect()
        },
        median(15.0),
    ),
    read(
        "min / max / sum",
        "MATCH (p:Person) RETURN min(p.age) AS a, max(p.age) AS b, sum(p.age) AS c",
        nothing,
        |graph, _| {
            let ages = || graph.persons.iter().map(|person| person.age);
            let (least, most) = (ages().min(), ages().max());
            vec![vec![least.into(), most.into(), ages().sum::<i64>().into()]]
        },
        median(110.0),
    ),
    read(
        "collect",
        "MATCH (p:Person) WITH p.city AS city, collect(p.id) AS ids RETURN city, size(ids) AS n",
        nothing,
        |graph, _| {
            let mut groups: BTreeMap<&str, i64> = BTreeMap::new();
            for person in &graph.persons {
                *groups.entry(&person.city).or_default() += 1;
            }
            let row = |(city, n): (&str, i64)| vec![city.into(), n.into()];
            groups.into_iter().map(row).collect()
        },
        NONE,
    ),
    read(
        "filter scan",
        "MATCH (p:Person) WHERE p.age > $age AND p.score < $score RETURN count(*) AS n",
        |_, rng| {
            let mut map = one("age", 20 + rng.below(60) as i64);
            map.insert("score", rng.below(1000) as f64);
            map
        },
        |graph, map| {
            let (age, score) = (number(map, "age") as i64, float(map, "score"));
            let found = |p: &&crate::graph::Person| p.age > age && p.score < score;
            integer(graph.persons.iter().filter(found).count())
        },
        median(20.0),
    ),
    read(
        "CONTAINS scan",
        "MATCH (p:Person) WHERE p.name CONTAINS $part RETURN count(*) AS n",
        |graph, rng| {
            let name = &graph.persons[rng.below(graph.persons.len() as u64) as usize].name;
            one("part", &name[1..4])
        },
        |graph, map| {
            let part = text(map, "part");
            let found = graph.persons.iter().filter(|p| p.name.contains(&part));
            integer(found.count())
        },
        median(10.0),
    ),
    ordered(read(
        "top 10",
        "MATCH (p:Person) RETURN p.id AS id, p.score AS score ORDER BY score DESC, id LIMIT 10",
        nothing,
        |graph, _| {
            let mut all: Vec<_> = graph.persons.iter().collect();
            all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
            all.truncate(10);
            let row = |p: &crate::graph::Person| vec![p.id.into(), p.score.into()];
            all.into_iter().map(row).collect()
        },
        median(40.0),
    )),
    read(
        "one hop",
        "MATCH (p:Person {id: $id})-[:KNOWS]->(f) RETURN f.id AS id, f.name AS name",
        a_person,
        |graph, map| {
            let friends = graph.friends(number(map, "id"));
            friends
                .map(|f| vec![(f as i64).into(), graph.persons[f].name.as_str().into()])
                .collect()
        },
        goal(3.0, 5.0),
    ),
    read(
        "filtered hop",
        "MATCH (p:Person {id: $id})-[r:KNOWS]->(f) WHERE f.age > $age AND r.since > 2000 RETURN f.id AS id",
        |graph, rng| {
            let mut map = a_person(graph, rng);
            map.insert("age", 18 + rng.below(60) as i64);
            map
        },
        |graph, map| {
            let age = number(map, "age") as i64;
            let places = &graph.outgoing[number(map, "id")];
            let ends = places.iter().map(|place| graph.knows[*place as usize]);
            let found = ends
                .filter(|(_, to, since)| *since > 2000 && graph.persons[*to as usize].age > age);
            found.map(|(_, to, _)| vec![i64::from(to).into()]).collect()
        },
        NONE,
    ),
    read(
        "degree",
        "MATCH (p:Person {id: $id}) RETURN COUNT { (p)-[:KNOWS]->() } AS n",
        a_person,
        |graph, map| integer(graph.outgoing[number(map, "id")].len()),
        NONE,
    ),
    read(
        "two hops",
        "MATCH (p:Person {id: $id})-[:KNOWS]->()-[:KNOWS]->(f) RETURN count(DISTINCT f) AS n",
        a_person,
        |graph, map| {
            let walks = walks(graph, number(map, "id"), 2);
            integer(
                walks
                    .iter()
                    .map(|walk| end(graph, walk))
                    .collect::<BTreeSet<_>>()
                    .len(),
            )
        },
        median(2.0),
    ),
    read(
        "three hops",
        "MATCH (p:Person {id: $id})-[:KNOWS]->()-[:KNOWS]->()-[:KNOWS]->(f) RETURN count(*) AS n",
        a_person,
        |graph, map| integer(walks(graph, number(map, "id"), 3).len()),
        median(20.0),
    ),
    read(
        "var-length 1..2",
        "MATCH (p:Person {id: $id})-[:KNOWS*1..2]->(f) RETURN count(DISTINCT f) AS n",
        a_person,
        |graph, map| {
            let start = number(map, "id");
            let all = walks(graph, start, 1)
                .into_iter()
                .chain(walks(graph, start, 2));
            integer(
                all.map(|walk| end(graph, &walk))
                    .collect::<BTreeSet<_>>()
                    .len(),
            )
        },
        median(2.0),
    ),
    ordered(read(
        "recommendation",
        "MATCH (p:Person {id: $id})-[:KNOWS]->(f)-[:KNOWS]->(x) WHERE x <> p AND NOT (p)-[:KNOWS]->(x) \
         RETURN x.id AS id, count(*) AS n ORDER BY n DESC, id LIMIT 10",
        a_person,
        |graph, map| {
            let start = number(map, "id");
            let friends: BTreeSet<usize> = graph.friends(start).collect();
            let mut counts: BTreeMap<usize, i64> = BTreeMap::new();
            for walk in walks(graph, start, 2) {
                let x = end(graph, &walk);
                if x != start && !friends.contains(&x) {
                    *counts.entry(x).or_default() += 1;
                }
            }
            let mut all: Vec<(usize, i64)> = counts.into_iter().collect();
            all.sort_by_key(|(x, n)| (-n, *x));
            all.truncate(10);
            all.into_iter()
                .map(|(x, n)| vec![(x as i64).into(), n.into()])
                .collect()
        },
        median(2.0),
    )),
    read(
        "shortest path",
        "MATCH (a:Person {id: $id}), (b:Person {id: $other}), p = shortestPath((a)-[:KNOWS*..6]->(b)) \
         RETURN length(p) AS n",
        two_persons,
        |graph, map| distance(graph, number(map, "id"), number(map, "other"), 6),
        median(4.0),
    ),
    read(
        "triangles",
        "MATCH (a:Person {id: $id})-[:KNOWS]->(b)-[:KNOWS]->(c)-[:KNOWS]->(a) RETURN count(*) AS n",
        a_person,
        |graph, map| {
            let start = number(map, "id");
            let back = |walk: &Vec<u32>| {
                let c = end(graph, walk);
                graph.outgoing[c]
                    .iter()
                    .filter(|place| {
                        graph.knows[**place as usize].1 as usize == start && !walk.contains(place)
                    })
                    .count()
            };
            integer(walks(graph, start, 2).iter().map(back).sum())
        },
        median(2.0),
    ),
    read(
        "join through a company",
        "MATCH (c:Company {industry: $industry})<-[:WORKS_AT]-(a:Person)-[:KNOWS]->(b:Person)-[:WORKS_AT]->(c) \
         RETURN count(*) AS n",
        |graph, rng| {
            let place = rng.below(graph.companies.len() as u64) as usize;
            one("industry", graph.companies[place].as_str())
        },
        |graph, map| {
            let industry = text(map, "industry");
            let same = |(from, to, _): &&(u32, u32, i64)| {
                let company = graph.persons[*from as usize].company;
                company == graph.persons[*to as usize].company
                    && graph.companies[company] == industry
            };
            integer(graph.knows.iter().filter(same).count())
        },
        median(10.0),
    ),
    read(
        "value join",
        "MATCH (a:Person), (b:Person) WHERE a.city = $one AND b.city = $two AND a.age = b.age \
         RETURN count(*) AS n",
        |_, rng| {
            let mut map = one("one", format!("city {}", rng.below(CITIES as u64)));
            map.insert("two", format!("city {}", rng.below(CITIES as u64)));
            map
        },
        |graph, map| {
            let ages = |city: String| {
                let mut ages = [0_usize; 128];
                for person in graph.persons.iter().filter(|person| person.city == city) {
                    ages[person.age as usize] += 1;
                }
                ages
            };
            let (a, b) = (ages(text(map, "one")), ages(text(map, "two")));
            integer(a.iter().zip(b).map(|(a, b)| a * b).sum())
        },
        median(5.0),
    ),
    read(
        "relationship scan",
        "MATCH (a:Person)-[r:KNOWS]->(b:Person) RETURN a.city AS city, count(*) AS n, avg(r.since) AS since",
        nothing,
        |graph, _| {
            let mut groups: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
            for (from, _, since) in &graph.knows {
                let group = groups
                    .entry(&graph.persons[*from as usize].city)
                    .or_default();
                *group = (group.0 + 1, group.1 + since);
            }
            let row = |(city, (n, sum)): (&str, (i64, i64))| {
                vec![city.into(), n.into(), (sum as f64 / n as f64).into()]
            };
            groups.into_iter().map(row).collect()
        },
        median(40.0),
    ),
    read(
        "stream of 50,000",
        "MATCH (p:Person) WHERE p.id < 50000 RETURN p.id AS id, p.name AS name, p.age AS age, p.score AS score",
        nothing,
        |graph, _| {
            let row = |p: &crate::graph::Person| {
                vec![
                    p.id.into(),
                    p.name.as_str().into(),
                    p.age.into(),
                    p.score.into(),
                ]
            };
            graph.persons.iter().take(50_000).map(row).collect()
        },
        median(4.0),
    ),
    write(
        "create node",
        "CREATE (t:Temp {id: $id, name: 'somebody', at: 1.5})",
        a_person,
        Some(1.0),
        Some(4.0),
    ),
    write(
        "create relationship",
        "MATCH (a:Person {id: $id}), (b:Person {id: $other}) CREATE (a)-[:LIKES {at: 1}]->(b)",
        two_persons,
        Some(1.0),
        Some(4.0),
    ),
    write(
        "MERGE",
        "MERGE (t:Tag {name: $name}) ON CREATE SET t.at = 1",
        |_, rng| one("name", format!("tag {}", rng.below(100_000))),
        Some(1.0),
        None,
    ),
    write(
        "SET",
        "MATCH (p:Person {id: $id}) SET p.seen = $other",
        two_persons,
        Some(1.0),
        Some(2.0),
    ),
    write(
        "create + delete",
        "CREATE (t:Temp {id: $id}) DELETE t",
        a_person,
        Some(1.0),
        None,
    ),
    write(
        "UNWIND of 1,000",
        "UNWIND $rows AS row CREATE (t:Temp {id: row.id, name: row.name})",
        |_, rng| {
            let row = |id: i64| -> Value {
                let mut row = one("id", id);
                row.insert("name", format!("row {id}"));
                row.into()
            };
            let first = rng.below(1_000_000) as i64;
            one("rows", (first..first + 1000).map(row).collect::<Vec<_>>())
        },
        Some(4.0),
        None,
    ),
    Case {
        fifth: Some("MATCH (p:Person {id: $id}) SET p.seen = 1"),
        ..write(
            "80 / 20 mix",
            "MATCH (p:Person {id: $id})-[:KNOWS]->(f) RETURN f.id AS id",
            a_person,
            None,
            Some(3.0),
        )
    },
    write(
        "delete what was created",
        "MATCH (t:Temp) WITH t LIMIT 10 DETACH DELETE t",
        nothing,
        None,
        None,
    ),
];

/// What removes everything that the writing queries make, a part at a time: each is repeated until
/// it has nothing more to count.
pub const CLEANING: [&str; 3] = [
    "MATCH (t:Temp) WITH t LIMIT 20000 DETACH DELETE t RETURN count(*) AS n",
    "MATCH (t:Tag) WITH t LIMIT 20000 DETACH DELETE t RETURN count(*) AS n",
    "MATCH ()-[r:LIKES]->() WITH r LIMIT 20000 DELETE r RETURN count(*) AS n",
];

fn nothing(_: &Graph, _: &mut Rng) -> Map {
    Map::new()
}

fn one(key: &str, value: impl Into<Value>) -> Map {
    let mut map = Map::new();
    map.insert(key, value);
    map
}

fn a_person(graph: &Graph, rng: &mut Rng) -> Map {
    one("id", rng.below(graph.persons.len() as u64) as i64)
}

fn two_persons(graph: &Graph, rng: &mut Rng) -> Map {
    let persons = graph.persons.len() as u64;
    let id = rng.below(persons);
    let mut map = one("id", id as i64);
    // Two different ones: a path from somebody to himself is no question.
    map.insert(
        "other",
        ((id + 1 + rng.below(persons - 1)) % persons) as i64,
    );
    map
}

fn number(map: &Map, key: &str) -> usize {
    match map.get(key) {
        Some(Value::Integer(value)) => *value as usize,
        other => panic!("{key} is {other:?}"),
    }
}

fn float(map: &Map, key: &str) -> f64 {
    match map.get(key) {
        Some(Value::Float(value)) => *value,
        other => panic!("{key} is {other:?}"),
    }
}

fn text(map: &Map, key: &str) -> String {
    match map.get(key) {
        Some(Value::String(text)) => text.to_string(),
        other => panic!("{key} is {other:?}"),
    }
}

fn integer(value: usize) -> Vec<Vec<Value>> {
    vec![vec![(value as i64).into()]]
}

/// All walks of that many KNOWS from a person that use none twice, as places in `knows`.
fn walks(graph: &Graph, start: usize, hops: usize) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new()];
    for _ in 0..hops {
        let mut longer = Vec::new();
        for walk in all {
            let last: usize = walk
                .last()
                .map_or(start, |place: &u32| graph.knows[*place as usize].1 as usize);
            for place in &graph.outgoing[last] {
                if !walk.contains(place) {
                    let mut walk = walk.clone();
                    walk.push(*place);
                    longer.push(walk);
                }
            }
        }
        all = longer;
    }
    all
}

fn end(graph: &Graph, walk: &[u32]) -> usize {
    graph.knows[walk[walk.len() - 1] as usize].1 as usize
}

/// The length of the shortest path along KNOWS, as a row; no row beyond `limit`.
fn distance(graph: &Graph, from: usize, to: usize, limit: i64) -> Vec<Vec<Value>> {
    let mut seen = vec![false; graph.persons.len()];
    let mut queue = VecDeque::from([(from, 0_i64)]);
    seen[from] = true;
    while let Some((person, hops)) = queue.pop_front() {
        if person == to {
            return vec![vec![hops.into()]];
        }
        if hops == limit {
            continue;
        }
        for next in graph.friends(person) {
            if !std::mem::replace(&mut seen[next], true) {
                queue.push_back((next, hops + 1));
            }
        }
    }
    Vec::new()
}
