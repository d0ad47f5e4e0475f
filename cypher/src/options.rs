//! What may stand before a query: `CYPHER 25 planner=idp replan=force ...`. Most options choose how
//! Neo4j runs a query and never what it answers; this server runs every query its one way, checks that
//! they are Neo4j's, and warns where Neo4j does. Meet [`check`].

use quiver_types::{Failure, Position, Status};

use crate::edge::Notification;
use crate::syntax::ast::{Name, Statement};
use crate::warning::Warning;

/// What a query says about kept plans (`CYPHER replan=...`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Replan {
    /// They are used while they are good.
    Default,
    /// They are not used; the new plan takes their place.
    Force,
    /// They are used although statistics drifted.
    Skip,
}

/// Options in lower case, how Neo4j spells them, and the values they have.
const OPTIONS: &[(&str, &str, &[&str])] = &[
    ("version", "cypher version", &["25", "5"]),
    ("replan", "replan", &["force", "skip", "default"]),
    ("planner", "planner", &["cost", "dp", "idp"]),
    (
        "runtime",
        "runtime",
        &["interpreted", "legacy", "parallel", "pipelined", "slotted"],
    ),
    ("updatestrategy", "updateStrategy", &["default", "eager"]),
    (
        "expressionengine",
        "expressionEngine",
        &["compiled", "interpreted", "only_when_hot"],
    ),
    (
        "operatorengine",
        "operatorEngine",
        &["compiled", "interpreted"],
    ),
    (
        "interpretedpipesfallback",
        "interpretedPipesFallback",
        &["all", "disabled", "whitelisted_plans_only"],
    ),
    (
        "connectcomponentsplanner",
        "connectComponentsPlanner",
        &["greedy", "idp"],
    ),
    (
        "inferschemaparts",
        "inferSchemaParts",
        &["most_selective_label", "off"],
    ),
    ("eageranalyzer", "eagerAnalyzer", &["ir", "lp"]),
    (
        "parallelruntimesupport",
        "parallelRuntimeSupport",
        &["all", "disabled"],
    ),
    (
        "planvarexpandinto",
        "planVarExpandInto",
        &["minimum_cost", "single_row"],
    ),
    (
        "statefulshortestplanningmode",
        "statefulShortestPlanningMode",
        &["all_if_possible", "cardinality_heuristic", "into_only"],
    ),
];

/// Checks the options of a statement; the answer is what becomes of kept plans.
///
/// # Errors
/// An option or a value that there is not. Neo4j gives these no place in the text.
pub fn check(statement: &Statement) -> Result<Replan, Failure> {
    let mut replan = Replan::Default;
    for (position, (key, value)) in statement.options.iter().enumerate() {
        let lower = key.text.to_lowercase();
        let Some((_, name, values)) = OPTIONS.iter().find(|(known, ..)| *known == lower) else {
            return Err(Failure::new(
                Status::UnknownOption,
                format!("Unsupported options: {lower}"),
            ));
        };
        let chosen = value.text.to_lowercase();
        if !values.contains(&chosen.as_str()) {
            return Err(Failure::new(
                Status::OptionValue,
                format!(
                    "{} is not a valid option for {name}. Valid options are: {}",
                    value.text,
                    values.join(", ")
                ),
            ));
        }
        let twice = |(other, said): &&(Name, Name)| {
            other.text.eq_ignore_ascii_case(&lower) && !said.text.eq_ignore_ascii_case(&chosen)
        };
        if statement.options[..position]
            .iter()
            .any(|option| twice(&option))
        {
            return Err(Failure::new(
                Status::OptionTwice,
                format!("Can't specify multiple conflicting values for {name}"),
            ));
        }
        match (lower.as_str(), chosen.as_str()) {
            ("replan", "force") => replan = Replan::Force,
            ("replan", "skip") => replan = Replan::Skip,
            _ => {}
        }
    }
    Ok(replan)
}

/// What Neo4j says of options that are deprecated, or for editions with more runtimes.
pub fn notifications(statement: &Statement, text: &str) -> Vec<Notification> {
    let options = statement.options.iter();
    options
        .filter_map(|(key, value)| notification(key, value, text))
        .collect()
}

fn notification(key: &Name, value: &Name, text: &str) -> Option<Notification> {
    let lower = (key.text.to_lowercase(), value.text.to_lowercase());
    let place = Position::of_byte(text, key.span.start as usize);
    Some(match (lower.0.as_str(), lower.1.as_str()) {
        ("runtime", "interpreted") => Warning::Replaced.at(
            None,
            "The runtime 'interpreted' is deprecated: use 'slotted'".to_owned(),
        ),
        ("runtime", runtime @ ("pipelined" | "parallel")) => Warning::RuntimeUnsupported.at(
            None,
            format!("The runtime '{runtime}' is not part of this server, which has one way to run a query"),
        ),
        ("connectcomponentsplanner" | "eageranalyzer", _) => Warning::Abolished.at(
            Some(place),
            format!("The query option '{}' is deprecated and has no effect", key.text),
        ),
        _ => return None,
    })
}

/// Whether a text says what becomes of its kept plan, or may: then that has to be read first.
pub fn mentions_replan(text: &str) -> bool {
    let head = text.trim_start().as_bytes();
    let starts = |word: &[u8]| {
        head.get(..word.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(word))
    };
    let has_options = [&b"cypher"[..], b"explain", b"profile", b"/"]
        .into_iter()
        .any(starts);
    has_options && head.windows(6).any(|w| w.eq_ignore_ascii_case(b"replan"))
}
