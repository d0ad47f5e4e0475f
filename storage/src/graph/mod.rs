//! The graph itself: tokens, nodes, relationships, properties, adjacency, and the view of them
//! that one transaction has.

pub(crate) mod adjacency;
pub(crate) mod allocate;
pub mod columns;
pub(crate) mod degrees;
mod expand;
pub(crate) mod folded;
mod gather;
pub(crate) mod install;
pub(crate) mod label_set;
pub(crate) mod neighbourhood;
mod own_entries;
pub(crate) mod reclaim;
mod scan;
pub(crate) mod seek;
pub(crate) mod segment;
pub(crate) mod store;
pub mod summary;
pub mod token;
pub(crate) mod version;
pub mod view;
pub(crate) mod write_set;
