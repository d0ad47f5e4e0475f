//! Explicit transactions between the requests that use them: who owns them, when they expire.
//!
//! A transaction is here or in the hands of one request. Meet [`Transactions`] first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quiver_types::time::Clock;
use quiver_types::{LocalDateTime, Text};

use crate::session::Session;

/// Most open transactions.
const MOST: usize = 10_000;

/// All transactions that are open.
pub struct Transactions {
    open: Mutex<HashMap<String, Entry>>,
    clock: Arc<dyn Clock>,
    /// Nanoseconds without a request after which one expires.
    idle: u64,
}

struct Entry {
    owner: Arc<str>,
    database: Text,
    /// Away while a request uses it.
    session: Option<Session>,
    /// Monotonic nanoseconds.
    expires: u64,
}

/// A transaction in the hands of a request. Dropping it rolls the transaction back.
pub(super) struct Held {
    pub(super) id: String,
    pub(super) session: Session,
    /// Forgets the entry unless the transaction is put back.
    place: Place,
}

struct Place {
    all: Arc<Transactions>,
    id: String,
    returned: bool,
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.returned {
            self.all.lock().remove(&self.id);
        }
    }
}

/// Why a transaction cannot be had.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unavailable {
    /// There is none, or it is somebody else's.
    Unknown,
    /// Another request uses it.
    InUse,
    /// There are too many, or no random name could be made.
    Full,
}

impl Transactions {
    /// None open. `idle` is in nanoseconds.
    pub fn new(clock: Arc<dyn Clock>, idle: u64) -> Arc<Self> {
        Arc::new(Self {
            open: Mutex::default(),
            clock,
            idle,
        })
    }

    /// Gives a session with an open transaction a name. It is in use by whoever calls.
    pub(super) fn add(
        self: &Arc<Self>,
        owner: Arc<str>,
        database: Text,
        session: Session,
    ) -> Result<Held, Unavailable> {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|_| Unavailable::Full)?;
        let id = format!("{:016x}", u64::from_be_bytes(random));
        let mut open = self.lock();
        if open.len() >= MOST || open.contains_key(&id) {
            return Err(Unavailable::Full);
        }
        let entry = Entry {
            owner,
            database,
            session: None,
            expires: u64::MAX,
        };
        open.insert(id.clone(), entry);
        drop(open);
        Ok(self.held(id, session))
    }

    /// Takes a transaction into the hands of a request.
    pub(super) fn take(
        self: &Arc<Self>,
        id: &str,
        owner: &str,
        database: &str,
    ) -> Result<Held, Unavailable> {
        let mut open = self.lock();
        let entry = open.get_mut(id).filter(|entry| {
            &*entry.owner == owner && entry.database.eq_ignore_ascii_case(database)
        });
        let entry = entry.ok_or(Unavailable::Unknown)?;
        let session = entry.session.take().ok_or(Unavailable::InUse)?;
        drop(open);
        Ok(self.held(id.to_owned(), session))
    }

    fn held(self: &Arc<Self>, id: String, session: Session) -> Held {
        let place = Place {
            all: self.clone(),
            id: id.clone(),
            returned: false,
        };
        Held { id, session, place }
    }

    /// Rolls back what has expired; what is past its own time limit or was terminated lets go of
    /// its locks.
    pub fn sweep(&self) {
        let now = self.clock.monotonic_nanos();
        let mut expired = Vec::new();
        let mut open = self.lock();
        open.retain(|_, entry| {
            let Some(session) = &mut entry.session else {
                return true;
            };
            if session.time_left().is_some_and(|left| left.is_zero()) {
                session.expire();
            }
            if let Some(reason) = session.cancel().interrupt().get()
                && session.may_be_ended()
            {
                session.end(reason);
            }
            let keep = entry.expires > now && !session.connection().is_killed();
            if !keep {
                expired.extend(entry.session.take());
            }
            keep
        });
        drop(open);
        // Rolling back happens here, outside the lock.
        drop(expired);
    }

    /// Rolls everything back that no request uses.
    pub fn clear(&self) {
        let mut all = Vec::new();
        self.lock().retain(|_, entry| {
            all.extend(entry.session.take());
            false
        });
        drop(all);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// When it will expire if it is put back now: the text for the client.
    pub(super) fn expires(&self) -> String {
        let all = &self.place.all;
        let idle = i64::try_from(all.idle).unwrap_or(i64::MAX);
        let seconds = all.clock.now_nanos().saturating_add(idle) / 1_000_000_000;
        match LocalDateTime::from_seconds(seconds, 0) {
            Some(time) => format!("{time}Z"),
            None => String::new(),
        }
    }

    /// Gives it back for the next request.
    pub(super) fn put_back(self) {
        let Self { session, place, .. } = self;
        let mut place = place;
        let all = place.all.clone();
        let expires = all.clock.monotonic_nanos().saturating_add(all.idle);
        let mut open = all.lock();
        // Gone if the server ends meanwhile; then the session rolls back by being dropped.
        if let Some(entry) = open.get_mut(&place.id) {
            entry.session = Some(session);
            entry.expires = expires;
            place.returned = true;
        }
    }
}
