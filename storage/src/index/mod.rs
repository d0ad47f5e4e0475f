//! What indexes hold. Entries are hints: an entity counts only if its visible values have the
//! entry's key, so a reader always looks at the entity too.

pub(crate) mod range;
pub(crate) mod tree;
