//! Small text files that are no part of any store: what the user names on the command line, and
//! what the operating system tells in the form of files. They are read here because only this
//! module touches files.

use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// More than any configuration has; less than a mistaken path should cost.
const LONGEST: u64 = 1 << 20;

/// Reads a file of at most a mebibyte of UTF-8.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the room for touching files"
)]
pub fn read_text(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path)?;
    if file.take(LONGEST + 1).read_to_string(&mut text)? as u64 > LONGEST {
        return Err(Error::new(
            ErrorKind::InvalidData,
            "the file is longer than a mebibyte",
        ));
    }
    Ok(text)
}

/// Opens a file that the user named, to be read from its beginning to its end, however long.
///
/// # Errors
/// It cannot be opened, or is a folder.
#[allow(
    clippy::disallowed_methods,
    reason = "this is the room for touching files"
)]
pub fn read_stream(path: &Path) -> Result<impl Read + use<>> {
    let file = std::fs::File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(Error::from(ErrorKind::IsADirectory));
    }
    Ok(file)
}
