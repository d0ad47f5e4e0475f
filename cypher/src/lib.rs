//! Cypher: text -> syntax tree -> bound query -> plan -> batches. No I/O.
//!
//! This crate never learns who asked: no Bolt, no HTTP, no users, no tokio. It sees a
//! transaction, parameters and a sink; commands about users it reads and hands on. Meet [`Engine`] first: it turns text into a cached
//! [`Prepared`] query; a [`Cursor`] runs one over a `storage::Transaction`. The three traits at
//! the edge are [`RecordSink`] (where rows go), [`PlanContext`] (what planning may know) and
//! [`Dbms`] (what procedures and administration commands may ask of the server).
//!
//! Layers, a layer uses lower ones only: `syntax`, `functions` / `procedures`, `binder`, `plan`,
//! `optimizer`, `exec`, and on top `cache` and `engine`.

pub mod administration;
pub mod binder;
pub mod cache;
pub mod dbms;
pub mod edge;
pub mod engine;
pub mod exec;
pub mod functions;
pub mod notify;
pub mod optimizer;
pub mod options;
pub mod plan;
pub mod plans;
pub mod procedures;
pub mod syntax;
pub mod warning;

pub use administration::{Secret, SystemCommand, UserSettings};
pub use dbms::{
    ConnectionInfo, DatabaseInfo, Dbms, ImportSource, Job, JobInfo, NoServer, QueryInfo,
    SettingInfo, Terminated, TransactionInfo, UserInfo,
};
pub use edge::{
    Interrupt, InterruptReason, Notification, PlanContext, PlanDescription, QueryStatistics,
    QueryType, RecordSink, RunError,
};
pub use engine::{
    Budget, Cursor, Engine, EngineOptions, ExecutionContext, PlanCacheCounters, Pulled,
};
pub use exec::own::STACK;
pub use exec::prepared::Prepared;
pub use syntax::credentials;
pub use syntax::obfuscate::obfuscate;
