//! Neo4j Browser, or whatever else is in the folder that `server.http.browser_directory` names.
//!
//! Only reads, only beneath that folder. Meet [`Browser`] first.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, HeaderValue, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use quiver_storage::io::{IoFile, ReadFolder};

use super::answer::{self, Answer};
use super::body::{Body, BrokenOff};

/// Where it is served.
pub(super) const PLACE: &str = "/browser/";
/// Bytes of a file in memory at a time.
const PIECE: u64 = 64 << 10;

/// Types of files by what comes after the last dot. Others are bytes to a browser.
const TYPES: [(&str, &str); 19] = [
    ("css", "text/css; charset=utf-8"),
    ("gif", "image/gif"),
    ("htm", "text/html; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("webmanifest", "application/manifest+json"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
];

/// The folder.
pub struct Browser {
    folder: Arc<ReadFolder>,
}

impl Browser {
    /// Opens the folder; an error if it is none, or has no page to begin with.
    pub fn open(path: &str) -> std::io::Result<Self> {
        let folder = ReadFolder::open(Path::new(path))?;
        folder.file(&["index.html"])?;
        Ok(Self {
            folder: Arc::new(folder),
        })
    }

    /// The file at `path`, which is what followed [`PLACE`], still percent-encoded.
    pub(super) async fn serve(&self, path: &str) -> Answer {
        let Some(decoded) = super::percent_decode(path) else {
            return answer::bad_request("Bad Request");
        };
        let name = match decoded.as_str() {
            "" => "index.html".to_owned(),
            _ => decoded,
        };
        let (folder, asked) = (self.folder.clone(), name.clone());
        let opened = tokio::task::spawn_blocking(move || {
            let parts: Vec<&str> = asked.split('/').collect();
            let file = folder.file(&parts)?;
            let length = file.len()?;
            std::io::Result::Ok((file, length))
        });
        match opened.await {
            Ok(Ok((file, length))) => found(&name, file, length),
            Ok(Err(_)) => answer::not_found(),
            Err(_) => answer::error(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Neo.DatabaseError.General.UnknownError",
                "A file could not be read.",
            ),
        }
    }
}

fn found(name: &str, file: Arc<dyn IoFile>, length: u64) -> Answer {
    let body = Body::pieces((file, 0), Some(length), move |(file, offset)| async move {
        let (read_from, count) = (file.clone(), PIECE.min(length - offset));
        let read = tokio::task::spawn_blocking(move || read(&*read_from, offset, count));
        // An answer that ends early is seen by the client: its length was announced.
        let piece = read.await.ok().flatten().ok_or(BrokenOff)?;
        let offset = offset + piece.len() as u64;
        let rest = (offset < length).then_some((file, offset));
        Ok((piece, rest))
    });
    let body = if length == 0 { Body::empty() } else { body };
    let mut answer = answer::content(content_type(name), body);
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    answer
}

fn read(file: &dyn IoFile, offset: u64, count: u64) -> Option<Bytes> {
    let mut piece = vec![0; usize::try_from(count).ok()?];
    let got = file.read_full_at(&mut piece, offset).ok()?;
    piece.truncate(got);
    (got > 0).then(|| piece.into())
}

fn content_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    TYPES
        .iter()
        .find(|(known, _)| extension.eq_ignore_ascii_case(known))
        .map_or("application/octet-stream", |(_, content_type)| content_type)
}
