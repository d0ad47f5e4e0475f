//! Credentials that were found right before, so that a pool of connections pays for hashing once.
//!
//! What is kept is a keyed digest under keys of this process, together with the stored hash it
//! was checked against: a user who changes no longer matches.

use std::hash::{BuildHasher, RandomState};

use quiver_cypher::cache::{Cache, CacheCounters};

use super::password::PasswordHash;

/// Remembers verified credentials.
pub(super) struct Verified {
    /// Two independent keys make a digest of 128 bits.
    keys: [RandomState; 2],
    digests: Cache<String, u128>,
}

impl Verified {
    /// Of at most so many users; 0 remembers none.
    pub(super) fn new(users: usize) -> Self {
        Self {
            keys: [RandomState::new(), RandomState::new()],
            digests: Cache::new(users),
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
        // A wrong password must not make the right one forgotten.
        self.digests.holds(user, |known| *known == digest)
    }

    /// Remembers credentials that were found right.
    pub(super) fn remember(&self, user: &str, password: &str, hash: &PasswordHash) {
        let digest = self.digest(user, password, hash);
        self.digests.insert(user.to_owned(), digest);
    }

    /// How often it was of use.
    pub(super) fn counters(&self) -> CacheCounters {
        self.digests.counters()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_user_password_and_hash() {
        let verified = Verified::new(10);
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
        assert!(
            verified.contains("a", "pw", &old),
            "a wrong password changes nothing"
        );
        let off = Verified::new(0);
        off.remember("a", "pw", &old);
        assert!(!off.contains("a", "pw", &old));
    }
}
