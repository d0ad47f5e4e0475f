//! Syntax to meaning: scopes, types, everything Neo4j rejects before running.
//!
//! The result ([`bound`]) is a query graph and a horizon a clause: slots instead of names, no text.
//! Purely a function of the text and the procedure table; it knows no schema and no statistics.

mod administration;
pub mod bound;
mod call;
mod clause;
mod compose;
mod expression;
mod function;
mod in_transactions;
mod load_csv;
mod pattern;
mod projection;
mod quantified;
mod schema;
pub mod scope;
mod subquery;
pub mod system;
pub mod types;
pub mod walk;

use indexmap::IndexSet;
use quiver_types::{Failure, Status, Text};

use crate::edge::Notification;
use crate::plan::{KeyRef, LabelRef, ParameterRef, SlotId, TypeRef};
use crate::procedures::Registry;
use crate::syntax::ast::{self, Span};
use bound::{BoundQuery, BoundStatement};
use scope::{Scope, Variable};
use types::Ty;

type Names = IndexSet<Text, foldhash::fast::RandomState>;

/// The tables a plan refers to.
#[derive(Default, Debug)]
pub struct Tables {
    /// Name of each slot.
    pub slots: Vec<Text>,
    /// Labels.
    pub labels: Names,
    /// Relationship types.
    pub relationship_types: Names,
    /// Property keys.
    pub property_keys: Names,
    /// Parameters.
    pub parameters: Names,
    /// Locals of the expression that has most.
    pub locals: u32,
}

/// What binding gives.
#[derive(Debug)]
pub struct Binding {
    /// The statement.
    pub statement: BoundStatement,
    /// Subqueries of expressions. An `Expr::Subquery` that is not planned yet has an `Argument`
    /// operator whose id is a position here.
    pub subqueries: Vec<Option<BoundQuery>>,
    /// Tables.
    pub tables: Tables,
    /// Notifications found while binding.
    pub notifications: Vec<Notification>,
    /// Places of first uses, for notifications that need a look at the database.
    pub places: Places,
    /// Databases that USE names, each once.
    pub graphs: Vec<Text>,
}

/// Where labels, types and keys of patterns and expressions were first written.
#[derive(Default, Debug)]
pub struct Places {
    /// Labels that are read.
    pub labels: Vec<(LabelRef, Span)>,
    /// Types that are read.
    pub types: Vec<(TypeRef, Span)>,
    /// Property keys that are read.
    pub keys: Vec<(KeyRef, Span)>,
}

/// Binds one statement.
pub struct Binder<'a> {
    text: &'a str,
    language: ast::Language,
    procedures: &'a Registry,
    tables: Tables,
    subqueries: Vec<Option<BoundQuery>>,
    /// For each subquery being bound, the outer slots it used so far.
    captures: Vec<Vec<SlotId>>,
    notifications: Vec<Notification>,
    places: Places,
    /// What the path of a CREATE that is being bound brings into scope: it may not read it.
    creating: Vec<Text>,
    /// Databases that USE names, each once.
    graphs: Vec<Text>,
}

/// Binds a statement.
pub fn bind(
    statement: &ast::Statement,
    text: &str,
    procedures: &Registry,
) -> Result<Binding, Failure> {
    let mut binder = Binder {
        text,
        language: statement.language(),
        procedures,
        tables: Tables::default(),
        subqueries: Vec::new(),
        captures: Vec::new(),
        notifications: Vec::new(),
        places: Places::default(),
        creating: Vec::new(),
        graphs: Vec::new(),
    };
    let statement = match &statement.body {
        ast::StatementBody::Query(query) => {
            BoundStatement::Query(binder.query(query, &Scope::default(), clause::Place::Top)?)
        }
        ast::StatementBody::Schema(command) => BoundStatement::Schema(binder.schema(command)?),
        ast::StatementBody::Show(command) => BoundStatement::Query(binder.show(command)?),
        ast::StatementBody::Administration(command) => {
            BoundStatement::Administration(binder.administration(command)?)
        }
    };
    Ok(Binding {
        statement,
        subqueries: binder.subqueries,
        tables: binder.tables,
        notifications: binder.notifications,
        places: binder.places,
        graphs: binder.graphs,
    })
}

impl Binder<'_> {
    fn error(&self, status: Status, span: Span, message: impl AsRef<str>) -> Failure {
        Failure::at(status, message.as_ref(), self.text, span.start as usize)
    }

    fn unsupported(&self, what: &str, span: Span) -> Failure {
        self.error(
            Status::NotSupported,
            span,
            format!("{what} is not supported by this server yet"),
        )
    }

    /// A new column.
    fn slot(&mut self, name: &str) -> SlotId {
        let id = SlotId(self.tables.slots.len() as u32);
        self.tables.slots.push(Text::new(name));
        id
    }

    /// A new column no query can name; the number keeps EXPLAIN readable.
    fn hidden_slot(&mut self) -> SlotId {
        let name = format!("anon_{}", self.tables.slots.len());
        self.slot(&name)
    }

    fn label(&mut self, name: &Text) -> LabelRef {
        LabelRef(self.tables.labels.insert_full(name.clone()).0 as u32)
    }

    fn relationship_type(&mut self, name: &Text) -> TypeRef {
        TypeRef(self.tables.relationship_types.insert_full(name.clone()).0 as u32)
    }

    fn key(&mut self, name: &Text) -> KeyRef {
        KeyRef(self.tables.property_keys.insert_full(name.clone()).0 as u32)
    }

    fn parameter(&mut self, name: &Text) -> ParameterRef {
        ParameterRef(self.tables.parameters.insert_full(name.clone()).0 as u32)
    }

    fn depth(&self) -> usize {
        self.captures.len()
    }

    /// Notes that the innermost subqueries read an outer variable.
    fn captured(&mut self, slot: SlotId, depth: usize) {
        for level in self.captures.iter_mut().skip(depth) {
            if !level.contains(&slot) {
                level.push(slot);
            }
        }
    }

    fn new_variable(&mut self, scope: &mut Scope, name: &Text, ty: Ty) -> SlotId {
        let slot = self.slot(name);
        let depth = self.depth();
        scope.insert(
            name.clone(),
            Variable {
                slot,
                ty,
                depth,
                fresh: true,
            },
        );
        slot
    }
}
