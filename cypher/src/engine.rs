//! The engine: text to cached plan, plan to cursor.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use quiver_storage::Database;
use quiver_types::{DatabaseId, Failure, Map, Status, Text, Value};

use crate::binder;
use crate::cache::{Cache, CacheCounters};
use crate::dbms::Dbms;
use crate::edge::PlanContext;
use crate::exec::prepared::{Planned, Prepared, PreparedMode};
use crate::exec::workers::{self, Workers};
use crate::notify::{self, Unknown};
use crate::optimizer;
use crate::options::{self, Replan};
use crate::plan::{self, explain};
use crate::plans::{Entry, Recording, State, Statistic};
use crate::procedures::Registry;
use crate::syntax::lift::{self, Lifted};
use crate::syntax::{self, Limits, ast, credentials};
use crate::warning;
use quiver_types::time::Clock;

use crate::edge::Interrupt;
pub use crate::exec::Cursor;

/// Limits and sizes.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// Plans kept, 0 switches the cache off.
    pub plan_cache_size: usize,
    /// Bytes a query text may have.
    pub max_query_length: usize,
    /// Words, numbers and signs a query text may have, but those of long constant lists and maps.
    pub max_query_tokens: usize,
    /// Nesting of expressions, patterns and subqueries a query text may have.
    pub max_nesting: usize,
    /// Bytes that planning a query may take.
    pub max_planning_memory: usize,
    /// Names of optimizer rules that are not to run; answers do not depend on them.
    pub disabled_rules: Vec<String>,
    /// The version of the language where a text does not say it.
    pub language: ast::Language,
    /// Whether users log in: some procedures exist only then.
    pub login: bool,
    /// Whether every step of a plan takes in all its rows before it gives out any. Answers do not
    /// depend on it, which is what it is for: it shows that no plan lacks an Eager.
    pub eager_everywhere: bool,
    /// Threads that go through parts of large scans, of all queries together; 0 is one a processor, 1
    /// lets every query work alone. Answers do not depend on it.
    pub workers: usize,
    /// Rows that each of them should have for a query to be given several.
    pub rows_a_worker: u64,
}

impl Default for EngineOptions {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            plan_cache_size: 1000,
            max_query_length: limits.max_length,
            max_query_tokens: limits.max_tokens,
            max_nesting: limits.max_nesting,
            max_planning_memory: limits.max_memory,
            disabled_rules: Vec::new(),
            language: limits.language,
            login: false,
            workers: 0,
            rows_a_worker: workers::ROWS_A_WORKER,
            eager_everywhere: false,
        }
    }
}

/// Texts longer than this are planned each time: a cache of them would be one of their data.
const CACHED_TEXT: usize = 64 * 1024;

/// Levels a plan may have: what the stack of any thread that runs it is sure to hold.
const MAX_DEPTH: usize = 2000;

/// Texts whose plans are to be made anew in the background; more are forgotten and come again.
const REPLANS: usize = 100;

/// Parses, plans, caches. One for a server; databases are passed in.
pub struct Engine {
    planning: Arc<Planning>,
    /// Plans by text.
    texts: Cache<u64, Arc<Entry>>,
    /// Plans by the shape of texts without their literals.
    shapes: Cache<u64, Arc<Entry>>,
    hasher: foldhash::fast::RandomState,
    /// What drifted and waits for [`Engine::replan`].
    drifted: Mutex<Vec<(DatabaseId, Box<str>)>>,
    waiting: AtomicUsize,
    replans: AtomicU64,
}

/// How a text becomes a plan; what is kept of plans is [`Engine`]'s.
#[derive(Debug)]
pub(crate) struct Planning {
    limits: Limits,
    /// Languages of databases that have one of their own.
    languages: RwLock<HashMap<DatabaseId, ast::Language>>,
    /// How often one was set: plans made before are of no use then.
    language_changes: AtomicU64,
    registry: Registry,
    disabled_rules: Vec<String>,
    eager_everywhere: bool,
    /// For what runs its plans.
    workers: Arc<Workers>,
}

/// What the caches of plans counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanCacheCounters {
    /// By text.
    pub texts: CacheCounters,
    /// By shape, asked for texts that are new.
    pub shapes: CacheCounters,
    /// Plans made anew because statistics had drifted.
    pub replans: u64,
}

impl Planning {
    /// Limits of the texts of a database's queries, and the language of those that do not say theirs.
    fn limits(&self, database: DatabaseId) -> Limits {
        let languages = self
            .languages
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let language = languages.get(&database).copied();
        Limits {
            language: language.unwrap_or(self.limits.language),
            ..self.limits
        }
    }

