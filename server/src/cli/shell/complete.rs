//! Completion: which words could stand where the cursor is. Meet [`Words`] first.
//!
//! It looks back from the cursor, far enough to tell a label from a type from a key; it is a help
//! and no parser. The names of the schema are asked of the server, outside transactions only.

use std::collections::BTreeSet;

use quiver_cypher::syntax::keywords;
use quiver_types::format::Name;
use quiver_types::{Map, Value};

use super::commands;
use super::session::{Kept, Session};

/// Names that a server knows.
#[derive(Default, Debug)]
pub struct Words {
    schema: Option<Schema>,
    callable: Option<Callable>,
}

#[derive(Default, Debug)]
struct Schema {
    labels: Vec<String>,
    types: Vec<String>,
    keys: Vec<String>,
    databases: Vec<String>,
}

#[derive(Default, Debug)]
struct Callable {
    functions: Vec<String>,
    procedures: Vec<String>,
}

/// What could stand at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Command,
    CommandName,
    Database,
    Label,
    Type,
    /// After a colon outside brackets: `SET n:Label`, `WHERE r:TYPE`.
    LabelOrType,
    Key,
    Parameter,
    Procedure,
    Expression,
    /// In a string or comment, or where a new name is made up.
    Nothing,
}

impl Words {
    /// Forgets what statements may have changed.
    pub fn forget_schema(&mut self) {
        self.schema = None;
    }

    /// Where the word before the cursor begins, and what it could become.
    pub fn complete(
        &mut self,
        before: &str,
        session: &mut Session,
        parameters: &[String],
    ) -> (usize, Vec<String>) {
        let (place, start) = place(before);
        let typed = before.get(start..).unwrap_or_default();
        if session.is_connected() && !session.in_transaction() {
            if self.schema.is_none() {
                self.schema = Some(Schema::ask(session));
            }
            if self.callable.is_none() {
                self.callable = Some(Callable::ask(session));
            }
        }
        (start, self.candidates(place, typed, parameters, before))
    }

    fn candidates(
        &self,
        place: Place,
        typed: &str,
        parameters: &[String],
        before: &str,
    ) -> Vec<String> {
        let none = Schema::default();
        let schema = self.schema.as_ref().unwrap_or(&none);
        let nothing = Callable::default();
        let callable = self.callable.as_ref().unwrap_or(&nothing);
        let command_names = || commands::TABLE.iter().filter_map(|c| c.names.first());
        match place {
            Place::Command => beginning(typed, command_names().copied()),
            Place::CommandName => beginning(
                typed,
                command_names().map(|name| name.trim_start_matches(':')),
            ),
            Place::Database => names(typed, &schema.databases),
            Place::Label => names(typed, &schema.labels),
            Place::Type => names(typed, &schema.types),
            Place::LabelOrType => {
                let mut found = names(typed, &schema.labels);
                found.extend(names(typed, &schema.types));
                found
            }
            Place::Key => {
                // `apoc.te` may go on as a function, `n.te` as a property.
                let dotted = dotted_start(before);
                let cut = before.len() - typed.len() - dotted;
                let whole = before.get(dotted..).unwrap_or_default();
                let longer = callable.functions.iter().chain(&callable.procedures);
                let mut found = names(typed, &schema.keys);
                found.extend(
                    beginning(whole, longer.map(String::as_str))
                        .iter()
                        .filter_map(|name| Some(name.get(cut..)?.to_owned())),
                );
                found
            }
            Place::Parameter => names(typed, parameters),
            Place::Procedure => beginning(typed, callable.procedures.iter().map(String::as_str)),
            Place::Expression => {
                if typed.is_empty() {
                    return Vec::new();
                }
                let mut found = as_typed(typed, keywords());
                found.extend(beginning(
                    typed,
                    callable.functions.iter().map(String::as_str),
                ));
                found.extend(beginning(typed, variables(before, typed).into_iter()));
                found.sort();
                found.dedup();
                found
            }
            Place::Nothing => Vec::new(),
        }
    }
}

impl Schema {
    fn ask(session: &mut Session) -> Self {
        Self {
            labels: column(
                session,
                "CALL db.labels() YIELD label RETURN label ORDER BY label",
            ),
            types: column(
                session,
                "CALL db.relationshipTypes() YIELD relationshipType AS t RETURN t ORDER BY t",
            ),
            keys: column(
                session,
                "CALL db.propertyKeys() YIELD propertyKey AS k RETURN k ORDER BY k",
            ),
            databases: column(session, "SHOW DATABASES YIELD name"),
        }
    }
}

