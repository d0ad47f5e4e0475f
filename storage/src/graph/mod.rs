//! The graph itself: tokens, nodes, relationships, properties, adjacency, and the view of them
//! that one transaction has.

pub mod token;
pub mod view;
