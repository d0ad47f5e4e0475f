//! Passwords: argon2id hashes, their text form, and random ones.
//!
//! At most two hashes are computed at a time, in memory that is kept and used again: a storm of
//! logins costs neither memory nor all processors. Not here: users.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// 7 MiB and five passes: one of OWASP's equivalent recommendations, the one with least memory.
const MEMORY_KIB: u32 = 7 * 1024;
const PASSES: u32 = 5;
const LANES: u32 = 1;
const AT_ONCE: usize = 2;

/// Hashing a password failed.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The operating system gave no random bytes.
    #[error("the operating system gave no random bytes")]
    NoEntropy,
    /// Parameters that argon2 does not accept: a damaged text form, or a password of gigabytes.
    #[error("the password could not be hashed")]
    Unhashable,
    /// A stored hash in a form this program does not know.
    #[error("a stored password hash is malformed")]
    Malformed,
}

/// A salted hash.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash {
    salt: [u8; 16],
    hash: [u8; 32],
}

impl PasswordHash {
    /// A hash that no password has (finding one that has it is finding a preimage).
    pub fn unmatchable(salt: [u8; 16]) -> Self {
        Self {
            salt,
            hash: [0; 32],
        }
    }

    /// `$argon2id$v=19$m=7168,t=5,p=1$<salt>$<hash>` with salt and hash in hexadecimal.
    pub fn encode(&self) -> String {
        format!(
            "{}{}${}",
            prefix(),
            to_hexadecimal(&self.salt),
            to_hexadecimal(&self.hash)
        )
    }

    /// Reads the text form. Only the present parameters are known; other ones will come with the
    /// change that makes them differ.
    pub fn decode(text: &str) -> Result<Self, PasswordError> {
        let malformed = || PasswordError::Malformed;
        let rest = text.strip_prefix(&prefix()).ok_or_else(malformed)?;
        let (salt, hash) = rest.split_once('$').ok_or_else(malformed)?;
        Ok(Self {
            salt: from_hexadecimal(salt).ok_or_else(malformed)?,
            hash: from_hexadecimal(hash).ok_or_else(malformed)?,
        })
    }
}

fn prefix() -> String {
    format!("$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}$")
}

/// Computes hashes. A new one holds no memory until it is used.
pub struct Hasher {
    turns: Arc<Semaphore>,
    memory: Mutex<Vec<Vec<Block>>>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            memory: Mutex::default(),
        }
    }
}

impl Hasher {
    /// Waits until fewer than two hashes are being computed.
    pub async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        // The semaphore is never closed, so this is always a permit.
        self.turns.clone().acquire_owned().await.ok()
    }

    /// Hashes a password. Takes tens of milliseconds.
    pub fn hash(&self, password: &str, salt: [u8; 16]) -> Result<PasswordHash, PasswordError> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32))
            .map_err(|_| PasswordError::Unhashable)?;
        let mut blocks = self
            .memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .unwrap_or_default();
        blocks.resize(params.block_count(), Block::default());
        let mut hash = [0; 32];
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let result = argon.hash_password_into_with_memory(
            password.as_bytes(),
            &salt,
            &mut hash,
            &mut blocks,
        );
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.len() < AT_ONCE {
            memory.push(blocks);
        }
        result.map_err(|_| PasswordError::Unhashable)?;
        Ok(PasswordHash { salt, hash })
    }

    /// Whether `password` has this hash.
    pub fn verify(&self, password: &str, expected: &PasswordHash) -> Result<bool, PasswordError> {
        let found = self.hash(password, expected.salt)?;
        // Without a branch on where they differ.
        let difference = found
            .hash
            .iter()
            .zip(&expected.hash)
            .fold(0, |sum, (a, b)| sum | (a ^ b));
        Ok(difference == 0)
    }
}

/// 16 random bytes.
pub fn random_salt() -> Result<[u8; 16], PasswordError> {
    random()
}

/// A random password of 22 letters and digits (about 127 bits), without ones that look alike.
pub fn generate() -> Result<String, PasswordError> {
    const LETTERS: &[u8; 55] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz234567";
    let mut password = String::new();
    while password.len() < 22 {
        let bytes: [u8; 32] = random()?;
        // 220 is the largest multiple of 55 in a byte: above it some letters would be likelier.
        for byte in bytes.iter().filter(|byte| **byte < 220) {
            if password.len() < 22 {
                password.push(char::from(LETTERS[usize::from(*byte) % LETTERS.len()]));
            }
        }
    }
    Ok(password)
}

fn random<const N: usize>() -> Result<[u8; N], PasswordError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| PasswordError::NoEntropy)?;
    Ok(bytes)
}

fn to_hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hexadecimal<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (position, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * position..2 * position + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_verify_and_survive_their_text_form() {
        let hasher = Hasher::default();
        let hash = hasher.hash("pa55-wörd", [3; 16]).unwrap();
        let read = PasswordHash::decode(&hash.encode()).unwrap();
        assert!(hasher.verify("pa55-wörd", &read).unwrap());
        assert!(!hasher.verify("pa55-word", &read).unwrap());
        assert!(
            !hasher
                .verify("", &PasswordHash::unmatchable([0; 16]))
                .unwrap()
        );
        for junk in [
            "",
            "$argon2id$v=19$m=1,t=1,p=1$00$00",
            "$argon2i$",
            &hash.encode()[1..],
        ] {
            assert!(PasswordHash::decode(junk).is_err(), "{junk}");
        }
    }

    #[test]
    fn generated_passwords_are_long_and_differ() {
        let (a, b) = (generate().unwrap(), generate().unwrap());
        assert_ne!(a, b);
        assert_eq!(a.len(), 22);
        assert!(a.bytes().all(|c| c.is_ascii_alphanumeric()));
    }
}
