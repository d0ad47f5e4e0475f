//! A statement between RUN and its end: rows become pieces of an answer as it is read.
//!
//! Meet [`Statement`] first; opening and ending transactions is in the module above.

use std::sync::Arc;

use bytes::Bytes;
use quiver_cypher::InterruptReason;
use quiver_types::{Failure, Status, Text};

use super::media::Format;
use super::request::Request;
use super::rows::JsonRows;
use super::summary;
use super::transactions::Held;
use super::writer::JsonWriter;
use crate::http::answer::push_string;
use crate::http::body::BrokenOff;
use crate::session::{Cancel, End, Fetch, Options, Progress, Session, Summary};

/// Bytes of rows from which on they are sent.
const PIECE: usize = 64 << 10;

/// In what a statement runs, and what becomes of that with its end.
pub(super) enum Frame {
    /// A transaction of its own, which ends with it.
    Auto(Session),
    /// A transaction that stays open.
    Open(Held),
    /// A transaction that is committed then.
    Last(Held),
}

impl Frame {
    fn session(&mut self) -> &mut Session {
        match self {
            Self::Auto(session) => session,
            Self::Open(held) | Self::Last(held) => &mut held.session,
        }
    }
}

/// Stops what the session is doing when nobody waits for it any more.
struct Guard(Option<Arc<Cancel>>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(cancel) = self.0.take() {
            cancel.cancel(InterruptReason::Terminated);
        }
    }
}

/// A statement whose rows are being answered.
pub(super) struct Statement {
    frame: Frame,
    rows: JsonRows,
    format: Format,
    fetch: Fetch,
    counters: bool,
    /// Milliseconds until there was a result.
    available: i64,
    guard: Guard,
}

impl Statement {
    /// Plans and begins a statement. `options` is for one with a transaction of its own.
    pub(super) async fn begin(
        mut frame: Frame,
        text: &Text,
        request: Request,
        options: Option<Options>,
        format: Format,
    ) -> Result<Self, End> {
        let session = frame.session();
        let guard = Guard(Some(session.cancel().clone()));
        let begun = session.run(text, request.parameters, options, 0).await?;
        let database = session
            .database_id()
            .unwrap_or(quiver_types::DatabaseId([0; 16]));
        let mut writer = JsonWriter::new(format.encoding, database);
        push_head(writer.text(), begun.prepared.columns(), format);
        Ok(Self {
            frame,
            rows: JsonRows::new(writer, format, PIECE),
            format,
            fetch: Fetch::Deliver(None),
            counters: request.counters,
            available: begun.t_first,
            guard,
        })
    }

    /// The next piece of the answer, and the statement if there is more.
    pub(super) async fn next(mut self) -> Result<(Bytes, Option<Self>), BrokenOff> {
        let session = self.frame.session();
        let fetched = session.fetch(0, self.fetch, self.rows).await;
        let (rows, progress) = fetched.map_err(|_| BrokenOff)?;
        self.rows = rows;
        match progress {
            Ok(Progress::Full | Progress::HasMore) => {
                self.fetch = Fetch::Continue;
                let piece = std::mem::take(self.rows.text());
                Ok((piece.into(), Some(self)))
            }
            Ok(Progress::Finished(summary)) => self.finish(*summary).await,
            Err(End::Failure(failure)) => Ok(self.failed(*failure)),
            Err(End::Uncertain) => Err(BrokenOff),
        }
    }

    async fn finish(mut self, mut summary: Summary) -> Result<(Bytes, Option<Self>), BrokenOff> {
        if let Frame::Last(held) = &mut self.frame {
            match held.session.commit().await {
                Ok(bookmark) => summary.bookmark = Some(bookmark),
                Err(End::Failure(failure)) => return Ok(self.failed(*failure)),
                Err(End::Uncertain) => return Err(BrokenOff),
            }
        }
        // From here on the session is not to be stopped any more.
        self.guard.0 = None;
        let mut entries = String::new();
        summary::push(&mut entries, &summary, self.available, self.counters);
        if let Frame::Open(held) = &self.frame {
            push_transaction(&mut entries, held);
        }
        let out = self.rows.text();
        if self.format.lines {
            push_summary_line(out, &entries);
        } else {
            out.push_str("]}");
            out.push_str(&entries);
            out.push('}');
        }
        let piece = std::mem::take(out);
        match self.frame {
            Frame::Open(held) => held.put_back(),
            Frame::Auto(_) | Frame::Last(_) => {}
        }
        Ok((piece.into(), None))
    }

    /// Ends the answer with an error: it is too late for another status.
    fn failed(mut self, failure: Failure) -> (Bytes, Option<Self>) {
        let failure = match self.rows.unsupported() {
            Some(name) => Failure::new(
                Status::RequestInvalid,
                format!("Type {name} is not supported."),
            ),
            None => failure,
        };
        let out = self.rows.text();
        if self.format.lines {
            push_error_line(out, &failure);
        } else {
            out.push_str("]},\"errors\":");
            push_errors(out, &failure);
            out.push('}');
        }
        (std::mem::take(out).into(), None)
    }
}

fn push_head(out: &mut String, columns: &[Text], format: Format) {
    out.push_str(if format.lines {
        "{\"$event\":\"Header\",\"_body\":{\"fields\":["
    } else {
        "{\"data\":{\"fields\":["
    });
    for (position, column) in columns.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        push_string(out, column);
    }
    out.push_str(if format.lines {
        "]}}\n"
    } else {
        "],\"values\":["
    });
}

/// Appends `,"transaction":{...}`.
pub(super) fn push_transaction(out: &mut String, held: &Held) {
    let (id, expires) = (&held.id, held.expires());
    out.push_str(&format!(
        ",\"transaction\":{{\"id\":\"{id}\",\"expires\":\"{expires}\"}}"
    ));
}

/// Appends the last line; `entries` begin with a comma each.
pub(super) fn push_summary_line(out: &mut String, entries: &str) {
    out.push_str("{\"$event\":\"Summary\",\"_body\":{");
    out.push_str(entries.strip_prefix(',').unwrap_or(entries));
    out.push_str("}}\n");
}

/// Appends an error as a line.
pub(super) fn push_error_line(out: &mut String, failure: &Failure) {
    out.push_str("{\"$event\":\"Error\",\"_body\":");
    push_errors(out, failure);
    out.push_str("}\n");
}

fn push_errors(out: &mut String, failure: &Failure) {
    out.push_str("[{\"code\":");
    push_string(out, failure.status.code());
    out.push_str(",\"message\":");
    push_string(out, &failure.message);
    out.push_str("}]");
}
