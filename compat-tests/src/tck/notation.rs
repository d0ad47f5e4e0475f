//! The notation of values in the TCK's tables: `12`, `'a'`, `[1, null]`, `(:A {x: 1})`, `<(a)-[:T]->()>`.
//!
//! Start with [`parse`].

use std::collections::{BTreeMap, BTreeSet};

use super::value::{Content, Node, Path, Relationship};

/// The value that a cell stands for.
pub fn parse(cell: &str) -> Result<Content, String> {
    let mut reader = Reader {
        rest: cell,
        whole: cell,
    };
    let value = reader.value()?;
    reader.space();
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(reader.wrong("the end"))
    }
}

struct Reader<'a> {
    rest: &'a str,
    whole: &'a str,
}

impl Reader<'_> {
    fn wrong(&self, expected: &str) -> String {
        format!("expected {expected} at {:?} of {:?}", self.rest, self.whole)
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, token: &str) -> bool {
        self.space();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn need(&mut self, token: &str) -> Result<(), String> {
        if self.take(token) {
            Ok(())
        } else {
            Err(self.wrong(token))
        }
    }

    fn value(&mut self) -> Result<Content, String> {
        self.space();
        match self.rest.chars().next() {
            Some('\'') => self.string().map(Content::String),
            Some('(') => self.node().map(Content::Node),
            Some('<') => self.path().map(Content::Path),
            Some('{') => self.map().map(Content::Map),
            Some('[') if self.rest[1..].trim_start().starts_with(':') => {
                self.relationship().map(Content::Relationship)
            }
            Some('[') => self.list(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Content, String> {
        let end = self
            .rest
            .find([',', ']', '}', ')', ' '])
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let value = match word {
            "null" => Content::Null,
            "true" => Content::Boolean(true),
            "false" => Content::Boolean(false),
            "NaN" => Content::Float(f64::NAN),
            "Inf" => Content::Float(f64::INFINITY),
            "-Inf" => Content::Float(f64::NEG_INFINITY),
            _ => match (word.parse::<i64>(), word.parse::<f64>()) {
                (Ok(integer), _) => Content::Integer(integer),
                (Err(_), Ok(float)) if word.contains(['.', 'e', 'E']) => Content::Float(float),
                _ => return Err(self.wrong("a value")),
            },
        };
        self.rest = rest;
        Ok(value)
    }

    fn string(&mut self) -> Result<String, String> {
        self.need("'")?;
        let mut out = String::new();
        let mut chars = self.rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '\'' => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(out);
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('\'' | '\\'))) => out.push(escaped),
                    Some((_, other)) => out.extend(['\\', other]),
                    None => break,
                },
                _ => out.push(c),
            }
        }
        Err(self.wrong("a closing quote"))
    }

    fn list(&mut self) -> Result<Content, String> {
        self.need("[")?;
        let mut items = Vec::new();
        if self.take("]") {
            return Ok(Content::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.take("]") {
                return Ok(Content::List(items));
            }
            self.need(",")?;
        }
    }

    fn name(&mut self) -> Result<String, String> {
        self.space();
        if self.take("`") {
            let end = self.rest.find('`').ok_or_else(|| self.wrong("`"))?;
            let name = self.rest[..end].to_owned();
            self.rest = &self.rest[end + 1..];
            return Ok(name);
        }
        let end = self
            .rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(self.rest.len());
        if end == 0 {
            return Err(self.wrong("a name"));
        }
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(name.to_owned())
    }

    fn map(&mut self) -> Result<BTreeMap<String, Content>, String> {
        self.need("{")?;
        let mut map = BTreeMap::new();
        if self.take("}") {
            return Ok(map);
        }
        loop {
            let key = self.name()?;
            self.need(":")?;
            map.insert(key, self.value()?);
            if self.take("}") {
                return Ok(map);
            }
            self.need(",")?;
        }
    }

    fn properties(&mut self) -> Result<BTreeMap<String, Content>, String> {
        self.space();
        if self.rest.starts_with('{') {
            self.map()
        } else {
            Ok(BTreeMap::new())
        }
    }

    fn node(&mut self) -> Result<Node, String> {
        self.need("(")?;
        let mut labels = BTreeSet::new();
        while self.take(":") {
            labels.insert(self.name()?);
        }
        let properties = self.properties()?;
        self.need(")")?;
        Ok(Node { labels, properties })
    }

    fn relationship(&mut self) -> Result<Relationship, String> {
        self.need("[")?;
        self.need(":")?;
        let relationship_type = self.name()?;
        let properties = self.properties()?;
        self.need("]")?;
        Ok(Relationship {
            relationship_type,
            properties,
        })
    }

    fn path(&mut self) -> Result<Path, String> {
        self.need("<")?;
        let start = self.node()?;
        let mut steps = Vec::new();
        while !self.take(">") {
            let backward = self.take("<");
            self.need("-")?;
            let relationship = self.relationship()?;
            self.need("-")?;
            if !backward {
                self.need(">")?;
            }
            steps.push((relationship, !backward, self.node()?));
        }
        Ok(Path { start, steps })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_written_alike() {
        for (cell, written) in [
            ("12", "12"),
            ("-1.5e3", "-1500.0"),
            ("NaN", "NaN"),
            ("null", "null"),
            ("'it\\'s \\\\'", "'it's \\'"),
            ("[1, 'a',[], {a: [true]} ]", "[1, 'a', [], {a: [true]}]"),
            ("(:B:A {y: 1, x: 'a'})", "(:A:B {x: 'a', y: 1})"),
            ("({n: 1})", "({n: 1})"),
            ("()", "()"),
            ("[:T {x: 1}]", "[:T {x: 1}]"),
            ("[[:T], [:U]]", "[[:T], [:U]]"),
            (
                "<(:A)-[:T {x: 1}]->(:B)<-[:U]-(:C)>",
                "<(:A)-[:T {x: 1}]->(:B)<-[:U]-(:C)>",
            ),
            ("<()>", "<()>"),
        ] {
            assert_eq!(parse(cell).unwrap().to_string(), written, "{cell}");
        }
    }

    #[test]
    fn other_text_is_an_error() {
        for cell in ["", "abc", "'a", "[1", "{a}", "1 2", "(:)", "<(a)>"] {
            assert!(parse(cell).is_err(), "{cell}");
        }
    }
}
