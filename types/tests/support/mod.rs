//! A notation for test cases: a small evaluator of expressions as Cypher writes them, with the
//! temporal and spatial functions of this crate. It is no Cypher: one precedence level for
//! operators, no variables.

use quiver_types::temporal::functions as f;
use quiver_types::temporal::{Context, Instant, TemporalError, TimeZone};
use quiver_types::{Map, Status, Value, point};

/// What evaluating gave: a value, or the status and message of a failure.
pub type Outcome = Result<Value, (Status, String)>;

/// Evaluates one expression at 2026-11-20T23:00Z. Panics when the text is not in the notation.
pub fn eval(text: &str) -> Outcome {
    let mut reader = Reader { rest: text };
    let value = reader.expression()?;
    assert!(
        reader.skip().is_empty(),
        "{text}: left over {:?}",
        reader.rest
    );
    Ok(value)
}

fn context() -> Context {
    Context::at(1_795_215_600_000_000_000, TimeZone::UTC)
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn failed(error: TemporalError) -> (Status, String) {
    (error.status(), error.to_string())
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn skip(&mut self) -> &'a str {
        self.rest = self.rest.trim_start();
        self.rest
    }

    fn take(&mut self, wanted: &str) -> bool {
        let found = self.skip().strip_prefix(wanted);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn expect(&mut self, wanted: &str) {
        assert!(self.take(wanted), "{wanted:?} expected at {:?}", self.rest);
    }

    fn while_char(&mut self, accept: impl Fn(char) -> bool) -> &'a str {
        let text = self.skip();
        let end = text.find(|c| !accept(c)).unwrap_or(text.len());
        self.rest = &text[end..];
        &text[..end]
    }

    fn expression(&mut self) -> Outcome {
        let mut left = self.term()?;
        loop {
            if self.take("+") {
                left = operate('+', &left, &self.term()?)?;
            } else if self.take("-") {
                left = operate('-', &left, &self.term()?)?;
            } else if self.take("*") {
                left = operate('*', &left, &self.term()?)?;
            } else if self.take("/") {
                left = operate('/', &left, &self.term()?)?;
            } else {
                return Ok(left);
            }
        }
    }

    fn term(&mut self) -> Outcome {
        let mut value = self.primary()?;
        while self.take(".") {
            let name = self.while_char(|c| c.is_ascii_alphanumeric());
            value = match &value {
                Value::Point(p) => {
                    point::component(p, name).map_err(|e| (e.status(), e.to_string()))?
                }
                other => f::component(other, name)
                    .expect("a temporal value")
                    .map_err(failed)?,
            };
        }
        Ok(value)
    }

    fn primary(&mut self) -> Outcome {
        let text = self.skip();
        if self.take("(") {
            let value = self.expression()?;
            self.expect(")");
            return Ok(value);
        }
        if self.take("{") {
            return self.map();
        }
        if self.take("[") {
            let mut items = Vec::new();
            while !self.take("]") {
                items.push(self.expression()?);
                self.take(",");
            }
            return Ok(Value::list(items));
        }
        if self.take("'") {
            let end = self.rest.find('\'').expect("a closing quote");
            let value = Value::from(&self.rest[..end]);
            self.rest = &self.rest[end + 1..];
            return Ok(value);
        }
        if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            return Ok(self.number());
        }
        let name = self.while_char(|c| c.is_ascii_alphanumeric() || c == '.');
        match name {
            "null" => Ok(Value::Null),
            "true" => Ok(Value::Boolean(true)),
            "false" => Ok(Value::Boolean(false)),
            name => {
                self.expect("(");
                let mut arguments = Vec::new();
                while !self.take(")") {
                    arguments.push(self.expression()?);
                    self.take(",");
                }
                call(name, &arguments)
            }
        }
    }

    fn number(&mut self) -> Value {
        let negative = self.take("-");
        let mut text = String::from(if negative { "-" } else { "" });
        text.push_str(self.while_char(|c| c.is_ascii_alphanumeric() || c == '.'));
        if text.ends_with('e') && self.take("-") {
            text.push('-');
            text.push_str(self.while_char(|c| c.is_ascii_digit()));
        }
        match text.parse::<i64>() {
            Ok(integer) => Value::Integer(integer),
            Err(_) => Value::Float(
                text.parse()
                    .unwrap_or_else(|_| panic!("{text} is no number")),
            ),
        }
    }

    fn map(&mut self) -> Outcome {
        let mut map = Map::new();
        while !self.take("}") {
            let key = self.while_char(|c| c.is_ascii_alphanumeric());
            self.expect(":");
            map.insert(key, self.expression()?);
            self.take(",");
        }
        Ok(map.into())
    }
}

