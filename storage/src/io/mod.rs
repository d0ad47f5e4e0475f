//! The one door to the disk: a folder of files behind a trait, with three implementations.
//!
//! [`FileIo`] is the operating system's, [`MemoryIo`] keeps everything in memory, [`HostileIo`]
//! is a simulated disk that fails, tears, reorders and forgets by a seed. Nothing above knows
//! which one it talks to, and nothing else in the workspace touches `std::fs`. This module knows
//! nothing about what the files hold. Start with [`Io`].

use std::io::Result;
use std::sync::Arc;

mod beneath;
mod file;
mod hostile;
mod memory;
mod power_cut;
mod text;

pub use beneath::ReadFolder;
pub use file::FileIo;
pub use hostile::{Fault, FaultKind, HostileIo, OperationClass};
pub use memory::MemoryIo;
pub use power_cut::{PowerCuts, Run};
pub use text::{read_stream, read_text};

/// One folder. Names are plain file names: no separators, no `..`, not empty.
///
/// Nothing is durable before it is synced: a file's content by [`IoFile::sync_data`], and
/// creations, renames and removals by [`Io::sync_folder`].
pub trait Io: Send + Sync {
    /// Creates a file for reading and writing; an error if the name exists.
    fn create(&self, name: &str) -> Result<Arc<dyn IoFile>>;
    /// Opens an existing file for reading and writing.
    fn open(&self, name: &str) -> Result<Arc<dyn IoFile>>;
    /// Gives a file another name, replacing what had it, in one step.
    fn rename(&self, from: &str, to: &str) -> Result<()>;
    /// Removes a file; an error if there is none.
    fn remove(&self, name: &str) -> Result<()>;
    /// Names of all files, sorted.
    fn list(&self) -> Result<Vec<String>>;
    /// Makes creations, renames and removals so far durable.
    fn sync_folder(&self) -> Result<()>;
    /// Takes the exclusive lock that a file of that name stands for, made if needed. `None` if
    /// somebody else holds it. Dropping the guard, or the process's death, releases it.
    fn try_lock(&self, name: &str) -> Result<Option<Box<dyn IoLock>>>;
    /// What to call the folder in messages.
    fn describe(&self) -> String;
}

/// A held lock.
pub trait IoLock: Send + Sync {}

/// An open file. Positioned reads and writes only, so it may be shared between threads.
pub trait IoFile: Send + Sync {
    /// Reads at `offset` and returns how many bytes it got: fewer than asked at the end of the
    /// file, or for no reason at all.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize>;
    /// Writes at `offset`, extending the file if needed, and returns how many bytes it took.
    fn write_at(&self, bytes: &[u8], offset: u64) -> Result<usize>;
    /// Makes the content (and the length) durable. After an error nothing is known about what
    /// was written since the last success, and asking again proves nothing.
    fn sync_data(&self) -> Result<()>;
    /// Length in bytes.
    fn len(&self) -> Result<u64>;
    /// Whether the length is zero.
    fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }
    /// Reads until `buffer` is full or the file ends; returns how many bytes it got.
    fn read_full_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.read_at(&mut buffer[filled..], offset + filled as u64) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
    /// Writes everything, in as many pieces as the file takes.
    fn write_all_at(&self, bytes: &[u8], offset: u64) -> Result<()> {
        let mut written = 0;
        while written < bytes.len() {
            match self.write_at(&bytes[written..], offset + written as u64) {
                Ok(0) => return Err(std::io::ErrorKind::WriteZero.into()),
                Ok(count) => written += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
    /// Writes zeros over a range, so that its blocks are allocated and initialised.
    fn write_zeros(&self, mut offset: u64, mut length: u64) -> Result<()> {
        static ZEROS: [u8; 64 * 1024] = [0; 64 * 1024];
        while length > 0 {
            let count = length.min(ZEROS.len() as u64);
            self.write_all_at(&ZEROS[..count as usize], offset)?;
            offset += count;
            length -= count;
        }
        Ok(())
    }
}

/// Refuses what is not a plain file name.
fn check_name(name: &str) -> Result<()> {
    let plain =
        !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\', '\0']);
    if plain {
        return Ok(());
    }
    Err(std::io::Error::new(
        std::io::ErrorKind::InvalidInput,
        format!("{name:?} is not a plain file name"),
    ))
}
