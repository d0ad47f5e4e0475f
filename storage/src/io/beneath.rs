//! Files that are only read, beneath one folder that the user points at.
//!
//! Every step of a path is opened from the handle of the step before it and no symbolic link is
//! followed, so whatever a name says, and whatever is changed meanwhile, nothing outside is
//! reached. Meet [`ReadFolder`] first.

use std::fs::File;
use std::io::{Error, ErrorKind, Result};
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::sync::Arc;

use rustix::fs::{Mode, OFlags, openat};

use super::file::OsFile;
use super::{IoFile, check_name};

/// A folder to read from.
pub struct ReadFolder {
    handle: OwnedFd,
}

impl ReadFolder {
    /// Opens a folder that must exist. Symbolic links on the way to it are the user's wish.
    pub fn open(path: &Path) -> Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = rustix::fs::open(path, flags, Mode::empty())?;
        Ok(Self { handle })
    }

    /// Opens the file at a path of plain names. Anything but a regular file is refused.
    pub fn file(&self, path: &[&str]) -> Result<Arc<dyn IoFile>> {
        let (name, folders) = path.split_last().ok_or(ErrorKind::NotFound)?;
        let mut above: Option<OwnedFd> = None;
        for folder in folders {
            let next = self.step(above.as_ref(), folder, OFlags::DIRECTORY)?;
            above = Some(next);
        }
        // A pipe would make opening wait for its other end.
        let file = File::from(self.step(above.as_ref(), name, OFlags::NONBLOCK)?);
        if !file.metadata()?.is_file() {
            return Err(Error::new(ErrorKind::NotFound, "not a regular file"));
        }
        Ok(Arc::new(OsFile(file)))
    }

    fn step(&self, above: Option<&OwnedFd>, name: &str, flags: OFlags) -> Result<OwnedFd> {
        check_name(name)?;
        let above = above.unwrap_or(&self.handle);
        let flags = flags | OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(openat(above.as_fd(), name, flags, Mode::empty())?)
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "a test that makes files")]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_is_reached() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "s").unwrap();
        let inside = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(inside.path().join("a/b")).unwrap();
        std::fs::write(inside.path().join("a/b/file"), "hello").unwrap();
        std::os::unix::fs::symlink(outside.path(), inside.path().join("out")).unwrap();
        std::os::unix::fs::symlink("a/b/file", inside.path().join("link")).unwrap();

        let folder = ReadFolder::open(inside.path()).unwrap();
        let file = folder.file(&["a", "b", "file"]).unwrap();
        let mut text = [0; 8];
        assert_eq!(file.len().unwrap(), 5);
        assert_eq!(file.read_full_at(&mut text, 0).unwrap(), 5);
        assert_eq!(&text[..5], b"hello");
        for refused in [
            &["out", "secret"][..],
            &["link"],
            &["..", "secret"],
            &["a", "..", "a"],
            &["a", "b"],
            &["a", ""],
            &["a/b/file"],
            &["missing"],
            &[],
        ] {
            assert!(folder.file(refused).is_err(), "{refused:?}");
        }
        assert!(ReadFolder::open(&inside.path().join("a/b/file")).is_err());
    }
}