    /// Changes with the procedures and the languages, which plans depend on.
    fn version(&self) -> u64 {
        self.registry.version() + self.language_changes.load(Ordering::Acquire)
    }

    /// The plan of a text that a procedure runs inside another query. It is not kept.
    pub(crate) fn nested(
        self: &Arc<Self>,
        text: &str,
        database: &Database,
    ) -> Result<Arc<Planned>, Failure> {
        let statement = syntax::parse(text, self.limits(database.id()))?;
        options::check(&statement)?;
        let recording = Recording::new(database, &[]);
        let (planned, _) = self.planned(&statement, text, &recording)?;
        Ok(Arc::new(planned))
    }

    fn planned(
        self: &Arc<Self>,
        statement: &ast::Statement,
        text: &str,
        context: &dyn PlanContext,
    ) -> Result<(Planned, Vec<Unknown>), Failure> {
        let mut binding = binder::bind(statement, text, &self.registry, None)?;
        let graphs = std::mem::take(&mut binding.graphs);
        let mut told = std::mem::take(&mut binding.told);
        let (unknown, of_names) = notify::unknown_names(&binding.places, &binding.tables, context);
        told.extend(notify::missing_indexes(&binding.places.hints, context));
        let mut plan = plan::planner::plan(
            binding,
            context,
            self.eager_everywhere,
            &self.disabled_rules,
        );
        // What is to be written may be what is missing.
        if !plan::walk::writes(&plan.root) {
            told.extend(of_names);
        }
        told.extend(notify::eager_load(&plan.root));
        if statement.language == ast::Language::Cypher5 {
            told.extend(notify::old_names(text));
        }
        let mut notifications = warning::placed(told, text);
        notifications.extend(options::notifications(statement, text));
        if plan::planner::depth(&plan.root) > MAX_DEPTH {
            return Err(Failure::new(
                Status::QueryTooComplex,
                format!("The query needs a plan of more than {MAX_DEPTH} steps; split it"),
            ));
        }
        optimizer::optimize(&mut plan, &self.disabled_rules);
        explain::number(&mut plan);
        let work = plan::effort::of(&mut plan.root);
        let mode = match statement.mode {
            ast::Mode::Run => PreparedMode::Run,
            ast::Mode::Explain => PreparedMode::Explain,
            ast::Mode::Profile => PreparedMode::Profile,
        };
        let mut planned = Planned::new(plan, mode, work, notifications, statement.language);
        planned.refused_on_system = binder::system::refusal(statement, text, &self.registry);
        planned.graphs = graphs;
        planned.planning = Arc::downgrade(self);
        planned.workers = Arc::clone(&self.workers);
        planned.open_to_expired = binder::system::is_open_to_expired(statement);
        Ok((planned, unknown))
    }
}

impl Engine {
    /// An engine.
    pub fn new(options: EngineOptions) -> Self {
        let planning = Planning {
            limits: Limits {
                max_length: options.max_query_length,
                max_tokens: options.max_query_tokens,
                max_nesting: options.max_nesting.min(Limits::SAFE_NESTING),
                max_memory: options.max_planning_memory,
                language: options.language,
            },
            languages: RwLock::default(),
            language_changes: AtomicU64::new(0),
            registry: Registry::new(options.login),
            disabled_rules: options.disabled_rules,
            eager_everywhere: options.eager_everywhere,
            workers: Arc::new(Workers::new(options.workers, options.rows_a_worker)),
        };
        Self {
            planning: Arc::new(planning),
            texts: Cache::new(options.plan_cache_size),
            shapes: Cache::new(options.plan_cache_size),
            drifted: Mutex::default(),
            waiting: AtomicUsize::new(0),
            replans: AtomicU64::new(0),
            hasher: foldhash::fast::RandomState::default(),
        }
    }

    /// How many threads were given to queries beside the one they came with, so far.
    pub fn threads_given(&self) -> u64 {
        self.planning.workers.given()
    }

    /// Text to plan, from the cache where it can be.
    ///
    /// # Errors
    /// Everything that is wrong with the text itself: syntax, names, types, unknown procedures.
    /// Whatever the error quotes of the text, it shows no password.
    pub fn prepare(
        &self,
        text: &str,
        database: &Database,
        dbms: &dyn Dbms,
    ) -> Result<Arc<Prepared>, Failure> {
        match self.kept(text, database, dbms)? {
            Some(prepared) => Ok(prepared),
            None => self.prepare_new(text, database, dbms),
        }
    }

