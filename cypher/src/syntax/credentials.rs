//! Finds the passwords in a query text, so that no message, list or log ever shows one.
//!
//! It reads words and literals only and never fails, because a text that is no Cypher may hold a
//! password too: a forgotten quote, a misspelt command. When in doubt it hides. Two forms come out:
//! [`masked`] keeps every place where it was, for errors that point into the text; [`shown`] is
//! short, for lists and logs. Not here: what passwords mean.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use quiver_types::{Map, Value};

/// What stands for a password in lists and logs.
pub const HIDDEN: &str = "******";

/// The text with every password overwritten, sign by sign, so that places stay; `None` if there
/// is nothing to hide.
pub fn masked(text: &str) -> Option<String> {
    let secrets = secrets(text);
    if secrets.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for secret in secrets {
        let inner = secret.inner();
        out.push_str(&text[at..inner.start]);
        let letter = if secret.quoted { '*' } else { '_' };
        for c in text[inner.clone()].chars() {
            // The same number of bytes and of UTF-16 units, so that every position stays right.
            out.push(match (c, c.len_utf8()) {
                ('\n', _) => '\n',
                (_, 1) => letter,
                (_, 2) => '\u{b7}',
                (_, 3) => '\u{2022}',
                _ => '\u{1f512}',
            });
        }
        at = inner.end;
    }
    out.push_str(&text[at..]);
    Some(out)
}