impl Callable {
    fn ask(session: &mut Session) -> Self {
        Self {
            functions: column(session, "SHOW FUNCTIONS YIELD name"),
            procedures: column(session, "SHOW PROCEDURES YIELD name"),
        }
    }
}

/// The first column of what a query gives; nothing if the server refuses.
fn column(session: &mut Session, query: &str) -> Vec<String> {
    let mut kept = Kept::default();
    if session.run(query, Map::new(), &mut kept).is_err() {
        return Vec::new();
    }
    let first = kept.0.into_iter().filter_map(|row| row.into_iter().next());
    first
        .filter_map(|value| match value {
            Value::String(text) => Some(text.to_string()),
            _ => None,
        })
        .collect()
}

/// Those that begin with what is typed, in any case.
fn beginning<'w>(typed: &str, words: impl Iterator<Item = &'w str>) -> Vec<String> {
    let matches = |word: &&str| {
        let front = word.get(..typed.len());
        front.is_some_and(|front| front.eq_ignore_ascii_case(typed))
    };
    words.filter(matches).map(str::to_owned).collect()
}

/// The same for names of the schema, in backticks where they need them.
fn names(typed: &str, words: &[String]) -> Vec<String> {
    let bare = typed.strip_prefix('`').unwrap_or(typed);
    beginning(bare, words.iter().map(String::as_str))
        .iter()
        .map(|name| match typed.starts_with('`') {
            true => format!("`{}`", name.replace('`', "``")),
            false => Name(name).to_string(),
        })
        .collect()
}

/// Keywords in small letters for those who type small letters.
fn as_typed(typed: &str, words: impl Iterator<Item = &'static str>) -> Vec<String> {
    let small = typed.chars().all(|c| !c.is_uppercase());
    let mut found = beginning(typed, words);
    if small {
        for word in &mut found {
            word.make_ascii_lowercase();
        }
    }
    found
}