    /// The plan of a text that was asked before, if it is still good. Takes no longer than reading
    /// the text; [`Engine::prepare_new`] may.
    ///
    /// # Errors
    /// As those of [`Engine::prepare`], of a text that names a database.
    pub fn kept(
        &self,
        text: &str,
        database: &Database,
        dbms: &dyn Dbms,
    ) -> Result<Option<Arc<Prepared>>, Failure> {
        if text.len() > CACHED_TEXT || options::mentions_replan(text) {
            return Ok(None);
        }
        let key = self.key(text, database.id());
        let Some(entry) = self.look_up(&self.texts, key, text, text, database, true) else {
            return Ok(None);
        };
        check_graphs(&entry.planned.graphs, dbms)?;
        let literals = entry.literals.clone();
        let prepared = Prepared::new(entry.planned.clone(), literals);
        Ok(Some(Arc::new(prepared)))
    }

    /// As [`Engine::prepare`], for a text that is not [kept](Engine::kept).
    ///
    /// # Errors
    /// The same.
    pub fn prepare_new(
        &self,
        text: &str,
        database: &Database,
        dbms: &dyn Dbms,
    ) -> Result<Arc<Prepared>, Failure> {
        let failure = match self.plan_new(text, database, None) {
            Ok(prepared) => {
                check_graphs(&prepared.graphs, dbms)?;
                return Ok(prepared);
            }
            Err(failure) => failure,
        };
        let Some(masked) = credentials::masked(text) else {
            return Err(failure);
        };
        // The same text with other signs in its literals is wrong in the same way at the same
        // place, and then the error about it can be told.
        match self.plan_new(&masked, database, None) {
            Err(told) if told.status == failure.status && told.position == failure.position => {
                Err(told)
            }
            Ok(_) | Err(_) => Err(Failure {
                status: failure.status,
                message: "The text is not valid; it is not shown, because it may hold a password"
                    .to_owned(),
                position: failure.position,
            }),
        }
    }

    /// The same for a query that is to be run with these parameters: [`Engine::with_parameters`].
    ///
    /// # Errors
    /// As both.
    pub fn prepare_with(
        &self,
        text: &str,
        parameters: &Map,
        database: &Database,
        dbms: &dyn Dbms,
    ) -> Result<Arc<Prepared>, Failure> {
        let prepared = self.prepare(text, database, dbms)?;
        self.with_parameters(prepared, text, parameters)
    }

    /// Looks at the types of the parameters that the plan of a text is to be run with. As on Neo4j,
    /// what they cannot be is an error before running, and EXPLAIN says which are missing.
    ///
    /// # Errors
    /// What is wrong with the types of parameters.
    pub fn with_parameters(
        &self,
        prepared: Arc<Prepared>,
        text: &str,
        parameters: &Map,
    ) -> Result<Arc<Prepared>, Failure> {
        let asked = prepared.parameters();
        let Some(types) = parameter_types(asked, parameters) else {
            return Ok(prepared);
        };
        if !prepared.fits(types) {
            // In the language in which it was planned, whatever the database's is by now.
            let limits = Limits {
                language: prepared.language,
                ..self.planning.limits
            };
            let statement = syntax::parse(text, limits)?;
            let registry = &self.planning.registry;
            let binding = binder::bind(&statement, text, registry, Some(parameters))?;
            if binding.list_as_truth {
                // Told each time, so these types are looked at each time.
                return Ok(Arc::new(
                    prepared.with_notification(notify::list_as_truth()),
                ));
            }
            prepared.note_fit(types);
        }
        if !prepared.is_explain() {
            return Ok(prepared);
        }
        let missing: Vec<&str> = asked
            .iter()
            .filter(|name| !name.starts_with(lift::PREFIX) && parameters.get(name).is_none())
            .map(Text::as_str)
            .collect();
        Ok(match notify::missing_parameters(&missing) {
            None => prepared,
            Some(notification) => Arc::new(prepared.with_notification(notification)),
        })
    }

    /// A kept plan. `shape` is what it is kept under, `text` what would be planned anew.
    fn look_up(
        &self,
        cache: &Cache<u64, Arc<Entry>>,
        key: u64,
        shape: &str,
        text: &str,
        database: &Database,
        drift: bool,
    ) -> Option<Arc<Entry>> {
        let procedures = self.planning.version();
        let mut drifted = false;
        let entry = cache.get(&key, |entry| {
            let state = entry.state(shape, database, procedures, drift);
            drifted = state == State::Drifted;
            state != State::Bad
        })?;
        if drifted {
            let mut waiting = self.drifted.lock().unwrap_or_else(PoisonError::into_inner);
            let known = waiting
                .iter()
                .any(|(id, waits)| *id == database.id() && **waits == *text);
            if !known && waiting.len() < REPLANS {
                waiting.push((database.id(), text.into()));
                self.waiting.store(waiting.len(), Ordering::Relaxed);
            }
        }
        Some(entry)
    }

