//! stub
use std::sync::Arc;

use super::CheckpointHeader;
use crate::codec::EncodeError;
use crate::io::Io;
use crate::{OpenError, Operation};

/// Writing a checkpoint failed. Nothing is lost: the older checkpoint and the log stand.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The disk said no.
    #[error("writing a checkpoint: {0}")]
    Io(#[from] std::io::Error),
    /// An operation has no encoding.
    #[error("writing a checkpoint: {0}")]
    Encode(#[from] EncodeError),
}

impl From<CheckpointError> for OpenError {
    fn from(error: CheckpointError) -> Self {
        let source = match error {
            CheckpointError::Io(source) => source,
            CheckpointError::Encode(error) => std::io::Error::other(error),
        };
        Self::Io {
            file: "checkpoint".to_owned(),
            source,
        }
    }
}

/// Writes a checkpoint under a temporary name; dropping it unfinished removes it.
pub struct CheckpointWriter {}

impl CheckpointWriter {
    /// Begins a checkpoint.
    pub fn create(_io: Arc<dyn Io>, _header: &CheckpointHeader) -> Result<Self, CheckpointError> {
        unimplemented!()
    }
    /// Adds an operation.
    pub fn write(&mut self, _operation: &Operation) -> Result<(), CheckpointError> {
        unimplemented!()
    }
    /// Completes it: synced, renamed, folder synced; then older checkpoints are removed.
    pub fn finish(self) -> Result<(), CheckpointError> {
        unimplemented!()
    }
}
