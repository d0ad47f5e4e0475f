//! Running statements: planning, the first slice inline, the rest on workers.
//!
//! Not here: what a statement waits for, and when it runs again (`again.rs`).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use quiver_cypher::{Budget, Cursor, ExecutionContext, Prepared, Pulled, QueryType, credentials};
use quiver_storage::{AccessMode, Database, Transaction};
use quiver_types::{Failure, Map, Status, Text};
use tokio::sync::oneshot;

use super::again::{Again, Stop, Tries, for_good};
use super::summary::{Plan, Shape, Summary, plan_map};
use super::work::{self, NoRows, Remaining, Rows, Step, Work};
use super::{
    Begun, End, Fetch, Lost, Open, OpenResult, Options, Progress, Running, Session, StatementKind,
    discard, expired, internal,
};
use crate::connections::CurrentQuery;
use crate::databases::{Kind, Named, SYSTEM};
use crate::query_log::Entry;

/// New texts longer than this are planned on a worker: planning this much takes no longer than a slice
/// of a query, whatever it says.
const PLAN_INLINE_MAX: usize = 512;
/// Plans expected to handle more rows than this do not start on a network thread.
const INLINE_WORK: f64 = 5_000.0;
/// With `--test-hooks` a query with this text in it makes the engine panic.
const SABOTAGE: &str = "/* quiver-test: panic */";

impl Session {
    /// Plans a query and makes it ready to be fetched from; runs it at once if it has no columns.
    /// `options` is for a query outside an explicit transaction.
    pub async fn run(
        &mut self,
        text: &Text,
        parameters: Map,
        options: Option<Options>,
        qid: i64,
    ) -> Result<Begun, End> {
        let parameters = Arc::new(parameters);
        let number = self.shared.connections.next_query();
        let log = &self.shared.query_log;
        let mut logged = log.begin(&self.connection, number, text, &parameters);
        let query = CurrentQuery {
            number,
            text: text.clone(),
            parameters,
            started: self.shared.clock.now_nanos(),
            started_monotonic: self.shared.clock.monotonic_nanos(),
        };
        let result = self.try_run(query, options, qid, &mut logged).await;
        if let Err(end) = &result {
            self.shared.metrics.queries_failed.increment();
            if let Some(logged) = logged {
                logged.failed(end);
            }
            self.reset();
        } else if let Some(result) = self.result(qid) {
            result.logged = logged;
        }
        result
    }

    async fn try_run(
        &mut self,
        query: CurrentQuery,
        options: Option<Options>,
        qid: i64,
        logged: &mut Option<Box<Entry>>,
    ) -> Result<Begun, End> {
        let (text, parameters) = (&query.text.clone(), query.parameters.clone());
        let began = query.started_monotonic;
        let prepared = match options {
            Some(options) => self.prepare_auto(text, &parameters, options).await?,
            None => self.prepare_explicit(text, &parameters).await?,
        };
        let open = self
            .open
            .as_mut()
            .ok_or_else(|| internal("no transaction"))?;
        open.statements += 1;
        open.schema |= prepared.query_type() == QueryType::Schema && prepared.is_updating();
        let database = open.database.name;
        if !prepared.is_explain() {
            agree(open, &prepared, text)?;
        }
        let sabotage = self.shared.test_hooks && text.contains(SABOTAGE);
        self.connection.run(Some(query));
        if let Some(logged) = logged {
            logged.starts();
        }
        let mut result = OpenResult {
            qid,
            prepared: prepared.clone(),
            parameters,
            cursor: None,
            begun: false,
            snapshot: None,
            finished: prepared.is_explain(),
            delivered: 0,
            fetch: Remaining::Discard,
            spent: 0,
            available: began,
            sabotage,
            logged: None,
            _counted: Running::new(&self.shared),
        };
        if !prepared.is_explain() {
            // Parameters are checked now, so that a missing one is an error of RUN.
            result.cursor = Some(self.cursor(&result)?);
            if prepared.columns().is_empty() {
                Box::pin(self.drive_silently(&mut result)).await?;
                result.finished = true;
            }
        }
        let now = self.shared.clock.monotonic_nanos();
        result.available = now;
        match &mut self.open {
            Some(open) => open.results.push(result),
            None => return Err(internal("the transaction was lost")),
        }
        Ok(Begun {
            prepared,
            t_first: millis(began, now),
            database,
        })
    }

