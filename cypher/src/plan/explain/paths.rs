//! What EXPLAIN says of quantified path patterns.

use quiver_storage::Direction;

use super::super::Expr;
use super::super::operator::ExpandSpec;
use super::super::quantified::Element;
use super::Explainer;

impl Explainer<'_> {
    pub(super) fn repeat(
        &self,
        expand: &ExpandSpec,
        elements: &[Element],
        such_that: Option<&Expr>,
    ) -> String {
        let d = &self.display;
        let mut text = format!("({})", d.slot(expand.from));
        for element in elements {
            text.push_str(" (()");
            for step in &element.steps {
                let (left, right) = match step.direction {
                    Direction::Outgoing => ("-", "->"),
                    Direction::Incoming => ("<-", "-"),
                    Direction::Both => ("-", "-"),
                };
                text.push_str(&format!("{left}[{}]{right}()", self.types(&step.types)));
            }
            let max = element.max.map_or_else(String::new, |max| max.to_string());
            text.push_str(&format!("){{{}, {max}}}", element.min));
            if !element.predicates.is_empty() {
                let predicates = element.predicates.iter().map(|p| d.expr(p));
                let predicates: Vec<String> = predicates.collect();
                text.push_str(&format!(" WHERE {}", predicates.join(" AND ")));
            }
        }
        text.push_str(&format!(" ({})", d.slot(expand.to)));
        if let Some(predicate) = such_that {
            text.push_str(&format!(" WHERE {}", d.expr(predicate)));
        }
        text
    }
}
