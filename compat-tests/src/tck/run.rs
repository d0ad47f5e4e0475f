//! Runs scenarios, each on an engine and a graph of its own, and judges them.
//!
//! Start with [`run`]. A panic fails its scenario; a scenario that does not end is interrupted,
//! and left behind if even that does not help, so that one defect does not hide the others.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use quiver_cypher::{Interrupt, InterruptReason};
use quiver_types::{Map, Value};

use super::compare::{Table, difference};
use super::gherkin::Scenario;
use super::graph::Census;
use super::known::{Difference, Level};
use super::scenario::{Action, Phase, actions};
use super::subject::{Failed, Subject, Target, parameter};
use super::wire;

/// How a scenario went.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// How well.
    pub level: Level,
    /// Why not strictly.
    pub reason: String,
}

impl Verdict {
    fn fails(reason: impl Into<String>) -> Self {
        Self {
            level: Level::Fails,
            reason: reason.into(),
        }
    }
}

/// What all scenarios share.
pub struct Facts {
    /// Where Neo4j's error differs from the TCK's.
    pub differences: BTreeMap<String, Difference>,
    /// Statements that make each named graph.
    pub graphs: BTreeMap<String, Vec<String>>,
    /// Whether servers are asked over Bolt, and not engines in this process.
    pub over_bolt: bool,
}

/// Stack of the threads that run scenarios: what recurses too deep must be caught as a failure by
/// the product's own limits, not end this program.
const STACK: usize = 256 << 20;
/// After this a scenario is asked to stop; twice this, and its thread is given up. No measure of
/// speed: a scenario takes milliseconds.
const HANG: Duration = Duration::from_secs(30);

/// What a worker is at.
struct Current {
    scenario: usize,
    since: Instant,
    interrupt: Arc<Interrupt>,
}

type Slot = Arc<Mutex<Option<Current>>>;

fn locked(slot: &Slot) -> std::sync::MutexGuard<'_, Option<Current>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs all scenarios on `threads` threads; verdicts are in the scenarios' order.
pub fn run(scenarios: Vec<Scenario>, facts: Facts, threads: usize) -> Vec<Verdict> {
    let total = scenarios.len();
    let scenarios = Arc::new(scenarios);
    let facts = Arc::new(facts);
    let next = Arc::new(AtomicUsize::new(0));
    let (sender, receiver) = mpsc::channel();
    let spawn = || {
        let slot: Slot = Slot::default();
        let (worker_slot, sender) = (Arc::clone(&slot), sender.clone());
        let (scenarios, facts, next) = (
            Arc::clone(&scenarios),
            Arc::clone(&facts),
            Arc::clone(&next),
        );
        let worker = move || {
            loop {
                let at = next.fetch_add(1, Ordering::SeqCst);
                let Some(scenario) = scenarios.get(at) else {
                    return;
                };
                let verdict = watched(scenario, at, &facts, &worker_slot);
                if sender.send((at, verdict)).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new()
            .name("scenario".into())
            .stack_size(STACK)
            .spawn(worker)
            .map(|_| slot)
    };
    let mut slots: Vec<Slot> = (0..threads).filter_map(|_| spawn().ok()).collect();
    let mut verdicts: Vec<Option<Verdict>> = vec![None; total];
    let mut missing = total;
    while missing > 0 && !slots.is_empty() {
        if let Ok((at, verdict)) = receiver.recv_timeout(Duration::from_millis(200)) {
            if verdicts[at].is_none() {
                verdicts[at] = Some(verdict);
                missing -= 1;
            }
            continue;
        }
        for slot in &mut slots {
            let Some(given_up) = overdue(slot) else {
                continue;
            };
            if verdicts[given_up].is_none() {
                verdicts[given_up] = Some(Verdict::fails("did not end, even when interrupted"));
                missing -= 1;
            }
            if let Ok(fresh) = spawn() {
                *slot = fresh;
            }
        }
    }
    let lost = || Verdict::fails("was not run: no thread could be started");
    verdicts
        .into_iter()
        .map(|verdict| verdict.unwrap_or_else(lost))
        .collect()
}

/// Interrupts what takes too long; the scenario whose thread is to be given up, if any.
fn overdue(slot: &Slot) -> Option<usize> {
    let mut current = locked(slot);
    let running = current.as_ref()?;
    let taken = running.since.elapsed();
    if taken > HANG {
        running.interrupt.set(InterruptReason::Terminated);
    }
    if taken > HANG * 2 {
        return current.take().map(|current| current.scenario);
    }
    None
}

thread_local! {
    static PANIC: std::cell::RefCell<Option<String>> = const { std::cell::RefCell::new(None) };
}

/// Keeps a panic's words for the verdict instead of printing them.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string().replace('\n', " ");
        PANIC.with(|slot| *slot.borrow_mut() = Some(text));
    }));
}

