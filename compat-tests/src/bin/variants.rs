//! The engine against itself: the same query under many circumstances that must not change its answer.
//!
//! Led over standard input by `compat-tests/differential/metamorphic.py`, which makes the graph and the
//! queries; here they are run, each in every [`Variant`], on databases in memory, and taken back. A
//! request is one line, its parts separated by tabs; the answer is one or more lines and a line with
//! a dot. No test harness and no server: for that see `compat-tests/tests`.
//!
//! - `load WHERE QUERY`: into all databases, or (`indexed`) those that have indexes.
//! - `ask FLAGS PARAMETERS QUERY PARAMETERS QUERY`: a query, and the same with its literals as
//!   parameters (maps as Cypher writes them). Flags: `o` rows have an order, `l` the items of lists
//!   have none, `w` it writes, so that what it does may depend on the order of rows, `e` one of equal
//!   values (1 and 1.0) stands for all of them, and the order of rows decides which.
//! - `parts PARAMETERS WHOLE PART...`: whether the parts share out the rows of the whole.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for tests, which panics, prints and reads the clock as tests do"
)]

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use quiver_compat_tests::tck::compare::{Rules, Table, difference};
use quiver_compat_tests::tck::subject::{Failed, Subject, parameter};
use quiver_compat_tests::tck::value::Content;
use quiver_cypher::optimizer::RULES;
use quiver_cypher::{EngineOptions, Interrupt, InterruptReason};
use quiver_types::Map;

/// A query that takes longer is given up; what it would have answered is not known.
const PATIENCE: Duration = Duration::from_secs(3);

/// One circumstance.
struct Variant {
    name: String,
    subject: Subject,
    indexed: bool,
    /// Rows come in the same order as in the first variant, so that writes have the same effect.
    same_order: bool,
}

fn variants() -> Vec<Variant> {
    let made = |name: String, indexed, same_order, options| Variant {
        name,
        subject: Subject::with(options, Arc::default()).expect("a database in memory"),
        indexed,
        same_order,
    };
    let options = EngineOptions::default;
    let eager = EngineOptions {
        eager_everywhere: true,
        ..options()
    };
    let uncached = EngineOptions {
        plan_cache_size: 0,
        ..options()
    };
    let without = |rules: Vec<String>| EngineOptions {
        disabled_rules: rules,
        ..options()
    };
    let all = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    let mut pausing = made("pausing wherever it may".into(), true, true, options());
    pausing.subject = pausing.subject.pausing();
    let mut variants = vec![
        made("as it is".into(), true, true, options()),
        made("eager everywhere".into(), true, true, eager),
        made("plans not kept".into(), true, false, uncached),
        made("no indexes".into(), false, false, options()),
        made("no rules".into(), true, false, without(all)),
        pausing,
    ];
    for rule in RULES {
        let name = format!("without {}", rule.name);
        let off = without(vec![rule.name.to_owned()]);
        variants.push(made(name, true, false, off));
    }
    variants
}

/// The rows with their whole numbers as floats: one for 1 and 1.0.
fn with_equals_alike(answer: &Result<Table, Failed>) -> Result<Table, Failed> {
    let mut answer = answer.clone();
    if let Ok(table) = &mut answer {
        table.rows.iter_mut().flatten().for_each(as_float);
    }
    answer
}

#[allow(
    clippy::cast_precision_loss,
    reason = "what is compared are the generator's small numbers"
)]
fn as_float(value: &mut Content) {
    match value {
        Content::Integer(number) => *value = Content::Float(*number as f64),
        Content::List(items) => items.iter_mut().for_each(as_float),
        Content::Map(entries) => entries.values_mut().for_each(as_float),
        Content::Null
        | Content::Boolean(_)
        | Content::Float(_)
        | Content::String(_)
        | Content::Node(_)
        | Content::Relationship(_)
        | Content::Path(_) => {}
    }
}

/// What runs, since when.
type Running = Option<(Instant, Arc<Interrupt>)>;

/// Interrupts what takes too long.
#[derive(Clone, Default)]
struct Watch(Arc<Mutex<Running>>);

