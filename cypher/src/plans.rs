//! Which plans are kept, for which texts, and until when.
//!
//! A text is looked up as it is; if it is new, in the shape it has without its literals (see
//! [`crate::syntax::lift`]), so that queries which differ only in values share a plan. A plan holds as
//! long as the schema, the procedures and the names it did not know are what they were. The
//! statistics it was made with are kept beside it: once one of them has doubled or halved the plan
//! is made anew in the background, and at once if it is off by more than ten times. Meet
//! [`Entry::state`].

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quiver_storage::{Database, Degrees, Direction, IndexId, IndexQuery, Schema};
use quiver_types::{DatabaseId, LabelId, PropertyKeyId, RelationshipTypeId, Text, Value};

use crate::edge::PlanContext;
use crate::exec::prepared::Planned;
use crate::notify::Unknown;
use crate::plan::context::DatabaseContext;
use crate::syntax::lift::Lifted;

/// From this factor on a statistic is so far from what a plan was made for that nobody waits for a
/// better plan in the background.
const FAR: f64 = 10.0;
/// Below this many nothing drifts: small databases change all the time, and any plan is fast there.
const SMALL: f64 = 100.0;
/// Statistics that are kept of a plan.
const KEPT: usize = 24;

/// A number of the statistics that a plan was made with.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Statistic {
    /// Nodes with a label.
    Nodes(Option<LabelId>),
    /// Relationships of a type between labels.
    Relationships(Option<LabelId>, Option<RelationshipTypeId>, Option<LabelId>),
}

impl Statistic {
    fn now(self, context: &dyn PlanContext) -> f64 {
        match self {
            Self::Nodes(label) => context.nodes(label),
            Self::Relationships(start, of_type, end) => context.relationships(start, of_type, end),
        }
    }
}

/// A database as planning sees it, which remembers what planning asked, and knows the literals
/// that were taken out of the text.
pub struct Recording<'d> {
    context: DatabaseContext<'d>,
    literals: &'d [Lifted],
    asked: RefCell<Vec<(Statistic, f64)>>,
}

impl<'d> Recording<'d> {
    /// Nothing asked yet.
    pub fn new(database: &'d Database, literals: &'d [Lifted]) -> Self {
        Self {
            context: DatabaseContext(database),
            literals,
            asked: RefCell::default(),
        }
    }

    /// What was asked.
    pub fn into_asked(self) -> Vec<(Statistic, f64)> {
        self.asked.into_inner()
    }

    fn asks(&self, statistic: Statistic) -> f64 {
        let now = statistic.now(&self.context);
        let mut asked = self.asked.borrow_mut();
        if asked.len() < KEPT && !asked.iter().any(|(known, _)| *known == statistic) {
            asked.push((statistic, now));
        }
        now
    }
}

impl PlanContext for Recording<'_> {
    fn label(&self, name: &str) -> Option<LabelId> {
        self.context.label(name)
    }
    fn relationship_type(&self, name: &str) -> Option<RelationshipTypeId> {
        self.context.relationship_type(name)
    }
    fn property_key(&self, name: &str) -> Option<PropertyKeyId> {
        self.context.property_key(name)
    }
    fn schema(&self) -> Arc<Schema> {
        self.context.schema()
    }
    fn nodes(&self, label: Option<LabelId>) -> f64 {
        self.asks(Statistic::Nodes(label))
    }
    fn relationships(
        &self,
        start: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        end: Option<LabelId>,
    ) -> f64 {
        self.asks(Statistic::Relationships(start, relationship_type, end))
    }
    fn degrees(
        &self,
        label: Option<LabelId>,
        relationship_type: Option<RelationshipTypeId>,
        direction: Direction,
    ) -> Degrees {
        self.context.degrees(label, relationship_type, direction)
    }
    fn index(&self, index: IndexId) -> (f64, f64) {
        self.context.index(index)
    }
    fn likely(&self, parameter: &str) -> Option<Value> {
        let mut literals = self.literals.iter();
        literals
            .find(|lifted| lifted.name == parameter)
            .map(|lifted| lifted.value.clone())
    }
    fn index_entries(&self, index: IndexId, query: &IndexQuery<'_>) -> f64 {
        self.context.index_entries(index, query)
    }
}

/// Whether a kept plan may be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// As it is.
    Good,
    /// It may, but a better one should be made.
    Drifted,
    /// No more.
    Bad,
}

/// A kept plan and what it was made for.
pub struct Entry {
    /// The text, or the shape of texts.
    pub text: Box<str>,
    /// The database.
    pub database: DatabaseId,
    /// Version of the procedures.
    pub procedures: u64,
    /// Names the database did not have.
    pub unknown: Vec<Unknown>,
    /// Statistics it was made with.
    pub asked: Vec<(Statistic, f64)>,
    /// The newest commit with which the statistics were compared.
    pub compared: AtomicU64,
    /// The plan.
    pub planned: Arc<Planned>,
    /// Values of the literals, for a text.
    pub literals: Vec<(Text, Value)>,
}

impl Entry {
    /// Whether the plan may be used for a text. `drift`: whether statistics matter.
    pub fn state(&self, text: &str, database: &Database, procedures: u64, drift: bool) -> State {
        let context = DatabaseContext(database);
        let same = *self.text == *text
            && self.database == database.id()
            && self.planned.plan.schema_epoch == context.schema().epoch
            && self.procedures == procedures
            && self.unknown.iter().all(|name| name.holds(&context));
        if !same {
            return State::Bad;
        }
        let newest = database.visible().0;
        if !drift || self.compared.load(Ordering::Relaxed) == newest {
            return State::Good;
        }
        let worst = self
            .asked
            .iter()
            .map(|(statistic, then)| apart(*then, statistic.now(&context)))
            .fold(1.0, f64::max);
        if worst > FAR {
            State::Bad
        } else if worst > 2.0 {
            State::Drifted
        } else {
            self.compared.store(newest, Ordering::Relaxed);
            State::Good
        }
    }
}

/// By which factor two numbers differ.
fn apart(then: f64, now: f64) -> f64 {
    let (then, now) = (then.max(SMALL), now.max(SMALL));
    (then / now).max(now / then)
}
