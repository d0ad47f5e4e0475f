//! What LOAD CSV may read: files beneath the import folder, what listed hosts serve (`http`), and
//! nothing else.
//!
//! Paths are resolved from the folder's handle, step by step, without following links
//! (`quiver_storage::io::ReadFolder`). Other schemes are refused by name. Not here: what
//! is in the files (`cypher/src/exec/csv.rs`). Meet [`Imports`] first.

mod http;

use std::io::{Cursor, Error, ErrorKind, Read};
use std::path::PathBuf;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use quiver_cypher::ImportSource;
use quiver_storage::io::{IoFile, ReadFolder};
use quiver_types::{Failure, Status, Text};
use tokio::runtime::Handle;

use self::http::Http;
use crate::config::Settings;
use crate::config::hosts::Scheme;

/// What a compressed file begins with.
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK\x03\x04";
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// The import folder and what is allowed.
pub struct Imports {
    folder: PathBuf,
    http: Http,
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
    #[error("Cannot load from URL '{0}': {1}")]
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
            | Self::Remote(..) => Status::ExternalResourceFailed,
            Self::Unreadable(..) => Status::ExternalResourceUnreadable,
        }
    }

    fn failure(&self) -> Failure {
        Failure::new(self.status(), self.to_string())
    }
}

/// What a URL names.
#[derive(PartialEq, Eq, Debug)]
enum Place {
    /// A file, by its decoded path with its slashes.
    File(String),
    /// Something on a host.
    Remote,
}

impl Imports {
    /// As the settings say. What comes over a network is fetched on `runtime`.
    pub fn new(settings: &Settings, runtime: Handle) -> Self {
        Self {
            folder: settings.import_folder(),
            http: Http::new(settings, runtime),
            files: settings.import_files,
            backslash_escapes: settings.import_backslash,
        }
    }

    /// Opens what a URL names.
    ///
    /// # Errors
    /// It names nothing, or what may not be read.
    pub fn open(&self, url: &str) -> Result<ImportSource, Failure> {
        self.find(url).map_err(|error| error.failure())
    }

    fn find(&self, url: &str) -> Result<ImportSource, ImportError> {
        let path = match place(url)? {
            Place::File(path) => path,
            Place::Remote => {
                let (name, content) = self.http.open(url)?;
                return Ok(ImportSource {
                    content: Box::new(Uncompressed::Start(Vec::new(), Box::new(content))),
                    name: name.into(),
                    backslash_escapes: self.backslash_escapes,
                });
            }
        };
        if !self.files {
            let why =
                "configuration property 'dbms.security.allow_csv_import_from_file_urls' is false";
            return Err(ImportError::Refused(url.into(), why));
        }
        let unreadable = |error| ImportError::Unreadable(url.into(), error);
        let (name, parts) = resolve(&path).ok_or_else(|| unreadable(missing()))?;
        let file = self.file(&parts).map_err(unreadable)?;
        let mut content = Uncompressed::Start(Vec::new(), Box::new(Stream { file, offset: 0 }));
        // What cannot be read is told before the first record is.
        content.begin().map_err(unreadable)?;
        Ok(ImportSource {
            content: Box::new(content),
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

/// What a URL names, by its scheme.
fn place(url: &str) -> Result<Place, ImportError> {
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let (scheme, rest) = match url.split_once(':') {
        Some((scheme, rest)) if !scheme.is_empty() && scheme.chars().all(is_scheme) => {
            (scheme.to_ascii_lowercase(), rest)
        }
        _ => return Err(ImportError::NoScheme(url.into())),
    };
    if Scheme::named(&scheme).is_some() {
        return Ok(Place::Remote);
    }
    if scheme == "ftp" {
        let why = "this server loads files, and what is served over http and https";
        return Err(ImportError::Refused(url.into(), why));
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
    let path = crate::http::percent_decode(rest).ok_or_else(|| {
        ImportError::Invalid(
            url.into(),
            "% is not followed by two hexadecimal digits of UTF-8",
        )
    })?;
    Ok(Place::File(path))
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

/// The content of something that may be compressed with gzip.
enum Uncompressed {
    /// Too little of it has been read to tell; what has been, and the rest.
    Start(Vec<u8>, Box<dyn Read + Send>),
    /// It can be read as it is, or is unpacked.
    Known(Box<dyn Read + Send>),
}

impl Uncompressed {
    /// Reads until it is known how it is written, and gives that.
    fn begin(&mut self) -> std::io::Result<&mut (dyn Read + Send)> {
        if let Self::Start(start, source) = self {
            while start.len() < ZIP.len() {
                let mut next = [0; 4];
                let room = next.get_mut(start.len()..).unwrap_or_default();
                match source.read(room) {
                    Ok(0) => break,
                    Ok(count) => start.extend_from_slice(&room[..count]),
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
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
            let source = std::mem::replace(source, Box::new(std::io::empty()));
            let whole = Cursor::new(std::mem::take(start)).chain(source);
            *self = Self::Known(match zipped {
                true => Box::new(MultiGzDecoder::new(std::io::BufReader::new(whole))),
                false => Box::new(whole),
            });
        }
        match self {
            Self::Known(content) => Ok(content.as_mut()),
            Self::Start(_, source) => Ok(source.as_mut()),
        }
    }
}

impl Read for Uncompressed {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.begin()?.read(buffer)
    }
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
            ("http://localhost/a.csv", "Remote"),
            ("HTTPS://localhost/a.csv", "Remote"),
            ("ftp://localhost/a.csv", "served over http"),
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
            let found = place(url).map_or_else(
                |error| error.to_string(),
                |place| match place {
                    Place::File(path) => path,
                    Place::Remote => "Remote".into(),
                },
            );
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
