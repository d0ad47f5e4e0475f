//! Random patterns over random multigraphs: whatever order the planner chooses, the answers are
//! those of trying every assignment.

use std::collections::BTreeMap;
use std::fmt::Write;

use quiver_types::rng::Rng;

use crate::harness::Graph;

const LABELS: [&str; 3] = ["A", "B", "C"];
const TYPES: [&str; 2] = ["T", "U"];
const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

struct Model {
    /// Labels by bits, and a value.
    nodes: Vec<(u64, i64)>,
    /// From, to, type.
    relationships: Vec<(usize, usize, usize)>,
}

struct Hop {
    left: usize,
    right: usize,
    /// 0 is left to right, 1 right to left, 2 either.
    direction: u64,
    of_type: Option<usize>,
}

struct Pattern {
    hops: Vec<Hop>,
    /// Variables used, with the label asked of each.
    nodes: BTreeMap<usize, Option<usize>>,
    /// Variables whose values are equal.
    equal: Option<(usize, usize)>,
    /// A variable with a fixed `id`.
    fixed: Option<(usize, i64)>,
}

fn model(rng: &mut Rng) -> Model {
    let size = 2 + rng.below(9) as usize;
    let nodes = (0..size)
        .map(|_| (rng.below(8), rng.below(4) as i64))
        .collect();
    let relationships = (0..rng.below(26))
        .map(|_| {
            // Some nodes are hubs.
            let from = rng.below(size as u64).min(rng.below(size as u64)) as usize;
            (from, rng.below(size as u64) as usize, rng.below(2) as usize)
        })
        .collect();
    Model {
        nodes,
        relationships,
    }
}

fn graph(model: &Model) -> Graph {
    let mut setup =
        String::from("CREATE INDEX FOR (n:A) ON (n.id); CREATE INDEX FOR (n:B) ON (n.x);");
    setup.push_str("CREATE CONSTRAINT FOR (n:C) REQUIRE n.id IS UNIQUE; CREATE ");
    for (id, (labels, x)) in model.nodes.iter().enumerate() {
        let labels: String = (0..3)
            .filter(|bit| labels & (1 << bit) != 0)
            .map(|bit| format!(":{}", LABELS[bit]))
            .collect();
        let _ = write!(setup, "(n{id}{labels} {{id: {id}, x: {x}}}), ");
    }
    for (from, to, of_type) in &model.relationships {
        let _ = write!(setup, "(n{from})-[:{}]->(n{to}), ", TYPES[*of_type]);
    }
    let setup = setup.trim_end_matches(", ");
    Graph::with(setup)
}

fn pattern(rng: &mut Rng, model: &Model) -> Pattern {
    let mut hops: Vec<Hop> = Vec::new();
    let mut nodes: BTreeMap<usize, Option<usize>> = BTreeMap::new();
    let variables = 1 + rng.below(5);
    for _ in 0..rng.below(4) {
        let hop = Hop {
            left: rng.below(variables) as usize,
            right: rng.below(variables) as usize,
            direction: rng.below(3),
            of_type: (rng.below(3) > 0).then(|| rng.below(2) as usize),
        };
        nodes.insert(hop.left, None);
        nodes.insert(hop.right, None);
        hops.push(hop);
    }
    if nodes.is_empty() || rng.below(4) == 0 {
        nodes.entry(rng.below(5) as usize).or_insert(None);
    }
    for label in nodes.values_mut() {
        *label = (rng.below(3) == 0).then(|| rng.below(3) as usize);
    }
    let names: Vec<usize> = nodes.keys().copied().collect();
    let mut any = || names[rng.below(names.len() as u64) as usize];
    let (one, other, third) = (any(), any(), any());
    let equal = (rng.below(3) == 0).then_some((one, other));
    let id = rng.below(model.nodes.len() as u64) as i64;
    let fixed = (rng.below(3) == 0).then_some((third, id));
    Pattern {
        hops,
        nodes,
        equal,
        fixed,
    }
}

impl Pattern {
    fn text(&self, rng: &mut Rng) -> String {
        let mut parts: Vec<String> = Vec::new();
        for hop in &self.hops {
            let of_type = hop.of_type.map_or("", |ty| TYPES[ty]);
            let colon = if of_type.is_empty() { "" } else { ":" };
            let (left, right) = match hop.direction {
                0 => ("-", "->"),
                1 => ("<-", "-"),
                _ => ("-", "-"),
            };
            parts.push(format!(
                "({}){left}[{colon}{of_type}]{right}({})",
                NAMES[hop.left], NAMES[hop.right]
            ));
        }
        for (node, label) in &self.nodes {
            let used = self
                .hops
                .iter()
                .any(|h| h.left == *node || h.right == *node);
            match label {
                Some(label) => parts.push(format!("({}:{})", NAMES[*node], LABELS[*label])),
                None if !used => parts.push(format!("({})", NAMES[*node])),
                None => {}
            }
        }
        for at in (1..parts.len()).rev() {
            parts.swap(at, rng.below(at as u64 + 1) as usize);
        }
        let mut predicates: Vec<String> = Vec::new();
        if let Some((a, b)) = self.equal {
            predicates.push(format!("{}.x = {}.x", NAMES[a], NAMES[b]));
        }
        if let Some((a, id)) = self.fixed {
            predicates.push(format!("{}.id = {id}", NAMES[a]));
        }
        let mut text = format!("MATCH {}", parts.join(", "));
        if !predicates.is_empty() {
            let _ = write!(text, " WHERE {}", predicates.join(" AND "));
        }
        text
    }

