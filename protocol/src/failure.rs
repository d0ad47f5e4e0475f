//! FAILURE: what a client is told when a request fails, in the two dialects.
//!
//! Up to Bolt 5.6 a code and a message; from 5.7 also the GQLSTATUS, its condition in words, a
//! diagnostic record and the cause. The conditions come from [`crate::gqlstatus`], the pairing of
//! codes from [`quiver_types::Status`].

use quiver_types::{Failure, Position, ValueWriter};

use crate::gqlstatus;
use crate::message::reply;
use crate::notification::write_position;
use crate::packstream::Encoder;
use crate::packstream::encode::TooLarge;
use crate::version::Failures;

/// Writes a whole FAILURE message.
pub(crate) fn write(
    out: &mut Encoder,
    failure: &Failure,
    dialect: Failures,
) -> Result<(), TooLarge> {
    out.begin(reply::FAILURE, 1);
    match dialect {
        Failures::Plain => {
            out.map(2);
            entry(out, "code", failure.status.code());
            entry(out, "message", &failure.message);
        }
        Failures::Gql => write_gql(out, failure),
    }
    out.end()
}

fn entry(out: &mut Encoder, key: &str, value: &str) {
    out.key(key);
    out.string(value);
}

fn write_gql(out: &mut Encoder, failure: &Failure) {
    let status = failure.status;
    let outer = status.gql_status();
    let causes = status.causes();
    // Where there is a cause, it has the explanation.
    let explanation = summary(failure);
    let text = if causes.is_empty() { explanation } else { "" };
    let classification = classification(outer).or_else(|| Some(status.classification()));
    let record = DiagnosticRecord {
        classification,
        position: failure.position,
    };
    out.map(4 + usize::from(record.is_some()) + usize::from(!causes.is_empty()));
    entry(out, "neo4j_code", status.code());
    entry(out, "message", &failure.message);
    entry(out, "gql_status", outer);
    entry(out, "description", &description(outer, text));
    record.write(out);
    write_causes(out, causes, explanation, failure.position);
}

/// The cause, inside it its own cause, and so on; each has the explanation.
fn write_causes(out: &mut Encoder, causes: &[&str], text: &str, position: Option<Position>) {
    let Some((code, rest)) = causes.split_first() else {
        return;
    };
    out.key("cause");
    let record = DiagnosticRecord {
        classification: classification(code),
        position,
    };
    out.map(3 + usize::from(record.is_some()) + usize::from(!rest.is_empty()));
    entry(out, "message", &format!("{code}: {text}"));
    entry(out, "gql_status", code);
    entry(out, "description", &description(code, text));
    record.write(out);
    write_causes(out, rest, text, position);
}

/// The word for whose fault a known condition is.
fn classification(code: &str) -> Option<&'static str> {
    gqlstatus::find(code).and_then(|row| row.class.name())
}

struct DiagnosticRecord {
    classification: Option<&'static str>,
    position: Option<Position>,
}

impl DiagnosticRecord {
    fn is_some(&self) -> bool {
        self.classification.is_some() || self.position.is_some()
    }

    fn write(&self, out: &mut Encoder) {
        if !self.is_some() {
            return;
        }
        out.key("diagnostic_record");
        let entries =
            usize::from(self.classification.is_some()) + usize::from(self.position.is_some());
        out.map(entries);
        if let Some(classification) = self.classification {
            entry(out, "_classification", classification);
        }
        if let Some(position) = self.position {
            out.key("_position");
            write_position(out, position);
        }
    }
}

/// `error: <condition>[ - <subcondition>][. <text>]`.
fn description(code: &str, text: &str) -> String {
    let mut description = String::from("error: ");
    match gqlstatus::find(code) {
        Some(row) => {
            description.push_str(row.condition);
            if !row.subcondition.is_empty() {
                description.push_str(" - ");
                description.push_str(row.subcondition);
            }
        }
        None => description.push_str(code),
    }
    if !text.is_empty() {
        description.push_str(". ");
        description.push_str(text);
    }
    description
}

/// The message without the excerpt of the query that [`Failure::at`] puts behind it.
fn summary(failure: &Failure) -> &str {
    let message = failure.message.as_str();
    if failure.position.is_none() {
        return message;
    }
    let first = message.lines().next().unwrap_or_default();
    first.rfind(" (line ").map_or(first, |end| &first[..end])
}
