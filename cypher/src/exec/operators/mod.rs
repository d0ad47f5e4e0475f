//! The operators, one file each, and the pipelines that drive them.
//!
//! A [`Pipeline`] is a chain of operators along their `input`s. It is driven by a loop, not by
//! recursion, so that a query of a thousand clauses needs no deeper stack than one of two: each
//! [`Step`] is handed a batch of its input and answers with a batch, or asks for more. Operators
//! with a second plan (Apply, joins, Merge) hold a pipeline for it. State lies in the steps and
//! holds ids and positions only; the plan itself is read beside it.

mod access;
mod administration;
mod aggregation;
mod apply;
mod call;
mod cartesian_product;
mod count_store;
mod create;
mod delete;
mod distinct;
mod divided;
mod eager;
mod endpoints;
mod expand;
mod filter;
mod foreach;
mod groups;
mod hash_join;
mod id_seek;
mod in_transactions;
mod index_seek;
mod join_table;
mod limit;
mod load_csv;
mod merge;
mod projection;
mod pruning;
mod quantified;
mod relationship_scan;
mod same_end;
mod schema;
mod schema_options;
mod seen;
mod set;
mod shortest_path;
mod sort;
mod union;
mod unwind;
mod var_length;
mod whole_scan;
mod write;

pub(crate) use eager::Buffer;

/// Whether a property can hold a value that is not null.
pub(crate) fn is_storable(value: &quiver_types::Value) -> bool {
    write::storable(value.clone()).is_ok()
}

use super::batch::Batch;
use super::error::{Result, defect};
use super::run::Run;
use crate::plan::operator::{Operator, OperatorKind};

/// What a step is handed.
pub(crate) enum Input {
    /// Nothing new: go on with what is there, or ask.
    Nothing,
    /// The next batch of its input, never empty.
    Batch(Batch),
    /// Its input is at its end (handed again on every call from then on).
    End,
}

/// What a step answers.
pub(crate) enum Output {
    /// It needs more input.
    More,
    /// Rows; may be none.
    Batch(Batch),
    /// The budget is used up in the middle of its work; call it again later.
    Yield,
    /// It is at its end.
    Done,
}

/// What driving a pipeline gave.
pub(crate) enum Flow {
    /// Rows, at least one.
    Batch(Batch),
    /// No more.
    Done,
    /// The budget is used up; go on later.
    Yield,
}

/// An operator's state and code. `operator` is always the one it was made for.
pub(crate) trait Step: Send {
    /// Goes on; see the module.
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output>;
    /// Starts again, giving back what it held.
    fn reset(&mut self, run: &mut Run<'_>);
}

struct Stage {
    step: Box<dyn Step>,
    input_ended: bool,
    /// Bytes of values it built for the batch it gave out last.
    held: usize,
}

/// A chain of operators; the root first.
pub(crate) struct Pipeline {
    stages: Vec<Stage>,
    /// A step paused halfway: the stage to go on with.
    at: usize,
}

impl Pipeline {
    /// The pipeline of a plan.
    pub fn new(root: &Operator) -> Self {
        let stage = |operator: &Operator| Stage {
            step: make_step(operator),
            input_ended: false,
            held: 0,
        };
        Self {
            stages: chain(root).into_iter().map(stage).collect(),
            at: 0,
        }
    }

    /// Drives it to its next rows. `root` is the plan it was made for.
    pub fn next(&mut self, root: &Operator, run: &mut Run<'_>) -> Result<Flow> {
        let operators = chain(root);
        let mut at = std::mem::take(&mut self.at);
        let mut input = self.idle_input(at);
        loop {
            if matches!(input, Input::Nothing) && run.state.tick()? {
                self.at = at;
                return Ok(Flow::Yield);
            }
            let (Some(stage), Some(operator)) = (self.stages.get_mut(at), operators.get(at)) else {
                return Err(defect("a plan without a source"));
            };
            match stage.run(operator, run, input)? {
                Output::More => {
                    at += 1;
                    input = self.idle_input(at);
                }
                Output::Yield => {
                    self.at = at;
                    return Ok(Flow::Yield);
                }
                Output::Batch(batch) if batch.is_empty() => input = self.idle_input(at),
                Output::Batch(batch) => {
                    run.state.rows(operator.id, batch.len() as u64);
                    if at == 0 {
                        return Ok(Flow::Batch(batch));
                    }
                    at -= 1;
                    input = Input::Batch(batch);
                }
                Output::Done => {
                    if at == 0 {
                        return Ok(Flow::Done);
                    }
                    at -= 1;
                    self.stages[at].input_ended = true;
                    input = Input::End;
                }
            }
        }
    }