fn watched(scenario: &Scenario, at: usize, facts: &Facts, slot: &Slot) -> Verdict {
    let interrupt = Arc::new(Interrupt::default());
    *locked(slot) = Some(Current {
        scenario: at,
        since: Instant::now(),
        interrupt: Arc::clone(&interrupt),
    });
    let verdict = catch_unwind(AssertUnwindSafe(|| judge(scenario, facts, interrupt)));
    *locked(slot) = None;
    match verdict {
        Ok(Ok(verdict)) => verdict,
        Ok(Err(reason)) => Verdict::fails(reason),
        Err(_) => {
            let words = PANIC.with(|slot| slot.borrow_mut().take());
            Verdict::fails(words.unwrap_or_else(|| "panicked".into()))
        }
    }
}

/// What a query gave, and what the graph was before it.
struct Outcome {
    result: Result<Table, Failed>,
    /// Whether EXPLAIN of it failed.
    explain_failed: bool,
    before: Census,
}

struct Play<'a> {
    subject: &'a mut dyn Target,
    facts: &'a Facts,
    id: &'a str,
    parameters: Arc<Map>,
    outcome: Option<Outcome>,
    /// Why it is no strict pass.
    lenient: Vec<String>,
}

fn judge(scenario: &Scenario, facts: &Facts, interrupt: Arc<Interrupt>) -> Result<Verdict, String> {
    let actions = actions(&scenario.steps)?;
    let expects_error = actions
        .iter()
        .any(|action| matches!(action, Action::Error { .. }));
    let play =
        |subject: &mut dyn Target| judge_on(subject, scenario, facts, &actions, expects_error);
    if facts.over_bolt {
        wire::with_server(|server| play(server)).map_err(|failed| failed.to_string())?
    } else {
        let mut subject = Subject::new(interrupt).map_err(|error| error.to_string())?;
        play(&mut subject)
    }
}

fn judge_on(
    subject: &mut dyn Target,
    scenario: &Scenario,
    facts: &Facts,
    actions: &[Action],
    expects_error: bool,
) -> Result<Verdict, String> {
    let mut play = Play {
        subject,
        facts,
        id: &scenario.id,
        parameters: Arc::new(Map::new()),
        outcome: None,
        lenient: Vec::new(),
    };
    for action in actions {
        play.act(action, expects_error)?;
    }
    if play.outcome.is_none() {
        return Err("the scenario asks nothing".into());
    }
    Ok(Verdict {
        level: if play.lenient.is_empty() {
            Level::Strict
        } else {
            Level::Lenient
        },
        reason: play.lenient.join("; "),
    })
}

