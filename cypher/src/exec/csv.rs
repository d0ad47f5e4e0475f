//! Records of comma-separated values, read from a stream, by Neo4j's rules.
//!
//! A field that begins with a quote ends with one; two of them, or one behind a backslash, stand for
//! one within. A field without quotes in which nothing stands is missing; a line in which nothing
//! stands is no record. Lines end with LF, CRLF or CR. Text is UTF-8, or UTF-16 with a byte order
//! mark; what is neither is replaced. Not here: what becomes of a record. Meet [`CsvReader`] first.

use std::io::{ErrorKind, Read};

use quiver_types::{Failure, Status, Text};

use super::error::{Result, failed};

/// Bytes read at once.
const CHUNK: usize = 64 << 10;
/// Bytes at which it is decided how fields go on: a terminator or an end of line has no more.
const LOOK: usize = 4;

/// A field: `None` if nothing stands in it.
pub(crate) type Field = Option<Text>;

/// Called before more is held than before, with the number of bytes; with 0 while nothing comes.
/// It fails if the run is not to go on.
pub(crate) type Grow<'g> = &'g mut dyn FnMut(usize) -> Result<()>;

/// See the module.
pub(crate) struct CsvReader {
    source: Box<dyn Read + Send>,
    encoding: Encoding,
    /// What the source is called in errors.
    name: Text,
    terminator: Vec<u8>,
    backslash_escapes: bool,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    /// UTF-16 units in front of the buffer, which is how Neo4j counts places.
    units: u64,
    field: Vec<u8>,
}

/// How the source writes characters.
enum Encoding {
    /// The first bytes have not been seen yet.
    Unknown,
    Utf8,
    /// Big-endian or not, and a byte or a first half of a pair that waits for its second one.
    Utf16(bool, Vec<u8>),
}

/// How a field ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Field,
    Line,
    Source,
}

impl CsvReader {
    /// A reader from the beginning of a source.
    pub fn new(
        source: Box<dyn Read + Send>,
        name: Text,
        terminator: char,
        backslash_escapes: bool,
    ) -> Self {
        let mut bytes = [0; 4];
        Self {
            source,
            encoding: Encoding::Unknown,
            name,
            terminator: terminator.encode_utf8(&mut bytes).as_bytes().to_vec(),
            backslash_escapes,
            buffer: Vec::new(),
            at: 0,
            ended: false,
            units: 0,
            field: Vec::new(),
        }
    }

    /// The next record; `None` at the end.
    pub fn record(&mut self, grow: Grow<'_>) -> Result<Option<Vec<Field>>> {
        loop {
            self.look(grow)?;
            if self.at == self.buffer.len() {
                return Ok(None);
            }
            let mut fields = Vec::new();
            loop {
                let (field, end) = self.field(grow)?;
                let blank = fields.is_empty() && field.is_none();
                if blank && end != End::Field {
                    break;
                }
                grow(size_of::<Field>() + field.as_ref().map_or(0, |text| text.len()))?;
                fields.push(field);
                if end != End::Field {
                    return Ok(Some(fields));
                }
            }
        }
    }

    fn field(&mut self, grow: Grow<'_>) -> Result<(Field, End)> {
        self.field.clear();
        self.look(grow)?;
        if self.buffer.get(self.at) == Some(&b'"') && !self.is_terminator() {
            self.at += 1;
            let end = self.quoted(grow)?;
            return Ok((Some(self.text()), end));
        }
        let end = self.plain(grow)?;
        let field = (!self.field.is_empty()).then(|| self.text());
        Ok((field, end))
    }

    fn text(&self) -> Text {
        Text::new(&String::from_utf8_lossy(&self.field))
    }

