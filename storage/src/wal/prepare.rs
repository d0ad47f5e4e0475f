//! Making the log's next file while the present one is being written, so that no commit waits for
//! megabytes of zeros.
//!
//! What is prepared has a temporary name and no header: it is nothing until the writer gives it
//! both. A failure here costs nothing, the writer then makes the file itself. Start with
//! [`NextFile`].

use std::io::Result;
use std::sync::Arc;
use std::thread::JoinHandle;

use super::header::TEMPORARY;
use crate::io::{Io, IoFile};

/// Zeros written between syncs.
const STEP: usize = 4 << 20;

/// A file in the making.
pub(super) struct NextFile {
    /// The name it will have.
    name: String,
    capacity: u64,
    thread: Option<JoinHandle<Result<Arc<dyn IoFile>>>>,
}

impl NextFile {
    /// Begins; `None` if there is no thread to be had.
    pub(super) fn begin(io: &Arc<dyn Io>, name: String, capacity: u64) -> Option<Self> {
        let (io, temporary) = (Arc::clone(io), format!("{name}{TEMPORARY}"));
        let thread = std::thread::Builder::new()
            .name("quiver-wal-next".to_owned())
            .spawn(move || {
                let file = io.create(&temporary)?;
                // In steps: one large sync would hold up those of the log.
                for offset in (0..capacity).step_by(STEP) {
                    file.write_zeros(offset, (STEP as u64).min(capacity - offset))?;
                    file.sync_data()?;
                }
                Ok(file)
            })
            .ok()?;
        Some(Self {
            name,
            capacity,
            thread: Some(thread),
        })
    }

    /// Waits for the file: synced zeros of the returned size under its temporary name. `None` if
    /// it is not to be had, or not the one wanted.
    pub(super) fn finish(mut self, name: &str, wanted: u64) -> Option<(Arc<dyn IoFile>, u64)> {
        let file = self.thread.take()?.join().ok()?.ok()?;
        (self.name == name && self.capacity >= wanted).then_some((file, self.capacity))
    }
}

impl Drop for NextFile {
    /// Nobody may make files in a folder that its owner believes to have left.
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // It has failed or not; either way it is over.
            let _ = thread.join();
        }
    }
}
