//! The state of one run: parameters, resolved names, counters, memory, and what stops it.
//!
//! [`RunState`] lives as long as the cursor and is shared, through cells, by operators and
//! expressions; [`Run`] adds the transaction for the length of one call. Neither knows a single
//! operator.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use quiver_storage::{Database, GraphView, RelationshipRecord, SegmentRange, Transaction};
use quiver_types::rng::Rng;
use quiver_types::time::whole_millis;
use quiver_types::{
    Failure, LabelId, Map, PropertyKeyId, RelationshipId, RelationshipTypeId, Status, Text, Value,
};

use super::FunctionContext;
use super::batch::Batch;
use super::error::{Result, failed};
use super::evaluate::Frame;
use super::evaluate::membership::Memberships;
use super::evaluate::regex::RegexCache;
use super::operators::Pipeline;
use super::prepared::Prepared;
use crate::edge::{InterruptReason, Notification, QueryStatistics, RunError};
use crate::engine::ExecutionContext;
use crate::plan::liveness::Live;
use crate::plan::operator::Operator;
use crate::plan::{Expr, KeyRef, LabelRef, ParameterRef, Plan, SlotId, TypeRef};

/// What PROFILE counts for one operator.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct OperatorProfile {
    /// Rows given out.
    pub rows: u64,
    /// Accesses of the store.
    pub db_hits: u64,
    /// Nanoseconds it was at work, operators below it left out.
    pub time: u64,
    /// Bytes it holds, and the most it held.
    pub held: u64,
    /// See `held`.
    pub memory: u64,
}

const UNKNOWN: u32 = u32::MAX;
const MISSING: u32 = u32::MAX - 1;

/// Names of one kind, resolved when first met. A name that does not exist is remembered as
/// missing until the run makes names itself.
struct Resolved(Vec<Cell<u32>>);

impl Resolved {
    fn new(count: usize) -> Self {
        Self((0..count).map(|_| Cell::new(UNKNOWN)).collect())
    }

    fn get(&self, at: u32, find: impl FnOnce() -> Option<u32>) -> Option<u32> {
        let cell = self.0.get(at as usize)?;
        match cell.get() {
            MISSING => None,
            UNKNOWN => {
                let found = find();
                cell.set(found.unwrap_or(MISSING));
                found
            }
            id => Some(id),
        }
    }

    fn put(&self, at: u32, id: u32) {
        if let Some(cell) = self.0.get(at as usize) {
            cell.set(id);
        }
    }

    fn forget_missing(&self) {
        for cell in &self.0 {
            if cell.get() == MISSING {
                cell.set(UNKNOWN);
            }
        }
    }
}

/// The state of a run; see the module.
pub(crate) struct RunState {
    /// What is run.
    pub prepared: Arc<Prepared>,
    /// Clock, server, interrupt.
    pub context: ExecutionContext,
    /// Nanoseconds since 1970 when the statement began.
    pub statement_start: i64,
    parameters: Vec<Value>,
    labels: Resolved,
    types: Resolved,
    keys: Resolved,
    /// What was changed.
    pub statistics: Cell<QueryStatistics>,
    /// Whether this run deleted an entity, so that ids it holds may be of deleted ones.
    pub has_deleted: Cell<bool>,
    has_committed: Cell<bool>,
    /// What relationships were that this run deleted: their types can still be asked for.
    deleted_relationships: RefCell<HashMap<RelationshipId, RelationshipRecord>>,
    profile: Option<RefCell<Vec<OperatorProfile>>>,
    current: Cell<u32>,
    /// When the operator at work was entered.
    entered: Cell<u64>,
    most_reserved: Cell<usize>,
    /// Compiled regular expressions.
    pub regexes: RefCell<RegexCache>,
    /// Long lists that were asked what is in them.
    pub memberships: RefCell<Memberships>,
    arguments: RefCell<Vec<Batch>>,
    marks: RefCell<Vec<SlotId>>,
    /// Pipelines of subquery expressions, by the address of their plan.
    pub subqueries: RefCell<HashMap<usize, Pipeline>>,
    reserved: Cell<usize>,
    transient: Cell<usize>,
    deadline: Cell<Option<u64>>,
    may_yield: Cell<bool>,
    steps: Cell<u32>,
    notifications: RefCell<Vec<Notification>>,
    /// The scan that goes through a part of its segments only, and which.
    part: RefCell<Option<(u32, SegmentRange)>>,
    /// How many queries this one runs inside of.
    pub depth: Cell<u32>,
    rng: RefCell<Option<Rng>>,
}

