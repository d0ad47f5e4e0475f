//! What the server counts about itself: one table, relaxed atomics, Prometheus text.
//!
//! Adding a metric is adding a row. Meet [`Metrics`] first; `GET /metrics` on the HTTP address
//! shows it. What storage and the plan cache count themselves is read when asked ([`Readings`]).

use std::fmt::Write;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// A number that only grows.
#[derive(Default, Debug)]
pub struct Counter(AtomicU64);

impl Counter {
    /// One more.
    pub fn increment(&self) {
        self.add(1);
    }
    /// `count` more.
    pub fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }
    /// The number.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number that goes up and down.
#[derive(Default, Debug)]
pub struct Gauge(AtomicI64);

impl Gauge {
    /// Changes it.
    pub fn add(&self, difference: i64) {
        self.0.fetch_add(difference, Ordering::Relaxed);
    }
    /// The number.
    pub fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Upper bounds of a histogram's buckets in nanoseconds: 10 us to 10 s, three a decade.
const BOUNDS: [u64; 19] = [
    10_000,
    20_000,
    50_000,
    100_000,
    200_000,
    500_000,
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    50_000_000,
    100_000_000,
    200_000_000,
    500_000_000,
    1_000_000_000,
    2_000_000_000,
    5_000_000_000,
    10_000_000_000,
];

/// How long something took, in buckets.
#[derive(Default, Debug)]
pub struct Histogram {
    buckets: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    nanos: AtomicU64,
}

impl Histogram {
    /// Counts one that took `nanos`.
    pub fn observe(&self, nanos: u64) {
        let bucket = BOUNDS.partition_point(|bound| *bound < nanos);
        if let Some(bucket) = self.buckets.get(bucket) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        self.nanos.fetch_add(nanos, Ordering::Relaxed);
    }
    /// How many were counted.
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }
}

/// Numbers that other parts keep, as they are at the moment of asking.
#[derive(Clone, Copy, Default, Debug)]
#[allow(missing_docs, reason = "the rows of the table describe them")]
pub struct Readings {
    pub plan_cache_hits: u64,
    pub plan_cache_misses: u64,
    pub plan_cache_entries: u64,
    pub plan_cache_evictions: u64,
    pub plan_shape_hits: u64,
    pub plan_shape_misses: u64,
    pub plan_shape_entries: u64,
    pub plan_shape_evictions: u64,
    pub plan_replans: u64,
    pub login_hits: u64,
    pub login_misses: u64,
    pub login_entries: u64,
    pub login_evictions: u64,
    pub column_hits: u64,
    pub column_misses: u64,
    pub columns_built: u64,
    pub columns_evicted: u64,
    pub column_bytes: u64,
    pub worker_threads: u64,
    pub worker_queue: u64,
    pub locks_waited: u64,
    pub lock_deadlocks: u64,
    pub lock_timeouts: u64,
    pub superseded: u64,
    pub checkpoints: u64,
    pub checkpoint_failures: u64,
    pub wal_queue: u64,
    pub wal_bytes: u64,
    pub wal_live_bytes: u64,
    pub wal_unsynced: u64,
    pub sync_full: u64,
    pub sync_normal: u64,
    pub sync_checkpoint: u64,
    pub sync_off: u64,
    pub wal_batches: Powers,
    pub wal_syncs: Powers,
    pub query_log_lines: u64,
    pub query_log_dropped: u64,
    pub memory_resident: u64,
    pub memory_nodes: u64,
    pub memory_relationships: u64,
    pub memory_indexes: u64,
}

/// A histogram by powers of two: bucket `n` counts values below `2^n` and not below `2^(n-1)`.
#[derive(Clone, Copy, Default, Debug)]
pub struct Powers {
    /// The counts.
    pub counts: [u64; 32],
    /// Sum of all values, in units shown.
    pub sum: f64,
    /// What a value of 1 is in units shown: 0.000001 for microseconds shown in seconds.
    pub unit: f64,
}

impl Powers {
    /// Counts more values.
    pub fn add(&mut self, counts: &[u64; 32], sum: f64) {
        for (mine, theirs) in self.counts.iter_mut().zip(counts) {
            *mine += theirs;
        }
        self.sum += sum;
    }
}