    /// Plans a text that is not kept, or not any more (`again`).
    fn plan_new(
        &self,
        text: &str,
        database: &Database,
        again: Option<Replan>,
    ) -> Result<Arc<Prepared>, Failure> {
        // Asked first: what changes while this goes on makes the plan one of before.
        let procedures = self.planning.version();
        let mut statement = syntax::parse(text, self.planning.limits(database.id()))?;
        let replan = again.unwrap_or(options::check(&statement)?);
        // EXPLAIN shows the query as it is written, and PROFILE what was estimated for it.
        let shared = statement.mode == ast::Mode::Run
            && text.len() <= CACHED_TEXT
            && !text.contains(lift::PREFIX);
        let lifted = if shared {
            lift::lift(&mut statement)
        } else {
            Vec::new()
        };
        let literals: Vec<(Text, Value)> = lifted
            .iter()
            .map(|lifted| (lifted.name.clone(), lifted.value.clone()))
            .collect();
        // Passwords are not kept, and their commands are not repeated.
        let secret = matches!(statement.body, ast::StatementBody::Administration(_));
        let keep = !secret && text.len() <= CACHED_TEXT;
        let kept_as = keep.then(|| {
            let shape = shape_of(&statement, text, &lifted);
            let keys = (
                self.key(text, database.id()),
                self.key(&shape, database.id()),
            );
            (keys, shape)
        });
        if let Some(((key, shape_key), shape)) = &kept_as
            && replan != Replan::Force
        {
            let drift = replan == Replan::Default;
            let found = self.look_up(&self.shapes, *shape_key, shape, text, database, drift);
            if let Some(entry) = found {
                let planned = entry.planned.clone();
                let prepared = Prepared::new(planned.clone(), literals.clone());
                let (unknown, asked) = (entry.unknown.clone(), entry.asked.clone());
                let entry = new_entry(
                    text, database, procedures, unknown, asked, planned, literals,
                );
                self.texts.insert(*key, entry);
                return Ok(Arc::new(prepared));
            }
        }
        let recording = Recording::new(database, &lifted);
        let (planned, unknown) = self.planning.planned(&statement, text, &recording)?;
        let asked = recording.into_asked();
        let planned = Arc::new(planned);
        if let Some(((key, shape_key), shape)) = kept_as {
            let entry = |text: &str, literals| {
                let (unknown, asked) = (unknown.clone(), asked.clone());
                new_entry(
                    text,
                    database,
                    procedures,
                    unknown,
                    asked,
                    planned.clone(),
                    literals,
                )
            };
            self.texts.insert(key, entry(text, literals.clone()));
            // A warning has its place in this text.
            if planned.notifications.is_empty() {
                self.shapes.insert(shape_key, entry(&shape, Vec::new()));
            }
        }
        Ok(Arc::new(Prepared::new(planned, literals)))
    }

    /// Whether plans have drifted and wait to be made anew.
    pub fn wants_replan(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) > 0
    }

    /// Makes one plan anew that has drifted; `false` when there is none for this database. Takes
    /// as long as planning does: for a thread on which nobody waits.
    pub fn replan(&self, database: &Database) -> bool {
        let text = {
            let mut waiting = self.drifted.lock().unwrap_or_else(PoisonError::into_inner);
            let found = waiting.iter().position(|(id, _)| *id == database.id());
            let text = found.map(|at| waiting.swap_remove(at).1);
            self.waiting.store(waiting.len(), Ordering::Relaxed);
            text
        };
        let Some(text) = text else { return false };
        // A text that is wrong by now says so when it is next asked for.
        if self.plan_new(&text, database, Some(Replan::Force)).is_ok() {
            self.replans.fetch_add(1, Ordering::Relaxed);
        }
        true
    }

    fn key(&self, text: &str, database: DatabaseId) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(&database.0);
        hasher.write(text.as_bytes());
        hasher.finish()
    }

    /// What the caches of plans counted, for metrics.
    pub fn cache_counters(&self) -> PlanCacheCounters {
        PlanCacheCounters {
            texts: self.texts.counters(),
            shapes: self.shapes.counters(),
            replans: self.replans.load(Ordering::Relaxed),
        }
    }

    /// Forgets all cached plans.
    pub fn clear_caches(&self) {
        self.texts.clear();
        self.shapes.clear();
    }

    /// Sets the language of a database's queries that do not say theirs; from now on they are in it.
    pub fn set_language(&self, database: DatabaseId, language: ast::Language) {
        let mut languages = self
            .planning
            .languages
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if languages.insert(database, language) != Some(language) {
            self.planning
                .language_changes
                .fetch_add(1, Ordering::Release);
        }
    }

    /// The procedures queries may call.
    pub fn procedures(&self) -> &Registry {
        &self.planning.registry
    }
}