/// Steps a call makes before it may pause, so that every call gets on however short its budget.
const LEAST_STEPS: u32 = 2;

/// The largest single string or list, in bytes; more is refused even without a memory limit.
const LARGEST_VALUE: usize = 1 << 31;

impl RunState {
    /// A fresh state; fails if a parameter is missing.
    pub fn new(
        prepared: Arc<Prepared>,
        parameters: &Map,
        context: ExecutionContext,
    ) -> Result<Self, Failure> {
        let plan = &prepared.plan;
        let mut missing = Vec::new();
        let mut values = Vec::with_capacity(plan.parameters.len());
        for name in &plan.parameters {
            match prepared.literal(name).or_else(|| parameters.get(name)) {
                Some(value) => values.push(value.clone()),
                None => missing.push(name.as_str()),
            }
        }
        if !missing.is_empty() {
            return Err(Failure::new(
                Status::ParameterMissing,
                format!("Expected parameter(s): {}", missing.join(", ")),
            ));
        }
        let profile = prepared.is_profile().then(|| RefCell::new(Vec::new()));
        Ok(Self {
            statement_start: whole_millis(context.clock.now_nanos()),
            parameters: values,
            labels: Resolved::new(plan.labels.len()),
            types: Resolved::new(plan.relationship_types.len()),
            keys: Resolved::new(plan.property_keys.len()),
            statistics: Cell::default(),
            has_deleted: Cell::new(false),
            has_committed: Cell::new(false),
            deleted_relationships: RefCell::default(),
            profile,
            current: Cell::new(0),
            entered: Cell::new(0),
            most_reserved: Cell::new(0),
            regexes: RefCell::default(),
            memberships: RefCell::default(),
            arguments: RefCell::new(Vec::new()),
            marks: RefCell::default(),
            subqueries: RefCell::default(),
            reserved: Cell::new(0),
            transient: Cell::new(0),
            deadline: Cell::new(None),
            may_yield: Cell::new(true),
            steps: Cell::new(0),
            notifications: RefCell::default(),
            part: RefCell::default(),
            depth: Cell::new(0),
            rng: RefCell::default(),
            prepared,
            context,
        })
    }

    /// The state of a part of the run that has a transaction of its own.
    pub fn in_own_transaction(&self) -> Self {
        let plan = &self.prepared.plan;
        Self {
            statement_start: self.statement_start,
            parameters: self.parameters.clone(),
            labels: Resolved::new(plan.labels.len()),
            types: Resolved::new(plan.relationship_types.len()),
            keys: Resolved::new(plan.property_keys.len()),
            statistics: Cell::default(),
            has_deleted: Cell::new(false),
            has_committed: Cell::new(false),
            deleted_relationships: RefCell::default(),
            profile: None,
            current: Cell::new(0),
            entered: Cell::new(0),
            most_reserved: Cell::new(0),
            regexes: RefCell::default(),
            memberships: RefCell::default(),
            arguments: RefCell::default(),
            marks: RefCell::default(),
            subqueries: RefCell::default(),
            reserved: Cell::new(0),
            transient: Cell::new(0),
            deadline: Cell::new(None),
            may_yield: Cell::new(false),
            steps: Cell::new(0),
            notifications: RefCell::default(),
            part: RefCell::default(),
            depth: Cell::new(self.depth.get()),
            rng: RefCell::default(),
            prepared: self.prepared.clone(),
            context: self.context.clone(),
        }
    }

    /// The state of a worker that does a part of the run's reading.
    pub fn of_worker(&self) -> Self {
        Self {
            profile: self.profile.as_ref().map(|_| RefCell::default()),
            ..self.in_own_transaction()
        }
    }

    /// Takes over what a worker counted and had to tell.
    pub fn adopt_worker(&self, worker: &Self) {
        for notification in worker.notifications() {
            self.notify(notification);
        }
        let (Some(own), Some(other)) = (&self.profile, &worker.profile) else {
            return;
        };
        let mut own = own.borrow_mut();
        for (operator, counted) in other.borrow().iter().enumerate() {
            let of = Self::profile_of(&mut own, operator as u32);
            of.rows += counted.rows;
            of.db_hits += counted.db_hits;
            of.time += counted.time;
        }
    }

