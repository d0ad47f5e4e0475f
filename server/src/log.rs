//! The log: lines on standard error through `tracing`.
//!
//! Never logged here: query texts, parameters, literals, passwords. Callers log kinds of events,
//! codes and addresses; text from outside is escaped where it is logged (`?value`). Queries are in
//! a log of their own (`query_log`), which is off unless asked for.

use tracing::level_filters::LevelFilter;

use crate::config::value::LogLevel;

/// From now on a panic is a line in the log that says where, and not what: the words of a panic may
/// hold values out of somebody's query.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or("?");
        match panic.location() {
            Some(place) => tracing::error!(%place, thread, "a defect: panic"),
            None => tracing::error!(thread, "a defect: panic"),
        }
    }));
}

/// Starts logging. A second start (several servers in one process, as in tests) changes nothing.
pub fn start(level: LogLevel) {
    let filter = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
        LogLevel::Trace => LevelFilter::TRACE,
    };
    // The only error is that logging has been started before.
    let _ = tracing_subscriber::fmt()
        .with_max_level(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
}
