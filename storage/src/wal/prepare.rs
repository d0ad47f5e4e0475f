//! Making the log's next file while the present one is being written, so that no commit waits for
//! megabytes of zeros.
//!
//! What is prepared has a temporary name and no header: it is nothing until the writer gives it
//! both. A failure here costs nothing, the writer then makes the file itself. Start with
//! [`NextFile`].

use std::io::{Error, ErrorKind, Result};
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
    made: Option<Arc<dyn IoFile>>,
}

impl NextFile {
    /// Begins; `None` if there is no thread to be had.
    pub(super) fn begin(io: &Arc<dyn Io>, name: String, capacity: u64) -> Option<Self> {
        let (io, temporary) = (Arc::clone(io), format!("{name}{TEMPORARY}"));
        let thread = std::thread::Builder::new()
            .name("quiver-wal-next".to_owned())
            .spawn(move || {
                let file = match io.create(&temporary) {
                    // An attempt before this one found no space.
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                        io.remove(&temporary)?;
                        io.create(&temporary)?
                    }
                    other => other?,
                };
                if let Err(error) = fill(file.as_ref(), capacity) {
                    // On a full disk it must not take what room there is.
                    let _ = io.remove(&temporary);
                    return Err(error);
                }
                Ok(file)
            })
            .ok()?;
        Some(Self {
            name,
            capacity,
            thread: Some(thread),
            made: None,
        })
    }

    /// Whether it is made, or is not to be had.
    pub(super) fn is_over(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Why it is not to be had, once it [is over](Self::is_over); else itself, still to be finished.
    pub(super) fn checked(mut self) -> std::result::Result<Self, Error> {
        if self.made.is_some() {
            return Ok(self);
        }
        let lost = || Error::other("the thread that makes the next file was lost");
        let thread = self.thread.take().ok_or_else(lost)?;
        let file = thread.join().map_err(|_| lost())??;
        self.made = Some(file);
        Ok(self)
    }

    /// Waits for the file: synced zeros of the returned size under its temporary name. `None` if
    /// it is not to be had, or not the one wanted.
    pub(super) fn finish(mut self, name: &str, wanted: u64) -> Option<(Arc<dyn IoFile>, u64)> {
        let file = match self.made.take() {
            Some(file) => file,
            None => self.thread.take()?.join().ok()?.ok()?,
        };
        (self.name == name && self.capacity >= wanted).then_some((file, self.capacity))
    }
}

/// Writes zeros, in steps: one large sync would hold up those of the log.
fn fill(file: &dyn IoFile, capacity: u64) -> Result<()> {
    for offset in (0..capacity).step_by(STEP) {
        file.write_zeros(offset, (STEP as u64).min(capacity - offset))?;
        file.sync_data()?;
    }
    Ok(())
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