    /// Limits a scan to a part of its segments, from its next begin on.
    pub fn limit_scan(&self, scan: Option<(u32, SegmentRange)>) {
        *self.part.borrow_mut() = scan;
    }

    /// The segments that a scan goes through.
    pub fn segments_of(&self, scan: &Operator) -> SegmentRange {
        match &*self.part.borrow() {
            Some((of, segments)) if *of == scan.id => segments.clone(),
            _ => SegmentRange::ALL,
        }
    }

    /// Whether nothing encloses what runs: no subquery, and no rows of somebody else's.
    pub fn is_outermost(&self) -> bool {
        self.depth.get() == 0
            && self.arguments.borrow().is_empty()
            && self.marks.borrow().is_empty()
    }

    /// The point in time after which the run is to pause, if it may.
    pub fn deadline(&self) -> Option<u64> {
        self.deadline.get().filter(|_| self.may_yield.get())
    }

    /// Whether a part of the run was committed by itself.
    pub fn has_committed(&self) -> bool {
        self.has_committed.get()
    }

    /// Takes over what a part did whose transaction is committed.
    pub fn adopt(&self, part: &Self) {
        self.has_committed.set(true);
        self.count(|statistics| statistics.add(&part.statistics.get()));
        self.has_deleted
            .set(self.has_deleted.get() || part.has_deleted.get());
        let deleted = part.deleted_relationships.take();
        self.deleted_relationships.borrow_mut().extend(deleted);
        for notification in part.notifications() {
            self.notify(notification);
        }
        // It may have made names that were missing.
        self.labels.forget_missing();
        self.types.forget_missing();
        self.keys.forget_missing();
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.prepared.plan
    }

    /// Whether the query gives rows.
    pub fn has_columns(&self) -> bool {
        !self.prepared.plan.columns.is_empty()
    }

    /// Number of slots of a row.
    pub fn slots(&self) -> usize {
        self.prepared.plan.slots.len()
    }