    /// Plans a query that brings its own transaction, and opens that.
    async fn prepare_auto(
        &mut self,
        text: &Text,
        parameters: &Arc<Map>,
        options: Options,
    ) -> Result<Arc<Prepared>, End> {
        self.cancel.renew();
        let (database, deadline) = self.admit(&options, Status::DatabaseNotFound).await?;
        self.check_standing(database.kind)?;
        let prepared = self
            .prepare(text, parameters, &database, options.mode)
            .await?;
        // A query that only reads needs no right to write, and no locks are kept for it.
        let mode = if prepared.is_updating() {
            options.mode
        } else {
            AccessMode::Read
        };
        self.open = Some(self.start(database, mode, true, deadline, options.metadata));
        Ok(prepared)
    }

    /// Plans a query in the explicit transaction.
    async fn prepare_explicit(
        &mut self,
        text: &Text,
        parameters: &Arc<Map>,
    ) -> Result<Arc<Prepared>, End> {
        let open = self
            .open
            .as_mut()
            .ok_or_else(|| internal("no transaction"))?;
        if let Some(failure) = open.ended.take() {
            return Err(failure.into());
        }
        let kind = open.database.kind;
        self.check_standing(kind)?;
        self.work_off().await?;
        let open = self
            .open
            .as_mut()
            .ok_or_else(|| internal("no transaction"))?;
        let (database, mode) = (open.database.clone(), open.options.mode);
        let prepared = self.prepare(text, parameters, &database, mode).await?;
        if prepared.runs_transactions() && !prepared.is_explain() {
            let text = "A query with 'CALL { ... } IN TRANSACTIONS' can only be executed in an \
                        implicit transaction, but tried to execute in an explicit transaction.";
            return Err(Failure::new(Status::ImplicitTransactionRequired, text).into());
        }
        Ok(prepared)
    }

    /// Makes plans anew that have drifted, when a worker has nothing else to do.
    fn replan(&self, database: Database) {
        let shared = self.shared.clone();
        let job = move || {
            let again = || while shared.engine.replan(&database) {};
            if catch_unwind(AssertUnwindSafe(again)).is_err() {
                shared.metrics.panics.increment();
            }
        };
        // Without a thread they are made anew some other time.
        let _ = self.shared.workers.submit(u64::MAX, Box::new(job));
    }

    async fn prepare(
        &mut self,
        text: &Text,
        parameters: &Arc<Map>,
        database: &Named,
        mode: AccessMode,
    ) -> Result<Arc<Prepared>, End> {
        let began = self.shared.clock.monotonic_nanos();
        let shared = self.shared.clone();
        let (query, over) = (text.clone(), database.queried.clone());
        let find = || shared.engine.kept(&query, &over, &*shared.dbms);
        let kept = catch_unwind(AssertUnwindSafe(find));
        let plan = move || {
            let plan = || shared.engine.prepare_new(&query, &over, &*shared.dbms);
            catch_unwind(AssertUnwindSafe(plan))
        };
        let planned = if let Some(kept) = kept.map(Result::transpose).transpose() {
            kept
        } else if text.len() <= PLAN_INLINE_MAX {
            plan()
        } else {
            let (sender, receiver) = oneshot::channel();
            let job = Box::new(move || {
                // Nobody waits any more if the client went away.
                let _ = sender.send(plan());
            });
            self.shared
                .workers
                .submit(began, job)
                .map_err(|_| internal("no thread to plan on"))?;
            Box::pin(self.guarded(None, receiver))
                .await?
                .map_err(|_| internal("planning was lost"))?
        };
        if self.shared.engine.wants_replan() {
            self.replan(database.queried.clone());
        }
        let metrics = &self.shared.metrics;
        let took = self.shared.clock.monotonic_nanos().saturating_sub(began);
        metrics.plan_time.observe(took);
        let prepared = planned.map_err(|_| {
            metrics.panics.increment();
            internal("planning panicked")
        })??;
        let engine = &self.shared.engine;
        let prepared = engine.with_parameters(prepared, text, parameters)?;
        if database.kind == Kind::System {
            if let Some(refused) = prepared.refused_on_system() {
                return Err(refused.clone().into());
            }
            let open = prepared.is_open_to_expired() || prepared.is_explain();
            if !open && self.is_expired() {
                return Err(expired("Permission denied.").into());
            }
        }
        if !prepared.is_updating() || prepared.is_explain() {
            return Ok(prepared);
        }
        if mode == AccessMode::Read {
            let text = "Writing in read access mode not allowed.";
            return Err(Failure::new(Status::AccessMode, text).into());
        }
        Ok(prepared)
    }