impl Watch {
    fn start() -> Self {
        let watch = Self::default();
        let watched = watch.clone();
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_millis(200));
                if let Some((began, interrupt)) = &*watched.slot()
                    && began.elapsed() > PATIENCE
                {
                    interrupt.set(InterruptReason::Terminated);
                }
            }
        });
        watch
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a query gave, with its floats cut to what does not depend on the order of a sum.
    fn run(&self, subject: &Subject, text: &str, parameters: &Arc<Map>) -> Result<Table, Failed> {
        let interrupt: Arc<Interrupt> = Arc::default();
        *self.slot() = Some((Instant::now(), Arc::clone(&interrupt)));
        let ran = catch_unwind(AssertUnwindSafe(|| {
            subject.try_query(text, parameters, &interrupt)
        }));
        *self.slot() = None;
        let mut table = ran.unwrap_or_else(|_| {
            Err(Failed {
                code: "PANIC".into(),
                message: "a panic".into(),
            })
        })?;
        table.rows.iter_mut().flatten().for_each(cut);
        Ok(table)
    }
}

fn cut(value: &mut Content) {
    match value {
        Content::Float(number) if number.is_finite() => {
            *number = format!("{number:.11e}").parse().unwrap_or(*number);
        }
        Content::List(items) => items.iter_mut().for_each(cut),
        Content::Map(entries) => entries.values_mut().for_each(cut),
        Content::Null
        | Content::Boolean(_)
        | Content::Integer(_)
        | Content::Float(_)
        | Content::String(_)
        | Content::Node(_)
        | Content::Relationship(_)
        | Content::Path(_) => {}
    }
}

fn given_up(answer: &Result<Table, Failed>) -> bool {
    matches!(answer, Err(failed) if failed.code.ends_with(".Terminated"))
}

/// Rows as text, which is quick to sort. What is alike in this form is alike; what is not may be.
fn shown(table: &Table, in_order: bool) -> Vec<String> {
    let mut rows: Vec<String> = table.rows.iter().map(|row| format!("{row:?}")).collect();
    if !in_order {
        rows.sort_unstable();
    }
    rows
}

fn tables_differ(first: &Table, other: &Table, rules: Rules) -> Option<String> {
    let alike = first.columns == other.columns
        && shown(first, rules.rows_in_order) == shown(other, rules.rows_in_order);
    if alike {
        None
    } else {
        difference(first, other, rules)
    }
}

/// Why two answers differ, if they do.
fn differs(
    first: &Result<Table, Failed>,
    other: &Result<Table, Failed>,
    rules: Rules,
) -> Option<String> {
    match (first, other) {
        _ if given_up(first) || given_up(other) => None,
        (Ok(first), Ok(other)) => tables_differ(first, other, rules),
        (Err(first), Err(other)) if first.code == other.code => None,
        // Of several errors, and of an error and none, the plan decides which comes first; but both
        // are worth a look.
        (Err(first), Err(other)) => Some(format!("error {first}\n      but {other}")),
        (Err(failed), Ok(table)) | (Ok(table), Err(failed)) => {
            let fails = if first.is_err() { "the first" } else { "this" };
            Some(format!(
                "error in {fails}: {failed}\n      {} rows in the other",
                table.rows.len()
            ))
        }
    }
}

struct Program {
    variants: Vec<Variant>,
    watch: Watch,
}

impl Program {
    /// A map as Cypher writes it.
    fn parameters(&self, text: &str) -> Arc<Map> {
        if text == "{}" {
            return Arc::default();
        }
        let query = format!("RETURN {text} AS p");
        let table = self.variants[0].subject.query(&query, &Arc::default());
        let table = table.expect("parameters");
        let Some(Content::Map(entries)) = table.rows.first().and_then(|row| row.first()) else {
            panic!("no map: {text}");
        };
        let entries = entries.iter();
        let map = entries.map(|(key, value)| (key.as_str(), parameter(value).expect("a value")));
        Arc::new(map.collect())
    }

