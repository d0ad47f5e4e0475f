//! Answers to requests: the reply methods of [`ServerConnection`], each with the state it leads to.
//!
//! What replies hold is in `reply.rs`; which request is being answered is the connection's to
//! know.

use bytes::BytesMut;
use quiver_types::{DatabaseId, Failure, ValueWriter};

use super::connection::{CloseReason, Pending, ServerConnection};
use super::records::RecordWriter;
use super::reply::{HelloReply, LogonReply, Plan, PullSummary, RouteReply, RunReply};
use super::state::State;
use crate::message::reply;
use crate::notification::{self, Notification};
use crate::packstream::Encoder;
use crate::version::{Authentication, Dialect, Features};

/// Replies. Each answers the action of the same name; answering another one, or answering while a
/// [`RecordWriter`] is out, is a defect of the server and ends the connection.
impl ServerConnection {
    /// The request to answer, if `expected` takes it.
    fn answered<T>(
        &mut self,
        name: &'static str,
        expected: impl FnOnce(Pending) -> Option<T>,
    ) -> Option<T> {
        let answer = if self.lent {
            None
        } else {
            self.pending.take().and_then(expected)
        };
        if answer.is_none() {
            self.shut(CloseReason::Defect(name));
        }
        answer
    }

    /// Replaces the state by what `transition` makes of it.
    fn transition(&mut self, name: &'static str, transition: impl FnOnce(State) -> Option<State>) {
        match std::mem::replace(&mut self.state, State::Defunct) {
            // The reply could not be written; the reason is noted already.
            State::Defunct => {}
            state => match transition(state) {
                Some(next) => self.state = next,
                None => self.close = Some(CloseReason::Defect(name)),
            },
        }
    }

    fn begin_success(&mut self, entries: usize) {
        self.encoder.begin(reply::SUCCESS, 1);
        self.encoder.map(entries);
    }

    fn entry(&mut self, key: &str, value: &str) {
        self.encoder.key(key);
        self.encoder.string(value);
    }

    fn flag(&mut self, key: &str) {
        self.encoder.key(key);
        self.encoder.boolean(true);
    }

    fn number(&mut self, key: &str, value: i64) {
        self.encoder.key(key);
        self.encoder.integer(value);
    }

    fn empty_success(&mut self) {
        self.begin_success(0);
        self.finish();
    }

    /// Answers HELLO.
    pub fn success_hello(&mut self, answer: &HelloReply<'_>) {
        const NAME: &str = "success_hello";
        let Some(utc_patch) = self.answered(NAME, |pending| match pending {
            Pending::Hello { utc_patch } => Some(utc_patch),
            _ => None,
        }) else {
            return;
        };
        let features = self.features();
        let by_manifest = self.agreed.filter(|agreed| agreed.by_manifest);
        let logs_in = features.authentication == Authentication::InHello;
        let expired = logs_in && answer.credentials_expired;
        let entries = [by_manifest.is_some(), features.hints, utc_patch, expired];
        self.begin_success(2 + entries.into_iter().filter(|&there| there).count());
        self.entry("server", answer.server);
        if let Some(agreed) = by_manifest {
            self.entry("protocol_version", &agreed.version.to_string());
        }
        self.entry("connection_id", answer.connection_id);
        if features.hints {
            self.write_hints(answer, features);
        }
        if utc_patch {
            self.encoder.key("patch_bolt");
            self.encoder.list(1);
            self.encoder.string("utc");
            let dialect = Dialect {
                utc: true,
                ..self.encoder.dialect()
            };
            self.encoder.set_dialect(dialect);
        }
        if expired {
            self.flag("credentials_expired");
        }
        self.finish();
        self.transition(NAME, |state| match (state, logs_in) {
            (State::Negotiation(state), true) => Some(State::Ready(state.logged_in())),
            (State::Negotiation(state), false) => Some(State::Authentication(state.greeted())),
            _ => None,
        });
    }

    fn write_hints(&mut self, answer: &HelloReply<'_>, features: &Features) {
        let telemetry = answer.telemetry && features.telemetry;
        let hints = [
            answer.receive_timeout_seconds.is_some(),
            telemetry,
            features.home_database,
        ];
        self.encoder.key("hints");
        self.encoder
            .map(hints.into_iter().filter(|&there| there).count());
        if let Some(seconds) = answer.receive_timeout_seconds {
            self.number("connection.recv_timeout_seconds", i64::from(seconds));
        }
        if telemetry {
            self.flag("telemetry.enabled");
        }
        if features.home_database {
            self.flag("ssr.enabled");
        }
    }

