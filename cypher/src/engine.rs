//! The engine: text to cached plan, plan to cursor.

use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use quiver_storage::Database;
use quiver_types::{DatabaseId, Failure, Status};

use crate::binder;
use crate::cache::Cache;
use crate::dbms::Dbms;
use crate::edge::{Notification, PlanContext};
use crate::exec::prepared::{Prepared, PreparedMode};
use crate::notify::{self, Unknown};
use crate::optimizer;
use crate::plan::context::DatabaseContext;
use crate::plan::{self, explain};
use crate::procedures::Registry;
use crate::syntax::{self, Limits, ast, credentials};
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
    /// Nesting of expressions, patterns and subqueries a query text may have.
    pub max_nesting: usize,
    /// Bytes that planning a query may take.
    pub max_planning_memory: usize,
    /// Names of optimizer rules that are not to run; answers do not depend on them.
    pub disabled_rules: Vec<String>,
    /// Whether users log in: some procedures exist only then.
    pub login: bool,
}

impl Default for EngineOptions {
    fn default() -> Self {
        let limits = Limits::default();
        Self {
            plan_cache_size: 1000,
            max_query_length: limits.max_length,
            max_nesting: limits.max_nesting,
            max_planning_memory: limits.max_memory,
            disabled_rules: Vec::new(),
            login: false,
        }
    }
}

/// Texts longer than this are planned each time: a cache of them would be one of their data.
const CACHED_TEXT: usize = 64 * 1024;

/// Levels a plan may have: what the stack of any thread that runs it is sure to hold.
const MAX_DEPTH: usize = 2000;

/// Parses, plans, caches. One for a server; databases are passed in.
pub struct Engine {
    limits: Limits,
    registry: Registry,
    disabled_rules: Vec<String>,
    plans: Cache<u64, Arc<Entry>>,
    hasher: foldhash::fast::RandomState,
}

/// A cached plan and what it was made for.
struct Entry {
    text: Box<str>,
    database: DatabaseId,
    schema_epoch: u64,
    procedures: u64,
    /// Nodes and relationships there were: a plan is made anew when they have doubled or halved.
    size: (f64, f64),
    unknown: Vec<Unknown>,
    prepared: Arc<Prepared>,
}

impl Entry {
    fn fits(&self, text: &str, database: &Database, procedures: u64) -> bool {
        let context = DatabaseContext(database);
        *self.text == *text
            && self.database == database.id()
            && self.schema_epoch == context.schema().epoch
            && self.procedures == procedures
            && !drifted(self.size, size(&context))
            && self.unknown.iter().all(|name| name.holds(&context))
    }
}

fn size(context: &dyn PlanContext) -> (f64, f64) {
    (context.nodes(None), context.relationships(None, None, None))
}

fn drifted(then: (f64, f64), now: (f64, f64)) -> bool {
    // Small databases change their sizes all the time and any plan is fast on them.
    let moved = |then: f64, now: f64| {
        let (then, now) = (then.max(100.0), now.max(100.0));
        now > 2.0 * then || then > 2.0 * now
    };
    moved(then.0, now.0) || moved(then.1, now.1)
}

/// Pre-parser options that choose how Neo4j runs a query and never what it answers; this server
/// runs every query its one way.
const INDIFFERENT: &[&str] = &[
    "planner",
    "runtime",
    "updatestrategy",
    "expressionengine",
    "operatorengine",
    "interpretedpipesfallback",
    "connectcomponentsplanner",
    "inferschemaparts",
    "labelinference",
    "eageranalyzer",
    "parallelruntimesupport",
];