    fn idle_input(&self, at: usize) -> Input {
        match self.stages.get(at) {
            Some(stage) if stage.input_ended => Input::End,
            _ => Input::Nothing,
        }
    }

    /// Starts again with the argument of the moment.
    pub fn reset(&mut self, run: &mut Run<'_>) {
        self.at = 0;
        for stage in &mut self.stages {
            run.release(std::mem::take(&mut stage.held));
            stage.input_ended = false;
            stage.step.reset(run);
        }
    }
}

impl Stage {
    fn run(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        // What it built for its last batch has been used by now.
        run.release(std::mem::take(&mut self.held));
        let outer = run.state.swap_transient(0);
        let before = run.state.enter(operator.id);
        let result = self.step.step(operator, run, input);
        if !matches!(result, Ok(Output::Yield)) {
            run.state.stepped();
        }
        run.state.enter(before);
        self.held = run.state.swap_transient(outer);
        result
    }
}

/// The operators along `input`, the root first.
fn chain(root: &Operator) -> Vec<&Operator> {
    let mut operators = Vec::with_capacity(8);
    let mut next = Some(root);
    while let Some(operator) = next {
        operators.push(operator);
        next = input_of(operator);
    }
    operators
}

/// The operator whose batches this one's step is handed.
fn input_of(operator: &Operator) -> Option<&Operator> {
    use OperatorKind as K;
    match &operator.kind {
        K::Argument | K::Union { .. } | K::Schema(_) | K::Administration(_) => None,
        K::AllNodesScan { input, .. }
        | K::NodeByLabelScan { input, .. }
        | K::NodeIndexSeek { input, .. }
        | K::NodeByIdSeek { input, .. }
        | K::RelationshipByIdSeek { input, .. }
        | K::RelationshipTypeScan { input, .. }
        | K::RelationshipIndexSeek { input, .. }
        | K::NodeCountFromCountStore { input, .. }
        | K::RelationshipCountFromCountStore { input, .. }
        | K::ExpandAll { input, .. }
        | K::ExpandInto { input, .. }
        | K::VarLengthExpand { input, .. }
        | K::Repeat { input, .. }
        | K::ShortestPath { input, .. }
        | K::ProjectEndpoints { input, .. }
        | K::Filter { input, .. }
        | K::Projection { input, .. }
        | K::Unwind { input, .. }
        | K::LoadCsv { input, .. }
        | K::Aggregation { input, .. }
        | K::Distinct { input, .. }
        | K::Sort { input, .. }
        | K::Top { input, .. }
        | K::Skip { input, .. }
        | K::Limit { input, .. }
        | K::Eager { input }
        | K::Apply { input, .. }
        | K::InTransactions { input, .. }
        | K::Create { input, .. }
        | K::Merge { input, .. }
        | K::Set { input, .. }
        | K::Delete { input, .. }
        | K::Foreach { input, .. }
        | K::ProcedureCall { input, .. }
        | K::ProduceResults { input, .. }
        | K::EmptyResult { input } => Some(input),
        K::CartesianProduct { left, .. }
        | K::NodeHashJoin { left, .. }
        | K::ValueHashJoin { left, .. } => Some(left),
    }
}

fn make_step(operator: &Operator) -> Box<dyn Step> {
    use OperatorKind as K;
    match &operator.kind {
        K::Argument => Box::<access::Argument>::default(),
        K::AllNodesScan { .. } | K::NodeByLabelScan { .. } => {
            Box::<access::NodeScanStep>::default()
        }
        K::NodeIndexSeek { .. } | K::RelationshipIndexSeek { .. } => {
            Box::<index_seek::IndexSeek>::default()
        }
        K::NodeByIdSeek { .. } | K::RelationshipByIdSeek { .. } => {
            Box::<id_seek::IdSeek>::default()
        }
        K::RelationshipTypeScan { .. } => Box::<relationship_scan::RelationshipScanStep>::default(),
        K::NodeCountFromCountStore { .. } | K::RelationshipCountFromCountStore { .. } => {
            Box::new(count_store::CountStore)
        }
        K::ExpandAll { .. } | K::ExpandInto { .. } => Box::<expand::Expand>::default(),
        K::VarLengthExpand { pruning: true, .. } => Box::<pruning::Pruning>::default(),
        K::VarLengthExpand { .. } => Box::<var_length::VarLength>::default(),
        K::ShortestPath { .. } => Box::<shortest_path::ShortestPath>::default(),
        K::Repeat { .. } => Box::<quantified::Repeat>::default(),
        K::ProjectEndpoints { .. } => Box::new(endpoints::ProjectEndpoints),
        K::Filter { .. } => Box::new(filter::Filter),
        K::Projection { .. } => Box::new(projection::Projection),
        K::Unwind { .. } => Box::<unwind::Unwind>::default(),
        K::LoadCsv { .. } => Box::<load_csv::LoadCsvStep>::default(),
        K::Aggregation { .. } => Box::<aggregation::Aggregation>::default(),
        K::Distinct { .. } => Box::<distinct::Distinct>::default(),
        K::Sort { .. } | K::Top { .. } => Box::<sort::Sort>::default(),
        K::Skip { .. } | K::Limit { .. } => Box::<limit::Limit>::default(),
        K::Eager { .. } => Box::<eager::Eager>::default(),
        K::Apply { inner, .. } => Box::new(apply::Apply::new(inner)),
        K::InTransactions { .. } => Box::<in_transactions::TransactionStep>::default(),
        K::CartesianProduct { right, .. } => {
            Box::new(cartesian_product::CartesianProduct::new(right))
        }
        K::NodeHashJoin { right, .. } | K::ValueHashJoin { right, .. } => {
            Box::new(hash_join::HashJoin::new(right))
        }
        K::Union { inputs, .. } => Box::new(union::Union::new(inputs)),
        K::Create { .. } => Box::new(create::Create),
        K::Merge { matcher, .. } => Box::new(merge::Merge::new(matcher)),
        K::Set { .. } => Box::new(set::Set),
        K::Delete { .. } => Box::new(delete::Delete),
        K::Foreach { body, .. } => Box::new(foreach::Foreach::new(body)),
        K::ProcedureCall { .. } => Box::<call::ProcedureCall>::default(),
        K::Schema(_) => Box::<schema::SchemaStep>::default(),
        K::Administration(_) => Box::<administration::AdministrationStep>::default(),
        K::ProduceResults { .. } | K::EmptyResult { .. } => Box::new(PassThrough),
    }
}

/// The roots: the cursor does their work.
struct PassThrough;

impl Step for PassThrough {
    fn step(&mut self, _: &Operator, _: &mut Run<'_>, input: Input) -> Result<Output> {
        Ok(match input {
            Input::Nothing => Output::More,
            Input::Batch(batch) => Output::Batch(batch),
            Input::End => Output::Done,
        })
    }
    fn reset(&mut self, _: &mut Run<'_>) {}
}

/// The answer of a step that was handed another operator than it was made for.
fn mismatch() -> crate::RunError {
    defect("a step met an operator it was not made for")
}

/// Unwraps the batch of a step that works batch by batch and holds nothing.
macro_rules! batch_or_return {
    ($input:expr) => {
        match $input {
            Input::Nothing => return Ok(Output::More),
            Input::End => return Ok(Output::Done),
            Input::Batch(batch) => batch,
        }
    };
}
use batch_or_return;

/// Unwraps the batch of a step that gives its rows in parts: one that has come, for which `begin`
/// is done first, or the rest of the one before. A step with more to give puts it back.
macro_rules! batch_or_rest {
    ($rest:expr, $input:expr, $begin:block) => {
        match ($input, $rest.take()) {
            (Input::Batch(batch), _) => {
                $begin
                batch
            }
            (Input::Nothing | Input::End, Some(batch)) => batch,
            (Input::Nothing, None) => return Ok(Output::More),
            (Input::End, None) => return Ok(Output::Done),
        }
    };
}
use batch_or_rest;