    /// Answers LOGON.
    pub fn success_logon(&mut self, answer: &LogonReply<'_>) {
        const NAME: &str = "success_logon";
        let is_logon = |pending| matches!(pending, Pending::Logon).then_some(());
        if self.answered(NAME, is_logon).is_none() {
            return;
        }
        let names_address = self.features().home_database;
        let expired = answer.credentials_expired;
        self.begin_success(usize::from(names_address) + usize::from(expired));
        if names_address {
            self.entry("advertised_address", answer.advertised_address);
        }
        if expired {
            self.flag("credentials_expired");
        }
        self.finish();
        self.transition(NAME, |state| match state {
            State::Authentication(state) => Some(State::Ready(state.logged_in())),
            _ => None,
        });
    }

    /// Answers LOGOFF.
    pub fn success_logoff(&mut self) {
        const NAME: &str = "success_logoff";
        if self
            .answered(NAME, |p| matches!(p, Pending::Logoff).then_some(()))
            .is_some()
        {
            self.empty_success();
            self.transition(NAME, |state| match state {
                State::Ready(state) => Some(State::Authentication(state.logged_off())),
                _ => None,
            });
        }
    }

    /// Answers BEGIN; `database` is the one that the transaction is open on.
    pub fn success_begin(&mut self, database: &str) {
        const NAME: &str = "success_begin";
        let Some((names_database, notifications)) = self.answered(NAME, |p| match p {
            Pending::Begin {
                names_database,
                notifications,
            } => Some((names_database, notifications)),
            _ => None,
        }) else {
            return;
        };
        let tells = self.features().home_database && !names_database;
        self.begin_success(usize::from(tells));
        if tells {
            self.entry("db", database);
        }
        self.finish();
        self.transition(NAME, |state| match state {
            State::Ready(state) => Some(State::InTransaction(state.begun(notifications))),
            _ => None,
        });
    }

    /// Answers RUN. Opens the stream that [`crate::message::Run::qid`] announced.
    pub fn success_run<F: AsRef<str>>(&mut self, answer: &RunReply<'_, F>) {
        const NAME: &str = "success_run";
        let Some(pending) = self.answered(NAME, |p| match p {
            Pending::RunInside => Some(None),
            Pending::Run {
                names_database,
                notifications,
            } => Some(Some((names_database, notifications))),
            _ => None,
        }) else {
            return;
        };
        let qid = match &self.state {
            State::InTransaction(transaction) => Some(transaction.next_qid),
            _ => None,
        };
        let tells = self.features().home_database && matches!(pending, Some((false, _)));
        self.begin_success(2 + usize::from(qid.is_some()) + usize::from(tells));
        self.number("t_first", answer.t_first);
        self.encoder.key("fields");
        self.encoder.list(answer.fields.len());
        for field in answer.fields {
            self.encoder.string(field.as_ref());
        }
        if let Some(qid) = qid {
            self.number("qid", qid);
        }
        if tells {
            self.entry("db", answer.database);
        }
        self.finish();
        self.transition(NAME, |state| match (state, pending) {
            (State::Ready(state), Some((_, notifications))) => {
                Some(State::AutoCommit(state.ran(notifications)))
            }
            (State::InTransaction(state), None) => Some(State::InTransaction(state.ran())),
            _ => None,
        });
    }

    /// Lends out a writer for the rows that PULL asks for; nodes and relationships in them are
    /// of `database`. Give it back before anything else.
    pub fn records(&mut self, database: DatabaseId) -> RecordWriter {
        if !matches!(self.pending, Some(Pending::Pull { .. })) || self.lent {
            self.shut(CloseReason::Defect("records"));
        }
        self.lent = true;
        let dialect = self.encoder.dialect();
        let stand_in = Encoder::new(BytesMut::new(), dialect, database);
        let mut encoder = std::mem::replace(&mut self.encoder, stand_in);
        encoder.set_database(database);
        encoder.take_substituted();
        RecordWriter::new(encoder)
    }

    /// Takes a writer back, with what it wrote and was not taken from it. An open row is dropped.
    pub fn return_records(&mut self, writer: RecordWriter) {
        let mut encoder = writer.into_encoder();
        encoder.abort();
        // Keep-alives written meanwhile.
        let meanwhile = self.encoder.chunks().take();
        encoder.chunks().buffer().extend_from_slice(&meanwhile);
        self.encoder = encoder;
        self.lent = false;
        if self.encoder.take_substituted()
            && let Some(Pending::Pull { qid }) = self.pending
            && let Some(stream) = self.state.stream_mut(qid)
        {
            stream.substituted = true;
        }
    }

    /// Answers PULL or DISCARD when the stream has more rows.
    pub fn success_has_more(&mut self) {
        let is_pull = |pending| matches!(pending, Pending::Pull { .. }).then_some(());
        if self.answered("success_has_more", is_pull).is_some() {
            self.begin_success(1);
            self.flag("has_more");
            self.finish();
        }
    }