    fn cursor(&self, result: &OpenResult) -> Result<Box<Cursor>, End> {
        let open = self
            .open
            .as_ref()
            .ok_or_else(|| internal("no transaction"))?;
        let context = ExecutionContext {
            dbms: self.dbms.clone(),
            clock: self.shared.clock.clone(),
            interrupt: self.cancel.interrupt(),
            transaction_start: open.started,
        };
        let (prepared, parameters) = (result.prepared.clone(), result.parameters.clone());
        let cursor = self.contained(|| Cursor::new(prepared, parameters, context))?;
        Ok(Box::new(cursor?))
    }

    /// Calls into the engine; a panic there is this request's failure.
    fn contained<T>(&self, call: impl FnOnce() -> T) -> Result<T, End> {
        catch_unwind(AssertUnwindSafe(call)).map_err(|_| {
            self.shared.metrics.panics.increment();
            internal("the query engine panicked")
        })
    }

    fn result(&mut self, qid: i64) -> Option<&mut OpenResult> {
        let results = &mut self.open.as_mut()?.results;
        results.iter_mut().find(|result| result.qid == qid)
    }

    /// Delivers rows of an open result into `rows`, which come back with what became of it.
    pub async fn fetch<R: Rows>(
        &mut self,
        qid: i64,
        fetch: Fetch,
        rows: R,
    ) -> Result<(R, Result<Progress, End>), Lost> {
        let before = rows.count();
        // Outside, because the result may be gone before what became of it is known.
        let mut logged = self.result(qid).and_then(|result| result.logged.take());
        let fetched = self.try_fetch(qid, fetch, rows).await;
        if let (Some(logged), Ok((rows, _))) = (&mut logged, &fetched) {
            logged.delivered(rows.count() - before);
        }
        match (&fetched, logged) {
            (Ok((_, Ok(Progress::Full | Progress::HasMore))), logged) => {
                if let Some(result) = self.result(qid) {
                    result.logged = logged;
                }
            }
            (Ok((_, Ok(Progress::Finished(_)))), Some(logged)) => logged.succeeded(),
            (Ok((_, Err(end))), Some(logged)) => logged.failed(end),
            (Err(Lost), Some(logged)) => logged.failed(&internal("a running query was lost")),
            (_, None) => {}
        }
        if !matches!(fetched, Ok((_, Ok(_)))) {
            self.shared.metrics.queries_failed.increment();
            self.reset();
        }
        fetched
    }

