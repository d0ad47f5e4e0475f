//! Queries and clauses.

use super::Writer;
use crate::syntax::ast::{
    Clause, ClauseKind, Expr, Grouping, Hint, HintKind, InTransactions, MatchMode, OnError,
    Projection, Query, RemoveItem, Search, SetItem, Yield,
};

impl Writer {
    pub(super) fn query(&mut self, query: &Query) {
        self.union(query);
        for next in &query.next {
            self.put(" NEXT ");
            self.union(next);
        }
    }

    fn braced(&mut self, query: &Query) {
        self.put("{ ");
        self.query(query);
        self.put(" }");
    }

    fn union(&mut self, query: &Query) {
        for (at, part) in query.parts.iter().enumerate() {
            if at > 0 {
                let all = query.unions.get(at - 1).is_some_and(|(all, _)| *all);
                self.put(if all { " UNION ALL " } else { " UNION " });
            }
            self.list(" ", &part.clauses, Self::clause);
        }
    }

    fn clause(&mut self, clause: &Clause) {
        match &clause.kind {
            ClauseKind::Use(graph) => {
                self.put("USE ");
                self.dotted(&graph.text);
            }
            ClauseKind::Match {
                optional,
                mode,
                patterns,
                hints,
                predicate,
                search,
            } => {
                self.put(if *optional {
                    "OPTIONAL MATCH "
                } else {
                    "MATCH "
                });
                self.put(match mode {
                    None => "",
                    Some(MatchMode::RepeatableElements) => "REPEATABLE ELEMENTS ",
                    Some(MatchMode::DifferentRelationships) => "DIFFERENT RELATIONSHIPS ",
                });
                self.list(", ", patterns, Self::path);
                for hint in hints {
                    self.hint(hint);
                }
                self.predicate(predicate.as_ref());
                if let Some(search) = search {
                    self.search(search);
                }
            }
            ClauseKind::Unwind { list, variable } => {
                self.put("UNWIND ");
                self.expr(list);
                self.put(" AS ");
                self.name(variable);
            }
            ClauseKind::Let(items) => {
                self.put("LET ");
                self.list(", ", items, |out, (name, value)| {
                    out.name(name);
                    out.put(" = ");
                    out.expr(value);
                });
            }
            ClauseKind::Filter(predicate) => {
                self.put("FILTER ");
                self.expr(predicate);
            }
            ClauseKind::For { variable, list } => {
                self.put("FOR ");
                self.name(variable);
                self.put(" IN ");
                self.expr(list);
            }
            ClauseKind::When {
                branches,
                otherwise,
            } => {
                self.list(" ", branches, |out, (condition, query)| {
                    out.put("WHEN ");
                    out.expr(condition);
                    out.put(" THEN ");
                    out.braced(query);
                });
                if let Some(query) = otherwise {
                    self.put(" ELSE ");
                    self.braced(query);
                }
            }
            ClauseKind::Braces(query) => self.braced(query),
            ClauseKind::With(projection) => {
                self.put("WITH ");
                self.projection(projection);
            }
            ClauseKind::Return(projection) => {
                self.put("RETURN ");
                self.projection(projection);
            }
            ClauseKind::Finish => self.put("FINISH"),
            ClauseKind::Show(command) => self.show(command),
            ClauseKind::CallProcedure { .. }
            | ClauseKind::CallSubquery { .. }
            | ClauseKind::LoadCsv { .. } => self.source(clause),
            ClauseKind::Create(_)
            | ClauseKind::Merge { .. }
            | ClauseKind::Set(_)
            | ClauseKind::Remove(_)
            | ClauseKind::Delete { .. }
            | ClauseKind::Foreach { .. } => self.update(clause),
        }
    }

    fn search(&mut self, search: &Search) {
        self.put(" SEARCH ");
        self.name(&search.variable);
        self.put(" IN (VECTOR INDEX ");
        self.name(&search.index);
        self.put(" FOR ");
        self.expr(&search.query);
        self.predicate(search.predicate.as_ref());
        self.put(" LIMIT ");
        self.expr(&search.limit);
        self.put(")");
        if let Some(score) = &search.score {
            self.put(" SCORE AS ");
            self.name(score);
        }
    }