/// The text with [`HIDDEN`] in place of every password.
pub fn shown(text: &str) -> Cow<'_, str> {
    let secrets = secrets(text);
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for secret in secrets {
        out.push_str(&text[at..secret.whole.start]);
        out.push_str(HIDDEN);
        at = secret.whole.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// Whether the text is, or was meant to be, a command that sets a password; what it is given in
/// parameters is then a secret too.
pub fn sets_password(text: &str) -> bool {
    let pieces = significant(text, HEAD);
    is_user_command(text, &pieces) || !secrets(text).is_empty()
}

/// The parameters of a text that [`sets_password`], with [`HIDDEN`] in place of their values.
pub fn hidden(parameters: &Map) -> Map {
    let names = parameters.keys().cloned();
    names.map(|name| (name, Value::from(HIDDEN))).collect()
}

/// Pieces in which a command about users shows what it is.
const HEAD: usize = 16;

/// Pieces before one that decide what it is.
const LOOK_BACK: usize = 4;
/// A text with more secrets than this is hidden from there on.
const MOST: usize = 10_000;

/// A password in the text.
struct Secret {
    whole: Range<usize>,
    quoted: bool,
    closed: bool,
}

impl Secret {
    /// Without its quotes.
    fn inner(&self) -> Range<usize> {
        let quote = usize::from(self.quoted);
        let end = self.whole.end - usize::from(self.quoted && self.closed);
        self.whole.start + quote..end.max(self.whole.start + quote)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    /// In single or double quotes; whether they are closed.
    String(bool),
    /// In backticks; whether they are closed.
    Quoted(bool),
    Sign,
}

struct Piece {
    kind: Kind,
    place: Range<usize>,
}

/// Words that a command about users has beside its passwords.
const WORDS: &[&str] = &[
    "CHANGE",
    "NOT",
    "REQUIRED",
    "SET",
    "FROM",
    "TO",
    "PASSWORD",
    "STATUS",
    "HOME",
    "DATABASE",
    "AUTH",
    "ACTIVE",
    "SUSPENDED",
    "REMOVE",
    "PLAINTEXT",
    "ENCRYPTED",
    "ID",
];

fn secrets(text: &str) -> Vec<Secret> {
    // Nearly every text has none of these words; looking for them costs little.
    if !may_hold(text) {
        return Vec::new();
    }
    let about_users = is_user_command(text, &significant(text, HEAD));
    let mut secrets = Vec::new();
    // Whether a password may come next, and whether one has begun.
    let (mut expected, mut begun) = (false, false);
    // Whether the last words were PASSWORD and what belongs to it: FROM 'a' TO.
    let mut chain = false;
    // The pieces right before; the text may be long and is not kept in pieces.
    let mut before: VecDeque<Piece> = VecDeque::with_capacity(LOOK_BACK + 1);
    for piece in Pieces::of(text) {
        if secrets.len() >= MOST {
            secrets.push(Secret {
                whole: piece.place.start..text.len(),
                quoted: false,
                closed: true,
            });
            break;
        }
        let word = spelt(text, &piece);
        let is = |what: &str| word.eq_ignore_ascii_case(what);
        let after = before.back().map_or("", |last| spelt(text, last));
        let keyword = piece.kind == Kind::Word && WORDS.iter().any(|what| is(what));
        let secret = match piece.kind {
            // The name of a provider stands there, and errors about the rest should be readable.
            Kind::String(_) if is_provider(after) => false,
            Kind::String(_) => about_users || expected || begun || unquoted_set(&before, text),
            Kind::Word if keyword && !begun => false,
            Kind::Word if keyword => !(is("CHANGE") || is("SET") || is("TO")),
            Kind::Word | Kind::Quoted(_) => {
                about_users && (expected || begun) && (after != "$" || begun)
            }
            Kind::Sign => false,
        };
        if secret {
            let (quoted, closed) = match piece.kind {
                Kind::String(closed) | Kind::Quoted(closed) => (true, closed),
                Kind::Word | Kind::Sign => (false, true),
            };
            secrets.push(Secret {
                whole: piece.place.clone(),
                quoted,
                closed,
            });
        }
        match piece.kind {
            Kind::Word if keyword && !secret => {
                let between = is("FROM") || is("TO");
                expected = is("PASSWORD") || between && (chain || about_users);
                chain = is("PASSWORD") || between && chain;
                begun = false;
            }
            Kind::String(_) => (expected, begun) = (false, false),
            // What follows a bare word in the place of a password belongs to it.
            Kind::Word | Kind::Quoted(_) => {
                begun = secret && piece.kind == Kind::Word;
                expected = false;
                chain &= secret;
            }
            Kind::Sign => {
                let parameter = &text[piece.place.clone()] == "$" && expected;
                expected &= parameter;
                begun &= !parameter;
                chain &= parameter;
            }
        }
        before.push_back(piece);
        if before.len() > LOOK_BACK {
            before.pop_front();
        }
    }
    secrets
}

fn is_provider(word: &str) -> bool {
    word.eq_ignore_ascii_case("AUTH") || word.eq_ignore_ascii_case("PROVIDER")
}

/// `SET PASWORD 'x'`: between SET and a string that is a value there is always a sign.
fn unquoted_set(before: &VecDeque<Piece>, text: &str) -> bool {
    let words = before.iter().rev();
    let words = words.take_while(|piece| piece.kind == Kind::Word);
    let mut words = words.map(|piece| spelt(text, piece));
    words.next().is_some() && words.any(|word| word.eq_ignore_ascii_case("SET"))
}

/// Whether the text begins as CREATE USER or ALTER USER do.
fn is_user_command(text: &str, pieces: &[Piece]) -> bool {
    let head = &pieces[..pieces.len().min(HEAD)];
    let is = |piece: &Piece, what: &str| spelt(text, piece).eq_ignore_ascii_case(what);
    let Some(verb) = head
        .iter()
        .position(|piece| is(piece, "CREATE") || is(piece, "ALTER"))
    else {
        return false;
    };
    head[verb + 1..]
        .iter()
        .take(3)
        .take_while(|piece| piece.kind == Kind::Word)
        .any(|piece| is(piece, "USER"))
}

fn may_hold(text: &str) -> bool {
    contains(text, b"PASSWORD") || contains(text, b"USER") || contains(text, b"SET")
}

/// Whether a word is somewhere in the text, in any case.
fn contains(text: &str, word: &[u8]) -> bool {
    text.as_bytes()
        .windows(word.len())
        .any(|found| found.eq_ignore_ascii_case(word))
}

fn spelt<'t>(text: &'t str, piece: &Piece) -> &'t str {
    match piece.kind {
        Kind::Word | Kind::Sign => &text[piece.place.clone()],
        Kind::String(_) | Kind::Quoted(_) => "",
    }
}

/// The first pieces of a text.
fn significant(text: &str, most: usize) -> Vec<Piece> {
    Pieces::of(text).take(most).collect()
}

/// The pieces of a text without blanks and comments. Each piece is of whole characters.
struct Pieces<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Pieces<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            let at = self.at;
            let rest = &self.text[at..];
            let length = |end: Option<usize>, skip: usize| end.map_or(rest.len(), |end| end + skip);
            let (kind, size) = match byte {
                b' ' | b'\t'..=b'\r' => (None, 1),
                b'/' if rest.starts_with("//") => (None, length(rest.find('\n'), 1)),
                b'/' if rest.starts_with("/*") => (None, length(rest[2..].find("*/"), 4)),
                b'\'' | b'"' => {
                    let end = end_of_string(&bytes[at..], byte);
                    (Some(Kind::String(end.is_some())), end.unwrap_or(rest.len()))
                }
                b'`' => {
                    let end = rest[1..].find('`');
                    (Some(Kind::Quoted(end.is_some())), length(end, 2))
                }
                _ if is_word(byte) => {
                    let end = rest.bytes().position(|byte| !is_word(byte));
                    (Some(Kind::Word), length(end, 0))
                }
                _ => (Some(Kind::Sign), 1),
            };
            self.at += size;
            if let Some(kind) = kind {
                let place = at..at + size;
                return Some(Piece { kind, place });
            }
        }
        None
    }
}