    /// Every match, as the node of each variable.
    fn matches(&self, model: &Model) -> Vec<[usize; 5]> {
        let mut found = Vec::new();
        self.hop(model, 0, &mut Vec::new(), [usize::MAX; 5], &mut found);
        found
    }

    fn hop(
        &self,
        model: &Model,
        at: usize,
        used: &mut Vec<usize>,
        bound: [usize; 5],
        found: &mut Vec<[usize; 5]>,
    ) {
        let Some(hop) = self.hops.get(at) else {
            return self.rest(model, bound, found);
        };
        for (number, (from, to, of_type)) in model.relationships.iter().enumerate() {
            if used.contains(&number) || hop.of_type.is_some_and(|ty| ty != *of_type) {
                continue;
            }
            let mut ways = Vec::new();
            if hop.direction != 1 {
                ways.push((*from, *to));
            }
            if hop.direction == 1 || (hop.direction == 2 && from != to) {
                ways.push((*to, *from));
            }
            for (left, right) in ways {
                let mut bound = bound;
                let fits = [(hop.left, left), (hop.right, right)]
                    .into_iter()
                    .all(|(v, n)| {
                        let free = bound[v] == usize::MAX || bound[v] == n;
                        bound[v] = n;
                        free
                    });
                if fits {
                    used.push(number);
                    self.hop(model, at + 1, used, bound, found);
                    used.pop();
                }
            }
        }
    }

    fn rest(&self, model: &Model, bound: [usize; 5], found: &mut Vec<[usize; 5]>) {
        if let Some(free) = self.nodes.keys().find(|v| bound[**v] == usize::MAX) {
            for node in 0..model.nodes.len() {
                let mut bound = bound;
                bound[*free] = node;
                self.rest(model, bound, found);
            }
            return;
        }
        let labelled = self.nodes.iter().all(|(v, label)| {
            label.is_none_or(|label| model.nodes[bound[*v]].0 & (1 << label) != 0)
        });
        let equal = self
            .equal
            .is_none_or(|(a, b)| model.nodes[bound[a]].1 == model.nodes[bound[b]].1);
        let fixed = self.fixed.is_none_or(|(a, id)| bound[a] as i64 == id);
        if labelled && equal && fixed {
            found.push(bound);
        }
    }
}

/// Sorted lines of the answer to a query of each kind, from all matches.
fn expected(kind: u64, variable: usize, other: usize, matches: &[[usize; 5]]) -> Vec<String> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for found in matches {
        groups
            .entry(found[variable])
            .or_default()
            .push(found[other]);
    }
    let mut lines: Vec<String> = match kind {
        0 => vec![matches.len().to_string()],
        1 => groups
            .iter()
            .map(|(n, m)| format!("{n} | {}", m.len()))
            .collect(),
        2 => groups.keys().map(ToString::to_string).collect(),
        3 => vec![groups.len().to_string()],
        4 => groups
            .iter()
            .map(|(n, m)| {
                let least = m.iter().min().copied().unwrap_or_default();
                format!("{n} | {least} | {}", m.len())
            })
            .collect(),
        _ => matches
            .iter()
            .map(|m| format!("{} | {}", m[variable], m[other]))
            .collect(),
    };
    lines.sort();
    lines
}

fn ending(kind: u64, variable: usize, other: usize) -> String {
    let (v, o) = (NAMES[variable], NAMES[other]);
    match kind {
        0 => "RETURN count(*)".to_owned(),
        1 => format!("RETURN {v}.id, count(*)"),
        2 => format!("RETURN DISTINCT {v}.id"),
        3 => format!("RETURN count(DISTINCT {v})"),
        4 => format!("WITH {v}, min({o}.id) AS least, count({o}) AS n RETURN {v}.id, least, n"),
        _ => format!("RETURN {v}.id AS v, {o}.id AS o"),
    }
}

/// Predicates that ask for a pattern, of any of the variables, by the relationships of the model.
struct Asked {
    variable: usize,
    other: Option<usize>,
    outgoing: bool,
    of_type: usize,
    two: bool,
    not: bool,
}

impl Asked {
    fn random(rng: &mut Rng, names: &[usize]) -> Self {
        let mut any = || names[rng.below(names.len() as u64) as usize];
        let (variable, other) = (any(), any());
        Self {
            variable,
            other: (rng.below(2) == 0).then_some(other),
            outgoing: rng.below(2) == 0,
            of_type: rng.below(2) as usize,
            two: rng.below(3) == 0,
            not: rng.below(2) == 0,
        }
    }

