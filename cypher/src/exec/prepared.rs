//! A planned query as it is kept in the cache and shared by the sessions that run it.
//!
//! It only stores: the planner makes it, the cursor reads it.

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use quiver_types::{Failure, Text, Value};

use super::workers::Workers;
use crate::edge::{Notification, PlanDescription, QueryType};
use crate::engine::Planning;
use crate::plan::Plan;
use crate::plan::liveness::Liveness;
use crate::syntax::ast::Language;

/// What is to be done with a query.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PreparedMode {
    /// Run it.
    Run,
    /// EXPLAIN: answer the plan, run nothing.
    Explain,
    /// PROFILE: run it and answer the plan with what was counted.
    Profile,
}

/// A planned query: a plan, and the values of literals that were taken out of the text it is for.
#[derive(Debug)]
pub struct Prepared {
    planned: Arc<Planned>,
    literals: Vec<(Text, Value)>,
    /// What is told of this run alone.
    told: Option<Notification>,
}

impl Prepared {
    /// The plan for a text whose literals have these values.
    pub fn new(planned: Arc<Planned>, literals: Vec<(Text, Value)>) -> Self {
        Self {
            planned,
            literals,
            told: None,
        }
    }

    /// The same, with something more to be told.
    pub(crate) fn with_notification(&self, notification: Notification) -> Self {
        Self {
            planned: self.planned.clone(),
            literals: self.literals.clone(),
            told: Some(notification),
        }
    }

    /// Warnings found while planning.
    pub fn notifications(&self) -> impl Iterator<Item = &Notification> {
        self.planned.notifications.iter().chain(&self.told)
    }

    /// The value of a literal that was taken out of the text.
    pub(crate) fn literal(&self, name: &str) -> Option<&Value> {
        let mut literals = self.literals.iter();
        literals
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }
}

impl Deref for Prepared {
    type Target = Planned;

    fn deref(&self) -> &Planned {
        &self.planned
    }
}

/// A plan, shared between all texts that differ in literals only.
#[derive(Debug)]
pub struct Planned {
    pub(crate) plan: Plan,
    /// Which columns somebody still reads.
    pub(crate) liveness: Liveness,
    pub(crate) mode: PreparedMode,
    pub(crate) is_updating: bool,
    pub(crate) estimated_work: f64,
    pub(crate) notifications: Vec<Notification>,
    /// The version of the language it is for.
    pub(crate) language: Language,
    /// Why it cannot run on the system database.
    pub(crate) refused_on_system: Option<Failure>,
    pub(crate) open_to_expired: bool,
    /// Types of parameters that were found to fit, each in one number; 0 is none.
    fitting: [AtomicU64; 4],
    /// Databases that USE names.
    pub(crate) graphs: Vec<Text>,
    /// What made it, for texts that procedures run inside it. The engine keeps it, and plans of
    /// the engine must not.
    pub(crate) planning: Weak<Planning>,
    /// The threads it may be helped by.
    pub(crate) workers: Arc<Workers>,
}

impl Planned {
    /// Puts together what the planner made.
    pub fn new(
        mut plan: Plan,
        mode: PreparedMode,
        estimated_work: f64,
        notifications: Vec<Notification>,
        language: Language,
    ) -> Self {
        let is_updating = crate::plan::walk::writes(&plan.root);
        let liveness = Liveness::of(&mut plan.root, plan.slots.len());
        Self {
            plan,
            liveness,
            mode,
            is_updating,
            estimated_work,
            notifications,
            language,
            refused_on_system: None,
            open_to_expired: false,
            fitting: Default::default(),
            graphs: Vec::new(),
            planning: Weak::new(),
            workers: Arc::default(),
        }
    }

    /// Column names, in order.
    pub fn columns(&self) -> &[Text] {
        &self.plan.columns
    }
    /// Whether it runs transactions of its own, so that it needs one that is not the client's.
    pub fn runs_transactions(&self) -> bool {
        crate::plan::walk::runs_transactions(&self.plan.root)
    }
    /// What it does.
    pub fn query_type(&self) -> QueryType {
        self.plan.query_type
    }
    /// Whether it writes data or schema, so that it needs a transaction opened for writing.
    pub fn is_updating(&self) -> bool {
        self.is_updating
    }
    /// Whether it is an administration command in Neo4j's sense: it may not share a transaction
    /// with anything else.
    pub fn is_administration(&self) -> bool {
        crate::plan::walk::administers(&self.plan.root)
    }
    /// Why it cannot run on the database `system`, if it cannot.
    pub fn refused_on_system(&self) -> Option<&Failure> {
        self.refused_on_system.as_ref()
    }
    /// Whether a user may run it on `system` whose password has expired.
    pub fn is_open_to_expired(&self) -> bool {
        self.open_to_expired
    }
    /// EXPLAIN: answer the plan, run nothing.
    pub fn is_explain(&self) -> bool {
        self.mode == PreparedMode::Explain
    }
    /// PROFILE: run, and answer the plan with what was counted.
    pub fn is_profile(&self) -> bool {
        self.mode == PreparedMode::Profile
    }
    /// Rows the planner expects to handle; small plans may run on a network thread.
    pub fn estimated_work(&self) -> f64 {
        self.estimated_work
    }
    /// Names of the parameters it asks for.
    pub(crate) fn parameters(&self) -> &[Text] {
        &self.plan.parameters
    }
    /// Whether parameters of these types were found to fit.
    pub(crate) fn fits(&self, types: u64) -> bool {
        self.fitting
            .iter()
            .any(|known| known.load(Ordering::Relaxed) == types)
    }
    /// Notes that parameters of these types fit.
    pub(crate) fn note_fit(&self, types: u64) {
        let free = self
            .fitting
            .iter()
            .find(|known| known.load(Ordering::Relaxed) == 0);
        let place = free.unwrap_or(&self.fitting[types as usize % self.fitting.len()]);
        place.store(types, Ordering::Relaxed);
    }
    /// The plan in Neo4j's shape, put together when asked for: each operator's arguments hold its
    /// number under `Id`, the root carries `string-representation`.
    pub fn plan_description(&self) -> PlanDescription {
        crate::plan::explain::describe(&self.plan, self.language.number())
    }
}