/// One row, for documentation.
pub struct Row {
    /// Prometheus name.
    pub name: &'static str,
    /// Label set in Prometheus form, or empty.
    pub label: &'static str,
    /// `counter`, `gauge` or `histogram`.
    pub kind: &'static str,
    /// What it counts.
    pub help: &'static str,
}

/// How a kind of metric is written.
trait Show {
    const KIND: &'static str;
    fn show(&self, out: &mut String, name: &str, label: &str);
}

impl Show for Counter {
    const KIND: &'static str = "counter";
    fn show(&self, out: &mut String, name: &str, label: &str) {
        line(out, name, "", label, self.get());
    }
}

impl Show for Gauge {
    const KIND: &'static str = "gauge";
    fn show(&self, out: &mut String, name: &str, label: &str) {
        line(out, name, "", label, self.get());
    }
}

impl Show for Histogram {
    const KIND: &'static str = "histogram";
    fn show(&self, out: &mut String, name: &str, label: &str) {
        // The total is read first and the buckets bound it from below, so that a concurrent
        // observation never makes the series decrease.
        let total = self.count();
        let separator = if label.is_empty() { "" } else { "," };
        let mut sum = 0;
        for (bound, bucket) in BOUNDS.iter().zip(&self.buckets) {
            sum += bucket.load(Ordering::Relaxed);
            let seconds = *bound as f64 / 1e9;
            let label = format!("{label}{separator}le=\"{seconds}\"");
            line(out, name, "_bucket", &label, sum);
        }
        let total = total.max(sum);
        let all = format!("{label}{separator}le=\"+Inf\"");
        line(out, name, "_bucket", &all, total);
        let seconds = self.nanos.load(Ordering::Relaxed) as f64 / 1e9;
        line(out, name, "_sum", label, seconds);
        line(out, name, "_count", label, total);
    }
}

impl Show for u64 {
    const KIND: &'static str = "";
    fn show(&self, out: &mut String, name: &str, label: &str) {
        line(out, name, "", label, self);
    }
}

impl Show for Powers {
    const KIND: &'static str = "histogram";
    fn show(&self, out: &mut String, name: &str, _label: &str) {
        let mut sum = 0;
        // The last bucket has no upper bound.
        for (power, count) in self.counts[..31].iter().enumerate() {
            sum += count;
            // Whole values: those below 2^n are those up to 2^n - 1.
            let bound = ((1_u64 << power) - 1) as f64 * self.unit;
            line(out, name, "_bucket", &format!("le=\"{bound}\""), sum);
        }
        let total = sum + self.counts[31];
        line(out, name, "_bucket", "le=\"+Inf\"", total);
        line(out, name, "_sum", "", self.sum);
        line(out, name, "_count", "", total);
    }
}

fn line(out: &mut String, name: &str, suffix: &str, label: &str, value: impl std::fmt::Display) {
    // Writing into a string cannot fail.
    let _ = if label.is_empty() {
        writeln!(out, "{name}{suffix} {value}")
    } else {
        writeln!(out, "{name}{suffix}{{{label}}} {value}")
    };
}

/// Writes `# HELP` and `# TYPE` when a new name begins.
fn head(out: &mut String, last: &mut &'static str, row: &Row) {
    if *last != row.name {
        *last = row.name;
        let _ = writeln!(out, "# HELP {} {}", row.name, row.help);
        let _ = writeln!(out, "# TYPE {} {}", row.name, row.kind);
    }
}

