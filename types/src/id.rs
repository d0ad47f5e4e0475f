//! Identifiers of entities, tokens and databases, and the text form clients see.
//!
//! Ids are plain numbers with a type around them so that a node id is never mistaken for a
//! relationship id. What a number *locates* (segment and slot) is the store's business.

use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A node of one database. 48 bits (segment 36, slot 12), below 2^53, never reused.
    NodeId(u64)
);
id!(
    /// A relationship of one database; a number space of its own, shaped like [`NodeId`].
    RelationshipId(u64)
);
id!(
    /// A label token.
    LabelId(u32)
);
id!(
    /// A relationship type token.
    RelationshipTypeId(u32)
);
id!(
    /// A property key token.
    PropertyKeyId(u32)
);

/// The random (version 4) UUID a database gets when it is created. It is part of element ids and
/// bookmarks, so that those of a wiped store are recognised as foreign.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct DatabaseId(pub [u8; 16]);

impl fmt::Display for DatabaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, byte) in self.0.iter().enumerate() {
            if matches!(position, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for DatabaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseId({self})")
    }
}

impl DatabaseId {
    /// Makes a well-formed version-4 UUID out of 16 random bytes.
    pub fn from_random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// Reads the hyphenated form written by `Display`. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 36 {
            return None;
        }
        let mut bytes = [0u8; 16];
        let mut filled = 0;
        let raw = text.as_bytes();
        let mut position = 0;
        while position < raw.len() {
            if matches!(position, 8 | 13 | 18 | 23) {
                if raw[position] != b'-' {
                    return None;
                }
                position += 1;
                continue;
            }
            let high = (raw[position] as char).to_digit(16)?;
            let low = (raw[position + 1] as char).to_digit(16)?;
            bytes[filled] = u8::try_from(high * 16 + low).ok()?;
            filled += 1;
            position += 2;
        }
        Some(Self(bytes))
    }
}

/// The text form of an entity's identity, as `elementId()` returns it and Bolt 5 sends it:
/// `4:<database uuid>:<id>` for a node, `5:<database uuid>:<id>` for a relationship.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ElementId {
    /// A node.
    Node(DatabaseId, NodeId),
    /// A relationship.
    Relationship(DatabaseId, RelationshipId),
}

impl ElementId {
    /// Reads the text form. Anything malformed is `None`: comparing with it matches nothing,
    /// as on Neo4j.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let (kind, uuid, id) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let database = DatabaseId::parse(uuid)?;
        let number = id.parse().ok()?;
        match kind {
            "4" => Some(Self::Node(database, NodeId(number))),
            "5" => Some(Self::Relationship(database, RelationshipId(number))),
            _ => None,
        }
    }
}

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Node(database, id) => write!(f, "4:{database}:{id}"),
            Self::Relationship(database, id) => write!(f, "5:{database}:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn element_ids_round_trip_and_refuse_junk() {
        let database = DatabaseId::from_random([0xab; 16]);
        for id in [
            ElementId::Node(database, NodeId(7)),
            ElementId::Relationship(database, RelationshipId((1 << 48) - 1)),
        ] {
            assert_eq!(ElementId::parse(&id.to_string()), Some(id));
        }
        let uuid = database.to_string();
        for junk in [
            "",
            "4",
            "4:x:1",
            "6:abc:1",
            &format!("4:{uuid}:-1"),
            &format!("4:{uuid}:"),
        ] {
            assert_eq!(ElementId::parse(junk), None, "{junk}");
        }
    }
}
