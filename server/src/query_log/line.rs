//! A line of the query log: what may be shown of a query, and in which form.
//!
//! Pure: a [`Record`] in, text out. Passwords are never shown; literals and parameters only where
//! the settings ask for them. No character of a client can end a line, or move a terminal's cursor:
//! it is escaped. Meet [`render`] first.

use std::fmt::{self, Write};

use quiver_cypher::{credentials, obfuscate};
use quiver_types::format::Literal;
use quiver_types::{LocalDateTime, Map, Text};

use super::{Event, Outcome, Record};

/// Texts of queries longer than this are not shown, in bytes.
const TEXT_MAX: usize = 1 << 20;
/// Parameters, and metadata, are cut after this many bytes, all together.
const MAP_MAX: usize = 64 << 10;

/// How lines look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// One JSON object a line, or text for people.
    pub json: bool,
    /// Whether literals and comments are hidden.
    pub obfuscate: bool,
    /// Each parameter is cut after so many bytes.
    pub parameter_length: usize,
}

/// What is kept of a query text until its line is made.
pub(super) enum Kept {
    Whole(Text),
    /// So many bytes, too many to be shown.
    Long(usize),
}

impl Kept {
    pub(super) fn of(text: &Text) -> Self {
        if text.len() > TEXT_MAX {
            Self::Long(text.len())
        } else {
            Self::Whole(text.clone())
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Whole(text) => text.len(),
            Self::Long(_) => 0,
        }
    }

    /// Whether the parameters may be passwords.
    fn sets_password(&self) -> bool {
        match self {
            Self::Whole(text) => credentials::sets_password(text),
            // Nobody has looked.
            Self::Long(_) => true,
        }
    }

    /// What may be seen of it.
    fn shown(&self, hide_literals: bool) -> String {
        match self {
            Self::Whole(text) if hide_literals => obfuscate(&credentials::shown(text)),
            Self::Whole(text) => credentials::shown(text).into_owned(),
            Self::Long(length) => format!("/* {length} bytes, too long to be logged */"),
        }
    }
}

/// Appends the line.
pub(super) fn render(record: &Record, style: Style, out: &mut String) {
    let hides = record.text.sets_password();
    let parameters = record.parameters.as_ref().map(|parameters| {
        if hides {
            map_text(&credentials::hidden(parameters), usize::MAX)
        } else {
            map_text(parameters, style.parameter_length)
        }
    });
    let metadata = record
        .within
        .as_ref()
        .filter(|within| within.metadata.keys().next().is_some())
        .map(|within| map_text(&within.metadata, usize::MAX));
    let fields = Fields {
        time: time_text(record.time),
        query: record.text.shown(style.obfuscate),
        parameters,
        metadata,
    };
    if style.json {
        json(record, &fields, out);
    } else {
        plain(record, &fields, out);
    }
    out.push('\n');
}

/// Parts of a line in text form, not escaped yet.
struct Fields {
    time: String,
    query: String,
    parameters: Option<String>,
    metadata: Option<String>,
}

fn plain(record: &Record, fields: &Fields, out: &mut String) {
    let who = &record.connection;
    let mut field = |name: &str, value: &str| {
        out.push_str(name);
        escape(value, out);
    };
    field("", &fields.time);
    field(" ", level(record.event));
    field(" ", event(record.event));
    field(" ", &record.elapsed_ms.to_string());
    field(" ms query-", &record.query.to_string());
    if let Some(within) = &record.within {
        field(" transaction=", &within.id);
        field(" database=", within.database);
    }
    field(" connection=", &who.id);
    field(" protocol=", who.connector);
    field(" client=", &who.client_address);
    field(" server=", &who.server_address);
    field(" user=", &quoted(&who.user));
    field(" agent=", &quoted(&who.agent));
    if let Event::Ended(outcome) = record.event {
        field(" rows=", &record.rows.to_string());
        if let Outcome::Failed(code) = outcome {
            field(" code=", code);
        }
    }
    if let Some(metadata) = &fields.metadata {
        field(" metadata=", metadata);
    }
    if let Some(parameters) = &fields.parameters {
        field(" parameters=", parameters);
    }
    field(" - ", &fields.query);
}

