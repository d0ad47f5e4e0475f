//! All procedures by name: the built-in ones, and test-only ones defined while running.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};

use quiver_types::Text;

use super::{
    Procedure, ProcedureRef, apoc, builtin, indexes, schema, server, show, statistics, test_hook,
};

/// All procedures by name.
///
/// SHOW commands are procedures too, under the name `SHOW INDEXES` (upper case, plural), which no
/// query can call; their columns are all that YIELD * gives, the default ones first.
#[derive(Debug)]
pub struct Registry {
    shared: Arc<Shared>,
}

/// What procedures that are about procedures hold on to.
#[derive(Debug)]
pub(super) struct Shared {
    built_in: HashMap<Text, ProcedureRef>,
    defined: RwLock<HashMap<Text, ProcedureRef>>,
    version: AtomicU64,
}

impl Registry {
    /// All built-in procedures; `login` is whether users log in.
    pub fn new(login: bool) -> Self {
        let shared = Arc::new_cyclic(|weak: &Weak<Shared>| {
            let mut all = builtin::procedures(weak);
            all.extend(server::procedures());
            all.extend(show::procedures(weak));
            all.extend(schema::procedures());
            all.extend(apoc::procedures());
            all.extend(indexes::procedures());
            all.extend(statistics::procedures());
            all.extend(test_hook::procedures(weak));
            let built_in = all
                .into_iter()
                .filter(|procedure| login || !procedure.only_with_login)
                .map(|procedure| (procedure.name.clone(), Arc::new(procedure)))
                .collect();
            Shared {
                built_in,
                defined: RwLock::default(),
                version: AtomicU64::new(0),
            }
        });
        Self { shared }
    }
}

impl Registry {
    /// Changes when a procedure is defined or dropped, or plans are to be forgotten; part of the
    /// plan cache's key.
    pub fn version(&self) -> u64 {
        self.shared.version.load(Ordering::Acquire)
    }

    /// Every procedure that SHOW PROCEDURES lists, by name.
    pub fn listed(&self) -> Vec<ProcedureRef> {
        self.shared.listed()
    }

    /// The procedure of that name.
    pub fn find(&self, name: &str) -> Option<ProcedureRef> {
        let defined = self
            .shared
            .defined
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        defined
            .get(name)
            .or_else(|| self.shared.built_in.get(name))
            .cloned()
    }
}

impl Shared {
    /// Makes all cached plans stale.
    pub fn forget_plans(&self) {
        self.version.fetch_add(1, Ordering::AcqRel);
    }

    /// Defines a procedure, in place of any of that name.
    pub fn define(&self, procedure: Procedure) {
        self.defined
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(procedure.name.clone(), Arc::new(procedure));
        self.forget_plans();
    }

    /// Drops all that were defined.
    pub fn drop_defined(&self) {
        self.defined
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.forget_plans();
    }

    /// What SHOW PROCEDURES lists, by name: neither SHOW commands nor hooks for tests.
    pub fn listed(&self) -> Vec<ProcedureRef> {
        let mut listed: Vec<ProcedureRef> = self
            .built_in
            .values()
            .filter(|procedure| {
                !procedure.name.contains(' ') && !procedure.name.starts_with("quiver.test.")
                    // Callable and not listed, as on Neo4j.
                    && procedure.name != "dbms.clientConfig"
            })
            .cloned()
            .collect();
        listed.sort_by(|a, b| a.name.cmp(&b.name));
        listed
    }
}
