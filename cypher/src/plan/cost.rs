//! What operators cost, so that plans can be compared: nanoseconds of one core, taken from
//! `benches/reads.rs` on a graph of 100,000 nodes and rounded. Only their ratios matter.
//!
//! Not an estimate of how long a query takes; whether it may take long is [`super::effort`]'s.

/// Beginning a scan.
const SCAN: f64 = 400.0;
/// A node of a scan.
const SCAN_ROW: f64 = 4.0;
/// A relationship of a scan, with its ends.
pub const SCAN_RELATIONSHIP: f64 = 20.0;
/// Looking up a key of an index.
pub const SEEK: f64 = 250.0;
/// A node that an index gives.
pub const SEEK_ROW: f64 = 20.0;
/// Looking up an id.
pub const BY_ID: f64 = 60.0;
/// A predicate on a row, with the property that it reads.
pub const FILTER: f64 = 10.0;
/// Finding the relationships of a node.
pub const EXPAND: f64 = 60.0;
/// A relationship of a node.
pub const NEIGHBOR: f64 = 25.0;
/// Beginning to look for relationships between two nodes.
pub const INTO: f64 = 80.0;
/// A relationship looked at there.
pub const INTO_NEIGHBOR: f64 = 4.0;
/// A relationship of a path of variable length.
pub const STEP: f64 = 40.0;
/// Beginning a join.
const JOIN: f64 = 500.0;
/// A row put into a hash table.
const BUILD: f64 = 80.0;
/// A row looked up there.
const PROBE: f64 = 40.0;
/// A row put together of two.
const PAIR: f64 = 40.0;

/// A scan of so many nodes.
pub fn scan(rows: f64) -> f64 {
    SCAN + rows * SCAN_ROW
}

/// Joining by a hash table, of which one side is built, without what the sides cost. Keys of
/// several columns take twice the work.
pub fn hash_join(probed: f64, built: f64, rows: f64, keys: u32) -> f64 {
    let wide = if keys > 1 { 2.0 } else { 1.0 };
    JOIN + (built * BUILD + probed * PROBE) * wide + rows * PAIR
}

/// Putting every row of one side beside every row of the other.
pub fn product(left: f64, right: f64) -> f64 {
    JOIN + right * PAIR + left * right * PAIR
}
