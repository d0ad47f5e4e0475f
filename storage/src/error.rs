//! What can go wrong, one enum an operation.

use quiver_types::{NodeId, Status, Text};

/// Opening a database failed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process (or this one) has the folder open.
    #[error("the data folder {folder} is in use by another process")]
    Locked {
        /// Folder.
        folder: String,
    },
    /// A file does not hold what it must.
    #[error("{file} is damaged at offset {offset}: {what}")]
    Corrupt {
        /// File name.
        file: String,
        /// Byte offset.
        offset: u64,
        /// What was found and what was expected.
        what: String,
    },
    /// A file of a format this program does not know.
    #[error("{file} has format version {found}; this program reads up to {known}")]
    UnknownFormat {
        /// File name.
        file: String,
        /// Version found.
        found: u32,
        /// Highest version known.
        known: u32,
    },
    /// A file that needs features this program does not have.
    #[error("{file} needs features that this program does not have (bits {bits:#x})")]
    UnknownFeatures {
        /// File name.
        file: String,
        /// The features.
        bits: u32,
    },
    /// The operating system said no.
    #[error("{file}: {source}")]
    Io {
        /// File or folder.
        file: String,
        /// Cause.
        source: std::io::Error,
    },
}

/// Reading failed. Never an answer, never a wrong one.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The disk could not be read.
    #[error("the store could not be read: {0}")]
    Io(String),
    /// A checksum did not match.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
}

impl ReadError {
    /// What a client is told.
    pub fn status(&self) -> Status {
        match self {
            Self::Io(_) | Self::Corrupt(_) => Status::StorageFailure,
        }
    }
}

/// Writing into a transaction failed. `MustWait` and `Conflict` are not failures of the
/// statement: the caller rolls the statement back and, where it may, runs it again.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A lock is held by another transaction; [`crate::Transaction::take_lock_wait`] says when to
    /// run the statement again.
    #[error("waiting for a lock")]
    MustWait,
    /// What is to be written was changed by a transaction this one's snapshot does not show.
    #[error("{0} was changed by a concurrent transaction; run this transaction again")]
    Conflict(String),
    /// Waiting would close a cycle of waiting transactions.
    #[error("a deadlock with another transaction was found; run this transaction again")]
    Deadlock,
    /// The lock was not granted in time.
    #[error("the lock was not granted within {0} ms; run this transaction again")]
    LockTimeout(u64),
    /// A uniqueness constraint would be violated.
    #[error("{0}")]
    UniquenessViolation(String),
    /// A property that a key constraint requires is missing.
    #[error("{0}")]
    PropertyMissing(String),
    /// A node to be deleted still has relationships.
    #[error(
        "Cannot delete node<{}>, because it still has relationships. To delete this node, you must first delete its relationships, or use DETACH DELETE.",
        .0.0
    )]
    NodeHasRelationships(NodeId),
    /// The entity does not exist (any more).
    #[error("{0} was deleted in this transaction")]
    EntityDeleted(String),
    /// A value that a property cannot hold.
    #[error("property values can only be of primitive types or arrays thereof, not {0}")]
    NotStorable(String),
    /// Schema and data changes in one transaction.
    #[error("schema and data cannot be changed in one transaction")]
    SchemaAndData,
    /// The transaction was opened for reading.
    #[error("writing in read access mode is not allowed")]
    AccessMode,
    /// Past the transaction's memory limit.
    #[error(
        "the transaction needs more than its limit of {limit} bytes; split the work, for example with CALL {{ ... }} IN TRANSACTIONS, or raise db.memory.transaction.max"
    )]
    MemoryLimit {
        /// The limit in bytes.
        limit: u64,
    },
    /// The disk is full. Reading goes on, and so does writing as soon as there is room.
    #[error(
        "the disk is full: the database is read-only until there is room for the next file of its log"
    )]
    DiskFull,
    /// The database refuses writes after an I/O failure.
    #[error("the database is read-only after a failure: {0}")]
    ReadOnly(String),
    /// Reading failed underneath.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl WriteError {
    /// What a client is told.
    pub fn status(&self) -> Status {
        match self {
            Self::MustWait | Self::LockTimeout(_) => Status::LockAcquisitionTimeout,
            Self::Conflict(_) => Status::Outdated,
            Self::Deadlock => Status::DeadlockDetected,
            Self::UniquenessViolation(_) => Status::UniquenessViolation,
            Self::PropertyMissing(_) => Status::PropertyMissing,
            Self::NodeHasRelationships(_) => Status::DeleteConnectedNode,
            Self::EntityDeleted(_) => Status::EntityNotFound,
            Self::NotStorable(_) => Status::TypeError,
            Self::SchemaAndData => Status::ForbiddenDueToTransactionType,
            Self::AccessMode => Status::AccessMode,
            Self::MemoryLimit { .. } => Status::TransactionMemoryLimit,
            Self::DiskFull => Status::DiskFull,
            Self::ReadOnly(_) => Status::ReadOnlyAfterFailure,
            Self::Read(error) => error.status(),
        }
    }
}

