//! `NodeHashJoin` and `ValueHashJoin`: pairs whose keys agree; the right side is built.

use super::join_table::{JoinTable, NONE, ROW_BYTES};
use super::{Flow, Input, Output, Pipeline, Step, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::SlotId;
use crate::plan::liveness::Live;
use crate::plan::operator::{Operator, OperatorKind};

pub(super) struct HashJoin {
    right: Pipeline,
    built: bool,
    table: JoinTable,
    batches: Vec<Batch>,
    held: usize,
    left: Option<Left>,
    /// The right row that each row of `left` meets first.
    found: Vec<u32>,
    row: usize,
    /// The right row with which the left one goes on, where it was interrupted.
    next: u32,
}

/// A batch of the left side.
struct Left {
    batch: Batch,
    keys: Vec<Column>,
    looked_up: bool,
}

impl HashJoin {
    pub fn new(right: &Operator) -> Self {
        Self {
            right: Pipeline::new(right),
            built: false,
            table: JoinTable::default(),
            batches: Vec::new(),
            held: 0,
            left: None,
            found: Vec::new(),
            row: 0,
            next: NONE,
        }
    }

    fn build(&mut self, mut batch: Batch, keys: &[Column], run: &Run<'_>) -> Result<()> {
        batch.compact();
        let bytes = batch.heap_size() + ROW_BYTES * batch.len();
        run.reserve(bytes)?;
        self.held += bytes;
        self.table
            .add(self.batches.len() as u32, keys, batch.len(), run)?;
        self.batches.push(batch);
        Ok(())
    }

    /// Joins from where it stands until a batch is full; `live` are the columns somebody reads.
    fn probe(&mut self, live: Live<'_>, run: &Run<'_>) -> Result<Batch> {
        let Some(left) = &mut self.left else {
            return Ok(Batch::of_rows(0, 0));
        };
        if !left.looked_up {
            let rows = left.batch.len();
            self.table.look_up(&left.keys, rows, &mut self.found, run)?;
            left.looked_up = true;
        }
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        while self.row < self.found.len() && lefts.len() < Growth::MAXIMUM {
            let mut at = match self.next {
                NONE => self.found[self.row],
                next => next,
            };
            while let Some((pick, next)) = self.table.row(at) {
                if lefts.len() == Growth::MAXIMUM {
                    break;
                }
                lefts.push(self.row as u32);
                rights.push(pick);
                at = next;
            }
            self.next = at;
            if at == NONE {
                self.row += 1;
            }
        }
        let left = left.batch.clone().keep(live);
        let mut output = left.take(&lefts);
        for slot in 0..left.width() {
            let slot = SlotId(slot as u32);
            if output.column(slot).is_absent() && live.has(slot) {
                output.set(slot, Batch::gather_column(&self.batches, &rights, slot));
            }
        }
        Ok(output)
    }
}

/// The key columns of one side.
fn key_columns(
    operator: &Operator,
    batch: &Batch,
    is_left: bool,
    run: &Run<'_>,
) -> Result<Vec<Column>> {
    match &operator.kind {
        OperatorKind::NodeHashJoin { nodes, .. } => {
            Ok(nodes.iter().map(|slot| batch.dense_column(*slot)).collect())
        }
        OperatorKind::ValueHashJoin {
            left_key,
            right_key,
            ..
        } => {
            let key = if is_left { left_key } else { right_key };
            Ok(vec![run.evaluate(|context| context.column(key, batch))?])
        }
        _ => Err(mismatch()),
    }
}

impl Step for HashJoin {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let right = match &operator.kind {
            OperatorKind::NodeHashJoin { right, .. }
            | OperatorKind::ValueHashJoin { right, .. } => right,
            _ => return Err(mismatch()),
        };
        match input {
            Input::Batch(batch) => {
                let keys = key_columns(operator, &batch, true, run)?;
                self.left = Some(Left {
                    batch,
                    keys,
                    looked_up: false,
                });
                self.row = 0;
                self.next = NONE;
            }
            Input::End if self.left.is_none() => return Ok(Output::Done),
            Input::Nothing if self.left.is_none() => return Ok(Output::More),
            Input::Nothing | Input::End => {}
        }
        if !self.built {
            match self.right.next(right, run)? {
                Flow::Batch(batch) => {
                    let keys = key_columns(operator, &batch, false, run)?;
                    self.build(batch, &keys, run)?;
                    return Ok(Output::Batch(Batch::of_rows(0, 0)));
                }
                Flow::Yield => return Ok(Output::Yield),
                Flow::Done => {
                    self.table.finish();
                    self.built = true;
                }
            }
        }
        let output = self.probe(run.state.live(operator), run)?;
        if self.row >= self.found.len() {
            self.left = None;
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.right.reset(run);
        self.table.clear(run);
        run.release(std::mem::take(&mut self.held));
        self.built = false;
        self.batches.clear();
        self.left = None;
    }
}
