//! From bound clauses to operators: one function a clause, in order.
//!
//! Where a clause writes and another reads, an Eager stands between them, so that each clause sees
//! the graph as the one before it left it. It is left out only where there is one row, nothing
//! read, or properties set that nothing before looks at.

mod projection;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use quiver_storage::Schema;
use quiver_types::Text;

use super::access::Finder;
use super::cardinality::{Estimates, NodeLabels};
use super::eagerness;
use super::interest::{Interest, asks_for};
use super::operator::{ApplyKind, InTransactions, Operator, OperatorKind};
use super::pattern::Solver;
use super::rewrite::rewrite;
use super::walk as plan_walk;
use super::{
    CreateSpec, Expr, LabelOrExpr, LabelPredicate, LabelRef, PathPart, Plan, Properties, SlotId,
};
use crate::binder::bound::{BoundClause, BoundPart, BoundQuery, BoundStatement, QueryGraph};
use crate::binder::{Binding, Tables, walk};
use crate::{PlanContext, QueryType};

/// A path variable: slot, first node, hops.
type BoundPath = (SlotId, SlotId, Vec<PathPart>);

/// Plans one statement.
pub struct Planner<'p> {
    context: &'p dyn PlanContext,
    /// Names.
    pub tables: &'p Tables,
    schema: Arc<Schema>,
    /// Statistics.
    pub estimates: Estimates<'p>,
    subqueries: RefCell<Vec<Option<BoundQuery>>>,
    planned: RefCell<std::collections::HashMap<usize, Operator>>,
    /// Labels that earlier patterns proved of a node.
    pub known_labels: RefCell<NodeLabels>,
    extra_slots: RefCell<Vec<Text>>,
    /// An order of what is being matched that would be of use.
    interest: RefCell<Option<Interest>>,
    /// Whether an Eager stands after every clause.
    eager: bool,
    /// Names of rewrites that are not to run.
    disabled: &'p [String],
}

/// What is built so far of one part.
struct Current {
    op: Operator,
    bound: BTreeSet<SlotId>,
    /// Slots the part's Argument gives.
    base: BTreeSet<SlotId>,
    /// At most one row can be here.
    single: bool,
    /// The graph is read lazily below, not yet cut off by an Eager.
    reads: bool,
    /// The graph is written below, not yet cut off by an Eager.
    writes: bool,
    /// Anything below writes at all.
    ever_wrote: bool,
}

fn operator(kind: OperatorKind, rows: f64) -> Operator {
    Operator {
        id: 0,
        kind,
        estimated_rows: rows,
    }
}

/// What a command about users is expected to cost, in rows.
const ADMINISTRATION: f64 = 1e6;

/// Plans a bound statement. Rewrites are the optimizer's; see [`crate::optimizer`].
/// `eager`: every clause takes in all rows before it gives out any. `disabled`: names of rewrites
/// that are not to run.
pub fn plan(binding: Binding, context: &dyn PlanContext, eager: bool, disabled: &[String]) -> Plan {
    let Binding {
        statement,
        subqueries,
        tables,
        ..
    } = binding;
    let schema = context.schema();
    let epoch = schema.epoch;
    let (root, columns, query_type, extra) = match statement {
        BoundStatement::Schema(change) => {
            let root = operator(OperatorKind::Schema(change), 1.0);
            (root, Vec::new(), QueryType::Schema, Vec::new())
        }
        BoundStatement::Administration(command) => {
            // Hashing a password takes long enough to be done on a worker.
            let root = operator(OperatorKind::Administration(command), ADMINISTRATION);
            (root, Vec::new(), QueryType::Schema, Vec::new())
        }
        BoundStatement::Query(query) => {
            let planner = Planner {
                context,
                tables: &tables,
                schema,
                estimates: Estimates::new(context, &tables),
                subqueries: RefCell::new(subqueries),
                planned: RefCell::default(),
                known_labels: RefCell::default(),
                extra_slots: RefCell::default(),
                interest: RefCell::default(),
                eager,
                disabled,
            };
            let (root, columns, query_type) = planner.statement(query);
            (root, columns, query_type, planner.extra_slots.into_inner())
        }
    };
    let Tables {
        mut slots,
        labels,
        relationship_types,
        property_keys,
        parameters,
        locals,
    } = tables;
    slots.extend(extra);
    Plan {
        root,
        slots,
        // The solver's own predicates use one local.
        locals: locals.max(1),
        columns,
        labels: labels.into_iter().collect(),
        relationship_types: relationship_types.into_iter().collect(),
        property_keys: property_keys.into_iter().collect(),
        parameters: parameters.into_iter().collect(),
        query_type,
        schema_epoch: epoch,
    }
}

