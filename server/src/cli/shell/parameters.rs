//! Parameters of statements: set by expressions that the server evaluates, shown as text that
//! would set them again. Meet [`Parameters`] first.

use quiver_types::format::{Float, Literal, Name};
use quiver_types::{Map, Value};

use super::error::ShellError;
use super::session::{Kept, Session};

/// The parameters that are set.
#[derive(Default, Debug)]
pub struct Parameters(Map);

/// How parameters are set.
pub const USAGE: &str = ":param {a: 1, b: 1 + 1}   sets a and b
:param a => 1             sets a
:param list               shows what is set (so does :param)
:param clear              forgets all";

impl Parameters {
    /// The values, for a statement.
    pub fn values(&self) -> Map {
        self.0.clone()
    }

    /// What they are called.
    pub fn names(&self) -> Vec<String> {
        self.0.keys().map(ToString::to_string).collect()
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0 = Map::new();
    }

    /// Sets what `text` says: `{a: 1, b: 2}`, `a => 1` or `a 1`.
    ///
    /// # Errors
    /// It is none of these, the server cannot evaluate it, or a value is no parameter.
    pub fn set(&mut self, text: &str, session: &mut Session) -> Result<(), ShellError> {
        let expression = expression(text).ok_or_else(|| ShellError::Usage(USAGE.into()))?;
        let query = format!("RETURN {expression} AS `result`");
        let mut kept = Kept::default();
        let evaluated = session.run_beside(&query, self.values(), &mut kept);
        match evaluated {
            Ok(_) => {}
            Err(ShellError::Server { message, .. }) => {
                return Err(ShellError::Expression {
                    expression,
                    problem: message.trim_end().to_owned(),
                });
            }
            Err(other) => return Err(other),
        }
        let Some(Value::Map(map)) = kept.0.first().and_then(|row| row.first()) else {
            return Err(ShellError::Usage(USAGE.into()));
        };
        for (name, value) in map.iter() {
            if has_entity(value) {
                return Err(ShellError::Usage(format!(
                    "The parameter {} cannot be set: nodes, relationships and paths are no parameters",
                    Name(name)
                )));
            }
        }
        for (name, value) in map.iter() {
            self.0.insert(name.clone(), value.clone());
        }
        Ok(())
    }
}

/// In the order of their names, one a line.
impl std::fmt::Display for Parameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = String::new();
        show(&mut out, &Value::map(self.0.clone()), 0);
        f.write_str(&out)
    }
}

fn show(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Map(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(name, _)| (*name).clone());
            out.push_str("{\n");
            for (position, (name, value)) in entries.iter().enumerate() {
                out.push_str(&"  ".repeat(depth + 1));
                out.push_str(&format!("{}: ", Name(name)));
                show(out, value, depth + 1);
                out.push_str(if position + 1 < entries.len() {
                    ",\n"
                } else {
                    "\n"
                });
            }
            out.push_str(&"  ".repeat(depth));
            out.push('}');
        }
        Value::List(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push_str(", ");
                }
                show(out, item, depth);
            }
            out.push(']');
        }
        Value::Null => out.push_str("NULL"),
        Value::Float(v) => out.push_str(&Float(*v).to_string()),
        other => out.push_str(&Literal(other).to_string()),
    }
}

/// The map expression in what the user wrote.
fn expression(text: &str) -> Option<String> {
    if text.starts_with('{') {
        return Some(text.to_owned());
    }
    let (name, rest) = match text.strip_prefix('`') {
        Some(quoted) => {
            let end = quoted.find('`')? + 2;
            text.split_at(end)
        }
        None => {
            let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
            text.split_at(end.unwrap_or(text.len()))
        }
    };
    let first = name.chars().next()?;
    let rest = rest.trim_start();
    let value = rest.strip_prefix("=>").unwrap_or(rest).trim();
    if value.is_empty() || first.is_ascii_digit() {
        return None;
    }
    Some(format!("{{{name}: {value}}}"))
}

fn has_entity(value: &Value) -> bool {
    match value {
        Value::Node(_) | Value::Relationship(_) | Value::Path(_) | Value::Entity(_) => true,
        Value::List(items) => items.iter().any(has_entity),
        Value::Map(map) => map.values().any(has_entity),
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::Bytes(_)
        | Value::Date(_)
        | Value::LocalTime(_)
        | Value::Time(_)
        | Value::LocalDateTime(_)
        | Value::ZonedDateTime(_)
        | Value::Duration(_)
        | Value::Point(_)
        | Value::Vector(_)
        | Value::Uuid(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sets_parameters() {
        let cases = [
            ("{a: 1}", Some("{a: 1}")),
            ("a => 1 + 2", Some("{a: 1 + 2}")),
            ("a=>1", Some("{a: 1}")),
            ("a 1", Some("{a: 1}")),
            ("`b c` => 'x'", Some("{`b c`: 'x'}")),
            ("é [1]", Some("{é: [1]}")),
            ("a", None),
            ("a =>", None),
            ("1 => 2", None),
            ("[1]", None),
            ("`b", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(expression(text).as_deref(), expected, "{text}");
        }
    }
}
