//! Direction: which crate may use which, and inside `cypher` and `storage` which floor.
//!
//! The tables here are ARCHITECTURE.md's rules in a form that fails. Rules about single lines of
//! code (forbidden calls, headers) are in `house.rs`.

use std::collections::{BTreeMap, BTreeSet};

use quiver_compat_tests::source::{CRATES, Workspace};

/// Edges between crates, complete.
const EDGES: [(&str, &[&str]); 6] = [
    ("types", &[]),
    ("protocol", &["types"]),
    ("storage", &["types"]),
    ("cypher", &["types", "storage"]),
    ("server", &["types", "protocol", "storage", "cypher"]),
    (
        "compat-tests",
        &["types", "protocol", "storage", "cypher", "server"],
    ),
];

#[test]
fn crates_depend_only_downwards() {
    let workspace = Workspace::here();
    for (krate, allowed) in EDGES {
        let manifest = workspace.read(&format!("{krate}/Cargo.toml"));
        let used: BTreeSet<&str> = manifest
            .lines()
            .filter_map(|line| line.strip_prefix("quiver-")?.split(['.', ' ', '=']).next())
            .collect();
        for other in used {
            assert!(
                allowed.contains(&other),
                "{krate}/Cargo.toml: {krate} must not depend on {other}; it may on {allowed:?}"
            );
        }
    }
}

/// What the crates near the wire and the language must never meet.
const ABSENT: [(&str, &[&str]); 4] = [
    (
        "types",
        &["tokio", "hyper", "clap", "tracing", "nom", "bytes"],
    ),
    (
        "protocol",
        &["tokio", "hyper", "tokio-util", "clap", "getrandom"],
    ),
    (
        "storage",
        &["tokio", "hyper", "nom", "bytes", "clap", "regex"],
    ),
    (
        "cypher",
        &["tokio", "hyper", "tokio-util", "clap", "bytes", "getrandom"],
    ),
];

#[test]
fn crates_lack_what_they_must_never_meet() {
    let workspace = Workspace::here();
    for (krate, absent) in ABSENT {
        let manifest = workspace.read(&format!("{krate}/Cargo.toml"));
        for line in manifest.lines() {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            assert!(!absent.contains(&name), "{krate} must not use {name}");
        }
    }
}

/// The modules of a crate from the bottom up. A module may use those above it in this list (lower
/// floors), those of its own row, and nothing else but the exceptions.
struct Floors {
    krate: &'static str,
    /// A row is a floor. `a::b` is a module in a module, and stands by itself wherever it is.
    rows: &'static [&'static [&'static str]],
    /// `(user, used, why)` where reality deviates from the rows, each argued.
    exceptions: &'static [(&'static str, &'static str, &'static str)],
}

const FLOORS: [Floors; 2] = [
    Floors {
        krate: "storage",
        rows: &[
            // The vocabulary: what is written, what a schema holds, what can go wrong.
            &[
                "error",
                "metrics",
                "operation",
                "schema",
                "transaction::Timestamp",
                "transaction::LockOutcome",
            ],
            &["codec"],
            &["io", "allocator", "sync"],
            &["segment"],
            &["wal"],
            &["txn"],
            &["schema::state", "index", "stats", "graph::version"],
            // What one commit does to the graph is a list of the graph's installations.
            &["graph", "txn::commits", "txn::orders"],
            &["sync_mode"],
            // All parts of an open database, before the floor that orders them.
            &["engine"],
            &["graph::view"],
            &[
                "database",
                "transaction",
                "commit",
                "population",
                "checkpoint",
                "recovery",
                "check",
                "statistics",
                "transfer",
            ],
        ],
        exceptions: &[],
    },
    Floors {
        krate: "cypher",
        rows: &[
            &["syntax"],
            &[
                "administration",
                "dbms",
                "edge",
                "engine::ExecutionContext",
                "engine::Budget",
                "engine::Pulled",
                "exec::error",
            ],
            &["warning"],
            &["functions", "procedures"],
            // Operators and bound expressions are data that binding fills in; planning proper is
            // the row after binding.
            &["plan"],
            &["binder"],
            &[
                "plan::access",
                "plan::cardinality",
                "plan::eagerness",
                "plan::effort",
                "plan::interest",
                "plan::liveness",
                "plan::order",
                "plan::pattern",
                "plan::planner",
                "plan::walk",
            ],
            &["optimizer"],
            &["notify", "options"],
            &["exec"],
            &["cache", "plans"],
            &["engine"],
        ],
        exceptions: &[
            (
                "functions",
                "exec::FunctionContext",
                "what a function may look at is the executor's to give",
            ),
            ("procedures", "exec::FunctionContext", "the same"),
            (
                "procedures",
                "exec::run",
                "procedures that run queries are given the run they are called in",
            ),
            (
                "procedures",
                "exec::nested",
                "a procedure of APOC is a query put together from its arguments",
            ),
            (
                "procedures",
                "exec::own",
                "apoc.periodic.iterate commits its batches",
            ),
            (
                "functions",
                "exec::nested",
                "apoc.cypher.runFirstColumnSingle runs the text of a query",
            ),
            (
                "exec::prepared",
                "engine::Planning",
                "a plan knows what made it, so that queries inside it are planned alike",
            ),
            (
                "functions",
                "exec::evaluate",
                "overflow and numbers have one home, shared by functions and operators",
            ),
        ],
    },
];

