//! What LOAD CSV may read: files beneath the import folder, and nothing else.
//!
//! Paths are resolved from the folder's handle, step by step, without following links
//! (`quiver_storage::io::ReadFolder`). Other schemes than `file` are refused by name. Not here: what
//! is in the files (`cypher/src/exec/csv.rs`). Meet [`Imports`] first.

use std::io::{Chain, Cursor, Error, ErrorKind, Read};
use std::path::PathBuf;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use quiver_cypher::ImportSource;
use quiver_storage::io::{IoFile, ReadFolder};
use quiver_types::{Failure, Status, Text};

use crate::config::Settings;

/// What a compressed file begins with.
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK\x03\x04";
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Schemes that LOAD CSV knows elsewhere and this server does not read from.
const REMOTE: [&str; 3] = ["http", "https", "ftp"];

/// The import folder and what is allowed.
pub struct Imports {
    folder: PathBuf,
    files: bool,
    backslash_escapes: bool,
}

/// Why a URL cannot be read.
#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("Invalid URL '{0}': no protocol: {0}")]
    NoScheme(String),
    #[error("Invalid URL '{0}': unknown protocol: {1}")]
    UnknownScheme(String, String),
    #[error("Invalid URL '{0}': {1}")]
    Invalid(String, &'static str),
    #[error("Cannot load from URL '{0}': {1}")]
    Refused(String, &'static str),
    #[error(
        "Cannot load from URL '{0}': this server loads files of its import folder only, nothing over {1}"
    )]
    Remote(String, String),
    #[error("Cannot load from URL '{0}': Couldn't load the external resource at: {0} ({1})")]
    Unreadable(String, Error),
}

impl ImportError {
    fn status(&self) -> Status {
        match self {
            Self::NoScheme(_)
            | Self::UnknownScheme(..)
            | Self::Invalid(..)
            | Self::Refused(..)
            | Self::Remote(..)
            | Self::Unreadable(..) => Status::ExternalResourceFailed,
        }
    }
}

impl Imports {
    /// As the settings say.
    pub fn new(settings: &Settings) -> Self {
        Self {
            folder: settings.import_folder(),
            files: settings.import_files,
            backslash_escapes: settings.import_backslash,
        }
    }

    /// Opens what a URL names.
    ///
    /// # Errors
    /// It names nothing, or what may not be read.
    pub fn open(&self, url: &str) -> Result<ImportSource, Failure> {
        self.find(url)
            .map_err(|error| Failure::new(error.status(), error.to_string()))
    }

    fn find(&self, url: &str) -> Result<ImportSource, ImportError> {
        let path = file_path(url)?;
        if !self.files {
            let why =
                "configuration property 'dbms.security.allow_csv_import_from_file_urls' is false";
            return Err(ImportError::Refused(url.into(), why));
        }
        let unreadable = |error| ImportError::Unreadable(url.into(), error);
        let (name, parts) = resolve(&path).ok_or_else(|| unreadable(missing()))?;
        let file = self.file(&parts).map_err(unreadable)?;
        let content = uncompressed(file).map_err(unreadable)?;
        Ok(ImportSource {
            content,
            name,
            backslash_escapes: self.backslash_escapes,
        })
    }

    fn file(&self, parts: &[&str]) -> std::io::Result<Arc<dyn IoFile>> {
        // What a link or a folder is instead of a file is nobody's business outside.
        let opened = ReadFolder::open(&self.folder).and_then(|folder| folder.file(parts));
        opened.map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied => error,
            _ => missing(),
        })
    }
}

fn missing() -> Error {
    Error::new(ErrorKind::NotFound, "there is no such file")
}