    fn predicate(&mut self, predicate: Option<&Expr>) {
        if let Some(predicate) = predicate {
            self.put(" WHERE ");
            self.expr(predicate);
        }
    }

    fn hint(&mut self, hint: &Hint) {
        self.put(" USING ");
        match &hint.kind {
            HintKind::Index {
                kind,
                seek,
                label,
                properties,
            } => {
                if let Some(kind) = kind {
                    self.put(&kind.text);
                    self.put(" ");
                }
                self.put(if *seek { "INDEX SEEK " } else { "INDEX " });
                self.names(&hint.variables);
                self.put(":");
                self.name(label);
                self.put("(");
                self.names(properties);
                self.put(")");
            }
            HintKind::Scan { label } => {
                self.put("SCAN ");
                self.names(&hint.variables);
                self.put(":");
                self.name(label);
            }
            HintKind::Join => {
                self.put("JOIN ON ");
                self.names(&hint.variables);
            }
        }
    }

    pub(super) fn projection(&mut self, projection: &Projection) {
        if projection.distinct {
            self.put("DISTINCT ");
        }
        if projection.all.is_some() {
            self.put(if projection.items.is_empty() {
                "*"
            } else {
                "*, "
            });
        }
        self.list(", ", &projection.items, |out, item| {
            out.expr(&item.expr);
            if let Some(alias) = &item.alias {
                out.put(" AS ");
                out.name(alias);
            }
        });
        match &projection.grouping {
            None => {}
            Some(Grouping::All) => self.put(" GROUP BY ALL"),
            Some(Grouping::By(keys)) if keys.is_empty() => self.put(" GROUP BY ()"),
            Some(Grouping::By(keys)) => {
                self.put(" GROUP BY ");
                self.list(", ", keys, |out, key| out.expr(key));
            }
        }
        if !projection.order.is_empty() {
            self.put(" ORDER BY ");
            self.list(", ", &projection.order, |out, item| {
                out.expr(&item.expr);
                if item.descending {
                    out.put(" DESC");
                }
            });
        }
        if let Some(skip) = &projection.skip {
            self.put(" SKIP ");
            self.expr(skip);
        }
        if let Some(limit) = &projection.limit {
            self.put(" LIMIT ");
            self.expr(limit);
        }
        self.predicate(projection.predicate.as_ref());
    }

    /// Clauses that bring rows from elsewhere.
    fn source(&mut self, clause: &Clause) {
        match &clause.kind {
            ClauseKind::CallProcedure {
                optional,
                name,
                arguments,
                yields,
            } => {
                self.put(if *optional { "OPTIONAL CALL " } else { "CALL " });
                self.list(".", name, |out, part| out.name(part));
                if let Some(arguments) = arguments {
                    self.put("(");
                    self.list(", ", arguments, Self::expr);
                    self.put(")");
                }
                if let Some(yields) = yields {
                    self.yields(yields);
                }
            }
            ClauseKind::CallSubquery {
                optional,
                scope,
                query,
                in_transactions,
            } => {
                self.put(if *optional { "OPTIONAL CALL " } else { "CALL " });
                match scope {
                    None => {}
                    Some(None) => self.put("(*) "),
                    Some(Some(names)) => {
                        self.put("(");
                        self.names(names);
                        self.put(") ");
                    }
                }
                self.put("{ ");
                self.query(query);
                self.put(" }");
                if let Some(in_transactions) = in_transactions {
                    self.in_transactions(in_transactions);
                }
            }
            ClauseKind::LoadCsv {
                headers,
                url,
                variable,
                terminator,
            } => {
                self.put(if *headers {
                    "LOAD CSV WITH HEADERS FROM "
                } else {
                    "LOAD CSV FROM "
                });
                self.expr(url);
                self.put(" AS ");
                self.name(variable);
                if let Some(terminator) = terminator {
                    self.put(" FIELDTERMINATOR ");
                    self.string(&terminator.text);
                }
            }
            // Written by `clause`.
            _ => {}
        }
    }

    fn yields(&mut self, yields: &Yield) {
        self.put(" YIELD ");
        match yields {
            Yield::All(_) => self.put("*"),
            Yield::Items { items, predicate } => {
                self.list(", ", items, |out, (column, alias)| {
                    out.name(column);
                    if let Some(alias) = alias {
                        out.put(" AS ");
                        out.name(alias);
                    }
                });
                self.predicate(predicate.as_ref());
            }
        }
    }