    /// The rest of a field that is in no quotes.
    fn plain(&mut self, grow: Grow<'_>) -> Result<End> {
        let first = self.terminator.first().copied().unwrap_or(b',');
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            let length = memchr::memchr3(first, b'\n', b'\r', rest).unwrap_or(rest.len());
            self.field.extend_from_slice(&rest[..length]);
            self.at += length;
            if let Some(end) = self.end(grow)? {
                return Ok(end);
            }
            // Ordinary after all: a character that begins as the terminator does.
            if let Some(byte) = self.buffer.get(self.at).filter(|byte| **byte == first) {
                self.field.push(*byte);
                self.at += 1;
            }
        }
    }

    /// The rest of a field in quotes, and what ends it.
    fn quoted(&mut self, grow: Grow<'_>) -> Result<End> {
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            let length = match self.backslash_escapes {
                true => memchr::memchr2(b'"', b'\\', rest),
                false => memchr::memchr(b'"', rest),
            };
            let length = length.unwrap_or(rest.len());
            self.field.extend_from_slice(&rest[..length]);
            self.at += length;
            self.look(grow)?;
            let (byte, next) = (self.buffer.get(self.at), self.buffer.get(self.at + 1));
            match (byte, next) {
                (None, _) => return Err(self.missing_quote()),
                (Some(b'"'), Some(b'"')) => {
                    self.field.push(b'"');
                    self.at += 2;
                }
                (Some(b'\\'), Some(b'"' | b'\\')) if self.backslash_escapes => {
                    self.field.extend(next);
                    self.at += 2;
                }
                (Some(b'"'), _) => {
                    self.at += 1;
                    return match self.end(grow)? {
                        Some(end) => Ok(end),
                        None => Err(self.after_quote()),
                    };
                }
                (Some(b'\\'), _) if self.backslash_escapes => {
                    self.field.push(b'\\');
                    self.at += 1;
                }
                // The buffer had ended there.
                (Some(_), _) => {}
            }
        }
    }

    /// What ends a field here, if anything does; it is then behind.
    fn end(&mut self, grow: Grow<'_>) -> Result<Option<End>> {
        self.look(grow)?;
        if self.is_terminator() {
            self.at += self.terminator.len();
            return Ok(Some(End::Field));
        }
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        let (length, end) = match rest {
            [] => (0, End::Source),
            [b'\r', b'\n', ..] => (2, End::Line),
            [b'\r' | b'\n', ..] => (1, End::Line),
            _ => return Ok(None),
        };
        self.at += length;
        Ok(Some(end))
    }

    fn is_terminator(&self) -> bool {
        let rest = self.buffer.get(self.at..).unwrap_or_default();
        rest.starts_with(&self.terminator)
    }

    /// Sees to it that there are some bytes to look at, if the source has them.
    fn look(&mut self, grow: Grow<'_>) -> Result<()> {
        while self.buffer.len() - self.at < LOOK && !self.ended {
            self.units += units(&self.buffer[..self.at]);
            self.buffer.drain(..self.at);
            self.at = 0;
            // Whoever holds a part of a field holds it until the next record.
            grow(self.field.capacity().min(CHUNK))?;
            self.fill(grow)?;
        }
        Ok(())
    }

    /// Reads a chunk.
    fn fill(&mut self, grow: Grow<'_>) -> Result<()> {
        let mut chunk = vec![0; CHUNK];
        let count = loop {
            match self.source.read(&mut chunk) {
                Ok(count) => break count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => grow(0)?,
                Err(error) => {
                    if let Some(failure) = told(&error) {
                        return Err(crate::RunError::Failed(Box::new(failure)));
                    }
                    return Err(failed(
                        Status::ExternalResourceFailed,
                        format!("Reading '{}' failed: {error}", self.name),
                    ));
                }
            }
        };
        chunk.truncate(count);
        self.ended = count == 0;
        if let Encoding::Unknown = self.encoding {
            self.buffer.append(&mut chunk);
            if self.buffer.len() < LOOK && !self.ended {
                return Ok(());
            }
            chunk = std::mem::take(&mut self.buffer);
            self.encoding = self.recognise(&mut chunk)?;
        }
        match &mut self.encoding {
            Encoding::Unknown | Encoding::Utf8 => self.buffer.append(&mut chunk),
            Encoding::Utf16(big, waiting) => {
                waiting.append(&mut chunk);
                decode(*big, waiting, self.ended, &mut self.buffer);
            }
        }
        Ok(())
    }

    /// What a byte order mark says; it is taken away.
    fn recognise(&self, start: &mut Vec<u8>) -> Result<Encoding> {
        let (mark, encoding) = match start.as_slice() {
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
                return Err(failed(
                    Status::ExternalResourceFailed,
                    format!(
                        "'{}' is in UTF-32; LOAD CSV reads UTF-8 and UTF-16",
                        self.name
                    ),
                ));
            }
            [0xef, 0xbb, 0xbf, ..] => (3, Encoding::Utf8),
            [0xff, 0xfe, ..] => (2, Encoding::Utf16(false, Vec::new())),
            [0xfe, 0xff, ..] => (2, Encoding::Utf16(true, Vec::new())),
            _ => (0, Encoding::Utf8),
        };
        start.drain(..mark);
        Ok(encoding)
    }

    /// UTF-16 units in front of what is looked at.
    fn place(&self) -> u64 {
        self.units + units(&self.buffer[..self.at])
    }

    fn missing_quote(&self) -> crate::RunError {
        failed(
            Status::CsvMissingQuote,
            format!(
                "Missing end quote at position {} in '{}'.",
                self.place() + 1,
                self.name
            ),
        )
    }

    fn after_quote(&self) -> crate::RunError {
        let rest = String::from_utf8_lossy(self.buffer.get(self.at..).unwrap_or_default());
        let field = String::from_utf8_lossy(&self.field);
        // Of a long field its end tells more than its beginning.
        let skipped = field.chars().count().saturating_sub(100);
        let read: String = field.chars().skip(skipped).chain(['"']).collect();
        let next: String = rest.chars().take(1).collect();
        failed(
            Status::CsvAfterQuote,
            format!(
                "Characters after an ending quote in a CSV field are not supported. See '{}' at position {}. This is read as `{read}{next}`.",
                self.name,
                self.place() + 1,
            ),
        )
    }
}

