//! A moving window over a file, so that reading a log of any size takes little memory.
//!
//! Knows nothing of frames. Start with [`Window`].

use std::io::Result;
use std::sync::Arc;

use crate::io::IoFile;

/// Bytes read at once.
const CHUNK: usize = 512 << 10;

/// The window.
pub(super) struct Window {
    file: Arc<dyn IoFile>,
    length: u64,
    from: u64,
    buffer: Vec<u8>,
}

impl Window {
    /// A window over a file, whose length is asked once.
    pub(super) fn new(file: Arc<dyn IoFile>) -> Result<Self> {
        Ok(Self {
            length: file.len()?,
            file,
            from: 0,
            buffer: Vec::new(),
        })
    }

    /// Length of the file.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The bytes from `offset`, `count` of them or fewer at the end of the file.
    pub(super) fn bytes(&mut self, offset: u64, count: usize) -> Result<&[u8]> {
        let available = self.length.saturating_sub(offset).min(count as u64) as usize;
        let inside = offset >= self.from
            && offset + available as u64 <= self.from + self.buffer.len() as u64;
        if !inside {
            self.fill(offset, available)?;
        }
        let start = (offset - self.from) as usize;
        // A file that became shorter since it was opened ends early.
        let start = start.min(self.buffer.len());
        let end = (start + available).min(self.buffer.len());
        Ok(&self.buffer[start..end])
    }

    fn fill(&mut self, offset: u64, count: usize) -> Result<()> {
        let rest = self.length.saturating_sub(offset);
        let wanted = rest.min(count.max(CHUNK) as u64) as usize;
        self.buffer.resize(wanted, 0);
        let got = self.file.read_full_at(&mut self.buffer, offset)?;
        self.buffer.truncate(got);
        self.from = offset;
        Ok(())
    }

    /// Whether there are only zeros from `offset` on.
    pub(super) fn is_zero_from(&mut self, mut offset: u64) -> Result<bool> {
        while offset < self.length {
            let bytes = self.bytes(offset, CHUNK)?;
            if bytes.iter().any(|byte| *byte != 0) {
                return Ok(false);
            }
            if bytes.is_empty() {
                break;
            }
            offset += bytes.len() as u64;
        }
        Ok(true)
    }
}