    fn in_transactions(&mut self, options: &InTransactions) {
        self.put(" IN ");
        match &options.concurrent {
            None => {}
            Some(None) => self.put("CONCURRENT "),
            Some(Some(count)) => {
                self.expr(count);
                self.put(" CONCURRENT ");
            }
        }
        self.put("TRANSACTIONS");
        if let Some(rows) = &options.rows {
            self.put(" OF ");
            self.expr(rows);
            self.put(" ROWS");
        }
        if let Some(on_error) = &options.on_error {
            self.put(" ON ERROR ");
            self.on_error(on_error);
        }
        if let Some(report) = &options.report {
            self.put(" REPORT STATUS AS ");
            self.name(report);
        }
    }

    fn on_error(&mut self, on_error: &OnError) {
        match on_error {
            OnError::Continue => self.put("CONTINUE"),
            OnError::Break => self.put("BREAK"),
            OnError::Fail => self.put("FAIL"),
            OnError::Retry(time, then) => {
                self.put("RETRY");
                if let Some(time) = time {
                    self.put(" FOR ");
                    self.expr(time);
                    self.put(" SECONDS");
                }
                if let Some(then) = then {
                    self.put(" THEN ");
                    self.on_error(then);
                }
            }
        }
    }

    /// Clauses that write.
    fn update(&mut self, clause: &Clause) {
        match &clause.kind {
            ClauseKind::Create(patterns) => {
                self.put("CREATE ");
                self.list(", ", patterns, Self::path);
            }
            ClauseKind::Merge { pattern, actions } => {
                self.put("MERGE ");
                self.path(pattern);
                for (on_create, items) in actions {
                    self.put(if *on_create {
                        " ON CREATE SET "
                    } else {
                        " ON MATCH SET "
                    });
                    self.list(", ", items, Self::set_item);
                }
            }
            ClauseKind::Set(items) => {
                self.put("SET ");
                self.list(", ", items, Self::set_item);
            }
            ClauseKind::Remove(items) => {
                self.put("REMOVE ");
                self.list(", ", items, Self::remove_item);
            }
            ClauseKind::Delete { detach, items } => {
                self.put(if *detach { "DETACH DELETE " } else { "DELETE " });
                self.list(", ", items, Self::expr);
            }
            ClauseKind::Foreach {
                variable,
                list,
                clauses,
            } => {
                self.put("FOREACH (");
                self.name(variable);
                self.put(" IN ");
                self.operand(list);
                self.put(" | ");
                self.list(" ", clauses, Self::clause);
                self.put(")");
            }
            // Written by `clause`.
            _ => {}
        }
    }

    fn target(&mut self, target: &Expr) {
        self.put("(");
        self.expr(target);
        self.put(")");
    }

    fn set_item(&mut self, item: &SetItem) {
        match item {
            SetItem::Property { target, key, value } => {
                self.target(target);
                self.put(".");
                self.name(key);
                self.put(" = ");
                self.expr(value);
            }
            SetItem::DynamicProperty { target, key, value } => {
                self.target(target);
                self.put("[");
                self.expr(key);
                self.put("] = ");
                self.expr(value);
            }
            SetItem::Replace { target, value } => {
                self.name(target);
                self.put(" = ");
                self.expr(value);
            }
            SetItem::Add { target, value } => {
                self.name(target);
                self.put(" += ");
                self.expr(value);
            }
            SetItem::Labels { target, labels } => {
                self.name(target);
                self.put(":");
                self.list(":", labels, Self::label_name);
            }
        }
    }

    fn remove_item(&mut self, item: &RemoveItem) {
        match item {
            RemoveItem::Property { target, key } => {
                self.target(target);
                self.put(".");
                self.name(key);
            }
            RemoveItem::DynamicProperty { target, key } => {
                self.target(target);
                self.put("[");
                self.expr(key);
                self.put("]");
            }
            RemoveItem::Labels { target, labels } => {
                self.name(target);
                self.put(":");
                self.list(":", labels, Self::label_name);
            }
        }
    }
}
