//! Credentials that were found right before, so that a pool of connections pays for hashing once.
//!
//! What is kept is a keyed digest under keys of this process, together with the stored hash it
//! was checked against: a user who changes no longer matches.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use super::password::PasswordHash;

/// More than any pool of users that logs in by turns; past it the cache starts anew.
const LIMIT: usize = 10_000;

/// Remembers verified credentials.
pub(super) struct Verified {
    /// Two independent keys make a digest of 128 bits.
    keys: [RandomState; 2],
    digests: Mutex<HashMap<String, u128>>,
}

impl Verified {
    pub(super) fn new() -> Self {
        Self {
            keys: [RandomState::new(), RandomState::new()],
            digests: Mutex::new(HashMap::new()),
        }
    }

    fn digest(&self, user: &str, password: &str, hash: &PasswordHash) -> u128 {
        let whole = (user, password, hash.encode());
        let [high, low] = self
            .keys
            .each_ref()
            .map(|key| u128::from(key.hash_one(&whole)));
        high << 64 | low
    }

    /// Whether these credentials were found right against this very hash.
    pub(super) fn contains(&self, user: &str, password: &str, hash: &PasswordHash) -> bool {
        let digest = self.digest(user, password, hash);
        let digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        digests.get(user).is_some_and(|known| *known == digest)
    }

    /// Remembers credentials that were found right.
    pub(super) fn remember(&self, user: &str, password: &str, hash: &PasswordHash) {
        let digest = self.digest(user, password, hash);
        let mut digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        if digests.len() >= LIMIT {
            digests.clear();
        }
        digests.insert(user.to_owned(), digest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_user_password_and_hash() {
        let verified = Verified::new();
        let (old, new) = (
            PasswordHash::unmatchable([1; 16]),
            PasswordHash::unmatchable([2; 16]),
        );
        verified.remember("a", "pw", &old);
        for (user, password, hash, expected) in [
            ("a", "pw", &old, true),
            ("a", "pw", &new, false),
            ("a", "p", &old, false),
            ("b", "pw", &old, false),
        ] {
            assert_eq!(verified.contains(user, password, hash), expected);
        }
    }
}
