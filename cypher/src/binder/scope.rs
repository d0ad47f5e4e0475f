//! Which variables a place in the text can see.

use indexmap::IndexMap;
use quiver_types::Text;

use super::types::Ty;
use crate::plan::SlotId;

/// A variable in scope.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its column.
    pub slot: SlotId,
    /// What is known of its type.
    pub ty: Ty,
    /// How many subqueries deep it was bound; 0 is the outermost query.
    pub depth: usize,
    /// Whether it was bound by the clause that is being read right now.
    pub fresh: bool,
}

/// What `linenumber()` and `file()` mean at a place.
#[derive(Clone, Debug, Default)]
pub enum CsvPlace {
    /// Nothing: they are null.
    #[default]
    Nowhere,
    /// The columns with the line and the file's name.
    Line(Variable, Variable),
    /// DISTINCT came between LOAD CSV and here.
    Lost,
}

/// Variables by name, in the order in which they came into scope.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    variables: IndexMap<Text, Variable, foldhash::fast::RandomState>,
    /// Where the row of a LOAD CSV came from; no name, so `*` does not see it.
    pub csv: CsvPlace,
}

impl Scope {
    /// The variable of that name.
    pub fn get(&self, name: &str) -> Option<&Variable> {
        self.variables.get(name)
    }

    /// Adds or replaces a variable.
    pub fn insert(&mut self, name: Text, variable: Variable) {
        self.variables.insert(name, variable);
    }

    /// Takes a variable out.
    pub fn remove(&mut self, name: &str) {
        self.variables.shift_remove(name);
    }

    /// Variables with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&Text, &Variable)> {
        self.variables.iter()
    }

    /// Number of variables.
    pub fn len(&self) -> usize {
        self.variables.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    /// Marks all variables as bound before what is read next.
    pub fn settle(&mut self) {
        for variable in self.variables.values_mut() {
            variable.fresh = false;
        }
    }

    /// All slots, also those without a name.
    pub fn slots(&self) -> Vec<SlotId> {
        let named = self.variables.values().map(|v| v.slot);
        named.chain(self.csv_slots()).collect()
    }

    /// The slots of [`csv`](Self::csv).
    pub fn csv_slots(&self) -> Vec<SlotId> {
        match &self.csv {
            CsvPlace::Line(line, file) => vec![line.slot, file.slot],
            CsvPlace::Nowhere | CsvPlace::Lost => Vec::new(),
        }
    }
}
