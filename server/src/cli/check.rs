//! `quiver check DIR`: reads a data folder whole and says whether it is intact.

use clap::{Arg, ArgMatches, Command};
use quiver_storage::Database;

use super::{Failed, say};
use crate::databases::{self, HOME, SYSTEM};

pub(super) fn command() -> Command {
    Command::new("check")
        .about("Check a data folder that no server uses")
        .arg(
            Arg::new("data")
                .value_name("DIR")
                .required(true)
                .help("The data folder"),
        )
}

pub(super) fn run(matches: &ArgMatches) -> Result<(), Failed> {
    let data = matches
        .get_one::<String>("data")
        .ok_or_else(|| Failed("which folder?".into()))?;
    let mut damaged = Vec::new();
    for name in [HOME, SYSTEM] {
        let folder = databases::folder(data, name);
        let report =
            Database::check_folder(&folder).map_err(|error| Failed(format!("{name}: {error}")))?;
        for problem in &report.problems {
            say(&format!("{name}: {problem}"));
        }
        if !report.is_clean() {
            damaged.push(name);
            continue;
        }
        say(&format!(
            "{name}: intact, {} nodes, {} relationships, {} index entries",
            report.nodes, report.relationships, report.index_entries
        ));
    }
    if damaged.is_empty() {
        return Ok(());
    }
    Err(Failed(format!("damaged: {}", damaged.join(", "))))
}
