//! Binding LOAD CSV, and `linenumber()` and `file()`, which are columns that it adds without a
//! name. Not here: reading (`exec/csv.rs`).

use quiver_types::{Failure, Status, Value};

use super::Binder;
use super::bound::BoundClause;
use super::expression::{Bound, Cx};
use super::scope::{CsvPlace, Scope, Variable};
use super::types::Ty;
use crate::functions::Type;
use crate::plan::Expr;
use crate::plan::operator::LoadCsv;
use crate::syntax::ast::{self, Span};

impl Binder<'_> {
    pub(super) fn load_csv(
        &mut self,
        headers: bool,
        url: &ast::Expr,
        variable: &ast::Name,
        terminator: Option<&ast::Name>,
        scope: &mut Scope,
    ) -> Result<BoundClause, Failure> {
        let url = self.typed(url, &mut Cx::plain(scope), &[Type::String])?;
        let terminator = match terminator {
            None => ',',
            Some(text) => self.terminator(text)?,
        };
        let row = match headers {
            true => Ty::Of(Type::Map),
            false => Ty::list_of(Ty::Of(Type::String)),
        };
        let slot = self.new_variable(scope, &variable.text, row);
        let (line, file) = (self.hidden_slot(), self.hidden_slot());
        let depth = self.depth();
        let hidden = |slot, ty| Variable {
            slot,
            ty: Ty::Of(ty),
            depth,
            fresh: false,
        };
        scope.csv = CsvPlace::Line(hidden(line, Type::Integer), hidden(file, Type::String));
        let load = LoadCsv {
            headers,
            terminator,
            slot,
            line,
            file,
        };
        Ok(BoundClause::LoadCsv { url, load })
    }

    /// One character of UTF-16, as Neo4j counts.
    fn terminator(&self, text: &ast::Name) -> Result<char, Failure> {
        let mut chars = text.text.as_str().chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) if one.len_utf16() == 1 => Ok(one),
            _ => Err(self.error(
                Status::FieldTerminator,
                text.span,
                "CSV field terminator can only be one character wide",
            )),
        }
    }

    /// `linenumber()` or `file()`, if it is one of them.
    pub(super) fn csv_function(&mut self, name: &str, span: Span, cx: &Cx<'_>) -> Option<Bound> {
        let (is_line, ty) = match name {
            "linenumber" => (true, Type::Integer),
            "file" => (false, Type::String),
            _ => return None,
        };
        Some(match &cx.scope.csv {
            CsvPlace::Nowhere => Ok((Expr::Literal(Value::Null), Ty::Of(ty))),
            CsvPlace::Line(line, file) => {
                let column = if is_line { line } else { file };
                let (slot, depth) = (column.slot, column.depth);
                self.captured(slot, depth);
                Ok((Expr::Slot(slot), Ty::Of(ty)))
            }
            CsvPlace::Lost => Err(self.unsupported(&format!("{name}() behind DISTINCT"), span)),
        })
    }
}