/// Names in the statement that are in front of nothing that makes them something else.
fn variables<'t>(text: &'t str, typed: &str) -> BTreeSet<&'t str> {
    let mut found = BTreeSet::new();
    let mut at = 0;
    for word in text.split(|c: char| !is_word(c)) {
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        let after = text
            .get(at + word.len()..)
            .unwrap_or_default()
            .chars()
            .next();
        at += word.len() + after.map_or(0, char::len_utf8);
        let starts = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let other = matches!(before, Some(':' | '.' | '$' | '`' | '\'' | '"'));
        let keyword = keywords().any(|keyword| keyword.eq_ignore_ascii_case(word));
        if starts && !other && !keyword && after != Some('(') && word != typed {
            found.insert(word);
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where a word with dots in it begins.
fn dotted_start(before: &str) -> usize {
    let mut start = before.len();
    for (at, c) in before.char_indices().rev() {
        if !is_word(c) && c != '.' {
            break;
        }
        start = at;
    }
    start
}

/// What could stand at the end of `before`, and where the word begins that is typed there.
fn place(before: &str) -> (Place, usize) {
    let line = before.trim_start();
    if line.starts_with(':') && !line.contains('\n') {
        return in_command(before);
    }
    let Some(brackets) = open_brackets(before) else {
        return (Place::Nothing, before.len());
    };
    if is_call(before) {
        return (Place::Procedure, dotted_start(before));
    }
    let mut start = before.len();
    for (at, c) in before.char_indices().rev() {
        if !is_word(c) {
            break;
        }
        start = at;
    }
    // A name in backticks that is not finished.
    if let Some(at) = before.rfind('`')
        && before.matches('`').count() % 2 == 1
    {
        start = at;
    }
    let front = before.get(..start).unwrap_or_default().trim_end();
    let attached = front.len() == start;
    let place = match front.chars().next_back() {
        Some('$') if attached => Place::Parameter,
        Some('.') if attached => Place::Key,
        Some(':' | '|' | '&' | '!') => match brackets.last() {
            Some('(') => Place::Label,
            Some('[') => Place::Type,
            // The value of an entry.
            Some('{') => Place::Expression,
            Some(_) | None if front.ends_with(':') => Place::LabelOrType,
            Some(_) | None => Place::Expression,
        },
        Some('{' | ',') if brackets.last() == Some(&'{') => Place::Key,
        _ => Place::Expression,
    };
    (place, start)
}

fn in_command(before: &str) -> (Place, usize) {
    let start = before.rfind(char::is_whitespace).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let typed = before.get(start..).unwrap_or_default();
    let words: Vec<&str> = before
        .get(..start)
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let place = match words.as_slice() {
        [] => Place::Command,
        [":use"] => Place::Database,
        [":help"] if typed.starts_with(':') => Place::Command,
        [":help"] => Place::CommandName,
        _ => Place::Nothing,
    };
    (place, start)
}

/// Whether the word typed follows CALL.
fn is_call(before: &str) -> bool {
    let front = before.get(..dotted_start(before)).unwrap_or_default();
    let word = front.split_whitespace().next_back().unwrap_or_default();
    front.ends_with(char::is_whitespace) && word.eq_ignore_ascii_case("call")
}

/// The brackets that are open at the end of a text; `None` inside a string or comment. A map in
/// a pattern and a subquery look alike here.
fn open_brackets(text: &str) -> Option<Vec<char>> {
    let mut open = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' | '[' | '{' => open.push(c),
            ')' | ']' | '}' => {
                open.pop();
            }
            ';' => open.clear(),
            '\'' | '"' => loop {
                match chars.next()? {
                    '\\' => {
                        chars.next()?;
                    }
                    end if end == c => break,
                    _ => {}
                }
            },
            // An unfinished name is completed like any other.
            '`' => while chars.next().is_some_and(|c| c != '`') {},
            '/' if chars.peek() == Some(&'/') => while chars.next()? != '\n' {},
            '/' if chars.peek() == Some(&'*') => {
                chars.next();
                let mut last = ' ';
                loop {
                    let c = chars.next()?;
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            _ => {}
        }
    }
    Some(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let cases = [
            (":be", Place::Command, ":be"),
            (":help be", Place::CommandName, "be"),
            (":use ne", Place::Database, "ne"),
            (":param x", Place::Nothing, "x"),
            ("MAT", Place::Expression, "MAT"),
            ("MATCH (n:Pe", Place::Label, "Pe"),
            ("MATCH (:A|Pe", Place::Label, "Pe"),
            ("MATCH (n:`a b", Place::Label, "`a b"),
            ("MATCH (n)-[r:KN", Place::Type, "KN"),
            ("MATCH (n {na", Place::Key, "na"),
            ("MATCH (n {a: 1, na", Place::Key, "na"),
            ("MATCH (n {a: na", Place::Expression, "na"),
            ("MATCH (n) WHERE n.na", Place::Key, "na"),
            ("MATCH (n) SET n:Pe", Place::LabelOrType, "Pe"),
            ("RETURN $pa", Place::Parameter, "pa"),
            ("CALL db.la", Place::Procedure, "db.la"),
            ("CALL ", Place::Procedure, ""),
            ("RETURN 'a (n:Pe", Place::Nothing, ""),
            ("RETURN 1 // (n:Pe", Place::Nothing, ""),
            ("RETURN 'a' + co", Place::Expression, "co"),
            ("RETURN 1; MATCH (n:", Place::Label, ""),
        ];
        for (before, expected, typed) in cases {
            let (found, start) = place(before);
            assert_eq!((found, &before[start..]), (expected, typed), "{before}");
        }
    }

    #[test]
    fn candidates() {
        let words = Words {
            schema: Some(Schema {
                labels: vec!["Person".into(), "Pet shop".into()],
                keys: vec!["name".into()],
                ..Schema::default()
            }),
            callable: Some(Callable {
                functions: vec!["toLower".into(), "name.space".into()],
                procedures: vec!["db.labels".into(), "db.ping".into()],
            }),
        };
        let cases: [(&str, &[&str]); 9] = [
            ("MATCH (n:pe", &["Person", "`Pet shop`"]),
            ("MATCH (n:`Pe", &["`Person`", "`Pet shop`"]),
            ("mat", &["match"]),
            ("MAT", &["MATCH"]),
            ("RETURN tol", &["toLower"]),
            ("RETURN name.s", &["space"]),
            ("RETURN n.na", &["name"]),
            ("CALL db.p", &["db.ping"]),
            ("MATCH (person:Person) RETURN per", &["periodic", "person"]),
        ];
        for (before, expected) in cases {
            let (place, start) = place(before);
            let found = words.candidates(place, &before[start..], &[], before);
            assert_eq!(found, expected, "{before}");
        }
    }
}