    /// Answers the PULL or DISCARD that ends a stream.
    pub fn success_pull(&mut self, summary: &PullSummary<'_>) {
        const NAME: &str = "success_pull";
        let Some(qid) = self.answered(NAME, |pending| match pending {
            Pending::Pull { qid } => Some(qid),
            _ => None,
        }) else {
            return;
        };
        self.write_summary(summary, qid);
        self.transition(NAME, |state| match state {
            State::AutoCommit(state) => Some(State::Ready(state.finished())),
            State::InTransaction(state) => Some(State::InTransaction(state.finished(qid))),
            _ => None,
        });
    }

    fn write_summary(&mut self, summary: &PullSummary<'_>, qid: i64) {
        let features = self.features();
        let own = Notification::unsupported_type();
        let mut notifications: Vec<&Notification> = Vec::new();
        let substituted = self
            .state
            .stream_mut(qid)
            .is_some_and(|stream| stream.substituted);
        if let Some(filter) = self.state.notifications() {
            notifications.extend(summary.notifications);
            if substituted {
                notifications.push(&own);
            }
            notifications.retain(|notification| filter.wants(notification.condition));
        }
        let notes = notification::has_entry(&notifications, features);
        let stats = !summary.counters.is_zero();
        let entries = [
            summary.bookmark.is_some(),
            stats,
            summary.plan.is_some(),
            notes,
        ];
        self.begin_success(3 + entries.into_iter().filter(|&there| there).count());
        if let Some(bookmark) = summary.bookmark {
            self.entry("bookmark", bookmark);
        }
        if stats {
            self.encoder.key("stats");
            summary.counters.write(&mut self.encoder);
        }
        if let Some(plan) = summary.plan {
            self.write_plan(plan);
        }
        if notes {
            let outcome = summary.outcome;
            notification::write_entry(&mut self.encoder, &mut notifications, outcome, features);
        }
        self.entry("type", summary.query_type.code());
        self.number("t_last", summary.t_last);
        self.entry("db", summary.database);
        self.finish();
    }

    fn write_plan(&mut self, plan: Plan<'_>) {
        let (key, map) = match plan {
            Plan::Plan(map) => ("plan", map),
            Plan::Profile(map) => ("profile", map),
        };
        self.encoder.key(key);
        self.encoder.map(map.len());
        for (key, value) in map.iter() {
            self.encoder.key(key);
            if !self.encoder.plain(value) {
                self.encoder.null();
            }
        }
    }

    /// Answers COMMIT with the bookmark of what is committed.
    pub fn success_commit(&mut self, bookmark: &str) {
        const NAME: &str = "success_commit";
        if self
            .answered(NAME, |p| matches!(p, Pending::Commit).then_some(()))
            .is_some()
        {
            self.begin_success(1);
            self.entry("bookmark", bookmark);
            self.finish();
            self.end_transaction(NAME);
        }
    }

    /// Answers ROLLBACK.
    pub fn success_rollback(&mut self) {
        const NAME: &str = "success_rollback";
        if self
            .answered(NAME, |p| matches!(p, Pending::Rollback).then_some(()))
            .is_some()
        {
            self.empty_success();
            self.end_transaction(NAME);
        }
    }

    fn end_transaction(&mut self, name: &'static str) {
        self.transition(name, |state| match state {
            State::InTransaction(state) => Some(State::Ready(state.ended())),
            _ => None,
        });
    }

    /// Answers RESET.
    pub fn success_reset(&mut self) {
        const NAME: &str = "success_reset";
        if self
            .answered(NAME, |p| matches!(p, Pending::Reset).then_some(()))
            .is_some()
        {
            self.empty_success();
            self.transition(NAME, |state| state.reset().map(State::Ready));
        }
    }

    /// Answers ROUTE.
    pub fn success_route(&mut self, answer: &RouteReply<'_>) {
        if self
            .answered("success_route", |p| {
                matches!(p, Pending::Route).then_some(())
            })
            .is_some()
        {
            self.encoder.begin(reply::SUCCESS, 1);
            answer.write(&mut self.encoder);
            self.finish();
        }
    }

    /// Answers TELEMETRY.
    pub fn success_telemetry(&mut self) {
        let is_telemetry = |pending| matches!(pending, Pending::Telemetry).then_some(());
        if self.answered("success_telemetry", is_telemetry).is_some() {
            self.empty_success();
        }
    }

    /// Answers any request with a failure. Whatever transaction is open is doomed: roll it back.
    pub fn failure(&mut self, failure: &Failure) {
        let Some(pending) = self.answered("failure", Some) else {
            return;
        };
        self.write_failure(failure);
        if matches!(pending, Pending::Reset) {
            self.shut(CloseReason::ResetFailed);
        } else {
            self.fail();
        }
    }
}
