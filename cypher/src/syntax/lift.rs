//! Literals of a query taken out of it, so that queries that differ in nothing else share a plan.
//!
//! Taken are values of properties: in patterns, in SET, and where WHERE compares a property with them.
//! Never what names a column, decides what a query means (LIMIT, the length of a path, null, true,
//! false), or may be refused by its value before the query runs. In the tree each becomes a parameter
//! that no query can write; its name tells its type, so that values of two types never share a plan.
//! Meet [`lift`].

use quiver_types::{Text, Value};

use super::ast::{
    Clause, ClauseKind, CompareOp, Expr, ExprKind, NodePattern, PathPattern, Query, SetItem, Span,
    Statement, StatementBody,
};

/// How names of lifted literals begin: no query can write a name with spaces without backticks,
/// and such a one is never made of one of these prefixes and a number alone.
pub const PREFIX: &str = "  auto";

/// A literal that was taken out.
#[derive(Clone, Debug)]
pub struct Lifted {
    /// Where it was written.
    pub span: Span,
    /// The parameter that stands for it.
    pub name: Text,
    /// Its value.
    pub value: Value,
}

/// Literals that are taken out of one query; more are left where they are.
const MOST: usize = 200;

/// Takes the literals out of a statement, in the order of the text.
pub fn lift(statement: &mut Statement) -> Vec<Lifted> {
    let mut lifted = Vec::new();
    if let StatementBody::Query(query) = &mut statement.body {
        of_query(query, &mut lifted);
    }
    lifted
}

/// The text with the names of parameters in place of the literals.
pub fn shape(text: &str, lifted: &[Lifted]) -> String {
    let mut spans: Vec<&Lifted> = lifted.iter().collect();
    spans.sort_unstable_by_key(|lifted| lifted.span.start);
    let mut out = String::with_capacity(text.len() + 8 * spans.len());
    let mut from = 0;
    for one in spans {
        let (start, end) = (one.span.start as usize, one.span.end as usize);
        out.push_str(text.get(from..start).unwrap_or_default());
        out.push('$');
        out.push_str(&one.name);
        from = end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

fn of_query(query: &mut Query, lifted: &mut Vec<Lifted>) {
    for part in &mut query.parts {
        of_clauses(&mut part.clauses, lifted);
    }
    query
        .next
        .iter_mut()
        .for_each(|next| of_query(next, lifted));
}

fn of_clauses(clauses: &mut [Clause], lifted: &mut Vec<Lifted>) {
    for clause in clauses {
        match &mut clause.kind {
            ClauseKind::Match {
                patterns,
                predicate,
                ..
            } => {
                patterns.iter_mut().for_each(|p| of_pattern(p, lifted));
                predicate.iter_mut().for_each(|p| of_predicate(p, lifted));
            }
            ClauseKind::Create(patterns) => {
                patterns.iter_mut().for_each(|p| of_pattern(p, lifted));
            }
            ClauseKind::Merge { pattern, actions } => {
                of_pattern(pattern, lifted);
                let items = actions.iter_mut().flat_map(|(_, items)| items);
                items.for_each(|item| of_set(item, lifted));
            }
            ClauseKind::Set(items) => items.iter_mut().for_each(|item| of_set(item, lifted)),
            ClauseKind::Foreach { clauses, .. } => of_clauses(clauses, lifted),
            ClauseKind::CallSubquery { query, .. } | ClauseKind::Braces(query) => {
                of_query(query, lifted);
            }
            ClauseKind::Filter(predicate) => of_predicate(predicate, lifted),
            ClauseKind::When {
                branches,
                otherwise,
            } => {
                let queries = branches.iter_mut().map(|(_, query)| query);
                let queries = queries.chain(otherwise.as_deref_mut());
                queries.for_each(|query| of_query(query, lifted));
            }
            ClauseKind::Use(_)
            | ClauseKind::Unwind { .. }
            | ClauseKind::Let(_)
            | ClauseKind::For { .. }
            | ClauseKind::With(_)
            | ClauseKind::Return(_)
            | ClauseKind::Finish
            | ClauseKind::Remove(_)
            | ClauseKind::Delete { .. }
            | ClauseKind::CallProcedure { .. }
            | ClauseKind::Show(_)
            | ClauseKind::LoadCsv { .. } => {}
        }
    }
}

fn of_set(item: &mut SetItem, lifted: &mut Vec<Lifted>) {
    match item {
        SetItem::Property { value, .. } => take(value, lifted),
        SetItem::Replace { value, .. } | SetItem::Add { value, .. } => of_map(value, lifted),
        SetItem::DynamicProperty { .. } | SetItem::Labels { .. } => {}
    }
}

fn of_pattern(pattern: &mut PathPattern, lifted: &mut Vec<Lifted>) {
    of_node(&mut pattern.start, lifted);
    for (relationship, node) in &mut pattern.hops {
        let properties = relationship.properties.iter_mut();
        properties.for_each(|map| of_map(map, lifted));
        let predicate = relationship.predicate.iter_mut();
        predicate.for_each(|p| of_predicate(p, lifted));
        of_node(node, lifted);
    }
}

fn of_node(node: &mut NodePattern, lifted: &mut Vec<Lifted>) {
    node.properties
        .iter_mut()
        .for_each(|map| of_map(map, lifted));
    node.predicate
        .iter_mut()
        .for_each(|p| of_predicate(p, lifted));
}

fn of_map(map: &mut Expr, lifted: &mut Vec<Lifted>) {
    if let ExprKind::Map(entries) = &mut map.kind {
        entries
            .iter_mut()
            .for_each(|(_, value)| take(value, lifted));
    }
}

fn of_predicate(predicate: &mut Expr, lifted: &mut Vec<Lifted>) {
    match &mut predicate.kind {
        ExprKind::And(parts) => parts.iter_mut().for_each(|part| of_predicate(part, lifted)),
        // A list beside equalities may become one list with them, and is left for that.
        ExprKind::Or(parts) => parts
            .iter_mut()
            .filter(|part| !matches!(part.kind, ExprKind::Binary(super::ast::BinaryOp::In, ..)))
            .for_each(|part| of_predicate(part, lifted)),
        ExprKind::Not(part) => of_predicate(part, lifted),
        ExprKind::Compare(first, rest) => {
            // One comparison of a property; a chain is left alone.
            if let [(op, second)] = rest.as_mut_slice() {
                let ordered = !matches!(op, CompareOp::NotEqual);
                if is_property(first) {
                    take(second, lifted);
                } else if ordered && is_property(second) {
                    take(first, lifted);
                }
            }
        }
        ExprKind::Binary(op, first, second) => {
            use super::ast::BinaryOp as B;
            if is_property(first) {
                match op {
                    B::In => take_list(second, lifted),
                    B::StartsWith | B::EndsWith | B::Contains => take(second, lifted),
                    B::Matches => {}
                }
            }
        }
        _ => {}
    }
}

fn is_property(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Property(of, _) => matches!(of.kind, ExprKind::Variable(_)),
        _ => false,
    }
}

fn kind_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::Integer(_) => Some("int"),
        Value::Float(_) => Some("double"),
        Value::String(_) => Some("string"),
        _ => None,
    }
}

