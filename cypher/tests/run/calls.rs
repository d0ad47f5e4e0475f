//! Calls of functions and operators with odd arguments and values of time, each with the answer that
//! a real Neo4j gave too: `compat-tests/differential/calls.py --cases` chooses them (`calls.cypher`),
//! and the snapshot holds what is answered. Cases of other kinds are in `answers`.

use std::fmt::Write;

use crate::harness::Graph;

#[test]
fn calls_answer_as_a_neo4j_did() {
    let graph = Graph::empty();
    let mut answers = String::new();
    for query in include_str!("calls.cypher").lines() {
        let answer = graph.rows(query);
        // Of an error the code is a Neo4j's, the words are ours.
        let answer = match answer.strip_prefix("Neo.") {
            Some(error) => error.split(':').next().unwrap_or_default(),
            None => &answer,
        };
        let call = query.split_once(" RETURN ").map_or(query, |(_, call)| call);
        let given = query.split_once("UNWIND [").map_or("", |(_, given)| given);
        let given = given.split_once("] AS m").map_or("", |(given, _)| given);
        let _ = writeln!(answers, "{call} {given} = {answer}");
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("calls", answers);
    });
}