fn operate(operator: char, left: &Value, right: &Value) -> Outcome {
    let result = match (operator, left, right) {
        ('+', value, Value::Duration(d)) => f::add(value, d),
        ('+', Value::Duration(d), value) => f::add(value, d),
        ('-', value, Value::Duration(d)) => f::subtract(value, d),
        ('*', Value::Duration(d), value) | ('*', value, Value::Duration(d)) => {
            f::multiply(d, value)
        }
        ('/', Value::Duration(d), value) => f::divide(d, value),
        _ => None,
    };
    result.expect("operands that go together").map_err(failed)
}

fn kind_of(name: &str) -> Option<Instant> {
    [
        Instant::Date,
        Instant::LocalTime,
        Instant::Time,
        Instant::LocalDateTime,
        Instant::ZonedDateTime,
    ]
    .into_iter()
    .find(|kind| kind.function() == name)
}

fn call(name: &str, arguments: &[Value]) -> Outcome {
    if let Some(prefix) = name.strip_suffix(".truncate") {
        let kind = kind_of(prefix).expect("a temporal type");
        let Value::String(unit) = &arguments[0] else {
            panic!("a unit is text")
        };
        let overrides = match arguments.get(2) {
            Some(Value::Map(map)) => Some(map.as_ref()),
            _ => None,
        };
        return f::truncate(kind, unit, &arguments[1], overrides, &context()).map_err(failed);
    }
    if let Some(kind) = kind_of(name) {
        return f::construct(kind, &arguments[0], &context()).map_err(failed);
    }
    let spatial = |result: Result<Value, point::PointError>| {
        result.map_err(|error| (error.status(), error.to_string()))
    };
    let integer = |at: usize| match arguments[at] {
        Value::Integer(number) => number,
        _ => panic!("{name} takes integers"),
    };
    match name.to_ascii_lowercase().as_str() {
        "datetime.fromepoch" => f::from_epoch(integer(0), integer(1)).map_err(failed),
        "datetime.fromepochmillis" => f::from_epoch_millis(integer(0)).map_err(failed),
        "duration" => f::duration(&arguments[0]).map_err(failed),
        "duration.between" => f::duration_between(&arguments[0], &arguments[1]).map_err(failed),
        "duration.inmonths" => f::duration_in_months(&arguments[0], &arguments[1]).map_err(failed),
        "duration.indays" => f::duration_in_days(&arguments[0], &arguments[1]).map_err(failed),
        "duration.inseconds" => {
            f::duration_in_seconds(&arguments[0], &arguments[1]).map_err(failed)
        }
        "tofloat" => match &arguments[0] {
            Value::String(text) => Ok(Value::Float(text.parse().expect("a number"))),
            _ => panic!("toFloat takes text here"),
        },
        "tostring" => Ok(Value::from(quiver_types::format::to_string(&arguments[0]))),
        "point" => spatial(point::construct(&arguments[0])),
        "point.distance" => Ok(point::distance(&arguments[0], &arguments[1])),
        "point.withinbbox" => Ok(point::within_box(
            &arguments[0],
            &arguments[1],
            &arguments[2],
        )),
        other => panic!("unknown function {other}"),
    }
}