    fn load(&self, place: &str, text: &str) -> String {
        for variant in &self.variants {
            if place == "all" || variant.indexed {
                let loaded = variant.subject.query(text, &Arc::default());
                loaded.unwrap_or_else(|error| panic!("{text}: {error}"));
            }
        }
        "loaded".into()
    }

    fn ask(&self, flags: &str, plain: (&str, &str), lifted: (&str, &str)) -> String {
        let rules = Rules {
            rows_in_order: flags.contains('o'),
            lists_in_order: !flags.contains('l'),
        };
        let parameters = self.parameters(plain.0);
        let first = self
            .watch
            .run(&self.variants[0].subject, plain.1, &parameters);
        if given_up(&first) {
            return "slow".into();
        }
        let one_of_equals = flags.contains('e').then(|| with_equals_alike(&first));
        let mut found = Vec::new();
        let mut note = |name: &str, same_order: bool, other: &Result<Table, Failed>| {
            let why = match &one_of_equals {
                Some(first) if !same_order => differs(first, &with_equals_alike(other), rules),
                _ => differs(&first, other, rules),
            };
            if let Some(why) = why {
                found.push(format!("differs {name}: {why}"));
            }
        };
        for variant in &self.variants[1..] {
            if variant.same_order || !flags.contains('w') {
                let other = self.watch.run(&variant.subject, plain.1, &parameters);
                note(&variant.name, variant.same_order, &other);
            }
        }
        if !flags.contains('w') {
            let values = self.parameters(lifted.0);
            let other = self
                .watch
                .run(&self.variants[0].subject, lifted.1, &values)
                .map(|table| match &first {
                    // Columns without a name are called after their text.
                    Ok(first) if first.columns.len() == table.columns.len() => Table {
                        columns: first.columns.clone(),
                        ..table
                    },
                    _ => table,
                });
            // Of a literal the type is known before anything runs, of a parameter only then.
            let only_typed = |failed: &Failed| {
                failed.code == "Neo.ClientError.Statement.SyntaxError" && other.is_ok()
            };
            if !first.as_ref().is_err_and(only_typed) {
                note("literals as parameters", false, &other);
            }
        }
        if !found.is_empty() {
            return found.join("\n");
        }
        match &first {
            Ok(table) => format!("same {}", table.rows.len()),
            Err(failed) => format!("failed {failed}"),
        }
    }

    fn parts(&self, parameters: &str, texts: &[&str]) -> String {
        let parameters = self.parameters(parameters);
        for variant in &self.variants {
            let answers = texts
                .iter()
                .map(|text| self.watch.run(&variant.subject, text, &parameters));
            let answers = match answers.collect::<Result<Vec<Table>, Failed>>() {
                Ok(answers) => answers,
                Err(failed) if failed.code == "PANIC" => {
                    return format!("differs {}: {failed}", variant.name);
                }
                Err(failed) if failed.code.ends_with(".Terminated") => return "slow".into(),
                Err(failed) => return format!("failed {failed}"),
            };
            let (whole, parts) = answers.split_first().expect("a whole");
            let together = Table {
                columns: whole.columns.clone(),
                rows: parts.iter().flat_map(|part| part.rows.clone()).collect(),
            };
            let rules = Rules {
                rows_in_order: false,
                lists_in_order: true,
            };
            if let Some(why) = tables_differ(whole, &together, rules) {
                return format!("differs {}: parts and whole: {why}", variant.name);
            }
        }
        "same 1".into()
    }
}

fn main() {
    let program = Program {
        variants: variants(),
        watch: Watch::start(),
    };
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let request: Vec<&str> = line.split('\t').collect();
        let answer = match request[..] {
            ["load", place, text] => program.load(place, text),
            ["ask", flags, values, text, lifted_values, lifted] => {
                program.ask(flags, (values, text), (lifted_values, lifted))
            }
            ["parts", values, ref texts @ ..] => program.parts(values, texts),
            _ => panic!("not a request: {line}"),
        };
        println!("{answer}\n.");
        std::io::stdout().flush().expect("standard output");
    }
}
