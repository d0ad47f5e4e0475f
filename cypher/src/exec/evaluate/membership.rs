//! `IN` a long list that is asked about again and again, as a filter does for each row: after a while
//! what is in it is found by hashing. Meet [`Memberships::find`].

use std::collections::HashSet;
use std::sync::Arc;

use quiver_types::{Text, Value};

/// Items from which on a list is worth it.
const LONG: usize = 32;
/// Questions about one list that are answered by going through it.
const PATIENCE: u32 = 2;
/// Lists that are kept at once.
const KEPT: usize = 8;

/// The lists a run asks about.
#[derive(Default)]
pub(crate) struct Memberships(Vec<Known>);

struct Known {
    /// Kept, so that its address stays its own.
    items: Arc<Vec<Value>>,
    asked: u32,
    members: Option<Members>,
}

impl Memberships {
    /// What `item IN items` is; `None` if it is to be found out by going through them.
    pub fn find(&mut self, item: &Value, items: &Arc<Vec<Value>>) -> Option<Option<bool>> {
        if items.len() < LONG {
            return None;
        }
        let known = self
            .0
            .iter()
            .position(|known| Arc::ptr_eq(&known.items, items));
        let Some(known) = known.and_then(|at| self.0.get_mut(at)) else {
            if self.0.len() >= KEPT {
                self.0.remove(0);
            }
            self.0.push(Known {
                items: Arc::clone(items),
                asked: 1,
                members: None,
            });
            return None;
        };
        if known.asked < PATIENCE {
            known.asked += 1;
            return None;
        }
        known
            .members
            .get_or_insert_with(|| Members::of(items))
            .find(item)
    }
}

enum Members {
    /// Integers, strings and nulls only.
    Plain {
        integers: HashSet<i64, foldhash::fast::RandomState>,
        texts: HashSet<Text, foldhash::fast::RandomState>,
        has_null: bool,
    },
    /// Something whose equality is not that of its bytes.
    Other,
}

impl Members {
    fn of(items: &[Value]) -> Self {
        let mut integers = HashSet::default();
        let mut texts = HashSet::default();
        let mut has_null = false;
        for item in items {
            match item {
                Value::Integer(value) => {
                    integers.insert(*value);
                }
                Value::String(text) => {
                    texts.insert(text.clone());
                }
                Value::Null => has_null = true,
                _ => return Self::Other,
            }
        }
        Self::Plain {
            integers,
            texts,
            has_null,
        }
    }

    fn find(&self, item: &Value) -> Option<Option<bool>> {
        let Self::Plain {
            integers,
            texts,
            has_null,
        } = self
        else {
            return None;
        };
        let found = match item {
            Value::Null => return Some(None),
            Value::Integer(value) => integers.contains(value),
            Value::String(text) => texts.contains(text),
            // Floats may equal integers, and others have rules of their own.
            _ => return None,
        };
        Some(if found {
            Some(true)
        } else {
            (!has_null).then_some(false)
        })
    }
}
