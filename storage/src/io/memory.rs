//! A folder in memory, for databases that need not outlive the process.
//!
//! Nothing fails and nothing is lost; for a disk that misbehaves see the hostile implementation.
//! Start with [`MemoryIo`].

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Result};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Io, IoFile, IoLock, check_name};

/// A folder of files in memory. Cloning shares it.
#[derive(Clone, Default)]
pub struct MemoryIo(Arc<Mutex<Folder>>);

#[derive(Default)]
struct Folder {
    files: BTreeMap<String, Arc<MemoryFile>>,
    locks: Vec<String>,
}

impl MemoryIo {
    /// An empty folder.
    pub fn new() -> Self {
        Self::default()
    }

    fn folder(&self) -> MutexGuard<'_, Folder> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_found(name: &str) -> Error {
    Error::new(ErrorKind::NotFound, format!("no file named {name}"))
}

impl Io for MemoryIo {
    fn create(&self, name: &str) -> Result<Arc<dyn IoFile>> {
        check_name(name)?;
        let mut folder = self.folder();
        if folder.files.contains_key(name) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let file = Arc::new(MemoryFile::default());
        folder.files.insert(name.to_owned(), Arc::clone(&file));
        Ok(file)
    }

    fn open(&self, name: &str) -> Result<Arc<dyn IoFile>> {
        match self.folder().files.get(name) {
            Some(file) => Ok(Arc::clone(file) as Arc<dyn IoFile>),
            None => Err(not_found(name)),
        }
    }

    fn rename(&self, from: &str, to: &str) -> Result<()> {
        check_name(to)?;
        let mut folder = self.folder();
        let file = folder.files.remove(from).ok_or_else(|| not_found(from))?;
        folder.files.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<()> {
        let removed = self.folder().files.remove(name);
        removed.map(|_| ()).ok_or_else(|| not_found(name))
    }

    fn list(&self) -> Result<Vec<String>> {
        Ok(self.folder().files.keys().cloned().collect())
    }

    fn sync_folder(&self) -> Result<()> {
        Ok(())
    }

    fn try_lock(&self, name: &str) -> Result<Option<Box<dyn IoLock>>> {
        check_name(name)?;
        let mut folder = self.folder();
        if folder.locks.iter().any(|held| held == name) {
            return Ok(None);
        }
        folder.locks.push(name.to_owned());
        Ok(Some(Box::new(MemoryLock {
            io: self.clone(),
            name: name.to_owned(),
        })))
    }

    fn describe(&self) -> String {
        "memory".to_owned()
    }
}

struct MemoryLock {
    io: MemoryIo,
    name: String,
}

impl IoLock for MemoryLock {}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        let name = &self.name;
        self.io.folder().locks.retain(|held| held != name);
    }
}

#[derive(Default)]
struct MemoryFile(Mutex<Vec<u8>>);

impl MemoryFile {
    fn content(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl IoFile for MemoryFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize> {
        Ok(copy_out(&self.content(), buffer, offset))
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> Result<usize> {
        copy_in(&mut self.content(), bytes, offset)?;
        Ok(bytes.len())
    }

    fn sync_data(&self) -> Result<()> {
        Ok(())
    }

    fn len(&self) -> Result<u64> {
        Ok(self.content().len() as u64)
    }
}

/// Copies what `content` holds at `offset` into `buffer`; returns how much that was.
pub(super) fn copy_out(content: &[u8], buffer: &mut [u8], offset: u64) -> usize {
    let from = usize::try_from(offset).map_or(content.len(), |offset| offset.min(content.len()));
    let count = buffer.len().min(content.len() - from);
    buffer[..count].copy_from_slice(&content[from..from + count]);
    count
}

/// Writes `bytes` at `offset`, filling a hole before it with zeros as a file system does.
pub(super) fn copy_in(content: &mut Vec<u8>, bytes: &[u8], offset: u64) -> Result<()> {
    let end = usize::try_from(offset)
        .ok()
        .and_then(|from| Some((from, from.checked_add(bytes.len())?)));
    let Some((from, to)) = end else {
        return Err(ErrorKind::FileTooLarge.into());
    };
    if content.len() < to {
        content.resize(to, 0);
    }
    content[from..to].copy_from_slice(bytes);
    Ok(())
}
