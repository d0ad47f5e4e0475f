//! Who has failed to log in too often waits: by name, whether there is such a user or not.
//!
//! Attempts for one name are made one after the other, so that many at once are not many tries;
//! while a name is locked its attempts neither count nor prolong the lock. Other names go on, also
//! from the same address. Meet [`Lockout::admit`].

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use quiver_types::time::Clock;

/// Names remembered at most: what strangers may make the server remember.
const LIMIT: usize = 10_000;

/// Counts failed logins.
pub(super) struct Lockout {
    clock: Arc<dyn Clock>,
    /// Failures until a name is locked; 0 for never.
    most: u64,
    /// How long it is locked, in nanoseconds.
    lock: u64,
    hasher: RandomState,
    names: Mutex<HashMap<u64, Arc<Tries>>>,
}

/// The tries for one name.
#[derive(Default)]
pub(super) struct Tries {
    /// Held while a password is checked.
    turn: tokio::sync::Mutex<()>,
    count: Mutex<Count>,
}

#[derive(Clone, Copy, Default)]
struct Count {
    failures: u64,
    /// Monotonic nanoseconds of the last failure.
    last: u64,
}

/// A turn to try a password.
pub(super) struct Turn {
    tries: Arc<Tries>,
}

impl Turn {
    /// Waits until nobody else tries a password for the name.
    pub(super) async fn alone(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.tries.turn.lock().await
    }
}

impl Lockout {
    pub(super) fn new(clock: Arc<dyn Clock>, most: u64, lock: u64) -> Self {
        Self {
            clock,
            most,
            lock,
            hasher: RandomState::new(),
            names: Mutex::default(),
        }
    }

    /// What is remembered of a name.
    pub(super) fn turn(&self, name: &str) -> Turn {
        // Names may be long and many: their hashes are not.
        let key = self.hasher.hash_one(name);
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        if names.len() >= LIMIT && !names.contains_key(&key) {
            self.forget(&mut names);
        }
        let tries = names.entry(key).or_default().clone();
        Turn { tries }
    }

    /// Forgets names that are not locked; if all are, any.
    fn forget(&self, names: &mut HashMap<u64, Arc<Tries>>) {
        names.retain(|_, tries| Arc::strong_count(tries) > 1 || !self.permits(tries));
        if names.len() >= LIMIT {
            let some: Vec<u64> = names.keys().copied().take(LIMIT / 10).collect();
            for key in some {
                names.remove(&key);
            }
        }
    }

    /// Whether a password may be tried now.
    pub(super) fn admits(&self, turn: &Turn) -> bool {
        self.permits(&turn.tries)
    }

    fn permits(&self, tries: &Tries) -> bool {
        let count = *tries.count.lock().unwrap_or_else(PoisonError::into_inner);
        let until = count.last.saturating_add(self.lock);
        self.most == 0 || count.failures < self.most || self.clock.monotonic_nanos() >= until
    }

    /// A password was wrong.
    pub(super) fn failed(&self, turn: &Turn) {
        let mut count = turn
            .tries
            .count
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        count.failures = count.failures.saturating_add(1);
        count.last = self.clock.monotonic_nanos();
    }

    /// A password was right.
    pub(super) fn succeeded(&self, turn: &Turn) {
        let mut count = turn
            .tries
            .count
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        count.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quiver_types::time::ManualClock;

    const SECOND: u64 = 1_000_000_000;

    #[test]
    fn three_failures_lock_a_name_for_five_seconds() {
        let clock = Arc::new(ManualClock::default());
        clock.advance(SECOND);
        let lockout = Lockout::new(clock.clone(), 3, 5 * SECOND);
        let turn = |name: &str| lockout.turn(name);
        for _ in 0..3 {
            assert!(lockout.admits(&turn("a")));
            lockout.failed(&turn("a"));
        }
        assert!(!lockout.admits(&turn("a")));
        assert!(lockout.admits(&turn("b")), "others go on");
        clock.advance(4 * SECOND);
        assert!(!lockout.admits(&turn("a")), "asking does not count");
        clock.advance(SECOND);
        assert!(lockout.admits(&turn("a")));
        lockout.failed(&turn("a"));
        assert!(!lockout.admits(&turn("a")), "one more failure locks again");
        clock.advance(5 * SECOND);
        lockout.succeeded(&turn("a"));
        for _ in 0..2 {
            lockout.failed(&turn("a"));
        }
        assert!(lockout.admits(&turn("a")), "a success forgives");
    }

    #[test]
    fn strangers_cannot_fill_the_memory_nor_free_a_locked_name_cheaply() {
        let clock = Arc::new(ManualClock::default());
        let lockout = Lockout::new(clock, 1, 5 * SECOND);
        lockout.failed(&lockout.turn("locked"));
        for name in 0..3 * LIMIT {
            lockout.turn(&name.to_string());
        }
        assert!(lockout.names.lock().unwrap().len() <= LIMIT);
        assert!(!lockout.admits(&lockout.turn("locked")));
        let never = Lockout::new(Arc::new(ManualClock::default()), 0, SECOND);
        never.failed(&never.turn("a"));
        assert!(never.admits(&never.turn("a")));
    }
}