/// A schema change was refused.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// Same target, properties and kind exist already.
    #[error("an equivalent index already exists, named '{0}'")]
    EquivalentIndexExists(Text),
    /// The same, by the same name.
    #[error("the index '{0}' already exists")]
    SameIndexExists(Text),
    /// An index with that name exists.
    #[error("an index named '{0}' already exists")]
    IndexNameTaken(Text),
    /// A constraint with that name exists.
    #[error("a constraint named '{0}' already exists")]
    ConstraintNameTaken(Text),
    /// The same constraint exists.
    #[error("an equivalent constraint already exists, named '{0}'")]
    EquivalentConstraintExists(Text),
    /// The same, by the same name.
    #[error("the constraint '{0}' already exists")]
    SameConstraintExists(Text),
    /// A constraint of another kind is about the same properties.
    #[error("a conflicting constraint already exists, named '{0}'")]
    ConflictingConstraintExists(Text),
    /// A plain index stands where the constraint needs its own.
    #[error(
        "there already exists an index '{0}' for the same target and properties; drop it first"
    )]
    IndexInTheWay(Text),
    /// A constraint's index already serves.
    #[error("the constraint '{0}' has an index for the same target and properties already")]
    ConstraintInTheWay(Text),
    /// No such index.
    #[error("no index named '{0}' exists")]
    NoSuchIndex(Text),
    /// No such constraint.
    #[error("no constraint named '{0}' exists")]
    NoSuchConstraint(Text),
    /// The index is owned by a constraint.
    #[error("index '{0}' belongs to a constraint; drop the constraint instead")]
    OwnedByConstraint(Text),
    /// Existing data violates the constraint.
    #[error("{0}")]
    ViolatedByData(String),
    /// As for writing.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl SchemaError {
    /// What a client is told.
    pub fn status(&self) -> Status {
        match self {
            Self::EquivalentIndexExists(_) => Status::IndexAlreadyExists,
            Self::SameIndexExists(_) => Status::EquivalentSchemaRuleExists,
            Self::SameConstraintExists(_) => Status::SameConstraintExists,
            Self::ConflictingConstraintExists(_) => Status::ConflictingConstraintExists,
            Self::ConstraintInTheWay(_) => Status::IndexOwnedByConstraintExists,
            Self::IndexNameTaken(_) => Status::IndexWithNameExists,
            Self::ConstraintNameTaken(_) => Status::ConstraintWithNameExists,
            Self::EquivalentConstraintExists(_) => Status::ConstraintAlreadyExists,
            Self::IndexInTheWay(_) => Status::ConstraintConflictsWithIndex,
            Self::NoSuchIndex(_) => Status::IndexDropFailed,
            Self::NoSuchConstraint(_) => Status::ConstraintDropFailed,
            Self::OwnedByConstraint(_) => Status::IndexBelongsToConstraint,
            Self::ViolatedByData(_) => Status::ConstraintCreationFailed,
            Self::Write(error) => error.status(),
        }
    }
}

/// A commit failed; the transaction's effects do not exist, unless `Uncertain`.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// As for writing (constraints checked last).
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Schema change refused at commit.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The log failed after the record was handed to it: whether the transaction is durable is
    /// not known. No failure must be answered; the connection is closed without a reply.
    #[error("the log failed while the commit was being written: {0}")]
    Uncertain(String),
}

impl CommitError {
    /// What a client is told.
    pub fn status(&self) -> Status {
        match self {
            Self::Write(error) => error.status(),
            Self::Schema(error) => error.status(),
            Self::Uncertain(_) => Status::ReadOnlyAfterFailure,
        }
    }
}
