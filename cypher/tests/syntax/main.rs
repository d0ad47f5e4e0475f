//! The syntax layer from outside: what parses, what it parses to, what it says otherwise.

mod conformance;
mod limits;
mod random;
mod round_trip;
mod snapshots;
mod tck;