    /// Which slots are read above an operator.
    #[inline]
    pub fn live(&self, operator: &Operator) -> Live<'_> {
        self.prepared.liveness.above(operator.id)
    }

    /// A parameter's value.
    pub fn parameter(&self, parameter: ParameterRef) -> &Value {
        static NULL: Value = Value::Null;
        self.parameters.get(parameter.0 as usize).unwrap_or(&NULL)
    }

    /// A label of the plan, if the database has it.
    pub fn label(&self, label: LabelRef, database: &Database) -> Option<LabelId> {
        let find = || {
            let name = self.plan().labels.get(label.0 as usize)?;
            database.tokens().label(name).map(|id| id.0)
        };
        self.labels.get(label.0, find).map(LabelId)
    }

    /// A relationship type of the plan, if the database has it.
    pub fn relationship_type(
        &self,
        of: TypeRef,
        database: &Database,
    ) -> Option<RelationshipTypeId> {
        let find = || {
            let name = self.plan().relationship_types.get(of.0 as usize)?;
            database.tokens().relationship_type(name).map(|id| id.0)
        };
        self.types.get(of.0, find).map(RelationshipTypeId)
    }

    /// A property key of the plan, if the database has it.
    pub fn key(&self, key: KeyRef, database: &Database) -> Option<PropertyKeyId> {
        let find = || {
            let name = self.plan().property_keys.get(key.0 as usize)?;
            database.tokens().property_key(name).map(|id| id.0)
        };
        self.keys.get(key.0, find).map(PropertyKeyId)
    }

    /// Relationship types of the plan as the store takes them. `None`: none of those asked for
    /// exists, so nothing can match; empty: all types.
    pub fn types(&self, types: &[TypeRef], database: &Database) -> Option<Vec<RelationshipTypeId>> {
        let found: Vec<_> = types
            .iter()
            .filter_map(|of| self.relationship_type(*of, database))
            .collect();
        (types.is_empty() || !found.is_empty()).then_some(found)
    }

    /// A label of the plan, made if needed.
    pub fn make_label(&self, label: LabelRef, database: &Database) -> Result<LabelId> {
        if let Some(id) = self.label(label, database) {
            return Ok(id);
        }
        let name = self.plan().labels.get(label.0 as usize);
        let id = self.make_label_named(name.map_or("", Text::as_str), database)?;
        self.labels.put(label.0, id.0);
        Ok(id)
    }

    /// A label, made if needed.
    pub fn make_label_named(&self, name: &str, database: &Database) -> Result<LabelId> {
        check_token("label", name)?;
        let id = database.tokens().get_or_create_label(name)?;
        self.labels.forget_missing();
        Ok(id)
    }

    /// A relationship type of the plan, made if needed.
    pub fn make_type(&self, of: TypeRef, database: &Database) -> Result<RelationshipTypeId> {
        if let Some(id) = self.relationship_type(of, database) {
            return Ok(id);
        }
        let name = self.plan().relationship_types.get(of.0 as usize);
        let id = self.make_type_named(name.map_or("", Text::as_str), database)?;
        self.types.put(of.0, id.0);
        Ok(id)
    }

    /// A relationship type, made if needed.
    pub fn make_type_named(&self, name: &str, database: &Database) -> Result<RelationshipTypeId> {
        check_token("relationship type", name)?;
        let id = database.tokens().get_or_create_relationship_type(name)?;
        self.types.forget_missing();
        Ok(id)
    }

    /// A property key of the plan, made if needed.
    pub fn make_key(&self, key: KeyRef, database: &Database) -> Result<PropertyKeyId> {
        if let Some(id) = self.key(key, database) {
            return Ok(id);
        }
        let name = self.plan().property_keys.get(key.0 as usize);
        let id = self.make_key_named(name.map_or("", Text::as_str), database)?;
        self.keys.put(key.0, id.0);
        Ok(id)
    }

    /// A property key, made if needed.
    pub fn make_key_named(&self, name: &str, database: &Database) -> Result<PropertyKeyId> {
        check_token("property key", name)?;
        let id = database.tokens().get_or_create_property_key(name)?;
        self.keys.forget_missing();
        Ok(id)
    }

    /// Remembers what a relationship was that is being deleted.
    pub fn remember_deleted(
        &self,
        id: RelationshipId,
        record: RelationshipRecord,
        transaction: &Transaction,
    ) -> Result<()> {
        self.reserve(
            2 * size_of::<(RelationshipId, RelationshipRecord)>(),
            transaction,
        )?;
        self.deleted_relationships.borrow_mut().insert(id, record);
        Ok(())
    }

    /// What a relationship was that this run deleted.
    pub fn deleted_relationship(&self, id: RelationshipId) -> Option<RelationshipRecord> {
        self.deleted_relationships.borrow().get(&id).copied()
    }

    /// Changes the statistics.
    pub fn count(&self, change: impl FnOnce(&mut QueryStatistics)) {
        let mut statistics = self.statistics.get();
        change(&mut statistics);
        self.statistics.set(statistics);
    }

    /// Counts accesses of the store for the operator that is at work.
    pub fn hits(&self, hits: u64) {
        if let Some(profile) = &self.profile {
            Self::profile_of(&mut profile.borrow_mut(), self.current.get()).db_hits += hits;
        }
    }

    /// Counts rows given out by an operator.
    pub fn rows(&self, operator: u32, rows: u64) {
        if let Some(profile) = &self.profile {
            Self::profile_of(&mut profile.borrow_mut(), operator).rows += rows;
        }
    }

    fn profile_of(profile: &mut Vec<OperatorProfile>, operator: u32) -> &mut OperatorProfile {
        let at = operator as usize;
        if profile.len() <= at {
            profile.resize(at + 1, OperatorProfile::default());
        }
        &mut profile[at]
    }

    /// Says which operator is at work; returns which was.
    pub fn enter(&self, operator: u32) -> u32 {
        let before = self.current.replace(operator);
        if let Some(profile) = &self.profile {
            let now = self.context.clock.monotonic_nanos();
            let since = self.entered.replace(now);
            let mut profile = profile.borrow_mut();
            Self::profile_of(&mut profile, before).time += now.saturating_sub(since);
        }
        before
    }

    /// A run, or a part of one, begins: the time until now is nobody's.
    pub fn resume(&self) {
        if self.profile.is_some() {
            self.entered.set(self.context.clock.monotonic_nanos());
        }
    }

    /// The most bytes that were held at once; only counted when profiling.
    pub fn most_reserved(&self) -> u64 {
        self.most_reserved.get() as u64
    }

    fn profile_memory(&self, taken: usize, given: usize) {
        let Some(profile) = &self.profile else { return };
        self.most_reserved
            .set(self.most_reserved.get().max(self.reserved.get()));
        let mut profile = profile.borrow_mut();
        let of = Self::profile_of(&mut profile, self.current.get());
        of.held = (of.held + taken as u64).saturating_sub(given as u64);
        of.memory = of.memory.max(of.held);
    }

    /// What was counted for an operator.
    pub fn profiled(&self, operator: u32) -> OperatorProfile {
        self.profile
            .as_ref()
            .and_then(|profile| profile.borrow().get(operator as usize).copied())
            .unwrap_or_default()
    }

    /// The rows an enclosing operator hands in; at the top one row without columns.
    pub fn argument(&self) -> Batch {
        self.arguments
            .borrow()
            .last()
            .cloned()
            .unwrap_or_else(|| Batch::unit(self.slots()))
    }

    /// Runs `body` with these rows as the argument.
    pub fn with_argument<T>(&self, rows: Batch, body: impl FnOnce() -> T) -> T {
        self.arguments.borrow_mut().push(rows);
        let result = body();
        self.arguments.borrow_mut().pop();
        result
    }

    /// Runs `body` while a slot marks rows and must not be dropped.
    pub fn with_mark<T>(&self, mark: SlotId, body: impl FnOnce() -> T) -> T {
        self.marks.borrow_mut().push(mark);
        let result = body();
        self.marks.borrow_mut().pop();
        result
    }

    /// Slots that mark rows of enclosing operators.
    pub fn marks(&self) -> Vec<SlotId> {
        self.marks.borrow().clone()
    }

    /// Runs `body`, which must not pause halfway.
    pub fn without_yielding<T>(&self, body: impl FnOnce() -> T) -> T {
        let before = self.may_yield.replace(false);
        let result = body();
        self.may_yield.set(before);
        result
    }

    /// Sets the point in time after which the run pauses.
    pub fn set_deadline(&self, deadline: Option<u64>) {
        self.deadline.set(deadline);
        self.steps.set(0);
    }

    /// Counts a step that some operator made.
    pub fn stepped(&self) {
        self.steps.set(self.steps.get().saturating_add(1));
    }

    /// Fails if the run was asked to stop; says whether it is to pause.
    pub fn tick(&self) -> Result<bool> {
        self.still_wanted()?;
        let Some(deadline) = self.deadline.get() else {
            return Ok(false);
        };
        if !self.may_yield.get() || self.steps.get() < LEAST_STEPS {
            return Ok(false);
        }
        Ok(self.context.clock.monotonic_nanos() >= deadline)
    }

    /// Fails if the run was asked to stop.
    pub fn still_wanted(&self) -> Result<()> {
        self.context
            .interrupt
            .get()
            .map_or(Ok(()), |reason| Err(interrupted(reason)))
    }

    /// Counts bytes that stay buffered until [`release`](Self::release).
    pub fn reserve(&self, bytes: usize, transaction: &Transaction) -> Result<()> {
        transaction.memory().reserve(bytes)?;
        self.reserved.set(self.reserved.get() + bytes);
        self.profile_memory(bytes, 0);
        Ok(())
    }

    /// Gives back bytes.
    pub fn release(&self, bytes: usize, transaction: &Transaction) {
        let bytes = bytes.min(self.reserved.get());
        transaction.memory().release(bytes);
        self.reserved.set(self.reserved.get() - bytes);
        self.profile_memory(0, bytes);
    }

    /// Gives back everything still counted.
    pub fn release_all(&self, transaction: &Transaction) {
        self.release(usize::MAX, transaction);
    }

    /// Counts bytes of values being built, which live until the operator at work is asked for
    /// its next batch.
    pub fn grow(&self, bytes: usize, transaction: &Transaction) -> Result<()> {
        // Small values are not worth the count; a batch of them is bounded.
        if bytes < 256 {
            return Ok(());
        }
        // What makes many large values, in a loop or row by row, is stopped between two of them.
        self.still_wanted()?;
        if bytes > LARGEST_VALUE {
            return Err(failed(
                Status::TransactionMemoryLimit,
                format!("a single value of {bytes} bytes is larger than the limit of 2 GiB"),
            ));
        }
        self.reserve(bytes, transaction)?;
        self.transient.set(self.transient.get() + bytes);
        Ok(())
    }

    /// Bytes of values being built.
    pub fn transient(&self) -> usize {
        self.transient.get()
    }

    /// Corrects the count of bytes of values being built downwards.
    pub fn shrink_transient(&self, bytes: usize, transaction: &Transaction) {
        let before = self.transient.get();
        if bytes < before {
            self.transient.set(bytes);
            self.release(before - bytes, transaction);
        }
    }

    /// Replaces the count of bytes of values being built.
    pub fn swap_transient(&self, bytes: usize) -> usize {
        self.transient.replace(bytes)
    }

    /// Adds a notification.
    pub fn notify(&self, notification: Notification) {
        let mut notifications = self.notifications.borrow_mut();
        if !notifications.contains(&notification) {
            notifications.push(notification);
        }
    }

    /// Notifications so far.
    pub fn notifications(&self) -> Vec<Notification> {
        self.notifications.borrow().clone()
    }

    /// A random number from the run's own generator.
    pub fn random<T>(&self, draw: impl FnOnce(&mut Rng) -> T) -> T {
        let mut rng = self.rng.borrow_mut();
        let rng = rng.get_or_insert_with(|| {
            let clock = &self.context.clock;
            let seed = clock.now_nanos().cast_unsigned() ^ clock.monotonic_nanos().rotate_left(32);
            Rng::from_seed(seed)
        });
        draw(rng)
    }
}