/// Everything beyond ASCII counts as a letter, so that words are whole characters.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 128
}

/// One past the closing quote.
fn end_of_string(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_hidden_however_the_text_is_written() {
        let cases = [
            (
                "CREATE USER a SET PASSWORD 'hush'",
                "CREATE USER a SET PASSWORD ******",
            ),
            (
                "create user a set password \"hush\" change required",
                "create user a set password ****** change required",
            ),
            (
                "ALTER CURRENT USER SET PASSWORD FROM 'hush' TO 'hush2'",
                "ALTER CURRENT USER SET PASSWORD FROM ****** TO ******",
            ),
            (
                "CREATE USER a SET PASSWORD $p",
                "CREATE USER a SET PASSWORD $p",
            ),
            (
                "ALTER USER a SET PASSWORD CHANGE NOT REQUIRED",
                "ALTER USER a SET PASSWORD CHANGE NOT REQUIRED",
            ),
            (
                "CREATE USER a SET PASSWORD hush",
                "CREATE USER a SET PASSWORD ******",
            ),
            (
                "CREATE USER a SET PASSWORD hush CHANGE REQUIRED",
                "CREATE USER a SET PASSWORD ****** CHANGE REQUIRED",
            ),
            (
                "ALTER CURRENT USER SET PASSWORD FROM hush TO hush",
                "ALTER CURRENT USER SET PASSWORD FROM ****** TO ******",
            ),
            (
                "CREATE USER a SET PASSWORD `hush`",
                "CREATE USER a SET PASSWORD ******",
            ),
            (
                "CREATE USER a SET PASSWORD 'hush",
                "CREATE USER a SET PASSWORD ******",
            ),
            (
                "CREATE USER a SET PASSWORD 'hu\\'sh' x",
                "CREATE USER a SET PASSWORD ****** x",
            ),
            (
                "CREAT USER a SET PASSWORD 'hush'",
                "CREAT USER a SET PASSWORD ******",
            ),
            (
                "CREATE USRE a SET PASWORD 'hush'",
                "CREATE USRE a SET PASWORD ******",
            ),
            (
                "CREATE USER a PASSWORD /* 'x' */ 'hush'",
                "CREATE USER a PASSWORD /* 'x' */ ******",
            ),
            (
                "ALTER USR a SET PASSWORD FROM 'hush' TO 'hush'",
                "ALTER USR a SET PASSWORD FROM ****** TO ******",
            ),
            (
                "EXPLAIN CYPHER 5 CREATE OR REPLACE USER `a` SET AUTH 'native' { SET PASSWORD 'hush' }",
                "EXPLAIN CYPHER 5 CREATE OR REPLACE USER `a` SET AUTH 'native' { SET PASSWORD ****** }",
            ),
            (
                "CREATE USER a SET PASSWORD 12345678",
                "CREATE USER a SET PASSWORD ******",
            ),
            (
                "MATCH (u:User {password: 'shown'}) SET u.x = 'shown' RETURN u.password, 'shown'",
                "MATCH (u:User {password: 'shown'}) SET u.x = 'shown' RETURN u.password, 'shown'",
            ),
            (
                "CREATE (u:User {name: 'shown'})",
                "CREATE (u:User {name: 'shown'})",
            ),
            ("RETURN 'PASSWORD'", "RETURN 'PASSWORD'"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
            if let Some(masked) = masked(text) {
                assert_eq!(masked.len(), text.len(), "{text}");
                assert!(!masked.to_lowercase().contains("hu"), "{masked}");
            }
        }
        let odd = "CREATE USER a SET PASSWORD 'ä€😀\nx'";
        let hidden = masked(odd).unwrap();
        assert_eq!(hidden.len(), odd.len());
        assert_eq!(hidden.encode_utf16().count(), odd.encode_utf16().count());
        assert!(!hidden.contains('€'));
        // Every beginning and every end of a text is one too.
        let whole = "CREATE USER ä /* '€ */ SET PASSWORD 'x\\'😀' `q` // 'y\n FROM \"é\" TO $p";
        for (cut, _) in whole.char_indices() {
            for part in [&whole[..cut], &whole[cut..]] {
                let same = masked(part).is_none_or(|hidden| hidden.len() == part.len());
                assert!(same, "{part}");
                let _ = shown(part);
            }
        }
        let many = format!("CREATE USER a SET PASSWORD {}", "'s' ".repeat(2 * MOST));
        assert!(!masked(&many).unwrap().contains('s'));
        assert!(sets_password("CREATE USER a SET PASSWORD $p"));
        assert!(!sets_password("CREATE (a:User) SET a.x = $p"));
    }
}
