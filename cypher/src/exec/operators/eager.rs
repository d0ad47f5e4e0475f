//! `Eager`: takes in everything before giving out anything. [`Buffer`] serves others too.

use std::collections::VecDeque;

use super::{Input, Output, Step};
use crate::exec::batch::Batch;
use crate::exec::error::Result;
use crate::exec::run::Run;
use crate::plan::operator::Operator;

/// Batches held against the memory limit, first in first out.
#[derive(Default)]
pub(crate) struct Buffer {
    batches: VecDeque<(Batch, usize)>,
}

impl Buffer {
    /// Keeps a batch.
    pub fn push(&mut self, batch: Batch, run: &Run<'_>) -> Result<()> {
        let bytes = batch.heap_size();
        run.reserve(bytes)?;
        self.batches.push_back((batch, bytes));
        Ok(())
    }

    /// Keeps a batch as the oldest.
    pub fn push_front(&mut self, batch: Batch, run: &Run<'_>) -> Result<()> {
        let bytes = batch.heap_size();
        run.reserve(bytes)?;
        self.batches.push_front((batch, bytes));
        Ok(())
    }

    /// Gives back the oldest.
    pub fn pop(&mut self, run: &Run<'_>) -> Option<Batch> {
        let (batch, bytes) = self.batches.pop_front()?;
        run.release(bytes);
        Some(batch)
    }

    /// Drops everything.
    pub fn clear(&mut self, run: &Run<'_>) {
        while self.pop(run).is_some() {}
    }

    /// All batches, still counted; the bytes are the caller's to release.
    pub fn take_all(&mut self) -> (Vec<Batch>, usize) {
        let mut bytes = 0;
        let batches = std::mem::take(&mut self.batches)
            .into_iter()
            .map(|(batch, held)| {
                bytes += held;
                batch
            })
            .collect();
        (batches, bytes)
    }
}

#[derive(Default)]
pub(super) struct Eager {
    buffer: Buffer,
}

impl Step for Eager {
    fn step(&mut self, _: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        match input {
            Input::Nothing => Ok(Output::More),
            Input::Batch(batch) => {
                self.buffer.push(batch, run)?;
                Ok(Output::More)
            }
            Input::End => Ok(self.buffer.pop(run).map_or(Output::Done, Output::Batch)),
        }
    }

    fn reset(&mut self, run: &mut Run<'_>) {
        self.buffer.clear(run);
    }
}
