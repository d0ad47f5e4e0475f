//! What binding has to say of a text that is right: patterns that multiply, deprecated forms, names
//! that hide others. Nothing here changes what is bound. Meet [`Binder::note_product`].

use quiver_storage::IndexKind;
use quiver_types::{Text, Value};

use super::bound::BoundQuery;
use super::scope::Scope;
use super::{Binder, HintedIndex};
use crate::plan::Expr as Bound;
use crate::procedures::ProcedureRef;
use crate::syntax::ast::{
    self, Clause, ClauseKind, Expr, ExprKind, Hint, HintKind, LabelExpr, LabelName, Name,
    PathPattern, RelationshipPattern, Shortest, Span, Yield,
};
use crate::warning::{Told, Warning};

/// Procedures whose answer Neo4j warns about.
const WARNING: &[&str] = &[
    "db.schema.nodeTypeProperties",
    "db.schema.relTypeProperties",
];

impl Binder<'_> {
    /// Patterns of one MATCH that nothing connects: a warning for each group beyond the first.
    pub(super) fn note_product(&mut self, patterns: &[PathPattern], span: Span) {
        // Names of each group of patterns that hang together.
        let mut groups: Vec<Vec<&Text>> = Vec::new();
        for pattern in patterns {
            let mut names: Vec<&Text> = variables(pattern).map(|name| &name.text).collect();
            groups.retain_mut(|group| {
                let meets = group.iter().any(|name| names.contains(name));
                if meets {
                    names.append(group);
                }
                !meets
            });
            groups.push(names);
        }
        for _ in 1..groups.len() {
            self.tell(
                Warning::CartesianProduct,
                span,
                "The query has patterns that are not connected, so every match of one is combined with every match of the other; connect them with a relationship or a condition if that is not what is wanted",
            );
        }
    }

    /// Indexes that hints name.
    pub(super) fn note_hints(&mut self, hints: &[Hint], patterns: &[PathPattern]) {
        for hint in hints {
            let HintKind::Index {
                kind,
                label,
                properties,
                ..
            } = &hint.kind
            else {
                continue;
            };
            let names = |pattern: &PathPattern| {
                let mut relationships =
                    pattern.hops.iter().filter_map(|(r, _)| r.variable.as_ref());
                let of = hint.variables.first();
                relationships.any(|name| of.is_some_and(|of| of.text == name.text))
            };
            let kind = kind.as_ref().and_then(|kind| match kind.text.as_str() {
                "RANGE" => Some(IndexKind::Range),
                "TEXT" => Some(IndexKind::Text),
                "POINT" => Some(IndexKind::Point),
                _ => None,
            });
            self.places.hints.push(HintedIndex {
                of_relationships: patterns.iter().any(names),
                name: label.text.clone(),
                keys: properties.iter().map(|key| key.text.clone()).collect(),
                kind,
            });
        }
    }

    /// What there is to say of one pattern of a MATCH, and of the predicate behind it.
    pub(super) fn note_pattern(&mut self, pattern: &PathPattern, predicate: Option<&Expr>) {
        self.note_shortest(pattern, predicate);
        self.note_where(
            pattern.start.variable.as_ref(),
            pattern.start.labels.is_none() && pattern.start.properties.is_some(),
        );
        for (relationship, node) in &pattern.hops {
            self.note_where(
                relationship.variable.as_ref(),
                relationship.types.is_none() && relationship.properties.is_some(),
            );
            let bare_map = node.labels.is_none() && node.properties.is_some();
            self.note_where(node.variable.as_ref(), bare_map);
            self.note_types(relationship);
        }
    }

    /// The same of nodes that are to be made.
    pub(super) fn note_created(&mut self, node: &ast::NodePattern) {
        let bare_map = node.labels.is_none() && node.properties.is_some();
        self.note_where(node.variable.as_ref(), bare_map);
    }

    /// A variable called WHERE before a map could be meant as the word.
    fn note_where(&mut self, variable: Option<&Name>, has_map: bool) {
        let Some(name) = variable else { return };
        let quoted = self.text.as_bytes().get(name.span.start as usize) == Some(&b'`');
        if has_map && !quoted && name.text.eq_ignore_ascii_case("where") {
            self.tell(
                Warning::Replaced,
                name.span,
                "A variable called `where` before a map of properties is deprecated: write it in backticks",
            );
        }
    }

    fn note_types(&mut self, relationship: &RelationshipPattern) {
        let Some(types) = &relationship.types else {
            return;
        };
        let signs = self.signs(relationship.span);
        if let (LabelExpr::Or(_), Some(at)) = (types, signs.old_bar) {
            self.tell(
                Warning::Replaced,
                at,
                "`|:` between relationship types is deprecated: write `|`",
            );
        }
        if !satisfiable(types) {
            self.tell(
                Warning::Unsatisfiable,
                self.sign_of(types, relationship.span),
                "A relationship has exactly one type, so none can be as the type expression says",
            );
        }
    }

    /// Where the outermost sign of a label or type expression in a pattern stands.
    pub(super) fn sign_of(&self, labels: &LabelExpr, pattern: Span) -> Span {
        let signs = self.signs(pattern);
        let at = match labels {
            LabelExpr::And(_) => signs.and,
            LabelExpr::Or(_) => signs.bar,
            LabelExpr::Not(_) => signs.not,
            LabelExpr::Wildcard(span) => Some(*span),
            LabelExpr::Name(_) => None,
        };
        at.unwrap_or(pattern)
    }

    /// The signs of a type expression, each where it first stands outside of parentheses.
    fn signs(&self, relationship: Span) -> Signs {
        let text = self
            .text
            .get(relationship.start as usize..relationship.end as usize);
        let bytes = text.unwrap_or_default().as_bytes();
        let mut signs = Signs::default();
        let (mut depth, mut quoted) = (0, false);
        for (at, byte) in bytes.iter().enumerate() {
            let start = relationship.start + at as u32;
            let here = Some(Span {
                start,
                end: start + 1,
            });
            match byte {
                b'`' => quoted = !quoted,
                _ if quoted => {}
                b'(' if at > 0 => depth += 1,
                b')' => depth -= 1,
                b'{' | b'*' | b'$' => break,
                b'&' if depth == 0 => signs.and = signs.and.or(here),
                b'!' if depth == 0 => signs.not = signs.not.or(here),
                b'|' if depth == 0 => {
                    signs.bar = signs.bar.or(here);
                    let next = bytes[at + 1..]
                        .iter()
                        .find(|byte| !byte.is_ascii_whitespace());
                    if next == Some(&b':') {
                        signs.old_bar = signs.old_bar.or(here);
                    }
                }
                _ => {}
            }
        }
        signs
    }

    fn note_shortest(&mut self, pattern: &PathPattern, predicate: Option<&Expr>) {
        let (Shortest::One | Shortest::All, [(relationship, _)]) =
            (pattern.shortest, pattern.hops.as_slice())
        else {
            return;
        };
        match relationship.length {
            None if relationship.quantified.is_none() => self.tell(
                Warning::Replaced,
                relationship.span,
                "shortestPath with a relationship of fixed length is deprecated: write `*1..1`",
            ),
            Some(ast::Length {
                min: None,
                max: None,
                ..
            }) => self.tell(
                Warning::UnboundedShortestPath,
                pattern.start.span,
                "A shortest path without an upper bound may look at a large part of the graph; consider a bound, as in `*..10`",
            ),
            _ => {}
        }
        if let (Some(path), Some(predicate)) = (&pattern.variable, predicate)
            && of_whole_path(predicate, &path.text)
        {
            self.tell(
                Warning::ExhaustiveShortestPath,
                self.shortest_place(pattern),
                "The predicate is about the path as a whole, so paths may have to be tried one by one; a predicate about each node or relationship (all(...), none(...)) is looked at on the way",
            );
        }
    }

    /// What there is to say of a CALL { }.
    pub(super) fn note_subquery(
        &mut self,
        optional: bool,
        imports: Option<&Option<Vec<Name>>>,
        query: &ast::Query,
        bound: &BoundQuery,
        span: Span,
        scope: &Scope,
    ) {
        if imports.is_none() {
            self.tell(
                Warning::Deprecated,
                span,
                "CALL without a scope clause is deprecated: write CALL () { ... }, with the variables it reads between the parentheses",
            );
        }
        if optional && bound.columns.is_empty() {
            self.tell(
                Warning::RedundantOptionalSubquery,
                span,
                "OPTIONAL has no effect on a subquery that returns nothing",
            );
        }
        let imported = |name: &Text| match imports {
            Some(None) => true,
            Some(Some(names)) => names.iter().any(|import| import.text == *name),
            None => imports_by_with(query, name),
        };
        let mut told: Vec<Text> = Vec::new();
        for name in declared(query) {
            let hides = scope.get(&name.text).is_some() && !imported(&name.text);
            if hides && !told.contains(&name.text) {
                told.push(name.text.clone());
                let description = format!(
                    "The variable `{}` of the subquery is another one than that of the same name outside; import it or rename it",
                    name.text
                );
                self.told
                    .push(Told::at(Warning::Shadowing, name.span, description));
            }
        }
    }

    /// What there is to say of a procedure's call.
    pub(super) fn note_procedure(&mut self, procedure: &ProcedureRef, optional: bool, span: Span) {
        let since_25 = procedure.deprecated_by == Some("SEARCH");
        let is_deprecated = !since_25 || self.language == ast::Language::Cypher25;
        if let Some(by) = procedure.deprecated_by.filter(|_| is_deprecated) {
            let description = format!("The procedure {} is deprecated: use {by}", procedure.name);
            self.tell(Warning::Replaced, span, description);
        }
        if WARNING.contains(&procedure.name.as_str()) {
            let description = format!(
                "What {} says of properties is what was found, not what must be",
                procedure.name
            );
            self.tell(Warning::ProcedureWarning, span, description);
        }
        if optional && procedure.columns.is_empty() {
            self.tell(
                Warning::RedundantOptionalProcedure,
                span,
                "OPTIONAL has no effect on a procedure that returns nothing",
            );
        }
    }

    /// A deprecated provider in the OPTIONS of an index.
    pub(super) fn note_provider(&mut self, options: Option<&Bound>) {
        let Some(Bound::Map(entries)) = options else {
            return;
        };
        let old = |value: &Bound| matches!(value, Bound::Literal(Value::String(name)) if **name == *"text-1.0");
        let mut entries = entries.iter();
        if entries.any(|(key, value)| *key == "indexProvider" && old(value)) {
            let create = self.text.to_ascii_uppercase().find("CREATE").unwrap_or(0) as u32;
            let span = Span {
                start: create,
                end: create + 6,
            };
            self.tell(
                Warning::Replaced,
                span,
                "The index provider 'text-1.0' is deprecated: use 'text-2.0'",
            );
        }
    }
}

