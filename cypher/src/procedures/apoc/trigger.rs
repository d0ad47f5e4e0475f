//! `apoc.trigger.*`: queries that run by themselves when something commits. They are known so that
//! whoever calls them is told that there are none here; each fails, in APOC's words for a server
//! where triggers are off. Begin with [`procedures`].

use quiver_types::Value;

use super::super::Procedure;
use super::{empty_map, not_invoked};
use crate::exec::FunctionContext;
use crate::functions::Type;

const COLUMNS: &[(&str, Type)] = &[
    ("name", Type::String),
    ("query", Type::String),
    ("selector", Type::Map),
    ("params", Type::Map),
    ("installed", Type::Boolean),
    ("paused", Type::Boolean),
];

const DATABASE: (&str, Type) = ("databaseName", Type::String);
const NAME: (&str, Type) = ("name", Type::String);
const STATEMENT: (&str, Type) = ("statement", Type::String);
const SELECTOR: (&str, Type) = ("selector", Type::Map);

/// Name, mode, arguments, and whether a configuration may follow them.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, Type)],
    bool,
);

const TRIGGERS: &[Row] = &[
    (
        "apoc.trigger.add",
        "WRITE",
        &[NAME, STATEMENT, SELECTOR],
        true,
    ),
    ("apoc.trigger.drop", "WRITE", &[DATABASE, NAME], false),
    ("apoc.trigger.dropAll", "WRITE", &[DATABASE], false),
    (
        "apoc.trigger.install",
        "WRITE",
        &[DATABASE, NAME, STATEMENT, SELECTOR],
        true,
    ),
    ("apoc.trigger.list", "READ", &[], false),
    ("apoc.trigger.pause", "WRITE", &[NAME], false),
    ("apoc.trigger.remove", "WRITE", &[NAME], false),
    ("apoc.trigger.removeAll", "WRITE", &[], false),
    ("apoc.trigger.resume", "WRITE", &[NAME], false),
    ("apoc.trigger.show", "READ", &[DATABASE], false),
    ("apoc.trigger.start", "WRITE", &[DATABASE, NAME], false),
    ("apoc.trigger.stop", "WRITE", &[DATABASE, NAME], false),
];

/// The procedures of this file.
pub(super) fn procedures() -> Vec<Procedure> {
    TRIGGERS.iter().map(procedure).collect()
}

fn procedure((name, mode, arguments, configured): &Row) -> Procedure {
    let name = *name;
    let fails = move |_: &FunctionContext<'_>, _: &[Value]| {
        Err(not_invoked(
            name,
            "Caused by: java.lang.RuntimeException: Triggers have not been enabled. This server has none; run the query where the change is made",
        ))
    };
    let what = "Triggers do not exist on this server: fails.";
    let mut procedure = Procedure::reading(name, what, COLUMNS, fails).mode(mode);
    for (argument, of) in *arguments {
        procedure = procedure.with(argument, *of, None);
    }
    match configured {
        true => procedure.with("config", Type::Map, empty_map()),
        false => procedure,
    }
}
