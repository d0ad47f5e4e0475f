//! Queries that a procedure or function runs inside the query that calls it, in the same
//! transaction: what `apoc.cypher.run` and its kin are made of.
//!
//! A nested query is planned each time and answers all its rows at once. What it changes is
//! counted with the query outside.

use std::sync::Arc;

use quiver_types::{Map, Status, Text, Value};

use super::FunctionContext;
use super::error::{Result, defect, failed};
use super::operators::{Flow, Pipeline};
use super::prepared::{Planned, Prepared};
use super::run::{Run, RunState};
use crate::edge::{QueryStatistics, QueryType, RunError};
use crate::plan::operator::OperatorKind;

/// Queries inside queries, at most.
const DEEPEST: u32 = 8;

/// What a nested query gave.
pub(crate) struct Answer {
    /// Names of the columns.
    pub columns: Vec<Text>,
    /// Rows; nodes and relationships by identity.
    pub rows: Vec<Vec<Value>>,
    /// What it changed.
    pub statistics: QueryStatistics,
}

/// What a query inside another may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum May {
    /// Look at the graph.
    Read,
    /// Change the graph too.
    Write,
    /// Change indexes and constraints too.
    ChangeSchema,
}

/// Runs a query inside another.
///
/// # Errors
/// Those of the query itself; a query that writes where only reading is allowed; a command about
/// the schema or about users; queries nested too deep.
pub(crate) fn run(outer: &mut Run<'_>, text: &str, parameters: &Map, may: May) -> Result<Answer> {
    let depth = outer.state.depth.get() + 1;
    if depth > DEEPEST {
        return Err(failed(
            Status::ProcedureCallFailed,
            format!("Queries run inside each other more than {DEEPEST} deep"),
        ));
    }
    let planned = planned(outer, text, may)?;
    let prepared = Arc::new(Prepared::new(planned, Vec::new()));
    let mut state = RunState::new(prepared.clone(), parameters, outer.state.context.clone())
        .map_err(|failure| RunError::Failed(Box::new(failure)))?;
    state.statement_start = outer.state.statement_start;
    state.depth.set(depth);
    let result = rows(&mut outer.inside(&state), &prepared);
    state.release_all(outer.transaction());
    let rows = result?;
    let statistics = state.statistics.get();
    outer.state.count(|of| add(of, &statistics));
    if state.has_deleted.get() {
        outer.state.has_deleted.set(true);
    }
    Ok(Answer {
        columns: prepared.columns().to_vec(),
        rows,
        statistics,
    })
}

/// The plan of a query that a procedure runs, if it may do what it does.
fn planned(outer: &mut Run<'_>, text: &str, may: May) -> Result<Arc<Planned>> {
    let planning = outer.state.prepared.planning.upgrade();
    let planning = planning.ok_or_else(|| defect("a plan has lost its engine"))?;
    let planned = planning
        .nested(text, outer.transaction().database())
        .map_err(|failure| RunError::Failed(Box::new(failure)))?;
    let of_schema = planned.query_type() == QueryType::Schema;
    if planned.is_administration() || (of_schema && may != May::ChangeSchema) {
        return Err(failed(
            Status::ProcedureCallFailed,
            "Commands about the schema, the server or its users cannot run inside another query",
        ));
    }
    if planned.is_updating() && may == May::Read {
        return Err(failed(
            Status::ProcedureCallFailed,
            "A query that writes cannot run here: call a procedure of mode WRITE, for example apoc.cypher.doIt",
        ));
    }
    Ok(planned)
}

/// Looks whether a query could run, and does not run it.
///
/// # Errors
/// As [`run`], as far as they are known before running.
pub(crate) fn check(outer: &mut Run<'_>, text: &str, may: May) -> Result<()> {
    planned(outer, text, may).map(|_| ())
}

/// Runs a query that reads inside an expression.
pub(crate) fn read(context: &FunctionContext<'_>, text: &str, parameters: &Map) -> Result<Answer> {
    let mut outer = Run::reading(context.transaction, context.state);
    run(&mut outer, text, parameters, May::Read)
}

/// A statement with its parameters as variables too, as APOC has it.
pub(crate) fn with_variables(statement: &str, parameters: &Map) -> String {
    if parameters.is_empty() {
        return statement.to_owned();
    }
    let names: Vec<String> = parameters
        .keys()
        .map(|key| {
            let key = format!("`{}`", key.replace('`', "``"));
            format!("${key} AS {key}")
        })
        .collect();
    format!("WITH {} {statement}", names.join(", "))
}

fn rows(run: &mut Run<'_>, prepared: &Prepared) -> Result<Vec<Vec<Value>>> {
    let root = &prepared.plan.root;
    let columns = match &root.kind {
        OperatorKind::ProduceResults { columns, .. } => columns.as_slice(),
        _ => &[],
    };
    let mut pipeline = Pipeline::new(root);
    let mut rows = Vec::new();
    loop {
        match pipeline.next(root, run)? {
            Flow::Yield => {}
            Flow::Done => break,
            Flow::Batch(batch) => {
                if columns.is_empty() {
                    continue;
                }
                let mut bytes = 0;
                for row in 0..batch.len() {
                    let row: Vec<Value> = columns
                        .iter()
                        .map(|(_, slot)| batch.value(*slot, row))
                        .collect();
                    bytes += 24 + row.iter().map(|v| 16 + v.heap_size()).sum::<usize>();
                    rows.push(row);
                }
                run.reserve(bytes)?;
            }
        }
    }
    pipeline.reset(run);
    Ok(rows)
}

fn add(to: &mut QueryStatistics, more: &QueryStatistics) {
    to.nodes_created += more.nodes_created;
    to.nodes_deleted += more.nodes_deleted;
    to.relationships_created += more.relationships_created;
    to.relationships_deleted += more.relationships_deleted;
    to.properties_set += more.properties_set;
    to.labels_added += more.labels_added;
    to.labels_removed += more.labels_removed;
    to.indexes_added += more.indexes_added;
    to.indexes_removed += more.indexes_removed;
    to.constraints_added += more.constraints_added;
    to.constraints_removed += more.constraints_removed;
    to.system_updates += more.system_updates;
}
