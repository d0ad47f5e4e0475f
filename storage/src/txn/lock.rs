//! Locks (being written).

/// What can be locked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Resource {
    /// Shared by data writers, exclusive for schema changes.
    Gate,
    /// That a node exists.
    NodeExistence(u64),
    /// What a node holds.
    NodeContent(u64),
    /// A relationship.
    Relationship(u64),
    /// A value, or pattern of values, by hash.
    Key(u64),
}

/// How it is locked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// Together with other shared holders.
    Shared,
    /// Alone.
    Exclusive,
}
