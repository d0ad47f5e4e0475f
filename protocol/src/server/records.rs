//! RECORDs: rows written straight into output, one message a row.
//!
//! A writer owns its buffer, so that a query may run on another thread than the connection's. A
//! row that fails half-way is taken back. Start with [`RecordWriter`].

use bytes::BytesMut;

use crate::message::reply;
use crate::packstream::Encoder;
use crate::packstream::encode::TooLarge;

/// Writes rows. Borrow it from a connection with [`super::ServerConnection::records`] and give it
/// back with [`super::ServerConnection::return_records`].
///
/// Between [`begin_record`](Self::begin_record) and [`commit_record`](Self::commit_record) write
/// exactly the announced number of values through [`values`](Self::values).
#[derive(Debug)]
#[must_use = "its output is lost unless it is given back to the connection"]
pub struct RecordWriter {
    encoder: Encoder,
    rows: u64,
}

impl RecordWriter {
    pub(crate) fn new(encoder: Encoder) -> Self {
        Self { encoder, rows: 0 }
    }

    pub(crate) fn into_encoder(self) -> Encoder {
        self.encoder
    }

    /// Begins a row of `columns` values. A row that is still open is taken back.
    pub fn begin_record(&mut self, columns: usize) {
        self.encoder.abort();
        self.encoder.begin(reply::RECORD, 1);
        quiver_types::ValueWriter::list(&mut self.encoder, columns);
    }

    /// Where the row's values go.
    pub fn values(&mut self) -> &mut Encoder {
        &mut self.encoder
    }

    /// Ends the row.
    ///
    /// # Errors
    /// A value was larger than Bolt can carry; the row is taken back.
    pub fn commit_record(&mut self) -> Result<(), TooLarge> {
        self.encoder.end()?;
        self.rows += 1;
        Ok(())
    }

    /// Takes the open row back.
    pub fn abort_record(&mut self) {
        self.encoder.abort();
    }

    /// Rows committed.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Bytes that wait to be sent; when there are many, send them before writing on.
    pub fn buffered(&self) -> usize {
        self.encoder.len()
    }

    /// Takes what was written so far, to send it while the query goes on.
    pub fn take_output(&mut self) -> BytesMut {
        let taken = self.encoder.chunks().take();
        // More of the same is to come.
        self.encoder.chunks().reserve_like(&taken);
        taken
    }
}