impl Play<'_> {
    fn act(&mut self, action: &Action, expects_error: bool) -> Result<(), String> {
        match action {
            Action::EmptyGraph => Ok(()),
            Action::NamedGraph(name) => {
                let statements = self.facts.graphs.get(name);
                let statements = statements.ok_or_else(|| format!("no graph named {name}"))?;
                let mut statements = statements.iter();
                statements.try_for_each(|text| self.set_up(text))
            }
            Action::Setup(text) => self.set_up(text),
            Action::Parameters(parameters) => {
                let values = parameters
                    .iter()
                    .map(|(name, value)| Ok((name.as_str(), parameter(value)?)));
                self.parameters = Arc::new(values.collect::<Result<Map, String>>()?);
                Ok(())
            }
            Action::Procedure {
                signature,
                columns,
                rows,
            } => self.define(signature, columns, rows),
            Action::Query { text, control } => self.ask(text, expects_error && !control),
            Action::Rows(table, rules) => match difference(table, self.rows()?, *rules) {
                None => Ok(()),
                Some(difference) => Err(difference),
            },
            Action::NoRows => match self.rows()?.rows.len() {
                0 => Ok(()),
                rows => Err(format!("no rows expected, got {rows}")),
            },
            Action::SideEffects(expected) => {
                let got = self.side_effects()?;
                if got == *expected {
                    Ok(())
                } else {
                    Err(format!("side effects {expected:?} expected, got {got:?}"))
                }
            }
            Action::Error { kind, phase } => self.failed_as(kind, *phase),
        }
    }

    fn set_up(&mut self, text: &str) -> Result<(), String> {
        self.subject
            .query(text, &self.parameters)
            .map(drop)
            .map_err(|failed| format!("preparing the graph: {failed}"))
    }

    fn define(
        &mut self,
        signature: &str,
        columns: &[String],
        rows: &[Vec<super::value::Content>],
    ) -> Result<(), String> {
        let names = columns.iter().map(|name| Value::from(name.as_str()));
        let rows = rows
            .iter()
            .map(|row| {
                Ok(Value::list(
                    row.iter().map(parameter).collect::<Result<_, _>>()?,
                ))
            })
            .collect::<Result<Vec<Value>, String>>()?;
        let parameters: Map = [
            ("signature", Value::from(signature)),
            ("columns", Value::list(names.collect())),
            ("rows", Value::list(rows)),
        ]
        .into_iter()
        .collect();
        let text = "CALL quiver.test.defineProcedure($signature, $columns, $rows)";
        self.subject
            .query(text, &Arc::new(parameters))
            .map(drop)
            .map_err(|failed| format!("defining {signature}: {failed}"))
    }

    fn ask(&mut self, text: &str, explain: bool) -> Result<(), String> {
        let before = self.subject.census()?;
        let explain_failed = explain && {
            let text = format!("EXPLAIN {text}");
            self.subject.query(&text, &self.parameters).is_err()
        };
        self.outcome = Some(Outcome {
            result: self.subject.query(text, &self.parameters),
            explain_failed,
            before,
        });
        Ok(())
    }

    fn outcome(&self) -> Result<&Outcome, String> {
        self.outcome
            .as_ref()
            .ok_or_else(|| "a check before any query".into())
    }

    fn rows(&self) -> Result<&Table, String> {
        match &self.outcome()?.result {
            Ok(table) => Ok(table),
            Err(failed) => Err(failed.to_string()),
        }
    }

    fn side_effects(&mut self) -> Result<BTreeMap<String, i64>, String> {
        let after = self.subject.census()?;
        Ok(self.outcome()?.before.changes(&after))
    }

    fn failed_as(&mut self, kind: &str, phase: Phase) -> Result<(), String> {
        let outcome = self.outcome()?;
        let neo4j = self.facts.differences.get(self.id);
        if neo4j == Some(&Difference::None) {
            return match &outcome.result {
                Ok(_) => Ok(()),
                Err(failed) => Err(format!("no error expected, as from Neo4j, got {failed}")),
            };
        }
        let failed = match &outcome.result {
            Ok(table) => {
                return Err(format!(
                    "{kind} expected, but there are {} rows",
                    table.rows.len()
                ));
            }
            Err(failed) => failed.clone(),
        };
        let explain_failed = outcome.explain_failed;
        let effects = self.side_effects()?;
        if !effects.is_empty() {
            return Err(format!("an error left side effects: {effects:?}"));
        }
        let (kind, phase) = match self.facts.differences.get(self.id) {
            Some(Difference::Error { kind, phase }) => (kind.clone(), *phase),
            Some(Difference::None) | None => (kind.to_owned(), phase),
        };
        let got = kind_of(&failed.code);
        if got != kind {
            self.lenient
                .push(format!("{kind} expected, got {got} ({failed})"));
        }
        let phase_is_right = match phase {
            Phase::CompileTime => explain_failed,
            Phase::Runtime => !explain_failed,
            Phase::AnyTime => true,
        };
        if !phase_is_right {
            self.lenient.push(format!(
                "{phase:?} expected, but EXPLAIN {} ({failed})",
                if explain_failed { "fails" } else { "succeeds" }
            ));
        }
        Ok(())
    }
}

/// A code's last part in the TCK's words.
fn kind_of(code: &str) -> &str {
    match code.rsplit('.').next().unwrap_or_default() {
        "ProcedureNotFound" => "ProcedureError",
        "ConstraintValidationFailed" => "ConstraintVerificationFailed",
        kind => kind,
    }
}