/// One use of one module by another, and where.
struct Use {
    from: String,
    to: String,
    path: String,
}

#[test]
fn modules_use_lower_floors_only() {
    let workspace = Workspace::here();
    let mut wrong = Vec::new();
    for floors in &FLOORS {
        for edge in uses(&workspace, floors) {
            if !allowed(floors, &edge) {
                wrong.push(format!(
                    "{}: {} must not use {}",
                    edge.path, edge.from, edge.to
                ));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_has_a_floor() {
    let workspace = Workspace::here();
    for floors in &FLOORS {
        for file in workspace.rust_files(floors.krate) {
            let Some(name) = file.module.first() else {
                continue;
            };
            assert!(
                floor_of(floors, name).is_some() || file.is_test(),
                "{}: {name} has no floor; give it one in ARCHITECTURE.md and here",
                file.path
            );
        }
    }
}

/// All uses between modules of a crate. Names re-exported by `lib.rs` count as their modules.
fn uses(workspace: &Workspace, floors: &Floors) -> Vec<Use> {
    let files = workspace.rust_files(floors.krate);
    let root = files
        .iter()
        .find(|file| file.path.ends_with("/src/lib.rs"))
        .map(|file| file.code())
        .unwrap_or_default();
    let exported = exports(&root);
    let modules: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| file.module.first().map(String::as_str))
        .collect();
    let mut found = Vec::new();
    for file in files
        .iter()
        .filter(|file| !file.is_test() && !file.module.is_empty())
    {
        for target in file.crate_paths() {
            let head = target.split("::").next().unwrap_or_default();
            let to = match exported.get(head) {
                Some(module) => format!("{module}::{head}"),
                None if modules.contains(head) => target.clone(),
                None => continue, // a macro, or a name of the file's own
            };
            let from = file.module.join("::");
            if from.split("::").next() != to.split("::").next() {
                let path = file.path.clone();
                found.push(Use { from, to, path });
            }
        }
    }
    found
}

/// `pub use module::{A, B}` of a root file as name -> module.
fn exports(root: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for statement in root.split(';') {
        let Some((_, path)) = statement.split_once("pub use ") else {
            continue;
        };
        let path = path.trim().trim_start_matches("crate::");
        let Some((module, rest)) = path.split_once("::") else {
            continue;
        };
        for name in rest.split([',', '{', '}', ' ', '\n']) {
            let name = name.rsplit("::").next().unwrap_or_default().trim();
            if !name.is_empty() {
                found.insert(name.to_owned(), module.trim().to_owned());
            }
        }
    }
    found
}

/// The floor of `a::b::...`: that of `a::b` if the table has it, else that of `a`.
fn floor_of(floors: &Floors, path: &str) -> Option<usize> {
    let names: Vec<&str> = path.split("::").collect();
    let place = |name: &str| floors.rows.iter().position(|row| row.contains(&name));
    names
        .get(..2)
        .and_then(|two| place(&two.join("::")))
        .or_else(|| place(names.first()?))
}

fn allowed(floors: &Floors, edge: &Use) -> bool {
    let excepted = floors
        .exceptions
        .iter()
        .any(|(from, to, _)| begins_with(&edge.from, from) && begins_with(&edge.to, to));
    match (floor_of(floors, &edge.from), floor_of(floors, &edge.to)) {
        (Some(from), Some(to)) => to <= from || excepted,
        _ => false,
    }
}

fn begins_with(path: &str, prefix: &str) -> bool {
    path == prefix
        || path
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with("::"))
}

#[test]
fn exceptions_are_needed() {
    let workspace = Workspace::here();
    for floors in &FLOORS {
        let uses = uses(&workspace, floors);
        for (from, to, why) in floors.exceptions {
            assert!(
                uses.iter()
                    .any(|edge| begins_with(&edge.from, from) && begins_with(&edge.to, to)),
                "{}: nothing needs the exception {from} -> {to} ({why}) any more",
                floors.krate
            );
        }
    }
}

#[test]
fn the_workspace_is_the_house() {
    let members = Workspace::here().read("Cargo.toml");
    for krate in CRATES {
        assert!(
            members.contains(&format!("\"{krate}\"")),
            "{krate} is no member"
        );
    }
}