/// The signs of a type expression.
#[derive(Default)]
struct Signs {
    and: Option<Span>,
    bar: Option<Span>,
    /// A bar that a colon follows.
    old_bar: Option<Span>,
    not: Option<Span>,
}

/// Variables of a pattern that other patterns may share.
fn variables(pattern: &PathPattern) -> Box<dyn Iterator<Item = &Name> + '_> {
    let hops = pattern.hops.iter().flat_map(|(relationship, node)| {
        let inner = relationship.quantified.as_ref();
        let inner = inner.and_then(|quantified| quantified.path.as_ref());
        let inner = inner.into_iter().flat_map(|path| variables(path));
        let own = relationship.variable.iter().chain(&node.variable);
        own.chain(inner)
    });
    Box::new(pattern.start.variable.iter().chain(hops))
}

/// Whether a relationship, which has one type, can be as a type expression says.
fn satisfiable(types: &LabelExpr) -> bool {
    let mut names = Vec::new();
    if !fixed_names(types, &mut names) {
        return true;
    }
    // One of those named, or any other.
    let candidates = names.iter().map(|name| Some(*name)).chain([None]);
    candidates.into_iter().any(|ty| holds(types, ty))
}

/// The names of an expression; `false` if some are computed.
fn fixed_names<'a>(types: &'a LabelExpr, names: &mut Vec<&'a Text>) -> bool {
    match types {
        LabelExpr::Name(LabelName::Fixed(name)) => {
            names.push(&name.text);
            // Beyond this it would take long, and nobody writes it.
            names.len() <= 50
        }
        LabelExpr::Name(LabelName::Dynamic { .. }) => false,
        LabelExpr::And(parts) | LabelExpr::Or(parts) => {
            parts.iter().all(|part| fixed_names(part, names))
        }
        LabelExpr::Not(part) => fixed_names(part, names),
        LabelExpr::Wildcard(_) => true,
    }
}

