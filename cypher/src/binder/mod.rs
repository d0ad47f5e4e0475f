//! Syntax to meaning: scopes, types, everything Neo4j rejects before running.
//!
//! The result ([`bound`]) is a query graph and a horizon a clause: slots instead of names, no text.
//! Purely a function of the text and the procedure table; it knows no schema and no statistics.

mod administration;
mod aggregates;
mod arithmetic;
pub mod bound;
mod call;
mod case;
mod clause;
mod compose;
mod creation;
mod expression;
mod function;
mod hints;
mod in_transactions;
mod labels;
mod load_csv;
mod notes;
mod pattern;
mod projection;
mod quantified;
mod schema;
pub mod scope;
mod subquery;
pub mod system;
pub mod types;
pub mod walk;
mod writing;

use indexmap::IndexSet;
use quiver_types::{Failure, Map, Status, Text};

use crate::plan::{KeyRef, LabelRef, ParameterRef, SlotId, TypeRef};
use crate::procedures::Registry;
use crate::syntax::ast::{self, Span};
use crate::warning::{Told, Warning};
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
    pub told: Vec<Told>,
    /// Places of uses, for notifications that need a look at the database.
    pub places: Places,
    /// Databases that USE names, each once.
    pub graphs: Vec<Text>,
    /// Whether a parameter that is a list stands for a truth value.
    pub list_as_truth: bool,
}

/// Where labels, types and keys of patterns and expressions are written, and hints about indexes.
#[derive(Default, Debug)]
pub struct Places {
    /// Labels that are read.
    pub labels: Vec<(LabelRef, Span)>,
    /// Types that are read.
    pub types: Vec<(TypeRef, Span)>,
    /// Property keys that are read.
    pub keys: Vec<(KeyRef, Span)>,
    /// Indexes that hints name.
    pub hints: Vec<HintedIndex>,
}

/// An index that a hint names.
#[derive(Clone, Debug)]
pub struct HintedIndex {
    /// Whether it is one of relationships.
    pub of_relationships: bool,
    /// Label or type.
    pub name: Text,
    /// Properties.
    pub keys: Vec<Text>,
    /// The kind it must be of.
    pub kind: Option<quiver_storage::IndexKind>,
}

/// Which part of a MERGE is being bound. No subquery may stand in it; in its pattern, those written as patterns may.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merging {
    No,
    Pattern,
    Actions,
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
    told: Vec<Told>,
    places: Places,
    /// What the path of a CREATE that is being bound brings into scope: it may not read it.
    creating: Vec<Text>,
    /// Where there are aggregations.
    aggregated: Vec<Span>,
    /// What later patterns of the CREATE that is being bound will make.
    coming: Vec<Text>,
    /// What the clause that is being bound has made already: it should not read it.
    made: Vec<Text>,
    /// Relationship variables that the MATCH which is being bound declares, and where.
    declared: Vec<(Text, Span)>,
    /// Whether this is the WHERE of a MATCH that says whether relationships may be met again.
    in_match_mode: bool,
    merging: Merging,
    /// Parameters whose types are known.
    given: Option<&'a Map>,
    /// Databases that USE names, each once.
    graphs: Vec<Text>,
    list_as_truth: std::cell::Cell<bool>,
}

/// Binds a statement. With the parameters it is to be run with it looks at their types too: what
/// they cannot be is an error then, and else one while running.
///
/// # Errors
/// Everything that is refused before running.
pub fn bind(
    statement: &ast::Statement,
    text: &str,
    procedures: &Registry,
    given: Option<&Map>,
) -> Result<Binding, Failure> {
    let mut binder = Binder {
        text,
        language: statement.language,
        procedures,
        tables: Tables::default(),
        subqueries: Vec::new(),
        captures: Vec::new(),
        told: Vec::new(),
        places: Places::default(),
        creating: Vec::new(),
        aggregated: Vec::new(),
        coming: Vec::new(),
        made: Vec::new(),
        declared: Vec::new(),
        in_match_mode: false,
        merging: Merging::No,
        given,
        graphs: Vec::new(),
        list_as_truth: std::cell::Cell::default(),
    };
    if let Some(graph) = &statement.graph {
        binder.uses(graph);
    }
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
        told: binder.told,
        places: binder.places,
        graphs: binder.graphs,
        list_as_truth: binder.list_as_truth.get(),
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

    /// What is known of a parameter's type.
    fn parameter_type(&self, name: &str) -> Ty {
        let value = self.given.and_then(|given| given.get(name));
        value.map_or(Ty::Any, Ty::of_parameter)
    }

    fn tell(&mut self, warning: Warning, span: Span, description: impl Into<String>) {
        self.told.push(Told::at(warning, span, description));
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