/// Rows that LOAD CSV is expected to give: nobody looks before it runs. Neo4j guesses the same.
const CSV_ROWS: f64 = 10.0;

impl Planner<'_> {
    /// Finds node accesses.
    pub fn finder(&self) -> Finder<'_> {
        Finder {
            estimates: &self.estimates,
            tables: self.tables,
            schema: &self.schema,
            context: self.context,
            interest: self.interest.borrow().clone(),
        }
    }

    fn new_slot(&self, name: &str) -> SlotId {
        let mut extra = self.extra_slots.borrow_mut();
        let id = SlotId((self.tables.slots.len() + extra.len()) as u32);
        extra.push(Text::from(format!("{name}_{}", id.0)));
        id
    }

    fn statement(&self, query: BoundQuery) -> (Operator, Vec<Text>, QueryType) {
        let columns = query.columns.clone();
        let (op, _) = self.query(query, &BTreeSet::new());
        let writes = plan_walk::writes(&op);
        let system = is_system(&op);
        let rows = op.estimated_rows;
        let input = Box::new(op);
        let (kind, query_type) = if columns.is_empty() {
            (OperatorKind::EmptyResult { input }, QueryType::Write)
        } else {
            let columns = columns.clone();
            (
                OperatorKind::ProduceResults { input, columns },
                QueryType::ReadWrite,
            )
        };
        let query_type = match (writes, system) {
            (_, true) => QueryType::Schema,
            (true, false) => query_type,
            (false, false) => QueryType::Read,
        };
        let mut root = operator(kind, rows);
        self.resolve(&mut root);
        (
            root,
            columns.into_iter().map(|(name, _)| name).collect(),
            query_type,
        )
    }

    /// Plans a query whose Argument gives `base`.
    fn query(&self, query: BoundQuery, base: &BTreeSet<SlotId>) -> (Operator, bool) {
        let BoundQuery {
            mut parts,
            distinct,
            columns,
            ..
        } = query;
        if parts.len() == 1
            && let Some(part) = parts.pop()
        {
            let (op, _) = self.part(part, base);
            let wrote = plan_walk::writes(&op);
            return (op, wrote);
        }
        // The parts have no variables in common but those from outside.
        let known = self.known_labels.borrow().clone();
        let inputs: Vec<(Operator, Vec<SlotId>)> = parts
            .into_iter()
            .map(|part| {
                self.known_labels.replace(known.clone());
                self.part(part, base)
            })
            .collect();
        let slots: Vec<SlotId> = columns.iter().map(|(_, slot)| *slot).collect();
        let rows = inputs.iter().map(|(op, _)| op.estimated_rows).sum();
        let mut op = operator(
            OperatorKind::Union {
                inputs,
                columns: slots.clone(),
            },
            rows,
        );
        if distinct {
            let items = slots
                .iter()
                .map(|slot| (*slot, Expr::Slot(*slot)))
                .collect();
            op = operator(
                OperatorKind::Distinct {
                    input: Box::new(op),
                    items,
                },
                rows,
            );
        }
        let wrote = plan_walk::writes(&op);
        (op, wrote)
    }

    fn part(&self, part: BoundPart, base: &BTreeSet<SlotId>) -> (Operator, Vec<SlotId>) {
        let mut current = Current {
            op: operator(OperatorKind::Argument, 1.0),
            bound: base.clone(),
            base: base.clone(),
            single: true,
            reads: false,
            writes: false,
            ever_wrote: false,
        };
        let count = part.clauses.len();
        let mut clauses = part.clauses.into_iter().peekable();
        for position in 0..count {
            let Some(mut clause) = clauses.next() else {
                break;
            };
            if current.single && !self.eager {
                self.take_interest(&mut clause, clauses.peek());
            }
            self.clause(clause, &mut current, position + 1 == count);
            self.interest.replace(None);
            if self.eager && !matches!(current.op.kind, OperatorKind::Argument) {
                current.single = false;
                self.eager(&mut current);
            }
        }
        (current.op, part.columns)
    }

    /// Notes what the next clause would have of this one's order.
    fn take_interest(&self, clause: &mut BoundClause, next: Option<&BoundClause>) {
        let BoundClause::Match {
            optional: false,
            graph,
            ..
        } = clause
        else {
            return;
        };
        let Some(interest) = Interest::of(graph, next, limit_estimate) else {
            return;
        };
        let (node, key) = (interest.node, interest.key);
        let asked = graph.predicates.iter().any(|p| asks_for(p, node, key));
        let labels: Vec<LabelRef> = graph.predicates.iter().filter_map(label_of(node)).collect();
        match &interest.ignores_null {
            Some(test) if !asked && self.finder().is_sorted_by(&labels, key) => {
                graph.predicates.push(test.clone());
            }
            Some(_) | None => {}
        }
        self.interest.replace(Some(interest));
    }

    fn wrap(
        &self,
        current: &mut Current,
        rows: f64,
        kind: impl FnOnce(Box<Operator>) -> OperatorKind,
    ) {
        let input = std::mem::replace(&mut current.op, operator(OperatorKind::Argument, 1.0));
        current.op = operator(kind(Box::new(input)), rows);
    }

    fn eager(&self, current: &mut Current) {
        if !current.single && !matches!(current.op.kind, OperatorKind::Eager { .. }) {
            let rows = current.op.estimated_rows;
            self.wrap(current, rows, |input| OperatorKind::Eager { input });
        }
        current.reads = false;
        current.writes = false;
    }

    /// Before something reads the graph.
    fn before_read(&self, current: &mut Current) {
        if current.writes {
            self.eager(current);
        }
    }

    /// Before something writes the graph.
    fn before_write(&self, current: &mut Current) {
        if current.reads || current.writes {
            self.eager(current);
        }
    }

    fn wrote(&self, current: &mut Current) {
        current.writes = true;
        current.ever_wrote = true;
    }

    /// Before an expression is evaluated.
    fn before_exprs<'e>(&self, current: &mut Current, exprs: impl IntoIterator<Item = &'e Expr>) {
        if exprs.into_iter().any(walk::reads_graph) {
            self.before_read(current);
            current.reads = true;
        }
    }

    /// What subqueries in a clause that writes find is what was there before its first row wrote: the
    /// expressions that have some, and nothing to do with what the clause itself makes, become columns below it.
    fn look_first(
        &self,
        current: &mut Current,
        made: &BTreeSet<SlotId>,
        expressions: impl FnOnce(&mut dyn FnMut(&mut Expr)),
    ) {
        let mut items = Vec::new();
        expressions(&mut |expr| {
            let mut looks = false;
            walk::visit(expr, &mut |part| {
                looks |= matches!(part, Expr::Subquery { .. });
            });
            if looks && walk::slots(expr).is_disjoint(made) {
                let slot = self.new_slot("found");
                items.push((slot, std::mem::replace(expr, Expr::Slot(slot))));
            }
        });
        if items.is_empty() {
            return;
        }
        self.before_read(current);
        current.reads = true;
        current.bound.extend(items.iter().map(|(slot, _)| *slot));
        let rows = current.op.estimated_rows;
        self.wrap(current, rows, |input| OperatorKind::Projection {
            input,
            items,
            discard: false,
        });
    }

    fn clause(&self, clause: BoundClause, current: &mut Current, last: bool) {
        match clause {
            BoundClause::Match {
                optional,
                mut graph,
                introduced,
            } => {
                rewrite(&mut graph.predicates, self.disabled);
                self.matching(optional, &graph, introduced, current);
            }
            BoundClause::Unwind { list, slot } => {
                self.before_exprs(current, [&list]);
                let rows = current.op.estimated_rows * unwind_estimate(&list);
                self.wrap(current, rows, |input| OperatorKind::Unwind {
                    input,
                    list,
                    slot,
                });
                current.bound.insert(slot);
                current.single = false;
            }
            BoundClause::LoadCsv { url, load } => {
                self.before_exprs(current, [&url]);
                let rows = current.op.estimated_rows * CSV_ROWS;
                current.bound.extend([load.slot, load.line, load.file]);
                self.wrap(current, rows, |input| OperatorKind::LoadCsv {
                    input,
                    url,
                    load,
                });
                current.single = false;
            }
            BoundClause::Project(projection) => self.projection(projection, current, last),
            BoundClause::Create { mut spec, paths } => {
                let new: BTreeSet<SlotId> = spec.nodes.iter().map(|node| node.slot).collect();
                self.look_first(current, &new, |take| plan_walk::creation(&mut spec, take));
                let Err((spec, paths)) = self.create_more(spec, paths, current) else {
                    return;
                };
                self.before_write(current);
                current
                    .bound
                    .extend(spec.nodes.iter().map(|node| node.slot));
                current
                    .bound
                    .extend(spec.relationships.iter().map(|r| r.slot));
                current.bound.extend(paths.iter().map(|(slot, _, _)| *slot));
                self.learn_labels(&spec);
                let rows = current.op.estimated_rows;
                self.wrap(current, rows, |input| OperatorKind::Create {
                    input,
                    spec,
                    paths,
                });
                self.wrote(current);
            }
            BoundClause::Merge {
                graph,
                create,
                undirected,
                on_create,
                on_match,
                path,
            } => {
                self.before_write(current);
                let base = current.bound.clone();
                let argument = operator(OperatorKind::Argument, 1.0);
                let (matcher, bound) = Solver::solve(self, &graph, &base, argument, base.clone());
                self.learn_labels(&create);
                current.bound = bound;
                let rows = current.op.estimated_rows;
                let matcher = Box::new(matcher);
                self.wrap(current, rows, |input| OperatorKind::Merge {
                    input,
                    matcher,
                    create,
                    undirected,
                    on_create,
                    on_match,
                });
                if let Some((slot, start, parts)) = path {
                    let items = vec![(slot, Expr::Path { start, parts })];
                    current.bound.insert(slot);
                    self.wrap(current, rows, |input| OperatorKind::Projection {
                        input,
                        items,
                        discard: false,
                    });
                }
                // It may match more than one.
                current.single = false;
                self.wrote(current);
            }
            BoundClause::Set(items) => {
                if current.writes || !eagerness::unseen(&items, &mut current.op) {
                    self.before_write(current);
                }
                let rows = current.op.estimated_rows;
                self.wrap(current, rows, |input| OperatorKind::Set { input, items });
                self.wrote(current);
            }
            BoundClause::Delete { mut items, detach } => {
                let none = BTreeSet::new();
                self.look_first(current, &none, |take| items.iter_mut().for_each(take));
                self.before_write(current);
                let rows = current.op.estimated_rows;
                self.wrap(current, rows, |input| OperatorKind::Delete {
                    input,
                    items,
                    detach,
                });
                self.wrote(current);
            }
            BoundClause::Foreach {
                mut list,
                slot,
                body,
            } => {
                self.look_first(current, &BTreeSet::new(), |take| take(&mut list));
                self.before_write(current);
                let mut base = current.bound.clone();
                base.insert(slot);
                let part = BoundPart {
                    clauses: body,
                    columns: Vec::new(),
                };
                let (body, _) = self.part(part, &base);
                let rows = current.op.estimated_rows;
                let body = Box::new(body);
                self.wrap(current, rows, |input| OperatorKind::Foreach {
                    input,
                    list,
                    slot,
                    body,
                });
                self.wrote(current);
            }
            BoundClause::Call { call, predicate } => {
                self.before_read(current);
                let writes = matches!(call.procedure.mode, "WRITE" | "SCHEMA");
                if writes {
                    self.before_write(current);
                }
                current
                    .bound
                    .extend(call.yields.iter().map(|(_, slot)| *slot));
                current.single &= call.is_void;
                let factor = if call.is_void { 1.0 } else { 10.0 };
                let rows = current.op.estimated_rows * factor;
                self.wrap(current, rows, |input| OperatorKind::ProcedureCall {
                    input,
                    call,
                });
                current.reads = true;
                if writes {
                    self.wrote(current);
                }
                if let Some(predicate) = predicate {
                    self.wrap(current, rows * 0.5, |input| OperatorKind::Filter {
                        input,
                        predicate,
                    });
                }
            }
            BoundClause::Subquery { query, optional } => self.subquery(query, optional, current),
            BoundClause::InTransactions { query, spec } => {
                self.in_transactions(query, spec, current);
            }
        }
    }

    /// Adds to the Create right below, so that a script of a thousand CREATEs is one operator.
    /// Not where the new part reads a relationship or path of the old one: nodes come first.
    fn create_more(
        &self,
        more: CreateSpec,
        more_paths: Vec<BoundPath>,
        current: &mut Current,
    ) -> Result<(), (CreateSpec, Vec<BoundPath>)> {
        let Operator {
            kind: OperatorKind::Create { spec, paths, .. },
            ..
        } = &mut current.op
        else {
            return Err((more, more_paths));
        };
        // Few read anything, so a script of thousands is gone through once.
        let reads = spec_reads(&more);
        let mut late = spec
            .relationships
            .iter()
            .map(|r| r.slot)
            .chain(paths.iter().map(|(slot, _, _)| *slot));
        if !reads.is_empty() && late.any(|slot| reads.contains(&slot)) {
            return Err((more, more_paths));
        }
        current
            .bound
            .extend(more.nodes.iter().map(|node| node.slot));
        current
            .bound
            .extend(more.relationships.iter().map(|r| r.slot));
        current
            .bound
            .extend(more_paths.iter().map(|(slot, _, _)| *slot));
        self.learn_labels(&more);
        let before = spec.nodes.len();
        spec.nodes.extend(more.nodes);
        spec.relationships
            .extend(more.relationships.into_iter().map(|mut relationship| {
                relationship.after += before;
                relationship
            }));
        spec.names.extend(more.names);
        paths.extend(more_paths);
        Ok(())
    }

    fn learn_labels(&self, spec: &super::CreateSpec) {
        let mut known = self.known_labels.borrow_mut();
        for node in &spec.nodes {
            for label in &node.labels {
                if let LabelOrExpr::Fixed(label) = label {
                    known.entry(node.slot).or_default().push(*label);
                }
            }
        }
    }

    fn matching(
        &self,
        optional: bool,
        graph: &QueryGraph,
        introduced: Vec<SlotId>,
        current: &mut Current,
    ) {
        self.before_read(current);
        current.reads = true;
        if !optional {
            let input = std::mem::replace(&mut current.op, operator(OperatorKind::Argument, 1.0));
            let bound = std::mem::take(&mut current.bound);
            let (op, bound) = Solver::solve(self, graph, &current.base, input, bound);
            current.op = op;
            current.bound = bound;
            // A pattern of nothing but bound nodes adds no rows, but that is rare.
            current.single = false;
            return;
        }
        let argument = operator(OperatorKind::Argument, 1.0);
        let base = current.bound.clone();
        let (inner, bound) = Solver::solve(self, graph, &base, argument, base.clone());
        let mut nulls: Vec<SlotId> = introduced;
        nulls.extend(bound.difference(&base).copied());
        nulls.sort_unstable();
        nulls.dedup();
        let rows = current.op.estimated_rows * inner.estimated_rows.max(1.0);
        let row_wise = plan_walk::is_row_wise(&inner);
        let mark = self.new_slot("mark");
        let inner = Box::new(inner);
        current.bound = bound;
        self.wrap(current, rows, |input| OperatorKind::Apply {
            input,
            inner,
            kind: ApplyKind::Optional(nulls),
            row_wise,
            mark,
        });
        current.single = false;
    }

    fn subquery(&self, query: BoundQuery, optional: bool, current: &mut Current) {
        let slots: Vec<SlotId> = query.columns.iter().map(|(_, slot)| *slot).collect();
        let base = current.bound.clone();
        let (inner, writes) = self.query(query, &base);
        if writes {
            self.before_write(current);
        } else {
            self.before_read(current);
        }
        let kind = if slots.is_empty() {
            ApplyKind::Unit
        } else if optional {
            ApplyKind::Optional(slots.clone())
        } else {
            ApplyKind::All
        };
        current.bound.extend(slots);
        let rows = current.op.estimated_rows * inner.estimated_rows.max(1.0);
        let row_wise = !writes && plan_walk::is_row_wise(&inner);
        let mark = self.new_slot("mark");
        let inner = Box::new(inner);
        self.wrap(current, rows, |input| OperatorKind::Apply {
            input,
            inner,
            kind,
            row_wise,
            mark,
        });
        current.single = false;
        current.reads = true;
        if writes {
            self.wrote(current);
        }
    }

    /// What is read above happens before the first of the transactions, what is read or written
    /// below sees what they committed and happens after the last of them.
    fn in_transactions(&self, query: BoundQuery, spec: InTransactions, current: &mut Current) {
        let (inner, writes) = self.query(query, &current.bound);
        if writes {
            self.before_write(current);
        }
        current.bound.extend(&spec.columns);
        current.bound.extend(spec.report);
        let rows = current.op.estimated_rows * inner.estimated_rows.max(1.0);
        let inner = Box::new(inner);
        self.wrap(current, rows, |input| OperatorKind::InTransactions {
            input,
            inner,
            spec,
        });
        current.single = false;
        current.reads = true;
        if writes {
            self.wrote(current);
        }
    }

    /// Plans the subqueries of expressions, wherever they ended up.
    fn resolve(&self, op: &mut Operator) {
        plan_walk::expressions_mut(op, &mut |expr| self.resolve_expr(expr));
        for child in plan_walk::children_mut(op) {
            self.resolve(child);
        }
    }

    fn resolve_expr(&self, expr: &mut Expr) {
        if let Expr::Subquery { plan, .. } = expr {
            if matches!(plan.kind, OperatorKind::Argument) {
                // An expression may have been copied; each copy is planned from the same query,
                // so the first plan is kept for the others.
                let taken = self.subqueries.borrow_mut()[plan.id as usize].take();
                if let Some(query) = taken {
                    let position = plan.id as usize;
                    let base: BTreeSet<SlotId> = query.arguments.iter().copied().collect();
                    let (mut inner, _) = self.query(query, &base);
                    self.resolve(&mut inner);
                    self.planned.borrow_mut().insert(position, inner.clone());
                    **plan = inner;
                } else if let Some(known) = self.planned.borrow().get(&(plan.id as usize)) {
                    **plan = known.clone();
                }
            }
            return;
        }
        for child in walk::children_mut(expr) {
            self.resolve_expr(child);
        }
    }
}