macro_rules! metrics {
    (
        counted { $($field:ident: $kind:ident = $name:literal $label:literal, $help:literal;)* }
        read { $($read:ident: $read_kind:literal = $read_name:literal $read_label:literal, $read_help:literal;)* }
    ) => {
        /// Everything this server counts itself.
        #[derive(Default, Debug)]
        pub struct Metrics {
            $(#[doc = $help] pub $field: $kind,)*
        }

        /// Every metric, in the order in which they are shown.
        pub static TABLE: &[Row] = &[
            $(Row { name: $name, label: $label, kind: <$kind as Show>::KIND, help: $help },)*
            $(Row { name: $read_name, label: $read_label, kind: $read_kind, help: $read_help },)*
        ];

        impl Metrics {
            /// Prometheus text format 0.0.4.
            pub fn render(&self, readings: &Readings) -> String {
                let mut out = String::with_capacity(8 << 10);
                let mut last = "";
                let mut rows = TABLE.iter();
                $(
                    if let Some(row) = rows.next() { head(&mut out, &mut last, row); }
                    self.$field.show(&mut out, $name, $label);
                )*
                $(
                    if let Some(row) = rows.next() { head(&mut out, &mut last, row); }
                    readings.$read.show(&mut out, $read_name, $read_label);
                )*
                out
            }
        }
    };
}

metrics! {
    counted {
        connections_opened: Counter = "quiver_bolt_connections_opened_total" "",
            "Bolt connections accepted.";
        connections_refused: Counter = "quiver_bolt_connections_refused_total" "",
            "Bolt connections closed at once because there were too many.";
        connections: Gauge = "quiver_bolt_connections" "",
            "Bolt connections open.";
        protocol_errors: Counter = "quiver_bolt_protocol_errors_total" "",
            "Connections closed because of what their client sent, or failed to send in time.";
        bytes_received: Counter = "quiver_bolt_received_bytes_total" "",
            "Bytes received over Bolt.";
        bytes_sent: Counter = "quiver_bolt_sent_bytes_total" "",
            "Bytes sent over Bolt.";
        logins: Counter = "quiver_logins_total" "result=\"accepted\"",
            "Logins.";
        logins_refused: Counter = "quiver_logins_total" "result=\"refused\"",
            "Logins.";
        http_requests: Counter = "quiver_http_requests_total" "",
            "Requests over HTTP.";
        queries: Counter = "quiver_queries_total" "result=\"succeeded\"",
            "Queries that ended.";
        queries_failed: Counter = "quiver_queries_total" "result=\"failed\"",
            "Queries that ended.";
        queries_running: Gauge = "quiver_queries_running" "",
            "Queries with an open result.";
        records: Counter = "quiver_records_total" "",
            "Result rows sent.";
        plan_time: Histogram = "quiver_query_stage_seconds" "stage=\"plan\"",
            "How long a query took, by stage: plan (parse, bind and plan, or find it cached), run, commit.";
        run_time: Histogram = "quiver_query_stage_seconds" "stage=\"run\"",
            "How long a query took, by stage: plan (parse, bind and plan, or find it cached), run, commit.";
        commit_time: Histogram = "quiver_query_stage_seconds" "stage=\"commit\"",
            "How long a query took, by stage: plan (parse, bind and plan, or find it cached), run, commit.";
        moved_to_worker: Counter = "quiver_query_moved_to_worker_total" "",
            "Queries that used up their time on a network thread and moved to a worker.";
        panics: Counter = "quiver_query_panics_total" "",
            "Defects met while running a query, each answered as that query's failure.";
        transactions: Gauge = "quiver_transactions" "",
            "Transactions open.";
        commits: Counter = "quiver_transactions_total" "end=\"committed\"",
            "Transactions that ended.";
        rollbacks: Counter = "quiver_transactions_total" "end=\"rolled_back\"",
            "Transactions that ended.";
        lock_waits: Counter = "quiver_lock_waits_total" "",
            "Statements that had to wait for a lock.";
        lock_time: Histogram = "quiver_lock_wait_seconds" "",
            "How long statements waited for locks.";
        deadlocks: Counter = "quiver_deadlocks_total" "",
            "Transactions chosen to end a deadlock.";
        conflicts: Counter = "quiver_conflicts_total" "",
            "Statements that met a change newer than their snapshot.";
        statements_rerun: Counter = "quiver_statements_rerun_total" "",
            "Statements run again after a lock wait, a conflict or a deadlock.";
        statements_alone: Counter = "quiver_statements_alone_total" "",
            "Statements that ran with all other writers kept out, after too many conflicts or deadlocks.";
    }
    read {
        plan_cache_hits: "counter" = "quiver_plan_cache_lookups_total" "result=\"hit\"",
            "Look-ups in the plan cache.";
        plan_cache_misses: "counter" = "quiver_plan_cache_lookups_total" "result=\"miss\"",
            "Look-ups in the plan cache.";
        plan_cache_entries: "gauge" = "quiver_plan_cache_entries" "",
            "Plans in the cache.";
        plan_cache_evictions: "counter" = "quiver_plan_cache_evictions_total" "",
            "Plans that made room for others.";
        plan_shape_hits: "counter" = "quiver_plan_shape_lookups_total" "result=\"hit\"",
            "Look-ups of new texts in the cache of plans for texts without their literals.";
        plan_shape_misses: "counter" = "quiver_plan_shape_lookups_total" "result=\"miss\"",
            "Look-ups of new texts in the cache of plans for texts without their literals.";
        plan_shape_entries: "gauge" = "quiver_plan_shape_entries" "",
            "Plans in that cache.";
        plan_shape_evictions: "counter" = "quiver_plan_shape_evictions_total" "",
            "Plans of that cache that made room for others.";
        plan_replans: "counter" = "quiver_plan_replans_total" "",
            "Plans made anew in the background because statistics had drifted.";
        login_hits: "counter" = "quiver_login_cache_lookups_total" "result=\"hit\"",
            "Look-ups of credentials among those found right before.";
        login_misses: "counter" = "quiver_login_cache_lookups_total" "result=\"miss\"",
            "Look-ups of credentials among those found right before.";
        login_entries: "gauge" = "quiver_login_cache_entries" "",
            "Users whose credentials are remembered; dbms.security.auth_cache_max_capacity bounds them.";
        login_evictions: "counter" = "quiver_login_cache_evictions_total" "",
            "Users who made room for others there.";
        column_hits: "counter" = "quiver_column_cache_lookups_total" "result=\"hit\"",
            "Look-ups of a property's column in a part of the store.";
        column_misses: "counter" = "quiver_column_cache_lookups_total" "result=\"miss\"",
            "Look-ups of a property's column in a part of the store.";
        columns_built: "counter" = "quiver_column_cache_built_total" "",
            "Columns made, or made anew because their entities had changed.";
        columns_evicted: "counter" = "quiver_column_cache_evictions_total" "",
            "Parts of the store whose columns were dropped for want of room.";
        column_bytes: "gauge" = "quiver_column_cache_bytes" "",
            "Bytes of columns kept; quiver.store.column_memory bounds them.";
        worker_threads: "gauge" = "quiver_worker_threads" "",
            "Threads for long queries.";
        worker_queue: "gauge" = "quiver_worker_queue_length" "",
            "Pieces of work waiting for such a thread.";
        locks_waited: "counter" = "quiver_store_lock_waits_total" "",
            "Locks that had to be waited for, as the stores count them.";
        lock_deadlocks: "counter" = "quiver_store_deadlocks_total" "",
            "Lock requests refused because waiting would have closed a cycle.";
        lock_timeouts: "counter" = "quiver_store_lock_timeouts_total" "",
            "Lock requests not granted in time.";
        superseded: "gauge" = "quiver_store_superseded_versions" "",
            "Older versions of entities that a snapshot may still need or that were not cleared away yet.";
        checkpoints: "counter" = "quiver_checkpoints_total" "result=\"written\"",
            "Checkpoints.";
        checkpoint_failures: "counter" = "quiver_checkpoints_total" "result=\"failed\"",
            "Checkpoints.";
        wal_queue: "gauge" = "quiver_wal_queue_depth" "",
            "Records handed to the log and not yet as safe as the sync mode makes them.";
        wal_bytes: "counter" = "quiver_wal_written_bytes_total" "",
            "Bytes written to the log.";
        wal_live_bytes: "gauge" = "quiver_wal_live_bytes" "",
            "Bytes of log that a start now would have to read.";
        wal_unsynced: "gauge" = "quiver_wal_unsynced_bytes" "",
            "Bytes of log that were written and not synced: what a power cut could take.";
        sync_full: "gauge" = "quiver_sync_mode" "mode=\"full\"",
            "1 for the sync mode of the database neo4j, 0 for the others.";
        sync_normal: "gauge" = "quiver_sync_mode" "mode=\"normal\"",
            "1 for the sync mode of the database neo4j, 0 for the others.";
        sync_checkpoint: "gauge" = "quiver_sync_mode" "mode=\"checkpoint\"",
            "1 for the sync mode of the database neo4j, 0 for the others.";
        sync_off: "gauge" = "quiver_sync_mode" "mode=\"off\"",
            "1 for the sync mode of the database neo4j, 0 for the others.";
        wal_batches: "histogram" = "quiver_wal_batch_records" "",
            "Records made durable by one sync.";
        wal_syncs: "histogram" = "quiver_wal_sync_seconds" "",
            "How long a sync of the log took.";
        query_log_lines: "counter" = "quiver_query_log_lines_total" "result=\"written\"",
            "Lines of the query log; dropped are those that the queue or the disk did not take.";
        query_log_dropped: "counter" = "quiver_query_log_lines_total" "result=\"dropped\"",
            "Lines of the query log; dropped are those that the queue or the disk did not take.";
        memory_resident: "gauge" = "quiver_memory_bytes" "component=\"process\"",
            "Memory held, by component: the whole process as the system counts it; nodes, relationships and index entries as estimated.";
        memory_nodes: "gauge" = "quiver_memory_bytes" "component=\"nodes\"",
            "Memory held, by component: the whole process as the system counts it; nodes, relationships and index entries as estimated.";
        memory_relationships: "gauge" = "quiver_memory_bytes" "component=\"relationships\"",
            "Memory held, by component: the whole process as the system counts it; nodes, relationships and index entries as estimated.";
        memory_indexes: "gauge" = "quiver_memory_bytes" "component=\"indexes\"",
            "Memory held, by component: the whole process as the system counts it; nodes, relationships and index entries as estimated.";
    }
}

/// The page `docs/metrics.md`.
pub fn documentation() -> String {
    let mut page = String::from(
        "# Metrics\n\n\
         <!-- Generated from server/src/metrics.rs; `QUIVER_BLESS=1 cargo test -p quiver-server` \
         rewrites it. -->\n\n\
         `GET /metrics` on the HTTP address answers these in Prometheus' text format. Times are in \
         seconds.\n\n\
         | Metric | Kind | Meaning |\n|---|---|---|\n",
    );
    for row in TABLE {
        let label = if row.label.is_empty() {
            String::new()
        } else {
            format!("{{{}}}", row.label)
        };
        page.push_str(&format!(
            "| `{}{label}` | {} | {} |\n",
            row.name, row.kind, row.help
        ));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_grouped_and_every_row_is_shown() {
        let metrics = Metrics::default();
        metrics.connections_opened.add(3);
        metrics.plan_time.observe(15_000);
        metrics.plan_time.observe(20_000);
        metrics.plan_time.observe(u64::MAX / 2);
        let mut readings = Readings {
            memory_resident: 7,
            ..Readings::default()
        };
        let mut counts = [0; 32];
        (counts[1], counts[3], counts[31]) = (2, 1, 1);
        readings.wal_batches.unit = 1.0;
        readings.wal_batches.add(&counts, 99.0);
        let text = metrics.render(&readings);
        for row in TABLE {
            assert!(text.contains(&format!("# TYPE {} {}\n", row.name, row.kind)));
            assert_eq!(
                text.matches(&format!("# TYPE {} ", row.name)).count(),
                1,
                "{}",
                row.name
            );
        }
        for expected in [
            "quiver_bolt_connections_opened_total 3\n",
            "quiver_memory_bytes{component=\"process\"} 7\n",
            "quiver_wal_batch_records_bucket{le=\"0\"} 0\n",
            "quiver_wal_batch_records_bucket{le=\"1\"} 2\n",
            "quiver_wal_batch_records_bucket{le=\"7\"} 3\n",
            "quiver_wal_batch_records_bucket{le=\"+Inf\"} 4\n",
            "quiver_wal_batch_records_sum 99\n",
            "quiver_query_stage_seconds_bucket{stage=\"plan\",le=\"0.00001\"} 0\n",
            "quiver_query_stage_seconds_bucket{stage=\"plan\",le=\"0.00002\"} 2\n",
            "quiver_query_stage_seconds_bucket{stage=\"plan\",le=\"+Inf\"} 3\n",
            "quiver_query_stage_seconds_count{stage=\"plan\"} 3\n",
        ] {
            assert!(text.contains(expected), "{expected} in\n{text}");
        }
    }
}