    async fn try_fetch<R: Rows>(
        &mut self,
        qid: i64,
        fetch: Fetch,
        rows: R,
    ) -> Result<(R, Result<Progress, End>), Lost> {
        let (mut result, database) = match self.take_result(qid) {
            Ok(taken) => taken,
            Err(end) => return Ok((rows, Err(end))),
        };
        result.fetch = result.fetch.after(fetch);
        if result.finished {
            return Ok((rows, self.finish(result, &database).await));
        }
        let before = rows.count();
        let (rows, pulled) = self.drive(&mut result, rows).await?;
        let delivered = rows.count() - before;
        result.delivered += delivered;
        self.shared.metrics.records.add(delivered);
        let progress = match pulled {
            Ok(Pulled::Finished) => self.finish(result, &database).await,
            Ok(Pulled::HasMore) => self.put_back(result, Progress::HasMore),
            Ok(Pulled::Paused { .. }) if rows.is_oversized() => Err(Failure::new(
                Status::TypeError,
                "A row of the result is larger than the protocol can carry.",
            )
            .into()),
            Ok(Pulled::Paused { .. }) => self.put_back(result, Progress::Full),
            Err(end) => Err(end),
        };
        Ok((rows, progress))
    }

    fn take_result(&mut self, qid: i64) -> Result<(OpenResult, Named), End> {
        let open = self
            .open
            .as_mut()
            .ok_or_else(|| internal("no transaction"))?;
        if let Some(failure) = open.ended.take() {
            return Err(failure.into());
        }
        let position = open
            .results
            .iter()
            .position(|result| result.qid == qid)
            .ok_or_else(|| internal("no such result"))?;
        Ok((open.results.swap_remove(position), open.database.clone()))
    }

    fn put_back(&mut self, result: OpenResult, progress: Progress) -> Result<Progress, End> {
        let open = self
            .open
            .as_mut()
            .ok_or_else(|| internal("no transaction"))?;
        open.results.push(result);
        Ok(progress)
    }

    /// A result ended: tells what it was, and commits if the transaction was only for it.
    async fn finish(&mut self, result: OpenResult, database: &Named) -> Result<Progress, End> {
        let now = self.shared.clock.monotonic_nanos();
        let t_last = millis(result.available, now);
        let mut summary = self.contained(|| result.summarise(database, t_last))?;
        drop(result);
        if summary.database == SYSTEM {
            // As Neo4j has it: whatever is asked there.
            summary.query_type = QueryType::Schema;
        }
        if self.open.as_ref().is_some_and(|open| open.auto) {
            summary.bookmark = Some(self.commit_open().await?);
        }
        self.connection.run(None);
        self.shared.metrics.queries.increment();
        Ok(Progress::Finished(Box::new(summary)))
    }

    /// Runs every updating query nobody fetched from: committing makes their effects last.
    pub(super) async fn settle(&mut self) -> Result<(), End> {
        loop {
            let results = self.open.as_ref().map(|open| &open.results);
            let owing = results.and_then(|all| all.iter().find(|result| result.owes_effects()));
            let Some(qid) = owing.map(|result| result.qid) else {
                return Ok(());
            };
            let (mut result, _) = self.take_result(qid)?;
            result.fetch = Remaining::Discard;
            let driven = self.drive_silently(&mut result).await;
            result.log_end(driven.as_ref().err());
            driven?;
        }
    }

    /// Makes earlier queries write what nobody has asked their rows of: their effects belong before
    /// those of the next query. The rows stay to be fetched.
    async fn work_off(&mut self) -> Result<(), End> {
        loop {
            let results = self.open.as_ref().map(|open| &open.results);
            let owing = results.and_then(|all| all.iter().find(|result| result.owes_effects()));
            let Some(qid) = owing.map(|result| result.qid) else {
                return Ok(());
            };
            let (mut result, _) = self.take_result(qid)?;
            result.fetch = Remaining::Effects;
            let driven = match self.drive(&mut result, NoRows::default()).await {
                Ok((_, pulled)) => pulled,
                Err(Lost) => Err(internal("a running query was lost")),
            };
            match driven {
                Ok(pulled) => result.finished = matches!(pulled, Pulled::Finished),
                Err(end) => {
                    result.log_end(Some(&end));
                    return Err(end);
                }
            }
            self.put_back(result, Progress::HasMore)?;
        }
    }

    async fn drive_silently(&mut self, result: &mut OpenResult) -> Result<(), End> {
        match self.drive(result, NoRows::default()).await {
            Ok((_, pulled)) => pulled.map(|_| ()),
            Err(Lost) => Err(internal("a running query was lost")),
        }
    }

