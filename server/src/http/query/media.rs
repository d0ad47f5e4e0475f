//! Which form a request has and which form its answer is to have: one table of media types.
//!
//! Meet [`Format`] first.

use hyper::header::{ACCEPT, CONTENT_TYPE, HeaderMap};

/// How values are written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Encoding {
    /// As JSON has them; types are lost.
    Plain,
    /// With their types.
    TypedV1_0,
    /// And vectors.
    TypedV1_1,
    /// And UUIDs.
    TypedV1_2,
}

impl Encoding {
    /// Whether types are written.
    pub(super) fn is_typed(self) -> bool {
        self != Self::Plain
    }
}

/// A form of answers, and of requests if it is not in lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Format {
    /// The media type.
    pub(super) name: &'static str,
    /// How values are written.
    pub(super) encoding: Encoding,
    /// Whether the answer is a line an event, and not one document.
    pub(super) lines: bool,
}

const fn format(name: &'static str, encoding: Encoding, lines: bool) -> Format {
    Format {
        name,
        encoding,
        lines,
    }
}

/// All of them; the first is for clients that do not mind.
static TABLE: [Format; 9] = [
    format("application/json", Encoding::Plain, false),
    format("application/vnd.neo4j.query", Encoding::TypedV1_0, false),
    format(
        "application/vnd.neo4j.query.v1.0",
        Encoding::TypedV1_0,
        false,
    ),
    format(
        "application/vnd.neo4j.query.v1.1",
        Encoding::TypedV1_1,
        false,
    ),
    format(
        "application/vnd.neo4j.query.v1.2",
        Encoding::TypedV1_2,
        false,
    ),
    format("application/jsonl", Encoding::Plain, true),
    format(
        "application/vnd.neo4j.query.v1.0+jsonl",
        Encoding::TypedV1_0,
        true,
    ),
    format(
        "application/vnd.neo4j.query.v1.1+jsonl",
        Encoding::TypedV1_1,
        true,
    ),
    format(
        "application/vnd.neo4j.query.v1.2+jsonl",
        Encoding::TypedV1_2,
        true,
    ),
];

/// The form of the answer that the client likes best; `None` if it takes none.
pub(super) fn wanted(headers: &HeaderMap) -> Option<Format> {
    let mut best: Option<(u32, Format)> = None;
    let mut any = false;
    for value in headers.get_all(ACCEPT) {
        for part in value.to_str().ok()?.split(',') {
            let (name, quality) = quality(part);
            if name.is_empty() {
                continue;
            }
            any = true;
            let format = match name.as_str() {
                "*/*" | "application/*" => Some(TABLE[0]),
                _ => find(&name),
            };
            if let Some(format) = format
                && quality > best.map_or(0, |(quality, _)| quality)
            {
                best = Some((quality, format));
            }
        }
    }
    match any {
        true => best.map(|(_, format)| format),
        false => Some(TABLE[0]),
    }
}

/// The form of the request; `None` if it is not one of them.
pub(super) fn sent(headers: &HeaderMap) -> Option<Encoding> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let (name, _) = quality(text);
    find(&name)
        .filter(|format| !format.lines)
        .map(|format| format.encoding)
}

fn find(name: &str) -> Option<Format> {
    TABLE.iter().find(|format| format.name == name).copied()
}

/// Name and quality, in thousandths, of one entry.
fn quality(part: &str) -> (String, u32) {
    let mut pieces = part.split(';').map(str::trim);
    let name = pieces.next().unwrap_or_default().to_ascii_lowercase();
    let quality = pieces
        .find_map(|piece| piece.strip_prefix("q="))
        .and_then(|quality| quality.parse::<f64>().ok())
        .map_or(1_000, |quality| (quality.clamp(0.0, 1.0) * 1_000.0) as u32);
    (name, quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_that_is_there() {
        const JSON: &str = "application/json";
        const TYPED: &str = "application/vnd.neo4j.query";
        for (accept, expected) in [
            ("", Some(JSON)),
            ("*/*", Some(JSON)),
            ("application/*;q=0.1", Some(JSON)),
            ("text/html", None),
            ("text/html, */*;q=0.1", Some(JSON)),
            (
                "application/json;q=0.5, application/vnd.neo4j.query",
                Some(TYPED),
            ),
            (
                "application/vnd.neo4j.query;q=0.4, application/json;q=0.5",
                Some(JSON),
            ),
            ("application/json; charset=utf-8", Some(JSON)),
            ("application/json;q=0", None),
            ("Application/JSONL", Some("application/jsonl")),
            ("application/vnd.neo4j.query+jsonl", None),
            ("application/vnd.neo4j.query.v1.3", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, accept.parse().unwrap());
            let got = wanted(&headers).map(|format| format.name);
            assert_eq!(got, expected, "{accept}");
        }
        assert_eq!(wanted(&HeaderMap::new()), Some(TABLE[0]));
    }

    #[test]
    fn what_may_be_sent() {
        for (content_type, expected) in [
            ("application/json", Some(Encoding::Plain)),
            ("application/json; charset=utf-8", Some(Encoding::Plain)),
            (
                "application/vnd.neo4j.query.v1.1",
                Some(Encoding::TypedV1_1),
            ),
            ("application/jsonl", None),
            ("text/plain", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
            assert_eq!(sent(&headers), expected, "{content_type}");
        }
        assert_eq!(sent(&HeaderMap::new()), None);
    }
}