/// Keys are those of Neo4j's query log where it has them.
fn json(record: &Record, fields: &Fields, out: &mut String) {
    let who = &record.connection;
    out.push('{');
    let mut separator = "";
    let mut entry = |key: &str, value: &dyn Fn(&mut String)| {
        out.push_str(separator);
        separator = ",";
        out.push('"');
        out.push_str(key);
        out.push_str("\":");
        value(out);
    };
    let text = |text: &str| {
        let text = text.to_owned();
        move |out: &mut String| {
            out.push('"');
            escape_json(&text, out);
            out.push('"');
        }
    };
    let number = |number: u64| move |out: &mut String| out.push_str(&number.to_string());
    entry("time", &text(&fields.time));
    entry("level", &text(level(record.event)));
    entry("event", &text(event(record.event)));
    entry("type", &text("query"));
    entry("elapsedTimeMs", &number(record.elapsed_ms));
    entry("id", &text(&format!("query-{}", record.query)));
    if let Some(within) = &record.within {
        entry("transactionId", &text(&within.id));
        entry("database", &text(within.database));
    }
    entry("connectionId", &text(&who.id));
    entry("protocol", &text(who.connector));
    entry("clientAddress", &text(&who.client_address));
    entry("serverAddress", &text(&who.server_address));
    entry("username", &text(&who.user));
    entry("agent", &text(&who.agent));
    entry("query", &text(&fields.query));
    if let Some(parameters) = &fields.parameters {
        entry("queryParameters", &text(parameters));
    }
    if let Some(metadata) = &fields.metadata {
        entry("annotationData", &text(metadata));
    }
    if let Event::Ended(outcome) = record.event {
        entry("rows", &number(record.rows));
        if let Outcome::Failed(code) = outcome {
            entry("errorCode", &text(code));
        }
    }
    out.push('}');
}

fn level(event: Event) -> &'static str {
    match event {
        Event::Started | Event::Ended(Outcome::Succeeded | Outcome::Abandoned) => "INFO",
        Event::Ended(Outcome::Failed(_) | Outcome::Uncertain) => "ERROR",
    }
}

fn event(event: Event) -> &'static str {
    match event {
        Event::Started => "start",
        Event::Ended(Outcome::Succeeded) => "success",
        Event::Ended(Outcome::Failed(_)) => "fail",
        Event::Ended(Outcome::Uncertain) => "unknown",
        Event::Ended(Outcome::Abandoned) => "abandoned",
    }
}

/// In UTC, to the millisecond.
fn time_text(nanos: i64) -> String {
    let millis = nanos.rem_euclid(1_000_000_000) / 1_000_000;
    LocalDateTime::from_seconds(nanos.div_euclid(1_000_000_000), 0)
        .map_or_else(|| nanos.to_string(), |time| format!("{time}.{millis:03}Z"))
}

/// A name that somebody chose, so that it is seen where it ends.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A map as a query would write it, each value cut after `longest` bytes.
fn map_text(map: &Map, longest: usize) -> String {
    let mut all = Bounded::new(MAP_MAX);
    let mut write = || {
        all.write_char('{')?;
        for (position, (name, value)) in map.iter().enumerate() {
            let separator = if position > 0 { ", " } else { "" };
            write!(all, "{separator}{name}: ")?;
            let mut one = Bounded::new(longest.min(MAP_MAX));
            // Its only error is that it is full, which its text says.
            let _ = write!(one, "{}", Literal(value));
            all.write_str(&one.finish())?;
        }
        all.write_char('}')
    };
    let _: fmt::Result = write();
    all.finish()
}

/// Text up to a length; what goes beyond is not even made.
struct Bounded {
    text: String,
    left: usize,
    cut: bool,
}

impl Bounded {
    fn new(longest: usize) -> Self {
        Self {
            text: String::new(),
            left: longest,
            cut: false,
        }
    }

    fn finish(mut self) -> String {
        if self.cut {
            self.text.push_str("...");
        }
        self.text
    }
}

impl Write for Bounded {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        let taken = more.floor_char_boundary(self.left);
        self.text.push_str(&more[..taken]);
        self.left -= taken;
        if taken == more.len() {
            return Ok(());
        }
        self.cut = true;
        self.left = 0;
        Err(fmt::Error)
    }
}

/// Characters that end a line, move the cursor, or make text look like other text.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200b}'..='\u{200f}' | '\u{feff}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if is_unsafe(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
}