    /// Runs a statement until there is something to tell, again if need be.
    async fn drive<R: Rows>(
        &mut self,
        result: &mut OpenResult,
        mut rows: R,
    ) -> Result<(R, Result<Pulled, End>), Lost> {
        let began = self.shared.clock.monotonic_nanos();
        let before = rows.count();
        let mut tries = Tries::default();
        loop {
            let (back, outcome) = self.advance(result, rows).await?;
            rows = back;
            let stop = match outcome {
                Ok(pulled) => {
                    let took = self.shared.clock.monotonic_nanos().saturating_sub(began);
                    self.shared.metrics.run_time.observe(took);
                    self.let_others_in(&tries);
                    return Ok((rows, Ok(pulled)));
                }
                Err(stop) => stop,
            };
            let stop = match &result.cursor {
                Some(cursor) if cursor.has_committed() => match for_good(stop) {
                    Ok(stop) => stop,
                    Err(end) => return Ok((rows, Err(end))),
                },
                Some(_) | None => stop,
            };
            let told = result.delivered > 0 || rows.count() > before;
            match Box::pin(self.recover(stop, told, &mut tries)).await {
                Ok(Again::Statement) => {}
                Ok(Again::Transaction) => result.begun = false,
                Err(end) => return Ok((rows, Err(end))),
            }
            self.shared.metrics.statements_rerun.increment();
            result.cursor = None;
            result.snapshot = None;
        }
    }

    /// Runs a statement until it pauses, ends or stops: first inline, then on a worker.
    async fn advance<R: Rows>(
        &mut self,
        result: &mut OpenResult,
        rows: R,
    ) -> Result<(R, Result<Pulled, Stop>), Lost> {
        let (transaction, cursor) = match self.take_parts(result) {
            Ok(parts) => parts,
            Err(end) => return Ok((rows, Err(Stop::End(end)))),
        };
        let mut work = Work {
            transaction,
            cursor,
            rows,
            remaining: result.fetch,
            spent: result.spent,
            sabotage: result.sabotage,
        };
        let mut step = None;
        // A constraint looks at all there is to which it applies.
        let schema = result.prepared.query_type() == QueryType::Schema;
        if result.prepared.estimated_work() <= INLINE_WORK && !schema {
            step = work::inline(&mut work, self.inline_budget());
            if step.is_none() && work.spent == 0 {
                // The thread may have been taken away in that time. A short query that waits
                // behind the long ones for that costs more than a second try.
                tokio::task::yield_now().await;
                step = work::inline(&mut work, self.inline_budget());
            }
        }
        let (work, step) = match step {
            Some(step) => (work, step),
            // Boxed, as all that is rare: a short query does not carry the room for it.
            None => Box::pin(self.advance_elsewhere(work)).await?,
        };
        let Work {
            transaction,
            cursor,
            rows,
            remaining,
            spent,
            sabotage: _,
        } = work;
        result.cursor = Some(cursor);
        result.spent = spent;
        result.fetch = remaining;
        result.snapshot = Some(transaction.snapshot());
        match &mut self.open {
            Some(open) => open.transaction = Some(transaction),
            None => discard(Some(transaction)),
        }
        let outcome = match step {
            Step::Pulled(Ok(pulled)) => Ok(pulled),
            Step::Pulled(Err(error)) => Err(Stop::Run(error)),
            Step::Panicked => {
                self.shared.metrics.panics.increment();
                Err(Stop::End(internal("running the query panicked")))
            }
        };
        Ok((rows, outcome))
    }

