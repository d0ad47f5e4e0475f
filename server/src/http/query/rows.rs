//! Result rows as JSON: pieces of one array, or a line each.

use quiver_cypher::RecordSink;
use quiver_types::ValueWriter;

use super::media::Format;
use super::writer::JsonWriter;
use crate::session::Rows;

/// Longest row. A client that wants more can ask for parts.
const ROW_MAX: usize = 512 << 20;

/// Rows on their way to an answer.
pub(super) struct JsonRows {
    writer: JsonWriter,
    format: Format,
    limit: usize,
    count: u64,
    /// Where the row begins that is being written.
    begin: usize,
    oversized: bool,
}

impl JsonRows {
    /// Rows written behind what `writer` holds, until it holds `limit` bytes.
    pub(super) fn new(writer: JsonWriter, format: Format, limit: usize) -> Self {
        Self {
            writer,
            format,
            limit,
            count: 0,
            begin: 0,
            oversized: false,
        }
    }

    /// What was written and may be taken away.
    pub(super) fn text(&mut self) -> &mut String {
        self.writer.text()
    }

    /// The type that could not be written, if that is why rows were refused.
    pub(super) fn unsupported(&self) -> Option<&'static str> {
        self.writer.unsupported()
    }
}

impl RecordSink for JsonRows {
    fn begin_record(&mut self, fields: usize) -> &mut dyn ValueWriter {
        let first = self.count == 0;
        let text = self.writer.text();
        self.begin = text.len();
        if self.format.lines {
            text.push_str("{\"$event\":\"Record\",\"_body\":");
        } else if !first {
            text.push(',');
        }
        self.writer.open_row(fields);
        &mut self.writer
    }

    fn end_record(&mut self) -> bool {
        self.writer.close_row();
        let length = self.writer.text().len() - self.begin;
        if self.writer.unsupported().is_some() || length > ROW_MAX {
            self.abort_record();
            self.oversized = true;
            return false;
        }
        if self.format.lines {
            self.writer.text().push_str("}\n");
        }
        self.count += 1;
        !self.is_full()
    }

    fn abort_record(&mut self) {
        self.writer.cut(self.begin);
    }
}

impl Rows for JsonRows {
    fn is_full(&self) -> bool {
        self.writer.written() >= self.limit
    }

    fn count(&self) -> u64 {
        self.count
    }

    fn is_oversized(&self) -> bool {
        self.oversized
    }
}
