//! Making a path value of what a pattern bound.

use quiver_types::{NodeId, Path, PathStep, Value};

use super::Frame;
use crate::exec::FunctionContext;
use crate::exec::error::{Result, defect, shown, type_error};
use crate::plan::{PathPart, SlotId};

impl FunctionContext<'_> {
    #[inline(never)]
    pub(super) fn eval_path(
        &self,
        start: SlotId,
        parts: &[PathPart],
        frame: &mut Frame<'_>,
    ) -> Result<Value> {
        let start = match frame.slot(start) {
            Value::Node(start) => start,
            Value::Null => return Ok(Value::Null),
            other => {
                return Err(type_error(format!(
                    "Expected a node, got {}",
                    shown(&other)
                )));
            }
        };
        let mut path = Path {
            start,
            steps: Vec::with_capacity(parts.len()),
        };
        for part in parts {
            let relationships = match part {
                PathPart::Single(relationship, _) | PathPart::Multiple(relationship, _) => {
                    frame.slot(*relationship)
                }
            };
            let complete = match &relationships {
                Value::Null => false,
                Value::List(items) => {
                    self.grow(items.len() * size_of::<PathStep>())?;
                    let mut complete = true;
                    for item in items.iter() {
                        complete &= self.walk(&mut path, item)?;
                    }
                    complete
                }
                one => self.walk(&mut path, one)?,
            };
            if !complete {
                return Ok(Value::Null);
            }
        }
        Ok(path.into())
    }

    /// Adds one step; `false` for null.
    fn walk(&self, path: &mut Path, relationship: &Value) -> Result<bool> {
        let Value::Relationship(id) = relationship else {
            if relationship.is_null() {
                return Ok(false);
            }
            return Err(type_error(format!(
                "Expected a relationship, got {}",
                shown(relationship)
            )));
        };
        let from: NodeId = path.end();
        self.state.hits(1);
        let Some(record) = self.view.relationship(*id)? else {
            return Err(super::access::deleted("Relationship", id.0));
        };
        let (forward, node) = if record.start == from {
            (true, record.end)
        } else if record.end == from {
            (false, record.start)
        } else {
            return Err(defect("a path's relationships do not hang together"));
        };
        path.steps.push(PathStep {
            relationship: *id,
            forward,
            node,
        });
        Ok(true)
    }
}