fn escape_json(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            // All of them have four hexadecimal digits at most.
            _ if is_unsafe(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use quiver_cypher::ConnectionInfo;
    use quiver_types::Value;

    use super::super::Within;
    use super::*;

    const HIDING: Style = Style {
        json: false,
        obfuscate: true,
        parameter_length: 12,
    };

    fn record(text: &str, parameters: Option<&[(&str, Value)]>) -> Record {
        let map = |entries: &[(&str, Value)]| entries.iter().cloned().collect::<Map>();
        Record {
            time: 1_795_235_400_123_456_789,
            event: Event::Ended(Outcome::Succeeded),
            elapsed_ms: 12,
            connection: ConnectionInfo {
                id: "bolt-7".into(),
                connected: 0,
                connector: "bolt",
                user: "a \"b\" rows=9\n".into(),
                agent: "test/1".into(),
                server_address: "127.0.0.1:7687".into(),
                client_address: "127.0.0.1:5000".into(),
            },
            query: 3,
            within: Some(Arc::new(Within {
                id: "neo4j-transaction-5".into(),
                database: "neo4j",
                metadata: map(&[("app", "x\u{1b}[2J".into())]),
            })),
            text: Kept::of(&text.into()),
            parameters: parameters.map(|entries| Arc::new(map(entries))),
            rows: 2,
        }
    }

    fn line(record: &Record, style: Style) -> String {
        let mut out = String::new();
        render(record, style, &mut out);
        assert_eq!(out.matches('\n').count(), 1, "{out:?}");
        assert!(!out.trim_end_matches('\n').contains(is_unsafe), "{out:?}");
        out.trim_end_matches('\n').to_owned()
    }

    #[test]
    fn a_line_for_people() {
        assert_eq!(
            line(&record("RETURN 'x',\n1", None), HIDING),
            "2026-11-21T04:30:00.123Z INFO success 12 ms query-3 transaction=neo4j-transaction-5 \
             database=neo4j connection=bolt-7 protocol=bolt client=127.0.0.1:5000 \
             server=127.0.0.1:7687 user=\"a \\\"b\\\" rows=9\\n\" agent=\"test/1\" rows=2 \
             metadata={app: 'x\\u{1b}[2J'} - RETURN ******,\\n******"
        );
    }

    #[test]
    fn a_line_of_json_can_be_read() {
        let style = Style {
            json: true,
            obfuscate: false,
            ..HIDING
        };
        let mut record = record("RETURN '\u{202e}\\\"\u{9b}'", Some(&[("p", 1_i64.into())]));
        record.event = Event::Ended(Outcome::Failed("Neo.X"));
        let line = line(&record, style);
        let read: serde_json::Value = serde_json::from_str(&line).unwrap();
        for (key, expected) in [
            ("time", "2026-11-21T04:30:00.123Z"),
            ("level", "ERROR"),
            ("event", "fail"),
            ("id", "query-3"),
            ("transactionId", "neo4j-transaction-5"),
            ("database", "neo4j"),
            ("protocol", "bolt"),
            ("clientAddress", "127.0.0.1:5000"),
            ("username", "a \"b\" rows=9\n"),
            ("query", "RETURN '\u{202e}\\\"\u{9b}'"),
            ("queryParameters", "{p: 1}"),
            ("annotationData", "{app: 'x\u{1b}[2J'}"),
            ("errorCode", "Neo.X"),
        ] {
            assert_eq!(read[key], expected, "{key} in {line}");
        }
        assert_eq!(read["elapsedTimeMs"], 12);
        assert_eq!(read["rows"], 2);
    }

    /// Text, parameters if they are logged, whether literals are hidden, what must and what must
    /// not be in the line.
    type Case<'a> = (
        &'a str,
        Option<&'a [(&'a str, &'a str)]>,
        bool,
        &'a [&'a str],
        &'a [&'a str],
    );

    const CASES: &[Case<'_>] = &[
        (
            "MATCH (n {name: 'Ada'}) WHERE n.age > 36 /* of Ada */ RETURN n",
            None,
            true,
            &["- MATCH (n {name: ******}) WHERE n.age > ****** RETURN n"],
            &["Ada", "36", "parameters"],
        ),
        (
            "RETURN 'Ada', $p",
            Some(&[("p", "secret")]),
            false,
            &["RETURN 'Ada', $p", "parameters={p: 'secret'}"],
            &[],
        ),
        (
            "RETURN $p",
            Some(&[("p", "0123456789abcdef")]),
            false,
            &["parameters={p: '0123456789a...}"],
            &["bcdef"],
        ),
        (
            "CREATE USER ada SET PASSWORD 'geheim42'",
            None,
            false,
            &["CREATE USER ada SET PASSWORD ******"],
            &["geheim"],
        ),
        (
            "ALTER USER ada SET PASSWORD $p",
            Some(&[("p", "geheim42")]),
            false,
            &["parameters={p: '******'}"],
            &["geheim"],
        ),
        (
            "RETURN 'not closed geheim",
            None,
            true,
            &["- ******"],
            &["geheim"],
        ),
    ];

    #[test]
    fn secrets_are_hidden_and_the_rest_only_shown_when_asked_for() {
        for (text, parameters, obfuscate, shown, hidden) in CASES {
            let parameters: Option<Vec<(&str, Value)>> = parameters.map(|entries| {
                let entries = entries.iter();
                entries
                    .map(|(name, value)| (*name, (*value).into()))
                    .collect()
            });
            let record = record(text, parameters.as_deref());
            for json in [false, true] {
                let style = Style {
                    json,
                    obfuscate: *obfuscate,
                    ..HIDING
                };
                let line = line(&record, style);
                for part in *hidden {
                    assert!(!line.contains(part), "{part} in {line}");
                }
                for part in shown.iter().filter(|_| !json) {
                    assert!(line.contains(part), "no {part} in {line}");
                }
            }
        }
    }

    #[test]
    fn no_line_is_longer_than_its_bounds() {
        let long = "x".repeat(2 << 20);
        let mut record = record(&format!("RETURN '{long}'"), None);
        record.parameters = Some(Arc::new(
            (0..100_000)
                .map(|at| (Text::new(&format!("p{at}")), Value::from("x")))
                .collect(),
        ));
        for obfuscate in [false, true] {
            let style = Style {
                obfuscate,
                parameter_length: usize::MAX,
                ..HIDING
            };
            let line = line(&record, style);
            assert!(line.len() < MAP_MAX + 1_000, "{}", line.len());
            assert!(line.ends_with("- /* 2097161 bytes, too long to be logged */"));
        }
    }
}