fn check_token(kind: &str, name: &str) -> Result<()> {
    if name.is_empty() || name.contains('\0') {
        return Err(failed(
            Status::TokenName,
            format!("'{name}' is not a valid {kind}: it must not be empty or contain null bytes"),
        ));
    }
    Ok(())
}

fn interrupted(reason: InterruptReason) -> RunError {
    match reason {
        InterruptReason::Terminated => failed(
            Status::TransactionTerminated,
            "The transaction has been terminated. Retry your operation in a new transaction.",
        ),
        InterruptReason::ClientTimeout => failed(
            Status::TransactionTimedOutClient,
            "The transaction has not completed within the timeout set by the client.",
        ),
        InterruptReason::ServerTimeout => failed(
            Status::TransactionTimedOut,
            "The transaction has not completed within db.transaction.timeout.",
        ),
    }
}

/// The transaction of a call: expressions may only read.
enum Access<'a> {
    Read(&'a Transaction),
    Write(&'a mut Transaction),
}

/// A run with its transaction, for the length of one call.
pub(crate) struct Run<'a> {
    access: Access<'a>,
    /// The rest.
    pub state: &'a RunState,
}

impl<'a> Run<'a> {
    /// For a pull.
    pub fn new(transaction: &'a mut Transaction, state: &'a RunState) -> Self {
        Self {
            access: Access::Write(transaction),
            state,
        }
    }