/// Replaces a literal by a parameter.
fn take(expr: &mut Expr, lifted: &mut Vec<Lifted>) {
    let found = match &expr.kind {
        ExprKind::Literal(value) => kind_of(value).map(|kind| (kind, value.clone())),
        _ => None,
    };
    if let Some((kind, value)) = found {
        put(expr, kind, value, lifted);
    }
}

/// Replaces a list of literals of one type by a parameter.
fn take_list(expr: &mut Expr, lifted: &mut Vec<Lifted>) {
    let ExprKind::List(items) = &expr.kind else {
        return;
    };
    let values: Option<Vec<Value>> = items
        .iter()
        .map(|item| match &item.kind {
            ExprKind::Literal(value) => Some(value.clone()),
            _ => None,
        })
        .collect();
    let Some(values) = values.filter(|values| !values.is_empty()) else {
        return;
    };
    let kind = kind_of(&values[0]);
    if kind.is_some() && values.iter().all(|value| kind_of(value) == kind) {
        put(expr, "list", Value::list(values), lifted);
    }
}

fn put(expr: &mut Expr, kind: &str, value: Value, lifted: &mut Vec<Lifted>) {
    if lifted.len() == MOST {
        return;
    }
    let name = Text::from(format!("{PREFIX}{kind}_{}", lifted.len()));
    expr.kind = ExprKind::Parameter(name.clone());
    lifted.push(Lifted {
        span: expr.span,
        name,
        value,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Limits, parse};

    #[test]
    fn values_of_properties_are_taken_out_and_nothing_else() {
        let cases = [
            (
                "MATCH (n:P {id: 1}) RETURN n",
                "MATCH (n:P {id: $  autoint_0}) RETURN n",
            ),
            (
                "MATCH (n) WHERE n.x = 'a' AND 2.5 < n.y OR n.z IN [1, 2] RETURN 1 LIMIT 3",
                "MATCH (n) WHERE n.x = $  autostring_0 AND $  autodouble_1 < n.y OR n.z IN [1, 2] RETURN 1 LIMIT 3",
            ),
            (
                "CREATE (a {x: 1, y: null, z: true})-[:R {w: 'q'}]->(b) SET b.v = 3, b += {u: 4}",
                "CREATE (a {x: $  autoint_0, y: null, z: true})-[:R {w: $  autostring_1}]->(b) SET b.v = $  autoint_2, b += {u: $  autoint_3}",
            ),
            (
                "MATCH (n)-[*1..2]->() WHERE n.x IN [1, 'a'] AND 1 = 1 WITH n WHERE n.x > 1 RETURN n.x > 2",
                "MATCH (n)-[*1..2]->() WHERE n.x IN [1, 'a'] AND 1 = 1 WITH n WHERE n.x > 1 RETURN n.x > 2",
            ),
            (
                "MATCH (n) WHERE n.z IN [1, 2] AND NOT n.z IN ['a'] RETURN 1",
                "MATCH (n) WHERE n.z IN $  autolist_0 AND NOT n.z IN $  autolist_1 RETURN 1",
            ),
            ("RETURN count { (n {x: 1}) }", "RETURN count { (n {x: 1}) }"),
        ];
        for (text, expected) in cases {
            let mut statement = parse(text, Limits::default()).unwrap();
            let lifted = lift(&mut statement);
            assert_eq!(shape(text, &lifted), expected);
        }
    }
}
