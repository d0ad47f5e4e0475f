//! Result rows written straight into the connection's output.

use quiver_cypher::RecordSink;
use quiver_protocol::server::RecordWriter;
use quiver_types::ValueWriter;

use crate::session::Rows;

/// Rows on their way to the wire.
pub(super) struct WireRows {
    writer: RecordWriter,
    limit: usize,
    /// Rows are counted and not kept: DISCARD of a number of rows.
    throw_away: bool,
    count: u64,
    oversized: bool,
}

impl WireRows {
    /// Rows into `writer`, until it holds `limit` bytes.
    pub(super) fn new(writer: RecordWriter, limit: usize, throw_away: bool) -> Self {
        Self {
            writer,
            limit,
            throw_away,
            count: 0,
            oversized: false,
        }
    }

    /// The writer, to be given back.
    pub(super) fn into_writer(self) -> RecordWriter {
        self.writer
    }
}

impl RecordSink for WireRows {
    fn begin_record(&mut self, fields: usize) -> &mut dyn ValueWriter {
        self.writer.begin_record(fields);
        self.writer.values()
    }

    fn end_record(&mut self) -> bool {
        if self.throw_away {
            self.writer.abort_record();
        } else if self.writer.commit_record().is_err() {
            self.oversized = true;
            return false;
        }
        self.count += 1;
        !self.is_full()
    }

    fn abort_record(&mut self) {
        self.writer.abort_record();
    }
}

impl Rows for WireRows {
    fn is_full(&self) -> bool {
        self.writer.buffered() >= self.limit
    }

    fn count(&self) -> u64 {
        self.count
    }

    fn is_oversized(&self) -> bool {
        self.oversized
    }
}