impl Engine {
    /// An engine.
    pub fn new(options: EngineOptions) -> Self {
        Self {
            limits: Limits {
                max_length: options.max_query_length,
                max_nesting: options.max_nesting.min(Limits::SAFE_NESTING),
                max_memory: options.max_planning_memory,
            },
            registry: Registry::new(options.login),
            disabled_rules: options.disabled_rules,
            plans: Cache::new(options.plan_cache_size),
            hasher: foldhash::fast::RandomState::default(),
        }
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
        _dbms: &dyn Dbms,
    ) -> Result<Arc<Prepared>, Failure> {
        let failure = match self.plan(text, database) {
            Ok(prepared) => return Ok(prepared),
            Err(failure) => failure,
        };
        let Some(masked) = credentials::masked(text) else {
            return Err(failure);
        };
        // The same text with other signs in its literals is wrong in the same way at the same
        // place, and then the error about it can be told.
        match self.plan(&masked, database) {
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

    fn plan(&self, text: &str, database: &Database) -> Result<Arc<Prepared>, Failure> {
        let procedures = self.registry.version();
        let key = self.key(text, database.id());
        if let Some(entry) = self.plans.get(&key, |e| e.fits(text, database, procedures)) {
            return Ok(entry.prepared.clone());
        }
        let statement = syntax::parse(text, self.limits)?;
        let keep = check_options(&statement, text)?;
        let binding = binder::bind(&statement, text, &self.registry)?;
        let context = DatabaseContext(database);
        let mut notifications = binding.notifications.clone();
        let unknown = notify::unknown_names(&binding.places, &binding.tables, text, &context);
        let (unknown, warnings): (Vec<Unknown>, Vec<Notification>) = unknown.into_iter().unzip();
        notifications.extend(warnings);
        let mut plan = plan::planner::plan(binding, &context);
        notifications.extend(notify::cartesian_product(&plan.root));
        if plan::planner::depth(&plan.root) > MAX_DEPTH {
            return Err(Failure::new(
                Status::QueryTooComplex,
                format!("The query needs a plan of more than {MAX_DEPTH} steps; split it"),
            ));
        }
        optimizer::optimize(&mut plan, &self.disabled_rules);
        explain::number(&mut plan);
        let description = explain::describe(&plan, language(&statement));
        let work = plan::effort::of(&mut plan.root);
        let mode = match statement.mode {
            ast::Mode::Run => PreparedMode::Run,
            ast::Mode::Explain => PreparedMode::Explain,
            ast::Mode::Profile => PreparedMode::Profile,
        };
        let schema_epoch = plan.schema_epoch;
        let mut prepared = Prepared::new(plan, mode, work, notifications, description);
        prepared.refused_on_system = binder::system::refusal(&statement, text, &self.registry);
        prepared.open_to_expired = binder::system::is_open_to_expired(&statement);
        let prepared = Arc::new(prepared);
        // Passwords are not kept, and their commands are not repeated.
        let secret = matches!(statement.body, ast::StatementBody::Administration(_));
        if keep && !secret && text.len() <= CACHED_TEXT {
            let entry = Entry {
                text: text.into(),
                database: database.id(),
                schema_epoch,
                procedures,
                size: size(&context),
                unknown,
                prepared: prepared.clone(),
            };
            self.plans.insert(key, Arc::new(entry));
        }
        Ok(prepared)
    }

    fn key(&self, text: &str, database: DatabaseId) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(&database.0);
        hasher.write(text.as_bytes());
        hasher.finish()
    }

    /// Plan cache hits, misses and entries, for metrics.
    pub fn cache_counters(&self) -> (u64, u64, u64) {
        let counters = self.plans.counters();
        (counters.hits, counters.misses, counters.entries)
    }

    /// Forgets all cached plans.
    pub fn clear_caches(&self) {
        self.plans.clear();
    }

    /// The procedures queries may call.
    pub fn procedures(&self) -> &Registry {
        &self.registry
    }
}

/// The version of the language a statement asks for.
fn language(statement: &ast::Statement) -> &str {
    let mut options = statement.options.iter();
    options
        .find(|(key, _)| key.text.eq_ignore_ascii_case("version"))
        .map_or("5", |(_, value)| value.text.as_str())
}

/// Checks `CYPHER ...` options; the answer is whether the plan may come from and go to the cache.
fn check_options(statement: &ast::Statement, text: &str) -> Result<bool, Failure> {
    let mut keep = true;
    for (key, value) in &statement.options {
        let lower = key.text.to_lowercase();
        let fine = match lower.as_str() {
            "version" => matches!(value.text.as_str(), "5" | "25"),
            "replan" => {
                keep &= !value.text.eq_ignore_ascii_case("force");
                true
            }
            other => INDIFFERENT.contains(&other),
        };
        if !fine {
            return Err(Failure::at(
                Status::InvalidSemantics,
                &format!("Unsupported option: `{}={}`", key.text, value.text),
                text,
                key.span.start as usize,
            ));
        }
    }
    Ok(keep)
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
