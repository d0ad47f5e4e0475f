//! `LoadCSV`: a row for each record of a file. It holds one batch of records, however long the
//! file is.

use std::cell::Cell;
use std::sync::Arc;

use quiver_types::{Map, Status, Text, Value};

use super::{Input, Output, Step, batch_or_rest, mismatch};
use crate::exec::batch::{Batch, Growth};
use crate::exec::column::Column;
use crate::exec::csv::{CsvReader, Field};
use crate::exec::error::{Result, failed, shown};
use crate::exec::evaluate::Frame;
use crate::exec::run::Run;
use crate::plan::Expr;
use crate::plan::operator::{LoadCsv, Operator, OperatorKind};

/// Bytes of records after which a batch is given out though it has few rows.
const BATCH_BYTES: usize = 1 << 20;
/// Bytes that are counted against the memory limit at once.
const COUNTED_BYTES: usize = 64 << 10;

#[derive(Default)]
pub(super) struct LoadCsvStep {
    input: Option<Batch>,
    row: usize,
    open: Option<Source>,
    growth: Growth,
}

/// The file of the row at work.
struct Source {
    reader: CsvReader,
    name: Text,
    headers: Option<Arc<[Text]>>,
    /// Records read so far.
    line: i64,
}

impl Source {
    fn open(url: &Expr, load: &LoadCsv, batch: &Batch, row: usize, run: &Run<'_>) -> Result<Self> {
        let source = run.evaluate(|context| {
            let url = match context.eval(url, &mut Frame::new(batch, row))? {
                Value::String(url) => url,
                other => {
                    return Err(failed(
                        Status::StaticTypeMismatch,
                        format!(
                            "Type mismatch: expected the URL of LOAD CSV to be a String but was {}",
                            shown(&other)
                        ),
                    ));
                }
            };
            let source = context.execution.dbms.open_import(&url);
            source.map_err(|failure| crate::RunError::Failed(Box::new(failure)))
        })?;
        let name = source.name;
        Ok(Self {
            reader: CsvReader::new(
                source.content,
                name.clone(),
                load.terminator,
                source.backslash_escapes,
            ),
            name,
            headers: None,
            line: 0,
        })
    }

    /// The next record's value.
    fn next(
        &mut self,
        load: &LoadCsv,
        grow: &mut dyn FnMut(usize) -> Result<()>,
    ) -> Result<Option<Value>> {
        let Some(mut fields) = self.record(grow)? else {
            return Ok(None);
        };
        if !load.headers {
            return Ok(Some(Value::list(fields.into_iter().map(value).collect())));
        }
        let headers = match &self.headers {
            Some(headers) => headers.clone(),
            None => {
                let names = fields.into_iter().map(Option::unwrap_or_default);
                let headers: Arc<[Text]> = names.collect();
                self.headers = Some(headers.clone());
                match self.record(grow)? {
                    None => return Ok(None),
                    Some(first) => fields = first,
                }
                headers
            }
        };
        let values = fields.into_iter().map(value);
        let values = values.chain(std::iter::repeat(Value::Null));
        let row: Map = headers.iter().cloned().zip(values).collect();
        Ok(Some(row.into()))
    }

    fn record(&mut self, grow: &mut dyn FnMut(usize) -> Result<()>) -> Result<Option<Vec<Field>>> {
        self.line += 1;
        self.reader.record(grow)
    }
}

fn value(field: Field) -> Value {
    field.map_or(Value::Null, Value::String)
}

impl Step for LoadCsvStep {
    fn step(&mut self, operator: &Operator, run: &mut Run<'_>, input: Input) -> Result<Output> {
        let OperatorKind::LoadCsv { url, load, .. } = &operator.kind else {
            return Err(mismatch());
        };
        let batch = batch_or_rest!(self.input, input, {
            self.row = 0;
        });
        let source = match &mut self.open {
            Some(source) => source,
            None => self
                .open
                .insert(Source::open(url, load, &batch, self.row, run)?),
        };
        let capacity = self.growth.capacity();
        let (mut rows, mut lines) = (Vec::new(), Vec::new());
        let bytes = Cell::new(0);
        let mut counted = 0;
        let mut grow = |more: usize| {
            if more == 0 {
                return run.state.still_wanted();
            }
            let now = bytes.get() + more;
            bytes.set(now);
            if now - counted < COUNTED_BYTES {
                return Ok(());
            }
            let before = std::mem::replace(&mut counted, now);
            run.state.grow(now - before, run.transaction())
        };
        let mut ended = false;
        while rows.len() < capacity && bytes.get() < BATCH_BYTES {
            match source.next(load, &mut grow)? {
                Some(row) => {
                    rows.push(row);
                    lines.push(source.line);
                }
                None => {
                    ended = true;
                    break;
                }
            }
        }
        let mut output = batch.repeat_row(self.row, rows.len());
        let name = Column::Constant(Value::String(source.name.clone()));
        output.set(load.slot, Column::from_values(rows));
        output.set(load.line, Column::integers(lines));
        output.set(load.file, name);
        if ended {
            self.open = None;
            self.row += 1;
        }
        if self.row < batch.len() {
            self.input = Some(batch);
        }
        Ok(Output::Batch(output))
    }

    fn reset(&mut self, _: &mut Run<'_>) {
        *self = Self::default();
    }
}