/// What a source says itself about why it cannot be read.
pub(crate) fn told(error: &std::io::Error) -> Option<Failure> {
    error.get_ref()?.downcast_ref::<Failure>().cloned()
}

/// How many UTF-16 units a part of UTF-8 has.
fn units(bytes: &[u8]) -> u64 {
    let count = |byte: &u8| match byte {
        0x80..=0xbf => 0,
        0xf0.. => 2,
        _ => 1,
    };
    bytes.iter().map(count).sum()
}

/// Moves whole characters from UTF-16 to UTF-8.
fn decode(big: bool, waiting: &mut Vec<u8>, ended: bool, out: &mut Vec<u8>) {
    let unit = |pair: &[u8]| match pair {
        [a, b] if big => u16::from_be_bytes([*a, *b]),
        [a, b] => u16::from_le_bytes([*a, *b]),
        _ => 0,
    };
    let mut whole = waiting.len() / 2 * 2;
    let last = waiting.get(whole.saturating_sub(2)..whole).map(unit);
    if !ended && matches!(last, Some(0xd800..=0xdbff)) {
        // Its other half comes with the next chunk.
        whole -= 2;
    }
    let found = waiting[..whole].chunks_exact(2).map(unit);
    let mut text = String::with_capacity(whole);
    text.extend(char::decode_utf16(found).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    waiting.drain(..whole);
    if ended && !waiting.is_empty() {
        waiting.clear();
        text.push(char::REPLACEMENT_CHARACTER);
    }
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes in pieces of a size.
    struct Pieces(Vec<u8>, usize);

    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0.drain(..count);
            Ok(count)
        }
    }

    fn read(bytes: &[u8], piece: usize, terminator: char, backslash: bool) -> String {
        let source = Box::new(Pieces(bytes.to_vec(), piece));
        let mut reader = CsvReader::new(source, "f".into(), terminator, backslash);
        let mut lines = Vec::new();
        loop {
            match reader.record(&mut |_| Ok(())) {
                Ok(Some(fields)) => {
                    let shown = fields.iter().map(|field| match field {
                        Some(text) => format!("{:?}", text.as_str()),
                        None => "-".into(),
                    });
                    lines.push(shown.collect::<Vec<_>>().join(" "));
                }
                Ok(None) => return lines.join(" / "),
                Err(crate::RunError::Failed(failure)) => {
                    lines.push(format!("{:?}: {}", failure.status, failure.message));
                    return lines.join(" / ");
                }
                Err(_) => return "?".into(),
            }
        }
    }

    /// What Neo4j 2026.08.1 read.
    #[test]
    fn records_as_neo4j_reads_them() {
        let cases: &[(&[u8], &str)] = &[
            (b"", ""),
            (b"\n\na\n\n\n3", r#""a" / "3""#),
            (b"a,b\r\n1,2\r3,4\n", r#""a" "b" / "1" "2" / "3" "4""#),
            (b"1,,3\n,,\n\"\",x,\"\"", r#""1" - "3" / - - - / "" "x" """#),
            (b"1,2,", r#""1" "2" -"#),
            (b" x , y \n \n", r#"" x " " y " / " ""#),
            (b"mid\"quote,\"a,b\"", r#""mid\"quote" "a,b""#),
            (b"\"x \"\"y\"\" z\",1", r#""x \"y\" z" "1""#),
            (b"\"\"\"\",\"a\"\"\",\"\"\"a\"", r#""\"" "a\"" "\"a""#),
            (b"\"a\r\nb\",\"c\nd\"", r#""a\r\nb" "c\nd""#),
            (b"\"a\\\\b\",\"c\\\"d\",\"\\n\"", r#""a\\b" "c\"d" "\\n""#),
            (b"x\\,y\n\"x\\\",y\"", r#""x\\" "y" / "x\",y""#),
            (b"\"a\\\\\\\"b\",4", r#""a\\\"b" "4""#),
            (b" \"x\" ,2", r#"" \"x\" " "2""#),
            (b"1\0,2", r#""1\0" "2""#),
            (b"\xef\xbb\xbfa,b", r#""a" "b""#),
            (b"\xff\xfea\0,\0=\xd8\0\xde", "\"a\" \"\u{1f600}\""),
            (b"\xfe\xff\0a\0,\0b\0", "\"a\" \"b\u{fffd}\""),
            (
                b"\xff,\xc3,\xe2\x82\xac",
                "\"\u{fffd}\" \"\u{fffd}\" \"\u{20ac}\"",
            ),
            (
                b"a,b\n\"x\"yz,1\n",
                r#""a" "b" / CsvAfterQuote: Characters after an ending quote in a CSV field are not supported. See 'f' at position 8. This is read as `x"y`."#,
            ),
            (
                b"a,b\n\"x,1\ny,2\n",
                r#""a" "b" / CsvMissingQuote: Missing end quote at position 14 in 'f'."#,
            ),
            (
                b"\xff\xfe\0\0a\0\0\0",
                "ExternalResourceFailed: 'f' is in UTF-32; LOAD CSV reads UTF-8 and UTF-16",
            ),
        ];
        for (bytes, expected) in cases {
            for piece in [1, 2, 3, 5, 1000] {
                assert_eq!(
                    read(bytes, piece, ',', true),
                    *expected,
                    "{bytes:?} {piece}"
                );
            }
        }
    }

    #[test]
    fn terminators() {
        assert_eq!(read("a→b→,c".as_bytes(), 1, '→', true), r#""a" "b" ",c""#);
        // It begins as the terminator does.
        assert_eq!(read("a←→b".as_bytes(), 1, '→', true), r#""a←" "b""#);
        assert_eq!(read(b"a\tb\n1", 1, '\n', true), r#""a\tb" "1""#);
        assert_eq!(read(b"a\"b\"", 1, '"', true), r#""a" "b" -"#);
        assert_eq!(read(b"\"a\\\\\",b", 1, ',', false), r#""a\\\\" "b""#);
    }
}
