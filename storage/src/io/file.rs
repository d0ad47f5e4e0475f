//! The operating system's files. The only place that names `std::fs`.
//!
//! Not for anything that decides: it translates calls. Start with [`FileIo`].

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Result;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Io, IoFile, IoLock, check_name};

/// A folder of the file system, opened once.
pub struct FileIo {
    path: PathBuf,
    folder: File,
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the room for touching files"
)]
impl FileIo {
    /// Opens a folder, made with its parents if needed. New folders are synced into theirs.
    pub fn open(path: &Path) -> Result<Self> {
        let missing: Vec<&Path> = path
            .ancestors()
            .filter(|ancestor| !ancestor.as_os_str().is_empty())
            .take_while(|ancestor| !ancestor.exists())
            .collect();
        std::fs::create_dir_all(path)?;
        for made in missing {
            let parent = match made.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                Some(_) | None => Path::new("."),
            };
            File::open(parent)?.sync_all()?;
        }
        Ok(Self {
            path: path.to_path_buf(),
            folder: File::open(path)?,
        })
    }

    /// Opens a folder that must exist.
    pub fn open_existing(path: &Path) -> Result<Self> {
        Ok(Self {
            path: path.to_path_buf(),
            folder: File::open(path)?,
        })
    }

    fn resolve(&self, name: &str) -> Result<PathBuf> {
        check_name(name)?;
        Ok(self.path.join(name))
    }

    fn open_with(&self, name: &str, options: &OpenOptions) -> Result<File> {
        options.open(self.resolve(name)?)
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "this is the room for touching files"
)]
impl Io for FileIo {
    fn create(&self, name: &str) -> Result<Arc<dyn IoFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        Ok(Arc::new(OsFile(self.open_with(name, &options)?)))
    }

    fn open(&self, name: &str) -> Result<Arc<dyn IoFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true);
        Ok(Arc::new(OsFile(self.open_with(name, &options)?)))
    }

    fn rename(&self, from: &str, to: &str) -> Result<()> {
        std::fs::rename(self.resolve(from)?, self.resolve(to)?)
    }

    fn remove(&self, name: &str) -> Result<()> {
        std::fs::remove_file(self.resolve(name)?)
    }

    fn list(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.path)? {
            let entry = entry?;
            // A name that is not UTF-8 is not ours, and folders are somebody else's.
            if let (false, Ok(name)) =
                (entry.file_type()?.is_dir(), entry.file_name().into_string())
            {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn sync_folder(&self) -> Result<()> {
        self.folder.sync_all()
    }

    fn try_lock(&self, name: &str) -> Result<Option<Box<dyn IoLock>>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = self.open_with(name, &options)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(OsLock { _file: file }))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn describe(&self) -> String {
        self.path.display().to_string()
    }
}

pub(super) struct OsFile(pub(super) File);

impl IoFile for OsFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize> {
        FileExt::read_at(&self.0, buffer, offset)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> Result<usize> {
        FileExt::write_at(&self.0, bytes, offset)
    }

    fn sync_data(&self) -> Result<()> {
        self.0.sync_data()
    }

    fn len(&self) -> Result<u64> {
        Ok(self.0.metadata()?.len())
    }
}

/// The file is locked for as long as it is open.
struct OsLock {
    _file: File,
}

impl IoLock for OsLock {}