    fn text(&self, as_subquery: bool) -> String {
        let of_type = TYPES[self.of_type];
        let (left, right) = if self.outgoing {
            ("-", "->")
        } else {
            ("<-", "-")
        };
        let other = self.other.map_or("", |v| NAMES[v]);
        let first = if self.two {
            format!("{left}[:{of_type}]{right}()")
        } else {
            String::new()
        };
        let pattern = format!(
            "({}){first}{left}[:{of_type}]{right}({other})",
            NAMES[self.variable]
        );
        let not = if self.not { "NOT " } else { "" };
        if as_subquery {
            format!("{not}EXISTS {{ {pattern} }}")
        } else {
            format!("{not}{pattern}")
        }
    }

    fn holds(&self, model: &Model, found: &[usize; 5]) -> bool {
        let from = found[self.variable];
        let ends = |start: usize, used: Option<usize>| -> Vec<(usize, usize)> {
            let all = model.relationships.iter().enumerate();
            all.filter(|(at, r)| r.2 == self.of_type && Some(*at) != used)
                .filter_map(|(at, (a, b, _))| {
                    let (a, b) = if self.outgoing { (a, b) } else { (b, a) };
                    (*a == start).then_some((at, *b))
                })
                .collect()
        };
        let mut reached = ends(from, None);
        if self.two {
            reached = reached
                .iter()
                .flat_map(|(at, node)| ends(*node, Some(*at)))
                .collect();
        }
        let any = reached
            .iter()
            .any(|(_, end)| self.other.is_none_or(|v| found[v] == *end));
        any != self.not
    }
}

#[test]
fn every_order_gives_all_matches() {
    let mut rng = Rng::from_seed(20);
    for round in 0..40 {
        let model = model(&mut rng);
        let graph = graph(&model);
        for _ in 0..25 {
            let pattern = pattern(&mut rng, &model);
            let names: Vec<usize> = pattern.nodes.keys().copied().collect();
            let variable = names[rng.below(names.len() as u64) as usize];
            let other = names[rng.below(names.len() as u64) as usize];
            let kind = rng.below(6);
            let text = pattern.text(&mut rng);
            let asked = (rng.below(3) == 0).then(|| Asked::random(&mut rng, &names));
            let text = match &asked {
                None => text,
                Some(asked) => {
                    let more = if text.contains(" WHERE ") {
                        "AND"
                    } else {
                        "WHERE"
                    };
                    format!("{text} {more} {}", asked.text(rng.below(2) == 0))
                }
            };
            let query = format!("{text} {}", ending(kind, variable, other));
            let mut got: Vec<String> = graph.rows(&query).lines().map(str::to_owned).collect();
            got.sort();
            let mut matches = pattern.matches(&model);
            if let Some(asked) = &asked {
                matches.retain(|found| asked.holds(&model, found));
            }
            assert_eq!(
                got,
                expected(kind, variable, other, &matches),
                "round {round}: {query}\n{:?}\n{:?}",
                model.nodes,
                model.relationships
            );
        }
    }
}

/// Rows that have an end in common, from few to more than a batch, with loops and several
/// relationships between the same two nodes.
#[test]
fn between_one_node_and_all() {
    let mut rng = Rng::from_seed(21);
    for round in 0..12 {
        let size = 3 + rng.below(40) as usize;
        let model = Model {
            nodes: vec![(1, 0); size],
            relationships: (0..rng.below(120))
                .map(|_| {
                    let near = rng.below(3) as usize;
                    let far = rng.below(size as u64) as usize;
                    let (from, to) = [(near, far), (far, near)][rng.below(2) as usize];
                    (from, to, rng.below(2) as usize)
                })
                .collect(),
        };
        let graph = graph(&model);
        let counted = |to: usize, outgoing: bool, incoming: bool| {
            let between = |(a, b, of_type): &&(usize, usize, usize)| {
                *of_type == 0
                    && ((outgoing && (*a, *b) == (0, to)) || (incoming && (*b, *a) == (0, to)))
            };
            model.relationships.iter().filter(between).count()
        };
        for (left, right, outgoing, incoming) in [
            ("-", "->", true, false),
            ("<-", "-", false, true),
            ("-", "-", true, true),
        ] {
            let expected: Vec<String> = (0..size)
                .map(|to| format!("{to} | {}", counted(to, outgoing, incoming)))
                .collect();
            let there = format!("(a){left}[r:T]{right}(b)");
            let (back_left, back_right) = match (outgoing, incoming) {
                (true, false) => ("<-", "-"),
                (false, true) => ("-", "->"),
                _ => ("-", "-"),
            };
            let back = format!("(b){back_left}[r:T]{back_right}(a)");
            for pattern in [there, back] {
                let query = format!(
                    "MATCH (a:A {{id: 0}}) MATCH (b:A) OPTIONAL MATCH {pattern} \
                     WITH b.id AS b, count(r) AS n ORDER BY b RETURN b, n"
                );
                let rows = graph.rows(&query);
                assert_eq!(
                    rows.lines().collect::<Vec<_>>(),
                    expected,
                    "round {round}: {query}\n{:?}",
                    model.relationships
                );
            }
        }
    }
}