fn holds(types: &LabelExpr, ty: Option<&Text>) -> bool {
    match types {
        LabelExpr::Name(LabelName::Fixed(name)) => ty == Some(&name.text),
        LabelExpr::Name(LabelName::Dynamic { .. }) | LabelExpr::Wildcard(_) => true,
        LabelExpr::And(parts) => parts.iter().all(|part| holds(part, ty)),
        LabelExpr::Or(parts) => parts.iter().any(|part| holds(part, ty)),
        LabelExpr::Not(part) => !holds(part, ty),
    }
}

/// Whether a predicate asks something of a path that cannot be asked of its parts one by one.
fn of_whole_path(predicate: &Expr, path: &str) -> bool {
    let names_path = |expr: &Expr| matches!(&expr.kind, ExprKind::Variable(name) if *name == *path);
    let reads = |expr: &Expr| match &expr.kind {
        ExprKind::Function { arguments, .. } => arguments.iter().any(names_path),
        _ => names_path(expr),
    };
    match &predicate.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => {
            parts.iter().any(|part| of_whole_path(part, path))
        }
        ExprKind::Not(part) => of_whole_path(part, path),
        ExprKind::Compare(first, rest) => {
            reads(first) || rest.iter().any(|(_, operand)| reads(operand))
        }
        ExprKind::Quantifier { kind, list, .. } => {
            reads(list) && !matches!(kind, ast::Quantifier::All | ast::Quantifier::None)
        }
        _ => reads(predicate),
    }
}