/// The types of the parameters that a plan asks for, in one number; `None` where it asks for none.
fn parameter_types(asked: &[Text], parameters: &Map) -> Option<u64> {
    // FNV-1a; 0 is kept for nothing.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut any = false;
    for name in asked.iter().filter(|name| !name.starts_with(lift::PREFIX)) {
        any = true;
        let tag = parameters.get(name).map_or(0, binder::types::Ty::tag);
        hash = (hash ^ u64::from(tag)).wrapping_mul(0x0100_0000_01b3);
    }
    any.then_some(hash.max(1))
}

/// A query runs on the database of its transaction, so that is all that USE may name.
fn check_graphs(graphs: &[Text], dbms: &dyn Dbms) -> Result<(), Failure> {
    if graphs.is_empty() {
        return Ok(());
    }
    let current = dbms.current_database();
    for name in graphs {
        if name.eq_ignore_ascii_case(&current) {
            continue;
        }
        let known = dbms.databases();
        let mut names = known.iter().map(|database| &database.name);
        let (status, message) = if names.any(|known| known.eq_ignore_ascii_case(name)) {
            (
                Status::NotSupported,
                format!(
                    "USE {name} in a query on {current} is not supported: open the session on {name}"
                ),
            )
        } else {
            (Status::DatabaseNotFound, format!("Graph not found: {name}"))
        };
        return Err(Failure::new(status, message));
    }
    Ok(())
}

/// What plans are shared by: the query without its literals, and what of the words before it
/// makes a difference to the plan.
fn shape_of(statement: &ast::Statement, text: &str, lifted: &[Lifted]) -> String {
    let shape = lift::shape(text, lifted);
    let ast::StatementBody::Query(query) = &statement.body else {
        return shape;
    };
    let first = query.parts.first().and_then(|part| part.clauses.first());
    let begins = first.map_or(0, |clause| clause.span.start as usize);
    let body = shape.get(begins..).unwrap_or_default();
    // Words that are warned of are part of it, so that the warning is not lost.
    let warned = match options::notifications(statement, text).is_empty() {
        true => "",
        false => text.get(..begins).unwrap_or_default(),
    };
    let language = statement.language.number();
    format!("{:?} {language} {warned}{body}", statement.mode)
}

#[allow(
    clippy::too_many_arguments,
    reason = "an entry is what it was made for"
)]
fn new_entry(
    text: &str,
    database: &Database,
    procedures: u64,
    unknown: Vec<Unknown>,
    asked: Vec<(Statistic, f64)>,
    planned: Arc<Planned>,
    literals: Vec<(Text, Value)>,
) -> Arc<Entry> {
    Arc::new(Entry {
        text: text.into(),
        database: database.id(),
        procedures,
        unknown,
        asked,
        compared: AtomicU64::new(database.visible().0),
        planned,
        literals,
    })
}

/// What a run needs besides the transaction.
#[derive(Clone)]
pub struct ExecutionContext {
    /// Server facts.
    pub dbms: Arc<dyn Dbms>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Stops the run.
    pub interrupt: Arc<Interrupt>,
    /// Nanoseconds since 1970 when the transaction began, for `datetime.transaction()`.
    pub transaction_start: i64,
}

/// How long one call may run before it returns [`Pulled::Paused`].
#[derive(Clone, Copy, Debug)]
pub enum Budget {
    /// As long as it takes.
    Unlimited,
    /// Until the clock's monotonic nanoseconds pass this.
    Until(u64),
}

/// How a pull ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pulled {
    /// The asked-for number of rows was delivered and there may be more.
    HasMore,
    /// There are no more rows and all effects have happened.
    Finished,
    /// The sink is full or the budget is used up; call again for the rest of the same pull.
    Paused {
        /// Rows delivered by this call.
        delivered: u64,
    },
}
