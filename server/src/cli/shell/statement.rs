//! Text cut into statements and commands, line by line.
//!
//! A statement ends at a semicolon that is in no string, name or comment; a command begins with a
//! colon where a statement could begin and ends with its line. Nothing else is understood here.
//! Meet [`Splitter`] first.

/// A whole statement or command.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Cypher, without the semicolon and what stood before it.
    Statement(String),
    /// A command, with its colon.
    Command(String),
}

/// Where in a statement the text ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Inside {
    /// Between words.
    Text,
    /// A string or a name in backticks, until this character.
    Quotes(char),
    /// To the end of the line.
    LineComment,
    /// To `*/`.
    BlockComment,
}

/// Takes lines, gives pieces.
#[derive(Debug)]
pub struct Splitter {
    /// What has not been given yet.
    text: String,
    /// How far `text` was looked at.
    at: usize,
    inside: Inside,
}

impl Default for Splitter {
    fn default() -> Self {
        Self {
            text: String::new(),
            at: 0,
            inside: Inside::Text,
        }
    }
}

impl Splitter {
    /// Takes more text: a line with its end, or several.
    pub fn feed(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The next piece that is whole.
    pub fn next_piece(&mut self) -> Option<Piece> {
        loop {
            if self.at == 0 && !self.skip_blank() {
                return None;
            }
            if self.at == 0 && self.text.starts_with(':') {
                let end = self.text.find('\n')?;
                let line: String = self.text.drain(..=end).collect();
                return Some(command(&line));
            }
            let end = self.find_end()?;
            let statement = self.text[..end].trim_end().to_owned();
            self.restart(end + 1);
            if !statement.is_empty() {
                return Some(Piece::Statement(statement));
            }
        }
    }

    /// What is left when no more text comes; a last statement needs no semicolon.
    pub fn finish(&mut self) -> Option<Piece> {
        self.feed("\n");
        if let Some(piece) = self.next_piece() {
            return Some(piece);
        }
        let rest = self.text.trim_end().to_owned();
        let blank = self.is_blank();
        self.restart(self.text.len());
        (!blank && !rest.is_empty()).then_some(Piece::Statement(rest))
    }

    /// Whether a statement has begun.
    pub fn is_blank(&self) -> bool {
        let mut rest = Self {
            text: self.text.clone(),
            ..Self::default()
        };
        !rest.skip_blank()
    }

    fn restart(&mut self, from: usize) {
        self.text.drain(..from.min(self.text.len()));
        self.at = 0;
        self.inside = Inside::Text;
    }

    /// Drops white space, comments and lone semicolons; whether anything is left behind them.
    fn skip_blank(&mut self) -> bool {
        loop {
            let rest = self
                .text
                .trim_start_matches(|c: char| c.is_whitespace() || c == ';');
            let skipped = self.text.len() - rest.len();
            let end = if rest.starts_with("//") {
                rest.find('\n').map(|at| at + 1)
            } else if let Some(comment) = rest.strip_prefix("/*") {
                comment.find("*/").map(|at| at + 4)
            } else {
                self.text.drain(..skipped);
                return !self.text.is_empty();
            };
            let Some(end) = end else {
                self.text.drain(..skipped);
                return false;
            };
            self.text.drain(..skipped + end);
        }
    }

    /// The place of the semicolon, if it has come.
    fn find_end(&mut self) -> Option<usize> {
        let mut chars = self.text[self.at..].char_indices().peekable();
        let from = self.at;
        while let Some((offset, c)) = chars.next() {
            let next = chars.peek().map(|(_, c)| *c);
            let mut skip_one = false;
            self.inside = match (self.inside, c) {
                (Inside::Text, ';') => {
                    self.at = from + offset;
                    return Some(self.at);
                }
                (Inside::Text, '\'' | '"' | '`') => Inside::Quotes(c),
                (Inside::Text, '/') if next == Some('/') => Inside::LineComment,
                (Inside::Text, '/') if next == Some('*') => {
                    skip_one = true;
                    Inside::BlockComment
                }
                // Names escape by doubling, which reads like two names side by side.
                (Inside::Quotes('\'' | '"'), '\\') => {
                    skip_one = true;
                    self.inside
                }
                (Inside::Quotes(end), c) if c == end => Inside::Text,
                (Inside::LineComment, '\n') => Inside::Text,
                (Inside::BlockComment, '*') if next == Some('/') => {
                    skip_one = true;
                    Inside::Text
                }
                (inside, _) => inside,
            };
            // What needs its neighbour is looked at again when the neighbour is there.
            if next.is_none() && matches!(c, '/' | '*' | '\\') && self.inside != Inside::LineComment
            {
                self.at = from + offset;
                return None;
            }
            if skip_one {
                chars.next();
            }
        }
        self.at = self.text.len();
        None
    }
}

/// A command may end with a semicolon, out of habit.
fn command(line: &str) -> Piece {
    let line = line.trim_end();
    let line = line.strip_suffix(';').unwrap_or(line);
    Piece::Command(line.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(lines: &[&str]) -> Vec<String> {
        let mut splitter = Splitter::default();
        let mut found = Vec::new();
        for line in lines {
            splitter.feed(line);
            found.extend(std::iter::from_fn(|| splitter.next_piece()));
        }
        found.extend(std::iter::from_fn(|| splitter.finish()));
        let text = |piece| match piece {
            Piece::Statement(text) | Piece::Command(text) => text,
        };
        found.into_iter().map(text).collect()
    }

    #[test]
    fn statements_and_commands() {
        let cases: [(&[&str], &[&str]); 13] = [
            (&["RETURN 1;"], &["RETURN 1"]),
            (&["RETURN 1;;;\n;\n", "RETURN 2"], &["RETURN 1", "RETURN 2"]),
            (&["RETURN\n", "1\n", ";"], &["RETURN\n1"]),
            (&["// a;\n", "/* b; */ RETURN 1;"], &["RETURN 1"]),
            (&["RETURN 1 // x;\n", "+ 1;"], &["RETURN 1 // x;\n+ 1"]),
            (
                &["RETURN 1 /* ;\n", "; */ + 1;"],
                &["RETURN 1 /* ;\n; */ + 1"],
            ),
            (
                &["RETURN ';\\';', \";'\", `;``;`;2"],
                &["RETURN ';\\';', \";'\", `;``;`", "2"],
            ),
            (
                &[":begin\n", "RETURN 1;:param {a: 1};\n"],
                &[":begin", "RETURN 1", ":param {a: 1}"],
            ),
            (&["RETURN\n", ":param AS x;"], &["RETURN\n:param AS x"]),
            (&["RETURN 4 /", "2;"], &["RETURN 4 /2"]),
            (&["RETURN 'a\\", "';';"], &["RETURN 'a\\';'"]),
            (&["RETURN 'never ends;\n"], &["RETURN 'never ends;"]),
            (&["  \n", "// only\n", "/* this"], &[]),
        ];
        for (lines, expected) in cases {
            assert_eq!(split(lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn every_cut_of_a_text_gives_the_same_pieces() {
        let text = ":use a\nRETURN 'a;\\';' /* ; */ + `x``;` // ;\n ; RETURN 2 / 3 * 4;\n";
        let whole = split(&[text]);
        for at in 0..text.len() {
            assert_eq!(split(&[&text[..at], &text[at..]]), whole, "{at}");
        }
    }
}
