//! Cypher's three relations between values, side by side: equality, equivalence, orderability.