/// Whether the importing WITH of a CALL { } names a variable.
fn imports_by_with(query: &ast::Query, name: &str) -> bool {
    let firsts = query.parts.iter().filter_map(|part| part.clauses.first());
    let mut withs = firsts.filter_map(|clause| match &clause.kind {
        ClauseKind::With(projection) => Some(projection),
        _ => None,
    });
    withs.any(|with| {
        with.all.is_some()
            || with.items.iter().any(|item| {
                matches!(&item.expr.kind, ExprKind::Variable(variable) if *variable == *name)
            })
    })
}

/// Names that a query declares, in the order of its text.
fn declared(query: &ast::Query) -> Vec<&Name> {
    let mut names = Vec::new();
    declared_by(query, &mut names);
    names
}

fn declared_by<'q>(query: &'q ast::Query, names: &mut Vec<&'q Name>) {
    for part in &query.parts {
        for clause in &part.clauses {
            declared_in(clause, names);
        }
    }
    for next in &query.next {
        declared_by(next, names);
    }
}

fn aliases(projection: &crate::syntax::ast::Projection) -> impl Iterator<Item = &Name> {
    projection
        .items
        .iter()
        .filter_map(|item| item.alias.as_ref())
}

fn declared_in<'q>(clause: &'q Clause, names: &mut Vec<&'q Name>) {
    let mut of_patterns = |patterns: &'q [PathPattern]| {
        for pattern in patterns {
            names.extend(&pattern.variable);
            names.extend(variables(pattern));
        }
    };
    match &clause.kind {
        ClauseKind::Match { patterns, .. } | ClauseKind::Create(patterns) => of_patterns(patterns),
        ClauseKind::Merge { pattern, .. } => of_patterns(std::slice::from_ref(pattern)),
        ClauseKind::Unwind { variable, .. }
        | ClauseKind::For { variable, .. }
        | ClauseKind::LoadCsv { variable, .. } => names.push(variable),
        ClauseKind::Let(items) => names.extend(items.iter().map(|(name, _)| name)),
        ClauseKind::With(projection) => names.extend(aliases(projection)),
        ClauseKind::Show(command) => {
            let yields = command.yields.iter();
            names.extend(yields.flat_map(|yields| aliases(&yields.projection)));
        }
        ClauseKind::CallProcedure {
            yields: Some(Yield::Items { items, .. }),
            ..
        } => names.extend(
            items
                .iter()
                .map(|(column, alias)| alias.as_ref().unwrap_or(column)),
        ),
        ClauseKind::CallSubquery { query, .. } | ClauseKind::Braces(query) => {
            declared_by(query, names);
        }
        ClauseKind::When {
            branches,
            otherwise,
        } => {
            for query in branches.iter().map(|(_, query)| query) {
                declared_by(query, names);
            }
            if let Some(query) = otherwise {
                declared_by(query, names);
            }
        }
        ClauseKind::Use(_)
        | ClauseKind::Filter(_)
        | ClauseKind::Return(_)
        | ClauseKind::Finish
        | ClauseKind::Set(_)
        | ClauseKind::Remove(_)
        | ClauseKind::Delete { .. }
        | ClauseKind::Foreach { .. }
        | ClauseKind::CallProcedure { .. } => {}
    }
}