/// The decoded path of a `file` URL, with its slashes.
fn file_path(url: &str) -> Result<String, ImportError> {
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let (scheme, rest) = match url.split_once(':') {
        Some((scheme, rest)) if !scheme.is_empty() && scheme.chars().all(is_scheme) => {
            (scheme.to_ascii_lowercase(), rest)
        }
        _ => return Err(ImportError::NoScheme(url.into())),
    };
    if REMOTE.contains(&scheme.as_str()) {
        return Err(ImportError::Remote(url.into(), scheme));
    }
    if scheme != "file" {
        return Err(ImportError::UnknownScheme(url.into(), scheme));
    }
    let refused = |why| Err(ImportError::Refused(url.into(), why));
    if rest.contains('?') {
        return refused("file URL may not contain a query component");
    }
    if rest.contains('#') {
        return refused("URI has a fragment component");
    }
    if !rest.starts_with('/') {
        return refused("URI is not hierarchical");
    }
    if let Some(authority) = rest.strip_prefix("//")
        && !authority.starts_with('/')
    {
        return refused(
            "file URL may not contain an authority section (i.e. it should be 'file:///')",
        );
    }
    if rest
        .chars()
        .any(|c| c.is_ascii_control() || " \"<>\\^`{|}".contains(c))
    {
        return Err(ImportError::Invalid(
            url.into(),
            "Illegal character in path; it is written as % and two hexadecimal digits",
        ));
    }
    crate::http::percent_decode(rest).ok_or_else(|| {
        ImportError::Invalid(
            url.into(),
            "% is not followed by two hexadecimal digits of UTF-8",
        )
    })
}

/// What `file()` says, and the steps beneath the folder; `None` if a path leads out of it.
fn resolve(path: &str) -> Option<(Text, Vec<&str>)> {
    let mut parts = Vec::new();
    let mut plain = true;
    for part in path.split('/').filter(|part| !part.is_empty()) {
        match part {
            "." => plain = false,
            ".." => {
                plain = false;
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let name = if plain {
        path.to_owned()
    } else {
        parts.join("/")
    };
    (!parts.is_empty()).then(|| (name.into(), parts))
}

/// Reads a file from its beginning.
struct Stream {
    file: Arc<dyn IoFile>,
    offset: u64,
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read_at(buffer, self.offset)?;
        self.offset += count as u64;
        Ok(count)
    }
}

/// The content of a file, which may be compressed with gzip.
fn uncompressed(file: Arc<dyn IoFile>) -> std::io::Result<Box<dyn Read + Send>> {
    let mut start = [0; 4];
    let count = file.read_full_at(&mut start, 0)?;
    let start = start.get(..count).unwrap_or_default().to_vec();
    let refused = |what: &str| {
        let why = format!("it is compressed with {what}; only gzip is read");
        Error::new(ErrorKind::Unsupported, why)
    };
    if start.starts_with(ZIP) {
        return Err(refused("ZIP"));
    }
    if start.starts_with(ZSTD) {
        return Err(refused("Zstandard"));
    }
    let zipped = start.starts_with(GZIP);
    let offset = start.len() as u64;
    let whole: Chain<Cursor<Vec<u8>>, Stream> = Cursor::new(start).chain(Stream { file, offset });
    Ok(match zipped {
        true => Box::new(MultiGzDecoder::new(std::io::BufReader::new(whole))),
        false => Box::new(whole),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let cases = [
            ("file:///a.csv", "///a.csv"),
            ("file:/a.csv", "/a.csv"),
            ("FILE:////a%20b/%C3%A9.csv", "////a b/é.csv"),
            ("a.csv", "no protocol"),
            ("", "no protocol"),
            ("/a.csv", "no protocol"),
            ("http://localhost/a.csv", "nothing over http"),
            ("s3://bucket/a.csv", "unknown protocol: s3"),
            ("file:a.csv", "not hierarchical"),
            ("file://host/a.csv", "authority"),
            ("file:///a.csv?x=1", "query"),
            ("file:///a.csv#x", "fragment"),
            ("file:///a b.csv", "Illegal character"),
            ("file:///a%2", "hexadecimal"),
            ("file:///a%ff", "hexadecimal"),
        ];
        for (url, expected) in cases {
            let found = file_path(url).unwrap_or_else(|error| error.to_string());
            assert!(found.contains(expected), "{url}: {found}");
        }
    }

    #[test]
    fn paths() {
        let cases = [
            ("///a.csv", Some("///a.csv")),
            ("/b/../a.csv", Some("a.csv")),
            ("/./b//a.csv", Some("b/a.csv")),
            ("/../a.csv", None),
            ("/b/../../a.csv", None),
            ("///", None),
        ];
        for (path, expected) in cases {
            let found = resolve(path).map(|(name, _)| name.to_string());
            assert_eq!(found.as_deref(), expected, "{path}");
        }
    }
}