    /// What running needs; begins the statement where that is still to do.
    fn take_parts(
        &mut self,
        result: &mut OpenResult,
    ) -> Result<(Box<Transaction>, Box<Cursor>), End> {
        let cursor = match result.cursor.take() {
            Some(cursor) => cursor,
            None => self.cursor(result)?,
        };
        let open = self.open.as_mut();
        let alone = open.as_ref().is_some_and(|open| open.results.is_empty());
        let mut transaction = open
            .and_then(|open| open.transaction.take())
            .ok_or_else(|| internal("the transaction was lost"))?;
        if !result.begun {
            transaction.begin_statement();
            result.begun = true;
            if alone {
                transaction.forget_earlier();
            }
        } else if let Some(snapshot) = result.snapshot {
            transaction.read_at(snapshot);
        }
        Ok((transaction, cursor))
    }

    fn inline_budget(&self) -> Budget {
        let budget = self.shared.settings.inline_budget.0.as_nanos();
        let budget = u64::try_from(budget).unwrap_or(u64::MAX);
        Budget::Until(self.shared.clock.monotonic_nanos().saturating_add(budget))
    }

    /// Runs on a worker. When the transaction's time is over the query is stopped, and awaited:
    /// it gives the transaction back.
    async fn advance_elsewhere<R: Rows>(&self, work: Work<R>) -> Result<(Work<R>, Step), Lost> {
        self.shared.metrics.moved_to_worker.increment();
        let mut done = work::on_worker(&self.shared, work);
        let deadline = self.open.as_ref().and_then(|open| open.deadline);
        if let Some(deadline) = deadline {
            tokio::select! {
                biased;
                done = &mut done => return done.map_err(|_| Lost),
                () = self.time_of(deadline) => self.cancel.cancel(deadline.reason),
            }
        }
        done.await.map_err(|_| Lost)
    }
}

/// Whether a statement may share the open transaction with those before it.
fn agree(open: &mut Open, prepared: &Prepared, text: &str) -> Result<(), Failure> {
    let kind = StatementKind::of(prepared);
    let before = *open.kind.get_or_insert(kind);
    let administration = StatementKind::Administration;
    if (before == administration) == (kind == administration) {
        return Ok(());
    }
    Err(Failure::new(
        Status::ForbiddenDueToTransactionType,
        format!(
            "Tried to execute {} after executing {}: `{}`",
            kind.name(),
            before.name(),
            credentials::shown(text)
        ),
    ))
}

fn millis(from: u64, to: u64) -> i64 {
    i64::try_from(to.saturating_sub(from) / 1_000_000).unwrap_or(i64::MAX)
}

impl OpenResult {
    /// The query ended elsewhere than where it is fetched from.
    pub(super) fn log_end(&mut self, failed: Option<&End>) {
        match (self.logged.take(), failed) {
            (Some(logged), None) => logged.succeeded(),
            (Some(logged), Some(end)) => logged.failed(end),
            (None, _) => {}
        }
    }

    /// Whether it will write but has not begun to.
    fn owes_effects(&self) -> bool {
        !self.begun && !self.finished && self.prepared.is_updating()
    }

    fn summarise(&self, database: &Named, t_last: i64) -> Summary {
        let prepared = &self.prepared;
        let mut notifications = prepared.notifications().cloned().collect::<Vec<_>>();
        if let Some(cursor) = &self.cursor {
            notifications.extend(cursor.notifications());
        }
        let shape = if prepared.is_explain() || prepared.columns().is_empty() {
            Shape::Omitted
        } else if self.delivered > 0 {
            Shape::Rows
        } else if self.fetch == Remaining::Discard {
            Shape::Unseen
        } else {
            Shape::Empty
        };
        let plan = match &self.cursor {
            _ if prepared.is_explain() => Some(Plan::Explained(plan_map(
                &prepared.plan_description(),
                database.name,
            ))),
            Some(cursor) if prepared.is_profile() => {
                Some(Plan::Profiled(plan_map(&cursor.profile(), database.name)))
            }
            Some(_) | None => None,
        };
        Summary {
            bookmark: None,
            statistics: self
                .cursor
                .as_ref()
                .map(|cursor| cursor.statistics())
                .unwrap_or_default(),
            plan,
            notifications,
            shape,
            query_type: prepared.query_type(),
            t_last,
            database: database.name,
        }
    }
}
