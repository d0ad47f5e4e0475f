//! Immutable UTF-8 text in 16 bytes: up to 14 bytes inline, longer text behind a shared pointer.
//!
//! Property names, labels and most property values are short; inline they cost neither an
//! allocation nor a cache miss. Cloning never copies more than 16 bytes.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use arcstr::ArcStr;

const INLINE: usize = 14;

/// Immutable UTF-8 text; see the module. Compares, hashes and prints as the `str` it holds.
#[derive(Clone)]
pub struct Text(Repr);

#[derive(Clone)]
enum Repr {
    Inline(u8, [u8; INLINE]),
    Heap(ArcStr),
}

impl Text {
    /// The empty text.
    pub const EMPTY: Self = Self(Repr::Inline(0, [0; INLINE]));

    /// Copies `text`.
    pub fn new(text: &str) -> Self {
        if text.len() <= INLINE {
            let mut bytes = [0; INLINE];
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            // The length fits: it is at most 14.
            Self(Repr::Inline(text.len() as u8, bytes))
        } else {
            Self(Repr::Heap(ArcStr::from(text)))
        }
    }

    /// `a` and `b` behind each other, written once: the text that joining makes can be very long.
    pub fn joined(a: &str, b: &str) -> Self {
        let length = a.len() + b.len();
        if length > INLINE {
            let filled = ArcStr::init_with(length, |bytes| {
                let (front, back) = bytes.split_at_mut(a.len());
                front.copy_from_slice(a.as_bytes());
                back.copy_from_slice(b.as_bytes());
            });
            if let Ok(text) = filled {
                return Self(Repr::Heap(text));
            }
        }
        Self::from([a, b].concat())
    }

    /// Any number of them behind each other, written once.
    pub fn concat(parts: &[Self]) -> Self {
        let length = parts.iter().map(Self::len).sum();
        if length > INLINE {
            let filled = ArcStr::init_with(length, |mut bytes| {
                for part in parts {
                    let (front, back) = bytes.split_at_mut(part.len());
                    front.copy_from_slice(part.as_bytes());
                    bytes = back;
                }
            });
            if let Ok(text) = filled {
                return Self(Repr::Heap(text));
            }
        }
        Self::from(parts.iter().map(Self::as_str).collect::<String>())
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Inline(length, bytes) => {
                // Only ever filled from a whole `str`, so this cannot fail; an empty answer is
                // the harmless form of "impossible" without `unsafe`.
                std::str::from_utf8(&bytes[..usize::from(*length)]).unwrap_or_default()
            }
            Repr::Heap(text) => text.as_str(),
        }
    }

    /// The same in UTF-8. Cheaper than [`as_str`](Self::as_str): nothing is checked again.
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Inline(length, bytes) => &bytes[..usize::from(*length).min(INLINE)],
            Repr::Heap(text) => text.as_bytes(),
        }
    }

    /// Its length in bytes of UTF-8.
    pub fn len(&self) -> usize {
        match &self.0 {
            Repr::Inline(length, _) => usize::from(*length),
            Repr::Heap(text) => text.len(),
        }
    }

    /// Whether there is no character in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes held outside the 16 of the value itself, for memory accounting.
    pub fn heap_size(&self) -> usize {
        match &self.0 {
            Repr::Inline(..) => 0,
            Repr::Heap(text) => text.len() + 16,
        }
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text.len() <= INLINE {
            Self::new(&text)
        } else {
            Self(Repr::Heap(ArcStr::from(text)))
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Inline(la, a), Repr::Inline(lb, b)) => la == lb && a == b,
            _ => self.as_bytes() == other.as_bytes(),
        }
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    /// By Unicode code point, which for UTF-8 is the order of the bytes.
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_it_was_given_on_both_sides_of_the_inline_limit() {
        for length in 0..40 {
            let text: String = "äb".chars().cycle().take(length).collect();
            assert_eq!(Text::new(&text).as_str(), text);
            assert_eq!(Text::from(text.clone()), Text::new(&text));
        }
        assert_eq!(size_of::<Text>(), 16);
    }
}