    /// For a subquery inside an expression, which only reads.
    pub fn reading(transaction: &'a Transaction, state: &'a RunState) -> Self {
        Self {
            access: Access::Read(transaction),
            state,
        }
    }

    /// The same transaction for the run of another query inside this one.
    pub fn inside<'b>(&'b mut self, state: &'b RunState) -> Run<'b> {
        let access = match &mut self.access {
            Access::Read(transaction) => Access::Read(transaction),
            Access::Write(transaction) => Access::Write(transaction),
        };
        Run { access, state }
    }

    /// The transaction.
    pub fn transaction(&self) -> &Transaction {
        match &self.access {
            Access::Read(transaction) => transaction,
            Access::Write(transaction) => transaction,
        }
    }

    /// The transaction, to write.
    pub fn writer(&mut self) -> Result<&mut Transaction> {
        match &mut self.access {
            Access::Write(transaction) => Ok(transaction),
            Access::Read(_) => Err(failed(
                Status::Internal,
                "an expression tried to write; this is a defect of the server",
            )),
        }
    }

    /// The value of an expression that refers to no row.
    pub fn evaluate_alone(&self, expression: &Expr) -> Result<Value> {
        let batch = Batch::unit(self.state.slots());
        self.evaluate(|context| context.eval(expression, &mut Frame::new(&batch, 0)))
    }

    /// Runs `body` with what expressions need.
    pub fn evaluate<T>(&self, body: impl FnOnce(&FunctionContext<'_>) -> Result<T>) -> Result<T> {
        let transaction = self.transaction();
        let view: GraphView<'_> = transaction.view();
        body(&FunctionContext {
            view: &view,
            database: transaction.database(),
            execution: &self.state.context,
            statement_start: self.state.statement_start,
            transaction,
            state: self.state,
        })
    }

    /// Counts bytes that stay buffered.
    pub fn reserve(&self, bytes: usize) -> Result<()> {
        self.state.reserve(bytes, self.transaction())
    }

    /// Gives back bytes.
    pub fn release(&self, bytes: usize) {
        self.state.release(bytes, self.transaction());
    }
}
