//! Bookmarks: which state of which database a client has seen, in the form Neo4j gives them, and
//! waiting for it.
//!
//! `FB:` and base64 of PackStream `9n`, n times a 16-byte database id and an integer, then `90`.
//! Drivers treat the text as opaque and send the union of what they were given.

use quiver_storage::Timestamp;
use quiver_types::{DatabaseId, Failure, Status, Text};
use tokio::sync::oneshot;

use super::{Deadline, End, Session};
use crate::base64;

/// Most databases one bookmark may name; Neo4j writes one.
const DATABASES_MAX: usize = 15;

/// The text of a bookmark for one database.
pub fn encode(database: DatabaseId, timestamp: Timestamp) -> String {
    let mut bytes = vec![0x91, 0xCC, 0x10];
    bytes.extend_from_slice(&database.0);
    // Timestamps count commits, so the sign bit is never reached.
    let number = i64::try_from(timestamp.0).unwrap_or(i64::MAX);
    match number {
        0..=127 => bytes.push(number as u8),
        128..=0x7FFF => {
            bytes.push(0xC9);
            bytes.extend_from_slice(&(number as i16).to_be_bytes());
        }
        0x8000..=0x7FFF_FFFF => {
            bytes.push(0xCA);
            bytes.extend_from_slice(&(number as i32).to_be_bytes());
        }
        _ => {
            bytes.push(0xCB);
            bytes.extend_from_slice(&number.to_be_bytes());
        }
    }
    bytes.push(0x90);
    format!("FB:{}", base64::encode(&bytes))
}

/// What a bookmark names; `None` if the text is malformed.
pub fn decode(text: &str) -> Option<Vec<(DatabaseId, Timestamp)>> {
    let bytes = base64::decode(text.strip_prefix("FB:")?)?;
    let (&head, mut rest) = bytes.split_first()?;
    let count = usize::from(head.checked_sub(0x90)?);
    if count > DATABASES_MAX {
        return None;
    }
    let mut named = Vec::new();
    for _ in 0..count {
        rest = rest.strip_prefix(&[0xCC, 0x10])?;
        let (id, after) = rest.split_first_chunk::<16>()?;
        let (number, after) = integer(after)?;
        named.push((DatabaseId(*id), Timestamp(u64::try_from(number).ok()?)));
        rest = after;
    }
    (rest == [0x90]).then_some(named)
}

fn integer(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (&marker, rest) = bytes.split_first()?;
    match marker {
        0x00..=0x7F => Some((i64::from(marker), rest)),
        0xC8 => rest
            .split_first_chunk()
            .map(|(n, rest)| (i64::from(i8::from_be_bytes(*n)), rest)),
        0xC9 => rest
            .split_first_chunk()
            .map(|(n, rest)| (i64::from(i16::from_be_bytes(*n)), rest)),
        0xCA => rest
            .split_first_chunk()
            .map(|(n, rest)| (i64::from(i32::from_be_bytes(*n)), rest)),
        0xCB => rest
            .split_first_chunk()
            .map(|(n, rest)| (i64::from_be_bytes(*n), rest)),
        _ => None,
    }
}

impl Session {
    /// Waits until what the bookmarks name is visible.
    pub(super) async fn await_bookmarks(
        &mut self,
        bookmarks: &[Text],
        deadline: Option<Deadline>,
    ) -> Result<(), End> {
        for text in bookmarks {
            let named = decode(text).ok_or_else(|| {
                invalid_bookmark("The text of a bookmark is not one that a server gave.")
            })?;
            for (id, timestamp) in named {
                self.await_visible(id, timestamp, deadline).await?;
            }
        }
        Ok(())
    }

    async fn await_visible(
        &mut self,
        id: DatabaseId,
        timestamp: Timestamp,
        deadline: Option<Deadline>,
    ) -> Result<(), End> {
        let databases = self.shared.databases.all();
        let (_, database) = databases
            .into_iter()
            .find(|(_, database)| database.id() == id)
            .ok_or_else(|| {
                invalid_bookmark("A bookmark is of a database that this server does not have.")
            })?;
        if timestamp <= database.visible() {
            return Ok(());
        }
        let (sender, receiver) = oneshot::channel();
        let exists = database.on_visible(
            timestamp,
            Box::new(move || {
                // Nobody waits any more after the timeout.
                let _ = sender.send(());
            }),
        );
        if !exists {
            let text = "A bookmark names a state that the database never had.";
            return Err(invalid_bookmark(text).into());
        }
        let patience = self.shared.settings.bookmark_timeout.0;
        let wait = tokio::time::timeout(patience, receiver);
        match self.guarded(deadline, wait).await? {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Failure::new(
                Status::BookmarkTimeout,
                "The database did not reach the state that a bookmark names within \
                 db.transaction.bookmark_ready_timeout.",
            )
            .into()),
        }
    }
}

fn invalid_bookmark(text: &str) -> Failure {
    Failure::new(Status::InvalidBookmark, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_neo4j_wrote() {
        let named = decode("FB:kcwQJtQ0/7//Q8uhmUX40B/+VW2Q").unwrap();
        assert_eq!(named.len(), 1);
        assert_eq!(
            named[0].0.to_string(),
            "26d434ff-bfff-43cb-a199-45f8d01ffe55"
        );
        assert_eq!(named[0].1, Timestamp(109));
        assert_eq!(
            encode(named[0].0, named[0].1),
            "FB:kcwQJtQ0/7//Q8uhmUX40B/+VW2Q"
        );
    }

    #[test]
    fn round_trips_at_every_width() {
        let id = DatabaseId([0xFE; 16]);
        for number in [
            0,
            1,
            127,
            128,
            0x7FFF,
            0x8000,
            0x7FFF_FFFF,
            0x8000_0000,
            1 << 60,
        ] {
            let text = encode(id, Timestamp(number));
            assert_eq!(decode(&text), Some(vec![(id, Timestamp(number))]));
        }
    }

    #[test]
    fn refuses_junk() {
        let good = encode(DatabaseId([1; 16]), Timestamp(5));
        for length in 0..good.len() {
            assert_eq!(decode(&good[..length]), None, "{length}");
        }
        for junk in [
            "",
            "FB:",
            "FB:####",
            "fb:kJA=",
            "neo4j:bookmark:v1:tx42",
            "FB:kJCQ",
            "FB:KQ==",
        ] {
            assert_eq!(decode(junk), None, "{junk}");
        }
    }
}