/// The label that a predicate asks of a node.
fn label_of(node: SlotId) -> impl Fn(&Expr) -> Option<LabelRef> {
    move |predicate| match predicate {
        Expr::HasLabels(of, LabelPredicate::Has(label, _)) => {
            matches!(**of, Expr::Slot(slot) if slot == node).then_some(*label)
        }
        _ => None,
    }
}

/// Slots the expressions of a creation read.
fn spec_reads(spec: &CreateSpec) -> BTreeSet<SlotId> {
    let mut reads = BTreeSet::new();
    let mut properties =
        |properties: &Properties| reads.extend(plan_walk::properties_read(properties));
    spec.nodes
        .iter()
        .for_each(|node| properties(&node.properties));
    spec.relationships
        .iter()
        .for_each(|r| properties(&r.properties));
    let labels = spec
        .nodes
        .iter()
        .flat_map(|node| &node.labels)
        .filter_map(|label| match label {
            LabelOrExpr::Dynamic(e) => Some(e),
            LabelOrExpr::Fixed(_) => None,
        });
    let types = spec
        .relationships
        .iter()
        .filter_map(|r| match &r.relationship_type {
            LabelOrExpr::Dynamic(e) => Some(e),
            LabelOrExpr::Fixed(_) => None,
        });
    labels
        .chain(types)
        .for_each(|e| reads.extend(walk::slots(e)));
    reads
}

/// Levels of a plan's tree, without recursion.
pub fn depth(root: &Operator) -> usize {
    let mut deepest = 0;
    let mut stack = vec![(root, 1)];
    while let Some((op, level)) = stack.pop() {
        deepest = deepest.max(level);
        stack.extend(
            plan_walk::children(op)
                .into_iter()
                .map(|child| (child, level + 1)),
        );
    }
    deepest
}

/// Whether a query is only about the server: SHOW DATABASES, CALL dbms.*.
fn is_system(op: &Operator) -> bool {
    if let OperatorKind::ProcedureCall { call, .. } = &op.kind
        && call.procedure.mode == "DBMS"
    {
        return true;
    }
    plan_walk::children(op).into_iter().any(is_system)
}

fn unwind_estimate(list: &Expr) -> f64 {
    match list {
        Expr::Literal(quiver_types::Value::List(items)) => items.len() as f64,
        Expr::List(items) => items.len() as f64,
        _ => 10.0,
    }
}

fn limit_estimate(count: &Expr) -> f64 {
    match count {
        Expr::Literal(quiver_types::Value::Integer(n)) => *n as f64,
        _ => 10.0,
    }
}
